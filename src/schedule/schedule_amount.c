/*
 * schedule_amount.c
 *		How much on a day: weight, limits, rounding, tapers, and sums of them
 *		without going through the doses.
 *
 * Order: the dose times weight or surface; max and min; rounded to a multiple;
 * from there the taper.  All are reckoned as the day's total, in the phase's
 * unit; what is written for an administration is multiplied by those of a day.
 * Every amount is rounded to 14 digits once (0.1 mg/kg at 3 kg is 0.3 mg).
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "schedule/schedule_plan.h"
#include "units/unit_server.h"

/* Administrations that an amount as written covers: the day's, or one of it. */
#define PER_WRITTEN(phase) \
	(((phase)->flags & PHASE_PER_DAY) ? 1.0 : (double) (phase)->per_day)

static double first_amount(const DosePhase *phase, double dose, double factor);
static double round_to_multiple(double amount, double multiple);
static double body_factor(const DoseSchedule *schedule, const DosePhase *phase,
						  const DosePatient *patient, const DateADT *on);
static void prepare_taper(const DoseSchedule *schedule, const PhaseRun *run,
						  PhaseAmount *amount);
static bool has_closed_sum(const PhaseAmount *amount, const PhaseRun *run);
static double tapered_sum(const PhaseAmount *amount, const PhaseRun *run,
						  double first, int64 n);
static double tapered(const PhaseAmount *amount, double first, int64 steps);
static int64 taper_steps(const PhaseAmount *amount, const PhaseRun *run,
						 DateADT day);
static DateADT taper_step_date(const PhaseAmount *amount, const PhaseRun *run,
							   int64 steps);
static double checked_amount(double amount);
static double patient_argument(FunctionCallInfo fcinfo, int argument,
							   const char *name);
static void append_number(StringInfo text, double number);

/* ---------------------------------------------------------------- amounts */

void
te_run_amount(const DoseSchedule *schedule, const PhaseRun *run, int64 k,
			  const DosePatient *patient, double *low, double *high)
{
	PhaseAmount amount;

	te_phase_amount(schedule, run, patient, NULL, &amount);
	te_amount_at(&amount, run, te_run_date(run, k), low, high);
}

void
te_run_sum(const DoseSchedule *schedule, const PhaseRun *run, int64 from,
		   int64 to, const DosePatient *patient, double *low, double *high)
{
	PhaseAmount amount;

	*low = *high = 0;
	if (from >= to)
		return;
	if (!(run->phase->flags & PHASE_TAPER))
	{
		/* Only the sum is rounded, by the caller. */
		double factor = body_factor(schedule, run->phase, patient, NULL);
		double n = (double) (to - from);

		*low = checked_amount(
			first_amount(run->phase, run->phase->low, factor) * n);
		*high = run->phase->high == run->phase->low ?
			*low :
			checked_amount(first_amount(run->phase, run->phase->high, factor) *
						   n);
		return;
	}
	te_phase_amount(schedule, run, patient, NULL, &amount);
	if (!amount.taper)
	{
		*low = amount.low * (double) (to - from);
		*high = amount.high * (double) (to - from);
		return;
	}
	if (has_closed_sum(&amount, run))
	{
		*low = tapered_sum(&amount, run, amount.low, to) -
			tapered_sum(&amount, run, amount.low, from);
		*high = amount.high == amount.low ?
			*low :
			tapered_sum(&amount, run, amount.high, to) -
				tapered_sum(&amount, run, amount.high, from);
		return;
	}
	/* One round for each step of the taper, however many doses it has. */
	while (from < to)
	{
		int64 next;
		double a;
		double b;

		CHECK_FOR_INTERRUPTS();
		te_amount_at(&amount, run, te_run_date(run, from), &a, &b);
		next = Min(to, te_run_count_before(run, amount.before));
		*low += a * (double) (next - from);
		*high += b * (double) (next - from);
		from = next;
	}
	checked_amount(*high);
}

void
te_phase_amount(const DoseSchedule *schedule, const PhaseRun *run,
				const DosePatient *patient, const DateADT *on,
				PhaseAmount *amount)
{
	const DosePhase *phase = run->phase;
	double factor = body_factor(schedule, phase, patient, on);

	memset(amount, 0, sizeof(*amount));
	amount->low = te_amount_round(first_amount(phase, phase->low, factor));
	amount->high = phase->high == phase->low ?
		amount->low :
		te_amount_round(first_amount(phase, phase->high, factor));
	if (phase->flags & PHASE_TAPER)
		prepare_taper(schedule, run, amount);
}

void
te_amount_at(PhaseAmount *amount, const PhaseRun *run, DateADT day, double *low,
			 double *high)
{
	if (amount->taper && (day < amount->from || day >= amount->before))
	{
		int64 steps = taper_steps(amount, run, day);

		amount->step_low = tapered(amount, amount->low, steps);
		amount->step_high = tapered(amount, amount->high, steps);
		amount->from = day;
		amount->before = amount->step_high > amount->to ?
			taper_step_date(amount, run, steps + 1) :
			DATEVAL_NOEND;
	}
	*low = amount->taper ? amount->step_low : amount->low;
	*high = amount->taper ? amount->step_high : amount->high;
}

/* The day's total before any taper, not yet rounded to 14 digits. */
static double
first_amount(const DosePhase *phase, double dose, double factor)
{
	double written = PER_WRITTEN(phase);
	double limit_for =
		(phase->flags & PHASE_MAX_PER_DAY) ? 1.0 : (double) phase->per_day;
	double amount = checked_amount(dose * factor * written);
	double max = phase->max * limit_for;
	double min = phase->min * limit_for;

	if ((phase->flags & PHASE_MIN) && amount < min)
		amount = min;
	if ((phase->flags & PHASE_MAX) && amount > max)
		amount = max;
	if (phase->flags & PHASE_ROUNDED)
	{
		double multiple = phase->rounded_to * written;
		double rounded = round_to_multiple(amount, multiple);

		/* What is rounded above the maximum is the multiple below it. */
		if ((phase->flags & PHASE_MAX) &&
			te_amount_round(rounded) > te_amount_round(max))
			rounded -= multiple;
		else if ((phase->flags & PHASE_MIN) &&
				 te_amount_round(rounded) < te_amount_round(min) &&
				 (!(phase->flags & PHASE_MAX) ||
				  te_amount_round(rounded + multiple) <= te_amount_round(max)))
			rounded += multiple;
		amount = rounded;
	}
	return amount;
}

/*
 * To the nearest multiple, half away from zero.  The quotient is rounded first:
 * 0.15 / 0.05 is 3 and not a little less.
 */
static double
round_to_multiple(double amount, double multiple)
{
	return floor(te_amount_round(checked_amount(amount / multiple)) + 0.5) *
		multiple;
}

/* What one kilogram's or one square metre's dose is multiplied by. */
static double
body_factor(const DoseSchedule *schedule, const DosePhase *phase,
			const DosePatient *patient, const DateADT *on)
{
	bool weight = phase->basis == DOSE_PER_KG;
	double factor = weight ? patient->weight_kg : patient->bsa_m2;

	if (phase->basis == DOSE_FIXED)
		return 1;
	if (!isnan(factor))
		return factor;
	if (on != NULL && weight)
	{
		char *day = DatumGetCString(
			DirectFunctionCall1(date_out, DateADTGetDatum(*on)));

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a weight on or before %s is needed for \"%s\"", day,
						te_dose_text(schedule, phase))));
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is needed for \"%s\"", weight ? "weight_kg" : "bsa_m2",
					te_dose_text(schedule, phase))));
	return 0; /* not reached */
}

/* ----------------------------------------------------------------- tapers */

static void
prepare_taper(const DoseSchedule *schedule, const PhaseRun *run,
			  PhaseAmount *amount)
{
	const DosePhase *phase = run->phase;
	DateADT by = te_date_add(run->segment, phase->taper_by);

	amount->to = phase->taper_to;
	/* A taper never raises: what is at the target stays. */
	amount->taper = amount->high > amount->to;
	if (!amount->taper)
		return;
	if (phase->flags & PHASE_ROUNDED)
		amount->multiple = phase->rounded_to * PER_WRITTEN(phase);
	if (!(phase->flags & PHASE_TAPER_STEPS))
	{
		amount->weeks = Max(0, ((int64) by - run->first) / 7);
		return;
	}
	amount->step = phase->taper_step;
	if (by > run->first &&
		tapered(amount, amount->high,
				te_spans_between(run->first, by, phase->taper_every)) >
			amount->to)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("taper from %g %s does not reach %g %s by %s",
						amount->high, SCHEDULE_TEXT(schedule, phase->unit),
						amount->to, SCHEDULE_TEXT(schedule, phase->unit),
						DatumGetCString(DirectFunctionCall1(
							date_out, DateADTGetDatum(by)))),
				 errhint("Make the steps larger or more frequent.")));
}

/*
 * Whether doses are daily, steps go by days and nothing is rounded: then the
 * sum of a taper is that of a staircase.
 */
static bool
has_closed_sum(const PhaseAmount *amount, const PhaseRun *run)
{
	const DosePhase *phase = run->phase;

	return amount->multiple == 0 && phase->timing == TIMING_EVERY &&
		phase->interval.unit == SPAN_DAY && phase->interval.n == 1 &&
		(amount->step == 0 || phase->taper_every.unit != SPAN_MONTH);
}

/*
 * Sum of the first n doses of a taper from "first".  Dose k is on step
 * floor(k / width); from step "last" on the target holds.
 */
static double
tapered_sum(const PhaseAmount *amount, const PhaseRun *run, double first,
			int64 n)
{
	int64 width = amount->step > 0 ? te_span_days(run->phase->taper_every) : 7;
	int64 last = amount->weeks;
	double drop = 0;
	int64 falling;
	int64 whole;

	if (first <= amount->to)
		return first * (double) n;
	if (amount->step > 0)
	{
		drop = amount->step;
		last = (int64) Min(ceil(te_amount_round((first - amount->to) / drop)),
						   SCHEDULE_MAX_DAYS);
	}
	else if (last > 0)
		drop = (first - amount->to) / (double) last;
	/* Steps 0 .. whole - 1 in full, then the rest of step "whole". */
	falling = Min(n, last * width);
	whole = falling / width;
	return first * (double) falling -
		drop *
		((double) width * (double) whole * (double) (whole - 1) / 2 +
		 (double) whole * (double) (falling % width)) +
		amount->to * (double) (n - falling);
}

/* The amount after so many steps from "first". */
static double
tapered(const PhaseAmount *amount, double first, int64 steps)
{
	double value;

	if (first <= amount->to)
		return first;
	if (amount->step > 0)
		value = first - amount->step * (double) steps;
	else if (steps >= amount->weeks)
		return amount->to;
	else
		value = first +
			(amount->to - first) * (double) steps / (double) amount->weeks;
	/* The target is what was asked for, a multiple or not. */
	if (te_amount_round(value) <= amount->to)
		return amount->to;
	if (amount->multiple > 0)
		value = round_to_multiple(value, amount->multiple);
	return Max(te_amount_round(value), amount->to);
}

static int64
taper_steps(const PhaseAmount *amount, const PhaseRun *run, DateADT day)
{
	if (amount->step > 0)
		return te_spans_between(run->first, day, run->phase->taper_every);
	return ((int64) day - run->first) / 7;
}

/* The day of a step; the end of time where it lies beyond the calendar. */
static DateADT
taper_step_date(const PhaseAmount *amount, const PhaseRun *run, int64 steps)
{
	ScheduleSpan span = {7, SPAN_DAY};
	int64 n;

	if (amount->step > 0)
		span = run->phase->taper_every;
	n = steps * span.n;
	/* The step counts only while occurrences of a bounded phase remain. */
	if (n > SCHEDULE_MAX_DAYS)
		return DATEVAL_NOEND;
	span.n = (int32) n;
	return te_date_add(run->first, span);
}

/* ---------------------------------------------------------------- patient */

DosePatient
te_dose_patient(FunctionCallInfo fcinfo, int argument)
{
	DosePatient patient;

	patient.weight_kg = patient_argument(fcinfo, argument, "weight_kg");
	patient.bsa_m2 = patient_argument(fcinfo, argument + 1, "bsa_m2");
	return patient;
}

/* NaN stands for NULL; anything else must be something a body can have. */
static double
patient_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double value;

	if (PG_ARGISNULL(argument))
		return NAN;
	value = PG_GETARG_FLOAT8(argument);
	if (!(value > 0) || isinf(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be positive and finite, not %g", name,
						value)));
	return value;
}

static double
checked_amount(double amount)
{
	if (isinf(amount) || isnan(amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("dose is out of range")));
	return amount;
}

/* ------------------------------------------------------------------ texts */

char *
te_dose_text(const DoseSchedule *schedule, const DosePhase *phase)
{
	static const char *const bases[] = {"", "/kg", "/m2"};
	StringInfoData text;

	initStringInfo(&text);
	append_number(&text, phase->low);
	if (phase->high != phase->low)
	{
		appendStringInfoChar(&text, '-');
		append_number(&text, phase->high);
	}
	appendStringInfo(&text, " %s%s%s", SCHEDULE_TEXT(schedule, phase->unit),
					 bases[phase->basis],
					 (phase->flags & PHASE_PER_DAY) ? "/d" : "");
	return text.data;
}

static void
append_number(StringInfo text, double number)
{
	char buffer[DOUBLE_TEXT_SIZE];

	appendBinaryStringInfo(text, buffer, te_print_double(number, buffer));
}

double
te_amount_convert(const DoseSchedule *schedule, double value,
				  const DosePhase *from, const DosePhase *to)
{
	const char *from_unit = SCHEDULE_TEXT(schedule, from->unit);
	const char *to_unit = SCHEDULE_TEXT(schedule, to->unit);
	UnitError error;
	Unit a;
	Unit b;
	double result;

	if (from->unit == to->unit || strcmp(from_unit, to_unit) == 0)
		return value;
	if (!te_unit_parse_or_error(from_unit, strlen(from_unit), &a, NULL) ||
		!te_unit_parse_or_error(to_unit, strlen(to_unit), &b, NULL))
		return 0; /* not reached */
	if (!te_convert_value(value, &a, &b, TE_NO_ANALYTE, &result, &error))
		te_conversion_error_raise(&error, from_unit, strlen(from_unit), to_unit,
								  strlen(to_unit));
	return result;
}

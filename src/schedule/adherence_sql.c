/*
 * adherence_sql.c
 *		adherence() and adherence_summary(), over a patient_history and over
 *		arrays.
 */
#include "schedule/adherence.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/float.h"

/* Where the arguments stand; 3 and 4 are history and fact, or two arrays. */
#define ARG_SCHEDULE 0
#define ARG_START 1
#define ARG_WEIGHT 2
#define ARG_HISTORY 3
#define ARG_FACT 4
#define ARG_DATES 3
#define ARG_AMOUNTS 4
#define ARG_WINDOW 5
#define ARG_TOLERANCE 6
#define ARG_REBASE 7
#define ARG_TO_DATE 8
#define ARG_BSA 9

/* Per cent by which an amount may deviate if nothing is said. */
#define DEFAULT_TOLERANCE 10

#define ADHERENCE_COLUMNS 14
#define TOTALS_COLUMNS 22

/* Rows on their way to the caller. */
typedef struct RowState
{
	ReturnSetInfo *rsinfo;
	const DoseSchedule *schedule;
	Datum unit;
	Datum drug;
	Datum status[N_ADHERENCE_STATUS];
	Datum amount_status[AMOUNT_OVER + 1];
	bool no_drug;
} RowState;

/* What adherence_summary() adds up. */
typedef struct Totals
{
	int64 by_status[N_ADHERENCE_STATUS];
	int64 by_amount[AMOUNT_OVER + 1];
	int64 planned;
	int64 given;
	double planned_amount;
	double planned_max;
	double given_amount;
	bool amounts_known;
	bool daily;
	bool any_planned;
	bool any_given;
	DateADT first_planned;
	DateADT last_planned;
	int32 last_planned_interval;
	DateADT first_given;
	DateADT last_given;
	int32 last_given_interval;
} Totals;

static const char *const status_names[N_ADHERENCE_STATUS] = {
	"on time", "early", "late", "missed", "due", "unknown", "extra", "undated"};
static const char *const amount_names[] = {NULL, "ok", "under", "over"};

static Datum adherence_rows(FunctionCallInfo fcinfo, bool arrays);
static Datum adherence_totals(FunctionCallInfo fcinfo, bool arrays);
static bool compare(FunctionCallInfo fcinfo, bool arrays, DosePlan *plan,
					AdherenceReceiver receive, void *state);
static void read_options(FunctionCallInfo fcinfo, AdherenceOptions *options);
static double body_size(FunctionCallInfo fcinfo, int argument,
						const char *name);
static void check_one_drug(const DoseSchedule *schedule);
static void days_compared(const DosePlan *plan, const AdherenceOptions *options,
						  GivenRange *range);
static void read_arrays(FunctionCallInfo fcinfo, const GivenRange *range,
						GivenDoses *given);
static void put_row(void *state, const AdherenceDose *dose);
static void add_up(void *state, const AdherenceDose *dose);
static Datum totals_row(FunctionCallInfo fcinfo, const DoseSchedule *schedule,
						const Totals *t);
static void put_amounts(const Totals *t, Datum *values, bool *nulls);
static void put_durations(const Totals *t, Datum *values, bool *nulls);
static void put_float(double value, Datum *values, bool *nulls, int i);

PG_FUNCTION_INFO_V1(adherence_history);

/*
 * adherence(schedule, start, weight_kg, history, fact, window_days, tolerance,
 * rebase, to_date, bsa_m2) SETOF adherence_dose
 */
Datum
adherence_history(PG_FUNCTION_ARGS)
{
	return adherence_rows(fcinfo, false);
}

PG_FUNCTION_INFO_V1(adherence_arrays);

/* adherence(schedule, start, weight_kg, dates, amounts, ...) */
Datum
adherence_arrays(PG_FUNCTION_ARGS)
{
	return adherence_rows(fcinfo, true);
}

PG_FUNCTION_INFO_V1(adherence_summary_history);

/* adherence_summary(schedule, ... as adherence) adherence_totals */
Datum
adherence_summary_history(PG_FUNCTION_ARGS)
{
	return adherence_totals(fcinfo, false);
}

PG_FUNCTION_INFO_V1(adherence_summary_arrays);

/* adherence_summary(schedule, start, weight_kg, dates, amounts, ...) */
Datum
adherence_summary_arrays(PG_FUNCTION_ARGS)
{
	return adherence_totals(fcinfo, true);
}

static Datum
adherence_rows(FunctionCallInfo fcinfo, bool arrays)
{
	RowState rows = {0};
	DosePlan plan;

	InitMaterializedSRF(fcinfo, 0);
	rows.rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	if (rows.rsinfo->setDesc->natts != ADHERENCE_COLUMNS)
		elog(ERROR, "type adherence_dose has %d columns, not %d",
			 rows.rsinfo->setDesc->natts, ADHERENCE_COLUMNS);
	if (!PG_ARGISNULL(ARG_SCHEDULE))
	{
		const DosePhase *first;

		rows.schedule = PG_GETARG_DOSE_SCHEDULE(ARG_SCHEDULE);
		first = SCHEDULE_PHASES(rows.schedule);
		rows.unit =
			CStringGetTextDatum(SCHEDULE_TEXT(rows.schedule, first->unit));
		rows.no_drug = first->drug == 0;
		rows.drug =
			CStringGetTextDatum(SCHEDULE_TEXT(rows.schedule, first->drug));
	}
	for (int i = 0; i < N_ADHERENCE_STATUS; i++)
		rows.status[i] = CStringGetTextDatum(status_names[i]);
	for (int i = AMOUNT_OK; i <= AMOUNT_OVER; i++)
		rows.amount_status[i] = CStringGetTextDatum(amount_names[i]);
	(void) compare(fcinfo, arrays, &plan, put_row, &rows);
	return (Datum) 0;
}

static Datum
adherence_totals(FunctionCallInfo fcinfo, bool arrays)
{
	Totals totals;
	DosePlan plan;

	memset(&totals, 0, sizeof(totals));
	totals.amounts_known = true;
	totals.daily = true;
	if (!compare(fcinfo, arrays, &plan, add_up, &totals))
		PG_RETURN_NULL();
	return totals_row(fcinfo, plan.schedule, &totals);
}

/* False, with nothing compared, when an argument that it needs is NULL. */
static bool
compare(FunctionCallInfo fcinfo, bool arrays, DosePlan *plan,
		AdherenceReceiver receive, void *state)
{
	AdherenceOptions options;
	GivenDoses given;
	DosePatient patient;
	GivenRange range;

	for (int i = ARG_SCHEDULE; i <= ARG_FACT; i++)
	{
		if (i != ARG_WEIGHT && PG_ARGISNULL(i))
			return false;
	}
	read_options(fcinfo, &options);
	patient.weight_kg = body_size(fcinfo, ARG_WEIGHT, "weight_kg");
	patient.bsa_m2 = body_size(fcinfo, ARG_BSA, "bsa_m2");
	te_plan_make(plan, PG_GETARG_DOSE_SCHEDULE(ARG_SCHEDULE),
				 PG_GETARG_DATEADT(ARG_START), &patient);
	check_one_drug(plan->schedule);
	if (plan->n < 0 && options.to_date == DATEVAL_NOEND)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("schedule has no end"),
			 errhint(
				 "Give to_date, a day up to which to compare, or until(schedule, day).")));
	days_compared(plan, &options, &range);
	memset(&given, 0, sizeof(given));
	if (arrays)
		read_arrays(fcinfo, &range, &given);
	else
	{
		text *fact = PG_GETARG_TEXT_PP(ARG_FACT);

		te_given_from_history(PG_GETARG_HISTORY_P(ARG_HISTORY),
							  VARDATA_ANY(fact), VARSIZE_ANY_EXHDR(fact),
							  &range, &given);
	}
	te_given_finish(&given);
	te_adherence(plan, &given, &options, receive, state);
	return true;
}

/*
 * From the start, or the first days that the first dose may be given on, to
 * to_date.  What was given before is earlier therapy and not this plan's.
 */
static void
days_compared(const DosePlan *plan, const AdherenceOptions *options,
			  GivenRange *range)
{
	const PhaseRun *run;
	int64 k;
	int64 first;
	int64 reach = WINDOW_LONG_DAYS;

	range->from = plan->start;
	range->to = options->to_date;
	range->last_planned = plan->start;
	range->unit = SCHEDULE_TEXT(plan->schedule, plan->runs[0].phase->unit);
	run = te_plan_find(plan, 0, &k);
	if (run == NULL)
		return;
	first = te_run_date(run, k);
	reach = Max(reach, Max(options->window_days, run->phase->window_before));
	run = te_plan_find(plan, 1, &k);
	if (run != NULL)
		reach = Max(reach, te_run_date(run, k) - first);
	range->from = (DateADT) Min(plan->start, first - reach);
	if (plan->n > 0)
	{
		run = te_plan_find(plan, plan->n - 1, &k);
		range->last_planned = te_run_date(run, k);
	}
}

/* ------------------------------------------------------------- arguments */

static void
read_options(FunctionCallInfo fcinfo, AdherenceOptions *options)
{
	options->window_days = -1;
	options->tolerance = DEFAULT_TOLERANCE;
	options->rebase = !PG_ARGISNULL(ARG_REBASE) && PG_GETARG_BOOL(ARG_REBASE);
	options->to_date = DATEVAL_NOEND;
	if (!PG_ARGISNULL(ARG_WINDOW))
	{
		options->window_days = PG_GETARG_INT32(ARG_WINDOW);
		if (options->window_days < 0 ||
			options->window_days > SCHEDULE_MAX_DAYS)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("window_days must be between 0 and %d, not %d",
							SCHEDULE_MAX_DAYS, options->window_days)));
	}
	if (!PG_ARGISNULL(ARG_TOLERANCE))
	{
		options->tolerance = PG_GETARG_FLOAT8(ARG_TOLERANCE);
		if (!isfinite(options->tolerance) || options->tolerance < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid tolerance: %s",
							float8out_internal(options->tolerance)),
					 errdetail(
						 "It is a finite number of per cent, 0 or more.")));
	}
	if (!PG_ARGISNULL(ARG_TO_DATE))
		options->to_date = PG_GETARG_DATEADT(ARG_TO_DATE);
	if (options->to_date == DATEVAL_NOBEGIN)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("to_date must not be -infinity")));
}

/* NaN for NULL. */
static double
body_size(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double value;

	if (PG_ARGISNULL(argument))
		return get_float8_nan();
	value = PG_GETARG_FLOAT8(argument);
	if (!isfinite(value) || value <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be positive and finite, not %g", name,
						value)));
	return value;
}

/* One fact cannot be what was given of two drugs. */
static void
check_one_drug(const DoseSchedule *schedule)
{
	const DosePhase *phases = SCHEDULE_PHASES(schedule);
	const char *drug = NULL;

	for (int i = 0; i < schedule->n_phases; i++)
	{
		const char *other = SCHEDULE_TEXT(schedule, phases[i].drug);

		if (phases[i].drug == 0)
			continue;
		if (drug != NULL && strcmp(drug, other) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("schedule plans two drugs, \"%s\" and \"%s\"", drug,
							other),
					 errhint("Compare each drug with a schedule of its own.")));
		drug = other;
	}
}

/* Amounts in the unit of the first phase; a NULL amount is not known. */
static void
read_arrays(FunctionCallInfo fcinfo, const GivenRange *range, GivenDoses *given)
{
	Datum *dates;
	Datum *amounts;
	bool *no_date;
	bool *no_amount;
	int n;
	int n_amounts;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(ARG_DATES), DATEOID,
					  sizeof(DateADT), true, TYPALIGN_INT, &dates, &no_date,
					  &n);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(ARG_AMOUNTS), FLOAT8OID,
					  sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &amounts, &no_amount, &n_amounts);
	if (n != n_amounts)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%d dates and %d amounts were given", n, n_amounts),
				 errhint("Write NULL for an amount that is not known.")));
	for (int i = 0; i < n; i++)
	{
		double amount = no_amount[i] ? 0 : DatumGetFloat8(amounts[i]);
		DateADT day = no_date[i] ? 0 : DatumGetDateADT(dates[i]);

		if (!isfinite(amount) || amount < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("invalid amount of a drug: %s",
							float8out_internal(amount)),
					 errdetail("An amount is a finite number, 0 or more.")));
		if (!no_amount[i] && amount == 0)
			continue;
		if (no_date[i] || DATE_NOT_FINITE(day))
		{
			given->undated++;
			te_given_add_open(given, DAY_NEVER, DAY_FOREVER);
		}
		else if (day >= range->from && day <= range->to)
			te_given_add(given, day, amount, !no_amount[i]);
	}
}

/* ------------------------------------------------------------------ rows */

static void
put_row(void *state, const AdherenceDose *dose)
{
	RowState *rows = state;
	Datum values[ADHERENCE_COLUMNS] = {0};
	bool nulls[ADHERENCE_COLUMNS] = {false};
	bool planned = dose->dose_no > 0;

	values[0] = Int32GetDatum((int32) dose->dose_no);
	values[1] = DateADTGetDatum(dose->planned_on);
	values[2] = DateADTGetDatum(dose->given_on);
	values[3] = Int32GetDatum(dose->given_on - dose->planned_on);
	values[4] = rows->status[dose->status];
	values[5] = Float8GetDatum(dose->planned);
	values[6] = Float8GetDatum(dose->planned_max);
	values[7] = Float8GetDatum(dose->amount);
	values[8] = Float8GetDatum(dose->deviation_percent);
	values[9] = rows->amount_status[dose->amount_status];
	values[10] = rows->unit;
	values[11] = DateADTGetDatum(dose->window_start);
	values[12] = DateADTGetDatum(dose->window_end);
	values[13] = rows->drug;
	nulls[0] = nulls[1] = nulls[5] = nulls[6] = nulls[11] = nulls[12] =
		!planned;
	nulls[2] = !dose->given;
	nulls[3] = !planned || !dose->given;
	nulls[7] = !dose->given || !dose->amount_known;
	nulls[8] = !planned || nulls[7] || isnan(dose->deviation_percent);
	nulls[9] = dose->amount_status == AMOUNT_NONE;
	nulls[13] = rows->no_drug;
	tuplestore_putvalues(rows->rsinfo->setResult, rows->rsinfo->setDesc, values,
						 nulls);
}

/* ---------------------------------------------------------------- totals */

static void
add_up(void *state, const AdherenceDose *dose)
{
	Totals *t = state;

	t->by_status[dose->status]++;
	t->by_amount[dose->amount_status]++;
	if (dose->dose_no > 0)
		t->daily = t->daily && dose->daily;
	if (dose->dose_no > 0 && dose->status != DOSE_DUE)
	{
		if (!t->any_planned)
			t->first_planned = dose->scheduled_on;
		t->any_planned = true;
		t->last_planned = dose->scheduled_on;
		t->last_planned_interval = dose->interval;
		t->planned++;
		t->given += dose->given;
		t->planned_amount += dose->planned;
		t->planned_max += dose->planned_max;
	}
	if (dose->status == DOSE_UNKNOWN || dose->status == DOSE_UNDATED ||
		(dose->given && !dose->amount_known))
		t->amounts_known = false;
	if (dose->given)
	{
		if (!t->any_given)
			t->first_given = dose->given_on;
		t->any_given = true;
		t->last_given = dose->given_on;
		t->last_given_interval = dose->interval;
		t->given_amount += dose->amount;
	}
}

/* One row of adherence_totals; the order is that of the type. */
static Datum
totals_row(FunctionCallInfo fcinfo, const DoseSchedule *schedule,
		   const Totals *t)
{
	TupleDesc desc;
	Datum values[TOTALS_COLUMNS] = {0};
	bool nulls[TOTALS_COLUMNS] = {false};
	int n = 0;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE ||
		desc->natts != TOTALS_COLUMNS)
		elog(ERROR, "type adherence_totals has not %d columns", TOTALS_COLUMNS);
	values[n++] = Int32GetDatum((int32) t->planned);
	values[n++] = Int32GetDatum((int32) t->given);
	for (int i = 0; i < N_ADHERENCE_STATUS; i++)
		values[n++] = Int32GetDatum((int32) t->by_status[i]);
	values[n++] = Int32GetDatum((int32) t->by_amount[AMOUNT_UNDER]);
	values[n++] = Int32GetDatum((int32) t->by_amount[AMOUNT_OVER]);
	put_amounts(t, values, nulls);
	values[15] = CStringGetTextDatum(
		SCHEDULE_TEXT(schedule, SCHEDULE_PHASES(schedule)->unit));
	put_durations(t, values, nulls);
	return HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

/* planned, upper end, given; relative dose */
static void
put_amounts(const Totals *t, Datum *values, bool *nulls)
{
	bool range = te_round14(t->planned_amount) != te_round14(t->planned_max);
	double relative = t->planned_amount <= 0 || range || !t->amounts_known ?
		get_float8_nan() :
		te_round14(t->given_amount / t->planned_amount);

	put_float(te_round14(t->planned_amount), values, nulls, 12);
	put_float(te_round14(t->planned_max), values, nulls, 13);
	put_float(t->amounts_known ? te_round14(t->given_amount) : get_float8_nan(),
			  values, nulls, 14);
	put_float(relative, values, nulls, 16);
}

/*
 * Dose intensity: what was given per day of last - first + interval, relative
 * to the same of the plan.  Days covered only where every day has a dose.
 */
static void
put_durations(const Totals *t, Datum *values, bool *nulls)
{
	double planned_days = !t->any_planned ?
		get_float8_nan() :
		(double) t->last_planned - t->first_planned + t->last_planned_interval;
	double given_days = !t->any_given || t->by_status[DOSE_UNDATED] > 0 ||
			t->by_status[DOSE_UNKNOWN] > 0 ?
		get_float8_nan() :
		(double) t->last_given - t->first_given + t->last_given_interval;
	double intensity = nulls[16] ?
		get_float8_nan() :
		te_round14(DatumGetFloat8(values[16]) * planned_days / given_days);
	bool covered = t->daily && t->planned > 0 &&
		t->by_status[DOSE_UNKNOWN] == 0 && t->by_status[DOSE_UNDATED] == 0;

	put_float(intensity, values, nulls, 17);
	nulls[18] = isnan(planned_days);
	nulls[19] = isnan(given_days);
	values[18] = Int32GetDatum(nulls[18] ? 0 : (int32) planned_days);
	values[19] = Int32GetDatum(nulls[19] ? 0 : (int32) given_days);
	nulls[20] = !covered;
	values[20] = Int32GetDatum((int32) t->given);
	put_float(covered ? te_round14(100.0 * t->given / t->planned) :
						get_float8_nan(),
			  values, nulls, 21);
}

static void
put_float(double value, Datum *values, bool *nulls, int i)
{
	nulls[i] = isnan(value);
	values[i] = Float8GetDatum(value);
}

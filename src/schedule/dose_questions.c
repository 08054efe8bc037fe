/*
 * dose_questions.c
 *		Questions about a dose schedule answered by arithmetic on its phases,
 *		never by listing doses: how many, which day, how much.  The answers are
 *		those that expand_doses would give.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "schedule/schedule_plan.h"
#include "units/unit_server.h"

static void plan_of_call(FunctionCallInfo fcinfo, int patient_argument,
						 DosePlan *plan);

/* A question about dates alone brings no patient. */
#define NO_PATIENT (-1)

static Datum dose_datum(FunctionCallInfo fcinfo, const DosePlan *plan,
						const PhaseRun *run, int64 k);
static Quantity *sum_doses(FunctionCallInfo fcinfo, const DosePlan *plan,
						   DateADT from, DateADT to, bool upper);
static Quantity *sum_quantity(FunctionCallInfo fcinfo, double sum,
							  const char *unit);
static void require_one_drug(const DoseSchedule *schedule);
static bool first_dose_offset(const DoseSchedule *schedule, DateADT start,
							  int64 *offset);
static bool start_before(const DoseSchedule *schedule, DateADT first_dose,
						 DateADT *start);
static bool search_start(const DoseSchedule *schedule, DateADT first_dose,
						 int64 offset, DateADT *start);

/* How far beyond the usual distance a start is looked for, in days. */
#define SEARCHED_DAYS 400

PG_FUNCTION_INFO_V1(dose_count);
PG_FUNCTION_INFO_V1(nth_dose_date);
PG_FUNCTION_INFO_V1(last_dose_date);
PG_FUNCTION_INFO_V1(schedule_end);
PG_FUNCTION_INFO_V1(schedule_start);
PG_FUNCTION_INFO_V1(dose_on);
PG_FUNCTION_INFO_V1(next_dose);
PG_FUNCTION_INFO_V1(cumulative_dose);
PG_FUNCTION_INFO_V1(total_dose);

/* --------------------------------------------------------- how many, when */

/* dose_count(dose_schedule, start) int8 */
Datum
dose_count(PG_FUNCTION_ARGS)
{
	DosePlan plan;

	plan_of_call(fcinfo, NO_PATIENT, &plan);
	te_plan_require_end(&plan);
	PG_RETURN_INT64(plan.n);
}

/* nth_dose_date(dose_schedule, start, n) date; NULL after the last */
Datum
nth_dose_date(PG_FUNCTION_ARGS)
{
	int32 n = PG_GETARG_INT32(2);
	const PhaseRun *run;
	DosePlan plan;
	int64 k;

	if (n < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of a dose must be 1 or more, not %d", n)));
	plan_of_call(fcinfo, NO_PATIENT, &plan);
	run = te_plan_find(&plan, (int64) n - 1, &k);
	if (run == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(te_run_date(run, k));
}

/* last_dose_date(dose_schedule, start) date; NULL without any dose */
Datum
last_dose_date(PG_FUNCTION_ARGS)
{
	const PhaseRun *run;
	DosePlan plan;
	int64 k;

	plan_of_call(fcinfo, NO_PATIENT, &plan);
	te_plan_require_end(&plan);
	if (plan.n == 0)
		PG_RETURN_NULL();
	run = te_plan_find(&plan, plan.n - 1, &k);
	PG_RETURN_DATEADT(te_run_date(run, k));
}

/* schedule_end(dose_schedule, start) date: the first day after the schedule */
Datum
schedule_end(PG_FUNCTION_ARGS)
{
	DosePlan plan;

	plan_of_call(fcinfo, NO_PATIENT, &plan);
	te_plan_require_end(&plan);
	PG_RETURN_DATEADT(plan.runs[plan.schedule->n_phases - 1].end);
}

/* schedule_start(dose_schedule, first_dose) date */
Datum
schedule_start(PG_FUNCTION_ARGS)
{
	DoseSchedule *schedule = PG_GETARG_DOSE_SCHEDULE(0);
	DateADT first_dose = PG_GETARG_DATEADT(1);
	DateADT start;
	int64 offset;

	if (!first_dose_offset(schedule, first_dose, &offset))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("schedule has no dose")));
	if (!start_before(schedule, first_dose, &start) &&
		!search_start(schedule, first_dose, offset, &start))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no start makes %s the day of the first dose",
					DatumGetCString(DirectFunctionCall1(
						date_out, DateADTGetDatum(first_dose)))),
			 errdetail(
				 "Months that end earlier or days of the week leave this day out.")));
	PG_RETURN_DATEADT(start);
}

/* ---------------------------------------------------------------- one dose */

/* dose_on(dose_schedule, start, on_date, weight_kg, bsa_m2) planned_dose */
Datum
dose_on(PG_FUNCTION_ARGS)
{
	DateADT day;
	const PhaseRun *run;
	DosePlan plan;
	int64 k;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(2);
	plan_of_call(fcinfo, 3, &plan);
	if (DATE_NOT_FINITE(day))
		PG_RETURN_NULL();
	run = te_plan_find_from(&plan, day, &k);
	if (run == NULL || te_run_date(run, k) != day)
		PG_RETURN_NULL();
	return dose_datum(fcinfo, &plan, run, k);
}

/* next_dose(dose_schedule, start, after, weight_kg, bsa_m2) planned_dose */
Datum
next_dose(PG_FUNCTION_ARGS)
{
	DateADT after;
	const PhaseRun *run;
	DosePlan plan;
	int64 k;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	after = PG_GETARG_DATEADT(2);
	plan_of_call(fcinfo, 3, &plan);
	if (DATE_IS_NOEND(after))
		PG_RETURN_NULL();
	run = te_plan_find_from(&plan, DATE_IS_NOBEGIN(after) ? after : after + 1,
							&k);
	if (run == NULL)
		PG_RETURN_NULL();
	return dose_datum(fcinfo, &plan, run, k);
}

static Datum
dose_datum(FunctionCallInfo fcinfo, const DosePlan *plan, const PhaseRun *run,
		   int64 k)
{
	PlannedRows *rows = te_planned_rows(fcinfo, plan->schedule);
	DateADT day = te_run_date(run, k);
	double low;
	double high;

	te_check_window(run, day);
	te_run_amount(plan->schedule, run, k, &plan->patient, &low, &high);
	return heap_copy_tuple_as_datum(te_planned_row(rows, plan, run, k, day, low,
												   high),
									rows->desc);
}

/* --------------------------------------------------------------- how much */

/*
 * cumulative_dose(dose_schedule, start, from_date, to_date, weight_kg, bsa_m2,
 * upper) quantity: both days inside
 */
Datum
cumulative_dose(PG_FUNCTION_ARGS)
{
	DateADT from;
	DateADT to;
	DosePlan plan;

	for (int i = 0; i < 7; i++)
		if (i != 4 && i != 5 && PG_ARGISNULL(i))
			PG_RETURN_NULL();
	from = PG_GETARG_DATEADT(2);
	to = PG_GETARG_DATEADT(3);
	plan_of_call(fcinfo, 4, &plan);
	if (DATE_IS_NOEND(to))
		te_plan_require_end(&plan);
	else if (!DATE_IS_NOBEGIN(to))
		to++;
	PG_RETURN_QUANTITY_P(sum_doses(fcinfo, &plan, from, to, PG_GETARG_BOOL(6)));
}

/* total_dose(dose_schedule, start, weight_kg, bsa_m2, upper) quantity */
Datum
total_dose(PG_FUNCTION_ARGS)
{
	DosePlan plan;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	plan_of_call(fcinfo, 2, &plan);
	te_plan_require_end(&plan);
	PG_RETURN_QUANTITY_P(sum_doses(fcinfo, &plan, DATEVAL_NOBEGIN,
								   DATEVAL_NOEND, PG_GETARG_BOOL(4)));
}

/* Of the doses from "from" to the day before "to", in the first phase's unit. */
static Quantity *
sum_doses(FunctionCallInfo fcinfo, const DosePlan *plan, DateADT from,
		  DateADT to, bool upper)
{
	const DoseSchedule *schedule = plan->schedule;
	const char *unit = SCHEDULE_TEXT(schedule, plan->runs[0].phase->unit);
	double sum = 0;

	require_one_drug(schedule);
	for (int i = 0; i < schedule->n_phases; i++)
	{
		const PhaseRun *run = &plan->runs[i];
		int64 begin = te_run_count_before(run, from);
		int64 end = te_run_count_before(run, to);
		double low;
		double high;

		if (begin >= end)
			continue;
		te_run_sum(schedule, run, begin, end, &plan->patient, &low, &high);
		sum += te_amount_convert(schedule, upper ? high : low, run->phase,
								 plan->runs[0].phase);
	}
	return sum_quantity(fcinfo, te_amount_round(sum), unit);
}

/* The call site remembers what the unit means: looking that up costs as much
 * as the sum. */
static Quantity *
sum_quantity(FunctionCallInfo fcinfo, double sum, const char *unit)
{
	typedef struct SumUnit
	{
		char text[32];
		Unit unit;
	} SumUnit;
	SumUnit *known = (SumUnit *) fcinfo->flinfo->fn_extra;
	size_t length = strlen(unit);

	if (length >= sizeof(known->text))
		return te_quantity_make(sum, unit, length, NULL);
	if (known == NULL)
	{
		known = (SumUnit *) MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
												   sizeof(SumUnit));
		fcinfo->flinfo->fn_extra = known;
	}
	if (known->text[0] == '\0' || strcmp(known->text, unit) != 0)
	{
		known->text[0] = '\0';
		te_unit_parse_or_error(unit, length, &known->unit, NULL);
		memcpy(known->text, unit, length + 1);
	}
	return te_quantity_of_unit(sum, unit, length, &known->unit, NULL);
}

/* Milligrams of two drugs make no sum. */
static void
require_one_drug(const DoseSchedule *schedule)
{
	uint32 drug = SCHEDULE_PHASES(schedule)[0].drug;

	for (int i = 1; i < schedule->n_phases; i++)
	{
		uint32 other = SCHEDULE_PHASES(schedule)[i].drug;

		if (drug == 0)
			drug = other;
		if (other != drug && other != 0 &&
			strcmp(SCHEDULE_TEXT(schedule, drug),
				   SCHEDULE_TEXT(schedule, other)) != 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("cannot add doses of \"%s\" and \"%s\"",
							SCHEDULE_TEXT(schedule, drug),
							SCHEDULE_TEXT(schedule, other))));
	}
}

/* ---------------------------------------------------------------- helpers */

/* The plan for arguments that are not NULL; the patient where there is one. */
static void
plan_of_call(FunctionCallInfo fcinfo, int patient_argument, DosePlan *plan)
{
	DosePatient patient;

	if (patient_argument != NO_PATIENT)
		patient = te_dose_patient(fcinfo, patient_argument);
	te_plan_make(plan, PG_GETARG_DOSE_SCHEDULE(0), PG_GETARG_DATEADT(1),
				 patient_argument != NO_PATIENT ? &patient : NULL);
}

/* Days from a start to the first dose; false without any dose. */
static bool
first_dose_offset(const DoseSchedule *schedule, DateADT start, int64 *offset)
{
	const PhaseRun *run;
	DosePlan plan;
	int64 k;

	te_plan_make(&plan, schedule, start, NULL);
	run = te_plan_find(&plan, 0, &k);
	if (run != NULL)
		*offset = (int64) te_run_date(run, k) - start;
	if (plan.runs != plan.few)
		pfree(plan.runs);
	return run != NULL;
}

/* The start for schedules that begin with a list: the same day of a month. */
static bool
start_before(const DoseSchedule *schedule, DateADT first_dose, DateADT *start)
{
	const DosePhase *phase = &SCHEDULE_PHASES(schedule)[0];
	ScheduleSpan back = {0, phase->interval.unit};
	int64 offset;

	if (phase->timing != TIMING_LIST)
		return false;
	back.n = -SCHEDULE_ITEMS(schedule)[phase->first_item];
	*start = te_date_add(first_dose, back);
	return first_dose_offset(schedule, *start, &offset) &&
		*start + offset == first_dose;
}

/*
 * Otherwise the latest start that fits.  What lies between start and first
 * dose depends on the start by a week, where days of the week count, or by the
 * lengths of months.
 */
static bool
search_start(const DoseSchedule *schedule, DateADT first_dose, int64 offset,
			 DateADT *start)
{
	for (int64 back = 0; back <= offset + SEARCHED_DAYS; back++)
	{
		int64 found;

		CHECK_FOR_INTERRUPTS();
		*start =
			te_date_add(first_dose, (ScheduleSpan){(int32) -back, SPAN_DAY});
		if (first_dose_offset(schedule, *start, &found) && found == back)
			return true;
	}
	return false;
}

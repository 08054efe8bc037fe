/*
 * expand.c
 *		Doses as rows: expand_doses in FROM, dose_dates in the select list, and
 *		what the planner is told about their number.
 *
 * Whatever a function in FROM returns goes through a tuplestore.  expand_doses
 * fills it itself (performance.md: 1.1 times the cost of generate_series, a
 * row at a time 1.7 times); dose_dates returns one date at a time, which in the
 * select list needs no tuplestore.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "utils/tuplestore.h"

#include "schedule/schedule_plan.h"

/* Rows that expand_doses of a schedule in a column is expected to return. */
#define ESTIMATED_DOSES 30

static void expand_run(PlannedRows *rows, const DosePlan *plan,
					   const PhaseRun *run, Tuplestorestate *store);
static const Const *constant_schedule(Node *call);
static double count_doses(const DoseSchedule *schedule);

PG_FUNCTION_INFO_V1(expand_doses);
PG_FUNCTION_INFO_V1(dose_dates);
PG_FUNCTION_INFO_V1(dose_schedule_support);
PG_FUNCTION_INFO_V1(visit_schedule_support);

/* expand_doses(dose_schedule, start, weight_kg, bsa_m2) SETOF planned_dose */
Datum
expand_doses(PG_FUNCTION_ARGS)
{
	Tuplestorestate *store = te_result_store(fcinfo);
	DosePatient patient;
	PlannedRows *rows;
	DosePlan plan;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	patient = te_dose_patient(fcinfo, 2);
	te_plan_make(&plan, PG_GETARG_DOSE_SCHEDULE(0), PG_GETARG_DATEADT(1),
				 &patient);
	te_plan_require_expandable(&plan);
	rows = te_planned_rows(fcinfo, plan.schedule);
	for (int i = 0; i < plan.schedule->n_phases; i++)
		if (plan.runs[i].n > 0)
			expand_run(rows, &plan, &plan.runs[i], store);
	PG_RETURN_NULL();
}

static void
expand_run(PlannedRows *rows, const DosePlan *plan, const PhaseRun *run,
		   Tuplestorestate *store)
{
	const DosePhase *phase = run->phase;
	bool by_days =
		phase->timing == TIMING_EVERY && phase->interval.unit != SPAN_MONTH;
	DateADT step = by_days ? (DateADT) te_span_days(phase->interval) : 0;
	DateADT day = run->first;
	PhaseAmount amount;
	double low;
	double high;

	te_check_window(run, run->first);
	te_check_window(run, te_run_date(run, run->n - 1));
	te_phase_amount(plan->schedule, run, &plan->patient, NULL, &amount);
	low = amount.low;
	high = amount.high;
	for (int64 k = 0; k < run->n; k++)
	{
		CHECK_FOR_INTERRUPTS();
		if (k > 0)
			day = by_days ? day + step : te_run_date(run, k);
		if (amount.taper)
			te_amount_at(&amount, run, day, &low, &high);
		tuplestore_puttuple(store,
							te_planned_row(rows, plan, run, k, day, low, high));
	}
}

/* dose_dates(dose_schedule, start) SETOF date */
Datum
dose_dates(PG_FUNCTION_ARGS)
{
	typedef struct DatesState
	{
		DosePlan plan;
		int run;
		int64 k;
		DateADT day;
	} DatesState;
	FuncCallContext *context;
	DatesState *state;
	const PhaseRun *run;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext caller;

		context = SRF_FIRSTCALL_INIT();
		caller = MemoryContextSwitchTo(context->multi_call_memory_ctx);
		state = palloc0_object(DatesState);
		te_plan_make(&state->plan, PG_GETARG_DOSE_SCHEDULE(0),
					 PG_GETARG_DATEADT(1), NULL);
		te_plan_require_expandable(&state->plan);
		context->user_fctx = state;
		MemoryContextSwitchTo(caller);
	}
	context = SRF_PERCALL_SETUP();
	state = (DatesState *) context->user_fctx;
	run = &state->plan.runs[state->run];
	while (state->k >= run->n)
	{
		if (++state->run >= state->plan.schedule->n_phases)
			SRF_RETURN_DONE(context);
		run++;
		state->k = 0;
	}
	state->day = te_run_date(run, state->k++);
	SRF_RETURN_NEXT(context, DateADTGetDatum(state->day));
}

/* ------------------------------------------------------------- estimates */

/*
 * The number of rows for a constant schedule.  It hardly depends on the start
 * date: 1 January 2000 is as good as any, and never an error.
 */
Datum
dose_schedule_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestRows))
	{
		SupportRequestRows *rows = (SupportRequestRows *) request;
		const Const *schedule = constant_schedule(rows->node);

		if (schedule != NULL)
		{
			rows->rows =
				count_doses(DatumGetDoseSchedule(schedule->constvalue));
			PG_RETURN_POINTER(rows);
		}
	}
	PG_RETURN_POINTER(NULL);
}

Datum
visit_schedule_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestRows))
	{
		SupportRequestRows *rows = (SupportRequestRows *) request;
		const Const *schedule = constant_schedule(rows->node);

		if (schedule != NULL)
		{
			rows->rows = DatumGetVisitSchedule(schedule->constvalue)->n_visits;
			PG_RETURN_POINTER(rows);
		}
	}
	PG_RETURN_POINTER(NULL);
}

static const Const *
constant_schedule(Node *call)
{
	Node *argument;

	if (call == NULL || !IsA(call, FuncExpr))
		return NULL;
	argument = (Node *) linitial(((FuncExpr *) call)->args);
	if (!IsA(argument, Const) || ((Const *) argument)->constisnull)
		return NULL;
	return (const Const *) argument;
}

/* Without regard to a lifetime maximum, which may need a weight. */
static double
count_doses(const DoseSchedule *schedule)
{
	PhaseRun *runs = palloc_array(PhaseRun, (Size) schedule->n_phases);
	const PhaseRun *last = &runs[schedule->n_phases - 1];

	te_schedule_place(schedule, 0, runs);
	/* Without end it will be an error, unless a lifetime maximum ends it. */
	if (last->n < 0)
		return (double) last->before + ESTIMATED_DOSES;
	return Max(1, (double) (last->before + last->n));
}

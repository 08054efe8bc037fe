/*
 * weighed.c
 *		expand_doses_weighed: each dose by the last weight on or before its day,
 *		from the fact "weight" of a patient_history.
 *
 * A weight whose date is partial counts from the last day it can stand for.
 * The doses of a taper start from the weight of the taper's first day: a gain
 * of weight must not raise what is to go down.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "history/history.h"
#include "schedule/schedule_plan.h"
#include "units/units.h"

/* A weight and the first day on which it is known. */
typedef struct Weighing
{
	DateADT day;
	int order; /* in the history */
	double kg;
} Weighing;

typedef struct Weights
{
	int n;
	Weighing *weighings; /* by day */
	int next;			 /* first one later than the day last asked about */
} Weights;

static void read_weights(const PatientHistory *history, Weights *weights);
static bool read_weighing(const HistoryEntry *entry, Weighing *weighing);
static double to_kg(const HistoryEntry *entry);
static double weight_on(Weights *weights, DateADT day);
static int weighing_cmp(const void *a, const void *b);
static void expand_run_weighed(PlannedRows *rows, const DosePlan *plan,
							   const PhaseRun *run, Weights *weights,
							   Tuplestorestate *store);

PG_FUNCTION_INFO_V1(expand_doses_weighed);

/*
 * expand_doses_weighed(dose_schedule, start, patient_history)
 * SETOF planned_dose
 */
Datum
expand_doses_weighed(PG_FUNCTION_ARGS)
{
	Tuplestorestate *store = te_result_store(fcinfo);
	Weights weights = {0};
	PlannedRows *rows;
	DosePlan plan;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(2))
		read_weights(PG_GETARG_HISTORY_P(2), &weights);
	te_plan_make(&plan, PG_GETARG_DOSE_SCHEDULE(0), PG_GETARG_DATEADT(1), NULL);
	te_plan_require_expandable(&plan);
	rows = te_planned_rows(fcinfo, plan.schedule);
	for (int i = 0; i < plan.schedule->n_phases; i++)
		if (plan.runs[i].n > 0)
			expand_run_weighed(rows, &plan, &plan.runs[i], &weights, store);
	PG_RETURN_NULL();
}

static void
expand_run_weighed(PlannedRows *rows, const DosePlan *plan, const PhaseRun *run,
				   Weights *weights, Tuplestorestate *store)
{
	bool each =
		run->phase->basis == DOSE_PER_KG && !(run->phase->flags & PHASE_TAPER);
	DosePatient patient = {NAN, NAN};
	PhaseAmount amount = {0};
	double low;
	double high;

	te_check_window(run, run->first);
	te_check_window(run, te_run_date(run, run->n - 1));
	for (int64 k = 0; k < run->n; k++)
	{
		DateADT day = te_run_date(run, k);

		CHECK_FOR_INTERRUPTS();
		if (k == 0 || each)
		{
			double kg = weight_on(weights, day);

			if (k == 0 || kg != patient.weight_kg)
			{
				patient.weight_kg = kg;
				te_phase_amount(plan->schedule, run, &patient, &day, &amount);
			}
		}
		te_amount_at(&amount, run, day, &low, &high);
		tuplestore_puttuple(store,
							te_planned_row(rows, plan, run, k, day, low, high));
	}
}

/* ---------------------------------------------------------------- weights */

static void
read_weights(const PatientHistory *history, Weights *weights)
{
	static const char fact[] = "weight";
	int index = te_history_find(history, fact, strlen(fact));
	int n = index < 0 ? 0 : te_history_entry_count(history, index);

	if (n == 0)
		return;
	weights->weighings = palloc_array(Weighing, (Size) n);
	for (int i = 0; i < n; i++)
	{
		HistoryEntry entry;

		CHECK_FOR_INTERRUPTS();
		te_history_entry(history, index, i, &entry);
		if (!read_weighing(&entry, &weights->weighings[weights->n]))
			continue;
		weights->weighings[weights->n++].order = i;
	}
	/* Entries are in order of the first moment; here the last one counts. */
	qsort(weights->weighings, weights->n, sizeof(Weighing), weighing_cmp);
}

/* False for an entry that is no weight, or has no date. */
static bool
read_weighing(const HistoryEntry *entry, Weighing *weighing)
{
	int64 day;

	if (entry->kind != HISTORY_OBSERVATION || !entry->has_value ||
		entry->sign != SIGN_NONE || TIMESTAMP_NOT_FINITE(entry->start_last))
		return false;
	day = entry->start_last / USECS_PER_DAY;
	if (entry->start_last % USECS_PER_DAY < 0)
		day--;
	weighing->day = (DateADT) day;
	weighing->kg = to_kg(entry);
	return true;
}

static double
to_kg(const HistoryEntry *entry)
{
	Quantity *weight;
	double kg;

	if (entry->unit == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weight %g is recorded without a unit", entry->value)));
	weight =
		te_quantity_make(entry->value, entry->unit, entry->unit_length, NULL);
	kg = te_quantity_in_unit(weight, "kg", TE_NO_ANALYTE);
	pfree(weight);
	if (!(kg > 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight must be positive, not %g %.*s", entry->value,
						entry->unit_length, entry->unit)));
	return kg;
}

/* Days are asked about in ascending order; NaN before the first weighing. */
static double
weight_on(Weights *weights, DateADT day)
{
	while (weights->next < weights->n &&
		   weights->weighings[weights->next].day <= day)
		weights->next++;
	return weights->next == 0 ? NAN : weights->weighings[weights->next - 1].kg;
}

/* Of one day the last weight counts. */
static int
weighing_cmp(const void *a, const void *b)
{
	const Weighing *x = (const Weighing *) a;
	const Weighing *y = (const Weighing *) b;

	return x->day != y->day ? (x->day < y->day ? -1 : 1) : x->order - y->order;
}

/*
 * schedule_plan.c
 *		A dose schedule placed for one patient: finding doses by number and by
 *		day, and the lifetime maximum, which cuts the plan before the dose that
 *		would exceed it.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "schedule/schedule_plan.h"
#include "units/units.h"

static void cut_at_lifetime_max(DosePlan *plan);
static double drug_total(const DosePlan *plan, int phase);
static void cut_run(const DosePlan *plan, PhaseRun *run, double room);
static int64 upper_bound(const DosePlan *plan, const PhaseRun *run,
						 double room);
static double run_total(const DosePlan *plan, const PhaseRun *run, int64 n);
static bool same_drug(const DosePlan *plan, int a, int b);

void
te_plan_make(DosePlan *plan, const DoseSchedule *schedule, DateADT start,
			 const DosePatient *patient)
{
	const PhaseRun *last;
	bool limited = false;

	if (DATE_NOT_FINITE(start))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("start of a schedule must be a finite date")));
	plan->schedule = schedule;
	plan->start = start;
	plan->patient = patient == NULL ? (DosePatient){NAN, NAN} : *patient;
	plan->runs = schedule->n_phases <= PLAN_FEW_PHASES ?
		plan->few :
		palloc_array(PhaseRun, (Size) schedule->n_phases);
	te_schedule_place(schedule, start, plan->runs);
	for (int i = 0; i < schedule->n_phases; i++)
		limited |= (plan->runs[i].phase->flags & PHASE_LIFETIME_MAX) != 0;
	if (limited)
		cut_at_lifetime_max(plan);
	last = &plan->runs[schedule->n_phases - 1];
	plan->n = last->n < 0 ? -1 : last->before + last->n;
}

/* --------------------------------------------------------------- questions */

const PhaseRun *
te_plan_find(const DosePlan *plan, int64 n, int64 *k)
{
	for (int i = 0; i < plan->schedule->n_phases; i++)
	{
		const PhaseRun *run = &plan->runs[i];

		if (run->n < 0 || n < run->before + run->n)
		{
			*k = n - run->before;
			return run;
		}
	}
	return NULL;
}

int64
te_plan_count_before(const DosePlan *plan, DateADT day)
{
	int64 count = 0;

	for (int i = 0; i < plan->schedule->n_phases; i++)
		count += te_run_count_before(&plan->runs[i], day);
	return count;
}

const PhaseRun *
te_plan_find_from(const DosePlan *plan, DateADT day, int64 *k)
{
	for (int i = 0; i < plan->schedule->n_phases; i++)
	{
		const PhaseRun *run = &plan->runs[i];

		*k = te_run_count_before(run, day);
		if (run->n < 0 || *k < run->n)
			return run;
	}
	return NULL;
}

void
te_plan_require_end(const DosePlan *plan)
{
	if (plan->n < 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("schedule has no end"),
			 errhint(
				 "Ask about a part of it, until(schedule, day) or until(schedule, interval '6 months').")));
}

void
te_plan_require_expandable(const DosePlan *plan)
{
	te_plan_require_end(plan);
	if (plan->n > SCHEDULE_MAX_DOSES)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("schedule has " INT64_FORMAT
					" doses, at most %d can be listed",
					plan->n, SCHEDULE_MAX_DOSES),
			 errhint(
				 "Ask about a part of it, until(schedule, day), or without listing it: dose_count, dose_on, cumulative_dose.")));
}

/* -------------------------------------------------------- lifetime maximum */

/*
 * Doses of a drug stop before the one that would exceed its maximum; later
 * phases of that drug then hold none.  Of a range the upper end counts.
 */
static void
cut_at_lifetime_max(DosePlan *plan)
{
	int64 before = 0;

	for (int i = 0; i < plan->schedule->n_phases; i++)
	{
		PhaseRun *run = &plan->runs[i];
		int64 planned = run->n;

		run->before = before;
		if ((run->phase->flags & PHASE_LIFETIME_MAX) && run->n != 0)
			cut_run(plan, run, run->phase->lifetime_max - drug_total(plan, i));
		if (run->n != planned)
			for (int j = i + 1; j < plan->schedule->n_phases; j++)
				if (same_drug(plan, i, j))
					plan->runs[j].n = 0;
		before += Max(run->n, 0);
	}
}

/* What the phases before have given of a phase's drug, in its unit. */
static double
drug_total(const DosePlan *plan, int phase)
{
	double total = 0;

	for (int i = 0; i < phase; i++)
		if (same_drug(plan, i, phase))
			total +=
				te_amount_convert(plan->schedule,
								  run_total(plan, &plan->runs[i],
											plan->runs[i].n),
								  plan->runs[i].phase, plan->runs[phase].phase);
	return total;
}

/* Leaves as many occurrences as have room. */
static void
cut_run(const DosePlan *plan, PhaseRun *run, double room)
{
	int64 low = 0;
	int64 high = run->n < 0 ? upper_bound(plan, run, room) : run->n;

	/* Nothing is ever given: without end still. */
	if (high < 0)
		return;
	while (low < high)
	{
		int64 middle = low + (high - low + 1) / 2;

		CHECK_FOR_INTERRUPTS();
		if (run_total(plan, run, middle) <= te_amount_round(room))
			low = middle;
		else
			high = middle - 1;
	}
	run->n = low;
	if (DATE_IS_NOEND(run->end))
		run->end = low == 0 ? run->first : te_run_date(run, low - 1) + 1;
}

/*
 * A number of occurrences of a run without end that certainly exceeds the
 * room; -1 if none does.  Its dose does not change for ever: it doubles.
 */
static int64
upper_bound(const DosePlan *plan, const PhaseRun *run, double room)
{
	int64 n = 1;

	while (n <= PG_INT32_MAX && run_total(plan, run, n) <= room)
		n *= 2;
	return n <= PG_INT32_MAX ? n : -1;
}

static double
run_total(const DosePlan *plan, const PhaseRun *run, int64 n)
{
	double low;
	double high;

	te_run_sum(plan->schedule, run, 0, n, &plan->patient, &low, &high);
	return te_amount_round(high);
}

/* A phase that names no drug goes on with the one before. */
static bool
same_drug(const DosePlan *plan, int a, int b)
{
	const DosePhase *x = plan->runs[a].phase;
	const DosePhase *y = plan->runs[b].phase;

	return x->drug == y->drug || x->drug == 0 || y->drug == 0 ||
		strcmp(SCHEDULE_TEXT(plan->schedule, x->drug),
			   SCHEDULE_TEXT(plan->schedule, y->drug)) == 0;
}

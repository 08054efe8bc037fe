/*
 * eval_best.c
 *		The best value of a fact over some days, which a flare is measured
 *		against.
 *
 * Best is lowest, but for facts of which more is better.
 */
#include "criteria/eval_internal.h"

#include "miscadmin.h"

static bool more_is_better(const EvalFact *fact);
static int32 *observed_days(EvalContext *ctx, EvalFact *fact, int32 to,
							int *n_days);

/* Function of the kidney, and what disease activity lowers. */
static bool
more_is_better(const EvalFact *fact)
{
	static const char *const names[] = {"egfr",		 "creatinine_clearance",
										"albumin",	 "hemoglobin",
										"platelets", "c3",
										"c4",		 "ch50"};

	for (int i = 0; i < (int) lengthof(names); i++)
	{
		if (strcmp(fact->name, names[i]) == 0)
			return true;
	}
	return strncmp(fact->name, "egfr_", 5) == 0;
}

/* The days of the observations up to "to" that are dated to a day; palloc'd. */
static int32 *
observed_days(EvalContext *ctx, EvalFact *fact, int32 to, int *n_days)
{
	int32 *days = NULL;
	int n = 0;

	ctx->day = to;
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series))
			continue;
		days = days == NULL ?
			palloc_array(int32, series->started) :
			repalloc(days, sizeof(int32) * (n + series->started));
		for (int i = 0; i < series->started; i++)
		{
			HistoryEntry entry;

			te_history_block_entry(&series->block, i, &entry);
			if (entry.kind == HISTORY_OBSERVATION &&
				day_of(entry.start_first) == day_of(entry.start_last))
				days[n++] = day_of(entry.start_first);
		}
	}
	*n_days = n;
	return days;
}

bool
te_visit_best(EvalContext *ctx, EvalFact *fact, int32 from, int32 to,
			  EvalValue *v)
{
	CritCompare better = more_is_better(fact) ? CRIT_GT : CRIT_LT;
	int32 day = ctx->day;
	bool found = false;
	int32 *days;
	int n_days;
	EvalWhy why;

	if (te_eval_history_unknown(ctx, &why))
		return false;
	ctx->day = to;
	days = fact->source == FACT_DERIVED ?
		te_eval_derived_days(ctx, fact, &n_days) :
		observed_days(ctx, fact, to, &n_days);
	for (int i = 0; i < n_days; i++)
	{
		EvalValue one;

		CHECK_FOR_INTERRUPTS();
		if (days[i] < from || days[i] > to)
			continue;
		ctx->day = days[i];
		te_eval_fact(ctx, fact, CRIT_TYPE_NUMBER, &one);
		if (one.kind != KIND_NUMBER)
			continue;
		if (!found || te_eval_compare(ctx, better, &one, v, &why) == TRI_TRUE)
			*v = one;
		found = true;
	}
	ctx->day = day;
	return found;
}

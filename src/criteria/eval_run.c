/*
 * eval_run.c
 *		Response rules at several visits of one history.
 *
 * The history's facts are looked up once: all visits are one evaluation, whose
 * day moves.
 */
#include "criteria/eval_internal.h"

#include "miscadmin.h"

struct EvalRun
{
	EvalContext ctx;
};

static void list_bare(EvalPlan *plan, PlanNode *node, bool *seen);

/*
 * Facts whose values are looked for in the visit's window: not those that are
 * only counted, searched or dated, and none of baseline.
 */
void
te_visit_bare_facts(EvalPlan *plan)
{
	bool *seen = palloc0_array(bool, plan->n_facts);

	plan->bare = palloc_array(EvalFact *, plan->n_facts);
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
		list_bare(plan, plan->clauses[i], seen);
	pfree(seen);
}

static void
list_bare(EvalPlan *plan, PlanNode *node, bool *seen)
{
	EvalFact *fact = node->fact;

	check_stack_depth();
	if (node->op == CRIT_HISTORY)
		return;
	if (node->op == CRIT_FACT && fact != NULL)
	{
		bool measured = fact->source == FACT_HISTORY ||
			(fact->source == FACT_DERIVED && fact->n_inputs > 0);
		int i = (int) (fact - plan->facts);

		if (seen[i])
			return;
		seen[i] = true;
		if (measured && node->type != CRIT_TYPE_DATE && te_visit_measures(fact))
			plan->bare[plan->n_bare++] = fact;
		if (fact->source == FACT_DERIVED && fact->n_inputs == 0)
			list_bare(plan, fact->derived, seen);
		return;
	}
	for (int i = 0; i < node->n_args; i++)
		list_bare(plan, node->args[i], seen);
}

EvalRun *
te_eval_run(EvalPlan *plan, const Datum *values, const bool *nulls,
			const PatientHistory *history)
{
	EvalRun *run = palloc(sizeof(EvalRun));
	EvalDate as_of = {EVAL_DATE_GIVEN, 0};

	te_eval_begin(&run->ctx, plan, values, nulls, history, as_of);
	return run;
}

bool
te_eval_run_values(EvalRun *run, const EvalVisit *visit, int32 *day)
{
	EvalContext *ctx = &run->ctx;
	EvalPlan *plan = ctx->plan;
	bool found = false;

	plan->visit = *visit;
	ctx->day = visit->day;
	if (ctx->history == NULL)
		return false;
	for (int i = 0; i < plan->n_bare; i++)
	{
		int32 one;

		if (!te_visit_value_day(ctx, plan->bare[i], &one))
			continue;
		*day = found ? Max(*day, one) : one;
		found = true;
	}
	return found;
}

void
te_eval_run_rules(EvalRun *run, const EvalVisit *visit, int32 as_of,
				  TriState *holds)
{
	EvalContext *ctx = &run->ctx;
	EvalPlan *plan = ctx->plan;
	bool held = false;

	plan->visit = *visit;
	ctx->day = as_of;
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
	{
		holds[i] = held ? TRI_UNKNOWN : te_eval_bool(ctx, plan->clauses[i]);
		held |= holds[i] == TRI_TRUE;
	}
}

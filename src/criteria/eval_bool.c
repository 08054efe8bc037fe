/*
 * eval_bool.c
 *		Truth: Kleene's logic over the comparisons, clauses and the verdict.
 *
 * Nothing raises an error here, so it does not show which parts were skipped:
 * without a collector a decided "and" or "or" stops.  With one, everything is
 * evaluated, and the notes of what did not decide are dropped.
 */
#include "criteria/eval_internal.h"

#include "criteria/result.h"
#include "miscadmin.h"

static TriState evaluate_junction(EvalContext *ctx, PlanNode *node);
static TriState explain_junction(EvalContext *ctx, PlanNode *node);
static TriState evaluate_count_of(EvalContext *ctx, PlanNode *node);
static void keep_notes(EvalContext *ctx, CollectorMark *marks,
					   const TriState *results, int n, TriState wanted);
static TriState evaluate_not(EvalContext *ctx, PlanNode *node);
static TriState evaluate_is(EvalContext *ctx, PlanNode *node);
static TriState evaluate_compare(EvalContext *ctx, PlanNode *node);
static TriState evaluate_between(EvalContext *ctx, PlanNode *node);
static TriState evaluate_in(EvalContext *ctx, PlanNode *node);
static TriState evaluate_contains(EvalContext *ctx, PlanNode *node);
static TriState evaluate_leaf(EvalContext *ctx, PlanNode *node);
static CollectorMark mark(const EvalContext *ctx);
static void evaluate_clauses(EvalContext *ctx, TriState *holds);

TriState
te_eval_bool(EvalContext *ctx, PlanNode *node)
{
	switch ((CritOp) node->op)
	{
		case CRIT_COMPARE:
			return evaluate_compare(ctx, node);
		case CRIT_BETWEEN:
			return evaluate_between(ctx, node);
		case CRIT_IN:
			return evaluate_in(ctx, node);
		case CRIT_CONTAINS:
			return evaluate_contains(ctx, node);
		case CRIT_OR:
		case CRIT_AND:
			check_stack_depth();
			return ctx->collector == NULL ? evaluate_junction(ctx, node) :
											explain_junction(ctx, node);
		case CRIT_NOT:
			check_stack_depth();
			return evaluate_not(ctx, node);
		case CRIT_COUNT_OF:
			check_stack_depth();
			return evaluate_count_of(ctx, node);
		case CRIT_IS:
			check_stack_depth();
			return evaluate_is(ctx, node);
		case CRIT_HISTORY:
			if (node->sub == CRIT_HISTORY_ANY)
				return te_eval_any(ctx, node);
			if (node->sub == CRIT_HISTORY_STABLE)
				return te_eval_stable(ctx, node);
			return evaluate_leaf(ctx, node);
		default:
			return evaluate_leaf(ctx, node);
	}
}

static CollectorMark
mark(const EvalContext *ctx)
{
	CollectorMark none = {0, 0};

	return ctx->collector == NULL ? none : te_collect_mark(ctx->collector);
}

/* -------------------------------------------------------------- connectives */

static TriState
evaluate_junction(EvalContext *ctx, PlanNode *node)
{
	TriState decisive = node->op == CRIT_OR ? TRI_TRUE : TRI_FALSE;
	TriState result = tri_not(decisive);

	for (int i = 0; i < node->n_args; i++)
	{
		TriState one = te_eval_bool(ctx, node->args[i]);

		if (one == decisive)
			return decisive;
		if (one == TRI_UNKNOWN)
			result = TRI_UNKNOWN;
	}
	return result;
}

static TriState
explain_junction(EvalContext *ctx, PlanNode *node)
{
	TriState *results = palloc_array(TriState, node->n_args);
	CollectorMark *marks = palloc_array(CollectorMark, (node->n_args + 1));
	TriState result = node->op == CRIT_OR ? TRI_FALSE : TRI_TRUE;

	for (int i = 0; i < node->n_args; i++)
	{
		marks[i] = mark(ctx);
		results[i] = te_eval_bool(ctx, node->args[i]);
		result = node->op == CRIT_OR ? tri_or(result, results[i]) :
									   tri_and(result, results[i]);
	}
	marks[node->n_args] = mark(ctx);
	keep_notes(ctx, marks, results, node->n_args, result);
	return result;
}

/* Drops the notes of the parts whose result is not the wanted one. */
static void
keep_notes(EvalContext *ctx, CollectorMark *marks, const TriState *results,
		   int n, TriState wanted)
{
	for (int i = n - 1; i >= 0; i--)
	{
		if (results[i] != wanted)
			te_collect_drop(ctx->collector, marks[i], marks[i + 1]);
	}
}

static TriState
evaluate_not(EvalContext *ctx, PlanNode *node)
{
	TriState result;

	if (ctx->collector != NULL)
		ctx->collector->negated = !ctx->collector->negated;
	result = tri_not(te_eval_bool(ctx, node->args[0]));
	if (ctx->collector != NULL)
		ctx->collector->negated = !ctx->collector->negated;
	return result;
}

/* at least, at most, exactly n of (...): by how many are and may be true */
static TriState
evaluate_count_of(EvalContext *ctx, PlanNode *node)
{
	TriState *results = palloc_array(TriState, node->n_args);
	CollectorMark *marks = palloc_array(CollectorMark, (node->n_args + 1));
	double n = node->value.number;
	int least = 0;
	int most = 0;
	TriState result;

	for (int i = 0; i < node->n_args; i++)
	{
		marks[i] = mark(ctx);
		results[i] = te_eval_bool(ctx, node->args[i]);
		least += results[i] == TRI_TRUE;
		most += results[i] != TRI_FALSE;
	}
	marks[node->n_args] = mark(ctx);
	switch ((CritCount) node->sub)
	{
		case CRIT_AT_LEAST:
			result = least >= n ? TRI_TRUE : most < n ? TRI_FALSE : TRI_UNKNOWN;
			break;
		case CRIT_AT_MOST:
			result = most <= n ? TRI_TRUE : least > n ? TRI_FALSE : TRI_UNKNOWN;
			break;
		default:
			result = least > n || most < n ? TRI_FALSE :
				least == most			   ? TRI_TRUE :
											 TRI_UNKNOWN;
			break;
	}
	if (ctx->collector != NULL)
	{
		if (result == TRI_UNKNOWN)
			keep_notes(ctx, marks, results, node->n_args, TRI_UNKNOWN);
		else if (node->sub == CRIT_EXACTLY)
		{
			/* which of them should be otherwise nobody can say */
			te_collect_drop(ctx->collector, marks[0], marks[node->n_args]);
			te_note_exactly(ctx, node, result, least, most);
		}
		else
			keep_notes(ctx, marks, results, node->n_args,
					   (node->sub == CRIT_AT_LEAST) == (result == TRI_TRUE) ?
						   TRI_TRUE :
						   TRI_FALSE);
	}
	pfree(results);
	pfree(marks);
	return result;
}

static TriState
evaluate_is(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	PlanNode *child = node->args[0];
	EvalValue v;
	TriState result;

	if (node->sub == CRIT_IS_KNOWN ||
		(node->sub == CRIT_IS_UNKNOWN && child->type != CRIT_TYPE_BOOLEAN))
	{
		te_eval_value(ctx, child, &v);
		result = tri((v.kind != KIND_UNKNOWN) == (node->sub == CRIT_IS_KNOWN));
	}
	else
	{
		TriState truth = te_eval_bool(ctx, child);

		te_eval_set_unknown(&v, WHY_UNDECIDED, NULL);
		if (truth != TRI_UNKNOWN)
		{
			v.kind = KIND_BOOLEAN;
			v.truth = truth == TRI_TRUE;
		}
		result = tri(truth ==
					 (node->sub == CRIT_IS_TRUE		 ? TRI_TRUE :
						  node->sub == CRIT_IS_FALSE ? TRI_FALSE :
													   TRI_UNKNOWN));
	}
	if (node->flags & CRIT_NEGATED)
		result = tri_not(result);
	if (ctx->collector != NULL)
		te_note_other(ctx, node, result, start, &v);
	return result;
}

/* --------------------------------------------------------------- predicates */

static TriState
evaluate_compare(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	const EvalValue *limit_of = ctx->limit_of;
	EvalValue a;
	EvalValue b;
	EvalWhy why;
	TriState result;

	if (node->fast && ctx->collector == NULL &&
		te_eval_fast_compare(ctx, node, &result))
		return result;
	if (node->limit_first)
	{
		te_eval_value(ctx, node->args[1], &b);
		ctx->limit_of = &b;
		te_eval_value(ctx, node->args[0], &a);
	}
	else
	{
		te_eval_value(ctx, node->args[0], &a);
		ctx->limit_of = &a;
		te_eval_value(ctx, node->args[1], &b);
	}
	ctx->limit_of = limit_of;
	result = te_eval_compare(ctx, node->sub, &a, &b, &why);
	if (ctx->collector != NULL)
		te_note_compare(ctx, node, result, start, &a, &b, NULL, why);
	return result;
}

/* low <= value <= high */
static TriState
evaluate_between(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	const EvalValue *limit_of = ctx->limit_of;
	EvalValue v;
	EvalValue low;
	EvalValue high;
	EvalWhy why_low;
	EvalWhy why_high;
	TriState above;
	TriState below;
	TriState result;

	if (node->fast && ctx->collector == NULL &&
		te_eval_fast_between(ctx, node, &result))
		return result;
	te_eval_value(ctx, node->args[0], &v);
	ctx->limit_of = &v;
	te_eval_value(ctx, node->args[1], &low);
	te_eval_value(ctx, node->args[2], &high);
	ctx->limit_of = limit_of;
	above = te_eval_compare(ctx, CRIT_GE, &v, &low, &why_low);
	below = te_eval_compare(ctx, CRIT_LE, &v, &high, &why_high);
	result = tri_and(above, below);
	if (node->flags & CRIT_NEGATED)
		result = tri_not(result);
	if (ctx->collector != NULL)
		te_note_compare(ctx, node, result, start, &v, &low, &high,
						above == TRI_UNKNOWN ? why_low : why_high);
	return result;
}

static TriState
evaluate_in(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	const EvalValue *limit_of = ctx->limit_of;
	EvalValue v;
	EvalWhy why = WHY_KNOWN;
	TriState result = TRI_FALSE;

	te_eval_value(ctx, node->args[0], &v);
	ctx->limit_of = &v;
	for (int i = 1; i < node->n_args && result != TRI_TRUE; i++)
	{
		EvalValue item;
		EvalWhy why_item;
		TriState one;

		te_eval_value(ctx, node->args[i], &item);
		one = te_eval_compare(ctx, CRIT_EQ, &v, &item, &why_item);
		if (one == TRI_UNKNOWN && why == WHY_KNOWN)
			why = why_item;
		result = tri_or(result, one);
	}
	ctx->limit_of = limit_of;
	if (node->flags & CRIT_NEGATED)
		result = tri_not(result);
	if (ctx->collector != NULL)
		te_note_compare(ctx, node, result, start, &v, NULL, NULL, why);
	return result;
}

static TriState
evaluate_contains(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	EvalValue a;
	EvalValue b;
	EvalWhy why = WHY_KNOWN;
	TriState result = TRI_UNKNOWN;

	te_eval_value(ctx, node->args[0], &a);
	te_eval_value(ctx, node->args[1], &b);
	if (a.kind == KIND_UNKNOWN || b.kind == KIND_UNKNOWN)
		why = a.kind == KIND_UNKNOWN ? a.why : b.why;
	else
	{
		if ((a.kind == KIND_TEXT || a.kind == KIND_TEXT_ARRAY) &&
			b.kind == KIND_TEXT)
			result = te_eval_contains(&a, &b);
		if (result == TRI_UNKNOWN)
			why = WHY_TEXT;
	}
	if (ctx->collector != NULL)
		te_note_compare(ctx, node, result, start, &a, &b, NULL, why);
	return result;
}

/* A constant, or a fact or function that is a yes or no. */
static TriState
evaluate_leaf(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = mark(ctx);
	EvalValue v;
	TriState result = TRI_UNKNOWN;

	if (node->op == CRIT_BOOLEAN)
	{
		te_eval_set_unknown(&v, WHY_STATED, NULL);
		result = node->sub;
	}
	else
	{
		if (node->op == CRIT_FACT)
		{
			te_eval_fact(ctx, node->fact, CRIT_TYPE_BOOLEAN, &v);
			if (ctx->collector != NULL && v.kind == KIND_UNKNOWN)
				te_collect_missing(ctx, v.fact, &v);
		}
		else
		{
			te_eval_value(ctx, node, &v);
			if (v.fact != NULL)
				te_eval_coerce(v.fact, CRIT_TYPE_BOOLEAN, &v);
		}
		if (v.kind == KIND_BOOLEAN)
			result = tri(v.truth);
	}
	if (ctx->collector != NULL)
		te_note_flag(ctx, node, result, start, &v);
	return result;
}

/* ------------------------------------------------------------------ clauses */

/*
 * Facts lie scattered over a history, and one is found by what another says:
 * fetch its first kilobyte at once and not line by line.
 */
static inline void
prefetch(const PatientHistory *history)
{
#ifdef __GNUC__
	Size size = Min(VARSIZE(history), 1024);

	for (Size i = 64; i < size; i += 64)
		__builtin_prefetch((const char *) history + i);
#endif
}

void
te_eval_begin(EvalContext *ctx, EvalPlan *plan, const Datum *values,
			  const bool *nulls, const PatientHistory *history, EvalDate as_of)
{
	memset(ctx, 0, sizeof(*ctx));
	ctx->plan = plan;
	ctx->values = values;
	ctx->nulls = nulls;
	ctx->history = history;
	if (plan->history_column >= 0 && !nulls[plan->history_column])
		ctx->history = DatumGetHistoryP(values[plan->history_column]);
	if (ctx->history != NULL)
		prefetch(ctx->history);
	ctx->dated =
		as_of.state == EVAL_DATE_GIVEN && !TIMESTAMP_NOT_FINITE(as_of.moment);
	ctx->day = ctx->dated ? day_of(as_of.moment) : 0;
	ctx->nearest = plan->of_visit;
	ctx->epoch = ++plan->epoch;
}

static bool
clause_opens_group(const Criteria *c, int i)
{
	return i == 0 || !CRITERIA_CLAUSES(c)[i].alternative;
}

TriState
te_eval_eligible(EvalPlan *plan, const Datum *values, const bool *nulls,
				 const PatientHistory *history, EvalDate as_of)
{
	const Criteria *c = plan->criteria;
	const CritClause *clauses = CRITERIA_CLAUSES(c);
	TriState verdict = TRI_TRUE;
	TriState group = TRI_TRUE;
	EvalContext ctx;

	te_eval_begin(&ctx, plan, values, nulls, history, as_of);
	for (int i = 0; i < c->n_clauses; i++)
	{
		TriState holds;

		if (clauses[i].kind == CRIT_REPORT)
			continue;
		if (clause_opens_group(c, i))
		{
			verdict = tri_and(verdict, group);
			if (verdict == TRI_FALSE)
				return TRI_FALSE;
			group = TRI_FALSE;
		}
		if (group == TRI_TRUE)
			continue;
		holds = te_eval_bool(&ctx, plan->clauses[i]);
		group =
			tri_or(group,
				   clauses[i].kind == CRIT_EXCLUDE ? tri_not(holds) : holds);
	}
	return tri_and(verdict, group);
}

TriState
te_eval_clauses(EvalPlan *plan, const Datum *values, const bool *nulls,
				const PatientHistory *history, EvalDate as_of, TriState *holds,
				TriState *passes)
{
	EvalContext ctx;

	te_eval_begin(&ctx, plan, values, nulls, history, as_of);
	evaluate_clauses(&ctx, holds);
	return te_eval_verdict(plan->criteria, holds, passes);
}

int
te_eval_first(EvalPlan *plan, const Datum *values, const bool *nulls,
			  const PatientHistory *history, EvalDate as_of)
{
	EvalContext ctx;

	te_eval_begin(&ctx, plan, values, nulls, history, as_of);
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
	{
		TriState holds = te_eval_bool(&ctx, plan->clauses[i]);

		if (holds != TRI_FALSE)
			return holds == TRI_TRUE ? (int) i : -1;
	}
	return -1;
}

static void
evaluate_clauses(EvalContext *ctx, TriState *holds)
{
	for (int i = 0; i < ctx->plan->criteria->n_clauses; i++)
		holds[i] = te_eval_bool(ctx, ctx->plan->clauses[i]);
}

/* The end of the group of "or include"s that begins at a clause. */
static int
group_end(int n, const uint8 *shape, int first)
{
	int end = first + 1;

	/* reports in between belong to none */
	for (int next = end; next < n &&
		 (CLAUSE_IS_ALTERNATIVE(shape[next]) ||
		  CLAUSE_KIND(shape[next]) == CRIT_REPORT);
		 next++)
	{
		if (CLAUSE_IS_ALTERNATIVE(shape[next]))
			end = next + 1;
	}
	return end;
}

/* A clause and its "or include"s pass together, when one of them holds. */
TriState
te_verdict(int n, const uint8 *shape, const TriState *holds, TriState *passes)
{
	TriState verdict = TRI_TRUE;
	int first = 0;

	while (first < n)
	{
		TriState group = TRI_FALSE;
		int end;

		if (CLAUSE_KIND(shape[first]) == CRIT_REPORT)
		{
			passes[first++] = TRI_TRUE;
			continue;
		}
		end = group_end(n, shape, first);
		for (int i = first; i < end; i++)
		{
			if (CLAUSE_KIND(shape[i]) != CRIT_REPORT)
				group = tri_or(group,
							   CLAUSE_KIND(shape[i]) == CRIT_EXCLUDE ?
								   tri_not(holds[i]) :
								   holds[i]);
		}
		for (int i = first; i < end; i++)
			passes[i] = CLAUSE_KIND(shape[i]) == CRIT_REPORT ? TRI_TRUE : group;
		verdict = tri_and(verdict, group);
		first = end;
	}
	return verdict;
}

TriState
te_eval_verdict(const Criteria *c, const TriState *holds, TriState *passes)
{
	const CritClause *clauses = CRITERIA_CLAUSES(c);
	uint8 shape[CRITERIA_MAX_CLAUSES];

	Assert(c->n_clauses <= CRITERIA_MAX_CLAUSES);
	for (uint32 i = 0; i < c->n_clauses; i++)
		shape[i] = CLAUSE_SHAPE(clauses[i].kind, clauses[i].alternative);
	return te_verdict(c->n_clauses, shape, holds, passes);
}

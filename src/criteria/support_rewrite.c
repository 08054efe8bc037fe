/*
 * support_rewrite.c
 *		Planner support for eligible(), evaluate_criteria() and
 *		explain_eligibility() over rows.
 *
 * With constant criteria the first becomes native AND, OR and NOT over the
 * columns, the others a call over only the columns that are read.  Everything
 * else is left as it is, and the interpreter runs.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/clauses.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "criteria/rewrite_setting.h"
#include "criteria/support.h"

bool te_enable_rewrite = true;

static Node *simplify(SupportRequestSimplify *req);
static bool rewrite_arguments(const SupportRequestSimplify *req,
							  Rewrite *rewrite);
static EvalDate constant_date(const Node *as_of);
static Node *eligible_expression(Rewrite *rewrite);
static const Criteria *criteria_of_call(Node *call);
static bool estimate_rows(SupportRequestRows *req);
static bool estimate_cost(SupportRequestCost *req);

PG_FUNCTION_INFO_V1(criteria_row_support);

Datum
criteria_row_support(PG_FUNCTION_ARGS)
{
	Node *raw = (Node *) PG_GETARG_POINTER(0);
	Node *result = NULL;

	if (IsA(raw, SupportRequestSimplify))
	{
		if (te_enable_rewrite)
			result = simplify((SupportRequestSimplify *) raw);
	}
	else if (IsA(raw, SupportRequestRows))
	{
		if (estimate_rows((SupportRequestRows *) raw))
			result = raw;
	}
	else if (IsA(raw, SupportRequestCost))
	{
		if (estimate_cost((SupportRequestCost *) raw))
			result = raw;
	}
	PG_RETURN_POINTER(result);
}

/* ------------------------------------------------------------------- rewriting */

static Node *
simplify(SupportRequestSimplify *req)
{
	static const struct
	{
		const char *symbol;
		const char *over_columns;
	} forms[] = {
		{"eligible_record", NULL},
		{"eligible_record_date", NULL},
		{"evaluate_criteria_record", "criteria_columns_evaluate"},
		{"evaluate_criteria_record_date", "criteria_columns_evaluate"},
		{"explain_eligibility_record", "criteria_columns_explain"},
		{"explain_eligibility_record_date", "criteria_columns_explain"},
	};
	char *symbol = te_function_symbol(req->fcall->funcid);
	Rewrite rewrite;
	Node *result;

	for (int i = 0; symbol != NULL && i < lengthof(forms); i++)
	{
		if (strcmp(symbol, forms[i].symbol) != 0)
			continue;
		memset(&rewrite, 0, sizeof(rewrite));
		if (!rewrite_arguments(req, &rewrite))
			return NULL;
		te_rewrite_begin(&rewrite);
		if (forms[i].over_columns == NULL)
			result = eligible_expression(&rewrite);
		else
			result = te_column_call(&rewrite, forms[i].over_columns,
									rewrite.criteria);
		return result == NULL ? NULL :
								eval_const_expressions(req->root, result);
	}
	return NULL;
}

/* False when the call is left to the interpreter. */
static bool
rewrite_arguments(const SupportRequestSimplify *req, Rewrite *rewrite)
{
	List *args = req->fcall->args;
	Const *criteria;
	Node *row;

	if (list_length(args) < 2 || list_length(args) > 3 ||
		!IsA(linitial(args), Const))
		return false;
	te_our_types(req->fcall->funcid, &rewrite->types);
	criteria = linitial(args);
	if (criteria->constisnull || criteria->consttype != rewrite->types.criteria)
		return false;
	row = lsecond(args);
	if (list_length(args) == 3)
	{
		rewrite->as_of = lthird(args);
		if (exprType(rewrite->as_of) != DATEOID ||
			contain_volatile_functions(rewrite->as_of))
			return false;
	}
	if (contain_volatile_functions(row))
		return false;
	rewrite->root = req->root;
	if (!te_row_source(req->root, row, &rewrite->row))
		return false;
	rewrite->criteria = DatumGetCriteriaP(criteria->constvalue);
	rewrite->single_use =
		contain_subplans(row) || contain_subplans(rewrite->as_of);
	return true;
}

void
te_rewrite_begin(Rewrite *rewrite)
{
	int n = Max(rewrite->row.n_columns, 1);

	rewrite->plan =
		te_eval_plan(rewrite->criteria, rewrite->row.n_columns,
					 rewrite->row.columns, false,
					 rewrite->as_of == NULL ? EVAL_DATE_ABSENT :
											  EVAL_DATE_GIVEN,
					 rewrite->types.quantity, rewrite->types.history);
	rewrite->date = constant_date(rewrite->as_of);
	rewrite->no_values = palloc0_array(Datum, n);
	rewrite->all_null = palloc_array(bool, n);
	memset(rewrite->all_null, true, sizeof(bool) * n);
}

/* A day that is known now; infinite ones are left to the evaluator. */
static EvalDate
constant_date(const Node *as_of)
{
	EvalDate date = {EVAL_DATE_NULL, 0};
	const Const *value = (const Const *) as_of;
	DateADT day;
	int overflow = 0;

	if (as_of == NULL || !IsA(as_of, Const) || value->constisnull)
		return date;
	day = DatumGetDateADT(value->constvalue);
	if (DATE_NOT_FINITE(day))
		return date;
	date.moment = date2timestamp_opt_overflow(day, &overflow);
	if (overflow == 0)
		date.state = EVAL_DATE_GIVEN;
	return date;
}

static Node *
eligible_expression(Rewrite *rewrite)
{
	List *conditions;
	List *nodes = NIL;
	ListCell *cell;

	/* sub-queries among the columns must not be multiplied */
	if (rewrite->single_use)
		return te_column_call(rewrite, "criteria_columns_eligible",
							  rewrite->criteria);
	conditions = te_rewrite_conditions(rewrite);
	if (rewrite->failed)
		return NULL;
	foreach (cell, conditions)
		nodes = lappend(nodes, ((Condition *) lfirst(cell))->node);
	if (nodes == NIL)
		return (Node *) makeBoolConst(true, false);
	if (list_length(nodes) == 1)
		return linitial(nodes);
	return (Node *) makeBoolExpr(AND_EXPR, nodes, -1);
}

/* ------------------------------------------------------------------- estimates */

static const Criteria *
criteria_of_call(Node *call)
{
	FuncExpr *function = (FuncExpr *) call;
	Const *criteria;
	OurTypes types;

	if (call == NULL || !IsA(call, FuncExpr) || function->args == NIL ||
		!IsA(linitial(function->args), Const))
		return NULL;
	criteria = linitial(function->args);
	te_our_types(function->funcid, &types);
	if (criteria->constisnull || criteria->consttype != types.criteria)
		return NULL;
	return DatumGetCriteriaP(criteria->constvalue);
}

/* One row a clause. */
static bool
estimate_rows(SupportRequestRows *req)
{
	const Criteria *c = criteria_of_call(req->node);

	if (c == NULL)
		return false;
	req->rows = c->n_clauses;
	return true;
}

/*
 * In units of an operator: two for each node, and for a whole row 40 more
 * (measured: a row of 30 columns costs as much as 80 operators, whether its
 * columns are looked at or not).
 */
static bool
estimate_cost(SupportRequestCost *req)
{
	const Criteria *c = criteria_of_call(req->node);
	FuncExpr *call = (FuncExpr *) req->node;
	double operators;

	if (c == NULL)
		return false;
	operators = 5 + 2.0 * c->n_nodes;
	if (list_length(call->args) < 4)
		operators += 40;
	if (call->funcretset)
		operators += 20.0 * c->n_clauses;
	req->startup = 0;
	req->per_tuple = operators * cpu_operator_cost;
	return true;
}

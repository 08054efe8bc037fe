/*
 * rules_support.c
 *		Planner support of classify() and explain_response() over rows.
 *
 * Constant rules become a CASE over native conditions where every rule has a
 * native form, else a call over only the columns that the rules read.
 */
#include "trial_ext.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "optimizer/clauses.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"

#include "criteria/eval_internal.h"
#include "criteria/rewrite_setting.h"
#include "criteria/rules_row.h"
#include "criteria/support.h"

#define CLASSIFY_CALL "response_columns_classify"
#define EXPLAIN_CALL "response_columns_explain"

static Node *simplify(SupportRequestSimplify *req);
static const Criteria *rules_of_call(const FuncExpr *call);
static bool row_argument(PlannerInfo *root, Node *row, RulesColumns *columns,
						 RowSource *source);
static bool rewrite_arguments(const SupportRequestSimplify *req,
							  const Criteria *rules, Rewrite *rewrite);
static Node *case_expression(Rewrite *rewrite);
static bool all_native(Node *node, Rewrite *rewrite);
static bool is_column_call(Node *node, void *context);
static CaseWhen *case_when(Node *condition, Const *label);
static CaseExpr *empty_case(void);
static bool estimate(Node *raw);

PG_FUNCTION_INFO_V1(response_row_support);

/* response_row_support(internal) internal */
Datum
response_row_support(PG_FUNCTION_ARGS)
{
	Node *raw = (Node *) PG_GETARG_POINTER(0);
	Node *result = NULL;

	if (IsA(raw, SupportRequestSimplify))
	{
		if (te_enable_rewrite)
			result = simplify((SupportRequestSimplify *) raw);
	}
	else if (estimate(raw))
		result = raw;
	PG_RETURN_POINTER(result);
}

static Node *
simplify(SupportRequestSimplify *req)
{
	const Criteria *rules = rules_of_call(req->fcall);
	char *symbol = te_function_symbol(req->fcall->funcid);
	Rewrite rewrite;
	Node *result = NULL;

	if (rules == NULL || rules->n_clauses == 0 || symbol == NULL)
		return NULL;
	memset(&rewrite, 0, sizeof(rewrite));
	if (strcmp(symbol, "classify_record") == 0)
	{
		if (!rewrite_arguments(req, rules, &rewrite))
			return NULL;
		te_rewrite_begin(&rewrite);
		if (!rewrite.single_use)
			result = case_expression(&rewrite);
		if (result == NULL)
			result = te_column_call(&rewrite, CLASSIFY_CALL, rewrite.criteria);
	}
	else if (strcmp(symbol, "explain_response_record") == 0)
	{
		if (!rewrite_arguments(req, rules, &rewrite))
			return NULL;
		te_rewrite_begin(&rewrite);
		result = te_column_call(&rewrite, EXPLAIN_CALL, rewrite.criteria);
	}
	if (result == NULL || rewrite.failed)
		return NULL;
	/* a text to be compared and sorted as that of the call was */
	if (IsA(result, FuncExpr))
		((FuncExpr *) result)->funccollid = req->fcall->funccollid;
	return eval_const_expressions(req->root, result);
}

/* The constant rules of a call; NULL when they are not constant, or NULL. */
static const Criteria *
rules_of_call(const FuncExpr *call)
{
	Const *rules;

	if (call == NULL || !IsA(call, FuncExpr) || call->args == NIL ||
		!IsA(linitial(call->args), Const))
		return NULL;
	rules = linitial(call->args);
	return rules->constisnull ? NULL : DatumGetCriteriaP(rules->constvalue);
}

/* The two rows side by side; false when the call is left to the interpreter. */
static bool
rewrite_arguments(const SupportRequestSimplify *req, const Criteria *rules,
				  Rewrite *rewrite)
{
	List *args = req->fcall->args;
	RulesColumns columns[2];
	RowSource source[2];
	RulesRow row;
	Node **fields;
	int n = 0;

	if (list_length(args) != 3 || contain_volatile_functions((Node *) args))
		return false;
	rewrite->root = req->root;
	rewrite->of_rules = true;
	te_our_types(req->fcall->funcid, &rewrite->types);
	for (int i = 0; i < 2; i++)
	{
		if (!row_argument(req->root, list_nth(args, i + 1), &columns[i],
						  &source[i]))
			return false;
	}
	te_rules_over_rows(rules, &rewrite->types, &columns[0], &columns[1], &row);
	fields = palloc_array(Node *, Max(row.n_columns, 1));
	for (int i = 0; i < 2; i++)
	{
		for (int k = 0; k < source[i].n_columns; k++)
			fields[n++] = source[i].fields[k];
	}
	for (; n < row.n_columns; n++)
		fields[n] = row.same_as[n] >= 0 ?
			fields[row.same_as[n]] :
			(Node *) makeNullConst(row.columns[n].type, -1,
								   row.columns[n].collation);
	rewrite->row.n_columns = row.n_columns;
	rewrite->row.columns = row.columns;
	rewrite->row.fields = fields;
	rewrite->criteria = row.criteria;
	rewrite->single_use = contain_subplans((Node *) args);
	return true;
}

/* A NULL of no named type has no columns. */
static bool
row_argument(PlannerInfo *root, Node *row, RulesColumns *columns,
			 RowSource *source)
{
	memset(columns, 0, sizeof(*columns));
	memset(source, 0, sizeof(*source));
	if (IsA(row, Const) && ((Const *) row)->constisnull &&
		(((Const *) row)->consttype == RECORDOID ||
		 ((Const *) row)->consttype == UNKNOWNOID))
		return true;
	if (!te_row_source(root, row, source))
		return false;
	columns->typed = true;
	columns->n_columns = source->n_columns;
	columns->columns = source->columns;
	return true;
}

/* ----------------------------------------------------------------- the CASE */

/* NULL when some rule, or a part of one, has no native form. */
static Node *
case_expression(Rewrite *rewrite)
{
	const Criteria *c = rewrite->criteria;
	List *conditions = NIL;
	CaseExpr *result;

	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		Node *condition = te_native_bool(rewrite, rewrite->plan->clauses[i]);

		if (condition == NULL || rewrite->failed ||
			!all_native(condition, rewrite))
		{
			rewrite->failed = false;
			return NULL;
		}
		conditions = lappend(conditions, condition);
	}
	result = empty_case();
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		Const *label = makeConst(TEXTOID, -1, DEFAULT_COLLATION_OID, -1,
								 CStringGetTextDatum(te_criteria_label(c, i)),
								 false, false);

		result->args =
			lappend(result->args, case_when(list_nth(conditions, i), label));
	}
	return (Node *) result;
}

/* Such calls cost more each than one for all. */
static bool
all_native(Node *node, Rewrite *rewrite)
{
	return !is_column_call(node, rewrite);
}

static bool
is_column_call(Node *node, void *context)
{
	if (node == NULL)
		return false;
	if (IsA(node, FuncExpr))
	{
		char *symbol = te_function_symbol(((FuncExpr *) node)->funcid);

		if (symbol != NULL &&
			(strcmp(symbol, "criteria_columns_eligible") == 0 ||
			 strcmp(symbol, "criteria_no_columns_eligible") == 0))
			return true;
	}
	return expression_tree_walker(node, is_column_call, context);
}

/*
 * "WHEN condition IS NOT FALSE THEN CASE WHEN condition THEN label END": a rule
 * that is true gives its label, one that is unknown ends with NULL, and one
 * that is false, as most are, has been asked once.
 *
 * Not "CASE condition WHEN true .. WHEN false ..", which would ask once always:
 * the planner makes of it what the server cannot print, so that no query with
 * it could be sent to another server.
 */
static CaseWhen *
case_when(Node *condition, Const *label)
{
	CaseExpr *answer = empty_case();
	CaseWhen *yes = makeNode(CaseWhen);
	CaseWhen *result = makeNode(CaseWhen);
	BooleanTest *test = makeNode(BooleanTest);

	test->arg = (Expr *) condition;
	test->booltesttype = IS_NOT_FALSE;
	test->location = -1;
	yes->expr = copyObject((Expr *) condition);
	yes->result = (Expr *) label;
	yes->location = -1;
	answer->args = list_make1(yes);
	result->expr = (Expr *) test;
	result->result = (Expr *) answer;
	result->location = -1;
	return result;
}

static CaseExpr *
empty_case(void)
{
	CaseExpr *result = makeNode(CaseExpr);

	result->casetype = TEXTOID;
	result->casecollid = DEFAULT_COLLATION_OID;
	result->defresult =
		(Expr *) makeNullConst(TEXTOID, -1, DEFAULT_COLLATION_OID);
	result->location = -1;
	return result;
}

/* ---------------------------------------------------------------- estimates */

/* One row a rule; in operators two for each node, and 40 for each whole row. */
static bool
estimate(Node *raw)
{
	Node *node = IsA(raw, SupportRequestRows) ?
		((SupportRequestRows *) raw)->node :
		IsA(raw, SupportRequestCost) ? ((SupportRequestCost *) raw)->node :
									   NULL;
	const Criteria *c = rules_of_call((FuncExpr *) node);
	double operators;
	const char *symbol;

	if (c == NULL)
		return false;
	if (IsA(raw, SupportRequestRows))
	{
		((SupportRequestRows *) raw)->rows = Max(c->n_clauses, 1);
		return true;
	}
	/* of whole rows; those over columns and histories say what they cost */
	symbol = te_function_symbol(((FuncExpr *) node)->funcid);
	if (symbol == NULL || strstr(symbol, "_record") == NULL)
		return false;
	operators = 85 + 2.0 * c->n_nodes;
	if (((FuncExpr *) node)->funcretset)
		operators += 20.0 * c->n_clauses;
	((SupportRequestCost *) raw)->startup = 0;
	((SupportRequestCost *) raw)->per_tuple = operators * cpu_operator_cost;
	return true;
}

/*
 * support_compare.c
 *		Which operands of criteria have a native form: a column on one side, a
 *		constant on the other.
 *
 * What the evaluator would find out for each row is found out here once: the
 * limit in the unit of the column, the day that "as_of - 18 years" is.  It is
 * the evaluator's own code that does so.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/lsyscache.h"

#include "criteria/support_compare.h"

static Node *absent_as_no(const EvalFact *fact, Node *truth);
static Node *day_in_window(Rewrite *rewrite, PlanNode *fact,
						   const FactColumn *info, PlanNode *window);
static bool window_is_constant(const PlanNode *node);
static void set_day(EvalValue *value, int32 day);
static bool is_constant(const Rewrite *rewrite, const PlanNode *node);
static bool constant_value(Rewrite *rewrite, PlanNode *node, EvalValue *value);
static bool limit_in_column_unit(Rewrite *rewrite, const PlanNode *column,
								 EvalValue *limit, bool column_first);
static Node *as_array(List *equalities);

Node *
te_native_compare(Rewrite *rewrite, CritCompare op, PlanNode *left,
				  PlanNode *right)
{
	const FactColumn *info;
	EvalValue limit;
	Node *node;

	if (!te_native_operands(rewrite, &op, left, right, &info, &limit))
		return rewrite->of_rules ? te_native_part(rewrite, op, left, right) :
								   NULL;
	node = te_column_node(rewrite, info);
	switch (info->class)
	{
		case COLUMN_TEXT:
			return te_compare_text(node, info, op, &limit);
		case COLUMN_ENUM:
			return te_compare_enum(node, info, op, &limit);
		case COLUMN_DATE:
		case COLUMN_TIMESTAMP:
			return te_compare_day(node, info, op, &limit);
		default:
			return te_compare_number(node, info, op, &limit);
	}
}

bool
te_native_operands(Rewrite *rewrite, CritCompare *op, PlanNode *left,
				   PlanNode *right, const FactColumn **info, EvalValue *limit)
{
	bool column_first = left->op == CRIT_FACT;
	PlanNode *column = column_first ? left : right;

	*info = te_plain_column(column);
	if (*info == NULL ||
		!constant_value(rewrite, column_first ? right : left, limit))
		return false;
	if (!column_first)
		*op = te_mirrored(*op);
	switch ((*info)->class)
	{
		case COLUMN_INTEGER:
		case COLUMN_FLOAT8:
		case COLUMN_FLOAT4:
		case COLUMN_NUMERIC:
			return limit->kind == KIND_NUMBER &&
				limit_in_column_unit(rewrite, column, limit, column_first);
		case COLUMN_TEXT:
		case COLUMN_ENUM:
			return limit->kind == KIND_TEXT &&
				column->fact->reading == READ_PLAIN &&
				(*op == CRIT_EQ || *op == CRIT_NE);
		case COLUMN_DATE:
		case COLUMN_TIMESTAMP:
			return limit->kind == KIND_DATE;
		default:
			return false;
	}
}

/* Equalities in one array where the operator is the same for all. */
Node *
te_native_in(Rewrite *rewrite, PlanNode *node)
{
	List *equalities = NIL;

	for (int i = 1; i < node->n_args; i++)
	{
		Node *equality =
			te_native_compare(rewrite, CRIT_EQ, node->args[0], node->args[i]);

		if (equality == NULL)
			return NULL;
		equalities = lappend(equalities, equality);
	}
	return equalities == NIL ? NULL : as_array(equalities);
}

Node *
te_native_flag(Rewrite *rewrite, PlanNode *node)
{
	const FactColumn *info = te_plain_column(node);

	if (info == NULL || info->class != COLUMN_BOOLEAN)
		return NULL;
	return absent_as_no(node->fact, te_column_node(rewrite, info));
}

/* "given f absent means no" */
static Node *
absent_as_no(const EvalFact *fact, Node *truth)
{
	BooleanTest *test;

	if (!fact->absent_no)
		return truth;
	test = makeNode(BooleanTest);
	test->arg = (Expr *) truth;
	test->booltesttype = IS_TRUE;
	test->location = -1;
	return (Node *) test;
}

Node *
te_native_known(Rewrite *rewrite, PlanNode *fact, bool known)
{
	const FactColumn *info = te_plain_column(fact);
	NullTest *test;

	/* a text that stands for yes or no may be neither */
	if (info == NULL || fact->fact->absent_no ||
		(info->class != COLUMN_BOOLEAN &&
		 (fact->type == CRIT_TYPE_BOOLEAN ||
		  (fact->type == CRIT_TYPE_ANY &&
		   fact->fact->type == CRIT_TYPE_BOOLEAN))))
		return NULL;
	test = makeNode(NullTest);
	test->arg = (Expr *) te_column_node(rewrite, info);
	test->nulltesttype = known ? IS_NOT_NULL : IS_NULL;
	test->argisrow = false;
	test->location = -1;
	return (Node *) test;
}

/* -------------------------------------------------------------------- windows */

/*
 * any(f, ... within ...): a flag is itself, a date column is the day of its own
 * event, and days that have not come by as_of do not exist.
 */
Node *
te_native_any(Rewrite *rewrite, PlanNode *node)
{
	List *parts = NIL;
	Node *part;

	if (node->where != NULL)
		return NULL;
	for (int i = 0; i < node->n_args; i++)
	{
		const FactColumn *info = te_plain_column(node->args[i]);

		if (info == NULL)
			return NULL;
		if (info->class == COLUMN_BOOLEAN)
			part = te_native_flag(rewrite, node->args[i]);
		else
			part = day_in_window(rewrite, node->args[i], info, node->window);
		if (part == NULL)
			return NULL;
		parts = lappend(parts, part);
	}
	if (parts == NIL)
		return NULL;
	return list_length(parts) == 1 ? linitial(parts) :
									 (Node *) makeBoolExpr(OR_EXPR, parts, -1);
}

/* Windows that hang on known days only, with a beginning. */
static Node *
day_in_window(Rewrite *rewrite, PlanNode *fact, const FactColumn *info,
			  PlanNode *window)
{
	EvalContext ctx;
	EvalSpan span;
	EvalValue from;
	EvalValue to;
	Node *low;
	Node *high;

	if ((info->class != COLUMN_DATE && info->class != COLUMN_TIMESTAMP) ||
		rewrite->date.state != EVAL_DATE_GIVEN || window == NULL ||
		!window_is_constant(window))
		return NULL;
	te_eval_begin(&ctx, rewrite->plan, rewrite->no_values, rewrite->all_null,
				  NULL, rewrite->date);
	te_eval_window(&ctx, window, &span);
	if (span.unknown || span.ever || span.from[0] != span.from[1] ||
		span.to[0] != span.to[1] || span.from[0] == DAY_NEVER ||
		span.from[0] == DAY_FOREVER || span.to[0] == DAY_NEVER)
		return NULL;
	set_day(&from, span.from[0]);
	set_day(&to, Min(span.to[0], ctx.day));
	low = te_compare_day(te_column_node(rewrite, info), info, CRIT_GE, &from);
	high = te_compare_day(te_column_node(rewrite, info), info, CRIT_LE, &to);
	if (low == NULL || high == NULL)
		return NULL;
	return absent_as_no(fact->fact,
						(Node *) makeBoolExpr(AND_EXPR, list_make2(low, high),
											  -1));
}

static bool
window_is_constant(const PlanNode *node)
{
	if (node->op == CRIT_FACT || node->op == CRIT_BASELINE_DATE)
		return false;
	for (int i = 0; i < node->n_args; i++)
	{
		if (!window_is_constant(node->args[i]))
			return false;
	}
	return true;
}

static void
set_day(EvalValue *value, int32 day)
{
	memset(value, 0, sizeof(*value));
	value->kind = KIND_DATE;
	value->first = value->last = (Timestamp) day * USECS_PER_DAY;
}

/* ------------------------------------------------------------------- columns */

const FactColumn *
te_plain_column(const PlanNode *node)
{
	const EvalFact *fact = node->fact;

	if (node->op != CRIT_FACT || (node->flags & CRIT_BASELINE) ||
		fact == NULL || fact->source != FACT_COLUMN || fact->n_columns != 1 ||
		fact->has_within || fact->columns[0].column < 0)
		return NULL;
	return &fact->columns[0];
}

/* Domains are looked through: their base type has the operators. */
Node *
te_column_node(Rewrite *rewrite, const FactColumn *info)
{
	return te_as_base_type(copyObject(rewrite->row.fields[info->column]));
}

/* ----------------------------------------------------------------- constants */

static bool
is_constant(const Rewrite *rewrite, const PlanNode *node)
{
	switch ((CritOp) node->op)
	{
		case CRIT_NUMBER:
		case CRIT_STRING:
		case CRIT_DATE:
			return true;
		case CRIT_AS_OF:
			return rewrite->date.state == EVAL_DATE_GIVEN;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
		case CRIT_POWER:
		case CRIT_NEGATE:
			for (int i = 0; i < node->n_args; i++)
			{
				if (!is_constant(rewrite, node->args[i]))
					return false;
			}
			return true;
		default:
			return false;
	}
}

/* False also for a constant that is unknown, such as 1 / 0. */
static bool
constant_value(Rewrite *rewrite, PlanNode *node, EvalValue *value)
{
	EvalContext ctx;

	if (!is_constant(rewrite, node))
		return false;
	te_eval_begin(&ctx, rewrite->plan, rewrite->no_values, rewrite->all_null,
				  NULL, rewrite->date);
	te_eval_value(&ctx, node, value);
	return value->kind != KIND_UNKNOWN &&
		!(value->kind == KIND_NUMBER &&
		  (value->sign != SIGN_NONE || value->range));
}

/*
 * Brings the limit into the unit of the column, as the evaluator would do when
 * it meets the first value.  False where values of the column would be
 * converted instead, or cannot be compared.
 */
static bool
limit_in_column_unit(Rewrite *rewrite, const PlanNode *column, EvalValue *limit,
					 bool column_first)
{
	EvalContext ctx;
	EvalValue stored;
	EvalValue before;
	EvalWhy why;

	if (column->fact->unit == NULL && limit->unit == NULL)
		return true;
	if (limit->literal == NULL)
		return false;
	memset(&stored, 0, sizeof(stored));
	stored.kind = KIND_NUMBER;
	stored.rep = REP_FLOAT8;
	stored.number = 1.0;
	stored.fact = column->fact;
	stored.unit = column->fact->unit;
	memcpy(&before, &stored, sizeof(stored)); /* padding as well */
	te_eval_begin(&ctx, rewrite->plan, rewrite->no_values, rewrite->all_null,
				  NULL, rewrite->date);
	if (!(column_first ? te_eval_align(&ctx, &stored, limit, &why) :
						 te_eval_align(&ctx, limit, &stored, &why)))
		return false;
	return stored.unit == before.unit && stored.rep == before.rep &&
		stored.number == before.number && stored.computed == before.computed;
}

CritCompare
te_mirrored(CritCompare op)
{
	switch (op)
	{
		case CRIT_LT:
			return CRIT_GT;
		case CRIT_LE:
			return CRIT_GE;
		case CRIT_GT:
			return CRIT_LT;
		case CRIT_GE:
			return CRIT_LE;
		default:
			return op;
	}
}

/* ---------------------------------------------------------------------- lists */

static Node *
as_array(List *equalities)
{
	OpExpr *first = linitial(equalities);
	Const *limit;
	ScalarArrayOpExpr *result;
	Datum *elements;
	Oid type;
	int16 length;
	bool by_value;
	char align;
	int n = 0;
	ListCell *cell;

	foreach (cell, equalities)
	{
		OpExpr *equality = lfirst(cell);

		if (!IsA(equality, OpExpr) || !IsA(lsecond(equality->args), Const) ||
			equality->opno != first->opno ||
			((Const *) lsecond(equality->args))->consttype !=
				((Const *) lsecond(first->args))->consttype)
			return (Node *) makeBoolExpr(OR_EXPR, equalities, -1);
	}
	if (list_length(equalities) == 1)
		return (Node *) first;

	limit = lsecond(first->args);
	type = limit->consttype;
	if (!OidIsValid(get_array_type(type)))
		return (Node *) makeBoolExpr(OR_EXPR, equalities, -1);
	get_typlenbyvalalign(type, &length, &by_value, &align);
	elements = palloc_array(Datum, list_length(equalities));
	foreach (cell, equalities)
		elements[n++] =
			((Const *) lsecond(((OpExpr *) lfirst(cell))->args))->constvalue;

	result = makeNode(ScalarArrayOpExpr);
	result->opno = first->opno;
	result->opfuncid = get_opcode(first->opno);
	result->useOr = true;
	result->inputcollid = first->inputcollid;
	result->args =
		list_make2(linitial(first->args),
				   makeConst(get_array_type(type), -1, limit->constcollid, -1,
							 PointerGetDatum(construct_array(
								 elements, n, type, length, by_value, align)),
							 false, false));
	result->location = -1;
	return (Node *) result;
}

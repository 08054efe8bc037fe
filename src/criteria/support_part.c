/*
 * support_part.c
 *		A native form for a column against a part of another: "egfr >= 85 % of
 *		baseline" of response rules.
 *
 * The product is that of the evaluator: rounded to 14 significant digits where
 * it is compared, unknown where it is no number any more.  It cannot fail, so
 * that the planner may move it about.
 */
#include "trial_ext.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"

#include "criteria/support_compare.h"
#include "units/units.h"

#define PART_CALL "response_part"

static const FactColumn *plain_float8(const PlanNode *node);
static bool is_part(const PlanNode *node, const PlanNode **factor,
					const PlanNode **fact);

PG_FUNCTION_INFO_V1(response_part);

/* response_part(part float8, value float8) float8 */
Datum
response_part(PG_FUNCTION_ARGS)
{
	double part = PG_GETARG_FLOAT8(0);
	double value = PG_GETARG_FLOAT8(1);
	double product = part * value;

	if (!isfinite(product) && isfinite(part) && isfinite(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(te_round14(product));
}

Node *
te_native_part(Rewrite *rewrite, CritCompare op, PlanNode *left,
			   PlanNode *right)
{
	static const Oid types[] = {FLOAT8OID, FLOAT8OID};
	bool stored_first = left->op == CRIT_FACT;
	const PlanNode *stored = stored_first ? left : right;
	const PlanNode *factor;
	const PlanNode *fact;
	const FactColumn *column = plain_float8(stored);
	const FactColumn *other;
	Oid function;
	Node *call;

	if (column == NULL ||
		!is_part(stored_first ? right : left, &factor, &fact) ||
		fact->fact->unit != stored->fact->unit ||
		(fact->fact->unit != NULL && !fact->fact->unit->valid))
		return NULL;
	other = plain_float8(fact);
	function = te_our_function(&rewrite->types, PART_CALL, 2, types);
	if (other == NULL || !OidIsValid(function))
		return NULL;
	call =
		(Node *) makeFuncExpr(function, FLOAT8OID,
							  list_make2(te_float8_const(factor->value.number),
										 te_column_node(rewrite, other)),
							  InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL);
	return te_compare_float8(te_column_node(rewrite, column),
							 stored_first ? op : te_mirrored(op), call);
}

static const FactColumn *
plain_float8(const PlanNode *node)
{
	const FactColumn *column = te_plain_column(node);

	return column != NULL && column->class == COLUMN_FLOAT8 ? column : NULL;
}

/* A number times a fact, in either order. */
static bool
is_part(const PlanNode *node, const PlanNode **factor, const PlanNode **fact)
{
	if (node->op != CRIT_MULTIPLY || node->n_args != 2)
		return false;
	*factor = node->args[node->args[0]->op == CRIT_NUMBER ? 0 : 1];
	*fact = node->args[node->args[0]->op == CRIT_NUMBER ? 1 : 0];
	return (*factor)->op == CRIT_NUMBER && (*fact)->op == CRIT_FACT &&
		(*factor)->value.unit == NULL && (*factor)->value.rep == REP_FLOAT8 &&
		(*factor)->value.sign == SIGN_NONE && !(*factor)->value.range;
}

/*
 * support_call.c
 *		Calls of the column functions: criteria over just the columns they read.
 */
#include "trial_ext.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/array.h"
#include "utils/lsyscache.h"

#include "criteria/support.h"

static Node *column_argument(Node *field);
static Const *names_const(const EvalColumn *columns, const int *needed, int n);
static Const *criteria_const(const Rewrite *rewrite, const Criteria *c);
static Oid column_function(const Rewrite *rewrite, const char *name,
						   bool any_columns);

Node *
te_column_call(Rewrite *rewrite, const char *function, const Criteria *c)
{
	EvalPlan *plan =
		te_eval_plan(c, rewrite->row.n_columns, rewrite->row.columns, false,
					 rewrite->as_of == NULL ? EVAL_DATE_ABSENT :
											  EVAL_DATE_GIVEN,
					 rewrite->types.quantity, rewrite->types.history);
	const int *needed;
	int n = te_eval_plan_columns(plan, &needed);
	Oid funcid;
	List *args;
	FuncExpr *call;

	funcid = column_function(rewrite, function, n > 0);
	if (n > FUNC_MAX_ARGS - 3 || !OidIsValid(funcid))
	{
		rewrite->failed = true;
		return NULL;
	}
	args = list_make3(criteria_const(rewrite, c),
					  names_const(rewrite->row.columns, needed, n),
					  rewrite->as_of != NULL ?
						  copyObject(rewrite->as_of) :
						  (Node *) makeNullConst(DATEOID, -1, InvalidOid));
	for (int i = 0; i < n; i++)
		args = lappend(args, column_argument(rewrite->row.fields[needed[i]]));
	/* no collation goes in: postgres_fdw would not ship one of a constant */
	call = makeFuncExpr(funcid, get_func_rettype(funcid), args, InvalidOid,
						InvalidOid, COERCE_EXPLICIT_CALL);
	call->funcretset = get_func_retset(funcid);
	return (Node *) call;
}

/*
 * A column as the function takes it: of a base type, and an enum by its label,
 * so that the function need not look into the catalogue and is immutable.
 */
static Node *
column_argument(Node *field)
{
	Node *node = te_as_base_type(copyObject(field));

	if (type_is_enum(exprType(node)))
	{
		CoerceViaIO *label = makeNode(CoerceViaIO);

		label->arg = (Expr *) node;
		label->resulttype = TEXTOID;
		label->resultcollid = DEFAULT_COLLATION_OID;
		label->coerceformat = COERCE_EXPLICIT_CAST;
		label->location = -1;
		node = (Node *) label;
	}
	return node;
}

Node *
te_as_base_type(Node *node)
{
	int32 typmod = exprTypmod(node);
	Oid type = exprType(node);
	Oid base = getBaseTypeAndTypmod(type, &typmod);

	if (base == type)
		return node;
	return (Node *) makeRelabelType((Expr *) node, base, typmod,
									exprCollation(node), COERCE_IMPLICIT_CAST);
}

static Const *
names_const(const EvalColumn *columns, const int *needed, int n)
{
	Datum *names = palloc_array(Datum, Max(n, 1));
	ArrayType *array;

	for (int i = 0; i < n; i++)
		names[i] = CStringGetTextDatum(columns[needed[i]].name);
	array = construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT);
	return makeConst(TEXTARRAYOID, -1, DEFAULT_COLLATION_OID, -1,
					 PointerGetDatum(array), false, false);
}

static Const *
criteria_const(const Rewrite *rewrite, const Criteria *c)
{
	Size size = VARSIZE_ANY(c);
	char *copy = palloc(size);

	memcpy(copy, c, size);
	return makeConst(rewrite->types.criteria, -1, InvalidOid, -1,
					 PointerGetDatum(copy), false, false);
}

/* The form without columns serves criteria that read none. */
static Oid
column_function(const Rewrite *rewrite, const char *name, bool any_columns)
{
	Oid types[] = {rewrite->types.criteria, TEXTARRAYOID, DATEOID, ANYOID};

	return te_our_function(&rewrite->types, name, any_columns ? 4 : 3, types);
}

/*
 * support_operator.c
 *		Native operators between a column and a constant of the type that keeps
 *		an index usable.
 *
 * Operators come from the default btree family of the column's type, never by
 * name, which the search path would decide.
 */
#include "trial_ext.h"

#include <math.h>

#include "access/htup_details.h"
#include "access/stratnum.h"
#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "criteria/support_compare.h"

static Node *operate(Node *column, CritCompare op, Oid left_type, Const *limit,
					 Oid right_type, Oid collation);
static Node *operate_on(Node *left, CritCompare op, Oid left_type, Node *right,
						Oid right_type, Oid collation);
static Oid find_operator(CritCompare op, Oid left_type, Oid right_type);
static Node *compare_integer(Node *column, Oid type, CritCompare op,
							 const EvalValue *limit);
static Const *integer_const(int64 value);
static Node *compare_real(Node *column, CritCompare op, double limit);
static Oid enum_label(Oid type, const char *label, int length);
static Const *timestamp_const(int32 day);

/* -------------------------------------------------------------------- numbers */

Node *
te_compare_number(Node *column, const FactColumn *info, CritCompare op,
				  const EvalValue *limit)
{
	Datum numeric;

	switch (info->class)
	{
		case COLUMN_INTEGER:
			return compare_integer(column, info->type, op, limit);
		case COLUMN_FLOAT8:
			if (limit->rep != REP_FLOAT8)
				return NULL;
			return operate(column, op, FLOAT8OID,
						   te_float8_const(te_eval_rounded(limit)), FLOAT8OID,
						   InvalidOid);
		case COLUMN_FLOAT4:
			if (limit->rep != REP_FLOAT8)
				return NULL;
			return compare_real(column, op, te_eval_rounded(limit));
		case COLUMN_NUMERIC:
			/* a computed limit is compared as float8 */
			if (limit->rep != REP_FLOAT8 || limit->literal == NULL)
				return NULL;
			numeric = te_eval_numeric(te_eval_rounded(limit));
			return operate(column, op, NUMERICOID,
						   makeConst(NUMERICOID, -1, InvalidOid, -1, numeric,
									 false, false),
						   NUMERICOID, InvalidOid);
		default:
			return NULL;
	}
}

/*
 * "> 17.5" is ">= 18" between whole numbers, and an index on the column serves
 * it.  Equality with a broken number is false for every whole number, but
 * unknown for none.
 */
static Node *
compare_integer(Node *column, Oid type, CritCompare op, const EvalValue *limit)
{
	double number;
	double below;
	Node *low;
	Node *high;

	if (limit->rep == REP_INT64)
	{
		Const *whole = integer_const(limit->integer);

		return operate(column, op, type, whole, whole->consttype, InvalidOid);
	}
	if (limit->rep != REP_FLOAT8)
		return NULL;
	number = te_eval_rounded(limit);
	if (!(number > -9.2e18 && number < 9.2e18))
		return NULL;
	below = floor(number);
	if (below == number)
	{
		Const *whole = integer_const((int64) number);

		return operate(column, op, type, whole, whole->consttype, InvalidOid);
	}

	low = operate(column, CRIT_LE, type, integer_const((int64) below),
				  integer_const((int64) below)->consttype, InvalidOid);
	high = operate(column, CRIT_GE, type, integer_const((int64) below + 1),
				   integer_const((int64) below + 1)->consttype, InvalidOid);
	if (low == NULL || high == NULL)
		return NULL;
	switch (op)
	{
		case CRIT_LT:
		case CRIT_LE:
			return low;
		case CRIT_GT:
		case CRIT_GE:
			return high;
		case CRIT_EQ:
			return (Node *) makeBoolExpr(AND_EXPR, list_make2(low, high), -1);
		case CRIT_NE:
			return (Node *) makeBoolExpr(OR_EXPR, list_make2(low, high), -1);
	}
	return NULL;
}

/* The smallest type that holds it, but no smaller than a literal in SQL has. */
static Const *
integer_const(int64 value)
{
	if (value >= PG_INT32_MIN && value <= PG_INT32_MAX)
		return makeConst(INT4OID, -1, InvalidOid, sizeof(int32),
						 Int32GetDatum((int32) value), false, true);
	return makeConst(INT8OID, -1, InvalidOid, sizeof(int64),
					 Int64GetDatum(value), false, FLOAT8PASSBYVAL);
}

/* The limit as real, or the column as float8 where no real holds the limit. */
static Node *
compare_real(Node *column, CritCompare op, double limit)
{
	float4 real = (float4) limit;

	if ((isinf(real) && !isinf(limit)) || (real == 0 && limit != 0))
		return operate(column, op, FLOAT4OID, te_float8_const(limit), FLOAT8OID,
					   InvalidOid);
	return operate(column, op, FLOAT4OID,
				   makeConst(FLOAT4OID, -1, InvalidOid, sizeof(float4),
							 Float4GetDatum(real), false, true),
				   FLOAT4OID, InvalidOid);
}

Const *
te_float8_const(double value)
{
	return makeConst(FLOAT8OID, -1, InvalidOid, sizeof(float8),
					 Float8GetDatum(value), false, FLOAT8PASSBYVAL);
}

/* ---------------------------------------------------------------------- texts */

/*
 * Criteria compare texts byte by byte; so does every collation but the
 * nondeterministic ones.
 */
Node *
te_compare_text(Node *column, const FactColumn *info, CritCompare op,
				const EvalValue *limit)
{
	Oid collation = exprCollation(column);
	Oid type = info->type == VARCHAROID ? TEXTOID : info->type;
	text *value = cstring_to_text_with_len(limit->text, limit->length);

	if (type != TEXTOID && type != BPCHAROID)
		return NULL;
	/* char(n) is compared without the blanks at its end, on both sides */
	if (type == BPCHAROID && limit->length > 0 &&
		limit->text[limit->length - 1] == ' ')
		return NULL;
	if (!OidIsValid(collation))
		collation = DEFAULT_COLLATION_OID;
	if (!get_collation_isdeterministic(collation))
		return NULL;
	if (info->type == VARCHAROID)
		column = (Node *) makeRelabelType((Expr *) column, TEXTOID, -1,
										  collation, COERCE_IMPLICIT_CAST);
	return operate(column, op, type,
				   makeConst(type, -1, collation, -1, PointerGetDatum(value),
							 false, false),
				   type, collation);
}

/* A label the type does not have equals nothing: left to the evaluator. */
Node *
te_compare_enum(Node *column, const FactColumn *info, CritCompare op,
				const EvalValue *limit)
{
	Oid label = enum_label(info->type, limit->text, limit->length);

	if (!OidIsValid(label))
		return NULL;
	return operate(column, op, ANYENUMOID,
				   makeConst(info->type, -1, InvalidOid, sizeof(Oid),
							 ObjectIdGetDatum(label), false, true),
				   ANYENUMOID, InvalidOid);
}

/*
 * A label that is not committed yet must not reach an index: the type's input
 * function refuses it, and so do we.
 */
static Oid
enum_label(Oid type, const char *label, int length)
{
	HeapTuple tuple;
	Oid result = InvalidOid;
	char *name;

	if (length >= NAMEDATALEN)
		return InvalidOid;
	name = pnstrdup(label, length);
	tuple = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type),
							CStringGetDatum(name));
	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	if (HeapTupleHeaderXminFrozen(tuple->t_data) ||
		!TransactionIdIsCurrentTransactionId(
			HeapTupleHeaderGetXmin(tuple->t_data)))
		result = ((Form_pg_enum) GETSTRUCT(tuple))->oid;
	ReleaseSysCache(tuple);
	return result;
}

/* ---------------------------------------------------------------------- dates */

/*
 * Comparison is by calendar day: a timestamp is on or before a day when it is
 * before the next one.
 */
Node *
te_compare_day(Node *column, const FactColumn *info, CritCompare op,
			   const EvalValue *limit)
{
	int32 day = day_of(limit->first);
	Const *date;
	Node *from;
	Node *before;

	if (day != day_of(limit->last) || day == DAY_NEVER || day == DAY_FOREVER ||
		!IS_VALID_DATE(day) || !IS_VALID_DATE(day + 1) ||
		!IS_VALID_TIMESTAMP(((int64) day + 1) * USECS_PER_DAY))
		return NULL;
	if (info->class == COLUMN_DATE)
	{
		date = makeConst(DATEOID, -1, InvalidOid, sizeof(DateADT),
						 DateADTGetDatum(day), false, true);
		return operate(column, op, DATEOID, date, DATEOID, InvalidOid);
	}

	/* the first moment at which "<" or ">=" turns */
	if (op == CRIT_LE || op == CRIT_GT)
		day++;
	before = operate(column, CRIT_LT, TIMESTAMPOID, timestamp_const(day),
					 TIMESTAMPOID, InvalidOid);
	from = operate(column, CRIT_GE, TIMESTAMPOID, timestamp_const(day),
				   TIMESTAMPOID, InvalidOid);
	switch (op)
	{
		case CRIT_LT:
		case CRIT_LE:
			return before;
		case CRIT_GT:
		case CRIT_GE:
			return from;
		case CRIT_EQ:
			before =
				operate(column, CRIT_LT, TIMESTAMPOID, timestamp_const(day + 1),
						TIMESTAMPOID, InvalidOid);
			return (Node *) makeBoolExpr(AND_EXPR, list_make2(from, before),
										 -1);
		case CRIT_NE:
			from = operate(column, CRIT_GE, TIMESTAMPOID,
						   timestamp_const(day + 1), TIMESTAMPOID, InvalidOid);
			return (Node *) makeBoolExpr(OR_EXPR, list_make2(before, from), -1);
	}
	return NULL;
}

static Const *
timestamp_const(int32 day)
{
	return makeConst(TIMESTAMPOID, -1, InvalidOid, sizeof(Timestamp),
					 TimestampGetDatum((int64) day * USECS_PER_DAY), false,
					 FLOAT8PASSBYVAL);
}

/* ------------------------------------------------------------------ operators */

static Node *
operate(Node *column, CritCompare op, Oid left_type, Const *limit,
		Oid right_type, Oid collation)
{
	return operate_on(column, op, left_type, (Node *) limit, right_type,
					  collation);
}

Node *
te_compare_float8(Node *left, CritCompare op, Node *right)
{
	return operate_on(left, op, FLOAT8OID, right, FLOAT8OID, InvalidOid);
}

static Node *
operate_on(Node *left, CritCompare op, Oid left_type, Node *right,
		   Oid right_type, Oid collation)
{
	Oid operator= find_operator(op, left_type, right_type);
	OpExpr *expr;

	if (!OidIsValid(operator))
		return NULL;
	expr = makeNode(OpExpr);
	expr->opno = operator;
	expr->opfuncid = get_opcode(operator);
	expr->opresulttype = BOOLOID;
	expr->opretset = false;
	expr->opcollid = InvalidOid;
	expr->inputcollid = collation;
	expr->args = list_make2(copyObject(left), right);
	expr->location = -1;
	return (Node *) expr;
}

static Oid
find_operator(CritCompare op, Oid left_type, Oid right_type)
{
	static const int strategies[] = {
		[CRIT_EQ] = BTEqualStrategyNumber,
		[CRIT_NE] = BTEqualStrategyNumber,
		[CRIT_LT] = BTLessStrategyNumber,
		[CRIT_LE] = BTLessEqualStrategyNumber,
		[CRIT_GT] = BTGreaterStrategyNumber,
		[CRIT_GE] = BTGreaterEqualStrategyNumber,
	};
	TypeCacheEntry *entry =
		lookup_type_cache(left_type, TYPECACHE_BTREE_OPFAMILY);
	Oid operator;

	if (!OidIsValid(entry->btree_opf))
		return InvalidOid;
	operator= get_opfamily_member(entry->btree_opf, left_type, right_type,
								  strategies[op]);
	if (op == CRIT_NE && OidIsValid(operator))
		operator= get_negator(operator);
	return operator;
}

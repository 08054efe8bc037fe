/*
 * index_parts.c
 *		Components of a composite index and their three-valued logic.
 */
#include "trial_ext.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "common/shortest_dec.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/syscache.h"

#include "activity/index_parts.h"
#include "units/units.h"

/* Columns of type index_component. */
#define COMPONENT_COLUMNS 3

IndexTruth
te_number_above(IndexNumber a, double limit)
{
	return a.known ? te_truth(a.value > limit) : TRUTH_OPEN;
}

IndexTruth
te_number_below(IndexNumber a, double limit)
{
	return a.known ? te_truth(a.value < limit) : TRUTH_OPEN;
}

IndexTruth
te_number_at_most(IndexNumber a, double limit)
{
	return a.known ? te_truth(a.value <= limit) : TRUTH_OPEN;
}

IndexNumber
te_number_minus(IndexNumber a, IndexNumber b)
{
	IndexNumber result = {a.known && b.known, 0};

	if (result.known)
		result.value = te_round14(te_sum(a.value, -b.value));
	return result;
}

char *
te_number_text(IndexNumber a)
{
	char buffer[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (!a.known)
		return pstrdup("missing");
	double_to_shortest_decimal_buf(a.value, buffer);
	return pstrdup(buffer);
}

IndexTruth
te_part(IndexParts *parts, const char *name, IndexTruth holds,
		const char *format, ...)
{
	IndexPart *part = &parts->part[parts->n++];

	Assert(parts->n <= INDEX_MAX_PARTS);
	part->name = name;
	part->holds = holds;
	part->reason[0] = '\0';
	if (parts->explain)
	{
		va_list args;

		va_start(args, format);
		te_reason(part->reason, format, args);
		va_end(args);
	}
	return holds;
}

/* A long reason is cut, but not within a character. */
void
te_reason(char *reason, const char *format, va_list args)
{
	int length = vsnprintf(reason, INDEX_REASON_SIZE, format, args);

	if (length >= INDEX_REASON_SIZE)
		reason[pg_mbcliplen(reason, INDEX_REASON_SIZE - 1,
							INDEX_REASON_SIZE - 1)] = '\0';
}

IndexTruth
te_parts_all(const IndexParts *parts)
{
	IndexTruth all = TRUTH_YES;

	for (int i = 0; i < parts->n; i++)
		all = te_truth_and(all, parts->part[i].holds);
	return all;
}

/* ---------------------------------------------------------- server layer */

IndexNumber
te_arg_number(FunctionCallInfo fcinfo, int n, const char *what, double lo,
			  double hi)
{
	IndexNumber result = {!PG_ARGISNULL(n), 0};

	if (!result.known)
		return result;
	result.value = PG_GETARG_FLOAT8(n);
	if (isnan(result.value) || result.value < lo || result.value > hi)
	{
		if (isinf(hi))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("%s is out of range: %g", what, result.value),
					 errdetail("It is not below %g.", lo)));
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s is out of range: %g", what, result.value),
				 errdetail("It lies between %g and %g.", lo, hi)));
	}
	return result;
}

IndexNumber
te_arg_count(FunctionCallInfo fcinfo, int n, const char *what)
{
	IndexNumber result = {!PG_ARGISNULL(n), 0};

	if (result.known)
		result.value = PG_GETARG_INT32(n);
	if (result.value < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s cannot be negative: %d", what,
						(int) result.value)));
	return result;
}

IndexTruth
te_arg_truth(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? TRUTH_OPEN : te_truth(PG_GETARG_BOOL(n));
}

char *
te_arg_enum(FunctionCallInfo fcinfo, int n)
{
	HeapTuple tuple =
		SearchSysCache1(ENUMOID, ObjectIdGetDatum(PG_GETARG_OID(n)));
	char *label;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for enum %u", PG_GETARG_OID(n));
	label = pstrdup(NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel));
	ReleaseSysCache(tuple);
	return label;
}

Datum
te_parts_rows(FunctionCallInfo fcinfo, const IndexParts *parts)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != COMPONENT_COLUMNS)
		elog(ERROR, "type index_component has %d columns, not %d",
			 rsinfo->setDesc->natts, COMPONENT_COLUMNS);
	for (int i = 0; i < parts->n; i++)
	{
		const IndexPart *part = &parts->part[i];
		Datum values[COMPONENT_COLUMNS];
		bool nulls[COMPONENT_COLUMNS] = {false};

		values[0] = CStringGetTextDatum(part->name);
		nulls[1] = part->holds == TRUTH_OPEN;
		values[1] = BoolGetDatum(part->holds == TRUTH_YES);
		values[2] = CStringGetTextDatum(part->reason);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

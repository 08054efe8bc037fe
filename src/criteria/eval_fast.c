/*
 * eval_fast.c
 *		The comparison that criteria are mostly made of: a stored number against
 *		a literal, without the detours that other values need.
 *
 * What is found here must be what the general way finds (eval_compare.c): a
 * case that is not entirely plain is left to it.
 */
#include "criteria/eval_internal.h"

#include "catalog/pg_type.h"
#include "utils/float.h"

typedef enum FastOutcome
{
	FAST_NO, /* not plain: go the general way */
	FAST_VALUE,
	FAST_UNKNOWN /* not recorded */
} FastOutcome;

typedef struct FastNumber
{
	bool whole;
	int64 integer;
	double number;
	const EvalUnit *unit;
} FastNumber;

static FastOutcome read_column(EvalContext *ctx, const EvalFact *fact,
							   FastNumber *v);
static FastOutcome read_history(EvalContext *ctx, EvalFact *fact,
								FastNumber *v);
static bool limit_in(const PlanNode *literal, const EvalUnit *unit,
					 AnalyteId analyte, double *limit);

static inline int
compare_float8(double a, double b)
{
	if (a < b)
		return -1;
	if (a > b)
		return 1;
	return a == b ? 0 : float8_cmp_internal(a, b); /* NaN */
}

/* Whole limits that int64 and float8 both hold exactly. */
#define WHOLE_LIMIT 9007199254740992.0 /* 2^53 */

static inline bool
compare(const FastNumber *v, double limit, int *cmp)
{
	int64 whole;

	if (!v->whole)
	{
		*cmp = compare_float8(v->number, limit);
		return true;
	}
	if (!(limit > -WHOLE_LIMIT && limit < WHOLE_LIMIT))
		return false;
	whole = (int64) limit;
	if (v->integer != whole)
		*cmp = v->integer < whole ? -1 : 1;
	else
		*cmp = limit > whole ? -1 : limit < whole;
	return true;
}

static inline FastOutcome
read_fact(EvalContext *ctx, const PlanNode *node, FastNumber *v)
{
	EvalFact *fact = node->fact;

	if (node->op != CRIT_FACT)
		return FAST_NO;
	if (fact->source == FACT_COLUMN)
		return read_column(ctx, fact, v);
	if (fact->source == FACT_HISTORY)
		return read_history(ctx, fact, v);
	return FAST_NO;
}

/* fact <op> literal; false when it must go the general way */
bool
te_eval_fast_compare(EvalContext *ctx, PlanNode *node, TriState *result)
{
	PlanNode *literal = node->args[1];
	FastNumber v;
	double limit;
	int cmp;

	switch (read_fact(ctx, node->args[0], &v))
	{
		case FAST_NO:
			return false;
		case FAST_UNKNOWN:
			*result = TRI_UNKNOWN;
			return true;
		case FAST_VALUE:
			break;
	}
	if (!limit_in(literal, v.unit, node->args[0]->fact->analyte, &limit) ||
		!compare(&v, limit, &cmp))
		return false;
	switch ((CritCompare) node->sub)
	{
		case CRIT_EQ:
			*result = tri(cmp == 0);
			break;
		case CRIT_NE:
			*result = tri(cmp != 0);
			break;
		case CRIT_LT:
			*result = tri(cmp < 0);
			break;
		case CRIT_LE:
			*result = tri(cmp <= 0);
			break;
		case CRIT_GT:
			*result = tri(cmp > 0);
			break;
		case CRIT_GE:
			*result = tri(cmp >= 0);
			break;
	}
	return true;
}

/* fact between literal and literal, not negated */
bool
te_eval_fast_between(EvalContext *ctx, PlanNode *node, TriState *result)
{
	AnalyteId analyte;
	FastNumber v;
	double low;
	double high;
	int above;
	int below;

	switch (read_fact(ctx, node->args[0], &v))
	{
		case FAST_NO:
			return false;
		case FAST_UNKNOWN:
			*result = TRI_UNKNOWN;
			return true;
		case FAST_VALUE:
			break;
	}
	analyte = node->args[0]->fact->analyte;
	if (!limit_in(node->args[1], v.unit, analyte, &low) ||
		!limit_in(node->args[2], v.unit, analyte, &high) ||
		!compare(&v, low, &above) || !compare(&v, high, &below))
		return false;
	*result = tri(above >= 0 && below <= 0);
	return true;
}

static FastOutcome
read_column(EvalContext *ctx, const EvalFact *fact, FastNumber *v)
{
	const FactColumn *column = fact->columns;
	Datum value;

	if (fact->n_columns != 1)
		return FAST_NO;
	if (ctx->nulls[column->column])
		return FAST_UNKNOWN;
	value = ctx->values[column->column];
	v->unit = fact->unit;
	if (column->class == COLUMN_FLOAT8)
	{
		v->whole = false;
		v->number = DatumGetFloat8(value);
		return FAST_VALUE;
	}
	if (column->class != COLUMN_INTEGER)
		return FAST_NO;
	v->whole = true;
	v->integer = column->type == INT4OID ? DatumGetInt32(value) :
		column->type == INT8OID			 ? DatumGetInt64(value) :
										   DatumGetInt16(value);
	return FAST_VALUE;
}

/*
 * The last observation, when all entries are plain numbers with complete dates
 * and it is later than the one before.
 */
static FastOutcome
read_history(EvalContext *ctx, EvalFact *fact, FastNumber *v)
{
	EvalSeries *series = fact->series;
	const HistoryBlock *block = &series->block;
	const char *unit;
	int length;
	int last;

	if (fact->n_series != 1 || fact->has_within || ctx->history == NULL ||
		!ctx->dated)
		return FAST_NO;
	if (!te_eval_open(ctx, series))
		return fact->reading == READ_AGE ? FAST_NO : FAST_UNKNOWN;
	last = series->started - 1;
	if (!block->numbers_only ||
		(last > 0 &&
		 te_history_block_start(block, last - 1) ==
			 te_history_block_start(block, last)))
		return FAST_NO;
	v->whole = false;
	v->number = te_history_block_value(block, last, &unit, &length);
	v->unit = unit == NULL ? fact->unit :
							 te_eval_fact_unit(ctx->plan, fact, unit, length);
	return FAST_VALUE;
}

/* The literal in that unit, when that is already known. */
static bool
limit_in(const PlanNode *literal, const EvalUnit *unit, AnalyteId analyte,
		 double *limit)
{
	if (literal->value.unit == unit)
	{
		*limit = literal->value.number;
		return unit == NULL || unit->valid;
	}
	for (int i = 0; i < EVAL_CONVERTED; i++)
	{
		const EvalConverted *entry = &literal->converted[i];

		if (entry->unit == unit && entry->analyte == analyte && unit != NULL &&
			entry->possible)
		{
			*limit = entry->number;
			return true;
		}
	}
	return false;
}

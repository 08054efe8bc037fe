/*
 * eval_fast.c
 *		The comparison that criteria are mostly made of: a stored number against
 *		a literal, without the detours that other values need; and the functions
 *		of a history over plain entries.
 *
 * Plain entries are numbers in one unit at complete dates: what a laboratory
 * reports.  A window over them has known ends, a "where" compares their value
 * with a literal.  Then every entry surely matches or surely does not.
 *
 * What is found here must be what the general way finds (eval_compare.c): a
 * case that is not entirely plain is left to it.
 */
#include "criteria/eval_internal.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
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
	bool computed; /* to be rounded when compared */
	bool own_unit; /* only a literal in that unit is compared here */
	const EvalUnit *unit;
	AnalyteId analyte;
} FastNumber;

/* Plain entries from .. to - 1 of a series, and the "where" they must meet. */
typedef struct PlainEntries
{
	const HistoryBlock *block;
	const EvalUnit *unit;
	int from;
	int to;
	bool conditional;
	CritCompare op;
	double limit;
} PlainEntries;

static FastOutcome read_column(EvalContext *ctx, const EvalFact *fact,
							   FastNumber *v);
static FastOutcome read_history(EvalContext *ctx, EvalFact *fact,
								FastNumber *v);
static FastOutcome call_function(EvalContext *ctx, PlanNode *node,
								 FastNumber *v);
static bool find_entries(EvalContext *ctx, PlanNode *node, bool affirmed,
						 PlainEntries *e);
static bool narrow(EvalContext *ctx, PlanNode *window, PlainEntries *e);
static FastOutcome sum_entries(const PlainEntries *e, bool mean, FastNumber *v);
static FastOutcome pick_entry(const PlainEntries *e, CritHistory function,
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
		*cmp = compare_float8(v->computed ? te_round14(v->number) : v->number,
							  limit);
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

static inline bool
holds(CritCompare op, int cmp)
{
	switch (op)
	{
		case CRIT_EQ:
			return cmp == 0;
		case CRIT_NE:
			return cmp != 0;
		case CRIT_LT:
			return cmp < 0;
		case CRIT_LE:
			return cmp <= 0;
		case CRIT_GT:
			return cmp > 0;
		case CRIT_GE:
			return cmp >= 0;
	}
	return false;
}

static inline FastOutcome
read_number(EvalContext *ctx, PlanNode *node, FastNumber *v)
{
	EvalFact *fact = node->fact;

	v->computed = false;
	v->own_unit = false;
	if (node->op == CRIT_HISTORY)
		return call_function(ctx, node, v);
	if (node->op != CRIT_FACT)
		return FAST_NO;
	v->analyte = fact->analyte;
	if (fact->source == FACT_COLUMN)
		return read_column(ctx, fact, v);
	/* of a visit the value is not the last one */
	if (fact->source == FACT_HISTORY && !ctx->plan->of_visit)
		return read_history(ctx, fact, v);
	return FAST_NO;
}

static inline bool
limit_for(const PlanNode *literal, const FastNumber *v, double *limit)
{
	if (v->own_unit && literal->value.unit != v->unit)
		return false;
	return limit_in(literal, v->unit, v->analyte, limit);
}

/* fact or function <op> literal; false when it must go the general way */
bool
te_eval_fast_compare(EvalContext *ctx, PlanNode *node, TriState *result)
{
	PlanNode *literal = node->args[1];
	FastNumber v;
	double limit;
	int cmp;

	switch (read_number(ctx, node->args[0], &v))
	{
		case FAST_NO:
			return false;
		case FAST_UNKNOWN:
			*result = TRI_UNKNOWN;
			return true;
		case FAST_VALUE:
			break;
	}
	if (!limit_for(literal, &v, &limit) || !compare(&v, limit, &cmp))
		return false;
	*result = tri(holds((CritCompare) node->sub, cmp));
	return true;
}

/* fact or function between literal and literal, not negated */
bool
te_eval_fast_between(EvalContext *ctx, PlanNode *node, TriState *result)
{
	FastNumber v;
	double low;
	double high;
	int above;
	int below;

	switch (read_number(ctx, node->args[0], &v))
	{
		case FAST_NO:
			return false;
		case FAST_UNKNOWN:
			*result = TRI_UNKNOWN;
			return true;
		case FAST_VALUE:
			break;
	}
	if (!limit_for(node->args[1], &v, &low) ||
		!limit_for(node->args[2], &v, &high) || !compare(&v, low, &above) ||
		!compare(&v, high, &below))
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

/* ---------------------------------------------- functions of plain entries */

static inline double
number_of(const PlainEntries *e, int i)
{
	return te_history_block_value(e->block, i, NULL, NULL);
}

static inline bool
matches(const PlainEntries *e, double number)
{
	return !e->conditional || holds(e->op, compare_float8(number, e->limit));
}

/* any(...); false: not that simple */
bool
te_eval_fast_any(EvalContext *ctx, PlanNode *node, TriState *result)
{
	PlainEntries e;

	if (!find_entries(ctx, node, true, &e))
		return false;
	*result = TRI_FALSE;
	for (int i = e.to - 1; i >= e.from && *result == TRI_FALSE; i--)
	{
		*result = tri(matches(&e, number_of(&e, i)));
		CHECK_FOR_INTERRUPTS();
	}
	return true;
}

static FastOutcome
call_function(EvalContext *ctx, PlanNode *node, FastNumber *v)
{
	PlainEntries e;
	bool affirmed = node->sub == CRIT_HISTORY_COUNT ||
		node->sub == CRIT_HISTORY_SUM || node->sub == CRIT_HISTORY_MEAN;

	if (!find_entries(ctx, node, affirmed, &e))
		return FAST_NO;
	v->whole = false;
	v->unit = e.unit;
	v->analyte = node->args[0]->fact->analyte;
	switch ((CritHistory) node->sub)
	{
		case CRIT_HISTORY_COUNT:
			v->unit = NULL;
			v->number = 0;
			for (int i = e.from; i < e.to; i++)
			{
				v->number += matches(&e, number_of(&e, i));
				CHECK_FOR_INTERRUPTS();
			}
			return FAST_VALUE;
		case CRIT_HISTORY_SUM:
			return sum_entries(&e, false, v);
		case CRIT_HISTORY_MEAN:
			return sum_entries(&e, true, v);
		case CRIT_HISTORY_LAST:
			/* it may be too old */
			if (node->args[0]->fact->has_within)
				return FAST_NO;
			/* FALLTHROUGH */
		case CRIT_HISTORY_FIRST:
		case CRIT_HISTORY_MIN:
		case CRIT_HISTORY_MAX:
			return pick_entry(&e, (CritHistory) node->sub, v);
		default:
			return FAST_NO;
	}
}

/*
 * The entries that a function looks at, when they are plain.  affirmed: those
 * that say no do not count.
 */
static bool
find_entries(EvalContext *ctx, PlanNode *node, bool affirmed, PlainEntries *e)
{
	EvalFact *fact = node->args[0]->fact;
	PlanNode *where = node->where;
	const char *unit;
	int length;

	if (ctx->collector != NULL || ctx->history == NULL || !ctx->dated ||
		node->n_args != 1 || fact->source != FACT_HISTORY ||
		fact->n_series != 1 || (affirmed && fact->flag && !node->reads_value) ||
		!te_eval_open(ctx, fact->series))
		return false;
	e->block = &fact->series->block;
	if (!e->block->numbers_only || !e->block->one_unit)
		return false;
	(void) te_history_block_value(e->block, 0, &unit, &length);
	e->unit = unit == NULL ? fact->unit :
							 te_eval_fact_unit(ctx->plan, fact, unit, length);
	if (e->unit != NULL && !e->unit->valid)
		return false;
	e->from = 0;
	e->to = fact->series->started;
	if (node->window != NULL && !narrow(ctx, node->window, e))
		return false;
	e->conditional = where != NULL;
	if (where == NULL)
		return true;
	e->op = (CritCompare) where->sub;
	return where->op == CRIT_COMPARE && !(where->flags & CRIT_NEGATED) &&
		where->args[0]->op == CRIT_ATTRIBUTE &&
		where->args[0]->sub == CRIT_ATTR_VALUE &&
		where->args[1]->op == CRIT_NUMBER &&
		limit_in(where->args[1], e->unit, fact->analyte, &e->limit);
}

/* How many of the entries from .. to - 1 lie before a day. */
static int
count_before(const PlainEntries *e, int32 day)
{
	int low = e->from;
	int high = e->to;

	while (low < high)
	{
		int middle = low + (high - low) / 2;

		if (day_of(te_history_block_start(e->block, middle)) < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low - e->from;
}

/* Leaves the entries within the window; false when its ends are uncertain. */
static bool
narrow(EvalContext *ctx, PlanNode *window, PlainEntries *e)
{
	EvalSpan span;

	te_eval_window(ctx, window, &span);
	if (span.ever)
		return true;
	if (span.unknown || span.from[0] != span.from[1] ||
		span.to[0] != span.to[1])
		return false;
	/* nothing starts later than as_of */
	if (span.to[0] < ctx->day)
		e->to = e->from + count_before(e, span.to[0] + 1);
	e->from += count_before(e, span.from[0]);
	return true;
}

static FastOutcome
sum_entries(const PlainEntries *e, bool mean, FastNumber *v)
{
	int n = 0;
	double sum = 0;

	if (e->unit != NULL && e->unit->unit.function != UNIT_LINEAR)
		return FAST_NO;
	for (int i = e->to - 1; i >= e->from; i--)
	{
		double number = number_of(e, i);

		CHECK_FOR_INTERRUPTS();
		if (!matches(e, number))
			continue;
		sum = n++ == 0 ? number : te_sum(sum, number);
		if (!isfinite(sum))
			return FAST_NO;
	}
	if (n == 0)
		return FAST_NO;
	v->number = mean ? sum / n : sum;
	v->computed = mean || n > 1;
	v->own_unit = true;
	return FAST_VALUE;
}

/* first, last, min, max; nothing there, or two first ones: the general way */
static FastOutcome
pick_entry(const PlainEntries *e, CritHistory function, FastNumber *v)
{
	bool last = function == CRIT_HISTORY_LAST;
	bool at_end = last || function == CRIT_HISTORY_FIRST;
	int step = function == CRIT_HISTORY_FIRST ? 1 : -1;
	int n = e->to - e->from;
	bool found = false;

	for (int i = step > 0 ? e->from : e->to - 1; n > 0; i += step, n--)
	{
		double number = number_of(e, i);

		CHECK_FOR_INTERRUPTS();
		if (!matches(e, number))
			continue;
		if (at_end)
		{
			v->number = number;
			if (n > 1 &&
				te_history_block_start(e->block, i) ==
					te_history_block_start(e->block, i + step))
				return FAST_NO;
			return FAST_VALUE;
		}
		if (!found ||
			(function == CRIT_HISTORY_MAX ? number > v->number :
											number < v->number))
			v->number = number;
		found = true;
	}
	return found ? FAST_VALUE : FAST_NO;
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

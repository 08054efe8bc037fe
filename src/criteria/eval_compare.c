/*
 * eval_compare.c
 *		Comparing two values: how numbers of different types, units and
 *		certainty meet.
 *
 * design.md, section 5: a stored value against a limit in its own unit is
 * compared as it is, a computed one is rounded to 14 digits, once, here.  A
 * real column compares as real, the other side cast to it; numeric as numeric;
 * integers exactly; floats in PostgreSQL's order, NaN above infinity.
 */
#include "criteria/eval_internal.h"

#include <float.h>
#include <math.h>

#include "utils/float.h"
#include "utils/numeric.h"

static TriState compare_numbers(CritCompare op, const EvalValue *a,
								const EvalValue *b, EvalWhy *why);
static TriState decide(CritCompare op, int cmp);
static TriState compare_intervals(CritCompare op, const EvalValue *a,
								  const EvalValue *b);
static int compare_int64_float8(int64 a, double b);
static int compare_float4(const EvalValue *a, const EvalValue *b);
static int compare_numeric(const EvalValue *a, const EvalValue *b);
static Datum value_numeric(const EvalValue *v, bool *done);
static bool align_missing_unit(EvalContext *ctx, EvalValue *with,
							   EvalValue *without, EvalWhy *why);
static bool convert_literal(EvalContext *ctx, EvalValue *literal,
							const EvalValue *to);
static bool convert_stored(EvalValue *v, const EvalUnit *to, AnalyteId analyte);
static bool spread(EvalContext *ctx, EvalValue *v, const EvalUnit *to);
static AnalyteId common_analyte(const EvalValue *a, const EvalValue *b);

TriState
te_eval_compare(EvalContext *ctx, CritCompare op, const EvalValue *a,
				const EvalValue *b, EvalWhy *why)
{
	TriState result = TRI_UNKNOWN;

	*why = WHY_KNOWN;
	if (a->kind == KIND_UNKNOWN || b->kind == KIND_UNKNOWN)
	{
		*why = a->kind == KIND_UNKNOWN ? a->why : b->why;
		return TRI_UNKNOWN;
	}
	if (a->kind == KIND_NUMBER && b->kind == KIND_NUMBER)
	{
		if (a->unit != b->unit || a->any_unit || b->any_unit)
		{
			EvalValue x = *a;
			EvalValue y = *b;

			if (!te_eval_align(ctx, &x, &y, why))
				return TRI_UNKNOWN;
			return compare_numbers(op, &x, &y, why);
		}
		if (a->unit != NULL && !a->unit->valid)
		{
			*why = WHY_UNIT;
			return TRI_UNKNOWN;
		}
		return compare_numbers(op, a, b, why);
	}
	if (a->kind == KIND_DATE && b->kind == KIND_DATE)
	{
		result = te_eval_compare_dates(op, a, b);
		if (result == TRI_UNKNOWN)
			*why = WHY_PARTIAL_DATE;
		return result;
	}
	if (a->kind == KIND_TEXT && b->kind == KIND_TEXT &&
		(op == CRIT_EQ || op == CRIT_NE))
		result = te_eval_text_equal(a, b);
	else if (a->kind == KIND_BOOLEAN && b->kind == KIND_BOOLEAN &&
			 (op == CRIT_EQ || op == CRIT_NE))
		result = tri(a->truth == b->truth);
	if (result == TRI_UNKNOWN)
		*why = WHY_TEXT;
	return op == CRIT_NE ? tri_not(result) : result;
}

/* --------------------------------------------------------------- numbers */

static TriState
compare_numbers(CritCompare op, const EvalValue *a, const EvalValue *b,
				EvalWhy *why)
{
	TriState result;

	if (likely(a->sign == SIGN_NONE && b->sign == SIGN_NONE && !a->range &&
			   !b->range))
		return decide(op, te_eval_number_cmp(a, b));
	result = compare_intervals(op, a, b);
	if (result == TRI_UNKNOWN)
		*why = a->range || b->range ? WHY_PARTIAL_DATE : WHY_CENSORED;
	return result;
}

static TriState
decide(CritCompare op, int cmp)
{
	switch (op)
	{
		case CRIT_EQ:
			return tri(cmp == 0);
		case CRIT_NE:
			return tri(cmp != 0);
		case CRIT_LT:
			return tri(cmp < 0);
		case CRIT_LE:
			return tri(cmp <= 0);
		case CRIT_GT:
			return tri(cmp > 0);
		case CRIT_GE:
			return tri(cmp >= 0);
	}
	return TRI_UNKNOWN;
}

/* One end of what a number may be. */
typedef struct Bound
{
	EvalValue at;
	bool infinite;
	bool open;
} Bound;

static void
bounds(const EvalValue *v, Bound *low, Bound *high)
{
	memset(low, 0, sizeof(*low));
	memset(high, 0, sizeof(*high));
	low->at = high->at = *v;
	if (v->range)
		high->at.number = v->high;
	if (v->sign == SIGN_LT || v->sign == SIGN_LE)
		low->infinite = true;
	if (v->sign == SIGN_GT || v->sign == SIGN_GE)
		high->infinite = true;
	low->open = v->sign == SIGN_GT;
	high->open = v->sign == SIGN_LT;
}

/* Is all of a, up to its high end, below b, from its low end on? */
static bool
ends_below(const Bound *a_high, const Bound *b_low, bool or_equal)
{
	int cmp;

	if (a_high->infinite || b_low->infinite)
		return false;
	cmp = te_eval_number_cmp(&a_high->at, &b_low->at);
	return cmp < 0 || (cmp == 0 && (or_equal || a_high->open || b_low->open));
}

/* "<0.2" against < 0.5 is true, against < 0.1 unknown. */
static TriState
compare_intervals(CritCompare op, const EvalValue *a, const EvalValue *b)
{
	Bound a_low, a_high, b_low, b_high;

	bounds(a, &a_low, &a_high);
	bounds(b, &b_low, &b_high);
	switch (op)
	{
		case CRIT_LT:
			return ends_below(&a_high, &b_low, false) ? TRI_TRUE :
				ends_below(&b_high, &a_low, true)	  ? TRI_FALSE :
														TRI_UNKNOWN;
		case CRIT_LE:
			return ends_below(&a_high, &b_low, true) ? TRI_TRUE :
				ends_below(&b_high, &a_low, false)	 ? TRI_FALSE :
													   TRI_UNKNOWN;
		case CRIT_GT:
			return compare_intervals(CRIT_LT, b, a);
		case CRIT_GE:
			return compare_intervals(CRIT_LE, b, a);
		case CRIT_EQ:
			if (ends_below(&a_high, &b_low, false) ||
				ends_below(&b_high, &a_low, false))
				return TRI_FALSE;
			if (a->sign == SIGN_NONE && b->sign == SIGN_NONE &&
				te_eval_number_cmp(&a_low.at, &a_high.at) == 0 &&
				te_eval_number_cmp(&b_low.at, &b_high.at) == 0)
				return TRI_TRUE;
			return TRI_UNKNOWN;
		case CRIT_NE:
			return tri_not(compare_intervals(CRIT_EQ, a, b));
	}
	return TRI_UNKNOWN;
}

double
te_eval_rounded(const EvalValue *v)
{
	return v->computed ? te_round14(v->number) : v->number;
}

int
te_eval_number_cmp(const EvalValue *a, const EvalValue *b)
{
	if (likely(a->rep == REP_FLOAT8 && b->rep == REP_FLOAT8))
		return float8_cmp_internal(te_eval_rounded(a), te_eval_rounded(b));
	if (a->rep == REP_FLOAT4 || b->rep == REP_FLOAT4)
		return compare_float4(a, b);
	if (a->rep == REP_INT64 && b->rep == REP_INT64)
		return a->integer < b->integer ? -1 : a->integer > b->integer;
	if (a->rep == REP_NUMERIC || b->rep == REP_NUMERIC)
		return compare_numeric(a, b);
	if (a->rep == REP_INT64)
		return compare_int64_float8(a->integer, te_eval_rounded(b));
	return -compare_int64_float8(b->integer, te_eval_rounded(a));
}

/* Exact: no integer is rounded to a float8. */
static int
compare_int64_float8(int64 a, double b)
{
	int64 whole;

	if (isnan(b) || b >= 9223372036854775808.0)
		return -1;
	if (b < -9223372036854775808.0)
		return 1;
	whole = (int64) b; /* towards zero */
	if (a != whole)
		return a < whole ? -1 : 1;
	return b > (double) whole ? -1 : b < (double) whole;
}

/*
 * The other side is cast to real, unless a real cannot hold it: then both are
 * compared as float8.
 */
static int
compare_float4(const EvalValue *a, const EvalValue *b)
{
	double x = a->rep == REP_FLOAT4 ? a->number : te_eval_rounded(a);
	double y = b->rep == REP_FLOAT4 ? b->number : te_eval_rounded(b);
	float4 fx;
	float4 fy;

	if (a->rep == REP_INT64 || a->rep == REP_NUMERIC)
		x = te_eval_double(a);
	if (b->rep == REP_INT64 || b->rep == REP_NUMERIC)
		y = te_eval_double(b);
	fx = (float4) x;
	fy = (float4) y;
	if ((isinf(fx) && !isinf(x)) || (isinf(fy) && !isinf(y)) ||
		(fx == 0 && x != 0) || (fy == 0 && y != 0))
		return float8_cmp_internal(x, y);
	return float4_cmp_internal(fx, fy);
}

/*
 * A numeric against a stored float8 is compared as float8, as in core; against
 * a literal or an integer as numeric.
 */
static int
compare_numeric(const EvalValue *a, const EvalValue *b)
{
	bool done_a;
	bool done_b;
	Datum x = value_numeric(a, &done_a);
	Datum y = value_numeric(b, &done_b);

	if (done_a && done_b)
		return DatumGetInt32(DirectFunctionCall2(numeric_cmp, x, y));
	return float8_cmp_internal(a->rep == REP_FLOAT8 ? te_eval_rounded(a) :
													  te_eval_double(a),
							   b->rep == REP_FLOAT8 ? te_eval_rounded(b) :
													  te_eval_double(b));
}

static Datum
value_numeric(const EvalValue *v, bool *done)
{
	PlanNode *literal = v->literal;

	*done = true;
	if (v->rep == REP_NUMERIC)
		return v->numeric;
	if (v->rep == REP_INT64)
		return NumericGetDatum(int64_to_numeric(v->integer));
	if (literal != NULL)
	{
		/* of its own unit, or of one it has been converted to */
		if (v->number == literal->value.number && literal->value.numeric != 0)
			return literal->value.numeric;
		for (int i = 0; i < EVAL_CONVERTED; i++)
		{
			if (literal->converted[i].has_numeric &&
				literal->converted[i].number == v->number)
				return literal->converted[i].numeric;
		}
		return te_eval_numeric(te_eval_rounded(v));
	}
	*done = false;
	return (Datum) 0;
}

/* What somebody typed: the shortest decimal, not core's 15 digits. */
Datum
te_eval_numeric(double value)
{
	char text[64];

	if (isnan(value))
		strlcpy(text, "NaN", sizeof(text));
	else if (isinf(value))
		strlcpy(text, value > 0 ? "Infinity" : "-Infinity", sizeof(text));
	else
		text[te_eval_print_double(value, text)] = '\0';
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* ----------------------------------------------------------------- units */

bool
te_eval_align(EvalContext *ctx, EvalValue *a, EvalValue *b, EvalWhy *why)
{
	*why = WHY_UNIT;
	if (a->any_unit || b->any_unit)
	{
		/* nothing given is 0 in any unit that has a true zero */
		const EvalUnit *unit = a->any_unit ? b->unit : a->unit;

		return unit == NULL ||
			(unit->valid && unit->unit.function == UNIT_LINEAR);
	}
	if (a->unit == NULL && b->unit == NULL)
		return true;
	if (a->unit == NULL)
		return align_missing_unit(ctx, b, a, why);
	if (b->unit == NULL)
		return align_missing_unit(ctx, a, b, why);
	if (!a->unit->valid || !b->unit->valid)
		return false;
	if (!spread(ctx, a, b->unit))
		(void) spread(ctx, b, a->unit);

	/* the limit goes into the unit of the data */
	if (b->literal != NULL)
		return convert_literal(ctx, b, a);
	if (a->literal != NULL)
		return convert_literal(ctx, a, b);
	if (te_eval_same_unit(a->unit, b->unit))
		return true;
	return convert_stored(b, a->unit, common_analyte(a, b));
}

/*
 * One side has a unit, the other none.  "1" and scores are numbers; an age is
 * in years; else nobody knows what the bare number means.
 */
static bool
align_missing_unit(EvalContext *ctx, EvalValue *with, EvalValue *without,
				   EvalWhy *why)
{
	bool age = (with->fact != NULL && with->fact->reading == READ_AGE) ||
		(without->fact != NULL && without->fact->reading == READ_AGE);

	*why =
		with->unit->valid && without->literal == NULL ? WHY_NO_UNIT : WHY_UNIT;
	if (!with->unit->valid)
		return false;
	if (with->unit->plain || with->unit_optional)
		return true;
	if (!age || !with->unit->time)
		return false;
	if (te_eval_same_unit(with->unit, ctx->plan->year))
		return true;
	if (with->literal != NULL)
	{
		EvalValue years = *without;

		years.unit = ctx->plan->year;
		return convert_literal(ctx, with, &years);
	}
	return convert_stored(with, ctx->plan->year, TE_NO_ANALYTE);
}

/* Looks in the literal's node first: each unit of the data is worked out once. */
static bool
convert_literal(EvalContext *ctx, EvalValue *literal, const EvalValue *to)
{
	PlanNode *node = literal->literal;
	AnalyteId analyte = to->fact == NULL ? TE_NO_ANALYTE : to->fact->analyte;
	EvalConverted *entry = NULL;
	const EvalUnit *unit = node->value.unit;

	/* only the literal itself, not what was made of it */
	for (int i = 0; i < EVAL_CONVERTED; i++)
	{
		if (node->converted[i].unit == to->unit &&
			node->converted[i].analyte == analyte)
			entry = &node->converted[i];
	}
	if (entry == NULL)
	{
		if (to->unit->transient)
		{
			if (analyte != TE_NO_ANALYTE)
				literal->unit =
					te_eval_unit(ctx->plan, unit->text, unit->length, analyte);
			return convert_stored(literal, to->unit, analyte);
		}
		entry = &node->converted[node->next_converted];
		node->next_converted = (node->next_converted + 1) % EVAL_CONVERTED;
		entry->unit = to->unit;
		entry->analyte = analyte;
		entry->has_numeric = false;
		entry->number = node->value.number;
		entry->possible = true;
		/* beside a cell count "G/L" is giga, not gauss */
		if (analyte != TE_NO_ANALYTE)
			unit = te_eval_unit(ctx->plan, unit->text, unit->length, analyte);
		if (!te_eval_same_unit(unit, to->unit))
		{
			entry->possible =
				te_eval_convert(node->value.number, unit, to->unit, analyte,
								&entry->number);
			entry->number = te_round14(entry->number);
		}
	}
	if (!entry->possible)
		return false;
	if (to->rep == REP_NUMERIC && !entry->has_numeric)
	{
		MemoryContext old = MemoryContextSwitchTo(ctx->plan->context);

		entry->numeric = te_eval_numeric(entry->number);
		entry->has_numeric = true;
		MemoryContextSwitchTo(old);
	}
	literal->number = entry->number;
	literal->computed = false;
	literal->unit = to->unit;
	return true;
}

static bool
convert_stored(EvalValue *v, const EvalUnit *to, AnalyteId analyte)
{
	double converted;

	if (!te_eval_convert(te_eval_double(v), v->unit, to, analyte, &converted))
		return false;
	v->number = te_round14(converted);
	if (v->range)
	{
		if (!te_eval_convert(v->high, v->unit, to, analyte, &converted))
			return false;
		v->high = te_round14(converted);
	}
	v->rep = REP_FLOAT8;
	v->computed = false;
	v->unit = to;
	return true;
}

/* "500 mg" over five days, where a rate is asked: 100 mg/d. */
static bool
spread(EvalContext *ctx, EvalValue *v, const EvalUnit *to)
{
	const EvalUnit *rate;

	if (v->spread_days <= 0 || te_unit_commensurable(&v->unit->unit, &to->unit))
		return false;
	rate = te_eval_unit_product(ctx->plan, v->unit, ctx->plan->day, -1);
	if (rate == NULL || !rate->valid ||
		!te_unit_commensurable(&rate->unit, &to->unit))
		return false;
	v->number = te_eval_double(v) / v->spread_days;
	v->rep = REP_FLOAT8;
	v->computed = true;
	v->unit = rate;
	v->spread_days = 0;
	return true;
}

/* Molar mass helps only where both sides are one substance. */
static AnalyteId
common_analyte(const EvalValue *a, const EvalValue *b)
{
	AnalyteId x = a->fact == NULL ? TE_NO_ANALYTE : a->fact->analyte;
	AnalyteId y = b->fact == NULL ? TE_NO_ANALYTE : b->fact->analyte;

	if (a->fact != NULL && b->fact != NULL && x != y)
		return TE_NO_ANALYTE;
	return a->fact != NULL ? x : y;
}

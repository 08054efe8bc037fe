/*
 * eval_function.c
 *		History functions that pick one of several entries: any, last, first,
 *		min, max.
 *
 * An entry that may match (a partial date, an undecided "where") is taken into
 * account both ways: where the answer is the same it is known, else unknown.
 */
#include "criteria/eval_internal.h"

#include <float.h>
#include <math.h>

static TriState any_of_columns(EvalContext *ctx, PlanNode *node,
							   const EvalSpan *span, EvalWhy *why);
static TriState any_of_column(EvalContext *ctx, EvalFact *fact,
							  const FactColumn *column, const EvalSpan *span,
							  EvalWhy *why);
static void last_or_first(EvalContext *ctx, PlanNode *node, EvalValue *v);
static void least_or_most(EvalContext *ctx, PlanNode *node, EvalValue *v);
static void set_nothing(EvalContext *ctx, PlanNode *node, EvalWhy why,
						EvalValue *v);

TriState
te_eval_any(EvalContext *ctx, PlanNode *node)
{
	CollectorMark start = {0, 0};
	EvalScan scan;
	EvalSpan span;
	EvalWhy why = WHY_KNOWN;
	TriState result;
	bool in_history = false;
	EvalEntry shown;
	bool has_shown = false;

	if (ctx->collector != NULL)
		start = te_collect_mark(ctx->collector);
	else if (te_eval_fast_any(ctx, node, &result))
		return result;
	te_eval_window(ctx, node->window, &span);
	result = any_of_columns(ctx, node, &span, &why);
	for (int i = 0; i < node->n_args; i++)
		in_history |= node->args[i]->fact->source == FACT_HISTORY ||
			node->args[i]->fact->source == FACT_DERIVED;
	if (in_history && result != TRI_TRUE)
	{
		EvalWhy missing;

		if (te_eval_history_unknown(ctx, &missing))
		{
			result = TRI_UNKNOWN;
			why = missing;
		}
		else
		{
			te_eval_scan_begin(&scan, ctx, node, &span);
			while (result != TRI_TRUE && te_eval_scan_next(&scan, true))
			{
				if (scan.match == TRI_UNKNOWN && why == WHY_KNOWN)
					why = scan.why;
				if (scan.match == TRI_TRUE || !has_shown)
				{
					shown = scan.entry;
					has_shown = true;
				}
				result = tri_or(result, scan.match);
			}
		}
	}
	if (ctx->collector != NULL)
		te_note_any(ctx, node, result, start,
					has_shown && result != TRI_FALSE ? &shown : NULL,
					result == TRI_UNKNOWN ? why : WHY_KNOWN);
	return result;
}

/* Are there entries that any() looked at, all of them a recorded no? */
bool
te_eval_recorded(EvalContext *ctx, PlanNode *node)
{
	struct Collector *collector = ctx->collector;
	EvalScan scan;
	EvalSpan span;
	bool found;

	/* what is missing has been told */
	ctx->collector = NULL;
	te_eval_window(ctx, node->window, &span);
	te_eval_scan_begin(&scan, ctx, node, &span);
	found = te_eval_scan_next(&scan, false);
	ctx->collector = collector;
	return found;
}

/* In a row a flag is itself, and a date is the day of its own event. */
static TriState
any_of_columns(EvalContext *ctx, PlanNode *node, const EvalSpan *span,
			   EvalWhy *why)
{
	TriState result = TRI_FALSE;

	for (int i = 0; i < node->n_args && result != TRI_TRUE; i++)
	{
		EvalFact *fact = node->args[i]->fact;

		if (fact->source != FACT_COLUMN)
			continue;
		for (int c = 0; c < fact->n_columns && result != TRI_TRUE; c++)
		{
			EvalWhy one_why = WHY_KNOWN;
			TriState one =
				any_of_column(ctx, fact, &fact->columns[c], span, &one_why);

			if (one == TRI_UNKNOWN)
			{
				if (*why == WHY_KNOWN)
					*why = one_why;
				if (ctx->collector != NULL)
				{
					EvalValue v;

					te_eval_set_unknown(&v, one_why, fact);
					te_collect_missing(ctx, fact, &v);
				}
			}
			result = tri_or(result, one);
		}
	}
	return result;
}

static TriState
any_of_column(EvalContext *ctx, EvalFact *fact, const FactColumn *column,
			  const EvalSpan *span, EvalWhy *why)
{
	EvalValue v;
	int32 day[2];
	TriState inside;

	te_eval_read_column(ctx, fact, column, &v);
	te_eval_coerce(fact,
				   v.kind == KIND_DATE ? CRIT_TYPE_DATE : CRIT_TYPE_BOOLEAN,
				   &v);
	if (v.kind == KIND_UNKNOWN)
	{
		*why = v.why;
		return fact->absent_no && v.why == WHY_NOT_RECORDED ? TRI_FALSE :
															  TRI_UNKNOWN;
	}
	if (v.kind == KIND_BOOLEAN)
		return tri(v.truth);
	day[0] = day[1] = day_of(v.first);
	if (day[0] == DAY_NEVER || day[0] == DAY_FOREVER)
		return TRI_FALSE;
	if (!ctx->dated)
	{
		*why = WHY_NO_DATE;
		return TRI_UNKNOWN;
	}
	if (day[0] > ctx->day)
		return TRI_FALSE;
	inside = te_eval_overlaps(span, day, day);
	if (inside == TRI_UNKNOWN)
		*why = span->unknown ? WHY_NO_ANCHOR : WHY_PARTIAL_DATE;
	return inside;
}

/* ---------------------------------------------------- functions of a value */

void
te_eval_history(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	EvalFact *fact = node->args[0]->fact;
	EvalWhy why;

	if (te_eval_history_unknown(ctx, &why))
		te_eval_set_unknown(v, why, fact);
	else
	{
		switch ((CritHistory) node->sub)
		{
			case CRIT_HISTORY_LAST:
			case CRIT_HISTORY_FIRST:
				last_or_first(ctx, node, v);
				break;
			case CRIT_HISTORY_MIN:
			case CRIT_HISTORY_MAX:
				least_or_most(ctx, node, v);
				break;
			case CRIT_HISTORY_MEAN:
				te_eval_mean(ctx, node, v);
				break;
			case CRIT_HISTORY_SUM:
				te_eval_sum(ctx, node, v);
				break;
			case CRIT_HISTORY_COUNT:
				te_eval_count(ctx, node, v);
				break;
			case CRIT_HISTORY_DURATION_OF:
				te_eval_duration_of(ctx, node, v);
				break;
			case CRIT_HISTORY_ANY:
			case CRIT_HISTORY_STABLE:
				break; /* truth values: te_eval_bool */
		}
	}
	if (ctx->collector != NULL && v->kind == KIND_UNKNOWN)
		te_collect_missing(ctx, v->fact != NULL ? v->fact : fact, v);
}

/* No entry matches: not recorded, unless an undecided one might. */
static void
set_nothing(EvalContext *ctx, PlanNode *node, EvalWhy why, EvalValue *v)
{
	te_eval_set_unknown(v, why == WHY_KNOWN ? WHY_NOT_RECORDED : why,
						node->args[0]->fact);
}

/*
 * The last (or first) entry that matches: found in two passes, first the
 * newest that surely matches, then all that may be newer or as new.
 */
static void
last_or_first(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	bool last = node->sub == CRIT_HISTORY_LAST;
	EvalScan scan;
	EvalSpan span;
	bool found = false;
	Timestamp best = 0;
	EvalWhy why = WHY_KNOWN;
	bool doubtful = false;
	int candidates = 0;

	te_eval_window(ctx, node->window, &span);
	te_eval_scan_begin(&scan, ctx, node, &span);
	while (te_eval_scan_next(&scan, false))
	{
		const HistoryEntry *raw = &scan.entry.raw;
		Timestamp at = last ? raw->start_first : raw->start_last;

		if (scan.match != TRI_TRUE)
		{
			why = why == WHY_KNOWN ? scan.why : why;
			continue;
		}
		if (!found || (last ? at > best : at < best))
			best = at;
		found = true;
	}
	if (!found)
	{
		set_nothing(ctx, node, why, v);
		return;
	}
	te_eval_scan_begin(&scan, ctx, node, &span);
	while (te_eval_scan_next(&scan, false))
	{
		const HistoryEntry *raw = &scan.entry.raw;
		EvalValue other;

		if (last ? raw->start_last < best : raw->start_first > best)
			continue;
		doubtful |=
			scan.match != TRI_TRUE || raw->start_first != raw->start_last;
		te_eval_entry_value(ctx, &scan.entry, candidates == 0 ? v : &other);
		if (candidates++ > 0 && !te_eval_same_value(ctx, v, &other))
		{
			te_eval_set_unknown(v,
								!doubtful			 ? WHY_SEVERAL :
									why != WHY_KNOWN ? why :
													   WHY_PARTIAL_DATE,
								scan.entry.fact);
			return;
		}
	}
	if (candidates == 1 && v->fact != NULL && v->fact->has_within &&
		node->window == NULL && node->where == NULL && last)
	{
		int32 oldest =
			day_of(te_eval_shift((Timestamp) ctx->day * USECS_PER_DAY,
								 &v->fact->within, -1));

		if (day_of(v->at_last) < oldest)
		{
			v->was = v->kind;
			v->kind = KIND_UNKNOWN;
			v->why = WHY_TOO_OLD;
		}
	}
	if (node->type != CRIT_TYPE_ANY && v->fact != NULL)
		te_eval_coerce(v->fact, node->type, v);
}

/* What one entry says about a minimum or maximum. */
typedef struct Extreme
{
	bool found;
	EvalValue value; /* of the entry that decides this end */
	double number;	 /* in the common unit */
	bool infinite;
} Extreme;

/* Keeps the larger of the two; infinite means +infinity. */
static void
keep_larger(Extreme *e, const EvalValue *v, double number, bool infinite)
{
	if (e->found && (e->infinite || (!infinite && number <= e->number)))
		return;
	e->found = true;
	e->value = *v;
	e->number = number;
	e->infinite = infinite;
}

/*
 * One end is open: of "<0.5" and 0.3 the maximum is known to be 0.3 at least.
 * The entry that decides the other end keeps its own sign.
 */
static void
set_censored(const Extreme *low, const Extreme *high, int sign, EvalValue *v)
{
	const Extreme *end = low->found ? low : high;
	bool upward = low->found == (sign > 0);

	*v = end->value;
	if (!low->found && high->infinite)
	{
		te_eval_set_unknown(v, WHY_CENSORED, NULL);
		return;
	}
	if (v->sign != (upward ? SIGN_GT : SIGN_LT))
		v->sign = upward ? SIGN_GE : SIGN_LE;
}

/*
 * The largest: at least what surely matching entries reach, at most what all
 * reach.  The minimum is the same with the signs turned.
 */
static void
least_or_most(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	int sign = node->sub == CRIT_HISTORY_MAX ? 1 : -1;
	Extreme low; /* of the maximum: what is sure */
	Extreme high;
	EvalScan scan;
	EvalSpan span;
	EvalWhy why = WHY_KNOWN;
	bool sure = false;
	EvalValue common;
	bool has_common = false;

	low.found = high.found = false;
	te_eval_window(ctx, node->window, &span);
	te_eval_scan_begin(&scan, ctx, node, &span);
	while (te_eval_scan_next(&scan, false))
	{
		EvalValue original;
		EvalValue one;
		EvalWhy align;
		double number;
		bool below;
		bool above;
		bool other_unit;

		te_eval_entry_value(ctx, &scan.entry, &one);
		te_eval_coerce(scan.entry.fact, CRIT_TYPE_NUMBER, &one);
		if (one.kind == KIND_UNKNOWN || (one.unit != NULL && !one.unit->valid))
		{
			/* it might be the one */
			*v = one;
			v->kind = KIND_UNKNOWN;
			v->why = one.kind == KIND_UNKNOWN ? one.why : WHY_UNIT;
			if (one.unit != NULL && !one.unit->valid)
			{
				v->text = one.unit->text;
				v->length = one.unit->length;
			}
			return;
		}
		other_unit = has_common && one.unit != common.unit;
		if (other_unit)
			original = one;
		if (!has_common)
			common = one;
		else if (other_unit && !te_eval_align(ctx, &common, &one, &align))
		{
			*v = one;
			v->kind = KIND_UNKNOWN;
			v->why = align;
			return;
		}
		has_common = true;
		if (scan.match == TRI_TRUE)
			sure = true;
		else if (why == WHY_KNOWN)
			why = scan.why;

		number = sign * te_eval_double(&one);
		below = one.sign == (sign > 0 ? SIGN_LT : SIGN_GT) ||
			one.sign == (sign > 0 ? SIGN_LE : SIGN_GE);
		above = one.sign != SIGN_NONE && !below;
		if (scan.match == TRI_TRUE && !below)
			keep_larger(&low, other_unit ? &original : &one, number, false);
		keep_larger(&high, other_unit ? &original : &one, number, above);
	}
	if (!sure)
	{
		set_nothing(ctx, node, why, v);
		return;
	}
	if (!low.found || high.infinite)
	{
		set_censored(&low, &high, sign, v);
		if (v->kind == KIND_UNKNOWN)
			v->fact = node->args[0]->fact;
		return;
	}
	*v = low.value;
	if (high.number > low.number)
	{
		te_eval_set_number(v, Min(sign * low.number, sign * high.number),
						   common.unit);
		v->high = Max(sign * low.number, sign * high.number);
		v->range = true;
		v->fact = low.value.fact;
	}
}

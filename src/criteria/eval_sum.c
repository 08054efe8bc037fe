/*
 * eval_sum.c
 *		History functions that add up: count, sum, mean.
 *
 * Silence is none: count and sum of nothing are 0.  A sum over an amount that
 * is missing, censored, or in no usable unit is unknown, never less.
 */
#include "criteria/eval_internal.h"

#include <math.h>

static bool amount_inside(EvalContext *ctx, const EvalScan *scan,
						  EvalValue *amount, EvalWhy *why);
static bool days_inside(const EvalScan *scan, double *inside, EvalWhy *why);
static bool sum_entries(EvalContext *ctx, PlanNode *node, const EvalSpan *span,
						EvalValue *v, int *n, bool *exposures,
						int32 *first_day);

void
te_eval_count(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	EvalScan scan;
	EvalSpan span;
	int least = 0;
	int most = 0;

	te_eval_window(ctx, node->window, &span);
	te_eval_scan_begin(&scan, ctx, node, &span);
	while (te_eval_scan_next(&scan, true))
	{
		least += scan.match == TRI_TRUE;
		most++;
	}
	te_eval_set_number(v, least, NULL);
	v->high = most;
	v->range = most != least;
}

void
te_eval_sum(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	EvalSpan span;
	int n;
	bool exposures;
	int32 first_day;

	te_eval_window(ctx, node->window, &span);
	sum_entries(ctx, node, &span, v, &n, &exposures, &first_day);
}

/*
 * The sum of what matches, in the unit of the first of them; false, with *v
 * unknown, when it is not known.
 */
static bool
sum_entries(EvalContext *ctx, PlanNode *node, const EvalSpan *span,
			EvalValue *v, int *n, bool *exposures, int32 *first_day)
{
	EvalScan scan;
	EvalWhy why = WHY_KNOWN;

	te_eval_set_number(v, 0, NULL);
	v->any_unit = true;
	*n = 0;
	*exposures = false;
	*first_day = DAY_FOREVER;
	te_eval_scan_begin(&scan, ctx, node, span);
	while (te_eval_scan_next(&scan, true))
	{
		EvalValue amount;

		if (scan.match == TRI_UNKNOWN)
		{
			te_eval_set_unknown(v, scan.why, scan.entry.fact);
			return false;
		}
		*exposures |= scan.entry.raw.kind == HISTORY_EXPOSURE;
		*first_day = Min(*first_day, scan.entry.start[0]);
		(*n)++;
		if (!amount_inside(ctx, &scan, &amount, &why))
		{
			*v = amount;
			v->kind = KIND_UNKNOWN;
			v->why = why;
			v->fact = scan.entry.fact;
			return false;
		}
		if (*n == 1)
			*v = amount;
		else if (!te_eval_add(ctx, v, &amount, &why))
		{
			*v = amount;
			v->kind = KIND_UNKNOWN;
			v->why = why;
			v->fact = scan.entry.fact;
			return false;
		}
	}
	v->fact = NULL;
	v->dated = false;
	v->has_limit[0] = v->has_limit[1] = false;
	v->spread_days = 0;
	return true;
}

bool
te_eval_add(EvalContext *ctx, EvalValue *a, EvalValue *b, EvalWhy *why)
{
	double x;
	double y;
	double sum;

	if ((a->unit != b->unit || a->any_unit || b->any_unit) &&
		!te_eval_align(ctx, a, b, why))
		return false;
	if (a->any_unit)
		a->unit = b->unit;
	a->any_unit = a->any_unit && b->any_unit;
	x = te_eval_double(a);
	y = te_eval_double(b);
	sum = te_sum(x, y);
	if (!isfinite(sum))
	{
		*why = WHY_UNDEFINED;
		return false;
	}
	a->number = sum;
	a->rep = REP_FLOAT8;
	a->computed = true;
	return true;
}

/*
 * What an entry amounts to within the window: a rate times its days inside, a
 * total by the share of its days inside.
 */
static bool
amount_inside(EvalContext *ctx, const EvalScan *scan, EvalValue *amount,
			  EvalWhy *why)
{
	const EvalEntry *entry = &scan->entry;
	double days;
	double all;

	te_eval_entry_value(ctx, entry, amount);
	*why = amount->kind == KIND_UNKNOWN ? amount->why : WHY_NO_VALUE;
	if (amount->kind != KIND_NUMBER)
		return false;
	*why = WHY_CENSORED;
	if (amount->sign != SIGN_NONE || amount->range)
		return false;
	*why = WHY_UNIT;
	if (amount->unit != NULL &&
		(!amount->unit->valid || amount->unit->unit.function != UNIT_LINEAR))
		return false;
	if (entry->raw.kind != HISTORY_EXPOSURE)
		return true;
	if (te_eval_is_rate(entry, amount))
	{
		const EvalUnit *unit =
			te_eval_unit_product(ctx->plan, amount->unit, ctx->plan->day, 1);

		if (!days_inside(scan, &days, why))
			return false;
		*why = WHY_UNIT;
		if (unit == NULL || !unit->valid)
			return false;
		amount->number *= days;
		amount->unit = unit;
		amount->computed = true;
		return true;
	}
	all = te_eval_entry_days(entry);
	if (all == 1)
		return true;
	*why = WHY_NO_STOP;
	if (scan->span.ever && !entry->ongoing && entry->stop_known)
		return true;
	if (all <= 0 || !days_inside(scan, &days, why))
		return false;
	if (days != all)
	{
		amount->number = amount->number * days / all;
		amount->computed = true;
	}
	return true;
}

/* False when partial dates or a missing end leave the number of days open. */
static bool
days_inside(const EvalScan *scan, double *inside, EvalWhy *why)
{
	const EvalEntry *entry = &scan->entry;
	const EvalSpan *span = &scan->span;
	int32 from[2];
	int32 to[2];

	for (int i = 0; i < 2; i++)
	{
		from[i] =
			span->ever ? entry->start[i] : Max(entry->start[i], span->from[i]);
		to[i] = span->ever ? entry->stop[i] : Min(entry->stop[i], span->to[i]);
	}
	*inside = (double) to[0] - from[0] + 1;
	*why = entry->stop_known ? WHY_PARTIAL_DATE : WHY_NO_STOP;
	return from[0] == from[1] && to[0] == to[1] && from[0] != DAY_NEVER;
}

/* Was anything of these facts recorded by as_of, and was it doses only? */
static bool
anything_recorded(EvalContext *ctx, PlanNode *node, bool *doses)
{
	bool recorded = false;

	*doses = true;
	for (int i = 0; i < node->n_args; i++)
	{
		EvalFact *fact = node->args[i]->fact;

		recorded |= fact->source == FACT_DERIVED;
		*doses &= fact->source == FACT_HISTORY;
		for (int s = 0; s < fact->n_series && fact->source == FACT_HISTORY; s++)
		{
			const HistoryBlock *block = &fact->series[s].block;

			if (!te_eval_open(ctx, &fact->series[s]))
				continue;
			recorded = true;
			*doses &= block->alike &&
				te_history_block_kind(block, 0) == HISTORY_EXPOSURE;
		}
	}
	return recorded;
}

/*
 * Of observations the arithmetic mean; of exposures the amount per day of the
 * window (without one: since the first of them began), 0 when all have ended.
 */
void
te_eval_mean(EvalContext *ctx, PlanNode *node, EvalValue *v)
{
	EvalFact *fact = node->args[0]->fact;
	EvalSpan span;
	int n;
	bool exposures;
	bool doses;
	int32 first_day;
	double divisor;

	te_eval_window(ctx, node->window, &span);
	if (!anything_recorded(ctx, node, &doses))
	{
		te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
		return;
	}
	if (!sum_entries(ctx, node, &span, v, &n, &exposures, &first_day))
		return;
	if (n == 0)
	{
		if (!doses)
			te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
		return;
	}
	divisor = n;
	if (exposures)
	{
		int32 from =
			span.ever || span.from[0] == DAY_NEVER ? first_day : span.from[0];
		int32 to = span.ever ? ctx->day : Min(span.to[0], ctx->day);

		if (!span.ever &&
			(span.from[0] != span.from[1] || to != Min(span.to[1], ctx->day)))
		{
			te_eval_set_unknown(v, WHY_NO_ANCHOR, fact);
			return;
		}
		divisor = (double) to - from + 1;
		if (v->unit != NULL)
			v->unit =
				te_eval_unit_product(ctx->plan, v->unit, ctx->plan->day, -1);
		if (divisor < 1 || (v->unit != NULL && !v->unit->valid))
		{
			te_eval_set_unknown(v, WHY_UNDEFINED, fact);
			return;
		}
	}
	v->number = te_eval_double(v) / divisor;
	v->rep = REP_FLOAT8;
	v->computed = true;
}

/*
 * eval_visit.c
 *		Facts at a visit, for response rules over a history.
 *
 * A bare fact is the value nearest to the visit's day, no more than the
 * visit's window before or after it: of two as near the earlier, of several on
 * one day the last.  Nothing is carried forward.  Taking the last value up to
 * the day instead puts subjects into the wrong class: a sample drawn two days
 * late is the visit's, one from the visit before is not.
 *
 * "baseline.fact" is an entry of that name where there is one; else the last
 * value on or before the baseline's day.
 */
#include "criteria/eval_internal.h"

#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/datetime.h"

/* The last day that a timestamp can have. */
#define LAST_DAY day_of(END_TIMESTAMP - 1)

static int32 visit_day(const EvalContext *ctx);
static int32 window_end(const EvalContext *ctx);
static int64 window_start(const EvalContext *ctx);
static bool distance_of(const EvalContext *ctx, int32 first, int32 last,
						int64 *days);
static bool ever_recorded(EvalContext *ctx, const EvalFact *fact);
static void set_none(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static bool nearest_day(EvalContext *ctx, EvalFact *fact, int32 *day,
						bool *doubtful);
static bool nearest_derived_day(EvalContext *ctx, EvalFact *fact,
								int32 *nearest);
static void append_day(StringInfo to, int64 day);

static int32
visit_day(const EvalContext *ctx)
{
	return ctx->plan->visit.has_day ? ctx->plan->visit.day : ctx->day;
}

static int32
window_end(const EvalContext *ctx)
{
	return (int32) Min((int64) visit_day(ctx) + ctx->plan->visit.after,
					   LAST_DAY);
}

static int64
window_start(const EvalContext *ctx)
{
	return (int64) visit_day(ctx) - ctx->plan->visit.before;
}

/*
 * At least how many days lie between the visit and an observation on some day
 * of first .. last; false: no day of them is in the window.
 */
static bool
distance_of(const EvalContext *ctx, int32 first, int32 last, int64 *days)
{
	int64 from = Max((int64) first, window_start(ctx));
	int64 to = Min((int64) last, (int64) window_end(ctx));
	int64 day = visit_day(ctx);

	*days = Max(Max(day - to, from - day), 0);
	return from <= to;
}

static bool
ever_recorded(EvalContext *ctx, const EvalFact *fact)
{
	int32 day = ctx->day;
	bool found = false;

	ctx->day = LAST_DAY;
	for (int s = 0; s < fact->n_series; s++)
		found |= te_eval_open(ctx, &fact->series[s]);
	ctx->day = day;
	return found;
}

static void
set_none(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	te_eval_set_unknown(v,
						ever_recorded(ctx, fact) ? WHY_NO_VISIT_VALUE :
												   WHY_NOT_RECORDED,
						fact);
}

/*
 * The day of the nearest observation; false when there is none.  A partial
 * date that may be as near makes it doubtful.
 */
static bool
nearest_day(EvalContext *ctx, EvalFact *fact, int32 *day, bool *doubtful)
{
	int32 as_of = ctx->day;
	int32 end = window_end(ctx);
	int64 start = window_start(ctx);
	int64 best = PG_INT64_MAX;
	int64 partial = PG_INT64_MAX;

	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		ctx->day = end;
		if (!te_eval_open(ctx, series))
			continue;
		ctx->day = as_of;
		for (int i = series->started - 1; i >= 0; i--)
		{
			int64 distance;
			int32 first;
			int32 last;

			first = last = day_of(te_history_block_start(&series->block, i));
			if (!series->block.whole_dates)
			{
				HistoryEntry entry;

				te_history_block_entry(&series->block, i, &entry);
				last = day_of(entry.start_last);
			}
			else if (first < start)
				break; /* those before are older still */
			if (te_history_block_kind(&series->block, i) !=
					HISTORY_OBSERVATION ||
				!distance_of(ctx, first, last, &distance))
				continue;
			if (first != last)
				partial = Min(partial, distance);
			/* entries come newest first: of two as near the earlier one */
			else if (distance < best || (distance == best && first < *day))
			{
				best = distance;
				*day = first;
			}
		}
		CHECK_FOR_INTERRUPTS();
	}
	ctx->day = as_of;
	*doubtful = partial <= best && partial != PG_INT64_MAX;
	return best != PG_INT64_MAX || *doubtful;
}

bool
te_visit_has_observation(EvalContext *ctx, EvalFact *fact)
{
	int32 day;
	bool doubtful;

	return nearest_day(ctx, fact, &day, &doubtful);
}

void
te_visit_observation(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	int32 visit = ctx->day;
	int32 day = visit;
	bool doubtful;

	if (!nearest_day(ctx, fact, &day, &doubtful))
	{
		set_none(ctx, fact, v);
		return;
	}
	if (doubtful)
	{
		te_eval_set_unknown(v, WHY_PARTIAL_DATE, fact);
		return;
	}
	/* what was last on the day that has been found */
	ctx->day = day;
	for (int s = 0; s < fact->n_series; s++)
		(void) te_eval_open(ctx, &fact->series[s]);
	te_eval_last_observation(ctx, fact, v);
	ctx->day = visit;
	te_eval_check_age(ctx, fact, v);
}

/* The day nearest to the visit on which a derived fact has a value. */
static bool
nearest_derived_day(EvalContext *ctx, EvalFact *fact, int32 *nearest)
{
	int32 as_of = ctx->day;
	int64 best = PG_INT64_MAX;
	int32 *days;
	int n_days;

	ctx->day = window_end(ctx);
	days = te_eval_derived_days(ctx, fact, &n_days);
	ctx->day = as_of;
	for (int i = 0; i < n_days; i++)
	{
		int64 distance;

		/* ascending: the earlier of two as near stays */
		if (distance_of(ctx, days[i], days[i], &distance) && distance < best)
		{
			best = distance;
			*nearest = days[i];
		}
	}
	pfree(days);
	return best != PG_INT64_MAX;
}

void
te_visit_derived(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	int32 nearest;
	EvalWhy why;

	if (fact->n_inputs == 0 || te_eval_history_unknown(ctx, &why))
	{
		te_eval_value(ctx, fact->derived, v);
		return;
	}
	if (!nearest_derived_day(ctx, fact, &nearest))
	{
		bool recorded = false;

		for (int i = 0; i < fact->n_inputs; i++)
			recorded |= ever_recorded(ctx, fact->inputs[i]);
		te_eval_set_unknown(v, recorded ? WHY_NO_VISIT_VALUE : WHY_NOT_RECORDED,
							fact);
		return;
	}
	ctx->nearest = false;
	te_eval_derived_on(ctx, fact, nearest, v);
	ctx->nearest = true;
	te_eval_check_age(ctx, fact, v);
}

bool
te_visit_value_day(EvalContext *ctx, EvalFact *fact, int32 *day)
{
	bool doubtful;

	if (fact->source == FACT_DERIVED)
		return fact->n_inputs > 0 && nearest_derived_day(ctx, fact, day);
	return nearest_day(ctx, fact, day, &doubtful) && !doubtful;
}

void
te_visit_baseline(EvalContext *ctx, EvalFact *fact, CritType want, EvalValue *v)
{
	const EvalVisit *visit = &ctx->plan->visit;
	int32 day = ctx->day;
	bool nearest = ctx->nearest;
	bool stated = !visit->relative && ever_recorded(ctx, fact);

	ctx->nearest = false;
	if (stated)
	{
		ctx->stated_baseline = fact;
		ctx->day = LAST_DAY;
		te_eval_history_fact(ctx, fact, want, v);
		ctx->stated_baseline = NULL;
	}
	else if (!visit->has_baseline)
		te_eval_set_unknown(v, WHY_NO_BASELINE, fact);
	else if (!visit->best ||
			 !te_visit_best(ctx, fact->baseline_of, visit->best_from,
							day_of(visit->baseline), v))
	{
		ctx->day = day_of(visit->baseline);
		te_eval_fact(ctx, fact->baseline_of, want, v);
	}
	ctx->day = day;
	ctx->nearest = nearest;
	v->fact = fact;
	v->literal = NULL;
}

/* "14 days of 2024-06-01", "2024-05-04 to 2024-06-29" */
void
te_visit_append_window(StringInfo to, const EvalContext *ctx)
{
	const EvalVisit *visit = &ctx->plan->visit;

	if (visit->before == visit->after)
	{
		appendStringInfo(to, "%d %s of ", visit->after,
						 visit->after == 1 ? "day" : "days");
		append_day(to, visit_day(ctx));
		return;
	}
	append_day(to, window_start(ctx));
	appendStringInfoString(to, " to ");
	append_day(to, window_end(ctx));
}

static void
append_day(StringInfo to, int64 day)
{
	char buffer[MAXDATELEN + 1];
	struct pg_tm tm = {0};

	j2date((int) (day + POSTGRES_EPOCH_JDATE), &tm.tm_year, &tm.tm_mon,
		   &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, buffer);
	appendStringInfoString(to, buffer);
}

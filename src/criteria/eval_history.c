/*
 * eval_history.c
 *		Entries of a history, and what a bare fact is in one.
 *
 * Only entries that start by the end of as_of exist.  A bare observation is
 * the last value; where partial dates or several results leave more than one
 * candidate, they must agree.  A bare exposure is its daily amount, a bare
 * event whether it covers the day.
 */
#include "criteria/eval_internal.h"

#include <math.h>

#include "miscadmin.h"

/* Bits for the kinds of entries a series holds. */
#define HAS(kind) (1 << (kind))

static int find_fact(const PatientHistory *h, const EvalSeries *series);
static int count_started(const HistoryBlock *block, int32 day);
static bool last_alone(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static int kinds_of(const EvalSeries *series);
static void last_observation(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void last_start(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void last_date(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static void newest_start(EvalContext *ctx, EvalFact *fact, EvalValue *v);
static bool newest_certain(EvalContext *ctx, EvalFact *fact, int kinds,
						   Timestamp *newest);
static TriState covers_day(EvalContext *ctx, EvalFact *fact, EvalWhy *why);

/*
 * Looks the series up in the history at hand, once per evaluation and date.
 * False when nothing of it had started.
 */
bool
te_eval_open(EvalContext *ctx, EvalSeries *series)
{
	int fact;

	if (series->epoch == ctx->epoch && series->day == ctx->day)
		return series->started > 0;
	series->day = ctx->day;
	series->run_last = -1;
	if (series->epoch != ctx->epoch)
	{
		series->epoch = ctx->epoch;
		fact = find_fact(ctx->history, series);
		series->found = fact >= 0;
		if (series->found)
		{
			series->hint = fact;
			te_history_block(ctx->history, fact, &series->block);
		}
	}
	series->started =
		series->found ? count_started(&series->block, ctx->day) : 0;
	return series->started > 0;
}

/* Most histories of a table hold the same facts: where it was last time. */
static int
find_fact(const PatientHistory *h, const EvalSeries *series)
{
	if (series->hint < te_history_fact_count(h))
	{
		size_t length;
		const char *name = te_history_fact_name(h, series->hint, &length);

		if (length == series->length &&
			te_same_bytes(name, series->name, length))
			return series->hint;
	}
	return te_history_find(h, series->name, series->length);
}

/* How many entries may have started by the end of a day: they come first. */
static int
count_started(const HistoryBlock *block, int32 day)
{
	Timestamp next_day = ((Timestamp) day + 1) * USECS_PER_DAY;
	uint32 low = 0;
	uint32 high = block->n_entries;

	/* mostly as_of is later than all of them */
	if (te_history_block_start(block, high - 1) < next_day)
		return (int) high;
	while (low < high)
	{
		uint32 middle = low + (high - low) / 2;

		if (te_history_block_start(block, middle) < next_day)
			low = middle + 1;
		else
			high = middle;
	}
	return (int) low;
}

/* Nothing is dated after as_of: what goes on then is cut there. */
void
te_eval_entry(EvalContext *ctx, EvalFact *fact, EvalSeries *series, int i,
			  EvalEntry *entry)
{
	HistoryEntry *raw = &entry->raw;
	int32 last_start;

	te_history_block_entry(&series->block, i, raw);
	entry->fact = fact;
	entry->series = series;
	entry->index = i;
	entry->made = NULL;
	entry->duration[0] = entry->duration[1] = 0;
	entry->start[0] = day_of(raw->start_first);
	last_start = raw->start_last == raw->start_first ? entry->start[0] :
													   day_of(raw->start_last);
	/* whatever ended has begun before: "2019" to 20 March 2019 */
	if (raw->stop_recorded && raw->kind != HISTORY_OBSERVATION)
		last_start =
			Min(last_start, Max(day_of(raw->stop_last), entry->start[0]));
	entry->started = last_start <= ctx->day ? TRI_TRUE : TRI_UNKNOWN;
	entry->start[1] = Min(last_start, ctx->day);
	entry->stop_known = raw->stop_recorded;
	entry->ongoing = false;
	if (raw->kind == HISTORY_OBSERVATION)
	{
		entry->stop[0] = entry->start[0];
		entry->stop[1] = entry->start[1];
	}
	else if (raw->stop_recorded)
	{
		int32 first = day_of(raw->stop_first);
		int32 last = day_of(raw->stop_last);

		entry->ongoing = first > ctx->day;
		entry->stop[1] = Max(Min(last, ctx->day), entry->start[0]);
		entry->stop[0] = Min(Max(first, entry->start[0]), entry->stop[1]);
	}
	else
	{
		entry->stop[0] = entry->start[0];
		entry->stop[1] = ctx->day;
	}
}

void
te_eval_entry_value(EvalContext *ctx, const EvalEntry *entry, EvalValue *v)
{
	const HistoryEntry *raw = &entry->raw;
	EvalFact *fact = entry->fact;

	if (entry->made != NULL)
	{
		*v = *entry->made;
		v->fact = fact;
	}
	else if (raw->has_value)
	{
		te_eval_set_number(v, raw->value,
						   raw->unit == NULL ?
							   fact->unit :
							   te_eval_fact_unit(ctx->plan, fact, raw->unit,
												 raw->unit_length));
		v->fact = fact;
		v->given_unit = raw->unit == NULL;
		v->sign = raw->sign;
		v->has_limit[CRIT_ULN] = raw->has_uln;
		v->has_limit[CRIT_LLN] = raw->has_lln;
		v->limit[CRIT_ULN] = raw->uln;
		v->limit[CRIT_LLN] = raw->lln;
		if (raw->kind == HISTORY_EXPOSURE && v->unit != NULL &&
			!te_eval_is_rate(entry, v))
			v->spread_days = te_eval_entry_days(entry);
	}
	else if (raw->text != NULL)
	{
		te_eval_set_number(v, 0, NULL);
		v->kind = KIND_TEXT;
		v->text = raw->text;
		v->length = raw->text_length;
		v->fact = fact;
	}
	else
		te_eval_set_unknown(v, WHY_NO_VALUE, fact);
	if (entry->series != NULL && entry->series != fact->series)
		v->recorded_as = entry->series->column;
	v->dated = true;
	v->at_first = raw->start_first;
	v->at_last = raw->start_last;
}

/* value, text, duration, start, stop of the entry that "where" looks at */
void
te_eval_attribute(EvalContext *ctx, CritAttribute attribute, EvalValue *v)
{
	const EvalEntry *entry = ctx->entry;

	if (entry == NULL)
	{
		te_eval_set_unknown(v, WHY_NO_VALUE, NULL);
		return;
	}
	switch (attribute)
	{
		case CRIT_ATTR_VALUE:
			te_eval_entry_value(ctx, entry, v);
			if (v->kind == KIND_TEXT)
				te_eval_coerce(entry->fact, CRIT_TYPE_NUMBER, v);
			break;
		case CRIT_ATTR_TEXT:
			te_eval_set_unknown(v, WHY_NO_VALUE, entry->fact);
			if (entry->raw.text != NULL)
			{
				v->kind = KIND_TEXT;
				v->text = entry->raw.text;
				v->length = entry->raw.text_length;
			}
			break;
		case CRIT_ATTR_DURATION:
			te_eval_duration_run(ctx, unconstify(EvalEntry *, entry));
			te_eval_set_number(v, entry->duration[0], ctx->plan->day);
			v->high = entry->duration[1];
			v->range = v->high != v->number;
			break;
		case CRIT_ATTR_START:
			te_eval_set_number(v, 0, NULL);
			v->kind = KIND_DATE;
			v->first = entry->raw.start_first;
			v->last = entry->raw.start_last;
			break;
		case CRIT_ATTR_STOP:
			te_eval_set_number(v, 0, NULL);
			v->kind = KIND_DATE;
			v->first = entry->ongoing ? DT_NOEND :
				!entry->stop_known	  ? entry->raw.start_first :
				entry->raw.kind == HISTORY_OBSERVATION ?
									 entry->raw.start_first :
									 entry->raw.stop_first;
			v->last = entry->ongoing || !entry->stop_known ? DT_NOEND :
				entry->raw.kind == HISTORY_OBSERVATION ? entry->raw.start_last :
														 entry->raw.stop_last;
			if (day_of(v->last) > ctx->day)
				v->last = DT_NOEND;
			break;
	}
}

/*
 * A no that was written down says that something is not there; a flag's text
 * that cannot be read leaves it open.
 */
TriState
te_eval_affirms(const EvalEntry *entry, bool reads_value)
{
	const HistoryEntry *raw = &entry->raw;

	if (reads_value || entry->made != NULL)
		return TRI_TRUE;
	if (raw->kind == HISTORY_EXPOSURE)
		return tri(!raw->has_value || raw->value != 0 ||
				   raw->sign != SIGN_NONE);
	if (raw->kind == HISTORY_OBSERVATION && !raw->has_value &&
		raw->text != NULL)
	{
		TriState flag = te_eval_read_flag(raw->text, raw->text_length);

		return flag == TRI_UNKNOWN && !entry->fact->flag ? TRI_TRUE : flag;
	}
	if (raw->kind == HISTORY_OBSERVATION && raw->has_value && entry->fact->flag)
		return TRI_UNKNOWN;
	return TRI_TRUE;
}

bool
te_eval_same_value(EvalContext *ctx, const EvalValue *a, const EvalValue *b)
{
	EvalWhy why;

	if (a->kind == KIND_UNKNOWN || b->kind == KIND_UNKNOWN)
		return false;
	if (a->kind == KIND_NUMBER && b->kind == KIND_NUMBER &&
		(a->sign != SIGN_NONE || b->sign != SIGN_NONE))
		return a->sign == b->sign && a->number == b->number &&
			a->unit == b->unit;
	return te_eval_compare(ctx, CRIT_EQ, a, b, &why) == TRI_TRUE;
}

/* ------------------------------------------------------------ a bare fact */

void
te_eval_history_fact(EvalContext *ctx, EvalFact *fact, CritType want,
					 EvalValue *v)
{
	EvalWhy why;
	int kinds = 0;
	TriState covered = TRI_FALSE;

	if (te_eval_history_unknown(ctx, &why))
	{
		te_eval_set_unknown(v, why, fact);
		return;
	}
	if (fact->baseline_of != NULL && fact != ctx->stated_baseline)
	{
		te_visit_baseline(ctx, fact, want, v);
		return;
	}
	for (int i = 0; i < fact->n_series; i++)
	{
		if (te_eval_open(ctx, &fact->series[i]))
			kinds |= kinds_of(&fact->series[i]);
	}
	/* what a visit is about may have been measured after it */
	if (te_visit_nearest(ctx, fact) && want != CRIT_TYPE_DATE)
	{
		kinds &= ~HAS(HISTORY_OBSERVATION);
		if (kinds == 0 || te_visit_has_observation(ctx, fact))
			kinds |= HAS(HISTORY_OBSERVATION);
	}
	if (kinds == 0)
	{
		te_eval_set_unknown(v, WHY_NOT_RECORDED, fact);
		return;
	}
	/* compared with another fact that nobody has told the kind of: by date */
	if (want == CRIT_TYPE_DATE ||
		(want == CRIT_TYPE_ANY && kinds == HAS(HISTORY_EVENT)))
	{
		last_start(ctx, fact, v);
		return;
	}
	if ((want == CRIT_TYPE_NUMBER || want == CRIT_TYPE_ANY) &&
		(kinds & HAS(HISTORY_EXPOSURE)))
	{
		te_eval_daily_amount(ctx, fact, ctx->day, v);
		if (want == CRIT_TYPE_NUMBER || v->kind != KIND_UNKNOWN ||
			v->why != WHY_NO_VALUE)
			return;
	}
	if ((want == CRIT_TYPE_BOOLEAN || want == CRIT_TYPE_ANY) &&
		(kinds & (HAS(HISTORY_EVENT) | HAS(HISTORY_EXPOSURE))))
	{
		covered = covers_day(ctx, fact, &why);
		te_eval_set_unknown(v, why, fact);
		if (covered == TRI_TRUE || !(kinds & HAS(HISTORY_OBSERVATION)))
		{
			if (covered != TRI_UNKNOWN)
			{
				v->kind = KIND_BOOLEAN;
				v->truth = covered == TRI_TRUE;
			}
			return;
		}
	}
	if (!(kinds & HAS(HISTORY_OBSERVATION)))
		te_eval_set_unknown(v, WHY_NO_VALUE, fact);
	else if (te_visit_nearest(ctx, fact))
		te_visit_observation(ctx, fact, v);
	else
		last_observation(ctx, fact, v);
	te_eval_coerce(fact, want, v);
	/* an event that may still go on beside a recorded no */
	if (covered == TRI_UNKNOWN && v->kind == KIND_BOOLEAN && !v->truth)
		te_eval_set_unknown(v, why, fact);
}

static int
kinds_of(const EvalSeries *series)
{
	int kinds = 0;

	if (series->block.alike)
		return HAS(te_history_block_kind(&series->block, 0));
	for (int i = 0; i < series->started; i++)
		kinds |= HAS(te_history_block_kind(&series->block, i));
	return kinds;
}

/* Text that is not what the use demands is unknown. */
void
te_eval_coerce(EvalFact *fact, CritType want, EvalValue *v)
{
	if (v->kind == KIND_UNKNOWN || v->kind == KIND_BOOLEAN)
		return;
	if (want == CRIT_TYPE_BOOLEAN)
	{
		TriState flag = v->kind == KIND_TEXT ?
			te_eval_read_flag(v->text, v->length) :
			TRI_UNKNOWN;

		v->why = WHY_TEXT;
		v->kind = flag == TRI_UNKNOWN ? KIND_UNKNOWN : KIND_BOOLEAN;
		v->truth = flag == TRI_TRUE;
		if (flag != TRI_UNKNOWN)
			v->why = WHY_KNOWN;
	}
	else if ((want == CRIT_TYPE_NUMBER && v->kind != KIND_NUMBER) ||
			 (want == CRIT_TYPE_TEXT && v->kind != KIND_TEXT &&
			  v->kind != KIND_TEXT_ARRAY))
	{
		v->kind = KIND_UNKNOWN;
		v->why = WHY_TEXT;
	}
	v->fact = fact;
}

/*
 * The last of the observations.  Every one that may be the last, because its
 * date is partial or because it has the same time, must say the same.
 */
static void
last_observation(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	Timestamp newest;
	EvalEntry entry;
	int candidates = 0;
	bool doubtful = false;

	if (last_alone(ctx, fact, v))
		return;
	if (!newest_certain(ctx, fact, HAS(HISTORY_OBSERVATION), &newest))
	{
		/* all of them may have happened after as_of */
		te_eval_set_unknown(v, WHY_PARTIAL_DATE, fact);
		return;
	}
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series))
			continue;
		for (int i = series->started - 1; i >= 0; i--)
		{
			EvalValue other;

			if (series->block.whole_dates &&
				te_history_block_start(&series->block, i) < newest)
				break;
			te_eval_entry(ctx, fact, series, i, &entry);
			if (entry.raw.kind != HISTORY_OBSERVATION ||
				entry.raw.start_last < newest)
				continue;
			doubtful |= entry.raw.start_last != entry.raw.start_first;
			te_eval_entry_value(ctx, &entry, candidates == 0 ? v : &other);
			if (candidates++ > 0 && !te_eval_same_value(ctx, v, &other))
			{
				te_eval_set_unknown(v,
									doubtful ? WHY_PARTIAL_DATE : WHY_SEVERAL,
									fact);
				v->dated = true;
				v->at_first = v->at_last = newest;
				return;
			}
			if (entry.raw.start_first < v->at_first)
				v->at_first = entry.raw.start_first;
			if (entry.raw.start_last > v->at_last)
				v->at_last = entry.raw.start_last;
		}
	}
	te_eval_check_age(ctx, fact, v);
}

void
te_eval_last_observation(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	last_observation(ctx, fact, v);
}

/* The usual case: complete dates, and one entry is later than all others. */
static bool
last_alone(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	EvalSeries *series = fact->series;
	const HistoryBlock *block = &series->block;
	int last = series->started - 1;
	EvalEntry entry;

	if (fact->n_series != 1 || !block->alike || !block->whole_dates ||
		(last > 0 &&
		 te_history_block_start(block, last - 1) ==
			 te_history_block_start(block, last)))
		return false;
	te_eval_entry(ctx, fact, series, last, &entry);
	te_eval_entry_value(ctx, &entry, v);
	te_eval_check_age(ctx, fact, v);
	return true;
}

/* The newest start among entries of these kinds that surely exist. */
static bool
newest_certain(EvalContext *ctx, EvalFact *fact, int kinds, Timestamp *newest)
{
	bool found = false;

	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series))
			continue;
		for (int i = series->started - 1; i >= 0; i--)
		{
			EvalEntry entry;
			Timestamp start = te_history_block_start(&series->block, i);

			if (found && start <= *newest)
				break; /* older ones start earlier still */
			te_eval_entry(ctx, fact, series, i, &entry);
			if (entry.started == TRI_TRUE && (kinds & HAS(entry.raw.kind)))
			{
				found = true;
				*newest = start;
				break;
			}
		}
	}
	return found;
}

/* given creatinine within 28 days */
void
te_eval_check_age(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	int32 oldest;

	if (!fact->has_within || v->kind == KIND_UNKNOWN)
		return;
	oldest = day_of(
		te_eval_shift((Timestamp) ctx->day * USECS_PER_DAY, &fact->within, -1));
	if (day_of(v->at_first) >= oldest)
		return;
	v->was = v->kind;
	v->kind = KIND_UNKNOWN;
	v->why = day_of(v->at_last) < oldest ? WHY_TOO_OLD : WHY_PARTIAL_DATE;
}

/*
 * A date fact.  Of observations it is what the last of them says, where that
 * is a date ("1990-05" too), or its own day where it says yes; of events, and
 * of other values, the last start.
 */
static void
last_start(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	bool dates = false;

	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (te_eval_open(ctx, series) &&
			(kinds_of(series) & HAS(HISTORY_OBSERVATION)) &&
			(fact->type == CRIT_TYPE_DATE ||
			 series->block.text.code != STRING_ABSENT))
			dates = true;
	}
	if (dates)
		last_date(ctx, fact, v);
	else
		newest_start(ctx, fact, v);
}

static void
last_date(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	Timestamp first = 0;
	Timestamp last = 0;
	bool is_date = false;
	char year[8];

	last_observation(ctx, fact, v);
	if (v->kind == KIND_UNKNOWN)
		return;
	if (v->kind == KIND_TEXT)
	{
		is_date = te_dtc_read(v->text, v->length, &first, &last);
		if (!is_date && te_eval_read_flag(v->text, v->length) == TRI_TRUE)
		{
			first = v->at_first;
			last = v->at_last;
			is_date = true;
		}
	}
	else if (v->unit == NULL && v->sign == SIGN_NONE && v->number >= 1000 &&
			 v->number <= 9999 && rint(v->number) == v->number)
	{
		/* a result of "1990" was taken for a number: it is a year */
		snprintf(year, sizeof(year), "%d", (int) v->number);
		is_date = te_dtc_read(year, strlen(year), &first, &last);
	}
	else if (fact->type != CRIT_TYPE_DATE)
	{
		first = v->at_first;
		last = v->at_last;
		is_date = true;
	}
	v->kind = is_date ? KIND_DATE : KIND_UNKNOWN;
	v->why = is_date ? WHY_KNOWN : WHY_TEXT;
	v->first = first;
	v->last = last;
}

/* The last start of anything; a partial date leaves an interval. */
static void
newest_start(EvalContext *ctx, EvalFact *fact, EvalValue *v)
{
	Timestamp newest;
	Timestamp end = ((Timestamp) ctx->day + 1) * USECS_PER_DAY - 1;

	if (!newest_certain(ctx, fact, ~0, &newest))
	{
		te_eval_set_unknown(v, WHY_PARTIAL_DATE, fact);
		return;
	}
	te_eval_set_number(v, 0, NULL);
	v->kind = KIND_DATE;
	v->fact = fact;
	v->first = v->last = newest;
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series) || series->block.whole_dates)
			continue;
		for (int i = series->started - 1; i >= 0; i--)
		{
			EvalEntry entry;

			te_eval_entry(ctx, fact, series, i, &entry);
			v->last = Max(v->last, Min(entry.raw.start_last, end));
		}
	}
}

/* Does an event or exposure go on that day? */
static TriState
covers_day(EvalContext *ctx, EvalFact *fact, EvalWhy *why)
{
	TriState result = TRI_FALSE;
	EvalSpan day;

	memset(&day, 0, sizeof(day));
	day.from[0] = day.from[1] = day.to[0] = day.to[1] = ctx->day;
	*why = WHY_KNOWN;
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series))
			continue;
		for (int i = series->started - 1; i >= 0; i--)
		{
			EvalEntry entry;
			TriState one;

			te_eval_entry(ctx, fact, series, i, &entry);
			if (entry.raw.kind == HISTORY_OBSERVATION)
				continue;
			one = tri_and(entry.started,
						  te_eval_overlaps(&day, entry.start, entry.stop));
			one = tri_and(one, te_eval_affirms(&entry, false));
			if (one == TRI_TRUE)
				return TRI_TRUE;
			if (one == TRI_UNKNOWN)
			{
				result = TRI_UNKNOWN;
				*why = entry.stop_known ? WHY_PARTIAL_DATE : WHY_NO_STOP;
			}
		}
		CHECK_FOR_INTERRUPTS();
	}
	return result;
}

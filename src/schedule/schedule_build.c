/*
 * schedule_build.c
 *		What the grammar's actions do: the parts of a phase into its draft.
 *
 * schedule_phase.c makes a phase of the draft, schedule_pack.c the flat form.
 */
#include "trial_ext.h"

#include <math.h>

#include "storage/shmem.h"

#include "schedule/schedule_build.h"
#include "schedule/schedule_gram.h"

bool
te_sched_has(const PhaseDraft *draft, PhasePart part)
{
	return (draft->has & (1 << part)) != 0;
}

void
te_sched_part(ScheduleState *state, PhasePart part, BuildSpan span)
{
	static const char *const names[] = {"dose",
										"maximum",
										"minimum",
										"rounding",
										"lifetime maximum",
										"route",
										"infusion time",
										"number of doses a day",
										"timing",
										"event of the day",
										"bound",
										"taper"};

	StaticAssertStmt(lengthof(names) == PART_COUNT, "a name for each part");
	if (te_sched_has(&state->draft, part))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"Each phase states it once; phases are joined by \"then\".",
			"A second %s, %s", names[part],
			te_syntax_quote(&state->text, span));
	state->draft.has |= 1 << part;
	state->draft.spans[part] = span;
}

int
te_sched_whole(ScheduleState *state, BuildSpan span, double number, int least,
			   int most, const char *what)
{
	if (number != rint(number))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "%s must be a whole number, not %s", what,
					   te_syntax_quote(&state->text, span));
	else if (number < least || number > most)
		te_syntax_fail(&state->text,
					   number > most ? ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE :
									   ERRCODE_INVALID_TEXT_REPRESENTATION,
					   span, NULL, "%s must be from %d to %d, not %s", what,
					   least, most, te_syntax_quote(&state->text, span));
	return state->text.failed ? least : (int) number;
}

/* unit -1 is a year */
ScheduleSpan
te_sched_span(ScheduleState *state, BuildSpan span, double number, int unit,
			  bool offset)
{
	int days = unit < 0	   ? 366 :
		unit == SPAN_MONTH ? 31 :
		unit == SPAN_WEEK  ? 7 :
							 1;
	ScheduleSpan result;

	result.n =
		te_sched_whole(state, span, number, offset ? 0 : 1,
					   SCHEDULE_MAX_DAYS / days,
					   offset ? "A day, week or month" : "A length of time");
	if (unit < 0)
		result.n *= 12;
	result.unit = unit < 0 ? SPAN_MONTH : unit;
	return result;
}

/* ----------------------------------------------------------------- parts */

void
te_sched_dose(ScheduleState *state, BuildSpan span, BuildAmount low,
			  BuildAmount high)
{
	te_sched_part(state, PART_DOSE, span);
	state->draft.low = low;
	state->draft.high = high;
}

void
te_sched_every(ScheduleState *state, BuildSpan span, ScheduleSpan interval)
{
	te_sched_part(state, PART_TIMING, span);
	state->draft.phase.timing = TIMING_EVERY;
	state->draft.phase.interval = interval;
}

static void
build_per_day(ScheduleState *state, BuildSpan span, double times)
{
	te_sched_part(state, PART_TIMES, span);
	state->draft.phase.per_day =
		te_sched_whole(state, span, times, 1, SCHEDULE_MAX_PER_DAY,
					   "The number of doses a day");
}

/* "every 12 hours" is twice daily; other hours do not fall on the same days. */
void
te_sched_hours(ScheduleState *state, BuildSpan span, double hours)
{
	ScheduleSpan days = {1, SPAN_DAY};

	if (hours >= 0.5 && fmod(24, hours) == 0)
		build_per_day(state, span, 24 / hours);
	else if (hours > 0 && fmod(hours, 24) == 0)
	{
		days = te_sched_span(state, span, hours / 24, SPAN_DAY, false);
		te_sched_every(state, span, days);
	}
	else
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Hours must divide a day, or be whole days.",
					   "Doses %s do not fall on the same hours every day",
					   te_syntax_quote(&state->text, span));
}

/* n times in an interval: on n days spread over it, or n times each day. */
void
te_sched_times(ScheduleState *state, BuildSpan span, double times,
			   ScheduleSpan interval)
{
	int days = interval.unit == SPAN_WEEK ? interval.n * 7 : interval.n;
	int n;

	if (interval.unit == SPAN_DAY && interval.n == 1)
	{
		build_per_day(state, span, times);
		return;
	}
	n = te_sched_whole(state, span, times, 1, SCHEDULE_MAX_ITEMS,
					   "The number of doses");
	if (state->text.failed)
		return;
	if (n == 1)
	{
		te_sched_every(state, span, interval);
		return;
	}
	if (interval.unit == SPAN_MONTH)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"Write the days, as in \"every 10 days\" or \"on days 1, 11, 21 of every 30 days\".",
			"No days follow from %s", te_syntax_quote(&state->text, span));
		return;
	}
	if (n > days)
	{
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Write the doses of a day, as in \"3 times daily\".",
					   "More doses than days in %s",
					   te_syntax_quote(&state->text, span));
		return;
	}
	for (int i = 0; i < n; i++)
	{
		int64 day = 1 + (int64) days * i / n;

		te_sched_item(state, span, (double) day, (double) day);
	}
	interval.n = days;
	interval.unit = SPAN_DAY;
	te_sched_list(state, span, SPAN_DAY, interval);
}

void
te_sched_frequency(ScheduleState *state, BuildSpan span, BuildText term)
{
	DoseFrequency frequency;
	ScheduleSpan day = {1, SPAN_DAY};
	static const char *const at_hours[][2] = {{"QAM", "MORN"},
											  {"QPM", "EVE"},
											  {"QHS", "HS"}};

	if (!te_dose_frequency(term.data, term.length, &frequency))
		elog(ERROR, "frequency is gone"); /* the scanner has looked it up */
	if (frequency.per_day > 1 ||
		(frequency.interval.unit == SPAN_DAY && frequency.interval.n == 1))
		te_sched_times(state, span, frequency.per_day, day);
	if (frequency.times > 1)
		te_sched_times(state, span, frequency.times, frequency.interval);
	else if (frequency.interval.unit != SPAN_DAY || frequency.interval.n > 1)
		te_sched_every(state, span, frequency.interval);
	for (int i = 0; i < lengthof(at_hours); i++)
	{
		BuildText code = {at_hours[i][1], strlen(at_hours[i][1])};

		if (strcmp(frequency.term, at_hours[i][0]) == 0)
			te_sched_when(state, span, code);
	}
}

void
te_sched_item(ScheduleState *state, BuildSpan span, double first, double last)
{
	int from = te_sched_whole(state, span, first, 0, SCHEDULE_MAX_DAYS,
							  "A day, week or month");
	int to = te_sched_whole(state, span, last, 0, SCHEDULE_MAX_DAYS,
							"A day, week or month");

	if (state->text.failed)
		return;
	if (to < from)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "The range %s is upside down",
					   te_syntax_quote(&state->text, span));
	if (state->n_items > state->draft.first_item &&
		state->items[state->n_items - 1] >= from)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "A list goes upwards and names each day once.",
					   "Not after the one before: %s",
					   te_syntax_quote(&state->text, span));
	if ((int64) state->n_items + to - from >= SCHEDULE_MAX_ITEMS)
		te_syntax_fail_limit(&state->text, span, "schedule is too large",
							 SCHEDULE_MAX_ITEMS, "days in lists");
	for (int i = from; i <= to && !state->text.failed; i++)
	{
		te_syntax_grow((void **) &state->items, &state->size_items,
					   state->n_items, sizeof(int32), 8);
		state->items[state->n_items++] = i;
	}
}

/* A cycle when "of every" follows. */
void
te_sched_list(ScheduleState *state, BuildSpan span, int unit,
			  ScheduleSpan cycle)
{
	DosePhase *phase = &state->draft.phase;
	int first = state->draft.first_item;
	int days = cycle.unit == SPAN_WEEK ? cycle.n * 7 : cycle.n;

	te_sched_part(state, PART_TIMING, span);
	if (state->text.failed)
		return;
	if (cycle.n == 0)
	{
		phase->timing = TIMING_LIST;
		phase->interval.n = 0;
		phase->interval.unit = unit;
		if ((int64) state->items[state->n_items - 1] *
				(unit == SPAN_MONTH	   ? 31 :
					 unit == SPAN_WEEK ? 7 :
										 1) >
			SCHEDULE_MAX_DAYS)
			te_syntax_fail(&state->text, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
						   span, NULL, "More than 1000 years in %s",
						   te_syntax_quote(&state->text, span));
		return;
	}
	if (unit != SPAN_DAY || cycle.unit == SPAN_MONTH)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "A cycle is written \"on days 1, 8 of every 21 days\".",
					   "A cycle has days, and so many days or weeks, not %s",
					   te_syntax_quote(&state->text, span));
	else if (state->items[first] < 1 || state->items[state->n_items - 1] > days)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "The first day of a cycle is day 1.",
					   "Days from 1 to %d belong in %s", days,
					   te_syntax_quote(&state->text, span));
	phase->timing = TIMING_CYCLE;
	phase->interval.n = days;
	phase->interval.unit = SPAN_DAY;
}

void
te_sched_weekdays(ScheduleState *state, BuildSpan span, ScheduleSpan interval)
{
	te_sched_part(state, PART_TIMING, span);
	if (interval.unit != SPAN_WEEK)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Days of the week recur \"of every 2 weeks\".",
					   "No weeks in %s", te_syntax_quote(&state->text, span));
	state->draft.phase.timing = TIMING_WEEKDAYS;
	state->draft.phase.interval = interval;
}

void
te_sched_when(ScheduleState *state, BuildSpan span, BuildText code)
{
	PhaseDraft *draft = &state->draft;

	if (!te_sched_has(draft, PART_WHEN))
	{
		te_sched_part(state, PART_WHEN, span);
		draft->when = code;
		return;
	}
	if (draft->when.length + 1 + code.length > SCHEDULE_MAX_NAME)
	{
		te_syntax_fail_limit(&state->text, span, "too many events of the day",
							 SCHEDULE_MAX_NAME, "bytes");
		return;
	}
	draft->when.data = psprintf("%.*s,%.*s", draft->when.length,
								draft->when.data, code.length, code.data);
	draft->when.length += 1 + code.length;
}

void
te_sched_bound(ScheduleState *state, BuildSpan span, BoundKind kind,
			   ScheduleSpan bound)
{
	te_sched_part(state, PART_BOUND, span);
	state->draft.phase.bound_kind = kind;
	if (kind == BOUND_COUNT)
		state->draft.phase.count = bound.n;
	else
		state->draft.phase.bound = bound;
}

void
te_sched_window(ScheduleState *state, BuildSpan span, double before,
				double after, int unit)
{
	int days = unit == SPAN_WEEK ? 7 : 1;
	int from = te_sched_whole(state, span, before, 0, 1000, "A window");
	int to = te_sched_whole(state, span, after, 0, 1000, "A window");

	if (unit == SPAN_MONTH)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "A window is days or weeks, not %s",
					   te_syntax_quote(&state->text, span));
	for (int i = state->segment; i < state->n_phases; i++)
	{
		DosePhase *phase = &state->phases[i].phase;

		phase->flags |= PHASE_WINDOW;
		phase->window_before = from * days;
		phase->window_after = to * days;
	}
}

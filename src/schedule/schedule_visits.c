/*
 * schedule_visits.c
 *		Visits as they are read: one by one, recurring ones as the list they
 *		make, windows for all of their group.
 */
#include "trial_ext.h"

#include <math.h>

#include "schedule/schedule_build.h"

static void
add_visit(ScheduleState *state, BuildSpan span, int n, BuildText name)
{
	BuildVisit *visit;

	if (state->text.failed)
		return;
	if (!state->unit_seen)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Write for example \"visits at weeks 0, 4, 12\".",
					   "Days, weeks or months are not told for %s",
					   te_syntax_quote(&state->text, span));
	if (state->n_planned >= SCHEDULE_MAX_ITEMS)
	{
		te_syntax_fail_limit(&state->text, span, "schedule is too large",
							 SCHEDULE_MAX_ITEMS, "visits");
		return;
	}
	te_syntax_grow((void **) &state->planned, &state->size_planned,
				   state->n_planned, sizeof(BuildVisit), 8);
	visit = &state->planned[state->n_planned++];
	visit->visit.at.n = n;
	visit->visit.at.unit = state->visit_unit;
	visit->name = name;
	visit->span = span;
}

/* "week 12", which needs no name. */
static char *
default_name(ScheduleSpan at)
{
	return psprintf("%s %d",
					at.unit == SPAN_DAY		 ? "day" :
						at.unit == SPAN_WEEK ? "week" :
											   "month",
					at.n);
}

void
te_sched_visit(ScheduleState *state, BuildSpan span, double number,
			   BuildText name)
{
	bool years = state->visit_unit < 0;
	int scale = state->visit_unit == SPAN_DAY ? 1 :
		state->visit_unit == SPAN_WEEK		  ? 7 :
		years								  ? 372 :
												31;
	int most = SCHEDULE_MAX_DAYS / scale;
	int n = te_sched_whole(state, span, number, -most, most, "A visit");
	ScheduleSpan at;
	char *usual;

	if (years)
	{
		n *= 12;
		state->visit_unit = SPAN_MONTH;
	}
	if (name.length > SCHEDULE_MAX_NAME)
		te_syntax_fail_limit(&state->text, span, "name of a visit is too long",
							 SCHEDULE_MAX_NAME, "bytes");
	else if (name.data != NULL && name.length == 0)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "The name of the visit is empty");
	at.n = n;
	at.unit = state->visit_unit;
	usual = default_name(at);
	if (name.data != NULL && name.length == strlen(usual) &&
		memcmp(name.data, usual, name.length) == 0)
		name.length = 0;
	add_visit(state, span, n, name);
	if (years)
		state->visit_unit = -1;
}

void
te_sched_visit_window(ScheduleState *state, BuildSpan span, double before,
					  double after, int unit)
{
	int days = unit == SPAN_WEEK ? 7 : 1;
	int from = te_sched_whole(state, span, before, 0, 1000, "A window");
	int to = te_sched_whole(state, span, after, 0, 1000, "A window");

	if (unit == SPAN_MONTH)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "A window is days or weeks, not %s",
					   te_syntax_quote(&state->text, span));
	for (int i = state->group; i < state->n_planned; i++)
	{
		PlannedVisit *visit = &state->planned[i].visit;

		if ((visit->flags & VISIT_WINDOW) != 0)
			continue;
		visit->flags |= VISIT_WINDOW;
		visit->window_before = from * days;
		visit->window_after = to * days;
	}
}

/* From the visit before, or from the start, in steps: day 0 or week 0 itself
 * only at the beginning. */
void
te_sched_visits_every(ScheduleState *state, BuildSpan span,
					  ScheduleSpan interval, ScheduleSpan bound, BoundKind kind)
{
	static const BuildText none = {NULL, 0};
	int64 scale = 1;
	int64 end = bound.n;
	int64 at = 0;

	if (state->text.failed)
		return;
	if (interval.unit != bound.unit)
	{
		if (interval.unit == SPAN_MONTH || bound.unit == SPAN_MONTH)
		{
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
				"Write \"every month until month 12\" or \"every 4 weeks until week 52\".",
				"Interval and end are both months, or neither, not %s",
				te_syntax_quote(&state->text, span));
			return;
		}
		scale = interval.unit == SPAN_WEEK ? 7 : 1;
		end *= bound.unit == SPAN_WEEK ? 7 : 1;
	}
	if (state->n_planned > 0)
	{
		const PlannedVisit *last = &state->planned[state->n_planned - 1].visit;

		if (last->at.unit != interval.unit)
		{
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
				"Use one unit for these visits.",
				"Counted from the visit before, which has another unit: %s",
				te_syntax_quote(&state->text, span));
			return;
		}
		at = (int64) last->at.n + interval.n;
	}
	else
		state->group = 0;
	state->visit_unit = interval.unit;
	state->unit_seen = true;
	for (; !state->text.failed &&
		 (kind == BOUND_THROUGH ? at * scale <= end : at * scale < end);
		 at += interval.n)
		add_visit(state, span, (int) at, none);
}

static ScheduleExtent
place(const BuildVisit *visit)
{
	return te_extent_of(visit->visit.at);
}

bool
te_sched_visits_check(ScheduleState *state)
{
	if (state->n_planned == 0)
	{
		BuildSpan all = {0, state->text.length};

		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, all,
					   "Write for example \"visits at weeks 0, 4, 12\".",
					   "No visit found");
		return false;
	}
	for (int i = 1; i < state->n_planned && !state->text.failed; i++)
	{
		const BuildVisit *visit = &state->planned[i];

		if (!te_extent_before(place(visit - 1), place(visit), false))
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, visit->span,
				"Visits are written in order of time; a month has 28 to 31 days.",
				"Not surely after the visit before: %s",
				te_syntax_quote(&state->text, visit->span));
		for (int j = 0; j < i && visit->name.length > 0; j++)
		{
			const BuildText other = state->planned[j].name;

			if (other.length == visit->name.length &&
				memcmp(other.data, visit->name.data, other.length) == 0)
				te_syntax_fail(&state->text,
							   ERRCODE_INVALID_TEXT_REPRESENTATION, visit->span,
							   NULL, "Another visit has the name of %s",
							   te_syntax_quote(&state->text, visit->span));
		}
	}
	return !state->text.failed;
}

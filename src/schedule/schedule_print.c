/*
 * schedule_print.c
 *		The normal form of schedules, which parses back to the same bytes.
 */
#include "trial_ext.h"

#include <math.h>

#include "lib/stringinfo.h"

#include "schedule/schedule_build.h"
#include "units/unit_server.h"

static void print_number(StringInfo buf, double value);
static void print_quoted(StringInfo buf, const char *text);
static void print_drug(StringInfo buf, const char *drug);
static void print_dose(StringInfo buf, const DoseSchedule *schedule,
					   const DosePhase *phase);
static void print_route(StringInfo buf, const DoseSchedule *schedule,
						const DosePhase *phase, const DosePhase *before);
static void print_timing(StringInfo buf, const DoseSchedule *schedule,
						 const DosePhase *phase);
static void print_bound(StringInfo buf, const DosePhase *phase);
static void print_taper(StringInfo buf, const DoseSchedule *schedule,
						const DosePhase *phase);
static void print_window(StringInfo buf, int before, int after);

static const char *const unit_names[] = {"day", "week", "month"};
static const char *const day_names[] = {"Mondays",	 "Tuesdays", "Wednesdays",
										"Thursdays", "Fridays",	 "Saturdays",
										"Sundays"};

static void
print_number(StringInfo buf, double value)
{
	char number[DOUBLE_TEXT_SIZE];

	te_print_double(value, number);
	appendStringInfoString(buf, number);
}

static void
print_span(StringInfo buf, ScheduleSpan span)
{
	appendStringInfo(buf, "%d %s%s", span.n, unit_names[span.unit],
					 span.n == 1 ? "" : "s");
}

/* "4 weeks", after "every" also "week" and "other day" */
static void
print_interval(StringInfo buf, ScheduleSpan span)
{
	if (span.n == 1)
		appendStringInfoString(buf, unit_names[span.unit]);
	else
		print_span(buf, span);
}

static void
print_quoted(StringInfo buf, const char *text)
{
	appendStringInfoChar(buf, '"');
	for (; *text != '\0'; text++)
	{
		if (*text == '"')
			appendStringInfoChar(buf, '"');
		appendStringInfoChar(buf, *text);
	}
	appendStringInfoChar(buf, '"');
}

/* Without quotes where it would be read as the same drug. */
static void
print_drug(StringInfo buf, const char *drug)
{
	char *text = psprintf("%s 1", drug);
	int length = strlen(drug);
	int stop;
	bool plain = te_schedule_drug_length(text, length + 2, &stop) == length &&
		stop < 0 && strstr(drug, "--") == NULL && drug[0] != ' ' &&
		strpbrk(drug, "\t\n\r\f\v") == NULL && strstr(drug, "  ") == NULL &&
		drug[length - 1] != ' ';

	if (plain)
		appendStringInfoString(buf, drug);
	else
		print_quoted(buf, drug);
	appendStringInfoChar(buf, ' ');
	pfree(text);
}

static bool
same_dose(const DosePhase *a, const DosePhase *b)
{
	const int flags = PHASE_PER_DAY | PHASE_MAX | PHASE_MIN | PHASE_ROUNDED |
		PHASE_MAX_PER_DAY | PHASE_LIFETIME_MAX;

	return a->low == b->low && a->high == b->high && a->max == b->max &&
		a->min == b->min && a->rounded_to == b->rounded_to &&
		a->lifetime_max == b->lifetime_max && a->basis == b->basis &&
		a->unit == b->unit && (a->flags & flags) == (b->flags & flags);
}

static void
print_amount(StringInfo buf, const char *before, double value, const char *unit,
			 bool per_day)
{
	appendStringInfoString(buf, before);
	print_number(buf, value);
	appendStringInfo(buf, " %s%s", unit, per_day ? "/d" : "");
}

static void
print_dose(StringInfo buf, const DoseSchedule *schedule, const DosePhase *phase)
{
	const char *unit = SCHEDULE_TEXT(schedule, phase->unit);
	bool max_day = (phase->flags & PHASE_MAX_PER_DAY) != 0;

	if (phase->low == 0 && phase->high > 0)
		appendStringInfoString(buf, "up to ");
	else if (phase->low < phase->high)
	{
		print_number(buf, phase->low);
		appendStringInfoChar(buf, '-');
	}
	print_number(buf, phase->high);
	appendStringInfo(buf, " %s%s%s", unit,
					 phase->basis == DOSE_PER_KG	 ? "/kg" :
						 phase->basis == DOSE_PER_M2 ? "/m2" :
													   "",
					 (phase->flags & PHASE_PER_DAY) != 0 ? "/d" : "");
	if ((phase->flags & PHASE_MAX) != 0)
		print_amount(buf, " max ", phase->max, unit, max_day);
	if ((phase->flags & PHASE_MIN) != 0)
		print_amount(buf, " min ", phase->min, unit, max_day);
	if ((phase->flags & PHASE_ROUNDED) != 0)
		print_amount(buf, " rounded to ", phase->rounded_to, unit, false);
	if ((phase->flags & PHASE_LIFETIME_MAX) != 0)
		print_amount(buf, " lifetime max ", phase->lifetime_max, unit, false);
	appendStringInfoChar(buf, ' ');
}

/* Whole minutes where hours are broken. */
static void
print_over(StringInfo buf, double hours)
{
	double minutes = rint(hours * 60);

	appendStringInfoString(buf, "over ");
	if (hours != rint(hours) && minutes / 60 == hours)
	{
		print_number(buf, minutes);
		appendStringInfoString(buf, minutes == 1 ? " minute " : " minutes ");
		return;
	}
	print_number(buf, hours);
	appendStringInfoString(buf, hours == 1 ? " hour " : " hours ");
}

/* Only what differs from the phase before, whose route goes on. */
static void
print_route(StringInfo buf, const DoseSchedule *schedule,
			const DosePhase *phase, const DosePhase *before)
{
	const char *route = SCHEDULE_TEXT(schedule, phase->route);
	const char *kept = te_schedule_route(route, strlen(route));

	if (phase->route != 0 && (before == NULL || before->route != phase->route))
	{
		if (kept != NULL && strcmp(kept, route) == 0)
			appendStringInfoString(buf, route);
		else
		{
			appendStringInfoString(buf, "via ");
			print_quoted(buf, route);
		}
		appendStringInfoChar(buf, ' ');
	}
	if (phase->over_hours > 0 &&
		(before == NULL || before->over_hours != phase->over_hours))
		print_over(buf, phase->over_hours);
}

static bool
is_daily(const DosePhase *phase)
{
	return phase->timing == TIMING_EVERY && phase->interval.n == 1 &&
		phase->interval.unit == SPAN_DAY;
}

static void
print_times(StringInfo buf, const DosePhase *phase)
{
	if ((phase->flags & PHASE_PER_DAY) != 0)
		appendStringInfo(buf, "in %d doses ", phase->per_day);
	else if (phase->per_day == 2)
		appendStringInfoString(buf, "twice daily ");
	else
		appendStringInfo(buf, "%d times daily ", phase->per_day);
}

/* "2, 4, 6" and, of three days in a row, "1-14" */
static void
print_items(StringInfo buf, const DoseSchedule *schedule,
			const DosePhase *phase)
{
	const int32 *items = SCHEDULE_ITEMS(schedule) + phase->first_item;
	int n = phase->n_items;

	for (int i = 0; i < n; i++)
	{
		int last = i;

		while (last + 1 < n && items[last + 1] == items[last] + 1)
			last++;
		appendStringInfo(buf, "%s%d", i == 0 ? "" : ", ", items[i]);
		if (last >= i + 2)
		{
			appendStringInfo(buf, "-%d", items[last]);
			i = last;
		}
	}
	appendStringInfoChar(buf, ' ');
}

static void
print_every(StringInfo buf, const DosePhase *phase)
{
	static const char *const periodic[] = {"daily", "weekly", "monthly"};

	if (is_daily(phase) && phase->per_day == 1 &&
		phase->bound_kind == BOUND_COUNT && phase->count == 1)
		appendStringInfoString(buf, "once");
	else if (is_daily(phase) && phase->per_day > 1 &&
			 (phase->flags & PHASE_PER_DAY) == 0)
		return; /* "twice daily" has said it */
	else if (phase->interval.n == 1)
		appendStringInfoString(buf, periodic[phase->interval.unit]);
	else if (phase->interval.n == 2 && phase->interval.unit == SPAN_DAY)
		appendStringInfoString(buf, "every other day");
	else
	{
		appendStringInfoString(buf, "every ");
		print_span(buf, phase->interval);
	}
	appendStringInfoChar(buf, ' ');
}

static void
print_timing(StringInfo buf, const DoseSchedule *schedule,
			 const DosePhase *phase)
{
	const int32 *items = SCHEDULE_ITEMS(schedule) + phase->first_item;
	const char *when = SCHEDULE_TEXT(schedule, phase->when);

	if (phase->per_day > 1)
		print_times(buf, phase);
	switch (phase->timing)
	{
		case TIMING_EVERY:
			print_every(buf, phase);
			break;
		case TIMING_LIST:
			appendStringInfo(buf, "%s %s%s ",
							 phase->interval.unit == SPAN_DAY ? "on" : "at",
							 unit_names[phase->interval.unit],
							 phase->n_items == 1 ? "" : "s");
			print_items(buf, schedule, phase);
			break;
		case TIMING_CYCLE:
			appendStringInfo(buf, "on day%s ", phase->n_items == 1 ? "" : "s");
			print_items(buf, schedule, phase);
			appendStringInfoString(buf, "of every ");
			print_interval(buf, phase->interval);
			appendStringInfoChar(buf, ' ');
			break;
		case TIMING_WEEKDAYS:
			appendStringInfoString(buf, "on ");
			for (int i = 0; i < phase->n_items; i++)
				appendStringInfo(buf, "%s%s", i == 0 ? "" : ", ",
								 day_names[items[i] - 1]);
			appendStringInfoChar(buf, ' ');
			if (phase->interval.n > 1)
			{
				appendStringInfoString(buf, "of every ");
				print_span(buf, phase->interval);
				appendStringInfoChar(buf, ' ');
			}
			break;
	}
	if (phase->when == 0)
		return;
	appendStringInfoString(buf, "when ");
	for (; *when != '\0'; when++)
		appendStringInfo(buf, "%c%s", *when, *when == ',' ? " " : "");
	appendStringInfoChar(buf, ' ');
}

static void
print_bound(StringInfo buf, const DosePhase *phase)
{
	switch (phase->bound_kind)
	{
		case BOUND_FOR:
			appendStringInfoString(buf, "for ");
			print_span(buf, phase->bound);
			break;
		case BOUND_AT_LEAST:
			appendStringInfoString(buf, "for at least ");
			print_span(buf, phase->bound);
			break;
		case BOUND_COUNT:
			if (is_daily(phase) && phase->per_day == 1 && phase->count == 1)
				return; /* "once" */
			appendStringInfo(buf, "x %d", phase->count);
			break;
		case BOUND_UNTIL:
		case BOUND_THROUGH:
			appendStringInfo(buf, "%s %s %d",
							 phase->bound_kind == BOUND_UNTIL ? "until" :
																"through",
							 unit_names[phase->bound.unit], phase->bound.n);
			break;
		default:
			return;
	}
	appendStringInfoChar(buf, ' ');
}

static void
print_taper(StringInfo buf, const DoseSchedule *schedule,
			const DosePhase *phase)
{
	const char *unit = SCHEDULE_TEXT(schedule, phase->unit);

	print_amount(buf, "taper to ", phase->taper_to, unit, true);
	appendStringInfo(buf, " by %s %d ", unit_names[phase->taper_by.unit],
					 phase->taper_by.n);
	if ((phase->flags & PHASE_TAPER_STEPS) == 0)
	{
		appendStringInfoString(buf, "linear by week ");
		return;
	}
	print_amount(buf, "in steps of ", phase->taper_step, unit, true);
	appendStringInfoString(buf, " every ");
	print_interval(buf, phase->taper_every);
	appendStringInfoChar(buf, ' ');
}

static void
print_window(StringInfo buf, int before, int after)
{
	if (before == after)
		appendStringInfo(buf, "+/- %d day%s", before, before == 1 ? "" : "s");
	else
		appendStringInfo(buf, "window -%d +%d days", before, after);
}

static void
print_phase(StringInfo buf, const DoseSchedule *schedule, int i)
{
	const DosePhase *phase = &SCHEDULE_PHASES(schedule)[i];
	const DosePhase *before = phase - 1;

	if ((phase->flags & PHASE_SEGMENT) != 0)
	{
		before = NULL;
		if (i > 0)
			appendStringInfoString(buf, "followed by ");
		if (phase->drug != 0)
			print_drug(buf, SCHEDULE_TEXT(schedule, phase->drug));
	}
	else
		appendStringInfoString(buf, "then ");
	if (before == NULL || (before->flags & PHASE_TAPER) != 0 ||
		!same_dose(before, phase))
		print_dose(buf, schedule, phase);
	print_route(buf, schedule, phase, before);
	print_timing(buf, schedule, phase);
	print_bound(buf, phase);
	if ((phase->flags & PHASE_TAPER) != 0)
		print_taper(buf, schedule, phase);
}

char *
te_dose_schedule_print(const DoseSchedule *schedule)
{
	StringInfoData buf;

	initStringInfo(&buf);
	for (int i = 0; i < schedule->n_phases; i++)
	{
		const DosePhase *phase = &SCHEDULE_PHASES(schedule)[i];
		bool last = i + 1 == schedule->n_phases ||
			(phase[1].flags & PHASE_SEGMENT) != 0;

		print_phase(&buf, schedule, i);
		if (last && (phase->flags & PHASE_WINDOW) != 0)
		{
			print_window(&buf, phase->window_before, phase->window_after);
			appendStringInfoChar(&buf, ' ');
		}
	}
	/* every part ends in a blank */
	buf.data[--buf.len] = '\0';
	return buf.data;
}

static bool
same_window(const PlannedVisit *a, const PlannedVisit *b)
{
	return a->flags == b->flags && a->window_before == b->window_before &&
		a->window_after == b->window_after;
}

/* Neighbours of one unit and one window share both. */
char *
te_visit_schedule_print(const VisitSchedule *schedule)
{
	const PlannedVisit *visits = VISIT_SCHEDULE_VISITS(schedule);
	int n = schedule->n_visits;
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfoString(&buf, "visits at ");
	for (int i = 0; i < n; i++)
	{
		const PlannedVisit *v = &visits[i];
		bool begins =
			i == 0 || v[-1].at.unit != v->at.unit || !same_window(v, v - 1);
		bool ends =
			i + 1 == n || v[1].at.unit != v->at.unit || !same_window(v, v + 1);

		if (i > 0)
			appendStringInfoString(&buf, ", ");
		if (begins)
			appendStringInfo(&buf, "%s%s ", unit_names[v->at.unit],
							 ends ? "" : "s");
		appendStringInfo(&buf, "%d", v->at.n);
		if (v->name != 0)
		{
			appendStringInfoChar(&buf, ' ');
			print_quoted(&buf, VISIT_SCHEDULE_POOL(schedule) + v->name);
		}
		if (ends && (v->flags & VISIT_WINDOW) != 0)
		{
			appendStringInfoChar(&buf, ' ');
			print_window(&buf, v->window_before, v->window_after);
		}
	}
	return buf.data;
}

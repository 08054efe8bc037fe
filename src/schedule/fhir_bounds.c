/*
 * fhir_bounds.c
 *		What bounds a FHIR Timing: bounds[x], count, and the duration of a dose.
 */
#include "trial_ext.h"

#include <math.h>

#include "utils/date.h"

#include "schedule/fhir.h"

static const char *const range_read[] = {"low", "high", NULL};
static const char *const period_read[] = {"start", "end", NULL};
static const char *const nothing[] = {NULL};

static void read_bounds_range(const FhirNode *range, FhirTiming *timing);
static void read_bounds_period(const FhirNode *period, FhirTiming *timing);
static void read_count(const FhirNode *repeat, FhirTiming *timing);

/* How long each administration takes. */
void
te_fhir_read_duration(const FhirNode *repeat, FhirTiming *timing)
{
	double duration;
	double max;
	const char *unit = te_fhir_string(repeat, "durationUnit");

	if (!te_fhir_number(repeat, "duration", &duration))
		return;
	if (te_fhir_number(repeat, "durationMax", &max) && max != duration)
		te_fhir_refuse(repeat, "durationMax",
					   "A schedule has one length of an infusion.");
	if (unit == NULL)
		te_fhir_refuse(repeat, "durationUnit", "A duration needs a unit.");
	if (strcmp(unit, "h") == 0)
		timing->over_hours = duration;
	else if (strcmp(unit, "min") == 0)
		timing->over_hours = duration / 60;
	else if (strcmp(unit, "s") == 0)
		timing->over_hours = duration / 3600;
	if (!(timing->over_hours > 0 && timing->over_hours <= 24))
		te_fhir_refuse(
			repeat, "duration",
			"It is how long each dose takes, which must be within a day; the length of the treatment is a bound.");
}

void
te_fhir_read_bounds(const FhirNode *repeat, FhirTiming *timing)
{
	FhirNode node;
	int n;

	read_count(repeat, timing);
	n = timing->bound == BOUND_COUNT;
	if (te_fhir_member(repeat, "boundsDuration", &node))
	{
		n++;
		timing->bound = BOUND_FOR;
		if (!te_fhir_span(&node, &timing->span))
			te_fhir_refuse(&node, NULL, "It is no whole number of days.");
	}
	if (te_fhir_member(repeat, "boundsRange", &node))
	{
		n++;
		read_bounds_range(&node, timing);
	}
	if (te_fhir_member(repeat, "boundsPeriod", &node))
	{
		BoundKind count = timing->bound;

		timing->bound = BOUND_NONE;
		read_bounds_period(&node, timing);
		if (timing->bound == BOUND_NONE)
			timing->bound = count;
		else
			n++;
	}
	if (n > 1)
		te_fhir_refuse(repeat, NULL, "It is bounded in more than one way.");
}

static void
read_bounds_range(const FhirNode *range, FhirTiming *timing)
{
	FhirNode end;
	ScheduleSpan high;

	te_fhir_check_members(range, range_read, nothing);
	if (!te_fhir_member(range, "low", &end))
		te_fhir_refuse(
			range, NULL,
			"No end follows from a range; a schedule needs one bound.");
	if (!te_fhir_span(&end, &timing->span))
		te_fhir_refuse(&end, NULL, "It is no whole number of days.");
	timing->bound = BOUND_AT_LEAST;
	if (!te_fhir_member(range, "high", &end))
		return;
	if (!te_fhir_span(&end, &high) || high.n != timing->span.n ||
		high.unit != timing->span.unit)
		te_fhir_refuse(
			range, NULL,
			"No end follows from a range; a schedule needs one bound.");
	timing->bound = BOUND_FOR;
}

/* Both days are inside; a schedule has no hours to begin or end within a day. */
static void
read_bounds_period(const FhirNode *period, FhirTiming *timing)
{
	FhirNode node;
	DateADT end;
	int minute;

	te_fhir_check_members(period, period_read, nothing);
	if (!te_fhir_member(period, "start", &node))
		te_fhir_refuse(
			period, "start",
			"An end alone does not say how long the treatment lasts.");
	timing->start = te_fhir_date(&node, &minute);
	timing->has_start = true;
	if (minute > 0)
		te_fhir_refuse(
			&node, NULL,
			"Whether a dose is due on that day depends on the hour; a schedule counts days.");
	if (!te_fhir_member(period, "end", &node))
		return;
	end = te_fhir_date(&node, &minute);
	if (minute >= 0 && minute != 24 * 60 - 1)
		te_fhir_refuse(
			&node, NULL,
			"Whether a dose is due on that day depends on the hour; a schedule counts days.");
	if (end < timing->start || end - timing->start >= SCHEDULE_MAX_DAYS)
		te_fhir_refuse(period, NULL,
					   "It ends before it begins, or is too long.");
	timing->bound = BOUND_FOR;
	timing->span.n = end - timing->start + 1;
	timing->span.unit = SPAN_DAY;
}

/* count is of administrations, ours of days with a dose. */
static void
read_count(const FhirNode *repeat, FhirTiming *timing)
{
	int count;

	if (!te_fhir_whole(repeat, "count", &count))
	{
		te_fhir_no_maximum(repeat, "countMax", 0);
		return;
	}
	te_fhir_no_maximum(repeat, "countMax", count);
	if (timing->pattern == FHIR_ONCE)
		return;
	if (count == 0 || count % timing->per_day != 0)
		te_fhir_refuse(repeat, "count",
					   "It is no multiple of the %d doses a day.",
					   timing->per_day);
	if (count / timing->per_day > SCHEDULE_MAX_DAYS)
		te_fhir_refuse(repeat, "count",
					   "It is more than a schedule can count.");
	timing->bound = BOUND_COUNT;
	timing->count = count / timing->per_day;
}

/* Where frequency 1 to 2 stands, no dates follow. */
void
te_fhir_no_maximum(const FhirNode *repeat, const char *name, double value)
{
	double max;

	if (te_fhir_number(repeat, name, &max) && max != value)
		te_fhir_refuse(
			repeat, name,
			"No dates follow from a range; a schedule needs one number.");
}

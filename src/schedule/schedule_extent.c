/*
 * schedule_extent.c
 *		How far from the segment's start phases begin and end, without a
 *		calendar: exactly where days or months alone count, else between a least
 *		and a most.
 *
 * The parser needs it to tell that a list comes after what is before it whatever
 * the start date, and until() to tell which phases a day cuts.
 */
#include "trial_ext.h"

#include "schedule/schedule_build.h"

/* Days that n months of one year may have, clipped at month ends. */
static const int16 least_days[] = {0,	28,	 59,  89,  120, 150,
								   181, 212, 242, 273, 303, 334};
static const int16 most_days[] = {0,   31,	62,	 92,  123, 153,
								  184, 215, 245, 276, 306, 337};

/* Least and most days of so many months, 0 or more. */
static int64
month_days(int64 months, bool most)
{
	if (months < 0)
		return -month_days(-months, !most);
	if (most)
		return months / 12 * 366 + most_days[months % 12];
	return months / 12 * 365 + least_days[months % 12];
}

static ScheduleExtent
make_extent(int64 months, int64 days)
{
	ScheduleExtent extent;

	extent.months = months;
	extent.days = days;
	extent.least = month_days(months, false) + days;
	extent.most = month_days(months, true) + days;
	extent.exact = true;
	return extent;
}

ScheduleExtent
te_extent_of(ScheduleSpan span)
{
	switch (span.unit)
	{
		case SPAN_MONTH:
			return make_extent(span.n, 0);
		case SPAN_WEEK:
			return make_extent(0, (int64) span.n * 7);
		default:
			return make_extent(0, span.n);
	}
}

bool
te_extent_before(ScheduleExtent a, ScheduleExtent b, bool or_same)
{
	if (a.exact && b.exact && a.days == b.days)
		return or_same ? a.months <= b.months : a.months < b.months;
	if (a.exact && b.exact && a.months == b.months)
		return or_same ? a.days <= b.days : a.days < b.days;
	return or_same ? a.most <= b.least : a.most < b.least;
}

/* a and then the span; only months upon months, or days, stay exact. */
static ScheduleExtent
add(ScheduleExtent a, ScheduleSpan span, int64 times)
{
	ScheduleExtent b = te_extent_of(span);
	ScheduleExtent result;

	result = make_extent(a.months + b.months * times, a.days + b.days * times);
	result.exact = a.exact && (a.days == 0 || b.months == 0);
	result.least =
		a.least + month_days(b.months * times, false) + b.days * times;
	result.most = a.most + month_days(b.months * times, true) + b.days * times;
	if (result.exact)
		result = make_extent(result.months, result.days);
	return result;
}

ScheduleExtent
te_extent_sum(ScheduleExtent a, ScheduleExtent b)
{
	ScheduleExtent result;

	result.months = a.months + b.months;
	result.days = a.days + b.days;
	result.least = a.least + b.least;
	result.most = a.most + b.most;
	result.exact = a.exact && b.exact && (a.days == 0 || b.months == 0);
	return result;
}

/* Somewhere from a to b. */
static ScheduleExtent
between(ScheduleExtent a, ScheduleExtent b)
{
	a.least = Min(a.least, b.least);
	a.most = Max(a.most, b.most);
	a.exact = false;
	return a;
}

static ScheduleExtent
add_days(ScheduleExtent a, int64 days)
{
	ScheduleSpan span = {1, SPAN_DAY};

	return add(a, span, days);
}

/* The last occurrence that is not after (before, if outside) that point. */
static ScheduleExtent
last_before(const DosePhase *phase, ScheduleExtent first, ScheduleExtent end)
{
	ScheduleExtent step = te_extent_of(phase->interval);
	int64 way = end.days - first.days;

	if (phase->timing != TIMING_EVERY || !first.exact || !end.exact ||
		te_extent_before(end, first, false))
		return between(first, end);
	if (step.months == 0 && first.months == end.months)
		return add(first, phase->interval, way / step.days);
	way = end.months - first.months;
	if (step.months > 0 && first.days == 0 && end.days == 0)
		return add(first, phase->interval, way / step.months);
	return between(first, end);
}

/* Day, or month, before what lies outside. */
static ScheduleExtent
inside(ScheduleExtent end)
{
	return add_days(end, -1);
}

/* Days from the begin, on that day of the week, to occurrence k. */
static int64
weekday_offset(const DosePhase *phase, const int32 *days, int today, int64 k)
{
	int n = phase->n_items;
	int first = 0;

	for (int i = n - 1; i >= 0; i--)
		if (days[i] >= today)
			first = i;
	return k / n * te_extent_of(phase->interval).days +
		(days[(first + k % n) % n] + 7 - today) % 7;
}

/* Occurrence k of a phase that begins there and goes on so long. */
static ScheduleExtent
occurrence(const DosePhase *phase, const int32 *items, ScheduleExtent begin,
		   int64 k)
{
	const int32 *days = items + phase->first_item;
	int64 least = PG_INT64_MAX;
	int64 most = 0;

	if (phase->timing == TIMING_EVERY)
		return add(begin, phase->interval, k);
	if (phase->timing == TIMING_CYCLE)
		return add_days(begin,
						k / phase->n_items *
								te_extent_of(phase->interval).days +
							days[k % phase->n_items] - 1);
	for (int today = 1; today <= 7; today++)
	{
		int64 offset = weekday_offset(phase, days, today, k);

		least = Min(least, offset);
		most = Max(most, offset);
	}
	return between(add_days(begin, least), add_days(begin, most));
}

static void
end_periodic(const DosePhase *phase, const int32 *items, ScheduleExtent begin,
			 PhaseExtent *result)
{
	switch (phase->bound_kind)
	{
		case BOUND_FOR:
			result->end = add(result->first, phase->bound, 1);
			result->last =
				last_before(phase, result->first, inside(result->end));
			break;
		case BOUND_UNTIL:
			result->end = te_extent_of(phase->bound);
			result->last =
				last_before(phase, result->first, inside(result->end));
			break;
		case BOUND_THROUGH:
			result->last =
				last_before(phase, result->first, te_extent_of(phase->bound));
			result->end = add_days(te_extent_of(phase->bound), 1);
			break;
		case BOUND_COUNT:
			result->last = occurrence(phase, items, begin, phase->count - 1);
			result->end = occurrence(phase, items, begin, phase->count);
			break;
		default:
			result->endless = true;
			result->last = result->end = result->first;
	}
}

PhaseExtent
te_phase_extent(const DosePhase *phase, const int32 *items,
				const PhaseExtent *before)
{
	PhaseExtent result = {0};
	ScheduleExtent begin = make_extent(0, 0);
	ScheduleSpan item = phase->interval;

	if (phase->timing == TIMING_LIST)
	{
		item.n = items[phase->first_item];
		result.first = te_extent_of(item);
		item.n = items[phase->first_item + phase->n_items - 1];
		result.last = te_extent_of(item);
		result.end = add_days(result.last, 1);
		return result;
	}
	if (before != NULL && phase->begin == BEGIN_END)
		begin = before->end;
	else if (before != NULL && phase->timing == TIMING_EVERY)
		begin = add(before->last, phase->interval, 1);
	else if (before != NULL)
		begin = add_days(before->last, 1);
	result.first = occurrence(phase, items, begin, 0);
	if ((phase->flags & PHASE_TAPER) != 0 && phase->bound_kind == BOUND_NONE)
	{
		result.end = te_extent_of(phase->taper_by);
		result.last = last_before(phase, result.first, inside(result.end));
	}
	else
		end_periodic(phase, items, begin, &result);
	return result;
}

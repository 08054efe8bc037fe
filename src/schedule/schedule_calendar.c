/*
 * schedule_calendar.c
 *		Dose schedules on the calendar: where each phase begins and ends, the
 *		date of its occurrence k, and how many occurrences lie before a day.
 *		Placing costs O(phases), every question after it constant time (a
 *		binary search in a list).
 *
 * Months add up from the date they began on and are clipped at the month's end
 * each time: 31 January + 1, 2, 3 months is 28 February, 31 March, 30 April.
 * Adding days makes a new base.  So the place of an occurrence, or of an end,
 * is a base and a number of months, and what follows it in months counts on
 * from there.
 */
#include "trial_ext.h"

#include "common/int.h"
#include "datatype/timestamp.h"
#include "utils/datetime.h"

#include "schedule/schedule_plan.h"

/*
 * What other files call has a static twin here: a function that the loader may
 * replace is never inlined, and placing a schedule would be dozens of calls.
 */

typedef struct Position
{
	DateADT base;
	int64 months; /* since base */
} Position;

/* What a phase needs to know of those before it in its segment. */
typedef struct Walk
{
	Position end;  /* of the phase before; the segment's start at first */
	Position last; /* last occurrence so far */
	bool has_last;
} Walk;

static void place_phase(PhaseRun *run, Walk *walk);
static Position begin_of(const PhaseRun *run, const Walk *walk);
static Position earliest_end(const PhaseRun *run, const Walk *walk);
static bool bound_of(const PhaseRun *run, Position *end);
static Position occurrence(const PhaseRun *run, int64 k);
static int64 every_count(const PhaseRun *run, DateADT day);
static int64 list_count(const PhaseRun *run, DateADT day);
static int64 cycle_count(const PhaseRun *run, DateADT day);
static int64 cycle_offset(const PhaseRun *run, int64 i);
static int first_weekday(const PhaseRun *run);
static DateADT run_date(const PhaseRun *run, int64 k);
static int64 run_count_before(const PhaseRun *run, DateADT day);
static inline DateADT date_add(DateADT date, ScheduleSpan span);
static Position position_add(Position at, ScheduleSpan span);
static DateADT position_date(Position at);
static inline DateADT checked_date(int64 day);
static void date_error(void) pg_attribute_noreturn();
static DateADT add_months(DateADT date, int64 months);
static int64 month_number(DateADT date);

/* --------------------------------------------------------------- placing */

void
te_schedule_place(const DoseSchedule *schedule, DateADT start, PhaseRun *runs)
{
	Walk walk = {{start, 0}, {start, 0}, false};
	DateADT segment = start;
	int64 before = 0;

	for (int i = 0; i < schedule->n_phases; i++)
	{
		PhaseRun *run = &runs[i];

		memset(run, 0, sizeof(PhaseRun));
		run->phase = &SCHEDULE_PHASES(schedule)[i];
		run->items = SCHEDULE_ITEMS(schedule) + run->phase->first_item;
		run->before = before;
		if (i > 0 && runs[i - 1].n < 0)
			elog(ERROR, "phase %d of a schedule follows one without end", i);
		if (i > 0 && (run->phase->flags & PHASE_SEGMENT))
		{
			segment = runs[i - 1].end;
			walk.end = walk.last = (Position){segment, 0};
			walk.has_last = false;
		}
		run->segment = segment;
		place_phase(run, &walk);
		before += Max(run->n, 0);
	}
}

/* Sets base, months, n, first and end, and moves "walk" behind the phase. */
static void
place_phase(PhaseRun *run, Walk *walk)
{
	const DosePhase *phase = run->phase;
	Position begin = begin_of(run, walk);
	Position end = begin;
	Position earliest = earliest_end(run, walk);
	bool bounded;

	if (phase->timing != TIMING_EVERY || phase->interval.unit != SPAN_MONTH)
		begin = (Position){position_date(begin), 0};
	if (begin.months > PG_INT32_MAX)
		checked_date(PG_INT64_MAX);
	run->base = begin.base;
	run->months = (int32) begin.months;
	run->n = phase->timing == TIMING_LIST ? phase->n_items : -1;
	run->first = run_date(run, 0);

	bounded = bound_of(run, &end);
	if (phase->bound_kind == BOUND_COUNT)
		run->n = run->n < 0 ? phase->count : Min(run->n, phase->count);
	else if (bounded)
		run->n = run_count_before(run, position_date(end));

	if (run->n > 0)
	{
		walk->last = occurrence(run, run->n - 1);
		walk->has_last = true;
		if (!bounded && phase->timing == TIMING_LIST)
			end =
				(Position){checked_date((int64) position_date(walk->last) + 1),
						   0};
		else if (!bounded)
			end = occurrence(run, run->n);
	}
	if (run->n < 0)
	{
		DATE_NOEND(run->end);
		return;
	}
	if (bounded && position_date(end) < position_date(earliest))
		end = earliest;
	run->end = position_date(end);
	walk->end = end;
}

/* The place of occurrence 0, or of the first day of the first cycle. */
static Position
begin_of(const PhaseRun *run, const Walk *walk)
{
	static const ScheduleSpan day = {1, SPAN_DAY};

	if (run->phase->begin == BEGIN_START)
		return (Position){run->segment, 0};
	if (run->phase->begin == BEGIN_END || !walk->has_last)
		return walk->end;
	/* A cycle, and days of the week, begin on the day after the last dose. */
	return position_add(walk->last,
						run->phase->timing == TIMING_EVERY ?
							run->phase->interval :
							day);
}

/*
 * A phase that by its own words ends before it begins is empty, but time does
 * not run back: it ends where it would have begun, or, if it counts from the
 * last dose, on the day after that.
 */
static Position
earliest_end(const PhaseRun *run, const Walk *walk)
{
	if (run->phase->begin != BEGIN_LAST || !walk->has_last)
		return walk->end;
	return position_add(walk->last, (ScheduleSpan){1, SPAN_DAY});
}

/* Where a phase ends by its own words; false if they name no time. */
static bool
bound_of(const PhaseRun *run, Position *end)
{
	const DosePhase *phase = run->phase;
	Position segment = {run->segment, 0};

	switch ((BoundKind) phase->bound_kind)
	{
		case BOUND_FOR:
			*end = position_add(occurrence(run, 0), phase->bound);
			return true;
		case BOUND_UNTIL:
			*end = position_add(segment, phase->bound);
			return true;
		case BOUND_THROUGH:
			*end = position_add(segment, phase->bound);
			*end = (Position){checked_date((int64) position_date(*end) + 1), 0};
			return true;
		case BOUND_NONE:
			/* A taper that says no more ends when it is done. */
			if (!(phase->flags & PHASE_TAPER) || phase->timing == TIMING_LIST)
				return false;
			*end = position_add(segment, phase->taper_by);
			return true;
		case BOUND_COUNT:
		case BOUND_AT_LEAST:
			break;
	}
	return false;
}

static Position
occurrence(const PhaseRun *run, int64 k)
{
	const DosePhase *phase = run->phase;

	if (phase->timing == TIMING_EVERY && phase->interval.unit == SPAN_MONTH)
		return (Position){run->base, run->months + k * phase->interval.n};
	if (phase->timing == TIMING_LIST)
		return position_add((Position){run->segment, 0},
							(ScheduleSpan){run->items[k],
										   phase->interval.unit});
	return (Position){run_date(run, k), 0};
}

/* ----------------------------------------------------------- occurrences */

DateADT
te_run_date(const PhaseRun *run, int64 k)
{
	return run_date(run, k);
}

static DateADT
run_date(const PhaseRun *run, int64 k)
{
	const DosePhase *phase = run->phase;
	int64 days;

	switch ((TimingKind) phase->timing)
	{
		case TIMING_LIST:
			return date_add(run->segment,
							(ScheduleSpan){
								run->items[k],
								phase->interval.unit,
							});
		case TIMING_EVERY:
			if (phase->interval.unit == SPAN_MONTH)
				return add_months(run->base,
								  run->months + k * phase->interval.n);
			days = k * te_span_days(phase->interval);
			break;
		case TIMING_CYCLE:
		case TIMING_WEEKDAYS:
		default:
			days = k / phase->n_items * te_span_days(phase->interval) +
				cycle_offset(run, k % phase->n_items);
			break;
	}
	return checked_date(run->base + days);
}

int64
te_run_count_before(const PhaseRun *run, DateADT day)
{
	return run_count_before(run, day);
}

static int64
run_count_before(const PhaseRun *run, DateADT day)
{
	int64 count;

	if (run->n == 0 || day <= run->first)
		return 0;
	if (DATE_IS_NOEND(day))
		return run->n >= 0 ? run->n : PG_INT64_MAX;
	switch ((TimingKind) run->phase->timing)
	{
		case TIMING_EVERY:
			count = every_count(run, day);
			break;
		case TIMING_LIST:
			count = list_count(run, day);
			break;
		case TIMING_CYCLE:
		case TIMING_WEEKDAYS:
		default:
			count = cycle_count(run, day);
			break;
	}
	return run->n >= 0 && count > run->n ? run->n : count;
}

/* "day" is later than the first occurrence. */
static int64
every_count(const PhaseRun *run, DateADT day)
{
	ScheduleSpan step = run->phase->interval;
	int64 days = te_span_days(step);
	int64 k;

	if (step.unit != SPAN_MONTH)
		return ((int64) day - run->first + days - 1) / days;
	/*
	 * Occurrences of earlier months than the day's are before it, those of
	 * later months are not: only the one in the day's own month is looked at.
	 */
	k = (month_number(day) - month_number(run->base) - run->months) / step.n;
	return run_date(run, k) < day ? k + 1 : k;
}

static int64
list_count(const PhaseRun *run, DateADT day)
{
	int64 low = 0;
	int64 high = run->phase->n_items;

	while (low < high)
	{
		int64 middle = (low + high) / 2;

		if (run_date(run, middle) < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int64
cycle_count(const PhaseRun *run, DateADT day)
{
	int64 period = te_span_days(run->phase->interval);
	int64 gone = (int64) day - run->base;
	int64 low = 0;
	int64 high = run->phase->n_items;

	while (low < high)
	{
		int64 middle = (low + high) / 2;

		if (cycle_offset(run, middle) < gone % period)
			low = middle + 1;
		else
			high = middle;
	}
	return gone / period * run->phase->n_items + low;
}

/* Days from the cycle's first day to its i-th dose. */
static int64
cycle_offset(const PhaseRun *run, int64 i)
{
	int n = run->phase->n_items;
	int first;

	if (run->phase->timing == TIMING_CYCLE)
		return run->items[i] - 1;
	first = first_weekday(run);
	return (run->items[(first + i) % n] + 7 - te_iso_weekday(run->base)) % 7;
}

/* Index of the first of the phase's days of the week on or after its begin. */
static int
first_weekday(const PhaseRun *run)
{
	int today = te_iso_weekday(run->base);

	for (int i = 0; i < run->phase->n_items; i++)
		if (run->items[i] >= today)
			return i;
	return 0;
}

/* ------------------------------------------------------------- the calendar */

DateADT
te_date_add(DateADT date, ScheduleSpan span)
{
	return date_add(date, span);
}

static inline DateADT
date_add(DateADT date, ScheduleSpan span)
{
	if (span.unit == SPAN_MONTH)
		return add_months(date, span.n);
	return checked_date(date + te_span_days(span));
}

/* 1 Monday .. 7 Sunday */
int
te_iso_weekday(DateADT date)
{
	int day = j2day(date + POSTGRES_EPOCH_JDATE);

	return day == 0 ? 7 : day;
}

/*
 * How many whole spans lie between two dates, first <= date: the largest k for
 * which first + k spans is not after date.
 */
int64
te_spans_between(DateADT first, DateADT date, ScheduleSpan span)
{
	int64 k;

	if (span.unit != SPAN_MONTH)
		return ((int64) date - first) / te_span_days(span);
	k = (month_number(date) - month_number(first)) / span.n;
	return add_months(first, k * span.n) > date ? k - 1 : k;
}

static Position
position_add(Position at, ScheduleSpan span)
{
	if (span.unit == SPAN_MONTH)
		return (Position){at.base, at.months + span.n};
	return (Position){date_add(position_date(at), span), 0};
}

static DateADT
position_date(Position at)
{
	return at.months == 0 ? at.base : add_months(at.base, at.months);
}

static inline DateADT
checked_date(int64 day)
{
	if (day < DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE ||
		day >= DATE_END_JULIAN - POSTGRES_EPOCH_JDATE)
		date_error();
	return (DateADT) day;
}

static void
date_error(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("date of the schedule is out of range")));
}

static DateADT
add_months(DateADT date, int64 months)
{
	int year;
	int month;
	int day;
	int64 total;
	int64 years;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	total = (int64) year * MONTHS_PER_YEAR + (month - 1) + months;
	/* Years before 1 are zero and below: round towards the past. */
	years = total >= 0 ? total / MONTHS_PER_YEAR :
						 -((-total + MONTHS_PER_YEAR - 1) / MONTHS_PER_YEAR);
	month = (int) (total - years * MONTHS_PER_YEAR) + 1;
	if (years < JULIAN_MINYEAR || years > JULIAN_MAXYEAR)
		checked_date(PG_INT64_MAX);
	year = (int) years;
	day = Min(day, day_tab[isleap(year)][month - 1]);
	if (!IS_VALID_JULIAN(year, month, day))
		checked_date(PG_INT64_MAX);
	return checked_date((int64) date2j(year, month, day) -
						POSTGRES_EPOCH_JDATE);
}

/* Months since year 0. */
static int64
month_number(DateADT date)
{
	int year;
	int month;
	int day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return (int64) year * MONTHS_PER_YEAR + month;
}

/*
 * fhir_timing.c
 *		What a FHIR Timing says: events, repeat with its bounds, or a code.
 *
 * A schedule counts days.  So "every 6 hours" is four times a day, times
 * of the day are administrations on a day, and whatever does not come out as
 * whole days (every 36 hours) is refused.  Where frequency, days of the week
 * and times of the day all stand they must agree.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "schedule/fhir.h"

static const char *const timing_read[] = {"event", "repeat", "code", NULL};
static const char *const repeat_read[] = {"boundsDuration", "boundsRange",
										  "boundsPeriod",	"count",
										  "countMax",		"duration",
										  "durationMax",	"durationUnit",
										  "frequency",		"frequencyMax",
										  "period",			"periodMax",
										  "periodUnit",		"dayOfWeek",
										  "timeOfDay",		"when",
										  "offset",			NULL};
/* all but how long a dose takes */
static const char *const not_with_events[] = {
	"boundsDuration", "boundsRange",  "boundsPeriod", "count",	   "countMax",
	"frequency",	  "frequencyMax", "period",		  "periodMax", "periodUnit",
	"dayOfWeek",	  "timeOfDay",	  "when",		  "offset",	   NULL};
static const char *const concept_read[] = {"coding", "text", NULL};
static const char *const coding_read[] = {"system",	 "version",		 "code",
										  "display", "userSelected", NULL};
static const char *const nothing[] = {NULL};

/* The numbers of repeat; 0 where one is not stated. */
typedef struct Rate
{
	int frequency;
	double period;
	const char *unit;
	int times;	/* times and events of the day */
	bool meals; /* an event that is at every meal */
} Rate;

static void read_events(const FhirNode *list, FhirTiming *timing);
static int compare_dates(const void *a, const void *b);
static bool read_code(const FhirNode *concept, FhirTiming *timing);
static bool code_means(const char *text, FhirTiming *timing);
static void read_repeat(const FhirNode *repeat, FhirTiming *timing);
static Rate read_rate(const FhirNode *repeat);
static void read_times(const FhirNode *repeat, FhirTiming *timing, Rate *rate);
static void read_weekdays(const FhirNode *repeat, FhirTiming *timing);
static void add_when(const FhirNode *node, FhirTiming *timing,
					 const char *code);
static const char *clock_time(int minute);
static void weekly_pattern(const FhirNode *repeat, const Rate *rate,
						   FhirTiming *timing);
static void pattern(const FhirNode *repeat, const Rate *rate,
					FhirTiming *timing);
static void daily_pattern(const FhirNode *repeat, const Rate *rate,
						  double seconds, FhirTiming *timing);
static void spread(const FhirNode *repeat, int frequency, int days,
				   FhirTiming *timing);
static bool same_pattern(const FhirTiming *a, const FhirTiming *b);

void
te_fhir_read_timing(const FhirNode *dosage, FhirTiming *timing)
{
	FhirNode node;
	FhirNode part;
	bool coded = false;

	memset(timing, 0, sizeof(*timing));
	timing->per_day = 1;
	if (!te_fhir_member(dosage, "timing", &node))
		te_fhir_refuse(dosage, "timing", "There is no timing.");
	te_fhir_check_members(&node, timing_read, nothing);
	if (te_fhir_member(&node, "code", &part))
		coded = read_code(&part, timing);
	if (te_fhir_member(&node, "event", &part) && !te_fhir_is_empty(&part))
	{
		FhirNode other;

		if (coded)
			te_fhir_refuse(&part, NULL, "It stands beside a code.");
		read_events(&part, timing);
		if (te_fhir_member(&node, "repeat", &other))
		{
			te_fhir_check_members(&other, repeat_read, nothing);
			for (int i = 0; not_with_events[i]; i++)
				if (te_fhir_member(&other, not_with_events[i], &part))
					te_fhir_refuse(&part, NULL, "It stands beside event.");
			te_fhir_read_duration(&other, timing);
		}
	}
	else if (te_fhir_member(&node, "repeat", &part))
	{
		FhirTiming said = *timing;

		te_fhir_check_members(&part, repeat_read, nothing);
		read_repeat(&part, timing);
		if (coded && timing->interval.n > 0 && !same_pattern(&said, timing))
			te_fhir_refuse(&node, "code",
						   "It says something else than repeat.");
		if (coded && timing->interval.n == 0)
		{
			timing->pattern = said.pattern;
			timing->interval = said.interval;
			timing->per_day = said.per_day;
		}
		te_fhir_read_duration(&part, timing);
		te_fhir_read_bounds(&part, timing);
		if (timing->interval.n == 0 && timing->pattern != FHIR_ONCE)
			te_fhir_refuse(&part, NULL, "It does not say how often.");
	}
	else if (!coded)
		te_fhir_refuse(&node, NULL, "It does not say when.");
}

/* ------------------------------------------------------------------ events */

static void
read_events(const FhirNode *list, FhirTiming *timing)
{
	FhirNode *entries;
	int n = te_fhir_list(list, SCHEDULE_MAX_ITEMS, &entries);
	int clock = -1;

	timing->pattern = FHIR_EVENTS;
	timing->items = palloc_array(int32, n);
	timing->n_items = n;
	for (int i = 0; i < n; i++)
	{
		int minute;

		CHECK_FOR_INTERRUPTS();
		timing->items[i] = te_fhir_date(&entries[i], &minute);
		if (i > 0 && minute != clock)
			te_fhir_refuse(&entries[i], NULL,
						   "The events are at different times of the day.");
		clock = minute;
	}
	qsort(timing->items, n, sizeof(int32), compare_dates);
	for (int i = 1; i < n; i++)
		if (timing->items[i] == timing->items[i - 1])
			te_fhir_refuse(list, NULL, "Two events are on one day.");
	timing->has_start = true;
	timing->start = timing->items[0];
	/* midnight is how systems without times write a day */
	if (clock > 0)
		add_when(list, timing, clock_time(clock));
}

static int
compare_dates(const void *a, const void *b)
{
	int32 x = *(const int32 *) a;
	int32 y = *(const int32 *) b;

	return (x > y) - (x < y);
}

/* ------------------------------------------------------------------- codes */

static bool
read_code(const FhirNode *concept, FhirTiming *timing)
{
	FhirNode list;
	FhirNode *codings;
	const char *text;
	int n = 0;

	te_fhir_check_members(concept, concept_read, nothing);
	if (te_fhir_member(concept, "coding", &list))
		n = te_fhir_list(&list, FHIR_MAX_LIST, &codings);
	for (int i = 0; i < n; i++)
	{
		const char *code;

		te_fhir_check_members(&codings[i], coding_read, nothing);
		code = te_fhir_string(&codings[i], "code");
		if (code && code_means(code, timing))
			return true;
	}
	text = te_fhir_string(concept, "text");
	if (text && code_means(text, timing))
		return true;
	te_fhir_refuse(concept, NULL, "It is none of the abbreviations of timing.");
}

/* A FHIR abbreviation, else a CDISC frequency. */
static bool
code_means(const char *text, FhirTiming *timing)
{
	const FhirTimingCode *code = te_fhir_timing_code(text);
	DoseFrequency frequency;

	timing->pattern = FHIR_EVERY;
	timing->interval.n = 1;
	timing->interval.unit = SPAN_DAY;
	if (code == NULL)
	{
		if (!te_dose_frequency(text, strlen(text), &frequency) ||
			frequency.times != 1)
			return false;
		timing->per_day = frequency.per_day;
		timing->interval = frequency.interval;
		return true;
	}
	timing->per_day = code->frequency;
	if (strcmp(code->period_unit, "h") == 0)
		timing->per_day = 24 / code->period;
	else
		timing->interval.n = code->period;
	if (strcmp(code->period_unit, "wk") == 0)
		timing->interval.unit = SPAN_WEEK;
	else if (strcmp(code->period_unit, "mo") == 0)
		timing->interval.unit = SPAN_MONTH;
	if (code->when)
		timing->when[timing->n_when++] = code->when;
	return true;
}

/* What a code says, and what repeat says beside it. */
static bool
same_pattern(const FhirTiming *a, const FhirTiming *b)
{
	return a->pattern == b->pattern && a->per_day == b->per_day &&
		a->interval.n == b->interval.n && a->interval.unit == b->interval.unit;
}

/* ------------------------------------------------------------------ repeat */

static void
read_repeat(const FhirNode *repeat, FhirTiming *timing)
{
	Rate rate = read_rate(repeat);
	int count = 0;

	timing->pattern = FHIR_EVERY;
	timing->interval.n = 0;
	timing->n_when = 0;
	read_times(repeat, timing, &rate);
	read_weekdays(repeat, timing);
	te_fhir_whole(repeat, "count", &count);
	if (timing->n_items > 0)
		weekly_pattern(repeat, &rate, timing);
	else if (rate.unit)
		pattern(repeat, &rate, timing);
	else if (rate.times > 0)
	{
		rate.unit = "d";
		rate.period = 1;
		pattern(repeat, &rate, timing);
	}
	else if (rate.frequency > 0)
		te_fhir_refuse(repeat, "frequency", "It needs a period.");
	else if (count == 1)
		timing->pattern = FHIR_ONCE;
}

static Rate
read_rate(const FhirNode *repeat)
{
	static const char *const units[] = {"s", "min", "h", "d", "wk", "mo", "a"};
	Rate rate = {0};

	if (te_fhir_whole(repeat, "frequency", &rate.frequency) &&
		rate.frequency == 0)
		te_fhir_refuse(repeat, "frequency", "It is not positive.");
	te_fhir_no_maximum(repeat, "frequencyMax", rate.frequency);
	if (te_fhir_number(repeat, "period", &rate.period) &&
		(!(rate.period > 0) || isinf(rate.period)))
		te_fhir_refuse(repeat, "period", "It is not positive.");
	te_fhir_no_maximum(repeat, "periodMax", rate.period);
	rate.unit = te_fhir_string(repeat, "periodUnit");
	if (rate.period > 0 && !rate.unit)
		te_fhir_refuse(repeat, "periodUnit", "A period needs a unit.");
	if (rate.unit)
	{
		bool known = false;

		for (int i = 0; i < (int) lengthof(units); i++)
			known |= strcmp(rate.unit, units[i]) == 0;
		if (!known)
			te_fhir_refuse(repeat, "periodUnit", "It is no unit of time.");
		if (rate.period == 0)
			te_fhir_refuse(repeat, "period", "A unit needs a period.");
	}
	return rate;
}

static void
read_times(const FhirNode *repeat, FhirTiming *timing, Rate *rate)
{
	FhirNode list;
	FhirNode *entries;
	int offset = 0;
	int n;

	if (te_fhir_whole(repeat, "offset", &offset) && offset != 0)
		te_fhir_refuse(
			repeat, "offset",
			"A schedule keeps the event of the day, not the minutes before or after it.");
	if (te_fhir_member(repeat, "when", &list))
	{
		n = te_fhir_list(&list, FHIR_MAX_WHEN, &entries);
		for (int i = 0; i < n; i++)
		{
			const char *code = te_fhir_text_of(&entries[i]);
			FhirWhen when = te_fhir_when(code);

			if (when == FHIR_WHEN_NONE)
				te_fhir_refuse(
					&entries[i], NULL,
					"It is no event of the day that a schedule knows.");
			rate->meals |= when == FHIR_WHEN_MEALS;
			add_when(&entries[i], timing, code);
		}
	}
	if (te_fhir_member(repeat, "timeOfDay", &list))
	{
		n = te_fhir_list(&list, FHIR_MAX_WHEN, &entries);
		if (n > 0 && timing->n_when > 0)
			te_fhir_refuse(&list, NULL, "It stands beside when.");
		for (int i = 0; i < n; i++)
		{
			const char *time = te_fhir_text_of(&entries[i]);
			const char *rest = "";
			int minute = te_fhir_minute(time, &rest);

			if (minute < 0 || strspn(rest, "0123456789:.") != strlen(rest))
				te_fhir_misshapen(&entries[i], "a time of the day");
			if (strspn(rest, ":0.") != strlen(rest))
				te_fhir_refuse(
					&entries[i], NULL,
					"A schedule keeps times of the day to the minute.");
			add_when(&entries[i], timing, clock_time(minute));
		}
	}
	rate->times = timing->n_when;
	if (rate->meals)
	{
		if (rate->times > 1 || rate->frequency == 0)
			te_fhir_refuse(
				repeat, "when",
				"It means every meal; how many there are must be stated as frequency.");
		rate->times = rate->frequency;
	}
}

static void
add_when(const FhirNode *node, FhirTiming *timing, const char *code)
{
	size_t length = strlen(code);

	for (int i = 0; i < timing->n_when; i++)
		if (strcmp(timing->when[i], code) == 0)
			te_fhir_refuse(node, NULL, "It stands twice.");
	for (int i = 0; i < timing->n_when; i++)
		length += strlen(timing->when[i]) + 1;
	if (timing->n_when >= FHIR_MAX_WHEN || length > SCHEDULE_MAX_NAME)
		te_fhir_refuse(node, NULL, "There are too many times on one day.");
	timing->when[timing->n_when++] = code;
}

static const char *
clock_time(int minute)
{
	return psprintf("%02d:%02d", minute / 60, minute % 60);
}

/* As ISO days in order. */
static void
read_weekdays(const FhirNode *repeat, FhirTiming *timing)
{
	FhirNode list;
	FhirNode *entries;
	bool days[8] = {false};
	int n;

	if (!te_fhir_member(repeat, "dayOfWeek", &list))
		return;
	n = te_fhir_list(&list, FHIR_MAX_LIST, &entries);
	timing->items = palloc_array(int32, 7);
	for (int i = 0; i < n; i++)
	{
		int day = te_fhir_weekday(te_fhir_text_of(&entries[i]));

		if (day == 0)
			te_fhir_refuse(&entries[i], NULL, "It is no day of the week.");
		days[day] = true;
	}
	for (int day = 1; day <= 7; day++)
		if (days[day])
			timing->items[timing->n_items++] = day;
}

static void
weekly_pattern(const FhirNode *repeat, const Rate *rate, FhirTiming *timing)
{
	int per_day = Max(rate->times, 1);
	int frequency = rate->frequency;

	timing->pattern = FHIR_WEEKDAYS;
	timing->interval.n = 1;
	timing->interval.unit = SPAN_WEEK;
	if (rate->unit == NULL)
	{
		if (frequency > 0)
			te_fhir_refuse(repeat, "frequency", "It needs a period.");
	}
	else if (strcmp(rate->unit, "wk") == 0 &&
			 rate->period == floor(rate->period) &&
			 rate->period <= (int) (SCHEDULE_MAX_DAYS / 7))
	{
		timing->interval.n = (int) rate->period;
		if (rate->times == 0 && frequency > 0)
			per_day = frequency / timing->n_items;
		if (frequency > 0 && frequency != per_day * timing->n_items)
			te_fhir_refuse(
				repeat, "frequency",
				"It is not the number of doses on the days of the week.");
	}
	else if (strcmp(rate->unit, "d") == 0 && rate->period == 1)
	{
		if (rate->times == 0)
			per_day = Max(frequency, 1);
		if (frequency > 0 && frequency != per_day)
			te_fhir_refuse(repeat, "frequency",
						   "It is not the number of times of the day.");
	}
	else
		te_fhir_refuse(repeat, "period",
					   "It is no number of weeks, as dayOfWeek needs it.");
	if (per_day > SCHEDULE_MAX_PER_DAY)
		te_fhir_refuse(repeat, "frequency", "It is too often for one day.");
	timing->per_day = per_day;
}

static void
pattern(const FhirNode *repeat, const Rate *rate, FhirTiming *timing)
{
	static const struct
	{
		const char *unit;
		double seconds;
	} units[] = {
		{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"wk", 604800}};
	int frequency = Max(rate->frequency, 1);
	double months = strcmp(rate->unit, "mo") == 0 ? rate->period :
		strcmp(rate->unit, "a") == 0			  ? rate->period * 12 :
													0;

	if (rate->times > 0)
	{
		if (rate->frequency > 0 && rate->frequency != rate->times)
			te_fhir_refuse(repeat, "frequency",
						   "It is not the number of times of the day.");
		timing->per_day = rate->times;
		frequency = 1;
	}
	if (months > 0)
	{
		if (months != floor(months) || months > (int) (SCHEDULE_MAX_DAYS / 31))
			te_fhir_refuse(repeat, "period",
						   "It is no whole number of months.");
		if (frequency > 1)
			te_fhir_refuse(
				repeat, "frequency",
				"Months have different lengths; their doses cannot be spread.");
		timing->interval.n = (int) months;
		timing->interval.unit = SPAN_MONTH;
		return;
	}
	for (int i = 0; i < (int) lengthof(units); i++)
		if (strcmp(rate->unit, units[i].unit) == 0)
			daily_pattern(repeat,
						  &(Rate){frequency, rate->period, rate->unit,
								  rate->times, rate->meals},
						  rate->period * units[i].seconds, timing);
}

/* "frequency" times within so many seconds, in days. */
static void
daily_pattern(const FhirNode *repeat, const Rate *rate, double seconds,
			  FhirTiming *timing)
{
	double days = seconds / SECS_PER_DAY;
	double a_day = rate->frequency / days;

	if (!(days <= SCHEDULE_MAX_DAYS))
		te_fhir_refuse(repeat, "period", "It is longer than a schedule.");
	timing->interval.unit = SPAN_DAY;
	if (days == floor(days) && rate->frequency < days)
	{
		timing->interval.n = (int) days;
		if (rate->frequency > 1)
			spread(repeat, rate->frequency, (int) days, timing);
		else if (strcmp(rate->unit, "wk") == 0)
		{
			timing->interval.n = (int) days / 7;
			timing->interval.unit = SPAN_WEEK;
		}
		return;
	}
	if (rate->times > 0 && days != 1)
		te_fhir_refuse(repeat, "period", "It is no whole number of days.");
	if (a_day != floor(a_day))
		te_fhir_refuse(
			repeat, "period",
			"It does not make a whole number of doses a day, nor of days between doses.");
	timing->interval.n = 1;
	if (rate->times > 0)
		return;
	if (a_day > SCHEDULE_MAX_PER_DAY)
		te_fhir_refuse(repeat, "period", "It makes more than %d doses a day.",
					   SCHEDULE_MAX_PER_DAY);
	timing->per_day = (int) a_day;
}

/* Three times a week: days 1, 3, 5 of every 7, as evenly as whole days can. */
static void
spread(const FhirNode *repeat, int frequency, int days, FhirTiming *timing)
{
	if (days % frequency == 0)
	{
		timing->interval.n = days / frequency;
		return;
	}
	if (frequency > SCHEDULE_MAX_ITEMS)
		te_fhir_refuse(repeat, "frequency",
					   "It is more than a cycle can hold.");
	timing->pattern = FHIR_CYCLE;
	timing->n_items = frequency;
	timing->items = palloc_array(int32, frequency);
	for (int i = 0; i < frequency; i++)
		timing->items[i] = (int32) ((int64) days * i / frequency) + 1;
}

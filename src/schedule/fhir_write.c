/*
 * fhir_write.c
 *		dose_schedule to a list of FHIR R4 Dosages, one for each phase, numbered
 *		in sequence.
 *
 * A Dosage has no day 0: without a start date only what follows of itself can
 * be said (every 3 weeks, for 12 weeks, 16 times), with one also lists of days
 * and ends that are offsets, as dates.  A taper becomes a Dosage for each of its
 * steps.  What a Dosage cannot say is an error.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/float.h"
#include "utils/json.h"

#include "schedule/fhir.h"
#include "units/unit_server.h"

/* Day 0 where no start is given, a Monday: offsets do not depend on it. */
#define SOME_MONDAY 366 /* 2001-01-01 */

/* Longest list of events, and most Dosages. */
#define MAX_EVENTS 10000

typedef struct Writer
{
	const DoseSchedule *schedule;
	PhaseRun *runs;
	bool dated;	   /* a start date is given */
	bool calendar; /* offsets depend on it: months, days of the week */
	StringInfo json;
	int n; /* Dosages written */
	int phase;
} Writer;

static void refuse(const Writer *writer, const char *what, bool start_helps)
	pg_attribute_noreturn();
static void check_schedule(Writer *writer);
static void write_phase(Writer *writer, int i);
static void write_taper(Writer *writer, int i);
static void write_dosage(Writer *writer, const DosePhase *phase,
						 const PhaseRun *run, double low, double high);
static void write_text(Writer *writer, const DosePhase *phase);
static void write_timing(Writer *writer, const DosePhase *phase,
						 const PhaseRun *run);
static void write_events(Writer *writer, const PhaseRun *run);
static void write_frequency(Writer *writer, const DosePhase *phase);
static void write_rate(Writer *writer, int frequency, ScheduleSpan period);
static void write_when(Writer *writer, const DosePhase *phase);
static void write_bounds(Writer *writer, const DosePhase *phase,
						 const PhaseRun *run);
static void write_dates(Writer *writer, const DosePhase *phase,
						const PhaseRun *run);
static bool by_count(const Writer *writer, const DosePhase *phase);
static ScheduleSpan length_of(const Writer *writer, const DosePhase *phase,
							  const PhaseRun *run);
static DateADT over_on(const Writer *writer, int i);
static void check_begin(const Writer *writer, int i);
static bool is_events(const Writer *writer, const DosePhase *phase);
static bool is_spread(const DosePhase *phase, const int32 *items);
static DateADT end_of(const Writer *writer, int i);
static void check_dates(const Writer *writer, int i);
static int dosed_before(const Writer *writer, int i);

PG_FUNCTION_INFO_V1(to_fhir_dosage);

/* to_fhir_dosage(schedule dose_schedule, start date DEFAULT NULL) jsonb */
Datum
to_fhir_dosage(PG_FUNCTION_ARGS)
{
	Writer writer = {0};
	StringInfoData json;
	DateADT start = SOME_MONDAY;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	writer.schedule = PG_GETARG_DOSE_SCHEDULE(0);
	if (!PG_ARGISNULL(1))
	{
		writer.dated = true;
		start = PG_GETARG_DATEADT(1);
		if (DATE_NOT_FINITE(start))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the start of a schedule must be a finite date")));
	}
	initStringInfo(&json);
	writer.json = &json;
	check_schedule(&writer);
	writer.runs =
		palloc0(mul_size(sizeof(PhaseRun), writer.schedule->n_phases));
	te_schedule_place(writer.schedule, start, writer.runs);
	appendStringInfoChar(&json, '[');
	for (int i = 0; i < writer.schedule->n_phases; i++)
		write_phase(&writer, i);
	if (writer.n == 0)
		refuse(&writer, "it has no dose", false);
	appendStringInfoChar(&json, ']');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

static void
refuse(const Writer *writer, const char *what, bool start_helps)
{
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("cannot write dose schedule as FHIR Dosage"),
		 errdetail("Phase %d: %s.", writer->phase + 1, what),
		 start_helps && !writer->dated ?
			 errhint(
				 "Give a start date, which makes dates of it: to_fhir_dosage(schedule, start => date '2024-01-15').") :
			 0));
}

/* What no Dosage says, and whether days depend on the start. */
static void
check_schedule(Writer *writer)
{
	const DoseSchedule *schedule = writer->schedule;
	const DosePhase *phases = SCHEDULE_PHASES(schedule);

	for (int i = 0; i < schedule->n_phases; i++)
	{
		const DosePhase *p = &phases[i];

		writer->phase = i;
		if (strcmp(SCHEDULE_TEXT(schedule, p->drug),
				   SCHEDULE_TEXT(schedule, phases[0].drug)) != 0)
			refuse(writer, "another drug, which a Dosage does not name", false);
		if (p->flags & PHASE_WINDOW)
			refuse(writer, "a Dosage has no window around its days", false);
		if ((p->flags & PHASE_TAPER) && p->basis != DOSE_FIXED)
			refuse(
				writer,
				"the steps of a taper from a dose per kg or m2 depend on the patient",
				false);
		if (p->basis != DOSE_FIXED && (p->flags & (PHASE_MIN | PHASE_ROUNDED)))
			refuse(writer, "a Dosage has no least dose and no rounding", false);
		if (p->timing == TIMING_WEEKDAYS || p->interval.unit == SPAN_MONTH ||
			(p->bound_kind != BOUND_NONE && p->bound.unit == SPAN_MONTH) ||
			((p->flags & PHASE_TAPER) && p->taper_by.unit == SPAN_MONTH))
			writer->calendar = true;
	}
}

static void
write_phase(Writer *writer, int i)
{
	const DosePhase *phase = &SCHEDULE_PHASES(writer->schedule)[i];
	const PhaseRun *run = &writer->runs[i];
	const DosePatient nobody = {get_float8_nan(), get_float8_nan()};
	double low = phase->low;
	double high = phase->high;

	CHECK_FOR_INTERRUPTS();
	writer->phase = i;
	if (run->n == 0)
	{
		if (!writer->dated)
			refuse(writer, "it has no dose", true);
		return;
	}
	if (phase->flags & PHASE_TAPER)
	{
		write_taper(writer, i);
		return;
	}
	if (phase->basis == DOSE_FIXED &&
		(phase->flags & (PHASE_MIN | PHASE_ROUNDED)))
	{
		te_run_amount(writer->schedule, run, 0, &nobody, &low, &high);
		low /= phase->per_day;
		high /= phase->per_day;
	}
	else if (phase->flags & PHASE_PER_DAY)
	{
		low /= phase->per_day;
		high /= phase->per_day;
	}
	if (i > 0)
		check_begin(writer, i);
	write_dosage(writer, phase, run, low, high);
}

/* A Dosage for each run of equal amounts, counted in doses. */
static void
write_taper(Writer *writer, int i)
{
	const PhaseRun *run = &writer->runs[i];
	const DosePatient nobody = {get_float8_nan(), get_float8_nan()};
	int64 from = 0;
	double low;
	double high;

	if (writer->calendar && !writer->dated)
		refuse(writer, "the steps of its taper depend on the start", true);
	if (i > 0)
		check_begin(writer, i);
	te_run_amount(writer->schedule, run, 0, &nobody, &low, &high);
	while (from < run->n)
	{
		DosePhase step = *run->phase;
		PhaseRun part = *run;
		double next_low = low;
		double next_high = high;
		int64 to = from;

		while (to < run->n && next_low == low && next_high == high)
		{
			CHECK_FOR_INTERRUPTS();
			if (++to < run->n)
				te_run_amount(writer->schedule, run, to, &nobody, &next_low,
							  &next_high);
		}
		step.flags &= ~(PHASE_TAPER | PHASE_TAPER_STEPS | PHASE_MIN |
						PHASE_ROUNDED | PHASE_MAX | PHASE_PER_DAY);
		step.bound_kind = BOUND_FOR;
		step.bound.n = (int32) (to - from);
		step.bound.unit = SPAN_DAY;
		part.first = te_run_date(run, from);
		part.n = to - from;
		part.end = part.first + step.bound.n;
		step.low = low / step.per_day;
		step.high = high / step.per_day;
		write_dosage(writer, &step, &part, step.low, step.high);
		low = next_low;
		high = next_high;
		from = to;
	}
}

static void
write_dosage(Writer *writer, const DosePhase *phase, const PhaseRun *run,
			 double low, double high)
{
	StringInfo json = writer->json;

	if (++writer->n > FHIR_MAX_DOSAGES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("schedule has more than %d steps for FHIR Dosages",
						FHIR_MAX_DOSAGES)));
	appendStringInfo(json,
					 "%s{\"sequence\":%d,\"text\":", writer->n > 1 ? "," : "",
					 writer->n);
	write_text(writer, phase);
	write_timing(writer, phase, run);
	te_fhir_write_route(json, SCHEDULE_TEXT(writer->schedule, phase->route));
	te_fhir_write_amounts(json, writer->schedule, phase, low, high);
	te_fhir_write_limits(json, writer->schedule, phase,
						 phase->basis == DOSE_FIXED &&
							 (phase->flags & (PHASE_MIN | PHASE_ROUNDED)));
	appendStringInfoChar(json, '}');
}

/* The phase by itself, in the language of schedules. */
static void
write_text(Writer *writer, const DosePhase *phase)
{
	const DoseSchedule *all = writer->schedule;
	Size items = mul_size(phase->n_items, sizeof(int32));
	Size size =
		sizeof(DoseSchedule) + sizeof(DosePhase) + items + all->pool_length;
	DoseSchedule *one = palloc0(size);
	DosePhase *copy = (DosePhase *) (one + 1);

	SET_VARSIZE(one, size);
	one->version = all->version;
	one->n_phases = 1;
	one->n_items = phase->n_items;
	one->pool_length = all->pool_length;
	*copy = *phase;
	copy->flags |= PHASE_SEGMENT;
	copy->begin = BEGIN_START;
	copy->first_item = 0;
	if (items > 0)
		memcpy(copy + 1, SCHEDULE_ITEMS(all) + phase->first_item, items);
	memcpy((char *) (copy + 1) + items, SCHEDULE_POOL(all), all->pool_length);
	escape_json(writer->json, te_dose_schedule_print(one));
	pfree(one);
}

/* ----------------------------------------------------------------- timing */

static void
write_timing(Writer *writer, const DosePhase *phase, const PhaseRun *run)
{
	const int32 *items = SCHEDULE_ITEMS(writer->schedule) + phase->first_item;
	StringInfo json = writer->json;
	bool events = phase->timing == TIMING_LIST ||
		(phase->timing == TIMING_CYCLE && !is_spread(phase, items));

	appendStringInfoString(json, ",\"timing\":{");
	if (events && !writer->dated)
		refuse(writer, "a list of days is a list of dates in a Timing", true);
	if (events)
		write_events(writer, run);
	if (events && phase->over_hours == 0)
	{
		appendStringInfoChar(json, '}');
		return;
	}
	appendStringInfoString(json, events ? ",\"repeat\":{" : "\"repeat\":{");
	if (!events)
	{
		write_frequency(writer, phase);
		write_when(writer, phase);
		write_bounds(writer, phase, run);
	}
	if (phase->over_hours > 0)
	{
		char number[DOUBLE_TEXT_SIZE];
		bool hours = phase->over_hours >= 1;

		te_print_double(te_round14(phase->over_hours * (hours ? 1 : 60)),
						number);
		appendStringInfo(json, "%s\"duration\":%s,\"durationUnit\":\"%s\"",
						 events ? "" : ",", number, hours ? "h" : "min");
	}
	appendStringInfoString(json, "}}");
}

static void
write_events(Writer *writer, const PhaseRun *run)
{
	if (run->phase->when != 0 || run->phase->per_day > 1)
		refuse(writer, "a list of dates cannot have times of the day", false);
	if (run->n < 0)
		refuse(writer, "its days never end, and no frequency says them", false);
	if (run->n > MAX_EVENTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("schedule has more than %d dates for a FHIR Timing",
						MAX_EVENTS)));
	appendStringInfoString(writer->json, "\"event\":[");
	for (int64 k = 0; k < run->n; k++)
	{
		if (k > 0)
			appendStringInfoChar(writer->json, ',');
		te_fhir_write_date(writer->json, te_run_date(run, k));
	}
	appendStringInfoChar(writer->json, ']');
}

/* frequency and period, or days of the week */
static void
write_frequency(Writer *writer, const DosePhase *phase)
{
	const int32 *items = SCHEDULE_ITEMS(writer->schedule) + phase->first_item;
	StringInfo json = writer->json;
	bool daily = phase->timing == TIMING_EVERY && phase->interval.n == 1 &&
		phase->interval.unit == SPAN_DAY;

	if (phase->timing == TIMING_WEEKDAYS)
	{
		appendStringInfoString(json, "\"dayOfWeek\":[");
		for (int i = 0; i < phase->n_items; i++)
			appendStringInfo(json, "%s\"%s\"", i > 0 ? "," : "",
							 te_fhir_weekday_code(items[i]));
		appendStringInfoString(json, "],");
		write_rate(writer, phase->n_items * phase->per_day, phase->interval);
		return;
	}
	if (!daily && phase->per_day > 1 &&
		(phase->when == 0 || phase->timing == TIMING_CYCLE))
		refuse(
			writer,
			"several doses on some days only cannot be told from doses spread over those days",
			false);
	write_rate(writer,
			   phase->timing == TIMING_CYCLE ? phase->n_items : phase->per_day,
			   phase->interval);
}

static void
write_rate(Writer *writer, int frequency, ScheduleSpan period)
{
	static const char *const units[] = {"d", "wk", "mo"};

	appendStringInfo(writer->json,
					 "\"frequency\":%d,\"period\":%d,\"periodUnit\":\"%s\"",
					 frequency, period.n, units[period.unit]);
}

/* Events of the day and times, which do not mix in FHIR. */
static void
write_when(Writer *writer, const DosePhase *phase)
{
	const char *code = SCHEDULE_TEXT(writer->schedule, phase->when);
	bool clock = strchr(code, ':') != NULL;
	int n = 0;

	if (*code == '\0')
		return;
	appendStringInfoString(writer->json,
						   clock ? ",\"timeOfDay\":[" : ",\"when\":[");
	while (*code)
	{
		int length = strcspn(code, ",");

		if ((memchr(code, ':', length) != NULL) != clock)
			refuse(writer, "events of the day beside times of the day", false);
		appendStringInfo(writer->json, "%s\"%.*s%s\"", n++ > 0 ? "," : "",
						 length, code, clock ? ":00" : "");
		code += length;
		code += *code == ',';
	}
	appendStringInfoChar(writer->json, ']');
}

/* ----------------------------------------------------------------- bounds */

static void
write_bounds(Writer *writer, const DosePhase *phase, const PhaseRun *run)
{
	static const char *const units[][2] = {{"days", "d"},
										   {"weeks", "wk"},
										   {"months", "mo"}};
	StringInfo json = writer->json;
	ScheduleSpan span;

	if (phase->bound_kind != BOUND_AT_LEAST && by_count(writer, phase))
		appendStringInfo(json, ",\"count\":" INT64_FORMAT,
						 run->n * phase->per_day);
	if (writer->dated && phase->bound_kind != BOUND_AT_LEAST)
	{
		write_dates(writer, phase, run);
		return;
	}
	if (phase->bound_kind == BOUND_NONE || by_count(writer, phase))
		return;
	span = length_of(writer, phase, run);
	appendStringInfoString(json,
						   phase->bound_kind == BOUND_AT_LEAST ?
							   ",\"boundsRange\":{\"low\":" :
							   ",\"boundsDuration\":");
	appendStringInfo(
		json,
		"{\"value\":%d,\"unit\":\"%s\",\"system\":\"%s\",\"code\":\"%s\"}%s",
		span.n, units[span.unit][0], FHIR_UCUM, units[span.unit][1],
		phase->bound_kind == BOUND_AT_LEAST ? "}" : "");
}

/*
 * boundsPeriod, its end within.  Days of the week begin where the phase may,
 * which is the day the dosage before is over.
 */
static void
write_dates(Writer *writer, const DosePhase *phase, const PhaseRun *run)
{
	DateADT begin = run->first;

	if (phase->timing == TIMING_WEEKDAYS)
		begin = writer->n > 1 ?
			over_on(writer, dosed_before(writer, writer->phase)) :
			run->segment;
	appendStringInfoString(writer->json, ",\"boundsPeriod\":{\"start\":");
	te_fhir_write_date(writer->json, begin);
	if (phase->bound_kind != BOUND_NONE && !by_count(writer, phase))
	{
		appendStringInfoString(writer->json, ",\"end\":");
		te_fhir_write_date(writer->json,
						   (phase == run->phase ?
								end_of(writer, writer->phase) :
								run->end) -
							   1);
	}
	appendStringInfoChar(writer->json, '}');
}

/*
 * The number of doses bounds a phase that says so, and one whose successor
 * begins an interval after the last dose.
 */
static bool
by_count(const Writer *writer, const DosePhase *phase)
{
	const DoseSchedule *schedule = writer->schedule;
	const DosePhase *next = &SCHEDULE_PHASES(schedule)[writer->phase + 1];

	if (phase->bound_kind == BOUND_COUNT)
		return phase->timing == TIMING_EVERY || !writer->dated ||
			writer->phase + 1 == schedule->n_phases;
	return phase->timing == TIMING_EVERY && phase->bound_kind != BOUND_NONE &&
		(phase->flags & PHASE_TAPER) == 0 &&
		writer->phase + 1 < schedule->n_phases && next->begin == BEGIN_LAST &&
		(next->flags & PHASE_SEGMENT) == 0 &&
		(writer->dated || !writer->calendar);
}

/* Without dates: how long from where the phase begins. */
static ScheduleSpan
length_of(const Writer *writer, const DosePhase *phase, const PhaseRun *run)
{
	ScheduleSpan span = phase->bound;
	bool whole = phase->timing != TIMING_WEEKDAYS ||
		(span.unit == SPAN_WEEK && span.n % phase->interval.n == 0);

	if (phase->bound_kind == BOUND_AT_LEAST)
		return span;
	if (phase->bound_kind == BOUND_FOR && whole)
		return span;
	if (phase->bound_kind == BOUND_UNTIL && phase->begin == BEGIN_START)
		return span;
	if (writer->calendar)
		refuse(writer, "how long it lasts depends on the start", true);
	span.n = end_of(writer, writer->phase) - run->first;
	span.unit = SPAN_DAY;
	if (span.n % 7 == 0 && phase->bound.unit == SPAN_WEEK)
	{
		span.n /= 7;
		span.unit = SPAN_WEEK;
	}
	return span;
}

/* The day on which a reader of the Dosages takes phase i to be over. */
static DateADT
over_on(const Writer *writer, int i)
{
	const PhaseRun *run = &writer->runs[i];
	Writer at = *writer;
	ScheduleSpan span = run->phase->interval;

	at.phase = i;
	if (is_events(writer, run->phase))
		return te_run_date(run, run->n - 1) + 1;
	if (!by_count(&at, run->phase) || run->phase->timing != TIMING_EVERY)
		return end_of(&at, i);
	span.n *= (int32) Min(run->n, SCHEDULE_MAX_DAYS / Max(span.n, 1));
	return te_date_add(run->first, span);
}

/*
 * The end of a phase, outside.  After days of a cycle or of the week the next
 * phase may begin later, one interval after the last of them; as long as no such
 * day lies between, the end may as well be there.
 */
static DateADT
end_of(const Writer *writer, int i)
{
	const PhaseRun *run = &writer->runs[i];
	const DosePhase *phase = run->phase;
	PhaseRun endless = *run;
	DateADT next;

	endless.n = -1;
	if (i + 1 < writer->schedule->n_phases && writer->runs[i + 1].n != 0 &&
		(phase->timing == TIMING_CYCLE || phase->timing == TIMING_WEEKDAYS))
	{
		next = writer->runs[i + 1].first;
		if (next > te_run_date(run, run->n - 1) &&
			next <= te_run_date(&endless, run->n))
			return next;
	}
	if (phase->flags & PHASE_TAPER)
		return te_date_add(run->segment, phase->taper_by);
	switch (phase->bound_kind)
	{
		case BOUND_FOR:
			return te_date_add(run->first, phase->bound);
		case BOUND_UNTIL:
			return te_date_add(run->segment, phase->bound);
		case BOUND_THROUGH:
			return te_date_add(run->segment, phase->bound) + 1;
		default:
			return run->end;
	}
}

/* The phase before that has doses, -1 for none. */
static int
dosed_before(const Writer *writer, int i)
{
	while (--i >= 0 && writer->runs[i].n == 0)
		;
	return i;
}

/* With dates: a reader must find that the phase begins where it does. */
static void
check_dates(const Writer *writer, int i)
{
	const PhaseRun *run = &writer->runs[i];
	int last = dosed_before(writer, i);
	const PhaseRun *before = &writer->runs[Max(last, 0)];
	Writer at = *writer;
	bool counted;

	if (last < 0)
		return;
	at.phase = last;
	counted = before->phase->timing == TIMING_LIST ||
		(before->phase->timing == TIMING_EVERY && by_count(&at, before->phase));
	if (is_events(writer, run->phase) ||
		run->phase->timing == TIMING_WEEKDAYS ||
		run->first == over_on(writer, last))
		return;
	if (counted && run->phase->timing == TIMING_EVERY && before->n > 0 &&
		te_date_add(te_run_date(before, before->n - 1), run->phase->interval) ==
			run->first)
		return;
	refuse(writer, "it does not begin when the phase before is over", false);
}

/* Without dates a Dosage begins when the one before is over. */
static void
check_begin(const Writer *writer, int i)
{
	const DosePhase *phase = writer->runs[i].phase;
	const DosePhase *before = writer->runs[i - 1].phase;

	if (writer->dated)
	{
		check_dates(writer, i);
		return;
	}
	if (before->timing == TIMING_WEEKDAYS)
		refuse(writer,
			   "where it begins depends on the day of the week of the start",
			   true);
	if (before->timing == TIMING_CYCLE && before->bound_kind == BOUND_COUNT)
		refuse(writer, "it begins when so many doses of a cycle are over",
			   true);
	if (phase->begin == BEGIN_END && (before->flags & PHASE_TAPER) == 0)
		return;
	if (phase->begin == BEGIN_START && before->bound_kind == BOUND_FOR)
		return;
	if (writer->calendar ?
			phase->begin == BEGIN_END || before->timing != TIMING_EVERY ||
				before->bound_kind != BOUND_COUNT ||
				(phase->begin == BEGIN_LAST &&
				 (phase->timing != TIMING_EVERY ||
				  before->interval.n != phase->interval.n ||
				  before->interval.unit != phase->interval.unit)) :
			phase->timing != TIMING_LIST &&
				over_on(writer, i - 1) != writer->runs[i].first)
		refuse(writer, "it does not begin when the phase before is over", true);
}

/* Its days can only be listed. */
static bool
is_events(const Writer *writer, const DosePhase *phase)
{
	return phase->timing == TIMING_LIST ||
		(phase->timing == TIMING_CYCLE &&
		 !is_spread(phase,
					SCHEDULE_ITEMS(writer->schedule) + phase->first_item));
}

/* Evenly over the days of the cycle, as a reader spreads a frequency. */
static bool
is_spread(const DosePhase *phase, const int32 *items)
{
	for (int i = 0; i < phase->n_items; i++)
		if (items[i] != (int64) phase->interval.n * i / phase->n_items + 1)
			return false;
	return true;
}

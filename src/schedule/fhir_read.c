/*
 * fhir_read.c
 *		FHIR R4 Dosage to dose_schedule: the text of the schedule is put together
 *		from the elements and parsed, so that there is one set of rules for what a
 *		schedule may be.
 *
 * Dosages with sequence numbers follow one another.  One begins when the one
 * before is over; where dates stand as well they must say the same day.  The
 * calendar dates themselves do not go into the schedule, whose day 0 is the first
 * of them: fhir_dosage_start() tells it.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/date.h"

#include "schedule/fhir.h"
#include "units/unit_server.h"

/* Elements without timing or amount; docs/fhir.md lists them. */
static const char *const dosage_ignored[] = {
	"text", "additionalInstruction", "patientInstruction", "site", "method",
	NULL};
static const char *const dosage_read[] = {"sequence",
										  "timing",
										  "asNeeded",
										  "asNeededBoolean",
										  "asNeededFor",
										  "asNeededCodeableConcept",
										  "route",
										  "doseAndRate",
										  "maxDosePerPeriod",
										  "maxDosePerAdministration",
										  "maxDosePerLifetime",
										  NULL};

typedef struct Dosage
{
	FhirNode node;
	int sequence; /* -1 not stated */
	FhirTiming timing;
	FhirDose dose;
} Dosage;

/* Where the text has got to on the calendar, where dates are known. */
typedef struct Place
{
	bool known;
	DateADT segment; /* day 0 of the segment being written */
	DateADT begin;	 /* first possible day of the dosage before */
} Place;

static int read_dosages(Jsonb *json, Dosage **dosages);
static FhirNode find_dosages(const FhirNode *root);
static void read_dosage(const FhirNode *node, Dosage *dosage);
static void refuse_as_needed(const FhirNode *node);
static void put_in_order(Dosage *dosages, int n);
static int compare_sequence(const void *a, const void *b);
static void write_schedule(StringInfo text, const char *drug, Dosage *dosages,
						   int n);
static void join(StringInfo text, const char *drug, const Dosage *before,
				 const Dosage *dosage, Place *place);
static bool joins_by_then(const Dosage *before, const Dosage *dosage,
						  Place *place, DateADT *begin);
static bool may_join(const Dosage *before, const Dosage *dosage);
static bool same_interval(const FhirTiming *a, const FhirTiming *b);
static bool last_dose(const FhirTiming *timing, const Place *place,
					  DateADT *last);
static DateADT over_on(const Dosage *before, Place *place);
static void write_quoted(StringInfo text, const char *name);
static void write_dose(StringInfo text, const Dosage *dosage, DateADT day0);
static void write_amount(StringInfo text, double value, const char *unit,
						 const char *per);
static void write_range(StringInfo text, const FhirDose *dose, double times,
						const char *per);
static void write_timing(StringInfo text, const FhirTiming *timing,
						 DateADT day0, bool divided);
static void write_items(StringInfo text, const FhirTiming *timing,
						DateADT day0);
static void write_span(StringInfo text, const char *word, ScheduleSpan span);
static void write_bound(StringInfo text, const FhirTiming *timing);
static bool is_daily(const FhirTiming *timing);
static void parse_context(void *text);

PG_FUNCTION_INFO_V1(from_fhir_dosage);

/* from_fhir_dosage(dosage jsonb, drug text DEFAULT NULL) dose_schedule */
Datum
from_fhir_dosage(PG_FUNCTION_ARGS)
{
	Dosage *dosages;
	const char *drug = NULL;
	StringInfoData words;
	ErrorContextCallback context;
	DoseSchedule *schedule;
	int n;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (!PG_ARGISNULL(1))
		drug = text_to_cstring(PG_GETARG_TEXT_PP(1));
	n = read_dosages(PG_GETARG_JSONB_P(0), &dosages);
	initStringInfo(&words);
	write_schedule(&words, drug, dosages, n);

	context.callback = parse_context;
	context.arg = words.data;
	context.previous = error_context_stack;
	error_context_stack = &context;
	schedule = te_dose_schedule_parse(words.data, words.len, NULL);
	error_context_stack = context.previous;
	PG_RETURN_POINTER(schedule);
}

PG_FUNCTION_INFO_V1(fhir_dosage_start);

/* fhir_dosage_start(dosage jsonb) date */
Datum
fhir_dosage_start(PG_FUNCTION_ARGS)
{
	Dosage *dosages;

	read_dosages(PG_GETARG_JSONB_P(0), &dosages);
	if (!dosages[0].timing.has_start)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(dosages[0].timing.start);
}

/* ---------------------------------------------------------------- reading */

/* In order of time. */
static int
read_dosages(Jsonb *json, Dosage **dosages)
{
	FhirNode root = te_fhir_root(json);
	FhirNode list = find_dosages(&root);
	FhirNode *entries;
	int n = te_fhir_list(&list, FHIR_MAX_DOSAGES, &entries);

	if (n == 0)
		te_fhir_refuse(&list, NULL, "There is no Dosage in it.");
	*dosages = palloc_array(Dosage, n);
	for (int i = 0; i < n; i++)
		read_dosage(&entries[i], &(*dosages)[i]);
	put_in_order(*dosages, n);
	return n;
}

/*
 * A resource that has dosages (MedicationRequest and MedicationDispense call
 * them dosageInstruction, MedicationStatement and -Usage dosage), a list, or one.
 * What else a resource says is about patient, product and supply, but an order
 * not to give the drug is no schedule.
 */
static FhirNode
find_dosages(const FhirNode *root)
{
	FhirNode list;
	FhirNode other;
	bool not ;

	if (root->value.type != jbvBinary ||
		JsonContainerIsArray(root->value.val.binary.data))
		return *root;
	if (!te_fhir_member(root, "dosageInstruction", &list) &&
		!te_fhir_member(root, "dosage", &list))
		return *root;
	if (te_fhir_bool(root, "doNotPerform", &not ) && not )
		te_fhir_refuse(root, "doNotPerform", "The drug shall not be given.");
	if (te_fhir_member(root, "modifierExtension", &other))
		te_fhir_refuse(&other, NULL,
					   "It may change the meaning of everything beside it.");
	return list;
}

static void
read_dosage(const FhirNode *node, Dosage *dosage)
{
	dosage->node = *node;
	te_fhir_check_members(node, dosage_read, dosage_ignored);
	dosage->sequence = -1;
	te_fhir_whole(node, "sequence", &dosage->sequence);
	refuse_as_needed(node);
	te_fhir_read_timing(node, &dosage->timing);
	te_fhir_read_dose(node, &dosage->dose);
	if (dosage->timing.over_hours > 0)
	{
		if (dosage->dose.over_hours > 0)
			te_fhir_refuse(node, "timing.repeat.duration",
						   "It stands beside a rate.");
		dosage->dose.over_hours = dosage->timing.over_hours;
	}
}

/* R4 has asNeededBoolean and asNeededCodeableConcept, R5 asNeeded and asNeededFor. */
static void
refuse_as_needed(const FhirNode *node)
{
	static const char *const flags[] = {"asNeededBoolean", "asNeeded"};
	static const char *const reasons[] = {"asNeededCodeableConcept",
										  "asNeededFor"};
	FhirNode reason;
	bool needed;

	for (int i = 0; i < 2; i++)
	{
		if ((te_fhir_bool(node, flags[i], &needed) && needed) ||
			(te_fhir_member(node, reasons[i], &reason) &&
			 !te_fhir_is_empty(&reason)))
			te_fhir_refuse(
				node, needed ? flags[i] : reasons[i],
				"No dates follow from a dose that is given as needed.");
	}
}

static void
put_in_order(Dosage *dosages, int n)
{
	if (n == 1)
		return;
	for (int i = 0; i < n; i++)
		if (dosages[i].sequence < 0)
			te_fhir_refuse(
				&dosages[i].node, "sequence",
				"Without it the dosages of a list are concurrent; a schedule is one sequence of doses.");
	qsort(dosages, n, sizeof(Dosage), compare_sequence);
	for (int i = 1; i < n; i++)
		if (dosages[i].sequence == dosages[i - 1].sequence)
			te_fhir_refuse(
				&dosages[i].node, "sequence",
				"Dosages with one number are concurrent; a schedule is one sequence of doses.");
}

static int
compare_sequence(const void *a, const void *b)
{
	int x = ((const Dosage *) a)->sequence;
	int y = ((const Dosage *) b)->sequence;

	return (x > y) - (x < y);
}

/* ---------------------------------------------------------------- writing */

static void
write_schedule(StringInfo text, const char *drug, Dosage *dosages, int n)
{
	Place place = {0};

	place.known = dosages[0].timing.has_start;
	place.segment = place.begin = dosages[0].timing.start;
	if (drug)
		write_quoted(text, drug);
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i > 0)
			join(text, drug, &dosages[i - 1], &dosages[i], &place);
		write_dose(text, &dosages[i], place.segment);
	}
}

/*
 * "then" begins on the end of a phase with an end, else one interval of its own
 * after the last dose; "followed by" when the dosage before is over.
 */
static void
join(StringInfo text, const char *drug, const Dosage *before,
	 const Dosage *dosage, Place *place)
{
	DateADT begin = 0;

	if (before->timing.pattern != FHIR_EVENTS &&
		before->timing.pattern != FHIR_ONCE &&
		before->timing.bound != BOUND_FOR &&
		before->timing.bound != BOUND_COUNT)
		te_fhir_refuse(
			&before->node, "timing.repeat",
			"It has no end, so the next in the sequence never begins.");
	if (before->dose.route && !dosage->dose.route && !drug)
		te_fhir_refuse(
			&dosage->node, "route",
			"The dosage before states a route, this one none: a schedule can say that only where the drug is named.");
	if (dosage->timing.has_start && !place->known)
		te_fhir_refuse(
			&dosage->node, "timing",
			"The first in the sequence has no date from which the dates of this one could be counted.");
	if (joins_by_then(before, dosage, place, &begin))
		appendStringInfoString(text, "then ");
	else
	{
		appendStringInfoString(text, "followed by ");
		if (drug)
			write_quoted(text, drug);
		place->segment = begin;
	}
	place->begin = begin;
}

/* Which of the two; *begin is the day, where dates are known. */
static bool
joins_by_then(const Dosage *before, const Dosage *dosage, Place *place,
			  DateADT *begin)
{
	const FhirTiming *a = &before->timing;
	const FhirTiming *b = &dosage->timing;
	bool then = may_join(before, dosage);
	DateADT last;

	*begin = over_on(before, place);
	if (b->pattern == FHIR_EVENTS)
	{
		if (!place->known || b->start < *begin)
			te_fhir_refuse(&dosage->node, "timing.event",
						   "They do not come after the dosage before.");
		*begin = b->start;
		return true;
	}
	if (!b->has_start)
	{
		if (a->pattern == FHIR_EVENTS)
			te_fhir_refuse(
				&dosage->node, "timing.repeat",
				"It does not say when it begins after the events before.");
		return then && (a->bound == BOUND_FOR || same_interval(a, b));
	}
	if (!place->known)
		te_fhir_refuse(
			&dosage->node, "timing.repeat.boundsPeriod",
			"It cannot be told on which day the dosage before is over.");
	if (then && b->pattern == FHIR_EVERY && last_dose(a, place, &last) &&
		te_date_add(last, b->interval) == b->start)
	{
		*begin = b->start;
		return true;
	}
	if (*begin != b->start)
		te_fhir_refuse(&dosage->node, "timing.repeat.boundsPeriod.start",
					   "It is not the day on which the dosage before is over.");
	return then && a->bound == BOUND_FOR;
}

/*
 * A phase takes over the route and infusion time that it does not state, a
 * segment that names its drug does not; and offsets of days of the week count from a segment.
 */
static bool
may_join(const Dosage *before, const Dosage *dosage)
{
	return (before->dose.over_hours == 0 || dosage->dose.over_hours > 0) &&
		(before->dose.route == NULL || dosage->dose.route != NULL) &&
		dosage->timing.pattern != FHIR_WEEKDAYS;
}

static bool
same_interval(const FhirTiming *a, const FhirTiming *b)
{
	return a->pattern == FHIR_EVERY && b->pattern == FHIR_EVERY &&
		a->interval.n == b->interval.n && a->interval.unit == b->interval.unit;
}

/* The last dose of what has no stated end but its number of doses. */
static bool
last_dose(const FhirTiming *timing, const Place *place, DateADT *last)
{
	ScheduleSpan span = timing->interval;

	*last = place->begin;
	if (timing->pattern == FHIR_EVENTS)
		*last = timing->items[timing->n_items - 1];
	else if (timing->pattern == FHIR_EVERY && timing->bound == BOUND_COUNT &&
			 (int64) timing->count * span.n <= SCHEDULE_MAX_DAYS)
	{
		span.n *= timing->count - 1;
		*last = te_date_add(place->begin, span);
	}
	else
		return timing->pattern == FHIR_ONCE;
	return true;
}

/* The day on which a dosage is over; clears place->known if it cannot be told. */
static DateADT
over_on(const Dosage *before, Place *place)
{
	const FhirTiming *timing = &before->timing;
	ScheduleSpan span = timing->interval;

	if (timing->pattern == FHIR_EVENTS)
		return timing->items[timing->n_items - 1] + 1;
	if (!place->known)
		return 0;
	if (timing->pattern == FHIR_ONCE)
		return place->begin + 1;
	if (timing->bound == BOUND_FOR)
		return te_date_add(place->begin, timing->span);
	place->known = timing->pattern == FHIR_EVERY &&
		(int64) timing->count * span.n <= SCHEDULE_MAX_DAYS;
	if (!place->known)
		return 0;
	span.n *= timing->count;
	return te_date_add(place->begin, span);
}

/* In quotes, so that it is the name whatever it holds. */
static void
write_quoted(StringInfo text, const char *name)
{
	appendStringInfoChar(text, '"');
	for (; *name; name++)
	{
		if (*name == '"')
			appendStringInfoChar(text, '"');
		appendStringInfoChar(text, *name);
	}
	appendStringInfoString(text, "\" ");
}

static void
write_dose(StringInfo text, const Dosage *dosage, DateADT day0)
{
	const FhirDose *dose = &dosage->dose;
	const FhirTiming *timing = &dosage->timing;
	bool divided = dose->max_day.unit && is_daily(timing);

	write_range(text, dose, divided ? timing->per_day : 1, divided ? "/d" : "");
	if (dose->max_day.unit)
	{
		/* without daily doses the most of a day is the most of its one dose */
		if (!divided && timing->per_day > 1)
			te_fhir_refuse(
				&dosage->node, "maxDosePerPeriod",
				"Several doses on some days only: a schedule has a maximum of each dose.");
		appendStringInfoString(text, " max ");
		write_amount(text, dose->max_day.value, dose->max_day.unit,
					 divided ? "/d" : "");
	}
	if (dose->max.unit)
	{
		appendStringInfoString(text, " max ");
		write_amount(text, dose->max.value, dose->max.unit, "");
	}
	if (dose->lifetime.unit)
	{
		appendStringInfoString(text, " lifetime max ");
		write_amount(text, dose->lifetime.value, dose->lifetime.unit, "");
	}
	appendStringInfoChar(text, ' ');
	if (dose->route)
	{
		appendStringInfoString(text, "via ");
		write_quoted(text, dose->route);
	}
	if (dose->over_hours > 0)
	{
		char number[DOUBLE_TEXT_SIZE];
		double minutes = dose->over_hours * 60;

		te_print_double(te_round14(dose->over_hours < 1 ? minutes :
														  dose->over_hours),
						number);
		appendStringInfo(text, "over %s %s ", number,
						 dose->over_hours < 1 ? "min" : "hours");
	}
	write_timing(text, timing, day0, divided);
	write_bound(text, timing);
}

static double
times_of(double value, double times)
{
	return times == 1 ? value : te_round14(value * times);
}

static void
write_range(StringInfo text, const FhirDose *dose, double times,
			const char *per)
{
	char number[DOUBLE_TEXT_SIZE];

	if (dose->low.value != dose->high && dose->low.value == 0)
		appendStringInfoString(text, "up to ");
	else if (dose->low.value != dose->high)
	{
		te_print_double(times_of(dose->low.value, times), number);
		appendStringInfo(text, "%s-", number);
	}
	write_amount(text, times_of(dose->high, times), dose->low.unit, per);
}

static void
write_amount(StringInfo text, double value, const char *unit, const char *per)
{
	char number[DOUBLE_TEXT_SIZE];

	te_print_double(value, number);
	appendStringInfo(text, "%s %s%s", number, unit, per);
}

static void
write_timing(StringInfo text, const FhirTiming *timing, DateADT day0,
			 bool divided)
{
	if (timing->per_day > 1)
		appendStringInfo(text,
						 divided ? "in %d doses daily " : "%d times daily ",
						 timing->per_day);
	switch (timing->pattern)
	{
		case FHIR_ONCE:
			appendStringInfoString(text, "once ");
			break;
		case FHIR_EVERY:
			if (timing->per_day > 1 && is_daily(timing))
				break;
			write_span(text, "every", timing->interval);
			break;
		case FHIR_EVENTS:
			if (timing->n_items == 1 && timing->items[0] == day0)
			{
				appendStringInfoString(text, "once ");
				break;
			}
			appendStringInfoString(text, "on days ");
			write_items(text, timing, day0);
			break;
		case FHIR_CYCLE:
		case FHIR_WEEKDAYS:
			appendStringInfoString(text,
								   timing->pattern == FHIR_CYCLE ? "on days " :
																   "on ");
			write_items(text, timing, 0);
			write_span(text, "of every", timing->interval);
			break;
	}
	for (int i = 0; i < timing->n_when; i++)
		appendStringInfo(text, "%s%s", i == 0 ? "when " : ", ",
						 timing->when[i]);
	if (timing->n_when > 0)
		appendStringInfoChar(text, ' ');
}

/*
 * FHIR's bounds run from where the dosage begins, "for" from the first dose:
 * for days of the week the end is stated as an offset instead.
 */
static void
write_bound(StringInfo text, const FhirTiming *timing)
{
	static const char *const units[] = {"day", "week", "month"};

	if (timing->bound == BOUND_COUNT)
		appendStringInfo(text, "x %d ", timing->count);
	else if (timing->bound == BOUND_AT_LEAST)
		write_span(text, "for at least", timing->span);
	else if (timing->bound == BOUND_FOR && timing->pattern == FHIR_WEEKDAYS)
		appendStringInfo(text, "until %s %d ", units[timing->span.unit],
						 timing->span.n);
	else if (timing->bound == BOUND_FOR)
		write_span(text, "for", timing->span);
}

static void
write_items(StringInfo text, const FhirTiming *timing, DateADT day0)
{
	static const char *const names[] = {"Mondays",	 "Tuesdays", "Wednesdays",
										"Thursdays", "Fridays",	 "Saturdays",
										"Sundays"};

	for (int i = 0; i < timing->n_items; i++)
	{
		if (i > 0)
			appendStringInfoString(text, ", ");
		if (timing->pattern == FHIR_WEEKDAYS)
			appendStringInfoString(text, names[timing->items[i] - 1]);
		else
			appendStringInfo(text, "%d", timing->items[i] - day0);
	}
	appendStringInfoChar(text, ' ');
}

static void
write_span(StringInfo text, const char *word, ScheduleSpan span)
{
	static const char *const names[] = {"days", "weeks", "months"};

	appendStringInfo(text, "%s %d %s ", word, span.n, names[span.unit]);
}

static bool
is_daily(const FhirTiming *timing)
{
	return timing->pattern == FHIR_EVERY && timing->interval.n == 1 &&
		timing->interval.unit == SPAN_DAY;
}

static void
parse_context(void *text)
{
	errcontext("FHIR Dosage read as \"%.200s\"", (const char *) text);
}

/*
 * time_to_response.c
 *		A response over time, for SQL: at a visit, by a visit, the time to it,
 *		whether it lasts, and all visits with the reasons.
 *
 * Each function comes for one label and for several.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "response/response.h"
#include "syntax/syntax.h"

/* The arguments that all have, and where the others begin. */
#define LABELS 1
#define HISTORY 2
#define VISITS 3
#define START 4
#define REST 5

/* How the columns of a reason begin with it. */
#define COURSE_COLUMNS 8

static const char *const strategy_words[] = {"non_response", "ignore",
											 "censor"};
static const char *const missing_words[] = {"skip", "unknown", "non_response"};

static bool get_course(FunctionCallInfo fcinfo, bool several, int confirm,
					   int nri, int strategies, Course *course);
static void get_events(FunctionCallInfo fcinfo, int strategy, int fact,
					   Course *course);
static int get_visit(FunctionCallInfo fcinfo, int argument, Course *course);
static void no_visit(const VisitSchedule *schedule, const char *name);
static char *event_phrase(const Intercurrent *event);

/* Of a function over one label its twin over several. */
#define RESPONSE_FUNCTION(name)                                     \
	static Datum name##_any(FunctionCallInfo fcinfo, bool several); \
	PG_FUNCTION_INFO_V1(name);                                      \
	Datum name(PG_FUNCTION_ARGS)                                    \
	{                                                               \
		return name##_any(fcinfo, false);                           \
	}                                                               \
	PG_FUNCTION_INFO_V1(name##_labels);                             \
	Datum name##_labels(PG_FUNCTION_ARGS)                           \
	{                                                               \
		return name##_any(fcinfo, true);                            \
	}                                                               \
	static Datum name##_any(FunctionCallInfo fcinfo, bool several)

static Datum
tri_datum(TriState state, bool *isnull)
{
	*isnull = state == TRI_UNKNOWN;
	return BoolGetDatum(state == TRI_TRUE);
}

/* ------------------------------------------------------------ at and by */

/* (rules, label, history, visits, start, visit, confirm, nri, events) bool */
RESPONSE_FUNCTION(response_at)
{
	Course course;
	int visit;

	if (!get_course(fcinfo, several, REST + 1, REST + 2, REST + 3, &course) ||
		(visit = get_visit(fcinfo, REST, &course)) < 0)
		PG_RETURN_NULL();
	(void) te_course_judge(&course, visit, visit, false);
	return tri_datum(course.visits[visit].response, &fcinfo->isnull);
}

/* (rules, label, history, visits, start, visit, confirm, nri, events) bool */
RESPONSE_FUNCTION(response_by)
{
	TriState by = TRI_FALSE;
	Course course;
	int visit;

	if (!get_course(fcinfo, several, REST + 1, REST + 2, REST + 3, &course) ||
		(visit = get_visit(fcinfo, REST, &course)) < 0)
		PG_RETURN_NULL();
	if (te_course_judge(&course, 0, visit, true) >= 0)
		PG_RETURN_BOOL(true);
	for (int i = 0; i <= visit; i++)
	{
		if (course.visits[i].response == TRI_UNKNOWN)
			by = TRI_UNKNOWN;
	}
	return tri_datum(by, &fcinfo->isnull);
}

/* ------------------------------------------------------- first and time */

/* "CRR at week 12: urine_protein ...; confirmed at week 16" */
static char *
response_reason(Course *course, int number)
{
	const char *label;
	char *reason;
	bool unknown;
	StringInfoData text;

	label = te_assess_label(&course->subject, &course->visits[number].visit,
							&unknown, &reason);
	initStringInfo(&text);
	appendStringInfo(&text, "%s at %s", label != NULL ? label : course->named,
					 te_course_visit(course, number));
	if (reason != NULL)
		appendStringInfo(&text, ": %s", reason);
	if (course->confirm > 1)
		appendStringInfo(&text, "; confirmed at %s",
						 te_course_visit(course, number + 1));
	return text.data;
}

/* (rules, label, history, visits, start, confirm, events) visit_response */
RESPONSE_FUNCTION(first_response)
{
	const Assessment *visit;
	const char *label;
	Datum values[5];
	bool nulls[5] = {false};
	Course course;
	char *reason;
	bool unknown;
	int found;

	if (!get_course(fcinfo, several, REST, -1, REST + 1, &course))
		PG_RETURN_NULL();
	found = te_course_judge(&course, 0, course.n - 1, true);
	if (found < 0)
		PG_RETURN_NULL();
	visit = &course.visits[found].visit;
	label = te_assess_label(&course.subject, visit, &unknown, &reason);
	te_put_visit(&course.subject, visit, label != NULL ? label : course.named,
				 values, nulls);
	values[4] = CStringGetTextDatum(response_reason(&course, found));
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(te_rules_result(fcinfo), values, nulls)));
}

/* Why there is none: the event, what was imputed, or how far it is known. */
static char *
no_response_reason(const Course *course, const CourseTime *time)
{
	bool censored =
		time->because != NULL && time->because->strategy == STRATEGY_CENSOR;
	StringInfoData text;
	int imputed = 0;

	if (course->n == 0)
		return pstrdup("no visit is planned after the start");
	if (censored && course->nri)
		return psprintf("no %s before %s, which ends the observation",
						course->named, event_phrase(time->because));
	initStringInfo(&text);
	if (time->visit >= 0)
		appendStringInfo(&text, "no %s by %s", course->named,
						 te_course_visit(course, time->visit));
	else
		appendStringInfo(&text, "no %s known", course->named);
	if (time->because != NULL)
		appendStringInfo(&text, "; %s %s", event_phrase(time->because),
						 censored ? "ends the observation" :
									"counts as non-response");
	for (int i = 0; i < course->n && !censored; i++)
	{
		if (!course->visits[i].imputed)
			continue;
		appendStringInfo(&text, "%s%s",
						 imputed++ == 0 ? "; imputed as non-response: " : ", ",
						 te_course_visit(course, i));
	}
	if (!course->nri && !censored && time->visit < course->n - 1)
		appendStringInfoString(&text,
							   time->visit < 0 ? "" : "; unknown after that");
	return text.data;
}

/*
 * (rules, label, history, visits, start, confirm, nri, events, planned_days)
 * response_time
 */
RESPONSE_FUNCTION(time_to_response)
{
	Datum values[5];
	bool nulls[5] = {false};
	CourseTime time;
	Course course;
	char *reason;

	if (!get_course(fcinfo, several, REST, REST + 1, REST + 2, &course))
		PG_RETURN_NULL();
	te_course_time(&course,
				   te_bool_argument(fcinfo, REST + 2 + 2 * N_INTERCURRENT,
									"planned_days"),
				   &time);
	reason = time.event ? response_reason(&course, time.visit) :
						  no_response_reason(&course, &time);
	values[0] = Int32GetDatum(time.on - course.subject.start);
	values[1] = BoolGetDatum(time.event);
	values[2] = DateADTGetDatum(time.on);
	nulls[3] = time.visit < 0;
	if (time.visit >= 0)
		values[3] = CStringGetTextDatum(te_course_visit(&course, time.visit));
	values[4] = CStringGetTextDatum(reason);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(te_rules_result(fcinfo), values, nulls)));
}

/* ------------------------------------------------------------- sustained */

/*
 * (rules, label, history, visits, start, confirm, missing, events)
 * sustained_period
 */
RESPONSE_FUNCTION(sustained_response)
{
	Datum values[6] = {0};
	bool nulls[6] = {false, true, true, true, true, false};
	MissingVisit missing;
	StringInfoData text;
	TriState sustained;
	Course course;
	int first = 0;
	int lost;
	int later = 0;

	if (!get_course(fcinfo, several, REST, -1, REST + 2, &course))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(REST + 1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("missing must not be null")));
	missing =
		(MissingVisit) te_enum_word(PG_GETARG_OID(REST + 1), missing_words,
									lengthof(missing_words));
	sustained = te_course_sustained(&course, missing);
	initStringInfo(&text);
	while (first < course.n && course.visits[first].response != TRI_TRUE)
		first++;
	lost = first + 1;
	while (lost < course.n && course.visits[lost].state != TRI_FALSE)
		later += course.visits[lost++].state == TRI_TRUE;
	values[0] = tri_datum(sustained, &nulls[0]);
	if (first >= course.n)
		appendStringInfo(&text, "no %s known", course.named);
	else
	{
		nulls[1] = nulls[2] = false;
		values[1] = DateADTGetDatum(course.visits[first].visit.as_of);
		values[2] = CStringGetTextDatum(te_course_visit(&course, first));
		appendStringInfoString(&text, response_reason(&course, first));
	}
	if (lost < course.n)
	{
		const CourseVisit *visit = &course.visits[lost];

		nulls[3] = nulls[4] = false;
		values[3] = DateADTGetDatum(visit->visit.as_of);
		values[4] = CStringGetTextDatum(te_course_visit(&course, lost));
		appendStringInfo(&text, "; lost at %s", te_course_visit(&course, lost));
		if (visit->because != NULL)
			appendStringInfo(&text, ": %s", event_phrase(visit->because));
		else if (visit->imputed)
			appendStringInfoString(&text, ": imputed as non-response");
	}
	else if (first < course.n)
		appendStringInfo(&text, "; at %d later %s", later,
						 later == 1 ? "visit" : "visits");
	values[5] = CStringGetTextDatum(text.data);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(te_rules_result(fcinfo), values, nulls)));
}

/* ------------------------------------------------------------- all visits */

/* What the events, imputation and confirmation made of a visit. */
static char *
course_reason(Course *course, int number, char *reason)
{
	const CourseVisit *visit = &course->visits[number];
	StringInfoData text;

	initStringInfo(&text);
	if (reason != NULL)
		appendStringInfoString(&text, reason);
	if (visit->because != NULL)
		appendStringInfo(&text, "%s%s: %s", text.len > 0 ? "; " : "",
						 event_phrase(visit->because),
						 visit->cut ? "not observed after it" :
							 visit->because->strategy == STRATEGY_IGNORE ?
									  "no value after it counts" :
									  "non-response");
	if (visit->imputed)
		appendStringInfo(&text, "%simputed as non-response",
						 text.len > 0 ? "; " : "");
	if (course->confirm > 1 && visit->state == TRI_TRUE)
	{
		if (number == course->n - 1)
			appendStringInfoString(&text, "; no later visit confirms it");
		else
			appendStringInfo(&text, "; %s at %s",
							 visit->response == TRI_TRUE ?
								 "confirmed" :
								 visit->response == TRI_FALSE ?
								 "not confirmed" :
								 "confirmation unknown",
							 te_course_visit(course, number + 1));
	}
	return text.data;
}

/*
 * (rules, label, history, visits, start, confirm, nri, events) SETOF
 * response_state
 */
RESPONSE_FUNCTION(response_course)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	TriState so_far = TRI_FALSE;
	MemoryContext row;
	Course course;

	InitMaterializedSRF(fcinfo, 0);
	if (!get_course(fcinfo, several, REST, REST + 1, REST + 2, &course))
		return (Datum) 0;
	(void) te_course_judge(&course, 0, course.n - 1, false);
	row = AllocSetContextCreate(CurrentMemoryContext, "response_course",
								ALLOCSET_DEFAULT_SIZES);
	for (int i = 0; i < course.n; i++)
	{
		const CourseVisit *visit = &course.visits[i];
		MemoryContext old = MemoryContextSwitchTo(row);
		Datum values[COURSE_COLUMNS];
		bool nulls[COURSE_COLUMNS] = {false};
		const char *label;
		char *reason;
		bool unknown;

		label =
			te_assess_label(&course.subject, &visit->visit, &unknown, &reason);
		if (so_far != TRI_TRUE && visit->response != TRI_FALSE)
			so_far = visit->response;
		te_put_visit(&course.subject, &visit->visit, label, values, nulls);
		values[4] = tri_datum(visit->measured, &nulls[4]);
		values[5] = tri_datum(visit->response, &nulls[5]);
		values[6] = tri_datum(so_far, &nulls[6]);
		values[7] = CStringGetTextDatum(course_reason(&course, i, reason));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		MemoryContextSwitchTo(old);
		MemoryContextReset(row);
	}
	return (Datum) 0;
}

/* ------------------------------------------------------------- arguments */

/*
 * False when rules, labels, visits or start are NULL.  confirm, nri (-1: none)
 * and strategies, the first of four that four names follow, are the numbers of
 * arguments.
 */
static bool
get_course(FunctionCallInfo fcinfo, bool several, int confirm, int nri,
		   int strategies, Course *course)
{
	memset(course, 0, sizeof(*course));
	if (PG_ARGISNULL(LABELS) ||
		!te_subject(fcinfo, 0, HISTORY, VISITS, START, &course->subject))
		return false;
	course->confirm = te_confirm_argument(fcinfo, confirm, "confirm");
	course->nri = nri >= 0 && te_bool_argument(fcinfo, nri, "nri");
	te_course_labels(fcinfo, LABELS, several, course);
	get_events(fcinfo, strategies, strategies + N_INTERCURRENT, course);
	te_course_visits(course);
	return true;
}

/* In the order of the arguments: rescue, death, withdrawal, switch. */
static void
get_events(FunctionCallInfo fcinfo, int strategy, int fact, Course *course)
{
	static const char *const names[N_INTERCURRENT] = {"on_rescue", "on_death",
													  "on_withdrawal",
													  "on_switch"};

	for (int i = 0; i < N_INTERCURRENT; i++)
	{
		Intercurrent *event = &course->events[i];

		if (PG_ARGISNULL(strategy + i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not be null", names[i]),
					 errhint("Use non_response, ignore or censor.")));
		event->strategy =
			(Strategy) te_enum_word(PG_GETARG_OID(strategy + i), strategy_words,
									lengthof(strategy_words));
		event->is_death = i == 1;
		if (!PG_ARGISNULL(fact + i))
			event->fact = text_to_cstring(PG_GETARG_TEXT_PP(fact + i));
		te_intercurrent_find(&course->subject, event);
	}
}

/* A visit after the start by its name; -1: NULL. */
static int
get_visit(FunctionCallInfo fcinfo, int argument, Course *course)
{
	const VisitSchedule *schedule = course->subject.schedule;
	char *name;

	if (PG_ARGISNULL(argument))
		return -1;
	name = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	for (int i = 0; i < course->subject.n_visits; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (strcmp(te_visit_name(schedule, i), name) != 0)
			continue;
		if (i < course->first)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("visit \"%s\" is not after the start", name),
					 errhint("A response is asked for at later visits.")));
		return i - course->first;
	}
	no_visit(schedule, name);
	return -1;
}

static void
no_visit(const VisitSchedule *schedule, const char *name)
{
	NearestWord nearest;
	const char *hint;

	te_nearest_begin(&nearest, name, strlen(name));
	for (int i = 0; i < schedule->n_visits; i++)
		te_nearest_consider(&nearest, te_visit_name(schedule, i));
	hint = te_nearest_hint(&nearest);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("schedule has no visit \"%.*s\"",
					pg_mbcliplen(name, strlen(name), 60), name),
			 hint != NULL ? errhint("%s", hint) : 0));
}

/* "death on 2024-03-05", "death between 2024-03-01 and 2024-03-31" */
static char *
event_phrase(const Intercurrent *event)
{
	if (event->first == event->last)
		return psprintf("%s on %s", event->fact,
						te_iso_date((DateADT) event->first));
	if (event->last >= PG_INT32_MAX)
		return psprintf("%s on an unknown day", event->fact);
	return psprintf("%s between %s and %s", event->fact,
					te_iso_date((DateADT) event->first),
					te_iso_date((DateADT) event->last));
}

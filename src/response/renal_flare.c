/*
 * renal_flare.c
 *		Flares after a response: renal_flare and renal_flares.
 *
 * A flare is measured against the response it ends.  Rules of flares speak of
 * baseline.fact and "% of baseline"; here that is a value of the response or
 * after it.  Which responses there have been is put into the history as events
 * (complete_renal_response ...), which the rules may ask for.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "history/history.h"
#include "response/response.h"

/* Arguments. */
enum
{
	ARG_FLARE,
	ARG_RESPONSE,
	ARG_LABELS,
	ARG_HISTORY,
	ARG_VISITS,
	ARG_START,
	ARG_REFERENCE,
	ARG_CONFIRM,
	ARG_RESPONSE_CONFIRM,
	ARG_REACHED
};

#define TIME_COLUMNS 7
#define FLARE_COLUMNS 6

extern Datum history_event(PG_FUNCTION_ARGS);
extern Datum patient_history_concat(PG_FUNCTION_ARGS);

/* The visits after the response, as far as flares go. */
typedef struct Flares
{
	Course course;		 /* of the flare */
	int from;			 /* first visit after the response */
	DateADT response_on; /* day of the response */
	char *response_at;	 /* its visit */
} Flares;

static bool get_flares(FunctionCallInfo fcinfo, Flares *flares);
static const PatientHistory *with_responses(FunctionCallInfo fcinfo,
											Course *response);

/* False: no response is known, so there is nothing to flare. */
static bool
get_flares(FunctionCallInfo fcinfo, Flares *flares)
{
	static const char *const words[] = {"baseline", "best", "response",
										"previous"};
	Course *course = &flares->course;
	Course response;
	Subject *subject = &course->subject;
	const Assessment *reached;
	int found;

	memset(flares, 0, sizeof(*flares));
	memset(&response, 0, sizeof(response));
	if (PG_ARGISNULL(ARG_FLARE) || PG_ARGISNULL(ARG_LABELS) ||
		!te_subject(fcinfo, ARG_RESPONSE, ARG_HISTORY, ARG_VISITS, ARG_START,
					&response.subject))
		return false;
	if (PG_ARGISNULL(ARG_REFERENCE))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("reference must not be null"),
				 errhint("Use best, response, previous or baseline.")));
	course->confirm = te_confirm_argument(fcinfo, ARG_CONFIRM, "confirm");
	response.confirm =
		te_confirm_argument(fcinfo, ARG_RESPONSE_CONFIRM, "response_confirm");
	te_course_labels(fcinfo, ARG_LABELS, true, &response);
	te_course_visits(&response);
	found = te_course_judge(&response, 0, response.n - 1, true);
	if (found < 0)
		return false;
	reached = &response.visits[found].visit;
	flares->from = found + 1;
	flares->response_on = reached->as_of;
	flares->response_at =
		te_visit_name(response.subject.schedule, reached->number);

	(void) te_subject(fcinfo, ARG_FLARE, ARG_HISTORY, ARG_VISITS, ARG_START,
					  subject);
	subject->reference =
		(FlareReference) te_enum_word(PG_GETARG_OID(ARG_REFERENCE), words,
									  lengthof(words));
	subject->response_on = reached->as_of;
	subject->response_from = reached->planned_on - reached->window.before;
	subject->history = with_responses(fcinfo, &response);
	/* every label but that of "else" is a flare */
	course->wanted = palloc0_array(bool, (subject->rules->n_rules + 1));
	for (int i = 0; i < subject->rules->n_rules; i++)
		course->wanted[i] =
			!subject->rules->has_else || i < subject->rules->n_rules - 1;
	te_course_visits(course);
	return true;
}

/* Each label's first visit as an event of the name that stands for it. */
static const PatientHistory *
with_responses(FunctionCallInfo fcinfo, Course *response)
{
	const PatientHistory *history = response->subject.history;
	char **names = NULL;
	int n = 0;

	if (history != NULL && !PG_ARGISNULL(ARG_REACHED))
		n = te_texts_argument(fcinfo, ARG_REACHED, "reached", &names);
	for (int i = 0; i < Min(n, response->n_labels); i++)
	{
		Timestamp on;
		Datum event;
		int found;

		if (names[i] == NULL)
			continue;
		for (int r = 0; r < response->subject.rules->n_rules; r++)
			response->wanted[r] = strcmp(response->subject.rules->labels[r],
										 response->labels[i]) == 0;
		found = te_course_judge(response, 0, response->n - 1, true);
		if (found < 0)
			continue;
		on = (Timestamp) response->visits[found].visit.as_of * USECS_PER_DAY;
		event =
			DirectFunctionCall3(history_event, CStringGetTextDatum(names[i]),
								TimestampGetDatum(on), TimestampGetDatum(on));
		history = DatumGetHistoryP(DirectFunctionCall2(patient_history_concat,
													   PointerGetDatum(history),
													   event));
	}
	return history;
}

PG_FUNCTION_INFO_V1(renal_flares);

/*
 * renal_flares(flare, response, labels, history, visits, start, reference,
 * confirm, response_confirm, reached) SETOF flare_visit
 */
Datum
renal_flares(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext row;
	Course *course;
	Flares flares;

	InitMaterializedSRF(fcinfo, 0);
	if (!get_flares(fcinfo, &flares))
		return (Datum) 0;
	course = &flares.course;
	(void) te_course_judge(course, flares.from, course->n - 1, false);
	row = AllocSetContextCreate(CurrentMemoryContext, "renal_flares",
								ALLOCSET_DEFAULT_SIZES);
	for (int i = flares.from; i < course->n; i++)
	{
		const CourseVisit *visit = &course->visits[i];
		Datum values[FLARE_COLUMNS];
		bool nulls[FLARE_COLUMNS] = {false};
		MemoryContext old = MemoryContextSwitchTo(row);
		const char *label;
		char *reason;
		bool unknown;

		label =
			te_assess_label(&course->subject, &visit->visit, &unknown, &reason);
		te_put_visit(&course->subject, &visit->visit, label, values, nulls);
		values[4] = BoolGetDatum(visit->response == TRI_TRUE);
		nulls[4] = visit->response == TRI_UNKNOWN;
		nulls[5] = reason == NULL;
		if (reason != NULL)
			values[5] = CStringGetTextDatum(reason);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		MemoryContextSwitchTo(old);
		MemoryContextReset(row);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(renal_flare);

/*
 * renal_flare(flare, response, labels, history, visits, start, reference,
 * confirm, response_confirm, reached) flare_time
 */
Datum
renal_flare(PG_FUNCTION_ARGS)
{
	Datum values[TIME_COLUMNS] = {0};
	bool nulls[TIME_COLUMNS] = {false};
	const char *label = NULL;
	StringInfoData text;
	Course *course;
	Flares flares;
	DateADT on;
	int visit;
	bool event;

	if (!get_flares(fcinfo, &flares))
		PG_RETURN_NULL();
	course = &flares.course;
	visit = te_course_judge(course, flares.from, course->n - 1, true);
	event = visit >= 0;
	/* otherwise: the last visit known to be without */
	for (int i = course->n - 1; visit < 0 && i >= flares.from; i--)
	{
		if (course->visits[i].response == TRI_FALSE)
			visit = i;
	}
	on = visit < 0 ? flares.response_on : course->visits[visit].visit.as_of;
	initStringInfo(&text);
	if (event)
	{
		char *reason;
		bool unknown;

		label = te_assess_label(&course->subject, &course->visits[visit].visit,
								&unknown, &reason);
		appendStringInfo(&text, "%s at %s", label != NULL ? label : "flare",
						 te_course_visit(&flares.course, visit));
		if (reason != NULL)
			appendStringInfo(&text, ": %s", reason);
		if (course->confirm > 1)
			appendStringInfo(&text, "; confirmed at %s",
							 te_course_visit(&flares.course, visit + 1));
	}
	else if (visit >= 0)
		appendStringInfo(&text, "no flare by %s",
						 te_course_visit(&flares.course, visit));
	else
		appendStringInfoString(&text,
							   "no later visit is known to be without a flare");
	appendStringInfo(&text, "; response at %s", flares.response_at);
	values[0] = Int32GetDatum(on - flares.response_on);
	values[1] = BoolGetDatum(event);
	values[2] = DateADTGetDatum(on);
	nulls[3] = visit < 0;
	if (visit >= 0)
		values[3] = CStringGetTextDatum(te_course_visit(&flares.course, visit));
	nulls[4] = label == NULL;
	if (label != NULL)
		values[4] = CStringGetTextDatum(label);
	values[5] = DateADTGetDatum(flares.response_on);
	values[6] = CStringGetTextDatum(text.data);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(te_rules_result(fcinfo), values, nulls)));
}

/*
 * schedule_pack.c
 *		Text to value: runs scanner and grammar, lays out the flat form.
 */
#include "trial_ext.h"

#include "storage/shmem.h"
#include "utils/memutils.h"

#include "schedule/schedule_build.h"
#include "schedule/schedule_gram.h"

static void *parse_in_context(ScheduleState *state, MemoryContext caller);

static uint32
pool_add(char *pool, int *used, BuildText text)
{
	int at = 1;

	if (text.length == 0)
		return 0;
	while (at < *used)
	{
		int length = strlen(pool + at);

		if (length == text.length && memcmp(pool + at, text.data, length) == 0)
			return at;
		at += length + 1;
	}
	memcpy(pool + at, text.data, text.length);
	pool[at + text.length] = '\0';
	*used = at + text.length + 1;
	return at;
}

/* Texts that recur are kept once, in the order in which phases name them. */
static DoseSchedule *
pack(ScheduleState *state)
{
	char *pool =
		palloc0(1 +
				mul_size(state->n_phases,
						 4 * (SCHEDULE_MAX_NAME + 1) + UNIT_MAX_LENGTH));
	int used = 1;
	DoseSchedule *schedule;
	DosePhase *phases;
	Size size;

	for (int i = 0; i < state->n_phases; i++)
	{
		BuildPhase *from = &state->phases[i];

		from->phase.drug = pool_add(pool, &used, from->drug);
		from->phase.route = pool_add(pool, &used, from->route);
		from->phase.unit = pool_add(pool, &used, from->unit);
		from->phase.when = pool_add(pool, &used, from->when);
	}
	size = sizeof(DoseSchedule) + state->n_phases * sizeof(DosePhase) +
		state->n_items * sizeof(int32) + used;
	schedule = palloc0(size);
	SET_VARSIZE(schedule, size);
	schedule->version = DOSE_SCHEDULE_VERSION;
	schedule->n_phases = state->n_phases;
	schedule->n_items = state->n_items;
	schedule->pool_length = used;
	phases = (DosePhase *) (schedule + 1);
	for (int i = 0; i < state->n_phases; i++)
		phases[i] = state->phases[i].phase;
	if (state->n_items > 0)
		memcpy(phases + state->n_phases, state->items,
			   state->n_items * sizeof(int32));
	memcpy((char *) SCHEDULE_POOL(schedule), pool, used);
	pfree(pool);
	return schedule;
}

static VisitSchedule *
pack_visits(ScheduleState *state)
{
	char *pool = palloc0(1 + mul_size(state->n_planned, SCHEDULE_MAX_NAME + 1));
	int used = 1;
	VisitSchedule *schedule;
	PlannedVisit *visits;
	Size size;

	for (int i = 0; i < state->n_planned; i++)
		state->planned[i].visit.name =
			pool_add(pool, &used, state->planned[i].name);
	size =
		sizeof(VisitSchedule) + state->n_planned * sizeof(PlannedVisit) + used;
	schedule = palloc0(size);
	SET_VARSIZE(schedule, size);
	schedule->version = VISIT_SCHEDULE_VERSION;
	schedule->n_visits = state->n_planned;
	schedule->pool_length = used;
	visits = (PlannedVisit *) (schedule + 1);
	for (int i = 0; i < state->n_planned; i++)
		visits[i] = state->planned[i].visit;
	memcpy((char *) VISIT_SCHEDULE_POOL(schedule), pool, used);
	pfree(pool);
	return schedule;
}

static ScheduleState *
begin_state(const char *text, int length, bool visits)
{
	ScheduleState *state = palloc0(sizeof(ScheduleState));

	state->text.source = text;
	state->text.length = length;
	state->visits = visits;
	return state;
}

/* Scanner, grammar and checks in a memory context of their own. */
static void *
parse(const char *text, int length, bool visits, struct Node *escontext)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context;
	ScheduleState *state = begin_state(text, length, visits);
	void *result;

	if (length > SCHEDULE_MAX_TEXT)
		ereturn(escontext, NULL,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text of a schedule is too long"),
				 errdetail("The limit is %d bytes, the text has %d.",
						   SCHEDULE_MAX_TEXT, length)));
	context = AllocSetContextCreate(caller, "schedule parser",
									ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(context);
	result = parse_in_context(state, caller);
	MemoryContextSwitchTo(caller);
	te_syntax_keep(&state->text);
	MemoryContextDelete(context);
	if (state->text.failed)
		te_syntax_raise(&state->text,
						visits ? "visit_schedule" : "dose_schedule", escontext);
	return state->text.failed ? NULL : result;
}

static void *
parse_in_context(ScheduleState *state, MemoryContext caller)
{
	void *scanner = te_schedule_scan_begin(state);
	BuildSpan all = {0, state->text.length};
	void *result;
	const char *text;

	state->draft.phase.per_day = 1;
	(void) te_schedule_yyparse(state, scanner);
	te_schedule_scan_end(scanner);
	if (state->text.failed)
		return NULL;
	if (state->visits && !te_sched_visits_check(state))
		return NULL;
	MemoryContextSwitchTo(caller);
	result = state->visits ? (void *) pack_visits(state) : (void *) pack(state);
	if (state->text.length > SCHEDULE_MAX_TEXT / 16)
	{
		text = state->visits ? te_visit_schedule_print(result) :
							   te_dose_schedule_print(result);
		if (strlen(text) > SCHEDULE_MAX_TEXT)
			te_syntax_fail_limit(&state->text, all,
								 "text of a schedule is too long",
								 SCHEDULE_MAX_TEXT,
								 "bytes, in normal form too");
	}
	return result;
}

DoseSchedule *
te_dose_schedule_parse(const char *text, int length, Node *escontext)
{
	return parse(text, length, false, escontext);
}

VisitSchedule *
te_visit_schedule_parse(const char *text, int length, Node *escontext)
{
	return parse(text, length, true, escontext);
}

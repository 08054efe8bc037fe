/*
 * assess.c
 *		One subject at one planned visit: its window, the day of its values,
 *		its label and why.
 *
 * A value belongs to one visit.  Where windows overlap each day is the nearer
 * visit's, the middle day the earlier one's, as visit_of has it: else a single
 * measurement could be two visits', and confirm itself.  For the same reason
 * visits after the start do not reach back to it: what was measured up to the
 * start is baseline's.
 *
 * Each fact of the rules is its value nearest to the target.  Events and
 * exposures are as of the last day of those values: rescue on the day after a
 * sample that was taken early does not undo the response, rescue before a late
 * sample does.
 */
#include "trial_ext.h"

#include "datatype/timestamp.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/memutils.h"

#include "history/history.h"
#include "response/response.h"

/* Visits judged between two clearings of the scratch memory. */
#define VISITS_A_RUN 100

static void set_window(const Subject *subject, int number, EvalVisit *window);
static EvalRun *current_run(Subject *subject);
static char *rules_reason(const RulesPlan *rules, const TriState *holds,
						  const ClauseReason *reasons, int chosen);

bool
te_subject(FunctionCallInfo fcinfo, int rules, int history, int visits,
		   int start, Subject *subject)
{
	if (PG_ARGISNULL(rules) || PG_ARGISNULL(visits) || PG_ARGISNULL(start))
		return false;
	memset(subject, 0, sizeof(*subject));
	subject->rules = te_rules_plan(fcinfo, rules);
	subject->history =
		PG_ARGISNULL(history) ? NULL : PG_GETARG_HISTORY_P(history);
	subject->schedule = PG_GETARG_VISIT_SCHEDULE(visits);
	subject->n_visits = subject->schedule->n_visits;
	subject->start = PG_GETARG_DATEADT(start);
	subject->visits = te_visits_place(subject->schedule, subject->start);
	for (int i = 0; i < subject->n_visits; i++)
	{
		if (subject->visits[i].day >=
			TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("date out of range for timestamp")));
	}
	subject->baseline[0] = DateADTGetDatum(subject->start);
	subject->scratch =
		AllocSetContextCreate(CurrentMemoryContext, "response visits",
							  ALLOCSET_DEFAULT_SIZES);
	return true;
}

static void
set_window(const Subject *subject, int number, EvalVisit *window)
{
	const PlacedVisit *visit = &subject->visits[number];
	int64 from = visit->window_start;
	int64 to = visit->window_end;

	if (number > 0)
	{
		const PlacedVisit *before = visit - 1;
		int64 middle = before->day + ((int64) visit->day - before->day) / 2;

		from = Max(from, Min(before->window_end, middle) + 1);
	}
	if (number < subject->n_visits - 1)
	{
		const PlacedVisit *after = visit + 1;
		int64 middle = visit->day + ((int64) after->day - visit->day) / 2;

		to = Min(to, Max(after->window_start, middle + 1) - 1);
	}
	if (visit->day > subject->start)
		from = Max(from, (int64) subject->start + 1);
	memset(window, 0, sizeof(*window));
	window->before = (int32) (visit->day - from);
	window->after = (int32) (to - visit->day);
	window->has_day = true;
	window->day = visit->day;
	window->has_baseline = true;
	window->baseline = (Timestamp) subject->start * USECS_PER_DAY;
	if (subject->reference == REFERENCE_BASELINE)
		return;
	window->relative = true;
	window->best = subject->reference == REFERENCE_BEST;
	window->best_from = subject->response_from;
	/* the day before the window: a value is not measured against itself */
	window->baseline = (subject->reference == REFERENCE_RESPONSE ?
							(Timestamp) subject->response_on :
							(Timestamp) (from - 1)) *
		USECS_PER_DAY;
}

/*
 * The history opened, again after some visits, so that what evaluations leave
 * behind does not add up.  What te_eval_explain leaves is the caller's.
 */
static EvalRun *
current_run(Subject *subject)
{
	if (subject->run == NULL || subject->run_visits >= VISITS_A_RUN)
	{
		MemoryContext old;

		MemoryContextReset(subject->scratch);
		old = MemoryContextSwitchTo(subject->scratch);
		subject->run = te_eval_run(subject->rules->plan, subject->baseline,
								   subject->no_baseline, subject->history);
		MemoryContextSwitchTo(old);
		subject->run_visits = 0;
	}
	subject->run_visits++;
	return subject->run;
}

void
te_assess(Subject *subject, int number, Assessment *assessment)
{
	EvalRun *run = current_run(subject);
	MemoryContext old = MemoryContextSwitchTo(subject->scratch);
	int32 day = 0;

	CHECK_FOR_INTERRUPTS();
	assessment->number = number;
	assessment->planned_on = subject->visits[number].day;
	set_window(subject, number, &assessment->window);
	assessment->has_value = te_eval_run_values(run, &assessment->window, &day);
	assessment->value_on = day;
	assessment->as_of = assessment->has_value ? day : assessment->planned_on;
	MemoryContextSwitchTo(old);
}

TriState
te_assess_response(Subject *subject, const Assessment *assessment,
				   const bool *wanted)
{
	RulesPlan *rules = subject->rules;
	EvalRun *run = current_run(subject);
	MemoryContext old = MemoryContextSwitchTo(subject->scratch);
	bool may_be = false;
	bool may_not_be = false;
	bool held = false;

	te_eval_run_rules(run, &assessment->window, assessment->as_of,
					  rules->holds);
	MemoryContextSwitchTo(old);
	for (int i = 0; i < rules->n_rules && !held; i++)
	{
		held = rules->holds[i] == TRI_TRUE;
		if (rules->holds[i] == TRI_FALSE)
			continue;
		may_be |= wanted[i];
		may_not_be |= !wanted[i];
	}
	may_not_be |= !held; /* no label at all */
	return may_be ? (may_not_be ? TRI_UNKNOWN : TRI_TRUE) : TRI_FALSE;
}

const char *
te_assess_label(Subject *subject, const Assessment *assessment, bool *unknown,
				char **reason)
{
	RulesPlan *rules = subject->rules;
	int n = rules->n_rules;
	ClauseReason *reasons = palloc_array(ClauseReason, (n + 1));
	EvalDate as_of = {EVAL_DATE_GIVEN,
					  (Timestamp) assessment->as_of * USECS_PER_DAY};
	int chosen = 0;

	te_eval_set_visit(rules->plan, &assessment->window);
	te_eval_explain(rules->plan, subject->baseline, subject->no_baseline,
					subject->history, as_of, rules->holds, rules->passes,
					reasons);
	while (chosen < n && rules->holds[chosen] == TRI_FALSE)
		chosen++;
	*unknown = chosen < n && rules->holds[chosen] == TRI_UNKNOWN;
	*reason = rules_reason(rules, rules->holds, reasons, chosen);
	return chosen < n && !*unknown ? rules->labels[chosen] : NULL;
}

/*
 * Of a rule that holds its own reason; of "else" and of none those of all
 * rules; of one that is unknown its own, named.
 */
static char *
rules_reason(const RulesPlan *rules, const TriState *holds,
			 const ClauseReason *reasons, int chosen)
{
	int n = rules->n_rules - (rules->has_else ? 1 : 0);
	StringInfoData text;

	if (chosen < n && holds[chosen] == TRI_TRUE)
		return reasons[chosen].reason;
	initStringInfo(&text);
	if (chosen < n)
	{
		appendStringInfo(&text, "%s unknown", rules->labels[chosen]);
		if (reasons[chosen].reason != NULL)
			appendStringInfo(&text, ": %s", reasons[chosen].reason);
		return text.data;
	}
	if (!rules->has_else)
		appendStringInfoString(&text, "no rule holds");
	for (int i = 0; i < n; i++)
	{
		if (reasons[i].reason == NULL)
			continue;
		appendStringInfo(&text, "%snot %s: %s", text.len > 0 ? "; " : "",
						 rules->labels[i], reasons[i].reason);
	}
	return text.data;
}

char *
te_iso_date(DateADT date)
{
	char buffer[MAXDATELEN + 1];
	struct pg_tm tm = {0};

	j2date(date + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, buffer);
	return pstrdup(buffer);
}

/*
 * classify_history.c
 *		Response rules over a patient_history: classify and explain_response at
 *		a visit.
 *
 * What a value of the visit and one of baseline is, eval.h says (EvalVisit).
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "criteria/result.h"
#include "response/response.h"

/* Days on each side of a visit: a century is more than any protocol allows. */
#define MAX_WINDOW_DAYS 36525

/* The arguments of one call. */
typedef struct Visit
{
	RulesPlan *rules;
	const PatientHistory *history; /* NULL: unknown */
	EvalDate at;
	Datum baseline[1]; /* column baseline_date */
	bool no_baseline[1];
} Visit;

static void get_visit(FunctionCallInfo fcinfo, Visit *visit);
static EvalDate date_argument(FunctionCallInfo fcinfo, int argument);

PG_FUNCTION_INFO_V1(classify_history);

/* classify(response_rules, patient_history, at, baseline_date, window_days) text */
Datum
classify_history(PG_FUNCTION_ARGS)
{
	Visit visit;
	int chosen;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	get_visit(fcinfo, &visit);
	chosen = te_eval_first(visit.rules->plan, visit.baseline, visit.no_baseline,
						   visit.history, visit.at);
	if (chosen < 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(visit.rules->labels[chosen]));
}

PG_FUNCTION_INFO_V1(explain_response_history);

/* explain_response(response_rules, patient_history, at, baseline_date, window_days) */
Datum
explain_response_history(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		Visit visit;

		get_visit(fcinfo, &visit);
		te_rules_rows(fcinfo, visit.rules->criteria, visit.rules->plan,
					  visit.baseline, visit.no_baseline, visit.history,
					  visit.at);
	}
	return (Datum) 0;
}

static void
get_visit(FunctionCallInfo fcinfo, Visit *visit)
{
	EvalDate baseline = date_argument(fcinfo, 3);
	EvalVisit window = {0};
	int days;

	if (PG_ARGISNULL(4))
		ereport(
			ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("window_days must not be null"),
			 errhint(
				 "It is the number of days before and after the visit in which its values may lie.")));
	days = PG_GETARG_INT32(4);
	if (days < 0 || days > MAX_WINDOW_DAYS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window_days must be between 0 and %d, not %d",
						MAX_WINDOW_DAYS, days)));
	window.before = window.after = days;
	window.has_baseline = baseline.state == EVAL_DATE_GIVEN &&
		!TIMESTAMP_NOT_FINITE(baseline.moment);
	window.baseline = baseline.moment;
	visit->rules = te_rules_plan(fcinfo, 0);
	te_eval_set_visit(visit->rules->plan, &window);
	visit->history = PG_ARGISNULL(1) ? NULL : PG_GETARG_HISTORY_P(1);
	visit->at = date_argument(fcinfo, 2);
	visit->no_baseline[0] = PG_ARGISNULL(3);
	visit->baseline[0] = PG_ARGISNULL(3) ? (Datum) 0 : PG_GETARG_DATUM(3);
}

static EvalDate
date_argument(FunctionCallInfo fcinfo, int argument)
{
	EvalDate date = {EVAL_DATE_NULL, 0};
	int overflow; /* dates past the last timestamp are infinite */

	if (!PG_ARGISNULL(argument))
	{
		date.state = EVAL_DATE_GIVEN;
		date.moment =
			date2timestamp_opt_overflow(PG_GETARG_DATEADT(argument), &overflow);
	}
	return date;
}

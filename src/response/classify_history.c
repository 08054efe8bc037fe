/*
 * classify_history.c
 *		Response rules over a patient_history: classify and explain_response at
 *		a visit.
 *
 * What a value of the visit and one of baseline is, eval.h says (EvalVisit).
 * Plans are kept in fn_extra, by the bytes of the rules.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "utils/date.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "criteria/result.h"

/* Rules one call site plans without forgetting. */
#define KEPT_PLANS 8

/* Days on each side of a visit: a century is more than any protocol allows. */
#define MAX_WINDOW_DAYS 36525

typedef struct KeptRules
{
	struct varlena *key; /* the argument as it came */
	MemoryContext context;
	Criteria *criteria; /* the rules as criteria */
	EvalPlan *plan;
} KeptRules;

typedef struct KeptAll
{
	int next; /* to be forgotten */
	KeptRules rules[KEPT_PLANS];
} KeptAll;

/* The arguments of one call. */
typedef struct Visit
{
	KeptRules *rules;
	const PatientHistory *history; /* NULL: unknown */
	EvalDate at;
	Datum baseline[1]; /* column baseline_date */
	bool no_baseline[1];
} Visit;

static void get_visit(FunctionCallInfo fcinfo, Visit *visit);
static KeptRules *get_rules(FunctionCallInfo fcinfo);
static void plan_rules(FunctionCallInfo fcinfo, KeptRules *kept,
					   struct varlena *key);
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
	PG_RETURN_TEXT_P(
		cstring_to_text(te_criteria_label(visit.rules->criteria, chosen)));
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
	EvalVisit window;

	if (PG_ARGISNULL(4))
		ereport(
			ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("window_days must not be null"),
			 errhint(
				 "It is the number of days before and after the visit in which its values may lie.")));
	window.window = PG_GETARG_INT32(4);
	if (window.window < 0 || window.window > MAX_WINDOW_DAYS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("window_days must be between 0 and %d, not %d",
						MAX_WINDOW_DAYS, window.window)));
	window.has_baseline = baseline.state == EVAL_DATE_GIVEN &&
		!TIMESTAMP_NOT_FINITE(baseline.moment);
	window.baseline = baseline.moment;
	visit->rules = get_rules(fcinfo);
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

/* By the bytes of the argument as it came, unless it lies in a toast table. */
static KeptRules *
get_rules(FunctionCallInfo fcinfo)
{
	struct varlena *key =
		(struct varlena *) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	KeptAll *kept = fcinfo->flinfo->fn_extra;
	KeptRules *rules;

	if (kept == NULL)
	{
		kept = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(KeptAll));
		fcinfo->flinfo->fn_extra = kept;
	}
	for (int i = 0; i < KEPT_PLANS; i++)
	{
		rules = &kept->rules[i];
		if (rules->key != NULL && VARSIZE_ANY(rules->key) == VARSIZE_ANY(key) &&
			memcmp(rules->key, key, VARSIZE_ANY(key)) == 0)
			return rules;
	}
	rules = &kept->rules[kept->next];
	kept->next = (kept->next + 1) % KEPT_PLANS;
	plan_rules(fcinfo, rules, key);
	return rules;
}

static void
plan_rules(FunctionCallInfo fcinfo, KeptRules *kept, struct varlena *key)
{
	MemoryContext old;

	if (kept->context != NULL)
		MemoryContextDelete(kept->context);
	memset(kept, 0, sizeof(*kept));
	kept->context =
		AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "response rules plan",
							  ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(kept->context);
	kept->criteria =
		te_rules_for_history(DatumGetCriteriaP(PointerGetDatum(key)));
	kept->plan = te_eval_plan_visit(kept->criteria);
	kept->key = palloc(VARSIZE_ANY(key));
	memcpy(kept->key, key, VARSIZE_ANY(key));
	MemoryContextSwitchTo(old);
}

/*
 * history_sql.c
 *		The SQL functions that judge criteria over a patient_history.
 *
 * Plans are kept in fn_extra: a query that joins several criteria with
 * patients plans each of them once.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "utils/date.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "criteria/result.h"

/* Criteria one call site plans without forgetting. */
#define KEPT_PLANS 8

typedef struct KeptPlan
{
	struct varlena *key; /* the argument as it came */
	MemoryContext context;
	EvalPlan *plan;
	Criteria *criteria;
	TriState *holds;
	TriState *passes;
} KeptPlan;

typedef struct KeptPlans
{
	int next; /* to be forgotten */
	KeptPlan plan[KEPT_PLANS];
} KeptPlans;

static KeptPlan *get_plan(FunctionCallInfo fcinfo);
static void make_plan(FunctionCallInfo fcinfo, KeptPlan *kept,
					  struct varlena *key);
static const PatientHistory *get_history(FunctionCallInfo fcinfo);
static EvalDate get_date(FunctionCallInfo fcinfo);

PG_FUNCTION_INFO_V1(eligible_history);

/* eligible(criteria, patient_history, as_of date) boolean */
Datum
eligible_history(PG_FUNCTION_ARGS)
{
	KeptPlan *kept;
	TriState verdict;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	kept = get_plan(fcinfo);
	verdict = te_eval_eligible(kept->plan, NULL, NULL, get_history(fcinfo),
							   get_date(fcinfo));
	if (verdict == TRI_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(verdict == TRI_TRUE);
}

PG_FUNCTION_INFO_V1(evaluate_criteria_history);

/* evaluate_criteria(criteria, patient_history, as_of date) criteria_result */
Datum
evaluate_criteria_history(PG_FUNCTION_ARGS)
{
	KeptPlan *kept;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	kept = get_plan(fcinfo);
	te_eval_clauses(kept->plan, NULL, NULL, get_history(fcinfo),
					get_date(fcinfo), kept->holds, kept->passes);
	PG_RETURN_POINTER(
		te_result_make(kept->criteria, kept->holds, kept->passes));
}

PG_FUNCTION_INFO_V1(explain_eligibility_history);

/* explain_eligibility(criteria, patient_history, as_of date) SETOF clause_result */
Datum
explain_eligibility_history(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		KeptPlan *kept = get_plan(fcinfo);

		te_explain_rows(fcinfo, kept->criteria, kept->plan, NULL, NULL,
						get_history(fcinfo), get_date(fcinfo));
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(missing_facts_history);

/* missing_facts(criteria, patient_history, as_of date) SETOF missing_fact */
Datum
missing_facts_history(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		KeptPlan *kept = get_plan(fcinfo);

		te_missing_rows(fcinfo, kept->criteria, kept->plan, NULL, NULL,
						get_history(fcinfo), get_date(fcinfo));
	}
	return (Datum) 0;
}

/* ------------------------------------------------------------------- the plan */

/*
 * By the bytes of the argument as it came: a value that is stored compressed
 * need not be unpacked to be known again.
 */
static KeptPlan *
get_plan(FunctionCallInfo fcinfo)
{
	struct varlena *key = (struct varlena *) PG_GETARG_POINTER(0);
	KeptPlans *kept = fcinfo->flinfo->fn_extra;
	KeptPlan *plan;

	if (kept == NULL)
	{
		kept =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(KeptPlans));
		fcinfo->flinfo->fn_extra = kept;
	}
	for (int i = 0; i < KEPT_PLANS; i++)
	{
		plan = &kept->plan[i];
		if (plan->key != NULL && VARSIZE_ANY(plan->key) == VARSIZE_ANY(key) &&
			memcmp(plan->key, key, VARSIZE_ANY(key)) == 0)
			return plan;
	}
	plan = &kept->plan[kept->next];
	kept->next = (kept->next + 1) % KEPT_PLANS;
	make_plan(fcinfo, plan, key);
	return plan;
}

static void
make_plan(FunctionCallInfo fcinfo, KeptPlan *kept, struct varlena *key)
{
	MemoryContext old;
	Size size;

	if (kept->context != NULL)
		MemoryContextDelete(kept->context);
	memset(kept, 0, sizeof(*kept));
	kept->context =
		AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "criteria plan",
							  ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(kept->context);
	kept->criteria = DatumGetCriteriaP(PointerGetDatum(key));
	if ((void *) kept->criteria == (void *) key)
	{
		kept->criteria = palloc(VARSIZE(key));
		memcpy(kept->criteria, key, VARSIZE(key));
	}
	kept->plan = te_eval_plan(kept->criteria, 0, NULL, true, EVAL_DATE_GIVEN,
							  InvalidOid, InvalidOid);
	size = sizeof(TriState) * (kept->criteria->n_clauses + 1);
	kept->holds = palloc(size);
	kept->passes = palloc(size);
	kept->key = palloc(VARSIZE_ANY(key));
	memcpy(kept->key, key, VARSIZE_ANY(key));
	MemoryContextSwitchTo(old);
}

static const PatientHistory *
get_history(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? NULL : PG_GETARG_HISTORY_P(1);
}

static EvalDate
get_date(FunctionCallInfo fcinfo)
{
	EvalDate as_of = {EVAL_DATE_NULL, 0};
	int overflow; /* dates past the last timestamp are infinite */

	if (!PG_ARGISNULL(2))
	{
		as_of.state = EVAL_DATE_GIVEN;
		as_of.moment =
			date2timestamp_opt_overflow(PG_GETARG_DATEADT(2), &overflow);
	}
	return as_of;
}

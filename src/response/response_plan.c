/*
 * response_plan.c
 *		Response rules made ready for histories, kept from call to call.
 *
 * Plans are kept in fn_extra, by the bytes of the rules.  The plan asked for
 * last outlives the next one: renal_flare needs the response's and the flare's.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "utils/memutils.h"

#include "response/response.h"

/* Rules one call site plans without forgetting. */
#define KEPT_PLANS 8

typedef struct KeptRules
{
	struct varlena *key; /* the argument as it came */
	MemoryContext context;
	RulesPlan plan;
} KeptRules;

typedef struct KeptAll
{
	int next;		  /* to be forgotten */
	int latest;		  /* asked for last: a call may hold two plans at once */
	TupleDesc result; /* of a function that returns a row */
	KeptRules rules[KEPT_PLANS];
} KeptAll;

static void make_plan(FunctionCallInfo fcinfo, KeptRules *kept,
					  struct varlena *key);

/* By the bytes of the argument as it came, unless it lies in a toast table. */
RulesPlan *
te_rules_plan(FunctionCallInfo fcinfo, int argument)
{
	struct varlena *key =
		(struct varlena *) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(argument));
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
		{
			kept->latest = i;
			return &rules->plan;
		}
	}
	if (kept->next == kept->latest)
		kept->next = (kept->next + 1) % KEPT_PLANS;
	kept->latest = kept->next;
	rules = &kept->rules[kept->next];
	kept->next = (kept->next + 1) % KEPT_PLANS;
	make_plan(fcinfo, rules, key);
	return &rules->plan;
}

static void
make_plan(FunctionCallInfo fcinfo, KeptRules *kept, struct varlena *key)
{
	RulesPlan *plan = &kept->plan;
	const Criteria *rules;
	MemoryContext old;
	Size size;

	if (kept->context != NULL)
		MemoryContextDelete(kept->context);
	memset(kept, 0, sizeof(*kept));
	kept->context =
		AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "response rules plan",
							  ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(kept->context);
	rules = DatumGetCriteriaP(PointerGetDatum(key));
	plan->criteria = te_rules_for_history(rules);
	plan->plan = te_eval_plan_visit(plan->criteria);
	plan->n_rules = plan->criteria->n_clauses;
	size = sizeof(TriState) * (plan->n_rules + 1);
	plan->holds = palloc(size);
	plan->passes = palloc(size);
	plan->labels = palloc_array(char *, (plan->n_rules + 1));
	for (int i = 0; i < plan->n_rules; i++)
		plan->labels[i] = te_criteria_label(plan->criteria, i);
	plan->has_else = plan->n_rules > 0 &&
		CRITERIA_CLAUSES(rules)[plan->n_rules - 1].kind == CRIT_ELSE;
	kept->key = palloc(VARSIZE_ANY(key));
	memcpy(kept->key, key, VARSIZE_ANY(key));
	MemoryContextSwitchTo(old);
}

TupleDesc
te_rules_result(FunctionCallInfo fcinfo)
{
	KeptAll *kept = fcinfo->flinfo->fn_extra;
	MemoryContext old;

	if (kept->result == NULL)
	{
		old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		if (get_call_result_type(fcinfo, NULL, &kept->result) !=
			TYPEFUNC_COMPOSITE)
			elog(ERROR, "result is not a composite type");
		kept->result = BlessTupleDesc(CreateTupleDescCopy(kept->result));
		MemoryContextSwitchTo(old);
	}
	return kept->result;
}

/*
 * visit_responses.c
 *		The label at every planned visit: visit_responses.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/supportnodes.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "response/response.h"

#define VISIT_COLUMNS 5

static void put_visit(Subject *subject, int number, bool nri,
					  ReturnSetInfo *rsinfo);

PG_FUNCTION_INFO_V1(visit_responses);

/* visit_responses(rules, history, visits, start, nri) SETOF visit_response */
Datum
visit_responses(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext row;
	Subject subject;

	InitMaterializedSRF(fcinfo, 0);
	if (!te_subject(fcinfo, 0, 1, 2, 3, &subject))
		return (Datum) 0;
	if (PG_ARGISNULL(4))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("nri must not be null")));
	row = AllocSetContextCreate(CurrentMemoryContext, "visit_responses",
								ALLOCSET_DEFAULT_SIZES);
	for (int i = 0; i < subject.n_visits; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(row);

		put_visit(&subject, i, PG_GETARG_BOOL(4), rsinfo);
		MemoryContextSwitchTo(old);
		MemoryContextReset(row);
	}
	return (Datum) 0;
}

static void
put_visit(Subject *subject, int number, bool nri, ReturnSetInfo *rsinfo)
{
	const RulesPlan *rules = subject->rules;
	Assessment visit;
	Datum values[VISIT_COLUMNS];
	bool nulls[VISIT_COLUMNS] = {false};
	const char *label;
	bool unknown;
	char *reason;

	te_assess(subject, number, &visit);
	label = te_assess_label(subject, &visit, &unknown, &reason);
	if (label == NULL && nri)
	{
		label = rules->has_else ? rules->labels[rules->n_rules - 1] :
								  NON_RESPONSE_LABEL;
		if (unknown)
			reason = psprintf("imputed as non-response: %s", reason);
	}
	te_put_visit(subject, &visit, label, values, nulls);
	nulls[4] = reason == NULL;
	if (reason != NULL)
		values[4] = CStringGetTextDatum(reason);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

void
te_put_visit(const Subject *subject, const Assessment *visit, const char *label,
			 Datum *values, bool *nulls)
{
	values[0] =
		CStringGetTextDatum(te_visit_name(subject->schedule, visit->number));
	values[1] = DateADTGetDatum(visit->planned_on);
	values[2] = DateADTGetDatum(visit->value_on);
	nulls[2] = !visit->has_value;
	nulls[3] = label == NULL;
	if (label != NULL)
		values[3] = CStringGetTextDatum(label);
}

/* ---------------------------------------------------------------- estimates */

PG_FUNCTION_INFO_V1(response_visits_support);

/*
 * Visits of a schedule that is not known yet; operators of a visit, of a node
 * of the rules and of an explanation, as measured.
 */
#define USUAL_VISITS 8
#define VISIT_OPERATORS 60
#define NODE_OPERATORS 8
#define REASON_OPERATORS 150

static const Const *constant_of_type(FuncExpr *call, const char *function);

/*
 * Planner support of all functions over rules and visits: so many rows as
 * visits, and costs by visits and rules.  The rules are the first argument;
 * the visits are the one whose type's input function is visit_schedule_in.
 */
Datum
response_visits_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	Node *node = IsA(request, SupportRequestRows) ?
		((SupportRequestRows *) request)->node :
		IsA(request, SupportRequestCost) ?
		((SupportRequestCost *) request)->node :
		NULL;
	FuncExpr *call = (FuncExpr *) node;
	const Const *constant;
	double visits = USUAL_VISITS;
	double operators = VISIT_OPERATORS;

	if (node == NULL || !IsA(node, FuncExpr))
		PG_RETURN_POINTER(NULL);
	constant = constant_of_type(call, "visit_schedule_out");
	if (constant != NULL)
		visits = DatumGetVisitSchedule(constant->constvalue)->n_visits;
	if (IsA(request, SupportRequestRows))
	{
		((SupportRequestRows *) request)->rows = visits;
		PG_RETURN_POINTER(request);
	}
	constant = constant_of_type(call, "response_rules_out");
	operators += NODE_OPERATORS *
		(constant == NULL ? 10 :
							DatumGetCriteriaP(constant->constvalue)->n_nodes);
	if (call->funcretset)
		operators += REASON_OPERATORS;
	((SupportRequestCost *) request)->startup = 0;
	((SupportRequestCost *) request)->per_tuple =
		visits * operators * cpu_operator_cost;
	PG_RETURN_POINTER(request);
}

/* The first argument that is a constant of the type with that output function. */
static const Const *
constant_of_type(FuncExpr *call, const char *function)
{
	ListCell *cell;

	foreach (cell, call->args)
	{
		Node *argument = (Node *) lfirst(cell);
		Oid output;
		bool varlena;
		char *name;

		if (!IsA(argument, Const) || ((Const *) argument)->constisnull ||
			((Const *) argument)->constlen != -1)
			continue;
		getTypeOutputInfo(((Const *) argument)->consttype, &output, &varlena);
		name = get_func_name(output);
		if (name != NULL && strcmp(name, function) == 0)
			return (const Const *) argument;
	}
	return NULL;
}

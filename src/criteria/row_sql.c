/*
 * row_sql.c
 *		The SQL functions over rows, and their internal forms over columns.
 *
 * The record forms are what people write.  The column forms are what the
 * planner support puts in their place: passing a whole row costs more than
 * judging it.
 */
#include "trial_ext.h"

#include "funcapi.h"

#include "criteria/row_program.h"

static Datum eligible_value(FunctionCallInfo fcinfo, TriState verdict);

PG_FUNCTION_INFO_V1(eligible_record);

/* eligible(criteria, record ) */
Datum
eligible_record(PG_FUNCTION_ARGS)
{
	EvalDate as_of;
	RowPlan *plan;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	as_of = te_date_argument(fcinfo, 2);
	plan = te_row_plan(fcinfo, as_of.state);
	return eligible_value(fcinfo, te_row_eligible(plan, as_of));
}

PG_FUNCTION_INFO_V1(criteria_columns_eligible);

/* criteria_columns_eligible(criteria, names, as_of, column ...) */
Datum
criteria_columns_eligible(PG_FUNCTION_ARGS)
{
	RowPlan *plan = te_columns_plan(fcinfo);

	if (plan == NULL)
		PG_RETURN_NULL();
	return eligible_value(fcinfo,
						  te_row_eligible(plan, te_date_argument(fcinfo, 2)));
}

static Datum
eligible_value(FunctionCallInfo fcinfo, TriState verdict)
{
	if (verdict == TRI_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(verdict == TRI_TRUE);
}

PG_FUNCTION_INFO_V1(evaluate_criteria_record);

/* evaluate_criteria(criteria, record ) */
Datum
evaluate_criteria_record(PG_FUNCTION_ARGS)
{
	EvalDate as_of;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	as_of = te_date_argument(fcinfo, 2);
	PG_RETURN_POINTER(te_row_result(te_row_plan(fcinfo, as_of.state), as_of));
}

PG_FUNCTION_INFO_V1(criteria_columns_evaluate);

/* criteria_columns_evaluate(criteria, names, as_of, column ...) */
Datum
criteria_columns_evaluate(PG_FUNCTION_ARGS)
{
	RowPlan *plan = te_columns_plan(fcinfo);

	if (plan == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(te_row_result(plan, te_date_argument(fcinfo, 2)));
}

PG_FUNCTION_INFO_V1(explain_eligibility_record);

/* explain_eligibility(criteria, record ) */
Datum
explain_eligibility_record(PG_FUNCTION_ARGS)
{
	EvalDate as_of = te_date_argument(fcinfo, 2);

	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		RowPlan *plan = te_row_plan(fcinfo, as_of.state);

		te_row_spread(plan);
		te_explain_rows(fcinfo, plan->criteria, plan->plan, plan->values,
						plan->nulls, NULL, as_of);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(criteria_columns_explain);

/* criteria_columns_explain(criteria, names, as_of, column ...) */
Datum
criteria_columns_explain(PG_FUNCTION_ARGS)
{
	RowPlan *plan;

	InitMaterializedSRF(fcinfo, 0);
	plan = te_columns_plan(fcinfo);
	if (plan != NULL)
	{
		te_row_spread(plan);
		te_explain_rows(fcinfo, plan->criteria, plan->plan, plan->values,
						plan->nulls, NULL, te_date_argument(fcinfo, 2));
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(missing_facts_record);

/* missing_facts(criteria, record, as_of) */
Datum
missing_facts_record(PG_FUNCTION_ARGS)
{
	EvalDate as_of = te_date_argument(fcinfo, 2);

	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		RowPlan *plan = te_row_plan(fcinfo, as_of.state);

		te_row_spread(plan);
		te_missing_rows(fcinfo, plan->criteria, plan->plan, plan->values,
						plan->nulls, NULL, as_of);
	}
	return (Datum) 0;
}

/*
 * Overloads: a C function serves one SQL function.  The number of arguments
 * tells them apart.
 */

PG_FUNCTION_INFO_V1(eligible_record_date);

/* eligible(criteria, record, as_of) */
Datum
eligible_record_date(PG_FUNCTION_ARGS)
{
	return eligible_record(fcinfo);
}

PG_FUNCTION_INFO_V1(evaluate_criteria_record_date);

/* evaluate_criteria(criteria, record, as_of) */
Datum
evaluate_criteria_record_date(PG_FUNCTION_ARGS)
{
	return evaluate_criteria_record(fcinfo);
}

PG_FUNCTION_INFO_V1(explain_eligibility_record_date);

/* explain_eligibility(criteria, record, as_of) */
Datum
explain_eligibility_record_date(PG_FUNCTION_ARGS)
{
	return explain_eligibility_record(fcinfo);
}

PG_FUNCTION_INFO_V1(criteria_no_columns_eligible);

/* criteria_columns_eligible(criteria, names, as_of) */
Datum
criteria_no_columns_eligible(PG_FUNCTION_ARGS)
{
	return criteria_columns_eligible(fcinfo);
}

PG_FUNCTION_INFO_V1(criteria_no_columns_evaluate);

/* criteria_columns_evaluate(criteria, names, as_of) */
Datum
criteria_no_columns_evaluate(PG_FUNCTION_ARGS)
{
	return criteria_columns_evaluate(fcinfo);
}

PG_FUNCTION_INFO_V1(criteria_no_columns_explain);

/* criteria_columns_explain(criteria, names, as_of) */
Datum
criteria_no_columns_explain(PG_FUNCTION_ARGS)
{
	return criteria_columns_explain(fcinfo);
}

/*
 * eval_check_unit.c
 *		Numbers with a unit beside numbers without: nobody guesses what a bare
 *		number in a table means.
 */
#include "criteria/eval_check.h"

bool
te_check_has_unit(const PlanNode *node)
{
	switch ((CritOp) node->op)
	{
		case CRIT_NUMBER:
			return node->value.unit != NULL && !node->value.unit->plain;
		case CRIT_FACT:
			switch (node->fact->source)
			{
				case FACT_COLUMN:
					return node->fact->unit != NULL ||
						(node->fact->columns[0].class == COLUMN_QUANTITY &&
						 !node->fact->columns[0].missing);
				case FACT_DERIVED:
					if (node->fact->has_unit == 0)
					{
						node->fact->has_unit = -1;
						if (te_check_has_unit(node->fact->derived))
							node->fact->has_unit = 1;
					}
					return node->fact->has_unit > 0;
				default:
					return false;
			}
		case CRIT_CALL:
			if (te_eval_call_unit(node->call) != NULL)
				return true;
			break;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
		case CRIT_POWER:
		case CRIT_NEGATE:
			break;
		default:
			return false;
	}
	for (int i = 0; i < node->n_args; i++)
	{
		if (te_check_has_unit(node->args[i]))
			return true;
	}
	return false;
}

const char *
te_check_some_unit(const PlanNode *node)
{
	if (node->op == CRIT_NUMBER && node->value.unit != NULL)
		return node->value.unit->text;
	if (node->op == CRIT_FACT && node->fact->source == FACT_COLUMN &&
		node->fact->unit != NULL)
		return node->fact->unit->text;
	for (int i = 0; i < node->n_args; i++)
	{
		const char *unit =
			node->op == CRIT_HISTORY ? NULL : te_check_some_unit(node->args[i]);

		if (unit != NULL)
			return unit;
	}
	return NULL;
}

void
te_check_demand_units(CheckState *state, PlanNode *node, const char *unit)
{
	if (node->op == CRIT_FACT)
	{
		EvalFact *fact = node->fact;
		CritType type;
		const char *usual = NULL;
		const char *meaning;
		Problem *problem;
		size_t length = fact->length;
		const char *kind = te_fact_kind_name(fact->name, &length);

		if (fact->source == FACT_DERIVED)
		{
			if (fact->demanded != state->clause + 1)
			{
				fact->demanded = state->clause + 1;
				te_check_demand_units(state, fact->derived, unit);
			}
			return;
		}
		if (fact->source != FACT_COLUMN || fact->unit != NULL ||
			fact->reading == READ_AGE || fact->columns[0].missing ||
			(fact->columns[0].class != COLUMN_INTEGER &&
			 fact->columns[0].class != COLUMN_FLOAT8 &&
			 fact->columns[0].class != COLUMN_FLOAT4 &&
			 fact->columns[0].class != COLUMN_NUMERIC))
			return;
		if (!te_vocabulary_find(kind, length, &type, &usual, &meaning))
			usual = NULL;
		problem = te_check_problem(state, PROBLEM_UNIT, fact->name);
		problem->message =
			psprintf("column \"%s\" has no unit",
					 state->plan->columns[fact->columns[0].column].name);
		problem->detail =
			psprintf("Column \"%s\" has no unit",
					 state->plan->columns[fact->columns[0].column].name);
		problem->hint = psprintf("%s in %s", fact->name,
								 usual != NULL	  ? usual :
									 unit != NULL ? unit :
													"UNIT");
		return;
	}
	if (node->op == CRIT_HISTORY || node->op == CRIT_CALL)
		return;
	for (int i = 0; i < node->n_args; i++)
		te_check_demand_units(state, node->args[i], unit);
}

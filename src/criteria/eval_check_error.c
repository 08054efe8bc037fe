/*
 * eval_check_error.c
 *		The one error that tells all that does not fit.
 */
#include "criteria/eval_check.h"

#define HISTORY_FORM \
	"Ask over a history: classify(rules, history, at, baseline_date, window_days)."

static bool told_at_visit(CheckState *state, const Problem *problem);

char *
te_check_missing_detail(CheckState *state, const char *name)
{
	const EvalPlan *plan = state->plan;
	size_t length = strlen(name);
	const char *own = te_fact_own_name(name, &length);

	if (!OF_RULES(plan))
		return psprintf("No column \"%s\"", name);
	if (own != name)
		return psprintf("No column \"%s\" in the row at baseline", own);
	if (strcmp(name, BASELINE_DATE_FACT) == 0)
		return psprintf("No column \"%s\" in either row", name);
	for (int i = 0; i < plan->n_columns; i++)
	{
		const char *column = plan->columns[i].name;

		length = strlen(column);
		own = te_fact_own_name(column, &length);
		if (own != column && pg_strcasecmp(own, name) == 0)
			return psprintf(
				"No column \"%s\" in the current row, only in that at baseline",
				name);
	}
	return psprintf("No column \"%s\" in the current row", name);
}

char *
te_check_column_name(CheckState *state, int column)
{
	const char *name = state->plan->columns[column].name;
	size_t length = strlen(name);

	if (OF_RULES(state->plan))
		(void) te_fact_less_date(name, &length);
	return pnstrdup(name, length);
}

Problem *
te_check_problem(CheckState *state, ProblemKind kind, const char *name)
{
	Problem *problem = NULL;
	ListCell *cell;

	foreach (cell, state->problems)
	{
		Problem *one = lfirst(cell);

		if (one->kind == kind && strcmp(one->name, name) == 0)
			problem = one;
	}
	if (problem == NULL)
	{
		problem = palloc0(sizeof(Problem));
		problem->kind = kind;
		problem->name = name;
		problem->last_clause = -1;
		initStringInfo(&problem->clauses);
		state->problems = lappend(state->problems, problem);
	}
	if (problem->last_clause != state->clause)
	{
		appendStringInfo(&problem->clauses, "%s%s",
						 problem->clauses.len > 0 ? ", " : "",
						 te_criteria_label(state->plan->criteria,
										   state->clause));
		problem->last_clause = state->clause;
	}
	return problem;
}

static void
append_hint(StringInfo hint, const char *sentence)
{
	appendStringInfo(hint, "%s%s", hint->len > 0 ? " " : "", sentence);
}

/* What is given of a fact is given of it at baseline. */
static bool
told_at_visit(CheckState *state, const Problem *problem)
{
	size_t length = strlen(problem->name);
	const char *own = te_fact_own_name(problem->name, &length);
	ListCell *cell;

	if (own == problem->name)
		return false;
	foreach (cell, state->problems)
	{
		Problem *other = lfirst(cell);

		if (other->kind == PROBLEM_UNIT && strcmp(other->name, own) == 0)
			return true;
	}
	return false;
}

void
te_check_raise(CheckState *state)
{
	int counts[N_PROBLEMS] = {0};
	int kinds = 0;
	StringInfoData detail;
	StringInfoData units;
	StringInfoData hint;
	const char *cast = NULL;
	const char *message;
	Problem *first = linitial(state->problems);
	ListCell *cell;

	initStringInfo(&detail);
	initStringInfo(&units);
	initStringInfo(&hint);
	foreach (cell, state->problems)
	{
		Problem *problem = lfirst(cell);

		if (counts[problem->kind]++ == 0)
			kinds++;
		appendStringInfo(&detail, "%s%s (%s).", detail.len > 0 ? "\n" : "",
						 problem->detail, problem->clauses.data);
		if (problem->kind == PROBLEM_UNIT && !told_at_visit(state, problem))
			appendStringInfo(&units, "%s%s", units.len > 0 ? ", " : "",
							 problem->hint);
		if (problem->kind == PROBLEM_ZONE && cast == NULL)
			cast = problem->hint;
	}
	if (list_length(state->problems) == 1)
		message = first->message;
	else if (kinds == 1 && first->kind == PROBLEM_MISSING)
		message = psprintf("row has no columns for %d facts",
						   list_length(state->problems));
	else if (kinds == 1 && first->kind == PROBLEM_UNIT)
		message =
			psprintf("%d columns have no unit", list_length(state->problems));
	else if (OF_RULES(state->plan))
		message = "response rules do not fit the rows";
	else
		message = "criteria do not fit the row";
	if (units.len > 0)
		append_hint(&hint, psprintf("Say \"given %s\".", units.data));
	if (cast != NULL)
		append_hint(&hint, psprintf("Say which day is meant: %s.", cast));
	if (OF_RULES(state->plan))
	{
		if (counts[PROBLEM_MISSING] > 0)
			append_hint(&hint, "A column that is NULL makes its fact unknown.");
		if (counts[PROBLEM_HISTORY] > 0 || counts[PROBLEM_NO_DATE] > 0)
			append_hint(&hint, HISTORY_FORM);
	}
	else
	{
		if (counts[PROBLEM_HISTORY] > 0 || counts[PROBLEM_NO_DATE] > 0)
			append_hint(
				&hint,
				"Leave such a column out of the row and give its dated values in a column of type patient_history.");
		if (counts[PROBLEM_MISSING] > 0)
			append_hint(
				&hint,
				"A column of type patient_history, even an empty one, answers for facts that are not columns; what it lacks is unknown.");
	}
	ereport(ERROR,
			(errcode(counts[PROBLEM_MISSING] > 0 ?
						 ERRCODE_UNDEFINED_COLUMN :
						 ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s", message), errdetail("%s", detail.data),
			 hint.len > 0 ? errhint("%s", hint.data) : 0));
}

void
te_check_raise_no_date(CheckState *state)
{
	if (OF_RULES(state->plan))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rows do not say on which day the visit was"),
				 errdetail("Rules that depend on it: %s.",
						   state->date_clauses.data),
				 errhint(HISTORY_FORM)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("criteria need the date that they are judged at"),
			 errdetail("Clauses that depend on it: %s.",
					   state->date_clauses.data),
			 errhint("Pass the date as the third argument, as_of.")));
}

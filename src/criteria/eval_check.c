/*
 * eval_check.c
 *		Do criteria and row fit?  Everything that does not is told in one error,
 *		when they first meet: missing columns, columns of a wrong type, numbers
 *		without a unit, functions that need a history.
 *
 * A history is never wrong in this sense: what it lacks is unknown.
 */
#include "criteria/eval_check.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"

static void check_node(CheckState *state, PlanNode *node, CritType want);
static void check_dated_sum(CheckState *state, PlanNode *node);
static void check_compared(CheckState *state, PlanNode *node);
static CritType compared_type(const PlanNode *node);
static CritType column_type(const PlanNode *node);
static void check_fact(CheckState *state, EvalFact *fact, CritType want);
static void check_column(CheckState *state, EvalFact *fact,
						 const FactColumn *column, CritType want);
static void check_history(CheckState *state, PlanNode *node);
static void check_window(CheckState *state, PlanNode *window);
static void check_call(CheckState *state, PlanNode *node);
static void check_limits(CheckState *state, PlanNode *node);
static void check_limit(CheckState *state, PlanNode *value, int which);

void
te_eval_check(EvalPlan *plan)
{
	CheckState state;

	memset(&state, 0, sizeof(state));
	state.plan = plan;
	initStringInfo(&state.date_clauses);
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
	{
		state.clause = i;
		state.needs_date = false;
		check_node(&state, plan->clauses[i], CRIT_TYPE_BOOLEAN);
		if (state.needs_date && plan->date_state == EVAL_DATE_ABSENT)
			appendStringInfo(&state.date_clauses, "%s%s",
							 state.date_clauses.len > 0 ? ", " : "",
							 te_criteria_label(plan->criteria, i));
	}
	if (state.problems != NIL)
		te_check_raise(&state);
	if (state.date_clauses.len > 0)
		te_check_raise_no_date(&state);
}

/* ---------------------------------------------------------------- the walk */

static void
check_node(CheckState *state, PlanNode *node, CritType want)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	switch ((CritOp) node->op)
	{
		case CRIT_FACT:
			check_fact(state, node->fact, want);
			return;
		case CRIT_AS_OF:
			state->needs_date = true;
			return;
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
			check_compared(state, node);
			return;
		case CRIT_CONTAINS:
			check_node(state, node->args[0], CRIT_TYPE_TEXT);
			return;
		case CRIT_IS:
			want = node->sub == CRIT_IS_KNOWN ? CRIT_TYPE_ANY :
												node->args[0]->type;
			break;
		case CRIT_HISTORY:
			check_history(state, node);
			return;
		case CRIT_CALL:
			check_call(state, node);
			return;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			if (want == CRIT_TYPE_DATE || node->type == CRIT_TYPE_DATE ||
				compared_type(node->args[0]) == CRIT_TYPE_DATE)
			{
				check_dated_sum(state, node);
				return;
			}
			/* x + 18 years, compared with what is no date either */
			if (node->type == CRIT_TYPE_ANY && want == CRIT_TYPE_ANY)
				break;
			want = CRIT_TYPE_NUMBER;
			if (te_check_has_unit(node->args[0]) !=
				te_check_has_unit(node->args[1]))
			{
				te_check_demand_units(state, node->args[0],
									  te_check_some_unit(node->args[1]));
				te_check_demand_units(state, node->args[1],
									  te_check_some_unit(node->args[0]));
			}
			break;
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
		case CRIT_POWER:
		case CRIT_NEGATE:
			want = CRIT_TYPE_NUMBER;
			break;
		default:
			want = CRIT_TYPE_BOOLEAN;
			break;
	}
	for (int i = 0; i < node->n_args; i++)
		check_node(state, node->args[i], want);
}

/* A date and a duration: what is not plainly a number is the date. */
static void
check_dated_sum(CheckState *state, PlanNode *node)
{
	for (int i = 0; i < node->n_args; i++)
	{
		CritType type = compared_type(node->args[i]);

		check_node(state, node->args[i],
				   type == CRIT_TYPE_NUMBER || type == CRIT_TYPE_DURATION ?
					   CRIT_TYPE_NUMBER :
					   CRIT_TYPE_DATE);
	}
}

/*
 * What is compared is of one type, and either all sides have a unit or none:
 * nobody guesses what a bare number in a table means.
 */
static void
check_compared(CheckState *state, PlanNode *node)
{
	CritType type = CRIT_TYPE_ANY;
	bool any_unit = false;
	const char *unit = NULL;

	for (int i = 0; i < node->n_args; i++)
	{
		if (type == CRIT_TYPE_ANY)
			type = compared_type(node->args[i]);
		any_unit |= te_check_has_unit(node->args[i]);
		if (unit == NULL)
			unit = te_check_some_unit(node->args[i]);
	}
	/* between facts of no known kind their columns decide */
	for (int i = 0; i < node->n_args && type == CRIT_TYPE_ANY; i++)
		type = column_type(node->args[i]);
	if (type == CRIT_TYPE_DURATION)
		type = CRIT_TYPE_NUMBER;
	for (int i = 0; i < node->n_args; i++)
	{
		check_node(state, node->args[i], type);
		if (any_unit && type == CRIT_TYPE_NUMBER &&
			!te_check_has_unit(node->args[i]))
			te_check_demand_units(state, node->args[i], unit);
	}
	if (node->limit_side)
		check_limits(state, node);
}

/* The type that a side demands of the other; facts say what they are used as. */
static CritType
compared_type(const PlanNode *node)
{
	if (node->op == CRIT_FACT)
		return node->type != CRIT_TYPE_ANY ? node->type : node->fact->type;
	return node->type;
}

static CritType
column_type(const PlanNode *node)
{
	if (node->op != CRIT_FACT || node->fact->source != FACT_COLUMN)
		return CRIT_TYPE_ANY;
	switch (node->fact->columns[0].class)
	{
		case COLUMN_BOOLEAN:
			return CRIT_TYPE_BOOLEAN;
		case COLUMN_INTEGER:
		case COLUMN_FLOAT8:
		case COLUMN_FLOAT4:
		case COLUMN_NUMERIC:
		case COLUMN_QUANTITY:
			return CRIT_TYPE_NUMBER;
		case COLUMN_TEXT:
		case COLUMN_ENUM:
		case COLUMN_LN_CLASS:
		case COLUMN_TEXT_ARRAY:
			return CRIT_TYPE_TEXT;
		case COLUMN_DATE:
		case COLUMN_TIMESTAMP:
		case COLUMN_TIMESTAMPTZ:
			return CRIT_TYPE_DATE;
		default:
			return CRIT_TYPE_ANY;
	}
}

static void
check_fact(CheckState *state, EvalFact *fact, CritType want)
{
	Problem *problem;

	switch (fact->source)
	{
		case FACT_COLUMN:
			for (int i = 0; i < fact->n_columns; i++)
				check_column(state, fact, &fact->columns[i], want);
			return;
		case FACT_HISTORY:
			state->needs_date = true;
			return;
		case FACT_AGE:
			state->needs_date = true;
			check_fact(state, fact->birth_date, CRIT_TYPE_DATE);
			return;
		case FACT_DERIVED:
			if (fact->visiting)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("fact \"%s\" is derived from itself",
								fact->name)));
			if (fact->checked == state->clause + 1)
				return;
			fact->checked = state->clause + 1;
			fact->visiting = true;
			check_node(state, fact->derived, fact->derived->type);
			fact->visiting = false;
			return;
		case FACT_ABSENT:
			return;
		case FACT_UNBOUND:
			problem = te_check_problem(state, PROBLEM_MISSING, fact->name);
			problem->message =
				psprintf("row has no column for fact \"%s\"", fact->name);
			problem->detail = te_check_missing_detail(state, fact->name);
			/* an age also comes from a date of birth */
			if (fact->reading == READ_AGE)
				problem->detail =
					psprintf("No column \"%s\" or \"birth_date\"", fact->name);
			return;
	}
}

static void
check_column(CheckState *state, EvalFact *fact, const FactColumn *column,
			 CritType want)
{
	const char *name = te_check_column_name(state, column->column);
	Oid type = state->plan->columns[column->column].type;
	const char *needed = NULL;
	Problem *problem;
	size_t length;
	EvalColumnClass class = column->class;

	if (fact->has_within && want != CRIT_TYPE_DATE)
	{
		/* what is said of "*" is meant for dated results */
		const CritGiven *givens = CRITERIA_GIVENS(state->plan->criteria);

		for (uint32 i = 0; i < state->plan->criteria->n_givens; i++)
		{
			if (givens[i].kind != CRIT_GIVEN_WITHIN ||
				givens[i].fact != fact->index)
				continue;
			problem = te_check_problem(state, PROBLEM_NO_DATE, fact->name);
			problem->message = psprintf("column \"%s\" has no date", name);
			problem->detail = psprintf(
				"Column \"%s\" has no date to tell whether its value is too old",
				name);
		}
	}
	if (class == COLUMN_TIMESTAMPTZ && want != CRIT_TYPE_ANY)
	{
		problem = te_check_problem(state, PROBLEM_ZONE, fact->name);
		problem->message =
			psprintf("column \"%s\" of type %s cannot be compared with a date",
					 name, format_type_be(type));
		problem->detail =
			psprintf("Column \"%s\" of type %s has no calendar day of its own",
					 name, format_type_be(type));
		length = strlen(name);
		name = te_fact_own_name(name, &length);
		problem->hint =
			psprintf("(%s AT TIME ZONE 'Europe/Paris')::date AS %s",
					 quote_identifier(name), quote_identifier(name));
		return;
	}
	switch (want)
	{
		case CRIT_TYPE_BOOLEAN:
			if (class != COLUMN_BOOLEAN && class != COLUMN_TEXT &&
				class != COLUMN_ENUM)
				needed = "a yes or no";
			break;
		case CRIT_TYPE_NUMBER:
		case CRIT_TYPE_DURATION:
			if (class != COLUMN_INTEGER && class != COLUMN_FLOAT8 &&
				class != COLUMN_FLOAT4 && class != COLUMN_NUMERIC &&
				class != COLUMN_QUANTITY)
				needed = "a number";
			break;
		case CRIT_TYPE_TEXT:
			if (class != COLUMN_TEXT && class != COLUMN_ENUM &&
				class != COLUMN_LN_CLASS && class != COLUMN_TEXT_ARRAY)
				needed = "a text";
			break;
		case CRIT_TYPE_DATE:
			if (class != COLUMN_DATE && class != COLUMN_TIMESTAMP)
				needed = "a date";
			break;
		case CRIT_TYPE_ANY:
			break;
	}
	if (needed == NULL)
		return;
	problem = te_check_problem(state, PROBLEM_TYPE, fact->name);
	problem->message = psprintf("column \"%s\" of type %s is not %s", name,
								format_type_be(type), needed);
	problem->detail = psprintf("Column \"%s\" is of type %s, %s is needed",
							   name, format_type_be(type), needed);
}

/* ------------------------------------------------------- history functions */

/*
 * Over columns only any() has a meaning: of a flag, and of a date that stands
 * for its own event.
 */
static void
check_history(CheckState *state, PlanNode *node)
{
	static const char *const names[] = {[CRIT_HISTORY_LAST] = "last",
										[CRIT_HISTORY_FIRST] = "first",
										[CRIT_HISTORY_MIN] = "min",
										[CRIT_HISTORY_MAX] = "max",
										[CRIT_HISTORY_MEAN] = "mean",
										[CRIT_HISTORY_SUM] = "sum",
										[CRIT_HISTORY_COUNT] = "count",
										[CRIT_HISTORY_ANY] = "any",
										[CRIT_HISTORY_DURATION_OF] =
											"duration_of",
										[CRIT_HISTORY_STABLE] = "stable"};

	if (node->sub == CRIT_HISTORY_STABLE && node->where != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stable() takes no \"where\""),
				 errdetail("It compares the daily amounts of all entries.")));
	for (int i = 0; i < node->n_args; i++)
	{
		EvalFact *fact = node->args[i]->fact;
		bool possible = node->sub == CRIT_HISTORY_ANY && node->where == NULL;

		if (fact->source != FACT_COLUMN && fact->source != FACT_AGE)
		{
			if (fact->source == FACT_DERIVED && fact->n_inputs == 0)
				possible = false;
			else
			{
				check_fact(state, fact, CRIT_TYPE_ANY);
				continue;
			}
		}
		for (int c = 0; c < fact->n_columns && possible; c++)
		{
			EvalColumnClass class = fact->columns[c].class;

			if (class == COLUMN_DATE || class == COLUMN_TIMESTAMP)
				state->needs_date = true;
			else if (class == COLUMN_TIMESTAMPTZ)
				check_column(state, fact, &fact->columns[c], CRIT_TYPE_DATE);
			else
				possible = node->window == NULL &&
					(class == COLUMN_BOOLEAN || class == COLUMN_TEXT ||
					 class == COLUMN_ENUM);
		}
		if (fact->source == FACT_AGE)
			possible = false;
		if (!possible)
		{
			Problem *problem =
				te_check_problem(state, PROBLEM_HISTORY,
								 psprintf("%s(%s)", names[node->sub],
										  fact->name));

			problem->message = psprintf("%s(%s ...) needs a history",
										names[node->sub], fact->name);
			problem->detail = psprintf(
				"%s is a plain column, and %s needs the dated entries of a history",
				fact->name,
				te_criteria_print_readable(
					state->plan->criteria,
					&CRITERIA_NODES(state->plan->criteria)[node->number]));
		}
	}
	if (node->window != NULL)
		check_window(state, node->window);
}

static void
check_window(CheckState *state, PlanNode *window)
{
	if (window->sub == CRIT_WINDOW_WITHIN)
		state->needs_date = true;
	for (int i = 0; i < window->n_args; i++)
	{
		PlanNode *anchor = window->args[i];

		if (anchor->op == CRIT_ANCHOR)
			check_node(state, anchor->args[0], CRIT_TYPE_DATE);
	}
}

static void
check_call(CheckState *state, PlanNode *node)
{
	for (int i = 0; i < node->n_args; i++)
	{
		CritType type = te_eval_call_argument_type(node->call, i);
		const char *unit = te_eval_call_argument_unit(node->call, i);

		if (te_eval_call_unit(node->call) == NULL && type == CRIT_TYPE_NUMBER &&
			compared_type(node->args[i]) == CRIT_TYPE_DATE)
			type = CRIT_TYPE_DATE;
		check_node(state, node->args[i], type);
		if (type == CRIT_TYPE_NUMBER && unit != NULL &&
			!te_eval_call_argument_is_age(node->call, i) &&
			!te_check_has_unit(node->args[i]))
			te_check_demand_units(state, node->args[i], unit);
	}
}

/* n ULN of a column needs a column with the limit, or a limit that is given. */
static void
check_limits(CheckState *state, PlanNode *node)
{
	for (int i = 0; i < node->n_args; i++)
	{
		if (node->args[i]->op != CRIT_FACT ||
			node->args[i]->fact->source != FACT_COLUMN)
			continue;
		for (int k = 0; k < node->n_args; k++)
		{
			if (node->args[k]->op == CRIT_LIMIT)
				check_limit(state, node->args[i], node->args[k]->sub);
		}
	}
}

static void
check_limit(CheckState *state, PlanNode *value, int which)
{
	EvalFact *fact = value->fact;
	const FactColumn *column = &fact->limit_column[which];
	const EvalUnit *given =
		fact->has_given_limit[which] ? fact->given_limit_unit[which] : NULL;

	if (fact->columns[0].missing)
		return;
	if (column->column < 0 && !fact->has_given_limit[which] &&
		state->plan->history_column < 0)
	{
		char *name =
			psprintf("%s_%s", fact->name, which == CRIT_ULN ? "uln" : "lln");
		Problem *problem = te_check_problem(state, PROBLEM_MISSING, name);

		problem->message = psprintf("row has no column for fact \"%s\"", name);
		problem->detail = te_check_missing_detail(state, name);
	}
	/* a plain limit is in the value's unit, but not the other way round */
	if (column->column >= 0 ? column->class == COLUMN_QUANTITY : given != NULL)
		te_check_demand_units(state, value, given != NULL ? given->text : NULL);
}

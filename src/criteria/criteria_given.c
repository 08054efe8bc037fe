/*
 * criteria_given.c
 *		What is given of facts: nothing twice, nothing of a kind that the fact is
 *		not, no fact derived from itself.  And the labels of clauses.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "criteria/criteria_resolve.h"

static void resolve_derived(Resolver *r, BuildGiven *given);
static void check_circles(Resolver *r);
static void visit_fact(Resolver *r, int fact, char *visited, BuildSpan span);
static void visit_node(Resolver *r, int node, char *visited, BuildSpan span);

void
te_resolve_givens(Resolver *r)
{
	CriteriaState *state = r->state;
	/* what was declared of each fact, and of all, as bits */
	int *declared = palloc0_array(int, state->n_facts + 1);

	for (int i = 0; i < state->n_givens && !state->text.failed; i++)
	{
		BuildGiven *given = &state->givens[i];
		int at = given->fact < 0 ? state->n_facts : given->fact;
		int bits = declared[at];

		if ((bits & (1 << given->kind)) != 0 ||
			(given->kind == CRIT_GIVEN_IS &&
			 (bits & (1 << CRIT_GIVEN_AS)) != 0) ||
			(given->kind == CRIT_GIVEN_AS &&
			 (bits & (1 << CRIT_GIVEN_IS)) != 0))
			te_resolve_fail(r, given->span, NULL,
							psprintf("Declared before: %s",
									 te_syntax_quote(&state->text,
													 given->span)));
		declared[at] |= 1 << given->kind;
		if (state->text.failed || given->fact < 0)
			continue;
		switch (given->kind)
		{
			case CRIT_GIVEN_UNIT:
				state->facts[given->fact].unit = given->unit;
				/* FALLTHROUGH */
			case CRIT_GIVEN_ULN:
			case CRIT_GIVEN_LLN:
				if (state->facts[given->fact].type == CRIT_TYPE_ANY)
					state->facts[given->fact].type = CRIT_TYPE_NUMBER;
				if (state->facts[given->fact].type != CRIT_TYPE_NUMBER)
					te_resolve_fail(
						r, given->span, NULL,
						psprintf("Only a number has a unit or limits: %s",
								 te_syntax_quote(&state->text, given->span)));
				break;
			case CRIT_GIVEN_ABSENT_NO:
				if (state->facts[given->fact].known != NULL &&
					state->facts[given->fact].known->kind != VOCABULARY_FLAG &&
					state->facts[given->fact].known->kind != VOCABULARY_EVENT &&
					state->facts[given->fact].known->kind !=
						VOCABULARY_EXPOSURE)
					te_resolve_fail(
						r, given->span, NULL,
						psprintf("Only what is yes or no can be no: %s",
								 te_syntax_quote(&state->text, given->span)));
				break;
			case CRIT_GIVEN_IS:
				resolve_derived(r, given);
				break;
			case CRIT_GIVEN_WITHIN:
			case CRIT_GIVEN_AS:
				break;
		}
	}
	check_circles(r);
}

/* "egfr is ..": the fact has the type of its expression. */
static void
resolve_derived(Resolver *r, BuildGiven *given)
{
	BuildFact *fact = &r->state->facts[given->fact];
	CritType type = te_resolve_infer(r, given->expression);

	fact->derived = given->expression;
	if (type == CRIT_TYPE_DURATION)
		type = CRIT_TYPE_NUMBER;
	if (fact->type == CRIT_TYPE_ANY)
		fact->type = type;
	else
		te_resolve_demand(r, given->expression, fact->type);
}

/*
 * No fact may be derived from itself, through other facts or names either:
 * its value would never be found.
 */
static void
check_circles(Resolver *r)
{
	char *visited = palloc0(r->state->n_facts + 1);

	for (int i = 0; i < r->state->n_givens && !r->state->text.failed; i++)
	{
		if (r->state->givens[i].fact >= 0)
			visit_fact(r, r->state->givens[i].fact, visited,
					   r->state->givens[i].span);
	}
}

#define VISITING 1
#define VISITED 2

static void
visit_fact(Resolver *r, int fact, char *visited, BuildSpan span)
{
	CriteriaState *state = r->state;
	BuildText name = state->facts[fact].name;

	check_stack_depth();
	if (visited[fact] == VISITING)
		te_resolve_fail(r, span, NULL,
						psprintf("The fact \"%.*s\" is derived from itself",
								 name.length, name.data));
	if (visited[fact] != 0 || state->text.failed)
		return;
	visited[fact] = VISITING;
	for (int i = 0; i < state->n_givens; i++)
	{
		ListCell *cell;

		if (state->givens[i].fact != fact)
			continue;
		foreach (cell, state->givens[i].names)
			visit_fact(r, lfirst_int(cell), visited, state->givens[i].span);
		if (state->givens[i].kind == CRIT_GIVEN_IS)
			visit_node(r, state->givens[i].expression, visited,
					   state->givens[i].span);
	}
	visited[fact] = VISITED;
}

static void
visit_node(Resolver *r, int node, char *visited, BuildSpan span)
{
	int next = NODE(node)->args.first;

	check_stack_depth();
	if (NODE(node)->fact >= 0)
		visit_fact(r, NODE(node)->fact, visited, span);
	for (int i = 0; i < NODE(node)->args.count; i++)
	{
		visit_node(r, next, visited, span);
		next = NODE(next)->next;
	}
}

/* Labels differ; a clause without one goes by its position. */
void
te_resolve_labels(Resolver *r)
{
	CriteriaState *state = r->state;
	BuildText *labels;

	if (state->text.failed)
		return;
	labels = palloc_array(BuildText, state->n_clauses + 1);
	for (int i = 0; i < state->n_clauses; i++)
	{
		labels[i] = state->clauses[i].label;
		if (labels[i].length == 0)
		{
			labels[i].data = psprintf("%d", i + 1);
			labels[i].length = strlen(labels[i].data);
		}
		for (int j = 0; j < i; j++)
		{
			if (labels[i].length != labels[j].length ||
				memcmp(labels[i].data, labels[j].data, labels[i].length) != 0)
				continue;
			te_resolve_fail(
				r,
				state->clauses[i].label.length > 0 ?
					state->clauses[i].label_span :
					state->clauses[i].span,
				state->clauses[i].label.length > 0 &&
						state->clauses[j].label.length > 0 ?
					NULL :
					"A clause without a label goes by its position.",
				psprintf("The label \"%.*s\" is used twice, again",
						 labels[i].length, labels[i].data));
			return;
		}
	}
}

/* "or include" has an include before it; reports may stand between. */
void
te_resolve_alternatives(Resolver *r)
{
	bool after_include = false;

	for (int i = 0; i < r->state->n_clauses; i++)
	{
		BuildClause *clause = &r->state->clauses[i];

		if (clause->alternative &&
			(clause->kind != CRIT_INCLUDE || !after_include))
			te_resolve_fail(
				r, clause->span,
				"\"or include\" is an alternative to the include clause before it.",
				psprintf("Misplaced \"or\" in %s",
						 te_syntax_quote(&r->state->text, clause->span)));
		if (clause->kind != CRIT_REPORT)
			after_include = clause->kind == CRIT_INCLUDE;
	}
}

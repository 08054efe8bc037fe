/*
 * criteria_resolve.c
 *		What the parts of criteria mean together: types, facts, limits, what is
 *		given, labels.  Units follow in criteria_dimension.c.
 *
 * A fact of the vocabulary has the type that the vocabulary says.  Any other
 * takes the type its first use demands, and every later use must agree.
 * Anchors of windows, any(), count(), "is known" and the like demand nothing.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "criteria/criteria_build.h"

typedef struct Resolver
{
	CriteriaState *state;
	bool in_where;
} Resolver;

static void resolve_givens(Resolver *r);
static void resolve_derived(Resolver *r, BuildGiven *given);
static void check_circles(Resolver *r);
static void visit_fact(Resolver *r, int fact, char *visited, BuildSpan span);
static void visit_node(Resolver *r, int node, char *visited, BuildSpan span);
static void check_labels(Resolver *r);
static void check_alternatives(Resolver *r);
static CritType infer(Resolver *r, int n);
static CritType infer_leaf(Resolver *r, int n);
static void infer_compare(Resolver *r, int n);
static void infer_between(Resolver *r, int n);
static void check_baselined(Resolver *r, int limit, int value);
static bool has_fact(Resolver *r, int n, int flags);
static bool looks_back(Resolver *r, int n);
static void infer_limit(Resolver *r, int limit, int value);
static CritType infer_sum(Resolver *r, int n);
static CritType infer_dated_sum(Resolver *r, int n, int left, int right);
static void infer_call(Resolver *r, int n);
static CritType infer_history(Resolver *r, int n);
static void infer_window(Resolver *r, int n);
static void infer_anchor(Resolver *r, int n);
static void unify(Resolver *r, int left, int right);
static bool demand(Resolver *r, int n, CritType type);
static void mismatch(Resolver *r, int n, CritType type);
static bool is_limit(Resolver *r, int n);
static bool is_duration(Resolver *r, int n);
static void require_whole_days(Resolver *r, int n);

#define NODE(n) (&r->state->nodes[n])

bool
te_criteria_resolve(CriteriaState *state)
{
	Resolver resolver = {state, false};
	Resolver *r = &resolver;

	resolve_givens(r);
	for (int i = 0; i < state->n_clauses && !state->text.failed; i++)
	{
		infer(r, state->clauses[i].expression);
		demand(r, state->clauses[i].expression, CRIT_TYPE_BOOLEAN);
	}
	check_alternatives(r);
	check_labels(r);
	return !state->text.failed;
}

static void
fail(Resolver *r, BuildSpan span, const char *hint, const char *detail)
{
	te_syntax_fail(&r->state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
				   hint, "%s", detail);
}

/* ---------------------------------------------------------------- givens */

static void
resolve_givens(Resolver *r)
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
			fail(r, given->span, NULL,
				 psprintf("Declared before: %s",
						  te_syntax_quote(&state->text, given->span)));
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
					fail(r, given->span, NULL,
						 psprintf("Only a number has a unit or limits: %s",
								  te_syntax_quote(&state->text, given->span)));
				break;
			case CRIT_GIVEN_ABSENT_NO:
				if (state->facts[given->fact].known != NULL &&
					state->facts[given->fact].known->kind != VOCABULARY_FLAG &&
					state->facts[given->fact].known->kind != VOCABULARY_EVENT &&
					state->facts[given->fact].known->kind !=
						VOCABULARY_EXPOSURE)
					fail(r, given->span, NULL,
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
	CritType type = infer(r, given->expression);

	fact->derived = given->expression;
	if (type == CRIT_TYPE_DURATION)
		type = CRIT_TYPE_NUMBER;
	if (fact->type == CRIT_TYPE_ANY)
		fact->type = type;
	else
		demand(r, given->expression, fact->type);
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
		fail(r, span, NULL,
			 psprintf("The fact \"%.*s\" is derived from itself", name.length,
					  name.data));
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

/* --------------------------------------------------------------- clauses */

/* Labels differ; a clause without one goes by its position. */
static void
check_labels(Resolver *r)
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
			fail(r,
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
static void
check_alternatives(Resolver *r)
{
	bool after_include = false;

	for (int i = 0; i < r->state->n_clauses; i++)
	{
		BuildClause *clause = &r->state->clauses[i];

		if (clause->alternative &&
			(clause->kind != CRIT_INCLUDE || !after_include))
			fail(
				r, clause->span,
				"\"or include\" is an alternative to the include clause before it.",
				psprintf("Misplaced \"or\" in %s",
						 te_syntax_quote(&r->state->text, clause->span)));
		if (clause->kind != CRIT_REPORT)
			after_include = clause->kind == CRIT_INCLUDE;
	}
}

/* ----------------------------------------------------------------- types */

static CritType
infer(Resolver *r, int n)
{
	BuildNode *node = NODE(n);
	CritType type = CRIT_TYPE_BOOLEAN;
	int next = node->args.first;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (r->state->text.failed)
		return CRIT_TYPE_ANY;
	switch ((CritOp) node->op)
	{
		case CRIT_OR:
		case CRIT_AND:
		case CRIT_NOT:
		case CRIT_COUNT_OF:
			for (int i = 0; i < node->args.count; i++)
			{
				infer(r, next);
				demand(r, next, CRIT_TYPE_BOOLEAN);
				next = NODE(next)->next;
			}
			break;
		case CRIT_IS:
			infer(r, next);
			if (node->sub == CRIT_IS_TRUE || node->sub == CRIT_IS_FALSE)
				demand(r, next, CRIT_TYPE_BOOLEAN);
			break;
		case CRIT_COMPARE:
			infer_compare(r, n);
			break;
		case CRIT_BETWEEN:
			infer_between(r, n);
			break;
		case CRIT_IN:
			infer(r, next);
			for (int element = NODE(next)->next, i = 1; i < node->args.count;
				 element = NODE(element)->next, i++)
			{
				infer(r, element);
				unify(r, next, element);
			}
			break;
		case CRIT_CONTAINS:
			for (int i = 0; i < 2; i++)
			{
				infer(r, next);
				demand(r, next, CRIT_TYPE_TEXT);
				next = NODE(next)->next;
			}
			break;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			type = infer_sum(r, n);
			break;
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
		case CRIT_POWER:
		case CRIT_NEGATE:
			type = CRIT_TYPE_NUMBER;
			for (int i = 0; i < node->args.count; i++)
			{
				infer(r, next);
				demand(r, next, type);
				next = NODE(next)->next;
			}
			break;
		case CRIT_CALL:
			type = CRIT_TYPE_NUMBER;
			infer_call(r, n);
			break;
		case CRIT_HISTORY:
			type = infer_history(r, n);
			break;
		case CRIT_WINDOW:
			infer_window(r, n);
			type = CRIT_TYPE_ANY;
			break;
		default:
			type = infer_leaf(r, n);
			break;
	}
	NODE(n)->type = type;
	return type;
}

static CritType
infer_leaf(Resolver *r, int n)
{
	static const CritType attribute_types[] = {CRIT_TYPE_NUMBER, CRIT_TYPE_TEXT,
											   CRIT_TYPE_DURATION,
											   CRIT_TYPE_DATE, CRIT_TYPE_DATE};
	BuildNode *node = NODE(n);

	switch ((CritOp) node->op)
	{
		case CRIT_NUMBER:
			return node->type == CRIT_TYPE_DURATION ? CRIT_TYPE_DURATION :
													  CRIT_TYPE_NUMBER;
		case CRIT_STRING:
			return CRIT_TYPE_TEXT;
		case CRIT_DATE:
		case CRIT_AS_OF:
			return CRIT_TYPE_DATE;
		case CRIT_BOOLEAN:
			return CRIT_TYPE_BOOLEAN;
		case CRIT_ATTRIBUTE:
			return attribute_types[node->sub];
		case CRIT_LIMIT:
		case CRIT_PERCENT_OF_BASELINE:
			fail(r, node->span,
				 node->op == CRIT_LIMIT ?
					 "Write for example \"alt > 2 ULN\"." :
					 "Write for example \"egfr >= 85 % of baseline\".",
				 psprintf("Not beside one fact in a comparison: %s",
						  te_syntax_quote(&r->state->text, node->span)));
			return CRIT_TYPE_ANY;
		case CRIT_FACT:
			if (r->in_where)
				fail(
					r, node->span,
					"After \"where\", value, text, duration, start and stop of an entry are compared with constants.",
					psprintf("A fact in \"where\": %s",
							 te_syntax_quote(&r->state->text, node->span)));
			if ((node->flags & CRIT_BASELINE) != 0 &&
				(r->state->flags & CRITERIA_ALLOW_BASELINE) == 0)
				fail(r, node->span, "Only response rules know a baseline.",
					 psprintf("No baseline here: %s",
							  te_syntax_quote(&r->state->text, node->span)));
			return r->state->facts[node->fact].type;
		default:
			return CRIT_TYPE_ANY;
	}
}

/* ----------------------------------------------------------- comparisons */

static bool
is_limit(Resolver *r, int n)
{
	return NODE(n)->op == CRIT_LIMIT || NODE(n)->op == CRIT_PERCENT_OF_BASELINE;
}

/*
 * A multiple of ULN or LLN goes with the fact whose limit it is: the fact
 * itself, the one entry that last, first, min or max chooses, or in "where" the
 * value of the entry.
 */
static void
infer_limit(Resolver *r, int limit, int value)
{
	BuildNode *node = NODE(value);
	bool one_fact = node->op == CRIT_FACT ||
		(node->op == CRIT_ATTRIBUTE && node->sub == CRIT_ATTR_VALUE) ||
		(node->op == CRIT_HISTORY && node->sub <= CRIT_HISTORY_MAX &&
		 node->args.count - ((node->flags & CRIT_HAS_WHERE) != 0) -
				 ((node->flags & CRIT_HAS_WINDOW) != 0) ==
			 1);

	if (NODE(limit)->op == CRIT_PERCENT_OF_BASELINE)
	{
		if ((r->state->flags & CRITERIA_ALLOW_BASELINE) == 0)
			fail(r, NODE(limit)->span, "Only response rules know a baseline.",
				 psprintf("No baseline here: %s",
						  te_syntax_quote(&r->state->text, NODE(limit)->span)));
		check_baselined(r, limit, value);
		one_fact = true;
	}
	if (!one_fact)
		fail(r, NODE(limit)->span, "Write for example \"alt > 2 ULN\".",
			 psprintf("Not beside one fact in a comparison: %s",
					  te_syntax_quote(&r->state->text, NODE(limit)->span)));
	infer(r, value);
	demand(r, value, CRIT_TYPE_NUMBER);
	NODE(limit)->type = CRIT_TYPE_NUMBER;
}

/*
 * A percentage is one of whatever it is compared with, taken at baseline: of a
 * value of one day, which there is of facts, but not of another limit.
 */
static void
check_baselined(Resolver *r, int limit, int value)
{
	const char *quote = te_syntax_quote(&r->state->text, NODE(limit)->span);

	if (is_limit(r, value) || looks_back(r, value) || !has_fact(r, value, 0))
		fail(r, NODE(limit)->span,
			 "Write for example \"egfr >= 85 % of baseline\".",
			 psprintf("Not beside a value of one day: %s", quote));
	else if (has_fact(r, value, CRIT_BASELINE))
		fail(
			r, NODE(limit)->span,
			"Write for example \"egfr >= 85 % of baseline\" or \"baseline.egfr - egfr > 0.15 * baseline.egfr\".",
			psprintf("Not beside a value that is of baseline already: %s",
					 quote));
}

/* Is there a fact with those flags? */
static bool
has_fact(Resolver *r, int n, int flags)
{
	int next = NODE(n)->args.first;

	check_stack_depth();
	if (NODE(n)->op == CRIT_FACT && (NODE(n)->flags & flags) == flags)
		return true;
	for (int i = 0; i < NODE(n)->args.count; i++)
	{
		if (has_fact(r, next, flags))
			return true;
		next = NODE(next)->next;
	}
	return false;
}

/* A history function has no value at baseline: its window lies elsewhere. */
static bool
looks_back(Resolver *r, int n)
{
	int next = NODE(n)->args.first;

	check_stack_depth();
	if (NODE(n)->op == CRIT_HISTORY)
		return true;
	for (int i = 0; i < NODE(n)->args.count; i++)
	{
		if (looks_back(r, next))
			return true;
		next = NODE(next)->next;
	}
	return false;
}

/* Makes both sides one type, or fails at the right one. */
static void
unify(Resolver *r, int left, int right)
{
	CritType a = NODE(left)->type;
	CritType b = NODE(right)->type;

	if (NODE(left)->op == CRIT_FACT)
		a = r->state->facts[NODE(left)->fact].type;
	if (NODE(right)->op == CRIT_FACT)
		b = r->state->facts[NODE(right)->fact].type;
	if (r->state->text.failed || (a == CRIT_TYPE_ANY && b == CRIT_TYPE_ANY))
		return;
	if (a == CRIT_TYPE_DURATION || b == CRIT_TYPE_DURATION)
	{
		demand(r, left, CRIT_TYPE_NUMBER);
		demand(r, right, CRIT_TYPE_NUMBER);
		if (is_duration(r, left))
			NODE(left)->type = CRIT_TYPE_DURATION;
		if (is_duration(r, right))
			NODE(right)->type = CRIT_TYPE_DURATION;
	}
	else if (a == CRIT_TYPE_ANY ||
			 (a == CRIT_TYPE_BOOLEAN && b == CRIT_TYPE_DATE))
		demand(r, left, b);
	else
		demand(r, right, a);
}

static void
infer_compare(Resolver *r, int n)
{
	int left = NODE(n)->args.first;
	int right = NODE(left)->next;
	CritType type;

	if (is_limit(r, left))
		infer_limit(r, left, right);
	else if (is_limit(r, right))
		infer_limit(r, right, left);
	else
	{
		infer(r, left);
		infer(r, right);
		unify(r, left, right);
		type = NODE(right)->type;
		if (NODE(n)->sub != CRIT_EQ && NODE(n)->sub != CRIT_NE &&
			(type == CRIT_TYPE_TEXT || type == CRIT_TYPE_BOOLEAN))
			fail(
				r, NODE(n)->span,
				"Numbers and dates have an order; for texts and flags there are = and <>.",
				psprintf("No order in %s",
						 te_syntax_quote(&r->state->text, NODE(n)->span)));
	}
}

static void
infer_between(Resolver *r, int n)
{
	int value = NODE(n)->args.first;
	int limit = NODE(value)->next;

	for (int i = 0; i < 2; i++)
	{
		if (is_limit(r, limit))
			infer_limit(r, limit, value);
		else
		{
			infer(r, value);
			infer(r, limit);
			unify(r, value, limit);
			if (NODE(limit)->type == CRIT_TYPE_TEXT ||
				NODE(limit)->type == CRIT_TYPE_BOOLEAN)
				fail(
					r, NODE(n)->span,
					"Numbers and dates have an order; for texts and flags there are = and <>.",
					psprintf("No order in %s",
							 te_syntax_quote(&r->state->text, NODE(n)->span)));
		}
		limit = NODE(limit)->next;
	}
}

/* ------------------------------------------------------------ arithmetic */

/* A number with a unit of time, as text: what a date can be moved by. */
static bool
is_duration(Resolver *r, int n)
{
	return NODE(n)->op == CRIT_NUMBER &&
		te_criteria_time_unit(NODE(n)->name.data, NODE(n)->name.length);
}

static void
require_whole_days(Resolver *r, int n)
{
	te_criteria_require_whole_days(r->state, NODE(n)->span, NODE(n)->u.number,
								   NODE(n)->name);
}

static CritType
infer_sum(Resolver *r, int n)
{
	int left = NODE(n)->args.first;
	int right = NODE(left)->next;
	CritType a = infer(r, left);
	CritType b = infer(r, right);

	if (r->state->text.failed)
		return CRIT_TYPE_ANY;
	if (a == CRIT_TYPE_DATE || b == CRIT_TYPE_DATE)
		return infer_dated_sum(r, n, left, right);
	/* x + 18 years: what it is compared with tells whether x is a date */
	if (a == CRIT_TYPE_ANY && is_duration(r, right))
		return CRIT_TYPE_ANY;
	demand(r, left, CRIT_TYPE_NUMBER);
	demand(r, right, CRIT_TYPE_NUMBER);
	return CRIT_TYPE_NUMBER;
}

/* A date plus or minus a duration; "18 years + birth_date" is turned. */
static CritType
infer_dated_sum(Resolver *r, int n, int left, int right)
{
	if (NODE(n)->op == CRIT_ADD && is_duration(r, left))
	{
		NODE(n)->args.first = right;
		NODE(n)->args.last = left;
		NODE(right)->next = left;
		NODE(left)->next = 0;
		left = right;
		right = NODE(n)->args.last;
	}
	if (NODE(left)->type != CRIT_TYPE_DATE || !is_duration(r, right))
		fail(
			r, NODE(n)->span,
			"A date takes a number with a unit of time, as in \"as_of > birth_date + 18 years\".",
			psprintf("Not a date and a duration: %s",
					 te_syntax_quote(&r->state->text, NODE(n)->span)));
	else
		require_whole_days(r, right);
	NODE(right)->type = CRIT_TYPE_DURATION;
	return CRIT_TYPE_DATE;
}

static void
infer_call(Resolver *r, int n)
{
	BuildText name = NODE(n)->name;
	const CriteriaFunction *function =
		te_criteria_function(name.data, name.length);
	int argument = NODE(n)->args.first;

	for (int i = 0; i < NODE(n)->args.count; i++)
	{
		CriteriaArgument kind =
			function->more ? ARG_NUMBER : function->arguments[i];

		infer(r, argument);
		demand(r, argument,
			   kind == ARG_SEX		? CRIT_TYPE_TEXT :
				   kind == ARG_FLAG ? CRIT_TYPE_BOOLEAN :
									  CRIT_TYPE_NUMBER);
		argument = NODE(argument)->next;
	}
}

/* ----------------------------------------------------------- the history */

static CritType
infer_history(Resolver *r, int n)
{
	BuildNode *node = NODE(n);
	bool has_where = (node->flags & CRIT_HAS_WHERE) != 0;
	bool has_window = (node->flags & CRIT_HAS_WINDOW) != 0;
	int n_facts = node->args.count - has_where - has_window;
	int first = node->args.first;
	int next = first;

	if (r->in_where)
		fail(
			r, node->span,
			"After \"where\", value, text, duration, start and stop of an entry are compared with constants.",
			psprintf("A history function in \"where\": %s",
					 te_syntax_quote(&r->state->text, node->span)));
	for (int i = 0; i < n_facts && !r->state->text.failed; i++)
	{
		infer(r, next);
		if (node->sub == CRIT_HISTORY_MIN || node->sub == CRIT_HISTORY_MAX ||
			node->sub == CRIT_HISTORY_MEAN || node->sub == CRIT_HISTORY_SUM)
			demand(r, next, CRIT_TYPE_NUMBER);
		else if (i > 0 &&
				 (node->sub == CRIT_HISTORY_LAST ||
				  node->sub == CRIT_HISTORY_FIRST))
			unify(r, first, next);
		next = NODE(next)->next;
	}
	if (has_where)
	{
		r->in_where = true;
		infer(r, next);
		demand(r, next, CRIT_TYPE_BOOLEAN);
		r->in_where = false;
		next = NODE(next)->next;
	}
	if (has_window)
		infer(r, next);
	switch ((CritHistory) node->sub)
	{
		case CRIT_HISTORY_ANY:
		case CRIT_HISTORY_STABLE:
			return CRIT_TYPE_BOOLEAN;
		case CRIT_HISTORY_LAST:
		case CRIT_HISTORY_FIRST:
			return r->state->facts[NODE(first)->fact].type;
		default:
			return CRIT_TYPE_NUMBER;
	}
}

static void
infer_window(Resolver *r, int n)
{
	int next = NODE(n)->args.first;

	for (int i = 0; i < NODE(n)->args.count; i++)
	{
		if (NODE(next)->op == CRIT_ANCHOR)
			infer_anchor(r, next);
		next = NODE(next)->next;
	}
}

/* What a window hangs on: as_of, a date, or a fact that has one. */
static void
infer_anchor(Resolver *r, int n)
{
	int base = NODE(n)->args.first;
	BuildSpan span = NODE(base)->span;

	NODE(n)->type = CRIT_TYPE_DATE;
	if (NODE(base)->op == CRIT_BASELINE_DATE &&
		(r->state->flags & CRITERIA_ALLOW_BASELINE) == 0)
		fail(r, span, "Only response rules know a baseline.",
			 psprintf("No baseline here: %s",
					  te_syntax_quote(&r->state->text, span)));
	if (NODE(base)->op == CRIT_FACT)
	{
		BuildFact *fact = &r->state->facts[NODE(base)->fact];
		bool dated = fact->known != NULL ?
			fact->known->kind == VOCABULARY_EVENT ||
				fact->known->kind == VOCABULARY_DATE ||
				fact->known->kind == VOCABULARY_EXPOSURE :
			fact->type != CRIT_TYPE_NUMBER && fact->type != CRIT_TYPE_TEXT;

		if (!dated)
			fail(r, span,
				 "A window hangs on as_of, a date, or the start of an event.",
				 psprintf("Not a date: %s",
						  te_syntax_quote(&r->state->text, span)));
	}
	NODE(base)->type = CRIT_TYPE_DATE;
}

/* ---------------------------------------------------------------- demand */

static const char *const type_names[] = {"anything", "yes or no", "a number",
										 "a text",	 "a date",	  "a duration"};

static void
mismatch(Resolver *r, int n, CritType type)
{
	BuildNode *node = NODE(n);
	const VocabularyFact *known =
		node->op == CRIT_FACT ? r->state->facts[node->fact].known : NULL;
	CritType own =
		node->op == CRIT_FACT ? r->state->facts[node->fact].type : node->type;
	const char *hint = NULL;

	if (known != NULL && known->kind == VOCABULARY_EXPOSURE &&
		type == CRIT_TYPE_BOOLEAN)
		hint = psprintf(
			"Write \"any(%s)\", whether it was given, or \"%s > 0 %s\".",
			known->name, known->name,
			known->unit != NULL ? known->unit : "mg/d");
	else if (known != NULL && known->kind == VOCABULARY_EVENT &&
			 type == CRIT_TYPE_DATE)
		hint = psprintf("Write for example \"any(%s within 12 weeks)\".",
						known->name);
	else if (known != NULL)
		hint = psprintf("The vocabulary knows \"%s\" as: %s (%s).", known->name,
						known->meaning, te_vocabulary_kind_name(known->kind));
	else if (node->op == CRIT_FACT)
		hint = psprintf("It is used as %s elsewhere.", type_names[own]);
	else if (own == CRIT_TYPE_TEXT && type == CRIT_TYPE_BOOLEAN)
		hint = "Write the fact alone, or \"not\" before it.";
	te_syntax_fail(&r->state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
				   node->span, hint, "%s is %s, not %s,",
				   te_syntax_quote(&r->state->text, node->span),
				   type_names[own], type_names[type]);
}

/* Node n, inferred before, has to be of that type. */
static bool
demand(Resolver *r, int n, CritType type)
{
	BuildNode *node = NODE(n);
	CritType own = node->type;
	int next = node->args.first;

	if (r->state->text.failed)
		return false;
	check_stack_depth();
	if (node->op == CRIT_FACT)
		own = r->state->facts[node->fact].type;
	if (own == type || (own == CRIT_TYPE_DURATION && type == CRIT_TYPE_NUMBER))
	{
		if (own == type)
			node->type = type;
		return true;
	}
	if (own != CRIT_TYPE_ANY)
	{
		mismatch(r, n, type);
		return false;
	}
	node->type = type;
	switch ((CritOp) node->op)
	{
		case CRIT_FACT:
			r->state->facts[node->fact].type = type;
			return true;
		case CRIT_HISTORY:
			/* last and first: the type of their facts */
			for (int i = 0; i < node->args.count; i++)
			{
				if (NODE(next)->op == CRIT_FACT)
					demand(r, next, type);
				next = NODE(next)->next;
			}
			return !r->state->text.failed;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			if (type == CRIT_TYPE_DATE)
			{
				require_whole_days(r, NODE(next)->next);
				NODE(NODE(next)->next)->type = CRIT_TYPE_DURATION;
			}
			return demand(r, next, type);
		default:
			return true;
	}
}

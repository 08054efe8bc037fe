/*
 * criteria_resolve.c
 *		What the parts of criteria mean together: types, facts, limits.  What is
 *		given is in criteria_given.c, units follow in criteria_dimension.c.
 *
 * A fact of the vocabulary has the type that the vocabulary says.  Any other
 * takes the type its first use demands, and every later use must agree.
 * Anchors of windows, any(), count(), "is known" and the like demand nothing.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "criteria/criteria_resolve.h"

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
static void mismatch(Resolver *r, int n, CritType type);
static bool is_limit(Resolver *r, int n);
static bool is_duration(Resolver *r, int n);
static void require_whole_days(Resolver *r, int n);

bool
te_criteria_resolve(CriteriaState *state)
{
	Resolver resolver = {state, false};
	Resolver *r = &resolver;

	te_resolve_givens(r);
	for (int i = 0; i < state->n_clauses && !state->text.failed; i++)
	{
		te_resolve_infer(r, state->clauses[i].expression);
		te_resolve_demand(r, state->clauses[i].expression, CRIT_TYPE_BOOLEAN);
	}
	te_resolve_alternatives(r);
	te_resolve_labels(r);
	return !state->text.failed;
}

void
te_resolve_fail(Resolver *r, BuildSpan span, const char *hint,
				const char *detail)
{
	te_syntax_fail(&r->state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
				   hint, "%s", detail);
}

/* ----------------------------------------------------------------- types */

CritType
te_resolve_infer(Resolver *r, int n)
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
				te_resolve_infer(r, next);
				te_resolve_demand(r, next, CRIT_TYPE_BOOLEAN);
				next = NODE(next)->next;
			}
			break;
		case CRIT_IS:
			te_resolve_infer(r, next);
			if (node->sub == CRIT_IS_TRUE || node->sub == CRIT_IS_FALSE)
				te_resolve_demand(r, next, CRIT_TYPE_BOOLEAN);
			break;
		case CRIT_COMPARE:
			infer_compare(r, n);
			break;
		case CRIT_BETWEEN:
			infer_between(r, n);
			break;
		case CRIT_IN:
			te_resolve_infer(r, next);
			for (int element = NODE(next)->next, i = 1; i < node->args.count;
				 element = NODE(element)->next, i++)
			{
				te_resolve_infer(r, element);
				unify(r, next, element);
			}
			break;
		case CRIT_CONTAINS:
			for (int i = 0; i < 2; i++)
			{
				te_resolve_infer(r, next);
				te_resolve_demand(r, next, CRIT_TYPE_TEXT);
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
				te_resolve_infer(r, next);
				te_resolve_demand(r, next, type);
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
			te_resolve_fail(
				r, node->span,
				node->op == CRIT_LIMIT ?
					"Write for example \"alt > 2 ULN\"." :
					"Write for example \"egfr >= 85 % of baseline\".",
				psprintf("Not beside one fact in a comparison: %s",
						 te_syntax_quote(&r->state->text, node->span)));
			return CRIT_TYPE_ANY;
		case CRIT_FACT:
			if (r->in_where)
				te_resolve_fail(
					r, node->span,
					"After \"where\", value, text, duration, start and stop of an entry are compared with constants.",
					psprintf("A fact in \"where\": %s",
							 te_syntax_quote(&r->state->text, node->span)));
			if ((node->flags & CRIT_BASELINE) != 0 &&
				(r->state->flags & CRITERIA_ALLOW_BASELINE) == 0)
				te_resolve_fail(r, node->span,
								"Only response rules know a baseline.",
								psprintf("No baseline here: %s",
										 te_syntax_quote(&r->state->text,
														 node->span)));
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
			te_resolve_fail(r, NODE(limit)->span,
							"Only response rules know a baseline.",
							psprintf("No baseline here: %s",
									 te_syntax_quote(&r->state->text,
													 NODE(limit)->span)));
		check_baselined(r, limit, value);
		one_fact = true;
	}
	if (!one_fact)
		te_resolve_fail(r, NODE(limit)->span,
						"Write for example \"alt > 2 ULN\".",
						psprintf("Not beside one fact in a comparison: %s",
								 te_syntax_quote(&r->state->text,
												 NODE(limit)->span)));
	te_resolve_infer(r, value);
	te_resolve_demand(r, value, CRIT_TYPE_NUMBER);
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
		te_resolve_fail(r, NODE(limit)->span,
						"Write for example \"egfr >= 85 % of baseline\".",
						psprintf("Not beside a value of one day: %s", quote));
	else if (has_fact(r, value, CRIT_BASELINE))
		te_resolve_fail(
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
		te_resolve_demand(r, left, CRIT_TYPE_NUMBER);
		te_resolve_demand(r, right, CRIT_TYPE_NUMBER);
		if (is_duration(r, left))
			NODE(left)->type = CRIT_TYPE_DURATION;
		if (is_duration(r, right))
			NODE(right)->type = CRIT_TYPE_DURATION;
	}
	else if (a == CRIT_TYPE_ANY ||
			 (a == CRIT_TYPE_BOOLEAN && b == CRIT_TYPE_DATE))
		te_resolve_demand(r, left, b);
	else
		te_resolve_demand(r, right, a);
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
		te_resolve_infer(r, left);
		te_resolve_infer(r, right);
		unify(r, left, right);
		type = NODE(right)->type;
		if (NODE(n)->sub != CRIT_EQ && NODE(n)->sub != CRIT_NE &&
			(type == CRIT_TYPE_TEXT || type == CRIT_TYPE_BOOLEAN))
			te_resolve_fail(
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
			te_resolve_infer(r, value);
			te_resolve_infer(r, limit);
			unify(r, value, limit);
			if (NODE(limit)->type == CRIT_TYPE_TEXT ||
				NODE(limit)->type == CRIT_TYPE_BOOLEAN)
				te_resolve_fail(
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
	CritType a = te_resolve_infer(r, left);
	CritType b = te_resolve_infer(r, right);

	if (r->state->text.failed)
		return CRIT_TYPE_ANY;
	if (a == CRIT_TYPE_DATE || b == CRIT_TYPE_DATE)
		return infer_dated_sum(r, n, left, right);
	/* x + 18 years: what it is compared with tells whether x is a date */
	if (a == CRIT_TYPE_ANY && is_duration(r, right))
		return CRIT_TYPE_ANY;
	te_resolve_demand(r, left, CRIT_TYPE_NUMBER);
	te_resolve_demand(r, right, CRIT_TYPE_NUMBER);
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
		te_resolve_fail(
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

		te_resolve_infer(r, argument);
		te_resolve_demand(r, argument,
						  kind == ARG_SEX	   ? CRIT_TYPE_TEXT :
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
		te_resolve_fail(
			r, node->span,
			"After \"where\", value, text, duration, start and stop of an entry are compared with constants.",
			psprintf("A history function in \"where\": %s",
					 te_syntax_quote(&r->state->text, node->span)));
	for (int i = 0; i < n_facts && !r->state->text.failed; i++)
	{
		te_resolve_infer(r, next);
		if (node->sub == CRIT_HISTORY_MIN || node->sub == CRIT_HISTORY_MAX ||
			node->sub == CRIT_HISTORY_MEAN || node->sub == CRIT_HISTORY_SUM)
			te_resolve_demand(r, next, CRIT_TYPE_NUMBER);
		else if (i > 0 &&
				 (node->sub == CRIT_HISTORY_LAST ||
				  node->sub == CRIT_HISTORY_FIRST))
			unify(r, first, next);
		next = NODE(next)->next;
	}
	if (has_where)
	{
		r->in_where = true;
		te_resolve_infer(r, next);
		te_resolve_demand(r, next, CRIT_TYPE_BOOLEAN);
		r->in_where = false;
		next = NODE(next)->next;
	}
	if (has_window)
		te_resolve_infer(r, next);
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
		te_resolve_fail(r, span, "Only response rules know a baseline.",
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
			te_resolve_fail(
				r, span,
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
bool
te_resolve_demand(Resolver *r, int n, CritType type)
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
					te_resolve_demand(r, next, type);
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
			return te_resolve_demand(r, next, type);
		default:
			return true;
	}
}

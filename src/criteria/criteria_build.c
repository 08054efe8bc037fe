/*
 * criteria_build.c
 *		The tree of criteria while it is parsed, and its flat form.
 *
 * What is only a way of writing disappears here: nested "and" become one,
 * a minus before a number belongs to the number, both limits of "between" get
 * the unit of the second.  So equal normal forms have equal trees, and as the
 * flat form is laid out by walking the tree, equal bytes.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "criteria/criteria_build.h"
#include "units/units.h"

/* Powers beyond have no unit (UNIT_MAX_EXPONENT). */
#define MAX_POWER UNIT_MAX_EXPONENT

static void check_name(CriteriaState *state, BuildSpan span, BuildText name,
					   const char *what);
static void check_fact_name(CriteriaState *state, BuildSpan span,
							BuildText name);

/* ------------------------------------------------------------- the tree */

int
te_build_node(CriteriaState *state, CritOp op, int sub, BuildSpan span)
{
	BuildNode *node;

	if (state->text.failed)
		return 0;
	if (state->n_nodes > CRITERIA_MAX_NODES)
	{
		te_syntax_fail_limit(&state->text, span, "criteria are too large",
							 CRITERIA_MAX_NODES, "parts of expressions");
		return 0;
	}
	te_syntax_grow((void **) &state->nodes, &state->size_nodes, state->n_nodes,
				   sizeof(BuildNode), 64);
	node = &state->nodes[state->n_nodes];
	node->op = op;
	node->sub = sub;
	node->fact = -1;
	node->depth = 1;
	node->span = span;
	return state->n_nodes++;
}

BuildList
te_build_list(int node)
{
	BuildList list = {node, node, 1};

	return list;
}

BuildList
te_build_append(CriteriaState *state, BuildList list, int node)
{
	state->nodes[list.last].next = node;
	list.last = node;
	list.count++;
	return list;
}

int
te_build_of_list(CriteriaState *state, CritOp op, int sub, BuildSpan span,
				 BuildList list)
{
	int node = te_build_node(state, op, sub, span);
	int depth = 0;
	int child = list.first;

	if (state->text.failed)
		return 0;
	for (int i = 0; i < list.count; i++)
	{
		depth = Max(depth, state->nodes[child].depth);
		child = state->nodes[child].next;
	}
	state->nodes[node].args = list;
	state->nodes[node].depth = depth;
	return te_build_paren(state, span, node);
}

int
te_build_node1(CriteriaState *state, CritOp op, int sub, BuildSpan span,
			   int child)
{
	return te_build_of_list(state, op, sub, span, te_build_list(child));
}

int
te_build_node2(CriteriaState *state, CritOp op, int sub, BuildSpan span,
			   int left, int right)
{
	return te_build_of_list(state, op, sub, span,
							te_build_append(state, te_build_list(left), right));
}

/* One level more around a node. */
int
te_build_paren(CriteriaState *state, BuildSpan span, int node)
{
	if (state->text.failed)
		return 0;
	if (++state->nodes[node].depth > CRITERIA_MAX_DEPTH)
		te_syntax_fail_limit(&state->text, span,
							 "criteria are nested too deeply",
							 CRITERIA_MAX_DEPTH, "levels");
	return node;
}

int
te_build_junction(CriteriaState *state, CritOp op, BuildSpan span, int left,
				  int right)
{
	BuildList list;
	int depth;
	int node;

	if (state->text.failed)
		return 0;
	if (state->nodes[left].op != op)
		left = te_build_node1(state, op, 0, span, left);
	if (state->text.failed)
		return 0;
	list = state->nodes[left].args;
	depth = state->nodes[right].depth + 1;
	if (state->nodes[right].op == op)
	{
		BuildList more = state->nodes[right].args;

		state->nodes[list.last].next = more.first;
		list.last = more.last;
		list.count += more.count;
	}
	else
		list = te_build_append(state, list, right);
	node = left;
	state->nodes[node].args = list;
	state->nodes[node].span = span;
	state->nodes[node].depth = Max(state->nodes[node].depth, depth);
	if (state->nodes[node].depth > CRITERIA_MAX_DEPTH)
		te_syntax_fail_limit(&state->text, span,
							 "criteria are nested too deeply",
							 CRITERIA_MAX_DEPTH, "levels");
	return node;
}

int
te_build_number(CriteriaState *state, BuildSpan span, BuildNumber number)
{
	int node = te_build_node(state, CRIT_NUMBER, 0, span);

	if (state->text.failed)
		return 0;
	state->nodes[node].u.number = number.value;
	state->nodes[node].name = number.unit;
	return node;
}

int
te_build_limit(CriteriaState *state, BuildSpan span, double number, int which)
{
	int node = te_build_node(state, CRIT_LIMIT, which, span);

	if (!state->text.failed)
		state->nodes[node].u.number = number;
	return node;
}

/* "-5 Cel" is a number below zero, not the negative of 5 Cel. */
int
te_build_negate(CriteriaState *state, BuildSpan span, int child)
{
	BuildNode *node = &state->nodes[child];

	if (state->text.failed)
		return 0;
	if (node->op != CRIT_NUMBER)
		return te_build_node1(state, CRIT_NEGATE, 0, span, child);
	/* no negative zero */
	node->u.number = node->u.number == 0 ? 0 : -node->u.number;
	node->span = span;
	return te_build_paren(state, span, child);
}

/* "1.5 * ULN" is "1.5 ULN". */
int
te_build_product(CriteriaState *state, CritOp op, BuildSpan span, int left,
				 int right)
{
	BuildNode *a = &state->nodes[left];
	BuildNode *b = &state->nodes[right];

	if (!state->text.failed && op == CRIT_MULTIPLY && a->op == CRIT_NUMBER &&
		a->name.length == 0 && a->u.number >= 0 && b->op == CRIT_LIMIT)
		return te_build_limit(state, span, a->u.number * b->u.number, b->sub);
	if (!state->text.failed && op == CRIT_MULTIPLY && b->op == CRIT_NUMBER &&
		b->name.length == 0 && b->u.number >= 0 && a->op == CRIT_LIMIT)
		return te_build_limit(state, span, a->u.number * b->u.number, a->sub);
	return te_build_node2(state, op, 0, span, left, right);
}

int
te_build_power(CriteriaState *state, BuildSpan span, int base,
			   BuildNumber exponent)
{
	if (exponent.unit.length > 0 || exponent.value != rint(exponent.value) ||
		fabs(exponent.value) > MAX_POWER)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"An exponent is a whole number from -99 to 99, without a unit.",
			"Invalid power %s", te_syntax_quote(&state->text, span));
		return 0;
	}
	if (exponent.value == 0)
		exponent.value = 0;
	return te_build_node2(state, CRIT_POWER, 0, span, base,
						  te_build_number(state, span, exponent));
}

int
te_build_between(CriteriaState *state, BuildSpan span, bool negated, int value,
				 int low, int high)
{
	BuildList list = te_build_list(value);
	int node;

	if (state->text.failed)
		return 0;
	if (state->nodes[low].op == CRIT_NUMBER &&
		state->nodes[high].op == CRIT_NUMBER &&
		state->nodes[low].name.length == 0)
		state->nodes[low].name = state->nodes[high].name;
	list = te_build_append(state, list, low);
	list = te_build_append(state, list, high);
	node = te_build_of_list(state, CRIT_BETWEEN, 0, span, list);
	if (negated && !state->text.failed)
		state->nodes[node].flags |= CRIT_NEGATED;
	return node;
}

int
te_build_in(CriteriaState *state, BuildSpan span, bool negated, int value,
			BuildList list)
{
	int node;

	if (state->text.failed)
		return 0;
	state->nodes[value].next = list.first;
	list.first = value;
	list.count++;
	node = te_build_of_list(state, CRIT_IN, 0, span, list);
	if (negated && !state->text.failed)
		state->nodes[node].flags |= CRIT_NEGATED;
	return node;
}

int
te_build_date(CriteriaState *state, BuildSpan span, BuildText text)
{
	int node = te_build_node(state, CRIT_DATE, 0, span);
	int64 moment = 0;

	if (state->text.failed)
		return 0;
	if (!te_criteria_read_date(text.data, text.length, &moment))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"A date is written date '2024-03-01' or date '2024-03-01 10:30:00'.",
			"Invalid date %s", te_syntax_quote(&state->text, span));
	state->nodes[node].u.moment = moment;
	return node;
}

static void
check_name(CriteriaState *state, BuildSpan span, BuildText name,
		   const char *what)
{
	if (name.length > CRITERIA_MAX_NAME)
		te_syntax_fail_limit(&state->text, span, what, CRITERIA_MAX_NAME,
							 "bytes");
}

/* What response rules put before and after a name does not count. */
static void
check_fact_name(CriteriaState *state, BuildSpan span, BuildText name)
{
	size_t length = name.length;
	const char *own = te_fact_own_name(name.data, &length);

	(void) te_fact_less_date(own, &length);
	name.length = length;
	check_name(state, span, name, "name of a fact is too long");
}

/* The fact "baseline.egfr", of the name egfr. */
BuildText
te_build_at_baseline(CriteriaState *state, BuildSpan span, BuildText name)
{
	BuildText result = {NULL, 0};

	if (!CRITERIA_BUILDS_RULES(state))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Only response rules know a baseline.",
					   "No baseline here: %s",
					   te_syntax_quote(&state->text, span));
	result.data =
		psprintf(BASELINE_PREFIX "%.*s", (int) name.length, name.data);
	result.length = strlen(result.data);
	return result;
}

typedef struct FactEntry
{
	char name[FACT_NAME_SIZE];
	int32 fact;
} FactEntry;

void
te_build_begin(CriteriaState *state)
{
	HASHCTL control = {0};
	BuildSpan all = {0, state->text.length};

	control.keysize = FACT_NAME_SIZE;
	control.entrysize = sizeof(FactEntry);
	control.hcxt = CurrentMemoryContext;
	state->fact_table = hash_create("facts of criteria", 64, &control,
									HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	/* node 0 stands for none */
	(void) te_build_node(state, CRIT_OR, 0, all);
}

int32
te_build_fact_number(CriteriaState *state, BuildSpan span, BuildText name)
{
	char key[FACT_NAME_SIZE] = {0};
	FactEntry *entry;
	BuildFact *fact;
	const char *kind = name.data;
	size_t kind_length = name.length;
	bool found;

	check_fact_name(state, span, name);
	if (state->text.failed)
		return 0;
	memcpy(key, name.data, name.length);
	entry = hash_search(state->fact_table, key, HASH_ENTER, &found);
	if (found)
		return entry->fact;
	if (state->n_facts == CRITERIA_MAX_FACTS)
	{
		te_syntax_fail_limit(&state->text, span, "too many facts in criteria",
							 CRITERIA_MAX_FACTS, "facts");
		return 0;
	}
	te_syntax_grow((void **) &state->facts, &state->size_facts, state->n_facts,
				   sizeof(BuildFact), 32);
	fact = &state->facts[state->n_facts];
	fact->name = name;
	fact->packed = -1;
	fact->span = span;
	kind = te_fact_kind_name(kind, &kind_length);
	fact->known = te_vocabulary_fact(kind, kind_length);
	fact->analyte = te_analyte_find(kind, kind_length, NULL, 0);
	if (fact->known != NULL)
		fact->type = te_vocabulary_type(fact->known->kind);
	entry->fact = state->n_facts;
	return state->n_facts++;
}

int
te_build_fact(CriteriaState *state, BuildSpan span, BuildText name, int flags)
{
	int node = te_build_node(state, CRIT_FACT, 0, span);
	size_t length = name.length;
	const char *own = te_fact_own_name(name.data, &length);
	int32 fact;

	/* "baseline.egfr" in quotation marks is no other fact */
	if (own != name.data && CRITERIA_BUILDS_RULES(state))
	{
		name.data = own;
		name.length = length;
		flags |= CRIT_BASELINE;
	}
	fact = te_build_fact_number(state, span, name);
	if (state->text.failed)
		return 0;
	state->nodes[node].fact = fact;
	state->nodes[node].flags = flags;
	return node;
}

int
te_build_call(CriteriaState *state, BuildSpan span, BuildText name,
			  BuildList arguments)
{
	const CriteriaFunction *function =
		te_criteria_function(name.data, name.length);
	int node = te_build_of_list(state, CRIT_CALL, 0, span, arguments);
	int most = te_criteria_max_arguments(function);

	if (state->text.failed)
		return 0;
	state->nodes[node].name = name;
	if (arguments.count < function->required ||
		(!function->more && arguments.count > most))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "The function %s takes %s%d argument%s, not %d,",
					   function->name,
					   function->more ? "at least " :
						   most == function->required ?
										"" :
										psprintf("%d to ", function->required),
					   function->more ? function->required : most,
					   !function->more && most > 1 ? "s" : "", arguments.count);
	return node;
}

int
te_build_count_of(CriteriaState *state, BuildSpan span, int which,
				  BuildNumber number, BuildList list)
{
	int node = te_build_of_list(state, CRIT_COUNT_OF, which, span, list);

	if (state->text.failed)
		return 0;
	state->nodes[node].u.number = number.value;
	if (number.unit.length > 0 || number.value != rint(number.value))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Write \"at least 2 of (a, b, c)\".",
					   "Not a whole number of conditions in %s",
					   te_syntax_quote(&state->text, span));
	else if (number.value > list.count)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "There are only %d conditions in %s", list.count,
					   te_syntax_quote(&state->text, span));
	return node;
}

int
te_build_duration(CriteriaState *state, BuildSpan span, BuildNumber number)
{
	int node = te_build_number(state, span, number);

	if (state->text.failed)
		return 0;
	if (!te_criteria_time_unit(number.unit.data, number.unit.length))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"Write the unit of time, such as \"12 weeks\" or \"3 months\".",
			"%s is not a duration", te_syntax_quote(&state->text, span));
	else
		te_criteria_require_whole_days(state, span, number.value, number.unit);
	state->nodes[node].type = CRIT_TYPE_DURATION;
	return node;
}

void
te_criteria_require_whole_days(CriteriaState *state, BuildSpan span,
							   double number, BuildText unit)
{
	if (!te_criteria_whole_days(number, unit.data, unit.length))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"Windows and dates are counted in whole days: write for example \"1 day\", \"6 weeks\" or \"3 months\".",
			"Not a whole number of days or months: %s",
			te_syntax_quote(&state->text, span));
}

int
te_build_history(CriteriaState *state, BuildSpan span, int which,
				 BuildList facts, int condition, int window)
{
	int flags = 0;
	int node;

	if (state->text.failed)
		return 0;
	/* "ever" is what is meant without a window */
	if (window != 0 && state->nodes[window].sub == CRIT_WINDOW_EVER)
		window = 0;
	if (condition != 0)
	{
		facts = te_build_append(state, facts, condition);
		flags |= CRIT_HAS_WHERE;
	}
	if (window != 0)
	{
		facts = te_build_append(state, facts, window);
		flags |= CRIT_HAS_WINDOW;
	}
	node = te_build_of_list(state, CRIT_HISTORY, which, span, facts);
	if (!state->text.failed)
		state->nodes[node].flags |= flags;
	return node;
}

int
te_build_implicit(CriteriaState *state, BuildSpan span, int fact, int window)
{
	int node;

	if (state->text.failed)
		return 0;
	if (state->nodes[fact].op != CRIT_FACT ||
		(state->nodes[fact].flags & CRIT_BASELINE) != 0)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
			state->nodes[window].span,
			"Write \"fact within 12 weeks\" or a function such as \"last(fact within 12 weeks)\".",
			"A window follows a fact, not %s,",
			te_syntax_quote(&state->text, state->nodes[fact].span));
		return 0;
	}
	node = te_build_history(state, span, CRIT_HISTORY_ANY, te_build_list(fact),
							0, window);
	if (!state->text.failed &&
		(state->nodes[node].flags & CRIT_HAS_WINDOW) != 0)
		state->nodes[node].flags |= CRIT_IMPLICIT_ANY;
	return node;
}

/* ---------------------------------------------------- clauses and givens */

void
te_build_clause(CriteriaState *state, BuildSpan span, bool alternative,
				int kind, BuildClause head, int expression, BuildText note)
{
	BuildClause *clause;

	if (state->n_clauses == CRITERIA_MAX_CLAUSES)
		te_syntax_fail_limit(&state->text, span, "too many clauses in criteria",
							 CRITERIA_MAX_CLAUSES, "clauses");
	check_name(state, head.label_span, head.label,
			   "label of a clause is too long");
	if (state->n_clauses > 0 &&
		state->clauses[state->n_clauses - 1].kind == CRIT_ELSE)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "What else there is stands last.",
					   "A rule after \"else\": %s",
					   te_syntax_quote(&state->text, span));
	if (state->text.failed)
		return;
	te_syntax_grow((void **) &state->clauses, &state->size_clauses,
				   state->n_clauses, sizeof(BuildClause), 32);
	clause = &state->clauses[state->n_clauses++];
	*clause = head;
	clause->kind = kind;
	clause->alternative = alternative;
	clause->expression = expression;
	clause->note = note;
	clause->span = span;
}

/* It is true when all rules before it are false: it is asked last. */
void
te_build_else(CriteriaState *state, BuildSpan span, BuildClause head,
			  BuildText note)
{
	int always = te_build_node(state, CRIT_BOOLEAN, TRI_TRUE, span);

	te_build_clause(state, span, false, CRIT_ELSE, head, always, note);
}

BuildGiven *
te_build_given(CriteriaState *state, BuildSpan span, CritGivenKind kind,
			   int fact)
{
	BuildGiven *given;

	if (state->n_givens == CRITERIA_MAX_GIVENS)
		te_syntax_fail_limit(&state->text, span,
							 "too many declarations in criteria",
							 CRITERIA_MAX_GIVENS, "entries of \"given\"");
	if (state->n_clauses > 0)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "What is given stands before the first clause.",
					   "Misplaced %s", te_syntax_quote(&state->text, span));
	if (fact < 0 && kind != CRIT_GIVEN_WITHIN && kind != CRIT_GIVEN_ABSENT_NO)
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"For all facts at once, \"* within ..\" and \"* absent means no\" can be given.",
			"Not for all facts: %s", te_syntax_quote(&state->text, span));
	/* after a failure: something that can be written to */
	if (state->text.failed)
		return palloc0(sizeof(BuildGiven));
	te_syntax_grow((void **) &state->givens, &state->size_givens,
				   state->n_givens, sizeof(BuildGiven), 16);
	given = &state->givens[state->n_givens++];
	given->kind = kind;
	given->fact = fact;
	given->span = span;
	return given;
}

void
te_build_given_number(CriteriaState *state, BuildSpan span, CritGivenKind kind,
					  int fact, BuildNumber number)
{
	BuildGiven *given = te_build_given(state, span, kind, fact);

	given->number = number.value;
	given->unit = number.unit;
	if (kind == CRIT_GIVEN_WITHIN &&
		!te_criteria_time_unit(number.unit.data, number.unit.length))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Write the unit of time, such as \"within 28 days\".",
					   "No duration in %s",
					   te_syntax_quote(&state->text, span));
	else if (kind == CRIT_GIVEN_WITHIN)
		te_criteria_require_whole_days(state, span, number.value, number.unit);
}

void
te_build_given_name(CriteriaState *state, BuildSpan span, int fact)
{
	BuildGiven *given =
		state->n_givens == 0 ? NULL : &state->givens[state->n_givens - 1];

	if (state->text.failed)
		return;
	if (given == NULL || given->kind != CRIT_GIVEN_AS)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
			"Write for example \"creatinine in mg/dL\" or \"copd absent means no\".",
			"Nothing is said of %s", te_syntax_quote(&state->text, span));
		return;
	}
	given->names = lappend_int(given->names, fact);
}

/*
 * criteria_pack.c
 *		From the tree of the parser to the flat form that is stored.
 *
 * The layout follows from the tree alone: givens first, then clauses, each
 * expression from the root downwards, facts and texts in the order in which
 * that walk meets them.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "criteria/criteria_build.h"

typedef struct Packer
{
	CriteriaState *state;
	CritNode *nodes;
	int n_nodes;
	CritClause *clauses;
	CritGiven *givens;
	CritFact *facts;
	int n_facts;
	uint32 *args;
	int n_args;
	StringInfoData text;
	uint8 flags; /* of the value */
} Packer;

static CritText pack_text(Packer *packer, BuildText text);
static int pack_fact(Packer *packer, int32 number);
static int pack_node(Packer *packer, int number);
static bool needs_date(const BuildNode *node);
static bool fact_is_dated(CriteriaState *state, int32 number);
static bool node_is_dated(CriteriaState *state, int number);
static void pack_given(Packer *packer, int i);
static void pack_clause(Packer *packer, int i);
static Criteria *assemble(const Packer *packer);

Criteria *
te_criteria_pack(CriteriaState *state)
{
	Packer packer = {state};
	int n_names = 0;

	for (int i = 0; i < state->n_givens; i++)
		n_names += list_length(state->givens[i].names);
	packer.nodes = palloc0_array(CritNode, state->n_nodes);
	packer.clauses = palloc0_array(CritClause, state->n_clauses + 1);
	packer.givens = palloc0_array(CritGiven, state->n_givens + 1);
	packer.facts = palloc0_array(CritFact, state->n_facts + 1);
	/* every node is somebody's child once at most */
	packer.args = palloc0_array(uint32, state->n_nodes + n_names);
	initStringInfo(&packer.text);
	for (int i = 0; i < state->n_givens; i++)
		pack_given(&packer, i);
	for (int i = 0; i < state->n_clauses; i++)
		pack_clause(&packer, i);
	return assemble(&packer);
}

static CritText
pack_text(Packer *packer, BuildText text)
{
	CritText result = {0, 0};

	if (text.length > 0)
	{
		result.offset = packer->text.len;
		result.length = text.length;
		appendBinaryStringInfo(&packer->text, text.data, text.length);
	}
	return result;
}

static int
pack_fact(Packer *packer, int32 number)
{
	BuildFact *fact;

	if (number < 0)
		return -1;
	fact = &packer->state->facts[number];
	if (fact->packed < 0)
	{
		CritFact *packed = &packer->facts[packer->n_facts];

		packed->name = pack_text(packer, fact->name);
		packed->type = fact->type;
		packed->analyte = fact->analyte;
		fact->packed = packer->n_facts++;
	}
	return fact->packed;
}

/* What cannot be answered without the day of the question. */
static bool
needs_date(const BuildNode *node)
{
	switch (node->op)
	{
		case CRIT_AS_OF:
		case CRIT_WINDOW:
			return true;
		case CRIT_HISTORY:
			/* any(f) of a column that says yes or no is that column */
			return node->sub != CRIT_HISTORY_ANY ||
				(node->flags & (CRIT_HAS_WHERE | CRIT_HAS_WINDOW)) != 0;
		default:
			return false;
	}
}

/* True when the fact is derived by something that needs the day. */
static bool
fact_is_dated(CriteriaState *state, int32 number)
{
	BuildFact *fact = &state->facts[number];

	if (fact->derived == 0)
		return false;
	/* no fact is derived from itself: this ends */
	if (fact->dated == 0)
		fact->dated = node_is_dated(state, fact->derived) ? 1 : -1;
	return fact->dated > 0;
}

static bool
node_is_dated(CriteriaState *state, int number)
{
	const BuildNode *node = &state->nodes[number];
	int child = node->args.first;

	check_stack_depth();
	if (needs_date(node) ||
		(node->fact >= 0 && fact_is_dated(state, node->fact)))
		return true;
	for (int i = 0; i < node->args.count; i++)
	{
		if (node_is_dated(state, child))
			return true;
		child = state->nodes[child].next;
	}
	return false;
}

static int
pack_node(Packer *packer, int number)
{
	const BuildNode *node = &packer->state->nodes[number];
	int packed = packer->n_nodes++;
	int first = packer->n_args;
	int child = node->args.first;
	CritNode *result = &packer->nodes[packed];
	uint8 flags = node->flags;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	result->op = node->op;
	result->sub = node->sub;
	result->type = node->op == CRIT_FACT && node->type == CRIT_TYPE_ANY ?
		packer->state->facts[node->fact].type :
		node->type;
	result->n_args = node->args.count;
	result->first_arg = node->args.count > 0 ? first : 0;
	result->fact = pack_fact(packer, node->fact);
	result->name = pack_text(packer, node->name);
	if (node->op == CRIT_DATE)
		result->u.moment = node->u.moment;
	else
		result->u.number = node->u.number;
	packer->n_args += node->args.count;
	if (needs_date(node) ||
		(node->fact >= 0 && fact_is_dated(packer->state, node->fact)))
		flags |= CRIT_NEEDS_DATE;
	for (int i = 0; i < node->args.count; i++)
	{
		int argument = pack_node(packer, child);

		packer->args[first + i] = argument;
		flags |= packer->nodes[argument].flags & CRIT_NEEDS_DATE;
		child = packer->state->nodes[child].next;
	}
	result->flags = flags;
	return packed;
}

static void
pack_given(Packer *packer, int i)
{
	const BuildGiven *given = &packer->state->givens[i];
	CritGiven *result = &packer->givens[i];
	ListCell *cell;

	result->kind = given->kind;
	result->fact = pack_fact(packer, given->fact);
	result->name = pack_text(packer, given->unit);
	result->number = given->number;
	if (given->kind == CRIT_GIVEN_IS)
	{
		result->expression = pack_node(packer, given->expression);
		packer->flags |=
			packer->nodes[result->expression].flags & CRIT_NEEDS_DATE;
	}
	if (given->names == NIL)
		return;
	result->n_args = list_length(given->names);
	result->first_arg = packer->n_args;
	foreach (cell, given->names)
		packer->args[packer->n_args++] = pack_fact(packer, lfirst_int(cell));
}

static void
pack_clause(Packer *packer, int i)
{
	const BuildClause *clause = &packer->state->clauses[i];
	CritClause *result = &packer->clauses[i];

	result->kind = clause->kind;
	result->alternative = clause->alternative;
	result->label = pack_text(packer, clause->label);
	result->title = pack_text(packer, clause->title);
	result->note = pack_text(packer, clause->note);
	result->expression = pack_node(packer, clause->expression);
	packer->flags |= packer->nodes[result->expression].flags & CRIT_NEEDS_DATE;
}

/* All counts are bounded by the limits of criteria.h: no sum overflows. */
static Criteria *
assemble(const Packer *packer)
{
	const CriteriaState *state = packer->state;
	Size size = offsetof(Criteria, data) + sizeof(CritNode) * packer->n_nodes +
		sizeof(CritClause) * state->n_clauses +
		sizeof(CritGiven) * state->n_givens +
		sizeof(CritFact) * packer->n_facts + sizeof(uint32) * packer->n_args +
		packer->text.len;
	Criteria *c = palloc0(size);
	char *at = c->data;

	SET_VARSIZE(c, size);
	c->version = CRITERIA_VERSION;
	c->flags = packer->flags;
	if (CRITERIA_BUILDS_RULES(state))
		c->flags |= CRITERIA_RULES;
	c->n_nodes = packer->n_nodes;
	c->n_args = packer->n_args;
	c->n_clauses = state->n_clauses;
	c->n_givens = state->n_givens;
	c->n_facts = packer->n_facts;
	c->text_length = packer->text.len;
#define PUT(array, n)                              \
	do                                             \
	{                                              \
		memcpy(at, array, sizeof(*(array)) * (n)); \
		at += sizeof(*(array)) * (n);              \
	} while (0)
	PUT(packer->nodes, packer->n_nodes);
	PUT(packer->clauses, state->n_clauses);
	PUT(packer->givens, state->n_givens);
	PUT(packer->facts, packer->n_facts);
	PUT(packer->args, packer->n_args);
	PUT(packer->text.data, packer->text.len);
#undef PUT
	return c;
}

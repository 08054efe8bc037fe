/*
 * support_subset.c
 *		Smaller criteria cut out of larger ones.
 *
 * What has no native operator is left to the column function, which then needs
 * only that part: fewer columns to pass, and a condition that the planner can
 * place by itself.  The nodes are copied as they were resolved, and not parsed
 * again, so that the part answers as it does in the whole.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "criteria/support.h"

typedef struct Subset
{
	const Criteria *from;
	CritNode *nodes;
	uint32 n_nodes;
	CritGiven *givens;
	uint32 n_givens;
	CritFact *facts;
	uint32 n_facts;
	int32 *fact_map; /* old number to new, -1: not taken yet */
	bool *given_taken;
	uint32 *args;
	uint32 n_args;
	StringInfoData text;
} Subset;

static uint32 take_node(Subset *s, uint32 number);
static uint32 take_args(Subset *s, uint32 first, uint32 n);
static int32 take_fact(Subset *s, int32 fact);
static CritText take_text(Subset *s, CritText text);
static void take_givens(Subset *s);
static Criteria *flatten(const Subset *s, const CritClause *clauses,
						 int n_clauses);

Criteria *
te_criteria_subset(const Criteria *c, const CritClause *clauses, int n_clauses)
{
	Subset s;
	CritClause *taken = palloc0_array(CritClause, Max(n_clauses, 1));
	Criteria *subset;

	CHECK_FOR_INTERRUPTS();
	memset(&s, 0, sizeof(s));
	s.from = c;
	s.nodes = palloc0_array(CritNode, Max(c->n_nodes, 1));
	s.givens = palloc0_array(CritGiven, Max(c->n_givens, 1));
	s.facts = palloc0_array(CritFact, Max(c->n_facts, 1));
	s.fact_map = palloc_array(int32, Max(c->n_facts, 1));
	s.given_taken = palloc0_array(bool, Max(c->n_givens, 1));
	s.args = palloc0_array(uint32, Max(c->n_args, 1));
	initStringInfo(&s.text);
	for (uint32 i = 0; i < c->n_facts; i++)
		s.fact_map[i] = -1;

	for (int i = 0; i < n_clauses; i++)
	{
		taken[i] = clauses[i];
		taken[i].expression = take_node(&s, clauses[i].expression);
		taken[i].label = take_text(&s, clauses[i].label);
		taken[i].title = take_text(&s, clauses[i].title);
		taken[i].note = take_text(&s, clauses[i].note);
		/* the group of an alternative begins with what is there */
		if (i == 0)
			taken[i].alternative = false;
	}
	take_givens(&s);
	subset = flatten(&s, taken, n_clauses);
	/* a rewrite may take thousands of pieces of large criteria */
	pfree(taken);
	pfree(s.nodes);
	pfree(s.givens);
	pfree(s.facts);
	pfree(s.fact_map);
	pfree(s.given_taken);
	pfree(s.args);
	pfree(s.text.data);
	return subset;
}

/* Copies a node and all below it. */
static uint32
take_node(Subset *s, uint32 number)
{
	const CritNode *from = &CRITERIA_NODES(s->from)[number];
	uint32 place = s->n_nodes++;
	uint32 first;
	int32 fact;
	CritText name;

	check_stack_depth();
	first = take_args(s, from->first_arg, from->n_args);
	fact = take_fact(s, from->fact);
	name = take_text(s, from->name);
	s->nodes[place] = *from;
	s->nodes[place].first_arg = first;
	s->nodes[place].fact = fact;
	s->nodes[place].name = name;
	return place;
}

/* Copies the nodes in a piece of the list of arguments; where that went. */
static uint32
take_args(Subset *s, uint32 first, uint32 n)
{
	uint32 place = s->n_args;

	if (n == 0)
		return 0;
	s->n_args += n;
	for (uint32 i = 0; i < n; i++)
	{
		uint32 node = take_node(s, CRITERIA_ARGS(s->from)[first + i]);

		s->args[place + i] = node;
	}
	return place;
}

static int32
take_fact(Subset *s, int32 fact)
{
	if (fact < 0)
		return -1;
	if (s->fact_map[fact] < 0)
	{
		s->fact_map[fact] = s->n_facts++;
		s->facts[s->fact_map[fact]] = CRITERIA_FACTS(s->from)[fact];
		s->facts[s->fact_map[fact]].name =
			take_text(s, CRITERIA_FACTS(s->from)[fact].name);
	}
	return s->fact_map[fact];
}

static CritText
take_text(Subset *s, CritText text)
{
	CritText taken = {0, 0};

	if (text.length > 0)
	{
		taken.offset = s->text.len;
		taken.length = text.length;
		appendBinaryStringInfo(&s->text, CRITERIA_TEXT(s->from) + text.offset,
							   text.length);
	}
	return taken;
}

/*
 * Copies what is given about every fact and about the facts taken.  A given
 * may bring in further facts, so this goes on until nothing is added.
 */
static void
take_givens(Subset *s)
{
	bool again = true;

	while (again)
	{
		again = false;
		for (uint32 i = 0; i < s->from->n_givens; i++)
		{
			const CritGiven *from = &CRITERIA_GIVENS(s->from)[i];
			CritGiven *to = &s->givens[i];

			if (s->given_taken[i] ||
				(from->fact >= 0 && s->fact_map[from->fact] < 0))
				continue;
			*to = *from;
			to->fact = take_fact(s, from->fact);
			if (from->kind == CRIT_GIVEN_IS)
				to->expression = take_node(s, from->expression);
			if (from->kind == CRIT_GIVEN_AS)
			{
				to->first_arg = s->n_args;
				s->n_args += from->n_args;
				for (uint32 j = 0; j < from->n_args; j++)
					s->args[to->first_arg + j] =
						take_fact(s,
								  CRITERIA_ARGS(s->from)[from->first_arg + j]);
			}
			to->name = take_text(s, from->name);
			s->given_taken[i] = true;
			s->n_givens++;
			again = true;
		}
	}
}

static Criteria *
flatten(const Subset *s, const CritClause *clauses, int n_clauses)
{
	Size size = offsetof(Criteria, data) + sizeof(CritNode) * s->n_nodes +
		sizeof(CritClause) * n_clauses + sizeof(CritGiven) * s->n_givens +
		sizeof(CritFact) * s->n_facts + sizeof(uint32) * s->n_args +
		s->text.len;
	Criteria *c = palloc0(size);
	CritGiven *given;

	SET_VARSIZE(c, size);
	c->version = CRITERIA_VERSION;
	for (int i = 0; i < n_clauses; i++)
		c->flags |= s->nodes[clauses[i].expression].flags & CRIT_NEEDS_DATE;
	c->n_nodes = s->n_nodes;
	c->n_args = s->n_args;
	c->n_clauses = n_clauses;
	c->n_givens = s->n_givens;
	c->n_facts = s->n_facts;
	c->text_length = s->text.len;
	memcpy((void *) CRITERIA_NODES(c), s->nodes, sizeof(CritNode) * s->n_nodes);
	memcpy((void *) CRITERIA_CLAUSES(c), clauses,
		   sizeof(CritClause) * n_clauses);
	given = (CritGiven *) CRITERIA_GIVENS(c);
	for (uint32 i = 0; i < s->from->n_givens; i++)
	{
		if (s->given_taken[i])
			*given++ = s->givens[i];
	}
	memcpy((void *) CRITERIA_FACTS(c), s->facts, sizeof(CritFact) * s->n_facts);
	memcpy((void *) CRITERIA_ARGS(c), s->args, sizeof(uint32) * s->n_args);
	memcpy((void *) CRITERIA_TEXT(c), s->text.data, s->text.len);
	return c;
}

/*
 * view_text.c
 *		The SELECT that makes a row for criteria: one column for each fact, with
 *		its kind and unit, to be filled in by whoever knows the tables.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "criteria/row.h"

/* How the clauses use a fact. */
#define USE_VALUE 0x01	 /* as it stands */
#define USE_WINDOW 0x02	 /* any(... within ...) */
#define USE_HISTORY 0x04 /* only a history can answer */
#define USE_ULN 0x08
#define USE_LLN 0x10
#define USE_ANCHOR 0x20 /* the date a window hangs on */
#define USE_ANY 0x40	/* any(...) without a window */

typedef struct FactUse
{
	int use;
	bool derived;			/* by "given ... is" */
	bool has_limit[2];		/* by "given ... uln", "lln" */
	CritText unit;			/* by "given ... in" */
	CritText limit_unit;	/* of a limit it is compared with */
	StringInfoData names;	/* by "given ... as" */
	StringInfoData clauses; /* labels */
	int last_clause;
} FactUse;

typedef struct ViewWalk
{
	const Criteria *c;
	FactUse *facts;
	int clause;
} ViewWalk;

static void read_givens(ViewWalk *walk);
static void walk_node(ViewWalk *walk, const CritNode *node, int use);
static void walk_history(ViewWalk *walk, const CritNode *node);
static void walk_compare(ViewWalk *walk, const CritNode *node);
static int limits_below(const Criteria *c, const CritNode *node);
static CritType fact_type(const ViewWalk *walk, int fact,
						  const char **usual_unit, const char **meaning);
static void settle_use(ViewWalk *walk, int fact);
static void note_use(ViewWalk *walk, int fact, int use);
static void append_column(StringInfo to, const char *type, const char *name,
						  const char *comment);
static void append_fact(StringInfo to, const ViewWalk *walk, int fact);
static void append_limit(StringInfo to, const ViewWalk *walk, int fact,
						 bool upper);
static void append_history(StringInfo to, const ViewWalk *walk);
static char *fact_name(const Criteria *c, int fact);
static char *text_of(const Criteria *c, CritText text);

PG_FUNCTION_INFO_V1(criteria_view_sql);

Datum
criteria_view_sql(PG_FUNCTION_ARGS)
{
	const Criteria *c = PG_GETARG_CRITERIA_P(0);
	ViewWalk walk;
	StringInfoData text;

	walk.c = c;
	walk.facts = palloc0_array(FactUse, Max(c->n_facts, 1));
	for (uint32 i = 0; i < c->n_facts; i++)
	{
		initStringInfo(&walk.facts[i].names);
		initStringInfo(&walk.facts[i].clauses);
		walk.facts[i].last_clause = -1;
	}
	read_givens(&walk);
	for (walk.clause = 0; walk.clause < c->n_clauses; walk.clause++)
		walk_node(&walk,
				  &CRITERIA_NODES(
					  c)[CRITERIA_CLAUSES(c)[walk.clause].expression],
				  USE_VALUE);

	for (uint32 i = 0; i < c->n_facts; i++)
		settle_use(&walk, i);

	initStringInfo(&text);
	appendStringInfoString(&text, "SELECT");
	for (uint32 i = 0; i < c->n_facts; i++)
	{
		append_fact(&text, &walk, i);
		append_limit(&text, &walk, i, true);
		append_limit(&text, &walk, i, false);
	}
	append_history(&text, &walk);
	appendStringInfoString(&text,
						   "\nFROM subject  -- your tables, one row a subject");
	PG_RETURN_TEXT_P(cstring_to_text_with_len(text.data, text.len));
}

/* -------------------------------------------------------------------- reading */

static void
read_givens(ViewWalk *walk)
{
	const Criteria *c = walk->c;

	for (uint32 i = 0; i < c->n_givens; i++)
	{
		const CritGiven *given = &CRITERIA_GIVENS(c)[i];
		FactUse *fact = given->fact < 0 ? NULL : &walk->facts[given->fact];

		if (fact == NULL)
			continue;
		switch ((CritGivenKind) given->kind)
		{
			case CRIT_GIVEN_UNIT:
				fact->unit = given->name;
				break;
			case CRIT_GIVEN_ULN:
				fact->has_limit[CRIT_ULN] = true;
				break;
			case CRIT_GIVEN_LLN:
				fact->has_limit[CRIT_LLN] = true;
				break;
			case CRIT_GIVEN_IS:
				fact->derived = true;
				break;
			case CRIT_GIVEN_AS:
				for (uint32 j = 0; j < given->n_args; j++)
					appendStringInfo(
						&fact->names, "%s%s", j > 0 ? ", " : "",
						fact_name(c, CRITERIA_ARGS(c)[given->first_arg + j]));
				break;
			case CRIT_GIVEN_WITHIN:
			case CRIT_GIVEN_ABSENT_NO:
				break;
		}
	}
}

static void
walk_node(ViewWalk *walk, const CritNode *node, int use)
{
	check_stack_depth();
	switch ((CritOp) node->op)
	{
		case CRIT_FACT:
			note_use(walk, node->fact, use);
			return;
		case CRIT_HISTORY:
			walk_history(walk, node);
			return;
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
			walk_compare(walk, node);
			return;
		case CRIT_ANCHOR:
			use = USE_ANCHOR;
			/* FALLTHROUGH */
		default:
			for (uint32 i = 0; i < node->n_args; i++)
				walk_node(walk, CRIT_CHILD(walk->c, node, i), use);
	}
}

/* Facts first, then the condition, then the window. */
static void
walk_history(ViewWalk *walk, const CritNode *node)
{
	int use = USE_HISTORY;

	if (node->sub == CRIT_HISTORY_ANY && (node->flags & CRIT_HAS_WHERE) == 0)
		use = (node->flags & CRIT_HAS_WINDOW) ? USE_WINDOW : USE_ANY;
	for (uint32 i = 0; i < node->n_args; i++)
	{
		const CritNode *child = CRIT_CHILD(walk->c, node, i);

		/* a window's own facts are the dates it hangs on */
		walk_node(walk, child, child->op == CRIT_FACT ? use : USE_VALUE);
	}
}

/*
 * The facts beside a multiple of ULN or LLN need their reference limits, those
 * beside a number with a unit a unit.
 */
static void
walk_compare(ViewWalk *walk, const CritNode *node)
{
	int limits = limits_below(walk->c, node);
	CritText unit = {0, 0};

	for (uint32 i = 0; i < node->n_args; i++)
	{
		const CritNode *child = CRIT_CHILD(walk->c, node, i);

		if (child->op == CRIT_NUMBER && child->name.length > 0)
			unit = child->name;
	}
	for (uint32 i = 0; i < node->n_args; i++)
	{
		const CritNode *child = CRIT_CHILD(walk->c, node, i);

		if (child->op == CRIT_FACT && unit.length > 0)
			walk->facts[child->fact].limit_unit = unit;
		walk_node(walk, child,
				  child->op == CRIT_FACT ? USE_VALUE | limits : USE_VALUE);
	}
}

static int
limits_below(const Criteria *c, const CritNode *node)
{
	int limits = 0;

	check_stack_depth();
	if (node->op == CRIT_LIMIT)
		return node->sub == CRIT_ULN ? USE_ULN : USE_LLN;
	for (uint32 i = 0; i < node->n_args; i++)
		limits |= limits_below(c, CRIT_CHILD(c, node, i));
	return limits;
}

/* A derived fact needs what it is derived from. */
static void
note_use(ViewWalk *walk, int fact, int use)
{
	FactUse *f = &walk->facts[fact];
	bool first = f->use == 0;

	f->use |= use;
	if (f->last_clause != walk->clause)
	{
		f->last_clause = walk->clause;
		appendStringInfo(&f->clauses, "%s%s", f->clauses.len > 0 ? ", " : "",
						 te_criteria_label(walk->c, walk->clause));
	}
	if (!f->derived || !first)
		return;
	for (uint32 i = 0; i < walk->c->n_givens; i++)
	{
		const CritGiven *given = &CRITERIA_GIVENS(walk->c)[i];

		if (given->kind == CRIT_GIVEN_IS && given->fact == fact)
			walk_node(walk, &CRITERIA_NODES(walk->c)[given->expression],
					  USE_VALUE);
	}
}

/* What a fact is: by its uses or, where they leave it open, by the vocabulary. */
static CritType
fact_type(const ViewWalk *walk, int fact, const char **usual_unit,
		  const char **meaning)
{
	CritType type = CRITERIA_FACTS(walk->c)[fact].type;
	CritType known = CRIT_TYPE_ANY;
	char *name = fact_name(walk->c, fact);

	*usual_unit = NULL;
	*meaning = NULL;
	(void) te_vocabulary_find(name, strlen(name), &known, usual_unit, meaning);
	return type == CRIT_TYPE_ANY ? known : type;
}

/* One column is a value or a date or a flag: for two of them it takes a history. */
static void
settle_use(ViewWalk *walk, int fact)
{
	FactUse *f = &walk->facts[fact];
	const char *ignored;
	CritType type = fact_type(walk, fact, &ignored, &ignored);
	bool dated = (f->use & (USE_WINDOW | USE_ANCHOR)) != 0;
	bool flag = (f->use & USE_ANY) != 0 && !dated;

	if ((f->use & USE_VALUE) == 0)
		return;
	if ((dated && type != CRIT_TYPE_DATE && type != CRIT_TYPE_ANY) ||
		(flag && (type == CRIT_TYPE_NUMBER || type == CRIT_TYPE_TEXT)))
		f->use |= USE_HISTORY;
}

/* -------------------------------------------------------------------- writing */

static void
append_fact(StringInfo to, const ViewWalk *walk, int fact)
{
	const FactUse *f = &walk->facts[fact];
	char *name = fact_name(walk->c, fact);
	char *given_unit = text_of(walk->c, f->unit);
	char *limit_unit = text_of(walk->c, f->limit_unit);
	const char *usual_unit;
	const char *meaning;
	CritType type = fact_type(walk, fact, &usual_unit, &meaning);
	bool known = meaning != NULL;
	const char *sql_type = "text";
	StringInfoData comment;

	if (f->use == 0 || f->derived || (f->use & USE_HISTORY))
		return;
	if (!known && limit_unit[0] != '\0')
		usual_unit = limit_unit;

	initStringInfo(&comment);
	if (f->use & USE_WINDOW)
	{
		sql_type = "date";
		appendStringInfoString(&comment,
							   "date of the last one, -infinity for never");
	}
	else if (type == CRIT_TYPE_DATE || (f->use & USE_ANCHOR))
	{
		sql_type = "date";
		appendStringInfoString(&comment, "date");
	}
	else if (type == CRIT_TYPE_BOOLEAN || (f->use & USE_ANY))
	{
		sql_type = "boolean";
		appendStringInfoString(&comment,
							   f->use & USE_ANY ? "yes or no, ever" :
												  "yes or no");
	}
	else if (type == CRIT_TYPE_NUMBER && given_unit[0] != '\0')
	{
		sql_type = "float8";
		appendStringInfo(&comment, "number in %s", given_unit);
	}
	else if (type == CRIT_TYPE_NUMBER && usual_unit != NULL)
	{
		sql_type = "quantity";
		appendStringInfo(&comment, "quantity, %s in %s",
						 known ? "usually" : "for example", usual_unit);
	}
	else if (type == CRIT_TYPE_NUMBER)
	{
		sql_type = "float8";
		appendStringInfoString(&comment, "number");
	}
	else
		appendStringInfoString(&comment, "text");
	if (meaning != NULL)
		appendStringInfo(&comment, ": %s", meaning);
	if (f->names.len > 0)
		appendStringInfo(&comment, "; also as %s", f->names.data);
	appendStringInfo(&comment, " (%s)", f->clauses.data);
	append_column(to, sql_type, name, comment.data);
}

static void
append_limit(StringInfo to, const ViewWalk *walk, int fact, bool upper)
{
	const FactUse *f = &walk->facts[fact];
	char *name = fact_name(walk->c, fact);

	if ((f->use & (upper ? USE_ULN : USE_LLN)) == 0 || (f->use & USE_HISTORY) ||
		f->derived || f->has_limit[upper ? CRIT_ULN : CRIT_LLN])
		return;
	append_column(to, "float8", psprintf("%s_%s", name, upper ? "uln" : "lln"),
				  psprintf("%s limit of normal of %s, in its unit",
						   upper ? "upper" : "lower", name));
}

static void
append_history(StringInfo to, const ViewWalk *walk)
{
	StringInfoData comment;
	int n = 0;

	initStringInfo(&comment);
	appendStringInfoString(&comment, "dated entries of ");
	for (uint32 i = 0; i < walk->c->n_facts; i++)
	{
		if ((walk->facts[i].use & USE_HISTORY) == 0 || walk->facts[i].derived)
			continue;
		appendStringInfo(&comment, "%s%s (%s)", n++ > 0 ? ", " : "",
						 fact_name(walk->c, i), walk->facts[i].clauses.data);
	}
	if (n > 0)
		append_column(to, "patient_history", ROW_HISTORY_COLUMN, comment.data);
}

/* The comma goes in front, so that each line can be edited by itself. */
static void
append_column(StringInfo to, const char *type, const char *name,
			  const char *comment)
{
	bool first = strcmp(to->data, "SELECT") == 0;
	char *clean = pstrdup(comment);

	for (char *p = clean; *p != '\0'; p++)
	{
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	}
	appendStringInfo(to, "\n    %s NULL::%s AS %s  -- %s", first ? " " : ",",
					 type, quote_identifier(name), clean);
	pfree(clean);
}

static char *
fact_name(const Criteria *c, int fact)
{
	return text_of(c, CRITERIA_FACTS(c)[fact].name);
}

static char *
text_of(const Criteria *c, CritText text)
{
	return pnstrdup(CRITERIA_TEXT(c) + text.offset, text.length);
}

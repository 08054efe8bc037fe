/*
 * criteria_print.c
 *		The normal form of criteria: one clause a line, keywords in lower case,
 *		as few parentheses as the precedence of operators allows.
 *
 * Printing is the inverse of parsing: the text printed parses to the same
 * bytes.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "criteria/criteria_print.h"

static Level level_of(const CritNode *node);
static void print_list(Printer *p, const CritNode *node, int from, int to,
					   const char *separator, Level level);
static void print_infix(Printer *p, const CritNode *node, const char *symbol,
						Level left, Level right);
static void print_part_of_baseline(Printer *p, const CritNode *node);
static void print_predicate(Printer *p, const CritNode *node);
static void print_value(Printer *p, const CritNode *node);
static void print_history(Printer *p, const CritNode *node);
static void print_window(Printer *p, const CritNode *node);
static void print_anchor(Printer *p, const CritNode *node);
static void print_number(Printer *p, double number, CritText unit);
static void print_quoted(Printer *p, CritText text, char quote);
static void print_given_fact(Printer *p, int fact);

static const char *const compare_text[] = {"=", "<>", "<", "<=", ">", ">="};
static const char *const count_text[] = {"at least", "at most", "exactly"};
static const char *const is_text[] = {"known", "true", "false", "unknown"};
static const char *const boolean_text[] = {"false", "true", "unknown"};
static const char *const attribute_text[] = {"value", "text", "duration",
											 "start", "stop"};
static const char *const kind_text[] = {"include", "exclude", "report", "",
										"else"};

char *
te_criteria_print(const Criteria *c)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	for (int i = 0; i < c->n_givens; i++)
	{
		appendStringInfoString(&buf, i == 0 ? "given " : ", ");
		te_print_given(&p, &CRITERIA_GIVENS(c)[i]);
	}
	for (int i = 0; i < c->n_clauses; i++)
	{
		if (buf.len > 0)
			appendStringInfoString(&buf, ";\n");
		te_print_clause(&p, &CRITERIA_CLAUSES(c)[i]);
	}
	return buf.data;
}

char *
te_criteria_print_node(const Criteria *c, const CritNode *node)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	te_print_node(&p, node, LEVEL_OR);
	return buf.data;
}

char *
te_criteria_print_readable(const Criteria *c, const CritNode *node)
{
	StringInfoData buf;
	Printer p = {c, &buf, true};

	initStringInfo(&buf);
	te_print_node(&p, node, LEVEL_OR);
	return buf.data;
}

char *
te_criteria_print_clause(const Criteria *c, int clause)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	te_print_clause(&p, &CRITERIA_CLAUSES(c)[clause]);
	return buf.data;
}

char *
te_criteria_print_given(const Criteria *c, int given)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	te_print_given(&p, &CRITERIA_GIVENS(c)[given]);
	return buf.data;
}

/* A clause without a label goes by its position. */
char *
te_criteria_label(const Criteria *c, int clause)
{
	CritText label = CRITERIA_CLAUSES(c)[clause].label;

	return label.length == 0 ?
		psprintf("%d", clause + 1) :
		pnstrdup(CRITERIA_TEXT(c) + label.offset, label.length);
}

/* --------------------------------------------------- givens and clauses */

void
te_print_given(Printer *p, const CritGiven *given)
{
	if (given->fact < 0)
		appendStringInfoChar(p->buf, '*');
	else if (p->at_baseline)
		te_lower_fact(p, given->fact, true);
	else
		print_given_fact(p, given->fact);
	switch ((CritGivenKind) given->kind)
	{
		case CRIT_GIVEN_UNIT:
			appendStringInfo(p->buf, " in %.*s", (int) given->name.length,
							 CRITERIA_TEXT(p->c) + given->name.offset);
			break;
		case CRIT_GIVEN_WITHIN:
			appendStringInfoString(p->buf, " within ");
			print_number(p, given->number, given->name);
			break;
		case CRIT_GIVEN_ULN:
			appendStringInfoString(p->buf, " uln ");
			print_number(p, given->number, given->name);
			break;
		case CRIT_GIVEN_LLN:
			appendStringInfoString(p->buf, " lln ");
			print_number(p, given->number, given->name);
			break;
		case CRIT_GIVEN_ABSENT_NO:
			appendStringInfoString(p->buf, " absent means no");
			break;
		case CRIT_GIVEN_IS:
			appendStringInfoString(p->buf, " is ");
			te_print_node(p, &CRITERIA_NODES(p->c)[given->expression],
						  LEVEL_OR);
			break;
		case CRIT_GIVEN_AS:
			for (int i = 0; i < given->n_args; i++)
			{
				int other = CRITERIA_ARGS(p->c)[given->first_arg + i];

				appendStringInfoString(p->buf, i == 0 ? " as " : ", ");
				if (p->at_baseline)
					te_lower_fact(p, other, true);
				else
					te_print_fact(p, other);
			}
			break;
	}
}

/* In response rules baseline.egfr needs no quotation marks. */
static void
print_given_fact(Printer *p, int fact)
{
	CritText name = CRITERIA_FACTS(p->c)[fact].name;
	const char *data = CRITERIA_TEXT(p->c) + name.offset;
	size_t length = name.length;
	const char *own = te_fact_own_name(data, &length);

	if (own != data && p->lowering == NULL &&
		(p->c->flags & CRITERIA_RULES) != 0)
	{
		appendStringInfoString(p->buf, BASELINE_PREFIX);
		te_print_name(p, own, length);
	}
	else
		te_print_fact(p, fact);
}

void
te_print_clause(Printer *p, const CritClause *clause)
{
	if (clause->alternative)
		appendStringInfoString(p->buf, "or ");
	appendStringInfoString(p->buf, kind_text[clause->kind]);
	if (clause->label.length > 0)
		appendStringInfo(p->buf, "%s%.*s", clause->kind == CRIT_RULE ? "" : " ",
						 (int) clause->label.length,
						 CRITERIA_TEXT(p->c) + clause->label.offset);
	if (clause->title.length > 0)
	{
		appendStringInfoChar(p->buf, ' ');
		print_quoted(p, clause->title, '"');
	}
	if (clause->kind != CRIT_ELSE)
	{
		if (clause->label.length > 0 || clause->title.length > 0)
			appendStringInfoChar(p->buf, ':');
		appendStringInfoChar(p->buf, ' ');
		te_print_node(p, &CRITERIA_NODES(p->c)[clause->expression], LEVEL_OR);
	}
	if (clause->note.length > 0)
	{
		appendStringInfoString(p->buf, " note ");
		print_quoted(p, clause->note, '"');
	}
}

/* ----------------------------------------------------------- expressions */

static Level
level_of(const CritNode *node)
{
	switch ((CritOp) node->op)
	{
		case CRIT_OR:
			return LEVEL_OR;
		case CRIT_AND:
			return LEVEL_AND;
		case CRIT_NOT:
			return LEVEL_NOT;
		case CRIT_IS:
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
		case CRIT_CONTAINS:
			return LEVEL_PREDICATE;
		case CRIT_HISTORY:
			return (node->flags & CRIT_IMPLICIT_ANY) != 0 ? LEVEL_PREDICATE :
															LEVEL_PRIMARY;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			return LEVEL_SUM;
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
			return LEVEL_PRODUCT;
		case CRIT_POWER:
			return LEVEL_POWER;
		case CRIT_NEGATE:
			return LEVEL_UNARY;
		case CRIT_NUMBER:
			return node->u.number < 0 ? LEVEL_UNARY : LEVEL_PRIMARY;
		default:
			return LEVEL_PRIMARY;
	}
}

void
te_print_node(Printer *p, const CritNode *node, Level needed)
{
	bool parentheses = level_of(node) < needed;

	check_stack_depth();
	if (parentheses)
		appendStringInfoChar(p->buf, '(');
	switch ((CritOp) node->op)
	{
		case CRIT_OR:
			print_list(p, node, 0, node->n_args, " or ", LEVEL_AND);
			break;
		case CRIT_AND:
			print_list(p, node, 0, node->n_args, " and ", LEVEL_NOT);
			break;
		case CRIT_NOT:
			appendStringInfoString(p->buf, "not ");
			te_print_node(p, CRIT_CHILD(p->c, node, 0), LEVEL_NOT);
			break;
		case CRIT_ADD:
			print_infix(p, node, "+", LEVEL_SUM, LEVEL_PRODUCT);
			break;
		case CRIT_SUBTRACT:
			print_infix(p, node, "-", LEVEL_SUM, LEVEL_PRODUCT);
			break;
		case CRIT_MULTIPLY:
			if (p->readable && te_is_part_of_baseline(p->c, node))
				print_part_of_baseline(p, node);
			else
				print_infix(p, node, "*", LEVEL_PRODUCT, LEVEL_POWER);
			break;
		case CRIT_DIVIDE:
			print_infix(p, node, "/", LEVEL_PRODUCT, LEVEL_POWER);
			break;
		case CRIT_POWER:
			print_infix(p, node, "^", LEVEL_UNARY, LEVEL_UNARY);
			break;
		case CRIT_NEGATE:
		{
			int at = p->buf->len + 1;

			appendStringInfoChar(p->buf, '-');
			te_print_node(p, CRIT_CHILD(p->c, node, 0), LEVEL_UNARY);
			/* two minus signs together would begin a comment */
			if (p->buf->data[at] == '-')
			{
				appendStringInfoChar(p->buf, ' ');
				memmove(p->buf->data + at + 1, p->buf->data + at,
						p->buf->len - at - 1);
				p->buf->data[at] = ' ';
			}
		}
		break;
		case CRIT_COUNT_OF:
		case CRIT_IS:
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
		case CRIT_CONTAINS:
			print_predicate(p, node);
			break;
		case CRIT_HISTORY:
			print_history(p, node);
			break;
		case CRIT_WINDOW:
			print_window(p, node);
			break;
		case CRIT_ANCHOR:
			print_anchor(p, node);
			break;
		default:
			print_value(p, node);
			break;
	}
	if (parentheses)
		appendStringInfoChar(p->buf, ')');
}

/* Is it a number times a fact at baseline? */
bool
te_is_part_of_baseline(const Criteria *c, const CritNode *node)
{
	const CritNode *factor;
	const CritNode *fact;
	CritText name;
	size_t length;
	const char *data;

	if (node->op != CRIT_MULTIPLY)
		return false;
	factor = CRIT_CHILD(c, node, 0);
	fact = CRIT_CHILD(c, node, 1);
	if (factor->op != CRIT_NUMBER || factor->name.length > 0 ||
		fact->op != CRIT_FACT)
		return false;
	name = CRITERIA_FACTS(c)[fact->fact].name;
	length = name.length;
	data = CRITERIA_TEXT(c) + name.offset;
	return te_fact_own_name(data, &length) != data;
}

/* "85 % of baseline.egfr" */
static void
print_part_of_baseline(Printer *p, const CritNode *node)
{
	appendStringInfo(p->buf, "%.14g %% of ",
					 CRIT_CHILD(p->c, node, 0)->u.number * 100);
	te_print_fact(p, CRIT_CHILD(p->c, node, 1)->fact);
}

/* Children from .. to - 1. */
static void
print_list(Printer *p, const CritNode *node, int from, int to,
		   const char *separator, Level level)
{
	for (int i = from; i < to; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i > from)
			appendStringInfoString(p->buf, separator);
		te_print_node(p, CRIT_CHILD(p->c, node, i), level);
	}
}

static void
print_infix(Printer *p, const CritNode *node, const char *symbol, Level left,
			Level right)
{
	te_print_node(p, CRIT_CHILD(p->c, node, 0), left);
	appendStringInfo(p->buf, " %s ", symbol);
	te_print_node(p, CRIT_CHILD(p->c, node, 1), right);
}

static void
print_predicate(Printer *p, const CritNode *node)
{
	const char *not = (node->flags & CRIT_NEGATED) != 0 ? "not " : "";
	char number[CRITERIA_NUMBER_SIZE];

	if (p->lowering != NULL)
		p->partner = te_lower_partner(p->c, node);
	if (node->op == CRIT_COUNT_OF)
	{
		te_criteria_print_number(node->u.number, number);
		appendStringInfo(p->buf, "%s %s of (", count_text[node->sub], number);
		print_list(p, node, 0, node->n_args, ", ", LEVEL_OR);
		appendStringInfoChar(p->buf, ')');
		return;
	}
	te_print_node(p, CRIT_CHILD(p->c, node, 0), LEVEL_SUM);
	if (p->lowering != NULL)
		p->partner = te_lower_partner(p->c, node);
	switch ((CritOp) node->op)
	{
		case CRIT_IS:
			appendStringInfo(p->buf, " is %s%s", not, is_text[node->sub]);
			break;
		case CRIT_COMPARE:
			appendStringInfo(p->buf, " %s ", compare_text[node->sub]);
			te_print_node(p, CRIT_CHILD(p->c, node, 1), LEVEL_SUM);
			break;
		case CRIT_BETWEEN:
			appendStringInfo(p->buf, " %sbetween ", not );
			print_list(p, node, 1, 3, " and ", LEVEL_SUM);
			break;
		case CRIT_IN:
			appendStringInfo(p->buf, " %sin (", not );
			print_list(p, node, 1, node->n_args, ", ", LEVEL_OR);
			appendStringInfoChar(p->buf, ')');
			break;
		default:
			appendStringInfoString(p->buf, " contains ");
			te_print_node(p, CRIT_CHILD(p->c, node, 1), LEVEL_SUM);
			break;
	}
}

static void
print_value(Printer *p, const CritNode *node)
{
	char buffer[CRITERIA_NUMBER_SIZE];

	switch ((CritOp) node->op)
	{
		case CRIT_NUMBER:
			print_number(p, node->u.number, node->name);
			break;
		case CRIT_LIMIT:
			if (node->u.number != 1)
			{
				te_criteria_print_number(node->u.number, buffer);
				appendStringInfo(p->buf, "%s ", buffer);
			}
			appendStringInfoString(p->buf,
								   node->sub == CRIT_ULN ? "ULN" : "LLN");
			break;
		case CRIT_PERCENT_OF_BASELINE:
			if (p->lowering != NULL)
			{
				te_lower_percentage(p, node);
				break;
			}
			te_criteria_print_number(node->u.number, buffer);
			appendStringInfo(p->buf, "%s %% of baseline", buffer);
			break;
		case CRIT_STRING:
			print_quoted(p, node->name, '\'');
			break;
		case CRIT_DATE:
			te_criteria_print_date(node->u.moment, buffer);
			appendStringInfo(p->buf, "date '%s'", buffer);
			break;
		case CRIT_AS_OF:
			appendStringInfoString(p->buf, "as_of");
			break;
		case CRIT_BOOLEAN:
			appendStringInfoString(p->buf, boolean_text[node->sub]);
			break;
		case CRIT_FACT:
			if (p->lowering != NULL)
			{
				te_lower_fact(p, node->fact,
							  p->at_baseline ||
								  (node->flags & CRIT_BASELINE) != 0);
				break;
			}
			if ((node->flags & CRIT_BASELINE) != 0)
				appendStringInfoString(p->buf, BASELINE_PREFIX);
			te_print_fact(p, node->fact);
			break;
		case CRIT_ATTRIBUTE:
			appendStringInfoString(p->buf, attribute_text[node->sub]);
			break;
		case CRIT_BASELINE_DATE:
			appendStringInfoString(p->buf,
								   p->lowering != NULL ? BASELINE_DATE_FACT :
														 "baseline");
			break;
		case CRIT_CALL:
			appendStringInfo(p->buf, "%.*s(", (int) node->name.length,
							 CRITERIA_TEXT(p->c) + node->name.offset);
			print_list(p, node, 0, node->n_args, ", ", LEVEL_OR);
			appendStringInfoChar(p->buf, ')');
			break;
		default:
			elog(ERROR, "unrecognized node in criteria: %d", node->op);
	}
}

/* ----------------------------------------------------------- the history */

static void
print_history(Printer *p, const CritNode *node)
{
	bool has_where = (node->flags & CRIT_HAS_WHERE) != 0;
	bool has_window = (node->flags & CRIT_HAS_WINDOW) != 0;
	bool implicit = (node->flags & CRIT_IMPLICIT_ANY) != 0;
	int n_facts = node->n_args - has_where - has_window;

	if (p->lowering != NULL && te_lower_history(p, node))
		return;
	if (!implicit)
		appendStringInfo(p->buf, "%s(", te_criteria_history_name(node->sub));
	print_list(p, node, 0, n_facts, ", ", LEVEL_PRIMARY);
	if (has_where)
	{
		appendStringInfoString(p->buf, " where ");
		te_print_node(p, CRIT_CHILD(p->c, node, n_facts), LEVEL_OR);
	}
	if (has_window)
	{
		appendStringInfoChar(p->buf, ' ');
		print_window(p, CRIT_CHILD(p->c, node, node->n_args - 1));
	}
	if (!implicit)
		appendStringInfoChar(p->buf, ')');
}

static void
print_window(Printer *p, const CritNode *node)
{
	static const char *const words[] = {"within ", "within ",  "within ",
										"within ", "between ", "between ",
										"on ",	   "",		   "ever"};
	static const char *const relations[] = {NULL,	" before ", " after ",
											" of ", " before ", " after ",
											NULL,	NULL,		NULL};
	int next = 0;

	appendStringInfoString(p->buf, words[node->sub]);
	switch ((CritWindow) node->sub)
	{
		case CRIT_WINDOW_WITHIN:
			te_print_node(p, CRIT_CHILD(p->c, node, 0), LEVEL_PRIMARY);
			break;
		case CRIT_WINDOW_SINCE_UNTIL:
			if ((node->flags & CRIT_HAS_SINCE) != 0)
			{
				appendStringInfoString(p->buf, "since ");
				print_anchor(p, CRIT_CHILD(p->c, node, next++));
			}
			if ((node->flags & CRIT_HAS_UNTIL) != 0)
			{
				appendStringInfoString(p->buf, next > 0 ? " until " : "until ");
				print_anchor(p, CRIT_CHILD(p->c, node, next));
			}
			break;
		case CRIT_WINDOW_EVER:
			break;
		default:
			print_list(p, node, 0, node->n_args - 1, " and ", LEVEL_PRIMARY);
			if (relations[node->sub] != NULL)
				appendStringInfoString(p->buf, relations[node->sub]);
			print_anchor(p, CRIT_CHILD(p->c, node, node->n_args - 1));
			break;
	}
}

static bool
is_named(const Criteria *c, int fact, const char *name)
{
	CritText text = CRITERIA_FACTS(c)[fact].name;

	return text.length == strlen(name) &&
		memcmp(CRITERIA_TEXT(c) + text.offset, name, text.length) == 0;
}

static void
print_anchor(Printer *p, const CritNode *node)
{
	const CritNode *day = CRIT_CHILD(p->c, node, 0);

	if (p->readable && day->op == CRIT_FACT &&
		is_named(p->c, day->fact, BASELINE_DATE_FACT))
		appendStringInfoString(p->buf, "baseline");
	else
		te_print_node(p, CRIT_CHILD(p->c, node, 0), LEVEL_PRIMARY);
	if (node->n_args > 1)
	{
		appendStringInfoString(p->buf, node->sub == 1 ? " + " : " - ");
		te_print_node(p, CRIT_CHILD(p->c, node, 1), LEVEL_PRIMARY);
	}
}

/* ------------------------------------------------------------ the leaves */

static void
print_number(Printer *p, double number, CritText unit)
{
	char buffer[CRITERIA_NUMBER_SIZE];

	te_criteria_print_number(number, buffer);
	appendStringInfoString(p->buf, buffer);
	if (unit.length > 0)
		appendStringInfo(p->buf, " %.*s", (int) unit.length,
						 CRITERIA_TEXT(p->c) + unit.offset);
}

static void
print_quoted(Printer *p, CritText text, char quote)
{
	const char *data = CRITERIA_TEXT(p->c) + text.offset;

	appendStringInfoChar(p->buf, quote);
	for (int i = 0; i < text.length; i++)
	{
		if (data[i] == quote)
			appendStringInfoChar(p->buf, quote);
		appendStringInfoChar(p->buf, data[i]);
	}
	appendStringInfoChar(p->buf, quote);
}

void
te_print_fact(Printer *p, int fact)
{
	CritText name = CRITERIA_FACTS(p->c)[fact].name;

	te_print_name(p, CRITERIA_TEXT(p->c) + name.offset, name.length);
}

void
te_print_name(Printer *p, const char *name, int length)
{
	size_t kind_length = length;
	const char *kind = te_fact_own_name(name, &kind_length);

	(void) te_fact_less_date(kind, &kind_length);
	if (te_criteria_plain_name(name, length) ||
		(p->readable && te_criteria_plain_name(kind, kind_length)))
		appendBinaryStringInfo(p->buf, name, length);
	else
	{
		appendStringInfoChar(p->buf, '"');
		for (int i = 0; i < length; i++)
		{
			if (name[i] == '"')
				appendStringInfoChar(p->buf, '"');
			appendStringInfoChar(p->buf, name[i]);
		}
		appendStringInfoChar(p->buf, '"');
	}
}

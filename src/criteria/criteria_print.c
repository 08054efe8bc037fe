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

#include "criteria/criteria_build.h"

/* From loosest to tightest; an operand is printed at the level it needs. */
typedef enum Level
{
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_PREDICATE,
	LEVEL_SUM,
	LEVEL_PRODUCT,
	LEVEL_POWER,
	LEVEL_UNARY,
	LEVEL_PRIMARY
} Level;

typedef struct Printer
{
	const Criteria *c;
	StringInfo buf;
	bool readable;					  /* for reasons, not to be parsed */
	const CriteriaLowering *lowering; /* NULL: the text as it is meant */
	bool at_baseline;		 /* facts stand for their baseline values */
	const CritNode *partner; /* what a percentage is compared with */
	bool *baselined;		 /* facts printed as "baseline.fact" so far */
} Printer;

static Level level_of(const CritNode *node);
static void print(Printer *p, const CritNode *node, Level needed);
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
static void print_fact(Printer *p, int fact);
static void print_name(Printer *p, const char *name, int length);
static void print_given(Printer *p, const CritGiven *given);
static void print_given_fact(Printer *p, int fact);
static const CritNode *partner_of(const Criteria *c, const CritNode *node);
static void lower_percentage(Printer *p, const CritNode *node);
static void lower_fact(Printer *p, int fact, bool at_baseline);
static bool lower_history(Printer *p, const CritNode *node);
static bool given_at_baseline(const Criteria *c, const CritGiven *given);
static void lower_givens(Printer *p);
static void print_clause(Printer *p, const CritClause *clause);

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
		print_given(&p, &CRITERIA_GIVENS(c)[i]);
	}
	for (int i = 0; i < c->n_clauses; i++)
	{
		if (buf.len > 0)
			appendStringInfoString(&buf, ";\n");
		print_clause(&p, &CRITERIA_CLAUSES(c)[i]);
	}
	return buf.data;
}

char *
te_criteria_print_node(const Criteria *c, const CritNode *node)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	print(&p, node, LEVEL_OR);
	return buf.data;
}

char *
te_criteria_print_readable(const Criteria *c, const CritNode *node)
{
	StringInfoData buf;
	Printer p = {c, &buf, true};

	initStringInfo(&buf);
	print(&p, node, LEVEL_OR);
	return buf.data;
}

char *
te_criteria_print_clause(const Criteria *c, int clause)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	print_clause(&p, &CRITERIA_CLAUSES(c)[clause]);
	return buf.data;
}

char *
te_criteria_print_given(const Criteria *c, int given)
{
	StringInfoData buf;
	Printer p = {c, &buf};

	initStringInfo(&buf);
	print_given(&p, &CRITERIA_GIVENS(c)[given]);
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

static void
print_given(Printer *p, const CritGiven *given)
{
	if (given->fact < 0)
		appendStringInfoChar(p->buf, '*');
	else if (p->at_baseline)
		lower_fact(p, given->fact, true);
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
			print(p, &CRITERIA_NODES(p->c)[given->expression], LEVEL_OR);
			break;
		case CRIT_GIVEN_AS:
			for (int i = 0; i < given->n_args; i++)
			{
				int other = CRITERIA_ARGS(p->c)[given->first_arg + i];

				appendStringInfoString(p->buf, i == 0 ? " as " : ", ");
				if (p->at_baseline)
					lower_fact(p, other, true);
				else
					print_fact(p, other);
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
		print_name(p, own, length);
	}
	else
		print_fact(p, fact);
}

static void
print_clause(Printer *p, const CritClause *clause)
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
		print(p, &CRITERIA_NODES(p->c)[clause->expression], LEVEL_OR);
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

static void
print(Printer *p, const CritNode *node, Level needed)
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
			print(p, CRIT_CHILD(p->c, node, 0), LEVEL_NOT);
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
			print(p, CRIT_CHILD(p->c, node, 0), LEVEL_UNARY);
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
	print_fact(p, CRIT_CHILD(p->c, node, 1)->fact);
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
		print(p, CRIT_CHILD(p->c, node, i), level);
	}
}

static void
print_infix(Printer *p, const CritNode *node, const char *symbol, Level left,
			Level right)
{
	print(p, CRIT_CHILD(p->c, node, 0), left);
	appendStringInfo(p->buf, " %s ", symbol);
	print(p, CRIT_CHILD(p->c, node, 1), right);
}

static void
print_predicate(Printer *p, const CritNode *node)
{
	const char *not = (node->flags & CRIT_NEGATED) != 0 ? "not " : "";
	char number[CRITERIA_NUMBER_SIZE];

	if (p->lowering != NULL)
		p->partner = partner_of(p->c, node);
	if (node->op == CRIT_COUNT_OF)
	{
		te_criteria_print_number(node->u.number, number);
		appendStringInfo(p->buf, "%s %s of (", count_text[node->sub], number);
		print_list(p, node, 0, node->n_args, ", ", LEVEL_OR);
		appendStringInfoChar(p->buf, ')');
		return;
	}
	print(p, CRIT_CHILD(p->c, node, 0), LEVEL_SUM);
	if (p->lowering != NULL)
		p->partner = partner_of(p->c, node);
	switch ((CritOp) node->op)
	{
		case CRIT_IS:
			appendStringInfo(p->buf, " is %s%s", not, is_text[node->sub]);
			break;
		case CRIT_COMPARE:
			appendStringInfo(p->buf, " %s ", compare_text[node->sub]);
			print(p, CRIT_CHILD(p->c, node, 1), LEVEL_SUM);
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
			print(p, CRIT_CHILD(p->c, node, 1), LEVEL_SUM);
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
				lower_percentage(p, node);
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
				lower_fact(p, node->fact,
						   p->at_baseline ||
							   (node->flags & CRIT_BASELINE) != 0);
				break;
			}
			if ((node->flags & CRIT_BASELINE) != 0)
				appendStringInfoString(p->buf, BASELINE_PREFIX);
			print_fact(p, node->fact);
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

	if (p->lowering != NULL && lower_history(p, node))
		return;
	if (!implicit)
		appendStringInfo(p->buf, "%s(", te_criteria_history_name(node->sub));
	print_list(p, node, 0, n_facts, ", ", LEVEL_PRIMARY);
	if (has_where)
	{
		appendStringInfoString(p->buf, " where ");
		print(p, CRIT_CHILD(p->c, node, n_facts), LEVEL_OR);
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
			print(p, CRIT_CHILD(p->c, node, 0), LEVEL_PRIMARY);
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
		print(p, CRIT_CHILD(p->c, node, 0), LEVEL_PRIMARY);
	if (node->n_args > 1)
	{
		appendStringInfoString(p->buf, node->sub == 1 ? " + " : " - ");
		print(p, CRIT_CHILD(p->c, node, 1), LEVEL_PRIMARY);
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

static void
print_fact(Printer *p, int fact)
{
	CritText name = CRITERIA_FACTS(p->c)[fact].name;

	print_name(p, CRITERIA_TEXT(p->c) + name.offset, name.length);
}

static void
print_name(Printer *p, const char *name, int length)
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

/* ----------------------------------------------- response rules as criteria */

/*
 * Response rules become criteria that any row or history can be asked: what
 * they say of baseline are facts of the name "baseline.fact" then, and the
 * baseline's day is the fact baseline_date.  The rules are include clauses,
 * "else" is a report of true.
 */
Criteria *
te_criteria_lower(const Criteria *rules, const CriteriaLowering *lowering)
{
	StringInfoData clauses;
	StringInfoData givens;
	Criteria *result;
	Printer p = {rules, &clauses};

	if (rules->n_clauses == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("response rules have no rule, only what is given")));
	initStringInfo(&clauses);
	initStringInfo(&givens);
	p.lowering = lowering;
	p.baselined = palloc0_array(bool, rules->n_facts + 1);
	for (int i = 0; i < rules->n_clauses; i++)
	{
		CritClause clause = CRITERIA_CLAUSES(rules)[i];

		clause.kind = clause.kind == CRIT_ELSE ? CRIT_REPORT : CRIT_INCLUDE;
		appendStringInfoString(&clauses, i == 0 ? "" : ";\n");
		print_clause(&p, &clause);
	}
	p.buf = &givens;
	lower_givens(&p);
	if (givens.len > 0)
		appendStringInfoString(&givens, ";\n");
	appendBinaryStringInfo(&givens, clauses.data, clauses.len);
	result = te_criteria_parse(givens.data, givens.len, NULL);
	result->flags |= CRITERIA_LOWERED;
	return result;
}

Criteria *
te_rules_for_history(const Criteria *rules)
{
	CriteriaLowering lowering = {false, NULL, NULL};

	return te_criteria_lower(rules, &lowering);
}

/* What stands beside a percentage of baseline in a comparison, or NULL. */
static const CritNode *
partner_of(const Criteria *c, const CritNode *node)
{
	if (node->op != CRIT_COMPARE && node->op != CRIT_BETWEEN)
		return NULL;
	return CRIT_CHILD(c, node,
					  CRIT_CHILD(c, node, 0)->op == CRIT_PERCENT_OF_BASELINE ?
						  1 :
						  0);
}

/* "egfr >= 85 % of baseline" is "egfr >= 0.85 * baseline.egfr" */
static void
lower_percentage(Printer *p, const CritNode *node)
{
	char number[CRITERIA_NUMBER_SIZE];
	bool at_baseline = p->at_baseline;
	const CritNode *partner = p->partner;

	te_criteria_print_number(node->u.number / 100, number);
	appendStringInfo(p->buf, "%s * ", number);
	p->at_baseline = true;
	print(p, partner, LEVEL_POWER);
	p->at_baseline = at_baseline;
	p->partner = partner;
}

/* What does not change stands for itself, at baseline too. */
static bool
is_lasting(const char *name, int length)
{
	return (length == 3 && memcmp(name, "sex", 3) == 0) ||
		(length == 10 && memcmp(name, "birth_date", 10) == 0);
}

static void
lower_fact(Printer *p, int fact, bool at_baseline)
{
	CritText name = CRITERIA_FACTS(p->c)[fact].name;
	const char *data = CRITERIA_TEXT(p->c) + name.offset;
	size_t length = name.length;

	if (te_fact_own_name(data, &length) != data ||
		is_lasting(data, name.length))
		at_baseline = false;
	if (at_baseline)
	{
		char *full = psprintf(BASELINE_PREFIX "%.*s", (int) name.length, data);

		p->baselined[fact] = true;
		print_name(p, full, strlen(full));
	}
	else
		print_name(p, data, name.length);
}

/*
 * "any(f since baseline)" over rows: a flag of the current row says so already,
 * a date is compared with baseline_date.  True when it has been printed.
 */
static bool
lower_history(Printer *p, const CritNode *node)
{
	const CritNode *window = CRIT_CHILD(p->c, node, node->n_args - 1);
	const CritNode *anchor;

	if (!p->lowering->over_rows || node->sub != CRIT_HISTORY_ANY ||
		(node->flags & (CRIT_HAS_WINDOW | CRIT_HAS_WHERE)) != CRIT_HAS_WINDOW ||
		window->sub != CRIT_WINDOW_SINCE_UNTIL ||
		(window->flags & (CRIT_HAS_SINCE | CRIT_HAS_UNTIL)) != CRIT_HAS_SINCE)
		return false;
	anchor = CRIT_CHILD(p->c, window, 0);
	if (anchor->n_args != 1 ||
		CRIT_CHILD(p->c, anchor, 0)->op != CRIT_BASELINE_DATE)
		return false;
	appendStringInfoChar(p->buf, '(');
	for (uint32 i = 0; i < node->n_args - 1; i++)
	{
		int fact = CRIT_CHILD(p->c, node, i)->fact;
		CritText name = CRITERIA_FACTS(p->c)[fact].name;

		appendStringInfoString(p->buf, i == 0 ? "" : " or ");
		switch (p->lowering->column_kind(p->lowering,
										 CRITERIA_TEXT(p->c) + name.offset,
										 name.length))
		{
			case LOWER_DATE:
			{
				char *dated =
					psprintf("%.*s" EVENT_DATE_SUFFIX, (int) name.length,
							 CRITERIA_TEXT(p->c) + name.offset);

				print_name(p, dated, strlen(dated));
				appendStringInfoString(p->buf, " >= " BASELINE_DATE_FACT);
				break;
			}
			case LOWER_FLAG:
				appendStringInfoString(p->buf, "any(");
				print_fact(p, fact);
				appendStringInfoChar(p->buf, ')');
				break;
			case LOWER_NONE:
				appendStringInfoString(p->buf, "any(");
				print_fact(p, fact);
				appendStringInfoString(p->buf,
									   " since " BASELINE_DATE_FACT ")");
				break;
		}
	}
	appendStringInfoChar(p->buf, ')');
	return true;
}

/* Is the same said of "baseline.fact" itself? */
static bool
given_at_baseline(const Criteria *c, const CritGiven *given)
{
	CritText fact = CRITERIA_FACTS(c)[given->fact].name;

	for (int i = 0; i < c->n_givens; i++)
	{
		const CritGiven *other = &CRITERIA_GIVENS(c)[i];
		CritText text;
		const char *name;
		const char *kind;
		size_t length;

		if (other->fact < 0 || other->kind != given->kind)
			continue;
		text = CRITERIA_FACTS(c)[other->fact].name;
		length = text.length;
		name = CRITERIA_TEXT(c) + text.offset;
		kind = te_fact_own_name(name, &length);
		if (kind != name && length == fact.length &&
			memcmp(kind, CRITERIA_TEXT(c) + fact.offset, length) == 0)
			return true;
	}
	return false;
}

/*
 * What is given, and the same of the facts at baseline.  In a history a fact
 * at baseline is the fact itself on another day, so that derivations, other
 * names and ages of values need no second telling.
 */
static void
lower_givens(Printer *p)
{
	const Criteria *c = p->c;
	bool *done = palloc0_array(bool, c->n_givens + 1);
	bool more = true;
	int n = 0;

	for (int i = 0; i < c->n_givens; i++)
	{
		appendStringInfoString(p->buf, n++ == 0 ? "given " : ", ");
		print_given(p, &CRITERIA_GIVENS(c)[i]);
	}
	while (more)
	{
		more = false;
		for (int i = 0; i < c->n_givens; i++)
		{
			const CritGiven *given = &CRITERIA_GIVENS(c)[i];

			if (done[i] || given->fact < 0 || !p->baselined[given->fact] ||
				given->kind == CRIT_GIVEN_WITHIN ||
				given_at_baseline(c, given) ||
				(!p->lowering->over_rows &&
				 (given->kind == CRIT_GIVEN_IS ||
				  given->kind == CRIT_GIVEN_AS)))
				continue;
			appendStringInfoString(p->buf, ", ");
			p->at_baseline = true;
			print_given(p, given);
			p->at_baseline = false;
			done[i] = more = true;
		}
	}
}

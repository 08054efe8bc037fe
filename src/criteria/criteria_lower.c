/*
 * criteria_lower.c
 *		Response rules as criteria, which any row or history can be asked.
 *
 * What they say of baseline are facts of the name "baseline.fact" then, and the
 * baseline's day is the fact baseline_date.  The rules are include clauses,
 * "else" is a report of true.  It is done by printing them so, and reading
 * that.
 */
#include "trial_ext.h"

#include "criteria/criteria_print.h"

static bool is_lasting(const char *name, int length);
static bool given_at_baseline(const Criteria *c, const CritGiven *given);
static void lower_givens(Printer *p);

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
		te_print_clause(&p, &clause);
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

const CritNode *
te_lower_partner(const Criteria *c, const CritNode *node)
{
	if (node->op != CRIT_COMPARE && node->op != CRIT_BETWEEN)
		return NULL;
	return CRIT_CHILD(c, node,
					  CRIT_CHILD(c, node, 0)->op == CRIT_PERCENT_OF_BASELINE ?
						  1 :
						  0);
}

void
te_lower_percentage(Printer *p, const CritNode *node)
{
	char number[CRITERIA_NUMBER_SIZE];
	bool at_baseline = p->at_baseline;
	const CritNode *partner = p->partner;

	te_criteria_print_number(node->u.number / 100, number);
	appendStringInfo(p->buf, "%s * ", number);
	p->at_baseline = true;
	te_print_node(p, partner, LEVEL_POWER);
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

void
te_lower_fact(Printer *p, int fact, bool at_baseline)
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
		te_print_name(p, full, strlen(full));
	}
	else
		te_print_name(p, data, name.length);
}

bool
te_lower_history(Printer *p, const CritNode *node)
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

				te_print_name(p, dated, strlen(dated));
				appendStringInfoString(p->buf, " >= " BASELINE_DATE_FACT);
				break;
			}
			case LOWER_FLAG:
				appendStringInfoString(p->buf, "any(");
				te_print_fact(p, fact);
				appendStringInfoChar(p->buf, ')');
				break;
			case LOWER_NONE:
				appendStringInfoString(p->buf, "any(");
				te_print_fact(p, fact);
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
		te_print_given(p, &CRITERIA_GIVENS(c)[i]);
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
			te_print_given(p, given);
			p->at_baseline = false;
			done[i] = more = true;
		}
	}
}

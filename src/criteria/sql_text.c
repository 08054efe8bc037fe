/*
 * sql_text.c
 *		Criteria printed as SQL: the condition they become for a table.
 *
 * The text is made from the very tree that the planner is given, so that what
 * people read is what runs.
 */
#include "trial_ext.h"

#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "utils/date.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/ruleutils.h"

#include "criteria/row.h"
#include "criteria/support.h"

static void check_table(Oid table);
static const char *conditions_text(Rewrite *rewrite, Oid table);
static void append_condition(StringInfo to, const Rewrite *rewrite,
							 const Condition *condition, const char *sql);
static void append_comment(StringInfo to, const Criteria *c, int clause);

PG_FUNCTION_INFO_V1(criteria_sql);

/* criteria_sql(criteria, regclass [, as_of]) */
Datum
criteria_sql(PG_FUNCTION_ARGS)
{
	Oid table = PG_GETARG_OID(1);
	Rewrite rewrite;
	int nest_level;
	text *result;

	check_table(table);
	memset(&rewrite, 0, sizeof(rewrite));
	te_our_types(fcinfo->flinfo->fn_oid, &rewrite.types);
	rewrite.criteria = PG_GETARG_CRITERIA_P(0);
	te_table_source(table, &rewrite.row);
	if (PG_NARGS() > 2)
		rewrite.as_of =
			(Node *) makeConst(DATEOID, -1, InvalidOid, sizeof(DateADT),
							   PG_GETARG_DATUM(2), false, true);
	te_rewrite_begin(&rewrite);

	/* dates and floats must be read back alike under any settings */
	nest_level = NewGUCNestLevel();
	set_config_option("datestyle", "ISO", PGC_USERSET, PGC_S_SESSION,
					  GUC_ACTION_SAVE, true, 0, false);
	set_config_option("extra_float_digits", "3", PGC_USERSET, PGC_S_SESSION,
					  GUC_ACTION_SAVE, true, 0, false);
	result = cstring_to_text(conditions_text(&rewrite, table));
	AtEOXact_GUC(true, nest_level);
	PG_RETURN_TEXT_P(result);
}

PG_FUNCTION_INFO_V1(criteria_sql_date);

/* criteria_sql(criteria, regclass, as_of) */
Datum
criteria_sql_date(PG_FUNCTION_ARGS)
{
	return criteria_sql(fcinfo);
}

static void
check_table(Oid table)
{
	char kind = get_rel_relkind(table);

	if (kind == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", table)));
	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE &&
		kind != RELKIND_VIEW && kind != RELKIND_MATVIEW &&
		kind != RELKIND_FOREIGN_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a table or view", get_rel_name(table))));
}

static const char *
conditions_text(Rewrite *rewrite, Oid table)
{
	List *context = deparse_context_for(get_rel_name(table), table);
	List *conditions = te_rewrite_conditions(rewrite);
	StringInfoData text;
	ListCell *cell;

	if (rewrite->failed)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg(
				 "criteria read too many columns to be written as one condition")));
	if (conditions == NIL)
		return "true";
	initStringInfo(&text);
	foreach (cell, conditions)
	{
		const Condition *condition = lfirst(cell);
		Node *node = eval_const_expressions(NULL, condition->node);

		if (text.len > 0)
			appendStringInfoString(&text, "\nAND ");
		append_condition(&text, rewrite, condition,
						 deparse_expression(node, context, false, false));
	}
	return text.data;
}

/* The condition, in parentheses, behind the labels it stands for. */
static void
append_condition(StringInfo to, const Rewrite *rewrite,
				 const Condition *condition, const char *sql)
{
	if (condition->first_clause >= 0)
	{
		for (int i = condition->first_clause; i <= condition->last_clause; i++)
			append_comment(to, rewrite->criteria, i);
	}
	if (sql[0] == '(')
		appendStringInfoString(to, sql);
	else
		appendStringInfo(to, "(%s)", sql);
}

/* A title must not end the comment it stands in, nor open another. */
static void
append_comment(StringInfo to, const Criteria *c, int clause)
{
	const CritClause *this = &CRITERIA_CLAUSES(c)[clause];
	char *title =
		pnstrdup(CRITERIA_TEXT(c) + this->title.offset, this->title.length);

	if (this->kind == CRIT_REPORT)
		return;
	for (char *p = title; *p != '\0'; p++)
	{
		if ((p[0] == '*' && p[1] == '/') || (p[0] == '/' && p[1] == '*') ||
			*p == '\n' || *p == '\r')
			*p = ' ';
	}
	appendStringInfo(to, "/* %s%s%s */ ", te_criteria_label(c, clause),
					 title[0] == '\0' ? "" : ": ", title);
	pfree(title);
}

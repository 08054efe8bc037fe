/*
 * contingency_agg.c
 *		Transition and combine functions of the aggregates over proportions and
 *		tables.  One row is one subject.
 */
#include "trial_ext.h"

#include "stats/contingency_counts.h"
#include "stats/proportion_sql.h"

/* What a row says, and what is asked of all rows together. */
typedef struct Row
{
	ContingencyLabel labels[N_DIMENSIONS];
	bool missing;
	uint8 method;
	uint8 correct;
	double level;
} Row;

static const ContingencyLabel truth[] = {{"false", 5}, {"true", 4}};

static void
text_label(FunctionCallInfo fcinfo, int argument, ContingencyLabel *label)
{
	text *t = PG_GETARG_TEXT_PP(argument);

	label->data = VARDATA_ANY(t);
	label->length = VARSIZE_ANY_EXHDR(t);
	if (label->length > CONTINGENCY_MAX_LABEL)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg(
				 "the name of an arm, outcome or stratum has at most %d bytes",
				 CONTINGENCY_MAX_LABEL)));
}

static void
read_option(FunctionCallInfo fcinfo, int argument, char kind, Row *row)
{
	bool is_null = PG_ARGISNULL(argument);

	if (kind == 'm')
	{
		text *t;

		te_need_option(is_null, "method");
		t = PG_GETARG_TEXT_PP(argument);
		row->method = te_method_read(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));
	}
	else if (kind == 'l')
	{
		te_need_option(is_null, "level");
		row->level = PG_GETARG_FLOAT8(argument);
		te_check_level(row->level);
	}
	else
	{
		te_need_option(is_null, "correct");
		row->correct = PG_GETARG_BOOL(argument) ? CORRECT_YES : CORRECT_NO;
	}
}

/*
 * Reads the arguments.  A letter of the shape stands for each: o outcome and
 * a arm as a truth value, O outcome and A arm as text, s stratum, m method, l
 * level, c correction.
 */
static void
read_row(FunctionCallInfo fcinfo, const char *shape, Row *row)
{
	memset(row, 0, sizeof(*row));
	for (int d = 0; d < N_DIMENSIONS; d++)
		row->labels[d].data = "";
	for (int i = 1; *shape != '\0'; i++, shape++)
	{
		ContingencyDimension d = *shape == 's' ? BY_STRATUM :
			*shape == 'o' || *shape == 'O'	   ? BY_OUTCOME :
												 BY_ARM;

		if (strchr("mlc", *shape) != NULL)
			read_option(fcinfo, i, *shape, row);
		else if (PG_ARGISNULL(i))
			row->missing = true;
		else if (*shape == 'o' || *shape == 'a')
			row->labels[d] = truth[PG_GETARG_BOOL(i) ? 1 : 0];
		else
			text_label(fcinfo, i, &row->labels[d]);
	}
}

/* Adds a row to the state, which may be NULL; not strict. */
static Datum
add_row(FunctionCallInfo fcinfo, const char *shape)
{
	ContingencyCounts *c;
	Row row;
	int64 *cell;

	read_row(fcinfo, shape, &row);
	if (PG_ARGISNULL(0))
	{
		c = te_contingency_new();
		c->method = row.method;
		c->level = row.level;
		c->correct = row.correct;
	}
	else
	{
		c = PG_GETARG_CONTINGENCY_P(0);
		/* outside an aggregate the state is a value that must not change */
		if (!AggCheckCallContext(fcinfo, NULL))
			c = te_contingency_copy(c);
		if (c->method != row.method || c->level != row.level ||
			c->correct != row.correct)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(
					 "method, level and correction must be the same in all rows")));
	}
	if (row.missing)
		te_contingency_add_count(&c->missing, 1);
	else
	{
		c = te_contingency_cell(c, row.labels, &cell);
		te_contingency_add_count(cell, 1);
	}
	PG_RETURN_POINTER(c);
}

#define TRANSITION(name, shape)        \
	PG_FUNCTION_INFO_V1(name);         \
	Datum name(PG_FUNCTION_ARGS)       \
	{                                  \
		return add_row(fcinfo, shape); \
	}                                  \
	extern Datum name(PG_FUNCTION_ARGS)

TRANSITION(contingency_add_outcome, "o");
TRANSITION(contingency_add_outcome_method, "om");
TRANSITION(contingency_add_outcome_level, "oml");
TRANSITION(contingency_add_pair, "oa");
TRANSITION(contingency_add_pair_method, "oam");
TRANSITION(contingency_add_pair_level, "oaml");
TRANSITION(contingency_add_pair_correct, "oac");
TRANSITION(contingency_add_pair_stratum, "oas");
TRANSITION(contingency_add_pair_stratum_level, "oasl");
TRANSITION(contingency_add_pair_stratum_correct, "oasc");
TRANSITION(contingency_add_arm, "Ao");
TRANSITION(contingency_add_arm_correct, "Aoc");
TRANSITION(contingency_add_arm_stratum, "Aos");
TRANSITION(contingency_add_arm_stratum_correct, "Aosc");
TRANSITION(contingency_add_table, "AO");
TRANSITION(contingency_add_table_correct, "AOc");
TRANSITION(contingency_add_table_stratum, "AOs");
TRANSITION(contingency_add_table_stratum_correct, "AOsc");

PG_FUNCTION_INFO_V1(contingency_combine);

/* Adds two states; either may be NULL. */
Datum
contingency_combine(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_POINTER(te_contingency_copy(
			PG_GETARG_CONTINGENCY_P(PG_ARGISNULL(0) ? 1 : 0)));
	c = PG_GETARG_CONTINGENCY_P(0);
	if (!AggCheckCallContext(fcinfo, NULL))
		c = te_contingency_copy(c);
	PG_RETURN_POINTER(te_contingency_add(c, PG_GETARG_CONTINGENCY_P(1)));
}

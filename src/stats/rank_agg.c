/*
 * rank_agg.c
 *		Transition functions over sample_rows: a subject a row.
 */
#include "trial_ext.h"

#include <math.h>

#include "stats/location.h"
#include "stats/rank_rows.h"
#include "units/units.h"

static Datum add_subject(SampleRows *rows, const double *row);

PG_FUNCTION_INFO_V1(sample_rows_one);

/* value */
Datum
sample_rows_one(PG_FUNCTION_ARGS)
{
	SampleRows *rows = te_rows_state(fcinfo, ROWS_ONE, 1, PENALTY_NONE, NAN);
	double row[1];

	if (PG_ARGISNULL(1))
		return add_subject(rows, NULL);
	row[0] = te_sample_number(PG_GETARG_FLOAT8(1));
	return add_subject(rows, row);
}

PG_FUNCTION_INFO_V1(sample_rows_change);

/* value, baseline: their difference, which is a computed value */
Datum
sample_rows_change(PG_FUNCTION_ARGS)
{
	SampleRows *rows = te_rows_state(fcinfo, ROWS_ONE, 1, PENALTY_NONE, NAN);
	double row[1];

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return add_subject(rows, NULL);
	row[0] = te_sample_number(te_sum(te_sample_number(PG_GETARG_FLOAT8(1)),
									 -te_sample_number(PG_GETARG_FLOAT8(2))));
	return add_subject(rows, row);
}

static Datum
add_two(FunctionCallInfo fcinfo, int value, int flag, double level)
{
	SampleRows *rows = te_rows_state(fcinfo, ROWS_TWO, 2, PENALTY_NONE, level);
	double row[2];

	if (PG_ARGISNULL(value) || PG_ARGISNULL(flag))
		return add_subject(rows, NULL);
	row[0] = te_sample_number(PG_GETARG_FLOAT8(value));
	row[1] = PG_GETARG_BOOL(flag) ? 1.0 : 0.0;
	return add_subject(rows, row);
}

PG_FUNCTION_INFO_V1(sample_rows_two);

/* value, treated */
Datum
sample_rows_two(PG_FUNCTION_ARGS)
{
	return add_two(fcinfo, 1, 2, NAN);
}

PG_FUNCTION_INFO_V1(sample_rows_two_level);

/* value, treated, level */
Datum
sample_rows_two_level(PG_FUNCTION_ARGS)
{
	return add_two(fcinfo, 1, 2,
				   te_sample_level(
					   te_sample_option(fcinfo, 3, false, "level")));
}

PG_FUNCTION_INFO_V1(sample_rows_outcome);

/* outcome, score */
Datum
sample_rows_outcome(PG_FUNCTION_ARGS)
{
	return add_two(fcinfo, 2, 1, NAN);
}

PG_FUNCTION_INFO_V1(sample_rows_outcome_level);

/* outcome, score, level */
Datum
sample_rows_outcome_level(PG_FUNCTION_ARGS)
{
	return add_two(fcinfo, 2, 1,
				   te_sample_level(
					   te_sample_option(fcinfo, 3, false, "level")));
}

static Datum
add_scores(FunctionCallInfo fcinfo, double level)
{
	SampleRows *rows =
		te_rows_state(fcinfo, ROWS_SCORES, 3, PENALTY_NONE, level);
	double row[3];

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		return add_subject(rows, NULL);
	row[0] = te_sample_number(PG_GETARG_FLOAT8(2));
	row[1] = te_sample_number(PG_GETARG_FLOAT8(3));
	row[2] = PG_GETARG_BOOL(1) ? 1.0 : 0.0;
	return add_subject(rows, row);
}

PG_FUNCTION_INFO_V1(sample_rows_scores);

/* outcome, score, other score */
Datum
sample_rows_scores(PG_FUNCTION_ARGS)
{
	return add_scores(fcinfo, NAN);
}

PG_FUNCTION_INFO_V1(sample_rows_scores_level);

/* outcome, score, other score, level */
Datum
sample_rows_scores_level(PG_FUNCTION_ARGS)
{
	return add_scores(fcinfo,
					  te_sample_level(
						  te_sample_option(fcinfo, 4, false, "level")));
}

PG_FUNCTION_INFO_V1(sample_rows_group);

/* arm, value */
Datum
sample_rows_group(PG_FUNCTION_ARGS)
{
	SampleRows *rows = te_rows_state(fcinfo, ROWS_GROUPS, 2, PENALTY_NONE, NAN);
	text *arm;
	double row[2];

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return add_subject(rows, NULL);
	row[0] = te_sample_number(PG_GETARG_FLOAT8(2));
	arm = PG_GETARG_TEXT_PP(1);
	row[1] =
		te_rows_group(&rows, VARDATA_ANY(arm), (int) VARSIZE_ANY_EXHDR(arm));
	return add_subject(rows, row);
}

/* NULL: a subject who lacks something. */
static Datum
add_subject(SampleRows *rows, const double *row)
{
	if (row == NULL)
		te_rows_add_missing(rows, 1);
	else
		rows = te_rows_add(rows, row, 1);
	PG_RETURN_POINTER(rows);
}

PG_FUNCTION_INFO_V1(sample_rows_combine);

/* Adds two states; either may be NULL. */
Datum
sample_rows_combine(PG_FUNCTION_ARGS)
{
	SampleRows *rows;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_POINTER(
			PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(PG_ARGISNULL(0) ? 1 : 0)));
	rows = AggCheckCallContext(fcinfo, NULL) ?
		PG_GETARG_ROWS_P(0) :
		(SampleRows *) PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0));
	PG_RETURN_POINTER(te_rows_merge(rows, PG_GETARG_ROWS_P(1)));
}

PG_FUNCTION_INFO_V1(sample_rows_seal);

/* Final function of the aggregates that return the rows. */
Datum
sample_rows_seal(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(
		unconstify(SampleRows *, te_rows_sealed(PG_GETARG_ROWS_P(0))));
}

/*
 * proportion_result.c
 *		Options and results of the SQL functions over proportions and tables.
 */
#include "trial_ext.h"

#include "stats/proportion_sql.h"

void
te_check_level(double level)
{
	if (level > 0 && level < 1)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("level must lie between 0 and 1"),
			 errhint("A level of 95 %% is written 0.95.")));
}

void
te_need_option(bool is_null, const char *what)
{
	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be null", what)));
}

void
te_check_responders(int64 x, int64 n)
{
	if (x < 0 || x > n)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(
				 "number of responders must lie between 0 and the number of subjects"),
			 errdetail("Of " INT64_FORMAT " subjects " INT64_FORMAT
					   " responded.",
					   n, x)));
}

TeMethod
te_method_argument(FunctionCallInfo fcinfo, int argument)
{
	text *t = PG_GETARG_TEXT_PP(argument);

	return te_method_read(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));
}

double
te_state_level(const ContingencyCounts *c)
{
	return c->level == 0 ? DEFAULT_LEVEL : c->level;
}

void
te_too_large(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("the table is too large for %s", what)));
}

Datum
te_estimate_result(FunctionCallInfo fcinfo, TeEstimate e, double level,
				   const char *method, int64 x, int64 n, int64 missing)
{
	ResultRow row = {0};

	te_put_estimate(&row, e.estimate, e.lower, e.upper, e.std_err, level,
					method);
	te_put_count(&row, x);
	te_put_count(&row, n);
	te_put_count(&row, missing);
	return te_row_datum(fcinfo, &row);
}

/* counts: x1, n1, x2, n2 */
Datum
te_comparison_result(FunctionCallInfo fcinfo, TeEstimate e, double level,
					 const char *method, const int64 *counts, int64 missing)
{
	ResultRow row = {0};

	te_put_estimate(&row, e.estimate, e.lower, e.upper, e.std_err, level,
					method);
	for (int i = 0; i < 4; i++)
		te_put_count(&row, counts[i]);
	te_put_count(&row, missing);
	return te_row_datum(fcinfo, &row);
}

Datum
te_test_result(FunctionCallInfo fcinfo, TeTest test, const char *method,
			   int64 n, int64 missing)
{
	if (test.corrected)
		method = psprintf("%s, continuity corrected", method);
	return te_test_row(fcinfo, test.statistic, test.df, test.p_value, method, n,
					   missing, test.min_expected);
}

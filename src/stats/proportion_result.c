/*
 * proportion_result.c
 *		Options and results of the SQL functions over proportions and tables.
 */
#include "trial_ext.h"

#include "funcapi.h"

#include "stats/proportion_sql.h"

#include <math.h>

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

/* What is not defined is NULL. */
static void
put_number(Datum *values, bool *nulls, int i, double x)
{
	nulls[i] = isnan(x);
	values[i] = Float8GetDatum(x);
}

static void
put_count(Datum *values, bool *nulls, int i, int64 n)
{
	nulls[i] = n == UNKNOWN_COUNT;
	values[i] = Int64GetDatum(n);
}

static void
put_estimate(Datum *values, bool *nulls, TeEstimate e, double level,
			 const char *method)
{
	put_number(values, nulls, 0, e.estimate);
	put_number(values, nulls, 1, e.lower);
	put_number(values, nulls, 2, e.upper);
	put_number(values, nulls, 3, e.std_err);
	put_number(values, nulls, 4, level);
	nulls[5] = false;
	values[5] = CStringGetTextDatum(method);
}

static Datum
make_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
	TupleDesc desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

Datum
te_estimate_result(FunctionCallInfo fcinfo, TeEstimate e, double level,
				   const char *method, int64 x, int64 n, int64 missing)
{
	Datum values[9];
	bool nulls[9];

	put_estimate(values, nulls, e, level, method);
	put_count(values, nulls, 6, x);
	put_count(values, nulls, 7, n);
	put_count(values, nulls, 8, missing);
	return make_row(fcinfo, values, nulls);
}

/* counts: x1, n1, x2, n2 */
Datum
te_comparison_result(FunctionCallInfo fcinfo, TeEstimate e, double level,
					 const char *method, const int64 *counts, int64 missing)
{
	Datum values[11];
	bool nulls[11];

	put_estimate(values, nulls, e, level, method);
	for (int i = 0; i < 4; i++)
		put_count(values, nulls, 6 + i, counts[i]);
	put_count(values, nulls, 10, missing);
	return make_row(fcinfo, values, nulls);
}

Datum
te_test_result(FunctionCallInfo fcinfo, TeTest test, const char *method,
			   int64 n, int64 missing)
{
	Datum values[7];
	bool nulls[7];

	put_number(values, nulls, 0, test.statistic);
	put_number(values, nulls, 1, test.df);
	put_number(values, nulls, 2, test.p_value);
	nulls[3] = false;
	values[3] = CStringGetTextDatum(
		test.corrected ? psprintf("%s, continuity corrected", method) : method);
	put_count(values, nulls, 4, n);
	put_count(values, nulls, 5, missing);
	put_number(values, nulls, 6, test.min_expected);
	return make_row(fcinfo, values, nulls);
}

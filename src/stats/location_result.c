/*
 * location_result.c
 *		What tests of location, of ranks and models take and answer with: rows
 *		of the shared types, checked arguments.
 */
#include "trial_ext.h"

#include <math.h>

#include "stats/location.h"
#include "stats/result_row.h"

Datum
te_sample_test(FunctionCallInfo fcinfo, const SampleTest *test)
{
	/* a test is defined as a whole or not at all */
	bool defined = isfinite(test->statistic) && !isnan(test->p_value);

	return te_test_row(fcinfo, defined ? test->statistic : NAN,
					   defined ? test->df : NAN, defined ? test->p_value : NAN,
					   test->method, test->n, test->missing,
					   test->min_expected);
}

static void
put_estimate(ResultRow *row, const SampleEstimate *e)
{
	te_put_estimate(row, e->estimate, e->lower, e->upper, e->std_err, e->level,
					e->method);
}

Datum
te_sample_estimate(FunctionCallInfo fcinfo, const SampleEstimate *e)
{
	ResultRow row = {0};

	put_estimate(&row, e);
	te_put_count(&row, e->x < 0 ? UNKNOWN_COUNT : e->x);
	te_put_int(&row, e->n);
	te_put_int(&row, e->missing);
	return te_row_datum(fcinfo, &row);
}

Datum
te_sample_comparison(FunctionCallInfo fcinfo, const SampleEstimate *e)
{
	ResultRow row = {0};

	put_estimate(&row, e);
	/* x1 and x2 count events: there are none */
	te_put_count(&row, UNKNOWN_COUNT);
	te_put_int(&row, e->n);
	te_put_count(&row, UNKNOWN_COUNT);
	te_put_int(&row, e->n_others);
	te_put_int(&row, e->missing);
	return te_row_datum(fcinfo, &row);
}

Datum
te_sample_numbers(FunctionCallInfo fcinfo, const double *numbers,
				  const bool *whole, int count)
{
	ResultRow row = {0};

	for (int i = 0; i < count; i++)
	{
		if (whole[i])
			te_put_int(&row, (int64) numbers[i]);
		else
			te_put_float(&row, numbers[i]);
	}
	return te_row_datum(fcinfo, &row);
}

double
te_sample_number(double value)
{
	if (!isfinite(value))
		ereport(
			ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("value is not a finite number"),
			 errhint(
				 "Leave out values that are not known, or give NULL: they are counted as missing.")));
	return value + 0.0;
}

double
te_sample_level(double level)
{
	if (!(level > 0.0 && level < 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence level must be above 0 and below 1"),
				 errhint("Levels are proportions, such as 0.95.")));
	return level;
}

double
te_sample_option(FunctionCallInfo fcinfo, int arg, bool truth, const char *name)
{
	double value;

	if (PG_ARGISNULL(arg))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be null", name)));
	if (truth)
		return PG_GETARG_BOOL(arg) ? 1.0 : 0.0;
	value = PG_GETARG_FLOAT8(arg);
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be a finite number", name)));
	return value;
}

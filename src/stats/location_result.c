/*
 * location_result.c
 *		What tests of location, of ranks and models take and answer with: rows
 *		of the shared types, checked arguments.
 */
#include "trial_ext.h"

#include <math.h>

#include "funcapi.h"

#include "stats/location.h"

static Datum make_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls);
static void set_number(Datum *values, bool *nulls, int i, double number);

Datum
te_sample_test(FunctionCallInfo fcinfo, const SampleTest *test)
{
	Datum values[7];
	bool nulls[7] = {false};
	/* a test is defined as a whole or not at all */
	bool defined = isfinite(test->statistic) && !isnan(test->p_value);

	set_number(values, nulls, 0, defined ? test->statistic : NAN);
	set_number(values, nulls, 1, defined ? test->df : NAN);
	set_number(values, nulls, 2, defined ? test->p_value : NAN);
	values[3] = CStringGetTextDatum(test->method);
	values[4] = Int64GetDatum(test->n);
	values[5] = Int64GetDatum(test->missing);
	set_number(values, nulls, 6, test->min_expected);
	return make_row(fcinfo, values, nulls);
}

Datum
te_sample_estimate(FunctionCallInfo fcinfo, const SampleEstimate *e)
{
	Datum values[9];
	bool nulls[9] = {false};

	set_number(values, nulls, 0, e->estimate);
	set_number(values, nulls, 1, e->lower);
	set_number(values, nulls, 2, e->upper);
	set_number(values, nulls, 3, e->std_err);
	set_number(values, nulls, 4, e->level);
	values[5] = CStringGetTextDatum(e->method);
	values[6] = Int64GetDatum(e->x);
	nulls[6] = e->x < 0;
	values[7] = Int64GetDatum(e->n);
	values[8] = Int64GetDatum(e->missing);
	return make_row(fcinfo, values, nulls);
}

Datum
te_sample_comparison(FunctionCallInfo fcinfo, const SampleEstimate *e)
{
	Datum values[11];
	bool nulls[11] = {false};

	set_number(values, nulls, 0, e->estimate);
	set_number(values, nulls, 1, e->lower);
	set_number(values, nulls, 2, e->upper);
	set_number(values, nulls, 3, e->std_err);
	set_number(values, nulls, 4, e->level);
	values[5] = CStringGetTextDatum(e->method);
	values[6] = (Datum) 0; /* x1 and x2 count events: there are none */
	nulls[6] = true;
	values[7] = Int64GetDatum(e->n);
	values[8] = (Datum) 0;
	nulls[8] = true;
	values[9] = Int64GetDatum(e->n_others);
	values[10] = Int64GetDatum(e->missing);
	return make_row(fcinfo, values, nulls);
}

Datum
te_sample_numbers(FunctionCallInfo fcinfo, const double *numbers,
				  const bool *whole, int count)
{
	Datum values[MaxTupleAttributeNumber];
	bool nulls[MaxTupleAttributeNumber] = {false};

	for (int i = 0; i < count; i++)
	{
		if (whole[i])
			values[i] = Int64GetDatum((int64) numbers[i]);
		else
			set_number(values, nulls, i, numbers[i]);
	}
	return make_row(fcinfo, values, nulls);
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

static void
set_number(Datum *values, bool *nulls, int i, double number)
{
	nulls[i] = isnan(number);
	values[i] = Float8GetDatum(number);
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

/*
 * location_sql.c
 *		t tests, means with limits and tables of change, from sample_sums.
 *
 * The final functions of the aggregates find their options in the state; the
 * functions over a state that was kept have them as arguments.
 */
#include "trial_ext.h"

#include <math.h>

#include "stats/location.h"

#define DEFAULT_LEVEL 0.95

static double option_or(const SampleSums *sums, SumsOption option,
						double otherwise);
static double check_result(double number);
static Datum one_sample(FunctionCallInfo fcinfo, const SampleSums *sums,
						int cell, double mu, const char *method);
static Datum two_sample(FunctionCallInfo fcinfo, const SampleSums *sums,
						bool pooled);
static Datum difference(FunctionCallInfo fcinfo, const SampleSums *sums,
						bool pooled, double level);
static Datum mean(FunctionCallInfo fcinfo, const SampleSums *sums, int cell,
				  double level);

/* --------------------------------------------------------------- one sample */

PG_FUNCTION_INFO_V1(one_sample_t_test_final);

Datum
one_sample_t_test_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_ONE);
	return one_sample(fcinfo, sums, 0, option_or(sums, OPTION_TEST, 0.0),
					  "one-sample t");
}

PG_FUNCTION_INFO_V1(one_sample_t_test_of);

/* one_sample_t_test_of(sample_sums, mu) */
Datum
one_sample_t_test_of(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);

	te_sums_check_kind(sums, SUMS_ONE);
	return one_sample(fcinfo, sums, 0, te_sample_option(fcinfo, 1, false, "mu"),
					  "one-sample t");
}

PG_FUNCTION_INFO_V1(paired_t_test_final);

/* Final function of paired_t_test, and paired_t_test_of(sample_sums) */
Datum
paired_t_test_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_CHANGE);
	return one_sample(fcinfo, sums, CELL_CHANGE, 0.0, "paired t");
}

PG_FUNCTION_INFO_V1(paired_t_test_of);

Datum
paired_t_test_of(PG_FUNCTION_ARGS)
{
	return paired_t_test_final(fcinfo);
}

static Datum
one_sample(FunctionCallInfo fcinfo, const SampleSums *sums, int cell, double mu,
		   const char *method)
{
	Moments m = te_sums_moments(sums, cell);
	LocationTest t = te_t_test_one(&m, mu);
	SampleTest test = {t.t, t.df, t.p_value, method, 0, 0, NAN};

	test.n = sums->cell[cell].n;
	test.missing = sums->missing;
	return te_sample_test(fcinfo, &test);
}

PG_FUNCTION_INFO_V1(mean_estimate_final);

Datum
mean_estimate_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_ONE);
	return mean(fcinfo, sums, 0, option_or(sums, OPTION_LEVEL, DEFAULT_LEVEL));
}

PG_FUNCTION_INFO_V1(mean_estimate_of);

/* mean_estimate_of(sample_sums, level) */
Datum
mean_estimate_of(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);

	te_sums_check_kind(sums, SUMS_ONE);
	return mean(fcinfo, sums, 0, te_sample_level(PG_GETARG_FLOAT8(1)));
}

PG_FUNCTION_INFO_V1(mean_change_final);

Datum
mean_change_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_CHANGE);
	return mean(fcinfo, sums, CELL_CHANGE,
				option_or(sums, OPTION_LEVEL, DEFAULT_LEVEL));
}

PG_FUNCTION_INFO_V1(mean_change_of);

/* mean_change_of(sample_sums, level) */
Datum
mean_change_of(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);

	te_sums_check_kind(sums, SUMS_CHANGE);
	return mean(fcinfo, sums, CELL_CHANGE,
				te_sample_level(PG_GETARG_FLOAT8(1)));
}

static Datum
mean(FunctionCallInfo fcinfo, const SampleSums *sums, int cell, double level)
{
	Moments m = te_sums_moments(sums, cell);
	LocationTest t = te_t_test_one(&m, 0.0);
	double half = te_t_half_width(&t, level);
	SampleEstimate e = {check_result(t.estimate),
						t.estimate - half,
						t.estimate + half,
						t.std_err,
						level,
						"t",
						-1};

	e.n = sums->cell[cell].n;
	e.missing = sums->missing;
	return te_sample_estimate(fcinfo, &e);
}

/* -------------------------------------------------------------- two samples */

PG_FUNCTION_INFO_V1(t_test_final);

Datum
t_test_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_TWO);
	return two_sample(fcinfo, sums, option_or(sums, OPTION_TEST, 0.0) != 0.0);
}

PG_FUNCTION_INFO_V1(t_test_of);

/* t_test_of(sample_sums, pooled) */
Datum
t_test_of(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);

	te_sums_check_kind(sums, SUMS_TWO);
	return two_sample(fcinfo, sums, PG_GETARG_BOOL(1));
}

static Datum
two_sample(FunctionCallInfo fcinfo, const SampleSums *sums, bool pooled)
{
	Moments a = te_sums_moments(sums, CELL_TREATED);
	Moments b = te_sums_moments(sums, CELL_OTHERS);
	LocationTest t = te_t_test_two(&a, &b, pooled);
	SampleTest test = {t.t, t.df, t.p_value, pooled ? "pooled t" : "Welch t",
					   0,	0,	  NAN};

	test.n = sums->cell[CELL_TREATED].n + sums->cell[CELL_OTHERS].n;
	test.missing = sums->missing;
	return te_sample_test(fcinfo, &test);
}

PG_FUNCTION_INFO_V1(mean_difference_final);

Datum
mean_difference_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_TWO);
	return difference(fcinfo, sums, option_or(sums, OPTION_TEST, 0.0) != 0.0,
					  option_or(sums, OPTION_LEVEL, DEFAULT_LEVEL));
}

PG_FUNCTION_INFO_V1(mean_difference_of);

/* mean_difference_of(sample_sums, pooled, level) */
Datum
mean_difference_of(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);

	te_sums_check_kind(sums, SUMS_TWO);
	return difference(fcinfo, sums, PG_GETARG_BOOL(1),
					  te_sample_level(PG_GETARG_FLOAT8(2)));
}

static Datum
difference(FunctionCallInfo fcinfo, const SampleSums *sums, bool pooled,
		   double level)
{
	Moments a = te_sums_moments(sums, CELL_TREATED);
	Moments b = te_sums_moments(sums, CELL_OTHERS);
	LocationTest t = te_t_test_two(&a, &b, pooled);
	double half = te_t_half_width(&t, level);
	SampleEstimate e = {check_result(t.estimate),
						t.estimate - half,
						t.estimate + half,
						t.std_err,
						level,
						pooled ? "pooled t" : "Welch t"};

	e.n = sums->cell[CELL_TREATED].n;
	e.n_others = sums->cell[CELL_OTHERS].n;
	e.missing = sums->missing;
	return te_sample_comparison(fcinfo, &e);
}

/* -------------------------------------------------------------------- change */

PG_FUNCTION_INFO_V1(change_summary_final);

/* Final function of change_summary, and change_summary_of(sample_sums) */
Datum
change_summary_final(PG_FUNCTION_ARGS)
{
	static const bool whole[] = {true,	false, false, true,	 false, false,
								 true,	true,  false, false, false, false,
								 false, true,  false, false};
	SampleSums *sums;
	Moments m[SUMS_MAX_CELLS];
	LocationTest t;
	double half;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_CHANGE);
	for (int i = 0; i < SUMS_MAX_CELLS; i++)
		m[i] = te_sums_moments(sums, i);
	t = te_t_test_one(&m[CELL_CHANGE], 0.0);
	half = te_t_half_width(&t, DEFAULT_LEVEL);
	{
		double numbers[] = {m[CELL_VALUE].n,
							m[CELL_VALUE].mean,
							m[CELL_VALUE].sd,
							m[CELL_BASELINE].n,
							m[CELL_BASELINE].mean,
							m[CELL_BASELINE].sd,
							m[CELL_CHANGE].n,
							(double) sums->missing,
							check_result(m[CELL_CHANGE].mean),
							m[CELL_CHANGE].sd,
							t.std_err,
							t.estimate - half,
							t.estimate + half,
							m[CELL_PERCENT].n,
							check_result(m[CELL_PERCENT].mean),
							m[CELL_PERCENT].sd};

		return te_sample_numbers(fcinfo, numbers, whole, lengthof(numbers));
	}
}

PG_FUNCTION_INFO_V1(change_summary_of);

Datum
change_summary_of(PG_FUNCTION_ARGS)
{
	return change_summary_final(fcinfo);
}

static double
option_or(const SampleSums *sums, SumsOption option, double otherwise)
{
	return isnan(sums->option[option]) ? otherwise : sums->option[option];
}

static double
check_result(double number)
{
	if (isinf(number))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("mean is out of range")));
	return number;
}

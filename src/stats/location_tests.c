/*
 * location_tests.c
 *		t tests from moments.
 *
 * Squares of standard deviations are avoided: the numbers may be of any size
 * that a float8 can have.
 */
#include "postgres.h"

#include <math.h>

#include "stats/distributions.h"
#include "stats/location.h"

/* t and its p-value, unless there is no variance to hold the estimate to. */
static LocationTest
finish(double estimate, double hypothesis, double std_err, double df)
{
	LocationTest test = {estimate, std_err, df, NAN, NAN};

	if (std_err > 0.0)
	{
		test.t = (estimate - hypothesis) / std_err;
		test.p_value = te_t_two_sided(test.t, df);
	}
	return test;
}

LocationTest
te_t_test_one(const Moments *m, double mu)
{
	return finish(m->mean, mu, m->sd / sqrt(m->n), m->n - 1.0);
}

LocationTest
te_t_test_two(const Moments *a, const Moments *b, bool pooled)
{
	double df = a->n + b->n - 2.0;
	double std_err;

	if (pooled)
	{
		/* a group of one has no variance of its own, but does share in it */
		double sd_a = a->n > 1.0 ? a->sd : 0.0;
		double sd_b = b->n > 1.0 ? b->sd : 0.0;
		double sd = hypot(sd_a * sqrt((a->n - 1.0) / df),
						  sd_b * sqrt((b->n - 1.0) / df));

		std_err = df > 0.0 && a->n > 0.0 && b->n > 0.0 ?
			sd * sqrt(1.0 / a->n + 1.0 / b->n) :
			NAN;
	}
	else
	{
		double error_a = a->sd / sqrt(a->n);
		double error_b = b->sd / sqrt(b->n);

		std_err = hypot(error_a, error_b);
		df = 1.0 /
			(pow(error_a / std_err, 4) / (a->n - 1.0) +
			 pow(error_b / std_err, 4) / (b->n - 1.0));
	}
	return finish(a->mean - b->mean, 0.0, std_err, df);
}

double
te_t_half_width(const LocationTest *test, double level)
{
	if (!(test->std_err > 0.0))
		return NAN;
	return test->std_err * te_t_upper_quantile((1.0 - level) / 2.0, test->df);
}

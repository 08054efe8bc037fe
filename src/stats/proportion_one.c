/*
 * proportion_one.c
 *		One proportion and one rate, with limits.
 *
 * Names and formulas as in Brown, Cai and DasGupta, Stat Sci 2001;16:101.
 */
#include "stats/proportion.h"

#include <math.h>

#include "stats/distributions.h"

double
te_level_z(double level)
{
	return te_normal_upper_quantile((1 - level) / 2);
}

/* Wilson, J Am Stat Assoc 1927;22:209.  At x = 0 and x = n an end is exact. */
void
te_wilson_limits(double x, double n, double z, double *lower, double *upper)
{
	double p = x / n;
	double middle = (x + z * z / 2) / (n + z * z);
	double half = z / (n + z * z) * sqrt(n * p * (1 - p) + z * z / 4);

	*lower = x == 0 ? 0 : Max(middle - half, 0);
	*upper = x == n ? 1 : Min(middle + half, 1);
}

/*
 * Clopper and Pearson, Biometrika 1934;26:404; Jeffreys as Brown et al.
 * modify it: at x = 0 the lower limit is 0, at x = n the upper one 1.
 */
static void
beta_limits(double x, double n, double shift, double level, TeEstimate *e)
{
	double tail = (1 - level) / 2;

	e->lower =
		x == 0 ? 0 : te_beta_quantile(tail, x + shift, n - x + 1 - shift);
	e->upper =
		x == n ? 1 : te_beta_upper_quantile(tail, x + 1 - shift, n - x + shift);
}

/* Agresti and Coull, Am Stat 1998;52:119: Wald about Wilson's centre. */
static void
agresti_coull_limits(double x, double n, double z, TeEstimate *e)
{
	double n_more = n + z * z;
	double p = (x + z * z / 2) / n_more;
	double half = z * sqrt(p * (1 - p) / n_more);

	e->lower = Max(p - half, 0);
	e->upper = Min(p + half, 1);
}

TeEstimate
te_proportion(double x, double n, TeMethod method, double level)
{
	TeEstimate e = {NAN, NAN, NAN, NAN};
	double z = te_level_z(level);

	if (n == 0)
		return e;
	e.estimate = x / n;
	e.std_err = sqrt(e.estimate * ((n - x) / n) / n);
	switch (method)
	{
		case METHOD_CLOPPER_PEARSON:
			beta_limits(x, n, 0, level, &e);
			break;
		case METHOD_JEFFREYS:
			beta_limits(x, n, 0.5, level, &e);
			break;
		case METHOD_WALD:
			e.lower = Max(e.estimate - z * e.std_err, 0);
			e.upper = Min(e.estimate + z * e.std_err, 1);
			break;
		case METHOD_AGRESTI_COULL:
			agresti_coull_limits(x, n, z, &e);
			break;
		default:
			te_wilson_limits(x, n, z, &e.lower, &e.upper);
			break;
	}
	return e;
}

/*
 * Exact limits of a Poisson mean, Garwood, Biometrika 1936;28:437.  Without
 * person-time there is no rate.
 */
TeEstimate
te_incidence_rate(double events, double time, double level)
{
	TeEstimate e = {NAN, NAN, NAN, NAN};
	double tail = (1 - level) / 2;

	if (!(time > 0))
		return e;
	e.estimate = events / time;
	e.std_err = sqrt(events) / time;
	e.lower = events == 0 ? 0 : te_gamma_quantile(tail, events) / time;
	e.upper = te_gamma_upper_quantile(tail, events + 1) / time;
	return e;
}

/* A share of the events into the ratio of rates that gives it. */
static double
share_to_ratio(double share, double t1, double t2)
{
	return share / (1 - share) * t2 / t1;
}

/*
 * Given their sum, the events of the first group are binomial: exact limits
 * of the ratio are those of Clopper and Pearson for their share (as R's
 * poisson.test).  Wald: normal on the log, with 1 / e1 + 1 / e2.
 */
TeEstimate
te_rate_ratio(double e1, double t1, double e2, double t2, TeMethod method,
			  double level)
{
	TeEstimate e = {NAN, NAN, NAN, NAN};

	if (!(t1 > 0) || !(t2 > 0) || e1 + e2 == 0)
		return e;
	e.estimate = (e1 / t1) / (e2 / t2);
	if (e1 > 0 && e2 > 0)
		e.std_err = sqrt(1 / e1 + 1 / e2);
	if (method == METHOD_WALD)
	{
		double factor = exp(te_level_z(level) * e.std_err);

		e.lower = e.estimate / factor;
		e.upper = e.estimate * factor;
	}
	else
	{
		double tail = (1 - level) / 2;

		e.lower = e1 == 0 ?
			0 :
			share_to_ratio(te_beta_quantile(tail, e1, e2 + 1), t1, t2);
		/* from the other side: 1 - share would lose digits */
		e.upper = e2 == 0 ?
			INFINITY :
			1 / share_to_ratio(te_beta_quantile(tail, e2, e1 + 1), t2, t1);
	}
	return e;
}

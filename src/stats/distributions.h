/*
 * distributions.h
 *		Probability distributions: the C face of Boost.Math.
 *
 * Numbers in, a number out: no allocation, no error, no exception.  Arguments
 * outside a function's domain, NaN among them, give NaN; infinite arguments of
 * cdf and upper are their limits.  A cdf is P(X <= x), an upper tail
 * P(X > x) computed as such, so that a p-value of 1e-30 has all its digits;
 * quantile and upper_quantile are the values of x that cut off that much
 * probability below and above.  Accurate to some 1e-13 relative (tested
 * against R to 1e-10).
 *
 * Plain C: neither this header nor its implementation sees the server's.
 */
#ifndef TE_DISTRIBUTIONS_H
#define TE_DISTRIBUTIONS_H

#ifdef __cplusplus
extern "C"
{
#endif

	/* The standard normal distribution. */
	extern double te_normal_cdf(double x);
	extern double te_normal_upper(double x);
	extern double te_normal_quantile(double p);
	extern double te_normal_upper_quantile(double q);

	/* Chi-square with df > 0 degrees of freedom, x >= 0. */
	extern double te_chisq_cdf(double x, double df);
	extern double te_chisq_upper(double x, double df);
	extern double te_chisq_quantile(double p, double df);
	extern double te_chisq_upper_quantile(double q, double df);

	/*
 * Student's t with df > 0 degrees of freedom; infinite df is the normal
 * distribution.  two_sided is P(|T| > |t|).
 */
	extern double te_t_cdf(double t, double df);
	extern double te_t_upper(double t, double df);
	extern double te_t_two_sided(double t, double df);
	extern double te_t_quantile(double p, double df);
	extern double te_t_upper_quantile(double q, double df);

	/* F with df1, df2 > 0 degrees of freedom, x >= 0. */
	extern double te_f_cdf(double x, double df1, double df2);
	extern double te_f_upper(double x, double df1, double df2);

	/* Beta with shapes a, b > 0, 0 <= x <= 1. */
	extern double te_beta_cdf(double x, double a, double b);
	extern double te_beta_upper(double x, double a, double b);
	extern double te_beta_quantile(double p, double a, double b);
	extern double te_beta_upper_quantile(double q, double a, double b);

	/* Gamma with shape > 0 and scale 1, x >= 0. */
	extern double te_gamma_cdf(double x, double shape);
	extern double te_gamma_upper(double x, double shape);
	extern double te_gamma_quantile(double p, double shape);
	extern double te_gamma_upper_quantile(double q, double shape);

	/* Binomial: k successes of n trials, whole numbers 0 <= k <= n, 0 <= p <= 1. */
	extern double te_binomial_pmf(double k, double n, double p);
	extern double te_binomial_cdf(double k, double n, double p);
	extern double te_binomial_upper(double k, double n, double p);

	/* Poisson: k whole events >= 0 where mean >= 0 are expected. */
	extern double te_poisson_pmf(double k, double mean);
	extern double te_poisson_cdf(double k, double mean);
	extern double te_poisson_upper(double k, double mean);

	/* log of the gamma function of x > 0, and of n over k, 0 <= k <= n. */
	extern double te_lgamma(double x);
	extern double te_lchoose(double n, double k);

#ifdef __cplusplus
}
#endif

#endif /* TE_DISTRIBUTIONS_H */

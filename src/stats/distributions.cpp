/*
 * distributions.cpp
 *		The only C++ of the project: Boost.Math behind the C functions of
 *		distributions.h.  Boost is header only and its licence (BSL-1.0) allows
 *		linking; the alternatives in C are under the GPL.
 *
 * Nothing may throw through the server, which is C: the policies below make
 * Boost return NaN or infinity instead, arguments are checked before, and
 * guarded() turns whatever is left into NaN.  No header of the server is
 * included, as its macros and C++ do not mix.
 */
#if defined(__has_include)
#if !__has_include(<boost/math/distributions/normal.hpp>)
#error "Boost.Math is missing: install libboost-math-dev (make setup does)"
#endif
#endif

/*
 * What Boost does about an error, for every function of it, those that other
 * functions of it call included.  Double throughout: with long double in
 * between, the last digits would depend on the processor.
 */
#define BOOST_MATH_DOMAIN_ERROR_POLICY ignore_error
#define BOOST_MATH_POLE_ERROR_POLICY ignore_error
#define BOOST_MATH_OVERFLOW_ERROR_POLICY ignore_error
#define BOOST_MATH_UNDERFLOW_ERROR_POLICY ignore_error
#define BOOST_MATH_DENORM_ERROR_POLICY ignore_error
#define BOOST_MATH_EVALUATION_ERROR_POLICY ignore_error
#define BOOST_MATH_ROUNDING_ERROR_POLICY ignore_error
#define BOOST_MATH_INDETERMINATE_RESULT_ERROR_POLICY ignore_error
#define BOOST_MATH_PROMOTE_DOUBLE_POLICY false
/* Nor may it stop the server. */
#define BOOST_DISABLE_ASSERTS

#include <cmath>
#include <limits>

/* Whatever its headers say, no symbol of Boost leaves the library. */
#pragma GCC visibility push(hidden)

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#pragma GCC visibility pop

extern "C"
{
#include "stats/distributions.h"
}

namespace
{

using boost::math::cdf;
using boost::math::complement;
using boost::math::pdf;
using boost::math::quantile;

typedef boost::math::normal_distribution<double> normal;
typedef boost::math::chi_squared_distribution<double> chi_squared;
typedef boost::math::students_t_distribution<double> students_t;
typedef boost::math::fisher_f_distribution<double> fisher_f;
typedef boost::math::beta_distribution<double> beta;
typedef boost::math::gamma_distribution<double> gamma_1;
typedef boost::math::binomial_distribution<double> binomial;
typedef boost::math::poisson_distribution<double> poisson;

const double NaN = std::numeric_limits<double>::quiet_NaN();
const double infinite = std::numeric_limits<double>::infinity();

template <typename Computation>
double
guarded(Computation compute) noexcept
{
	try
	{
		return compute();
	}
	catch (...)
	{
		return NaN;
	}
}

/* A finite number above 0: what every shape and degree of freedom must be. */
bool
positive(double x)
{
	return x > 0 && x < infinite;
}

bool
probability(double p)
{
	return p >= 0 && p <= 1;
}

bool
whole(double x)
{
	return x >= 0 && x < infinite && std::floor(x) == x;
}

/*
 * below and above: P(X <= x) and P(X > x) of a distribution whose values run
 * from lowest to highest.  A NaN passes neither test of the ends and is what
 * the caller must have refused.
 */
template <typename Distribution>
double
below(const Distribution &d, double x, double lowest, double highest) noexcept
{
	if (std::isnan(x))
		return NaN;
	if (x <= lowest)
		return 0;
	if (x >= highest)
		return 1;
	return guarded([&] { return cdf(d, x); });
}

template <typename Distribution>
double
above(const Distribution &d, double x, double lowest, double highest) noexcept
{
	if (std::isnan(x))
		return NaN;
	if (x <= lowest)
		return 1;
	if (x >= highest)
		return 0;
	return guarded([&] { return cdf(complement(d, x)); });
}

template <typename Distribution>
double
cut_below(const Distribution &d, double p, double first, double last) noexcept
{
	if (!probability(p))
		return NaN;
	if (p == 0)
		return first;
	if (p == 1)
		return last;
	return guarded([&] { return quantile(d, p); });
}

template <typename Distribution>
double
cut_above(const Distribution &d, double q, double first, double last) noexcept
{
	if (!probability(q))
		return NaN;
	if (q == 0)
		return last;
	if (q == 1)
		return first;
	return guarded([&] { return quantile(complement(d, q)); });
}

/*
 * The beta distribution with both shapes 1/2, at s / (s + c): below s, and above
 * with the arguments exchanged.  Boost forms sqrt(1 - x), and of a p-value near
 * 1 every second digit is lost; t with one degree of freedom and F(1, 1) are
 * the same distribution.
 */
double
arcsine(double s, double c)
{
	return std::atan2(std::sqrt(s), std::sqrt(c)) / std::acos(0.0);
}

bool
arcsine_shapes(double a, double b)
{
	return a == 0.5 && b == 0.5;
}

} /* namespace */

/* ---------------------------------------------------------------- normal */

double
te_normal_cdf(double x)
{
	return below(normal(), x, -infinite, infinite);
}

double
te_normal_upper(double x)
{
	return above(normal(), x, -infinite, infinite);
}

double
te_normal_quantile(double p)
{
	return cut_below(normal(), p, -infinite, infinite);
}

double
te_normal_upper_quantile(double q)
{
	return cut_above(normal(), q, -infinite, infinite);
}

/* ------------------------------------------------------------ chi-square */

double
te_chisq_cdf(double x, double df)
{
	return positive(df) ? below(chi_squared(df), x, 0, infinite) : NaN;
}

double
te_chisq_upper(double x, double df)
{
	return positive(df) ? above(chi_squared(df), x, 0, infinite) : NaN;
}

double
te_chisq_quantile(double p, double df)
{
	return positive(df) ? cut_below(chi_squared(df), p, 0, infinite) : NaN;
}

double
te_chisq_upper_quantile(double q, double df)
{
	return positive(df) ? cut_above(chi_squared(df), q, 0, infinite) : NaN;
}

/* ------------------------------------------------------------- Student's t */

double
te_t_cdf(double t, double df)
{
	if (df == infinite)
		return te_normal_cdf(t);
	if (df == 1 && !std::isnan(t))
		return std::atan2(1, -t) / std::acos(-1.0);
	return positive(df) ? below(students_t(df), t, -infinite, infinite) : NaN;
}

double
te_t_upper(double t, double df)
{
	return te_t_cdf(-t, df);
}

double
te_t_two_sided(double t, double df)
{
	return 2 * te_t_cdf(-std::fabs(t), df);
}

double
te_t_quantile(double p, double df)
{
	if (df == infinite)
		return te_normal_quantile(p);
	if (!positive(df))
		return NaN;
	return cut_below(students_t(df), p, -infinite, infinite);
}

double
te_t_upper_quantile(double q, double df)
{
	return -te_t_quantile(q, df);
}

/* ---------------------------------------------------------------------- F */

double
te_f_cdf(double x, double df1, double df2)
{
	if (!positive(df1) || !positive(df2))
		return NaN;
	if (df1 == 1 && df2 == 1 && x > 0 && x < infinite)
		return arcsine(x, 1);
	return below(fisher_f(df1, df2), x, 0, infinite);
}

double
te_f_upper(double x, double df1, double df2)
{
	if (!positive(df1) || !positive(df2))
		return NaN;
	if (df1 == 1 && df2 == 1 && x > 0 && x < infinite)
		return arcsine(1, x);
	return above(fisher_f(df1, df2), x, 0, infinite);
}

/* ------------------------------------------------------------------- beta */

double
te_beta_cdf(double x, double a, double b)
{
	if (!positive(a) || !positive(b))
		return NaN;
	if (arcsine_shapes(a, b) && x > 0 && x < 1)
		return arcsine(x, 1 - x);
	return below(beta(a, b), x, 0, 1);
}

double
te_beta_upper(double x, double a, double b)
{
	if (!positive(a) || !positive(b))
		return NaN;
	if (arcsine_shapes(a, b) && x > 0 && x < 1)
		return arcsine(1 - x, x);
	return above(beta(a, b), x, 0, 1);
}

double
te_beta_quantile(double p, double a, double b)
{
	return positive(a) && positive(b) ? cut_below(beta(a, b), p, 0, 1) : NaN;
}

double
te_beta_upper_quantile(double q, double a, double b)
{
	return positive(a) && positive(b) ? cut_above(beta(a, b), q, 0, 1) : NaN;
}

/* ------------------------------------------------------------------ gamma */

double
te_gamma_cdf(double x, double shape)
{
	return positive(shape) ? below(gamma_1(shape), x, 0, infinite) : NaN;
}

double
te_gamma_upper(double x, double shape)
{
	return positive(shape) ? above(gamma_1(shape), x, 0, infinite) : NaN;
}

double
te_gamma_quantile(double p, double shape)
{
	return positive(shape) ? cut_below(gamma_1(shape), p, 0, infinite) : NaN;
}

double
te_gamma_upper_quantile(double q, double shape)
{
	return positive(shape) ? cut_above(gamma_1(shape), q, 0, infinite) : NaN;
}

/* --------------------------------------------------------------- binomial */

static bool
binomial_arguments(double k, double n, double p)
{
	return whole(n) && whole(k) && k <= n && probability(p);
}

double
te_binomial_pmf(double k, double n, double p)
{
	if (!binomial_arguments(k, n, p))
		return NaN;
	/* Boost takes a power of 1 - p, as it is after rounding. */
	if (k == 0 && p < 1)
		return std::exp(n * std::log1p(-p));
	return guarded([=] { return pdf(binomial(n, p), k); });
}

double
te_binomial_cdf(double k, double n, double p)
{
	if (!binomial_arguments(k, n, p))
		return NaN;
	return guarded([=] { return cdf(binomial(n, p), k); });
}

double
te_binomial_upper(double k, double n, double p)
{
	if (!binomial_arguments(k, n, p))
		return NaN;
	return guarded([=] { return cdf(complement(binomial(n, p), k)); });
}

/* ---------------------------------------------------------------- Poisson */

/* Boost wants a mean above 0; with mean 0 there is no event. */
double
te_poisson_pmf(double k, double mean)
{
	if (!whole(k) || !(mean >= 0 && mean < infinite))
		return NaN;
	if (mean == 0)
		return k == 0;
	return guarded([=] { return pdf(poisson(mean), k); });
}

double
te_poisson_cdf(double k, double mean)
{
	if (!whole(k) || !(mean >= 0 && mean < infinite))
		return NaN;
	if (mean == 0)
		return 1;
	return guarded([=] { return cdf(poisson(mean), k); });
}

double
te_poisson_upper(double k, double mean)
{
	if (!whole(k) || !(mean >= 0 && mean < infinite))
		return NaN;
	if (mean == 0)
		return 0;
	return guarded([=] { return cdf(complement(poisson(mean), k)); });
}

/* -------------------------------------------------------- log of factorials */

double
te_lgamma(double x)
{
	return positive(x) ? guarded([=] { return boost::math::lgamma(x); }) : NaN;
}

double
te_lchoose(double n, double k)
{
	if (!(k >= 0 && k <= n && n < infinite))
		return NaN;
	return te_lgamma(n + 1) - te_lgamma(k + 1) - te_lgamma(n - k + 1);
}

/*
 * rank_tests.c
 *		Wilcoxon's tests, their exact distributions, and a test for trend.
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "stats/distributions.h"
#include "stats/rank.h"

static RankTest approximate(double statistic, double mean, double variance,
							bool continuity);
static double *rank_sum_counts(int m, int n, int top);
static double *signed_rank_counts(int n, int top);

double
te_rank_ties(const RankCell *cells, int64 n)
{
	double ties = 0.0;

	for (int64 i = 0; i < n; i++)
	{
		double t = (double) (cells[i].flagged + cells[i].others);

		ties += t * (t * t - 1.0);
	}
	return ties;
}

/* Sum of the flagged subjects' ranks, a shared value giving the middle one. */
static double
flagged_ranks(const RankCell *cells, int64 n, double *n_flagged,
			  double *n_others)
{
	double below = 0.0;
	double sum = 0.0;

	*n_flagged = 0.0;
	*n_others = 0.0;
	for (int64 i = 0; i < n; i++)
	{
		double t = (double) (cells[i].flagged + cells[i].others);

		sum += (double) cells[i].flagged * (below + (t + 1.0) / 2.0);
		below += t;
		*n_flagged += (double) cells[i].flagged;
		*n_others += (double) cells[i].others;
	}
	return sum;
}

RankTest
te_rank_sum_test(const RankCell *cells, int64 n_cells, RankExact exact,
				 bool continuity)
{
	RankTest test = {NAN, NAN, false, false};
	double m;
	double n;
	double w = flagged_ranks(cells, n_cells, &m, &n) - m * (m + 1.0) / 2.0;
	double ties = te_rank_ties(cells, n_cells);
	double total = m + n;

	if (m == 0.0 || n == 0.0)
		return test;
	test.exact = exact == EXACT_YES ||
		(exact == EXACT_AUTO && m < RANK_EXACT_BELOW && n < RANK_EXACT_BELOW &&
		 ties == 0.0);
	if (!test.exact)
		return approximate(w, m * n / 2.0,
						   m * n / 12.0 *
							   (total + 1.0 - ties / (total * (total - 1.0))),
						   continuity);
	test.refused = ties > 0.0 || m > RANK_EXACT_LIMIT || n > RANK_EXACT_LIMIT;
	if (test.refused)
		return test;
	test.statistic = w;
	/* the distribution is symmetric: the smaller tail, doubled */
	test.p_value =
		Min(1.0, 2.0 * te_rank_sum_cdf(Min(w, m * n - w), (int) m, (int) n));
	return test;
}

RankTest
te_signed_rank_test(const RankCell *cells, int64 n_cells, bool zeros,
					RankExact exact, bool continuity)
{
	RankTest test = {NAN, NAN, false, false};
	double above;
	double below;
	double v = flagged_ranks(cells, n_cells, &above, &below);
	double ties = te_rank_ties(cells, n_cells);
	double n = above + below;

	if (n == 0.0)
		return test;
	test.exact = exact == EXACT_YES ||
		(exact == EXACT_AUTO && n < RANK_EXACT_BELOW && ties == 0.0 && !zeros);
	if (!test.exact)
		return approximate(v, n * (n + 1.0) / 4.0,
						   n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0,
						   continuity);
	test.refused = ties > 0.0 || zeros || n > RANK_EXACT_LIMIT;
	if (test.refused)
		return test;
	test.statistic = v;
	test.p_value =
		Min(1.0,
			2.0 * te_signed_rank_cdf(Min(v, n * (n + 1.0) / 2.0 - v), (int) n));
	return test;
}

/* Two-sided, from the normal distribution. */
static RankTest
approximate(double statistic, double mean, double variance, bool continuity)
{
	RankTest test = {NAN, NAN, false, false};
	double z = statistic - mean;

	/* all values tied */
	if (!(variance > 0.0))
		return test;
	if (continuity && z != 0.0)
		z -= z > 0.0 ? 0.5 : -0.5;
	test.statistic = statistic;
	test.p_value = Min(1.0, 2.0 * te_normal_upper(fabs(z / sqrt(variance))));
	return test;
}

/* ------------------------------------------------------- exact distributions */

/*
 * How many orders of m and n subjects give W = 0 .. top: the partitions of W
 * into at most m parts of at most n.  Whole numbers, or very nearly.
 */
static double *
rank_sum_counts(int m, int n, int top)
{
	Size width = (Size) top + 1;
	double *ways = palloc0_array(double, width *(m + 1));
	double *counts = palloc0_array(double, width);

	ways[0] = 1.0;
	for (int size = 1; size <= n; size++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int parts = 1; parts <= m; parts++)
		{
			double *to = ways + width * parts;
			const double *from = to - width;

			for (int w = size; w <= top; w++)
				to[w] += from[w - size];
		}
	}
	for (int parts = 0; parts <= m; parts++)
	{
		for (int w = 0; w <= top; w++)
			counts[w] += ways[width * parts + w];
	}
	pfree(ways);
	return counts;
}

/* m + n over m, as a float8: exact up to 2^53, else to its last digits */
static double
orders(int m, int n)
{
	double result = 1.0;

	for (int i = 1; i <= Min(m, n); i++)
		result = result * (Max(m, n) + i) / i;
	return result;
}

double
te_rank_sum_cdf(double w, int m, int n)
{
	int top = (int) Min(floor(w), (double) m * n);
	double *counts;
	double sum = 0.0;

	if (w < 0.0)
		return 0.0;
	counts = rank_sum_counts(Min(m, n), Max(m, n), top);
	for (int i = 0; i <= top; i++)
		sum += counts[i];
	pfree(counts);
	return sum / orders(m, n);
}

/*
 * The first count whose sum reaches p.  A probability that is the sum but for
 * its last digits counts as reached, as in R.
 */
static double
first_reaching(const double *counts, int top, double p)
{
	double sum = 0.0;

	p *= 1.0 - 10.0 * DBL_EPSILON;
	for (int i = 0; i <= top; i++)
	{
		sum += counts[i];
		if (sum >= p)
			return Max(i, 1);
	}
	return Max(top, 1);
}

double
te_rank_sum_quantile(double alpha, int m, int n)
{
	int top = m * n / 2;
	double *counts = rank_sum_counts(Min(m, n), Max(m, n), top);
	double result = first_reaching(counts, top, alpha * orders(m, n));

	pfree(counts);
	return result;
}

/* How many sets of the ranks 1 .. n have the sum 0 .. top. */
static double *
signed_rank_counts(int n, int top)
{
	double *counts = palloc0_array(double, (Size) top + 1);

	counts[0] = 1.0;
	for (int rank = 1; rank <= n; rank++)
	{
		for (int v = top; v >= rank; v--)
			counts[v] += counts[v - rank];
	}
	return counts;
}

double
te_signed_rank_cdf(double v, int n)
{
	int top = (int) Min(floor(v), (double) n * (n + 1) / 2);
	double *counts;
	double sum = 0.0;

	if (v < 0.0)
		return 0.0;
	counts = signed_rank_counts(n, top);
	for (int i = 0; i <= top; i++)
		sum += counts[i];
	pfree(counts);
	return ldexp(sum, -n);
}

double
te_signed_rank_quantile(double alpha, int n)
{
	int top = n * (n + 1) / 4;
	double *counts = signed_rank_counts(n, top);
	double result = first_reaching(counts, top, ldexp(alpha, n));

	pfree(counts);
	return result;
}

/* --------------------------------------------------------------------- trend */

double
te_trend_chisq(const RankCell *cells, int64 n_cells)
{
	double n = 0.0;
	double events = 0.0;
	double scale = 0.0;
	double mean = 0.0;
	double slope = 0.0;
	double spread = 0.0;
	double p;

	for (int64 i = 0; i < n_cells; i++)
	{
		n += (double) (cells[i].flagged + cells[i].others);
		events += (double) cells[i].flagged;
		scale = Max(scale, fabs(cells[i].value));
	}
	if (n == 0.0 || scale == 0.0)
		return NAN;
	/* doses of any size: the statistic does not depend on their unit */
	for (int64 i = 0; i < n_cells; i++)
		mean += cells[i].value / scale *
			((double) (cells[i].flagged + cells[i].others) / n);
	p = events / n;
	for (int64 i = 0; i < n_cells; i++)
	{
		double t = (double) (cells[i].flagged + cells[i].others);
		double x = cells[i].value / scale - mean;

		slope += x * ((double) cells[i].flagged - t * p);
		spread += t * x * x;
	}
	if (n_cells < 2 || events == 0.0 || events == n)
		return NAN;
	return slope * slope / (p * (1.0 - p) * spread);
}

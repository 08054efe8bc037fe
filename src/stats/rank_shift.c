/*
 * rank_shift.c
 *		Medians of all differences, or of all averages, with limits.
 *
 * There are as many as pairs: a million subjects have 250 thousand million.
 * They are never made.  How many are below a number can be counted in one pass
 * over both sorted samples, so the k-th is found by halving the float8s
 * between the smallest and the largest: exact, some 64 passes.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/distributions.h"
#include "stats/rank.h"

typedef struct Pairs
{
	bool walsh; /* averages of one sample, else differences of two */
	const RankCell *cells;
	int64 n_cells;
} Pairs;

static double count_up_to(const Pairs *pairs, double limit);
static double differences_up_to(const Pairs *pairs, double limit);
static double averages_up_to(const Pairs *pairs, double limit);
static double kth(const Pairs *pairs, double k, double low, double high);
static int64 order_of(double value);
static double value_of(int64 order);

/*
 * The estimate and its limits: the rank-th pair from either end, of "total".
 */
static void
fill_shift(RankShift *shift, const Pairs *pairs, double total, double rank,
		   double low, double high)
{
	double half = floor(total / 2.0);
	double median = kth(pairs, half + 1.0, low, high);

	if (fmod(total, 2.0) == 0.0)
		median = median / 2.0 + kth(pairs, half, low, high) / 2.0;
	shift->estimate = median;
	rank = Min(Max(rank, 1.0), Max(half, 1.0));
	shift->lower = kth(pairs, rank, low, high);
	shift->upper = kth(pairs, total + 1.0 - rank, low, high);
}

/*
 * The pair at which the approximate test with continuity correction becomes
 * significant, counted from the end.
 */
static double
approximate_rank(double total, double variance, double level)
{
	double z = te_normal_upper_quantile((1.0 - level) / 2.0);

	return floor(total / 2.0 - 0.5 - z * sqrt(variance)) + 1.0;
}

RankShift
te_hodges_lehmann(const RankCell *cells, int64 n_cells, double level)
{
	RankShift shift = {NAN, NAN, NAN, false};
	Pairs pairs = {false, cells, n_cells};
	double m = 0.0;
	double n = 0.0;
	double ties_m = 0.0;
	double ties_n = 0.0;
	double total;
	double rank;
	double spread;

	for (int64 i = 0; i < n_cells; i++)
	{
		double a = (double) cells[i].flagged;
		double b = (double) cells[i].others;

		m += a;
		n += b;
		ties_m += a * (a * a - 1.0);
		ties_n += b * (b * b - 1.0);
	}
	if (m == 0.0 || n == 0.0)
		return shift;
	total = m + n;
	shift.exact = m < RANK_EXACT_BELOW && n < RANK_EXACT_BELOW &&
		te_rank_ties(cells, n_cells) == 0.0;
	if (shift.exact)
		rank = te_rank_sum_quantile((1.0 - level) / 2.0, (int) m, (int) n);
	else
		/* shifted a little, values tie within their own group only */
		rank =
			approximate_rank(m * n,
							 m * n / 12.0 *
								 (total + 1.0 -
								  (ties_m + ties_n) / (total * (total - 1.0))),
							 level);
	spread = cells[n_cells - 1].value - cells[0].value;
	fill_shift(&shift, &pairs, m * n, rank, -spread, spread);
	return shift;
}

RankShift
te_pseudomedian(const RankCell *cells, int64 n_cells, double level)
{
	RankShift shift = {NAN, NAN, NAN, false};
	Pairs pairs = {true, cells, n_cells};
	double n = 0.0;
	double ties = 0.0;
	double total;
	double rank;
	bool exact = true;

	for (int64 i = 0; i < n_cells; i++)
	{
		double t = (double) cells[i].flagged;

		n += t;
		ties += t * (t * t - 1.0);
		/* the signed-rank test is exact without zeros and equal sizes */
		exact = exact && cells[i].value != 0.0 && t == 1.0;
	}
	if (n == 0.0)
		return shift;
	for (int64 i = 0, k = n_cells - 1; exact && i < k;)
	{
		double both = cells[i].value + cells[k].value;

		exact = both != 0.0;
		if (both < 0.0)
			i++;
		else
			k--;
	}
	total = n * (n + 1.0) / 2.0;
	shift.exact = exact && n < RANK_EXACT_BELOW;
	if (shift.exact)
		rank = te_signed_rank_quantile((1.0 - level) / 2.0, (int) n);
	else
		rank = approximate_rank(
			total, n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0, level);
	fill_shift(&shift, &pairs, total, rank, cells[0].value,
			   cells[n_cells - 1].value);
	return shift;
}

/* ----------------------------------------------------------------- selection */

/* The k-th smallest, between low and high. */
static double
kth(const Pairs *pairs, double k, double low, double high)
{
	int64 below = order_of(low);
	int64 reached = order_of(high);

	while (below < reached)
	{
		/* neither sum nor difference may overflow */
		int64 middle = (below & reached) + ((below ^ reached) >> 1);

		CHECK_FOR_INTERRUPTS();
		if (count_up_to(pairs, value_of(middle)) >= k)
			reached = middle;
		else
			below = middle + 1;
	}
	return value_of(reached) + 0.0;
}

static double
count_up_to(const Pairs *pairs, double limit)
{
	return pairs->walsh ? averages_up_to(pairs, limit) :
						  differences_up_to(pairs, limit);
}

/* As flagged values grow, so do the others that are near enough. */
static double
differences_up_to(const Pairs *pairs, double limit)
{
	const RankCell *cells = pairs->cells;
	double count = 0.0;
	double others = 0.0; /* from cell k on */
	int64 k = 0;

	for (int64 i = 0; i < pairs->n_cells; i++)
		others += (double) cells[i].others;
	for (int64 i = 0; i < pairs->n_cells; i++)
	{
		if (cells[i].flagged == 0)
			continue;
		while (k < pairs->n_cells && cells[i].value - cells[k].value > limit)
			others -= (double) cells[k++].others;
		count += (double) cells[i].flagged * others;
	}
	return count;
}

/* As the lower value grows, the higher one must shrink. */
static double
averages_up_to(const Pairs *pairs, double limit)
{
	const RankCell *cells = pairs->cells;
	double count = 0.0;
	double between = 0.0; /* subjects in cells i .. k */
	int64 k = pairs->n_cells - 1;

	for (int64 i = 0; i <= k; i++)
		between += (double) cells[i].flagged;
	for (int64 i = 0; i <= k; i++)
	{
		double t = (double) cells[i].flagged;

		while (k >= i && cells[i].value / 2.0 + cells[k].value / 2.0 > limit)
			between -= (double) cells[k--].flagged;
		if (k < i)
			break;
		between -= t;
		/* pairs within the cell, and with the cells above it */
		count += t * (t + 1.0) / 2.0 + t * between;
	}
	return count;
}

/* float8s and whole numbers in the same order: all finite values in turn */
static int64
order_of(double value)
{
	int64 bits;

	value += 0.0;
	memcpy(&bits, &value, sizeof(bits));
	return bits >= 0 ? bits : PG_INT64_MIN - bits;
}

static double
value_of(int64 order)
{
	int64 bits = order >= 0 ? order : PG_INT64_MIN - order;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

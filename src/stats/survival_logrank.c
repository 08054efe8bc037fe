/*
 * survival_logrank.c
 *		The log-rank test and its relatives, for any number of arms, stratified.
 *
 * Mantel N, Cancer Chemother Rep 1966;50:163; Peto R, Peto J, J R Stat Soc A
 * 1972;135:185; Harrington DP, Fleming TR, Biometrika 1982;69:553 (G-rho).  At
 * a time with n subjects at risk, n_k of them in arm k, and d events, the
 * events of an arm are hypergeometric: d n_k / n are expected, with covariance
 * d (n - d) / (n - 1) (n_k / n) ([k = j] - n_j / n).  Differences from what was
 * observed are weighted and added up, over strata too.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/distributions.h"
#include "stats/survival.h"

/* A variance below this part of what it was has been explained by others. */
#define DEPENDENT 1e-10

static void add_stratum(RankTest *test, const SurvivalCounts *s,
						const SurvivalPart *stratum, RankWeight weight,
						double rho, double gamma);
static double weight_of(const RiskWalk *walk, double survival,
						RankWeight weight, double rho, double gamma);
static void add_time(RankTest *test, const RiskWalk *walk, double w);
static void solve(RankTest *test);
static int find_pivot(const double *v, const double *original, const bool *done,
					  int n);

RankTest *
te_logrank(const SurvivalCounts *s, const SurvivalParts *strata,
		   RankWeight weight, double rho, double gamma)
{
	RankTest *test = palloc0_object(RankTest);
	int n = te_survival_tested_arms(strata);

	test->n_arms = n;
	test->observed = palloc0_array(double, n + 1);
	test->expected = palloc0_array(double, n + 1);
	test->variance = palloc0_array(double, (Size) n *n + 1);
	for (int i = 0; i < strata->n_parts; i++)
		add_stratum(test, s, &strata->parts[i], weight, rho, gamma);
	solve(test);
	return test;
}

static void
add_stratum(RankTest *test, const SurvivalCounts *s,
			const SurvivalPart *stratum, RankWeight weight, double rho,
			double gamma)
{
	double survival = 1.0;
	RiskWalk walk;

	te_risk_begin(&walk, s, stratum, test->n_arms);
	while (te_risk_next(&walk))
	{
		CHECK_FOR_INTERRUPTS();
		add_time(test, &walk, weight_of(&walk, survival, weight, rho, gamma));
		survival *= (double) (walk.n - walk.d) / (double) walk.n;
	}
	te_risk_end(&walk);
}

/* survival: of all arms together, just before the time. */
static double
weight_of(const RiskWalk *walk, double survival, RankWeight weight, double rho,
		  double gamma)
{
	if (weight == RANK_GEHAN)
		return (double) walk->n;
	if (weight == RANK_TARONE_WARE)
		return sqrt((double) walk->n);
	return (rho == 0.0	   ? 1.0 :
				rho == 1.0 ? survival :
							 pow(survival, rho)) *
		(gamma == 0.0 ? 1.0 : pow(1.0 - survival, gamma));
}

static void
add_time(RankTest *test, const RiskWalk *walk, double w)
{
	int n_arms = test->n_arms;
	double n = (double) walk->n;
	double d = (double) walk->d;
	double variance = n > 1.0 ? w * w * d * (n - d) / (n - 1.0) : 0.0;

	for (int k = 0; k < n_arms; k++)
	{
		double share = (double) walk->at_risk[k] / n;
		double *row = test->variance + (size_t) k * n_arms;

		if (walk->at_risk[k] == 0)
			continue;
		test->observed[k] += w * (double) walk->deaths[k];
		test->expected[k] += w * d * share;
		row[k] += variance * share * (double) (walk->n - walk->at_risk[k]) / n;
		for (int j = 0; j < k; j++)
			row[j] -= variance * share * (double) walk->at_risk[j] / n;
	}
}

/*
 * The quadratic form of observed - expected in the inverse of the variance.
 * The differences of all arms add up to 0, so one arm at least is left out;
 * more if arms were never at risk at the same time.  Elimination takes the arm
 * of the largest share of its variance first and stops when all is explained:
 * the number of arms taken is the degrees of freedom.
 */
static void
solve(RankTest *test)
{
	int n = test->n_arms;
	double *v = palloc_array(double, (Size) n *n + 1);
	double *original = palloc_array(double, n + 1);
	double *difference = palloc_array(double, n + 1);
	bool *done = palloc0_array(bool, n + 1);
	int rank = 0;
	int pivot;

	for (int k = 0; k < n; k++)
	{
		difference[k] = test->observed[k] - test->expected[k];
		original[k] = test->variance[(size_t) k * n + k];
		for (int j = 0; j <= k; j++)
			v[(size_t) k * n + j] = v[(size_t) j * n + k] =
				test->variance[(size_t) j * n + k] =
					test->variance[(size_t) k * n + j];
	}
	test->statistic = 0.0;
	while ((pivot = find_pivot(v, original, done, n)) >= 0)
	{
		const double *row = v + (size_t) pivot * n;

		CHECK_FOR_INTERRUPTS();
		done[pivot] = true;
		rank++;
		test->statistic += difference[pivot] * difference[pivot] / row[pivot];
		for (int k = 0; k < n; k++)
		{
			double factor = row[k] / row[pivot];

			if (done[k])
				continue;
			difference[k] -= factor * difference[pivot];
			for (int j = 0; j < n; j++)
			{
				if (!done[j])
					v[(size_t) k * n + j] -= factor * row[j];
			}
		}
	}
	test->df = rank;
	test->p_value = te_chisq_upper(test->statistic, rank);
	if (rank == 0)
		test->statistic = test->df = test->p_value = NAN;
	pfree(v);
	pfree(original);
	pfree(difference);
	pfree(done);
}

/* The arm with the largest share of its variance left, or -1. */
static int
find_pivot(const double *v, const double *original, const bool *done, int n)
{
	double largest = DEPENDENT;
	int pivot = -1;

	for (int k = 0; k < n; k++)
	{
		double share;

		if (done[k] || original[k] <= 0.0)
			continue;
		share = v[(size_t) k * n + k] / original[k];
		if (share > largest)
		{
			largest = share;
			pivot = k;
		}
	}
	return pivot;
}

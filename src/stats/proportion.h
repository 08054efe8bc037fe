/*
 * proportion.h
 *		Proportions, their comparison, and tables of counts: the plain C core.
 *
 * Counts in, numbers out; no allocation but where said, no error.  Where
 * something is not defined the number is NaN; infinite is a number (the odds
 * ratio of 3 of 5 against 0 of 5).  Counts are whole numbers >= 0, exact in
 * double up to 2^53; x of n with x <= n is checked by the caller.
 */
#ifndef TE_PROPORTION_H
#define TE_PROPORTION_H

#include "trial_ext.h"

#include "stats/stats_method.h"

typedef struct TeEstimate
{
	double estimate;
	double lower;
	double upper;
	double std_err; /* on the scale on which limits are made */
} TeEstimate;

typedef struct TeTest
{
	double statistic;
	double df;
	double p_value; /* two-sided */
	double min_expected;
	bool corrected; /* for continuity */
} TeTest;

/* Two groups: x1 of n1 treated and x2 of n2 others. */
typedef struct TePair
{
	double x1;
	double n1;
	double x2;
	double n2;
} TePair;

/*
 * strata tables of rows x columns counts, each row by row, one table after the
 * other.
 */
typedef struct TeTable
{
	int rows;
	int columns;
	int strata;
	const double *counts;
} TeTable;

/* ------------------------------------------------------ proportion_one.c */

/* x / n, its standard error sqrt(p (1 - p) / n) and limits. */
extern TeEstimate te_proportion(double x, double n, TeMethod method,
								double level);
/* Wilson's score limits, which others are made from. */
extern void te_wilson_limits(double x, double n, double z, double *lower,
							 double *upper);
/* Events per unit of person-time, with exact Poisson limits. */
extern TeEstimate te_incidence_rate(double events, double time, double level);
/* (e1 / t1) / (e2 / t2): exact by the binomial, or Wald on the log. */
extern TeEstimate te_rate_ratio(double e1, double t1, double e2, double t2,
								TeMethod method, double level);
/* z with (1 - level) / 2 above it. */
extern double te_level_z(double level);

/* ------------------------------------------------------ proportion_two.c */

extern TeEstimate te_risk_difference(TePair p, TeMethod method, double level);
extern TeEstimate te_risk_ratio(TePair p, TeMethod method, double level);
extern TeEstimate te_odds_ratio(TePair p, TeMethod method, double level);

/* --------------------------------------------------- proportion_strata.c */

/* Mantel-Haenszel estimates over k strata, each a pair. */
extern TeEstimate te_mh_risk_difference(const TePair *p, int k, double level);
extern TeEstimate te_mh_risk_ratio(const TePair *p, int k, double level);
extern TeEstimate te_mh_odds_ratio(const TePair *p, int k, double level);

/* ----------------------------------------------------- proportion_root.c */

/*
 * Where f changes its sign between a and b.  fa and fb say which sign it has
 * at the ends, where it is not evaluated; neither is 0.
 */
extern double te_root(double (*f)(double x, const void *context),
					  const void *context, double a, double fa, double b,
					  double fb);

/* ---------------------------------------------------- contingency_test.c */

/* The tests of the table leave out rows and columns without a subject. */
extern TeTest te_chi_square(TeTable t, bool correct);
/* Paired answers of a square table: McNemar, for more than two Bowker. */
extern TeTest te_mcnemar(TeTable t, bool correct);
/* Exact McNemar from the two numbers of changes. */
extern TeTest te_mcnemar_exact(double b, double c);
/* Cochran-Mantel-Haenszel over the strata, general association. */
extern TeTest te_cmh(TeTable t, bool correct);

/* --------------------------------------------------- contingency_exact.c */

/* Values that the first cell of a 2 x 2 table may take. */
#define FISHER_MAX_SUPPORT 10000000

/*
 * Fisher's exact test, two-sided: the probability of all tables with the same
 * margins that are not more likely than this.  False when a limit above is
 * met.
 */
extern bool te_fisher(TeTable t, TeTest *result);
/* Conditional maximum likelihood odds ratio of a 2 x 2 table, exact limits. */
extern bool te_odds_ratio_exact(TePair p, double level, TeEstimate *result);

/* -------------------------------------------------------------- p_adjust.c */

/* Adjusts n p-values in place; allocates. */
extern void te_p_adjust(double *p, int n, TeMethod method);

#endif /* TE_PROPORTION_H */

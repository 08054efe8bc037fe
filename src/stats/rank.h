/*
 * rank.h
 *		Tests of ranks: the plain part, on values that are sorted.
 */
#ifndef TE_RANK_H
#define TE_RANK_H

#include "postgres.h"

/*
 * As R does: exact p-values where there are no ties and fewer than so many
 * values in each group.
 */
#define RANK_EXACT_BELOW 50
/* An exact p-value on request may have so many values in a group. */
#define RANK_EXACT_LIMIT 200

/* Subjects with one value: those flagged (treated) and the others. */
typedef struct RankCell
{
	double value;
	int64 flagged;
	int64 others;
} RankCell;

typedef enum RankExact
{
	EXACT_AUTO,
	EXACT_NO,
	EXACT_YES
} RankExact;

/* NaN in statistic and p_value: not defined. */
typedef struct RankTest
{
	double statistic;
	double p_value; /* two-sided */
	bool exact;
	bool refused; /* an exact p-value was asked for, but there are ties */
} RankTest;

/* A shift with its limits. */
typedef struct RankShift
{
	double estimate;
	double lower;
	double upper;
	bool exact;
} RankShift;

/* -------------------------------------------------------------- rank_tests.c */

/*
 * Wilcoxon's rank-sum test: the statistic is W of the flagged, that is the
 * number of pairs in which the flagged subject has the larger value, ties half.
 * Without ties exact for small groups, else the normal approximation with
 * variance for ties and continuity correction.  Wilcoxon 1945, Biometrics
 * 1:80; Mann and Whitney 1947, Ann Math Stat 18:50; as R's wilcox.test.
 */
extern RankTest te_rank_sum_test(const RankCell *cells, int64 n,
								 RankExact exact, bool continuity);
/*
 * Wilcoxon's signed-rank test: cells hold the absolute differences, flagged
 * those above zero; zeros are left out before.  The statistic is V, the sum of
 * the ranks of the flagged.  As R's wilcox.test.
 */
extern RankTest te_signed_rank_test(const RankCell *cells, int64 n, bool zeros,
									RankExact exact, bool continuity);
/*
 * P(W <= w) for groups of m and n without ties, and the number of pairs that
 * cut off alpha below, at least 1 (R's qwilcox, and its 0 made 1).
 */
extern double te_rank_sum_cdf(double w, int m, int n);
extern double te_rank_sum_quantile(double alpha, int m, int n);
/* The same of V for n differences. */
extern double te_signed_rank_cdf(double v, int n);
extern double te_signed_rank_quantile(double alpha, int n);

/* sum over values of t^3 - t, t the subjects who share one */
extern double te_rank_ties(const RankCell *cells, int64 n);

/*
 * Chi-square for a trend in proportions over doses (cells: flagged are those
 * with the outcome): Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics
 * 11:375; as R's prop.trend.test.  NaN where it is not defined.
 */
extern double te_trend_chisq(const RankCell *cells, int64 n);

/* -------------------------------------------------------------- rank_shift.c */

/*
 * Shift of Hodges and Lehmann (1963, Ann Math Stat 34:598): the median of all
 * differences between a flagged and another subject, with the limits at which
 * the rank-sum test is just not significant.  NaN without a pair.
 */
extern RankShift te_hodges_lehmann(const RankCell *cells, int64 n,
								   double level);
/*
 * Their pseudomedian of one sample: the median of all averages of two values,
 * a value with itself included; cells count by flagged alone.
 */
extern RankShift te_pseudomedian(const RankCell *cells, int64 n, double level);

#endif /* TE_RANK_H */

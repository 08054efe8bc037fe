/*
 * auc.c
 *		Areas under ROC curves by placements.
 *
 * The placement of a score is the share of the subjects with the other outcome
 * whom it beats.  The area is the mean placement, its variance comes from the
 * variances of the placements in both outcomes.  One pass over sorted scores
 * gives all placements.
 */
#include "postgres.h"

#include <math.h>

#include "stats/auc.h"

static int compare_score(const void *a, const void *b, void *which);
static void fill_placements(ScorePair *pairs, int64 n, int which,
							double flagged, double others);

AucEstimate
te_auc(const RankCell *cells, int64 n)
{
	AucEstimate auc = {NAN, NAN};
	double flagged = 0.0;
	double others = 0.0;
	double below = 0.0; /* of the others */
	double above = 0.0; /* of the flagged */
	double area = 0.0;
	double spread_flagged = 0.0;
	double spread_others = 0.0;

	for (int64 i = 0; i < n; i++)
	{
		flagged += (double) cells[i].flagged;
		others += (double) cells[i].others;
	}
	if (flagged == 0.0 || others == 0.0)
		return auc;
	for (int64 i = 0; i < n; i++)
	{
		area += (double) cells[i].flagged *
			(below + (double) cells[i].others / 2.0);
		below += (double) cells[i].others;
	}
	auc.estimate = area / others / flagged;
	if (flagged < 2.0 || others < 2.0)
		return auc;
	below = 0.0;
	above = flagged;
	for (int64 i = 0; i < n; i++)
	{
		double of_flagged =
			(below + (double) cells[i].others / 2.0) / others - auc.estimate;
		double of_others =
			(above - (double) cells[i].flagged / 2.0) / flagged - auc.estimate;

		spread_flagged += (double) cells[i].flagged * of_flagged * of_flagged;
		spread_others += (double) cells[i].others * of_others * of_others;
		below += (double) cells[i].others;
		above -= (double) cells[i].flagged;
	}
	auc.std_err = sqrt(spread_flagged / (flagged - 1.0) / flagged +
					   spread_others / (others - 1.0) / others);
	return auc;
}

AucEstimate
te_auc_difference(ScorePair *pairs, int64 n)
{
	AucEstimate difference = {NAN, NAN};
	double count[2] = {0.0, 0.0};
	double mean[2] = {0.0, 0.0};
	double spread[2] = {0.0, 0.0};

	for (int64 i = 0; i < n; i++)
		count[pairs[i].flagged] += pairs[i].count;
	if (count[0] == 0.0 || count[1] == 0.0)
		return difference;
	for (int which = 0; which < 2; which++)
	{
		qsort_arg(pairs, n, sizeof(ScorePair), compare_score, &which);
		fill_placements(pairs, n, which, count[true], count[false]);
	}
	/* what the area's difference is the mean of, in either outcome */
	for (int64 i = 0; i < n; i++)
		mean[pairs[i].flagged] += pairs[i].count *
			(pairs[i].placement[0] - pairs[i].placement[1]) /
			count[pairs[i].flagged];
	for (int64 i = 0; i < n; i++)
	{
		double d = pairs[i].placement[0] - pairs[i].placement[1] -
			mean[pairs[i].flagged];

		spread[pairs[i].flagged] += pairs[i].count * d * d;
	}
	difference.estimate = mean[true];
	if (count[0] >= 2.0 && count[1] >= 2.0)
		difference.std_err = sqrt(spread[0] / (count[0] - 1.0) / count[0] +
								  spread[1] / (count[1] - 1.0) / count[1]);
	return difference;
}

/* By one score; ties by everything else, for an order that is always one. */
static int
compare_score(const void *a, const void *b, void *which)
{
	const ScorePair *x = a;
	const ScorePair *y = b;
	int first = *(int *) which;

	if (x->score[first] != y->score[first])
		return x->score[first] < y->score[first] ? -1 : 1;
	if (x->score[1 - first] != y->score[1 - first])
		return x->score[1 - first] < y->score[1 - first] ? -1 : 1;
	return (int) x->flagged - (int) y->flagged;
}

static void
fill_placements(ScorePair *pairs, int64 n, int which, double flagged,
				double others)
{
	double below[2] = {0.0, 0.0};
	int64 end;

	for (int64 start = 0; start < n; start = end)
	{
		double tied[2] = {0.0, 0.0};

		for (end = start;
			 end < n && pairs[end].score[which] == pairs[start].score[which];
			 end++)
			tied[pairs[end].flagged] += pairs[end].count;
		for (int64 i = start; i < end; i++)
		{
			if (pairs[i].flagged)
				pairs[i].placement[which] =
					(below[false] + tied[false] / 2.0) / others;
			else
				pairs[i].placement[which] =
					(flagged - below[true] - tied[true] / 2.0) / flagged;
		}
		below[false] += tied[false];
		below[true] += tied[true];
	}
}

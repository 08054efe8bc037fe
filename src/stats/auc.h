/*
 * auc.h
 *		ROC curves: their area with DeLong's variance, two of them compared.
 */
#ifndef TE_AUC_H
#define TE_AUC_H

#include "postgres.h"

#include "stats/rank.h"

/* An area, or the difference of two. */
typedef struct AucEstimate
{
	double estimate; /* NaN without subjects of both outcomes */
	double std_err;	 /* NaN without two of each */
} AucEstimate;

/*
 * The area under the ROC curve: the chance that a subject with the outcome
 * (flagged) has the higher score, ties half.  Variance of DeLong, DeLong and
 * Clarke-Pearson (1988, Biometrics 44:837).
 */
extern AucEstimate te_auc(const RankCell *cells, int64 n);

/* A subject's two scores; "count" subjects have them. */
typedef struct ScorePair
{
	double score[2];
	double count;
	bool flagged;
	double placement[2]; /* filled in: of the score among the other outcome's */
} ScorePair;

/* The area of score 0 less that of score 1, on the same subjects. */
extern AucEstimate te_auc_difference(ScorePair *pairs, int64 n);

#endif /* TE_AUC_H */

/*
 * logistic.h
 *		Logistic regression: the fit, and the model that it makes.
 */
#ifndef TE_LOGISTIC_H
#define TE_LOGISTIC_H

#include "trial_ext.h"

#include "stats/rank_rows.h"

#define LOGISTIC_MODEL_VERSION 1

/* Could the outcome be told from the predictors without an error? */
typedef enum Separation
{
	SEPARATION_NONE,
	SEPARATION_QUASI,	/* in some subjects, and none is on the wrong side */
	SEPARATION_COMPLETE /* in all of them */
} Separation;

#define SEPARATIONS 3
extern const char *const te_separation_names[SEPARATIONS];

/*
 * A flat value.  n_coefs coefficients, the intercept first, then the lower
 * triangle of their covariance, row by row.  A coefficient is NaN where the
 * predictor is a combination of those before it (aliased), infinite where the
 * likelihood grows without end; neither has a variance (NaN).  Where the data
 * separate completely, the other coefficients are not known either.
 */
typedef struct LogisticModel
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 penalty;	  /* RowsPenalty */
	uint8 separation; /* Separation */
	uint8 converged;
	int32 n_coefs;
	int32 iterations;
	int32 rank;	  /* coefficients that are not aliased */
	int32 unused; /* zero */
	int64 n;
	int64 events;
	int64 missing;
	double log_likelihood; /* with penalty: the penalized one */
	double null_log_likelihood;
	double numbers[FLEXIBLE_ARRAY_MEMBER];
} LogisticModel;

#define PG_GETARG_MODEL_P(n) \
	((LogisticModel *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

#define MODEL_COEFS(m) ((m)->numbers)
#define TRIANGLE(i, k) ((Size) (i) * ((i) + 1) / 2 + (k))
/* The covariance of coefficients i >= k. */
#define MODEL_COV(m, i, k) ((m)->numbers[(m)->n_coefs + TRIANGLE(i, k)])
#define MODEL_NUMBERS(n_coefs) ((Size) (n_coefs) + TRIANGLE(n_coefs, 0))

/* ----------------------------------------------------------- logistic_fit.c */

/*
 * Fits the sealed rows of a model: outcome ~ 1 + predictors, by maximum
 * likelihood or with Firth's penalty (Firth 1993, Biometrika 80:27; Heinze and
 * Schemper 2002, Stat Med 21:2409).
 */
extern LogisticModel *te_logistic_fit(const SampleRows *rows,
									  RowsPenalty penalty);

/* ----------------------------------------------------- logistic_orthogonal.c */

/*
 * The design, intercept and predictors, as columns that are orthonormal under
 * the counts: X = Q R.  Fits in terms of Q are well conditioned however the
 * predictors are scaled or correlated.
 */
typedef struct Orthogonal
{
	int64 n;		/* rows */
	int columns;	/* of X: predictors + 1 */
	int rank;		/* of Q */
	int *column;	/* which column of X made each of Q */
	double *scale;	/* X is divided by it, for each column of X */
	double *q;		/* n x rank */
	double *r;		/* rank x rank, upper triangle, of the scaled columns */
	double *weight; /* subjects of each row */
	double *y;		/* their outcome, 0 or 1 */
} Orthogonal;

extern void te_orthogonal_make(Orthogonal *o, const SampleRows *rows);
/* Solves R b = g, back to the coefficients of X: NaN for columns left out. */
extern void te_orthogonal_coefs(const Orthogonal *o, const double *g,
								double *coefs);
/* R^-1 C R^-T, for the columns that Q has. */
extern void te_orthogonal_covariance(const Orthogonal *o, const double *c,
									 double *covariance);
/* log of the determinant of R and the scales: of X, were it square. */
extern double te_orthogonal_log_det(const Orthogonal *o);

/*
 * Cholesky's factor of the symmetric n x n matrix, in place, lower triangle;
 * false when it is not positive definite.
 */
extern bool te_cholesky(double *a, int n);
/* Solves with that factor, in place. */
extern void te_cholesky_solve(const double *a, int n, double *b);
/* The inverse from that factor, full. */
extern void te_cholesky_inverse(const double *a, int n, double *inverse);

#endif /* TE_LOGISTIC_H */

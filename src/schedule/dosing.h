/*
 * dosing.h
 *		Drug arithmetic and planned against given: what its files share.
 */
#ifndef TE_DOSING_H
#define TE_DOSING_H

#include "schedule/schedule.h"

/* ----------------------------------------------------------------- drugs */

/*
 * A glucocorticoid and its factor to prednisone, mg for mg, as the fraction
 * that the table of equivalents means: 0.75 mg of dexamethasone are 5 mg of
 * prednisone, so 20/3.
 */
typedef struct Glucocorticoid
{
	const char *drug;
	double equal_mg; /* equal to 5 mg of prednisone; NaN: no agreed factor */
	int32 numerator; /* 0: no agreed factor */
	int32 denominator;
	bool verified;
	const char *names; /* further names, separated by '|' */
	const char *source;
	const char *note;
} Glucocorticoid;

/*
 * Finds one by an INN, a common spelling or a salt whose amounts are stated as
 * the base; case, blanks, hyphens and underscores do not count.  NULL for any
 * other name.
 */
extern const Glucocorticoid *te_glucocorticoid(const char *name, size_t length);

/* mg of prednisone; NaN where there is no agreed factor. */
extern double te_prednisone_equivalent(const Glucocorticoid *drug, double mg);

#endif /* TE_DOSING_H */

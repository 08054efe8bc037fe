/*
 * dosing.h
 *		Drug arithmetic and planned against given: what its files share.
 */
#ifndef TE_DOSING_H
#define TE_DOSING_H

#include "history/history.h"
#include "schedule/schedule.h"
#include "units/units.h"

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

/* ------------------------------------------------------- recorded doses */

/* Ends of time of an exposure that is still going on, or cannot be placed. */
#define DAY_NEVER PG_INT32_MIN
#define DAY_FOREVER PG_INT32_MAX

typedef enum DoseKind
{
	DOSE_UNUSABLE, /* no amount, none that can be read, or no exposure at all */
	DOSE_TOTAL,	   /* the whole entry's */
	DOSE_RATE	   /* per time */
} DoseKind;

/*
 * An exposure with its days as PostgreSQL counts them: [0] the earliest and [1]
 * the latest they can be.
 */
typedef struct RecordedDose
{
	DoseKind kind;
	int32 start[2];
	int32 stop[2]; /* DAY_FOREVER: going on */
	bool stop_recorded;
	double amount; /* 0 or more */
	Unit unit;
	const HistoryEntry *entry;
} RecordedDose;

/* Never throws; what cannot be used is DOSE_UNUSABLE. */
extern void te_recorded_dose(const HistoryEntry *entry, RecordedDose *dose);

/* Start and stop are known to the day and in order. */
extern bool te_dose_dated(const RecordedDose *dose);

/* Days from .. to, both inside. */
typedef struct DayRange
{
	int32 from;
	int32 to;
} DayRange;

/* How many days the ranges cover, each counted once; sorts them. */
extern int64 te_days_covered(DayRange *ranges, int n);

#endif /* TE_DOSING_H */

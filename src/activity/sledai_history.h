/*
 * sledai_history.h
 *		Entries of a history as SLEDAI reads them: which lie in the window of a
 *		visit, and what one of them says.  Private to sledai_history.c and
 *		sledai_entry.c.
 */
#ifndef TE_SLEDAI_HISTORY_H
#define TE_SLEDAI_HISTORY_H

#include "activity/sledai.h"

/* How a number is compared: with the rule's limit or the laboratory's own. */
typedef enum Bound
{
	BOUND_BELOW,
	BOUND_ABOVE,
	BOUND_AT_LEAST,
	BOUND_BELOW_LLN,
	BOUND_ABOVE_ULN
} Bound;

typedef struct LabRule
{
	int item;
	const char *fact;
	Bound bound;
	double limit;
	const char *unit; /* of the limit; NULL: the value's own, or a count */
} LabRule;

/* Days, from 2000-01-01; far away for entries without a date. */
#define DAY_FIRST PG_INT64_MIN
#define DAY_LAST PG_INT64_MAX

typedef struct Visit
{
	const PatientHistory *history;
	const SledaiOptions *options;
	int64 from; /* first day of the window */
	int64 to;	/* day of the visit */
} Visit;

/* An entry that lies in a window, or may. */
typedef struct Seen
{
	HistoryEntry entry;
	int64 first; /* day it started, at the earliest */
	int64 last;	 /* ... and at the latest */
	bool certain;
} Seen;

/* Judges an entry, and says why. */
typedef IndexTruth (*Judge)(const Visit *visit, const LabRule *rule,
							const HistoryEntry *entry, SledaiFinding *why);

/* The entries of a fact from one day to another, the newest first; n: how many. */
extern Seen *te_sledai_collect(const PatientHistory *h, const char *fact,
							   int64 from, int64 to, int *n);
/* The last certain entry, -1 for none; doubt: another may be later. */
extern int te_sledai_newest(const Seen *seen, int n, bool *doubt);

/* The two judges: of a number by its limit, of a yes or no. */
extern IndexTruth te_sledai_judge_number(const Visit *visit,
										 const LabRule *rule,
										 const HistoryEntry *entry,
										 SledaiFinding *why);
extern IndexTruth te_sledai_judge_flag(const Visit *visit, const LabRule *rule,
									   const HistoryEntry *entry,
									   SledaiFinding *why);

/* The number in the unit of the rule; NULL, or what is wrong with it. */
extern const char *te_sledai_value(const LabRule *rule,
								   const HistoryEntry *entry, double *value);

/* Writes a reason. */
extern void te_sledai_say(SledaiFinding *why, const char *format, ...)
	pg_attribute_printf(2, 3);
/* "platelets 80 10*9/L on 2024-03-01"; palloc'd. */
extern char *te_sledai_entry_text(const char *fact, const HistoryEntry *entry);

#endif /* TE_SLEDAI_HISTORY_H */

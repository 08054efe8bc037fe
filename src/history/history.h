/*
 * history.h
 *		What other folders may use of patient_history: one subject's dated
 *		observations, exposures and events.
 */
#ifndef TE_HISTORY_H
#define TE_HISTORY_H

#include "trial_ext.h"

#include "datatype/timestamp.h"
#include "lib/stringinfo.h"

/* ---------------------------------------------------------------- limits */

/* Entries of one history. */
#define HISTORY_MAX_ENTRIES 1000000
/* Different facts of one history. */
#define HISTORY_MAX_FACTS 10000
/* Longest name of a fact and longest text result, in bytes. */
#define HISTORY_MAX_NAME 63
#define HISTORY_MAX_TEXT 10000

typedef struct PatientHistory PatientHistory; /* layout in history_internal.h */

/*
 * Sealed: an aggregate's state may reach any function in its open form (a
 * Partial Aggregate emits it as it is), which no caller has to know.
 */
#define DatumGetHistoryP(X) \
	te_history_seal((PatientHistory *) PG_DETOAST_DATUM(X))
#define PG_GETARG_HISTORY_P(n) DatumGetHistoryP(PG_GETARG_DATUM(n))
#define PG_RETURN_HISTORY_P(x) PG_RETURN_POINTER(x)

typedef enum HistoryKind
{
	HISTORY_OBSERVATION, /* a moment: stop = start */
	HISTORY_EXPOSURE,	 /* a drug, with amount, over an interval */
	HISTORY_EVENT		 /* something that goes on for an interval */
} HistoryKind;

/* The sign a censored result was reported with. */
typedef enum HistorySign
{
	SIGN_NONE,
	SIGN_LT,
	SIGN_LE,
	SIGN_GT,
	SIGN_GE
} HistorySign;

/*
 * One entry, taken apart.  A partial date is the interval in which the moment
 * lies: start_first .. start_last are equal when the date was complete (a date
 * without a time is its midnight; comparisons are by calendar day).  Pointers
 * lead into the history.
 */
typedef struct HistoryEntry
{
	HistoryKind kind;
	Timestamp start_first;
	Timestamp start_last;
	bool stop_recorded;	  /* false: nobody wrote down whether it ended */
	Timestamp stop_first; /* DT_NOEND: still going on; DT_NOBEGIN, as
								 * start_first: anywhere */
	Timestamp stop_last;
	bool has_value;
	HistorySign sign;
	double value;	  /* as recorded, in unit */
	const char *unit; /* as recorded; NULL: none */
	int unit_length;
	const char *text; /* text result; NULL: none */
	int text_length;
	bool has_lln;
	bool has_uln;
	double lln; /* in the unit of the value */
	double uln;
	const char *route; /* of an exposure; NULL: none */
	int route_length;
} HistoryEntry;

/*
 * The entries of a fact, in order of start_first (then of recording); -1 when
 * the fact was never recorded.  Facts are found without regard to case (of
 * ASCII letters) and are kept in lower case.
 */
extern int te_history_find(const PatientHistory *h, const char *fact,
						   size_t length);
/* Lower case by ASCII, so that no locale decides which facts are the same. */
extern void te_history_fold(char *to, const char *from, size_t length);
extern int te_history_fact_count(const PatientHistory *h);
extern const char *te_history_fact_name(const PatientHistory *h, int fact,
										size_t *length);
extern int te_history_entry_count(const PatientHistory *h, int fact);
extern void te_history_entry(const PatientHistory *h, int fact, int i,
							 HistoryEntry *entry);

/*
 * How many entries of a fact may have started by the end of the day of as_of
 * (start_first within it): binary search; those come first.
 */
extern int te_history_started(const PatientHistory *h, int fact,
							  Timestamp as_of);

/* ---------------------------------------------------- entries of one fact */

/*
 * Who reads many entries of a fact locates its columns once.  Other folders read
 * name, n_entries and the flags at the end; the rest is the stored form, known to
 * history_internal.h.  Pointers lead into the history.
 */
typedef enum StringCode
{
	STRING_ABSENT,
	STRING_SAME,
	STRING_INDEX8,
	STRING_INDEX16,
	STRING_INDEX32
} StringCode;

typedef struct StringColumn
{
	StringCode code;
	const char *bytes; /* of the one string, or of all */
	uint32 length;	   /* of the one string */
	uint32 n_strings;
	const char *ends;
	const char *index;
} StringColumn;

typedef struct HistoryBlock
{
	const char *name;
	int name_length;
	uint32 n_entries;
	uint8 flags;
	const char *flag_bytes; /* NULL: flags holds for all */
	Timestamp base;			/* base_day as a timestamp */
	uint8 time_code[4];
	const char *time[4];
	uint8 value_code;
	uint8 lln_code;
	uint8 uln_code;
	const char *value;
	const char *lln;
	const char *uln;
	StringColumn unit;
	StringColumn text;
	StringColumn route;
	bool alike;		   /* all entries are of one kind, with the same parts */
	bool whole_dates;  /* no start is a partial date */
	bool numbers_only; /* observations: plain numbers, at whole dates */
	bool one_unit;	   /* all entries have the same, or all have none */
} HistoryBlock;

extern void te_history_block(const PatientHistory *h, int fact,
							 HistoryBlock *block);
extern void te_history_block_entry(const HistoryBlock *block, uint32 i,
								   HistoryEntry *entry);
/* Of an entry that has a value: it, and its unit (NULL: none) if wanted. */
extern double te_history_block_value(const HistoryBlock *block, uint32 i,
									 const char **unit, int *unit_length);
extern Timestamp te_history_block_start(const HistoryBlock *block, uint32 i);

/* The bits of an entry's flags that are its kind. */
#define HISTORY_KIND_MASK 0x03

static inline HistoryKind
te_history_block_kind(const HistoryBlock *block, uint32 i)
{
	uint8 flags = block->alike ? block->flags : (uint8) block->flag_bytes[i];

	return (HistoryKind) (flags & HISTORY_KIND_MASK);
}

/* ------------------------------------------------------------ whole values */

/* Sorted, columnar, trimmed: itself when it is that already. */
extern PatientHistory *te_history_seal(PatientHistory *h);

/*
 * Reads an SDTM date or datetime ("2024-03", "2024-03-05T10:30"; ISO 8601,
 * also "--03-05" and other forms with unknown parts) as the first and last
 * moment it can stand for; false for other text.
 */
extern bool te_dtc_read(const char *text, size_t length, Timestamp *first,
						Timestamp *last);

/* The shortest text that te_dtc_read reads as first .. last. */
extern void te_dtc_print(Timestamp first, Timestamp last, StringInfo to);

/* Reads "<0.2", ">= 5", " 3.4 "; false for anything that is not a number. */
extern bool te_result_read(const char *text, size_t length, HistorySign *sign,
						   double *value);
/* Is it not read only because float8 does not hold the number? */
extern bool te_result_out_of_range(const char *text, size_t length);

#endif /* TE_HISTORY_H */

/*
 * history_internal.h
 *		The bytes of patient_history; shared by the files of src/history only.
 *
 * A history has two forms.
 *
 * The sealed form is the value that users store and read: for every fact, in
 * order of names, a block of columns in order of time.  It is packed without
 * alignment (columns are read with memcpy), holds nothing but its content, and
 * one content has one sequence of bytes, so equality is memcmp.
 *
 * The open form is the growing state of the aggregates: entries in the order
 * they came, with spare room to write the next one in place.  It never reaches
 * a user's table: every reader goes through te_history_seal.
 */
#ifndef TE_HISTORY_INTERNAL_H
#define TE_HISTORY_INTERNAL_H

#include "trial_ext.h"

#include "lib/stringinfo.h"

#include "history/history.h"

#define HISTORY_VERSION 1

typedef enum HistoryForm
{
	HISTORY_SEALED = 0,
	HISTORY_OPEN = 1
} HistoryForm;

/* ----------------------------------------------------------- sealed form */

struct PatientHistory
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version; /* HISTORY_VERSION */
	uint8 form;	   /* HistoryForm */
	uint16 n_facts;
	uint32 n_entries;
	int32 base_day; /* days from 2000-01-01; origin of short times */
	char data[FLEXIBLE_ARRAY_MEMBER]; /* n_facts x uint32, blocks */
};

#define HISTORY_HEADER_SIZE offsetof(struct PatientHistory, data)

/*
 * data begins with the offset (from the start of the value) of every block, in
 * byte order of the names.  A block:
 *
 *		uint8 length of the name, the name
 *		number of entries: one byte, or 255 and uint32
 *		uint8 flags of every entry (below), unless STRINGS2_FLAGS_VARY
 *		uint8 time codes: start_first, start_last, stop_first, stop_last,
 *			two bits each, lowest first
 *		uint8 number code of the values
 *		uint8 string codes: unit, text, three bits each
 *		uint8 string code: route, three bits, and the STRINGS2 bits
 *		uint8, uint8 number codes of lln and uln, with STRINGS2_LIMITS
 *		columns in this order: start_first, start_last, stop_first, stop_last,
 *			flags, value, lln, uln, unit, text, route
 */
#define FLAG_KIND HISTORY_KIND_MASK
#define FLAG_VALUE 0x04
#define FLAG_SIGN_SHIFT 3 /* HistorySign, three bits */
#define FLAG_SIGN_MASK 0x07
#define FLAG_LLN 0x40
#define FLAG_ULN 0x80

#define STRINGS2_FLAGS_VARY 0x40 /* one byte of flags per entry */
#define STRINGS2_LIMITS 0x80

/*
 * Times.  An absent column repeats: start_last is start_first, stop_first is
 * start_first, stop_last is stop_first.  The two highest numbers of a short
 * time stand for what has no date: infinity (still going on, or no bound), and
 * the other way (no bound, or a stop that was not recorded).
 */
typedef enum TimeCode
{
	TIME_ABSENT,
	TIME_DAY16, /* uint16: days from base_day */
	TIME_SEC32, /* uint32: seconds from base_day */
	TIME_USEC64 /* int64: a timestamp */
} TimeCode;

/*
 * Numbers.  A laboratory's numbers have few decimals: they are stored as whole
 * numbers with one scale per block wherever whole / 10^scale is the very same
 * float8 (a quotient of exact numbers, so correctly rounded, so reproducible).
 */
typedef enum NumberCode
{
	NUMBER_ABSENT,
	NUMBER_SAME, /* one float8 for all */
	NUMBER_FLOAT8,
	NUMBER_DEC16, /* int16 / 10^scale */
	NUMBER_DEC32  /* int32 / 10^scale */
} NumberCode;

#define NUMBER_CODE_MASK 0x07
#define NUMBER_SCALE_SHIFT 4
#define NUMBER_MAX_SCALE 6

/*
 * Strings.  STRING_SAME: length (one byte, or 255 and uint32) and the bytes.
 * STRING_INDEX*: number of different strings (uint32), the end of each (uint32,
 * counted from the first's begin), their bytes in ascending order, and an index
 * per entry in which 0 is none.  The codes, as a located block, are in history.h.
 */

#define TIME_START_FIRST 0
#define TIME_START_LAST 1
#define TIME_STOP_FIRST 2
#define TIME_STOP_LAST 3

/* ------------------------------------------------------------- open form */

/*
 * Entries grow from the front, everything they refer to from the end; they meet
 * in the middle.  A reference counts bytes back from the end of the value, so
 * that it survives growth.  0 is none.
 */
typedef struct OpenHistory
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 form;		/* HISTORY_OPEN */
	uint16 n_slots; /* a multiple of four */
	uint32 n_entries;
	uint32 n_extras;
	uint32 n_series;
	uint32 heap_used;	/* bytes at the end */
	uint32 n_buckets;	/* even, a power of two */
	uint64 slots_owner; /* whose slots they are; 0: nobody's */
	/* shortcuts, n_buckets references, entries */
	uint16 slots[FLEXIBLE_ARRAY_MEMBER];
} OpenHistory;

typedef struct OpenEntry
{
	Timestamp start_first;
	double value;
	uint32 series; /* reference to an OpenSeries */
	uint32 extra;  /* reference to an OpenExtra; 0: plain number */
} OpenEntry;

/* A fact with a unit: the fact folded, both without blanks around them. */
typedef struct OpenSeries
{
	uint32 next;   /* in the same bucket */
	uint32 number; /* in the order of appearance, from 0 */
	uint32 hash;
	uint16 fact_length;
	uint16 unit_length;				   /* 0: no unit */
	char bytes[FLEXIBLE_ARRAY_MEMBER]; /* fact, unit */
} OpenSeries;

/* The name of a series, ready to be looked up. */
typedef struct SeriesName
{
	uint32 hash;
	uint16 fact_length;
	uint16 unit_length;
	const char *unit; /* leads into what the caller passed */
	char fact[HISTORY_MAX_NAME + 1];
} SeriesName;

/* What an entry holds beside a start, a number and a unit. */
typedef struct OpenExtra
{
	Timestamp start_last;
	Timestamp stop_first;
	Timestamp stop_last;
	double lln;
	double uln;
	uint32 text; /* reference */
	uint32 text_length;
	uint32 route; /* reference */
	uint32 route_length;
	uint8 flags; /* as in a block */
	bool stop_recorded;
} OpenExtra;

/* Largest open form, and so what can become of an aggregate, in bytes. */
#define HISTORY_MAX_BYTES (256 * 1024 * 1024)
/* The size an open form starts with. */
#define OPEN_INITIAL_SIZE 256

/*
 * A shortcut leads to the series of a word that an aggregate has numbered, as a
 * reference divided by 8; 0 is none (history_agg.c).  They stand first, beside
 * what else every row looks at.
 */
#define OPEN_MAX_SLOTS 32
#define OPEN_BUCKETS(o) ((uint32 *) &(o)->slots[(o)->n_slots])
#define OPEN_ENTRIES(o) ((OpenEntry *) &OPEN_BUCKETS(o)[(o)->n_buckets])
#define OPEN_HEAP(o, reference) ((char *) (o) + VARSIZE(o) - (reference))
#define OPEN_SERIES(o, reference) ((OpenSeries *) OPEN_HEAP(o, reference))
#define OPEN_EXTRA(o, reference) ((OpenExtra *) OPEN_HEAP(o, reference))

/* ------------------------------------------------- history_read.c: reading */

/* The order of entries within a fact: start_first, then all else. */
extern int te_history_entry_cmp(const HistoryEntry *a, const HistoryEntry *b);

/* Does the value hold the form and version that this library knows? */
extern void te_history_check_form(const PatientHistory *h);

/* --------------------------------------------- history_open.c: open form */

/* size: a power of two, OPEN_INITIAL_SIZE at least. */
extern OpenHistory *te_open_create(Size size);
extern OpenHistory *te_open_copy(const OpenHistory *o);

/*
 * Adds an entry; the result may be another piece of memory, in the current
 * context, and the argument is then left as it was.
 */
extern OpenHistory *te_open_add(OpenHistory *o, const char *fact,
								size_t fact_length, const HistoryEntry *entry);
/* The series of a name, made if need be; may return another piece of memory. */
extern OpenHistory *te_open_series(OpenHistory *o, const SeriesName *name,
								   uint32 *series);
/* Makes a name of texts as they come; raises an error for what is none. */
extern void te_series_name(SeriesName *name, const char *fact,
						   size_t fact_length, const char *unit,
						   size_t unit_length);
/* Makes sure that one more entry and so many bytes of heap fit. */
extern OpenHistory *te_open_grow(const OpenHistory *o, Size heap);

static inline bool
te_open_has_room(const OpenHistory *o, Size heap)
{
	Size used =
		(char *) &OPEN_ENTRIES(o)[o->n_entries] - (char *) o + o->heap_used;

	return likely(used + sizeof(OpenEntry) + heap <= VARSIZE(o) &&
				  o->n_entries < HISTORY_MAX_ENTRIES);
}

static inline OpenHistory *
te_open_reserve(OpenHistory *o, Size heap)
{
	return te_open_has_room(o, heap) ? o : te_open_grow(o, heap);
}

/* Where there is room, adds an observation that is a number. */
static inline void
te_open_put(OpenHistory *o, uint32 series, Timestamp at, double value)
{
	OpenEntry *entry = &OPEN_ENTRIES(o)[o->n_entries++];

	entry->start_first = at;
	entry->value = value + 0.0; /* no negative zero */
	entry->series = series;
	entry->extra = 0;
}

/* The same, making room if need be. */
static inline OpenHistory *
te_open_append(OpenHistory *o, uint32 series, Timestamp at, double value)
{
	o = te_open_reserve(o, 0);
	te_open_put(o, series, at, value);
	return o;
}

/* Adds all entries of a history in either form. */
extern OpenHistory *te_open_merge(OpenHistory *o, const PatientHistory *other);
extern void te_open_entry(const OpenHistory *o, const OpenEntry *open,
						  HistoryEntry *entry);
extern uint8 te_history_flags(const HistoryEntry *entry);

/* -------------------------------------------- history_seal.c: open to sealed */

/* NULL after a soft error, which only an escontext allows. */
extern PatientHistory *te_open_seal(const OpenHistory *o,
									struct Node *escontext);
extern PatientHistory *te_history_empty(void);

/* --------------------------------------- history_encode.c: its columns */

typedef struct StringRef
{
	const char *bytes;
	uint32 length; /* 0: none */
} StringRef;

/* stride: bytes from one time or number to the next. */
extern char *te_put_times(char *out, const int64 *times, Size stride, uint32 n,
						  int32 base_day, TimeCode *code);
extern char *te_put_numbers(char *out, const double *numbers, Size stride,
							uint32 n, uint8 *code);
/* sorted: room for n. */
extern char *te_put_strings(char *out, const StringRef *strings, uint32 n,
							StringRef *sorted, StringCode *code);
/* One byte below 255, or 255 and uint32. */
extern char *te_put_short_number(char *out, uint32 value);

/* -------------------------------------------- history_check.c: what may be */

/*
 * Raises an error for an entry or a name that no history may hold; false after
 * a soft one.  Every way to make a history passes here.
 */
extern bool te_history_check_entry(const char *fact, size_t length,
								   const HistoryEntry *entry,
								   struct Node *escontext);
extern bool te_history_check_fact(const char *fact, size_t length,
								  struct Node *escontext);
/* One entry as a sealed history. */
extern PatientHistory *te_history_single(const char *fact, size_t length,
										 const HistoryEntry *entry);

/* ------------------------------------------------ history_text.c: text form */

extern char *te_history_print(const PatientHistory *h);
extern PatientHistory *te_history_parse(const char *text,
										struct Node *escontext);
/* "<", "<=", ">", ">=" or "". */
extern const char *te_history_sign(HistorySign sign);

/* ------------------------------------------------------ dtc.c: SDTM dates */

typedef enum DtcPrecision
{
	DTC_UNPLACED, /* the year is missing */
	DTC_YEAR,
	DTC_MONTH,
	DTC_DAY,
	DTC_HOUR,
	DTC_MINUTE,
	DTC_SECOND
} DtcPrecision;

typedef struct Dtc
{
	Timestamp first;
	Timestamp last;
	DtcPrecision precision;
} Dtc;

extern bool te_dtc_parse(const char *text, size_t length, Dtc *dtc);
/* Days from 2000-01-01 of the day that a moment lies in. */
extern int32 te_day_of(Timestamp at);

/* First and last moment a history may hold: years 1 to 9999. */
#define HISTORY_MIN_TIME INT64CONST(-63082281600000000)
#define HISTORY_END_TIME INT64CONST(252455616000000000)

#endif /* TE_HISTORY_INTERNAL_H */

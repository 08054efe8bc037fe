/*
 * eval_internal.h
 *		Shared by the files of the evaluator and of the explanations only.
 *
 * A plan (EvalPlan) mirrors the nodes of one criteria value with everything
 * worked out that does not depend on the row: which column or which name in a
 * history a fact is, its unit, parsed limits, shifts of dates.  An evaluation
 * (EvalContext) walks the plan with one row, one history and one date.
 *
 * Nothing is an error while evaluating: a value that cannot be had is unknown
 * and says why (EvalWhy).
 */
#ifndef TE_EVAL_INTERNAL_H
#define TE_EVAL_INTERNAL_H

#include "criteria/eval.h"

#include "history/history.h"
#include "utils/timestamp.h"

/* ------------------------------------------------------------------ units */

/* A unit met in criteria, a column or a history; kept once in its plan. */
typedef struct EvalUnit
{
	struct EvalUnit *next;
	const struct EvalUnit *same; /* the one to use: itself, or the same unit
									 * met without an analyte */
	Unit unit;
	AnalyteId analyte; /* it was read for: "G/L" of a cell count */
	bool valid;		   /* false: the text is no unit ("TABLET") */
	bool plain;		   /* a number: "1", "{score}" */
	bool time;		   /* measures time */
	bool transient;	   /* lives as long as one evaluation */
	int length;
	char text[FLEXIBLE_ARRAY_MEMBER];
} EvalUnit;

/* Different units one plan keeps; more are parsed again each time. */
#define EVAL_MAX_UNITS 500

/* A number with a unit of time, as it moves a date. */
typedef struct EvalDuration
{
	double months; /* calendar months, whole */
	double days;   /* and days */
} EvalDuration;

/* ----------------------------------------------------------------- values */

typedef enum EvalKind
{
	KIND_UNKNOWN,
	KIND_BOOLEAN,
	KIND_NUMBER,
	KIND_TEXT,
	KIND_TEXT_ARRAY,
	KIND_DATE,
	KIND_PRESENT /* there is one, of a type nobody compares */
} EvalKind;

/* Why a value is unknown. */
typedef enum EvalWhy
{
	WHY_KNOWN,
	WHY_NOT_RECORDED,
	WHY_NO_HISTORY, /* the history is NULL */
	WHY_NO_DATE,	/* as_of is NULL */
	WHY_TOO_OLD,
	WHY_SEVERAL, /* different values at the last time */
	WHY_PARTIAL_DATE,
	WHY_CENSORED,
	WHY_NO_UNIT,
	WHY_UNIT,			/* does not convert, or is no unit */
	WHY_TEXT,			/* text that cannot be read as what is asked */
	WHY_NO_VALUE,		/* an event, or an exposure without amount */
	WHY_NO_LIMIT,		/* no ULN or LLN */
	WHY_NO_STOP,		/* nobody wrote down whether it ended */
	WHY_NO_ANCHOR,		/* the date a window hangs on is unknown */
	WHY_UNDECIDED,		/* an entry's "where" is unknown */
	WHY_UNDEFINED,		/* division by zero, outside an equation's range */
	WHY_NO_VISIT_VALUE, /* none in the visit's window */
	WHY_NO_BASELINE,	/* the baseline's day is NULL */
	WHY_STATED			/* the criteria say "unknown" */
} EvalWhy;

/* How a number is held. */
typedef enum EvalRep
{
	REP_FLOAT8,
	REP_FLOAT4, /* of a real column: number is exactly it */
	REP_INT64,
	REP_NUMERIC
} EvalRep;

struct PlanNode;
struct EvalFact;

/*
 * A value.  te_eval_set_number and te_eval_set_unknown clear what stands before
 * EVAL_VALUE_CLEARED; of the rest only what the first part speaks of is set.
 */
typedef struct EvalValue
{
	uint8 kind;				  /* EvalKind */
	uint8 why;				  /* EvalWhy, when unknown */
	uint8 was;				  /* EvalKind of a value that is too old; else 0 */
	uint8 rep;				  /* EvalRep */
	uint8 sign;				  /* HistorySign of a censored result */
	bool truth;				  /* of a boolean */
	bool computed;			  /* to be rounded when compared */
	bool range;				  /* lies in number .. high */
	bool any_unit;			  /* the 0 of an empty sum fits every unit */
	bool unit_optional;		  /* days of duration_of: also without a unit */
	bool dated;				  /* at_first, at_last say when it was recorded */
	bool has_limit[2];		  /* CRIT_ULN, CRIT_LLN came with it */
	bool given_unit;		  /* recorded without: the unit is declared */
	struct EvalFact *fact;	  /* where it is from; NULL: computed */
	struct PlanNode *literal; /* it is this literal; NULL otherwise */
	const EvalUnit *unit;	  /* NULL: none */
	const char *recorded_as;  /* NULL: under the fact's own name */
	double spread_days;		  /* > 0: an amount given over so many days */
	const char *text;		  /* of a text; unknown: what stands there */
	double number;			  /* also of REP_FLOAT4 */

	double high;	 /* with range */
	int64 integer;	 /* of REP_INT64 */
	Datum numeric;	 /* of REP_NUMERIC, and of a literal */
	double limit[2]; /* with has_limit; in its unit */
	int length;		 /* of text */
	Datum array;	 /* of KIND_TEXT_ARRAY */
	Timestamp first; /* of a date */
	Timestamp last;
	Timestamp at_first; /* when dated */
	Timestamp at_last;
} EvalValue;

#define EVAL_VALUE_CLEARED offsetof(EvalValue, high)

/* ------------------------------------------------------------------ facts */

/* How a fact's text is understood. */
typedef enum FactReading
{
	READ_PLAIN,
	READ_SEX,
	READ_LN_CLASS,
	READ_AGE
} FactReading;

typedef enum FactSource
{
	FACT_UNBOUND, /* not used by any clause */
	FACT_ABSENT,  /* no column and "absent means no" */
	FACT_COLUMN,
	FACT_HISTORY,
	FACT_DERIVED, /* given ... is expression */
	FACT_AGE	  /* completed years since birth_date */
} FactSource;

/* A column that a fact is read from. */
typedef struct FactColumn
{
	int column;		   /* index, -1: none */
	const char *other; /* the name, where it is not the fact's own */
	EvalColumnClass class;
	Oid type; /* base type */
	bool missing;
} FactColumn;

/* The entries of one name in the history at hand. */
typedef struct EvalSeries
{
	const char *column; /* the name that a column may have */
	const char *name;	/* the same without capitals, as in histories */
	int length;
	int hint;	  /* where it was found last */
	uint64 epoch; /* evaluation that what follows is of */
	int32 day;	  /* as_of of "started" */
	bool found;
	int started;
	HistoryBlock block;

	/* entries run_first .. run_last follow one another without a gap */
	int run_first;
	int run_last; /* -1: none worked out */
	bool run_exact;
	double run_days;
} EvalSeries;

typedef struct EvalFact
{
	const char *name;
	int length;
	CritType type;
	AnalyteId analyte;
	FactReading reading;
	bool flag; /* a yes or no by vocabulary or use */
	FactSource source;
	int index; /* among the facts of the criteria */

	int n_columns;
	FactColumn *columns; /* the fact's own and its other names' */
	FactColumn limit_column[2];
	int n_series;
	EvalSeries *series;
	struct PlanNode *derived;
	int n_inputs; /* of a derived fact: dated facts it is made of */
	struct EvalFact **inputs;
	struct EvalFact *birth_date; /* of FACT_AGE, and age in a history */
	bool reference;				 /* of before a flare, so by its name */
	/* of "baseline.fact" in a visit: the fact; NULL otherwise */
	struct EvalFact *baseline_of;

	/* what "given" states */
	const EvalUnit *unit;
	bool has_within;
	EvalDuration within;
	double within_number;
	const EvalUnit *within_unit;
	bool absent_no;
	bool has_given_limit[2];
	double given_limit[2];
	const EvalUnit *given_limit_unit[2];

	/* scratch */
	const EvalUnit *last_unit;
	bool used;		   /* by some clause */
	bool visiting;	   /* while plans are checked: finds cycles */
	int checked;	   /* clause it was checked for last, from 1 */
	int demanded;	   /* the same of units */
	int8 has_unit;	   /* of a derived fact: 1 yes, -1 no, 0 not asked */
	uint64 memo_epoch; /* of a derived fact */
	int32 memo_day;
	EvalValue memo;
	bool memo_told; /* what it told on the way is kept too, for "negated" */
	bool memo_negated;
	struct Collector *memo_tells;
} EvalFact;

/* ------------------------------------------------------------------ nodes */

/* Days from..to, each of them possibly uncertain. */
typedef struct EvalSpan
{
	bool unknown; /* its anchor is: every entry is undecided */
	bool ever;
	int32 from[2];
	int32 to[2];
} EvalSpan;

typedef struct EvalCall EvalCall; /* eval_call.c */

/* A literal limit in a unit of the data: converted once. */
typedef struct EvalConverted
{
	const EvalUnit *unit;
	AnalyteId analyte;
	bool possible;
	double number; /* rounded to 14 digits */
	bool has_numeric;
	Datum numeric;
} EvalConverted;

#define EVAL_CONVERTED 4

typedef struct PlanNode
{
	uint8 op; /* CritOp */
	uint8 sub;
	uint8 flags;
	uint8 type;		  /* CritType */
	bool fast;		  /* a fact or function against plain literals:
					   * eval_fast.c */
	bool limit_first; /* the left side holds a ULN or LLN */
	bool limit_side;  /* some side does */
	bool reads_value; /* a "where" that looks at value or text */
	uint32 number;	  /* of the node in the criteria */
	int n_args;		  /* without "where" and window */
	struct PlanNode **args;
	struct PlanNode *where;
	struct PlanNode *window;
	EvalFact *fact;
	const EvalCall *call;
	EvalDuration duration; /* CRIT_NUMBER with a unit of time */
	EvalValue value;	   /* of a literal */
	EvalConverted converted[EVAL_CONVERTED];
	int next_converted;
	/* of a window that hangs on as_of or a fixed date: the last one worked out */
	bool span_fixed;
	bool span_kept;
	int32 span_day;
	EvalSpan span;
	/* unit of a product or quotient, kept while the operands' stay */
	const EvalUnit *unit_left;
	const EvalUnit *unit_right;
	const EvalUnit *unit_result;
} PlanNode;

struct EvalPlan
{
	const Criteria *criteria; /* a copy of our own */
	MemoryContext context;
	EvalDateState date_state;
	bool history_only;
	int history_column; /* -1: none */
	int n_columns;
	const EvalColumn *columns;
	int n_used;
	int *used; /* columns read, ascending */
	int n_facts;
	EvalFact *facts;
	PlanNode *nodes;
	PlanNode **clauses; /* their expressions */
	EvalUnit *units;
	int n_units;
	const EvalUnit *day;  /* "d" */
	const EvalUnit *year; /* "a" */
	uint64 epoch;
	bool of_visit; /* visit says which */
	EvalVisit visit;
	int n_bare; /* facts of which a visit has a value */
	EvalFact **bare;
};

/* ------------------------------------------------------------- evaluation */

struct Collector;

typedef struct EvalContext
{
	EvalPlan *plan;
	const Datum *values;
	const bool *nulls;
	const PatientHistory *history;	 /* NULL: unknown */
	bool dated;						 /* as_of is known */
	bool nearest;					 /* bare facts: nearest, not last */
	const EvalFact *stated_baseline; /* its entries of its own are read */
	int32 day;						 /* as_of, days from 2000-01-01 */
	uint64 epoch;
	const struct EvalEntry *entry; /* inside "where" */
	const EvalValue *limit_of;	   /* what ULN and LLN are limits of */
	struct Collector *collector;   /* NULL: nobody wants to know why */
} EvalContext;

/* Days at the two ends of time. */
#define DAY_NEVER PG_INT32_MIN
#define DAY_FOREVER PG_INT32_MAX

/* The calendar day that a moment lies in. */
static inline int32
day_of(Timestamp t)
{
	int64 day;

	if (t == DT_NOBEGIN)
		return DAY_NEVER;
	if (t == DT_NOEND)
		return DAY_FOREVER;
	day = t / USECS_PER_DAY;
	if (t < 0 && day * USECS_PER_DAY != t)
		day--;
	return (int32) day;
}

static inline TriState
tri(bool b)
{
	return b ? TRI_TRUE : TRI_FALSE;
}

static inline TriState
tri_not(TriState a)
{
	return a == TRI_UNKNOWN ? a : a == TRI_TRUE ? TRI_FALSE : TRI_TRUE;
}

static inline TriState
tri_and(TriState a, TriState b)
{
	if (a == TRI_FALSE || b == TRI_FALSE)
		return TRI_FALSE;
	return a == TRI_TRUE ? b : a;
}

static inline TriState
tri_or(TriState a, TriState b)
{
	if (a == TRI_TRUE || b == TRI_TRUE)
		return TRI_TRUE;
	return a == TRI_FALSE ? b : a;
}

/* ------------------------------------------------------------ eval_unit.c */

/* The unit of that text, kept by the plan; valid tells whether it is one. */
extern const EvalUnit *te_eval_unit(EvalPlan *plan, const char *text,
									int length, AnalyteId analyte);
/* The same for a fact, which mostly has the unit it had before. */
extern const EvalUnit *te_eval_fact_unit(EvalPlan *plan, EvalFact *fact,
										 const char *text, int length);
/* Reads the units of literals again that an analyte beside them makes clear. */
extern void te_eval_read_units(EvalPlan *plan);
/* a * b (sign 1) or a / b (sign -1); NULL when that is no unit. */
extern const EvalUnit *te_eval_unit_product(EvalPlan *plan, const EvalUnit *a,
											const EvalUnit *b, int sign);
extern const EvalUnit *te_eval_unit_power(EvalPlan *plan, const EvalUnit *a,
										  int exponent);
/* False when the numbers of the two cannot be compared. */
extern bool te_eval_convert(double value, const EvalUnit *from,
							const EvalUnit *to, AnalyteId analyte,
							double *result);
extern bool te_eval_same_unit(const EvalUnit *a, const EvalUnit *b);
/* A number with a unit of time as a shift; false for another unit. */
extern bool te_eval_duration(double number, const EvalUnit *unit,
							 EvalDuration *duration);
/* The shortest decimal, whatever the settings; 32 bytes. */
extern int te_eval_print_double(double value, char *buffer);

/* ------------------------------------------------------------ eval_date.c */

extern Timestamp te_eval_shift(Timestamp t, const EvalDuration *d, int sign);
/* Completed years, by the calendar; day and birth as days. */
extern int te_eval_age(int32 birth, int32 day);
extern TriState te_eval_compare_dates(CritCompare op, const EvalValue *a,
									  const EvalValue *b);

/* ------------------------------------------------------------ eval_text.c */

/* 'M', 'F', or 0. */
extern char te_eval_read_sex(const char *text, int length);
/* Equality of texts as the fact they are of demands. */
extern TriState te_eval_text_equal(const EvalValue *a, const EvalValue *b);
extern TriState te_eval_contains(const EvalValue *a, const EvalValue *b);

/* --------------------------------------------------------- eval_compare.c */

/* Any two values; *why is set when unknown, *culprit the side to blame. */
extern TriState te_eval_compare(EvalContext *ctx, CritCompare op,
								const EvalValue *a, const EvalValue *b,
								EvalWhy *why);
extern int te_eval_number_cmp(const EvalValue *a, const EvalValue *b);
/* Brings b into the unit of a (or a into that of a literal's partner). */
extern bool te_eval_align(EvalContext *ctx, EvalValue *a, EvalValue *b,
						  EvalWhy *why);
/* number rounded if it was computed. */
extern double te_eval_rounded(const EvalValue *v);
/* numeric of the shortest decimal of a float8 */
extern Datum te_eval_numeric(double value);

/* ------------------------------------------------------------ eval_fast.c */

/*
 * The same for a stored number, or a function of plain entries, and literals;
 * false: not that simple.
 */
extern bool te_eval_fast_compare(EvalContext *ctx, PlanNode *node,
								 TriState *result);
extern bool te_eval_fast_between(EvalContext *ctx, PlanNode *node,
								 TriState *result);
extern bool te_eval_fast_any(EvalContext *ctx, PlanNode *node,
							 TriState *result);

/* ------------------------------------------------------------ eval_read.c */

extern void te_eval_set_unknown(EvalValue *v, EvalWhy why, EvalFact *fact);
extern void te_eval_set_number(EvalValue *v, double number,
							   const EvalUnit *unit);
extern void te_eval_read_column(EvalContext *ctx, EvalFact *fact,
								const FactColumn *column, EvalValue *v);
/* A bare fact, as what its use demands. */
extern void te_eval_fact(EvalContext *ctx, EvalFact *fact, CritType want,
						 EvalValue *v);
/* ULN (0) or LLN (1) of a value, in a unit of its own. */
extern bool te_eval_limit(EvalContext *ctx, const EvalValue *v, int which,
						  EvalValue *limit);
/* A number as float8 for arithmetic. */
extern double te_eval_double(const EvalValue *v);

/* ------------------------------------------------------ eval_arithmetic.c */

extern void te_eval_value(EvalContext *ctx, PlanNode *node, EvalValue *v);
extern void te_eval_arithmetic(EvalContext *ctx, PlanNode *node, EvalValue *v);

/* ------------------------------------------------------------ eval_call.c */

/* A built-in function by name; NULL when there is none. */
extern const EvalCall *te_eval_call_find(const char *name, int length);
/* Unit of the result, NULL: that of the arguments. */
extern const char *te_eval_call_unit(const EvalCall *call);
/* Unit that argument i must have, NULL for none (an age is in years). */
extern const char *te_eval_call_argument_unit(const EvalCall *call, int i);
extern bool te_eval_call_argument_is_age(const EvalCall *call, int i);
/* What argument i is. */
extern CritType te_eval_call_argument_type(const EvalCall *call, int i);
extern void te_eval_call(EvalContext *ctx, PlanNode *node, EvalValue *v);

/* ------------------------------------------------------------ eval_bool.c */

extern TriState te_eval_bool(EvalContext *ctx, PlanNode *node);
extern void te_eval_begin(EvalContext *ctx, EvalPlan *plan, const Datum *values,
						  const bool *nulls, const PatientHistory *history,
						  EvalDate as_of);

/* --------------------------------------------------------- eval_history.c */

/* An entry, with its days as of the day of decision. */
typedef struct EvalEntry
{
	EvalFact *fact;
	EvalSeries *series;
	int index;
	HistoryEntry raw;
	TriState started;	   /* unknown: its partial date passes as_of */
	int32 start[2];		   /* first and last day it can have begun */
	int32 stop[2];		   /* the same of its end; cut at as_of */
	bool stop_known;	   /* false: not recorded */
	bool ongoing;		   /* a recorded end that as_of has not reached */
	double duration[2];	   /* days of the run it belongs to; 0: not yet */
	const EvalValue *made; /* value of a derived fact's entry */
} EvalEntry;

extern bool te_eval_open(EvalContext *ctx, EvalSeries *series);
extern void te_eval_entry(EvalContext *ctx, EvalFact *fact, EvalSeries *series,
						  int i, EvalEntry *entry);
extern void te_eval_entry_value(EvalContext *ctx, const EvalEntry *entry,
								EvalValue *v);
extern void te_eval_attribute(EvalContext *ctx, CritAttribute attribute,
							  EvalValue *v);
extern void te_eval_history_fact(EvalContext *ctx, EvalFact *fact,
								 CritType want, EvalValue *v);
/* What is demanded of a value that a history holds. */
extern void te_eval_coerce(EvalFact *fact, CritType want, EvalValue *v);
/* A recorded no, or a dose of nothing: any, count ... pass over it. */
extern TriState te_eval_affirms(const EvalEntry *entry, bool reads_value);
extern bool te_eval_same_value(EvalContext *ctx, const EvalValue *a,
							   const EvalValue *b);

/* ----------------------------------------------------------- eval_visit.c */

/* Has a visit a value of that fact?  Not of what never changes, and not of a
 * reference value from before the baseline. */
static inline bool
te_visit_measures(const EvalFact *fact)
{
	return fact->reading != READ_SEX && fact->reading != READ_AGE &&
		fact->baseline_of == NULL && !fact->reference;
}
/*
 * Is that fact's nearest value asked for, rather than its last?  Not of what
 * never changes, and not of a reference value from before the baseline.
 */
static inline bool
te_visit_nearest(const EvalContext *ctx, const EvalFact *fact)
{
	return ctx->nearest && te_visit_measures(fact);
}
/* Is there an observation in the visit's window? */
extern bool te_visit_has_observation(EvalContext *ctx, EvalFact *fact);
/* The nearest observation, NOT_RECORDED or NO_VISIT_VALUE. */
extern void te_visit_observation(EvalContext *ctx, EvalFact *fact,
								 EvalValue *v);
/* A derived fact on the nearest of the days on which it has a value. */
extern void te_visit_derived(EvalContext *ctx, EvalFact *fact, EvalValue *v);
/* "baseline.fact" */
extern void te_visit_baseline(EvalContext *ctx, EvalFact *fact, CritType want,
							  EvalValue *v);
/* eval_best.c: the best value of a fact in the days from .. to. */
extern bool te_visit_best(EvalContext *ctx, EvalFact *fact, int32 from,
						  int32 to, EvalValue *v);
/* The day of a fact's value at the visit; false: none, or in doubt. */
extern bool te_visit_value_day(EvalContext *ctx, EvalFact *fact, int32 *day);
/* Lists the facts of which a visit has a value. */
extern void te_visit_bare_facts(EvalPlan *plan);
/* Adds which visit and baseline a value was looked for. */
extern void te_visit_append_window(StringInfo to, const EvalContext *ctx);

/* eval_history.c: the last observation as of ctx->day, there being one. */
extern void te_eval_last_observation(EvalContext *ctx, EvalFact *fact,
									 EvalValue *v);
/* Unknown where "given .. within" says so on ctx->day. */
extern void te_eval_check_age(EvalContext *ctx, EvalFact *fact, EvalValue *v);

/* --------------------------------------------------------- eval_derived.c */

/* A derived fact on the day of its newest input. */
extern void te_eval_derived(EvalContext *ctx, EvalFact *fact, EvalValue *v);
/* The days on which a derived fact has a value, ascending; palloc'd. */
extern int32 *te_eval_derived_days(EvalContext *ctx, EvalFact *fact,
								   int *n_days);
extern void te_eval_derived_on(EvalContext *ctx, EvalFact *fact, int32 day,
							   EvalValue *v);

/* ---------------------------------------------------------- eval_window.c */

extern void te_eval_window(EvalContext *ctx, PlanNode *window, EvalSpan *span);
extern TriState te_eval_overlaps(const EvalSpan *span, const int32 start[2],
								 const int32 stop[2]);

/* ------------------------------------------------------------ eval_scan.c */

/* The entries that a history function looks at, newest first in a series. */
typedef struct EvalScan
{
	EvalContext *ctx;
	PlanNode *node;
	EvalSpan span;
	int fact; /* of the node's arguments */
	int series;
	int next;	 /* index of the entry to come */
	int32 *days; /* of a derived fact */
	EvalEntry entry;
	EvalValue made;
	TriState match; /* of the entry: started, in the window, where */
	EvalWhy why;	/* of an unknown match */
} EvalScan;

extern void te_eval_scan_begin(EvalScan *scan, EvalContext *ctx, PlanNode *node,
							   const EvalSpan *span);
/* The next entry whose match is not false; affirmed tells any and its like. */
extern bool te_eval_scan_next(EvalScan *scan, bool affirmed);
/* The history or the date is NULL: *why tells which. */
extern bool te_eval_history_unknown(EvalContext *ctx, EvalWhy *why);

/* -------------------------------------------------------- eval_function.c */

/* any, as a truth value; the others as values */
extern TriState te_eval_any(EvalContext *ctx, PlanNode *node);
extern bool te_eval_recorded(EvalContext *ctx, PlanNode *node);
extern void te_eval_history(EvalContext *ctx, PlanNode *node, EvalValue *v);

/* ------------------------------------------------------------- eval_sum.c */

extern void te_eval_count(EvalContext *ctx, PlanNode *node, EvalValue *v);
extern void te_eval_sum(EvalContext *ctx, PlanNode *node, EvalValue *v);
extern void te_eval_mean(EvalContext *ctx, PlanNode *node, EvalValue *v);
/* Adds b to a, in the unit of a; false with *why. */
extern bool te_eval_add(EvalContext *ctx, EvalValue *a, EvalValue *b,
						EvalWhy *why);

/* -------------------------------------------------------- eval_exposure.c */

/* Days of the run of entries without a gap that the entry belongs to. */
extern void te_eval_duration_run(EvalContext *ctx, EvalEntry *entry);
/* Does the entry's amount count per time ("mg/d")? */
extern bool te_eval_is_rate(const EvalEntry *entry, const EvalValue *amount);
/* Recorded days of an entry, 0 when they have no end or are not known. */
extern double te_eval_entry_days(const EvalEntry *entry);
extern void te_eval_daily_amount(EvalContext *ctx, EvalFact *fact, int32 day,
								 EvalValue *v);
extern void te_eval_duration_of(EvalContext *ctx, PlanNode *node, EvalValue *v);
extern TriState te_eval_stable(EvalContext *ctx, PlanNode *node);

/* ------------------------------------------------------------- eval_bind.c */

/* Ties facts to columns or names of a history; marks those that clauses use. */
extern void te_eval_bind(EvalPlan *plan, Oid quantity_type, Oid history_type);
/* The column of that name, or one with no column. */
extern FactColumn te_eval_find_column(EvalPlan *plan, const char *name,
									  int length, Oid quantity_type,
									  Oid history_type);

/* ---------------------------------------------------------- eval_check.c */

/* Raises the one error about everything that does not fit. */
extern void te_eval_check(EvalPlan *plan);

/* ------------------------------------------------------- explain_collect.c */

/* A fact that could not be had, or is in doubt. */
typedef struct CollectedMissing
{
	const EvalFact *fact; /* NULL: as_of */
	EvalWhy why;
	const char *phrase; /* "egfr not recorded" */
	bool has_last;		/* when it was last recorded, and as what */
	Timestamp last_first;
	Timestamp last_last;
	const char *last_value; /* NULL: none */
} CollectedMissing;

typedef struct Collector
{
	bool negated; /* the clause wants what is below to be false */
	int n_notes;
	int max_notes;
	char **notes;
	/* what is missing among what decides, and all that was ever missing */
	int n_missing;
	int max_missing;
	CollectedMissing *missing;
	int n_all;
	int max_all;
	CollectedMissing *all;
} Collector;

/* Where a collector stands. */
typedef struct CollectorMark
{
	int notes;
	int missing;
} CollectorMark;

extern CollectorMark te_collect_mark(const Collector *c);
/* Forgets what came between two marks. */
extern void te_collect_drop(Collector *c, CollectorMark from, CollectorMark to);
extern void te_collect_note(Collector *c, char *note);
/* Keeps with a fact, each once, what was told since "start" and "all", and
 * tells it again. */
extern void te_collect_keep(const Collector *c, CollectorMark start, int all,
							EvalFact *fact);
extern void te_collect_again(Collector *c, const EvalFact *fact);
extern void te_collect_missing(EvalContext *ctx, const EvalFact *fact,
							   const EvalValue *v);
extern void te_collect_missing_phrase(EvalContext *ctx, const EvalFact *fact,
									  const EvalValue *v, EvalWhy why,
									  char *phrase);

/* ---------------------------------------------------------- explain_note.c */

/* What one comparison, flag or function says, after it has been evaluated. */
extern void te_note_compare(EvalContext *ctx, PlanNode *node, TriState result,
							CollectorMark start, const EvalValue *a,
							const EvalValue *b, const EvalValue *c,
							EvalWhy why);
extern void te_note_flag(EvalContext *ctx, PlanNode *node, TriState result,
						 CollectorMark start, const EvalValue *v);
extern void te_note_any(EvalContext *ctx, PlanNode *node, TriState result,
						CollectorMark start, const EvalEntry *entry,
						EvalWhy why);
extern void te_note_exactly(EvalContext *ctx, PlanNode *node, TriState result,
							int least, int most);
extern void te_note_other(EvalContext *ctx, PlanNode *node, TriState result,
						  CollectorMark start, const EvalValue *v);

/* --------------------------------------------------------- explain_value.c */

extern void te_append_value(StringInfo to, const EvalValue *v);
/* " (2024-02-27)" */
extern void te_append_when(StringInfo to, const EvalValue *v);
extern void te_append_quoted(StringInfo to, const char *text, int length,
							 char quote);
extern char *te_missing_phrase(EvalContext *ctx, const EvalFact *fact,
							   const EvalValue *v, EvalWhy why);

#endif /* TE_EVAL_INTERNAL_H */

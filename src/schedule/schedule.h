/*
 * schedule.h
 *		Dose and visit schedules: the flat form that the parser builds, that is
 *		stored, and that the printer, the expansion and the arithmetic read.
 *
 * Days are counted from the start date, which is day 0, week 0 and month 0
 * (language.md, part C).  A dose_schedule is a list of phases; every question
 * about it is answered phase by phase, never dose by dose.  Two schedules with
 * the same normal form have the same bytes, so equality and hash work on the
 * bytes; the binary (wire) form is the normal text behind a version byte.
 */
#ifndef TE_SCHEDULE_H
#define TE_SCHEDULE_H

#include "trial_ext.h"

#include "utils/date.h"

/* ---------------------------------------------------------------- limits */

/* Longest text of a schedule, in bytes. */
#define SCHEDULE_MAX_TEXT 65536
/* Phases of a dose schedule. */
#define SCHEDULE_MAX_PHASES 1000
/* Offsets, days of cycles and visits, all together. */
#define SCHEDULE_MAX_ITEMS 10000
/* Largest number of days, weeks or months in a schedule: 1000 years. */
#define SCHEDULE_MAX_DAYS 366000
/* Doses that one expansion may yield. */
#define SCHEDULE_MAX_DOSES 1000000
/* Administrations on one day. */
#define SCHEDULE_MAX_PER_DAY 48
/* Longest drug, route and name of a visit, in bytes. */
#define SCHEDULE_MAX_NAME 63

/* ----------------------------------------------------------------- spans */

typedef enum SpanUnit
{
	SPAN_DAY = 0,
	SPAN_WEEK,
	SPAN_MONTH /* of the calendar, clipped at the month's end; years are 12 */
} SpanUnit;

/* A length of time, or an offset from the start of the segment. */
typedef struct ScheduleSpan
{
	int32 n;
	int32 unit; /* SpanUnit */
} ScheduleSpan;

/* ---------------------------------------------------------------- phases */

typedef enum DoseBasis
{
	DOSE_FIXED = 0,
	DOSE_PER_KG,
	DOSE_PER_M2
} DoseBasis;

typedef enum TimingKind
{
	TIMING_EVERY = 0, /* every "interval"; "once" is every day, 1 time */
	TIMING_LIST, /* items: offsets from the segment's start, in "interval.unit" */
	TIMING_CYCLE,	/* items: days 1.. of every interval.n days */
	TIMING_WEEKDAYS /* items: ISO days of the week, 1 Monday .. 7 Sunday */
} TimingKind;

typedef enum BoundKind
{
	BOUND_NONE = 0, /* goes on without end; a LIST ends with its last item */
	BOUND_FOR,		/* "bound" from the first occurrence on, end outside */
	BOUND_COUNT,	/* "count" occurrences (days with a dose) */
	BOUND_UNTIL,	/* offset from the segment's start, outside */
	BOUND_THROUGH,	/* offset from the segment's start, inside */
	BOUND_AT_LEAST	/* "for at least": no end, "bound" is the least */
} BoundKind;

/*
 * Where a phase begins.  Its first occurrence is at the begin (FROM_START,
 * FROM_END) or one interval after it (FROM_LAST).
 */
typedef enum BeginKind
{
	BEGIN_START = 0, /* first of a segment: the segment's start */
	BEGIN_END,		 /* on the end (for, until, by) of the phase before */
	BEGIN_LAST		 /* the last occurrence of the phase before */
} BeginKind;

/* flags of a phase */
#define PHASE_SEGMENT 0x01	   /* first of a segment; segments count anew */
#define PHASE_PER_DAY 0x02	   /* amounts are the day's total ("/d") */
#define PHASE_MAX 0x04		   /* "max" is set */
#define PHASE_MIN 0x08		   /* "min" is set */
#define PHASE_ROUNDED 0x10	   /* "rounded_to" is set */
#define PHASE_MAX_PER_DAY 0x20 /* max (and min) are written with "/d" */
#define PHASE_TAPER 0x40	   /* taper_to, taper_by */
#define PHASE_TAPER_STEPS 0x80 /* steps were stated: taper_step, taper_every */
#define PHASE_WINDOW 0x100	   /* window_before, window_after */
#define PHASE_LIFETIME_MAX 0x200 /* "lifetime_max": of the drug, in "unit" */

/*
 * Amounts are in "unit", the dose's unit without its "/kg", "/m2" and "/d";
 * low and high are per kg or m2 as "basis" says, all others are not.  A limit
 * acts after weight and before rounding to a multiple of rounded_to; a taper
 * starts from the amount so limited and rounded.  Names are offsets into the
 * pool, 0 the empty text.
 */
typedef struct DosePhase
{
	double low;
	double high; /* = low unless a range */
	double max;
	double min;
	double rounded_to;
	double taper_to; /* per day */
	double taper_step;
	double lifetime_max;
	double over_hours; /* length of an infusion; 0 not stated */
	ScheduleSpan taper_every;
	ScheduleSpan taper_by; /* offset from the segment's start */
	ScheduleSpan interval;
	ScheduleSpan bound;
	int32 count;
	int32 flags;
	int32 first_item;
	int32 n_items;
	int32 window_before; /* days, >= 0 */
	int32 window_after;
	uint32 drug;
	uint32 route;
	uint32 unit;
	uint32 when;	  /* FHIR codes of events of the day, "ACM,ACV" */
	uint8 basis;	  /* DoseBasis */
	uint8 timing;	  /* TimingKind */
	uint8 bound_kind; /* BoundKind */
	uint8 begin;	  /* BeginKind */
	uint8 per_day;	  /* administrations on a day with doses, 1 or more */
	uint8 unused[3];
} DosePhase;

#define DOSE_SCHEDULE_VERSION 1

typedef struct DoseSchedule
{
	int32 vl_len_; /* varlena header */
	uint8 version;
	uint8 unused[3];
	int32 n_phases;
	int32 n_items;
	int32 pool_length;
	int32 unused2;
	/* then: phases, items (int32), pool of text ending in NUL each */
} DoseSchedule;

#define SCHEDULE_PHASES(s) ((const DosePhase *) ((s) + 1))
#define SCHEDULE_ITEMS(s) ((const int32 *) (SCHEDULE_PHASES(s) + (s)->n_phases))
#define SCHEDULE_POOL(s) ((const char *) (SCHEDULE_ITEMS(s) + (s)->n_items))
#define SCHEDULE_TEXT(s, offset) (SCHEDULE_POOL(s) + (offset))

#define DatumGetDoseSchedule(d) ((DoseSchedule *) PG_DETOAST_DATUM(d))
#define PG_GETARG_DOSE_SCHEDULE(n) DatumGetDoseSchedule(PG_GETARG_DATUM(n))

/* ---------------------------------------------------------------- visits */

#define VISIT_WINDOW 0x01 /* a window of its own; else midpoints serve */

typedef struct PlannedVisit
{
	ScheduleSpan at; /* from the start date; may be negative */
	int32 window_before;
	int32 window_after;
	int32 flags;
	uint32 name; /* pool; 0: "week 12" */
} PlannedVisit;

#define VISIT_SCHEDULE_VERSION 1

typedef struct VisitSchedule
{
	int32 vl_len_;
	uint8 version;
	uint8 unused[3];
	int32 n_visits;
	int32 pool_length;
	/* then: visits in order of time, pool */
} VisitSchedule;

#define VISIT_SCHEDULE_VISITS(s) ((const PlannedVisit *) ((s) + 1))
#define VISIT_SCHEDULE_POOL(s) \
	((const char *) (VISIT_SCHEDULE_VISITS(s) + (s)->n_visits))

#define DatumGetVisitSchedule(d) ((VisitSchedule *) PG_DETOAST_DATUM(d))
#define PG_GETARG_VISIT_SCHEDULE(n) DatumGetVisitSchedule(PG_GETARG_DATUM(n))

/* --------------------------------------------------------- text <-> value */

/*
 * Reads a schedule; NULL after a soft error.  "escontext" may be NULL.
 * schedule_build.c
 */
extern DoseSchedule *te_dose_schedule_parse(const char *text, int length,
											Node *escontext);
extern VisitSchedule *te_visit_schedule_parse(const char *text, int length,
											  Node *escontext);

/* The normal form, palloc'd.  schedule_print.c */
extern char *te_dose_schedule_print(const DoseSchedule *schedule);
extern char *te_visit_schedule_print(const VisitSchedule *schedule);

/* Administrations on one day and the interval of a frequency term (CDISC
 * EXDOSFRQ, C71113, and its synonyms); false if the term is none, or says
 * nothing about days ("PRN").  frequency.c */
typedef struct DoseFrequency
{
	const char *term; /* the submission value */
	const char *code; /* NCI concept */
	uint8 per_day;
	uint8 times; /* on so many days evenly within the interval, usually 1 */
	ScheduleSpan interval;
} DoseFrequency;
extern bool te_dose_frequency(const char *term, int length,
							  DoseFrequency *frequency);

/* ------------------------------------------- schedules on the calendar */

/*
 * A phase placed on the calendar.  Occurrence k (from 0) is on
 * te_run_date(run, k); all dates are days with a dose.  A date is reckoned from
 * "base" by "months" and then by the timing: days move the base, months add up
 * from the base they began on, so that they clip and do not drift.
 */
typedef struct PhaseRun
{
	const DosePhase *phase;
	const int32 *items;
	DateADT segment; /* the segment's start */
	DateADT base;
	int32 months;  /* since base, at occurrence 0 */
	int64 n;	   /* occurrences; -1 without end */
	DateADT first; /* date of occurrence 0, if n != 0 */
	DateADT end;   /* the day on which the next phase may begin */
	int64 before;  /* occurrences of the phases before */
} PhaseRun;

/*
 * Places all phases; "runs" has room for n_phases.  Dates outside PostgreSQL's
 * range are an error (22008).  schedule_calendar.c
 */
extern void te_schedule_place(const DoseSchedule *schedule, DateADT start,
							  PhaseRun *runs);
/* Date of occurrence k, 0 <= k, constant time. */
extern DateADT te_run_date(const PhaseRun *run, int64 k);
/* Number of occurrences before a day, at most run->n, constant time. */
extern int64 te_run_count_before(const PhaseRun *run, DateADT day);
/* date + span: months clip at the month's end. */
extern DateADT te_date_add(DateADT date, ScheduleSpan span);

/* What a patient brings: NaN where not known. */
typedef struct DosePatient
{
	double weight_kg;
	double bsa_m2;
} DosePatient;

/*
 * The day's total of occurrence k, in the phase's unit: after weight, limits,
 * rounding, taper and administrations a day.  A dose per kg without a weight is
 * an error that names it.  schedule_amount.c
 */
extern void te_run_amount(const DoseSchedule *schedule, const PhaseRun *run,
						  int64 k, const DosePatient *patient, double *low,
						  double *high);
/* Sum of the amounts of occurrences from .. to - 1, in the phase's unit. */
extern void te_run_sum(const DoseSchedule *schedule, const PhaseRun *run,
					   int64 from, int64 to, const DosePatient *patient,
					   double *low, double *high);

/* --------------------------------------------- visits on the calendar */

/* A visit's target and the first and last day of its window. */
typedef struct PlacedVisit
{
	DateADT day;
	DateADT window_start;
	DateADT window_end;
} PlacedVisit;

/*
 * The visits in order of time with the windows that hold for them; palloc'd,
 * n_visits of them.  A start that is not finite is an error.  visits.c
 */
extern PlacedVisit *te_visits_place(const VisitSchedule *schedule,
									DateADT start);
/* The name given, or "week 12"; palloc'd. */
extern char *te_visit_name(const VisitSchedule *schedule, int number);

/* Weight of the patient at a day: expansion over a patient_history. */

#endif /* TE_SCHEDULE_H */

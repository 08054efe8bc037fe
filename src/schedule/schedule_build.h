/*
 * schedule_build.h
 *		Shared by the scanner, the grammar and the builder of schedules.
 *		Private to those files; others read schedule.h.
 *
 * Grammar actions put what they read into a draft of the phase (or of the
 * visits); when the phase ends, the builder checks the whole of it and makes the
 * flat form.  The first error is kept in the state and raised when scanner and
 * parser have been left.
 */
#ifndef TE_SCHEDULE_BUILD_H
#define TE_SCHEDULE_BUILD_H

#include "trial_ext.h"

#include "schedule/schedule.h"
#include "syntax/syntax.h"
#include "units/units.h"

/* Largest amount of a dose, in any unit: sums stay far from overflow. */
#define SCHEDULE_MAX_AMOUNT 1e15

/* A number and the unit behind it, as written. */
typedef struct BuildAmount
{
	double value;
	BuildText unit;
	BuildSpan span;
	BuildSpan unit_span;
} BuildAmount;

/* The parts of a phase that may stand once each; bits of "has". */
typedef enum PhasePart
{
	PART_DOSE = 0,
	PART_MAX,
	PART_MIN,
	PART_ROUNDED,
	PART_LIFETIME,
	PART_ROUTE,
	PART_OVER,
	PART_TIMES, /* "twice daily", "in 2 doses" */
	PART_TIMING,
	PART_WHEN,
	PART_BOUND,
	PART_TAPER,
	PART_COUNT
} PhasePart;

/* The phase being read. */
typedef struct PhaseDraft
{
	uint32 has; /* 1 << PhasePart */
	BuildSpan spans[PART_COUNT];
	BuildSpan span;
	BuildAmount low;
	BuildAmount high;
	BuildAmount max;
	BuildAmount min;
	BuildAmount rounded;
	BuildAmount lifetime;
	BuildAmount taper_to;
	BuildAmount taper_step;
	bool divided;	  /* "in 2 doses": the amount is the day's */
	bool cycles;	  /* the bound counts cycles */
	bool by_steps;	  /* the taper's steps are stated */
	bool times_alone; /* "twice daily" without another timing is daily */
	DosePhase phase;
	BuildText route;
	BuildText when;
	int first_item;
} PhaseDraft;

/* A phase as finished, with its texts still apart. */
typedef struct BuildPhase
{
	DosePhase phase;
	BuildText drug;
	BuildText route;
	BuildText unit;
	BuildText when;
	BuildSpan span;
	BuildSpan timing_span;
} BuildPhase;

typedef struct BuildVisit
{
	PlannedVisit visit;
	BuildText name;
	BuildSpan span;
} BuildVisit;

/* One item of a list: days 1 or 1-14. */
typedef struct BuildRange
{
	int first;
	int last;
} BuildRange;

/*
 * How far from the segment's start: months and days, and the least and greatest
 * number of days that this can be, whatever the start date.
 */
typedef struct ScheduleExtent
{
	int64 months;
	int64 days;
	int64 least;
	int64 most;
	bool exact; /* months and days are the position itself */
} ScheduleExtent;

typedef struct PhaseExtent
{
	ScheduleExtent first;
	ScheduleExtent last;
	ScheduleExtent end; /* where the next phase may begin, or what is outside */
	bool endless;
} PhaseExtent;

typedef struct ScheduleState
{
	SyntaxText text;
	bool visits; /* a visit schedule */

	/* the scanner */
	int position;
	int last_token;
	int token;
	BuildSpan last_span;
	bool begun;
	bool in_when;

	/* dose schedules */
	PhaseDraft draft;
	BuildPhase *phases;
	int n_phases;
	int size_phases;
	int segment; /* first phase of the segment being read */
	BuildText drug;
	bool drug_stated;
	PhaseExtent extent; /* of the phase last finished */
	int32 *items;
	int n_items;
	int size_items;

	/* visits */
	BuildVisit *planned;
	int n_planned;
	int size_planned;
	int group; /* first visit that the next window serves */
	int32 visit_unit;
	bool unit_seen;
} ScheduleState;

/* ----------------------------------------------------- schedule_words.c */

typedef struct ScheduleWord
{
	const char *word;
	int token;
	int code;
} ScheduleWord;

extern const ScheduleWord te_schedule_words[];
extern const int te_schedule_word_count;
extern const ScheduleWord *te_schedule_word(const char *text, int length);
/* Routes: "IV" for "intravenously"; NULL for none. */
extern const char *te_schedule_route(const char *text, int length);
extern const char *te_schedule_route_name(int i);
/* The code as FHIR spells it ("ACM"), NULL for none. */
extern const char *te_schedule_event(const char *text, int length);
/* How our own names of dosage forms are kept: "{tablet}", "M[IU]"; or NULL. */
extern const char *te_schedule_unit(const char *text, int length);
/*
 * Bytes of the drug at text: every word before the first number that stands
 * alone, or before "up to" and a number.  *stop receives the length up to a word
 * that only a timing has, or to the end, when no number comes before it; else -1.
 */
extern int te_schedule_drug_length(const char *text, int length, int *stop);

/* -------------------------------------------------------- frequency.c */

/* Why a term of the codelist says nothing about days ("PRN"), or NULL. */
extern const char *te_dose_frequency_refusal(const char *term, int length);

/* ------------------------------------------------------ schedule_scan.l */

extern void *te_schedule_scan_begin(ScheduleState *state);
extern void te_schedule_scan_end(void *scanner);

/* ----------------------------------------------------- schedule_build.c */

extern bool te_sched_has(const PhaseDraft *draft, PhasePart part);
/* Notes that the part stands there; an error if it does twice. */
extern void te_sched_part(ScheduleState *state, PhasePart part, BuildSpan span);
/* Number as a whole one within limits. */
extern int te_sched_whole(ScheduleState *state, BuildSpan span, double number,
						  int least, int most, const char *what);
extern ScheduleSpan te_sched_span(ScheduleState *state, BuildSpan span,
								  double number, int unit, bool offset);
extern void te_sched_dose(ScheduleState *state, BuildSpan span, BuildAmount low,
						  BuildAmount high);
extern void te_sched_every(ScheduleState *state, BuildSpan span,
						   ScheduleSpan interval);
extern void te_sched_hours(ScheduleState *state, BuildSpan span, double hours);
extern void te_sched_times(ScheduleState *state, BuildSpan span, double times,
						   ScheduleSpan interval);
extern void te_sched_frequency(ScheduleState *state, BuildSpan span,
							   BuildText term);
extern void te_sched_item(ScheduleState *state, BuildSpan span, double first,
						  double last);
extern void te_sched_list(ScheduleState *state, BuildSpan span, int unit,
						  ScheduleSpan cycle);
extern void te_sched_weekdays(ScheduleState *state, BuildSpan span,
							  ScheduleSpan interval);
extern void te_sched_when(ScheduleState *state, BuildSpan span, BuildText code);
extern void te_sched_bound(ScheduleState *state, BuildSpan span, BoundKind kind,
						   ScheduleSpan bound);
extern void te_sched_window(ScheduleState *state, BuildSpan span, double before,
							double after, int unit);

/* ----------------------------------------------------- schedule_phase.c */

/* The draft is complete: checks it and makes the phase of it. */
extern void te_sched_phase(ScheduleState *state, BuildSpan span);
extern void te_sched_segment(ScheduleState *state);

/* ---------------------------------------------------- schedule_visits.c */

extern void te_sched_visit(ScheduleState *state, BuildSpan span, double number,
						   BuildText name);
extern void te_sched_visit_window(ScheduleState *state, BuildSpan span,
								  double before, double after, int unit);
extern void te_sched_visits_every(ScheduleState *state, BuildSpan span,
								  ScheduleSpan interval, ScheduleSpan bound,
								  BoundKind kind);
/* Order and names, when all have been read.  False after an error. */
extern bool te_sched_visits_check(ScheduleState *state);

/* ---------------------------------------------------- schedule_extent.c */

extern ScheduleExtent te_extent_of(ScheduleSpan span);
/* a and then b */
extern ScheduleExtent te_extent_sum(ScheduleExtent a, ScheduleExtent b);
/* a < b (a <= b) for every start date */
extern bool te_extent_before(ScheduleExtent a, ScheduleExtent b, bool or_same);
/* Extent of a phase, "before" being that of the one before, NULL for none. */
extern PhaseExtent te_phase_extent(const DosePhase *phase, const int32 *items,
								   const PhaseExtent *before);

#endif /* TE_SCHEDULE_BUILD_H */

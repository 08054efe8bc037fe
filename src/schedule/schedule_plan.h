/*
 * schedule_plan.h
 *		Private to src/schedule: a dose schedule placed on the calendar for one
 *		patient, which expansion and arithmetic share.
 */
#ifndef TE_SCHEDULE_PLAN_H
#define TE_SCHEDULE_PLAN_H

#include <math.h>

#include "schedule/schedule.h"

#include "access/htup_details.h"
#include "funcapi.h"

#include "units/units.h"

/* -------------------------------------------------------------- calendar */

/* Days of a length in days or weeks. */
static inline int64
te_span_days(ScheduleSpan span)
{
	return (int64) span.n * (span.unit == SPAN_WEEK ? 7 : 1);
}

extern int te_iso_weekday(DateADT date);
extern int64 te_spans_between(DateADT first, DateADT date, ScheduleSpan span);

/* --------------------------------------------------------------- amounts */

/*
 * te_round14, which takes a logarithm, for what needs it: an eighth of a whole
 * number below 10^10 has no more than 14 digits.
 */
static inline double
te_amount_round(double amount)
{
	double eighths = amount * 8;

	if (fabs(eighths) < 8e10 && eighths == (double) (int64) eighths)
		return amount;
	return te_round14(amount);
}

/* What te_amount_at needs, worked out once for a phase and a patient. */
typedef struct PhaseAmount
{
	double low; /* of the first day, all administrations together */
	double high;
	bool taper;
	double to;		 /* the taper's target */
	int64 weeks;	 /* linear by week: weeks to the target */
	double step;	 /* stated steps */
	double multiple; /* of which the day's total is one; 0: of none */
	DateADT from;	 /* days of the step last asked about */
	DateADT before;
	double step_low;
	double step_high;
} PhaseAmount;

/*
 * The day's totals of a phase with at least one occurrence.  A missing weight
 * is an error that names it, and the day if "on" is not NULL.
 */
extern void te_phase_amount(const DoseSchedule *schedule, const PhaseRun *run,
							const DosePatient *patient, const DateADT *on,
							PhaseAmount *amount);
extern void te_amount_at(PhaseAmount *amount, const PhaseRun *run, DateADT day,
						 double *low, double *high);

/* Weight and surface: positive and finite, or NaN for "not known". */
extern DosePatient te_dose_patient(FunctionCallInfo fcinfo, int argument);

/* "10 mg/kg", "1.0-1.5 g/d" */
extern char *te_dose_text(const DoseSchedule *schedule, const DosePhase *phase);

/* An amount of one phase in the unit of another. */
extern double te_amount_convert(const DoseSchedule *schedule, double value,
								const DosePhase *from, const DosePhase *to);

/* ------------------------------------------------------------------ plans */

/* Phases of most schedules, for which a plan needs no memory of its own. */
#define PLAN_FEW_PHASES 6

/* Not to be copied: "runs" may point into it. */
typedef struct DosePlan
{
	const DoseSchedule *schedule;
	DateADT start;
	DosePatient patient;
	PhaseRun *runs; /* cut where a lifetime maximum is reached */
	int64 n;		/* doses; -1 without end */
	PhaseRun few[PLAN_FEW_PHASES];
} DosePlan;

/* Places the schedule; "start" must be finite (22023). */
extern void te_plan_make(DosePlan *plan, const DoseSchedule *schedule,
						 DateADT start, const DosePatient *patient);
/* The run and the occurrence in it of dose n, from 0; NULL after the last. */
extern const PhaseRun *te_plan_find(const DosePlan *plan, int64 n, int64 *k);
/* Doses before a day. */
extern int64 te_plan_count_before(const DosePlan *plan, DateADT day);
/* The run and occurrence of the first dose on or after a day, or NULL. */
extern const PhaseRun *te_plan_find_from(const DosePlan *plan, DateADT day,
										 int64 *k);
/* An error (22023) unless the schedule has an end; says what "what" needs. */
extern void te_plan_require_end(const DosePlan *plan);
/* As te_plan_require_end, and not more than SCHEDULE_MAX_DOSES (54000). */
extern void te_plan_require_expandable(const DosePlan *plan);

/* ------------------------------------------------------------------- rows */

/*
 * Rows of planned_dose.  The columns before the first text are of fixed length
 * and not null: a row is the phase's template with those overwritten.
 */
typedef struct PlannedRows
{
	DoseSchedule *schedule; /* a copy: whose templates these are */
	Size size;
	TupleDesc desc;
	HeapTuple *templates; /* by phase, NULL until needed */
	MemoryContext context;
} PlannedRows;

/* The cache of this call site, made for this schedule. */
extern PlannedRows *te_planned_rows(FunctionCallInfo fcinfo,
									const DoseSchedule *schedule);
/* The row of occurrence k; valid until the next call. */
extern HeapTuple te_planned_row(PlannedRows *rows, const DosePlan *plan,
								const PhaseRun *run, int64 k, DateADT day,
								double low, double high);

/* The window of a dose must consist of dates (22008). */
extern void te_check_window(const PhaseRun *run, DateADT day);

/* Prepares the tuplestore that a materialised function returns. */
extern Tuplestorestate *te_result_store(FunctionCallInfo fcinfo);

#endif /* TE_SCHEDULE_PLAN_H */

/*
 * adherence.h
 *		Private to src/schedule: what was planned beside what was given.
 */
#ifndef TE_ADHERENCE_H
#define TE_ADHERENCE_H

#include "schedule/dosing.h"
#include "schedule/schedule_plan.h"

/* Window, in days to both sides, of doses at most 14 days apart, and of others
 * (no protocol that we read states one: our choice). */
#define WINDOW_SHORT_DAYS 3
#define WINDOW_LONG_DAYS 7
#define WINDOW_SHORT_INTERVAL 14

/* What was given on one day, in the unit of the schedule's first phase. */
typedef struct GivenDose
{
	DateADT day;
	double amount;
	bool usable; /* the amount is known */
} GivenDose;

/*
 * All that was given: days in order, each once, and the stretches in which
 * something may have been given besides.
 */
typedef struct GivenDoses
{
	GivenDose *doses;
	int n;
	int size;
	DayRange *open;
	int n_open;
	int size_open;
	int undated; /* doses of no known day */
} GivenDoses;

/* Which days are looked at, and the unit that amounts are wanted in. */
typedef struct GivenRange
{
	DateADT from;
	DateADT to; /* DATEVAL_NOEND: no limit */
	DateADT
		last_planned; /* until when an exposure goes on if nothing else says */
	const char *unit;
} GivenRange;

/* given.c: the exposures of a fact */
extern void te_given_from_history(const PatientHistory *history,
								  const char *fact, size_t length,
								  const GivenRange *range, GivenDoses *given);
extern void te_given_add(GivenDoses *given, DateADT day, double amount,
						 bool usable);
extern void te_given_add_open(GivenDoses *given, int32 from, int32 to);
/* Sorts, and makes one of what was given on one day. */
extern void te_given_finish(GivenDoses *given);

typedef struct AdherenceOptions
{
	int window_days;  /* -1: by the interval */
	double tolerance; /* per cent */
	bool rebase;
	DateADT to_date; /* DATEVAL_NOEND: the schedule's end */
} AdherenceOptions;

typedef enum AdherenceStatus
{
	DOSE_ON_TIME,
	DOSE_EARLY,
	DOSE_LATE,
	DOSE_MISSED,
	DOSE_DUE,	  /* its time is not over at to_date */
	DOSE_UNKNOWN, /* may have been given: a date or an end is not known */
	DOSE_EXTRA,
	DOSE_UNDATED
} AdherenceStatus;
#define N_ADHERENCE_STATUS (DOSE_UNDATED + 1)

typedef enum AmountStatus
{
	AMOUNT_NONE, /* not given, or the amount is not known */
	AMOUNT_OK,
	AMOUNT_UNDER,
	AMOUNT_OVER
} AmountStatus;

/* One planned dose with what was given for it, or an extra one. */
typedef struct AdherenceDose
{
	int64 dose_no;		  /* from 1; 0: none was planned */
	DateADT scheduled_on; /* before re-basing */
	DateADT planned_on;
	DateADT window_start;
	DateADT window_end;
	int32 interval; /* days to the next planned dose, or from the last */
	double planned; /* of a range the lower end */
	double planned_max;
	bool daily;
	bool given;
	DateADT given_on;
	bool amount_known;
	double amount;
	double deviation_percent; /* NaN: none */
	AdherenceStatus status;
	AmountStatus amount_status;
	const DosePhase *phase;
} AdherenceDose;

/* Called for each row, in order of time; undated doses last. */
typedef void (*AdherenceReceiver)(void *state, const AdherenceDose *dose);

/* adherence.c */
extern void te_adherence(const DosePlan *plan, const GivenDoses *given,
						 const AdherenceOptions *options,
						 AdherenceReceiver receive, void *state);

#endif /* TE_ADHERENCE_H */

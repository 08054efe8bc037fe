/*
 * fhir.h
 *		Private to the FHIR side of src/schedule: elements of a Dosage with the
 *		path that errors name, what a Dosage says once it is understood, and the
 *		code tables.
 *
 * HL7 FHIR R4 (4.0.1): Dosage, Timing; the elements that R5 renamed
 * (asNeeded, asNeededFor, a list of maxDosePerPeriod) are read too.
 */
#ifndef TE_FHIR_H
#define TE_FHIR_H

#include "schedule/schedule.h"

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

/* ---------------------------------------------------- elements, fhir_json.c */

/* Dosages in one list. */
#define FHIR_MAX_DOSAGES 1000
/* Entries of any other list. */
#define FHIR_MAX_LIST 10000

/* A JSON value and where it stands: "dosageInstruction[1].timing.repeat". */
typedef struct FhirNode
{
	JsonbValue value;
	const char *path; /* "" for the whole */
} FhirNode;

extern FhirNode te_fhir_root(Jsonb *json);
/* An element of an object; false where it is absent or null. */
extern bool te_fhir_member(const FhirNode *object, const char *name,
						   FhirNode *member);
/*
 * Every element must be in "read" or "ignored" (each ending in NULL); id,
 * extension and the id and extensions of primitive elements ("_text") may
 * always stand, a modifierExtension never.
 */
extern void te_fhir_check_members(const FhirNode *object,
								  const char *const *read,
								  const char *const *ignored);
/* Entries of a list; a lone value is a list of one. */
extern int te_fhir_list(const FhirNode *list, int limit, FhirNode **entries);
extern bool te_fhir_is_empty(const FhirNode *node);
extern void te_fhir_want_object(const FhirNode *node);
/* Primitive elements; false or NULL where absent. */
extern bool te_fhir_number(const FhirNode *object, const char *name,
						   double *number);
extern bool te_fhir_whole(const FhirNode *object, const char *name,
						  int *number);
extern bool te_fhir_bool(const FhirNode *object, const char *name, bool *value);
extern const char *te_fhir_string(const FhirNode *object, const char *name);
extern const char *te_fhir_text_of(const FhirNode *node);
/* The day of a FHIR dateTime; "minute" of that day, -1 where no time stands. */
extern DateADT te_fhir_date(const FhirNode *node, int *minute);
extern int te_fhir_minute(const char *time, const char **rest);

/* 22023: the element is valid but a dose_schedule cannot say it. */
extern void te_fhir_refuse(const FhirNode *object, const char *member,
						   const char *format, ...) pg_attribute_printf(3, 4)
	pg_attribute_noreturn();
/* 22P02: no such FHIR. */
extern void te_fhir_misshapen(const FhirNode *node, const char *what)
	pg_attribute_noreturn();

/* ------------------------------------------------------ quantity, fhir_dose.c */

/* A number with a unit as a schedule writes it. */
typedef struct FhirQuantity
{
	double value;
	const char *unit; /* "mg/kg", "{TAB}" */
} FhirQuantity;

typedef struct FhirDose
{
	FhirQuantity low;
	double high;
	double over_hours;	   /* 0 not stated */
	FhirQuantity max;	   /* unit NULL: none */
	FhirQuantity max_day;  /* the same, of a day */
	FhirQuantity lifetime; /* the same */
	const char *route;	   /* NULL not stated */
} FhirDose;

extern void te_fhir_read_dose(const FhirNode *dosage, FhirDose *dose);
/* A time of boundsDuration and the like in seconds, months apart. */
typedef struct FhirTime
{
	double seconds;
	double months;
	bool weeks; /* said in weeks */
} FhirTime;
extern FhirTime te_fhir_time(const FhirNode *node);
/* The same in whole days, weeks or months; false if it is none. */
extern bool te_fhir_span(const FhirNode *node, ScheduleSpan *span);

/* ------------------------------------------------------- timing, fhir_timing.c */

typedef enum FhirPattern
{
	FHIR_ONCE,
	FHIR_EVERY,	   /* every interval */
	FHIR_CYCLE,	   /* days (1-based) of every interval */
	FHIR_WEEKDAYS, /* ISO days, every interval.n weeks */
	FHIR_EVENTS	   /* dates */
} FhirPattern;

#define FHIR_MAX_WHEN 48

typedef struct FhirTiming
{
	FhirPattern pattern;
	int per_day; /* administrations on a day with a dose */
	ScheduleSpan interval;
	int n_items;
	int32 *items; /* days of the cycle, of the week, or dates */
	int n_when;
	const char *when[FHIR_MAX_WHEN]; /* events and times (hh:mm) of the day */
	BoundKind bound;				 /* NONE, FOR, COUNT, AT_LEAST */
	ScheduleSpan span;
	int count;		/* days with a dose */
	bool has_start; /* of boundsPeriod or the first event */
	DateADT start;
	double over_hours;
} FhirTiming;

extern void te_fhir_read_timing(const FhirNode *dosage, FhirTiming *timing);

/* The same of repeat, once its pattern is known.  fhir_bounds.c */
extern void te_fhir_read_bounds(const FhirNode *repeat, FhirTiming *timing);
extern void te_fhir_read_duration(const FhirNode *repeat, FhirTiming *timing);
/* Refuses frequencyMax and the like unless equal to "value". */
extern void te_fhir_no_maximum(const FhirNode *repeat, const char *name,
							   double value);

/* ------------------------------------------------ pieces of JSON, fhir_print.c */

/* "unit" as a schedule has it, "per" is "/kg", "/m2" or empty. */
extern void te_fhir_write_quantity(StringInfo json, double value,
								   const char *unit, const char *per);
extern void te_fhir_write_amounts(StringInfo json, const DoseSchedule *schedule,
								  const DosePhase *phase, double low,
								  double high);
/* The maxima; baked: that of a dose has acted already. */
extern void te_fhir_write_limits(StringInfo json, const DoseSchedule *schedule,
								 const DosePhase *phase, bool baked);
/* With the comma before it; nothing where there is none. */
extern void te_fhir_write_route(StringInfo json, const char *word);
/* In quotes; an error for years that FHIR does not have. */
extern void te_fhir_write_date(StringInfo json, DateADT date);

/* ------------------------------------------------------------ tables, fhir_codes.c */

typedef struct FhirRoute
{
	const char *word;	 /* of the language: "IV" */
	const char *snomed;	 /* code and name that are written */
	const char *display; /* and one more name that is read */
	const char *term;	 /* CDISC route of administration (C66729) */
} FhirRoute;

/* By SNOMED CT code, v3 code, CDISC term, word; NULL if unrecognized. */
extern const FhirRoute *te_fhir_route_by_code(const char *code);
extern const FhirRoute *te_fhir_route_by_name(const char *name);

/* v3 GTSAbbreviation and the timing-abbreviation value set of FHIR. */
typedef struct FhirTimingCode
{
	const char *code;
	int frequency;
	int period;
	const char *period_unit;
	const char *when; /* NULL none */
} FhirTimingCode;

extern const FhirTimingCode *te_fhir_timing_code(const char *code);

/* Events of the day: value set event-timing, with R5's IMD. */
typedef enum FhirWhen
{
	FHIR_WHEN_NONE = 0,
	FHIR_WHEN_ONCE, /* once a day: MORN, ACM */
	FHIR_WHEN_MEALS /* at every meal, however many there are: C, AC, PC */
} FhirWhen;
extern FhirWhen te_fhir_when(const char *code);
/* ISO day of the week of "mon", 0 if it is none; and back. */
extern int te_fhir_weekday(const char *code);
extern const char *te_fhir_weekday_code(int iso);
/* Codes of v3 orderableDrugForm (TAB) and units of the language ({tablet}). */
extern const char *te_fhir_drug_form_unit(const char *code);
extern const char *te_fhir_drug_form_code(const char *unit);

#define FHIR_UCUM "http://unitsofmeasure.org"
#define FHIR_SNOMED "http://snomed.info/sct"
#define FHIR_DRUG_FORM \
	"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"

#endif /* TE_FHIR_H */

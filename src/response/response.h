/*
 * response.h
 *		Response rules over the visits of one subject.  Private to
 *		src/response.
 */
#ifndef TE_RESPONSE_H
#define TE_RESPONSE_H

#include "trial_ext.h"

#include "access/tupdesc.h"
#include "utils/date.h"

#include "criteria/eval.h"
#include "schedule/schedule.h"

/* ----------------------------------------------------- response_plan.c */

/* Response rules made ready for histories. */
typedef struct RulesPlan
{
	Criteria *criteria; /* the rules as criteria */
	EvalPlan *plan;
	int n_rules;
	char **labels;
	bool has_else;	 /* the last one is "else" */
	TriState *holds; /* room for one evaluation */
	TriState *passes;
} RulesPlan;

/* The rules of an argument that is not NULL, from fn_extra if they are there. */
extern RulesPlan *te_rules_plan(FunctionCallInfo fcinfo, int argument);

/* The row that the function returns, from fn_extra too. */
extern TupleDesc te_rules_result(FunctionCallInfo fcinfo);

/* ------------------------------------------------------------- assess.c */

/* What a response is called where rules have no "else". */
#define NON_RESPONSE_LABEL "NR"

/* What a flare is measured against; the order of the words of the enum. */
typedef enum FlareReference
{
	REFERENCE_BASELINE, /* that of the study */
	REFERENCE_BEST,		/* each fact's best value since the response */
	REFERENCE_RESPONSE, /* the values of the response */
	REFERENCE_PREVIOUS	/* each fact's last value before the visit */
} FlareReference;

/* One subject with the visits that were planned. */
typedef struct Subject
{
	RulesPlan *rules;
	const PatientHistory *history; /* NULL: unknown */
	const VisitSchedule *schedule;
	PlacedVisit *visits; /* windows as they are printed */
	int n_visits;
	DateADT start;
	Datum baseline[1]; /* column baseline_date of the plan */
	bool no_baseline[1];
	FlareReference reference; /* what baseline.fact is */
	DateADT response_from;	  /* first and last day of a response's values */
	DateADT response_on;
	EvalRun *run;
	int run_visits; /* judged since the scratch memory was cleared */
	MemoryContext scratch;
} Subject;

/* A visit with the values found for it. */
typedef struct Assessment
{
	int number; /* in the schedule, from 0 */
	DateADT planned_on;
	bool has_value;
	DateADT value_on; /* the last of the days of its values */
	DateADT as_of;	  /* value_on, or planned_on without values */
	EvalVisit window;
} Assessment;

/*
 * Reads the arguments rules, history, visits and start; false when rules,
 * visits or start are NULL.
 */
extern bool te_subject(FunctionCallInfo fcinfo, int rules, int history,
					   int visits, int start, Subject *subject);
/* The visit's window and the day of its values. */
extern void te_assess(Subject *subject, int number, Assessment *assessment);
/*
 * Is the subject's label at a visit one of those wanted?  Unknown only where
 * rules that are unknown make the difference.
 */
extern TriState te_assess_response(Subject *subject,
								   const Assessment *assessment,
								   const bool *wanted);
/* The label, NULL: none or unknown, and why; palloc'd. */
extern const char *te_assess_label(Subject *subject,
								   const Assessment *assessment, bool *unknown,
								   char **reason);
/* A date as ISO 8601; palloc'd. */
extern char *te_iso_date(DateADT date);

/* -------------------------------------------------------- intercurrent.c */

/* How an event that comes between counts: ICH E9(R1) */
typedef enum Strategy
{
	STRATEGY_NON_RESPONSE, /* composite: no responder from its day on */
	STRATEGY_IGNORE,	   /* treatment policy: as measured */
	STRATEGY_CENSOR		   /* hypothetical: not observed after its day */
} Strategy;

#define N_INTERCURRENT 4

/* The first such event on or after the start. */
typedef struct Intercurrent
{
	const char *fact; /* NULL: nobody asks */
	Strategy strategy;
	bool is_death;
	bool happened; /* perhaps */
	int64 first;   /* the first day it can have been on */
	int64 last;	   /* and the last, which partial dates leave apart */
} Intercurrent;

/*
 * Which of some words a value of an enum is; any other is an error.
 */
extern int te_enum_word(Oid value, const char *const *words, int n);
/* Looks the event up in the subject's history. */
extern void te_intercurrent_find(const Subject *subject, Intercurrent *event);

/* ------------------------------------------------------------- course.c */

typedef struct CourseVisit
{
	Assessment visit;
	TriState measured;			 /* what the rules say of the values */
	TriState state;				 /* the same after events and imputation */
	bool cut;					 /* not observed: after an event that censors */
	bool imputed;				 /* state is no because nothing is known */
	const Intercurrent *because; /* the event that made the state; or NULL */
	TriState response;			 /* the state, confirmed where that is asked */
} CourseVisit;

/* The visits after the start, of one response. */
typedef struct Course
{
	Subject subject;
	bool *wanted;	   /* of each rule: its label is a response */
	const char *named; /* "CRR or PRR" */
	int n_labels;	   /* where several may be given */
	char **labels;
	int confirm; /* visits in a row: 1 or 2 */
	bool nri;
	Intercurrent events[N_INTERCURRENT];
	int first; /* number of the first visit in the schedule */
	int n;
	CourseVisit *visits;
} Course;

/* Finds the visits after the start, once the subject and labels are there. */
extern void te_course_visits(Course *course);
/*
 * Judges visits from .. to, and the one after them if that confirms; with
 * until_response only up to the first response that is certain.  Returns the
 * number of that response, or -1.
 */
extern int te_course_judge(Course *course, int from, int to,
						   bool until_response);
/* The event after which nothing is observed, if another has not come before. */
extern const Intercurrent *te_course_censoring(const Course *course);

/* Where the time to the first response ends. */
typedef struct CourseTime
{
	bool event;
	int visit;	/* of the course; -1: none */
	DateADT on; /* date of the response, or of the end of observation */
	const Intercurrent *because; /* ended by this event */
} CourseTime;

extern void te_course_time(Course *course, bool planned_days, CourseTime *time);
/* The name of a visit of the course. */
extern char *te_course_visit(const Course *course, int number);
/* The day of the last planned visit. */
extern DateADT te_course_end(const Course *course);

/* What a visit counts that is unknown, once there has been a response. */
typedef enum MissingVisit
{
	MISSING_SKIP,	 /* nothing: only assessed visits do */
	MISSING_UNKNOWN, /* yes or no, nobody knows */
	MISSING_NON_RESPONSE
} MissingVisit;

/* Does the first response last?  No response: it does not. */
extern TriState te_course_sustained(Course *course, MissingVisit missing);

/* ---------------------------------------------------- visit_responses.c */

/* The columns visit, planned_on, value_on and label, the first of a row. */
extern void te_put_visit(const Subject *subject, const Assessment *visit,
						 const char *label, Datum *values, bool *nulls);

/* ---------------------------------------------------------- arguments.c */

/* A NULL is an error that names the argument, as is a confirm but 1 and 2. */
extern bool te_bool_argument(FunctionCallInfo fcinfo, int argument,
							 const char *name);
extern int te_confirm_argument(FunctionCallInfo fcinfo, int argument,
							   const char *name);
/* The number of texts of an array that is not NULL; NULLs are NULL. */
extern int te_texts_argument(FunctionCallInfo fcinfo, int argument,
							 const char *name, char ***texts);
/* Which rules are wanted, by the label or labels; another is an error. */
extern void te_course_labels(FunctionCallInfo fcinfo, int argument,
							 bool several, Course *course);

#endif /* TE_RESPONSE_H */

/*
 * response.h
 *		Response rules over the visits of one subject.  Private to
 *		src/response.
 */
#ifndef TE_RESPONSE_H
#define TE_RESPONSE_H

#include "trial_ext.h"

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

/* ------------------------------------------------------------- assess.c */

/* What a response is called where rules have no "else". */
#define NON_RESPONSE_LABEL "NR"

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

#endif /* TE_RESPONSE_H */

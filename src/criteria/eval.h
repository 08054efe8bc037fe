/*
 * eval.h
 *		Evaluating criteria: over the columns of a row, over a history, or over
 *		a row that holds a history.
 *
 * One evaluator serves every way in.  A plan ties the facts of one criteria
 * value to named, typed columns; it is made once per criteria and row type and
 * then used for every row.  What the planner support rewrites into native
 * expressions must answer as this evaluator does, bit for bit.
 */
#ifndef TE_EVAL_H
#define TE_EVAL_H

#include "trial_ext.h"

#include "criteria/criteria.h"
#include "datatype/timestamp.h"
#include "history/history.h"
#include "units/units.h"

/* A column that a row offers. */
typedef struct EvalColumn
{
	const char *name; /* as in the catalogue */
	Oid type;
	int32 typmod;
	Oid collation;
	bool missing; /* no row has it: NULL, with or without a unit */
} EvalColumn;

/* How a column's type is read; domains by their base type. */
typedef enum EvalColumnClass
{
	COLUMN_UNUSABLE, /* json, arrays other than text[] ... */
	COLUMN_BOOLEAN,
	COLUMN_INTEGER, /* smallint, integer, bigint */
	COLUMN_FLOAT8,
	COLUMN_FLOAT4,	 /* compared as real */
	COLUMN_NUMERIC,	 /* compared as numeric where not computed with */
	COLUMN_TEXT,	 /* text, varchar, char(n), name */
	COLUMN_ENUM,	 /* by its label */
	COLUMN_LN_CLASS, /* by its text, read as classes */
	COLUMN_TEXT_ARRAY,
	COLUMN_DATE,
	COLUMN_TIMESTAMP,
	COLUMN_TIMESTAMPTZ, /* an error that says how to cast, where compared */
	COLUMN_QUANTITY,
	COLUMN_HISTORY
} EvalColumnClass;

/* The date that criteria are judged at. */
typedef enum EvalDateState
{
	EVAL_DATE_ABSENT, /* the two-argument form: asking for it is an error */
	EVAL_DATE_NULL,	  /* unknown */
	EVAL_DATE_GIVEN
} EvalDateState;

typedef struct EvalDate
{
	EvalDateState state;
	Timestamp moment; /* the day counts as a whole: up to its end */
} EvalDate;

/* Opaque: eval_plan.c. */
typedef struct EvalPlan EvalPlan;

/*
 * Ties facts to columns.  n_columns may be 0 with history_only: everything is
 * looked up in the history then.  Raises one error that names every missing
 * fact with its clause, every column of an unusable type and every number
 * without a unit; the hint says that a patient_history column, even an empty
 * one, makes absent facts unknown.  quantity_type and history_type are the
 * OIDs of our types (InvalidOid where there is no such column).
 * Allocates in the current context, which must live as long as the plan.
 */
extern EvalPlan *te_eval_plan(const Criteria *c, int n_columns,
							  const EvalColumn *columns, bool history_only,
							  EvalDateState date_state, Oid quantity_type,
							  Oid history_type);

/*
 * A visit of a subject, where response rules are judged over a history: a bare
 * fact is its value nearest to the visit's day, no more than so many days
 * before or after it, of two as near the earlier; "baseline.fact" is the entry
 * of that name or else the last value of the fact on or before the baseline's
 * day.  Everything else (events, exposures, any(..)) is as it is on as_of,
 * which is the visit's day too unless that is stated.
 */
typedef struct EvalVisit
{
	int32 before; /* days of the window */
	int32 after;
	bool has_day;
	int32 day; /* from 2000-01-01 */
	bool has_baseline;
	Timestamp baseline;
	/*
	 * Not the study's baseline: entries of the name "baseline.fact" do not
	 * count.  With best, its best value from best_from to the baseline's day.
	 */
	bool relative;
	bool best;
	int32 best_from;
} EvalVisit;

/*
 * As te_eval_plan, for a history only, of criteria that te_criteria_lower
 * made.  Column 0 of values and nulls is the baseline's day, a date.
 */
extern EvalPlan *te_eval_plan_visit(const Criteria *c);
/* The visit that the evaluations to come are about. */
extern void te_eval_set_visit(EvalPlan *plan, const EvalVisit *visit);

/*
 * One history at several visits: opened once.  It allocates in the current
 * context, which must not be reset while it is used.  values and nulls are as
 * for te_eval_clauses.
 */
typedef struct EvalRun EvalRun;
extern EvalRun *te_eval_run(EvalPlan *plan, const Datum *values,
							const bool *nulls, const PatientHistory *history);
/*
 * The last of the days of the values that rules find in the visit's window;
 * false: there is none.
 */
extern bool te_eval_run_values(EvalRun *run, const EvalVisit *visit,
							   int32 *day);
/*
 * The rules at a visit, events as of a day, up to the first that holds; those
 * after it are left unknown.
 */
extern void te_eval_run_rules(EvalRun *run, const EvalVisit *visit, int32 as_of,
							  TriState *holds);

/* The columns a plan reads, as indexes into "columns", ascending. */
extern int te_eval_plan_columns(const EvalPlan *plan, const int **columns);

/*
 * The verdict: AND of the clauses' passes.  values and nulls are indexed as
 * the columns were.  history is the argument of the history forms, else NULL
 * (a history column is found among the columns).
 */
extern TriState te_eval_eligible(EvalPlan *plan, const Datum *values,
								 const bool *nulls,
								 const PatientHistory *history, EvalDate as_of);

/*
 * Every clause: holds[] and passes[] have room for all clauses.  No clause is
 * skipped.  Returns the verdict.
 */
extern TriState te_eval_clauses(EvalPlan *plan, const Datum *values,
								const bool *nulls,
								const PatientHistory *history, EvalDate as_of,
								TriState *holds, TriState *passes);

/*
 * The first clause that holds, where all before it do not; -1: none, or one
 * before it is unknown.  What response rules ask; later clauses are not.
 */
extern int te_eval_first(EvalPlan *plan, const Datum *values, const bool *nulls,
						 const PatientHistory *history, EvalDate as_of);

/* The verdict from the clauses' passes, "or include" groups respected. */
extern TriState te_eval_verdict(const Criteria *c, const TriState *holds,
								TriState *passes);

/* What an explanation tells of one clause beyond holds and passes. */
typedef struct ClauseReason
{
	char *reason; /* language.md, "Explanations" */
	int n_missing;
	const char **missing; /* names of facts */
} ClauseReason;

/* As te_eval_clauses, with reasons[] for every clause. */
extern TriState te_eval_explain(EvalPlan *plan, const Datum *values,
								const bool *nulls,
								const PatientHistory *history, EvalDate as_of,
								TriState *holds, TriState *passes,
								ClauseReason *reasons);

/* A fact that could not be had, or is in doubt, and who needs it. */
typedef struct MissingFact
{
	const char *fact;
	const char *why; /* "never recorded", "too old" ... */
	bool has_last;	 /* the last entry, where there is one */
	Timestamp last_at;
	const char *last_value; /* NULL: none */
	int n_needed_by;
	int *needed_by; /* numbers of clauses, ascending */
	bool decides;	/* could still change the verdict */
} MissingFact;

/* What is missing, in order of first need; palloc'd. */
extern MissingFact *te_eval_missing(EvalPlan *plan, const Datum *values,
									const bool *nulls,
									const PatientHistory *history,
									EvalDate as_of, int *n_facts);

/* Y N yes no true false positive negative, case ignored; else unknown. */
extern TriState te_eval_read_flag(const char *text, int length);

/* The class of a column's type; domains are looked through. */
extern EvalColumnClass te_column_class(Oid type, Oid quantity_type,
									   Oid history_type);

#endif /* TE_EVAL_H */

/*
 * eval_check.h
 *		Do criteria and row fit?  What was found, and the error that tells it.
 *		Private to the eval_check files.
 */
#ifndef TE_EVAL_CHECK_H
#define TE_EVAL_CHECK_H

#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"

#include "criteria/criteria_build.h"
#include "criteria/eval_internal.h"

/* Response rules over rows, told by their own words. */
#define OF_RULES(plan) (((plan)->criteria->flags & CRITERIA_LOWERED) != 0)

typedef enum ProblemKind
{
	PROBLEM_MISSING,
	PROBLEM_TYPE,
	PROBLEM_ZONE,
	PROBLEM_UNIT,
	PROBLEM_HISTORY,
	PROBLEM_NO_DATE, /* "given .. within" of a column */
	N_PROBLEMS
} ProblemKind;

typedef struct Problem
{
	ProblemKind kind;
	const char *name; /* of the fact or function */
	char *message;	  /* as a primary message */
	char *detail;	  /* begins a sentence */
	char *hint;		  /* what to say in "given" */
	StringInfoData clauses;
	int last_clause;
} Problem;

typedef struct CheckState
{
	EvalPlan *plan;
	int clause;
	List *problems;
	bool needs_date; /* of the clause */
	StringInfoData date_clauses;
} CheckState;

/* ---------------------------------------------------- eval_check_unit.c */

/* Does a number written, given or stored here bear a unit? */
extern bool te_check_has_unit(const PlanNode *node);
/* The unit of some part, for a hint; NULL: none. */
extern const char *te_check_some_unit(const PlanNode *node);
/* Names the plain columns below that have none. */
extern void te_check_demand_units(CheckState *state, PlanNode *node,
								  const char *unit);

/* --------------------------------------------------- eval_check_error.c */

/* One problem of a kind and name, with all its clauses. */
extern Problem *te_check_problem(CheckState *state, ProblemKind kind,
								 const char *name);
/* Of two rows, which of them lacks it. */
extern char *te_check_missing_detail(CheckState *state, const char *name);
/* As its row calls it, where that is an event's date. */
extern char *te_check_column_name(CheckState *state, int column);
extern void te_check_raise(CheckState *state);
extern void te_check_raise_no_date(CheckState *state);

#endif /* TE_EVAL_CHECK_H */

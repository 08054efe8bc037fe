/*
 * support.h
 *		The planner support of criteria over rows.  Private to src/criteria.
 */
#ifndef TE_SUPPORT_H
#define TE_SUPPORT_H

#include "nodes/pathnodes.h"

#include "criteria/row.h"

/* A row argument taken apart into its columns. */
typedef struct RowSource
{
	int n_columns;
	EvalColumn *columns;
	Node **fields; /* an expression for each column */
} RowSource;

/* One call that is being rewritten. */
typedef struct Rewrite
{
	PlannerInfo *root; /* NULL for index expressions, CHECK ... */
	OurTypes types;
	const Criteria *criteria;
	EvalPlan *plan; /* of the whole criteria */
	RowSource row;
	Node *as_of;	  /* NULL: the two-argument form */
	EvalDate date;	  /* GIVEN when as_of is a Const that is a day */
	Datum *no_values; /* a row of NULLs, to evaluate constants with */
	bool *all_null;
	bool single_use; /* fields hold sub-queries: one call for all */
	bool of_rules;	 /* of response rules */
	bool failed;	 /* some call had too many columns */
} Rewrite;

/*
 * The columns of a row argument; false for one that is left to the
 * interpreter.
 */
extern bool te_row_source(PlannerInfo *root, Node *row, RowSource *source);

/* The columns of a table as range table entry 1, for printing. */
extern void te_table_source(Oid table, RowSource *source);

/*
 * Fills in the plan and what follows from it; raises the errors that the
 * interpreter would raise at the first row.
 */
extern void te_rewrite_begin(Rewrite *rewrite);

/*
 * A verdict's conditions, to be ANDed.  first_clause and last_clause say which
 * clauses of the criteria a condition stands for; the last condition may stand
 * for several that are not neighbours: first_clause is -1 then.
 */
typedef struct Condition
{
	Node *node;
	int first_clause;
	int last_clause;
} Condition;

/*
 * The verdict of the criteria as a list of Conditions: native operators where
 * they answer as the evaluator does, calls of the column function elsewhere.
 */
extern List *te_rewrite_conditions(Rewrite *rewrite);

struct PlanNode;

/*
 * The native form of a boolean node, parts without one called as column
 * functions; NULL when all of it would be one such call.
 */
extern Node *te_native_bool(Rewrite *rewrite, struct PlanNode *node);

/* An expression of a domain as one of its base type. */
extern Node *te_as_base_type(Node *node);

/*
 * A call of a column function ("criteria_columns_eligible" ...) for c.  Sets
 * rewrite->failed, and returns NULL, when c reads too many columns.
 */
extern Node *te_column_call(Rewrite *rewrite, const char *function,
							const Criteria *c);

/*
 * Criteria made of some clauses of c, with what they need of its givens and
 * facts.  The clauses' expressions are nodes of c.
 */
extern Criteria *te_criteria_subset(const Criteria *c,
									const CritClause *clauses, int n_clauses);

#endif /* TE_SUPPORT_H */

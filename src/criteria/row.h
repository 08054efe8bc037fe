/*
 * row.h
 *		Criteria over the columns of a row: what the SQL functions, the planner
 *		support and the printers of SQL text share.  Private to src/criteria.
 */
#ifndef TE_ROW_H
#define TE_ROW_H

#include "access/tupdesc.h"
#include "executor/tuptable.h"

#include "criteria/eval.h"

/* -------------------------------------------------- our types and functions */

/* Name of the patient_history column that a row without a type is given. */
#define ROW_HISTORY_COLUMN "history"

/*
 * Our types, found by name in the schema that the called function lives in:
 * the extension may be moved, and another copy of a name may be in the way on
 * the search path.
 */
typedef struct OurTypes
{
	Oid schema;
	Oid criteria;
	Oid quantity;
	Oid history;
} OurTypes;

extern void te_our_types(Oid function, OurTypes *types);

/* The C symbol behind a function of this library; NULL for other languages. */
extern char *te_function_symbol(Oid function);

/* A function of our schema by name and exact argument types; InvalidOid when gone. */
extern Oid te_our_function(const OurTypes *types, const char *name, int n_args,
						   const Oid *arg_types);

/* ------------------------------------------------------------- the row cache */

/* A plan and what its evaluation needs, for one criteria and one row type. */
typedef struct RowPlan RowPlan;
/* Opaque: row_program.c. */
typedef struct RowProgram RowProgram;

struct RowPlan
{
	/* what it was made for */
	struct varlena *criteria_key; /* as it came, before detoasting */
	struct varlena *names_key;	  /* NULL in the record forms */
	uint64 row_identity;		  /* of the row type; 0: none */
	uint64 last_used;
	MemoryContext context;

	Criteria *criteria;
	EvalPlan *plan;
	int n_columns;
	const int *needed; /* columns the plan reads */
	int n_needed;
	const NullableDatum *columns; /* of the row at hand; the needed ones */
	Datum *values;				  /* room for te_row_spread */
	bool *nulls;
	TriState *holds; /* one a clause */
	TriState *passes;
	RowProgram *program;

	/* record forms only */
	TupleTableSlot *slot;
	NullableDatum *row; /* columns lies here */
	int n_deformed;		/* attributes to take out of a row */
	int *attribute;		/* of a column, from 0 */
};

/*
 * The columns of a row type as the evaluator takes them, dropped ones left
 * out; attribute[i] is the attribute number, from 0, of column i.
 */
extern EvalColumn *te_row_columns(TupleDesc desc, int *n_columns,
								  int **attribute);

/*
 * The plan for a call of a record function: argument 0 the criteria, argument
 * 1 the row, whose columns are left in plan->values.
 */
extern RowPlan *te_row_plan(FunctionCallInfo fcinfo, EvalDateState date_state);

/*
 * The same for a column function: argument 0 the criteria, 1 the names, 2 the
 * date, then the columns.  NULL where criteria or names are NULL.
 */
extern RowPlan *te_columns_plan(FunctionCallInfo fcinfo);

/* Fills values and nulls, which the evaluator reads, from the columns. */
extern void te_row_spread(RowPlan *plan);

/* An argument of type date as the date that criteria are judged at. */
extern EvalDate te_date_argument(FunctionCallInfo fcinfo, int argument);

#endif /* TE_ROW_H */

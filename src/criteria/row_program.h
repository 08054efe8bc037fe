/*
 * row_program.h
 *		Criteria over typed columns, worked out as far as a row type allows.
 *		Private to the functions over rows.
 */
#ifndef TE_ROW_PROGRAM_H
#define TE_ROW_PROGRAM_H

#include "lib/stringinfo.h"

#include "criteria/result.h"
#include "criteria/row.h"

/*
 * For a plan made with nothing but a history, column 0: makes every fact that
 * it would answer a column that is NULL.
 */
extern void te_row_null_facts(EvalPlan *plan);

/*
 * Makes the program of a finished plan, in its context.  Its answers are the
 * evaluator's; comparisons of a column with a literal go a short way.
 */
extern void te_row_program(RowPlan *plan);

/* As te_eval_eligible, over the plan's values and nulls. */
extern TriState te_row_eligible(RowPlan *plan, EvalDate as_of);

/*
 * The clause of response rules that gives the label: the first that is true,
 * if all before it are false; -1: none.
 */
extern int te_row_chosen(RowPlan *plan, EvalDate as_of);

/* As te_eval_clauses and te_result_make; palloc'd. */
extern CriteriaResult *te_row_result(RowPlan *plan, EvalDate as_of);

#endif /* TE_ROW_PROGRAM_H */

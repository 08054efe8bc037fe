/*
 * support_compare.h
 *		Columns against constants as native operators.  Private to the planner
 *		support.
 *
 * Every function returns NULL where there is no native form.
 */
#ifndef TE_SUPPORT_COMPARE_H
#define TE_SUPPORT_COMPARE_H

#include "criteria/eval_internal.h"
#include "criteria/support.h"

extern Node *te_native_compare(Rewrite *rewrite, CritCompare op, PlanNode *left,
							   PlanNode *right);
/*
 * Takes a comparison apart: a column that is a fact and nothing else, and a
 * constant, brought into the unit of the column.  op is turned round where the
 * constant stands on the left.  False where the evaluator is needed.
 */
extern bool te_native_operands(Rewrite *rewrite, CritCompare *op,
							   PlanNode *left, PlanNode *right,
							   const FactColumn **info, EvalValue *limit);
/* The column of a fact that is that column and nothing else, or NULL. */
extern const FactColumn *te_plain_column(const PlanNode *node);
/* The list of "in" without its negation. */
extern Node *te_native_in(Rewrite *rewrite, PlanNode *node);
/* A bare boolean fact. */
extern Node *te_native_flag(Rewrite *rewrite, PlanNode *node);
/* any(...) over flags and dates of the row. */
extern Node *te_native_any(Rewrite *rewrite, PlanNode *node);
/* Whether a fact is known (or unknown). */
extern Node *te_native_known(Rewrite *rewrite, PlanNode *fact, bool known);

/* A column against a number times a column (support_part.c). */
extern Node *te_native_part(Rewrite *rewrite, CritCompare op, PlanNode *left,
							PlanNode *right);
/* Of a domain, as its base type. */
extern Node *te_column_node(Rewrite *rewrite, const FactColumn *info);
/* The same seen from the other side. */
extern CritCompare te_mirrored(CritCompare op);
extern Const *te_float8_const(double value);
/* Two expressions of type float8. */
extern Node *te_compare_float8(Node *left, CritCompare op, Node *right);

/* column <op> limit; operators and constants for the type of the column. */
extern Node *te_compare_number(Node *column, const FactColumn *info,
							   CritCompare op, const EvalValue *limit);
extern Node *te_compare_text(Node *column, const FactColumn *info,
							 CritCompare op, const EvalValue *limit);
extern Node *te_compare_enum(Node *column, const FactColumn *info,
							 CritCompare op, const EvalValue *limit);
extern Node *te_compare_day(Node *column, const FactColumn *info,
							CritCompare op, const EvalValue *limit);

#endif /* TE_SUPPORT_COMPARE_H */

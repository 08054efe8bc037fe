/*
 * rules_row.h
 *		Response rules over two rows: the current one and the one at baseline.
 *		Private to src/criteria.
 */
#ifndef TE_RULES_ROW_H
#define TE_RULES_ROW_H

#include "criteria/row.h"

/* A row type, or none: a NULL of no particular type. */
typedef struct RulesColumns
{
	bool typed;
	int n_columns;
	EvalColumn *columns;
} RulesColumns;

/*
 * Rules as criteria over the columns of both rows: those of the current row,
 * those of the baseline row as "baseline.column", and those made here: for rows
 * without a type a column that is NULL for each fact, and a date column of an
 * event once more as "event.date".
 */
typedef struct RulesRow
{
	Criteria *criteria;
	int n_columns;
	EvalColumn *columns;
	int n_current;	/* the first so many columns */
	int n_baseline; /* the next; then those made here */
	int *same_as;	/* of these: the column that it repeats, -1: it is NULL */
} RulesRow;

extern void te_rules_over_rows(const Criteria *rules, const OurTypes *types,
							   const RulesColumns *current,
							   const RulesColumns *baseline, RulesRow *row);

#endif /* TE_RULES_ROW_H */

/*
 * contingency.h
 *		Tables of counts, as the files of the tests share them.
 */
#ifndef TE_CONTINGENCY_H
#define TE_CONTINGENCY_H

#include "stats/proportion.h"

extern TeTable te_table_reduce(TeTable t, double min_stratum);
extern double te_table_margins(const TeTable *t, int stratum, double *row_sums,
							   double *column_sums);
extern double te_min_expected(const double *row_sums, int rows,
							  const double *column_sums, int columns, double n);

/* Probabilities this much apart, relatively, are the same. */
#define FISHER_TIE_TOLERANCE 1e-7

/*
 * Fisher's p-value of a table with these margins (put into another order) and
 * n subjects; false beyond a limit.
 */
extern bool te_fisher_tables(const TeTable *t, double *row_sums,
							 double *column_sums, double n, double *p_value);

#endif /* TE_CONTINGENCY_H */

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

#endif /* TE_CONTINGENCY_H */

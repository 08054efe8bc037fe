/*
 * result_row.h
 *		A row of results, filled from its first column on.
 */
#ifndef TE_RESULT_ROW_H
#define TE_RESULT_ROW_H

#include "trial_ext.h"

/* A count that nobody told: NULL. */
#define UNKNOWN_COUNT (-1)

/* Set n to 0 and put as many values as the row type has columns. */
typedef struct ResultRow
{
	int n;
	Datum values[20];
	bool nulls[20];
} ResultRow;

extern void te_put_name(ResultRow *row, const char *name, uint32 length,
						bool has_name);
/* NULL is NULL. */
extern void te_put_text(ResultRow *row, const char *text);
/* NaN, what is not defined, is NULL. */
extern void te_put_float(ResultRow *row, double value);
extern void te_put_int(ResultRow *row, int64 value);
/* UNKNOWN_COUNT is NULL. */
extern void te_put_count(ResultRow *row, int64 count);
/* Adds the row to the function's materialized set, and empties it. */
extern void te_put_row(FunctionCallInfo fcinfo, ResultRow *row);
/* The row as the function's result. */
extern Datum te_row_datum(FunctionCallInfo fcinfo, ResultRow *row);

/* The first six columns of the types estimate and comparison_estimate. */
extern void te_put_estimate(ResultRow *row, double estimate, double lower,
							double upper, double std_err, double level,
							const char *method);
/* A value of the type test_result. */
extern Datum te_test_row(FunctionCallInfo fcinfo, double statistic, double df,
						 double p_value, const char *method, int64 n,
						 int64 missing, double min_expected);

#endif /* TE_RESULT_ROW_H */

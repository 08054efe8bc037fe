/*
 * proportion_sql.h
 *		What the SQL functions over proportions and tables share: options and
 *		results.
 */
#ifndef TE_PROPORTION_SQL_H
#define TE_PROPORTION_SQL_H

#include "trial_ext.h"

#include "utils/array.h"

#include "stats/contingency_counts.h"
#include "stats/proportion.h"
#include "stats/result_row.h"

#define DEFAULT_LEVEL 0.95

/* A table of counts, with how many are in it and how many are missing. */
typedef struct CountedTable
{
	TeTable t;
	int64 n;
	int64 missing;
} CountedTable;

/*
 * bigint[row][column], or with three dimensions bigint[stratum][row][column];
 * an error for other arrays.
 */
extern CountedTable te_table_of_array(ArrayType *a, int dimensions);

/* An error unless 0 < level < 1. */
extern void te_check_level(double level);
/* An error when an option is null. */
/* x of n subjects, as a caller gives them. */
extern void te_check_responders(int64 x, int64 n);
extern void te_need_option(bool is_null, const char *what);
/* An error unless events >= 0 and time is finite and >= 0. */
extern void te_check_events(int64 events, double time);
/* The method, one of rate_ratio's. */
extern TeMethod te_rate_ratio_method(TeMethod method);
/* The method that is an argument. */
extern TeMethod te_method_argument(FunctionCallInfo fcinfo, int argument);
/* 0.95 where the state was given none. */
extern double te_state_level(const ContingencyCounts *c);

/* Results, of the row type that the called function returns. */
extern Datum te_estimate_result(FunctionCallInfo fcinfo, TeEstimate e,
								double level, const char *method, int64 x,
								int64 n, int64 missing);
extern Datum te_comparison_result(FunctionCallInfo fcinfo, TeEstimate e,
								  double level, const char *method,
								  const int64 *counts, int64 missing);
extern Datum te_test_result(FunctionCallInfo fcinfo, TeTest test,
							const char *method, int64 n, int64 missing);

/*
 * Parts of the text form of states, each past the blank behind it; false for
 * other text;
 * "-" is no method and no level.
 */
extern bool te_read_word(const char **p, const char **word, int *length);
extern bool te_read_method(const char **p, uint8 *method);
extern bool te_read_level(const char **p, double *level);

extern pg_attribute_noreturn() void te_too_large(const char *what);

#endif /* TE_PROPORTION_SQL_H */

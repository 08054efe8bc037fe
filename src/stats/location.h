/*
 * location.h
 *		Tests of location and what they are made of: sample_sums, the exact
 *		sums of one or two samples, and the answers made from moments.
 */
#ifndef TE_LOCATION_H
#define TE_LOCATION_H

#include "trial_ext.h"

#include "lib/stringinfo.h"

#include "stats/location_exact.h"

#define SAMPLE_SUMS_VERSION 1

/* What was summed, and how many cells that takes. */
typedef enum SumsKind
{
	SUMS_ONE,	/* one sample */
	SUMS_TWO,	/* the treated and the others */
	SUMS_CHANGE /* values, baselines, changes, changes in per cent */
} SumsKind;

#define SUMS_KINDS 3
#define SUMS_MAX_CELLS 4

/* The cells of each kind. */
#define CELL_TREATED 0
#define CELL_OTHERS 1
#define CELL_VALUE 0
#define CELL_BASELINE 1
#define CELL_CHANGE 2
#define CELL_PERCENT 3

/* Options of the aggregates, kept in the state; NaN: not given. */
typedef enum SumsOption
{
	OPTION_TEST, /* of one sample: the mean tested; of two: pooled 0 or 1 */
	OPTION_LEVEL,
	SUMS_OPTIONS
} SumsOption;

/* A flat value; the limbs of sum and squares follow, cell by cell. */
typedef struct SumsCell
{
	int64 n;
	ExactWindow sum;
	ExactWindow squares;
} SumsCell;

typedef struct SampleSums
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 kind;	   /* SumsKind */
	uint16 unused; /* zero */
	int64 missing;
	double option[SUMS_OPTIONS];
	SumsCell cell[SUMS_MAX_CELLS];
	int64 limbs[FLEXIBLE_ARRAY_MEMBER];
} SampleSums;

#define PG_GETARG_SUMS_P(n) \
	((SampleSums *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

/* One sample as its first two moments. */
typedef struct Moments
{
	double n;
	double mean;
	double sd; /* NaN for n < 2; zero exactly when all values are equal */
} Moments;

/* A t test with its estimate. */
typedef struct LocationTest
{
	double estimate; /* mean, or difference of means */
	double std_err;
	double df;
	double t;		/* NaN: not defined */
	double p_value; /* two-sided */
} LocationTest;

/* -------------------------------------------------------- location_sums.c */

/*
 * A transition of one sample without options: adds *value, or a subject whose
 * value is missing (NULL).
 */
extern Datum te_sums_add_one(FunctionCallInfo fcinfo, const double *value);
extern Moments te_sums_moments(const SampleSums *sums, int cell);
/* An error unless the state is of that kind. */
extern void te_sums_check_kind(const SampleSums *sums, SumsKind kind);

/* ------------------------------------------------------- location_tests.c */

/*
 * One-sample t test of mean = mu.  Without two values, or without variance, t
 * and p_value are NaN.
 */
extern LocationTest te_t_test_one(const Moments *m, double mu);
/*
 * Two-sample t test of the difference a - b: Welch's (Satterthwaite's degrees
 * of freedom; Welch 1947, Biometrika 34:28) or with pooled variance.
 */
extern LocationTest te_t_test_two(const Moments *a, const Moments *b,
								  bool pooled);
/* Half the width of the confidence interval; NaN where it is not defined. */
extern double te_t_half_width(const LocationTest *test, double level);

/* ------------------------------------------------------ location_result.c */

/* The row types that statistics answer with; NaN stands for NULL. */
typedef struct SampleTest
{
	double statistic;
	double df;
	double p_value;
	const char *method;
	int64 n;
	int64 missing;
	double min_expected;
} SampleTest;

typedef struct SampleEstimate
{
	double estimate;
	double lower;
	double upper;
	double std_err;
	double level;
	const char *method;
	int64 x; /* of a comparison: x1, n1 and n2; x and x1 below 0: NULL */
	int64 n;
	int64 n_others;
	int64 missing;
} SampleEstimate;

extern Datum te_sample_test(FunctionCallInfo fcinfo, const SampleTest *test);
extern Datum te_sample_estimate(FunctionCallInfo fcinfo,
								const SampleEstimate *e);
extern Datum te_sample_comparison(FunctionCallInfo fcinfo,
								  const SampleEstimate *e);
/* A row of the function's result type; NaN stands for NULL. */
extern Datum te_sample_numbers(FunctionCallInfo fcinfo, const double *numbers,
							   const bool *whole, int count);
/* What is summed, ranked or modelled must be finite: -0 becomes 0. */
extern double te_sample_number(double value);
/* A confidence level from an argument: above 0 and below 1, else an error. */
extern double te_sample_level(double level);
/* A truth value, an error when it is not given. */
extern double te_sample_option(FunctionCallInfo fcinfo, int arg, bool truth,
							   const char *name);

/* -------------------------------------------------------- location_text.c */

/* As double_to_shortest_decimal, NaN and infinities included. */
extern void te_sample_print_number(StringInfo to, double value);
/* Reads what te_sample_print_number wrote, in no other spelling. */
extern bool te_sample_read_number(const char **p, double *value);
/* One of some words, up to a blank; false for others. */
extern bool te_sample_read_word(const char **p, const char *const *words,
								int count, int *word);
/* A text value as bytes on the wire. */
extern Datum te_sample_send_text(const char *text);

#endif /* TE_LOCATION_H */

/*
 * auc_sql.c
 *		ROC curves, their areas, calibration and Brier's score in SQL.
 */
#include "trial_ext.h"

#include <math.h>

#include "funcapi.h"
#include "utils/memutils.h"

#include "stats/auc.h"
#include "stats/distributions.h"
#include "stats/location.h"
#include "stats/rank_cells.h"

#define DEFAULT_LEVEL 0.95

static Datum area(FunctionCallInfo fcinfo, const SampleRows *rows,
				  double level);
static ScorePair *score_pairs(const SampleRows *rows);
static Datum difference(FunctionCallInfo fcinfo, const SampleRows *rows,
						double level);
static double brier_part(FunctionCallInfo fcinfo);

/* ----------------------------------------------------------------- one curve */

PG_FUNCTION_INFO_V1(auc_final);

Datum
auc_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	return area(fcinfo, rows, isnan(rows->level) ? DEFAULT_LEVEL : rows->level);
}

PG_FUNCTION_INFO_V1(auc_of);

/* auc_of(sample_rows, level) */
Datum
auc_of(PG_FUNCTION_ARGS)
{
	return area(fcinfo, PG_GETARG_ROWS_P(0),
				te_sample_level(PG_GETARG_FLOAT8(1)));
}

static Datum
area(FunctionCallInfo fcinfo, const SampleRows *rows, double level)
{
	int64 n;
	RankCell *cells;
	AucEstimate auc;
	double half;
	SampleEstimate e = {NAN, NAN, NAN, NAN, level, "DeLong", 0};

	te_rows_check_kind(rows, ROWS_TWO);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	te_rank_check_pairs(cells, n);
	auc = te_auc(cells, n);
	half = auc.std_err * te_normal_upper_quantile((1.0 - level) / 2.0);
	e.estimate = auc.estimate;
	e.std_err = auc.std_err;
	/* a curve without an error has no variance, and so no limits */
	if (auc.std_err > 0.0)
	{
		e.lower = Max(0.0, auc.estimate - half);
		e.upper = Min(1.0, auc.estimate + half);
	}
	for (int64 i = 0; i < n; i++)
		e.x += cells[i].flagged;
	e.n = rows->subjects;
	e.missing = rows->missing;
	return te_sample_estimate(fcinfo, &e);
}

PG_FUNCTION_INFO_V1(roc_points);

/* roc_points(sample_rows) SETOF roc_point */
Datum
roc_points(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const SampleRows *rows = PG_GETARG_ROWS_P(0);
	int64 n;
	RankCell *cells;
	int64 flagged = 0;
	int64 others = 0;
	int64 true_positive = 0;
	int64 false_positive = 0;

	InitMaterializedSRF(fcinfo, 0);
	te_rows_check_kind(rows, ROWS_TWO);
	cells = te_rank_cells(te_rows_sealed(rows), &n);
	for (int64 i = 0; i < n; i++)
	{
		flagged += cells[i].flagged;
		others += cells[i].others;
	}
	/* from the threshold that nobody reaches down to the lowest score */
	for (int64 i = n; i >= 0; i--)
	{
		Datum values[7];
		bool nulls[7] = {false};

		if (i < n)
		{
			true_positive += cells[i].flagged;
			false_positive += cells[i].others;
		}
		values[0] = Float8GetDatum(i < n ? cells[i].value : INFINITY);
		values[1] = Float8GetDatum((double) true_positive / (double) flagged);
		nulls[1] = flagged == 0;
		values[2] = Float8GetDatum((double) (others - false_positive) /
								   (double) others);
		nulls[2] = others == 0;
		values[3] = Int64GetDatum(true_positive);
		values[4] = Int64GetDatum(false_positive);
		values[5] = Int64GetDatum(others - false_positive);
		values[6] = Int64GetDatum(flagged - true_positive);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ---------------------------------------------------------------- two curves */

PG_FUNCTION_INFO_V1(auc_test_final);

Datum
auc_test_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;
	AucEstimate d;
	SampleTest test = {NAN, NAN, NAN, "DeLong, paired", 0, 0, NAN};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	te_rows_check_kind(rows, ROWS_SCORES);
	rows = te_rows_sealed(rows);
	d = te_auc_difference(score_pairs(rows), rows->n_rows);
	if (d.std_err > 0.0)
	{
		test.statistic = d.estimate / d.std_err;
		test.p_value = Min(1.0, 2.0 * te_normal_upper(fabs(test.statistic)));
	}
	test.n = rows->subjects;
	test.missing = rows->missing;
	return te_sample_test(fcinfo, &test);
}

PG_FUNCTION_INFO_V1(auc_test_of);

/* auc_test_of(sample_rows) */
Datum
auc_test_of(PG_FUNCTION_ARGS)
{
	return auc_test_final(fcinfo);
}

PG_FUNCTION_INFO_V1(auc_difference_final);

Datum
auc_difference_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	return difference(fcinfo, rows,
					  isnan(rows->level) ? DEFAULT_LEVEL : rows->level);
}

PG_FUNCTION_INFO_V1(auc_difference_of);

/* auc_difference_of(sample_rows, level) */
Datum
auc_difference_of(PG_FUNCTION_ARGS)
{
	return difference(fcinfo, PG_GETARG_ROWS_P(0),
					  te_sample_level(PG_GETARG_FLOAT8(1)));
}

static Datum
difference(FunctionCallInfo fcinfo, const SampleRows *rows, double level)
{
	AucEstimate d;
	ScorePair *pairs;
	double half;
	SampleEstimate e = {NAN, NAN, NAN, NAN, level, "DeLong, paired", 0};

	te_rows_check_kind(rows, ROWS_SCORES);
	rows = te_rows_sealed(rows);
	pairs = score_pairs(rows);
	d = te_auc_difference(pairs, rows->n_rows);
	half = d.std_err * te_normal_upper_quantile((1.0 - level) / 2.0);
	e.estimate = d.estimate;
	e.std_err = d.std_err;
	if (d.std_err > 0.0)
	{
		e.lower = Max(-1.0, d.estimate - half);
		e.upper = Min(1.0, d.estimate + half);
	}
	for (int64 i = 0; i < rows->n_rows; i++)
		e.x += pairs[i].flagged ? (int64) pairs[i].count : 0;
	e.n = rows->subjects;
	e.missing = rows->missing;
	return te_sample_estimate(fcinfo, &e);
}

static ScorePair *
score_pairs(const SampleRows *rows)
{
	ScorePair *pairs =
		MemoryContextAllocHuge(CurrentMemoryContext,
							   sizeof(ScorePair) * (rows->n_rows + 1));

	for (int64 i = 0; i < rows->n_rows; i++)
	{
		const double *row = ROWS_ROW(rows, i);

		pairs[i].score[0] = row[0];
		pairs[i].score[1] = row[1];
		pairs[i].count = (double) ROW_COUNT(rows, row);
		pairs[i].flagged = ROW_FLAG(rows, row) != 0.0;
	}
	return pairs;
}

/* --------------------------------------------------------------- calibration */

PG_FUNCTION_INFO_V1(brier_sums);

/* Transition of brier_score: outcome, probability */
Datum
brier_sums(PG_FUNCTION_ARGS)
{
	double part;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return te_sums_add_one(fcinfo, NULL);
	part = brier_part(fcinfo);
	return te_sums_add_one(fcinfo, &part);
}

static double
check_probability(double p)
{
	if (!(p >= 0.0 && p <= 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("probability must be between 0 and 1")));
	return p;
}

/* The square of what the prediction misses the outcome by */
static double
brier_part(FunctionCallInfo fcinfo)
{
	double p = check_probability(PG_GETARG_FLOAT8(2));
	double missed = PG_GETARG_BOOL(1) ? 1.0 - p : p;

	return missed * missed;
}

PG_FUNCTION_INFO_V1(brier_final);

/* Final function of brier_score: a mean with its error, of n subjects */
Datum
brier_final(PG_FUNCTION_ARGS)
{
	SampleSums *sums;
	Moments m;
	SampleEstimate e = {NAN, NAN, NAN, NAN, DEFAULT_LEVEL, "Brier", -1};
	double half;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, SUMS_ONE);
	m = te_sums_moments(sums, 0);
	e.estimate = m.mean;
	e.std_err = m.sd / sqrt(m.n);
	half = e.std_err * te_normal_upper_quantile((1.0 - DEFAULT_LEVEL) / 2.0);
	if (e.std_err > 0.0)
	{
		e.lower = Max(0.0, m.mean - half);
		e.upper = Min(1.0, m.mean + half);
	}
	e.n = sums->cell[0].n;
	e.missing = sums->missing;
	return te_sample_estimate(fcinfo, &e);
}

typedef struct CalibrationBin
{
	double n;
	double events;
	double predicted; /* sum */
	double lowest;
	double highest;
} CalibrationBin;

/*
 * Bins of (nearly) equal size by ascending prediction; equal predictions stay
 * together, in the bin that the middle of them falls into.
 */
static void
fill_bins(const RankCell *cells, int64 n, double subjects, int count,
		  CalibrationBin *bins)
{
	double below = 0.0;

	for (int64 i = 0; i < n; i++)
	{
		double t = (double) (cells[i].flagged + cells[i].others);
		int k = (int) ((below + t / 2.0) / subjects * count);
		CalibrationBin *bin = &bins[Min(k, count - 1)];

		(void) check_probability(cells[i].value);
		if (bin->n == 0.0)
			bin->lowest = cells[i].value;
		bin->highest = cells[i].value;
		bin->n += t;
		bin->events += (double) cells[i].flagged;
		bin->predicted += t * cells[i].value;
		below += t;
	}
}

/* Most bins that a calibration has. */
#define MAX_BINS 1000

PG_FUNCTION_INFO_V1(calibration);

/* calibration(sample_rows, bins) SETOF calibration_bin */
Datum
calibration(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const SampleRows *rows = PG_GETARG_ROWS_P(0);
	int32 count = PG_GETARG_INT32(1);
	int64 n;
	RankCell *cells;
	CalibrationBin *bins;

	if (count < 1 || count > MAX_BINS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of bins must be between 1 and %d", MAX_BINS)));
	InitMaterializedSRF(fcinfo, 0);
	te_rows_check_kind(rows, ROWS_TWO);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	bins = palloc0_array(CalibrationBin, count);
	fill_bins(cells, n, (double) rows->subjects, count, bins);
	for (int i = 0; i < count; i++)
	{
		const CalibrationBin *b = &bins[i];
		Datum values[7];
		bool nulls[7] = {false};

		if (b->n == 0.0)
			continue;
		values[0] = Int32GetDatum(i + 1);
		values[1] = Int64GetDatum((int64) b->n);
		values[2] = Int64GetDatum((int64) b->events);
		values[3] = Float8GetDatum(b->predicted / b->n);
		values[4] = Float8GetDatum(b->events / b->n);
		values[5] = Float8GetDatum(b->lowest);
		values[6] = Float8GetDatum(b->highest);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

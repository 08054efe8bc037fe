/*
 * rank_sql.c
 *		Tests of ranks and Hodges-Lehmann estimates from sample_rows.
 */
#include "trial_ext.h"

#include <math.h>

#include "stats/distributions.h"
#include "stats/location.h"
#include "stats/rank.h"
#include "stats/rank_rows.h"
#include "stats/rank_cells.h"

#define DEFAULT_LEVEL 0.95

static Datum rank_sum(FunctionCallInfo fcinfo, const SampleRows *rows,
					  RankExact exact, bool continuity);
static Datum signed_rank(FunctionCallInfo fcinfo, const SampleRows *rows,
						 RankExact exact, bool continuity);
static Datum shift_two(FunctionCallInfo fcinfo, const SampleRows *rows,
					   double level);
static Datum shift_one(FunctionCallInfo fcinfo, const SampleRows *rows,
					   double level);
static RankExact exact_argument(FunctionCallInfo fcinfo, int arg);
static void check_refused(const RankTest *test);
static RankCell *absolute_cells(const SampleRows *rows, int64 *n, bool *zeros);
static double kruskal_wallis(const SampleRows *rows, double *df);

RankCell *
te_rank_cells(const SampleRows *rows, int64 *n)
{
	RankCell *cells =
		MemoryContextAllocHuge(CurrentMemoryContext,
							   sizeof(RankCell) * (rows->n_rows + 1));

	*n = 0;
	for (int64 i = 0; i < rows->n_rows; i++)
	{
		const double *row = ROWS_ROW(rows, i);
		bool flagged = rows->width == 1 || ROW_FLAG(rows, row) != 0.0;

		if (*n == 0 || cells[*n - 1].value != row[0])
		{
			cells[*n].value = row[0];
			cells[*n].flagged = 0;
			cells[*n].others = 0;
			(*n)++;
		}
		if (flagged)
			cells[*n - 1].flagged += ROW_COUNT(rows, row);
		else
			cells[*n - 1].others += ROW_COUNT(rows, row);
	}
	return cells;
}

/* ------------------------------------------------------------------ rank sum */

PG_FUNCTION_INFO_V1(rank_sum_test_final);

Datum
rank_sum_test_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return rank_sum(fcinfo, PG_GETARG_ROWS_P(0), EXACT_AUTO, true);
}

PG_FUNCTION_INFO_V1(rank_sum_test_of);

/* rank_sum_test_of(sample_rows, exact, continuity) */
Datum
rank_sum_test_of(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	return rank_sum(fcinfo, PG_GETARG_ROWS_P(0), exact_argument(fcinfo, 1),
					PG_GETARG_BOOL(2));
}

static Datum
rank_sum(FunctionCallInfo fcinfo, const SampleRows *rows, RankExact exact,
		 bool continuity)
{
	int64 n;
	RankCell *cells;
	RankTest w;
	SampleTest test = {NAN, NAN, NAN, NULL, 0, 0, NAN};

	te_rows_check_kind(rows, ROWS_TWO);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	w = te_rank_sum_test(cells, n, exact, continuity);
	check_refused(&w);
	test.statistic = w.statistic;
	test.p_value = w.p_value;
	test.method = w.exact ? "Wilcoxon rank sum, exact" :
		continuity ? "Wilcoxon rank sum, normal with continuity correction" :
					 "Wilcoxon rank sum, normal";
	test.n = rows->subjects;
	test.missing = rows->missing;
	return te_sample_test(fcinfo, &test);
}

static RankExact
exact_argument(FunctionCallInfo fcinfo, int arg)
{
	if (PG_ARGISNULL(arg))
		return EXACT_AUTO;
	return PG_GETARG_BOOL(arg) ? EXACT_YES : EXACT_NO;
}

static void
check_refused(const RankTest *test)
{
	if (test->refused)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("cannot compute an exact p-value of these ranks"),
			 errdetail(
				 "It needs values without ties or zeros, and at most %d of them in a group.",
				 RANK_EXACT_LIMIT)));
}

/* --------------------------------------------------------------- signed rank */

PG_FUNCTION_INFO_V1(wilcoxon_signed_rank_test_final);

Datum
wilcoxon_signed_rank_test_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return signed_rank(fcinfo, PG_GETARG_ROWS_P(0), EXACT_AUTO, true);
}

PG_FUNCTION_INFO_V1(wilcoxon_signed_rank_test_of);

/* wilcoxon_signed_rank_test_of(sample_rows, exact, continuity) */
Datum
wilcoxon_signed_rank_test_of(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	return signed_rank(fcinfo, PG_GETARG_ROWS_P(0), exact_argument(fcinfo, 1),
					   PG_GETARG_BOOL(2));
}

static Datum
signed_rank(FunctionCallInfo fcinfo, const SampleRows *rows, RankExact exact,
			bool continuity)
{
	int64 n;
	bool zeros;
	RankCell *cells;
	RankTest v;
	SampleTest test = {NAN, NAN, NAN, NULL, 0, 0, NAN};

	te_rows_check_kind(rows, ROWS_ONE);
	rows = te_rows_sealed(rows);
	cells = absolute_cells(rows, &n, &zeros);
	v = te_signed_rank_test(cells, n, zeros, exact, continuity);
	check_refused(&v);
	test.statistic = v.statistic;
	test.p_value = v.p_value;
	test.method = v.exact ? "Wilcoxon signed rank, exact" :
		continuity ? "Wilcoxon signed rank, normal with continuity correction" :
					 "Wilcoxon signed rank, normal";
	test.n = rows->subjects;
	test.missing = rows->missing;
	return te_sample_test(fcinfo, &test);
}

/*
 * Absolute values in ascending order, zeros left out: the sorted values below
 * zero, read backwards, merged with those above.
 */
static RankCell *
absolute_cells(const SampleRows *rows, int64 *n, bool *zeros)
{
	int64 all;
	RankCell *cells = te_rank_cells(rows, &all);
	RankCell *result = MemoryContextAllocHuge(CurrentMemoryContext,
											  sizeof(RankCell) * (all + 1));
	int64 above = 0;
	int64 below;

	while (above < all && cells[above].value < 0.0)
		above++;
	below = above - 1;
	*zeros = above < all && cells[above].value == 0.0;
	above += *zeros ? 1 : 0;
	for (*n = 0; below >= 0 || above < all; (*n)++)
	{
		RankCell *to = &result[*n];

		to->flagged = 0;
		to->others = 0;
		if (above == all ||
			(below >= 0 && -cells[below].value <= cells[above].value))
		{
			to->value = -cells[below].value;
			to->others = cells[below--].flagged;
		}
		else
			to->value = cells[above].value;
		if (above < all && cells[above].value == to->value)
			to->flagged = cells[above++].flagged;
	}
	return result;
}

/* ------------------------------------------------------------ Hodges, Lehmann */

PG_FUNCTION_INFO_V1(hodges_lehmann_final);

Datum
hodges_lehmann_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	return shift_two(fcinfo, rows,
					 isnan(rows->level) ? DEFAULT_LEVEL : rows->level);
}

PG_FUNCTION_INFO_V1(hodges_lehmann_of);

/* hodges_lehmann_of(sample_rows, level) */
Datum
hodges_lehmann_of(PG_FUNCTION_ARGS)
{
	return shift_two(fcinfo, PG_GETARG_ROWS_P(0),
					 te_sample_level(PG_GETARG_FLOAT8(1)));
}

PG_FUNCTION_INFO_V1(pseudomedian_final);

Datum
pseudomedian_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	return shift_one(fcinfo, PG_GETARG_ROWS_P(0), DEFAULT_LEVEL);
}

PG_FUNCTION_INFO_V1(pseudomedian_of);

/* pseudomedian_of(sample_rows, level) */
Datum
pseudomedian_of(PG_FUNCTION_ARGS)
{
	return shift_one(fcinfo, PG_GETARG_ROWS_P(0),
					 te_sample_level(PG_GETARG_FLOAT8(1)));
}

static void
check_shift(const RankShift *shift)
{
	if (isinf(shift->estimate) || isinf(shift->lower) || isinf(shift->upper))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("difference is out of range")));
}

/* Pairs are counted as float8. */
static SampleEstimate
estimate_of(const RankShift *shift, const SampleRows *rows, double level)
{
	SampleEstimate e = {shift->estimate,
						shift->lower,
						shift->upper,
						NAN,
						level,
						shift->exact ? "Hodges-Lehmann, exact" :
									   "Hodges-Lehmann, normal",
						-1};

	check_shift(shift);
	e.missing = rows->missing;
	return e;
}

static Datum
shift_two(FunctionCallInfo fcinfo, const SampleRows *rows, double level)
{
	int64 n;
	RankCell *cells;
	RankShift shift;
	SampleEstimate e;

	te_rows_check_kind(rows, ROWS_TWO);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	te_rank_check_pairs(cells, n);
	shift = te_hodges_lehmann(cells, n, level);
	e = estimate_of(&shift, rows, level);
	for (int64 i = 0; i < n; i++)
	{
		e.n += cells[i].flagged;
		e.n_others += cells[i].others;
	}
	return te_sample_comparison(fcinfo, &e);
}

static Datum
shift_one(FunctionCallInfo fcinfo, const SampleRows *rows, double level)
{
	int64 n;
	RankCell *cells;
	RankShift shift;
	SampleEstimate e;

	te_rows_check_kind(rows, ROWS_ONE);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	te_rank_check_pairs(cells, n);
	shift = te_pseudomedian(cells, n, level);
	e = estimate_of(&shift, rows, level);
	e.n = rows->subjects;
	return te_sample_estimate(fcinfo, &e);
}

void
te_rank_check_pairs(const RankCell *cells, int64 n)
{
	double flagged = 0.0;
	double others = 0.0;

	for (int64 i = 0; i < n; i++)
	{
		flagged += (double) cells[i].flagged;
		others += (double) cells[i].others;
	}
	if (flagged * (others > 0.0 ? others : flagged) > RANK_MAX_PAIRS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many pairs of subjects"),
				 errdetail("The limit is %.0f pairs.", RANK_MAX_PAIRS)));
}

/* ------------------------------------------------------------ several groups */

PG_FUNCTION_INFO_V1(kruskal_wallis_test_final);

Datum
kruskal_wallis_test_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;
	SampleTest test = {NAN, NAN, NAN, "Kruskal-Wallis", 0, 0, NAN};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	te_rows_check_kind(rows, ROWS_GROUPS);
	rows = te_rows_sealed(rows);
	test.statistic = kruskal_wallis(rows, &test.df);
	if (!isnan(test.statistic))
		test.p_value = te_chisq_upper(test.statistic, test.df);
	test.n = rows->subjects;
	test.missing = rows->missing;
	return te_sample_test(fcinfo, &test);
}

PG_FUNCTION_INFO_V1(kruskal_wallis_test_of);

/* kruskal_wallis_test_of(sample_rows) */
Datum
kruskal_wallis_test_of(PG_FUNCTION_ARGS)
{
	return kruskal_wallis_test_final(fcinfo);
}

/*
 * H with its correction for ties (Kruskal and Wallis 1952, J Am Stat Assoc
 * 47:583); NaN for one group, or when all values are tied.
 */
static double
kruskal_wallis(const SampleRows *rows, double *df)
{
	double *ranks = palloc0_array(double, rows->n_groups + 1);
	double *sizes = palloc0_array(double, rows->n_groups + 1);
	double total = (double) rows->subjects;
	double below = 0.0;
	double ties = 0.0;
	double h = 0.0;
	int64 end;

	for (int64 start = 0; start < rows->n_rows; start = end)
	{
		double value = ROWS_ROW(rows, start)[0];
		double t = 0.0;

		for (end = start; end < rows->n_rows && ROWS_ROW(rows, end)[0] == value;
			 end++)
			t += (double) ROW_COUNT(rows, ROWS_ROW(rows, end));
		for (int64 i = start; i < end; i++)
		{
			const double *row = ROWS_ROW(rows, i);
			double count = (double) ROW_COUNT(rows, row);
			int group = (int) ROW_FLAG(rows, row);

			/* from the middle rank: small numbers keep their digits */
			ranks[group] += count * (below + (t - total) / 2.0);
			sizes[group] += count;
		}
		below += t;
		ties += t * (t * t - 1.0);
	}
	*df = rows->n_groups - 1.0;
	if (rows->n_groups < 2 || ties >= total * (total * total - 1.0))
		return NAN;
	for (int i = 0; i < rows->n_groups; i++)
		h += ranks[i] * (ranks[i] / sizes[i]);
	return h * 12.0 / (total * (total + 1.0)) /
		(1.0 - ties / (total * (total * total - 1.0)));
}

PG_FUNCTION_INFO_V1(cochran_armitage_test_final);

Datum
cochran_armitage_test_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;
	int64 n;
	RankCell *cells;
	SampleTest test = {NAN, 1.0, NAN, "Cochran-Armitage trend", 0, 0, NAN};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	te_rows_check_kind(rows, ROWS_TWO);
	rows = te_rows_sealed(rows);
	cells = te_rank_cells(rows, &n);
	test.statistic = te_trend_chisq(cells, n);
	if (!isnan(test.statistic))
		test.p_value = te_chisq_upper(test.statistic, 1.0);
	test.n = rows->subjects;
	test.missing = rows->missing;
	return te_sample_test(fcinfo, &test);
}

PG_FUNCTION_INFO_V1(cochran_armitage_test_of);

/* cochran_armitage_test_of(sample_rows) */
Datum
cochran_armitage_test_of(PG_FUNCTION_ARGS)
{
	return cochran_armitage_test_final(fcinfo);
}

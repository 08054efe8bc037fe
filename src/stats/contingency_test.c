/*
 * contingency_test.c
 *		Chi-square tests of tables of counts: Pearson, McNemar and Bowker,
 *		Cochran-Mantel-Haenszel.  Corrections for continuity are R's: never
 *		more than the deviation itself.
 */
#include "stats/proportion.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/contingency.h"
#include "stats/distributions.h"

/* A pivot this much smaller than its diagonal was: the rest is rounding. */
#define SINGULAR 1e-10

static const TeTest no_test = {NAN, NAN, NAN, NAN, false};

static double *
keep_lines(int lines, const double *sums, int *kept)
{
	double *map = palloc_array(double, Max(lines, 1));

	*kept = 0;
	for (int i = 0; i < lines; i++)
		map[i] = sums[i] > 0 ? (*kept)++ : -1;
	return map;
}

/*
 * The table without rows and columns in which nobody is, and, where a test
 * conditions on their totals, without strata of fewer than min_stratum.
 */
TeTable
te_table_reduce(TeTable t, double min_stratum)
{
	TeTable to = {0, 0, 0, NULL};
	double *row_sums = palloc0_array(double, Max(t.rows, 1));
	double *column_sums = palloc0_array(double, Max(t.columns, 1));
	double *totals = palloc0_array(double, Max(t.strata, 1));
	double *row_map, *column_map, *stratum_map;
	double *counts;

	for (int pass = 0; pass < 2; pass++)
		for (int k = 0; k < t.strata; k++)
			for (int i = 0; i < t.rows; i++)
				for (int j = 0; j < t.columns; j++)
				{
					double count = t.counts[(k * t.rows + i) * t.columns + j];

					if (pass == 0)
						totals[k] += count;
					else if (totals[k] >= min_stratum)
					{
						row_sums[i] += count;
						column_sums[j] += count;
					}
				}
	for (int k = 0; k < t.strata; k++)
		if (totals[k] < min_stratum)
			totals[k] = 0;
	row_map = keep_lines(t.rows, row_sums, &to.rows);
	column_map = keep_lines(t.columns, column_sums, &to.columns);
	stratum_map = keep_lines(t.strata, totals, &to.strata);
	counts = palloc0_array(double, Max(to.rows * to.columns * to.strata, 1));
	for (int k = 0; k < t.strata; k++)
		for (int i = 0; i < t.rows; i++)
			for (int j = 0; j < t.columns; j++)
			{
				if (stratum_map[k] < 0 || row_map[i] < 0 || column_map[j] < 0)
					continue;
				counts[((int) stratum_map[k] * to.rows + (int) row_map[i]) *
						   to.columns +
					   (int) column_map[j]] =
					t.counts[(k * t.rows + i) * t.columns + j];
			}
	to.counts = counts;
	return to;
}

/* Row and column sums of one stratum; the total is returned. */
double
te_table_margins(const TeTable *t, int stratum, double *row_sums,
				 double *column_sums)
{
	const double *counts = t->counts + (size_t) stratum * t->rows * t->columns;
	double n = 0;

	memset(row_sums, 0, sizeof(double) * t->rows);
	memset(column_sums, 0, sizeof(double) * t->columns);
	for (int i = 0; i < t->rows; i++)
		for (int j = 0; j < t->columns; j++)
		{
			row_sums[i] += counts[i * t->columns + j];
			column_sums[j] += counts[i * t->columns + j];
			n += counts[i * t->columns + j];
		}
	return n;
}

/* The smallest of the expected counts of one stratum. */
double
te_min_expected(const double *row_sums, int rows, const double *column_sums,
				int columns, double n)
{
	double row = row_sums[0];
	double column = column_sums[0];

	for (int i = 1; i < rows; i++)
		row = Min(row, row_sums[i]);
	for (int j = 1; j < columns; j++)
		column = Min(column, column_sums[j]);
	return row * column / n;
}

/*
 * Pearson's chi-square, Yates's correction only for 2 x 2.  Fewer than two
 * rows or columns with anybody in them: not defined.
 */
TeTest
te_chi_square(TeTable t, bool correct)
{
	TeTest test = no_test;
	double *row_sums, *column_sums;
	double n, sum = 0, yates = 0;

	t = te_table_reduce(t, 1);
	if (t.rows < 2 || t.columns < 2)
		return test;
	row_sums = palloc_array(double, t.rows);
	column_sums = palloc_array(double, t.columns);
	n = te_table_margins(&t, 0, row_sums, column_sums);
	if (correct && t.rows == 2 && t.columns == 2)
	{
		test.corrected = true;
		yates = fabs(t.counts[0] - row_sums[0] * column_sums[0] / n);
		yates = Min(yates, 0.5);
	}
	for (int i = 0; i < t.rows; i++)
		for (int j = 0; j < t.columns; j++)
		{
			double expected = row_sums[i] * column_sums[j] / n;
			double away = fabs(t.counts[i * t.columns + j] - expected) - yates;

			sum += away * away / expected;
		}
	test.statistic = sum;
	test.df = (double) (t.rows - 1) * (t.columns - 1);
	test.p_value = te_chisq_upper(sum, test.df);
	test.min_expected =
		te_min_expected(row_sums, t.rows, column_sums, t.columns, n);
	return test;
}

/*
 * McNemar, Psychometrika 1947;12:153; Bowker, J Am Stat Assoc 1948;43:572.
 * Nobody changed, for a larger table between two of the answers: not defined.
 * Half of those who changed are expected in each direction.
 */
TeTest
te_mcnemar(TeTable t, bool correct)
{
	TeTest test = no_test;
	double sum = 0;
	double least = INFINITY;

	if (t.rows < 2)
		return test;
	for (int i = 0; i < t.rows; i++)
		for (int j = i + 1; j < t.rows; j++)
		{
			double b = t.counts[i * t.rows + j];
			double c = t.counts[j * t.rows + i];
			double away = fabs(b - c);

			if (correct && t.rows == 2)
			{
				test.corrected = true;
				away = Max(away - 1, 0);
			}
			sum += away * away / (b + c);
			least = Min(least, (b + c) / 2);
		}
	test.min_expected = least;
	if (isnan(sum))
		return test;
	test.statistic = sum;
	test.df = t.rows * (t.rows - 1.0) / 2;
	test.p_value = te_chisq_upper(sum, test.df);
	return test;
}

/* The binomial test of b of b + c against a half; symmetric, so doubled. */
TeTest
te_mcnemar_exact(double b, double c)
{
	TeTest test = no_test;
	double p;

	test.min_expected = (b + c) / 2;
	if (b + c == 0)
		return test;
	p = 2 * te_binomial_cdf(Min(b, c), b + c, 0.5);
	test.p_value = Min(p, 1);
	return test;
}

/* --------------------------------------------------------------------- CMH */

/* Solves v x = d for symmetric positive v and returns d' x; NaN if singular. */
static double
quadratic_form(double *v, double *d, int n)
{
	double sum = 0;

	/* Cholesky by columns, d carried along */
	for (int j = 0; j < n; j++)
	{
		double diagonal = v[j * n + j];
		double pivot = diagonal;

		CHECK_FOR_INTERRUPTS();
		for (int k = 0; k < j; k++)
		{
			pivot -= v[j * n + k] * v[j * n + k];
			d[j] -= v[j * n + k] * d[k];
		}
		if (!(pivot > diagonal * SINGULAR))
			return NAN;
		pivot = sqrt(pivot);
		v[j * n + j] = pivot;
		d[j] /= pivot;
		sum += d[j] * d[j];
		for (int i = j + 1; i < n; i++)
		{
			double x = v[i * n + j];

			for (int k = 0; k < j; k++)
				x -= v[i * n + k] * v[j * n + k];
			v[i * n + j] = x / pivot;
		}
	}
	return sum;
}

/*
 * One stratum's share of the deviations d and their covariance v, for all
 * rows and columns but the last: hypergeometric with the margins fixed.
 */
static void
add_stratum(const TeTable *t, int stratum, double *row_sums,
			double *column_sums, double *d, double *v, double *least)
{
	int columns = t->columns - 1;
	int df = (t->rows - 1) * columns;
	double n = te_table_margins(t, stratum, row_sums, column_sums);
	const double *counts = t->counts + (size_t) stratum * t->rows * t->columns;

	for (int a = 0; a < df; a++)
	{
		int i = a / columns;
		int j = a % columns;

		d[a] += counts[i * t->columns + j] - row_sums[i] * column_sums[j] / n;
		for (int b = 0; b <= a; b++)
		{
			int i2 = b / columns;
			int j2 = b % columns;

			v[a * df + b] += row_sums[i] * ((i == i2) * n - row_sums[i2]) *
				(column_sums[j] * ((j == j2) * n - column_sums[j2])) /
				(n * n * (n - 1));
		}
	}
	*least =
		Min(*least,
			te_min_expected(row_sums, t->rows, column_sums, t->columns, n));
}

/*
 * Mantel and Haenszel, J Natl Cancer Inst 1959;22:719; for more than two rows
 * or columns the test of general association (Landis et al., Int Stat Rev
 * 1978;46:237).  Strata of one subject say nothing and are left out.  Not
 * defined without two rows and columns, or when no stratum compares some of
 * them.
 */
TeTest
te_cmh(TeTable t, bool correct)
{
	TeTest test = no_test;
	double *row_sums, *column_sums, *d, *v;
	double least = INFINITY;
	int df;

	t = te_table_reduce(t, 2);
	if (t.rows < 2 || t.columns < 2)
		return test;
	df = (t.rows - 1) * (t.columns - 1);
	row_sums = palloc_array(double, t.rows);
	column_sums = palloc_array(double, t.columns);
	d = palloc0_array(double, df);
	v = palloc0_array(double, (Size) df *df);
	for (int k = 0; k < t.strata; k++)
		add_stratum(&t, k, row_sums, column_sums, d, v, &least);
	test.min_expected = least;
	if (df == 1)
	{
		double away = fabs(d[0]);

		test.corrected = correct && away >= 0.5;
		if (test.corrected)
			away -= 0.5;
		test.statistic = v[0] > 0 ? away * away / v[0] : NAN;
	}
	else
		test.statistic = quadratic_form(v, d, df);
	if (isnan(test.statistic))
		return test;
	test.df = df;
	test.p_value = te_chisq_upper(test.statistic, df);
	return test;
}

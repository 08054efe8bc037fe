/*
 * logistic_orthogonal.c
 *		The linear algebra of logistic regression.
 *
 * Everything is done in one fixed order, that of the sorted rows, so that a
 * model does not depend on how its rows came together.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/logistic.h"

/*
 * A predictor is a combination of others when less than this is left of it:
 * the tolerance of R's glm.
 */
#define ALIAS_TOLERANCE 1e-11

static double *allocate(double n, double m);
static void fill_column(const Orthogonal *o, const SampleRows *rows, int column,
						double *to);
static double project(const Orthogonal *o, const double *q, double *x);

void
te_orthogonal_make(Orthogonal *o, const SampleRows *rows)
{
	int rank_limit = rows->width;
	double *x;

	o->n = rows->n_rows;
	o->columns = rows->width;
	o->rank = 0;
	o->column = palloc0_array(int, rank_limit);
	o->scale = palloc0_array(double, rank_limit);
	o->r = palloc0_array(double, (Size) rank_limit *rank_limit);
	o->q = allocate(o->n, rank_limit);
	o->weight = allocate(o->n, 1);
	o->y = allocate(o->n, 1);
	x = allocate(o->n, 1);
	for (int64 i = 0; i < o->n; i++)
	{
		const double *row = ROWS_ROW(rows, i);

		o->weight[i] = (double) ROW_COUNT(rows, row);
		o->y[i] = ROW_FLAG(rows, row);
	}
	for (int column = 0; column < o->columns; column++)
	{
		double before;
		double left;
		double *projections = o->r + o->rank; /* a column of R */

		CHECK_FOR_INTERRUPTS();
		fill_column(o, rows, column, x);
		before = sqrt(project(o, x, NULL));
		/* twice: once leaves rounding errors of nearly parallel columns */
		for (int turn = 0; turn < 2; turn++)
		{
			for (int k = 0; k < o->rank; k++)
				projections[(Size) k * rank_limit] +=
					project(o, o->q + o->n * k, x);
		}
		left = sqrt(project(o, x, NULL));
		if (left <= ALIAS_TOLERANCE * before || before == 0.0)
		{
			for (int k = 0; k < o->rank; k++)
				projections[(Size) k * rank_limit] = 0.0;
			continue;
		}
		projections[(Size) o->rank * rank_limit] = left;
		for (int64 i = 0; i < o->n; i++)
			o->q[o->n * o->rank + i] = x[i] / left;
		o->column[o->rank++] = column;
	}
	pfree(x);
}

static double *
allocate(double n, double m)
{
	return MemoryContextAllocHuge(CurrentMemoryContext,
								  (Size) ((n * m + 1.0) * sizeof(double)));
}

/* A column of X, divided by a power of two near its largest value. */
static void
fill_column(const Orthogonal *o, const SampleRows *rows, int column, double *to)
{
	double largest = 0.0;
	int exponent;

	for (int64 i = 0; i < o->n; i++)
	{
		to[i] = column == 0 ? 1.0 : ROWS_ROW(rows, i)[column - 1];
		largest = Max(largest, fabs(to[i]));
	}
	(void) frexp(largest, &exponent);
	/* neither the scale nor its inverse overflows */
	exponent = Min(Max(exponent, -1000), 1000);
	o->scale[column] = column == 0 ? 1.0 : ldexp(1.0, exponent);
	for (int64 i = 0; i < o->n; i++)
		to[i] /= o->scale[column];
}

/*
 * The weighted product of q and x, which is taken out of x; without x the
 * weighted square of q.
 */
static double
project(const Orthogonal *o, const double *q, double *x)
{
	double product = 0.0;

	for (int64 i = 0; i < o->n; i++)
		product += o->weight[i] * q[i] * (x == NULL ? q[i] : x[i]);
	if (x != NULL)
	{
		for (int64 i = 0; i < o->n; i++)
			x[i] -= product * q[i];
	}
	return product;
}

void
te_orthogonal_coefs(const Orthogonal *o, const double *g, double *coefs)
{
	double *b = palloc_array(double, o->rank + 1);

	for (int i = o->rank - 1; i >= 0; i--)
	{
		const double *row = o->r + (Size) i * o->columns;

		b[i] = g[i];
		for (int k = i + 1; k < o->rank; k++)
			b[i] -= row[k] * b[k];
		b[i] /= row[i];
	}
	for (int i = 0; i < o->columns; i++)
		coefs[i] = NAN;
	for (int i = 0; i < o->rank; i++)
		coefs[o->column[i]] = b[i] / o->scale[o->column[i]];
	pfree(b);
}

void
te_orthogonal_covariance(const Orthogonal *o, const double *c,
						 double *covariance)
{
	int n = o->rank;
	double *half = palloc_array(double, (Size) n *n + 1);
	double *column = palloc_array(double, n + 1);
	double *coefs = palloc_array(double, o->columns);

	/* column by column: R^-1 C, then R^-1 of its rows */
	for (int k = 0; k < n; k++)
	{
		for (int i = 0; i < n; i++)
			column[i] = c[(Size) i * n + k];
		te_orthogonal_coefs(o, column, coefs);
		for (int i = 0; i < n; i++)
			half[(Size) i * n + k] = coefs[o->column[i]];
	}
	for (int i = 0; i < n; i++)
	{
		te_orthogonal_coefs(o, half + (Size) i * n, coefs);
		for (int k = 0; k < n; k++)
			covariance[(Size) i * n + k] = coefs[o->column[k]];
	}
	pfree(half);
	pfree(column);
	pfree(coefs);
}

double
te_orthogonal_log_det(const Orthogonal *o)
{
	double sum = 0.0;

	for (int i = 0; i < o->rank; i++)
		sum +=
			log(o->r[(Size) i * o->columns + i]) + log(o->scale[o->column[i]]);
	return sum;
}

bool
te_cholesky(double *a, int n)
{
	for (int i = 0; i < n; i++)
	{
		for (int k = 0; k <= i; k++)
		{
			double sum = a[(Size) i * n + k];

			for (int j = 0; j < k; j++)
				sum -= a[(Size) i * n + j] * a[(Size) k * n + j];
			if (k < i)
				a[(Size) i * n + k] = sum / a[(Size) k * n + k];
			else if (sum > 0.0)
				a[(Size) i * n + i] = sqrt(sum);
			else
				return false;
		}
	}
	return true;
}

void
te_cholesky_solve(const double *a, int n, double *b)
{
	for (int i = 0; i < n; i++)
	{
		for (int k = 0; k < i; k++)
			b[i] -= a[(Size) i * n + k] * b[k];
		b[i] /= a[(Size) i * n + i];
	}
	for (int i = n - 1; i >= 0; i--)
	{
		for (int k = i + 1; k < n; k++)
			b[i] -= a[(Size) k * n + i] * b[k];
		b[i] /= a[(Size) i * n + i];
	}
}

void
te_cholesky_inverse(const double *a, int n, double *inverse)
{
	double *unit = palloc_array(double, n + 1);

	for (int k = 0; k < n; k++)
	{
		memset(unit, 0, sizeof(double) * n);
		unit[k] = 1.0;
		te_cholesky_solve(a, n, unit);
		for (int i = 0; i < n; i++)
			inverse[(Size) i * n + k] = unit[i];
	}
	pfree(unit);
}

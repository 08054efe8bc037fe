/*
 * contingency_exact.c
 *		Fisher's exact test, and the conditional odds ratio with exact limits.
 *
 * Two-sided as R: all tables with the same margins whose probability is not
 * above the observed one's, with a relative tolerance of 1e-7 for ties that
 * rounding separates.
 */
#include "stats/proportion.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/contingency.h"
#include "stats/distributions.h"

#define TIE_TOLERANCE 1e-7
/* log factorials are tabulated up to here. */
#define FISHER_MAX_SUBJECTS 100000
/* Each evaluation of the odds ratio's likelihood sums over all first cells. */
#define ODDS_RATIO_MAX_SUPPORT 1000000

/* ------------------------------------------------------------------- 2 x 2 */

/* First cell of a 2 x 2 table with these margins: from low to high. */
typedef struct Hypergeometric
{
	double row;	   /* subjects of the first row */
	double other;  /* subjects of the second */
	double column; /* subjects of the first column */
	double low;
	double high;
} Hypergeometric;

static Hypergeometric
hypergeometric(double row, double other, double column)
{
	Hypergeometric h = {row, other, column, 0, 0};

	h.low = Max(0, column - other);
	h.high = Min(row, column);
	return h;
}

/* P(k + 1) / P(k) */
static double
step_up(const Hypergeometric *h, double k)
{
	return (h->row - k) / (k + 1) *
		((h->column - k) / (h->other - h->column + k + 1));
}

/*
 * Probabilities relative to the most likely cell, from it outwards until they
 * vanish: the sum of all, and of those not above the observed one.
 */
static double
fisher_2x2(const Hypergeometric *h, double observed)
{
	double n = h->row + h->other;
	double mode =
		Min(Max(floor((h->row + 1) * ((h->column + 1) / (n + 2))), h->low),
			h->high);
	double limit = 1;
	double all = 0;
	double tail = 0;

	for (double k = mode; k < observed; k++)
		limit *= step_up(h, k);
	for (double k = mode; k > observed; k--)
		limit /= step_up(h, k - 1);
	limit *= 1 + TIE_TOLERANCE;
	for (int up = 0; up < 2; up++)
	{
		double term = up ? step_up(h, mode) : 1;

		for (double k = up ? mode + 1 : mode; k >= h->low && k <= h->high;
			 k += up ? 1 : -1)
		{
			if (term == 0)
				break;
			all += term;
			if (term <= limit)
				tail += term;
			term = up ? term * step_up(h, k) : term / step_up(h, k - 1);
		}
		CHECK_FOR_INTERRUPTS();
	}
	return Min(tail / all, 1);
}

/* ------------------------------------------------------------------- r x c */

typedef struct FisherWalk
{
	int rows;
	int columns;
	const double *column_sums;
	const double *log_factorial;
	double limit; /* log probability up to which a table counts */
	double tail;
	int64 steps; /* left */
} FisherWalk;

static void walk_column(FisherWalk *w, int column, int row, double left,
						double *remaining, double past);

/*
 * The largest and smallest log of 1 / product of x! that columns from "first"
 * on can add to what is past, given what remains of the rows.  The largest:
 * sum(x log e) is the same for all tables when e = row * column / n, so
 * nothing exceeds the sum of each cell's own largest x log e - log x!, taken
 * at the floor of e.  The smallest: all of a column in one cell, or all of a
 * row.
 */
static void
completion_bounds(const FisherWalk *w, int first, const double *remaining,
				  double *largest, double *smallest)
{
	const double *lf = w->log_factorial;
	double n = 0;
	double by_row = 0;
	double by_column = 0;
	double fixed = 0;
	double best = 0;

	for (int i = 0; i < w->rows; i++)
	{
		n += remaining[i];
		by_row += lf[(int) remaining[i]];
		if (remaining[i] > 0)
			fixed += remaining[i] * log(remaining[i]);
	}
	for (int j = first; j < w->columns; j++)
	{
		by_column += lf[(int) w->column_sums[j]];
		fixed += w->column_sums[j] * log(w->column_sums[j]);
		for (int i = 0; i < w->rows; i++)
		{
			double e = remaining[i] * w->column_sums[j] / n;

			if (e > 0)
				best += floor(e) * log(e) - lf[(int) floor(e)];
		}
	}
	fixed -= n * log(n);
	*largest = best - fixed;
	*smallest = -Min(by_row, by_column);
}

/* log of the sum over all completions of 1 / product of x! */
static double
completion_total(const FisherWalk *w, int first, const double *remaining)
{
	const double *lf = w->log_factorial;
	double n = 0;
	double log_sum = 0;

	for (int i = 0; i < w->rows; i++)
	{
		n += remaining[i];
		log_sum -= lf[(int) remaining[i]];
	}
	for (int j = first; j < w->columns; j++)
		log_sum -= lf[(int) w->column_sums[j]];
	return log_sum + lf[(int) n];
}

/* All columns before this one are placed. */
static void
walk_from(FisherWalk *w, int column, double *remaining, double past)
{
	double largest, smallest;

	if (column == w->columns - 1)
	{
		for (int i = 0; i < w->rows; i++)
			past -= w->log_factorial[(int) remaining[i]];
		if (past <= w->limit)
			w->tail += exp(past);
		return;
	}
	completion_bounds(w, column, remaining, &largest, &smallest);
	if (past + smallest > w->limit)
		return;
	/* rounding must not take a tie for more than the observed */
	if (past + largest <= w->limit)
	{
		w->tail += exp(past + completion_total(w, column, remaining));
		return;
	}
	walk_column(w, column, 0, w->column_sums[column], remaining, past);
}

/* "left" of the column is still to be placed in the rows from "row" on. */
static void
walk_column(FisherWalk *w, int column, int row, double left, double *remaining,
			double past)
{
	double below = 0;
	double room = remaining[row];
	double least, most;

	if (--w->steps < 0)
		return;
	if ((w->steps & 0xffff) == 0)
		CHECK_FOR_INTERRUPTS();
	for (int i = row + 1; i < w->rows; i++)
		below += remaining[i];
	least = Max(0, left - below);
	most = Min(room, left);
	for (double x = least; x <= most && w->steps >= 0; x++)
	{
		double here = past - w->log_factorial[(int) x];

		remaining[row] = room - x;
		if (row == w->rows - 1)
			walk_from(w, column + 1, remaining, here);
		else
			walk_column(w, column, row + 1, left - x, remaining, here);
	}
	remaining[row] = room;
}

static double *
log_factorials(int n)
{
	double *lf = palloc_array(double, n + 1);

	for (int i = 0; i <= n; i++)
		lf[i] = te_lgamma(i + 1.0);
	return lf;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

/* Columns from the smallest on: what is left is then decided at one go. */
static bool
fisher_walk(const TeTable *t, double *row_sums, double *column_sums, double n,
			double *p_value)
{
	FisherWalk w = {t->rows, t->columns, column_sums,	   NULL,
					0,		 0,			 FISHER_MAX_TABLES};
	double constant;

	if (n > FISHER_MAX_SUBJECTS)
		return false;
	w.log_factorial = log_factorials((int) n);
	constant = -w.log_factorial[(int) n];
	for (int i = 0; i < t->rows; i++)
		constant += w.log_factorial[(int) row_sums[i]];
	for (int j = 0; j < t->columns; j++)
		constant += w.log_factorial[(int) column_sums[j]];
	w.limit = constant;
	for (int i = 0; i < t->rows * t->columns; i++)
		w.limit -= w.log_factorial[(int) t->counts[i]];
	w.limit += TIE_TOLERANCE;
	if (t->rows > t->columns)
	{
		double *swap = row_sums;

		row_sums = column_sums;
		w.column_sums = column_sums = swap;
		w.rows = t->columns;
		w.columns = t->rows;
	}
	qsort(column_sums, w.columns, sizeof(double), by_value);
	qsort(row_sums, w.rows, sizeof(double), by_value);
	walk_from(&w, 0, row_sums, constant);
	*p_value = Min(w.tail, 1);
	return w.steps >= 0;
}

bool
te_fisher(TeTable t, TeTest *result)
{
	double *row_sums, *column_sums;
	double n;

	result->statistic = result->df = result->p_value = NAN;
	result->min_expected = NAN;
	result->corrected = false;
	t = te_table_reduce(t, 1);
	if (t.rows < 2 || t.columns < 2)
		return true;
	row_sums = palloc_array(double, t.rows);
	column_sums = palloc_array(double, t.columns);
	n = te_table_margins(&t, 0, row_sums, column_sums);
	result->min_expected =
		te_min_expected(row_sums, t.rows, column_sums, t.columns, n);
	if (t.rows == 2 && t.columns == 2)
	{
		Hypergeometric h =
			hypergeometric(row_sums[0], row_sums[1], column_sums[0]);

		if (h.high - h.low > FISHER_MAX_SUPPORT)
			return false;
		result->p_value = fisher_2x2(&h, t.counts[0]);
		return true;
	}
	return fisher_walk(&t, row_sums, column_sums, n, &result->p_value);
}

/* ------------------------------------------------------- exact odds ratio */

typedef struct OddsSearch
{
	Hypergeometric h;
	double *log_weights; /* of low .. high, odds ratio 1 */
	double observed;
	double tail; /* what the tail is to be; 0: the mean is sought */
	bool upper;	 /* tail of values >= observed, not <= */
} OddsSearch;

/* Mean minus observed, or tail minus what it is to be, at a log odds ratio. */
static double
odds_excess(double log_ratio, const void *context)
{
	const OddsSearch *s = context;
	int support = (int) (s->h.high - s->h.low);
	double top = -INFINITY;
	double all = 0;
	double part = 0;

	CHECK_FOR_INTERRUPTS();
	for (int k = 0; k <= support; k++)
		top = Max(top, s->log_weights[k] + k * log_ratio);
	for (int k = 0; k <= support; k++)
	{
		double weight = exp(s->log_weights[k] + k * log_ratio - top);
		double away = s->h.low + k - s->observed;

		all += weight;
		if (s->tail == 0)
			part += weight * away;
		else if (s->upper ? away >= 0 : away <= 0)
			part += weight;
	}
	return part / all - s->tail;
}

/* The odds ratio where odds_excess, rising or falling with it, is 0. */
static double
find_odds_ratio(const OddsSearch *s)
{
	double a = -1;
	double b = 1;
	double fa = odds_excess(a, s);
	double fb = odds_excess(b, s);

	while ((fa > 0) == (fb > 0) && b < 700)
	{
		a *= 2;
		b *= 2;
		fa = odds_excess(a, s);
		fb = odds_excess(b, s);
	}
	if (fa == 0 || fb == 0)
		return exp(fa == 0 ? a : b);
	return exp(te_root(odds_excess, s, a, fa, b, fb));
}

/*
 * Fisher's noncentral hypergeometric distribution of x1 given the margins:
 * the maximum likelihood estimate, and the limits at which either tail is
 * (1 - level) / 2 (Cornfield 1956; R's fisher.test).
 */
bool
te_odds_ratio_exact(TePair p, double level, TeEstimate *e)
{
	OddsSearch s;
	int support;

	e->estimate = e->lower = e->upper = e->std_err = NAN;
	if (p.n1 == 0 || p.n2 == 0)
		return true;
	s.h = hypergeometric(p.n1, p.n2, p.x1 + p.x2);
	s.observed = p.x1;
	if (s.h.low == s.h.high)
	{
		/* nothing could have come out differently */
		e->lower = 0;
		e->upper = INFINITY;
		return true;
	}
	if (s.h.high - s.h.low > ODDS_RATIO_MAX_SUPPORT)
		return false;
	support = (int) (s.h.high - s.h.low);
	s.log_weights = palloc_array(double, support + 1);
	s.log_weights[0] = 0;
	for (int k = 0; k < support; k++)
		s.log_weights[k + 1] =
			s.log_weights[k] + log(step_up(&s.h, s.h.low + k));
	s.tail = 0;
	e->estimate = p.x1 == s.h.low ? 0 :
		p.x1 == s.h.high		  ? INFINITY :
									find_odds_ratio(&s);
	s.tail = (1 - level) / 2;
	s.upper = true;
	e->lower = p.x1 == s.h.low ? 0 : find_odds_ratio(&s);
	s.upper = false;
	e->upper = p.x1 == s.h.high ? INFINITY : find_odds_ratio(&s);
	pfree(s.log_weights);
	return true;
}

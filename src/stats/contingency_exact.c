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
	int64 low = (int64) h->low, high = (int64) h->high;
	int64 mode =
		(int64) Min(Max(floor((h->row + 1) * ((h->column + 1) / (n + 2))),
						h->low),
					h->high);
	double limit = 1;
	double all = 0;
	double tail = 0;

	for (int64 k = mode; k < (int64) observed; k++)
		limit *= step_up(h, (double) k);
	for (int64 k = mode; k > (int64) observed; k--)
		limit /= step_up(h, (double) (k - 1));
	limit *= 1 + FISHER_TIE_TOLERANCE;
	for (int up = 0; up < 2; up++)
	{
		double term = up ? step_up(h, (double) mode) : 1;

		for (int64 k = up ? mode + 1 : mode; k >= low && k <= high;
			 k += up ? 1 : -1)
		{
			if (term == 0)
				break;
			all += term;
			if (term <= limit)
				tail += term;
			term = up ? term * step_up(h, (double) k) :
						term / step_up(h, (double) (k - 1));
		}
		CHECK_FOR_INTERRUPTS();
	}
	return Min(tail / all, 1);
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
	return te_fisher_tables(&t, row_sums, column_sums, n, &result->p_value);
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

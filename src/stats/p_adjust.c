/*
 * p_adjust.c
 *		p-values adjusted for several tests.
 */
#include "stats/proportion.h"

#include <math.h>

#include "miscadmin.h"

typedef struct Ranked
{
	double p;
	int place;
} Ranked;

static int
by_p(const void *a, const void *b)
{
	const Ranked *x = a;
	const Ranked *y = b;

	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return x->place - y->place;
}

/* Holm, Scand J Stat 1979;6:65: from the smallest on, never falling. */
static void
step_down(Ranked *r, int n)
{
	double so_far = 0;

	for (int i = 0; i < n; i++)
	{
		so_far = Max(so_far, Min((n - i) * r[i].p, 1));
		r[i].p = so_far;
	}
}

/*
 * From the largest on, never rising.  Factors: Hochberg, Biometrika
 * 1988;75:800; Benjamini and Hochberg, J R Stat Soc B 1995;57:289; Benjamini
 * and Yekutieli, Ann Stat 2001;29:1165.
 */
static void
step_up(Ranked *r, int n, TeMethod method)
{
	double so_far = 1;
	double sum = 0;

	for (int i = 1; i <= n; i++)
		sum += 1.0 / i;
	for (int i = n - 1; i >= 0; i--)
	{
		double factor = method == METHOD_HOCHBERG ?
			n - i :
			(double) n / (i + 1) * (method == METHOD_BY ? sum : 1);

		so_far = Min(so_far, factor * r[i].p);
		r[i].p = so_far;
	}
}

/*
 * Hommel, Biometrika 1988;75:383, as Wright, Biometrics 1992;48:1005, computes
 * it: for every number m of hypotheses Simes's p-value of the m - 1 largest
 * with one of the others, the largest of which counts.
 */
static void
hommel(Ranked *r, int n)
{
	double *adjusted = palloc_array(double, n);

	for (int i = 0; i < n; i++)
		adjusted[i] = r[i].p;
	for (int m = n; m >= 2; m--)
	{
		double simes = INFINITY;
		double shared;

		CHECK_FOR_INTERRUPTS();
		for (int i = 1; i < m; i++)
			simes = Min(simes, m * r[n - m + i].p / (i + 1));
		shared = Min(simes, m * r[n - m].p);
		for (int i = 0; i < n; i++)
			adjusted[i] =
				Max(adjusted[i], i <= n - m ? Min(simes, m * r[i].p) : shared);
	}
	for (int i = 0; i < n; i++)
		r[i].p = adjusted[i];
	pfree(adjusted);
}

void
te_p_adjust(double *p, int n, TeMethod method)
{
	Ranked *r;

	if (method == METHOD_NONE || n < 2)
		return;
	r = palloc_array(Ranked, n);
	for (int i = 0; i < n; i++)
	{
		r[i].p = p[i];
		r[i].place = i;
	}
	qsort(r, n, sizeof(Ranked), by_p);
	if (method == METHOD_BONFERRONI)
		for (int i = 0; i < n; i++)
			r[i].p = Min(n * r[i].p, 1);
	else if (method == METHOD_HOLM)
		step_down(r, n);
	else if (method == METHOD_HOMMEL)
		hommel(r, n);
	else
		step_up(r, n, method);
	for (int i = 0; i < n; i++)
		p[r[i].place] = r[i].p;
	pfree(r);
}

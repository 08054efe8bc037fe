/*
 * proportion_strata.c
 *		Mantel-Haenszel estimates over strata.  Strata with nobody in one of
 *		the groups have weight 0.
 */
#include "stats/proportion.h"

#include <math.h>

static TeEstimate
ratio_with_limits(double ratio, double variance, double level)
{
	TeEstimate e = {ratio, NAN, NAN, NAN};

	if (ratio > 0 && isfinite(ratio) && isfinite(variance))
	{
		double factor;

		e.std_err = sqrt(variance);
		factor = exp(te_level_z(level) * e.std_err);
		e.lower = ratio / factor;
		e.upper = ratio * factor;
	}
	return e;
}

/*
 * Weights n1 n2 / N; variance of Sato, Greenland and Robins, Biometrics
 * 1989;45:1323 (Sato's), right both for few large and for many small strata.
 */
TeEstimate
te_mh_risk_difference(const TePair *p, int k, double level)
{
	TeEstimate e = {NAN, NAN, NAN, NAN};
	double weights = 0;
	double sum = 0;
	double sum_p = 0;
	double sum_q = 0;
	double half;

	for (int i = 0; i < k; i++)
	{
		double n = p[i].n1 + p[i].n2;

		if (p[i].n1 == 0 || p[i].n2 == 0)
			continue;
		weights += p[i].n1 * p[i].n2 / n;
		sum += (p[i].x1 * p[i].n2 - p[i].x2 * p[i].n1) / n;
		sum_p += (p[i].n1 * p[i].n1 * p[i].x2 - p[i].n2 * p[i].n2 * p[i].x1 +
				  p[i].n1 * p[i].n2 * (p[i].n2 - p[i].n1) / 2) /
			(n * n);
		sum_q +=
			(p[i].x1 * (p[i].n2 - p[i].x2) + p[i].x2 * (p[i].n1 - p[i].x1)) /
			(2 * n);
	}
	if (weights == 0)
		return e;
	e.estimate = sum / weights;
	e.std_err = sqrt(Max(e.estimate * sum_p + sum_q, 0)) / weights;
	half = te_level_z(level) * e.std_err;
	e.lower = Max(e.estimate - half, -1);
	e.upper = Min(e.estimate + half, 1);
	return e;
}

/* Greenland and Robins, Biometrics 1985;41:55. */
TeEstimate
te_mh_risk_ratio(const TePair *p, int k, double level)
{
	double above = 0;
	double below = 0;
	double variance = 0;

	for (int i = 0; i < k; i++)
	{
		double n = p[i].n1 + p[i].n2;

		if (p[i].n1 == 0 || p[i].n2 == 0)
			continue;
		above += p[i].x1 * p[i].n2 / n;
		below += p[i].x2 * p[i].n1 / n;
		variance +=
			(p[i].n1 * p[i].n2 * (p[i].x1 + p[i].x2) - p[i].x1 * p[i].x2 * n) /
			(n * n);
	}
	return ratio_with_limits(above / below, variance / (above * below), level);
}

/* Robins, Breslow and Greenland, Biometrics 1986;42:311. */
TeEstimate
te_mh_odds_ratio(const TePair *p, int k, double level)
{
	double r = 0;
	double s = 0;
	double pr = 0;
	double ps_qr = 0;
	double qs = 0;

	for (int i = 0; i < k; i++)
	{
		double n = p[i].n1 + p[i].n2;
		double f1 = p[i].n1 - p[i].x1;
		double f2 = p[i].n2 - p[i].x2;
		double ri, si, pi, qi;

		if (n == 0)
			continue;
		ri = p[i].x1 * f2 / n;
		si = p[i].x2 * f1 / n;
		pi = (p[i].x1 + f2) / n;
		qi = (p[i].x2 + f1) / n;
		r += ri;
		s += si;
		pr += pi * ri;
		ps_qr += pi * si + qi * ri;
		qs += qi * si;
	}
	return ratio_with_limits(r / s,
							 pr / (2 * r * r) + ps_qr / (2 * r * s) +
								 qs / (2 * s * s),
							 level);
}

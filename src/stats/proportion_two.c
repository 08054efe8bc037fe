/*
 * proportion_two.c
 *		Two independent proportions compared: difference, ratio, odds ratio.
 *
 * Score limits (Miettinen and Nurminen, Stat Med 1985;4:213; Mee, Biometrics
 * 1984;40:1175; Koopman, Biometrics 1984;40:513) are the values that the score
 * test does not reject, its variance taken at the maximum likelihood estimates
 * under that value.  Miettinen and Nurminen multiply the variance by
 * N / (N - 1); Mee and Koopman do not.
 */
#include "stats/proportion.h"

#include <math.h>

#include "stats/distributions.h"

static const TeEstimate undefined = {NAN, NAN, NAN, NAN};

/* What the score functions need beside the value that is tested. */
typedef struct Score
{
	TePair p;
	double critical; /* z squared times N / (N - 1) or 1 */
} Score;

static Score
score_of(TePair p, TeMethod method, double level)
{
	Score s = {p, 0};
	double z = te_level_z(level);
	double n = p.n1 + p.n2;

	s.critical = z * z;
	if (method == METHOD_MIETTINEN_NURMINEN)
		s.critical *= n / (n - 1);
	return s;
}

/* --------------------------------------------------------- risk difference */

/* Group 2's risk, group 1's being it plus the difference. */
typedef struct Constrained
{
	TePair p;
	double difference;
} Constrained;

/* The derivative of the log likelihood at an end of the range: +-infinite, or
 * what is left of it. */
static double
slope_at(const Constrained *c, double r2)
{
	double r1 = r2 + c->difference;
	double slope = 0;

	if (c->p.x2 > 0)
		slope += c->p.x2 / Max(r2, 0);
	if (c->p.x1 > 0)
		slope += c->p.x1 / Max(r1, 0);
	if (c->p.n2 > c->p.x2)
		slope -= (c->p.n2 - c->p.x2) / Max(1 - r2, 0);
	if (c->p.n1 > c->p.x1)
		slope -= (c->p.n1 - c->p.x1) / Max(1 - r1, 0);
	return slope;
}

/* The derivative times what its terms are divided by: no poles, same sign. */
static double
slope_without_poles(double r2, const void *context)
{
	const Constrained *c = context;
	double factor = 1;

	if (c->p.x2 > 0)
		factor *= r2;
	if (c->p.x1 > 0)
		factor *= r2 + c->difference;
	if (c->p.n2 > c->p.x2)
		factor *= 1 - r2;
	if (c->p.n1 > c->p.x1)
		factor *= 1 - r2 - c->difference;
	return slope_at(c, r2) * factor;
}

/*
 * The maximum likelihood estimate of group 2's risk given the difference: the
 * log likelihood is concave, its derivative has at most one root.
 */
static double
constrained_risk(TePair p, double difference)
{
	Constrained c = {p, difference};
	double low = Max(0, -difference);
	double high = Min(1, 1 - difference);
	double at_low, at_high;

	if (low >= high)
		return low;
	at_low = slope_at(&c, low);
	at_high = slope_at(&c, high);
	if (!(at_low > 0))
		return low;
	if (!(at_high < 0))
		return high;
	return te_root(slope_without_poles, &c, low, 1, high, -1);
}

/*
 * (observed - tested difference)^2 minus critical times its variance: below 0
 * inside the interval.
 */
static double
difference_excess(double difference, const void *context)
{
	const Score *s = context;
	TePair p = s->p;
	double r2 = constrained_risk(p, difference);
	double r1 = Min(Max(r2 + difference, 0), 1);
	double away = p.x1 / p.n1 - p.x2 / p.n2 - difference;

	return away * away -
		s->critical * (r1 * (1 - r1) / p.n1 + r2 * (1 - r2) / p.n2);
}

static void
difference_score_limits(TePair p, TeMethod method, double level, TeEstimate *e)
{
	Score s = score_of(p, method, level);

	/* at +-1 nothing varies: outside, unless observed */
	e->lower = e->estimate == -1 ?
		-1 :
		te_root(difference_excess, &s, -1, 1, e->estimate, -1);
	e->upper = e->estimate == 1 ?
		1 :
		te_root(difference_excess, &s, e->estimate, -1, 1, 1);
}

/* Newcombe, Stat Med 1998;17:873, method 10: from Wilson's limits. */
static void
newcombe_limits(TePair p, double level, TeEstimate *e)
{
	double z = te_level_z(level);
	double p1 = p.x1 / p.n1;
	double p2 = p.x2 / p.n2;
	double l1, u1, l2, u2;

	te_wilson_limits(p.x1, p.n1, z, &l1, &u1);
	te_wilson_limits(p.x2, p.n2, z, &l2, &u2);
	e->lower = e->estimate - hypot(p1 - l1, u2 - p2);
	e->upper = e->estimate + hypot(u1 - p1, p2 - l2);
}

TeEstimate
te_risk_difference(TePair p, TeMethod method, double level)
{
	TeEstimate e = undefined;
	double p1 = p.x1 / p.n1;
	double p2 = p.x2 / p.n2;

	if (p.n1 == 0 || p.n2 == 0)
		return e;
	/* one rounding less than p1 - p2 */
	e.estimate = (p.x1 * p.n2 - p.x2 * p.n1) / (p.n1 * p.n2);
	e.std_err = sqrt(p1 * (1 - p1) / p.n1 + p2 * (1 - p2) / p.n2);
	if (method == METHOD_WALD)
	{
		double half = te_level_z(level) * e.std_err;

		e.lower = Max(e.estimate - half, -1);
		e.upper = Min(e.estimate + half, 1);
	}
	else if (method == METHOD_MIETTINEN_NURMINEN || method == METHOD_MEE)
		difference_score_limits(p, method, level, &e);
	else
		newcombe_limits(p, level, &e);
	return e;
}

/* -------------------------------------------------------------- risk ratio */

/*
 * The ratio is tested through t = ratio / (1 + ratio), which runs from 0 to 1:
 * with weights 1 - t and t the difference p1 (1 - t) - p2 t is 0 at the
 * observed ratio, and the variance is the score's, scaled alike.
 *
 * Group 2's risk r2 under r1 = ratio * r2 is the smaller root of
 * N ratio r2^2 - (n1 ratio + x1 + n2 + x2 ratio) r2 + x1 + x2 = 0.  Divided by
 * 1 + ratio throughout, which keeps it finite.
 */
static double
ratio_excess(double t, const void *context)
{
	const Score *s = context;
	TePair p = s->p;
	double x = p.x1 + p.x2;
	double a = (p.n1 + p.n2) * t;
	double b = (p.n1 + p.x2) * t + (p.n2 + p.x1) * (1 - t);
	double c = x * (1 - t);
	double root = sqrt(Max(b * b - 4 * a * c, 0));
	double r2 = x == 0 ? 0 : 2 * c / (b + root);
	/* r1 = r2 t / (1 - t), without the division */
	double r1 = x == 0 ? 0 : 2 * x * t / (b + root);
	double away = p.x1 / p.n1 * (1 - t) - p.x2 / p.n2 * t;

	r1 = Min(r1, 1);
	r2 = Min(r2, 1);
	return away * away -
		s->critical *
		((1 - t) * (1 - t) * r1 * (1 - r1) / p.n1 +
		 t * t * r2 * (1 - r2) / p.n2);
}

/* Sought in t up to 1/2, and from the other side beyond, for small numbers. */
static double
ratio_limit(Score s, double from, double from_sign, double to, double to_sign)
{
	double t = te_root(ratio_excess, &s, from, from_sign, to, to_sign);

	return t / (1 - t);
}

static void
ratio_score_limits(TePair p, TeMethod method, double level, TeEstimate *e)
{
	Score s = score_of(p, method, level);
	double p1 = p.x1 / p.n1;
	double p2 = p.x2 / p.n2;
	double observed = p1 / (p1 + p2);

	e->lower = 0;
	e->upper = INFINITY;
	if (p1 + p2 == 0)
		return;
	if (p1 > 0)
		e->lower = ratio_limit(s, 0, 1, observed, -1);
	if (p2 > 0)
	{
		/* the mirrored ratio is small where this one is large */
		TePair mirrored = {p.x2, p.n2, p.x1, p.n1};

		s.p = mirrored;
		e->upper = 1 / ratio_limit(s, 0, 1, p2 / (p1 + p2), -1);
	}
}

/*
 * Katz et al., Biometrics 1978;34:469: normal on the log.  With no event in a
 * group the log is not defined, and there are no limits.
 */
TeEstimate
te_risk_ratio(TePair p, TeMethod method, double level)
{
	TeEstimate e = undefined;

	if (p.n1 == 0 || p.n2 == 0)
		return e;
	e.estimate = (p.x1 / p.n1) / (p.x2 / p.n2);
	if (p.x1 > 0 && p.x2 > 0)
		e.std_err =
			sqrt((p.n1 - p.x1) / p.n1 / p.x1 + (p.n2 - p.x2) / p.n2 / p.x2);
	if (method == METHOD_MIETTINEN_NURMINEN || method == METHOD_KOOPMAN)
		ratio_score_limits(p, method, level, &e);
	else
	{
		double factor = exp(te_level_z(level) * e.std_err);

		e.lower = e.estimate / factor;
		e.upper = e.estimate * factor;
	}
	return e;
}

/* -------------------------------------------------------------- odds ratio */

/*
 * Woolf, Ann Hum Genet 1955;19:251: normal on the log.  With an empty cell
 * there are no limits.  The estimate is 0, infinite or, with 0 in both
 * products, not defined.
 */
TeEstimate
te_odds_ratio(TePair p, TeMethod method, double level)
{
	TeEstimate e = undefined;
	double f1 = p.n1 - p.x1;
	double f2 = p.n2 - p.x2;

	(void) method;
	if (p.n1 == 0 || p.n2 == 0)
		return e;
	e.estimate = (p.x1 * f2) / (p.x2 * f1);
	if (p.x1 > 0 && f1 > 0 && p.x2 > 0 && f2 > 0)
	{
		double factor;

		e.std_err = sqrt(1 / p.x1 + 1 / f1 + 1 / p.x2 + 1 / f2);
		factor = exp(te_level_z(level) * e.std_err);
		e.lower = e.estimate / factor;
		e.upper = e.estimate * factor;
	}
	return e;
}

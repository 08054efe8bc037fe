/*
 * survival_curve.c
 *		Kaplan-Meier curves and what is read off them.
 *
 * Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457.  At a time with n subjects
 * at risk, d of whom have the event, the curve is multiplied by (n - d) / n;
 * subjects censored at that time are still at risk then.  Variance of log S:
 * the sum of d / (n (n - d)) (Greenwood 1926).
 *
 * Conventions are those of R's package survival: limits stay within 0 and 1,
 * are 1 before the first event, and are not defined where the curve is 0.
 */
#include "trial_ext.h"

#include <float.h>
#include <math.h>

#include "utils/memutils.h"

#include "stats/survival.h"

/*
 * A curve is a product of rounded quotients.  Whether it is exactly 0.5 is
 * asked with this relative tolerance: far above what rounding makes of some
 * thousand factors, and far below the step that a subject makes.
 */
#define SAME_PROBABILITY 1e-11

static double clip(double p);
static uint32 end_of_step(const SurvivalCurve *curve, uint32 point);
static double first_below(const SurvivalCurve *curve, double q, bool upper,
						  SurvivalConfType type, double z);

SurvivalCurve
te_survival_curve(const SurvivalCounts *s, const SurvivalPart *part)
{
	SurvivalCurve curve = {0};
	int64 at_risk = part->n;
	CurvePoint *point;

	curve.points =
		MemoryContextAllocHuge(CurrentMemoryContext,
							   sizeof(CurvePoint) * ((Size) part->n_steps + 1));
	point = curve.points;
	*point = (CurvePoint){0.0, at_risk, 0, 0, 1.0, 0.0};
	for (uint32 i = 0; i < part->n_steps;)
	{
		double time = part->steps[i].time;

		/* what happens at time 0 belongs to the first point */
		if (time > 0.0)
		{
			point++;
			*point = point[-1];
			point->time = time;
			point->at_risk = at_risk;
			point->events = point->censored = 0;
		}
		for (; i < part->n_steps && part->steps[i].time == time; i++)
		{
			const int64 *row = SURVIVAL_ROW(s, part->steps[i].row);

			point->censored += row[SURVIVAL_CENSORED];
			point->events += row[SURVIVAL_EVENT];
		}
		if (point->events > 0)
		{
			double n = (double) point->at_risk;
			double d = (double) point->events;

			point->survival *= (n - d) / n;
			point->greenwood =
				n > d ? point->greenwood + d / (n * (n - d)) : NAN;
		}
		at_risk -= point->events + point->censored;
	}
	curve.n_points = (uint32) (point - curve.points) + 1;
	return curve;
}

static double
clip(double p)
{
	return p < 0.0 ? 0.0 : p > 1.0 ? 1.0 : p; /* keeps NaN */
}

/*
 * Limits of a probability: on its log, on log(-log), or plainly.  With log
 * types p = 0 has none.  p = 1, where no event was seen, has 1 and 1 (R leaves
 * them out with log-log, which has no value there).
 */
SurvivalEstimate
te_survival_limits(double p, double se, SurvivalConfType type, double z)
{
	SurvivalEstimate e = {p, se, NAN, NAN};

	if (isnan(se) || (p == 0.0 && type != SURVIVAL_CONF_PLAIN))
		return e;
	if (p == 1.0)
		e.lower = e.upper = 1.0;
	else if (type == SURVIVAL_CONF_PLAIN)
	{
		e.lower = clip(p - z * se);
		e.upper = clip(p + z * se);
	}
	else if (type == SURVIVAL_CONF_LOG)
	{
		e.lower = clip(exp(log(p) - z * se / p));
		e.upper = clip(exp(log(p) + z * se / p));
	}
	else
	{
		double width = z * se / (p * log(p)); /* < 0 */

		e.lower = exp(log(p) * exp(-width));
		e.upper = exp(log(p) * exp(width));
	}
	return e;
}

SurvivalEstimate
te_survival_point(const CurvePoint *point, SurvivalConfType type, double z)
{
	return te_survival_limits(point->survival,
							  point->survival * sqrt(point->greenwood), type,
							  z);
}

const CurvePoint *
te_survival_point_at(const SurvivalCurve *curve, double time)
{
	uint32 first = 0;
	uint32 n = curve->n_points;

	/* points[first] is not behind, points[first + n] is */
	while (n > 1)
	{
		uint32 half = n / 2;

		if (curve->points[first + half].time <= time)
		{
			first += half;
			n -= half;
		}
		else
			n = half;
	}
	return &curve->points[first];
}

/*
 * The first time at which the curve is at or below 1 - p; if it equals 1 - p
 * over an interval, the middle of that (the interval ends with
 * the last subject if no event ends it, as in R).  A limit is the first time at which
 * the limit curve is at or below 1 - p (Brookmeyer R, Crowley J, Biometrics
 * 1982;38:29).  What is not reached is NaN.
 */
SurvivalEstimate
te_survival_quantile(const SurvivalCurve *curve, double p,
					 SurvivalConfType type, double z)
{
	double q = 1.0 - p;
	SurvivalEstimate e = {NAN, NAN, NAN, NAN};

	for (uint32 i = 0; i < curve->n_points && isnan(e.estimate); i++)
	{
		double survival = curve->points[i].survival;

		if (survival > q * (1.0 + SAME_PROBABILITY))
			continue;
		e.estimate = curve->points[i].time;
		if (survival > 0.0 && survival >= q * (1.0 - SAME_PROBABILITY))
			e.estimate = e.estimate / 2.0 +
				curve->points[end_of_step(curve, i)].time / 2.0;
	}
	e.lower = first_below(curve, q, false, type, z);
	e.upper = first_below(curve, q, true, type, z);
	return e;
}

/* The next point with an event; without one, the last point. */
static uint32
end_of_step(const SurvivalCurve *curve, uint32 point)
{
	do
		point = Min(point + 1, curve->n_points - 1);
	while (point < curve->n_points - 1 && curve->points[point].events == 0);
	return point;
}

static double
first_below(const SurvivalCurve *curve, double q, bool upper,
			SurvivalConfType type, double z)
{
	for (uint32 i = 0; i < curve->n_points; i++)
	{
		SurvivalEstimate e;

		/* limits move at events only */
		if (curve->points[i].events == 0)
			continue;
		e = te_survival_point(&curve->points[i], type, z);
		if ((upper ? e.upper : e.lower) <= q * (1.0 + SAME_PROBABILITY))
			return curve->points[i].time;
	}
	return NAN;
}

/*
 * The mean survival time within tau, and its variance: over the events the sum
 * of d / (n (n - d)) times the square of the area that lies behind them (Klein
 * JP, Moeschberger ML, Survival Analysis, 2nd ed., 4.5).  Beyond the last time
 * of subjects who did not all have the event, nothing is known: NaN.
 */
SurvivalEstimate
te_restricted_mean(const SurvivalCurve *curve, double tau, double z)
{
	const CurvePoint *last = &curve->points[curve->n_points - 1];
	double area = 0.0;
	double variance = 0.0;
	double end = tau;
	SurvivalEstimate e = {NAN, NAN, NAN, NAN};

	if (tau > last->time && last->survival > 0.0)
		return e;
	for (uint32 i = curve->n_points; i-- > 0;)
	{
		const CurvePoint *point = &curve->points[i];
		double n = (double) point->at_risk;
		double d = (double) point->events;

		if (point->time >= tau)
			continue;
		area += point->survival * (end - point->time);
		end = point->time;
		if (d > 0 && n > d)
			variance += area * area * d / (n * (n - d));
	}
	e.estimate = area;
	e.std_err = sqrt(variance);
	e.lower = area - z * e.std_err;
	e.upper = area + z * e.std_err;
	return e;
}

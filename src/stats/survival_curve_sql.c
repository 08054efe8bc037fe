/*
 * survival_curve_sql.c
 *		kaplan_meier and the functions beside it, one row per arm at least.
 */
#include "trial_ext.h"

#include <float.h>
#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "catalog/pg_type.h"

#include "stats/survival.h"

/* Longer lists of times or shares are a mistake. */
#define MAX_QUESTIONS 100000

static void put_estimate(ResultRow *row, const SurvivalEstimate *e);
static const float8 *arg_floats(FunctionCallInfo fcinfo, int n, int *length,
								bool **nulls);
static void put_at(FunctionCallInfo fcinfo, const SurvivalPart *arm,
				   const SurvivalCurve *curve, double time,
				   SurvivalConfType type, double z);
static double common_tau(const SurvivalParts *arms,
						 const SurvivalCurve *curves);

PG_FUNCTION_INFO_V1(kaplan_meier);

/* kaplan_meier(counts, conf_type, level) SETOF survival_point, strict */
Datum
kaplan_meier(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	SurvivalConfType type = te_arg_conf_type(fcinfo, 1);
	double z = te_arg_level(fcinfo, 2);
	SurvivalParts *arms = te_survival_by_arm(s);
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		SurvivalCurve curve;

		/* all of its subjects are missing */
		if (arm->n == 0)
			continue;
		curve = te_survival_curve(s, arm);
		for (uint32 k = 0; k < curve.n_points; k++)
		{
			const CurvePoint *point = &curve.points[k];
			SurvivalEstimate e = te_survival_point(point, type, z);

			CHECK_FOR_INTERRUPTS();
			te_put_name(&row, arm->name, arm->name_length, arm->has_name);
			te_put_float(&row, point->time);
			te_put_int(&row, point->at_risk);
			te_put_int(&row, point->events);
			te_put_int(&row, point->censored);
			put_estimate(&row, &e);
			te_put_row(fcinfo, &row);
		}
		pfree(curve.points);
	}
	return (Datum) 0;
}

static void
put_estimate(ResultRow *row, const SurvivalEstimate *e)
{
	te_put_float(row, e->estimate);
	te_put_float(row, e->std_err);
	te_put_float(row, e->lower);
	te_put_float(row, e->upper);
}

/* The elements of an array of double precision, and which of them are NULL. */
static const float8 *
arg_floats(FunctionCallInfo fcinfo, int n, int *length, bool **nulls)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(n);
	Datum *values;
	float8 *floats;

	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &values, nulls, length);
	if (*length > MAX_QUESTIONS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("array has too many elements"),
				 errdetail("It has %d, of at most %d.", *length,
						   MAX_QUESTIONS)));
	floats = palloc_array(float8, *length + 1);
	for (int i = 0; i < *length; i++)
	{
		floats[i] = (*nulls)[i] ? 0.0 : DatumGetFloat8(values[i]);
		/* NaN is no time and no share: unknown */
		(*nulls)[i] |= isnan(floats[i]);
	}
	return floats;
}

PG_FUNCTION_INFO_V1(survival_at);

/* survival_at(counts, times, conf_type, level) SETOF survival_at_time, strict */
Datum
survival_at(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	SurvivalConfType type = te_arg_conf_type(fcinfo, 2);
	double z = te_arg_level(fcinfo, 3);
	SurvivalParts *arms = te_survival_by_arm(s);
	int n_times;
	bool *nulls;
	const float8 *times = arg_floats(fcinfo, 1, &n_times, &nulls);

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		SurvivalCurve curve;

		if (arm->n == 0)
			continue;
		curve = te_survival_curve(s, arm);
		for (int k = 0; k < n_times; k++)
		{
			CHECK_FOR_INTERRUPTS();
			if (!nulls[k])
				put_at(fcinfo, arm, &curve, times[k], type, z);
		}
		pfree(curve.points);
	}
	return (Datum) 0;
}

/*
 * Before time 0 everybody is at risk.  Behind the last time nothing is known,
 * unless the curve had come to 0.
 */
static void
put_at(FunctionCallInfo fcinfo, const SurvivalPart *arm,
	   const SurvivalCurve *curve, double time, SurvivalConfType type, double z)
{
	const CurvePoint *last = &curve->points[curve->n_points - 1];
	const CurvePoint *point = te_survival_point_at(curve, time);
	CurvePoint start = {0.0, arm->n, 0, 0, 1.0, 0.0};
	int64 events = 0;
	int64 censored = 0;
	SurvivalEstimate e;
	ResultRow row = {0};

	if (time < 0.0)
		point = &start;
	else
	{
		for (const CurvePoint *p = curve->points; p <= point; p++)
		{
			events += p->events;
			censored += p->censored;
		}
	}
	e = te_survival_point(point, type, z);
	if (time > last->time && last->survival > 0.0)
		e.estimate = e.std_err = e.lower = e.upper = NAN;
	te_put_name(&row, arm->name, arm->name_length, arm->has_name);
	te_put_float(&row, time);
	/* those who leave at the time itself are still at risk */
	te_put_int(&row,
			   point->time == time ? point->at_risk :
									 arm->n - events - censored);
	te_put_int(&row, events);
	te_put_int(&row, censored);
	put_estimate(&row, &e);
	te_put_row(fcinfo, &row);
}

PG_FUNCTION_INFO_V1(survival_quantile);

/* survival_quantile(counts, p, conf_type, level) SETOF survival_time, strict */
Datum
survival_quantile(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	SurvivalConfType type = te_arg_conf_type(fcinfo, 2);
	double z = te_arg_level(fcinfo, 3);
	SurvivalParts *arms = te_survival_by_arm(s);
	int n_shares;
	bool *nulls;
	const float8 *shares = arg_floats(fcinfo, 1, &n_shares, &nulls);
	ResultRow row = {0};

	for (int k = 0; k < n_shares; k++)
	{
		if (!nulls[k] && !(shares[k] > 0.0 && shares[k] <= 1.0))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a quantile must be above 0 and at most 1"),
					 errhint("The median is 0.5.")));
	}
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		SurvivalCurve curve;

		if (arm->n == 0)
			continue;
		curve = te_survival_curve(s, arm);
		for (int k = 0; k < n_shares; k++)
		{
			SurvivalEstimate e;

			CHECK_FOR_INTERRUPTS();
			if (nulls[k])
				continue;
			e = te_survival_quantile(&curve, shares[k], type, z);
			te_put_name(&row, arm->name, arm->name_length, arm->has_name);
			te_put_float(&row, shares[k]);
			te_put_float(&row, e.estimate);
			te_put_float(&row, e.lower);
			te_put_float(&row, e.upper);
			te_put_row(fcinfo, &row);
		}
		pfree(curve.points);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(restricted_mean);

/* restricted_mean(counts, tau, level) SETOF survival_mean; tau may be NULL */
Datum
restricted_mean(PG_FUNCTION_ARGS)
{
	double z = te_arg_level(fcinfo, 2);
	double tau;
	SurvivalCounts *s;
	SurvivalParts *arms;
	SurvivalCurve *curves;
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	s = te_arg_one_event(fcinfo);
	arms = te_survival_by_arm(s);
	curves = palloc0_array(SurvivalCurve, arms->n_parts + 1);
	for (int i = 0; i < arms->n_parts; i++)
		curves[i] = te_survival_curve(s, &arms->parts[i]);
	tau = PG_ARGISNULL(1) ? common_tau(arms, curves) : PG_GETARG_FLOAT8(1);
	if (!PG_ARGISNULL(1) && !(tau > 0.0 && tau <= DBL_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("tau must be positive and finite")));
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		SurvivalEstimate e;

		if (arm->n == 0)
			continue;
		e = te_restricted_mean(&curves[i], tau, z);
		te_put_name(&row, arm->name, arm->name_length, arm->has_name);
		te_put_float(&row, tau);
		put_estimate(&row, &e);
		te_put_row(fcinfo, &row);
	}
	return (Datum) 0;
}

/* The last time up to which the curve of every arm is known. */
static double
common_tau(const SurvivalParts *arms, const SurvivalCurve *curves)
{
	double tau = DBL_MAX;
	double latest = 0.0;

	for (int i = 0; i < arms->n_parts; i++)
	{
		const CurvePoint *last = &curves[i].points[curves[i].n_points - 1];

		if (arms->parts[i].n == 0)
			continue;
		latest = Max(latest, last->time);
		/* a curve that came to 0 is known for ever */
		if (last->survival > 0.0)
			tau = Min(tau, last->time);
	}
	return Min(tau, latest);
}

PG_FUNCTION_INFO_V1(survival_totals);

/* survival_totals(counts) SETOF survival_total, strict */
Datum
survival_totals(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_counts(fcinfo);
	SurvivalParts *arms = te_survival_by_arm(s);
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		int64 censored = 0;
		double time = 0.0;

		for (uint32 k = 0; k < arm->n_steps; k++)
		{
			const int64 *counts = SURVIVAL_ROW(s, arm->steps[k].row);
			int64 n = 0;

			for (int code = 0; code < s->n_codes; code++)
				n += counts[code];
			time += arm->steps[k].time * (double) n;
			censored += counts[SURVIVAL_CENSORED];
		}
		te_put_name(&row, arm->name, arm->name_length, arm->has_name);
		te_put_int(&row, arm->n);
		te_put_int(&row, arm->n - censored);
		te_put_int(&row, censored);
		te_put_int(&row, arm->missing);
		te_put_float(&row, time);
		te_put_float(&row,
					 arm->n_steps == 0 ? NAN :
										 arm->steps[arm->n_steps - 1].time);
		te_put_row(fcinfo, &row);
	}
	if (s->missing > 0)
	{
		te_put_name(&row, NULL, 0, false);
		te_put_int(&row, 0);
		te_put_int(&row, 0);
		te_put_int(&row, 0);
		te_put_int(&row, s->missing);
		te_put_float(&row, 0.0);
		te_put_float(&row, NAN);
		te_put_row(fcinfo, &row);
	}
	return (Datum) 0;
}

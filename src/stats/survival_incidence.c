/*
 * survival_incidence.c
 *		Cumulative incidence with competing events.
 *
 * Aalen OO, Johansen S, Scand J Stat 1978;5:141.  At a time with n at risk and
 * d_j events of cause j, those free of any event, S, move on: S d_j / n of them
 * to cause j.  The variance follows the same steps (Greenwood's for a
 * multinomial draw; Andersen PK et al., Statistical Models Based on Counting
 * Processes, 1993, IV.4.1): what is uncertain before the step is carried on,
 * and S^2 times the variance of d_j / n is added.
 */
#include "trial_ext.h"

#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

static bool *find_causes(const SurvivalCounts *s);
static SurvivalCounts *recode(const SurvivalCounts *s, int cause);

IncidenceCurve
te_cumulative_incidence(const SurvivalCounts *s, const SurvivalPart *part,
						int cause)
{
	IncidenceCurve curve = {0};
	int64 at_risk = part->n;
	double unharmed = 1.0;	   /* free of any event */
	double var_unharmed = 0.0; /* its variance */
	double covariance = 0.0;   /* with the incidence */
	IncidencePoint *point;

	curve.points = MemoryContextAllocHuge(CurrentMemoryContext,
										  sizeof(IncidencePoint) *
											  ((Size) part->n_steps + 1));
	point = curve.points;
	*point = (IncidencePoint){0.0, at_risk, 0, 0.0, 0.0};
	for (uint32 i = 0; i < part->n_steps;)
	{
		double time = part->steps[i].time;
		int64 left = 0;
		int64 events = 0; /* of any cause */
		double any;
		double own;

		/* what happens at time 0 belongs to the first point */
		if (time > 0.0)
		{
			point++;
			*point = point[-1];
			point->time = time;
			point->at_risk = at_risk;
			point->events = 0;
		}
		for (; i < part->n_steps && part->steps[i].time == time; i++)
		{
			const int64 *row = SURVIVAL_ROW(s, part->steps[i].row);

			left += row[SURVIVAL_CENSORED];
			for (int code = 1; code < s->n_codes; code++)
				events += row[code];
			if (cause < s->n_codes)
				point->events += row[cause];
		}
		left += events;
		any = (double) events / (double) at_risk;
		own = (double) point->events / (double) at_risk;
		point->variance += own * own * var_unharmed + 2.0 * own * covariance +
			unharmed * unharmed * own * (1.0 - own) / (double) at_risk;
		covariance = (1.0 - any) *
			(covariance + own * var_unharmed -
			 unharmed * unharmed * own / (double) at_risk);
		var_unharmed = (1.0 - any) *
			((1.0 - any) * var_unharmed +
			 unharmed * unharmed * any / (double) at_risk);
		point->incidence += unharmed * own;
		unharmed *= (double) (at_risk - events) / (double) at_risk;
		at_risk -= left;
	}
	curve.n_points = (uint32) (point - curve.points) + 1;
	return curve;
}

PG_FUNCTION_INFO_V1(cumulative_incidence);

/* cumulative_incidence(counts, conf_type, level) SETOF incidence_point, strict */
Datum
cumulative_incidence(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_counts(fcinfo);
	SurvivalConfType type = te_arg_conf_type(fcinfo, 1);
	double z = te_arg_level(fcinfo, 2);
	SurvivalParts *arms = te_survival_by_arm(s);
	bool *causes = find_causes(s);
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];

		for (int cause = 1; cause < s->n_codes && arm->n > 0; cause++)
		{
			IncidenceCurve curve;

			if (!causes[cause])
				continue;
			curve = te_cumulative_incidence(s, arm, cause);
			for (uint32 k = 0; k < curve.n_points; k++)
			{
				const IncidencePoint *point = &curve.points[k];
				SurvivalEstimate e =
					te_survival_limits(point->incidence,
									   sqrt(Max(point->variance, 0.0)), type,
									   z);

				CHECK_FOR_INTERRUPTS();
				te_put_name(&row, arm->name, arm->name_length, arm->has_name);
				row.values[row.n] = Int32GetDatum(cause);
				row.nulls[row.n++] = false;
				te_put_float(&row, point->time);
				te_put_int(&row, point->at_risk);
				te_put_int(&row, point->events);
				te_put_float(&row, e.estimate);
				te_put_float(&row, e.std_err);
				te_put_float(&row, e.lower);
				te_put_float(&row, e.upper);
				te_put_row(fcinfo, &row);
			}
			pfree(curve.points);
		}
	}
	return (Datum) 0;
}

/* The causes that somebody had in some arm; cause 1 if there was no event. */
static bool *
find_causes(const SurvivalCounts *s)
{
	bool *causes = palloc0_array(bool, SURVIVAL_MAX_CODES);

	causes[SURVIVAL_EVENT] = s->n_codes == SURVIVAL_MIN_CODES;
	for (uint32 i = 0; i < s->n_rows; i++)
		for (int code = 1; code < s->n_codes; code++)
			causes[code] |= SURVIVAL_ROW(s, i)[code] > 0;
	return causes;
}

PG_FUNCTION_INFO_V1(cause_specific);

/* cause_specific(counts, cause) survival_counts, strict */
Datum
cause_specific(PG_FUNCTION_ARGS)
{
	int32 cause = PG_GETARG_INT32(1);

	if (cause < 0 || cause >= SURVIVAL_MAX_CODES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cause %d is out of range", cause),
				 errdetail("Causes are 1 to %d; 0 stands for any.",
						   SURVIVAL_MAX_CODES - 1)));
	PG_RETURN_SURVIVAL_P(recode(te_arg_counts(fcinfo), cause));
}

/* The same groups and times, with censored and events only. */
static SurvivalCounts *
recode(const SurvivalCounts *s, int cause)
{
	SurvivalCounts *to =
		te_survival_create(s->flags & ~SURVIVAL_HAS_CAUSE, SURVIVAL_MIN_CODES,
						   s->n_groups, s->n_rows, s->names_size);

	to->missing = s->missing;
	memcpy(SURVIVAL_GROUPS(to), SURVIVAL_GROUPS(s),
		   sizeof(SurvivalGroup) * s->n_groups);
	memcpy(SURVIVAL_TIMES(to), SURVIVAL_TIMES(s), sizeof(double) * s->n_rows);
	memcpy(SURVIVAL_NAMES(to), SURVIVAL_NAMES(s), s->names_size);
	for (uint32 i = 0; i < s->n_rows; i++)
		for (int code = 0; code < s->n_codes; code++)
		{
			bool is_event =
				code != SURVIVAL_CENSORED && (cause == 0 || code == cause);

			SURVIVAL_ROW(to, i)[is_event] += SURVIVAL_ROW(s, i)[code];
		}
	return to;
}

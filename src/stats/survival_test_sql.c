/*
 * survival_test_sql.c
 *		logrank, its relatives, and hazard_ratio.
 */
#include "trial_ext.h"

#include <float.h>
#include <math.h>

#include "funcapi.h"
#include "mb/pg_wchar.h"

#include "stats/distributions.h"
#include "stats/survival.h"
#include "syntax/syntax.h"

static Datum test_result(FunctionCallInfo fcinfo, const SurvivalCounts *s,
						 const SurvivalParts *strata, const RankTest *test,
						 const char *name);
static double arg_power(FunctionCallInfo fcinfo, int n, const char *name);
static const char *rank_name(double rho, double gamma);
static int find_reference(FunctionCallInfo fcinfo, const SurvivalParts *arms);
static void put_hazard_ratio(ResultRow *row, const CoxArm *arm, double z);
static int64 count_events(const SurvivalCounts *s, const SurvivalPart *part);

PG_FUNCTION_INFO_V1(logrank);

/* logrank(counts, rho, gamma) test_result, strict */
Datum
logrank(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	double rho = arg_power(fcinfo, 1, "rho");
	double gamma = arg_power(fcinfo, 2, "gamma");
	SurvivalParts *strata = te_survival_by_stratum(s);

	return test_result(fcinfo, s, strata,
					   te_logrank(s, strata, RANK_G_RHO, rho, gamma),
					   rank_name(rho, gamma));
}

PG_FUNCTION_INFO_V1(gehan_breslow);

/* gehan_breslow(counts) test_result, strict */
Datum
gehan_breslow(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	SurvivalParts *strata = te_survival_by_stratum(s);

	return test_result(fcinfo, s, strata,
					   te_logrank(s, strata, RANK_GEHAN, 0.0, 0.0),
					   "Gehan-Breslow");
}

PG_FUNCTION_INFO_V1(tarone_ware);

/* tarone_ware(counts) test_result, strict */
Datum
tarone_ware(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	SurvivalParts *strata = te_survival_by_stratum(s);

	return test_result(fcinfo, s, strata,
					   te_logrank(s, strata, RANK_TARONE_WARE, 0.0, 0.0),
					   "Tarone-Ware");
}

static Datum
test_result(FunctionCallInfo fcinfo, const SurvivalCounts *s,
			const SurvivalParts *strata, const RankTest *test, const char *name)
{
	if (s->flags & SURVIVAL_HAS_STRATUM)
		name = psprintf("%s, stratified", name);
	return te_test_row(fcinfo, test->statistic, test->df, test->p_value, name,
					   te_survival_subjects(s), te_survival_missing(s), NAN);
}

/* Powers of the weights: finite and not negative. */
static double
arg_power(FunctionCallInfo fcinfo, int n, const char *name)
{
	double power = PG_GETARG_FLOAT8(n);

	if (!(power >= 0.0 && power <= DBL_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be finite and not negative", name),
				 errhint("0 is the log-rank test, rho = 1 that of Peto and "
						 "Peto.")));
	return power;
}

static const char *
rank_name(double rho, double gamma)
{
	if (rho == 0.0 && gamma == 0.0)
		return "log-rank";
	if (rho == 1.0 && gamma == 0.0)
		return "Peto-Peto";
	if (gamma == 0.0)
		return psprintf("G-rho, rho = %g", rho);
	return psprintf("Fleming-Harrington, rho = %g, gamma = %g", rho, gamma);
}

PG_FUNCTION_INFO_V1(logrank_arms);

/* logrank_arms(counts, rho, gamma) SETOF logrank_arm, strict */
Datum
logrank_arms(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_arg_one_event(fcinfo);
	double rho = arg_power(fcinfo, 1, "rho");
	double gamma = arg_power(fcinfo, 2, "gamma");
	SurvivalParts *arms = te_survival_by_arm(s);
	RankTest *test =
		te_logrank(s, te_survival_by_stratum(s), RANK_G_RHO, rho, gamma);
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];

		te_put_name(&row, arm->name, arm->name_length, arm->has_name);
		te_put_int(&row, arm->n);
		te_put_int(&row, count_events(s, arm));
		te_put_float(&row, test->observed[i]);
		te_put_float(&row, test->expected[i]);
		te_put_float(&row, test->variance[(size_t) i * test->n_arms + i]);
		te_put_int(&row, arm->missing);
		te_put_row(fcinfo, &row);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(hazard_ratio);

/* hazard_ratio(counts, reference, ties, level) SETOF hazard_ratio_estimate */
Datum
hazard_ratio(PG_FUNCTION_ARGS)
{
	/* in the order of CoxTies */
	static const char *const names[] = {"efron", "breslow"};
	CoxTies ties = te_arg_choice(fcinfo, 2, "ties", names, lengthof(names));
	double z = te_arg_level(fcinfo, 3);
	SurvivalCounts *s;
	SurvivalParts *arms;
	CoxArm *fit;
	int reference;
	ResultRow row = {0};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	s = te_arg_one_event(fcinfo);
	arms = te_survival_by_arm(s);
	reference = find_reference(fcinfo, arms);
	if (arms->n_parts < 2)
		return (Datum) 0;
	fit = te_cox(s, te_survival_by_stratum(s), reference, ties);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];
		const SurvivalPart *other = &arms->parts[reference];

		if (i == reference)
			continue;
		te_put_name(&row, arm->name, arm->name_length, arm->has_name);
		te_put_name(&row, other->name, other->name_length, other->has_name);
		put_hazard_ratio(&row, &fit[i], z);
		te_put_float(&row, PG_GETARG_FLOAT8(3));
		te_put_text(&row,
					psprintf("Cox, %s%s", names[ties],
							 s->flags & SURVIVAL_HAS_STRATUM ? ", stratified" :
															   ""));
		te_put_int(&row, count_events(s, arm));
		te_put_int(&row, arm->n);
		te_put_int(&row, count_events(s, other));
		te_put_int(&row, other->n);
		te_put_int(&row, te_survival_missing(s));
		te_put_text(
			&row,
			fit[i].state == COX_FINITE ?
				NULL :
				fit[i].state == COX_ZERO ?
				"no finite estimate: no event of this arm while the reference was at risk" :
				fit[i].state == COX_INFINITE ?
				"no finite estimate: no event of the reference while this arm was at risk" :
				fit[i].state == COX_NONE ?
				"no estimate: no event while both arms were at risk" :
				"no estimate: the iteration did not converge");
		te_put_row(fcinfo, &row);
	}
	return (Datum) 0;
}

/* The number of the reference arm: the one named, or the first. */
static int
find_reference(FunctionCallInfo fcinfo, const SurvivalParts *arms)
{
	text *given;
	const char *name;
	int length;
	NearestWord nearest;
	const char *hint;

	if (PG_ARGISNULL(1))
		return 0;
	given = PG_GETARG_TEXT_PP(1);
	name = VARDATA_ANY(given);
	length = VARSIZE_ANY_EXHDR(given);
	te_nearest_begin(&nearest, name, length);
	for (int i = 0; i < arms->n_parts; i++)
	{
		const SurvivalPart *arm = &arms->parts[i];

		if (!arm->has_name)
			continue;
		if (te_survival_compare_names(arm->name, arm->name_length, name,
									  length) == 0)
			return i;
		te_nearest_consider(&nearest, pnstrdup(arm->name, arm->name_length));
	}
	hint = te_nearest_hint(&nearest);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no subject is in the reference arm \"%s\"",
					pnstrdup(name, pg_mbcliplen(name, length, 63))),
			 hint != NULL ? errhint("%s", hint) : 0));
	return 0; /* keep compiler quiet */
}

/* Ratio, limits, log ratio, standard error, z, p. */
static void
put_hazard_ratio(ResultRow *row, const CoxArm *arm, double z)
{
	double log_ratio = NAN;
	double std_err = NAN;
	double statistic;

	if (arm->state == COX_FINITE)
	{
		log_ratio = arm->log_ratio;
		std_err = arm->std_err;
	}
	te_put_float(row,
				 arm->state == COX_ZERO			? 0.0 :
					 arm->state == COX_INFINITE ? INFINITY :
												  exp(log_ratio));
	te_put_float(row, exp(log_ratio - z * std_err));
	te_put_float(row, exp(log_ratio + z * std_err));
	te_put_float(row, log_ratio);
	te_put_float(row, std_err);
	statistic = log_ratio / std_err;
	te_put_float(row, statistic);
	te_put_float(row, 2.0 * te_normal_upper(fabs(statistic)));
}

static int64
count_events(const SurvivalCounts *s, const SurvivalPart *part)
{
	int64 events = 0;

	for (uint32 i = 0; i < part->n_steps; i++)
		events += SURVIVAL_ROW(s, part->steps[i].row)[SURVIVAL_EVENT];
	return events;
}

/*
 * proportion_sql.c
 *		SQL functions: proportions and their comparison, from counts and from
 *		the states of the aggregates.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

#include "stats/proportion_sql.h"

#include <math.h>

typedef TeEstimate (*CompareFunction)(TePair p, TeMethod method, double level);

/* A measure that compares two groups; its first method is the default. */
typedef struct Measure
{
	const char *name;
	CompareFunction compare;
	const TeMethod *methods;
	int n_methods;
} Measure;

static const TeMethod rate_methods[] = {METHOD_WILSON, METHOD_CLOPPER_PEARSON,
										METHOD_JEFFREYS, METHOD_WALD,
										METHOD_AGRESTI_COULL};
static const TeMethod difference_methods[] = {METHOD_NEWCOMBE,
											  METHOD_MIETTINEN_NURMINEN,
											  METHOD_MEE, METHOD_WALD};
static const TeMethod ratio_methods[] = {METHOD_KATZ, METHOD_MIETTINEN_NURMINEN,
										 METHOD_KOOPMAN, METHOD_WALD};
static const TeMethod odds_methods[] = {METHOD_WOOLF, METHOD_EXACT,
										METHOD_WALD};
static const TeMethod rate_ratio_methods[] = {METHOD_EXACT, METHOD_WALD};

static TeEstimate odds_ratio_any(TePair p, TeMethod method, double level);

static const Measure risk_difference_measure = {"risk_difference",
												te_risk_difference,
												difference_methods,
												lengthof(difference_methods)};
static const Measure risk_ratio_measure = {"risk_ratio", te_risk_ratio,
										   ratio_methods,
										   lengthof(ratio_methods)};
static const Measure odds_ratio_measure = {"odds_ratio", odds_ratio_any,
										   odds_methods,
										   lengthof(odds_methods)};

static TeEstimate
odds_ratio_any(TePair p, TeMethod method, double level)
{
	TeEstimate e;

	if (method != METHOD_EXACT)
		return te_odds_ratio(p, method, level);
	if (!te_odds_ratio_exact(p, level, &e))
		te_too_large("exact limits of the odds ratio");
	return e;
}

/* ---------------------------------------------------------- response_rate */

PG_FUNCTION_INFO_V1(response_rate_counts);

/* response_rate(x bigint, n bigint, method text, level float8) estimate */
Datum
response_rate_counts(PG_FUNCTION_ARGS)
{
	int64 x = PG_GETARG_INT64(0);
	int64 n = PG_GETARG_INT64(1);
	TeMethod method =
		te_method_among(te_method_argument(fcinfo, 2), rate_methods,
						lengthof(rate_methods), "response_rate");
	double level = PG_GETARG_FLOAT8(3);

	te_check_level(level);
	te_check_responders(x, n);
	PG_RETURN_DATUM(
		te_estimate_result(fcinfo, te_proportion(x, n, method, level), level,
						   te_method_name(method), x, n, UNKNOWN_COUNT));
}

/* Which of the labels of a dimension is the truth value, or -1. */
static int
find_truth(const ContingencyCounts *c, ContingencyDimension d, bool value)
{
	ContingencyLabel label = {"false", 5};

	if (value)
	{
		label.data = "true";
		label.length = 4;
	}
	return Max(te_contingency_find(c, d, label), -1);
}

/* Counts by other labels than false and true have no responders. */
static void
check_truth(const ContingencyCounts *c, ContingencyDimension d,
			const char *what)
{
	int known = (find_truth(c, d, false) >= 0) + (find_truth(c, d, true) >= 0);

	if (known != c->labels[d])
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("counts are not by %s, true or false", what),
			 errhint(
				 "%s",
				 d == BY_OUTCOME ?
					 "Give contingency_agg the outcome as a truth value." :
					 "Make them by contingency_agg(outcome boolean, treated boolean).")));
}

static Datum
rate_result(FunctionCallInfo fcinfo, const ContingencyCounts *c,
			TeMethod method, double level)
{
	int64 x = 0;
	int64 n = 0;
	int responded;

	check_truth(c, BY_OUTCOME, "outcome");
	responded = find_truth(c, BY_OUTCOME, true);
	for (int i = 0; i < contingency_n_cells(c); i++)
	{
		te_contingency_add_count(&n, c->cells[i]);
		if (i % c->labels[BY_OUTCOME] == responded)
			x += c->cells[i];
	}
	method = te_method_among(method, rate_methods, lengthof(rate_methods),
							 "response_rate");
	return te_estimate_result(fcinfo, te_proportion(x, n, method, level), level,
							  te_method_name(method), x, n, c->missing);
}

PG_FUNCTION_INFO_V1(response_rate_final);

Datum
response_rate_final(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	PG_RETURN_DATUM(rate_result(fcinfo, c, c->method, te_state_level(c)));
}

PG_FUNCTION_INFO_V1(response_rate_of);

/* response_rate_of(contingency_counts, method text, level float8) estimate */
Datum
response_rate_of(PG_FUNCTION_ARGS)
{
	double level = PG_GETARG_FLOAT8(2);

	te_check_level(level);
	PG_RETURN_DATUM(rate_result(fcinfo, PG_GETARG_CONTINGENCY_P(0),
								te_method_argument(fcinfo, 1), level));
}

/* ------------------------------------------------- two groups, from counts */

static TePair
pair_of(const int64 *counts)
{
	TePair p = {counts[0], counts[1], counts[2], counts[3]};

	return p;
}

static Datum
compare(FunctionCallInfo fcinfo, const Measure *m, const int64 *counts,
		int64 missing, TeMethod method, double level)
{
	method = te_method_among(method, m->methods, m->n_methods, m->name);
	return te_comparison_result(fcinfo,
								m->compare(pair_of(counts), method, level),
								level, te_method_name(method), counts, missing);
}

/* measure(x1, n1, x2, n2 bigint, method text, level float8) */
static Datum
compare_counts(FunctionCallInfo fcinfo, const Measure *m)
{
	double level = PG_GETARG_FLOAT8(5);
	int64 counts[4];

	te_check_level(level);
	for (int i = 0; i < 4; i++)
		counts[i] = PG_GETARG_INT64(i);
	te_check_responders(counts[0], counts[1]);
	te_check_responders(counts[2], counts[3]);
	return compare(fcinfo, m, counts, UNKNOWN_COUNT,
				   te_method_argument(fcinfo, 4), level);
}

/*
 * The two groups of each stratum: x1, n1, x2, n2 of the k-th from counts +
 * 4 k on; palloc'd.
 */
static int64 *
groups_by_stratum(const ContingencyCounts *c)
{
	int64 *groups = palloc0_array(int64, 4 * c->labels[BY_STRATUM] + 1);
	int responded, treated;
	const int64 *cell = c->cells;

	check_truth(c, BY_ARM, "treatment");
	check_truth(c, BY_OUTCOME, "outcome");
	responded = find_truth(c, BY_OUTCOME, true);
	treated = find_truth(c, BY_ARM, true);
	for (int k = 0; k < c->labels[BY_STRATUM]; k++)
		for (int i = 0; i < c->labels[BY_ARM]; i++)
			for (int j = 0; j < c->labels[BY_OUTCOME]; j++, cell++)
			{
				int64 *group = groups + (Size) 4 * k + (i == treated ? 0 : 2);

				te_contingency_add_count(&group[1], *cell);
				if (j == responded)
					group[0] += *cell;
			}
	return groups;
}

/* All strata in one. */
static void
pool(const int64 *groups, int strata, int64 *pooled)
{
	memset(pooled, 0, 4 * sizeof(int64));
	for (int k = 0; k < strata; k++)
		for (int i = 0; i < 4; i++)
			te_contingency_add_count(&pooled[i], groups[4 * k + i]);
}

static Datum
compare_state(FunctionCallInfo fcinfo, const Measure *m,
			  const ContingencyCounts *c, TeMethod method, double level)
{
	int64 pooled[4];

	pool(groups_by_stratum(c), c->labels[BY_STRATUM], pooled);
	return compare(fcinfo, m, pooled, c->missing, method, level);
}

static Datum
compare_final(FunctionCallInfo fcinfo, const Measure *m)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	return compare_state(fcinfo, m, c, c->method, te_state_level(c));
}

/* measure_of(contingency_counts, method text, level float8) */
static Datum
compare_of_counts(FunctionCallInfo fcinfo, const Measure *m)
{
	double level = PG_GETARG_FLOAT8(2);

	te_check_level(level);
	return compare_state(fcinfo, m, PG_GETARG_CONTINGENCY_P(0),
						 te_method_argument(fcinfo, 1), level);
}

#define MEASURE(name)                                                \
	PG_FUNCTION_INFO_V1(name##_counts);                              \
	Datum name##_counts(PG_FUNCTION_ARGS)                            \
	{                                                                \
		PG_RETURN_DATUM(compare_counts(fcinfo, &name##_measure));    \
	}                                                                \
	PG_FUNCTION_INFO_V1(name##_final);                               \
	Datum name##_final(PG_FUNCTION_ARGS)                             \
	{                                                                \
		PG_RETURN_DATUM(compare_final(fcinfo, &name##_measure));     \
	}                                                                \
	PG_FUNCTION_INFO_V1(name##_of);                                  \
	Datum name##_of(PG_FUNCTION_ARGS)                                \
	{                                                                \
		PG_RETURN_DATUM(compare_of_counts(fcinfo, &name##_measure)); \
	}                                                                \
	extern Datum name##_counts(PG_FUNCTION_ARGS)

MEASURE(risk_difference);
MEASURE(risk_ratio);
MEASURE(odds_ratio);

/* --------------------------------------------------------- Mantel-Haenszel */

typedef TeEstimate (*StrataFunction)(const TePair *p, int k, double level);

static Datum
strata_result(FunctionCallInfo fcinfo, StrataFunction measure,
			  const char *method, const int64 *groups, int strata,
			  int64 missing, double level)
{
	TePair *pairs = palloc_array(TePair, strata + 1);
	int64 pooled[4];

	for (int k = 0; k < strata; k++)
		pairs[k] = pair_of(groups + (Size) 4 * k);
	pool(groups, strata, pooled);
	return te_comparison_result(fcinfo, measure(pairs, strata, level), level,
								method, pooled, missing);
}

/*
 * bigint[stratum][2][2]: the treated, then the others; responders, then those
 * who did not respond.
 */
static Datum
strata_array(FunctionCallInfo fcinfo, StrataFunction measure,
			 const char *method)
{
	ArrayType *a = PG_GETARG_ARRAYTYPE_P(0);
	double level = PG_GETARG_FLOAT8(1);
	CountedTable table = te_table_of_array(a, 3);
	const int64 *cell = (const int64 *) ARR_DATA_PTR(a);
	int64 *groups = palloc_array(int64, 4 * table.t.strata + 1);

	te_check_level(level);
	if (table.t.rows != 2 || table.t.columns != 2)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("counts must be tables of 2 x 2"),
			 errdetail(
				 "Rows are the treated and the others, columns responders and non-responders.")));
	for (int i = 0; i < 2 * table.t.strata; i++, cell += 2)
	{
		groups[(Size) 2 * i] = cell[0];
		groups[(Size) 2 * i + 1] = cell[0] + cell[1];
	}
	return strata_result(fcinfo, measure, method, groups, table.t.strata,
						 UNKNOWN_COUNT, level);
}

static Datum
strata_state(FunctionCallInfo fcinfo, StrataFunction measure,
			 const char *method, double level)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	if (level == 0)
		level = te_state_level(c);
	te_check_level(level);
	return strata_result(fcinfo, measure, method, groups_by_stratum(c),
						 c->labels[BY_STRATUM], c->missing, level);
}

#define STRATA_MEASURE(name, function, method)                            \
	PG_FUNCTION_INFO_V1(name##_counts);                                   \
	Datum name##_counts(PG_FUNCTION_ARGS)                                 \
	{                                                                     \
		PG_RETURN_DATUM(strata_array(fcinfo, function, method));          \
	}                                                                     \
	PG_FUNCTION_INFO_V1(name##_final);                                    \
	Datum name##_final(PG_FUNCTION_ARGS)                                  \
	{                                                                     \
		PG_RETURN_DATUM(strata_state(fcinfo, function, method, 0));       \
	}                                                                     \
	PG_FUNCTION_INFO_V1(name##_of);                                       \
	Datum name##_of(PG_FUNCTION_ARGS)                                     \
	{                                                                     \
		te_check_level(PG_GETARG_FLOAT8(1));                              \
		PG_RETURN_DATUM(                                                  \
			strata_state(fcinfo, function, method, PG_GETARG_FLOAT8(1))); \
	}                                                                     \
	extern Datum name##_counts(PG_FUNCTION_ARGS)

STRATA_MEASURE(mantel_haenszel_risk_difference, te_mh_risk_difference, "sato");
STRATA_MEASURE(mantel_haenszel_risk_ratio, te_mh_risk_ratio,
			   "greenland_robins");
STRATA_MEASURE(mantel_haenszel_odds_ratio, te_mh_odds_ratio,
			   "robins_breslow_greenland");

/* ------------------------------------------------------------------- rates */

void
te_check_events(int64 events, double time)
{
	if (events < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of events must not be negative")));
	if (!(time >= 0) || isinf(time))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("person-time must be a finite number, not below 0")));
}

TeMethod
te_rate_ratio_method(TeMethod method)
{
	return te_method_among(method, rate_ratio_methods,
						   lengthof(rate_ratio_methods), "rate_ratio");
}

PG_FUNCTION_INFO_V1(incidence_rate_counts);

/* incidence_rate(events bigint, person_time float8, level float8) estimate */
Datum
incidence_rate_counts(PG_FUNCTION_ARGS)
{
	int64 events = PG_GETARG_INT64(0);
	double time = PG_GETARG_FLOAT8(1);
	double level = PG_GETARG_FLOAT8(2);

	te_check_level(level);
	te_check_events(events, time);
	PG_RETURN_DATUM(te_estimate_result(fcinfo,
									   te_incidence_rate(events, time, level),
									   level, te_method_name(METHOD_EXACT),
									   events, UNKNOWN_COUNT, UNKNOWN_COUNT));
}

PG_FUNCTION_INFO_V1(rate_ratio_counts);

/* rate_ratio(events1, time1, events2, time2, method, level) */
Datum
rate_ratio_counts(PG_FUNCTION_ARGS)
{
	int64 counts[4] = {PG_GETARG_INT64(0), UNKNOWN_COUNT, PG_GETARG_INT64(2),
					   UNKNOWN_COUNT};
	double time1 = PG_GETARG_FLOAT8(1);
	double time2 = PG_GETARG_FLOAT8(3);
	TeMethod method = te_rate_ratio_method(te_method_argument(fcinfo, 4));
	double level = PG_GETARG_FLOAT8(5);

	te_check_level(level);
	te_check_events(counts[0], time1);
	te_check_events(counts[2], time2);
	PG_RETURN_DATUM(te_comparison_result(
		fcinfo,
		te_rate_ratio(counts[0], time1, counts[2], time2, method, level), level,
		te_method_name(method), counts, UNKNOWN_COUNT));
}

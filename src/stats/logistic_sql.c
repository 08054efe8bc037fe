/*
 * logistic_sql.c
 *		logistic_regression and what is read from its models.
 */
#include "trial_ext.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"

#include "stats/distributions.h"
#include "stats/location.h"
#include "stats/logistic.h"
#include "syntax/syntax.h"

#define COEFFICIENT_COLUMNS 8
/* Of a word that is not understood, so much is repeated. */
#define QUOTED_BYTES 64

static RowsPenalty penalty_of(FunctionCallInfo fcinfo, int arg);
static double *predictors_of(ArrayType *array, int *count, bool *missing);
static Datum add_row(FunctionCallInfo fcinfo, RowsPenalty penalty);
static void check_length(int expected, int count);
static Datum *coefficient_names(ArrayType *names, int n_coefs);
static double linear_predictor(const LogisticModel *m, const double *x);

/* ---------------------------------------------------------------- transition */

PG_FUNCTION_INFO_V1(sample_rows_model);

/* outcome, predictors */
Datum
sample_rows_model(PG_FUNCTION_ARGS)
{
	return add_row(fcinfo, PENALTY_NONE);
}

PG_FUNCTION_INFO_V1(sample_rows_model_penalty);

/* outcome, predictors, penalty */
Datum
sample_rows_model_penalty(PG_FUNCTION_ARGS)
{
	return add_row(fcinfo, penalty_of(fcinfo, 3));
}

static Datum
add_row(FunctionCallInfo fcinfo, RowsPenalty penalty)
{
	SampleRows *rows = te_rows_state(fcinfo, ROWS_MODEL, 0, penalty, NAN);
	double row[ROWS_MAX_PREDICTORS + 1];
	double *x;
	bool missing = PG_ARGISNULL(1);
	int count;

	if (PG_ARGISNULL(2))
	{
		te_rows_add_missing(rows, 1);
		PG_RETURN_POINTER(rows);
	}
	x = predictors_of(PG_GETARG_ARRAYTYPE_P(2), &count, &missing);
	if (rows->width == 0)
		rows->width = count + 1;
	check_length(rows->width - 1, count);
	if (missing)
	{
		te_rows_add_missing(rows, 1);
		PG_RETURN_POINTER(rows);
	}
	memcpy(row, x, sizeof(double) * count);
	row[count] = PG_GETARG_BOOL(1) ? 1.0 : 0.0;
	pfree(x);
	PG_RETURN_POINTER(te_rows_add(rows, row, 1));
}

static RowsPenalty
penalty_of(FunctionCallInfo fcinfo, int arg)
{
	text *word;
	NearestWord nearest;
	const char *hint;
	char *quoted;

	if (PG_ARGISNULL(arg))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be null", "penalty")));
	word = PG_GETARG_TEXT_PP(arg);
	te_nearest_begin(&nearest, VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));
	for (int i = 0; i < PENALTIES; i++)
	{
		if (strlen(te_penalty_names[i]) == VARSIZE_ANY_EXHDR(word) &&
			memcmp(te_penalty_names[i], VARDATA_ANY(word),
				   VARSIZE_ANY_EXHDR(word)) == 0)
			return i;
		te_nearest_consider(&nearest, te_penalty_names[i]);
	}
	hint = te_nearest_hint(&nearest);
	quoted = pnstrdup(VARDATA_ANY(word),
					  pg_mbcliplen(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word),
								   QUOTED_BYTES));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized penalty: \"%s\"", quoted),
			 hint != NULL ? errhint("%s", hint) :
							errhint("Penalties are \"none\" and \"firth\".")));
	return PENALTY_NONE;
}

/* The numbers of an array of one dimension; *missing when one is NULL. */
static double *
predictors_of(ArrayType *array, int *count, bool *missing)
{
	Datum *values;
	bool *nulls;
	double *x;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("predictors must be an array of one dimension")));
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &values, &nulls, count);
	if (*count > ROWS_MAX_PREDICTORS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many predictors"),
				 errdetail("The limit is %d predictors.",
						   ROWS_MAX_PREDICTORS)));
	x = palloc_array(double, *count + 1);
	for (int i = 0; i < *count; i++)
	{
		if (nulls[i])
			*missing = true;
		else
			x[i] = te_sample_number(DatumGetFloat8(values[i]));
	}
	pfree(values);
	pfree(nulls);
	return x;
}

static void
check_length(int expected, int count)
{
	if (count != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays of predictors differ in length: %d and %d",
						expected, count)));
}

PG_FUNCTION_INFO_V1(logistic_regression_final);

Datum
logistic_regression_final(PG_FUNCTION_ARGS)
{
	const SampleRows *rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = PG_GETARG_ROWS_P(0);
	te_rows_check_kind(rows, ROWS_MODEL);
	PG_RETURN_POINTER(te_logistic_fit(te_rows_sealed(rows), rows->penalty));
}

PG_FUNCTION_INFO_V1(logistic_regression_of);

/* logistic_regression_of(sample_rows, penalty) */
Datum
logistic_regression_of(PG_FUNCTION_ARGS)
{
	const SampleRows *rows = PG_GETARG_ROWS_P(0);

	te_rows_check_kind(rows, ROWS_MODEL);
	PG_RETURN_POINTER(
		te_logistic_fit(te_rows_sealed(rows), penalty_of(fcinfo, 1)));
}

/* ------------------------------------------------------------------- reading */

PG_FUNCTION_INFO_V1(logistic_coefficients);

/* coefficients(logistic_model, names, level) SETOF model_coefficient */
Datum
logistic_coefficients(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	LogisticModel *m;
	ArrayType *names = PG_ARGISNULL(1) ? NULL : PG_GETARG_ARRAYTYPE_P(1);
	Datum *labels;
	double z;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(2))
		return (Datum) 0;
	m = PG_GETARG_MODEL_P(0);
	z = te_normal_upper_quantile((1.0 - te_sample_level(PG_GETARG_FLOAT8(2))) /
								 2.0);
	labels = coefficient_names(names, m->n_coefs);
	for (int i = 0; i < m->n_coefs; i++)
	{
		double b = MODEL_COEFS(m)[i];
		double se = sqrt(MODEL_COV(m, i, i));
		double wald = b / se;
		double columns[] = {b,
							se,
							wald,
							2.0 * te_normal_upper(fabs(wald)),
							exp(b),
							exp(b - z * se),
							exp(b + z * se)};
		Datum values[COEFFICIENT_COLUMNS];
		bool nulls[COEFFICIENT_COLUMNS] = {false};

		values[0] = labels[i];
		for (int k = 0; k < lengthof(columns); k++)
		{
			values[k + 1] = Float8GetDatum(columns[k]);
			nulls[k + 1] = isnan(columns[k]);
		}
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* "(intercept)", then what the user calls the predictors, or x1, x2 ... */
static Datum *
coefficient_names(ArrayType *names, int n_coefs)
{
	Datum *result = palloc_array(Datum, n_coefs);
	Datum *given = NULL;
	bool *nulls = NULL;
	int count = 0;

	if (names != NULL)
	{
		deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &given,
						  &nulls, &count);
		if (count != n_coefs - 1)
			ereport(ERROR,
					(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
					 errmsg("model has %d predictors, but %d names are given",
							n_coefs - 1, count)));
	}
	result[0] = CStringGetTextDatum("(intercept)");
	for (int i = 1; i < n_coefs; i++)
		result[i] = given != NULL && !nulls[i - 1] ?
			given[i - 1] :
			CStringGetTextDatum(psprintf("x%d", i));
	return result;
}

PG_FUNCTION_INFO_V1(logistic_predict);

/* predict(logistic_model, predictors) float8 */
Datum
logistic_predict(PG_FUNCTION_ARGS)
{
	LogisticModel *m = PG_GETARG_MODEL_P(0);
	bool missing = false;
	int count;
	double *x = predictors_of(PG_GETARG_ARRAYTYPE_P(1), &count, &missing);
	double eta;

	check_length(m->n_coefs - 1, count);
	if (missing)
		PG_RETURN_NULL();
	eta = linear_predictor(m, x);
	if (isnan(eta))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(eta > 0.0 ? 1.0 / (1.0 + exp(-eta)) :
								 exp(eta) / (1.0 + exp(eta)));
}

/* Aliased predictors add nothing; without finite coefficients nothing is known */
static double
linear_predictor(const LogisticModel *m, const double *x)
{
	double eta = MODEL_COEFS(m)[0];

	if (m->separation != SEPARATION_NONE || !m->converged)
		return NAN;
	for (int i = 1; i < m->n_coefs; i++)
	{
		if (!isnan(MODEL_COEFS(m)[i]))
			eta += MODEL_COEFS(m)[i] * x[i - 1];
	}
	return eta;
}

PG_FUNCTION_INFO_V1(logistic_summary);

/* model_summary(logistic_model) model_fit */
Datum
logistic_summary(PG_FUNCTION_ARGS)
{
	LogisticModel *m = PG_GETARG_MODEL_P(0);
	TupleDesc desc;
	Datum values[15];
	bool nulls[15] = {false};
	int rank = m->rank;
	double chisq = 2.0 * (m->log_likelihood - m->null_log_likelihood);
	double numbers[5];

	numbers[0] = m->log_likelihood;
	numbers[1] = m->null_log_likelihood;
	numbers[2] = rank > 1 && !isnan(chisq) ? Max(chisq, 0.0) : NAN;
	numbers[3] = rank > 1 && !isnan(chisq) ?
		te_chisq_upper(Max(chisq, 0.0), rank - 1.0) :
		NAN;
	numbers[4] = rank > 0 ? 2.0 * rank - 2.0 * m->log_likelihood : NAN;
	values[0] = Int64GetDatum(m->n);
	values[1] = Int64GetDatum(m->events);
	values[2] = Int64GetDatum(m->missing);
	values[3] = Int32GetDatum(m->n_coefs - 1);
	values[4] = Int32GetDatum(m->n_coefs - rank);
	nulls[4] = rank == 0;
	values[5] = CStringGetTextDatum(te_penalty_names[m->penalty]);
	for (int i = 0; i < 3; i++)
	{
		values[6 + i] = Float8GetDatum(numbers[i]);
		nulls[6 + i] = isnan(numbers[i]);
	}
	values[9] = Int32GetDatum(rank - 1);
	nulls[9] = rank == 0;
	for (int i = 3; i < 5; i++)
	{
		values[7 + i] = Float8GetDatum(numbers[i]);
		nulls[7 + i] = isnan(numbers[i]);
	}
	values[12] = Int32GetDatum(m->iterations);
	values[13] = BoolGetDatum(m->converged);
	values[14] = CStringGetTextDatum(te_separation_names[m->separation]);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

/* --------------------------------------------------------------------- folds */

PG_FUNCTION_INFO_V1(fold_of);

/*
 * fold_of(subject, folds, seed) int4: 1 .. folds from the first 60 bits of
 * SHA-256 of "seed:subject" in UTF-8, so that anybody can make the same folds.
 */
Datum
fold_of(PG_FUNCTION_ARGS)
{
	text *subject = PG_GETARG_TEXT_PP(0);
	int32 folds = PG_GETARG_INT32(1);
	text *seed = PG_GETARG_TEXT_PP(2);
	StringInfoData both;
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	uint64 first = 0;
	char *utf8;

	if (folds < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of folds must be at least 1")));
	initStringInfo(&both);
	appendBinaryStringInfo(&both, VARDATA_ANY(seed), VARSIZE_ANY_EXHDR(seed));
	appendStringInfoChar(&both, ':');
	appendBinaryStringInfo(&both, VARDATA_ANY(subject),
						   VARSIZE_ANY_EXHDR(subject));
	utf8 = pg_server_to_any(both.data, both.len, PG_UTF8);
	if (utf8 != both.data)
		both.len = strlen(utf8);
	if (hash == NULL || pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, (uint8 *) utf8, both.len) < 0 ||
		pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not compute a hash");
	pg_cryptohash_free(hash);
	for (int i = 0; i < 8; i++)
		first = first << 8 | digest[i];
	PG_RETURN_INT32((int32) ((first >> 4) % (uint64) folds) + 1);
}

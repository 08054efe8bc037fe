/*
 * logistic_model.c
 *		Type logistic_model: its text form, also that of the wire.
 *
 *		1 none 60 27 3 2 3 true none 6 -12.5 -41.1: -1.5 0.3 1.1: 0.5 0.1 0.2 ..
 *
 * that is the version, the penalty, subjects, events, missing, predictors,
 * coefficients that are not aliased, converged, separation, iterations, log-likelihood, that of the intercept
 * alone; the coefficients; the lower triangle of their covariance.
 */
#include "trial_ext.h"

#include <limits.h>
#include <math.h>

#include "libpq/pqformat.h"

#include "stats/location.h"
#include "stats/logistic.h"
#include "syntax/syntax.h"

static const char *const truth_names[] = {"false", "true"};

static LogisticModel *model_parse(const char *text);
static bool possible_model(const LogisticModel *m);

PG_FUNCTION_INFO_V1(logistic_model_out);

Datum
logistic_model_out(PG_FUNCTION_ARGS)
{
	LogisticModel *m = PG_GETARG_MODEL_P(0);
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfo(&to,
					 "%d %s " INT64_FORMAT " " INT64_FORMAT " " INT64_FORMAT
					 " %d %d %s %s %d ",
					 LOGISTIC_MODEL_VERSION, te_penalty_names[m->penalty], m->n,
					 m->events, m->missing, m->n_coefs - 1, m->rank,
					 truth_names[m->converged],
					 te_separation_names[m->separation], m->iterations);
	te_sample_print_number(&to, m->log_likelihood);
	appendStringInfoChar(&to, ' ');
	te_sample_print_number(&to, m->null_log_likelihood);
	for (Size i = 0; i < MODEL_NUMBERS(m->n_coefs); i++)
	{
		if (i == 0 || i == m->n_coefs)
			appendStringInfoChar(&to, ':');
		appendStringInfoChar(&to, ' ');
		te_sample_print_number(&to, m->numbers[i]);
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(logistic_model_in);

Datum
logistic_model_in(PG_FUNCTION_ARGS)
{
	LogisticModel *m = model_parse(PG_GETARG_CSTRING(0));

	if (m == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "logistic_model"),
			 errdetail(
				 "Models are written like \"%d none 60 27 3 0 1 true none 5 -41.3 -41.3: -0.2: 0.07\".",
				 LOGISTIC_MODEL_VERSION)));
	PG_RETURN_POINTER(m);
}

PG_FUNCTION_INFO_V1(logistic_model_send);

Datum
logistic_model_send(PG_FUNCTION_ARGS)
{
	return te_sample_send_text(DatumGetCString(
		DirectFunctionCall1(logistic_model_out, PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(logistic_model_recv);

Datum
logistic_model_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	LogisticModel *m = model_parse(text);

	if (m == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "logistic_model")));
	PG_RETURN_POINTER(m);
}

/* Reads the text form, strictly; NULL when it is not one. */
static LogisticModel *
model_parse(const char *text)
{
	const char *p = text;
	int64 counts[5]; /* n, events, missing, predictors, rank */
	int64 iterations;
	int penalty;
	int converged;
	int separation;
	LogisticModel *m;
	Size size;

	if (*p++ != '0' + LOGISTIC_MODEL_VERSION || *p++ != ' ' ||
		!te_sample_read_word(&p, te_penalty_names, PENALTIES, &penalty))
		return NULL;
	for (int i = 0; i < 5; i++)
	{
		if (*p++ != ' ' || !te_read_count(&p, &counts[i]))
			return NULL;
	}
	if (counts[3] > ROWS_MAX_PREDICTORS || counts[4] > counts[3] + 1 ||
		*p++ != ' ' || !te_sample_read_word(&p, truth_names, 2, &converged) ||
		*p++ != ' ' ||
		!te_sample_read_word(&p, te_separation_names, SEPARATIONS,
							 &separation) ||
		*p++ != ' ' || !te_read_count(&p, &iterations) || iterations > INT_MAX)
		return NULL;
	size = offsetof(LogisticModel, numbers) +
		sizeof(double) * MODEL_NUMBERS(counts[3] + 1);
	m = palloc0(size);
	SET_VARSIZE(m, size);
	m->version = LOGISTIC_MODEL_VERSION;
	m->penalty = penalty;
	m->converged = converged;
	m->separation = separation;
	m->n = counts[0];
	m->events = counts[1];
	m->missing = counts[2];
	m->n_coefs = (int32) counts[3] + 1;
	m->rank = (int32) counts[4];
	m->iterations = (int32) iterations;
	if (*p++ != ' ' || !te_sample_read_number(&p, &m->log_likelihood) ||
		*p++ != ' ' || !te_sample_read_number(&p, &m->null_log_likelihood))
		return NULL;
	for (Size i = 0; i < MODEL_NUMBERS(m->n_coefs); i++)
	{
		if (((i == 0 || i == m->n_coefs) && *p++ != ':') || *p++ != ' ' ||
			!te_sample_read_number(&p, &m->numbers[i]))
			return NULL;
	}
	return *p == '\0' && possible_model(m) ? m : NULL;
}

/* What the readers of a model rely on. */
static bool
possible_model(const LogisticModel *m)
{
	if (m->events > m->n || m->n > ROWS_MAX_SUBJECTS ||
		isinf(m->log_likelihood) || isinf(m->null_log_likelihood))
		return false;
	for (int i = 0; i < m->n_coefs; i++)
	{
		double coef = MODEL_COEFS(m)[i];

		if (isinf(coef) && m->separation == SEPARATION_NONE)
			return false;
		for (int k = 0; k <= i; k++)
		{
			double cov = MODEL_COV(m, i, k);

			if (isinf(cov) || (i == k && cov < 0.0) ||
				(!isnan(cov) &&
				 (!isfinite(coef) || !isfinite(MODEL_COEFS(m)[k]))))
				return false;
		}
	}
	return true;
}

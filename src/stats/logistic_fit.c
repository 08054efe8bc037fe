/*
 * logistic_fit.c
 *		Maximum likelihood and Firth's penalized likelihood.
 *
 * Newton's method in the orthonormal columns of the design, with steps halved
 * until the likelihood grows.  Where the data separate, the likelihood grows
 * without end along a direction, and Newton's steps keep going there, about 1
 * on the scale of the log odds at every turn: that direction is the proof.  It
 * moves every subject whom it moves at all to the side of the outcome, and is
 * accepted as a proof only when it does.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/logistic.h"

#define MAX_ITERATIONS 200
#define MAX_HALVINGS 30
/* Largest step in the log odds of a subject, with penalty. */
#define MAX_STEP 5.0
/* Steps below this leave nothing to improve: they shrink quadratically ... */
#define STEP_DONE 1e-8
/* ... with penalty only linearly. */
#define STEP_DONE_PENALIZED 1e-12
/* Small steps that no longer shrink are rounding errors. */
#define STEP_STALLED 1e-9
/* From this turn on, a step that is not small is asked what it proves. */
#define SEPARATION_TURN 20
/* Moved, and not moved, by a step, in log odds */
#define MOVED 0.1
#define NOT_MOVED 1e-6
/* A coefficient that moves so little, in log odds per predictor, stays. */
#define STAYS 1e-4
/* A standard error beyond this, in log odds, is that of nothing. */
#define BOUNDLESS 1e4

typedef struct Fit
{
	const Orthogonal *o;
	bool penalized;
	int free_columns; /* of Q: others stay 0 */
	double *g;		  /* coefficients of Q */
	double *eta;	  /* log odds of each row */
	double *step;	  /* of g */
	double *move;	  /* of eta */
	double *weight;	  /* work space: the information of each row */
	double *info;	  /* Cholesky's factor of the information */
	double *score;
	double log_likelihood; /* with penalty if penalized */
	int iterations;
	bool converged;
	Separation separation;
} Fit;

const char *const te_separation_names[SEPARATIONS] = {"none", "quasi",
													  "complete"};

static void fit_init(Fit *fit, const Orthogonal *o, bool penalized,
					 int free_columns);
static void run(Fit *fit);
static double largest_step(const Fit *fit);
static bool newton_step(Fit *fit);
static void fill_score(Fit *fit);
static void information_of_weights(const Fit *fit, double *info);
static void add_hat(Fit *fit);
static double likelihood_at(const Fit *fit, const double *eta);
static double half_log_det(const Fit *fit, const double *eta);
static bool advance(Fit *fit);
static Separation separation_of(const Fit *fit, bool last);
static double null_likelihood(const Orthogonal *o);
static LogisticModel *make_model(const SampleRows *rows, RowsPenalty penalty);
static void fill_model(LogisticModel *m, const Fit *fit);

LogisticModel *
te_logistic_fit(const SampleRows *rows, RowsPenalty penalty)
{
	LogisticModel *m = make_model(rows, penalty);
	Orthogonal o;
	Fit fit;

	if (rows->n_rows == 0)
		return m;
	te_orthogonal_make(&o, rows);
	fit_init(&fit, &o, penalty == PENALTY_FIRTH, o.rank);
	run(&fit);
	fill_model(m, &fit);
	if (penalty == PENALTY_FIRTH)
	{
		/* the intercept alone, under the penalty of the whole model */
		fit_init(&fit, &o, true, 1);
		run(&fit);
		m->null_log_likelihood = fit.log_likelihood + te_orthogonal_log_det(&o);
	}
	else
		m->null_log_likelihood = null_likelihood(&o);
	return m;
}

static LogisticModel *
make_model(const SampleRows *rows, RowsPenalty penalty)
{
	int n_coefs = Max(rows->width, 1);
	Size size = offsetof(LogisticModel, numbers) +
		sizeof(double) * MODEL_NUMBERS(n_coefs);
	LogisticModel *m = palloc0(size);

	SET_VARSIZE(m, size);
	m->version = LOGISTIC_MODEL_VERSION;
	m->penalty = penalty;
	m->n_coefs = n_coefs;
	m->missing = rows->missing;
	m->log_likelihood = NAN;
	m->null_log_likelihood = NAN;
	for (Size i = 0; i < MODEL_NUMBERS(n_coefs); i++)
		m->numbers[i] = NAN;
	return m;
}

static double *
numbers(double n)
{
	Size size = (Size) ((n + 1.0) * sizeof(double));
	double *result = MemoryContextAllocHuge(CurrentMemoryContext, size);

	memset(result, 0, size);
	return result;
}

static void
fit_init(Fit *fit, const Orthogonal *o, bool penalized, int free_columns)
{
	memset(fit, 0, sizeof(Fit));
	fit->o = o;
	fit->penalized = penalized;
	fit->free_columns = free_columns;
	fit->g = numbers(o->rank);
	fit->step = numbers(o->rank);
	fit->score = numbers(o->rank);
	fit->info = numbers((double) o->rank * o->rank);
	fit->eta = numbers(o->n);
	fit->move = numbers(o->n);
	fit->weight = numbers(o->n);
}

static void
run(Fit *fit)
{
	double done = fit->penalized ? STEP_DONE_PENALIZED : STEP_DONE;
	double before = INFINITY;

	fit->log_likelihood = likelihood_at(fit, fit->eta);
	while (fit->iterations < MAX_ITERATIONS && !fit->converged)
	{
		bool steps = newton_step(fit);
		double size = largest_step(fit);

		CHECK_FOR_INTERRUPTS();
		fit->iterations++;
		fit->converged = steps &&
			(size <= done || (size <= STEP_STALLED && size >= before * 0.9));
		before = size;
		if (!fit->penalized && !fit->converged &&
			fit->iterations >= SEPARATION_TURN)
			fit->separation = separation_of(fit, !steps);
		if (!steps || fit->separation != SEPARATION_NONE || !advance(fit))
			return;
	}
}

/* The largest change of a subject's log odds, relative where they are large */
static double
largest_step(const Fit *fit)
{
	double largest = 0.0;

	for (int64 i = 0; i < fit->o->n; i++)
		largest =
			Max(largest, fabs(fit->move[i]) / Max(1.0, fabs(fit->eta[i])));
	return largest;
}

/* eta of a probability's log odds: log(1 + exp(eta)), at any size */
static double
log1p_exp(double eta)
{
	return eta > 0.0 ? eta + log1p(exp(-eta)) : log1p(exp(eta));
}

static double
probability(double eta)
{
	return eta > 0.0 ? 1.0 / (1.0 + exp(-eta)) : exp(eta) / (1.0 + exp(eta));
}

/* p (1 - p), with all its digits also where p is near 0 or 1 */
static double
variance(double eta)
{
	double e = exp(-fabs(eta));

	return e / ((1.0 + e) * (1.0 + e));
}

/* y - p, likewise */
static double
residual(double y, double eta)
{
	return y != 0.0 ? probability(-eta) : -probability(eta);
}

static double
likelihood_at(const Fit *fit, const double *eta)
{
	const Orthogonal *o = fit->o;
	double sum = 0.0;

	for (int64 i = 0; i < o->n; i++)
		sum -= o->weight[i] * log1p_exp(o->y[i] != 0.0 ? -eta[i] : eta[i]);
	return fit->penalized ? sum + half_log_det(fit, eta) : sum;
}

/* The information of all columns at these log odds, lower triangle. */
static void
information(const Fit *fit, const double *eta, double *info)
{
	const Orthogonal *o = fit->o;

	for (int64 j = 0; j < o->n; j++)
		fit->weight[j] = o->weight[j] * variance(eta[j]);
	information_of_weights(fit, info);
}

/* The same from the weights in fit->weight. */
static void
information_of_weights(const Fit *fit, double *info)
{
	const Orthogonal *o = fit->o;

	for (int i = 0; i < o->rank; i++)
	{
		const double *a = o->q + o->n * i;

		for (int k = 0; k <= i; k++)
		{
			const double *b = o->q + o->n * k;
			double sum = 0.0;

			for (int64 j = 0; j < o->n; j++)
				sum += fit->weight[j] * a[j] * b[j];
			info[(Size) i * o->rank + k] = sum;
		}
	}
}

/* Half the log of the information's determinant: Firth's penalty. */
static double
half_log_det(const Fit *fit, const double *eta)
{
	const Orthogonal *o = fit->o;
	double *info = numbers((double) o->rank * o->rank);
	double sum = 0.0;

	information(fit, eta, info);
	if (!te_cholesky(info, o->rank))
		sum = -INFINITY;
	for (int i = 0; i < o->rank && isfinite(sum); i++)
		sum += log(info[(Size) i * o->rank + i]);
	pfree(info);
	return sum;
}

/*
 * Newton's step, and how it moves the log odds; false: no information left.
 * With the penalty, a subject counts as 1 + h: the exact second derivative
 * would also need that of h.
 */
static bool
newton_step(Fit *fit)
{
	const Orthogonal *o = fit->o;
	int n = fit->free_columns;

	information(fit, fit->eta, fit->info);
	fill_score(fit);
	memset(fit->step, 0, sizeof(double) * o->rank);
	memset(fit->move, 0, sizeof(double) * o->n);
	if (!te_cholesky(fit->info, o->rank))
		return false;
	if (fit->penalized)
	{
		add_hat(fit);
		information_of_weights(fit, fit->info);
		/* the free columns come first: their block is a matrix of its own */
		for (int i = 1; i < n; i++)
			memmove(fit->info + (Size) i * n, fit->info + (Size) i * o->rank,
					sizeof(double) * n);
		if (!te_cholesky(fit->info, n))
			return false;
	}
	memcpy(fit->step, fit->score, sizeof(double) * n);
	te_cholesky_solve(fit->info, n, fit->step);
	for (int k = 0; k < n; k++)
	{
		const double *q = o->q + o->n * k;

		for (int64 i = 0; i < o->n; i++)
			fit->move[i] += fit->step[k] * q[i];
	}
	return true;
}

static void
fill_score(Fit *fit)
{
	const Orthogonal *o = fit->o;

	for (int k = 0; k < o->rank; k++)
	{
		const double *q = o->q + o->n * k;

		fit->score[k] = 0.0;
		for (int64 i = 0; i < o->n; i++)
			fit->score[k] +=
				o->weight[i] * residual(o->y[i], fit->eta[i]) * q[i];
	}
}

/*
 * The penalty's part of the score: every subject also counts as h / 2
 * responders and h / 2 others, h the diagonal of the hat matrix; and so in the
 * weights.
 */
static void
add_hat(Fit *fit)
{
	const Orthogonal *o = fit->o;
	double *q = palloc_array(double, o->rank + 1);

	for (int64 i = 0; i < o->n; i++)
	{
		double h = 0.0;
		double pull;

		/* |L^-1 q|^2 */
		for (int k = 0; k < o->rank; k++)
		{
			q[k] = o->q[o->n * k + i];
			for (int j = 0; j < k; j++)
				q[k] -= fit->info[(Size) k * o->rank + j] * q[j];
			q[k] /= fit->info[(Size) k * o->rank + k];
			h += q[k] * q[k];
		}
		h *= fit->weight[i];
		fit->weight[i] += h * variance(fit->eta[i]);
		/* h (1/2 - p) */
		pull = h * -0.5 * tanh(fit->eta[i] / 2.0);
		for (int k = 0; k < o->rank; k++)
			fit->score[k] += pull * o->q[o->n * k + i];
	}
	pfree(q);
}

/* Takes the step, halved until the likelihood does not fall. */
static bool
advance(Fit *fit)
{
	const Orthogonal *o = fit->o;
	double *eta = numbers(o->n);
	double factor = 1.0;
	double largest = 0.0;
	bool better = false;

	for (int64 i = 0; i < o->n; i++)
		largest = Max(largest, fabs(fit->move[i]));
	if (fit->penalized && largest > MAX_STEP)
		factor = MAX_STEP / largest;
	for (int turn = 0; turn < MAX_HALVINGS && !better; turn++)
	{
		double reached;

		for (int64 i = 0; i < o->n; i++)
			eta[i] = fit->eta[i] + factor * fit->move[i];
		reached = likelihood_at(fit, eta);
		/* a last step may lose what rounding makes of it */
		better = reached >= fit->log_likelihood -
					1e-12 * (fabs(fit->log_likelihood) + 1.0) &&
			isfinite(reached);
		if (!better)
		{
			factor /= 2.0;
			continue;
		}
		fit->log_likelihood = reached;
		memcpy(fit->eta, eta, sizeof(double) * o->n);
		for (int k = 0; k < o->rank; k++)
			fit->g[k] += factor * fit->step[k];
	}
	pfree(eta);
	return better;
}

/*
 * Does the last step prove that the data separate?  It must not move anybody
 * away from the outcome, and must move somebody; clearly so, unless there will
 * be no other step.
 */
static Separation
separation_of(const Fit *fit, bool last)
{
	const Orthogonal *o = fit->o;
	bool all = true;
	bool some = false;

	for (int64 i = 0; i < o->n; i++)
	{
		double towards = o->y[i] != 0.0 ? fit->move[i] : -fit->move[i];

		if (towards < -NOT_MOVED ||
			(towards > NOT_MOVED && towards < MOVED && !last))
			return SEPARATION_NONE;
		if (towards >= MOVED)
			some = true;
		else
			all = false;
	}
	if (!some)
		return SEPARATION_NONE;
	return all ? SEPARATION_COMPLETE : SEPARATION_QUASI;
}

/* The intercept alone, in closed form. */
static double
null_likelihood(const Orthogonal *o)
{
	double n = 0.0;
	double events = 0.0;

	for (int64 i = 0; i < o->n; i++)
	{
		n += o->weight[i];
		events += o->weight[i] * o->y[i];
	}
	if (events == 0.0 || events == n)
		return 0.0;
	return events * log(events / n) + (n - events) * log1p(-events / n);
}

/* -------------------------------------------------------------------- result */

static void
fill_model(LogisticModel *m, const Fit *fit)
{
	const Orthogonal *o = fit->o;
	double *direction = palloc_array(double, o->columns);
	double *inverse = palloc_array(double, (Size) o->rank * o->rank + 1);
	double *cov = palloc_array(double, (Size) o->rank * o->rank + 1);
	double *info = palloc_array(double, (Size) o->rank * o->rank + 1);
	bool known;

	for (int64 i = 0; i < o->n; i++)
	{
		m->n += (int64) o->weight[i];
		m->events += (int64) (o->weight[i] * o->y[i]);
	}
	m->iterations = fit->iterations;
	m->rank = o->rank;
	m->converged = fit->converged;
	m->separation = fit->separation;
	m->log_likelihood =
		fit->log_likelihood + (fit->penalized ? te_orthogonal_log_det(o) : 0.0);
	if (fit->separation == SEPARATION_COMPLETE)
		m->log_likelihood = 0.0;
	if (!fit->converged && fit->separation == SEPARATION_NONE)
		return; /* no coefficients rather than those of some iteration */

	te_orthogonal_coefs(o, fit->g, MODEL_COEFS(m));
	te_orthogonal_coefs(o, fit->step, direction);
	information(fit, fit->eta, info);
	known = te_cholesky(info, o->rank);
	if (known)
	{
		te_cholesky_inverse(info, o->rank, inverse);
		te_orthogonal_covariance(o, inverse, cov);
	}
	for (int i = 0; i < o->rank; i++)
	{
		int a = o->column[i];
		double se = known ? sqrt(cov[(Size) i * o->rank + i]) : NAN;

		if (fit->separation != SEPARATION_NONE)
		{
			if (fabs(direction[a] * o->scale[a]) > STAYS)
			{
				MODEL_COEFS(m)[a] = direction[a] > 0.0 ? INFINITY : -INFINITY;
				continue;
			}
			if (fit->separation == SEPARATION_COMPLETE ||
				!(se * o->scale[a] < BOUNDLESS))
			{
				MODEL_COEFS(m)[a] = NAN;
				continue;
			}
		}
		for (int k = 0; k <= i && known; k++)
		{
			if (isfinite(MODEL_COEFS(m)[o->column[k]]))
				MODEL_COV(m, a, o->column[k]) = cov[(Size) i * o->rank + k];
		}
	}
}

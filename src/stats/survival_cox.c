/*
 * survival_cox.c
 *		Cox's proportional hazards with the arm as the only covariate.
 *
 * Cox DR, J R Stat Soc B 1972;34:187; ties by Efron B, J Am Stat Assoc
 * 1977;72:557, or Breslow N, Biometrics 1974;30:89.  Within a stratum everybody
 * of an arm at risk has the same hazard, so counts by time are all the
 * likelihood needs.
 *
 * Whether the maximum exists is decided before looking for it.  An event in
 * arm j while somebody of arm i was at risk raises the likelihood as j's hazard
 * rises against i's: an edge from j to i.  The hazard ratio of two arms is
 * finite exactly when each can be reached from the other (Ford LR, Am Math
 * Mon 1957;64:28, for paired comparisons, of which this is the same
 * likelihood).  If only one can, the ratio goes to 0 or infinity; if none can,
 * the data say nothing.  Arms that the reference is not bound to both ways
 * leave the likelihood of the others as the ratio goes to its limit, so the
 * fit is over the arms that are.
 */
#include "trial_ext.h"

#include <float.h>
#include <math.h>

#include "miscadmin.h"

#include "stats/survival.h"

#define MAX_ITERATIONS 100
#define MAX_HALVINGS 30
/* Where the likelihood is nearly linear, steps would be without bounds. */
#define MAX_STEP 5.0
/* Square of the step in standard errors: the next one is below rounding. */
#define CONVERGED 1e-16

/* The fit: parameters are the arms in "arms" but the first, the reference. */
typedef struct CoxFit
{
	const SurvivalCounts *counts;
	const SurvivalParts *strata;
	CoxTies ties;
	int n_all;	/* arms of the counts */
	int n_arms; /* arms in the fit */
	int *arms;
	double *beta;		 /* n_arms, the first is 0 */
	double likelihood;	 /* log, but for a constant */
	double *score;		 /* n_arms */
	double *information; /* n_arms * n_arms */
	double *share;		 /* n_arms */
} CoxFit;

static bool *find_edges(const SurvivalCounts *s, const SurvivalParts *strata,
						int n_arms);
static bool *reachable(const bool *edges, int n_arms, int from, bool backwards);
static bool fit_arms(CoxFit *fit);
static void evaluate(CoxFit *fit);
static void add_time(CoxFit *fit, const RiskWalk *walk);
static void add_term(CoxFit *fit, const RiskWalk *walk, double part,
					 double times);
static bool invert(double *a, int n);

CoxArm *
te_cox(const SurvivalCounts *s, const SurvivalParts *strata, int reference,
	   CoxTies ties)
{
	int n = te_survival_tested_arms(strata);
	CoxArm *result = palloc0_array(CoxArm, n + 1);
	CoxFit fit = {s, strata, ties, n, 1};
	bool *edges;
	bool *below;
	bool *above;
	bool fitted;

	edges = find_edges(s, strata, n);
	below = reachable(edges, n, reference, false);
	above = reachable(edges, n, reference, true);
	fit.arms = palloc_array(int, n + 1);
	fit.arms[0] = reference;
	for (int k = 0; k < n; k++)
	{
		if (k != reference && below[k] && above[k])
			fit.arms[fit.n_arms++] = k;
		result[k].state = below[k] ? COX_ZERO :
			above[k]			   ? COX_INFINITE :
									 COX_NONE;
	}
	fitted = fit_arms(&fit);
	for (int i = 0; i < fit.n_arms; i++)
	{
		CoxArm *arm = &result[fit.arms[i]];

		arm->state = fitted ? COX_FINITE : COX_FAILED;
		arm->log_ratio = fit.beta[i];
		arm->std_err =
			i == 0 ? 0.0 : sqrt(fit.information[(size_t) i * fit.n_arms + i]);
	}
	return result;
}

/* edges[j * n + i]: an event in arm j while somebody of arm i was at risk. */
static bool *
find_edges(const SurvivalCounts *s, const SurvivalParts *strata, int n_arms)
{
	bool *edges = palloc0_array(bool, (Size) n_arms *n_arms + 1);
	RiskWalk walk;

	for (int i = 0; i < strata->n_parts; i++)
	{
		te_risk_begin(&walk, s, &strata->parts[i], n_arms);
		while (te_risk_next(&walk))
		{
			CHECK_FOR_INTERRUPTS();
			for (uint32 k = walk.first; k < walk.next; k++)
			{
				uint32 arm = walk.stratum->steps[k].arm;

				for (int other = 0; walk.deaths[arm] > 0 && other < n_arms;
					 other++)
					edges[(size_t) arm * n_arms + other] |=
						walk.at_risk[other] > 0;
			}
		}
		te_risk_end(&walk);
	}
	return edges;
}

/* The arms that can be reached from one (or that can reach it). */
static bool *
reachable(const bool *edges, int n_arms, int from, bool backwards)
{
	bool *reached = palloc0_array(bool, n_arms + 1);
	int *queue = palloc_array(int, n_arms + 1);
	int n = 0;

	queue[n++] = from;
	reached[from] = true;
	for (int i = 0; i < n; i++)
	{
		for (int k = 0; k < n_arms; k++)
		{
			size_t edge = backwards ? (size_t) k * n_arms + queue[i] :
									  (size_t) queue[i] * n_arms + k;

			if (edges[edge] && !reached[k])
			{
				reached[k] = true;
				queue[n++] = k;
			}
		}
	}
	pfree(queue);
	return reached;
}

/* ---------------------------------------------------------------------- the fit */

/*
 * Newton's method.  The log likelihood is concave and has its maximum, so
 * steps that are bounded, and halved when they overshoot, lead there.  Leaves the inverse of
 * the information; false when it did not converge.
 */
static bool
fit_arms(CoxFit *fit)
{
	int n = fit->n_arms;
	double *before = palloc_array(double, n);
	double *step = palloc_array(double, n);
	bool last = false;

	fit->beta = palloc0_array(double, n);
	fit->score = palloc_array(double, n);
	fit->share = palloc_array(double, n);
	fit->information = palloc_array(double, (Size) n *n);
	evaluate(fit);
	for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++)
	{
		double likelihood = fit->likelihood;
		double square = 0.0;
		double longest = MAX_STEP;

		/* the inverse is also what the standard errors come from */
		if (!invert(fit->information, n))
			return false;
		if (last)
			return true;
		for (int i = 1; i < n; i++)
		{
			step[i] = 0.0;
			for (int k = 1; k < n; k++)
				step[i] += fit->information[(size_t) i * n + k] * fit->score[k];
			square += step[i] * fit->score[i];
			longest = Max(longest, fabs(step[i]));
		}
		last = square <= CONVERGED;
		memcpy(before, fit->beta, sizeof(double) * n);
		for (int halving = 0; halving < MAX_HALVINGS; halving++)
		{
			for (int i = 1; i < n; i++)
				fit->beta[i] =
					before[i] + ldexp(step[i] * (MAX_STEP / longest), -halving);
			evaluate(fit);
			if (fit->likelihood >= likelihood - 1e-10 * fabs(likelihood))
				break;
		}
	}
	return false;
}

/* Likelihood, score and information at beta. */
static void
evaluate(CoxFit *fit)
{
	int n = fit->n_arms;
	RiskWalk walk;

	fit->likelihood = 0.0;
	memset(fit->score, 0, sizeof(double) * n);
	memset(fit->information, 0, sizeof(double) * n * n);
	for (int i = 0; i < fit->strata->n_parts && n > 1; i++)
	{
		te_risk_begin(&walk, fit->counts, &fit->strata->parts[i], fit->n_all);
		while (te_risk_next(&walk))
			add_time(fit, &walk);
		te_risk_end(&walk);
	}
}

static void
add_time(CoxFit *fit, const RiskWalk *walk)
{
	int64 d = 0;

	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < fit->n_arms; i++)
	{
		double deaths = (double) walk->deaths[fit->arms[i]];

		d += walk->deaths[fit->arms[i]];
		fit->likelihood += deaths * fit->beta[i];
		fit->score[i] += deaths;
	}
	if (d > 0 && fit->ties == COX_BRESLOW)
		add_term(fit, walk, 0.0, (double) d);
	else
	{
		/* those who have the event leave the denominators bit by bit */
		for (int64 l = 0; l < d; l++)
		{
			if ((l & 0xFFFF) == 0xFFFF)
				CHECK_FOR_INTERRUPTS();
			add_term(fit, walk, (double) l / (double) d, 1.0);
		}
	}
}

/* A denominator of the likelihood, which occurs so many times. */
static void
add_term(CoxFit *fit, const RiskWalk *walk, double part, double times)
{
	int n = fit->n_arms;
	double sum = 0.0;

	for (int i = 0; i < n; i++)
	{
		int arm = fit->arms[i];

		fit->share[i] =
			((double) walk->at_risk[arm] - part * (double) walk->deaths[arm]) *
			exp(fit->beta[i]);
		sum += fit->share[i];
	}
	/* a step so long that exp() ends: it will be halved */
	if (!(sum > 0.0 && sum <= DBL_MAX))
	{
		fit->likelihood = -INFINITY;
		return;
	}
	fit->likelihood -= times * log(sum);
	for (int i = 1; i < n; i++)
	{
		double share = fit->share[i] / sum;
		double *row = fit->information + (size_t) i * n;

		fit->score[i] -= times * share;
		row[i] += times * share * (sum - fit->share[i]) / sum;
		for (int k = 1; k < i; k++)
			row[k] -= times * share * fit->share[k] / sum;
	}
}

/*
 * Inverts the symmetric positive definite matrix of the rows and columns from 1
 * on, whose lower half is given; false if it is not positive definite.
 */
static bool
invert(double *a, int n)
{
	/* a = L L' */
	for (int i = 1; i < n; i++)
	{
		for (int k = 1; k <= i; k++)
		{
			double sum = a[(size_t) i * n + k];

			for (int j = 1; j < k; j++)
				sum -= a[(size_t) i * n + j] * a[(size_t) k * n + j];
			if (k < i)
				a[(size_t) i * n + k] = sum / a[(size_t) k * n + k];
			else if (sum > 0.0 && sum <= DBL_MAX)
				a[(size_t) i * n + i] = sqrt(sum);
			else
				return false;
		}
		CHECK_FOR_INTERRUPTS();
	}
	/* L becomes its inverse */
	for (int i = 1; i < n; i++)
	{
		a[(size_t) i * n + i] = 1.0 / a[(size_t) i * n + i];
		for (int k = 1; k < i; k++)
		{
			double sum = 0.0;

			for (int j = k; j < i; j++)
				sum -= a[(size_t) i * n + j] * a[(size_t) j * n + k];
			a[(size_t) i * n + k] = sum * a[(size_t) i * n + i];
		}
	}
	/* (inverse of L)' (inverse of L): the upper half, then the lower one */
	for (int i = 1; i < n; i++)
	{
		for (int k = 1; k <= i; k++)
		{
			double sum = 0.0;

			for (int j = i; j < n; j++)
				sum += a[(size_t) j * n + i] * a[(size_t) j * n + k];
			a[(size_t) k * n + i] = sum;
		}
	}
	for (int i = 1; i < n; i++)
		for (int k = 1; k < i; k++)
			a[(size_t) i * n + k] = a[(size_t) k * n + i];
	return true;
}

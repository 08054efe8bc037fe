/*
 * sri.c
 *		SLE Responder Index, and worsening by the physician's assessment.
 *
 * SRI-n (Furie, Arthritis Rheum 2009;61:1143; BLISS-52 and BLISS-76): against
 * baseline, SLEDAI fallen by at least n, no new BILAG A and at most one new
 * BILAG B, physician's global assessment not risen by 0.3 or more, and no
 * treatment failure.  The modified form (van Vollenhoven 2012) leaves
 * complement and anti-dsDNA out of the first component.
 */
#include "trial_ext.h"

#include <math.h>

#include "activity/bilag.h"
#include "activity/sledai.h"

/* A score, or the bounds that descriptors not assessed leave. */
typedef struct ScoreBounds
{
	bool known;
	int min;
	int max;
} ScoreBounds;

typedef struct SriInput
{
	int n;
	ScoreBounds baseline;
	ScoreBounds current;
	IndexNumber new_a;
	IndexNumber new_b;
	bool grades; /* the grades are here, instead of counts of new ones */
	Bilag baseline_bilag;
	Bilag current_bilag;
	IndexNumber baseline_pga;
	IndexNumber current_pga;
	IndexTruth treatment_failure;
	double pga_increase; /* the smallest that is worsening */
	bool evaluable;		 /* a baseline below n is unknown, not "no" */
	bool nri;
	bool modified;
} SriInput;

static IndexTruth sri_verdict(const SriInput *in, IndexParts *parts);
static IndexTruth reduction(const SriInput *in, IndexParts *parts);
static void bilag(const SriInput *in, IndexParts *parts);
static char *count_text(BilagCount count);
static Datum sri_result(FunctionCallInfo fcinfo, const SriInput *in,
						bool explain);
static void bounds_of(Sledai s, bool clinical, ScoreBounds *bounds);
static const char *bounds_text(const ScoreBounds *bounds);
static void read_common(FunctionCallInfo fcinfo, int first, SriInput *in);
static void read_rest(FunctionCallInfo fcinfo, int first, SriInput *in);
static void read_sledai(FunctionCallInfo fcinfo, SriInput *in);
static Datum sri_bilag_form(FunctionCallInfo fcinfo, bool explain);
static Datum sri_sledai_form(FunctionCallInfo fcinfo, bool explain);
static Datum sri_score_form(FunctionCallInfo fcinfo, bool explain);
static Datum sri_history_form(FunctionCallInfo fcinfo, bool explain);
static bool arg_flag(FunctionCallInfo fcinfo, int n);
static int arg_n(FunctionCallInfo fcinfo);

/* The scale of the physician's global assessment, 0 to 3. */
#define PGA_MAX 3.0

static IndexTruth
sri_verdict(const SriInput *in, IndexParts *parts)
{
	IndexNumber rise = te_number_minus(in->current_pga, in->baseline_pga);
	IndexTruth all;

	reduction(in, parts);
	bilag(in, parts);
	te_part(parts, "pga", te_number_below(rise, in->pga_increase),
			"%s at baseline, %s now: change %s, worse from %g on",
			parts->explain ? te_number_text(in->baseline_pga) : "",
			parts->explain ? te_number_text(in->current_pga) : "",
			parts->explain ? te_number_text(rise) : "", in->pga_increase);
	te_part(parts, "treatment", te_truth_not(in->treatment_failure), "%s",
			in->treatment_failure == TRUTH_YES ? "treatment failure" :
				in->treatment_failure == TRUTH_NO ?
												 "no treatment failure" :
												 "treatment failure unknown");
	all = te_parts_all(parts);
	if (in->evaluable && in->baseline.known && in->baseline.max < in->n)
		return TRUTH_OPEN;
	return in->nri && all == TRUTH_OPEN ? TRUTH_NO : all;
}

/* No new A and at most one new B: what BILAG calls worsening is the reverse. */
static void
bilag(const SriInput *in, IndexParts *parts)
{
	BilagAnswer worse;
	BilagCount a;
	BilagCount b;

	if (!in->grades)
	{
		te_part(parts, "bilag",
				te_truth_and(te_number_at_most(in->new_a, 0),
							 te_number_at_most(in->new_b, 1)),
				"new A: %s (none allowed), new B: %s (one allowed)",
				parts->explain ? te_number_text(in->new_a) : "",
				parts->explain ? te_number_text(in->new_b) : "");
		return;
	}
	worse = te_bilag_worsening(in->current_bilag, in->baseline_bilag);
	a = te_bilag_new_a(in->current_bilag, in->baseline_bilag);
	b = te_bilag_new_b(in->current_bilag, in->baseline_bilag);
	te_part(parts, "bilag",
			worse == BILAG_UNKNOWN ? TRUTH_OPEN : te_truth(worse == BILAG_NO),
			"new A: %s (none allowed), new B: %s (one allowed)",
			parts->explain ? count_text(a) : "",
			parts->explain ? count_text(b) : "");
}

static char *
count_text(BilagCount count)
{
	if (count.sure == count.possible)
		return psprintf("%d", count.sure);
	return psprintf("%d to %d", count.sure, count.possible);
}

/* Decided where no completion of what was not assessed can change it. */
static IndexTruth
reduction(const SriInput *in, IndexParts *parts)
{
	const ScoreBounds *b = &in->baseline;
	const ScoreBounds *c = &in->current;
	IndexTruth holds = TRUTH_OPEN;

	if (b->known && c->known && b->min - c->max >= in->n)
		holds = TRUTH_YES;
	else if ((b->known && c->known && b->max - c->min < in->n) ||
			 (b->known && b->max < in->n))
		holds = TRUTH_NO;
	return te_part(parts, "sledai", holds,
				   "%s %s at baseline, %s now: a fall of %d is needed%s",
				   in->modified ? "clinical SLEDAI" : "SLEDAI",
				   parts->explain ? bounds_text(b) : "",
				   parts->explain ? bounds_text(c) : "", in->n,
				   b->known && b->max < in->n ?
					   "; a baseline below that cannot respond" :
					   "");
}

static void
bounds_of(Sledai s, bool clinical, ScoreBounds *bounds)
{
	uint32 mask = clinical ? SLEDAI_CLINICAL : SLEDAI_ALL;

	bounds->known = true;
	bounds->min = te_sledai_points(te_sledai_present(s) & mask);
	bounds->max =
		te_sledai_points((te_sledai_present(s) | te_sledai_open(s)) & mask);
}

static const char *
bounds_text(const ScoreBounds *bounds)
{
	if (!bounds->known)
		return "missing";
	if (bounds->min == bounds->max)
		return psprintf("%d", bounds->min);
	return psprintf("%d to %d", bounds->min, bounds->max);
}

/* ---------------------------------------------------------- server layer */

/* sri(n, baseline sledai, current sledai, ..., modified); not strict */
PG_FUNCTION_INFO_V1(sri_sledai);
Datum
sri_sledai(PG_FUNCTION_ARGS)
{
	return sri_sledai_form(fcinfo, false);
}

PG_FUNCTION_INFO_V1(explain_sri_sledai);
Datum
explain_sri_sledai(PG_FUNCTION_ARGS)
{
	return sri_sledai_form(fcinfo, true);
}

/* sri(n, baseline integer, current integer, ...); not strict */
PG_FUNCTION_INFO_V1(sri_score);
Datum
sri_score(PG_FUNCTION_ARGS)
{
	return sri_score_form(fcinfo, false);
}

PG_FUNCTION_INFO_V1(explain_sri_score);
Datum
explain_sri_score(PG_FUNCTION_ARGS)
{
	return sri_score_form(fcinfo, true);
}

/* sri(n, history, baseline date, at date, new_a, new_b, ...); not strict */
PG_FUNCTION_INFO_V1(sri_history);
Datum
sri_history(PG_FUNCTION_ARGS)
{
	return sri_history_form(fcinfo, false);
}

PG_FUNCTION_INFO_V1(explain_sri_history);
Datum
explain_sri_history(PG_FUNCTION_ARGS)
{
	return sri_history_form(fcinfo, true);
}

/* The same with two bilag in the place of the counts; not strict. */
PG_FUNCTION_INFO_V1(sri_bilag);
Datum
sri_bilag(PG_FUNCTION_ARGS)
{
	return sri_bilag_form(fcinfo, false);
}

PG_FUNCTION_INFO_V1(explain_sri_bilag);
Datum
explain_sri_bilag(PG_FUNCTION_ARGS)
{
	return sri_bilag_form(fcinfo, true);
}

static Datum
sri_bilag_form(FunctionCallInfo fcinfo, bool explain)
{
	SriInput in = {arg_n(fcinfo)};

	read_rest(fcinfo, 5, &in);
	in.grades = true;
	in.baseline_bilag =
		PG_ARGISNULL(3) ? BILAG_NOTHING_ASSESSED : PG_GETARG_BILAG(3);
	in.current_bilag =
		PG_ARGISNULL(4) ? BILAG_NOTHING_ASSESSED : PG_GETARG_BILAG(4);
	read_sledai(fcinfo, &in);
	return sri_result(fcinfo, &in, explain);
}

static Datum
sri_sledai_form(FunctionCallInfo fcinfo, bool explain)
{
	SriInput in = {arg_n(fcinfo)};

	read_common(fcinfo, 3, &in);
	read_sledai(fcinfo, &in);
	return sri_result(fcinfo, &in, explain);
}

static Datum
sri_score_form(FunctionCallInfo fcinfo, bool explain)
{
	SriInput in = {arg_n(fcinfo)};

	read_common(fcinfo, 3, &in);
	for (int i = 1; i <= 2; i++)
	{
		ScoreBounds *bounds = i == 1 ? &in.baseline : &in.current;
		IndexNumber score = te_arg_count(fcinfo, i, "SLEDAI");

		if (score.value > SLEDAI_MAX_SCORE)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("SLEDAI is out of range: %d", (int) score.value),
					 errdetail("It lies between 0 and %d.", SLEDAI_MAX_SCORE)));
		bounds->known = score.known;
		bounds->min = bounds->max = (int) score.value;
	}
	return sri_result(fcinfo, &in, explain);
}

/* Both sledai, of the clinical descriptors if so asked. */
static void
read_sledai(FunctionCallInfo fcinfo, SriInput *in)
{
	in->modified = arg_flag(fcinfo, 11);
	if (!PG_ARGISNULL(1))
		bounds_of(PG_GETARG_SLEDAI(1), in->modified, &in->baseline);
	if (!PG_ARGISNULL(2))
		bounds_of(PG_GETARG_SLEDAI(2), in->modified, &in->current);
}

/* new_a, new_b, baseline_pga, current_pga, then the options. */
static void
read_common(FunctionCallInfo fcinfo, int first, SriInput *in)
{
	in->new_a = te_arg_count(fcinfo, first, "number of new BILAG A grades");
	in->new_b = te_arg_count(fcinfo, first + 1, "number of new BILAG B grades");
	read_rest(fcinfo, first + 2, in);
}

/* baseline_pga, current_pga, then the options. */
static void
read_rest(FunctionCallInfo fcinfo, int first, SriInput *in)
{
	in->baseline_pga = te_arg_number(fcinfo, first, "PGA", 0, PGA_MAX);
	in->current_pga = te_arg_number(fcinfo, first + 1, "PGA", 0, PGA_MAX);
	in->treatment_failure = te_arg_truth(fcinfo, first + 2);
	in->pga_increase = 0.3;
	if (!PG_ARGISNULL(first + 3))
		in->pga_increase =
			te_arg_number(fcinfo, first + 3, "PGA increase", 0, PGA_MAX).value;
	in->evaluable = arg_flag(fcinfo, first + 4);
	in->nri = arg_flag(fcinfo, first + 5);
}

/*
 * (n, history, baseline, at, new_a, new_b, index, window_days, modified,
 * treatment_failure, pga_increase, evaluable, nri): both SLEDAI derived, PGA
 * the fact pga.
 */
static Datum
sri_history_form(FunctionCallInfo fcinfo, bool explain)
{
	SriInput in = {arg_n(fcinfo)};
	SledaiOptions options = {0};
	bool selena =
		!PG_ARGISNULL(6) && strcmp(te_arg_enum(fcinfo, 6), "selena") == 0;

	in.new_a = te_arg_count(fcinfo, 4, "number of new BILAG A grades");
	in.new_b = te_arg_count(fcinfo, 5, "number of new BILAG B grades");
	options.joints = selena ? 3 : 2;
	options.selena_proteinuria = selena;
	options.window_days = selena ? 10 : 30;
	if (!PG_ARGISNULL(7))
		options.window_days = te_arg_count(fcinfo, 7, "number of days").value;
	in.modified = arg_flag(fcinfo, 8);
	in.treatment_failure = te_arg_truth(fcinfo, 9);
	in.pga_increase = 0.3;
	if (!PG_ARGISNULL(10))
		in.pga_increase =
			te_arg_number(fcinfo, 10, "PGA increase", 0, PGA_MAX).value;
	in.evaluable = arg_flag(fcinfo, 11);
	in.nri = arg_flag(fcinfo, 12);
	for (int i = 2; i <= 3; i++)
	{
		IndexNumber *pga = i == 2 ? &in.baseline_pga : &in.current_pga;
		const PatientHistory *h;

		if (PG_ARGISNULL(1) || PG_ARGISNULL(i))
			continue;
		h = PG_GETARG_HISTORY_P(1);
		bounds_of(te_sledai_history(h, PG_GETARG_DATEADT(i), &options, NULL),
				  in.modified, i == 2 ? &in.baseline : &in.current);
		*pga = te_history_number(h, "pga", PG_GETARG_DATEADT(i),
								 options.window_days);
		if (pga->known && (pga->value < 0 || pga->value > PGA_MAX))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("PGA is out of range: %g", pga->value),
					 errdetail("It lies between 0 and %g.", PGA_MAX)));
	}
	return sri_result(fcinfo, &in, explain);
}

static int
arg_n(FunctionCallInfo fcinfo)
{
	int n = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT32(0);

	if (n < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the fall of SLEDAI that SRI asks for must be at least "
						"1 point")));
	return n;
}

static bool
arg_flag(FunctionCallInfo fcinfo, int n)
{
	return !PG_ARGISNULL(n) && PG_GETARG_BOOL(n);
}

static Datum
sri_result(FunctionCallInfo fcinfo, const SriInput *in, bool explain)
{
	IndexParts parts;
	IndexTruth verdict;

	parts.explain = explain;
	parts.n = 0;
	verdict = sri_verdict(in, &parts);
	if (explain)
		return te_parts_rows(fcinfo, &parts);
	TE_RETURN_TRUTH(verdict);
}

PG_FUNCTION_INFO_V1(pga_worsening);

/* pga_worsening(baseline, current, by) boolean; strict */
Datum
pga_worsening(PG_FUNCTION_ARGS)
{
	IndexNumber baseline = te_arg_number(fcinfo, 0, "PGA", 0, PGA_MAX);
	IndexNumber current = te_arg_number(fcinfo, 1, "PGA", 0, PGA_MAX);
	double by = te_arg_number(fcinfo, 2, "PGA increase", 0, PGA_MAX).value;

	PG_RETURN_BOOL(te_number_minus(current, baseline).value >= by);
}

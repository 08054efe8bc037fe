/*
 * sledai_flare.c
 *		SELENA-SLEDAI Flare Index: none, mild or moderate, severe.
 *
 * Petri, Buyon, Kim, Lupus 1999;8:685; Buyon, Ann Intern Med 2005;142:953.
 * Against the previous assessment, any one line gives its class, severe beats
 * mild or moderate.  The modified index (BLISS trials) does not reach severe
 * by a score above 12 alone: such a rise is mild or moderate from 3 points on.
 * "Each requiring treatment" is: prednisone doubled, or above 0.5 mg/kg/day, or
 * hospitalisation for activity.
 */
#include "trial_ext.h"

#include <math.h>

#include "activity/sledai.h"
#include "units/units.h"

#define PGA_MAX 3.0

/*
 * Thresholds as printed in a review table and on an algorithm page; that MMF
 * counts as an immunosuppressant, and the modified form, are remembered.
 */
#define FLARE_RISE 3
#define FLARE_HIGH_SCORE 12
#define FLARE_PREDNISONE 0.5 /* mg/kg/day */
#define FLARE_PGA_RISE 1.0
#define FLARE_PGA_HIGH 2.5
#define FLARE_PLATELETS 60.0 /* 10*9/L */
#define FLARE_HEMOGLOBIN 7.0 /* g/dL */
#define FLARE_HEMOGLOBIN_FALL 3.0

/* Descriptors whose new appearance is a line of its own. */
#define FLARE_MILD                                                    \
	(SLEDAI_BIT(SLEDAI_ARTHRITIS) | SLEDAI_RANGE(15, 15) | /* rash */ \
	 SLEDAI_RANGE(17, 19) | /* ulcers, pleurisy, pericarditis */      \
	 SLEDAI_BIT(SLEDAI_FEVER))
#define FLARE_SEVERE \
	(SLEDAI_NEUROVASCULAR | SLEDAI_RANGE(10, 10) | SLEDAI_RENAL)

typedef enum FlareClass
{
	FLARE_NONE,
	FLARE_MILD_MODERATE,
	FLARE_SEVERE_CLASS,
	FLARE_UNKNOWN
} FlareClass;

typedef struct FlareInput
{
	bool modified;
	IndexNumber score;
	IndexNumber previous_score;
	IndexTruth mild_finding;   /* new or worse manifestation */
	IndexTruth severe_finding; /* ... of the severe kind */
	IndexTruth treated;		   /* as the severe kind requires */
	IndexNumber platelets;
	IndexNumber previous_platelets;
	IndexTruth hemolysis;
	IndexNumber hemoglobin;
	IndexNumber previous_hemoglobin;
	IndexNumber prednisone; /* mg/kg/day */
	IndexNumber previous_prednisone;
	IndexTruth drug_added;
	IndexTruth immunosuppressant;
	IndexTruth hospitalised;
	IndexNumber pga;
	IndexNumber previous_pga;
} FlareInput;

static FlareClass flare_class(const FlareInput *in, IndexParts *parts);
static IndexTruth severe_lines(const FlareInput *in, IndexParts *parts);
static IndexTruth mild_lines(const FlareInput *in, IndexParts *parts);
static IndexTruth required_treatment(const FlareInput *in);
static IndexTruth cytopenia(const FlareInput *in);
static Datum flare_result(FunctionCallInfo fcinfo, FlareInput *in,
						  bool explain);
static void read_input(FunctionCallInfo fcinfo, FlareInput *in);
static void read_scores(FunctionCallInfo fcinfo, FlareInput *in);
static void read_sledai(FunctionCallInfo fcinfo, FlareInput *in);
static IndexNumber score_number(Sledai s);
static IndexTruth rises(IndexNumber now, IndexNumber before);
static const char *change_text(const IndexParts *parts, IndexNumber before,
							   IndexNumber now);

static FlareClass
flare_class(const FlareInput *in, IndexParts *parts)
{
	IndexTruth severe = severe_lines(in, parts);
	IndexTruth mild = mild_lines(in, parts);

	if (severe == TRUTH_YES)
		return FLARE_SEVERE_CLASS;
	if (severe == TRUTH_OPEN || mild == TRUTH_OPEN)
		return FLARE_UNKNOWN;
	return mild == TRUTH_YES ? FLARE_MILD_MODERATE : FLARE_NONE;
}

static IndexTruth
severe_lines(const FlareInput *in, IndexParts *parts)
{
	IndexTruth any = TRUTH_NO;
	IndexTruth high =
		te_truth_and(rises(in->score, in->previous_score),
					 te_number_above(in->score, FLARE_HIGH_SCORE));
	IndexTruth finding = te_truth_or(in->severe_finding, cytopenia(in));

	if (!in->modified)
		any = te_truth_or(
			any,
			te_part(parts, "severe: score", high, "%s: risen to above %d",
					change_text(parts, in->previous_score, in->score),
					FLARE_HIGH_SCORE));
	any = te_truth_or(
		any,
		te_part(
			parts, "severe: manifestation",
			te_truth_and(finding, required_treatment(in)),
			"new or worse of the severe kind: %s; treated as it requires: %s",
			finding == TRUTH_YES	? "yes" :
				finding == TRUTH_NO ? "no" :
									  "unknown",
			required_treatment(in) == TRUTH_YES	   ? "yes" :
				required_treatment(in) == TRUTH_NO ? "no" :
													 "unknown"));
	any = te_truth_or(
		any,
		te_part(parts, "severe: prednisone",
				te_truth_and(rises(in->prednisone, in->previous_prednisone),
							 te_number_above(in->prednisone, FLARE_PREDNISONE)),
				"%s (mg/kg/d): risen to above %g",
				change_text(parts, in->previous_prednisone, in->prednisone),
				FLARE_PREDNISONE));
	any = te_truth_or(any,
					  te_part(parts, "severe: immunosuppressant",
							  in->immunosuppressant, "new for activity"));
	any = te_truth_or(any,
					  te_part(parts, "severe: hospitalised", in->hospitalised,
							  "for activity"));
	return te_truth_or(
		any,
		te_part(parts, "severe: pga",
				te_truth_and(rises(in->pga, in->previous_pga),
							 te_number_above(in->pga, FLARE_PGA_HIGH)),
				"%s: risen to above %g",
				change_text(parts, in->previous_pga, in->pga), FLARE_PGA_HIGH));
}

static IndexTruth
mild_lines(const FlareInput *in, IndexParts *parts)
{
	IndexTruth any;
	IndexNumber rise = te_number_minus(in->score, in->previous_score);
	IndexTruth risen = te_truth_not(te_number_below(rise, FLARE_RISE));

	/* the modified index has no class of its own for more than 12 */
	if (!in->modified)
		risen =
			te_truth_and(risen, te_number_at_most(in->score, FLARE_HIGH_SCORE));
	any = te_part(parts, "mild_moderate: score", risen, "%s: risen by %d%s",
				  change_text(parts, in->previous_score, in->score), FLARE_RISE,
				  in->modified ? " or more" : " or more, not to above 12");
	any =
		te_truth_or(any,
					te_part(parts, "mild_moderate: manifestation",
							in->mild_finding, "new or worse of the mild kind"));
	any = te_truth_or(
		any,
		te_part(parts, "mild_moderate: prednisone",
				te_truth_and(rises(in->prednisone, in->previous_prednisone),
							 te_number_at_most(in->prednisone,
											   FLARE_PREDNISONE)),
				"%s (mg/kg/d): risen, not to above %g",
				change_text(parts, in->previous_prednisone, in->prednisone),
				FLARE_PREDNISONE));
	any =
		te_truth_or(any,
					te_part(parts, "mild_moderate: drug", in->drug_added,
							"NSAID or hydroxychloroquine added for activity"));
	return te_truth_or(
		any,
		te_part(parts, "mild_moderate: pga",
				te_truth_and(te_truth_not(te_number_below(
								 te_number_minus(in->pga, in->previous_pga),
								 FLARE_PGA_RISE)),
							 te_number_at_most(in->pga, FLARE_PGA_HIGH)),
				"%s: risen by %g or more, not to above %g",
				change_text(parts, in->previous_pga, in->pga), FLARE_PGA_RISE,
				FLARE_PGA_HIGH));
}

/* As told, else from prednisone and hospital. */
static IndexTruth
required_treatment(const FlareInput *in)
{
	IndexTruth doubled = TRUTH_OPEN;

	if (in->treated != TRUTH_OPEN)
		return in->treated;
	if (in->prednisone.known && in->previous_prednisone.known)
		doubled = te_truth(in->prednisone.value > 0 &&
						   in->prednisone.value >=
							   te_round14(2 * in->previous_prednisone.value));
	return te_truth_or(
		te_truth_or(doubled, te_number_above(in->prednisone, FLARE_PREDNISONE)),
		in->hospitalised);
}

/* Platelets fallen below 60; haemolysis with haemoglobin below 7 or fallen. */
static IndexTruth
cytopenia(const FlareInput *in)
{
	IndexTruth platelets =
		te_truth_and(te_number_below(in->platelets, FLARE_PLATELETS),
					 rises(in->previous_platelets, in->platelets));
	IndexTruth low =
		te_truth_and(te_number_below(in->hemoglobin, FLARE_HEMOGLOBIN),
					 rises(in->previous_hemoglobin, in->hemoglobin));
	IndexTruth fallen = te_number_above(te_number_minus(in->previous_hemoglobin,
														in->hemoglobin),
										FLARE_HEMOGLOBIN_FALL);

	return te_truth_or(platelets,
					   te_truth_and(in->hemolysis, te_truth_or(low, fallen)));
}

static IndexTruth
rises(IndexNumber now, IndexNumber before)
{
	if (!now.known || !before.known)
		return TRUTH_OPEN;
	return te_truth(now.value > before.value);
}

static const char *
change_text(const IndexParts *parts, IndexNumber before, IndexNumber now)
{
	if (!parts->explain)
		return "";
	return psprintf("%s to %s", te_number_text(before), te_number_text(now));
}

/* ---------------------------------------------------------- server layer */

/* Arguments from the third on, the same in all forms. */
typedef enum FlareArgument
{
	ARG_MILD = 2,
	ARG_SEVERE,
	ARG_TREATED,
	ARG_PLATELETS,
	ARG_PREVIOUS_PLATELETS,
	ARG_HEMOLYSIS,
	ARG_HEMOGLOBIN,
	ARG_PREVIOUS_HEMOGLOBIN,
	ARG_PREDNISONE,
	ARG_PREVIOUS_PREDNISONE,
	ARG_DRUG_ADDED,
	ARG_IMMUNOSUPPRESSANT,
	ARG_HOSPITALISED,
	ARG_PGA,
	ARG_PREVIOUS_PGA,
	ARG_MODIFIED
} FlareArgument;

static void
read_input(FunctionCallInfo fcinfo, FlareInput *in)
{
	in->mild_finding = te_arg_truth(fcinfo, ARG_MILD);
	in->severe_finding = te_arg_truth(fcinfo, ARG_SEVERE);
	in->treated = te_arg_truth(fcinfo, ARG_TREATED);
	in->platelets =
		te_arg_number(fcinfo, ARG_PLATELETS, "platelet count", 0, INFINITY);
	in->previous_platelets = te_arg_number(fcinfo, ARG_PREVIOUS_PLATELETS,
										   "platelet count", 0, INFINITY);
	in->hemolysis = te_arg_truth(fcinfo, ARG_HEMOLYSIS);
	in->hemoglobin =
		te_arg_number(fcinfo, ARG_HEMOGLOBIN, "haemoglobin", 0, INFINITY);
	in->previous_hemoglobin = te_arg_number(fcinfo, ARG_PREVIOUS_HEMOGLOBIN,
											"haemoglobin", 0, INFINITY);
	in->prednisone =
		te_arg_number(fcinfo, ARG_PREDNISONE, "prednisone dose", 0, INFINITY);
	in->previous_prednisone = te_arg_number(fcinfo, ARG_PREVIOUS_PREDNISONE,
											"prednisone dose", 0, INFINITY);
	in->drug_added = te_arg_truth(fcinfo, ARG_DRUG_ADDED);
	in->immunosuppressant = te_arg_truth(fcinfo, ARG_IMMUNOSUPPRESSANT);
	in->hospitalised = te_arg_truth(fcinfo, ARG_HOSPITALISED);
	in->pga = te_arg_number(fcinfo, ARG_PGA, "PGA", 0, PGA_MAX);
	in->previous_pga =
		te_arg_number(fcinfo, ARG_PREVIOUS_PGA, "PGA", 0, PGA_MAX);
	in->modified = !PG_ARGISNULL(ARG_MODIFIED) && PG_GETARG_BOOL(ARG_MODIFIED);
}

static void
read_scores(FunctionCallInfo fcinfo, FlareInput *in)
{
	read_input(fcinfo, in);
	in->score = te_arg_count(fcinfo, 0, "SLEDAI");
	in->previous_score = te_arg_count(fcinfo, 1, "SLEDAI");
}

/* Scores and new manifestations from the descriptors, worse ones as told. */
static void
read_sledai(FunctionCallInfo fcinfo, FlareInput *in)
{
	Sledai current;
	Sledai previous;
	Sledai new;

	read_input(fcinfo, in);
	if (!PG_ARGISNULL(0))
		in->score = score_number(PG_GETARG_SLEDAI(0));
	if (!PG_ARGISNULL(1))
		in->previous_score = score_number(PG_GETARG_SLEDAI(1));
	current =
		PG_ARGISNULL(0) ? te_sledai_make(0, SLEDAI_ALL) : PG_GETARG_SLEDAI(0);
	previous =
		PG_ARGISNULL(1) ? te_sledai_make(0, SLEDAI_ALL) : PG_GETARG_SLEDAI(1);
	new = te_sledai_minus(current, previous);
	in->mild_finding =
		te_truth_or(in->mild_finding, te_sledai_any(new, FLARE_MILD));
	in->severe_finding =
		te_truth_or(in->severe_finding, te_sledai_any(new, FLARE_SEVERE));
}

static IndexNumber
score_number(Sledai s)
{
	IndexNumber score = {te_sledai_open(s) == 0,
						 te_sledai_points(te_sledai_present(s))};

	return score;
}

static Datum
flare_result(FunctionCallInfo fcinfo, FlareInput *in, bool explain)
{
	static const char *const names[] = {"none", "mild_moderate", "severe"};
	IndexParts parts;
	FlareClass flare;

	parts.explain = explain;
	parts.n = 0;
	flare = flare_class(in, &parts);
	if (explain)
		return te_parts_rows(fcinfo, &parts);
	if (flare == FLARE_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(names[flare]));
}

/* name(...) text, or SETOF index_component; not strict */
#define FLARE_FUNCTION(name, reader, explain)      \
	PG_FUNCTION_INFO_V1(name);                     \
	Datum name(PG_FUNCTION_ARGS)                   \
	{                                              \
		FlareInput in = {0};                       \
                                                   \
		reader(fcinfo, &in);                       \
		return flare_result(fcinfo, &in, explain); \
	}

FLARE_FUNCTION(selena_flare_score, read_scores, false)
FLARE_FUNCTION(explain_selena_flare_score, read_scores, true)
FLARE_FUNCTION(selena_flare_sledai, read_sledai, false)
FLARE_FUNCTION(explain_selena_flare_sledai, read_sledai, true)

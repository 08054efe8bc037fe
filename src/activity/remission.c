/*
 * remission.c
 *		Low disease activity (LLDAS), remission (DORIS), and the prednisone
 *		outcome of BLISS and NCT05262686.
 *
 * LLDAS: Franklyn, Ann Rheum Dis 2016;75:1615; maximum doses: Golder,
 * Arthritis Res Ther 2016;18:260.  DORIS 2021: van Vollenhoven, Lupus Sci Med
 * 2021;8:e000538.  All of them are AND, three-valued.
 */
#include "trial_ext.h"

#include <math.h>

#include "activity/sledai.h"
#include "units/units.h"

/*
 * LLDAS: central nervous system with vasculitis, renal, cardiopulmonary, fever.
 */
#define LLDAS_MAJOR                                         \
	(SLEDAI_NEUROVASCULAR | SLEDAI_RENAL | SLEDAI_SEROSAL | \
	 SLEDAI_BIT(SLEDAI_FEVER))
#define LLDAS_MAX_SLEDAI 4
#define LLDAS_MAX_PGA 1.0
#define LLDAS_MAX_PREDNISOLONE 7.5 /* mg a day */

#define PGA_MAX 3.0

/* Of the prednisone outcome, mg a day. */
#define PREDNISONE_LIMIT 7.5

/* What a DORIS text asks of PGA and prednisolone. */
typedef struct DorisVariant
{
	const char *label;
	bool pga_inclusive;	 /* 0.5 itself passes */
	bool dose_inclusive; /* 5 mg itself passes */
} DorisVariant;

static const DorisVariant doris_variants[] = {
	{"2021", false, true},
	{"pga_inclusive", true, true},
	{"prednisone_below_5", false, false},
};

static IndexTruth lldas_parts(FunctionCallInfo fcinfo, IndexParts *parts);
static IndexTruth doris_parts(FunctionCallInfo fcinfo, IndexParts *parts);
static void score_part(IndexParts *parts, Sledai current, bool known);
static void absence_part(IndexParts *parts, const char *name, Sledai s,
						 bool known, uint32 mask);
static void new_part(IndexParts *parts, Sledai current, bool known,
					 Sledai previous, bool previous_known);
static void flag_part(IndexParts *parts, const char *name, IndexTruth flag,
					  bool wanted);
static void number_part(IndexParts *parts, const char *name, IndexNumber a,
						double limit, bool inclusive, const char *unit);

/*
 * (current sledai, previous sledai, pga, prednisolone, haemolytic_anaemia,
 * gi_activity, standard_drugs)
 */
static IndexTruth
lldas_parts(FunctionCallInfo fcinfo, IndexParts *parts)
{
	bool known = !PG_ARGISNULL(0);
	bool previous_known = !PG_ARGISNULL(1);
	Sledai current = known ? PG_GETARG_SLEDAI(0) : 0;
	Sledai previous = previous_known ? PG_GETARG_SLEDAI(1) : 0;

	score_part(parts, current, known);
	absence_part(parts, "major_organs", current, known, LLDAS_MAJOR);
	flag_part(parts, "haemolytic_anaemia", te_arg_truth(fcinfo, 4), false);
	flag_part(parts, "gi_activity", te_arg_truth(fcinfo, 5), false);
	new_part(parts, current, known, previous, previous_known);
	number_part(parts, "pga", te_arg_number(fcinfo, 2, "PGA", 0, PGA_MAX),
				LLDAS_MAX_PGA, true, "");
	number_part(parts, "prednisolone",
				te_arg_number(fcinfo, 3, "prednisolone dose", 0, INFINITY),
				LLDAS_MAX_PREDNISOLONE, true, " mg/d");
	flag_part(parts, "standard_drugs", te_arg_truth(fcinfo, 6), true);
	return te_parts_all(parts);
}

/* (current sledai, pga, prednisolone, variant) */
static IndexTruth
doris_parts(FunctionCallInfo fcinfo, IndexParts *parts)
{
	const DorisVariant *variant = &doris_variants[0];
	char *label = PG_ARGISNULL(3) ? NULL : te_arg_enum(fcinfo, 3);
	bool known = !PG_ARGISNULL(0);

	for (int i = 0; label != NULL && i < lengthof(doris_variants); i++)
		if (strcmp(doris_variants[i].label, label) == 0)
			variant = &doris_variants[i];
	absence_part(parts, "clinical_sledai", known ? PG_GETARG_SLEDAI(0) : 0,
				 known, SLEDAI_CLINICAL);
	number_part(parts, "pga", te_arg_number(fcinfo, 1, "PGA", 0, PGA_MAX), 0.5,
				variant->pga_inclusive, "");
	number_part(parts, "prednisolone",
				te_arg_number(fcinfo, 2, "prednisolone dose", 0, INFINITY), 5,
				variant->dose_inclusive, " mg/d");
	return te_parts_all(parts);
}

/* ------------------------------------------------------------- components */

static void
score_part(IndexParts *parts, Sledai current, bool known)
{
	int min = te_sledai_points(te_sledai_present(current));
	int max =
		te_sledai_points(te_sledai_present(current) | te_sledai_open(current));
	IndexTruth holds = TRUTH_OPEN;

	if (known && max <= LLDAS_MAX_SLEDAI)
		holds = TRUTH_YES;
	else if (known && min > LLDAS_MAX_SLEDAI)
		holds = TRUTH_NO;
	if (!known)
		te_part(parts, "sledai", holds, "SLEDAI missing");
	else
		te_part(parts, "sledai", holds, "SLEDAI %d%s: at most %d", min,
				min == max ? "" : " or more, some not assessed",
				LLDAS_MAX_SLEDAI);
}

/* None of the descriptors of the mask. */
static void
absence_part(IndexParts *parts, const char *name, Sledai s, bool known,
			 uint32 mask)
{
	IndexTruth any = known ? te_sledai_any(s, mask) : TRUTH_OPEN;

	if (!parts->explain)
		te_part(parts, name, te_truth_not(any), "%s", "");
	else if (!known)
		te_part(parts, name, TRUTH_OPEN, "SLEDAI missing");
	else if (any == TRUTH_NO)
		te_part(parts, name, TRUTH_YES, "none present");
	else
		te_part(parts, name, te_truth_not(any), "%s: %s",
				any == TRUTH_YES ? "present" : "not assessed",
				te_sledai_names(mask &
								(any == TRUTH_YES ? te_sledai_present(s) :
													te_sledai_open(s))));
}

/*
 * Nothing new since the previous assessment.  Without one, what is present now
 * may be new; where nothing is, nothing is new.
 */
static void
new_part(IndexParts *parts, Sledai current, bool known, Sledai previous,
		 bool previous_known)
{
	Sledai before = previous_known ? previous : te_sledai_make(0, SLEDAI_ALL);
	Sledai new = te_sledai_minus(current, before);
	IndexTruth any = known ? te_sledai_any(new, SLEDAI_ALL) : TRUTH_OPEN;

	if (!parts->explain)
		te_part(parts, "no_new_feature", te_truth_not(any), "%s", "");
	else if (any == TRUTH_NO)
		te_part(parts, "no_new_feature", TRUTH_YES, "nothing new");
	else if (any == TRUTH_YES)
		te_part(parts, "no_new_feature", TRUTH_NO, "new: %s",
				te_sledai_names(te_sledai_present(new)));
	else
		te_part(parts, "no_new_feature", TRUTH_OPEN, "%s",
				!known ? "SLEDAI missing" :
					previous_known ?
						 psprintf("unknown whether new: %s",
								  te_sledai_names(te_sledai_open(new))) :
						 "no previous assessment");
}

static void
flag_part(IndexParts *parts, const char *name, IndexTruth flag, bool wanted)
{
	te_part(parts, name, wanted ? flag : te_truth_not(flag), "%s",
			flag == TRUTH_YES	 ? "yes" :
				flag == TRUTH_NO ? "no" :
								   "missing");
}

static void
number_part(IndexParts *parts, const char *name, IndexNumber a, double limit,
			bool inclusive, const char *unit)
{
	te_part(parts, name,
			inclusive ? te_number_at_most(a, limit) : te_number_below(a, limit),
			"%s%s: %s %g%s", parts->explain ? te_number_text(a) : "",
			a.known ? unit : "", inclusive ? "at most" : "below", limit, unit);
}

/* ---------------------------------------------------------- server layer */

/* name(...) boolean, or SETOF index_component; not strict */
#define INDEX_FUNCTIONS(name, fill)            \
	PG_FUNCTION_INFO_V1(name);                 \
	Datum name(PG_FUNCTION_ARGS)               \
	{                                          \
		IndexParts parts = {0};                \
                                               \
		TE_RETURN_TRUTH(fill(fcinfo, &parts)); \
	}                                          \
	PG_FUNCTION_INFO_V1(explain_##name);       \
	Datum explain_##name(PG_FUNCTION_ARGS)     \
	{                                          \
		IndexParts parts = {0};                \
                                               \
		parts.explain = true;                  \
		fill(fcinfo, &parts);                  \
		return te_parts_rows(fcinfo, &parts);  \
	}

INDEX_FUNCTIONS(lldas, lldas_parts)
INDEX_FUNCTIONS(doris, doris_parts)

/*
 * Largest doses that count as standard, mg a day (methotrexate mg a week).
 * The maintenance doses of Golder 2016.
 */
static const struct
{
	const char *name;
	double max;
	const char *unit;
} standard_doses[] = {
	{"hydroxychloroquine", 400, " mg/d"},
	{"methotrexate", 30, " mg/wk"},
	{"azathioprine", 200, " mg/d"},
	{"mycophenolate_mofetil", 3000, " mg/d"},
	{"mycophenolic_acid", 2160, " mg/d"},
	{"leflunomide", 20, " mg/d"},
};

static IndexTruth
standard_drug_parts(FunctionCallInfo fcinfo, IndexParts *parts)
{
	int n = lengthof(standard_doses);

	for (int i = 0; i < n; i++)
		number_part(parts, standard_doses[i].name,
					te_arg_number(fcinfo, i, "dose", 0, INFINITY),
					standard_doses[i].max, true, standard_doses[i].unit);
	flag_part(parts, "investigational", te_arg_truth(fcinfo, n), false);
	flag_part(parts, "tolerated", te_arg_truth(fcinfo, n + 1), true);
	return te_parts_all(parts);
}

INDEX_FUNCTIONS(lldas_standard_drugs, standard_drug_parts)

/*
 * Prednisone outcome: among patients above 7.5 mg a day at baseline, reduced by
 * at least a quarter and to 7.5 or less.  Others are not evaluable: NULL, also
 * with non-responder imputation.
 */
static IndexTruth
prednisone_parts(FunctionCallInfo fcinfo, IndexParts *parts)
{
	IndexNumber baseline =
		te_arg_number(fcinfo, 0, "prednisone dose", 0, INFINITY);
	IndexNumber current =
		te_arg_number(fcinfo, 1, "prednisone dose", 0, INFINITY);
	IndexTruth evaluable = te_number_above(baseline, PREDNISONE_LIMIT);
	IndexTruth fallen = TRUTH_OPEN;
	IndexTruth all;

	if (baseline.known && current.known)
		fallen = te_number_at_most(current, te_round14(0.75 * baseline.value));
	te_part(parts, "evaluable", evaluable, "%s mg/d at baseline: above %g mg/d",
			parts->explain ? te_number_text(baseline) : "", PREDNISONE_LIMIT);
	te_part(parts, "reduced_by_quarter", fallen,
			"%s at baseline, %s now (mg/d): at most three quarters",
			parts->explain ? te_number_text(baseline) : "",
			parts->explain ? te_number_text(current) : "");
	number_part(parts, "at_most_7.5", current, PREDNISONE_LIMIT, true, " mg/d");
	if (evaluable != TRUTH_YES)
		return TRUTH_OPEN;
	all = te_parts_all(parts);
	if (all == TRUTH_OPEN && !PG_ARGISNULL(2) && PG_GETARG_BOOL(2))
		return TRUTH_NO;
	return all;
}

INDEX_FUNCTIONS(prednisone_reduction, prednisone_parts)

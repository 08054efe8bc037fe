/*
 * index_rules.c
 *		activity_rules(): the rule of every component of the indices, where it
 *		comes from and how it was come by.
 *
 * "our choice" is what no source that we read decides.  Journal, volume and
 * page were compared with public listings, but for those that say "remembered";
 * verified is about the rule, not about its citation.
 */
#include "trial_ext.h"

#include "funcapi.h"

#include "activity/index_parts.h"

/* Columns of type activity_rule. */
#define RULE_COLUMNS 5

#define READ "read"
#define PARTLY "partly read"
#define REMEMBERED "remembered"
#define OURS "our choice"

#define SFI \
	"Buyon 2005, Ann Intern Med 142:953; Petri 1999, Lupus 8:685 (volume and page remembered)"
#define BLISS \
	"Furie 2009, Arthritis Rheum 61:1143 (volume and page remembered); BLISS-76"
#define LLDAS "Franklyn 2016, Ann Rheum Dis 75:1615"
#define GOLDER \
	"Golder 2016, Arthritis Res Ther 18:260 (article number remembered)"
#define DORIS "van Vollenhoven 2021, Lupus Sci Med 8:e000538"

/* index, component, rule, source, verified */
static const char *const rules[][RULE_COLUMNS] = {
	{"sledai_2k", "window", "10 days before and including the visit",
	 "Gladman 2002, J Rheumatol 29:288", READ},
	{"sledai_2k", "window of 30 days", "the default", "Touma 2010, Lupus 19:49",
	 PARTLY},
	{"sledai_2k", "complement not low", "C3 and C4 both, CH50 if measured", "-",
	 OURS},
	{"sledai_2k", "upcr_as_24h", "UPCR > 0.5 g/g for > 0.5 g a day",
	 "accepted surrogate", REMEMBERED},
	{"selena_sledai", "window", "10 days", "Petri 2005, N Engl J Med 353:2550",
	 REMEMBERED},
	{"selena_sledai", "proteinuria",
	 "> 0.5 g a day, and never so before, or > 0.5 more than before",
	 "Petri 2005, N Engl J Med 353:2550", REMEMBERED},
	{"selena_sledai", "proteinuria without an earlier value", "not assessed",
	 "-", OURS},
	{"selena_flare", "severe: score", "risen to > 12", SFI, PARTLY},
	{"selena_flare", "severe: manifestation",
	 "new or worse central nervous system, vasculitis, nephritis, myositis, platelets < 60 10*9/L, haemolysis with haemoglobin < 7 g/dL or a fall > 3 g/dL, each requiring prednisone doubled or > 0.5 mg/kg/day or admission",
	 SFI, PARTLY},
	{"selena_flare", "severe: prednisone", "risen to > 0.5 mg/kg/day", SFI,
	 PARTLY},
	{"selena_flare", "severe: immunosuppressant",
	 "new cyclophosphamide, azathioprine or methotrexate for activity", SFI,
	 PARTLY},
	{"selena_flare", "severe: immunosuppressant",
	 "new mycophenolate for activity", SFI, REMEMBERED},
	{"selena_flare", "severe: hospitalised", "for activity", SFI, PARTLY},
	{"selena_flare", "severe: pga", "risen to > 2.5", SFI, PARTLY},
	{"selena_flare", "mild_moderate: score", "risen by >= 3, not to > 12", SFI,
	 PARTLY},
	{"selena_flare", "mild_moderate: manifestation",
	 "new or worse rash, cutaneous vasculitis, nasopharyngeal ulcers, pleuritis, pericarditis, arthritis, fever",
	 SFI, PARTLY},
	{"selena_flare", "mild_moderate: prednisone",
	 "risen, not to > 0.5 mg/kg/day", SFI, PARTLY},
	{"selena_flare", "mild_moderate: drug",
	 "NSAID or hydroxychloroquine added for activity", SFI, PARTLY},
	{"selena_flare", "mild_moderate: pga", "risen by >= 1.0, not to > 2.5", SFI,
	 PARTLY},
	{"selena_flare", "modified",
	 "a score > 12 alone is not severe; risen by >= 3 is mild or moderate",
	 "BLISS-52 and BLISS-76", REMEMBERED},
	{"sri", "sledai", "fallen by >= n (4)", BLISS, READ},
	{"sri", "bilag", "no new A, at most one new B", BLISS, READ},
	{"sri", "pga", "risen by < 0.3", BLISS, READ},
	{"sri", "treatment", "no treatment failure; a trial's own rule", "-",
	 PARTLY},
	{"sri", "modified", "without complement and anti-dsDNA",
	 "van Vollenhoven 2012, Ann Rheum Dis 71:1343", READ},
	{"pga_worsening", "pga", "risen by >= 0.3 of 3", BLISS, READ},
	{"lldas", "sledai", "<= 4", LLDAS, READ},
	{"lldas", "major_organs",
	 "none of descriptors 1-8, 11-14, 18, 19, 22 present", LLDAS, READ},
	{"lldas", "haemolytic_anaemia", "no", LLDAS, READ},
	{"lldas", "gi_activity", "no", LLDAS, READ},
	{"lldas", "no_new_feature", "nothing new since the previous assessment",
	 LLDAS, READ},
	{"lldas", "no_new_feature without a previous assessment",
	 "unknown if anything is present, else nothing new", "-", OURS},
	{"lldas", "pga", "<= 1.0", LLDAS, READ},
	{"lldas", "prednisolone", "<= 7.5 mg a day", LLDAS, READ},
	{"lldas", "standard_drugs", "standard, tolerated, nothing investigational",
	 LLDAS, READ},
	{"lldas_standard_drugs", "doses",
	 "hydroxychloroquine <= 400, azathioprine <= 200, mycophenolate mofetil <= 3000, mycophenolic acid <= 2160, leflunomide <= 20 mg a day, methotrexate <= 30 mg a week",
	 GOLDER, READ},
	{"doris", "clinical_sledai", "0", DORIS, READ},
	{"doris", "pga", "< 0.5", DORIS, READ},
	{"doris", "prednisolone", "<= 5 mg a day", DORIS, READ},
	{"doris", "variant pga_inclusive", "PGA <= 0.5", "older texts of DORIS",
	 REMEMBERED},
	{"doris", "variant prednisone_below_5", "prednisone < 5 mg a day",
	 "a post-hoc table of BLISS", READ},
	{"prednisone_reduction", "evaluable", "> 7.5 mg a day at baseline",
	 "BLISS; registry record of NCT05262686", READ},
	{"prednisone_reduction", "reduced_by_quarter", "<= 75 % of baseline",
	 "BLISS; registry record of NCT05262686", READ},
	{"prednisone_reduction", "at_most_7.5", "<= 7.5 mg a day",
	 "BLISS; registry record of NCT05262686", READ},
	{"prednisone_reduction", "windows",
	 "7 days before baseline, 28 days ending at the visit", "-", OURS},
};

PG_FUNCTION_INFO_V1(activity_rules);

/* activity_rules() SETOF activity_rule */
Datum
activity_rules(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != RULE_COLUMNS)
		elog(ERROR, "type activity_rule has %d columns, not %d",
			 rsinfo->setDesc->natts, RULE_COLUMNS);
	for (int i = 0; i < lengthof(rules); i++)
	{
		Datum values[RULE_COLUMNS];
		bool nulls[RULE_COLUMNS] = {false};

		for (int k = 0; k < RULE_COLUMNS; k++)
			values[k] = CStringGetTextDatum(rules[i][k]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

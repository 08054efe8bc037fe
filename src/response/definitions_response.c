/*
 * definitions_response.c
 *		Published definitions of renal response, as texts of response_rules.
 *
 * A sign is the source's: "below 0.5" and "at most 0.5" both occur and are not
 * made alike.  A limit stands in the source's own unit, the data are converted
 * to it.  Protein of 24 hours (urine_protein), the protein/creatinine ratio
 * (upcr) and their like are different facts; none stands in for another.
 *
 * "X % below reference" keeps values of exactly (1 - x) times the reference;
 * "no decrease of 20 % or more" does not.  The reference is named: baseline,
 * or pre_flare_egfr.  Rescue, failure and withdrawal are events since
 * baseline: no record means none.  What is only said in words ("inactive
 * sediment", "regimen kept") is a yes-no item that wants a record.
 *
 * Where a source says "normal" of a creatinine, it is the upper limit of the
 * laboratory.  Of an eGFR nobody prints a lower limit: 90, as BLISS-LN has it.
 */
#include "trial_ext.h"

#include "response/definitions.h"

/* clang-format off */
#define ML "mL/min/{1.73_m2}"
#define SUBNEPHROTIC_TARGET \
	"((baseline.upcr <= 3 g/g and upcr < 1 g/g)" \
	" or (baseline.upcr > 3 g/g and upcr < 3 g/g))"

#define BLISS_PROTEIN_CRR "upcr < 0.5 g/g"
#define BLISS_CRR \
	BLISS_PROTEIN_CRR \
	" and (egfr >= 0.9 * pre_flare_egfr" \
	" or egfr >= 90 " ML ")" \
	" and not any(treatment_failure since baseline)"
#define BLISS_PERR \
	"upcr <= 0.7 g/g" \
	" and (egfr >= 0.8 * pre_flare_egfr" \
	" or egfr >= 60 " ML ")" \
	" and not any(treatment_failure since baseline)"
#define BLISS_FAILURE \
	"Treatment failure: a prohibited drug, or prednisone not at most 10 mg/d by week 24 and from then on."
#define BLISS_SOURCE "BLISS-LN: Furie 2020, N Engl J Med 383:1117"
#define BLISS_TIMING "week 104; key secondary week 52"
#define BLISS_CONFIRM \
	"The trial asked for two visits in a row (remembered): confirmation 2 gives that."

#define KDIGO_CR(part) \
	"CR: upcr < 0.5 g/g and egfr >= " part \
	" % of baseline; "
#define KDIGO_PR(part) \
	"PR: upcr <= 50 % of baseline and upcr < 3 g/g and egfr >= " part \
	" % of baseline; "
#define KDIGO(part) KDIGO_CR(part) KDIGO_PR(part) "else NR"
#define KDIGO_PERR \
	"PERR: upcr <= 0.7 g/g" \
	" and (egfr >= 0.8 * pre_flare_egfr" \
	" or egfr >= 60 " ML ")" \
	" and not any(rescue_therapy since baseline); else NR"
#define KDIGO_TIMING "within 6 to 12 months; may take longer"
#define KDIGO_2021 "KDIGO 2021, Kidney Int 100(4S):S1"
#define KDIGO_2024 "KDIGO 2024, Kidney Int 105(1S):S1"

/* The sediment of the Nanjing trials, in the numbers of NCT05863936. */
#define NANJING_SEDIMENT \
	"(urine_rbc > 100 /uL or urine_wbc_hpf > 5 /HPF or red_cell_casts)" \
	" and not urinary_tract_infection"
#define SEDIMENT_NOTE \
	"Active sediment as the protocol of NCT05863936 has it: more than 100 red cells/uL, more than 5 white cells per field or red-cell casts, without infection."

/* within 10 % of an eGFR of 90 */
#define EULAR_GFR "egfr >= 0.9 * 90 " ML
#define EULAR_GFR_NOTE "Near-normal eGFR: within 10 % of 90 (our choice; no number is printed)."
#define EULAR_2019 "EULAR/ERA-EDTA 2019: Fanouriakis 2020, Ann Rheum Dis 79:713"
#define EULAR_2023 "EULAR 2023: Fanouriakis 2024, Ann Rheum Dis 83:15"
#define EULAR_STEROID_2019 "maintenance goal below 7.5 mg/d; no clause"
#define EULAR_STEROID_2023 "maintenance goal at most 5 mg/d; no clause"
#define EULAR_TIMING \
	"month_3 by 3 months, month_6 by 6, month_12 by 12; nephrotic at baseline: 6 to 12 months later"
#define EULAR_LABELS "month_12 month_6 month_3"
#define EULAR_TARGETS(protein, limit, gfr) \
	"month_12: " protein " < " limit " and " gfr "; " \
	"month_6: " protein " <= 50 % of baseline; " \
	"month_3: " protein " <= 75 % of baseline; else none"

#define REGENCY \
	"upcr < 0.5 g/g and egfr >= 85 % of baseline" \
	" and not any(rescue_therapy, treatment_failure, treatment_withdrawn, death since baseline)"
#define REGENCY_SOURCE "REGENCY: Furie 2025, N Engl J Med 392:1471"

const ResponseDefinition te_response_definitions[] = {
	{.name = "bliss_ln_perr",
	 .title = "BLISS-LN primary efficacy renal response",
	 .kind = "response",
	 .rules = "PERR: " BLISS_PERR "; else NR",
	 .timing = BLISS_TIMING,
	 .steroid_rule = BLISS_FAILURE,
	 .confirmation = 1,
	 .published = "week 104: 96/223 (43.0 %) against 72/223 (32.3 %), adjusted OR 1.6 (1.0-2.3); week 52: 47 against 35 %",
	 .source = BLISS_SOURCE,
	 .verified = READ,
	 .note = BLISS_CONFIRM},
	{.name = "bliss_ln_crr",
	 .title = "BLISS-LN complete renal response",
	 .kind = "response",
	 .rules = "CRR: " BLISS_CRR "; else NR",
	 .timing = BLISS_TIMING,
	 .steroid_rule = BLISS_FAILURE,
	 .confirmation = 1,
	 .published = "week 104: 67/223 (30.0 %) against 44/223 (19.7 %), adjusted OR 1.7 (1.1-2.7)",
	 .source = BLISS_SOURCE,
	 .verified = READ,
	 .note = BLISS_CONFIRM},
	{.name = "bliss_ln_orr",
	 .title = "BLISS-LN ordinal renal response",
	 .kind = "response",
	 .rules = "CRR: " BLISS_CRR "; "
			  "PRR: upcr <= 50 % of baseline and " SUBNEPHROTIC_TARGET
			  " and (egfr >= 90 % of baseline or egfr >= 90 " ML ")"
			  " and not any(treatment_failure since baseline); else NR",
	 .timing = BLISS_TIMING,
	 .steroid_rule = BLISS_FAILURE,
	 .confirmation = 1,
	 .source = BLISS_SOURCE,
	 .verified = REMEMBERED,
	 .note = "Normal eGFR in PRR: 90 or more, as in CRR. " BLISS_CONFIRM},
	{.name = "bliss_ln_ole",
	 .title = "BLISS-LN open-label extension",
	 .kind = "response",
	 .rules = "CRR: upcr < 0.5 g/g and (egfr >= 90 % of baseline or egfr >= 90 " ML ")"
			  " and not any(treatment_failure, prohibited_drug since baseline); "
			  "PERR: upcr <= 0.7 g/g and (egfr >= 80 % of baseline or egfr >= 60 " ML ")"
			  " and not any(treatment_failure, prohibited_drug since baseline)"
			  " note \"Who has a CRR has a PERR too: the rate of PERR counts both labels.\"; else NR",
	 .timing = "open-label week 28",
	 .steroid_rule = "no prohibited drug",
	 .confirmation = 1,
	 .published = "PERR 67 against 75 %, CRR 48 against 62 % (before and after open-label belimumab)",
	 .source = "BLISS-LN open-label extension, abstract",
	 .verified = READ,
	 .alone = "PERR",
	 .note = "Baseline is that of the open-label phase."},
	{.name = "aurora_crr",
	 .title = "AURORA 1 complete renal response",
	 .kind = "response",
	 .rules = "CRR: upcr <= 0.5 g/g"
			  " and (egfr >= 60 " ML " or egfr >= 80 % of baseline)"
			  " and not any(rescue_therapy since baseline)"
			  " and prednisone_run_above_10 < 3 and prednisone_days_above_10 < 7; else NR",
	 .timing = "week 52; also week 24",
	 .steroid_rule = "Prednisone not above 10 mg/d for 3 days in a row or more, nor for 7 days or more in total, in the 8 weeks to the visit (weeks 44 to 52).",
	 .confirmation = 2,
	 .published = "week 52: 73/179 (40.8 %) against 40/178 (22.5 %), adjusted OR 2.65 (1.64-4.27); counts computed from the percentages",
	 .source = "AURORA 1: Rovin 2021, Lancet 397:2070",
	 .verified = READ,
	 .note = "UPCR of two first-morning samples in a row. A fall of eGFR by more than 20 % counts there when it is confirmed; here the value of the visit decides."},
	{.name = "aurora_prr",
	 .title = "AURORA 1 partial renal response",
	 .kind = "response",
	 .rules = "PRR: upcr <= 50 % of baseline; else NR",
	 .timing = "weeks 24 and 52",
	 .confirmation = 1,
	 .published = "week 24: 70 against 50 %; week 52: 70 against 52 %",
	 .source = "AURORA 1: Rovin 2021, Lancet 397:2070",
	 .verified = REMEMBERED,
	 .note = "Includes complete responders."},
	{.name = "lunar",
	 .title = "LUNAR complete and partial renal response",
	 .kind = "response",
	 .rules = "CRR: ((baseline.creatinine > ULN and creatinine <= ULN)"
			  " or (baseline.creatinine <= ULN and creatinine <= 115 % of baseline))"
			  " and urine_rbc_hpf < 5 /HPF and not red_cell_casts and upcr < 0.5 g/g; "
			  "PRR: creatinine <= 115 % of baseline"
			  " and urine_rbc_hpf <= 150 % of baseline and not red_cell_casts"
			  " and upcr <= 50 % of baseline"
			  " and ((baseline.upcr <= 3 g/g and upcr < 1 g/g)"
			  " or (baseline.upcr > 3 g/g and upcr <= 3 g/g)); else NR",
	 .timing = "week 52",
	 .confirmation = 1,
	 .published = "CRR 26.4 against 30.6 % (remembered); CRR or PRR 41/72 (56.9 %) against 33/72 (45.8 %), p 0.18 (chi-square without correction)",
	 .source = "LUNAR: Rovin 2012, Arthritis Rheum 64:1215",
	 .verified = PARTLY,
	 .recalled = "PRR",
	 .note = "CRR was read in a review's table."},
	{.name = "access",
	 .title = "ACCESS complete and partial response",
	 .kind = "response",
	 .rules = "CR: upcr < 0.5 g/g"
			  " and (creatinine <= 1.2 mg/dL or creatinine <= 125 % of baseline)"
			  " and steroid_regimen_kept; "
			  "PR: upcr < 50 % of baseline"
			  " and (creatinine <= 1.2 mg/dL or creatinine <= 125 % of baseline)"
			  " and steroid_regimen_kept; else NR",
	 .timing = "week 24",
	 .steroid_rule = "Prednisone 60 mg/d tapered to 10 mg/d by week 12.",
	 .confirmation = 1,
	 .published = "CR 22/66 (33 %) against 21/68 (31 %), p 0.85 (Fisher); CR or PR 39/66 against 40/68 (59 % both)",
	 .source = "ACCESS Trial Group 2014, Arthritis Rheumatol 66:3096",
	 .verified = READ},
	{.name = "alms",
	 .title = "ALMS response",
	 .kind = "response",
	 .rules = "R: ((baseline.upcr >= 3 g/g and upcr < 3 g/g)"
			  " or (baseline.upcr < 3 g/g and upcr <= 50 % of baseline))"
			  " and creatinine <= 125 % of baseline; else NR",
	 .timing = "week 24",
	 .confirmation = 1,
	 .published = "104/185 (56.2 %) against 98/185 (53.0 %), OR 1.2 (0.8-1.8)",
	 .source = "ALMS: Appel 2009, J Am Soc Nephrol 20:1103",
	 .verified = PARTLY,
	 .note = "The rule for UPCR was read. Creatinine stable within 25 %, or improved, is remembered: at most 125 % of baseline says both."},
	{.name = "alms_cr",
	 .title = "ALMS complete remission",
	 .kind = "response",
	 .rules = "CR: creatinine <= ULN and urine_protein <= 0.5 g/d and not active_sediment; else NR",
	 .timing = "week 24",
	 .confirmation = 1,
	 .published = "8.6 against 8.1 % (remembered)",
	 .source = "ALMS: Appel 2009, J Am Soc Nephrol 20:1103",
	 .verified = REMEMBERED},
	{.name = "tulip_ln_crr",
	 .title = "TULIP-LN complete renal response",
	 .kind = "response",
	 .rules = "CRR: upcr <= 0.7 g/g"
			  " and (egfr >= 60 " ML " or egfr > 80 % of baseline)"
			  " and not any(treatment_withdrawn, prohibited_drug since baseline); else NR",
	 .timing = "week 52",
	 .steroid_rule = "A sustained taper to 7.5 mg/d or less in weeks 24 to 52 is an endpoint of its own; no clause.",
	 .confirmation = 1,
	 .published = "45.5 (intensified regimen) against 31.1 %; denominators differ from the randomised numbers",
	 .source = "TULIP-LN: Jayne 2022, Ann Rheum Dis 81:496, and other abstracts",
	 .verified = READ,
	 .note = "UPCR of a 24-hour collection. No decrease of 20 % or more: exactly 80 % of baseline fails."},
	{.name = "nobility_crr",
	 .title = "NOBILITY complete renal response",
	 .kind = "response",
	 .rules = "CRR: upcr < 0.5 g/g and creatinine <= ULN and creatinine <= 115 % of baseline"
			  " and urine_rbc_hpf < 10 /HPF and not red_cell_casts; else NR",
	 .timing = "weeks 52 and 104",
	 .confirmation = 1,
	 .published = "week 52: 35 against 23 %, week 104: 41 against 23 % (remembered); week 76: 40 against 18 %",
	 .source = "NOBILITY: Furie 2022, Ann Rheum Dis 81:100",
	 .verified = REMEMBERED},
	{.name = "regency_crr",
	 .title = "REGENCY complete renal response",
	 .kind = "response",
	 .rules = "CRR: " REGENCY "; else NR",
	 .timing = "week 76",
	 .steroid_rule = "None here; regency_crr_gc is the key secondary endpoint with prednisone.",
	 .confirmation = 1,
	 .published = "46.4 (n = 135) against 33.1 % (n = 136), imputed: no whole counts; UPCR below 0.8 g/g: 55.5 against 41.9 %",
	 .source = REGENCY_SOURCE,
	 .verified = READ},
	{.name = "regency_crr_gc",
	 .title = "REGENCY complete renal response on prednisone of 7.5 mg/d or less",
	 .kind = "response",
	 .rules = "CRR: " REGENCY " and prednisone_max_12_weeks <= 7.5 mg/d; else NR",
	 .timing = "week 76",
	 .steroid_rule = "Prednisone at most 7.5 mg/d in the 12 weeks to the visit (weeks 64 to 76).",
	 .confirmation = 1,
	 .published = "42.7 against 30.9 %",
	 .source = REGENCY_SOURCE,
	 .verified = READ},
	{.name = "allure_crr",
	 .title = "ALLURE complete renal response",
	 .kind = "response",
	 .rules = "CRR: (egfr >= 90 " ML " or egfr >= 85 % of baseline)"
			  " and upcr < 0.5 g/g and not cellular_casts"
			  " and prednisone_max_28_days <= 10 mg/d; else NR",
	 .timing = "day 365",
	 .steroid_rule = "Prednisone at most 10 mg/d for 28 days or more.",
	 .confirmation = 1,
	 .source = "ALLURE (abatacept): registry entry",
	 .verified = PARTLY,
	 .note = "Normal eGFR: 90 or more (our choice; no number is printed). The 28 days are those to the visit."},
	{.name = "acr2006_egfr",
	 .title = "ACR 2006 change of renal function",
	 .kind = "change",
	 .rules = "improved: egfr >= 125 % of baseline and baseline.egfr < 90 " ML "; "
			  "worse: egfr <= 75 % of baseline; else stable",
	 .timing = "each visit",
	 .confirmation = 2,
	 .source = "ACR Renal Disease Subcommittee 2006, Arthritis Rheum 54:421",
	 .verified = REMEMBERED,
	 .note = "Improved only if abnormal at baseline: below 90 (our choice)."},
	{.name = "acr2006_upcr",
	 .title = "ACR 2006 change of proteinuria",
	 .kind = "change",
	 .rules = "complete: upcr < 0.2 g/g; improved: upcr <= 50 % of baseline; "
			  "worse: upcr >= 200 % of baseline; else stable",
	 .timing = "each visit",
	 .confirmation = 2,
	 .source = "ACR Renal Disease Subcommittee 2006, Arthritis Rheum 54:421",
	 .verified = REMEMBERED,
	 .note = "Below 0.2 is complete also where it has doubled."},
	{.name = "acr2006_sediment",
	 .title = "ACR 2006 active urinary sediment",
	 .kind = "change",
	 .rules = "active: urine_rbc_hpf > 5 /HPF or urine_wbc_hpf > 5 /HPF or cellular_casts; else inactive",
	 .timing = "each visit",
	 .confirmation = 2,
	 .source = "ACR Renal Disease Subcommittee 2006, Arthritis Rheum 54:421",
	 .verified = REMEMBERED,
	 .note = "The change is that between two visits."},
	{.name = "eular2012",
	 .title = "EULAR/ERA-EDTA 2012 complete and partial response",
	 .kind = "response",
	 .rules = "CR: upcr < 0.5 g/g and " EULAR_GFR "; "
			  "PR: urine_protein <= 50 % of baseline and urine_protein < 3.5 g/d and " EULAR_GFR "; else NR",
	 .timing = "6 months, at the latest 12",
	 .confirmation = 1,
	 .source = "EULAR/ERA-EDTA 2012: Bertsias 2012, Ann Rheum Dis 71:1771",
	 .verified = PARTLY,
	 .note = EULAR_GFR_NOTE " Nephrotic: 3.5 g/d or more. The source prints mg/mol for mg/mmol."},
	{.name = "eular2019",
	 .title = "EULAR/ERA-EDTA 2019 targets, 0.7 g/d at 12 months",
	 .kind = "target",
	 .rules = EULAR_TARGETS("urine_protein", "0.7 g/d", EULAR_GFR),
	 .timing = EULAR_TIMING,
	 .steroid_rule = EULAR_STEROID_2019,
	 .confirmation = 1,
	 .source = EULAR_2019,
	 .verified = PARTLY,
	 .alone = EULAR_LABELS,
	 .note = "The furthest target that is reached. The source has a range for month 12, 0.5 to 0.7 g/d: this is its upper end. " EULAR_GFR_NOTE},
	{.name = "eular2019_05",
	 .title = "EULAR/ERA-EDTA 2019 targets, 0.5 g/d at 12 months",
	 .kind = "target",
	 .rules = EULAR_TARGETS("urine_protein", "0.5 g/d", EULAR_GFR),
	 .timing = EULAR_TIMING,
	 .steroid_rule = EULAR_STEROID_2019,
	 .confirmation = 1,
	 .source = EULAR_2019,
	 .verified = PARTLY,
	 .alone = EULAR_LABELS,
	 .note = "The furthest target that is reached. The source has a range for month 12, 0.5 to 0.7 g/d: this is its lower end. " EULAR_GFR_NOTE},
	{.name = "eular2023",
	 .title = "EULAR 2023 targets, 0.7 g/g at 12 months",
	 .kind = "target",
	 .rules = EULAR_TARGETS("upcr", "0.7 g/g", "egfr >= 90 % of baseline"),
	 .timing = EULAR_TIMING,
	 .steroid_rule = EULAR_STEROID_2023,
	 .confirmation = 1,
	 .source = EULAR_2023,
	 .verified = REMEMBERED,
	 .alone = EULAR_LABELS,
	 .note = "The furthest target that is reached. The source has a range for month 12, 0.5 to 0.7 g/g: this is its upper end. A later update (2025) was not read."},
	{.name = "eular2023_05",
	 .title = "EULAR 2023 targets, 0.5 g/g at 12 months",
	 .kind = "target",
	 .rules = EULAR_TARGETS("upcr", "0.5 g/g", "egfr >= 90 % of baseline"),
	 .timing = EULAR_TIMING,
	 .steroid_rule = EULAR_STEROID_2023,
	 .confirmation = 1,
	 .source = EULAR_2023,
	 .verified = REMEMBERED,
	 .alone = EULAR_LABELS,
	 .note = "The furthest target that is reached. The source has a range for month 12, 0.5 to 0.7 g/g: this is its lower end. A later update (2025) was not read."},
	{.name = "kdigo2021",
	 .title = "KDIGO 2021 complete and partial response",
	 .kind = "response",
	 .rules = KDIGO("85"),
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2021,
	 .verified = READ,
	 .note = "Read in secondary sources. UPCR of a 24-hour collection. Function stable within 10 to 15 %: at most 15 % below baseline here, no upper limit; 10 % is kdigo2021_10."},
	{.name = "kdigo2021_10",
	 .title = "KDIGO 2021, function at most 10 % below baseline",
	 .kind = "response",
	 .rules = KDIGO("90"),
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2021,
	 .verified = READ,
	 .note = "Read in secondary sources. UPCR of a 24-hour collection. The stricter end of 10 to 15 %."},
	{.name = "kdigo2021_perr",
	 .title = "KDIGO 2021 primary efficacy renal response",
	 .kind = "response",
	 .rules = KDIGO_PERR,
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2021,
	 .verified = READ,
	 .note = "Read in secondary sources."},
	{.name = "kdigo2024",
	 .title = "KDIGO 2024 complete and partial response",
	 .kind = "response",
	 .rules = KDIGO("85"),
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2024,
	 .verified = READ,
	 .note = "Read in secondary sources. UPCR of a 24-hour collection. Function stable within 10 to 15 %: at most 15 % below baseline here, no upper limit; 10 % is kdigo2024_10."},
	{.name = "kdigo2024_10",
	 .title = "KDIGO 2024, function at most 10 % below baseline",
	 .kind = "response",
	 .rules = KDIGO("90"),
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2024,
	 .verified = READ,
	 .note = "Read in secondary sources. UPCR of a 24-hour collection. The stricter end of 10 to 15 %."},
	{.name = "kdigo2024_child",
	 .title = "KDIGO 2024 complete response below 18 years",
	 .kind = "response",
	 .rules = "CR: urine_protein_per_bsa < 300 mg/m2/d and egfr >= 85 % of baseline; else NR",
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2024,
	 .verified = READ,
	 .note = "Read in secondary sources, also for KDIGO 2021: below 0.5 g/1.73 m2/d or below 300 mg/m2/d. The first is 289 mg/m2/d and lies within the second."},
	{.name = "kdigo2024_perr",
	 .title = "KDIGO 2024 primary efficacy renal response",
	 .kind = "response",
	 .rules = KDIGO_PERR,
	 .timing = KDIGO_TIMING,
	 .confirmation = 1,
	 .source = KDIGO_2024,
	 .verified = READ,
	 .note = "Read in secondary sources."},
	{.name = "seed004",
	 .title = "SEED004 complete, partial and overall renal response",
	 .kind = "response",
	 .rules = "CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline"
			  " and not any(rescue_therapy, treatment_withdrawn since baseline); "
			  "PRR: urine_protein <= 50 % of baseline and urine_protein < 3 g/d"
			  " and egfr >= 85 % of baseline and not any(rescue_therapy since baseline); else NR",
	 .overall = "ORR",
	 .timing = "CRR month 6; all monthly to month 6",
	 .steroid_rule = "The taper to 5 mg/d or less by month 4 is mandatory and no clause.",
	 .confirmation = 1,
	 .source = "protocol document of SEED004; the registry mirror of NCT07340463 agrees",
	 .verified = READ,
	 .ours = "PRR ORR",
	 .note = "PRR and ORR are not defined in the source: PRR as KDIGO has it, on 24-hour protein."},
	{.name = "nct05863936",
	 .title = "NCT05863936 complete, partial and overall response",
	 .kind = "response",
	 .rules = "CR: urine_protein < 0.4 g/d and not (" NANJING_SEDIMENT ")"
			  " and albumin > 3.5 g/dL and creatinine <= ULN; "
			  "PR: urine_protein < 50 % of baseline and urine_protein < 3.5 g/d"
			  " and urine_rbc < 50 % of baseline"
			  " and (creatinine <= ULN or creatinine < 130 % of baseline); else NR",
	 .overall = "ORR",
	 .timing = "by week 24: CR at any visit up to then; PR and ORR week 24",
	 .confirmation = 1,
	 .source = "registry entry of NCT05863936, outcome measures",
	 .verified = READ,
	 .note = SEDIMENT_NOTE " Sediment red cells in PR: urine_rbc, per volume."},
	{.name = "liu2015",
	 .title = "Multitarget trial (Liu 2015) complete and partial remission",
	 .kind = "response",
	 .rules = "CR: urine_protein <= 0.4 g/d and not (" NANJING_SEDIMENT ")"
			  " and albumin >= 35 g/L and creatinine <= ULN; "
			  "PR: urine_protein <= 50 % of baseline and urine_protein < 3.5 g/d and albumin >= 30 g/L"
			  " and (creatinine <= ULN or creatinine <= 125 % of baseline); else NR",
	 .timing = "week 24",
	 .steroid_rule = "pulses, then a taper; no clause",
	 .confirmation = 1,
	 .published = "CR 45.9 against 25.6 %; CR or PR 83.5 against 63.0 %",
	 .source = "Liu 2015, Ann Intern Med 162:18",
	 .verified = REMEMBERED,
	 .note = SEDIMENT_NOTE " Rates were read."},
	{.name = "bao2008",
	 .title = "Multitarget trial (Bao 2008) complete remission",
	 .kind = "response",
	 .rules = "CR: urine_protein < 0.4 g/d and not (" NANJING_SEDIMENT ")"
			  " and albumin >= 3.5 g/dL and creatinine <= ULN; else NR",
	 .timing = "6 and 9 months",
	 .confirmation = 1,
	 .published = "6 months: 50 against 5 % (n = 20 and 20)",
	 .source = "Bao 2008, J Am Soc Nephrol 19:2001",
	 .verified = REMEMBERED,
	 .note = SEDIMENT_NOTE},
};
/* clang-format on */
const int te_response_definition_count = lengthof(te_response_definitions);

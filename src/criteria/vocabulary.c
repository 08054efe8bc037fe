/*
 * vocabulary.c
 *		The facts of the four protocols: what each means, what kind of data it
 *		is, its usual unit, and where SDTM and OMOP keep it.
 *
 * Codes stand here only where they were seen in the pilot SDTM data, the OMOP
 * sample or a public listing (as in analyte_codes.c); elsewhere the domain or
 * table is named and the concept set is the site's.
 */
#include "trial_ext.h"

#include "criteria/criteria_build.h"

/* Sorted by name in byte order: binary search. */
/* clang-format off */
const VocabularyFact te_vocabulary[] = {
	{"acr1997_criteria_met", VOCABULARY_VALUE, NULL,
		"how many of the 11",
		"QS or FA", "observation"},
	{"acr1997_sle", VOCABULARY_FLAG, NULL,
		"fulfils ACR 1997 (4 of 11)",
		"MH or form", "observation"},
	{"active_hepatitis_b", VOCABULARY_EVENT, NULL,
		"active hepatitis B, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"active_infection", VOCABULARY_FLAG, NULL,
		"active infection at screening",
		"form, AE", "condition_occurrence, concept set"},
	{"active_lupus_nephritis", VOCABULARY_FLAG, NULL,
		"active LN, clinician",
		"MH or form", "condition_occurrence, concept set"},
	{"active_peptic_ulcer", VOCABULARY_EVENT, NULL,
		"active peptic ulcer, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"admission", VOCABULARY_EVENT, NULL,
		"start of the index hospital stay",
		"HO.HOSTDTC", "visit_occurrence, inpatient"},
	{"aecg2002", VOCABULARY_FLAG, NULL,
		"AECG 2002 (Sjogren)",
		"MH or form", "observation"},
	{"age", VOCABULARY_VALUE, NULL,
		"completed years on as_of",
		"DM.AGE, AGEU, or from BRTHDTC", "person.year_of_birth"},
	{"albumin", VOCABULARY_VALUE, "g/dL",
		"serum albumin",
		"LB ALB", "measurement, LOINC 1751-7"},
	{"alcohol_abuse", VOCABULARY_EVENT, NULL,
		"abuse of or dependence on alcohol",
		"MH, SU", "condition_occurrence, concept set"},
	{"alt", VOCABULARY_VALUE, "U/L",
		"alanine aminotransferase, with its upper limit (LBSTNRHI)",
		"LB ALT", "measurement, LOINC 1742-6; range_high is the ULN"},
	{"anaphylaxis_to_biologic_or_contrast", VOCABULARY_EVENT, NULL,
		"anaphylaxis to contrast, a protein or an antibody",
		"MH, AE", "condition_occurrence, concept set"},
	{"antimalarial", VOCABULARY_EXPOSURE, "mg/d",
		"any antimalarial drug",
		"CM by CMDECOD, CMCLAS", "drug_exposure, concept set"},
	{"ast", VOCABULARY_VALUE, "U/L",
		"aspartate aminotransferase, with its upper limit (LBSTNRHI)",
		"LB AST", "measurement, LOINC 1920-8; range_high is the ULN"},
	{"asthma_on_oral_steroid", VOCABULARY_FLAG, NULL,
		"asthma on an oral steroid, present now",
		"MH, form", "condition_occurrence, concept set"},
	{"belimumab_allergy", VOCABULARY_FLAG, NULL,
		"allergy to or intolerance of belimumab",
		"MH, form", "observation"},
	{"bilag_new_a", VOCABULARY_VALUE, NULL,
		"BILAG systems newly A against baseline",
		NULL, NULL},
	{"bilag_new_b", VOCABULARY_VALUE, NULL,
		"BILAG systems newly B against baseline",
		NULL, NULL},
	{"bilirubin", VOCABULARY_VALUE, "mg/dL",
		"total bilirubin, with its upper limit",
		"LB BILI", "measurement, LOINC 1975-2"},
	{"biopsy_electron_microscopy", VOCABULARY_FLAG, NULL,
		"biopsy read by electron microscopy",
		"MI, MI.MIMETHOD", "observation"},
	{"biopsy_immunofluorescence", VOCABULARY_FLAG, NULL,
		"biopsy read by immunofluorescence",
		"MI, MI.MIMETHOD", "observation"},
	{"biopsy_light_microscopy", VOCABULARY_FLAG, NULL,
		"biopsy read by light microscopy",
		"MI, MI.MIMETHOD", "observation"},
	{"birth_date", VOCABULARY_DATE, NULL,
		"date of birth",
		"DM.BRTHDTC", "person.birth_datetime"},
	{"cervical_carcinoma_in_situ", VOCABULARY_EVENT, NULL,
		"carcinoma in situ of the cervix",
		"MH", "condition_occurrence, concept set"},
	{"cervical_carcinoma_treated_locally", VOCABULARY_FLAG, NULL,
		"carcinoma in situ of the cervix treated locally only",
		"MH, form", "observation"},
	{"cervical_intraepithelial_neoplasia", VOCABULARY_EVENT, NULL,
		"cervical intraepithelial neoplasia",
		"MH", "condition_occurrence, concept set"},
	{"cervical_neoplasia_cured", VOCABULARY_FLAG, NULL,
		"cervical neoplasia cured",
		"MH, form", "observation"},
	{"cervical_tumour", VOCABULARY_EVENT, NULL,
		"tumour of the cervix",
		"MH", "condition_occurrence, concept set"},
	{"cervical_tumour_recurrence", VOCABULARY_EVENT, NULL,
		"return of a tumour of the cervix",
		"PR; MH", "condition_occurrence"},
	{"cervical_tumour_surgery", VOCABULARY_EVENT, NULL,
		"surgical cure of a tumour of the cervix",
		"PR; MH", "procedure_occurrence"},
	{"childbearing_potential", VOCABULARY_FLAG, NULL,
		"of childbearing potential; empty for men",
		"RP, LB HCG, form", "observation"},
	{"cholinergic_stimulant", VOCABULARY_EXPOSURE, NULL,
		"any cholinergic stimulant",
		"CM with class, route", "drug_exposure, concept set"},
	{"chronicity_index", VOCABULARY_VALUE, NULL,
		"chronicity index of the biopsy, 0 to 12",
		"MI", "measurement"},
	{"cmv_pneumonia", VOCABULARY_EVENT, NULL,
		"cytomegalovirus pneumonia, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"complete_renal_response", VOCABULARY_EVENT, NULL,
		"a documented complete response",
		"RS, or first_response", "observation"},
	{"copd", VOCABULARY_FLAG, NULL,
		"chronic obstructive pulmonary disease, present now",
		"MH, form", "condition_occurrence, concept set"},
	{"creatinine", VOCABULARY_VALUE, "mg/dL",
		"serum creatinine",
		"LB CREAT", "measurement, LOINC 2160-0"},
	{"creatinine_clearance", VOCABULARY_VALUE, "mL/min",
		"measured or Cockcroft-Gault",
		"LB (CREATCLR) or crcl_cockcroft_gault", "measurement, LOINC 2164-2"},
	{"critical_organ_damage_unsuitable", VOCABULARY_FLAG, NULL,
		"critical organ damage or crisis that makes unsuitable, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"cyclophosphamide", VOCABULARY_EXPOSURE, "mg/d",
		"cyclophosphamide, systemic",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"cyclosporine", VOCABULARY_EXPOSURE, "mg/d",
		"cyclosporine, systemic",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"cytopenia_due_to_sle", VOCABULARY_FLAG, NULL,
		"low counts attributed to SLE",
		"FA, or the form", "observation"},
	{"double_filtration", VOCABULARY_EVENT, NULL,
		"double filtration plasmapheresis",
		"PR", "procedure_occurrence, concept set"},
	{"drug_abuse", VOCABULARY_EVENT, NULL,
		"abuse of or dependence on drugs",
		"MH, SU", "condition_occurrence, concept set"},
	{"egfr", VOCABULARY_VALUE, "mL/min/{1.73_m2}",
		"eGFR per 1.73 m2, equation named by the data",
		"LB (GFRE) or computed egfr_*", "measurement, LOINC 33914-3 or 98979-8"},
	{"expected_to_comply", VOCABULARY_FLAG, NULL,
		"expected to comply, by the investigator",
		"form", "observation"},
	{"fasting_glucose", VOCABULARY_VALUE, "mmol/L",
		"fasting only",
		"LB GLUC with LBFAST = Y", "measurement, LOINC 1558-6 or 14771-0"},
	{"fungal_infection", VOCABULARY_EVENT, NULL,
		"fungal infection, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"hbcab_positive", VOCABULARY_FLAG, NULL,
		"hepatitis B core antibody; the texts POSITIVE and NEGATIVE are read",
		"LB or MB, antibody and antigen tests", "measurement"},
	{"hbsag_positive", VOCABULARY_FLAG, NULL,
		"hepatitis B surface antigen; the texts POSITIVE and NEGATIVE are read",
		"LB or MB, antibody and antigen tests", "measurement"},
	{"hcv_antibody_positive", VOCABULARY_FLAG, NULL,
		"hepatitis C antibody; the texts POSITIVE and NEGATIVE are read",
		"LB or MB, antibody and antigen tests", "measurement"},
	{"height", VOCABULARY_VALUE, "cm",
		"body height",
		"VS HEIGHT", "measurement, LOINC 8302-2"},
	{"hemoglobin", VOCABULARY_VALUE, "g/dL",
		"hemoglobin",
		"LB HGB", "measurement, LOINC 718-7"},
	{"hepatitis_c", VOCABULARY_EVENT, NULL,
		"hepatitis C, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"high_dose_ivig", VOCABULARY_EXPOSURE, NULL,
		"immunoglobulin in what the site calls a high dose",
		NULL, "drug_exposure"},
	{"hiv_infection", VOCABULARY_EVENT, NULL,
		"HIV infection, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"hiv_positive", VOCABULARY_FLAG, NULL,
		"HIV serology; the texts POSITIVE and NEGATIVE are read",
		"LB or MB, antibody and antigen tests", "measurement"},
	{"hydroxychloroquine", VOCABULARY_EXPOSURE, "mg/d",
		"hydroxychloroquine",
		"CM by CMDECOD, CMCLAS", "drug_exposure, concept set"},
	{"iga", VOCABULARY_VALUE, "mg/dL",
		"immunoglobulin A",
		"LB IGA", "measurement, LOINC 2458-8"},
	{"igg", VOCABULARY_VALUE, "mg/dL",
		"immunoglobulin G",
		"LB IGG", "measurement, LOINC 2465-3"},
	{"immunoadsorption", VOCABULARY_EVENT, NULL,
		"immunoadsorption",
		"PR", "procedure_occurrence, concept set"},
	{"infection_admission", VOCABULARY_EVENT, NULL,
		"hospital stay for infection",
		"HO with reason", "visit_occurrence with condition_occurrence"},
	{"infection_suppressive_therapy", VOCABULARY_EXPOSURE, NULL,
		"long-term suppression of a chronic infection",
		"CM with CMINDC", "drug_exposure, concept set"},
	{"informed_consent", VOCABULARY_EVENT, NULL,
		"consent signed",
		"DS.DSDECOD = INFORMED CONSENT OBTAINED; DM.RFICDTC", "observation"},
	{"initial_therapy", VOCABULARY_EVENT, NULL,
		"start of the first treatment of nephritis",
		"CM, EX, earliest by line", "drug_exposure"},
	{"iv_antibiotic", VOCABULARY_EXPOSURE, NULL,
		"any antibacterial given IV",
		"CM class and CMROUTE", "drug_exposure, concept set and route"},
	{"ivig", VOCABULARY_EXPOSURE, "g",
		"immunoglobulin given",
		"CM", "drug_exposure"},
	{"lactating", VOCABULARY_FLAG, NULL,
		"lactating; empty for men",
		"RP, LB HCG, form", "observation"},
	{"later_therapy", VOCABULARY_EVENT, NULL,
		"start of the later treatment of nephritis",
		"CM, EX, earliest by line", "drug_exposure"},
	{"leflunomide", VOCABULARY_EXPOSURE, "mg/d",
		"leflunomide, systemic",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"ln_class", VOCABULARY_TEXT, NULL,
		"ISN/RPS class set, dated at the biopsy",
		"MI", "measurement or observation"},
	{"lymphocytes", VOCABULARY_VALUE, "/uL",
		"lymphocytes, absolute count",
		"LB LYM", "measurement, LOINC 731-0"},
	{"malignancy", VOCABULARY_EVENT, NULL,
		"cancer other than the skin and cervical facts",
		"MH", "condition_occurrence, concept set"},
	{"malignant_hypertension", VOCABULARY_FLAG, NULL,
		"malignant hypertension, present now",
		"MH, form", "condition_occurrence, concept set"},
	{"may_hinder_completion", VOCABULARY_FLAG, NULL,
		"a disorder that may hinder completion, by the investigator",
		"form", "observation"},
	{"metastasis", VOCABULARY_EVENT, NULL,
		"spread of a cancer",
		"MH", "condition_occurrence, concept set"},
	{"methylprednisolone", VOCABULARY_EXPOSURE, "mg/d",
		"IV methylprednisolone",
		"CM/EX with CMROUTE INTRAVENOUS", "drug_exposure, ingredient and route"},
	{"mycophenolate", VOCABULARY_EXPOSURE, "mg/d",
		"mycophenolate, systemic",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"mycophenolate_allergy", VOCABULARY_FLAG, NULL,
		"allergy to or intolerance of mycophenolate",
		"MH, form", "observation"},
	{"needs_renal_replacement", VOCABULARY_FLAG, NULL,
		"judged to need renal replacement now",
		"form", "observation"},
	{"neutrophils", VOCABULARY_VALUE, "/uL",
		"neutrophils, absolute count",
		"LB NEUT", "measurement, LOINC 751-8"},
	{"nyha_class", VOCABULARY_VALUE, NULL,
		"NYHA class of heart failure, 1 to 4",
		"QS, FA or CV", "observation"},
	{"other_active_disease", VOCABULARY_FLAG, NULL,
		"another active disease, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"other_listed_infection", VOCABULARY_FLAG, NULL,
		"another infection of the kind listed, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"parenteral_anti_infective", VOCABULARY_EXPOSURE, NULL,
		"antibacterial, -viral, -fungal, -parasitic, IV or IM",
		"CM class and route", "drug_exposure, concept set and route"},
	{"pga", VOCABULARY_VALUE, NULL,
		"physician's global assessment, 0 to 3",
		"QS", "measurement, concept set"},
	{"plasma_exchange", VOCABULARY_EVENT, NULL,
		"plasma exchange",
		"PR", "procedure_occurrence, concept set"},
	{"platelets", VOCABULARY_VALUE, "/uL",
		"platelets, absolute count",
		"LB PLAT", "measurement, LOINC 777-3"},
	{"postprandial_glucose_2h", VOCABULARY_VALUE, "mmol/L",
		"2 h after a meal, not a tolerance test",
		"LB GLUC with LBTPT 2 h", "measurement, LOINC 1521-4"},
	{"prednisone_equivalent", VOCABULARY_EXPOSURE, "mg/d",
		"systemic steroid as prednisone, pulses left out; one entry per day or stretch with the total of all steroids",
		"CM via prednisone_equivalent(drug, mg)", "drug_exposure"},
	{"pregnant", VOCABULARY_FLAG, NULL,
		"pregnant; empty for men",
		"RP, LB HCG, form", "observation"},
	{"primary_immunodeficiency", VOCABULARY_EVENT, NULL,
		"primary immunodeficiency",
		"MH, AE", "condition_occurrence, concept set"},
	{"red_cell_casts", VOCABULARY_FLAG, NULL,
		"red-cell casts seen",
		"LB casts, LBSPEC URINE", "measurement, concept set"},
	{"refractory_sle", VOCABULARY_FLAG, NULL,
		"intolerance, no response or relapse",
		"form", "observation"},
	{"refuses_contraception", VOCABULARY_FLAG, NULL,
		"refuses contraception; empty for men",
		"RP, LB HCG, form", "observation"},
	{"renal_biopsy", VOCABULARY_EVENT, NULL,
		"kidney biopsy",
		"PR", "procedure_occurrence, concept set"},
	{"renal_replacement", VOCABULARY_EVENT, NULL,
		"dialysis or kidney transplant",
		"PR", "procedure_occurrence, concept set"},
	{"rescue_therapy", VOCABULARY_EVENT, NULL,
		"rescue therapy, from randomisation on",
		"DS, CM", "observation"},
	{"rituximab", VOCABULARY_EXPOSURE, "mg/d",
		"rituximab",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"screening", VOCABULARY_DATE, NULL,
		"date of the screening visit",
		"SV.SVSTDTC at SCREENING", "visit_occurrence"},
	{"selena_sledai", VOCABULARY_VALUE, NULL,
		"SELENA-SLEDAI total; not SLEDAI-2K",
		"QS (or RS) total", "measurement, concept set"},
	{"severe_cardiovascular_disease", VOCABULARY_FLAG, NULL,
		"life-threatening cardiovascular disease, present now",
		"MH, form", "condition_occurrence, concept set"},
	{"sex", VOCABULARY_TEXT, NULL,
		"M or F",
		"DM.SEX", "person.gender_concept_id"},
	{"significant_illness_per_investigator", VOCABULARY_FLAG, NULL,
		"significant illness, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"significant_lab_per_investigator", VOCABULARY_FLAG, NULL,
		"significant laboratory abnormality, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"skin_carcinoma", VOCABULARY_EVENT, NULL,
		"basal or squamous cell carcinoma of the skin",
		"MH", "condition_occurrence, concept set"},
	{"skin_carcinoma_cured", VOCABULARY_FLAG, NULL,
		"skin carcinoma cured",
		"MH, form", "observation"},
	{"skin_carcinoma_resected_only", VOCABULARY_FLAG, NULL,
		"skin carcinoma treated by resection only",
		"MH, form", "observation"},
	{"sledai_2k", VOCABULARY_VALUE, NULL,
		"SLEDAI-2K total; not the SELENA index",
		"QS (or RS) total", "measurement, concept set"},
	{"study_drug_contraindicated", VOCABULARY_FLAG, NULL,
		"contraindication for any study drug, by the investigator",
		"form", "observation"},
	{"suicidal_behaviour", VOCABULARY_EVENT, NULL,
		"suicidal behaviour",
		"AE, QS (C-SSRS)", "observation"},
	{"suicidal_ideation", VOCABULARY_EVENT, NULL,
		"suicidal ideation",
		"AE, QS (C-SSRS)", "observation"},
	{"suicide_risk_per_investigator", VOCABULARY_FLAG, NULL,
		"risk of suicide, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"syphilis", VOCABULARY_EVENT, NULL,
		"syphilis, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"tacrolimus", VOCABULARY_EXPOSURE, "mg/d",
		"tacrolimus, systemic",
		"CM/EX by CMDECOD", "drug_exposure, ingredient"},
	{"tacrolimus_allergy", VOCABULARY_FLAG, NULL,
		"allergy to or intolerance of tacrolimus",
		"MH, form", "observation"},
	{"telitacicept_allergy", VOCABULARY_FLAG, NULL,
		"allergy to or intolerance of telitacicept",
		"MH, form", "observation"},
	{"tma_lesion", VOCABULARY_FLAG, NULL,
		"thrombotic microangiopathy-like lesion",
		"MI, MI.MIMETHOD", "observation"},
	{"tofacitinib_allergy", VOCABULARY_FLAG, NULL,
		"allergy to or intolerance of tofacitinib",
		"MH, form", "observation"},
	{"topical_cyclosporine", VOCABULARY_EXPOSURE, NULL,
		"cyclosporine eye drops",
		"CM with class, route", "drug_exposure, concept set"},
	{"treatment_failure", VOCABULARY_EVENT, NULL,
		"treatment failure, from randomisation on",
		"DS, CM", "observation"},
	{"treatment_withdrawn", VOCABULARY_EVENT, NULL,
		"withdrawal from treatment, from randomisation on",
		"DS, CM", "observation"},
	{"tuberculosis", VOCABULARY_EVENT, NULL,
		"tuberculosis, with start and end",
		"MH.MHDECOD, MHSTDTC, MHENDTC or MHENRF", "condition_occurrence, concept set"},
	{"uncontrolled_mental_disorder", VOCABULARY_FLAG, NULL,
		"uncontrolled mental disorder, by the investigator",
		"form", "observation"},
	{"unsuitable_per_investigator", VOCABULARY_FLAG, NULL,
		"unsuitable, by the investigator",
		"IE.IEORRES or form", "observation"},
	{"urinary_tract_infection", VOCABULARY_FLAG, NULL,
		"explains the sediment",
		"MH, AE", "condition_occurrence, concept set"},
	{"urine_protein", VOCABULARY_VALUE, "g/d",
		"protein in 24-h urine; never a UPCR",
		"LB, LBSPEC URINE, 24-h collection", "measurement, LOINC 2889-4"},
	{"urine_rbc", VOCABULARY_VALUE, "/uL",
		"red cells in urine by volume",
		"LB RBC, LBSPEC URINE", "measurement, LOINC 30391-7"},
	{"urine_wbc_hpf", VOCABULARY_VALUE, "/[HPF]",
		"white cells per field",
		"LB WBC, LBSPEC URINE", "measurement, LOINC 5821-4"},
	{"wbc", VOCABULARY_VALUE, "/uL",
		"white blood cells, absolute count",
		"LB WBC", "measurement, LOINC 6690-2"},
	{"weight", VOCABULARY_VALUE, "kg",
		"body weight",
		"VS WEIGHT", "measurement, LOINC 29463-7"},
	{"wishes_pregnancy", VOCABULARY_FLAG, NULL,
		"wishes a pregnancy; empty for men",
		"RP, LB HCG, form", "observation"},
};
/* clang-format on */
const int te_vocabulary_count = lengthof(te_vocabulary);

const VocabularyFact *
te_vocabulary_fact(const char *name, size_t length)
{
	int low = 0;
	int high = te_vocabulary_count - 1;

	while (low <= high)
	{
		int middle = (low + high) / 2;
		const char *candidate = te_vocabulary[middle].name;
		int order = strncmp(candidate, name, length);

		if (order == 0 && strlen(candidate) > length)
			order = 1;
		if (order == 0)
			return &te_vocabulary[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return NULL;
}

/* The name without what it begins with. */
static const char *
less_prefix(const char *name, size_t *length, const char *prefix)
{
	size_t n = strlen(prefix);

	if (*length <= n || memcmp(name, prefix, n) != 0)
		return name;
	*length -= n;
	return name + n;
}

const char *
te_fact_own_name(const char *name, size_t *length)
{
	return less_prefix(name, length, BASELINE_PREFIX);
}

bool
te_fact_less_date(const char *name, size_t *length)
{
	size_t n = strlen(EVENT_DATE_SUFFIX);

	if (*length <= n || memcmp(name + *length - n, EVENT_DATE_SUFFIX, n) != 0)
		return false;
	*length -= n;
	return true;
}

bool
te_fact_is_reference(const char *name, size_t length)
{
	return less_prefix(name, &length, REFERENCE_PREFIX) != name;
}

const char *
te_fact_kind_name(const char *name, size_t *length)
{
	name = te_fact_own_name(name, length);
	return less_prefix(name, length, REFERENCE_PREFIX);
}

const char *
te_vocabulary_kind_name(VocabularyKind kind)
{
	static const char *const names[] = {"value",	"flag", "event",
										"exposure", "text", "date"};

	return names[kind];
}

/*
 * What the bare fact yields: an exposure its daily amount, an event whether it
 * goes on.
 */
CritType
te_vocabulary_type(VocabularyKind kind)
{
	switch (kind)
	{
		case VOCABULARY_VALUE:
		case VOCABULARY_EXPOSURE:
			return CRIT_TYPE_NUMBER;
		case VOCABULARY_FLAG:
		case VOCABULARY_EVENT:
			return CRIT_TYPE_BOOLEAN;
		case VOCABULARY_TEXT:
			return CRIT_TYPE_TEXT;
		case VOCABULARY_DATE:
			return CRIT_TYPE_DATE;
	}
	return CRIT_TYPE_ANY;
}

bool
te_vocabulary_find(const char *name, size_t length, CritType *type,
				   const char **unit, const char **meaning)
{
	const VocabularyFact *fact = te_vocabulary_fact(name, length);

	if (fact == NULL)
		return false;
	*type = te_vocabulary_type(fact->kind);
	*unit = fact->unit;
	*meaning = fact->meaning;
	return true;
}

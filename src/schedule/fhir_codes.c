/*
 * fhir_codes.c
 *		Code tables of FHIR Dosage: routes, abbreviations of timing, events and
 *		days of the week, dose forms.
 *
 * All are small and searched from the front.
 */
#include "trial_ext.h"

#include "schedule/fhir.h"

/*
 * SNOMED CT concepts of the FHIR value set route-codes, beside the words of
 * our language and CDISC's terms (C66729).  More than one concept may mean a
 * route; the first of a word is the one that is written.
 */
static const FhirRoute routes[] = {
	{"PO", "26643006", "Oral route", "ORAL"},
	{"IV", "47625008", "Intravenous route", "INTRAVENOUS"},
	{"IV", "255560000", "Intravenous", "INTRAVENOUS"},
	{"SC", "34206005", "Subcutaneous route", "SUBCUTANEOUS"},
	{"IM", "78421000", "Intramuscular route", "INTRAMUSCULAR"},
	{"TOP", "6064005", "Topical route", "TOPICAL"},
	{"TD", "45890007", "Transdermal route", "TRANSDERMAL"},
	{"ID", "372464004", "Intradermal route", "INTRADERMAL"},
	{"SL", "37839007", "Sublingual route", "SUBLINGUAL"},
	{"BUC", "54471007", "Buccal route", "BUCCAL"},
	{"NAS", "46713006", "Nasal route", "NASAL"},
	{"INH", "447694001", "Respiratory tract route", "RESPIRATORY (INHALATION)"},
	{"OPH", "54485002", "Ophthalmic route", "OPHTHALMIC"},
	{"OTIC", "10547007", "Otic route", "AURICULAR (OTIC)"},
	{"PR", "37161004", "Rectal route", "RECTAL"},
	{"PV", "16857009", "Vaginal route", "VAGINAL"},
	{"IT", "72607000", "Intrathecal route", "INTRATHECAL"},
	{"IP", "38239002", "Intraperitoneal route", "INTRAPERITONEAL"},
};

/* Timing abbreviations; a day's time of theirs is the institution's. */
static const FhirTimingCode timing_codes[] = {
	{"QD", 1, 1, "d", NULL},
	{"BID", 2, 1, "d", NULL},
	{"TID", 3, 1, "d", NULL},
	{"QID", 4, 1, "d", NULL},
	{"QOD", 1, 2, "d", NULL},
	{"AM", 1, 1, "d", "MORN"},
	{"PM", 1, 1, "d", "AFT"},
	{"BED", 1, 1, "d", "HS"},
	{"Q1H", 1, 1, "h", NULL},
	{"Q2H", 1, 2, "h", NULL},
	{"Q3H", 1, 3, "h", NULL},
	{"Q4H", 1, 4, "h", NULL},
	{"Q6H", 1, 6, "h", NULL},
	{"Q8H", 1, 8, "h", NULL},
	{"WK", 1, 1, "wk", NULL},
	{"MO", 1, 1, "mo", NULL},
	/* CDISC's with a time of the day */
	{"QAM", 1, 1, "d", "MORN"},
	{"QPM", 1, 1, "d", "EVE"},
	{"QHS", 1, 1, "d", "HS"},
};

static const char *const once_a_day[] = {
	"MORN",		"MORN.early", "MORN.late", "NOON",	   "AFT",	"AFT.early",
	"AFT.late", "EVE",		  "EVE.early", "EVE.late", "NIGHT", "PHS",
	"HS",		"WAKE",		  "CM",		   "CD",	   "CV",	"ACM",
	"ACD",		"ACV",		  "PCM",	   "PCD",	   "PCV",
};

static const char *const at_meals[] = {"C", "AC", "PC"};

static const char *const weekdays[] = {"mon", "tue", "wed", "thu",
									   "fri", "sat", "sun"};

/* Forms of v3 orderableDrugForm that count doses. */
static const struct
{
	const char *code;
	const char *unit;
} drug_forms[] = {
	{"TAB", "{tablet}"},	{"CAP", "{capsule}"},	  {"DROP", "{drop}"},
	{"PUFF", "{puff}"},		{"PATCH", "{patch}"},	  {"SUPP", "{suppository}"},
	{"ECTAB", "{ECTAB}"},	{"CHEWTAB", "{CHEWTAB}"}, {"SLTAB", "{SLTAB}"},
	{"VAGTAB", "{VAGTAB}"}, {"RECSUPP", "{RECSUPP}"}, {"VAGSUPP", "{VAGSUPP}"},
};

const FhirRoute *
te_fhir_route_by_code(const char *code)
{
	for (int i = 0; i < (int) lengthof(routes); i++)
		if (strcmp(routes[i].snomed, code) == 0)
			return &routes[i];
	return NULL;
}

/* "Oral Route (qualifier value)", "oral", "PO", "ORAL". */
const FhirRoute *
te_fhir_route_by_name(const char *name)
{
	static const char *const tails[] = {"", " route", " use",
										" route (qualifier value)",
										" (qualifier value)"};

	for (int i = 0; i < (int) lengthof(routes); i++)
	{
		if (pg_strcasecmp(name, routes[i].word) == 0 ||
			pg_strcasecmp(name, routes[i].display) == 0)
			return &routes[i];
		for (int t = 0; t < (int) lengthof(tails); t++)
		{
			size_t stem = strlen(routes[i].term);

			if (pg_strncasecmp(name, routes[i].term, stem) == 0 &&
				pg_strcasecmp(name + stem, tails[t]) == 0)
				return &routes[i];
		}
	}
	return NULL;
}

const FhirTimingCode *
te_fhir_timing_code(const char *code)
{
	for (int i = 0; i < (int) lengthof(timing_codes); i++)
		if (pg_strcasecmp(timing_codes[i].code, code) == 0)
			return &timing_codes[i];
	return NULL;
}

FhirWhen
te_fhir_when(const char *code)
{
	for (int i = 0; i < (int) lengthof(once_a_day); i++)
		if (strcmp(once_a_day[i], code) == 0)
			return FHIR_WHEN_ONCE;
	for (int i = 0; i < (int) lengthof(at_meals); i++)
		if (strcmp(at_meals[i], code) == 0)
			return FHIR_WHEN_MEALS;
	return FHIR_WHEN_NONE;
}

int
te_fhir_weekday(const char *code)
{
	for (int i = 0; i < (int) lengthof(weekdays); i++)
		if (strcmp(weekdays[i], code) == 0)
			return i + 1;
	return 0;
}

const char *
te_fhir_weekday_code(int iso)
{
	return weekdays[iso - 1];
}

const char *
te_fhir_drug_form_unit(const char *code)
{
	for (int i = 0; i < (int) lengthof(drug_forms); i++)
		if (strcmp(drug_forms[i].code, code) == 0)
			return drug_forms[i].unit;
	return NULL;
}

const char *
te_fhir_drug_form_code(const char *unit)
{
	for (int i = 0; i < (int) lengthof(drug_forms); i++)
		if (strcmp(drug_forms[i].unit, unit) == 0)
			return drug_forms[i].code;
	return NULL;
}

/*
 * fhir_print.c
 *		Pieces of a FHIR Dosage as JSON: doses, maxima, quantities, route, dates.
 */
#include "trial_ext.h"

#include "mb/pg_wchar.h"
#include "utils/datetime.h"
#include "utils/json.h"

#include "schedule/fhir.h"
#include "units/unit_server.h"

static const char *decoded(const char *annotation);

/* The SNOMED CT code of a route of the language; text in any case. */
void
te_fhir_write_route(StringInfo json, const char *word)
{
	const FhirRoute *route;

	if (*word == '\0')
		return;
	route = te_fhir_route_by_name(word);
	appendStringInfoString(json, ",\"route\":{");
	if (route)
		appendStringInfo(
			json,
			"\"coding\":[{\"system\":\"%s\",\"code\":\"%s\",\"display\":\"%s\"}],",
			FHIR_SNOMED, route->snomed, route->display);
	appendStringInfoString(json, "\"text\":");
	escape_json(json, word);
	appendStringInfoChar(json, '}');
}

/*
 * An annotation gives its text, with the code of a dose form; the code of UCUM
 * is added where the unit is UCUM's and not a spelling of ours.
 */
void
te_fhir_write_quantity(StringInfo json, double value, const char *unit,
					   const char *per)
{
	static const char *const ucum[] = {
		"mg",	 "g",	  "ug",	   "ng",  "kg",	 "mL",	"L",	"uL",	"mmol",
		"umol",	 "nmol",  "mol",   "meq", "U",	 "kU",	"[IU]", "[iU]", "k[IU]",
		"k[iU]", "M[IU]", "M[iU]", "Bq",  "kBq", "MBq", "GBq",	"Ci",	"mCi",
		"Gy",	 "cGy",	  "kcal",  "d",	  "%",	 NULL};
	char number[DOUBLE_TEXT_SIZE];
	bool is_ucum = false;

	te_print_double(value, number);
	appendStringInfo(json, "{\"value\":%s,\"unit\":", number);
	if (unit[0] == '{' && strchr(unit, '}') == unit + strlen(unit) - 1 &&
		*per == '\0')
	{
		const char *code = te_fhir_drug_form_code(unit);

		escape_json(json, decoded(unit));
		if (code)
			appendStringInfo(json, ",\"system\":\"%s\",\"code\":\"%s\"",
							 FHIR_DRUG_FORM, code);
		appendStringInfoChar(json, '}');
		return;
	}
	for (int i = 0; ucum[i]; i++)
		is_ucum |= strcmp(ucum[i], unit) == 0;
	escape_json(json, psprintf("%s%s", unit, per));
	if (is_ucum)
	{
		appendStringInfo(json, ",\"system\":\"%s\",\"code\":", FHIR_UCUM);
		escape_json(json, psprintf("%s%s", unit, per));
	}
	appendStringInfoChar(json, '}');
}

/* Its value, or -1. */
static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found =
		c == '\0' ? NULL : strchr(digits, pg_tolower((unsigned char) c));

	return found == NULL ? -1 : (int) (found - digits);
}

/* {St%C3%BCck} is what was read as such. */
static const char *
decoded(const char *annotation)
{
	char *plain = palloc(strlen(annotation));
	char *to = plain;

	for (const char *c = annotation + 1; *c && *c != '}'; c++)
	{
		int high = *c == '%' ? hex_digit(c[1]) : -1;
		int low = high >= 0 ? hex_digit(c[2]) : -1;

		if (low >= 0 && high * 16 + low != 0)
		{
			*to++ = (char) (high * 16 + low);
			c += 2;
		}
		else
			*to++ = *c;
	}
	*to = '\0';
	if (!pg_verifymbstr(plain, to - plain, true))
		return pnstrdup(annotation + 1, strlen(annotation) - 2);
	return plain;
}

void
te_fhir_write_date(StringInfo json, DateADT date)
{
	int year;
	int month;
	int day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	if (year < 1 || year > 9999)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("FHIR has dates of the years 1 to 9999 only")));
	appendStringInfo(json, "\"%04d-%02d-%02d\"", year, month, day);
}

static const char *
per_what(const DosePhase *phase)
{
	return phase->basis == DOSE_PER_KG ? "/kg" :
		phase->basis == DOSE_PER_M2	   ? "/m2" :
										 "";
}

/* doseAndRate: one amount or a range, of one dose */
void
te_fhir_write_amounts(StringInfo json, const DoseSchedule *schedule,
					  const DosePhase *phase, double low, double high)
{
	const char *unit = SCHEDULE_TEXT(schedule, phase->unit);

	appendStringInfoString(json, ",\"doseAndRate\":[{");
	if (low == high)
	{
		appendStringInfoString(json, "\"doseQuantity\":");
		te_fhir_write_quantity(json, high, unit, per_what(phase));
	}
	else
	{
		appendStringInfoString(json, "\"doseRange\":{");
		if (low > 0)
		{
			appendStringInfoString(json, "\"low\":");
			te_fhir_write_quantity(json, low, unit, per_what(phase));
			appendStringInfoChar(json, ',');
		}
		appendStringInfoString(json, "\"high\":");
		te_fhir_write_quantity(json, high, unit, per_what(phase));
		appendStringInfoChar(json, '}');
	}
	appendStringInfoString(json, "}]");
}

/* baked: the maximum has acted already */
void
te_fhir_write_limits(StringInfo json, const DoseSchedule *schedule,
					 const DosePhase *phase, bool baked)
{
	const char *unit = SCHEDULE_TEXT(schedule, phase->unit);

	if ((phase->flags & PHASE_MAX) && !baked)
	{
		if (phase->flags & PHASE_MAX_PER_DAY)
		{
			appendStringInfoString(json,
								   ",\"maxDosePerPeriod\":{\"numerator\":");
			te_fhir_write_quantity(json, phase->max, unit, "");
			appendStringInfoString(json, ",\"denominator\":");
			te_fhir_write_quantity(json, 1, "d", "");
			appendStringInfoChar(json, '}');
		}
		else
		{
			appendStringInfoString(json, ",\"maxDosePerAdministration\":");
			te_fhir_write_quantity(json, phase->max, unit, "");
		}
	}
	if (phase->flags & PHASE_LIFETIME_MAX)
	{
		appendStringInfoString(json, ",\"maxDosePerLifetime\":");
		te_fhir_write_quantity(json, phase->lifetime_max, unit, "");
	}
}

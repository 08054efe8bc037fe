/*
 * drug.c
 *		Equivalent doses of systemic glucocorticoids.
 *
 * The table is the one that clinical conversion tables print: so many mg, by
 * mouth or into a vein, have the anti-inflammatory effect of 5 mg of
 * prednisone.  Factors are whole fractions, so that 4 mg of methylprednisolone
 * are 5 mg and not 4.999...  It does not hold for inhaled, topical or
 * intra-articular use, nor for depot injections.
 */
#include "schedule/dosing.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/float.h"

#include "units/units.h"

/* Columns of the type glucocorticoid_info. */
#define INFO_COLUMNS 9
/* Longest name that can be a glucocorticoid, folded. */
#define DRUG_NAME_SIZE 64

static const char two_tables[] = "two clinical conversion tables";

static const Glucocorticoid glucocorticoids[] = {
	{"betamethasone", 0.6, 25, 3, true,
	 "betamethason|betamethasonum|betametasone|betametasona", two_tables,
	 "some tables say 0.75 mg, which would be the factor 20/3"},
	{"budesonide", NAN, 0, 0, false, "budesonid|budesonidum|budesonida", NULL,
	 "no agreed factor: most of it never leaves the gut and the liver"},
	{"cortisone", 25, 1, 5, true,
	 "cortisone acetate|cortison|cortisonum|cortisona|cortisonacetat",
	 two_tables, "the tables mean the acetate"},
	{"deflazacort", 6, 5, 6, false, "deflazacortum", "remembered",
	 "other tables say 7.5 mg"},
	{"dexamethasone", 0.75, 20, 3, true,
	 "dexamethason|dexamethasonum|dexametasone|dexametasona", two_tables,
	 "dexamethasone itself: its phosphate is labelled as salt in some countries and is not taken"},
	{"hydrocortisone", 20, 1, 4, true,
	 "hydrocortison|hydrocortisonum|hidrocortisona|idrocortisone|cortisol|hydrocortisone sodium succinate|hydrocortisone succinate|hydrocortisone sodium phosphate",
	 two_tables, NULL},
	{"methylprednisolone", 4, 5, 4, true,
	 "methylprednisolon|methylprednisolonum|methyl prednisolone|metilprednisolona|metilprednisolone|6 methylprednisolone|methylprednisolone sodium succinate|methylprednisolone succinate|methylprednisolone hemisuccinate",
	 two_tables, "not the acetate, a depot"},
	{"prednisolone", 5, 1, 1, true,
	 "prednisolon|prednisolonum|prednisolona|prednisolone sodium phosphate|prednisolone sodium succinate",
	 two_tables, NULL},
	{"prednisone", 5, 1, 1, true,
	 "prednison|prednisonum|prednisona|prednisone equivalent", two_tables,
	 NULL},
	{"triamcinolone", 4, 5, 4, true,
	 "triamcinolon|triamcinolonum|triamcinolona", two_tables,
	 "not the acetonide, a depot"}};

static bool same_name(const char *name, size_t length, const char *folded);
static size_t fold_name(const char *name, size_t length, char *folded);
static double check_amount(double mg);
static bool is_mass_dose(const Quantity *q);
static void info_values(const Glucocorticoid *drug, Datum *values, bool *nulls);
static Datum names_array(const char *names);

const Glucocorticoid *
te_glucocorticoid(const char *name, size_t length)
{
	char folded[DRUG_NAME_SIZE];

	length = fold_name(name, length, folded);
	for (int i = 0; length > 0 && i < lengthof(glucocorticoids); i++)
	{
		const Glucocorticoid *drug = &glucocorticoids[i];
		const char *next = drug->names;

		if (same_name(folded, length, drug->drug))
			return drug;
		while (*next != '\0')
		{
			size_t n = strcspn(next, "|");

			if (n == length && memcmp(next, folded, n) == 0)
				return drug;
			next += n + (next[n] == '|');
		}
	}
	return NULL;
}

static bool
same_name(const char *name, size_t length, const char *folded)
{
	return strlen(folded) == length && memcmp(name, folded, length) == 0;
}

/*
 * Lower case, one blank for each run of blanks, hyphens and underscores, none
 * at the ends.  0 for what is longer than any name we know.
 */
static size_t
fold_name(const char *name, size_t length, char *folded)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
	{
		char c = name[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c == ' ' || c == '\t' || c == '\n' || c == '-' || c == '_')
		{
			if (n == 0 || folded[n - 1] == ' ')
				continue;
			c = ' ';
		}
		if (n == DRUG_NAME_SIZE)
			return 0;
		folded[n++] = c;
	}
	if (n > 0 && folded[n - 1] == ' ')
		n--;
	return n;
}

double
te_prednisone_equivalent(const Glucocorticoid *drug, double mg)
{
	if (drug->numerator == 0)
		return get_float8_nan();
	return mg * drug->numerator / drug->denominator;
}

/* --------------------------------------------------------- SQL functions */

PG_FUNCTION_INFO_V1(prednisone_equivalent);

/* prednisone_equivalent(drug text, mg float8) float8 */
Datum
prednisone_equivalent(PG_FUNCTION_ARGS)
{
	text *name = PG_GETARG_TEXT_PP(0);
	double mg = check_amount(PG_GETARG_FLOAT8(1));
	const Glucocorticoid *drug =
		te_glucocorticoid(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (drug == NULL || drug->numerator == 0)
		PG_RETURN_NULL();
	mg = te_prednisone_equivalent(drug, mg);
	if (isinf(mg))
		float_overflow_error();
	PG_RETURN_FLOAT8(mg);
}

PG_FUNCTION_INFO_V1(prednisone_equivalent_quantity);

/* prednisone_equivalent(drug text, amount quantity) quantity, in its unit */
Datum
prednisone_equivalent_quantity(PG_FUNCTION_ARGS)
{
	text *name = PG_GETARG_TEXT_PP(0);
	Quantity *amount = PG_GETARG_QUANTITY_P(1);
	double value = check_amount(amount->value);
	const Glucocorticoid *drug =
		te_glucocorticoid(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	if (drug == NULL || drug->numerator == 0)
		PG_RETURN_NULL();
	if (!is_mass_dose(amount))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%.*s\" is not a unit of a dose by mass",
					amount->unit_length, amount->unit),
			 errhint(
				 "An equivalent dose is of a mass, such as mg, mg/d, mg/kg or mg/kg/d.")));
	value = te_prednisone_equivalent(drug, value);
	if (isinf(value))
		float_overflow_error();
	PG_RETURN_QUANTITY_P(
		te_quantity_make(value, amount->unit, amount->unit_length, NULL));
}

PG_FUNCTION_INFO_V1(glucocorticoids_list);

/* glucocorticoids() SETOF glucocorticoid_info */
Datum
glucocorticoids_list(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != INFO_COLUMNS)
		elog(ERROR, "type glucocorticoid_info has %d columns, not %d",
			 rsinfo->setDesc->natts, INFO_COLUMNS);
	for (int i = 0; i < lengthof(glucocorticoids); i++)
	{
		Datum values[INFO_COLUMNS];
		bool nulls[INFO_COLUMNS] = {false};

		info_values(&glucocorticoids[i], values, nulls);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static double
check_amount(double mg)
{
	if (isfinite(mg) && mg >= 0)
		return mg;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid amount of a drug: %s", float8out_internal(mg)),
			 errdetail("An amount is a finite number, 0 or more.")));
}

/* A mass, or one per day, per kg, per m2; a number of tablets is none. */
static bool
is_mass_dose(const Quantity *q)
{
	static const char *const kinds[] = {"g",	  "g/d",  "g/kg",
										"g/kg/d", "g/m2", "g/m2/d"};
	Unit unit;
	Unit other;
	UnitError ignored;

	te_unit_parse_or_error(q->unit, q->unit_length, &unit, NULL);
	if (unit.moles != 0 || unit.equivalents != 0 ||
		unit.function != UNIT_LINEAR ||
		!te_unit_parse("1", 1, &other, &ignored) ||
		te_unit_equivalent(&unit, &other))
		return false;
	for (int i = 0; i < lengthof(kinds); i++)
	{
		if (te_unit_parse(kinds[i], strlen(kinds[i]), &other, &ignored) &&
			te_unit_commensurable(&unit, &other))
			return true;
	}
	return false;
}

/* One row of glucocorticoids(); the order is that of the type. */
static void
info_values(const Glucocorticoid *drug, Datum *values, bool *nulls)
{
	bool agreed = drug->numerator != 0;

	values[0] = CStringGetTextDatum(drug->drug);
	nulls[1] = nulls[2] = nulls[3] = nulls[4] = !agreed;
	if (agreed)
	{
		values[1] = Float8GetDatum(drug->equal_mg);
		values[2] = Float8GetDatum(te_prednisone_equivalent(drug, 1.0));
		values[3] = Int32GetDatum(drug->numerator);
		values[4] = Int32GetDatum(drug->denominator);
	}
	values[5] = names_array(drug->names);
	nulls[6] = drug->source == NULL;
	if (drug->source != NULL)
		values[6] = CStringGetTextDatum(drug->source);
	values[7] = BoolGetDatum(drug->verified);
	nulls[8] = drug->note == NULL;
	if (drug->note != NULL)
		values[8] = CStringGetTextDatum(drug->note);
}

static Datum
names_array(const char *names)
{
	Datum elements[16];
	int n = 0;

	while (*names != '\0' && n < lengthof(elements))
	{
		size_t length = strcspn(names, "|");

		elements[n++] =
			PointerGetDatum(cstring_to_text_with_len(names, (int) length));
		names += length + (names[length] == '|');
	}
	return PointerGetDatum(
		construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT));
}

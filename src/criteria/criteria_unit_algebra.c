/*
 * criteria_unit_algebra.c
 *		Dimensions of numbers in criteria: what a product or a power measures,
 *		and what may be compared with what.
 */
#include "trial_ext.h"

#include "criteria/criteria_dimension.h"

static const char *product_code(const Dimension *a, const Dimension *b,
								int sign);
static bool is_number(const Dimension *a);
static bool same_unit(const Dimension *a, const Dimension *b);

static const Dimension nothing = {KNOWN_NOTHING, false, false, false,
								  TE_NO_ANALYTE};

Dimension
te_dimension_of_unit(BuildText text, AnalyteId analyte)
{
	Dimension result = nothing;
	UnitError error;

	result.analyte = analyte;
	result.known = KNOWN_PLAIN;
	if (text.length > 0 &&
		te_unit_parse_for(text.data, text.length, analyte, &result.unit,
						  &error))
	{
		result.known = KNOWN_UNIT;
		result.text = text;
		result.code = pnstrdup(text.data, text.length);
	}
	return result;
}

Dimension
te_dimension_of_code(const char *code, bool usual)
{
	BuildText text = {code, strlen(code)};
	Dimension result = te_dimension_of_unit(text, TE_NO_ANALYTE);

	result.usual = usual;
	return result;
}

/* Completed years, days covered: said or not. */
Dimension
te_dimension_counted(const char *unit)
{
	Dimension result = te_dimension_of_code(unit, true);

	result.counted = true;
	return result;
}

/* a * b (sign 1) or a / b (sign -1). */
Dimension
te_dimension_product(const Dimension *a, const Dimension *b, int sign)
{
	Dimension result = nothing;

	if (a->known == KNOWN_NOTHING || b->known == KNOWN_NOTHING)
		return result;
	if (b->known == KNOWN_PLAIN)
	{
		result = *a;
		result.text.length = 0;
		return result;
	}
	if (a->known == KNOWN_PLAIN)
	{
		result = sign > 0 ? *b : te_dimension_power(b, -1);
		result.text.length = 0;
		return result;
	}
	/* arbitrary units multiply into something nobody compares */
	if (a->unit.arbitrary[0] != 0 || b->unit.arbitrary[0] != 0 ||
		a->unit.function != UNIT_LINEAR || b->unit.function != UNIT_LINEAR)
		return result;
	result = *a;
	for (int i = 0; i < UNIT_NDIMENSIONS; i++)
	{
		int exponent = a->unit.dimension[i] + sign * b->unit.dimension[i];

		if (abs(exponent) > UNIT_MAX_EXPONENT)
			return nothing;
		result.unit.dimension[i] = exponent;
	}
	/* where one side surely has a unit, so has the product */
	result.usual = te_dimension_may_be_plain(a) && te_dimension_may_be_plain(b);
	result.code = te_dimension_may_be_plain(a) == te_dimension_may_be_plain(b) ?
		product_code(a, b, sign) :
		NULL; /* the other side's unit is not certain */
	result.counted = false;
	result.mass_open = a->mass_open || b->mass_open ||
		a->analyte != TE_NO_ANALYTE || b->analyte != TE_NO_ANALYTE;
	result.analyte = TE_NO_ANALYTE;
	result.text.length = 0;
	return result;
}

Dimension
te_dimension_power(const Dimension *a, int exponent)
{
	Dimension result = *a;

	if (a->known != KNOWN_UNIT)
		return result;
	if (a->unit.arbitrary[0] != 0 || a->unit.function != UNIT_LINEAR)
		return nothing;
	for (int i = 0; i < UNIT_NDIMENSIONS; i++)
	{
		int product = a->unit.dimension[i] * exponent;

		if (abs(product) > UNIT_MAX_EXPONENT)
			return nothing;
		result.unit.dimension[i] = product;
	}
	result.code = NULL;
	for (int i = 0; i < abs(exponent) && (i == 0 || result.code != NULL); i++)
		result.code = i == 0 && exponent > 0 ?
			a->code :
			product_code(&result, a, exponent > 0 ? 1 : -1);
	result.counted = false;
	result.mass_open = a->mass_open || a->analyte != TE_NO_ANALYTE;
	result.analyte = TE_NO_ANALYTE;
	result.text.length = 0;
	return result;
}

/* The unit of a product as a hint writes it; NULL: too odd to suggest. */
static const char *
product_code(const Dimension *a, const Dimension *b, int sign)
{
	char code[UNIT_CODE_SIZE];
	const char *left = a->code == NULL ? "1" : a->code;
	UnitError ignored;

	if (b->code == NULL ||
		!te_unit_product(left, strlen(left), b->code, strlen(b->code), sign,
						 code, &ignored))
		return NULL;
	return pstrdup(code);
}

/* ------------------------------------------------------------ comparison */

/* Can it be a number without a unit? */
bool
te_dimension_may_be_plain(const Dimension *a)
{
	return a->known != KNOWN_UNIT || a->usual || is_number(a);
}

static bool
is_number(const Dimension *a)
{
	for (int i = 0; i < UNIT_NDIMENSIONS; i++)
	{
		if (a->unit.dimension[i] != 0)
			return false;
	}
	return a->unit.arbitrary[0] == 0 && a->unit.function == UNIT_LINEAR;
}

bool
te_dimension_compatible(const Dimension *a, const Dimension *b)
{
	if (a->known == KNOWN_NOTHING || b->known == KNOWN_NOTHING)
		return true;
	if (a->known == KNOWN_PLAIN && b->known == KNOWN_PLAIN)
		return true;
	if (a->known == KNOWN_PLAIN)
		return b->usual || is_number(b);
	if (b->known == KNOWN_PLAIN)
		return a->usual || is_number(a);
	if ((a->counted && is_number(b)) || (b->counted && is_number(a)))
		return true;
	return same_unit(a, b);
}

/* Commensurable, by themselves or through the analyte. */
static bool
same_unit(const Dimension *a, const Dimension *b)
{
	AnalyteId analyte = a->analyte != TE_NO_ANALYTE ? a->analyte : b->analyte;
	Dimension x = *a;
	Dimension y = *b;
	UnitError error;
	double ignored;

	if (te_unit_commensurable(&x.unit, &y.unit))
		return true;
	if (analyte != TE_NO_ANALYTE)
	{
		if (x.text.length > 0)
			(void) te_unit_parse_for(x.text.data, x.text.length, analyte,
									 &x.unit, &error);
		if (y.text.length > 0)
			(void) te_unit_parse_for(y.text.data, y.text.length, analyte,
									 &y.unit, &error);
		if (te_convert_value(1, &x.unit, &y.unit, analyte, &ignored, &error))
			return true;
	}
	if (!a->mass_open && !b->mass_open)
		return false;
	x.unit.dimension[DIM_MASS] = y.unit.dimension[DIM_MASS];
	return te_unit_commensurable(&x.unit, &y.unit);
}

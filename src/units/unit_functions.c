/*
 * unit_functions.c
 *		SQL functions about units: conversion and questions about unit texts.
 */
#include "trial_ext.h"

#include <math.h>

#include "mb/pg_wchar.h"

#include "units/analyte.h"
#include "units/unit_internal.h"
#include "units/unit_server.h"

/* A text argument as bytes, without the blanks around it. */
typedef struct TextArg
{
	const char *data;
	size_t length;
} TextArg;

static TextArg get_text(FunctionCallInfo fcinfo, int n);
static double convert_or_error(double value, TextArg from, TextArg to,
							   AnalyteId analyte);
static Quantity *to_unit(const Quantity *q, TextArg unit, AnalyteId analyte);
static Quantity *in_unit(double value, TextArg unit, AnalyteId analyte);
static bool convert_softly(double value, TextArg from, TextArg to,
						   AnalyteId analyte, double *result);
static bool get_analyte_softly(FunctionCallInfo fcinfo, int n,
							   AnalyteId *analyte);
static AnalyteId analyte_for_conversion(const char *code, size_t length,
										bool *ambiguous);
static bool converts_alike(AnalyteId a, AnalyteId b);
static bool same_text(const char *a, const char *b);

PG_FUNCTION_INFO_V1(unit_is_valid);

/* unit_is_valid(text) boolean */
Datum
unit_is_valid(PG_FUNCTION_ARGS)
{
	TextArg text = get_text(fcinfo, 0);
	Unit unit;
	UnitError ignored;

	PG_RETURN_BOOL(te_unit_parse(text.data, text.length, &unit, &ignored));
}

PG_FUNCTION_INFO_V1(unit_canonical);

/* unit_canonical(text) text: the unit in UCUM base units */
Datum
unit_canonical(PG_FUNCTION_ARGS)
{
	TextArg text = get_text(fcinfo, 0);
	Unit unit;
	char code[UNIT_CODE_SIZE];

	te_unit_parse_or_error(text.data, text.length, &unit, NULL);
	te_unit_base_code(&unit, code);
	PG_RETURN_TEXT_P(cstring_to_text(code));
}

PG_FUNCTION_INFO_V1(unit_ucum);

/* unit_ucum(text) text: the UCUM code that a spelling stands for */
Datum
unit_ucum(PG_FUNCTION_ARGS)
{
	TextArg text = get_text(fcinfo, 0);
	Unit unit;
	UnitError error;
	char code[UNIT_CODE_SIZE];

	if (!te_unit_parse_full(text.data, text.length, &unit, code, NULL, &error))
		te_unit_error_raise(&error, text.data, text.length, NULL);
	PG_RETURN_TEXT_P(cstring_to_text(code));
}

PG_FUNCTION_INFO_V1(units_commensurable);

/* units_commensurable(text, text) boolean */
Datum
units_commensurable(PG_FUNCTION_ARGS)
{
	TextArg a = get_text(fcinfo, 0);
	TextArg b = get_text(fcinfo, 1);
	Unit a_unit;
	Unit b_unit;

	te_unit_parse_or_error(a.data, a.length, &a_unit, NULL);
	te_unit_parse_or_error(b.data, b.length, &b_unit, NULL);
	PG_RETURN_BOOL(te_unit_commensurable(&a_unit, &b_unit));
}

PG_FUNCTION_INFO_V1(convert_value);

/*
 * convert_value(value, from_unit, to_unit, analyte DEFAULT NULL) float8.  Not
 * strict: an analyte that is NULL is no analyte.
 */
Datum
convert_value(PG_FUNCTION_ARGS)
{
	double value;
	TextArg from;
	TextArg to;
	AnalyteId analyte = TE_NO_ANALYTE;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	value = PG_GETARG_FLOAT8(0);
	from = get_text(fcinfo, 1);
	to = get_text(fcinfo, 2);
	if (!PG_ARGISNULL(3))
	{
		TextArg code = get_text(fcinfo, 3);

		analyte = te_analyte_or_error(code.data, code.length);
	}
	if (!isfinite(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("cannot convert a value that is not finite")));
	PG_RETURN_FLOAT8(convert_or_error(value, from, to, analyte));
}

PG_FUNCTION_INFO_V1(try_convert_value);

/* try_convert_value: as convert_value, NULL for what cannot be converted */
Datum
try_convert_value(PG_FUNCTION_ARGS)
{
	AnalyteId analyte = TE_NO_ANALYTE;
	double result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) ||
		!get_analyte_softly(fcinfo, 3, &analyte) ||
		!convert_softly(PG_GETARG_FLOAT8(0), get_text(fcinfo, 1),
						get_text(fcinfo, 2), analyte, &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

PG_FUNCTION_INFO_V1(quantity_to_unit);

/* to_unit(quantity, unit text) quantity */
Datum
quantity_to_unit(PG_FUNCTION_ARGS)
{
	PG_RETURN_QUANTITY_P(
		to_unit(PG_GETARG_QUANTITY_P(0), get_text(fcinfo, 1), TE_NO_ANALYTE));
}

PG_FUNCTION_INFO_V1(quantity_to_unit_analyte);

/* to_unit(quantity, unit text, analyte text) quantity */
Datum
quantity_to_unit_analyte(PG_FUNCTION_ARGS)
{
	TextArg code = get_text(fcinfo, 2);

	PG_RETURN_QUANTITY_P(to_unit(PG_GETARG_QUANTITY_P(0), get_text(fcinfo, 1),
								 te_analyte_or_error(code.data, code.length)));
}

PG_FUNCTION_INFO_V1(try_to_unit);

/*
 * try_to_unit(quantity, unit text, analyte text DEFAULT NULL) quantity: NULL
 * for what does not convert
 */
Datum
try_to_unit(PG_FUNCTION_ARGS)
{
	AnalyteId analyte = TE_NO_ANALYTE;
	Quantity *q;
	TextArg to;
	double value;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) ||
		!get_analyte_softly(fcinfo, 2, &analyte))
		PG_RETURN_NULL();
	q = PG_GETARG_QUANTITY_P(0);
	to = get_text(fcinfo, 1);
	if (!convert_softly(q->value, (TextArg){q->unit, q->unit_length}, to,
						analyte, &value))
		PG_RETURN_NULL();
	PG_RETURN_QUANTITY_P(in_unit(value, to, analyte));
}

double
te_quantity_in_unit(const Quantity *q, const char *unit, AnalyteId analyte)
{
	TextArg from = {q->unit, q->unit_length};
	TextArg to = {unit, strlen(unit)};

	return convert_or_error(q->value, from, to, analyte);
}

double
te_measurement_in_unit(const Quantity *q, const char *unit, AnalyteId analyte,
					   const char *what)
{
	Unit from, to;
	UnitError error;

	if (q->value < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s cannot be negative", what)));
	if (te_unit_parse(q->unit, q->unit_length, &from, &error) &&
		te_unit_parse(unit, strlen(unit), &to, &error) &&
		from.moles + from.equivalents != to.moles + to.equivalents &&
		te_unit_commensurable(&from, &to))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot convert \"%.*s\" to \"%s\"", q->unit_length,
						q->unit, unit)));
	return te_round14(te_quantity_in_unit(q, unit, analyte));
}

AnalyteId
te_analyte_or_error(const char *code, size_t length)
{
	bool ambiguous;
	AnalyteId analyte = analyte_for_conversion(code, length, &ambiguous);

	if (analyte == TE_NO_ANALYTE)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(ambiguous ?
						"analyte code \"%.*s\" means more than one thing" :
						"unrecognized analyte \"%.*s\"",
					pg_mbcliplen(code, length, 60), code),
			 errhint(
				 "See analytes() for the names; analyte(code, specimen) decides a code that means two things.")));
	return analyte;
}

/*
 * The analyte of a code.  A code that stands for one substance in serum and in
 * urine (CREAT) will do for a conversion, which asks for its molar mass only.
 */
static AnalyteId
analyte_for_conversion(const char *code, size_t length, bool *ambiguous)
{
	static const char *const specimens[] = {"BLOOD", "SERUM", "URINE"};
	AnalyteId analyte = te_analyte_find(code, length, NULL, 0);

	*ambiguous = false;
	if (analyte != TE_NO_ANALYTE)
		return analyte;
	for (int i = 0; i < lengthof(specimens); i++)
	{
		AnalyteId other =
			te_analyte_find(code, length, specimens[i], strlen(specimens[i]));

		if (other == TE_NO_ANALYTE)
			continue;
		if (analyte != TE_NO_ANALYTE && !converts_alike(analyte, other))
		{
			*ambiguous = true;
			return TE_NO_ANALYTE;
		}
		analyte = other;
	}
	return analyte;
}

static bool
converts_alike(AnalyteId a, AnalyteId b)
{
	const Analyte *x = &te_analytes[a];
	const Analyte *y = &te_analytes[b];

	return x->kind == y->kind && x->charge == y->charge &&
		same_text(x->molar_mass, y->molar_mass) &&
		same_text(x->moles_per_gram, y->moles_per_gram);
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static Quantity *
to_unit(const Quantity *q, TextArg unit, AnalyteId analyte)
{
	TextArg from = {q->unit, q->unit_length};

	return in_unit(convert_or_error(q->value, from, unit, analyte), unit,
				   analyte);
}

/* What only the analyte made clear ("G/L") is not kept as it was. */
static Quantity *
in_unit(double value, TextArg unit, AnalyteId analyte)
{
	const char *meaning = te_unit_for_analyte(unit.data, unit.length, analyte);

	if (meaning != NULL)
		return te_quantity_make(value, meaning, strlen(meaning), NULL);
	return te_quantity_make(value, unit.data, unit.length, NULL);
}

/* False where convert_or_error raises an error. */
static bool
convert_softly(double value, TextArg from, TextArg to, AnalyteId analyte,
			   double *result)
{
	Unit from_unit;
	Unit to_unit;
	UnitError ignored;

	return isfinite(value) &&
		te_unit_parse_for(from.data, from.length, analyte, &from_unit,
						  &ignored) &&
		te_unit_parse_for(to.data, to.length, analyte, &to_unit, &ignored) &&
		te_convert_value(value, &from_unit, &to_unit, analyte, result,
						 &ignored);
}

static double
convert_or_error(double value, TextArg from, TextArg to, AnalyteId analyte)
{
	Unit from_unit;
	Unit to_unit;
	double result;
	UnitError error;

	if (!te_unit_parse_for(from.data, from.length, analyte, &from_unit, &error))
		te_unit_error_raise(&error, from.data, from.length, NULL);
	if (!te_unit_parse_for(to.data, to.length, analyte, &to_unit, &error))
		te_unit_error_raise(&error, to.data, to.length, NULL);
	if (!te_convert_value(value, &from_unit, &to_unit, analyte, &result,
						  &error))
		te_conversion_error_raise(&error, from.data, from.length, to.data,
								  to.length);
	return result;
}

/* Argument n as an analyte, none when NULL; false when unrecognized. */
static bool
get_analyte_softly(FunctionCallInfo fcinfo, int n, AnalyteId *analyte)
{
	TextArg code;
	bool ambiguous;

	if (PG_ARGISNULL(n))
		return true;
	code = get_text(fcinfo, n);
	*analyte = analyte_for_conversion(code.data, code.length, &ambiguous);
	return *analyte != TE_NO_ANALYTE;
}

static TextArg
get_text(FunctionCallInfo fcinfo, int n)
{
	text *t = PG_GETARG_TEXT_PP(n);
	TextArg arg = {VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)};

	te_trim(&arg.data, &arg.length);
	return arg;
}

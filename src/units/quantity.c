/*
 * quantity.c
 *		The type quantity: a finite number and its unit as recorded.
 *
 * Text form "1.5 g/d"; a number alone has the unit 1.  Binary form: a version
 * byte, the number as float8, the unit as text to the end.  The unit is kept
 * as it was written, so that what is read back is what the laboratory wrote;
 * what it means is looked up when it matters.
 */
#include "trial_ext.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"

#include "units/unit_internal.h"
#include "units/unit_server.h"

StaticAssertDecl(offsetof(Quantity, value) == 8 &&
					 offsetof(Quantity, unit) == 16,
				 "the stored form of quantity must not have holes");

/* What the text of a quantity holds, or why it holds none. */
typedef struct ParsedQuantity
{
	double value;
	const char *unit_text;
	size_t unit_length;
	Unit unit;
	UnitError error; /* after PARSE_BAD_UNIT */
} ParsedQuantity;

typedef enum ParseResult
{
	PARSE_OK,
	PARSE_NO_NUMBER,
	PARSE_OUT_OF_RANGE,
	PARSE_BAD_UNIT
} ParseResult;

static ParseResult quantity_parse(const char *text, ParsedQuantity *p);
static size_t number_length(const char *text);
static bool quantity_in_range(double value, const Unit *unit);
static Quantity *quantity_build(double value, const char *unit_text,
								size_t unit_length, const Unit *unit);

PG_FUNCTION_INFO_V1(quantity_in);

/* quantity_in(cstring) quantity */
Datum
quantity_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	struct Node *escontext = (struct Node *) TE_ESCONTEXT(fcinfo);
	ParsedQuantity p;

	switch (quantity_parse(text, &p))
	{
		case PARSE_OK:
			break;
		case PARSE_NO_NUMBER:
			ereturn(escontext, (Datum) 0,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("invalid input syntax for type %s: \"%.*s\"",
							"quantity", pg_mbcliplen(text, strlen(text), 120),
							text),
					 errdetail("A quantity is a finite number and a unit.")));
		case PARSE_OUT_OF_RANGE:
			ereturn(escontext, (Datum) 0,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("\"%.*s\" is out of range for type %s",
							pg_mbcliplen(text, strlen(text), 120), text,
							"quantity")));
		case PARSE_BAD_UNIT:
			te_unit_error_raise_in(&p.error, text, strlen(text),
								   p.unit_text - text, "quantity", escontext);
			return (Datum) 0;
	}
	PG_RETURN_QUANTITY_P(
		quantity_build(p.value, p.unit_text, p.unit_length, &p.unit));
}

PG_FUNCTION_INFO_V1(quantity_out);

/* quantity_out(quantity) cstring */
Datum
quantity_out(PG_FUNCTION_ARGS)
{
	Quantity *q = PG_GETARG_QUANTITY_P(0);
	char *result = palloc(DOUBLE_TEXT_SIZE + 1 + q->unit_length + 1);
	int length = te_print_double(q->value, result);

	/* the unit of a plain number goes without saying */
	if (q->unit_length != 1 || q->unit[0] != '1')
	{
		result[length++] = ' ';
		memcpy(result + length, q->unit, q->unit_length);
		length += q->unit_length;
	}
	result[length] = '\0';
	PG_RETURN_CSTRING(result);
}

PG_FUNCTION_INFO_V1(quantity_recv);

/* quantity_recv(internal) quantity */
Datum
quantity_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int version = pq_getmsgbyte(buf);
	double value;
	char *unit;
	int unit_length;

	if (version != QUANTITY_VERSION)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("unsupported version %d of the binary format of type %s",
					version, "quantity")));
	value = pq_getmsgfloat8(buf);
	unit = pq_getmsgtext(buf, buf->len - buf->cursor, &unit_length);
	PG_RETURN_QUANTITY_P(te_quantity_make(value, unit, unit_length, NULL));
}

PG_FUNCTION_INFO_V1(quantity_send);

/* quantity_send(quantity) bytea */
Datum
quantity_send(PG_FUNCTION_ARGS)
{
	Quantity *q = PG_GETARG_QUANTITY_P(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, QUANTITY_VERSION);
	pq_sendfloat8(&buf, q->value);
	pq_sendtext(&buf, q->unit, q->unit_length);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(quantity_make);

/* quantity(value float8, unit text) quantity */
Datum
quantity_make(PG_FUNCTION_ARGS)
{
	text *unit = PG_GETARG_TEXT_PP(1);

	PG_RETURN_QUANTITY_P(te_quantity_make(PG_GETARG_FLOAT8(0),
										  VARDATA_ANY(unit),
										  VARSIZE_ANY_EXHDR(unit), NULL));
}

PG_FUNCTION_INFO_V1(quantity_magnitude);

/* magnitude(quantity) float8 */
Datum
quantity_magnitude(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(PG_GETARG_QUANTITY_P(0)->value);
}

PG_FUNCTION_INFO_V1(quantity_unit);

/* unit(quantity) text */
Datum
quantity_unit(PG_FUNCTION_ARGS)
{
	Quantity *q = PG_GETARG_QUANTITY_P(0);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(q->unit, q->unit_length));
}

PG_FUNCTION_INFO_V1(try_quantity);

/* try_quantity(text) quantity: NULL for what quantity_in refuses */
Datum
try_quantity(PG_FUNCTION_ARGS)
{
	char *input = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ParsedQuantity p;

	if (quantity_parse(input, &p) != PARSE_OK)
		PG_RETURN_NULL();
	PG_RETURN_QUANTITY_P(
		quantity_build(p.value, p.unit_text, p.unit_length, &p.unit));
}

PG_FUNCTION_INFO_V1(try_quantity_make);

/* try_quantity(value float8, unit text) quantity: NULL for what is unreadable */
Datum
try_quantity_make(PG_FUNCTION_ARGS)
{
	double value = PG_GETARG_FLOAT8(0);
	text *unit_arg = PG_GETARG_TEXT_PP(1);
	const char *unit_text = VARDATA_ANY(unit_arg);
	size_t unit_length = VARSIZE_ANY_EXHDR(unit_arg);
	Unit unit;
	UnitError ignored;

	te_trim(&unit_text, &unit_length);
	if (!te_unit_parse(unit_text, unit_length, &unit, &ignored) ||
		!quantity_in_range(value, &unit))
		PG_RETURN_NULL();
	PG_RETURN_QUANTITY_P(quantity_build(value, unit_text, unit_length, &unit));
}

Quantity *
te_quantity_make(double value, const char *unit_text, size_t unit_length,
				 struct Node *escontext)
{
	Unit unit;

	te_trim(&unit_text, &unit_length);
	if (!te_unit_parse_or_error(unit_text, unit_length, &unit, escontext))
		return NULL;
	return te_quantity_of_unit(value, unit_text, unit_length, &unit, escontext);
}

Quantity *
te_quantity_of_unit(double value, const char *unit_text, size_t unit_length,
					const Unit *unit, struct Node *escontext)
{
	if (!quantity_in_range(value, unit))
	{
		char number[DOUBLE_TEXT_SIZE];

		te_print_double(value, number);
		ereturn(escontext, NULL,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("\"%s %.*s\" is out of range for type %s", number,
						pg_mbcliplen(unit_text, unit_length, 60), unit_text,
						"quantity")));
	}
	return quantity_build(value, unit_text, unit_length, unit);
}

/*
 * True when the value is finite and so is what it is compared by.  Nothing
 * that is not zero is taken for zero.
 */
static bool
quantity_in_range(double value, const Unit *unit)
{
	double canonical;

	if (!isfinite(value))
		return false;
	/* no unit of practice comes near the limits: nearly always true at once */
	if (unit->function == UNIT_LINEAR && abs(unit->scale.exp10) < 60 &&
		(value == 0.0 || (fabs(value) > 1e-200 && fabs(value) < 1e200)))
		return true;
	canonical = te_canonical_value(value, unit);
	return isfinite(canonical) &&
		(canonical != 0.0 || value == 0.0 || unit->function != UNIT_LINEAR);
}

static Quantity *
quantity_build(double value, const char *unit_text, size_t unit_length,
			   const Unit *unit)
{
	Size size = offsetof(Quantity, unit) + unit_length;
	Quantity *q = palloc0(size);

	SET_VARSIZE(q, size);
	q->version = QUANTITY_VERSION;
	q->flags = unit->function == UNIT_LINEAR ? QUANTITY_LINEAR : 0;
	q->unit_length = (uint16) unit_length;
	q->value = value == 0.0 ? 0.0 : value; /* no negative zero */
	memcpy(q->unit, unit_text, unit_length);
	return q;
}

int
te_print_double(double value, char *buffer)
{
	int length = double_to_shortest_decimal_bufn(value, buffer);

	buffer[length] = '\0';
	return length;
}

void
te_trim(const char **text, size_t *length)
{
	while (*length > 0 && scanner_isspace((*text)[0]))
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && scanner_isspace((*text)[*length - 1]))
		(*length)--;
}

static ParseResult
quantity_parse(const char *text, ParsedQuantity *p)
{
	size_t length;

	while (scanner_isspace(*text))
		text++;
	length = number_length(text);
	if (length == 0)
		return PARSE_NO_NUMBER;
	errno = 0;
	p->value = strtod(text, NULL);
	if (errno == ERANGE && (p->value == 0.0 || isinf(p->value)))
		return PARSE_OUT_OF_RANGE;

	p->unit_text = text + length;
	p->unit_length = strlen(p->unit_text);
	te_trim(&p->unit_text, &p->unit_length);
	if (p->unit_length == 0)
	{
		p->unit_text = "1";
		p->unit_length = 1;
	}
	if (!te_unit_parse(p->unit_text, p->unit_length, &p->unit, &p->error))
		return PARSE_BAD_UNIT;
	return quantity_in_range(p->value, &p->unit) ? PARSE_OK :
												   PARSE_OUT_OF_RANGE;
}

/*
 * Length of the number at the start of text, 0 if there is none.  strtod alone
 * would also read infinity, NaN and hexadecimal numbers.
 */
static size_t
number_length(const char *text)
{
	const char *p = text;
	int digits = 0;

	if (*p == '+' || *p == '-')
		p++;
	for (; *p >= '0' && *p <= '9'; p++)
		digits++;
	if (*p == '.')
	{
		for (p++; *p >= '0' && *p <= '9'; p++)
			digits++;
	}
	if (digits == 0)
		return 0;
	if (*p == 'e' || *p == 'E')
	{
		const char *exponent = p + 1;

		if (*exponent == '+' || *exponent == '-')
			exponent++;
		if (*exponent >= '0' && *exponent <= '9')
		{
			for (p = exponent; *p >= '0' && *p <= '9'; p++)
				;
		}
	}
	return p - text;
}

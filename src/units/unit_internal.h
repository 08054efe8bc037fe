/*
 * unit_internal.h
 *		Shared by the files of src/units only; other folders use units.h.
 */
#ifndef TE_UNIT_INTERNAL_H
#define TE_UNIT_INTERNAL_H

#include "units/units.h"

/* ------------------------------------------------ unit_scale.c: factors */

extern UnitScale te_scale_one(void);
/* Reads decimal text such as "1.66053906660e-24"; the text is our own. */
extern UnitScale te_scale_from_decimal(const char *text);
/* a * b^exponent */
extern UnitScale te_scale_multiply(UnitScale a, UnitScale b, int exponent);
extern bool te_scale_equal(const UnitScale *a, const UnitScale *b);
/* value * scale, correctly rounded while the scale is exact. */
extern double te_scale_apply(double value, const UnitScale *scale);
/* value * scale rounded to 14 significant digits, half away from zero. */
extern double te_scale_apply_round14(double value, const UnitScale *scale);
/* The shortest decimal: value = digits * 10^exponent, value >= 0, finite. */
extern void te_shortest_decimal(double value, uint64 *digits, int *exponent);

/* -------------------------------------------------- unit_table.c: atoms */

#define ATOM_METRIC 0x01	/* takes a prefix */
#define ATOM_ARBITRARY 0x02 /* comparable with itself only */
#define ATOM_SPELLING 0x04	/* not UCUM: what laboratories write */

typedef struct UnitAtom
{
	const char *code;
	uint8 flags;
	const char *value; /* decimal text; NULL for a base unit */
	const char *unit;  /* the unit that value counts; NULL for base */
	uint8 function;	   /* UnitFunction */
	uint8 base;		   /* UnitDimension of a base unit */
} UnitAtom;

typedef struct UnitPrefix
{
	const char *code;
	const char *value;
} UnitPrefix;

extern const UnitAtom te_unit_atoms[]; /* sorted by code, in bytes */
extern const int te_unit_atom_count;
extern const UnitAtom te_unit_spellings[]; /* sorted likewise */
extern const int te_unit_spelling_count;
extern const UnitPrefix te_unit_prefixes[];
extern const int te_unit_prefix_count;

/* -------------------------------------------------- unit_parse.c: grammar */

/* One factor of a unit, for products and quotients. */
typedef struct UnitTerm
{
	char symbol[64]; /* with its prefix; "10*"; digits; annotation */
	int exponent;
} UnitTerm;

#define UNIT_MAX_TERMS 64

typedef struct UnitTerms
{
	int count;
	UnitTerm term[UNIT_MAX_TERMS];
} UnitTerms;

/*
 * Parses UCUM text proper (or, with spellings, also the atoms of
 * te_unit_spellings).  code, when not NULL, has UNIT_CODE_SIZE bytes and
 * receives the UCUM code; terms, when not NULL, the list of factors.
 */
extern bool te_unit_grammar(const char *text, size_t length, bool spellings,
							Unit *unit, char *code, UnitTerms *terms,
							UnitError *error);
extern void te_unit_fail(UnitError *error, int sqlerrcode, int position,
						 int length, const char *format, ...)
	pg_attribute_printf(5, 6);

/* ------------------------------------------- unit_spelling.c: spellings */

/*
 * Rewrites what a laboratory wrote ("x10E9/L", "mL/min/1.73 m2", "g/24 hr")
 * towards UCUM.  buffer has UNIT_CODE_SIZE bytes; false when it does not fit.
 */
extern bool te_unit_respell(const char *text, size_t length, char *buffer,
							size_t *buffer_length);
/* The meaning of a text that UCUM reads otherwise ("K/uL"), or NULL. */
extern const char *te_unit_override(const char *text, size_t length);
/* The same for texts that only the analyte makes clear ("G/L", "F"). */
extern const char *te_unit_for_analyte(const char *text, size_t length,
									   AnalyteId analyte);

/* ----------------------------------------------- unit_lookup.c: the door */

/* As te_unit_parse, uncached, with the UCUM code and the list of factors. */
extern bool te_unit_parse_full(const char *text, size_t length, Unit *unit,
							   char *code, UnitTerms *terms, UnitError *error);

/* ------------------------------------------------ unit_format.c: printing */

/* The unit in base units, "g.m-3"; buffer has UNIT_CODE_SIZE bytes. */
extern void te_unit_base_code(const Unit *unit, char *buffer);

/* ------------------------------------------- unit_convert.c: comparison */

/* Orders by what is measured, not how much: 0 when comparable. */
extern int te_unit_dimension_cmp(const Unit *a, const Unit *b);

#endif /* TE_UNIT_INTERNAL_H */

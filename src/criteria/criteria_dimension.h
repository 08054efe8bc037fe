/*
 * criteria_dimension.h
 *		Shared by criteria_dimension.c and criteria_unit_algebra.c only: what
 *		is known of the unit of a number while criteria are read.
 */
#ifndef TE_CRITERIA_DIMENSION_H
#define TE_CRITERIA_DIMENSION_H

#include "criteria/criteria_build.h"
#include "units/units.h"

typedef enum KnownDimension
{
	KNOWN_NOTHING,
	KNOWN_PLAIN, /* a number without a unit */
	KNOWN_UNIT
} KnownDimension;

typedef struct Dimension
{
	KnownDimension known;
	bool usual;		/* may come as a plain number too */
	bool counted;	/* years or days that a plain number counts */
	bool mass_open; /* mass may turn into amount of substance */
	AnalyteId analyte;
	Unit unit;
	BuildText text;	  /* the unit as written; empty: computed */
	const char *code; /* the unit for a hint, computed or not; NULL: none */
} Dimension;

/* A unit as written; a number without one where the text is empty. */
extern Dimension te_dimension_of_unit(BuildText text, AnalyteId analyte);
extern Dimension te_dimension_of_code(const char *code, bool usual);
/* Completed years, days covered: said or not. */
extern Dimension te_dimension_counted(const char *unit);
/* a * b (sign 1) or a / b (sign -1). */
extern Dimension te_dimension_product(const Dimension *a, const Dimension *b,
									  int sign);
extern Dimension te_dimension_power(const Dimension *a, int exponent);
/* Can it be a number without a unit? */
extern bool te_dimension_may_be_plain(const Dimension *a);
/* Can the two be compared or added? */
extern bool te_dimension_compatible(const Dimension *a, const Dimension *b);

#endif /* TE_CRITERIA_DIMENSION_H */

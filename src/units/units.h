/*
 * units.h
 *		What other folders may use of the unit layer: UCUM units, conversion,
 *		comparison of computed values, analytes and the type quantity.
 *
 * Two layers.  The functions te_unit_*, te_convert_* and te_analyte_* are
 * plain C: they report a failure through a UnitError and never throw, so that
 * they serve strict functions, soft errors (16+), try_* functions on every
 * version and a fuzzer outside the server alike.  Only the section "server
 * layer" raises errors.
 */
#ifndef TE_UNITS_H
#define TE_UNITS_H

#include "trial_ext.h"

/* ---------------------------------------------------------------- limits */

/* Longest unit text, in bytes: in text, in binary and as an argument alike. */
#define UNIT_MAX_LENGTH 255
/* Deepest nesting of parentheses in a unit. */
#define UNIT_MAX_DEPTH 32
/* Largest exponent of a base dimension in a unit. */
#define UNIT_MAX_EXPONENT 99
/* How many different arbitrary units ([iU], [arb'U] ...) one unit may hold. */
#define UNIT_MAX_ARBITRARY 2

/* ----------------------------------------------------------------- units */

/*
 * A positive factor num / den * 10^exp10.  num and den are whole numbers below
 * 2^53 while "exact" is true: then powers of ten, minutes, grains and even
 * Avogadro's number cancel without any rounding.
 */
typedef struct UnitScale
{
	double num;
	double den;
	int exp10;
	bool exact;
} UnitScale;

/*
 * UCUM's seven base dimensions, and one of our own: "per 1.73 m2 of body
 * surface", which UCUM writes as an annotation without meaning.
 */
typedef enum UnitDimension
{
	DIM_LENGTH,
	DIM_TIME,
	DIM_MASS,
	DIM_PLANE_ANGLE,
	DIM_TEMPERATURE,
	DIM_CHARGE,
	DIM_LUMINOUS_INTENSITY,
	DIM_BODY_SURFACE,
	UNIT_NDIMENSIONS
} UnitDimension;

/* Units that are no plain multiple of their base: temperature, pH, decibel. */
typedef enum UnitFunction
{
	UNIT_LINEAR = 0,
	UNIT_CELSIUS,
	UNIT_FAHRENHEIT,
	UNIT_REAUMUR,
	UNIT_PH,
	UNIT_LN,
	UNIT_LG,
	UNIT_LG_TIMES_2,
	UNIT_LD,
	UNIT_TAN_TIMES_100,
	UNIT_100_TAN,
	UNIT_SQRT,
	UNIT_HP_X,
	UNIT_HP_C,
	UNIT_HP_M,
	UNIT_HP_Q
} UnitFunction;

/*
 * A parsed unit.  Flat and free of pointers.  Two units are commensurable when
 * dimension and the arbitrary units agree (te_unit_commensurable).
 */
typedef struct Unit
{
	UnitScale scale; /* to the base units of the dimension */
	int8 dimension[UNIT_NDIMENSIONS];
	uint8 arbitrary[UNIT_MAX_ARBITRARY]; /* which, 0 = none; ascending */
	int8 arbitrary_exponent[UNIT_MAX_ARBITRARY];
	int8 moles;				/* exponent of mol, a plain number in UCUM */
	int8 equivalents;		/* exponent of eq */
	uint8 function;			/* UnitFunction; UNIT_LINEAR for nearly all */
	double function_factor; /* prefix of a special unit: dB is 0.1 */
} Unit;

/* Why a text is not a unit, or a conversion is impossible. */
typedef struct UnitError
{
	int sqlerrcode;
	int position;	   /* byte offset of the culprit, from 0; -1 none */
	int length;		   /* its length in bytes */
	char message[160]; /* primary message, may be empty */
	char detail[200];  /* a full sentence, may be empty */
	char hint[160];	   /* a full sentence, may be empty */
} UnitError;

/*
 * Reads a UCUM unit or an accepted laboratory spelling.  Results are kept in a
 * small process-wide table, so a unit seen before costs a look-up.  False, with
 * *error filled, for anything else.
 */
extern bool te_unit_parse(const char *text, size_t length, Unit *unit,
						  UnitError *error);

/*
 * As te_unit_parse, reading "G/L" or "F" as the analyte makes it clear;
 * TE_NO_ANALYTE for none.
 */
extern bool te_unit_parse_for(const char *text, size_t length, int analyte,
							  Unit *unit, UnitError *error);

extern bool te_unit_commensurable(const Unit *a, const Unit *b);

/* True for scales that run downwards: pH and homeopathic potencies. */
extern bool te_unit_is_decreasing(const Unit *unit);

/* Same unit by value: same dimension, function and factor. */
extern bool te_unit_equivalent(const Unit *a, const Unit *b);

/* Room for the UCUM code that a spelling of UNIT_MAX_LENGTH stands for. */
#define UNIT_CODE_SIZE (2 * UNIT_MAX_LENGTH + 8)

/*
 * a * b (sign 1) or a / b (sign -1) as text; buffer has UNIT_CODE_SIZE bytes;
 * false with *error if too long.
 */
extern bool te_unit_product(const char *a, size_t a_length, const char *b,
							size_t b_length, int sign, char *buffer,
							UnitError *error);

/* ------------------------------------------------------------ conversion */

/*
 * The analyte whose molar mass or charge a conversion may use; an index into
 * the compiled-in table, TE_NO_ANALYTE for none.
 */
typedef int AnalyteId;
#define TE_NO_ANALYTE (-1)

/*
 * Finds an analyte by our name ("creatinine"), LOINC code, LBTESTCD or common
 * name; TE_NO_ANALYTE when unrecognized, or when the code means two things and
 * specimen (may be NULL) does not decide.
 */
extern AnalyteId te_analyte_find(const char *code, size_t code_length,
								 const char *specimen, size_t specimen_length);
extern const char *te_analyte_name(AnalyteId analyte);

/*
 * Converts value from one unit to another, exactly rounded where both units
 * are exact multiples of their base.  With an analyte, mass converts to amount
 * of substance, meq to mmol, IU to U for enzymes, and HbA1c between NGSP and
 * IFCC.  False with *error filled when the units are not commensurable or the
 * result is out of range.
 */
extern bool te_convert_value(double value, const Unit *from, const Unit *to,
							 AnalyteId analyte, double *result,
							 UnitError *error);

/*
 * Rounds a computed value to 14 significant decimal digits, half away from
 * zero: design rule "rounded once, when it is compared".  Infinity and NaN
 * are returned as they are.
 */
extern double te_round14(double value);

/*
 * a + b, rounded at the 14th significant digit of the larger operand, half
 * away from zero: 100.1 - 100.0 is 0.1.
 */
extern double te_sum(double a, double b);

/*
 * value in the base units of its dimension, rounded to 14 significant digits:
 * what comparison, equality, order and hash of quantities are made of.  Values
 * in a special unit whose scale runs downwards ([pH]) stay on their own scale.
 * Exact for every unit but those with [pi] in them and the logarithmic ones.
 */
extern double te_canonical_value(double value, const Unit *unit);

/* ---------------------------------------------------------- server layer */

/* As te_unit_parse, raising the error (softly with an escontext on 16+). */
extern bool te_unit_parse_or_error(const char *text, size_t length, Unit *unit,
								   struct Node *escontext);

/*
 * Raises *error.  The message is "invalid unit" with the text, unless error has
 * a message of its own; the detail names the place and what stands there.
 */
extern void te_unit_error_raise(const UnitError *error, const char *text,
								size_t length, struct Node *escontext);

/* The known unit that looks most like text, or NULL. */
extern const char *te_unit_nearest(const char *text, int length);

/*
 * SQL type quantity: a finite number and its unit as recorded.  Never toasted
 * (STORAGE plain), so a pointer to it can be read as it stands.
 */
typedef struct Quantity
{
	int32 vl_len_;		/* varlena header (do not touch directly!) */
	uint8 version;		/* QUANTITY_VERSION */
	uint8 flags;		/* QUANTITY_LINEAR; other bits zero */
	uint16 unit_length; /* bytes of unit text, 1 .. UNIT_MAX_LENGTH */
	double value;		/* finite */
	char unit[FLEXIBLE_ARRAY_MEMBER]; /* not terminated */
} Quantity;

#define QUANTITY_VERSION 1
/* The unit is a plain multiple of its base: not Cel, [pH] or dB. */
#define QUANTITY_LINEAR 0x01
#define DatumGetQuantityP(X) ((Quantity *) PG_DETOAST_DATUM(X))
#define PG_GETARG_QUANTITY_P(n) DatumGetQuantityP(PG_GETARG_DATUM(n))
#define PG_RETURN_QUANTITY_P(x) PG_RETURN_POINTER(x)

/*
 * Makes a quantity of a finite value and a unit; NULL after a soft error, which
 * only an escontext allows.  Blanks around the unit are dropped.
 */
extern Quantity *te_quantity_make(double value, const char *unit,
								  size_t unit_length, struct Node *escontext);
/* The same for a unit text without blanks around it that was read before. */
extern Quantity *te_quantity_of_unit(double value, const char *unit_text,
									 size_t unit_length, const Unit *unit,
									 struct Node *escontext);

/*
 * The number of q in the given unit (UCUM text), through the analyte where one
 * is given; raises an error when the unit does not convert.
 */
extern double te_quantity_in_unit(const Quantity *q, const char *unit,
								  AnalyteId analyte);

/*
 * As te_quantity_in_unit, rounded to 14 digits, for what was measured in a
 * person: "what" (a noun for the message) cannot be negative, and cells are not
 * counted in moles, though UCUM's mole is a plain number.
 */
extern double te_measurement_in_unit(const Quantity *q, const char *unit,
									 AnalyteId analyte, const char *what);

#endif /* TE_UNITS_H */

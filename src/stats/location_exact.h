/*
 * location_exact.h
 *		Exact sums of float8 values and of their squares.  Private to the
 *		tests of location.
 *
 * A sum is a row of limbs of 32 bits: limb i counts units of
 * 2^(32 i + EXACT_ORIGIN).  Limbs are signed and may exceed 32 bits until they
 * are carried.  Nothing is ever rounded, so that neither the order of rows nor
 * the way they were dealt out over workers shows in a result.
 */
#ifndef TE_LOCATION_EXACT_H
#define TE_LOCATION_EXACT_H

#include "postgres.h"

#define EXACT_LIMB_BITS 32
/* Bit 0 of limb 0: below the square of the smallest float8, 2^-2148. */
#define EXACT_ORIGIN (-2176)
/* Up to 2^2144: the squares of 2^63 of the largest, and a limb to spare. */
#define EXACT_LIMBS 135

/* The limbs in use of a sum that stands elsewhere: what a state stores. */
typedef struct ExactWindow
{
	int16 first;
	int16 count;	  /* 0: the sum is zero */
	uint32 additions; /* since the last carry */
} ExactWindow;

/* A sum taken apart from its state. */
typedef struct ExactSum
{
	ExactWindow window;
	int64 limb[EXACT_LIMBS];
} ExactSum;

/* value = fraction * 2^exponent: out of float8's range, too. */
typedef struct ExactValue
{
	double fraction;
	int exponent;
} ExactValue;

/* Room for a sum as text: sign, hexadecimal digits, exponent. */
#define EXACT_TEXT_SIZE (EXACT_LIMBS * 8 + 16)

/* ------------------------------------------------- in the state, in place */

/*
 * Adds value (squared: its square), which is finite, to the limbs of a window.
 * False, with nothing done, when it does not fit into the window.
 */
extern bool te_exact_add_window(ExactWindow *window, int64 *limbs, double value,
								bool squared);

/* ---------------------------------------------------------------- as a sum */

extern void te_exact_load(ExactSum *sum, const ExactWindow *window,
						  const int64 *limbs);
/* sum += value, or its square; value is finite. */
extern void te_exact_add(ExactSum *sum, double value, bool squared);
extern void te_exact_merge(ExactSum *sum, const ExactSum *other);

/* The sum, correctly rounded to the 53 bits of the fraction. */
extern ExactValue te_exact_value(const ExactSum *sum);
/*
 * n * squares - sum^2, exact before it is rounded: n times the sum of squared
 * deviations.  Zero exactly when all values are equal; negative for sums that
 * no values have.
 */
extern ExactValue te_exact_deviations(int64 n, const ExactSum *sum,
									  const ExactSum *squares);
/* Bits of the sum's magnitude above 2^0: its order of size; INT_MIN for zero */
extern int te_exact_top(const ExactSum *sum);

/* "-3e8p-12": hexadecimal digits times a power of two; one text for one sum. */
extern void te_exact_print(const ExactSum *sum, char text[EXACT_TEXT_SIZE]);
/* Reads what te_exact_print wrote, up to *end; false for other text. */
extern bool te_exact_parse(const char *text, const char **end, ExactSum *sum);

#endif /* TE_LOCATION_EXACT_H */

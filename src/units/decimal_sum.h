/*
 * decimal_sum.h
 *		An exact sum of float8 values, each taken as the decimal it prints as.
 *		For src/units and the sums of src/stats.
 */
#ifndef TE_DECIMAL_SUM_H
#define TE_DECIMAL_SUM_H

#include "postgres.h"

/* Decimal digits in a limb. */
#define LIMB_DIGITS 9
/* Exponent of the lowest digit of limb 0: below 5e-324. */
#define LIMB_ORIGIN (-342)
/* Limbs up to 10^342: a billion billions times the largest float8. */
#define LIMB_COUNT 76

/*
 * sum = limb[0] * 10^(9 * first_limb - 342) + limb[1] * 10^9 times that ...
 * Limbs are signed and may exceed 10^9 until carried.
 */
typedef struct DecimalSum
{
	int16 first_limb;
	int16 limb_count; /* limbs in use, at most LIMB_COUNT */
	uint32 additions; /* since the last carry */
	int64 limb[LIMB_COUNT];
} DecimalSum;

/* Room for a sum as text: sign, digits, exponent. */
#define DECIMAL_SUM_TEXT_SIZE (LIMB_COUNT * LIMB_DIGITS + 16)

extern void te_decimal_sum_init(DecimalSum *sum);
/* sum += value; value is finite.  Exact. */
extern void te_decimal_sum_add(DecimalSum *sum, double value);
/* sum += other.  Exact. */
extern void te_decimal_sum_merge(DecimalSum *sum, const DecimalSum *other);
/* The float8 nearest to the sum. */
extern double te_decimal_sum_value(const DecimalSum *sum);
/* "-1001e-1": one text for one sum, however it came about. */
extern void te_decimal_sum_print(const DecimalSum *sum, char *text);
/* Reads what te_decimal_sum_print wrote, up to *end; false for other text. */
extern bool te_decimal_sum_parse(const char *text, const char **end,
								 DecimalSum *sum);

#endif /* TE_DECIMAL_SUM_H */

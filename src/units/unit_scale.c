/*
 * unit_scale.c
 *		Factors of units, and rounding that is exact.
 *
 * A factor is num / den * 10^exp10 with whole num and den, so a chain of
 * prefixes, minutes, grains and moles multiplies out without rounding.  A
 * float8 stands for the shortest decimal that reads back as it: the number
 * somebody typed.  decimal * factor is then a ratio of integers, and both its
 * nearest float8 and its rounding to 14 digits can be had exactly.  That is
 * why 0.07 g is 70 mg and not 70.00000000000001, and why equality of
 * quantities is transitive.  Irrational factors ([pi]) fall back to float8.
 *
 * Nearly every call takes a fast path in float8 arithmetic, which knows when
 * its error bound is too close to a rounding boundary to decide.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"

#include "units/unit_internal.h"

#ifndef HAVE_INT128
#error "trial_ext needs a compiler with a 128-bit integer type"
#endif

/* Whole numbers up to here are exact in a float8. */
#define MAX_EXACT 9007199254740992.0 /* 2^53 */
/* Powers of ten up to 10^22 are exact in a float8. */
#define MAX_EXACT_POWER 22
/* Digits kept when a computed value is compared. */
#define COMPARED_DIGITS 14
/*
 * Digits of a quotient worked out before it is rounded.  With a denominator
 * below 2^53, 10^18 times it still fits 128 bits.
 */
#define QUOTIENT_DIGITS 18

static const double power_of_ten[MAX_EXACT_POWER + 1] = {
	1e0,  1e1,	1e2,  1e3,	1e4,  1e5,	1e6,  1e7,	1e8,  1e9,	1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static const uint64 power_of_ten_u64[] = {UINT64CONST(1),
										  UINT64CONST(10),
										  UINT64CONST(100),
										  UINT64CONST(1000),
										  UINT64CONST(10000),
										  UINT64CONST(100000),
										  UINT64CONST(1000000),
										  UINT64CONST(10000000),
										  UINT64CONST(100000000),
										  UINT64CONST(1000000000),
										  UINT64CONST(10000000000),
										  UINT64CONST(100000000000),
										  UINT64CONST(1000000000000),
										  UINT64CONST(10000000000000),
										  UINT64CONST(100000000000000),
										  UINT64CONST(1000000000000000),
										  UINT64CONST(10000000000000000),
										  UINT64CONST(100000000000000000),
										  UINT64CONST(1000000000000000000),
										  UINT64CONST(10000000000000000000)};

/* A non-negative number as digits * 10^exponent, plus a bit below them. */
typedef struct Quotient
{
	uint64 digits;
	int exponent;
	bool inexact; /* something non-zero was cut off */
} Quotient;

static UnitScale scale_normalise(UnitScale s);
static uint64 greatest_common_divisor(uint64 a, uint64 b);
static double scale_power(double value, int exponent);
static double decimal_to_double(uint64 digits, int exponent, bool inexact);
static Quotient quotient_of(double value, const UnitScale *scale);
static double quotient_round14(const Quotient *q);
static double sum_decimals(double a, double b, int place);
static int decimal_magnitude(double x);
static bool round14_fast(double x, int exp10, double *result);
static double round14_digits(uint64 digits, int exponent);
static int decimal_length(uint64 n);

UnitScale
te_scale_one(void)
{
	UnitScale one = {1.0, 1.0, 0, true};

	return one;
}

UnitScale
te_scale_from_decimal(const char *text)
{
	UnitScale s = te_scale_one();
	double digits = 0.0;
	bool after_point = false;
	const char *p;

	for (p = text; *p != '\0' && *p != 'e'; p++)
	{
		if (*p == '.')
		{
			after_point = true;
			continue;
		}
		if (digits * 10.0 + (*p - '0') >= MAX_EXACT)
		{
			/* more digits than are exact: only [pi] has that many */
			s.num = strtod(text, NULL);
			s.exact = false;
			s.exp10 = 0;
			return s;
		}
		digits = digits * 10.0 + (*p - '0');
		if (after_point)
			s.exp10--;
	}
	if (*p == 'e')
		s.exp10 += atoi(p + 1);
	s.num = digits;
	return scale_normalise(s);
}

UnitScale
te_scale_multiply(UnitScale a, UnitScale b, int exponent)
{
	int times = abs(exponent);

	if (exponent < 0)
	{
		double num = b.num;

		b.num = b.den;
		b.den = num;
		b.exp10 = -b.exp10;
	}
	for (int i = 0; i < times; i++)
	{
		double num;
		double den;

		if (a.exact && b.exact)
		{
			/* cancel first, so that the products stay small */
			uint64 g1 = greatest_common_divisor((uint64) a.num, (uint64) b.den);
			uint64 g2 = greatest_common_divisor((uint64) b.num, (uint64) a.den);

			num = (a.num / g1) * (b.num / g2);
			den = (a.den / g2) * (b.den / g1);
		}
		else
		{
			num = a.num * b.num;
			den = a.den * b.den;
		}
		a.exact = a.exact && b.exact && num < MAX_EXACT && den < MAX_EXACT;
		a.num = num;
		a.den = den;
		a.exp10 += b.exp10;
		a = scale_normalise(a);
	}
	return a;
}

/* Moves factors of ten into exp10; an inexact factor gets den = 1. */
static UnitScale
scale_normalise(UnitScale s)
{
	if (s.exact)
	{
		uint64 num = (uint64) s.num;
		uint64 den = (uint64) s.den;

		for (; num % 10 == 0; s.exp10++)
			num /= 10;
		for (; den % 10 == 0; s.exp10--)
			den /= 10;
		s.num = (double) num;
		s.den = (double) den;
		return s;
	}
	s.num /= s.den;
	s.den = 1.0;
	for (; s.num >= 1e15; s.exp10 += 15)
		s.num /= 1e15;
	for (; s.num < 1e-7; s.exp10 -= 8)
		s.num *= 1e8;
	return s;
}

bool
te_scale_equal(const UnitScale *a, const UnitScale *b)
{
	UnitScale ratio;

	if (a->num == b->num && a->den == b->den && a->exp10 == b->exp10)
		return true;
	ratio = te_scale_multiply(*a, *b, -1);
	return te_scale_apply_round14(1.0, &ratio) == 1.0;
}

double
te_scale_apply(double value, const UnitScale *scale)
{
	double result;
	Quotient q;

	if (value == 0.0 || !isfinite(value))
		return value;
	if (!scale->exact)
		return scale_power(value * scale->num / scale->den, scale->exp10);
	if (scale->num == 1.0 && scale->den == 1.0 && scale->exp10 == 0)
		return value;

	q = quotient_of(fabs(value), scale);
	result = decimal_to_double(q.digits, q.exponent, q.inexact);
	return value < 0 ? -result : result;
}

double
te_scale_apply_round14(double value, const UnitScale *scale)
{
	double magnitude = fabs(value);
	double result;

	if (value == 0.0 || !isfinite(value))
		return value == 0.0 ? 0.0 : value;
	if (!round14_fast(magnitude * scale->num / scale->den, scale->exp10,
					  &result))
	{
		if (scale->exact)
		{
			Quotient q = quotient_of(magnitude, scale);

			result = quotient_round14(&q);
		}
		else
		{
			/* no exact value to decide by: take the float8 as it is */
			result = te_round14(
				scale_power(magnitude * scale->num / scale->den, scale->exp10));
		}
	}
	return value < 0 ? -result : result;
}

double
te_round14(double value)
{
	double magnitude = fabs(value);
	double result;
	uint64 digits;
	int exponent;

	if (value == 0.0 || !isfinite(value))
		return value == 0.0 ? 0.0 : value;
	if (!round14_fast(magnitude, 0, &result))
	{
		te_shortest_decimal(magnitude, &digits, &exponent);
		result = round14_digits(digits, exponent);
	}
	return value < 0 ? -result : result;
}

double
te_sum(double a, double b)
{
	double sum = a + b;
	double largest = Max(fabs(a), fabs(b));
	int place;
	double shifted;
	double whole;

	if (!isfinite(sum) || a == 0.0 || b == 0.0 ||
		!(largest >= 1e-8 && largest < 1e22))
		return sum;
	place = decimal_magnitude(largest) - (COMPARED_DIGITS - 1);
	shifted =
		place <= 0 ? sum * power_of_ten[-place] : sum / power_of_ten[place];
	whole = rint(shifted);
	if (fabs(fabs(shifted - whole) - 0.5) < 0.1)
		return sum_decimals(a, b, place);
	return place <= 0 ? whole / power_of_ten[-place] :
						whole * power_of_ten[place];
}

/* a + b as decimals, rounded at 10^place, half away from zero. */
static double
sum_decimals(double a, double b, int place)
{
	uint64 a_digits;
	uint64 b_digits;
	int a_exponent;
	int b_exponent;
	int exponent;
	int128 total;
	bool negative;
	double result;

	te_shortest_decimal(fabs(a), &a_digits, &a_exponent);
	te_shortest_decimal(fabs(b), &b_digits, &b_exponent);
	exponent = Min(a_exponent, b_exponent);
	if (Max(a_exponent, b_exponent) - exponent > QUOTIENT_DIGITS)
		return a + b;
	total = (int128) a_digits * power_of_ten_u64[a_exponent - exponent] *
			(a < 0 ? -1 : 1) +
		(int128) b_digits * power_of_ten_u64[b_exponent - exponent] *
			(b < 0 ? -1 : 1);
	negative = total < 0;
	if (negative)
		total = -total;
	if (exponent < place)
	{
		/* one digit more than is kept decides; what is below it cannot tie */
		for (; exponent < place - 1; exponent++)
			total /= 10;
		total = (total + 5) / 10;
		exponent++;
	}
	result = decimal_to_double((uint64) total, exponent, false);
	return negative ? -result : result;
}

/*
 * floor(log10(x)), right at powers of ten as well; x in 1e-22 .. 1e22.  The
 * binary exponent leaves two possibilities.
 */
static int
decimal_magnitude(double x)
{
	uint64 bits;
	int exponent;
	int magnitude;
	double next;

	memcpy(&bits, &x, sizeof(bits));
	exponent = (int) (bits >> 52 & 0x7FF) - 1023;
	/* 1233 / 4096 is log10(2) closely enough; rounded down */
	magnitude = (exponent * 1233 + 4096 * 1000) / 4096 - 1000;
	if (magnitude >= MAX_EXACT_POWER)
		return magnitude;
	next = magnitude + 1 >= 0 ? power_of_ten[magnitude + 1] :
								1.0 / power_of_ten[-magnitude - 1];
	return x >= next ? magnitude + 1 : magnitude;
}

/*
 * Rounds x * 10^exp10 to 14 digits if float8 arithmetic can decide it.
 *
 * x carries at most three roundings (the decimal behind it, num, den), one
 * more comes with the shift: 4.5e-16 of a 14-digit number is below 0.05 of its
 * last place.  So a fraction further than 0.1 from one half is decided.
 */
static bool
round14_fast(double x, int exp10, double *result)
{
	int magnitude;
	int shift;
	double shifted;
	double whole;

	/* outside this range a shift by one exact power of ten does not reach */
	if (!(x >= 1e-8 && x < 1e35))
		return false;
	magnitude = (int) floor(log10(x));
	shift = COMPARED_DIGITS - 1 - magnitude;
	shifted = shift >= 0 ? x * power_of_ten[shift] : x / power_of_ten[-shift];
	/* log10 may be a hair off at powers of ten */
	if (shifted < 1e13)
	{
		shift++;
		if (shift > MAX_EXACT_POWER)
			return false;
		shifted =
			shift >= 0 ? x * power_of_ten[shift] : x / power_of_ten[-shift];
	}
	else if (shifted >= 1e14)
	{
		shift--;
		if (shift < -MAX_EXACT_POWER)
			return false;
		shifted =
			shift >= 0 ? x * power_of_ten[shift] : x / power_of_ten[-shift];
	}
	whole = rint(shifted);
	if (fabs(fabs(shifted - whole) - 0.5) < 0.1)
		return false;

	exp10 -= shift;
	if (exp10 > MAX_EXACT_POWER || exp10 < -MAX_EXACT_POWER)
		return false;
	*result =
		exp10 >= 0 ? whole * power_of_ten[exp10] : whole / power_of_ten[-exp10];
	return true;
}

/* digits * 10^exponent, digits rounded to 14, half away from zero. */
static double
round14_digits(uint64 digits, int exponent)
{
	int excess = decimal_length(digits) - COMPARED_DIGITS;

	if (excess > 0)
	{
		uint64 unit = power_of_ten_u64[excess];

		digits = digits / unit + (digits % unit >= unit / 2 ? 1 : 0);
		exponent += excess;
	}
	return decimal_to_double(digits, exponent, false);
}

/* What was cut off lies below the 18 digits kept, so it decides no half. */
static double
quotient_round14(const Quotient *q)
{
	return round14_digits(q->digits, q->exponent);
}

/* value * scale to QUOTIENT_DIGITS digits or exactly; value > 0. */
static Quotient
quotient_of(double value, const UnitScale *scale)
{
	Quotient q;
	uint64 digits;
	uint128 rest;
	uint128 whole;
	uint128 den = (uint128) (uint64) scale->den;

	te_shortest_decimal(value, &digits, &q.exponent);
	q.exponent += scale->exp10;
	rest = (uint128) digits * (uint64) scale->num;
	whole = rest / den;
	rest -= whole * den;
	q.inexact = false;

	while (whole >= power_of_ten_u64[QUOTIENT_DIGITS])
	{
		q.inexact = q.inexact || (uint64) (whole % 10) != 0;
		whole /= 10;
		q.exponent++;
	}
	/* bring down digits of the fraction while there are any */
	while (rest != 0 && !q.inexact &&
		   whole < power_of_ten_u64[QUOTIENT_DIGITS - 1])
	{
		rest *= 10;
		whole = whole * 10 + rest / den;
		rest %= den;
		q.exponent--;
	}
	q.inexact = q.inexact || rest != 0;
	q.digits = (uint64) whole;
	return q;
}

/*
 * The float8 nearest to digits * 10^exponent.  When a non-terminating quotient
 * was cut at 17 digits or more, a further digit 1 stands for the rest.
 */
static double
decimal_to_double(uint64 digits, int exponent, bool inexact)
{
	char text[48];

	if (!inexact && digits <= (uint64) MAX_EXACT &&
		exponent >= -MAX_EXACT_POWER && exponent <= MAX_EXACT_POWER)
		return exponent >= 0 ? (double) digits * power_of_ten[exponent] :
							   (double) digits / power_of_ten[-exponent];

	snprintf(text, sizeof(text),
			 inexact ? UINT64_FORMAT "1e%d" : UINT64_FORMAT "e%d", digits,
			 inexact ? exponent - 1 : exponent);
	return strtod(text, NULL);
}

/* value * 10^exponent for inexact factors: exact powers where they reach. */
static double
scale_power(double value, int exponent)
{
	for (; exponent > MAX_EXACT_POWER; exponent -= MAX_EXACT_POWER)
		value *= power_of_ten[MAX_EXACT_POWER];
	for (; exponent < -MAX_EXACT_POWER; exponent += MAX_EXACT_POWER)
		value /= power_of_ten[MAX_EXACT_POWER];
	return exponent >= 0 ? value * power_of_ten[exponent] :
						   value / power_of_ten[-exponent];
}

void
te_shortest_decimal(double value, uint64 *digits, int *exponent)
{
	char text[DOUBLE_SHORTEST_DECIMAL_LEN];
	uint64 n = 0;
	int exp10 = 0;
	int length;
	bool after_point = false;

	/*
	 * Nearly every laboratory value is k / 10^i with few digits.  A decimal
	 * of at most 15 digits that reads back as value is the only one.
	 */
	if (value < 1e9)
	{
		for (int i = 0; i <= 6; i++)
		{
			double shifted = rint(value * power_of_ten[i]);

			if (shifted / power_of_ten[i] == value)
			{
				*digits = (uint64) shifted;
				*exponent = -i;
				return;
			}
		}
	}

	length = double_to_shortest_decimal_bufn(value, text);
	for (int i = 0; i < length; i++)
	{
		if (text[i] == '.')
			after_point = true;
		else if (text[i] == 'e')
		{
			text[length] = '\0';
			exp10 += atoi(text + i + 1);
			break;
		}
		else
		{
			n = n * 10 + (text[i] - '0');
			if (after_point)
				exp10--;
		}
	}
	for (; n != 0 && n % 10 == 0; exp10++)
		n /= 10;
	*digits = n;
	*exponent = exp10;
}

static int
decimal_length(uint64 n)
{
	int length = 1;

	while (length < (int) lengthof(power_of_ten_u64) &&
		   n >= power_of_ten_u64[length])
		length++;
	return length;
}

static uint64
greatest_common_divisor(uint64 a, uint64 b)
{
	while (b != 0)
	{
		uint64 r = a % b;

		a = b;
		b = r;
	}
	return a == 0 ? 1 : a;
}

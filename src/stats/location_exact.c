/*
 * location_exact.c
 *		Exact sums of float8 values and of their squares.
 *
 * With sum and sum of squares exact, the variance is had without the
 * cancellation for which the textbook formula is known: n * squares - sum^2 is
 * worked out in whole numbers and rounded once.
 */
#include "postgres.h"

#include <float.h>
#include <limits.h>
#include <math.h>

#include "stats/location_exact.h"

#define LIMB_MASK INT64CONST(0xFFFFFFFF)

/* An addition puts less than 2^32 into a limb; an int64 holds 2^31 of them. */
#define MAX_ADDITIONS 2000000000U

/* Limbs of n * squares - sum^2, of units of 2^(32 i + 2 EXACT_ORIGIN). */
#define WIDE_LIMBS (2 * EXACT_LIMBS + 4)

static void split(double value, bool squared, uint64 part[2], int position[2]);
static void add_part(int64 *limbs, int first, uint64 part, int position,
					 bool negative);
static void widen(ExactSum *sum, int first, int last);
static void carry_window(ExactWindow *window, int64 *limbs);
static int magnitude(const ExactSum *sum, int64 *limbs, bool *negative);
static ExactValue round_limbs(const int64 *limbs, int count, int origin);

/* The last limb that a part at this bit position reaches, and one to spare. */
#define LAST_LIMB(position) ((position) / EXACT_LIMB_BITS + 3)

bool
te_exact_add_window(ExactWindow *window, int64 *limbs, double value,
					bool squared)
{
	uint64 part[2];
	int position[2];

	if (value == 0.0)
		return true;
	split(value, squared, part, position);
	if (position[0] / EXACT_LIMB_BITS < window->first ||
		LAST_LIMB(position[1]) >= window->first + window->count)
		return false;
	if (++window->additions >= MAX_ADDITIONS)
		carry_window(window, limbs);
	for (int i = 0; i < 2; i++)
		add_part(limbs, window->first, part[i], position[i],
				 value < 0 && !squared);
	return true;
}

/* value, or its square, as two whole numbers at places of the sum. */
static void
split(double value, bool squared, uint64 part[2], int position[2])
{
	int exponent;
	double fraction = frexp(fabs(value), &exponent);
	uint64 whole = (uint64) ldexp(fraction, DBL_MANT_DIG);
	uint128 square;

	exponent -= DBL_MANT_DIG;
	/* a subnormal value has zeros below its lowest bit */
	while ((whole & 1) == 0)
	{
		whole >>= 1;
		exponent++;
	}
	square = squared ? (uint128) whole * whole : whole;
	position[0] = (squared ? 2 * exponent : exponent) - EXACT_ORIGIN;
	position[1] = position[0] + (squared ? 64 : 0);
	part[0] = (uint64) square;
	part[1] = (uint64) (square >> 64);
}

static void
add_part(int64 *limbs, int first, uint64 part, int position, bool negative)
{
	uint128 shifted = (uint128) part << (position % EXACT_LIMB_BITS);
	int64 *limb = limbs + (position / EXACT_LIMB_BITS - first);

	for (; shifted != 0; shifted >>= EXACT_LIMB_BITS, limb++)
	{
		int64 low = (int64) (shifted & LIMB_MASK);

		*limb += negative ? -low : low;
	}
}

/*
 * Brings every limb but the highest into 0 .. 2^32 - 1.  The highest, which no
 * value reaches, keeps the sign and holds 2^31 carries.
 */
static void
carry_window(ExactWindow *window, int64 *limbs)
{
	for (int i = 0; i + 1 < window->count; i++)
	{
		int64 low = limbs[i] & LIMB_MASK;

		/* an arithmetic shift by a division that is exact */
		limbs[i + 1] += (limbs[i] - low) / (LIMB_MASK + 1);
		limbs[i] = low;
	}
	window->additions = 0;
}

void
te_exact_load(ExactSum *sum, const ExactWindow *window, const int64 *limbs)
{
	sum->window = *window;
	memcpy(sum->limb, limbs, sizeof(int64) * window->count);
}

void
te_exact_add(ExactSum *sum, double value, bool squared)
{
	uint64 part[2];
	int position[2];

	if (te_exact_add_window(&sum->window, sum->limb, value, squared))
		return;
	split(value, squared, part, position);
	widen(sum, position[0] / EXACT_LIMB_BITS, LAST_LIMB(position[1]));
	(void) te_exact_add_window(&sum->window, sum->limb, value, squared);
}

void
te_exact_merge(ExactSum *sum, const ExactSum *other)
{
	ExactSum carried = *other;
	int offset;

	if (carried.window.count == 0)
		return;
	carry_window(&carried.window, carried.limb);
	widen(sum, carried.window.first,
		  carried.window.first + carried.window.count - 1);
	if (++sum->window.additions >= MAX_ADDITIONS)
		carry_window(&sum->window, sum->limb);
	offset = carried.window.first - sum->window.first;
	for (int i = 0; i < carried.window.count; i++)
		sum->limb[offset + i] += carried.limb[i];
}

/* Makes limbs first to last part of the window. */
static void
widen(ExactSum *sum, int first, int last)
{
	ExactWindow *window = &sum->window;
	int old_last = window->first + window->count - 1;
	int64 limb[EXACT_LIMBS] = {0};

	last = Min(last, EXACT_LIMBS - 1);
	if (window->count > 0)
	{
		carry_window(window, sum->limb);
		first = Min(first, window->first);
		last = Max(last, old_last);
		memcpy(limb + (window->first - first), sum->limb,
			   sizeof(int64) * window->count);
	}
	window->first = (int16) first;
	window->count = (int16) (last - first + 1);
	memcpy(sum->limb, limb, sizeof(int64) * window->count);
	/* what the old top limb held of carries belongs to the new ones */
	carry_window(window, sum->limb);
}

/*
 * The digits of the sum's magnitude, all of them 32 bits; returns how many
 * there are up to the highest that is not zero.
 */
static int
magnitude(const ExactSum *sum, int64 *limbs, bool *negative)
{
	ExactWindow window = sum->window;
	int count = window.count;

	memset(limbs, 0, sizeof(int64) * (EXACT_LIMBS + 2));
	memcpy(limbs, sum->limb, sizeof(int64) * count);
	window.count += count > 0 ? 2 : 0; /* the carries of the top limb */
	carry_window(&window, limbs);
	*negative = window.count > 0 && limbs[window.count - 1] < 0;
	if (*negative)
	{
		for (int i = 0; i < window.count; i++)
			limbs[i] = -limbs[i];
		carry_window(&window, limbs);
	}
	count = window.count;
	while (count > 0 && limbs[count - 1] == 0)
		count--;
	return count;
}

/* Rounds to 53 bits, half to even: what is below 128 bits only breaks ties. */
static ExactValue
round_limbs(const int64 *limbs, int count, int origin)
{
	ExactValue value = {0.0, 0};
	uint128 bits = 0;
	int used = 0;
	bool sticky = false;

	while (count > 0 && limbs[count - 1] == 0)
		count--;
	if (count == 0)
		return value;
	for (int i = count - 1; i >= 0; i--)
	{
		if (used < 3)
		{
			bits = bits << EXACT_LIMB_BITS | (uint128) limbs[i];
			used++;
		}
		else
			sticky = sticky || limbs[i] != 0;
	}
	bits = bits << 1 | (sticky ? 1 : 0);
	value.fraction = frexp((double) bits, &value.exponent);
	value.exponent += origin + EXACT_LIMB_BITS * (count - used) - 1;
	return value;
}

ExactValue
te_exact_value(const ExactSum *sum)
{
	int64 limbs[EXACT_LIMBS + 2];
	bool negative;
	int count = magnitude(sum, limbs, &negative);
	ExactValue value =
		round_limbs(limbs, count,
					EXACT_ORIGIN + EXACT_LIMB_BITS * sum->window.first);

	if (negative)
		value.fraction = -value.fraction;
	return value;
}

int
te_exact_top(const ExactSum *sum)
{
	ExactValue value = te_exact_value(sum);

	return value.fraction == 0.0 ? INT_MIN : value.exponent;
}

/* wide += sign * factor * digits 2^(32 place), carried through. */
static void
add_multiple(int64 *wide, int place, const int64 *digits, int count,
			 uint64 factor, int sign)
{
	int64 carried = 0;
	int i = 0;

	for (; i < count || carried != 0; i++)
	{
		uint64 product =
			i < count ? (uint64) digits[i] * (factor & LIMB_MASK) : 0;
		int64 low = (int64) (product & LIMB_MASK);
		int64 high = (int64) (product >> EXACT_LIMB_BITS);
		int64 sum;

		if (place + i >= WIDE_LIMBS)
			break; /* the sign beyond the top: seen by the caller */
		sum = wide[place + i] + sign * low + carried;
		wide[place + i] = sum & LIMB_MASK;
		carried = (sum - (sum & LIMB_MASK)) / (LIMB_MASK + 1) + sign * high;
	}
}

ExactValue
te_exact_deviations(int64 n, const ExactSum *sum, const ExactSum *squares)
{
	int64 wide[WIDE_LIMBS] = {0};
	int64 digits[EXACT_LIMBS + 2];
	bool negative;
	int count = magnitude(squares, digits, &negative);
	/* sum^2 has twice the origin; squares stand that much higher there */
	int place = squares->window.first - EXACT_ORIGIN / EXACT_LIMB_BITS;
	ExactValue value;

	add_multiple(wide, place, digits, count, (uint64) n & LIMB_MASK, 1);
	add_multiple(wide, place + 1, digits, count, (uint64) n >> EXACT_LIMB_BITS,
				 1);
	count = magnitude(sum, digits, &negative);
	for (int i = 0; i < count; i++)
		add_multiple(wide, 2 * sum->window.first + i, digits, count,
					 (uint64) digits[i], -1);

	negative = wide[WIDE_LIMBS - 1] != 0;
	if (negative)
	{
		value.fraction = -1.0;
		value.exponent = 0;
		return value;
	}
	return round_limbs(wide, WIDE_LIMBS, 2 * EXACT_ORIGIN);
}

void
te_exact_print(const ExactSum *sum, char text[EXACT_TEXT_SIZE])
{
	int64 limbs[EXACT_LIMBS + 2];
	bool negative;
	int count = magnitude(sum, limbs, &negative);
	int exponent = EXACT_ORIGIN + EXACT_LIMB_BITS * sum->window.first;
	int first = 0;
	char *p = text, *end = text + EXACT_TEXT_SIZE;

	if (count == 0)
	{
		strlcpy(text, "0p0", EXACT_TEXT_SIZE);
		return;
	}
	if (negative)
		*p++ = '-';
	p += snprintf(p, end - p, "%llx", (unsigned long long) limbs[count - 1]);
	for (int i = count - 2; i >= first; i--)
		p += snprintf(p, end - p, "%08llx", (unsigned long long) limbs[i]);
	for (; p[-1] == '0'; p--)
		exponent += 4;
	snprintf(p, end - p, "p%d", exponent);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* An exponent without leading zeros, its size limited; false for others. */
static bool
parse_exponent(const char **p, int *exponent)
{
	bool negative = **p == '-';
	const char *start;

	*exponent = 0;
	if (negative)
		(*p)++;
	start = *p;
	for (; **p >= '0' && **p <= '9'; (*p)++)
	{
		*exponent = *exponent * 10 + (**p - '0');
		if (*exponent > -EXACT_ORIGIN)
			return false;
	}
	if (*p == start || (*start == '0' && (*p > start + 1 || negative)))
		return false;
	if (negative)
		*exponent = -*exponent;
	return true;
}

bool
te_exact_parse(const char *text, const char **end, ExactSum *sum)
{
	bool negative = *text == '-';
	const char *digits = text + (negative ? 1 : 0);
	const char *p = digits;
	int count;
	int exponent;
	int first;
	int last;

	memset(sum, 0, sizeof(ExactSum));
	while (hex_digit(*p) >= 0)
		p++;
	count = p - digits;
	if (count == 0 || count > EXACT_LIMBS * 8 || *p++ != 'p' ||
		!parse_exponent(&p, &exponent) || exponent % 4 != 0)
		return false;
	*end = p;
	if (*digits == '0') /* zero is written in one way */
		return count == 1 && !negative && exponent == 0;
	if (digits[count - 1] == '0')
		return false;
	first = (exponent - EXACT_ORIGIN) / EXACT_LIMB_BITS;
	last = (exponent - EXACT_ORIGIN + 4 * count) / EXACT_LIMB_BITS + 1;
	if (last >= EXACT_LIMBS)
		return false;
	widen(sum, first, last);
	for (int i = 0; i < count; i++)
	{
		int position = exponent - EXACT_ORIGIN + 4 * (count - 1 - i);
		int64 limb = (int64) hex_digit(digits[i])
			<< (position % EXACT_LIMB_BITS);

		sum->limb[position / EXACT_LIMB_BITS - first] +=
			negative ? -limb : limb;
	}
	return true;
}

/*
 * history_encode.c
 *		The columns of the sealed form: each in the narrowest code that gives it
 *		back exactly (the codes: history_internal.h).
 *
 * The code follows from the content alone.  Each function writes at "out",
 * where there is room for the widest code, and returns the place behind.
 */
#include "trial_ext.h"

#include <math.h>

#include "miscadmin.h"

#include "history/history_internal.h"

static bool put_decimals(char *out, const double *numbers, Size stride,
						 uint32 n, int *scale, int32 *largest);
static uint32 sort_strings(const StringRef *strings, uint32 n,
						   StringRef *sorted);
static char *put_indexes(char *out, const StringRef *strings, uint32 n,
						 const StringRef *sorted, uint32 n_strings,
						 StringCode code);

static const double power_of_ten[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

/* Element i of a column that lies in records of stride bytes. */
static inline int64
time_at(const int64 *times, Size stride, uint32 i)
{
	return *(const int64 *) ((const char *) times + stride * i);
}

static inline double
number_at(const double *numbers, Size stride, uint32 i)
{
	return *(const double *) ((const char *) numbers + stride * i);
}

/*
 * As days, else as seconds, else as they are.  Differences are unsigned: a time
 * before base_day becomes too large a number.
 */
char *
te_put_times(char *out, const int64 *times, Size stride, uint32 n,
			 int32 base_day, TimeCode *code)
{
	uint64 base = (uint64) (base_day * USECS_PER_DAY);
	uint32 i;

	for (i = 0; i < n; i++)
	{
		int64 time = time_at(times, stride, i);
		uint64 usec = (uint64) time - base;
		uint64 days = usec / USECS_PER_DAY;
		uint16 day = (uint16) days;

		if (unlikely(days >= PG_UINT16_MAX - 1))
		{
			if (!TIMESTAMP_NOT_FINITE(time))
				break;
			day = TIMESTAMP_IS_NOEND(time) ? PG_UINT16_MAX : PG_UINT16_MAX - 1;
		}
		else if (days * USECS_PER_DAY != usec)
			break;
		memcpy(out + sizeof(day) * i, &day, sizeof(day));
	}
	*code = TIME_DAY16;
	if (i == n)
		return out + sizeof(uint16) * n;

	for (i = 0; i < n; i++)
	{
		int64 time = time_at(times, stride, i);
		uint64 usec = (uint64) time - base;
		uint64 seconds = usec / USECS_PER_SEC;
		uint32 second = (uint32) seconds;

		if (unlikely(seconds >= PG_UINT32_MAX - 1))
		{
			if (!TIMESTAMP_NOT_FINITE(time))
				break;
			second =
				TIMESTAMP_IS_NOEND(time) ? PG_UINT32_MAX : PG_UINT32_MAX - 1;
		}
		else if (seconds * USECS_PER_SEC != usec)
			break;
		memcpy(out + sizeof(second) * i, &second, sizeof(second));
	}
	*code = TIME_SEC32;
	if (i == n)
		return out + sizeof(uint32) * n;

	*code = TIME_USEC64;
	for (i = 0; i < n; i++)
	{
		int64 time = time_at(times, stride, i);

		memcpy(out + sizeof(time) * i, &time, sizeof(time));
	}
	return out + sizeof(int64) * n;
}

char *
te_put_numbers(char *out, const double *numbers, Size stride, uint32 n,
			   uint8 *code)
{
	int scale;
	int32 largest;
	uint32 same = 1;

	while (same < n && number_at(numbers, stride, same) == numbers[0])
		same++;
	if (same == n && numbers[0] == 0.0)
	{
		*code = NUMBER_ABSENT;
		return out;
	}
	if (same == n && n > 3)
	{
		*code = NUMBER_SAME;
		memcpy(out, numbers, sizeof(double));
		return out + sizeof(double);
	}
	if (!put_decimals(out, numbers, stride, n, &scale, &largest))
	{
		*code = NUMBER_FLOAT8;
		for (uint32 i = 0; i < n; i++)
		{
			double number = number_at(numbers, stride, i);

			memcpy(out + sizeof(number) * i, &number, sizeof(number));
		}
		return out + sizeof(double) * n;
	}
	*code = (uint8) (NUMBER_DEC32 | scale << NUMBER_SCALE_SHIFT);
	if (largest > PG_INT16_MAX)
		return out + sizeof(int32) * n;
	*code = (uint8) (NUMBER_DEC16 | scale << NUMBER_SCALE_SHIFT);
	for (uint32 i = 0; i < n; i++)
	{
		int32 whole;
		int16 narrow;

		memcpy(&whole, out + sizeof(whole) * i, sizeof(whole));
		narrow = (int16) whole;
		memcpy(out + sizeof(narrow) * i, &narrow, sizeof(narrow));
	}
	return out + sizeof(int16) * n;
}

/* Is number the float8 nearest to a whole number / power? */
static inline bool
is_decimal(double number, double power, int32 *whole)
{
	double scaled = number * power;

	if (!(fabs(scaled) < 2e9))
		return false;
	*whole = (int32) (scaled + copysign(0.5, scaled));
	return *whole / power == number;
}

/*
 * Writes the numbers as whole ones at the smallest scale that serves them all;
 * false when none does.  Whether a number is a decimal at all is asked at the
 * largest scale first, so that measurements without a short decimal cost one
 * try.
 */
static bool
put_decimals(char *out, const double *numbers, Size stride, uint32 n,
			 int *scale, int32 *largest)
{
	double power = power_of_ten[0];
	int32 whole;
	uint32 i = 0;

	*scale = 0;
	*largest = 0;
	while (i < n)
	{
		double number = number_at(numbers, stride, i);

		if (likely(is_decimal(number, power, &whole)))
		{
			memcpy(out + sizeof(whole) * i, &whole, sizeof(whole));
			*largest = Max(*largest, abs(whole));
			i++;
			continue;
		}
		if (fabs(number) < 2e3 &&
			!is_decimal(number, power_of_ten[NUMBER_MAX_SCALE], &whole))
			return false;
		do
		{
			if (*scale == NUMBER_MAX_SCALE)
				return false;
			power = power_of_ten[++*scale];
		} while (!is_decimal(number, power, &whole));
		/* those before it once more */
		*largest = 0;
		i = 0;
	}
	return true;
}

static int
compare_refs(const void *a, const void *b)
{
	const StringRef *x = a;
	const StringRef *y = b;
	int cmp = memcmp(x->bytes, y->bytes, Min(x->length, y->length));

	CHECK_FOR_INTERRUPTS();
	if (cmp != 0)
		return cmp;
	return x->length == y->length ? 0 : x->length < y->length ? -1 : 1;
}

static inline bool
same_string(const StringRef *a, const StringRef *b)
{
	return a->length == b->length &&
		(a->bytes == b->bytes || a->length == 0 ||
		 memcmp(a->bytes, b->bytes, a->length) == 0);
}

char *
te_put_strings(char *out, const StringRef *strings, uint32 n, StringRef *sorted,
			   StringCode *code)
{
	uint32 n_strings;
	uint32 same = 1;
	uint32 end = 0;
	char *ends;

	while (same < n && same_string(&strings[same], &strings[0]))
		same++;
	if (same == n)
	{
		*code = strings[0].length == 0 ? STRING_ABSENT : STRING_SAME;
		if (*code == STRING_ABSENT)
			return out;
		out = te_put_short_number(out, strings[0].length);
		memcpy(out, strings[0].bytes, strings[0].length);
		return out + strings[0].length;
	}

	n_strings = sort_strings(strings, n, sorted);
	memcpy(out, &n_strings, sizeof(uint32));
	ends = out + sizeof(uint32);
	out = ends + sizeof(uint32) * n_strings;
	for (uint32 i = 0; i < n_strings; i++)
	{
		memcpy(out, sorted[i].bytes, sorted[i].length);
		out += sorted[i].length;
		end += sorted[i].length;
		memcpy(ends + sizeof(uint32) * i, &end, sizeof(end));
	}
	*code = n_strings <= 255	   ? STRING_INDEX8 :
		n_strings <= PG_UINT16_MAX ? STRING_INDEX16 :
									 STRING_INDEX32;
	return put_indexes(out, strings, n, sorted, n_strings, *code);
}

/* The different strings, in order; returns how many. */
static uint32
sort_strings(const StringRef *strings, uint32 n, StringRef *sorted)
{
	uint32 n_strings = 0;
	uint32 last = 0;

	for (uint32 i = 0; i < n; i++)
	{
		/* neighbours are often the same */
		if (strings[i].length > 0 &&
			(i == 0 || !same_string(&strings[i], &strings[i - 1])))
			sorted[n_strings++] = strings[i];
	}
	qsort(sorted, n_strings, sizeof(StringRef), compare_refs);
	for (uint32 i = 1; i < n_strings; i++)
	{
		if (!same_string(&sorted[i], &sorted[last]))
			sorted[++last] = sorted[i];
	}
	return last + 1;
}

/* The number of each string among the sorted ones, from 1; 0 is none. */
static char *
put_indexes(char *out, const StringRef *strings, uint32 n,
			const StringRef *sorted, uint32 n_strings, StringCode code)
{
	for (uint32 i = 0; i < n; i++)
	{
		uint32 number = 0;
		uint16 number16;

		if (strings[i].length > 0)
		{
			const StringRef *found = bsearch(&strings[i], sorted, n_strings,
											 sizeof(StringRef), compare_refs);

			number = (uint32) (found - sorted) + 1;
		}
		number16 = (uint16) number;
		if (code == STRING_INDEX8)
			*out++ = (char) number;
		else if (code == STRING_INDEX16)
		{
			memcpy(out, &number16, sizeof(number16));
			out += sizeof(number16);
		}
		else
		{
			memcpy(out, &number, sizeof(number));
			out += sizeof(number);
		}
	}
	return out;
}

char *
te_put_short_number(char *out, uint32 value)
{
	if (value < 255)
	{
		*out++ = (char) value;
		return out;
	}
	*out++ = (char) 255;
	memcpy(out, &value, sizeof(value));
	return out + sizeof(value);
}

/*
 * syntax_read.c
 *		Small helpers of scanners and parsers.
 */
#include "trial_ext.h"

#include "common/int.h"

#include "syntax/syntax.h"

int
te_syntax_number_length(const char *text, int length)
{
	int digits = 0;
	int i = 0;

	for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
		digits++;
	if (i + 1 < length && text[i] == '.' && text[i + 1] >= '0' &&
		text[i + 1] <= '9')
	{
		for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++)
			digits++;
	}
	if (digits == 0)
		return 0;
	if (i + 1 < length && (text[i] == 'e' || text[i] == 'E'))
	{
		int j = i + 1;

		if (text[j] == '+' || text[j] == '-')
			j++;
		if (j < length && text[j] >= '0' && text[j] <= '9')
		{
			for (i = j; i < length && text[i] >= '0' && text[i] <= '9'; i++)
				/* the digits of the exponent */;
		}
	}
	return i;
}

void
te_syntax_grow(void **array, int *size, int used, size_t element, int first)
{
	if (used < *size)
		return;
	if (*size == 0)
	{
		*size = first;
		*array = palloc0(mul_size(element, first));
	}
	else
	{
		Size half = mul_size(element, *size);

		*size *= 2;
		*array = repalloc(*array, mul_size(element, *size));
		memset((char *) *array + half, 0, half);
	}
}

bool
te_read_count(const char **p, int64 *count)
{
	const char *start = *p;

	*count = 0;
	while (**p >= '0' && **p <= '9')
	{
		if (pg_mul_s64_overflow(*count, 10, count) ||
			pg_add_s64_overflow(*count, **p - '0', count))
			return false;
		(*p)++;
	}
	return *p > start && (*start != '0' || *p == start + 1);
}

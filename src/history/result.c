/*
 * result.c
 *		Laboratory results as reported: a number, perhaps with the sign of a
 *		value beyond what could be measured ("<0.2", ">800").
 *
 * Only what is a number for certain is read as one.  "1,200", "0,5", "1+" and
 * "10-20" stay texts: what they mean is not for us to guess.
 */
#include "trial_ext.h"

#include <math.h>

#include "parser/scansup.h"

#include "history/history_internal.h"
#include "units/unit_server.h"

static bool read_result(const char *text, size_t length, HistorySign *sign,
						double *value, bool *decimal);
static const char *read_sign(const char *p, const char *end, HistorySign *sign);
static const char *skip_digits(const char *p, const char *end);
static bool read_number(const char *p, const char *end, double *value,
						bool *decimal);

/* Longest text that may be a number. */
#define MAX_NUMBER 100

const char *
te_history_sign(HistorySign sign)
{
	static const char *const text[] = {"", "<", "<=", ">", ">="};

	return text[sign];
}

bool
te_result_read(const char *text, size_t length, HistorySign *sign,
			   double *value)
{
	bool decimal;

	return read_result(text, length, sign, value, &decimal);
}

bool
te_result_out_of_range(const char *text, size_t length)
{
	HistorySign sign;
	double value;
	bool decimal;

	return !read_result(text, length, &sign, &value, &decimal) && decimal;
}

/* "decimal" tells whether a number is written there, of whatever size. */
static bool
read_result(const char *text, size_t length, HistorySign *sign, double *value,
			bool *decimal)
{
	const char *p;
	const char *end;

	te_trim(&text, &length);
	end = text + length;
	p = read_sign(text, end, sign);
	while (p < end && scanner_isspace(*p))
		p++;
	return read_number(p, end, value, decimal);
}

/* < <= > >= and the characters for less-or-equal and greater-or-equal (UTF-8) */
static const char *
read_sign(const char *p, const char *end, HistorySign *sign)
{
	*sign = SIGN_NONE;
	if (end - p >= 3 &&
		(memcmp(p, "\xe2\x89\xa4", 3) == 0 ||
		 memcmp(p, "\xe2\x89\xa5", 3) == 0))
	{
		*sign = p[2] == '\xa4' ? SIGN_LE : SIGN_GE;
		return p + 3;
	}
	if (p == end || (*p != '<' && *p != '>'))
		return p;
	*sign = *p == '<' ? SIGN_LT : SIGN_GT;
	p++;
	if (p < end && *p == '=')
	{
		*sign = *sign == SIGN_LT ? SIGN_LE : SIGN_GE;
		p++;
	}
	return p;
}

static const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* A decimal number and nothing else; too large or too small is no number. */
static bool
read_number(const char *p, const char *end, double *value, bool *decimal)
{
	char buffer[MAX_NUMBER + 1];
	const char *begin = p;
	const char *digits;
	int n_digits;

	*decimal = false;
	if (end - p > MAX_NUMBER)
		return false;
	if (p < end && (*p == '+' || *p == '-'))
		p++;
	digits = p;
	p = skip_digits(p, end);
	n_digits = (int) (p - digits);
	if (p < end && *p == '.')
	{
		digits = ++p;
		p = skip_digits(p, end);
		n_digits += (int) (p - digits);
	}
	if (n_digits == 0)
		return false;
	if (p < end && (*p == 'e' || *p == 'E'))
	{
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		digits = p;
		p = skip_digits(p, end);
		if (p == digits)
			return false;
	}
	if (p != end)
		return false;
	*decimal = true;
	memcpy(buffer, begin, end - begin);
	buffer[end - begin] = '\0';
	errno = 0;
	*value = strtod(buffer, NULL);
	return isfinite(*value) && !(errno == ERANGE && *value == 0.0);
}

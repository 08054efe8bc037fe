/*
 * location_text.c
 *		Numbers and words in the text forms of states and models.
 *
 * One value has one text: what reads differently from what would be printed is
 * refused, as it does not come from here.
 */
#include "trial_ext.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "libpq/pqformat.h"

#include "stats/location.h"

void
te_sample_print_number(StringInfo to, double value)
{
	char number[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (isnan(value))
		appendStringInfoString(to, "NaN");
	else if (isinf(value))
		appendStringInfoString(to, value < 0 ? "-Infinity" : "Infinity");
	else
	{
		double_to_shortest_decimal_buf(value, number);
		appendStringInfoString(to, number);
	}
}

bool
te_sample_read_number(const char **p, double *value)
{
	size_t length = strcspn(*p, " ;:");
	StringInfoData printed;
	char *end;
	bool same;

	if (length == 0 || length >= (size_t) 2 * DOUBLE_SHORTEST_DECIMAL_LEN)
		return false;
	*value = strtod(*p, &end);
	if (end != *p + length)
		return false;
	initStringInfo(&printed);
	te_sample_print_number(&printed, *value);
	same = printed.len == length && memcmp(printed.data, *p, length) == 0;
	pfree(printed.data);
	*p += length;
	return same;
}

bool
te_sample_read_word(const char **p, const char *const *words, int count,
					int *word)
{
	size_t length = strcspn(*p, " ;:");

	for (int i = 0; i < count; i++)
	{
		if (strlen(words[i]) == length && memcmp(words[i], *p, length) == 0)
		{
			*word = i;
			*p += length;
			return true;
		}
	}
	return false;
}

Datum
te_sample_send_text(const char *text)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

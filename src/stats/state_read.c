/*
 * state_read.c
 *		Parts of the text form of states: counts, methods, levels.
 */
#include "trial_ext.h"

#include "stats/proportion_sql.h"

/* "- " is no value; another word is one, up to the blank. */
bool
te_read_word(const char **p, const char **word, int *length)
{
	*word = *p;
	while (**p != '\0' && **p != ' ')
		(*p)++;
	*length = *p - *word;
	return *length > 0 && *(*p)++ == ' ';
}

bool
te_read_method(const char **p, uint8 *method)
{
	const char *word;
	int length;

	if (!te_read_word(p, &word, &length))
		return false;
	*method = METHOD_DEFAULT;
	if (length == 1 && *word == '-')
		return true;
	for (int m = METHOD_DEFAULT + 1; m < N_METHODS; m++)
	{
		const char *name = te_method_name(m);

		if (strlen(name) == length && memcmp(name, word, length) == 0)
			*method = m;
	}
	return *method != METHOD_DEFAULT;
}

bool
te_read_level(const char **p, double *level)
{
	const char *word;
	int length;
	char *end;

	if (!te_read_word(p, &word, &length))
		return false;
	*level = 0;
	if (length == 1 && *word == '-')
		return true;
	if (*word < '0' || *word > '9')
		return false;
	*level = strtod(word, &end);
	return end == word + length && *level > 0 && *level < 1;
}

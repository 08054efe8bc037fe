/*
 * syntax_nearest.c
 *		Words that are nearly right, for hints.
 */
#include "trial_ext.h"

#include "parser/scansup.h"
#include "utils/varlena.h"

#include "syntax/syntax.h"

static bool swapped(const char *a, const char *b, int length);

/* A third of the letters may be wrong; two letters in each other's place count
 * as one. */
void
te_nearest_begin(NearestWord *nearest, const char *text, int length)
{
	nearest->text = text;
	nearest->length = length;
	nearest->best = NULL;
	nearest->distance = length / 3 + 1;
}

/* Two neighbouring letters in each other's place, all others the same. */
static bool
swapped(const char *a, const char *b, int length)
{
	int i = 0;

	while (i < length && a[i] == b[i])
		i++;
	return i + 1 < length && a[i] == b[i + 1] && a[i + 1] == b[i] &&
		memcmp(a + i + 2, b + i + 2, length - i - 2) == 0;
}

void
te_nearest_consider(NearestWord *nearest, const char *candidate)
{
	int length = candidate == NULL ? 0 : strlen(candidate);
	int distance;
	char *folded;
	char *candidate_folded;

	/* the library's limit on what it measures is 255 letters */
	if (length == 0 || nearest->length == 0 || nearest->length > 63 ||
		length > 200)
		return;
	folded = downcase_identifier(nearest->text, nearest->length, false, false);
	candidate_folded = downcase_identifier(candidate, length, false, false);
	if (strlen(folded) == length && swapped(candidate_folded, folded, length))
		distance = 1;
	else
		distance = varstr_levenshtein_less_equal(folded, strlen(folded),
												 candidate_folded, length, 1, 1,
												 1, nearest->distance, true);
	pfree(folded);
	pfree(candidate_folded);
	/* what was written is no better suggestion */
	if (nearest->length == length &&
		memcmp(nearest->text, candidate, length) == 0)
		return;
	if (distance < nearest->distance && distance < length)
	{
		nearest->best = candidate;
		nearest->distance = distance;
	}
}

/* Shorter texts begin too many names. */
#define NEAREST_MIN_PREFIX 3

/* "egfr_ckd_epi(" wants a year behind it, however many letters that are. */
void
te_nearest_consider_function(NearestWord *nearest, const char *candidate)
{
	if (nearest->distance == 0)
		return;
	if (nearest->length >= NEAREST_MIN_PREFIX &&
		strlen(candidate) > (size_t) nearest->length &&
		pg_strncasecmp(candidate, nearest->text, nearest->length) == 0)
	{
		nearest->best = candidate;
		nearest->distance = 0;
	}
	else
		te_nearest_consider(nearest, candidate);
}

const char *
te_nearest_hint(const NearestWord *nearest)
{
	return nearest->best == NULL ?
		NULL :
		psprintf("Did you mean \"%s\"?", nearest->best);
}

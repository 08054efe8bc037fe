/*
 * criteria_words.c
 *		The words of the criteria language, and nearest words for hints.
 *
 * Few words are reserved.  Names of functions are keywords before "(" only,
 * "value" and its like in "where" only, "absent" and its like in "given" only,
 * others beside certain words only (the scanner knows which).
 */
#include "trial_ext.h"

#include "parser/scansup.h"
#include "utils/varlena.h"

#include "criteria/criteria_build.h"
#include "criteria/criteria_gram.h"
#include "units/units.h"

static bool same_letters(const char *text, int length, const char *unit);

/* Sorted: binary search. */
/* clang-format off */
const CriteriaWord te_criteria_words[] = {
	{"absent", T_ABSENT, 0, WORD_IN_GIVEN},
	{"after", T_AFTER, 0, WORD_RESERVED},
	{"and", T_AND, 0, WORD_RESERVED},
	{"as", T_AS, 0, WORD_IN_GIVEN},
	{"as_of", T_AS_OF, 0, WORD_RESERVED},
	{"at", T_AT, 0, WORD_CONTEXT},
	{"baseline", T_BASELINE, 0, WORD_RESERVED},
	{"before", T_BEFORE, 0, WORD_RESERVED},
	{"between", T_BETWEEN, 0, WORD_RESERVED},
	{"contains", T_CONTAINS, 0, WORD_RESERVED},
	{"date", T_DATE, 0, WORD_CONTEXT},
	{"duration", T_ATTRIBUTE, CRIT_ATTR_DURATION, WORD_IN_WHERE},
	{"ever", T_EVER, 0, WORD_RESERVED},
	{"exactly", T_EXACTLY, 0, WORD_CONTEXT},
	{"exclude", T_KIND, CRIT_EXCLUDE, WORD_RESERVED | WORD_OF_CLAUSE},
	{"false", T_BOOLEAN, TRI_FALSE, WORD_RESERVED},
	{"given", T_GIVEN, 0, WORD_RESERVED | WORD_OF_CLAUSE},
	{"in", T_IN, 0, WORD_RESERVED},
	{"include", T_KIND, CRIT_INCLUDE, WORD_RESERVED | WORD_OF_CLAUSE},
	{"is", T_IS, 0, WORD_RESERVED},
	{"known", T_KNOWN, 0, WORD_CONTEXT},
	{"least", T_LEAST, 0, WORD_CONTEXT},
	{"lln", T_LIMIT, CRIT_LLN, WORD_RESERVED},
	{"means", T_MEANS, 0, WORD_IN_GIVEN},
	{"most", T_MOST, 0, WORD_CONTEXT},
	{"no", T_NO, 0, WORD_IN_GIVEN},
	{"not", T_NOT, 0, WORD_RESERVED},
	{"note", T_NOTE, 0, WORD_CONTEXT},
	{"of", T_OF, 0, WORD_RESERVED},
	{"on", T_ON, 0, WORD_RESERVED},
	{"or", T_OR, 0, WORD_RESERVED | WORD_OF_CLAUSE},
	{"report", T_KIND, CRIT_REPORT, WORD_RESERVED | WORD_OF_CLAUSE},
	{"since", T_SINCE, 0, WORD_RESERVED},
	{"start", T_ATTRIBUTE, CRIT_ATTR_START, WORD_IN_WHERE},
	{"stop", T_ATTRIBUTE, CRIT_ATTR_STOP, WORD_IN_WHERE},
	{"text", T_ATTRIBUTE, CRIT_ATTR_TEXT, WORD_IN_WHERE},
	{"true", T_BOOLEAN, TRI_TRUE, WORD_RESERVED},
	{"uln", T_LIMIT, CRIT_ULN, WORD_RESERVED},
	{"unknown", T_BOOLEAN, TRI_UNKNOWN, WORD_RESERVED},
	{"until", T_UNTIL, 0, WORD_RESERVED},
	{"value", T_ATTRIBUTE, CRIT_ATTR_VALUE, WORD_IN_WHERE},
	{"where", T_WHERE, 0, WORD_RESERVED},
	{"within", T_WITHIN, 0, WORD_RESERVED},
	{"x", T_TIMES, 0, WORD_CONTEXT},
};
/* clang-format on */
const int te_criteria_word_count = lengthof(te_criteria_words);

/* In the order of CritHistory. */
static const char *const history_functions[] = {"last",	 "first", "min",
												"max",	 "mean",  "sum",
												"count", "any",	  "duration_of",
												"stable"};

const CriteriaWord *
te_criteria_word(const char *text, int length)
{
	int low = 0;
	int high = te_criteria_word_count - 1;

	while (low <= high)
	{
		int middle = (low + high) / 2;
		const CriteriaWord *word = &te_criteria_words[middle];
		int order = pg_strncasecmp(word->word, text, length);

		if (order == 0 && word->word[length] != '\0')
			order = 1;
		if (order == 0)
			return word;
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return NULL;
}

int
te_criteria_history_function(const char *text, int length)
{
	for (int i = 0; i < lengthof(history_functions); i++)
	{
		if (strlen(history_functions[i]) == length &&
			pg_strncasecmp(history_functions[i], text, length) == 0)
			return i;
	}
	return -1;
}

const char *
te_criteria_history_name(int code)
{
	return code < lengthof(history_functions) ? history_functions[code] : NULL;
}

bool
te_criteria_plain_name(const char *text, int length)
{
	const CriteriaWord *word;

	if (length == 0 || (text[0] >= '0' && text[0] <= '9'))
		return false;
	for (int i = 0; i < length; i++)
	{
		if (!(text[i] >= 'a' && text[i] <= 'z') && text[i] != '_' &&
			!(text[i] >= '0' && text[i] <= '9'))
			return false;
	}
	/* attributes stay plain: no fact stands in "where" */
	word = te_criteria_word(text, length);
	return word == NULL ||
		(word->flags & (WORD_RESERVED | WORD_OF_CLAUSE | WORD_IN_GIVEN)) == 0;
}

/* Compound units people mean most often, besides the tables of src/units. */
void
te_nearest_consider_units(NearestWord *nearest)
{
	static const char *const units[] = {"mg/dL",
										"g/dL",
										"g/L",
										"mg/L",
										"ng/mL",
										"ug/L",
										"mmol/L",
										"umol/L",
										"g/d",
										"mg/d",
										"mg/kg/d",
										"mg/kg",
										"mg/m2",
										"mg/mmol",
										"mg/g",
										"mL/min",
										"mL/min/{1.73_m2}",
										"kg/m2",
										"U/L",
										"10*9/L",
										"cells/uL",
										"mmHg"};

	for (int i = 0; i < lengthof(units); i++)
	{
		te_nearest_consider(nearest, units[i]);
		if (same_letters(nearest->text, nearest->length, units[i]))
		{
			nearest->best = units[i];
			nearest->distance = 0;
		}
	}
	te_nearest_consider(nearest,
						te_unit_nearest(nearest->text, nearest->length));
}

/* True when only case, blanks and punctuation differ: "mgdl", "mg/dL". */
static bool
same_letters(const char *text, int length, const char *unit)
{
	int i = 0;

	for (; *unit != '\0'; unit++)
	{
		if (strchr("/{}_.*", *unit) != NULL)
			continue;
		while (i < length && strchr("/{}_.* ", text[i]) != NULL)
			i++;
		if (i == length ||
			pg_ascii_tolower((unsigned char) text[i++]) !=
				pg_ascii_tolower((unsigned char) *unit))
			return false;
	}
	return i == length;
}

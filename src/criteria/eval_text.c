/*
 * eval_text.c
 *		What the texts of vocabulary facts mean: flags, sex, classes of lupus
 *		nephritis; equality and "contains".
 *
 * Other text compares exactly, byte by byte, whatever the collation.
 */
#include "criteria/eval_internal.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

static bool word_is(const char *text, int length, const char *word);
static bool text_is(const EvalValue *a, const char *text, int length);
static TriState array_contains(const EvalValue *a, const EvalValue *b);
static const char *skip_class_suffix(const char *p, const char *end);

/* ASCII only, so that no locale decides; word is in lower case. */
static bool
word_is(const char *text, int length, const char *word)
{
	for (int i = 0; i < length; i++)
	{
		unsigned char c = (unsigned char) text[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != (unsigned char) word[i])
			return false; /* also at the end of the word */
	}
	return word[length] == '\0';
}

static void
trim_blanks(const char **text, int *length)
{
	while (*length > 0 && (*text)[*length - 1] == ' ')
		(*length)--;
	while (*length > 0 && **text == ' ')
	{
		(*text)++;
		(*length)--;
	}
}

TriState
te_eval_read_flag(const char *text, int length)
{
	static const char *const yes[] = {"y", "yes", "true", "positive"};
	static const char *const no[] = {"n", "no", "false", "negative"};

	trim_blanks(&text, &length);
	for (int i = 0; i < lengthof(yes); i++)
	{
		if (word_is(text, length, yes[i]))
			return TRI_TRUE;
		if (word_is(text, length, no[i]))
			return TRI_FALSE;
	}
	return TRI_UNKNOWN;
}

char
te_eval_read_sex(const char *text, int length)
{
	trim_blanks(&text, &length);
	if (word_is(text, length, "m") || word_is(text, length, "male"))
		return 'M';
	if (word_is(text, length, "f") || word_is(text, length, "female"))
		return 'F';
	return 0;
}

/*
 * "III+V", "Class IV", "IV-S (A/C) + V", also with the Roman numerals that
 * Unicode has as single characters and with the full-width plus sign.  ISN/RPS
 * 2003 (Weening, J Am Soc Nephrol 2004;15:241) has classes I to VI; segmental
 * or global, active or chronic do not make another class.
 */
int
te_eval_read_ln_class(const char *text, int length)
{
	static const char *const roman[] = {"vi", "iv", "v", "iii", "ii", "i"};
	static const int value[] = {6, 4, 5, 3, 2, 1};
	const char *p = text;
	const char *end = text + length;
	int classes = 0;

	for (;;)
	{
		int found = 0;

		while (p < end && *p == ' ')
			p++;
		if (end - p >= 5 && word_is(p, 5, "class"))
			p += 5;
		while (p < end && *p == ' ')
			p++;
		/* U+2160 .. U+2165 are the Roman numerals one to six */
		if (end - p >= 3 && memcmp(p, "\xE2\x85", 2) == 0 &&
			(unsigned char) p[2] >= 0xA0 && (unsigned char) p[2] <= 0xA5)
		{
			found = (unsigned char) p[2] - 0xA0 + 1;
			p += 3;
		}
		for (int i = 0; i < lengthof(roman) && found == 0; i++)
		{
			int n = strlen(roman[i]);

			if (end - p >= n && word_is(p, n, roman[i]))
			{
				found = value[i];
				p += n;
			}
		}
		if (found == 0)
			return 0;
		classes |= 1 << found;
		p = skip_class_suffix(p, end);
		if (p == end)
			return classes;
		if (*p == '+')
			p++;
		else if (end - p >= 3 && memcmp(p, "\xEF\xBC\x8B", 3) == 0)
			p += 3;
		else
			return 0;
	}
}

/* "-S", "-G", " (A/C)" and blanks */
static const char *
skip_class_suffix(const char *p, const char *end)
{
	if (end - p >= 2 && p[0] == '-' && strchr("SGsg", p[1]) != NULL)
		p += 2;
	while (p < end && *p == ' ')
		p++;
	if (p < end && *p == '(')
	{
		const char *q = p + 1;

		while (q < end && *q != '\0' && strchr("ACac/ ", *q) != NULL)
			q++;
		if (q < end && *q == ')')
			p = q + 1;
	}
	while (p < end && *p == ' ')
		p++;
	return p;
}

/*
 * The reading is that of whichever side is a fact; the other is mostly a
 * literal.  A stored text that cannot be read is unknown, unless it is
 * literally what was asked for.
 */
TriState
te_eval_text_equal(const EvalValue *a, const EvalValue *b)
{
	FactReading reading = READ_PLAIN;
	int x, y;

	if (text_is(a, b->text, b->length))
		return TRI_TRUE;
	if (a->fact != NULL && a->fact->reading != READ_PLAIN)
		reading = a->fact->reading;
	else if (b->fact != NULL)
		reading = b->fact->reading;
	if (reading != READ_SEX && reading != READ_LN_CLASS)
		return TRI_FALSE;
	if (reading == READ_SEX)
	{
		x = (unsigned char) te_eval_read_sex(a->text, a->length);
		y = (unsigned char) te_eval_read_sex(b->text, b->length);
	}
	else
	{
		x = te_eval_read_ln_class(a->text, a->length);
		y = te_eval_read_ln_class(b->text, b->length);
	}
	if ((x == 0 && a->literal == NULL) || (y == 0 && b->literal == NULL))
		return TRI_UNKNOWN;
	return tri(x == y && x != 0);
}

static bool
text_is(const EvalValue *a, const char *text, int length)
{
	return a->length == length && memcmp(a->text, text, length) == 0;
}

/* x contains 'V': an array, classes of nephritis, or "A+B" */
TriState
te_eval_contains(const EvalValue *a, const EvalValue *b)
{
	const char *p;
	const char *end;

	if (a->kind == KIND_TEXT_ARRAY)
		return array_contains(a, b);
	p = a->text;
	end = p + a->length;
	if (a->fact != NULL && a->fact->reading == READ_LN_CLASS)
	{
		int all = te_eval_read_ln_class(a->text, a->length);
		int part = te_eval_read_ln_class(b->text, b->length);

		if (all == 0)
			return TRI_UNKNOWN;
		return tri(part != 0 && (all & part) == part);
	}
	p = a->text;
	end = p + a->length;
	while (p <= end)
	{
		const char *plus = memchr(p, '+', end - p);
		const char *item = p;
		int length = (plus == NULL ? end : plus) - p;

		trim_blanks(&item, &length);
		if (text_is(b, item, length))
			return TRI_TRUE;
		if (plus == NULL)
			break;
		p = plus + 1;
	}
	return TRI_FALSE;
}

/* A NULL element might be it. */
static TriState
array_contains(const EvalValue *a, const EvalValue *b)
{
	ArrayType *array = DatumGetArrayTypeP(a->array);
	ArrayIterator iterator = array_create_iterator(array, 0, NULL);
	Datum element;
	bool isnull;
	TriState result = TRI_FALSE;

	while (result != TRI_TRUE && array_iterate(iterator, &element, &isnull))
	{
		text *t;

		if (isnull)
		{
			result = TRI_UNKNOWN;
			continue;
		}
		t = DatumGetTextPP(element);
		if (text_is(b, VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t)))
			result = TRI_TRUE;
	}
	array_free_iterator(iterator);
	return result;
}

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

#include "pathology/pathology.h"

static bool word_is(const char *text, int length, const char *word);
static bool text_is(const EvalValue *a, const char *text, int length);
static TriState array_contains(const EvalValue *a, const EvalValue *b);
static TriState class_equal(const EvalValue *a, const EvalValue *b);
static TriState of_answer(LnAnswer answer);

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
 * The reading is that of whichever side is a fact; the other is mostly a
 * literal.  A stored text that cannot be read is unknown, unless it is
 * literally what was asked for.
 */
TriState
te_eval_text_equal(const EvalValue *a, const EvalValue *b)
{
	FactReading reading = READ_PLAIN;
	char x, y;

	if (text_is(a, b->text, b->length))
		return TRI_TRUE;
	if (a->fact != NULL && a->fact->reading != READ_PLAIN)
		reading = a->fact->reading;
	else if (b->fact != NULL)
		reading = b->fact->reading;
	if (reading != READ_SEX && reading != READ_LN_CLASS)
		return TRI_FALSE;
	if (reading == READ_LN_CLASS)
		return class_equal(a, b);
	x = te_eval_read_sex(a->text, a->length);
	y = te_eval_read_sex(b->text, b->length);
	if ((x == 0 && a->literal == NULL) || (y == 0 && b->literal == NULL))
		return TRI_UNKNOWN;
	return tri(x == y && x != 0);
}

/*
 * A literal may be a pattern, "III/IV +- V".  What a finding leaves open is
 * unknown; a literal that is no class at all is no finding's.
 */
static TriState
class_equal(const EvalValue *a, const EvalValue *b)
{
	LnClass x, y;
	int at;
	bool read_x = te_ln_class_read(a->text, a->length, &x, &at);
	bool read_y = te_ln_class_read(b->text, b->length, &y, &at);

	if ((!read_x && a->literal == NULL) || (!read_y && b->literal == NULL))
		return TRI_UNKNOWN;
	if (!read_x || !read_y)
		return TRI_FALSE;
	if (b->literal != NULL)
		return of_answer(te_ln_class_matches(x, y));
	if (a->literal != NULL)
		return of_answer(te_ln_class_matches(y, x));
	return of_answer(te_ln_class_same(x, y));
}

static TriState
of_answer(LnAnswer answer)
{
	return answer == LN_UNKNOWN ? TRI_UNKNOWN : tri(answer == LN_YES);
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
	if (a->fact != NULL && a->fact->reading == READ_LN_CLASS)
	{
		LnClass all, part;
		int at;

		if (!te_ln_class_read(a->text, a->length, &all, &at))
			return TRI_UNKNOWN;
		if (!te_ln_class_read(b->text, b->length, &part, &at))
			return TRI_FALSE;
		return of_answer(te_ln_class_contains(all, part));
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

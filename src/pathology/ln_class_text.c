/*
 * ln_class_text.c
 *		The spellings of classes of lupus nephritis; one reader for the type
 *		ln_class and for the texts that criteria meet.
 *
 * A value is groups of classes.  "+", "&", ",", "and" join what is there,
 * "/" and "or" what may be instead of one another, "+-", "+/-", the sign
 * plus-minus and "with or without" announce what may be there besides.  Case
 * is ignored; bytes above 127 are read as UTF-8.
 */
#include "pathology/pathology.h"

typedef struct Reader
{
	const char *start;
	const char *at;
	const char *end;
	uint32 sets[3];		 /* sure, any, maybe */
	uint32 activity[2];	 /* LnActivity of III, IV */
	uint32 all_activity; /* after another class: of the whole finding */
	uint32 extent;
	bool conflict; /* readable, but not together */
} Reader;

enum
{
	SET_SURE,
	SET_ANY,
	SET_MAYBE
};

typedef enum Joint
{
	JOINT_NONE,
	JOINT_AND,
	JOINT_OR,
	JOINT_MAYBE
} Joint;

static const char *const roman[LN_CLASSES + 1] = {"",	"I", "II", "III",
												  "IV", "V", "VI"};

static bool accept(Reader *r, const char *word);
static bool at_letter(const Reader *r);
static bool accept_word(Reader *r, const char *word);
static void skip_blanks(Reader *r);
static void skip_heading(Reader *r);
static int read_numeral(Reader *r);
static bool read_group(Reader *r, bool maybe);
static bool read_suffix(Reader *r, int class);
static uint32 read_activity(Reader *r);
static Joint read_joint(Reader *r);
static LnClass assemble(const Reader *r);

bool
te_ln_class_read(const char *text, int length, LnClass *class, int *error_at)
{
	Reader r;
	Joint joint = JOINT_AND;
	bool ok;

	memset(&r, 0, sizeof(r));
	r.start = r.at = text;
	r.end = text + length;
	do
	{
		ok = read_group(&r, joint == JOINT_MAYBE);
		if (ok)
			joint = read_joint(&r);
	} while (ok && (joint == JOINT_AND || joint == JOINT_MAYBE));
	*error_at = r.conflict ? LN_CLASS_CONFLICT : r.at - text;
	if (!ok || joint != JOINT_NONE || r.at < r.end)
		return false;
	*error_at = LN_CLASS_CONFLICT;
	*class = assemble(&r);
	return te_ln_class_valid(*class);
}

/* ASCII and the bytes of word; word is in lower case. */
static bool
accept(Reader *r, const char *word)
{
	const char *p = r->at;

	for (; *word != '\0'; word++, p++)
	{
		unsigned char c;

		if (p >= r->end)
			return false;
		c = (unsigned char) *p;
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != (unsigned char) *word)
			return false;
	}
	r->at = p;
	return true;
}

static bool
at_letter(const Reader *r)
{
	char c = r->at < r->end ? *r->at : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(c >= '0' && c <= '9');
}

/* Also the no-break and the ideographic space, and the Chinese "type". */
static void
skip_blanks(Reader *r)
{
	while (accept(r, " ") || accept(r, "\t") || accept(r, "\xC2\xA0") ||
		   accept(r, "\xE3\x80\x80") || accept(r, "\xE5\x9E\x8B"))
		;
}

static void
skip_heading(Reader *r)
{
	static const char *const words[] = {"isn/rps", "isn-rps", "lupus nephritis",
										"ln",	   "classes", "class"};
	bool found;

	do
	{
		found = false;
		skip_blanks(r);
		for (int i = 0; i < lengthof(words) && !found; i++)
			found = accept(r, words[i]);
	} while (found);
}

/* 0 when there is none. */
static int
read_numeral(Reader *r)
{
	static const char *const spelled[] = {"vi", "iv", "v", "iii", "ii", "i"};
	static const int value[] = {6, 4, 5, 3, 2, 1};
	const char *before = r->at;

	/* U+2160 .. U+2165 are the numerals one to six, U+2170 .. U+2175 small */
	if (r->end - r->at >= 3 && memcmp(r->at, "\xE2\x85", 2) == 0)
	{
		unsigned char last = (unsigned char) r->at[2];

		r->at += 3;
		if (last >= 0xA0 && last <= 0xA5)
			return last - 0xA0 + 1;
		if (last >= 0xB0 && last <= 0xB5)
			return last - 0xB0 + 1;
		r->at = before;
		return 0;
	}
	for (int i = 0; i < lengthof(spelled); i++)
	{
		if (!accept(r, spelled[i]))
			continue;
		if (!at_letter(r))
			return value[i];
		r->at = before;
		return 0;
	}
	return 0;
}

/* Classes joined by "or"; one alone is simply there. */
static bool
read_group(Reader *r, bool maybe)
{
	uint32 group = 0;
	int n = 0;
	int set;

	for (;;)
	{
		int class;
		const char *before;

		skip_heading(r);
		class = read_numeral(r);
		if (class == 0)
			return false;
		if (!read_suffix(r, class))
			return false;
		group |= LN_CLASS_BIT(class);
		n++;
		before = r->at;
		if (read_joint(r) != JOINT_OR)
		{
			r->at = before;
			break;
		}
	}
	set = maybe ? SET_MAYBE : (group & (group - 1)) != 0 ? SET_ANY : SET_SURE;
	/* "III/IV or V/VI" twice, or "+- III/IV", has no one meaning */
	if ((n > 1 && set != SET_ANY) || (set == SET_ANY && r->sets[set] != 0))
	{
		r->conflict = true;
		return false;
	}
	r->sets[set] |= group;
	return true;
}

/* "-S", "-G", then "A", "C" or "A/C", in parentheses or not */
static bool
read_suffix(Reader *r, int class)
{
	const char *before;
	uint32 activity;

	skip_blanks(r);
	before = r->at;
	if (accept(r, "-s") || accept(r, "-g"))
	{
		bool segmental = (r->at[-1] | 0x20) == 's';

		if (at_letter(r) || (class != 3 && class != 4))
		{
			r->at = before;
			return false;
		}
		if (class == 4)
			r->extent = segmental ? LN_SEGMENTAL : LN_GLOBAL;
	}
	skip_blanks(r);
	before = r->at;
	activity = read_activity(r);
	if (r->at == before)
		return true;
	if (activity == LN_NOT_SAID)
		return false;
	if (class == 3 || class == 4)
		r->activity[class - 3] |= activity;
	else
		r->all_activity |= activity;
	skip_blanks(r);
	return true;
}

/* One of the words, and no letter after it: not the "a" of "and". */
static bool
accept_word(Reader *r, const char *word)
{
	const char *before = r->at;

	if (accept(r, word) && !at_letter(r))
		return true;
	r->at = before;
	return false;
}

static uint32
read_activity(Reader *r)
{
	bool in_parentheses = accept(r, "(");
	uint32 activity = LN_NOT_SAID;

	skip_blanks(r);
	if (accept_word(r, "a/c") || accept_word(r, "a / c") ||
		(in_parentheses && accept_word(r, "a+c")))
		activity = LN_BOTH;
	else if (accept_word(r, "a"))
		activity = LN_ACTIVE;
	else if (accept_word(r, "c"))
		activity = LN_CHRONIC;
	if (in_parentheses)
	{
		skip_blanks(r);
		return accept(r, ")") ? activity : LN_NOT_SAID;
	}
	return activity;
}

static Joint
read_joint(Reader *r)
{
	static const struct
	{
		const char *word;
		Joint joint;
	} joints[] = {
		{"+/-", JOINT_MAYBE},
		{"+-", JOINT_MAYBE},
		{"\xC2\xB1", JOINT_MAYBE}, /* plus-minus */
		{"with or without", JOINT_MAYBE},
		{"+", JOINT_AND},
		{"\xEF\xBC\x8B", JOINT_AND}, /* full width */
		{"&", JOINT_AND},
		{",", JOINT_AND},
		{"and", JOINT_AND},
		{"/", JOINT_OR},
		{"\xEF\xBC\x8F", JOINT_OR}, /* full width */
		{"or", JOINT_OR},
	};

	skip_blanks(r);
	for (int i = 0; i < lengthof(joints); i++)
	{
		if (accept(r, joints[i].word))
			return joints[i].joint;
	}
	return JOINT_NONE;
}

/* An activity after class V is that of the III or IV beside it. */
static LnClass
assemble(const Reader *r)
{
	uint32 named = r->sets[SET_SURE] | r->sets[SET_ANY] | r->sets[SET_MAYBE];
	LnClass class =
		r->sets[SET_SURE] | r->sets[SET_ANY] << 6 | r->sets[SET_MAYBE] << 12;
	bool used = false;

	for (int n = 3; n <= 4; n++)
	{
		if ((named & LN_CLASS_BIT(n)) == 0)
			continue;
		used = true;
		class |= (r->activity[n - 3] | r->all_activity) << LN_ACTIVITY_SHIFT(n);
	}
	if (r->all_activity != 0 && !used)
		return 0; /* not valid */
	return class | r->extent << 22;
}

bool
te_ln_class_valid(LnClass class)
{
	uint32 sure = LN_SURE(class);
	uint32 any = LN_ANY(class);
	uint32 maybe = LN_MAYBE(class);
	uint32 named = sure | any | maybe;

	if ((sure | any) == 0 || (class >> 24) != 0)
		return false;
	if ((sure & any) != 0 || (sure & maybe) != 0 || (any & maybe) != 0)
		return false;
	if (any != 0 && (any & (any - 1)) == 0)
		return false;
	for (int n = 3; n <= 4; n++)
	{
		if (LN_ACTIVITY(class, n) != 0 && (named & LN_CLASS_BIT(n)) == 0)
			return false;
	}
	return LN_EXTENT(class) != 3 &&
		(LN_EXTENT(class) == 0 || (named & LN_CLASS_BIT(4)) != 0);
}

/* -------------------------------------------------------------------- print */

static int
print_set(LnClass class, uint32 set, const char *joint, char *out, int length)
{
	static const char *const activity[] = {"", " (A)", " (C)", " (A/C)"};
	static const char *const extent[] = {"", "-S", "-G"};
	bool first = true;

	for (int n = 1; n <= LN_CLASSES; n++)
	{
		if ((set & LN_CLASS_BIT(n)) == 0)
			continue;
		length +=
			snprintf(out + length, LN_CLASS_TEXT_SIZE - length, "%s%s%s%s",
					 first ? "" : joint, roman[n],
					 n == 4 ? extent[LN_EXTENT(class)] : "",
					 n == 3 || n == 4 ? activity[LN_ACTIVITY(class, n)] : "");
		first = false;
	}
	return length;
}

int
te_ln_class_print(LnClass class, char *buffer)
{
	int length = print_set(class, LN_ANY(class), "/", buffer, 0);

	if (length > 0 && LN_SURE(class) != 0)
		buffer[length++] = '+';
	length = print_set(class, LN_SURE(class), "+", buffer, length);
	if (LN_MAYBE(class) != 0)
	{
		buffer[length++] = '+';
		buffer[length++] = '-';
		length = print_set(class, LN_MAYBE(class), "+-", buffer, length);
	}
	return length;
}

/* ------------------------------------------------------------------ meaning */

/* Does a set of classes, all known, fit what the value says? */
static bool
fits(uint32 set, LnClass value)
{
	uint32 allowed = LN_SURE(value) | LN_ANY(value) | LN_MAYBE(value);

	return (set & LN_SURE(value)) == LN_SURE(value) && (set & ~allowed) == 0 &&
		(LN_ANY(value) == 0 || (set & LN_ANY(value)) != 0);
}

static bool
has(uint32 set, LnClass part)
{
	return (set & LN_SURE(part)) == LN_SURE(part) &&
		(LN_ANY(part) == 0 || (set & LN_ANY(part)) != 0);
}

static bool
alone(uint32 set, LnClass unused)
{
	return (set & (set - 1)) == 0;
}

/* The same answer for every set that the value leaves possible, or unknown. */
static LnAnswer
for_all(LnClass value, bool (*test)(uint32 set, LnClass other), LnClass other)
{
	bool some = false;
	bool some_not = false;

	for (uint32 set = 1; set <= LN_CLASS_MASK; set++)
	{
		if (!fits(set, value))
			continue;
		if (test(set, other))
			some = true;
		else
			some_not = true;
	}
	return some && some_not ? LN_UNKNOWN : some ? LN_YES : LN_NO;
}

/* All classes known, which is nearly always so. */
static bool
definite(LnClass class)
{
	return LN_KEY(class) == LN_SURE(class);
}

LnAnswer
te_ln_class_contains(LnClass all, LnClass part)
{
	if (definite(all))
		return has(LN_SURE(all), part) ? LN_YES : LN_NO;
	return for_all(all, has, part);
}

LnAnswer
te_ln_class_matches(LnClass class, LnClass pattern)
{
	if (definite(class))
		return fits(LN_SURE(class), pattern) ? LN_YES : LN_NO;
	return for_all(class, fits, pattern);
}

LnAnswer
te_ln_class_same(LnClass a, LnClass b)
{
	LnAnswer answer = te_ln_class_matches(a, b);

	return answer == LN_YES && !(definite(a) && definite(b)) ? LN_UNKNOWN :
															   answer;
}

LnAnswer
te_ln_class_is_pure(LnClass class)
{
	if (definite(class))
		return alone(LN_SURE(class), 0) ? LN_YES : LN_NO;
	return for_all(class, alone, 0);
}

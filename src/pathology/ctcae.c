/*
 * ctcae.c
 *		Grades of laboratory toxicity by CTCAE: what the table's limits mean.
 *
 * A value is compared as it is; a multiple of a limit is rounded to 14 digits
 * before it is compared.  A band that needs LLN or ULN cannot be told from
 * "no toxicity" without it: the grade is unknown then, unless an absolute
 * limit of a higher grade is passed.
 */
#include "trial_ext.h"

#include <math.h>

#include "pathology/ctcae.h"

#define NOT_GRADABLE (-1)
#define NAME_MAX_LENGTH 63

static int below(const CtcaeTerm *term, const CtcaeInput *in);
static int above(const CtcaeTerm *term, const CtcaeInput *in);
static int absolute(const CtcaeTerm *term, double value);
static int multiple(const CtcaeTerm *term, const CtcaeInput *in);
static int creatinine(const CtcaeTerm *term, const CtcaeInput *in);
static int hypokalaemia(const CtcaeTerm *term, const CtcaeInput *in);
static int hyponatraemia(const CtcaeTerm *term, const CtcaeInput *in);
static int proteinuria(const CtcaeTerm *term, const CtcaeInput *in);
static int kidney_disease(const CtcaeTerm *term, const CtcaeInput *in);
static bool normalize(const char *text, int length, char *out);

int
te_ctcae_grade(const CtcaeTerm *term, const CtcaeInput *in)
{
	if (term->kind == CTCAE_PROTEINURIA)
		return proteinuria(term, in);
	if (isnan(in->value))
		return NOT_GRADABLE;
	switch (term->kind)
	{
		case CTCAE_BELOW:
			return below(term, in);
		case CTCAE_ABOVE:
			return above(term, in);
		case CTCAE_ABSOLUTE:
			return absolute(term, in->value);
		case CTCAE_MULTIPLE:
			return multiple(term, in);
		case CTCAE_CREATININE:
			return creatinine(term, in);
		case CTCAE_HYPOKALAEMIA:
			return hypokalaemia(term, in);
		case CTCAE_HYPONATRAEMIA:
			return hyponatraemia(term, in);
		case CTCAE_PROTEINURIA_CHILD:
			return in->value > term->limits[1] ? 3 :
				in->value >= term->limits[0]   ? 2 :
												 0;
		case CTCAE_KIDNEY_DISEASE:
			return kidney_disease(term, in);
		case CTCAE_PROTEINURIA:
			break;
	}
	return NOT_GRADABLE;
}

static int
against_lln(const CtcaeInput *in)
{
	return isnan(in->lln) ? NOT_GRADABLE : in->value < in->lln;
}

static int
below(const CtcaeTerm *term, const CtcaeInput *in)
{
	for (int i = CTCAE_GRADES - 2; i >= 0; i--)
	{
		if (term->limits[i] != 0 && in->value < term->limits[i])
			return i + 2;
	}
	return against_lln(in);
}

static int
above(const CtcaeTerm *term, const CtcaeInput *in)
{
	int grade = absolute(term, in->value);

	if (grade > 0)
		return grade;
	return isnan(in->uln) ? NOT_GRADABLE : in->value > in->uln;
}

static int
absolute(const CtcaeTerm *term, double value)
{
	for (int i = CTCAE_GRADES - 2; i >= 0; i--)
	{
		if (term->limits[i] != 0 && value > term->limits[i])
			return i + 2;
	}
	return 0;
}

/* By how many of the factors the value lies above that multiple of base. */
static int
factors_passed(const CtcaeTerm *term, double value, double base, int first)
{
	int grade = 0;

	for (int i = first; i < CTCAE_GRADES; i++)
	{
		if (value > te_round14(term->limits[i] * base))
			grade = i + 1;
	}
	return grade;
}

/* ALT, AST, bilirubin: whether the baseline is high takes ULN to tell. */
static int
multiple(const CtcaeTerm *term, const CtcaeInput *in)
{
	double first;
	int grade;

	if (isnan(in->uln))
		return NOT_GRADABLE;
	if (isnan(in->baseline) || in->baseline <= in->uln)
		return factors_passed(term, in->value, in->uln, 0);
	grade = factors_passed(term, in->value, in->baseline, 1);
	if (grade > 0)
		return grade;
	first = te_round14(term->from_baseline * in->baseline);
	return term->from_inclusive ? in->value >= first : in->value > first;
}

/*
 * The limb of the baseline holds whether or not the value is above ULN, and
 * has no grade 1 and no grade 4.
 */
static int
creatinine(const CtcaeTerm *term, const CtcaeInput *in)
{
	int by_baseline = 0;

	if (!isnan(in->baseline))
	{
		if (in->value > te_round14(term->limits[2] * in->baseline))
			by_baseline = 3;
		else if (in->value > te_round14(term->limits[1] * in->baseline))
			by_baseline = 2;
	}
	if (isnan(in->uln))
		return by_baseline > 0 ? by_baseline : NOT_GRADABLE;
	return Max(by_baseline, factors_passed(term, in->value, in->uln, 0));
}

/* Symptoms not recorded are taken to be there. */
static int
hypokalaemia(const CtcaeTerm *term, const CtcaeInput *in)
{
	int grade;

	if (in->value < term->limits[1])
		return 4;
	if (in->value < term->limits[0])
		return 3;
	grade = against_lln(in);
	return grade == 1 && in->symptomatic != 0 ? 2 : grade;
}

static int
hyponatraemia(const CtcaeTerm *term, const CtcaeInput *in)
{
	if (in->value < term->limits[2])
		return 4;
	if (in->value <= term->limits[1])
		return 3;
	if (in->value <= term->limits[0])
		return in->symptomatic == 0 ? 2 : 3;
	return against_lln(in);
}

static int
proteinuria(const CtcaeTerm *term, const CtcaeInput *in)
{
	static const int of_dipstick[] = {0, 1, 2, 2, 3};
	int by_stick = in->dipstick < 0 ? NOT_GRADABLE : of_dipstick[in->dipstick];
	int by_value;

	if (isnan(in->value))
		return by_stick;
	if (in->value >= term->limits[1])
		by_value = 3;
	else if (in->value >= term->limits[0])
		by_value = 2;
	else if (isnan(in->uln))
		/* 0 or 1: no matter beside a grade from the dipstick */
		return by_stick > 0 ? by_stick : NOT_GRADABLE;
	else
		by_value = in->value >= in->uln;
	return Max(by_value, by_stick);
}

static int
kidney_disease(const CtcaeTerm *term, const CtcaeInput *in)
{
	int grade = below(term, in);

	if (grade < 1 && (in->dipstick >= 2 || in->upcr > 0.5))
		return 1;
	return grade;
}

/* -------------------------------------------------------------------- names */

const CtcaeTerm *
te_ctcae_find(const char *name, int length)
{
	char wanted[NAME_MAX_LENGTH + 1];
	char title[NAME_MAX_LENGTH + 1];

	if (!normalize(name, length, wanted))
		return NULL;
	for (int i = 0; i < te_ctcae_term_count; i++)
	{
		const CtcaeTerm *term = &te_ctcae_terms[i];

		if (strcmp(wanted, term->name) == 0 ||
			(term->alias != NULL && strcmp(wanted, term->alias) == 0))
			return term;
	}
	for (int i = 0; i < te_ctcae_term_count; i++)
	{
		const CtcaeTerm *term = &te_ctcae_terms[i];

		if (normalize(term->title, strlen(term->title), title) &&
			strcmp(wanted, title) == 0)
			return term;
	}
	return NULL;
}

/* Lower case; everything but letters and digits becomes one underscore. */
static bool
normalize(const char *text, int length, char *out)
{
	int n = 0;
	bool gap = false;

	for (int i = 0; i < length; i++)
	{
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		{
			if (n + 2 > NAME_MAX_LENGTH)
				return false;
			if (gap && n > 0)
				out[n++] = '_';
			out[n++] = c;
			gap = false;
		}
		else
			gap = true;
	}
	out[n] = '\0';
	return n > 0;
}

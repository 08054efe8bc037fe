/*
 * bilag_compare.c
 *		Two assessments compared.  A system that was not assessed may have had
 *		any grade: an answer is given only where all of them agree.
 */
#include "trial_ext.h"

#include "activity/bilag.h"

typedef bool (*GradeTest)(BilagGrade current, BilagGrade baseline);

static bool
is_new_a(BilagGrade current, BilagGrade baseline)
{
	return current == BILAG_A && baseline != BILAG_A;
}

static bool
is_new_b(BilagGrade current, BilagGrade baseline)
{
	return current == BILAG_B && baseline >= BILAG_C;
}

static bool
is_improved(BilagGrade current, BilagGrade baseline)
{
	if (baseline == BILAG_A)
		return current >= BILAG_B;
	if (baseline == BILAG_B)
		return current >= BILAG_C;
	return true;
}

/* Over every grade that either may have had. */
static BilagAnswer
ask(GradeTest test, BilagGrade current, BilagGrade baseline)
{
	bool some = false;
	bool some_not = false;

	for (int c = BILAG_A; c <= BILAG_E; c++)
	{
		if (current != BILAG_ND && current != c)
			continue;
		for (int b = BILAG_A; b <= BILAG_E; b++)
		{
			if (baseline != BILAG_ND && baseline != b)
				continue;
			if (test(c, b))
				some = true;
			else
				some_not = true;
		}
	}
	return some && some_not ? BILAG_UNKNOWN : some ? BILAG_YES : BILAG_NO;
}

static BilagCount
count(GradeTest test, Bilag current, Bilag baseline)
{
	BilagCount result = {0, 0};

	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagAnswer answer =
			ask(test, BILAG_GRADE(current, i), BILAG_GRADE(baseline, i));

		result.sure += answer == BILAG_YES;
		result.possible += answer != BILAG_NO;
	}
	return result;
}

BilagCount
te_bilag_new_a(Bilag current, Bilag baseline)
{
	return count(is_new_a, current, baseline);
}

BilagCount
te_bilag_new_b(Bilag current, Bilag baseline)
{
	return count(is_new_b, current, baseline);
}

BilagCount
te_bilag_count(Bilag b, BilagGrade grade)
{
	BilagCount result = {0, 0};

	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		result.sure += BILAG_GRADE(b, i) == grade;
		result.possible +=
			BILAG_GRADE(b, i) == grade || BILAG_GRADE(b, i) == BILAG_ND;
	}
	return result;
}

BilagAnswer
te_bilag_system_improved(BilagGrade current, BilagGrade baseline)
{
	return ask(is_improved, current, baseline);
}

BilagAnswer
te_bilag_system_new(BilagGrade current, BilagGrade baseline, BilagGrade grade)
{
	return ask(grade == BILAG_A ? is_new_a : is_new_b, current, baseline);
}

BilagAnswer
te_bilag_worsening(Bilag current, Bilag baseline)
{
	BilagCount a = te_bilag_new_a(current, baseline);
	BilagCount b = te_bilag_new_b(current, baseline);

	if (a.sure >= 1 || b.sure >= 2)
		return BILAG_YES;
	return a.possible == 0 && b.possible < 2 ? BILAG_NO : BILAG_UNKNOWN;
}

BilagAnswer
te_bilag_improvement(Bilag current, Bilag baseline)
{
	BilagAnswer all = BILAG_YES;

	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagAnswer one = te_bilag_system_improved(BILAG_GRADE(current, i),
												   BILAG_GRADE(baseline, i));

		if (one == BILAG_NO)
			return BILAG_NO;
		if (one == BILAG_UNKNOWN)
			all = BILAG_UNKNOWN;
	}
	return all;
}

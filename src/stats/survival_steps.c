/*
 * survival_steps.c
 *		Survival counts by arm or by stratum, in order of time.
 *
 * The counts list the times of every arm within every stratum in order.  A
 * curve wants those of an arm, a test those of a stratum: sorted runs, which
 * are merged.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

static SurvivalParts *make_parts(const SurvivalCounts *s, bool by_stratum);
static int find_part(const SurvivalParts *parts, int hint, const char *name,
					 uint32 name_length);
static void fill_steps(const SurvivalCounts *s, const uint32 *first_row,
					   SurvivalPart *part);
static SurvivalStep *merge_runs(SurvivalStep *steps, uint32 *ends, int n_runs);

SurvivalParts *
te_survival_by_arm(const SurvivalCounts *s)
{
	return make_parts(s, false);
}

SurvivalParts *
te_survival_by_stratum(const SurvivalCounts *s)
{
	return make_parts(s, true);
}

int64
te_survival_missing(const SurvivalCounts *s)
{
	int64 missing = s->missing;

	for (uint32 i = 0; i < s->n_groups; i++)
		te_survival_add_subjects(&missing, SURVIVAL_GROUPS(s)[i].missing);
	return missing;
}

int64
te_survival_subjects(const SurvivalCounts *s)
{
	const int64 *rows = SURVIVAL_ROWS(s);
	int64 n = 0;

	for (size_t i = 0; i < (size_t) s->n_rows * s->n_codes; i++)
		n += rows[i];
	return n;
}

/*
 * Groups are sorted by arm and stratum, so those of an arm follow one another;
 * those of a stratum are looked for.
 */
static SurvivalParts *
make_parts(const SurvivalCounts *s, bool by_stratum)
{
	SurvivalParts *parts = palloc0_object(SurvivalParts);
	uint32 *first_row = palloc_array(uint32, s->n_groups + 1);
	uint32 row = 0;
	uint32 arm = 0;
	int number = 0;

	parts->parts = palloc0_array(SurvivalPart, s->n_groups + 1);
	for (uint32 i = 0; i < s->n_groups; i++)
	{
		const SurvivalGroup *group = SURVIVAL_GROUPS(s) + i;
		const char *arm_name = SURVIVAL_ARM(s, group);
		SurvivalPart *part;

		if (i > 0 &&
			te_survival_compare_names(arm_name, group->arm_length,
									  SURVIVAL_ARM(s, group - 1),
									  group[-1].arm_length) != 0)
			arm++;
		if (!by_stratum)
			number = (int) arm;
		else if (arm == 0)
			number = parts->n_parts;
		else
			number = find_part(parts, number + 1, SURVIVAL_STRATUM(s, group),
							   group->stratum_length);
		part = &parts->parts[number];
		parts->n_parts = Max(parts->n_parts, number + 1);
		if (part->groups == NULL)
		{
			part->groups = palloc_array(uint32, s->n_groups - i);
			part->arms = palloc_array(uint32, s->n_groups - i);
		}
		part->has_name =
			(s->flags &
			 (by_stratum ? SURVIVAL_HAS_STRATUM : SURVIVAL_HAS_ARM)) != 0;
		part->name = by_stratum ? SURVIVAL_STRATUM(s, group) : arm_name;
		part->name_length =
			by_stratum ? group->stratum_length : group->arm_length;
		part->arms[part->n_groups] = arm;
		part->groups[part->n_groups++] = i;
		part->n_steps += group->n_rows;
		part->missing += group->missing;
		first_row[i] = row;
		row += group->n_rows;
	}
	for (int i = 0; i < parts->n_parts; i++)
		fill_steps(s, first_row, &parts->parts[i]);
	return parts;
}

/*
 * The part of that name, or the number of a new one.  The strata of an arm are
 * in order too: the next one is mostly the one behind the last, the hint.
 */
static int
find_part(const SurvivalParts *parts, int hint, const char *name,
		  uint32 name_length)
{
	for (int i = 0; i < parts->n_parts; i++)
	{
		int number = (hint + i) % parts->n_parts;
		const SurvivalPart *part = &parts->parts[number];

		if (part->name_length == name_length &&
			memcmp(part->name, name, name_length) == 0)
			return number;
	}
	return parts->n_parts;
}

static void
fill_steps(const SurvivalCounts *s, const uint32 *first_row, SurvivalPart *part)
{
	uint32 *ends = palloc_array(uint32, part->n_groups + 1);
	uint32 n = 0;

	part->steps = MemoryContextAllocHuge(CurrentMemoryContext,
										 sizeof(SurvivalStep) *
											 ((Size) part->n_steps + 1));
	for (int i = 0; i < part->n_groups; i++)
	{
		const SurvivalGroup *group = SURVIVAL_GROUPS(s) + part->groups[i];
		uint32 row = first_row[part->groups[i]];

		for (uint32 k = 0; k < group->n_rows; k++, row++, n++)
		{
			part->steps[n] =
				(SurvivalStep){SURVIVAL_TIMES(s)[row], part->arms[i], row};
			for (int code = 0; code < s->n_codes; code++)
				part->n += SURVIVAL_ROW(s, row)[code];
		}
		ends[i] = n;
	}
	part->steps = merge_runs(part->steps, ends, part->n_groups);
	pfree(ends);
}

/* Merges sorted runs, two and two, until there is one. */
static SurvivalStep *
merge_runs(SurvivalStep *steps, uint32 *ends, int n_runs)
{
	SurvivalStep *other = NULL;

	while (n_runs > 1)
	{
		SurvivalStep *swap = steps;
		uint32 start = 0;
		uint32 n = 0;

		CHECK_FOR_INTERRUPTS();
		if (other == NULL)
			other = MemoryContextAllocHuge(CurrentMemoryContext,
										   sizeof(SurvivalStep) *
											   ((Size) ends[n_runs - 1] + 1));
		for (int run = 0; run < n_runs; run += 2)
		{
			uint32 a = start;
			uint32 a_end = ends[run];
			uint32 b = a_end;
			uint32 b_end = run + 1 < n_runs ? ends[run + 1] : a_end;

			while (a < a_end && b < b_end)
				other[n++] =
					steps[b].time < steps[a].time ? steps[b++] : steps[a++];
			while (a < a_end)
				other[n++] = steps[a++];
			while (b < b_end)
				other[n++] = steps[b++];
			ends[run / 2] = n;
			start = n;
		}
		n_runs = (n_runs + 1) / 2;
		steps = other;
		other = swap;
	}
	if (other != NULL)
		pfree(other);
	return steps;
}

/* -------------------------------------------------------------- those at risk */

int
te_survival_tested_arms(const SurvivalParts *strata)
{
	int n_arms = 0;

	for (int i = 0; i < strata->n_parts; i++)
	{
		const SurvivalPart *part = &strata->parts[i];

		n_arms = Max(n_arms, (int) part->arms[part->n_groups - 1] + 1);
	}
	if (n_arms > SURVIVAL_MAX_ARMS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many arms to compare"),
				 errdetail("There are %d, of at most %d.", n_arms,
						   SURVIVAL_MAX_ARMS)));
	return n_arms;
}

void
te_risk_begin(RiskWalk *walk, const SurvivalCounts *s,
			  const SurvivalPart *stratum, int n_arms)
{
	memset(walk, 0, sizeof(*walk));
	walk->counts = s;
	walk->stratum = stratum;
	walk->n_arms = n_arms;
	walk->at_risk = palloc0_array(int64, n_arms + 1);
	walk->deaths = palloc0_array(int64, n_arms + 1);
	walk->n = stratum->n;
	for (uint32 i = 0; i < stratum->n_steps; i++)
	{
		const int64 *row = SURVIVAL_ROW(s, stratum->steps[i].row);

		walk->at_risk[stratum->steps[i].arm] +=
			row[SURVIVAL_CENSORED] + row[SURVIVAL_EVENT];
	}
}

bool
te_risk_next(RiskWalk *walk)
{
	const SurvivalPart *stratum = walk->stratum;

	do
	{
		/* who left at the last time */
		for (; walk->first < walk->next; walk->first++)
		{
			const SurvivalStep *step = &stratum->steps[walk->first];
			const int64 *row = SURVIVAL_ROW(walk->counts, step->row);
			int64 left = row[SURVIVAL_CENSORED] + row[SURVIVAL_EVENT];

			walk->at_risk[step->arm] -= left;
			walk->deaths[step->arm] = 0;
			walk->n -= left;
		}
		if (walk->next == stratum->n_steps)
			return false;
		walk->time = stratum->steps[walk->next].time;
		walk->d = 0;
		for (; walk->next < stratum->n_steps &&
			 stratum->steps[walk->next].time == walk->time;
			 walk->next++)
		{
			const SurvivalStep *step = &stratum->steps[walk->next];
			int64 events =
				SURVIVAL_ROW(walk->counts, step->row)[SURVIVAL_EVENT];

			walk->deaths[step->arm] = events;
			walk->d += events;
		}
	} while (walk->d == 0);
	return true;
}

void
te_risk_end(RiskWalk *walk)
{
	pfree(walk->at_risk);
	pfree(walk->deaths);
}

/*
 * survival_sealed.c
 *		The sealed form of survival_counts: arms, strata and times in order.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

static uint32 *sort_groups(const SurvivalCounts *s, uint32 *order);
static SurvivalSlot *collect(const SurvivalCounts *s, const uint32 *rank,
							 size_t *n);
static SurvivalSlot *alloc_slots(size_t n);
static size_t copy_sorted(SurvivalSlot *to, const SurvivalCounts *s,
						  const uint32 *rank);
static size_t copy_rest(SurvivalSlot *to, const SurvivalCounts *s,
						const uint32 *rank);
static void seal_groups(SurvivalCounts *sealed, const SurvivalCounts *s,
						const uint32 *order);
static void seal_slots(SurvivalCounts *sealed, const SurvivalSlot *slots,
					   size_t n);

SurvivalCounts *
te_survival_create(uint8 flags, uint8 n_codes, uint32 n_groups, uint32 n_rows,
				   size_t names_size)
{
	double bytes = (double) offsetof(SurvivalCounts, data) +
		(double) n_groups * sizeof(SurvivalGroup) +
		(double) n_rows * (sizeof(double) + sizeof(int64) * n_codes) +
		(double) names_size;
	SurvivalCounts *s;

	if (bytes > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("survival counts are too large"),
				 errdetail("A value takes at most %d MB.",
						   (int) (MaxAllocSize / ((Size) 1024 * 1024)))));
	s = palloc0((Size) bytes);
	SET_VARSIZE(s, (Size) bytes);
	s->version = SURVIVAL_VERSION;
	s->form = SURVIVAL_SEALED;
	s->flags = flags;
	s->n_codes = n_codes;
	s->n_groups = n_groups;
	s->n_rows = n_rows;
	s->names_size = (uint32) names_size;
	return s;
}

SurvivalCounts *
te_survival_seal(SurvivalCounts *s)
{
	uint32 *order;
	SurvivalSlot *slots;
	size_t n;
	uint32 n_rows = 0;
	uint32 n_codes = SURVIVAL_MIN_CODES;
	int64 subjects = 0;
	SurvivalCounts *sealed;

	if (s->form == SURVIVAL_SEALED)
		return s;
	order = palloc_array(uint32, s->n_groups + 1);
	slots = collect(s, sort_groups(s, order), &n);
	for (size_t i = 0; i < n; i++)
	{
		n_rows += i == 0 || slots[i].group != slots[i - 1].group ||
			slots[i].time != slots[i - 1].time;
		n_codes = Max(n_codes, slots[i].code + 1);
		te_survival_add_subjects(&subjects, slots[i].count);
	}
	sealed = te_survival_create(s->flags, (uint8) n_codes, s->n_groups, n_rows,
								s->names_size);
	sealed->missing = s->missing;
	seal_groups(sealed, s, order);
	seal_slots(sealed, slots, n);
	pfree(slots);
	pfree(order);
	return sealed;
}

int
te_survival_compare_names(const char *a, uint32 a_length, const char *b,
						  uint32 b_length)
{
	int order = memcmp(a, b, Min(a_length, b_length));

	if (order != 0)
		return order;
	return a_length < b_length ? -1 : a_length > b_length;
}

static int
compare_groups(const void *a, const void *b, void *counts)
{
	const SurvivalCounts *s = counts;
	const SurvivalGroup *x = SURVIVAL_GROUPS(s) + *(const uint32 *) a;
	const SurvivalGroup *y = SURVIVAL_GROUPS(s) + *(const uint32 *) b;
	const char *x_name = OPEN_NAMES(s) + x->name;
	const char *y_name = OPEN_NAMES(s) + y->name;
	int order =
		te_survival_compare_names(x_name, x->arm_length, y_name, y->arm_length);

	if (order != 0)
		return order;
	return te_survival_compare_names(x_name + x->arm_length, x->stratum_length,
									 y_name + y->arm_length, y->stratum_length);
}

/* The groups in order; returns the place of each. */
static uint32 *
sort_groups(const SurvivalCounts *s, uint32 *order)
{
	uint32 *rank = palloc_array(uint32, s->n_groups + 1);

	for (uint32 i = 0; i < s->n_groups; i++)
		order[i] = i;
	qsort_arg(order, s->n_groups, sizeof(uint32), compare_groups, (void *) s);
	for (uint32 i = 0; i < s->n_groups; i++)
		rank[order[i]] = i;
	return rank;
}

/*
 * All counts in order, with the places of their groups instead of their
 * numbers.  The value itself must not be touched: it may lie in a buffer.
 */
static SurvivalSlot *
collect(const SurvivalCounts *s, const uint32 *rank, size_t *n)
{
	size_t n_days = (size_t) s->n_days * s->max_groups * s->n_codes;
	size_t n_rest = s->n_rows - s->n_sorted;
	SurvivalSlot *sorted = alloc_slots(s->n_sorted);
	SurvivalSlot *rest;
	SurvivalSlot *all;
	size_t n_sorted;

	for (size_t i = 0; i < n_days; i++)
		n_rest += OPEN_DAYS(s)[i] != 0;
	rest = alloc_slots(n_rest);
	n_sorted = copy_sorted(sorted, s, rank);
	n_rest = te_survival_slots_sort(rest, copy_rest(rest, s, rank));
	all = alloc_slots(n_sorted + n_rest);
	*n = te_survival_slots_merge(all, sorted, n_sorted, rest, n_rest);
	pfree(sorted);
	pfree(rest);
	return all;
}

static SurvivalSlot *
alloc_slots(size_t n)
{
	return MemoryContextAllocHuge(CurrentMemoryContext,
								  sizeof(SurvivalSlot) * (n + 1));
}

/* The sorted slots: those of a group follow one another, only groups move. */
static size_t
copy_sorted(SurvivalSlot *to, const SurvivalCounts *s, const uint32 *rank)
{
	const SurvivalSlot *slots = OPEN_SLOTS(s);
	uint32 *next = palloc0_array(uint32, s->n_groups + 1);
	uint32 sum = 0;

	for (uint32 i = 0; i < s->n_sorted; i++)
		next[rank[slots[i].group]]++;
	for (uint32 i = 0; i < s->n_groups; i++)
	{
		uint32 of_group = next[i];

		next[i] = sum;
		sum += of_group;
	}
	for (uint32 i = 0; i < s->n_sorted; i++)
	{
		uint32 place = rank[slots[i].group];
		SurvivalSlot *slot = &to[next[place]++];

		*slot = slots[i];
		slot->group = place;
	}
	pfree(next);
	return s->n_sorted;
}

/* The other slots, and the counters of days. */
static size_t
copy_rest(SurvivalSlot *to, const SurvivalCounts *s, const uint32 *rank)
{
	const SurvivalSlot *slots = OPEN_SLOTS(s);
	size_t n = 0;

	for (uint32 group = 0; group < s->n_groups; group++)
		for (uint32 day = 0; day < s->n_days; day++)
			for (uint32 code = 0; code < s->n_codes; code++)
			{
				int64 count = OPEN_DAY(s, day, group)[code];

				if (count != 0)
					to[n++] = (SurvivalSlot){day, rank[group], code, count};
			}
	for (uint32 i = s->n_sorted; i < s->n_rows; i++)
	{
		to[n] = slots[i];
		to[n++].group = rank[slots[i].group];
	}
	return n;
}

static void
seal_groups(SurvivalCounts *sealed, const SurvivalCounts *s,
			const uint32 *order)
{
	char *names = SURVIVAL_NAMES(sealed);
	uint32 used = 0;

	for (uint32 i = 0; i < s->n_groups; i++)
	{
		const SurvivalGroup *from = SURVIVAL_GROUPS(s) + order[i];
		SurvivalGroup *to = SURVIVAL_GROUPS(sealed) + i;
		uint32 length = from->arm_length + from->stratum_length;

		*to = *from;
		to->name = used;
		to->n_rows = 0;
		memcpy(names + used, OPEN_NAMES(s) + from->name, length);
		used += length;
	}
}

static void
seal_slots(SurvivalCounts *sealed, const SurvivalSlot *slots, size_t n)
{
	uint32 n_rows = 0;

	for (size_t i = 0; i < n; i++)
	{
		if (i == 0 || slots[i].group != slots[i - 1].group ||
			slots[i].time != slots[i - 1].time)
		{
			SURVIVAL_TIMES(sealed)[n_rows] = slots[i].time;
			SURVIVAL_GROUPS(sealed)[slots[i].group].n_rows++;
			n_rows++;
		}
		SURVIVAL_ROW(sealed, n_rows - 1)[slots[i].code] = slots[i].count;
	}
}

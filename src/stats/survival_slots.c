/*
 * survival_slots.c
 *		Lists of counts by group, time and code: sorting and merging.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

/* Fewer slots are sorted by comparing them. */
#define MIN_RADIX 4096
/* Bytes of the key: the code, eight of the time, two of the group. */
#define N_DIGITS 11

StaticAssertDecl(SURVIVAL_MAX_CODES <= 256 && SURVIVAL_MAX_GROUPS <= 65536,
				 "code and group have one and two bytes");

static void radix_sort(SurvivalSlot *slots, size_t n);

static inline int
compare_slots(const SurvivalSlot *a, const SurvivalSlot *b)
{
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return a->code < b->code ? -1 : a->code > b->code;
}

#define ST_SORT sort_slots
#define ST_ELEMENT_TYPE SurvivalSlot
#define ST_COMPARE(a, b) compare_slots(a, b)
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DECLARE
#define ST_DEFINE
#include "lib/sort_template.h"

size_t
te_survival_slots_sort(SurvivalSlot *slots, size_t n)
{
	size_t used = 0;

	if (n < MIN_RADIX)
		sort_slots(slots, n);
	else
		radix_sort(slots, n);
	for (size_t i = 0; i < n; i++)
	{
		if (used > 0 && compare_slots(&slots[used - 1], &slots[i]) == 0)
			te_survival_add_subjects(&slots[used - 1].count, slots[i].count);
		else
			slots[used++] = slots[i];
	}
	return used;
}

/*
 * A byte of a slot's key, the least significant one first.  The bits of a
 * double that is not negative are in the order of its values.
 */
static inline uint8
key_digit(const SurvivalSlot *slot, int digit)
{
	uint64 time;

	if (digit == 0)
		return (uint8) slot->code;
	if (digit > 8)
		return (uint8) (slot->group >> 8 * (digit - 9));
	memcpy(&time, &slot->time, sizeof(time));
	return (uint8) (time >> 8 * (digit - 1));
}

/* Sorts digit by digit; those that all slots share take no time. */
static void
radix_sort(SurvivalSlot *slots, size_t n)
{
	SurvivalSlot *other =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(SurvivalSlot) * n);
	SurvivalSlot *from = slots;
	SurvivalSlot *to = other;
	size_t start[N_DIGITS][256] = {{0}};

	for (size_t i = 0; i < n; i++)
		for (int digit = 0; digit < N_DIGITS; digit++)
			start[digit][key_digit(&slots[i], digit)]++;
	for (int digit = 0; digit < N_DIGITS; digit++)
	{
		size_t sum = 0;
		SurvivalSlot *swap = from;

		CHECK_FOR_INTERRUPTS();
		if (start[digit][key_digit(&slots[0], digit)] == n)
			continue;
		for (int value = 0; value < 256; value++)
		{
			size_t count = start[digit][value];

			start[digit][value] = sum;
			sum += count;
		}
		for (size_t i = 0; i < n; i++)
			to[start[digit][key_digit(&from[i], digit)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != slots)
		memcpy(slots, from, sizeof(SurvivalSlot) * n);
	pfree(other);
}

size_t
te_survival_slots_merge(SurvivalSlot *result, const SurvivalSlot *a, size_t n_a,
						const SurvivalSlot *b, size_t n_b)
{
	size_t n = 0;
	size_t i = 0;
	size_t k = 0;

	while (i < n_a && k < n_b)
	{
		int order = compare_slots(&a[i], &b[k]);

		if (order == 0)
		{
			SurvivalSlot both = a[i++];

			te_survival_add_subjects(&both.count, b[k++].count);
			result[n++] = both;
		}
		else
			result[n++] = order < 0 ? a[i++] : b[k++];
	}
	while (i < n_a)
		result[n++] = a[i++];
	while (k < n_b)
		result[n++] = b[k++];
	return n;
}

/*
 * survival_slots.c
 *		Lists of counts by group, time and code: sorting and merging.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "stats/survival.h"

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

	sort_slots(slots, n);
	for (size_t i = 0; i < n; i++)
	{
		if (used > 0 && compare_slots(&slots[used - 1], &slots[i]) == 0)
			te_survival_add_subjects(&slots[used - 1].count, slots[i].count);
		else
			slots[used++] = slots[i];
	}
	return used;
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

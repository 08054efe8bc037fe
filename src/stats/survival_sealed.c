/*
 * survival_sealed.c
 *		The sealed form of survival_counts: arms, strata and times in order.
 */
#include "trial_ext.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

/* A count of the open form with the place of its group among the sorted. */
typedef struct Cell
{
	double time;
	uint32 rank;
	uint32 code;
	int64 count;
} Cell;

static uint32 *sort_groups(const SurvivalCounts *s, uint32 *order);
static Cell *collect_cells(const SurvivalCounts *s, const uint32 *rank,
						   size_t *n);
static void seal_groups(SurvivalCounts *sealed, const SurvivalCounts *s,
						const uint32 *order);
static void seal_cells(SurvivalCounts *sealed, const Cell *cells, size_t n);

static inline int
compare_cells(const Cell *a, const Cell *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return a->code < b->code ? -1 : a->code > b->code;
}

#define ST_SORT sort_cells
#define ST_ELEMENT_TYPE Cell
#define ST_COMPARE(a, b) compare_cells(a, b)
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DECLARE
#define ST_DEFINE
#include "lib/sort_template.h"

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
						   (int) (MaxAllocSize / (1024 * 1024)))));
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
	Cell *cells;
	size_t n;
	uint32 n_rows = 0;
	uint32 n_codes = SURVIVAL_MIN_CODES;
	int64 subjects = 0;
	SurvivalCounts *sealed;

	if (s->form == SURVIVAL_SEALED)
		return s;
	order = palloc_array(uint32, s->n_groups + 1);
	cells = collect_cells(s, sort_groups(s, order), &n);
	sort_cells(cells, n);
	for (size_t i = 0; i < n; i++)
	{
		n_rows += i == 0 || cells[i].rank != cells[i - 1].rank ||
			cells[i].time != cells[i - 1].time;
		n_codes = Max(n_codes, cells[i].code + 1);
		te_survival_add_subjects(&subjects, cells[i].count);
	}
	sealed = te_survival_create(s->flags, (uint8) n_codes, s->n_groups, n_rows,
								s->names_size);
	sealed->missing = s->missing;
	seal_groups(sealed, s, order);
	seal_cells(sealed, cells, n);
	pfree(cells);
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

static Cell *
collect_cells(const SurvivalCounts *s, const uint32 *rank, size_t *n)
{
	const SurvivalSlot *slots = OPEN_SLOTS(s);
	const int64 *day = OPEN_DAYS(s);
	size_t n_days = (size_t) s->n_days * s->max_groups * s->n_codes;
	Cell *cells;

	*n = s->n_rows;
	for (size_t i = 0; i < n_days; i++)
		*n += day[i] != 0;
	cells =
		MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Cell) * (*n + 1));
	*n = 0;
	for (uint32 group = 0; group < s->n_groups; group++)
		for (uint32 i = 0; i < s->n_days; i++)
			for (uint32 code = 0; code < s->n_codes; code++)
			{
				int64 count = OPEN_DAY(s, i, group)[code];

				if (count != 0)
					cells[(*n)++] = (Cell){i, rank[group], code, count};
			}
	for (uint32 i = 0; i < s->n_slots; i++)
	{
		if (slots[i].code != 0)
			cells[(*n)++] = (Cell){slots[i].time, rank[slots[i].group],
								   slots[i].code - 1, slots[i].count};
	}
	return cells;
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
seal_cells(SurvivalCounts *sealed, const Cell *cells, size_t n)
{
	uint32 n_rows = 0;

	for (size_t i = 0; i < n; i++)
	{
		if (i == 0 || cells[i].rank != cells[i - 1].rank ||
			cells[i].time != cells[i - 1].time)
		{
			SURVIVAL_TIMES(sealed)[n_rows] = cells[i].time;
			SURVIVAL_GROUPS(sealed)[cells[i].rank].n_rows++;
			n_rows++;
		}
		SURVIVAL_ROW(sealed, n_rows - 1)[cells[i].code] = cells[i].count;
	}
}

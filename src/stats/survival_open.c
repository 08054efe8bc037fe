/*
 * survival_open.c
 *		The open form of survival_counts, in which aggregates count.
 *
 * A time that is a whole number of days below n_days has a counter of its own;
 * any other is put at the end of a list.  When the list is full, its end is
 * sorted and merged with the rest, equals are added up, and if that leaves it
 * more than half full it doubles: so it is never much larger than the distinct
 * times.  At the same moment it is decided how many days have counters: as
 * many as fill at least one counter in twelve, so that a state stays small
 * whatever the times are.  None of this changes results.
 *
 * A value that must grow is made anew, from the old one, in the current
 * context: the executor copies it to where it keeps states.
 */
#include "trial_ext.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/survival.h"

#define FIRST_GROUPS 2
#define FIRST_NAMES 32
#define FIRST_SLOTS 8
/* Counters go no further: 717 years of days. */
#define MAX_DAYS (1 << 18)
#define MIN_DAYS 64
/* One counter in so many must be in use. */
#define MAX_SPARSE 12

/* What a state has room for. */
typedef struct OpenSize
{
	uint8 n_codes;
	uint32 max_groups;
	uint32 max_names;
	uint32 n_days;
	uint32 n_slots;
} OpenSize;

static SurvivalCounts *open_make(uint8 flags, const OpenSize *size);
static OpenSize open_size(const SurvivalCounts *s);
static void open_resize(SurvivalCounts **s, OpenSize *size);
static void grow_groups(SurvivalCounts **s, size_t more_names);
static void grow_codes(SurvivalCounts **s, uint32 code);
static void make_room(SurvivalCounts **s);
static void compact(SurvivalCounts *s);
static size_t days_in_use(const SurvivalCounts *s);
static void move_counts(SurvivalCounts *to, const SurvivalCounts *from);
static void merge_open(SurvivalCounts **s, const SurvivalCounts *from,
					   const uint32 *groups);
static void merge_sealed(SurvivalCounts **s, const SurvivalCounts *from,
						 const uint32 *groups);
static uint32 best_days(const SurvivalCounts *s, uint32 *within);

SurvivalCounts *
te_survival_open_create(uint8 flags)
{
	OpenSize size = {SURVIVAL_MIN_CODES, FIRST_GROUPS, FIRST_NAMES, 0,
					 FIRST_SLOTS};

	return open_make(flags, &size);
}

static SurvivalCounts *
open_make(uint8 flags, const OpenSize *size)
{
	/* no factor is above 2^32, and the products that could be are checked */
	double bytes = 24.0 * size->n_slots +
		8.0 * size->n_days * size->max_groups * size->n_codes;
	SurvivalCounts *s;

	if (bytes > MaxAllocSize / 2)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("too many distinct survival times"),
			 errdetail("The counts of one group of rows take at most %d MB.",
					   (int) (MaxAllocSize / 2 / ((Size) 1024 * 1024)))));
	bytes += sizeof(SurvivalCounts) + (double) size->max_names +
		size->max_groups * (sizeof(SurvivalGroup) + 2.0 * sizeof(uint32));
	if (bytes > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("names of arms and strata are too long")));
	s = palloc0((Size) bytes);
	SET_VARSIZE(s, (Size) bytes);
	s->version = SURVIVAL_VERSION;
	s->form = SURVIVAL_OPEN;
	s->flags = flags;
	s->n_codes = size->n_codes;
	s->max_groups = size->max_groups;
	s->max_names = size->max_names;
	s->n_days = size->n_days;
	s->n_slots = size->n_slots;
	return s;
}

SurvivalCounts *
te_survival_open_copy(const SurvivalCounts *s)
{
	SurvivalCounts *copy = palloc(VARSIZE(s));

	memcpy(copy, s, VARSIZE(s));
	return copy;
}

static OpenSize
open_size(const SurvivalCounts *s)
{
	OpenSize size = {s->n_codes, s->max_groups, s->max_names, s->n_days,
					 s->n_slots};

	return size;
}

/* Makes the value anew with other room, which must be enough. */
static void
open_resize(SurvivalCounts **s, OpenSize *size)
{
	SurvivalCounts *from = *s;
	SurvivalCounts *to;
	size_t used = from->n_rows;

	/* days that lose their counters go to the list */
	if (size->n_days < from->n_days)
		used += days_in_use(from);
	while (size->n_slots < used)
		size->n_slots *= 2;
	to = open_make(from->flags, size);
	to->missing = from->missing;
	for (uint32 i = 0; i < from->n_groups; i++)
	{
		const SurvivalGroup *group = SURVIVAL_GROUPS(from) + i;
		const char *arm = OPEN_NAMES(from) + group->name;
		SurvivalName name = {arm, arm + group->arm_length, group->arm_length,
							 group->stratum_length};
		uint32 number = te_survival_open_group(&to, &name);

		SURVIVAL_GROUPS(to)[number].missing = group->missing;
	}
	move_counts(to, from);
	*s = to;
}

/* The counters that are not 0. */
static size_t
days_in_use(const SurvivalCounts *s)
{
	size_t n = (size_t) s->n_days * s->max_groups * s->n_codes;
	size_t used = 0;

	for (size_t i = 0; i < n; i++)
		used += OPEN_DAYS(s)[i] != 0;
	return used;
}

/* All counts, to a new value with the same groups, which need not grow. */
static void
move_counts(SurvivalCounts *to, const SurvivalCounts *from)
{
	const SurvivalSlot *slots = OPEN_SLOTS(from);

	for (uint32 i = 0; i < from->n_rows; i++)
	{
		if (i == from->n_sorted)
			to->n_sorted = to->n_rows;
		te_survival_open_add(&to, slots[i].group, slots[i].code, slots[i].time,
							 slots[i].count);
	}
	if (from->n_sorted == from->n_rows)
		to->n_sorted = to->n_rows;
	for (uint32 day = 0; day < from->n_days; day++)
		for (uint32 group = 0; group < from->n_groups; group++)
			for (uint32 code = 0; code < from->n_codes; code++)
			{
				int64 count = OPEN_DAY(from, day, group)[code];

				if (count != 0)
					te_survival_open_add(&to, group, code, day, count);
			}
}

/* -------------------------------------------------------------------- groups */

uint32
te_survival_open_group(SurvivalCounts **s, const SurvivalName *name)
{
	uint32 *entry = te_survival_find_group(*s, name);
	size_t length = (size_t) name->arm_length + name->stratum_length;
	SurvivalGroup *group;

	if (*entry != 0)
		return *entry - 1;
	if ((*s)->n_groups == (*s)->max_groups ||
		length > (*s)->max_names - (*s)->names_size)
	{
		grow_groups(s, length);
		entry = te_survival_find_group(*s, name);
	}
	group = SURVIVAL_GROUPS(*s) + (*s)->n_groups;
	group->name = (*s)->names_size;
	group->arm_length = name->arm_length;
	group->stratum_length = name->stratum_length;
	if (name->arm_length > 0)
		memcpy(OPEN_NAMES(*s) + group->name, name->arm, name->arm_length);
	if (name->stratum_length > 0)
		memcpy(OPEN_NAMES(*s) + group->name + name->arm_length, name->stratum,
			   name->stratum_length);
	(*s)->names_size += length;
	return (*entry = ++(*s)->n_groups) - 1;
}

static void
grow_groups(SurvivalCounts **s, size_t more_names)
{
	OpenSize size = open_size(*s);

	if (size.max_groups == (*s)->n_groups)
	{
		if (size.max_groups >= SURVIVAL_MAX_GROUPS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many arms and strata"),
					 errdetail("There are at most %d combinations of them.",
							   SURVIVAL_MAX_GROUPS),
					 errhint("An arm or a stratum is not a subject.")));
		size.max_groups *= 2;
		size.n_days = 0; /* they may no longer be worth their counters */
	}
	while (size.max_names - (*s)->names_size < more_names)
		size.max_names *= 2;
	open_resize(s, &size);
}

/* --------------------------------------------------------------------- counts */

void
te_survival_add_subjects(int64 *count, int64 more)
{
	if (pg_add_s64_overflow(*count, more, count) ||
		*count > SURVIVAL_MAX_SUBJECTS)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of subjects is out of range")));
}

void
te_survival_open_add(SurvivalCounts **s, uint32 group, uint32 code, double time,
					 int64 count)
{
	if (unlikely(code >= (*s)->n_codes))
		grow_codes(s, code);
	if (time < (*s)->n_days && time == (uint32) time)
	{
		te_survival_add_subjects(OPEN_DAY(*s, (uint32) time, group) + code,
								 count);
		return;
	}
	if (unlikely((*s)->n_rows == (*s)->n_slots))
	{
		/* which may give the day a counter */
		make_room(s);
		te_survival_open_add(s, group, code, time, count);
		return;
	}
	OPEN_SLOTS(*s)
	[(*s)->n_rows++] =
		(SurvivalSlot){time + 0.0, group, code, count}; /* no -0 */
}

static void
grow_codes(SurvivalCounts **s, uint32 code)
{
	OpenSize size = open_size(*s);

	Assert(code < SURVIVAL_MAX_CODES);
	while (size.n_codes <= code)
		size.n_codes *= 2;
	size.n_days = 0; /* as above */
	open_resize(s, &size);
}

/* Makes room in the list: by order, by counters of days, or by growth. */
static void
make_room(SurvivalCounts **s)
{
	OpenSize size = open_size(*s);
	uint32 within;
	uint32 days;

	CHECK_FOR_INTERRUPTS();
	compact(*s);
	days = best_days(*s, &within);
	if (days > size.n_days)
	{
		size.n_days = days;
		/* those that stay, and as many again */
		size.n_slots = FIRST_SLOTS;
		while (size.n_slots / 2 < (*s)->n_rows - within)
			size.n_slots *= 2;
	}
	else if ((*s)->n_rows > size.n_slots / 2)
		size.n_slots *= 2;
	else
		return;
	open_resize(s, &size);
}

/* Puts the list in order and adds up equals. */
static void
compact(SurvivalCounts *s)
{
	SurvivalSlot *slots = OPEN_SLOTS(s);
	SurvivalSlot *tail = slots + s->n_sorted;
	size_t n_tail = te_survival_slots_sort(tail, s->n_rows - s->n_sorted);
	size_t bytes = sizeof(SurvivalSlot) * s->n_sorted;

	if (s->n_sorted > 0 && n_tail > 0)
	{
		SurvivalSlot *head =
			MemoryContextAllocHuge(CurrentMemoryContext, bytes);

		memcpy(head, slots, bytes);
		n_tail =
			te_survival_slots_merge(slots, head, s->n_sorted, tail, n_tail) -
			s->n_sorted;
		pfree(head);
	}
	s->n_rows = s->n_sorted = (uint32) (s->n_sorted + n_tail);
}

/*
 * How many days should have counters: the largest power of 2 of which enough
 * are in use; "within" is the number of slots that this would free.
 */
static uint32
best_days(const SurvivalCounts *s, uint32 *within)
{
	const SurvivalSlot *slots = OPEN_SLOTS(s);
	size_t day_size = (size_t) s->max_groups * s->n_codes;
	uint32 by_size[32] = {0}; /* slots with days below 2^i, not below 2^(i-1) */
	size_t used = days_in_use(s);
	uint32 freed = 0;
	uint32 best = 0;

	for (uint32 i = 0; i < s->n_rows; i++)
	{
		int bits = 0;

		if (slots[i].time >= MAX_DAYS ||
			slots[i].time != (uint32) slots[i].time)
			continue;
		while ((uint32) slots[i].time >> bits != 0)
			bits++;
		by_size[bits]++;
	}
	*within = 0;
	for (int i = 0; (1 << i) <= MAX_DAYS; i++)
	{
		freed += by_size[i];
		if ((1 << i) >= MIN_DAYS &&
			(used + freed) * MAX_SPARSE >= ((size_t) 1 << i) * day_size)
		{
			best = (uint32) 1 << i;
			*within = freed;
		}
	}
	return best;
}

/* -------------------------------------------------------------------- merging */

/*
 * Counts by arm and counts without arms cannot be added.  Neither can events
 * be added to causes: what an event was, is not known.
 */
static void
check_flags(const SurvivalCounts *s, const SurvivalCounts *from)
{
	if (s->flags == from->flags)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("cannot merge survival counts that were made with "
					"different arguments"),
			 errdetail("One of them has no %s.",
					   (s->flags ^ from->flags) & SURVIVAL_HAS_ARM ?
						   "arms" :
						   (s->flags ^ from->flags) & SURVIVAL_HAS_STRATUM ?
						   "strata" :
						   "causes")));
}

void
te_survival_open_merge(SurvivalCounts **s, const SurvivalCounts *from)
{
	bool is_open = from->form == SURVIVAL_OPEN;
	uint32 *groups = palloc_array(uint32, from->n_groups + 1);

	check_flags(*s, from);
	te_survival_add_subjects(&(*s)->missing, from->missing);
	for (uint32 i = 0; i < from->n_groups; i++)
	{
		const SurvivalGroup *group = SURVIVAL_GROUPS(from) + i;
		const char *arm =
			(is_open ? OPEN_NAMES(from) : SURVIVAL_NAMES(from)) + group->name;
		SurvivalName name = {arm, arm + group->arm_length, group->arm_length,
							 group->stratum_length};

		groups[i] = te_survival_open_group(s, &name);
		te_survival_add_subjects(&SURVIVAL_GROUPS(*s)[groups[i]].missing,
								 group->missing);
	}
	if (is_open)
		merge_open(s, from, groups);
	else
		merge_sealed(s, from, groups);
	pfree(groups);
}

static void
merge_open(SurvivalCounts **s, const SurvivalCounts *from, const uint32 *groups)
{
	const SurvivalSlot *slots = OPEN_SLOTS(from);

	for (uint32 day = 0; day < from->n_days; day++)
		for (uint32 group = 0; group < from->n_groups; group++)
			for (uint32 code = 0; code < from->n_codes; code++)
			{
				int64 count = OPEN_DAY(from, day, group)[code];

				if (count != 0)
					te_survival_open_add(s, groups[group], code, day, count);
			}
	for (uint32 i = 0; i < from->n_rows; i++)
		te_survival_open_add(s, groups[slots[i].group], slots[i].code,
							 slots[i].time, slots[i].count);
}

static void
merge_sealed(SurvivalCounts **s, const SurvivalCounts *from,
			 const uint32 *groups)
{
	uint32 row = 0;

	for (uint32 group = 0; group < from->n_groups; group++)
		for (uint32 i = 0; i < SURVIVAL_GROUPS(from)[group].n_rows; i++, row++)
			for (uint32 code = 0; code < from->n_codes; code++)
			{
				int64 count = SURVIVAL_ROW(from, row)[code];

				if (count != 0)
					te_survival_open_add(s, groups[group], code,
										 SURVIVAL_TIMES(from)[row], count);
			}
}

/*
 * history_open.c
 *		The open form: entries in the order they come, with room for more.
 *
 * It is a flat value and not an expanded object, since states of aggregates
 * are copied, sent between nodes as text, and mostly small.  Its size is a
 * power of two, as the allocator would round it up to one anyway.
 */
#include "trial_ext.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "history/history_internal.h"
#include "units/unit_server.h"
#include "units/units.h"

static char *heap_take(OpenHistory *o, Size size, uint32 *reference);
static uint32 heap_string(OpenHistory *o, const char *bytes, int length);
static uint32 look_up(const OpenHistory *o, const SeriesName *name);
static bool is_plain(const HistoryEntry *entry);
static Size extra_size(const HistoryEntry *entry);
static uint32 add_extra(OpenHistory *o, const HistoryEntry *entry);

/* What stands before the entries in an open form of a given size. */
static inline Size
bucket_count(Size size)
{
	return Max(size / OPEN_INITIAL_SIZE, 2);
}

static inline Size
slot_count(Size size)
{
	return Min(size / 32, OPEN_MAX_SLOTS);
}

static inline Size
front_size(Size size)
{
	return offsetof(OpenHistory, slots) + sizeof(uint32) * bucket_count(size) +
		sizeof(uint16) * slot_count(size);
}

OpenHistory *
te_open_create(Size size)
{
	OpenHistory *o = palloc(size);

	Assert((size & (size - 1)) == 0 && size >= OPEN_INITIAL_SIZE);
	memset(o, 0, front_size(size));
	SET_VARSIZE(o, size);
	o->version = HISTORY_VERSION;
	o->form = HISTORY_OPEN;
	o->n_buckets = (uint32) bucket_count(size);
	o->n_slots = (uint16) slot_count(size);
	return o;
}

OpenHistory *
te_open_copy(const OpenHistory *o)
{
	OpenHistory *copy = palloc(VARSIZE(o));

	memcpy(copy, o, VARSIZE(o));
	return copy;
}

OpenHistory *
te_open_add(OpenHistory *o, const char *fact, size_t fact_length,
			const HistoryEntry *entry)
{
	SeriesName name;
	uint32 series;
	OpenEntry *open;

	te_series_name(&name, fact, fact_length, entry->unit, entry->unit_length);
	o = te_open_series(o, &name, &series);
	if (!is_plain(entry))
		o = te_open_reserve(o, extra_size(entry));
	o = te_open_append(o, series, entry->start_first,
					   entry->has_value ? entry->value : 0.0);
	if (is_plain(entry))
		return o;
	open = &OPEN_ENTRIES(o)[o->n_entries - 1];
	open->extra = add_extra(o, entry);
	return o;
}

OpenHistory *
te_open_merge(OpenHistory *o, const PatientHistory *other)
{
	HistoryEntry entry;

	if (other->form == HISTORY_OPEN)
	{
		const OpenHistory *from = (const OpenHistory *) other;

		for (uint32 i = 0; i < from->n_entries; i++)
		{
			const OpenEntry *open = &OPEN_ENTRIES(from)[i];
			const OpenSeries *series = OPEN_SERIES(from, open->series);

			te_open_entry(from, open, &entry);
			o = te_open_add(o, series->bytes, series->fact_length, &entry);
			CHECK_FOR_INTERRUPTS();
		}
		return o;
	}
	for (int fact = 0; fact < other->n_facts; fact++)
	{
		HistoryBlock block;

		te_history_block(other, fact, &block);
		for (uint32 i = 0; i < block.n_entries; i++)
		{
			te_history_block_entry(&block, i, &entry);
			o = te_open_add(o, block.name, block.name_length, &entry);
			CHECK_FOR_INTERRUPTS();
		}
	}
	return o;
}

void
te_open_entry(const OpenHistory *o, const OpenEntry *open, HistoryEntry *entry)
{
	const OpenSeries *series = OPEN_SERIES(o, open->series);
	const OpenExtra *extra;

	memset(entry, 0, sizeof(*entry));
	entry->kind = HISTORY_OBSERVATION;
	entry->start_first = entry->start_last = open->start_first;
	entry->stop_first = entry->stop_last = open->start_first;
	entry->stop_recorded = true;
	entry->has_value = true;
	entry->value = open->value;
	if (series->unit_length > 0)
	{
		entry->unit = series->bytes + series->fact_length;
		entry->unit_length = series->unit_length;
	}
	if (open->extra == 0)
		return;

	extra = OPEN_EXTRA(o, open->extra);
	entry->kind = (HistoryKind) (extra->flags & FLAG_KIND);
	entry->start_last = extra->start_last;
	entry->stop_first = extra->stop_first;
	entry->stop_last = extra->stop_last;
	entry->stop_recorded = extra->stop_recorded;
	entry->has_value = (extra->flags & FLAG_VALUE) != 0;
	entry->sign =
		(HistorySign) ((extra->flags >> FLAG_SIGN_SHIFT) & FLAG_SIGN_MASK);
	entry->has_lln = (extra->flags & FLAG_LLN) != 0;
	entry->has_uln = (extra->flags & FLAG_ULN) != 0;
	entry->lln = extra->lln;
	entry->uln = extra->uln;
	if (extra->text_length > 0)
		entry->text = OPEN_HEAP(o, extra->text);
	entry->text_length = (int) extra->text_length;
	if (extra->route_length > 0)
		entry->route = OPEN_HEAP(o, extra->route);
	entry->route_length = (int) extra->route_length;
}

uint8
te_history_flags(const HistoryEntry *entry)
{
	return (uint8) (entry->kind | (entry->has_value ? FLAG_VALUE : 0) |
					(entry->sign << FLAG_SIGN_SHIFT) |
					(entry->has_lln ? FLAG_LLN : 0) |
					(entry->has_uln ? FLAG_ULN : 0));
}

/* ----------------------------------------------------------------- space */

/*
 * A larger copy in the current context.  The executor copies it to where it
 * keeps states and frees the old one: never free that here.
 */
OpenHistory *
te_open_grow(const OpenHistory *o, Size heap)
{
	Size content =
		sizeof(OpenEntry) * (o->n_entries + (Size) 1) + o->heap_used + heap;
	Size size = VARSIZE(o);
	OpenHistory *larger;

	if (o->n_entries >= HISTORY_MAX_ENTRIES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many entries in one history"),
				 errdetail("At most %d are allowed.", HISTORY_MAX_ENTRIES)));
	while (size < front_size(size) + content)
		size *= 2;
	if (size > (Size) HISTORY_MAX_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("history is too large"),
				 errdetail("At most %d MB are allowed.",
						   HISTORY_MAX_BYTES / (1024 * 1024))));

	larger = te_open_create(size);
	larger->n_entries = o->n_entries;
	larger->n_extras = o->n_extras;
	larger->n_series = o->n_series;
	larger->heap_used = o->heap_used;
	larger->slots_owner = o->slots_owner;
	memcpy(larger->slots, o->slots, sizeof(uint16) * o->n_slots);
	memcpy(OPEN_ENTRIES(larger), OPEN_ENTRIES(o),
		   sizeof(OpenEntry) * o->n_entries);
	memcpy(OPEN_HEAP(larger, o->heap_used), OPEN_HEAP(o, o->heap_used),
		   o->heap_used);
	for (uint32 i = 0; i < o->n_buckets; i++)
	{
		for (uint32 reference = OPEN_BUCKETS(o)[i]; reference != 0;)
		{
			OpenSeries *series = OPEN_SERIES(larger, reference);
			uint32 *bucket =
				&OPEN_BUCKETS(larger)[series->hash & (larger->n_buckets - 1)];
			uint32 next = series->next;

			series->next = *bucket;
			*bucket = reference;
			reference = next;
		}
	}
	return larger;
}

/* Bytes from the heap, for which there is room. */
static char *
heap_take(OpenHistory *o, Size size, uint32 *reference)
{
	o->heap_used += (uint32) MAXALIGN(size);
	*reference = o->heap_used;
	return OPEN_HEAP(o, *reference);
}

static uint32
heap_string(OpenHistory *o, const char *bytes, int length)
{
	uint32 reference;

	memcpy(heap_take(o, length, &reference), bytes, length);
	return reference;
}

/* ---------------------------------------------------------------- series */

void
te_series_name(SeriesName *name, const char *fact, size_t fact_length,
			   const char *unit, size_t unit_length)
{
	te_trim(&fact, &fact_length);
	te_trim(&unit, &unit_length);
	(void) te_history_check_fact(fact, fact_length, NULL);
	if (unit_length > UNIT_MAX_LENGTH)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("unit of fact \"%.*s\" is too long", (int) fact_length,
						fact),
				 errdetail("It has %zu bytes, at most %d are allowed.",
						   unit_length, UNIT_MAX_LENGTH)));
	te_history_fold(name->fact, fact, fact_length);
	name->fact_length = (uint16) fact_length;
	name->unit = unit;
	name->unit_length = (uint16) unit_length;
	name->hash = hash_bytes((unsigned char *) name->fact, (int) fact_length);
	if (unit_length > 0)
		name->hash = hash_combine(name->hash,
								  hash_bytes((const unsigned char *) unit,
											 (int) unit_length));
}

OpenHistory *
te_open_series(OpenHistory *o, const SeriesName *name, uint32 *series)
{
	Size size =
		offsetof(OpenSeries, bytes) + name->fact_length + name->unit_length;
	uint32 *bucket;
	OpenSeries *new_series;

	*series = look_up(o, name);
	if (*series != 0)
		return o;
	o = te_open_reserve(o, MAXALIGN(size));
	new_series = (OpenSeries *) heap_take(o, size, series);
	bucket = &OPEN_BUCKETS(o)[name->hash & (o->n_buckets - 1)];
	new_series->next = *bucket;
	*bucket = *series;
	new_series->number = o->n_series++;
	new_series->hash = name->hash;
	new_series->fact_length = name->fact_length;
	new_series->unit_length = name->unit_length;
	memcpy(new_series->bytes, name->fact, name->fact_length);
	if (name->unit_length > 0)
		memcpy(new_series->bytes + name->fact_length, name->unit,
			   name->unit_length);
	return o;
}

static uint32
look_up(const OpenHistory *o, const SeriesName *name)
{
	uint32 reference = OPEN_BUCKETS(o)[name->hash & (o->n_buckets - 1)];

	while (reference != 0)
	{
		const OpenSeries *series = OPEN_SERIES(o, reference);

		if (series->hash == name->hash &&
			series->fact_length == name->fact_length &&
			series->unit_length == name->unit_length &&
			memcmp(series->bytes, name->fact, name->fact_length) == 0 &&
			(name->unit_length == 0 ||
			 memcmp(series->bytes + name->fact_length, name->unit,
					name->unit_length) == 0))
			return reference;
		reference = series->next;
	}
	return 0;
}

/* ---------------------------------------------------------------- extras */

/* A number with a unit at a known moment needs no OpenExtra. */
static bool
is_plain(const HistoryEntry *entry)
{
	return entry->kind == HISTORY_OBSERVATION && entry->has_value &&
		entry->start_first == entry->start_last && entry->sign == SIGN_NONE &&
		!entry->has_lln && !entry->has_uln;
}

static Size
extra_size(const HistoryEntry *entry)
{
	return MAXALIGN(sizeof(OpenExtra)) + MAXALIGN(entry->text_length) +
		MAXALIGN(entry->route_length);
}

static uint32
add_extra(OpenHistory *o, const HistoryEntry *entry)
{
	uint32 reference;
	OpenExtra *extra =
		(OpenExtra *) heap_take(o, sizeof(OpenExtra), &reference);
	bool observation = entry->kind == HISTORY_OBSERVATION;
	Timestamp unrecorded = DT_NOBEGIN;

	memset(extra, 0, sizeof(*extra));
	extra->start_last = entry->start_last;
	extra->stop_recorded = observation || entry->stop_recorded;
	extra->stop_first = observation ? entry->start_first :
		entry->stop_recorded		? entry->stop_first :
									  unrecorded;
	extra->stop_last = observation ? entry->start_last :
		entry->stop_recorded	   ? entry->stop_last :
									 unrecorded;
	extra->lln = entry->has_lln ? entry->lln + 0.0 : 0.0;
	extra->uln = entry->has_uln ? entry->uln + 0.0 : 0.0;
	extra->flags = te_history_flags(entry);
	if (entry->text_length > 0)
	{
		extra->text = heap_string(o, entry->text, entry->text_length);
		extra->text_length = (uint32) entry->text_length;
	}
	if (entry->route_length > 0)
	{
		extra->route = heap_string(o, entry->route, entry->route_length);
		extra->route_length = (uint32) entry->route_length;
	}
	o->n_extras++;
	return reference;
}

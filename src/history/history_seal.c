/*
 * history_seal.c
 *		From the open form to the sealed one: entries sorted by fact, start and
 *		then all else they hold, and every column in the narrowest code that
 *		gives it back exactly.
 *
 * Nothing depends on the order in which entries came, so one set of entries has
 * one sequence of bytes, whichever way it was gathered.  Entries that are equal
 * in everything are all kept: a history counts what was recorded.
 */
#include "trial_ext.h"

#include "storage/shmem.h"

#include "miscadmin.h"

#include "history/history_internal.h"

typedef struct SealState
{
	const OpenHistory *from;
	uint32 n_facts;
	int32 base_day;
	const OpenSeries **series; /* in order of names */
	uint32 *rank;			   /* by the number of a series */
	uint32 *count;			   /* entries by rank */
	bool *one_series;		   /* by rank: all its entries have one unit */
	Size units_size;		   /* bytes of all units */
	const OpenEntry *entries;  /* sorted */
	/* room for the columns of the largest fact, when not all are plain */
	int64 *time[4];
	uint8 *flags;
	double *number[3];	  /* value, lln, uln */
	StringRef *string[3]; /* unit, text, route */
	StringRef *sorted;
} SealState;

static bool rank_series(SealState *s, struct Node *escontext);
static void collect_series(SealState *s);
static bool number_facts(SealState *s);
static bool count_entries(SealState *s);
static void sort_entries(SealState *s);
static void sort_fact(SealState *s, OpenEntry *entries, uint32 n);
static int compare_open(const void *a, const void *b, void *arg);
static int32 first_day(const SealState *s);
static void make_room(SealState *s);
static Size size_bound(const SealState *s);
static char *put_block(char *out, SealState *s, const OpenEntry *entries,
					   uint32 n, uint32 rank);
static char *put_plain(char *out, SealState *s, const OpenEntry *entries,
					   uint32 n, bool one_series, char *head);
static void gather(SealState *s, const OpenEntry *entries, uint32 n);
static bool repeats(const SealState *s, int column, uint32 n);
static char *put_flags(char *out, const SealState *s, uint32 n, char *flags,
					   char *strings2);

PatientHistory *
te_history_seal(PatientHistory *h)
{
	te_history_check_form(h);
	if (likely(h->form == HISTORY_SEALED))
		return h;
	return te_open_seal((OpenHistory *) h, NULL);
}

PatientHistory *
te_history_empty(void)
{
	PatientHistory *h = palloc0(HISTORY_HEADER_SIZE);

	SET_VARSIZE(h, HISTORY_HEADER_SIZE);
	h->version = HISTORY_VERSION;
	h->form = HISTORY_SEALED;
	return h;
}

PatientHistory *
te_open_seal(const OpenHistory *o, struct Node *escontext)
{
	SealState s;
	PatientHistory *h;
	const OpenEntry *entries;
	char *out;

	if (o->n_entries == 0)
		return te_history_empty();
	memset(&s, 0, sizeof(s));
	s.from = o;
	if (!rank_series(&s, escontext))
		return NULL;
	sort_entries(&s);
	make_room(&s);

	h = palloc(size_bound(&s));
	h->version = HISTORY_VERSION;
	h->form = HISTORY_SEALED;
	h->n_facts = (uint16) s.n_facts;
	h->n_entries = o->n_entries;
	h->base_day = first_day(&s);
	out = h->data + sizeof(uint32) * s.n_facts;
	entries = s.entries;
	for (uint32 rank = 0; rank < s.n_facts; rank++)
	{
		uint32 offset = (uint32) (out - (char *) h);

		memcpy(h->data + sizeof(uint32) * rank, &offset, sizeof(offset));
		s.base_day = h->base_day;
		out = put_block(out, &s, entries, s.count[rank], rank);
		entries += s.count[rank];
		CHECK_FOR_INTERRUPTS();
	}
	Assert(out - (char *) h <= size_bound(&s));
	SET_VARSIZE(h, out - (char *) h);
	return h;
}

/* -------------------------------------------------------------- ordering */

static int
compare_series(const void *a, const void *b)
{
	const OpenSeries *x = *(const OpenSeries *const *) a;
	const OpenSeries *y = *(const OpenSeries *const *) b;
	int cmp = memcmp(x->bytes, y->bytes, Min(x->fact_length, y->fact_length));

	return cmp != 0 ? cmp : (int) x->fact_length - (int) y->fact_length;
}

/* Sorts the facts by name and counts the entries of each. */
static bool
rank_series(SealState *s, struct Node *escontext)
{
	const OpenHistory *o = s->from;
	uint32 n = o->n_series;
	Size each = sizeof(OpenSeries *) + 2 * sizeof(uint32) + sizeof(bool);
	char *room = palloc(mul_size(each, n));

	s->series = (void *) room;
	s->rank = (uint32 *) (s->series + n);
	s->count = s->rank + n;
	s->one_series = (bool *) (s->count + n);
	collect_series(s);
	if (!number_facts(s))
	{
		qsort(s->series, n, sizeof(OpenSeries *), compare_series);
		(void) number_facts(s);
	}
	if (s->n_facts > HISTORY_MAX_FACTS)
		ereturn(escontext, false,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different facts in one history"),
				 errdetail("At most %d are allowed.", HISTORY_MAX_FACTS)));
	return true;
}

/* Ranks by name; false when the series are in another order. */
static bool
number_facts(SealState *s)
{
	s->n_facts = 0;
	for (uint32 i = 0; i < s->from->n_series; i++)
	{
		int cmp =
			i == 0 ? -1 : compare_series(&s->series[i - 1], &s->series[i]);

		if (cmp > 0)
			return false;
		if (cmp < 0)
			s->count[s->n_facts++] = 0;
		s->rank[s->series[i]->number] = s->n_facts - 1;
		s->one_series[s->n_facts - 1] = cmp < 0;
	}
	return true;
}

/* In the order in which they appeared, which is often that of the names. */
static void
collect_series(SealState *s)
{
	const OpenHistory *o = s->from;

	for (uint32 i = 0; i < o->n_buckets; i++)
	{
		for (uint32 reference = OPEN_BUCKETS(o)[i]; reference != 0;)
		{
			const OpenSeries *series = OPEN_SERIES(o, reference);

			s->series[series->number] = series;
			s->units_size += series->unit_length;
			reference = series->next;
		}
	}
}

/*
 * Counts the entries of every fact.  True when they are in order, as they come
 * from an index on patient, fact and date.  Neighbours are often of the same
 * series.
 */
static bool
count_entries(SealState *s)
{
	const OpenHistory *o = s->from;
	const OpenEntry *entries = OPEN_ENTRIES(o);
	bool in_order = true;
	uint32 last_rank = 0;
	uint32 begin = 0;

	while (begin < o->n_entries)
	{
		uint32 series = entries[begin].series;
		uint32 rank = s->rank[OPEN_SERIES(o, series)->number];
		uint32 end = begin + 1;

		if (rank < last_rank ||
			(rank == last_rank && begin > 0 &&
			 entries[begin - 1].start_first >= entries[begin].start_first))
			in_order = false;
		while (end < o->n_entries && entries[end].series == series)
		{
			in_order &= entries[end - 1].start_first < entries[end].start_first;
			end++;
		}
		s->count[rank] += end - begin;
		last_rank = rank;
		begin = end;
	}
	return in_order;
}

/* Entries by fact (counting), then each fact's by start and all else. */
static void
sort_entries(SealState *s)
{
	const OpenHistory *o = s->from;
	const OpenEntry *entries = OPEN_ENTRIES(o);
	OpenEntry *sorted;
	uint32 *next;
	uint32 begin = 0;

	if (count_entries(s))
	{
		s->entries = entries;
		return;
	}
	sorted = palloc_array(OpenEntry, o->n_entries);
	next = palloc_array(uint32, s->n_facts);
	for (uint32 rank = 0; rank < s->n_facts; rank++)
	{
		next[rank] = begin;
		begin += s->count[rank];
	}
	for (uint32 i = 0; i < o->n_entries; i++)
	{
		uint32 rank = s->rank[OPEN_SERIES(o, entries[i].series)->number];

		sorted[next[rank]++] = entries[i];
	}
	begin = 0;
	for (uint32 rank = 0; rank < s->n_facts; rank++)
	{
		sort_fact(s, sorted + begin, s->count[rank]);
		begin += s->count[rank];
	}
	s->entries = sorted;
	pfree(next);
}

/* By insertion while that is quick: most entries come in order. */
static void
sort_fact(SealState *s, OpenEntry *entries, uint32 n)
{
	Size moves = 0;

	for (uint32 i = 1; i < n; i++)
	{
		OpenEntry entry;
		uint32 place = i;

		if (entries[i - 1].start_first < entries[i].start_first)
			continue;
		entry = entries[i];
		while (place > 0 && compare_open(&entries[place - 1], &entry, s) > 0)
		{
			entries[place] = entries[place - 1];
			place--;
			moves++;
		}
		entries[place] = entry;
		if (moves > 8 * (Size) n)
		{
			qsort_arg(entries, n, sizeof(OpenEntry), compare_open, s);
			return;
		}
	}
}

static int
compare_open(const void *a, const void *b, void *arg)
{
	const OpenEntry *x = a;
	const OpenEntry *y = b;
	const SealState *s = arg;
	HistoryEntry entry_x;
	HistoryEntry entry_y;

	if (x->start_first != y->start_first)
		return x->start_first < y->start_first ? -1 : 1;
	CHECK_FOR_INTERRUPTS();
	te_open_entry(s->from, x, &entry_x);
	te_open_entry(s->from, y, &entry_y);
	return te_history_entry_cmp(&entry_x, &entry_y);
}

/* The day that short times count from: the first on which an entry starts. */
static int32
first_day(const SealState *s)
{
	const OpenEntry *entries = s->entries;
	Timestamp first = DT_NOEND;

	for (uint32 rank = 0; rank < s->n_facts; rank++)
	{
		uint32 i = 0;

		while (i < s->count[rank] &&
			   TIMESTAMP_IS_NOBEGIN(entries[i].start_first))
			i++;
		if (i < s->count[rank])
			first = Min(first, entries[i].start_first);
		entries += s->count[rank];
	}
	return TIMESTAMP_IS_NOEND(first) ? 0 : te_day_of(first);
}

/* --------------------------------------------------------------- columns */

static void
make_room(SealState *s)
{
	bool plain = s->from->n_extras == 0;
	int n_times = plain ? 0 : 4;
	int n_numbers = plain ? 0 : 3;
	int n_strings = plain ? 1 : 3;
	Size n = 0;
	char *room;

	for (uint32 rank = 0; rank < s->n_facts; rank++)
		n = Max(n, s->count[rank]);
	room = palloc(n *
				  (sizeof(int64) * n_times + sizeof(double) * n_numbers +
				   sizeof(StringRef) * (n_strings + 1) +
				   (plain ? 0 : sizeof(uint8))));
	for (int i = 0; i < n_times; i++, room += sizeof(int64) * n)
		s->time[i] = (void *) room;
	for (int i = 0; i < n_numbers; i++, room += sizeof(double) * n)
		s->number[i] = (void *) room;
	for (int i = 0; i < n_strings; i++, room += sizeof(StringRef) * n)
		s->string[i] = (void *) room;
	s->sorted = (void *) room;
	room += sizeof(StringRef) * n;
	s->flags = plain ? NULL : (void *) room;
}

/* No sealed form of these entries is longer. */
static Size
size_bound(const SealState *s)
{
	/* head of a block, and the heads of its columns */
	Size block = sizeof(uint32) + 1 + HISTORY_MAX_NAME + 5 + 7 + 32;
	/* start, value, unit: index and end of a string */
	Size entry = sizeof(int64) + sizeof(double) + 2 * sizeof(uint32);
	Size size;

	/* three more times and two more strings, lln, uln, flags */
	if (s->from->n_extras > 0)
		entry +=
			3 * sizeof(int64) + 2 * sizeof(double) + 4 * sizeof(uint32) + 1;
	size = HISTORY_HEADER_SIZE + block * s->n_facts +
		entry * s->from->n_entries + s->units_size;
	if (s->from->n_extras > 0)
		size += s->from->heap_used;
	return size;
}

static char *
put_block(char *out, SealState *s, const OpenEntry *entries, uint32 n,
		  uint32 rank)
{
	const OpenSeries *series = OPEN_SERIES(s->from, entries[0].series);
	bool limits = false;
	char *head;
	uint8 codes[3] = {NUMBER_ABSENT, NUMBER_ABSENT, NUMBER_ABSENT};
	StringCode strings[3] = {STRING_ABSENT, STRING_ABSENT, STRING_ABSENT};
	TimeCode code;
	int times = 0;

	*out++ = (char) series->fact_length;
	memcpy(out, series->bytes, series->fact_length);
	out = te_put_short_number(out + series->fact_length, n);

	/* flags, times, value, strings, strings2, lln, uln */
	head = out;
	memset(head, 0, 7);
	if (s->from->n_extras == 0)
		return put_plain(out + 5, s, entries, n, s->one_series[rank], head);

	gather(s, entries, n);
	for (uint32 i = 0; i < n && !limits; i++)
		limits = (s->flags[i] & (FLAG_LLN | FLAG_ULN)) != 0;
	out += limits ? 7 : 5;
	for (int i = 0; i < 4; i++)
	{
		if (i > 0 && repeats(s, i, n))
			continue;
		out =
			te_put_times(out, s->time[i], sizeof(int64), n, s->base_day, &code);
		times |= code << (2 * i);
	}
	head[1] = (char) times;
	out = put_flags(out, s, n, &head[0], &head[4]);
	out = te_put_numbers(out, s->number[0], sizeof(double), n, &codes[0]);
	head[2] = (char) codes[0];
	for (int i = 1; i < 3 && limits; i++)
	{
		out = te_put_numbers(out, s->number[i], sizeof(double), n, &codes[i]);
		head[4 + i] = (char) codes[i];
	}
	for (int i = 0; i < 3; i++)
	{
		/* most facts have one unit in all their entries */
		uint32 count = i == 0 && s->one_series[rank] ? 1 : n;

		out = te_put_strings(out, s->string[i], count, s->sorted, &strings[i]);
	}
	head[3] = (char) (strings[0] | strings[1] << 3);
	head[4] |= (char) (strings[2] | (limits ? STRINGS2_LIMITS : 0));
	return out;
}

/* The columns of a fact all of whose entries are numbers at known moments. */
static char *
put_plain(char *out, SealState *s, const OpenEntry *entries, uint32 n,
		  bool one_series, char *head)
{
	TimeCode time_code;
	uint8 number_code;
	StringCode string_code;

	out = te_put_times(out, &entries[0].start_first, sizeof(OpenEntry), n,
					   s->base_day, &time_code);
	out = te_put_numbers(out, &entries[0].value, sizeof(OpenEntry), n,
						 &number_code);
	/* most facts have one unit in all their entries */
	if (one_series)
		n = 1;
	for (uint32 i = 0; i < n; i++)
	{
		const OpenSeries *series = OPEN_SERIES(s->from, entries[i].series);

		s->string[0][i].bytes = series->bytes + series->fact_length;
		s->string[0][i].length = series->unit_length;
	}
	out = te_put_strings(out, s->string[0], n, s->sorted, &string_code);
	head[0] = HISTORY_OBSERVATION | FLAG_VALUE;
	head[1] = (char) time_code;
	head[2] = (char) number_code;
	head[3] = (char) string_code;
	return out;
}

/* Entries of one fact as columns. */
static void
gather(SealState *s, const OpenEntry *entries, uint32 n)
{
	HistoryEntry entry;

	for (uint32 i = 0; i < n; i++)
	{
		te_open_entry(s->from, &entries[i], &entry);
		s->time[TIME_START_FIRST][i] = entry.start_first;
		s->time[TIME_START_LAST][i] = entry.start_last;
		s->time[TIME_STOP_FIRST][i] = entry.stop_first;
		s->time[TIME_STOP_LAST][i] = entry.stop_last;
		s->flags[i] = te_history_flags(&entry);
		s->number[0][i] = entry.value;
		s->number[1][i] = entry.lln;
		s->number[2][i] = entry.uln;
		s->string[0][i].bytes = entry.unit;
		s->string[0][i].length = (uint32) entry.unit_length;
		s->string[1][i].bytes = entry.text;
		s->string[1][i].length = (uint32) entry.text_length;
		s->string[2][i].bytes = entry.route;
		s->string[2][i].length = (uint32) entry.route_length;
	}
}

/* Is this what te_history_block_entry says when the column is absent? */
static bool
repeats(const SealState *s, int column, uint32 n)
{
	for (uint32 i = 0; i < n; i++)
	{
		int source = TIME_START_FIRST;

		if (column == TIME_STOP_LAST)
			source = (s->flags[i] & FLAG_KIND) == HISTORY_OBSERVATION ?
				TIME_START_LAST :
				TIME_STOP_FIRST;
		if (s->time[column][i] != s->time[source][i])
			return false;
	}
	return true;
}

static char *
put_flags(char *out, const SealState *s, uint32 n, char *flags, char *strings2)
{
	*flags = (char) s->flags[0];
	for (uint32 i = 1; i < n; i++)
	{
		if (s->flags[i] != s->flags[0])
		{
			*flags = 0;
			*strings2 |= STRINGS2_FLAGS_VARY;
			memcpy(out, s->flags, n);
			return out + n;
		}
	}
	return out;
}

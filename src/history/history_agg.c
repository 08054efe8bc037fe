/*
 * history_agg.c
 *		The aggregates that gather a patient's entries.
 *
 * The state is a patient_history in its open form: a flat value that partial
 * aggregates and other nodes can pass on.  It is written in place, which is
 * allowed only to an aggregate.  When it must grow, the new one is made in the
 * current context: the executor copies it to where it keeps states and frees
 * the old one.  The final function seals a copy, so a state may be used again.
 *
 * Rows of different patients often come in turn, so a state is seldom in the
 * processor's cache.  The aggregate therefore numbers the words (fact and unit)
 * it meets, in fn_extra, and a state keeps a shortcut from such a number to its
 * own series: a row then touches the state's first bytes and the new entry.
 * Shortcuts are valid for the aggregate whose random tag they bear, and only
 * save time: without fn_extra from row to row (as in other engines' workers)
 * the state's own table serves.  Words follow one another much alike for all
 * patients, so that the next one is mostly the last one or its successor.
 *
 * No rows give NULL; rows without any entry (all NOT DONE) an empty history.
 */
#include "trial_ext.h"

#include "utils/timestamp.h"

#include "history/history_internal.h"

/* A fact and a unit, as they come. */
#define WORD_BYTES 100

typedef struct Word
{
	struct Word *successor; /* what came after it last time */
	uint16 number;			/* of the word, from 0 */
	uint16 fact_size;
	uint16 unit_size;
	/* the fact and behind it the unit, each as a short varlena */
	char bytes[WORD_BYTES];
	SeriesName name; /* what it means */
} Word;

typedef struct WordList
{
	uint64 tag; /* random, not 0 */
	Size size;	/* with which new states start */
	int calm;	/* states begun since one grew */
	int n_words;
	Word *last; /* the word found last; NULL: none yet */
	Word words[OPEN_MAX_SLOTS];
} WordList;

/* A new state is not larger than this. */
#define MAX_FIRST_SIZE 2048
/* After so many states that did not grow, smaller ones are tried. */
#define CALM_STATES 16

/* Stands in fn_extra after the first call. */
static const char first_call = 0;

static OpenHistory *get_state(FunctionCallInfo fcinfo, WordList *list);
static OpenHistory *get_other_state(FunctionCallInfo fcinfo);
static Size first_size(WordList *list);
static void note_growth(WordList *list, const OpenHistory *grown);
static pg_noinline Datum observe_any(FunctionCallInfo fcinfo, WordList *list);
static pg_noinline OpenHistory *observe_word(WordList *list, Word *word,
											 OpenHistory *state, Timestamp at,
											 double value);
static OpenHistory *observe_unusual(FunctionCallInfo fcinfo,
									OpenHistory *state);
static WordList *get_words(FunctionCallInfo fcinfo);
static WordList *make_words(FunctionCallInfo fcinfo);
static size_t get_text(Datum datum, const char **bytes);
static Word *find_word(WordList *list, const char *fact, size_t fact_length,
					   const char *unit, size_t unit_length);
static Word *add_word(WordList *list, const char *fact, size_t fact_length,
					  const char *unit, size_t unit_length);

PG_FUNCTION_INFO_V1(history_agg_merge);

/* Transition of history_agg(patient_history).  Not strict. */
Datum
history_agg_merge(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	PG_RETURN_HISTORY_P(
		te_open_merge(get_state(fcinfo, NULL), PG_GETARG_HISTORY_P(1)));
}

PG_FUNCTION_INFO_V1(history_agg_combine);

/* Adds two states; either may be NULL. */
Datum
history_agg_combine(PG_FUNCTION_ARGS)
{
	PatientHistory *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = (PatientHistory *) PG_DETOAST_DATUM(PG_GETARG_DATUM(1));
	te_history_check_form(other);
	/* the executor copies what is not the state it gave */
	if (PG_ARGISNULL(0) && other->form == HISTORY_OPEN)
		PG_RETURN_HISTORY_P(other);
	PG_RETURN_HISTORY_P(te_open_merge(get_state(fcinfo, NULL), other));
}

/* A moment that a history may hold, and no infinity. */
static inline bool
is_usual_time(Timestamp at)
{
	return (uint64) at - (uint64) HISTORY_MIN_TIME <
		(uint64) (HISTORY_END_TIME - HISTORY_MIN_TIME);
}

/*
 * Does a text value hold these bytes?  Both begin with their length, and a
 * value that is long, compressed or elsewhere begins with another byte than any
 * short one.
 */
static inline bool
same_text(const char *short_text, size_t size, Datum text)
{
	const char *bytes = (const char *) DatumGetPointer(text);

	return *bytes == *short_text && te_same_bytes(bytes, short_text, size);
}

static inline bool
is_word(const Word *word, NullableDatum fact, NullableDatum unit)
{
	if (!same_text(word->bytes, word->fact_size, fact.value))
		return false;
	return unit.isnull ?
		word->unit_size == VARHDRSZ_SHORT :
		same_text(word->bytes + word->fact_size, word->unit_size, unit.value);
}

PG_FUNCTION_INFO_V1(history_agg_observe);

/*
 * Transition of history_agg(fact, at, value, unit).  Not strict.  Most rows add
 * a usual number of a known word to a state that has room and knows the word.
 */
Datum
history_agg_observe(PG_FUNCTION_ARGS)
{
	NullableDatum *args = fcinfo->args;
	WordList *list = get_words(fcinfo);
	OpenHistory *state = (OpenHistory *) DatumGetPointer(args[0].value);
	Timestamp at;
	double value;
	Word *word;

	if (unlikely(list == NULL || list->last == NULL || args[1].isnull ||
				 args[2].isnull || args[3].isnull))
		return observe_any(fcinfo, list);
	at = DatumGetTimestamp(args[2].value);
	value = DatumGetFloat8(args[3].value);
	if (unlikely(!is_usual_time(at) || !(value - value == 0.0)))
		return observe_any(fcinfo, list);
	word = list->last;
	if (!is_word(word, args[1], args[4]))
	{
		word = word->successor;
		if (!is_word(word, args[1], args[4]))
			return observe_any(fcinfo, list);
		list->last = word;
	}
	if (likely(!args[0].isnull && VARATT_IS_4B_U(state) &&
			   state->version == HISTORY_VERSION &&
			   state->form == HISTORY_OPEN && word->number < state->n_slots &&
			   state->slots_owner == list->tag &&
			   state->slots[word->number] != 0 && te_open_has_room(state, 0)))
	{
		te_open_put(state, state->slots[word->number] * 8, at, value);
		PG_RETURN_HISTORY_P(state);
	}
	return PointerGetDatum(
		observe_word(list, word, get_state(fcinfo, list), at, value));
}

/* The same for whatever arguments. */
static pg_noinline Datum
observe_any(FunctionCallInfo fcinfo, WordList *list)
{
	OpenHistory *state = get_state(fcinfo, list);
	const char *fact;
	size_t fact_length;
	const char *unit = NULL;
	size_t unit_length = 0;
	Timestamp at;
	double value;
	Word *word = NULL;
	SeriesName name;
	uint32 series;
	OpenHistory *grown;

	/* a test nobody named, or one that was not done */
	if (PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_HISTORY_P(state);
	value = PG_GETARG_FLOAT8(3);
	at = PG_ARGISNULL(2) ? DT_NOBEGIN : PG_GETARG_TIMESTAMP(2);
	if (!is_usual_time(at) || !(value - value == 0.0))
		PG_RETURN_HISTORY_P(observe_unusual(fcinfo, state));
	fact_length = get_text(PG_GETARG_DATUM(1), &fact);
	if (!PG_ARGISNULL(4))
		unit_length = get_text(PG_GETARG_DATUM(4), &unit);
	if (list != NULL)
		word = find_word(list, fact, fact_length, unit, unit_length);
	if (word != NULL)
		PG_RETURN_HISTORY_P(observe_word(list, word, state, at, value));
	te_series_name(&name, fact, fact_length, unit, unit_length);
	grown = te_open_series(state, &name, &series);
	grown = te_open_append(grown, series, at, value);
	if (list != NULL && grown != state)
		note_growth(list, grown);
	PG_RETURN_HISTORY_P(grown);
}

/* What is unusual takes the way of the constructors. */
static OpenHistory *
observe_unusual(FunctionCallInfo fcinfo, OpenHistory *state)
{
	HistoryEntry entry = {HISTORY_OBSERVATION};
	const char *fact;
	size_t fact_length = get_text(PG_GETARG_DATUM(1), &fact);

	entry.start_first = PG_ARGISNULL(2) ? DT_NOBEGIN : PG_GETARG_TIMESTAMP(2);
	entry.start_last = PG_ARGISNULL(2) ? DT_NOEND : entry.start_first;
	entry.stop_recorded = true;
	entry.has_value = true;
	entry.value = PG_GETARG_FLOAT8(3);
	(void) te_history_check_entry(fact, fact_length, &entry, NULL);
	if (!PG_ARGISNULL(4))
		entry.unit_length = (int) get_text(PG_GETARG_DATUM(4), &entry.unit);
	return te_open_add(state, fact, fact_length, &entry);
}

PG_FUNCTION_INFO_V1(history_agg_final);

/* Seals a copy of the state. */
Datum
history_agg_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_HISTORY_P(PG_GETARG_HISTORY_P(0));
}

/*
 * The state, in its open form, to write in.  A list is there in an aggregate
 * only.
 */
static inline OpenHistory *
get_state(FunctionCallInfo fcinfo, WordList *list)
{
	OpenHistory *o;

	if (PG_ARGISNULL(0))
		return te_open_create(first_size(list));
	o = (OpenHistory *) PG_GETARG_POINTER(0);
	if (likely(list != NULL && VARATT_IS_4B_U(o) &&
			   o->version == HISTORY_VERSION && o->form == HISTORY_OPEN))
		return o;
	return get_other_state(fcinfo);
}

/* The same in the first call, in a user's call, and for a sealed state. */
static OpenHistory *
get_other_state(FunctionCallInfo fcinfo)
{
	PatientHistory *h = (PatientHistory *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0));

	te_history_check_form(h);
	if (h->form != HISTORY_OPEN)
		return te_open_merge(te_open_create(OPEN_INITIAL_SIZE), h);
	if (AggCheckCallContext(fcinfo, NULL) != 0)
		return (OpenHistory *) h;
	/* the argument is a value that must not change */
	return te_open_copy((OpenHistory *) h);
}

/*
 * Patients of one table are alike: a state starts with the size that those
 * before it needed, so that it need not grow in steps.
 */
static Size
first_size(WordList *list)
{
	if (list == NULL)
		return OPEN_INITIAL_SIZE;
	if (list->calm++ == CALM_STATES)
	{
		list->size = Max(list->size / 2, OPEN_INITIAL_SIZE);
		list->calm = 0;
	}
	return list->size;
}

static void
note_growth(WordList *list, const OpenHistory *grown)
{
	list->calm = 0;
	list->size = Min(VARSIZE(grown), MAX_FIRST_SIZE);
}

/* An observation of a known word; makes its shortcut if it may. */
static pg_noinline OpenHistory *
observe_word(WordList *list, Word *word, OpenHistory *state, Timestamp at,
			 double value)
{
	OpenHistory *before = state;
	uint32 series;

	state = te_open_series(state, &word->name, &series);
	if (word->number < state->n_slots && series / 8 <= PG_UINT16_MAX)
	{
		if (state->slots_owner != list->tag)
			memset(state->slots, 0, sizeof(uint16) * state->n_slots);
		state->slots_owner = list->tag;
		state->slots[word->number] = (uint16) (series / 8);
	}
	state = te_open_append(state, series, at, value);
	if (unlikely(state != before))
		note_growth(list, state);
	return state;
}

/*
 * The aggregate's words.  NULL in the first call and outside an aggregate: who
 * calls only once should not pay for a list.
 */
static inline WordList *
get_words(FunctionCallInfo fcinfo)
{
	WordList *list = fcinfo->flinfo->fn_extra;

	if (likely(list != NULL && list != (void *) &first_call))
		return list;
	return make_words(fcinfo);
}

static WordList *
make_words(FunctionCallInfo fcinfo)
{
	WordList *list;

	if (AggCheckCallContext(fcinfo, NULL) == 0)
		return NULL;
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		fcinfo->flinfo->fn_extra = (void *) &first_call;
		return NULL;
	}
	list = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(WordList));
	list->size = OPEN_INITIAL_SIZE;
	if (!pg_strong_random(&list->tag, sizeof(list->tag)) || list->tag == 0)
	{
		pfree(list); /* slower, not wrong */
		return NULL;
	}
	fcinfo->flinfo->fn_extra = list;
	return list;
}

/* The bytes of a text, without a call for the usual value. */
static inline size_t
get_text(Datum datum, const char **bytes)
{
	struct varlena *argument = (struct varlena *) DatumGetPointer(datum);

	if (unlikely(VARATT_IS_EXTERNAL(argument) ||
				 VARATT_IS_COMPRESSED(argument)))
		argument = pg_detoast_datum_packed(argument);
	if (likely(VARATT_IS_1B(argument)))
	{
		*bytes = VARDATA_1B(argument);
		return VARSIZE_1B(argument) - VARHDRSZ_SHORT;
	}
	*bytes = VARDATA_4B(argument);
	return VARSIZE_4B(argument) - VARHDRSZ;
}

/* A word, which is given a number now if need be; NULL when the list is full. */
static Word *
find_word(WordList *list, const char *fact, size_t fact_length,
		  const char *unit, size_t unit_length)
{
	Word *before = list->last;
	Word *word = NULL;

	for (int i = 0; i < list->n_words; i++)
	{
		Word *one = &list->words[i];

		if (one->fact_size == fact_length + VARHDRSZ_SHORT &&
			one->unit_size == unit_length + VARHDRSZ_SHORT &&
			te_same_bytes(one->bytes + VARHDRSZ_SHORT, fact, fact_length) &&
			te_same_bytes(one->bytes + one->fact_size + VARHDRSZ_SHORT, unit,
						  unit_length))
		{
			word = one;
			break;
		}
	}
	if (word == NULL)
		word = add_word(list, fact, fact_length, unit, unit_length);
	if (word == NULL)
		return NULL;
	if (before != NULL)
		before->successor = word;
	return list->last = word;
}

static Word *
add_word(WordList *list, const char *fact, size_t fact_length, const char *unit,
		 size_t unit_length)
{
	Word *word;
	char *unit_text;

	if (list->n_words == OPEN_MAX_SLOTS ||
		fact_length + unit_length + 2 * VARHDRSZ_SHORT > WORD_BYTES)
		return NULL;
	word = &list->words[list->n_words];
	te_series_name(&word->name, fact, fact_length, unit, unit_length);
	word->successor = word;
	word->number = (uint16) list->n_words++;
	word->fact_size = (uint16) (fact_length + VARHDRSZ_SHORT);
	word->unit_size = (uint16) (unit_length + VARHDRSZ_SHORT);
	SET_VARSIZE_SHORT(word->bytes, word->fact_size);
	memcpy(word->bytes + VARHDRSZ_SHORT, fact, fact_length);
	unit_text = word->bytes + word->fact_size;
	SET_VARSIZE_SHORT(unit_text, word->unit_size);
	if (unit_length > 0)
		memcpy(unit_text + VARHDRSZ_SHORT, unit, unit_length);
	if (word->name.unit_length > 0)
		word->name.unit = unit_text + VARHDRSZ_SHORT + (word->name.unit - unit);
	return word;
}

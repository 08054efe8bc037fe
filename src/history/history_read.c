/*
 * history_read.c
 *		Reading the sealed form: a fact is found by binary search, an entry by
 *		its number, without unpacking anything else.
 */
#include "trial_ext.h"

#include "history/history_internal.h"

static const char *read_short_number(const char *p, uint32 *value);
static const char *locate_times(const char *p, HistoryBlock *block, int column);
static const char *locate_numbers(const char *p, uint8 code, uint32 n,
								  const char **column);
static const char *locate_strings(const char *p, StringCode code, uint32 n,
								  StringColumn *column);
static Timestamp get_time(const HistoryBlock *block, int column, uint32 i);
static double get_number(uint8 code, const char *column, uint32 i);
static const char *get_string(const StringColumn *column, uint32 i,
							  int *length);
static int compare_strings(const char *a, int a_length, const char *b,
						   int b_length);

static const int time_width[] = {0, 2, 4, 8};

static inline uint32
load_uint32(const char *p)
{
	uint32 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

void
te_history_check_form(const PatientHistory *h)
{
	if (VARSIZE(h) < HISTORY_HEADER_SIZE || h->version != HISTORY_VERSION ||
		(h->form != HISTORY_SEALED && h->form != HISTORY_OPEN))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("unsupported version %d of the stored form of type %s",
						h->version, "patient_history")));
}

int
te_history_fact_count(const PatientHistory *h)
{
	Assert(h->form == HISTORY_SEALED);
	return h->n_facts;
}

const char *
te_history_fact_name(const PatientHistory *h, int fact, size_t *length)
{
	const char *p;

	Assert(fact >= 0 && fact < h->n_facts);
	p = (const char *) h + load_uint32(h->data + sizeof(uint32) * fact);
	*length = (uint8) *p;
	return p + 1;
}

int
te_history_find(const PatientHistory *h, const char *fact, size_t length)
{
	char folded[HISTORY_MAX_NAME];
	int low = 0;
	int high = h->n_facts - 1;

	Assert(h->form == HISTORY_SEALED);
	if (length == 0 || length > HISTORY_MAX_NAME)
		return -1;
	te_history_fold(folded, fact, length);
	while (low <= high)
	{
		int middle = (low + high) / 2;
		size_t name_length;
		const char *name = te_history_fact_name(h, middle, &name_length);
		int cmp =
			compare_strings(folded, (int) length, name, (int) name_length);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}

int
te_history_entry_count(const PatientHistory *h, int fact)
{
	const char *p;
	uint32 n;

	Assert(fact >= 0 && fact < h->n_facts);
	p = (const char *) h + load_uint32(h->data + sizeof(uint32) * fact);
	(void) read_short_number(p + 1 + (uint8) *p, &n);
	return (int) n;
}

void
te_history_entry(const PatientHistory *h, int fact, int i, HistoryEntry *entry)
{
	HistoryBlock block;

	te_history_block(h, fact, &block);
	te_history_block_entry(&block, i, entry);
}

int
te_history_started(const PatientHistory *h, int fact, Timestamp as_of)
{
	HistoryBlock block;
	Timestamp next_day;
	uint32 low = 0;
	uint32 high;

	te_history_block(h, fact, &block);
	high = block.n_entries;
	if (TIMESTAMP_IS_NOEND(as_of) || as_of >= HISTORY_END_TIME)
		return (int) high;
	next_day = as_of < HISTORY_MIN_TIME ?
		HISTORY_MIN_TIME :
		(te_day_of(as_of) + INT64CONST(1)) * USECS_PER_DAY;
	/* the first entry that starts on a later day */
	while (low < high)
	{
		uint32 middle = low + (high - low) / 2;

		if (te_history_block_start(&block, middle) < next_day)
			low = middle + 1;
		else
			high = middle;
	}
	return (int) low;
}

/* Locates the columns of a fact. */
void
te_history_block(const PatientHistory *h, int fact, HistoryBlock *block)
{
	const char *p;
	uint8 times;
	uint8 strings;
	uint8 strings2;

	Assert(h->form == HISTORY_SEALED && fact >= 0 && fact < h->n_facts);
	p = (const char *) h + load_uint32(h->data + sizeof(uint32) * fact);
	block->name_length = (uint8) *p++;
	block->name = p;
	p = read_short_number(p + block->name_length, &block->n_entries);
	block->base = h->base_day * USECS_PER_DAY;
	block->flags = (uint8) *p++;
	times = (uint8) *p++;
	block->value_code = (uint8) *p++;
	strings = (uint8) *p++;
	strings2 = (uint8) *p++;
	block->lln_code = NUMBER_ABSENT;
	block->uln_code = NUMBER_ABSENT;
	if (strings2 & STRINGS2_LIMITS)
	{
		block->lln_code = (uint8) *p++;
		block->uln_code = (uint8) *p++;
	}

	for (int column = 0; column < 4; column++)
	{
		block->time_code[column] = (times >> (2 * column)) & 3;
		p = locate_times(p, block, column);
	}
	block->flag_bytes = NULL;
	if (strings2 & STRINGS2_FLAGS_VARY)
	{
		block->flag_bytes = p;
		p += block->n_entries;
	}
	p = locate_numbers(p, block->value_code, block->n_entries, &block->value);
	p = locate_numbers(p, block->lln_code, block->n_entries, &block->lln);
	p = locate_numbers(p, block->uln_code, block->n_entries, &block->uln);
	p = locate_strings(p, strings & 7, block->n_entries, &block->unit);
	p = locate_strings(p, (strings >> 3) & 7, block->n_entries, &block->text);
	(void) locate_strings(p, strings2 & 7, block->n_entries, &block->route);
	block->alike = block->flag_bytes == NULL;
	block->whole_dates = block->time_code[TIME_START_LAST] == TIME_ABSENT;
	block->one_unit = block->unit.code <= STRING_SAME;
	/* no sign among the flags */
	block->numbers_only = block->alike && block->whole_dates &&
		(block->flags & ~(FLAG_LLN | FLAG_ULN)) ==
			(HISTORY_OBSERVATION | FLAG_VALUE);
}

Timestamp
te_history_block_start(const HistoryBlock *block, uint32 i)
{
	return get_time(block, TIME_START_FIRST, i);
}

void
te_history_block_entry(const HistoryBlock *block, uint32 i, HistoryEntry *entry)
{
	uint8 flags =
		block->flag_bytes == NULL ? block->flags : (uint8) block->flag_bytes[i];

	Assert(i < block->n_entries);
	entry->kind = (HistoryKind) (flags & FLAG_KIND);
	entry->has_value = (flags & FLAG_VALUE) != 0;
	entry->sign = (HistorySign) ((flags >> FLAG_SIGN_SHIFT) & FLAG_SIGN_MASK);
	entry->has_lln = (flags & FLAG_LLN) != 0;
	entry->has_uln = (flags & FLAG_ULN) != 0;

	entry->start_first = get_time(block, TIME_START_FIRST, i);
	entry->start_last = block->time_code[TIME_START_LAST] == TIME_ABSENT ?
		entry->start_first :
		get_time(block, TIME_START_LAST, i);
	entry->stop_first = block->time_code[TIME_STOP_FIRST] == TIME_ABSENT ?
		entry->start_first :
		get_time(block, TIME_STOP_FIRST, i);
	if (block->time_code[TIME_STOP_LAST] != TIME_ABSENT)
		entry->stop_last = get_time(block, TIME_STOP_LAST, i);
	else if (entry->kind == HISTORY_OBSERVATION)
		entry->stop_last = entry->start_last;
	else
		entry->stop_last = entry->stop_first;
	entry->stop_recorded = entry->kind == HISTORY_OBSERVATION ||
		!TIMESTAMP_IS_NOBEGIN(entry->stop_last);

	entry->value = get_number(block->value_code, block->value, i);
	entry->lln = get_number(block->lln_code, block->lln, i);
	entry->uln = get_number(block->uln_code, block->uln, i);
	entry->unit = get_string(&block->unit, i, &entry->unit_length);
	entry->text = get_string(&block->text, i, &entry->text_length);
	entry->route = get_string(&block->route, i, &entry->route_length);
}

double
te_history_block_value(const HistoryBlock *block, uint32 i, const char **unit,
					   int *unit_length)
{
	if (unit != NULL)
		*unit = get_string(&block->unit, i, unit_length);
	return get_number(block->value_code, block->value, i);
}

int
te_history_entry_cmp(const HistoryEntry *a, const HistoryEntry *b)
{
#define COMPARE(member)         \
	if (a->member != b->member) \
	return a->member < b->member ? -1 : 1
#define COMPARE_STRING(member)                                              \
	do                                                                      \
	{                                                                       \
		int cmp = compare_strings(a->member, a->member##_length, b->member, \
								  b->member##_length);                      \
		if (cmp != 0)                                                       \
			return cmp;                                                     \
	} while (0)

	COMPARE(start_first);
	COMPARE(start_last);
	COMPARE(kind);
	COMPARE(stop_recorded);
	COMPARE(stop_first);
	COMPARE(stop_last);
	COMPARE(has_value);
	COMPARE(value);
	COMPARE(sign);
	COMPARE_STRING(unit);
	COMPARE_STRING(text);
	COMPARE(has_lln);
	COMPARE(lln);
	COMPARE(has_uln);
	COMPARE(uln);
	COMPARE_STRING(route);
	return 0;
#undef COMPARE
#undef COMPARE_STRING
}

/* --------------------------------------------------------------- columns */

/* One byte below 255, or 255 and uint32. */
static const char *
read_short_number(const char *p, uint32 *value)
{
	if ((uint8) *p < 255)
	{
		*value = (uint8) *p;
		return p + 1;
	}
	*value = load_uint32(p + 1);
	return p + 1 + sizeof(uint32);
}

static const char *
locate_times(const char *p, HistoryBlock *block, int column)
{
	block->time[column] = p;
	return p + (Size) time_width[block->time_code[column]] * block->n_entries;
}

static const char *
locate_numbers(const char *p, uint8 code, uint32 n, const char **column)
{
	*column = p;
	switch (code & NUMBER_CODE_MASK)
	{
		case NUMBER_SAME:
			return p + sizeof(double);
		case NUMBER_FLOAT8:
			return p + (Size) sizeof(double) * n;
		case NUMBER_DEC16:
			return p + (Size) sizeof(int16) * n;
		case NUMBER_DEC32:
			return p + (Size) sizeof(int32) * n;
		default:
			return p;
	}
}

static const char *
locate_strings(const char *p, StringCode code, uint32 n, StringColumn *column)
{
	column->code = code;
	if (code == STRING_ABSENT)
		return p;
	if (code == STRING_SAME)
	{
		column->bytes = read_short_number(p, &column->length);
		return column->bytes + column->length;
	}
	column->n_strings = load_uint32(p);
	column->ends = p + sizeof(uint32);
	column->bytes = column->ends + sizeof(uint32) * column->n_strings;
	column->index = column->bytes +
		load_uint32(column->ends + sizeof(uint32) * (column->n_strings - 1));
	return column->index + ((Size) n << (code - STRING_INDEX8));
}

static Timestamp
get_time(const HistoryBlock *block, int column, uint32 i)
{
	const char *p = block->time[column];

	switch (block->time_code[column])
	{
		case TIME_DAY16:
		{
			uint16 day;

			memcpy(&day, p + sizeof(day) * i, sizeof(day));
			if (day >= PG_UINT16_MAX - 1)
				return day == PG_UINT16_MAX ? DT_NOEND : DT_NOBEGIN;
			return block->base + day * USECS_PER_DAY;
		}
		case TIME_SEC32:
		{
			uint32 second = load_uint32(p + sizeof(second) * i);

			if (second >= PG_UINT32_MAX - 1)
				return second == PG_UINT32_MAX ? DT_NOEND : DT_NOBEGIN;
			return block->base + second * USECS_PER_SEC;
		}
		default:
		{
			int64 usec;

			memcpy(&usec, p + sizeof(usec) * i, sizeof(usec));
			return usec;
		}
	}
}

static double
get_number(uint8 code, const char *column, uint32 i)
{
	static const double power[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
	double value;

	switch (code & NUMBER_CODE_MASK)
	{
		case NUMBER_SAME:
			memcpy(&value, column, sizeof(value));
			return value;
		case NUMBER_FLOAT8:
			memcpy(&value, column + sizeof(value) * i, sizeof(value));
			return value;
		case NUMBER_DEC16:
		{
			int16 whole;

			memcpy(&whole, column + sizeof(whole) * i, sizeof(whole));
			return whole / power[code >> NUMBER_SCALE_SHIFT];
		}
		case NUMBER_DEC32:
		{
			int32 whole;

			memcpy(&whole, column + sizeof(whole) * i, sizeof(whole));
			return whole / power[code >> NUMBER_SCALE_SHIFT];
		}
		default:
			return 0.0;
	}
}

static const char *
get_string(const StringColumn *column, uint32 i, int *length)
{
	uint32 number;
	uint32 begin;

	*length = 0;
	switch (column->code)
	{
		case STRING_ABSENT:
			return NULL;
		case STRING_SAME:
			*length = (int) column->length;
			return column->bytes;
		case STRING_INDEX8:
			number = (uint8) column->index[i];
			break;
		case STRING_INDEX16:
		{
			uint16 number16;

			memcpy(&number16, column->index + sizeof(number16) * i,
				   sizeof(number16));
			number = number16;
			break;
		}
		default:
			number = load_uint32(column->index + sizeof(number) * i);
			break;
	}
	if (number == 0)
		return NULL;
	begin = number == 1 ?
		0 :
		load_uint32(column->ends + sizeof(uint32) * (number - 2));
	*length = (int) (load_uint32(column->ends + sizeof(uint32) * (number - 1)) -
					 begin);
	return column->bytes + begin;
}

/* By bytes, the shorter first; NULL is empty. */
static int
compare_strings(const char *a, int a_length, const char *b, int b_length)
{
	int shorter = Min(a_length, b_length);
	int cmp = shorter == 0 ? 0 : memcmp(a, b, shorter);

	if (cmp != 0)
		return cmp < 0 ? -1 : 1;
	return a_length == b_length ? 0 : a_length < b_length ? -1 : 1;
}

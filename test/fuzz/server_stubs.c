/*
 * server_stubs.c
 *		What the parsers of criteria and of histories ask of the server, in a
 *		program of its own: memory contexts, errors, lists, a hash table, characters, calendar.
 *
 * Every palloc is a malloc, so that AddressSanitizer sees a single byte too
 * many, and deleting a context frees what is in it, so that it sees what is
 * used afterwards; inside the server neither is seen.  An error jumps back to
 * te_stub_run.  Only what the parser calls is here; the rest aborts.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "common/shortest_dec.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "parser/scansup.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "fuzz/server_stubs.h"
#include "units/unit_server.h"

/* Nesting of calls is not measured: the stack has a megabyte or more. */
#define MAX_CONTEXTS 64

typedef struct Block
{
	struct Block *prev;
	struct Block *next;
	MemoryContext context;
	Size size;
} Block;

MemoryContext CurrentMemoryContext;
volatile sig_atomic_t InterruptPending = false;

static Block blocks = {&blocks, &blocks, NULL, 0};
static char context_names[MAX_CONTEXTS];
static int n_contexts;
static sigjmp_buf *handler;
static TeStubError caught;

/* ------------------------------------------------------------------ memory */

static void
free_block(Block *block)
{
	block->prev->next = block->next;
	block->next->prev = block->prev;
	free(block);
}

static void
free_context(MemoryContext context)
{
	Block *block = blocks.next;

	while (block != &blocks)
	{
		Block *next = block->next;

		if (context == NULL || block->context == context)
			free_block(block);
		block = next;
	}
}

static void *
allocate(Size size, bool zero)
{
	Block *block;

	if (size > MaxAllocSize)
		abort();
	block = malloc(sizeof(Block) + size);
	block->prev = blocks.prev;
	block->next = &blocks;
	block->prev->next = block;
	blocks.prev = block;
	block->context = CurrentMemoryContext;
	block->size = size;
	/* uninitialized memory must not look like zeroes */
	memset(block + 1, zero ? 0 : 0x7F, size);
	return block + 1;
}

void *
palloc(Size size)
{
	return allocate(size, false);
}

void *
palloc0(Size size)
{
	return allocate(size, true);
}

void
pfree(void *pointer)
{
	free_block((Block *) pointer - 1);
}

void *
repalloc(void *pointer, Size size)
{
	Block *old = (Block *) pointer - 1;
	MemoryContext caller = CurrentMemoryContext;
	void *new;

	CurrentMemoryContext = old->context;
	new = allocate(size, false);
	CurrentMemoryContext = caller;
	memcpy(new, pointer, Min(size, old->size));
	free_block(old);
	return new;
}

/* Newer minor releases' checked products. */
Size mul_size(Size a, Size b);
void *palloc_mul(Size a, Size b);
void *palloc0_mul(Size a, Size b);

Size
mul_size(Size a, Size b)
{
	if (b != 0 && a > MaxAllocSize / b)
		abort();
	return a * b;
}

void *
palloc_mul(Size a, Size b)
{
	return palloc(mul_size(a, b));
}

void *
palloc0_mul(Size a, Size b)
{
	return palloc0(mul_size(a, b));
}

char *
pnstrdup(const char *text, Size length)
{
	Size n = strnlen(text, length);
	char *copy = palloc(n + 1);

	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *
pstrdup(const char *text)
{
	return pnstrdup(text, strlen(text));
}

MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name,
							  Size minContextSize, Size initBlockSize,
							  Size maxBlockSize)
{
	if (++n_contexts == MAX_CONTEXTS)
		abort();
	return (MemoryContext) &context_names[n_contexts];
}

void
MemoryContextDelete(MemoryContext context)
{
	free_context(context);
}

/* ------------------------------------------------------------------ errors */

bool
te_stub_run(void (*what)(void *), void *argument, TeStubError *error)
{
	sigjmp_buf here;
	bool done = false;

	handler = &here;
	memset(&caught, 0, sizeof(caught));
	CurrentMemoryContext = (MemoryContext) &context_names[0];
	n_contexts = 0;
	if (sigsetjmp(here, 0) == 0)
	{
		what(argument);
		done = true;
	}
	handler = NULL;
	if (error != NULL)
		*error = caught;
	return done;
}

void
te_stub_free(void)
{
	free_context(NULL);
}

bool
errstart(int elevel, const char *domain)
{
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return elevel >= ERROR;
}

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	siglongjmp(*handler, 1);
}

int
errcode(int sqlerrcode)
{
	caught.sqlerrcode = sqlerrcode;
	return 0;
}

#define KEEP(field)                                               \
	do                                                            \
	{                                                             \
		va_list args;                                             \
                                                                  \
		va_start(args, fmt);                                      \
		vsnprintf(caught.field, sizeof(caught.field), fmt, args); \
		va_end(args);                                             \
	} while (0)

int
errmsg(const char *fmt, ...)
{
	KEEP(message);
	return 0;
}

int
errmsg_internal(const char *fmt, ...)
{
	KEEP(message);
	return 0;
}

int
errdetail(const char *fmt, ...)
{
	KEEP(detail);
	return 0;
}

int
errhint(const char *fmt, ...)
{
	KEEP(hint);
	return 0;
}

void
ProcessInterrupts(void)
{
}

void
check_stack_depth(void)
{
}

/* --------------------------------------------------------- lists and hashes */

List *
lappend_int(List *list, int datum)
{
	if (list == NIL)
	{
		list = palloc0(sizeof(List));
		list->type = T_IntList;
		list->elements = palloc(sizeof(ListCell));
	}
	else
		list->elements =
			repalloc(list->elements, (list->length + 1) * sizeof(ListCell));
	list->elements[list->length++].int_value = datum;
	return list;
}

#define BUCKETS 256

typedef struct Entry
{
	struct Entry *next;
	char data[FLEXIBLE_ARRAY_MEMBER];
} Entry;

/* Keys are texts, as the parser's. */
struct HTAB
{
	Size keysize;
	Size entrysize;
	Entry *buckets[BUCKETS];
};

HTAB *
hash_create(const char *tabname, long nelem, const HASHCTL *info, int flags)
{
	HTAB *table = palloc0(sizeof(HTAB));

	table->keysize = info->keysize;
	table->entrysize = info->entrysize;
	return table;
}

void *
hash_search(HTAB *table, const void *key, HASHACTION action, bool *found)
{
	uint32 hash = hash_bytes(key, strlen(key)) % BUCKETS;
	Entry *entry = table->buckets[hash];

	while (entry != NULL && strcmp(entry->data, key) != 0)
		entry = entry->next;
	if (found != NULL)
		*found = entry != NULL;
	if (entry == NULL && action == HASH_ENTER)
	{
		entry = palloc0(offsetof(Entry, data) + table->entrysize);
		strlcpy(entry->data, key, table->keysize);
		entry->next = table->buckets[hash];
		table->buckets[hash] = entry;
	}
	return entry == NULL ? NULL : entry->data;
}

/* -------------------------------------------------------------- characters */

int
pg_mblen(const char *text)
{
	return pg_utf_mblen((const unsigned char *) text);
}

int
pg_mbcliplen(const char *text, int length, int limit)
{
	int clipped = 0;

	while (clipped < length && text[clipped] != '\0')
	{
		int next = clipped + pg_mblen(text + clipped);

		if (next > limit || next > length)
			break;
		clipped = next;
	}
	return clipped;
}

int
pg_mbstrlen_with_len(const char *text, int length)
{
	int n = 0;

	for (int i = 0; i < length && text[i] != '\0'; n++)
		i += pg_mblen(text + i);
	return n;
}

char *
downcase_identifier(const char *ident, int len, bool warn, bool truncate)
{
	char *folded = pnstrdup(ident, len);

	for (char *p = folded; *p != '\0'; p++)
		*p = pg_ascii_tolower((unsigned char) *p);
	return folded;
}

#define MAX_COMPARED 255

/* In bytes, costs of 1: good enough for hints. */
int
varstr_levenshtein_less_equal(const char *source, int slen, const char *target,
							  int tlen, int ins_c, int del_c, int sub_c,
							  int max_d, bool trusted)
{
	int row[MAX_COMPARED + 1];

	/* the server's refuses, unless it is told not to */
	if (slen > MAX_COMPARED || tlen > MAX_COMPARED)
		return trusted ? max_d + 1 : (abort(), 0);
	for (int j = 0; j <= tlen; j++)
		row[j] = j;
	for (int i = 1; i <= slen; i++)
	{
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= tlen; j++)
		{
			int above = row[j];

			row[j] = Min(Min(above, row[j - 1]) + 1,
						 diagonal + (source[i - 1] != target[j - 1]));
			diagonal = above;
		}
	}
	return row[tlen] > max_d ? max_d + 1 : row[tlen];
}

bool
scanner_isspace(char ch)
{
	return ch != '\0' && strchr(" \t\n\r\f\v", ch) != NULL;
}

/* These two stand in a file of quantities that needs a server. */
int
te_print_double(double value, char *buffer)
{
	int length = double_to_shortest_decimal_bufn(value, buffer);

	buffer[length] = '\0';
	return length;
}

void
te_trim(const char **text, size_t *length)
{
	for (; *length > 0 && scanner_isspace(**text); (*length)--)
		(*text)++;
	while (*length > 0 && scanner_isspace((*text)[*length - 1]))
		(*length)--;
}

/* ---------------------------------------------------------------- calendar */

const int day_tab[2][13] = {{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0},
							{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
							 0}};

/* Days before 1 January of a year from 1 on, since 1 January of year 1. */
static int
days_before_year(int year)
{
	year--;
	return year * 365 + year / 4 - year / 100 + year / 400;
}

/* Julian day of 1 January of year 1. */
#define YEAR_ONE 1721426

int
date2j(int year, int month, int day)
{
	int days = YEAR_ONE + days_before_year(year) + day - 1;

	for (int m = 1; m < month; m++)
		days += day_tab[isleap(year)][m - 1];
	return days;
}

void
j2date(int jd, int *year, int *month, int *day)
{
	int days = jd - YEAR_ONE;

	*year = days / 366 + 1;
	while (days_before_year(*year + 1) <= days)
		(*year)++;
	days -= days_before_year(*year);
	*month = 1;
	while (days >= day_tab[isleap(*year)][*month - 1])
		days -= day_tab[isleap(*year)][(*month)++ - 1];
	*day = days + 1;
}

/* ------------------------------------------- SQL functions beside the parser */

/*
 * Linked, never called: analyte.c has SQL functions too.  A call ends the
 * program, which the fuzzer reports.
 */
text *
cstring_to_text(const char *s)
{
	abort();
}

struct varlena *
pg_detoast_datum_packed(struct varlena *datum)
{
	abort();
}

void
InitMaterializedSRF(FunctionCallInfo fcinfo, bits32 flags)
{
	abort();
}

void
tuplestore_putvalues(Tuplestorestate *state, TupleDesc tdesc, Datum *values,
					 bool *isnull)
{
	abort();
}

ArrayType *
construct_array(Datum *elems, int nelems, Oid elmtype, int elmlen,
				bool elmbyval, char elmalign)
{
	abort();
}

Datum
numeric_in(PG_FUNCTION_ARGS)
{
	abort();
}

Datum
DirectFunctionCall3Coll(PGFunction func, Oid collation, Datum arg1, Datum arg2,
						Datum arg3)
{
	abort();
}

/*
 * fuzz_history.c
 *		libFuzzer target: the text form of patient_history, its open and sealed
 *		forms and all that reads them, outside the server.
 *
 * The files of src/history are compiled unchanged; server_stubs.c stands for
 * the server.  Input: the text of a history.  What must hold for every text
 * that the server would hand over (UTF-8, no zero bytes):
 *	- it is accepted or refused; a refused text has a code of class 22 or 54 and
 *	  a message in whole characters;
 *	- the printed text of an accepted one is accepted and has the same bytes;
 *	- facts are found by their names, entries are in order of time, and those
 *	  started by a day are those whose start is not later;
 *	- a history put together with itself, as an aggregate does, has the bytes of
 *	  the two texts put together, and twice the entries; so has the state before
 *	  it is sealed, entry by entry.
 *
 * With -DTE_PLANT the text is handed over without its end: the run must end in
 * a report of AddressSanitizer, else the fuzzer sees nothing.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "fuzz/server_stubs.h"
#include "history/history_internal.h"

#define MUST(condition)                                 \
	do                                                  \
	{                                                   \
		if (!(condition))                               \
			broken(#condition, __LINE__, input, error); \
	} while (0)

/* A day in the microseconds of timestamps. */
#define DAY INT64CONST(86400000000)

typedef struct Input
{
	const char *text; /* terminated */
	PatientHistory *history;
} Input;

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void broken(const char *condition, int line, const Input *input,
				   const TeStubError *error) pg_attribute_noreturn();
static bool is_text(const char *text, size_t length);
static void parse(void *argument);
static void check(void *argument);
static void check_error(const Input *input, const TeStubError *error);
static void check_fact(const Input *input, int fact);
static void check_merge(const Input *input, const char *printed);
static bool same(const PatientHistory *a, const PatientHistory *b);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	Input input = {text, NULL};
	TeStubError error;

	memcpy(text, data, size);
#ifdef TE_PLANT
	text[size] = 'x';
#else
	text[size] = '\0';
	if (!is_text(text, size))
	{
		free(text);
		return 0;
	}
#endif
	if (!te_stub_run(parse, &input, &error))
		check_error(&input, &error);
	else if (!te_stub_run(check, &input, &error))
		broken("no error once accepted", __LINE__, &input, &error);
	te_stub_free();
	free(text);
	return 0;
}

static void
broken(const char *condition, int line, const Input *input,
	   const TeStubError *error)
{
	fprintf(stderr, "property broken, line %d: %s\ntext: \"%s\"\n", line,
			condition, input->text);
	if (error != NULL)
		fprintf(stderr, "%s\n%s\n", error->message, error->detail);
	abort();
}

/* What the server lets in: valid UTF-8 without zero bytes. */
static bool
is_text(const char *text, size_t length)
{
	size_t i = 0;

	while (i < length)
	{
		int bytes = pg_utf_mblen((const unsigned char *) text + i);

		if (text[i] == '\0' || i + bytes > length ||
			!pg_utf8_islegal((const unsigned char *) text + i, bytes))
			return false;
		i += bytes;
	}
	return true;
}

static void
parse(void *argument)
{
	Input *input = argument;

	input->history = te_history_parse(input->text, NULL);
}

static void
check_error(const Input *input, const TeStubError *error)
{
	char code[6];

	for (int i = 0; i < 5; i++)
		code[i] = PGUNSIXBIT(error->sqlerrcode >> (6 * i));
	MUST(memcmp(code, "22", 2) == 0 || memcmp(code, "54", 2) == 0);
	MUST(error->message[0] != '\0');
	MUST(is_text(error->message, strlen(error->message)));
	MUST(is_text(error->detail, strlen(error->detail)));
}

static bool
same(const PatientHistory *a, const PatientHistory *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

static void
check(void *argument)
{
	const Input *input = argument;
	const TeStubError *error = NULL;
	char *printed = te_history_print(input->history);

	MUST(same(te_history_parse(printed, NULL), input->history));
	for (int fact = 0; fact < te_history_fact_count(input->history); fact++)
		check_fact(input, fact);
	check_merge(input, printed);
}

static void
check_fact(const Input *input, int fact)
{
	const PatientHistory *h = input->history;
	const TeStubError *error = NULL;
	size_t length;
	const char *name = te_history_fact_name(h, fact, &length);
	int n = te_history_entry_count(h, fact);
	HistoryEntry entry;
	HistoryEntry before;

	MUST(te_history_find(h, name, length) == fact);
	MUST(n > 0);
	for (int i = 0; i < n; i++)
	{
		te_history_entry(h, fact, i, &entry);
		MUST(te_history_check_entry(name, length, &entry, NULL));
		MUST(i == 0 || entry.start_first >= before.start_first);
		if (!TIMESTAMP_NOT_FINITE(entry.start_first))
		{
			MUST(te_history_started(h, fact, entry.start_first) > i);
			MUST(te_history_started(h, fact, entry.start_first - DAY) <= i);
		}
		before = entry;
	}
}

static void
check_merge(const Input *input, const char *printed)
{
	const TeStubError *error = NULL;
	OpenHistory *o = te_open_create(OPEN_INITIAL_SIZE);
	PatientHistory *twice;
	StringInfoData text;

	o = te_open_merge(o, input->history);
	o = te_open_merge(o, input->history);
	twice = te_open_seal(o, NULL);
	MUST(twice->n_entries == 2 * input->history->n_entries);
	MUST(same(te_history_seal((PatientHistory *) te_open_copy(o)), twice));
	MUST(same(te_history_seal(twice), twice));
	if (twice->n_entries == 0)
		return;
	initStringInfo(&text);
	/* the second without its version: "; entry; entry" */
	appendStringInfo(&text, "%s%s", printed, printed + strlen("v1"));
	MUST(same(te_history_parse(text.data, NULL), twice));
	/* an open state into another */
	MUST(same(te_open_seal(te_open_merge(te_open_create(OPEN_INITIAL_SIZE),
										 (PatientHistory *) o),
						   NULL),
			  twice));
}

/*
 * fuzz_criteria.c
 *		libFuzzer target: scanner, parser, checks, flat form and printer of
 *		criteria, outside the server.
 *
 * The files of src/criteria and src/units are compiled unchanged;
 * server_stubs.c stands for the server.  Input: the text of criteria.  What
 * must hold for every text that the server would hand over (UTF-8, no zero
 * bytes):
 *	- it is accepted or refused, never left half;
 *	- a refused text has a code of class 22 or 54, a message, and whole
 *	  characters in message, detail and hint;
 *	- the normal form of an accepted text is no longer than a text may be, is
 *	  accepted, has the same bytes and is its own normal form;
 *	- every number in the flat form points inside it;
 *	- clauses and givens print one by one, and together are the normal form.
 *
 * With -DTE_RULES it is response rules, which also become criteria: those are
 * criteria like any others, or the rules are refused in the same way.
 *
 * With -DTE_PLANT the text is handed over one byte longer than it is: the run
 * must end in a report of AddressSanitizer, else the fuzzer sees nothing.
 */
#include "postgres.h"

#include "compat.h"
#include "mb/pg_wchar.h"

#include "criteria/criteria.h"
#include "fuzz/server_stubs.h"

#define MUST(condition)                          \
	do                                           \
	{                                            \
		if (!(condition))                        \
			broken(#condition, __LINE__, input); \
	} while (0)

typedef struct Input
{
	const char *text;
	size_t length;
	Criteria *criteria;
	char *printed;
	TeStubError error;
} Input;

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void broken(const char *condition, int line, const Input *input)
	pg_attribute_noreturn();
static bool is_text(const char *text, size_t length);
static void parse(void *argument);
#ifdef TE_RULES
static void make_criteria(void *argument);
static void check_lowered(const Input *rules);
#endif
static void print(void *argument);
static void check_code(const Input *input);
static void check_error(const Input *input);
static void check_inside(const Input *input);
static void check_text(const Input *input, CritText piece);
static void check_args(const Input *input, uint32 first, uint32 n, uint32 most);
static void check_pieces(void *argument);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a copy of its own, so that reading past the end is seen */
	char *text = malloc(size > 0 ? size : 1);
	Input input = {text, size};
	Input again = {0};

	if (size > 0)
		memcpy(text, data, size);
#ifdef TE_PLANT
	if (size > 0)
		input.length++;
#else
	if (!is_text(text, size))
	{
		free(text);
		return 0;
	}
#endif
	if (!te_stub_run(parse, &input, &input.error))
		check_error(&input);
	else
	{
		check_inside(&input);
		if (!te_stub_run(print, &input, &input.error))
			broken("it prints", __LINE__, &input);
		again.text = input.printed;
		again.length = strlen(input.printed);
		if (!te_stub_run(parse, &again, &again.error))
			broken("the normal form is accepted", __LINE__, &again);
		if (VARSIZE(again.criteria) != VARSIZE(input.criteria) ||
			memcmp(again.criteria, input.criteria, VARSIZE(again.criteria)) !=
				0)
			broken("the normal form has the same bytes", __LINE__, &again);
		if (!te_stub_run(check_pieces, &input, &input.error))
			broken("its pieces print", __LINE__, &input);
#ifdef TE_RULES
		check_lowered(&input);
#endif
	}
	te_stub_free();
	free(text);
	return 0;
}

static void
broken(const char *condition, int line, const Input *input)
{
	fprintf(stderr,
			"property broken, line %d: %s\ntext: \"%.*s\"\n%s\n%s\n%s\n", line,
			condition, (int) input->length, input->text, input->error.message,
			input->error.detail, input->error.hint);
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

#ifdef TE_RULES
	input->criteria = te_rules_parse(input->text, input->length, NULL);
#else
	input->criteria = te_criteria_parse(input->text, input->length, NULL);
#endif
}

#ifdef TE_RULES
static void
make_criteria(void *argument)
{
	Input *input = argument;

	input->criteria = te_rules_for_history(input->criteria);
}

/* As many clauses as rules; what is told of an error holds for this, too. */
static void
check_lowered(const Input *rules)
{
	Input copy = *rules;
	Input *input = &copy;

	if (!te_stub_run(make_criteria, input, &input->error))
	{
		check_code(input);
		return;
	}
	check_inside(input);
	MUST(input->criteria->n_clauses == rules->criteria->n_clauses);
	MUST(te_stub_run(print, input, &input->error));
}
#endif

static void
print(void *argument)
{
	Input *input = argument;

	input->printed = te_criteria_print(input->criteria);
}

static void
check_code(const Input *input)
{
	char code[6];

	for (int i = 0; i < 5; i++)
		code[i] = PGUNSIXBIT(input->error.sqlerrcode >> (6 * i));
	MUST(memcmp(code, "22", 2) == 0 || memcmp(code, "54", 2) == 0);
}

static void
check_error(const Input *input)
{
	const TeStubError *error = &input->error;

	check_code(input);
	MUST(error->message[0] != '\0' && error->detail[0] != '\0');
	MUST(strlen(error->detail) < sizeof(error->detail) - 1);
	MUST(is_text(error->message, strlen(error->message)));
	MUST(is_text(error->detail, strlen(error->detail)));
	MUST(is_text(error->hint, strlen(error->hint)));
}

static void
check_text(const Input *input, CritText piece)
{
	MUST(piece.offset <= input->criteria->text_length &&
		 piece.length <= input->criteria->text_length - piece.offset);
}

/* A run of the argument numbers, each below "most". */
static void
check_args(const Input *input, uint32 first, uint32 n, uint32 most)
{
	const Criteria *c = input->criteria;

	MUST(n <= c->n_args && first <= c->n_args - n);
	for (uint32 i = 0; i < n; i++)
		MUST(CRITERIA_ARGS(c)[first + i] < most);
}

static void
check_inside(const Input *input)
{
	const Criteria *c = input->criteria;

	MUST(c != NULL && c->version == CRITERIA_VERSION);
	MUST(CRITERIA_TEXT(c) + c->text_length == (const char *) c + VARSIZE(c));
	for (int i = 0; i < c->n_nodes; i++)
	{
		const CritNode *node = &CRITERIA_NODES(c)[i];

		MUST(node->op <= CRIT_BASELINE_DATE);
		MUST(node->fact >= -1 && node->fact < (int) c->n_facts);
		check_text(input, node->name);
		check_args(input, node->first_arg, node->n_args, c->n_nodes);
	}
	for (int i = 0; i < c->n_clauses; i++)
	{
		const CritClause *clause = &CRITERIA_CLAUSES(c)[i];

		MUST(clause->expression < c->n_nodes);
		check_text(input, clause->label);
		check_text(input, clause->title);
		check_text(input, clause->note);
	}
	for (int i = 0; i < c->n_givens; i++)
	{
		const CritGiven *given = &CRITERIA_GIVENS(c)[i];

		MUST(given->fact >= -1 && given->fact < (int) c->n_facts);
		MUST(given->kind != CRIT_GIVEN_IS || given->expression < c->n_nodes);
		check_text(input, given->name);
		check_args(input, given->first_arg, given->n_args, c->n_facts);
	}
	for (int i = 0; i < c->n_facts; i++)
		check_text(input, CRITERIA_FACTS(c)[i].name);
}

static void
check_pieces(void *argument)
{
	const Input *input = argument;
	const Criteria *c = input->criteria;

	MUST(strlen(input->printed) <= CRITERIA_MAX_TEXT);
	for (int i = 0; i < c->n_clauses; i++)
	{
		MUST(strstr(input->printed, te_criteria_print_clause(c, i)) != NULL);
		MUST(te_criteria_label(c, i)[0] != '\0');
	}
	for (int i = 0; i < c->n_givens; i++)
		MUST(strstr(input->printed, te_criteria_print_given(c, i)) != NULL);
	for (int i = 0; i < c->n_nodes; i++)
		pfree(te_criteria_print_node(c, &CRITERIA_NODES(c)[i]));
}

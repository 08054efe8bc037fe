/*
 * history_text.c
 *		The text form of patient_history: what was recorded, one entry after
 *		another, in an order and with numbers that no setting changes.
 *
 *		v1; creatinine 2024-03-01 1.2 unit 'mg/dL' lln 0.6 uln 1.3;
 *		ln_class 2023-11 text 'III+V'; anti_dsdna 2024-03-01T10:30:00 <9.8;
 *		prednisone exposure 2024-01-01 to infinity 20 unit 'mg/d' route 'ORAL';
 *		tuberculosis event 2019
 *
 * An event or exposure without "to" has no recorded stop.  A partial date is
 * written as SDTM does, or as first/last, where "?" has no bound.  The version
 * may be left out when a history is written by hand; an empty text is an empty
 * history.
 */
#include "trial_ext.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/scansup.h"

#include "history/history_internal.h"
#include "units/unit_server.h"
#include "units/units.h"

typedef struct HistoryScan
{
	const char *text; /* all of it, terminated */
	const char *at;
	struct Node *escontext;
} HistoryScan;

/* A piece of text: as it stands, or copied where quotes were doubled. */
typedef struct Piece
{
	const char *bytes;
	int length;
} Piece;

static void print_entry(StringInfo out, const char *fact, size_t length,
						const HistoryEntry *entry);
static void print_fact(StringInfo out, const char *fact, size_t length);
static void print_string(StringInfo out, const char *what, const char *text,
						 int length);
static void print_number(StringInfo out, const char *before, double value);
static bool parse_version(HistoryScan *scan);
static bool parse_entry(HistoryScan *scan, Piece *fact, HistoryEntry *entry);
static bool parse_stop(HistoryScan *scan, HistoryEntry *entry);
static bool parse_clause(HistoryScan *scan, HistoryEntry *entry);
static bool parse_fact(HistoryScan *scan, Piece *fact);
static bool parse_times(HistoryScan *scan, Timestamp *first, Timestamp *last);
static bool parse_number(HistoryScan *scan, HistorySign *sign, double *value);
static bool parse_limit(HistoryScan *scan, double *value);
static bool parse_string(HistoryScan *scan, char quote, Piece *piece);
static void skip_blanks(HistoryScan *scan);
static bool take_word(HistoryScan *scan, const char *word);
static bool fail(HistoryScan *scan, const char *expected);

char *
te_history_print(const PatientHistory *h)
{
	StringInfoData out;

	initStringInfo(&out);
	if (te_history_fact_count(h) == 0)
		return out.data;
	appendStringInfo(&out, "v%d", HISTORY_VERSION);
	for (int fact = 0; fact < te_history_fact_count(h); fact++)
	{
		HistoryBlock block;

		te_history_block(h, fact, &block);
		for (uint32 i = 0; i < block.n_entries; i++)
		{
			HistoryEntry entry;

			te_history_block_entry(&block, i, &entry);
			appendStringInfoString(&out, "; ");
			print_entry(&out, block.name, block.name_length, &entry);
			CHECK_FOR_INTERRUPTS();
		}
	}
	return out.data;
}

PatientHistory *
te_history_parse(const char *text, struct Node *escontext)
{
	HistoryScan scan = {text, text, escontext};
	OpenHistory *o = te_open_create(OPEN_INITIAL_SIZE);

	if (!parse_version(&scan))
		return NULL;
	for (;;)
	{
		Piece fact = {NULL, 0};
		HistoryEntry entry;
		OpenHistory *larger;

		skip_blanks(&scan);
		if (*scan.at == '\0')
			break;
		if (!parse_entry(&scan, &fact, &entry) ||
			!te_history_check_fact(fact.bytes, fact.length, escontext) ||
			!te_history_check_entry(fact.bytes, fact.length, &entry, escontext))
			return NULL;
		if (o->n_entries >= HISTORY_MAX_ENTRIES)
			ereturn(escontext, NULL,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many entries in one history"),
					 errdetail("At most %d are allowed.",
							   HISTORY_MAX_ENTRIES)));
		larger = te_open_add(o, fact.bytes, fact.length, &entry);
		if (larger != o)
			pfree(o);
		o = larger;
		CHECK_FOR_INTERRUPTS();
	}
	return te_open_seal(o, escontext);
}

/* -------------------------------------------------------------- printing */

static void
print_entry(StringInfo out, const char *fact, size_t length,
			const HistoryEntry *entry)
{
	print_fact(out, fact, length);
	if (entry->kind != HISTORY_OBSERVATION)
		appendStringInfoString(out,
							   entry->kind == HISTORY_EXPOSURE ? " exposure" :
																 " event");
	appendStringInfoChar(out, ' ');
	te_dtc_print(entry->start_first, entry->start_last, out);
	if (entry->kind != HISTORY_OBSERVATION && entry->stop_recorded)
	{
		appendStringInfoString(out, " to ");
		if (TIMESTAMP_IS_NOEND(entry->stop_first))
			appendStringInfoString(out, "infinity");
		else
			te_dtc_print(entry->stop_first, entry->stop_last, out);
	}
	if (entry->has_value)
	{
		appendStringInfoChar(out, ' ');
		print_number(out, te_history_sign(entry->sign), entry->value);
	}
	print_string(out, "text", entry->text, entry->text_length);
	print_string(out, "unit", entry->unit, entry->unit_length);
	if (entry->has_lln)
		print_number(out, " lln ", entry->lln);
	if (entry->has_uln)
		print_number(out, " uln ", entry->uln);
	print_string(out, "route", entry->route, entry->route_length);
}

static void
print_fact(StringInfo out, const char *fact, size_t length)
{
	bool bare = true;

	for (size_t i = 0; i < length && bare; i++)
		bare = (fact[i] >= 'a' && fact[i] <= 'z') || fact[i] == '_' ||
			(fact[i] >= '0' && fact[i] <= '9');
	if (bare)
	{
		appendBinaryStringInfo(out, fact, (int) length);
		return;
	}
	appendStringInfoChar(out, '"');
	for (size_t i = 0; i < length; i++)
	{
		if (fact[i] == '"')
			appendStringInfoChar(out, '"');
		appendStringInfoChar(out, fact[i]);
	}
	appendStringInfoChar(out, '"');
}

static void
print_string(StringInfo out, const char *what, const char *text, int length)
{
	if (text == NULL)
		return;
	appendStringInfo(out, " %s '", what);
	for (int i = 0; i < length; i++)
	{
		if (text[i] == '\'')
			appendStringInfoChar(out, '\'');
		appendStringInfoChar(out, text[i]);
	}
	appendStringInfoChar(out, '\'');
}

static void
print_number(StringInfo out, const char *before, double value)
{
	char number[DOUBLE_TEXT_SIZE];
	int length = te_print_double(value, number);

	appendStringInfoString(out, before);
	appendBinaryStringInfo(out, number, length);
}

/* --------------------------------------------------------------- parsing */

/* "v1;", "v1" alone, or nothing. */
static bool
parse_version(HistoryScan *scan)
{
	const char *p;

	skip_blanks(scan);
	if (*scan->at != 'v')
		return true;
	for (p = scan->at + 1; *p >= '0' && *p <= '9'; p++)
		;
	if (p == scan->at + 1 || (*p != ';' && *p != '\0'))
		return true;
	if (p != scan->at + 2 || scan->at[1] != '0' + HISTORY_VERSION)
		ereturn(
			scan->escontext, false,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("unsupported version \"%.*s\" of the text form of type %s",
					(int) Min(p - scan->at, 20), scan->at, "patient_history")));
	scan->at = *p == ';' ? p + 1 : p;
	return true;
}

/* One entry and the semicolon after it, if there is one. */
static bool
parse_entry(HistoryScan *scan, Piece *fact, HistoryEntry *entry)
{
	memset(entry, 0, sizeof(*entry));
	entry->stop_recorded = true;
	if (!parse_fact(scan, fact))
		return false;
	if (take_word(scan, "exposure"))
		entry->kind = HISTORY_EXPOSURE;
	else if (take_word(scan, "event"))
		entry->kind = HISTORY_EVENT;
	if (!parse_times(scan, &entry->start_first, &entry->start_last))
		return false;
	if (entry->kind != HISTORY_OBSERVATION && !parse_stop(scan, entry))
		return false;
	for (;;)
	{
		skip_blanks(scan);
		if (*scan->at == ';')
		{
			scan->at++;
			return true;
		}
		if (*scan->at == '\0')
			return true;
		if (!parse_clause(scan, entry))
			return false;
	}
}

static bool
parse_stop(HistoryScan *scan, HistoryEntry *entry)
{
	entry->stop_recorded = take_word(scan, "to");
	if (!entry->stop_recorded)
		return true;
	if (take_word(scan, "infinity"))
	{
		entry->stop_first = entry->stop_last = DT_NOEND;
		return true;
	}
	return parse_times(scan, &entry->stop_first, &entry->stop_last);
}

/* A value, or a keyword with what belongs to it; each once. */
static bool
parse_clause(HistoryScan *scan, HistoryEntry *entry)
{
	Piece piece = {NULL, 0};

	if (!entry->has_value && strchr("+-.<>0123456789", *scan->at) != NULL)
	{
		entry->has_value = true;
		return parse_number(scan, &entry->sign, &entry->value);
	}
	if (entry->text == NULL && take_word(scan, "text"))
	{
		if (!parse_string(scan, '\'', &piece))
			return false;
		entry->text = piece.bytes;
		entry->text_length = piece.length;
		return true;
	}
	if (entry->unit == NULL && take_word(scan, "unit"))
	{
		if (!parse_string(scan, '\'', &piece))
			return false;
		entry->unit = piece.bytes;
		entry->unit_length = piece.length;
		return true;
	}
	if (entry->route == NULL && take_word(scan, "route"))
	{
		if (!parse_string(scan, '\'', &piece))
			return false;
		entry->route = piece.bytes;
		entry->route_length = piece.length;
		return true;
	}
	if (!entry->has_lln && take_word(scan, "lln"))
	{
		entry->has_lln = true;
		return parse_limit(scan, &entry->lln);
	}
	if (!entry->has_uln && take_word(scan, "uln"))
	{
		entry->has_uln = true;
		return parse_limit(scan, &entry->uln);
	}
	return fail(
		scan,
		"a value, \"text\", \"unit\", \"lln\", \"uln\", \"route\" or \";\"");
}

static bool
parse_fact(HistoryScan *scan, Piece *fact)
{
	const char *p = scan->at;
	size_t length;

	if (*p == '"')
	{
		if (!parse_string(scan, '"', fact))
			return false;
		length = fact->length;
		te_trim(&fact->bytes, &length);
		fact->length = (int) length;
		return true;
	}
	while ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		   (*p >= '0' && *p <= '9') || *p == '_' || IS_HIGHBIT_SET(*p))
		p++;
	if (p == scan->at)
		return fail(scan, "the name of a fact");
	fact->bytes = scan->at;
	fact->length = (int) (p - scan->at);
	scan->at = p;
	return true;
}

/* A date as SDTM writes it, in which "?" on either side has no bound. */
static bool
parse_times(HistoryScan *scan, Timestamp *first, Timestamp *last)
{
	const char *begin;
	const char *slash;
	Timestamp ignored;

	skip_blanks(scan);
	begin = scan->at;
	while (*scan->at != '\0' && *scan->at != ';' && !scanner_isspace(*scan->at))
		scan->at++;
	if (te_dtc_read(begin, scan->at - begin, first, last))
		return true;
	*first = DT_NOBEGIN;
	*last = DT_NOEND;
	if (scan->at - begin == 1 && *begin == '?')
		return true;
	slash = memchr(begin, '/', scan->at - begin);
	if (slash != NULL && slash - begin == 1 && *begin == '?' &&
		te_dtc_read(slash + 1, scan->at - slash - 1, &ignored, last))
		return true;
	if (slash != NULL && scan->at - slash == 2 && slash[1] == '?' &&
		te_dtc_read(begin, slash - begin, first, &ignored))
		return true;
	scan->at = begin;
	return fail(scan, "a date such as 2024-03-01");
}

static bool
parse_number(HistoryScan *scan, HistorySign *sign, double *value)
{
	const char *begin;

	skip_blanks(scan);
	begin = scan->at;
	while (*scan->at != '\0' && *scan->at != ';' && !scanner_isspace(*scan->at))
		scan->at++;
	if (te_result_read(begin, scan->at - begin, sign, value))
		return true;
	if (te_result_out_of_range(begin, scan->at - begin))
		ereturn(scan->escontext, false,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("\"%.*s\" is out of range for type %s",
						(int) (scan->at - begin), begin, "patient_history")));
	scan->at = begin;
	return fail(scan, "a number");
}

static bool
parse_limit(HistoryScan *scan, double *value)
{
	HistorySign sign;

	skip_blanks(scan);
	if (*scan->at == '<' || *scan->at == '>')
		return fail(scan, "a number without a sign");
	return parse_number(scan, &sign, value);
}

/* A quoted text, in which the quote is doubled; not empty, not blank. */
static bool
parse_string(HistoryScan *scan, char quote, Piece *piece)
{
	const char *begin;
	const char *p;
	char *copy;
	int length = 0;

	skip_blanks(scan);
	if (*scan->at != quote)
		return fail(scan, "a quoted text");
	begin = scan->at + 1;
	for (p = begin; *p != '\0' && (*p != quote || p[1] == quote); p++)
	{
		if (*p == quote)
			p++;
	}
	if (*p == '\0')
		return fail(scan, "a text with a quote at its end");
	if (memchr(begin, quote, p - begin) == NULL)
	{
		piece->bytes = begin;
		piece->length = (int) (p - begin);
	}
	else
	{
		copy = palloc(p - begin);
		for (const char *from = begin; from < p; from++)
		{
			copy[length++] = *from;
			if (*from == quote)
				from++;
		}
		piece->bytes = copy;
		piece->length = length;
	}
	if (piece->length == 0)
		return fail(scan, "a text that is not empty");
	scan->at = p + 1;
	return true;
}

static void
skip_blanks(HistoryScan *scan)
{
	while (scanner_isspace(*scan->at))
		scan->at++;
}

/* Takes the word if it stands next, in any case. */
static bool
take_word(HistoryScan *scan, const char *word)
{
	size_t length = strlen(word);
	char after;

	skip_blanks(scan);
	if (pg_strncasecmp(scan->at, word, length) != 0)
		return false;
	after = scan->at[length];
	if (after != '\0' && after != ';' && after != '\'' &&
		!scanner_isspace(after))
		return false;
	scan->at += length;
	return true;
}

/* Always false. */
static bool
fail(HistoryScan *scan, const char *expected)
{
	int position =
		pg_mbstrlen_with_len(scan->text, (int) (scan->at - scan->text)) + 1;

	ereturn(scan->escontext, false,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%.*s\"",
					"patient_history",
					pg_mbcliplen(scan->text, (int) strlen(scan->text), 120),
					scan->text),
			 errdetail("Expected %s at character %d.", expected, position)));
}

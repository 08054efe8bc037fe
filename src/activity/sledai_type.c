/*
 * sledai_type.c
 *		Type sledai: input, output, comparison, set operators.
 *
 * Text form: the descriptors that are present, "?name" for those that were
 * not assessed, all others being absent:
 *
 *		arthritis, proteinuria, ?fever		two present, fever not assessed
 *		none								all 24 assessed and absent
 *		arthritis, ?*						nothing else was assessed
 *		arthritis, -fever, ?*				nothing else but fever, absent
 *
 * On the wire: a version byte, and 32 bits each of present and not assessed.
 */
#include "trial_ext.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"

#include "activity/sledai.h"

#define SLEDAI_VERSION 1

/* What a text has said so far. */
typedef struct SledaiText
{
	uint32 present;
	uint32 open;
	uint32 absent;
	bool rest_open; /* "?*" */
} SledaiText;

static bool read_word(const char *word, size_t length, SledaiText *said,
					  struct Node *escontext);
static void trim_blanks(const char **text, size_t *length);
static Sledai said_value(const SledaiText *said);

PG_FUNCTION_INFO_V1(sledai_in);

/* sledai_in(cstring) sledai */
Datum
sledai_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	size_t length = strlen(text);
	SledaiText said = {0};

	trim_blanks(&text, &length);
	if (length == 0 ||
		(length == 4 && pg_strncasecmp(text, "none", length) == 0))
		PG_RETURN_SLEDAI(0);
	for (;;)
	{
		const char *comma = memchr(text, ',', length);
		size_t word = comma == NULL ? length : (size_t) (comma - text);

		if (!read_word(text, word, &said, (struct Node *) TE_ESCONTEXT(fcinfo)))
			return (Datum) 0;
		if (comma == NULL)
			break;
		text += word + 1;
		length -= word + 1;
	}
	PG_RETURN_SLEDAI(said_value(&said));
}

/* One name with its sign; false after a soft error. */
static bool
read_word(const char *word, size_t length, SledaiText *said,
		  struct Node *escontext)
{
	uint32 *set = &said->present;
	uint32 bit;
	int k;

	trim_blanks(&word, &length);
	if (length == 2 && memcmp(word, "?*", 2) == 0)
	{
		said->rest_open = true;
		return true;
	}
	if (length > 0 && (*word == '?' || *word == '-'))
	{
		set = *word == '?' ? &said->open : &said->absent;
		word++;
		length--;
		trim_blanks(&word, &length);
	}
	k = te_sledai_find(word, length);
	if (k < 0)
		ereturn(escontext, false,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("unrecognized SLEDAI descriptor: \"%.*s\"",
						pg_mbcliplen(word, length, 60), word),
				 errhint("sledai_items() lists the descriptors; \"?name\" is "
						 "one that was not assessed.")));
	bit = SLEDAI_BIT(k);
	if (((said->present | said->open | said->absent) & ~*set & bit) != 0)
		ereturn(escontext, false,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("SLEDAI descriptor \"%s\" is given in two states",
						te_sledai_items[k].name)));
	*set |= bit;
	return true;
}

static Sledai
said_value(const SledaiText *said)
{
	uint32 open = said->open;

	if (said->rest_open)
		open |= SLEDAI_ALL & ~said->present & ~said->absent;
	return te_sledai_make(said->present, open);
}

static void
trim_blanks(const char **text, size_t *length)
{
	while (*length > 0 && scanner_isspace(**text))
	{
		(*text)++;
		(*length)--;
	}
	while (*length > 0 && scanner_isspace((*text)[*length - 1]))
		(*length)--;
}

PG_FUNCTION_INFO_V1(sledai_out);

/* sledai_out(sledai) cstring, in the instrument's order */
Datum
sledai_out(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);
	uint32 present = te_sledai_present(s);
	uint32 open = te_sledai_open(s);
	bool rest_open = open != 0 && (present | open) == SLEDAI_ALL;
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfoString(&to, te_sledai_names(present));
	for (int k = 0; k < SLEDAI_ITEMS && !rest_open; k++)
		if (open & SLEDAI_BIT(k))
			appendStringInfo(&to, "%s?%s", to.len > 0 ? ", " : "",
							 te_sledai_items[k].name);
	if (rest_open)
		appendStringInfo(&to, "%s?*", to.len > 0 ? ", " : "");
	if (to.len == 0)
		appendStringInfoString(&to, "none");
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(sledai_recv);

/* sledai_recv(internal) sledai */
Datum
sledai_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int version = pq_getmsgbyte(buf);
	uint32 present;
	uint32 open;

	if (version != SLEDAI_VERSION)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("unsupported version %d of the binary format of type %s",
					version, "sledai")));
	present = pq_getmsgint(buf, 4);
	open = pq_getmsgint(buf, 4);
	if (((present | open) & ~SLEDAI_ALL) != 0 || (present & open) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "sledai")));
	PG_RETURN_SLEDAI(te_sledai_make(present, open));
}

PG_FUNCTION_INFO_V1(sledai_send);

/* sledai_send(sledai) bytea */
Datum
sledai_send(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SLEDAI_VERSION);
	pq_sendint32(&buf, te_sledai_present(s));
	pq_sendint32(&buf, te_sledai_open(s));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ---------------------------------------------------------------- comparison */

/* By bits: an order that means nothing and is the same everywhere. */
static int
cmp_internal(Sledai a, Sledai b)
{
	return a < b ? -1 : a > b;
}

/* The operators, one line each. */
#define SLEDAI_OPERATOR(name, op)                                             \
	PG_FUNCTION_INFO_V1(name);                                                \
	Datum name(PG_FUNCTION_ARGS)                                              \
	{                                                                         \
		PG_RETURN_BOOL(cmp_internal(PG_GETARG_SLEDAI(0), PG_GETARG_SLEDAI(1)) \
						   op 0);                                             \
	}

SLEDAI_OPERATOR(sledai_eq, ==)
SLEDAI_OPERATOR(sledai_ne, !=)
SLEDAI_OPERATOR(sledai_lt, <)
SLEDAI_OPERATOR(sledai_le, <=)
SLEDAI_OPERATOR(sledai_gt, >)
SLEDAI_OPERATOR(sledai_ge, >=)

PG_FUNCTION_INFO_V1(sledai_cmp);

/* sledai_cmp(sledai, sledai) integer */
Datum
sledai_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(cmp_internal(PG_GETARG_SLEDAI(0), PG_GETARG_SLEDAI(1)));
}

PG_FUNCTION_INFO_V1(sledai_hash);

/*
 * sledai_hash(sledai) integer.  The words in a fixed order, so that the hash
 * does not depend on the machine's.
 */
Datum
sledai_hash(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);

	PG_RETURN_UINT32(hash_combine(murmurhash32(te_sledai_present(s)),
								  murmurhash32(te_sledai_open(s))));
}

PG_FUNCTION_INFO_V1(sledai_hash_extended);

/* sledai_hash_extended(sledai, bigint) bigint; the low half as sledai_hash */
Datum
sledai_hash_extended(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);
	uint64 seed = (uint64) PG_GETARG_INT64(1);
	uint32 low = hash_combine(murmurhash32(te_sledai_present(s)),
							  murmurhash32(te_sledai_open(s)));
	uint64 high = DatumGetUInt64(hash_uint32_extended(low, seed));

	/* with seed 0 the low half must be that of the plain hash */
	if (seed == 0)
		return UInt64GetDatum((high & ~UINT64CONST(0xFFFFFFFF)) | low);
	return UInt64GetDatum(high);
}

/* ------------------------------------------------------------- set operators */

Sledai
te_sledai_minus(Sledai a, Sledai b)
{
	uint32 present =
		te_sledai_present(a) & ~te_sledai_present(b) & ~te_sledai_open(b);
	uint32 absent = (SLEDAI_ALL & ~te_sledai_present(a) & ~te_sledai_open(a)) |
		te_sledai_present(b);

	return te_sledai_make(present, SLEDAI_ALL & ~present & ~absent);
}

PG_FUNCTION_INFO_V1(sledai_union);

/* sledai | sledai: present in either */
Datum
sledai_union(PG_FUNCTION_ARGS)
{
	Sledai a = PG_GETARG_SLEDAI(0);
	Sledai b = PG_GETARG_SLEDAI(1);
	uint32 present = te_sledai_present(a) | te_sledai_present(b);

	PG_RETURN_SLEDAI(
		te_sledai_make(present,
					   (te_sledai_open(a) | te_sledai_open(b)) & ~present));
}

PG_FUNCTION_INFO_V1(sledai_intersection);

/* sledai & sledai: present in both */
Datum
sledai_intersection(PG_FUNCTION_ARGS)
{
	Sledai a = PG_GETARG_SLEDAI(0);
	Sledai b = PG_GETARG_SLEDAI(1);
	uint32 present = te_sledai_present(a) & te_sledai_present(b);
	uint32 possible = (te_sledai_present(a) | te_sledai_open(a)) &
		(te_sledai_present(b) | te_sledai_open(b));

	PG_RETURN_SLEDAI(te_sledai_make(present, possible & ~present));
}

PG_FUNCTION_INFO_V1(sledai_difference);

/* sledai - sledai: present in the first and absent in the second */
Datum
sledai_difference(PG_FUNCTION_ARGS)
{
	PG_RETURN_SLEDAI(te_sledai_minus(PG_GETARG_SLEDAI(0), PG_GETARG_SLEDAI(1)));
}

PG_FUNCTION_INFO_V1(sledai_new_since);

/* new_since(current sledai, previous sledai) sledai: current - previous */
Datum
sledai_new_since(PG_FUNCTION_ARGS)
{
	PG_RETURN_SLEDAI(te_sledai_minus(PG_GETARG_SLEDAI(0), PG_GETARG_SLEDAI(1)));
}

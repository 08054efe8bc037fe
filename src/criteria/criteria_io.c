/*
 * criteria_io.c
 *		The SQL type criteria: input and output, comparison, and what is built
 *		from criteria: ||, only(), without(), facts().
 *
 * The binary form is the normal text behind a version byte.  Composition goes
 * through text as well: the parts wanted are printed and parsed again, so that
 * every rule (labels, limits, units) holds for the result, and its bytes are
 * those of the same text typed in.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"

#include "criteria/criteria_build.h"

/* Of the binary form. */
#define CRITERIA_WIRE_VERSION 1

#define PG_RETURN_CRITERIA_P(x) PG_RETURN_POINTER(x)

static Criteria *criteria_argument(Datum datum);
static int criteria_compare(const Criteria *a, const Criteria *b);
static bool given_is_known(const Criteria *c, const Criteria *other,
						   const CritGiven *given);
static Criteria *criteria_choose(const Criteria *c, ArrayType *labels,
								 bool keep);
static bool *chosen_clauses(const Criteria *c, ArrayType *labels);
static int find_label(char *const *labels, int n, const char *label,
					  int length);
static void ask_for_fact(const Criteria *c, int fact, bool *seen, List **asked);
static void ask_for_facts(const Criteria *c, const CritNode *node, bool *seen,
						  List **asked);

/* Detoasted and of a version that this library reads. */
static Criteria *
criteria_argument(Datum datum)
{
	Criteria *c = DatumGetCriteriaP(datum);

	if (c->version != CRITERIA_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("unsupported version %d of criteria", c->version)));
	return c;
}

#define CRITERIA_ARGUMENT(n) criteria_argument(PG_GETARG_DATUM(n))

PG_FUNCTION_INFO_V1(criteria_in);

/* criteria_in(cstring) criteria */
Datum
criteria_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	Criteria *c = te_criteria_parse(text, strlen(text),
									(struct Node *) TE_ESCONTEXT(fcinfo));

	if (c == NULL)
		PG_RETURN_NULL();
	PG_RETURN_CRITERIA_P(c);
}

PG_FUNCTION_INFO_V1(criteria_out);

/* criteria_out(criteria) cstring */
Datum
criteria_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(te_criteria_print(CRITERIA_ARGUMENT(0)));
}

PG_FUNCTION_INFO_V1(criteria_recv);

/* criteria_recv(internal) criteria */
Datum
criteria_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int version = pq_getmsgbyte(buf);
	char *text;
	int length;

	if (version != CRITERIA_WIRE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported binary version %d of type %s", version,
						"criteria")));
	text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	PG_RETURN_CRITERIA_P(te_criteria_parse(text, length, NULL));
}

PG_FUNCTION_INFO_V1(criteria_send);

/* criteria_send(criteria) bytea */
Datum
criteria_send(PG_FUNCTION_ARGS)
{
	char *text = te_criteria_print(CRITERIA_ARGUMENT(0));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, CRITERIA_WIRE_VERSION);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ------------------------------------------------------------ comparison */

/* By normal form, byte by byte; equal normal forms have equal bytes. */
static int
criteria_compare(const Criteria *a, const Criteria *b)
{
	char *a_text;
	char *b_text;
	int order;

	if (VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0)
		return 0;
	a_text = te_criteria_print(a);
	b_text = te_criteria_print(b);
	order = strcmp(a_text, b_text);
	pfree(a_text);
	pfree(b_text);
	return order;
}

PG_FUNCTION_INFO_V1(criteria_eq);

/* criteria_eq(criteria, criteria) boolean */
Datum
criteria_eq(PG_FUNCTION_ARGS)
{
	Criteria *a = CRITERIA_ARGUMENT(0);
	Criteria *b = CRITERIA_ARGUMENT(1);
	bool equal = VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	PG_RETURN_BOOL(equal);
}

PG_FUNCTION_INFO_V1(criteria_ne);

/* criteria_ne(criteria, criteria) boolean */
Datum
criteria_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!DatumGetBool(criteria_eq(fcinfo)));
}

PG_FUNCTION_INFO_V1(criteria_cmp);

/* criteria_cmp(criteria, criteria) integer */
Datum
criteria_cmp(PG_FUNCTION_ARGS)
{
	Criteria *a = CRITERIA_ARGUMENT(0);
	Criteria *b = CRITERIA_ARGUMENT(1);
	int order = criteria_compare(a, b);

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	PG_RETURN_INT32(order < 0 ? -1 : order > 0 ? 1 : 0);
}

#define ORDER_OPERATOR(name, sign)                                  \
	PG_FUNCTION_INFO_V1(name);                                      \
	Datum name(PG_FUNCTION_ARGS)                                    \
	{                                                               \
		PG_RETURN_BOOL(DatumGetInt32(criteria_cmp(fcinfo)) sign 0); \
	}                                                               \
	extern Datum name(PG_FUNCTION_ARGS)

ORDER_OPERATOR(criteria_lt, <);
ORDER_OPERATOR(criteria_le, <=);
ORDER_OPERATOR(criteria_gt, >);
ORDER_OPERATOR(criteria_ge, >=);

PG_FUNCTION_INFO_V1(criteria_hash);

/* criteria_hash(criteria) integer */
Datum
criteria_hash(PG_FUNCTION_ARGS)
{
	Criteria *c = CRITERIA_ARGUMENT(0);
	Datum hash =
		hash_any((unsigned char *) c + VARHDRSZ, VARSIZE(c) - VARHDRSZ);

	PG_FREE_IF_COPY(c, 0);
	return hash;
}

PG_FUNCTION_INFO_V1(criteria_hash_extended);

/* criteria_hash_extended(criteria, bigint) bigint */
Datum
criteria_hash_extended(PG_FUNCTION_ARGS)
{
	Criteria *c = CRITERIA_ARGUMENT(0);
	Datum hash = hash_any_extended((unsigned char *) c + VARHDRSZ,
								   VARSIZE(c) - VARHDRSZ, PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(c, 0);
	return hash;
}

/* ----------------------------------------------------------- composition */

/* True when other already declares that of the same fact. */
static bool
given_is_known(const Criteria *c, const Criteria *other, const CritGiven *given)
{
	for (int i = 0; i < other->n_givens; i++)
	{
		const CritGiven *theirs = &CRITERIA_GIVENS(other)[i];
		CritText a;
		CritText b;

		if (theirs->kind != given->kind)
			continue;
		if (given->fact < 0 || theirs->fact < 0)
		{
			if (given->fact == theirs->fact)
				return true;
			continue;
		}
		a = CRITERIA_FACTS(c)[given->fact].name;
		b = CRITERIA_FACTS(other)[theirs->fact].name;
		if (a.length == b.length &&
			memcmp(CRITERIA_TEXT(c) + a.offset, CRITERIA_TEXT(other) + b.offset,
				   a.length) == 0)
			return true;
	}
	return false;
}

PG_FUNCTION_INFO_V1(criteria_concat);

/*
 * criteria || criteria: the clauses of both in order, what is given in either;
 * where both declare the same of a fact, the left one stands.
 */
Datum
criteria_concat(PG_FUNCTION_ARGS)
{
	const Criteria *c[2];
	StringInfoData buf;

	c[0] = CRITERIA_ARGUMENT(0);
	c[1] = CRITERIA_ARGUMENT(1);
	initStringInfo(&buf);
	for (int side = 0; side < 2; side++)
	{
		for (int i = 0; i < c[side]->n_givens; i++)
		{
			if (side == 1 &&
				given_is_known(c[1], c[0], &CRITERIA_GIVENS(c[1])[i]))
				continue;
			appendStringInfo(&buf, "%s%s", buf.len == 0 ? "given " : ", ",
							 te_criteria_print_given(c[side], i));
		}
	}
	for (int side = 0; side < 2; side++)
	{
		for (int i = 0; i < c[side]->n_clauses; i++)
			appendStringInfo(&buf, "%s%s", buf.len == 0 ? "" : ";\n",
							 te_criteria_print_clause(c[side], i));
	}
	if ((c[0]->flags & CRITERIA_RULES) != 0)
		PG_RETURN_CRITERIA_P(te_rules_parse(buf.data, buf.len, NULL));
	PG_RETURN_CRITERIA_P(te_criteria_parse(buf.data, buf.len, NULL));
}

PG_FUNCTION_INFO_V1(criteria_only);

/* only(criteria, labels text[]) criteria */
Datum
criteria_only(PG_FUNCTION_ARGS)
{
	PG_RETURN_CRITERIA_P(
		criteria_choose(CRITERIA_ARGUMENT(0), PG_GETARG_ARRAYTYPE_P(1), true));
}

PG_FUNCTION_INFO_V1(criteria_only_clauses);

/* only_clauses(criteria, labels text[]) criteria: the name without quotes */
Datum
criteria_only_clauses(PG_FUNCTION_ARGS)
{
	return criteria_only(fcinfo);
}

PG_FUNCTION_INFO_V1(criteria_without);

/* without(criteria, labels text[]) criteria */
Datum
criteria_without(PG_FUNCTION_ARGS)
{
	PG_RETURN_CRITERIA_P(
		criteria_choose(CRITERIA_ARGUMENT(0), PG_GETARG_ARRAYTYPE_P(1), false));
}

/*
 * The clauses named, or the others.  When the first of a group of "or include"
 * goes, the next becomes the first.
 */
static Criteria *
criteria_choose(const Criteria *c, ArrayType *labels, bool keep)
{
	bool *named = chosen_clauses(c, labels);
	bool headless = false;
	int kept = 0;
	StringInfoData buf;

	initStringInfo(&buf);
	for (int i = 0; i < c->n_givens; i++)
		appendStringInfo(&buf, "%s%s", i == 0 ? "given " : ", ",
						 te_criteria_print_given(c, i));
	for (int i = 0; i < c->n_clauses; i++)
	{
		const CritClause *clause = &CRITERIA_CLAUSES(c)[i];
		const char *text = te_criteria_print_clause(c, i);

		if (clause->kind == CRIT_INCLUDE && !clause->alternative)
			headless = true;
		if (named[i] != keep)
			continue;
		if (clause->alternative && headless)
			text += strlen("or ");
		if (clause->kind == CRIT_INCLUDE)
			headless = false;
		appendStringInfo(&buf, "%s%s", buf.len == 0 ? "" : ";\n", text);
		kept++;
	}
	if (kept == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no clause is left of the criteria")));
	return te_criteria_parse(buf.data, buf.len, NULL);
}

/* Which clauses the labels name; an error for a label that none has. */
static bool *
chosen_clauses(const Criteria *c, ArrayType *labels)
{
	bool *chosen = palloc0(c->n_clauses + 1);
	char **own = palloc_array(char *, c->n_clauses + 1);
	Datum *elements;
	bool *nulls;
	int n;

	for (int i = 0; i < c->n_clauses; i++)
		own[i] = te_criteria_label(c, i);
	deconstruct_array(labels, TEXTOID, -1, false, TYPALIGN_INT, &elements,
					  &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		const char *label;
		int length;
		int clause;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("label of a clause must not be null")));
		label = VARDATA_ANY(DatumGetPointer(elements[i]));
		length = VARSIZE_ANY_EXHDR(DatumGetPointer(elements[i]));
		clause = find_label(own, c->n_clauses, label, length);
		if (clause < 0)
		{
			NearestWord nearest;
			const char *hint;

			te_nearest_begin(&nearest, label, length);
			/* labels are short: one letter may always be wrong */
			nearest.distance = Max(nearest.distance, 2);
			for (int j = 0; j < c->n_clauses; j++)
				te_nearest_consider(&nearest, own[j]);
			hint = te_nearest_hint(&nearest);
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("criteria have no clause \"%.*s\"",
							pg_mbcliplen(label, length, CRITERIA_MAX_NAME),
							label),
					 hint != NULL ? errhint("%s", hint) : 0));
		}
		chosen[clause] = true;
	}
	return chosen;
}

static int
find_label(char *const *labels, int n, const char *label, int length)
{
	for (int i = 0; i < n; i++)
	{
		if (strncmp(labels[i], label, length) == 0 && labels[i][length] == '\0')
			return i;
	}
	return -1;
}

/* ----------------------------------------------------------------- facts */

PG_FUNCTION_INFO_V1(criteria_facts);

/*
 * facts(criteria) text[]: what the data must hold, in the order in which the
 * clauses ask for it.  A fact that "given .. is" derives stands for the facts
 * it is derived from, one with other names ("given .. as") for those.
 */
Datum
criteria_facts(PG_FUNCTION_ARGS)
{
	Criteria *c = CRITERIA_ARGUMENT(0);
	bool *seen = palloc0(c->n_facts + 1);
	List *asked = NIL;
	ListCell *cell;
	Datum *names;
	int n = 0;

	for (int i = 0; i < c->n_clauses; i++)
		ask_for_facts(c, &CRITERIA_NODES(c)[CRITERIA_CLAUSES(c)[i].expression],
					  seen, &asked);
	names = palloc_array(Datum, list_length(asked) + 1);
	foreach (cell, asked)
	{
		CritText name = CRITERIA_FACTS(c)[lfirst_int(cell)].name;

		names[n++] = PointerGetDatum(
			cstring_to_text_with_len(CRITERIA_TEXT(c) + name.offset,
									 name.length));
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

static void
ask_for_fact(const Criteria *c, int fact, bool *seen, List **asked)
{
	bool replaced = false;

	if (seen[fact])
		return;
	seen[fact] = true;
	for (int i = 0; i < c->n_givens; i++)
	{
		const CritGiven *given = &CRITERIA_GIVENS(c)[i];

		if (given->fact != fact)
			continue;
		if (given->kind == CRIT_GIVEN_IS)
			ask_for_facts(c, &CRITERIA_NODES(c)[given->expression], seen,
						  asked);
		else if (given->kind == CRIT_GIVEN_AS)
		{
			for (int j = 0; j < given->n_args; j++)
				ask_for_fact(c, CRITERIA_ARGS(c)[given->first_arg + j], seen,
							 asked);
		}
		else
			continue;
		replaced = true;
	}
	if (!replaced)
		*asked = lappend_int(*asked, fact);
}

static void
ask_for_facts(const Criteria *c, const CritNode *node, bool *seen, List **asked)
{
	check_stack_depth();
	if (node->fact >= 0)
		ask_for_fact(c, node->fact, seen, asked);
	for (int i = 0; i < node->n_args; i++)
		ask_for_facts(c, CRIT_CHILD(c, node, i), seen, asked);
}

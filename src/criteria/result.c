/*
 * result.c
 *		Type criteria_result: the verdict of every clause for one subject.
 *
 * Text form, which is also what goes over the wire:
 *
 *		1 9f86d081884c7d65: include I1 true, or include I2 unknown, exclude * false
 *
 * that is the version, the identity of the criteria (a hash of their normal
 * form), and for every clause kind, label ("*": none) and whether it holds.
 * What passes, and the verdict, follow.
 */
#include "trial_ext.h"

#include "mb/pg_wchar.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/memutils.h"

#include "criteria/result.h"

/* Criteria longer than that are hashed anew for each result. */
#define REMEMBERED_CRITERIA (256 * 1024)

static CriteriaResult *result_parse(const char *text);
static CriteriaResult *result_build(uint64 identity, int n, const uint8 *shape,
									const TriState *holds,
									const TriState *passes, TriState verdict,
									const char *const *labels,
									const uint8 *lengths);
static Datum clauses_that(CriteriaResult *r, TriState wanted);
static int clause_by_label(CriteriaResult *r, text *label);

static const char *const tri_names[] = {"false", "true", "unknown"};

/* ------------------------------------------------------------------- making */

CriteriaResult *
te_result_make(const Criteria *c, const TriState *holds, const TriState *passes)
{
	const CritClause *clauses = CRITERIA_CLAUSES(c);
	int n = c->n_clauses;
	uint8 shape[CRITERIA_MAX_CLAUSES];
	uint8 lengths[CRITERIA_MAX_CLAUSES];
	const char *labels[CRITERIA_MAX_CLAUSES];
	TriState verdict = TRI_TRUE;

	for (int i = 0; i < n; i++)
	{
		shape[i] = CLAUSE_SHAPE(clauses[i].kind, clauses[i].alternative);
		labels[i] = CRITERIA_TEXT(c) + clauses[i].label.offset;
		lengths[i] = clauses[i].label.length;
		if (passes[i] == TRI_FALSE ||
			(passes[i] == TRI_UNKNOWN && verdict == TRI_TRUE))
			verdict = passes[i];
	}
	return result_build(te_criteria_identity(c), n, shape, holds, passes,
						verdict, labels, lengths);
}

static CriteriaResult *
result_build(uint64 identity, int n, const uint8 *shape, const TriState *holds,
			 const TriState *passes, TriState verdict,
			 const char *const *labels, const uint8 *lengths)
{
	Size size = offsetof(CriteriaResult, data) + (Size) 2 * n;
	CriteriaResult *r;
	char *p;

	for (int i = 0; i < n; i++)
		size += lengths[i];
	r = palloc0(size);
	SET_VARSIZE(r, size);
	r->version = RESULT_VERSION;
	r->verdict = verdict;
	r->n_clauses = n;
	r->identity = identity;
	p = (char *) r->data + (Size) 2 * n;
	for (int i = 0; i < n; i++)
	{
		r->data[i] = shape[i] | (holds[i] << CLAUSE_HOLDS_SHIFT) |
			(passes[i] << CLAUSE_PASSES_SHIFT);
		r->data[n + i] = lengths[i];
		memcpy(p, labels[i], lengths[i]);
		p += lengths[i];
	}
	return r;
}

/*
 * A hash of the normal form: the same on every machine.  A query makes
 * millions of results of one criteria value, so the last is remembered.
 */
uint64
te_criteria_identity(const Criteria *c)
{
	static Criteria *remembered = NULL;
	static uint64 identity;
	char *text;
	uint64 hash;

	if (remembered != NULL && VARSIZE(remembered) == VARSIZE(c) &&
		memcmp(VARDATA(remembered), VARDATA(c), VARSIZE(c) - VARHDRSZ) == 0)
		return identity;
	text = te_criteria_print(c);
	hash = hash_bytes_extended((const unsigned char *) text, strlen(text), 0);
	pfree(text);
	if (VARSIZE(c) <= REMEMBERED_CRITERIA)
	{
		Criteria *copy = MemoryContextAlloc(TopMemoryContext, VARSIZE(c));

		memcpy(copy, c, VARSIZE(c));
		if (remembered != NULL)
			pfree(remembered);
		remembered = copy;
		identity = hash;
	}
	return hash;
}

/* -------------------------------------------------------------- text form */

PG_FUNCTION_INFO_V1(criteria_result_out);

Datum
criteria_result_out(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);
	const char *label = RESULT_LABELS(r);
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfo(&to, "%d %016llx:", RESULT_VERSION,
					 (unsigned long long) r->identity);
	for (int i = 0; i < r->n_clauses; i++)
	{
		appendStringInfoString(&to, i > 0 ? ", " : " ");
		te_shape_print(&to, r->data[i] & CLAUSE_SHAPE_MASK, label,
					   RESULT_LABEL_LENGTHS(r)[i]);
		appendStringInfo(&to, " %s", tri_names[CLAUSE_HOLDS(r->data[i])]);
		label += RESULT_LABEL_LENGTHS(r)[i];
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(criteria_result_in);

Datum
criteria_result_in(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = result_parse(PG_GETARG_CSTRING(0));

	if (r == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "criteria_result"),
			 errdetail(
				 "A result is written like \"%d 0123456789abcdef: include I1 true, exclude E1 unknown\".",
				 RESULT_VERSION)));
	PG_RETURN_POINTER(r);
}

PG_FUNCTION_INFO_V1(criteria_result_send);

Datum
criteria_result_send(PG_FUNCTION_ARGS)
{
	char *text = DatumGetCString(
		DirectFunctionCall1(criteria_result_out, PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(criteria_result_recv);

Datum
criteria_result_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	CriteriaResult *r = result_parse(text);

	if (r == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "criteria_result")));
	PG_RETURN_POINTER(r);
}

/* Reads the text form, strictly; NULL when it is not one. */
static CriteriaResult *
result_parse(const char *text)
{
	uint8 shape[CRITERIA_MAX_CLAUSES];
	uint8 lengths[CRITERIA_MAX_CLAUSES];
	const char *labels[CRITERIA_MAX_CLAUSES];
	TriState holds[CRITERIA_MAX_CLAUSES];
	TriState passes[CRITERIA_MAX_CLAUSES];
	const char *p = text;
	uint64 identity = 0;
	int n = 0;
	TriState verdict;

	if (*p++ != '0' + RESULT_VERSION || *p++ != ' ')
		return NULL;
	for (int i = 0; i < 16; i++, p++)
	{
		const char *digits = "0123456789abcdef";
		const char *digit = *p == '\0' ? NULL : strchr(digits, *p);

		if (digit == NULL)
			return NULL;
		identity = identity << 4 | (uint64) (digit - digits);
	}
	if (*p++ != ':')
		return NULL;
	while (*p != '\0')
	{
		int length;

		if (n == CRITERIA_MAX_CLAUSES)
			return NULL;
		if (n > 0 && *p++ != ',')
			return NULL;
		if (*p++ != ' ' || !te_shape_read(&p, &shape[n], &labels[n], &length) ||
			*p++ != ' ')
			return NULL;
		if (CLAUSE_IS_ALTERNATIVE(shape[n]) && n == 0)
			return NULL;
		lengths[n] = length;
		for (holds[n] = TRI_FALSE; holds[n] <= TRI_UNKNOWN; holds[n]++)
		{
			int size = strlen(tri_names[holds[n]]);

			if (strncmp(p, tri_names[holds[n]], size) == 0)
			{
				p += size;
				break;
			}
		}
		if (holds[n] > TRI_UNKNOWN)
			return NULL;
		n++;
	}
	verdict = te_verdict(n, shape, holds, passes);
	return result_build(identity, n, shape, holds, passes, verdict, labels,
						lengths);
}

static const char *const kind_names[] = {"include", "exclude", "report"};

void
te_shape_print(StringInfo to, uint8 shape, const char *label, int label_length)
{
	appendStringInfo(to, "%s%s ", CLAUSE_IS_ALTERNATIVE(shape) ? "or " : "",
					 kind_names[CLAUSE_KIND(shape)]);
	if (label_length == 0)
		appendStringInfoChar(to, '*');
	else
		appendBinaryStringInfo(to, label, label_length);
}

bool
te_shape_read(const char **p, uint8 *shape, const char **label,
			  int *label_length)
{
	bool alternative = strncmp(*p, "or ", 3) == 0;
	int kind = 0;

	*p += alternative ? 3 : 0;
	while (kind < lengthof(kind_names) &&
		   strncmp(*p, kind_names[kind], strlen(kind_names[kind])) != 0)
		kind++;
	if (kind == lengthof(kind_names) || (alternative && kind != CRIT_INCLUDE))
		return false;
	*p += strlen(kind_names[kind]);
	if (*(*p)++ != ' ')
		return false;
	*shape = CLAUSE_SHAPE(kind, alternative);
	*label = *p;
	*label_length = strcspn(*p, " ,:;");
	if (*label_length == 0 || *label_length > CRITERIA_MAX_NAME)
		return false;
	*p += *label_length;
	if (*label_length == 1 && **label == '*')
		*label_length = 0;
	return true;
}

/* ---------------------------------------------------------------- comparison */

/* By bytes: an order that means nothing and is the same everywhere. */
static int
results_cmp(CriteriaResult *a, CriteriaResult *b)
{
	Size x = VARSIZE(a) - offsetof(CriteriaResult, data);
	Size y = VARSIZE(b) - offsetof(CriteriaResult, data);
	int cmp;

	if (a->identity != b->identity)
		return a->identity < b->identity ? -1 : 1;
	cmp = memcmp(a->data, b->data, Min(x, y));
	if (cmp != 0)
		return cmp < 0 ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The operators, one line each. */
#define RESULT_OPERATOR(name, op)                                            \
	PG_FUNCTION_INFO_V1(name);                                               \
	Datum name(PG_FUNCTION_ARGS)                                             \
	{                                                                        \
		PG_RETURN_BOOL(                                                      \
			results_cmp(PG_GETARG_RESULT_P(0), PG_GETARG_RESULT_P(1)) op 0); \
	}

RESULT_OPERATOR(criteria_result_eq, ==)
RESULT_OPERATOR(criteria_result_ne, !=)
RESULT_OPERATOR(criteria_result_lt, <)
RESULT_OPERATOR(criteria_result_le, <=)
RESULT_OPERATOR(criteria_result_gt, >)
RESULT_OPERATOR(criteria_result_ge, >=)

PG_FUNCTION_INFO_V1(criteria_result_cmp);

/* criteria_result_cmp(criteria_result, criteria_result) integer */
Datum
criteria_result_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(results_cmp(PG_GETARG_RESULT_P(0), PG_GETARG_RESULT_P(1)));
}

PG_FUNCTION_INFO_V1(criteria_result_hash);

/* criteria_result_hash(criteria_result) integer */
Datum
criteria_result_hash(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);

	return hash_any((unsigned char *) VARDATA(r), VARSIZE(r) - VARHDRSZ);
}

PG_FUNCTION_INFO_V1(criteria_result_hash_extended);

/* criteria_result_hash_extended(criteria_result, bigint) bigint */
Datum
criteria_result_hash_extended(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);

	return hash_any_extended((unsigned char *) VARDATA(r),
							 VARSIZE(r) - VARHDRSZ, PG_GETARG_INT64(1));
}

/* ----------------------------------------------------------------- accessors */

PG_FUNCTION_INFO_V1(eligible_result);

/* eligible(criteria_result) boolean */
Datum
eligible_result(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);

	if (r->verdict == TRI_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(r->verdict == TRI_TRUE);
}

PG_FUNCTION_INFO_V1(failed_clauses);

/* failed_clauses(criteria_result) text[] */
Datum
failed_clauses(PG_FUNCTION_ARGS)
{
	return clauses_that(PG_GETARG_RESULT_P(0), TRI_FALSE);
}

PG_FUNCTION_INFO_V1(unknown_clauses);

/* unknown_clauses(criteria_result) text[] */
Datum
unknown_clauses(PG_FUNCTION_ARGS)
{
	return clauses_that(PG_GETARG_RESULT_P(0), TRI_UNKNOWN);
}

PG_FUNCTION_INFO_V1(passed_clauses);

/* passed_clauses(criteria_result) text[] */
Datum
passed_clauses(PG_FUNCTION_ARGS)
{
	return clauses_that(PG_GETARG_RESULT_P(0), TRI_TRUE);
}

/* Clauses that decide, with that result, in order. */
static Datum
clauses_that(CriteriaResult *r, TriState wanted)
{
	const char **labels = palloc_array(const char *, r->n_clauses + 1);
	int n = 0;

	for (int i = 0; i < r->n_clauses; i++)
	{
		if (CLAUSE_KIND(r->data[i]) != CRIT_REPORT &&
			CLAUSE_PASSES(r->data[i]) == wanted)
			labels[n++] =
				te_label_text(RESULT_LABELS(r), RESULT_LABEL_LENGTHS(r), i);
	}
	return te_text_array(labels, n);
}

PG_FUNCTION_INFO_V1(clause_labels);

/* clause_labels(criteria_result) text[] */
Datum
clause_labels(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);
	const char **labels = palloc_array(const char *, r->n_clauses + 1);

	for (int i = 0; i < r->n_clauses; i++)
		labels[i] = te_label_text(RESULT_LABELS(r), RESULT_LABEL_LENGTHS(r), i);
	return te_text_array(labels, r->n_clauses);
}

PG_FUNCTION_INFO_V1(clause_holds);

/* clause_holds(criteria_result, label) boolean */
Datum
clause_holds(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);
	TriState holds =
		CLAUSE_HOLDS(r->data[clause_by_label(r, PG_GETARG_TEXT_PP(1))]);

	if (holds == TRI_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(holds == TRI_TRUE);
}

PG_FUNCTION_INFO_V1(clause_passes);

/* clause_passes(criteria_result, label) boolean */
Datum
clause_passes(PG_FUNCTION_ARGS)
{
	CriteriaResult *r = PG_GETARG_RESULT_P(0);
	TriState passes =
		CLAUSE_PASSES(r->data[clause_by_label(r, PG_GETARG_TEXT_PP(1))]);

	if (passes == TRI_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(passes == TRI_TRUE);
}

/* A label that is none is an error: NULL would look like unknown. */
static int
clause_by_label(CriteriaResult *r, text *label)
{
	int length = VARSIZE_ANY_EXHDR(label);

	for (int i = 0; i < r->n_clauses; i++)
	{
		char *own = te_label_text(RESULT_LABELS(r), RESULT_LABEL_LENGTHS(r), i);

		if (strlen(own) == length &&
			memcmp(own, VARDATA_ANY(label), length) == 0)
			return i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no clause is labelled \"%.*s\"",
					pg_mbcliplen(VARDATA_ANY(label), VARSIZE_ANY_EXHDR(label),
								 60),
					VARDATA_ANY(label)),
			 errhint("clause_labels() lists the labels of a result.")));
	return -1;
}

char *
te_label_text(const char *labels, const uint8 *lengths, int i)
{
	int offset = 0;

	if (lengths[i] == 0)
		return psprintf("%d", i + 1);
	for (int k = 0; k < i; k++)
		offset += lengths[k];
	return pnstrdup(labels + offset, lengths[i]);
}

Datum
te_text_array(const char *const *texts, int n)
{
	Datum *elements = palloc_array(Datum, n + 1);

	for (int i = 0; i < n; i++)
		elements[i] = CStringGetTextDatum(texts[i]);
	return PointerGetDatum(
		construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT));
}

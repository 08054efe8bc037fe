/*
 * screening.c
 *		Type screening_counts: how many subjects passed, failed or left open
 *		each clause; the state of screening_summary.
 *
 * Its size depends on the criteria alone, its content on no order of rows, so
 * it merges over workers and nodes.  Text form, also that of the wire:
 *
 *		1 9f86d081884c7d65 1000 12 700: include I1 900 60 40 3 1 900 940, ...
 *
 * that is the version, the identity of the criteria, subjects, eligible and
 * not eligible ones; then for every clause how many passed, failed, are
 * unknown, failed this clause alone, leave this clause alone open, passed it
 * and all before, and failed neither it nor any before.
 */
#include "trial_ext.h"

#include "common/int.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "criteria/result.h"
#include "syntax/syntax.h"

#define SCREENING_VERSION 1

typedef enum ScreeningCount
{
	COUNT_PASSED,
	COUNT_FAILED,
	COUNT_UNKNOWN,
	COUNT_FAILED_ALONE,
	COUNT_UNKNOWN_ALONE,
	COUNT_REMAINING,
	COUNT_REMAINING_POSSIBLE,
	N_COUNTS
} ScreeningCount;

/*
 * Counts come first, for their alignment: N_COUNTS a clause, then shapes,
 * lengths of labels, labels.
 */
typedef struct ScreeningCounts
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 unused; /* zero */
	uint16 n_clauses;
	uint64 identity;
	int64 subjects;
	int64 eligible;
	int64 ineligible;
	int64 counts[FLEXIBLE_ARRAY_MEMBER];
} ScreeningCounts;

/* Where the counts begin in a row of screening_table. */
#define TABLE_COUNTS 5

#define SCREENING_ROW(s, i) ((s)->counts + (size_t) (i) *N_COUNTS)
#define SCREENING_SHAPES(s) ((uint8 *) SCREENING_ROW(s, (s)->n_clauses))
#define SCREENING_LABEL_LENGTHS(s) (SCREENING_SHAPES(s) + (s)->n_clauses)
#define SCREENING_LABELS(s) \
	((char *) SCREENING_LABEL_LENGTHS(s) + (s)->n_clauses)
#define PG_GETARG_SCREENING_P(n) \
	((ScreeningCounts *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

static ScreeningCounts *screening_make(uint64 identity, int n,
									   const uint8 *shapes,
									   const uint8 *lengths,
									   const char *labels);
static ScreeningCounts *screening_copy(const ScreeningCounts *s);
static void check_same(const ScreeningCounts *s, uint64 identity, int n,
					   const uint8 *shapes, const uint8 *lengths,
					   const char *labels);
static void add_subjects(ScreeningCounts *s, int64 n);
static void count_result(ScreeningCounts *s, CriteriaResult *r);
static int same_group(const CriteriaResult *r, int first);
static ScreeningCounts *screening_parse(const char *text);
static void check_criteria(const ScreeningCounts *s, const Criteria *c);
static Datum clause_title(const Criteria *c, int clause, bool *is_null);

PG_FUNCTION_INFO_V1(screening_transition);

/* Transition of screening_summary(criteria_result); not strict. */
Datum
screening_transition(PG_FUNCTION_ARGS)
{
	ScreeningCounts *s = PG_ARGISNULL(0) ? NULL : PG_GETARG_SCREENING_P(0);
	CriteriaResult *r;
	uint8 shapes[CRITERIA_MAX_CLAUSES];

	if (PG_ARGISNULL(1))
	{
		if (s == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(s);
	}
	r = PG_GETARG_RESULT_P(1);
	for (int i = 0; i < r->n_clauses; i++)
		shapes[i] = r->data[i] & CLAUSE_SHAPE_MASK;
	if (s == NULL)
		s = screening_make(r->identity, r->n_clauses, shapes,
						   RESULT_LABEL_LENGTHS(r), RESULT_LABELS(r));
	else
	{
		/* outside an aggregate the state is a value that must not change */
		if (!AggCheckCallContext(fcinfo, NULL))
			s = screening_copy(s);
		check_same(s, r->identity, r->n_clauses, shapes,
				   RESULT_LABEL_LENGTHS(r), RESULT_LABELS(r));
	}
	count_result(s, r);
	PG_RETURN_POINTER(s);
}

PG_FUNCTION_INFO_V1(screening_combine);

/* Adds two states; either may be NULL. */
Datum
screening_combine(PG_FUNCTION_ARGS)
{
	ScreeningCounts *s;
	ScreeningCounts *other;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_POINTER(
			screening_copy(PG_GETARG_SCREENING_P(PG_ARGISNULL(0) ? 1 : 0)));
	s = PG_GETARG_SCREENING_P(0);
	if (!AggCheckCallContext(fcinfo, NULL))
		s = screening_copy(s);
	other = PG_GETARG_SCREENING_P(1);
	check_same(s, other->identity, other->n_clauses, SCREENING_SHAPES(other),
			   SCREENING_LABEL_LENGTHS(other), SCREENING_LABELS(other));

	add_subjects(s, other->subjects);
	s->eligible += other->eligible;
	s->ineligible += other->ineligible;
	for (int i = 0; i < s->n_clauses * N_COUNTS; i++)
		s->counts[i] += other->counts[i];
	PG_RETURN_POINTER(s);
}

/* ------------------------------------------------------------------ counting */

static ScreeningCounts *
screening_make(uint64 identity, int n, const uint8 *shapes,
			   const uint8 *lengths, const char *labels)
{
	Size labels_size = 0;
	Size size;
	ScreeningCounts *s;

	for (int i = 0; i < n; i++)
		labels_size += lengths[i];
	size = offsetof(ScreeningCounts, counts) + sizeof(int64) * N_COUNTS * n +
		2 * (Size) n + labels_size;
	s = palloc0(size);
	SET_VARSIZE(s, size);
	s->version = SCREENING_VERSION;
	s->n_clauses = n;
	s->identity = identity;
	memcpy(SCREENING_SHAPES(s), shapes, n);
	memcpy(SCREENING_LABEL_LENGTHS(s), lengths, n);
	memcpy(SCREENING_LABELS(s), labels, labels_size);
	return s;
}

static ScreeningCounts *
screening_copy(const ScreeningCounts *s)
{
	ScreeningCounts *copy = palloc(VARSIZE(s));

	memcpy(copy, s, VARSIZE(s));
	return copy;
}

/* Counts of different criteria have no meaning together. */
static void
check_same(const ScreeningCounts *s, uint64 identity, int n,
		   const uint8 *shapes, const uint8 *lengths, const char *labels)
{
	Size labels_size = 0;

	for (int i = 0; i < n; i++)
		labels_size += lengths[i];
	if (s->identity == identity && s->n_clauses == n &&
		memcmp(SCREENING_SHAPES(s), shapes, n) == 0 &&
		memcmp(SCREENING_LABEL_LENGTHS(s), lengths, n) == 0 &&
		memcmp(SCREENING_LABELS(s), labels, labels_size) == 0)
		return;
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("cannot summarize results of different criteria together"),
		 errhint(
			 "Group by what tells the criteria apart, such as the protocol.")));
}

/*
 * Counts read from text may be anything up to the largest.  No other count is
 * above that of subjects.
 */
static void
add_subjects(ScreeningCounts *s, int64 n)
{
	if (pg_add_s64_overflow(s->subjects, n, &s->subjects))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of screened subjects is out of range")));
}

static void
count_result(ScreeningCounts *s, CriteriaResult *r)
{
	int failed = 0; /* groups of clauses */
	int unknown = 0;
	TriState so_far = TRI_TRUE;

	for (int i = 0; i < r->n_clauses; i = same_group(r, i))
	{
		failed += CLAUSE_PASSES(r->data[i]) == TRI_FALSE;
		unknown += CLAUSE_PASSES(r->data[i]) == TRI_UNKNOWN;
	}
	add_subjects(s, 1);
	s->eligible += r->verdict == TRI_TRUE;
	s->ineligible += r->verdict == TRI_FALSE;
	for (int i = 0; i < r->n_clauses; i++)
	{
		int64 *counts = SCREENING_ROW(s, i);
		bool report = CLAUSE_KIND(r->data[i]) == CRIT_REPORT;
		TriState passes = CLAUSE_PASSES(r->data[i]);
		/* a report never decides: what is counted is whether it holds */
		TriState shown = report ? CLAUSE_HOLDS(r->data[i]) : passes;

		counts[shown == TRI_TRUE	  ? COUNT_PASSED :
				   shown == TRI_FALSE ? COUNT_FAILED :
										COUNT_UNKNOWN]++;
		counts[COUNT_FAILED_ALONE] +=
			passes == TRI_FALSE && failed == 1 && unknown == 0;
		counts[COUNT_UNKNOWN_ALONE] +=
			passes == TRI_UNKNOWN && failed == 0 && unknown == 1;
		if (passes == TRI_FALSE ||
			(passes == TRI_UNKNOWN && so_far == TRI_TRUE))
			so_far = passes;
		counts[COUNT_REMAINING] += so_far == TRI_TRUE;
		counts[COUNT_REMAINING_POSSIBLE] += so_far != TRI_FALSE;
	}
}

/* The clause behind a group of "or include"s: they count as one. */
static int
same_group(const CriteriaResult *r, int first)
{
	int end = first + 1;

	if (CLAUSE_KIND(r->data[first]) == CRIT_REPORT)
		return end;
	for (int next = end; next < r->n_clauses &&
		 (CLAUSE_IS_ALTERNATIVE(r->data[next]) ||
		  CLAUSE_KIND(r->data[next]) == CRIT_REPORT);
		 next++)
	{
		if (CLAUSE_IS_ALTERNATIVE(r->data[next]))
			end = next + 1;
	}
	return end;
}

/* ------------------------------------------------------------------ text form */

PG_FUNCTION_INFO_V1(screening_counts_out);

Datum
screening_counts_out(PG_FUNCTION_ARGS)
{
	ScreeningCounts *s = PG_GETARG_SCREENING_P(0);
	const char *label = SCREENING_LABELS(s);
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfo(&to,
					 "%d %016llx " INT64_FORMAT " " INT64_FORMAT
					 " " INT64_FORMAT ":",
					 SCREENING_VERSION, (unsigned long long) s->identity,
					 s->subjects, s->eligible, s->ineligible);
	for (int i = 0; i < s->n_clauses; i++)
	{
		appendStringInfoString(&to, i > 0 ? ", " : " ");
		te_shape_print(&to, SCREENING_SHAPES(s)[i], label,
					   SCREENING_LABEL_LENGTHS(s)[i]);
		for (int k = 0; k < N_COUNTS; k++)
			appendStringInfo(&to, " " INT64_FORMAT, SCREENING_ROW(s, i)[k]);
		label += SCREENING_LABEL_LENGTHS(s)[i];
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(screening_counts_in);

Datum
screening_counts_in(PG_FUNCTION_ARGS)
{
	ScreeningCounts *s = screening_parse(PG_GETARG_CSTRING(0));

	if (s == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "screening_counts"),
			 errdetail(
				 "Counts are written like \"%d 0123456789abcdef 2 1 0: include I1 1 0 1 0 0 0 1\".",
				 SCREENING_VERSION)));
	PG_RETURN_POINTER(s);
}

PG_FUNCTION_INFO_V1(screening_counts_send);

Datum
screening_counts_send(PG_FUNCTION_ARGS)
{
	char *text = DatumGetCString(
		DirectFunctionCall1(screening_counts_out, PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(screening_counts_recv);

Datum
screening_counts_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	ScreeningCounts *s = screening_parse(text);

	if (s == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s",
						"screening_counts")));
	PG_RETURN_POINTER(s);
}

/* Reads the text form, strictly; NULL when it is not one. */
static ScreeningCounts *
screening_parse(const char *text)
{
	static const char digits[] = "0123456789abcdef";
	uint8 shapes[CRITERIA_MAX_CLAUSES];
	uint8 lengths[CRITERIA_MAX_CLAUSES];
	int64 *counts = palloc_array(int64, (Size) N_COUNTS * CRITERIA_MAX_CLAUSES);
	StringInfoData labels;
	ScreeningCounts *s;
	int64 totals[3];
	const char *p = text;
	uint64 identity = 0;
	int n = 0;

	initStringInfo(&labels);
	if (*p++ != '0' + SCREENING_VERSION || *p++ != ' ')
		return NULL;
	for (int i = 0; i < 16; i++, p++)
	{
		const char *digit = *p == '\0' ? NULL : strchr(digits, *p);

		if (digit == NULL)
			return NULL;
		identity = identity << 4 | (uint64) (digit - digits);
	}
	for (int i = 0; i < 3; i++)
	{
		if (*p++ != ' ' || !te_read_count(&p, &totals[i]))
			return NULL;
	}
	if (*p++ != ':' || totals[1] > totals[0] ||
		totals[2] > totals[0] - totals[1])
		return NULL;
	while (*p != '\0')
	{
		const char *label;
		int length;

		if (n == CRITERIA_MAX_CLAUSES || (n > 0 && *p++ != ',') ||
			*p++ != ' ' || !te_shape_read(&p, &shapes[n], &label, &length) ||
			(n == 0 && CLAUSE_IS_ALTERNATIVE(shapes[n])))
			return NULL;
		lengths[n] = length;
		appendBinaryStringInfo(&labels, label, length);
		for (int k = 0; k < N_COUNTS; k++)
		{
			if (*p++ != ' ' ||
				!te_read_count(&p, &counts[(size_t) n * N_COUNTS + k]) ||
				counts[(size_t) n * N_COUNTS + k] > totals[0])
				return NULL;
		}
		n++;
	}
	s = screening_make(identity, n, shapes, lengths, labels.data);
	s->subjects = totals[0];
	s->eligible = totals[1];
	s->ineligible = totals[2];
	memcpy(s->counts, counts, sizeof(int64) * N_COUNTS * n);
	return s;
}

/* -------------------------------------------------------------------- tables */

PG_FUNCTION_INFO_V1(screening_table);

/*
 * screening_table(screening_counts, criteria) SETOF screening_clause
 *
 * Counts carry no titles, being stored and sent about by the thousand: these
 * come from the criteria, if given.
 */
Datum
screening_table(PG_FUNCTION_ARGS)
{
	static const char *const kinds[] = {"include", "exclude", "report"};
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const Criteria *c = PG_ARGISNULL(1) ? NULL : PG_GETARG_CRITERIA_P(1);
	ScreeningCounts *s;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	s = PG_GETARG_SCREENING_P(0);
	if (c != NULL)
		check_criteria(s, c);
	for (int i = 0; i < s->n_clauses; i++)
	{
		Datum values[TABLE_COUNTS + N_COUNTS];
		bool nulls[TABLE_COUNTS + N_COUNTS] = {false};

		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(
			te_label_text(SCREENING_LABELS(s), SCREENING_LABEL_LENGTHS(s), i));
		values[2] = clause_title(c, i, &nulls[2]);
		values[3] =
			CStringGetTextDatum(kinds[CLAUSE_KIND(SCREENING_SHAPES(s)[i])]);
		values[4] = Int64GetDatum(s->subjects);
		for (int k = 0; k < N_COUNTS; k++)
			values[TABLE_COUNTS + k] = Int64GetDatum(SCREENING_ROW(s, i)[k]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* Counts may have come as text: not even their number of clauses is certain. */
static void
check_criteria(const ScreeningCounts *s, const Criteria *c)
{
	if (s->n_clauses == c->n_clauses && s->identity == te_criteria_identity(c))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("counts are not of these criteria"),
			 errhint("Pass the criteria that the results were made with.")));
}

static Datum
clause_title(const Criteria *c, int clause, bool *is_null)
{
	CritText title = {0, 0};

	if (c != NULL)
		title = CRITERIA_CLAUSES(c)[clause].title;
	*is_null = title.length == 0;
	if (*is_null)
		return (Datum) 0;
	return PointerGetDatum(
		cstring_to_text_with_len(CRITERIA_TEXT(c) + title.offset,
								 title.length));
}

PG_FUNCTION_INFO_V1(screening_totals);

/* screening_totals(screening_counts) screening_total */
Datum
screening_totals(PG_FUNCTION_ARGS)
{
	ScreeningCounts *s = PG_GETARG_SCREENING_P(0);
	TupleDesc desc;
	Datum values[4];
	bool nulls[4] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = Int64GetDatum(s->subjects);
	values[1] = Int64GetDatum(s->eligible);
	values[2] = Int64GetDatum(s->subjects - s->eligible - s->ineligible);
	values[3] = Int64GetDatum(s->ineligible);
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

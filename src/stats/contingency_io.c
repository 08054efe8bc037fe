/*
 * contingency_io.c
 *		Text and binary form of contingency_counts.
 *
 *		1 katz 0.9 - 3 ("false" "true") ("false" "true") ("") 39 33 31 41
 *
 * that is the version, method, level and correction (- where none was given),
 * how many are missing, the labels of arms, outcomes and strata, then the
 * counts: stratum by stratum, arm by arm.  \ stands before a quote and itself.
 * The binary form is the text, so that labels change their encoding.
 */
#include "trial_ext.h"

#include "common/int.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"

#include "stats/proportion_sql.h"
#include "syntax/syntax.h"

static ContingencyCounts *contingency_parse(const char *text);

PG_FUNCTION_INFO_V1(contingency_counts_out);

Datum
contingency_counts_out(PG_FUNCTION_ARGS)
{
	static const char *const corrections[] = {"-", "no", "yes"};
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);
	char level[DOUBLE_SHORTEST_DECIMAL_LEN] = "-";
	StringInfoData to;

	initStringInfo(&to);
	if (c->level != 0)
		double_to_shortest_decimal_buf(c->level, level);
	appendStringInfo(&to, "%d %s %s %s " INT64_FORMAT, c->version,
					 c->method == 0 ? "-" : te_method_name(c->method), level,
					 corrections[c->correct], c->missing);
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		appendStringInfoString(&to, " (");
		for (int i = 0; i < c->labels[d]; i++)
		{
			ContingencyLabel label = te_contingency_label(c, d, i);

			appendStringInfoString(&to, i == 0 ? "\"" : " \"");
			for (int k = 0; k < label.length; k++)
			{
				if (label.data[k] == '"' || label.data[k] == '\\')
					appendStringInfoChar(&to, '\\');
				appendStringInfoChar(&to, label.data[k]);
			}
			appendStringInfoChar(&to, '"');
		}
		appendStringInfoChar(&to, ')');
	}
	for (int i = 0; i < contingency_n_cells(c); i++)
		appendStringInfo(&to, " " INT64_FORMAT, c->cells[i]);
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(contingency_counts_in);

Datum
contingency_counts_in(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c = contingency_parse(PG_GETARG_CSTRING(0));

	if (c == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "contingency_counts"),
			 errdetail(
				 "Counts are written like %d - - - 0 (\"a\" \"b\") (\"no\" \"yes\") (\"\") 12 34 56 78.",
				 CONTINGENCY_VERSION)));
	PG_RETURN_POINTER(c);
}

PG_FUNCTION_INFO_V1(contingency_counts_send);

Datum
contingency_counts_send(PG_FUNCTION_ARGS)
{
	char *text = DatumGetCString(
		DirectFunctionCall1(contingency_counts_out, PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(contingency_counts_recv);

Datum
contingency_counts_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	ContingencyCounts *c =
		strlen(text) == length ? contingency_parse(text) : NULL;

	if (c == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s",
						"contingency_counts")));
	PG_RETURN_POINTER(c);
}

/* ----------------------------------------------------------------- reading */

static bool
read_correction(const char *word, int length, uint8 *correct)
{
	*correct = *word == 'y' ? CORRECT_YES :
		*word == 'n'		? CORRECT_NO :
							  CORRECT_UNSET;
	return (length == 3 && memcmp(word, "yes", 3) == 0) ||
		(length == 2 && memcmp(word, "no", 2) == 0) ||
		(length == 1 && *word == '-');
}

/* A quoted label; its text is put into "room", which grows past it. */
static bool
read_label(const char **p, char **room, ContingencyLabel *label)
{
	label->data = *room;
	if (*(*p)++ != '"')
		return false;
	while (**p != '"')
	{
		if (**p == '\\')
		{
			(*p)++;
			if (**p != '"' && **p != '\\')
				return false;
		}
		if (**p == '\0')
			return false;
		*(*room)++ = *(*p)++;
	}
	(*p)++;
	label->length = *room - label->data;
	return label->length <= CONTINGENCY_MAX_LABEL;
}

static bool
read_labels(const char **p, char **room, ContingencyLabel *labels, int *n)
{
	*n = 0;
	if (*(*p)++ != '(')
		return false;
	while (**p != ')')
	{
		if (*n == CONTINGENCY_MAX_LABELS || (*n > 0 && *(*p)++ != ' ') ||
			!read_label(p, room, &labels[*n]))
			return false;
		(*n)++;
	}
	(*p)++;
	return true;
}

static int
by_label(const void *a, const void *b, void *labels)
{
	return te_contingency_compare(((ContingencyLabel *) labels)[*(int *) a],
								  ((ContingencyLabel *) labels)[*(int *) b]);
}

/*
 * Labels into their order: counts may come from a server of another encoding,
 * where it is another.  place[i] is where the i-th goes; false for the same
 * one twice.
 */
static bool
order_labels(ContingencyLabel *labels, int n, int *place)
{
	int *order = palloc_array(int, n + 1);
	ContingencyLabel *sorted = palloc_array(ContingencyLabel, n + 1);

	for (int i = 0; i < n; i++)
		order[i] = i;
	qsort_arg(order, n, sizeof(int), by_label, labels);
	for (int i = 0; i < n; i++)
	{
		sorted[i] = labels[order[i]];
		place[order[i]] = i;
		if (i > 0 && te_contingency_compare(sorted[i - 1], sorted[i]) == 0)
			return false;
	}
	memcpy(labels, sorted, sizeof(ContingencyLabel) * n);
	return true;
}

/* The counts behind the labels, each into its place. */
static bool
read_cells(const char *p, ContingencyParts *parts, int *const *place,
		   int64 missing)
{
	const int *n = parts->n;
	int64 total = missing;

	for (int k = 0; k < n[BY_STRATUM]; k++)
		for (int i = 0; i < n[BY_ARM]; i++)
			for (int j = 0; j < n[BY_OUTCOME]; j++)
			{
				int64 *cell = &parts->cells[(place[BY_STRATUM][k] * n[BY_ARM] +
											 place[BY_ARM][i]) *
												n[BY_OUTCOME] +
											place[BY_OUTCOME][j]];

				if (*p++ != ' ' || !te_read_count(&p, cell) ||
					pg_add_s64_overflow(total, *cell, &total))
					return false;
			}
	return *p == '\0';
}

/* Reads the text form, strictly; NULL when it is not one. */
static ContingencyCounts *
contingency_parse(const char *text)
{
	ContingencyCounts *head = te_contingency_new();
	char *room = palloc(strlen(text) + 1);
	ContingencyParts parts;
	int *place[N_DIMENSIONS];
	const char *p = text;
	const char *word;
	int length;

	if (*p++ != '0' + CONTINGENCY_VERSION || *p++ != ' ' ||
		!te_read_method(&p, &head->method) ||
		!te_read_level(&p, &head->level) || !te_read_word(&p, &word, &length) ||
		!read_correction(word, length, &head->correct) ||
		!te_read_count(&p, &head->missing))
		return NULL;
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		parts.labels[d] =
			palloc_array(ContingencyLabel, CONTINGENCY_MAX_LABELS);
		place[d] = palloc_array(int, CONTINGENCY_MAX_LABELS);
		if (*p++ != ' ' ||
			!read_labels(&p, &room, parts.labels[d], &parts.n[d]) ||
			!order_labels(parts.labels[d], parts.n[d], place[d]) ||
			(parts.n[d] == 0) != (parts.n[0] == 0))
			return NULL;
	}
	if ((int64) parts.n[BY_ARM] * parts.n[BY_OUTCOME] * parts.n[BY_STRATUM] >
		CONTINGENCY_MAX_CELLS)
		return NULL;
	parts.cells = palloc0_array(
		int64, parts.n[BY_ARM] * parts.n[BY_OUTCOME] * parts.n[BY_STRATUM] + 1);
	if (!read_cells(p, &parts, place, head->missing))
		return NULL;
	return te_contingency_make(head, &parts);
}

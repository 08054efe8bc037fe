/*
 * rank_rows_io.c
 *		Type sample_rows: its text form, also that of the wire.
 *
 *		1 two 3 - none 2; 1.5 1 4; 2.5 0 1
 *
 * that is the version, the kind of rows, the rows left out as missing, the
 * level and the penalty, how many numbers a row has; with groups their names,
 * each with its length (" 7:placebo"); then every row, its numbers and how
 * many subjects have them, in ascending order.
 */
#include "trial_ext.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "stats/location.h"
#include "stats/rank_rows.h"
#include "syntax/syntax.h"

static const char *const kind_names[ROWS_KINDS] = {"one", "two", "groups",
												   "scores", "model"};

static SampleRows *rows_parse(const char *text);
static bool read_head(const char **p, SampleRows **rows);
static bool read_groups(const char **p, SampleRows **rows);
static bool read_row(const char **p, const SampleRows *rows, double *row,
					 int64 *count);
static bool ascending(const SampleRows *rows, const double *row);
static bool groups_used(const SampleRows *rows);

PG_FUNCTION_INFO_V1(sample_rows_out);

Datum
sample_rows_out(PG_FUNCTION_ARGS)
{
	const SampleRows *rows = te_rows_sealed(PG_GETARG_ROWS_P(0));
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfo(&to, "%d %s " INT64_FORMAT " ", SAMPLE_ROWS_VERSION,
					 kind_names[rows->kind], rows->missing);
	if (isnan(rows->level))
		appendStringInfoChar(&to, '-');
	else
		te_sample_print_number(&to, rows->level);
	appendStringInfo(&to, " %s %d", te_penalty_names[rows->penalty],
					 rows->width);
	for (int i = 0; i < rows->n_groups; i++)
	{
		int length;
		const char *name = te_rows_group_name(rows, i, &length);

		appendStringInfo(&to, " %d:", length);
		appendBinaryStringInfo(&to, name, length);
	}
	for (int64 i = 0; i < rows->n_rows; i++)
	{
		const double *row = ROWS_ROW(rows, i);

		CHECK_FOR_INTERRUPTS();
		appendStringInfoChar(&to, ';');
		for (int k = 0; k < rows->width; k++)
		{
			appendStringInfoChar(&to, ' ');
			te_sample_print_number(&to, row[k]);
		}
		appendStringInfo(&to, " " INT64_FORMAT, ROW_COUNT(rows, row));
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(sample_rows_in);

Datum
sample_rows_in(PG_FUNCTION_ARGS)
{
	SampleRows *rows = rows_parse(PG_GETARG_CSTRING(0));

	if (rows == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "sample_rows"),
			 errdetail(
				 "Rows are written like \"%d two 0 - none 2; 1.5 0 1; 2.5 1 3\", in ascending order.",
				 SAMPLE_ROWS_VERSION)));
	PG_RETURN_POINTER(rows);
}

PG_FUNCTION_INFO_V1(sample_rows_send);

Datum
sample_rows_send(PG_FUNCTION_ARGS)
{
	return te_sample_send_text(DatumGetCString(
		DirectFunctionCall1(sample_rows_out, PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(sample_rows_recv);

Datum
sample_rows_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	SampleRows *rows = rows_parse(text);

	if (rows == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "sample_rows")));
	PG_RETURN_POINTER(rows);
}

/* Reads the text form, strictly; NULL when it is not one. */
static SampleRows *
rows_parse(const char *text)
{
	const char *p = text;
	SampleRows *rows;
	double row[ROWS_MAX_PREDICTORS + 1];
	int64 count;

	if (!read_head(&p, &rows) || !read_groups(&p, &rows))
		return NULL;
	while (*p == ';')
	{
		CHECK_FOR_INTERRUPTS();
		p++;
		if (!read_row(&p, rows, row, &count) || !ascending(rows, row) ||
			count > ROWS_MAX_SUBJECTS - rows->subjects)
			return NULL;
		rows = te_rows_add(rows, row, count);
	}
	if (*p != '\0' || !groups_used(rows))
		return NULL;
	return unconstify(SampleRows *, te_rows_sealed(rows));
}

/* How many numbers a row of this kind may have. */
static bool
possible_width(int kind, int64 width)
{
	if (kind == ROWS_MODEL)
		return width >= 0 && width <= ROWS_MAX_PREDICTORS + 1;
	return width == (kind == ROWS_ONE ? 1 : kind == ROWS_SCORES ? 3 : 2);
}

static bool
read_head(const char **p, SampleRows **rows)
{
	int kind;
	int penalty;
	int64 missing;
	int64 width;
	double level = NAN;

	if (*(*p)++ != '0' + SAMPLE_ROWS_VERSION || *(*p)++ != ' ' ||
		!te_sample_read_word(p, kind_names, ROWS_KINDS, &kind) ||
		*(*p)++ != ' ' || !te_read_count(p, &missing) || *(*p)++ != ' ')
		return false;
	if (**p == '-')
		(*p)++;
	else if (!te_sample_read_number(p, &level) || !(level > 0.0 && level < 1.0))
		return false;
	if (*(*p)++ != ' ' ||
		!te_sample_read_word(p, te_penalty_names, PENALTIES, &penalty) ||
		(penalty != PENALTY_NONE && kind != ROWS_MODEL) || *(*p)++ != ' ' ||
		!te_read_count(p, &width) || !possible_width(kind, width))
		return false;
	*rows = te_rows_make(kind, (int) width, penalty, level);
	(*rows)->missing = missing;
	return true;
}

/* Names of groups, ascending by their bytes. */
static bool
read_groups(const char **p, SampleRows **rows)
{
	const char *last = NULL;
	int64 last_length = 0;

	while (**p == ' ' && (*rows)->kind == ROWS_GROUPS)
	{
		int64 length;
		int order;

		(*p)++;
		if (!te_read_count(p, &length) || *(*p)++ != ':' ||
			length > ROWS_MAX_GROUP_LENGTH ||
			(int64) strnlen(*p, length) < length ||
			(*rows)->n_groups >= ROWS_MAX_GROUPS ||
			pg_mbcliplen(*p, strnlen(*p, length + MAX_MULTIBYTE_CHAR_LEN),
						 length) != length)
			return false;
		if (last != NULL)
		{
			order = memcmp(last, *p, Min(length, last_length));
			if (order > 0 || (order == 0 && last_length >= length))
				return false;
		}
		last = *p;
		last_length = length;
		(void) te_rows_group(rows, *p, (int) length);
		*p += length;
	}
	return true;
}

static bool
read_row(const char **p, const SampleRows *rows, double *row, int64 *count)
{
	double flag;

	if (rows->width == 0)
		return false;
	for (int i = 0; i < rows->width; i++)
	{
		if (*(*p)++ != ' ' || !te_sample_read_number(p, &row[i]) ||
			!isfinite(row[i]) || (row[i] == 0.0 && signbit(row[i])))
			return false;
	}
	flag = row[rows->width - 1];
	if (rows->kind == ROWS_GROUPS)
	{
		if (flag != floor(flag) || flag < 0 || flag >= rows->n_groups)
			return false;
	}
	else if (rows->kind != ROWS_ONE && flag != 0.0 && flag != 1.0)
		return false;
	return *(*p)++ == ' ' && te_read_count(p, count) && *count > 0;
}

/* Above the last row? */
static bool
ascending(const SampleRows *rows, const double *row)
{
	const double *last;

	if (rows->n_rows == 0)
		return true;
	last = ROWS_ROW(rows, rows->n_rows - 1);
	for (int i = 0; i < rows->width; i++)
	{
		if (row[i] != last[i])
			return row[i] > last[i];
	}
	return false;
}

/* A group without a row does not come from an aggregate. */
static bool
groups_used(const SampleRows *rows)
{
	bool used[ROWS_MAX_GROUPS] = {false};

	if (rows->kind != ROWS_GROUPS)
		return true;
	for (int64 i = 0; i < rows->n_rows; i++)
		used[(int) ROW_FLAG(rows, ROWS_ROW(rows, i))] = true;
	for (int i = 0; i < rows->n_groups; i++)
	{
		if (!used[i])
			return false;
	}
	return true;
}

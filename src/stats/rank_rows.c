/*
 * rank_rows.c
 *		The rows of a sample_rows: adding, sorting, merging.
 *
 * Ranks and models need the values themselves, so this state grows with them:
 * with the values that are different, since equal rows are counted when the
 * room is used up.  That leaves little of scores and visits, and continuous
 * measurements as they are.
 */
#include "trial_ext.h"

#include <math.h>

#include "common/int.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/location.h"
#include "stats/rank_rows.h"

/* Rows for which a new state has room. */
#define FIRST_CAPACITY 8

const char *const te_penalty_names[PENALTIES] = {"none", "firth"};

static SampleRows *resized(const SampleRows *rows, Size group_bytes,
						   int64 capacity);
static SampleRows *copy_of(const SampleRows *rows);
static void check_options(const SampleRows *rows, RowsPenalty penalty,
						  double level);
static void sort_groups(SampleRows *rows);
static void compact(SampleRows *rows);
static int compare_rows(const void *a, const void *b, void *width);

SampleRows *
te_rows_make(RowsKind kind, int width, RowsPenalty penalty, double level)
{
	SampleRows *rows = palloc0(offsetof(SampleRows, data));

	SET_VARSIZE(rows, offsetof(SampleRows, data));
	rows->version = SAMPLE_ROWS_VERSION;
	rows->kind = kind;
	rows->sealed = 1;
	rows->penalty = penalty;
	rows->width = width;
	rows->level = level;
	return rows;
}

SampleRows *
te_rows_state(FunctionCallInfo fcinfo, RowsKind kind, int width,
			  RowsPenalty penalty, double level)
{
	SampleRows *rows;

	if (PG_ARGISNULL(0))
		return te_rows_make(kind, width, penalty, level);
	rows = PG_GETARG_ROWS_P(0);
	te_rows_check_kind(rows, kind);
	check_options(rows, penalty, level);
	/* outside an aggregate the state is a value that must not change */
	return AggCheckCallContext(fcinfo, NULL) ? rows : copy_of(rows);
}

void
te_rows_check_kind(const SampleRows *rows, RowsKind kind)
{
	static const char *const makers[ROWS_KINDS] = {
		"ranks_agg(value)", "ranks_agg(value, flag)", "ranks_agg(arm, value)",
		"scores_agg(outcome, score, score)", "model_agg(outcome, predictors)"};

	if (rows->version != SAMPLE_ROWS_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unsupported version %d of sample_rows",
						rows->version)));
	if (rows->kind != kind)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rows are those of %s, not of %s",
						makers[Min(rows->kind, ROWS_KINDS - 1)],
						makers[kind])));
}

static void
check_options(const SampleRows *rows, RowsPenalty penalty, double level)
{
	if (rows->penalty == penalty &&
		(rows->level == level || (isnan(rows->level) && isnan(level))))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("options of a statistic differ from row to row"),
			 errhint("Pass the level and the penalty as constants.")));
}

void
te_rows_add_missing(SampleRows *rows, int64 count)
{
	if (pg_add_s64_overflow(rows->missing, count, &rows->missing))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of subjects is out of range")));
}

SampleRows *
te_rows_add(SampleRows *rows, const double *row, int64 count)
{
	double *to;

	if (count > ROWS_MAX_SUBJECTS - rows->subjects)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of subjects is out of range")));
	if (rows->n_rows >= rows->capacity)
	{
		/* equal rows first: the room may yet do */
		if (rows->capacity >= (int64) 8 * FIRST_CAPACITY)
			compact(rows);
		if (rows->n_rows * 2 >= rows->capacity)
			rows = resized(rows, rows->group_bytes,
						   Max(FIRST_CAPACITY, rows->capacity * 2));
	}
	to = ROWS_ROW(rows, rows->n_rows);
	memcpy(to, row, sizeof(double) * rows->width);
	ROW_COUNT(rows, to) = count;
	rows->n_rows++;
	rows->subjects += count;
	rows->sealed = 0;
	return rows;
}

/* A copy with more or less room. */
static SampleRows *
resized(const SampleRows *rows, Size group_bytes, int64 capacity)
{
	Size stride = sizeof(double) * ROWS_STRIDE(rows);
	SampleRows *copy;
	Size size;

	if (capacity >= (int64) (MaxAllocSize / 2 / stride) ||
		group_bytes + capacity * stride > MaxAllocSize - 1024)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different rows for one statistic"),
				 errdetail("The limit is %d MB of values.",
						   (int) (MaxAllocSize / 2 >> 20))));
	size = offsetof(SampleRows, data) + group_bytes + stride * capacity;
	copy = palloc0(size);
	memcpy(copy, rows, offsetof(SampleRows, data));
	SET_VARSIZE(copy, size);
	copy->group_bytes = group_bytes;
	copy->capacity = capacity;
	memcpy(copy->data, rows->data, Min(rows->group_bytes, group_bytes));
	memcpy(ROWS_FIRST(copy), ROWS_FIRST(rows), stride * rows->n_rows);
	return copy;
}

static SampleRows *
copy_of(const SampleRows *rows)
{
	SampleRows *copy = palloc(VARSIZE(rows));

	memcpy(copy, rows, VARSIZE(rows));
	return copy;
}

/* -------------------------------------------------------------------- groups */

const char *
te_rows_group_name(const SampleRows *rows, int group, int *length)
{
	const char *p = rows->data;
	int32 size;

	for (;; group--)
	{
		memcpy(&size, p, sizeof(int32));
		p += sizeof(int32);
		if (group == 0)
			break;
		p += size;
	}
	*length = size;
	return p;
}

/* Bytes that the names of the groups take. */
static Size
group_bytes_used(const SampleRows *rows)
{
	const char *name;
	int length;

	if (rows->n_groups == 0)
		return 0;
	name = te_rows_group_name(rows, rows->n_groups - 1, &length);
	return name + length - rows->data;
}

int
te_rows_group(SampleRows **rows, const char *name, int length)
{
	const char *p = (*rows)->data;
	int32 size;
	Size used;

	for (int i = 0; i < (*rows)->n_groups; i++)
	{
		memcpy(&size, p, sizeof(int32));
		if (size == length && memcmp(p + sizeof(int32), name, size) == 0)
			return i;
		p += sizeof(int32) + size;
	}
	if (length > ROWS_MAX_GROUP_LENGTH)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("name of a group is too long"),
				 errdetail("The limit is %d bytes.", ROWS_MAX_GROUP_LENGTH)));
	if ((*rows)->n_groups >= ROWS_MAX_GROUPS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many groups"),
				 errdetail("The limit is %d groups.", ROWS_MAX_GROUPS)));
	used = p - (*rows)->data;
	if (used + sizeof(int32) + length > (*rows)->group_bytes)
		*rows = resized(*rows, MAXALIGN(2 * used + sizeof(int32) + length),
						(*rows)->capacity);
	size = length;
	memcpy((*rows)->data + used, &size, sizeof(int32));
	memcpy((*rows)->data + used + sizeof(int32), name, length);
	(*rows)->sealed = 0;
	return (*rows)->n_groups++;
}

typedef struct GroupName
{
	const char *name;
	int length;
	int old; /* its number before */
} GroupName;

static int
compare_groups(const void *a, const void *b)
{
	const GroupName *x = a;
	const GroupName *y = b;
	int order = memcmp(x->name, y->name, Min(x->length, y->length));

	return order != 0 ? order : x->length - y->length;
}

/* Groups in the order of their bytes, so that it does not matter who came. */
static void
sort_groups(SampleRows *rows)
{
	GroupName *groups = palloc_array(GroupName, rows->n_groups + 1);
	double *number = palloc_array(double, rows->n_groups + 1);
	Size used = group_bytes_used(rows);
	char *names = palloc(used + 1);
	char *to = rows->data;

	memcpy(names, rows->data, used);
	for (int i = 0; i < rows->n_groups; i++)
	{
		groups[i].name =
			te_rows_group_name(rows, i, &groups[i].length) - rows->data + names;
		groups[i].old = i;
	}
	qsort(groups, rows->n_groups, sizeof(GroupName), compare_groups);
	for (int i = 0; i < rows->n_groups; i++)
	{
		int32 size = groups[i].length;

		number[groups[i].old] = i;
		memcpy(to, &size, sizeof(int32));
		memcpy(to + sizeof(int32), groups[i].name, size);
		to += sizeof(int32) + size;
	}
	for (int64 i = 0; i < rows->n_rows; i++)
	{
		double *row = ROWS_ROW(rows, i);

		ROW_FLAG(rows, row) = number[(int) ROW_FLAG(rows, row)];
	}
	pfree(groups);
	pfree(number);
	pfree(names);
}

/* ------------------------------------------------------------------- sealing */

const SampleRows *
te_rows_sealed(const SampleRows *rows)
{
	SampleRows *copy;

	if (rows->sealed)
		return rows;
	copy = resized(rows, MAXALIGN(group_bytes_used(rows)), rows->n_rows);
	if (copy->n_groups > 0)
		sort_groups(copy);
	compact(copy);
	copy->sealed = 1;
	return copy;
}

/* Sorts the rows and counts equal ones. */
static void
compact(SampleRows *rows)
{
	Size stride = ROWS_STRIDE(rows);
	double *first = ROWS_FIRST(rows);
	int width = rows->width;
	int64 kept = 0;

	CHECK_FOR_INTERRUPTS();
	if (rows->n_rows == 0)
		return;
	qsort_arg(first, rows->n_rows, sizeof(double) * stride, compare_rows,
			  &width);
	for (int64 i = 1; i < rows->n_rows; i++)
	{
		double *row = ROWS_ROW(rows, i);
		double *last = ROWS_ROW(rows, kept);

		if (compare_rows(row, last, &width) == 0)
			ROW_COUNT(rows, last) += ROW_COUNT(rows, row);
		else if (++kept != i)
			memcpy(ROWS_ROW(rows, kept), row, sizeof(double) * stride);
	}
	rows->n_rows = kept + 1;
}

static int
compare_rows(const void *a, const void *b, void *width)
{
	const double *x = a;
	const double *y = b;

	for (int i = 0; i < *(int *) width; i++)
	{
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	}
	return 0;
}

/* ------------------------------------------------------------------- merging */

SampleRows *
te_rows_merge(SampleRows *rows, const SampleRows *other)
{
	double *row;
	double *number = NULL;

	te_rows_check_kind(other, rows->kind);
	check_options(rows, other->penalty, other->level);
	te_rows_add_missing(rows, other->missing);
	if (other->n_groups > 0)
		number = palloc_array(double, other->n_groups);
	for (int i = 0; i < other->n_groups; i++)
	{
		int length;
		const char *name = te_rows_group_name(other, i, &length);

		number[i] = te_rows_group(&rows, name, length);
	}
	if (other->n_rows == 0)
		return rows;
	if (rows->width == 0 && rows->n_rows == 0)
		rows->width = other->width;
	if (rows->width != other->width)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays of predictors differ in length: %d and %d",
						rows->width - 1, other->width - 1)));
	row = palloc_array(double, other->width);
	for (int64 i = 0; i < other->n_rows; i++)
	{
		const double *from = ROWS_ROW(other, i);

		memcpy(row, from, sizeof(double) * other->width);
		if (number != NULL)
			row[other->width - 1] = number[(int) row[other->width - 1]];
		rows = te_rows_add(rows, row, ROW_COUNT(other, from));
	}
	pfree(row);
	return rows;
}

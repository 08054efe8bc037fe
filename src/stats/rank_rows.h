/*
 * rank_rows.h
 *		sample_rows: the values themselves, for statistics that no sums can
 *		give: ranks, ROC curves, regression.
 */
#ifndef TE_RANK_ROWS_H
#define TE_RANK_ROWS_H

#include "trial_ext.h"

#define SAMPLE_ROWS_VERSION 1

/* What a row is made of.  A flag is 0 or 1 and stands behind the values. */
typedef enum RowsKind
{
	ROWS_ONE,	 /* value */
	ROWS_TWO,	 /* value, flag: treated, or outcome beside score or dose */
	ROWS_GROUPS, /* value, number of the group */
	ROWS_SCORES, /* two scores, outcome */
	ROWS_MODEL	 /* predictors, outcome */
} RowsKind;

#define ROWS_KINDS 5

/* Groups of one state. */
#define ROWS_MAX_GROUPS 1000
/* Bytes of a group's name. */
#define ROWS_MAX_GROUP_LENGTH 1000
/* Predictors of a model. */
#define ROWS_MAX_PREDICTORS 200
/* Subjects, all rows together: counts stay exact as float8. */
#define ROWS_MAX_SUBJECTS INT64CONST(9007199254740992)

/* What a model is asked for: kept in the state.  0: nothing. */
typedef enum RowsPenalty
{
	PENALTY_NONE,
	PENALTY_FIRTH
} RowsPenalty;

#define PENALTIES 2
extern const char *const te_penalty_names[PENALTIES];

/*
 * A flat value.  Behind the head stand the names of the groups, each with its
 * length in front, then room for "capacity" rows: "width" float8 and an int64
 * that counts the subjects with these values.  Sealed, the rows are sorted and
 * all different; else they stand as they came.
 */
typedef struct SampleRows
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 kind; /* RowsKind */
	uint8 sealed;
	uint8 penalty; /* RowsPenalty, of a model */
	int32 width;   /* of a model without any row: 0 */
	int32 n_groups;
	int64 group_bytes; /* of all names, MAXALIGNed */
	int64 missing;
	int64 subjects;
	int64 n_rows;
	int64 capacity;
	double level; /* NaN: not given */
	char data[FLEXIBLE_ARRAY_MEMBER];
} SampleRows;

#define PG_GETARG_ROWS_P(n) \
	((SampleRows *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

/* Float8s from one row to the next. */
#define ROWS_STRIDE(s) ((Size) (s)->width + 1)
#define ROWS_FIRST(s) ((double *) ((s)->data + (s)->group_bytes))
#define ROWS_ROW(s, i) (ROWS_FIRST(s) + (Size) (i) *ROWS_STRIDE(s))
/* Value k of a row, its flag and how many subjects have it. */
#define ROW_FLAG(s, row) ((row)[(s)->width - 1])
#define ROW_COUNT(s, row) (*(int64 *) ((row) + (s)->width))

/* ------------------------------------------------------------ rank_rows.c */

/* The state sorted, rows all different: itself, or a copy. */
extern const SampleRows *te_rows_sealed(const SampleRows *rows);
/* An error unless the state is of that kind. */
extern void te_rows_check_kind(const SampleRows *rows, RowsKind kind);

/*
 * What transition functions work on: the state given, a copy of it, or a new
 * one, its options compared.
 */
extern SampleRows *te_rows_state(FunctionCallInfo fcinfo, RowsKind kind,
								 int width, RowsPenalty penalty, double level);
/* Adds a subject; returns the state, which may be a new one. */
extern SampleRows *te_rows_add(SampleRows *rows, const double *row,
							   int64 count);
extern void te_rows_add_missing(SampleRows *rows, int64 count);
/* The number of a group, adding it; *rows may become a new state. */
extern int te_rows_group(SampleRows **rows, const char *name, int length);
/* The name of a group; *length in bytes. */
extern const char *te_rows_group_name(const SampleRows *rows, int group,
									  int *length);
/* The state that both together are; the first may be written in place. */
extern SampleRows *te_rows_merge(SampleRows *rows, const SampleRows *other);
/* A new state, empty. */
extern SampleRows *te_rows_make(RowsKind kind, int width, RowsPenalty penalty,
								double level);

#endif /* TE_RANK_ROWS_H */

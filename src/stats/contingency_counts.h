/*
 * contingency_counts.h
 *		Type contingency_counts: subjects by arm (rows), outcome (columns) and
 *		stratum; the state of the aggregates over proportions and tables.
 *
 * Whole counts under labels in byte order: the value depends on neither the
 * order of rows nor how they were split.  Private to src/stats.
 */
#ifndef TE_CONTINGENCY_COUNTS_H
#define TE_CONTINGENCY_COUNTS_H

#include "trial_ext.h"

#include "stats/stats_method.h"

#define CONTINGENCY_VERSION 1

/* Limits: labels of one dimension, cells, bytes of a label. */
#define CONTINGENCY_MAX_LABELS 1000
#define CONTINGENCY_MAX_CELLS 65536
#define CONTINGENCY_MAX_LABEL 255

typedef enum ContingencyDimension
{
	BY_ARM,
	BY_OUTCOME,
	BY_STRATUM,
	N_DIMENSIONS
} ContingencyDimension;

/* Was a correction for continuity asked for? */
#define CORRECT_UNSET 0
#define CORRECT_NO 1
#define CORRECT_YES 2

/*
 * Cells stratum by stratum, in it row by row; then, of each label, where it
 * ends; then the labels of arms, outcomes and strata.  No label, no cell.
 */
typedef struct ContingencyCounts
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 method;  /* TeMethod; 0: the measure's own */
	uint8 correct; /* CORRECT_... */
	uint8 unused;  /* zero */
	double level;  /* 0: 0.95 */
	int64 missing; /* subjects without arm, outcome or stratum */
	uint16 labels[N_DIMENSIONS];
	uint16 unused2; /* zero */
	int64 cells[FLEXIBLE_ARRAY_MEMBER];
} ContingencyCounts;

typedef struct ContingencyLabel
{
	const char *data;
	int length;
} ContingencyLabel;

/* A value taken apart, or what one is made of. */
typedef struct ContingencyParts
{
	ContingencyLabel *labels[N_DIMENSIONS]; /* in byte order */
	int n[N_DIMENSIONS];
	int64 *cells;
} ContingencyParts;

#define PG_GETARG_CONTINGENCY_P(n) \
	((ContingencyCounts *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

static inline int
contingency_n_cells(const ContingencyCounts *c)
{
	return c->labels[BY_ARM] * c->labels[BY_OUTCOME] * c->labels[BY_STRATUM];
}

static inline const uint32 *
contingency_ends(const ContingencyCounts *c)
{
	return (const uint32 *) (c->cells + contingency_n_cells(c));
}

extern ContingencyCounts *te_contingency_new(void);
extern ContingencyCounts *te_contingency_copy(const ContingencyCounts *c);
/* The i-th label of a dimension. */
extern ContingencyLabel te_contingency_label(const ContingencyCounts *c,
											 ContingencyDimension d, int i);
/* Where a label is, or would be: -1 - place. */
extern int te_contingency_find(const ContingencyCounts *c,
							   ContingencyDimension d, ContingencyLabel label);
extern int te_contingency_compare(ContingencyLabel a, ContingencyLabel b);
/* The cell of three labels; adds what is missing, in a new value then. */
extern ContingencyCounts *te_contingency_cell(ContingencyCounts *c,
											  const ContingencyLabel *at,
											  int64 **cell);
/* Adds "from" to "to", which is returned, or a larger copy. */
extern ContingencyCounts *te_contingency_add(ContingencyCounts *to,
											 const ContingencyCounts *from);
/* A value of these parts, with the options of "like". */
extern ContingencyCounts *te_contingency_make(const ContingencyCounts *like,
											  const ContingencyParts *parts);
extern void te_contingency_add_count(int64 *to, int64 n);

#endif /* TE_CONTINGENCY_COUNTS_H */

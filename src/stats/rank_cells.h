/*
 * rank_cells.h
 *		From rows of one value, with or without a flag, to cells.
 */
#ifndef TE_RANK_CELLS_H
#define TE_RANK_CELLS_H

#include "stats/rank.h"
#include "stats/rank_rows.h"

/* Pairs of subjects that are counted: exactly, as a float8. */
#define RANK_MAX_PAIRS 9007199254740992.0

/*
 * Sealed rows of kind ROWS_ONE or ROWS_TWO by value, ascending; without a flag
 * all are flagged.
 */
extern RankCell *te_rank_cells(const SampleRows *rows, int64 *n);
/* An error for more pairs than the limit. */
extern void te_rank_check_pairs(const RankCell *cells, int64 n);

#endif /* TE_RANK_CELLS_H */

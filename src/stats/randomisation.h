/*
 * randomisation.h
 *		Allocation lists in permuted blocks, from a seed that anyone can read
 *		again: docs/randomisation.md holds the algorithm.  Private to this
 *		folder.
 */
#ifndef TE_RANDOMISATION_H
#define TE_RANDOMISATION_H

#include "trial_ext.h"

#include "common/cryptohash.h"
#include "common/sha2.h"

/* Rows of one call, all strata together. */
#define ALLOCATION_MAX_ROWS 1000000
/* Subjects of one block, so arms too. */
#define ALLOCATION_MAX_BLOCK 1000
/* Strata of one call. */
#define ALLOCATION_MAX_STRATA 10000

/*
 * Random numbers of 16 bits: the SHA-256 digests of "SEED:0", "SEED:1" ...,
 * each read as 16 numbers, high byte first.
 */
typedef struct RandomStream
{
	pg_cryptohash_ctx *sha;
	const char *seed; /* UTF-8 */
	size_t seed_length;
	uint64 counter; /* of the next digest */
	int used;		/* bytes of this digest */
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
} RandomStream;

/* What every block is made from. */
typedef struct AllocationPlan
{
	int n_arms;
	int32 *ratio;	 /* in lowest terms */
	int32 ratio_sum; /* every block size is a multiple of it */
	int32 n_sizes;
	int32 *sizes;
} AllocationPlan;

/*
 * Begins the numbers of a seed, which must outlive the stream; end gives the
 * hash's memory back.
 */
extern void te_stream_begin(RandomStream *stream, const char *seed,
							size_t length);
extern void te_stream_end(RandomStream *stream);
/*
 * A number from 0 to m - 1, each equally likely, 1 <= m <= 65536.  m = 1
 * consumes nothing of the stream.
 */
extern uint32 te_stream_draw(RandomStream *stream, uint32 m);

/*
 * Ratio in lowest terms, and its sum; numbers above 0.  The sum is more than
 * ALLOCATION_MAX_BLOCK where no block can hold it.
 */
extern void te_allocation_reduce(AllocationPlan *plan);
/*
 * The next block: draws its size, fills it with the arms' numbers in the order
 * of the arms and shuffles it (Fisher and Yates, from the end).  Returns the
 * size; "arms" has room for ALLOCATION_MAX_BLOCK.
 */
extern int te_allocation_block(const AllocationPlan *plan, RandomStream *stream,
							   int16 *arms);

#endif /* TE_RANDOMISATION_H */

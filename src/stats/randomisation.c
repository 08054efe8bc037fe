/*
 * randomisation.c
 *		Permuted blocks from a seed.
 *
 * The numbers come from SHA-256 in counter mode, not from the server's
 * generator: whoever has the seed can make the list again with any other
 * program, on any machine and in twenty years.  docs/randomisation.md is the
 * specification and holds two such programs; test/t/171_randomisation.pl runs
 * both against this one.  Nothing here may change once lists are in use.
 */
#include "postgres.h"

#include "stats/randomisation.h"

static void next_digest(RandomStream *stream);

/* ---------------------------------------------------------------- numbers */

void
te_stream_begin(RandomStream *stream, const char *seed, size_t length)
{
	memset(stream, 0, sizeof(*stream));
	stream->seed = seed;
	stream->seed_length = length;
	stream->used = PG_SHA256_DIGEST_LENGTH;
	stream->sha = pg_cryptohash_create(PG_SHA256);
	if (stream->sha == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
}

void
te_stream_end(RandomStream *stream)
{
	pg_cryptohash_free(stream->sha);
	stream->sha = NULL;
}

static void
next_digest(RandomStream *stream)
{
	char counter[32];
	int length = snprintf(counter, sizeof(counter), ":" UINT64_FORMAT,
						  stream->counter++);

	if (pg_cryptohash_init(stream->sha) < 0 ||
		pg_cryptohash_update(stream->sha, (const uint8 *) stream->seed,
							 stream->seed_length) < 0 ||
		pg_cryptohash_update(stream->sha, (const uint8 *) counter, length) <
			0 ||
		pg_cryptohash_final(stream->sha, stream->digest,
							sizeof(stream->digest)) < 0)
		elog(ERROR, "could not compute SHA-256: %s",
			 pg_cryptohash_error(stream->sha));
	stream->used = 0;
}

/*
 * Rejection: the numbers above the last whole multiple of m are thrown away,
 * else the first remainders would be more likely than the last.
 */
uint32
te_stream_draw(RandomStream *stream, uint32 m)
{
	uint32 limit = 65536 - 65536 % m;
	uint32 number;

	if (m == 1)
		return 0;
	do
	{
		if (stream->used == PG_SHA256_DIGEST_LENGTH)
			next_digest(stream);
		number = (uint32) stream->digest[stream->used] << 8 |
			stream->digest[stream->used + 1];
		stream->used += 2;
	} while (number >= limit);
	return number % m;
}

/* ----------------------------------------------------------------- blocks */

static int32
common_divisor(int32 a, int32 b)
{
	while (b != 0)
	{
		int32 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

void
te_allocation_reduce(AllocationPlan *plan)
{
	int32 divisor = 0;
	int64 sum = 0;

	for (int i = 0; i < plan->n_arms; i++)
		divisor = common_divisor(plan->ratio[i], divisor);
	for (int i = 0; i < plan->n_arms; i++)
	{
		plan->ratio[i] /= divisor;
		sum += plan->ratio[i];
	}
	plan->ratio_sum = (int32) Min(sum, PG_INT32_MAX);
}

int
te_allocation_block(const AllocationPlan *plan, RandomStream *stream,
					int16 *arms)
{
	int32 size = plan->sizes[te_stream_draw(stream, plan->n_sizes)];
	int filled = 0;

	for (int arm = 0; arm < plan->n_arms; arm++)
	{
		int32 share = size / plan->ratio_sum * plan->ratio[arm];

		for (int32 i = 0; i < share; i++)
			arms[filled++] = (int16) arm;
	}
	Assert(filled == size);
	for (int last = size - 1; last > 0; last--)
	{
		int other = (int) te_stream_draw(stream, last + 1);
		int16 kept = arms[last];

		arms[last] = arms[other];
		arms[other] = kept;
	}
	return size;
}

/*
 * contingency_fisher.c
 *		Fisher's exact test of more than 2 x 2.
 *
 * Tables are built column by column.  What matters of the columns placed is
 * how much of each row is left, in any order, and the probability so far:
 * ways that agree in both are one way, counted (the network of Mehta and
 * Patel, J Am Stat Assoc 1983;78:427).  A way ends early when all its
 * completions count, or none.  For the last two columns the completions are
 * sorted by probability once for all ways that lead there.
 */
#include "stats/proportion.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/contingency.h"
#include "stats/distributions.h"

/*
 * Limits: subjects, ways kept at a time, steps in all, which take a few
 * seconds.  A way and a completion cost more than a step of the walk.
 */
#define FISHER_MAX_SUBJECTS 100000
#define FISHER_MAX_WAYS 2000000
#define FISHER_MAX_STEPS 100000000
#define STEPS_PER_WAY 4
#define STEPS_PER_LEAF 8

/* Logs of probabilities are the same up to this: rounding is far below. */
#define SAME_PAST 1e-11

typedef struct FisherWay
{
	uint64 key;	  /* what is left of the rows */
	double past;  /* log probability so far */
	double paths; /* how many ways are this one; 0: a free place */
} FisherWay;

/* A hash table of ways, open addressing. */
typedef struct FisherWays
{
	FisherWay *places;
	uint32 size; /* a power of two */
	uint32 used;
} FisherWays;

/* A completion of the last two columns, and all less likely ones. */
typedef struct FisherLeaf
{
	double log_value;
	double sum;
} FisherLeaf;

typedef struct FisherSearch
{
	int rows;
	int columns;
	const double *column_sums;
	const double *log_factorial;
	double limit; /* log probability up to which a table counts */
	double tail;
	int64 steps; /* left */
	int key_bits;
	int column; /* being placed */

	/* ways that lead to the rows at hand, and where they go */
	const FisherWay *ways;
	int n_ways;
	FisherWays next;

	FisherLeaf *leaves;
	int n_leaves;
	int leaf_room;
} FisherSearch;

static bool place_column(FisherSearch *s, int row, double left,
						 double *remaining, double delta);

/* ------------------------------------------------------------------- ways */

static int64
past_bucket(double past)
{
	return (int64) rint(past / SAME_PAST);
}

static uint32
way_hash(uint64 key, int64 bucket)
{
	uint64 h = key * UINT64CONST(0x9E3779B97F4A7C15) ^
		(uint64) bucket * UINT64CONST(0xC2B2AE3D27D4EB4F);

	h ^= h >> 31;
	h *= UINT64CONST(0xBF58476D1CE4E5B9);
	return (uint32) (h >> 32);
}

static void
ways_init(FisherWays *w, uint32 size)
{
	w->places = palloc0_array(FisherWay, size);
	w->size = size;
	w->used = 0;
}

static void
ways_put(FisherWays *w, FisherWay way)
{
	int64 bucket = past_bucket(way.past);
	uint32 at = way_hash(way.key, bucket) & (w->size - 1);

	while (w->places[at].paths != 0)
	{
		FisherWay *there = &w->places[at];

		if (there->key == way.key && past_bucket(there->past) == bucket)
		{
			there->paths += way.paths;
			return;
		}
		at = (at + 1) & (w->size - 1);
	}
	w->places[at] = way;
	w->used++;
}

static bool
ways_add(FisherWays *w, FisherWay way)
{
	if (w->used >= w->size / 2)
	{
		FisherWays larger;

		if (w->used >= FISHER_MAX_WAYS)
			return false;
		ways_init(&larger, w->size * 2);
		for (uint32 i = 0; i < w->size; i++)
			if (w->places[i].paths != 0)
				ways_put(&larger, w->places[i]);
		pfree(w->places);
		*w = larger;
	}
	ways_put(w, way);
	return true;
}

static int
by_key(const void *a, const void *b)
{
	const FisherWay *x = a;
	const FisherWay *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->past > y->past) - (x->past < y->past);
}

/* The ways side by side, those with the same rows together. */
static void
ways_sort(FisherWays *w)
{
	uint32 n = 0;

	for (uint32 i = 0; i < w->size; i++)
		if (w->places[i].paths != 0)
			w->places[n++] = w->places[i];
	qsort(w->places, n, sizeof(FisherWay), by_key);
}

static int
falling(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x < y) - (x > y);
}

/* Rows are alike: what is left of them, sorted, is a number. */
static uint64
encode_rows(const FisherSearch *s, const double *remaining)
{
	double sorted[64];
	uint64 key = 0;

	memcpy(sorted, remaining, sizeof(double) * s->rows);
	qsort(sorted, s->rows, sizeof(double), falling);
	for (int i = 0; i < s->rows; i++)
		key = key << s->key_bits | (uint64) sorted[i];
	return key;
}

static void
decode_rows(const FisherSearch *s, uint64 key, double *remaining)
{
	for (int i = s->rows - 1; i >= 0; i--)
	{
		remaining[i] = key & ((UINT64CONST(1) << s->key_bits) - 1);
		key >>= s->key_bits;
	}
}

/* ------------------------------------------------------------------ bounds */

/*
 * The largest and smallest log of 1 / product of x! that the columns from the
 * present one on can add, given what remains of the rows.  The largest:
 * sum(x log e) is the same for all tables when e = row * column / n, so
 * nothing exceeds the sum of each cell's own largest x log e - log x!, taken
 * at the floor of e.  The smallest: all of a column in one cell, or all of a
 * row.  The total of 1 / product of x! over all completions is known.
 */
static void
completion_bounds(const FisherSearch *s, const double *remaining,
				  double *largest, double *smallest, double *total)
{
	const double *lf = s->log_factorial;
	double n = 0;
	double by_row = 0;
	double by_column = 0;
	double fixed = 0;
	double best = 0;

	for (int i = 0; i < s->rows; i++)
	{
		n += remaining[i];
		by_row += lf[(int) remaining[i]];
		if (remaining[i] > 0)
			fixed += remaining[i] * log(remaining[i]);
	}
	for (int j = s->column; j < s->columns; j++)
	{
		by_column += lf[(int) s->column_sums[j]];
		fixed += s->column_sums[j] * log(s->column_sums[j]);
		for (int i = 0; i < s->rows; i++)
		{
			double e = remaining[i] * s->column_sums[j] / n;

			if (e > 0)
				best += floor(e) * log(e) - lf[(int) floor(e)];
		}
	}
	*largest = best - (fixed - n * log(n));
	*smallest = -Min(by_row, by_column);
	*total = lf[(int) n] - by_row - by_column;
}

/* ----------------------------------------------------------------- columns */

/* All of the column is placed; delta is the log of 1 / product of its x!. */
static bool
column_placed(FisherSearch *s, const double *remaining, double delta)
{
	uint64 key;

	if (s->column < s->columns - 2)
	{
		key = encode_rows(s, remaining);
		s->steps -= (int64) STEPS_PER_WAY * s->n_ways;
		for (int i = 0; i < s->n_ways; i++)
		{
			FisherWay way = {key, s->ways[i].past + delta, s->ways[i].paths};

			if (!ways_add(&s->next, way))
				return false;
		}
		return true;
	}
	/* the rest is the last column */
	for (int i = 0; i < s->rows; i++)
		delta -= s->log_factorial[(int) remaining[i]];
	if (s->n_leaves == s->leaf_room)
	{
		s->leaf_room *= 2;
		s->leaves = repalloc_huge(s->leaves, sizeof(FisherLeaf) * s->leaf_room);
	}
	s->leaves[s->n_leaves++].log_value = delta;
	s->steps -= STEPS_PER_LEAF;
	return s->n_leaves < FISHER_MAX_WAYS;
}

/* "left" of the column is still to be placed in the rows from "row" on. */
static bool
place_column(FisherSearch *s, int row, double left, double *remaining,
			 double delta)
{
	double below = 0;
	double room = remaining[row];
	double most = Min(room, left);

	if (--s->steps < 0)
		return false;
	if ((s->steps & 0xfff) == 0)
		CHECK_FOR_INTERRUPTS();
	for (int i = row + 1; i < s->rows; i++)
		below += remaining[i];
	for (int x = (int) Max(0, left - below); x <= (int) most; x++)
	{
		double here = delta - s->log_factorial[x];
		bool done;

		remaining[row] = room - x;
		done = row == s->rows - 1 ?
			column_placed(s, remaining, here) :
			place_column(s, row + 1, left - x, remaining, here);
		if (!done)
			return false;
	}
	remaining[row] = room;
	return true;
}

static int
by_value(const void *a, const void *b)
{
	double x = ((const FisherLeaf *) a)->log_value;
	double y = ((const FisherLeaf *) b)->log_value;

	return (x > y) - (x < y);
}

/* Every way with every completion of the last two columns. */
static void
add_leaves(FisherSearch *s)
{
	double top;
	double sum = 0;

	CHECK_FOR_INTERRUPTS();
	qsort(s->leaves, s->n_leaves, sizeof(FisherLeaf), by_value);
	top = s->leaves[s->n_leaves - 1].log_value;
	for (int i = 0; i < s->n_leaves; i++)
	{
		sum += exp(s->leaves[i].log_value - top);
		s->leaves[i].sum = sum;
	}
	for (int i = 0; i < s->n_ways; i++)
	{
		double most = s->limit - s->ways[i].past;
		int low = 0;
		int high = s->n_leaves;

		while (low < high)
		{
			int middle = (low + high) / 2;

			if (s->leaves[middle].log_value <= most)
				low = middle + 1;
			else
				high = middle;
		}
		if (low > 0)
			s->tail += s->ways[i].paths * exp(s->ways[i].past + top) *
				s->leaves[low - 1].sum;
	}
}

/* All ways to the same rows: those decided are taken, the others go on. */
static bool
extend_ways(FisherSearch *s, FisherWay *ways, int n)
{
	double remaining[64] = {0};
	double largest, smallest, total;

	s->ways = ways;
	s->n_ways = 0;
	decode_rows(s, ways[0].key, remaining);
	completion_bounds(s, remaining, &largest, &smallest, &total);
	for (int i = 0; i < n; i++)
	{
		if (ways[i].past + smallest > s->limit)
			continue;
		if (ways[i].past + largest <= s->limit)
			s->tail += ways[i].paths * exp(ways[i].past + total);
		else
			ways[s->n_ways++] = ways[i];
	}
	if (s->n_ways == 0)
		return true;
	s->n_leaves = 0;
	if (!place_column(s, 0, s->column_sums[s->column], remaining, 0))
		return false;
	if (s->column == s->columns - 2)
		add_leaves(s);
	return true;
}

static bool
search_columns(FisherSearch *s, FisherWay first)
{
	FisherWays ways;

	ways_init(&ways, 16);
	ways_add(&ways, first);
	for (s->column = 0; s->column <= s->columns - 2; s->column++)
	{
		uint32 n = ways.used;

		ways_init(&s->next, 1024);
		ways_sort(&ways);
		for (uint32 i = 0, end; i < n; i = end)
		{
			for (end = i + 1;
				 end < n && ways.places[end].key == ways.places[i].key; end++)
				;
			if (!extend_ways(s, &ways.places[i], end - i))
				return false;
		}
		pfree(ways.places);
		ways = s->next;
	}
	pfree(ways.places);
	return true;
}

static double *
log_factorials(int n)
{
	double *lf = palloc_array(double, n + 1);

	for (int i = 0; i <= n; i++)
		lf[i] = te_lgamma(i + 1.0);
	return lf;
}

/*
 * Rows are the shorter side.  The largest columns come first, and of the last
 * two the smaller one is placed: that leaves the fewest completions.
 */
static void
arrange(FisherSearch *s, const TeTable *t, double **row_sums,
		double **column_sums)
{
	double *columns;

	s->rows = t->rows;
	s->columns = t->columns;
	if (t->rows > t->columns)
	{
		double *swap = *row_sums;

		*row_sums = *column_sums;
		*column_sums = swap;
		s->rows = t->columns;
		s->columns = t->rows;
	}
	columns = *column_sums;
	qsort(*row_sums, s->rows, sizeof(double), falling);
	qsort(columns, s->columns, sizeof(double), falling);
	s->column_sums = columns;
	if (s->columns > 2)
	{
		double last = columns[s->columns - 1];

		columns[s->columns - 1] = columns[s->columns - 2];
		columns[s->columns - 2] = last;
	}
}

bool
te_fisher_tables(const TeTable *t, double *row_sums, double *column_sums,
				 double n, double *p_value)
{
	FisherSearch s = {0};
	FisherWay first = {0, 0, 1};

	if (n > FISHER_MAX_SUBJECTS)
		return false;
	arrange(&s, t, &row_sums, &column_sums);
	while (((int) row_sums[0] >> s.key_bits) > 0)
		s.key_bits++;
	if (s.rows * s.key_bits > 64)
		return false;
	s.log_factorial = log_factorials((int) n);
	first.past = -s.log_factorial[(int) n];
	for (int i = 0; i < s.rows; i++)
		first.past += s.log_factorial[(int) row_sums[i]];
	for (int j = 0; j < s.columns; j++)
		first.past += s.log_factorial[(int) column_sums[j]];
	s.limit = first.past;
	for (int i = 0; i < t->rows * t->columns; i++)
		s.limit -= s.log_factorial[(int) t->counts[i]];
	s.limit += FISHER_TIE_TOLERANCE;
	s.steps = FISHER_MAX_STEPS;
	s.leaf_room = 1024;
	s.leaves = palloc_array(FisherLeaf, s.leaf_room);
	first.key = encode_rows(&s, row_sums);
	if (!search_columns(&s, first))
		return false;
	*p_value = Min(s.tail, 1);
	return true;
}

/*
 * contingency_counts.c
 *		The flat form of contingency_counts: labels found, added and merged.
 */
#include "trial_ext.h"

#include "common/int.h"

#include "stats/contingency_counts.h"

StaticAssertDecl(offsetof(ContingencyCounts, cells) == 32,
				 "the header of contingency_counts is 32 bytes");

ContingencyCounts *
te_contingency_new(void)
{
	ContingencyCounts *c = palloc0(offsetof(ContingencyCounts, cells));

	SET_VARSIZE(c, offsetof(ContingencyCounts, cells));
	c->version = CONTINGENCY_VERSION;
	return c;
}

ContingencyCounts *
te_contingency_copy(const ContingencyCounts *c)
{
	ContingencyCounts *copy = palloc(VARSIZE(c));

	memcpy(copy, c, VARSIZE(c));
	return copy;
}

ContingencyLabel
te_contingency_label(const ContingencyCounts *c, ContingencyDimension d, int i)
{
	const uint32 *ends = contingency_ends(c);
	int n = c->labels[BY_ARM] + c->labels[BY_OUTCOME] + c->labels[BY_STRATUM];
	ContingencyLabel label;
	uint32 start;

	for (int before = 0; before < d; before++)
		i += c->labels[before];
	start = i == 0 ? 0 : ends[i - 1];
	label.data = (const char *) (ends + n) + start;
	label.length = ends[i] - start;
	return label;
}

int
te_contingency_compare(ContingencyLabel a, ContingencyLabel b)
{
	int order = memcmp(a.data, b.data, Min(a.length, b.length));

	return order != 0 ? order : a.length - b.length;
}

int
te_contingency_find(const ContingencyCounts *c, ContingencyDimension d,
					ContingencyLabel label)
{
	int low = 0;
	int high = c->labels[d];

	while (low < high)
	{
		int middle = (low + high) / 2;
		int order =
			te_contingency_compare(te_contingency_label(c, d, middle), label);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1 - low;
}

void
te_contingency_add_count(int64 *to, int64 n)
{
	if (pg_add_s64_overflow(*to, n, to))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of subjects out of range")));
}

/* ----------------------------------------------------------------- growing */

static void
check_limits(const int *n)
{
	static const char *const what[] = {"arms", "outcomes", "strata"};

	for (int d = 0; d < N_DIMENSIONS; d++)
		if (n[d] > CONTINGENCY_MAX_LABELS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("a table of counts has at most %d different %s",
							CONTINGENCY_MAX_LABELS, what[d])));
	if ((int64) n[BY_ARM] * n[BY_OUTCOME] * n[BY_STRATUM] >
		CONTINGENCY_MAX_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a table of counts has at most %d cells",
						CONTINGENCY_MAX_CELLS),
				 errdetail("Arms, outcomes and strata make %d x %d x %d.",
						   n[BY_ARM], n[BY_OUTCOME], n[BY_STRATUM])));
}

ContingencyCounts *
te_contingency_make(const ContingencyCounts *like,
					const ContingencyParts *parts)
{
	int n_cells =
		parts->n[BY_ARM] * parts->n[BY_OUTCOME] * parts->n[BY_STRATUM];
	int n_labels = 0;
	Size label_bytes = 0;
	Size size;
	ContingencyCounts *c;
	uint32 *ends;
	char *text;
	uint32 end = 0;

	check_limits(parts->n);
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		n_labels += parts->n[d];
		for (int i = 0; i < parts->n[d]; i++)
			label_bytes += parts->labels[d][i].length;
	}
	size = offsetof(ContingencyCounts, cells) + sizeof(int64) * n_cells +
		sizeof(uint32) * n_labels + label_bytes;
	c = palloc0(size);
	memcpy(c, like, offsetof(ContingencyCounts, cells));
	SET_VARSIZE(c, size);
	for (int d = 0; d < N_DIMENSIONS; d++)
		c->labels[d] = parts->n[d];
	memcpy(c->cells, parts->cells, sizeof(int64) * n_cells);
	ends = (uint32 *) (c->cells + n_cells);
	text = (char *) (ends + n_labels);
	for (int d = 0; d < N_DIMENSIONS; d++)
		for (int i = 0; i < parts->n[d]; i++)
		{
			ContingencyLabel label = parts->labels[d][i];

			memcpy(text + end, label.data, label.length);
			end += label.length;
			*ends++ = end;
		}
	return c;
}

/*
 * The value with room for further labels, those of "more" (n_more of each
 * dimension, in order); cells of new labels are 0.
 */
static ContingencyCounts *
with_labels(const ContingencyCounts *c, ContingencyLabel *const *more,
			const int *n_more)
{
	ContingencyParts parts;
	int *place[N_DIMENSIONS]; /* of c's labels in the new order */
	int64 *cells;
	ContingencyCounts *result;

	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		int old = 0;
		int added = 0;
		int n = 0;

		parts.labels[d] =
			palloc_array(ContingencyLabel, Max(c->labels[d] + n_more[d], 1));
		place[d] = palloc_array(int, Max(c->labels[d], 1));
		while (old < c->labels[d] || added < n_more[d])
		{
			ContingencyLabel next = {NULL, 0};
			int order = old == c->labels[d] ? 1 : -1;

			if (old < c->labels[d])
				next = te_contingency_label(c, d, old);
			if (old < c->labels[d] && added < n_more[d])
				order = te_contingency_compare(next, more[d][added]);
			if (order <= 0)
				place[d][old++] = n;
			else
				next = more[d][added];
			if (order >= 0)
				added++;
			parts.labels[d][n++] = next;
		}
		parts.n[d] = n;
	}
	check_limits(parts.n);
	parts.cells = palloc0_array(
		int64,
		Max(parts.n[BY_ARM] * parts.n[BY_OUTCOME] * parts.n[BY_STRATUM], 1));
	cells = (int64 *) c->cells;
	for (int k = 0; k < c->labels[BY_STRATUM]; k++)
		for (int i = 0; i < c->labels[BY_ARM]; i++)
			for (int j = 0; j < c->labels[BY_OUTCOME]; j++)
				parts.cells[(place[BY_STRATUM][k] * parts.n[BY_ARM] +
							 place[BY_ARM][i]) *
								parts.n[BY_OUTCOME] +
							place[BY_OUTCOME][j]] = *cells++;
	result = te_contingency_make(c, &parts);
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		pfree(parts.labels[d]);
		pfree(place[d]);
	}
	pfree(parts.cells);
	return result;
}

static int64 *
cell_at(ContingencyCounts *c, const int *at)
{
	return &c->cells[(at[BY_STRATUM] * c->labels[BY_ARM] + at[BY_ARM]) *
						 c->labels[BY_OUTCOME] +
					 at[BY_OUTCOME]];
}

static bool
find_all(const ContingencyCounts *c, const ContingencyLabel *labels, int *at)
{
	bool all = true;

	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		at[d] = te_contingency_find(c, d, labels[d]);
		all = all && at[d] >= 0;
	}
	return all;
}

ContingencyCounts *
te_contingency_cell(ContingencyCounts *c, const ContingencyLabel *labels,
					int64 **cell)
{
	int at[N_DIMENSIONS];

	if (!find_all(c, labels, at))
	{
		ContingencyLabel one[N_DIMENSIONS];
		ContingencyLabel *more[N_DIMENSIONS];
		int n_more[N_DIMENSIONS];

		for (int d = 0; d < N_DIMENSIONS; d++)
		{
			one[d] = labels[d];
			more[d] = &one[d];
			n_more[d] = at[d] < 0 ? 1 : 0;
		}
		c = with_labels(c, more, n_more);
		find_all(c, labels, at);
	}
	*cell = cell_at(c, at);
	return c;
}

/* ----------------------------------------------------------------- merging */

/* Counts with different options have no answer together. */
static void
check_options(const ContingencyCounts *a, const ContingencyCounts *b)
{
	if (a->method == b->method && a->level == b->level &&
		a->correct == b->correct)
		return;
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg(
			 "cannot merge counts for different methods, levels or corrections"),
		 errhint(
			 "Merge counts made by contingency_agg, and give the method to the measure.")));
}

ContingencyCounts *
te_contingency_add(ContingencyCounts *to, const ContingencyCounts *from)
{
	ContingencyLabel *labels[N_DIMENSIONS];
	int *place[N_DIMENSIONS];
	int n[N_DIMENSIONS];
	const int64 *cells = from->cells;

	check_options(to, from);
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		n[d] = from->labels[d];
		labels[d] = palloc_array(ContingencyLabel, Max(n[d], 1));
		place[d] = palloc_array(int, Max(n[d], 1));
		for (int i = 0; i < n[d]; i++)
			labels[d][i] = te_contingency_label(from, d, i);
	}
	for (int d = 0; d < N_DIMENSIONS; d++)
		for (int i = 0; i < n[d]; i++)
			if (te_contingency_find(to, d, labels[d][i]) < 0)
			{
				to = with_labels(to, labels, n);
				goto room;
			}
room:
	for (int d = 0; d < N_DIMENSIONS; d++)
		for (int i = 0; i < n[d]; i++)
			place[d][i] = te_contingency_find(to, d, labels[d][i]);
	for (int k = 0; k < n[BY_STRATUM]; k++)
		for (int i = 0; i < n[BY_ARM]; i++)
			for (int j = 0; j < n[BY_OUTCOME]; j++)
			{
				int at[N_DIMENSIONS] = {place[BY_ARM][i], place[BY_OUTCOME][j],
										place[BY_STRATUM][k]};

				te_contingency_add_count(cell_at(to, at), *cells++);
			}
	te_contingency_add_count(&to->missing, from->missing);
	for (int d = 0; d < N_DIMENSIONS; d++)
	{
		pfree(labels[d]);
		pfree(place[d]);
	}
	return to;
}

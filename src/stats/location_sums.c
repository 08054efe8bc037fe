/*
 * location_sums.c
 *		Type sample_sums: the exact sums of samples; the state of t tests and
 *		of tables of change from baseline.
 *
 * Its size depends on the spread of the magnitudes, not on the number of rows:
 * some 60 bytes a sum for clinical data.  Text form, also that of the wire:
 *
 *		1 two 3 - -; 12 4b0p-4 1d4c0p-8; 11 ...
 *
 * that is the version, what was summed, the rows left out as missing, the
 * options; then for every cell how many values, their sum and that of their
 * squares (hexadecimal digits times a power of two).
 */
#include "trial_ext.h"

#include <float.h>
#include <limits.h>
#include <math.h>

#include "common/int.h"
#include "libpq/pqformat.h"

#include "stats/location.h"
#include "units/units.h"
#include "syntax/syntax.h"

static const char *const kind_names[SUMS_KINDS] = {"one", "two", "change"};
static const int kind_cells[SUMS_KINDS] = {1, 2, 4};

/* A state taken apart, to be put together with wider windows. */
typedef struct SumsParts
{
	ExactSum sum[SUMS_MAX_CELLS][2];
} SumsParts;

static SampleSums *get_state(FunctionCallInfo fcinfo, SumsKind kind,
							 const double *option);
static SampleSums *make_state(const SampleSums *head, const SumsParts *parts);
static void load_parts(const SampleSums *sums, SumsParts *parts);
static SampleSums *add_value(SampleSums *sums, int cell, double value);
static void add_count(int64 *count, int64 n);
static void count_missing(SampleSums *sums);
static void check_options(const SampleSums *sums, const double *option);
static int64 *cell_limbs(const SampleSums *sums, int cell);
static SampleSums *sums_parse(const char *text);

static const double no_options[SUMS_OPTIONS] = {NAN, NAN};

/* ---------------------------------------------------------------- transition */

static Datum
add_one(FunctionCallInfo fcinfo, const double *option)
{
	SampleSums *sums = get_state(fcinfo, SUMS_ONE, option);

	if (PG_ARGISNULL(1))
		count_missing(sums);
	else
		sums = add_value(sums, 0, te_sample_number(PG_GETARG_FLOAT8(1)));
	PG_RETURN_POINTER(sums);
}

Datum
te_sums_add_one(FunctionCallInfo fcinfo, const double *value)
{
	SampleSums *sums = get_state(fcinfo, SUMS_ONE, no_options);

	if (value == NULL)
		count_missing(sums);
	else
		sums = add_value(sums, 0, *value);
	PG_RETURN_POINTER(sums);
}

PG_FUNCTION_INFO_V1(sample_sums_one);

/* Transition of one sample: value */
Datum
sample_sums_one(PG_FUNCTION_ARGS)
{
	return add_one(fcinfo, no_options);
}

PG_FUNCTION_INFO_V1(sample_sums_one_mu);

/* The same: value, mean tested */
Datum
sample_sums_one_mu(PG_FUNCTION_ARGS)
{
	double option[SUMS_OPTIONS] = {te_sample_option(fcinfo, 2, false, "mu"),
								   NAN};

	return add_one(fcinfo, option);
}

PG_FUNCTION_INFO_V1(sample_sums_one_level);

/* The same: value, level */
Datum
sample_sums_one_level(PG_FUNCTION_ARGS)
{
	double option[SUMS_OPTIONS] = {
		NAN, te_sample_level(te_sample_option(fcinfo, 2, false, "level"))};

	return add_one(fcinfo, option);
}

static Datum
add_two(FunctionCallInfo fcinfo, const double *option)
{
	SampleSums *sums = get_state(fcinfo, SUMS_TWO, option);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		count_missing(sums);
	else
		sums = add_value(sums, PG_GETARG_BOOL(2) ? CELL_TREATED : CELL_OTHERS,
						 te_sample_number(PG_GETARG_FLOAT8(1)));
	PG_RETURN_POINTER(sums);
}

PG_FUNCTION_INFO_V1(sample_sums_two);

/* Transition of two samples: value, treated */
Datum
sample_sums_two(PG_FUNCTION_ARGS)
{
	return add_two(fcinfo, no_options);
}

PG_FUNCTION_INFO_V1(sample_sums_two_pooled);

/* The same: value, treated, pooled */
Datum
sample_sums_two_pooled(PG_FUNCTION_ARGS)
{
	double option[SUMS_OPTIONS] = {te_sample_option(fcinfo, 3, true, "pooled"),
								   NAN};

	return add_two(fcinfo, option);
}

PG_FUNCTION_INFO_V1(sample_sums_two_level);

/* The same: value, treated, pooled, level */
Datum
sample_sums_two_level(PG_FUNCTION_ARGS)
{
	double option[SUMS_OPTIONS] = {
		te_sample_option(fcinfo, 3, true, "pooled"),
		te_sample_level(te_sample_option(fcinfo, 4, false, "level"))};

	return add_two(fcinfo, option);
}

/*
 * A change is a computed value: 100.1 - 100.0 is 0.1.  In per cent of a
 * baseline of zero it is not defined.
 */
static Datum
add_change(FunctionCallInfo fcinfo, const double *option)
{
	SampleSums *sums = get_state(fcinfo, SUMS_CHANGE, option);
	double value = 0.0;
	double baseline = 0.0;
	double change;

	if (!PG_ARGISNULL(1))
		value = te_sample_number(PG_GETARG_FLOAT8(1));
	if (!PG_ARGISNULL(2))
		baseline = te_sample_number(PG_GETARG_FLOAT8(2));
	change = te_sum(value, -baseline);
	if (!PG_ARGISNULL(1))
		sums = add_value(sums, CELL_VALUE, value);
	if (!PG_ARGISNULL(2))
		sums = add_value(sums, CELL_BASELINE, baseline);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		count_missing(sums);
		PG_RETURN_POINTER(sums);
	}
	sums = add_value(sums, CELL_CHANGE, te_sample_number(change));
	if (baseline != 0.0)
		sums = add_value(sums, CELL_PERCENT,
						 te_sample_number(change / baseline * 100.0));
	PG_RETURN_POINTER(sums);
}

PG_FUNCTION_INFO_V1(sample_sums_change);

/* Transition of changes: value, baseline */
Datum
sample_sums_change(PG_FUNCTION_ARGS)
{
	return add_change(fcinfo, no_options);
}

PG_FUNCTION_INFO_V1(sample_sums_change_level);

/* The same: value, baseline, level */
Datum
sample_sums_change_level(PG_FUNCTION_ARGS)
{
	double option[SUMS_OPTIONS] = {
		NAN, te_sample_level(te_sample_option(fcinfo, 3, false, "level"))};

	return add_change(fcinfo, option);
}

PG_FUNCTION_INFO_V1(sample_sums_combine);

/* Adds two states; either may be NULL. */
Datum
sample_sums_combine(PG_FUNCTION_ARGS)
{
	SampleSums *sums;
	const SampleSums *other;
	SampleSums head;
	SumsParts parts;
	SumsParts others;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_POINTER(
			PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(PG_ARGISNULL(0) ? 1 : 0)));
	sums = PG_GETARG_SUMS_P(0);
	other = PG_GETARG_SUMS_P(1);
	te_sums_check_kind(other, sums->kind);
	check_options(sums, other->option);

	memcpy(&head, sums, sizeof(SampleSums));
	load_parts(sums, &parts);
	load_parts(other, &others);
	add_count(&head.missing, other->missing);
	for (int i = 0; i < kind_cells[sums->kind]; i++)
	{
		add_count(&head.cell[i].n, other->cell[i].n);
		te_exact_merge(&parts.sum[i][0], &others.sum[i][0]);
		te_exact_merge(&parts.sum[i][1], &others.sum[i][1]);
	}
	PG_RETURN_POINTER(make_state(&head, &parts));
}

/* Counts that were read from text may be anything up to the largest. */
static void
add_count(int64 *count, int64 n)
{
	if (pg_add_s64_overflow(*count, n, count))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of subjects is out of range")));
}

/* --------------------------------------------------------------------- state */

/* The state of a transition: the one given, a copy of it, or a new one. */
static SampleSums *
get_state(FunctionCallInfo fcinfo, SumsKind kind, const double *option)
{
	SampleSums *sums;

	if (PG_ARGISNULL(0))
	{
		sums = palloc0(offsetof(SampleSums, limbs));
		SET_VARSIZE(sums, offsetof(SampleSums, limbs));
		sums->version = SAMPLE_SUMS_VERSION;
		sums->kind = kind;
		memcpy(sums->option, option, sizeof(sums->option));
		return sums;
	}
	sums = PG_GETARG_SUMS_P(0);
	te_sums_check_kind(sums, kind);
	check_options(sums, option);
	/* outside an aggregate the state is a value that must not change */
	if (!AggCheckCallContext(fcinfo, NULL))
	{
		SampleSums *copy = palloc(VARSIZE(sums));

		memcpy(copy, sums, VARSIZE(sums));
		return copy;
	}
	return sums;
}

void
te_sums_check_kind(const SampleSums *sums, SumsKind kind)
{
	if (sums->version != SAMPLE_SUMS_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unsupported version %d of sample_sums",
						sums->version)));
	if (sums->kind == kind)
		return;
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("sums are of kind \"%s\", not of kind \"%s\"",
				kind_names[Min(sums->kind, SUMS_KINDS - 1)], kind_names[kind]),
		 errhint(
			 "Sums of one sample come from sample_agg(value), of two from sample_agg(value, treated), of changes from change_agg(value, baseline).")));
}

static bool
same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b;
}

/* An option is one for all rows: it says what is asked, not what was seen. */
static void
check_options(const SampleSums *sums, const double *option)
{
	for (int i = 0; i < SUMS_OPTIONS; i++)
	{
		if (!same_number(sums->option[i], option[i]))
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("options of a statistic differ from row to row"),
				 errhint(
					 "Pass the level, the mean tested and the method as constants.")));
	}
}

static void
count_missing(SampleSums *sums)
{
	add_count(&sums->missing, 1);
}

static int64 *
cell_limbs(const SampleSums *sums, int cell)
{
	const int64 *limbs = sums->limbs;

	for (int i = 0; i < cell; i++)
		limbs += sums->cell[i].sum.count + sums->cell[i].squares.count;
	return unconstify(int64 *, limbs);
}

/* Usually the limbs are there: written in place, else a new state is made. */
static SampleSums *
add_value(SampleSums *sums, int cell, double value)
{
	SumsCell *c = &sums->cell[cell];
	int64 *limbs = cell_limbs(sums, cell);
	SumsParts parts;
	bool summed;

	add_count(&c->n, 1);
	summed = te_exact_add_window(&c->sum, limbs, value, false);
	if (summed &&
		te_exact_add_window(&c->squares, limbs + c->sum.count, value, true))
		return sums;
	load_parts(sums, &parts);
	if (!summed)
		te_exact_add(&parts.sum[cell][0], value, false);
	te_exact_add(&parts.sum[cell][1], value, true);
	return make_state(sums, &parts);
}

static void
load_parts(const SampleSums *sums, SumsParts *parts)
{
	for (int i = 0; i < kind_cells[sums->kind]; i++)
	{
		const SumsCell *c = &sums->cell[i];
		const int64 *limbs = cell_limbs(sums, i);

		te_exact_load(&parts->sum[i][0], &c->sum, limbs);
		te_exact_load(&parts->sum[i][1], &c->squares, limbs + c->sum.count);
	}
}

/* A new state with the counts of "head" and these sums. */
static SampleSums *
make_state(const SampleSums *head, const SumsParts *parts)
{
	Size size = offsetof(SampleSums, limbs);
	SampleSums *sums;
	int64 *to;

	for (int i = 0; i < kind_cells[head->kind]; i++)
		size += sizeof(int64) *
			(parts->sum[i][0].window.count + parts->sum[i][1].window.count);
	sums = palloc(size);
	memcpy(sums, head, offsetof(SampleSums, limbs));
	SET_VARSIZE(sums, size);
	to = sums->limbs;
	for (int i = 0; i < kind_cells[head->kind]; i++)
	{
		const ExactSum *sum = parts->sum[i];

		sums->cell[i].sum = sum[0].window;
		sums->cell[i].squares = sum[1].window;
		for (int k = 0; k < 2; k++)
		{
			memcpy(to, sum[k].limb, sizeof(int64) * sum[k].window.count);
			to += sum[k].window.count;
		}
	}
	return sums;
}

Moments
te_sums_moments(const SampleSums *sums, int cell)
{
	int64 n = sums->cell[cell].n;
	Moments m = {(double) n, NAN, NAN};
	SumsParts parts;
	ExactValue value;

	if (n == 0)
		return m;
	load_parts(sums, &parts);
	value = te_exact_value(&parts.sum[cell][0]);
	m.mean = ldexp(value.fraction / m.n, value.exponent);
	if (n < 2)
		return m;
	value = te_exact_deviations(n, &parts.sum[cell][0], &parts.sum[cell][1]);
	/* a square root wants an even exponent */
	if (value.exponent % 2 != 0)
	{
		value.fraction *= 2.0;
		value.exponent--;
	}
	m.sd = ldexp(sqrt(value.fraction / m.n / (m.n - 1.0)), value.exponent / 2);
	return m;
}

/* ----------------------------------------------------------------- text form */

PG_FUNCTION_INFO_V1(sample_sums_out);

Datum
sample_sums_out(PG_FUNCTION_ARGS)
{
	SampleSums *sums = PG_GETARG_SUMS_P(0);
	SumsParts *parts = palloc(sizeof(SumsParts));
	StringInfoData to;

	initStringInfo(&to);
	load_parts(sums, parts);
	appendStringInfo(&to, "%d %s " INT64_FORMAT, SAMPLE_SUMS_VERSION,
					 kind_names[sums->kind], sums->missing);
	for (int i = 0; i < SUMS_OPTIONS; i++)
	{
		appendStringInfoChar(&to, ' ');
		if (isnan(sums->option[i]))
			appendStringInfoChar(&to, '-');
		else
			te_sample_print_number(&to, sums->option[i]);
	}
	for (int i = 0; i < kind_cells[sums->kind]; i++)
	{
		char sum[EXACT_TEXT_SIZE];
		char squares[EXACT_TEXT_SIZE];

		te_exact_print(&parts->sum[i][0], sum);
		te_exact_print(&parts->sum[i][1], squares);
		appendStringInfo(&to, "; " INT64_FORMAT " %s %s", sums->cell[i].n, sum,
						 squares);
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(sample_sums_in);

Datum
sample_sums_in(PG_FUNCTION_ARGS)
{
	SampleSums *sums = sums_parse(PG_GETARG_CSTRING(0));

	if (sums == NULL)
		ereturn(TE_ESCONTEXT(fcinfo), (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s", "sample_sums"),
				 errdetail("Sums are written like \"%d one 0 - -; 2 3p0 5p0\".",
						   SAMPLE_SUMS_VERSION)));
	PG_RETURN_POINTER(sums);
}

PG_FUNCTION_INFO_V1(sample_sums_send);

Datum
sample_sums_send(PG_FUNCTION_ARGS)
{
	return te_sample_send_text(DatumGetCString(
		DirectFunctionCall1(sample_sums_out, PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(sample_sums_recv);

Datum
sample_sums_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	SampleSums *sums = sums_parse(text);

	if (sums == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "sample_sums")));
	PG_RETURN_POINTER(sums);
}

/* An option as it was printed; "-" for none. */
static bool
read_option(const char **p, double *option)
{
	if (p[0][0] == '-' && (p[0][1] == ' ' || p[0][1] == ';'))
	{
		*option = NAN;
		(*p)++;
		return true;
	}
	return te_sample_read_number(p, option) && isfinite(*option);
}

/* Could n values have these sums? */
static bool
possible_sums(int64 n, const ExactSum *sum, const ExactSum *squares)
{
	int room = (int) ceil(log2((double) n + 1.0));

	if (te_exact_value(squares).fraction < 0.0)
		return false;
	if (n == 0)
		return te_exact_top(sum) == INT_MIN && te_exact_top(squares) == INT_MIN;
	if (te_exact_top(sum) > DBL_MAX_EXP + room ||
		te_exact_top(squares) > 2 * DBL_MAX_EXP + room)
		return false;
	return te_exact_deviations(n, sum, squares).fraction >= 0.0;
}

/* Options that no aggregate would have kept are no options. */
static bool
possible_options(const SampleSums *head)
{
	double test = head->option[OPTION_TEST];
	double level = head->option[OPTION_LEVEL];

	if (!isnan(level) && !(level > 0.0 && level < 1.0))
		return false;
	switch ((SumsKind) head->kind)
	{
		case SUMS_ONE:
			return true;
		case SUMS_TWO:
			return isnan(test) || test == 0.0 || test == 1.0;
		case SUMS_CHANGE:
			break;
	}
	return isnan(test);
}

/* Reads the text form, strictly; NULL when it is not one. */
static SampleSums *
sums_parse(const char *text)
{
	SampleSums *head = palloc0(sizeof(SampleSums));
	SumsParts *parts = palloc0(sizeof(SumsParts));
	const char *p = text;
	int kind;

	if (*p++ != '0' + SAMPLE_SUMS_VERSION || *p++ != ' ')
		return NULL;
	if (!te_sample_read_word(&p, kind_names, SUMS_KINDS, &kind))
		return NULL;
	head->version = SAMPLE_SUMS_VERSION;
	head->kind = kind;
	if (*p++ != ' ' || !te_read_count(&p, &head->missing))
		return NULL;
	for (int i = 0; i < SUMS_OPTIONS; i++)
	{
		if (*p++ != ' ' || !read_option(&p, &head->option[i]))
			return NULL;
	}
	if (!possible_options(head))
		return NULL;
	for (int i = 0; i < kind_cells[kind]; i++)
	{
		if (*p++ != ';' || *p++ != ' ' ||
			!te_read_count(&p, &head->cell[i].n) || *p++ != ' ' ||
			!te_exact_parse(p, &p, &parts->sum[i][0]) || *p++ != ' ' ||
			!te_exact_parse(p, &p, &parts->sum[i][1]) ||
			!possible_sums(head->cell[i].n, &parts->sum[i][0],
						   &parts->sum[i][1]))
			return NULL;
	}
	return *p == '\0' ? make_state(head, parts) : NULL;
}

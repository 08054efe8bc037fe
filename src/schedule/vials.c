/*
 * vials.c
 *		Which vials make up an amount: least waste, then fewest vials.
 *
 * Sizes become whole multiples of their greatest common divisor, so the search
 * is exact.  The amount itself need not be such a multiple: what is dispensed
 * is, and the least multiple that is not below the amount is sought.
 */
#include "schedule/dosing.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"

#include "units/units.h"

/* Different vial sizes of one call. */
#define VIALS_MAX_SIZES 32
/* Multiples of the sizes' common divisor that the search may visit. */
#define VIALS_MAX_STEPS 1000000
/* Decimals that a size may have. */
#define VIALS_MAX_DECIMALS 9
/* Columns of vial_count and vial_quantity. */
#define VIAL_COLUMNS 4

typedef struct VialSize
{
	double size;
	int64 steps; /* in units of the common divisor */
	int32 vials; /* answer */
	int place;	 /* in the caller's array */
} VialSize;

typedef struct VialProblem
{
	double amount;
	int n;
	VialSize sizes[VIALS_MAX_SIZES];
	double step; /* the common divisor, in the amount's unit */
	double total;
	double waste;
} VialProblem;

static void check_number(double value, bool positive, const char *what);
static void add_vial(VialProblem *p, double size, int place);
static void find_steps(VialProblem *p);
static bool whole_multiples(VialProblem *p, double scale);
static int64 common_divisor(int64 a, int64 b);
static void solve(VialProblem *p);
static void fewest_vials(VialProblem *p, int64 target, int64 longest);
static void check_columns(const ReturnSetInfo *rsinfo);
static int compare_sizes(const void *a, const void *b);
static int read_sizes(ArrayType *array, Oid type, int16 length, char align,
					  Datum **sizes);

PG_FUNCTION_INFO_V1(vials);

/* vials(amount float8, vial_sizes float8[]) SETOF vial_count */
Datum
vials(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	VialProblem p = {PG_GETARG_FLOAT8(0)};
	Datum *sizes;
	int n = read_sizes(PG_GETARG_ARRAYTYPE_P(1), FLOAT8OID, sizeof(float8),
					   TYPALIGN_DOUBLE, &sizes);

	check_number(p.amount, false, "amount");
	for (int i = 0; i < n; i++)
		add_vial(&p, DatumGetFloat8(sizes[i]), i);
	solve(&p);
	InitMaterializedSRF(fcinfo, 0);
	check_columns(rsinfo);
	for (int i = 0; i < p.n; i++)
	{
		Datum values[VIAL_COLUMNS];
		bool nulls[VIAL_COLUMNS] = {false};

		if (p.sizes[i].vials == 0)
			continue;
		values[0] = Float8GetDatum(p.sizes[i].size);
		values[1] = Int32GetDatum(p.sizes[i].vials);
		values[2] = Float8GetDatum(p.total);
		values[3] = Float8GetDatum(p.waste);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(vials_quantity);

/*
 * vials(amount quantity, vial_sizes quantity[]) SETOF vial_quantity: reckoned,
 * with total and waste, in the unit of the first size.
 */
Datum
vials_quantity(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(1);
	VialProblem p = {0};
	Datum *sizes;
	int n = read_sizes(array, ARR_ELEMTYPE(array), -1, TYPALIGN_DOUBLE, &sizes);
	Quantity *first = DatumGetQuantityP(sizes[0]);
	char *unit = pnstrdup(first->unit, first->unit_length);

	p.amount =
		te_quantity_in_unit(PG_GETARG_QUANTITY_P(0), unit, TE_NO_ANALYTE);
	check_number(p.amount, false, "amount");
	for (int i = 0; i < n; i++)
		add_vial(&p,
				 te_quantity_in_unit(DatumGetQuantityP(sizes[i]), unit,
									 TE_NO_ANALYTE),
				 i);
	solve(&p);
	InitMaterializedSRF(fcinfo, 0);
	check_columns(rsinfo);
	for (int i = 0; i < p.n; i++)
	{
		Datum values[VIAL_COLUMNS];
		bool nulls[VIAL_COLUMNS] = {false};

		if (p.sizes[i].vials == 0)
			continue;
		values[0] = sizes[p.sizes[i].place];
		values[1] = Int32GetDatum(p.sizes[i].vials);
		values[2] = PointerGetDatum(
			te_quantity_make(p.total, unit, strlen(unit), NULL));
		values[3] = PointerGetDatum(
			te_quantity_make(p.waste, unit, strlen(unit), NULL));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ------------------------------------------------------------- arguments */

static void
check_columns(const ReturnSetInfo *rsinfo)
{
	if (rsinfo->setDesc->natts != VIAL_COLUMNS)
		elog(ERROR, "rows of vials have %d columns, not %d",
			 rsinfo->setDesc->natts, VIAL_COLUMNS);
}

/* The elements of an array of sizes; their number. */
static int
read_sizes(ArrayType *array, Oid type, int16 length, char align, Datum **sizes)
{
	bool *nulls;
	int n;

	deconstruct_array(array, type, length, type == FLOAT8OID && FLOAT8PASSBYVAL,
					  align, sizes, &nulls, &n);
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("vial sizes must not contain nulls")));
	}
	if (n == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no vial size is given")));
	if (n > VIALS_MAX_SIZES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many vial sizes: %d", n),
				 errdetail("At most %d are allowed.", VIALS_MAX_SIZES)));
	return n;
}

static void
check_number(double value, bool positive, const char *what)
{
	if (isfinite(value) && (positive ? value > 0 : value >= 0))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid %s: %s", what, float8out_internal(value)),
			 positive ? errdetail("A vial holds a finite amount above 0.") :
						errdetail("An amount is a finite number, 0 or more.")));
}

/* A size that is there twice counts once. */
static void
add_vial(VialProblem *p, double size, int place)
{
	check_number(size, true, "vial size");
	for (int i = 0; i < p->n; i++)
	{
		if (p->sizes[i].size == size)
			return;
	}
	p->sizes[p->n].size = size;
	p->sizes[p->n].place = place;
	p->n++;
}

/* ---------------------------------------------------------------- search */

static void
solve(VialProblem *p)
{
	double steps;
	int64 target;
	int64 longest;

	find_steps(p);
	qsort(p->sizes, p->n, sizeof(VialSize), compare_sizes);
	longest = p->sizes[0].steps;
	/* 0.3 / 0.1 is three steps, not a fourth begun */
	steps = ceil(te_round14(p->amount / p->step));
	if (steps + longest > VIALS_MAX_STEPS)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg(
				 "amount %s is too large for vials whose sizes have the common divisor %s",
				 float8out_internal(p->amount), float8out_internal(p->step)),
			 errdetail("At most %d times the divisor is searched.",
					   VIALS_MAX_STEPS)));
	target = (int64) steps;
	fewest_vials(p, target, longest);
	for (int i = 0; i < p->n; i++)
		p->total += p->sizes[i].vials * p->sizes[i].size;
	p->total = te_round14(p->total);
	p->waste = Max(0.0, te_sum(p->total, -p->amount));
}

/*
 * fewest[s]: the fewest vials that hold s steps.  The sums up to one largest
 * vial past the target suffice: a larger one could leave a vial out.
 */
static void
fewest_vials(VialProblem *p, int64 target, int64 longest)
{
	int64 n = target + longest;
	int32 *fewest = palloc_array(int32, (Size) n);
	int64 sum;

	fewest[0] = 0;
	for (int64 s = 1; s < n; s++)
	{
		fewest[s] = PG_INT32_MAX;
		for (int i = 0; i < p->n; i++)
		{
			int64 before = s - p->sizes[i].steps;

			if (before >= 0 && fewest[before] < fewest[s] - 1)
				fewest[s] = fewest[before] + 1;
		}
		if ((s & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	for (sum = target; fewest[sum] == PG_INT32_MAX; sum++)
		;
	/* of equal solutions the one with the largest vials */
	for (int i = 0; i < p->n && sum > 0;)
	{
		int64 before = sum - p->sizes[i].steps;

		if (before >= 0 && fewest[before] == fewest[sum] - 1)
		{
			p->sizes[i].vials++;
			sum = before;
		}
		else
			i++;
	}
	pfree(fewest);
}

/* Sizes in units of their greatest common divisor. */
static void
find_steps(VialProblem *p)
{
	double scale = 1;
	int64 divisor = 0;
	int decimals = 0;

	while (!whole_multiples(p, scale))
	{
		if (++decimals > VIALS_MAX_DECIMALS)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("vial sizes are not decimal numbers of a common unit"),
				 errdetail("A size has at most %d decimals and is below %g.",
						   VIALS_MAX_DECIMALS, 1e15)));
		scale *= 10;
	}
	for (int i = 0; i < p->n; i++)
		divisor = common_divisor(p->sizes[i].steps, divisor);
	for (int i = 0; i < p->n; i++)
		p->sizes[i].steps /= divisor;
	p->step = divisor / scale;
}

static bool
whole_multiples(VialProblem *p, double scale)
{
	for (int i = 0; i < p->n; i++)
	{
		double steps = rint(p->sizes[i].size * scale);

		if (steps < 1 || steps > 1e15 || steps / scale != p->sizes[i].size)
			return false;
		p->sizes[i].steps = (int64) steps;
	}
	return true;
}

static int64
common_divisor(int64 a, int64 b)
{
	while (b != 0)
	{
		int64 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Largest first. */
static int
compare_sizes(const void *a, const void *b)
{
	const VialSize *x = a;
	const VialSize *y = b;

	return x->steps > y->steps ? -1 : x->steps < y->steps;
}

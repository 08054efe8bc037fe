/*
 * contingency_sql.c
 *		SQL functions: tests of tables of counts, from arrays and from the
 *		states of the aggregates; p_adjust.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"

#include "stats/proportion_sql.h"

#include <math.h>

/* Degrees of freedom of cmh_test: its covariances are as many, squared. */
#define CMH_MAX_DF 400

/* -------------------------------------------------------- tables from states */

/* All strata in one, or each for itself. */
static CountedTable
table_of_state(const ContingencyCounts *c, bool pooled)
{
	int cells = c->labels[BY_ARM] * c->labels[BY_OUTCOME];
	int strata = pooled ? Min(c->labels[BY_STRATUM], 1) : c->labels[BY_STRATUM];
	double *counts = palloc0_array(double, (Size) cells *strata + 1);
	CountedTable table = {{c->labels[BY_ARM], c->labels[BY_OUTCOME], strata,
						   counts},
						  0,
						  c->missing};

	for (int i = 0; i < contingency_n_cells(c); i++)
	{
		counts[pooled ? i % cells : i] += c->cells[i];
		te_contingency_add_count(&table.n, c->cells[i]);
	}
	return table;
}

/* The same answers in rows and columns: all that occur in either. */
static CountedTable
square_table(const ContingencyCounts *c)
{
	CountedTable from = table_of_state(c, true);
	CountedTable to = from;
	int *row = palloc_array(int, c->labels[BY_ARM] + 1);
	int *column = palloc_array(int, c->labels[BY_OUTCOME] + 1);
	double *counts;
	int n = 0;

	for (int i = 0; i < c->labels[BY_ARM]; i++)
		row[i] = n++;
	for (int j = 0; j < c->labels[BY_OUTCOME]; j++)
	{
		int found = te_contingency_find(c, BY_ARM,
										te_contingency_label(c, BY_OUTCOME, j));

		column[j] = found >= 0 ? found : n++;
	}
	counts = palloc0_array(double, (Size) n *n + 1);
	for (int i = 0; i < from.t.rows; i++)
		for (int j = 0; j < from.t.columns; j++)
			counts[row[i] * n + column[j]] =
				from.t.counts[i * from.t.columns + j];
	to.t.rows = to.t.columns = n;
	to.t.counts = counts;
	return to;
}

/* -------------------------------------------------------- tables from arrays */

CountedTable
te_table_of_array(ArrayType *a, int dimensions)
{
	int cells = ArrayGetNItems(ARR_NDIM(a), ARR_DIMS(a));
	CountedTable table = {{0, 0, 1, NULL}, 0, UNKNOWN_COUNT};
	double *counts;

	if (ARR_NDIM(a) != dimensions || array_contains_nulls(a))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("counts must be an array of %d dimensions without nulls",
					dimensions),
			 errhint(
				 dimensions == 2 ?
					 "A table is written ARRAY[[41, 31], [33, 39]], a row for each arm." :
					 "Tables are written ARRAY[[[41, 31], [33, 39]], ...], one for each stratum.")));
	if (cells > CONTINGENCY_MAX_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a table of counts has at most %d cells",
						CONTINGENCY_MAX_CELLS)));
	counts = palloc_array(double, cells + 1);
	for (int i = 0; i < cells; i++)
	{
		int64 count = ((int64 *) ARR_DATA_PTR(a))[i];

		if (count < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("counts must not be negative")));
		te_contingency_add_count(&table.n, count);
		counts[i] = count;
	}
	table.t.strata = dimensions == 3 ? ARR_DIMS(a)[0] : 1;
	table.t.rows = ARR_DIMS(a)[dimensions - 2];
	table.t.columns = ARR_DIMS(a)[dimensions - 1];
	table.t.counts = counts;
	return table;
}

/* x1 of n1 against x2 of n2, the first four arguments. */
static CountedTable
table_of_groups(FunctionCallInfo fcinfo)
{
	double *counts = palloc_array(double, 4);
	CountedTable table = {{2, 2, 1, counts}, 0, UNKNOWN_COUNT};

	for (int i = 0; i < 4; i += 2)
	{
		int64 x = PG_GETARG_INT64(i);
		int64 n = PG_GETARG_INT64(i + 1);

		te_check_responders(x, n);
		te_contingency_add_count(&table.n, n);
		counts[i] = x;
		counts[i + 1] = n - x;
	}
	return table;
}

/* -------------------------------------------------------------------- tests */

static Datum
chi_square(FunctionCallInfo fcinfo, CountedTable table, bool correct)
{
	return te_test_result(fcinfo, te_chi_square(table.t, correct), "pearson",
						  table.n, table.missing);
}

static Datum
fisher(FunctionCallInfo fcinfo, CountedTable table)
{
	TeTest test;

	if (!te_fisher(table.t, &test))
		te_too_large("Fisher's exact test");
	return te_test_result(fcinfo, test, "fisher_exact", table.n, table.missing);
}

static Datum
cmh(FunctionCallInfo fcinfo, CountedTable table, bool correct)
{
	if ((int64) (table.t.rows - 1) * (table.t.columns - 1) > CMH_MAX_DF)
		te_too_large("the Cochran-Mantel-Haenszel test");
	return te_test_result(fcinfo, te_cmh(table.t, correct),
						  "cochran_mantel_haenszel", table.n, table.missing);
}

static void
check_square(CountedTable table)
{
	if (table.t.rows != table.t.columns)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a table of paired answers must be square")));
}

static Datum
mcnemar(FunctionCallInfo fcinfo, CountedTable table, bool correct)
{
	check_square(table);
	return te_test_result(fcinfo, te_mcnemar(table.t, correct),
						  table.t.rows > 2 ? "bowker" : "mcnemar", table.n,
						  table.missing);
}

static Datum
mcnemar_exact(FunctionCallInfo fcinfo, CountedTable table)
{
	double b = 0;
	double c = 0;

	check_square(table);
	if (table.t.rows > 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the exact test of paired answers takes two answers")));
	if (table.t.rows == 2)
	{
		b = table.t.counts[1];
		c = table.t.counts[2];
	}
	return te_test_result(fcinfo, te_mcnemar_exact(b, c), "mcnemar_exact",
						  table.n, table.missing);
}

PG_FUNCTION_INFO_V1(chi_square_test_array);
PG_FUNCTION_INFO_V1(chi_square_test_groups);
PG_FUNCTION_INFO_V1(chi_square_test_of);
PG_FUNCTION_INFO_V1(chi_square_final);

Datum
chi_square_test_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(chi_square(fcinfo,
							   te_table_of_array(PG_GETARG_ARRAYTYPE_P(0), 2),
							   PG_GETARG_BOOL(1)));
}

Datum
chi_square_test_groups(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		chi_square(fcinfo, table_of_groups(fcinfo), PG_GETARG_BOOL(4)));
}

Datum
chi_square_test_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(chi_square(fcinfo,
							   table_of_state(PG_GETARG_CONTINGENCY_P(0), true),
							   PG_GETARG_BOOL(1)));
}

Datum
chi_square_final(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	PG_RETURN_DATUM(
		chi_square(fcinfo, table_of_state(c, true), c->correct == CORRECT_YES));
}

PG_FUNCTION_INFO_V1(fisher_exact_test_array);
PG_FUNCTION_INFO_V1(fisher_exact_test_groups);
PG_FUNCTION_INFO_V1(fisher_exact_test_of);

Datum
fisher_exact_test_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		fisher(fcinfo, te_table_of_array(PG_GETARG_ARRAYTYPE_P(0), 2)));
}

Datum
fisher_exact_test_groups(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(fisher(fcinfo, table_of_groups(fcinfo)));
}

/* Also the final function of the aggregates. */
Datum
fisher_exact_test_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		fisher(fcinfo, table_of_state(PG_GETARG_CONTINGENCY_P(0), true)));
}

PG_FUNCTION_INFO_V1(cmh_test_array);
PG_FUNCTION_INFO_V1(cmh_test_of);
PG_FUNCTION_INFO_V1(cmh_final);

Datum
cmh_test_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(cmh(fcinfo, te_table_of_array(PG_GETARG_ARRAYTYPE_P(0), 3),
						PG_GETARG_BOOL(1)));
}

Datum
cmh_test_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(cmh(fcinfo,
						table_of_state(PG_GETARG_CONTINGENCY_P(0), false),
						PG_GETARG_BOOL(1)));
}

Datum
cmh_final(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	PG_RETURN_DATUM(
		cmh(fcinfo, table_of_state(c, false), c->correct == CORRECT_YES));
}

PG_FUNCTION_INFO_V1(mcnemar_test_array);
PG_FUNCTION_INFO_V1(mcnemar_test_of);
PG_FUNCTION_INFO_V1(mcnemar_final);
PG_FUNCTION_INFO_V1(mcnemar_exact_test_array);
PG_FUNCTION_INFO_V1(mcnemar_exact_test_of);

Datum
mcnemar_test_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(mcnemar(fcinfo,
							te_table_of_array(PG_GETARG_ARRAYTYPE_P(0), 2),
							PG_GETARG_BOOL(1)));
}

Datum
mcnemar_test_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(mcnemar(fcinfo, square_table(PG_GETARG_CONTINGENCY_P(0)),
							PG_GETARG_BOOL(1)));
}

Datum
mcnemar_final(PG_FUNCTION_ARGS)
{
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);

	PG_RETURN_DATUM(
		mcnemar(fcinfo, square_table(c), c->correct == CORRECT_YES));
}

Datum
mcnemar_exact_test_array(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		mcnemar_exact(fcinfo, te_table_of_array(PG_GETARG_ARRAYTYPE_P(0), 2)));
}

/* Also the final function of the aggregate. */
Datum
mcnemar_exact_test_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(
		mcnemar_exact(fcinfo, square_table(PG_GETARG_CONTINGENCY_P(0))));
}

/* -------------------------------------------------------------------- cells */

PG_FUNCTION_INFO_V1(contingency_table);

static Datum
label_text(const ContingencyCounts *c, ContingencyDimension d, int i)
{
	ContingencyLabel label = te_contingency_label(c, d, i);

	return PointerGetDatum(cstring_to_text_with_len(label.data, label.length));
}

/* contingency_table(contingency_counts) SETOF contingency_cell */
Datum
contingency_table(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ContingencyCounts *c = PG_GETARG_CONTINGENCY_P(0);
	const int64 *cell = c->cells;

	InitMaterializedSRF(fcinfo, 0);
	for (int k = 0; k < c->labels[BY_STRATUM]; k++)
		for (int i = 0; i < c->labels[BY_ARM]; i++)
			for (int j = 0; j < c->labels[BY_OUTCOME]; j++)
			{
				Datum values[4] = {label_text(c, BY_STRATUM, k),
								   label_text(c, BY_ARM, i),
								   label_text(c, BY_OUTCOME, j),
								   Int64GetDatum(*cell++)};
				bool nulls[4] = {false};

				tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values,
									 nulls);
			}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(contingency_missing);

/* contingency_missing(contingency_counts) bigint */
Datum
contingency_missing(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(PG_GETARG_CONTINGENCY_P(0)->missing);
}

/* ----------------------------------------------------------------- p_adjust */

static const TeMethod adjustments[] = {METHOD_HOLM,	  METHOD_HOCHBERG,
									   METHOD_HOMMEL, METHOD_BONFERRONI,
									   METHOD_BH,	  METHOD_BY,
									   METHOD_NONE};

/* Hommel's procedure takes as many steps, squared. */
#define HOMMEL_MAX_TESTS 10000

PG_FUNCTION_INFO_V1(p_adjust);

/* p_adjust(p float8[], method text) float8[]; NULLs stay and do not count */
Datum
p_adjust(PG_FUNCTION_ARGS)
{
	ArrayType *a = PG_GETARG_ARRAYTYPE_P(0);
	TeMethod method =
		te_method_among(te_method_argument(fcinfo, 1), adjustments,
						lengthof(adjustments), "p_adjust");
	Datum *values;
	bool *nulls;
	double *p;
	int n, known = 0;

	deconstruct_array(a, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &values, &nulls, &n);
	if (method == METHOD_HOMMEL && n > HOMMEL_MAX_TESTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("method \"hommel\" takes at most %d p-values",
						HOMMEL_MAX_TESTS)));
	p = palloc_array(double, n + 1);
	for (int i = 0; i < n; i++)
	{
		if (nulls[i])
			continue;
		p[known] = DatumGetFloat8(values[i]);
		if (!(p[known] >= 0 && p[known] <= 1))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a p-value must lie between 0 and 1")));
		known++;
	}
	te_p_adjust(p, known, method);
	for (int i = 0, k = 0; i < n; i++)
		if (!nulls[i])
			values[i] = Float8GetDatum(p[k++]);
	if (n == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(FLOAT8OID));
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, ARR_NDIM(a),
											 ARR_DIMS(a), ARR_LBOUND(a),
											 FLOAT8OID, sizeof(float8),
											 FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/*
 * result_row.c
 *		Rows of results: those of sets, and the types that all statistics share.
 */
#include "stats/result_row.h"

#include <math.h>

#include "funcapi.h"
#include "utils/tuplestore.h"

void
te_put_name(ResultRow *row, const char *name, uint32 length, bool has_name)
{
	row->nulls[row->n] = !has_name;
	row->values[row->n++] = has_name ?
		PointerGetDatum(cstring_to_text_with_len(name, (int) length)) :
		(Datum) 0;
}

void
te_put_text(ResultRow *row, const char *text)
{
	te_put_name(row, text, text == NULL ? 0 : strlen(text), text != NULL);
}

void
te_put_float(ResultRow *row, double value)
{
	row->nulls[row->n] = isnan(value);
	row->values[row->n++] = Float8GetDatum(value);
}

void
te_put_int(ResultRow *row, int64 value)
{
	row->nulls[row->n] = false;
	row->values[row->n++] = Int64GetDatum(value);
}

void
te_put_count(ResultRow *row, int64 count)
{
	row->nulls[row->n] = count == UNKNOWN_COUNT;
	row->values[row->n++] = Int64GetDatum(count);
}

void
te_put_row(FunctionCallInfo fcinfo, ResultRow *row)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	if (rsinfo->setDesc->natts != row->n)
		elog(ERROR, "a row has %d columns, not %d", row->n,
			 rsinfo->setDesc->natts);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row->values,
						 row->nulls);
	row->n = 0;
}

Datum
te_row_datum(FunctionCallInfo fcinfo, ResultRow *row)
{
	TupleDesc desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE ||
		desc->natts != row->n)
		elog(ERROR, "return type must be a row type of %d columns", row->n);
	return HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), row->values, row->nulls));
}

void
te_put_estimate(ResultRow *row, double estimate, double lower, double upper,
				double std_err, double level, const char *method)
{
	te_put_float(row, estimate);
	te_put_float(row, lower);
	te_put_float(row, upper);
	te_put_float(row, std_err);
	te_put_float(row, level);
	te_put_text(row, method);
}

Datum
te_test_row(FunctionCallInfo fcinfo, double statistic, double df,
			double p_value, const char *method, int64 n, int64 missing,
			double min_expected)
{
	ResultRow row = {0};

	te_put_float(&row, statistic);
	te_put_float(&row, df);
	te_put_float(&row, p_value);
	te_put_text(&row, method);
	te_put_count(&row, n);
	te_put_count(&row, missing);
	te_put_float(&row, min_expected);
	return te_row_datum(fcinfo, &row);
}

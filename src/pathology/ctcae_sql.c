/*
 * ctcae_sql.c
 *		SQL functions: grades of laboratory toxicity, and the list of terms.
 */
#include "trial_ext.h"

#include <math.h>

#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/float.h"

#include "pathology/ctcae.h"

#define TERM_COLUMNS 16
#define SHIFT_COLUMNS 3

static const CtcaeTerm *term_argument(text *name);
static void read_input(FunctionCallInfo fcinfo, const CtcaeTerm *term,
					   CtcaeInput *in);
static double number_argument(FunctionCallInfo fcinfo, int n, const char *what,
							  const char *unit, const char *analyte);
static void term_values(const CtcaeTerm *term, Datum *values, bool *nulls);

PG_FUNCTION_INFO_V1(ctcae_grade);

/*
 * ctcae_grade(term text, value, lln, uln, baseline quantity,
 * symptomatic boolean, dipstick integer, upcr quantity) integer
 */
Datum
ctcae_grade(PG_FUNCTION_ARGS)
{
	const CtcaeTerm *term;
	CtcaeInput in;
	int grade;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	term = term_argument(PG_GETARG_TEXT_PP(0));
	read_input(fcinfo, term, &in);
	if (!PG_ARGISNULL(6))
	{
		in.dipstick = PG_GETARG_INT32(6);
		if (in.dipstick < 0 || in.dipstick > 4)
			ereport(
				ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("dipstick is out of range: %d", in.dipstick),
				 errdetail(
					 "It is 0 for negative or trace, else 1 to 4 for 1+ to 4+.")));
	}
	in.upcr = number_argument(fcinfo, 7, "urine protein-creatinine ratio",
							  "g/g", "upcr");
	if ((!PG_ARGISNULL(6) && term->kind != CTCAE_PROTEINURIA &&
		 term->kind != CTCAE_KIDNEY_DISEASE) ||
		(!PG_ARGISNULL(7) && term->kind != CTCAE_KIDNEY_DISEASE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s says nothing about term \"%s\"",
						!PG_ARGISNULL(7) && term->kind != CTCAE_KIDNEY_DISEASE ?
							"upcr" :
							"dipstick",
						term->name)));
	grade = te_ctcae_grade(term, &in);
	if (grade < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(grade);
}

PG_FUNCTION_INFO_V1(ctcae_shift);

/*
 * ctcae_shift(term text, value, lln, uln, baseline quantity, symptomatic,
 * baseline_symptomatic boolean) ctcae_shift_grades
 */
Datum
ctcae_shift(PG_FUNCTION_ARGS)
{
	TupleDesc tupdesc;
	Datum values[SHIFT_COLUMNS] = {0};
	bool nulls[SHIFT_COLUMNS] = {true, true, true};
	const CtcaeTerm *term;
	CtcaeInput in;
	int before, now;

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != SHIFT_COLUMNS)
		elog(ERROR, "type ctcae_shift_grades is not as expected");
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	term = term_argument(PG_GETARG_TEXT_PP(0));
	read_input(fcinfo, term, &in);
	now = te_ctcae_grade(term, &in);
	/* on the same scale: against its own baseline, which is itself */
	in.value = in.baseline;
	in.symptomatic = PG_ARGISNULL(6) ? -1 : PG_GETARG_BOOL(6);
	before = te_ctcae_grade(term, &in);
	if (before >= 0)
	{
		values[0] = Int32GetDatum(before);
		nulls[0] = false;
	}
	if (now >= 0)
	{
		values[1] = Int32GetDatum(now);
		nulls[1] = false;
	}
	if (before >= 0 && now >= 0)
	{
		values[2] = Int32GetDatum(now - before);
		nulls[2] = false;
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(tupdesc), values, nulls)));
}

PG_FUNCTION_INFO_V1(ctcae_terms);

/* ctcae_terms() SETOF ctcae_term, in order of name */
Datum
ctcae_terms(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != TERM_COLUMNS)
		elog(ERROR, "type ctcae_term has %d columns, not %d",
			 rsinfo->setDesc->natts, TERM_COLUMNS);
	for (int i = 0; i < te_ctcae_term_count; i++)
	{
		Datum values[TERM_COLUMNS];
		bool nulls[TERM_COLUMNS] = {false};

		term_values(&te_ctcae_terms[i], values, nulls);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static void
term_values(const CtcaeTerm *term, Datum *values, bool *nulls)
{
	const char *texts[] = {
		term->name,		 term->title,
		term->version,	 term->increased ? "increased" : "decreased",
		term->analyte,	 term->unit,
		term->grades[0], term->grades[1],
		term->grades[2], term->grades[3],
		term->needs,	 term->note,
		term->source,	 term->verified};
	bool low = term->kind == CTCAE_BELOW || term->kind == CTCAE_HYPOKALAEMIA ||
		term->kind == CTCAE_HYPONATRAEMIA || term->kind == CTCAE_KIDNEY_DISEASE;
	bool high = term->kind == CTCAE_ABOVE || term->kind == CTCAE_MULTIPLE ||
		term->kind == CTCAE_CREATININE || term->kind == CTCAE_PROTEINURIA;

	StaticAssertStmt(lengthof(texts) + 2 == TERM_COLUMNS,
					 "columns of type ctcae_term");
	for (int i = 0; i < lengthof(texts); i++)
	{
		nulls[i] = texts[i] == NULL;
		values[i] = nulls[i] ? (Datum) 0 : CStringGetTextDatum(texts[i]);
	}
	values[lengthof(texts)] = BoolGetDatum(low);
	values[lengthof(texts) + 1] = BoolGetDatum(high);
}

static const CtcaeTerm *
term_argument(text *name)
{
	const char *string = VARDATA_ANY(name);
	int length = VARSIZE_ANY_EXHDR(name);
	const CtcaeTerm *term = te_ctcae_find(string, length);
	bool glucose;

	if (term != NULL)
		return term;
	glucose =
		(length == 13 && pg_strncasecmp(string, "hyperglycemia", 13) == 0) ||
		(length == 14 && pg_strncasecmp(string, "hyperglycaemia", 14) == 0);
	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("unrecognized CTCAE term: \"%.*s\"",
				pg_mbcliplen(string, length, 60), string),
		 glucose ?
			 errhint(
				 "Version 5.0 grades it by its treatment; \"hyperglycaemia_v4\" has the limits of version 4.03 for fasting glucose.") :
			 errhint("ctcae_terms() lists them.")));
	return NULL; /* keep compilers quiet */
}

/*
 * Multiples of a limit or of the baseline are taken in the unit of the value:
 * 3 mg/dL is 1.5 times 2 mg/dL exactly, which both in umol/L need not be.
 */
static void
read_input(FunctionCallInfo fcinfo, const CtcaeTerm *term, CtcaeInput *in)
{
	const char *unit = term->unit;

	if (!PG_ARGISNULL(1) &&
		(term->kind == CTCAE_MULTIPLE || term->kind == CTCAE_CREATININE))
	{
		Quantity *value = PG_GETARG_QUANTITY_P(1);

		/* that it is one of the analyte's is seen there */
		(void) number_argument(fcinfo, 1, "value", term->unit, term->analyte);
		unit = pnstrdup(value->unit, value->unit_length);
	}
	in->value = number_argument(fcinfo, 1, "value", unit, term->analyte);
	in->lln = number_argument(fcinfo, 2, "lower limit", unit, term->analyte);
	in->uln = number_argument(fcinfo, 3, "upper limit", unit, term->analyte);
	in->baseline = number_argument(fcinfo, 4, "baseline", unit, term->analyte);
	in->symptomatic = PG_ARGISNULL(5) ? -1 : PG_GETARG_BOOL(5);
	in->dipstick = -1;
	in->upcr = get_float8_nan();
	if (in->lln > in->uln)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lower limit of normal is above the upper limit")));
}

/* NaN for NULL. */
static double
number_argument(FunctionCallInfo fcinfo, int n, const char *what,
				const char *unit, const char *analyte)
{
	AnalyteId id;

	if (PG_ARGISNULL(n))
		return get_float8_nan();
	id = te_analyte_find(analyte, strlen(analyte), NULL, 0);
	if (id == TE_NO_ANALYTE)
		elog(ERROR, "no analyte \"%s\"", analyte);
	return te_measurement_in_unit(PG_GETARG_QUANTITY_P(n), unit, id, what);
}

/*
 * bilag_grade_sql.c
 *		SQL functions that grade one system: renal and haematological from
 *		measurements, the others from coded items; each also explained.
 */
#include "trial_ext.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/float.h"
#include "utils/lsyscache.h"

#include "activity/bilag.h"
#include "activity/bilag_sql.h"

#define FINDING_COLUMNS 4

#define INDEXED "mL/min/{1.73_m2}"

static int renal(FunctionCallInfo fcinfo, BilagFindings *findings);
static int haematological(FunctionCallInfo fcinfo, BilagFindings *findings);
static int generic(FunctionCallInfo fcinfo, BilagFindings *findings);
static void read_items(BilagSystem system, ArrayType *items, ArrayType *scores,
					   int *result);
static Datum grade_result(FunctionCallInfo fcinfo, int grade);
static Datum explain_result(FunctionCallInfo fcinfo,
							const BilagFindings *findings);
static double number(FunctionCallInfo fcinfo, int n, const char *unit,
					 const char *analyte, const char *what);
static int flag(FunctionCallInfo fcinfo, int n);
static int code(FunctionCallInfo fcinfo, int n, const char *what);

PG_FUNCTION_INFO_V1(bilag_renal);

/* bilag_renal(24 arguments) bilag_grade */
Datum
bilag_renal(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	return grade_result(fcinfo, renal(fcinfo, &findings));
}

PG_FUNCTION_INFO_V1(explain_bilag_renal);

Datum
explain_bilag_renal(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	(void) renal(fcinfo, &findings);
	return explain_result(fcinfo, &findings);
}

PG_FUNCTION_INFO_V1(bilag_haematological);

/* bilag_haematological(nine arguments) bilag_grade */
Datum
bilag_haematological(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	return grade_result(fcinfo, haematological(fcinfo, &findings));
}

PG_FUNCTION_INFO_V1(explain_bilag_haematological);

Datum
explain_bilag_haematological(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	(void) haematological(fcinfo, &findings);
	return explain_result(fcinfo, &findings);
}

PG_FUNCTION_INFO_V1(bilag_system_grade);

/*
 * bilag_system_grade(bilag_system, items text[], scores integer[],
 * ever_involved boolean) bilag_grade
 */
Datum
bilag_system_grade(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	return grade_result(fcinfo, generic(fcinfo, &findings));
}

PG_FUNCTION_INFO_V1(explain_bilag_system);

Datum
explain_bilag_system(PG_FUNCTION_ARGS)
{
	BilagFindings findings = {0};

	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		(void) generic(fcinfo, &findings);
	return explain_result(fcinfo, &findings);
}

/* In the order of the SQL arguments. */
static int
renal(FunctionCallInfo fcinfo, BilagFindings *findings)
{
	static const char *const units[] = {"g/d", "mg/mmol", "mg/mmol"};
	static const char *const analytes[] = {"urine_protein", "upcr", "uacr"};
	BilagRenalInput in;

	for (int i = 0; i < 3; i++)
	{
		in.protein[i] =
			number(fcinfo, 2 * i, units[i], analytes[i], analytes[i]);
		in.protein_previous[i] =
			number(fcinfo, 2 * i + 1, units[i], analytes[i], analytes[i]);
	}
	in.dipstick = code(fcinfo, 6, "dipstick");
	in.dipstick_previous = code(fcinfo, 7, "dipstick");
	in.creatinine = number(fcinfo, 8, "umol/L", "creatinine", "creatinine");
	in.creatinine_previous =
		number(fcinfo, 9, "umol/L", "creatinine", "creatinine");
	in.gfr = number(fcinfo, 10, INDEXED, "egfr", "GFR");
	in.gfr_previous = number(fcinfo, 11, INDEXED, "egfr", "GFR");
	in.systolic = number(fcinfo, 12, "mm[Hg]", NULL, "blood pressure");
	in.systolic_previous = number(fcinfo, 13, "mm[Hg]", NULL, "blood pressure");
	in.diastolic = number(fcinfo, 14, "mm[Hg]", NULL, "blood pressure");
	in.diastolic_previous =
		number(fcinfo, 15, "mm[Hg]", NULL, "blood pressure");
	in.urine_rbc = number(fcinfo, 16, "/[HPF]", NULL, "urine red cells");
	in.urine_wbc = number(fcinfo, 17, "/[HPF]", NULL, "urine white cells");
	in.red_cell_casts = flag(fcinfo, 18);
	in.accelerated_hypertension = flag(fcinfo, 19);
	in.histology_active = flag(fcinfo, 20);
	in.hypoalbuminaemia = flag(fcinfo, 21);
	in.oedema = flag(fcinfo, 22);
	in.ever_involved = flag(fcinfo, 23);
	return te_bilag_renal(&in, findings);
}

static int
haematological(FunctionCallInfo fcinfo, BilagFindings *findings)
{
	BilagBloodInput in;

	in.haemoglobin = number(fcinfo, 0, "g/dL", "hemoglobin", "haemoglobin");
	in.wbc = number(fcinfo, 1, "10*9/L", "wbc", "white cell count");
	in.neutrophils =
		number(fcinfo, 2, "10*9/L", "neutrophils", "neutrophil count");
	in.platelets = number(fcinfo, 3, "10*9/L", "platelets", "platelet count");
	in.lymphocytes =
		number(fcinfo, 4, "10*9/L", "lymphocytes", "lymphocyte count");
	in.haemolysis = flag(fcinfo, 5);
	in.coombs = flag(fcinfo, 6);
	in.ttp = code(fcinfo, 7, "code of TTP");
	in.ever_involved = flag(fcinfo, 8);
	return te_bilag_haematological(&in, findings);
}

static int
generic(FunctionCallInfo fcinfo, BilagFindings *findings)
{
	BilagSystem system =
		te_enum_index(PG_GETARG_OID(0), te_bilag_system_names, BILAG_SYSTEMS);
	int scores[BILAG_MAX_ITEMS];

	if (system == BILAG_RENAL || system == BILAG_HAEMATOLOGICAL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the %s system is not graded from items",
						te_bilag_system_names[system]),
				 errhint("bilag_%s grades it from measurements.",
						 te_bilag_system_names[system])));
	for (int i = 0; i < BILAG_MAX_ITEMS; i++)
		scores[i] = -1;
	read_items(system, PG_GETARG_ARRAYTYPE_P(1), PG_GETARG_ARRAYTYPE_P(2),
			   scores);
	return te_bilag_generic(system, scores, flag(fcinfo, 3), findings);
}

static int
find_item(BilagSystem system, const char *name, int length)
{
	for (int i = 0; i < te_bilag_item_count; i++)
	{
		if (te_bilag_items[i].system == system &&
			strlen(te_bilag_items[i].name) == length &&
			memcmp(te_bilag_items[i].name, name, length) == 0)
			return i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized item of the %s system: \"%.*s\"",
					te_bilag_system_names[system],
					pg_mbcliplen(name, length, 60), name),
			 errhint("bilag_items() lists them.")));
	return -1; /* keep compilers quiet */
}

/* Two arrays side by side; a NULL score is an item that was not done. */
static void
read_items(BilagSystem system, ArrayType *items, ArrayType *scores, int *result)
{
	Datum *names, *values;
	bool *name_nulls, *value_nulls;
	bool seen[BILAG_MAX_ITEMS] = {false};
	int n, n_values;

	deconstruct_array(items, TEXTOID, -1, false, TYPALIGN_INT, &names,
					  &name_nulls, &n);
	deconstruct_array(scores, INT4OID, 4, true, TYPALIGN_INT, &values,
					  &value_nulls, &n_values);
	if (n != n_values)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d items, but %d scores", n, n_values)));
	for (int i = 0; i < n; i++)
	{
		text *name;
		int item, value;

		CHECK_FOR_INTERRUPTS();
		if (name_nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("name of an item is NULL")));
		name = DatumGetTextPP(names[i]);
		item = find_item(system, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
		if (seen[item])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("item \"%s\" is given twice",
							te_bilag_items[item].name)));
		seen[item] = true;
		if (value_nulls[i])
			continue;
		value = DatumGetInt32(values[i]);
		if (value < 0 || value > 4)
			ereport(
				ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("score of %s is out of range: %d",
						te_bilag_items[item].name, value),
				 errdetail(
					 "0 is absent, 1 improving, 2 the same, 3 worse, 4 new.")));
		result[item] = value;
	}
}

/* NULL for D or E. */
static Datum
grade_result(FunctionCallInfo fcinfo, int grade)
{
	if (grade == BILAG_D_OR_E)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(te_enum_datum(get_func_rettype(fcinfo->flinfo->fn_oid),
								  te_bilag_grade_names[grade]));
}

static Datum
explain_result(FunctionCallInfo fcinfo, const BilagFindings *findings)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != FINDING_COLUMNS)
		elog(ERROR, "type bilag_finding has %d columns, not %d",
			 rsinfo->setDesc->natts, FINDING_COLUMNS);
	for (int i = 0; i < findings->n; i++)
	{
		const BilagFinding *finding = &findings->items[i];
		Datum values[FINDING_COLUMNS];
		bool nulls[FINDING_COLUMNS] = {false};

		values[0] = CStringGetTextDatum(finding->feature);
		values[1] = te_enum_datum(TupleDescAttr(rsinfo->setDesc, 1)->atttypid,
								  te_bilag_grade_names[finding->grade]);
		values[2] = BoolGetDatum(finding->holds == BILAG_YES);
		nulls[2] = finding->holds == BILAG_UNKNOWN;
		values[3] = CStringGetTextDatum(finding->reason);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* NaN for NULL. */
static double
number(FunctionCallInfo fcinfo, int n, const char *unit, const char *analyte,
	   const char *what)
{
	AnalyteId id = TE_NO_ANALYTE;

	if (PG_ARGISNULL(n))
		return get_float8_nan();
	if (analyte != NULL)
		id = te_analyte_find(analyte, strlen(analyte), NULL, 0);
	return te_measurement_in_unit(PG_GETARG_QUANTITY_P(n), unit, id, what);
}

static int
flag(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? -1 : PG_GETARG_BOOL(n);
}

/* 0 to 4, -1 for NULL. */
static int
code(FunctionCallInfo fcinfo, int n, const char *what)
{
	int value;

	if (PG_ARGISNULL(n))
		return -1;
	value = PG_GETARG_INT32(n);
	if (value < 0 || value > 4)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s is out of range: %d", what, value),
				 errdetail("It is a whole number from 0 to 4.")));
	return value;
}

/*
 * bilag_sql.c
 *		SQL functions on grades of BILAG-2004: making and taking apart, scores,
 *		comparison, lists.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "funcapi.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "activity/bilag.h"
#include "activity/bilag_sql.h"

#define SYSTEM_COLUMNS 5
#define ITEM_COLUMNS 6
#define CHANGE_COLUMNS 6

#define INDEX_SOURCE \
	"Isenberg, Rheumatology 2005;44:902 (volume and page remembered)"

/* Yee, Rheumatology 2010;49:1665 */
static const int grade_scores[] = {12, 8, 1, 0, 0};

/* -------------------------------------------------------------------- enums */

int
te_enum_index(Oid value, const char *const *names, int n)
{
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	int found = -1;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid internal value for enum: %u", value)));
	for (int i = 0; i < n && found < 0; i++)
	{
		if (strcmp(NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel),
				   names[i]) == 0)
			found = i;
	}
	ReleaseSysCache(tuple);
	if (found < 0)
		elog(ERROR, "enum value %u is not one of ours", value);
	return found;
}

Datum
te_enum_datum(Oid type, const char *name)
{
	HeapTuple tuple = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type),
									  CStringGetDatum(name));
	Oid value;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "type %u has no value \"%s\"", type, name);
	value = ((Form_pg_enum) GETSTRUCT(tuple))->oid;
	ReleaseSysCache(tuple);
	return ObjectIdGetDatum(value);
}

static BilagGrade
grade_argument(FunctionCallInfo fcinfo, int n)
{
	return te_enum_index(PG_GETARG_OID(n), te_bilag_grade_names, BILAG_GRADES);
}

/* ----------------------------------------------------------- making, reading */

PG_FUNCTION_INFO_V1(make_bilag);

/* make_bilag(nine of bilag_grade) bilag; NULL is not assessed */
Datum
make_bilag(PG_FUNCTION_ARGS)
{
	Bilag b = 0;

	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagGrade grade =
			PG_ARGISNULL(i) ? BILAG_ND : grade_argument(fcinfo, i);

		b |= (Bilag) grade << BILAG_SHIFT(i);
	}
	PG_RETURN_BILAG(b);
}

PG_FUNCTION_INFO_V1(bilag_grade_of);

/* bilag_grade(bilag, bilag_system) bilag_grade */
Datum
bilag_grade_of(PG_FUNCTION_ARGS)
{
	Bilag b = PG_GETARG_BILAG(0);
	int system =
		te_enum_index(PG_GETARG_OID(1), te_bilag_system_names, BILAG_SYSTEMS);

	PG_RETURN_DATUM(
		te_enum_datum(get_func_rettype(fcinfo->flinfo->fn_oid),
					  te_bilag_grade_names[BILAG_GRADE(b, system)]));
}

/* Sum, with so much for a system that was not assessed. */
static int
score(Bilag b, int not_assessed)
{
	int sum = 0;

	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagGrade grade = BILAG_GRADE(b, i);

		sum += grade == BILAG_ND ? not_assessed : grade_scores[grade];
	}
	return sum;
}

PG_FUNCTION_INFO_V1(bilag_score);

/* bilag_score(bilag) integer: NULL when a system was not assessed */
Datum
bilag_score(PG_FUNCTION_ARGS)
{
	Bilag b = PG_GETARG_BILAG(0);

	if (te_bilag_count(b, BILAG_ND).sure > 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(score(b, 0));
}

PG_FUNCTION_INFO_V1(bilag_score_min);

Datum
bilag_score_min(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(score(PG_GETARG_BILAG(0), 0));
}

PG_FUNCTION_INFO_V1(bilag_score_max);

Datum
bilag_score_max(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(score(PG_GETARG_BILAG(0), grade_scores[BILAG_A]));
}

static Datum
count_result(FunctionCallInfo fcinfo, BilagCount count)
{
	if (count.sure != count.possible)
		PG_RETURN_NULL();
	PG_RETURN_INT32(count.sure);
}

PG_FUNCTION_INFO_V1(bilag_count);

/* bilag_count(bilag, bilag_grade) integer */
Datum
bilag_count(PG_FUNCTION_ARGS)
{
	BilagGrade grade = grade_argument(fcinfo, 1);
	BilagCount count = te_bilag_count(PG_GETARG_BILAG(0), grade);

	if (grade == BILAG_ND)
		count.possible = count.sure;
	return count_result(fcinfo, count);
}

/* --------------------------------------------------------------- comparison */

PG_FUNCTION_INFO_V1(bilag_new_a);

/* bilag_new_a(current bilag, baseline bilag) integer */
Datum
bilag_new_a(PG_FUNCTION_ARGS)
{
	return count_result(fcinfo,
						te_bilag_new_a(PG_GETARG_BILAG(0), PG_GETARG_BILAG(1)));
}

PG_FUNCTION_INFO_V1(bilag_new_b);

/* bilag_new_b(current bilag, baseline bilag) integer */
Datum
bilag_new_b(PG_FUNCTION_ARGS)
{
	return count_result(fcinfo,
						te_bilag_new_b(PG_GETARG_BILAG(0), PG_GETARG_BILAG(1)));
}

static Datum
answer_result(FunctionCallInfo fcinfo, BilagAnswer answer)
{
	if (answer == BILAG_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(answer == BILAG_YES);
}

PG_FUNCTION_INFO_V1(bilag_worsening);

/* bilag_worsening(current bilag, baseline bilag) boolean */
Datum
bilag_worsening(PG_FUNCTION_ARGS)
{
	return answer_result(fcinfo,
						 te_bilag_worsening(PG_GETARG_BILAG(0),
											PG_GETARG_BILAG(1)));
}

PG_FUNCTION_INFO_V1(bilag_improvement);

/* bilag_improvement(current bilag, baseline bilag) boolean */
Datum
bilag_improvement(PG_FUNCTION_ARGS)
{
	Bilag current = PG_GETARG_BILAG(0);
	Bilag baseline = PG_GETARG_BILAG(1);
	BilagCount a = te_bilag_count(baseline, BILAG_A);
	BilagCount b = te_bilag_count(baseline, BILAG_B);
	BilagAnswer answer = te_bilag_improvement(current, baseline);

	/* nothing to improve is not an improvement */
	if (answer == BILAG_YES && a.sure + b.sure == 0)
		PG_RETURN_NULL();
	return answer_result(fcinfo, answer);
}

static void
put_answer(Datum *value, bool *null, BilagAnswer answer)
{
	*value = BoolGetDatum(answer == BILAG_YES);
	*null = answer == BILAG_UNKNOWN;
}

PG_FUNCTION_INFO_V1(bilag_changes);

/* bilag_changes(current bilag, baseline bilag) SETOF bilag_change */
Datum
bilag_changes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Bilag current = PG_GETARG_BILAG(0);
	Bilag baseline = PG_GETARG_BILAG(1);
	TupleDesc desc;

	InitMaterializedSRF(fcinfo, 0);
	desc = rsinfo->setDesc;
	if (desc->natts != CHANGE_COLUMNS)
		elog(ERROR, "type bilag_change has %d columns, not %d", desc->natts,
			 CHANGE_COLUMNS);
	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagGrade now = BILAG_GRADE(current, i);
		BilagGrade before = BILAG_GRADE(baseline, i);
		/* D and E are both inactive */
		BilagGrade now_active = Min(now, BILAG_D);
		BilagGrade before_active = Min(before, BILAG_D);
		Datum values[CHANGE_COLUMNS];
		bool nulls[CHANGE_COLUMNS] = {false};

		values[0] = te_enum_datum(TupleDescAttr(desc, 0)->atttypid,
								  te_bilag_system_names[i]);
		values[1] = te_enum_datum(TupleDescAttr(desc, 1)->atttypid,
								  te_bilag_grade_names[before]);
		values[2] = te_enum_datum(TupleDescAttr(desc, 2)->atttypid,
								  te_bilag_grade_names[now]);
		nulls[3] = now == BILAG_ND || before == BILAG_ND;
		values[3] =
			CStringGetTextDatum(now_active < before_active	   ? "worse" :
									now_active > before_active ? "better" :
																 "same");
		put_answer(&values[4], &nulls[4],
				   te_bilag_system_new(now, before, BILAG_A));
		put_answer(&values[5], &nulls[5],
				   te_bilag_system_new(now, before, BILAG_B));
		tuplestore_putvalues(rsinfo->setResult, desc, values, nulls);
	}
	return (Datum) 0;
}

/* -------------------------------------------------------------------- lists */

PG_FUNCTION_INFO_V1(bilag_systems);

/* bilag_systems() SETOF bilag_system_info */
Datum
bilag_systems(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != SYSTEM_COLUMNS)
		elog(ERROR, "type bilag_system_info has %d columns, not %d",
			 rsinfo->setDesc->natts, SYSTEM_COLUMNS);
	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		Datum values[SYSTEM_COLUMNS];
		bool nulls[SYSTEM_COLUMNS] = {false};

		values[0] = Int32GetDatum(i + 1);
		values[1] = te_enum_datum(TupleDescAttr(rsinfo->setDesc, 1)->atttypid,
								  te_bilag_system_names[i]);
		values[2] = CStringGetTextDatum(
			i == BILAG_RENAL ? "measurements: bilag_renal" :
				i == BILAG_HAEMATOLOGICAL ?
							   "measurements: bilag_haematological" :
							   "items: bilag_system_grade");
		values[3] = CStringGetTextDatum(
			i == BILAG_RENAL ?
				"Yee 2009 and 2010, revision of 2009 (journals remembered)" :
				INDEX_SOURCE);
		values[4] = CStringGetTextDatum(i == BILAG_RENAL ? "partly read" :
														   "remembered");
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(bilag_items);

/* bilag_items() SETOF bilag_item */
Datum
bilag_items(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	TupleDesc desc;

	InitMaterializedSRF(fcinfo, 0);
	desc = rsinfo->setDesc;
	if (desc->natts != ITEM_COLUMNS)
		elog(ERROR, "type bilag_item has %d columns, not %d", desc->natts,
			 ITEM_COLUMNS);
	for (int i = 0; i < te_bilag_item_count; i++)
	{
		const BilagItem *item = &te_bilag_items[i];
		bool together = item->system == BILAG_CONSTITUTIONAL;
		Datum values[ITEM_COLUMNS];
		bool nulls[ITEM_COLUMNS] = {false};

		values[0] = te_enum_datum(TupleDescAttr(desc, 0)->atttypid,
								  te_bilag_system_names[item->system]);
		values[1] = CStringGetTextDatum(item->name);
		values[2] = CStringGetTextDatum(item->title);
		/* constitutional items make A and B together only */
		nulls[3] = together;
		values[3] = together ? (Datum) 0 :
							   te_enum_datum(TupleDescAttr(desc, 3)->atttypid,
											 te_bilag_grade_names[item->grade]);
		values[4] = CStringGetTextDatum(INDEX_SOURCE);
		values[5] = CStringGetTextDatum("remembered");
		tuplestore_putvalues(rsinfo->setResult, desc, values, nulls);
	}
	return (Datum) 0;
}

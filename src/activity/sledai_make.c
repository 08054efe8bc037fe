/*
 * sledai_make.c
 *		Making a sledai of booleans, names or a JSON object, and taking it
 *		apart again.
 *
 * What is missing was not assessed, in all of them but in a list of names.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "activity/sledai.h"

static int item_or_error(const char *name, size_t length);
static Datum names_of(uint32 mask);
static IndexTruth json_state(int k, const JsonbValue *value);
static void set_state(Sledai *s, int k, IndexTruth state);

PG_FUNCTION_INFO_V1(sledai_from);

/* sledai_from(seizure boolean, ... 24 of them) sledai; not strict */
Datum
sledai_from(PG_FUNCTION_ARGS)
{
	Sledai s = 0;

	for (int k = 0; k < SLEDAI_ITEMS; k++)
		set_state(&s, k, te_arg_truth(fcinfo, k));
	PG_RETURN_SLEDAI(s);
}

static void
set_state(Sledai *s, int k, IndexTruth state)
{
	uint32 present = te_sledai_present(*s) & ~SLEDAI_BIT(k);
	uint32 open = te_sledai_open(*s) & ~SLEDAI_BIT(k);

	if (state == TRUTH_YES)
		present |= SLEDAI_BIT(k);
	else if (state == TRUTH_OPEN)
		open |= SLEDAI_BIT(k);
	*s = te_sledai_make(present, open);
}

PG_FUNCTION_INFO_V1(sledai_from_flags);

/* sledai_from_flags(boolean[]) sledai: 24 in the instrument's order */
Datum
sledai_from_flags(PG_FUNCTION_ARGS)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(0);
	Datum *values;
	bool *nulls;
	int n;
	Sledai s = 0;

	deconstruct_array(array, BOOLOID, 1, true, TYPALIGN_CHAR, &values, &nulls,
					  &n);
	if (ARR_NDIM(array) > 1 || n != SLEDAI_ITEMS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an array of %d truth values is needed, not of %d",
						SLEDAI_ITEMS, n)));
	for (int k = 0; k < n; k++)
		set_state(&s, k,
				  nulls[k] ? TRUTH_OPEN : te_truth(DatumGetBool(values[k])));
	PG_RETURN_SLEDAI(s);
}

PG_FUNCTION_INFO_V1(sledai_from_names);

/* sledai_from_names(present text[], not_assessed text[]) sledai */
Datum
sledai_from_names(PG_FUNCTION_ARGS)
{
	Sledai s = 0;

	for (int argument = 0; argument < 2; argument++)
	{
		Datum *values;
		bool *nulls;
		int n;

		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), TEXTOID, -1, false,
						  TYPALIGN_INT, &values, &nulls, &n);
		for (int i = 0; i < n; i++)
		{
			text *name;
			int k;

			if (nulls[i])
				ereport(ERROR,
						(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						 errmsg("name of a SLEDAI descriptor cannot be null")));
			name = DatumGetTextPP(values[i]);
			k = item_or_error(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
			if (argument == 1 && (te_sledai_present(s) & SLEDAI_BIT(k)) != 0)
				ereport(
					ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("SLEDAI descriptor \"%s\" is given in two states",
							te_sledai_items[k].name)));
			set_state(&s, k, argument == 0 ? TRUTH_YES : TRUTH_OPEN);
		}
	}
	PG_RETURN_SLEDAI(s);
}

static int
item_or_error(const char *name, size_t length)
{
	int k = te_sledai_find(name, length);

	if (k < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized SLEDAI descriptor: \"%.*s\"",
						pg_mbcliplen(name, length, 60), name),
				 errhint("sledai_items() lists the descriptors.")));
	return k;
}

PG_FUNCTION_INFO_V1(sledai_from_jsonb);

/*
 * sledai_from_jsonb(jsonb) sledai: {"arthritis": true, "fever": 0, ...}.
 * Numbers are points, as study databases keep them: 0 or the weight.
 */
Datum
sledai_from_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb *json = PG_GETARG_JSONB_P(0);
	JsonbIterator *it;
	JsonbIteratorToken token;
	JsonbValue value;
	Sledai s = te_sledai_make(0, SLEDAI_ALL);
	uint32 seen = 0;
	int k = -1;

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a JSON object of SLEDAI descriptors is needed")));
	it = JsonbIteratorInit(&json->root);
	while ((token = JsonbIteratorNext(&it, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
		{
			k = item_or_error(value.val.string.val, value.val.string.len);
			if (seen & SLEDAI_BIT(k))
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						 errmsg("SLEDAI descriptor \"%s\" is given twice",
								te_sledai_items[k].name)));
			seen |= SLEDAI_BIT(k);
		}
		else if (token == WJB_VALUE && k >= 0)
			set_state(&s, k, json_state(k, &value));
	}
	PG_RETURN_SLEDAI(s);
}

static IndexTruth
json_state(int k, const JsonbValue *value)
{
	if (value->type == jbvNull)
		return TRUTH_OPEN;
	if (value->type == jbvBool)
		return te_truth(value->val.boolean);
	if (value->type == jbvNumeric)
	{
		double points = DatumGetFloat8(
			DirectFunctionCall1(numeric_float8,
								NumericGetDatum(value->val.numeric)));

		if (points == 0 || points == te_sledai_items[k].weight)
			return te_truth(points != 0);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid state of SLEDAI descriptor \"%s\"",
					te_sledai_items[k].name),
			 errdetail("It is true, false, null, 0 or its weight, %d.",
					   te_sledai_items[k].weight)));
	return TRUTH_OPEN;
}

PG_FUNCTION_INFO_V1(sledai_flags);

/* sledai_flags(sledai) boolean[] */
Datum
sledai_flags(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);
	Datum values[SLEDAI_ITEMS];
	bool nulls[SLEDAI_ITEMS];
	int n = SLEDAI_ITEMS;
	int lower_bound = 1;

	for (int k = 0; k < SLEDAI_ITEMS; k++)
	{
		values[k] = BoolGetDatum((te_sledai_present(s) & SLEDAI_BIT(k)) != 0);
		nulls[k] = (te_sledai_open(s) & SLEDAI_BIT(k)) != 0;
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(values, nulls, 1, &n, &lower_bound,
											 BOOLOID, 1, true, TYPALIGN_CHAR));
}

PG_FUNCTION_INFO_V1(sledai_present);

/* sledai_present(sledai) text[] */
Datum
sledai_present(PG_FUNCTION_ARGS)
{
	return names_of(te_sledai_present(PG_GETARG_SLEDAI(0)));
}

PG_FUNCTION_INFO_V1(sledai_not_assessed);

/* sledai_not_assessed(sledai) text[] */
Datum
sledai_not_assessed(PG_FUNCTION_ARGS)
{
	return names_of(te_sledai_open(PG_GETARG_SLEDAI(0)));
}

static Datum
names_of(uint32 mask)
{
	Datum names[SLEDAI_ITEMS];
	int n = 0;

	for (int k = 0; k < SLEDAI_ITEMS; k++)
		if (mask & SLEDAI_BIT(k))
			names[n++] = CStringGetTextDatum(te_sledai_items[k].name);
	return PointerGetDatum(
		construct_array(names, n, TEXTOID, -1, false, TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(sledai_has);

/* sledai_has(sledai, item text) boolean: NULL when it was not assessed */
Datum
sledai_has(PG_FUNCTION_ARGS)
{
	text *name = PG_GETARG_TEXT_PP(1);
	int k = item_or_error(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));

	TE_RETURN_TRUTH(te_sledai_any(PG_GETARG_SLEDAI(0), SLEDAI_BIT(k)));
}

PG_FUNCTION_INFO_V1(sledai_assume_absent);

/* sledai_assume_absent(sledai) sledai: what was not assessed counts as absent */
Datum
sledai_assume_absent(PG_FUNCTION_ARGS)
{
	PG_RETURN_SLEDAI(te_sledai_present(PG_GETARG_SLEDAI(0)));
}

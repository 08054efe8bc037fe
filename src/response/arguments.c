/*
 * arguments.c
 *		Arguments that the functions over visits share.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"

#include "response/response.h"
#include "syntax/syntax.h"

static void want_label(Course *course, const char *label);

bool
te_bool_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
	return PG_GETARG_BOOL(argument);
}

int
te_confirm_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	int confirm;

	if (PG_ARGISNULL(argument))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
	confirm = PG_GETARG_INT32(argument);
	if (confirm < 1 || confirm > 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be 1 or 2, not %d", name, confirm),
				 errhint("It is the number of scheduled visits in a row.")));
	return confirm;
}

int
te_texts_argument(FunctionCallInfo fcinfo, int argument, const char *name,
				  char ***texts)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argument);
	Datum *values;
	bool *nulls;
	int n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have one dimension", name)));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls,
					  &n);
	*texts = palloc_array(char *, (n + 1));
	for (int i = 0; i < n; i++)
		(*texts)[i] = nulls[i] ? NULL : TextDatumGetCString(values[i]);
	return n;
}

void
te_course_labels(FunctionCallInfo fcinfo, int argument, bool several,
				 Course *course)
{
	StringInfoData named;

	course->wanted = palloc0_array(bool, (course->subject.rules->n_rules + 1));
	if (!several)
	{
		course->named = text_to_cstring(PG_GETARG_TEXT_PP(argument));
		want_label(course, course->named);
		return;
	}
	course->n_labels =
		te_texts_argument(fcinfo, argument, "labels", &course->labels);
	if (course->n_labels == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("labels must not be empty")));
	initStringInfo(&named);
	for (int i = 0; i < course->n_labels; i++)
	{
		if (course->labels[i] == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("labels must not contain nulls")));
		want_label(course, course->labels[i]);
		appendStringInfo(&named, "%s%s", i > 0 ? " or " : "",
						 course->labels[i]);
	}
	course->named = named.data;
}

static void
want_label(Course *course, const char *label)
{
	const RulesPlan *rules = course->subject.rules;
	StringInfoData all;
	NearestWord nearest;
	const char *hint;

	for (int i = 0; i < rules->n_rules; i++)
	{
		if (strcmp(rules->labels[i], label) == 0)
		{
			course->wanted[i] = true;
			return;
		}
	}
	initStringInfo(&all);
	te_nearest_begin(&nearest, label, strlen(label));
	for (int i = 0; i < rules->n_rules; i++)
	{
		te_nearest_consider(&nearest, rules->labels[i]);
		appendStringInfo(&all, "%s\"%s\"", i > 0 ? ", " : "", rules->labels[i]);
	}
	hint = te_nearest_hint(&nearest);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("response rules have no label \"%.*s\"",
					pg_mbcliplen(label, strlen(label), 60), label),
			 errdetail("Their labels are %s.", all.data),
			 hint != NULL ? errhint("%s", hint) : 0));
}

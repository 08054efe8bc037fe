/*
 * stats_method.c
 *		Names of statistical methods.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "stats/stats_method.h"
#include "syntax/syntax.h"

typedef struct MethodName
{
	const char *name;
	TeMethod method;
} MethodName;

/* The first name of a method is the one that results show. */
static const MethodName names[] = {
	{"wilson", METHOD_WILSON},
	{"clopper_pearson", METHOD_CLOPPER_PEARSON},
	{"jeffreys", METHOD_JEFFREYS},
	{"wald", METHOD_WALD},
	{"agresti_coull", METHOD_AGRESTI_COULL},
	{"newcombe", METHOD_NEWCOMBE},
	{"miettinen_nurminen", METHOD_MIETTINEN_NURMINEN},
	{"mee", METHOD_MEE},
	{"katz", METHOD_KATZ},
	{"koopman", METHOD_KOOPMAN},
	{"woolf", METHOD_WOOLF},
	{"exact", METHOD_EXACT},
	{"holm", METHOD_HOLM},
	{"hochberg", METHOD_HOCHBERG},
	{"hommel", METHOD_HOMMEL},
	{"bonferroni", METHOD_BONFERRONI},
	{"bh", METHOD_BH},
	{"by", METHOD_BY},
	{"none", METHOD_NONE},
	{"benjamini_hochberg", METHOD_BH},
	{"benjamini_yekutieli", METHOD_BY},
	{"fdr", METHOD_BH},
};

const char *
te_method_name(TeMethod method)
{
	for (int i = 0; i < lengthof(names); i++)
		if (names[i].method == method)
			return names[i].name;
	return NULL;
}

static bool
same_name(const char *text, int length, const char *name)
{
	for (int i = 0; i < length; i++)
	{
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c == '-' || c == ' ')
			c = '_';
		if (name[i] != c)
			return false;
	}
	return name[length] == '\0';
}

TeMethod
te_method_read(const char *text, int length)
{
	NearestWord nearest;
	const char *hint;

	for (int i = 0; i < lengthof(names); i++)
		if (same_name(text, length, names[i].name))
			return names[i].method;
	te_nearest_begin(&nearest, text, length);
	for (int i = 0; i < lengthof(names); i++)
		te_nearest_consider(&nearest, names[i].name);
	hint = te_nearest_hint(&nearest);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized method \"%s\"",
					pnstrdup(text, pg_mbcliplen(text, length, 63))),
			 hint ? errhint("%s", hint) : 0));
	return METHOD_DEFAULT; /* keep compiler quiet */
}

TeMethod
te_method_among(TeMethod method, const TeMethod *of, int n,
				const char *function)
{
	StringInfoData list;

	if (method == METHOD_DEFAULT)
		return of[0];
	for (int i = 0; i < n; i++)
		if (of[i] == method)
			return method;
	initStringInfo(&list);
	for (int i = 0; i < n; i++)
		appendStringInfo(&list, "%s%s", i == 0 ? "" : ", ",
						 te_method_name(of[i]));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s has no method \"%s\"", function,
					te_method_name(method) ? te_method_name(method) : "?"),
			 errhint("Its methods are: %s.", list.data)));
	return METHOD_DEFAULT; /* keep compiler quiet */
}

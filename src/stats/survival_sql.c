/*
 * survival_sql.c
 *		Arguments of the functions over survival counts.
 */
#include "trial_ext.h"

#include <math.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "stats/distributions.h"
#include "stats/survival.h"
#include "syntax/syntax.h"

SurvivalCounts *
te_arg_counts(FunctionCallInfo fcinfo)
{
	return te_survival_seal(DatumGetSurvivalP(PG_GETARG_DATUM(0)));
}

SurvivalCounts *
te_arg_one_event(FunctionCallInfo fcinfo)
{
	SurvivalCounts *s = te_arg_counts(fcinfo);

	if (s->flags & SURVIVAL_HAS_CAUSE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("survival counts hold competing events"),
				 errhint("Use cumulative_incidence, or cause_specific(counts, "
						 "cause) to take one cause as the event and the others "
						 "as censored.")));
	return s;
}

double
te_arg_level(FunctionCallInfo fcinfo, int n)
{
	double level = PG_ARGISNULL(n) ? NAN : PG_GETARG_FLOAT8(n);

	if (!(level > 0.0 && level < 1.0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence level must be between 0 and 1"),
				 errhint("95 %% is 0.95.")));
	return te_normal_upper_quantile((1.0 - level) / 2.0);
}

SurvivalConfType
te_arg_conf_type(FunctionCallInfo fcinfo, int n)
{
	/* in the order of SurvivalConfType */
	static const char *const names[] = {"log", "log-log", "plain"};

	return te_arg_choice(fcinfo, n, "conf_type", names, lengthof(names));
}

/* The next letter or digit, in lower case; 0 at the end. */
static int
next_letter(const char **p, const char *end)
{
	for (; *p < end && **p != '\0'; (*p)++)
	{
		char c = **p;

		if (c == '-' || c == '_' || c == ' ')
			continue;
		(*p)++;
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : (unsigned char) c;
	}
	return 0;
}

static bool
same_choice(const char *text, int length, const char *name)
{
	const char *end = text + length;
	const char *name_end = name + strlen(name);
	int letter;

	do
	{
		letter = next_letter(&text, end);
		if (letter != next_letter(&name, name_end))
			return false;
	} while (letter != 0);
	return true;
}

/* "One of a, b." */
static char *
list_names(const char *const *names, int n_names)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < n_names; i++)
		appendStringInfo(&list, "%s%s", i == 0 ? "Use one of " : ", ",
						 names[i]);
	appendStringInfoChar(&list, '.');
	return list.data;
}

int
te_arg_choice(FunctionCallInfo fcinfo, int n, const char *what,
			  const char *const *names, int n_names)
{
	text *given;
	const char *data;
	int length;
	NearestWord nearest;
	const char *hint;

	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be null", what)));
	given = PG_GETARG_TEXT_PP(n);
	data = VARDATA_ANY(given);
	length = VARSIZE_ANY_EXHDR(given);
	for (int i = 0; i < n_names; i++)
	{
		if (same_choice(data, length, names[i]))
			return i;
	}
	te_nearest_begin(&nearest, data, length);
	for (int i = 0; i < n_names; i++)
		te_nearest_consider(&nearest, names[i]);
	hint = te_nearest_hint(&nearest);
	if (hint == NULL)
		hint = list_names(names, n_names);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized %s \"%s\"", what,
					pnstrdup(data, pg_mbcliplen(data, length, 63))),
			 errhint("%s", hint)));
	return 0; /* keep compiler quiet */
}

/*
 * explain_value.c
 *		Values and what is missing, in words.
 *
 * Nothing here depends on a setting: numbers are the shortest decimals, dates
 * are ISO ones.
 */
#include "criteria/eval_internal.h"

#include "common/shortest_dec.h"
#include "mb/pg_wchar.h"
#include "utils/fmgroids.h"
#include "utils/numeric.h"

/* Longest piece of a text shown, in bytes. */
#define SHOWN_TEXT 60

static void append_number(StringInfo to, const EvalValue *v, double number);

void
te_append_value(StringInfo to, const EvalValue *v)
{
	static const char *const signs[] = {"", "<", "<=", ">", ">="};

	switch ((EvalKind) v->kind)
	{
		case KIND_UNKNOWN:
			appendStringInfoString(to, "unknown");
			break;
		case KIND_BOOLEAN:
			appendStringInfoString(to, v->truth ? "yes" : "no");
			break;
		case KIND_NUMBER:
			appendStringInfoString(to, signs[v->sign]);
			append_number(to, v,
						  v->computed ? te_round14(v->number) : v->number);
			if (v->range)
			{
				appendStringInfoString(to, " to ");
				append_number(to, v, v->high);
			}
			if (v->unit != NULL && !v->any_unit)
				appendStringInfo(to, " %s%s", v->unit->text,
								 v->given_unit ? " as given" : "");
			break;
		case KIND_TEXT:
			te_append_quoted(to, v->text, v->length, '\'');
			break;
		case KIND_TEXT_ARRAY:
		{
			char *array = OidOutputFunctionCall(F_ARRAY_OUT, v->array);

			te_append_quoted(to, array, strlen(array), '\'');
		}
		break;
		case KIND_DATE:
			if (TIMESTAMP_IS_NOBEGIN(v->first) && TIMESTAMP_IS_NOBEGIN(v->last))
				appendStringInfoString(to, "never");
			else if (TIMESTAMP_IS_NOEND(v->first))
				appendStringInfoString(to, "infinity");
			else
				te_dtc_print(v->first, v->last, to);
			break;
		case KIND_PRESENT:
			appendStringInfoString(to, "known");
			break;
	}
}

static void
append_number(StringInfo to, const EvalValue *v, double number)
{
	char text[64];

	switch ((EvalRep) v->rep)
	{
		case REP_INT64:
			appendStringInfo(to, INT64_FORMAT, v->integer);
			return;
		case REP_NUMERIC:
			appendStringInfoString(
				to,
				DatumGetCString(DirectFunctionCall1(numeric_out, v->numeric)));
			return;
		case REP_FLOAT4:
			float_to_shortest_decimal_buf((float4) number, text);
			appendStringInfoString(to, text);
			return;
		case REP_FLOAT8:
			text[te_eval_print_double(number, text)] = '\0';
			appendStringInfoString(to, text);
			return;
	}
}

void
te_append_when(StringInfo to, const EvalValue *v)
{
	/* of a date itself it says nothing when somebody wrote it down */
	if (!v->dated || v->kind == KIND_DATE)
		return;
	appendStringInfoString(to, " (");
	/* the day will do, also for a complete time */
	if (day_of(v->at_first) == day_of(v->at_last))
		te_dtc_print((Timestamp) day_of(v->at_first) * USECS_PER_DAY,
					 (Timestamp) day_of(v->at_first) * USECS_PER_DAY, to);
	else
		te_dtc_print(v->at_first, v->at_last, to);
	appendStringInfoChar(to, ')');
}

/* Cut at a character, never within one. */
void
te_append_quoted(StringInfo to, const char *text, int length, char quote)
{
	int shown = pg_mbcliplen(text, length, SHOWN_TEXT);

	appendStringInfoChar(to, quote);
	appendBinaryStringInfo(to, text, shown);
	if (shown < length)
		appendStringInfoString(to, "...");
	appendStringInfoChar(to, quote);
}

/* ------------------------------------------------------ what is missing */

/* What was recorded and cannot be read. */
static void
append_recorded(StringInfo to, const EvalFact *fact, const EvalValue *v,
				const char *wanted)
{
	appendStringInfo(to, "%s recorded", fact->name);
	te_append_when(to, v);
	if (v->text != NULL)
	{
		appendStringInfoString(to, " as ");
		te_append_quoted(to, v->text, v->length, '"');
	}
	appendStringInfo(to, ", %s", wanted);
}

/* Why a fact, or the value that it is part of, is unknown. */
char *
te_missing_phrase(EvalContext *ctx, const EvalFact *fact, const EvalValue *v,
				  EvalWhy why)
{
	StringInfoData to;
	const char *name = fact == NULL ? NULL : fact->name;

	initStringInfo(&to);
	if (why == WHY_NO_DATE)
		return pstrdup("as_of is not known");
	if (why == WHY_STATED)
		return pstrdup("stated as unknown");
	if (why == WHY_UNDEFINED && fact == NULL)
		return pstrdup("not defined for these values");
	if (fact == NULL)
		return pstrdup("not known");
	switch (why)
	{
		case WHY_NOT_RECORDED:
			appendStringInfo(&to, "%s not recorded", name);
			break;
		case WHY_NO_HISTORY:
			appendStringInfo(&to, "%s not known, the history is NULL", name);
			break;
		case WHY_NO_VISIT_VALUE:
			appendStringInfo(&to, "%s has no value within ", name);
			te_visit_append_window(&to, ctx);
			break;
		case WHY_NO_BASELINE:
			appendStringInfo(&to, "%s: the date of baseline is not known",
							 name);
			break;
		case WHY_TOO_OLD:
			appendStringInfo(&to, "%s", name);
			if (v->dated)
			{
				EvalValue old = *v;

				old.kind = v->was;
				appendStringInfoString(&to, " = ");
				te_append_value(&to, &old);
				te_append_when(&to, v);
			}
			appendStringInfoString(&to, " too old");
			if (fact->has_within && fact->within_unit != NULL)
			{
				EvalValue within;

				te_eval_set_number(&within, fact->within_number,
								   fact->within_unit);
				appendStringInfoString(&to, ", given within ");
				te_append_value(&to, &within);
			}
			break;
		case WHY_SEVERAL:
			appendStringInfo(&to, "%s has different values at its last time",
							 name);
			te_append_when(&to, v);
			break;
		case WHY_PARTIAL_DATE:
			appendStringInfo(&to, "%s depends on a partial date", name);
			te_append_when(&to, v);
			break;
		case WHY_CENSORED:
			appendStringInfo(&to, "%s recorded with a sign only", name);
			te_append_when(&to, v);
			break;
		case WHY_NO_UNIT:
			appendStringInfo(&to, "%s recorded without a unit", name);
			te_append_when(&to, v);
			break;
		case WHY_UNIT:
			appendStringInfo(&to, "%s recorded", name);
			if (v->unit != NULL)
			{
				appendStringInfoString(&to, " in ");
				te_append_quoted(&to, v->unit->text, v->unit->length, '"');
			}
			else if (v->text != NULL)
			{
				appendStringInfoString(&to, " in ");
				te_append_quoted(&to, v->text, v->length, '"');
			}
			te_append_when(&to, v);
			appendStringInfoString(&to, ", a unit that does not fit");
			break;
		case WHY_TEXT:
			append_recorded(&to, fact, v,
							fact->reading == READ_SEX ?
								"not as M or F" :
								fact->reading == READ_LN_CLASS ?
								"not a class of lupus nephritis" :
								fact->type == CRIT_TYPE_NUMBER ?
								"not a number" :
								fact->type == CRIT_TYPE_DATE ?
								"not a date" :
								"not as yes or no");
			break;
		case WHY_NO_VALUE:
			appendStringInfo(&to, "%s recorded without a value", name);
			te_append_when(&to, v);
			break;
		case WHY_NO_LIMIT:
			appendStringInfo(&to, "no reference limit for %s", name);
			break;
		case WHY_NO_STOP:
			appendStringInfo(&to, "end of %s not recorded", name);
			break;
		case WHY_NO_ANCHOR:
			appendStringInfo(
				&to, "%s: the date that its window hangs on is not known",
				name);
			break;
		case WHY_UNDECIDED:
			appendStringInfo(&to, "%s: an entry that cannot be judged", name);
			break;
		case WHY_UNDEFINED:
			appendStringInfo(&to, "%s not defined for these values", name);
			te_append_when(&to, v);
			break;
		default:
			appendStringInfo(&to, "%s not known", name);
			break;
	}
	return to.data;
}

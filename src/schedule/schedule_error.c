/*
 * schedule_error.c
 *		Errors in schedules: kept while scanner and parser run, raised after.
 *
 * Line and character count from 1, in characters and not in bytes.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"
#include "utils/varlena.h"

#include "schedule/schedule_build.h"

/* Of an offending text, so many bytes are shown. */
#define SHOWN_BYTES 60

static void append_place(StringInfo buf, const ScheduleState *state,
						 int position);

void
te_schedule_fail(ScheduleState *state, int sqlerrcode, BuildSpan at,
				 const char *hint, const char *format, ...)
{
	StringInfoData detail;
	va_list args;
	int needed;

	if (state->failed)
		return;
	initStringInfo(&detail);
	for (;;)
	{
		va_start(args, format);
		needed = appendStringInfoVA(&detail, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&detail, needed);
	}
	append_place(&detail, state, at.start);
	appendStringInfoChar(&detail, '.');
	state->failed = true;
	state->sqlerrcode = sqlerrcode;
	state->detail = detail.data;
	state->hint = hint == NULL ? NULL : pstrdup(hint);
}

void
te_schedule_fail_limit(ScheduleState *state, BuildSpan at, const char *message,
					   int limit, const char *what)
{
	if (state->failed)
		return;
	te_schedule_fail(state, ERRCODE_PROGRAM_LIMIT_EXCEEDED, at, NULL,
					 "The limit is %d %s, exceeded", limit, what);
	state->message = message;
}

static void
append_place(StringInfo buf, const ScheduleState *state, int position)
{
	int line = 1;
	int line_start = 0;

	position = Min(position, state->length);
	for (int i = 0; i < position; i++)
	{
		if (state->source[i] == '\n')
		{
			line++;
			line_start = i + 1;
		}
	}
	appendStringInfo(buf, " at line %d, character %d", line,
					 pg_mbstrlen_with_len(state->source + line_start,
										  position - line_start) +
						 1);
}

char *
te_schedule_quote(const ScheduleState *state, BuildSpan at)
{
	const char *text = state->source + at.start;
	int length = Min(at.end, state->length) - at.start;
	int shown;
	const char *newline;

	if (length <= 0)
		return pstrdup("the end of the text");
	shown = pg_mbcliplen(text, length, SHOWN_BYTES);
	newline = memchr(text, '\n', shown);
	if (newline != NULL)
		shown = newline - text;
	/* a name in double quotes has them already */
	if (text[0] == '"' && shown == length && length > 1 &&
		text[length - 1] == '"')
		return pnstrdup(text, length);
	return psprintf("\"%.*s%s\"", shown, text, shown < length ? "..." : "");
}

void
te_schedule_raise(const ScheduleState *state, struct Node *escontext)
{
	const char *type = state->visits ? "visit_schedule" : "dose_schedule";

	errsave(escontext,
			(errcode(state->sqlerrcode),
			 state->message != NULL ?
				 errmsg("%s", state->message) :
				 state->sqlerrcode == ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE ?
				 errmsg("value out of range for type %s", type) :
				 errmsg("invalid input syntax for type %s", type),
			 state->detail != NULL ? errdetail("%s", state->detail) : 0,
			 state->hint != NULL ? errhint("%s", state->hint) : 0));
}

/* A third of the letters may be wrong. */
void
te_nearest_term_begin(NearestTerm *nearest, const char *text, int length)
{
	nearest->text = text;
	nearest->length = length;
	nearest->best = NULL;
	nearest->distance = length / 3 + 1;
}

void
te_nearest_term(NearestTerm *nearest, const char *candidate)
{
	int length = candidate == NULL ? 0 : strlen(candidate);
	int distance;
	char *folded;
	char *candidate_folded;

	/* one letter is near to everything; 255 is the library's limit */
	if (length < 2 || nearest->length < 2 || nearest->length > 63 ||
		length > 200)
		return;
	folded = downcase_identifier(nearest->text, nearest->length, false, false);
	candidate_folded = downcase_identifier(candidate, length, false, false);
	distance =
		varstr_levenshtein_less_equal(folded, strlen(folded), candidate_folded,
									  length, 1, 1, 1, nearest->distance, true);
	pfree(folded);
	pfree(candidate_folded);
	if (distance < nearest->distance && distance < length)
	{
		nearest->best = candidate;
		nearest->distance = distance;
	}
}

const char *
te_nearest_term_hint(const NearestTerm *nearest)
{
	return nearest->best == NULL ?
		NULL :
		psprintf("Did you mean \"%s\"?", nearest->best);
}

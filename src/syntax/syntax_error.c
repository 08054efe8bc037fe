/*
 * syntax_error.c
 *		Errors in a text: kept while scanner and parser run, raised after.
 *
 * Line and character count from 1, in characters and not in bytes.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "syntax/syntax.h"

/* Of an offending text, so many bytes are shown. */
#define SHOWN_BYTES 60

static void append_place(StringInfo buf, const SyntaxText *text, int position);

void
te_syntax_fail(SyntaxText *text, int sqlerrcode, BuildSpan at, const char *hint,
			   const char *format, ...)
{
	StringInfoData detail;
	va_list args;
	int needed;

	if (text->failed)
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
	append_place(&detail, text, at.start);
	appendStringInfoChar(&detail, '.');
	text->failed = true;
	text->sqlerrcode = sqlerrcode;
	text->detail = detail.data;
	text->hint = hint == NULL ? NULL : pstrdup(hint);
}

void
te_syntax_fail_limit(SyntaxText *text, BuildSpan at, const char *message,
					 int limit, const char *what)
{
	if (text->failed)
		return;
	te_syntax_fail(text, ERRCODE_PROGRAM_LIMIT_EXCEEDED, at, NULL,
				   "The limit is %d %s, exceeded", limit, what);
	text->message = message;
}

static void
append_place(StringInfo buf, const SyntaxText *text, int position)
{
	int line = 1;
	int line_start = 0;

	position = Min(position, text->length);
	for (int i = 0; i < position; i++)
	{
		if (text->source[i] == '\n')
		{
			line++;
			line_start = i + 1;
		}
	}
	appendStringInfo(buf, " at line %d, character %d", line,
					 pg_mbstrlen_with_len(text->source + line_start,
										  position - line_start) +
						 1);
}

char *
te_syntax_quote(const SyntaxText *text, BuildSpan at)
{
	const char *from = text->source + at.start;
	int length = Min(at.end, text->length) - at.start;
	int shown;
	const char *newline;

	if (length <= 0)
		return pstrdup("the end of the text");
	shown = pg_mbcliplen(from, length, SHOWN_BYTES);
	newline = memchr(from, '\n', shown);
	if (newline != NULL)
		shown = newline - from;
	/* a title or a name in double quotes has them already */
	if (from[0] == '"' && shown == length && length > 1 &&
		from[length - 1] == '"')
		return pnstrdup(from, length);
	return psprintf("\"%.*s%s\"", shown, from, shown < length ? "..." : "");
}

void
te_syntax_raise(const SyntaxText *text, const char *type,
				struct Node *escontext)
{
	errsave(escontext,
			(errcode(text->sqlerrcode),
			 text->message != NULL ?
				 errmsg("%s", text->message) :
				 text->sqlerrcode == ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE ?
				 errmsg("value out of range for type %s", type) :
				 errmsg("invalid input syntax for type %s", type),
			 text->detail != NULL ? errdetail("%s", text->detail) : 0,
			 text->hint != NULL ? errhint("%s", text->hint) : 0));
}

void
te_syntax_keep(SyntaxText *text)
{
	if (text->detail != NULL)
		text->detail = pstrdup(text->detail);
	if (text->hint != NULL)
		text->hint = pstrdup(text->hint);
}

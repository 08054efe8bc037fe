/*
 * syntax.h
 *		What the readers of our languages share: the text being read, the first
 *		error in it, words that are nearly right, arrays that grow.
 *
 * An error is kept while scanner and parser run, and raised when they are done:
 * nothing is thrown through generated code, and input functions can report it
 * softly.
 */
#ifndef TE_SYNTAX_H
#define TE_SYNTAX_H

#include "trial_ext.h"

/* From byte "start" of the source up to "end". */
typedef struct BuildSpan
{
	int start;
	int end;
} BuildSpan;

typedef struct BuildText
{
	const char *data;
	int length; /* 0: none */
} BuildText;

typedef struct SyntaxText
{
	const char *source;
	int length;

	/* the first error */
	bool failed;
	int sqlerrcode;
	const char *message; /* NULL: invalid input syntax */
	char *detail;
	char *hint;
} SyntaxText;

/* ------------------------------------------------------- syntax_error.c */

/*
 * Keeps an error, unless there is one already.  The format makes a sentence
 * without its end: " at line .., character .." and the full stop are added.
 */
extern void te_syntax_fail(SyntaxText *text, int sqlerrcode, BuildSpan at,
						   const char *hint, const char *format, ...)
	pg_attribute_printf(5, 6);
/* A named limit: message, the limit and what counts. */
extern void te_syntax_fail_limit(SyntaxText *text, BuildSpan at,
								 const char *message, int limit,
								 const char *what);
/* The source between start and end, quoted and clipped; palloc'd. */
extern char *te_syntax_quote(const SyntaxText *text, BuildSpan at);
/* Raises what was kept, as an error in the input of a type. */
extern void te_syntax_raise(const SyntaxText *text, const char *type,
							struct Node *escontext);
/* Copies what was kept into the current context. */
extern void te_syntax_keep(SyntaxText *text);

/* ----------------------------------------------------- syntax_nearest.c */

/* "Did you mean ..?" for the nearest of some words. */
typedef struct NearestWord
{
	const char *text;
	int length;
	const char *best;
	int distance;
} NearestWord;

extern void te_nearest_begin(NearestWord *nearest, const char *text,
							 int length);
extern void te_nearest_consider(NearestWord *nearest, const char *candidate);
/* As te_nearest_consider; a name that begins with the text wins. */
extern void te_nearest_consider_function(NearestWord *nearest,
										 const char *candidate);
/* The hint, palloc'd, or NULL. */
extern const char *te_nearest_hint(const NearestWord *nearest);

/* -------------------------------------------------------- syntax_read.c */

/* Bytes of the decimal number without sign that a text begins with, or 0. */
extern int te_syntax_number_length(const char *text, int length);
/* Room for one more element, zeroed; "first" elements to begin with. */
extern void te_syntax_grow(void **array, int *size, int used, size_t element,
						   int first);
/*
 * A count in the text form of a state, at *p, which moves behind it: digits
 * without a sign or a leading zero; false for others, also for one above the
 * range of int64.
 */
extern bool te_read_count(const char **p, int64 *count);

#endif /* TE_SYNTAX_H */

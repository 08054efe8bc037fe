/*
 * ln_class.c
 *		The type ln_class: classes of lupus nephritis.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"

#include "pathology/pathology.h"

#define PG_GETARG_LN_CLASS(n) ((LnClass) PG_GETARG_UINT32(n))
#define PG_RETURN_LN_CLASS(x) PG_RETURN_UINT32(x)
#define RETURN_ANSWER(x)                  \
	do                                    \
	{                                     \
		LnAnswer answer = (x);            \
		if (answer == LN_UNKNOWN)         \
			PG_RETURN_NULL();             \
		PG_RETURN_BOOL(answer == LN_YES); \
	} while (0)

/* -------------------------------------------------------------------- type */

PG_FUNCTION_INFO_V1(ln_class_in);

/* ln_class_in(cstring) ln_class */
Datum
ln_class_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	int length = strlen(text);
	LnClass class;
	int at;

	if (te_ln_class_read(text, length, &class, &at))
		PG_RETURN_LN_CLASS(class);
	ereturn(
		(struct Node *) TE_ESCONTEXT(fcinfo), (Datum) 0,
		(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
		 errmsg("invalid input syntax for type %s: \"%.*s\"", "ln_class",
				pg_mbcliplen(text, length, 120), text),
		 at == LN_CLASS_CONFLICT ?
			 errdetail("Not a combination that a biopsy can have.") :
			 at >= length ?
			 errdetail("It ends before it is complete.") :
			 errdetail("Not understood from character %d: \"%.*s\".",
					   pg_mbstrlen_with_len(text, at) + 1,
					   pg_mbcliplen(text + at, length - at, 40), text + at),
		 errhint(
			 "Classes are I to VI, as in \"III+V\", \"Class IV-S (A/C)\" or \"III/IV +- V\".")));
}

PG_FUNCTION_INFO_V1(ln_class_out);

/* ln_class_out(ln_class) cstring */
Datum
ln_class_out(PG_FUNCTION_ARGS)
{
	char *buffer = palloc(LN_CLASS_TEXT_SIZE);

	te_ln_class_print(PG_GETARG_LN_CLASS(0), buffer);
	PG_RETURN_CSTRING(buffer);
}

PG_FUNCTION_INFO_V1(ln_class_recv);

/* ln_class_recv(internal) ln_class */
Datum
ln_class_recv(PG_FUNCTION_ARGS)
{
	LnClass class = pq_getmsgint((StringInfo) PG_GETARG_POINTER(0), 4);

	if (!te_ln_class_valid(class))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "ln_class")));
	PG_RETURN_LN_CLASS(class);
}

PG_FUNCTION_INFO_V1(ln_class_send);

/* ln_class_send(ln_class) bytea */
Datum
ln_class_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, PG_GETARG_LN_CLASS(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* -------------------------------------------------------- order and equality */

static int
ln_class_cmp_internal(LnClass a, LnClass b)
{
	return LN_KEY(a) < LN_KEY(b) ? -1 : LN_KEY(a) > LN_KEY(b);
}

#define COMPARISON(name, op)                                               \
	PG_FUNCTION_INFO_V1(name);                                             \
	Datum name(PG_FUNCTION_ARGS)                                           \
	{                                                                      \
		PG_RETURN_BOOL(ln_class_cmp_internal(PG_GETARG_LN_CLASS(0),        \
											 PG_GETARG_LN_CLASS(1)) op 0); \
	}                                                                      \
	extern int no_such_variable

COMPARISON(ln_class_eq, ==);
COMPARISON(ln_class_ne, !=);
COMPARISON(ln_class_lt, <);
COMPARISON(ln_class_le, <=);
COMPARISON(ln_class_gt, >);
COMPARISON(ln_class_ge, >=);

PG_FUNCTION_INFO_V1(ln_class_cmp);

Datum
ln_class_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(
		ln_class_cmp_internal(PG_GETARG_LN_CLASS(0), PG_GETARG_LN_CLASS(1)));
}

PG_FUNCTION_INFO_V1(ln_class_hash);

Datum
ln_class_hash(PG_FUNCTION_ARGS)
{
	return hash_uint32(LN_KEY(PG_GETARG_LN_CLASS(0)));
}

PG_FUNCTION_INFO_V1(ln_class_hash_extended);

Datum
ln_class_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_uint32_extended(LN_KEY(PG_GETARG_LN_CLASS(0)),
								PG_GETARG_INT64(1));
}

/* ------------------------------------------------------------------ meaning */

PG_FUNCTION_INFO_V1(ln_class_contains);

/* contains(ln_class, ln_class) boolean */
Datum
ln_class_contains(PG_FUNCTION_ARGS)
{
	RETURN_ANSWER(
		te_ln_class_contains(PG_GETARG_LN_CLASS(0), PG_GETARG_LN_CLASS(1)));
}

PG_FUNCTION_INFO_V1(ln_class_matches);

/* ln_class_matches(ln_class, pattern ln_class) boolean */
Datum
ln_class_matches(PG_FUNCTION_ARGS)
{
	RETURN_ANSWER(
		te_ln_class_matches(PG_GETARG_LN_CLASS(0), PG_GETARG_LN_CLASS(1)));
}

PG_FUNCTION_INFO_V1(ln_class_is_pure);

/* is_pure(ln_class) boolean */
Datum
ln_class_is_pure(PG_FUNCTION_ARGS)
{
	RETURN_ANSWER(te_ln_class_is_pure(PG_GETARG_LN_CLASS(0)));
}

PG_FUNCTION_INFO_V1(ln_class_list);

/* ln_class_list(ln_class) text[]: the classes that are there for sure */
Datum
ln_class_list(PG_FUNCTION_ARGS)
{
	LnClass class = PG_GETARG_LN_CLASS(0);
	Datum items[LN_CLASSES];
	int n = 0;

	for (int i = 1; i <= LN_CLASSES; i++)
	{
		char buffer[LN_CLASS_TEXT_SIZE];

		if ((LN_SURE(class) & LN_CLASS_BIT(i)) == 0)
			continue;
		te_ln_class_print(LN_CLASS_BIT(i), buffer);
		items[n++] = CStringGetTextDatum(buffer);
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(items, n, TEXTOID, -1, false, 'i'));
}

PG_FUNCTION_INFO_V1(ln_class_activity);

/* ln_class_activity(ln_class) text: A, C, A/C of III and IV together */
Datum
ln_class_activity(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {NULL, "A", "C", "A/C"};
	LnClass class = PG_GETARG_LN_CLASS(0);
	uint32 activity = LN_ACTIVITY(class, 3) | LN_ACTIVITY(class, 4);

	if (activity == LN_NOT_SAID)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(names[activity]));
}

PG_FUNCTION_INFO_V1(ln_class_union);

/*
 * ln_class + ln_class: both findings together.  A class that one side has for
 * sure settles what the other leaves open about it.
 */
Datum
ln_class_union(PG_FUNCTION_ARGS)
{
	LnClass a = PG_GETARG_LN_CLASS(0);
	LnClass b = PG_GETARG_LN_CLASS(1);
	uint32 sure = LN_SURE(a) | LN_SURE(b);
	uint32 maybe = LN_MAYBE(a) | LN_MAYBE(b);
	uint32 any = LN_ANY(a) | LN_ANY(b);
	LnClass both;

	if (LN_ANY(a) != 0 && LN_ANY(b) != 0 && LN_ANY(a) != LN_ANY(b))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg(
				 "cannot join two findings that each leave open which class it is")));
	if ((any & sure) != 0)
	{
		maybe |= any;
		any = 0;
	}
	maybe &= ~(sure | any);
	both = sure | any << 6 | maybe << 12;
	/* activity as bits: A and C together are A/C */
	both |= (a | b) & (15 << 18);
	/* segmental here and global there: neither is said of the whole */
	if (LN_EXTENT(a) == 0 || LN_EXTENT(b) == 0 || LN_EXTENT(a) == LN_EXTENT(b))
		both |= (a | b) & (3 << 22);
	PG_RETURN_LN_CLASS(both);
}

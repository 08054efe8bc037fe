/*
 * bilag_type.c
 *		The type bilag: grades of nine systems, 'A B C D E E E B C'.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"

#include "activity/bilag.h"

const char *const te_bilag_system_names[BILAG_SYSTEMS] = {
	"constitutional",	 "mucocutaneous",
	"neuropsychiatric",	 "musculoskeletal",
	"cardiorespiratory", "gastrointestinal",
	"ophthalmic",		 "renal",
	"haematological"};

const char *const te_bilag_grade_names[BILAG_GRADES] = {"A", "B", "C",
														"D", "E", "ND"};

static bool bilag_valid(Bilag b);

/* The grade at *text, which is moved past it; BILAG_GRADES when none. */
static int
read_grade(const char **text)
{
	const char *p = *text;
	char c = *p;

	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	if (c == 'N' && (p[1] == 'D' || p[1] == 'd'))
	{
		*text = p + 2;
		return BILAG_ND;
	}
	if (c < 'A' || c > 'E')
		return BILAG_GRADES;
	*text = p + 1;
	return c - 'A';
}

PG_FUNCTION_INFO_V1(bilag_in);

/* bilag_in(cstring) bilag */
Datum
bilag_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	const char *p = text;
	Bilag b = 0;
	int n = 0;

	for (;;)
	{
		int grade;

		while (scanner_isspace(*p) || *p == ',')
			p++;
		if (*p == '\0')
			break;
		grade = read_grade(&p);
		if (grade == BILAG_GRADES || n == BILAG_SYSTEMS)
		{
			n = -1;
			break;
		}
		b |= (Bilag) grade << BILAG_SHIFT(n);
		n++;
	}
	if (n != BILAG_SYSTEMS)
		ereturn(
			(struct Node *) TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%.*s\"", "bilag",
					pg_mbcliplen(text, strlen(text), 120), text),
			 n >= 0 ?
				 errdetail("There are nine systems, and %d grades here.", n) :
				 errdetail(
					 "A grade is A, B, C, D, E or ND, for each of nine systems.")));
	PG_RETURN_BILAG(b);
}

PG_FUNCTION_INFO_V1(bilag_out);

/* bilag_out(bilag) cstring */
Datum
bilag_out(PG_FUNCTION_ARGS)
{
	Bilag b = PG_GETARG_BILAG(0);
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < BILAG_SYSTEMS; i++)
		appendStringInfo(&text, "%s%s", i > 0 ? " " : "",
						 te_bilag_grade_names[BILAG_GRADE(b, i)]);
	PG_RETURN_CSTRING(text.data);
}

PG_FUNCTION_INFO_V1(bilag_recv);

/* bilag_recv(internal) bilag */
Datum
bilag_recv(PG_FUNCTION_ARGS)
{
	Bilag b = pq_getmsgint((StringInfo) PG_GETARG_POINTER(0), 4);

	if (!bilag_valid(b))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "bilag")));
	PG_RETURN_BILAG(b);
}

PG_FUNCTION_INFO_V1(bilag_send);

/* bilag_send(bilag) bytea */
Datum
bilag_send(PG_FUNCTION_ARGS)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, PG_GETARG_BILAG(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

static bool
bilag_valid(Bilag b)
{
	if (b >> (3 * BILAG_SYSTEMS) != 0)
		return false;
	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		if (BILAG_GRADE(b, i) >= BILAG_GRADES)
			return false;
	}
	return true;
}

/* -------------------------------------------------------- order and equality */

#define COMPARISON(name, op)                                      \
	PG_FUNCTION_INFO_V1(name);                                    \
	Datum name(PG_FUNCTION_ARGS)                                  \
	{                                                             \
		PG_RETURN_BOOL(PG_GETARG_BILAG(0) op PG_GETARG_BILAG(1)); \
	}                                                             \
	extern int no_such_variable

COMPARISON(bilag_eq, ==);
COMPARISON(bilag_ne, !=);
COMPARISON(bilag_lt, <);
COMPARISON(bilag_le, <=);
COMPARISON(bilag_gt, >);
COMPARISON(bilag_ge, >=);

PG_FUNCTION_INFO_V1(bilag_cmp);

Datum
bilag_cmp(PG_FUNCTION_ARGS)
{
	Bilag a = PG_GETARG_BILAG(0);
	Bilag b = PG_GETARG_BILAG(1);

	PG_RETURN_INT32(a < b ? -1 : a > b);
}

PG_FUNCTION_INFO_V1(bilag_hash);

Datum
bilag_hash(PG_FUNCTION_ARGS)
{
	return hash_uint32(PG_GETARG_BILAG(0));
}

PG_FUNCTION_INFO_V1(bilag_hash_extended);

Datum
bilag_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_uint32_extended(PG_GETARG_BILAG(0), PG_GETARG_INT64(1));
}

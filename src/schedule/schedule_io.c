/*
 * schedule_io.c
 *		The SQL types dose_schedule and visit_schedule: input and output, and
 *		comparison by normal form.
 *
 * The binary form is the normal text behind a version byte.  Equal normal forms
 * have equal bytes, so equality and hash need no text.
 */
#include "trial_ext.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"

#include "schedule/schedule_build.h"

/* Of the binary form of either type. */
#define SCHEDULE_WIRE_VERSION 1

static void *schedule_argument(Datum datum, bool visits);
static void *receive(StringInfo buf, bool visits);
static bytea *send_text(const char *text);
static int compare(const void *a, const void *b, bool visits);

/* Detoasted and of a version that this library reads. */
static void *
schedule_argument(Datum datum, bool visits)
{
	void *schedule = PG_DETOAST_DATUM(datum);
	int expected = DOSE_SCHEDULE_VERSION;
	int version;

	if (visits)
	{
		expected = VISIT_SCHEDULE_VERSION;
		version = ((VisitSchedule *) schedule)->version;
	}
	else
		version = ((DoseSchedule *) schedule)->version;
	if (version != expected)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("unsupported version %d of type %s", version,
						visits ? "visit_schedule" : "dose_schedule")));
	return schedule;
}

PG_FUNCTION_INFO_V1(dose_schedule_in);

/* dose_schedule_in(cstring) dose_schedule */
Datum
dose_schedule_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	DoseSchedule *schedule =
		te_dose_schedule_parse(text, Min(strlen(text), SCHEDULE_MAX_TEXT + 1),
							   (Node *) TE_ESCONTEXT(fcinfo));

	if (schedule == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(schedule);
}

PG_FUNCTION_INFO_V1(dose_schedule_out);

/* dose_schedule_out(dose_schedule) cstring */
Datum
dose_schedule_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(
		te_dose_schedule_print(schedule_argument(PG_GETARG_DATUM(0), false)));
}

/* The normal text behind a version byte, read as any text. */
static void *
receive(StringInfo buf, bool visits)
{
	int version = pq_getmsgbyte(buf);
	char *text;
	int length;

	if (version != SCHEDULE_WIRE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported binary version %d of type %s", version,
						visits ? "visit_schedule" : "dose_schedule")));
	text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	return visits ? (void *) te_visit_schedule_parse(text, length, NULL) :
					(void *) te_dose_schedule_parse(text, length, NULL);
}

static bytea *
send_text(const char *text)
{
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, SCHEDULE_WIRE_VERSION);
	pq_sendtext(&buf, text, strlen(text));
	return pq_endtypsend(&buf);
}

PG_FUNCTION_INFO_V1(dose_schedule_recv);

/* dose_schedule_recv(internal) dose_schedule */
Datum
dose_schedule_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(receive((StringInfo) PG_GETARG_POINTER(0), false));
}

PG_FUNCTION_INFO_V1(dose_schedule_send);

/* dose_schedule_send(dose_schedule) bytea */
Datum
dose_schedule_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(send_text(
		te_dose_schedule_print(schedule_argument(PG_GETARG_DATUM(0), false))));
}

PG_FUNCTION_INFO_V1(visit_schedule_in);

/* visit_schedule_in(cstring) visit_schedule */
Datum
visit_schedule_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	VisitSchedule *schedule =
		te_visit_schedule_parse(text, Min(strlen(text), SCHEDULE_MAX_TEXT + 1),
								(Node *) TE_ESCONTEXT(fcinfo));

	if (schedule == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(schedule);
}

PG_FUNCTION_INFO_V1(visit_schedule_out);

/* visit_schedule_out(visit_schedule) cstring */
Datum
visit_schedule_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(
		te_visit_schedule_print(schedule_argument(PG_GETARG_DATUM(0), true)));
}

PG_FUNCTION_INFO_V1(visit_schedule_recv);

/* visit_schedule_recv(internal) visit_schedule */
Datum
visit_schedule_recv(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(receive((StringInfo) PG_GETARG_POINTER(0), true));
}

PG_FUNCTION_INFO_V1(visit_schedule_send);

/* visit_schedule_send(visit_schedule) bytea */
Datum
visit_schedule_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(send_text(
		te_visit_schedule_print(schedule_argument(PG_GETARG_DATUM(0), true))));
}

/* ------------------------------------------------------------ comparison */

static bool
same_bytes(const void *a, const void *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

/* By normal form. */
static int
compare(const void *a, const void *b, bool visits)
{
	char *a_text;
	char *b_text;
	int order;

	if (same_bytes(a, b))
		return 0;
	a_text = visits ? te_visit_schedule_print(a) : te_dose_schedule_print(a);
	b_text = visits ? te_visit_schedule_print(b) : te_dose_schedule_print(b);
	order = strcmp(a_text, b_text);
	pfree(a_text);
	pfree(b_text);
	return order < 0 ? -1 : order > 0;
}

/* Comparison and hash of one of the two types. */
#define COMPARE_FUNCTION(name, result, visits)                   \
	PG_FUNCTION_INFO_V1(name);                                   \
	Datum name(PG_FUNCTION_ARGS)                                 \
	{                                                            \
		void *a = schedule_argument(PG_GETARG_DATUM(0), visits); \
		void *b = schedule_argument(PG_GETARG_DATUM(1), visits); \
		Datum value = result;                                    \
                                                                 \
		PG_FREE_IF_COPY(a, 0);                                   \
		PG_FREE_IF_COPY(b, 1);                                   \
		return value;                                            \
	}                                                            \
	extern Datum name(PG_FUNCTION_ARGS)

#define COMPARE_FUNCTIONS(type, visits)                                      \
	COMPARE_FUNCTION(type##_eq, BoolGetDatum(same_bytes(a, b)), visits);     \
	COMPARE_FUNCTION(type##_ne, BoolGetDatum(!same_bytes(a, b)), visits);    \
	COMPARE_FUNCTION(type##_lt, BoolGetDatum(compare(a, b, visits) < 0),     \
					 visits);                                                \
	COMPARE_FUNCTION(type##_le, BoolGetDatum(compare(a, b, visits) <= 0),    \
					 visits);                                                \
	COMPARE_FUNCTION(type##_gt, BoolGetDatum(compare(a, b, visits) > 0),     \
					 visits);                                                \
	COMPARE_FUNCTION(type##_ge, BoolGetDatum(compare(a, b, visits) >= 0),    \
					 visits);                                                \
	COMPARE_FUNCTION(type##_cmp, Int32GetDatum(compare(a, b, visits)),       \
					 visits);                                                \
	PG_FUNCTION_INFO_V1(type##_hash);                                        \
	Datum type##_hash(PG_FUNCTION_ARGS)                                      \
	{                                                                        \
		char *a = schedule_argument(PG_GETARG_DATUM(0), visits);             \
		Datum hash =                                                         \
			hash_any((unsigned char *) a + VARHDRSZ, VARSIZE(a) - VARHDRSZ); \
                                                                             \
		PG_FREE_IF_COPY(a, 0);                                               \
		return hash;                                                         \
	}                                                                        \
	PG_FUNCTION_INFO_V1(type##_hash_extended);                               \
	Datum type##_hash_extended(PG_FUNCTION_ARGS)                             \
	{                                                                        \
		char *a = schedule_argument(PG_GETARG_DATUM(0), visits);             \
		Datum hash =                                                         \
			hash_any_extended((unsigned char *) a + VARHDRSZ,                \
							  VARSIZE(a) - VARHDRSZ, PG_GETARG_INT64(1));    \
                                                                             \
		PG_FREE_IF_COPY(a, 0);                                               \
		return hash;                                                         \
	}                                                                        \
	extern Datum type##_hash(PG_FUNCTION_ARGS)

COMPARE_FUNCTIONS(dose_schedule, false);
COMPARE_FUNCTIONS(visit_schedule, true);

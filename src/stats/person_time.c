/*
 * person_time.c
 *		Type person_time_counts: events and person-time of the treated and of
 *		the others; the state of the aggregates over incidence rates.
 *
 * Times are summed exactly, so that a rate depends neither on the order of
 * rows nor on how they were split.  Text form, also that of the wire:
 *
 *		1 exact 0.9 2 (12 40 3505e-1) (20 41 298e0)
 *
 * that is the version, method and level (- where none was given), subjects
 * without events, time or group; then events, subjects and their time, of the
 * treated and of the others.  Without groups everybody is in the first.
 */
#include "trial_ext.h"

#include "common/int.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"

#include "stats/proportion_sql.h"
#include "units/decimal_sum.h"
#include "syntax/syntax.h"

#include <math.h>

#define PERSON_TIME_VERSION 1

typedef struct PersonTimeGroup
{
	int64 events;
	int64 subjects;
	DecimalSum time;
} PersonTimeGroup;

typedef struct PersonTime
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 method;  /* TeMethod; 0: the measure's own */
	uint16 unused; /* zero */
	double level;  /* 0: 0.95 */
	int64 missing;
	PersonTimeGroup groups[2]; /* treated, others */
} PersonTime;

#define PG_GETARG_PERSON_TIME_P(n) \
	((PersonTime *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n)))

static PersonTime *person_time_parse(const char *text);

static PersonTime *
person_time_new(void)
{
	PersonTime *p = palloc0(sizeof(PersonTime));

	SET_VARSIZE(p, sizeof(PersonTime));
	p->version = PERSON_TIME_VERSION;
	for (int i = 0; i < 2; i++)
		te_decimal_sum_init(&p->groups[i].time);
	return p;
}

static PersonTime *
person_time_copy(const PersonTime *p)
{
	PersonTime *copy = palloc(sizeof(PersonTime));

	memcpy(copy, p, sizeof(PersonTime));
	return copy;
}

/* ------------------------------------------------------------- transitions */

/* Adds a subject; "group" is the number of the group argument, or 0. */
static Datum
add_subject(FunctionCallInfo fcinfo, int group, TeMethod method, double level)
{
	PersonTime *p;

	if (PG_ARGISNULL(0))
	{
		p = person_time_new();
		p->method = method;
		p->level = level;
	}
	else
	{
		p = PG_GETARG_PERSON_TIME_P(0);
		/* outside an aggregate the state is a value that must not change */
		if (!AggCheckCallContext(fcinfo, NULL))
			p = person_time_copy(p);
		if (p->method != method || p->level != level)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("method and level must be the same in all rows")));
	}
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || (group && PG_ARGISNULL(group)))
		te_contingency_add_count(&p->missing, 1);
	else
	{
		int64 events = PG_GETARG_INT64(1);
		double time = PG_GETARG_FLOAT8(2);
		PersonTimeGroup *g =
			&p->groups[group && !PG_GETARG_BOOL(group) ? 1 : 0];

		te_check_events(events, time);
		te_contingency_add_count(&g->events, events);
		te_contingency_add_count(&g->subjects, 1);
		te_decimal_sum_add(&g->time, time);
	}
	PG_RETURN_POINTER(p);
}

static double
level_argument(FunctionCallInfo fcinfo, int argument)
{
	double level;

	te_need_option(PG_ARGISNULL(argument), "level");
	level = PG_GETARG_FLOAT8(argument);
	te_check_level(level);
	return level;
}

static TeMethod
method_argument(FunctionCallInfo fcinfo, int argument)
{
	te_need_option(PG_ARGISNULL(argument), "method");
	return te_method_argument(fcinfo, argument);
}

PG_FUNCTION_INFO_V1(person_time_add);
PG_FUNCTION_INFO_V1(person_time_add_level);
PG_FUNCTION_INFO_V1(person_time_add_treated);
PG_FUNCTION_INFO_V1(person_time_add_treated_method);
PG_FUNCTION_INFO_V1(person_time_add_treated_level);

Datum
person_time_add(PG_FUNCTION_ARGS)
{
	return add_subject(fcinfo, 0, METHOD_DEFAULT, 0);
}

Datum
person_time_add_level(PG_FUNCTION_ARGS)
{
	return add_subject(fcinfo, 0, METHOD_DEFAULT, level_argument(fcinfo, 3));
}

Datum
person_time_add_treated(PG_FUNCTION_ARGS)
{
	return add_subject(fcinfo, 3, METHOD_DEFAULT, 0);
}

Datum
person_time_add_treated_method(PG_FUNCTION_ARGS)
{
	return add_subject(fcinfo, 3, method_argument(fcinfo, 4), 0);
}

Datum
person_time_add_treated_level(PG_FUNCTION_ARGS)
{
	TeMethod method = method_argument(fcinfo, 4);

	return add_subject(fcinfo, 3, method, level_argument(fcinfo, 5));
}

PG_FUNCTION_INFO_V1(person_time_combine);

/* Adds two states; either may be NULL. */
Datum
person_time_combine(PG_FUNCTION_ARGS)
{
	PersonTime *p;
	PersonTime *other;

	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_POINTER(
			person_time_copy(PG_GETARG_PERSON_TIME_P(PG_ARGISNULL(0) ? 1 : 0)));
	p = PG_GETARG_PERSON_TIME_P(0);
	if (!AggCheckCallContext(fcinfo, NULL))
		p = person_time_copy(p);
	other = PG_GETARG_PERSON_TIME_P(1);
	if (p->method != other->method || p->level != other->level)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg(
					 "cannot merge counts for different methods or levels")));
	te_contingency_add_count(&p->missing, other->missing);
	for (int i = 0; i < 2; i++)
	{
		te_contingency_add_count(&p->groups[i].events, other->groups[i].events);
		te_contingency_add_count(&p->groups[i].subjects,
								 other->groups[i].subjects);
		te_decimal_sum_merge(&p->groups[i].time, &other->groups[i].time);
	}
	PG_RETURN_POINTER(p);
}

/* ----------------------------------------------------------------- answers */

static double
group_time(const PersonTimeGroup *g)
{
	double time = te_decimal_sum_value(&g->time);

	if (isinf(time))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("sum of person-time out of range")));
	return time;
}

static double
person_time_level(const PersonTime *p)
{
	return p->level == 0 ? DEFAULT_LEVEL : p->level;
}

PG_FUNCTION_INFO_V1(incidence_rate_final);

Datum
incidence_rate_final(PG_FUNCTION_ARGS)
{
	PersonTime *p = PG_GETARG_PERSON_TIME_P(0);
	PersonTimeGroup *g = &p->groups[0];
	double level = person_time_level(p);

	PG_RETURN_DATUM(te_estimate_result(
		fcinfo, te_incidence_rate(g->events, group_time(g), level), level,
		te_method_name(METHOD_EXACT), g->events, g->subjects, p->missing));
}

PG_FUNCTION_INFO_V1(rate_ratio_final);

Datum
rate_ratio_final(PG_FUNCTION_ARGS)
{
	PersonTime *p = PG_GETARG_PERSON_TIME_P(0);
	PersonTimeGroup *a = &p->groups[0];
	PersonTimeGroup *b = &p->groups[1];
	int64 counts[4] = {a->events, a->subjects, b->events, b->subjects};
	TeMethod method = te_rate_ratio_method(p->method);
	double level = person_time_level(p);

	PG_RETURN_DATUM(
		te_comparison_result(fcinfo,
							 te_rate_ratio(a->events, group_time(a), b->events,
										   group_time(b), method, level),
							 level, te_method_name(method), counts,
							 p->missing));
}

/* --------------------------------------------------------------- text form */

PG_FUNCTION_INFO_V1(person_time_counts_out);

Datum
person_time_counts_out(PG_FUNCTION_ARGS)
{
	PersonTime *p = PG_GETARG_PERSON_TIME_P(0);
	char level[DOUBLE_SHORTEST_DECIMAL_LEN] = "-";
	StringInfoData to;

	initStringInfo(&to);
	if (p->level != 0)
		double_to_shortest_decimal_buf(p->level, level);
	appendStringInfo(&to, "%d %s %s " INT64_FORMAT, p->version,
					 p->method == 0 ? "-" : te_method_name(p->method), level,
					 p->missing);
	for (int i = 0; i < 2; i++)
	{
		char time[DECIMAL_SUM_TEXT_SIZE];

		te_decimal_sum_print(&p->groups[i].time, time);
		appendStringInfo(&to, " (" INT64_FORMAT " " INT64_FORMAT " %s)",
						 p->groups[i].events, p->groups[i].subjects, time);
	}
	PG_RETURN_CSTRING(to.data);
}

PG_FUNCTION_INFO_V1(person_time_counts_in);

Datum
person_time_counts_in(PG_FUNCTION_ARGS)
{
	PersonTime *p = person_time_parse(PG_GETARG_CSTRING(0));

	if (p == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "person_time_counts"),
			 errdetail(
				 "Counts are written like %d - - 0 (12 40 3505e-1) (0 0 0e0).",
				 PERSON_TIME_VERSION)));
	PG_RETURN_POINTER(p);
}

PG_FUNCTION_INFO_V1(person_time_counts_send);

Datum
person_time_counts_send(PG_FUNCTION_ARGS)
{
	char *text = DatumGetCString(
		DirectFunctionCall1(person_time_counts_out, PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(person_time_counts_recv);

Datum
person_time_counts_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	PersonTime *p = strlen(text) == length ? person_time_parse(text) : NULL;

	if (p == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s",
						"person_time_counts")));
	PG_RETURN_POINTER(p);
}

/* "(events subjects time)"; subjects without time or events are possible. */
static bool
read_group(const char **p, PersonTimeGroup *g)
{
	if (*(*p)++ != '(' || !te_read_count(p, &g->events) || *(*p)++ != ' ' ||
		!te_read_count(p, &g->subjects) || *(*p)++ != ' ' || **p == '-' ||
		!te_decimal_sum_parse(*p, p, &g->time))
		return false;
	return *(*p)++ == ')';
}

/* Reads the text form, strictly; NULL when it is not one. */
static PersonTime *
person_time_parse(const char *text)
{
	PersonTime *p = person_time_new();

	if (*text++ != '0' + PERSON_TIME_VERSION || *text++ != ' ' ||
		!te_read_method(&text, &p->method) ||
		!te_read_level(&text, &p->level) || !te_read_count(&text, &p->missing))
		return NULL;
	for (int i = 0; i < 2; i++)
		if (*text++ != ' ' || !read_group(&text, &p->groups[i]))
			return NULL;
	return *text == '\0' ? p : NULL;
}

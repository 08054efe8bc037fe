/*
 * survival_io.c
 *		Text and binary form of survival_counts.
 *
 * The text form, for counts by arm:
 *
 *		1 a 2 0; "6-MP" 0, 6 1 3, 7 0 1; "placebo" 0, 1 0 2
 *
 * version, what the subjects were told apart by (a arm, s stratum, c causes, -
 * nothing), counts per time, subjects without arm or stratum; then for each
 * arm (and stratum) its name, its subjects without time or event, and for each
 * time the censored and the events, by cause.  Everything is in order, so
 * that equal counts have equal texts.  Times have as many digits as they need,
 * whatever the settings are.  The binary form is the same text: it is read by
 * the same checks.
 */
#include "trial_ext.h"

#include <math.h>

#include "common/int.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

#include "stats/survival.h"

/* What is being read: the groups, and their times one after the other. */
typedef struct Reader
{
	const char *at;
	uint8 flags;
	uint8 n_codes;
	int64 missing;
	int64 subjects;
	int max_code;
	StringInfoData groups; /* SurvivalGroup */
	StringInfoData names;
	StringInfoData times;  /* double */
	StringInfoData counts; /* int64, n_codes a time */
} Reader;

static void print_name(StringInfo to, const char *name, uint32 length);
static SurvivalCounts *survival_parse(const char *text);
static bool read_head(Reader *r);
static bool read_group(Reader *r);
static bool read_name(Reader *r, uint32 *length);
static bool in_order(const Reader *r, const SurvivalGroup *group);
static bool read_rows(Reader *r, SurvivalGroup *group);
static bool read_row(Reader *r, double after);
static bool read_char(Reader *r, char c);
static bool read_count(Reader *r, int64 *count);
static bool read_time(Reader *r, double *time);
static SurvivalCounts *reader_result(const Reader *r);

PG_FUNCTION_INFO_V1(survival_counts_out);

Datum
survival_counts_out(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = te_survival_seal(DatumGetSurvivalP(PG_GETARG_DATUM(0)));
	char time[DOUBLE_SHORTEST_DECIMAL_LEN];
	StringInfoData to;
	uint32 row = 0;

	initStringInfo(&to);
	appendStringInfo(&to, "%d %s%s%s%s %d " INT64_FORMAT, SURVIVAL_VERSION,
					 s->flags == 0 ? "-" : "",
					 s->flags & SURVIVAL_HAS_ARM ? "a" : "",
					 s->flags & SURVIVAL_HAS_STRATUM ? "s" : "",
					 s->flags & SURVIVAL_HAS_CAUSE ? "c" : "", s->n_codes,
					 s->missing);
	for (uint32 i = 0; i < s->n_groups; i++)
	{
		const SurvivalGroup *group = SURVIVAL_GROUPS(s) + i;

		appendStringInfoChar(&to, ';');
		if (s->flags & SURVIVAL_HAS_ARM)
			print_name(&to, SURVIVAL_ARM(s, group), group->arm_length);
		if (s->flags & SURVIVAL_HAS_STRATUM)
			print_name(&to, SURVIVAL_STRATUM(s, group), group->stratum_length);
		appendStringInfo(&to, " " INT64_FORMAT, group->missing);
		for (uint32 k = 0; k < group->n_rows; k++, row++)
		{
			double_to_shortest_decimal_buf(SURVIVAL_TIMES(s)[row], time);
			appendStringInfo(&to, ", %s", time);
			for (int code = 0; code < s->n_codes; code++)
				appendStringInfo(&to, " " INT64_FORMAT,
								 SURVIVAL_ROW(s, row)[code]);
		}
	}
	PG_RETURN_CSTRING(to.data);
}

/* In quotes, with quotes within doubled. */
static void
print_name(StringInfo to, const char *name, uint32 length)
{
	appendStringInfoString(to, " \"");
	for (uint32 i = 0; i < length; i++)
	{
		if (name[i] == '"')
			appendStringInfoChar(to, '"');
		appendStringInfoChar(to, name[i]);
	}
	appendStringInfoChar(to, '"');
}

PG_FUNCTION_INFO_V1(survival_counts_in);

Datum
survival_counts_in(PG_FUNCTION_ARGS)
{
	SurvivalCounts *s = survival_parse(PG_GETARG_CSTRING(0));

	if (s == NULL)
		ereturn(
			TE_ESCONTEXT(fcinfo), (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", "survival_counts"),
			 errdetail(
				 "Counts are written like '%d a 2 0; \"drug\" 0, 6 1 3, 7 0 1'.",
				 SURVIVAL_VERSION)));
	PG_RETURN_SURVIVAL_P(s);
}

PG_FUNCTION_INFO_V1(survival_counts_send);

Datum
survival_counts_send(PG_FUNCTION_ARGS)
{
	char *text = DatumGetCString(
		DirectFunctionCall1(survival_counts_out, PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(survival_counts_recv);

Datum
survival_counts_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int length;
	char *text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	SurvivalCounts *s = survival_parse(text);

	if (s == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value of type %s", "survival_counts")));
	PG_RETURN_SURVIVAL_P(s);
}

/* -------------------------------------------------------------------- reading */

/* Reads the text form, strictly; NULL when it is not one. */
static SurvivalCounts *
survival_parse(const char *text)
{
	Reader r = {text};

	initStringInfo(&r.groups);
	initStringInfo(&r.names);
	initStringInfo(&r.times);
	initStringInfo(&r.counts);
	if (!read_head(&r))
		return NULL;
	while (*r.at != '\0')
	{
		CHECK_FOR_INTERRUPTS();
		if (!read_group(&r))
			return NULL;
	}
	/* no more counts per time than are needed */
	if (r.n_codes != Max(SURVIVAL_MIN_CODES, r.max_code + 1))
		return NULL;
	return reader_result(&r);
}

static bool
read_head(Reader *r)
{
	static const struct
	{
		char letter;
		uint8 flag;
	} flags[] = {{'a', SURVIVAL_HAS_ARM},
				 {'s', SURVIVAL_HAS_STRATUM},
				 {'c', SURVIVAL_HAS_CAUSE}};
	int64 n_codes;

	if (!read_char(r, '0' + SURVIVAL_VERSION) || !read_char(r, ' '))
		return false;
	for (int i = 0; i < lengthof(flags); i++)
	{
		if (read_char(r, flags[i].letter))
			r->flags |= flags[i].flag;
	}
	if (r->flags == 0 && !read_char(r, '-'))
		return false;
	/* strata without arms are made by no aggregate */
	if ((r->flags & (SURVIVAL_HAS_ARM | SURVIVAL_HAS_STRATUM)) ==
		SURVIVAL_HAS_STRATUM)
		return false;
	if (!read_char(r, ' ') || !read_count(r, &n_codes) || !read_char(r, ' ') ||
		!read_count(r, &r->missing))
		return false;
	if (n_codes < SURVIVAL_MIN_CODES || n_codes > SURVIVAL_MAX_CODES ||
		(n_codes > SURVIVAL_MIN_CODES && !(r->flags & SURVIVAL_HAS_CAUSE)))
		return false;
	r->n_codes = (uint8) n_codes;
	return true;
}

static bool
read_group(Reader *r)
{
	SurvivalGroup group = {0};

	group.name = r->names.len;
	if (r->groups.len / sizeof(SurvivalGroup) == SURVIVAL_MAX_GROUPS ||
		!read_char(r, ';'))
		return false;
	if ((r->flags & SURVIVAL_HAS_ARM) && !read_name(r, &group.arm_length))
		return false;
	if ((r->flags & SURVIVAL_HAS_STRATUM) &&
		!read_name(r, &group.stratum_length))
		return false;
	if (!in_order(r, &group) || !read_char(r, ' ') ||
		!read_count(r, &group.missing) || !read_rows(r, &group))
		return false;
	/* a group without subjects is made by no aggregate */
	if (group.n_rows == 0 && group.missing == 0)
		return false;
	appendBinaryStringInfo(&r->groups, (char *) &group, sizeof(group));
	return true;
}

/* " "name"": appends it to the names. */
static bool
read_name(Reader *r, uint32 *length)
{
	int start = r->names.len;

	if (!read_char(r, ' ') || !read_char(r, '"'))
		return false;
	for (;; r->at++)
	{
		if (*r->at == '\0')
			return false;
		if (*r->at == '"' && *++r->at != '"')
			break;
		appendStringInfoChar(&r->names, *r->at);
	}
	*length = r->names.len - start;
	return *length <= SURVIVAL_MAX_NAME;
}

/* Does the group come behind the last one? */
static bool
in_order(const Reader *r, const SurvivalGroup *group)
{
	const SurvivalGroup *last;
	const char *a;
	const char *b = r->names.data + group->name;
	int order;

	if (r->groups.len == 0)
		return true;
	last = (SurvivalGroup *) (r->groups.data + r->groups.len) - 1;
	a = r->names.data + last->name;
	order =
		te_survival_compare_names(a, last->arm_length, b, group->arm_length);
	if (order == 0)
		order = te_survival_compare_names(a + last->arm_length,
										  last->stratum_length,
										  b + group->arm_length,
										  group->stratum_length);
	return order < 0;
}

static bool
read_rows(Reader *r, SurvivalGroup *group)
{
	double time = -1.0;

	while (read_char(r, ','))
	{
		if (!read_row(r, time))
			return false;
		time = ((double *) (r->times.data + r->times.len))[-1];
		group->n_rows++;
	}
	return *r->at == ';' || *r->at == '\0';
}

/* A time, which is later than another one, and its counts, which are not all 0. */
static bool
read_row(Reader *r, double after)
{
	double time;
	bool used = false;

	if (!read_char(r, ' ') || !read_time(r, &time) || time <= after)
		return false;
	appendBinaryStringInfo(&r->times, (char *) &time, sizeof(time));
	for (int code = 0; code < r->n_codes; code++)
	{
		int64 count;

		if (!read_char(r, ' ') || !read_count(r, &count) ||
			pg_add_s64_overflow(r->subjects, count, &r->subjects) ||
			r->subjects > SURVIVAL_MAX_SUBJECTS)
			return false;
		if (count > 0)
			r->max_code = Max(r->max_code, code);
		used |= count > 0;
		appendBinaryStringInfo(&r->counts, (char *) &count, sizeof(count));
	}
	return used;
}

static bool
read_char(Reader *r, char c)
{
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

/* Digits without a sign or a leading zero, up to the limit of subjects. */
static bool
read_count(Reader *r, int64 *count)
{
	const char *start = r->at;

	*count = 0;
	for (; *r->at >= '0' && *r->at <= '9'; r->at++)
	{
		*count = *count * 10 + (*r->at - '0');
		if (*count > SURVIVAL_MAX_SUBJECTS)
			return false;
	}
	return r->at > start && (*start != '0' || r->at == start + 1);
}

static bool
read_time(Reader *r, double *time)
{
	size_t length = strspn(r->at, "0123456789.e+-");
	char *end;

	if (length == 0 || length > DOUBLE_SHORTEST_DECIMAL_LEN || *r->at == '-')
		return false;
	errno = 0;
	*time = strtod(r->at, &end);
	if (end != r->at + length || (errno != 0 && *time > 1.0) || isinf(*time))
		return false;
	r->at = end;
	return true;
}

static SurvivalCounts *
reader_result(const Reader *r)
{
	SurvivalCounts *s =
		te_survival_create(r->flags, r->n_codes,
						   r->groups.len / sizeof(SurvivalGroup),
						   r->times.len / sizeof(double), r->names.len);

	s->missing = r->missing;
	memcpy(SURVIVAL_GROUPS(s), r->groups.data, r->groups.len);
	memcpy(SURVIVAL_TIMES(s), r->times.data, r->times.len);
	memcpy(SURVIVAL_ROWS(s), r->counts.data, r->counts.len);
	memcpy(SURVIVAL_NAMES(s), r->names.data, r->names.len);
	return s;
}

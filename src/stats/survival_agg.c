/*
 * survival_agg.c
 *		The aggregates survival_agg and competing_risks_agg.
 *
 * A row is a subject: how long it was observed and how that ended.  Where time
 * or event is NULL, the subject is counted as missing in its arm; where arm or
 * stratum is, among the missing of all.
 */
#include "trial_ext.h"

#include <float.h>
#include <math.h>

#include "utils/date.h"

#include "stats/survival.h"

typedef enum TimeKind
{
	TIME_DAYS,	/* integer */
	TIME_FLOAT, /* double precision */
	TIME_DATES	/* two dates */
} TimeKind;

static SurvivalCounts *get_state(FunctionCallInfo fcinfo, uint8 flags);
static SurvivalCounts *get_other_state(FunctionCallInfo fcinfo);
static SurvivalCounts *check_state(SurvivalCounts *s, uint8 flags);
static void check_name(uint32 length);
static void time_error(double time) pg_attribute_noreturn();
static double days_between(DateADT start, DateADT stop);
static uint32 get_cause(int32 cause);

/* A text argument's bytes. */
static inline const char *
get_name(Datum datum, uint32 *length)
{
	struct varlena *text = (struct varlena *) DatumGetPointer(datum);

	if (unlikely(VARATT_IS_EXTERNAL(text) || VARATT_IS_COMPRESSED(text)))
		text = pg_detoast_datum_packed(text);
	*length = VARSIZE_ANY_EXHDR(text);
	if (unlikely(*length > SURVIVAL_MAX_NAME))
		check_name(*length);
	return VARDATA_ANY(text);
}

static inline double
get_time(FunctionCallInfo fcinfo, TimeKind kind)
{
	double time;

	if (kind == TIME_DATES)
		return days_between(PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2));
	time = kind == TIME_DAYS ? PG_GETARG_INT32(1) : PG_GETARG_FLOAT8(1);
	if (unlikely(!(time >= 0.0 && time <= DBL_MAX)))
		time_error(time);
	return time;
}

/* The group of the row's arm and stratum; false if one of them is missing. */
static pg_attribute_always_inline bool
get_group(FunctionCallInfo fcinfo, int arm, uint8 flags, SurvivalCounts **s,
		  uint32 *group)
{
	SurvivalName name = {"", "", 0, 0};
	const uint32 *entry;

	if (((flags & SURVIVAL_HAS_ARM) && PG_ARGISNULL(arm)) ||
		((flags & SURVIVAL_HAS_STRATUM) && PG_ARGISNULL(arm + 1)))
		return false;
	if (flags & SURVIVAL_HAS_ARM)
		name.arm = get_name(PG_GETARG_DATUM(arm), &name.arm_length);
	if (flags & SURVIVAL_HAS_STRATUM)
		name.stratum = get_name(PG_GETARG_DATUM(arm + 1), &name.stratum_length);
	entry = te_survival_find_group(*s, &name);
	*group =
		likely(*entry != 0) ? *entry - 1 : te_survival_open_group(s, &name);
	return true;
}

/*
 * Adds a subject.  Each aggregate has its own copy of this, without the
 * questions that its arguments answer.
 */
static pg_attribute_always_inline Datum
observe(FunctionCallInfo fcinfo, TimeKind kind, uint8 flags)
{
	SurvivalCounts *s = get_state(fcinfo, flags);
	int end = kind == TIME_DATES ? 3 : 2; /* the argument of the event */
	bool known = !PG_ARGISNULL(1) && !PG_ARGISNULL(end) &&
		(kind != TIME_DATES || !PG_ARGISNULL(2));
	double time = 0.0;
	uint32 code = SURVIVAL_CENSORED;
	uint32 group;

	/* an impossible value is an error, whatever else is missing */
	if (!PG_ARGISNULL(1) && (kind != TIME_DATES || !PG_ARGISNULL(2)))
		time = get_time(fcinfo, kind);
	if (!PG_ARGISNULL(end))
		code = flags & SURVIVAL_HAS_CAUSE ? get_cause(PG_GETARG_INT32(end)) :
											(uint32) PG_GETARG_BOOL(end);
	if (!get_group(fcinfo, end + 1, flags, &s, &group))
		te_survival_add_subjects(&s->missing, 1);
	else if (!known)
		te_survival_add_subjects(&SURVIVAL_GROUPS(s)[group].missing, 1);
	else if (likely(time < s->n_days && time == (uint32) time &&
					code < s->n_codes))
		OPEN_DAY(s, (uint32) time, group)[code]++;
	else
		te_survival_open_add(&s, group, code, time, 1);
	PG_RETURN_SURVIVAL_P(s);
}

#define TRANSITION(name, kind, flags)            \
	PG_FUNCTION_INFO_V1(name);                   \
	Datum name(PG_FUNCTION_ARGS)                 \
	{                                            \
		return observe(fcinfo, (kind), (flags)); \
	}

#define ARM SURVIVAL_HAS_ARM
#define STRATUM (SURVIVAL_HAS_ARM | SURVIVAL_HAS_STRATUM)
#define CAUSE SURVIVAL_HAS_CAUSE

/* survival_agg(time integer, event boolean [, arm [, stratum]]), not strict */
TRANSITION(survival_observe_days, TIME_DAYS, 0)
TRANSITION(survival_observe_days_arm, TIME_DAYS, ARM)
TRANSITION(survival_observe_days_stratum, TIME_DAYS, STRATUM)
/* survival_agg(time double precision, event boolean [, arm [, stratum]]) */
TRANSITION(survival_observe, TIME_FLOAT, 0)
TRANSITION(survival_observe_arm, TIME_FLOAT, ARM)
TRANSITION(survival_observe_stratum, TIME_FLOAT, STRATUM)
/* survival_agg(start date, stop date, event boolean [, arm [, stratum]]) */
TRANSITION(survival_observe_dates, TIME_DATES, 0)
TRANSITION(survival_observe_dates_arm, TIME_DATES, ARM)
TRANSITION(survival_observe_dates_stratum, TIME_DATES, STRATUM)
/* competing_risks_agg(time double precision, cause integer [, arm [, stratum]]) */
TRANSITION(competing_observe, TIME_FLOAT, CAUSE)
TRANSITION(competing_observe_arm, TIME_FLOAT, CAUSE | ARM)
TRANSITION(competing_observe_stratum, TIME_FLOAT, CAUSE | STRATUM)

PG_FUNCTION_INFO_V1(survival_combine);

/* Adds two values of either form; either may be NULL. */
Datum
survival_combine(PG_FUNCTION_ARGS)
{
	SurvivalCounts *from;
	SurvivalCounts *s;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	from = DatumGetSurvivalP(PG_GETARG_DATUM(1));
	/* the executor copies what is not the state it gave */
	if (PG_ARGISNULL(0))
		PG_RETURN_SURVIVAL_P(from);
	s = get_other_state(fcinfo);
	te_survival_open_merge(&s, from);
	PG_RETURN_SURVIVAL_P(s);
}

PG_FUNCTION_INFO_V1(survival_final);

/* Seals a copy of the state. */
Datum
survival_final(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_SURVIVAL_P(
		te_survival_seal(DatumGetSurvivalP(PG_GETARG_DATUM(0))));
}

/* The transition's state, in its open form, to write in. */
static inline SurvivalCounts *
get_state(FunctionCallInfo fcinfo, uint8 flags)
{
	SurvivalCounts *s;

	if (PG_ARGISNULL(0))
		return te_survival_open_create(flags);
	s = (SurvivalCounts *) PG_GETARG_POINTER(0);
	if (likely(fcinfo->context != NULL && IsA(fcinfo->context, AggState) &&
			   VARATT_IS_4B_U(s) && s->form == SURVIVAL_OPEN &&
			   s->flags == flags))
		return s;
	return check_state(get_other_state(fcinfo), flags);
}

/* The same for a window, a user's call, a merge, and for a sealed state. */
static SurvivalCounts *
get_other_state(FunctionCallInfo fcinfo)
{
	SurvivalCounts *from = DatumGetSurvivalP(PG_GETARG_DATUM(0));
	SurvivalCounts *s;

	if (from->form == SURVIVAL_OPEN)
		return AggCheckCallContext(fcinfo, NULL) != 0 ?
			from :
			te_survival_open_copy(from);
	s = te_survival_open_create(from->flags);
	te_survival_open_merge(&s, from);
	return s;
}

/* Only a user's own call can bring the counts of another aggregate. */
static SurvivalCounts *
check_state(SurvivalCounts *s, uint8 flags)
{
	if (s->flags != flags)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("survival counts were made with different arguments")));
	return s;
}

static void
check_name(uint32 length)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("name of an arm or a stratum is too long"),
			 errdetail("It has %u bytes, of at most %d.", length,
					   SURVIVAL_MAX_NAME)));
}

static void
time_error(double time)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 time < 0.0 && !isinf(time) ?
				 errmsg("survival time %g is negative", time) :
				 errmsg("survival time must be finite")));
}

/* From the first date to the second, the same day being 0. */
static double
days_between(DateADT start, DateADT stop)
{
	if (DATE_NOT_FINITE(start) || DATE_NOT_FINITE(stop))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("start and stop of a survival time must be finite")));
	if (stop < start)
		time_error((double) stop - start);
	return (double) stop - start;
}

static uint32
get_cause(int32 cause)
{
	if (cause < 0 || cause >= SURVIVAL_MAX_CODES)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("cause %d is out of range", cause),
				 errdetail("0 means censored; causes are 1 to %d.",
						   SURVIVAL_MAX_CODES - 1)));
	return (uint32) cause;
}

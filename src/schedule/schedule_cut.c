/*
 * schedule_cut.c
 *		Schedules from schedules: one after another, and up to a day.
 *
 * Both go through text: what is wanted is printed and parsed again, so that
 * every rule holds for the result and its bytes are those of the text typed in.
 * until() is exact for every start date, or an error: it never guesses whether 3
 * months or 90 days come first.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "utils/timestamp.h"

#include "schedule/schedule_build.h"

/* The part of a schedule that is kept. */
typedef struct Cut
{
	const DoseSchedule *from;
	DosePhase *phases;
	int n_phases;
	ScheduleSpan at; /* from the start of the schedule */
} Cut;

static DoseSchedule *cut_schedule(const DoseSchedule *schedule,
								  ScheduleSpan at);
static void cut_uncertain(const Cut *cut) pg_attribute_noreturn();

static DoseSchedule *
dose_schedule_argument(Datum datum)
{
	DoseSchedule *schedule = DatumGetDoseSchedule(datum);

	if (schedule->version != DOSE_SCHEDULE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("unsupported version %d of type %s", schedule->version,
						"dose_schedule")));
	return schedule;
}

PG_FUNCTION_INFO_V1(dose_schedule_concat);

/* dose_schedule || dose_schedule: the second counts anew from the first's end */
Datum
dose_schedule_concat(PG_FUNCTION_ARGS)
{
	DoseSchedule *a = dose_schedule_argument(PG_GETARG_DATUM(0));
	DoseSchedule *b = dose_schedule_argument(PG_GETARG_DATUM(1));
	const DosePhase *last = &SCHEDULE_PHASES(a)[a->n_phases - 1];
	char *text;

	if (last->timing != TIMING_LIST && (last->flags & PHASE_TAPER) == 0 &&
		(last->bound_kind == BOUND_NONE || last->bound_kind == BOUND_AT_LEAST))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a schedule without end cannot be followed by another"),
				 errhint("Give it an end with until(schedule, day).")));
	text = psprintf("%s followed by %s", te_dose_schedule_print(a),
					te_dose_schedule_print(b));
	PG_RETURN_POINTER(te_dose_schedule_parse(text, strlen(text), NULL));
}

PG_FUNCTION_INFO_V1(dose_schedule_until_day);

/* until(dose_schedule, day int) dose_schedule: what lies before that day */
Datum
dose_schedule_until_day(PG_FUNCTION_ARGS)
{
	ScheduleSpan at = {PG_GETARG_INT32(1), SPAN_DAY};

	if (at.n < 1 || at.n > SCHEDULE_MAX_DAYS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("day %d is not from 1 to %d", at.n,
						SCHEDULE_MAX_DAYS)));
	PG_RETURN_POINTER(
		cut_schedule(dose_schedule_argument(PG_GETARG_DATUM(0)), at));
}

PG_FUNCTION_INFO_V1(dose_schedule_until_span);

/* until(dose_schedule, span interval) dose_schedule: whole days or months */
Datum
dose_schedule_until_span(PG_FUNCTION_ARGS)
{
	const Interval *span = PG_GETARG_INTERVAL_P(1);
	bool months = span->month != 0;
	int most = months ? SCHEDULE_MAX_DAYS / 31 : SCHEDULE_MAX_DAYS;
	ScheduleSpan at = {months ? span->month : span->day,
					   months ? SPAN_MONTH : SPAN_DAY};

	if (span->time != 0 || (months && span->day != 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a schedule is cut after whole days or whole months"),
				 errhint("Write for example '3 months' or '84 days'.")));
	if (at.n < 1 || at.n > most)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d %s are not from 1 to %d", at.n,
						months ? "months" : "days", most)));
	PG_RETURN_POINTER(
		cut_schedule(dose_schedule_argument(PG_GETARG_DATUM(0)), at));
}

static void
cut_uncertain(const Cut *cut)
{
	static const char *const units[] = {"day", "week", "month"};

	ereport(
		ERROR,
		(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		 errmsg("what lies before %s %d depends on the start date",
				units[cut->at.unit], cut->at.n),
		 errdetail(
			 "The schedule counts in days where the cut counts in months, or the other way round, or it has several parts joined by \"followed by\"."),
		 errhint(
			 "Cut in the unit of the schedule, or cut the parts before they are joined.")));
}

/* Of a list, the items before the cut.  True when that was all of it. */
static bool
cut_list(const Cut *cut, DosePhase *phase, ScheduleExtent at)
{
	const int32 *items = SCHEDULE_ITEMS(cut->from) + phase->first_item;
	ScheduleSpan item = phase->interval;

	for (int i = 0; i < phase->n_items; i++)
	{
		item.n = items[i];
		if (te_extent_before(te_extent_of(item), at, false))
			continue;
		if (!te_extent_before(at, te_extent_of(item), true))
			cut_uncertain(cut);
		phase->n_items = i;
		return false;
	}
	return true;
}

/*
 * May the phase be kept whole, although it ends after the cut or may do so?  If
 * its last dose is before the cut and what follows counts from that dose.
 */
static bool
whole_before(const DosePhase *phase, ScheduleExtent until,
			 const PhaseExtent *extent)
{
	return !extent->endless &&
		(phase->bound_kind == BOUND_COUNT ||
		 phase->bound_kind == BOUND_THROUGH) &&
		te_extent_before(extent->last, until, false);
}

/*
 * May the phase have no dose at all, and what follows count from its last?  Then
 * it counts from an earlier dose or from the end.
 */
static bool
follows_nothing(const DosePhase *phase, const DosePhase *next,
				const PhaseExtent *extent)
{
	return next != NULL && phase->timing == TIMING_WEEKDAYS &&
		phase->bound_kind == BOUND_THROUGH &&
		!te_extent_before(extent->first, te_extent_of(phase->bound), true);
}

/*
 * One phase and the one that follows it in its segment, or NULL; false: nothing
 * of what comes after it is kept.
 */
static bool
cut_phase(Cut *cut, const DosePhase *from, const DosePhase *next,
		  ScheduleSpan at, const PhaseExtent *extent)
{
	const int32 *items = SCHEDULE_ITEMS(cut->from);
	DosePhase *phase = &cut->phases[cut->n_phases];
	ScheduleExtent until = te_extent_of(at);
	bool inside;
	bool next_outside;

	if (te_extent_before(until, extent->first, true))
		return false;
	*phase = *from;
	if (phase->timing == TIMING_LIST)
	{
		bool all = cut_list(cut, phase, until);

		cut->n_phases++;
		return all;
	}
	if (phase->timing != TIMING_WEEKDAYS &&
		!te_extent_before(extent->first, until, false))
		cut_uncertain(cut);
	if (follows_nothing(phase, next, extent))
		cut_uncertain(cut);
	cut->n_phases++;
	if (!extent->endless && te_extent_before(extent->end, until, true))
		return true;

	inside = extent->endless || te_extent_before(until, extent->end, true);
	next_outside = next == NULL ||
		te_extent_before(until, extent->last, true) ||
		te_extent_before(until, te_phase_extent(next, items, extent).first,
						 true);
	if (!inside || !next_outside)
	{
		if (!whole_before(phase, until, extent))
			cut_uncertain(cut);
		return true;
	}
	phase->bound_kind = BOUND_UNTIL;
	phase->bound = at;
	phase->count = 0;
	return false;
}

/* The flat form of what is kept, only to be printed. */
static DoseSchedule *
cut_result(const Cut *cut)
{
	const DoseSchedule *from = cut->from;
	Size items = from->n_items * sizeof(int32);
	Size phases = cut->n_phases * sizeof(DosePhase);
	DoseSchedule *kept =
		palloc0(sizeof(DoseSchedule) + phases + items + from->pool_length);
	char *text;

	*kept = *from;
	kept->n_phases = cut->n_phases;
	memcpy(kept + 1, cut->phases, phases);
	if (items > 0)
		memcpy((char *) (kept + 1) + phases, SCHEDULE_ITEMS(from), items);
	memcpy((char *) (kept + 1) + phases + items, SCHEDULE_POOL(from),
		   from->pool_length);
	text = te_dose_schedule_print(kept);
	return te_dose_schedule_parse(text, strlen(text), NULL);
}

/* at, told from the start of a segment that begins so much later */
static ScheduleSpan
from_segment(const Cut *cut, ScheduleExtent start)
{
	ScheduleSpan at = cut->at;

	if (start.months == 0 && start.days == 0 && start.exact)
		return at;
	if (!start.exact || start.months != 0 || at.unit == SPAN_MONTH)
		cut_uncertain(cut);
	at.n -= (int32) start.days;
	return at;
}

/* What lies before "at". */
static DoseSchedule *
cut_schedule(const DoseSchedule *schedule, ScheduleSpan at)
{
	Cut cut = {schedule, NULL, 0, at};
	ScheduleSpan nothing = {0, SPAN_DAY};
	ScheduleExtent start = te_extent_of(nothing);
	ScheduleSpan here = at;
	PhaseExtent extent = {0};

	cut.phases = palloc0_array(DosePhase, (Size) schedule->n_phases);
	for (int i = 0; i < schedule->n_phases; i++)
	{
		const DosePhase *phase = &SCHEDULE_PHASES(schedule)[i];
		const DosePhase *next = i + 1 < schedule->n_phases ? phase + 1 : NULL;
		bool first = (phase->flags & PHASE_SEGMENT) != 0;

		if (next != NULL && (next->flags & PHASE_SEGMENT) != 0)
			next = NULL;
		if (first && i > 0)
			start = te_extent_sum(start, extent.end);
		if (te_extent_before(te_extent_of(at), start, true))
			break;
		if (first)
			here = from_segment(&cut, start);
		extent = te_phase_extent(phase, SCHEDULE_ITEMS(schedule),
								 first ? NULL : &extent);
		if (!cut_phase(&cut, phase, next, here, &extent))
			break;
	}
	if (cut.n_phases == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no dose lies before %s %d",
						at.unit == SPAN_MONTH ? "month" : "day", at.n)));
	return cut_result(&cut);
}

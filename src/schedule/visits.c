/*
 * visits.c
 *		Visit schedules on the calendar: expand_visits and visit_of.
 *
 * A visit without a window of its own reaches half way to its neighbours; the
 * day in the middle belongs to the earlier one.  On the outer side of the first
 * and of the last visit it reaches as far as on the inner side.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "schedule/schedule_plan.h"

#define VISIT_COLUMNS 7

static void place_window(const VisitSchedule *schedule, PlacedVisit *visits,
						 int i);
static Datum visit_name(const VisitSchedule *schedule, int number);
static TupleDesc visit_desc(FunctionCallInfo fcinfo);

PG_FUNCTION_INFO_V1(expand_visits);
PG_FUNCTION_INFO_V1(visit_of);

/* expand_visits(visit_schedule, start) SETOF planned_visit, by date */
Datum
expand_visits(PG_FUNCTION_ARGS)
{
	Tuplestorestate *store = te_result_store(fcinfo);
	TupleDesc desc = visit_desc(fcinfo);
	VisitSchedule *schedule;
	DateADT start;
	PlacedVisit *visits;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	schedule = PG_GETARG_VISIT_SCHEDULE(0);
	start = PG_GETARG_DATEADT(1);
	visits = te_visits_place(schedule, start);
	for (int i = 0; i < schedule->n_visits; i++)
	{
		Datum values[VISIT_COLUMNS];
		bool nulls[VISIT_COLUMNS] = {false};
		int32 offset = visits[i].day - start;

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum(i + 1);
		values[1] = visit_name(schedule, i);
		values[2] = Int32GetDatum(offset);
		values[3] = Int32GetDatum(offset >= 0 ? offset + 1 : offset);
		values[4] = DateADTGetDatum(visits[i].day);
		values[5] = DateADTGetDatum(visits[i].window_start);
		values[6] = DateADTGetDatum(visits[i].window_end);
		tuplestore_putvalues(store, desc, values, nulls);
	}
	PG_RETURN_NULL();
}

/* visit_of(visit_schedule, start, on_date) text; NULL outside all windows */
Datum
visit_of(PG_FUNCTION_ARGS)
{
	VisitSchedule *schedule = PG_GETARG_VISIT_SCHEDULE(0);
	DateADT day = PG_GETARG_DATEADT(2);
	PlacedVisit *visits = te_visits_place(schedule, PG_GETARG_DATEADT(1));
	int64 best_distance = PG_INT64_MAX;
	int best = -1;

	for (int i = 0; i < schedule->n_visits; i++)
	{
		int64 distance = (int64) day - visits[i].day;

		if (day < visits[i].window_start || day > visits[i].window_end)
			continue;
		if (distance < 0)
			distance = -distance;
		/* Of two as near the earlier one: it came first. */
		if (distance < best_distance)
		{
			best_distance = distance;
			best = i;
		}
	}
	if (best < 0)
		PG_RETURN_NULL();
	return visit_name(schedule, best);
}

/*
 * The visits with the windows that hold for them.  They are in order for every
 * start date: the parser refuses others.
 */
PlacedVisit *
te_visits_place(const VisitSchedule *schedule, DateADT start)
{
	PlacedVisit *visits = palloc_array(PlacedVisit, (Size) schedule->n_visits);

	if (DATE_NOT_FINITE(start))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("start of a schedule must be a finite date")));
	for (int i = 0; i < schedule->n_visits; i++)
	{
		visits[i].day =
			te_date_add(start, VISIT_SCHEDULE_VISITS(schedule)[i].at);
	}
	for (int i = 0; i < schedule->n_visits; i++)
		place_window(schedule, visits, i);
	return visits;
}

static void
place_window(const VisitSchedule *schedule, PlacedVisit *visits, int i)
{
	PlacedVisit *visit = &visits[i];
	const PlannedVisit *planned = &VISIT_SCHEDULE_VISITS(schedule)[i];
	int32 before = planned->window_before;
	int32 after = planned->window_after;

	if (!(planned->flags & VISIT_WINDOW))
	{
		bool first = i == 0;
		bool last = i == schedule->n_visits - 1;

		before = after = 0;
		/* The middle day of an even distance belongs to the earlier visit. */
		if (!first)
			before = Max(visit->day - visits[i - 1].day - 1, 0) / 2;
		if (!last)
			after = (visits[i + 1].day - visit->day) / 2;
		if (first)
			before = after;
		if (last)
			after = first ? 0 : (visit->day - visits[i - 1].day) / 2;
	}
	visit->window_start =
		te_date_add(visit->day, (ScheduleSpan){-before, SPAN_DAY});
	visit->window_end =
		te_date_add(visit->day, (ScheduleSpan){after, SPAN_DAY});
}

static Datum
visit_name(const VisitSchedule *schedule, int number)
{
	return CStringGetTextDatum(te_visit_name(schedule, number));
}

char *
te_visit_name(const VisitSchedule *schedule, int number)
{
	static const char *const units[] = {"day", "week", "month"};
	const PlannedVisit *visit = &VISIT_SCHEDULE_VISITS(schedule)[number];

	if (visit->name != 0)
		return pstrdup(VISIT_SCHEDULE_POOL(schedule) + visit->name);
	return psprintf("%s %d", units[visit->at.unit], visit->at.n);
}

/* The row type, looked up once for a call site. */
static TupleDesc
visit_desc(FunctionCallInfo fcinfo)
{
	TupleDesc desc = (TupleDesc) fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (desc != NULL)
		return desc;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE ||
		desc->natts != VISIT_COLUMNS)
		elog(ERROR, "planned_visit is not the expected composite type");
	desc = CreateTupleDescCopy(desc);
	MemoryContextSwitchTo(caller);
	fcinfo->flinfo->fn_extra = desc;
	return desc;
}

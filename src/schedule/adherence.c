/*
 * adherence.c
 *		Planned doses beside given ones.
 *
 * Each planned dose has the days that are nearer to it than to its neighbours;
 * a day in the middle belongs to the later one, so that a dose is late until
 * the middle and then the next one given early.  Of what was given on these
 * days the nearest is the dose, of two equally near the earlier; the others
 * are extra.  So the matching is one to one and in order.
 *
 * The plan stays where its start put it, unless it is re-based: then each dose
 * is due one interval after the last one given.
 */
#include "schedule/adherence.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/float.h"

/* Where the comparison stands. */
typedef struct Comparison
{
	const DosePlan *plan;
	const GivenDoses *given;
	const AdherenceOptions *options;
	AdherenceReceiver receive;
	void *state;
	int next_given;
	int64 shift;	 /* of re-basing */
	int64 reference; /* day of the slot before, as given if re-based */
	const PhaseRun *amount_of; /* whose amount this is */
	PhaseAmount amount;
	int32 last_interval;
} Comparison;

/* A planned dose and its days, in half days: low2 inside, high2 outside. */
typedef struct Slot
{
	AdherenceDose dose;
	int64 low2;
	int64 high2;
} Slot;

static bool planned_day(const DosePlan *plan, int64 n, const PhaseRun **run,
						DateADT *day);
static bool make_slot(Comparison *c, int64 n, Slot *slot);
static void set_window(const Comparison *c, Slot *slot, int64 interval);
static void set_planned_amount(Comparison *c, Slot *slot, const PhaseRun *run,
							   DateADT day);
static void fill_slot(Comparison *c, Slot *slot);
static int nearest_given(const Comparison *c, const Slot *slot, int *end);
static AdherenceStatus not_given(const Comparison *c, const Slot *slot);
static void compare_dates(Slot *slot);
static void compare_amounts(AdherenceDose *dose, double tolerance);
static void receive_extra(Comparison *c, const GivenDose *given);
static void receive_undated(Comparison *c);

void
te_adherence(const DosePlan *plan, const GivenDoses *given,
			 const AdherenceOptions *options, AdherenceReceiver receive,
			 void *state)
{
	Comparison c = {plan, given, options, receive, state};
	Slot slot;

	for (int64 n = 0; make_slot(&c, n, &slot); n++)
	{
		CHECK_FOR_INTERRUPTS();
		if (n >= SCHEDULE_MAX_DOSES)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("more than %d planned doses", SCHEDULE_MAX_DOSES),
					 errhint("Give to_date, a day up to which to compare.")));
		fill_slot(&c, &slot);
	}
	while (c.next_given < given->n)
		receive_extra(&c, &given->doses[c.next_given++]);
	for (int i = 0; i < given->undated; i++)
		receive_undated(&c);
}

/* Day of planned dose n, from 0; false after the last. */
static bool
planned_day(const DosePlan *plan, int64 n, const PhaseRun **run, DateADT *day)
{
	int64 k;

	*run = te_plan_find(plan, n, &k);
	if (*run == NULL)
		return false;
	*day = te_run_date(*run, k);
	return true;
}

static bool
make_slot(Comparison *c, int64 n, Slot *slot)
{
	AdherenceDose *dose = &slot->dose;
	const PhaseRun *run;
	const PhaseRun *ignored;
	DateADT day;
	DateADT other;
	int64 before = 0;
	int64 after = 0;
	int64 planned;

	memset(slot, 0, sizeof(*slot));
	if (!planned_day(c->plan, n, &run, &day))
		return false;
	planned = day + c->shift;
	if (planned > c->options->to_date)
		return false;
	if (n > 0 && planned_day(c->plan, n - 1, &ignored, &other))
		before = (int64) day - other;
	if (planned_day(c->plan, n + 1, &ignored, &other))
		after = (int64) other - day;

	dose->dose_no = n + 1;
	dose->scheduled_on = day;
	dose->planned_on =
		te_date_add(day, (ScheduleSpan){(int32) c->shift, SPAN_DAY});
	dose->phase = run->phase;
	dose->daily = run->phase->timing == TIMING_EVERY &&
		run->phase->interval.unit == SPAN_DAY && run->phase->interval.n == 1;
	dose->interval = (int32) (after > 0 ? after : before > 0 ? before : 1);
	c->last_interval = dose->interval;
	set_window(c, slot, before > 0 ? before : after);
	set_planned_amount(c, slot, run, day);

	/* at the ends the neighbour's half is mirrored, and the window counts */
	slot->low2 = n > 0 ?
		c->reference + planned :
		2 * planned - Max(after, 2 * (planned - dose->window_start));
	slot->high2 = after > 0 ?
		2 * planned + after :
		2 * planned + Max(before, 2 * (dose->window_end - planned) + 1);
	return true;
}

/* On time; without a stated window by the interval since the dose before. */
static void
set_window(const Comparison *c, Slot *slot, int64 interval)
{
	AdherenceDose *dose = &slot->dose;
	int64 before = dose->phase->window_before;
	int64 after = dose->phase->window_after;

	if (!(dose->phase->flags & PHASE_WINDOW))
	{
		before = c->options->window_days;
		if (before < 0)
			before = interval > WINDOW_SHORT_INTERVAL ? WINDOW_LONG_DAYS :
				interval > 0 ? Min(WINDOW_SHORT_DAYS, (interval - 1) / 2) :
							   WINDOW_SHORT_DAYS;
		after = before;
	}
	dose->window_start = te_date_add(dose->planned_on,
									 (ScheduleSpan){-(int32) before, SPAN_DAY});
	dose->window_end =
		te_date_add(dose->planned_on, (ScheduleSpan){(int32) after, SPAN_DAY});
}

/* In the unit of the first phase. */
static void
set_planned_amount(Comparison *c, Slot *slot, const PhaseRun *run, DateADT day)
{
	const DosePhase *first = c->plan->runs[0].phase;
	AdherenceDose *dose = &slot->dose;

	if (c->amount_of != run)
		te_phase_amount(c->plan->schedule, run, &c->plan->patient, NULL,
						&c->amount);
	c->amount_of = run;
	te_amount_at(&c->amount, run, day, &dose->planned, &dose->planned_max);
	if (run->phase == first)
		return;
	dose->planned =
		te_amount_convert(c->plan->schedule, dose->planned, run->phase, first);
	dose->planned_max = te_amount_convert(c->plan->schedule, dose->planned_max,
										  run->phase, first);
}

/* Gives the slot its dose, and the receiver all that was given up to then. */
static void
fill_slot(Comparison *c, Slot *slot)
{
	AdherenceDose *dose = &slot->dose;
	int end;
	int best;

	while (c->next_given < c->given->n &&
		   2 * (int64) c->given->doses[c->next_given].day < slot->low2)
		receive_extra(c, &c->given->doses[c->next_given++]);
	best = nearest_given(c, slot, &end);
	c->reference = dose->planned_on;
	if (best < 0)
		dose->status = not_given(c, slot);
	else
	{
		const GivenDose *given = &c->given->doses[best];

		dose->given = true;
		dose->given_on = given->day;
		dose->amount_known = given->usable;
		dose->amount = given->amount;
		compare_dates(slot);
		compare_amounts(dose, c->options->tolerance);
		if (c->options->rebase)
		{
			c->shift += (int64) given->day - dose->planned_on;
			c->reference = given->day;
		}
	}
	while (c->next_given < best)
		receive_extra(c, &c->given->doses[c->next_given++]);
	c->receive(c->state, dose);
	if (best >= 0)
		c->next_given++;
	while (c->next_given < end)
		receive_extra(c, &c->given->doses[c->next_given++]);
}

/* -1 when nothing was given; *end is behind all that belongs to the slot. */
static int
nearest_given(const Comparison *c, const Slot *slot, int *end)
{
	int best = -1;
	int64 nearest = PG_INT64_MAX;
	int i;

	for (i = c->next_given; i < c->given->n; i++)
	{
		int64 day = c->given->doses[i].day;
		int64 distance = day - slot->dose.planned_on;

		if (2 * day >= slot->high2)
			break;
		distance = distance < 0 ? -distance : distance;
		if (distance < nearest)
		{
			nearest = distance;
			best = i;
		}
	}
	*end = i;
	return best;
}

static AdherenceStatus
not_given(const Comparison *c, const Slot *slot)
{
	for (int i = 0; i < c->given->n_open; i++)
	{
		if (2 * (int64) c->given->open[i].to >= slot->low2 &&
			2 * (int64) c->given->open[i].from < slot->high2)
			return DOSE_UNKNOWN;
	}
	if (c->options->to_date != DATEVAL_NOEND &&
		2 * ((int64) c->options->to_date + 1) < slot->high2)
		return DOSE_DUE;
	return DOSE_MISSED;
}

static void
compare_dates(Slot *slot)
{
	AdherenceDose *dose = &slot->dose;

	dose->status = dose->given_on < dose->window_start ? DOSE_EARLY :
		dose->given_on > dose->window_end			   ? DOSE_LATE :
														 DOSE_ON_TIME;
}

/* Any amount within a planned range deviates by 0. */
static void
compare_amounts(AdherenceDose *dose, double tolerance)
{
	double amount = te_round14(dose->amount);
	double low = te_round14(dose->planned);
	double high = te_round14(dose->planned_max);
	double limit = amount < low ? low : amount > high ? high : amount;

	dose->deviation_percent = get_float8_nan();
	if (!dose->amount_known)
		return;
	if (limit == amount)
		dose->deviation_percent = 0;
	else if (limit > 0)
		dose->deviation_percent =
			te_round14(te_sum(amount, -limit) * 100 / limit);
	if (amount < low && -dose->deviation_percent > tolerance)
		dose->amount_status = AMOUNT_UNDER;
	else if (amount > high && !(dose->deviation_percent <= tolerance))
		dose->amount_status = AMOUNT_OVER;
	else
		dose->amount_status = AMOUNT_OK;
}

static void
receive_extra(Comparison *c, const GivenDose *given)
{
	AdherenceDose dose;

	/* earlier therapy */
	if (given->day < c->plan->start)
		return;
	memset(&dose, 0, sizeof(dose));
	dose.status = DOSE_EXTRA;
	dose.given = true;
	dose.given_on = given->day;
	dose.amount_known = given->usable;
	dose.amount = given->amount;
	dose.interval = Max(c->last_interval, 1);
	c->receive(c->state, &dose);
}

static void
receive_undated(Comparison *c)
{
	AdherenceDose dose;

	memset(&dose, 0, sizeof(dose));
	dose.status = DOSE_UNDATED;
	c->receive(c->state, &dose);
}

/*
 * schedule_phase.c
 *		From the draft of a phase to the phase: what it takes over from the one
 *		before, amounts in the unit of the dose, and whether it all fits.
 *
 * What is only a way of writing disappears: limits get the unit of the dose, a
 * phase that states no dose or timing gets that of the one before.  So equal
 * normal forms have equal bytes.
 */
#include "trial_ext.h"

#include <math.h>

#include "schedule/schedule_build.h"

/* A dose's unit taken apart. */
typedef struct DoseUnit
{
	BuildText text; /* without "/kg", "/m2", "/d" */
	Unit unit;
	DoseBasis basis;
	bool per_day;
} DoseUnit;

static bool is_text(const char *word, const char *text, int length);
static bool split_unit(ScheduleState *state, const BuildAmount *amount,
					   DoseUnit *result);
static void finish_dose(ScheduleState *state, BuildPhase *phase,
						const BuildPhase *before);
static void finish_route(ScheduleState *state, BuildPhase *phase,
						 const BuildPhase *before, bool first);
static void finish_timing(ScheduleState *state, BuildPhase *phase,
						  const BuildPhase *before);
static void finish_when(ScheduleState *state, BuildPhase *phase);
static void finish_bound(ScheduleState *state, BuildPhase *phase);
static void finish_taper(ScheduleState *state, BuildPhase *phase);
static void check_daily(ScheduleState *state, const BuildPhase *phase);
static void check_begin(ScheduleState *state, BuildPhase *phase,
						const BuildPhase *before);

static bool
same_text(BuildText a, BuildText b)
{
	return a.length == b.length &&
		(a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static bool
is_text(const char *word, const char *text, int length)
{
	return strlen(word) == length && memcmp(word, text, length) == 0;
}

/* One piece after a "/": what the amount is per; false for anything else. */
static bool
read_per(const char *text, int length, DoseUnit *result)
{
	if (is_text("kg", text, length) && result->basis == DOSE_FIXED)
		result->basis = DOSE_PER_KG;
	else if ((is_text("m2", text, length) || is_text("m^2", text, length) ||
			  is_text("m\302\262", text, length)) &&
			 result->basis == DOSE_FIXED)
		result->basis = DOSE_PER_M2;
	else if ((is_text("d", text, length) || is_text("day", text, length) ||
			  is_text("24h", text, length) || is_text("24.h", text, length) ||
			  is_text("(24.h)", text, length)) &&
			 !result->per_day)
		result->per_day = true;
	else
		return false;
	return true;
}

/* "mg/kg/d" is mg, per kg, per day. */
static bool
split_unit(ScheduleState *state, const BuildAmount *amount, DoseUnit *result)
{
	const char *text = amount->unit.data;
	int length = amount->unit.length;
	int start = 0;
	int curly = 0;
	const char *own;
	UnitError error;

	memset(result, 0, sizeof(*result));
	for (int i = 0; i <= length && !state->text.failed; i++)
	{
		if (i < length && text[i] == '{')
			curly++;
		else if (i < length && text[i] == '}')
			curly--;
		if (i < length && (text[i] != '/' || curly > 0))
			continue;
		if (start == 0)
		{
			result->text.data = text;
			result->text.length = i;
		}
		else if (!read_per(text + start, i - start, result))
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
				amount->unit_span,
				"A dose is an amount, per kg or m2 of the patient if need be, and per day: \"mg\", \"mg/kg\", \"mg/m2/d\".",
				"Not the unit of a dose: %s",
				te_syntax_quote(&state->text, amount->unit_span));
		start = i + 1;
	}
	if (state->text.failed)
		return false;
	own = te_schedule_unit(result->text.data, result->text.length);
	if (own != NULL)
	{
		result->text.data = own;
		result->text.length = strlen(own);
	}
	if (!te_unit_parse(result->text.data, result->text.length, &result->unit,
					   &error) ||
		result->unit.function != UNIT_LINEAR ||
		result->unit.dimension[DIM_TIME] > 0)
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
			amount->unit_span,
			"A dose is an amount: \"mg\", \"mL\", \"IU\", \"tablet\".",
			"Not the unit of a dose: %s",
			te_syntax_quote(&state->text, amount->unit_span));
	return !state->text.failed;
}

/* Amounts of tablets and of capsules do not add up, though both are numbers. */
static bool
same_kind(const DoseUnit *a, const DoseUnit *b)
{
	Unit one;
	UnitError error;

	if (!te_unit_commensurable(&a->unit, &b->unit))
		return false;
	return same_text(a->text, b->text) ||
		!te_unit_parse("1", 1, &one, &error) ||
		!te_unit_commensurable(&a->unit, &one);
}

/* The amount in the unit of the dose. */
static double
in_unit(ScheduleState *state, const BuildAmount *amount, const DoseUnit *from,
		const DoseUnit *to)
{
	double result = amount->value;
	UnitError error;

	if (state->text.failed || same_text(from->text, to->text))
		return result;
	if (!same_kind(from, to))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   amount->span, NULL,
					   "%s does not convert to \"%.*s\", the unit of the dose,",
					   te_syntax_quote(&state->text, amount->span),
					   to->text.length, to->text.data);
	else if (!te_convert_value(amount->value, &from->unit, &to->unit,
							   TE_NO_ANALYTE, &result, &error) ||
			 !(result <= SCHEDULE_MAX_AMOUNT))
		te_syntax_fail(&state->text, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
					   amount->span, NULL,
					   "%s is too much in \"%.*s\", the unit of the dose,",
					   te_syntax_quote(&state->text, amount->span),
					   to->text.length, to->text.data);
	return result;
}

/* A limit or a step: an amount for the patient, whatever the weight. */
static double
fixed_amount(ScheduleState *state, const BuildAmount *amount,
			 const DoseUnit *dose, bool zero, bool *per_day)
{
	DoseUnit from;

	if (!split_unit(state, amount, &from))
		return 0;
	if (from.basis != DOSE_FIXED)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   amount->span, NULL,
					   "A limit or step is an amount, not one per kg or m2: %s",
					   te_syntax_quote(&state->text, amount->span));
	else if (amount->value == 0 && !zero)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   amount->span, NULL, "Zero is of no use here, %s",
					   te_syntax_quote(&state->text, amount->span));
	*per_day = from.per_day;
	return in_unit(state, amount, &from, dose);
}

/* max, min: both of the day or both of one administration. */
static void
finish_limits(ScheduleState *state, DosePhase *phase, const DoseUnit *dose)
{
	PhaseDraft *draft = &state->draft;
	bool per_day[2] = {false, false};

	if (te_sched_has(draft, PART_MAX))
	{
		phase->flags |= PHASE_MAX;
		phase->max = fixed_amount(state, &draft->max, dose, false, &per_day[0]);
	}
	if (te_sched_has(draft, PART_MIN))
	{
		phase->flags |= PHASE_MIN;
		phase->min = fixed_amount(state, &draft->min, dose, false, &per_day[1]);
	}
	if (per_day[0] || per_day[1])
		phase->flags |= PHASE_MAX_PER_DAY;
	if (state->text.failed || (phase->flags & PHASE_MAX) == 0 ||
		(phase->flags & PHASE_MIN) == 0)
		return;
	if (per_day[0] != per_day[1])
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   draft->spans[PART_MIN], NULL,
					   "Both limits are per day, or neither: %s",
					   te_syntax_quote(&state->text, draft->spans[PART_MIN]));
	else if (phase->min > phase->max)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   draft->spans[PART_MIN], NULL, "Above the maximum: %s",
					   te_syntax_quote(&state->text, draft->spans[PART_MIN]));
}

static void
refuse_per_day(ScheduleState *state, PhasePart part, bool per_day)
{
	if (per_day)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   state->draft.spans[part], "Leave out \"/d\".",
					   "An amount per day, %s",
					   te_syntax_quote(&state->text, state->draft.spans[part]));
}

/* The dose stated in this phase. */
static void
own_dose(ScheduleState *state, BuildPhase *phase)
{
	PhaseDraft *draft = &state->draft;
	BuildAmount low = draft->low;
	DoseUnit unit;
	DoseUnit other;
	bool per_day = false;

	if (low.unit.length == 0)
		low.unit = draft->high.unit;
	if (!split_unit(state, &low, &unit) ||
		!split_unit(state, &draft->high, &other))
		return;
	phase->unit = unit.text;
	phase->phase.basis = unit.basis;
	phase->phase.low = low.value;
	phase->phase.high = in_unit(state, &draft->high, &other, &unit);
	if (unit.per_day)
		phase->phase.flags |= PHASE_PER_DAY;
	if (!state->text.failed &&
		(unit.basis != other.basis || unit.per_day != other.per_day))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   draft->spans[PART_DOSE], NULL,
					   "Both ends of a range have one unit, not %s",
					   te_syntax_quote(&state->text, draft->spans[PART_DOSE]));
	else if (!state->text.failed && phase->phase.low > phase->phase.high)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   draft->spans[PART_DOSE], NULL,
					   "The range %s is upside down",
					   te_syntax_quote(&state->text, draft->spans[PART_DOSE]));
	finish_limits(state, &phase->phase, &unit);
	if (te_sched_has(draft, PART_ROUNDED))
	{
		phase->phase.flags |= PHASE_ROUNDED;
		phase->phase.rounded_to =
			fixed_amount(state, &draft->rounded, &unit, false, &per_day);
		refuse_per_day(state, PART_ROUNDED, per_day);
	}
	if (te_sched_has(draft, PART_LIFETIME))
	{
		phase->phase.flags |= PHASE_LIFETIME_MAX;
		phase->phase.lifetime_max =
			fixed_amount(state, &draft->lifetime, &unit, false, &per_day);
		refuse_per_day(state, PART_LIFETIME, per_day);
	}
}

/* The dose stated, or that of the phase before with its limits. */
static void
finish_dose(ScheduleState *state, BuildPhase *phase, const BuildPhase *before)
{
	static const PhasePart limits[] = {PART_MAX, PART_MIN, PART_ROUNDED,
									   PART_LIFETIME};
	PhaseDraft *draft = &state->draft;
	DosePhase *to = &phase->phase;

	if (te_sched_has(draft, PART_DOSE))
	{
		own_dose(state, phase);
		return;
	}
	if (before == NULL)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, phase->span,
			"A schedule begins with the drug and its dose, as in \"belimumab 10 mg/kg IV weekly\".",
			"Expected a dose before %s",
			te_syntax_quote(&state->text, phase->span));
		return;
	}
	for (int i = 0; i < lengthof(limits); i++)
	{
		if (te_sched_has(draft, limits[i]))
			te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
						   draft->spans[limits[i]],
						   "State the dose in this phase, too.",
						   "A limit without its dose, %s",
						   te_syntax_quote(&state->text,
										   draft->spans[limits[i]]));
	}
	if ((before->phase.flags & PHASE_TAPER) != 0)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   phase->span, "Write for example \"then 5 mg/d daily\".",
					   "After a taper the dose is stated, before %s",
					   te_syntax_quote(&state->text, phase->span));
	to->low = before->phase.low;
	to->high = before->phase.high;
	to->max = before->phase.max;
	to->min = before->phase.min;
	to->rounded_to = before->phase.rounded_to;
	to->lifetime_max = before->phase.lifetime_max;
	to->basis = before->phase.basis;
	to->flags |= before->phase.flags &
		(PHASE_PER_DAY | PHASE_MAX | PHASE_MIN | PHASE_ROUNDED |
		 PHASE_MAX_PER_DAY | PHASE_LIFETIME_MAX);
	phase->unit = before->unit;
}

/*
 * Route and infusion time go on; a segment that names no drug goes on with the
 * drug and the route of the one before.
 */
static void
finish_route(ScheduleState *state, BuildPhase *phase, const BuildPhase *before,
			 bool first)
{
	PhaseDraft *draft = &state->draft;

	phase->drug = state->drug;
	if (first && state->drug_stated)
		before = NULL;
	if (te_sched_has(draft, PART_ROUTE))
		phase->route = draft->route;
	else if (before != NULL)
		phase->route = before->route;
	if (te_sched_has(draft, PART_OVER))
	{
		if (!(phase->phase.over_hours > 0 && phase->phase.over_hours <= 744))
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
				draft->spans[PART_OVER], NULL,
				"An infusion takes more than 0 and at most 744 hours, not %s",
				te_syntax_quote(&state->text, draft->spans[PART_OVER]));
	}
	else if (before != NULL && !first)
		phase->phase.over_hours = before->phase.over_hours;
}

/* Copies the timing of the phase before. */
static void
same_timing(ScheduleState *state, BuildPhase *phase, const BuildPhase *before)
{
	DosePhase *to = &phase->phase;
	int from = before->phase.first_item;
	int n = before->phase.n_items;

	if (before->phase.timing == TIMING_LIST)
	{
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   phase->span, "Write for example \"then every 4 weeks\".",
					   "After a list the timing is stated, in %s",
					   te_syntax_quote(&state->text, phase->span));
		return;
	}
	to->timing = before->phase.timing;
	to->interval = before->phase.interval;
	to->per_day = before->phase.per_day;
	if (!te_sched_has(&state->draft, PART_WHEN))
		phase->when = before->when;
	for (int i = 0; i < n && !state->text.failed; i++)
	{
		te_syntax_grow((void **) &state->items, &state->size_items,
					   state->n_items, sizeof(int32), 8);
		state->items[state->n_items] = state->items[from + i];
		if (++state->n_items > SCHEDULE_MAX_ITEMS)
			te_syntax_fail_limit(&state->text, phase->span,
								 "schedule is too large", SCHEDULE_MAX_ITEMS,
								 "days in lists");
	}
}

static void
finish_timing(ScheduleState *state, BuildPhase *phase, const BuildPhase *before)
{
	PhaseDraft *draft = &state->draft;
	DosePhase *to = &phase->phase;

	phase->timing_span = te_sched_has(draft, PART_TIMING) ?
		draft->spans[PART_TIMING] :
		te_sched_has(draft, PART_TIMES) ? draft->spans[PART_TIMES] :
										  phase->span;
	if (te_sched_has(draft, PART_WHEN))
		phase->when = draft->when;
	if (draft->divided)
		to->flags |= PHASE_PER_DAY;
	if (!te_sched_has(draft, PART_TIMING))
	{
		if (te_sched_has(draft, PART_TIMES) || te_sched_has(draft, PART_WHEN) ||
			(before == NULL && (to->flags & PHASE_PER_DAY) != 0))
		{
			to->timing = TIMING_EVERY;
			to->interval.n = 1;
			to->interval.unit = SPAN_DAY;
		}
		else if (before != NULL)
			same_timing(state, phase, before);
		else
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, phase->span,
				"Write when it is given, as in \"daily\", \"every 4 weeks\" or \"at weeks 2, 4, 6\".",
				"No timing in %s", te_syntax_quote(&state->text, phase->span));
	}
	to->first_item = draft->first_item;
	to->n_items = state->n_items - draft->first_item;
	finish_when(state, phase);
	check_daily(state, phase);
}

/* Each event is one administration, unless it says "with meals". */
static void
finish_when(ScheduleState *state, BuildPhase *phase)
{
	int n = phase->when.length > 0;

	for (int i = 0; i < phase->when.length; i++)
		n += phase->when.data[i] == ',';
	if (n < 2)
		return;
	if (phase->phase.per_day == 1)
		phase->phase.per_day = n;
	else if (phase->phase.per_day != n)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   phase->timing_span, NULL,
					   "%d doses a day and %d events of the day in %s",
					   phase->phase.per_day, n,
					   te_syntax_quote(&state->text, phase->timing_span));
}

/* "/d" says how much a day: which days those are must be plain. */
static void
check_daily(ScheduleState *state, const BuildPhase *phase)
{
	const DosePhase *p = &phase->phase;
	bool days = p->timing == TIMING_CYCLE || p->timing == TIMING_WEEKDAYS ||
		(p->timing == TIMING_LIST && p->interval.unit == SPAN_DAY) ||
		(p->timing == TIMING_EVERY && p->interval.unit == SPAN_DAY &&
		 p->interval.n == 1);

	if ((p->flags & PHASE_PER_DAY) != 0 && !days)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   phase->timing_span,
					   "Leave out \"/d\", or write \"daily\" or the days.",
					   "A dose per day needs daily timing, not %s",
					   te_syntax_quote(&state->text, phase->timing_span));
}

static void
finish_bound(ScheduleState *state, BuildPhase *phase)
{
	PhaseDraft *draft = &state->draft;
	DosePhase *to = &phase->phase;
	BuildSpan span = draft->spans[PART_BOUND];

	if (!te_sched_has(draft, PART_BOUND))
		return;
	if (to->timing == TIMING_LIST)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "Leave out what is not to be given.",
					   "A list ends with its last item; it takes no %s",
					   te_syntax_quote(&state->text, span));
	if (draft->cycles)
	{
		if (to->timing != TIMING_CYCLE)
			te_syntax_fail(
				&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
				"A cycle is written \"on days 1, 8 of every 21 days\".",
				"No cycle is told that lasts %s",
				te_syntax_quote(&state->text, span));
		else if ((int64) to->bound.n * to->interval.n > SCHEDULE_MAX_DAYS)
			te_syntax_fail(&state->text, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
						   span, NULL, "More than 1000 years in %s",
						   te_syntax_quote(&state->text, span));
		else
			to->bound.n *= to->interval.n;
	}
	if (to->bound_kind == BOUND_UNTIL && to->bound.n == 0)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "Nothing lies before the start: %s",
					   te_syntax_quote(&state->text, span));
}

static void
finish_taper(ScheduleState *state, BuildPhase *phase)
{
	PhaseDraft *draft = &state->draft;
	DosePhase *to = &phase->phase;
	BuildSpan span = draft->spans[PART_TAPER];
	DoseUnit unit;
	BuildAmount dose;
	bool per_day;

	if (!te_sched_has(draft, PART_TAPER) || state->text.failed)
		return;
	memset(&dose, 0, sizeof(dose));
	dose.unit = phase->unit;
	if (!split_unit(state, &dose, &unit))
		return;
	to->flags |= PHASE_TAPER;
	to->taper_to = fixed_amount(state, &draft->taper_to, &unit, true, &per_day);
	if (draft->by_steps)
	{
		to->flags |= PHASE_TAPER_STEPS;
		to->taper_step =
			fixed_amount(state, &draft->taper_step, &unit, false, &per_day);
	}
	if (to->timing != TIMING_EVERY || to->interval.n != 1 ||
		to->interval.unit != SPAN_DAY)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "Only a daily dose is tapered, not with %s",
					   te_syntax_quote(&state->text, phase->timing_span));
	else if (to->taper_by.n == 0)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   NULL, "Nothing lies before the start: %s",
					   te_syntax_quote(&state->text, span));
	else if (to->basis == DOSE_FIXED && !(to->flags & PHASE_MAX) &&
			 !(to->flags & PHASE_MIN) && !(to->flags & PHASE_ROUNDED) &&
			 to->taper_to > to->high *
					 ((to->flags & PHASE_PER_DAY) != 0 ? 1 : to->per_day))
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					   "A taper goes down.", "Above the dose: %s",
					   te_syntax_quote(&state->text, span));
}

/* Where the phase begins. */
static void
check_begin(ScheduleState *state, BuildPhase *phase, const BuildPhase *before)
{
	DosePhase *to = &phase->phase;

	if (before == NULL)
	{
		to->begin = BEGIN_START;
		return;
	}
	to->begin = (before->phase.flags & PHASE_TAPER) != 0 ||
			before->phase.bound_kind == BOUND_FOR ||
			before->phase.bound_kind == BOUND_UNTIL ?
		BEGIN_END :
		BEGIN_LAST;
}

/* A list comes after what is before it, whatever the start date. */
static void
check_list(ScheduleState *state, const BuildPhase *phase,
		   const PhaseExtent *before, const PhaseExtent *here)
{
	bool after = phase->phase.begin == BEGIN_END ?
		te_extent_before(before->end, here->first, true) :
		te_extent_before(before->last, here->first, false);

	if (!after)
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
			phase->timing_span,
			"A list counts from the start, not from the phase before; a month has 28 to 31 days.",
			"Not surely after the phase before: %s",
			te_syntax_quote(&state->text, phase->timing_span));
}

/*
 * A phase has its first dose before its end, whatever the start date; days of
 * the week excepted.
 */
static void
check_not_empty(ScheduleState *state, const BuildPhase *phase,
				const PhaseExtent *here, PhasePart part, ScheduleSpan span)
{
	bool through =
		part == PART_BOUND && phase->phase.bound_kind == BOUND_THROUGH;
	ScheduleExtent end = te_extent_of(span);

	if (phase->phase.timing == TIMING_WEEKDAYS ?
			te_extent_before(end, here->first, !through) :
			!te_extent_before(here->first, end, through))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
			state->draft.spans[part],
			"Ends count from the start of the schedule; a month has 28 to 31 days.",
			"Not surely after the first dose of the phase: %s",
			te_syntax_quote(&state->text, state->draft.spans[part]));
}

/*
 * Steps that cannot reach the target in time, whatever the start date and the
 * weight: known where the dose is an amount without limits.
 */
static void
check_steps(ScheduleState *state, const BuildPhase *phase,
			const PhaseExtent *here)
{
	const DosePhase *p = &phase->phase;
	ScheduleExtent by = te_extent_of(p->taper_by);
	ScheduleExtent every = te_extent_of(p->taper_every);
	double from = p->high * ((p->flags & PHASE_PER_DAY) != 0 ? 1 : p->per_day);
	int64 steps;

	if ((p->flags & PHASE_TAPER_STEPS) == 0 || p->basis != DOSE_FIXED ||
		(p->flags & (PHASE_MAX | PHASE_MIN | PHASE_ROUNDED)) != 0)
		return;
	steps = (by.most - here->first.least) / Max(every.least, 1);
	if (te_round14(from - steps * p->taper_step) > p->taper_to)
		te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
					   state->draft.spans[PART_TAPER],
					   "Take larger steps, or more often, or leave more time.",
					   "The target is not reached in time with %s",
					   te_syntax_quote(&state->text,
									   state->draft.spans[PART_TAPER]));
}

static void
check_extent(ScheduleState *state, const BuildPhase *phase,
			 const PhaseExtent *before)
{
	PhaseExtent here;

	if (state->text.failed)
		return;
	here = te_phase_extent(&phase->phase, state->items, before);
	if (before != NULL && phase->phase.timing == TIMING_LIST)
		check_list(state, phase, before, &here);
	if ((phase->phase.flags & PHASE_TAPER) != 0)
		check_not_empty(state, phase, &here, PART_TAPER, phase->phase.taper_by);
	check_steps(state, phase, &here);
	if (phase->phase.bound_kind == BOUND_UNTIL ||
		phase->phase.bound_kind == BOUND_THROUGH)
		check_not_empty(state, phase, &here, PART_BOUND, phase->phase.bound);
	/* positions that far are of no use, and would overflow */
	if (here.last.most > SCHEDULE_MAX_DAYS * INT64CONST(2))
		te_syntax_fail(&state->text, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
					   phase->span, NULL, "More than 1000 years in %s",
					   te_syntax_quote(&state->text, phase->span));
	state->extent = here;
}

/* What precedes another phase or segment must end. */
static void
check_ended(ScheduleState *state, const BuildPhase *before, BuildSpan span)
{
	const DosePhase *p = &before->phase;

	if (p->timing != TIMING_LIST && (p->flags & PHASE_TAPER) == 0 &&
		(p->bound_kind == BOUND_NONE || p->bound_kind == BOUND_AT_LEAST))
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, before->span,
			"Write how long, as in \"for 12 weeks\" or \"until month 3\".",
			"Another phase follows, but there is no end to %s",
			te_syntax_quote(&state->text, before->span));
}

void
te_sched_phase(ScheduleState *state, BuildSpan span)
{
	BuildPhase *phase;
	const BuildPhase *before = NULL;
	bool first = state->n_phases == state->segment;

	if (state->text.failed)
		return;
	if (state->n_phases >= SCHEDULE_MAX_PHASES)
	{
		te_syntax_fail_limit(&state->text, span, "schedule is too large",
							 SCHEDULE_MAX_PHASES, "phases");
		return;
	}
	te_syntax_grow((void **) &state->phases, &state->size_phases,
				   state->n_phases, sizeof(BuildPhase), 8);
	phase = &state->phases[state->n_phases];
	phase->phase = state->draft.phase;
	phase->span = span;
	if (state->n_phases > 0)
	{
		before = phase - 1;
		check_ended(state, before, span);
	}
	if (first)
		phase->phase.flags |= PHASE_SEGMENT;
	finish_dose(state, phase, first ? NULL : before);
	finish_route(state, phase, before, first);
	finish_timing(state, phase, first ? NULL : before);
	finish_bound(state, phase);
	finish_taper(state, phase);
	check_begin(state, phase, first ? NULL : before);
	check_extent(state, phase, first ? NULL : &state->extent);
	state->n_phases++;
	memset(&state->draft, 0, sizeof(state->draft));
	state->draft.phase.per_day = 1;
	state->draft.first_item = state->n_items;
}

void
te_sched_segment(ScheduleState *state)
{
	/* the next one begins with what it states */
	state->drug_stated = false;
}

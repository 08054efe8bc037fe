/*
 * given.c
 *		What was given, day by day: exposures of a patient_history, or arrays.
 *
 * An exposure over several days is a dose on each of them.  An amount of 0 is
 * no dose.
 */
#include "schedule/adherence.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/timestamp.h"

static void add_entry(GivenDoses *given, const RecordedDose *dose,
					  const GivenRange *range);
static bool amount_per_day(const RecordedDose *dose, const char *unit,
						   double *amount);
static int compare_doses(const void *a, const void *b);

void
te_given_from_history(const PatientHistory *history, const char *fact,
					  size_t length, const GivenRange *range, GivenDoses *given)
{
	int index = te_history_find(history, fact, length);
	int n = index < 0 ? 0 : te_history_entry_count(history, index);

	for (int i = 0; i < n; i++)
	{
		HistoryEntry entry;
		RecordedDose dose;

		te_history_entry(history, index, i, &entry);
		te_recorded_dose(&entry, &dose);
		if (dose.start[0] <= range->to && dose.stop[1] >= range->from)
			add_entry(given, &dose, range);
		CHECK_FOR_INTERRUPTS();
	}
}

static void
add_entry(GivenDoses *given, const RecordedDose *dose, const GivenRange *range)
{
	bool going_on = dose->stop_recorded && dose->stop[0] == DAY_FOREVER;
	int32 last = dose->stop[0];
	double amount = 0;
	bool usable = amount_per_day(dose, range->unit, &amount);

	if (usable && amount == 0)
		return;
	if (dose->start[0] != dose->start[1] || dose->start[0] == DAY_NEVER ||
		dose->start[0] == DAY_FOREVER)
	{
		given->undated++;
		te_given_add_open(given, dose->start[0], dose->stop[1]);
		return;
	}
	if (!dose->stop_recorded)
		last = dose->start[0];
	else if (going_on)
		last = range->to == DATEVAL_NOEND ?
			Max(range->last_planned, dose->start[0]) :
			range->to;
	for (int64 day = Max(dose->start[0], range->from);
		 day <= Min(last, range->to); day++)
	{
		te_given_add(given, (DateADT) day, amount, usable);
		CHECK_FOR_INTERRUPTS();
	}
	/* an amount without an end is one dose, a rate perhaps many */
	if (dose->stop_recorded ? !going_on && dose->stop[1] > last :
							  dose->kind != DOSE_TOTAL)
		te_given_add_open(given, last + 1, dose->stop[1]);
}

static bool
amount_per_day(const RecordedDose *dose, const char *unit, double *amount)
{
	char per_day[UNIT_MAX_LENGTH + 8];
	Unit to;
	UnitError ignored;
	double value = dose->amount;

	if (dose->kind == DOSE_UNUSABLE)
		return false;
	snprintf(per_day, sizeof(per_day), "%s%s", unit,
			 dose->kind == DOSE_RATE ? "/d" : "");
	if (!te_unit_parse(per_day, strlen(per_day), &to, &ignored))
		return false;
	if (dose->kind == DOSE_TOTAL && dose->stop_recorded)
	{
		/* over days that are not known no share is known either */
		if (!te_dose_dated(dose) || dose->stop[0] == DAY_FOREVER)
			return false;
		value /= (double) dose->stop[0] - dose->start[0] + 1;
	}
	return te_convert_value(value, &dose->unit, &to, TE_NO_ANALYTE, amount,
							&ignored) &&
		isfinite(*amount);
}

void
te_given_add(GivenDoses *given, DateADT day, double amount, bool usable)
{
	if (given->n >= SCHEDULE_MAX_DOSES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("more than %d days on which the drug was given",
						SCHEDULE_MAX_DOSES),
				 errhint("Give to_date, a day up to which to compare.")));
	if (given->n == given->size)
	{
		given->size = given->size == 0 ? 32 : 2 * given->size;
		given->doses = given->doses == NULL ?
			palloc_array(GivenDose, given->size) :
			repalloc_array(given->doses, GivenDose, given->size);
	}
	given->doses[given->n++] = (GivenDose){day, amount, usable};
}

void
te_given_add_open(GivenDoses *given, int32 from, int32 to)
{
	if (given->n_open == given->size_open)
	{
		given->size_open = given->size_open == 0 ? 8 : 2 * given->size_open;
		given->open = given->open == NULL ?
			palloc_array(DayRange, given->size_open) :
			repalloc_array(given->open, DayRange, given->size_open);
	}
	given->open[given->n_open++] = (DayRange){from, to};
}

void
te_given_finish(GivenDoses *given)
{
	int n = 0;

	if (given->n > 1)
		qsort(given->doses, given->n, sizeof(GivenDose), compare_doses);
	for (int i = 0; i < given->n; i++)
	{
		GivenDose *last = n > 0 ? &given->doses[n - 1] : NULL;

		if (last != NULL && last->day == given->doses[i].day)
		{
			last->amount = te_sum(last->amount, given->doses[i].amount);
			last->usable = last->usable && given->doses[i].usable;
		}
		else
			given->doses[n++] = given->doses[i];
	}
	given->n = n;
}

static int
compare_doses(const void *a, const void *b)
{
	const GivenDose *x = a;
	const GivenDose *y = b;

	return x->day < y->day ? -1 : x->day > y->day;
}

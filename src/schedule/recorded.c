/*
 * recorded.c
 *		Exposures of a patient_history as doses on days.
 */
#include "schedule/dosing.h"

#include <math.h>

#include "utils/timestamp.h"

static int32 day_of(Timestamp at);
static int compare_ranges(const void *a, const void *b);

void
te_recorded_dose(const HistoryEntry *entry, RecordedDose *dose)
{
	UnitError ignored;

	memset(dose, 0, sizeof(*dose));
	dose->entry = entry;
	dose->start[0] = day_of(entry->start_first);
	dose->start[1] = day_of(entry->start_last);
	dose->stop_recorded = entry->stop_recorded;
	dose->stop[0] =
		entry->stop_recorded ? day_of(entry->stop_first) : DAY_NEVER;
	dose->stop[1] =
		entry->stop_recorded ? day_of(entry->stop_last) : DAY_FOREVER;
	/* what began in March did not end in February */
	dose->stop[0] = Max(dose->stop[0], Min(dose->start[0], dose->stop[1]));
	if (entry->kind != HISTORY_EXPOSURE || !entry->has_value ||
		entry->sign != SIGN_NONE || !isfinite(entry->value) ||
		entry->value < 0 || entry->unit == NULL ||
		!te_unit_parse(entry->unit, entry->unit_length, &dose->unit,
					   &ignored) ||
		dose->unit.function != UNIT_LINEAR)
		return;
	dose->amount = entry->value;
	dose->kind = dose->unit.dimension[DIM_TIME] < 0 ? DOSE_RATE : DOSE_TOTAL;
}

bool
te_dose_dated(const RecordedDose *dose)
{
	return dose->stop_recorded && dose->start[0] == dose->start[1] &&
		dose->stop[0] == dose->stop[1] && dose->start[0] != DAY_NEVER &&
		dose->start[0] <= dose->stop[0];
}

int64
te_days_covered(DayRange *ranges, int n)
{
	int64 days = 0;
	int64 next = PG_INT64_MIN; /* the first day not yet counted */

	if (n > 1)
		qsort(ranges, n, sizeof(DayRange), compare_ranges);
	for (int i = 0; i < n; i++)
	{
		int64 from = Max((int64) ranges[i].from, next);

		if (ranges[i].to < from)
			continue;
		days += ranges[i].to - from + 1;
		next = (int64) ranges[i].to + 1;
	}
	return days;
}

static int
compare_ranges(const void *a, const void *b)
{
	const DayRange *x = a;
	const DayRange *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

static int32
day_of(Timestamp at)
{
	int64 day;

	if (TIMESTAMP_IS_NOBEGIN(at))
		return DAY_NEVER;
	if (TIMESTAMP_IS_NOEND(at))
		return DAY_FOREVER;
	day = at / USECS_PER_DAY;
	return (int32) (day - (day * USECS_PER_DAY > at));
}

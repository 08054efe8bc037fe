/*
 * exposure_ex.c
 *		Rows of the SDTM domain EX (and CM) as exposures.
 *
 * A row is a dose, how often it was given, and from when to when:
 * - given every day (QD, BID ...): an amount per day over the interval;
 * - ONCE, or no frequency on a single day: an amount;
 * - given less often (QOD, EVERY 2 WEEKS ...): one amount on each of its days,
 *   counted from the start to the end;
 * - anything else (PRN, no frequency over several days, dates that are needed
 *   but not known): an exposure without an amount, which leaves sums unknown.
 */
#include "schedule/dosing.h"

#include "utils/datetime.h"

/* Doses that one row may stand for. */
#define EX_MAX_DOSES 1000

/* history/history_make.c */
extern Datum exposure_dtc(PG_FUNCTION_ARGS);
extern Datum patient_history_concat(PG_FUNCTION_ARGS);

typedef enum ExArgument
{
	EX_FACT,
	EX_DOSE,
	EX_UNIT,
	EX_FREQUENCY,
	EX_ROUTE,
	EX_START,
	EX_STOP
} ExArgument;

/* The arguments of exposure(fact, start, stop, amount, unit, route). */
typedef struct ExExposure
{
	NullableDatum argument[6];
} ExExposure;

enum
{
	MADE_FACT,
	MADE_START,
	MADE_STOP,
	MADE_AMOUNT,
	MADE_UNIT,
	MADE_ROUTE
};

static Datum make_exposure(ExExposure *exposure);
static void per_day(ExExposure *exposure, int doses);
static Datum dose_by_dose(ExExposure *exposure, const DoseFrequency *frequency,
						  int32 first, int32 last);
static int32 dose_day(const DoseFrequency *frequency, int32 first, int n);
static const char *argument_text(FunctionCallInfo fcinfo, int n, int *length);
static bool same_word(const char *text, int length, const char *word);
static bool is_rate(FunctionCallInfo fcinfo);
static bool complete_date(FunctionCallInfo fcinfo, int n, int32 *day);
static Datum date_datum(int32 day);

PG_FUNCTION_INFO_V1(exposure_ex);

/*
 * exposure_ex(fact, exdose float8, exdosu, exdosfrq, exroute, exstdtc, exendtc)
 * patient_history
 */
Datum
exposure_ex(PG_FUNCTION_ARGS)
{
	ExExposure made = {0};
	DoseFrequency frequency;
	int length;
	const char *term = argument_text(fcinfo, EX_FREQUENCY, &length);
	bool known = term != NULL && te_dose_frequency(term, length, &frequency);
	bool once = term != NULL && same_word(term, length, "ONCE");
	int32 first;
	int32 last;
	bool dated = complete_date(fcinfo, EX_START, &first);
	bool ended = complete_date(fcinfo, EX_STOP, &last);

	made.argument[MADE_FACT] = fcinfo->args[EX_FACT];
	made.argument[MADE_START] = fcinfo->args[EX_START];
	made.argument[MADE_STOP] = fcinfo->args[EX_STOP];
	made.argument[MADE_AMOUNT] = fcinfo->args[EX_DOSE];
	made.argument[MADE_UNIT] = fcinfo->args[EX_UNIT];
	made.argument[MADE_ROUTE] = fcinfo->args[EX_ROUTE];

	if (is_rate(fcinfo))
	{
		/* "mg/h" is one already, unless something is to be multiplied */
		made.argument[MADE_AMOUNT].isnull |= term != NULL &&
			!same_word(term, length, "CONTINUOUS") &&
			!(known && frequency.per_day == 1 && frequency.times == 1 &&
			  frequency.interval.unit == SPAN_DAY && frequency.interval.n == 1);
		return make_exposure(&made);
	}
	if (once || (term == NULL && dated && ended && first == last))
	{
		/* a single dose ended on the day it began, also if nobody said so */
		if (argument_text(fcinfo, EX_STOP, &length) == NULL)
			made.argument[MADE_STOP] = made.argument[MADE_START];
		return make_exposure(&made);
	}
	if (known && frequency.times == 1 && frequency.interval.n == 1 &&
		frequency.interval.unit == SPAN_DAY)
	{
		per_day(&made, frequency.per_day);
		return make_exposure(&made);
	}
	if (known && dated && ended && first <= last &&
		(frequency.times == 1 || frequency.interval.unit == SPAN_WEEK) &&
		dose_day(&frequency, first, EX_MAX_DOSES) > last)
		return dose_by_dose(&made, &frequency, first, last);
	made.argument[MADE_AMOUNT].isnull = true;
	return make_exposure(&made);
}

static Datum
make_exposure(ExExposure *exposure)
{
	LOCAL_FCINFO(call, 6);

	InitFunctionCallInfoData(*call, NULL, 6, InvalidOid, NULL, NULL);
	for (int i = 0; i < 6; i++)
		call->args[i] = exposure->argument[i];
	return exposure_dtc(call);
}

/* dose and unit become so many doses a day */
static void
per_day(ExExposure *exposure, int doses)
{
	NullableDatum *amount = &exposure->argument[MADE_AMOUNT];
	NullableDatum *unit = &exposure->argument[MADE_UNIT];

	if (!amount->isnull)
		amount->value = Float8GetDatum(DatumGetFloat8(amount->value) * doses);
	if (!unit->isnull)
	{
		struct varlena *recorded = PG_DETOAST_DATUM_PACKED(unit->value);
		const char *bytes = VARDATA_ANY(recorded);
		int length = VARSIZE_ANY_EXHDR(recorded);

		while (length > 0 && bytes[length - 1] == ' ')
			length--;
		if (length > 0)
			unit->value =
				CStringGetTextDatum(psprintf("%.*s/d", length, bytes));
	}
}

/* One exposure for each day with doses, from first to last, both inside. */
static Datum
dose_by_dose(ExExposure *exposure, const DoseFrequency *frequency, int32 first,
			 int32 last)
{
	NullableDatum *amount = &exposure->argument[MADE_AMOUNT];
	Datum all = (Datum) 0;
	int32 day;

	if (!amount->isnull)
		amount->value =
			Float8GetDatum(DatumGetFloat8(amount->value) * frequency->per_day);
	for (int n = 0; (day = dose_day(frequency, first, n)) <= last; n++)
	{
		Datum one;

		exposure->argument[MADE_START].value = date_datum(day);
		exposure->argument[MADE_STOP].value = date_datum(day);
		one = make_exposure(exposure);
		all = n == 0 ? one :
					   DirectFunctionCall2(patient_history_concat, all, one);
	}
	return all;
}

/* Day of dose n, from 0: months are those of the calendar and do not drift. */
static int32
dose_day(const DoseFrequency *frequency, int32 first, int n)
{
	ScheduleSpan span = frequency->interval;
	int rest = n % frequency->times;

	span.n *= n / frequency->times;
	return te_date_add(first, span) + 7 * rest / frequency->times;
}

/* ------------------------------------------------------------- arguments */

/* Without blanks around it; NULL for NULL and for blanks. */
static const char *
argument_text(FunctionCallInfo fcinfo, int n, int *length)
{
	text *argument;
	const char *data;

	*length = 0;
	if (PG_ARGISNULL(n))
		return NULL;
	argument = PG_GETARG_TEXT_PP(n);
	data = VARDATA_ANY(argument);
	*length = VARSIZE_ANY_EXHDR(argument);
	while (*length > 0 && data[*length - 1] == ' ')
		(*length)--;
	while (*length > 0 && *data == ' ')
	{
		data++;
		(*length)--;
	}
	return *length == 0 ? NULL : data;
}

static bool
same_word(const char *text, int length, const char *word)
{
	return length == strlen(word) && pg_strncasecmp(text, word, length) == 0;
}

static bool
is_rate(FunctionCallInfo fcinfo)
{
	int length;
	const char *text = argument_text(fcinfo, EX_UNIT, &length);
	Unit unit;
	UnitError ignored;

	return text != NULL && te_unit_parse(text, length, &unit, &ignored) &&
		unit.dimension[DIM_TIME] < 0;
}

/* The day of an SDTM date that is known to the day. */
static bool
complete_date(FunctionCallInfo fcinfo, int n, int32 *day)
{
	HistoryEntry entry = {HISTORY_EXPOSURE};
	RecordedDose dose;
	int length;
	const char *text = argument_text(fcinfo, n, &length);

	*day = 0;
	if (text == NULL ||
		!te_dtc_read(text, length, &entry.start_first, &entry.start_last))
		return false;
	te_recorded_dose(&entry, &dose);
	*day = dose.start[0];
	return dose.start[0] == dose.start[1];
}

static Datum
date_datum(int32 day)
{
	int year;
	int month;
	int day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return CStringGetTextDatum(
		psprintf("%04d-%02d-%02d", year, month, day_of_month));
}

/*
 * average.c
 *		The average daily dose of a drug over days: what was recorded, divided
 *		by all days, those without the drug included.
 *
 * Glucocorticoids are counted together, as prednisone; any other drug alone, in
 * its own unit.  One entry that cannot be used makes the answer unknown, never
 * smaller.
 */
#include "schedule/dosing.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/datetime.h"
#include "utils/date.h"
#include "utils/timestamp.h"

/* Facts that one call may name. */
#define AVERAGE_MAX_FACTS 100
/* A pulse: so many mg of methylprednisolone a day into a vein, or more. */
#define PULSE_MG_PER_DAY 250
/* Columns of average_dose. */
#define AVERAGE_COLUMNS 7

/* One fact that was asked for. */
typedef struct AskedFact
{
	char *name;
	const Glucocorticoid *drug; /* NULL: none */
} AskedFact;

typedef struct DoseAverage
{
	int32 from;
	int32 to;
	bool pulses; /* they count */
	bool as_prednisone;
	Unit day_unit;						 /* of the result */
	char unit_text[UNIT_MAX_LENGTH + 8]; /* empty: nothing was recorded */
	double sum;
	DayRange *covered;
	int n_covered;
	int size_covered;
	DayRange *pulse;
	int n_pulse;
	int size_pulse;
	StringInfoData note; /* why it is unknown; empty: it is known */
} DoseAverage;

static int read_facts(ArrayType *array, AskedFact *facts);
static void check_facts(const AskedFact *facts, int n);
static void check_days(DateADT from, DateADT to);
static bool add_fact(DoseAverage *average, const PatientHistory *history,
					 const AskedFact *fact);
static bool add_entry(DoseAverage *average, const AskedFact *fact,
					  const HistoryEntry *entry);
static bool days_inside(const DoseAverage *average, const RecordedDose *dose,
						DayRange *inside);
static bool per_day(DoseAverage *average, const RecordedDose *dose,
					double *amount);
static bool choose_unit(DoseAverage *average, const RecordedDose *dose);
static bool is_mass(const Unit *unit, bool rate);
static bool is_pulse(const AskedFact *fact, const HistoryEntry *entry,
					 double mg_per_day);
static bool into_vein(const HistoryEntry *entry);
static void add_range(DayRange **ranges, int *n, int *size, DayRange range);
static bool unusable(DoseAverage *average, const AskedFact *fact,
					 const RecordedDose *dose, const char *why);
static Datum average_row(FunctionCallInfo fcinfo, const DoseAverage *average,
						 const AskedFact *first);

PG_FUNCTION_INFO_V1(average_daily_dose);

/*
 * average_daily_dose(history, facts text[], from_date, to_date, pulses bool)
 * average_dose
 */
Datum
average_daily_dose(PG_FUNCTION_ARGS)
{
	PatientHistory *history = PG_GETARG_HISTORY_P(0);
	AskedFact facts[AVERAGE_MAX_FACTS] = {{NULL, NULL}};
	int n = read_facts(PG_GETARG_ARRAYTYPE_P(1), facts);
	DoseAverage average;

	memset(&average, 0, sizeof(average));
	average.from = PG_GETARG_DATEADT(2);
	average.to = PG_GETARG_DATEADT(3);
	average.pulses = PG_GETARG_BOOL(4);
	average.as_prednisone =
		facts[0].drug != NULL && facts[0].drug->numerator != 0;
	initStringInfo(&average.note);
	check_facts(facts, n);
	check_days(average.from, average.to);
	if (average.as_prednisone)
	{
		te_unit_parse_or_error("mg/d", 4, &average.day_unit, NULL);
		strlcpy(average.unit_text, "mg/d", sizeof(average.unit_text));
	}
	for (int i = 0; i < n; i++)
	{
		if (!add_fact(&average, history, &facts[i]))
			break;
	}
	return average_row(fcinfo, &average, &facts[0]);
}

/* ------------------------------------------------------------- arguments */

/* Each fact once; their number. */
static int
read_facts(ArrayType *array, AskedFact *facts)
{
	Datum *elements;
	bool *nulls;
	int n_elements;
	int n = 0;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements,
					  &nulls, &n_elements);
	if (n_elements == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no fact is given")));
	if (n_elements > AVERAGE_MAX_FACTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many facts: %d", n_elements),
				 errdetail("At most %d are allowed.", AVERAGE_MAX_FACTS)));
	for (int i = 0; i < n_elements; i++)
	{
		char *name;
		int k = 0;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("facts must not contain nulls")));
		name = TextDatumGetCString(elements[i]);
		while (k < n && pg_strcasecmp(facts[k].name, name) != 0)
			k++;
		if (k < n)
			continue;
		facts[n].name = name;
		facts[n++].drug = te_glucocorticoid(name, strlen(name));
	}
	return n;
}

/*
 * Only what has a common measure is added up, and a total of all steroids
 * holds the others already.
 */
static void
check_facts(const AskedFact *facts, int n)
{
	for (int i = 0; i < n; i++)
	{
		const char *name = facts[i].name;
		int length = (int) strlen(name);

		if (n > 1 && (facts[i].drug == NULL || facts[i].drug->numerator == 0))
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot add \"%.*s\" to another drug",
						pg_mbcliplen(name, length, 60), name),
				 errdetail(
					 "Several facts are added up as prednisone, and it has no factor to prednisone."),
				 errhint("Ask for one drug at a time.")));
		if (n > 1 && pg_strcasecmp(name, "prednisone_equivalent") == 0)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot add \"prednisone_equivalent\" to another drug"),
				 errdetail(
					 "It is the total of all glucocorticoids and would count them twice.")));
	}
}

static void
check_days(DateADT from, DateADT to)
{
	if (DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("from_date and to_date must be finite")));
	if (from > to)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("from_date must not be later than to_date"),
				 errdetail("Both days are inside.")));
}

/* ---------------------------------------------------------------- adding */

/* False, with a note, when an entry leaves the answer open. */
static bool
add_fact(DoseAverage *average, const PatientHistory *history,
		 const AskedFact *fact)
{
	int index = te_history_find(history, fact->name, strlen(fact->name));
	int overflow;
	int n;

	if (index < 0)
		return true;
	n = te_history_started(history, index,
						   date2timestamp_opt_overflow(average->to, &overflow));
	for (int i = 0; i < n; i++)
	{
		HistoryEntry entry;

		te_history_entry(history, index, i, &entry);
		if (!add_entry(average, fact, &entry))
			return false;
		CHECK_FOR_INTERRUPTS();
	}
	return true;
}

static bool
add_entry(DoseAverage *average, const AskedFact *fact,
		  const HistoryEntry *entry)
{
	RecordedDose dose;
	DayRange inside;
	double amount;
	bool pulse;

	te_recorded_dose(entry, &dose);
	if (dose.stop[1] < average->from)
		return true;
	if (entry->kind != HISTORY_EXPOSURE)
		return unusable(average, fact, &dose, "not recorded as an exposure");
	if (!days_inside(average, &dose, &inside))
		return unusable(average, fact, &dose,
						dose.stop_recorded ? "dates not known to the day" :
											 "end not recorded");
	if (dose.kind == DOSE_UNUSABLE)
		return unusable(average, fact, &dose,
						entry->has_value ? "amount not usable" : "no amount");
	if (!per_day(average, &dose, &amount))
		return unusable(average, fact, &dose,
						"not an amount per day in a unit that converts");
	pulse = is_pulse(fact, entry, amount);
	if (pulse)
		add_range(&average->pulse, &average->n_pulse, &average->size_pulse,
				  inside);
	if (pulse && !average->pulses)
		return true;
	if (average->as_prednisone)
		amount = te_prednisone_equivalent(fact->drug, amount);
	average->sum += amount * ((double) inside.to - inside.from + 1);
	if (amount > 0)
		add_range(&average->covered, &average->n_covered,
				  &average->size_covered, inside);
	return true;
}

/* The days within the window; false when the record leaves them open. */
static bool
days_inside(const DoseAverage *average, const RecordedDose *dose,
			DayRange *inside)
{
	int32 from[2];
	int32 to[2];

	for (int i = 0; i < 2; i++)
	{
		from[i] = Max(dose->start[i], average->from);
		to[i] = Min(dose->stop[i], average->to);
	}
	inside->from = from[0];
	inside->to = to[0];
	return from[0] == from[1] && to[0] == to[1] && from[0] <= to[0];
}

/* The entry's amount of one day, in the unit of the result. */
static bool
per_day(DoseAverage *average, const RecordedDose *dose, double *amount)
{
	Unit rate = dose->unit;
	UnitError ignored;
	double value = dose->amount;

	if (!choose_unit(average, dose))
		return false;
	if (dose->kind == DOSE_TOTAL)
	{
		char text[UNIT_MAX_LENGTH + 8];

		/* spread over its days, which have to be known for that */
		if (!te_dose_dated(dose) || dose->stop[0] == DAY_FOREVER)
			return false;
		value /= (double) dose->stop[0] - dose->start[0] + 1;
		snprintf(text, sizeof(text), "%.*s/d", dose->entry->unit_length,
				 dose->entry->unit);
		if (!te_unit_parse(text, strlen(text), &rate, &ignored))
			return false;
	}
	return te_convert_value(value, &rate, &average->day_unit, TE_NO_ANALYTE,
							amount, &ignored) &&
		isfinite(*amount);
}

/* mg/d of what is a mass, else the first entry's own unit per day. */
static bool
choose_unit(DoseAverage *average, const RecordedDose *dose)
{
	UnitError ignored;

	if (average->unit_text[0] != '\0')
		return true;
	if (is_mass(&dose->unit, dose->kind == DOSE_RATE))
		strlcpy(average->unit_text, "mg/d", sizeof(average->unit_text));
	else
		snprintf(average->unit_text, sizeof(average->unit_text), "%.*s%s",
				 dose->entry->unit_length, dose->entry->unit,
				 dose->kind == DOSE_RATE ? "" : "/d");
	return te_unit_parse(average->unit_text, strlen(average->unit_text),
						 &average->day_unit, &ignored);
}

static bool
is_mass(const Unit *unit, bool rate)
{
	Unit mass;
	UnitError ignored;
	const char *text = rate ? "g/d" : "g";

	return te_unit_parse(text, strlen(text), &mass, &ignored) &&
		te_unit_commensurable(unit, &mass);
}

/*
 * The protocols say "pulse" without a limit; 250 mg a day is our reading.  A
 * route that nobody wrote down is taken as a vein: such amounts are not
 * swallowed.
 */
static bool
is_pulse(const AskedFact *fact, const HistoryEntry *entry, double mg_per_day)
{
	return fact->drug != NULL &&
		strcmp(fact->drug->drug, "methylprednisolone") == 0 &&
		te_round14(mg_per_day) >= PULSE_MG_PER_DAY && into_vein(entry);
}

/* CDISC ROUTE begins with INTRAVENOUS for drip and bolus too. */
static bool
into_vein(const HistoryEntry *entry)
{
	return entry->route == NULL ||
		(entry->route_length >= 11 &&
		 pg_strncasecmp(entry->route, "intravenous", 11) == 0) ||
		(entry->route_length >= 2 &&
		 pg_strncasecmp(entry->route, "iv", 2) == 0 &&
		 (entry->route_length == 2 || entry->route[2] == ' ')) ||
		(entry->route_length == 4 &&
		 pg_strncasecmp(entry->route, "i.v.", 4) == 0);
}

static void
add_range(DayRange **ranges, int *n, int *size, DayRange range)
{
	if (*size == 0)
	{
		*size = 8;
		*ranges = palloc_array(DayRange, *size);
	}
	else if (*n == *size)
	{
		*size *= 2;
		*ranges = repalloc_array(*ranges, DayRange, *size);
	}
	(*ranges)[(*n)++] = range;
}

/* ---------------------------------------------------------------- answer */

static bool
unusable(DoseAverage *average, const AskedFact *fact, const RecordedDose *dose,
		 const char *why)
{
	appendStringInfoString(&average->note, fact->name);
	if (dose->start[0] == dose->start[1] && dose->start[0] != DAY_NEVER)
	{
		int year;
		int month;
		int day;

		j2date(dose->start[0] + POSTGRES_EPOCH_JDATE, &year, &month, &day);
		appendStringInfo(&average->note, " of %04d-%02d-%02d", year, month,
						 day);
	}
	appendStringInfo(&average->note, ": %s", why);
	if (dose->kind == DOSE_UNUSABLE && dose->entry->has_value &&
		dose->entry->kind == HISTORY_EXPOSURE && dose->entry->unit != NULL)
		appendStringInfo(&average->note, " (\"%.*s\")",
						 dose->entry->unit_length, dose->entry->unit);
	return false;
}

static Datum
average_row(FunctionCallInfo fcinfo, const DoseAverage *average,
			const AskedFact *first)
{
	TupleDesc desc;
	Datum values[AVERAGE_COLUMNS];
	bool nulls[AVERAGE_COLUMNS] = {false};
	double days = (double) average->to - average->from + 1;
	bool known = average->note.len == 0;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE ||
		desc->natts != AVERAGE_COLUMNS)
		elog(ERROR, "type average_dose has not %d columns", AVERAGE_COLUMNS);
	values[0] = CStringGetTextDatum(average->as_prednisone ? "prednisone" :
															 first->name);
	nulls[1] = nulls[3] = nulls[5] = !known;
	if (known)
	{
		values[1] = Float8GetDatum(te_round14(average->sum / days));
		values[3] = Int32GetDatum(
			(int32) te_days_covered(average->covered, average->n_covered));
		values[5] = Int32GetDatum(
			(int32) te_days_covered(average->pulse, average->n_pulse));
	}
	nulls[2] = average->unit_text[0] == '\0';
	if (!nulls[2])
		values[2] = CStringGetTextDatum(average->unit_text);
	values[4] = Int32GetDatum((int32) days);
	nulls[6] = known;
	if (!known)
		values[6] = CStringGetTextDatum(average->note.data);
	return HeapTupleGetDatum(
		heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

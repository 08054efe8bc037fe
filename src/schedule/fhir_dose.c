/*
 * fhir_dose.c
 *		What a FHIR Dosage says of the amount: doseAndRate, route and the three
 *		maximal doses.
 *
 * A unit that is UCUM, or that our unit parser knows, is taken as it is.  Any
 * other (a tablet, a puff) becomes a UCUM annotation, {TAB}; what an
 * annotation cannot hold is written as in a URI, {St%C3%BCck}, so that nothing
 * is lost.
 */
#include "trial_ext.h"

#include <math.h>

#include "schedule/fhir.h"
#include "units/units.h"

/* Longest infusion that makes sense beside a schedule of days. */
#define MAX_OVER_HOURS 24

/* Largest amount of a schedule, in any unit. */
#define MAX_AMOUNT 1e15

static const char *const quantity_read[] = {"value", "unit", "system", "code",
											NULL};
static const char *const range_read[] = {"low", "high", NULL};
static const char *const ratio_read[] = {"numerator", "denominator", NULL};
static const char *const rate_read[] = {"type",		 "doseQuantity",
										"doseRange", "rateRatio",
										"rateRange", "rateQuantity",
										NULL};
static const char *const concept_read[] = {"coding", "text", NULL};
static const char *const coding_read[] = {"system",	 "version",		 "code",
										  "display", "userSelected", NULL};
static const char *const nothing[] = {NULL};

static FhirNode chosen_dose(const FhirNode *dosage);
static bool is_calculated(const FhirNode *entry);
static void read_amount(const FhirNode *entry, FhirDose *dose);
static void check_dose_unit(const FhirNode *entry, const FhirDose *dose);
static size_t amount_length(const char *unit);
static FhirQuantity read_limit(const FhirNode *node, const FhirDose *dose);
static void read_rate(const FhirNode *entry, FhirDose *dose);
static void rate_over(const FhirNode *rate, const FhirQuantity *amount,
					  const char *per, double hours, FhirDose *dose);
static void read_limits(const FhirNode *dosage, FhirDose *dose);
static void read_period_limit(const FhirNode *limit, FhirDose *dose);
static void read_route(const FhirNode *dosage, FhirDose *dose);
static const FhirRoute *route_of_coding(const FhirNode *coding);
static FhirQuantity read_quantity(const FhirNode *node);
static const char *unit_of(const FhirNode *node);
static bool is_number(const char *text);
static bool is_unit(const char *text);
static const char *annotation(const FhirNode *node, const char *text);

void
te_fhir_read_dose(const FhirNode *dosage, FhirDose *dose)
{
	FhirNode entry = chosen_dose(dosage);

	memset(dose, 0, sizeof(*dose));
	te_fhir_check_members(&entry, rate_read, nothing);
	read_amount(&entry, dose);
	check_dose_unit(&entry, dose);
	read_rate(&entry, dose);
	read_limits(dosage, dose);
	read_route(dosage, dose);
}

/*
 * Of several entries the ordered one: the calculated dose follows from it for
 * one patient's weight.
 */
static FhirNode
chosen_dose(const FhirNode *dosage)
{
	FhirNode list;
	FhirNode *entries;
	FhirNode *chosen = NULL;
	int n;

	if (!te_fhir_member(dosage, "doseAndRate", &list))
		te_fhir_refuse(dosage, "doseAndRate", "There is no dose.");
	n = te_fhir_list(&list, FHIR_MAX_LIST, &entries);
	for (int i = 0; i < n; i++)
	{
		te_fhir_want_object(&entries[i]);
		if (n > 1 && is_calculated(&entries[i]))
			continue;
		if (chosen)
			te_fhir_refuse(
				&list, NULL,
				"There are several doses, and it is not stated which of them is the ordered one.");
		chosen = &entries[i];
	}
	if (!chosen)
		te_fhir_refuse(&list, NULL,
					   n == 0 ? "There is no dose." :
								"There is no ordered dose.");
	return *chosen;
}

static bool
is_calculated(const FhirNode *entry)
{
	FhirNode type;
	FhirNode list;
	FhirNode *codings;
	int n;

	if (!te_fhir_member(entry, "type", &type) ||
		!te_fhir_member(&type, "coding", &list))
		return false;
	n = te_fhir_list(&list, FHIR_MAX_LIST, &codings);
	for (int i = 0; i < n; i++)
	{
		const char *code = te_fhir_string(&codings[i], "code");

		if (code && strcmp(code, "calculated") == 0)
			return true;
	}
	return false;
}

static void
read_amount(const FhirNode *entry, FhirDose *dose)
{
	FhirNode node;
	FhirNode end;
	FhirQuantity high;

	if (te_fhir_member(entry, "doseQuantity", &node))
	{
		FhirNode range;

		if (te_fhir_member(entry, "doseRange", &range))
			te_fhir_refuse(&range, NULL, "It stands beside a doseQuantity.");
		dose->low = read_quantity(&node);
		dose->high = dose->low.value;
		return;
	}
	if (!te_fhir_member(entry, "doseRange", &node))
		te_fhir_refuse(entry, "doseQuantity", "There is no dose.");
	te_fhir_check_members(&node, range_read, nothing);
	if (!te_fhir_member(&node, "high", &end))
		te_fhir_refuse(&node, "high", "A range of doses needs an upper end.");
	high = read_quantity(&end);
	dose->low = high;
	dose->low.value = 0;
	dose->high = high.value;
	if (te_fhir_member(&node, "low", &end))
		dose->low = read_quantity(&end);
	if (strcmp(dose->low.unit, high.unit) != 0)
		te_fhir_refuse(&node, NULL, "Its ends have different units.");
	if (dose->low.value > dose->high)
		te_fhir_refuse(&node, NULL, "Its lower end is above its upper end.");
}

/* An amount, or one per kg or m2: what it is per time is said by the timing. */
static void
check_dose_unit(const FhirNode *entry, const FhirDose *dose)
{
	size_t length = amount_length(dose->low.unit);
	bool braces = dose->low.unit[0] == '{';
	Unit unit;
	UnitError error;

	if (!te_unit_parse(dose->low.unit, length, &unit, &error) ||
		unit.function != UNIT_LINEAR || unit.dimension[DIM_TIME] > 0 ||
		(!braces && memchr(dose->low.unit, '/', length) != NULL))
		te_fhir_refuse(
			entry,
			te_fhir_member(entry, "doseQuantity", &(FhirNode){0}) ?
				"doseQuantity" :
				"doseRange",
			"A dose is an amount, or an amount per kg or m2, not in \"%s\".",
			dose->low.unit);
}

/* The unit without what it is per. */
static size_t
amount_length(const char *unit)
{
	size_t length = strlen(unit);

	if (length > 3 &&
		(strcmp(unit + length - 3, "/kg") == 0 ||
		 strcmp(unit + length - 3, "/m2") == 0))
		return length - 3;
	return length;
}

/* A maximum: more than nothing, in a unit that adds up with the dose's. */
static FhirQuantity
read_limit(const FhirNode *node, const FhirDose *dose)
{
	FhirQuantity limit = read_quantity(node);
	size_t length = amount_length(dose->low.unit);
	Unit a;
	Unit b;
	UnitError error;
	bool plain = limit.unit[0] == '{' || dose->low.unit[0] == '{';

	if (limit.value == 0)
		te_fhir_refuse(node, "value", "A maximum is more than nothing.");
	if ((plain &&
		 (strlen(limit.unit) != length ||
		  memcmp(limit.unit, dose->low.unit, length) != 0)) ||
		!te_unit_parse(limit.unit, strlen(limit.unit), &a, &error) ||
		!te_unit_parse(dose->low.unit, length, &b, &error) ||
		!te_unit_commensurable(&a, &b))
		te_fhir_refuse(node, NULL,
					   "It does not convert to \"%.*s\", the unit of the dose.",
					   (int) length, dose->low.unit);
	return limit;
}

/*
 * A schedule knows how long an infusion takes: a rate is read where it says
 * just that, because it is the dose's unit in a time.
 */
static void
read_rate(const FhirNode *entry, FhirDose *dose)
{
	FhirNode rate;
	FhirNode part;
	FhirQuantity amount;
	FhirTime time;

	if (te_fhir_member(entry, "rateRange", &rate))
		te_fhir_refuse(&rate, NULL,
					   "A schedule has one length of an infusion.");
	if (te_fhir_member(entry, "rateQuantity", &rate))
	{
		const char *slash;

		amount = read_quantity(&rate);
		slash = strrchr(amount.unit, '/');
		if (slash && strcmp(slash, "/h") == 0)
			rate_over(&rate, &amount, slash, 1.0, dose);
		else if (slash && strcmp(slash, "/min") == 0)
			rate_over(&rate, &amount, slash, 1.0 / 60, dose);
		else
			te_fhir_refuse(&rate, NULL, "It is no amount per hour or minute.");
	}
	if (te_fhir_member(entry, "rateRatio", &rate))
	{
		te_fhir_check_members(&rate, ratio_read, nothing);
		if (!te_fhir_member(&rate, "numerator", &part))
			te_fhir_refuse(&rate, "numerator", "A ratio needs it.");
		amount = read_quantity(&part);
		if (!te_fhir_member(&rate, "denominator", &part))
			te_fhir_refuse(&rate, "denominator", "A ratio needs it.");
		time = te_fhir_time(&part);
		if (time.months != 0)
			te_fhir_refuse(&part, NULL, "A rate is per hour or minute.");
		rate_over(&rate, &amount, amount.unit + strlen(amount.unit),
				  time.seconds / 3600, dose);
	}
}

/* The rate is "amount" in so many hours; its unit ends at "per". */
static void
rate_over(const FhirNode *rate, const FhirQuantity *amount, const char *per,
		  double hours, FhirDose *dose)
{
	size_t length = per - amount->unit;
	double over;

	if (strlen(dose->low.unit) != length ||
		memcmp(dose->low.unit, amount->unit, length) != 0 ||
		dose->low.value != dose->high || dose->over_hours != 0 ||
		amount->value <= 0)
		te_fhir_refuse(
			rate, NULL,
			"A schedule keeps how long an infusion takes, which follows only from a rate in the unit of the dose.");
	over = dose->high == amount->value ? hours :
										 dose->high / amount->value * hours;
	if (!(over > 0 && over <= MAX_OVER_HOURS))
		te_fhir_refuse(rate, NULL,
					   "An infusion of %g hours is not within a day.", over);
	dose->over_hours = over;
}

static void
read_limits(const FhirNode *dosage, FhirDose *dose)
{
	FhirNode node;
	FhirNode *entries;
	int n;

	if (te_fhir_member(dosage, "maxDosePerAdministration", &node))
		dose->max = read_limit(&node, dose);
	if (te_fhir_member(dosage, "maxDosePerLifetime", &node))
		dose->lifetime = read_limit(&node, dose);
	if (!te_fhir_member(dosage, "maxDosePerPeriod", &node))
		return;
	n = te_fhir_list(&node, FHIR_MAX_LIST, &entries);
	if (n > 1)
		te_fhir_refuse(&node, NULL, "A schedule has one maximum.");
	if (n == 0)
		return;
	if (dose->max.unit)
		te_fhir_refuse(&node, NULL,
					   "It stands beside maxDosePerAdministration.");
	read_period_limit(&entries[0], dose);
}

static void
read_period_limit(const FhirNode *limit, FhirDose *dose)
{
	FhirNode part;
	FhirTime time;

	te_fhir_check_members(limit, ratio_read, nothing);
	if (!te_fhir_member(limit, "numerator", &part))
		te_fhir_refuse(limit, "numerator", "A ratio needs it.");
	dose->max_day = read_limit(&part, dose);
	if (!te_fhir_member(limit, "denominator", &part))
		te_fhir_refuse(limit, "denominator", "A ratio needs it.");
	time = te_fhir_time(&part);
	if (time.seconds != SECS_PER_DAY || time.months != 0)
		te_fhir_refuse(
			&part, NULL,
			"A schedule has a maximum of a day, of one administration and of a lifetime.");
}

/* The first coding that is a known route; else the words beside it. */
static void
read_route(const FhirNode *dosage, FhirDose *dose)
{
	FhirNode concept;
	FhirNode list;
	FhirNode *codings;
	const FhirRoute *route = NULL;
	const char *text;
	int n = 0;

	if (!te_fhir_member(dosage, "route", &concept))
		return;
	te_fhir_check_members(&concept, concept_read, nothing);
	if (te_fhir_member(&concept, "coding", &list))
		n = te_fhir_list(&list, FHIR_MAX_LIST, &codings);
	text = te_fhir_string(&concept, "text");
	for (int i = 0; i < n && !route; i++)
	{
		route = route_of_coding(&codings[i]);
		if (!text)
			text = te_fhir_string(&codings[i], "display");
	}
	if (!route && text)
		route = te_fhir_route_by_name(text);
	if (!route && (!text || *text == '\0' || strlen(text) > SCHEDULE_MAX_NAME))
		te_fhir_refuse(
			&concept, NULL,
			"It is neither a code that is known here nor a text of at most %d bytes.",
			SCHEDULE_MAX_NAME);
	dose->route = route ? route->word : text;
}

static const FhirRoute *
route_of_coding(const FhirNode *coding)
{
	const char *system;
	const char *code;
	const char *display;
	const FhirRoute *route = NULL;

	te_fhir_check_members(coding, coding_read, nothing);
	system = te_fhir_string(coding, "system");
	code = te_fhir_string(coding, "code");
	display = te_fhir_string(coding, "display");
	if (system && strcmp(system, FHIR_SNOMED) == 0)
		return code ? te_fhir_route_by_code(code) : NULL;
	if (code)
		route = te_fhir_route_by_name(code);
	if (!route && display)
		route = te_fhir_route_by_name(display);
	return route;
}

/* A Quantity with a value that is no less than zero. */
static FhirQuantity
read_quantity(const FhirNode *node)
{
	FhirQuantity quantity;

	te_fhir_check_members(node, quantity_read, nothing);
	if (!te_fhir_number(node, "value", &quantity.value))
		te_fhir_refuse(node, "value", "An amount needs a number.");
	if (!(quantity.value >= 0 && quantity.value <= MAX_AMOUNT))
		te_fhir_refuse(node, "value", "An amount is from 0 to %g.", MAX_AMOUNT);
	quantity.unit = unit_of(node);
	return quantity;
}

/*
 * The code where the system is UCUM; without a system the code if it is a unit,
 * then the unit.  A bare number is none.
 */
static const char *
unit_of(const FhirNode *node)
{
	const char *system = te_fhir_string(node, "system");
	const char *code = te_fhir_string(node, "code");
	const char *unit = te_fhir_string(node, "unit");

	if (system && strcmp(system, FHIR_UCUM) == 0 && !is_number(code))
	{
		if (!code)
			code = unit;
		if (!code || !is_unit(code))
			te_fhir_refuse(node, code ? "code" : "unit", "It is no unit.");
		return code;
	}
	if (!system && code && is_unit(code))
		return code;
	if (system && strcmp(system, FHIR_DRUG_FORM) == 0 && code)
	{
		const char *form = te_fhir_drug_form_unit(code);

		return form ? form : annotation(node, code);
	}
	if (unit && is_unit(unit))
		return unit;
	if ((!unit || *unit == '\0') && (!code || *code == '\0'))
		te_fhir_refuse(node, "unit", "An amount needs a unit.");
	return annotation(node, unit && *unit ? unit : code);
}

/* UCUM's 1, and codes of lists that number their units. */
static bool
is_number(const char *text)
{
	return text && *text && strspn(text, "0123456789") == strlen(text);
}

static bool
is_unit(const char *text)
{
	Unit unit;
	UnitError error;

	return !is_number(text) && strpbrk(text, " \t\r\n\f\v") == NULL &&
		te_unit_parse(text, strlen(text), &unit, &error);
}

static const char *
annotation(const FhirNode *node, const char *text)
{
	StringInfoData braced;

	initStringInfo(&braced);
	appendStringInfoChar(&braced, '{');
	for (const char *c = text; *c && braced.len <= SCHEDULE_MAX_NAME; c++)
		if (*c <= ' ' || *c > '~' || strchr("{}%\"", *c))
			appendStringInfo(&braced, "%%%02X", (unsigned char) *c);
		else
			appendStringInfoChar(&braced, *c);
	appendStringInfoChar(&braced, '}');
	if (braced.len > SCHEDULE_MAX_NAME || !is_unit(braced.data))
		te_fhir_refuse(node, "unit", "It is no unit, and no name of one.");
	return braced.data;
}

/* s, min, h, d, wk, mo, a and their names; months do not have seconds. */
FhirTime
te_fhir_time(const FhirNode *node)
{
	static const struct
	{
		const char *code;
		const char *name;
		double seconds;
		double months;
	} units[] = {
		{"s", "second", 1, 0},	   {"min", "minute", 60, 0},
		{"h", "hour", 3600, 0},	   {"d", "day", 86400, 0},
		{"wk", "week", 604800, 0}, {"mo", "month", 0, 1},
		{"a", "year", 0, 12},
	};
	FhirTime time;
	double value;
	const char *unit;

	te_fhir_check_members(node, quantity_read, nothing);
	if (!te_fhir_number(node, "value", &value) || !(value > 0) || isinf(value))
		te_fhir_refuse(node, "value", "A time needs a positive number.");
	unit = te_fhir_string(node, "code");
	if (!unit)
		unit = te_fhir_string(node, "unit");
	for (int i = 0; unit && i < (int) lengthof(units); i++)
	{
		size_t length = strlen(units[i].name);

		if (strcmp(unit, units[i].code) != 0 &&
			!(pg_strncasecmp(unit, units[i].name, length) == 0 &&
			  (unit[length] == '\0' || strcmp(unit + length, "s") == 0)))
			continue;
		time.seconds = value * units[i].seconds;
		time.months = value * units[i].months;
		time.weeks = units[i].seconds == 604800;
		return time;
	}
	te_fhir_refuse(node, "code", "It is no unit of time.");
}

bool
te_fhir_span(const FhirNode *node, ScheduleSpan *span)
{
	FhirTime time = te_fhir_time(node);
	double n;
	int most;

	if (time.months != 0)
	{
		span->unit = SPAN_MONTH;
		n = time.months;
	}
	else
	{
		span->unit = time.weeks ? SPAN_WEEK : SPAN_DAY;
		n = time.seconds / (time.weeks ? 7 * SECS_PER_DAY : SECS_PER_DAY);
		if (time.weeks && n != floor(n))
		{
			span->unit = SPAN_DAY;
			n = time.seconds / SECS_PER_DAY;
		}
	}
	most = SCHEDULE_MAX_DAYS /
		(span->unit == SPAN_WEEK	  ? 7 :
			 span->unit == SPAN_MONTH ? 31 :
										1);
	if (!(n >= 1 && n <= most) || n != floor(n))
		return false;
	span->n = (int32) n;
	return true;
}

/*
 * eval_unit.c
 *		Units met while criteria are evaluated.
 *
 * A plan keeps every unit it has met, so that two values in one unit are known
 * to be so by their pointers, and a limit is converted once per unit.  Units
 * past EVAL_MAX_UNITS (a table of free text) are parsed again each time.
 */
#include "criteria/eval_internal.h"

#include <math.h>

#include "miscadmin.h"

#include "units/units.h"
#include "units/unit_server.h"

/* What stands around a number: in comparisons, sums and "where". */
typedef struct Beside
{
	AnalyteId analyte; /* beside what units are read, if that was asked */
	bool asked;
	AnalyteId value; /* of the entries in the "where" around */
} Beside;

static EvalUnit *make_unit(const char *text, int length, AnalyteId analyte);
static void read_units(EvalPlan *plan, PlanNode *node, Beside beside);
static AnalyteId measured(const PlanNode *node, AnalyteId value);
static AnalyteId measured_by_args(const PlanNode *node, AnalyteId value);
static bool keeps_unit(const PlanNode *node);

const EvalUnit *
te_eval_unit(EvalPlan *plan, const char *text, int length, AnalyteId analyte)
{
	EvalUnit *u;
	MemoryContext old;

	for (u = plan->units; u != NULL; u = u->next)
	{
		if (u->length == length && u->analyte == analyte &&
			memcmp(u->text, text, length) == 0)
			return u->same;
	}
	if (plan->n_units >= EVAL_MAX_UNITS)
	{
		u = make_unit(text, length, analyte);
		u->transient = true;
		return u;
	}
	old = MemoryContextSwitchTo(plan->context);
	u = make_unit(text, length, analyte);
	MemoryContextSwitchTo(old);
	u->next = plan->units;
	plan->units = u;
	plan->n_units++;

	/* "mg/dL" is the same unit whether read for creatinine or not */
	if (analyte != TE_NO_ANALYTE)
	{
		const EvalUnit *plain = te_eval_unit(plan, text, length, TE_NO_ANALYTE);

		if (!plain->transient && te_eval_same_unit(u, plain))
			u->same = plain;
	}
	return u->same;
}

static EvalUnit *
make_unit(const char *text, int length, AnalyteId analyte)
{
	EvalUnit *u = palloc0(offsetof(EvalUnit, text) + length + 1);
	Unit second;
	UnitError ignored;

	memcpy(u->text, text, length);
	u->length = length;
	u->analyte = analyte;
	u->same = u;
	u->valid = te_unit_parse_for(text, length, analyte, &u->unit, &ignored);
	if (u->valid)
	{
		Unit none;

		u->time = te_unit_parse("s", 1, &second, &ignored) &&
			te_unit_commensurable(&u->unit, &second);
		u->plain = te_unit_parse("1", 1, &none, &ignored) &&
			te_unit_equivalent(&u->unit, &none) && u->unit.moles == 0 &&
			u->unit.equivalents == 0;
	}
	return u;
}

const EvalUnit *
te_eval_fact_unit(EvalPlan *plan, EvalFact *fact, const char *text, int length)
{
	const EvalUnit *u = fact->last_unit;

	if (u != NULL && u->length == length &&
		te_same_bytes(u->text, text, length))
		return u;
	u = te_eval_unit(plan, text, length, fact->analyte);
	fact->last_unit = u->transient ? NULL : u;
	return u;
}

bool
te_eval_same_unit(const EvalUnit *a, const EvalUnit *b)
{
	if (a == b)
		return true;
	return a->valid && b->valid && te_unit_equivalent(&a->unit, &b->unit) &&
		a->unit.moles == b->unit.moles &&
		a->unit.equivalents == b->unit.equivalents;
}

/*
 * Scales that run downwards (pH) have no order in common with concentrations:
 * they convert among themselves only.
 */
bool
te_eval_convert(double value, const EvalUnit *from, const EvalUnit *to,
				AnalyteId analyte, double *result)
{
	UnitError ignored;

	if (!from->valid || !to->valid)
		return false;
	if ((te_unit_is_decreasing(&from->unit) ||
		 te_unit_is_decreasing(&to->unit)) &&
		from->unit.function != to->unit.function)
		return false;
	if (!isfinite(value))
	{
		double one;

		/* infinity and NaN stay what they are wherever numbers convert */
		*result = value;
		return te_convert_value(1.0, &from->unit, &to->unit, analyte, &one,
								&ignored);
	}
	return te_convert_value(value, &from->unit, &to->unit, analyte, result,
							&ignored);
}

/* The product of a number without unit and a unit is in that unit. */
const EvalUnit *
te_eval_unit_product(EvalPlan *plan, const EvalUnit *a, const EvalUnit *b,
					 int sign)
{
	char code[UNIT_CODE_SIZE];
	UnitError ignored;
	const char *left = a == NULL ? "1" : a->text;

	if (b == NULL)
		return a;
	if (a == NULL && sign > 0)
		return b;
	if (!b->valid || (a != NULL && !a->valid) ||
		b->unit.function != UNIT_LINEAR ||
		(a != NULL && a->unit.function != UNIT_LINEAR))
		return NULL;
	if (!te_unit_product(left, strlen(left), b->text, b->length, sign, code,
						 &ignored))
		return NULL;
	return te_eval_unit(plan, code, strlen(code), TE_NO_ANALYTE);
}

const EvalUnit *
te_eval_unit_power(EvalPlan *plan, const EvalUnit *a, int exponent)
{
	const EvalUnit *result = NULL;

	if (exponent == 0)
		return te_eval_unit(plan, "1", 1, TE_NO_ANALYTE);
	for (int i = 0; i < abs(exponent); i++)
	{
		if (i == 0 && exponent > 0)
			result = a;
		else
			result =
				te_eval_unit_product(plan, result, a, exponent > 0 ? 1 : -1);
		if (result == NULL || !result->valid)
			return NULL;
	}
	return result;
}

/*
 * Months and years are calendar ones, whole; weeks, days and hours are days.
 * A broken number of months goes by UCUM's mean month.
 */
bool
te_eval_duration(double number, const EvalUnit *unit, EvalDuration *duration)
{
	static const struct
	{
		const char *code;
		double months;
		double days;
	} known[] = {{"a", 12, 0}, {"mo", 1, 0}, {"wk", 0, 7}, {"d", 0, 1}};
	Unit day;
	UnitError ignored;
	double days;

	if (unit == NULL || !unit->valid || !unit->time || !isfinite(number))
		return false;
	for (int i = 0; i < lengthof(known); i++)
	{
		Unit u;

		if (!te_unit_parse(known[i].code, strlen(known[i].code), &u,
						   &ignored) ||
			!te_unit_equivalent(&u, &unit->unit) ||
			rint(number * known[i].months) != number * known[i].months)
			continue;
		duration->months = number * known[i].months;
		duration->days = number * known[i].days;
		return true;
	}
	if (!te_unit_parse("d", 1, &day, &ignored) ||
		!te_convert_value(number, &unit->unit, &day, TE_NO_ANALYTE, &days,
						  &ignored))
		return false;
	duration->months = 0;
	duration->days = te_round14(days);
	return true;
}

int
te_eval_print_double(double value, char *buffer)
{
	return te_print_double(value, buffer);
}

/* ------------------------------------------------- units beside an analyte */

/*
 * Beside a cell count "G/L" is giga, not gauss: in what is compared with it or
 * added to it, as long as that is its multiple.  The dimensions were checked so
 * when the criteria were read (criteria_dimension.c).
 */
void
te_eval_read_units(EvalPlan *plan)
{
	static const Beside none = {TE_NO_ANALYTE, false, TE_NO_ANALYTE};
	const Criteria *c = plan->criteria;

	for (uint32 i = 0; i < c->n_clauses; i++)
		read_units(plan, plan->clauses[i], none);
	for (int i = 0; i < plan->n_facts; i++)
	{
		if (plan->facts[i].derived != NULL)
			read_units(plan, plan->facts[i].derived, none);
	}
}

static void
read_units(EvalPlan *plan, PlanNode *node, Beside beside)
{
	bool sum = node->op == CRIT_ADD || node->op == CRIT_SUBTRACT;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (node->op == CRIT_NUMBER)
	{
		const EvalUnit *unit = node->value.unit;

		if (unit != NULL && beside.analyte != TE_NO_ANALYTE)
			node->value.unit =
				te_eval_unit(plan, unit->text, unit->length, beside.analyte);
		return;
	}
	if (node->op == CRIT_COMPARE || node->op == CRIT_BETWEEN ||
		node->op == CRIT_IN || (sum && !beside.asked))
	{
		beside.analyte = measured_by_args(node, beside.value);
		beside.asked = true;
	}
	else if (!sum && node->op != CRIT_NEGATE && !keeps_unit(node))
	{
		beside.analyte = TE_NO_ANALYTE;
		beside.asked = false;
	}
	for (int i = 0; i < node->n_args; i++)
		read_units(plan, node->args[i], beside);
	if (node->where != NULL)
	{
		beside.value = measured(node, TE_NO_ANALYTE);
		read_units(plan, node->where, beside);
	}
}

/* What a number measures; looks through arithmetic that keeps its unit. */
static AnalyteId
measured(const PlanNode *node, AnalyteId value)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	switch ((CritOp) node->op)
	{
		case CRIT_FACT:
			return node->fact->analyte;
		case CRIT_ATTRIBUTE:
			return node->sub == CRIT_ATTR_VALUE ? value : TE_NO_ANALYTE;
		case CRIT_NEGATE:
			return measured(node->args[0], value);
		case CRIT_HISTORY:
			return node->n_args == 1 ? measured(node->args[0], value) :
									   TE_NO_ANALYTE;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			return measured_by_args(node, value);
		default:
			return keeps_unit(node) ? measured_by_args(node, value) :
									  TE_NO_ANALYTE;
	}
}

static AnalyteId
measured_by_args(const PlanNode *node, AnalyteId value)
{
	AnalyteId analyte = TE_NO_ANALYTE;

	for (int i = 0; i < node->n_args && analyte == TE_NO_ANALYTE; i++)
		analyte = measured(node->args[i], value);
	return analyte;
}

/* A multiple of a number, or a function whose result has its unit. */
static bool
keeps_unit(const PlanNode *node)
{
	if (node->op == CRIT_CALL)
		return te_eval_call_unit(node->call) == NULL;
	if (node->op != CRIT_MULTIPLY && node->op != CRIT_DIVIDE)
		return false;
	return (node->args[1]->op == CRIT_NUMBER &&
			node->args[1]->value.unit == NULL) ||
		(node->op == CRIT_MULTIPLY && node->args[0]->op == CRIT_NUMBER &&
		 node->args[0]->value.unit == NULL);
}

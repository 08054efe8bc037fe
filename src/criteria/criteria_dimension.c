/*
 * criteria_dimension.c
 *		Units of measure: every number that is compared or added has a dimension
 *		that fits, as far as criteria can tell.
 *
 * What is known of a number: nothing (a fact nobody said the unit of), that it
 * is written without a unit, or its unit.  A unit written or "given" is a fact;
 * the vocabulary's usual unit says what is measured, but a table may hold plain
 * numbers: a number without a unit is then no error here, another dimension is.
 * Mass and amount of substance meet through the analyte.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "criteria/criteria_dimension.h"
#include "units/units.h"

typedef struct Checker
{
	CriteriaState *state;
	Dimension **facts; /* what was found out, NULL not yet */
	Dimension value;   /* of the entries in the "where" around */
	/* beside what units are read ("G/L"), if that was asked further up */
	AnalyteId beside;
	bool asked;
} Checker;

static void check_node(Checker *k, int n);
static void check_comparison(Checker *k, const BuildNode *node, int value);
static void check_given(Checker *k, const BuildGiven *given);
static Dimension dimension_of(Checker *k, int n);
static Dimension node_dimension(Checker *k, int n);
static void read_beside(Checker *k, int n);
static AnalyteId measured(Checker *k, int n);
static AnalyteId measured_by_args(Checker *k, int n);
static bool keeps_unit(Checker *k, int n);
static Dimension fact_dimension(Checker *k, int fact);
static Dimension exposure_dimension(Checker *k, int fact, bool amount);
static Dimension sum_dimension(Checker *k, int n);
static Dimension call_dimension(Checker *k, int n);
static Dimension history_dimension(Checker *k, int n);
static bool require_same(Checker *k, BuildSpan at, const Dimension *a,
						 BuildSpan a_span, const Dimension *b,
						 BuildSpan b_span);
static void fail_without_unit(Checker *k, const Dimension *unit,
							  BuildSpan unit_span, BuildSpan plain_span);

/* A literal no longer than this is repeated in a hint. */
#define SHORT_NUMBER 30

#define NODE(n) (&k->state->nodes[n])

static const Dimension nothing = {KNOWN_NOTHING, false, false, false,
								  TE_NO_ANALYTE};

bool
te_criteria_check_dimensions(CriteriaState *state)
{
	Checker checker = {state};
	Checker *k = &checker;

	k->facts = palloc0_array(Dimension *, state->n_facts + 1);
	k->value = nothing;
	k->beside = TE_NO_ANALYTE;
	for (int i = 0; i < state->n_givens && !state->text.failed; i++)
		check_given(k, &state->givens[i]);
	for (int i = 0; i < state->n_clauses && !state->text.failed; i++)
		check_node(k, state->clauses[i].expression);
	return !state->text.failed;
}

/* The unit given fits the vocabulary's, a limit's fits the fact's. */
static void
check_given(Checker *k, const BuildGiven *given)
{
	BuildFact *fact;
	Dimension own;
	Dimension other;

	if (given->fact < 0)
		return;
	fact = &k->state->facts[given->fact];
	if (given->kind == CRIT_GIVEN_IS)
	{
		check_node(k, given->expression);
		if (fact->known == NULL || fact->known->unit == NULL ||
			fact->known->kind == VOCABULARY_EXPOSURE)
			return;
		own = te_dimension_of_code(fact->known->unit, true);
		other = dimension_of(k, given->expression);
		own.analyte = fact->analyte;
		(void) require_same(k, given->span, &own, fact->span, &other,
							NODE(given->expression)->span);
	}
	else if ((given->kind == CRIT_GIVEN_UNIT || given->kind == CRIT_GIVEN_ULN ||
			  given->kind == CRIT_GIVEN_LLN) &&
			 given->unit.length > 0)
	{
		BuildSpan at;

		other = te_dimension_of_unit(given->unit, TE_NO_ANALYTE);
		at.start = given->unit.data - k->state->text.source;
		at.end = at.start + given->unit.length;
		if (fact->known != NULL && fact->known->kind == VOCABULARY_EXPOSURE)
			return;
		if (given->kind != CRIT_GIVEN_UNIT)
			own = fact_dimension(k, given->fact);
		else if (fact->known != NULL && fact->known->unit != NULL)
			own = te_dimension_of_code(fact->known->unit, true);
		else
			return;
		own.analyte = fact->analyte;
		(void) require_same(k, given->span, &own, fact->span, &other, at);
	}
}

/* Any expression: compares what is compared below it. */
static void
check_node(Checker *k, int n)
{
	BuildNode *node = NODE(n);
	int next = node->args.first;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (k->state->text.failed)
		return;
	switch ((CritOp) node->op)
	{
		case CRIT_OR:
		case CRIT_AND:
		case CRIT_NOT:
		case CRIT_COUNT_OF:
		case CRIT_IS:
			for (int i = 0; i < node->args.count; i++)
			{
				check_node(k, next);
				next = NODE(next)->next;
			}
			break;
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
		case CRIT_CONTAINS:
			check_comparison(k, node, next);
			break;
		default:
			(void) dimension_of(k, n);
			break;
	}
}

/* A value, then what it is compared with. */
static void
check_comparison(Checker *k, const BuildNode *node, int value)
{
	AnalyteId beside = k->beside;
	bool asked = k->asked;
	BuildSpan span = NODE(value)->span;
	int next = value;
	Dimension first;

	k->beside = measured_by_args(k, (int) (node - k->state->nodes));
	k->asked = true;
	first = dimension_of(k, value);
	for (int i = 1; i < node->args.count && !k->state->text.failed; i++)
	{
		Dimension other;

		next = NODE(next)->next;
		other = dimension_of(k, next);
		/* "between 16 and 30": the unit is missed after the second, which
		 * serves both */
		if (node->op == CRIT_BETWEEN && i == 1 && other.known == KNOWN_PLAIN &&
			dimension_of(k, NODE(next)->next).known == KNOWN_PLAIN)
			continue;
		(void) require_same(k, node->span, &first, span, &other,
							NODE(next)->span);
		/* limits of a fact that nothing is known of agree at least */
		if (first.known == KNOWN_NOTHING)
		{
			first = other;
			span = NODE(next)->span;
		}
	}
	k->beside = beside;
	k->asked = asked;
}

/* What is known of a number; checks the arithmetic below. */
static Dimension
dimension_of(Checker *k, int n)
{
	AnalyteId beside = k->beside;
	bool asked = k->asked;
	Dimension result;

	read_beside(k, n);
	result = node_dimension(k, n);
	k->beside = beside;
	k->asked = asked;
	return result;
}

static Dimension
node_dimension(Checker *k, int n)
{
	BuildNode *node = NODE(n);
	Dimension a;
	Dimension b;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (k->state->text.failed)
		return nothing;
	switch ((CritOp) node->op)
	{
		case CRIT_NUMBER:
			a = te_dimension_of_unit(node->name, k->beside);
			a.analyte = TE_NO_ANALYTE;
			return a;
		case CRIT_FACT:
			return fact_dimension(k, node->fact);
		case CRIT_ATTRIBUTE:
			return node->sub == CRIT_ATTR_VALUE ?
				k->value :
				node->sub == CRIT_ATTR_DURATION ?
				te_dimension_of_code("days", false) :
				nothing;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			return sum_dimension(k, n);
		case CRIT_MULTIPLY:
		case CRIT_DIVIDE:
			a = dimension_of(k, node->args.first);
			b = dimension_of(k, NODE(node->args.first)->next);
			return te_dimension_product(&a, &b,
										node->op == CRIT_MULTIPLY ? 1 : -1);
		case CRIT_POWER:
			a = dimension_of(k, node->args.first);
			return te_dimension_power(
				&a, (int) NODE(NODE(node->args.first)->next)->u.number);
		case CRIT_NEGATE:
			return dimension_of(k, node->args.first);
		case CRIT_CALL:
			return call_dimension(k, n);
		case CRIT_HISTORY:
			return history_dimension(k, n);
		case CRIT_OR:
		case CRIT_AND:
		case CRIT_NOT:
		case CRIT_COUNT_OF:
		case CRIT_IS:
		case CRIT_COMPARE:
		case CRIT_BETWEEN:
		case CRIT_IN:
		case CRIT_CONTAINS:
			check_node(k, n);
			return nothing;
		default:
			return nothing;
	}
}

/* --------------------------------------------------- units beside an analyte */

/*
 * Beside a cell count "G/L" is giga, not gauss: in what is compared with it or
 * added to it, as long as that is its multiple.  te_eval_read_units does the same
 * when the plan is made.
 */
static void
read_beside(Checker *k, int n)
{
	switch ((CritOp) NODE(n)->op)
	{
		case CRIT_NUMBER:
		case CRIT_NEGATE:
			return;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			if (!k->asked)
				k->beside = measured_by_args(k, n);
			k->asked = true;
			return;
		default:
			if (keeps_unit(k, n))
				return;
			k->beside = TE_NO_ANALYTE;
			k->asked = false;
	}
}

/* What a number measures; looks through arithmetic that keeps its unit. */
static AnalyteId
measured(Checker *k, int n)
{
	BuildNode *node = NODE(n);
	int first = node->args.first;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	switch ((CritOp) node->op)
	{
		case CRIT_FACT:
			return k->state->facts[node->fact].analyte;
		case CRIT_ATTRIBUTE:
			return node->sub == CRIT_ATTR_VALUE ? k->value.analyte :
												  TE_NO_ANALYTE;
		case CRIT_NEGATE:
			return measured(k, first);
		case CRIT_HISTORY:
			return node->args.count - ((node->flags & CRIT_HAS_WHERE) != 0) -
						((node->flags & CRIT_HAS_WINDOW) != 0) ==
					1 ?
				measured(k, first) :
				TE_NO_ANALYTE;
		case CRIT_ADD:
		case CRIT_SUBTRACT:
			return measured_by_args(k, n);
		default:
			return keeps_unit(k, n) ? measured_by_args(k, n) : TE_NO_ANALYTE;
	}
}

static AnalyteId
measured_by_args(Checker *k, int n)
{
	int next = NODE(n)->args.first;
	AnalyteId analyte = TE_NO_ANALYTE;

	for (int i = 0; i < NODE(n)->args.count && analyte == TE_NO_ANALYTE; i++)
	{
		analyte = measured(k, next);
		next = NODE(next)->next;
	}
	return analyte;
}

/* A multiple of a number, or a function whose result has its unit. */
static bool
keeps_unit(Checker *k, int n)
{
	BuildNode *node = NODE(n);
	BuildNode *left;
	BuildNode *right;

	if (node->op == CRIT_CALL)
		return te_criteria_function(node->name.data, node->name.length)->unit ==
			NULL;
	if (node->op != CRIT_MULTIPLY && node->op != CRIT_DIVIDE)
		return false;
	left = NODE(node->args.first);
	right = NODE(left->next);
	return (right->op == CRIT_NUMBER && right->name.length == 0) ||
		(node->op == CRIT_MULTIPLY && left->op == CRIT_NUMBER &&
		 left->name.length == 0);
}

/* ----------------------------------------------------------------- facts */

static Dimension
fact_dimension(Checker *k, int number)
{
	BuildFact *fact = &k->state->facts[number];
	Dimension result = nothing;

	if (k->facts[number] != NULL)
		return *k->facts[number];
	if (fact->derived != 0)
		result = dimension_of(k, fact->derived);
	else if (fact->known != NULL && fact->known->kind == VOCABULARY_EXPOSURE)
		result = exposure_dimension(k, number, false);
	else if (fact->unit.length > 0)
		result = te_dimension_of_unit(fact->unit, fact->analyte);
	else if (fact->known != NULL && fact->known->unit != NULL)
	{
		result = te_dimension_of_code(fact->known->unit, true);
		result.analyte = fact->analyte;
	}
	else if (fact->known != NULL && strcmp(fact->known->name, "age") == 0)
		result = te_dimension_counted("years");
	else if (fact->known != NULL && fact->known->kind == VOCABULARY_VALUE)
		result = te_dimension_of_code("1", true);
	k->facts[number] = palloc(sizeof(Dimension));
	*k->facts[number] = result;
	return result;
}

/*
 * The daily amount of an exposure or, summed up, the amount: both follow from
 * what is recorded, whether that is mg or mg/d.
 */
static Dimension
exposure_dimension(Checker *k, int number, bool amount)
{
	BuildFact *fact = &k->state->facts[number];
	Dimension day = te_dimension_of_code("d", false);
	Dimension result;
	bool usual;

	if (fact->unit.length > 0)
		result = te_dimension_of_unit(fact->unit, fact->analyte);
	else if (fact->known->unit != NULL)
		result = te_dimension_of_code(fact->known->unit, true);
	else
		return nothing;
	usual = result.usual;
	if (amount && result.unit.dimension[DIM_TIME] < 0)
		result = te_dimension_product(&result, &day, 1);
	else if (!amount && result.unit.dimension[DIM_TIME] == 0)
		result = te_dimension_product(&result, &day, -1);
	result.usual = usual;
	result.analyte = fact->analyte;
	return result;
}

/* ------------------------------------------------------------ arithmetic */

static Dimension
sum_dimension(Checker *k, int n)
{
	int left = NODE(n)->args.first;
	int right = NODE(left)->next;
	Dimension a = dimension_of(k, left);
	Dimension b = dimension_of(k, right);

	if (NODE(n)->type == CRIT_TYPE_DATE || NODE(n)->type == CRIT_TYPE_ANY ||
		!require_same(k, NODE(n)->span, &a, NODE(left)->span, &b,
					  NODE(right)->span))
		return nothing;
	if (a.known != b.known)
		return nothing;
	if (a.analyte != b.analyte)
		a.analyte = TE_NO_ANALYTE;
	a.usual = a.usual && b.usual;
	a.mass_open = a.mass_open || b.mass_open;
	a.text.length = 0;
	return a;
}

static Dimension
call_dimension(Checker *k, int n)
{
	const CriteriaFunction *function =
		te_criteria_function(NODE(n)->name.data, NODE(n)->name.length);
	int first = NODE(n)->args.first;
	int argument = first;
	Dimension result = nothing;

	for (int i = 0; i < NODE(n)->args.count && !k->state->text.failed; i++)
	{
		Dimension own = dimension_of(k, argument);
		Dimension wanted = result;
		const char *unit = NULL;
		const char *analyte = NULL;

		if (!function->more && function->arguments[i] != ARG_NUMBER)
		{
			unit = te_criteria_argument_unit(function->arguments[i]);
			analyte = te_criteria_argument_analyte(function->arguments[i]);
		}
		if (unit != NULL)
		{
			wanted = te_dimension_of_code(unit, true);
			if (analyte != NULL)
				wanted.analyte =
					te_analyte_find(analyte, strlen(analyte), NULL, 0);
			if (!te_dimension_compatible(&own, &wanted))
				te_syntax_fail(&k->state->text,
							   ERRCODE_INVALID_TEXT_REPRESENTATION,
							   NODE(argument)->span,
							   psprintf("Argument %d of %s is in %s.", i + 1,
										function->name, unit),
							   "%s does not fit the function %s",
							   te_syntax_quote(&k->state->text,
											   NODE(argument)->span),
							   function->name);
		}
		else if (function->unit == NULL && i > 0)
			(void) require_same(k, NODE(n)->span, &wanted, NODE(first)->span,
								&own, NODE(argument)->span);
		if (function->unit == NULL)
		{
			bool plain =
				te_dimension_may_be_plain(&own) && (i == 0 || result.usual);

			if (result.known != KNOWN_UNIT)
				result = own;
			result.usual = plain;
		}
		argument = NODE(argument)->next;
	}
	/* whatever the arguments were, an equation's result has its unit */
	return function->unit == NULL ? result :
									te_dimension_of_code(function->unit, false);
}

/* One dimension for all the facts, or nothing known. */
static Dimension
facts_dimension(Checker *k, int n, int n_facts, bool entries)
{
	CritHistory function = NODE(n)->sub;
	int next = NODE(n)->args.first;
	Dimension result = nothing;

	for (int i = 0; i < n_facts; i++)
	{
		int number = NODE(next)->fact;
		const VocabularyFact *known = k->state->facts[number].known;
		Dimension own = fact_dimension(k, number);

		if (known != NULL && known->kind == VOCABULARY_EXPOSURE)
		{
			/* an entry may be recorded either way */
			if (!entries && function == CRIT_HISTORY_SUM)
				own = exposure_dimension(k, number, true);
			else if (entries || function != CRIT_HISTORY_MEAN)
				own = nothing;
		}
		else if (known == NULL && !entries && function == CRIT_HISTORY_SUM)
			/* perhaps an exposure, whose rate is summed over time */
			own = nothing;
		if (i == 0)
			result = own;
		else if (own.known == KNOWN_NOTHING ||
				 !require_same(k, NODE(n)->span, &result,
							   NODE(NODE(n)->args.first)->span, &own,
							   NODE(next)->span))
			result = nothing;
		if (i > 0)
			result.analyte = TE_NO_ANALYTE;
		next = NODE(next)->next;
	}
	return result;
}

static Dimension
history_dimension(Checker *k, int n)
{
	BuildNode *node = NODE(n);
	bool has_where = (node->flags & CRIT_HAS_WHERE) != 0;
	bool has_window = (node->flags & CRIT_HAS_WINDOW) != 0;
	int n_facts = node->args.count - has_where - has_window;

	if (has_where)
	{
		int condition = node->args.first;

		for (int i = 0; i < n_facts; i++)
			condition = NODE(condition)->next;
		/* several facts in one "where" need not share a dimension */
		k->value = n_facts == 1 ? facts_dimension(k, n, 1, true) : nothing;
		check_node(k, condition);
		k->value = nothing;
	}
	switch ((CritHistory) node->sub)
	{
		case CRIT_HISTORY_COUNT:
			return te_dimension_of_code("1", true);
		case CRIT_HISTORY_DURATION_OF:
			return te_dimension_counted("days");
		case CRIT_HISTORY_ANY:
		case CRIT_HISTORY_STABLE:
			return nothing;
		default:
			return facts_dimension(k, n, n_facts, false);
	}
}

/* ----------------------------------------------------------------- errors */

/* The text of one side with its unit, where that does not show. */
static char *
describe(Checker *k, const Dimension *d, BuildSpan span)
{
	char *quoted = te_syntax_quote(&k->state->text, span);

	if (d->text.length == 0 ||
		(d->text.data >= k->state->text.source + span.start &&
		 d->text.data < k->state->text.source + span.end))
		return quoted;
	if (d->text.length == 1 && d->text.data[0] == '1')
		return psprintf("%s (without unit)", quoted);
	return psprintf("%s (%.*s)", quoted, d->text.length, d->text.data);
}

static bool
require_same(Checker *k, BuildSpan at, const Dimension *a, BuildSpan a_span,
			 const Dimension *b, BuildSpan b_span)
{
	const char *hint = NULL;

	if (k->state->text.failed)
		return false;
	if (te_dimension_compatible(a, b))
		return true;
	if (a->known == KNOWN_PLAIN || b->known == KNOWN_PLAIN)
	{
		if (a->known == KNOWN_PLAIN)
			fail_without_unit(k, b, b_span, a_span);
		else
			fail_without_unit(k, a, a_span, b_span);
		return false;
	}
	if (a->analyte != TE_NO_ANALYTE || b->analyte != TE_NO_ANALYTE)
	{
		/* why this mass and that amount of substance do not meet */
		AnalyteId analyte =
			a->analyte != TE_NO_ANALYTE ? a->analyte : b->analyte;
		UnitError error;
		double ignored;

		if (!te_convert_value(1, &a->unit, &b->unit, analyte, &ignored,
							  &error) &&
			error.hint[0] != '\0')
			hint = pstrdup(error.hint);
	}
	te_syntax_fail(&k->state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, at,
				   hint, "Different dimensions: %s and %s",
				   describe(k, a, a_span), describe(k, b, b_span));
	return false;
}

/* A number without a unit beside what has one: unknown for everybody. */
static void
fail_without_unit(Checker *k, const Dimension *unit, BuildSpan unit_span,
				  BuildSpan plain_span)
{
	const char *plain = k->state->text.source + plain_span.start;
	int length = plain_span.end - plain_span.start;
	const char *hint = "Write the unit of the number.";

	if (unit->code != NULL)
		hint = length <= SHORT_NUMBER &&
				strspn(pnstrdup(plain, length), "0123456789.eE+-") == length ?
			psprintf("Write \"%.*s %s\".", length, plain, unit->code) :
			psprintf("Write the unit of the number, such as \"3 %s\".",
					 unit->code);
	te_syntax_fail(&k->state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
				   plain_span, hint, "No unit, and %s %s: %s",
				   te_syntax_quote(&k->state->text, unit_span),
				   unit->code != NULL ? psprintf("is in %s", unit->code) :
										"has one",
				   te_syntax_quote(&k->state->text, plain_span));
}

/*
 * eval_plan.c
 *		Making a plan: the nodes of the criteria with their literals parsed,
 *		and what "given" states about facts.
 *
 * Which column a fact is, is decided in eval_bind.c; whether everything fits,
 * in eval_check.c.
 */
#include "criteria/eval_internal.h"

#include "catalog/pg_type.h"
#include "criteria/criteria_build.h"
#include "miscadmin.h"

static void make_plan(EvalPlan *plan, const Criteria *c, int n_columns,
					  const EvalColumn *columns, bool history_only,
					  EvalDateState date_state, Oid quantity_type,
					  Oid history_type);
static void make_facts(EvalPlan *plan);
static void find_baselines(EvalPlan *plan);
static void make_fact(EvalPlan *plan, EvalFact *fact, const char *name,
					  int length);
static char *folded(const char *name, int length);
static void apply_givens(EvalPlan *plan);
static void apply_given(EvalPlan *plan, const CritGiven *given, EvalFact *fact);
static void add_names(EvalPlan *plan, const CritGiven *given, EvalFact *fact);
static void make_node(EvalPlan *plan, uint32 number);
static void make_children(EvalPlan *plan, const CritNode *from, PlanNode *to);
static void make_literal(EvalPlan *plan, const CritNode *from, PlanNode *to);
static bool holds_limit(const PlanNode *node);
static bool reads_value(const PlanNode *node);
static void finish_node(EvalPlan *plan, PlanNode *node);

EvalPlan *
te_eval_plan(const Criteria *c, int n_columns, const EvalColumn *columns,
			 bool history_only, EvalDateState date_state, Oid quantity_type,
			 Oid history_type)
{
	EvalPlan *plan = palloc0(sizeof(EvalPlan));

	make_plan(plan, c, n_columns, columns, history_only, date_state,
			  quantity_type, history_type);
	return plan;
}

EvalPlan *
te_eval_plan_visit(const Criteria *c)
{
	static const EvalColumn baseline = {BASELINE_DATE_FACT, DATEOID, -1,
										InvalidOid};
	EvalPlan *plan = palloc0(sizeof(EvalPlan));

	plan->of_visit = true;
	make_plan(plan, c, 1, &baseline, true, EVAL_DATE_GIVEN, InvalidOid,
			  InvalidOid);
	te_visit_bare_facts(plan);
	return plan;
}

void
te_eval_set_visit(EvalPlan *plan, const EvalVisit *visit)
{
	plan->visit = *visit;
}

static void
make_plan(EvalPlan *plan, const Criteria *c, int n_columns,
		  const EvalColumn *columns, bool history_only,
		  EvalDateState date_state, Oid quantity_type, Oid history_type)
{
	Criteria *copy = palloc(VARSIZE(c));

	memcpy(copy, c, VARSIZE(c));
	plan->criteria = copy;
	plan->context = CurrentMemoryContext;
	plan->date_state = date_state;
	plan->history_only = history_only;
	plan->history_column = -1;
	plan->n_columns = n_columns;
	plan->columns = columns;
	plan->day = te_eval_unit(plan, "d", 1, TE_NO_ANALYTE);
	plan->year = te_eval_unit(plan, "a", 1, TE_NO_ANALYTE);

	make_facts(plan);
	plan->nodes = palloc0_array(PlanNode, Max(copy->n_nodes, 1));
	for (uint32 i = 0; i < copy->n_nodes; i++)
		make_node(plan, i);
	for (uint32 i = 0; i < copy->n_nodes; i++)
		finish_node(plan, &plan->nodes[i]);
	plan->clauses = palloc_array(PlanNode *, Max(copy->n_clauses, 1));
	for (uint32 i = 0; i < copy->n_clauses; i++)
		plan->clauses[i] = &plan->nodes[CRITERIA_CLAUSES(copy)[i].expression];
	apply_givens(plan);
	te_eval_read_units(plan);
	te_eval_bind(plan, quantity_type, history_type);
	te_eval_check(plan);
	/* the caller's array need not live longer than the call */
	plan->columns = NULL;
}

int
te_eval_plan_columns(const EvalPlan *plan, const int **columns)
{
	*columns = plan->used;
	return plan->n_used;
}

/* ------------------------------------------------------------------- facts */

/*
 * Those the criteria name and, if it is not among them, the date of birth that
 * an age comes from.
 */
static void
make_facts(EvalPlan *plan)
{
	const Criteria *c = plan->criteria;
	const CritFact *facts = CRITERIA_FACTS(c);
	EvalFact *birth_date = NULL;

	plan->n_facts = c->n_facts;
	/* and a date of birth, and a fact for each at baseline */
	plan->facts = palloc0_array(EvalFact, (2 * c->n_facts + 1));
	for (uint32 i = 0; i < c->n_facts; i++)
	{
		EvalFact *fact = &plan->facts[i];

		fact->index = i;
		fact->type = facts[i].type;
		fact->analyte = facts[i].analyte;
		make_fact(plan, fact, CRITERIA_TEXT(c) + facts[i].name.offset,
				  facts[i].name.length);
		if (strcmp(fact->name, "birth_date") == 0)
			birth_date = fact;
	}
	if (birth_date == NULL)
	{
		birth_date = &plan->facts[plan->n_facts++];
		birth_date->index = -1;
		birth_date->type = CRIT_TYPE_DATE;
		birth_date->analyte = TE_NO_ANALYTE;
		make_fact(plan, birth_date, "birth_date", strlen("birth_date"));
	}
	if (plan->of_visit)
		find_baselines(plan);
	for (int i = 0; i < plan->n_facts; i++)
	{
		if (plan->facts[i].reading == READ_AGE)
			plan->facts[i].birth_date = birth_date;
	}
}

/* Of "baseline.egfr" the fact egfr, which is made where no rule names it. */
static void
find_baselines(EvalPlan *plan)
{
	int n = plan->n_facts;

	for (int i = 0; i < n; i++)
	{
		EvalFact *fact = &plan->facts[i];
		size_t length = fact->length;
		const char *name = te_fact_own_name(fact->name, &length);

		if (name == fact->name)
			continue;
		for (int k = 0; k < plan->n_facts && fact->baseline_of == NULL; k++)
		{
			if (strcmp(plan->facts[k].name, name) == 0)
				fact->baseline_of = &plan->facts[k];
		}
		if (fact->baseline_of != NULL)
			continue;
		fact->baseline_of = &plan->facts[plan->n_facts++];
		fact->baseline_of->index = -1;
		fact->baseline_of->type = fact->type;
		fact->baseline_of->analyte = fact->analyte;
		make_fact(plan, fact->baseline_of, name, length);
	}
}

static void
make_fact(EvalPlan *plan, EvalFact *fact, const char *name, int length)
{
	size_t kind_length = length;
	const char *kind = te_fact_kind_name(name, &kind_length);
	const VocabularyFact *known = te_vocabulary_fact(kind, kind_length);

	fact->name = pnstrdup(name, length);
	fact->length = length;
	fact->source = FACT_UNBOUND;
	fact->reference = te_fact_is_reference(name, length);
	fact->limit_column[0].column = fact->limit_column[1].column = -1;
	if (strcmp(fact->name, "sex") == 0)
		fact->reading = READ_SEX;
	else if (kind_length == 8 && memcmp(kind, "ln_class", 8) == 0)
		fact->reading = READ_LN_CLASS;
	else if (strcmp(fact->name, "age") == 0)
		fact->reading = READ_AGE;
	fact->flag = known != NULL ? known->kind == VOCABULARY_FLAG :
								 fact->type == CRIT_TYPE_BOOLEAN;
	fact->n_series = 1;
	fact->series = palloc0(sizeof(EvalSeries));
	fact->series[0].column = fact->name;
	fact->series[0].name = folded(fact->name, length);
	fact->series[0].length = length;
	fact->series[0].run_last = -1;
}

/* As histories keep names. */
static char *
folded(const char *name, int length)
{
	char *copy = palloc0(length + 1);

	te_history_fold(copy, name, length);
	return copy;
}

/* What is said of "*" first: what is said of a fact goes before it. */
static void
apply_givens(EvalPlan *plan)
{
	const Criteria *c = plan->criteria;
	const CritGiven *givens = CRITERIA_GIVENS(c);

	for (uint32 i = 0; i < c->n_givens; i++)
	{
		if (givens[i].fact >= 0)
			continue;
		for (int f = 0; f < plan->n_facts; f++)
		{
			/* neither sex nor a date of birth grows old */
			if (givens[i].kind == CRIT_GIVEN_WITHIN &&
				(plan->facts[f].reading == READ_SEX ||
				 strcmp(plan->facts[f].name, "birth_date") == 0))
				continue;
			/* at baseline its own date is not asked */
			if (givens[i].kind == CRIT_GIVEN_WITHIN &&
				plan->facts[f].baseline_of != NULL)
				continue;
			apply_given(plan, &givens[i], &plan->facts[f]);
		}
	}
	for (uint32 i = 0; i < c->n_givens; i++)
	{
		if (givens[i].fact >= 0)
			apply_given(plan, &givens[i], &plan->facts[givens[i].fact]);
	}
}

static void
apply_given(EvalPlan *plan, const CritGiven *given, EvalFact *fact)
{
	const char *name = CRITERIA_TEXT(plan->criteria) + given->name.offset;
	const EvalUnit *unit = NULL;
	int which = given->kind == CRIT_GIVEN_ULN ? CRIT_ULN : CRIT_LLN;

	if (given->name.length > 0)
		unit = te_eval_unit(plan, name, given->name.length, fact->analyte);
	switch ((CritGivenKind) given->kind)
	{
		case CRIT_GIVEN_UNIT:
			fact->unit = unit;
			break;
		case CRIT_GIVEN_WITHIN:
			fact->has_within =
				te_eval_duration(given->number, unit, &fact->within);
			fact->within_number = given->number;
			fact->within_unit = unit;
			break;
		case CRIT_GIVEN_ULN:
		case CRIT_GIVEN_LLN:
			fact->has_given_limit[which] = true;
			fact->given_limit[which] = given->number;
			fact->given_limit_unit[which] = unit;
			break;
		case CRIT_GIVEN_ABSENT_NO:
			fact->absent_no = true;
			break;
		case CRIT_GIVEN_IS:
			fact->derived = &plan->nodes[given->expression];
			break;
		case CRIT_GIVEN_AS:
			add_names(plan, given, fact);
			break;
	}
}

/* Other names come beside the fact's own. */
static void
add_names(EvalPlan *plan, const CritGiven *given, EvalFact *fact)
{
	const Criteria *c = plan->criteria;
	EvalSeries *series =
		palloc0_array(EvalSeries, (fact->n_series + given->n_args));

	memcpy(series, fact->series, sizeof(EvalSeries) * fact->n_series);
	for (uint32 i = 0; i < given->n_args; i++)
	{
		EvalSeries *other = &series[fact->n_series];
		const EvalFact *name =
			&plan->facts[CRITERIA_ARGS(c)[given->first_arg + i]];
		bool known = false;

		CHECK_FOR_INTERRUPTS();
		for (int s = 0; s < fact->n_series && !known; s++)
			known = strcmp(series[s].column, name->name) == 0;
		if (known)
			continue;
		other->column = name->name;
		other->name = folded(name->name, name->length);
		other->length = name->length;
		other->run_last = -1;
		fact->n_series++;
	}
	fact->series = series;
}

/* ------------------------------------------------------------------- nodes */

static void
make_node(EvalPlan *plan, uint32 number)
{
	const Criteria *c = plan->criteria;
	const CritNode *from = &CRITERIA_NODES(c)[number];
	PlanNode *to = &plan->nodes[number];

	to->op = from->op;
	to->sub = from->sub;
	to->flags = from->flags;
	to->type = from->type;
	to->number = number;
	if (from->fact >= 0)
		to->fact = &plan->facts[from->fact];
	make_children(plan, from, to);
	make_literal(plan, from, to);
	if (from->op == CRIT_PERCENT_OF_BASELINE ||
		from->op == CRIT_BASELINE_DATE ||
		(from->op == CRIT_FACT && (from->flags & CRIT_BASELINE)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("criteria cannot refer to a baseline"),
				 errhint("Only response rules have one.")));
}

static void
make_children(EvalPlan *plan, const CritNode *from, PlanNode *to)
{
	const uint32 *args = CRITERIA_ARGS(plan->criteria) + from->first_arg;
	int n = from->n_args;

	if (from->op == CRIT_HISTORY)
	{
		if (from->flags & CRIT_HAS_WINDOW)
			to->window = &plan->nodes[args[--n]];
		if (from->flags & CRIT_HAS_WHERE)
			to->where = &plan->nodes[args[--n]];
	}
	to->n_args = n;
	to->args = palloc_array(PlanNode *, Max(n, 1));
	for (int i = 0; i < n; i++)
		to->args[i] = &plan->nodes[args[i]];
}

static void
make_literal(EvalPlan *plan, const CritNode *from, PlanNode *to)
{
	const char *name = CRITERIA_TEXT(plan->criteria) + from->name.offset;

	switch ((CritOp) from->op)
	{
		case CRIT_NUMBER:
			te_eval_set_number(&to->value, from->u.number,
							   from->name.length == 0 ?
								   NULL :
								   te_eval_unit(plan, name, from->name.length,
												TE_NO_ANALYTE));
			to->value.literal = to;
			to->value.numeric = te_eval_numeric(from->u.number);
			te_eval_duration(from->u.number, to->value.unit, &to->duration);
			break;
		case CRIT_LIMIT:
		case CRIT_COUNT_OF:
			te_eval_set_number(&to->value, from->u.number, NULL);
			break;
		case CRIT_STRING:
			te_eval_set_number(&to->value, 0, NULL);
			to->value.kind = KIND_TEXT;
			to->value.text = name;
			to->value.length = from->name.length;
			to->value.literal = to;
			break;
		case CRIT_DATE:
			te_eval_set_number(&to->value, 0, NULL);
			to->value.kind = KIND_DATE;
			to->value.first = to->value.last = from->u.moment;
			to->value.literal = to;
			break;
		case CRIT_CALL:
			to->call = te_eval_call_find(name, from->name.length);
			if (to->call == NULL)
				elog(ERROR, "unrecognized function in criteria");
			if (te_eval_call_unit(to->call) != NULL)
				to->value.unit =
					te_eval_unit(plan, te_eval_call_unit(to->call),
								 strlen(te_eval_call_unit(to->call)),
								 TE_NO_ANALYTE);
			break;
		default:
			break;
	}
}

/* What can only be said when the children are there. */
static void
finish_node(EvalPlan *plan, PlanNode *node)
{
	if (node->op == CRIT_COMPARE || node->op == CRIT_BETWEEN ||
		node->op == CRIT_IN)
	{
		node->limit_first =
			node->op == CRIT_COMPARE && holds_limit(node->args[0]);
		for (int i = 0; i < node->n_args; i++)
			node->limit_side |= holds_limit(node->args[i]);
		node->fast = node->op != CRIT_IN &&
			(node->args[0]->op == CRIT_FACT ||
			 node->args[0]->op == CRIT_HISTORY) &&
			!(node->flags & CRIT_NEGATED);
		for (int i = 1; i < node->n_args; i++)
			node->fast &= node->args[i]->op == CRIT_NUMBER;
	}
	/* between 1.5 and 3.0 g: the unit of the second limit serves both */
	if (node->op == CRIT_BETWEEN && node->args[1]->op == CRIT_NUMBER &&
		node->args[1]->value.unit == NULL)
	{
		const PlanNode *high = node->args[2];

		if (high->op == CRIT_NUMBER && high->value.unit != NULL)
		{
			node->args[1]->value.unit = high->value.unit;
			te_eval_duration(node->args[1]->value.number, high->value.unit,
							 &node->args[1]->duration);
		}
	}
	if (node->where != NULL)
		node->reads_value = reads_value(node->where);
	if (node->op == CRIT_WINDOW)
	{
		node->span_fixed = true;
		for (int i = 0; i < node->n_args; i++)
		{
			if (node->args[i]->op == CRIT_ANCHOR &&
				node->args[i]->args[0]->op != CRIT_AS_OF &&
				node->args[i]->args[0]->op != CRIT_DATE)
				node->span_fixed = false;
		}
	}
}

static bool
holds_limit(const PlanNode *node)
{
	check_stack_depth();
	if (node->op == CRIT_LIMIT)
		return true;
	if (node->op == CRIT_HISTORY || node->op == CRIT_COMPARE)
		return false;
	for (int i = 0; i < node->n_args; i++)
	{
		if (holds_limit(node->args[i]))
			return true;
	}
	return false;
}

static bool
reads_value(const PlanNode *node)
{
	check_stack_depth();
	if (node->op == CRIT_ATTRIBUTE)
		return node->sub == CRIT_ATTR_VALUE || node->sub == CRIT_ATTR_TEXT;
	for (int i = 0; i < node->n_args; i++)
	{
		if (reads_value(node->args[i]))
			return true;
	}
	return false;
}

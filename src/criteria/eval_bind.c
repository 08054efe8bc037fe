/*
 * eval_bind.c
 *		Which column, or which name in a history, a fact is.
 *
 * A column of the fact's name, or of one of its other names, goes first; an
 * age comes from a birth_date column when there is none of its own; everything
 * else is looked up in the history, if there is one.
 */
#include "criteria/eval_internal.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* What is handed down while facts are bound. */
typedef struct BindState
{
	EvalPlan *plan;
	Oid quantity_type;
	Oid history_type;
	bool *used; /* columns */
	bool history_used;
} BindState;

static bool is_ln_class(Oid type, Oid quantity_type);
static void use_node(BindState *state, PlanNode *node);
static void use_fact(BindState *state, EvalFact *fact);
static bool bind_columns(BindState *state, EvalFact *fact);
static void bind_limits(BindState *state, EvalFact *fact);
static void use_limits(BindState *state, PlanNode *node);
static bool same_name(const char *column, const char *fact, int length,
					  bool fold);
static void collect_inputs(EvalPlan *plan, EvalFact *fact);
static void visit_inputs(EvalFact *root, PlanNode *node, int *size);

EvalColumnClass
te_column_class(Oid type, Oid quantity_type, Oid history_type)
{
	Oid base = getBaseType(type);

	if (OidIsValid(quantity_type) && base == quantity_type)
		return COLUMN_QUANTITY;
	if (OidIsValid(history_type) && base == history_type)
		return COLUMN_HISTORY;
	switch (base)
	{
		case BOOLOID:
			return COLUMN_BOOLEAN;
		case INT2OID:
		case INT4OID:
		case INT8OID:
			return COLUMN_INTEGER;
		case FLOAT8OID:
			return COLUMN_FLOAT8;
		case FLOAT4OID:
			return COLUMN_FLOAT4;
		case NUMERICOID:
			return COLUMN_NUMERIC;
		case TEXTOID:
		case VARCHAROID:
		case BPCHAROID:
		case NAMEOID:
			return COLUMN_TEXT;
		case TEXTARRAYOID:
			return COLUMN_TEXT_ARRAY;
		case DATEOID:
			return COLUMN_DATE;
		case TIMESTAMPOID:
			return COLUMN_TIMESTAMP;
		case TIMESTAMPTZOID:
			return COLUMN_TIMESTAMPTZ;
		default:
			if (type_is_enum(base))
				return COLUMN_ENUM;
			return is_ln_class(base, quantity_type) ? COLUMN_LN_CLASS :
													  COLUMN_UNUSABLE;
	}
}

/* All our types are in one schema: the one of quantity. */
static bool
is_ln_class(Oid type, Oid quantity_type)
{
	HeapTuple tuple;
	Oid schema = InvalidOid;

	if (!OidIsValid(quantity_type))
		return false;
	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(quantity_type));
	if (HeapTupleIsValid(tuple))
	{
		schema = ((Form_pg_type) GETSTRUCT(tuple))->typnamespace;
		ReleaseSysCache(tuple);
	}
	return OidIsValid(schema) &&
		type ==
		GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
						CStringGetDatum("ln_class"), ObjectIdGetDatum(schema));
}

void
te_eval_bind(EvalPlan *plan, Oid quantity_type, Oid history_type)
{
	BindState state;
	int history_columns = 0;

	state.plan = plan;
	state.quantity_type = quantity_type;
	state.history_type = history_type;
	state.used = palloc0_array(bool, (plan->n_columns + 1));
	state.history_used = false;
	for (int i = 0; i < plan->n_columns; i++)
	{
		if (te_column_class(plan->columns[i].type, quantity_type,
							history_type) != COLUMN_HISTORY)
			continue;
		if (history_columns++ == 0)
			plan->history_column = i;
	}
	for (uint32 i = 0; i < plan->criteria->n_clauses; i++)
		use_node(&state, plan->clauses[i]);
	for (int i = 0; i < plan->n_facts; i++)
	{
		if (plan->facts[i].used && plan->facts[i].source == FACT_DERIVED)
			collect_inputs(plan, &plan->facts[i]);
	}
	if (state.history_used && history_columns > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("row has more than one patient_history column")));
	if (!state.history_used)
		plan->history_column = -1;
	else if (plan->history_column >= 0)
		state.used[plan->history_column] = true;

	plan->used = palloc_array(int, (plan->n_columns + 1));
	for (int i = 0; i < plan->n_columns; i++)
	{
		if (state.used[i])
			plan->used[plan->n_used++] = i;
	}
}

/* Binds every fact below a node. */
static void
use_node(BindState *state, PlanNode *node)
{
	check_stack_depth();
	if (node->fact != NULL)
		use_fact(state, node->fact);
	for (int i = 0; i < node->n_args; i++)
		use_node(state, node->args[i]);
	if (node->where != NULL)
		use_node(state, node->where);
	if (node->window != NULL)
		use_node(state, node->window);
	if (node->limit_side)
		use_limits(state, node);
}

static void
use_fact(BindState *state, EvalFact *fact)
{
	EvalPlan *plan = state->plan;
	bool history = plan->history_only || plan->history_column >= 0;

	if (fact->used)
		return;
	fact->used = true;
	if (fact->baseline_of != NULL)
		use_fact(state, fact->baseline_of);
	if (fact->derived != NULL)
	{
		fact->source = FACT_DERIVED;
		use_node(state, fact->derived);
		return;
	}
	if (bind_columns(state, fact))
	{
		fact->source = FACT_COLUMN;
		for (int i = 0; i < fact->n_columns; i++)
			state->used[fact->columns[i].column] = true;
		bind_limits(state, fact);
		return;
	}
	if (fact->reading == READ_AGE)
	{
		use_fact(state, fact->birth_date);
		if (fact->birth_date->source == FACT_COLUMN ||
			fact->birth_date->source == FACT_DERIVED)
		{
			fact->source = FACT_AGE;
			return;
		}
	}
	if (history)
	{
		fact->source = FACT_HISTORY;
		state->history_used = true;
	}
	else if (fact->absent_no)
		fact->source = FACT_ABSENT;
}

static bool
bind_columns(BindState *state, EvalFact *fact)
{
	EvalPlan *plan = state->plan;

	if (plan->n_columns == 0)
		return false;
	fact->columns = palloc_array(FactColumn, fact->n_series);
	fact->n_columns = 0;
	for (int i = 0; i < fact->n_series; i++)
	{
		FactColumn column =
			te_eval_find_column(plan, fact->series[i].column,
								fact->series[i].length, state->quantity_type,
								state->history_type);

		column.other = i > 0 ? fact->series[i].column : NULL;
		if (column.column >= 0 && column.class != COLUMN_HISTORY)
			fact->columns[fact->n_columns++] = column;
		/* whatever the fact is called */
		if (column.class == COLUMN_LN_CLASS && fact->reading == READ_PLAIN)
			fact->reading = READ_LN_CLASS;
	}
	return fact->n_columns > 0;
}

/* Columns fact_uln and fact_lln. */
static void
bind_limits(BindState *state, EvalFact *fact)
{
	for (int which = 0; which < 2; which++)
	{
		char *name =
			psprintf("%s_%s", fact->name, which == CRIT_ULN ? "uln" : "lln");

		fact->limit_column[which] =
			te_eval_find_column(state->plan, name, strlen(name),
								state->quantity_type, state->history_type);
	}
}

/* They are read only where some comparison speaks of ULN or LLN. */
static void
use_limits(BindState *state, PlanNode *node)
{
	for (int i = 0; i < node->n_args; i++)
	{
		const EvalFact *fact = node->args[i]->fact;

		if (fact == NULL || fact->source != FACT_COLUMN)
			continue;
		for (int which = 0; which < 2; which++)
		{
			if (fact->limit_column[which].column >= 0)
				state->used[fact->limit_column[which].column] = true;
		}
	}
}

/*
 * An exact match first.  A name without capitals (all that was not quoted) is
 * matched without regard to case; where two columns differ in case only, the
 * fact must be quoted.
 */
FactColumn
te_eval_find_column(EvalPlan *plan, const char *name, int length,
					Oid quantity_type, Oid history_type)
{
	FactColumn found;
	bool fold = true;
	int matches = 0;

	memset(&found, 0, sizeof(found));
	found.column = -1;
	for (int i = 0; i < length; i++)
		fold = fold && !(name[i] >= 'A' && name[i] <= 'Z');
	for (int pass = 0; pass < (fold ? 2 : 1) && matches == 0; pass++)
	{
		for (int i = 0; i < plan->n_columns; i++)
		{
			if (!same_name(plan->columns[i].name, name, length, pass == 1))
				continue;
			if (matches++ == 0)
				found.column = i;
		}
	}
	if (matches > 1)
		ereport(ERROR,
				(errcode(ERRCODE_AMBIGUOUS_COLUMN),
				 errmsg("fact \"%.*s\" is ambiguous", length, name),
				 errdetail("More than one column of the row has that name."),
				 errhint("Name the columns differently, or quote the fact.")));
	if (matches == 1)
	{
		found.type = getBaseType(plan->columns[found.column].type);
		found.class = te_column_class(found.type, quantity_type, history_type);
		found.missing = plan->columns[found.column].missing;
	}
	return found;
}

static bool
same_name(const char *column, const char *fact, int length, bool fold)
{
	if (strlen(column) != length)
		return false;
	if (!fold)
		return memcmp(column, fact, length) == 0;
	for (int i = 0; i < length; i++)
	{
		char c = column[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != fact[i])
			return false;
	}
	return true;
}

/* ----------------------------------------------------- inputs of the derived */

/* The dated facts that a derived one is made of. */
static void
collect_inputs(EvalPlan *plan, EvalFact *fact)
{
	int size = 0;

	for (int i = 0; i < plan->n_facts; i++)
		plan->facts[i].visiting = false;
	fact->visiting = true;
	visit_inputs(fact, fact->derived, &size);
	for (int i = 0; i < plan->n_facts; i++)
		plan->facts[i].visiting = false;
}

static void
visit_inputs(EvalFact *root, PlanNode *node, int *size)
{
	EvalFact *fact = node->fact;

	check_stack_depth();
	if (fact != NULL && !fact->visiting)
	{
		fact->visiting = true;
		if (fact->source == FACT_DERIVED)
			visit_inputs(root, fact->derived, size);
		else if (fact->source == FACT_HISTORY && fact->reading != READ_AGE &&
				 fact->reading != READ_SEX &&
				 strcmp(fact->name, "birth_date") != 0)
		{
			if (root->n_inputs == *size)
			{
				*size = *size == 0 ? 4 : 2 * *size;
				root->inputs = root->inputs == NULL ?
					palloc_array(EvalFact *, *size) :
					repalloc(root->inputs, sizeof(EvalFact *) * *size);
			}
			root->inputs[root->n_inputs++] = fact;
		}
	}
	for (int i = 0; i < node->n_args; i++)
		visit_inputs(root, node->args[i], size);
}

/*
 * rules_row.c
 *		Response rules over two rows, and the SQL functions that ask them.
 *
 * The rows are laid side by side as one: what the rules say of baseline are
 * columns named "baseline.column" then, and everything else is as with
 * criteria over a row.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "criteria/criteria_build.h"
#include "criteria/eval_internal.h"
#include "criteria/result.h"
#include "criteria/row_program.h"
#include "criteria/rules_row.h"

/* Rules and row types one call site plans without forgetting. */
#define KEPT_PLANS 8
#define N_ROWS 2

typedef struct RulesPlan
{
	struct varlena *key; /* the rules as they came */
	uint64 identity[N_ROWS];
	MemoryContext context;
	RulesRow row;
	EvalPlan *plan;
	TupleDesc desc[N_ROWS]; /* NULL: no type */
	int *attribute[N_ROWS]; /* of a column, from 0 */
	Datum *values;
	bool *nulls;
} RulesPlan;

typedef struct RulesPlans
{
	OurTypes types;
	int next; /* to be forgotten */
	RulesPlan *plan[KEPT_PLANS];
} RulesPlans;

/* What te_criteria_lower asks about columns. */
typedef struct LowerRow
{
	EvalPlan probe; /* columns only */
	EvalPlan at_baseline;
	const OurTypes *types;
	bool typed;
	bool has_history;
} LowerRow;

static LowerColumn column_kind(const CriteriaLowering *lowering,
							   const char *name, size_t length);
static bool has_column(LowerRow *row, const char *name, size_t length);
static void add_column(RulesRow *row, LowerRow *probe, const CritFact *fact,
					   bool has_current, bool has_baseline);
static Oid null_type(LowerRow *probe, const char *name, size_t length,
					 CritType type);
static int date_column(LowerRow *probe, const char *name, size_t length);
static RulesPlan *get_plan(FunctionCallInfo fcinfo);
static RulesPlan *new_plan(FunctionCallInfo fcinfo, RulesPlans *kept,
						   const struct varlena *key, const Oid *type,
						   const int32 *typmod);
static void read_row(RulesPlan *plan, FunctionCallInfo fcinfo, int which);
static Oid row_type(FunctionCallInfo fcinfo, int argument, int32 *typmod);

/* ---------------------------------------------------------- rules as criteria */

void
te_rules_over_rows(const Criteria *rules, const OurTypes *types,
				   const RulesColumns *current, const RulesColumns *baseline,
				   RulesRow *row)
{
	CriteriaLowering lowering = {true, column_kind, NULL};
	LowerRow probe;
	int n = 0;

	memset(row, 0, sizeof(*row));
	memset(&probe, 0, sizeof(probe));
	row->n_current = current->typed ? current->n_columns : 0;
	row->n_baseline = baseline->typed ? baseline->n_columns : 0;
	/* every fact has a name at most twice as it is */
	row->columns = palloc0_array(EvalColumn,
								 row->n_current + row->n_baseline +
									 2 * rules->n_facts + 2);
	row->same_as =
		palloc_array(int,
					 row->n_current + row->n_baseline + 2 * rules->n_facts + 2);
	for (int i = 0; i < row->n_current; i++)
	{
		row->columns[n++] = current->columns[i];
		probe.has_history |=
			te_column_class(current->columns[i].type, types->quantity,
							types->history) == COLUMN_HISTORY;
	}
	probe.types = types;
	probe.typed = current->typed;
	probe.at_baseline.columns = baseline->columns;
	probe.at_baseline.n_columns = row->n_baseline;
	probe.probe.columns = row->columns;
	probe.probe.n_columns = n;
	lowering.context = &probe;
	row->criteria = te_criteria_lower(rules, &lowering);
	for (int i = 0; i < row->n_baseline; i++)
	{
		const char *name = baseline->columns[i].name;

		row->columns[n] = baseline->columns[i];
		/* its day needs no other name */
		if (pg_strcasecmp(name, BASELINE_DATE_FACT) != 0 ||
			has_column(&probe, BASELINE_DATE_FACT, strlen(BASELINE_DATE_FACT)))
			row->columns[n].name = psprintf(BASELINE_PREFIX "%s", name);
		n++;
	}
	row->n_columns = probe.probe.n_columns = n;
	for (uint32 i = 0; i < row->criteria->n_facts; i++)
		add_column(row, &probe, &CRITERIA_FACTS(row->criteria)[i],
				   current->typed, baseline->typed);
}

/* Flags where nothing is known: the error is that the column is missing. */
static LowerColumn
column_kind(const CriteriaLowering *lowering, const char *name, size_t length)
{
	LowerRow *row = lowering->context;
	FactColumn column;

	/* a NULL of no type is of the kind that the other row says */
	column = te_eval_find_column(row->typed ? &row->probe : &row->at_baseline,
								 name, (int) length, row->types->quantity,
								 row->types->history);
	if (column.column < 0)
		return row->has_history ? LOWER_NONE : LOWER_FLAG;
	switch (column.class)
	{
		case COLUMN_DATE:
		case COLUMN_TIMESTAMP:
		case COLUMN_TIMESTAMPTZ:
			return LOWER_DATE;
		case COLUMN_HISTORY:
			return LOWER_NONE;
		default:
			return LOWER_FLAG;
	}
}

static bool
has_column(LowerRow *row, const char *name, size_t length)
{
	return te_eval_find_column(&row->probe, name, (int) length,
							   row->types->quantity, row->types->history)
			   .column >= 0;
}

/*
 * The column that a fact needs and no row has: the date of an event, or, of a
 * row without a type, a NULL.
 */
static void
add_column(RulesRow *row, LowerRow *probe, const CritFact *fact,
		   bool has_current, bool has_baseline)
{
	const char *name = CRITERIA_TEXT(row->criteria) + fact->name.offset;
	size_t length = fact->name.length;
	size_t kind_length = length;
	size_t event_length = length;
	bool is_day = length == strlen(BASELINE_DATE_FACT) &&
		memcmp(name, BASELINE_DATE_FACT, length) == 0;
	bool at_baseline = is_day || te_fact_own_name(name, &kind_length) != name;
	EvalColumn *column = &row->columns[row->n_columns];
	int same_as;

	if (has_column(probe, name, length))
		return;
	same_as = date_column(probe, name, length);
	if (same_as >= 0)
		*column = row->columns[same_as];
	else if (at_baseline ? has_baseline : has_current)
		return;
	else
	{
		column->type = is_day || te_fact_less_date(name, &event_length) ?
			DATEOID :
			null_type(probe, name, length, fact->type);
		column->missing = true;
		column->typmod = -1;
		column->collation = get_typcollation(column->type);
	}
	column->name = pnstrdup(name, length);
	row->same_as[row->n_columns++] = same_as;
	probe->probe.n_columns = row->n_columns;
}

/* Of "rescue_therapy.date" the column rescue_therapy, -1 for another name. */
static int
date_column(LowerRow *probe, const char *name, size_t length)
{
	if (!te_fact_less_date(name, &length))
		return -1;
	return te_eval_find_column(&probe->probe, name, (int) length,
							   probe->types->quantity, probe->types->history)
		.column;
}

/*
 * Of what type a NULL is.  Beside its like on the other day it is of the type
 * of that; else of one that fits the use, whatever the unit.
 */
static Oid
null_type(LowerRow *probe, const char *name, size_t length, CritType type)
{
	size_t kind_length = length;
	const char *kind = te_fact_own_name(name, &kind_length);
	char *like = kind != name ?
		pnstrdup(kind, kind_length) :
		psprintf(BASELINE_PREFIX "%.*s", (int) length, name);
	FactColumn column =
		te_eval_find_column(&probe->probe, like, (int) strlen(like),
							probe->types->quantity, probe->types->history);

	switch (type)
	{
		case CRIT_TYPE_TEXT:
			return TEXTOID;
		case CRIT_TYPE_DATE:
			return DATEOID;
		case CRIT_TYPE_BOOLEAN:
			return BOOLOID;
		case CRIT_TYPE_ANY:
			if (column.column >= 0 && column.class != COLUMN_HISTORY)
				return column.type;
			return probe->types->quantity;
		default:
			return probe->types->quantity;
	}
}

/* ---------------------------------------------------------- the SQL functions */

static Datum
label_or_null(FunctionCallInfo fcinfo, const Criteria *c, int chosen)
{
	if (chosen < 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(te_criteria_label(c, chosen)));
}

PG_FUNCTION_INFO_V1(classify_record);

/* classify(response_rules, current record, baseline record) text */
Datum
classify_record(PG_FUNCTION_ARGS)
{
	EvalDate no_date = {EVAL_DATE_ABSENT, 0};
	RulesPlan *plan;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	plan = get_plan(fcinfo);
	return label_or_null(fcinfo, plan->row.criteria,
						 te_eval_first(plan->plan, plan->values, plan->nulls,
									   NULL, no_date));
}

PG_FUNCTION_INFO_V1(explain_response_record);

/* explain_response(response_rules, current record, baseline record) */
Datum
explain_response_record(PG_FUNCTION_ARGS)
{
	EvalDate no_date = {EVAL_DATE_ABSENT, 0};

	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0))
	{
		RulesPlan *plan = get_plan(fcinfo);

		te_rules_rows(fcinfo, plan->row.criteria, plan->plan, plan->values,
					  plan->nulls, NULL, no_date);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(response_columns_classify);

/* response_columns_classify(criteria, names, as_of, column ...) text */
Datum
response_columns_classify(PG_FUNCTION_ARGS)
{
	RowPlan *plan = te_columns_plan(fcinfo);

	if (plan == NULL)
		PG_RETURN_NULL();
	return label_or_null(fcinfo, plan->criteria,
						 te_row_chosen(plan, te_date_argument(fcinfo, 2)));
}

PG_FUNCTION_INFO_V1(response_columns_explain);

/* response_columns_explain(criteria, names, as_of, column ...) */
Datum
response_columns_explain(PG_FUNCTION_ARGS)
{
	RowPlan *plan;

	InitMaterializedSRF(fcinfo, 0);
	plan = te_columns_plan(fcinfo);
	if (plan != NULL)
	{
		te_row_spread(plan);
		te_rules_rows(fcinfo, plan->criteria, plan->plan, plan->values,
					  plan->nulls, NULL, te_date_argument(fcinfo, 2));
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(response_no_columns_classify);

/* response_columns_classify(criteria, names, as_of) */
Datum
response_no_columns_classify(PG_FUNCTION_ARGS)
{
	return response_columns_classify(fcinfo);
}

PG_FUNCTION_INFO_V1(response_no_columns_explain);

/* response_columns_explain(criteria, names, as_of) */
Datum
response_no_columns_explain(PG_FUNCTION_ARGS)
{
	return response_columns_explain(fcinfo);
}

/* ------------------------------------------------------------------ the plans */

/* The plan for the rules and the types of both rows, the rows read. */
static RulesPlan *
get_plan(FunctionCallInfo fcinfo)
{
	struct varlena *key =
		(struct varlena *) PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	RulesPlans *kept = fcinfo->flinfo->fn_extra;
	RulesPlan *plan = NULL;
	Oid type[N_ROWS];
	int32 typmod[N_ROWS];
	uint64 identity[N_ROWS];

	if (kept == NULL)
	{
		kept =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(RulesPlans));
		te_our_types(fcinfo->flinfo->fn_oid, &kept->types);
		fcinfo->flinfo->fn_extra = kept;
	}
	for (int i = 0; i < N_ROWS; i++)
	{
		type[i] = row_type(fcinfo, i + 1, &typmod[i]);
		identity[i] = OidIsValid(type[i]) ?
			assign_record_type_identifier(type[i], typmod[i]) :
			0;
	}
	for (int i = 0; i < KEPT_PLANS && plan == NULL; i++)
	{
		RulesPlan *one = kept->plan[i];

		if (one != NULL && one->identity[0] == identity[0] &&
			one->identity[1] == identity[1] &&
			VARSIZE_ANY(one->key) == VARSIZE_ANY(key) &&
			memcmp(one->key, key, VARSIZE_ANY(key)) == 0)
			plan = one;
	}
	if (plan == NULL)
	{
		plan = new_plan(fcinfo, kept, key, type, typmod);
		memcpy(plan->identity, identity, sizeof(identity));
		MemoryContextSetParent(plan->context, fcinfo->flinfo->fn_mcxt);
		if (kept->plan[kept->next] != NULL)
			MemoryContextDelete(kept->plan[kept->next]->context);
		kept->plan[kept->next] = plan;
		kept->next = (kept->next + 1) % KEPT_PLANS;
	}
	for (int i = 0; i < N_ROWS; i++)
		read_row(plan, fcinfo, i);
	for (int i = plan->row.n_current + plan->row.n_baseline;
		 i < plan->row.n_columns; i++)
	{
		int same_as = plan->row.same_as[i];

		plan->nulls[i] = same_as < 0 || plan->nulls[same_as];
		plan->values[i] = same_as < 0 ? (Datum) 0 : plan->values[same_as];
	}
	return plan;
}

/* The type of a row argument; InvalidOid for a NULL of none. */
static Oid
row_type(FunctionCallInfo fcinfo, int argument, int32 *typmod)
{
	Oid type;

	*typmod = -1;
	if (!PG_ARGISNULL(argument))
	{
		HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(argument);

		*typmod = HeapTupleHeaderGetTypMod(row);
		return HeapTupleHeaderGetTypeId(row);
	}
	type = get_fn_expr_argtype(fcinfo->flinfo, argument);
	if (OidIsValid(type))
		type = getBaseType(type);
	return OidIsValid(type) && type != RECORDOID &&
			OidIsValid(get_typ_typrelid(type)) ?
		type :
		InvalidOid;
}

/* In a context of its own, below the current one until it is kept. */
static RulesPlan *
new_plan(FunctionCallInfo fcinfo, RulesPlans *kept, const struct varlena *key,
		 const Oid *type, const int32 *typmod)
{
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "response rules over rows",
							  ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	RulesPlan *plan = palloc0(sizeof(RulesPlan));
	RulesColumns columns[N_ROWS];
	int n;

	plan->context = context;
	plan->key = palloc(VARSIZE_ANY(key));
	memcpy(plan->key, key, VARSIZE_ANY(key));
	memset(columns, 0, sizeof(columns));
	for (int i = 0; i < N_ROWS; i++)
	{
		if (!OidIsValid(type[i]))
			continue;
		plan->desc[i] = lookup_rowtype_tupdesc_copy(type[i], typmod[i]);
		columns[i].typed = true;
		columns[i].columns =
			te_row_columns(plan->desc[i], &columns[i].n_columns,
						   &plan->attribute[i]);
	}
	te_rules_over_rows(DatumGetCriteriaP(PointerGetDatum(plan->key)),
					   &kept->types, &columns[0], &columns[1], &plan->row);
	plan->plan = te_eval_plan(plan->row.criteria, plan->row.n_columns,
							  plan->row.columns, false, EVAL_DATE_ABSENT,
							  kept->types.quantity, kept->types.history);
	n = Max(plan->row.n_columns, 1);
	plan->values = palloc0_array(Datum, n);
	plan->nulls = palloc_array(bool, n);
	memset(plan->nulls, true, sizeof(bool) * n);
	MemoryContextSwitchTo(old);
	return plan;
}

/* A NULL row is a row whose columns are all NULL. */
static void
read_row(RulesPlan *plan, FunctionCallInfo fcinfo, int which)
{
	int first = which == 0 ? 0 : plan->row.n_current;
	int n = which == 0 ? plan->row.n_current : plan->row.n_baseline;
	TupleDesc desc = plan->desc[which];
	HeapTupleData tuple;
	Datum *values;
	bool *nulls;

	if (n == 0)
		return;
	if (PG_ARGISNULL(which + 1))
	{
		memset(plan->nulls + first, true, sizeof(bool) * n);
		return;
	}
	tuple.t_data = PG_GETARG_HEAPTUPLEHEADER(which + 1);
	tuple.t_len = HeapTupleHeaderGetDatumLength(tuple.t_data);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	values = palloc_array(Datum, desc->natts);
	nulls = palloc_array(bool, desc->natts);
	heap_deform_tuple(&tuple, desc, values, nulls);
	for (int i = 0; i < n; i++)
	{
		plan->values[first + i] = values[plan->attribute[which][i]];
		plan->nulls[first + i] = nulls[plan->attribute[which][i]];
	}
	pfree(values);
	pfree(nulls);
}

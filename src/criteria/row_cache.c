/*
 * row_cache.c
 *		Plans of criteria over rows, kept for the calls to come.
 *
 * A call site (one FmgrInfo) keeps a few plans, keyed by the bytes of the
 * criteria as they arrive and by the identity of the row type.  The identity
 * comes from the type cache: it changes when a column is renamed, added or
 * dropped, even within one transaction, and tells anonymous row types apart.
 * A few entries and not one, because joins alternate criteria.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "criteria/criteria_build.h"
#include "criteria/row_program.h"

/* Plans kept by one call site; a cross join of more criteria plans anew. */
#define ROW_CACHE_SIZE 64

typedef struct RowCache
{
	OurTypes types;
	uint64 clock;
	int n_entries;
	int last_found;
	RowPlan *entries[ROW_CACHE_SIZE];
	TypeCacheEntry *row_type; /* of the rows met last */
	RowPlan *constant;		  /* column forms: criteria and names are Consts */
	bool arguments_constant;
	bool criteria_constant;
} RowCache;

static RowCache *cache_of_call(FunctionCallInfo fcinfo);
static uint64 row_identity(RowCache *cache, Oid type, int32 typmod);
static bool argument_is_const(FmgrInfo *flinfo, int argument);
static bool same_bytes(const struct varlena *a, const struct varlena *b);
static RowPlan *cache_find(RowCache *cache, const struct varlena *criteria,
						   const struct varlena *names, uint64 identity);
static void cache_add(RowCache *cache, FmgrInfo *flinfo, RowPlan *entry);
static RowPlan *entry_new(const struct varlena *criteria_key);
static void entry_plan(RowPlan *entry, const RowCache *cache,
					   const EvalColumn *columns, EvalDateState date_state,
					   bool null_row);
static struct varlena *argument_bytes(FunctionCallInfo fcinfo, int argument);
static void prepare_slot(RowPlan *entry, TupleDesc desc);
static void row_values(RowPlan *entry, HeapTupleHeader row);
static RowPlan *plan_without_type(FunctionCallInfo fcinfo, RowCache *cache,
								  const struct varlena *criteria,
								  EvalDateState date_state);
static EvalColumn *argument_columns(FunctionCallInfo fcinfo,
									const struct varlena *names,
									int *n_columns);

/*
 * The columns of the row in argument 1 are read into the plan's workspace.  A
 * NULL row is a row whose columns are all NULL.
 */
RowPlan *
te_row_plan(FunctionCallInfo fcinfo, EvalDateState date_state)
{
	RowCache *cache = cache_of_call(fcinfo);
	struct varlena *criteria = argument_bytes(fcinfo, 0);
	HeapTupleHeader row = NULL;
	Oid type;
	int32 typmod = -1;
	uint64 identity;
	RowPlan *entry;

	if (!PG_ARGISNULL(1))
	{
		row = PG_GETARG_HEAPTUPLEHEADER(1);
		type = HeapTupleHeaderGetTypeId(row);
		typmod = HeapTupleHeaderGetTypMod(row);
	}
	else
	{
		type = get_fn_expr_argtype(fcinfo->flinfo, 1);
		if (OidIsValid(type))
			type = getBaseType(type);
		if (!OidIsValid(type) || type == RECORDOID ||
			!OidIsValid(get_typ_typrelid(type)))
			return plan_without_type(fcinfo, cache, criteria, date_state);
	}

	identity = row_identity(cache, type, typmod);
	entry = cache_find(cache, criteria, NULL, identity);
	if (entry == NULL)
	{
		TupleDesc desc;
		MemoryContext old;
		EvalColumn *columns;

		entry = entry_new(criteria);
		old = MemoryContextSwitchTo(entry->context);
		desc = lookup_rowtype_tupdesc_copy(type, typmod);
		entry->row_identity = identity;
		columns = te_row_columns(desc, &entry->n_columns, &entry->attribute);
		entry_plan(entry, cache, columns, date_state, false);
		prepare_slot(entry, desc);
		MemoryContextSwitchTo(old);
		cache_add(cache, fcinfo->flinfo, entry);
	}
	row_values(entry, row);
	return entry;
}

RowPlan *
te_columns_plan(FunctionCallInfo fcinfo)
{
	RowCache *cache;
	RowPlan *entry;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return NULL;
	cache = cache_of_call(fcinfo);
	entry = cache->constant;
	if (entry == NULL)
	{
		struct varlena *criteria = argument_bytes(fcinfo, 0);
		struct varlena *names = PG_DETOAST_DATUM(PG_GETARG_DATUM(1));

		entry = cache_find(cache, criteria, names, 0);
		if (entry == NULL)
		{
			MemoryContext old;
			EvalColumn *columns;

			entry = entry_new(criteria);
			old = MemoryContextSwitchTo(entry->context);
			entry->names_key = (struct varlena *) palloc(VARSIZE_ANY(names));
			memcpy(entry->names_key, names, VARSIZE_ANY(names));
			columns =
				argument_columns(fcinfo, entry->names_key, &entry->n_columns);
			entry_plan(entry, cache, columns, EVAL_DATE_GIVEN, false);
			MemoryContextSwitchTo(old);
			cache_add(cache, fcinfo->flinfo, entry);
		}
		if (cache->arguments_constant)
			cache->constant = entry;
	}
	entry->columns = &fcinfo->args[3];
	return entry;
}

void
te_row_spread(RowPlan *plan)
{
	for (int i = 0; i < plan->n_needed; i++)
	{
		int column = plan->needed[i];

		plan->values[column] = plan->columns[column].value;
		plan->nulls[column] = plan->columns[column].isnull;
	}
}

EvalDate
te_date_argument(FunctionCallInfo fcinfo, int argument)
{
	EvalDate as_of = {EVAL_DATE_ABSENT, 0};
	int overflow;

	if (argument >= PG_NARGS())
		return as_of;
	as_of.state = EVAL_DATE_NULL;
	if (!PG_ARGISNULL(argument))
	{
		/* beyond the last timestamp is as good as infinite */
		as_of.state = EVAL_DATE_GIVEN;
		as_of.moment =
			date2timestamp_opt_overflow(PG_GETARG_DATEADT(argument), &overflow);
	}
	return as_of;
}

EvalColumn *
te_row_columns(TupleDesc desc, int *n_columns, int **attribute)
{
	EvalColumn *columns = palloc0_array(EvalColumn, Max(desc->natts, 1));
	int n = 0;

	*attribute = palloc0_array(int, Max(desc->natts, 1));
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, i);

		if (att->attisdropped)
			continue;
		columns[n].name = pstrdup(NameStr(att->attname));
		columns[n].type = att->atttypid;
		columns[n].typmod = att->atttypmod;
		columns[n].collation = att->attcollation;
		(*attribute)[n++] = i;
	}
	*n_columns = n;
	return columns;
}

/* -------------------------------------------------------------- the entries */

/*
 * As assign_record_type_identifier, without looking a named type up for each
 * row: its entry in the type cache stays where it is for the session, and loses
 * its description when the type changes.
 */
static uint64
row_identity(RowCache *cache, Oid type, int32 typmod)
{
	if (type == RECORDOID)
		return assign_record_type_identifier(type, typmod);
	if (cache->row_type == NULL || cache->row_type->type_id != type ||
		cache->row_type->tupDesc == NULL)
	{
		uint64 identity = assign_record_type_identifier(type, typmod);

		cache->row_type = lookup_type_cache(type, TYPECACHE_TUPDESC);
		return identity;
	}
	return cache->row_type->tupDesc_identifier;
}

static RowCache *
cache_of_call(FunctionCallInfo fcinfo)
{
	FmgrInfo *flinfo = fcinfo->flinfo;

	if (flinfo->fn_extra == NULL)
	{
		RowCache *cache =
			MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(RowCache));

		te_our_types(flinfo->fn_oid, &cache->types);
		cache->criteria_constant = argument_is_const(flinfo, 0);
		cache->arguments_constant =
			cache->criteria_constant && argument_is_const(flinfo, 1);
		flinfo->fn_extra = cache;
	}
	return (RowCache *) flinfo->fn_extra;
}

/*
 * get_fn_expr_arg_stable would also accept a parameter, which PL/pgSQL changes
 * between two calls through the same FmgrInfo.
 */
static bool
argument_is_const(FmgrInfo *flinfo, int argument)
{
	Node *call = flinfo->fn_expr;
	List *args;

	if (call == NULL || !IsA(call, FuncExpr))
		return false;
	args = ((FuncExpr *) call)->args;
	return argument < list_length(args) && IsA(list_nth(args, argument), Const);
}

/*
 * A varlena as it arrives, unless it lies in a toast table: the number of a
 * toasted value may be given out again.
 */
static struct varlena *
argument_bytes(FunctionCallInfo fcinfo, int argument)
{
	struct varlena *value =
		(struct varlena *) DatumGetPointer(PG_GETARG_DATUM(argument));

	return VARATT_IS_EXTERNAL(value) ?
		PG_DETOAST_DATUM(PointerGetDatum(value)) :
		value;
}

static bool
same_bytes(const struct varlena *a, const struct varlena *b)
{
	return a == b ||
		(a != NULL && b != NULL && VARSIZE_ANY(a) == VARSIZE_ANY(b) &&
		 memcmp(a, b, VARSIZE_ANY(a)) == 0);
}

static RowPlan *
cache_find(RowCache *cache, const struct varlena *criteria,
		   const struct varlena *names, uint64 identity)
{
	for (int i = 0; i < cache->n_entries; i++)
	{
		/* from the one found last onwards: loops come round again */
		int place = (cache->last_found + i) % cache->n_entries;
		RowPlan *entry = cache->entries[place];

		if (entry->row_identity == identity &&
			(cache->criteria_constant ||
			 same_bytes(entry->criteria_key, criteria)) &&
			same_bytes(entry->names_key, names))
		{
			cache->last_found = place;
			entry->last_used = ++cache->clock;
			return entry;
		}
	}
	return NULL;
}

/* Keeps a finished entry, in place of the one used longest ago if need be. */
static void
cache_add(RowCache *cache, FmgrInfo *flinfo, RowPlan *entry)
{
	int place = 0;

	MemoryContextSetParent(entry->context, flinfo->fn_mcxt);
	entry->last_used = ++cache->clock;
	if (cache->n_entries < ROW_CACHE_SIZE)
		place = cache->n_entries++;
	else
	{
		for (int i = 1; i < ROW_CACHE_SIZE; i++)
		{
			if (cache->entries[i]->last_used < cache->entries[place]->last_used)
				place = i;
		}
		MemoryContextDelete(cache->entries[place]->context);
	}
	cache->entries[place] = entry;
}

/*
 * An empty entry in a context of its own, below the current one until it is
 * kept: planning may fail, again and again in a PL/pgSQL loop.
 */
static RowPlan *
entry_new(const struct varlena *criteria_key)
{
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "criteria over rows",
							  ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	RowPlan *entry = palloc0(sizeof(RowPlan));

	entry->context = context;
	entry->criteria_key = (struct varlena *) palloc(VARSIZE_ANY(criteria_key));
	memcpy(entry->criteria_key, criteria_key, VARSIZE_ANY(criteria_key));
	entry->criteria = DatumGetCriteriaP(PointerGetDatum(entry->criteria_key));
	MemoryContextSwitchTo(old);
	return entry;
}

/* Plans an entry whose n_columns is set; in the entry's context. */
static void
entry_plan(RowPlan *entry, const RowCache *cache, const EvalColumn *columns,
		   EvalDateState date_state, bool null_row)
{
	Size size = sizeof(TriState) * Max(entry->criteria->n_clauses, 1);

	entry->plan =
		te_eval_plan(entry->criteria, entry->n_columns, columns, false,
					 date_state, cache->types.quantity, cache->types.history);
	if (null_row)
		te_row_null_facts(entry->plan);
	entry->n_needed = te_eval_plan_columns(entry->plan, &entry->needed);
	entry->values = palloc0_array(Datum, Max(entry->n_columns, 1));
	entry->nulls = palloc_array(bool, Max(entry->n_columns, 1));
	memset(entry->nulls, true, sizeof(bool) * Max(entry->n_columns, 1));
	entry->row = palloc_array(NullableDatum, Max(entry->n_columns, 1));
	for (int i = 0; i < entry->n_columns; i++)
		entry->row[i].isnull = true;
	entry->columns = entry->row;
	entry->holds = palloc(size);
	entry->passes = palloc(size);
	te_row_program(entry);
}

/* --------------------------------------------------------------- record forms */

/* Where rows are taken apart, up to the last column that is read. */
static void
prepare_slot(RowPlan *entry, TupleDesc desc)
{
	entry->slot = MakeSingleTupleTableSlot(desc, &TTSOpsHeapTuple);
	entry->n_deformed = entry->n_needed == 0 ?
		0 :
		entry->attribute[entry->needed[entry->n_needed - 1]] + 1;
}

static void
row_values(RowPlan *entry, HeapTupleHeader row)
{
	TupleTableSlot *slot = entry->slot;
	HeapTupleData tuple;

	if (row == NULL)
	{
		for (int i = 0; i < entry->n_needed; i++)
			entry->row[entry->needed[i]].isnull = true;
		return;
	}
	if (entry->n_deformed == 0)
		return;
	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = row;
	ExecStoreHeapTuple(&tuple, slot, false);
	slot_getsomeattrs(slot, entry->n_deformed);
	for (int i = 0; i < entry->n_needed; i++)
	{
		int column = entry->needed[i];
		int attribute = entry->attribute[column];

		entry->row[column].value = slot->tts_values[attribute];
		entry->row[column].isnull = slot->tts_isnull[attribute];
	}
	/* the tuple is gone after this call */
	ExecClearTuple(slot);
}

/*
 * A NULL of an anonymous row type says nothing about its columns.  It is
 * planned as a row that holds only a history, so that no fact is missing; then
 * every fact is made a column that is NULL, as it is to the planner's rewrite.
 */
static RowPlan *
plan_without_type(FunctionCallInfo fcinfo, RowCache *cache,
				  const struct varlena *criteria, EvalDateState date_state)
{
	RowPlan *entry = cache_find(cache, criteria, NULL, 0);

	if (entry == NULL)
	{
		MemoryContext old;
		EvalColumn *column;

		entry = entry_new(criteria);
		old = MemoryContextSwitchTo(entry->context);
		column = palloc0(sizeof(EvalColumn));
		column->name = ROW_HISTORY_COLUMN;
		column->type = cache->types.history;
		column->typmod = -1;
		entry->n_columns = 1;

		/* in a history an age needs a date, in a row it may be a column */
		if ((entry->criteria->flags & CRIT_NEEDS_DATE) == 0)
			date_state = EVAL_DATE_GIVEN;
		entry_plan(entry, cache, column, date_state, true);
		MemoryContextSwitchTo(old);
		cache_add(cache, fcinfo->flinfo, entry);
	}
	return entry;
}

/* --------------------------------------------------------------- column forms */

/*
 * The columns that the arguments from the fourth on stand for.  Anybody can
 * call a column function, so nothing about them is taken on trust.
 */
static EvalColumn *
argument_columns(FunctionCallInfo fcinfo, const struct varlena *names,
				 int *n_columns)
{
	ArrayType *array = (ArrayType *) names;
	Node *call = fcinfo->flinfo->fn_expr;
	EvalColumn *columns;
	Datum *elements;
	bool *nulls;
	int n;

	if (get_fn_expr_variadic(fcinfo->flinfo))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("columns cannot be passed as an array")));
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("column names must be a one-dimensional array")));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements,
					  &nulls, &n);
	if (n != PG_NARGS() - 3)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d column names do not fit %d columns", n,
						PG_NARGS() - 3)));
	columns = palloc0_array(EvalColumn, Max(n, 1));
	for (int i = 0; i < n; i++)
	{
		Oid type = get_fn_expr_argtype(fcinfo->flinfo, i + 3);
		size_t length;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("name of column %d must not be null", i + 1)));
		columns[i].name = TextDatumGetCString(elements[i]);
		length = strlen(columns[i].name);
		(void) te_fact_less_date(te_fact_own_name(columns[i].name, &length),
								 &length);
		if (length >= NAMEDATALEN)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("name of column %d is longer than %d bytes", i + 1,
							NAMEDATALEN - 1)));
		if (!OidIsValid(type) || get_typtype(type) == TYPTYPE_PSEUDO)
			ereport(
				ERROR,
				(errcode(ERRCODE_INDETERMINATE_DATATYPE),
				 errmsg("could not determine the data type of column \"%s\"",
						columns[i].name)));
		columns[i].type = type;
		columns[i].typmod = -1;
		if (call != NULL && IsA(call, FuncExpr))
		{
			Node *argument = list_nth(((FuncExpr *) call)->args, i + 3);

			columns[i].typmod = exprTypmod(argument);
			columns[i].collation = exprCollation(argument);
			columns[i].missing =
				IsA(argument, Const) && ((Const *) argument)->constisnull;
		}
	}
	*n_columns = n;
	return columns;
}

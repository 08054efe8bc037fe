/*
 * randomisation_sql.c
 *		allocation_list: its arguments and rows.  What it computes is in
 *		randomisation.c.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "stats/randomisation.h"

/* An array of texts that name things: arms or strata. */
typedef struct NameList
{
	int n;
	Datum *names;
} NameList;

/* The stratum is the first column of its rows. */
#define ALLOCATION_COLUMNS 4

typedef struct AllocationCall
{
	AllocationPlan plan;
	NameList arms;
	int32 n;
	const char *seed; /* in the server's encoding */
} AllocationCall;

static void read_call(FunctionCallInfo fcinfo, AllocationCall *call);
static NameList read_names(ArrayType *array, const char *what, const char *one);
static int32 *read_numbers(ArrayType *array, const char *what, int *n);
static void check_flat(const ArrayType *array, const char *what);
static void check_distinct(const NameList *list, const char *one);
static int compare_names(const void *a, const void *b);
static char *name_shown(Datum name);
static void read_ratio(AllocationCall *call, ArrayType *array);
static void read_sizes(AllocationCall *call, ArrayType *array);
static void refuse_size(const AllocationPlan *plan, int32 size);
static void read_length(AllocationCall *call, int32 n, int strata);
static void list_rows(ReturnSetInfo *rsinfo, const AllocationCall *call,
					  const char *seed, const Datum *stratum);
static const Node *constant_argument(List *args, int i);

PG_FUNCTION_INFO_V1(allocation_list);

/* allocation_list(arms text[], ratio int[], block_sizes int[], n int, seed text) */
Datum
allocation_list(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	AllocationCall call;

	read_call(fcinfo, &call);
	read_length(&call, PG_GETARG_INT32(3), 1);
	InitMaterializedSRF(fcinfo, 0);
	list_rows(rsinfo, &call, call.seed, NULL);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(allocation_list_strata);

/* The same with strata text[]: the seed of each is "SEED/STRATUM". */
Datum
allocation_list_strata(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	AllocationCall call;
	NameList strata;

	read_call(fcinfo, &call);
	strata = read_names(PG_GETARG_ARRAYTYPE_P(5), "strata", "stratum");
	if (strata.n > ALLOCATION_MAX_STRATA)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many strata: %d", strata.n),
				 errdetail("At most %d are allowed.", ALLOCATION_MAX_STRATA)));
	read_length(&call, PG_GETARG_INT32(3), strata.n);
	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < strata.n; i++)
	{
		char *name = TextDatumGetCString(strata.names[i]);
		char *seed = psprintf("%s/%s", call.seed, name);

		list_rows(rsinfo, &call, seed, &strata.names[i]);
		pfree(seed);
		pfree(name);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(allocation_list_support);

/* Planner support: a constant n, times the strata of a constant array. */
Datum
allocation_list_support(PG_FUNCTION_ARGS)
{
	Node *request = (Node *) PG_GETARG_POINTER(0);
	SupportRequestRows *rows;
	List *args;
	const Const *n;
	double count;

	if (!IsA(request, SupportRequestRows) ||
		!is_funcclause(((SupportRequestRows *) request)->node))
		PG_RETURN_POINTER(NULL);
	rows = (SupportRequestRows *) request;
	args = ((FuncExpr *) rows->node)->args;
	n = (const Const *) constant_argument(args, 3);
	if (n == NULL)
		PG_RETURN_POINTER(NULL);
	count = Max(DatumGetInt32(n->constvalue), 1);
	if (list_length(args) > 5)
	{
		const Const *strata = (const Const *) constant_argument(args, 5);
		ArrayType *array;

		if (strata == NULL)
			PG_RETURN_POINTER(NULL);
		array = DatumGetArrayTypeP(strata->constvalue);
		count *= Max(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)), 1);
	}
	rows->rows = count;
	PG_RETURN_POINTER(rows);
}

static const Node *
constant_argument(List *args, int i)
{
	const Node *arg = (const Node *) list_nth(args, i);

	return IsA(arg, Const) && !((const Const *) arg)->constisnull ? arg : NULL;
}

/* -------------------------------------------------------------- arguments */

/* All but the number of subjects and the strata. */
static void
read_call(FunctionCallInfo fcinfo, AllocationCall *call)
{
	memset(call, 0, sizeof(*call));
	call->arms = read_names(PG_GETARG_ARRAYTYPE_P(0), "arms", "arm");
	if (call->arms.n == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no arm is given")));
	call->plan.n_arms = call->arms.n;
	read_ratio(call, PG_GETARG_ARRAYTYPE_P(1));
	read_sizes(call, PG_GETARG_ARRAYTYPE_P(2));
	call->seed = text_to_cstring(PG_GETARG_TEXT_PP(4));
	if (call->seed[0] == '\0')
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the seed must not be empty"),
			 errhint(
				 "Use a text that names trial and list, with a secret part.")));
}

static void
check_flat(const ArrayType *array, const char *what)
{
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be an array of one dimension", what)));
	if (array_contains_nulls((ArrayType *) array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain nulls", what)));
}

/* Names that are there and differ. */
static NameList
read_names(ArrayType *array, const char *what, const char *one)
{
	NameList list;

	check_flat(array, what);
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &list.names,
					  NULL, &list.n);
	for (int i = 0; i < list.n; i++)
	{
		if (VARSIZE_ANY_EXHDR(DatumGetPointer(list.names[i])) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("name of %s %d is empty", one, i + 1)));
	}
	check_distinct(&list, one);
	return list;
}

/* Byte for byte, as the seeds are. */
static int
compare_names(const void *a, const void *b)
{
	text *x = DatumGetTextPP(*(const Datum *) a);
	text *y = DatumGetTextPP(*(const Datum *) b);
	int x_length = VARSIZE_ANY_EXHDR(x);
	int y_length = VARSIZE_ANY_EXHDR(y);
	int difference =
		memcmp(VARDATA_ANY(x), VARDATA_ANY(y), Min(x_length, y_length));

	return difference != 0 ? difference : x_length - y_length;
}

static void
check_distinct(const NameList *list, const char *one)
{
	Datum *sorted = palloc_array(Datum, list->n);

	memcpy(sorted, list->names, list->n * sizeof(Datum));
	qsort(sorted, list->n, sizeof(Datum), compare_names);
	for (int i = 1; i < list->n; i++)
	{
		if (compare_names(&sorted[i - 1], &sorted[i]) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("%s \"%s\" is given twice", one,
							name_shown(sorted[i]))));
	}
	pfree(sorted);
}

/* As much of a name as a message can take. */
static char *
name_shown(Datum name)
{
	char *shown = TextDatumGetCString(name);

	shown[pg_mbcliplen(shown, strlen(shown), NAMEDATALEN - 1)] = '\0';
	return shown;
}

/* A copy that may be changed. */
static int32 *
read_numbers(ArrayType *array, const char *what, int *n)
{
	int32 *numbers;

	check_flat(array, what);
	*n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	numbers = palloc_array(int32, Max(*n, 1));
	memcpy(numbers, ARR_DATA_PTR(array), *n * sizeof(int32));
	return numbers;
}

static void
read_ratio(AllocationCall *call, ArrayType *array)
{
	int n;

	call->plan.ratio = read_numbers(array, "ratio", &n);
	if (n != call->plan.n_arms)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("ratio has %d numbers for %d arms", n, call->plan.n_arms),
			 errhint("Give each arm its number, in the order of the arms.")));
	for (int i = 0; i < n; i++)
	{
		if (call->plan.ratio[i] < 1)
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid ratio of arm \"%s\": %d",
						name_shown(call->arms.names[i]), call->plan.ratio[i]),
				 errdetail("The numbers of a ratio are whole and above 0.")));
	}
	te_allocation_reduce(&call->plan);
	if (call->plan.ratio_sum > ALLOCATION_MAX_BLOCK)
		ereport(
			ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("ratio needs blocks of more than %d subjects",
					ALLOCATION_MAX_BLOCK),
			 errdetail(
				 "A block holds a multiple of the sum of the ratio in lowest terms.")));
}

static void
read_sizes(AllocationCall *call, ArrayType *array)
{
	AllocationPlan *plan = &call->plan;

	plan->sizes = read_numbers(array, "block_sizes", &plan->n_sizes);
	if (plan->n_sizes == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no block size is given")));
	if (plan->n_sizes > ALLOCATION_MAX_BLOCK)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many block sizes: %d", plan->n_sizes),
				 errdetail("At most %d are allowed.", ALLOCATION_MAX_BLOCK)));
	for (int i = 0; i < plan->n_sizes; i++)
	{
		if (plan->sizes[i] > ALLOCATION_MAX_BLOCK)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("block size %d is too large", plan->sizes[i]),
					 errdetail("A block holds at most %d.",
							   ALLOCATION_MAX_BLOCK)));
		if (plan->sizes[i] < 1 || plan->sizes[i] % plan->ratio_sum != 0)
			refuse_size(plan, plan->sizes[i]);
	}
}

static void
refuse_size(const AllocationPlan *plan, int32 size)
{
	StringInfoData ratio;

	initStringInfo(&ratio);
	for (int i = 0; i < plan->n_arms; i++)
		appendStringInfo(&ratio, i == 0 ? "%d" : ":%d", plan->ratio[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("block size %d does not fit the ratio %s", size,
					ratio.data),
			 errdetail("A block must hold a multiple of %d subjects.",
					   plan->ratio_sum),
			 plan->ratio_sum * 2 <= ALLOCATION_MAX_BLOCK ?
				 errhint("Use block sizes such as %d and %d.", plan->ratio_sum,
						 plan->ratio_sum * 2) :
				 errhint("Use the block size %d.", plan->ratio_sum)));
}

/* So many subjects in each stratum. */
static void
read_length(AllocationCall *call, int32 n, int strata)
{
	if (n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of subjects must not be negative: %d", n)));
	if ((int64) n * Max(strata, 1) > ALLOCATION_MAX_ROWS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many allocations: " INT64_FORMAT,
						(int64) n * Max(strata, 1)),
				 errdetail("At most %d are made at once.",
						   ALLOCATION_MAX_ROWS)));
	call->n = n;
}

/* ------------------------------------------------------------------- rows */

/* The last block is cut off at the n-th subject. */
static void
list_rows(ReturnSetInfo *rsinfo, const AllocationCall *call, const char *seed,
		  const Datum *stratum)
{
	const char *utf8 = pg_server_to_any(seed, strlen(seed), PG_UTF8);
	int first = stratum ? 1 : 0;
	int position = 0;
	int16 arms[ALLOCATION_MAX_BLOCK];
	RandomStream stream;

	if (rsinfo->setDesc->natts != first + ALLOCATION_COLUMNS)
		elog(ERROR, "rows of an allocation list have %d columns, not %d",
			 rsinfo->setDesc->natts, first + ALLOCATION_COLUMNS);
	te_stream_begin(&stream, utf8, strlen(utf8));
	for (int block = 1; position < call->n; block++)
	{
		int size = te_allocation_block(&call->plan, &stream, arms);

		for (int i = 0; i < size && position < call->n; i++)
		{
			Datum values[1 + ALLOCATION_COLUMNS];
			bool nulls[1 + ALLOCATION_COLUMNS] = {false};

			if (stratum)
				values[0] = *stratum;
			values[first] = Int32GetDatum(++position);
			values[first + 1] = Int32GetDatum(block);
			values[first + 2] = Int32GetDatum(size);
			values[first + 3] = call->arms.names[arms[i]];
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values,
								 nulls);
		}
		CHECK_FOR_INTERRUPTS();
	}
	te_stream_end(&stream);
	if (utf8 != seed)
		pfree((char *) utf8);
}

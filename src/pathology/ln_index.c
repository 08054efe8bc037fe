/*
 * ln_index.c
 *		Activity and chronicity index of lupus nephritis: sums of scores 0 to 3.
 *
 * Austin, Am J Med 1983;75:382, as modified by Bajema, Kidney Int 2018;93:789:
 * necrosis and crescents count twice.  The maxima 24 and 12 were read, the
 * items and their weights are remembered.
 */
#include "trial_ext.h"

#include "funcapi.h"

#define MAX_SCORE 3
#define ITEM_COLUMNS 7

typedef struct IndexItem
{
	const char *name; /* of the argument */
	const char *title;
	int weight;
} IndexItem;

static const IndexItem activity_items[] = {
	{"endocapillary", "Endocapillary hypercellularity", 1},
	{"neutrophils", "Neutrophils or karyorrhexis", 1},
	{"necrosis", "Fibrinoid necrosis", 2},
	{"hyaline_deposits", "Hyaline deposits or wire loops", 1},
	{"crescents", "Cellular or fibrocellular crescents", 2},
	{"interstitial_inflammation", "Interstitial inflammation", 1}};

static const IndexItem chronicity_items[] = {
	{"glomerulosclerosis", "Total glomerulosclerosis", 1},
	{"fibrous_crescents", "Fibrous crescents", 1},
	{"tubular_atrophy", "Tubular atrophy", 1},
	{"interstitial_fibrosis", "Interstitial fibrosis", 1}};

static int sum_scores(FunctionCallInfo fcinfo, const IndexItem *items, int n);
static void list_items(ReturnSetInfo *rsinfo, const char *index,
					   const IndexItem *items, int n);

PG_FUNCTION_INFO_V1(lupus_activity_index);

/* lupus_activity_index(six scores) integer */
Datum
lupus_activity_index(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(
		sum_scores(fcinfo, activity_items, lengthof(activity_items)));
}

PG_FUNCTION_INFO_V1(lupus_chronicity_index);

/* lupus_chronicity_index(four scores) integer */
Datum
lupus_chronicity_index(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(
		sum_scores(fcinfo, chronicity_items, lengthof(chronicity_items)));
}

PG_FUNCTION_INFO_V1(lupus_index_items);

/* lupus_index_items() SETOF lupus_index_item, in the order of the arguments */
Datum
lupus_index_items(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != ITEM_COLUMNS)
		elog(ERROR, "type lupus_index_item has %d columns, not %d",
			 rsinfo->setDesc->natts, ITEM_COLUMNS);
	list_items(rsinfo, "activity", activity_items, lengthof(activity_items));
	list_items(rsinfo, "chronicity", chronicity_items,
			   lengthof(chronicity_items));
	return (Datum) 0;
}

static int
sum_scores(FunctionCallInfo fcinfo, const IndexItem *items, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
	{
		int score = PG_GETARG_INT32(i);

		if (score < 0 || score > MAX_SCORE)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("score of %s is out of range: %d", items[i].name,
							score),
					 errdetail("It is a whole number from 0 to %d.",
							   MAX_SCORE)));
		sum += items[i].weight * score;
	}
	return sum;
}

static void
list_items(ReturnSetInfo *rsinfo, const char *index, const IndexItem *items,
		   int n)
{
	for (int i = 0; i < n; i++)
	{
		Datum values[ITEM_COLUMNS];
		bool nulls[ITEM_COLUMNS] = {false};

		values[0] = CStringGetTextDatum(index);
		values[1] = CStringGetTextDatum(items[i].name);
		values[2] = CStringGetTextDatum(items[i].title);
		values[3] = Int32GetDatum(items[i].weight);
		values[4] = Int32GetDatum(items[i].weight * MAX_SCORE);
		values[5] = CStringGetTextDatum(
			"Austin, Am J Med 1983;75:382 (volume and page remembered); Bajema, Kidney Int 2018;93:789");
		values[6] = CStringGetTextDatum("remembered");
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
}

/*
 * sledai_score.c
 *		Scores of a sledai: total, clinical, serological, by domain, and the
 *		bounds that descriptors not assessed leave.
 *
 * A score is unknown (NULL) while one of its descriptors is not assessed.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "lib/stringinfo.h"
#include "port/pg_bitutils.h"

#include "activity/sledai.h"

/* Columns of type sledai_finding. */
#define FINDING_COLUMNS 7

static Datum score_of(FunctionCallInfo fcinfo, uint32 mask);
static Datum finding_rows(FunctionCallInfo fcinfo, Sledai s,
						  const SledaiFinding *findings);
static Datum history_form(FunctionCallInfo fcinfo, bool explain);

/*
 * Weights by bits: 1-8 weigh 8, 9-14 weigh 4, 15-21 weigh 2, 22-24 weigh 1.
 * sledai_items() has the same weights one by one; the test compares them.
 */
int
te_sledai_points(uint32 present)
{
	const uint8 *ones = pg_number_of_ones;
	uint32 low = present & 0xFF;
	uint32 middle = (present >> 8) & 0xFF;
	uint32 high = (present >> 16) & 0xFF;

	return 8 * ones[low] + 4 * ones[middle & 0x3F] +
		2 * (ones[middle >> 6] + ones[high & 0x1F]) + ones[high >> 5];
}

IndexTruth
te_sledai_any(Sledai s, uint32 mask)
{
	if (te_sledai_present(s) & mask)
		return TRUTH_YES;
	return te_sledai_open(s) & mask ? TRUTH_OPEN : TRUTH_NO;
}

char *
te_sledai_names(uint32 mask)
{
	StringInfoData to;

	initStringInfo(&to);
	for (int k = 0; k < SLEDAI_ITEMS; k++)
		if (mask & SLEDAI_BIT(k))
			appendStringInfo(&to, "%s%s", to.len > 0 ? ", " : "",
							 te_sledai_items[k].name);
	return to.data;
}

static Datum
score_of(FunctionCallInfo fcinfo, uint32 mask)
{
	Sledai s = PG_GETARG_SLEDAI(0);

	if (te_sledai_open(s) & mask)
		PG_RETURN_NULL();
	PG_RETURN_INT32(te_sledai_points(te_sledai_present(s) & mask));
}

/* name(sledai) integer, the points of one group */
#define SLEDAI_SCORE(name, mask)       \
	PG_FUNCTION_INFO_V1(name);         \
	Datum name(PG_FUNCTION_ARGS)       \
	{                                  \
		return score_of(fcinfo, mask); \
	}

SLEDAI_SCORE(sledai_score, SLEDAI_ALL)
SLEDAI_SCORE(sledai_clinical, SLEDAI_CLINICAL)
SLEDAI_SCORE(sledai_serological, SLEDAI_SEROLOGICAL)
SLEDAI_SCORE(sledai_neurovascular, SLEDAI_NEUROVASCULAR)
SLEDAI_SCORE(sledai_musculoskeletal, SLEDAI_MUSCULOSKELETAL)
SLEDAI_SCORE(sledai_renal, SLEDAI_RENAL)
SLEDAI_SCORE(sledai_mucocutaneous, SLEDAI_MUCOCUTANEOUS)
SLEDAI_SCORE(sledai_serosal, SLEDAI_SEROSAL)
SLEDAI_SCORE(sledai_constitutional, SLEDAI_CONSTITUTIONAL)

PG_FUNCTION_INFO_V1(sledai_min);

/* sledai_min(sledai) integer: what is not assessed taken as absent */
Datum
sledai_min(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(te_sledai_points(te_sledai_present(PG_GETARG_SLEDAI(0))));
}

PG_FUNCTION_INFO_V1(sledai_max);

/* sledai_max(sledai) integer: what is not assessed taken as present */
Datum
sledai_max(PG_FUNCTION_ARGS)
{
	Sledai s = PG_GETARG_SLEDAI(0);

	PG_RETURN_INT32(te_sledai_points(te_sledai_present(s) | te_sledai_open(s)));
}

/* ------------------------------------------------------------ explanations */

PG_FUNCTION_INFO_V1(explain_sledai);

/* explain_sledai(sledai) SETOF sledai_finding */
Datum
explain_sledai(PG_FUNCTION_ARGS)
{
	return finding_rows(fcinfo, PG_GETARG_SLEDAI(0), NULL);
}

static Datum
finding_rows(FunctionCallInfo fcinfo, Sledai s, const SledaiFinding *findings)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != FINDING_COLUMNS)
		elog(ERROR, "type sledai_finding has %d columns, not %d",
			 rsinfo->setDesc->natts, FINDING_COLUMNS);
	for (int k = 0; k < SLEDAI_ITEMS; k++)
	{
		const SledaiItem *item = &te_sledai_items[k];
		bool present = (te_sledai_present(s) & SLEDAI_BIT(k)) != 0;
		bool open = (te_sledai_open(s) & SLEDAI_BIT(k)) != 0;
		const char *state = open ? "not assessed" :
			present				 ? "present" :
								   "absent";
		Datum values[FINDING_COLUMNS];
		bool nulls[FINDING_COLUMNS] = {false};

		values[0] = Int32GetDatum(k + 1);
		values[1] = CStringGetTextDatum(item->name);
		values[2] = Int32GetDatum(item->weight);
		values[3] = CStringGetTextDatum(item->domain);
		nulls[4] = nulls[5] = open;
		values[4] = BoolGetDatum(present);
		values[5] = Int32GetDatum(present ? item->weight : 0);
		values[6] =
			CStringGetTextDatum(findings != NULL ? findings[k].reason : state);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* ---------------------------------------------------------- from a history */

/*
 * (history, at, window_days, joints, proteinuria, worst, upcr_as_24h,
 * prefer_recorded); strict.
 */
static Datum
history_form(FunctionCallInfo fcinfo, bool explain)
{
	PatientHistory *h = PG_GETARG_HISTORY_P(0);
	SledaiOptions options;
	SledaiFinding findings[SLEDAI_ITEMS];
	Sledai s;

	options.window_days = PG_GETARG_INT32(2);
	options.joints = PG_GETARG_INT32(3);
	options.selena_proteinuria = strcmp(te_arg_enum(fcinfo, 4), "selena") == 0;
	options.worst = PG_GETARG_BOOL(5);
	options.upcr_as_24h = PG_GETARG_BOOL(6);
	options.prefer_recorded = PG_GETARG_BOOL(7);
	if (options.window_days < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of days of the window cannot be negative: %d",
						options.window_days)));
	if (options.joints < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of joints must be at least 1: %d",
						options.joints)));
	s = te_sledai_history(h, PG_GETARG_DATEADT(1), &options,
						  explain ? findings : NULL);
	if (explain)
		return finding_rows(fcinfo, s, findings);
	PG_RETURN_SLEDAI(s);
}

/* name(patient_history, date, ...) sledai, or SETOF sledai_finding */
#define SLEDAI_HISTORY(name, explain)         \
	PG_FUNCTION_INFO_V1(name);                \
	Datum name(PG_FUNCTION_ARGS)              \
	{                                         \
		return history_form(fcinfo, explain); \
	}

SLEDAI_HISTORY(sledai_2k, false)
SLEDAI_HISTORY(explain_sledai_2k, true)
SLEDAI_HISTORY(selena_sledai, false)
SLEDAI_HISTORY(explain_selena_sledai, true)

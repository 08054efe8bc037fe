/*
 * bicla.c
 *		BILAG-based composite lupus assessment (Wallace, Ann Rheum Dis
 *		2014;73:183, EMBLEM; instrument catalogue entry for Wallace 2011).
 *
 * All of: every A and B at baseline has improved; no new A and at most one new
 * B; SLEDAI not above baseline; PGA not worse by 10 % of its scale; no
 * treatment failure.  The original lets a rise of exactly 0.3 pass, the TULIP
 * trials (Morand, N Engl J Med 2020;382:211) do not.
 */
#include "trial_ext.h"

#include <math.h>

#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/float.h"

#include "activity/bicla.h"

#define PGA_LIMIT 0.3
#define COMPONENT_COLUMNS 3

const char *const te_bicla_names[BICLA_COMPONENTS] = {
	"entry",  "improvement", "no_worsening",
	"sledai", "pga",		 "no_treatment_failure"};

static void read_input(FunctionCallInfo fcinfo, BiclaInput *in);
static double pga_argument(FunctionCallInfo fcinfo, int n);
static int sledai_argument(FunctionCallInfo fcinfo, int n);
static const char *reason(const BiclaInput *in, BiclaComponent component,
						  BilagAnswer holds);

/* At least one A or two B at baseline, else there is nothing to improve. */
static BilagAnswer
entry(const BiclaInput *in)
{
	BilagCount a = te_bilag_count(in->baseline, BILAG_A);
	BilagCount b = te_bilag_count(in->baseline, BILAG_B);

	if (a.sure >= 1 || b.sure >= 2)
		return BILAG_YES;
	return a.possible >= 1 || b.possible >= 2 ? BILAG_UNKNOWN : BILAG_NO;
}

BilagAnswer
te_bicla(const BiclaInput *in, BilagAnswer holds[BICLA_COMPONENTS])
{
	BilagAnswer all = BILAG_YES;
	double rise = te_sum(in->pga, -in->pga_baseline);
	BilagAnswer worse = te_bilag_worsening(in->current, in->baseline);

	for (int i = 0; i < BICLA_COMPONENTS; i++)
		holds[i] = BILAG_UNKNOWN;
	holds[BICLA_ENTRY] = entry(in);
	holds[BICLA_IMPROVEMENT] = te_bilag_improvement(in->current, in->baseline);
	if (worse != BILAG_UNKNOWN)
		holds[BICLA_NO_WORSENING] = worse == BILAG_NO;
	if (in->sledai >= 0 && in->sledai_baseline >= 0)
		holds[BICLA_SLEDAI] = in->sledai <= in->sledai_baseline;
	if (!isnan(rise))
		holds[BICLA_PGA] =
			in->pga_limit_inclusive ? rise <= PGA_LIMIT : rise < PGA_LIMIT;
	if (in->treatment_failure >= 0)
		holds[BICLA_NO_FAILURE] = !in->treatment_failure;
	if (holds[BICLA_ENTRY] != BILAG_YES)
		return BILAG_UNKNOWN;
	for (int i = BICLA_IMPROVEMENT; i < BICLA_COMPONENTS; i++)
	{
		if (holds[i] == BILAG_NO)
			return BILAG_NO;
		if (holds[i] == BILAG_UNKNOWN)
			all = BILAG_UNKNOWN;
	}
	return all;
}

PG_FUNCTION_INFO_V1(bicla);

/*
 * bicla(current bilag, baseline bilag, sledai, sledai_baseline integer, pga,
 * pga_baseline float8, treatment_failure, pga_limit_inclusive boolean) boolean
 */
Datum
bicla(PG_FUNCTION_ARGS)
{
	BiclaInput in;
	BilagAnswer holds[BICLA_COMPONENTS];
	BilagAnswer answer;

	read_input(fcinfo, &in);
	answer = te_bicla(&in, holds);
	if (answer == BILAG_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_BOOL(answer == BILAG_YES);
}

PG_FUNCTION_INFO_V1(explain_bicla);

/* explain_bicla(as bicla) SETOF bicla_component */
Datum
explain_bicla(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	BiclaInput in;
	BilagAnswer holds[BICLA_COMPONENTS];

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != COMPONENT_COLUMNS)
		elog(ERROR, "type bicla_component has %d columns, not %d",
			 rsinfo->setDesc->natts, COMPONENT_COLUMNS);
	read_input(fcinfo, &in);
	(void) te_bicla(&in, holds);
	for (int i = 0; i < BICLA_COMPONENTS; i++)
	{
		Datum values[COMPONENT_COLUMNS];
		bool nulls[COMPONENT_COLUMNS] = {false};

		values[0] = CStringGetTextDatum(te_bicla_names[i]);
		values[1] = BoolGetDatum(holds[i] == BILAG_YES);
		nulls[1] = holds[i] == BILAG_UNKNOWN;
		values[2] = CStringGetTextDatum(reason(&in, i, holds[i]));
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static void
read_input(FunctionCallInfo fcinfo, BiclaInput *in)
{
	in->has_current = !PG_ARGISNULL(0);
	in->has_baseline = !PG_ARGISNULL(1);
	in->current = in->has_current ? PG_GETARG_BILAG(0) : BILAG_NOTHING_ASSESSED;
	in->baseline =
		in->has_baseline ? PG_GETARG_BILAG(1) : BILAG_NOTHING_ASSESSED;
	in->sledai = sledai_argument(fcinfo, 2);
	in->sledai_baseline = sledai_argument(fcinfo, 3);
	in->pga = pga_argument(fcinfo, 4);
	in->pga_baseline = pga_argument(fcinfo, 5);
	in->treatment_failure = PG_ARGISNULL(6) ? -1 : PG_GETARG_BOOL(6);
	in->pga_limit_inclusive = !PG_ARGISNULL(7) && PG_GETARG_BOOL(7);
}

static int
sledai_argument(FunctionCallInfo fcinfo, int n)
{
	int score;

	if (PG_ARGISNULL(n))
		return -1;
	score = PG_GETARG_INT32(n);
	if (score < 0 || score > 105)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("SLEDAI score is out of range: %d", score),
				 errdetail("It is a whole number from 0 to 105.")));
	return score;
}

static double
pga_argument(FunctionCallInfo fcinfo, int n)
{
	double pga;

	if (PG_ARGISNULL(n))
		return get_float8_nan();
	pga = PG_GETARG_FLOAT8(n);
	if (!(pga >= 0 && pga <= 3))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("physician global assessment is out of range: %g", pga),
				 errdetail("Its scale runs from 0 to 3.")));
	return pga;
}

/* ------------------------------------------------------------------ reasons */

static void
append_system(StringInfo to, const BiclaInput *in, int system)
{
	appendStringInfo(to, "%s%s %s from %s", to->len > 0 ? ", " : "",
					 te_bilag_system_names[system],
					 te_bilag_grade_names[BILAG_GRADE(in->current, system)],
					 te_bilag_grade_names[BILAG_GRADE(in->baseline, system)]);
}

/* The systems that decide: all that were A or B, or all that are new. */
static char *
systems(const BiclaInput *in, BiclaComponent component)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < BILAG_SYSTEMS; i++)
	{
		BilagGrade now = BILAG_GRADE(in->current, i);
		BilagGrade before = BILAG_GRADE(in->baseline, i);

		if (component == BICLA_ENTRY ?
				before <= BILAG_B || before == BILAG_ND :
				component == BICLA_IMPROVEMENT ?
				before <= BILAG_B ||
					te_bilag_system_improved(now, before) == BILAG_UNKNOWN :
				te_bilag_system_new(now, before, BILAG_A) != BILAG_NO ||
					te_bilag_system_new(now, before, BILAG_B) != BILAG_NO)
		{
			if (component == BICLA_ENTRY)
				appendStringInfo(&text, "%s%s %s", text.len > 0 ? ", " : "",
								 te_bilag_system_names[i],
								 te_bilag_grade_names[before]);
			else
				append_system(&text, in, i);
		}
	}
	return text.data;
}

static const char *
reason(const BiclaInput *in, BiclaComponent component, BilagAnswer holds)
{
	char *list;

	switch (component)
	{
		case BICLA_ENTRY:
		case BICLA_IMPROVEMENT:
		case BICLA_NO_WORSENING:
			if (!in->has_baseline)
				return "BILAG at baseline is missing";
			if (!in->has_current && component != BICLA_ENTRY)
				return "BILAG is missing";
			list = systems(in, component);
			if (*list != '\0')
				return list;
			return component == BICLA_NO_WORSENING ? "no new A or B" :
													 "no A or B at baseline";
		case BICLA_SLEDAI:
			if (holds == BILAG_UNKNOWN)
				return "SLEDAI is missing";
			return psprintf("SLEDAI %d from %d", in->sledai,
							in->sledai_baseline);
		case BICLA_PGA:
			if (holds == BILAG_UNKNOWN)
				return "PGA is missing";
			return psprintf("PGA %g from %g, rise must be %s 0.3", in->pga,
							in->pga_baseline,
							in->pga_limit_inclusive ? "at most" : "below");
		default:
			return holds == BILAG_UNKNOWN ? "treatment failure is missing" :
				holds == BILAG_YES		  ? "no treatment failure" :
											"treatment failure";
	}
}

/*
 * explain_rows.c
 *		The rows of explain_eligibility and missing_facts.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "utils/timestamp.h"

#include "criteria/result.h"

static void put_text(Datum *value, bool *null, const char *text);
static void put_piece(const Criteria *c, Datum *value, bool *null,
					  const CritText *piece);
static TriState tri_opposite(TriState a);
static void put_truth(Datum *value, bool *null, TriState truth);

/* clause_result: position, label, title, kind, holds, passes, reason, missing, note */
void
te_explain_rows(FunctionCallInfo fcinfo, const Criteria *c, EvalPlan *plan,
				const Datum *values, const bool *nulls,
				const PatientHistory *history, EvalDate as_of)
{
	static const char *const kinds[] = {"include", "exclude", "report"};
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const CritClause *clauses = CRITERIA_CLAUSES(c);
	TriState *holds = palloc_array(TriState, (c->n_clauses + 1));
	TriState *passes = palloc_array(TriState, (c->n_clauses + 1));
	ClauseReason *reasons = palloc_array(ClauseReason, (c->n_clauses + 1));

	te_eval_explain(plan, values, nulls, history, as_of, holds, passes,
					reasons);
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		Datum row[9];
		bool null[9] = {false};

		row[0] = Int32GetDatum(i + 1);
		put_text(&row[1], &null[1], te_criteria_label(c, i));
		put_piece(c, &row[2], &null[2], &clauses[i].title);
		put_text(&row[3], &null[3], kinds[clauses[i].kind]);
		put_truth(&row[4], &null[4], holds[i]);
		put_truth(&row[5], &null[5], passes[i]);
		put_text(&row[6], &null[6], reasons[i].reason);
		row[7] = te_text_array(reasons[i].missing, reasons[i].n_missing);
		put_piece(c, &row[8], &null[8], &clauses[i].note);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, null);
	}
}

/*
 * response_result: position, label, title, holds, reason, missing, note,
 * chosen.  A rule holds or not whatever those before it do; "else" holds when
 * none of them does.
 */
void
te_rules_rows(FunctionCallInfo fcinfo, const Criteria *c, EvalPlan *plan,
			  const Datum *values, const bool *nulls,
			  const PatientHistory *history, EvalDate as_of)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const CritClause *clauses = CRITERIA_CLAUSES(c);
	TriState *holds = palloc_array(TriState, (c->n_clauses + 1));
	TriState *passes = palloc_array(TriState, (c->n_clauses + 1));
	ClauseReason *reasons = palloc_array(ClauseReason, (c->n_clauses + 1));
	TriState others = TRI_FALSE;
	bool decided = false;

	te_eval_explain(plan, values, nulls, history, as_of, holds, passes,
					reasons);
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		bool last = clauses[i].kind == CRIT_REPORT; /* "else" */
		TriState one = last ? tri_opposite(others) : holds[i];
		Datum row[8];
		bool null[8] = {false};

		row[0] = Int32GetDatum(i + 1);
		put_text(&row[1], &null[1], te_criteria_label(c, i));
		put_piece(c, &row[2], &null[2], &clauses[i].title);
		put_truth(&row[3], &null[3], one);
		put_text(&row[4], &null[4],
				 !last				 ? reasons[i].reason :
					 one == TRI_TRUE ? "no rule before it holds" :
									   NULL);
		row[5] = te_text_array(reasons[i].missing, reasons[i].n_missing);
		put_piece(c, &row[6], &null[6], &clauses[i].note);
		row[7] = BoolGetDatum(!decided && one == TRI_TRUE);
		decided |= one != TRI_FALSE;
		if (one == TRI_TRUE || others == TRI_FALSE)
			others = one;
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, null);
	}
}

static TriState
tri_opposite(TriState a)
{
	return a == TRI_UNKNOWN ? a : a == TRI_TRUE ? TRI_FALSE : TRI_TRUE;
}

/* missing_fact: fact, why, last_at, last_value, needed_by, decides */
void
te_missing_rows(FunctionCallInfo fcinfo, const Criteria *c, EvalPlan *plan,
				const Datum *values, const bool *nulls,
				const PatientHistory *history, EvalDate as_of)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	const char **labels = palloc_array(const char *, (c->n_clauses + 1));
	int n;
	MissingFact *facts =
		te_eval_missing(plan, values, nulls, history, as_of, &n);

	for (int i = 0; i < n; i++)
	{
		Datum row[6];
		bool null[6] = {false};

		for (int k = 0; k < facts[i].n_needed_by; k++)
			labels[k] = te_criteria_label(c, facts[i].needed_by[k]);
		put_text(&row[0], &null[0], facts[i].fact);
		put_text(&row[1], &null[1], facts[i].why);
		row[2] = TimestampGetDatum(facts[i].last_at);
		null[2] = !facts[i].has_last;
		put_text(&row[3], &null[3], facts[i].last_value);
		row[4] = te_text_array(labels, facts[i].n_needed_by);
		row[5] = BoolGetDatum(facts[i].decides);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, row, null);
	}
}

static void
put_text(Datum *value, bool *null, const char *text)
{
	*null = text == NULL;
	*value = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
put_piece(const Criteria *c, Datum *value, bool *null, const CritText *piece)
{
	*null = piece->length == 0;
	*value = *null ? (Datum) 0 :
					 PointerGetDatum(cstring_to_text_with_len(CRITERIA_TEXT(c) +
																  piece->offset,
															  piece->length));
}

static void
put_truth(Datum *value, bool *null, TriState truth)
{
	*null = truth == TRI_UNKNOWN;
	*value = BoolGetDatum(truth == TRI_TRUE);
}

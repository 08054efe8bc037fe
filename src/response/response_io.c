/*
 * response_io.c
 *		The SQL type response_rules: input and output, comparison, || and facts.
 *
 * The stored form is that of criteria with a mark in its header; comparison,
 * composition and the list of facts are those of criteria.
 */
#include "trial_ext.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/array.h"

#include "criteria/criteria.h"

/* Of the binary form: a version byte and the normal text. */
#define RULES_WIRE_VERSION 1

#define RULE_COLUMNS 5

static Criteria *rules_argument(Datum datum);

static Criteria *
rules_argument(Datum datum)
{
	Criteria *rules = DatumGetCriteriaP(datum);

	if (rules->version != CRITERIA_VERSION ||
		(rules->flags & CRITERIA_RULES) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("unsupported version %d of response_rules",
						rules->version)));
	return rules;
}

PG_FUNCTION_INFO_V1(response_rules_in);

/* response_rules_in(cstring) response_rules */
Datum
response_rules_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	Criteria *rules = te_rules_parse(text, strlen(text),
									 (struct Node *) TE_ESCONTEXT(fcinfo));

	if (rules == NULL)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(rules);
}

PG_FUNCTION_INFO_V1(response_rules_out);

/* response_rules_out(response_rules) cstring */
Datum
response_rules_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(te_criteria_print(rules_argument(PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(response_rules_recv);

/* response_rules_recv(internal) response_rules */
Datum
response_rules_recv(PG_FUNCTION_ARGS)
{
	StringInfo buf = (StringInfo) PG_GETARG_POINTER(0);
	int version = pq_getmsgbyte(buf);
	char *text;
	int length;

	if (version != RULES_WIRE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported binary version %d of type %s", version,
						"response_rules")));
	text = pq_getmsgtext(buf, buf->len - buf->cursor, &length);
	PG_RETURN_POINTER(te_rules_parse(text, length, NULL));
}

PG_FUNCTION_INFO_V1(response_rules_send);

/* response_rules_send(response_rules) bytea */
Datum
response_rules_send(PG_FUNCTION_ARGS)
{
	char *text = te_criteria_print(rules_argument(PG_GETARG_DATUM(0)));
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, RULES_WIRE_VERSION);
	pq_sendtext(&buf, text, strlen(text));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* ------------------------------------------------- as criteria do it */

/* A function of response_rules that is the same function of criteria. */
#define AS_CRITERIA(name, function)          \
	extern Datum function(PG_FUNCTION_ARGS); \
	PG_FUNCTION_INFO_V1(name);               \
	Datum name(PG_FUNCTION_ARGS)             \
	{                                        \
		return function(fcinfo);             \
	}                                        \
	extern Datum name(PG_FUNCTION_ARGS)

AS_CRITERIA(response_rules_eq, criteria_eq);
AS_CRITERIA(response_rules_ne, criteria_ne);
AS_CRITERIA(response_rules_lt, criteria_lt);
AS_CRITERIA(response_rules_le, criteria_le);
AS_CRITERIA(response_rules_gt, criteria_gt);
AS_CRITERIA(response_rules_ge, criteria_ge);
AS_CRITERIA(response_rules_cmp, criteria_cmp);
AS_CRITERIA(response_rules_hash, criteria_hash);
AS_CRITERIA(response_rules_hash_extended, criteria_hash_extended);
AS_CRITERIA(response_rules_concat, criteria_concat);
AS_CRITERIA(response_rules_facts, criteria_facts);

/* ---------------------------------------------------------------- listings */

PG_FUNCTION_INFO_V1(response_rules_labels);

/* response_labels(response_rules) text[]: in their order, that of "else" last */
Datum
response_rules_labels(PG_FUNCTION_ARGS)
{
	Criteria *rules = rules_argument(PG_GETARG_DATUM(0));
	Datum *labels = palloc_array(Datum, rules->n_clauses + 1);

	for (uint32 i = 0; i < rules->n_clauses; i++)
		labels[i] = CStringGetTextDatum(te_criteria_label(rules, i));
	PG_RETURN_ARRAYTYPE_P(construct_array(labels, rules->n_clauses, TEXTOID, -1,
										  false, TYPALIGN_INT));
}

/* A piece of the text pool; an empty one is none. */
static Datum
piece_or_null(const Criteria *rules, CritText piece, bool *isnull)
{
	*isnull = piece.length == 0;
	return *isnull ?
		(Datum) 0 :
		PointerGetDatum(
			cstring_to_text_with_len(CRITERIA_TEXT(rules) + piece.offset,
									 piece.length));
}

PG_FUNCTION_INFO_V1(response_rules_list);

/* response_rule_list(response_rules) SETOF response_rule, in the order of testing */
Datum
response_rules_list(PG_FUNCTION_ARGS)
{
	Criteria *rules = rules_argument(PG_GETARG_DATUM(0));
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (uint32 i = 0; i < rules->n_clauses; i++)
	{
		const CritClause *clause = &CRITERIA_CLAUSES(rules)[i];
		Datum values[RULE_COLUMNS];
		bool nulls[RULE_COLUMNS] = {false};

		values[0] = Int32GetDatum(i + 1);
		values[1] = CStringGetTextDatum(te_criteria_label(rules, i));
		values[2] = piece_or_null(rules, clause->title, &nulls[2]);
		nulls[3] = clause->kind == CRIT_ELSE;
		if (!nulls[3])
			values[3] = CStringGetTextDatum(te_criteria_print_node(
				rules, &CRITERIA_NODES(rules)[clause->expression]));
		values[4] = piece_or_null(rules, clause->note, &nulls[4]);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

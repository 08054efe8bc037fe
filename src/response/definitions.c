/*
 * definitions.c
 *		response_definition(name) and response_definitions(): the built-in
 *		definitions as values and as a list.
 *
 * The texts are in definitions_response.c and definitions_flare.c.  A
 * definition of several labels also has each of them by itself, under the name
 * that sources give such an endpoint: seed004_crr, lunar_prr, nct05863936_orr.
 * These ask one question, so that an answer is not lost to another label that
 * is unknown.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "criteria/criteria.h"
#include "response/definitions.h"
#include "syntax/syntax.h"

/* Columns of type response_definition_info. */
#define INFO_COLUMNS 13

/* A name that is asked for: a definition, or one label of it. */
typedef struct Wanted
{
	const ResponseDefinition *definition; /* NULL: there is none */
	int index;
	const char *label; /* the end of the name, or NULL: all labels */
} Wanted;

static int count_definitions(void);
static const ResponseDefinition *definition_at(int index);
static Wanted find_definition(const char *name);
static Criteria *definition_rules(FunctionCallInfo fcinfo, int index);
static Criteria *parse_rules(const char *text);
static int find_label(const Criteria *rules, const char *label);
static Criteria *rules_of_label(const ResponseDefinition *definition,
								const Criteria *rules, int label);
static bool is_overall(const ResponseDefinition *definition, const char *label);
static Criteria *overall_rules(const ResponseDefinition *definition,
							   const Criteria *rules);
static bool lists_label(const char *list, const char *label);
static bool is_else(const Criteria *rules, int rule);
static int count_labels(const Criteria *rules);
static char *single_name(const char *name, const char *label);
static void unknown_definition(const char *name);
static char *names_that_begin(const char *name);
static const char *nearest_name(const char *name);
static void list_definition(ReturnSetInfo *rsinfo,
							const ResponseDefinition *definition);
static void list_overall(ReturnSetInfo *rsinfo,
						 const ResponseDefinition *definition,
						 const Criteria *rules);
static void list_label(ReturnSetInfo *rsinfo,
					   const ResponseDefinition *definition, const char *label,
					   const Criteria *rules, int rule, const char *single);
static const char *verified(const ResponseDefinition *definition,
							const char *label);
static const char *join_notes(const char *one, const char *other);
static void set_text(Datum *values, bool *nulls, int column, const char *text);

PG_FUNCTION_INFO_V1(response_definition);

/* response_definition(name text) response_rules */
Datum
response_definition(PG_FUNCTION_ARGS)
{
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Wanted wanted = find_definition(name);
	Criteria *rules;
	int label = -1;

	if (wanted.definition == NULL)
		unknown_definition(name);
	rules = definition_rules(fcinfo, wanted.index);
	if (wanted.label == NULL)
		PG_RETURN_POINTER(rules);
	if (is_overall(wanted.definition, wanted.label))
		PG_RETURN_POINTER(overall_rules(wanted.definition, rules));
	label = find_label(rules, wanted.label);
	if (label < 0)
		unknown_definition(name);
	PG_RETURN_POINTER(rules_of_label(wanted.definition, rules, label));
}

PG_FUNCTION_INFO_V1(response_definitions);

/* response_definitions() SETOF response_definition_info */
Datum
response_definitions(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != INFO_COLUMNS)
		elog(ERROR, "type response_definition_info has %d columns, not %d",
			 rsinfo->setDesc->natts, INFO_COLUMNS);
	for (int i = 0; i < count_definitions(); i++)
		list_definition(rsinfo, definition_at(i));
	return (Datum) 0;
}

/* ----------------------------------------------------------------- names */

static int
count_definitions(void)
{
	return te_response_definition_count + te_flare_definition_count;
}

static const ResponseDefinition *
definition_at(int index)
{
	return index < te_response_definition_count ?
		&te_response_definitions[index] :
		&te_flare_definitions[index - te_response_definition_count];
}

/*
 * In whatever case it is written.  A definition of that name comes before a
 * label of another one: bliss_ln_orr, and then bliss_ln_orr_prr.
 */
static Wanted
find_definition(const char *name)
{
	Wanted wanted = {NULL, 0, NULL};
	size_t best = 0;

	for (int i = 0; i < count_definitions(); i++)
	{
		const ResponseDefinition *definition = definition_at(i);
		size_t length = strlen(definition->name);

		if (length <= best ||
			pg_strncasecmp(definition->name, name, length) != 0 ||
			(name[length] != '\0' && name[length] != '_'))
			continue;
		best = length;
		wanted.definition = definition;
		wanted.index = i;
		wanted.label = name[length] == '\0' ? NULL : name + length + 1;
	}
	return wanted;
}

static void
unknown_definition(const char *name)
{
	char *family = names_that_begin(name);
	const char *nearest = family == NULL ? nearest_name(name) : NULL;
	int clipped = pg_mbcliplen(name, (int) strlen(name), NAMEDATALEN - 1);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized response definition \"%.*s\"", clipped, name),
			 family != NULL ? errhint("There are %s.", family) :
				 nearest != NULL ?
							  errhint("%s", nearest) :
							  errhint("response_definitions() lists them.")));
}

/* "acr2006" is no definition, acr2006_egfr is; NULL: none begins so */
static char *
names_that_begin(const char *name)
{
	size_t length = strlen(name);
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < count_definitions(); i++)
	{
		const char *candidate = definition_at(i)->name;

		if (length > 0 && pg_strncasecmp(candidate, name, length) == 0 &&
			candidate[length] == '_')
			appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "",
							 candidate);
	}
	return names.len > 0 ? names.data : NULL;
}

static const char *
nearest_name(const char *name)
{
	NearestWord nearest;

	te_nearest_begin(&nearest, name, strlen(name));
	for (int i = 0; i < count_definitions(); i++)
	{
		const ResponseDefinition *definition = definition_at(i);
		Criteria *rules = parse_rules(definition->rules);

		te_nearest_consider(&nearest, definition->name);
		if (definition->overall != NULL)
			te_nearest_consider(&nearest,
								single_name(definition->name,
											definition->overall));
		for (int k = 0; count_labels(rules) > 1 && k < rules->n_clauses; k++)
		{
			if (!is_else(rules, k))
				te_nearest_consider(&nearest,
									single_name(definition->name,
												te_criteria_label(rules, k)));
		}
	}
	return te_nearest_hint(&nearest);
}

/* "seed004", "CRR": "seed004_crr" */
static char *
single_name(const char *name, const char *label)
{
	char *joined = psprintf("%s_%s", name, label);

	for (char *p = joined; *p != '\0'; p++)
		*p = pg_tolower((unsigned char) *p);
	return joined;
}

/* ----------------------------------------------------------------- rules */

/* Read once per call site: a list of names beside a table is a common join. */
static Criteria *
definition_rules(FunctionCallInfo fcinfo, int index)
{
	Criteria **kept = fcinfo->flinfo->fn_extra;

	if (kept == NULL)
	{
		kept = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
									  sizeof(Criteria *) * count_definitions());
		fcinfo->flinfo->fn_extra = kept;
	}
	if (kept[index] == NULL)
	{
		Criteria *rules = parse_rules(definition_at(index)->rules);

		/* the parser's scratch goes with the row */
		kept[index] =
			MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, VARSIZE(rules));
		memcpy(kept[index], rules, VARSIZE(rules));
	}
	return kept[index];
}

static Criteria *
parse_rules(const char *text)
{
	return te_rules_parse(text, strlen(text), NULL);
}

static bool
is_else(const Criteria *rules, int rule)
{
	return CRITERIA_CLAUSES(rules)[rule].kind == CRIT_ELSE;
}

/* Without that of "else". */
static int
count_labels(const Criteria *rules)
{
	int n = 0;

	for (int i = 0; i < rules->n_clauses; i++)
		n += is_else(rules, i) ? 0 : 1;
	return n;
}

/* -1: no such label, or the only one, which needs no name of its own */
static int
find_label(const Criteria *rules, const char *label)
{
	if (count_labels(rules) < 2)
		return -1;
	for (int i = 0; i < rules->n_clauses; i++)
	{
		if (!is_else(rules, i) &&
			pg_strcasecmp(te_criteria_label(rules, i), label) == 0)
			return i;
	}
	return -1;
}

/*
 * One label by itself: its rule, and none of those before it, for a subject
 * with a complete response has no partial one.  A rule that says all stands as
 * it is.
 */
static Criteria *
rules_of_label(const ResponseDefinition *definition, const Criteria *rules,
			   int label)
{
	const CritClause *clauses = CRITERIA_CLAUSES(rules);
	const CritNode *nodes = CRITERIA_NODES(rules);
	const char *name = te_criteria_label(rules, label);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "%s: (%s)", name,
					 te_criteria_print_node(rules,
											&nodes[clauses[label].expression]));
	for (int i = 0; i < label && !lists_label(definition->alone, name); i++)
		appendStringInfo(&text, " and not (%s)",
						 te_criteria_print_node(rules,
												&nodes[clauses[i].expression]));
	appendStringInfo(&text, "; else %s",
					 te_criteria_label(rules, rules->n_clauses - 1));
	return parse_rules(text.data);
}

static bool
is_overall(const ResponseDefinition *definition, const char *label)
{
	return definition->overall != NULL &&
		pg_strcasecmp(definition->overall, label) == 0;
}

/* Any of the labels: complete or partial. */
static Criteria *
overall_rules(const ResponseDefinition *definition, const Criteria *rules)
{
	const CritClause *clauses = CRITERIA_CLAUSES(rules);
	StringInfoData text;
	int i = 0;

	initStringInfo(&text);
	appendStringInfo(&text, "%s: ", definition->overall);
	for (; !is_else(rules, i); i++)
		appendStringInfo(&text, "%s(%s)", i == 0 ? "" : " or ",
						 te_criteria_print_node(
							 rules,
							 &CRITERIA_NODES(rules)[clauses[i].expression]));
	appendStringInfo(&text, "; else %s", te_criteria_label(rules, i));
	return parse_rules(text.data);
}

/* Is it one of the words of the list? */
static bool
lists_label(const char *list, const char *label)
{
	size_t length = strlen(label);

	for (const char *p = list; p != NULL && *p != '\0';)
	{
		size_t word = strcspn(p, " ");

		if (word == length && strncmp(p, label, length) == 0)
			return true;
		p += word + (p[word] == ' ' ? 1 : 0);
	}
	return false;
}

/* ------------------------------------------------------------------ list */

/* A row for each label, in the order of testing. */
static void
list_definition(ReturnSetInfo *rsinfo, const ResponseDefinition *definition)
{
	Criteria *rules = parse_rules(definition->rules);
	bool several = count_labels(rules) > 1;

	for (int i = 0; i < rules->n_clauses; i++)
	{
		char *label = te_criteria_label(rules, i);

		if (is_else(rules, i) && definition->overall != NULL)
			list_overall(rsinfo, definition, rules);
		list_label(rsinfo, definition, label, rules, i,
				   is_else(rules, i) ? NULL :
					   several		 ? single_name(definition->name, label) :
									   definition->name);
	}
	CHECK_FOR_INTERRUPTS();
}

/* It is a label of its own rules only. */
static void
list_overall(ReturnSetInfo *rsinfo, const ResponseDefinition *definition,
			 const Criteria *rules)
{
	list_label(rsinfo, definition, definition->overall,
			   overall_rules(definition, rules), 0,
			   single_name(definition->name, definition->overall));
}

/* One row: the label that a rule gives; single: its name by itself, or NULL. */
static void
list_label(ReturnSetInfo *rsinfo, const ResponseDefinition *definition,
		   const char *label, const Criteria *rules, int rule,
		   const char *single)
{
	const CritClause *clause = &CRITERIA_CLAUSES(rules)[rule];
	const char *text = is_else(rules, rule) ?
		"else" :
		te_criteria_print_node(rules,
							   &CRITERIA_NODES(rules)[clause->expression]);
	const char *said = clause->note.length == 0 ?
		NULL :
		pnstrdup(CRITERIA_TEXT(rules) + clause->note.offset,
				 clause->note.length);
	Datum values[INFO_COLUMNS];
	bool nulls[INFO_COLUMNS] = {false};

	if (is_overall(definition, label))
		said = psprintf("Any of the labels before it: a label of %s only.",
						single);
	set_text(values, nulls, 0, definition->name);
	set_text(values, nulls, 1, definition->title);
	set_text(values, nulls, 2, definition->kind);
	set_text(values, nulls, 3, label);
	set_text(values, nulls, 4, text);
	set_text(values, nulls, 5, definition->timing);
	set_text(values, nulls, 6, definition->steroid_rule);
	values[7] = Int32GetDatum(definition->confirmation);
	set_text(values, nulls, 8, definition->source);
	set_text(values, nulls, 9, verified(definition, label));
	set_text(values, nulls, 10, join_notes(said, definition->note));
	set_text(values, nulls, 11, definition->published);
	set_text(values, nulls, 12, single);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

static const char *
verified(const ResponseDefinition *definition, const char *label)
{
	if (lists_label(definition->ours, label))
		return OURS;
	return lists_label(definition->recalled, label) ? REMEMBERED :
													  definition->verified;
}

static const char *
join_notes(const char *one, const char *other)
{
	if (one == NULL || other == NULL)
		return one == NULL ? other : one;
	return psprintf("%s %s", one, other);
}

static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL;
	values[column] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/*
 * explain_note.c
 *		One comparison in words: value, unit, date and limit.
 *
 *		urine_protein = 1.2 g/d (2024-02-27), needs >= 1.5 g/d
 *		alt = 35 U/L (2024-02-27), <= 2 ULN (80 U/L)
 *
 * An exclusion needs the opposite of what it says, and so does what stands
 * below "not": the relation is written as the clause needs it.
 */
#include "criteria/eval_internal.h"

static bool satisfied(const EvalContext *ctx, TriState result);
static void note_unknown(EvalContext *ctx, PlanNode *node, CollectorMark start,
						 const EvalValue *v, EvalWhy why);
static const EvalFact *first_fact(const PlanNode *node);
static void note_misfit(EvalContext *ctx, PlanNode *node, const EvalValue *a,
						const EvalValue *b, EvalWhy why);
static void append_node(StringInfo to, EvalContext *ctx, const PlanNode *node);
static void append_other_name(StringInfo to, const EvalValue *v);
static void append_none(StringInfo to, EvalContext *ctx, PlanNode *node);
static void append_side(StringInfo to, EvalContext *ctx, PlanNode *node,
						const EvalValue *v);
static void append_limit(StringInfo to, EvalContext *ctx, PlanNode *node,
						 const EvalValue *v, const EvalValue *of);
static void append_relation(StringInfo to, EvalContext *ctx, PlanNode *node,
							bool swapped, bool needs, const EvalValue *a,
							const EvalValue *b, const EvalValue *c);

/* Is what was found what the clause needs? */
static bool
satisfied(const EvalContext *ctx, TriState result)
{
	return (result == TRI_TRUE) != ctx->collector->negated;
}

static bool
is_literal(const PlanNode *node)
{
	return node->op == CRIT_NUMBER || node->op == CRIT_STRING ||
		node->op == CRIT_DATE || node->op == CRIT_LIMIT;
}

/* What has been decided needs nothing more. */
static void
forget_missing(EvalContext *ctx, CollectorMark start)
{
	CollectorMark now = te_collect_mark(ctx->collector);

	start.notes = now.notes;
	te_collect_drop(ctx->collector, start, now);
}

/* A computed value is shown in the unit of its limit: kg/m2, not kg/cm2. */
static void
show_in_unit_of(EvalValue *v, const EvalValue *limit)
{
	double converted;

	if (limit == NULL || limit->literal == NULL || limit->unit == NULL ||
		!v->computed || v->kind != KIND_NUMBER || v->unit == NULL ||
		v->sign != SIGN_NONE || v->range || v->unit == limit->unit ||
		!te_eval_convert(v->number, v->unit, limit->unit, TE_NO_ANALYTE,
						 &converted))
		return;
	v->number = converted;
	v->unit = limit->unit;
}

void
te_note_compare(EvalContext *ctx, PlanNode *node, TriState result,
				CollectorMark start, const EvalValue *a, const EvalValue *b,
				const EvalValue *c, EvalWhy why)
{
	StringInfoData to;
	bool swapped;
	EvalValue shown;

	if (result == TRI_UNKNOWN)
	{
		if (a->kind != KIND_UNKNOWN && (b == NULL || b->kind != KIND_UNKNOWN) &&
			(c == NULL || c->kind != KIND_UNKNOWN))
			note_misfit(ctx, node, a, b, why);
		note_unknown(ctx, node, start,
					 a->kind == KIND_UNKNOWN || b == NULL ? a : b, why);
		return;
	}
	swapped = node->op == CRIT_COMPARE && is_literal(node->args[0]) &&
		!is_literal(node->args[1]);
	forget_missing(ctx, start);
	initStringInfo(&to);
	shown = swapped ? *b : *a;
	show_in_unit_of(&shown, swapped ? a : b);
	append_side(&to, ctx, node->args[swapped ? 1 : 0], &shown);
	appendStringInfoString(&to, satisfied(ctx, result) ? ", " : ", needs ");
	append_relation(&to, ctx, node, swapped, !satisfied(ctx, result), a, b, c);
	te_collect_note(ctx->collector, to.data);
}

/* All that was found missing on the way here, as one note. */
static void
note_unknown(EvalContext *ctx, PlanNode *node, CollectorMark start,
			 const EvalValue *v, EvalWhy why)
{
	Collector *c = ctx->collector;
	const EvalFact *fact = v->fact != NULL ? v->fact : first_fact(node);
	StringInfoData to;

	/* not of a fact by itself, but of what was made of it */
	if (c->n_missing == start.missing && why != WHY_STATED)
		te_collect_missing_phrase(ctx, fact, v, why,
								  te_missing_phrase(ctx, fact, v, why));
	initStringInfo(&to);
	for (int i = start.missing; i < c->n_missing; i++)
	{
		bool told = false;

		for (int k = start.missing; k < i; k++)
			told |= strcmp(c->missing[k].phrase, c->missing[i].phrase) == 0;
		if (!told)
			appendStringInfo(&to, "%s%s", to.len > 0 ? "; " : "",
							 c->missing[i].phrase);
	}
	if (to.len == 0)
		appendStringInfoString(&to, te_missing_phrase(ctx, fact, v, why));
	te_collect_note(c, to.data);
}

/* The fact that a computed value is made of, the first of several. */
static const EvalFact *
first_fact(const PlanNode *node)
{
	const EvalFact *fact = node->fact;

	for (int i = 0; i < node->n_args && fact == NULL; i++)
		fact = first_fact(node->args[i]);
	return fact;
}

/*
 * Both sides are known and still cannot be compared: a unit, a sign or a
 * partial date stands between them.
 */
static void
note_misfit(EvalContext *ctx, PlanNode *node, const EvalValue *a,
			const EvalValue *b, EvalWhy why)
{
	const EvalValue *stored = a;
	const EvalValue *limit = b;
	PlanNode *limit_node = node->n_args > 1 ? node->args[1] : NULL;
	StringInfoData to;

	if (b != NULL && a->fact == NULL && b->fact != NULL)
	{
		stored = b;
		limit = a;
		limit_node = node->args[0];
	}
	initStringInfo(&to);
	append_node(&to, ctx, stored == a ? node->args[0] : node->args[1]);
	switch (why)
	{
		case WHY_UNIT:
		case WHY_NO_UNIT:
			if (stored->unit == NULL)
				appendStringInfoString(&to, " recorded without a unit");
			else
			{
				appendStringInfoString(&to, " recorded in ");
				te_append_quoted(&to, stored->unit->text, stored->unit->length,
								 '"');
			}
			te_append_when(&to, stored);
			appendStringInfoString(&to, ", cannot be compared with ");
			if (limit != NULL && limit->unit != NULL)
				appendStringInfoString(&to, limit->unit->text);
			else
				appendStringInfoString(&to, "a number without a unit");
			break;
		case WHY_TEXT:
			appendStringInfoString(&to, " recorded");
			te_append_when(&to, stored);
			appendStringInfoString(&to, " as ");
			te_append_value(&to, stored);
			appendStringInfoString(&to, ", cannot be compared");
			break;
		default:
			appendStringInfoString(&to,
								   stored->kind == KIND_NUMBER &&
										   stored->sign != SIGN_NONE ?
									   " " :
									   " = ");
			te_append_value(&to, stored);
			te_append_when(&to, stored);
			appendStringInfoString(&to, ", undecided against ");
			if (limit_node != NULL)
				append_limit(&to, ctx, limit_node, limit, stored);
			break;
	}
	te_collect_missing_phrase(ctx,
							  stored->fact != NULL ? stored->fact :
													 first_fact(node),
							  stored, why, to.data);
}

static void
append_node(StringInfo to, EvalContext *ctx, const PlanNode *node)
{
	const Criteria *c = ctx->plan->criteria;

	appendStringInfoString(
		to, te_criteria_print_readable(c, &CRITERIA_NODES(c)[node->number]));
}

/* "egfr = 28 mL/min/{1.73_m2} (2024-02-27)" */
static void
append_side(StringInfo to, EvalContext *ctx, PlanNode *node, const EvalValue *v)
{
	append_node(to, ctx, node);
	if (is_literal(node))
		return;
	append_other_name(to, v);
	if (v->kind == KIND_NUMBER && v->sign != SIGN_NONE)
		appendStringInfoChar(to, ' ');
	else
		appendStringInfoString(to, " = ");
	te_append_value(to, v);
	te_append_when(to, v);
	if (node->op == CRIT_FACT && node->fact->source == FACT_DERIVED)
	{
		appendStringInfoString(to, ", given as ");
		append_node(to, ctx, node->fact->derived);
	}
}

/* Of "85 % of baseline.egfr", what 100 % are, and since when. */
static void
append_baseline(StringInfo to, EvalContext *ctx, PlanNode *node)
{
	const Criteria *c = ctx->plan->criteria;
	EvalValue v;

	if (!te_is_part_of_baseline(c, &CRITERIA_NODES(c)[node->number]) ||
		node->n_args != 2 || node->args[1]->op != CRIT_FACT)
		return;
	te_eval_fact(ctx, node->args[1]->fact, CRIT_TYPE_NUMBER, &v);
	if (v.kind == KIND_UNKNOWN)
		return;
	appendStringInfoString(to, ", baseline ");
	te_append_value(to, &v);
	te_append_when(to, &v);
}

/* "2 ULN (80 U/L)"; a literal speaks for itself. */
static void
append_limit(StringInfo to, EvalContext *ctx, PlanNode *node,
			 const EvalValue *v, const EvalValue *of)
{
	append_node(to, ctx, node);
	if (v == NULL || node->op == CRIT_NUMBER || node->op == CRIT_STRING ||
		node->op == CRIT_DATE)
		return;
	if (v->kind == KIND_UNKNOWN)
		return;
	appendStringInfoString(to, " (");
	te_append_value(to, v);
	if (v->dated)
		te_append_when(to, v);
	append_baseline(to, ctx, node);
	if (node->op == CRIT_LIMIT && of != NULL && of->fact != NULL &&
		!of->has_limit[node->sub] && of->fact->has_given_limit[node->sub] &&
		of->fact->limit_column[node->sub].column < 0)
		appendStringInfoString(to, ", as given");
	appendStringInfoChar(to, ')');
}

/* What is given as another name for the fact. */
static void
append_other_name(StringInfo to, const EvalValue *v)
{
	if (v->kind != KIND_UNKNOWN && v->recorded_as != NULL)
		appendStringInfo(to, " as %s", v->recorded_as);
}

static CritCompare
opposite_of(CritCompare op)
{
	static const CritCompare opposite[] = {
		[CRIT_EQ] = CRIT_NE, [CRIT_NE] = CRIT_EQ, [CRIT_LT] = CRIT_GE,
		[CRIT_LE] = CRIT_GT, [CRIT_GT] = CRIT_LE, [CRIT_GE] = CRIT_LT};

	return opposite[op];
}

static CritCompare
mirror_of(CritCompare op)
{
	static const CritCompare mirror[] = {
		[CRIT_EQ] = CRIT_EQ, [CRIT_NE] = CRIT_NE, [CRIT_LT] = CRIT_GT,
		[CRIT_LE] = CRIT_GE, [CRIT_GT] = CRIT_LT, [CRIT_GE] = CRIT_LE};

	return mirror[op];
}

/* What stands to the right of the value, as the clause needs it. */
static void
append_relation(StringInfo to, EvalContext *ctx, PlanNode *node, bool swapped,
				bool needs, const EvalValue *a, const EvalValue *b,
				const EvalValue *c)
{
	static const char *const symbols[] = {
		[CRIT_EQ] = "=",  [CRIT_NE] = "<>", [CRIT_LT] = "<",
		[CRIT_LE] = "<=", [CRIT_GT] = ">",	[CRIT_GE] = ">="};
	CritCompare op = node->sub;
	bool opposite =
		ctx->collector->negated != ((node->flags & CRIT_NEGATED) != 0);

	switch ((CritOp) node->op)
	{
		case CRIT_COMPARE:
			if (opposite)
				op = opposite_of(op);
			if (swapped)
				op = mirror_of(op);
			appendStringInfo(to, "%s ", symbols[op]);
			if (swapped)
				append_limit(to, ctx, node->args[0], a, b);
			else
				append_limit(to, ctx, node->args[1], b, a);
			break;
		case CRIT_BETWEEN:
			appendStringInfoString(to, opposite ? "not between " : "between ");
			append_limit(to, ctx, node->args[1], b, a);
			appendStringInfoString(to, " and ");
			append_limit(to, ctx, node->args[2], c, a);
			break;
		case CRIT_IN:
			appendStringInfoString(to, opposite ? "not in (" : "in (");
			for (int i = 1; i < node->n_args; i++)
			{
				appendStringInfoString(to, i > 1 ? ", " : "");
				append_node(to, ctx, node->args[i]);
			}
			appendStringInfoChar(to, ')');
			break;
		default: /* CRIT_CONTAINS */
			if (needs)
				appendStringInfoString(to,
									   opposite ? "not to contain " :
												  "to contain ");
			else
				appendStringInfoString(to,
									   opposite ? "does not contain " :
												  "contains ");
			append_node(to, ctx, node->args[1]);
			break;
	}
}

/* ------------------------------------------------- flags and functions */

/* "active_infection = yes (2024-02-27), needs no" */
void
te_note_flag(EvalContext *ctx, PlanNode *node, TriState result,
			 CollectorMark start, const EvalValue *v)
{
	StringInfoData to;

	if (result == TRI_UNKNOWN)
	{
		/* a yes or no is asked for, and a number stands there */
		if (v->kind != KIND_UNKNOWN)
		{
			EvalValue unreadable = *v;

			initStringInfo(&to);
			append_node(&to, ctx, node);
			appendStringInfoString(&to, " recorded");
			te_append_when(&to, v);
			appendStringInfoString(&to, " as ");
			te_append_value(&to, v);
			appendStringInfoString(&to, ", not as yes or no");
			te_collect_missing_phrase(ctx, v->fact, &unreadable, WHY_TEXT,
									  to.data);
		}
		note_unknown(ctx, node, start, v,
					 v->kind == KIND_UNKNOWN ? v->why : WHY_TEXT);
		return;
	}
	forget_missing(ctx, start);
	initStringInfo(&to);
	append_node(&to, ctx, node);
	if (node->op == CRIT_BOOLEAN)
	{
		if (satisfied(ctx, result))
			return;
		appendStringInfoString(&to, " as stated");
		te_collect_note(ctx->collector, to.data);
		return;
	}
	append_other_name(&to, v);
	if (v->kind == KIND_BOOLEAN && v->why == WHY_NOT_RECORDED)
		appendStringInfoString(&to, " not recorded, given as no");
	else
	{
		appendStringInfo(&to, " = %s", result == TRI_TRUE ? "yes" : "no");
		te_append_when(&to, v);
	}
	if (!satisfied(ctx, result))
		appendStringInfo(&to, ", needs %s",
						 ctx->collector->negated ? "no" : "yes");
	te_collect_note(ctx->collector, to.data);
}

/* Why there is none: a column that says no, entries that do, or silence. */
static void
append_none(StringInfo to, EvalContext *ctx, PlanNode *node)
{
	bool in_history = false;
	int start = to->len;
	EvalWhy ignored;

	for (int i = 0; i < node->n_args; i++)
	{
		EvalFact *fact = node->args[i]->fact;
		EvalValue v;

		in_history |= fact->source != FACT_COLUMN;
		if (fact->source != FACT_COLUMN)
			continue;
		te_eval_fact(ctx, fact, CRIT_TYPE_ANY, &v);
		appendStringInfo(to, "%s%s", to->len > start ? ", " : ": ", fact->name);
		if (v.kind == KIND_DATE)
		{
			appendStringInfoString(to, " = ");
			te_append_value(to, &v);
		}
		else
			appendStringInfoString(to,
								   v.kind == KIND_UNKNOWN ?
									   " not recorded, given as no" :
									   " = no");
	}
	if (!in_history)
		return;
	appendStringInfoString(to, to->len > start ? ", " : ": ");
	if (!te_eval_history_unknown(ctx, &ignored) && te_eval_recorded(ctx, node))
		appendStringInfoString(to, "no entry that says yes");
	else
		appendStringInfoString(to, "no entry, taken as none");
}

/* The entry that makes it true, or the silence that is taken as none. */
void
te_note_any(EvalContext *ctx, PlanNode *node, TriState result,
			CollectorMark start, const EvalEntry *entry, EvalWhy why)
{
	EvalFact *fact = entry != NULL ? entry->fact : node->args[0]->fact;
	StringInfoData to;
	EvalValue v;

	te_eval_set_unknown(&v, why, fact);
	if (entry != NULL)
	{
		v.dated = true;
		v.at_first = entry->raw.start_first;
		v.at_last = entry->raw.start_last;
		if (why == WHY_TEXT)
		{
			v.text = entry->raw.text;
			v.length = entry->raw.text_length;
		}
	}
	if (result == TRI_UNKNOWN)
	{
		if (ctx->collector->n_missing == start.missing)
			te_collect_missing(ctx, fact, &v);
		note_unknown(ctx, node, start, &v, why);
		return;
	}
	forget_missing(ctx, start);
	initStringInfo(&to);
	append_node(&to, ctx, node);
	if (result == TRI_FALSE)
		append_none(&to, ctx, node);
	else if (entry == NULL)
		appendStringInfoString(&to, " = yes");
	else
	{
		appendStringInfo(&to, ": %s", fact->name);
		if (entry->series != NULL &&
			(entry->series->length != fact->length ||
			 memcmp(entry->series->name, fact->name, fact->length) != 0))
			appendStringInfo(&to, " as %s", entry->series->name);
		if (entry->raw.has_value)
		{
			EvalValue amount;

			te_eval_entry_value(ctx, entry, &amount);
			appendStringInfoChar(&to, ' ');
			te_append_value(&to, &amount);
		}
		if (entry->raw.kind != HISTORY_OBSERVATION && entry->stop_known &&
			!entry->ongoing && entry->start[0] == entry->start[1] &&
			entry->stop[0] == entry->stop[1] &&
			entry->start[0] != entry->stop[0])
		{
			appendStringInfoString(&to, " (");
			te_dtc_print((Timestamp) entry->start[0] * USECS_PER_DAY,
						 (Timestamp) entry->start[0] * USECS_PER_DAY, &to);
			appendStringInfoString(&to, " to ");
			te_dtc_print((Timestamp) entry->stop[0] * USECS_PER_DAY,
						 (Timestamp) entry->stop[0] * USECS_PER_DAY, &to);
			appendStringInfoChar(&to, ')');
		}
		else
			te_append_when(&to, &v);
	}
	if (!satisfied(ctx, result))
		appendStringInfoString(&to,
							   ctx->collector->negated ? ", needs none" :
														 ", needs one");
	te_collect_note(ctx->collector, to.data);
}

/* is known, is true ...: the parts' own notes say too much here */
void
te_note_other(EvalContext *ctx, PlanNode *node, TriState result,
			  CollectorMark start, const EvalValue *v)
{
	CollectorMark end = te_collect_mark(ctx->collector);
	bool needs = !satisfied(ctx, result);
	StringInfoData to;

	/* what is missing stays where knowing it would help */
	if (!needs)
		end.missing = ctx->collector->n_missing;
	else
		end.missing = start.missing;
	te_collect_drop(ctx->collector, start, end);
	initStringInfo(&to);
	append_node(&to, ctx, node->args[0]);
	if (v->kind == KIND_UNKNOWN)
		appendStringInfoString(&to, " is not known");
	else if (node->sub == CRIT_IS_KNOWN || v->kind != KIND_BOOLEAN)
		appendStringInfoString(&to, " is known");
	else
		appendStringInfo(&to, " is %s", v->truth ? "true" : "false");
	if (needs)
		appendStringInfoString(&to, ", needs otherwise");
	te_collect_note(ctx->collector, to.data);
}

/* exactly n of (...): how many of them hold */
void
te_note_exactly(EvalContext *ctx, PlanNode *node, TriState result, int least,
				int most)
{
	StringInfoData to;

	initStringInfo(&to);
	append_node(&to, ctx, node);
	if (least == most)
		appendStringInfo(&to, ": %d hold", least);
	else
		appendStringInfo(&to, ": %d to %d hold", least, most);
	if (!satisfied(ctx, result))
		appendStringInfoString(&to, ", needs otherwise");
	te_collect_note(ctx->collector, to.data);
}

/*
 * explain_collect.c
 *		What an evaluation tells on its way, and the reasons made of it.
 *
 * The same evaluation that yields the verdict leaves notes in a collector.
 * Connectives drop the notes of parts that did not decide, so what is left at
 * the end of a clause is the reason.
 */
#include "trial_ext.h"

#include "miscadmin.h"

#include "criteria/eval_internal.h"

/* Values of one time that are told, of many. */
#define SHOWN_VALUES 5

static void append_recorded(StringInfo to, const EvalValue *v);
static void prepend_recorded(StringInfo to, const EvalValue *v);
static void last_entries(EvalContext *ctx, EvalFact *fact,
						 CollectedMissing *one);
static bool is_partial(const HistoryEntry *entry);
static bool has_partial(EvalContext *ctx, EvalFact *fact);
static void column_value(EvalContext *ctx, EvalFact *fact,
						 CollectedMissing *one);
static void computed_value(const EvalValue *v, CollectedMissing *one);
static void keep_missing(CollectedMissing **list, int *n, int *max,
						 const CollectedMissing *from, int n_from);
static void add_missing(CollectedMissing **list, int *n, int *max,
						const CollectedMissing *one);
static void explain_clause(EvalContext *ctx, int clause, TriState *holds);
static void make_reason(const Collector *c, ClauseReason *reason);
static bool named(const char *const *names, int n, const char *name);

CollectorMark
te_collect_mark(const Collector *c)
{
	CollectorMark mark = {c->n_notes, c->n_missing};

	return mark;
}

void
te_collect_drop(Collector *c, CollectorMark from, CollectorMark to)
{
	/* an empty list has no memory yet */
	if (c->n_notes > to.notes)
		memmove(c->notes + from.notes, c->notes + to.notes,
				sizeof(char *) * (c->n_notes - to.notes));
	c->n_notes -= to.notes - from.notes;
	if (c->n_missing > to.missing)
		memmove(c->missing + from.missing, c->missing + to.missing,
				sizeof(CollectedMissing) * (c->n_missing - to.missing));
	c->n_missing -= to.missing - from.missing;
}

void
te_collect_note(Collector *c, char *note)
{
	if (c->n_notes == c->max_notes)
	{
		c->max_notes = c->max_notes * 2 + 8;
		c->notes = c->notes == NULL ?
			palloc_array(char *, c->max_notes) :
			repalloc(c->notes, sizeof(char *) * c->max_notes);
	}
	c->notes[c->n_notes++] = note;
}

void
te_collect_missing(EvalContext *ctx, const EvalFact *fact, const EvalValue *v)
{
	te_collect_missing_phrase(ctx, fact, v, v->why,
							  te_missing_phrase(ctx, fact, v, v->why));
}

void
te_collect_missing_phrase(EvalContext *ctx, const EvalFact *fact,
						  const EvalValue *v, EvalWhy why, char *phrase)
{
	Collector *c = ctx->collector;
	CollectedMissing one;

	if (fact == NULL && why != WHY_NO_DATE)
		return; /* of no fact in particular */
	memset(&one, 0, sizeof(one));
	one.fact = why == WHY_NO_DATE ? NULL : fact;
	one.why = why;
	one.phrase = phrase;
	if (one.fact != NULL)
	{
		EvalFact *own = unconstify(EvalFact *, fact);

		if (own->source == FACT_HISTORY)
			last_entries(ctx, own, &one);
		else if (own->source == FACT_COLUMN)
			column_value(ctx, own, &one);
		else if (v->dated)
			computed_value(v, &one);
	}
	add_missing(&c->missing, &c->n_missing, &c->max_missing, &one);
	add_missing(&c->all, &c->n_all, &c->max_all, &one);
}

/* ---------------------------------------------- what a derived fact told */

/* In memory of this evaluation, as the collector itself. */
void
te_collect_keep(const Collector *c, CollectorMark start, int all,
				EvalFact *fact)
{
	Collector *kept = palloc0_object(Collector);

	for (int i = start.notes; i < c->n_notes; i++)
	{
		if (!named((const char *const *) kept->notes, kept->n_notes,
				   c->notes[i]))
			te_collect_note(kept, c->notes[i]);
	}
	keep_missing(&kept->missing, &kept->n_missing, &kept->max_missing,
				 c->missing + start.missing, c->n_missing - start.missing);
	keep_missing(&kept->all, &kept->n_all, &kept->max_all, c->all + all,
				 c->n_all - all);
	fact->memo_tells = kept;
}

void
te_collect_again(Collector *c, const EvalFact *fact)
{
	const Collector *kept = fact->memo_tells;

	for (int i = 0; i < kept->n_notes; i++)
		te_collect_note(c, kept->notes[i]);
	for (int i = 0; i < kept->n_missing; i++)
		add_missing(&c->missing, &c->n_missing, &c->max_missing,
					&kept->missing[i]);
	for (int i = 0; i < kept->n_all; i++)
		add_missing(&c->all, &c->n_all, &c->max_all, &kept->all[i]);
}

static void
keep_missing(CollectedMissing **list, int *n, int *max,
			 const CollectedMissing *from, int n_from)
{
	for (int i = 0; i < n_from; i++)
	{
		const CollectedMissing *one = &from[i];
		bool known = false;

		CHECK_FOR_INTERRUPTS();
		for (int k = 0; k < *n && !known; k++)
			known = (*list)[k].fact == one->fact &&
				(*list)[k].why == one->why &&
				strcmp((*list)[k].phrase, one->phrase) == 0;
		if (!known)
			add_missing(list, n, max, one);
	}
}

/* A value as it is told to a site: texts without quotes, events have none. */
static void
append_recorded(StringInfo to, const EvalValue *v)
{
	if (v->kind == KIND_TEXT)
		appendBinaryStringInfo(to, v->text, v->length);
	else if (v->kind != KIND_UNKNOWN && v->kind != KIND_PRESENT)
		te_append_value(to, v);
}

/* Entries are met newest first and told in the order of recording. */
static void
prepend_recorded(StringInfo to, const EvalValue *v)
{
	char *later = to->len > 0 ? pstrdup(to->data) : NULL;

	resetStringInfo(to);
	append_recorded(to, v);
	if (later != NULL)
		appendStringInfo(to, ", %s", later);
}

/*
 * The last entry of a fact, and with it all of the same time.  Where a partial
 * date is in the way, the last of those.  A partial date is no moment: it goes
 * with the value.
 */
static void
last_entries(EvalContext *ctx, EvalFact *fact, CollectedMissing *one)
{
	bool partial = one->why == WHY_PARTIAL_DATE && has_partial(ctx, fact);
	int shown = 0;
	EvalWhy ignored;
	StringInfoData text;
	EvalValue v;

	if (te_eval_history_unknown(ctx, &ignored))
		return;
	initStringInfo(&text);
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series))
			continue;
		for (int i = series->started - 1; i >= 0; i--)
		{
			EvalEntry entry;

			CHECK_FOR_INTERRUPTS();
			te_eval_entry(ctx, fact, series, i, &entry);
			if (partial && !is_partial(&entry.raw))
				continue;
			if (one->has_last && entry.raw.start_first < one->last_first)
				break;
			if (!one->has_last || entry.raw.start_first > one->last_first ||
				entry.raw.start_last != one->last_last)
			{
				resetStringInfo(&text);
				shown = 0;
			}
			one->has_last = true;
			one->last_first = entry.raw.start_first;
			one->last_last = entry.raw.start_last;
			if (entry.raw.kind == HISTORY_EVENT)
				continue;
			te_eval_entry_value(ctx, &entry, &v);
			if (v.kind != KIND_UNKNOWN && shown++ < SHOWN_VALUES)
				prepend_recorded(&text, &v);
		}
	}
	if (!one->has_last)
		return;
	memset(&v, 0, sizeof(v));
	v.dated = true;
	v.at_first = one->last_first;
	v.at_last = one->last_last;
	if (day_of(v.at_first) != day_of(v.at_last))
	{
		te_append_when(&text, &v);
		one->has_last = false;
	}
	/* of a date alone: without the blank before it */
	if (text.len > 0)
		one->last_value = text.data[0] == ' ' ? text.data + 1 : text.data;
}

static bool
is_partial(const HistoryEntry *entry)
{
	return day_of(entry->start_first) != day_of(entry->start_last);
}

static bool
has_partial(EvalContext *ctx, EvalFact *fact)
{
	for (int s = 0; s < fact->n_series; s++)
	{
		EvalSeries *series = &fact->series[s];

		if (!te_eval_open(ctx, series) || series->block.whole_dates)
			continue;
		for (int i = 0; i < series->started; i++)
		{
			EvalEntry entry;

			te_eval_entry(ctx, fact, series, i, &entry);
			if (is_partial(&entry.raw))
				return true;
		}
	}
	return false;
}

/* What a row holds has no date of its own. */
static void
column_value(EvalContext *ctx, EvalFact *fact, CollectedMissing *one)
{
	StringInfoData text;
	EvalValue v;

	te_eval_read_column(ctx, fact, fact->columns, &v);
	initStringInfo(&text);
	append_recorded(&text, &v);
	one->last_value = text.len > 0 ? text.data : NULL;
}

/* Of a derived fact: as of the date of its inputs. */
static void
computed_value(const EvalValue *v, CollectedMissing *one)
{
	EvalValue shown = *v;
	StringInfoData text;

	one->has_last = true;
	one->last_first = v->at_first;
	one->last_last = v->at_last;
	if (v->kind == KIND_UNKNOWN)
		shown.kind = v->text != NULL ? KIND_TEXT : v->was;
	initStringInfo(&text);
	append_recorded(&text, &shown);
	one->last_value = text.len > 0 ? text.data : NULL;
}

static void
add_missing(CollectedMissing **list, int *n, int *max,
			const CollectedMissing *one)
{
	if (*n == *max)
	{
		*max = *max * 2 + 8;
		*list = *list == NULL ?
			palloc_array(CollectedMissing, *max) :
			repalloc(*list, sizeof(CollectedMissing) * *max);
	}
	(*list)[(*n)++] = *one;
}

/* ----------------------------------------------------------------- reasons */

TriState
te_eval_explain(EvalPlan *plan, const Datum *values, const bool *nulls,
				const PatientHistory *history, EvalDate as_of, TriState *holds,
				TriState *passes, ClauseReason *reasons)
{
	const Criteria *c = plan->criteria;
	Collector collector;
	EvalContext ctx;

	te_eval_begin(&ctx, plan, values, nulls, history, as_of);
	ctx.collector = &collector;
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		memset(&collector, 0, sizeof(collector));
		explain_clause(&ctx, i, &holds[i]);
		make_reason(&collector, &reasons[i]);
	}
	return te_eval_verdict(c, holds, passes);
}

static void
explain_clause(EvalContext *ctx, int clause, TriState *holds)
{
	const CritClause *clauses = CRITERIA_CLAUSES(ctx->plan->criteria);

	ctx->collector->negated = clauses[clause].kind == CRIT_EXCLUDE;
	*holds = te_eval_bool(ctx, ctx->plan->clauses[clause]);
}

static void
make_reason(const Collector *c, ClauseReason *reason)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < c->n_notes; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (named((const char *const *) c->notes, i, c->notes[i]))
			continue;
		appendStringInfo(&text, "%s%s", text.len > 0 ? "; " : "", c->notes[i]);
	}
	reason->reason = text.len > 0 ? text.data : NULL;
	reason->n_missing = 0;
	reason->missing = palloc_array(const char *, (c->n_missing + 1));
	for (int i = 0; i < c->n_missing; i++)
	{
		const EvalFact *fact = c->missing[i].fact;
		const char *name = fact == NULL ? "as_of" : fact->name;

		CHECK_FOR_INTERRUPTS();
		if (!named(reason->missing, reason->n_missing, name))
			reason->missing[reason->n_missing++] = name;
	}
}

static bool
named(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
	{
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------ missing facts */

static const char *
why_code(EvalWhy why)
{
	switch (why)
	{
		case WHY_NOT_RECORDED:
			return "never recorded";
		case WHY_NO_HISTORY:
			return "no history";
		case WHY_NO_DATE:
			return "no date";
		case WHY_TOO_OLD:
			return "too old";
		case WHY_NO_VISIT_VALUE:
			return "none at the visit";
		case WHY_NO_BASELINE:
			return "no date of baseline";
		case WHY_SEVERAL:
			return "several values";
		case WHY_PARTIAL_DATE:
			return "partial date";
		case WHY_CENSORED:
			return "censored";
		case WHY_NO_UNIT:
			return "no unit";
		case WHY_UNIT:
			return "unit does not fit";
		case WHY_TEXT:
			return "unreadable";
		case WHY_NO_VALUE:
			return "no value";
		case WHY_NO_LIMIT:
			return "no reference limit";
		case WHY_NO_STOP:
			return "end not recorded";
		case WHY_NO_ANCHOR:
			return "window without date";
		case WHY_UNDECIDED:
			return "undecided entry";
		default:
			return "not defined";
	}
}

/* One line for every fact and reason, in order of first need. */
MissingFact *
te_eval_missing(EvalPlan *plan, const Datum *values, const bool *nulls,
				const PatientHistory *history, EvalDate as_of, int *n_facts)
{
	const Criteria *c = plan->criteria;
	MissingFact *facts = NULL;
	int n = 0;
	int size = 0;
	TriState *holds = palloc_array(TriState, (c->n_clauses + 1));
	TriState *passes = palloc_array(TriState, (c->n_clauses + 1));
	Collector *collectors = palloc0_array(Collector, (c->n_clauses + 1));
	TriState verdict;
	EvalContext ctx;

	te_eval_begin(&ctx, plan, values, nulls, history, as_of);
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		ctx.collector = &collectors[i];
		explain_clause(&ctx, i, &holds[i]);
	}
	verdict = te_eval_verdict(c, holds, passes);
	for (uint32 i = 0; i < c->n_clauses; i++)
	{
		bool open = verdict == TRI_UNKNOWN && passes[i] == TRI_UNKNOWN &&
			holds[i] == TRI_UNKNOWN;

		for (int m = 0; m < collectors[i].n_all; m++)
		{
			const CollectedMissing *one = &collectors[i].all[m];
			const char *name = one->fact == NULL ? "as_of" : one->fact->name;
			MissingFact *fact = NULL;

			CHECK_FOR_INTERRUPTS();
			for (int f = 0; f < n && fact == NULL; f++)
			{
				if (strcmp(facts[f].fact, name) == 0 &&
					strcmp(facts[f].why, why_code(one->why)) == 0)
					fact = &facts[f];
			}
			if (fact == NULL)
			{
				if (n == size)
				{
					size = size * 2 + 8;
					facts = facts == NULL ?
						palloc_array(MissingFact, size) :
						repalloc(facts, sizeof(MissingFact) * size);
				}
				fact = &facts[n++];
				memset(fact, 0, sizeof(*fact));
				fact->fact = name;
				fact->why = why_code(one->why);
				fact->has_last = one->has_last;
				fact->last_at = one->last_first;
				fact->last_value = one->last_value;
				fact->needed_by = palloc_array(int, c->n_clauses);
			}
			if (fact->n_needed_by == 0 ||
				fact->needed_by[fact->n_needed_by - 1] != (int) i)
				fact->needed_by[fact->n_needed_by++] = i;
			if (!open || fact->decides)
				continue;
			/* among what leaves the clause open */
			for (int k = 0; k < collectors[i].n_missing; k++)
				fact->decides |= collectors[i].missing[k].fact == one->fact;
		}
	}
	*n_facts = n;
	return facts;
}

/*
 * sledai_history.c
 *		The 24 descriptors of one visit from a patient_history.
 *
 * What has a number comes from it: complement, anti-dsDNA, platelets,
 * leukocytes, sediment, protein, temperature, joints; a fact named as the
 * descriptor answers for it where there is no number, and for all others.
 * Nothing in the window, or nothing that decides: not assessed.
 *
 * The window is the day of the visit and window_days whole days before it, both
 * ends inside.  Of several values the last counts, or the worst if asked for.
 * An entry with a partial date that may or may not lie in the window leaves
 * the descriptor open unless it says the same.  "<name>_attributable" recorded
 * as no makes a descriptor absent whatever the number: not due to lupus.
 */
#include "trial_ext.h"

#include <math.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

#include "activity/sledai.h"
#include "units/units.h"
#include "units/unit_server.h"

/* How a number is compared: all of the limits are the testing laboratory's or
 * of the rule. */
typedef enum Bound
{
	BOUND_BELOW,
	BOUND_ABOVE,
	BOUND_AT_LEAST,
	BOUND_BELOW_LLN,
	BOUND_ABOVE_ULN
} Bound;

typedef struct LabRule
{
	int item;
	const char *fact;
	Bound bound;
	double limit;
	const char *unit; /* of the limit; NULL: the value's own, or a count */
} LabRule;

/* Thresholds: sledai_items() says where each comes from. */
static const LabRule lab_rules[] = {
	{SLEDAI_ARTHRITIS, "inflamed_joints", BOUND_AT_LEAST, 0, NULL},
	{SLEDAI_HEMATURIA, "urine_rbc_hpf", BOUND_ABOVE, 5, "/[HPF]"},
	{SLEDAI_PYURIA, "urine_wbc_hpf", BOUND_ABOVE, 5, "/[HPF]"},
	{SLEDAI_DNA_BINDING, "anti_dsdna", BOUND_ABOVE_ULN, 0, NULL},
	{SLEDAI_FEVER, "body_temperature", BOUND_ABOVE, 38, "Cel"},
	{SLEDAI_THROMBOCYTOPENIA, "platelets", BOUND_BELOW, 100, "10*9/L"},
	{SLEDAI_LEUKOPENIA, "wbc", BOUND_BELOW, 3.0, "10*9/L"},
};

static const LabRule complement_rules[] = {
	{SLEDAI_LOW_COMPLEMENT, "c3", BOUND_BELOW_LLN, 0, NULL},
	{SLEDAI_LOW_COMPLEMENT, "c4", BOUND_BELOW_LLN, 0, NULL},
	{SLEDAI_LOW_COMPLEMENT, "ch50", BOUND_BELOW_LLN, 0, NULL},
};

static const LabRule protein_rule = {SLEDAI_PROTEINURIA, "urine_protein",
									 BOUND_ABOVE, 0.5, "g/d"};
static const LabRule upcr_rule = {SLEDAI_PROTEINURIA, "upcr", BOUND_ABOVE, 0.5,
								  "g/g"};

/* Days, from 2000-01-01; far away for entries without a date. */
#define DAY_FIRST PG_INT64_MIN
#define DAY_LAST PG_INT64_MAX

typedef struct Visit
{
	const PatientHistory *history;
	const SledaiOptions *options;
	int64 from; /* first day of the window */
	int64 to;	/* day of the visit */
} Visit;

/* An entry that lies in a window, or may. */
typedef struct Seen
{
	HistoryEntry entry;
	int64 first; /* day it started, at the earliest */
	int64 last;	 /* ... and at the latest */
	bool certain;
} Seen;

/* Judges an entry, and says why. */
typedef IndexTruth (*Judge)(const Visit *visit, const LabRule *rule,
							const HistoryEntry *entry, SledaiFinding *why);

static SledaiFinding item_finding(const Visit *visit, int k);
static SledaiFinding derived(const Visit *visit, int k);
static SledaiFinding recorded(const Visit *visit, const char *fact);
static SledaiFinding complement(const Visit *visit);
static SledaiFinding proteinuria(const Visit *visit);
static SledaiFinding selena_proteinuria(const Visit *visit,
										const LabRule *rule);
static SledaiFinding resolve(const Visit *visit, const LabRule *rule,
							 Judge judge);
static void weigh(const Visit *visit, const LabRule *rule, Judge judge,
				  const Seen *seen, SledaiFinding *result);
static Seen *collect(const PatientHistory *h, const char *fact, int64 from,
					 int64 to, int *n);
static bool seen_in(Seen *seen, int64 from, int64 to);
static int newest(const Seen *seen, int n, bool *doubt);
static IndexTruth judge_number(const Visit *visit, const LabRule *rule,
							   const HistoryEntry *entry, SledaiFinding *why);
static IndexTruth judge_flag(const Visit *visit, const LabRule *rule,
							 const HistoryEntry *entry, SledaiFinding *why);
static bool limit_of(const Visit *visit, const LabRule *rule,
					 const HistoryEntry *entry, double *limit);
static const char *value_in_unit(const LabRule *rule, const HistoryEntry *entry,
								 double *value);
static IndexTruth below(double value, HistorySign sign, double limit);
static IndexTruth above(double value, HistorySign sign, double limit);
static void say(SledaiFinding *why, const char *format, ...)
	pg_attribute_printf(2, 3);
static char *entry_text(const char *fact, const HistoryEntry *entry);
static int64 day_of(Timestamp t);

Sledai
te_sledai_history(const PatientHistory *h, DateADT at,
				  const SledaiOptions *options, SledaiFinding *findings)
{
	Visit visit = {h, options};
	uint32 present = 0;
	uint32 open = 0;

	if (DATE_NOT_FINITE(at))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("date of the visit must be finite")));
	visit.to = at;
	visit.from = visit.to - options->window_days;
	for (int k = 0; k < SLEDAI_ITEMS; k++)
	{
		SledaiFinding finding = item_finding(&visit, k);

		if (finding.holds == TRUTH_YES)
			present |= SLEDAI_BIT(k);
		else if (finding.holds == TRUTH_OPEN)
			open |= SLEDAI_BIT(k);
		if (findings != NULL)
			findings[k] = finding;
	}
	return te_sledai_make(present, open);
}

static SledaiFinding
item_finding(const Visit *visit, int k)
{
	const char *name = te_sledai_items[k].name;
	SledaiFinding due = recorded(visit, psprintf("%s_attributable", name));
	SledaiFinding number;
	SledaiFinding item;
	SledaiFinding *first;
	SledaiFinding *second;

	if (due.holds == TRUTH_NO)
	{
		say(&due, "not due to lupus: %s", pstrdup(due.reason));
		return due;
	}
	number = derived(visit, k);
	item = recorded(visit, name);
	first = visit->options->prefer_recorded ? &item : &number;
	second = visit->options->prefer_recorded ? &number : &item;
	if (first->holds == TRUTH_OPEN && second->holds != TRUTH_OPEN)
		return *second;
	if (first->holds == TRUTH_OPEN && number.reason[0] != '\0')
		return number;
	if (first->holds == TRUTH_OPEN)
		return item;
	if (second->holds != TRUTH_OPEN && second->holds != first->holds)
		say(first, "%s; but %s", pstrdup(first->reason), second->reason);
	return *first;
}

/* From a number; open, without a reason, for a descriptor that has none. */
static SledaiFinding
derived(const Visit *visit, int k)
{
	SledaiFinding none = {TRUTH_OPEN, ""};

	if (k == SLEDAI_LOW_COMPLEMENT)
		return complement(visit);
	if (k == SLEDAI_PROTEINURIA)
		return proteinuria(visit);
	for (int i = 0; i < lengthof(lab_rules); i++)
		if (lab_rules[i].item == k)
			return resolve(visit, &lab_rules[i], judge_number);
	return none;
}

static SledaiFinding
recorded(const Visit *visit, const char *fact)
{
	LabRule rule = {-1, fact};

	return resolve(visit, &rule, judge_flag);
}

/*
 * Low when any of the three is.  Not low asks for C3 and C4 both: CH50 is
 * rarely measured, and a normal C3 alone says nothing of C4.
 */
static SledaiFinding
complement(const Visit *visit)
{
	SledaiFinding each[3];
	SledaiFinding open = {TRUTH_OPEN, ""};
	int n;

	for (int i = 0; i < 3; i++)
	{
		each[i] = resolve(visit, &complement_rules[i], judge_number);
		if (each[i].holds == TRUTH_YES)
			return each[i];
	}
	for (int i = 0; i < 3; i++)
	{
		pfree(collect(visit->history, complement_rules[i].fact, visit->from,
					  visit->to, &n));
		if (each[i].holds == TRUTH_OPEN && (i < 2 || n > 0))
		{
			say(&open, "%s", each[i].reason);
			return open;
		}
	}
	say(&each[0], "%s; %s", pstrdup(each[0].reason), each[1].reason);
	return each[0];
}

static SledaiFinding
proteinuria(const Visit *visit)
{
	SledaiFinding result;
	SledaiFinding ratio;
	int n;

	result = visit->options->selena_proteinuria ?
		selena_proteinuria(visit, &protein_rule) :
		resolve(visit, &protein_rule, judge_number);
	if (result.holds != TRUTH_OPEN)
		return result;
	pfree(
		collect(visit->history, protein_rule.fact, visit->from, visit->to, &n));
	if (n > 0)
		return result;
	pfree(collect(visit->history, upcr_rule.fact, visit->from, visit->to, &n));
	if (n == 0)
		return result;
	if (!visit->options->upcr_as_24h)
	{
		say(&result,
			"no urine_protein in the window; upcr is not taken for it "
			"(upcr_as_24h)");
		return result;
	}
	ratio = visit->options->selena_proteinuria ?
		selena_proteinuria(visit, &upcr_rule) :
		resolve(visit, &upcr_rule, judge_number);
	say(&ratio, "%s; g/g taken for g/d", pstrdup(ratio.reason));
	return ratio;
}

/*
 * SELENA-SLEDAI: new onset, or a recent increase of more than 0.5 g a day.
 * Above 0.5 now, and either no value before the window was above 0.5, or the
 * last of them was exceeded by more than 0.5.  Without a value before the
 * window, proteinuria of now may be old: open.
 */
static SledaiFinding
selena_proteinuria(const Visit *visit, const LabRule *rule)
{
	SledaiFinding now = resolve(visit, rule, judge_number);
	SledaiFinding ignored;
	IndexTruth never = TRUTH_YES;
	IndexTruth risen = TRUTH_OPEN;
	bool doubt;
	int n;
	int n_before;
	Seen *seen;
	Seen *before;
	int last;
	int previous;

	if (now.holds == TRUTH_NO)
		return now;
	before = collect(visit->history, rule->fact, DAY_FIRST, visit->from - 1,
					 &n_before);
	if (n_before == 0)
	{
		now.holds = TRUTH_OPEN;
		say(&now, "%s; no %s before the window to tell new from old",
			pstrdup(now.reason), rule->fact);
		return now;
	}
	for (int i = 0; i < n_before; i++)
	{
		IndexTruth high = judge_number(visit, rule, &before[i].entry, &ignored);

		if (high != TRUTH_NO && !before[i].certain)
			high = TRUTH_OPEN;
		never = te_truth_and(never, te_truth_not(high));
	}
	seen = collect(visit->history, rule->fact, visit->from, visit->to, &n);
	last = newest(seen, n, &doubt);
	if (visit->options->worst)
	{
		double highest = 0;
		double value;

		/* the one that the window is judged by */
		for (int i = 0; i < n; i++)
			if (seen[i].certain &&
				value_in_unit(rule, &seen[i].entry, &value) == NULL &&
				value > highest)
			{
				highest = value;
				last = i;
			}
	}
	previous = newest(before, n_before, &doubt);
	if (last >= 0 && previous >= 0 && !doubt &&
		seen[last].entry.sign == SIGN_NONE &&
		before[previous].entry.sign == SIGN_NONE)
	{
		IndexNumber a = {true, 0};
		IndexNumber b = {true, 0};

		if (value_in_unit(rule, &seen[last].entry, &a.value) == NULL &&
			value_in_unit(rule, &before[previous].entry, &b.value) == NULL)
			risen = te_number_above(te_number_minus(a, b), 0.5);
	}
	now.holds = te_truth_and(now.holds, te_truth_or(never, risen));
	if (previous >= 0)
		say(&now, "%s; before the window %s: %s", pstrdup(now.reason),
			entry_text(rule->fact, &before[previous].entry),
			now.holds == TRUTH_YES ? "new, or risen by more than 0.5" :
				now.holds == TRUTH_NO ?
									 "neither new nor risen by more than 0.5" :
									 "undecided");
	return now;
}

/* -------------------------------------------------- the entries of a window */

/* What the entries of a rule's fact in the window come to. */
static SledaiFinding
resolve(const Visit *visit, const LabRule *rule, Judge judge)
{
	SledaiFinding result = {TRUTH_OPEN, ""};
	bool ignored;
	int n;
	Seen *seen =
		collect(visit->history, rule->fact, visit->from, visit->to, &n);
	int chosen = newest(seen, n, &ignored);

	if (chosen < 0)
	{
		say(&result,
			n == 0 ? "no %s in the window" :
					 "no %s that lies in the window for certain",
			rule->fact);
		return result;
	}
	result.holds = judge(visit, rule, &seen[chosen].entry, &result);
	for (int i = 0; i < n; i++)
	{
		if (i != chosen &&
			(visit->options->worst ||
			 (!seen[i].certain && seen[i].last > seen[chosen].first)))
			weigh(visit, rule, judge, &seen[i], &result);
	}
	return result;
}

/*
 * Another entry of the window besides the last.  Where the worst counts, a
 * certain one joins by Kleene's OR; one that may lie outside, or (where the
 * last counts) may be later, can only raise a doubt.
 */
static void
weigh(const Visit *visit, const LabRule *rule, Judge judge, const Seen *seen,
	  SledaiFinding *result)
{
	bool worst = visit->options->worst;
	SledaiFinding other = {TRUTH_OPEN, ""};
	IndexTruth holds = judge(visit, rule, &seen->entry, &other);

	if (worst && seen->certain)
	{
		if (te_truth_or(result->holds, holds) != result->holds)
			*result = other;
	}
	else if (worst ? holds != TRUTH_NO && result->holds == TRUTH_NO :
					 holds != result->holds)
	{
		result->holds = TRUTH_OPEN;
		say(result, "%s, with a date that leaves open whether it counts",
			other.reason);
	}
}

/* The entries from one day to another, the newest first. */
static Seen *
collect(const PatientHistory *h, const char *fact, int64 from, int64 to, int *n)
{
	int index = te_history_find(h, fact, strlen(fact));
	HistoryBlock block;
	Seen *seen;

	*n = 0;
	if (index < 0)
		return palloc(sizeof(Seen));
	te_history_block(h, index, &block);
	seen = palloc_array(Seen, block.n_entries + 1);
	for (int i = (int) block.n_entries - 1; i >= 0; i--)
	{
		CHECK_FOR_INTERRUPTS();
		te_history_block_entry(&block, i, &seen[*n].entry);
		if (seen_in(&seen[*n], from, to))
			(*n)++;
		else if (block.numbers_only && seen[*n].last < from)
			break;
	}
	return seen;
}

/* Fills in the days; false when the entry is outside the window for certain. */
static bool
seen_in(Seen *seen, int64 from, int64 to)
{
	const HistoryEntry *entry = &seen->entry;
	int64 stop_first;
	int64 stop_last;

	seen->first = day_of(entry->start_first);
	seen->last = day_of(entry->start_last);
	if (entry->kind == HISTORY_OBSERVATION)
	{
		stop_first = seen->first;
		stop_last = seen->last;
	}
	else
	{
		/* what nobody wrote an end for may have ended on the day it began */
		stop_first =
			entry->stop_recorded ? day_of(entry->stop_first) : seen->first;
		stop_last = entry->stop_recorded ? day_of(entry->stop_last) : DAY_LAST;
	}
	seen->certain = seen->last <= to && stop_first >= from;
	return seen->first <= to && stop_last >= from;
}

/* The last certain entry, -1 for none; doubt: another may be later. */
static int
newest(const Seen *seen, int n, bool *doubt)
{
	int chosen = -1;

	*doubt = false;
	for (int i = 0; i < n && chosen < 0; i++)
		if (seen[i].certain)
			chosen = i;
	for (int i = 0; i < n; i++)
		if (!seen[i].certain &&
			(chosen < 0 || seen[i].last > seen[chosen].first))
			*doubt = true;
	return chosen;
}

IndexNumber
te_history_number(const PatientHistory *h, const char *fact, DateADT at,
				  int window_days)
{
	IndexNumber missing = {false, 0};
	IndexNumber number = {true, 0};
	bool doubt;
	int n;
	Seen *seen = collect(h, fact, (int64) at - window_days, at, &n);
	int chosen = newest(seen, n, &doubt);

	if (chosen < 0 || doubt || !seen[chosen].entry.has_value ||
		seen[chosen].entry.sign != SIGN_NONE)
		return missing;
	number.value = seen[chosen].entry.value;
	return number;
}

/* ------------------------------------------------------------- one entry */

static IndexTruth
judge_flag(const Visit *visit, const LabRule *rule, const HistoryEntry *entry,
		   SledaiFinding *why)
{
	IndexTruth holds = TRUTH_OPEN;

	if (entry->kind != HISTORY_OBSERVATION)
		holds = TRUTH_YES;
	else if (entry->text != NULL)
		holds = te_read_flag(entry->text, entry->text_length);
	else if (entry->has_value && entry->sign == SIGN_NONE && entry->value >= 0)
		holds = te_truth(entry->value != 0);
	why->holds = holds;
	say(why, "%s", entry_text(rule->fact, entry));
	return holds;
}

static IndexTruth
judge_number(const Visit *visit, const LabRule *rule, const HistoryEntry *entry,
			 SledaiFinding *why)
{
	static const char *const words[][2] = {{"not below", "below"},
										   {"not above", "above"},
										   {"below", "at least"},
										   {"not below", "below"},
										   {"not above", "above"}};
	char *text = entry_text(rule->fact, entry);
	char limit_text[DOUBLE_TEXT_SIZE];
	const char *trouble;
	double limit;
	double value;
	IndexTruth holds;

	why->holds = TRUTH_OPEN;
	if (!entry->has_value && entry->text != NULL &&
		rule->bound == BOUND_ABOVE_ULN)
	{
		/* "positive" is how a laboratory says above its limit */
		why->holds = te_read_flag(entry->text, entry->text_length);
		say(why, "%s", text);
		return why->holds;
	}
	trouble = value_in_unit(rule, entry, &value);
	if (trouble == NULL && !limit_of(visit, rule, entry, &limit))
		trouble = rule->bound == BOUND_BELOW_LLN ? "without a lower limit" :
												   "without an upper limit";
	if (trouble != NULL)
	{
		say(why, "%s: %s", text, trouble);
		return TRUTH_OPEN;
	}
	if (rule->bound == BOUND_BELOW || rule->bound == BOUND_BELOW_LLN)
		holds = below(value, entry->sign, limit);
	else if (rule->bound == BOUND_AT_LEAST)
		holds = te_truth_not(below(value, entry->sign, limit));
	else
		holds = above(value, entry->sign, limit);
	te_print_double(limit, limit_text);
	say(why, "%s: %s %s%s%s", text,
		holds == TRUTH_OPEN ? "perhaps beyond" :
							  words[rule->bound][holds == TRUTH_YES],
		limit_text, rule->unit == NULL ? "" : " ",
		rule->unit == NULL ? "" : rule->unit);
	why->holds = holds;
	return holds;
}

static bool
limit_of(const Visit *visit, const LabRule *rule, const HistoryEntry *entry,
		 double *limit)
{
	switch (rule->bound)
	{
		case BOUND_AT_LEAST:
			*limit = visit->options->joints;
			return true;
		case BOUND_BELOW_LLN:
			*limit = entry->lln;
			return entry->has_lln;
		case BOUND_ABOVE_ULN:
			*limit = entry->uln;
			return entry->has_uln;
		default:
			*limit = rule->limit;
			return true;
	}
}

/*
 * The number in the unit of the rule; NULL, or what is wrong.  A value in the
 * rule's own unit is compared as it is, a converted one is rounded once.
 */
static const char *
value_in_unit(const LabRule *rule, const HistoryEntry *entry, double *value)
{
	AnalyteId analyte =
		te_analyte_find(rule->fact, strlen(rule->fact), NULL, 0);
	UnitError ignored;
	Unit from;
	Unit to;

	if (!entry->has_value)
		return "not a number";
	*value = entry->value;
	if (rule->unit == NULL)
		return NULL;
	if (entry->unit == NULL)
		return "without a unit";
	if (!te_unit_parse_for(entry->unit, entry->unit_length, analyte, &from,
						   &ignored) ||
		!te_unit_parse_for(rule->unit, strlen(rule->unit), analyte, &to,
						   &ignored))
		return "in a unit that cannot be read";
	if (te_unit_equivalent(&from, &to) && from.moles == to.moles)
		return NULL;
	if (!te_convert_value(entry->value, &from, &to, analyte, value, &ignored))
		return "in a unit that does not convert";
	*value = te_round14(*value);
	return NULL;
}

/* Is the value below the limit?  "<5" is below 5, "<6" is perhaps. */
static IndexTruth
below(double value, HistorySign sign, double limit)
{
	switch (sign)
	{
		case SIGN_LT:
			return value <= limit ? TRUTH_YES : TRUTH_OPEN;
		case SIGN_LE:
			return value < limit ? TRUTH_YES : TRUTH_OPEN;
		case SIGN_GT:
		case SIGN_GE:
			return value >= limit ? TRUTH_NO : TRUTH_OPEN;
		default:
			return te_truth(value < limit);
	}
}

static IndexTruth
above(double value, HistorySign sign, double limit)
{
	switch (sign)
	{
		case SIGN_LT:
		case SIGN_LE:
			return value <= limit ? TRUTH_NO : TRUTH_OPEN;
		case SIGN_GT:
			return value >= limit ? TRUTH_YES : TRUTH_OPEN;
		case SIGN_GE:
			return value > limit ? TRUTH_YES : TRUTH_OPEN;
		default:
			return te_truth(value > limit);
	}
}

/* The words that criteria read as flags, ASCII case ignored. */
IndexTruth
te_read_flag(const char *text, size_t length)
{
	static const char *const words[][2] = {{"n", "y"},
										   {"no", "yes"},
										   {"false", "true"},
										   {"negative", "positive"}};

	te_trim(&text, &length);
	for (int i = 0; i < lengthof(words); i++)
		for (int holds = 0; holds < 2; holds++)
			if (strlen(words[i][holds]) == length &&
				pg_strncasecmp(words[i][holds], text, length) == 0)
				return te_truth(holds);
	return TRUTH_OPEN;
}

/* ----------------------------------------------------------------- reasons */

static void
say(SledaiFinding *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	te_reason(why->reason, format, args);
	va_end(args);
}

/* "platelets 80 10*9/L on 2024-03-01" */
static char *
entry_text(const char *fact, const HistoryEntry *entry)
{
	static const char *const signs[] = {"", "<", "<=", ">", ">="};
	StringInfoData to;

	initStringInfo(&to);
	appendStringInfoString(&to, fact);
	if (entry->has_value)
	{
		char number[DOUBLE_TEXT_SIZE];

		te_print_double(entry->value, number);
		appendStringInfo(&to, " %s%s", signs[entry->sign], number);
		if (entry->unit != NULL)
			appendStringInfo(&to, " %.*s",
							 pg_mbcliplen(entry->unit, entry->unit_length, 40),
							 entry->unit);
	}
	else if (entry->text != NULL)
		appendStringInfo(&to, " %.*s",
						 pg_mbcliplen(entry->text, entry->text_length, 40),
						 entry->text);
	appendStringInfoString(&to,
						   entry->kind == HISTORY_OBSERVATION ? " on " :
																" from ");
	if (TIMESTAMP_IS_NOBEGIN(entry->start_first) &&
		TIMESTAMP_IS_NOEND(entry->start_last))
		appendStringInfoString(&to, "a day that was not recorded");
	else
		te_dtc_print(entry->start_first, entry->start_last, &to);
	return to.data;
}

/* The day a moment lies in. */
static int64
day_of(Timestamp t)
{
	int64 day;

	if (TIMESTAMP_IS_NOBEGIN(t))
		return DAY_FIRST;
	if (TIMESTAMP_IS_NOEND(t))
		return DAY_LAST;
	day = t / USECS_PER_DAY;
	return t % USECS_PER_DAY < 0 ? day - 1 : day;
}

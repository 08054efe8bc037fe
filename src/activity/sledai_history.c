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

#include "activity/sledai_history.h"

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
		te_sledai_say(&due, "not due to lupus: %s", pstrdup(due.reason));
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
		te_sledai_say(first, "%s; but %s", pstrdup(first->reason),
					  second->reason);
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
			return resolve(visit, &lab_rules[i], te_sledai_judge_number);
	return none;
}

static SledaiFinding
recorded(const Visit *visit, const char *fact)
{
	LabRule rule = {-1, fact};

	return resolve(visit, &rule, te_sledai_judge_flag);
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
		each[i] = resolve(visit, &complement_rules[i], te_sledai_judge_number);
		if (each[i].holds == TRUTH_YES)
			return each[i];
	}
	for (int i = 0; i < 3; i++)
	{
		pfree(te_sledai_collect(visit->history, complement_rules[i].fact,
								visit->from, visit->to, &n));
		if ((i < 2 || n > 0) && each[i].holds == TRUTH_OPEN)
		{
			te_sledai_say(&open, "%s", each[i].reason);
			return open;
		}
	}
	te_sledai_say(&each[0], "%s; %s", pstrdup(each[0].reason), each[1].reason);
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
		resolve(visit, &protein_rule, te_sledai_judge_number);
	if (result.holds != TRUTH_OPEN)
		return result;
	pfree(te_sledai_collect(visit->history, protein_rule.fact, visit->from,
							visit->to, &n));
	if (n > 0)
		return result;
	pfree(te_sledai_collect(visit->history, upcr_rule.fact, visit->from,
							visit->to, &n));
	if (n == 0)
		return result;
	if (!visit->options->upcr_as_24h)
	{
		te_sledai_say(
			&result,
			"no urine_protein in the window; upcr is not taken for it "
			"(upcr_as_24h)");
		return result;
	}
	ratio = visit->options->selena_proteinuria ?
		selena_proteinuria(visit, &upcr_rule) :
		resolve(visit, &upcr_rule, te_sledai_judge_number);
	te_sledai_say(&ratio, "%s; g/g taken for g/d", pstrdup(ratio.reason));
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
	SledaiFinding now = resolve(visit, rule, te_sledai_judge_number);
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
	before = te_sledai_collect(visit->history, rule->fact, DAY_FIRST,
							   visit->from - 1, &n_before);
	if (n_before == 0)
	{
		now.holds = TRUTH_OPEN;
		te_sledai_say(&now, "%s; no %s before the window to tell new from old",
					  pstrdup(now.reason), rule->fact);
		return now;
	}
	for (int i = 0; i < n_before; i++)
	{
		IndexTruth high =
			te_sledai_judge_number(visit, rule, &before[i].entry, &ignored);

		if (high != TRUTH_NO && !before[i].certain)
			high = TRUTH_OPEN;
		never = te_truth_and(never, te_truth_not(high));
	}
	seen = te_sledai_collect(visit->history, rule->fact, visit->from, visit->to,
							 &n);
	last = te_sledai_newest(seen, n, &doubt);
	if (visit->options->worst)
	{
		double highest = 0;
		double value;

		/* the one that the window is judged by */
		for (int i = 0; i < n; i++)
			if (seen[i].certain &&
				te_sledai_value(rule, &seen[i].entry, &value) == NULL &&
				value > highest)
			{
				highest = value;
				last = i;
			}
	}
	previous = te_sledai_newest(before, n_before, &doubt);
	if (last >= 0 && previous >= 0 && !doubt &&
		seen[last].entry.sign == SIGN_NONE &&
		before[previous].entry.sign == SIGN_NONE)
	{
		IndexNumber a = {true, 0};
		IndexNumber b = {true, 0};

		if (te_sledai_value(rule, &seen[last].entry, &a.value) == NULL &&
			te_sledai_value(rule, &before[previous].entry, &b.value) == NULL)
			risen = te_number_above(te_number_minus(a, b), 0.5);
	}
	now.holds = te_truth_and(now.holds, te_truth_or(never, risen));
	if (previous >= 0)
		te_sledai_say(&now, "%s; before the window %s: %s", pstrdup(now.reason),
					  te_sledai_entry_text(rule->fact, &before[previous].entry),
					  now.holds == TRUTH_YES ?
						  "new, or risen by more than 0.5" :
						  now.holds == TRUTH_NO ?
						  "neither new nor risen by more than 0.5" :
						  "undecided");
	return now;
}

/* ------------------------------------------------- several entries together */

/* What the entries of a rule's fact in the window come to. */
static SledaiFinding
resolve(const Visit *visit, const LabRule *rule, Judge judge)
{
	SledaiFinding result = {TRUTH_OPEN, ""};
	bool ignored;
	int n;
	Seen *seen = te_sledai_collect(visit->history, rule->fact, visit->from,
								   visit->to, &n);
	int chosen = te_sledai_newest(seen, n, &ignored);

	if (chosen < 0)
	{
		te_sledai_say(&result,
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
		te_sledai_say(result,
					  "%s, with a date that leaves open whether it counts",
					  other.reason);
	}
}

/*
 * sledai_entry.c
 *		Which entries of a history lie in the window of a visit, and what one
 *		of them says of a descriptor.
 *
 * Comparisons are three-valued: "<5" is below 5, ">800" is above 30, "<40" is
 * perhaps above 30.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

#include "activity/sledai_history.h"
#include "units/units.h"
#include "units/unit_server.h"

static bool seen_in(Seen *seen, int64 from, int64 to);
static bool limit_of(const Visit *visit, const LabRule *rule,
					 const HistoryEntry *entry, double *limit);
static IndexTruth below(double value, HistorySign sign, double limit);
static IndexTruth above(double value, HistorySign sign, double limit);
static int64 day_of(Timestamp t);

/* The entries from one day to another, the newest first. */
Seen *
te_sledai_collect(const PatientHistory *h, const char *fact, int64 from,
				  int64 to, int *n)
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
int
te_sledai_newest(const Seen *seen, int n, bool *doubt)
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
	Seen *seen = te_sledai_collect(h, fact, (int64) at - window_days, at, &n);
	int chosen = te_sledai_newest(seen, n, &doubt);

	if (chosen < 0 || doubt || !seen[chosen].entry.has_value ||
		seen[chosen].entry.sign != SIGN_NONE)
		return missing;
	number.value = seen[chosen].entry.value;
	return number;
}

/* ------------------------------------------------------------- one entry */

IndexTruth
te_sledai_judge_flag(const Visit *visit, const LabRule *rule,
					 const HistoryEntry *entry, SledaiFinding *why)
{
	IndexTruth holds = TRUTH_OPEN;

	if (entry->kind != HISTORY_OBSERVATION)
		holds = TRUTH_YES;
	else if (entry->text != NULL)
		holds = te_read_flag(entry->text, entry->text_length);
	else if (entry->has_value && entry->sign == SIGN_NONE && entry->value >= 0)
		holds = te_truth(entry->value != 0);
	why->holds = holds;
	te_sledai_say(why, "%s", te_sledai_entry_text(rule->fact, entry));
	return holds;
}

IndexTruth
te_sledai_judge_number(const Visit *visit, const LabRule *rule,
					   const HistoryEntry *entry, SledaiFinding *why)
{
	static const char *const words[][2] = {{"not below", "below"},
										   {"not above", "above"},
										   {"below", "at least"},
										   {"not below", "below"},
										   {"not above", "above"}};
	char *text = te_sledai_entry_text(rule->fact, entry);
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
		te_sledai_say(why, "%s", text);
		return why->holds;
	}
	trouble = te_sledai_value(rule, entry, &value);
	if (trouble == NULL && !limit_of(visit, rule, entry, &limit))
		trouble = rule->bound == BOUND_BELOW_LLN ? "without a lower limit" :
												   "without an upper limit";
	if (trouble != NULL)
	{
		te_sledai_say(why, "%s: %s", text, trouble);
		return TRUTH_OPEN;
	}
	if (rule->bound == BOUND_BELOW || rule->bound == BOUND_BELOW_LLN)
		holds = below(value, entry->sign, limit);
	else if (rule->bound == BOUND_AT_LEAST)
		holds = te_truth_not(below(value, entry->sign, limit));
	else
		holds = above(value, entry->sign, limit);
	te_print_double(limit, limit_text);
	te_sledai_say(why, "%s: %s %s%s%s", text,
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
const char *
te_sledai_value(const LabRule *rule, const HistoryEntry *entry, double *value)
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

void
te_sledai_say(SledaiFinding *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	te_reason(why->reason, format, args);
	va_end(args);
}

/* "platelets 80 10*9/L on 2024-03-01" */
char *
te_sledai_entry_text(const char *fact, const HistoryEntry *entry)
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

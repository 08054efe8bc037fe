/*
 * intercurrent.c
 *		Events that come between: rescue, death, withdrawal and a switch of
 *		therapy, as they stand in a history.
 *
 * An event is an entry of its name that begins on or after the start: an event
 * or exposure, or an observation that says yes, or the date itself.  What
 * began before is part of how the subject entered the study.
 */
#include "trial_ext.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "history/history.h"
#include "response/response.h"

static int64 day_of(Timestamp moment, int64 never, int64 forever);
static bool says_yes(HistoryEntry *entry);

int
te_enum_word(Oid value, const char *const *words, int n)
{
	HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	int found = -1;

	if (HeapTupleIsValid(tuple))
	{
		const char *label =
			NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel);

		for (int i = 0; i < n; i++)
		{
			if (strcmp(label, words[i]) == 0)
				found = i;
		}
		ReleaseSysCache(tuple);
	}
	if (found < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid internal value for enum: %u", value)));
	return found;
}

static int64
day_of(Timestamp moment, int64 never, int64 forever)
{
	int64 day;

	if (moment == DT_NOBEGIN)
		return never;
	if (moment == DT_NOEND)
		return forever;
	day = moment / USECS_PER_DAY;
	return moment < 0 && day * USECS_PER_DAY != moment ? day - 1 : day;
}

void
te_intercurrent_find(const Subject *subject, Intercurrent *event)
{
	int64 start = subject->start;
	HistoryBlock block;
	int fact;

	event->happened = false;
	if (event->fact == NULL || subject->history == NULL)
		return;
	fact = te_history_find(subject->history, event->fact, strlen(event->fact));
	if (fact < 0)
		return;
	te_history_block(subject->history, fact, &block);
	for (uint32 i = 0; i < block.n_entries; i++)
	{
		HistoryEntry entry;
		int64 first;
		int64 last;

		te_history_block_entry(&block, i, &entry);
		if (!says_yes(&entry))
			continue;
		first = Max(day_of(entry.start_first, start, PG_INT32_MAX), start);
		last = day_of(entry.start_last, start, PG_INT32_MAX);
		if (last < start)
			continue;
		event->first = event->happened ? Min(event->first, first) : first;
		event->last = event->happened ? Min(event->last, last) : last;
		event->happened = true;
	}
}

/* A recorded no is no event, nor is a dose of nothing. */
static bool
says_yes(HistoryEntry *entry)
{
	bool none =
		entry->has_value && entry->sign == SIGN_NONE && entry->value == 0;

	if (entry->kind != HISTORY_OBSERVATION || entry->text == NULL)
		return entry->kind == HISTORY_EVENT || !none;
	if (te_dtc_read(entry->text, entry->text_length, &entry->start_first,
					&entry->start_last))
		return true;
	return te_eval_read_flag(entry->text, entry->text_length) != TRI_FALSE;
}

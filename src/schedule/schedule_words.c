/*
 * schedule_words.c
 *		The vocabulary of schedules: keywords, routes, events of the day,
 *		dosage forms, and where the name of a drug ends.
 *
 * All of it is independent of case, except units.
 */
#include "trial_ext.h"

#include "parser/scansup.h"

#include "schedule/schedule_build.h"
#include "schedule/schedule_gram.h"

const ScheduleWord te_schedule_words[] = {
	{"a", T_A, 0},
	{"an", T_A, 0},
	{"and", T_AND, 0},
	{"annually", T_PERIODIC, 12 * 4 + SPAN_MONTH},
	{"at", T_AT, 0},
	{"by", T_BY, 0},
	{"cycle", T_CYCLE, 0},
	{"cycles", T_CYCLE, 0},
	{"d", T_UNIT, SPAN_DAY},
	{"daily", T_PERIODIC, 1 * 4 + SPAN_DAY},
	{"day", T_UNIT, SPAN_DAY},
	{"days", T_UNIT, SPAN_DAY},
	{"divided", T_DIVIDED, 0},
	{"dose", T_DOSES, 0},
	{"doses", T_DOSES, 0},
	{"each", T_EVERY, 0},
	{"eight", T_NUMBER, 8},
	{"eleven", T_NUMBER, 11},
	{"equal", T_DIVIDED, 0},
	{"every", T_EVERY, 0},
	{"five", T_NUMBER, 5},
	{"followed", T_FOLLOWED, 0},
	{"for", T_FOR, 0},
	{"fortnight", T_PERIODIC, 2 * 4 + SPAN_WEEK},
	{"fortnightly", T_PERIODIC, 2 * 4 + SPAN_WEEK},
	{"four", T_NUMBER, 4},
	{"friday", T_WEEKDAY, 5},
	{"fridays", T_WEEKDAY, 5},
	{"h", T_HOURS, 0},
	{"hour", T_HOURS, 0},
	{"hours", T_HOURS, 0},
	{"hr", T_HOURS, 0},
	{"hrs", T_HOURS, 0},
	{"in", T_IN, 0},
	{"least", T_LEAST, 0},
	{"lifetime", T_LIFETIME, 0},
	{"linear", T_LINEAR, 0},
	{"linearly", T_LINEAR, 0},
	{"max", T_MAX, 0},
	{"maximum", T_MAX, 0},
	{"min", T_MIN, 0},
	{"minimum", T_MIN, 0},
	{"mins", T_MINUTES, 0},
	{"minute", T_MINUTES, 0},
	{"minutes", T_MINUTES, 0},
	{"mo", T_UNIT, SPAN_MONTH},
	{"monday", T_WEEKDAY, 1},
	{"mondays", T_WEEKDAY, 1},
	{"month", T_UNIT, SPAN_MONTH},
	{"monthly", T_PERIODIC, 1 * 4 + SPAN_MONTH},
	{"months", T_UNIT, SPAN_MONTH},
	{"mos", T_UNIT, SPAN_MONTH},
	{"nine", T_NUMBER, 9},
	{"of", T_OF, 0},
	{"on", T_ON, 0},
	{"once", T_ONCE, 0},
	{"one", T_NUMBER, 1},
	{"other", T_OTHER, 0},
	{"over", T_OVER, 0},
	{"per", T_A, 0},
	{"quarterly", T_PERIODIC, 3 * 4 + SPAN_MONTH},
	{"rounded", T_ROUNDED, 0},
	{"saturday", T_WEEKDAY, 6},
	{"saturdays", T_WEEKDAY, 6},
	{"seven", T_NUMBER, 7},
	{"six", T_NUMBER, 6},
	{"steps", T_STEPS, 0},
	{"sunday", T_WEEKDAY, 7},
	{"sundays", T_WEEKDAY, 7},
	{"taper", T_TAPER, 0},
	{"tapered", T_TAPER, 0},
	{"ten", T_NUMBER, 10},
	{"then", T_THEN, 0},
	{"three", T_NUMBER, 3},
	{"thrice", T_NTIMES, 3},
	{"through", T_THROUGH, 0},
	{"thru", T_THROUGH, 0},
	{"thursday", T_WEEKDAY, 4},
	{"thursdays", T_WEEKDAY, 4},
	{"time", T_TIMES, 0},
	{"times", T_TIMES, 0},
	{"to", T_TO, 0},
	{"tuesday", T_WEEKDAY, 2},
	{"tuesdays", T_WEEKDAY, 2},
	{"twelve", T_NUMBER, 12},
	{"twice", T_NTIMES, 2},
	{"two", T_NUMBER, 2},
	{"until", T_UNTIL, 0},
	{"up", T_UP, 0},
	{"via", T_VIA, 0},
	{"visit", T_VISITS, 0},
	{"visits", T_VISITS, 0},
	{"wednesday", T_WEEKDAY, 3},
	{"wednesdays", T_WEEKDAY, 3},
	{"week", T_UNIT, SPAN_WEEK},
	{"weekly", T_PERIODIC, 1 * 4 + SPAN_WEEK},
	{"weeks", T_UNIT, SPAN_WEEK},
	{"when", T_WHEN, 0},
	{"window", T_WINDOW, 0},
	{"wk", T_UNIT, SPAN_WEEK},
	{"wks", T_UNIT, SPAN_WEEK},
	{"x", T_X, 0},
	{"year", T_YEAR, 0},
	{"yearly", T_PERIODIC, 12 * 4 + SPAN_MONTH},
	{"years", T_YEAR, 0},
	{"yr", T_YEAR, 0},
	{"yrs", T_YEAR, 0},
};
const int te_schedule_word_count = lengthof(te_schedule_words);

/* A word and how it is kept. */
typedef struct Synonym
{
	const char *word;
	const char *kept;
} Synonym;

/* The first spelling of each route is the one that is kept. */
static const Synonym routes[] = {
	{"IV", "IV"},
	{"PO", "PO"},
	{"SC", "SC"},
	{"IM", "IM"},
	{"PR", "PR"},
	{"SL", "SL"},
	{"TOP", "TOP"},
	{"TD", "TD"},
	{"INH", "INH"},
	{"NAS", "NAS"},
	{"OPH", "OPH"},
	{"ID", "ID"},
	{"IP", "IP"},
	{"IT", "IT"},
	{"PV", "PV"},
	{"BUC", "BUC"},
	{"intravenous", "IV"},
	{"intravenously", "IV"},
	{"oral", "PO"},
	{"orally", "PO"},
	{"subcutaneous", "SC"},
	{"subcutaneously", "SC"},
	{"subcut", "SC"},
	{"SQ", "SC"},
	{"intramuscular", "IM"},
	{"intramuscularly", "IM"},
	{"rectal", "PR"},
	{"rectally", "PR"},
	{"sublingual", "SL"},
	{"sublingually", "SL"},
	{"topical", "TOP"},
	{"topically", "TOP"},
	{"transdermal", "TD"},
	{"transdermally", "TD"},
	{"inhaled", "INH"},
	{"inhalation", "INH"},
	{"intranasal", "NAS"},
	{"nasal", "NAS"},
	{"nasally", "NAS"},
	{"ophthalmic", "OPH"},
	{"intradermal", "ID"},
	{"intraperitoneal", "IP"},
	{"intrathecal", "IT"},
	{"vaginal", "PV"},
	{"vaginally", "PV"},
	{"buccal", "BUC"},
};

/* HL7 EventTiming, FHIR R4 value set event-timing, less STAT and the offsets. */
static const char *const events[] = {
	"MORN", "MORN.early", "MORN.late", "NOON",	"AFT", "AFT.early", "AFT.late",
	"EVE",	"EVE.early",  "EVE.late",  "NIGHT", "PHS", "HS",		"WAKE",
	"C",	"CM",		  "CD",		   "CV",	"AC",  "ACM",		"ACD",
	"ACV",	"PC",		  "PCM",	   "PCD",	"PCV",
};

/*
 * Dosage forms, which UCUM has as annotations only, and the million units that
 * UCUM would read as thousandths.
 */
static const Synonym forms[] = {
	{"tablet", "{tablet}"},
	{"tablets", "{tablet}"},
	{"tab", "{tablet}"},
	{"tabs", "{tablet}"},
	{"capsule", "{capsule}"},
	{"capsules", "{capsule}"},
	{"cap", "{capsule}"},
	{"caps", "{capsule}"},
	{"puff", "{puff}"},
	{"puffs", "{puff}"},
	{"drop", "{drop}"},
	{"drops", "{drop}"},
	{"spray", "{spray}"},
	{"sprays", "{spray}"},
	{"patch", "{patch}"},
	{"patches", "{patch}"},
	{"suppository", "{suppository}"},
	{"suppositories", "{suppository}"},
	{"application", "{application}"},
	{"applications", "{application}"},
	{"ampoule", "{ampoule}"},
	{"ampoules", "{ampoule}"},
	{"vial", "{vial}"},
	{"vials", "{vial}"},
	{"sachet", "{sachet}"},
	{"sachets", "{sachet}"},
	{"MIU", "M[IU]"},
	{"IU", "[IU]"},
	{"kIU", "k[IU]"},
};

static bool
same_word(const char *word, const char *text, int length)
{
	return strlen(word) == length && pg_strncasecmp(word, text, length) == 0;
}

const ScheduleWord *
te_schedule_word(const char *text, int length)
{
	for (int i = 0; i < lengthof(te_schedule_words); i++)
	{
		if (same_word(te_schedule_words[i].word, text, length))
			return &te_schedule_words[i];
	}
	return NULL;
}

const char *
te_schedule_route(const char *text, int length)
{
	for (int i = 0; i < lengthof(routes); i++)
	{
		if (same_word(routes[i].word, text, length))
			return routes[i].kept;
	}
	return NULL;
}

const char *
te_schedule_route_name(int i)
{
	return i < lengthof(routes) ? routes[i].word : NULL;
}

const char *
te_schedule_event(const char *text, int length)
{
	for (int i = 0; i < lengthof(events); i++)
	{
		if (same_word(events[i], text, length))
			return events[i];
	}
	return NULL;
}

const char *
te_schedule_unit(const char *text, int length)
{
	for (int i = 0; i < lengthof(forms); i++)
	{
		if (same_word(forms[i].word, text, length))
			return forms[i].kept;
	}
	return NULL;
}

/* A word that is a number: "10", "0.5-1", "10mg", but not "5-FU". */
static bool
stands_alone(const char *text, int length)
{
	int number = te_syntax_number_length(text, length);
	Unit unit;
	UnitError error;

	if (number == 0)
		return false;
	text += number;
	length -= number;
	if (length > 0 && text[0] == '-')
		return te_syntax_number_length(text + 1, length - 1) > 0;
	/* an en dash */
	if (length > 3 && memcmp(text, "\342\200\223", 3) == 0)
		return te_syntax_number_length(text + 3, length - 3) > 0;
	return length == 0 || te_schedule_unit(text, length) != NULL ||
		te_unit_parse(text, length, &unit, &error);
}

static int
blanks(const char *text, int length)
{
	int i = 0;

	while (i < length && scanner_isspace(text[i]))
		i++;
	return i;
}

static int
word_length(const char *text, int length)
{
	int i = 0;

	while (i < length && !scanner_isspace(text[i]) && text[i] != ',' &&
		   text[i] != ';' && text[i] != '"')
		i++;
	return i;
}

/* Words that only a timing begins with, and numbers that are no dose: a drug is
 * not called so. */
static bool
timing_word(const char *text, int length)
{
	const ScheduleWord *word = te_schedule_word(text, length);

	if (word == NULL)
		return same_word("nan", text, length) ||
			same_word("inf", text, length) ||
			same_word("infinity", text, length) ||
			(length > 1 && (text[0] == '-' || text[0] == '+') &&
			 te_syntax_number_length(text + 1, length - 1) > 0);
	switch (word->token)
	{
		case T_AT:
		case T_ON:
		case T_EVERY:
		case T_PERIODIC:
		case T_ONCE:
		case T_NTIMES:
		case T_THEN:
		case T_FOLLOWED:
		case T_UNTIL:
		case T_THROUGH:
		case T_FOR:
		case T_TAPER:
		case T_MAX:
		case T_ROUNDED:
		case T_WINDOW:
			return true;
		default:
			return false;
	}
}

int
te_schedule_drug_length(const char *text, int length, int *stop)
{
	int end = 0;
	int i = blanks(text, length);

	*stop = -1;
	while (i < length)
	{
		int word = word_length(text + i, length - i);
		int next = i + word + blanks(text + i + word, length - i - word);

		if (stands_alone(text + i, word))
			return end;
		if (same_word("up", text + i, word))
		{
			int to = word_length(text + next, length - next);
			int number =
				next + to + blanks(text + next + to, length - next - to);

			if (same_word("to", text + next, to) &&
				te_syntax_number_length(text + number, length - number) > 0)
				return end;
		}
		if (word == 0 || timing_word(text + i, word))
			break;
		end = i + word;
		i = next;
	}
	*stop = i;
	return end;
}

/*
 * frequency.c
 *		Terms of dosing frequency: CDISC's codelist EXDOSFRQ (C71113) and what
 *		prescriptions say instead.
 *
 * Submission values as in CDISC SDTM controlled terminology; the NCI concepts are
 * those that could be checked, NULL for the others.  A month is a month of the
 * calendar here; doses_per_day() has to settle for a mean.
 */
#include "trial_ext.h"

#include "mb/pg_wchar.h"
#include "parser/scansup.h"

#include "schedule/schedule_build.h"

/* Days of a mean month and year, as in admiral (dose_freq_lookup). */
#define DAYS_PER_MEAN_MONTH 30.4375
#define DAYS_PER_WEEK 7

/* per_day, times, interval: what DoseFrequency holds */
static const DoseFrequency terms[] = {
	{"QD", "C25473", 1, 1, {1, SPAN_DAY}},
	{"BID", "C64496", 2, 1, {1, SPAN_DAY}},
	{"TID", "C64527", 3, 1, {1, SPAN_DAY}},
	{"QID", "C64530", 4, 1, {1, SPAN_DAY}},
	{"QAM", NULL, 1, 1, {1, SPAN_DAY}},
	{"QPM", NULL, 1, 1, {1, SPAN_DAY}},
	{"QHS", NULL, 1, 1, {1, SPAN_DAY}},
	{"QH", NULL, 24, 1, {1, SPAN_DAY}},
	{"Q2H", NULL, 12, 1, {1, SPAN_DAY}},
	{"Q3H", NULL, 8, 1, {1, SPAN_DAY}},
	{"Q4H", NULL, 6, 1, {1, SPAN_DAY}},
	{"Q6H", NULL, 4, 1, {1, SPAN_DAY}},
	{"Q8H", NULL, 3, 1, {1, SPAN_DAY}},
	{"Q12H", "C64502", 2, 1, {1, SPAN_DAY}},
	{"Q24H", NULL, 1, 1, {1, SPAN_DAY}},
	{"Q48H", NULL, 1, 1, {2, SPAN_DAY}},
	{"QOD", "C64525", 1, 1, {2, SPAN_DAY}},
	{"Q3D", NULL, 1, 1, {3, SPAN_DAY}},
	{"Q4D", NULL, 1, 1, {4, SPAN_DAY}},
	{"Q5D", NULL, 1, 1, {5, SPAN_DAY}},
	{"Q10D", NULL, 1, 1, {10, SPAN_DAY}},
	{"EVERY WEEK", "C67069", 1, 1, {1, SPAN_WEEK}},
	{"EVERY 2 WEEKS", "C71127", 1, 1, {2, SPAN_WEEK}},
	{"EVERY 3 WEEKS", NULL, 1, 1, {3, SPAN_WEEK}},
	{"EVERY 4 WEEKS", "C64529", 1, 1, {4, SPAN_WEEK}},
	{"EVERY 5 WEEKS", NULL, 1, 1, {5, SPAN_WEEK}},
	{"EVERY 6 WEEKS", NULL, 1, 1, {6, SPAN_WEEK}},
	{"EVERY 7 WEEKS", NULL, 1, 1, {7, SPAN_WEEK}},
	{"EVERY 8 WEEKS", NULL, 1, 1, {8, SPAN_WEEK}},
	{"EVERY 12 WEEKS", NULL, 1, 1, {12, SPAN_WEEK}},
	{"EVERY 16 WEEKS", NULL, 1, 1, {16, SPAN_WEEK}},
	{"EVERY 24 WEEKS", NULL, 1, 1, {24, SPAN_WEEK}},
	{"QM", "C64498", 1, 1, {1, SPAN_MONTH}},
	{"Q2M", NULL, 1, 1, {2, SPAN_MONTH}},
	{"Q3M", NULL, 1, 1, {3, SPAN_MONTH}},
	{"Q4M", NULL, 1, 1, {4, SPAN_MONTH}},
	{"Q6M", NULL, 1, 1, {6, SPAN_MONTH}},
	{"EVERY 6 MONTHS", NULL, 1, 1, {6, SPAN_MONTH}},
	{"EVERY YEAR", NULL, 1, 1, {12, SPAN_MONTH}},
	{"2 TIMES PER WEEK", "C64497", 1, 2, {1, SPAN_WEEK}},
	{"3 TIMES PER WEEK", NULL, 1, 3, {1, SPAN_WEEK}},
	{"4 TIMES PER WEEK", NULL, 1, 4, {1, SPAN_WEEK}},
	{"5 TIMES PER WEEK", NULL, 1, 5, {1, SPAN_WEEK}},
	{"6 TIMES PER WEEK", NULL, 1, 6, {1, SPAN_WEEK}},
	{"2 TIMES PER MONTH", NULL, 1, 2, {1, SPAN_MONTH}},
	{"3 TIMES PER MONTH", NULL, 1, 3, {1, SPAN_MONTH}},
	{"2 TIMES PER YEAR", NULL, 1, 2, {12, SPAN_MONTH}},
	{"3 TIMES PER YEAR", NULL, 1, 3, {12, SPAN_MONTH}},
	{"5 TIMES PER DAY", NULL, 5, 1, {1, SPAN_DAY}},
	{"6 TIMES PER DAY", NULL, 6, 1, {1, SPAN_DAY}},
	{"7 TIMES PER DAY", NULL, 7, 1, {1, SPAN_DAY}},
	{"8 TIMES PER DAY", NULL, 8, 1, {1, SPAN_DAY}},
	{"9 TIMES PER DAY", NULL, 9, 1, {1, SPAN_DAY}},
	{"10 TIMES PER DAY", NULL, 10, 1, {1, SPAN_DAY}},
	{"11 TIMES PER DAY", NULL, 11, 1, {1, SPAN_DAY}},
	{"12 TIMES PER DAY", NULL, 12, 1, {1, SPAN_DAY}},
};

/* Other words, without dots and with single blanks, and the term they mean. */
static const struct
{
	const char *synonym;
	const char *term;
} synonyms[] = {
	{"DAILY", "QD"},
	{"ONCE DAILY", "QD"},
	{"ONCE A DAY", "QD"},
	{"ONCE PER DAY", "QD"},
	{"EVERY DAY", "QD"},
	{"OD", "QD"},
	{"Q1D", "QD"},
	{"1 TIME PER DAY", "QD"},
	{"TWICE DAILY", "BID"},
	{"TWICE A DAY", "BID"},
	{"TWICE PER DAY", "BID"},
	{"BD", "BID"},
	{"2 TIMES DAILY", "BID"},
	{"2 TIMES A DAY", "BID"},
	{"2 TIMES PER DAY", "BID"},
	{"THREE TIMES DAILY", "TID"},
	{"THREE TIMES A DAY", "TID"},
	{"TDS", "TID"},
	{"3 TIMES DAILY", "TID"},
	{"3 TIMES A DAY", "TID"},
	{"3 TIMES PER DAY", "TID"},
	{"FOUR TIMES DAILY", "QID"},
	{"FOUR TIMES A DAY", "QID"},
	{"QDS", "QID"},
	{"4 TIMES DAILY", "QID"},
	{"4 TIMES A DAY", "QID"},
	{"4 TIMES PER DAY", "QID"},
	{"EVERY MORNING", "QAM"},
	{"IN THE MORNING", "QAM"},
	{"AM", "QAM"},
	{"EVERY EVENING", "QPM"},
	{"IN THE EVENING", "QPM"},
	{"PM", "QPM"},
	{"EVERY NIGHT", "QHS"},
	{"AT BEDTIME", "QHS"},
	{"HS", "QHS"},
	{"NOCTE", "QHS"},
	{"QN", "QHS"},
	{"EVERY HOUR", "QH"},
	{"HOURLY", "QH"},
	{"Q1H", "QH"},
	{"EVERY 2 HOURS", "Q2H"},
	{"EVERY 3 HOURS", "Q3H"},
	{"EVERY 4 HOURS", "Q4H"},
	{"EVERY 6 HOURS", "Q6H"},
	{"EVERY 8 HOURS", "Q8H"},
	{"EVERY 12 HOURS", "Q12H"},
	{"EVERY 24 HOURS", "Q24H"},
	{"EVERY 48 HOURS", "Q48H"},
	{"Q2D", "QOD"},
	{"EVERY OTHER DAY", "QOD"},
	{"EVERY 2 DAYS", "QOD"},
	{"ALTERNATE DAYS", "QOD"},
	{"ON ALTERNATE DAYS", "QOD"},
	{"EVERY 3 DAYS", "Q3D"},
	{"EVERY 4 DAYS", "Q4D"},
	{"EVERY 5 DAYS", "Q5D"},
	{"EVERY 10 DAYS", "Q10D"},
	{"WEEKLY", "EVERY WEEK"},
	{"ONCE WEEKLY", "EVERY WEEK"},
	{"ONCE A WEEK", "EVERY WEEK"},
	{"ONCE PER WEEK", "EVERY WEEK"},
	{"EVERY 7 DAYS", "EVERY WEEK"},
	{"QW", "EVERY WEEK"},
	{"Q1W", "EVERY WEEK"},
	{"Q7D", "EVERY WEEK"},
	{"FORTNIGHTLY", "EVERY 2 WEEKS"},
	{"EVERY OTHER WEEK", "EVERY 2 WEEKS"},
	{"EVERY FORTNIGHT", "EVERY 2 WEEKS"},
	{"EVERY 14 DAYS", "EVERY 2 WEEKS"},
	{"QOW", "EVERY 2 WEEKS"},
	{"EOW", "EVERY 2 WEEKS"},
	{"Q2W", "EVERY 2 WEEKS"},
	{"Q14D", "EVERY 2 WEEKS"},
	{"Q3W", "EVERY 3 WEEKS"},
	{"EVERY 21 DAYS", "EVERY 3 WEEKS"},
	{"Q21D", "EVERY 3 WEEKS"},
	{"Q4W", "EVERY 4 WEEKS"},
	{"EVERY 28 DAYS", "EVERY 4 WEEKS"},
	{"Q28D", "EVERY 4 WEEKS"},
	{"Q5W", "EVERY 5 WEEKS"},
	{"Q6W", "EVERY 6 WEEKS"},
	{"Q7W", "EVERY 7 WEEKS"},
	{"Q8W", "EVERY 8 WEEKS"},
	{"Q12W", "EVERY 12 WEEKS"},
	{"Q16W", "EVERY 16 WEEKS"},
	{"Q24W", "EVERY 24 WEEKS"},
	{"MONTHLY", "QM"},
	{"ONCE MONTHLY", "QM"},
	{"ONCE A MONTH", "QM"},
	{"ONCE PER MONTH", "QM"},
	{"EVERY MONTH", "QM"},
	{"Q1M", "QM"},
	{"EVERY 2 MONTHS", "Q2M"},
	{"EVERY OTHER MONTH", "Q2M"},
	{"EVERY 3 MONTHS", "Q3M"},
	{"QUARTERLY", "Q3M"},
	{"EVERY 4 MONTHS", "Q4M"},
	{"YEARLY", "EVERY YEAR"},
	{"ANNUALLY", "EVERY YEAR"},
	{"ONCE A YEAR", "EVERY YEAR"},
	{"EVERY 12 MONTHS", "EVERY YEAR"},
	{"TWICE WEEKLY", "2 TIMES PER WEEK"},
	{"TWICE A WEEK", "2 TIMES PER WEEK"},
	{"2 TIMES A WEEK", "2 TIMES PER WEEK"},
	{"BIW", "2 TIMES PER WEEK"},
	{"THREE TIMES WEEKLY", "3 TIMES PER WEEK"},
	{"THREE TIMES A WEEK", "3 TIMES PER WEEK"},
	{"3 TIMES A WEEK", "3 TIMES PER WEEK"},
	{"TIW", "3 TIMES PER WEEK"},
	{"TWICE MONTHLY", "2 TIMES PER MONTH"},
	{"TWICE A MONTH", "2 TIMES PER MONTH"},
	{"TWICE YEARLY", "2 TIMES PER YEAR"},
};

/* Terms from which no day follows, and why. */
static const struct
{
	const char *term;
	const char *reason;
} refusals[] = {
	{"PRN", "A dose as needed has no dates."},
	{"AS NEEDED", "A dose as needed has no dates."},
	{"AD LIBITUM", "A dose at pleasure has no dates."},
	{"OCCASIONAL", "An occasional dose has no dates."},
	{"CONTINUOUS",
	 "A continuous dose is not given on a number of occasions; write the day's total, as in \"240 mg/d\"."},
	{"INTERMITTENT",
	 "An intermittent dose has no dates; write the days, as in \"on days 1-5 of every 28 days\"."},
	{"UNKNOWN", "A frequency that is not known has no dates."},
	{"ONCE", "A single dose has no frequency."},
	{"BIWEEKLY",
	 "Write \"every 2 weeks\" or \"2 times per week\": \"biweekly\" is read as either."},
	{"BIMONTHLY",
	 "Write \"every 2 months\" or \"2 times per month\": \"bimonthly\" is read as either."},
	{"QS",
	 "\"QS\" is read as \"every week\" and as \"sufficient quantity\"; write which."},
};

/* Longest term, with room for dots and blanks. */
#define TERM_SIZE 64

/* Upper case, without dots, blanks single and none at the ends; false: too long. */
static bool
fold_term(const char *term, int length, char *folded)
{
	int n = 0;

	for (int i = 0; i < length; i++)
	{
		char c = term[i];

		if (c == '.')
			continue;
		if (scanner_isspace(c) || c == '_')
			c = ' ';
		if (c == ' ' && (n == 0 || folded[n - 1] == ' '))
			continue;
		if (n == TERM_SIZE - 1)
			return false;
		folded[n++] = pg_ascii_toupper((unsigned char) c);
	}
	if (n > 0 && folded[n - 1] == ' ')
		n--;
	folded[n] = '\0';
	return n > 0;
}

bool
te_dose_frequency(const char *term, int length, DoseFrequency *frequency)
{
	char folded[TERM_SIZE];
	const char *name = folded;

	if (!fold_term(term, length, folded))
		return false;
	for (int i = 0; i < lengthof(synonyms); i++)
	{
		if (strcmp(synonyms[i].synonym, folded) == 0)
			name = synonyms[i].term;
	}
	for (int i = 0; i < lengthof(terms); i++)
	{
		if (strcmp(terms[i].term, name) == 0)
		{
			*frequency = terms[i];
			return true;
		}
	}
	return false;
}

const char *
te_dose_frequency_refusal(const char *term, int length)
{
	char folded[TERM_SIZE];

	if (!fold_term(term, length, folded))
		return NULL;
	for (int i = 0; i < lengthof(refusals); i++)
	{
		if (strcmp(refusals[i].term, folded) == 0)
			return refusals[i].reason;
	}
	return NULL;
}

PG_FUNCTION_INFO_V1(doses_per_day);

/*
 * doses_per_day(frequency text) float8: a month is 30.4375 days, a year
 * 365.25, as in admiral; NULL for terms from which none follows.
 */
Datum
doses_per_day(PG_FUNCTION_ARGS)
{
	text *term = PG_GETARG_TEXT_PP(0);
	const char *data = VARDATA_ANY(term);
	int length = VARSIZE_ANY_EXHDR(term);
	DoseFrequency frequency;
	double days;

	if (!te_dose_frequency(data, length, &frequency))
	{
		NearestWord nearest;
		const char *hint;

		if (te_dose_frequency_refusal(data, length) != NULL)
			PG_RETURN_NULL();
		te_nearest_begin(&nearest, data, length);
		for (int i = 0; i < lengthof(terms); i++)
			te_nearest_consider(&nearest, terms[i].term);
		for (int i = 0; i < lengthof(synonyms); i++)
			te_nearest_consider(&nearest, synonyms[i].synonym);
		hint = te_nearest_hint(&nearest);
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unrecognized dosing frequency \"%.*s\"",
						pg_mbcliplen(data, length, TERM_SIZE), data),
				 hint != NULL ? errhint("%s", hint) : 0));
	}
	days = frequency.interval.n;
	if (frequency.interval.unit == SPAN_WEEK)
		days *= DAYS_PER_WEEK;
	else if (frequency.interval.unit == SPAN_MONTH)
		days *= DAYS_PER_MEAN_MONTH;
	PG_RETURN_FLOAT8(frequency.per_day * frequency.times / days);
}

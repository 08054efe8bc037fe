/*
 * criteria_literal.c
 *		Numbers, units and dates as criteria write them, both ways.
 *
 * All of it is independent of settings: no DateStyle, no locale.
 */
#include "trial_ext.h"

#include <errno.h>
#include <math.h>

#include "common/shortest_dec.h"
#include "datatype/timestamp.h"
#include "utils/datetime.h"

#include "criteria/criteria_build.h"
#include "criteria/criteria_gram.h"
#include "units/units.h"

#define BLANKS " \t\n\r\f\v"

/* Brackets open so far in what may be a unit. */
typedef struct UnitBrackets
{
	int square;
	int curly;
	int round;
} UnitBrackets;

/* Ends of a unit that are tried, longest first; more is no unit of ours. */
#define UNIT_MAX_ENDS 32

static bool is_letter(char c);
static bool is_word_char(char c);
static bool keyword_stands(const CriteriaState *state, int position,
						   int length);
static int unit_run(const char *text, int length, int ends[], int *n_ends);
static bool may_end(const char *text, int length, int i,
					const UnitBrackets *open);
static bool stops_unit(const char *text, int length, int i,
					   const UnitBrackets *open);
static int per_surface(const char *text, int length, int run);
static bool read_digits(const char **text, const char *end, int digits,
						int *value);

int
te_criteria_blanks(const CriteriaState *state, int position)
{
	int start = position;

	while (position < state->text.length)
	{
		if (strchr(BLANKS, state->text.source[position]) != NULL)
			position++;
		else if (position + 1 < state->text.length &&
				 state->text.source[position] == '-' &&
				 state->text.source[position + 1] == '-')
		{
			while (position < state->text.length &&
				   state->text.source[position] != '\n')
				position++;
		}
		else
			break;
	}
	return position - start;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		(unsigned char) c >= 0x80;
}

static bool
is_word_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/* A keyword, "% of baseline" or a function before "(" is not a unit. */
static bool
keyword_stands(const CriteriaState *state, int position, int length)
{
	const char *text = state->text.source + position;
	const CriteriaWord *word;
	int next = position + length;

	next += te_criteria_blanks(state, next);
	if (length == 0)
	{
		if (text[0] != '%')
			return false;
		next = position + 1;
		next += te_criteria_blanks(state, next);
		return state->text.length - next > 2 &&
			pg_strncasecmp(state->text.source + next, "of", 2) == 0 &&
			!is_word_char(state->text.source[next + 2]);
	}
	if (next < state->text.length && state->text.source[next] == '(' &&
		(te_criteria_history_function(text, length) >= 0 ||
		 te_criteria_function(text, length) != NULL))
		return true;
	word = te_criteria_word(text, length);
	if (word == NULL)
		return false;
	if (word->token == T_NOTE)
		return next < state->text.length && state->text.source[next] == '"';
	if (word->token == T_TIMES)
		return state->text.length - next >= 3 &&
			(pg_strncasecmp(state->text.source + next, "uln", 3) == 0 ||
			 pg_strncasecmp(state->text.source + next, "lln", 3) == 0);
	return (word->flags & (WORD_RESERVED | WORD_OF_CLAUSE)) != 0;
}

/*
 * The characters from text on that might belong to a unit.  ends[] receives
 * the lengths at which a unit may end: not within a word.
 */
static int
unit_run(const char *text, int length, int ends[], int *n_ends)
{
	UnitBrackets open = {0, 0, 0};
	int i;

	*n_ends = 0;
	for (i = 0; i < length && i < UNIT_MAX_LENGTH; i++)
	{
		if (may_end(text, length, i, &open) && *n_ends < UNIT_MAX_ENDS)
			ends[(*n_ends)++] = i;
		if (open.curly > 0 ? strchr(BLANKS ";", text[i]) != NULL :
							 stops_unit(text, length, i, &open))
			break;
		/* within an annotation only its end counts */
		if (text[i] == '}')
			open.curly--;
		else if (open.curly > 0)
			continue;
		else if (text[i] == '{')
			open.curly++;
		else if (text[i] == '[')
			open.square++;
		else if (text[i] == ']')
			open.square--;
		else if (text[i] == '(')
			open.round++;
		else if (text[i] == ')')
			open.round--;
	}
	if ((i == length || i == UNIT_MAX_LENGTH) &&
		may_end(text, length, i, &open) && *n_ends < UNIT_MAX_ENDS)
		ends[(*n_ends)++] = i;
	return i;
}

/* Between characters i - 1 and i: no bracket open, not within a word. */
static bool
may_end(const char *text, int length, int i, const UnitBrackets *open)
{
	return i > 0 && open->square == 0 && open->curly == 0 && open->round == 0 &&
		!(i < length && is_word_char(text[i]) && is_word_char(text[i - 1]));
}

/* No unit goes on with character i, outside annotations. */
static bool
stops_unit(const char *text, int length, int i, const UnitBrackets *open)
{
	char c = text[i];
	bool digit = i + 1 < length && text[i + 1] >= '0' && text[i + 1] <= '9';

	return strchr(BLANKS ";,<>=\":!}", c) != NULL ||
		(c == ']' && open->square == 0) || (c == ')' && open->round == 0) ||
		/* a parenthesis opens behind an operator only */
		(c == '(' && (i == 0 || (text[i - 1] != '/' && text[i - 1] != '.'))) ||
		(c == '\'' && open->square == 0) ||
		/* a sign belongs to an exponent */
		((c == '+' || c == '-') && !digit);
}

/* "mL/min/1.73 m2" is written with a blank more often than not. */
static int
per_surface(const char *text, int length, int run)
{
	Unit unit;
	UnitError error;
	int whole = run + 1;

	if (run < 5 || memcmp(text + run - 5, "/1.73", 5) != 0 || whole >= length ||
		text[run] != ' ' || text[whole] != 'm')
		return 0;
	while (whole < length && (is_word_char(text[whole]) || text[whole] == '^'))
		whole++;
	return te_unit_parse(text, whole, &unit, &error) ? whole : 0;
}

/*
 * The unit at position.  With "any" (after the "in" of "given") nothing else
 * can stand there; else a digit begins no unit but 10*, and keywords win.
 */
int
te_criteria_unit_length(const CriteriaState *state, int position, bool any,
						int *unreadable)
{
	const char *text = state->text.source + position;
	int length = state->text.length - position;
	int ends[UNIT_MAX_ENDS];
	int n_ends;
	int word = 0;
	int run;

	*unreadable = 0;
	if (length <= 0)
		return 0;
	if (!any && !is_letter(text[0]) && strchr("%[{/1", text[0]) == NULL)
		return 0;
	if (text[0] == '1' && !any &&
		(length < 4 || text[1] != '0' || (text[2] != '*' && text[2] != '^')))
		return 0;
	while (word < length && is_word_char(text[word]))
		word++;
	if (!any && keyword_stands(state, position, word))
		return 0;

	run = unit_run(text, length, ends, &n_ends);
	length = per_surface(text, length, run);
	if (length > 0)
		return length;
	for (int i = n_ends - 1; i >= 0; i--)
	{
		Unit unit;
		UnitError error;

		if (te_unit_parse(text, ends[i], &unit, &error))
			return ends[i];
	}
	if (any || is_letter(text[0]) || text[0] == '[' || text[0] == '{')
		*unreadable = Max(run, 1);
	return 0;
}

bool
te_criteria_read_number(const char *text, int length, double *value)
{
	char *copy = pnstrdup(text, length);

	errno = 0;
	*value = strtod(copy, NULL);
	pfree(copy);
	return !isinf(*value) && (errno == 0 || *value != 0);
}

int
te_criteria_print_number(double value, char *buffer)
{
	int length = double_to_shortest_decimal_bufn(value, buffer);

	buffer[length] = '\0';
	return length;
}

bool
te_criteria_time_unit(const char *text, int length)
{
	Unit unit;
	Unit second;
	UnitError error;

	return length > 0 && te_unit_parse(text, length, &unit, &error) &&
		te_unit_parse("s", 1, &second, &error) &&
		unit.function == UNIT_LINEAR && te_unit_commensurable(&unit, &second);
}

/*
 * Dates are moved, and windows counted, by whole days and whole calendar
 * months: "24 h", "0.5 years", but not "30 min" or "1.5 months".
 */
bool
te_criteria_whole_days(double number, const char *text, int length)
{
	static const struct
	{
		const char *code;
		double months;
	} calendar[] = {{"a", 12}, {"mo", 1}};
	Unit unit;
	Unit known;
	UnitError error;
	double days;

	if (!te_unit_parse(text, length, &unit, &error))
		return false;
	for (int i = 0; i < lengthof(calendar); i++)
	{
		if (te_unit_parse(calendar[i].code, strlen(calendar[i].code), &known,
						  &error) &&
			te_unit_equivalent(&unit, &known))
			return rint(number * calendar[i].months) ==
				number * calendar[i].months;
	}
	return te_unit_parse("d", 1, &known, &error) &&
		te_convert_value(number, &unit, &known, TE_NO_ANALYTE, &days, &error) &&
		rint(te_round14(days)) == te_round14(days);
}

/* Exactly so many digits; moves *text behind them. */
static bool
read_digits(const char **text, const char *end, int digits, int *value)
{
	*value = 0;
	for (int i = 0; i < digits; i++)
	{
		if (*text == end || **text < '0' || **text > '9')
			return false;
		*value = *value * 10 + (*(*text)++ - '0');
	}
	return true;
}

/*
 * "2024-03-01", "2024-03-01 10:30", "2024-03-01T10:30:15.25": ISO 8601 without
 * a time zone, years 1 to 9999.
 */
bool
te_criteria_read_date(const char *text, int length, int64 *moment)
{
	const char *end = text + length;
	int year;
	int month;
	int day;
	int hour = 0;
	int minute = 0;
	int second = 0;
	int micro = 0;

	if (!read_digits(&text, end, 4, &year) || text == end || *text++ != '-' ||
		!read_digits(&text, end, 2, &month) || text == end || *text++ != '-' ||
		!read_digits(&text, end, 2, &day))
		return false;
	if (text < end)
	{
		if ((*text != ' ' && *text != 'T') ||
			(text++, !read_digits(&text, end, 2, &hour)) || text == end ||
			*text++ != ':' || !read_digits(&text, end, 2, &minute))
			return false;
		if (text < end &&
			(*text++ != ':' || !read_digits(&text, end, 2, &second)))
			return false;
		if (text < end)
		{
			if (*text++ != '.' || text == end || end - text > 6)
				return false;
			for (int scale = 100000; text < end; scale /= 10)
			{
				if (*text < '0' || *text > '9')
					return false;
				micro += (*text++ - '0') * scale;
			}
		}
	}
	if (year < 1 || month < 1 || month > MONTHS_PER_YEAR || day < 1 ||
		day > day_tab[isleap(year)][month - 1] || hour > 23 || minute > 59 ||
		second > 59)
		return false;
	*moment = ((int64) date2j(year, month, day) - POSTGRES_EPOCH_JDATE) *
			USECS_PER_DAY +
		((hour * 60 + minute) * 60 + second) * USECS_PER_SEC + micro;
	return true;
}

void
te_criteria_print_date(int64 moment, char *buffer)
{
	int64 day = moment / USECS_PER_DAY;
	int64 rest = moment % USECS_PER_DAY;
	int year;
	int month;
	int mday;
	int length;

	if (rest < 0)
	{
		rest += USECS_PER_DAY;
		day--;
	}
	j2date((int) day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
	length = snprintf(buffer, CRITERIA_NUMBER_SIZE, "%04d-%02d-%02d", year,
					  month, mday);
	if (rest == 0)
		return;
	length += snprintf(buffer + length, CRITERIA_NUMBER_SIZE - length,
					   " %02d:%02d:%02d", (int) (rest / USECS_PER_HOUR),
					   (int) (rest / USECS_PER_MINUTE % 60),
					   (int) (rest / USECS_PER_SEC % 60));
	if (rest % USECS_PER_SEC == 0)
		return;
	length += snprintf(buffer + length, CRITERIA_NUMBER_SIZE - length, ".%06d",
					   (int) (rest % USECS_PER_SEC));
	while (buffer[length - 1] == '0')
		buffer[--length] = '\0';
}

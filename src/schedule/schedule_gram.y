%code top {
/*
 * schedule_gram.y
 *		Grammar of dose and visit schedules.  Actions hand what they read to
 *		schedule_build.c, which checks a phase when it is complete.
 *
 * The parts of a phase (dose, limits, route, timing, bound ..) may stand in any
 * order, each once; the printer writes them in one order.
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"

#include "schedule/schedule_build.h"
}

%code requires {
#include "schedule/schedule_build.h"

typedef BuildSpan ScheduleLocation;
}

%define api.pure full
%define api.prefix {te_schedule_yy}
%define api.token.prefix {T_}
%define api.location.type {ScheduleLocation}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {ScheduleState *state}
%param {void *scanner}

%code {
#define YYMALLOC palloc
#define YYFREE pfree

#define YYLLOC_DEFAULT(current, rhs, n)                                       \
	do                                                                        \
	{                                                                         \
		if (n)                                                                \
		{                                                                     \
			(current).start = YYRHSLOC(rhs, 1).start;                         \
			(current).end = YYRHSLOC(rhs, n).end;                             \
		}                                                                     \
		else                                                                  \
			(current).start = (current).end = YYRHSLOC(rhs, 0).end;           \
	} while (0)

#define SPAN_OF(location, number, unit) \
	te_sched_span(state, location, number, unit, false)
#define COUNT_OF(location, number) count_of(state, location, number)
#define OFFSET_OF(location, number, unit) \
	te_sched_span(state, location, number, unit, true)

static void te_schedule_yyerror(YYLTYPE *location, ScheduleState *state,
								void *scanner, const char *message);
static ScheduleSpan count_of(ScheduleState *state, BuildSpan span,
							 double number);
static const ScheduleSpan no_span = {0, 0};
static const BuildText no_text = {NULL, 0};
}

%union
{
	int			code;
	BuildText	text;
	BuildAmount amount;
	ScheduleSpan span;
}

%code provides {
extern int	te_schedule_yylex(TE_SCHEDULE_YYSTYPE *value,
							  TE_SCHEDULE_YYLTYPE *location, void *scanner);
}

%token BEGIN_DOSES BEGIN_VISITS FAILED
%token <text> DRUG ROUTE QUOTED EVENT CODE FREQUENCY
%token <amount> NUMBER AMOUNT
%token <code> UNIT PERIODIC NTIMES WEEKDAY
%token A AND AT BY CYCLE DIVIDED DOSES EVERY FOLLOWED FOR HOURS IN LEAST
%token LIFETIME LINEAR MAX MIN MINUTES OF ON ONCE OTHER OVER PLUS_MINUS ROUNDED
%token STEPS TAPER THEN THROUGH TIMES TO UNTIL UP VIA VISITS WHEN WINDOW X YEAR

%type <span> interval per_what bound_span offset periodic weeks_of
%type <code> unit

%%

start:
	BEGIN_DOSES segments
	| BEGIN_VISITS visits_word visit_items
	;

segments:
	segment
	| segments FOLLOWED segment
	;

segment:
	drug phases window			{ te_sched_segment(state); }
	;

drug:
	%empty
		{
			state->drug_stated = false;
			state->segment = state->n_phases;
		}
	| DRUG
		{
			state->drug = $1;
			state->drug_stated = true;
			state->segment = state->n_phases;
			if ($1.length == 0)
				te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
								 @1, NULL, "The name of the drug is empty");
			else if ($1.length > SCHEDULE_MAX_NAME)
				te_syntax_fail_limit(&state->text, @1, "name of a drug is too long",
									   SCHEDULE_MAX_NAME, "bytes");
		}
	;

phases:
	parts						{ te_sched_phase(state, @1); }
	| phases THEN parts			{ te_sched_phase(state, @3); }
	;

parts:
	part
	| parts part
	;

part:
	dose
	| limit
	| ROUTE
		{
			te_sched_part(state, PART_ROUTE, @1);
			state->draft.route = $1;
		}
	| VIA QUOTED
		{
			te_sched_part(state, PART_ROUTE, @$);
			state->draft.route = $2;
			if ($2.length == 0)
				te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
								 @2, NULL, "The route is empty");
			else if ($2.length > SCHEDULE_MAX_NAME)
				te_syntax_fail_limit(&state->text, @2, "route is too long",
									   SCHEDULE_MAX_NAME, "bytes");
		}
	| OVER NUMBER HOURS
		{
			te_sched_part(state, PART_OVER, @$);
			state->draft.phase.over_hours = $2.value;
		}
	| OVER NUMBER MINUTES
		{
			te_sched_part(state, PART_OVER, @$);
			state->draft.phase.over_hours = $2.value / 60;
		}
	| timing
	| bound
	| taper
	| EVENT						{ te_sched_when(state, @1, $1); }
	| WHEN codes
	;

codes:
	CODE						{ te_sched_when(state, @1, $1); }
	| codes ',' CODE			{ te_sched_when(state, @3, $3); }
	;

/* ------------------------------------------------------------------- dose */

dose:
	AMOUNT						{ te_sched_dose(state, @$, $1, $1); }
	| UP TO AMOUNT
		{
			BuildAmount none = $3;

			none.value = 0;
			te_sched_dose(state, @$, none, $3);
		}
	| NUMBER '-' AMOUNT			{ te_sched_dose(state, @$, $1, $3); }
	| NUMBER TO AMOUNT			{ te_sched_dose(state, @$, $1, $3); }
	| AMOUNT '-' AMOUNT			{ te_sched_dose(state, @$, $1, $3); }
	| AMOUNT TO AMOUNT			{ te_sched_dose(state, @$, $1, $3); }
	;

limit:
	MAX AMOUNT
		{
			te_sched_part(state, PART_MAX, @$);
			state->draft.max = $2;
		}
	| MIN AMOUNT
		{
			te_sched_part(state, PART_MIN, @$);
			state->draft.min = $2;
		}
	| ROUNDED TO AMOUNT
		{
			te_sched_part(state, PART_ROUNDED, @$);
			state->draft.rounded = $3;
		}
	| LIFETIME MAX AMOUNT
		{
			te_sched_part(state, PART_LIFETIME, @$);
			state->draft.lifetime = $3;
		}
	;

/* ----------------------------------------------------------------- timing */

timing:
	ONCE
		{
			ScheduleSpan day = {1, SPAN_DAY};

			te_sched_every(state, @$, day);
			te_sched_part(state, PART_BOUND, @$);
			state->draft.phase.bound_kind = BOUND_COUNT;
			state->draft.phase.count = 1;
		}
	| periodic					{ te_sched_every(state, @$, $1); }
	| EVERY interval			{ te_sched_every(state, @$, $2); }
	| EVERY NUMBER HOURS		{ te_sched_hours(state, @$, $2.value); }
	| EVERY HOURS				{ te_sched_hours(state, @$, 1); }
	| EVERY OTHER unit
		{ te_sched_every(state, @$, SPAN_OF(@$, 2, $3)); }
	| NTIMES per_what			{ te_sched_times(state, @$, $1, $2); }
	| NUMBER TIMES per_what		{ te_sched_times(state, @$, $1.value, $3); }
	| IN NUMBER divided DOSES
		{
			ScheduleSpan day = {1, SPAN_DAY};

			te_sched_times(state, @$, $2.value, day);
			state->draft.divided = true;
		}
	| FREQUENCY					{ te_sched_frequency(state, @$, $1); }
	| at UNIT items				{ te_sched_list(state, @$, $2, no_span); }
	| at UNIT items OF EVERY interval
		{ te_sched_list(state, @$, $2, $6); }
	| at UNIT items OF EVERY NUMBER '-' unit CYCLE
		{ te_sched_list(state, @$, $2, SPAN_OF(@6, $6.value, $8)); }
	| UNIT items				{ te_sched_list(state, @$, $1, no_span); }
	| UNIT items OF EVERY interval
		{ te_sched_list(state, @$, $1, $5); }
	| UNIT items OF EVERY NUMBER '-' unit CYCLE
		{ te_sched_list(state, @$, $1, SPAN_OF(@5, $5.value, $7)); }
	| ON weekdays weeks_of		{ te_sched_weekdays(state, @$, $3); }
	| EVERY weekdays
		{
			ScheduleSpan week = {1, SPAN_WEEK};

			te_sched_weekdays(state, @$, week);
		}
	;

divided:
	%empty
	| DIVIDED
	;

at:
	AT
	| ON
	;

unit:
	UNIT
	| YEAR						{ $$ = -1; }
	;

periodic:
	PERIODIC
		{
			$$.n = $1 / 4;
			$$.unit = $1 % 4;
		}
	;

interval:
	unit						{ $$ = SPAN_OF(@1, 1, $1); }
	| NUMBER unit				{ $$ = SPAN_OF(@$, $1.value, $2); }
	;

per_what:
	periodic
	| A unit					{ $$ = SPAN_OF(@$, 1, $2); }
	| EVERY interval			{ $$ = $2; }
	;

items:
	item
	| items ',' item
	| items AND item
	;

item:
	NUMBER						{ te_sched_item(state, @$, $1.value, $1.value); }
	| NUMBER '-' NUMBER			{ te_sched_item(state, @$, $1.value, $3.value); }
	| NUMBER TO NUMBER			{ te_sched_item(state, @$, $1.value, $3.value); }
	;

weekdays:
	WEEKDAY						{ te_sched_item(state, @1, $1, $1); }
	| weekdays ',' WEEKDAY		{ te_sched_item(state, @3, $3, $3); }
	| weekdays AND WEEKDAY		{ te_sched_item(state, @3, $3, $3); }
	;

weeks_of:
	%empty
		{
			$$.n = 1;
			$$.unit = SPAN_WEEK;
		}
	| OF EVERY interval			{ $$ = $3; }
	;

/* ------------------------------------------------------------------ bounds */

bound:
	FOR bound_span				{ te_sched_bound(state, @$, BOUND_FOR, $2); }
	| FOR AT LEAST bound_span
		{ te_sched_bound(state, @$, BOUND_AT_LEAST, $4); }
	| FOR NUMBER CYCLE
		{
			te_sched_bound(state, @$, BOUND_FOR, COUNT_OF(@2, $2.value));
			state->draft.cycles = true;
		}
	| FOR NUMBER DOSES
		{ te_sched_bound(state, @$, BOUND_COUNT, COUNT_OF(@2, $2.value)); }
	| X NUMBER
		{ te_sched_bound(state, @$, BOUND_COUNT, COUNT_OF(@2, $2.value)); }
	| X NUMBER DOSES
		{ te_sched_bound(state, @$, BOUND_COUNT, COUNT_OF(@2, $2.value)); }
	| UNTIL offset				{ te_sched_bound(state, @$, BOUND_UNTIL, $2); }
	| THROUGH offset			{ te_sched_bound(state, @$, BOUND_THROUGH, $2); }
	;

bound_span:
	NUMBER unit					{ $$ = SPAN_OF(@$, $1.value, $2); }
	| A unit					{ $$ = SPAN_OF(@$, 1, $2); }
	;

offset:
	unit NUMBER					{ $$ = OFFSET_OF(@$, $2.value, $1); }
	;

taper:
	TAPER TO AMOUNT BY offset taper_steps
		{
			te_sched_part(state, PART_TAPER, @$);
			state->draft.taper_to = $3;
			state->draft.phase.taper_by = $5;
		}
	;

taper_steps:
	%empty
	| LINEAR BY unit
		{
			if ($3 != SPAN_WEEK)
				te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
								 @3, "Other steps are stated: \"in steps of 2.5 mg/d every 2 weeks\".",
								 "A linear taper goes by week, not %s",
								 te_syntax_quote(&state->text, @3));
		}
	| STEPS OF AMOUNT EVERY interval
		{
			state->draft.by_steps = true;
			state->draft.taper_step = $3;
			state->draft.phase.taper_every = $5;
		}
	;

window:
	%empty
	| PLUS_MINUS NUMBER UNIT
		{ te_sched_window(state, @$, $2.value, $2.value, $3); }
	| WINDOW '-' NUMBER to '+' NUMBER UNIT
		{ te_sched_window(state, @$, $3.value, $6.value, $7); }
	;

to:
	%empty
	| TO
	;

/* ------------------------------------------------------------------ visits */

visits_word:
	%empty
	| VISITS
	;

visit_items:
	visit_item
	| visit_every
	| visit_items ',' visit_item
	| visit_items AND visit_item
	| visit_items THEN visit_every
	| visit_items ',' visit_every
	;

visit_item:
	at_visit visit_unit visit visit_window
	| visit visit_window
	;

at_visit:
	%empty
	| at
	;

visit_unit:
	unit
		{
			state->visit_unit = $1;
			state->unit_seen = true;
			state->group = state->n_planned;
		}
	;

visit:
	NUMBER						{ te_sched_visit(state, @$, $1.value, no_text); }
	| '-' NUMBER				{ te_sched_visit(state, @$, -$2.value, no_text); }
	| NUMBER QUOTED				{ te_sched_visit(state, @$, $1.value, $2); }
	| '-' NUMBER QUOTED			{ te_sched_visit(state, @$, -$2.value, $3); }
	;

visit_window:
	%empty
	| PLUS_MINUS NUMBER UNIT
		{ te_sched_visit_window(state, @$, $2.value, $2.value, $3); }
	| WINDOW '-' NUMBER to '+' NUMBER UNIT
		{ te_sched_visit_window(state, @$, $3.value, $6.value, $7); }
	;

visit_every:
	visits_every visit_window
	;

visits_every:
	EVERY interval UNTIL offset
		{ te_sched_visits_every(state, @$, $2, $4, BOUND_UNTIL); }
	| EVERY interval THROUGH offset
		{ te_sched_visits_every(state, @$, $2, $4, BOUND_THROUGH); }
	| EVERY interval FOR bound_span
		{ te_sched_visits_every(state, @$, $2, $4, BOUND_UNTIL); }
	;

%%

/* A number of doses or cycles, in the place of a span. */
static ScheduleSpan
count_of(ScheduleState *state, BuildSpan span, double number)
{
	ScheduleSpan count = {1, SPAN_DAY};

	count.n = te_sched_whole(state, span, number, 1, SCHEDULE_MAX_DAYS,
							 "The number of doses or cycles");
	return count;
}

/* Bison's own complaint: its stack is deeper than it allows. */
static void
te_schedule_yyerror(YYLTYPE *location, ScheduleState *state, void *scanner,
					const char *message)
{
	te_syntax_fail_limit(&state->text, *location, "schedule is too large",
						   SCHEDULE_MAX_PHASES, "phases");
}

/* What an unexpected word is answered with, by group. */
static const struct
{
	const char *symbol;
	const char *group;
	const char *word;			/* for "Did you mean"; NULL: none */
}			expectable[] = {
	{"AMOUNT", "a dose with its unit", NULL},
	{"NUMBER", "a number", NULL},
	{"ROUTE", "a route", NULL},
	{"ONCE", "a timing", "once"},
	{"EVERY", "a timing", "every"},
	{"PERIODIC", "a timing", "daily"},
	{"PERIODIC", NULL, "weekly"},
	{"PERIODIC", NULL, "monthly"},
	{"AT", "a timing", "at"},
	{"ON", "a timing", "on"},
	{"UNIT", "\"days\", \"weeks\" or \"months\"", "days"},
	{"UNIT", NULL, "weeks"},
	{"UNIT", NULL, "months"},
	{"HOURS", "\"hours\"", "hours"},
	{"MINUTES", "\"minutes\"", "minutes"},
	{"TIMES", "\"times\"", "times"},
	{"DOSES", "\"doses\"", "doses"},
	{"WEEKDAY", "a day of the week", NULL},
	{"CODE", "an event of the day", NULL},
	{"QUOTED", "a text in double quotes", NULL},
	{"FOR", "a bound", "for"},
	{"UNTIL", "a bound", "until"},
	{"THROUGH", "a bound", "through"},
	{"LEAST", "\"least\"", "least"},
	{"TO", "\"to\"", "to"},
	{"BY", "\"by\"", "by"},
	{"OF", "\"of\"", "of"},
	{"MAX", NULL, "max"},
	{"MIN", NULL, "min"},
	{"ROUNDED", NULL, "rounded"},
	{"TAPER", NULL, "taper"},
	{"CYCLE", "\"cycle\"", "cycle"},
	{"PLUS_MINUS", "a window", NULL},
	{"WINDOW", "a window", "window"},
	{"THEN", "\"then\"", "then"},
	{"','", "\",\"", NULL},
	{"'-'", "\"-\"", NULL},
	{"'+'", "\"+\"", NULL},
	{"end of file", "the end of the text", NULL},
};

#define MAX_EXPECTED 80

/* Something that helps with an unexpected word, or NULL. */
static const char *
syntax_hint(ScheduleState *state, yysymbol_kind_t token)
{
	if (state->visits)
		return state->n_planned == 0 ?
			"Write for example \"visits at weeks 0, 4, 12 +/- 3 days\"." : NULL;
	if (state->n_phases == 0 && state->last_token == T_BEGIN_DOSES)
		return "A schedule begins with the drug and its dose, as in \"belimumab 10 mg/kg IV weekly\".";
	if (state->last_token == T_NUMBER && state->n_phases == state->segment &&
		(state->draft.has & (1 << PART_DOSE)) == 0)
		return "A dose has a unit, written without blanks, as in \"10 mg/kg\".";
	if (token == YYSYMBOL_DRUG)
		return "Another drug begins a schedule of its own: \"followed by\".";
	if (token == YYSYMBOL_AMOUNT)
		return "A dose stands once in a phase, with one unit.";
	if (token == YYSYMBOL_PLUS_MINUS || token == YYSYMBOL_WINDOW)
		return "A window stands at the end, behind all phases.";
	return NULL;
}

static int
yyreport_syntax_error(const yypcontext_t *context, ScheduleState *state,
					  void *scanner)
{
	yysymbol_kind_t expected[MAX_EXPECTED];
	BuildSpan	span = *yypcontext_location(context);
	StringInfoData list;
	const char *last = NULL;
	int			n;

	if (state->text.failed)
		return 0;
	n = yypcontext_expected_tokens(context, expected, MAX_EXPECTED);
	initStringInfo(&list);
	for (int i = 0; i < lengthof(expectable); i++)
	{
		const char *group = expectable[i].group;
		bool		found = false;

		for (int j = 0; j < n && !found; j++)
			found = strcmp(yysymbol_name(expected[j]),
						   expectable[i].symbol) == 0;
		if (!found || group == NULL ||
			(last != NULL && strcmp(last, group) == 0))
			continue;
		appendStringInfo(&list, "%s%s", last == NULL ? "" : ", ", group);
		last = group;
	}
	te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					 syntax_hint(state, yypcontext_token(context)),
					 "Expected %s, not %s",
					 last == NULL ? "the end" : list.data,
					 te_syntax_quote(&state->text, span));
	return 0;
}

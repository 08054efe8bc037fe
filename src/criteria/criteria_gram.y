%code top {
/*
 * criteria_gram.y
 *		Grammar of criteria.  Actions build nodes and nothing else: what names
 *		and units mean is looked at afterwards (criteria_resolve.c).
 *
 * A pure LALR(1) grammar without conflicts.  The scanner tells a label from
 * an expression, a window from a predicate, and the end of a "where".
 */
#include "trial_ext.h"

#include "lib/stringinfo.h"

#include "criteria/criteria_build.h"
}

%code requires {
#include "criteria/criteria_build.h"

typedef BuildSpan CriteriaLocation;
}

%define api.pure full
%define api.prefix {te_criteria_yy}
%define api.token.prefix {T_}
%define api.location.type {CriteriaLocation}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {CriteriaState *state}
%param {void *scanner}

%code {
#define YYMALLOC palloc
#define YYFREE pfree
/* a thousand levels of the costliest nesting, well below the real limit */
#define YYMAXDEPTH 30000

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

static void te_criteria_yyerror(YYLTYPE *location, CriteriaState *state,
								void *scanner, const char *message);
static int	shifted_anchor(CriteriaState *state, BuildSpan span, int base,
						   int shift, int sign);
static int	window_node(CriteriaState *state, BuildSpan span, CritWindow kind,
						int flags, int first, int second, int third);
static int	as_of_node(CriteriaState *state, BuildSpan span);
static const BuildText no_text = {NULL, 0};
}

%union
{
	int			code;
	int			node;
	BuildText	text;
	BuildNumber number;
	BuildList	list;
	BuildClause head;
}

%code provides {
extern int	te_criteria_yylex(TE_CRITERIA_YYSTYPE *value,
							  TE_CRITERIA_YYLTYPE *location, void *scanner);
}

%token <text> NAME QUOTED STRING LABEL TITLE IN_UNIT CALL
%token <number> NUMBER
%token <code> KIND COMPARE HISTORY ATTRIBUTE LIMIT BOOLEAN
%token OR AND NOT BETWEEN WINDOW_BETWEEN IN CONTAINS IS KNOWN OF AT LEAST MOST
%token EXACTLY WITHIN BEFORE AFTER SINCE UNTIL ON EVER WHERE WHERE_END AS_OF
%token BASELINE GIVEN ABSENT MEANS NO AS NOTE TIMES DATE FAILED
%token RULES ELSE

%type <node> expression conjunction negation predicate sum product power
%type <node> unary primary history anchor anchor_base duration window
%type <node> function_window fact is_what
%type <list> expressions facts
%type <code> kind alternative count_of
%type <number> exponent
%type <head> head rule_head else_head
%type <text> fact_name note
%type <code> given_fact given_name

%%

/* The scanner begins with RULES where response rules are to be read. */
input:
	criteria
	| RULES rules
	;

criteria:
	items
	;

items:
	item
	| items ';' item
	;

item:
	%empty
	| given
	| alternative kind head expression note
		{ te_build_clause(state, @$, $1, $2, $3, $4, $5); }
	;

alternative:
	%empty					{ $$ = 0; }
	| OR					{ $$ = 1; }
	;

kind:
	%empty					{ $$ = CRIT_INCLUDE; }
	| KIND
	;

head:
	%empty					{ memset(&$$, 0, sizeof($$)); }
	| ':'					{ memset(&$$, 0, sizeof($$)); }
	| LABEL ':'
		{
			memset(&$$, 0, sizeof($$));
			$$.label = $1;
			$$.label_span = @1;
		}
	| TITLE ':'
		{
			memset(&$$, 0, sizeof($$));
			$$.title = $1;
		}
	| LABEL TITLE ':'
		{
			memset(&$$, 0, sizeof($$));
			$$.label = $1;
			$$.label_span = @1;
			$$.title = $2;
		}
	;

note:
	%empty					{ $$ = no_text; }
	| NOTE QUOTED			{ $$ = $2; }
	;

/* --------------------------------------------------------- response rules */

rules:
	rule
	| rules ';' rule
	;

rule:
	%empty
	| given
	| rule_head expression note
		{ te_build_clause(state, @$, false, CRIT_RULE, $1, $2, $3); }
	| ELSE else_head note
		{ te_build_else(state, @$, $2, $3); }
	;

rule_head:
	else_head ':'
	;

else_head:
	LABEL
		{
			memset(&$$, 0, sizeof($$));
			$$.label = $1;
			$$.label_span = @1;
		}
	| LABEL TITLE
		{
			memset(&$$, 0, sizeof($$));
			$$.label = $1;
			$$.label_span = @1;
			$$.title = $2;
		}
	;

/* ------------------------------------------------------------------ given */

given:
	GIVEN given_item
	| given ',' given_item
	;

given_item:
	given_fact IN_UNIT
		{ te_build_given(state, @$, CRIT_GIVEN_UNIT, $1)->unit = $2; }
	| given_fact WITHIN NUMBER
		{ te_build_given_number(state, @$, CRIT_GIVEN_WITHIN, $1, $3); }
	| given_fact LIMIT NUMBER
		{
			te_build_given_number(state, @$, $2 == CRIT_ULN ? CRIT_GIVEN_ULN :
								  CRIT_GIVEN_LLN, $1, $3);
		}
	| given_fact ABSENT MEANS NO
		{ te_build_given(state, @$, CRIT_GIVEN_ABSENT_NO, $1); }
	| given_name IS expression
		{ te_build_given(state, @$, CRIT_GIVEN_IS, $1)->expression = $3; }
	| given_name AS fact_name
		{
			te_build_given(state, @$, CRIT_GIVEN_AS, $1);
			te_build_given_name(state, @3, te_build_fact_number(state, @3, $3));
		}
	| fact_name
		{
			te_build_given_name(state, @1, te_build_fact_number(state, @1, $1));
		}
	;

given_fact:
	given_name
	| '*'					{ $$ = -1; }
	;

given_name:
	fact_name				{ $$ = te_build_fact_number(state, @1, $1); }
	| BASELINE '.' fact_name
		{
			$$ = te_build_fact_number(state, @$,
									  te_build_at_baseline(state, @$, $3));
		}
	;

/* ------------------------------------------------- expressions, boolean */

expression:
	conjunction
	| expression OR conjunction
		{ $$ = te_build_junction(state, CRIT_OR, @$, $1, $3); }
	;

conjunction:
	negation
	| conjunction AND negation
		{ $$ = te_build_junction(state, CRIT_AND, @$, $1, $3); }
	;

negation:
	predicate
	| NOT negation
		{ $$ = te_build_node1(state, CRIT_NOT, 0, @$, $2); }
	;

predicate:
	sum
	| sum COMPARE sum
		{ $$ = te_build_node2(state, CRIT_COMPARE, $2, @$, $1, $3); }
	| sum BETWEEN sum AND sum
		{ $$ = te_build_between(state, @$, false, $1, $3, $5); }
	| sum NOT BETWEEN sum AND sum
		{ $$ = te_build_between(state, @$, true, $1, $4, $6); }
	| sum IN '(' expressions ')'
		{ $$ = te_build_in(state, @$, false, $1, $4); }
	| sum NOT IN '(' expressions ')'
		{ $$ = te_build_in(state, @$, true, $1, $5); }
	| sum CONTAINS sum
		{ $$ = te_build_node2(state, CRIT_CONTAINS, 0, @$, $1, $3); }
	| sum IS is_what
		{ $$ = te_build_node1(state, CRIT_IS, $3, @$, $1); }
	| sum IS NOT is_what
		{
			$$ = te_build_node1(state, CRIT_IS, $4, @$, $1);
			state->nodes[$$].flags |= CRIT_NEGATED;
		}
	| sum function_window
		{ $$ = te_build_implicit(state, @$, $1, $2); }
	;

is_what:
	KNOWN					{ $$ = CRIT_IS_KNOWN; }
	| BOOLEAN
		{
			$$ = $1 == TRI_TRUE ? CRIT_IS_TRUE :
				$1 == TRI_FALSE ? CRIT_IS_FALSE : CRIT_IS_UNKNOWN;
		}
	;

/* -------------------------------------------------- expressions, values */

sum:
	product
	| sum '+' product
		{ $$ = te_build_node2(state, CRIT_ADD, 0, @$, $1, $3); }
	| sum '-' product
		{ $$ = te_build_node2(state, CRIT_SUBTRACT, 0, @$, $1, $3); }
	;

product:
	power
	| product '*' power
		{ $$ = te_build_product(state, CRIT_MULTIPLY, @$, $1, $3); }
	| product '/' power
		{ $$ = te_build_product(state, CRIT_DIVIDE, @$, $1, $3); }
	;

power:
	unary
	| unary '^' exponent	{ $$ = te_build_power(state, @$, $1, $3); }
	;

exponent:
	NUMBER
	| '-' NUMBER
		{
			$$ = $2;
			$$.value = -$$.value;
		}
	;

unary:
	primary
	| '-' unary				{ $$ = te_build_negate(state, @$, $2); }
	;

primary:
	NUMBER					{ $$ = te_build_number(state, @$, $1); }
	| LIMIT					{ $$ = te_build_limit(state, @$, 1, $1); }
	| NUMBER LIMIT
		{
			$$ = te_build_limit(state, @$, $1.value, $2);
			if ($1.unit.length > 0)
				te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
								 @1, NULL, "A multiple of a limit has no unit");
		}
	| NUMBER TIMES LIMIT
		{ $$ = te_build_limit(state, @$, $1.value, $3); }
	| NUMBER '%' OF BASELINE
		{
			$$ = te_build_node(state, CRIT_PERCENT_OF_BASELINE, 0, @$);
			state->nodes[$$].u.number = $1.value;
			if ($1.unit.length > 0)
				te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION,
								 @1, NULL, "A percentage of baseline has no unit");
		}
	| STRING
		{
			$$ = te_build_node(state, CRIT_STRING, 0, @$);
			state->nodes[$$].name = $1;
		}
	| DATE STRING			{ $$ = te_build_date(state, @$, $2); }
	| AS_OF					{ $$ = as_of_node(state, @$); }
	| BOOLEAN				{ $$ = te_build_node(state, CRIT_BOOLEAN, $1, @$); }
	| fact
	| BASELINE '.' fact_name
		{ $$ = te_build_fact(state, @$, $3, CRIT_BASELINE); }
	| ATTRIBUTE				{ $$ = te_build_node(state, CRIT_ATTRIBUTE, $1, @$); }
	| CALL '(' expressions ')'
		{ $$ = te_build_call(state, @$, $1, $3); }
	| history
	| count_of NUMBER OF '(' expressions ')'
		{ $$ = te_build_count_of(state, @$, $1, $2, $5); }
	| '(' expression ')'	{ $$ = te_build_paren(state, @$, $2); }
	;

count_of:
	AT LEAST				{ $$ = CRIT_AT_LEAST; }
	| AT MOST				{ $$ = CRIT_AT_MOST; }
	| EXACTLY				{ $$ = CRIT_EXACTLY; }
	;

expressions:
	expression				{ $$ = te_build_list($1); }
	| expressions ',' expression
		{ $$ = te_build_append(state, $1, $3); }
	;

fact:
	fact_name				{ $$ = te_build_fact(state, @$, $1, 0); }
	;

fact_name:
	NAME
	| QUOTED
	;

/* --------------------------------------------------- history and windows */

history:
	HISTORY '(' facts ')'
		{ $$ = te_build_history(state, @$, $1, $3, 0, 0); }
	| HISTORY '(' facts function_window ')'
		{ $$ = te_build_history(state, @$, $1, $3, 0, $4); }
	| HISTORY '(' facts WHERE expression ')'
		{ $$ = te_build_history(state, @$, $1, $3, $5, 0); }
	| HISTORY '(' facts WHERE expression WHERE_END function_window ')'
		{ $$ = te_build_history(state, @$, $1, $3, $5, $7); }
	;

facts:
	fact					{ $$ = te_build_list($1); }
	| facts ',' fact		{ $$ = te_build_append(state, $1, $3); }
	;

function_window:
	window
	| WINDOW_BETWEEN duration AND duration BEFORE anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_BETWEEN_BEFORE, 0, $2, $4,
							 $6);
		}
	| WINDOW_BETWEEN duration AND duration AFTER anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_BETWEEN_AFTER, 0, $2, $4,
							 $6);
		}
	;

window:
	WITHIN duration
		{
			int			anchor = shifted_anchor(state, @$,
												as_of_node(state, @$), 0, 0);

			$$ = window_node(state, @$, CRIT_WINDOW_WITHIN, 0, $2, anchor, 0);
		}
	| WITHIN duration BEFORE anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_WITHIN_BEFORE, 0, $2, $4,
							 0);
		}
	| WITHIN duration AFTER anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_WITHIN_AFTER, 0, $2, $4,
							 0);
		}
	| WITHIN duration OF anchor
		{ $$ = window_node(state, @$, CRIT_WINDOW_WITHIN_OF, 0, $2, $4, 0); }
	| ON anchor
		{ $$ = window_node(state, @$, CRIT_WINDOW_ON, 0, $2, 0, 0); }
	| SINCE anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_SINCE_UNTIL,
							 CRIT_HAS_SINCE, $2, 0, 0);
		}
	| UNTIL anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_SINCE_UNTIL,
							 CRIT_HAS_UNTIL, $2, 0, 0);
		}
	| SINCE anchor UNTIL anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_SINCE_UNTIL,
							 CRIT_HAS_SINCE | CRIT_HAS_UNTIL, $2, $4, 0);
		}
	| UNTIL anchor SINCE anchor
		{
			$$ = window_node(state, @$, CRIT_WINDOW_SINCE_UNTIL,
							 CRIT_HAS_SINCE | CRIT_HAS_UNTIL, $4, $2, 0);
		}
	| EVER
		{ $$ = window_node(state, @$, CRIT_WINDOW_EVER, 0, 0, 0, 0); }
	;

duration:
	NUMBER					{ $$ = te_build_duration(state, @$, $1); }
	;

anchor:
	anchor_base				{ $$ = shifted_anchor(state, @$, $1, 0, 0); }
	| anchor_base '+' duration
		{ $$ = shifted_anchor(state, @$, $1, $3, 1); }
	| anchor_base '-' duration
		{ $$ = shifted_anchor(state, @$, $1, $3, 2); }
	;

anchor_base:
	AS_OF					{ $$ = as_of_node(state, @$); }
	| DATE STRING			{ $$ = te_build_date(state, @$, $2); }
	| fact
	| BASELINE
		{
			$$ = te_build_node(state, CRIT_BASELINE_DATE, 0, @$);
		}
	;

%%

static int
as_of_node(CriteriaState *state, BuildSpan span)
{
	return te_build_node(state, CRIT_AS_OF, 0, span);
}

static int
shifted_anchor(CriteriaState *state, BuildSpan span, int base, int shift,
			   int sign)
{
	BuildList	list = te_build_list(base);

	if (shift != 0)
		list = te_build_append(state, list, shift);
	return te_build_of_list(state, CRIT_ANCHOR, sign, span, list);
}

static int
window_node(CriteriaState *state, BuildSpan span, CritWindow kind, int flags,
			int first, int second, int third)
{
	BuildList	list = {0, 0, 0};
	int			node;

	if (first != 0)
		list = te_build_list(first);
	if (second != 0)
		list = te_build_append(state, list, second);
	if (third != 0)
		list = te_build_append(state, list, third);
	node = te_build_of_list(state, CRIT_WINDOW, kind, span, list);
	state->nodes[node].flags |= flags;
	return node;
}

/* Bison's own complaints: memory, or a stack deeper than ours allows. */
static void
te_criteria_yyerror(YYLTYPE *location, CriteriaState *state, void *scanner,
					const char *message)
{
	te_syntax_fail_limit(&state->text, *location, "criteria are nested too deeply",
						   CRITERIA_MAX_DEPTH, "levels");
}

/*
 * What an unexpected word is answered with.  The first that is expected of a
 * group speaks for the group; "a value" also for facts, numbers and so on.
 */
static const struct
{
	const char *symbol;
	const char *group;
	const char *word;			/* for "Did you mean"; NULL: none */
}			expectable[] = {
	{"CALL", "a value", NULL},
	{"NAME", "a fact", NULL},
	{"NUMBER", "a number", NULL},
	{"STRING", "a text in single quotes", NULL},
	{"QUOTED", "a text in double quotes", NULL},
	{"AS_OF", "a date", "as_of"},
	{"BASELINE", "\"baseline\"", "baseline"},
	{"COMPARE", "a comparison", NULL},
	{"BETWEEN", "a comparison", "between"},
	{"IN", "a comparison", "in"},
	{"CONTAINS", "a comparison", "contains"},
	{"IS", "a comparison", "is"},
	{"'+'", "arithmetic", NULL},
	{"'*'", "arithmetic", NULL},
	{"AND", "\"and\"", "and"},
	{"OR", "\"or\"", "or"},
	{"NOT", NULL, "not"},
	{"KNOWN", "\"known\", \"true\", \"false\" or \"unknown\"", "known"},
	{"BOOLEAN", NULL, "true"},
	{"BOOLEAN", NULL, "false"},
	{"BOOLEAN", NULL, "unknown"},
	{"WHERE", "\"where\"", "where"},
	{"WITHIN", "a window", "within"},
	{"SINCE", "a window", "since"},
	{"UNTIL", "a window", "until"},
	{"EVER", "a window", "ever"},
	{"ON", NULL, "on"},
	{"BEFORE", "\"before\"", "before"},
	{"AFTER", "\"after\"", "after"},
	{"OF", "\"of\"", "of"},
	{"LEAST", NULL, "least"},
	{"MOST", NULL, "most"},
	{"IN_UNIT", "\"in\" and a unit", "in"},
	{"ABSENT", "\"absent means no\"", "absent"},
	{"MEANS", "\"means\"", "means"},
	{"NO", "\"no\"", "no"},
	{"AS", "\"as\"", "as"},
	{"LIMIT", NULL, "uln"},
	{"LIMIT", NULL, "lln"},
	{"KIND", NULL, "include"},
	{"KIND", NULL, "exclude"},
	{"KIND", NULL, "report"},
	{"LABEL", NULL, NULL},
	{"ELSE", NULL, "else"},
	{"GIVEN", NULL, "given"},
	{"NOTE", "a note", "note"},
	{"'('", "\"(\"", NULL},
	{"')'", "\")\"", NULL},
	{"','", "\",\"", NULL},
	{"':'", "\":\"", NULL},
	{"'.'", "\".\" and a fact", NULL},
	{"';'", "the end of the clause", NULL},
};

/* So many of them, from the first on, are values. */
#define VALUE_SYMBOLS 7

#define MAX_EXPECTED 64

/* The nearest word among those that would do at that place. */
static const char *
nearest_expected(CriteriaState *state, BuildSpan span,
				 const bool *is_expected, bool opening)
{
	NearestWord nearest;

	te_nearest_begin(&nearest, state->text.source + span.start,
					 span.end - span.start);
	for (int i = 0; i < lengthof(expectable); i++)
	{
		if (is_expected[i] && expectable[i].word != NULL)
			te_nearest_consider(&nearest, expectable[i].word);
	}
	for (int i = 0; opening && i < te_criteria_word_count; i++)
	{
		if ((te_criteria_words[i].flags & WORD_OF_CLAUSE) != 0 ||
			te_criteria_words[i].token == T_NOT ||
			te_criteria_words[i].token == T_AT)
			te_nearest_consider(&nearest, te_criteria_words[i].word);
	}
	return te_nearest_hint(&nearest);
}

static bool
is_word(CriteriaState *state, BuildSpan span, const char *word)
{
	return state->token == T_NAME && span.end - span.start == strlen(word) &&
		pg_strncasecmp(state->text.source + span.start, word,
					   strlen(word)) == 0;
}

/* Something that helps with an unexpected word, or NULL. */
static const char *
syntax_hint(CriteriaState *state, BuildSpan span, const bool *is_expected)
{
	const char *hint = NULL;

	if (CRITERIA_BUILDS_RULES(state) && state->token != 0 &&
		(state->last_token == T_RULES || state->last_token == ';'))
		return "A rule has a label, one word: \"CRR: urine_protein < 0.5 g/d\"; a title in double quotes may follow it.";
	if (CRITERIA_BUILDS_RULES(state) && state->last_token == T_OF &&
		(state->token == T_NAME || state->token == T_QUOTED))
		return "A percentage is one of baseline; of another fact write for example \"0.85 * pre_flare_egfr\".";
	if (CRITERIA_BUILDS_RULES(state) && state->last_token == T_NUMBER &&
		(state->token == T_OF || state->token == T_BASELINE ||
		 is_word(state, span, "below") || is_word(state, span, "above")))
		return "Write for example \"egfr >= 85 % of baseline\".";
	if (CRITERIA_BUILDS_RULES(state) && is_word(state, span, "else"))
		return "Rules are separated by \";\".";
	if (state->token == T_NAME)
		hint = nearest_expected(state, span, is_expected, false);
	if (hint == NULL && state->last_token == T_NAME)
		hint = nearest_expected(state, state->last_span, is_expected, true);
	if (hint != NULL)
		return hint;
	if (state->token == T_COMPARE && state->last_token != T_COMPARE)
		return "Two limits are written \"between .. and ..\".";
	if (state->last_token == T_NUMBER && state->token == T_NAME)
		return "A unit is written without blanks.";
	if (state->token == T_KIND || state->token == T_GIVEN)
		return "Clauses are separated by \";\".";
	if ((state->token == T_NAME || state->token == T_QUOTED ||
		 state->token == T_NUMBER) &&
		(state->last_token == T_NAME || state->last_token == T_QUOTED) &&
		state->words == 2)
		return "A label or a title is followed by \":\".";
	return NULL;
}

static int
yyreport_syntax_error(const yypcontext_t *context, CriteriaState *state,
					  void *scanner)
{
	yysymbol_kind_t expected[MAX_EXPECTED];
	bool		is_expected[lengthof(expectable)] = {false};
	BuildSpan	span = *yypcontext_location(context);
	StringInfoData list;
	const char *last = NULL;
	bool		value = false;
	bool		fact = false;
	bool		given = false;
	bool		rule = false;
	int			n;

	if (state->text.failed)
		return 0;
	n = yypcontext_expected_tokens(context, expected, MAX_EXPECTED);
	initStringInfo(&list);
	for (int i = 0; i < n; i++)
	{
		fact = fact || expected[i] == YYSYMBOL_NAME;
		given = given || expected[i] == YYSYMBOL_IN_UNIT;
	}
	if (CRITERIA_BUILDS_RULES(state))
	{
		for (int i = 0; i < n; i++)
		{
			if (expected[i] != YYSYMBOL_ELSE && expected[i] != YYSYMBOL_LABEL)
				continue;
			rule = true;
			last = expected[i] == YYSYMBOL_ELSE ?
				"a label, \"else\" or \"given\"" : "a label";
			resetStringInfo(&list);
			appendStringInfoString(&list, last);
		}
	}
	if (given)
	{
		last = "\"in\" and a unit, \"within\", \"uln\", \"lln\", \"absent means no\", \"is\" or \"as\"";
		appendStringInfoString(&list, last);
	}
	for (int i = 0; i < lengthof(expectable); i++)
	{
		const char *group = expectable[i].group;

		for (int j = 0; j < n && !is_expected[i]; j++)
			is_expected[i] = strcmp(yysymbol_name(expected[j]),
									expectable[i].symbol) == 0;
		if (rule && strcmp(expectable[i].symbol, "';'") == 0)
			continue;			/* nobody means to write an empty one */
		if (!CRITERIA_BUILDS_RULES(state) &&
			strcmp(expectable[i].symbol, "BASELINE") == 0)
			is_expected[i] = false;
		if (!is_expected[i] || group == NULL || given ||
			(fact && strcmp(expectable[i].symbol, "QUOTED") == 0))
			continue;
		if (i == 0)
			value = true;
		else if (value && (expectable[i].symbol[0] == '\'' ?
						   expectable[i].symbol[1] == '(' : i < VALUE_SYMBOLS))
			continue;			/* a fact, a number .. are values */
		if (last != NULL && strcmp(last, group) == 0)
			continue;
		appendStringInfo(&list, "%s%s", last == NULL ? "" : ", ", group);
		last = group;
	}
	te_syntax_fail(&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, span,
					 syntax_hint(state, span, is_expected),
					 "Expected %s, not %s",
					 last == NULL ? "the end" : list.data,
					 te_syntax_quote(&state->text, span));
	return 0;
}

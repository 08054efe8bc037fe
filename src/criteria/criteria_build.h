/*
 * criteria_build.h
 *		Shared by the scanner, the parser and the checks of criteria: the tree
 *		while it grows.  Private to those files; others read criteria.h.
 *
 * Texts (names, units, strings) are pieces of the source or palloc'd; nodes are
 * numbers into an array that grows.  Node 0 is nobody's: it stands for "none"
 * and for whatever a failed action would have made.  The first error is kept
 * in the state and raised when scanner and parser have been left.
 */
#ifndef TE_CRITERIA_BUILD_H
#define TE_CRITERIA_BUILD_H

#include "trial_ext.h"

#include "nodes/pg_list.h"
#include "utils/hsearch.h"

#include "criteria/criteria.h"
#include "syntax/syntax.h"

typedef struct BuildNumber
{
	double value;
	BuildText unit;
} BuildNumber;

/* Nodes chained by "next". */
typedef struct BuildList
{
	int first;
	int last;
	int count;
} BuildList;

typedef struct BuildNode
{
	uint8 op; /* as in CritNode */
	uint8 sub;
	uint8 flags;
	uint8 type;
	int depth; /* levels below, parentheses included */
	int32 fact;
	BuildText name;
	union
	{
		double number;
		int64 moment;
	} u;
	BuildList args;
	int next; /* sister in her parent's list */
	BuildSpan span;
} BuildNode;

typedef struct BuildFact
{
	BuildText name;
	CritType type;
	int32 analyte;
	int32 packed; /* number in the finished value, -1 not yet */
	int8 dated;	  /* derived with as_of: 1, without: -1; 0 open */
	const struct VocabularyFact *known; /* NULL: outside the vocabulary */
	BuildText unit;						/* told by "given", else empty */
	int derived;	/* expression of "given .. is", 0 none */
	BuildSpan span; /* where it was met first */
} BuildFact;

typedef struct BuildGiven
{
	CritGivenKind kind;
	int32 fact;
	int expression;
	BuildText unit;
	double number;
	List *names; /* of int: facts */
	BuildSpan span;
} BuildGiven;

typedef struct BuildClause
{
	CritClauseKind kind;
	bool alternative;
	int expression;
	BuildText label;
	BuildText title;
	BuildText note;
	BuildSpan span;
	BuildSpan label_span;
} BuildClause;

/* Response rules: labelled rules, in which "baseline" may be spoken of. */
#define CRITERIA_ALLOW_BASELINE 0x01
#define CRITERIA_BUILDS_RULES(state) \
	(((state)->flags & CRITERIA_ALLOW_BASELINE) != 0)

typedef struct CriteriaState
{
	SyntaxText text;
	int flags;

	/* the scanner */
	bool started; /* the word for what is parsed has been given out */
	int position;
	int last_token; /* before the one being read */
	int token;
	BuildSpan last_span;
	BuildSpan token_span;
	int depth;		/* open parentheses */
	int prefixes;	/* "not" and "-" in a row */
	int words;		/* since the clause began */
	bool kind_seen; /* at the start of a clause */
	bool in_given;
	bool in_where;
	int where_depth;
	int held_token; /* given out after a "where" has been closed */
	BuildSpan held_span;

	/* the tree */
	BuildNode *nodes;
	int n_nodes;
	int size_nodes;
	BuildClause *clauses;
	int n_clauses;
	int size_clauses;
	BuildGiven *givens;
	int n_givens;
	int size_givens;
	BuildFact *facts;
	int n_facts;
	int size_facts;
	HTAB *fact_table;
} CriteriaState;

/* ----------------------------------------------------- criteria_words.c */

/* The units that people write, as candidates for a hint. */
extern void te_nearest_consider_units(NearestWord *nearest);

/* How a word reads: which token, and in which places. */
#define WORD_RESERVED 0x01	/* everywhere; as a fact it needs quotes */
#define WORD_IN_GIVEN 0x02	/* in "given" only */
#define WORD_IN_WHERE 0x04	/* in "where" only */
#define WORD_OF_CLAUSE 0x08 /* opens a clause */
#define WORD_CONTEXT 0x10	/* before something particular only */

typedef struct CriteriaWord
{
	const char *word;
	int token;
	int code;
	int flags;
} CriteriaWord;

extern const CriteriaWord te_criteria_words[];
extern const int te_criteria_word_count;
extern const CriteriaWord *te_criteria_word(const char *text, int length);
/* A history function (last, any ..) by name, -1 for none. */
extern int te_criteria_history_function(const char *text, int length);
extern const char *te_criteria_history_name(int code);
/* True when the name of a fact can be printed without quotes. */
extern bool te_criteria_plain_name(const char *text, int length);

/* ------------------------------------------------- criteria_functions.c */

typedef enum CriteriaArgument
{
	ARG_END = 0,
	ARG_NUMBER,		/* any number */
	ARG_AGE,		/* years, with or without the unit */
	ARG_CREATININE, /* mg/dL */
	ARG_CYSTATIN,	/* mg/L */
	ARG_HEIGHT,		/* cm */
	ARG_WEIGHT,		/* kg */
	ARG_CLEARANCE,	/* mL/min */
	ARG_INDEXED,	/* mL/min/{1.73_m2} */
	ARG_SURFACE,	/* m2 */
	ARG_SEX,		/* text */
	ARG_FLAG		/* boolean */
} CriteriaArgument;

#define CRITERIA_MAX_ARGUMENTS 8

/* A built-in function with fixed arguments; the last may be left out. */
typedef struct CriteriaFunction
{
	const char *name; /* the SQL name */
	const char *unit; /* of the result; NULL: that of the arguments */
	int required;
	bool more; /* least, greatest: as many as one likes */
	uint8 arguments[CRITERIA_MAX_ARGUMENTS];
} CriteriaFunction;

extern const CriteriaFunction te_criteria_functions[];
extern const int te_criteria_function_count;
extern const CriteriaFunction *te_criteria_function(const char *text,
													int length);
/* Without "more": the largest number of arguments. */
extern int te_criteria_max_arguments(const CriteriaFunction *function);
/* Unit in which the function wants that argument, NULL for none. */
extern const char *te_criteria_argument_unit(CriteriaArgument argument);
/* The analyte through which that argument converts, NULL for none. */
extern const char *te_criteria_argument_analyte(CriteriaArgument argument);

/* --------------------------------------------------- criteria_literal.c */

/* Number of bytes of blanks and comments at p. */
extern int te_criteria_blanks(const CriteriaState *state, int position);
/*
 * Bytes of the unit at position, 0 when none stands there; *unreadable tells
 * the length of a word there that is neither a unit nor a keyword.
 */
extern int te_criteria_unit_length(const CriteriaState *state, int position,
								   bool any, int *unreadable);
extern bool te_criteria_read_number(const char *text, int length,
									double *value);
extern bool te_criteria_read_date(const char *text, int length, int64 *moment);
/* At most 32 bytes with the final zero. */
extern int te_criteria_print_number(double value, char *buffer);
extern void te_criteria_print_date(int64 moment, char *buffer);
#define CRITERIA_NUMBER_SIZE 40
/* True for a plain multiple of a second. */
extern bool te_criteria_time_unit(const char *text, int length);
/* Of a number with a unit of time: whole days, or whole calendar months? */
extern bool te_criteria_whole_days(double number, const char *text, int length);
/* The error where that is not so. */
extern void te_criteria_require_whole_days(struct CriteriaState *state,
										   BuildSpan span, double number,
										   BuildText unit);

/* -------------------------------------------------------- criteria_scan.l */

extern void *te_criteria_scan_begin(CriteriaState *state);
extern void te_criteria_scan_end(void *scanner);

/* ------------------------------------------------------- criteria_build.c */

extern int te_build_node(CriteriaState *state, CritOp op, int sub,
						 BuildSpan span);
extern int te_build_node1(CriteriaState *state, CritOp op, int sub,
						  BuildSpan span, int child);
extern int te_build_node2(CriteriaState *state, CritOp op, int sub,
						  BuildSpan span, int left, int right);
extern BuildList te_build_list(int node);
extern BuildList te_build_append(CriteriaState *state, BuildList list,
								 int node);
extern int te_build_of_list(CriteriaState *state, CritOp op, int sub,
							BuildSpan span, BuildList list);
/* and, or: nested ones of the same kind become one. */
extern int te_build_junction(CriteriaState *state, CritOp op, BuildSpan span,
							 int left, int right);
extern int te_build_number(CriteriaState *state, BuildSpan span,
						   BuildNumber number);
extern int te_build_limit(CriteriaState *state, BuildSpan span, double number,
						  int which);
extern int te_build_negate(CriteriaState *state, BuildSpan span, int child);
extern int te_build_product(CriteriaState *state, CritOp op, BuildSpan span,
							int left, int right);
extern int te_build_power(CriteriaState *state, BuildSpan span, int base,
						  BuildNumber exponent);
extern int te_build_between(CriteriaState *state, BuildSpan span, bool negated,
							int value, int low, int high);
extern int te_build_in(CriteriaState *state, BuildSpan span, bool negated,
					   int value, BuildList list);
extern int te_build_date(CriteriaState *state, BuildSpan span, BuildText text);
extern int te_build_fact(CriteriaState *state, BuildSpan span, BuildText name,
						 int flags);
extern int te_build_call(CriteriaState *state, BuildSpan span, BuildText name,
						 BuildList arguments);
extern int te_build_count_of(CriteriaState *state, BuildSpan span, int which,
							 BuildNumber number, BuildList list);
extern int te_build_duration(CriteriaState *state, BuildSpan span,
							 BuildNumber number);
extern int te_build_history(CriteriaState *state, BuildSpan span, int which,
							BuildList facts, int condition, int window);
/* "fact within 12 weeks" */
extern int te_build_implicit(CriteriaState *state, BuildSpan span, int fact,
							 int window);
/* In the context of the parser, before anything else. */
extern void te_build_begin(CriteriaState *state);
extern int te_build_paren(CriteriaState *state, BuildSpan span, int node);
extern BuildText te_build_at_baseline(CriteriaState *state, BuildSpan span,
									  BuildText name);
extern void te_build_clause(CriteriaState *state, BuildSpan span,
							bool alternative, int kind, BuildClause head,
							int expression, BuildText note);
/* "else NR" of response rules: head holds label and title */
extern void te_build_else(CriteriaState *state, BuildSpan span,
						  BuildClause head, BuildText note);
extern BuildGiven *te_build_given(CriteriaState *state, BuildSpan span,
								  CritGivenKind kind, int fact);
extern void te_build_given_number(CriteriaState *state, BuildSpan span,
								  CritGivenKind kind, int fact,
								  BuildNumber number);
/* "as mmf, mpa": the names after the first stand alone */
extern void te_build_given_name(CriteriaState *state, BuildSpan span, int fact);
extern int32 te_build_fact_number(CriteriaState *state, BuildSpan span,
								  BuildText name);
/* As te_criteria_parse, with CRITERIA_ALLOW_BASELINE or 0. */
extern Criteria *te_criteria_parse_with(const char *text, size_t length,
										int flags, struct Node *escontext);

/* ------------------------------------------------------- criteria_pack.c */

/* The flat form, palloc'd. */
extern Criteria *te_criteria_pack(CriteriaState *state);

/* ------------------------------------------------------ criteria_lower.c */

/* What a row has for a fact: nothing, something that says yes, a date. */
typedef enum LowerColumn
{
	LOWER_NONE,
	LOWER_FLAG,
	LOWER_DATE
} LowerColumn;

/* For whom response rules are made criteria. */
typedef struct CriteriaLowering
{
	bool over_rows; /* else over a history */
	LowerColumn (*column_kind)(const struct CriteriaLowering *lowering,
							   const char *name, size_t length);
	void *context;
} CriteriaLowering;

/*
 * Over rows, the date of an event: "rescue_therapy.date".  The event's own name
 * would be a yes or no.
 */
#define EVENT_DATE_SUFFIX ".date"
/* The fact that the baseline's day is. */
#define BASELINE_DATE_FACT "baseline_date"
/* Room for a name with what response rules put before and after it. */
#define FACT_NAME_SIZE (CRITERIA_MAX_NAME + 17)

/* Response rules as criteria; palloc'd. */
extern Criteria *te_criteria_lower(const Criteria *rules,
								   const CriteriaLowering *lowering);

/* ----------------------------------------------------- criteria_resolve.c */

/* Names, types, windows, labels; then units.  False after an error. */
extern bool te_criteria_resolve(CriteriaState *state);

/* --------------------------------------------------- criteria_dimension.c */

extern bool te_criteria_check_dimensions(CriteriaState *state);

/* ----------------------------------------------------------- vocabulary.c */

typedef enum VocabularyKind
{
	VOCABULARY_VALUE,
	VOCABULARY_FLAG,
	VOCABULARY_EVENT,
	VOCABULARY_EXPOSURE,
	VOCABULARY_TEXT,
	VOCABULARY_DATE
} VocabularyKind;

typedef struct VocabularyFact
{
	const char *name;
	VocabularyKind kind;
	const char *unit; /* usual unit; NULL: none */
	const char *meaning;
	const char *sdtm; /* where SDTM keeps it; NULL: derived */
	const char *omop; /* where OMOP keeps it; NULL: derived */
} VocabularyFact;

extern const VocabularyFact te_vocabulary[];
extern const int te_vocabulary_count;
extern const VocabularyFact *te_vocabulary_fact(const char *name,
												size_t length);
extern const char *te_vocabulary_kind_name(VocabularyKind kind);
extern CritType te_vocabulary_type(VocabularyKind kind);
/*
 * Of "baseline.egfr" the name egfr, and how many bytes that is; any other name
 * as it is.
 */
#define BASELINE_PREFIX "baseline."
extern const char *te_fact_own_name(const char *name, size_t *length);
/* Takes the end of "rescue_therapy.date" off the length, where it is there. */
extern bool te_fact_less_date(const char *name, size_t *length);
/*
 * A reference value, of before a flare: it is not measured at visits.
 */
#define REFERENCE_PREFIX "pre_flare_"
extern bool te_fact_is_reference(const char *name, size_t length);
/* By its kind, "baseline.egfr" and "pre_flare_egfr" are egfr. */
extern const char *te_fact_kind_name(const char *name, size_t *length);

#endif /* TE_CRITERIA_BUILD_H */

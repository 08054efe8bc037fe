/*
 * criteria.h
 *		The flat form of criteria: what the parser builds, what is stored, and
 *		what the evaluator, the printer and the planner support read.
 *
 * A value of type criteria is one varlena without pointers: a header, then
 * arrays of nodes, clauses, givens and facts, a list of argument numbers, and
 * a pool of text.  Two criteria with the same normal form have the same bytes,
 * so equality and hash work on the bytes.  The binary (wire) form is the normal
 * text form behind a version byte: receiving is parsing.
 */
#ifndef TE_CRITERIA_H
#define TE_CRITERIA_H

#include "trial_ext.h"

/* ---------------------------------------------------------------- limits */

/* Longest text of criteria, in bytes. */
#define CRITERIA_MAX_TEXT 1048576
/* Clauses, "report" clauses included. */
#define CRITERIA_MAX_CLAUSES 1000
/* Entries of "given". */
#define CRITERIA_MAX_GIVENS 1000
/* Different facts: those of a history. */
#define CRITERIA_MAX_FACTS 10000
/* Nesting of an expression, parentheses included. */
#define CRITERIA_MAX_DEPTH 1000
/* Nodes of all expressions together. */
#define CRITERIA_MAX_NODES 100000
/* Longest label and longest name of a fact, in bytes. */
#define CRITERIA_MAX_NAME 63

/* ------------------------------------------------------------- three values */

typedef enum TriState
{
	TRI_FALSE = 0,
	TRI_TRUE = 1,
	TRI_UNKNOWN = 2
} TriState;

/* ------------------------------------------------------------------- nodes */

/* What an expression yields. */
typedef enum CritType
{
	CRIT_TYPE_ANY = 0, /* a fact nobody has told the kind of */
	CRIT_TYPE_BOOLEAN,
	CRIT_TYPE_NUMBER, /* with or without a unit */
	CRIT_TYPE_TEXT,
	CRIT_TYPE_DATE,	   /* a day or a moment */
	CRIT_TYPE_DURATION /* a number with a unit of time, in a date's place */
} CritType;

/*
 * What the checks of the parser leave for the evaluator to rely on: CRIT_LIMIT
 * stands only as a side of CRIT_COMPARE or a limit of CRIT_BETWEEN whose value
 * is a CRIT_FACT, a last, first, min or max over one fact, or "value" in
 * "where"; a condition of "where" holds no fact and no history function; the
 * first limit of CRIT_BETWEEN has the unit of the second; CRIT_WINDOW_EVER is
 * not stored, baselines in response rules only; CRIT_NEEDS_DATE is also set where a
 * fact is derived (CRIT_GIVEN_IS) with the help of as_of; no fact is derived
 * from itself.  A unit beside a fact is read by te_unit_parse_for.
 */

/*
 * Children are args[first_arg .. first_arg + n_args - 1], numbers of nodes.
 * "name", "number" and "sub" are used as noted; what is not noted is zero.
 */
typedef enum CritOp
{
	/* boolean; children boolean */
	CRIT_OR,	   /* 2 or more */
	CRIT_AND,	   /* 2 or more */
	CRIT_NOT,	   /* 1 */
	CRIT_COUNT_OF, /* sub CritCount, number n; 1 or more */
	CRIT_IS,	   /* sub CritIs, CRIT_NEGATED; 1 child of any type */

	/* boolean; children values */
	CRIT_COMPARE,  /* sub CritCompare; left, right */
	CRIT_BETWEEN,  /* CRIT_NEGATED; value, low, high */
	CRIT_IN,	   /* CRIT_NEGATED; value, then the list */
	CRIT_CONTAINS, /* value, text */

	/* arithmetic */
	CRIT_ADD,
	CRIT_SUBTRACT,
	CRIT_MULTIPLY,
	CRIT_DIVIDE,
	CRIT_POWER,	 /* base, whole number */
	CRIT_NEGATE, /* 1 */
	CRIT_CALL,	 /* name of a built-in function; its arguments */

	/* leaves */
	CRIT_NUMBER, /* number; name the unit as written or empty */
	CRIT_LIMIT,	 /* number; sub CritLimit: number times ULN or LLN */
	CRIT_PERCENT_OF_BASELINE, /* number; response rules only */
	CRIT_STRING,			  /* name the text */
	CRIT_DATE, /* number: microseconds of timestamp, as int64 in "moment" */
	CRIT_AS_OF,
	CRIT_BOOLEAN,	/* sub TriState: true, false, unknown */
	CRIT_FACT,		/* fact; CRIT_BASELINE for baseline.fact */
	CRIT_ATTRIBUTE, /* sub CritAttribute; inside "where" only */

	/*
	 * History functions: sub CritHistory.  Children: the facts (CRIT_FACT),
	 * then, with CRIT_HAS_WHERE, the condition, then, with CRIT_HAS_WINDOW,
	 * one CRIT_WINDOW.  "f within 12 weeks" is CRIT_HISTORY_ANY over one fact.
	 */
	CRIT_HISTORY,

	/*
	 * A window: sub CritWindow.  Children by kind: WITHIN: D, anchor; BETWEEN:
	 * D1, D2, anchor; ON: anchor; SINCE_UNTIL: the anchors that stand, SINCE
	 * first (CRIT_HAS_SINCE, CRIT_HAS_UNTIL).  D is a CRIT_NUMBER with a unit of
	 * time.  An anchor is CRIT_ANCHOR.
	 */
	CRIT_WINDOW,

	/*
	 * An anchor: one child (CRIT_AS_OF, CRIT_DATE, CRIT_FACT or
	 * CRIT_BASELINE_DATE), then, if shifted, D with sub 1 for "+", 2 for "-".
	 */
	CRIT_ANCHOR,
	CRIT_BASELINE_DATE
} CritOp;

typedef enum CritCount
{
	CRIT_AT_LEAST,
	CRIT_AT_MOST,
	CRIT_EXACTLY
} CritCount;

typedef enum CritIs
{
	CRIT_IS_KNOWN,
	CRIT_IS_TRUE,
	CRIT_IS_FALSE,
	CRIT_IS_UNKNOWN
} CritIs;

typedef enum CritCompare
{
	CRIT_EQ,
	CRIT_NE,
	CRIT_LT,
	CRIT_LE,
	CRIT_GT,
	CRIT_GE
} CritCompare;

typedef enum CritLimit
{
	CRIT_ULN,
	CRIT_LLN
} CritLimit;

typedef enum CritAttribute
{
	CRIT_ATTR_VALUE,
	CRIT_ATTR_TEXT,
	CRIT_ATTR_DURATION,
	CRIT_ATTR_START,
	CRIT_ATTR_STOP
} CritAttribute;

typedef enum CritHistory
{
	CRIT_HISTORY_LAST,
	CRIT_HISTORY_FIRST,
	CRIT_HISTORY_MIN,
	CRIT_HISTORY_MAX,
	CRIT_HISTORY_MEAN,
	CRIT_HISTORY_SUM,
	CRIT_HISTORY_COUNT,
	CRIT_HISTORY_ANY,
	CRIT_HISTORY_DURATION_OF,
	CRIT_HISTORY_STABLE
} CritHistory;

typedef enum CritWindow
{
	CRIT_WINDOW_WITHIN,			/* [as_of - D, as_of] */
	CRIT_WINDOW_WITHIN_BEFORE,	/* [X - D, X] */
	CRIT_WINDOW_WITHIN_AFTER,	/* [X, X + D] */
	CRIT_WINDOW_WITHIN_OF,		/* [X - D, X + D] */
	CRIT_WINDOW_BETWEEN_BEFORE, /* between D1 and D2 before X */
	CRIT_WINDOW_BETWEEN_AFTER,	/* between D1 and D2 after X */
	CRIT_WINDOW_ON,				/* the day of X */
	CRIT_WINDOW_SINCE_UNTIL,
	CRIT_WINDOW_EVER
} CritWindow;

/* flags of a node */
#define CRIT_NEGATED 0x01  /* not between, not in, is not */
#define CRIT_BASELINE 0x02 /* baseline.fact */
#define CRIT_HAS_WHERE 0x04
#define CRIT_HAS_WINDOW 0x08
#define CRIT_HAS_SINCE 0x10
#define CRIT_HAS_UNTIL 0x20
#define CRIT_NEEDS_DATE 0x40 /* somewhere below as_of is asked */
#define CRIT_IMPLICIT_ANY \
	0x80 /* printed as "f within D", not any(f within D) */

/* A piece of the text pool. */
typedef struct CritText
{
	uint32 offset;
	uint32 length;
} CritText;

typedef struct CritNode
{
	uint8 op; /* CritOp */
	uint8 sub;
	uint8 flags;
	uint8 type; /* CritType, after resolution */
	uint32 n_args;
	uint32 first_arg;
	int32 fact; /* index into the facts, -1 for none */
	CritText name;
	union
	{
		double number;
		int64 moment; /* CRIT_DATE: a timestamp without time zone */
	} u;
} CritNode;

/* ----------------------------------------------------------------- clauses */

typedef enum CritClauseKind
{
	CRIT_INCLUDE,
	CRIT_EXCLUDE,
	CRIT_REPORT,
	CRIT_RULE, /* of response rules, and their "else", which is last */
	CRIT_ELSE
} CritClauseKind;

typedef struct CritClause
{
	uint8 kind;		   /* CritClauseKind */
	bool alternative;  /* "or include": belongs to the group before it */
	uint16 unused;	   /* zero */
	uint32 expression; /* a node */
	CritText label;	   /* empty: goes by its position */
	CritText title;	   /* empty: none */
	CritText note;	   /* empty: none */
} CritClause;

/* ------------------------------------------------------------------ givens */

typedef enum CritGivenKind
{
	CRIT_GIVEN_UNIT, /* creatinine in mg/dL: name the unit */
	CRIT_GIVEN_WITHIN, /* creatinine within 28 days: number, name the unit of time */
	CRIT_GIVEN_ULN, /* alt uln 40 U/L: number, name the unit */
	CRIT_GIVEN_LLN,
	CRIT_GIVEN_ABSENT_NO, /* copd absent means no */
	CRIT_GIVEN_IS,		  /* egfr is egfr_ckd_epi_2021(...): expression */
	CRIT_GIVEN_AS /* mycophenolate as mmf, mpa: numbers of facts in args */
} CritGivenKind;

typedef struct CritGiven
{
	uint8 kind;		   /* CritGivenKind */
	uint8 unused[3];   /* zero */
	int32 fact;		   /* -1 for "*" */
	uint32 expression; /* node, CRIT_GIVEN_IS */
	uint32 n_args;	   /* CRIT_GIVEN_AS: facts, as indexes in args */
	uint32 first_arg;
	CritText name;
	double number;
} CritGiven;

/* One entry for every fact met, in order of first appearance; names folded. */
typedef struct CritFact
{
	CritText name;
	uint8 type;		 /* CritType: what all its uses demand */
	uint8 unused[3]; /* zero */
	int32 analyte;	 /* AnalyteId of that name, or -1 */
} CritFact;

/* ---------------------------------------------------------------- criteria */

typedef struct Criteria
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version; /* CRITERIA_VERSION */
	uint8 flags;   /* CRIT_NEEDS_DATE, CRITERIA_RULES */
	uint16 unused; /* zero */
	uint32 n_nodes;
	uint32 n_args;
	uint32 n_clauses;
	uint32 n_givens;
	uint32 n_facts;
	uint32 text_length;
	/* CritNode[], CritClause[], CritGiven[], CritFact[], uint32 args[], text */
	char data[FLEXIBLE_ARRAY_MEMBER];
} Criteria;

#define CRITERIA_VERSION 1
/* A value of type response_rules: the same form, rules in place of clauses. */
#define CRITERIA_RULES 0x01
/* Response rules made criteria (te_criteria_lower), for the words of errors. */
#define CRITERIA_LOWERED 0x02

#define CRITERIA_NODES(c) ((const CritNode *) (c)->data)
#define CRITERIA_CLAUSES(c) \
	((const CritClause *) (CRITERIA_NODES(c) + (c)->n_nodes))
#define CRITERIA_GIVENS(c) \
	((const CritGiven *) (CRITERIA_CLAUSES(c) + (c)->n_clauses))
#define CRITERIA_FACTS(c) \
	((const CritFact *) (CRITERIA_GIVENS(c) + (c)->n_givens))
#define CRITERIA_ARGS(c) ((const uint32 *) (CRITERIA_FACTS(c) + (c)->n_facts))
#define CRITERIA_TEXT(c) ((const char *) (CRITERIA_ARGS(c) + (c)->n_args))
/* Child number i of a node. */
#define CRIT_CHILD(c, node, i) \
	(&CRITERIA_NODES(c)[CRITERIA_ARGS(c)[(node)->first_arg + (i)]])

#define DatumGetCriteriaP(X) ((Criteria *) PG_DETOAST_DATUM(X))
#define PG_GETARG_CRITERIA_P(n) DatumGetCriteriaP(PG_GETARG_DATUM(n))

StaticAssertDecl(sizeof(CritNode) == 32 && offsetof(Criteria, data) == 32 &&
					 sizeof(CritClause) == 32 && sizeof(CritGiven) == 40 &&
					 sizeof(CritFact) == 16,
				 "the stored form of criteria must not have holes");

/*
 * Parses text; NULL after a soft error, which only an escontext allows.  The
 * result is resolved, checked and in normal form.
 */
extern Criteria *te_criteria_parse(const char *text, size_t length,
								   struct Node *escontext);
/* The same of a value of type response_rules. */
extern Criteria *te_rules_parse(const char *text, size_t length,
								struct Node *escontext);
/*
 * Response rules as criteria for te_eval_plan_visit: include clauses, in which
 * what is said of baseline are facts of the name "baseline.fact"; palloc'd.
 */
extern Criteria *te_rules_for_history(const Criteria *rules);
/* The normal form, palloc'd. */
extern char *te_criteria_print(const Criteria *c);
/* One expression, one clause in normal form, for reasons and listings. */
extern char *te_criteria_print_node(const Criteria *c, const CritNode *node);
extern char *te_criteria_print_clause(const Criteria *c, int clause);
extern char *te_criteria_print_given(const Criteria *c, int given);
/*
 * One expression for people to read: baseline.egfr without the quotation marks
 * that the name of that fact would need.
 */
extern char *te_criteria_print_readable(const Criteria *c,
										const CritNode *node);
/* Is it "85 % of baseline.egfr", for people? */
extern bool te_is_part_of_baseline(const Criteria *c, const CritNode *node);
/* The label of a clause, its position when it has none; palloc'd. */
extern char *te_criteria_label(const Criteria *c, int clause);

/*
 * What a vocabulary fact is (encodings.md section 7): its type and usual unit
 * (NULL: none); false for a name outside the vocabulary.
 */
extern bool te_vocabulary_find(const char *name, size_t length, CritType *type,
							   const char **unit, const char **meaning);

#endif /* TE_CRITERIA_H */

/*
 * criteria_print.h
 *		Printing criteria, as they are meant or as response rules become criteria.
 *		Private to criteria_print.c and criteria_lower.c.
 */
#ifndef TE_CRITERIA_PRINT_H
#define TE_CRITERIA_PRINT_H

#include "lib/stringinfo.h"

#include "criteria/criteria_build.h"

/* From loosest to tightest; an operand is printed at the level it needs. */
typedef enum Level
{
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_PREDICATE,
	LEVEL_SUM,
	LEVEL_PRODUCT,
	LEVEL_POWER,
	LEVEL_UNARY,
	LEVEL_PRIMARY
} Level;

typedef struct Printer
{
	const Criteria *c;
	StringInfo buf;
	bool readable;					  /* for reasons, not to be parsed */
	const CriteriaLowering *lowering; /* NULL: the text as it is meant */
	bool at_baseline;		 /* facts stand for their baseline values */
	const CritNode *partner; /* what a percentage is compared with */
	bool *baselined;		 /* facts printed as "baseline.fact" so far */
} Printer;

extern void te_print_node(Printer *p, const CritNode *node, Level needed);
extern void te_print_clause(Printer *p, const CritClause *clause);
extern void te_print_given(Printer *p, const CritGiven *given);
extern void te_print_fact(Printer *p, int fact);
/* In quotation marks where it needs them. */
extern void te_print_name(Printer *p, const char *name, int length);

/* What stands beside a percentage of baseline in a comparison, or NULL. */
extern const CritNode *te_lower_partner(const Criteria *c,
										const CritNode *node);
/* "egfr >= 85 % of baseline" is "egfr >= 0.85 * baseline.egfr" */
extern void te_lower_percentage(Printer *p, const CritNode *node);
extern void te_lower_fact(Printer *p, int fact, bool at_baseline);
/*
 * "any(f since baseline)" over rows: a flag of the current row says so already,
 * a date is compared with baseline_date.  True when it has been printed.
 */
extern bool te_lower_history(Printer *p, const CritNode *node);

#endif /* TE_CRITERIA_PRINT_H */

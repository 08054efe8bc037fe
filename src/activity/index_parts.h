/*
 * index_parts.h
 *		Three-valued truth and the components of a composite index: what SRI,
 *		LLDAS, DORIS and the flare index have in common.  Private to
 *		src/activity.
 *
 * An index is a function that names its components one after the other
 * (te_part); the verdict is made of them, and the explaining form prints them.
 * Reasons are written only for the latter.
 */
#ifndef TE_INDEX_PARTS_H
#define TE_INDEX_PARTS_H

#include "trial_ext.h"

typedef enum IndexTruth
{
	TRUTH_NO,
	TRUTH_YES,
	TRUTH_OPEN /* unknown: NULL in SQL */
} IndexTruth;

/* A number that may be missing. */
typedef struct IndexNumber
{
	bool known;
	double value;
} IndexNumber;

#define INDEX_MAX_PARTS 32
#define INDEX_REASON_SIZE 240

typedef struct IndexPart
{
	const char *name;
	IndexTruth holds;
	char reason[INDEX_REASON_SIZE];
} IndexPart;

typedef struct IndexParts
{
	bool explain; /* reasons are wanted */
	int n;
	IndexPart part[INDEX_MAX_PARTS];
} IndexParts;

/* Kleene's logic. */
static inline IndexTruth
te_truth_not(IndexTruth a)
{
	return a == TRUTH_OPEN ? a : a == TRUTH_NO ? TRUTH_YES : TRUTH_NO;
}

static inline IndexTruth
te_truth_and(IndexTruth a, IndexTruth b)
{
	if (a == TRUTH_NO || b == TRUTH_NO)
		return TRUTH_NO;
	return a == TRUTH_YES ? b : a;
}

static inline IndexTruth
te_truth_or(IndexTruth a, IndexTruth b)
{
	if (a == TRUTH_YES || b == TRUTH_YES)
		return TRUTH_YES;
	return a == TRUTH_NO ? b : a;
}

static inline IndexTruth
te_truth(bool holds)
{
	return holds ? TRUTH_YES : TRUTH_NO;
}

/* Comparisons of a number that may be missing. */
extern IndexTruth te_number_above(IndexNumber a, double limit);
extern IndexTruth te_number_below(IndexNumber a, double limit);
extern IndexTruth te_number_at_most(IndexNumber a, double limit);
/* a - b as a computed value (1.3 - 1.0 is 0.3); unknown if either is. */
extern IndexNumber te_number_minus(IndexNumber a, IndexNumber b);
/* "1.3" or "missing"; palloc'd. */
extern char *te_number_text(IndexNumber a);

/* Adds a component; returns holds. */
extern IndexTruth te_part(IndexParts *parts, const char *name, IndexTruth holds,
						  const char *format, ...) pg_attribute_printf(4, 5);
/* Prints a reason into a buffer of INDEX_REASON_SIZE. */
extern void te_reason(char *reason, const char *format, va_list args)
	pg_attribute_printf(2, 0);
/* All components: yes when each is; the first "no" decides. */
extern IndexTruth te_parts_all(const IndexParts *parts);

/* ---------------------------------------------------------- server layer */

/* Argument n as a number from lo to hi; other numbers are an error. */
extern IndexNumber te_arg_number(FunctionCallInfo fcinfo, int n,
								 const char *what, double lo, double hi);
/* Argument n as a count, not negative; missing when NULL. */
extern IndexNumber te_arg_count(FunctionCallInfo fcinfo, int n,
								const char *what);
/* Argument n as a truth value. */
extern IndexTruth te_arg_truth(FunctionCallInfo fcinfo, int n);
/* Argument n of an enum type: its label, palloc'd. */
extern char *te_arg_enum(FunctionCallInfo fcinfo, int n);
/* The components as rows of index_component. */
extern Datum te_parts_rows(FunctionCallInfo fcinfo, const IndexParts *parts);

#define TE_RETURN_TRUTH(truth)               \
	do                                       \
	{                                        \
		IndexTruth truth_ = (truth);         \
		if (truth_ == TRUTH_OPEN)            \
			PG_RETURN_NULL();                \
		PG_RETURN_BOOL(truth_ == TRUTH_YES); \
	} while (0)

#endif /* TE_INDEX_PARTS_H */

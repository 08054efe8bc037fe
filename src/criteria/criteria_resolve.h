/*
 * criteria_resolve.h
 *		What the parts of criteria mean together.  Private to criteria_resolve.c
 *		and criteria_given.c.
 */
#ifndef TE_CRITERIA_RESOLVE_H
#define TE_CRITERIA_RESOLVE_H

#include "criteria/criteria_build.h"

typedef struct Resolver
{
	CriteriaState *state;
	bool in_where;
} Resolver;

#define NODE(n) (&r->state->nodes[n])

/* Records an error, unless there is one. */
extern void te_resolve_fail(Resolver *r, BuildSpan span, const char *hint,
							const char *detail);
/* The type of an expression, and of all below it. */
extern CritType te_resolve_infer(Resolver *r, int n);
/* Makes it that type, or fails. */
extern bool te_resolve_demand(Resolver *r, int n, CritType type);
extern void te_resolve_givens(Resolver *r);
/* A label is used once, also where a clause goes by its position. */
extern void te_resolve_labels(Resolver *r);
/* "or include" has an include before it. */
extern void te_resolve_alternatives(Resolver *r);

#endif /* TE_CRITERIA_RESOLVE_H */

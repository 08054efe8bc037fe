/*
 * definitions.h
 *		The published definitions of response and flare that are built in.
 *		Private to src/response.
 */
#ifndef TE_DEFINITIONS_H
#define TE_DEFINITIONS_H

#include "trial_ext.h"

/*
 * One definition.  "rules" is the text of its response_rules.  A label of it by
 * itself goes by name_label (lunar_prr), as sources name endpoints: its rule,
 * and none of those before it, unless it is one of "alone"
 * (bliss_ln_ole_perr).  "overall" is a label of such a definition only
 * (seed004_orr): among the others none would be left for it.
 */
typedef struct ResponseDefinition
{
	const char *name;
	const char *title;
	const char *kind; /* response, target, change or flare */
	const char *rules;
	const char *timing;		  /* when it is asked, or NULL: not stated */
	const char *steroid_rule; /* what is said of glucocorticoids, or NULL */
	int confirmation;		  /* visits in a row that must agree */
	const char *published;	  /* rates, or NULL */
	const char *source;
	const char *verified; /* how the clauses were come by */
	const char *ours;	  /* labels that no source defines, or NULL */
	const char *recalled; /* labels that are remembered, or NULL */
	const char *overall;  /* name of any of the labels, or NULL: none */
	const char *alone; /* labels whose rule says all, or NULL: see name_label */
	const char *note;
} ResponseDefinition;

/* How a definition was come by. */
#define READ "read"
#define PARTLY "partly read"
#define REMEMBERED "remembered"
#define OURS "our choice"

/* definitions_response.c, definitions_flare.c */
extern const ResponseDefinition te_response_definitions[];
extern const int te_response_definition_count;
extern const ResponseDefinition te_flare_definitions[];
extern const int te_flare_definition_count;

#endif /* TE_DEFINITIONS_H */

/*
 * ctcae.h
 *		Grades of laboratory toxicity.  Private to src/pathology.
 */
#ifndef TE_CTCAE_H
#define TE_CTCAE_H

#include "units/units.h"

typedef enum CtcaeKind
{
	CTCAE_BELOW,	/* below LLN, then below absolute limits */
	CTCAE_ABOVE,	/* above ULN, then above absolute limits */
	CTCAE_ABSOLUTE, /* above absolute limits, from grade 2 on */
	CTCAE_MULTIPLE, /* multiples of ULN, or of a high baseline */
	CTCAE_CREATININE,
	CTCAE_HYPOKALAEMIA,
	CTCAE_HYPONATRAEMIA,
	CTCAE_PROTEINURIA,
	CTCAE_PROTEINURIA_CHILD,
	CTCAE_KIDNEY_DISEASE
} CtcaeKind;

#define CTCAE_GRADES 4 /* 5, death, is never graded from a value */

typedef struct CtcaeTerm
{
	const char *name;
	const char *title;	 /* as CTCAE prints it */
	const char *alias;	 /* another spelling, normalized; may be NULL */
	const char *version; /* of CTCAE */
	CtcaeKind kind;
	bool increased;
	const char *analyte; /* that units convert by */
	const char *unit;
	/* limits of grade 2 and on, or factors of grade 1 and on; 0 is none */
	double limits[CTCAE_GRADES];
	/*
	 * CTCAE_MULTIPLE: where grade 1 begins for a high baseline, and whether
	 * the limit itself is grade 1 already.
	 */
	double from_baseline;
	bool from_inclusive;
	const char *grades[CTCAE_GRADES]; /* in words; NULL is no such grade */
	const char *needs;				  /* what besides the value */
	const char *note;
	const char *source;
	const char *verified;
} CtcaeTerm;

/* In the term's unit; NaN is missing.  -1 for what is not known. */
typedef struct CtcaeInput
{
	double value;
	double lln;
	double uln;
	double baseline;
	int symptomatic;
	int dipstick; /* 0 to 4 */
	double upcr;  /* g/g */
} CtcaeInput;

extern const CtcaeTerm te_ctcae_terms[];
extern const int te_ctcae_term_count;

/* By its name, or as CTCAE spells it, case and punctuation ignored; or NULL. */
extern const CtcaeTerm *te_ctcae_find(const char *name, int length);

/* 0 to 4; -1 when it cannot be graded. */
extern int te_ctcae_grade(const CtcaeTerm *term, const CtcaeInput *in);

#endif /* TE_CTCAE_H */

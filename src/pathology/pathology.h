/*
 * pathology.h
 *		What other folders may use of renal pathology: classes of lupus
 *		nephritis, their spellings and what is known of them.
 *
 * ISN/RPS 2003 (Weening, J Am Soc Nephrol 2004;15:241) has the classes I to
 * VI, which a biopsy may combine, and for III and IV whether lesions are
 * active, chronic or both, for IV also segmental or global.  The revision of
 * 2018 (Bajema, Kidney Int 2018;93:789) keeps the classes and drops the rest
 * in favour of indices.  So classes alone decide whether two values are
 * equal; the rest is kept and printed.
 */
#ifndef TE_PATHOLOGY_H
#define TE_PATHOLOGY_H

#include "trial_ext.h"

/* Class n as a member of a set, n from 1 to 6. */
#define LN_CLASS_BIT(n) (1 << ((n) -1))
#define LN_CLASSES 6
#define LN_CLASS_MASK 0x3F

/*
 * A value of SQL type ln_class, passed by value.  "III/IV +- V" says that at
 * least one of III and IV is there, and V may be: "any" and "maybe" hold what
 * is left open, mostly nothing.  The three sets have no class in common.
 */
typedef uint32 LnClass;

#define LN_SURE(x) ((x) &LN_CLASS_MASK)
#define LN_ANY(x) (((x) >> 6) & LN_CLASS_MASK)
#define LN_MAYBE(x) (((x) >> 12) & LN_CLASS_MASK)
/* What equality, order and hash are made of. */
#define LN_KEY(x) ((x) &0x3FFFF)
/* LnActivity of class III and of class IV; LnExtent of class IV */
#define LN_ACTIVITY_SHIFT(n) ((n) == 3 ? 18 : 20)
#define LN_ACTIVITY(x, n) (((x) >> LN_ACTIVITY_SHIFT(n)) & 3)
#define LN_EXTENT(x) (((x) >> 22) & 3)

/* Bits, so that active and chronic together are both. */
typedef enum LnActivity
{
	LN_NOT_SAID = 0,
	LN_ACTIVE = 1,
	LN_CHRONIC = 2,
	LN_BOTH = 3
} LnActivity;

typedef enum LnExtent
{
	LN_SEGMENTAL = 1,
	LN_GLOBAL = 2
} LnExtent;

typedef enum LnAnswer
{
	LN_NO,
	LN_YES,
	LN_UNKNOWN
} LnAnswer;

/*
 * Reads "III+V", "Class IV-S (A/C) + V", "V and III", the Roman numerals that
 * Unicode has as single characters, and "III/IV +- V".  False for anything
 * else, with the offset of what was not understood, or LN_CLASS_CONFLICT.
 * Never raises an error.
 */
#define LN_CLASS_CONFLICT (-1) /* each is a class, together they are not */
extern bool te_ln_class_read(const char *text, int length, LnClass *class,
							 int *error_at);

/* Room for te_ln_class_print's result. */
#define LN_CLASS_TEXT_SIZE 80

/* "III+V", "IV-S (A/C)+V", "III/IV+-V"; returns the length. */
extern int te_ln_class_print(LnClass class, char *buffer);

/* False for a bit pattern that no text stands for. */
extern bool te_ln_class_valid(LnClass class);

/* Are the classes of part among those of all?  Any of "any" will do. */
extern LnAnswer te_ln_class_contains(LnClass all, LnClass part);

/* Is class one of those that the pattern allows, and nothing besides? */
extern LnAnswer te_ln_class_matches(LnClass class, LnClass pattern);

/* Are both the same classes?  Unknown where either leaves it open. */
extern LnAnswer te_ln_class_same(LnClass a, LnClass b);

/* A single class? */
extern LnAnswer te_ln_class_is_pure(LnClass class);

#endif /* TE_PATHOLOGY_H */

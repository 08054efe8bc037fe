/*
 * bilag.h
 *		BILAG-2004: grades of nine systems.  What the files bilag_*.c share, and
 *		what the composite indices use of it.
 *
 * Isenberg, Rheumatology 2005;44:902; numerical scores Yee, Rheumatology
 * 2010;49:1665; renal revision of 2009, Yee 2009 and 2010.  Names of the
 * systems, codes of items and scores were read; which item makes which grade
 * and the limits of renal and haematological grades are remembered, and
 * bilag_items() says so.
 */
#ifndef TE_BILAG_H
#define TE_BILAG_H

#include "units/units.h"

#define BILAG_SYSTEMS 9

typedef enum BilagSystem
{
	BILAG_CONSTITUTIONAL,
	BILAG_MUCOCUTANEOUS,
	BILAG_NEUROPSYCHIATRIC,
	BILAG_MUSCULOSKELETAL,
	BILAG_CARDIORESPIRATORY,
	BILAG_GASTROINTESTINAL,
	BILAG_OPHTHALMIC,
	BILAG_RENAL,
	BILAG_HAEMATOLOGICAL
} BilagSystem;

/* From severe to never involved; a system that was not assessed last. */
typedef enum BilagGrade
{
	BILAG_A,
	BILAG_B,
	BILAG_C,
	BILAG_D,
	BILAG_E,
	BILAG_ND
} BilagGrade;

#define BILAG_GRADES 6
/* "D or E": inactive, and whether it was ever involved is not known. */
#define BILAG_D_OR_E (-1)

/*
 * A value of SQL type bilag, passed by value: three bits a system, the first
 * system highest, so that the order of numbers is that of texts.
 */
typedef uint32 Bilag;

#define BILAG_SHIFT(system) (3 * (BILAG_SYSTEMS - 1 - (system)))
#define BILAG_GRADE(x, system) ((BilagGrade) (((x) >> BILAG_SHIFT(system)) & 7))
/* ND nine times */
#define BILAG_NOTHING_ASSESSED ((Bilag) 0555555555)
#define PG_GETARG_BILAG(n) ((Bilag) PG_GETARG_UINT32(n))
#define PG_RETURN_BILAG(x) PG_RETURN_UINT32(x)

extern const char *const te_bilag_system_names[BILAG_SYSTEMS];
extern const char *const te_bilag_grade_names[BILAG_GRADES];

/* Three-valued: what does not depend on a system that was not assessed. */
typedef enum BilagAnswer
{
	BILAG_UNKNOWN = -1,
	BILAG_NO = 0,
	BILAG_YES = 1
} BilagAnswer;

/* How many systems surely, and how many possibly. */
typedef struct BilagCount
{
	int sure;
	int possible;
} BilagCount;

/* A now and not A at baseline */
extern BilagCount te_bilag_new_a(Bilag current, Bilag baseline);
/* B now and C, D or E at baseline; A to B is not new */
extern BilagCount te_bilag_new_b(Bilag current, Bilag baseline);
extern BilagCount te_bilag_count(Bilag b, BilagGrade grade);
/* A new A, or two new B */
extern BilagAnswer te_bilag_worsening(Bilag current, Bilag baseline);
/* Every A is B or better, every B is C or better. */
extern BilagAnswer te_bilag_improvement(Bilag current, Bilag baseline);
/* Whether one system improved so far; yes for one that was not A or B. */
extern BilagAnswer te_bilag_system_improved(BilagGrade current,
											BilagGrade baseline);
extern BilagAnswer te_bilag_system_new(BilagGrade current, BilagGrade baseline,
									   BilagGrade grade);

/* --------------------------------------------------- grades of one system */

typedef struct BilagFinding
{
	const char *feature;
	BilagGrade grade;  /* that it makes, or helps to make */
	BilagAnswer holds; /* unknown: not done, which counts as absent */
	char *reason;
} BilagFinding;

#define BILAG_MAX_FINDINGS 40

typedef struct BilagFindings
{
	int n;
	bool assessed; /* something was, even if no feature is settled by it */
	BilagFinding items[BILAG_MAX_FINDINGS];
} BilagFindings;

/* In the units of the index; NaN is not measured, -1 not recorded. */
typedef struct BilagRenalInput
{
	double protein[3]; /* g/d, then UPCR and UACR in mg/mmol */
	double protein_previous[3];
	int dipstick; /* 0 to 4 */
	int dipstick_previous;
	double creatinine; /* umol/L */
	double creatinine_previous;
	double gfr; /* mL/min/1.73 m2 */
	double gfr_previous;
	double systolic; /* mm[Hg] */
	double systolic_previous;
	double diastolic;
	double diastolic_previous;
	double urine_rbc; /* per high power field */
	double urine_wbc;
	int red_cell_casts;
	int accelerated_hypertension;
	int histology_active;
	int hypoalbuminaemia;
	int oedema;
	int ever_involved;
} BilagRenalInput;

typedef struct BilagBloodInput
{
	double haemoglobin; /* g/dL */
	double wbc;			/* 10*9/L */
	double neutrophils;
	double platelets;
	double lymphocytes;
	int haemolysis;
	int coombs;
	int ttp; /* code of the item, 0 to 4 */
	int ever_involved;
} BilagBloodInput;

/* A grade, or BILAG_D_OR_E; what led to it is added to findings. */
extern int te_bilag_renal(const BilagRenalInput *in, BilagFindings *findings);
extern int te_bilag_haematological(const BilagBloodInput *in,
								   BilagFindings *findings);

typedef struct BilagItem
{
	BilagSystem system;
	const char *name;
	BilagGrade grade; /* of the item when it is worse, new or the same */
	const char *title;
} BilagItem;

extern const BilagItem te_bilag_items[];
extern const int te_bilag_item_count;

#define BILAG_MAX_ITEMS 80

/* scores: one for each of te_bilag_items, -1 not done */
extern int te_bilag_generic(BilagSystem system, const int *scores,
							int ever_involved, BilagFindings *findings);

extern void te_bilag_add(BilagFindings *findings, const char *feature,
						 BilagGrade grade, BilagAnswer holds,
						 const char *format, ...) pg_attribute_printf(5, 6);

/* Grade of what was found: the worst that holds, else inactive or not done. */
extern int te_bilag_from_findings(const BilagFindings *findings,
								  int ever_involved);

#endif /* TE_BILAG_H */

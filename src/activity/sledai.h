/*
 * sledai.h
 *		The type sledai, a set of the 24 descriptors of SLEDAI, and what other
 *		files of src/activity may use of it.
 */
#ifndef TE_SLEDAI_H
#define TE_SLEDAI_H

#include "trial_ext.h"

#include "utils/date.h"

#include "activity/index_parts.h"
#include "history/history.h"

#define SLEDAI_ITEMS 24
#define SLEDAI_ALL 0x00FFFFFFu
#define SLEDAI_MAX_SCORE 105

/*
 * Two bits a descriptor: the low word says present, the high word says not
 * assessed; never both, and descriptor k of the instrument's order is bit k-1.
 * Passed as float8 is (CREATE TYPE ... LIKE = float8), eight bytes.
 */
typedef uint64 Sledai;

#define DatumGetSledai(X) ((Sledai) DatumGetInt64(X))
#define SledaiGetDatum(X) Int64GetDatum((int64) (X))
#define PG_GETARG_SLEDAI(n) DatumGetSledai(PG_GETARG_DATUM(n))
#define PG_RETURN_SLEDAI(x) return SledaiGetDatum(x)

static inline uint32
te_sledai_present(Sledai s)
{
	return (uint32) s;
}

static inline uint32
te_sledai_open(Sledai s)
{
	return (uint32) (s >> 32);
}

static inline Sledai
te_sledai_make(uint32 present, uint32 open)
{
	return (uint64) open << 32 | present;
}

/* Bits of the groups, in the instrument's order. */
#define SLEDAI_SEIZURE 0
#define SLEDAI_ARTHRITIS 8
#define SLEDAI_HEMATURIA 11
#define SLEDAI_PROTEINURIA 12
#define SLEDAI_PYURIA 13
#define SLEDAI_LOW_COMPLEMENT 19
#define SLEDAI_DNA_BINDING 20
#define SLEDAI_FEVER 21
#define SLEDAI_THROMBOCYTOPENIA 22
#define SLEDAI_LEUKOPENIA 23
#define SLEDAI_BIT(k) (1u << (k))
#define SLEDAI_RANGE(first, last) \
	(((1u << ((last) - (first) + 1)) - 1) << ((first) -1))
#define SLEDAI_NEUROVASCULAR SLEDAI_RANGE(1, 8)
#define SLEDAI_MUSCULOSKELETAL SLEDAI_RANGE(9, 10)
#define SLEDAI_RENAL SLEDAI_RANGE(11, 14)
#define SLEDAI_MUCOCUTANEOUS SLEDAI_RANGE(15, 17)
#define SLEDAI_SEROSAL SLEDAI_RANGE(18, 19)
#define SLEDAI_SEROLOGICAL SLEDAI_RANGE(20, 21)
#define SLEDAI_CONSTITUTIONAL SLEDAI_RANGE(22, 24)
#define SLEDAI_CLINICAL (SLEDAI_ALL & ~SLEDAI_SEROLOGICAL)

typedef struct SledaiItem
{
	const char *name;
	const char *title;
	int weight;
	const char *domain;
	const char *definition;		 /* SLEDAI-2K, own words */
	const char *threshold;		 /* NULL: a judgement without a number */
	const char *verified;		 /* of definition and threshold */
	const char *selena;			 /* where SELENA-SLEDAI differs, or NULL */
	const char *selena_verified; /* NULL with it */
} SledaiItem;

extern const SledaiItem te_sledai_items[SLEDAI_ITEMS];

/* Position (from 0) of a descriptor by name, case ignored; -1: none. */
extern int te_sledai_find(const char *name, size_t length);

/* Points of a set of descriptors (bits). */
extern int te_sledai_points(uint32 present);

/* Is any descriptor of the mask present? */
extern IndexTruth te_sledai_any(Sledai s, uint32 mask);

/* What is present in a and absent in b, three-valued. */
extern Sledai te_sledai_minus(Sledai a, Sledai b);

/* Names of the descriptors in a mask, ", " between them; palloc'd. */
extern char *te_sledai_names(uint32 mask);

/* Reads Y N yes no true false positive negative; other text is open. */
extern IndexTruth te_read_flag(const char *text, size_t length);

/* --------------------------------------------------------- from a history */

typedef struct SledaiOptions
{
	int window_days; /* before the day of the visit, which is included */
	int joints;		 /* fewest inflamed joints that are arthritis */
	bool selena_proteinuria; /* new or risen by more than 0.5 g a day */
	bool worst;				 /* worst of the window, not the last */
	bool upcr_as_24h;		 /* g/g stands for g/d where that is missing */
	bool prefer_recorded;	 /* the assessor's item before the number */
} SledaiOptions;

/* Why a descriptor is present, absent or open. */
typedef struct SledaiFinding
{
	IndexTruth holds;
	char reason[INDEX_REASON_SIZE];
} SledaiFinding;

/* findings has room for SLEDAI_ITEMS, or is NULL where reasons are unwanted. */
extern Sledai te_sledai_history(const PatientHistory *h, DateADT at,
								const SledaiOptions *options,
								SledaiFinding *findings);

/* Last value of a fact without unit in the window of a visit; may be missing. */
extern IndexNumber te_history_number(const PatientHistory *h, const char *fact,
									 DateADT at, int window_days);

#endif /* TE_SLEDAI_H */

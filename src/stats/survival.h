/*
 * survival.h
 *		What the files of survival analysis share.  Private to src/stats.
 *
 * Everything is computed from survival_counts: for every arm and stratum how
 * many subjects left observation at each time, by censoring (code 0) or by an
 * event (code 1; competing events have the codes 1, 2, 3 ...).  These are whole
 * numbers, so the state neither depends on the order of the rows nor on how
 * they were split between workers or servers, and it is no larger than the
 * number of distinct times.
 *
 * The value has two forms.  An aggregate writes in the open one: counters by
 * day for the days that are well filled, and a list for all other times.
 * It is what partial aggregates pass on, so every reader accepts it.  The
 * sealed form, which the final function makes, lists arms, strata and times in
 * order: equal data have equal bytes.
 */
#ifndef TE_SURVIVAL_H
#define TE_SURVIVAL_H

#include "trial_ext.h"

#include "common/hashfn.h"

#include "stats/result_row.h"

#define SURVIVAL_VERSION 1
#define SURVIVAL_SEALED 1
#define SURVIVAL_OPEN 2

/* flags: what the subjects were told apart by */
#define SURVIVAL_HAS_ARM 1
#define SURVIVAL_HAS_STRATUM 2
#define SURVIVAL_HAS_CAUSE 4
#define SURVIVAL_FLAGS 7

/* Codes of a subject's end; censored is 0, then come the events. */
#define SURVIVAL_CENSORED 0
#define SURVIVAL_EVENT 1
#define SURVIVAL_MIN_CODES 2
/* Causes 1 to 31. */
#define SURVIVAL_MAX_CODES 32

/* Bytes in the name of an arm or of a stratum. */
#define SURVIVAL_MAX_NAME 1000
/* Combinations of arm and stratum. */
#define SURVIVAL_MAX_GROUPS 65536
/* Subjects: any count is exact as a double. */
#define SURVIVAL_MAX_SUBJECTS INT64CONST(1000000000000000)
/* Arms in a test: the matrix of variances is square. */
#define SURVIVAL_MAX_ARMS 1000

typedef struct SurvivalGroup
{
	int64 missing; /* time or event not known */
	uint32 name;   /* offset of the arm in the names, the stratum behind it */
	uint32 arm_length;
	uint32 stratum_length;
	uint32 n_rows; /* sealed form: its times */
} SurvivalGroup;

typedef struct SurvivalCounts
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version;
	uint8 form;
	uint8 flags;
	uint8 n_codes;
	int64 missing; /* arm or stratum not known */
	uint32 n_groups;
	uint32 names_size; /* bytes used */
	uint32 n_rows;	   /* of all groups; in the open form used slots */

	/* the open form's capacities, 0 in the other */
	uint32 max_groups; /* a power of 2 */
	uint32 max_names;  /* bytes, a multiple of 8 */
	uint32 n_days;	   /* days 0 .. n_days - 1 have counters */
	uint32 n_slots;	   /* a power of 2 */
	uint32 n_sorted;   /* the first slots, in order and without equals */

	/*
	 * Sealed: SurvivalGroup[n_groups] by arm and stratum, double[n_rows] times,
	 * int64[n_rows * n_codes], names.
	 *
	 * Open: SurvivalGroup[max_groups], uint32[2 * max_groups] hash table of the
	 * groups (number + 1), names[max_names], int64[n_days * max_groups *
	 * n_codes], SurvivalSlot[n_slots].
	 */
	int64 data[FLEXIBLE_ARRAY_MEMBER];
} SurvivalCounts;

StaticAssertDecl(offsetof(SurvivalCounts, data) == 48,
				 "the header of survival_counts has no padding");

typedef struct SurvivalSlot
{
	double time;
	uint32 group;
	uint32 code;
	int64 count;
} SurvivalSlot;

#define SURVIVAL_GROUPS(s) ((SurvivalGroup *) (s)->data)
/* of the sealed form */
#define SURVIVAL_TIMES(s) ((double *) (SURVIVAL_GROUPS(s) + (s)->n_groups))
#define SURVIVAL_ROWS(s) ((int64 *) (SURVIVAL_TIMES(s) + (s)->n_rows))
#define SURVIVAL_ROW(s, row) (SURVIVAL_ROWS(s) + (size_t) (row) * (s)->n_codes)
#define SURVIVAL_NAMES(s) ((char *) SURVIVAL_ROW(s, (s)->n_rows))

#define SURVIVAL_ARM(s, group) (SURVIVAL_NAMES(s) + (group)->name)
#define SURVIVAL_STRATUM(s, group) \
	(SURVIVAL_ARM(s, group) + (group)->arm_length)

/* of the open form */
#define OPEN_TABLE(s) ((uint32 *) (SURVIVAL_GROUPS(s) + (s)->max_groups))
#define OPEN_NAMES(s) ((char *) (OPEN_TABLE(s) + 2 * (size_t) (s)->max_groups))
#define OPEN_DAYS(s) ((int64 *) (OPEN_NAMES(s) + (s)->max_names))
#define OPEN_DAY(s, day, group) \
	(OPEN_DAYS(s) + ((size_t) (day) * (s)->max_groups + (group)) * (s)->n_codes)
#define OPEN_SLOTS(s) ((SurvivalSlot *) OPEN_DAY(s, (s)->n_days, 0))

#define DatumGetSurvivalP(datum) ((SurvivalCounts *) PG_DETOAST_DATUM(datum))
#define PG_RETURN_SURVIVAL_P(s) PG_RETURN_POINTER(s)

/* An arm and a stratum; the lengths are 0 where the counts have none. */
typedef struct SurvivalName
{
	const char *arm;
	const char *stratum;
	uint32 arm_length;
	uint32 stratum_length;
} SurvivalName;

/* ------------------------------------------------------- survival_open.c */

/* Up to 16 bytes are hashed by two loads that may overlap. */
static inline uint64
te_survival_hash_bytes(const char *bytes, uint32 length)
{
	uint64 a = 0;
	uint64 b = 0;

	if (length > 16)
		return hash_bytes_extended((const unsigned char *) bytes, (int) length,
								   0);
	if (length >= 8)
	{
		memcpy(&a, bytes, 8);
		memcpy(&b, bytes + length - 8, 8);
	}
	else if (length >= 4)
	{
		memcpy(&a, bytes, 4);
		memcpy(&b, bytes + length - 4, 4);
	}
	else if (length > 0)
		a = (uint64) (unsigned char) bytes[0] << 16 |
			(uint64) (unsigned char) bytes[length / 2] << 8 |
			(unsigned char) bytes[length - 1];
	return (a ^ (b << 29 | b >> 35) ^ length) * UINT64CONST(0x9E3779B97F4A7C15);
}

static inline uint32
te_survival_hash_name(const SurvivalName *name)
{
	uint64 hash = te_survival_hash_bytes(name->arm, name->arm_length);

	if (name->stratum_length > 0)
		hash = (hash ^ hash >> 31) * UINT64CONST(0xBF58476D1CE4E5B9) +
			te_survival_hash_bytes(name->stratum, name->stratum_length);
	return (uint32) (hash >> 32);
}

/* Where the group's number is, or is to be, in the table of groups. */
static inline uint32 *
te_survival_find_group(const SurvivalCounts *s, const SurvivalName *name)
{
	uint32 *table = OPEN_TABLE(s);
	uint32 mask = 2 * s->max_groups - 1;

	for (uint32 at = te_survival_hash_name(name) & mask;; at = (at + 1) & mask)
	{
		const SurvivalGroup *group;
		const char *arm;

		if (table[at] == 0)
			return &table[at];
		group = SURVIVAL_GROUPS(s) + (table[at] - 1);
		arm = OPEN_NAMES(s) + group->name;
		if (group->arm_length == name->arm_length &&
			group->stratum_length == name->stratum_length &&
			te_same_bytes(arm, name->arm, name->arm_length) &&
			te_same_bytes(arm + name->arm_length, name->stratum,
						  name->stratum_length))
			return &table[at];
	}
}

/* An empty state. */
extern SurvivalCounts *te_survival_open_create(uint8 flags);
/* A copy that may be written in. */
extern SurvivalCounts *te_survival_open_copy(const SurvivalCounts *s);
/*
 * The number of the group with this name, which is made if need be.  Here and
 * below *s may be replaced by a larger one in the current context; the old one
 * is left alone.
 */
extern uint32 te_survival_open_group(SurvivalCounts **s,
									 const SurvivalName *name);
/* Adds count subjects who left at the time, which is finite and >= 0. */
extern void te_survival_open_add(SurvivalCounts **s, uint32 group, uint32 code,
								 double time, int64 count);
/* Adds the counts of another value, of either form. */
extern void te_survival_open_merge(SurvivalCounts **s,
								   const SurvivalCounts *from);
/* Adds to a number of subjects; an error beyond SURVIVAL_MAX_SUBJECTS. */
extern void te_survival_add_subjects(int64 *count, int64 more);

/* --------------------------------------------------- survival_slots.c */

/* Sorts by group, time and code and adds up equals; returns how many remain. */
extern size_t te_survival_slots_sort(SurvivalSlot *slots, size_t n);
/*
 * Merges two such lists and adds up equals.  The result may be where b ends
 * and a would fit before it; returns its length.
 */
extern size_t te_survival_slots_merge(SurvivalSlot *result,
									  const SurvivalSlot *a, size_t n_a,
									  const SurvivalSlot *b, size_t n_b);

/* ----------------------------------------------------- survival_sealed.c */

/* A sealed value of that size, its header filled, all else zero. */
extern SurvivalCounts *te_survival_create(uint8 flags, uint8 n_codes,
										  uint32 n_groups, uint32 n_rows,
										  size_t names_size);
/* The sealed form of a value: itself, or a new one. */
extern SurvivalCounts *te_survival_seal(SurvivalCounts *s);
/* Order of two arms or strata: by their bytes. */
extern int te_survival_compare_names(const char *a, uint32 a_length,
									 const char *b, uint32 b_length);

/* ------------------------------------------------------ survival_steps.c */

/* Subjects of one arm who leave at one time. */
typedef struct SurvivalStep
{
	double time;
	uint32 arm; /* number of the arm, from 0 */
	uint32 row; /* of the counts */
} SurvivalStep;

/* The groups of one arm or of one stratum, and their steps in order of time. */
typedef struct SurvivalPart
{
	const char *name;
	uint32 name_length;
	bool has_name;
	int64 missing;
	int64 n;
	int n_groups;
	uint32 *groups; /* numbers in the counts */
	uint32 *arms;	/* their arms' numbers */
	uint32 n_steps;
	SurvivalStep *steps;
} SurvivalPart;

typedef struct SurvivalParts
{
	int n_parts;
	SurvivalPart *parts;
} SurvivalParts;

/* The counts by arm (strata are put together), or by stratum. */
extern SurvivalParts *te_survival_by_arm(const SurvivalCounts *s);
extern SurvivalParts *te_survival_by_stratum(const SurvivalCounts *s);
/* All whose arm, stratum, time or event is missing. */
extern int64 te_survival_missing(const SurvivalCounts *s);
/* All subjects whose time and event are known. */
extern int64 te_survival_subjects(const SurvivalCounts *s);

/*
 * Walks over the times of a stratum at which there were events, in order.  At
 * each of them at_risk and deaths are by arm.
 */
typedef struct RiskWalk
{
	const SurvivalCounts *counts;
	const SurvivalPart *stratum;
	int n_arms;
	uint32 first; /* steps of the present time */
	uint32 next;
	double time;
	int64 *at_risk;
	int64 *deaths;
	int64 n; /* at risk in all */
	int64 d; /* events in all */
} RiskWalk;

/* How many arms the strata have; an error above SURVIVAL_MAX_ARMS. */
extern int te_survival_tested_arms(const SurvivalParts *strata);
extern void te_risk_begin(RiskWalk *walk, const SurvivalCounts *s,
						  const SurvivalPart *stratum, int n_arms);
/* To the next time with events; false when there is none. */
extern bool te_risk_next(RiskWalk *walk);
extern void te_risk_end(RiskWalk *walk);

/* ------------------------------------------------------ survival_curve.c */

/* How confidence limits are made. */
typedef enum SurvivalConfType
{
	SURVIVAL_CONF_LOG,
	SURVIVAL_CONF_LOG_LOG,
	SURVIVAL_CONF_PLAIN
} SurvivalConfType;

/* What a curve is at a time, the end of it included. */
typedef struct CurvePoint
{
	double time;
	int64 at_risk; /* just before */
	int64 events;
	int64 censored;
	double survival;
	double greenwood; /* variance of log survival; NaN where survival is 0 */
} CurvePoint;

typedef struct SurvivalCurve
{
	uint32 n_points; /* > 0: the first one is at time 0 */
	CurvePoint *points;
} SurvivalCurve;

/* An estimate with its limits; what is not defined is NaN. */
typedef struct SurvivalEstimate
{
	double estimate;
	double std_err;
	double lower;
	double upper;
} SurvivalEstimate;

/* The Kaplan-Meier curve of an arm. */
extern SurvivalCurve te_survival_curve(const SurvivalCounts *s,
									   const SurvivalPart *part);
/* Survival at a point; z cuts off half of 1 - level of a normal distribution. */
extern SurvivalEstimate te_survival_point(const CurvePoint *point,
										  SurvivalConfType type, double z);
/* The point that holds at a time >= 0: the last one not behind it. */
extern const CurvePoint *te_survival_point_at(const SurvivalCurve *curve,
											  double time);
/* The time at which a share p of the subjects, 0 < p <= 1, has had the event. */
extern SurvivalEstimate te_survival_quantile(const SurvivalCurve *curve,
											 double p, SurvivalConfType type,
											 double z);
/* The area under the curve up to tau > 0. */
extern SurvivalEstimate te_restricted_mean(const SurvivalCurve *curve,
										   double tau, double z);
/* Limits of a probability p of standard error se, with the log of p or so. */
extern SurvivalEstimate te_survival_limits(double p, double se,
										   SurvivalConfType type, double z);

/* -------------------------------------------------- survival_incidence.c */

/* What has happened to an arm by a time. */
typedef struct IncidencePoint
{
	double time;
	int64 at_risk; /* just before */
	int64 events;  /* of the cause */
	double incidence;
	double variance;
} IncidencePoint;

typedef struct IncidenceCurve
{
	uint32 n_points; /* > 0: the first one is at time 0 */
	IncidencePoint *points;
} IncidenceCurve;

/* The cumulative incidence of a cause in an arm. */
extern IncidenceCurve te_cumulative_incidence(const SurvivalCounts *s,
											  const SurvivalPart *part,
											  int cause);

/* ---------------------------------------------------- survival_logrank.c */

/* How a log-rank test weighs the times. */
typedef enum RankWeight
{
	RANK_G_RHO,		 /* S^rho (1 - S)^gamma, S just before the time */
	RANK_GEHAN,		 /* the number at risk */
	RANK_TARONE_WARE /* its square root */
} RankWeight;

typedef struct RankTest
{
	int n_arms;
	double *observed; /* weighted events, by arm */
	double *expected;
	double *variance; /* matrix n_arms * n_arms */
	double statistic; /* NaN: not defined */
	double df;
	double p_value;
} RankTest;

extern RankTest *te_logrank(const SurvivalCounts *s,
							const SurvivalParts *strata, RankWeight weight,
							double rho, double gamma);

/* -------------------------------------------------------- survival_cox.c */

typedef enum CoxTies
{
	COX_EFRON,
	COX_BRESLOW
} CoxTies;

/* What is known of an arm's hazard against that of the reference. */
typedef enum CoxState
{
	COX_NONE,	  /* never under observation at an event of the other */
	COX_FINITE,	  /* log_ratio and std_err */
	COX_ZERO,	  /* the likelihood rises as the ratio goes to 0 */
	COX_INFINITE, /* or to infinity */
	COX_FAILED	  /* the iteration did not converge */
} CoxState;

typedef struct CoxArm
{
	CoxState state;
	double log_ratio;
	double std_err;
} CoxArm;

/* One element for each arm; that of the reference has ratio 1. */
extern CoxArm *te_cox(const SurvivalCounts *s, const SurvivalParts *strata,
					  int reference, CoxTies ties);

/* -------------------------------------------------------- survival_sql.c */

/* Arguments and result rows of the functions over counts. */

/* The counts in argument 0, sealed. */
extern SurvivalCounts *te_arg_counts(FunctionCallInfo fcinfo);
/* The same; competing events are an error that says what to do. */
extern SurvivalCounts *te_arg_one_event(FunctionCallInfo fcinfo);
/* A confidence level: half of what is outside of it, as a normal quantile. */
extern double te_arg_level(FunctionCallInfo fcinfo, int n);
extern SurvivalConfType te_arg_conf_type(FunctionCallInfo fcinfo, int n);
/* The number of one of n names; case and separators make no difference. */
extern int te_arg_choice(FunctionCallInfo fcinfo, int n, const char *what,
						 const char *const *names, int n_names);

#endif /* TE_SURVIVAL_H */

/*
 * bicla.h
 *		The components of BICLA.  Private to src/activity.
 */
#ifndef TE_BICLA_H
#define TE_BICLA_H

#include "activity/bilag.h"

/* NaN and -1 are missing. */
typedef struct BiclaInput
{
	bool has_current; /* else every system is ND */
	bool has_baseline;
	Bilag current;
	Bilag baseline;
	int sledai; /* 0 to 105 */
	int sledai_baseline;
	double pga; /* 0 to 3 */
	double pga_baseline;
	int treatment_failure;
	bool pga_limit_inclusive; /* a rise of exactly 0.3 passes */
} BiclaInput;

typedef enum BiclaComponent
{
	BICLA_ENTRY,
	BICLA_IMPROVEMENT,
	BICLA_NO_WORSENING,
	BICLA_SLEDAI,
	BICLA_PGA,
	BICLA_NO_FAILURE,
	BICLA_COMPONENTS
} BiclaComponent;

extern const char *const te_bicla_names[BICLA_COMPONENTS];

/* Every component; the answer is unknown for who cannot be evaluated. */
extern BilagAnswer te_bicla(const BiclaInput *in,
							BilagAnswer holds[BICLA_COMPONENTS]);

#endif /* TE_BICLA_H */

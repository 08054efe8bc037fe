/*
 * bilag_blood.c
 *		The haematological grade of BILAG-2004 from measurements.
 *
 * Bands are continuous: 8.95 g/dL lies in 8 to below 9.  All limits are
 * remembered from the index form.  A value that is not due to lupus is left
 * out by the caller.
 */
#include "trial_ext.h"

#include <math.h>

#include "utils/float.h"

#include "activity/bilag.h"

/* From "from" to below "below"; unknown counts as absent. */
static void
band(BilagFindings *f, const char *feature, BilagGrade grade, double value,
	 double from, double below, const char *unit)
{
	if (isnan(value))
		te_bilag_add(f, feature, grade, BILAG_UNKNOWN, "not measured");
	else
		te_bilag_add(f, feature, grade, value >= from && value < below, "%g %s",
					 value, unit);
}

static void
counts(BilagFindings *f, const char *const *features, double value, double a,
	   double b, double c)
{
	band(f, features[0], BILAG_A, value, 0, a, "10*9/L");
	band(f, features[1], BILAG_B, value, a, b, "10*9/L");
	band(f, features[2], BILAG_C, value, b, c, "10*9/L");
}

/*
 * With active haemolysis 8 to below 10 is B and 10 or more C; without, 8 to
 * below 9 is B and 9 to below 11 C.  Haemolysis that was not looked for counts
 * as absent.
 */
static void
haemoglobin(const BilagBloodInput *in, BilagFindings *f)
{
	bool haemolysis = in->haemolysis == 1;

	band(f, "haemoglobin below 8", BILAG_A, in->haemoglobin, 0, 8, "g/dL");
	if (haemolysis)
	{
		band(f, "haemolysis, haemoglobin 8 to below 10", BILAG_B,
			 in->haemoglobin, 8, 10, "g/dL");
		band(f, "haemolysis, haemoglobin from 10", BILAG_C, in->haemoglobin, 10,
			 get_float8_infinity(), "g/dL");
	}
	else
	{
		band(f, "haemoglobin 8 to below 9 without haemolysis", BILAG_B,
			 in->haemoglobin, 8, 9, "g/dL");
		band(f, "haemoglobin 9 to below 11 without haemolysis", BILAG_C,
			 in->haemoglobin, 9, 11, "g/dL");
	}
}

int
te_bilag_haematological(const BilagBloodInput *in, BilagFindings *f)
{
	static const char *const wbc[] = {"white cells below 1.0",
									  "white cells 1.0 to below 2.0",
									  "white cells 2.0 to below 4.0"};
	static const char *const neutrophils[] = {"neutrophils below 0.5",
											  "neutrophils 0.5 to below 1.0",
											  "neutrophils 1.0 to below 2.0"};
	static const char *const platelets[] = {"platelets below 25",
											"platelets 25 to below 50",
											"platelets 50 to below 150"};
	char ttp[32];
	BilagAnswer severe = in->ttp < 0 ? BILAG_UNKNOWN : in->ttp >= 2;
	BilagAnswer improving = in->ttp < 0 ? BILAG_UNKNOWN : in->ttp == 1;

	if (in->ttp < 0)
		snprintf(ttp, sizeof(ttp), "not done");
	else
		snprintf(ttp, sizeof(ttp), "coded %d", in->ttp);
	te_bilag_add(f, "TTP the same, worse or new", BILAG_A, severe, "%s", ttp);
	te_bilag_add(f, "TTP improving", BILAG_B, improving, "%s", ttp);
	haemoglobin(in, f);
	counts(f, wbc, in->wbc, 1, 2, 4);
	counts(f, neutrophils, in->neutrophils, 0.5, 1, 2);
	counts(f, platelets, in->platelets, 25, 50, 150);
	band(f, "lymphocytes below 1.0", BILAG_C, in->lymphocytes, 0, 1, "10*9/L");
	te_bilag_add(f, "positive Coombs test", BILAG_C, in->coombs, "%s",
				 in->coombs < 0		 ? "not done" :
					 in->coombs == 1 ? "positive" :
									   "negative");
	/* with haemolysis the bands of haemoglobin say so */
	if (in->haemolysis != 1)
		te_bilag_add(f, "active haemolysis", BILAG_C, in->haemolysis, "%s",
					 in->haemolysis < 0 ? "not looked for" : "absent");
	return te_bilag_from_findings(f, in->ever_involved);
}

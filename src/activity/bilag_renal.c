/*
 * bilag_renal.c
 *		The renal grade of BILAG-2004 from measurements, as revised in
 *		2009 (Yee 2009 and 2010; their journals are remembered).
 *
 * The frame, two features of which one is 1, 4 or 5, and the limits of
 * creatinine and GFR for A were read in tables of the classic index; the
 * limits of proteinuria, the improvement by a quarter and the creatinine band
 * of B are remembered.
 *
 * Measured values are compared as they are, multiples of previous ones rounded
 * to 14 digits.  What was not measured counts as absent and is reported.
 */
#include "trial_ext.h"

#include <math.h>

#include "activity/bilag.h"

/* The limits of proteinuria of one source; remembered */
typedef struct ProteinLimits
{
	const char *name;
	const char *unit;
	double severe;	  /* above: A */
	double moderate;  /* from: B */
	double mild;	  /* above: C */
	double nephrotic; /* from, with the rest of the syndrome; 0 none */
} ProteinLimits;

static const ProteinLimits protein_limits[] = {
	{"24-hour protein", "g/d", 1.0, 0.5, 0.25, 3.5},
	{"UPCR", "mg/mmol", 100, 50, 25, 350},
	{"UACR", "mg/mmol", 100, 50, 25, 0}};

static void proteinuria(const BilagRenalInput *in, BilagFindings *f);
static void measured_protein(const BilagRenalInput *in, int source,
							 BilagFindings *f);
static void dipstick(const BilagRenalInput *in, BilagFindings *f);
static void renal_function(const BilagRenalInput *in, BilagFindings *f);
static void sediment(const BilagRenalInput *in, BilagFindings *f);
static void nephrotic(const BilagRenalInput *in, BilagFindings *f);
static void blood_pressure(const BilagRenalInput *in, BilagFindings *f);

/* The features of A, in the order of the index; others follow. */
enum
{
	SEVERE_PROTEINURIA,
	ACCELERATED_HYPERTENSION,
	FAILING_FUNCTION,
	ACTIVE_SEDIMENT,
	ACTIVE_HISTOLOGY,
	NEPHROTIC_SYNDROME,
	N_A_FEATURES
};

static void
add_flag(BilagFindings *f, const char *feature, int flag)
{
	te_bilag_add(f, feature, BILAG_A, flag, "%s",
				 flag < 0	   ? "not recorded" :
					 flag == 1 ? "present" :
								 "absent");
}

int
te_bilag_renal(const BilagRenalInput *in, BilagFindings *f)
{
	BilagFindings rest = {0};
	int n = 0;
	bool leading;

	proteinuria(in, f);
	/* what follows the first of them makes B or C: it goes last */
	rest.n = f->n - 1;
	memcpy(rest.items, f->items + 1, rest.n * sizeof(BilagFinding));
	f->n = 1;
	add_flag(f, "accelerated hypertension", in->accelerated_hypertension);
	renal_function(in, f);
	rest.items[rest.n++] = f->items[--f->n];
	sediment(in, f);
	add_flag(f, "active nephritis in histology, within 3 months",
			 in->histology_active);
	nephrotic(in, f);
	for (int i = 0; i < N_A_FEATURES; i++)
		n += f->items[i].holds == BILAG_YES;
	leading = f->items[SEVERE_PROTEINURIA].holds == BILAG_YES ||
		f->items[ACTIVE_SEDIMENT].holds == BILAG_YES ||
		f->items[ACTIVE_HISTOLOGY].holds == BILAG_YES;
	for (int i = 0; i < rest.n; i++)
		f->items[f->n++] = rest.items[i];
	blood_pressure(in, f);
	if (n >= 2 && leading)
		return BILAG_A;
	if (n >= 1)
		return BILAG_B;
	return te_bilag_from_findings(f, in->ever_involved);
}

/* Severe, moderate, mild, from the best source there is. */
static void
proteinuria(const BilagRenalInput *in, BilagFindings *f)
{
	for (int i = 0; i < lengthof(protein_limits); i++)
	{
		if (!isnan(in->protein[i]))
		{
			measured_protein(in, i, f);
			return;
		}
	}
	dipstick(in, f);
}

/* No previous value is no improvement: a first finding counts. */
static void
measured_protein(const BilagRenalInput *in, int source, BilagFindings *f)
{
	const ProteinLimits *limits = &protein_limits[source];
	double now = in->protein[source];
	double before = in->protein_previous[source];
	bool improved = !isnan(before) && now <= te_round14(0.75 * before);
	char text[160];

	if (isnan(before))
		snprintf(text, sizeof(text), "%s %g %s, no previous value",
				 limits->name, now, limits->unit);
	else
		snprintf(text, sizeof(text), "%s %g %s from %g, %s", limits->name, now,
				 limits->unit, before,
				 improved ? "improved by a quarter or more" :
							"not improved by a quarter");
	te_bilag_add(f, "severe proteinuria", BILAG_A,
				 now > limits->severe && !improved, "%s", text);
	te_bilag_add(f, "moderate proteinuria", BILAG_B,
				 now >= limits->moderate && !improved, "%s", text);
	te_bilag_add(f, "proteinuria", BILAG_C, now > limits->mild, "%s", text);
}

static void
dipstick(const BilagRenalInput *in, BilagFindings *f)
{
	int now = in->dipstick;
	int before = in->dipstick_previous;
	bool known = now >= 0 && before >= 0;
	char text[80];

	if (now < 0)
		snprintf(text, sizeof(text), "not measured");
	else if (before < 0)
		snprintf(text, sizeof(text), "dipstick %d+, no previous one", now);
	else
		snprintf(text, sizeof(text), "dipstick %d+ from %d+", now, before);
	te_bilag_add(f, "severe proteinuria", BILAG_A,
				 known ? now - before >= 2 : BILAG_UNKNOWN, "%s", text);
	te_bilag_add(f, "moderate proteinuria", BILAG_B,
				 known					 ? now - before >= 1 && now >= 2 :
					 now >= 0 && now < 2 ? BILAG_NO :
										   BILAG_UNKNOWN,
				 "%s", text);
	te_bilag_add(f, "proteinuria", BILAG_C, now >= 0 ? now >= 1 : BILAG_UNKNOWN,
				 "%s", text);
}

static BilagAnswer
either(BilagAnswer a, BilagAnswer b)
{
	if (a == BILAG_YES || b == BILAG_YES)
		return BILAG_YES;
	return a == BILAG_NO && b == BILAG_NO ? BILAG_NO : BILAG_UNKNOWN;
}

static BilagAnswer
creatinine_above_previous(const BilagRenalInput *in)
{
	if (isnan(in->creatinine))
		return BILAG_UNKNOWN;
	if (in->creatinine <= 130)
		return BILAG_NO;
	if (isnan(in->creatinine_previous))
		return BILAG_UNKNOWN;
	return in->creatinine > te_round14(1.3 * in->creatinine_previous);
}

static BilagAnswer
gfr_below_previous(const BilagRenalInput *in)
{
	bool first = isnan(in->gfr_previous);

	if (isnan(in->gfr))
		return BILAG_UNKNOWN;
	if (in->gfr < 50 && (first || in->gfr_previous > 50))
		return BILAG_YES;
	if (in->gfr >= 80)
		return BILAG_NO;
	return first ? BILAG_UNKNOWN :
				   in->gfr < te_round14(0.67 * in->gfr_previous);
}

/* The feature of A, then the creatinine band of B. */
static void
renal_function(const BilagRenalInput *in, BilagFindings *f)
{
	BilagAnswer by_creatinine = creatinine_above_previous(in);
	BilagAnswer by_gfr = gfr_below_previous(in);
	BilagAnswer band = BILAG_UNKNOWN;
	char creatinine[80] = "not measured";
	char gfr[80] = "not measured";

	if (!isnan(in->creatinine))
		snprintf(creatinine, sizeof(creatinine), "%g umol/L", in->creatinine);
	if (!isnan(in->creatinine) && !isnan(in->creatinine_previous))
		snprintf(creatinine, sizeof(creatinine), "%g umol/L from %g",
				 in->creatinine, in->creatinine_previous);
	if (!isnan(in->gfr))
		snprintf(gfr, sizeof(gfr), "%g mL/min/1.73 m2", in->gfr);
	if (!isnan(in->gfr) && !isnan(in->gfr_previous))
		snprintf(gfr, sizeof(gfr), "%g mL/min/1.73 m2 from %g", in->gfr,
				 in->gfr_previous);
	f->assessed |= by_creatinine != BILAG_UNKNOWN || by_gfr != BILAG_UNKNOWN;
	te_bilag_add(f, "severe deteriorating function", BILAG_A,
				 either(by_creatinine, by_gfr), "creatinine %s; GFR %s",
				 creatinine, gfr);
	if (in->creatinine <= 130)
		band = BILAG_NO;
	else if (!isnan(in->creatinine) && !isnan(in->creatinine_previous))
		band = in->creatinine >= te_round14(1.15 * in->creatinine_previous) &&
			in->creatinine <= te_round14(1.3 * in->creatinine_previous);
	te_bilag_add(f, "creatinine risen by 15 to 30 %", BILAG_B, band,
				 "creatinine %s", creatinine);
}

static void
sediment(const BilagRenalInput *in, BilagFindings *f)
{
	BilagAnswer rbc = isnan(in->urine_rbc) ? BILAG_UNKNOWN : in->urine_rbc > 5;
	BilagAnswer wbc = isnan(in->urine_wbc) ? BILAG_UNKNOWN : in->urine_wbc > 5;
	char rbc_text[32] = "not counted";
	char wbc_text[32] = "not counted";

	if (rbc != BILAG_UNKNOWN)
		snprintf(rbc_text, sizeof(rbc_text), "%g/hpf", in->urine_rbc);
	if (wbc != BILAG_UNKNOWN)
		snprintf(wbc_text, sizeof(wbc_text), "%g/hpf", in->urine_wbc);
	f->assessed |=
		rbc != BILAG_UNKNOWN || wbc != BILAG_UNKNOWN || in->red_cell_casts >= 0;
	te_bilag_add(f, "active urinary sediment", BILAG_A,
				 either(either(rbc, wbc), in->red_cell_casts),
				 "red cells %s, white cells %s, red cell casts %s", rbc_text,
				 wbc_text,
				 in->red_cell_casts < 0		 ? "not recorded" :
					 in->red_cell_casts == 1 ? "present" :
											   "absent");
}

static BilagAnswer
both(BilagAnswer a, BilagAnswer b)
{
	if (a == BILAG_NO || b == BILAG_NO)
		return BILAG_NO;
	return a == BILAG_YES && b == BILAG_YES ? BILAG_YES : BILAG_UNKNOWN;
}

static void
nephrotic(const BilagRenalInput *in, BilagFindings *f)
{
	BilagAnswer heavy = BILAG_UNKNOWN;
	static const char *const words[] = {"not recorded", "absent", "present"};

	for (int i = 0; i < 2 && heavy == BILAG_UNKNOWN; i++)
	{
		if (!isnan(in->protein[i]))
			heavy = in->protein[i] >= protein_limits[i].nephrotic;
	}
	te_bilag_add(f, "nephrotic syndrome", BILAG_A,
				 both(heavy, both(in->hypoalbuminaemia, in->oedema)),
				 "heavy proteinuria %s, hypoalbuminaemia %s, oedema %s",
				 words[heavy + 1], words[in->hypoalbuminaemia + 1],
				 words[in->oedema + 1]);
}

/*
 * "Above 140/90" is read as both, systolic and diastolic, since both must have
 * risen; "either" would be the other reading.
 */
static void
blood_pressure(const BilagRenalInput *in, BilagFindings *f)
{
	BilagAnswer holds = BILAG_UNKNOWN;

	if (in->systolic <= 140 || in->diastolic <= 90)
		holds = BILAG_NO;
	else if (!isnan(in->systolic) && !isnan(in->diastolic) &&
			 !isnan(in->systolic_previous) && !isnan(in->diastolic_previous))
		holds = te_sum(in->systolic, -in->systolic_previous) >= 30 &&
			te_sum(in->diastolic, -in->diastolic_previous) >= 15;
	if (isnan(in->systolic) || isnan(in->diastolic))
		te_bilag_add(f, "blood pressure risen", BILAG_C, holds, "not measured");
	else if (isnan(in->systolic_previous) || isnan(in->diastolic_previous))
		te_bilag_add(f, "blood pressure risen", BILAG_C, holds,
					 "%g/%g mmHg, no previous one", in->systolic,
					 in->diastolic);
	else
		te_bilag_add(f, "blood pressure risen", BILAG_C, holds,
					 "%g/%g mmHg from %g/%g", in->systolic, in->diastolic,
					 in->systolic_previous, in->diastolic_previous);
}

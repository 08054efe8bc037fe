/*
 * bilag_items.c
 *		Items of the seven systems that are graded from coded items, and the
 *		grades that they make.
 *
 * The list of items was read in the index form of BILAG-2004; which item
 * makes which grade is remembered (Isenberg, Rheumatology 2005;44:902).
 */
#include "trial_ext.h"

#include "activity/bilag.h"

/* In the order of the form; constitutional items make a grade together. */
const BilagItem te_bilag_items[] = {
	{BILAG_CONSTITUTIONAL, "pyrexia", BILAG_C,
	 "Pyrexia, documented above 37.5 C"},
	{BILAG_CONSTITUTIONAL, "weight_loss", BILAG_C, "Weight loss above 5 %"},
	{BILAG_CONSTITUTIONAL, "lymphadenopathy_splenomegaly", BILAG_C,
	 "Lymphadenopathy or splenomegaly"},
	{BILAG_CONSTITUTIONAL, "anorexia", BILAG_C, "Anorexia"},
	{BILAG_MUCOCUTANEOUS, "skin_eruption_severe", BILAG_A,
	 "Skin eruption, severe"},
	{BILAG_MUCOCUTANEOUS, "angio_oedema_severe", BILAG_A,
	 "Angio-oedema, severe"},
	{BILAG_MUCOCUTANEOUS, "mucosal_ulceration_severe", BILAG_A,
	 "Mucosal ulceration, severe"},
	{BILAG_MUCOCUTANEOUS, "panniculitis_bullous_severe", BILAG_A,
	 "Panniculitis or bullous lupus, severe"},
	{BILAG_MUCOCUTANEOUS, "cutaneous_vasculitis_thrombosis", BILAG_A,
	 "Major cutaneous vasculitis or thrombosis"},
	{BILAG_MUCOCUTANEOUS, "skin_eruption_mild", BILAG_B, "Skin eruption, mild"},
	{BILAG_MUCOCUTANEOUS, "panniculitis_bullous_mild", BILAG_B,
	 "Panniculitis or bullous lupus, mild"},
	{BILAG_MUCOCUTANEOUS, "digital_infarcts_nodular_vasculitis", BILAG_B,
	 "Digital infarcts or nodular vasculitis"},
	{BILAG_MUCOCUTANEOUS, "alopecia_severe", BILAG_B, "Alopecia, severe"},
	{BILAG_MUCOCUTANEOUS, "angio_oedema_mild", BILAG_C, "Angio-oedema, mild"},
	{BILAG_MUCOCUTANEOUS, "mucosal_ulceration_mild", BILAG_C,
	 "Mucosal ulceration, mild"},
	{BILAG_MUCOCUTANEOUS, "alopecia_mild", BILAG_C, "Alopecia, mild"},
	{BILAG_MUCOCUTANEOUS, "periungual_erythema_chilblains", BILAG_C,
	 "Periungual erythema or chilblains"},
	{BILAG_MUCOCUTANEOUS, "splinter_haemorrhages", BILAG_C,
	 "Splinter haemorrhages"},
	{BILAG_NEUROPSYCHIATRIC, "aseptic_meningitis", BILAG_A,
	 "Aseptic meningitis"},
	{BILAG_NEUROPSYCHIATRIC, "cerebral_vasculitis", BILAG_A,
	 "Cerebral vasculitis"},
	{BILAG_NEUROPSYCHIATRIC, "demyelinating_syndrome", BILAG_A,
	 "Demyelinating syndrome"},
	{BILAG_NEUROPSYCHIATRIC, "myelopathy", BILAG_A, "Myelopathy"},
	{BILAG_NEUROPSYCHIATRIC, "acute_confusional_state", BILAG_A,
	 "Acute confusional state"},
	{BILAG_NEUROPSYCHIATRIC, "psychosis", BILAG_A, "Psychosis"},
	{BILAG_NEUROPSYCHIATRIC, "aidp", BILAG_A,
	 "Acute inflammatory demyelinating polyradiculoneuropathy"},
	{BILAG_NEUROPSYCHIATRIC, "mononeuropathy", BILAG_A, "Mononeuropathy"},
	{BILAG_NEUROPSYCHIATRIC, "cranial_neuropathy", BILAG_A,
	 "Cranial neuropathy"},
	{BILAG_NEUROPSYCHIATRIC, "plexopathy", BILAG_A, "Plexopathy"},
	{BILAG_NEUROPSYCHIATRIC, "polyneuropathy", BILAG_A, "Polyneuropathy"},
	{BILAG_NEUROPSYCHIATRIC, "status_epilepticus", BILAG_A,
	 "Status epilepticus"},
	{BILAG_NEUROPSYCHIATRIC, "cerebellar_ataxia", BILAG_A,
	 "Cerebellar ataxia, isolated"},
	{BILAG_NEUROPSYCHIATRIC, "seizure_disorder", BILAG_B, "Seizure disorder"},
	{BILAG_NEUROPSYCHIATRIC, "cerebrovascular_disease", BILAG_B,
	 "Cerebrovascular disease, not due to vasculitis"},
	{BILAG_NEUROPSYCHIATRIC, "cognitive_dysfunction", BILAG_B,
	 "Cognitive dysfunction"},
	{BILAG_NEUROPSYCHIATRIC, "movement_disorder", BILAG_B, "Movement disorder"},
	{BILAG_NEUROPSYCHIATRIC, "autonomic_disorder", BILAG_B,
	 "Autonomic disorder"},
	{BILAG_NEUROPSYCHIATRIC, "lupus_headache", BILAG_B,
	 "Lupus headache, severe and unremitting"},
	{BILAG_NEUROPSYCHIATRIC, "intracranial_hypertension_headache", BILAG_B,
	 "Headache from raised intracranial pressure"},
	{BILAG_MUSCULOSKELETAL, "myositis_severe", BILAG_A, "Myositis, severe"},
	{BILAG_MUSCULOSKELETAL, "arthritis_severe", BILAG_A, "Arthritis, severe"},
	{BILAG_MUSCULOSKELETAL, "myositis_mild", BILAG_B, "Myositis, mild"},
	{BILAG_MUSCULOSKELETAL, "arthritis_moderate", BILAG_B,
	 "Arthritis moderate, tendonitis or tenosynovitis"},
	{BILAG_MUSCULOSKELETAL, "arthritis_mild", BILAG_C,
	 "Arthritis mild, arthralgia or myalgia"},
	{BILAG_CARDIORESPIRATORY, "cardiac_failure", BILAG_A,
	 "Myocarditis or endocarditis with cardiac failure"},
	{BILAG_CARDIORESPIRATORY, "arrhythmia", BILAG_A, "Arrhythmia"},
	{BILAG_CARDIORESPIRATORY, "valve_dysfunction", BILAG_A,
	 "New valvular dysfunction"},
	{BILAG_CARDIORESPIRATORY, "tamponade", BILAG_A, "Cardiac tamponade"},
	{BILAG_CARDIORESPIRATORY, "effusion_dyspnoea", BILAG_A,
	 "Pleural effusion with dyspnoea"},
	{BILAG_CARDIORESPIRATORY, "pulmonary_haemorrhage_vasculitis", BILAG_A,
	 "Pulmonary haemorrhage or vasculitis"},
	{BILAG_CARDIORESPIRATORY, "alveolitis_pneumonitis", BILAG_A,
	 "Interstitial alveolitis or pneumonitis"},
	{BILAG_CARDIORESPIRATORY, "shrinking_lung", BILAG_A,
	 "Shrinking lung syndrome"},
	{BILAG_CARDIORESPIRATORY, "aortitis", BILAG_A, "Aortitis"},
	{BILAG_CARDIORESPIRATORY, "coronary_vasculitis", BILAG_A,
	 "Coronary vasculitis"},
	{BILAG_CARDIORESPIRATORY, "pleurisy_pericarditis", BILAG_B,
	 "Pleurisy or pericarditis"},
	{BILAG_CARDIORESPIRATORY, "myocarditis_mild", BILAG_B, "Myocarditis, mild"},
	{BILAG_GASTROINTESTINAL, "peritonitis", BILAG_A, "Peritonitis"},
	{BILAG_GASTROINTESTINAL, "enteritis_colitis", BILAG_A,
	 "Lupus enteritis or colitis"},
	{BILAG_GASTROINTESTINAL, "pseudo_obstruction", BILAG_A,
	 "Intestinal pseudo-obstruction"},
	{BILAG_GASTROINTESTINAL, "cholecystitis", BILAG_A,
	 "Acalculous cholecystitis"},
	{BILAG_GASTROINTESTINAL, "pancreatitis", BILAG_A, "Acute pancreatitis"},
	{BILAG_GASTROINTESTINAL, "serositis_ascites", BILAG_B,
	 "Abdominal serositis or ascites"},
	{BILAG_GASTROINTESTINAL, "malabsorption", BILAG_B, "Malabsorption"},
	{BILAG_GASTROINTESTINAL, "protein_losing_enteropathy", BILAG_B,
	 "Protein losing enteropathy"},
	{BILAG_GASTROINTESTINAL, "hepatitis", BILAG_B, "Lupus hepatitis"},
	{BILAG_OPHTHALMIC, "orbital_inflammation", BILAG_A,
	 "Orbital inflammation, myositis or proptosis"},
	{BILAG_OPHTHALMIC, "keratitis_severe", BILAG_A, "Keratitis, severe"},
	{BILAG_OPHTHALMIC, "posterior_uveitis", BILAG_A,
	 "Posterior uveitis or retinal vasculitis"},
	{BILAG_OPHTHALMIC, "scleritis_severe", BILAG_A, "Scleritis, severe"},
	{BILAG_OPHTHALMIC, "vaso_occlusive_disease", BILAG_A,
	 "Retinal or choroidal vaso-occlusive disease"},
	{BILAG_OPHTHALMIC, "optic_neuritis", BILAG_A, "Optic neuritis"},
	{BILAG_OPHTHALMIC, "ischaemic_optic_neuropathy", BILAG_A,
	 "Anterior ischaemic optic neuropathy"},
	{BILAG_OPHTHALMIC, "keratitis_mild", BILAG_B, "Keratitis, mild"},
	{BILAG_OPHTHALMIC, "anterior_uveitis", BILAG_B, "Anterior uveitis"},
	{BILAG_OPHTHALMIC, "scleritis_mild", BILAG_B, "Scleritis, mild"},
	{BILAG_OPHTHALMIC, "episcleritis", BILAG_C, "Episcleritis"},
	{BILAG_OPHTHALMIC, "cotton_wool_spots", BILAG_C,
	 "Isolated cotton-wool spots"},
};

const int te_bilag_item_count = lengthof(te_bilag_items);

StaticAssertDecl(lengthof(te_bilag_items) <= BILAG_MAX_ITEMS,
				 "BILAG_MAX_ITEMS is too small");

static int constitutional(const int *scores, int ever_involved,
						  BilagFindings *findings);

void
te_bilag_add(BilagFindings *findings, const char *feature, BilagGrade grade,
			 BilagAnswer holds, const char *format, ...)
{
	BilagFinding *finding = &findings->items[findings->n++];
	char text[256];
	va_list args;

	Assert(findings->n <= BILAG_MAX_FINDINGS);
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	finding->feature = feature;
	finding->grade = grade;
	finding->holds = holds;
	findings->assessed |= holds != BILAG_UNKNOWN;
	finding->reason = pstrdup(text);
}

int
te_bilag_from_findings(const BilagFindings *findings, int ever_involved)
{
	BilagGrade worst = BILAG_ND;

	for (int i = 0; i < findings->n; i++)
	{
		const BilagFinding *finding = &findings->items[i];

		if (finding->holds == BILAG_YES && finding->grade < worst)
			worst = finding->grade;
	}
	if (worst != BILAG_ND || !findings->assessed)
		return worst;
	return ever_involved < 0 ? BILAG_D_OR_E : ever_involved ? BILAG_D : BILAG_E;
}

static void
add_item(BilagFindings *findings, const BilagItem *item, BilagGrade grade,
		 int score)
{
	static const char *const words[] = {"absent", "improving", "the same",
										"worse", "new"};

	if (score < 0)
		te_bilag_add(findings, item->name, grade, BILAG_UNKNOWN, "not done");
	else
		te_bilag_add(findings, item->name, grade, score > 0, "coded %d, %s",
					 score, words[score]);
}

/*
 * An item that is the same, worse or new makes its grade; an improving A makes
 * B, an improving B makes C, an improving C stays C.
 */
int
te_bilag_generic(BilagSystem system, const int *scores, int ever_involved,
				 BilagFindings *findings)
{
	if (system == BILAG_CONSTITUTIONAL)
		return constitutional(scores, ever_involved, findings);
	for (int i = 0; i < te_bilag_item_count; i++)
	{
		const BilagItem *item = &te_bilag_items[i];
		BilagGrade grade = item->grade;

		if (item->system != system)
			continue;
		if (scores[i] == 1 && grade != BILAG_C)
			grade++;
		add_item(findings, item, grade, scores[i]);
	}
	return te_bilag_from_findings(findings, ever_involved);
}

/*
 * A: fever and two of the other three, all the same, worse or new.  B: fever,
 * or two of the three.  C: improving fever, or any of the three.
 */
static int
constitutional(const int *scores, int ever_involved, BilagFindings *findings)
{
	int fever = -1;
	int others = 0; /* the same, worse or new */

	for (int i = 0; i < te_bilag_item_count; i++)
	{
		const BilagItem *item = &te_bilag_items[i];

		if (item->system != BILAG_CONSTITUTIONAL)
			continue;
		if (strcmp(item->name, "pyrexia") == 0)
		{
			fever = scores[i];
			add_item(findings, item, fever >= 2 ? BILAG_B : BILAG_C, fever);
			continue;
		}
		others += scores[i] >= 2;
		add_item(findings, item, BILAG_C, scores[i]);
	}
	if (others >= 2)
		te_bilag_add(findings, "two of weight loss, nodes or spleen, anorexia",
					 BILAG_B, BILAG_YES, "%d are the same, worse or new",
					 others);
	if (fever >= 2 && others >= 2)
		te_bilag_add(findings, "pyrexia with two of the others", BILAG_A,
					 BILAG_YES, "coded %d, with %d others", fever, others);
	return te_bilag_from_findings(findings, ever_involved);
}

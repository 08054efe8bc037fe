/*
 * sledai_items.c
 *		The 24 descriptors: names, weights, wording, thresholds, sources.
 *
 * SLEDAI-2K: Gladman, Ibanez, Urowitz, J Rheumatol 2002;29:288.  Weights and
 * order were read in three public calculators, a CRAN package and two printed
 * tables, which agree.  SELENA-SLEDAI: Petri, N Engl J Med 2005;353:2550.
 * "verified" says how a wording or threshold was come by: read, partly read,
 * or remembered from the published instrument.
 */
#include "trial_ext.h"

#include "funcapi.h"
#include "parser/scansup.h"

#include "activity/sledai.h"

/* Columns of type sledai_item. */
#define ITEM_COLUMNS 11

#define READ "read"
#define PARTLY "partly read"
#define REMEMBERED "remembered"

#define SOURCE_2K "Gladman 2002, J Rheumatol 29:288"

const SledaiItem te_sledai_items[SLEDAI_ITEMS] = {
	{"seizure", "Seizure", 8, "neurovascular",
	 "recent onset; not of metabolic, infectious or drug cause", NULL, READ,
	 "also not from past irreversible damage of the central nervous system",
	 REMEMBERED},
	{"psychosis", "Psychosis", 8, "neurovascular",
	 "severe loss of contact with reality; not from uraemia or drugs", NULL,
	 READ, NULL, NULL},
	{"organic_brain_syndrome", "Organic brain syndrome", 8, "neurovascular",
	 "altered mental function of rapid onset, fluctuating, with at least two of disturbed perception, incoherent speech, disturbed sleep, changed psychomotor activity; not of metabolic, infectious or drug cause",
	 NULL, READ, NULL, NULL},
	{"visual_disturbance", "Visual disturbance", 8, "neurovascular",
	 "retinal change of lupus, choroidal exudate or haemorrhage, optic neuritis; not from hypertension, infection or drugs",
	 NULL, READ, "also scleritis and episcleritis", PARTLY},
	{"cranial_nerve", "Cranial nerve disorder", 8, "neurovascular",
	 "new sensory or motor cranial neuropathy", NULL, READ,
	 "also vertigo due to lupus", READ},
	{"lupus_headache", "Lupus headache", 8, "neurovascular",
	 "severe, persistent, not relieved by narcotic analgesia", NULL, READ, NULL,
	 NULL},
	{"cva", "Cerebrovascular accident", 8, "neurovascular",
	 "new stroke; not from arteriosclerosis", NULL, READ,
	 "also not of hypertensive cause", READ},
	{"vasculitis", "Vasculitis", 8, "neurovascular",
	 "ulcer, gangrene, tender finger nodules, periungual infarct, splinter haemorrhage, or proof by biopsy or angiogram",
	 NULL, READ, NULL, NULL},
	{"arthritis", "Arthritis", 4, "musculoskeletal",
	 "joints with pain and signs of inflammation",
	 "at least 2 joints (some copies: more than 2)", PARTLY,
	 "more than 2 joints", REMEMBERED},
	{"myositis", "Myositis", 4, "musculoskeletal",
	 "proximal pain or weakness with raised creatine kinase or aldolase, change of the electromyogram, or biopsy",
	 NULL, READ, NULL, NULL},
	{"urinary_casts", "Urinary casts", 4, "renal",
	 "haem-granular or red-cell casts", NULL, READ, NULL, NULL},
	{"hematuria", "Haematuria", 4, "renal",
	 "red cells in the sediment; not from stone, infection or another cause",
	 "> 5 per high-power field", READ, NULL, NULL},
	{"proteinuria", "Proteinuria", 4, "renal",
	 "protein in 24-hour urine; persistent proteinuria counts",
	 "> 0.5 g in 24 hours", READ,
	 "new onset or recent increase of more than 0.5 g in 24 hours", REMEMBERED},
	{"pyuria", "Pyuria", 4, "renal",
	 "white cells in the sediment; not from infection",
	 "> 5 per high-power field", READ, NULL, NULL},
	{"rash", "Rash", 2, "mucocutaneous",
	 "inflammatory rash; persistent rash counts", NULL, READ, "new or ongoing",
	 REMEMBERED},
	{"alopecia", "Alopecia", 2, "mucocutaneous",
	 "abnormal patchy or diffuse loss of hair", NULL, READ, "new or ongoing",
	 REMEMBERED},
	{"mucosal_ulcers", "Mucosal ulcers", 2, "mucocutaneous",
	 "oral or nasal ulcers", NULL, READ, "new or ongoing", REMEMBERED},
	{"pleurisy", "Pleurisy", 2, "serosal",
	 "pleuritic pain with rub, effusion or thickening", NULL, READ,
	 "classic severe pain, or rub, or effusion, or new thickening", REMEMBERED},
	{"pericarditis", "Pericarditis", 2, "serosal",
	 "pericardial pain with rub, effusion, or proof by electrocardiogram or echocardiogram",
	 NULL, READ,
	 "classic severe pain, or rub, or effusion, or proof by electrocardiogram or echocardiogram",
	 REMEMBERED},
	{"low_complement", "Low complement", 2, "serological",
	 "CH50, C3 or C4 below the lower limit of the testing laboratory",
	 "any one < LLN", READ, NULL, NULL},
	{"increased_dna_binding", "Increased DNA binding", 2, "serological",
	 "anti-dsDNA above the upper limit of the testing laboratory", "> ULN",
	 READ, NULL, NULL},
	{"fever", "Fever", 1, "constitutional", "not from infection", "> 38 Cel",
	 READ, NULL, NULL},
	{"thrombocytopenia", "Thrombocytopenia", 1, "constitutional",
	 "not from drugs", "platelets < 100 10*9/L", READ, NULL, NULL},
	{"leukopenia", "Leukopenia", 1, "constitutional", "not from drugs",
	 "leukocytes < 3.0 10*9/L", READ, NULL, NULL},
};

/* Other spellings that study databases use. */
static const struct
{
	const char *spelling;
	const char *name;
} spellings[] = {
	{"cerebrovascular_accident", "cva"},
	{"cranial_nerve_disorder", "cranial_nerve"},
	{"haematuria", "hematuria"},
	{"inflammatory_rash", "rash"},
	{"leucopenia", "leukopenia"},
	{"mucosal_ulcer", "mucosal_ulcers"},
	{"new_rash", "rash"},
};

static void item_values(int k, Datum *values, bool *nulls);
static void put_text(const char *text, Datum *value, bool *null);

int
te_sledai_find(const char *name, size_t length)
{
	for (int k = 0; k < SLEDAI_ITEMS; k++)
	{
		const char *own = te_sledai_items[k].name;

		if (strlen(own) == length && pg_strncasecmp(own, name, length) == 0)
			return k;
	}
	for (int i = 0; i < lengthof(spellings); i++)
	{
		const char *own = spellings[i].spelling;

		if (strlen(own) == length && pg_strncasecmp(own, name, length) == 0)
			return te_sledai_find(spellings[i].name, strlen(spellings[i].name));
	}
	return -1;
}

PG_FUNCTION_INFO_V1(sledai_items);

/* sledai_items() SETOF sledai_item */
Datum
sledai_items(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rsinfo->setDesc->natts != ITEM_COLUMNS)
		elog(ERROR, "type sledai_item has %d columns, not %d",
			 rsinfo->setDesc->natts, ITEM_COLUMNS);
	for (int k = 0; k < SLEDAI_ITEMS; k++)
	{
		Datum values[ITEM_COLUMNS];
		bool nulls[ITEM_COLUMNS] = {false};

		item_values(k, values, nulls);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
	}
	return (Datum) 0;
}

static void
item_values(int k, Datum *values, bool *nulls)
{
	const SledaiItem *item = &te_sledai_items[k];

	values[0] = Int32GetDatum(k + 1);
	put_text(item->name, &values[1], &nulls[1]);
	put_text(item->title, &values[2], &nulls[2]);
	values[3] = Int32GetDatum(item->weight);
	put_text(item->domain, &values[4], &nulls[4]);
	put_text(item->definition, &values[5], &nulls[5]);
	put_text(item->threshold, &values[6], &nulls[6]);
	put_text(SOURCE_2K, &values[7], &nulls[7]);
	put_text(item->verified, &values[8], &nulls[8]);
	put_text(item->selena, &values[9], &nulls[9]);
	put_text(item->selena_verified, &values[10], &nulls[10]);
}

static void
put_text(const char *text, Datum *value, bool *null)
{
	*null = text == NULL;
	if (text != NULL)
		*value = CStringGetTextDatum(text);
}

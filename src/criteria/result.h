/*
 * result.h
 *		Verdicts as values: criteria_result and screening_counts, and the rows
 *		of explain_eligibility and missing_facts.  Private to src/criteria.
 */
#ifndef TE_RESULT_H
#define TE_RESULT_H

#include "criteria/eval.h"

/* A clause in one byte: its kind, and whether it is an "or include". */
#define CLAUSE_SHAPE(kind, alternative) \
	((uint8) ((kind) | ((alternative) ? 0x04 : 0)))
#define CLAUSE_KIND(shape) ((shape) &0x03)
#define CLAUSE_IS_ALTERNATIVE(shape) (((shape) &0x04) != 0)
#define CLAUSE_SHAPE_MASK 0x07
/* In a result, what the clause came to stands in the same byte. */
#define CLAUSE_HOLDS_SHIFT 3
#define CLAUSE_PASSES_SHIFT 5
#define CLAUSE_HOLDS(byte) ((TriState) (((byte) >> CLAUSE_HOLDS_SHIFT) & 0x03))
#define CLAUSE_PASSES(byte) \
	((TriState) (((byte) >> CLAUSE_PASSES_SHIFT) & 0x03))

/*
 * The verdict of every clause for one subject.  Flat: a byte per clause, then
 * the length of every label (0: it goes by its position), then the labels.
 */
typedef struct CriteriaResult
{
	int32 vl_len_; /* varlena header (do not touch directly!) */
	uint8 version; /* RESULT_VERSION */
	uint8 verdict; /* TriState */
	uint16 n_clauses;
	uint64 identity; /* of the criteria: hash of their normal form */
	uint8 data[FLEXIBLE_ARRAY_MEMBER];
} CriteriaResult;

#define RESULT_VERSION 1
#define RESULT_CLAUSES(r) ((r)->data)
#define RESULT_LABEL_LENGTHS(r) ((r)->data + (r)->n_clauses)
#define RESULT_LABELS(r) \
	((const char *) (r)->data + (size_t) 2 * (r)->n_clauses)
#define DatumGetResultP(X) ((CriteriaResult *) PG_DETOAST_DATUM(X))
#define PG_GETARG_RESULT_P(n) DatumGetResultP(PG_GETARG_DATUM(n))

/* The verdict from shapes and holds; fills passes, "or include"s together. */
extern TriState te_verdict(int n, const uint8 *shape, const TriState *holds,
						   TriState *passes);

extern CriteriaResult *te_result_make(const Criteria *c, const TriState *holds,
									  const TriState *passes);

/* A hash of the normal form, by which results know their criteria. */
extern uint64 te_criteria_identity(const Criteria *c);

/* The label of clause i, "3" for the third without one; palloc'd. */
extern char *te_label_text(const char *labels, const uint8 *lengths, int i);

/* A bounded list of texts as text[]. */
extern Datum te_text_array(const char *const *texts, int n);

/* Reads "include I1", "or include I2", "exclude *" up to a blank. */
extern bool te_shape_read(const char **p, uint8 *shape, const char **label,
						  int *label_length);
extern void te_shape_print(StringInfo to, uint8 shape, const char *label,
						   int label_length);

/*
 * The rows of a set-returning function whose result has been initialised by
 * InitMaterializedSRF.
 */
extern void te_explain_rows(FunctionCallInfo fcinfo, const Criteria *c,
							EvalPlan *plan, const Datum *values,
							const bool *nulls, const PatientHistory *history,
							EvalDate as_of);
/* The same of response rules that have been made criteria. */
extern void te_rules_rows(FunctionCallInfo fcinfo, const Criteria *c,
						  EvalPlan *plan, const Datum *values,
						  const bool *nulls, const PatientHistory *history,
						  EvalDate as_of);
extern void te_missing_rows(FunctionCallInfo fcinfo, const Criteria *c,
							EvalPlan *plan, const Datum *values,
							const bool *nulls, const PatientHistory *history,
							EvalDate as_of);

#endif /* TE_RESULT_H */

/*
 * criteria_parse.c
 *		Text of criteria, or of response rules, to the flat form.
 */
#include "trial_ext.h"

#include "compat.h"
#include "utils/memutils.h"

#include "criteria/criteria_build.h"
#include "criteria/criteria_gram.h"

static Criteria *parse_in_context(CriteriaState *state, MemoryContext caller);

Criteria *
te_criteria_parse(const char *text, size_t length, struct Node *escontext)
{
	return te_criteria_parse_with(text, length, 0, escontext);
}

Criteria *
te_rules_parse(const char *text, size_t length, struct Node *escontext)
{
	return te_criteria_parse_with(text, length, CRITERIA_ALLOW_BASELINE,
								  escontext);
}

/*
 * All that parsing needs lives in a context of its own and is gone at the end,
 * after an error too: a session that catches errors does not grow.
 */
Criteria *
te_criteria_parse_with(const char *text, size_t length, int flags,
					   struct Node *escontext)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext context;
	CriteriaState *state = palloc0(sizeof(CriteriaState));
	Criteria *result;

	if (length > CRITERIA_MAX_TEXT)
		ereturn(escontext, NULL,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text of criteria is too long"),
				 errdetail("The limit is %d bytes, the text has %zu.",
						   CRITERIA_MAX_TEXT, length)));
	state->text.source = text;
	state->text.length = (int) length;
	state->flags = flags;
	context = AllocSetContextCreate(caller, "criteria parser",
									ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(context);
	result = parse_in_context(state, caller);
	MemoryContextSwitchTo(caller);
	te_syntax_keep(&state->text);
	MemoryContextDelete(context);
	if (state->text.failed)
		te_syntax_raise(&state->text,
						CRITERIA_BUILDS_RULES(state) ? "response_rules" :
													   "criteria",
						escontext);
	return state->text.failed ? NULL : result;
}

static Criteria *
parse_in_context(CriteriaState *state, MemoryContext caller)
{
	BuildSpan all = {0, state->text.length};
	Criteria *result;
	void *scanner;

	te_build_begin(state);
	scanner = te_criteria_scan_begin(state);
	(void) te_criteria_yyparse(state, scanner);
	te_criteria_scan_end(scanner);
	if (state->text.failed)
		return NULL;
	if (state->n_clauses == 0 && state->n_givens == 0)
	{
		te_syntax_fail(
			&state->text, ERRCODE_INVALID_TEXT_REPRESENTATION, all,
			CRITERIA_BUILDS_RULES(state) ?
				"Write for example \"CRR: urine_protein < 0.5 g/d; else NR\"." :
				"Write for example \"age >= 18\".",
			CRITERIA_BUILDS_RULES(state) ? "No rule found" : "No clause found");
		return NULL;
	}
	if (!te_criteria_resolve(state) || !te_criteria_check_dimensions(state))
		return NULL;
	MemoryContextSwitchTo(caller);
	result = te_criteria_pack(state);
	if (!state->text.failed && state->text.length > CRITERIA_MAX_TEXT / 16 &&
		strlen(te_criteria_print(result)) > CRITERIA_MAX_TEXT)
		te_syntax_fail_limit(&state->text, all, "text of criteria is too long",
							 CRITERIA_MAX_TEXT, "bytes, in normal form too");
	return result;
}

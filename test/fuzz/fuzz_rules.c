/*
 * fuzz_rules.c
 *		libFuzzer target: response rules, which are read, kept and printed by what
 *		does so for criteria.
 */
#define TE_RULES
#include "fuzz/fuzz_criteria.c"

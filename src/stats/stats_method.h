/*
 * stats_method.h
 *		Names of statistical methods.
 */
#ifndef TE_STATS_METHOD_H
#define TE_STATS_METHOD_H

/*
 * The numbers are kept in states of aggregates, which people store: new ones
 * go to the end.
 */
typedef enum TeMethod
{
	METHOD_DEFAULT = 0,
	METHOD_WILSON = 1,
	METHOD_CLOPPER_PEARSON = 2,
	METHOD_JEFFREYS = 3,
	METHOD_WALD = 4,
	METHOD_AGRESTI_COULL = 5,
	METHOD_NEWCOMBE = 6,
	METHOD_MIETTINEN_NURMINEN = 7,
	METHOD_MEE = 8,
	METHOD_KATZ = 9,
	METHOD_KOOPMAN = 10,
	METHOD_WOOLF = 11,
	METHOD_EXACT = 12,
	METHOD_HOLM = 13,
	METHOD_HOCHBERG = 14,
	METHOD_HOMMEL = 15,
	METHOD_BONFERRONI = 16,
	METHOD_BH = 17,
	METHOD_BY = 18,
	METHOD_NONE = 19,
	N_METHODS
} TeMethod;

/* The name of a method. */
extern const char *te_method_name(TeMethod method);
/*
 * The method with that name (capitals, hyphens and blanks are no difference);
 * another one raises an error that names the nearest.
 */
extern TeMethod te_method_read(const char *name, int length);
/*
 * The method if it is among those of a function, the first of them for
 * METHOD_DEFAULT; raises an error that lists them otherwise.
 */
extern TeMethod te_method_among(TeMethod method, const TeMethod *of, int n,
								const char *function);

#endif /* TE_STATS_METHOD_H */

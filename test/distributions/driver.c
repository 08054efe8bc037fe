/*
 * driver.c
 *		Calls the functions of distributions.h without a server, for
 *		test/t/170_distributions.pl.
 *
 * Each line of input is a function's name and its arguments, as strtod reads
 * them; each line of output the value with 17 digits.  A name or a number of
 * arguments that does not fit ends the run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/distributions.h"

typedef struct
{
	const char *name;
	int nargs;
	double (*one)(double);
	double (*two)(double, double);
	double (*three)(double, double, double);
} Function;

#define ONE(f)               \
	{                        \
#f, 1, f, NULL, NULL \
	}
#define TWO(f)               \
	{                        \
#f, 2, NULL, f, NULL \
	}
#define THREE(f)             \
	{                        \
#f, 3, NULL, NULL, f \
	}

static const Function functions[] = {
	ONE(te_normal_cdf),
	ONE(te_normal_upper),
	ONE(te_normal_quantile),
	ONE(te_normal_upper_quantile),
	TWO(te_chisq_cdf),
	TWO(te_chisq_upper),
	TWO(te_chisq_quantile),
	TWO(te_chisq_upper_quantile),
	TWO(te_t_cdf),
	TWO(te_t_upper),
	TWO(te_t_two_sided),
	TWO(te_t_quantile),
	TWO(te_t_upper_quantile),
	THREE(te_f_cdf),
	THREE(te_f_upper),
	THREE(te_beta_cdf),
	THREE(te_beta_upper),
	THREE(te_beta_quantile),
	THREE(te_beta_upper_quantile),
	TWO(te_gamma_cdf),
	TWO(te_gamma_upper),
	TWO(te_gamma_quantile),
	TWO(te_gamma_upper_quantile),
	THREE(te_binomial_pmf),
	THREE(te_binomial_cdf),
	THREE(te_binomial_upper),
	TWO(te_poisson_pmf),
	TWO(te_poisson_cdf),
	TWO(te_poisson_upper),
	ONE(te_lgamma),
	TWO(te_lchoose),
};

static double
call(const Function *f, const double *x)
{
	if (f->nargs == 1)
		return f->one(x[0]);
	if (f->nargs == 2)
		return f->two(x[0], x[1]);
	return f->three(x[0], x[1], x[2]);
}

/* Whether the rest of the line is the function's arguments and nothing else. */
static int
read_arguments(const Function *f, char *text, double *x)
{
	for (int i = 0; i < f->nargs; i++)
	{
		char *end;

		x[i] = strtod(text, &end);
		if (end == text)
			return 0;
		text = end;
	}
	return *text == '\n';
}

int
main(void)
{
	char line[200];
	double x[3];

	while (fgets(line, sizeof(line), stdin))
	{
		const Function *f = NULL;
		size_t length = strcspn(line, " \n");

		for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
			if (strlen(functions[i].name) == length &&
				memcmp(functions[i].name, line, length) == 0)
				f = &functions[i];
		if (!f || !read_arguments(f, line + length, x))
		{
			fprintf(stderr, "cannot call: %s", line);
			return 1;
		}
		printf("%.17g\n", call(f, x));
	}
	return 0;
}

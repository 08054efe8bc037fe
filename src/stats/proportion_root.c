/*
 * proportion_root.c
 *		A root between two ends of different sign.
 */
#include "stats/proportion.h"

#include <float.h>
#include <math.h>

/* Bisection alone takes 1,075 steps from 1 to the smallest number. */
#define MAX_STEPS 1200

/*
 * The Illinois variant of false position, with a bisection whenever three
 * steps have not halved the bracket: quick where f is smooth, safe where it is
 * not.  Ends when nothing lies between the ends of the bracket.
 */
double
te_root(double (*f)(double x, const void *context), const void *context,
		double a, double fa, double b, double fb)
{
	double width = fabs(b - a);

	for (int step = 1; step <= MAX_STEPS; step++)
	{
		double x = (a * fb - b * fa) / (fb - fa);
		double fx;

		if (step % 3 == 0)
		{
			if (fabs(b - a) > width / 2)
				x = a + (b - a) / 2;
			width = fabs(b - a);
		}
		if (!(x > Min(a, b) && x < Max(a, b)))
			x = a + (b - a) / 2;
		if (fabs(b - a) <= DBL_EPSILON * Max(fabs(a), fabs(b)) || x == a ||
			x == b)
			break;
		fx = f(x, context);
		if (fx == 0)
			return x;
		if ((fx > 0) == (fb > 0))
		{
			b = x;
			fb = fx;
			fa /= 2;
		}
		else
		{
			a = x;
			fa = fx;
			fb /= 2;
		}
	}
	return a + (b - a) / 2;
}

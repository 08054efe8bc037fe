-- location_tests: t tests, tables of change, rank tests.  Expected values are
-- R 4.2.2's, package stats: t.test, wilcox.test, kruskal.test,
-- prop.trend.test, printed with 17 digits; data that are not of a paper are
-- made by the same rule in both programs.
CREATE TEMP TABLE result (id text, what text, got float8, expected float8, tolerance float8);
-- One statement a test: what came out beside what should.
CREATE FUNCTION pg_temp.compare(text, text[], float8[], float8[], float8 DEFAULT 1e-10) RETURNS SETOF result
LANGUAGE sql AS $$
    SELECT $1, w, g, e, $5 FROM unnest($2, $3, $4) AS u (w, g, e)
$$;

-- "Student" (1908), Biometrika 6:1: hours of sleep gained under two drugs.
CREATE TEMP TABLE sleep (id int, first float8, second float8);
INSERT INTO sleep VALUES (1, 0.7, 1.9), (2, -1.6, 0.8), (3, -0.2, 1.1), (4, -1.2, 0.1), (5, -0.1, -0.1),
    (6, 3.4, 4.4), (7, 3.7, 5.5), (8, 0.8, 1.6), (9, 0.0, 4.6), (10, 2.0, 3.4);
CREATE TEMP TABLE sleep_long AS
    SELECT id, first AS extra, true AS is_first FROM sleep UNION ALL SELECT id, second, false FROM sleep;
-- Ozone in New York 1973, Chambers et al. (1983), Graphical Methods for Data
-- Analysis: R's airquality, months 5 to 9.
CREATE TEMP TABLE air AS
SELECT i, CASE WHEN i <= 31 THEN 5 WHEN i <= 61 THEN 6 WHEN i <= 92 THEN 7 WHEN i <= 123 THEN 8 ELSE 9 END AS month, ozone
FROM unnest(ARRAY[41,36,12,18,NULL,28,23,19,8,NULL,7,16,11,14,18,14,34,6,30,11,1,11,4,32,NULL,NULL,NULL,23,45,115,37,
    NULL,NULL,NULL,NULL,NULL,NULL,29,NULL,71,39,NULL,NULL,23,NULL,NULL,21,37,20,12,13,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
    135,49,32,NULL,64,40,77,97,97,85,NULL,10,27,NULL,7,48,35,61,79,63,16,NULL,NULL,80,108,20,52,82,50,64,59,
    39,9,16,78,35,66,122,89,110,NULL,NULL,44,28,65,NULL,22,59,23,31,44,21,9,NULL,45,168,73,NULL,76,118,84,85,
    96,78,73,91,47,32,20,23,21,24,44,21,28,9,13,46,18,13,24,16,13,23,36,7,14,30,NULL,14,18,20]::float8[])
    WITH ORDINALITY AS u (ozone, i);
-- Hollander and Wolfe (1973), Nonparametric Statistical Methods: table 3.1,
-- depression before and after a tranquilliser; table 4.1, permeability of the
-- human chorioamnion at term and at 12 to 26 weeks; page 116, mucociliary
-- efficiency in three groups.
CREATE TEMP TABLE depression (before float8, after float8);
INSERT INTO depression VALUES (1.83, 0.878), (0.50, 0.647), (1.62, 0.598), (2.48, 2.05), (1.68, 1.06),
    (1.88, 1.29), (1.55, 1.06), (3.06, 3.14), (1.30, 1.29);
CREATE TEMP TABLE permeability AS
    SELECT unnest(ARRAY[0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]) AS pd, true AS at_term
    UNION ALL SELECT unnest(ARRAY[1.15, 0.88, 0.90, 0.74, 1.21]), false;
CREATE TEMP TABLE mucociliary AS
    SELECT 'normal' AS arm, unnest(ARRAY[2.9, 3.0, 2.5, 2.6, 3.2]) AS efficiency
    UNION ALL SELECT 'obstructive', unnest(ARRAY[3.8, 2.7, 4.0, 2.4])
    UNION ALL SELECT 'asbestosis', unnest(ARRAY[2.8, 3.4, 3.7, 2.2, 2.0]);
-- Fleiss (1981), Statistical Methods for Rates and Proportions, page 139:
-- smokers among patients with lung cancer in four studies.
CREATE TEMP TABLE smokers (study int, smoking int, patients int);
INSERT INTO smokers VALUES (1, 83, 86), (2, 90, 93), (3, 129, 136), (4, 70, 82);

\echo == t tests
INSERT INTO result SELECT (pg_temp.compare('sleep, Welch', '{t,df,p,n}', ARRAY[r.statistic, r.df, r.p_value, r.n],
    '{-1.860813467486853057,17.776473516178498357,0.079394140187358173,20}')).*
FROM (SELECT (t_test(extra, is_first)).* FROM sleep_long) r;
INSERT INTO result SELECT (pg_temp.compare('sleep, pooled', '{t,df,p}', ARRAY[r.statistic, r.df, r.p_value],
    '{-1.860813467486852835,18,0.079186714215938175}')).*
FROM (SELECT (t_test(extra, is_first, true)).* FROM sleep_long) r;
INSERT INTO result SELECT (pg_temp.compare('sleep, paired', '{t,df,p}', ARRAY[r.statistic, r.df, r.p_value],
    '{-4.0621276833820365582,9,0.0028328901973842702}')).*
FROM (SELECT (paired_t_test(first, second)).* FROM sleep) r;
INSERT INTO result SELECT (pg_temp.compare('sleep, change', '{lower,upper,se}', ARRAY[r.lower, r.upper, r.std_err],
    '{-2.4598857632769823844,-0.7001142367230175356,0.3889587238883951970}')).*
FROM (SELECT (mean_change(first, second)).* FROM sleep) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, May and August, Welch', '{difference,lower,upper,se}', ARRAY[r.estimate, r.lower, r.upper, r.std_err],
    ARRAY[23.615384615384617 - 59.96153846153846, -54.383578186011725, -18.308729506295954, 8.9195649587440329])).*
FROM (SELECT (mean_difference(ozone, month = 5)).* FROM air WHERE month IN (5, 8)) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, May and August, Welch', '{t,df,p,n,missing}', ARRAY[r.statistic, r.df, r.p_value, r.n, r.missing],
    '{-4.0748796622107628,39.279159302765969,0.0002168565591924231,52,10}')).*
FROM (SELECT (t_test(ozone, month = 5)).* FROM air WHERE month IN (5, 8)) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, May and August, pooled, 90 %', '{lower,upper,se}', ARRAY[r.lower, r.upper, r.std_err],
    '{-51.294497582781638,-21.397810109526048,8.9195649587440329}')).*
FROM (SELECT (mean_difference(ozone, month = 5, true, 0.9)).* FROM air WHERE month IN (5, 8)) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, mean 40', '{t,df,p,n,missing}', ARRAY[r.statistic, r.df, r.p_value, r.n, r.missing],
    '{0.6952059703868354,115,0.48832860050190685,116,37}')).*
FROM (SELECT (one_sample_t_test(ozone, 40)).* FROM air) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, mean', '{mean,lower,upper,se}', ARRAY[r.estimate, r.lower, r.upper, r.std_err],
    '{42.129310344827587,36.062397562076093,48.196223127579088,3.0628481853266725}')).*
FROM (SELECT (mean_estimate(ozone)).* FROM air) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, change', '{n,mean,sd,change_n,missing,percent_n}', ARRAY[r.n, r.mean, r.sd, r.change_n, r.missing, r.percent_n],
    '{116,42.129310344827587,32.987884514433951,116,37,116}')).*
FROM (SELECT (change_summary(ozone, 10)).* FROM air) r;

\echo == rank tests
INSERT INTO result SELECT (pg_temp.compare('ozone, May and August', '{W,p,n,missing}', ARRAY[r.statistic, r.p_value, r.n, r.missing],
    '{127.5,0.00012080783076877442,52,10}')).*
FROM (SELECT (rank_sum_test(ozone, month = 5)).* FROM air WHERE month IN (5, 8)) r;
INSERT INTO result SELECT (pg_temp.compare('permeability, exact', '{W,p}', ARRAY[r.statistic, r.p_value], '{35,0.2544122544122544}')).*
FROM (SELECT (rank_sum_test(pd, at_term)).* FROM permeability) r;
INSERT INTO result SELECT (pg_temp.compare('permeability, normal', '{W,p}', ARRAY[r.statistic, r.p_value], '{35,0.22067136191984679}')).*
FROM (SELECT (rank_sum_test_of(ranks_agg(pd, at_term), exact => false, continuity => false)).* FROM permeability) r;
INSERT INTO result SELECT (pg_temp.compare('permeability, corrected', '{W,p}', ARRAY[r.statistic, r.p_value], '{35,0.24462360512698336}')).*
FROM (SELECT (rank_sum_test_of(ranks_agg(pd, at_term), exact => false)).* FROM permeability) r;
INSERT INTO result SELECT (pg_temp.compare('depression, exact', '{V,p}', ARRAY[r.statistic, r.p_value], '{40,0.0390625}')).*
FROM (SELECT (wilcoxon_signed_rank_test(before, after)).* FROM depression) r;
-- one difference is 0, two are 1.4: R was given them rounded to one digit
INSERT INTO result SELECT (pg_temp.compare('sleep, corrected', '{V,p,n}', ARRAY[r.statistic, r.p_value, r.n], '{0,0.0090906980159250559,10}')).*
FROM (SELECT (wilcoxon_signed_rank_test(first, second)).* FROM sleep) r;
INSERT INTO result SELECT (pg_temp.compare('sleep, normal', '{V,p}', ARRAY[r.statistic, r.p_value], '{0,0.0076324416482055155}')).*
FROM (SELECT (wilcoxon_signed_rank_test_of(ranks_agg(round((first - second)::numeric, 1)::float8), continuity => false)).* FROM sleep) r;
INSERT INTO result SELECT (pg_temp.compare('ozone by month', '{H,df,p,n,missing}', ARRAY[r.statistic, r.df, r.p_value, r.n, r.missing],
    '{29.266576306116939,4,6.9007141185467839e-06,116,37}')).*
FROM (SELECT (kruskal_wallis_test(month::text, ozone)).* FROM air) r;
INSERT INTO result SELECT (pg_temp.compare('mucociliary efficiency', '{H,df,p}', ARRAY[r.statistic, r.df, r.p_value],
    '{0.77142857142857224,2,0.67996477357889362}')).*
FROM (SELECT (kruskal_wallis_test(arm, efficiency)).* FROM mucociliary) r;
INSERT INTO result SELECT (pg_temp.compare('smokers, trend', '{chisq,df,p,n}', ARRAY[r.statistic, r.df, r.p_value, r.n],
    '{8.2249222851977102,1,0.004131897477641487,397}')).*
FROM (SELECT (cochran_armitage_test(study, i <= smoking)).* FROM smokers, generate_series(1, patients) i) r;
INSERT INTO result SELECT (pg_temp.compare('smokers, fourth study', '{chisq,p}', ARRAY[r.statistic, r.p_value],
    '{12.173146220740252,0.00048482459344167451}')).*
FROM (SELECT (cochran_armitage_test((study = 4)::int, i <= smoking)).* FROM smokers, generate_series(1, patients) i) r;
-- the largest exact ones, and beyond
INSERT INTO result SELECT (pg_temp.compare('49 and 45, exact', '{W,p}', ARRAY[r.statistic, r.p_value], '{1200,0.46462401402470627}')).*
FROM (SELECT (rank_sum_test(x, t)).* FROM (
    SELECT i * 37 % 101 AS x, true AS t FROM generate_series(1, 49) i UNION ALL
    SELECT i * 53 % 97 + 0.5, false FROM generate_series(1, 45) i) v) r;
INSERT INTO result SELECT (pg_temp.compare('80 and 70, ties', '{W,p}', ARRAY[r.statistic, r.p_value], '{2669.5,0.62431280667330402}')).*
FROM (SELECT (rank_sum_test(x, t)).* FROM (
    SELECT i * 37 % 101 AS x, true AS t FROM generate_series(1, 80) i UNION ALL
    SELECT i * 53 % 97 + 6, false FROM generate_series(1, 70) i) v) r;
INSERT INTO result SELECT (pg_temp.compare('49 differences, exact', '{V,p}', ARRAY[r.statistic, r.p_value], '{828,0.031599349383267146}')).*
FROM (SELECT (wilcoxon_signed_rank_test(i * 41 % 101 / 10.0, 4.03)).* FROM generate_series(1, 49) i) r;
INSERT INTO result SELECT (pg_temp.compare('90 differences', '{V,p}', ARRAY[r.statistic, r.p_value], '{2745,0.0050392955067411855}')).*
FROM (SELECT (wilcoxon_signed_rank_test(i * 41 % 101 / 10.0, 4.03)).* FROM generate_series(1, 90) i) r;

\echo == shifts: exact limits as R; normal ones to the 1e-4 of its search
INSERT INTO result SELECT (pg_temp.compare('permeability, shift', '{shift,lower,upper}', ARRAY[r.estimate, r.lower, r.upper],
    '{0.30500000000000005,-0.15000000000000002,0.7599999999999999}')).*
FROM (SELECT (hodges_lehmann(pd, at_term)).* FROM permeability) r;
INSERT INTO result SELECT (pg_temp.compare('depression, pseudomedian', '{shift,lower,upper}', ARRAY[r.estimate, r.lower, r.upper],
    '{0.46000000000000008,0.010000000000000009,0.78600000000000003}')).*
FROM (SELECT (pseudomedian(before, after)).* FROM depression) r;
INSERT INTO result SELECT (pg_temp.compare('49 and 45, shift', '{shift,lower,upper}', ARRAY[r.estimate, r.lower, r.upper], '{3.5,-8.5,16.5}')).*
FROM (SELECT (hodges_lehmann(x, t)).* FROM (
    SELECT i * 37 % 101 AS x, true AS t FROM generate_series(1, 49) i UNION ALL
    SELECT i * 53 % 97 + 0.5, false FROM generate_series(1, 45) i) v) r;
INSERT INTO result SELECT (pg_temp.compare('49 and 45, shift, 90 %', '{lower,upper}', ARRAY[r.lower, r.upper], '{-6.5,14.5}')).*
FROM (SELECT (hodges_lehmann(x, t, 0.9)).* FROM (
    SELECT i * 37 % 101 AS x, true AS t FROM generate_series(1, 49) i UNION ALL
    SELECT i * 53 % 97 + 0.5, false FROM generate_series(1, 45) i) v) r;
INSERT INTO result SELECT (pg_temp.compare('49 differences', '{shift,lower,upper}', ARRAY[r.estimate, r.lower, r.upper],
    '{0.96999999999999975,0.11999999999999966,1.8699999999999997}')).*
FROM (SELECT (pseudomedian(i * 41 % 101 / 10.0, 4.03)).* FROM generate_series(1, 49) i) r;
INSERT INTO result SELECT (pg_temp.compare('90 differences', '{lower,upper}', ARRAY[r.lower, r.upper],
    '{0.31997657556753351,1.5700868240411274}', 3e-4)).*
FROM (SELECT (pseudomedian(i * 41 % 101 / 10.0, 4.03)).* FROM generate_series(1, 90) i) r;
INSERT INTO result SELECT (pg_temp.compare('80 and 70, shift', '{lower,upper}', ARRAY[r.lower, r.upper], '{-12.000087994666488,7.0000715082139422}', 3e-5)).*
FROM (SELECT (hodges_lehmann(x, t)).* FROM (
    SELECT i * 37 % 101 AS x, true AS t FROM generate_series(1, 80) i UNION ALL
    SELECT i * 53 % 97 + 6, false FROM generate_series(1, 70) i) v) r;
INSERT INTO result SELECT (pg_temp.compare('ozone, shift', '{lower,upper}', ARRAY[r.lower, r.upper],
    '{-52.999985416270448,-14.999978983025168}', 1e-4)).*
FROM (SELECT (hodges_lehmann(ozone, month = 5)).* FROM air WHERE month IN (5, 8)) r;
-- the median of differences and of averages, made in full by SQL
INSERT INTO result WITH d AS (SELECT a.ozone - b.ozone AS d FROM air a, air b WHERE a.month = 5 AND b.month = 8)
SELECT (pg_temp.compare('ozone, shift by SQL', '{shift}', ARRAY[r.estimate], ARRAY[(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM d)])).*
FROM (SELECT (hodges_lehmann(ozone, month = 5)).* FROM air WHERE month IN (5, 8)) r;
INSERT INTO result WITH d AS (SELECT a.ozone / 2 + b.ozone / 2 AS d FROM air a, air b WHERE a.i <= b.i)
SELECT (pg_temp.compare('ozone, pseudomedian by SQL', '{shift}', ARRAY[r.estimate], ARRAY[(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d) FROM d)])).*
FROM (SELECT (pseudomedian(ozone)).* FROM air) r;

SELECT count(*) AS compared FROM result;
SELECT id, what, got, expected FROM result
WHERE (abs(got - expected) <= tolerance * greatest(abs(expected), 1e-300) OR got = expected) IS NOT TRUE ORDER BY id, what;

\echo == what is not defined is NULL, and counted
-- 15 digits: the last ones depend on the compiler
SET extra_float_digits = 0;
-- a case a row: values and group (t treated, f other, n NULL)
CREATE TEMP TABLE degenerate (id int, title text, value float8, treated bool);
INSERT INTO degenerate VALUES
    (1, 'nothing but missing', NULL, true), (1, 'nothing but missing', 5, NULL),
    (2, 'one subject', 5, true),
    (3, 'one in each arm', 5, true), (3, 'one in each arm', 7, false),
    (4, 'no treated', 5, false), (4, 'no treated', 6, false),
    (5, 'two and one', 5, true), (5, 'two and one', 6, true), (5, 'two and one', 9, false),
    (6, 'all tied', 0.1, true), (6, 'all tied', 0.1, true), (6, 'all tied', 0.1, false), (6, 'all tied', 0.1, false),
    (7, 'constant in each arm', 1, true), (7, 'constant in each arm', 1, true), (7, 'constant in each arm', 2, false), (7, 'constant in each arm', 2, false);
SELECT title, (t_test(value, treated)).*, (t_test(value, treated, true)).p_value AS pooled_p FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (mean_difference(value, treated)).*, (mean_estimate(value)).lower AS mean_lower FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (rank_sum_test(value, treated)).* FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (hodges_lehmann(value, treated)).* FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (wilcoxon_signed_rank_test(value)).*, (pseudomedian(value)).lower FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (kruskal_wallis_test(treated::text, value)).* FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (cochran_armitage_test(value, treated)).* FROM degenerate GROUP BY id, title ORDER BY id;
-- a baseline of zero has no change in per cent; no change has no t
SELECT (change_summary(v, b)).* FROM (VALUES (1.0, 0.0), (2, 1), (3, NULL), (NULL, 2), (NULL, NULL)) x (v, b);
SELECT (paired_t_test(v, b)).* FROM (VALUES (100.1, 100.0), (0.2, 0.1), (5.3, 5.2)) x (v, b);
SELECT (wilcoxon_signed_rank_test(v, b)).* FROM (VALUES (100.1, 100.0), (0.2, 0.1), (5.3, 5.2), (1, 1)) x (v, b);
-- no row at all
SELECT t_test(1, true) IS NULL AND mean_estimate(1) IS NULL AND rank_sum_test(1, true) IS NULL
    AND kruskal_wallis_test('a', 1) IS NULL AND hodges_lehmann(1, true) IS NULL AND change_summary(1, 1) IS NULL
    AND sample_agg(1) IS NULL AND ranks_agg(1) IS NULL AND cochran_armitage_test(1, true) IS NULL AS all_null
WHERE false;

\echo == numbers of any size
-- exact sums: a mean that cancels, a variance far below the square of the mean
SELECT (mean_estimate(x)).estimate FROM (VALUES (1e308), (1e308), (-1e308), (-1e308), (2)) v (x);
SELECT (one_sample_t_test(x, 1e9)).* FROM generate_series(1e9::numeric, 1e9 + 99) v (x);
SELECT (t_test(x * 1e200, t)).statistic = (t_test(x, t)).statistic AS scale_up, (t_test(x * 1e-200, t)).df AS df
FROM (VALUES (1, true), (2, true), (4, false), (8, false)) v (x, t);
SELECT (hodges_lehmann(x, t)).estimate FROM (VALUES (-1.7e308, true), (1.7e308, false)) v (x, t);
SELECT (hodges_lehmann(x, t)).* FROM (VALUES (-0.0, true), (5e-324, false), (-5e-324, false)) v (x, t);

\echo == errors
SELECT t_test(float8 'NaN', true);
SELECT mean_estimate(float8 'Infinity');
SELECT rank_sum_test(float8 '-Infinity', true);
SELECT paired_t_test(1e308, -1e308);
SELECT change_summary(1, 1e-320);
SELECT mean_estimate(1, 1);
SELECT mean_estimate(1, 'NaN');
SELECT mean_estimate(1, NULL);
SELECT mean_difference(1, true, NULL, 0.95);
SELECT one_sample_t_test(1, 'Infinity');
SELECT mean_estimate(x, x / 10.0) FROM generate_series(1, 2) x;
SELECT hodges_lehmann(1, true, 0);
SELECT t_test_of(sample_agg(1));
SELECT mean_change_of(sample_agg(1, true));
SELECT rank_sum_test_of(ranks_agg(1));
SELECT kruskal_wallis_test_of(ranks_agg(1, true));
SELECT rank_sum_test_of(ranks_agg(x % 3, x % 2 = 0), exact => true) FROM generate_series(1, 10) x;
SELECT rank_sum_test_of(ranks_agg(x, x > 1), exact => true) FROM generate_series(1, 300) x;
SELECT kruskal_wallis_test(repeat('x', 1001), 1);
SELECT kruskal_wallis_test(x::text, x) FROM generate_series(1, 1001) x;

-- contingency: tests of tables of counts, Mantel-Haenszel estimates, p-values
-- of several tests.  Expected values by R 4.2.2: chisq.test, fisher.test,
-- mcnemar.test, binom.test, mantelhaen.test, p.adjust.
\set VERBOSITY default
CREATE SCHEMA contingency_test;
SET search_path = contingency_test, public;
SET extra_float_digits = -3;
CREATE FUNCTION near(a double precision, b double precision) RETURNS boolean IMMUTABLE LANGUAGE sql AS
    'SELECT a IS NOT DISTINCT FROM b OR coalesce(abs(a - b) <= 1e-10 * greatest(abs(a), abs(b)) + 1e-18, false)';

-- ------------------------------------------------------------------- tables
--
-- The first five are published results of trials in lupus nephritis (LUNAR,
-- ACCESS, BLISS-LN, ALMS, AURORA 1); then job satisfaction and tea of R's
-- fisher.test, convictions of Fisher (1962), and tables of our own.
CREATE TEMP TABLE tables (test text, counts bigint[], correct boolean, statistic double precision, df double precision, p_value double precision, min_expected double precision);
INSERT INTO tables VALUES
    ('chi_square', '{{41,31},{33,39}}', false, 1.77915057915058, 1, 0.182253665023155, 35),
    ('chi_square', '{{41,31},{33,39}}', true, 1.36216216216216, 1, 0.243163111265938, 35),
    ('fisher', '{{41,31},{33,39}}', NULL, NULL, NULL, 0.243077545611837, 35),
    ('chi_square', '{{22,44},{21,47}}', false, 0.0923267339136011, 1, 0.761239775599111, 21.1791044776119),
    ('chi_square', '{{22,44},{21,47}}', true, 0.0141084405790287, 1, 0.905450480682794, 21.1791044776119),
    ('fisher', '{{22,44},{21,47}}', NULL, NULL, NULL, 0.853624272240435, 21.1791044776119),
    ('chi_square', '{{96,127},{72,151}}', false, 5.50051387461459, 1, 0.0190108862676564, 84),
    ('chi_square', '{{96,127},{72,151}}', true, 5.05168722165125, 1, 0.0246019707882397, 84),
    ('fisher', '{{96,127},{72,151}}', NULL, NULL, NULL, 0.024465253398208, 84),
    ('chi_square', '{{104,81},{98,87}}', false, 0.392503536067892, 1, 0.530986363882712, 84),
    ('chi_square', '{{104,81},{98,87}}', true, 0.272571900047148, 1, 0.601611714749369, 84),
    ('fisher', '{{104,81},{98,87}}', NULL, NULL, NULL, 0.601675005386033, 84),
    ('chi_square', '{{73,106},{40,138}}', false, 13.8311968560048, 1, 0.000199987947555068, 56.3417366946779),
    ('chi_square', '{{73,106},{40,138}}', true, 12.9977723564769, 1, 0.000311861768845543, 56.3417366946779),
    ('fisher', '{{73,106},{40,138}}', NULL, NULL, NULL, 0.000255934571803469, 56.3417366946779),
    ('chi_square', '{{1,3,10,6},{2,3,10,7},{1,6,14,12},{0,1,9,11}}', false, 5.9655145887704, 9, 0.743364725052551, 0.833333333333333),
    ('fisher', '{{1,3,10,6},{2,3,10,7},{1,6,14,12},{0,1,9,11}}', NULL, NULL, NULL, 0.782684938965675, 0.833333333333333),
    ('chi_square', '{{3,1},{1,3}}', false, 2, 1, 0.157299207050284, 2),
    ('chi_square', '{{3,1},{1,3}}', true, 0.5, 1, 0.479500122186953, 2),
    ('fisher', '{{3,1},{1,3}}', NULL, NULL, NULL, 0.485714285714286, 2),
    ('chi_square', '{{2,15},{10,3}}', false, 13.0316742081448, 1, 0.00030626663018355, 5.2),
    ('chi_square', '{{2,15},{10,3}}', true, 10.4581447963801, 1, 0.00122109851631151, 5.2),
    ('fisher', '{{2,15},{10,3}}', NULL, NULL, NULL, 0.000536724119143436, 5.2),
    ('chi_square', '{{20,30,50},{25,25,50}}', false, 1.01010101010101, 2, 0.60347509611716, 22.5),
    ('fisher', '{{20,30,50},{25,25,50}}', NULL, NULL, NULL, 0.604585620183012, 22.5),
    ('chi_square', '{{12,5},{9,11},{4,17}}', false, 10.220977506154, 2, 0.00603313349032871, 7.32758620689655),
    ('fisher', '{{12,5},{9,11},{4,17}}', NULL, NULL, NULL, 0.00686254569581432, 7.32758620689655),
    ('chi_square', '{{0,3,0},{2,0,1},{0,0,4}}', false, 15.3333333333333, 4, 0.00405752370099073, 0.6),
    ('fisher', '{{0,3,0},{2,0,1},{0,0,4}}', NULL, NULL, NULL, 0.00238095238095237, 0.6),
    ('chi_square', '{{5,0},{0,7}}', false, 12, 1, 0.00053200550513925, 2.08333333333333),
    ('chi_square', '{{5,0},{0,7}}', true, 8.23836734693877, 1, 0.00410140086190389, 2.08333333333333),
    ('fisher', '{{5,0},{0,7}}', NULL, NULL, NULL, 0.00126262626262626, 2.08333333333333),
    ('chi_square', '{{1200,800},{1100,900}}', false, 10.230179028133, 1, 0.00138161252573259, 850),
    ('chi_square', '{{1200,800},{1100,900}}', true, 10.0265984654731, 1, 0.00154295715076063, 850),
    ('fisher', '{{1200,800},{1100,900}}', NULL, NULL, NULL, 0.00153950773877174, 850),
    ('chi_square', '{{5,5},{5,5}}', false, 0, 1, 1, 5),
    ('chi_square', '{{5,5},{5,5}}', true, 0, 1, 1, 5),
    ('fisher', '{{5,5},{5,5}}', NULL, NULL, NULL, 1, 5);
SELECT c.*, r.* FROM tables c,
    LATERAL (SELECT (f).* FROM (SELECT CASE test WHEN 'fisher' THEN fisher_exact_test(counts) ELSE chi_square_test(counts, correct) END AS f) AS f) AS r
WHERE NOT (near(r.statistic, c.statistic) AND near(r.df, c.df) AND near(r.p_value, c.p_value) AND near(r.min_expected, c.min_expected)
    AND r.n = (SELECT sum(x) FROM unnest(counts) AS x) AND r.missing IS NULL);
SELECT test, count(*) FROM tables GROUP BY test ORDER BY test;
SELECT DISTINCT method FROM tables, chi_square_test(counts, correct) ORDER BY method;

-- A table, turned, with rows or columns in another order or empty ones added,
-- is the same table.
SELECT count(*), bool_and(near(a, b) AND near(a, c)) AS same
FROM tables, LATERAL (SELECT array_agg(line ORDER BY j) AS turned FROM generate_subscripts(counts, 2) AS j,
        LATERAL (SELECT array_agg(counts[i][j] ORDER BY i) AS line FROM generate_subscripts(counts, 1) AS i) AS l) AS t,
    LATERAL (SELECT array_agg(line ORDER BY i DESC) AS mixed FROM generate_series(0, array_length(counts, 1)) AS i,
        LATERAL (SELECT array_agg(coalesce(counts[i][j], 0) ORDER BY j DESC) AS line FROM generate_series(0, array_length(counts, 2)) AS j) AS l) AS m,
    LATERAL (SELECT p_value AS a FROM fisher_exact_test(counts)) AS a,
    LATERAL (SELECT p_value AS b FROM fisher_exact_test(turned)) AS b,
    LATERAL (SELECT p_value AS c FROM fisher_exact_test(mixed)) AS c
WHERE test = 'fisher';

-- Fisher's p-value of all 2 x 2 tables with 7 and 9 subjects, from
-- probabilities in numeric.
SELECT count(*), max(abs(p_value - expected)) < 1e-12 AS same
FROM generate_series(0, 7) AS a, generate_series(0, 9) AS b, fisher_exact_test(a, 7, b, 9),
    LATERAL (SELECT sum(p) AS expected FROM (SELECT p, max(p) FILTER (WHERE k = a) OVER () AS observed
            FROM generate_series(greatest(0, a + b - 9), least(7, a + b)) AS k,
                LATERAL (SELECT factorial(7) / factorial(k) / factorial(7 - k) * (factorial(9) / factorial(a + b - k) / factorial(9 - a - b + k))
                    / (factorial(16) / factorial(a + b) / factorial(16 - a - b)) AS p) AS d) AS q WHERE p <= observed * (1 + 1e-7)) AS e
WHERE a + b BETWEEN 1 AND 15;

-- Fisher's p-value of all 3 x 3 tables with rows 4, 3, 3 and columns 5, 3, 2,
-- from probabilities in numeric.
WITH tables AS MATERIALIZED (
    SELECT ARRAY[[a, b, 4 - a - b], [c, d, 3 - c - d], [5 - a - c, 3 - b - d, a + b + c + d - 5]]::bigint[] AS t,
        factorial(4) * factorial(3) * factorial(3) * factorial(5) * factorial(3) * factorial(2) / factorial(10)
            / (factorial(a) * factorial(b) * factorial(4 - a - b) * factorial(c) * factorial(d) * factorial(3 - c - d) * factorial(5 - a - c) * factorial(3 - b - d) * factorial(a + b + c + d - 5)) AS p
    FROM generate_series(0, 4) AS a, generate_series(0, least(4 - a, 3)) AS b, generate_series(0, least(3, 5 - a)) AS c, generate_series(0, least(3 - c, 3 - b)) AS d
    WHERE a + b + c + d >= 5)
SELECT count(*), sum(p) > 0.999999 AS all_of_them, max(abs((fisher_exact_test(t)).p_value - (SELECT sum(p) FROM tables AS other WHERE other.p <= tables.p * (1 + 1e-7)))) < 1e-12 AS same FROM tables;

-- From counts of responders, from a literal.
SELECT * FROM chi_square_test(41, 72, 33, 72);
SELECT * FROM chi_square_test(41, 72, 33, 72, correct => true);
SELECT * FROM fisher_exact_test(22, 66, 21, 68);
SELECT * FROM chi_square_test('{{41,31},{33,39}}');
SELECT p_value FROM fisher_exact_test('{{22,44},{21,47}}');
-- Not defined: nobody, one row or column with anybody in it.
SELECT * FROM chi_square_test('{{0,0},{0,0}}');
SELECT * FROM chi_square_test('{{3,0},{4,0}}');
SELECT * FROM fisher_exact_test('{{3,4}}');
SELECT * FROM chi_square_test(0, 5, 0, 6);
SELECT * FROM fisher_exact_test(0, 0, 3, 6);
SELECT chi_square_test(ARRAY[1, 2]);
SELECT chi_square_test('{}');
SELECT chi_square_test(ARRAY[[1, NULL], [2, 3]]);
SELECT chi_square_test(ARRAY[[1, -1], [2, 3]]);
SELECT chi_square_test(ARRAY[[9223372036854775807, 1], [2, 3]]);
SELECT chi_square_test(array_fill(1::bigint, ARRAY[300, 300]));
SELECT fisher_exact_test(array_fill(30::bigint, ARRAY[6, 6]));
-- R, workspace = 2e8: 0.8188871295935; and 0.4905561512054.
SELECT fisher_exact_test('{{3,2,1,4,2},{2,5,3,1,2},{4,2,2,3,1},{1,2,3,2,5},{2,2,2,1,3}}');
SELECT fisher_exact_test('{{30,40,30,10},{35,25,40,10},{33,34,33,10}}');
SELECT fisher_exact_test(array_fill(3::bigint, ARRAY[12, 12]) || array_fill(4::bigint, ARRAY[1, 12]));
SELECT fisher_exact_test(100000000, 200000000, 100000000, 200000000);
SELECT chi_square_test(3, 2, 1, 1);

-- ------------------------------------------------------------ paired answers
--
-- The first table is R's example (Agresti 1990, p. 350).
CREATE TEMP TABLE paired (LIKE tables);
INSERT INTO paired VALUES
    ('mcnemar', '{{794,86},{150,570}}', false, 17.3559322033898, 1, 3.09929344104522e-05, NULL),
    ('mcnemar_exact', '{{794,86},{150,570}}', NULL, NULL, NULL, 3.71593613957143e-05, NULL),
    ('mcnemar', '{{794,86},{150,570}}', true, 16.8177966101695, 1, 4.11456228134594e-05, NULL),
    ('mcnemar', '{{10,5},{1,8}}', false, 2.66666666666667, 1, 0.102470434859749, NULL),
    ('mcnemar_exact', '{{10,5},{1,8}}', NULL, NULL, NULL, 0.21875, NULL),
    ('mcnemar', '{{10,5},{1,8}}', true, 1.5, 1, 0.220671361919847, NULL),
    ('mcnemar', '{{20,5,3},{9,30,4},{2,8,25}}', false, 2.67619047619048, 3, 0.444288649228033, NULL),
    ('mcnemar', '{{4,3},{3,4}}', false, 0, 1, 1, NULL),
    ('mcnemar_exact', '{{4,3},{3,4}}', NULL, NULL, NULL, 1, NULL),
    ('mcnemar', '{{4,3},{3,4}}', true, 0, 1, 1, NULL);
SELECT c.*, r.* FROM paired c,
    LATERAL (SELECT (f).* FROM (SELECT CASE test WHEN 'mcnemar' THEN mcnemar_test(counts, correct) ELSE mcnemar_exact_test(counts) END AS f) AS f) AS r
WHERE NOT (near(r.statistic, c.statistic) AND near(r.df, c.df) AND near(r.p_value, c.p_value));
SELECT test, count(*) FROM paired GROUP BY test ORDER BY test;
SELECT * FROM mcnemar_test('{{794,86},{150,570}}', correct => true);
SELECT * FROM mcnemar_exact_test('{{794,86},{150,570}}');
SELECT * FROM mcnemar_test('{{5,0},{0,5}}');
SELECT * FROM mcnemar_exact_test('{{5,0},{0,5}}');
SELECT mcnemar_test('{{1,2,3},{4,5,6}}');
SELECT mcnemar_exact_test('{{1,2,3},{4,5,6},{7,8,9}}');

-- ------------------------------------------------------------------- strata
--
-- mantelhaen.test's own examples: admissions at Berkeley 1973 (with sex in
-- rows), rabbits and penicillin, satisfaction by income and sex (Agresti 2002,
-- p. 288), and two strata of the first with more rows turned.
CREATE TEMP TABLE stratified (LIKE tables);
INSERT INTO stratified VALUES
    ('cmh', '{{{512,313},{89,19}},{{353,207},{17,8}},{{120,205},{202,391}},{{138,279},{131,244}},{{53,138},{94,299}},{{22,351},{24,317}}}', false, 1.52460666044344, 1, 0.216923697055518, 9.18803418803419),
    ('cmh', '{{{512,313},{89,19}},{{353,207},{17,8}},{{120,205},{202,391}},{{138,279},{131,244}},{{53,138},{94,299}},{{22,351},{24,317}}}', true, 1.42694622858669, 1, 0.232263462817048, 9.18803418803419),
    ('cmh', '{{{0,6},{0,5}},{{3,3},{0,6}},{{6,0},{2,4}},{{5,1},{6,0}},{{2,0},{5,0}}}', false, 5.65714285714286, 1, 0.0173844203520662, 0),
    ('cmh', '{{{0,6},{0,5}},{{3,3},{0,6}},{{6,0},{2,4}},{{5,1},{6,0}},{{2,0},{5,0}}}', true, 3.92857142857143, 1, 0.0474722551429181, 0),
    ('cmh', '{{{1,3,11,2},{2,3,17,3},{0,1,8,5},{0,2,4,2}},{{1,1,2,1},{0,3,5,1},{0,0,7,3},{0,1,9,6}}}', false, 10.2000887577686, 9, 0.334531183397821, 0.125),
    ('cmh', '{{{512,89},{313,19}},{{353,17},{207,8}}}', false, 15.4675452575184, 1, 8.39341372403646e-05, 9.18803418803419),
    ('cmh', '{{{512,89},{313,19}},{{353,17},{207,8}}}', true, 14.726477466809, 1, 0.000124288539429844, 9.18803418803419);
SELECT c.*, r.* FROM stratified c, cmh_test(counts, correct) AS r
WHERE NOT (near(r.statistic, c.statistic) AND near(r.df, c.df) AND near(r.p_value, c.p_value) AND near(r.min_expected, c.min_expected));
SELECT count(*) FROM stratified;
SELECT * FROM cmh_test('{{{512,313},{89,19}},{{353,207},{17,8}},{{120,205},{202,391}},{{138,279},{131,244}},{{53,138},{94,299}},{{22,351},{24,317}}}');
-- A stratum of one subject says nothing; alone it leaves the test undefined.
SELECT statistic, df FROM cmh_test('{{{10,3},{4,9}},{{1,0},{0,0}}}');
SELECT * FROM cmh_test('{{{1,0},{0,0}},{{0,0},{0,1}}}');
-- Arms that never meet in a stratum cannot be compared.
SELECT * FROM cmh_test('{{{5,3},{4,6},{0,0},{0,0}},{{0,0},{0,0},{5,2},{3,3}}}');
SELECT cmh_test('{{1,2},{3,4}}');

-- Common odds ratio: mantelhaen.test's estimate and limits.
SELECT near(estimate, e) AND near(lower, l) AND near(upper, u) AS same, level, x1, n1, x2, n2
FROM (VALUES (0.95, 0.904696828258623, 0.77190736175935, 1.06032976443666), (0.9, 0.904696828258623, 0.791860301598543, 1.03361205178355)) AS v (w, e, l, u),
    mantel_haenszel_odds_ratio('{{{512,313},{89,19}},{{353,207},{17,8}},{{120,205},{202,391}},{{138,279},{131,244}},{{53,138},{94,299}},{{22,351},{24,317}}}', w);
SELECT near(estimate, e) AND near(lower, l) AND near(upper, u) AS same, level
FROM (VALUES (0.95, 7, 1.02671268846167, 47.7251333802226), (0.9, 7, 1.39790497959354, 35.0524540045971)) AS v (w, e, l, u),
    mantel_haenszel_odds_ratio('{{{0,6},{0,5}},{{3,3},{0,6}},{{6,0},{2,4}},{{5,1},{6,0}},{{2,0},{5,0}}}', w);
-- The migraine trial of SAS's documentation of PROC FREQ (better or same,
-- active or placebo, by sex): CMH 8.3052, p 0.0040; odds ratio 3.3132 (1.4456
-- to 7.5934), risk ratio 2.1636 (1.2336 to 3.7948).
SELECT round(statistic::numeric, 4) AS cmh, round(p_value::numeric, 4) AS p FROM cmh_test('{{{16,11},{5,20}},{{12,16},{7,19}}}');
SELECT round(estimate::numeric, 4) AS "or", round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper FROM mantel_haenszel_odds_ratio('{{{16,11},{5,20}},{{12,16},{7,19}}}');
SELECT round(estimate::numeric, 4) AS rr, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper FROM mantel_haenszel_risk_ratio('{{{16,11},{5,20}},{{12,16},{7,19}}}');
-- The difference with Sato's variance, its formula written out in numeric.
SELECT near(r.estimate, (d / w)::float8) AND near(r.std_err, (sqrt(d / w * p + q) / w)::float8) AND near(r.lower, r.estimate - 1.9599639845400545 * r.std_err) AS sato, r.estimate, r.lower, r.upper, r.std_err
FROM (SELECT sum(n1 * n2 / n) AS w, sum((x1 * n2 - x2 * n1) / n) AS d, sum((n1 ^ 2 * x2 - n2 ^ 2 * x1 + n1 * n2 * (n2 - n1) / 2) / n ^ 2) AS p,
        sum((x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * n)) AS q FROM (VALUES (16::numeric, 27::numeric, 5::numeric, 25::numeric), (12, 28, 7, 26)) AS v (x1, n1, x2, n2), LATERAL (SELECT n1 + n2 AS n) AS s) AS s,
    mantel_haenszel_risk_difference('{{{16,11},{5,20}},{{12,16},{7,19}}}') AS r;
-- In one stratum they are Wald's difference, Katz's and Woolf's ratios; of a
-- stratum and its copy the variance is half; swapped groups mirror.
SELECT count(*), bool_and(near(d.estimate, d1.estimate) AND near(d.std_err, d1.std_err)) AS wald, bool_and(near(r.estimate, r1.estimate) AND near(r.lower, r1.lower) AND near(r.upper, r1.upper)) AS katz,
    bool_and(near(o.estimate, o1.estimate) AND near(o.lower, o1.lower) AND near(o.upper, o1.upper)) AS woolf,
    bool_and(near(d2.estimate, d.estimate) AND near(2 * d2.std_err ^ 2, d.std_err ^ 2) AND near(2 * r2.std_err ^ 2, r.std_err ^ 2) AND near(2 * o2.std_err ^ 2, o.std_err ^ 2)) AS copied,
    bool_and(near(s.estimate, -d.estimate) AND near(s.std_err, d.std_err)) AS swapped
FROM generate_series(1, 6) AS a, generate_series(1, 8) AS b, LATERAL (SELECT ARRAY[[[a, 3], [b, 5]]] AS t) AS t,
    mantel_haenszel_risk_difference(t) AS d, risk_difference(a, a + 3, b, b + 5, 'wald') AS d1,
    mantel_haenszel_risk_ratio(t) AS r, risk_ratio(a, a + 3, b, b + 5) AS r1,
    mantel_haenszel_odds_ratio(t) AS o, odds_ratio(a, a + 3, b, b + 5) AS o1,
    mantel_haenszel_risk_difference(t || t) AS d2, mantel_haenszel_risk_ratio(t || t) AS r2,
    mantel_haenszel_odds_ratio(t || t) AS o2, mantel_haenszel_risk_difference(ARRAY[[[b, 5], [a, 3]]]) AS s;
-- Strata that compare nobody weigh nothing; none at all; no event anywhere.
SELECT mantel_haenszel_risk_difference('{{{16,11},{5,20}},{{12,16},{7,19}},{{3,2},{0,0}}}') IS DISTINCT FROM mantel_haenszel_risk_difference('{{{16,11},{5,20}},{{12,16},{7,19}}}') AS counted,
    (a).estimate = (b).estimate AS same FROM (SELECT mantel_haenszel_risk_difference('{{{16,11},{5,20}},{{12,16},{7,19}},{{3,2},{0,0}}}') AS a, mantel_haenszel_risk_difference('{{{16,11},{5,20}},{{12,16},{7,19}}}') AS b) AS s;
SELECT mantel_haenszel_risk_difference('{}');
SELECT mantel_haenszel_risk_difference('{{{3,2},{0,0}}}'), mantel_haenszel_risk_ratio('{{{3,2},{0,0}}}'), mantel_haenszel_odds_ratio('{{{0,5},{0,5}},{{0,6},{0,6}}}');
SELECT mantel_haenszel_odds_ratio('{{{3,2},{0,5}},{{4,2},{0,6}}}'), mantel_haenszel_risk_ratio('{{{0,5},{2,3}}}');
SELECT mantel_haenszel_odds_ratio('{{{1,2,3},{4,5,6}}}');
SELECT mantel_haenszel_odds_ratio('{{{1,NULL},{4,5}}}');
SELECT mantel_haenszel_odds_ratio('{{{1,-2},{4,5}}}');
SELECT mantel_haenszel_odds_ratio('{{{1,2},{4,5}}}', 95);

-- ------------------------------------------------------------ several tests
CREATE TEMP TABLE adjusted (method text, p double precision[], expected double precision[]);
INSERT INTO adjusted VALUES
    ('holm', '{0.01,0.04,0.03}', '{0.03,0.06,0.06}'),
    ('hochberg', '{0.01,0.04,0.03}', '{0.03,0.04,0.04}'),
    ('hommel', '{0.01,0.04,0.03}', '{0.03,0.04,0.04}'),
    ('bonferroni', '{0.01,0.04,0.03}', '{0.03,0.12,0.09}'),
    ('bh', '{0.01,0.04,0.03}', '{0.03,0.04,0.04}'),
    ('by', '{0.01,0.04,0.03}', '{0.055,0.0733333333333333,0.0733333333333333}'),
    ('none', '{0.01,0.04,0.03}', '{0.01,0.04,0.03}'),
    ('holm', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.025,0.192,0.897,0.902,0.902,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}'),
    ('hochberg', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.025,0.192,0.882,0.882,0.882,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986}'),
    ('hommel', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.025,0.192,0.682,0.697,0.714,0.84,0.962,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986,0.986}'),
    ('bonferroni', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.025,0.2,0.975,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}'),
    ('bh', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.025,0.1,0.21,0.21,0.21,0.25,0.264285714285714,0.491071428571429,0.491071428571429,0.491071428571429,0.491071428571429,0.491071428571429,0.491071428571429,0.491071428571429,0.5328125,0.5328125,0.564705882352941,0.781578947368421,0.781578947368421,0.87,0.907142857142857,0.986,0.986,0.986,0.986}'),
    ('by', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.0953989544438377,0.381595817775351,0.801351217328236,0.801351217328236,0.801351217328236,0.953989544438377,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}'),
    ('none', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}', '{0.001,0.008,0.039,0.041,0.042,0.06,0.074,0.205,0.212,0.216,0.222,0.251,0.269,0.275,0.34,0.341,0.384,0.569,0.594,0.696,0.762,0.94,0.942,0.975,0.986}'),
    ('holm', '{0.02,NULL,0.02,0.5}', '{0.06,NULL,0.06,0.5}'),
    ('hochberg', '{0.02,NULL,0.02,0.5}', '{0.04,NULL,0.04,0.5}'),
    ('hommel', '{0.02,NULL,0.02,0.5}', '{0.04,NULL,0.04,0.5}'),
    ('bonferroni', '{0.02,NULL,0.02,0.5}', '{0.06,NULL,0.06,1}'),
    ('bh', '{0.02,NULL,0.02,0.5}', '{0.03,NULL,0.03,0.5}'),
    ('by', '{0.02,NULL,0.02,0.5}', '{0.055,NULL,0.055,0.916666666666667}'),
    ('none', '{0.02,NULL,0.02,0.5}', '{0.02,NULL,0.02,0.5}'),
    ('holm', '{1,0,0.5,0.5}', '{1,0,1,1}'),
    ('hochberg', '{1,0,0.5,0.5}', '{1,0,1,1}'),
    ('hommel', '{1,0,0.5,0.5}', '{1,0,1,1}'),
    ('bonferroni', '{1,0,0.5,0.5}', '{1,0,1,1}'),
    ('bh', '{1,0,0.5,0.5}', '{1,0,0.666666666666667,0.666666666666667}'),
    ('by', '{1,0,0.5,0.5}', '{1,0,1,1}'),
    ('none', '{1,0,0.5,0.5}', '{1,0,0.5,0.5}');
SELECT c.*, p_adjust(p, method) FROM adjusted c
WHERE EXISTS (SELECT FROM unnest(expected, p_adjust(p, method)) AS u (e, a) WHERE NOT near(a, e));
SELECT method, count(*) FROM adjusted GROUP BY method ORDER BY method;
SELECT p_adjust('{0.01,0.04,0.03}'), p_adjust('{}'), p_adjust('{NULL}'), p_adjust('{0.2}', 'bonferroni'), p_adjust('{{0.01,0.02},{0.03,NULL}}', 'BH');
SELECT p_adjust('{0.5,1.5}');
SELECT p_adjust('{0.5,NaN}');
SELECT p_adjust('{0.5}', 'holmes');
SELECT p_adjust('{0.5}', 'wilson');
SET client_min_messages = warning;
DROP SCHEMA contingency_test CASCADE;

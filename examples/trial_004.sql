-- trial_004.sql: the analysis of trial SEED004 over SDTM tables, after
-- examples/sdtm.  Three arms, 2:2:1; the full analysis set, every subject in
-- the arm it was allocated to; complete renal response (CRR) at month 6 by arm,
-- chi-square of 3 x 2; time to CRR by Kaplan and Meier and the log-rank test.
-- A subject without a value at month 6, or with rescue therapy, treatment
-- withdrawn or death before it, is no responder.
--
--     trial_004            one row a subject: arm, CRR at month 6, time to CRR
--     trial_004_set        the sets that are analysed
--     trial_004_counts     of each set, the counts that all the rest needs
--     trial_004_rates      CRR by arm, with limits
--     trial_004_tests      the tests of the three arms
--     trial_004_pairs      each arm with a biologic against SOC
--     trial_004_at_risk    cumulative CRR and numbers at risk
--     trial_004_median     median time to CRR
--     trial_004_hazard     how much faster CRR comes than with SOC (Cox)

-- What the protocol leaves to whoever owns the data. The synthetic cohort
-- visits every four weeks, has two arms, and knows one rescue therapy.
INSERT INTO sdtm_code VALUES ('CM', 'RITUXIMAB', NULL, 'rescue_therapy', 'event', 'never before the study here');

-- Its subjects with belimumab are allocated 2:1 to Biologics and Triple, two of
-- three of the others to SOC, in the order in which they started: 2:2:1.
CREATE TABLE trial_004_list AS
SELECT 'BEL' AS armcd, l.* FROM allocation_list('{Biologics,Triple}', '{2,1}', '{3,6}', 10000, 'SEED004 over a cohort/BEL') AS l
UNION ALL
SELECT 'CTL', l.* FROM allocation_list('{SOC,"not in the trial"}', '{2,1}', '{3,6}', 10000, 'SEED004 over a cohort/CTL') AS l;

CREATE TABLE trial_004 AS
SELECT s.usubjid, l.arm, s.start, response_at(d.rules, 'CRR', s.history, d.visits, s.start, 'week 24', nri => true) AS crr,
    t.time AS days, t.event, t.reason
FROM (SELECT *, row_number() OVER (PARTITION BY armcd ORDER BY start, usubjid) AS position FROM sdtm_subject) AS s
    JOIN trial_004_list AS l USING (armcd, position)
    CROSS JOIN (VALUES (response_rules 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex)' || response_definition('seed004'),
        visit_schedule 'weeks 0, 4, 8, 12, 16, 20, 24')) AS d (rules, visits)
    -- in planned days: that samples of one visit lie some days apart says nothing
    -- about the response
    CROSS JOIN LATERAL time_to_response(d.rules, 'CRR', s.history, d.visits, s.start, planned_days => true) AS t
WHERE l.arm <> 'not in the trial';

-- Everybody, and a trial of the planned size.
CREATE VIEW trial_004_set AS
SELECT 'all' AS name, usubjid, arm, crr, days, event FROM trial_004
UNION ALL
SELECT 'first 50', usubjid, arm, crr, days, event
FROM (SELECT *, row_number() OVER (PARTITION BY arm ORDER BY start, usubjid) AS place FROM trial_004) AS t
WHERE place <= CASE arm WHEN 'Triple' THEN 10 ELSE 20 END;

CREATE VIEW trial_004_counts AS
SELECT name, contingency_agg(arm, crr) AS crr, survival_agg(days, event, arm) AS time_to_crr FROM trial_004_set GROUP BY name;

CREATE VIEW trial_004_rates AS
SELECT s.name, s.arm, r.* FROM
    (SELECT name, arm, count(*) FILTER (WHERE crr) AS responders, count(*) AS subjects FROM trial_004_set GROUP BY name, arm) AS s,
    (VALUES ('wilson'), ('clopper_pearson')) AS m (method), response_rate(s.responders, s.subjects, m.method) AS r;

CREATE VIEW trial_004_tests AS
SELECT c.name, t.* FROM trial_004_counts AS c, LATERAL (
    SELECT 'CRR at month 6, chi-square' AS test, r.* FROM chi_square_test_of(c.crr) AS r
    UNION ALL SELECT 'CRR at month 6, Fisher-Freeman-Halton', r.* FROM fisher_exact_test_of(c.crr) AS r
    UNION ALL SELECT 'time to CRR, log-rank', r.* FROM logrank(c.time_to_crr) AS r
    UNION ALL SELECT 'time to CRR, Peto-Peto', r.* FROM logrank(c.time_to_crr, 1) AS r) AS t;

-- The p-values of the two comparisons adjusted by Holm.
CREATE VIEW trial_004_pairs AS
SELECT name, arm, difference, lower, upper, p_value, (p_adjust(array_agg(p_value) OVER w, 'holm'))[row_number() OVER w_so_far] AS p_holm
FROM (
    SELECT s.name, a.arm, (d.d).estimate AS difference, (d.d).lower, (d.d).upper, (d.t).p_value
    FROM (SELECT DISTINCT name FROM trial_004_set) AS s, (VALUES ('Biologics'), ('Triple')) AS a (arm), LATERAL (
        SELECT risk_difference(crr, x.arm = a.arm, 'newcombe') AS d, chi_square_test(x.crr, x.arm = a.arm) AS t
        FROM trial_004_set AS x WHERE x.name = s.name AND x.arm IN (a.arm, 'SOC')) AS d) AS p
WINDOW w AS (PARTITION BY name ORDER BY arm ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
    w_so_far AS (PARTITION BY name ORDER BY arm);

-- One minus survival is the proportion with a CRR so far.
CREATE VIEW trial_004_at_risk AS
SELECT c.name, s.arm, s.time AS day, s.n_risk, s.n_event, 1 - s.survival AS responded, s.std_err, 1 - s.upper AS lower, 1 - s.lower AS upper
FROM trial_004_counts AS c, survival_at(c.time_to_crr, '{0,28,56,84,112,140,168}', 'log-log') AS s;

CREATE VIEW trial_004_median AS
SELECT c.name, q.* FROM trial_004_counts AS c, survival_quantile(c.time_to_crr, '{0.25,0.5}') AS q;

CREATE VIEW trial_004_hazard AS
SELECT c.name, h.* FROM trial_004_counts AS c, hazard_ratio(c.time_to_crr, 'SOC') AS h;

-- @subject Response: constant rules against a hand-written CASE, and SLEDAI scores
-- @rows 10000000
--
-- Goals: classify with constant rules at most 1.1 times the
-- hand-written CASE; the SLEDAI score of stored sets against a bare scan.
-- A CASE with an ELSE puts a missing value into the last class, so that the
-- hand-written one says so, too; "case_careless" does not.  Rules that speak of
-- baseline count in decimal, as CASE does in numeric but not in float8.

CREATE UNLOGGED TABLE visit AS
SELECT g AS id, (g * 7 % 41) / 10.0::float8 AS upcr, 30 + (g * 13 % 90)::float8 AS egfr, 25 + (g % 20)::float8 AS albumin,
    g % 10 = 3 AS rescue_therapy, (1 + g % 40) / 10.0::float8 AS base_upcr, 40 + (g * 11 % 70)::float8 AS base_egfr
FROM generate_series(1, greatest(:part, 1)) g;
CREATE UNLOGGED TABLE scored AS
SELECT g AS id, sledai_from_flags(ARRAY(SELECT (g * 2654435761 >> i) & 7 = 0 FROM generate_series(1, 24) i)) AS items FROM generate_series(1, 1000) g;
CREATE UNLOGGED TABLE sets AS SELECT g AS id, s.items FROM generate_series(1, :rows) g JOIN scored s ON s.id = 1 + g % 1000;
CREATE UNLOGGED TABLE histories AS
SELECT id, observation('upcr', '2024-01-01', base_upcr, 'g/g') || observation('upcr', '2024-06-02', upcr, 'g/g') || observation('egfr', '2024-01-01', base_egfr, 'mL/min/{1.73_m2}')
    || observation('egfr', '2024-06-02', egfr, 'mL/min/{1.73_m2}') AS history FROM visit WHERE id <= greatest(:part / 10, 1);
CREATE TABLE definition AS SELECT response_rules 'CRR: upcr < 0.5 and egfr >= 60 and not rescue_therapy; PR: upcr < 1.0 and egfr >= 60 and not rescue_therapy; else N' AS rules;
ANALYZE;

-- @variant scan
SELECT count(*), sum(id) FROM visit WHERE upcr IS NOT NULL AND egfr IS NOT NULL AND rescue_therapy IS NOT NULL;
-- @variant case
SELECT sum(length(CASE WHEN upcr < 0.5 AND egfr >= 60 AND NOT rescue_therapy THEN 'CRR' WHEN (upcr < 0.5 AND egfr >= 60 AND NOT rescue_therapy) IS NULL THEN NULL
    WHEN upcr < 1.0 AND egfr >= 60 AND NOT rescue_therapy THEN 'PR' WHEN (upcr < 1.0 AND egfr >= 60 AND NOT rescue_therapy) IS NULL THEN NULL ELSE 'N' END)) FROM visit;
-- @variant case_careless
SELECT sum(length(CASE WHEN upcr < 0.5 AND egfr >= 60 AND NOT rescue_therapy THEN 'CRR' WHEN upcr < 1.0 AND egfr >= 60 AND NOT rescue_therapy THEN 'PR' ELSE 'N' END)) FROM visit;
-- @variant classify
SELECT sum(length(classify('CRR: upcr < 0.5 and egfr >= 60 and not rescue_therapy; PR: upcr < 1.0 and egfr >= 60 and not rescue_therapy; else N', v))) FROM visit v;
-- @variant classify_from_column
SELECT sum(length(classify(d.rules, v))) FROM visit v, definition d;
-- @variant classify_interpreter trial_ext.enable_rewrite=off
SELECT sum(length(classify('CRR: upcr < 0.5 and egfr >= 60 and not rescue_therapy; PR: upcr < 1.0 and egfr >= 60 and not rescue_therapy; else N', v))) FROM visit v;
-- @variant baseline_case
SELECT sum(length(CASE WHEN upcr < 0.5 AND egfr >= 0.85 * base_egfr AND NOT rescue_therapy THEN 'CRR' WHEN (upcr < 0.5 AND egfr >= 0.85 * base_egfr AND NOT rescue_therapy) IS NULL THEN NULL
    WHEN upcr <= 0.5 * base_upcr AND upcr < 3 AND egfr >= 0.85 * base_egfr AND NOT rescue_therapy THEN 'PR' WHEN (upcr <= 0.5 * base_upcr AND upcr < 3 AND egfr >= 0.85 * base_egfr AND NOT rescue_therapy) IS NULL THEN NULL ELSE 'N' END)) FROM visit;
-- @variant baseline_case_numeric
SELECT sum(length(CASE WHEN upcr < 0.5 AND egfr::numeric >= 0.85 * base_egfr::numeric AND NOT rescue_therapy THEN 'CRR' WHEN (upcr < 0.5 AND egfr::numeric >= 0.85 * base_egfr::numeric AND NOT rescue_therapy) IS NULL THEN NULL
    WHEN upcr::numeric <= 0.5 * base_upcr::numeric AND upcr < 3 AND egfr::numeric >= 0.85 * base_egfr::numeric AND NOT rescue_therapy THEN 'PR'
    WHEN (upcr::numeric <= 0.5 * base_upcr::numeric AND upcr < 3 AND egfr::numeric >= 0.85 * base_egfr::numeric AND NOT rescue_therapy) IS NULL THEN NULL ELSE 'N' END)) FROM visit;
-- @variant baseline_classify
SELECT sum(length(classify('CRR: upcr < 0.5 and egfr >= 85 % of baseline and not any(rescue_therapy since baseline); PR: upcr <= 50 % of baseline and upcr < 3 and egfr >= 85 % of baseline and not any(rescue_therapy since baseline); else N', v, b)))
FROM visit v, LATERAL (SELECT v.base_upcr AS upcr, v.base_egfr AS egfr) b;
-- @variant history_scan
SELECT count(*) FROM histories WHERE eligible('upcr < 0.5 g/g', history, '2024-06-01');
-- @variant history_classify
SELECT sum(length(classify('CRR: upcr < 0.5 g/g and egfr >= 85 % of baseline; PR: upcr <= 50 % of baseline and upcr < 3 g/g and egfr >= 85 % of baseline; else N', history, '2024-06-01', '2024-01-01', 7))) FROM histories;
-- @variant sets_scan
SELECT count(*) FROM sets WHERE items IS NOT NULL;
-- @variant sets_sum
SELECT sum(id) FROM sets;
-- @variant sets_score
SELECT sum(sledai_score(items)) FROM sets;

-- @compare classify / case <= 1.1                  constant rules, with unknown told from no
-- @compare classify / case_careless <= 1.1
-- @compare classify_from_column / case
-- @compare classify_interpreter / case
-- @compare baseline_classify / baseline_case_numeric <= 1.1   in decimal, as both count
-- @compare baseline_classify / baseline_case
-- @compare history_classify / history_scan
-- @compare sets_score / sets_sum <= 1.5
-- @compare sets_score / sets_scan

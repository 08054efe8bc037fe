-- From laboratory rows in mixed units to eGFR and KDIGO stage, subject by
-- subject.  Run it with make demo, or with psql in any database where
-- CREATE EXTENSION trial_ext works.

-- The extension gets a schema of its own; our tables stay in another.
CREATE SCHEMA IF NOT EXISTS trial_ext;
CREATE EXTENSION IF NOT EXISTS trial_ext SCHEMA trial_ext;
CREATE SCHEMA kidney_demo;
SET search_path = kidney_demo, trial_ext, public;

-- ---------------------------------------------------------------- the data
-- 200 invented subjects at three sites.  dice() gives the same number in
-- [0, 1) for the same text, on every machine.
CREATE FUNCTION dice(key text) RETURNS float8 IMMUTABLE
RETURN ('x' || left(md5(key), 8))::bit(32)::bigint / 4294967296.0::float8;

CREATE TABLE subject AS
SELECT format('S%s', to_char(g, 'FM000')) AS subject, 1 + g % 3 AS site,
    -- ages 16 to 85: the adult equations say nothing about a 17-year-old
    16 + floor(70 * dice('age' || g)) AS age,
    CASE WHEN g = 9 THEN 'U' WHEN dice('sex' || g) < 0.6 THEN 'F' ELSE 'M' END AS sex,
    0.5 + 3.5 * dice('creatinine' || g) ^ 3 AS true_mg_dl, 10 ^ (0.6 + 2.8 * dice('albumin' || g)) AS true_mg_g
FROM generate_series(1, 200) g;

-- Each site reports in its own units, as text, and makes its own mistakes.
CREATE TABLE lab_row AS
SELECT subject, 'CREAT' AS test, 'SERUM' AS specimen,
    (CASE site WHEN 1 THEN round(true_mg_dl::numeric, 2) WHEN 2 THEN round((true_mg_dl * 88.4)::numeric)
        ELSE round((true_mg_dl * 0.0884)::numeric, 3) END)::text AS result,
    CASE site WHEN 1 THEN 'mg/dL' WHEN 2 THEN 'µmol/l' ELSE 'mmol/L' END AS unit
FROM subject
UNION ALL
SELECT subject, 'ALBCREAT', 'URINE',
    (CASE site WHEN 1 THEN round(true_mg_g::numeric) ELSE round((true_mg_g / 8.84)::numeric, 1) END)::text,
    CASE site WHEN 1 THEN 'mg/g' ELSE 'mg/mmol' END
FROM subject;
UPDATE lab_row SET unit = 'umoI/L' WHERE subject = 'S007' AND test = 'CREAT';    -- a capital i
UPDATE lab_row SET unit = 'mmHg' WHERE subject = 'S008' AND test = 'CREAT';      -- a unit, but not of creatinine
UPDATE lab_row SET unit = NULL WHERE subject = 'S010' AND test = 'CREAT';
UPDATE lab_row SET result = '<4' WHERE subject = 'S012' AND test = 'ALBCREAT';

\echo '1. Rows as the sites sent them'
SELECT subject, test, result, unit FROM lab_row WHERE subject IN ('S001', 'S002', 'S003') ORDER BY test DESC, subject;

-- ------------------------------------------------------------- quantities
-- A quantity is a number with its unit.  quantity() and to_unit() would stop
-- at the first bad row; try_quantity() and try_convert_value() make it NULL, to
-- be listed.  analyte() knows what a test code means, and analytes() in which
-- unit it is usually given: a unit that does not convert to it is not believed.
CREATE VIEW lab AS
SELECT r.subject, n.name AS analyte, r.result, r.unit,
    CASE WHEN try_convert_value(1, r.unit, n.usual_unit, n.name) IS NOT NULL
        THEN try_quantity(r.result || ' ' || r.unit) END AS value
FROM lab_row r JOIN analytes() n ON n.name = analyte(r.test, r.specimen);

\echo '2. What could not be read, and stays missing'
SELECT subject, analyte, result, COALESCE(unit, '(no unit)') AS unit FROM lab WHERE value IS NULL ORDER BY subject;

-- ------------------------------------------------------- one row a subject
-- The equations take the creatinine in whatever unit it has; a missing value
-- or an unknown sex gives NULL, and so does an age outside the range of the
-- equation (18 years for three of them, 2 for EKFC).
CREATE VIEW kidney AS
SELECT s.subject, s.sex, s.age, c.value AS creatinine, a.value AS uacr,
    egfr_ckd_epi_2021(c.value, s.age, s.sex) AS ckd_epi_2021,
    egfr_ckd_epi_2009(c.value, s.age, s.sex) AS ckd_epi_2009,
    egfr_mdrd(c.value, s.age, s.sex) AS mdrd,
    egfr_ekfc(c.value, s.age, s.sex) AS ekfc
FROM subject s
    LEFT JOIN lab c ON c.subject = s.subject AND c.analyte = 'creatinine'
    LEFT JOIN lab a ON a.subject = s.subject AND a.analyte = 'uacr';

-- Stages are taken from the unrounded value, albuminuria by the cut-offs of
-- the unit reported; rounding is for the reader only.
CREATE VIEW stage AS
SELECT *, kdigo_g(ckd_epi_2021) AS g, kdigo_a(uacr) AS a FROM kidney;

\echo '3. eGFR by four equations (mL/min/1.73 m2) and KDIGO stage'
SELECT subject, sex, age, creatinine, round(ckd_epi_2021) AS "CKD-EPI 2021", round(ckd_epi_2009) AS "2009",
    round(mdrd) AS "MDRD", round(ekfc) AS "EKFC", uacr, g, a, kdigo_risk(g, a) AS risk
FROM stage WHERE subject <= 'S012' ORDER BY subject;

-- ---------------------------------------------------------------- summary
\echo '4. All 200 subjects: KDIGO stages'
SELECT COALESCE(g, 'unknown') AS stage, count(*) AS subjects, count(*) FILTER (WHERE a = 'A1') AS "A1",
    count(*) FILTER (WHERE a = 'A2') AS "A2", count(*) FILTER (WHERE a = 'A3') AS "A3",
    count(*) FILTER (WHERE kdigo_risk(g, a) = 'very high') AS very_high_risk,
    -- three units, one mean
    round(magnitude(avg(to_unit(creatinine, 'umol/L', 'creatinine')))) AS "mean creatinine, umol/L"
FROM stage GROUP BY g ORDER BY g;

\echo '5. The equation matters'
SELECT equation, count(egfr) AS subjects, round(avg(egfr)::numeric, 1) AS mean_egfr,
    count(*) FILTER (WHERE egfr < 60) AS below_60, count(*) FILTER (WHERE kdigo_g(egfr) <> g) AS other_stage_than_2021
FROM stage, LATERAL (VALUES (1, 'CKD-EPI 2021', ckd_epi_2021), (2, 'CKD-EPI 2009', ckd_epi_2009), (3, 'MDRD', mdrd), (4, 'EKFC', ekfc)) e (n, equation, egfr)
GROUP BY n, equation ORDER BY n;

-- From laboratory rows in mixed units to eGFR and KDIGO stage, subject by
-- subject. It reads person and lab_row of the schema study: those of
-- 0_study.sql, or of sdtm/study.sql.
SET search_path = study, trial_ext, public;
SET jit = off;

\echo '1. Creatinine as the sites sent it'
SELECT DISTINCT ON (unit) subject, site, test, result, unit FROM lab_row JOIN person USING (subject) WHERE test = 'CREAT' AND screening ORDER BY unit, subject LIMIT 6;

-- ------------------------------------------------------------- quantities
-- A quantity is a number with its unit.  quantity() and to_unit() would stop
-- at the first bad row; try_quantity() and try_convert_value() make it NULL, to
-- be listed.  analyte() knows what a test code means, and analytes() in which
-- unit it is usually given: a unit that does not convert to it is not believed.
CREATE VIEW lab AS
SELECT DISTINCT ON (r.subject, n.name) r.subject, n.name AS analyte, r.result, r.unit,
    CASE WHEN try_convert_value(1, r.unit, n.usual_unit, n.name) IS NOT NULL
        THEN try_quantity(r.result || ' ' || r.unit) END AS value
FROM lab_row r JOIN analytes() n ON n.name = analyte(r.test, r.specimen)
WHERE r.screening ORDER BY r.subject, n.name, r.result;

\echo '2. What could not be read, and stays missing'
SELECT subject, analyte, result, coalesce(unit, '(no unit)') AS unit FROM lab WHERE value IS NULL ORDER BY analyte, unit, subject LIMIT 8;

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
FROM person s
    LEFT JOIN lab c ON c.subject = s.subject AND c.analyte = 'creatinine'
    LEFT JOIN lab a ON a.subject = s.subject AND a.analyte = 'uacr';

-- Stages are taken from the unrounded value, albuminuria by the cut-offs of
-- the unit reported; rounding is for the reader only.
CREATE VIEW stage AS
SELECT *, kdigo_g(ckd_epi_2021) AS g, kdigo_a(uacr) AS a FROM kidney;

\echo '3. eGFR by four equations (mL/min/1.73 m2) and KDIGO stage'
SELECT subject, sex, age, creatinine, round(ckd_epi_2021) AS "CKD-EPI 2021", round(ckd_epi_2009) AS "2009",
    round(mdrd) AS "MDRD", round(ekfc) AS "EKFC", uacr, g, a, kdigo_risk(g, a) AS risk
FROM stage WHERE creatinine IS NOT NULL ORDER BY subject LIMIT 12;

-- ---------------------------------------------------------------- summary
\echo '4. All subjects: KDIGO stages'
SELECT coalesce(g, 'unknown') AS stage, count(*) AS subjects, count(*) FILTER (WHERE a = 'A1') AS "A1",
    count(*) FILTER (WHERE a = 'A2') AS "A2", count(*) FILTER (WHERE a = 'A3') AS "A3",
    count(*) FILTER (WHERE kdigo_risk(g, a) = 'very high') AS very_high_risk,
    -- three units, one mean
    round(magnitude(avg(to_unit(creatinine, 'umol/L', 'creatinine')))) AS "mean creatinine, umol/L"
FROM stage GROUP BY g ORDER BY g NULLS LAST;

\echo '5. The equation matters'
SELECT equation, count(egfr) AS subjects, round(avg(egfr)::numeric, 1) AS mean_egfr,
    count(*) FILTER (WHERE egfr < 60) AS below_60, count(*) FILTER (WHERE kdigo_g(egfr) <> g) AS other_stage_than_2021
FROM stage, LATERAL (VALUES (1, 'CKD-EPI 2021', ckd_epi_2021), (2, 'CKD-EPI 2009', ckd_epi_2009), (3, 'MDRD', mdrd), (4, 'EKFC', ekfc)) e (n, equation, egfr)
GROUP BY n, equation ORDER BY n;

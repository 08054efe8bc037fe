-- A study from SDTM files, as the tour reads it: the tables of 0_study.sql out
-- of the views of examples/sdtm, which are in the schema sdtm.
CREATE SCHEMA study;
SET search_path = study, sdtm, trial_ext, public;
SET jit = off;

\echo '0. Every row of the files: it became an entry, or it is listed'
SET application_name = 'counting the rows';
SELECT * FROM sdtm_reconciliation;

\echo '   What to look at: some of it; all is in the view sdtm.sdtm_problem'
SET application_name = 'listing problems';
CREATE TABLE problem AS SELECT * FROM sdtm_problem;
SELECT problem, domain, code, unit, rows, subjects, example FROM problem
WHERE problem NOT IN ('left out by the table', 'not done') ORDER BY problem = 'code not in the table', rows DESC, domain, code LIMIT 20;
SELECT problem, count(*) AS "codes and units", sum(rows) AS rows FROM problem GROUP BY 1 ORDER BY 3 DESC;

SET application_name = 'histories';
CREATE TABLE patient AS
SELECT usubjid AS subject, siteid AS site, armcd AS arm, start, as_of, w.kg AS weight_kg, history, history_and_form AS known
FROM sdtm_subject, LATERAL (SELECT magnitude(try_to_unit(last_value(history, 'weight', coalesce(start, as_of)), 'kg')) AS kg) w;
CREATE UNIQUE INDEX ON patient (subject);
CREATE TABLE trial AS SELECT * FROM sdtm_trial;
CREATE TABLE plan AS SELECT * FROM sdtm_plan;
CREATE TABLE person AS
SELECT usubjid AS subject, siteid AS site, coalesce(extract(year FROM age(consent, CASE WHEN dtc_precision(brthdtc) = 'day' THEN dtc_earliest(brthdtc) END))::float8, age) AS age, sex
FROM sdtm_screening;
-- screening: of the last results by the day of the decision
CREATE TABLE lab_row AS
SELECT usubjid AS subject, lbtestcd AS test, coalesce(lbspec, CASE lbtestcd WHEN 'CREAT' THEN 'SERUM' ELSE 'URINE' END) AS specimen, lborres AS result, lborresu AS unit,
    lbdtc = max(lbdtc) FILTER (WHERE dtc_latest(lbdtc) <= as_of AND lborres IS NOT NULL) OVER (PARTITION BY usubjid, lbtestcd) AS screening
FROM lb JOIN sdtm_screening USING (usubjid) WHERE lbtestcd IN ('CREAT', 'ALBCREAT') AND lborres IS NOT NULL;
RESET application_name;
ANALYZE;

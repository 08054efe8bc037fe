-- Who qualifies for which trial, who does not and why, and what the sites are
-- to be asked. It reads the tables patient and trial of the schema study: those
-- of 0_study.sql, or of sdtm/study.sql.
SET search_path = study, trial_ext, public;
SET jit = off;

\echo '1. Some of what is known about one subject, as it was recorded'
SELECT e.fact, e.start_dtc AS start, e.stop_dtc AS stop, coalesce(e.sign || e.value, e.value::text, e.text_value) AS result, e.unit, e.uln
FROM (SELECT * FROM patient WHERE start IS NOT NULL ORDER BY subject LIMIT 1) p, history_entries(history) e
WHERE e.fact IN ('creatinine', 'urine_protein', 'alt', 'ln_class', 'methylprednisolone', 'hydroxychloroquine', 'alzheimer_disease')
    AND dtc_latest(e.start_dtc) <= p.as_of ORDER BY 1, 2;

-- ------------------------------------------------------------- three piles
-- bare: the protocol as printed, over the records. declared: with what the
-- owner of the data knows of them, who put it in front of the protocol.
SET application_name = 'judging all subjects';
CREATE TABLE verdict AS
SELECT id, subject, arm, evaluate_criteria(bare, history, as_of) AS bare, evaluate_criteria(declared, known, as_of) AS result FROM patient, trial;
ANALYZE verdict;
RESET application_name;

\echo '2. Three piles: as recorded, and with what the owner of the data means by its silence'
SELECT id AS protocol, count(*) FILTER (WHERE a) AS eligible, count(*) FILTER (WHERE a IS NULL) AS possible, count(*) FILTER (WHERE NOT a) AS "not",
    '|' AS " ", count(*) FILTER (WHERE b) AS eligible, count(*) FILTER (WHERE b IS NULL) AS possible, count(*) FILTER (WHERE NOT b) AS "not"
FROM (SELECT id, eligible(bare) AS a, eligible(result) AS b FROM verdict) s
GROUP BY id ORDER BY id;

SELECT max(id) AS trial, bool_or(id = 'NCT05262686') AS lost FROM trial \gset
\if :lost
\echo '   Part of the exclusions of NCT05262686 is lost in every public copy: nobody can be more than possible'
SELECT unknown_clauses(result) AS undecided, count(*) AS subjects
FROM verdict WHERE id = 'NCT05262686' AND eligible(result) IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3;
\endif

\echo '   ' :trial 'by arm, as the arms were recorded'
SELECT arm, count(*) FILTER (WHERE eligible(result)) AS eligible, count(*) FILTER (WHERE eligible(result) IS NULL) AS possible,
    count(*) FILTER (WHERE NOT eligible(result)) AS "not"
FROM verdict WHERE id = :'trial' GROUP BY arm ORDER BY arm;

-- ------------------------------------------------------------------- and why
-- One subject for the rest of the tour: fails one criterion only, if there is
-- such a one, and has a plan that was not kept to the day.
SELECT v.subject AS person
FROM verdict v JOIN patient p USING (subject) LEFT JOIN (
    SELECT subject, bool_or(a.late > 0 AND a.missed > 0) AS uneven
    FROM patient JOIN plan USING (arm), LATERAL adherence_summary(schedule, start, weight_kg, history, plan.drug) a
    WHERE vial_sizes IS NOT NULL AND start IS NOT NULL AND weight_kg IS NOT NULL GROUP BY subject) a USING (subject)
WHERE v.id = :'trial'
ORDER BY p.start IS NULL, cardinality(failed_clauses(result)) = 1 DESC, cardinality(unknown_clauses(result)), coalesce(uneven, false) DESC, v.subject LIMIT 1 \gset

\pset format wrapped
\pset columns 150
\echo '3. One subject,' :person ', and' :trial 'clause by clause'
SELECT label, title, CASE WHEN kind = 'report' THEN CASE WHEN holds THEN '(yes)' WHEN NOT holds THEN '(no)' ELSE '(open)' END WHEN passes THEN 'passes' WHEN NOT passes THEN 'FAILS' ELSE 'unknown' END AS verdict, reason
FROM patient, trial, explain_eligibility(declared, known, as_of)
WHERE subject = :'person' AND id = :'trial' ORDER BY position;
\pset format aligned

\echo '4. Which criteria cost' :trial 'most: how many fail each, and would qualify without it'
SELECT c.label, c.title, c.passed, c.failed, c.unknown, c.failed_alone, c.remaining_possible AS "left so far"
FROM (SELECT declared, screening_summary(result) AS counts FROM verdict JOIN trial USING (id) WHERE id = :'trial' GROUP BY declared) s,
    screening_table(counts, declared) c
WHERE c.failed > 0 AND c.kind <> 'report' ORDER BY c.failed DESC, c.label;

\echo '5. What to ask the sites: facts that could still change a verdict'
SELECT m.fact, m.why, count(*) AS subjects, min(m.last_at)::date AS oldest, string_agg(DISTINCT array_to_string(m.needed_by, ' '), ', ') AS needed_by
FROM patient, trial, missing_facts(declared, known, as_of) m
WHERE id = :'trial' AND m.decides GROUP BY 1, 2 ORDER BY subjects DESC, 1, 2 LIMIT 6;

-- ---------------------------------------------------------- criteria of one's own
-- Over a plain table constant criteria become plain conditions, which use its
-- indexes like a WHERE written by hand.
CREATE TABLE flat AS
SELECT subject, person.age::float8 AS years, person.sex, weight_kg, last_value(history, 'creatinine', as_of) AS creatinine
FROM patient JOIN person USING (subject);
CREATE INDEX ON flat (years);
ANALYZE flat;
SET enable_seqscan = off;    -- the table may be small

\echo '6. Criteria of our own, and the plan they become'
SELECT count(*) FROM flat f WHERE eligible('include A: years between 18 and 60; include B: creatinine < 1.5 mg/dL; exclude C: weight_kg > 90', f);
EXPLAIN (COSTS OFF) SELECT count(*) FROM flat f WHERE eligible('include A: years between 18 and 60; exclude C: weight_kg > 90', f);
RESET enable_seqscan;

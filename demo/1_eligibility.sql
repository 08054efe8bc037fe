-- Who qualifies for which trial, who does not and why, and what the sites are
-- to be asked.  Run it with make demo, or with psql in any database where
-- CREATE EXTENSION trial_ext works.

-- The extension gets a schema of its own; our tables stay in another.
CREATE SCHEMA IF NOT EXISTS trial_ext;
CREATE EXTENSION IF NOT EXISTS trial_ext SCHEMA trial_ext;
CREATE SCHEMA eligibility_demo;
SET search_path = eligibility_demo, trial_ext, public;

-- ---------------------------------------------------------------- the data
-- 400 invented subjects with lupus nephritis, in long tables as a registry or
-- a clinical database keeps them.  dice() gives the same number in [0, 1) for
-- the same text, on every machine.
CREATE FUNCTION dice(key text) RETURNS float8 IMMUTABLE
RETURN ('x' || left(md5(key), 8))::bit(32)::bigint / 4294967296.0::float8;

CREATE TABLE subject AS
SELECT format('S%s', to_char(g, 'FM000')) AS subject, CASE WHEN dice('sex' || g) < 0.85 THEN 'F' ELSE 'M' END AS sex,
    date '2024-03-01' - (365.25 * (14 + 50 * dice('age' || g) ^ 1.6))::int AS born,
    date '2024-03-01' - (30 * dice('consent' || g))::int AS consent,
    (ARRAY['II', 'III', 'III', 'IV', 'IV', 'IV', 'V', 'III+V', 'IV+V'])[1 + floor(9 * dice('class' || g))] AS class,
    date '2024-03-01' - (20 + 260 * dice('biopsy' || g))::int AS biopsy, dice('severity' || g) AS severity
FROM generate_series(1, 400) g;

-- Results as reported, each with the unit and the limits of its laboratory.
CREATE TABLE result AS
SELECT subject, r.fact, consent - day AS on_day, r.value, r.unit, r.lln, r.uln
FROM subject, generate_series(0, 28, 28) day,
    LATERAL (VALUES
        ('urine_protein', round((0.4 + 5 * severity * dice(subject || 'p' || day))::numeric, 2)::text, 'g/d', NULL::float8, 0.15::float8),
        ('creatinine', CASE WHEN dice(subject || 'lab') < 0.5 THEN round((45 + 320 * severity ^ 3 * dice(subject || 'c'))::numeric)::text
            ELSE round((0.51 + 3.6 * severity ^ 3 * dice(subject || 'c'))::numeric, 2)::text END,
            CASE WHEN dice(subject || 'lab') < 0.5 THEN 'umol/L' ELSE 'mg/dL' END, NULL, NULL),
        ('alt', round((8 + 60 * dice(subject || 'alt') ^ 4 * 2)::numeric)::text, 'U/L', 5, 40),
        ('ast', round((10 + 50 * dice(subject || 'ast') ^ 4)::numeric)::text, 'U/L', 8, 38),
        ('bilirubin', round((4 + 14 * dice(subject || 'bili'))::numeric, 1)::text, 'umol/L', 3, 21),
        ('wbc', round((2.4 + 7 * dice(subject || 'wbc'))::numeric, 1)::text, '10*9/L', 4, 10),
        ('neutrophils', round((1.2 + 5 * dice(subject || 'anc'))::numeric, 1)::text, '10*9/L', 1.8, 7.5),
        ('lymphocytes', round((0.5 + 2 * dice(subject || 'lym'))::numeric, 1)::text, '10*9/L', 1, 4),
        ('platelets', round((40 + 300 * dice(subject || 'plt') ^ 0.7)::numeric)::text, '10*9/L', 150, 400),
        ('igg', round((5 + 12 * dice(subject || 'igg'))::numeric, 1)::text, 'g/L', 7, 16),
        ('iga', CASE WHEN dice(subject || 'iga') < 0.02 THEN '<0.07' ELSE round((0.4 + 3 * dice(subject || 'iga'))::numeric, 2)::text END, 'g/L', 0.7, 4),
        ('hemoglobin', round((7.8 + 7 * dice(subject || 'hb'))::numeric, 1)::text, 'g/dL', 12, 16),
        ('fasting_glucose', round((4 + 4 * dice(subject || 'glu') ^ 3)::numeric, 1)::text, 'mmol/L', 3.9, 6.1),
        ('postprandial_glucose_2h', round((4.5 + 8 * dice(subject || 'ppg') ^ 3)::numeric, 1)::text, 'mmol/L', NULL, NULL),
        ('weight', round((42 + 55 * dice(subject || 'kg'))::numeric, 1)::text, 'kg', NULL, NULL),
        ('height', round((150 + 32 * dice(subject || 'cm'))::numeric)::text, 'cm', NULL, NULL),
        ('sledai_2k', floor(2 + 22 * severity)::text, NULL, NULL, NULL),
        ('chronicity_index', floor(6 * dice(subject || 'ci'))::text, NULL, NULL, NULL)) r (fact, value, unit, lln, uln)
WHERE dice(subject || r.fact || 'missing' || day) > 0.03;
UPDATE result SET unit = NULL WHERE subject = 'S012' AND fact = 'creatinine';    -- a unit that was lost

-- What they take, and what they have or had; dates are as exact as they are.
CREATE TABLE drug AS
SELECT subject, 'mycophenolate' AS drug, (consent - (400 * dice(subject || 'mmf1'))::int)::text AS start, 'infinity' AS stop, 1.5::float8 AS amount, 'g/d' AS unit
FROM subject WHERE dice(subject || 'mmf') < 0.25
UNION ALL
SELECT subject, 'prednisone_equivalent', (consent - 90)::text, 'infinity', 5 * ceil(5 * dice(subject || 'gc')), 'mg/d' FROM subject
UNION ALL
SELECT subject, 'methylprednisolone', (consent - 3)::text, (consent - 1)::text, 500, 'mg/d' FROM subject WHERE dice(subject || 'pulse') < 0.7
UNION ALL
SELECT subject, 'hydroxychloroquine', to_char(consent - 700, 'YYYY-MM'), 'infinity', 400, 'mg/d' FROM subject WHERE dice(subject || 'hcq') < 0.8
UNION ALL
SELECT subject, 'iv_antibiotic', (consent - (120 * dice(subject || 'abx1'))::int)::text, NULL, NULL, NULL FROM subject WHERE dice(subject || 'abx') < 0.12;

CREATE TABLE diagnosis AS
SELECT subject, d.fact, to_char(consent - (3000 * dice(subject || d.fact || 'when'))::int, 'YYYY-MM') AS start
FROM subject, (VALUES ('tuberculosis', 0.03), ('malignancy', 0.03), ('active_peptic_ulcer', 0.02), ('drug_abuse', 0.02)) d (fact, share)
WHERE dice(subject || d.fact) < d.share;

-- ------------------------------------------------------ one history a subject
-- observation(), exposure() and event() make an entry of what is recorded, as it
-- is recorded (what has an end that nobody recorded stays open to question);
-- history_agg() puts a subject's entries together.
CREATE VIEW entry AS
SELECT subject, observation(fact, on_day::text, value, unit, lln, uln) AS entry FROM result
UNION ALL SELECT subject, exposure(drug, start, stop, amount, unit) FROM drug
UNION ALL SELECT subject, event(fact, start) FROM diagnosis
UNION ALL SELECT subject, event('birth_date', born, born) FROM subject
UNION ALL SELECT subject, event('informed_consent', consent, consent) || event('screening', consent, consent) || event('admission', consent, consent) FROM subject
UNION ALL SELECT subject, observation('sex', born, sex) FROM subject
UNION ALL SELECT subject, observation('ln_class', biopsy::text, class) || event('renal_biopsy', biopsy, biopsy) FROM subject;

CREATE TABLE patient AS
SELECT subject, consent + 7 AS as_of, history_agg(entry) AS history FROM entry JOIN subject USING (subject) GROUP BY subject, consent;

\echo '1. Some of what is known about one subject, as it was recorded'
SELECT e.fact, e.start_dtc AS start, e.stop_dtc AS stop, COALESCE(e.sign || e.value, e.value::text, e.text_value) AS result, e.unit, e.uln
FROM patient, history_entries(history) e
WHERE subject = 'S003' AND e.fact IN ('creatinine', 'urine_protein', 'alt', 'ln_class', 'methylprednisolone', 'hydroxychloroquine') ORDER BY 1, 2;

-- --------------------------------------------------------- the built-in trials
-- A registry never recorded what an investigator would tick, so bare most of
-- its subjects are "possible": no criterion is failed, some are unknown. What
-- the owner of the data knows, he declares in front of the protocol: which
-- items are yes for everybody here, that silence about the others means no,
-- where eGFR comes from, how old a result may be.
CREATE VIEW screened AS
SELECT p.id AS protocol, subject, as_of, history, protocol_criteria(p.id) AS bare,
    criteria $$given * absent means no, * within 120 days, ln_class within 1 year,
        egfr is egfr_ckd_epi_2021(creatinine, age, sex), creatinine_clearance is crcl_cockcroft_gault(creatinine, age, sex, weight)$$
    || protocol_criteria(p.id) AS declared,
    history || $$acr1997_sle 2024-01-01 text 'Y'; aecg2002 2024-01-01 text 'Y'; active_lupus_nephritis 2024-01-01 text 'Y'; refractory_sle 2024-01-01 text 'Y';
        biopsy_light_microscopy 2024-01-01 text 'Y'; biopsy_immunofluorescence 2024-01-01 text 'Y'; biopsy_electron_microscopy 2024-01-01 text 'Y';
        expected_to_comply 2024-01-01 text 'Y'$$ AS known
FROM patient, protocols() p;

\echo '2. Three piles, four protocols: as recorded, and with what the registry means by its silence'
SELECT protocol, count(*) FILTER (WHERE a) AS eligible, count(*) FILTER (WHERE a IS NULL) AS possible, count(*) FILTER (WHERE NOT a) AS "not",
    '|' AS " ", count(*) FILTER (WHERE b) AS eligible, count(*) FILTER (WHERE b IS NULL) AS possible, count(*) FILTER (WHERE NOT b) AS "not"
FROM (SELECT protocol, eligible(bare, history, as_of) AS a, eligible(declared, known, as_of) AS b FROM screened) s
GROUP BY protocol ORDER BY protocol;

\echo '   Part of the exclusions of NCT05262686 is lost in every public copy: nobody can be more than possible'
SELECT unknown_clauses(r) AS undecided, count(*) AS subjects
FROM screened, evaluate_criteria(declared, known, as_of) r
WHERE protocol = 'NCT05262686' AND eligible(r) IS NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 3;

-- ------------------------------------------------------------------- and why
\echo '3. Why one subject does not qualify for SEED004, value by value'
SELECT label, title, passes, reason FROM screened, explain_eligibility(declared, known, as_of)
WHERE subject = 'S003' AND protocol = 'SEED004' AND (passes IS NOT TRUE OR label IN ('I4', 'I6', 'E4', 'E9d')) ORDER BY position;

\echo '4. Which criteria cost SEED004 most: how many fail each, and would qualify without it'
SELECT c.label, c.title, c.passed, c.failed, c.unknown, c.failed_alone
FROM (SELECT declared, screening_summary(evaluate_criteria(declared, known, as_of)) AS counts FROM screened WHERE protocol = 'SEED004' GROUP BY declared) s,
    screening_table(counts, declared) c
WHERE c.failed > 0 AND c.kind <> 'report' ORDER BY c.failed DESC;

\echo '5. What to ask the sites: facts that could still change a verdict'
SELECT m.fact, m.why, count(*) AS subjects, min(m.last_at)::date AS oldest, string_agg(DISTINCT array_to_string(m.needed_by, ' '), ', ') AS needed_by
FROM screened, missing_facts(declared, known, as_of) m
WHERE protocol = 'SEED004' AND m.decides GROUP BY 1, 2 ORDER BY subjects DESC, 1, 2 LIMIT 6;

-- ---------------------------------------------------------- criteria of one's own
-- Over a plain table constant criteria become plain conditions, which use its
-- indexes like a WHERE written by hand.
CREATE TABLE flat AS
SELECT subject, (as_of - born) / 365.25 AS years, class AS ln_class, last_value(history, 'urine_protein', as_of) AS urine_protein, magnitude(last_value(history, 'sledai_2k', as_of)) AS sledai_2k
FROM patient JOIN subject USING (subject);
CREATE INDEX ON flat (sledai_2k);
ANALYZE flat;
SET enable_seqscan = off;    -- the table is small

\echo '6. Criteria of our own, and the plan they become'
SELECT count(*) FROM flat f WHERE eligible('include A: years >= 18; include B: sledai_2k > 20; exclude C: ln_class in (''II'', ''V'')', f);
EXPLAIN (COSTS OFF) SELECT count(*) FROM flat f WHERE eligible('include A: years >= 18; include B: sledai_2k > 20; exclude C: ln_class in (''II'', ''V'')', f);

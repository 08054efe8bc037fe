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
SELECT subject, 'methylprednisolone', (consent - 8)::text, (consent - 6)::text, 500, 'mg/d' FROM subject WHERE dice(subject || 'pulse') < 0.7
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
-- is recorded; history_agg() puts a subject's entries together.
CREATE VIEW entry AS
SELECT subject, observation(fact, on_day::text, value, unit, lln, uln) AS entry FROM result
UNION ALL SELECT subject, exposure(drug, start, stop, amount, unit) FROM drug
UNION ALL SELECT subject, event(fact, start) FROM diagnosis
UNION ALL SELECT subject, event('birth_date', born) FROM subject
UNION ALL SELECT subject, event('informed_consent', consent) || event('screening', consent) || event('admission', consent) FROM subject
UNION ALL SELECT subject, observation('sex', born, sex) FROM subject
UNION ALL SELECT subject, observation('ln_class', biopsy::text, class) || event('renal_biopsy', biopsy) FROM subject;

CREATE TABLE patient AS
SELECT subject, consent + 7 AS as_of, history_agg(entry) AS history FROM entry JOIN subject USING (subject) GROUP BY subject, consent;

\echo '1. Some of what is known about one subject, as it was recorded'
SELECT e.fact, e.start_dtc AS start, e.stop_dtc AS stop, COALESCE(e.sign || e.value, e.value::text, e.text_value) AS result, e.unit, e.uln
FROM patient, history_entries(history) e
WHERE subject = 'S003' AND e.fact IN ('creatinine', 'urine_protein', 'alt', 'ln_class', 'methylprednisolone', 'hydroxychloroquine') ORDER BY 1, 2;

-- --------------------------------------------------------- the built-in trials
-- A registry never recorded what an investigator would tick.  Bare, most of its
-- subjects are therefore "possible": not one criterion is failed, some are
-- unknown.  What the owner of the data knows about it, he declares in front.
CREATE TABLE declared (protocol text, given criteria);
INSERT INTO declared SELECT id, $$
    given * absent means no,                                    -- an item nobody recorded is a no
        egfr is egfr_ckd_epi_2021(creatinine, age, sex),
        * within 120 days, birth_date within 100 years, sex within 100 years, ln_class within 1 year$$
FROM protocols();

\echo '2. Three piles, four protocols: nothing declared, and with what the registry means by silence'
SELECT p.id, count(*) FILTER (WHERE bare) AS eligible, count(*) FILTER (WHERE bare IS NULL) AS possible, count(*) FILTER (WHERE NOT bare) AS "not",
    count(*) FILTER (WHERE said) AS "eligible, declared", count(*) FILTER (WHERE said IS NULL) AS "possible, declared", count(*) FILTER (WHERE NOT said) AS "not, declared"
FROM protocols() p, LATERAL (
    SELECT eligible(protocol_criteria(p.id), history, as_of) AS bare, eligible(d.given || protocol_criteria(p.id), history, as_of) AS said
    -- items of the inclusion criteria are yes where the diagnosis brought the subject into the registry
    FROM (SELECT as_of, history || $$acr1997_sle 2024-01-01 text 'Y'; active_lupus_nephritis 2024-01-01 text 'Y'; refractory_sle 2024-01-01 text 'Y'; expected_to_comply 2024-01-01 text 'Y';
            biopsy_light_microscopy 2024-01-01 text 'Y'; biopsy_immunofluorescence 2024-01-01 text 'Y'; biopsy_electron_microscopy 2024-01-01 text 'Y'; tma_lesion 2024-01-01 text 'N'$$ AS history
          FROM patient) h, declared d WHERE d.protocol = p.id) v
GROUP BY p.id ORDER BY p.id;

-- An invented study of lupus nephritis: everybody treated in one of three arms
-- for half a year, at twelve sites with units of their own, with results that
-- are missing and doses that come late or not at all. EVERY PERSON AND VALUE IS
-- INVENTED. The same seed and size give the same study on every machine:
--     psql -v subjects=500 -v seed=7 -f demo/0_study.sql
\if :{?subjects}
\else
\set subjects 2000
\endif
\if :{?seed}
\else
\set seed 1
\endif

-- The extension gets a schema of its own; our tables stay in another.
CREATE SCHEMA IF NOT EXISTS trial_ext;
CREATE EXTENSION IF NOT EXISTS trial_ext SCHEMA trial_ext;
CREATE SCHEMA study;
SET search_path = study, trial_ext, public;
SET jit = off;

-- A number in [0, 1), the same for the same text.
CREATE FUNCTION dice(key text) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN ('x' || left(md5(:'seed' || key), 8))::bit(32)::bigint / 4294967296.0::float8;

-- ---------------------------------------------------------------- subjects
SET application_name = 'subjects';
CREATE TABLE subject AS
SELECT format('S%s', to_char(g, 'FM00000')) AS subject, format('site %s', 1 + g % 12) AS site, g % 3 AS units,
    (ARRAY['Biologics', 'Biologics', 'SOC', 'SOC', 'Triple'])[1 + floor(5 * dice('arm' || g))] AS arm,
    CASE WHEN dice('sex' || g) < 0.85 THEN 'F' ELSE 'M' END AS sex,
    d.consent - (365.25 * (14 + 50 * dice('age' || g) ^ 1.6))::int AS born, d.consent, d.consent + 14 AS start,
    (ARRAY['II', 'III', 'III', 'IV', 'IV', 'IV', 'V', 'III+V', 'IV+V'])[1 + floor(9 * dice('class' || g))] AS class,
    d.consent - (20 + 260 * dice('biopsy' || g))::int AS biopsy, dice('severity' || g) AS severity,
    round((42 + 55 * dice('kg' || g))::numeric, 1)::float8 AS kg,
    -- how much of the proteinuria is left after half a year, and who leaves when
    CASE WHEN dice('response' || g) < 0.35 THEN 0.12 WHEN dice('response' || g) < 0.65 THEN 0.4 ELSE 0.9 END AS remains,
    CASE WHEN dice('leaves' || g) < 0.12 THEN 20 + (150 * dice('leaves when' || g))::int END AS leaves_day
FROM generate_series(1, :subjects) g, LATERAL (SELECT date '2024-03-01' + (300 * dice('consent' || g))::int AS consent) d;

-- ----------------------------------------------------------------- results
-- As reported: text, with the unit and the limits of the laboratory. Visits at
-- screening (twice), at the start and every four weeks, up to three days off.
SET application_name = 'results';
CREATE TABLE visit AS
SELECT s.*, day, start + day + CASE WHEN day > 0 THEN floor(7 * dice(subject || 'off' || day))::int - 3 ELSE 0 END AS on_day,
    exp(-greatest(day, 0) / 45.0) AS f    -- from 1 at the start towards 0
FROM subject s, unnest('{-42,-14,0,28,56,84,112,140,168}'::int[]) day
WHERE (day <= 0 OR dice(subject || 'visit' || day) > 0.04) AND (leaves_day IS NULL OR day < leaves_day);

CREATE TABLE result AS
SELECT subject, r.fact, on_day, round((r.value * u.factor)::numeric, u.digits)::text AS value, u.unit,
    round((r.lln * u.factor)::numeric, 3)::float8 AS lln, round((r.uln * u.factor)::numeric, 3)::float8 AS uln
FROM visit v,
    LATERAL (SELECT v.remains + (1 - v.remains) * v.f AS level, 0.85 + 0.3 * dice(subject || 'noise' || day) AS noise) x,
    LATERAL (VALUES
        ('urine_protein', (0.4 + 5 * severity) * x.level * x.noise, NULL::float8, 0.15::float8),
        ('creatinine', (45 + 320 * severity ^ 3 * dice(subject || 'c')) * (0.8 + 0.2 * x.level) * (0.9 + x.noise / 10), 45, 104),
        ('albumin', 42 - 4 * severity * x.level - 3 * x.noise, 35, 52),
        ('c3', 1.1 - 0.6 * severity * x.level * x.noise, 0.9, 1.8),
        ('anti_dsdna', 300 * severity * x.level * x.noise, NULL, 30),
        ('alt', 8 + 120 * dice(subject || 'alt') ^ 4, 5, 40), ('ast', 10 + 50 * dice(subject || 'ast') ^ 4, 8, 38),
        ('bilirubin', 4 + 14 * dice(subject || 'bili'), 3, 21),
        ('wbc', 2.4 + 7 * dice(subject || 'wbc') * x.noise, 4, 10), ('neutrophils', 1.2 + 5 * dice(subject || 'anc') * x.noise, 1.8, 7.5),
        ('lymphocytes', 0.5 + 2 * dice(subject || 'lym') * x.noise, 1, 4), ('platelets', 40 + 300 * dice(subject || 'plt') ^ 0.7, 150, 400),
        ('igg', 5 + 12 * dice(subject || 'igg'), 7, 16), ('hemoglobin', 78 + 70 * dice(subject || 'hb'), 120, 160),
        ('iga', 0.05 + 3.3 * dice(subject || 'iga'), 0.7, 4),
        ('fasting_glucose', 4 + 4 * dice(subject || 'glu') ^ 3, 3.9, 6.1), ('postprandial_glucose_2h', 4.5 + 8 * dice(subject || 'ppg') ^ 3, NULL, NULL),
        ('uacr', (30 + 350 * severity) * x.level * x.noise, NULL, 3),
        ('upcr', (0.35 + 4.6 * severity) * x.level * (0.8 + 0.4 * dice(subject || 'upcr' || day)), NULL, 0.2),
        ('pga', least(3, 0.2 + 2.4 * severity * x.level * x.noise), NULL, NULL),
        ('bilag_new_a', CASE WHEN day > 0 THEN floor(1.06 * dice(subject || 'new A' || day)) END, NULL, NULL),
        ('bilag_new_b', CASE WHEN day > 0 THEN floor(2.3 * dice(subject || 'new B' || day)) END, NULL, NULL),
        ('weight', kg * (0.98 + 0.04 * dice(subject || 'w' || day)), NULL, NULL), ('height', 150 + 32 * dice(subject || 'cm'), NULL, NULL),
        ('sledai_2k', floor(2 + 22 * severity * x.level * x.noise), NULL, NULL), ('chronicity_index', floor(6 * dice(subject || 'ci')), NULL, NULL)
    ) r (fact, value, lln, uln),
    -- each site has one of three laboratories, and some have pounds
    LATERAL (SELECT unit, factor, digits FROM (VALUES
        ('urine_protein', 0, 'g/d', 1, 2), ('urine_protein', 1, 'mg/24h', 1000, 0), ('urine_protein', 2, 'g/24h', 1, 2),
        ('creatinine', 0, 'umol/L', 1, 0), ('creatinine', 1, 'mg/dL', 1 / 88.4, 2), ('creatinine', 2, 'mmol/L', 0.001, 3),
        ('albumin', NULL, 'g/L', 1, 0), ('c3', 0, 'g/L', 1, 2), ('c3', 1, 'mg/dL', 100, 0), ('c3', 2, 'g/L', 1, 2), ('anti_dsdna', NULL, 'IU/mL', 1, 0),
        ('alt', NULL, 'U/L', 1, 0), ('ast', NULL, 'U/L', 1, 0), ('bilirubin', NULL, 'umol/L', 1, 1),
        ('wbc', 0, '10*9/L', 1, 1), ('wbc', 1, 'K/uL', 1, 1), ('wbc', 2, '/uL', 1000, 0),
        ('neutrophils', 0, '10*9/L', 1, 1), ('neutrophils', 1, 'K/uL', 1, 1), ('neutrophils', 2, '/uL', 1000, 0),
        ('lymphocytes', NULL, '10^9/L', 1, 1), ('platelets', NULL, 'x10E9/L', 1, 0), ('igg', NULL, 'g/L', 1, 1), ('iga', NULL, 'g/L', 1, 2),
        ('hemoglobin', 0, 'g/L', 1, 0), ('hemoglobin', 1, 'g/dL', 0.1, 1), ('hemoglobin', 2, 'g/L', 1, 0),
        ('fasting_glucose', NULL, 'mmol/L', 1, 1), ('postprandial_glucose_2h', NULL, 'mmol/L', 1, 1),
        ('uacr', 0, 'mg/mmol', 1, 1), ('uacr', 1, 'mg/g', 8.84, 0), ('uacr', 2, 'mg/mmol', 1, 1),
        ('upcr', 0, 'mg/mmol', 113.12, 1), ('upcr', 1, 'mg/g', 1000, 0), ('upcr', 2, 'g/g', 1, 2),
        ('pga', NULL, NULL, 1, 1), ('bilag_new_a', NULL, NULL, 1, 0), ('bilag_new_b', NULL, NULL, 1, 0),
        ('weight', 0, 'kg', 1, 1), ('weight', 1, '[lb_av]', 1 / 0.45359237, 1), ('weight', 2, 'kg', 1, 1), ('height', NULL, 'cm', 1, 0),
        ('sledai_2k', NULL, NULL, 1, 0), ('chronicity_index', NULL, NULL, 1, 0)) l (fact, units, unit, factor, digits)
        WHERE l.fact = r.fact AND (l.units IS NULL OR l.units = v.units)) u
WHERE dice(subject || r.fact || 'missing' || day) > 0.03
    AND (day <= 0 OR r.fact IN ('urine_protein', 'creatinine', 'albumin', 'c3', 'anti_dsdna', 'wbc', 'neutrophils', 'lymphocytes', 'platelets', 'hemoglobin', 'weight', 'sledai_2k',
        'upcr', 'pga', 'bilag_new_a', 'bilag_new_b'))
    AND r.value IS NOT NULL
    AND (r.fact <> 'height' OR day = -42);
UPDATE result SET value = '<0.07' WHERE fact = 'iga' AND value::numeric < 0.07;      -- below what can be measured
UPDATE result SET unit = NULL WHERE dice(subject || fact || on_day || 'unit') < 0.003;    -- units that were lost
UPDATE result SET unit = 'umoI/L' WHERE unit = 'umol/L' AND dice(subject || on_day || 'typo') < 0.003;    -- a capital i
CREATE INDEX ON result (subject);

-- ------------------------------------------------------------------- drugs
-- The plan: the regimens of SEED004 for three arms; three days of window are
-- ours, the protocol states none.
SET application_name = 'doses';
CREATE TABLE plan AS
SELECT arm, drug, (schedule::text || CASE drug WHEN 'belimumab' THEN ' +/- 3 days' ELSE '' END)::dose_schedule AS schedule,
    CASE drug WHEN 'belimumab' THEN '{120 mg,400 mg}'::quantity[] END AS vial_sizes
FROM protocol_regimens('SEED004') WHERE reading = 'stated' AND drug IN ('belimumab', 'mycophenolate');

-- What they took, and what they had before; dates are as exact as they are.
CREATE TABLE drug AS
SELECT subject, 'mycophenolate' AS drug, (consent - 60 - (400 * dice(subject || 'mmf1'))::int)::text AS start, (consent - (60 * dice(subject || 'mmf2'))::int)::text AS stop,
    1.5::float8 AS amount, 'g/d' AS unit
FROM subject WHERE dice(subject || 'mmf') < 0.25
UNION ALL
SELECT subject, 'mycophenolate', start::text, (start + coalesce(leaves_day, 180))::text, 1.5, 'g/d' FROM subject WHERE arm <> 'Biologics'
UNION ALL
-- 0.5 mg per kg, then less every four weeks
SELECT subject, 'prednisone_equivalent', (start + 28 * k)::text, CASE WHEN leaves_day < 28 * (k + 1) OR k = 5 THEN start + coalesce(leaves_day, 180) ELSE start + 28 * k + 27 END::text,
    greatest(5, 5 * round(least(40, kg / 2) * (4 - least(k, 4)) / 20)), 'mg/d'
FROM subject, generate_series(0, 5) k WHERE leaves_day IS NULL OR 28 * k < leaves_day
UNION ALL
SELECT subject, 'prednisone_equivalent', (consent - 90)::text, (start - 1)::text, 5 * ceil(5 * dice(subject || 'gc')), 'mg/d' FROM subject
UNION ALL
SELECT subject, 'methylprednisolone', (consent - 3)::text, (consent - 1)::text, 500, 'mg/d' FROM subject WHERE dice(subject || 'pulse') < 0.7
UNION ALL
SELECT subject, 'hydroxychloroquine', to_char(consent - 700, 'YYYY-MM'), 'infinity', 400, 'mg/d' FROM subject WHERE dice(subject || 'hcq') < 0.8
UNION ALL
SELECT subject, 'iv_antibiotic', (consent - (120 * dice(subject || 'abx1'))::int)::text, NULL, NULL, NULL FROM subject WHERE dice(subject || 'abx') < 0.12
UNION ALL
-- each planned infusion: 3 % missed, 12 % late, the others up to three days
-- off; some sites round to whole vials, some infusions are broken off
SELECT subject, drug, (planned_on + late)::text, (planned_on + late)::text,
    CASE WHEN luck > 0.99 THEN round(0.6 * amount) WHEN units = 2 THEN 120 * round(amount / 120) ELSE round(amount) END, 'mg'
FROM subject s JOIN plan p ON p.arm = s.arm AND p.drug = 'belimumab',
    LATERAL (SELECT d.planned_on, d.amount, d.day_offset, dice(subject || 'dose' || dose_no) AS luck FROM expand_doses(schedule, start, weight_kg => kg) d) d,
    LATERAL (SELECT CASE WHEN luck < 0.15 THEN 4 + floor(6 * dice(subject || 'late' || day_offset))::int
        WHEN day_offset = 0 THEN 0 ELSE floor(7 * dice(subject || 'slip' || day_offset))::int - 3 END AS late) l
WHERE luck >= 0.03 AND (leaves_day IS NULL OR day_offset + late < leaves_day);

CREATE TABLE diagnosis AS
SELECT subject, d.fact, to_char(consent - (3000 * dice(subject || d.fact || 'when'))::int, 'YYYY-MM') AS start
FROM subject, (VALUES ('tuberculosis', 0.03), ('malignancy', 0.03), ('active_peptic_ulcer', 0.02), ('drug_abuse', 0.02)) d (fact, share)
WHERE dice(subject || d.fact) < d.share;

-- ------------------------------------------------------ one history a subject
-- observation(), exposure() and event() make an entry of what is recorded, as it
-- is recorded (what has an end that nobody recorded stays open to question);
-- history_agg() puts a subject's entries together.
SET application_name = 'histories';
CREATE VIEW entry AS
SELECT subject, observation(fact, on_day::text, value, unit, lln, uln) AS entry FROM result
UNION ALL SELECT subject, exposure(drug, start, stop, amount, unit) FROM drug
UNION ALL SELECT subject, event(fact, start) FROM diagnosis
UNION ALL SELECT subject, event('birth_date', born, born) FROM subject
UNION ALL SELECT subject, event('informed_consent', consent, consent) || event('screening', consent, consent) || event('admission', consent, consent) FROM subject
UNION ALL SELECT subject, event('randomisation', start, start) FROM subject
UNION ALL SELECT subject, event(CASE WHEN dice(subject || 'dies') < 0.06 THEN 'death' ELSE 'withdrawal' END, start + leaves_day, start + leaves_day) FROM subject WHERE leaves_day IS NOT NULL
UNION ALL SELECT subject, event('rescue_therapy', start + 60, start + 60) FROM subject WHERE remains = 0.9 AND dice(subject || 'rescue') < 0.3 AND coalesce(leaves_day, 999) > 60
UNION ALL SELECT subject, observation('pre_flare_egfr', consent - 120, round((75 + 50 * dice(subject || 'before'))::numeric)::float8, 'mL/min/{1.73_m2}') FROM subject
UNION ALL SELECT subject, observation('sex', born, sex) FROM subject
UNION ALL SELECT subject, observation('ln_class', biopsy::text, class) || event('renal_biopsy', biopsy, biopsy) FROM subject;

-- ---------------------------------------------------- what the tour reads
-- as_of: the day on which it is asked who qualifies; later entries do not exist
-- for it. known: the history, and what an investigator ticked at screening.
CREATE TABLE patient AS
SELECT subject, site, arm, s.start, consent + 7 AS as_of, kg AS weight_kg, history, history || ticked AS known
FROM (SELECT subject, history_agg(entry) AS history FROM entry GROUP BY subject) h JOIN subject s USING (subject), LATERAL (
    SELECT history_agg(observation(item, consent::timestamp, true)) AS ticked
    FROM unnest('{acr1997_sle,aecg2002,active_lupus_nephritis,refractory_sle,biopsy_light_microscopy,biopsy_immunofluorescence,
        biopsy_electron_microscopy,expected_to_comply}'::text[]) item) t;
CREATE UNIQUE INDEX ON patient (subject);

-- The questions. A registry never recorded what an investigator would tick, so
-- bare most of its subjects are "possible": no criterion is failed, some are
-- unknown. What the owner of the data knows, he declares in front of the
-- protocol: that silence about what is asked means no, where eGFR comes from,
-- how old a result may be.
CREATE TABLE trial AS
SELECT id, protocol_criteria(id) AS bare, criteria $$given * absent means no, * within 120 days, ln_class within 1 year,
    egfr is egfr_ckd_epi_2021(creatinine, age, sex), creatinine_clearance is crcl_cockcroft_gault(creatinine, age, sex, weight)$$
    || protocol_criteria(id) AS declared
FROM protocols();

CREATE VIEW person AS SELECT subject, site, extract(year FROM age(consent, born)) AS age, sex FROM subject;
CREATE VIEW lab_row AS
SELECT subject, CASE fact WHEN 'creatinine' THEN 'CREAT' ELSE 'ALBCREAT' END AS test, CASE fact WHEN 'creatinine' THEN 'SERUM' ELSE 'URINE' END AS specimen,
    value AS result, unit, on_day = consent AS screening
FROM result JOIN subject USING (subject) WHERE fact IN ('creatinine', 'uacr');
RESET application_name;
ANALYZE;

\echo '0. An invented study: the same seed, the same study'
SELECT arm, count(*) AS subjects, count(DISTINCT site) AS sites, (SELECT count(*) FROM result JOIN subject r USING (subject) WHERE r.arm = p.arm) AS results,
    sum(entries) AS "entries of histories"
FROM patient p, LATERAL (SELECT count(*) AS entries FROM history_entries(history)) e GROUP BY arm ORDER BY arm;

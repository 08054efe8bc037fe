-- SLEDAI from a history: both sides of every threshold, windows, missing and
-- doubtful entries.  Thresholds: Gladman 2002 (sledai_items()).
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;

-- One observation on the day of the visit, 2024-03-31: what it makes of its
-- descriptor.
CREATE TEMP TABLE lab (fact text, result text, unit text, lln float8, uln float8, item text, present boolean);
INSERT INTO lab VALUES
    ('platelets', '99.9', '10*9/L', NULL, NULL, 'thrombocytopenia', true),
    ('platelets', '100', '10*9/L', NULL, NULL, 'thrombocytopenia', false),
    ('platelets', '99999', '/uL', NULL, NULL, 'thrombocytopenia', true),
    ('platelets', '100000', '/uL', NULL, NULL, 'thrombocytopenia', false),
    ('platelets', '99', 'G/L', NULL, NULL, 'thrombocytopenia', true),
    ('platelets', '<100', '10*9/L', NULL, NULL, 'thrombocytopenia', true),
    ('platelets', '<=100', '10*9/L', NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', '<101', '10*9/L', NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', '>=100', '10*9/L', NULL, NULL, 'thrombocytopenia', false),
    ('platelets', '>99', '10*9/L', NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', '99', NULL, NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', '99', 'mg/dL', NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', '99', 'foo', NULL, NULL, 'thrombocytopenia', NULL),
    ('platelets', 'clumped', NULL, NULL, NULL, 'thrombocytopenia', NULL),
    ('wbc', '2.99', '10*9/L', NULL, NULL, 'leukopenia', true),
    ('wbc', '3.0', '10*9/L', NULL, NULL, 'leukopenia', false),
    ('wbc', '2990', '/uL', NULL, NULL, 'leukopenia', true),
    ('wbc', '3000', '/uL', NULL, NULL, 'leukopenia', false),
    ('body_temperature', '38.0', 'Cel', NULL, NULL, 'fever', false),
    ('body_temperature', '38.1', 'Cel', NULL, NULL, 'fever', true),
    ('body_temperature', '100.4', '[degF]', NULL, NULL, 'fever', false),
    ('body_temperature', '100.5', '[degF]', NULL, NULL, 'fever', true),
    ('urine_rbc_hpf', '5', '/[HPF]', NULL, NULL, 'hematuria', false),
    ('urine_rbc_hpf', '6', '/[HPF]', NULL, NULL, 'hematuria', true),
    ('urine_rbc_hpf', '>5', '/[HPF]', NULL, NULL, 'hematuria', true),
    ('urine_rbc_hpf', '>4', '/[HPF]', NULL, NULL, 'hematuria', NULL),
    ('urine_rbc_hpf', '<5', '/[HPF]', NULL, NULL, 'hematuria', false),
    ('urine_wbc_hpf', '5', '/[HPF]', NULL, NULL, 'pyuria', false),
    ('urine_wbc_hpf', '5.5', '/[HPF]', NULL, NULL, 'pyuria', true),
    ('urine_protein', '0.5', 'g/d', NULL, NULL, 'proteinuria', false),
    ('urine_protein', '0.51', 'g/d', NULL, NULL, 'proteinuria', true),
    ('urine_protein', '500', 'mg/(24.h)', NULL, NULL, 'proteinuria', false),
    ('urine_protein', '501', 'mg/(24.h)', NULL, NULL, 'proteinuria', true),
    ('urine_protein', '0.7', 'g/g', NULL, NULL, 'proteinuria', NULL),
    ('upcr', '0.7', 'g/g', NULL, NULL, 'proteinuria', NULL),
    ('c3', '0.89', 'g/L', 0.9, 1.8, 'low_complement', true),
    ('c3', '0.9', 'g/L', 0.9, 1.8, 'low_complement', NULL), -- C4 was not measured
    ('c3', '0.5', 'g/L', NULL, 1.8, 'low_complement', NULL),
    ('c4', '9', 'mg/dL', 10, 40, 'low_complement', true),
    ('ch50', '20', 'U/mL', 30, NULL, 'low_complement', true),
    ('ch50', '40', 'U/mL', 30, NULL, 'low_complement', NULL),
    ('anti_dsdna', '30', '[IU]/mL', NULL, 30, 'increased_dna_binding', false),
    ('anti_dsdna', '30.1', '[IU]/mL', NULL, 30, 'increased_dna_binding', true),
    ('anti_dsdna', '>800', '[IU]/mL', NULL, 30, 'increased_dna_binding', true),
    ('anti_dsdna', '<9.8', '[IU]/mL', NULL, 30, 'increased_dna_binding', false),
    ('anti_dsdna', '<40', '[IU]/mL', NULL, 30, 'increased_dna_binding', NULL),
    ('anti_dsdna', '31', '[IU]/mL', NULL, NULL, 'increased_dna_binding', NULL),
    ('anti_dsdna', 'positive', NULL, NULL, NULL, 'increased_dna_binding', true),
    ('anti_dsdna', 'Negative', NULL, NULL, NULL, 'increased_dna_binding', false),
    ('anti_dsdna', '1:40', NULL, NULL, NULL, 'increased_dna_binding', NULL),
    ('inflamed_joints', '1', NULL, NULL, NULL, 'arthritis', false),
    ('inflamed_joints', '2', NULL, NULL, NULL, 'arthritis', true);
SELECT l.*, sledai_has(sledai_2k(h, '2024-03-31'), item) AS got
FROM lab l, LATERAL observation(fact, date '2024-03-31', result, unit, lln, uln) h
WHERE sledai_has(sledai_2k(h, '2024-03-31'), item) IS DISTINCT FROM present
    OR cardinality(sledai_not_assessed(sledai_2k(h, '2024-03-31'))) <> CASE WHEN present IS NULL THEN 24 ELSE 23 END;
SELECT count(*) FROM lab;

-- Flags: every descriptor by its own name, yes, no and other text; due to
-- something else.
SELECT name FROM sledai_items()
WHERE sledai_has(sledai_2k(observation(name, date '2024-03-31', true), '2024-03-31'), name) IS NOT TRUE
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', false), '2024-03-31'), name) IS NOT FALSE
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', 'perhaps'), '2024-03-31'), name) IS NOT NULL
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', weight), '2024-03-31'), name) IS NOT TRUE
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', 0), '2024-03-31'), name) IS NOT FALSE
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', true) || observation(name || '_attributable', date '2024-03-31', false), '2024-03-31'), name) IS NOT FALSE
    OR sledai_has(sledai_2k(observation(name, date '2024-03-31', true) || observation(name || '_attributable', date '2024-03-31', true), '2024-03-31'), name) IS NOT TRUE;
SELECT sledai_has(sledai_2k(observation('wbc', date '2024-03-31', 2, '10*9/L') || observation('leukopenia_attributable', date '2024-03-31', false), '2024-03-31'), 'leukopenia') AS drug_leukopenia;

-- Windows: whole days, both ends inside; nothing is carried further.
CREATE TEMP TABLE day_case (start text, window_days int, present boolean);
INSERT INTO day_case VALUES ('2024-03-31', 30, true), ('2024-03-31T23:59', 30, true), ('2024-03-01', 30, true), ('2024-02-29', 30, NULL),
    ('2024-02-29T23:59', 30, NULL), ('2024-04-01', 30, NULL), ('2024-03-21', 10, true), ('2024-03-20', 10, NULL), ('2024-03-31', 0, true), ('2024-03-30', 0, NULL),
    ('2024-03', 30, true), ('2024-03', 29, NULL), ('2024-04', 30, NULL), ('2024', 30, NULL);
SELECT d.*, sledai_has(sledai_2k(observation('platelets', start, 80, '10*9/L'), '2024-03-31', window_days => window_days), 'thrombocytopenia') AS got
FROM day_case d
WHERE sledai_has(sledai_2k(observation('platelets', start, 80, '10*9/L'), '2024-03-31', window_days => window_days), 'thrombocytopenia') IS DISTINCT FROM present;
SELECT count(*) FROM day_case;
-- the defaults: 30 days, and 10 of SELENA-SLEDAI
SELECT sledai_has(sledai_2k(h, '2024-03-31'), 'thrombocytopenia') AS d30, sledai_has(selena_sledai(h, '2024-03-31'), 'thrombocytopenia') AS d10
FROM observation('platelets', '2024-03-20', 80, '10*9/L') h;

-- Several values: the last, or the worst; partial dates that leave doubt.
CREATE TEMP TABLE several (id int, history patient_history, last boolean, worst boolean);
INSERT INTO several VALUES
    (1, observation('platelets', '2024-03-10', 80, '10*9/L') || observation('platelets', '2024-03-20', 120, '10*9/L'), false, true),
    (2, observation('platelets', '2024-03-10', 120, '10*9/L') || observation('platelets', '2024-03-20', 80, '10*9/L'), true, true),
    (3, observation('platelets', '2024-03-20T08:00', 80, '10*9/L') || observation('platelets', '2024-03-20T18:00', 120, '10*9/L'), false, true),
    (4, observation('platelets', '2024-03-20T18:00', 80, '10*9/L') || observation('platelets', '2024-03-20T08:00', 120, '10*9/L'), true, true),
    (5, observation('platelets', '2024-03-10', 120, '10*9/L') || observation('platelets', '2024-03-20', 120, 'foo'), NULL, NULL),
    (6, observation('platelets', '2024-03-10', 80, '10*9/L') || observation('platelets', '2024-03-20', 120, 'foo'), NULL, true),
    (7, observation('platelets', '2024-03-10', 120, 'foo') || observation('platelets', '2024-03-20', 120, '10*9/L'), false, NULL),
    (8, observation('platelets', '2024', 80, '10*9/L') || observation('platelets', '2024-03-20', 120, '10*9/L'), NULL, NULL),
    (9, observation('platelets', '2024', 130, '10*9/L') || observation('platelets', '2024-03-20', 120, '10*9/L'), false, false),
    (10, observation('platelets', '2024-02', 80, '10*9/L') || observation('platelets', '2024-03-20', 120, '10*9/L'), false, false),
    (11, observation('platelets', '2024', 120, '10*9/L') || observation('platelets', '2024-03-20', 80, '10*9/L'), NULL, true),
    (12, observation('platelets', '2023-12-20', 80, '10*9/L') || observation('platelets', '2024-03-20', 120, '10*9/L'), false, false);
SELECT id, last, sledai_has(sledai_2k(history, '2024-03-31'), 'thrombocytopenia') AS got_last,
    worst, sledai_has(sledai_2k(history, '2024-03-31', worst => true), 'thrombocytopenia') AS got_worst FROM several
WHERE sledai_has(sledai_2k(history, '2024-03-31'), 'thrombocytopenia') IS DISTINCT FROM last
    OR sledai_has(sledai_2k(history, '2024-03-31', worst => true), 'thrombocytopenia') IS DISTINCT FROM worst;
SELECT count(*) FROM several;

-- Events: present while they overlap the window.
CREATE TEMP TABLE event_case (start text, stop text, present boolean);
INSERT INTO event_case VALUES ('2024-01-01', '2024-02-28', NULL), ('2024-01-01', '2024-03-05', true), ('2024-01-01', 'ongoing', true), ('2024-01-01', NULL, NULL),
    ('2024-03-10', NULL, true), ('2024-04-02', '2024-04-03', NULL), ('2024-01-01', '2024-03', true), ('2024-01-01', '2024', NULL);
SELECT e.*, sledai_has(sledai_2k(event('rash', start, stop), '2024-03-31'), 'rash') AS got FROM event_case e
WHERE sledai_has(sledai_2k(event('rash', start, stop), '2024-03-31'), 'rash') IS DISTINCT FROM present;
SELECT count(*) FROM event_case;

-- Number or the assessor's item.
CREATE TEMP TABLE both_case (number float8, item boolean, by_number boolean, by_item boolean);
INSERT INTO both_case VALUES (80, false, true, false), (120, true, false, true), (NULL, true, true, true), (NULL, false, false, false), (80, NULL, true, true), (NULL, NULL, NULL, NULL);
SELECT b.* FROM both_case b, LATERAL (SELECT observation('platelets', date '2024-03-31', number, '10*9/L') || observation('thrombocytopenia', date '2024-03-31', item) AS h) x
WHERE sledai_has(sledai_2k(h, '2024-03-31'), 'thrombocytopenia') IS DISTINCT FROM by_number
    OR sledai_has(sledai_2k(h, '2024-03-31', prefer_recorded => true), 'thrombocytopenia') IS DISTINCT FROM by_item;

-- Complement: low in any of three; not low asks for C3 and C4.
CREATE TEMP TABLE complement_case (c3 float8, c4 float8, ch50 float8, present boolean);
INSERT INTO complement_case VALUES (1.0, 0.2, NULL, false), (0.8, 0.2, NULL, true), (1.0, 0.05, NULL, true), (1.0, NULL, NULL, NULL), (NULL, 0.2, NULL, NULL),
    (NULL, 0.05, NULL, true), (1.0, 0.2, 40, false), (1.0, 0.2, 20, true), (NULL, NULL, 40, NULL), (NULL, NULL, NULL, NULL);
SELECT c.* FROM complement_case c
WHERE sledai_has(sledai_2k(observation('c3', date '2024-03-31', c3, 'g/L', 0.9) || observation('c4', date '2024-03-31', c4, 'g/L', 0.1)
    || observation('ch50', date '2024-03-31', ch50, 'U/mL', 30), '2024-03-31'), 'low_complement') IS DISTINCT FROM present;
SELECT count(*) FROM complement_case;

-- 24-hour protein and UPCR are two analytes; the switch is told in the reason.
SELECT x.allowed, e.present, e.reason FROM (VALUES (false), (true)) x (allowed),
    explain_sledai_2k(observation('upcr', '2024-03-31', 0.51, 'g/g'), '2024-03-31', upcr_as_24h => x.allowed) e WHERE item = 'proteinuria' ORDER BY 1;
SELECT v, sledai_has(sledai_2k(observation('upcr', '2024-03-31', v, 'mg/mmol'), '2024-03-31', upcr_as_24h => true), 'proteinuria')
FROM unnest(ARRAY[56.5, 56.6]) v; -- 0.5 g/g is 56.56 mg/mmol with 88.4
SELECT sledai_has(sledai_2k(observation('upcr', '2024-03-31', 3, 'g/g') || observation('urine_protein', '2024-03-30', 0.3, 'g/d'), '2024-03-31', upcr_as_24h => true), 'proteinuria') AS by_24h;

-- SELENA-SLEDAI: new onset or a rise of more than 0.5 g a day (response.md
-- 1.2: persistent 2 g for a year scores 4 in 2K and 0 in SELENA).
CREATE TEMP TABLE selena_case (id int, earlier float8[], now float8, two_k boolean, selena boolean);
INSERT INTO selena_case VALUES
    (1, '{2,2,2}', 2, true, false), (2, '{0.3}', 0.6, true, true), (3, '{0.5}', 0.6, true, true), (4, '{0.6}', 1.1, true, false), (5, '{0.6}', 1.11, true, true),
    (6, '{1.0,0.3}', 0.6, true, false), (7, '{1.0,0.3}', 0.81, true, true), (8, '{1.0,0.3}', 0.8, true, false), (9, '{}', 2, true, NULL), (10, '{}', 0.5, false, false), (11, '{2}', 0.5, false, false),
    (12, '{1.3}', 1.8, true, false), (13, '{1.3}', 1.81, true, true), (14, '{NaN}', 0.4, false, false);
CREATE FUNCTION pg_temp.urine(earlier float8[], now float8) RETURNS patient_history LANGUAGE sql AS $$
    SELECT history_agg(h) FROM (SELECT observation('urine_protein', date '2023-04-01' + 28 * n::int, v, 'g/d') FROM unnest(earlier) WITH ORDINALITY e (v, n) WHERE v <> 'NaN'
        UNION ALL SELECT observation('urine_protein', date '2024-03-31', now, 'g/d')) o (h) $$;
SELECT s.*, sledai_has(selena_sledai(pg_temp.urine(earlier, now), '2024-03-31'), 'proteinuria') AS got FROM selena_case s
WHERE sledai_has(sledai_2k(pg_temp.urine(earlier, now), '2024-03-31'), 'proteinuria') IS DISTINCT FROM two_k
    OR sledai_has(selena_sledai(pg_temp.urine(earlier, now), '2024-03-31'), 'proteinuria') IS DISTINCT FROM selena
    OR sledai_has(sledai_2k(pg_temp.urine(earlier, now), '2024-03-31', proteinuria => 'selena'), 'proteinuria') IS DISTINCT FROM selena
    OR sledai_has(selena_sledai(pg_temp.urine(earlier, now), '2024-03-31', proteinuria => '2k'), 'proteinuria') IS DISTINCT FROM two_k;
SELECT count(*) FROM selena_case;

-- Joints: 2 by default, more than 2 in SELENA-SLEDAI, or as told.
SELECT n, sledai_has(sledai_2k(h, '2024-03-31'), 'arthritis') AS two_k, sledai_has(selena_sledai(h, '2024-03-31'), 'arthritis') AS selena,
    sledai_has(sledai_2k(h, '2024-03-31', joints => 4), 'arthritis') AS four
FROM generate_series(1, 4) n, LATERAL observation('inflamed_joints', date '2024-03-31', n::float8) h ORDER BY n;

-- One visit explained, worked by hand: 8 + 4 + 4 + 2 + 2 + 1 = 21 known, the rest open.
SELECT "position", item, present, points, reason FROM explain_sledai_2k(
    observation('seizure', '2024-03-30', true) || observation('urine_protein', '2024-03-28', 1800, 'mg/d') || observation('platelets', '2024-03-31', 180, '10*9/L')
    || observation('c3', '2024-03-28', 0.55, 'g/L', 0.9, 1.8) || observation('anti_dsdna', '2024-03-28', '<9.8', '[IU]/mL', NULL, 30)
    || observation('wbc', '2024-03-28', 2.1, '10*9/L') || observation('leukopenia', '2024-03-31', true)
    || observation('body_temperature', '2024-03-31', 39, 'Cel') || observation('fever_attributable', '2024-03-31', false)
    || observation('urine_rbc_hpf', '2024-03', 9, '/[HPF]') || event('rash', '2024-02', 'ongoing')
    || observation('platelets', '2024-03-01', 90, '10*9/L') || observation('arthritis', '2024-01-01', true), '2024-03-31')
ORDER BY 1;

-- Nothing, and errors.
SELECT sledai_2k(patient_history(), '2024-03-31'), sledai_2k(NULL, '2024-03-31'), sledai_2k(patient_history(), NULL);
SELECT sledai_2k(patient_history(), 'infinity');
SELECT sledai_2k(patient_history(), '2024-03-31', window_days => -1);
SELECT sledai_2k(patient_history(), '2024-03-31', joints => 0);
SELECT sledai_2k(patient_history(), '2024-03-31', proteinuria => '3k');
SELECT sledai_2k(observation('platelets', '2024-03-31', 80, '10*9/L'), '2024-03-31', window_days => 2147483647) = '?*, thrombocytopenia' AS far;

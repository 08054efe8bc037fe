-- LLDAS (Franklyn 2016), DORIS 2021, the prednisone outcome (BLISS,
-- NCT05262686): both sides of every limit, each input missing in turn.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;

-- ------------------------------------------------------------------ LLDAS
-- SLEDAI-2K at most 4 and none of the major organs: every descriptor alone.
-- 1-8, 11-14, 18, 19 and 22 are major; the others weigh at most 4.
SELECT name, lldas(name::sledai, name::sledai, 0.5, 5, false, false, true) AS got FROM sledai_items()
WHERE lldas(name::sledai, name::sledai, 0.5, 5, false, false, true) IS DISTINCT FROM
    NOT ("position" BETWEEN 1 AND 8 OR "position" BETWEEN 11 AND 14 OR "position" IN (18, 19, 22))
    OR lldas(('?' || name)::sledai, 'none', 0.5, 5, false, false, true) IS NOT NULL;
CREATE TEMP TABLE state (id int, current text, previous text, pga float8, dose float8, haemolysis boolean, gi boolean, drugs boolean, expected boolean);
INSERT INTO state VALUES
    (1, 'none', 'none', 0, 0, false, false, true, true),
    (2, 'none', NULL, 0, 0, false, false, true, true),           -- nothing present, nothing new
    (3, 'rash', NULL, 0, 0, false, false, true, NULL),           -- perhaps new
    (4, 'rash', 'rash', 0, 0, false, false, true, true),
    (5, 'rash', 'none', 0, 0, false, false, true, false),        -- new
    (6, 'rash', '?rash', 0, 0, false, false, true, NULL),
    (7, 'rash, alopecia', 'rash, alopecia', 0, 0, false, false, true, true),                     -- 4
    (8, 'rash, alopecia, leukopenia', 'rash, alopecia, leukopenia', 0, 0, false, false, true, false), -- 5
    (9, 'rash, alopecia, ?leukopenia', 'rash, alopecia, leukopenia', 0, 0, false, false, true, NULL),
    (10, 'rash, ?leukopenia', 'rash, leukopenia', 0, 0, false, false, true, true),               -- 2 or 3, not new
    (11, 'rash, ?leukopenia', 'rash', 0, 0, false, false, true, NULL),
    (12, 'low_complement, increased_dna_binding', 'low_complement, increased_dna_binding', 1, 7.5, false, false, true, true),
    (13, 'none', 'none', 1.0, 0, false, false, true, true), (14, 'none', 'none', 1.01, 0, false, false, true, false),
    (15, 'none', 'none', 0, 7.5, false, false, true, true), (16, 'none', 'none', 0, 7.51, false, false, true, false),
    (17, 'none', 'none', 0, 0, true, false, true, false), (18, 'none', 'none', 0, 0, false, true, true, false), (19, 'none', 'none', 0, 0, false, false, false, false),
    (20, NULL, 'none', 0, 0, false, false, true, NULL), (21, 'none', 'none', NULL, 0, false, false, true, NULL), (22, 'none', 'none', 0, NULL, false, false, true, NULL),
    (23, 'none', 'none', 0, 0, NULL, false, true, NULL), (24, 'none', 'none', 0, 0, false, NULL, true, NULL), (25, 'none', 'none', 0, 0, false, false, NULL, NULL),
    (26, NULL, NULL, 2, NULL, NULL, NULL, NULL, false), (27, 'pyuria', NULL, NULL, NULL, NULL, NULL, NULL, false), (28, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (29, '?fever', 'fever', 0, 0, false, false, true, NULL), (30, 'arthritis', 'arthritis', 0, 0, false, false, true, true),
    (31, 'arthritis, leukopenia', 'arthritis, leukopenia', 0, 0, false, false, true, false);
SELECT s.*, lldas(current::sledai, previous::sledai, pga, dose, haemolysis, gi, drugs) AS got FROM state s
WHERE lldas(current::sledai, previous::sledai, pga, dose, haemolysis, gi, drugs) IS DISTINCT FROM expected
    OR (SELECT CASE WHEN bool_or(NOT holds) THEN false WHEN count(holds) = 8 THEN true END
        FROM explain_lldas(current::sledai, previous::sledai, pga, dose, haemolysis, gi, drugs)) IS DISTINCT FROM expected;
SELECT count(*) FROM state;
SELECT * FROM explain_lldas('rash, fever, ?myositis', 'rash, ?leukopenia', 1.1, 7.5, false);
SELECT component, holds, reason FROM explain_lldas('rash', NULL, 0.4, 5) WHERE component = 'no_new_feature';
SELECT component, holds, reason FROM explain_lldas('rash, ?alopecia', 'rash', 0.4, 5) WHERE component IN ('no_new_feature', 'sledai', 'major_organs');

-- Maintenance doses, Golder 2016.
CREATE TEMP TABLE dose (drug text, at_most float8);
INSERT INTO dose VALUES ('hydroxychloroquine', 400), ('methotrexate', 30), ('azathioprine', 200), ('mycophenolate_mofetil', 3000), ('mycophenolic_acid', 2160), ('leflunomide', 20);
CREATE FUNCTION pg_temp.ask(drug text, dose text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE r boolean; BEGIN EXECUTE format('SELECT lldas_standard_drugs(%I => %s)', drug, dose) INTO r; RETURN r; END $$;
SELECT drug FROM dose WHERE pg_temp.ask(drug, at_most::text) IS NOT TRUE OR pg_temp.ask(drug, (at_most + 0.01)::text) IS NOT FALSE OR pg_temp.ask(drug, 'NULL') IS NOT NULL;
SELECT lldas_standard_drugs() AS none, lldas_standard_drugs(investigational => true) AS trial_drug, lldas_standard_drugs(tolerated => false) AS not_tolerated,
    lldas_standard_drugs(azathioprine => 250, methotrexate => NULL) AS decided;
SELECT * FROM explain_lldas_standard_drugs(hydroxychloroquine => 400, methotrexate => 35, leflunomide => NULL);

-- ------------------------------------------------------------------ DORIS
-- Serology is ignored; any clinical descriptor, present or not assessed, is not.
SELECT name FROM sledai_items()
WHERE doris(name::sledai, 0.4, 5) IS DISTINCT FROM (domain = 'serological')
    OR doris(('?' || name)::sledai, 0.4, 5) IS DISTINCT FROM CASE WHEN domain = 'serological' THEN true END;
CREATE TEMP TABLE remission_case (pga float8, dose float8, v2021 boolean, pga_inclusive boolean, below_5 boolean);
INSERT INTO remission_case VALUES (0.49, 5, true, true, false), (0.5, 5, false, true, false), (0.51, 5, false, false, false), (0.49, 5.01, false, false, false), (0.49, 4.99, true, true, true),
    (0.5, 4.99, false, true, false), (0, 0, true, true, true), (NULL, 5, NULL, NULL, false), (NULL, 0, NULL, NULL, NULL), (NULL, 6, false, false, false), (0.4, NULL, NULL, NULL, NULL), (1, NULL, false, false, false);
SELECT r.* FROM remission_case r
WHERE doris('none', pga, dose) IS DISTINCT FROM v2021 OR doris('none', pga, dose, variant => 'pga_inclusive') IS DISTINCT FROM r.pga_inclusive
    OR doris('none', pga, dose, variant => 'prednisone_below_5') IS DISTINCT FROM below_5
    OR doris(NULL, pga, dose) IS DISTINCT FROM CASE WHEN v2021 IS FALSE THEN false END
    OR doris('rash', pga, dose) IS NOT FALSE;
SELECT count(*) FROM remission_case;
SELECT * FROM explain_doris('fever, low_complement, ?rash', 0.5, 5);
SELECT * FROM explain_doris('?rash', NULL, 5, variant => 'prednisone_below_5');

-- ------------------------------------------------- prednisone (response.md 7)
-- From above 7.5 mg a day: at least 25 % less and at most 7.5.
CREATE TEMP TABLE taper (baseline float8, current float8, expected boolean);
INSERT INTO taper VALUES (10, 7.5, true), (10, 7.51, false), (9, 6.75, true), (9, 6.76, false), (8, 6, true), (8, 6.01, false), (20, 7.5, true), (20, 7.6, false), (7.5, 0, NULL), (7.51, 0, true),
    (5, 0, NULL), (NULL, 0, NULL), (10, NULL, NULL), (7.6, 5.7, true), (7.6, 5.71, false), (9.9, 7.425, true), (9.9, 7.43, false), (0, NULL, NULL);
SELECT t.*, prednisone_reduction(baseline, current) AS got FROM taper t
WHERE prednisone_reduction(baseline, current) IS DISTINCT FROM expected
    OR prednisone_reduction(baseline, current, nri => true) IS DISTINCT FROM CASE WHEN baseline > 7.5 THEN COALESCE(expected, false) END;
SELECT count(*) FROM taper;
SELECT * FROM explain_prednisone_reduction(10, 7.5);
SELECT * FROM explain_prednisone_reduction(7.5, NULL);

-- Errors.
SELECT lldas('none', 'none', 3.5, 5);
SELECT lldas('none', 'none', 1, -5);
SELECT doris('none', 'NaN', 5);
SELECT doris('none', 0.4, 'NaN');
SELECT doris('none', 0.4, 5, '2020');
SELECT prednisone_reduction(-1, 0);

-- From a history: 7 days before baseline, 28 days that end at the visit.
CREATE TEMP TABLE steroid AS SELECT exposure('prednisone', '2023-12-01', '2024-01-14', 10, 'mg/d') || exposure('methylprednisolone', '2024-01-15', 'ongoing', 6, 'mg/d')
    || exposure('methylprednisolone', '2024-02-20', '2024-02-20', 500, 'mg', 'INTRAVENOUS') AS h;
-- 6 mg of methylprednisolone is 7.5 mg of prednisone; until 11 February some days of 10 mg are in the window; the pulse counts if asked
SELECT prednisone_reduction(h, '2024-01-01', '2024-02-11') AS feb_11, prednisone_reduction(h, '2024-01-01', '2024-02-10') AS feb_10,
    prednisone_reduction(h, '2024-01-01', '2024-03-24') AS week_12, prednisone_reduction(h, '2024-01-01', '2024-03-01', pulses => true) AS with_pulse,
    prednisone_reduction(h, '2024-01-01', '2024-03-01') AS without, prednisone_reduction(h, '2024-06-01', '2024-09-01') AS from_7_5
FROM steroid;
SELECT e.* FROM steroid, explain_prednisone_reduction(h, '2024-01-01', '2024-02-10') e;
SELECT prednisone_reduction(patient_history(), '2024-01-01', '2024-02-10', nri => true) AS no_steroid, prednisone_reduction(NULL, '2024-01-01'::date, '2024-02-10') AS no_history;

-- Rules with their sources: every component that an explanation names is there.
SELECT verified, count(*) FROM activity_rules() GROUP BY 1 ORDER BY 1;
SELECT index, component FROM (
    SELECT 'sri' AS index, component FROM explain_sri(4, 8, 4, 0, 0, 1, 1) UNION SELECT 'lldas', component FROM explain_lldas('none', 'none', 0, 0)
    UNION SELECT 'doris', component FROM explain_doris('none', 0, 0) UNION SELECT 'prednisone_reduction', component FROM explain_prednisone_reduction(10, 5)
    UNION SELECT 'selena_flare', component FROM explain_selena_flare(1, 1)) e
EXCEPT SELECT index, component FROM activity_rules();
SELECT index, component, rule, source, verified FROM activity_rules() WHERE verified IN ('remembered', 'our choice') ORDER BY index, component, rule;

-- The built-in definitions of response and flare: the list, the names, what
-- each asks for, and that they are constants to the planner.
SET datestyle TO iso;
CREATE SCHEMA response_definitions_test;
SET search_path TO response_definitions_test, public;
\pset null (null)

-- Every rule as it stands, to be read beside section 5 and 6 of the clinical notes
\pset format unaligned
\pset tuples_only on
SELECT name, label, rule FROM response_definitions() WITH ORDINALITY AS d (name, title, kind, label, rule, timing, steroid_rule, confirmation, source, verified, note, published, single_name, n) ORDER BY n;
\pset tuples_only off
\pset format aligned
SELECT name, kind, confirmation, string_agg(label || ' ' || verified, ', ' ORDER BY n) FILTER (WHERE rule <> 'else') AS labels
  FROM response_definitions() WITH ORDINALITY AS d (name, title, kind, label, rule, timing, steroid_rule, confirmation, source, verified, note, published, single_name, n)
 GROUP BY name, kind, confirmation ORDER BY min(n);

-- What must hold of every row
SELECT count(DISTINCT name) AS definitions, count(*) AS rows FROM response_definitions();
SELECT name, label FROM response_definitions()
 WHERE name IS NULL OR title IS NULL OR kind NOT IN ('response', 'target', 'change', 'flare') OR label IS NULL OR rule IS NULL
    OR confirmation NOT IN (1, 2) OR source IS NULL OR verified NOT IN ('read', 'partly read', 'remembered', 'our choice') OR timing IS NULL
    OR (rule = 'else') <> (single_name IS NULL);
-- what is our choice says so in the note as well
SELECT DISTINCT name FROM response_definitions() WHERE verified = 'our choice' AND note IS NULL;
-- names and labels are unique, each definition ends in "else"
SELECT name, label FROM response_definitions() GROUP BY 1, 2 HAVING count(*) > 1;
SELECT single_name FROM response_definitions() WHERE single_name IS NOT NULL GROUP BY 1 HAVING count(*) > 1;
SELECT name FROM response_definitions() GROUP BY 1 HAVING count(*) FILTER (WHERE rule = 'else') <> 1 OR count(*) < 2;
-- the text of every definition and of every label reads back to itself
SELECT count(*) AS texts, count(*) FILTER (WHERE response_definition(n)::text::response_rules IS DISTINCT FROM response_definition(n)
    OR response_definition(n)::text::response_rules::text <> response_definition(n)::text) AS differ
  FROM (SELECT name AS n FROM response_definitions() UNION SELECT single_name FROM response_definitions() WHERE single_name IS NOT NULL) x;
-- the list agrees with the values
SELECT count(*) AS differ FROM response_definitions() d
  LEFT JOIN LATERAL response_rule_list(response_definition(CASE d.label WHEN 'ORR' THEN d.single_name ELSE d.name END)) r ON r.label = d.label
 WHERE coalesce(r.rule, 'else') IS DISTINCT FROM d.rule OR r.note IS NOT NULL AND position(r.note IN d.note) = 0;
-- a definition of one label is its own single form; one of several has each of them
SELECT count(*) FILTER (WHERE labels = 1) AS of_one, count(*) FILTER (WHERE labels > 1) AS of_several,
       count(*) FILTER (WHERE labels = 1 AND singles <> ARRAY[name] OR labels > 1 AND NOT wanted <@ singles) AS differ
  FROM (SELECT name, count(single_name) AS labels, array_agg(single_name) FILTER (WHERE single_name IS NOT NULL) AS singles,
               array_agg(lower(name || '_' || label)) FILTER (WHERE rule <> 'else') AS wanted FROM response_definitions() GROUP BY name) x;
SELECT count(*) AS differ FROM response_definitions() d WHERE single_name IS NOT NULL
   AND response_labels(response_definition(single_name)) IS DISTINCT FROM
       ARRAY[label, (SELECT e.label FROM response_definitions() e WHERE e.name = d.name AND e.rule = 'else')];

-- Every id of the clinical notes is a name or the name of a label
SELECT id FROM unnest(string_to_array('bliss_ln_perr bliss_ln_crr bliss_ln_orr bliss_ln_ole aurora_crr aurora_prr lunar_crr lunar_prr access_cr access_pr alms alms_cr
    tulip_ln_crr nobility_crr regency_crr allure_crr acr2006_egfr acr2006_upcr acr2006_sediment eular2012 eular2019 eular2023 kdigo2021 kdigo2024 kdigo2021_cr kdigo2024_cr
    kdigo2021_perr kdigo2024_perr kdigo2021_pr kdigo2024_pr seed004 seed004_crr seed004_prr seed004_orr nct05863936_cr nct05863936_pr nct05863936_orr liu2015 bao2008
    seed002_renal_flare seed002_refractory_renal aurora2_flare blissln_worsening kdigo2012_relapse eular_proteinuric eular_nephritic moroni_proteinuric moroni_nephritic', ' ')) id
 WHERE btrim(id, E' \n') <> '' AND NOT EXISTS (SELECT FROM response_definitions() WHERE btrim(id, E' \n') IN (name, single_name));
SELECT name, label, verified, note FROM response_definitions() WHERE name = 'seed004';

-- overall response is a label of its single name only: the others leave nobody for it
SELECT response_labels(response_definition('seed004')) AS seed004, response_labels(response_definition('nct05863936')) AS nct05863936, response_labels(response_definition('seed004_orr')) AS seed004_orr;
-- One label by itself: with none of those before it, or standing as it is
SELECT response_definition('lunar_prr') AS partial;
SELECT response_definition('SEED004_ORR') AS overall, response_definition('Seed004_ORR') = response_definition('seed004_orr') AS in_any_case;
SELECT response_definition('bliss_ln_orr_prr') <> response_definition('bliss_ln_orr') AS longest_name_first;

-- Names that are none
CREATE FUNCTION attempt(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    RETURN 'no error: ' || coalesce(response_definition(name)::text, 'NULL');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n', SQLSTATE || ': ' || SQLERRM, hint);
END $$;
SELECT attempt(n) FROM unnest(ARRAY['bliss_ln_cr', 'kdigo2042', 'acr2006', 'seed0004_crr', 'seed004_oor', 'crr_lunar', 'kdigo2024_nr', 'alms_cr_cr', '', ' kdigo2024', repeat('ä', 100), NULL]) n;

-- What they ask for
SELECT fact, kind, usual_unit, meaning, cardinality(used_by) AS used FROM response_definition_facts();
SELECT fact FROM response_definition_facts() WHERE meaning IS NULL OR kind IS NULL OR used_by IS NULL;
SELECT count(*) AS differ FROM (SELECT DISTINCT name FROM response_definitions()) d, unnest(response_facts(response_definition(d.name))) f
 WHERE NOT EXISTS (SELECT FROM response_definition_facts() x WHERE x.fact = f AND d.name = ANY (x.used_by));
SELECT used_by FROM response_definition_facts() WHERE fact = 'urine_protein';

-- Constants to the planner: the definition becomes conditions over the columns
CREATE TABLE visit (subject int, upcr float8, egfr float8);
CREATE TABLE base (subject int, upcr float8, egfr float8);
INSERT INTO visit VALUES (1, 0.4, 90), (2, 1.5, 90), (3, 2.5, 90), (4, NULL, 90);
INSERT INTO base VALUES (1, 3, 100), (2, 3, 100), (3, 3, 100), (4, 3, 100);
CREATE FUNCTION plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    lines text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        lines := lines || line || E'\n';
    END LOOP;
    RETURN lines;
END $$;
SELECT plan !~ 'response_definition\(' AND plan !~ '[^_]classify\(' AS rewritten
  FROM plan_of($$SELECT classify('given upcr in g/g, egfr in mL/min/{1.73_m2}' || response_definition('kdigo2024'), v, b) FROM visit v JOIN base b USING (subject)$$) plan;
CREATE TABLE sediment (urine_rbc_hpf float8, urine_wbc_hpf float8, cellular_casts bool);
SELECT plan ~ 'CASE' AND plan ~ 'urine_rbc_hpf > ' AND plan !~ 'classify' AS native
  FROM plan_of($$SELECT classify('given urine_rbc_hpf in /[HPF], urine_wbc_hpf in /[HPF]' || response_definition('acr2006_sediment'), s) FROM sediment s$$) plan;
SELECT subject, classify('given upcr in g/g, egfr in mL/min/{1.73_m2}' || response_definition('kdigo2024'), v, b) FROM visit v JOIN base b USING (subject) ORDER BY 1;
-- and rules from a list when they are not
SELECT subject, name, classify('given upcr in g/g, egfr in mL/min/{1.73_m2}' || response_definition(name), v, b)
  FROM visit v JOIN base b USING (subject), (VALUES ('kdigo2024'), ('kdigo2024_10'), ('kdigo2024_pr'), ('aurora_prr')) n (name) ORDER BY 2, 1;
CREATE TABLE kept (h patient_history, at date, response text GENERATED ALWAYS AS (classify(response_definition('kdigo2024'), h, at, '2024-01-01'::date, 14)) STORED);

-- One patient under all definitions.  Class IV nephritis, month 6: protein from
-- 4 g/d to 0.45 g/d, UPCR from 3.6 to 0.55 g/g, eGFR from 80 (90 before the
-- flare) to 78, creatinine 0.9 to 0.95 mg/dL, sediment quiet, prednisone 5 mg/d.
CREATE TABLE patient AS
SELECT 'LN-1' AS subject, date '2024-01-10' AS baseline_day, history_agg(h) AS h FROM (VALUES
    (observation('urine_protein', '2024-01-08', 4.0::float8, 'g/d') || observation('urine_protein', '2024-07-09', 450::float8, 'mg/d')),
    (observation('upcr', '2024-01-08', 3.6::float8, 'g/g') || observation('upcr', '2024-07-09', 550::float8, 'mg/g')),
    (observation('egfr', '2024-01-08', 80::float8, 'mL/min/{1.73_m2}') || observation('egfr', '2024-07-09', 78::float8, 'mL/min/{1.73_m2}')),
    (observation('pre_flare_egfr', '2023-06-01', 90::float8, 'mL/min/{1.73_m2}')),
    (observation('creatinine', '2024-01-08', 0.9::float8, 'mg/dL', 0.5, 1.1) || observation('creatinine', '2024-07-09', 0.95::float8, 'mg/dL', 0.5, 1.1)),
    (observation('albumin', '2024-07-09', 36::float8, 'g/L') || observation('urine_rbc', '2024-07-09', 12::float8, '/uL') || observation('urine_rbc', '2024-01-08', 240::float8, '/uL')),
    (observation('urine_wbc_hpf', '2024-07-09', 3::float8, '/[HPF]') || observation('red_cell_casts', '2024-07-09', 'N'::text) || observation('urinary_tract_infection', '2024-07-09', 'N'::text)),
    (observation('urine_rbc_hpf', '2024-01-08', 25::float8, '/[HPF]') || observation('urine_rbc_hpf', '2024-07-09', 2::float8, '/[HPF]')),
    (exposure('prednisone_equivalent', '2024-01-10', '2024-12-31', 5, 'mg/d'))) v (h);
CREATE VIEW patient_responses AS
SELECT p.subject, c.* FROM patient p, compare_responses(p.h, date '2024-07-10', p.baseline_day, 14) c;
SELECT name, label, missing FROM patient_responses;
SELECT name, reason FROM patient_responses WHERE name IN ('bliss_ln_perr', 'seed004', 'kdigo2024', 'nct05863936', 'aurora_crr', 'alms_cr');
-- the comparison says what classify says
SELECT count(*) AS definitions, count(*) FILTER (WHERE c.label IS DISTINCT FROM classify(response_definition(c.name), p.h, '2024-07-10', p.baseline_day, 14)) AS differ
  FROM patient p, compare_responses(p.h, '2024-07-10', p.baseline_day, 14) c;
-- of a NULL history everything is unknown
SELECT count(*), count(label) FROM compare_responses(NULL, '2024-07-10', '2024-01-10', 14);

-- What is asked of prednisone, from its exposures: the visit is on 2024-06-01, 8
-- weeks before it is 2024-04-06, 12 weeks 2024-03-09, the first of 28 days 2024-05-05
CREATE TABLE steroids (id int, why text, h patient_history, days int, run int, max_12_weeks float8, max_28_days float8);
INSERT INTO steroids VALUES
    (1, 'two days at 20 within 5', exposure('prednisone', '2024-01-01', '2024-05-10', 7.5, 'mg/d') || exposure('prednisone', '2024-05-11', '2024-05-12', 20, 'mg/d') || exposure('prednisone', '2024-05-13', 'ongoing', 5, 'mg/d'), 2, 2, 20, 20),
    (2, '10 is not above 10', exposure('prednisone', '2024-01-01', 'ongoing', 10, 'mg/d'), 0, 0, 10, 10),
    (3, 'first day of 8 weeks, first of 12', exposure('prednisone', '2024-04-06', '2024-04-06', 20, 'mg/d') || exposure('prednisone', '2024-03-09', '2024-03-09', 30, 'mg/d'), 1, 1, 30, 0),
    (4, 'the day before both', exposure('prednisone', '2024-04-05', '2024-04-05', 20, 'mg/d') || exposure('prednisone', '2024-03-08', '2024-03-08', 30, 'mg/d'), 0, 0, 20, 0),
    (5, 'first of 28 days', exposure('prednisone', '2024-05-05', '2024-05-05', 20, 'mg/d'), 1, 1, 20, 20),
    (6, 'the day before it', exposure('prednisone', '2024-05-04', '2024-05-04', 20, 'mg/d'), 1, 1, 20, 0),
    (7, 'after the visit', exposure('prednisone', '2024-06-02', '2024-06-30', 20, 'mg/d'), 0, 0, 0, 0),
    (8, 'three runs, the longest of three', exposure('prednisone', '2024-04-10', '2024-04-11', 20, 'mg/d') || exposure('prednisone', '2024-04-13', '2024-04-15', 15, 'mg/d') || exposure('prednisone', '2024-06-01', '2024-06-01', 11, 'mg/d'), 6, 3, 20, 11),
    (9, '10 mg of methylprednisolone are 12.5; two drugs add up', exposure('methylprednisolone', '2024-05-20', '2024-05-21', 10, 'mg/d') || exposure('prednisone', '2024-05-21', '2024-05-22', 10, 'mg/d'), 2, 2, 22.5, 22.5),
    (10, 'pulses do not count', exposure('methylprednisolone', '2024-05-20', '2024-05-22', 500, 'mg/d', 'INTRAVENOUS'), 0, 0, 0, 0),
    (11, 'the total of all steroids stands alone', exposure('prednisone_equivalent', '2024-05-20', '2024-05-22', 12, 'mg/d') || exposure('prednisone', '2024-05-20', '2024-05-22', 12, 'mg/d'), 3, 3, 12, 12),
    (12, 'none at all', patient_history(), 0, 0, 0, 0),
    (13, 'tablets in the tenth week before', exposure('prednisone', '2024-03-20', '2024-03-25', 1, '{tablet}/d'), 0, 0, NULL, 0),
    (14, 'tablets in the fifth', exposure('prednisone', '2024-04-28', '2024-05-01', 1, '{tablet}/d'), NULL, NULL, NULL, 0),
    (15, 'end not recorded', exposure('prednisone', '2024-05-20', NULL::text, 5, 'mg/d'), NULL, NULL, NULL, NULL);
SELECT s.*, f.* FROM (SELECT id, why, days, run, max_12_weeks, max_28_days, prednisone_facts(h, '2024-06-01') AS f FROM steroids) s,
    LATERAL (SELECT magnitude(last_value(s.f, 'prednisone_days_above_10', '2024-06-01')), magnitude(last_value(s.f, 'prednisone_run_above_10', '2024-06-01')),
                    magnitude(last_value(s.f, 'prednisone_max_12_weeks', '2024-06-01')), magnitude(last_value(s.f, 'prednisone_max_28_days', '2024-06-01'))) f (d, r, m12, m28)
 WHERE (d, r, m12, m28) IS DISTINCT FROM (days, run, max_12_weeks, max_28_days) ORDER BY id;
SELECT count(*) AS cases FROM steroids;
SELECT prednisone_facts(NULL, '2024-06-01') IS NULL AS no_history, prednisone_facts(patient_history(), NULL) IS NULL AS no_day;
-- AURORA with and without them: two days above 10 mg/d are allowed, three in a row are not
SELECT s.id, classify(response_definition('aurora_crr'), k || s.h, '2024-06-01', '2024-01-01', 7) AS without, classify(response_definition('aurora_crr'), k || s.h || prednisone_facts(s.h, '2024-06-01'), '2024-06-01', '2024-01-01', 7) AS with_them
  FROM steroids s, (SELECT observation('upcr', '2024-06-01', 0.4::float8, 'g/g') || observation('egfr', '2024-06-01', 90::float8, 'mL/min/{1.73_m2}') AS k) k WHERE s.id IN (1, 8, 13, 15) ORDER BY s.id;

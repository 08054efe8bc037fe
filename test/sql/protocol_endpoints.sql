-- Endpoints of the built-in protocols: what each row carries, that each can be
-- run, and what they say of two invented subjects worked by hand.
SET datestyle = 'ISO';
CREATE SCHEMA protocol_endpoints_test;
SET search_path TO protocol_endpoints_test, public;
\pset null (null)
\set VERBOSITY terse
SELECT p.id, e.endpoint, e.type, e.measure, e.responders, e.better, e.fact, e.visits, e.cumulative AS cum, e.reading, e.verified FROM protocols() AS p, protocol_endpoints(p.id) AS e;

-- Each row has what its measure needs: no row.
SELECT p.id, e.endpoint FROM protocols() AS p, protocol_endpoints(p.id) AS e
WHERE (e.rules IS NULL) <> (e.measure NOT IN ('response', 'event', 'time')) OR (e.responders IS NULL) <> (e.rules IS NULL)
    OR NOT e.responders || coalesce(e.better, '{}') <@ response_labels(e.rules) OR e.responders && e.better
    OR (e.fact IS NULL) <> (e.measure NOT IN ('change', 'count')) OR (e.call IS NULL) <> (e.measure = 'none') OR (e.visits IS NULL) <> (e.measure = 'none')
    OR e.type NOT IN ('primary', 'secondary') OR e.reading NOT IN ('stated', 'alternative') OR e.verified NOT IN ('read', 'partly read', 'remembered', 'our choice')
    OR e.title IS NULL OR e.source IS NULL OR e.cumulative IS NULL OR e.verified = 'our choice' AND e.note IS NULL
    OR NOT e.arms <@ ARRAY(SELECT arm FROM protocol_arms(p.id));
SELECT p.id, count(*) AS rows, count(DISTINCT e.endpoint) AS names, count(*) FILTER (WHERE type = 'primary' AND reading = 'stated') AS "primary", min(e.arms) AS arms
FROM protocols() AS p, protocol_endpoints(p.id) AS e GROUP BY p.id ORDER BY p.id;
-- the definitions are those built in by name
SELECT DISTINCT p.id, n AS definition FROM protocols() AS p, protocol_endpoints(p.id) AS e, unnest('{seed004,nct05863936,blissln_renal_event}'::text[]) AS n
WHERE e.rules = response_definition(n) ORDER BY 1, 2;
SELECT DISTINCT e.rules AS "SRI-4 and B cells" FROM protocols() AS p, protocol_endpoints(p.id) AS e WHERE 'SRI4' = ANY (e.responders) OR 'fallen' = ANY (e.responders) ORDER BY 1;
SELECT protocol_endpoints('NCT1');
SELECT count(*) FROM protocol_endpoints(NULL);
SELECT endpoint FROM protocol_endpoints('seed004') LIMIT 1;

-- ------------------------------------------------------------ visit_value
-- The cases of classify at a visit, response_history.sql: within so many days of
-- 2024-03-15, expected by hand.
CREATE FUNCTION x(at text, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('x', at, value, NULL) $$;
CREATE TABLE nearest (id int, why text, h patient_history, days int, expected float8);
INSERT INTO nearest VALUES
    (1, 'on the day', x('2024-03-15', 1), 7, 1),
    (2, 'on the day, window 0', x('2024-03-15', 1), 0, 1),
    (3, 'the day before, window 0', x('2024-03-14', 1), 0, NULL),
    (4, 'first day of the window', x('2024-03-08', 1), 7, 1),
    (5, 'a day too early', x('2024-03-07', 1), 7, NULL),
    (6, 'last day of the window', x('2024-03-22', 1), 7, 1),
    (7, 'a day too late', x('2024-03-23', 1), 7, NULL),
    (8, 'late on the last day', x('2024-03-22T23:59', 1), 7, 1),
    (9, 'early on the first day', x('2024-03-08T00:00', 1), 7, 1),
    (10, 'after is nearer than before', x('2024-03-12', 1) || x('2024-03-17', 2), 7, 2),
    (11, 'before is nearer than after', x('2024-03-13', 1) || x('2024-03-18', 2), 7, 1),
    (12, 'as near: the earlier', x('2024-03-12', 1) || x('2024-03-18', 2), 7, 1),
    (13, 'as near in days, whatever the hour', x('2024-03-14T01:00', 1) || x('2024-03-16T00:00', 2), 7, 1),
    (14, 'several on one day: the last', x('2024-03-15T08:00', 1) || x('2024-03-15T17:00', 2), 7, 2),
    (15, 'several on the nearest day before', x('2024-03-14T08:00', 1) || x('2024-03-14T17:00', 2) || x('2024-03-17', 3), 7, 2),
    (16, 'two values at one time', x('2024-03-15T08:00', 1) || x('2024-03-15T08:00', 2), 7, NULL),
    (17, 'the same value twice at one time', x('2024-03-15T08:00', 1) || x('2024-03-15T08:00', 1), 7, 1),
    (18, 'of three the nearest', x('2024-03-08', 1) || x('2024-03-16', 2) || x('2024-03-22', 3), 7, 2),
    (19, 'far away on both sides', x('2023-01-01', 1) || x('2025-01-01', 2), 7, NULL),
    (20, 'a month is not in the window for sure', x('2024-03', 1), 7, NULL),
    (21, 'a month as near as a day might be', x('2024-03', 1) || x('2024-03-16', 2), 7, NULL),
    (22, 'on the day itself no month is nearer', x('2024-02', 1) || x('2024-03-15', 2), 7, 2),
    (23, 'a month outside', x('2024-01', 1) || x('2024-03-16', 2), 7, 2),
    (24, 'no history of it', observation('y', '2024-03-15', 1::float8, NULL), 7, NULL),
    (25, 'no window', x('2024-03-15', 1), NULL, NULL),
    (26, 'a negative window', x('2024-03-15', 1), -1, NULL);
SELECT id, why, expected, visit_value(h, 'x', '2024-03-15', days) FROM nearest
WHERE magnitude(visit_value(h, 'x', '2024-03-15', days)) IS DISTINCT FROM expected OR visit_value(h, 'X', '2024-03-15', days) IS DISTINCT FROM visit_value(h, 'x', '2024-03-15', days) ORDER BY id;
SELECT count(*) AS cases, count(expected) AS known FROM nearest;
-- the same value that classify takes
SELECT count(*) FILTER (WHERE magnitude(visit_value(h, 'x', d::date, w)) IS DISTINCT FROM nullif(classify('1: x = 1; 2: x = 2; 3: x = 3; else 0', h, d::date, '2024-01-01', w), '0')::float8) AS differ, count(*) AS asked
FROM nearest, generate_series(timestamp '2024-02-25', '2024-04-02', '1 day') AS d, generate_series(0, 9, 3) AS w;
SELECT visit_value(NULL, 'x', '2024-03-15', 7) AS no_history, visit_value(x('2024-03-15', 1), NULL, '2024-03-15', 7) AS no_fact, visit_value(x('2024-03-15', 1), 'x', 'infinity', 7) AS endless, visit_value(x('2024-03-15', 1), 'x', NULL, 7) AS no_visit;

-- -------------------------------------------------- change_from_baseline
CREATE TABLE change (id int, why text, fact text, h patient_history, expected text);
INSERT INTO change VALUES
    (1, 'two units', 'urine_protein', observation('urine_protein', '2024-01-01', 3::float8, 'g/d') || observation('urine_protein', '2024-06-17', 300::float8, 'mg/24h'), '("3 g/d","300 mg/24h","-2700 mg/24h",-90)'),
    (2, 'mass and mole', 'creatinine', observation('creatinine', '2024-01-01', 1::float8, 'mg/dL') || observation('creatinine', '2024-06-17', 88.4::float8, 'umol/L'), '("1 mg/dL","88.4 umol/L","0 umol/L",0)'),
    (3, 'the last before baseline', 'igg', observation('igg', '2023-12-01', 12::float8, 'g/L') || observation('igg', '2023-12-31', 10::float8, 'g/L') || observation('igg', '2024-06-17', 11::float8, 'g/L'), '("10 g/L","11 g/L","1 g/L",10)'),
    (4, 'a baseline of its own', 'igg', observation('igg', '2023-12-31', 10::float8, 'g/L') || observation('baseline.igg', '2024-01-01', 8::float8, 'g/L') || observation('igg', '2024-06-17', 9::float8, 'g/L'), '("8 g/L","9 g/L","1 g/L",12.5)'),
    (5, 'a baseline of its own that cannot be read', 'igg', observation('igg', '2023-12-31', 10::float8, 'g/L') || observation('baseline.igg', '2024-01-01', 'QNS'::text) || observation('igg', '2024-06-17', 9::float8, 'g/L'), '(,"9 g/L",,)'),
    (6, 'no baseline', 'igg', observation('igg', '2024-06-17', 9::float8, 'g/L'), '(,"9 g/L",,)'),
    (7, 'nothing at the visit', 'igg', observation('igg', '2023-12-31', 10::float8, 'g/L') || observation('igg', '2024-05-01', 9::float8, 'g/L'), '("10 g/L",,,)'),
    (8, 'from nothing: no percent', 'pga', observation('pga', '2024-01-01', 0::float8, NULL) || observation('pga', '2024-06-17', 1.3::float8, NULL), '(0,1.3,1.3,)'),
    (9, 'exactly 0.3', 'pga', observation('pga', '2024-01-01', 1.0::float8, NULL) || observation('pga', '2024-06-17', 1.3::float8, NULL), '(1,1.3,0.3,30)'),
    (10, 'below what the test sees', 'anti_dsdna', observation('anti_dsdna', '2024-01-01', 90::float8, 'IU/mL') || observation('anti_dsdna', '2024-06-17', '<9.8', 'IU/mL'), '("90 IU/mL",,,)'),
    (11, 'units that do not convert', 'igg', observation('igg', '2024-01-01', 10::float8, 'g/L') || observation('igg', '2024-06-17', 9::float8, '%'), '("10 g/L","9 %",,)'),
    (12, 'a lost unit', 'igg', observation('igg', '2024-01-01', 10::float8, 'g/L') || observation('igg', '2024-06-17', 9::float8, NULL), '("10 g/L",9,,)'),
    (13, 'never recorded', 'igg', observation('igm', '2024-01-01', 10::float8, 'g/L'), '(,,,)');
SELECT id, why, expected, change_from_baseline(h, fact, '2024-06-17', '2024-01-01', 7)::text FROM change
WHERE change_from_baseline(h, fact, '2024-06-17', '2024-01-01', 7)::text IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) FROM change;

-- ---------------------------------------------------------- two subjects
-- Day 0 is Monday 2024-01-01; weeks 4 8 12 16 20 24 are 01-29 02-26 03-25 04-22
-- 05-20 06-17, months 1 to 6 the first of each.
CREATE FUNCTION lab(fact text, unit text, VARIADIC at_value text[]) RETURNS patient_history IMMUTABLE LANGUAGE sql AS
$$ SELECT history_agg(observation(fact, split_part(v, '=', 1), split_part(v, '=', 2)::float8, unit, NULL, CASE fact WHEN 'creatinine' THEN 1.2 END)) FROM unnest(at_value) AS v $$;
CREATE TABLE subject (name text, h patient_history);
INSERT INTO subject
-- Ada: proteinuria 4.0 falls to 1.8, 1.5, 0.45 at months 1, 2, 3; 0.60 at month 4,
-- nothing at month 5, 0.30 at month 6. eGFR stays above 68 = 85 % of 80.
-- Red cells 300 at baseline, 100 in week 12, 90 in week 24.
SELECT 'Ada', lab('urine_protein', 'g/d', '2024-01-01=4.0', '2024-02-02=1.8', '2024-03-01=1.5', '2024-03-29=0.45', '2024-05-01=0.60', '2024-06-28=0.30')
    || lab('egfr', 'mL/min/{1.73_m2}', '2024-01-01=80', '2024-02-02=68', '2024-03-01=75', '2024-03-29=80', '2024-05-01=82', '2024-06-28=81')
    || lab('creatinine', 'mg/dL', '2024-01-01=1.4', '2024-03-25=1.2', '2024-06-20=1.3') || lab('albumin', 'g/dL', '2024-03-25=3.6', '2024-06-20=3.5')
    || lab('urine_rbc', '/uL', '2024-01-01=300', '2024-03-25=100', '2024-06-20=90') || lab('urine_wbc_hpf', '/[HPF]', '2024-03-25=5', '2024-06-20=2')
    || observation('red_cell_casts', '2024-03-25', false) || observation('red_cell_casts', '2024-06-20', false) || lab('urine_protein', 'g/d', '2024-06-17=0.38')
    || lab('sledai_2k', NULL, '2024-01-01=14', '2024-12-02=10') || lab('selena_sledai', NULL, '2024-01-01=12', '2024-03-25=9', '2024-06-17=8')
    || lab('pga', NULL, '2024-01-01=1.0', '2024-03-25=1.0', '2024-06-17=1.2', '2024-12-02=1.3') || lab('bilag_new_a', NULL, '2024-03-25=0', '2024-06-17=0', '2024-12-02=0')
    || lab('bilag_new_b', NULL, '2024-03-25=0', '2024-06-17=1', '2024-12-02=0')
    || exposure('prednisone', '2023-12-01', '2023-12-31', 10, 'mg/d') || exposure('prednisone', '2024-01-01', '2024-02-25', 10, 'mg/d') || exposure('prednisone', '2024-02-26', '2024-12-31', 7.5, 'mg/d')
    || lab('c3', 'g/L', '2024-01-01=0.5', '2024-03-25=0.8') || event('adverse_event', '2024-02-01', '2024-02-03') || event('adverse_event', '2024-09-01', '2024-09-02')
    || lab('naive_b_cells', '/uL', '2024-01-01=200', '2024-06-17=20') || lab('transitional_b_cells', '/uL', '2024-01-01=10', '2024-06-17=10')
UNION ALL
-- Bea: the same proteinuria at half the level, so complete from month 3 on; a
-- switch of therapy on 2024-05-15 makes months 5 and 6 no responses.
SELECT 'Bea', lab('urine_protein', 'g/d', '2024-01-01=2.0', '2024-02-01=0.9', '2024-03-01=0.75', '2024-04-01=0.40', '2024-05-01=0.40', '2024-06-01=0.40', '2024-07-01=0.40')
    || lab('egfr', 'mL/min/{1.73_m2}', '2024-01-01=80', '2024-02-01=80', '2024-03-01=67.9', '2024-04-01=80', '2024-05-01=80', '2024-06-01=80', '2024-07-01=80')
    || lab('creatinine', 'mg/dL', '2024-01-01=0.8', '2024-02-01=0.8', '2024-03-01=0.9') || lab('upcr', 'g/g', '2024-01-01=2', '2024-02-01=1', '2024-03-01=0.5')
    || event('therapy_switch', '2024-05-15', '2024-05-15') || event('death', '2024-08-01', '2024-08-01');

-- SEED004 by hand (window 10 days). Ada, month 1 (02-02): 1.8 <= 2.0 and eGFR 68
-- >= 68: PRR. Month 2: 1.5: PRR. Month 3 (03-29, 3 days off): 0.45: CRR. Month 4:
-- 0.60: PRR. Month 5: none. Month 6 (06-28): 0.30: CRR. First CRR on 03-29, day 88;
-- first response on 02-02, day 32.
-- Bea, month 1: 0.9 <= 1.0: PRR. Month 2: eGFR 67.9 < 68: NR. Months 3, 4: CRR.
-- From 05-15 on no response, though the label is CRR.
SELECT name, r.endpoint, string_agg(coalesce(r.label, '-') || CASE WHEN r.response THEN ' yes' WHEN NOT r.response THEN ' no' ELSE ' ?' END, ', ' ORDER BY r.planned_on) AS found
FROM subject, protocol_endpoint_results('SEED004', h, '2024-01-01', 10) AS r WHERE r.endpoint ~ '^(crr|prr|orr)' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT name, r.endpoint, r.value, r.response, r.planned_on, r.visit FROM subject, protocol_endpoint_results('SEED004', h, '2024-01-01', 10) AS r WHERE r.endpoint ~ '^time' ORDER BY 1, 2;
SELECT name, r.visit, r.value, r.change, round(r.percent::numeric, 1) AS percent FROM subject, protocol_endpoint_results('SEED004', h, '2024-01-01', 10) AS r WHERE r.endpoint = 'urine_protein_change' ORDER BY 1, r.planned_on;

-- NCT05863936 by hand. Week 12 (protein 0.45 of 03-29): not below 0.4, so no CR.
-- PR: 0.45 < 2.0 and < 3.5, red cells 100 < 150, creatinine 1.2 <= 1.2: PR.
-- Week 24: protein 0.38, sediment quiet, but albumin 3.5 is not above 3.5 and
-- creatinine 1.3 above 1.2: no CR. PR: red cells 90 < 150, creatinine 1.3 < 1.82.
-- PR is open in weeks 4, 8 and 16: no sediment. By week 24: CR is no in weeks 4, 8
-- and 16 by protein 1.8, 1.5 and 0.60; week 20 has no value, so from there on CR
-- is open, and with it PR as the best response.
SELECT r.endpoint, string_agg(coalesce(r.label, '-') || CASE WHEN r.response THEN ' yes' WHEN NOT r.response THEN ' no' ELSE ' ?' END, ', ' ORDER BY r.planned_on) AS found
FROM subject, protocol_endpoint_results('NCT05863936', h, '2024-01-01', 10, given => 'given urinary_tract_infection absent means no') AS r
WHERE name = 'Ada' AND r.endpoint <> 'adverse_events' GROUP BY 1 ORDER BY 1;
-- with nri the open visits are no: PR stands
SELECT r.endpoint, string_agg(CASE WHEN r.response THEN 'yes' WHEN NOT r.response THEN 'no' ELSE '?' END, ', ' ORDER BY r.planned_on) AS found
FROM subject, protocol_endpoint_results('NCT05863936', h, '2024-01-01', 10, nri => true) AS r WHERE name = 'Ada' AND r.endpoint ~ 'by_week' GROUP BY 1 ORDER BY 1;

-- NCT04893161 by hand: SLEDAI-2K 14 to 10 is 4, no new grades, PGA 1.0 to 1.3 is
-- worse: no. NCT05262686: SELENA 12 to 9 is 3: no; 12 to 8 is 4, one new B, PGA
-- +0.2: yes. Prednisone 10 before; weeks 8.1 to 12 at 7.5, a quarter less: yes.
-- Naive B cells fell, transitional did not: no. Adverse events: one to week 24, two to 48.
SELECT p.id, r.endpoint, r.visit, r.label, r.response, r.value, r.baseline, r.change, r.percent
FROM subject, (VALUES ('NCT04893161'), ('NCT05262686')) AS p (id), protocol_endpoint_results(p.id, h, '2024-01-01', 10) AS r
WHERE name = 'Ada' AND (r.response IS NOT NULL OR r.value IS NOT NULL) AND (r.endpoint <> 'prednisone_dose_change' OR r.visit IN ('week 2', 'week 12')) ORDER BY 1, r.planned_on, 2;
-- a prednisone total in its own fact
SELECT r.visit, r.response, r.value, r.baseline FROM protocol_endpoint_results('NCT05262686', exposure('prednisone_equivalent', '2023-12-01', '2023-12-31', 8, 'mg/d') || exposure('prednisone_equivalent', '2024-01-01', '2024-12-31', 6, 'mg/d'), '2024-01-01', 10) AS r
WHERE r.endpoint = 'prednisone_reduction';
-- renal events stay once they happened; death is one
SELECT r.visit, r.label, r.response FROM protocol_endpoint_results('SEED004', lab('creatinine', 'mg/dL', '2024-01-01=1.0', '2024-02-01=1.9', '2024-03-01=2.0', '2024-04-01=1.0') || lab('upcr', 'g/g', '2024-01-01=2', '2024-02-01=1', '2024-03-01=1', '2024-04-01=1')
    || lab('egfr', 'mL/min/{1.73_m2}', '2024-01-01=80', '2024-02-01=80', '2024-03-01=80', '2024-04-01=80'), '2024-01-01', 10) AS r
WHERE r.endpoint = 'renal_events';

-- ------------------------------------------------------------ every call
-- The call of each row by itself, for both subjects at every visit, gives what
-- protocol_endpoint_results gives. Visits get the window there.
CREATE FUNCTION run_call(e protocol_endpoint, history patient_history, start date, visit text, planned_on date, window_days int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    e.visits = (e.visits::text || ' +/- ' || window_days || ' days')::visit_schedule;
    EXECUTE format('SELECT (%s)::text FROM (SELECT ($1).*, $2 AS history, $3 AS start, $4 AS visit, $5 AS planned_on, $6 AS window_days) AS x', e.call)
        INTO result USING e, history, start, visit, planned_on, window_days;
    RETURN result;
END $$;
CREATE TABLE called AS
SELECT s.name, p.id, e.endpoint, e.measure, v.visit, v.planned_on, run_call(ROW(e.*)::protocol_endpoint, s.h, '2024-01-01', v.visit, v.planned_on, 10) AS result
FROM subject AS s, protocols() AS p, protocol_endpoints(p.id) AS e, expand_visits(e.visits, '2024-01-01') AS v WHERE e.measure <> 'time';
CREATE TABLE found AS SELECT s.name, p.id, r.* FROM subject AS s, protocols() AS p, protocol_endpoint_results(p.id, s.h, '2024-01-01', 10) AS r;
SELECT c.measure, count(*) AS calls, count(c.result) AS known, count(*) FILTER (WHERE CASE
        WHEN c.measure = 'change' THEN c.result <> ROW(f.baseline, f.value, f.change, f.percent)::baseline_change::text
        WHEN c.measure = 'count' THEN c.result::float8 <> magnitude(f.value)
        WHEN c.measure = 'dose' THEN c.result::average_dose IS NULL OR (c.result::average_dose).per_day <> magnitude(f.value)
        WHEN c.measure = 'event' THEN (c.result::boolean AND NOT f.response) OR (f.response AND c.result IS NULL)
        ELSE c.result::boolean IS DISTINCT FROM f.response END) AS differ
FROM called AS c LEFT JOIN found AS f USING (name, id, endpoint, planned_on) GROUP BY 1 ORDER BY 1;
SELECT s.name, e.endpoint, (t)."time", (t).event, (t).on_date, (t).visit FROM subject AS s, protocol_endpoints('SEED004') AS e, LATERAL (SELECT run_call(ROW(e.*)::protocol_endpoint, s.h, '2024-01-01', NULL, NULL, 10)::response_time AS t) AS t WHERE e.measure = 'time' ORDER BY 1, 2;

-- NULL and errors
SELECT count(*) AS rows, count(response) AS known, count(value) FROM protocol_endpoint_results('SEED004', NULL, '2024-01-01', 10) AS r;
SELECT count(*) FROM protocol_endpoint_results('SEED004', patient_history(), NULL, 10) AS r;
SELECT count(*) FROM protocol_endpoint_results('SEED004', patient_history(), '2024-01-01', NULL) AS r;
SELECT count(*) FROM protocol_endpoint_results(NULL, patient_history(), '2024-01-01', 10) AS r;
SELECT count(*) FROM protocol_endpoint_results('NCT1', patient_history(), '2024-01-01', 10) AS r;
SET client_min_messages TO warning;
DROP SCHEMA protocol_endpoints_test CASCADE;

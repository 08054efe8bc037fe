-- Flares after a response.  Expected by hand from response.md's section 6 as
-- the definitions print it; proteinuria in g/d, weeks 4 to 28, start 1 January.
SET datestyle TO iso;
CREATE SCHEMA renal_flare_test;
SET search_path TO renal_flare_test, public;
\pset null (null)
CREATE FUNCTION p(week int, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('urine_protein', timestamp '2024-01-01' + week * interval '7 days', value, 'g/d') $$;
CREATE FUNCTION weeks() RETURNS visit_schedule IMMUTABLE LANGUAGE sql AS $$ SELECT visit_schedule 'visits at weeks 0, 4, 8, 12, 16, 20, 24, 28' $$;
CREATE FUNCTION response() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT response_rules 'CRR: urine_protein < 0.5 g/d; PRR: urine_protein <= 50 % of baseline and urine_protein < 3 g/d; else NR' $$;
-- NCT04893161: above 1 g/d after a complete response, otherwise doubling
CREATE FUNCTION seed002() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$
    SELECT response_rules 'flare: any(complete_renal_response) and urine_protein > 1 g/d or not any(complete_renal_response) and urine_protein >= 200 % of baseline; else none' $$;

CREATE TABLE course (id int, why text, h patient_history, reference flare_reference, confirm int, expected_week int, expected_since int);
INSERT INTO course VALUES
    (1, 'CRR at 8, 1.2 at 16: above 1 after a complete response', p(0, 4) || p(4, 3) || p(8, .4) || p(12, .9) || p(16, 1.2), 'best', 1, 16, 8),
    (2, 'exactly 1 is not above it', p(0, 4) || p(8, .4) || p(16, 1.0), 'best', 1, NULL, 8),
    (3, 'PRR at 4, best 1.0 at 8, 2.0 at 20: twice the best', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(12, 1.5) || p(20, 2.0), 'best', 1, 20, 4),
    (4, 'the same against the value of the response: 2.0 < 3.2', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(12, 1.5) || p(20, 2.0), 'response', 1, NULL, 4),
    (5, 'the same against the value before: 2.0 < 3.0', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(12, 1.5) || p(20, 2.0), 'previous', 1, NULL, 4),
    (6, 'against the value before: 3.0 is twice 1.5', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(12, 1.5) || p(20, 3.0), 'previous', 1, 20, 4),
    (7, 'against baseline 4: never', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(12, 1.5) || p(20, 3.0), 'baseline', 1, NULL, 4),
    (8, 'just below twice the best', p(0, 4) || p(4, 1.6) || p(8, 1.0) || p(20, 1.999), 'best', 1, NULL, 4),
    (9, 'two in a row asked for, the second gone', p(0, 4) || p(8, .4) || p(16, 1.2) || p(24, 1.3), 'best', 2, NULL, 8),
    (10, 'two in a row', p(0, 4) || p(8, .4) || p(16, 1.2) || p(20, 1.3), 'best', 2, 16, 8),
    (11, 'high before the response is no flare of it', p(0, 4) || p(4, 9) || p(8, .4), 'best', 1, NULL, 8),
    (12, 'a visit is not measured against itself: 0.9 is twice 0.45 of week 8, but CRR made 1 g/d the limit', p(0, 4) || p(8, .45) || p(12, .9), 'best', 1, NULL, 8),
    (13, 'after PRR a CRR raises the limit: 0.9 is more than twice 0.4, and below 1', p(0, 4) || p(4, 1.6) || p(8, .4) || p(12, .9), 'best', 1, NULL, 4),
    (14, 'an unscheduled value between visits may be the best', p(0, 4) || p(4, 1.6) || observation('urine_protein', '2024-03-01', .8, 'g/d') || p(8, 1.5) || p(12, 1.6), 'best', 1, 12, 4),
    (15, 'an entry baseline.urine_protein is the study''s, not the response''s', observation('baseline.urine_protein', '2024-01-01', 4, 'g/d') || p(4, 1.6) || p(8, 1.0) || p(20, 2.0), 'best', 1, 20, 4);
SELECT id, why, f.visit, f.response_on, f.reason FROM course,
    renal_flare(seed002(), response(), '{CRR,PRR}', h, weeks(), '2024-01-01', reference => reference, confirm => confirm) f
 WHERE (f.event, f.response_on) IS DISTINCT FROM (expected_week IS NOT NULL, date '2024-01-01' + 7 * expected_since)
    OR expected_week IS NOT NULL AND (f.visit, f.time) IS DISTINCT FROM ('week ' || expected_week, 7 * (expected_week - expected_since)) ORDER BY id;
SELECT count(*) AS cases, count(expected_week) AS flares FROM course;
SELECT id, f.* FROM course, renal_flare(seed002(), response(), '{CRR,PRR}', h, weeks(), '2024-01-01', reference => reference, confirm => confirm) f WHERE id IN (1, 3, 9, 10, 11) ORDER BY id;
SELECT f.* FROM course, renal_flares(seed002(), response(), '{CRR,PRR}', h, weeks(), '2024-01-01') f WHERE id = 3 ORDER BY planned_on;

-- No response, no flare of it; nothing later, nothing known
SELECT renal_flare(seed002(), response(), '{CRR,PRR}', p(0, 4) || p(4, 3) || p(8, 9), weeks(), '2024-01-01') IS NULL AS never_responded,
       renal_flare(seed002(), response(), '{CRR,PRR}', p(0, 4), weeks(), '2024-01-01') IS NULL AS nothing_known,
       (SELECT count(*) FROM renal_flares(seed002(), response(), '{CRR,PRR}', p(0, 4) || p(8, 9), weeks(), '2024-01-01')) AS rows;
SELECT f.* FROM renal_flare(seed002(), response(), '{CRR,PRR}', p(0, 4) || p(28, .4), weeks(), '2024-01-01') f;

-- AURORA 2: UPCR above 1.0 after less than 0.2, above 2.0 after 0.2 to 1.0, and
-- only after an adequate response (0.7 or less that lasts: two visits here)
CREATE FUNCTION u(week int, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('upcr', timestamp '2024-01-01' + week * interval '7 days', value, 'g/g') $$;
CREATE FUNCTION aurora2() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$
    SELECT response_rules 'flare: any(adequate_renal_response) and (baseline.upcr < 0.2 g/g and upcr > 1 g/g or baseline.upcr between 0.2 g/g and 1 g/g and upcr > 2 g/g); else none' $$;
SELECT low, high, f.event, f.visit FROM (VALUES (.19::float8, 1.0::float8), (.19, 1.01), (.2, 1.5), (.2, 2.0), (.2, 2.01), (.7, 2.01)) t (low, high),
    renal_flare(aurora2(), 'adequate: upcr <= 0.7 g/g; else no', '{adequate}', u(0, 3) || u(4, low) || u(8, low) || u(12, high), weeks(), '2024-01-01', response_confirm => 2, reached => '{adequate_renal_response}') f ORDER BY low, high;
-- without the event's name nothing stands for the response
SELECT f.event FROM renal_flare(aurora2(), 'adequate: upcr <= 0.7 g/g; else no', '{adequate}', u(0, 3) || u(4, .1) || u(12, 3), weeks(), '2024-01-01', reached => NULL) f;

-- The definitions built in say the same, and run as they are
SELECT count(*) AS cases, count(*) FILTER (WHERE (f.event, f.visit) IS DISTINCT FROM (g.event, g.visit)) AS differ
  FROM course, renal_flare(seed002(), response(), '{CRR,PRR}', h, weeks(), '2024-01-01', reference => reference, confirm => confirm) f,
       renal_flare(response_definition('seed002_renal_flare'), response(), '{CRR,PRR}', h || event('later_therapy', '2024-01-02'), weeks(), '2024-01-01', reference => reference, confirm => confirm) g;
SELECT low, high, f.event, f.label FROM (VALUES (.19::float8, 1.0::float8), (.19, 1.01), (.2, 2.0), (.2, 2.01)) t (low, high),
    renal_flare(response_definition('aurora2_flare'), 'adequate: upcr <= 0.7 g/g; else no', '{adequate}', u(0, 3) || u(4, low) || u(8, low) || u(12, high), weeks(), '2024-01-01', response_confirm => 2, reached => '{adequate_renal_response}') f ORDER BY low, high;
SELECT d.name, f.event, f.time FROM (SELECT DISTINCT name FROM response_definitions() WHERE kind = 'flare') d,
    renal_flare(response_definition(d.name), response(), '{CRR,PRR}', p(0, 4) || p(4, .4) || u(0, 4) || u(4, .4) || p(8, .4) || p(12, 3) || u(12, 3), weeks(), '2024-01-01') f ORDER BY d.name;

-- More rules at one call site than plans are kept
SELECT count(*), count(*) FILTER (WHERE f.event) AS flares, count(*) FILTER (WHERE f.event IS DISTINCT FROM (1 + g / 10.0 < 3)) AS wrong
  FROM generate_series(1, 40) g, renal_flare(format('flare: urine_protein > %s g/d; else none', 1 + g / 10.0)::response_rules, response(), '{CRR,PRR}', p(0, 4) || p(4, .4) || p(8, .4) || p(12, 3), weeks(), '2024-01-01') f;

-- The best of eGFR is the highest: 100, so that 79 is more than 20 % below
CREATE FUNCTION e(week int, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('egfr', timestamp '2024-01-01' + week * interval '7 days', value, 'mL/min/{1.73_m2}') $$;
SELECT f.event, f.visit, f.reason FROM renal_flare('fall: egfr < 80 % of baseline; else none', response(), '{CRR}', p(0, 4) || p(4, .4) || e(4, 90) || e(8, 100) || e(12, 85) || e(16, 79), weeks(), '2024-01-01') f;
-- a derived fact, too
SELECT f.event, f.visit FROM renal_flare('given clearance is 100 / creatinine; rise: clearance <= 50 % of baseline; else none', response(), '{CRR}',
    p(0, 4) || p(4, .4) || observation('creatinine', '2024-01-29', 1, NULL) || observation('creatinine', '2024-03-25', 2, NULL), weeks(), '2024-01-01', reference => 'response') f;

-- Arguments: each NULL in turn, and what cannot be
SELECT renal_flare(NULL, response(), '{CRR}', p(0, 4), weeks(), '2024-01-01') IS NULL AS rules, renal_flare(seed002(), NULL, '{CRR}', p(0, 4), weeks(), '2024-01-01') IS NULL AS response,
       renal_flare(seed002(), response(), NULL, p(0, 4), weeks(), '2024-01-01') IS NULL AS labels, renal_flare(seed002(), response(), '{CRR}', NULL, weeks(), '2024-01-01') IS NULL AS history,
       renal_flare(seed002(), response(), '{CRR}', p(0, 4), NULL, '2024-01-01') IS NULL AS visits, renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), NULL) IS NULL AS start;
SELECT renal_flare(seed002(), 'always: true', '{always}', NULL, weeks(), '2024-01-01');
SELECT renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), '2024-01-01', reference => NULL);
SELECT renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), '2024-01-01', confirm => NULL);
SELECT renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), '2024-01-01', response_confirm => 3);
SELECT renal_flare(seed002(), response(), '{CR}', p(0, 4), weeks(), '2024-01-01');
SELECT renal_flare(seed002(), response(), '{}', p(0, 4), weeks(), '2024-01-01');
SELECT renal_flare(seed002(), response(), '{CRR,NULL}', p(0, 4), weeks(), '2024-01-01');
SELECT renal_flare(seed002(), response(), '{{CRR,PRR}}', p(0, 4), weeks(), '2024-01-01');
SELECT renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), '2024-01-01', reference => 'worst');
SELECT renal_flare(seed002(), response(), '{CRR}', p(0, 4), weeks(), 'infinity');
SET client_min_messages TO warning;
DROP SCHEMA renal_flare_test CASCADE;

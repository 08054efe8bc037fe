-- The label at every planned visit: which value is the visit's, what baseline
-- is, events, imputation.  Source of the rules: response.md sections 0 and 10.
SET datestyle TO iso;
CREATE SCHEMA visit_responses_test;
SET search_path TO visit_responses_test, public;
\pset null (null)
CREATE FUNCTION p(at text, v float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('urine_protein', at, v, 'g/d') $$;
CREATE FUNCTION e(at text, v float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('egfr', at, v, 'mL/min/{1.73_m2}') $$;
CREATE FUNCTION response() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$
    SELECT response_rules 'CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline; PRR: urine_protein <= 50 % of baseline; else NR' $$;

-- One patient by hand, start Monday 1 January 2024: protein 3 and eGFR 100 at
-- baseline.  Week 4 (29 January): 1.4 <= 1.5.  Week 8: nothing from 13 February
-- to 11 March.  Week 12 (25 March): 0.4 and 90 >= 85, taken on different days.
CREATE TABLE patient AS SELECT p('2024-01-01', 3) || e('2024-01-01', 100) || p('2024-01-31', 1.4) || e('2024-01-30', 100) || p('2024-03-31', .4) || e('2024-03-25', 90) AS h;
SELECT v.* FROM patient, visit_responses(response(), h, 'visits at weeks 0, 4, 8, 12', '2024-01-01') v;
SELECT v.visit, v.value_on, v.label, v.reason FROM patient, visit_responses(response(), h, 'visits at weeks 0, 4, 8, 12', '2024-01-01', nri => true) v WHERE visit = 'week 8';
-- without "else" the word is NR, for what is unknown and for what holds nowhere
SELECT nri, v.visit, v.label, v.reason FROM patient, (VALUES (false), (true)) n (nri), visit_responses('CRR: urine_protein < 0.5 g/d', h, 'visits at weeks 4, 8, 12', '2024-01-01', nri) v ORDER BY nri, planned_on;

-- Which value: every value has a label of its own
CREATE FUNCTION x(at text, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('x', at, value, NULL) $$;
CREATE FUNCTION which() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT '1: x = 1; 2: x = 2; 3: x = 3; else other'::response_rules $$;
CREATE TABLE chosen (id int, why text, visits visit_schedule, h patient_history, expected text[]);
INSERT INTO chosen VALUES
    (1, 'weeks 4 (29 Jan) and 8 (26 Feb) meet at 12 Feb, the earlier one''s', 'visits at weeks 0, 4, 8', x('2024-02-12', 1), '{NULL,1,NULL}'),
    (2, 'the day after is the later one''s', 'visits at weeks 0, 4, 8', x('2024-02-13', 1), '{NULL,NULL,1}'),
    (3, 'nearest, after or before', 'visits at weeks 0, 4, 8', x('2024-01-25', 1) || x('2024-02-01', 2), '{NULL,2,NULL}'),
    (4, 'as near: the earlier', 'visits at weeks 0, 4, 8', x('2024-01-26', 1) || x('2024-02-01', 2), '{NULL,1,NULL}'),
    (5, 'several on a day: the last', 'visits at weeks 0, 4, 8', x('2024-01-29T08:00', 1) || x('2024-01-29T17:00', 2), '{NULL,2,NULL}'),
    (6, 'the last visit reaches as far out as in', 'visits at weeks 0, 4, 8', x('2024-03-11', 1), '{NULL,NULL,1}'),
    (7, 'and no farther', 'visits at weeks 0, 4, 8', x('2024-03-12', 1), '{NULL,NULL,NULL}'),
    (8, 'a window of its own', 'visits at weeks 0, 4, 8 +/- 3 days', x('2024-01-26', 1) || x('2024-02-23', 2), '{NULL,1,2}'),
    (9, 'outside it on both sides', 'visits at weeks 0, 4, 8 +/- 3 days', x('2024-01-25', 1) || x('2024-02-02', 2), '{NULL,NULL,NULL}'),
    (10, 'a window that reaches back farther', 'visits at weeks 0, 4, 8 window -7 +3 days', x('2024-01-22', 1) || x('2024-02-02', 2), '{NULL,1,NULL}'),
    (11, 'windows that overlap: one value is one visit''s, the nearer one''s', 'visits at weeks 4, 8 +/- 30 days', x('2024-02-12', 1), '{1,NULL}'),
    (12, 'the same, a day later', 'visits at weeks 4, 8 +/- 30 days', x('2024-02-13', 1), '{NULL,1}'),
    (13, 'what was measured on the day of the start is baseline''s', 'visits at weeks 4, 8', x('2024-01-01', 1), '{NULL,NULL}'),
    (14, 'the day after is week 4''s, which reaches back to the start', 'visits at weeks 4, 8 +/- 28 days', x('2024-01-02', 1), '{1,NULL}'),
    (15, 'nothing is carried forward', 'visits at weeks 0, 4, 8', x('2024-01-29', 1), '{NULL,1,NULL}'),
    (16, 'a single visit without a window is its day', 'visits at weeks 4', x('2024-01-30', 1), '{NULL}'),
    (17, 'its day', 'visits at weeks 4', x('2024-01-29', 1), '{1}'),
    (18, 'a month may be either visit''s, so it is none''s', 'visits at weeks 0, 4, 8', x('2024-02', 1), '{NULL,NULL,NULL}'),
    (19, 'visits before the start have values, too', 'visits at days -14, 0, 28', x('2023-12-18', 1) || x('2024-01-01', 2) || x('2024-01-29', 3), '{1,2,3}'),
    (20, 'months of the calendar: 1 February, 1 March', 'visits at months 0, 1, 2', x('2024-02-15', 1) || x('2024-02-16', 2), '{NULL,1,2}');
SELECT id, why, expected, got FROM (SELECT id, why, expected, (SELECT array_agg(label ORDER BY planned_on) FROM visit_responses(which(), h, visits, '2024-01-01')) AS got FROM chosen) t
 WHERE got IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases FROM chosen;

-- The same by plain SQL for random histories: windows of expand_visits, of
-- which a day that two share goes to the nearer visit and days up to the start
-- to none of the visits after it; the nearest day, the earlier of two, its last
-- value.  Each label is the value itself.
-- chance that is the same everywhere: a whole number below n
CREATE FUNCTION draw(n int, VARIADIC int[]) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT ('x' || substr(encode(sha256($2::text::bytea), 'hex'), 1, 7))::bit(28)::int % n $$;
CREATE TABLE measured AS
    SELECT s AS subject, i AS value, date '2024-01-01' + draw(260, s, i, 1) - 50 AS day, time '06:00' + i * interval '7 minutes' AS at
      FROM generate_series(1, 300) s, generate_series(1, 14) i WHERE draw(10, s, i, 2) < 8;
CREATE TABLE subject AS SELECT subject, history_agg(x((day + at)::text, value)) AS h FROM measured GROUP BY subject;
CREATE TABLE schedule (id int, visits visit_schedule);
INSERT INTO schedule VALUES (1, 'visits at weeks 0, 4, 8, 12, 24'), (2, 'visits at weeks 4, 8, 12, 24 +/- 3 days'), (3, 'visits at weeks 0, 2, 4, 8, 12, 16, 20, 24 window -10 +20 days'),
    (4, 'visits at months 0, 1, 2, 3, 4, 5, 6'), (5, 'visits at days -28, -7, 0, 30, 60 +/- 25 days'), (6, 'visits at weeks 12');
CREATE FUNCTION values14() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$
    SELECT '1: x = 1; 2: x = 2; 3: x = 3; 4: x = 4; 5: x = 5; 6: x = 6; 7: x = 7; 8: x = 8; 9: x = 9; 10: x = 10; 11: x = 11; 12: x = 12; 13: x = 13; 14: x = 14'::response_rules $$;
CREATE TABLE answered AS SELECT subject, id AS schedule, v.* FROM subject, schedule, visit_responses(values14(), h, visits, '2024-01-01') v;
CREATE TABLE wanted AS
    SELECT s.subject, c.id AS schedule, v.visit, v.planned_on, m.day AS value_on, m.value::text AS label
      FROM subject s CROSS JOIN schedule c CROSS JOIN LATERAL expand_visits(c.visits, '2024-01-01') v
      LEFT JOIN LATERAL (SELECT day, value FROM measured m
                          WHERE m.subject = s.subject AND visit_of(c.visits, '2024-01-01', m.day) = v.visit AND (m.day > '2024-01-01' OR v.planned_on <= '2024-01-01')
                          ORDER BY abs(m.day - v.planned_on), m.day, m.at DESC LIMIT 1) m ON true;
SELECT count(*) AS visits, count(w.label) AS with_value, count(*) FILTER (WHERE (a.planned_on, a.value_on, a.label) IS DISTINCT FROM (w.planned_on, w.value_on, w.label)) AS differ
  FROM answered a FULL JOIN wanted w USING (subject, schedule, visit);
-- at the day of its values it is what classify says with no window at all
SELECT count(*) AS asked, count(*) FILTER (WHERE label IS DISTINCT FROM classify(values14(), h, value_on, '2024-01-01', 0)) AS differ
  FROM answered JOIN subject USING (subject) WHERE value_on IS NOT NULL;
-- and on the target with a symmetric window where the visits have one
SELECT count(*) AS asked, count(*) FILTER (WHERE label IS DISTINCT FROM classify(values14(), h, planned_on, '2024-01-01', 3)) AS differ
  FROM answered JOIN subject USING (subject) WHERE schedule = 2;
-- every value is at most one visit's
SELECT count(*) FROM (SELECT subject, schedule, value_on FROM answered WHERE value_on IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1) t;
DROP TABLE answered, wanted, subject, measured;

-- Two facts: each its nearest; value_on is the later of the two
SELECT v.visit, v.value_on, v.label FROM visit_responses(response(), p('2023-12-20', 3) || e('2023-12-27', 100) || p('2024-01-27', .4) || p('2024-02-05', 3) || e('2024-02-02', 85) || e('2024-01-22', 10), 'visits at weeks 4, 8', '2024-01-01') v;
-- one of them missing: PRR does not need eGFR, but CRR comes first
SELECT v.label, v.reason FROM visit_responses(response(), p('2023-12-20', 3) || p('2024-01-29', .4), 'visits at weeks 4', '2024-01-01') v;
-- CRR is impossible already
SELECT v.label FROM visit_responses(response(), p('2023-12-20', 3) || p('2024-01-29', 1.4), 'visits at weeks 4', '2024-01-01') v;
-- an entry of its own is baseline
SELECT v.label FROM visit_responses(response(), p('2024-01-01', 3) || observation('baseline.urine_protein', '2023-06-01', 2::float8, 'g/d') || p('2024-01-29', 1.4), 'visits at weeks 4', '2024-01-01') v;
-- the last value on the day of the start, in the evening, is baseline's: 1.4 is half of 2.8
SELECT v.label FROM visit_responses(response(), p('2024-01-01T08:00', 2) || p('2024-01-01T18:00', 2.8) || p('2024-01-29', 1.4), 'visits at weeks 4', '2024-01-01') v;

-- Events are as of the day of the values: week 4 is 29 January
CREATE TABLE rescued (id int, why text, value_on text, rescue text, expected text);
INSERT INTO rescued VALUES
    (1, 'on the day', '2024-01-29', '2024-01-29', 'NR'), (2, 'the day after', '2024-01-29', '2024-01-30', 'CRR'),
    (3, 'a sample taken early, rescue before the target', '2024-01-25', '2024-01-27', 'CRR'),
    (4, 'a late sample, rescue after the target', '2024-02-01', '2024-01-31', 'NR'), (5, 'before the start', '2024-01-29', '2023-12-31', 'CRR'),
    (6, 'on the day of the start', '2024-01-29', '2024-01-01', 'NR'), (7, 'some day of January', '2024-01-29', '2024-01', NULL);
SELECT id, why, expected, v.label, v.reason FROM rescued, visit_responses('CRR: urine_protein < 0.5 g/d and not any(rescue_therapy since baseline); else NR', p(value_on, .4) || event('rescue_therapy', rescue, rescue), 'visits at weeks 4, 8', '2024-01-01') v
 WHERE v.visit = 'week 4' AND v.label IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases FROM rescued;
-- rules without a measured fact are judged on the target
SELECT v.* FROM visit_responses('failure: any(rescue_therapy since baseline); else none', event('rescue_therapy', '2024-02-10', '2024-02-10'), 'visits at weeks 4, 8', '2024-01-01') v;
-- a derived fact has the day of what it is made of
SELECT v.visit, v.value_on, v.label FROM visit_responses('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); S: egfr >= 85 % of baseline; else W',
    observation('sex', '2020-01-01', 'F'::text) || observation('birth_date', '2020-01-01', '1984-03-03'::text) || observation('creatinine', '2023-12-20', 0.8::float8, 'mg/dL') || observation('creatinine', '2024-02-01', 0.85::float8, 'mg/dL') || observation('creatinine', '2024-02-26', 1.0::float8, 'mg/dL'), 'visits at weeks 4, 8', '2024-01-01') v;
-- a reference value is not the visit's, even if it was entered then
SELECT v.visit, v.value_on, v.label FROM visit_responses('CRR: egfr >= 0.8 * pre_flare_egfr; else NR', e('2024-01-27', 80) || observation('pre_flare_egfr', '2024-01-20', 100::float8, 'mL/min/{1.73_m2}'), 'visits at weeks 4, 8', '2024-01-01') v;

-- NULL in turn: no rows without rules, visits or start; an unknown history is unknown
SELECT (SELECT count(*) FROM visit_responses(NULL, h, 'visits at weeks 4', '2024-01-01')) AS rules, (SELECT count(*) FROM visit_responses(response(), h, NULL, '2024-01-01')) AS visits,
       (SELECT count(*) FROM visit_responses(response(), h, 'visits at weeks 4', NULL)) AS start FROM patient;
SELECT v.* FROM visit_responses(response(), NULL, 'visits at weeks 4', '2024-01-01') v;
SELECT v.* FROM visit_responses(response(), '', 'visits at weeks 4', '2024-01-01') v;
SELECT v.* FROM patient, visit_responses(response(), h, 'visits at weeks 4', '2024-01-01', NULL) v;
SELECT v.* FROM patient, visit_responses(response(), h, 'visits at weeks 4', 'infinity') v;
SELECT v.* FROM patient, visit_responses(response(), h, 'visits at weeks 4', '-infinity') v;
-- dates that a timestamp does not have, and the last and first it has
SELECT count(*) FROM patient, visit_responses(response(), h, 'visits at weeks 4', '5874897-01-01') v;
SELECT count(*) FROM patient, visit_responses(response(), h, 'visits at weeks 0, 4', '294276-12-20') v;
SELECT v.planned_on, v.label, v.reason FROM patient, visit_responses(response(), h, 'visits at weeks 0, 1', '294276-12-20') v;
SELECT v.planned_on FROM patient, visit_responses(response(), h, 'visits at weeks 0, 1', '4714-11-24 BC') v;
SELECT v.planned_on FROM patient, visit_responses(response(), h, 'visits at weeks -1, 1', '4714-11-24 BC') v;
-- as many visits as a schedule may have
SELECT count(*), count(label), min(value_on), max(value_on) FROM patient, visit_responses(response(), h, 'visits every day until day 10000', '2024-01-01') v;

-- in an index, a generated column, a parallel plan: it depends on nothing else
SELECT provolatile, proparallel, proisstrict FROM pg_proc WHERE proname = 'visit_responses';
EXPLAIN (COSTS OFF) SELECT count(*) FROM visit_responses(response(), '', 'visits at weeks 0, 4, 8', '2024-01-01');
CREATE FUNCTION estimated(query text) RETURNS int LANGUAGE plpgsql AS $$ DECLARE j json; BEGIN EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO j; RETURN j->0->'Plan'->>'Plan Rows'; END $$;
SELECT estimated($$ SELECT * FROM visit_responses('CRR: x < 1', '', 'visits at weeks 0, 4, 8', '2024-01-01') $$) AS three, estimated($$ SELECT * FROM visit_responses('CRR: x < 1', '', 'visits every week until week 100', '2024-01-01') $$) AS hundred;
SET client_min_messages TO warning;
DROP SCHEMA visit_responses_test CASCADE;

-- Response rules over a patient_history: which value is the visit's, which is
-- baseline's, what is as of the visit, and the reasons told.
SET datestyle TO iso;
CREATE SCHEMA response_history;
SET search_path TO response_history, public;
\pset null (null)

CREATE FUNCTION x(at text, value float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT observation('x', at, value, NULL) $$;

-- The nearest value within 7 days of 2024-03-15; expected by hand.  The label
-- tells which value was taken.
CREATE TABLE nearest (id int, why text, h patient_history, days int, expected text);
INSERT INTO nearest VALUES
    (1, 'on the day', x('2024-03-15', 1), 7, '1'),
    (2, 'on the day, window 0', x('2024-03-15', 1), 0, '1'),
    (3, 'the day before, window 0', x('2024-03-14', 1), 0, NULL),
    (4, 'first day of the window', x('2024-03-08', 1), 7, '1'),
    (5, 'a day too early: nothing is carried forward', x('2024-03-07', 1), 7, NULL),
    (6, 'last day of the window', x('2024-03-22', 1), 7, '1'),
    (7, 'a day too late', x('2024-03-23', 1), 7, NULL),
    (8, 'late on the last day', x('2024-03-22T23:59', 1), 7, '1'),
    (9, 'early on the first day', x('2024-03-08T00:00', 1), 7, '1'),
    (10, 'after is nearer than before', x('2024-03-12', 1) || x('2024-03-17', 2), 7, '2'),
    (11, 'before is nearer than after', x('2024-03-13', 1) || x('2024-03-18', 2), 7, '1'),
    (12, 'as near: the earlier', x('2024-03-12', 1) || x('2024-03-18', 2), 7, '1'),
    (13, 'as near in days, whatever the hour', x('2024-03-14T01:00', 1) || x('2024-03-16T00:00', 2), 7, '1'),
    (14, 'several on one day: the last', x('2024-03-15T08:00', 1) || x('2024-03-15T17:00', 2), 7, '2'),
    (15, 'several on the nearest day before', x('2024-03-14T08:00', 1) || x('2024-03-14T17:00', 2) || x('2024-03-17', 3), 7, '2'),
    (16, 'two values at one time', x('2024-03-15T08:00', 1) || x('2024-03-15T08:00', 2), 7, NULL),
    (17, 'the same value twice at one time', x('2024-03-15T08:00', 1) || x('2024-03-15T08:00', 1), 7, '1'),
    (18, 'of three the nearest', x('2024-03-08', 1) || x('2024-03-16', 2) || x('2024-03-22', 3), 7, '2'),
    (19, 'far away on both sides', x('2023-01-01', 1) || x('2025-01-01', 2), 7, NULL),
    (20, 'a month is not in the window for sure', x('2024-03', 1), 7, NULL),
    (21, 'a month as near as a day might be', x('2024-03', 1) || x('2024-03-16', 2), 7, NULL),
    (22, 'on the day itself no month is nearer', x('2024-02', 1) || x('2024-03-15', 2), 7, '2'),
    (23, 'a month outside', x('2024-01', 1) || x('2024-03-16', 2), 7, '2'),
    (24, 'no history of it', observation('y', '2024-03-15', 1::float8, NULL), 7, NULL);
CREATE FUNCTION which() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT '1: x = 1; 2: x = 2; 3: x = 3; else other'::response_rules $$;
SELECT id, why, expected, classify(which(), h, '2024-03-15', '2024-01-01', days) FROM nearest
 WHERE classify(which(), h, '2024-03-15', '2024-01-01', days) IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases, count(classify(which(), h, '2024-03-15', '2024-01-01', days)) AS known FROM nearest;
SELECT id, e.reason, e.missing FROM nearest, explain_response(which(), h, '2024-03-15', '2024-01-01', days) e
 WHERE e.position = 1 AND expected IS NULL ORDER BY id;
-- against a query: every day of a quarter, every window
CREATE TABLE measured AS SELECT date '2024-01-01' + (i * i * 7 + i * 3) % 91 AS day, i AS value FROM generate_series(1, 14) i;
DELETE FROM measured a USING measured b WHERE a.day = b.day AND a.value > b.value;
SELECT count(*) AS asked, count(*) FILTER (WHERE got IS DISTINCT FROM wanted) AS differ, count(wanted) AS known
  FROM (SELECT (SELECT value::text FROM measured WHERE abs(day - d::date) <= w ORDER BY abs(day - d::date), day LIMIT 1) AS wanted,
               classify(rules, h, d::date, '2024-01-01', w) AS got
          FROM generate_series(timestamp '2023-12-25', '2024-04-05', '1 day') d, generate_series(0, 12, 3) w,
               (SELECT history_agg(x(day::text, value)) AS h, string_agg(format('%s: x = %s', value, value), ';')::response_rules AS rules FROM measured) t) q;

-- Baseline: an entry of that name wins over the last value on or before the day
CREATE TABLE base (id int, why text, h patient_history, on_day date, expected text);
INSERT INTO base VALUES
    (1, 'the last on the day', x('2023-12-01', 2) || x('2024-01-01', 1), '2024-01-01', '1'),
    (2, 'the last before the day', x('2023-12-01', 1) || x('2024-01-02', 2), '2024-01-01', '1'),
    (3, 'years before', x('2020-12-01', 1), '2024-01-01', '1'),
    (4, 'only after it', x('2024-01-02', 1), '2024-01-01', NULL),
    (5, 'at an hour of the day', x('2024-01-01T23:00', 1), '2024-01-01', '1'),
    (6, 'an entry of its own wins', x('2024-01-01', 2) || observation('baseline.x', '2023-11-01', 1::float8, NULL), '2024-01-01', '1'),
    (7, 'whenever it was entered', x('2024-01-01', 2) || observation('baseline.x', '2025-11-01', 1::float8, NULL), '2024-01-01', '1'),
    (8, 'and without a date of baseline', x('2024-01-01', 2) || observation('baseline.x', '2025-11-01', 1::float8, NULL), NULL, '1'),
    (9, 'no date of baseline', x('2024-01-01', 1), NULL, NULL),
    (10, 'an entry that cannot be read is no reason to look elsewhere', x('2024-01-01', 1) || observation('baseline.x', '2024-01-01', 'QNS'::text), '2024-01-01', NULL),
    (11, 'nothing', observation('y', '2024-01-01', 1::float8, NULL), '2024-01-01', NULL),
    (12, 'its name in capitals', x('2024-01-01', 2) || observation('Baseline.X', '2024-01-01', 1::float8, NULL), '2024-01-01', '1');
CREATE FUNCTION which_base() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT '1: baseline.x = 1; 2: baseline.x = 2; else other'::response_rules $$;
SELECT id, why, expected, classify(which_base(), h, '2024-06-01', on_day, 7) FROM base
 WHERE classify(which_base(), h, '2024-06-01', on_day, 7) IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases FROM base;
SELECT id, e.reason, e.missing FROM base, explain_response(which_base(), h, '2024-06-01', on_day, 7) e
 WHERE e.position = 1 ORDER BY id;

-- Percentages of baseline in the units of the entries
SELECT v, classify('CRR: urine_protein <= 50 % of baseline; else NR',
        observation('urine_protein', '2024-01-01', 3.0::float8, 'g/d') || observation('urine_protein', '2024-06-01', v, 'mg/d'), '2024-06-01', '2024-01-01', 7)
  FROM (VALUES (1500::float8), (1500.1)) t (v);
SELECT e.* FROM explain_response('CRR: egfr >= 85 % of baseline; else NR', observation('egfr', '2023-12-30', 100::float8, 'mL/min/{1.73_m2}') || observation('egfr', '2024-06-03', 84::float8, 'mL/min/{1.73_m2}'), '2024-06-01', '2024-01-01', 7) e;

-- Events and exposures are as of the end of the visit's day; since baseline both days count
CREATE TABLE rescued (id int, why text, h patient_history, expected text);
INSERT INTO rescued VALUES
    (1, 'never', observation('y', '2024-01-01', 1::float8, NULL), 'no'),
    (2, 'on the day of baseline', event('rescue_therapy', '2024-01-01', '2024-01-01'), 'yes'),
    (3, 'over before baseline', event('rescue_therapy', '2023-12-01', '2023-12-31'), 'no'),
    (4, 'begun before baseline, ended after', event('rescue_therapy', '2023-12-01', '2024-01-01'), 'yes'),
    (5, 'on the day of the visit', event('rescue_therapy', '2024-06-01', '2024-06-01'), 'yes'),
    (6, 'late on the day of the visit', event('rescue_therapy', '2024-06-01T23:00', '2024-06-01T23:30'), 'yes'),
    (7, 'the day after the visit, though in the window', event('rescue_therapy', '2024-06-02', '2024-06-02'), 'no');
SELECT id, why, expected, classify('yes: any(rescue_therapy since baseline); else no', h, '2024-06-01', '2024-01-01', 7) FROM rescued
 WHERE classify('yes: any(rescue_therapy since baseline); else no', h, '2024-06-01', '2024-01-01', 7) IS DISTINCT FROM expected ORDER BY id;
-- a window that hangs on an unknown baseline leaves its entries open, but not silence
SELECT id, classify('yes: any(rescue_therapy since baseline); else no', h, '2024-06-01', NULL, 7) FROM rescued WHERE id IN (1, 2) ORDER BY id;
SELECT dose, classify('low: prednisone <= 5 mg/d; else high', exposure('prednisone', '2024-01-01', '2024-05-31', 20, 'mg/d') || exposure('prednisone', '2024-06-01', '2024-12-31', dose, 'mg/d'), '2024-06-01', '2024-01-01', 7)
  FROM (VALUES (5::float8), (7.5)) t (dose);
-- a flag that is recorded at visits is the nearest, too
SELECT d::date, classify('active: active_sediment; else quiet', observation('active_sediment', '2024-03-01', 'Y'::text) || observation('active_sediment', '2024-03-29', 'N'::text), d::date, '2024-01-01', 7)
  FROM (VALUES (date '2024-03-04'), ('2024-03-15'), ('2024-03-25')) t (d);
-- "absent means no": none at the visit is a no
SELECT classify('given active_sediment absent means no; active: active_sediment; else quiet', observation('active_sediment', '2024-03-01', 'Y'::text), '2024-03-15', '2024-01-01', 7);
-- what lasts is not measured at visits
SELECT classify('F: sex = ''F'' and age >= 18; else other', observation('sex', '2020-01-01', 'F'::text) || observation('birth_date', '2020-01-01', '2000-05-05'::text), '2024-06-01', '2024-01-01', 7);

-- nor is a value of before a flare: it is its last on or before the visit, and of the kind of its fact
SELECT v, classify('stable: creatinine <= 1.15 * pre_flare_creatinine; else worse', observation('pre_flare_creatinine', '2021-03-01', 88.4::float8, 'umol/L') || observation('creatinine', '2024-06-02', v, 'mg/dL'), '2024-06-01', '2024-01-01', 7)
  FROM (VALUES (1.15::float8), (1.16)) t (v);
SELECT e.reason FROM explain_response('stable: creatinine <= 1.15 * pre_flare_creatinine; else worse', observation('creatinine', '2024-06-02', 1::float8, 'mg/dL') || observation('pre_flare_creatinine', '2024-06-03', 1::float8, 'mg/dL'), '2024-06-01', '2024-01-01', 7) e WHERE position = 1;
-- "within" narrows the visit's window on the side of the past, for measured and derived facts
SELECT day, classify('given x within 3 days; A: x > 0', x(day, 1), '2024-06-10', '2024-01-01', 7) AS measured,
       classify('given y is 2 * x, y within 3 days; A: y > 0', x(day, 1), '2024-06-10', '2024-01-01', 7) AS derived
  FROM (VALUES ('2024-06-06'), ('2024-06-07'), ('2024-06-17'), ('2024-06-18')) t (day) ORDER BY day;
SELECT e.reason, e.missing FROM explain_response('given x within 3 days; A: x > 0', x('2024-06-06', 1), '2024-06-10', '2024-01-01', 7) e;

-- Derived facts: of the day nearest to the visit, and of baseline's last
CREATE TABLE derived AS SELECT observation('sex', '2020-01-01', 'F'::text) || observation('birth_date', '2020-01-01', '1984-03-03'::text)
    || observation('creatinine', '2023-12-20', 0.8::float8, 'mg/dL') || observation('creatinine', '2024-05-20', 2.0::float8, 'mg/dL') || observation('creatinine', '2024-06-02', 1.0::float8, 'mg/dL') AS h;
SELECT e.label, e.holds, e.reason FROM derived, explain_response('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); S: egfr >= 85 % of baseline; else W', h, '2024-06-01', '2024-01-01', 7) e;
SELECT round(egfr_ckd_epi_2021(1.0, 40, 'F')::numeric, 4) AS now, round((0.85 * egfr_ckd_epi_2021(0.8, 39, 'F'))::numeric, 4) AS needed;
SELECT e.label, e.holds, e.reason, e.missing FROM derived, explain_response('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); S: egfr >= 85 % of baseline; else W', h, '2024-03-01', '2024-01-01', 7) e;
-- with a baseline of its own
SELECT e.label, e.holds, e.reason FROM derived, explain_response('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); S: egfr >= 85 % of baseline; else W', h || observation('baseline.egfr', '2024-01-01', 80::float8, 'mL/min/{1.73_m2}'), '2024-06-01', '2024-01-01', 7) e;

-- NULL arguments and limits
SELECT classify(which(), NULL, '2024-03-15', '2024-01-01', 7) AS no_history, classify(which(), x('2024-03-15', 1), NULL, '2024-01-01', 7) AS no_visit,
       classify(NULL::response_rules, x('2024-03-15', 1), '2024-03-15', '2024-01-01', 7) AS no_rules,
       classify(which(), x('2024-03-15', 1), 'infinity', '2024-01-01', 7) AS endless,
       classify(which_base(), x('2024-03-15', 1), '2024-03-15', '-infinity', 7) AS endless_baseline;
SELECT e.reason FROM explain_response(which(), NULL, '2024-03-15', '2024-01-01', 7) e WHERE position = 1;
SELECT e.reason FROM explain_response(which(), x('2024-03-15', 1), NULL, '2024-01-01', 7) e WHERE position = 1;
SELECT classify(which(), x('2024-03-15', 1), '2024-03-15', '2024-01-01', NULL);
SELECT classify(which(), x('2024-03-15', 1), '2024-03-15', '2024-01-01', -1);
SELECT classify(which(), x('2024-03-15', 1), '2024-03-15', '2024-01-01', 36526);
SELECT classify(which(), x('2024-03-15', 1), '2024-03-15', '2024-01-01', 36525);
SELECT classify(which(), x('2024-03-15', 1), '294276-12-31', '2024-01-01', 36525) AS at_the_end_of_time;

-- in an index and a generated column: it depends on nothing else
CREATE TABLE kept (h patient_history, at date, r text GENERATED ALWAYS AS (classify('1: x = 1; else other'::response_rules, h, at, '2024-01-01'::date, 7)) STORED);
INSERT INTO kept SELECT h, '2024-03-15' FROM nearest WHERE id IN (1, 10, 5);
SELECT r, count(*) FROM kept GROUP BY 1 ORDER BY 1;

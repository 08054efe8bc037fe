-- Arms, regimens and visits of the built-in protocols. Expected days: the regimen
-- tables of the sources, written out by hand from a start of 2024-01-01, a
-- Monday; months are 31 29 31 30 31 30 days, month 6 is day 182.
SET datestyle = 'ISO';
SELECT p.id, a.arm, a.ratio, a.planned FROM protocols() AS p, protocol_arms(p.id) AS a;
SELECT p.id, r.arm, r.drug, r.schedule, r.reading FROM protocols() AS p, protocol_regimens(p.id) AS r;
SELECT p.id, protocol_visits(p.id) FROM protocols() AS p;

-- each arm has regimens and each regimen an arm, what has no schedule says why
SELECT a.id, a.arm, r.arm FROM (SELECT p.id, a.arm FROM protocols() AS p, protocol_arms(p.id) AS a) AS a
    FULL JOIN (SELECT DISTINCT p.id, r.arm FROM protocols() AS p, protocol_regimens(p.id) AS r) AS r ON (r.id, r.arm) = (a.id, a.arm)
WHERE a.arm IS NULL OR r.arm IS NULL;
SELECT count(*) AS no_note FROM protocols() AS p, protocol_regimens(p.id) AS r WHERE r.note IS NULL;
SELECT p.id, r.arm, r.drug, r.note FROM protocols() AS p, protocol_regimens(p.id) AS r WHERE r.schedule IS NULL;

CREATE TEMP TABLE regimen AS
SELECT p.id, r.* FROM protocols() AS p, protocol_regimens(p.id) AS r;
-- id, arm, drug, part of the schedule, days, total at 60 kg (of ranges the lower end)
CREATE TEMP TABLE expected (id text, arm text, drug text, part text, days int[], total text);
INSERT INTO expected VALUES
    ('NCT05863936', 'Belimumab', 'belimumab', 'until week 24', '{14,28,42,70,98,126,154}', '4200 mg'),
    ('NCT05863936', 'Belimumab', 'belimumab', 'through week 26', '{14,28,42,70,98,126,154,182}', '4800 mg'),
    ('NCT05863936', 'Belimumab', 'methylprednisolone', '', '{0}', '1.5 g'),
    ('NCT05863936', 'Control', 'mycophenolate', '', ARRAY(SELECT generate_series(0, 167)), '168 g'),
    ('NCT05863936', 'Control', 'tacrolimus', '', ARRAY(SELECT generate_series(0, 167)), '336 mg'),
    ('NCT04893161', 'Belimumab', 'belimumab', '', '{0,14,28,56,84,112,140,168,196,224,252,280,308,336}', '8400 mg'),
    ('NCT05262686', 'Belimumab', 'belimumab', 'for 24 weeks', '{0,31,60,91,121,152}', '3600 mg'),
    ('NCT05262686', 'Combination', 'interleukin-2', '', ARRAY(SELECT generate_series(0, 82, 2) UNION ALL SELECT generate_series(84, 161, 7)), '54 M[IU]'),
    ('NCT05262686', 'Combination', 'hydroxychloroquine', '', ARRAY(SELECT generate_series(0, 167)), '0 mg'),
    ('NCT05262686', 'Belimumab', 'prednisone', '', ARRAY(SELECT generate_series(0, 167)), '0 mg'),
    ('SEED004', 'SOC', 'mycophenolate', '', ARRAY(SELECT generate_series(0, 181)), '273 g'),
    ('SEED004', 'Triple', 'belimumab', 'belimumab 10 mg/kg IV every', '{0,14,28,42,56,70,84,98,112,126,140,154,168}', '7800 mg'),
    ('SEED004', 'Triple', 'belimumab', 'belimumab 600 mg', '{0,14,28,42,56,70,84,98,112,126,140,154,168}', '7800 mg'),
    ('SEED004', 'Triple', 'belimumab', 'max 600 mg', '{0,14,28,42,56,70,84,98,112,126,140,154,168}', '7800 mg'),
    ('SEED004', 'Biologics', 'telitacicept', '', ARRAY(SELECT generate_series(0, 175, 7)), '4160 mg'),
    ('SEED004', 'Biologics', 'prednisone', '', ARRAY(SELECT generate_series(0, 181)), NULL),
    -- the switch at month 3, day 91: 13 weekly doses, then seven every two weeks
    ('SEED004', 'Biologics', 'telitacicept, then belimumab', '', ARRAY(SELECT generate_series(0, 84, 7) UNION ALL SELECT generate_series(91, 175, 14)), NULL);
-- Expected: no row, then the number of cases.
SELECT e.id, e.arm, e.drug, e.part, found, e.days, t.total, e.total
FROM expected AS e LEFT JOIN regimen AS r ON (r.id, r.arm, r.drug) = (e.id, e.arm, e.drug) AND strpos(r.schedule::text, e.part) > 0
    LEFT JOIN LATERAL (SELECT array_agg(day_offset ORDER BY dose_no) AS found FROM expand_doses(r.schedule, '2024-01-01', 60)) AS f ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN e.total IS NOT NULL THEN total_dose(r.schedule, '2024-01-01', 60)::text END AS total) AS t ON true
WHERE found IS DISTINCT FROM e.days OR t.total IS DISTINCT FROM e.total;
SELECT count(*) FROM expected JOIN regimen AS r USING (id, arm, drug) WHERE strpos(r.schedule::text, part) > 0;

-- 600 mg is 10 mg/kg at 60 kg only: the three readings at 60 and at 70 kg
SELECT schedule, total_dose(schedule, '2024-01-01', 60) AS at_60_kg, total_dose(schedule, '2024-01-01', 70) AS at_70_kg
FROM regimen WHERE id = 'SEED004' AND arm = 'Triple' AND drug = 'belimumab' ORDER BY schedule::text COLLATE "C";
-- 13 doses, and 14 where six months are longer; 26 or 27 of telitacicept
SELECT start, string_agg(dose_count(schedule, start)::text, ' ' ORDER BY drug COLLATE "C") AS doses
FROM regimen, unnest('{2024-01-01,2023-01-01,2024-03-01,2023-08-31}'::date[]) AS start
WHERE id = 'SEED004' AND arm = 'Triple' AND drug IN ('belimumab', 'telitacicept') AND reading = 'stated' GROUP BY start ORDER BY start;
-- prednisone starts with 0.5 mg/kg, at most 40 mg (reached at 80 kg), is 5 mg on the
-- day of month 4 and at most 5 after; it never rises
SELECT kg, (array_agg(amount ORDER BY dose_no))[1] AS first, max(amount_max) FILTER (WHERE planned_on = '2024-05-01') AS at_month_4,
    max(amount_max) FILTER (WHERE planned_on > '2024-05-01') AS after, bool_and(amount_max <= before) AS falls
FROM (SELECT kg, d.*, lag(amount_max, 1, amount_max) OVER (PARTITION BY kg ORDER BY dose_no) AS before
    FROM regimen AS r, unnest('{60,80,120}'::float8[]) AS kg, expand_doses(r.schedule, '2024-01-01', kg) AS d
    WHERE r.id = 'SEED004' AND r.arm = 'SOC' AND r.drug = 'prednisone') AS d
GROUP BY kg ORDER BY kg;
-- "at least 24 weeks" has no end: a question needs one
SELECT dose_count(schedule, '2024-01-01') FROM regimen WHERE id = 'NCT05262686' AND arm = 'Belimumab' AND drug = 'belimumab' AND reading = 'stated';
SELECT dose_count(until(schedule, interval '1 year'), '2024-01-01') FROM regimen WHERE id = 'NCT05262686' AND arm = 'Belimumab' AND drug = 'belimumab' AND reading = 'stated';

-- The switch, for a patient of the SOC arm without response by month 3: all that is
-- given from then on, mycophenolate unchanged and belimumab from day 91.
SELECT d.drug, d.planned_on, d.amount, d.amount_max, d.unit
FROM protocol_regimens('SEED004') AS r,
    expand_doses(r.schedule, CASE r.reading WHEN 'switch' THEN date '2024-04-01' ELSE '2024-01-01' END, 60) AS d
WHERE r.arm = 'SOC' AND r.drug IN ('mycophenolate', 'belimumab') AND d.planned_on IN ('2024-03-31', '2024-04-01', '2024-04-15', '2024-06-24')
ORDER BY d.planned_on, d.drug COLLATE "C";
-- the same plan as a value: until month 3, then as before
SELECT dose_dates(schedule, '2024-01-01') AS on_date FROM regimen WHERE id = 'SEED004' AND arm = 'SOC' AND drug = 'mycophenolate'
EXCEPT
SELECT dose_dates(until('mycophenolate 1.5-2.0 g/d PO daily until month 6'::dose_schedule, interval '3 months')
    || 'mycophenolate 1.5-2.0 g/d PO daily until month 3'::dose_schedule, '2024-01-01');

-- visits: target days
SELECT p.id, array_agg(v.day_offset ORDER BY v.visit_no) AS days FROM protocols() AS p, expand_visits(protocol_visits(p.id), '2024-01-01') AS v GROUP BY p.id ORDER BY p.id;

-- ids in any case, none, and another
SELECT count(*) FROM protocol_regimens('seed004');
SELECT (SELECT count(*) FROM protocol_arms(NULL)) AS arms, (SELECT count(*) FROM protocol_regimens(NULL)) AS regimens, protocol_visits(NULL) IS NULL AS visits;
\set VERBOSITY terse
SELECT * FROM protocol_arms('NCT00000000');
SELECT * FROM protocol_regimens('NCT00000000');
SELECT protocol_visits('NCT00000000');
\set VERBOSITY default
-- a constant to the planner
EXPLAIN (COSTS OFF, VERBOSE) SELECT protocol_visits('NCT04893161');

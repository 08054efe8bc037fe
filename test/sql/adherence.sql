-- Planned beside given. Rules and definitions: nearest planned dose, windows of
-- 3 and 7 days, relative dose = given / planned, relative dose intensity = (given
-- / actual duration) / (planned / planned duration) with duration = last - first
-- + interval. Every expected value is worked out by hand.
--
-- Weeks 2, 4, 6, 10, 14, 18, 22 are days 14 28 42 70 98 126 154; windows 3 3 3 7
-- 7 7 7; the days of each dose 7-20 21-34 35-55 56-83 84-111 112-139 140-167.
SET datestyle = 'ISO';
CREATE TEMP TABLE plan (name text, schedule dose_schedule);
INSERT INTO plan VALUES
    ('beam', 'belimumab 600 mg IV at weeks 2, 4, 6 then every 4 weeks until week 24'),
    ('tight', 'belimumab 600 mg IV on days 0, 14, 28 +/- 1 day'),
    ('lopsided', 'belimumab 600 mg IV on days 0, 14, 28 window -2 +5 days'),
    ('daily', 'prednisone 10 mg/d PO daily for 7 days'),
    ('other day', 'interleukin-2 1 M[IU] SC every other day for 8 days'),
    ('weekly', 'telitacicept 160 mg SC weekly x 4'),
    ('once', 'cyclophosphamide 500 mg IV once');

CREATE FUNCTION pg_temp.rows_of(text, int[], int, boolean, int) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(concat_ws(' ', coalesce(dose_no::text, '-'), status,
        CASE WHEN dose_no IS NULL THEN '@' || (given_on - date '2024-01-01') ELSE deviation_days::text END), '; ')
    FROM plan, adherence(schedule, '2024-01-01', NULL, ARRAY(SELECT date '2024-01-01' + d FROM unnest($2) AS d),
        array_fill(600::float8, ARRAY[cardinality($2)]), window_days => $3, rebase => $4, to_date => date '2024-01-01' + $5)
    WHERE name = $1 $$;

CREATE TEMP TABLE asked (plan text, days int[], window_days int, rebase boolean, to_day int, expected text);
INSERT INTO asked VALUES
    ('beam', '{14,28,42,70,98,126,154}', NULL, false, NULL,
     '1 on time 0; 2 on time 0; 3 on time 0; 4 on time 0; 5 on time 0; 6 on time 0; 7 on time 0'),
    -- at both ends of the windows, and a day outside
    ('beam', '{17,25,45,77,91,134,146}', NULL, false, NULL,
     '1 on time 3; 2 on time -3; 3 on time 3; 4 on time 7; 5 on time -7; 6 late 8; 7 early -8'),
    ('beam', '{18,24}', NULL, false, NULL, '1 late 4; 2 early -4; 3 missed; 4 missed; 5 missed; 6 missed; 7 missed'),
    -- in any order; the middle of days 28 and 42 is day 35 and belongs to dose 3
    ('beam', '{35,20}', NULL, false, NULL, '1 late 6; 2 missed; 3 early -7; 4 missed; 5 missed; 6 missed; 7 missed'),
    ('beam', '{20,35,55}', NULL, false, NULL, '1 late 6; 2 missed; 3 early -7; - extra @55; 4 missed; 5 missed; 6 missed; 7 missed'),
    ('beam', '{20,35,56}', NULL, false, NULL, '1 late 6; 2 missed; 3 early -7; 4 early -14; 5 missed; 6 missed; 7 missed'),
    -- two equally near: the earlier
    ('beam', '{12,16,27,30}', NULL, false, NULL, '1 on time -2; - extra @16; 2 on time -1; - extra @30; 3 missed; 4 missed; 5 missed; 6 missed; 7 missed'),
    -- before the first and after the last half an interval; before the start is earlier therapy
    ('beam', '{-1,6,7,167,168}', NULL, false, NULL, '- extra @6; 1 early -7; 2 missed; 3 missed; 4 missed; 5 missed; 6 missed; 7 late 13; - extra @168'),
    ('beam', '{0,-60}', NULL, false, NULL, '- extra @0; 1 missed; 2 missed; 3 missed; 4 missed; 5 missed; 6 missed; 7 missed'),
    -- late by five days and on from there: anchored, then re-based
    ('beam', '{14,33,47,75,103,131,159}', NULL, false, NULL,
     '1 on time 0; 2 late 5; 3 late 5; 4 on time 5; 5 on time 5; 6 on time 5; 7 on time 5'),
    ('beam', '{14,33,47,75,103,131,159}', NULL, true, NULL,
     '1 on time 0; 2 late 5; 3 on time 0; 4 on time 0; 5 on time 0; 6 on time 0; 7 on time 0'),
    -- re-based: a missed dose leaves the plan where it was; dose 4 is due on day 51 + 28
    ('beam', '{14,51,79}', NULL, true, NULL, '1 on time 0; 2 missed; 3 late 9; 4 on time 0; 5 missed; 6 missed; 7 missed'),
    -- known up to a day: dose 3 has until day 55
    ('beam', '{14,28}', NULL, false, 41, '1 on time 0; 2 on time 0'),
    ('beam', '{14,28}', NULL, false, 42, '1 on time 0; 2 on time 0; 3 due'),
    ('beam', '{14,28}', NULL, false, 54, '1 on time 0; 2 on time 0; 3 due'),
    ('beam', '{14,28}', NULL, false, 55, '1 on time 0; 2 on time 0; 3 missed'),
    ('beam', '{14,28,43,60}', NULL, false, 42, '1 on time 0; 2 on time 0; 3 due'),
    -- a window of one's own, of the schedule, and how they meet
    ('beam', '{15,26,44,68}', 1, false, 80, '1 on time 1; 2 early -2; 3 late 2; 4 early -2'),
    ('beam', '{15,28}', 0, false, 40, '1 late 1; 2 on time 0'),
    ('tight', '{1,12,30}', NULL, false, NULL, '1 on time 1; 2 early -2; 3 late 2'),
    ('tight', '{1,12,30}', 10, false, NULL, '1 on time 1; 2 early -2; 3 late 2'),
    ('lopsided', '{5,12,34}', NULL, false, NULL, '1 on time 5; 2 on time -2; 3 late 6'),
    ('lopsided', '{6,11}', NULL, false, NULL, '1 late 6; 2 early -3; 3 missed'),
    -- daily: each day for itself
    ('daily', '{0,1,3,4,6,7}', NULL, false, NULL, '1 on time 0; 2 on time 0; 3 missed; 4 on time 0; 5 on time 0; 6 missed; 7 on time 0; - extra @7'),
    -- every other day 0 2 4 6: a day between is the later one's, and not in its window
    ('other day', '{0,3,6}', NULL, false, NULL, '1 on time 0; 2 missed; 3 early -1; 4 on time 0'),
    -- weekly 0 7 14 21: three days to both sides
    ('weekly', '{3,4,11,17,24}', NULL, false, NULL, '1 on time 3; 2 on time -3; 3 on time -3; - extra @17; 4 on time 3'),
    ('once', '{3}', NULL, false, NULL, '1 on time 3'),
    ('once', '{4}', NULL, false, NULL, '1 missed; - extra @4'),
    ('once', '{}', NULL, false, NULL, '1 missed');
-- Expected: no row, then the number of cases.
SELECT plan, days, window_days, rebase, to_day, found, expected
FROM asked, pg_temp.rows_of(plan, days, window_days, rebase, to_day) AS found WHERE found IS DISTINCT FROM expected;
SELECT count(*) FROM asked JOIN plan ON plan.name = asked.plan;

-- Any days, against the rule in plain SQL: 3,000 patients with 0 to 15 doses on
-- scattered days of the first 200, some several on a day, windows of 0 to 9 days.
CREATE TEMP TABLE scattered AS
SELECT i, i % 10 AS w, ARRAY(SELECT (hashint4extended(i * 100 + k, 7) & 1023)::int * 200 / 1024 - 3 FROM generate_series(1, (i * 7) % 16) AS k) AS days
FROM generate_series(1, 3000) AS i;
CREATE TEMP TABLE slot AS
SELECT i, n, day, w, CASE WHEN before IS NULL THEN 2 * day - greatest(after - day, 2 * w) ELSE before + day END AS low2,
    CASE WHEN after IS NULL THEN 2 * day + greatest(day - before, 2 * w + 1) ELSE day + after END AS high2
FROM (SELECT n, day, lag(day) OVER (ORDER BY n) AS before, lead(day) OVER (ORDER BY n) AS after
    FROM unnest('{14,28,42,70,98,126,154}'::int[]) WITH ORDINALITY AS d (day, n)) AS p, scattered;
CREATE TEMP TABLE given AS
SELECT DISTINCT s.i, d, slot.n, row_number() OVER (PARTITION BY s.i, slot.n ORDER BY abs(d - slot.day), d) AS place
FROM scattered AS s CROSS JOIN LATERAL (SELECT DISTINCT d FROM unnest(s.days) AS d) AS u LEFT JOIN slot ON slot.i = s.i AND 2 * d >= low2 AND 2 * d < high2;
CREATE TEMP TABLE expected AS
SELECT s.i, s.n::int AS dose_no, d AS day, CASE WHEN d IS NULL THEN 'missed' WHEN abs(d - s.day) <= w THEN 'on time' WHEN d < s.day THEN 'early' ELSE 'late' END AS status
FROM slot AS s LEFT JOIN given AS g ON g.i = s.i AND g.n = s.n AND g.place = 1
UNION ALL
SELECT i, NULL, d, 'extra' FROM given WHERE (n IS NULL OR place > 1) AND d >= 0;
CREATE TEMP TABLE found AS
SELECT i, dose_no, given_on - date '2024-01-01' AS day, status
FROM scattered, plan, adherence(schedule, '2024-01-01', NULL, ARRAY(SELECT date '2024-01-01' + d FROM unnest(days) AS d),
    array_fill(600::float8, ARRAY[cardinality(days)]), window_days => w) WHERE name = 'beam';
-- Expected: no row, then how many rows there are of each kind.
(TABLE expected EXCEPT ALL TABLE found) UNION ALL (TABLE found EXCEPT ALL TABLE expected) ORDER BY 1, 2, 3 LIMIT 10;
SELECT status, count(*) > 100 AS many FROM expected GROUP BY status ORDER BY status;
SELECT count(DISTINCT i) FROM expected;

-- all columns, by weight: 10 mg/kg at 61.3 kg is 613 mg
SELECT * FROM adherence('belimumab 10 mg/kg IV every 2 weeks x 4', '2024-01-01', 61.3,
    '{2024-01-01,2024-01-17,2024-02-12,2024-02-20}'::date[], '{600,560,551.7,551.6}');
-- tolerance: 540 and 660 are just 10 per cent of 600
SELECT given_amount, deviation_percent, amount_status
FROM adherence('belimumab 600 mg IV weekly x 7', '2024-01-01', NULL,
    ARRAY(SELECT date '2024-01-01' + 7 * n FROM generate_series(0, 6) AS n), '{540,539.9,660,660.1,600,NULL,594}');
SELECT given_amount, deviation_percent, amount_status
FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-01', NULL,
    ARRAY(SELECT date '2024-01-01' + 7 * n FROM generate_series(0, 2) AS n), '{600,594,606}', tolerance => 0);
-- a range, written in g, given in mg: any amount within deviates by 0
SELECT planned_amount, planned_max, given_amount, unit, deviation_percent, amount_status
FROM adherence('mycophenolate 1.0-1.5 g/d PO daily for 5 days', '2024-01-01', NULL,
    exposure('mycophenolate', '2024-01-01', '2024-01-01', 750, 'mg/d') || exposure('mycophenolate', '2024-01-02', '2024-01-02', 1250, 'mg')
    || exposure('mycophenolate', '2024-01-03', '2024-01-03', 2, 'g/d') || exposure('mycophenolate', '2024-01-04', '2024-01-05', 2000, 'mg'), 'mycophenolate');
SELECT planned_amount, planned_max, given_amount, relative_dose, under, over, percent_covered
FROM adherence_summary('mycophenolate 1.0-1.5 g/d PO daily for 5 days', '2024-01-01', NULL,
    exposure('mycophenolate', '2024-01-01', '2024-01-04', 750, 'mg/d'), 'mycophenolate');

-- a second phase in another unit: all amounts in that of the first
SELECT dose_no, planned_amount, given_amount, unit, amount_status
FROM adherence('prednisone 20 mg/d PO daily for 2 days then 0.01 g/d for 2 days', '2024-01-01', NULL,
    exposure('prednisone', '2024-01-01', '2024-01-04', 15, 'mg/d'), 'prednisone');

-- by body surface: 750 mg/m2 at 1.8 m2; and 500 mg twice daily is 1 g a day
SELECT dose_no, planned_on, planned_amount, given_amount, deviation_percent, status
FROM adherence('cyclophosphamide 750 mg/m2 IV monthly x 3', '2024-01-31', NULL, '{2024-01-31,2024-02-29}'::date[], '{1350,1000}', bsa_m2 => 1.8);
SELECT dose_no, planned_amount, given_amount, status, amount_status
FROM adherence('mycophenolate 500 mg PO twice daily for 3 days', '2024-01-01', NULL,
    exposure_ex('mycophenolate', 500, 'mg', 'BID', 'ORAL', '2024-01-01', '2024-01-01')
    || exposure_ex('mycophenolate', 500, 'mg', 'QD', 'ORAL', '2024-01-02', '2024-01-03'), 'mycophenolate');
-- a taper, one step of 2.5 mg every week from 10 to 5 mg: 10 x 7, 7.5 x 7, 5
SELECT planned_amount, count(*), min(planned_on), sum(given_amount) AS given, string_agg(DISTINCT amount_status, ' ') AS amounts
FROM adherence('prednisone 10 mg/d PO daily taper to 5 mg/d by day 14 in steps of 2.5 mg/d every 1 week then 5 mg/d until day 21', '2024-01-01', NULL,
    exposure('prednisone', '2024-01-01', '2024-01-14', 10, 'mg/d') || exposure('prednisone', '2024-01-15', '2024-01-21', 5, 'mg/d'), 'prednisone')
GROUP BY planned_amount ORDER BY planned_amount DESC;

-- ------------------------------------------------ from a history
CREATE TEMP TABLE patient (id text, history patient_history, expected text);
INSERT INTO patient VALUES
    ('two rows on one day are one dose', exposure('Belimumab', '2024-01-15T09:00', '2024-01-15T10:00', 400, 'mg') || exposure('belimumab', '2024-01-15', '2024-01-15', 200, 'mg'),
     '1 on time 600 ok; 2 missed'),
    ('nothing', '', '1 missed; 2 missed'),
    ('another drug', exposure('rituximab', '2024-01-15', '2024-01-15', 1000, 'mg'), '1 missed; 2 missed'),
    ('0 mg is no dose', exposure('belimumab', '2024-01-15', '2024-01-15', 0, 'mg'), '1 missed; 2 missed'),
    ('no end: an infusion', exposure('belimumab', '2024-01-15', NULL::text, 600, 'mg'), '1 on time 600 ok; 2 missed'),
    ('no end, per day: the day is sure', exposure('belimumab', '2024-01-15', NULL::text, 600, 'mg/d'), '1 on time 600 ok; 2 unknown'),
    ('no amount', exposure('belimumab', '2024-01-15', '2024-01-15'), '1 on time; 2 missed'),
    ('unit of another kind', exposure('belimumab', '2024-01-15', '2024-01-15', 2, '{vial}'), '1 on time; 2 missed'),
    ('in g', exposure('belimumab', '2024-01-15', '2024-01-15', 0.6, 'g'), '1 on time 600 ok; 2 missed'),
    -- January: may have been dose 1 (7-20) or 2 (21-34)
    ('partial date', exposure('belimumab', '2024-01', '2024-01', 600, 'mg'), '1 unknown; 2 unknown; - undated'),
    ('partial date beside a known one', exposure('belimumab', '2024-01-15', '2024-01-15', 600, 'mg') || exposure('belimumab', '2024-01', '2024-01', 600, 'mg'),
     '1 on time 600 ok; 2 unknown; - undated'),
    ('partial date after', exposure('belimumab', '2024-01-15', '2024-01-15', 600, 'mg') || exposure('belimumab', '2024-03', '2024-03', 600, 'mg'),
     '1 on time 600 ok; 2 missed; - undated'),
    ('no date at all', exposure('belimumab', NULL::text, NULL::text, 600, 'mg'), '1 unknown; 2 unknown; - undated'),
    ('long ago', exposure('belimumab', '2019', '2020-03', 600, 'mg'), '1 missed; 2 missed'),
    ('two days of a total', exposure('belimumab', '2024-01-15', '2024-01-16', 1200, 'mg'), '1 on time 600 ok; - extra 600; 2 missed'),
    ('goes on: to the last planned dose', exposure('belimumab', '2024-01-27', 'ongoing', 600, 'mg/d'),
     '1 missed; - extra 600; - extra 600; 2 on time 600 ok'),
    ('observed, not exposed', observation('belimumab', '2024-01-15', 600, 'mg'), '1 on time; 2 missed');
SELECT id, found, expected
FROM patient, LATERAL (SELECT string_agg(concat_ws(' ', coalesce(dose_no::text, '-'), status, given_amount, amount_status), '; ') AS found
    FROM adherence('belimumab 600 mg IV at weeks 2, 4', '2024-01-01', NULL, history, 'belimumab')) AS a
WHERE found IS DISTINCT FROM expected;
SELECT count(*) FROM patient;

-- ------------------------------------------------------ totals
-- 500 mg every 2 weeks, six times: 3000 mg in 70 + 14 = 84 days. Given 500 on days
-- 0 14 28 47 61 and 400 on day 75: 2900 mg in 75 + 14 = 89 days, so 2900 / 3000 =
-- 0.96667 and that x 84 / 89 = 0.91236.
SELECT * FROM adherence_summary('cyclophosphamide 500 mg IV every 2 weeks x 6', '2024-01-01', NULL,
    ARRAY(SELECT date '2024-01-01' + d FROM unnest('{0,14,28,47,61,75}'::int[]) AS d), '{500,500,500,500,500,400}') \gx
-- weeks 2 .. 22: 7 x 600 mg in 140 + 28 = 168 days; five given in 84 + 28 = 112 (the
-- last two missed): relative dose 5/7, intensity (3000/112) / (4200/168) = 1.07143, as
-- the plan is denser at first
SELECT planned, given, missed, planned_amount, given_amount, relative_dose, relative_dose_intensity, planned_days, given_days, days_covered
FROM plan, adherence_summary(schedule, '2024-01-01', NULL, ARRAY(SELECT date '2024-01-01' + d FROM unnest('{14,28,42,70,98}'::int[]) AS d),
    '{600,600,600,600,600}') WHERE name = 'beam';
-- the same known up to day 100 only: four of four (dose 5 is due), more than all with one extra
SELECT planned, given, due, extra, planned_amount, given_amount, relative_dose, relative_dose_intensity, planned_days, given_days
FROM plan, adherence_summary(schedule, '2024-01-01', NULL, ARRAY(SELECT date '2024-01-01' + d FROM unnest('{14,28,42,44,70}'::int[]) AS d),
    '{600,600,600,600,600}', to_date => date '2024-01-01' + 100) WHERE name = 'beam';
-- Oral: 28 days; days 0-13 and 7-20, overlap once: 21 days, 75 per cent; 7 days with
-- 20 mg instead of 10: 280 of 280 mg given, which is why days are counted too
SELECT planned, given, over, planned_amount, given_amount, relative_dose, days_covered, percent_covered
FROM adherence_summary('prednisone 10 mg/d PO daily for 28 days', '2024-01-01', NULL,
    exposure('prednisone', '2024-01-01', '2024-01-14', 10, 'mg/d') || exposure('prednisone', '2024-01-08', '2024-01-21', 10, 'mg/d'), 'prednisone');
-- what is not known is not 0
SELECT given, unknown, undated, given_amount, relative_dose, relative_dose_intensity
FROM adherence_summary('belimumab 600 mg IV at weeks 2, 4', '2024-01-01', NULL, exposure('belimumab', '2024-01', '2024-01', 600, 'mg'), 'belimumab');
SELECT given, given_amount, relative_dose
FROM adherence_summary('belimumab 600 mg IV at weeks 2, 4', '2024-01-01', NULL, exposure('belimumab', '2024-01-15', '2024-01-15'), 'belimumab');
SELECT planned, given, given_amount, relative_dose, relative_dose_intensity, given_days, percent_covered
FROM adherence_summary('prednisone 10 mg/d PO daily for 7 days', '2024-01-01', NULL, ''::patient_history, 'prednisone');
-- without end, up to a day: 3 months on a 31st
SELECT dose_no, planned_on, given_on, status FROM adherence('belimumab 10 mg/kg IV monthly', '2024-01-31', 60, '{2024-01-31,2024-03-01}'::date[], '{600,600}', to_date => '2024-04-30');
SELECT count(*) AS none FROM adherence(NULL, '2024-01-31', 60, '{2024-01-31}'::date[], '{600}');
SELECT adherence_summary('belimumab 600 mg IV weekly x 3', NULL, 60, '{2024-01-31}'::date[], '{600}') IS NULL AS unknown;

-- ------------------------------------------------------ refused
SELECT * FROM adherence('belimumab 10 mg/kg IV monthly', '2024-01-31', 60, '{2024-01-31}'::date[], '{600}');
SELECT * FROM adherence('belimumab 10 mg/kg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{600}');
SELECT * FROM adherence('belimumab 10 mg/kg IV weekly x 3', '2024-01-31', 0, '{2024-01-31}'::date[], '{600}');
SELECT * FROM adherence('belimumab 10 mg/kg IV weekly x 3', 'infinity', 60, '{2024-01-31}'::date[], '{600}');
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31,2024-02-07}'::date[], '{600}');
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{-1}');
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{NaN}');
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{600}', window_days => -1);
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{600}', tolerance => 'NaN');
SELECT * FROM adherence('belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{600}', to_date => '-infinity');
SELECT * FROM adherence('mycophenolate 1 g/d PO daily until day 3 followed by belimumab 600 mg IV weekly x 3', '2024-01-31', NULL, '{2024-01-31}'::date[], '{600}');
SELECT count(*) FROM adherence('prednisone 5 mg/d PO daily', '2024-01-01', NULL, '{}'::date[], '{}', to_date => '9999-01-01');

-- visits: target dates, windows, which visit a day belongs to, and the two ways
-- of counting days.  Visits of the four protocols; windows by hand.
SET datestyle = iso;
\set VERBOSITY default

-- the visits of NCT04893161 with windows, and of SEED004 (calendar months)
SELECT * FROM expand_visits('visits at weeks 0, 2, 4, 8, 12, 24, 36, 48 +/- 3 days', '2024-01-01');
SELECT visit, planned_on FROM expand_visits('visits at months 0, 1, 2, 3, 4, 5, 6', '2024-01-31');

-- no windows: half way to the neighbours, the middle day to the earlier visit,
-- outside as far as inside
SELECT * FROM expand_visits('weeks 0, 2, 5', '2024-01-01');
-- 14 days apart: day 7 is as near to both; 21 days: days 24 and 25 are apart
SELECT d AS day, visit_of('weeks 0, 2, 5', '2024-01-01', date '2024-01-01' + d)
FROM unnest(ARRAY[-8, -7, 0, 7, 8, 14, 24, 25, 35, 45, 46]) d;
-- one visit alone: only its day
SELECT d AS day, visit_of('week 2', '2024-01-01', date '2024-01-01' + d) FROM unnest(ARRAY[13, 14, 15]) d;

-- names and windows of their own; a visit with one beside visits without
SELECT visit_no, visit, day_offset, study_day, window_start - date '2024-03-01' AS first, window_end - date '2024-03-01' AS last
FROM expand_visits('day -28 "Screening" window -14 +0 days, day 0 "Baseline" window -0 +0 days, weeks 2, 4, 8 +/- 3 days', '2024-03-01');
SELECT d AS day, visit_of('day -28 "Screening" window -14 +0 days, day 0 "Baseline" window -0 +0 days, weeks 2, 4, 8 +/- 3 days',
    '2024-03-01', date '2024-03-01' + d)
FROM unnest(ARRAY[-43, -42, -28, -27, -1, 0, 1, 10, 11, 14, 17, 18, 59, 60]) d;
-- windows that overlap: the nearer target, of two as near the earlier
SELECT d AS day, visit_of('days 10, 14 +/- 5 days', '2024-03-01', date '2024-03-01' + d) FROM generate_series(4, 20) d;

-- months beside weeks, where the order does not depend on the start
SELECT start, string_agg(visit || ': ' || day_offset, ', ' ORDER BY planned_on)
FROM unnest(ARRAY[date '2023-02-01', '2023-03-01']) start, expand_visits('day 27, month 1, day 32', start) GROUP BY 1 ORDER BY 1;

-- Every day belongs to the nearest visit, for all days of two years: slowly
-- over all visits with |day - target|, the earlier first.
WITH s(n, schedule, offsets) AS (VALUES
        (1, visit_schedule 'weeks 0, 2, 4, 8, 12, 24, 36, 48', ARRAY[0, 14, 28, 56, 84, 168, 252, 336]),
        (2, 'days 0, 1, 2, 3, 9, 100', ARRAY[0, 1, 2, 3, 9, 100]),
        (3, 'days -7, 8, 21', ARRAY[-7, 8, 21])),
    d AS (SELECT n, schedule, offsets, g AS day FROM s, generate_series(-300, 430) g),
    nearest AS (SELECT n, schedule, day, (SELECT o FROM unnest(offsets) o ORDER BY abs(day - o), o LIMIT 1) AS target,
            day >= offsets[1] - (offsets[2] - offsets[1]) / 2
            AND day <= offsets[cardinality(offsets)] + (offsets[cardinality(offsets)] - offsets[cardinality(offsets) - 1]) / 2 AS inside FROM d)
SELECT n, count(*) AS days, count(*) FILTER (WHERE inside) AS inside,
    count(*) FILTER (WHERE visit_of(schedule, '2024-01-01', date '2024-01-01' + day) IS DISTINCT FROM
        CASE WHEN inside THEN (SELECT visit FROM expand_visits(schedule, '2024-01-01') v WHERE v.day_offset = target) END) AS wrong
FROM nearest GROUP BY n ORDER BY n;

-- NULL and infinity
SELECT count(*) FROM expand_visits(NULL, '2024-01-01');
SELECT count(*) FROM expand_visits('week 2', NULL);
SELECT visit_of('weeks 0, 2', '2024-01-01', NULL) IS NULL AS null_day, visit_of('weeks 0, 2', '2024-01-01', 'infinity') IS NULL AS no_day;
SELECT * FROM expand_visits('week 2', 'infinity');
SELECT visit_of('week 2', '-infinity', '2024-01-01');
SELECT * FROM expand_visits('week 2', '5874897-12-31');
SELECT * FROM expand_visits('day -2', '4714-11-24 BC');
EXPLAIN SELECT * FROM expand_visits('visits at weeks 0, 2, 4, 8, 12, 24, 36, 48', '2024-01-01');

-- Days: CDISC has no day 0 (SDTM IG, --DY); the trial's day 0 is study day 1
-- and its day 14 study day 15.
SELECT d, day_offset(d, '2024-03-01'), study_day(d, '2024-03-01')
FROM unnest(ARRAY[date '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02', '2024-03-15']) d;
SELECT day_offset(NULL, '2024-03-01') AS a, study_day('2024-03-01', NULL) AS b;
SELECT day_offset('infinity', '2024-03-01');
SELECT study_day('2024-03-01', '-infinity');

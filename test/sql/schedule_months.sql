-- schedule_months: months, month ends and leap years against core's date +
-- interval, and dates near the ends of PostgreSQL's range.
SET datestyle = iso;
\set VERBOSITY default

-- 31 January: clipped each time, no drift
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg monthly x 14', '2023-01-31') d;
SELECT array_agg(d) FROM dose_dates('x 1 mg every 12 months x 6', '2024-02-29') d;
-- months go on from where they began; days make a new base
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg at months 0, 1 then monthly x 3', '2023-01-31') d;
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg weekly until month 1 then monthly x 3', '2023-01-31') d;
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg at months 1 then every 1 day x 1 then monthly x 3', '2023-01-31') d;
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg monthly for 3 months then monthly x 2', '2023-01-31') d;
SELECT schedule_end('x 1 mg monthly for 3 months', '2023-01-31') AS "for", schedule_end('x 1 mg monthly x 3', '2023-01-31') AS x,
    schedule_end('x 1 mg daily until month 1', '2023-01-31') AS until, schedule_end('x 1 mg daily through month 1', '2023-01-31') AS through,
    schedule_end('x 1 mg at weeks 0, 2', '2023-01-31') AS list;
-- of a segment that begins on a clipped day the months count from that day
SELECT array_agg(to_char(d, 'MM-DD')) FROM dose_dates('x 1 mg daily until month 1 followed by 2 mg monthly x 3', '2023-01-31') d WHERE d >= '2023-02-28';

-- every seventh start day of 2023 to 2028, every step of 1 to 13 months, 14 doses: core's date + interval
WITH s AS (SELECT m, ('x 1 mg every ' || m || ' months x 14')::dose_schedule AS s FROM generate_series(1, 13) m)
SELECT count(*) AS doses, count(*) FILTER (WHERE d.planned_on <> (start + make_interval(months => m * (d.dose_no - 1)))::date) AS wrong,
    count(*) FILTER (WHERE dose_on(s, start, d.planned_on) IS NULL) AS not_found,
    count(*) FILTER (WHERE (next_dose(s, start, d.planned_on - 1)).dose_no <> d.dose_no) AS next
FROM s, (SELECT date '2023-01-01' + g AS start FROM generate_series(0, 2190, 7) g) g, expand_doses(s, start) d;
-- before the year 1 and over leap centuries
SELECT count(*) FILTER (WHERE d.planned_on <> (start + make_interval(months => 7 * (d.dose_no - 1)))::date) AS wrong, count(*)
FROM unnest(ARRAY[date '4714-12-31 BC', '0005-01-31 BC', '0001-12-31 BC', '0001-01-31', '1899-12-31', '1999-08-31', '2399-10-31', '9999-12-31', '290000-12-31']) start,
    expand_doses('x 1 mg every 7 months x 100', start) d;

-- a start from the first dose's day
SELECT f, schedule_start('x 1 mg at weeks 2, 4', f) AS weeks, schedule_start('x 1 mg at months 1, 2', f) AS months
FROM unnest(ARRAY[date '2023-03-15', '2023-02-28', '2024-02-29']) f;
SELECT schedule_start('x 1 mg at months 1, 2', '2023-03-31');
SELECT schedule_start('x 1 mg on Mondays x 3', '2024-01-01'), schedule_start('x 1 mg on days 8, 15 of every 21 days x 3', '2024-01-08');
SELECT schedule_start('x 1 mg on Mondays x 3', '2024-01-02');
SELECT nth_dose_date('belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24',
    schedule_start('belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24', '2024-01-15'), 1);

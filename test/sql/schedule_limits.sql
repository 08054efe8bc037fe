-- schedule_limits: the ends of the calendar, infinity, NULL, endless and huge
-- schedules, and the end of patience.
SET datestyle = iso;
\set VERBOSITY default

-- start
SELECT * FROM expand_doses('x 1 mg daily x 2', 'infinity');
SELECT dose_count('x 1 mg daily x 2', '-infinity');
SELECT next_dose('x 1 mg daily x 2', 'infinity', '2024-01-01');

-- the first and the last day there is: 4714-11-24 BC, 5874897-12-31
SELECT planned_on FROM expand_doses('x 1 mg daily x 2', '4714-11-24 BC');
SELECT planned_on FROM expand_doses('x 1 mg on days 0, 1', '5874897-12-29');
SELECT dose_dates('x 1 mg on days 0, 3', '5874897-12-29');
SELECT dose_count('x 1 mg daily for 2 days', '5874897-12-31');
SELECT dose_count('x 1 mg monthly for 2 days', '5874897-12-31');
SELECT nth_dose_date('x 1 mg monthly', '5874897-12-31', 2);
SELECT nth_dose_date('x 1 mg daily', '2024-01-01', 2147483647);
SELECT nth_dose_date('x 1 mg every 366000 days', '2024-01-01', 2147483647);
SELECT nth_dose_date('x 1 mg every 1000 months', '2024-01-01', 2147483647);
SELECT next_dose('x 1 mg daily', '2024-01-01', '5874897-12-31');
SELECT (next_dose('x 1 mg daily', '4714-11-24 BC', '5874897-12-30')).dose_no;
SELECT (dose_on('x 1 mg monthly', '4714-11-24 BC', '5874897-12-24')).dose_no;
SELECT cumulative_dose('x 1 mg daily', '4714-11-24 BC', '4714-11-24 BC', '5874897-12-31');
SELECT * FROM expand_doses('x 1 mg daily x 1 +/- 3 days', '4714-11-25 BC');
SELECT dose_on('x 1 mg daily x 1 +/- 3 days', '4714-11-25 BC', '4714-11-25 BC');

-- without end
SELECT * FROM expand_doses('x 1 mg daily', '2024-01-01');
SELECT dose_dates('belimumab 10 mg/kg IV monthly for at least 24 weeks', '2024-01-01');
SELECT dose_count('x 1 mg daily', '2024-01-01');
SELECT last_dose_date('x 1 mg daily', '2024-01-01');
SELECT schedule_end('x 1 mg daily', '2024-01-01');
SELECT total_dose('x 1 mg daily', '2024-01-01');
SELECT cumulative_dose('x 1 mg daily', '2024-01-01', '2024-01-01', 'infinity');
SELECT cumulative_dose('x 1 mg daily', '2024-01-01', '-infinity', '2024-01-31'), nth_dose_date('x 1 mg daily', '2024-01-01', 367),
    (dose_on('x 1 mg daily', '2024-01-01', '2024-12-31')).dose_no, (next_dose('x 1 mg every 4 weeks', '2024-01-01', '2024-12-31')).planned_on;
-- the wrong way round is an empty range
SELECT cumulative_dose('x 1 mg daily', '2024-01-01', '2024-01-31', '2024-01-01'), cumulative_dose('x 1 mg daily', '2024-01-01', 'infinity', 'infinity');

-- arguments
SELECT nth_dose_date('x 1 mg daily', '2024-01-01', 0);
SELECT nth_dose_date('x 1 mg daily', '2024-01-01', -2147483648);
SELECT nth_dose_date('x 1 mg daily x 3', '2024-01-01', 4) IS NULL AS past_the_end;
SELECT dose_count(NULL, '2024-01-01') IS NULL AND nth_dose_date('x 1 mg daily', '2024-01-01', NULL) IS NULL
    AND last_dose_date('x 1 mg daily', NULL) IS NULL AND schedule_end(NULL, NULL) IS NULL AND schedule_start('x 1 mg daily', NULL) IS NULL
    AND dose_on('x 1 mg daily', '2024-01-01', NULL) IS NULL AND next_dose('x 1 mg daily', NULL, '2024-01-01') IS NULL
    AND cumulative_dose('x 1 mg daily', '2024-01-01', '2024-01-01', NULL) IS NULL
    AND total_dose('x 1 mg daily x 3', '2024-01-01', upper => NULL) IS NULL AND total_dose(NULL, '2024-01-01') IS NULL AS all_null;
SELECT cumulative_dose('x 1 mg/kg daily', '2024-01-01', '2024-01-01', '2024-01-31', 0);
SELECT cumulative_dose('x 1 mg/kg daily', '2024-01-01', '2024-01-01', '2024-01-31', 'NaN');
SELECT dose_on('x 1 mg/kg daily', '2024-01-01', '2024-01-01');
SELECT next_dose('x 1 mg/m2 daily', '2024-01-01', '2024-01-01', 70);
SELECT total_dose('x 1 mg/m2 daily x 3', '2024-01-01', 70);
-- no dose in the range needs the weight
SELECT cumulative_dose('x 1 mg/kg daily x 3 then 5 mg daily x 3', '2024-01-01', '2024-01-04', '2024-01-31');
-- too large an amount, too large a sum
SELECT total_dose('x 1e15 mg/kg once', '2024-01-01', 1e300);
SELECT total_dose('x 1e15 mg/kg daily x 100000', '2024-01-01', 1e289);

-- grams after milligrams: in the unit of the first phase; two drugs do not add up
SELECT total_dose('x 500 mg daily x 2 then 1 g daily x 3', '2024-01-01'), total_dose('x 1 g daily x 3 then 500 mg daily x 2', '2024-01-01');
SELECT total_dose('mycophenolate 500 mg daily x 2 followed by belimumab 600 mg once', '2024-01-01');
SELECT cumulative_dose('mycophenolate 500 mg daily x 2 followed by belimumab 600 mg once', '2024-01-01', '2024-01-01', '2024-01-01');

-- at most 1,000,000 rows, refused before the first; the arithmetic has no limit
SELECT count(*) FROM expand_doses('x 1 mg daily x 360000 followed by 2 mg daily x 360000 followed by 3 mg daily x 360000', '2024-01-01');
SELECT dose_dates('x 1 mg daily x 360000 followed by 2 mg daily x 360000 followed by 3 mg daily x 360000', '2024-01-01');
SELECT dose_count('x 1 mg daily x 360000 followed by 2 mg daily x 360000 followed by 3 mg daily x 360000', '2024-01-01'),
    total_dose('x 1 mg daily x 360000 followed by 2 mg daily x 360000 followed by 3 mg daily x 360000', '2024-01-01');
SELECT count(*), max(planned_on) FROM expand_doses('x 1 mg daily for 360000 days followed by 2 mg daily for 360000 days', '2024-01-01');

-- a long one can be cancelled; the session lives on
SET statement_timeout = '50ms';
SELECT count(*) FROM generate_series(1, 1000) g,
    expand_doses('x 1 mg daily for 360000 days followed by 2 mg daily for 360000 days', date '2024-01-01' + g);
SELECT count(*) FROM (SELECT dose_dates('x 1 mg daily for 360000 days followed by 2 mg daily for 360000 days', date '2024-01-01' + g) FROM generate_series(1, 1000) g) d;
RESET statement_timeout;
SELECT count(*) FROM expand_doses('x 1 mg daily x 2', '2024-01-01');

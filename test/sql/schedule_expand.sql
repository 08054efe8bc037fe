-- schedule_expand: the regimens of the four protocols and the nine examples of
-- the language, with the dates and amounts that the protocols state (lists of
-- weeks and counts as the protocols give them; months by hand, from the
-- calendar).  Then the row itself, weights, limits and estimates.
SET datestyle = iso;
\set VERBOSITY default

-- What a schedule must give: offsets from the start, and amounts, each a list.
-- 1 January 2024 is a Monday in a leap year.
CREATE TEMP TABLE planned (id text, schedule dose_schedule, start date, weight_kg float8, days int[], amounts float8[]);
INSERT INTO planned VALUES
    ('1 weeks 2, 4, 6 then every 4: seven doses', 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24',
        '2024-01-01', 60, ARRAY[14, 28, 42, 70, 98, 126, 154], array_fill(600::float8, ARRAY[7])),
    ('1b the other reading: through week 26', 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks through week 26',
        '2024-01-01', 70, ARRAY[14, 28, 42, 70, 98, 126, 154, 182], array_fill(700::float8, ARRAY[8])),
    ('2 fourteen doses to day 336', 'belimumab 10 mg/kg IV over 1 hour on days 0, 14, 28 then every 28 days through week 48',
        '2024-01-01', 60, ARRAY[0, 14, 28, 56, 84, 112, 140, 168, 196, 224, 252, 280, 308, 336],
        array_fill(600::float8, ARRAY[14])),
    ('3 calendar months: six doses', 'belimumab 10 mg/kg IV monthly for 24 weeks',
        '2024-01-01', 60, ARRAY[0, 31, 60, 91, 121, 152], array_fill(600::float8, ARRAY[6])),
    ('3b clipped and without drift from 31 January', 'belimumab 10 mg/kg IV monthly for 24 weeks',
        '2023-01-31', 60, ARRAY[0, 28, 59, 89, 120, 150], array_fill(600::float8, ARRAY[6])),
    ('8 three days', 'methylprednisolone 500 mg IV daily for 3 days', '2024-01-01', NULL, ARRAY[0, 1, 2], ARRAY[500, 500, 500]),
    ('once', 'methylprednisolone 1.5-3.0 g IV once', '2024-01-01', NULL, ARRAY[0], ARRAY[1.5]),
    ('fixed 600 mg', 'belimumab 600 mg IV every 2 weeks until week 6', '2024-01-01', 70, ARRAY[0, 14, 28], ARRAY[600, 600, 600]),
    ('10 mg/kg is 600 mg at 60 kg', 'belimumab 10 mg/kg IV every 2 weeks until week 6', '2024-01-01', 60,
        ARRAY[0, 14, 28], ARRAY[600, 600, 600]),
    ('and 700 mg at 70 kg', 'belimumab 10 mg/kg IV every 2 weeks until week 6', '2024-01-01', 70,
        ARRAY[0, 14, 28], ARRAY[700, 700, 700]),
    ('unless capped', 'belimumab 10 mg/kg max 600 mg IV every 2 weeks until week 6', '2024-01-01', 70,
        ARRAY[0, 14, 28], ARRAY[600, 600, 600]),
    ('0.1 mg/kg at 3 kg', 'x 0.1 mg/kg daily for 1 day', '2024-01-01', 3, ARRAY[0], ARRAY[0.3]),
    ('rounded to the nearest', 'x 1.1 mg/kg rounded to 50 mg daily for 1 day', '2024-01-01', 70, ARRAY[0], ARRAY[100]),
    ('half is rounded up', 'x 1 mg/kg rounded to 50 mg daily for 1 day', '2024-01-01', 75, ARRAY[0], ARRAY[100]),
    ('never above max', 'x 1 mg/kg max 90 mg rounded to 50 mg daily for 1 day', '2024-01-01', 85, ARRAY[0], ARRAY[50]),
    ('per administration', 'x 500 mg twice daily for 2 days', '2024-01-01', NULL, ARRAY[0, 1], ARRAY[1000, 1000]),
    ('max per administration', 'x 10 mg/kg max 400 mg twice daily for 1 day', '2024-01-01', 60, ARRAY[0], ARRAY[800]),
    ('cycle', 'x 1 mg on days 1, 8 of every 21 days x 5', '2024-01-01', NULL, ARRAY[0, 7, 21, 28, 42], array_fill(1::float8, ARRAY[5])),
    ('days of the week from a Monday', 'x 1 mg on Mondays, Thursdays for 2 weeks', '2024-01-01', NULL, ARRAY[0, 3, 7, 10],
        array_fill(1::float8, ARRAY[4])),
    ('days of the week from a Wednesday', 'x 1 mg on Mondays, Thursdays x 4', '2024-01-03', NULL, ARRAY[1, 5, 8, 12],
        array_fill(1::float8, ARRAY[4])),
    ('for counts from the phase''s first dose', 'x 1 mg at weeks 2, 4, 6 then every 4 weeks for 16 weeks', '2024-01-01', NULL,
        ARRAY[14, 28, 42, 70, 98, 126, 154], array_fill(1::float8, ARRAY[7]));

SELECT id, array_agg(d.day_offset ORDER BY d.dose_no) AS days, array_agg(d.amount ORDER BY d.dose_no) AS amounts
FROM planned p, expand_doses(schedule, start, weight_kg) d
GROUP BY id, days, amounts
HAVING array_agg(d.day_offset ORDER BY d.dose_no) <> p.days OR array_agg(d.amount ORDER BY d.dose_no) <> p.amounts;
SELECT count(*), (SELECT count(DISTINCT id) FROM planned p, expand_doses(schedule, start, weight_kg) d) AS expanded FROM planned;

-- 4 interleukin-2: 42 + 12 doses, 54 MIU; the weekly phase begins on day 84
SELECT count(*) FILTER (WHERE day_offset < 84) AS every_other_day, count(*) FILTER (WHERE day_offset >= 84) AS weekly,
    max(day_offset) FILTER (WHERE day_offset < 84) AS last_first, min(day_offset) FILTER (WHERE day_offset >= 84) AS first_weekly,
    max(day_offset) AS last
FROM expand_doses('interleukin-2 1 MIU SC every other day for 12 weeks then weekly for 12 weeks', '2024-03-05');
SELECT total_dose('interleukin-2 1 MIU SC every other day for 12 weeks then weekly for 12 weeks', '2024-03-05');

-- 5 prednisone: 30 mg at 60 kg, 40 mg at 80 and at 120 kg; 5 mg/d from month 4 to month 6 (182 days from 1 January 2024)
SELECT weight_kg, dose_no, planned_on, amount
FROM unnest(ARRAY[60, 80, 120]) weight_kg,
    expand_doses('prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6', '2024-01-01', weight_kg) d
WHERE dose_no IN (1, 7, 8, 15, 119, 120, 121, 122, 182) ORDER BY 1, 2;
SELECT max(dose_no), bool_and(amount <= 5) FILTER (WHERE planned_on >= '2024-05-01') AS at_most_5_from_month_4
FROM expand_doses('prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6', '2024-01-01', 80);

-- 6 mycophenolate: a range, 1.0 to 1.5 g a day in two doses, 168 days
SELECT count(*), min(amount) AS amount, min(amount_max) AS amount_max, min(doses) AS doses, min(unit) AS unit
FROM expand_doses('mycophenolate 1.0-1.5 g/d PO in 2 doses daily until week 24', '2024-01-01');

-- 7 telitacicept: 26 doses when month 6 is day 181 or 182, else 27
SELECT start, (start + interval '6 months')::date - start AS month_6, dose_count('telitacicept 160 mg SC weekly until month 6', start)
FROM unnest(ARRAY[date '2023-01-01', '2024-01-01', '2024-03-01', '2023-07-01', '2023-08-31']) start;
-- belimumab every two weeks: 13 and 14
SELECT start, dose_count('belimumab 10 mg/kg IV every 2 weeks until month 6', start)
FROM unnest(ARRAY[date '2023-01-01', '2024-01-01', '2024-03-01', '2023-07-01']) start;

-- the row
SELECT * FROM expand_doses('belimumab 10 mg/kg IV at weeks 0, 2 window -2 +5 days', '2024-03-01', 60);
SELECT * FROM expand_doses('tacrolimus 2-4 mg/d PO in 2 doses daily for 1 day', '2024-03-01');
SELECT * FROM expand_doses('1 mg daily for 1 day', '2024-03-01');
SELECT (d).planned_on, (d).amount FROM (SELECT expand_doses('x 5 mg daily for 2 days', '2024-03-01') AS d OFFSET 0) s;
SELECT dose_dates('x 5 mg daily for 2 days then weekly x 2', '2024-02-28');
-- several schedules in one query: each row of its own
SELECT s, dose_no, amount, unit, drug
FROM unnest(ARRAY['a 1 mg daily x 2', 'b 2 g daily x 1', 'a 1 mg daily x 2']::dose_schedule[]) WITH ORDINALITY x (s, n), expand_doses(s, '2024-01-01')
ORDER BY n, dose_no;

-- NULL schedule or start: no rows
SELECT count(*) FROM expand_doses(NULL, '2024-01-01');
SELECT count(*) FROM expand_doses('x 5 mg daily for 2 days', NULL);
SELECT dose_dates('x 5 mg daily for 2 days', NULL);

-- weight and surface: needed or not
SELECT * FROM expand_doses('belimumab 10 mg/kg IV once', '2024-01-01');
SELECT * FROM expand_doses('x 1.5-2 mg/kg/d daily for 1 day', '2024-01-01', bsa_m2 => 1.8);
SELECT * FROM expand_doses('x 375 mg/m2 once', '2024-01-01', 70);
SELECT amount FROM expand_doses('x 375 mg/m2 once', '2024-01-01', bsa_m2 => 1.8);
SELECT amount FROM expand_doses('x 375 mg once', '2024-01-01', NULL, NULL);
SELECT amount FROM expand_doses('x 375 mg once', '2024-01-01', 0);
SELECT amount FROM expand_doses('x 375 mg once', '2024-01-01', -1);
SELECT amount FROM expand_doses('x 375 mg once', '2024-01-01', 'NaN');
SELECT amount FROM expand_doses('x 375 mg once', '2024-01-01', 'Infinity');
SELECT amount FROM expand_doses('x 375 mg/m2 once', '2024-01-01', bsa_m2 => 0);
SELECT amount FROM expand_doses('x 375 mg/kg once', '2024-01-01', 1e308);

-- lifetime maximum: seven doses of 60 mg are 420 mg, eight would be 480 mg
SELECT max(dose_no), sum(amount) FROM expand_doses('doxorubicin 60 mg IV every 3 weeks lifetime max 450 mg', '2024-01-01');
SELECT dose_count('doxorubicin 60 mg IV every 3 weeks lifetime max 450 mg', '2024-01-01'),
    dose_count('doxorubicin 60 mg IV every 3 weeks lifetime max 420 mg', '2024-01-01'),
    dose_count('doxorubicin 0.1 mg IV every 3 weeks lifetime max 0.3 mg', '2024-01-01'),
    total_dose('doxorubicin 60 mg IV every 3 weeks lifetime max 450 mg', '2024-01-01');
SELECT dose_count('doxorubicin 1 mg/kg IV every 3 weeks lifetime max 450 mg', '2024-01-01');

-- the last weight on or before each dose, in any unit of mass
SELECT dose_no, planned_on, amount
FROM expand_doses_weighed('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 2', '2024-01-01',
    observation('weight', '2023-12-01', 60, 'kg') || observation('weight', '2024-01-15', 62000, 'g')
    || observation('weight', '2024-01-20', 140, '[lb_av]') || observation('weight', '2024-02-26', 66, 'kg')
    || observation('weight', '2024-03', 70, 'kg'));
-- a partial date counts from its last day: 2024-03 is not before 25 March
SELECT dose_no, amount
FROM expand_doses_weighed('x 1 mg/kg on days 0, 30, 31', '2024-03-01',
    observation('weight', '2024-02-01', 60, 'kg') || observation('weight', '2024-03', 70, 'kg'));
-- the taper goes down from the weight of its first day
SELECT day_offset, amount
FROM expand_doses_weighed('x 1 mg/kg/d daily taper to 10 mg/d by week 4 then 1 mg/kg/d for 1 day', '2024-03-01',
    observation('weight', '2024-02-01', 50, 'kg') || observation('weight', '2024-03-10', 70, 'kg')) WHERE day_offset % 7 = 0;
SELECT * FROM expand_doses_weighed('belimumab 10 mg/kg IV once', '2024-01-01', observation('weight', '2024-01-02', 60, 'kg'));
SELECT * FROM expand_doses_weighed('belimumab 10 mg/kg IV once', '2024-01-01', NULL);
SELECT * FROM expand_doses_weighed('belimumab 10 mg/m2 IV once', '2024-01-01', observation('weight', '2023-12-01', 60, 'kg'));
SELECT * FROM expand_doses_weighed('belimumab 10 mg/kg IV once', '2024-01-01', observation('weight', '2023-12-01', 60, 'cm'));
SELECT * FROM expand_doses_weighed('belimumab 10 mg/kg IV once', '2024-01-01', observation('weight', '2023-12-01', 60));
SELECT * FROM expand_doses_weighed('belimumab 10 mg/kg IV once', '2024-01-01', observation('weight', '2023-12-01', 0, 'kg'));
SELECT amount FROM expand_doses_weighed('belimumab 10 mg IV once', '2024-01-01', patient_history());

-- what the planner expects
EXPLAIN SELECT * FROM expand_doses('belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24', '2024-01-01', 60);
EXPLAIN (COSTS OFF) SELECT dose_dates('x 1 mg daily for 1 week', '2024-01-01');
EXPLAIN SELECT * FROM dose_dates('x 1 mg daily for 90 days', '2024-01-01');
EXPLAIN SELECT * FROM unnest('{x 1 mg daily}'::dose_schedule[]) s, expand_doses(s, '2024-01-01');

-- Dosing frequencies.  Expected: from the meaning of the terms; those marked
-- admiral are DOSE_COUNT / DOSE_WINDOW of its dose_freq_lookup, with 30.4375
-- days a month and 365.25 a year.
CREATE TEMP TABLE term (frequency text, expected float8);
INSERT INTO term VALUES
 ('QD', 1), ('BID', 2), ('TID', 3), ('QID', 4), ('Q12H', 2), ('Q8H', 3), ('Q6H', 4), ('Q4H', 6), ('Q3H', 8), ('Q2H', 12), ('QH', 24), ('Q24H', 1), ('Q48H', 0.5),
 ('QAM', 1), ('QPM', 1), ('QHS', 1), ('QOD', 0.5), ('Q2D', 0.5), ('Q3D', 1 / 3.0), ('Q4D', 0.25), ('Q5D', 0.2), ('Q10D', 0.1),
 ('EVERY WEEK', 1 / 7.0), ('QW', 1 / 7.0), ('EVERY 2 WEEKS', 1 / 14.0), ('Q2W', 1 / 14.0), ('EVERY 3 WEEKS', 1 / 21.0), ('Q3W', 1 / 21.0),
 ('EVERY 4 WEEKS', 1 / 28.0), ('Q4W', 1 / 28.0), ('EVERY 6 WEEKS', 1 / 42.0), ('Q8W', 1 / 56.0), ('Q12W', 1 / 84.0), ('Q24W', 1 / 168.0),
 ('2 TIMES PER WEEK', 2 / 7.0), ('3 TIMES PER WEEK', 3 / 7.0), ('4 TIMES PER WEEK', 4 / 7.0), ('5 TIMES PER DAY', 5), ('12 TIMES PER DAY', 12),
 ('QM', 1 / 30.4375), ('Q2M', 1 / 60.875), ('Q3M', 1 / 91.3125), ('Q6M', 1 / 182.625), ('EVERY YEAR', 1 / 365.25),
 ('3 TIMES PER MONTH', 3 / 30.4375), ('2 TIMES PER YEAR', 2 / 365.25),
 ('daily', 1), ('Once Daily', 1), ('b.i.d.', 2), ('bd', 2), ('twice a day', 2), ('three times daily', 3), ('t.i.d.', 3), ('tds', 3), ('every  8 hours', 3),
 ('every morning', 1), ('q.a.m.', 1), ('hs', 1), ('at bedtime', 1), ('every night', 1), ('alternate days', 0.5), ('every other day', 0.5),
 ('weekly', 1 / 7.0), ('once a week', 1 / 7.0), ('fortnightly', 1 / 14.0), ('every other week', 1 / 14.0), ('twice weekly', 2 / 7.0), ('tiw', 3 / 7.0),
 ('monthly', 1 / 30.4375), ('quarterly', 1 / 91.3125), ('annually', 1 / 365.25), (' qd ', 1), ('every_2_weeks', 1 / 14.0),
 -- not a number of doses a day
 ('PRN', NULL), ('prn', NULL), ('AS NEEDED', NULL), ('OCCASIONAL', NULL), ('CONTINUOUS', NULL), ('INTERMITTENT', NULL), ('UNKNOWN', NULL), ('AD LIBITUM', NULL),
 ('ONCE', NULL), ('biweekly', NULL), ('bimonthly', NULL), (NULL, NULL);
SELECT frequency, expected, doses_per_day(frequency) FROM term
WHERE doses_per_day(frequency) IS DISTINCT FROM expected
    AND abs(doses_per_day(frequency) - expected) IS DISTINCT FROM 0
    AND NOT COALESCE(abs(doses_per_day(frequency) - expected) < 1e-15, false)
ORDER BY frequency;
SELECT count(*) AS cases FROM term;

-- 500 mg BID is 1 g/d
SELECT 500 * doses_per_day('BID') AS mg_a_day;

-- Every term that reads in a schedule and has days, reads as that many doses.
SELECT frequency, ('a 1 mg ' || frequency)::dose_schedule FROM (VALUES
 ('QD'), ('b.i.d.'), ('Q12H'), ('QOD'), ('EVERY WEEK'), ('Q3W'), ('EVERY 4 WEEKS'), ('3 TIMES PER WEEK'), ('QM'), ('Q3M'), ('QAM'), ('Q48H'), ('Q5D')) v (frequency);

SELECT doses_per_day('dayly');
SELECT doses_per_day('every now and then');
SELECT doses_per_day('');
SELECT doses_per_day(repeat('x', 1000));

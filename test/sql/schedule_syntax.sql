SET client_min_messages = warning;
-- The language of dose and visit schedules: what reads, and the normal form.
-- Expected forms are written from docs/schedule.md; NULL: the text itself.
CREATE FUNCTION pg_temp.printed(input text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
BEGIN
    RETURN input::dose_schedule;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN SQLERRM || ': ' || detail;
END $$;
CREATE TEMP TABLE valid (no int GENERATED ALWAYS AS IDENTITY, input text, expected text);

-- Doses
INSERT INTO valid (input, expected) VALUES
 ('aspirin 100 mg daily', NULL),
 ('100 mg daily', NULL),
 ('aspirin 100mg daily', 'aspirin 100 mg daily'),
 ('aspirin 0.1 g PO daily', NULL),
 ('ASPIRIN 100 mg po DAILY', 'ASPIRIN 100 mg PO daily'),
 ('aspirin   100   mg
   daily -- for the heart', 'aspirin 100 mg daily'),
 ('mycophenolate mofetil 1 g twice daily', NULL),
 ('mycophenolate   mofetil 1 g twice daily', 'mycophenolate mofetil 1 g twice daily'),
 ('interleukin-2 1 MIU SC daily', 'interleukin-2 1 M[IU] SC daily'),
 ('interleukin-2 1 M[IU] SC daily', NULL),
 ('IL-2 1 MIU/m2 SC daily', 'IL-2 1 M[IU]/m2 SC daily'),
 ('heparin 5000 IU SC twice daily', 'heparin 5000 [IU] SC twice daily'),
 ('6-mercaptopurine 50 mg/m2/d PO', '6-mercaptopurine 50 mg/m2/d PO daily'),
 ('5-FU 400 mg/m2 IV every 2 weeks', NULL),
 ('trimethoprim/sulfamethoxazole 1 tablet daily', 'trimethoprim/sulfamethoxazole 1 {tablet} daily'),
 ('paracetamol 2 tablets 4 times daily', 'paracetamol 2 {tablet} 4 times daily'),
 ('salbutamol 2 puffs inhaled QID', 'salbutamol 2 {puff} INH 4 times daily'),
 ('"vitamin B 12" 1 mg IM monthly', NULL),
 ('"5" 1 mg daily', NULL),
 ('"aspirin" 1 mg daily', 'aspirin 1 mg daily'),
 ('"say ""cheese""" 1 mg daily', NULL),
 ('"weekly pill" 1 mg daily', NULL),
 ('Ибупрофен 400 mg PO TID', 'Ибупрофен 400 mg PO 3 times daily'),
 ('mycophenolate 1.0-1.5 g/d PO', 'mycophenolate 1-1.5 g/d PO daily'),
 ('tacrolimus 2 to 4 mg/d PO daily', 'tacrolimus 2-4 mg/d PO daily'),
 ('tacrolimus 2 mg/d to 4 mg/d PO daily', 'tacrolimus 2-4 mg/d PO daily'),
 ('tacrolimus 2–4 mg/d PO daily', 'tacrolimus 2-4 mg/d PO daily'),
 ('mycophenolate 500 mg-1 g twice daily', 'mycophenolate 500-1000 mg twice daily'),
 ('mycophenolate 1-1 g daily', 'mycophenolate 1 g daily'),
 ('hydroxychloroquine up to 400 mg/d PO daily', NULL),
 ('hydroxychloroquine 0-400 mg/d PO daily', 'hydroxychloroquine up to 400 mg/d PO daily'),
 ('x 0 mg daily for 2 weeks', NULL),
 ('a 10 mg/kg/day', 'a 10 mg/kg/d daily'),
 ('a 10 mg/kg/24h daily', 'a 10 mg/kg/d daily'),
 ('a 10 mg/d/kg daily', 'a 10 mg/kg/d daily'),
 ('a 1.5e3 mg once', 'a 1500 mg once'),
 ('a 0.000001 g once', 'a 1e-06 g once'),
 ('a 1e15 mg once', 'a 1e+15 mg once'),
 ('a 0.1 mg/kg max 0.04 g weekly', 'a 0.1 mg/kg max 40 mg weekly'),
 ('a 5 mg/kg max 400 mg min 100 mg rounded to 50 mg IV monthly', NULL),
 ('a 5 mg/kg rounded to 50 mg min 100 mg max 400 mg IV monthly', 'a 5 mg/kg max 400 mg min 100 mg rounded to 50 mg IV monthly'),
 ('a 5 mg/kg/d max 400 mg daily', NULL),
 ('a 5 mg/kg twice daily max 400 mg/d', 'a 5 mg/kg max 400 mg/d twice daily'),
 ('doxorubicin 60 mg/m2 lifetime max 450 mg IV every 3 weeks x 8', NULL),
 ('a 10 MBq once', NULL),
 ('a 5 ng/kg once', NULL),
 ('a 3 mmol daily', NULL),
 ('a 10 mL daily', NULL);

-- Routes, infusions
INSERT INTO valid (input, expected) VALUES
 ('a 1 mg intravenously weekly', 'a 1 mg IV weekly'),
 ('a 1 mg by mouth daily', 'a 1 mg PO daily'),
 ('a 1 mg p.o. b.i.d.', 'a 1 mg PO twice daily'),
 ('a 1 mg SQ weekly', 'a 1 mg SC weekly'),
 ('a 1 mg daily orally', 'a 1 mg PO daily'),
 ('a 1 drop via "left eye" daily', 'a 1 {drop} via "left eye" daily'),
 ('a 1 mg via "IV" daily', 'a 1 mg IV daily'),
 ('a 1 mg IV over 90 minutes weekly', NULL),
 ('a 1 mg IV over 120 min weekly', 'a 1 mg IV over 2 hours weekly'),
 ('a 1 mg IV over 1.5 hours weekly', 'a 1 mg IV over 90 minutes weekly'),
 ('a 1 mg IV over 20 minutes weekly', NULL),
 ('a 1 mg IV weekly x 2 then 2 mg over 1 hour weekly x 2', 'a 1 mg IV weekly x 2 then 2 mg over 1 hour weekly x 2');

-- Timing
INSERT INTO valid (input, expected) VALUES
 ('a 1 mg once', NULL),
 ('a 1 mg daily x 1', 'a 1 mg once'),
 ('a 1 mg once daily', 'a 1 mg daily'),
 ('a 1 mg once a day', 'a 1 mg daily'),
 ('a 1 mg every day', 'a 1 mg daily'),
 ('a 1 mg every 1 day', 'a 1 mg daily'),
 ('a 1 mg every 2 days', 'a 1 mg every other day'),
 ('a 1 mg every other day', NULL),
 ('a 1 mg every three days', 'a 1 mg every 3 days'),
 ('a 1 mg once every 2 weeks', 'a 1 mg every 2 weeks'),
 ('a 1 mg every other week', 'a 1 mg every 2 weeks'),
 ('a 1 mg fortnightly', 'a 1 mg every 2 weeks'),
 ('a 1 mg weekly', NULL),
 ('a 1 mg once per week', 'a 1 mg weekly'),
 ('a 1 mg every 7 days', NULL),
 ('a 1 mg monthly', NULL),
 ('a 1 mg quarterly', 'a 1 mg every 3 months'),
 ('a 1 mg every year', 'a 1 mg every 12 months'),
 ('a 1 mg every 2 years', 'a 1 mg every 24 months'),
 ('a 1 mg annually', 'a 1 mg every 12 months'),
 ('a 1 mg three times a day', 'a 1 mg 3 times daily'),
 ('a 1 mg thrice daily', 'a 1 mg 3 times daily'),
 ('a 1 mg every 8 hours', 'a 1 mg 3 times daily'),
 ('a 1 mg every 48 hours', 'a 1 mg every other day'),
 ('a 1 mg every hour', 'a 1 mg 24 times daily'),
 ('a 1 mg every 0.5 hours', 'a 1 mg 48 times daily'),
 ('a 1 mg twice daily every other day', NULL),
 ('a 1 mg twice a week', 'a 1 mg on days 1, 4 of every 7 days'),
 ('a 1 mg 3 times weekly', 'a 1 mg on days 1, 3, 5 of every 7 days'),
 ('a 1 mg 3 times every 2 weeks', 'a 1 mg on days 1, 5, 10 of every 14 days'),
 ('a 1 mg QD', 'a 1 mg daily'),
 ('a 1 mg q.d.', 'a 1 mg daily'),
 ('a 1 mg BID', 'a 1 mg twice daily'),
 ('a 1 mg Q12H', 'a 1 mg twice daily'),
 ('a 1 mg QOD', 'a 1 mg every other day'),
 ('a 1 mg Q2W', 'a 1 mg every 2 weeks'),
 ('a 1 mg EVERY 4 WEEKS', 'a 1 mg every 4 weeks'),
 ('a 1 mg 2 TIMES PER WEEK', 'a 1 mg on days 1, 4 of every 7 days'),
 ('a 1 mg QM', 'a 1 mg monthly'),
 ('a 1 mg qhs', 'a 1 mg daily when HS'),
 ('a 1 mg daily at bedtime', 'a 1 mg daily when HS'),
 ('a 1 mg in the morning', 'a 1 mg daily when MORN'),
 ('a 1 mg before breakfast before dinner', 'a 1 mg twice daily when ACM, ACV'),
 ('a 1 mg when ACM, ACV', 'a 1 mg twice daily when ACM, ACV'),
 ('a 1 mg 3 times daily with meals', 'a 1 mg 3 times daily when C'),
 ('a 1 mg daily when MORN.early', NULL),
 ('a 1 g/d in two divided doses daily', 'a 1 g/d in 2 doses daily'),
 ('a 1 g in 2 doses', 'a 1 g/d in 2 doses daily'),
 ('a 1 g/d twice daily', 'a 1 g/d in 2 doses daily'),
 ('a 1 mg at week 2', NULL),
 ('a 1 mg weeks 0, 2 and 4', 'a 1 mg at weeks 0, 2, 4'),
 ('a 1 mg at weeks 0, 2, and 4', 'a 1 mg at weeks 0, 2, 4'),
 ('a 1 mg on days 0 to 4', 'a 1 mg on days 0-4'),
 ('a 1 mg on days 0, 1, 3, 4, 5', 'a 1 mg on days 0, 1, 3-5'),
 ('a 1 mg at months 1, 2', NULL),
 ('a 100 mg/m2/d on days 1-14 of every 28 days', NULL),
 ('capecitabine 1250 mg/m2 PO twice daily on days 1-14 of every 21 days for 8 cycles',
  'capecitabine 1250 mg/m2 PO twice daily on days 1-14 of every 21 days for 168 days'),
 ('a 1 mg on days 1, 8 of every 3 weeks', 'a 1 mg on days 1, 8 of every 21 days'),
 ('a 1 mg on days 1 and 8 of each 21-day cycle', 'a 1 mg on days 1, 8 of every 21 days'),
 ('a 1 mg on day 1 of every week', 'a 1 mg on day 1 of every 7 days'),
 ('methotrexate 15 mg PO on Mondays', NULL),
 ('a 1 mg on Monday and Thursday', 'a 1 mg on Mondays, Thursdays'),
 ('a 1 mg every Friday', 'a 1 mg on Fridays'),
 ('a 1 mg on Tuesdays, Sundays of every 2 weeks', NULL);

-- Bounds
INSERT INTO valid (input, expected) VALUES
 ('a 1 mg daily for 1 week', NULL),
 ('a 1 mg daily for a week', 'a 1 mg daily for 1 week'),
 ('a 1 mg daily for 2 wk', 'a 1 mg daily for 2 weeks'),
 ('a 1 mg monthly for 1 year', 'a 1 mg monthly for 12 months'),
 ('a 1 mg weekly x 3', NULL),
 ('a 1 mg weekly × 3 doses', 'a 1 mg weekly x 3'),
 ('a 1 mg weekly for 3 doses', 'a 1 mg weekly x 3'),
 ('a 1 mg weekly until day 84', NULL),
 ('a 1 mg weekly through week 48', NULL),
 ('a 1 mg weekly thru month 6', 'a 1 mg weekly through month 6'),
 ('a 1 mg until week 4 weekly', 'a 1 mg weekly until week 4'),
 ('belimumab 10 mg/kg IV monthly for at least 24 weeks', NULL);

-- Phases, tapers, segments, windows
INSERT INTO valid (input, expected) VALUES
 ('a 1 mg daily for 2 weeks then weekly for 2 weeks', NULL),
 ('a 1 mg daily for 2 weeks, then weekly for 2 weeks', 'a 1 mg daily for 2 weeks then weekly for 2 weeks'),
 ('a 1 mg daily for 2 weeks then 2 mg for 2 weeks', 'a 1 mg daily for 2 weeks then 2 mg daily for 2 weeks'),
 ('a 1 mg daily for 2 weeks then 1 mg daily for 2 weeks', 'a 1 mg daily for 2 weeks then daily for 2 weeks'),
 ('a 1 mg twice daily for 2 weeks then 2 mg for 2 weeks', 'a 1 mg twice daily for 2 weeks then 2 mg twice daily for 2 weeks'),
 ('a 1 mg on days 1, 3 of every 7 days x 4 then 2 mg x 4', 'a 1 mg on days 1, 3 of every 7 days x 4 then 2 mg on days 1, 3 of every 7 days x 4'),
 ('a 1 g PO daily for 3 days then 500 mg IV daily', NULL),
 ('a 1 mg weekly x 3 then at weeks 4, 8', NULL),
 ('a 1 mg weekly for 4 weeks then at weeks 4, 8', NULL),
 ('a 1 mg at month 1 then at days 32, 40', 'a 1 mg at month 1 then on days 32, 40'),
 ('a 1 mg daily until month 3 then at months 3, 4', NULL),
 ('a 1 mg once then weekly x 3', NULL),
 ('a 60 mg/d taper to 5 mg/d by week 8', 'a 60 mg/d daily taper to 5 mg/d by week 8 linear by week'),
 ('a 60 mg/d daily tapered to 5 mg by week 8 linearly by week', 'a 60 mg/d daily taper to 5 mg/d by week 8 linear by week'),
 ('a 20 mg/d daily taper to 5 mg/d by month 4 in steps of 2.5 mg/d every 2 weeks', NULL),
 ('a 60 mg daily taper to 0 mg/d by day 56 in steps of 10 mg every week', 'a 60 mg daily taper to 0 mg/d by day 56 in steps of 10 mg/d every week'),
 ('a 60 mg/d daily until day 20 taper to 5 mg/d by week 8', 'a 60 mg/d daily until day 20 taper to 5 mg/d by week 8 linear by week'),
 ('a 1 mg daily for 3 days followed by b 2 mg weekly x 4', NULL),
 ('a 1 mg PO daily for 3 days, followed by 2 mg weekly x 4', 'a 1 mg PO daily for 3 days followed by a 2 mg PO weekly x 4'),
 ('a 1 mg PO daily for 3 days followed by b 2 mg weekly x 4', NULL),
 ('mycophenolate 1.5 g/d PO daily until month 3 followed by belimumab 10 mg/kg IV every 2 weeks until month 3', NULL),
 ('a 1 mg weekly +/- 3 days', NULL),
 ('a 1 mg weekly ± 3 days', 'a 1 mg weekly +/- 3 days'),
 ('a 1 mg weekly +/- 1 week', 'a 1 mg weekly +/- 7 days'),
 ('a 1 mg weekly window -2 +5 days', NULL),
 ('a 1 mg weekly window -2 to +5 days', 'a 1 mg weekly window -2 +5 days'),
 ('a 1 mg weekly window -3 +3 days', 'a 1 mg weekly +/- 3 days'),
 ('a 1 mg weekly +/- 0 days', NULL),
 ('a 1 mg weekly x 2 then 2 mg weekly x 2 +/- 3 days followed by 3 mg monthly x 2 +/- 7 days',
  'a 1 mg weekly x 2 then 2 mg weekly x 2 +/- 3 days followed by a 3 mg monthly x 2 +/- 7 days');

SELECT no, input, printed, COALESCE(expected, input) AS expected
FROM (SELECT no, input, expected, pg_temp.printed(input) AS printed FROM valid) v
WHERE printed <> COALESCE(expected, input)
ORDER BY no;
-- the normal form reads back to the same bytes, in text and in binary
SELECT no, input FROM valid
WHERE input::dose_schedule::text::dose_schedule <> input::dose_schedule
    OR dose_schedule_send(input::dose_schedule::text::dose_schedule) <> dose_schedule_send(input::dose_schedule)
ORDER BY no;
SELECT count(*) AS cases, count(DISTINCT input::dose_schedule) AS values FROM valid;
-- hash and order agree with equality
CREATE TEMP TABLE read AS SELECT input::dose_schedule AS s FROM valid;
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE (a.s = b.s) <> (a.s::text = b.s::text)
        OR (a.s = b.s) <> (dose_schedule_hash(a.s) = dose_schedule_hash(b.s))
        OR (a.s = b.s) <> (dose_schedule_hash_extended(a.s, 7) = dose_schedule_hash_extended(b.s, 7))
        OR (a.s = b.s) <> (dose_schedule_cmp(a.s, b.s) = 0)
        OR (a.s < b.s) <> (a.s::text COLLATE "C" < b.s::text COLLATE "C")
        OR (a.s >= b.s) = (a.s < b.s) OR (a.s <= b.s) = (a.s > b.s) OR (a.s <> b.s) = (a.s = b.s)) AS differ
FROM read a, read b;
SELECT count(*) AS distinct_by_hash FROM (SELECT DISTINCT input::dose_schedule FROM valid) d;

-- Visits
CREATE TEMP TABLE valid_visits (no int GENERATED ALWAYS AS IDENTITY, input text, expected text);
INSERT INTO valid_visits (input, expected) VALUES
 ('visits at weeks 0, 2, 4, 8, 12, 24, 36, 48 +/- 3 days', NULL),
 ('weeks 0, 2, 4', 'visits at weeks 0, 2, 4'),
 ('at weeks 0, 2, and 4', 'visits at weeks 0, 2, 4'),
 ('visit at week 24', 'visits at week 24'),
 ('months 1, 2, 3', 'visits at months 1, 2, 3'),
 ('days -14, 0', 'visits at days -14, 0'),
 ('visits at day -28 "Screening" window -14 +0 days, weeks 0, 2, 4 +/- 3 days', NULL),
 ('weeks 0 "Baseline", 2 "week 2", 4', 'visits at weeks 0 "Baseline", 2, 4'),
 ('weeks 0 +/- 0 days, 2, 4 +/- 3 days', 'visits at week 0 +/- 0 days, weeks 2, 4 +/- 3 days'),
 ('weeks 0, 2 +/- 3 days, week 4', 'visits at weeks 0, 2 +/- 3 days, week 4'),
 ('weeks 0, 4 +/- 1 week', 'visits at weeks 0, 4 +/- 7 days'),
 ('every 4 weeks until week 16', 'visits at weeks 0, 4, 8, 12'),
 ('every 4 weeks through week 16', 'visits at weeks 0, 4, 8, 12, 16'),
 ('weeks 0, 2 then every 4 weeks through week 14 +/- 2 days', 'visits at weeks 0, 2, 6, 10, 14 +/- 2 days'),
 ('days 0, 7, every 28 days until day 70', 'visits at days 0, 7, 35, 63'),
 ('every month until month 4', 'visits at months 0, 1, 2, 3'),
 ('every 2 weeks until day 29', 'visits at weeks 0, 2, 4'),
 ('years 1, 2', 'visits at months 12, 24'),
 ('week 4, month 2', 'visits at week 4, month 2');
SELECT no, input, printed, COALESCE(expected, input) AS expected
FROM (SELECT no, input, expected, input::visit_schedule::text AS printed FROM valid_visits) v
WHERE printed <> COALESCE(expected, input) OR printed::visit_schedule <> input::visit_schedule
ORDER BY no;
SELECT count(*) AS cases, count(DISTINCT input::visit_schedule) AS values FROM valid_visits;

-- binary COPY, NULLs too
CREATE TEMP TABLE kept (no int, s dose_schedule, v visit_schedule);
INSERT INTO kept SELECT no, input::dose_schedule, (SELECT w.input::visit_schedule FROM valid_visits w WHERE w.no = valid.no) FROM valid;
INSERT INTO kept VALUES (-1, NULL, NULL);
\getenv abs_builddir PG_ABS_BUILDDIR
\set file :abs_builddir '/results/schedules.bin'
COPY kept TO :'file' (FORMAT binary);
CREATE TEMP TABLE back (LIKE kept);
COPY back FROM :'file' (FORMAT binary);
SELECT count(*) AS rows, count(*) FILTER (WHERE k.s IS NOT DISTINCT FROM b.s AND k.v IS NOT DISTINCT FROM b.v) AS same
FROM kept k JOIN back b USING (no);

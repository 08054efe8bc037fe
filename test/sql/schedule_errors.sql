SET client_min_messages = warning;
-- Schedules that do not read: code, message, place, hint.
CREATE FUNCTION pg_temp.complaint(kind text, input text, OUT code text, OUT message text, OUT detail text, OUT hint text)
LANGUAGE plpgsql AS $$
BEGIN
    IF kind = 'v' THEN PERFORM input::visit_schedule; ELSE PERFORM input::dose_schedule; END IF;
    message := 'READ: ' || COALESCE(input::dose_schedule::text, '');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    message := replace(message, 'invalid input syntax for type', '..');
END $$;
CREATE TEMP TABLE invalid (no int GENERATED ALWAYS AS IDENTITY, kind text DEFAULT 'd', input text);

INSERT INTO invalid (input) VALUES
 -- nothing, or half of it
 (''), ('   '), ('aspirin'), ('aspirin daily'), ('daily'), ('aspirin 100 mg'), ('aspirin 100 daily'), ('aspirin 100'),
 ('100 mg'), ('aspirin 100 mg daily then'), ('aspirin 100 mg daily for'), ('aspirin 100 mg until week'),
 ('aspirin 100 mg at weeks'), ('aspirin 100 mg at weeks 2,'), ('aspirin 100 mg every'), ('aspirin "100 mg daily'), ('"" 1 mg daily'),
 -- words
 ('aspirin 100 mg dayly'), ('aspirin 100 mg weekley'), ('aspirin 100 mg PO evry 2 weeks'), ('aspirin 100 mg every 2 weaks'),
 ('aspirin 100 mgg daily'), ('aspirin 100 MGG daily'), ('aspirin 100 mg untill week 4'), ('aspirin 100 mg PO daily daily'),
 ('aspirin 100 mg 200 mg daily'), ('aspirin 100 mg PO IV daily'), ('aspirin 100 mg daily.'), ('aspirin 100 mg daily; weekly'),
 ('aspirin 100 mg daily for 3 days 2 weeks'), ('aspirin 100 mg at bedtme'), ('aspirin 100 mg daily +/- 3 days then weekly'),
 ('aspirin 100 mg daily for 2 days then belimumab 10 mg weekly'), ('aspirin 100 mg “daily”'), ('aspirin 100 mg intravenos daily'),
 ('aspirin 100 mg PRN'), ('aspirin 100 mg as needed'), ('aspirin 100 mg CONTINUOUS'), ('aspirin 100 mg biweekly'), ('aspirin 100 mg daily when XYZ'),
 ('аспирин 100 mg ежедневно'),
 -- units
 ('aspirin 100 mg/L daily'), ('aspirin 100 mg/h daily'), ('aspirin 100 mg/kg/m2 daily'), ('aspirin 100 mg/d/d daily'), ('aspirin 37 Cel daily'),
 ('aspirin 100 mg/kg/min daily'), ('aspirin 10 s daily'), ('aspirin 10 mg-20 mL daily'), ('aspirin 10 mg-20 mg/kg daily'),
 ('aspirin 10 mg/kg max 40 mL daily'), ('aspirin 10 mg/kg max 40 mg/kg daily'), ('aspirin 10 mg/kg max 0 mg daily'),
 ('aspirin 10 mg/kg rounded to 50 mg/d daily'), ('aspirin 10 mg/kg rounded to 0 mg daily'), ('aspirin 10 mg max 400 mg min 500 mg daily'),
 ('aspirin 10 mg max 400 mg/d min 100 mg daily'), ('aspirin 1 tablet max 2 capsules daily'), ('aspirin 10 mg daily for 3 days then max 5 mg daily'),
 -- ranges, numbers
 ('aspirin 20-10 mg daily'), ('aspirin 1 g-500 mg daily'), ('aspirin -5 mg daily'), ('aspirin NaN mg daily'), ('aspirin inf mg daily'),
 ('aspirin 1e308 mg daily'), ('aspirin 1e999 mg daily'), ('aspirin 1e-999 mg daily'), ('aspirin 1e16 mg daily'),
 ('aspirin 1e14 kg-1e15 g daily'), ('aspirin 1 ug max 1e15 kg daily'),
 -- intervals
 ('aspirin 1 mg every 0 days'), ('aspirin 1 mg every -2 days'), ('aspirin 1 mg every 1.5 days'), ('aspirin 1 mg every 36 hours'),
 ('aspirin 1 mg every 5 hours'), ('aspirin 1 mg every 0 hours'), ('aspirin 1 mg 0 times daily'), ('aspirin 1 mg 49 times daily'),
 ('aspirin 1 mg 8 times a week'), ('aspirin 1 mg 3 times a month'), ('aspirin 1 mg 2.5 times daily'), ('aspirin 1 mg every 400000 days'),
 ('aspirin 1 mg daily for 0 days'), ('aspirin 1 mg daily x 0'), ('aspirin 1 mg daily x 1.5'), ('aspirin 1 mg daily until day 0'),
 ('aspirin 1 mg daily for 2000 years'), ('aspirin 1 mg monthly x 366000'),
 -- lists and cycles
 ('aspirin 1 mg at weeks 4, 2'), ('aspirin 1 mg at weeks 2, 2'), ('aspirin 1 mg at weeks -2, 2'), ('aspirin 1 mg on days 4-1'),
 ('aspirin 1 mg at weeks 2, 4 for 8 weeks'), ('aspirin 1 mg on days 0, 8 of every 21 days'), ('aspirin 1 mg on days 1, 22 of every 21 days'),
 ('aspirin 1 mg on weeks 1, 2 of every 4 weeks'), ('aspirin 1 mg on days 1 of every month'), ('aspirin 1 mg on days 0-10000'),
 ('aspirin 1 mg weekly for 3 cycles'), ('aspirin 1 mg on Thursdays, Mondays'), ('aspirin 1 mg on Mondays of every 2 days'),
 ('aspirin 1 mg at weeks 2, 4 then 2 mg'), ('aspirin 1 mg at weeks 2 then at week 1'), ('aspirin 1 mg at month 1 then on day 31'),
 ('aspirin 1 mg weekly for 5 weeks then at weeks 4, 8'),
 -- phases and ends
 ('aspirin 1 mg daily then weekly'), ('aspirin 1 mg daily for at least 3 weeks then weekly'), ('aspirin 1 mg daily followed by b 2 mg daily'),
 ('aspirin 1 mg daily for 4 weeks then weekly until week 4'), ('aspirin 1 mg daily for 3 months then weekly until day 90'),
 ('aspirin 1 mg at week 3 then weekly through week 3'),
 ('aspirin 1 mg daily for 2 days followed by weekly x 2'),
 ('aspirin 5 mg/d weekly'), ('aspirin 5 mg/d at weeks 2, 4'), ('aspirin 5 mg weekly in 2 doses'),
 ('aspirin 5 mg 3 times daily when ACM, ACV'),
 -- tapers
 ('aspirin 60 mg weekly taper to 5 mg by week 8'), ('aspirin 60 mg/d taper to 5 mL/d by week 8'), ('aspirin 60 mg/d taper to 5 mg/kg/d by week 8'),
 ('aspirin 5 mg/d taper to 60 mg/d by week 8'), ('aspirin 60 mg/d taper to 5 mg/d by week 0'), ('aspirin 60 mg/d taper to 5 mg/d'),
 ('aspirin 60 mg/d taper to 5 mg/d by week 8 linear by month'), ('aspirin 60 mg/d taper to 5 mg/d by week 8 in steps of 0 mg/d every week'),
 ('aspirin 60 mg/d taper to 5 mg/d by week 8 then daily for 3 days'), ('aspirin 60 mg/d for 2 weeks then 50 mg/d taper to 5 mg/d by week 2'),
 ('aspirin 60 mg/d taper to 5 mg/d by week 4 in steps of 5 mg/d every 2 weeks'),
 -- the rest
 ('aspirin 1 mg IV over 0 hours weekly'), ('aspirin 1 mg IV over 1000 hours weekly'), ('aspirin 1 mg via "" weekly'),
 ('aspirin 1 mg weekly +/- 1 month'), ('aspirin 1 mg weekly +/- 1.5 days'), ('aspirin 1 mg weekly window +2 +5 days');
INSERT INTO invalid (kind, input) VALUES
 ('v', ''), ('v', 'visits'), ('v', 'weeks 4, 2'), ('v', 'weeks 2, 2'), ('v', 'weeks 1.5'), ('v', 'week 4, month 1'), ('v', 'weeks 2 "A", 4 "A"'),
 ('v', 'weeks 2 ""'), ('v', 'weeks 2, 4 +/- 3 months'), ('v', 'every 4 weeks'), ('v', 'every 4 weeks until month 6'),
 ('v', 'every 0 weeks until week 6'), ('v', 'days 0 then every 4 weeks until week 12'), ('v', 'weaks 2'), ('v', 'week 2 100 mg'),
 ('v', 'every day until day 20000'), ('v', 'every 4 weeks until week 0'), ('v', '2, 4');

\pset format unaligned
SELECT no, kind || ': ' || input AS input, code, message, detail, hint
FROM invalid, LATERAL pg_temp.complaint(kind, input) c ORDER BY no;
\pset format aligned
SELECT count(*) AS cases FROM invalid;
SELECT count(*) AS without_place FROM invalid, LATERAL pg_temp.complaint(kind, input) c
WHERE c.detail IS NULL OR c.detail !~ ' at line \d+, character \d+\.$' OR c.code NOT IN ('22P02', '22003', '54000');

-- limits
SELECT code, message, detail FROM pg_temp.complaint('d', repeat('x', 65537));
SELECT code, message, detail FROM pg_temp.complaint('d', 'a 1 mg ' || repeat('once then ', 1000) || 'once');
SELECT code, message, detail FROM pg_temp.complaint('d', 'a 1 mg on days ' || (SELECT string_agg(i::text, ',') FROM generate_series(1, 10001) i));
SELECT code, message, detail FROM pg_temp.complaint('d', repeat('x', 64) || ' 1 mg once');
SELECT code, message, detail FROM pg_temp.complaint('d', 'a 1 mg via "' || repeat('x', 64) || '" once');
SELECT code, message, detail FROM pg_temp.complaint('v', 'week 1 "' || repeat('x', 64) || '"');
SELECT code, message, left(detail, 60) AS detail FROM pg_temp.complaint('d', 'a 1 ' || repeat('{', 300) || ' once');
-- just within
SELECT length((repeat('x', 63) || ' 1 mg once')::dose_schedule::text);
SELECT length(('a 1 mg ' || repeat('once then ', 999) || 'once')::dose_schedule::text);

-- binary garbage
\getenv abs_builddir PG_ABS_BUILDDIR
\set file :abs_builddir '/results/schedule_garbage.bin'
CREATE TEMP TABLE received (s dose_schedule);
CREATE TEMP TABLE received_visits (v visit_schedule);
COPY (SELECT '\x01'::bytea || convert_to('a 1 mg daily', 'UTF8')) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
SELECT * FROM received;
COPY received_visits FROM :'file' (FORMAT binary);
COPY (SELECT '\x02'::bytea || convert_to('a 1 mg daily', 'UTF8')) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
COPY received_visits FROM :'file' (FORMAT binary);
COPY (SELECT '\x01'::bytea) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
COPY (SELECT ''::bytea) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
COPY (SELECT '\x0161ff20'::bytea) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
COPY (SELECT '\x0161002031'::bytea) TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);

-- ||, until()
SELECT 'a 1 mg daily'::dose_schedule || 'b 1 mg daily'::dose_schedule;
SELECT 'a 1 mg daily for at least 3 weeks'::dose_schedule || 'b 1 mg daily'::dose_schedule;
SELECT until('a 1 mg daily'::dose_schedule, 0);
SELECT until('a 1 mg daily'::dose_schedule, -1);
SELECT until('a 1 mg daily'::dose_schedule, 366001);
SELECT until('a 1 mg at week 2'::dose_schedule, 14);
SELECT until('a 1 mg at month 1'::dose_schedule, 30);
SELECT until('a 1 mg monthly for 24 weeks'::dose_schedule, '6 months'::interval);
SELECT until('a 1 mg monthly until month 5'::dose_schedule, 152);
SELECT until('a 1 mg daily'::dose_schedule, '1 month 2 days'::interval);
SELECT until('a 1 mg daily'::dose_schedule, '36 hours'::interval);
SELECT until('a 1 mg daily until month 3 followed by b 1 mg weekly'::dose_schedule, '6 months'::interval);

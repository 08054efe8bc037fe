SET client_min_messages = warning;
-- The nine examples of the language, and what they print.
CREATE TEMP TABLE example (no int, text text);
INSERT INTO example VALUES
 (1, 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24'),
 (2, 'belimumab 10 mg/kg IV over 1 hour on days 0, 14, 28 then every 28 days through week 48'),
 (3, 'belimumab 10 mg/kg IV monthly for 24 weeks'),
 (4, 'interleukin-2 1 MIU SC every other day for 12 weeks then weekly for 12 weeks'),
 (5, 'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6'),
 (6, 'mycophenolate 1.0-1.5 g/d PO in 2 doses daily until week 24'),
 (7, 'telitacicept 160 mg SC weekly until month 6'),
 (8, 'methylprednisolone 500 mg IV daily for 3 days');
SELECT no, text::dose_schedule AS printed, text::dose_schedule::text::dose_schedule = text::dose_schedule AS same FROM example ORDER BY no;
SELECT 'visits at weeks 0, 2, 4, 8, 12, 24, 36, 48 +/- 3 days'::visit_schedule AS printed;

-- One after another: the second counts from the end of the first; one without
-- a drug goes on with drug and route.
CREATE TEMP TABLE joined (a dose_schedule, b dose_schedule, expected text);
INSERT INTO joined VALUES
 ('a 1 mg PO daily for 3 days', 'b 2 mg weekly', 'a 1 mg PO daily for 3 days followed by b 2 mg weekly'),
 ('a 1 mg PO daily for 3 days', '2 mg weekly', 'a 1 mg PO daily for 3 days followed by a 2 mg PO weekly'),
 ('a 1 mg PO daily for 3 days', '2 mg IV weekly', 'a 1 mg PO daily for 3 days followed by a 2 mg IV weekly'),
 ('a 1 mg PO daily for 3 days', 'a 2 mg weekly', 'a 1 mg PO daily for 3 days followed by a 2 mg weekly'),
 ('1 mg PO daily for 3 days', '2 mg weekly x 2 +/- 1 day', '1 mg PO daily for 3 days followed by 2 mg PO weekly x 2 +/- 1 day'),
 ('a 1 mg weekly x 2 +/- 1 day', 'a 2 mg weekly x 2 then monthly', 'a 1 mg weekly x 2 +/- 1 day followed by a 2 mg weekly x 2 then monthly'),
 ('a 1 mg at weeks 2, 4', 'a 1 mg at weeks 2, 4', 'a 1 mg at weeks 2, 4 followed by a 1 mg at weeks 2, 4'),
 ('a 60 mg/d taper to 5 mg/d by week 8', 'b 1 mg once', 'a 60 mg/d daily taper to 5 mg/d by week 8 linear by week followed by b 1 mg once');
SELECT a, b, a || b AS joined, expected FROM joined WHERE (a || b)::text <> expected OR (a || b) <> expected::dose_schedule;
SELECT count(*) AS cases FROM joined;
-- joining is associative
SELECT count(*) AS triples, count(*) FILTER (WHERE (x.a || y.a) || z.b <> x.a || (y.a || z.b)) AS differ
FROM joined x, joined y, joined z WHERE y.a::text NOT LIKE '1 mg%' AND z.b::text NOT LIKE '2 mg%';

-- Up to a day
CREATE TEMP TABLE cut (s dose_schedule, at interval, expected text);
INSERT INTO cut VALUES
 ('a 1 mg daily', '84 days', 'a 1 mg daily until day 84'),
 ('a 1 mg daily', '3 months', 'a 1 mg daily until month 3'),
 ('a 1 mg daily', '1 year', 'a 1 mg daily until month 12'),
 ('a 1 mg daily', '2 weeks', 'a 1 mg daily until day 14'),
 ('a 1 mg daily for 3 days', '84 days', 'a 1 mg daily for 3 days'),
 ('a 1 mg daily for 84 days', '84 days', 'a 1 mg daily for 84 days'),
 ('a 1 mg daily for 85 days', '84 days', 'a 1 mg daily until day 84'),
 ('a 1 mg weekly x 3', '14 days', 'a 1 mg weekly until day 14'),
 ('a 1 mg weekly x 3', '21 days', 'a 1 mg weekly x 3'),
 ('a 1 mg weekly through week 4', '28 days', 'a 1 mg weekly until day 28'),
 ('a 1 mg weekly through week 4', '29 days', 'a 1 mg weekly through week 4'),
 ('a 1 mg monthly for at least 24 weeks', '168 days', 'a 1 mg monthly until day 168'),
 ('a 1 mg monthly', '6 months', 'a 1 mg monthly until month 6'),
 ('a 1 mg until month 6 monthly', '3 months', 'a 1 mg monthly until month 3'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '168 days', 'a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '11 weeks', 'a 1 mg at weeks 2, 4, 6 then every 4 weeks until day 77'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '10 weeks', 'a 1 mg at weeks 2, 4, 6'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '6 weeks', 'a 1 mg at weeks 2, 4'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '15 days', 'a 1 mg at week 2'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '2 months', 'a 1 mg at weeks 2, 4, 6'),
 ('a 1 mg at weeks 2, 4, 6 then every 4 weeks until week 24', '3 months', 'a 1 mg at weeks 2, 4, 6 then every 4 weeks until month 3'),
 ('a 1 mg on Mondays', '14 days', 'a 1 mg on Mondays until day 14'),
 ('a 1 mg on days 1, 8 of every 21 days for 6 cycles', '42 days', 'a 1 mg on days 1, 8 of every 21 days until day 42'),
 ('prednisone 60 mg/d taper to 5 mg/d by month 4 then 5 mg/d until month 6', '4 months', 'prednisone 60 mg/d daily taper to 5 mg/d by month 4 linear by week'),
 ('prednisone 60 mg/d taper to 5 mg/d by month 4 then 5 mg/d until month 6', '2 months', 'prednisone 60 mg/d daily until month 2 taper to 5 mg/d by month 4 linear by week'),
 ('prednisone 60 mg/d taper to 5 mg/d by month 4 then 5 mg/d until month 6', '5 months',
  'prednisone 60 mg/d daily taper to 5 mg/d by month 4 linear by week then 5 mg/d daily until month 5'),
 ('a 1 mg daily for 4 weeks followed by b 2 mg weekly', '42 days', 'a 1 mg daily for 4 weeks followed by b 2 mg weekly until day 14'),
 ('a 1 mg daily for 4 weeks followed by b 2 mg weekly', '28 days', 'a 1 mg daily for 4 weeks'),
 ('a 1 mg daily until month 3 followed by b 2 mg weekly', '3 months', 'a 1 mg daily until month 3'),
 ('a 1 mg daily until month 3 followed by b 2 mg weekly', '1 month', 'a 1 mg daily until month 1'),
 ('a 1 mg weekly x 3 then monthly +/- 3 days', '20 days', 'a 1 mg weekly until day 20 +/- 3 days');
SELECT s, at, until(s, at) AS got, expected FROM cut WHERE until(s, at)::text <> expected;
SELECT count(*) AS cases, count(*) FILTER (WHERE extract(month FROM at) = 0 AND extract(year FROM at) = 0 AND until(s, at) = until(s, extract(day FROM at)::int)) AS by_days,
    count(*) FILTER (WHERE until(until(s, at), at) <> until(s, at)) AS not_idempotent
FROM cut;
-- the 2:2:1 trial's switch
SELECT until('mycophenolate 1.5 g/d PO daily'::dose_schedule, '3 months'::interval) || 'belimumab 10 mg/kg IV every 2 weeks until month 3' AS switch;

-- 20,000 random schedules, from a generator of its own with a fixed seed: what
-- it builds reads, the normal form reads back to the same bytes in text and in
-- binary, and equality is that of the normal forms.
CREATE FUNCTION pg_temp.one_of(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT choices[1 + floor(random() * cardinality(choices))::int] $$;
CREATE FUNCTION pg_temp.n(low int, high int) RETURNS int LANGUAGE sql VOLATILE
    AS $$ SELECT low + floor(random() * (high - low + 1))::int $$;
CREATE FUNCTION pg_temp.amount() RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT pg_temp.one_of(pg_temp.n(1, 1000)::text, (pg_temp.n(1, 10000) / 1000.0)::float8::text, (random() * 10 ^ pg_temp.n(-9, 9))::text) $$;
CREATE FUNCTION pg_temp.phase(unit text, closed bool) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    daily bool := random() < 0.3;
    low float8 := pg_temp.amount();
    dose text := pg_temp.one_of(low::text, low || '-' || low * (1 + random()), 'up to ' || low::text);
    base text := pg_temp.one_of('', '', '/kg', '/m2');
    result text;
BEGIN
    result := dose || ' ' || unit || base || CASE WHEN daily THEN pg_temp.one_of('/d', '/day') ELSE '' END;
    IF random() < 0.2 THEN
        result := result || ' max ' || pg_temp.amount() || ' ' || unit || CASE WHEN daily THEN '/d' ELSE '' END;
    END IF;
    IF random() < 0.2 THEN result := result || ' rounded to ' || pg_temp.amount() || ' ' || unit; END IF;
    IF random() < 0.1 THEN result := result || ' lifetime max ' || pg_temp.amount() || ' ' || unit; END IF;
    result := result || ' ' || pg_temp.one_of('', 'IV', 'PO', 'subcutaneous', 'by mouth', 'via "left arm"');
    IF random() < 0.2 THEN result := result || ' over ' || pg_temp.n(1, 300) || pg_temp.one_of(' minutes', ' min', ' hours'); END IF;
    IF daily THEN
        result := result || ' ' || pg_temp.one_of('daily', 'in ' || pg_temp.n(2, 6) || ' doses daily', '',
            'on days 1-' || pg_temp.n(2, 14) || ' of every ' || pg_temp.n(14, 28) || ' days');
        IF result LIKE '% ' THEN result := result || 'daily'; END IF;
    ELSE
        result := result || ' ' || pg_temp.one_of('daily', 'BID', 'every ' || pg_temp.n(1, 30) || ' days', 'every ' || pg_temp.n(1, 12) || ' weeks',
            'every ' || pg_temp.n(1, 6) || ' months', 'monthly', 'QOD', pg_temp.n(2, 7) || ' times per week',
            'on ' || pg_temp.one_of('Mondays', 'Tuesday, Thursday', 'Wednesdays and Sundays'), 'twice daily every other day when ACM, ACV');
    END IF;
    IF closed OR random() < 0.5 THEN
        result := result || ' ' || pg_temp.one_of('for ' || pg_temp.n(1, 40) || ' weeks', 'x ' || pg_temp.n(1, 99), 'for ' || pg_temp.n(1, 400) || ' days',
            'for ' || pg_temp.n(1, 12) || ' months');
    ELSE
        result := result || ' ' || pg_temp.one_of('', 'for at least ' || pg_temp.n(1, 40) || ' weeks');
    END IF;
    RETURN result;
END $$;
CREATE FUNCTION pg_temp.schedule() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    unit text := pg_temp.one_of('mg', 'g', 'ug', 'mL', 'MIU', 'tablets', 'mmol');
    phases int := pg_temp.n(1, 4);
    result text := pg_temp.one_of('', 'a', 'mycophenolate mofetil', '"week 2 drug"', 'interleukin-2', 'trimethoprim/sulfamethoxazole');
BEGIN
    IF random() < 0.3 THEN
        result := result || ' ' || pg_temp.amount() || ' ' || unit || ' ' || pg_temp.one_of('at weeks 0, 2, 4', 'on days 0, 1-4, 9', 'at months 0, 1') || ' then';
    END IF;
    FOR i IN 1 .. phases LOOP
        result := result || ' ' || pg_temp.phase(unit, i < phases)
            || CASE WHEN i = phases THEN '' WHEN random() < 0.7 THEN ' then' ELSE ' followed by ' || pg_temp.one_of('', 'b') END;
    END LOOP;
    IF random() < 0.2 THEN result := result || pg_temp.one_of(' +/- 3 days', ' window -1 +' || pg_temp.n(0, 9) || ' days'); END IF;
    RETURN result;
END $$;
SELECT setseed(0.4);
CREATE TEMP TABLE random AS SELECT pg_temp.schedule() AS text FROM generate_series(1, 20000);
CREATE TEMP TABLE generated AS SELECT text, text::dose_schedule AS s FROM random;
SELECT count(*) AS schedules, count(*) FILTER (WHERE s::text::dose_schedule <> s) AS other_bytes,
    count(*) FILTER (WHERE s::text::dose_schedule::text <> s::text) AS other_text,
    count(*) FILTER (WHERE dose_schedule_hash(s) <> dose_schedule_hash(s::text::dose_schedule)) AS other_hash
FROM generated;
\getenv abs_builddir PG_ABS_BUILDDIR
\set file :abs_builddir '/results/generated.bin'
COPY (SELECT s::text, s FROM generated) TO :'file' (FORMAT binary);
CREATE TEMP TABLE received (text text, s dose_schedule);
COPY received FROM :'file' (FORMAT binary);
SELECT count(*) AS received, count(*) FILTER (WHERE s::text <> text OR s <> text::dose_schedule) AS differ FROM received;
SELECT (SELECT count(DISTINCT s) FROM generated) - (SELECT count(DISTINCT s::text) FROM generated) AS equality_is_that_of_texts;
-- cut by the day and joined; NULL where the cut depends on the start date
CREATE FUNCTION pg_temp.cut(s dose_schedule, day int) RETURNS dose_schedule LANGUAGE plpgsql AS $$
BEGIN
    RETURN until(s, day);
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN NULL;
END $$;
CREATE TEMP TABLE joined_again AS SELECT cut, cut || s AS s FROM (SELECT pg_temp.cut(s, 400) AS cut, s FROM generated) g WHERE cut IS NOT NULL;
SELECT count(*) > 5000 AS thousands, count(*) FILTER (WHERE s::text::dose_schedule <> s) AS differ,
    count(*) FILTER (WHERE pg_temp.cut(cut, 400) <> cut) AS not_idempotent FROM joined_again;

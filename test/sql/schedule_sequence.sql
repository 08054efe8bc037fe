-- schedule_sequence: schedules one after the other (||) and cut short
-- (until()), against the expansions of the parts.
SET datestyle = iso;
\set VERBOSITY default

-- the switch at month 3 of SEED004: biologic alone, then the triple regimen's mycophenolate
SELECT s, dose_count(s, '2024-01-31'), last_dose_date(s, '2024-01-31')
FROM (SELECT until('telitacicept 160 mg SC weekly until month 6'::dose_schedule, interval '3 months')
    || 'mycophenolate 1.5 g/d PO daily until month 3'::dose_schedule AS s) x;
-- open-ended schedules with a horizon
SELECT count(*), max(planned_on) FROM expand_doses(until('belimumab 10 mg/kg IV monthly for at least 24 weeks', interval '24 weeks'), '2024-01-01', 60);
SELECT total_dose(until('x 2 mg daily', 365), '2024-01-01'), dose_count(until('x 2 mg daily', interval '1 year'), '2024-01-01');
SELECT dose_count(until('x 1 mg daily', 3650000), '2024-01-01');
SELECT count(*) FROM expand_doses(until('x 1 mg daily', 366000), '2024-01-01');

SELECT setseed(0.5);
CREATE FUNCTION pg_temp.up_to(n int) RETURNS int LANGUAGE sql VOLATILE RETURN 1 + floor(random() * n)::int;
CREATE FUNCTION pg_temp.bit(first bool) RETURNS text LANGUAGE sql VOLATILE RETURN
    pg_temp.up_to(9) * 5 || ' mg ' || CASE pg_temp.up_to(CASE WHEN first THEN 6 ELSE 5 END)
        WHEN 1 THEN 'daily' WHEN 2 THEN 'every ' || pg_temp.up_to(12) || ' days' WHEN 3 THEN 'monthly'
        WHEN 4 THEN 'on Mondays, Fridays' WHEN 5 THEN 'on days 1, 3 of every ' || 2 + pg_temp.up_to(9) || ' days'
        ELSE 'at weeks 0, 2, 5' END;
CREATE FUNCTION pg_temp.some() RETURNS text LANGUAGE sql VOLATILE RETURN
    'x ' || CASE pg_temp.up_to(4)
        WHEN 1 THEN pg_temp.bit(true) || ' x 3'
        WHEN 2 THEN pg_temp.bit(false) || ' for ' || pg_temp.up_to(90) || ' days then ' || pg_temp.bit(false) || ' x ' || pg_temp.up_to(8)
        WHEN 3 THEN pg_temp.bit(false) || ' until month ' || pg_temp.up_to(3) || ' then ' || pg_temp.bit(false) || ' for ' || pg_temp.up_to(4) || ' months'
        ELSE pg_temp.bit(false) || ' through week ' || pg_temp.up_to(8) END;
CREATE FUNCTION pg_temp.try(t text) RETURNS dose_schedule LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN t::dose_schedule;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END $$;
CREATE TEMP TABLE pair AS
SELECT * FROM (SELECT id, pg_temp.try(pg_temp.some()) AS s, pg_temp.try(pg_temp.some()) AS t, (date '2019-12-31' + pg_temp.up_to(1500)) AS start,
    pg_temp.up_to(150) AS cut FROM generate_series(1, 6500) id) p WHERE s IS NOT NULL AND t IS NOT NULL;

-- s || t is s, then t from the end of s
CREATE TEMP TABLE sequence AS
SELECT id, s, t, start, cut, schedule_end(s, start) AS middle,
    ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s || t, start) ORDER BY dose_no) AS got,
    ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s, start) ORDER BY dose_no)
        || ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(t, schedule_end(s, start)) ORDER BY dose_no) AS expected
FROM pair;
SELECT count(*) > 5000 AS tried, count(*) FILTER (WHERE got <> expected) AS wrong,
    count(*) FILTER (WHERE dose_count(s || t, start) <> dose_count(s, start) + dose_count(t, middle)) AS counts,
    count(*) FILTER (WHERE schedule_end(s || t, start) <> schedule_end(t, middle)) AS ends,
    count(*) FILTER (WHERE total_dose(s || t, start) <> total_dose(s, start) + total_dose(t, middle)) AS totals FROM sequence;
SELECT s, t, start, got, expected FROM sequence WHERE got <> expected ORDER BY id LIMIT 3;

-- until() keeps the doses before a day or an interval from the start; a cut
-- whose outcome would depend on the start date is refused
CREATE FUNCTION pg_temp.try_until(s dose_schedule, day int, months int) RETURNS dose_schedule LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN day IS NULL THEN until(s, make_interval(months => months)) ELSE until(s, day) END;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN NULL;
END $$;
CREATE TEMP TABLE short AS
SELECT *, start + CASE WHEN id % 2 = 0 THEN make_interval(days => cut) ELSE make_interval(months => 1 + cut % 5) END AS before,
    CASE WHEN id % 2 = 0 THEN pg_temp.try_until(s, cut, NULL) ELSE pg_temp.try_until(s, NULL, 1 + cut % 5) END AS u FROM pair;
SELECT count(u) > 3000 AS tried, count(*) FILTER (WHERE dose_count(u, start) < dose_count(s, start)) > 1000 AS shorter,
    count(*) FILTER (WHERE ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(u, start) ORDER BY dose_no)
        <> ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s, start) WHERE planned_on < before ORDER BY dose_no)) AS wrong
FROM short WHERE u IS NOT NULL;
SELECT s, u, start, before FROM short
WHERE ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(u, start) ORDER BY dose_no)
    <> ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s, start) WHERE planned_on < before ORDER BY dose_no) AND u IS NOT NULL
ORDER BY id LIMIT 5;
-- a phase that counts its doses and may be complete or not, or is complete before what follows begins
SELECT pg_temp.try_until(s::dose_schedule, cut, NULL), s, cut
FROM (VALUES ('x 30 mg daily for 25 days then 25 mg on Mondays, Fridays x 1', 31), ('x 30 mg daily for 25 days then 25 mg on Mondays, Fridays x 1', 32),
    ('x 30 mg daily for 25 days then 25 mg on Mondays, Fridays x 1', 25), ('x 30 mg daily for 25 days then 25 mg on Mondays, Fridays x 3', 27),
    ('x 1 mg weekly x 3 then 2 mg daily x 9', 18), ('x 1 mg weekly x 3 then 2 mg daily x 9', 15), ('x 1 mg weekly x 3', 18), ('x 1 mg weekly x 3', 14),
    ('x 1 mg every 7 days through day 13 then 2 mg daily until day 30', 10), ('x 1 mg every 7 days through day 13 then 2 mg weekly until day 30', 10),
    ('x 1 mg on days 1, 3 of every 7 days x 3 then 2 mg daily until day 30', 10)) v (s, cut);
CREATE TEMP TABLE counted AS
SELECT id, s, start, cut, pg_temp.try_until(s, cut, NULL) AS u FROM (SELECT id, start, cut % 40 + 1 AS cut,
    pg_temp.try('x ' || pg_temp.bit(true) || CASE WHEN id % 3 = 0 THEN ' through day ' ELSE ' x ' END || pg_temp.up_to(9)
        || ' then ' || pg_temp.bit(false) || ' x ' || pg_temp.up_to(9) || ' then ' || pg_temp.bit(false) || ' x ' || pg_temp.up_to(9)) AS s FROM pair) p
WHERE s IS NOT NULL;
SELECT count(*) > 4000 AS tried, count(u) > 2000 AS cut, count(*) FILTER (WHERE u IS NOT NULL AND ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(u, start) ORDER BY dose_no)
        <> ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s, start) WHERE planned_on < start + cut ORDER BY dose_no)) AS wrong
FROM counted;
SELECT s, u, start, cut FROM counted WHERE u IS NOT NULL AND ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(u, start) ORDER BY dose_no)
        <> ARRAY(SELECT (planned_on, amount)::text FROM expand_doses(s, start) WHERE planned_on < start + cut ORDER BY dose_no) ORDER BY id LIMIT 3;
-- of an open-ended schedule nothing depends on the start
SELECT count(*) FILTER (WHERE ARRAY(SELECT dose_dates(until(o, cut), start))
        <> ARRAY(SELECT nth_dose_date(o, start, n) FROM generate_series(1, 151) n WHERE nth_dose_date(o, start, n) < start + cut ORDER BY n)) AS wrong, count(*)
FROM (SELECT *, ('x ' || (ARRAY['5 mg daily', '5 mg monthly', '5 mg every 3 days', '5 mg on Tuesdays'])[1 + id % 4])::dose_schedule AS o FROM pair WHERE id % 5 = 0) p
WHERE NOT (id % 4 = 1 AND cut < 1);

-- schedule_arithmetic: 20,000 random schedules.  The expansion is compared with
-- a slow reading of the same phases in PL/pgSQL, which adds intervals with
-- core's date + interval and knows nothing of the text; the arithmetic with
-- sums and counts over the expansion.
SET datestyle = iso;
SET client_min_messages = warning;
SELECT setseed(0.2024);

CREATE TYPE pg_temp.phase AS (segment bool, timing text, n int, unit text, items int[], bound text, bn int, bunit text, amount int);

CREATE FUNCTION pg_temp.pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE
    RETURN choices[1 + floor(random() * cardinality(choices))::int];
CREATE FUNCTION pg_temp.up_to(n int) RETURNS int LANGUAGE sql VOLATILE
    RETURN 1 + floor(random() * n)::int;

-- A random phase; lists only at the beginning of a segment, where every date is allowed.
CREATE FUNCTION pg_temp.random_phase(first bool, segment bool) RETURNS pg_temp.phase LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    p pg_temp.phase;
    far int := CASE WHEN first THEN 6 ELSE 14 END;
BEGIN
    p.segment := segment;
    p.amount := pg_temp.up_to(9) * 5;
    p.timing := CASE WHEN first AND random() < 0.25 THEN 'list' ELSE pg_temp.pick('every', 'every', 'every', 'cycle', 'weekdays') END;
    p.unit := pg_temp.pick('day', 'week', 'month');
    IF p.timing = 'list' THEN
        p.items := ARRAY(SELECT DISTINCT (pg_temp.up_to(CASE p.unit WHEN 'day' THEN 60 WHEN 'week' THEN 12 ELSE 5 END) - 1) AS i
            FROM generate_series(1, pg_temp.up_to(4)) ORDER BY i);
        RETURN p;
    ELSIF p.timing = 'every' THEN
        p.n := pg_temp.up_to(CASE p.unit WHEN 'day' THEN 10 WHEN 'week' THEN 4 ELSE 3 END);
    ELSIF p.timing = 'cycle' THEN
        p.unit := 'day';
        p.n := pg_temp.up_to(28);
        p.items := ARRAY(SELECT DISTINCT pg_temp.up_to(p.n) AS i FROM generate_series(1, 3) ORDER BY i);
    ELSE
        p.unit := 'week';
        p.n := 1;
        p.items := ARRAY(SELECT DISTINCT pg_temp.up_to(7) AS i FROM generate_series(1, 3) ORDER BY i);
    END IF;
    p.bound := pg_temp.pick('for', 'x', 'until', 'through');
    p.bunit := pg_temp.pick('day', 'week', 'month');
    p.bn := CASE WHEN p.bound = 'x' THEN pg_temp.up_to(9)
        WHEN p.bound = 'for' THEN pg_temp.up_to(CASE p.bunit WHEN 'day' THEN 50 WHEN 'week' THEN 7 ELSE 2 END)
        WHEN p.bunit = 'day' THEN pg_temp.up_to(20 * far) WHEN p.bunit = 'week' THEN pg_temp.up_to(3 * far) ELSE pg_temp.up_to(far) END;
    RETURN p;
END $$;

CREATE FUNCTION pg_temp.phase_text(p pg_temp.phase) RETURNS text LANGUAGE sql IMMUTABLE RETURN
    (p).amount || ' mg '
    || CASE (p).timing
        WHEN 'list' THEN 'at ' || (p).unit || 's ' || array_to_string((p).items, ', ')
        WHEN 'every' THEN 'every ' || (p).n || ' ' || (p).unit || 's'
        WHEN 'cycle' THEN 'on days ' || array_to_string((p).items, ', ') || ' of every ' || (p).n || ' days'
        ELSE 'on ' || (SELECT string_agg((ARRAY['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'])[i], ', ' ORDER BY i)
            FROM unnest((p).items) i) END
    || CASE (p).bound
        WHEN 'x' THEN ' x ' || (p).bn
        WHEN 'for' THEN ' for ' || (p).bn || ' ' || (p).bunit || 's'
        WHEN 'until' THEN ' until ' || (p).bunit || ' ' || (p).bn
        WHEN 'through' THEN ' through ' || (p).bunit || ' ' || (p).bn
        ELSE '' END;

-- base + months + n units, all by core
CREATE FUNCTION pg_temp.later(base date, months int, n int, unit text) RETURNS date LANGUAGE sql IMMUTABLE RETURN
    CASE unit WHEN 'month' THEN (base + make_interval(months => months + n))::date
        ELSE (base + make_interval(months => months))::date + n * CASE unit WHEN 'week' THEN 7 ELSE 1 END END;

-- The slow reading: dates and amounts.  A place in time is a base date and
-- months counted from it; days make a new base.
CREATE FUNCTION pg_temp.brute(phases pg_temp.phase[], start date, OUT days date[], OUT amounts float8[], OUT finish date)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    p pg_temp.phase;
    before pg_temp.phase;
    seg date := start;
    b date;              -- begin, or end of the phase before
    bm int := 0;
    lb date;             -- last dose: base and months
    lm int := 0;
    has_last bool := false;
    first bool := true;
    e date;
    eb date := start;    -- end: base and months
    em int := 0;
    floor_b date;        -- no phase ends earlier: base and months
    floor_m int;
    d date;
    k int;
    given int;
BEGIN
    days := '{}';
    amounts := '{}';
    FOREACH p IN ARRAY phases LOOP
        IF p.segment AND NOT first THEN
            seg := pg_temp.later(eb, em, 0, 'month');
            has_last := false;
        END IF;
        IF p.segment THEN
            b := seg; bm := 0; floor_b := seg; floor_m := 0;
        ELSIF before.bound IN ('for', 'until') OR NOT has_last THEN
            b := eb; bm := em; floor_b := eb; floor_m := em;
        ELSE
            floor_b := pg_temp.later(lb, lm, 1, 'day'); floor_m := 0;
            IF p.timing <> 'every' THEN
                b := floor_b; bm := 0;
            ELSIF p.unit = 'month' THEN
                b := lb; bm := lm + p.n;
            ELSE
                b := pg_temp.later(lb, lm, p.n, p.unit); bm := 0;
            END IF;
        END IF;
        IF p.timing <> 'every' OR p.unit <> 'month' THEN
            b := pg_temp.later(b, bm, 0, 'month'); bm := 0;
        END IF;
        -- e: the first day that is outside; NULL without a bound in time
        e := CASE p.bound WHEN 'until' THEN pg_temp.later(seg, 0, p.bn, p.bunit)
            WHEN 'through' THEN pg_temp.later(seg, 0, p.bn, p.bunit) + 1 END;
        given := 0;
        k := 0;
        d := NULL;
        LOOP
            IF p.timing = 'list' THEN
                EXIT WHEN k >= cardinality(p.items);
                d := pg_temp.later(seg, 0, p.items[k + 1], p.unit);
            ELSIF p.timing = 'every' THEN
                d := pg_temp.later(b, bm, k * p.n, p.unit);
            ELSE
                -- day by day: is it a day of the cycle, or of the week?
                d := COALESCE(d, b - 1);
                LOOP
                    d := d + 1;
                    EXIT WHEN CASE p.timing WHEN 'cycle' THEN ((d - b) % p.n) + 1 ELSE extract(isodow FROM d)::int END = ANY (p.items);
                END LOOP;
            END IF;
            IF k = 0 AND p.bound = 'for' THEN
                -- in months from where the months began, otherwise from the first dose's day
                e := CASE WHEN p.unit = 'month' AND p.bunit = 'month' THEN pg_temp.later(b, bm, p.bn, 'month')
                    ELSE pg_temp.later(d, 0, p.bn, p.bunit) END;
            END IF;
            EXIT WHEN d >= e OR p.bound = 'x' AND k >= p.bn;
            days := days || d;
            amounts := amounts || p.amount::float8;
            given := given + 1;
            k := k + 1;
            has_last := true;
            IF p.timing = 'every' AND p.unit = 'month' THEN
                lb := b; lm := bm + (k - 1) * p.n;
            ELSIF p.timing = 'list' AND p.unit = 'month' THEN
                lb := seg; lm := p.items[k];
            ELSE
                lb := d; lm := 0;
            END IF;
        END LOOP;
        -- where the phase ends
        IF p.timing = 'list' THEN
            b := days[cardinality(days)] + 1; bm := 0;
        ELSIF p.bound = 'x' THEN
            IF p.timing = 'every' AND p.unit = 'month' THEN
                bm := bm + p.bn * p.n;
            ELSE
                b := d; bm := 0;
            END IF;
        ELSIF p.bound = 'until' THEN
            b := CASE p.bunit WHEN 'month' THEN seg ELSE e END;
            bm := CASE p.bunit WHEN 'month' THEN p.bn ELSE 0 END;
        ELSIF p.bound = 'for' AND p.bunit = 'month' AND p.timing = 'every' AND p.unit = 'month' THEN
            bm := bm + p.bn;
        ELSIF p.bound = 'for' AND p.bunit = 'month' THEN
            -- months on the first dose's day
            IF given > 0 THEN b := days[cardinality(days) - given + 1]; END IF;
            bm := p.bn;
        ELSE
            b := e; bm := 0;
        END IF;
        eb := b; em := bm;
        IF pg_temp.later(eb, em, 0, 'month') < pg_temp.later(floor_b, floor_m, 0, 'month') THEN
            eb := floor_b; em := floor_m;
        END IF;
        before := p;
        first := false;
    END LOOP;
    finish := pg_temp.later(eb, em, 0, 'month');
END $$;

-- NULL for what is refused: a phase that certainly ends before it begins.
CREATE FUNCTION pg_temp.try(t text) RETURNS dose_schedule LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN t::dose_schedule;
EXCEPTION WHEN invalid_text_representation OR invalid_parameter_value THEN
    RETURN NULL;
END $$;

CREATE TEMP TABLE random AS
SELECT id, phases, t, pg_temp.try(t) AS s, start, start - 40 + pg_temp.up_to(500) AS a, start - 40 + pg_temp.up_to(500) AS b
FROM (SELECT id, phases, 'x ' || (SELECT string_agg(CASE WHEN n = 1 THEN '' WHEN (p).segment THEN ' followed by ' ELSE ' then ' END
            || pg_temp.phase_text(p), '' ORDER BY n) FROM unnest(phases) WITH ORDINALITY u (segment, timing, nn, unit, items, bound, bn, bunit, amount, n),
            LATERAL (SELECT (segment, timing, nn, unit, items, bound, bn, bunit, amount)::pg_temp.phase AS p) r) AS t,
        -- month ends and leap days oftener than chance has them
        CASE WHEN random() < 0.4 THEN (date '1996-01-31' + make_interval(months => pg_temp.up_to(400)))::date
            WHEN random() < 0.1 THEN date '2024-02-29' ELSE date '1995-01-01' + pg_temp.up_to(15000) END AS start
    FROM (SELECT id, ARRAY(SELECT pg_temp.random_phase(n = 1 OR g < 0.2, n = 1 OR g < 0.2)
            FROM (SELECT n, random() + 0 * id AS g FROM generate_series(1, 1 + floor(random() * 3.5)::int + 0 * id) n) r) AS phases
        FROM generate_series(1, 27500) id OFFSET 0) p OFFSET 0) q;

SELECT count(*) FILTER (WHERE s IS NOT NULL) >= 20000 AS enough, max(cardinality(phases)) AS most_phases,
    count(*) FILTER (WHERE s IS NOT NULL AND cardinality(phases) > 1) > 10000 AS many_with_phases FROM random;

CREATE TEMP TABLE dose AS
SELECT id, r.s, r.start, r.a, r.b, d.* FROM random r, expand_doses(r.s, r.start) d WHERE r.s IS NOT NULL;
CREATE INDEX ON dose (id);
ANALYZE random, dose;

-- the expansion against the slow reading
CREATE TEMP TABLE compared AS
SELECT r.id, r.t, r.start, r.a, r.b, r.s, x.days, x.amounts, x.finish, COALESCE(e.days, '{}') AS got_days, COALESCE(e.amounts, '{}') AS got_amounts
FROM random r CROSS JOIN LATERAL pg_temp.brute(r.phases, r.start) x
    LEFT JOIN (SELECT id, array_agg(planned_on ORDER BY dose_no) AS days, array_agg(amount ORDER BY dose_no) AS amounts
        FROM dose GROUP BY id) e USING (id)
WHERE r.s IS NOT NULL;
SELECT id, t, start, days, got_days FROM compared WHERE days <> got_days ORDER BY id LIMIT 5;
SELECT id, t, start FROM compared WHERE amounts <> got_amounts ORDER BY id LIMIT 5;
SELECT id, t, start, finish, schedule_end(s, start) FROM compared WHERE finish <> schedule_end(s, start) ORDER BY id LIMIT 5;
SELECT count(*) >= 20000 AS schedules, sum(cardinality(days)) > 200000 AS doses,
    count(*) FILTER (WHERE days <> got_days OR amounts <> got_amounts OR finish <> schedule_end(s, start)) AS wrong FROM compared;

-- rows in order, each date once
SELECT count(*) AS out_of_order
FROM (SELECT planned_on, dose_no, lag(planned_on) OVER w AS before, row_number() OVER w AS n FROM dose WINDOW w AS (PARTITION BY id ORDER BY dose_no)) o
WHERE planned_on <= before OR dose_no <> n;
SELECT count(*) AS wrong_columns FROM dose
WHERE day_offset <> planned_on - start OR study_day <> study_day(planned_on, start) OR amount_max <> amount
    OR window_start <> planned_on OR window_end <> planned_on OR unit <> 'mg' OR drug <> 'x' OR route IS NOT NULL OR doses <> 1;

-- questions about each dose
SELECT count(*) FILTER (WHERE nth_dose_date(s, start, dose_no) IS DISTINCT FROM planned_on) AS nth,
    count(*) FILTER (WHERE (dose_on(s, start, planned_on)).dose_no IS DISTINCT FROM dose_no
        OR (dose_on(s, start, planned_on)).amount IS DISTINCT FROM amount) AS "on",
    count(*) FILTER (WHERE (next_dose(s, start, planned_on - 1)).dose_no IS DISTINCT FROM dose_no) AS next
FROM dose;
SELECT count(*) AS whole_rows FROM dose d
WHERE id % 10 = 0 AND dose_on(s, start, planned_on) IS DISTINCT FROM (dose_no, day_offset, study_day, planned_on, amount, amount_max,
    window_start, window_end, unit, drug, route, doses)::planned_dose;

-- and about each schedule, with two random days
CREATE TEMP TABLE answer AS
SELECT r.id, r.t, r.s, r.start, r.a, r.b, count(d.dose_no) AS n, max(d.planned_on) AS last, COALESCE(sum(d.amount), 0) AS total,
    COALESCE(sum(d.amount) FILTER (WHERE d.planned_on BETWEEN r.a AND r.b), 0) AS between_days,
    min(d.dose_no) FILTER (WHERE d.planned_on > r.a) AS next, min(d.dose_no) FILTER (WHERE d.planned_on = r.a) AS "on"
FROM random r LEFT JOIN dose d USING (id) WHERE r.s IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
SELECT count(*) FILTER (WHERE dose_count(s, start) <> n) AS count,
    count(*) FILTER (WHERE last_dose_date(s, start) IS DISTINCT FROM last) AS last,
    count(*) FILTER (WHERE nth_dose_date(s, start, n::int + 1) IS NOT NULL) AS nth,
    count(*) FILTER (WHERE magnitude(total_dose(s, start)) <> total) AS total,
    count(*) FILTER (WHERE magnitude(cumulative_dose(s, start, a, b)) <> between_days) AS cumulative,
    count(*) FILTER (WHERE magnitude(cumulative_dose(s, start, '-infinity', 'infinity')) <> total) AS always,
    count(*) FILTER (WHERE (next_dose(s, start, a)).dose_no IS DISTINCT FROM next) AS next,
    count(*) FILTER (WHERE (dose_on(s, start, a)).dose_no IS DISTINCT FROM "on") AS "on",
    count(*) FILTER (WHERE (next_dose(s, start, '-infinity')).dose_no IS DISTINCT FROM CASE WHEN n > 0 THEN 1 END) AS first,
    count(*) FILTER (WHERE next_dose(s, start, 'infinity') IS NOT NULL OR dose_on(s, start, 'infinity') IS NOT NULL) AS "infinite"
FROM answer;

-- dose_dates gives the same dates
SELECT count(*) AS different FROM compared c
WHERE days <> ARRAY(SELECT dose_dates(c.s, c.start));

-- schedule_start turns the first dose's day back into a start with that first dose
SELECT count(*) > 20000 AS tried, count(*) FILTER (WHERE nth_dose_date(s, schedule_start(s, planned_on), 1) <> planned_on) AS wrong
FROM dose WHERE dose_no = 1;

-- the session's time zone makes no difference
SET timezone = 'America/Sao_Paulo';
SELECT count(*) AS different FROM compared c WHERE id % 10 = 0 AND days <> ARRAY(SELECT dose_dates(c.s, c.start));
SET timezone = 'Pacific/Apia';
SELECT count(*) AS different FROM compared c WHERE id % 10 = 0 AND days <> ARRAY(SELECT dose_dates(c.s, c.start));
RESET timezone;

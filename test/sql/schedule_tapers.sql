-- schedule_tapers: amounts after weight, limits, rounding and tapers, against
-- the same rules written in numeric; sums against the doses.
SET datestyle = iso;
\set VERBOSITY default

-- By hand: 40 mg to 5 mg by week 4 are 40, 31.25, 22.5, 13.75, then 5.
SELECT day_offset, amount
FROM expand_doses('prednisone 40 mg/d PO daily taper to 5 mg/d by week 4 then 5 mg/d until week 5', '2024-01-01') WHERE day_offset % 7 IN (0, 6);
-- rounded to 2.5 mg: 40, 32.5 (31.25 is half way), 22.5, 15 (13.75 too), 5
SELECT day_offset, amount
FROM expand_doses('prednisone 40 mg/d rounded to 2.5 mg PO daily taper to 5 mg/d by week 4 then 5 mg/d until week 5', '2024-01-01')
WHERE day_offset % 7 = 0;
-- stated steps: 2.5 mg every 2 weeks, from 20 mg to 5 mg is six steps, twelve weeks
SELECT day_offset, amount
FROM expand_doses('prednisone 20 mg/d PO daily taper to 5 mg/d by week 13 in steps of 2.5 mg/d every 2 weeks', '2024-01-01')
WHERE day_offset % 14 = 0 OR day_offset = 90;
-- the last step is as large as there is left: 20, 14, 8, 5
SELECT day_offset, amount
FROM expand_doses('prednisone 20 mg/d PO daily taper to 5 mg/d by week 4 in steps of 6 mg/d every week', '2024-01-01') WHERE day_offset % 7 = 0;
-- monthly steps fall on the months' ends
SELECT planned_on, amount
FROM (SELECT planned_on, amount, lag(amount) OVER (ORDER BY dose_no) AS before
    FROM expand_doses('prednisone 20 mg/d PO daily taper to 5 mg/d by month 4 in steps of 5 mg/d every month', '2024-01-31')) d
WHERE amount IS DISTINCT FROM before;
-- less than a week: the target at once; at or below the target: as it is
SELECT day_offset, amount FROM expand_doses('prednisone 40 mg/d PO daily taper to 5 mg/d by day 3', '2024-01-01');
SELECT min(amount), max(amount), total_dose('prednisone 0.1 mg/kg/d PO daily taper to 5 mg/d by week 4', '2024-01-01', 40)
FROM expand_doses('prednisone 0.1 mg/kg/d PO daily taper to 5 mg/d by week 4', '2024-01-01', 40);
-- a range: the lower end is already there, the upper one goes down to it
SELECT day_offset, amount, amount_max
FROM expand_doses('prednisone 5-25 mg/d PO daily taper to 5 mg/d by week 2', '2024-01-01') WHERE day_offset % 7 = 0 OR day_offset = 13;
-- steps that do not reach the target in time: it depends on the weight
SELECT total_dose('prednisone 0.5 mg/kg/d PO daily taper to 5 mg/d by week 4 in steps of 5 mg/d every week', '2024-01-01', 40);
SELECT total_dose('prednisone 0.5 mg/kg/d PO daily taper to 5 mg/d by week 4 in steps of 5 mg/d every week', '2024-01-01', 60);

-- Amounts.  r rounds half away from zero to a multiple, never above max.
CREATE FUNCTION pg_temp.dose(per_kg numeric, weight numeric, maximum numeric, minimum numeric, multiple numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE RETURN (
    SELECT CASE WHEN multiple IS NULL THEN a
        WHEN round(a / multiple) * multiple > maximum THEN floor(maximum / multiple) * multiple
        WHEN round(a / multiple) * multiple < minimum AND (maximum IS NULL OR ceil(minimum / multiple) * multiple <= maximum)
            THEN ceil(minimum / multiple) * multiple
        ELSE round(a / multiple) * multiple END
    FROM (SELECT least(greatest(per_kg * weight, minimum), maximum) AS a) l);
SELECT setseed(0.77);
CREATE TEMP TABLE limited AS
SELECT *, 'x ' || per_kg || ' mg/kg' || COALESCE(' max ' || maximum || ' mg', '') || COALESCE(' min ' || minimum || ' mg', '')
    || COALESCE(' rounded to ' || multiple || ' mg', '') || ' once' AS t
FROM (SELECT (1 + floor(random() * 200))::numeric / 20 AS per_kg, (300 + floor(random() * 900))::numeric / 10 AS weight,
        CASE WHEN random() < 0.5 THEN 20 + floor(random() * 600)::numeric END AS maximum,
        CASE WHEN random() < 0.3 THEN 1 + floor(random() * 19)::numeric END AS minimum,
        CASE WHEN random() < 0.6 THEN (ARRAY[0.1, 0.5, 1, 2.5, 5, 10, 12.5, 20])[1 + floor(random() * 8)::int] END AS multiple
    FROM generate_series(1, 20000)) r;
SELECT count(*) AS tried, count(*) FILTER (WHERE amount <> expected::float8) AS wrong, count(*) FILTER (WHERE amount > maximum) AS above_max
FROM (SELECT l.*, d.amount, pg_temp.dose(per_kg, weight, maximum, minimum, multiple) AS expected
    FROM limited l, expand_doses(t::dose_schedule, '2024-01-01', weight::float8) d) x;
SELECT t, weight, amount, expected
FROM (SELECT l.*, d.amount, pg_temp.dose(per_kg, weight, maximum, minimum, multiple) AS expected
    FROM limited l, expand_doses(t::dose_schedule, '2024-01-01', weight::float8) d) x
WHERE amount <> expected::float8 ORDER BY 1 LIMIT 5;

-- Tapers in numeric: first amount, week or step of the day, target, rounding.
CREATE TEMP TABLE taper AS
SELECT *, a || ' mg/d' || COALESCE(' rounded to ' || multiple || ' mg', '') || ' daily taper to ' || target || ' mg/d by ' || unit || ' ' || weeks
    || COALESCE(' in steps of ' || step || ' mg/d every ' || step_every || ' ' || step_unit || 's', '') AS t
FROM (SELECT id, a, target, weeks, unit, step_every, step_unit,
        CASE WHEN multiple IS NULL OR a % multiple = 0 THEN multiple END AS multiple,
        -- a step that is large enough, in half milligrams
        CASE WHEN stepped THEN ceil(2 * (a - target) / NULLIF((weeks * CASE unit WHEN 'week' THEN 7 ELSE 28 END)
            / (step_every * CASE step_unit WHEN 'day' THEN 1 WHEN 'week' THEN 7 ELSE 31 END), 0)) / 2 END::numeric AS step, start
    FROM (SELECT id, (10 + floor(random() * 60))::numeric AS a, floor(random() * 11)::numeric AS target, 1 + floor(random() * 12)::int AS weeks,
            CASE WHEN random() < 0.5 THEN 'week' ELSE 'month' END AS unit,
            CASE WHEN random() < 0.5 THEN (ARRAY[0.5, 1, 2.5, 5])[1 + floor(random() * 4)::int] END AS multiple,
            random() < 0.5 AS stepped, 1 + floor(random() * 3)::int AS step_every,
            (ARRAY['day', 'week', 'month'])[1 + floor(random() * 3)::int] AS step_unit, date '2020-01-31' + floor(random() * 2000)::int AS start
        FROM generate_series(1, 800) id) r) q WHERE a > target AND target > 0;
CREATE FUNCTION pg_temp.try(t text) RETURNS dose_schedule LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN t::dose_schedule;
EXCEPTION WHEN invalid_text_representation OR invalid_parameter_value THEN
    RETURN NULL;
END $$;
CREATE TEMP TABLE tapered AS
SELECT x.*, greatest(target, CASE WHEN value <= target THEN target WHEN multiple IS NULL THEN value ELSE round(value / multiple) * multiple END) AS expected
FROM (SELECT p.id, p.t, p.start, p.target, p.multiple, s, d.planned_on, d.amount, d.dose_no,
        CASE WHEN step IS NULL THEN CASE WHEN d.day_offset / 7 >= (until - p.start) / 7 THEN p.target
                ELSE a + (p.target - a) * (d.day_offset / 7)::numeric / ((until - p.start) / 7) END
            ELSE a - step * CASE step_unit WHEN 'day' THEN d.day_offset / step_every WHEN 'week' THEN d.day_offset / (7 * step_every)
                ELSE (SELECT count(*) FROM generate_series(1, 20) k
                    WHERE (p.start + make_interval(months => k * step_every))::date <= d.planned_on) END END::numeric AS value
    FROM (SELECT *, pg_temp.try(t) AS s, (start + CASE unit WHEN 'week' THEN make_interval(days => 7 * weeks) ELSE make_interval(months => weeks) END)::date AS until
        FROM taper) p, expand_doses(s, p.start) d WHERE s IS NOT NULL) x;
SELECT count(DISTINCT id) > 600 AS schedules, count(*) > 50000 AS doses, count(*) FILTER (WHERE abs(amount - expected) > 1e-10) AS wrong,
    count(*) FILTER (WHERE amount < target) AS below_target FROM tapered;
SELECT t, start, planned_on, amount, expected FROM tapered WHERE abs(amount - expected) > 1e-10 ORDER BY t, planned_on LIMIT 5;
-- closed sums, whole and from one dose to another
SELECT count(*) FILTER (WHERE abs(magnitude(total_dose(s, start)) / total - 1) > 1e-12) AS total,
    count(*) FILTER (WHERE abs(magnitude(cumulative_dose(s, start, start + 9, start + 33)) - part) > 1e-9) AS part
FROM (SELECT s, start, sum(amount) AS total, COALESCE(sum(amount) FILTER (WHERE planned_on BETWEEN start + 9 AND start + 33), 0) AS part
    FROM tapered GROUP BY id, s, start) x;

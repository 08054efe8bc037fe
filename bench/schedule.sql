-- @subject Dose schedules: belimumab 10 mg/kg, 34 doses each for 100,000 subjects
-- @rows 100000
--
-- Every way lists the same doses of the same regimen (days 0, 14, 28, then every
-- 28 days, 34 doses) and reads either all columns, or amount and date.  The slow
-- ways run on a tenth of the subjects, compared with expand_doses on the same
-- tenth.

CREATE UNLOGGED TABLE subject (id int, enrolled_on date, weight_kg float8);
-- Weights to 0.1 kg: hardly two subjects agree in start and weight.  The planner
-- thinks that nine in ten do (it never expects more groups of two columns than a
-- tenth of the rows) and remembers their doses (Memoize), in vain and at three
-- times the cost; so here it may not, but in one variant that shows it.
SELECT setseed(0.34) \g /dev/null
INSERT INTO subject SELECT g, date '2024-01-01' + g % 365, 45 + round((60 * random())::numeric, 1) FROM generate_series(1, :rows) g;
CREATE UNLOGGED TABLE part AS SELECT * FROM subject WHERE id <= :part;

-- What an analyst keeps who does not want to write numbers into queries.
CREATE TABLE phase (first_no int, n int, first_day int, every int, mg_per_kg float8);
INSERT INTO phase VALUES (1, 3, 0, 14, 10), (4, 31, 56, 28, 10);

-- The same columns by RETURN NEXT.
CREATE FUNCTION doses_plpgsql(start date, weight_kg float8) RETURNS SETOF planned_dose LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    d planned_dose;
BEGIN
    d.unit := 'mg';
    d.drug := 'belimumab';
    d.route := 'IV';
    d.doses := 1;
    FOR n IN 1 .. 34 LOOP
        d.dose_no := n;
        d.day_offset := CASE WHEN n <= 3 THEN (n - 1) * 14 ELSE (n - 2) * 28 END;
        d.study_day := d.day_offset + 1;
        d.planned_on := start + d.day_offset;
        d.amount := 10 * weight_kg;
        d.amount_max := d.amount;
        d.window_start := d.planned_on;
        d.window_end := d.planned_on;
        RETURN NEXT d;
    END LOOP;
END $$;

-- @variant all_expand enable_memoize=off
SELECT count(d.dose_no), sum(d.day_offset), sum(d.study_day), max(d.planned_on), sum(d.amount), sum(d.amount_max),
    max(d.window_start), max(d.window_end), count(d.unit), count(d.drug), count(d.route), sum(d.doses)
FROM subject s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31 +/- 3 days', s.enrolled_on, s.weight_kg) d;
-- @variant all_generate_series
SELECT count(d.dose_no), sum(d.day_offset), sum(d.study_day), max(d.planned_on), sum(d.amount), sum(d.amount_max),
    max(d.window_start), max(d.window_end), count(d.unit), count(d.drug), count(d.route), sum(d.doses)
FROM subject s, LATERAL (
    SELECT o.n AS dose_no, o.day_offset, o.day_offset + 1 AS study_day, s.enrolled_on + o.day_offset AS planned_on,
        10 * s.weight_kg AS amount, 10 * s.weight_kg AS amount_max, s.enrolled_on + o.day_offset - 3 AS window_start,
        s.enrolled_on + o.day_offset + 3 AS window_end, 'mg'::text AS unit, 'belimumab'::text AS drug, 'IV'::text AS route,
        1 AS doses
    FROM (SELECT n, CASE WHEN n <= 3 THEN (n - 1) * 14 ELSE (n - 2) * 28 END AS day_offset
        FROM generate_series(1, 34) n) o) d;
-- @variant two_expand enable_memoize=off
SELECT sum(d.amount), max(d.planned_on)
FROM subject s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', s.enrolled_on, s.weight_kg) d;
-- @variant two_expand_memoize
SELECT sum(d.amount), max(d.planned_on)
FROM subject s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', s.enrolled_on, s.weight_kg) d;
-- @variant two_generate_series
SELECT sum(10 * s.weight_kg), max(s.enrolled_on + CASE WHEN n <= 3 THEN (n - 1) * 14 ELSE (n - 2) * 28 END)
FROM subject s, generate_series(1, 34) n;
-- @variant two_phase_table
SELECT sum(p.mg_per_kg * s.weight_kg), max(s.enrolled_on + p.first_day + k * p.every)
FROM subject s, phase p, generate_series(0, p.n - 1) k;
-- @variant dates_select_list
SELECT count(*), max(planned_on)
FROM (SELECT dose_dates('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', enrolled_on) AS planned_on FROM subject) s;
-- @variant dates_generate_series
SELECT count(*), max(s.enrolled_on + CASE WHEN n <= 3 THEN (n - 1) * 14 ELSE (n - 2) * 28 END)
FROM subject s, generate_series(1, 34) n;

-- @variant cumulative_arithmetic
SELECT sum(magnitude(cumulative_dose('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', enrolled_on,
    '2024-06-01', '2025-06-30', weight_kg)))
FROM subject;
-- @variant cumulative_expand enable_memoize=off
SELECT sum(d.amount)
FROM subject s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', s.enrolled_on, s.weight_kg) d
WHERE d.planned_on BETWEEN '2024-06-01' AND '2025-06-30';
-- @variant cumulative_generate_series
SELECT sum(10 * s.weight_kg)
FROM subject s, generate_series(1, 34) n
WHERE s.enrolled_on + CASE WHEN n <= 3 THEN (n - 1) * 14 ELSE (n - 2) * 28 END BETWEEN '2024-06-01' AND '2025-06-30';
-- @variant count_arithmetic
SELECT sum(dose_count('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', enrolled_on)) FROM subject;
-- @variant count_expand enable_memoize=off
SELECT count(*)
FROM subject s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', s.enrolled_on, s.weight_kg) d;
-- @variant next_arithmetic
SELECT max((next_dose('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', enrolled_on, '2025-06-30', weight_kg)).planned_on)
FROM subject;

-- @variant part_expand enable_memoize=off
SELECT sum(d.amount), max(d.planned_on)
FROM part s, expand_doses('belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days x 31', s.enrolled_on, s.weight_kg) d;
-- @variant part_plpgsql enable_memoize=off
SELECT sum(d.amount), max(d.planned_on) FROM part s, doses_plpgsql(s.enrolled_on, s.weight_kg) d;
-- @variant part_recursive enable_memoize=off
SELECT sum(d.amount), max(d.planned_on)
FROM part s, LATERAL (
    WITH RECURSIVE r AS (
        SELECT 1 AS n, s.enrolled_on AS planned_on, 10 * s.weight_kg AS amount
        UNION ALL
        SELECT n + 1, planned_on + CASE WHEN n < 3 THEN 14 ELSE 28 END, amount FROM r WHERE n < 34)
    SELECT * FROM r) d;
-- @variant part_seven_doses enable_memoize=off
SELECT sum(d.amount), max(d.planned_on)
FROM part s, expand_doses('belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24', s.enrolled_on, s.weight_kg) d;
-- @variant part_seven_generate_series
SELECT sum(10 * s.weight_kg), max(s.enrolled_on + CASE WHEN n <= 3 THEN n * 14 ELSE 42 + (n - 3) * 28 END)
FROM part s, generate_series(1, 7) n;
-- @variant part_taper enable_memoize=off
SELECT sum(d.amount), max(d.planned_on)
FROM part s, expand_doses('prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6',
    s.enrolled_on, s.weight_kg) d;
-- @variant part_taper_total
SELECT sum(magnitude(total_dose('prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6',
    enrolled_on, weight_kg)))
FROM part;

-- @compare all_expand / all_generate_series <= 0.9     every column read
-- @compare two_expand / two_generate_series <= 1.5     amount and date
-- @compare two_expand_memoize / two_expand            the planner's choice for such a table
-- @compare two_phase_table / two_expand
-- @compare dates_select_list / dates_generate_series <= 0.9    in the select list
-- @compare part_plpgsql / part_expand >= 3
-- @compare part_recursive / part_expand
-- @compare cumulative_expand / cumulative_arithmetic >= 20
-- @compare cumulative_generate_series / cumulative_arithmetic
-- @compare count_expand / count_arithmetic >= 20
-- @compare count_expand / next_arithmetic
-- @compare part_seven_doses / part_seven_generate_series   few doses: the call itself
-- @compare part_taper / part_taper_total >= 20         a tapered dose, 182 days
-- @compare instructions two_expand - two_generate_series
-- @compare instructions dates_select_list - dates_generate_series

-- Average daily dose = what was given in the window / days of the window, days
-- without the drug counting 0 (SRI and BLISS use 28 days up to the visit). All
-- expected values by hand.
CREATE TEMP TABLE patient (id text, history patient_history);
INSERT INTO patient VALUES
    -- 10 mg/d for 14 days, then 5 mg/d for 7, then none for 7: 175 / 28 = 6.25
    ('taper', exposure('prednisone', '2024-01-01', '2024-01-14', 10, 'mg/d') || exposure('prednisone', '2024-01-15', '2024-01-21', 5, 'mg/d')),
    -- three pulses of 500 mg = 625 mg each, then 8 mg/d = 10 mg/d for 25 days
    ('pulses', exposure('methylprednisolone', '2024-01-01', '2024-01-03', 500, 'mg/d', 'INTRAVENOUS')
        || exposure('methylprednisolone', '2024-01-04', '2024-01-28', 8, 'mg/d', 'ORAL')),
    -- the same, written as one total of 1.5 g over three days
    ('total', exposure('methylprednisolone', '2024-01-01', '2024-01-03', 1.5, 'g', 'IV')
        || exposure('methylprednisolone', '2024-01-04', '2024-01-28', 8, 'mg/d', 'ORAL')),
    -- two drugs at one time: 20 mg hydrocortisone = 5, and 5 mg prednisone; 14 days together
    ('both', exposure('prednisone', '2024-01-01', '2024-01-28', 5, 'mg/d') || exposure('hydrocortisone', '2024-01-15', '2024-01-28', 20, 'mg/d')),
    -- goes on, began before the window
    ('ongoing', exposure('prednisone', '2023-06-01', 'ongoing', 7.5, 'mg/d')),
    -- a partial start before the window does not matter, one in it does
    ('before', exposure('prednisone', '2023-11', '2024-01-14', 14, 'mg/d')),
    ('partial', exposure('prednisone', '2024-01', '2024-02-14', 14, 'mg/d')),
    ('no stop', exposure('prednisone', '2024-01-10', NULL::text, 14, 'mg/d')),
    ('no amount', exposure('prednisone', '2024-01-01', '2024-01-14', 10, 'mg/d') || exposure('prednisone', '2024-01-15', '2024-01-16')),
    ('tablets', exposure('prednisone', '2024-01-01', '2024-01-14', 1, '{tablet}/d')),
    ('per kg', exposure('prednisone', '2024-01-01', '2024-01-14', 0.5, 'mg/kg/d')),
    ('visit', observation('prednisone', '2024-01-05', 10, 'mg/d')),
    ('outside', exposure('prednisone', '2023-11-01', '2023-12-31', 10, 'mg/d') || exposure('prednisone', '2024-01-29', '2024-02-10', 10)),
    ('mmf', exposure('mycophenolate', '2024-01-01', '2024-01-14', 1.5, 'g/d') || exposure('mycophenolate', '2024-01-15', '2024-01-21', 250, 'mg/h')),
    ('il2', exposure('interleukin_2', '2024-01-01', '2024-01-01', 1, 'M[IU]') || exposure('interleukin_2', '2024-01-03', '2024-01-03', 1000000, '[IU]')),
    ('ms oral', exposure('methylprednisolone', '2024-01-01', '2024-01-01', 1000, 'mg', 'ORAL')),
    ('no route', exposure('methylprednisolone', '2024-01-01', '2024-01-01', 1000, 'mg')),
    ('249', exposure('methylprednisolone', '2024-01-01', '2024-01-01', 249, 'mg', 'INTRAVENOUS DRIP')
        || exposure('methylprednisolone', '2024-01-02', '2024-01-02', 250, 'mg', 'INTRAVENOUS DRIP')),
    ('twice', exposure('prednisone', '2024-01-01', '2024-01-14', 10, 'mg/d') || exposure('prednisone', '2024-01-08', '2024-01-28', 5, 'mg/d')),
    ('third', exposure('dexamethasone', '2024-01-01', '2024-01-28', 0.75, 'mg/d')),
    ('none', patient_history());
CREATE TEMP TABLE asked (id text, facts text[], pulses boolean, per_day float8, unit text, covered int, pulse_days int, note text);
INSERT INTO asked VALUES
    ('taper', '{prednisone}', true, 6.25, 'mg/d', 21, 0, NULL),
    ('taper', '{prednisone,prednisone,PREDNISONE}', true, 6.25, 'mg/d', 21, 0, NULL),
    ('taper', '{hydrocortisone}', true, 0, 'mg/d', 0, 0, NULL),
    -- (3 x 625 + 25 x 10) / 28 and 250 / 28
    ('pulses', '{prednisone,methylprednisolone}', true, round(2125::numeric / 28, 12)::float8, 'mg/d', 28, 3, NULL),
    ('pulses', '{prednisone,methylprednisolone}', false, round(250::numeric / 28, 13)::float8, 'mg/d', 25, 3, NULL),
    ('total', '{methylprednisolone}', true, round(2125::numeric / 28, 12)::float8, 'mg/d', 28, 3, NULL),
    ('total', '{methylprednisolone}', false, round(250::numeric / 28, 13)::float8, 'mg/d', 25, 3, NULL),
    ('both', '{prednisone,hydrocortisone}', true, 7.5, 'mg/d', 28, 0, NULL),
    ('both', '{hydrocortisone}', true, 2.5, 'mg/d', 14, 0, NULL),
    ('ongoing', '{prednisone}', true, 7.5, 'mg/d', 28, 0, NULL),
    ('before', '{prednisone}', true, 7, 'mg/d', 14, 0, NULL),
    ('partial', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone: dates not known to the day'),
    ('no stop', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone of 2024-01-10: end not recorded'),
    ('no amount', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone of 2024-01-15: no amount'),
    ('no amount', '{methylprednisolone}', true, 0, 'mg/d', 0, 0, NULL),
    ('tablets', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone of 2024-01-01: not an amount per day in a unit that converts'),
    ('per kg', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone of 2024-01-01: not an amount per day in a unit that converts'),
    ('visit', '{prednisone}', true, NULL, 'mg/d', NULL, NULL, 'prednisone of 2024-01-05: not recorded as an exposure'),
    ('outside', '{prednisone}', true, 0, 'mg/d', 0, 0, NULL),
    -- 14 x 1500 + 7 x 6000 = 63 g
    ('mmf', '{mycophenolate}', true, 2250, 'mg/d', 21, 0, NULL),
    ('mmf', '{tacrolimus}', true, 0, NULL, 0, 0, NULL),
    -- 2 MIU in 28 days
    ('il2', '{interleukin_2}', true, round(2::numeric / 28, 15)::float8, 'M[IU]/d', 2, 0, NULL),
    -- 1000 mg = 1250 mg prednisone
    ('ms oral', '{methylprednisolone}', false, round(1250::numeric / 28, 12)::float8, 'mg/d', 1, 0, NULL),
    ('no route', '{methylprednisolone}', false, 0, 'mg/d', 0, 1, NULL),
    ('249', '{methylprednisolone}', false, round(311.25::numeric / 28, 12)::float8, 'mg/d', 1, 1, NULL),
    -- 14 x 10 + 21 x 5, on 28 days
    ('twice', '{prednisone}', true, 8.75, 'mg/d', 28, 0, NULL),
    ('third', '{dexamethasone}', true, 5, 'mg/d', 28, 0, NULL),
    ('none', '{prednisone}', true, 0, 'mg/d', 0, 0, NULL);
-- Expected: no row, then the number of cases.
SELECT id, facts, pulses, d.*, a.per_day AS expected, a.unit AS unit_expected, a.covered, a.note AS note_expected
FROM asked AS a JOIN patient AS p USING (id), average_daily_dose(history, facts, '2024-01-01', '2024-01-28', pulses) AS d
WHERE (d.per_day, d.unit, d.days_covered, d.pulse_days, d.note, d.days) IS DISTINCT FROM (a.per_day, a.unit, a.covered, a.pulse_days, a.note, 28);
SELECT count(*) FROM asked JOIN patient USING (id);
SELECT DISTINCT drug COLLATE "C" AS drug FROM asked JOIN patient USING (id), average_daily_dose(history, facts, '2024-01-01', '2024-01-28', pulses) ORDER BY drug;

-- one day, and a day on which nothing was given
SELECT d.* FROM patient, average_daily_dose(history, '{prednisone}', '2024-01-14', '2024-01-14', true) AS d WHERE id = 'taper';
SELECT d.* FROM patient, average_daily_dose(history, '{prednisone}', '2024-01-22', '2024-01-22', true) AS d WHERE id = 'taper';
SELECT average_daily_dose(NULL, '{prednisone}', '2024-01-22', '2024-01-22', true) IS NULL AS unknown;
-- budesonide has no factor: alone, in its own mg, and never added up
SELECT drug, per_day, unit FROM average_daily_dose(exposure('budesonide', '2024-01-01', '2024-01-02', 9, 'mg/d'), '{budesonide}', '2024-01-01', '2024-01-04', true);

SELECT average_daily_dose('', '{prednisone,mycophenolate}', '2024-01-01', '2024-01-28', true);
SELECT average_daily_dose('', '{budesonide,prednisone}', '2024-01-01', '2024-01-28', true);
SELECT average_daily_dose('', '{prednisone,prednisone_equivalent}', '2024-01-01', '2024-01-28', true);
SELECT average_daily_dose('', '{}', '2024-01-01', '2024-01-28', true);
SELECT average_daily_dose('', '{NULL}', '2024-01-01', '2024-01-28', true);
SELECT average_daily_dose('', '{prednisone}', '2024-01-02', '2024-01-01', true);
SELECT average_daily_dose('', '{prednisone}', '-infinity', '2024-01-01', true);
SELECT average_daily_dose('', ARRAY(SELECT 'f' || g FROM generate_series(1, 101) AS g), '2024-01-01', '2024-01-28', true);

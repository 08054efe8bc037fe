-- Rows of SDTM EX as exposures. Expected by hand: the entries, and what they
-- amount to within January 2024.
CREATE TEMP TABLE ex (id text, dose float8, unit text, frq text, start text, stop text, expected text, total quantity);
INSERT INTO ex VALUES
    -- every day: 500 mg BID is 1 g a day, on ten days
    ('qd', 81, 'mg', 'QD', '2024-01-02', '2024-01-16', '2024-01-02 to 2024-01-16: 81 mg/d', '1215 mg'),
    ('bid', 500, 'mg', 'BID', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: 1000 mg/d', '10000 mg'),
    ('tid', 10, 'mg', 'TID', '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: 30 mg/d', '60 mg'),
    ('q6h', 250, 'mg', 'Q6H', '2024-01-01', '2024-01-01', '2024-01-01 to 2024-01-01: 1000 mg/d', '1000 mg'),
    ('words', 5, 'mg', 'twice daily', '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: 10 mg/d', '20 mg'),
    ('no end', 5, 'mg', 'QD', '2024-01-01', NULL, '2024-01-01 to ?: 5 mg/d', NULL),
    ('month', 5, 'mg', 'QD', '2024-01', '2024-01-31', '2024-01 to 2024-01-31: 5 mg/d', NULL),
    ('ongoing', 5, 'mg', 'QD', '2024-01-01', 'ongoing', '2024-01-01 to infinity: 5 mg/d', '155 mg'),
    ('per kg', 0.4, 'g/kg', 'QD', '2024-01-01', '2024-01-05', '2024-01-01 to 2024-01-05: 0.4 g/kg/d', '2 g/kg'),
    -- one dose
    ('once', 600, 'mg', 'ONCE', '2024-01-15', '2024-01-15', '2024-01-15 to 2024-01-15: 600 mg', '600 mg'),
    ('once, time', 600, 'mg', 'once', '2024-01-15T09:00', '2024-01-15T10:00', '2024-01-15T09:00:00 to 2024-01-15T10:00:00: 600 mg', '600 mg'),
    ('once, no end', 600, 'mg', 'ONCE', '2024-01-15', NULL, '2024-01-15 to 2024-01-15: 600 mg', '600 mg'),
    -- some day of January
    ('once, month', 600, 'mg', 'ONCE', '2024-01', NULL, '2024-01 to 2024-01: 600 mg', '600 mg'),
    ('no frequency, one day', 600, 'mg', NULL, '2024-01-15', '2024-01-15', '2024-01-15 to 2024-01-15: 600 mg', '600 mg'),
    -- less often: dose by dose, the last on or before the end
    ('qod', 1, 'M[IU]', 'QOD', '2024-01-01', '2024-01-06',
        '2024-01-01 to 2024-01-01: 1 M[IU]; 2024-01-03 to 2024-01-03: 1 M[IU]; 2024-01-05 to 2024-01-05: 1 M[IU]', '3 M[IU]'),
    ('q2w', 600, 'mg', 'EVERY 2 WEEKS', '2024-01-01', '2024-01-29',
        '2024-01-01 to 2024-01-01: 600 mg; 2024-01-15 to 2024-01-15: 600 mg; 2024-01-29 to 2024-01-29: 600 mg', '1800 mg'),
    ('q2w, one day', 600, 'mg', 'Q2W', '2024-01-15', '2024-01-15', '2024-01-15 to 2024-01-15: 600 mg', '600 mg'),
    ('qm', 600, 'mg', 'QM', '2024-01-31', '2024-03-31',
        '2024-01-31 to 2024-01-31: 600 mg; 2024-02-29 to 2024-02-29: 600 mg; 2024-03-31 to 2024-03-31: 600 mg', '600 mg'),
    -- twice a week: days 0 and 3 of each (7 i / n rounded down)
    ('biw', 10, 'mg', '2 TIMES PER WEEK', '2024-01-01', '2024-01-09',
        '2024-01-01 to 2024-01-01: 10 mg; 2024-01-04 to 2024-01-04: 10 mg; 2024-01-08 to 2024-01-08: 10 mg', '30 mg'),
    -- a rate already
    ('rate', 2, 'mg/h', 'CONTINUOUS', '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: 2 mg/h', '96 mg'),
    ('rate, none', 10, 'mg/d', NULL, '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: 10 mg/d', '20 mg'),
    ('rate, qd', 10, 'mg/day', 'QD', '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: 10 mg/day', '20 mg'),
    ('rate, bid', 10, 'mg/day', 'BID', '2024-01-01', '2024-01-02', '2024-01-01 to 2024-01-02: mg/day', NULL),
    -- not to be placed: no amount
    ('prn', 5, 'mg', 'PRN', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: mg', NULL),
    ('no frequency', 5, 'mg', NULL, '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: mg', NULL),
    ('blank', 5, 'mg', ' ', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: mg', NULL),
    ('other', 5, 'mg', 'as told', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: mg', NULL),
    ('q2w, no end', 600, 'mg', 'EVERY 2 WEEKS', '2024-01-01', NULL, '2024-01-01 to ?: mg', NULL),
    ('q2w, month', 600, 'mg', 'EVERY 2 WEEKS', '2024-01', '2024-01-29', '2024-01 to 2024-01-29: mg', NULL),
    ('too many', 5, 'mg', 'QOD', '2020-01-01', '2026-01-01', '2020-01-01 to 2026-01-01: mg', NULL),
    ('2 a month', 5, 'mg', '2 TIMES PER MONTH', '2024-01-01', '2024-03-01', '2024-01-01 to 2024-03-01: mg', NULL),
    ('no dose', NULL, 'mg', 'QD', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: mg/d', NULL),
    ('no unit', 5, NULL, 'QD', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: 5', '5'),
    ('tablets', 2, 'TABLET', 'BID', '2024-01-01', '2024-01-10', '2024-01-01 to 2024-01-10: 4 TABLET/d', NULL),
    ('no dates', 5, 'mg', 'QD', NULL, NULL, '? to ?: 5 mg/d', NULL);
CREATE TEMP TABLE found AS
SELECT id, expected, total,
    (SELECT string_agg(coalesce(e.start_dtc, '?') || ' to ' || coalesce(e.stop_dtc, '?') || ': ' || concat_ws(' ', e.value, e.unit), '; ' ORDER BY e.start_first)
     FROM history_entries(h) AS e) AS found,
    sum_value(h, 'drug', date '2024-01-31', date '2024-01-01') AS found_total
FROM ex, exposure_ex('drug', dose, unit, frq, 'ORAL', start, stop) AS h;
-- Expected: no row, then the number of cases.
SELECT id, found, expected, found_total, total FROM found WHERE (found, found_total) IS DISTINCT FROM (expected, total);
SELECT count(*) FROM found;
SELECT DISTINCT e.route, e.kind FROM ex, history_entries(exposure_ex('drug', dose, unit, frq, 'ORAL', start, stop)) AS e;
-- no fact, no entry; errors are those of exposure()
SELECT exposure_ex(NULL, 5, 'mg', 'QD', NULL, '2024-01-01', '2024-01-02') = patient_history() AS empty;
SELECT exposure_ex('drug', 5, 'mg', 'QD', NULL, '2024-01-05', '2024-01-02');
SELECT exposure_ex('drug', 5, 'mg', 'Q2W', NULL, '2024-01-05', '2024-01-02');
SELECT exposure_ex('drug', 5, 'mg', 'QD', NULL, '5 January', '2024-01-02');
SELECT exposure_ex('drug', 'NaN', 'mg', 'QD', NULL, '2024-01-05', '2024-01-06');

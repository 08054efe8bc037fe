-- What was given on the average.

CREATE TYPE average_dose AS (
    drug         text,
    per_day      float8,
    unit         text,
    days_covered integer,
    days         integer,
    pulse_days   integer,
    note         text
);
COMMENT ON TYPE average_dose IS
    'result of average_daily_dose(): drug that the amounts are in (prednisone for glucocorticoids), amount per day of the window rounded to 14 digits, its unit, days with the drug, days of the window, days with a pulse (counted or not), note: the entry that leaves the answer unknown';

CREATE FUNCTION average_daily_dose(history patient_history, facts text[], from_date date, to_date date, pulses boolean) RETURNS average_dose
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION average_daily_dose(patient_history, text[], date, date, boolean) IS
    'what the exposures of the facts amount to within the window, both days inside, divided by all its days: a day without the drug counts 0. Glucocorticoids, one or several, come as mg/d of prednisone; any other drug alone, a mass in mg/d. pulses: whether pulses count, that is methylprednisolone of 250 mg a day and more (each entry by itself) into a vein or without a recorded route; without them their days are not covered either. An entry in the window without a usable amount, end or date makes the answer NULL, with a note; two entries at one time add up';

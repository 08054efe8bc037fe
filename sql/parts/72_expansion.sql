-- Doses of a schedule: listed, and counted and added without listing them

CREATE TYPE planned_dose AS (
    dose_no integer,
    day_offset integer,
    study_day integer,
    planned_on date,
    amount float8,
    amount_max float8,
    window_start date,
    window_end date,
    unit text,
    drug text,
    route text,
    doses integer
);
COMMENT ON TYPE planned_dose IS
    'one day with a dose: its number from 1, days since the start (0 = the start), CDISC study day, date, the day''s total and the upper end of a range (otherwise the same), first and last day of its window (the day itself where the schedule states none), unit, drug, route, administrations on that day';

CREATE FUNCTION dose_schedule_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_support(internal) IS 'planner support: number of doses of a constant schedule';

CREATE FUNCTION expand_doses(schedule dose_schedule, start date, weight_kg float8 DEFAULT NULL, bsa_m2 float8 DEFAULT NULL)
RETURNS SETOF planned_dose
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 30 SUPPORT dose_schedule_support;
COMMENT ON FUNCTION expand_doses(dose_schedule, date, float8, float8) IS
    'the doses of a schedule, a row for each day with a dose; start is day 0 of the protocol, not the first dose; a dose per kg or m2 without weight or surface is an error, as is a schedule without end; at most 1,000,000 doses';

CREATE FUNCTION expand_doses_weighed(schedule dose_schedule, start date, history patient_history)
RETURNS SETOF planned_dose
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 30 SUPPORT dose_schedule_support;
COMMENT ON FUNCTION expand_doses_weighed(dose_schedule, date, patient_history) IS
    'as expand_doses, each dose by the last weight on or before its day: observations of the fact weight in any unit of mass; a taper starts from the weight of its first day';

CREATE FUNCTION dose_dates(schedule dose_schedule, start date) RETURNS SETOF date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 30 SUPPORT dose_schedule_support;
COMMENT ON FUNCTION dose_dates(dose_schedule, date) IS
    'the dates of expand_doses; cheapest in the select list';

-- without listing

CREATE FUNCTION dose_count(schedule dose_schedule, start date) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION dose_count(dose_schedule, date) IS
    'number of days with a dose; a schedule without end is an error';

CREATE FUNCTION nth_dose_date(schedule dose_schedule, start date, n integer) RETURNS date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION nth_dose_date(dose_schedule, date, integer) IS
    'date of the n-th dose, from 1; NULL after the last; schedules without end too';

CREATE FUNCTION last_dose_date(schedule dose_schedule, start date) RETURNS date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION last_dose_date(dose_schedule, date) IS
    'date of the last dose; a schedule without end is an error';

CREATE FUNCTION schedule_end(schedule dose_schedule, start date) RETURNS date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION schedule_end(dose_schedule, date) IS
    'first day after the schedule, on which what follows it (||) starts';

CREATE FUNCTION schedule_start(schedule dose_schedule, first_dose date) RETURNS date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION schedule_start(dose_schedule, date) IS
    'the start (day 0) for which the first dose falls on the given day; an error if no start does';

CREATE FUNCTION dose_on(schedule dose_schedule, start date, on_date date, weight_kg float8 DEFAULT NULL,
    bsa_m2 float8 DEFAULT NULL) RETURNS planned_dose
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION dose_on(dose_schedule, date, date, float8, float8) IS
    'the dose of a day; NULL when none is due';

CREATE FUNCTION next_dose(schedule dose_schedule, start date, after date, weight_kg float8 DEFAULT NULL,
    bsa_m2 float8 DEFAULT NULL) RETURNS planned_dose
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION next_dose(dose_schedule, date, date, float8, float8) IS
    'the first dose later than a day; NULL after the last';

CREATE FUNCTION cumulative_dose(schedule dose_schedule, start date, from_date date, to_date date,
    weight_kg float8 DEFAULT NULL, bsa_m2 float8 DEFAULT NULL, upper boolean DEFAULT false) RETURNS quantity
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION cumulative_dose(dose_schedule, date, date, date, float8, float8, boolean) IS
    'sum of the doses planned from one day to another, both inside, in the unit of the first phase; upper => true adds the upper ends of ranges';

CREATE FUNCTION total_dose(schedule dose_schedule, start date, weight_kg float8 DEFAULT NULL, bsa_m2 float8 DEFAULT NULL,
    upper boolean DEFAULT false) RETURNS quantity
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 30;
COMMENT ON FUNCTION total_dose(dose_schedule, date, float8, float8, boolean) IS
    'sum of all doses, in the unit of the first phase; a schedule without end, or of more than one drug, is an error';

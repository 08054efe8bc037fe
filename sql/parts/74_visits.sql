-- Visits on the calendar, and the two ways of counting days

CREATE TYPE planned_visit AS (
    visit_no integer,
    visit text,
    day_offset integer,
    study_day integer,
    planned_on date,
    window_start date,
    window_end date
);
COMMENT ON TYPE planned_visit IS
    'one visit: its number in the schedule from 1, name, days since the start (0 = the start), CDISC study day, target date, first and last day of its window: its own, or half way to the neighbours';

CREATE FUNCTION visit_schedule_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_support(internal) IS 'planner support: number of visits of a constant schedule';

CREATE FUNCTION expand_visits(schedule visit_schedule, start date) RETURNS SETOF planned_visit
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 10 SUPPORT visit_schedule_support;
COMMENT ON FUNCTION expand_visits(visit_schedule, date) IS
    'the visits of a schedule in order of their dates, with the windows that visit_of uses';

CREATE FUNCTION visit_of(schedule visit_schedule, start date, on_date date) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION visit_of(visit_schedule, date, date) IS
    'the visit in whose window a day lies: of several the nearest, of two as near the earlier; NULL outside all windows';

CREATE FUNCTION day_offset(on_date date, reference date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN on_date - reference;
COMMENT ON FUNCTION day_offset(date, date) IS
    'days since the reference, which is day 0 (a protocol''s day 0, week 0)';

CREATE FUNCTION study_day(on_date date, reference date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN on_date - reference + CASE WHEN on_date >= reference THEN 1 ELSE 0 END;
COMMENT ON FUNCTION study_day(date, date) IS
    'CDISC study day: the reference is day 1, the day before it day -1; there is no day 0';

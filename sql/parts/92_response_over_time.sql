-- Response over time: at every planned visit, the time to it, and whether it
-- lasts

CREATE FUNCTION response_visits_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_visits_support(internal) IS
    'planner support: as many rows as a constant schedule has visits, and costs by visits and rules';

CREATE TYPE visit_response AS (
    visit text,
    planned_on date,
    value_on date,
    label text,
    reason text
);
COMMENT ON TYPE visit_response IS
    'one planned visit of a subject: its name and target, the last of the days on which the values that serve for it were taken (NULL: there are none), the label (NULL: unknown) and why';

CREATE FUNCTION visit_responses(rules response_rules, history patient_history, visits visit_schedule, start date, nri boolean DEFAULT false) RETURNS SETOF visit_response
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000 ROWS 8 SUPPORT response_visits_support;
COMMENT ON FUNCTION visit_responses(response_rules, patient_history, visit_schedule, date, boolean) IS
    'the label at every planned visit: each fact is its value in the visit''s window nearest to the target, of two as near the earlier, of several on a day the last; a value belongs to one visit, and up to the start to baseline; events are as of the day of the values; baseline.fact is an entry of that name or the last value on or before start; with nri an unknown label becomes that of else, or NR';

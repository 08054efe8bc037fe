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

-- Events that come between, after ICH E9(R1)

CREATE TYPE intercurrent_strategy AS ENUM ('non_response', 'ignore', 'censor');
COMMENT ON TYPE intercurrent_strategy IS
    'how an intercurrent event counts (ICH E9(R1)): non_response: no responder from its day on (composite); ignore: values are taken as they are (treatment policy; after death there are none, and visits count as missing); censor: not observed after its day (hypothetical)';

CREATE TYPE missing_visit AS ENUM ('skip', 'unknown', 'non_response');
COMMENT ON TYPE missing_visit IS 'what a visit without a known label counts for a response to last: nothing, yes or no, or no';

CREATE TYPE response_time AS (
    "time" integer,
    event boolean,
    on_date date,
    visit text,
    reason text
);
COMMENT ON TYPE response_time IS
    'days from the start, whether a response or the end of observation is there, that day, the visit (of the response, or the last one known to be without), and why';

CREATE TYPE response_state AS (
    visit text,
    planned_on date,
    value_on date,
    label text,
    measured boolean,
    response boolean,
    so_far boolean,
    reason text
);
COMMENT ON TYPE response_state IS
    'one visit after the start: label and measured are what the values say, response what events, imputation and confirmation leave of it, so_far whether there has been one';

CREATE TYPE sustained_period AS (
    sustained boolean,
    since date,
    visit text,
    lost_on date,
    lost_at text,
    reason text
);
COMMENT ON TYPE sustained_period IS
    'whether the first response lasted, the day of its values and its visit, the day and the visit at which it was lost (NULL: at none), and why';

-- Each for one label and for several.  Not STRICT: a NULL history is unknown,
-- a NULL name of an event asks for none; NULL rules, labels, visits or start
-- give NULL, or no rows.

CREATE FUNCTION response_at(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        visit text, confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS boolean
    AS 'MODULE_PATHNAME', 'response_at' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_at(response_rules, text, patient_history, visit_schedule, date, text, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the subject has the response at a visit: its label there is the one given, and with confirm 2 at the next scheduled visit too; NULL: unknown, which nri makes a no; no from rescue, death, withdrawal or a switch of therapy on, or as the strategy given for each says';

CREATE FUNCTION response_at(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        visit text, confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS boolean
    AS 'MODULE_PATHNAME', 'response_at_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_at(response_rules, text[], patient_history, visit_schedule, date, text, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the subject has the response at a visit: its label there is one of those given, and with confirm 2 at the next scheduled visit too; NULL: unknown, which nri makes a no; no from rescue, death, withdrawal or a switch of therapy on, or as the strategy given for each says';

CREATE FUNCTION response_by(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        visit text, confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS boolean
    AS 'MODULE_PATHNAME', 'response_by' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_by(response_rules, text, patient_history, visit_schedule, date, text, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the subject has had the response at any visit after the start up to and with the one given ("by week 24", cumulative); the rest as for response_at';

CREATE FUNCTION response_by(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        visit text, confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS boolean
    AS 'MODULE_PATHNAME', 'response_by_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_by(response_rules, text[], patient_history, visit_schedule, date, text, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the subject has had the response at any visit after the start up to and with the one given ("by week 24", cumulative); the rest as for response_at';

CREATE FUNCTION first_response(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS visit_response
    AS 'MODULE_PATHNAME', 'first_response' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION first_response(response_rules, text, patient_history, visit_schedule, date, integer, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'the first visit with the response, the first of two where it is confirmed; NULL: none is known';

CREATE FUNCTION first_response(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS visit_response
    AS 'MODULE_PATHNAME', 'first_response_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION first_response(response_rules, text[], patient_history, visit_schedule, date, integer, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'the first visit with the response, the first of two where it is confirmed; NULL: none is known';

CREATE FUNCTION time_to_response(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, nri boolean DEFAULT true, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch', planned_days boolean DEFAULT false) RETURNS response_time
    AS 'MODULE_PATHNAME', 'time_to_response' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION time_to_response(response_rules, text, patient_history, visit_schedule, date, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text, boolean) IS
    'days from the start to the first response, or to the end of observation: for whoever never responds the last planned visit, also after rescue, death, withdrawal or a switch with the strategy non_response (composite: the Kaplan-Meier complement is the cumulative proportion), the day of the event with censor (hypothetical); ignore takes the values as they are (treatment policy). Without nri observation ends at the last visit known to be without a response. planned_days counts visits on their targets instead of the days of their values';

CREATE FUNCTION time_to_response(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, nri boolean DEFAULT true, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch', planned_days boolean DEFAULT false) RETURNS response_time
    AS 'MODULE_PATHNAME', 'time_to_response_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION time_to_response(response_rules, text[], patient_history, visit_schedule, date, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text, boolean) IS
    'days from the start to the first response, or to the end of observation: for whoever never responds the last planned visit, also after rescue, death, withdrawal or a switch with the strategy non_response (composite: the Kaplan-Meier complement is the cumulative proportion), the day of the event with censor (hypothetical); ignore takes the values as they are (treatment policy). Without nri observation ends at the last visit known to be without a response. planned_days counts visits on their targets instead of the days of their values';

CREATE FUNCTION response_course(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS SETOF response_state
    AS 'MODULE_PATHNAME', 'response_course' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000 ROWS 8 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_course(response_rules, text, patient_history, visit_schedule, date, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'every visit after the start with what makes up response_at (column response) and response_by (column so_far), and why';

CREATE FUNCTION response_course(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, nri boolean DEFAULT false, on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS SETOF response_state
    AS 'MODULE_PATHNAME', 'response_course_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000 ROWS 8 SUPPORT response_visits_support;
COMMENT ON FUNCTION response_course(response_rules, text[], patient_history, visit_schedule, date, integer, boolean, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'every visit after the start with what makes up response_at (column response) and response_by (column so_far), and why';

CREATE FUNCTION sustained_response(rules response_rules, label text, history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, missing missing_visit DEFAULT 'skip', on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS sustained_period
    AS 'MODULE_PATHNAME', 'sustained_response' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION sustained_response(response_rules, text, patient_history, visit_schedule, date, integer, missing_visit, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the first response lasts at every later visit: no without a response; visits that are unknown count nothing (skip: only assessed visits do), yes or no (unknown), or as a loss (non_response)';

CREATE FUNCTION sustained_response(rules response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        confirm integer DEFAULT 1, missing missing_visit DEFAULT 'skip', on_rescue intercurrent_strategy DEFAULT 'non_response', on_death intercurrent_strategy DEFAULT 'non_response',
        on_withdrawal intercurrent_strategy DEFAULT 'non_response', on_switch intercurrent_strategy DEFAULT 'non_response',
        rescue text DEFAULT 'rescue_therapy', death text DEFAULT 'death', withdrawal text DEFAULT 'treatment_withdrawn', switch text DEFAULT 'therapy_switch') RETURNS sustained_period
    AS 'MODULE_PATHNAME', 'sustained_response_labels' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 SUPPORT response_visits_support;
COMMENT ON FUNCTION sustained_response(response_rules, text[], patient_history, visit_schedule, date, integer, missing_visit, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, intercurrent_strategy, text, text, text, text) IS
    'whether the first response lasts at every later visit: no without a response; visits that are unknown count nothing (skip: only assessed visits do), yes or no (unknown), or as a loss (non_response)';

-- Flares after a response

CREATE TYPE flare_reference AS ENUM ('best', 'response', 'previous', 'baseline');
COMMENT ON TYPE flare_reference IS
    'what baseline.fact and "% of baseline" are in rules of flares: each fact''s best value since the response (lowest; highest of eGFR, albumin and their like), its value at the response, its last value before the visit, or the study''s baseline';

CREATE TYPE flare_time AS (
    "time" integer,
    event boolean,
    on_date date,
    visit text,
    label text,
    response_on date,
    reason text
);
COMMENT ON TYPE flare_time IS
    'days from the response to the first flare, or to the last visit known to be without one; the label is that of the flare''s rules';

CREATE TYPE flare_visit AS (
    visit text,
    planned_on date,
    value_on date,
    label text,
    flare boolean,
    reason text
);
COMMENT ON TYPE flare_visit IS 'one visit after a response: the label of the flare''s rules, whether it is a flare, confirmed where that is asked, and why';

CREATE FUNCTION renal_flare(flare response_rules, response response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        reference flare_reference DEFAULT 'best', confirm integer DEFAULT 1, response_confirm integer DEFAULT 1,
        reached text[] DEFAULT '{complete_renal_response,partial_renal_response}') RETURNS flare_time
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000 SUPPORT response_visits_support;
COMMENT ON FUNCTION renal_flare(response_rules, response_rules, text[], patient_history, visit_schedule, date, flare_reference, integer, integer, text[]) IS
    'the first flare after the first response of the given labels; NULL without one. Every label of the flare''s rules but that of else is a flare; the first visit of each response label counts as an event of the name in its place in reached; nothing is imputed';

CREATE FUNCTION renal_flares(flare response_rules, response response_rules, labels text[], history patient_history, visits visit_schedule, start date,
        reference flare_reference DEFAULT 'best', confirm integer DEFAULT 1, response_confirm integer DEFAULT 1,
        reached text[] DEFAULT '{complete_renal_response,partial_renal_response}') RETURNS SETOF flare_visit
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2000 ROWS 8 SUPPORT response_visits_support;
COMMENT ON FUNCTION renal_flares(response_rules, response_rules, text[], patient_history, visit_schedule, date, flare_reference, integer, integer, text[]) IS
    'every visit after the first response with the label of the flare''s rules and why';

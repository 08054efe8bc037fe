-- Survival: the counts, and what is computed from them

CREATE TYPE survival_counts;
CREATE FUNCTION survival_counts_in(cstring) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survival_counts_in(cstring) IS 'input function of type survival_counts';
CREATE FUNCTION survival_counts_out(survival_counts) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survival_counts_out(survival_counts) IS 'output function of type survival_counts';
CREATE FUNCTION survival_counts_recv(internal) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survival_counts_recv(internal) IS 'binary input function of type survival_counts';
CREATE FUNCTION survival_counts_send(survival_counts) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survival_counts_send(survival_counts) IS 'binary output function of type survival_counts';
CREATE TYPE survival_counts (
    INPUT = survival_counts_in,
    OUTPUT = survival_counts_out,
    RECEIVE = survival_counts_recv,
    SEND = survival_counts_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE survival_counts IS
    'for every arm and stratum how many subjects left observation at each time, by an event or censored; made by survival_agg and competing_risks_agg, merged by survival_agg, read by kaplan_meier, logrank, hazard_ratio and others';

-- aggregates

CREATE FUNCTION survival_combine(survival_counts, survival_counts) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_combine(survival_counts, survival_counts) IS
    'adds two survival_counts that were made with the same arguments';
CREATE FUNCTION survival_final(survival_counts) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_final(survival_counts) IS 'the counts that a state of survival_agg holds';

CREATE FUNCTION survival_observe_days(state survival_counts, duration integer, event boolean) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_days(survival_counts, integer, boolean) IS 'transition function of survival_agg(integer, boolean)';
CREATE AGGREGATE survival_agg(duration integer, event boolean) (
    SFUNC = survival_observe_days, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(integer, boolean) IS
    'counts of subjects observed for a number of days, which ended by an event (true) or censored (false); NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_days_arm(state survival_counts, duration integer, event boolean, arm text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_days_arm(survival_counts, integer, boolean, text) IS 'transition function of survival_agg(integer, boolean, text)';
CREATE AGGREGATE survival_agg(duration integer, event boolean, arm text) (
    SFUNC = survival_observe_days_arm, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(integer, boolean, text) IS
    'counts of subjects observed for a number of days, which ended by an event (true) or censored (false), by arm; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_days_stratum(state survival_counts, duration integer, event boolean, arm text, stratum text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_days_stratum(survival_counts, integer, boolean, text, text) IS 'transition function of survival_agg(integer, boolean, text, text)';
CREATE AGGREGATE survival_agg(duration integer, event boolean, arm text, stratum text) (
    SFUNC = survival_observe_days_stratum, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(integer, boolean, text, text) IS
    'counts of subjects observed for a number of days, which ended by an event (true) or censored (false), by arm and stratum; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe(state survival_counts, duration float8, event boolean) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe(survival_counts, float8, boolean) IS 'transition function of survival_agg(float8, boolean)';
CREATE AGGREGATE survival_agg(duration float8, event boolean) (
    SFUNC = survival_observe, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(float8, boolean) IS
    'counts of subjects observed for some time, which ended by an event (true) or censored (false); NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_arm(state survival_counts, duration float8, event boolean, arm text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_arm(survival_counts, float8, boolean, text) IS 'transition function of survival_agg(float8, boolean, text)';
CREATE AGGREGATE survival_agg(duration float8, event boolean, arm text) (
    SFUNC = survival_observe_arm, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(float8, boolean, text) IS
    'counts of subjects observed for some time, which ended by an event (true) or censored (false), by arm; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_stratum(state survival_counts, duration float8, event boolean, arm text, stratum text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_stratum(survival_counts, float8, boolean, text, text) IS 'transition function of survival_agg(float8, boolean, text, text)';
CREATE AGGREGATE survival_agg(duration float8, event boolean, arm text, stratum text) (
    SFUNC = survival_observe_stratum, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(float8, boolean, text, text) IS
    'counts of subjects observed for some time, which ended by an event (true) or censored (false), by arm and stratum; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_dates(state survival_counts, start date, stop date, event boolean) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_dates(survival_counts, date, date, boolean) IS 'transition function of survival_agg(date, date, boolean)';
CREATE AGGREGATE survival_agg(start date, stop date, event boolean) (
    SFUNC = survival_observe_dates, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(date, date, boolean) IS
    'counts of subjects observed from one date to another (the same day is time 0), which ended by an event (true) or censored (false); NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_dates_arm(state survival_counts, start date, stop date, event boolean, arm text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_dates_arm(survival_counts, date, date, boolean, text) IS 'transition function of survival_agg(date, date, boolean, text)';
CREATE AGGREGATE survival_agg(start date, stop date, event boolean, arm text) (
    SFUNC = survival_observe_dates_arm, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(date, date, boolean, text) IS
    'counts of subjects observed from one date to another (the same day is time 0), which ended by an event (true) or censored (false), by arm; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION survival_observe_dates_stratum(state survival_counts, start date, stop date, event boolean, arm text, stratum text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION survival_observe_dates_stratum(survival_counts, date, date, boolean, text, text) IS 'transition function of survival_agg(date, date, boolean, text, text)';
CREATE AGGREGATE survival_agg(start date, stop date, event boolean, arm text, stratum text) (
    SFUNC = survival_observe_dates_stratum, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(date, date, boolean, text, text) IS
    'counts of subjects observed from one date to another (the same day is time 0), which ended by an event (true) or censored (false), by arm and stratum; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION competing_observe(state survival_counts, duration float8, cause integer) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION competing_observe(survival_counts, float8, integer) IS 'transition function of competing_risks_agg(float8, integer)';
CREATE AGGREGATE competing_risks_agg(duration float8, cause integer) (
    SFUNC = competing_observe, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE competing_risks_agg(float8, integer) IS
    'counts of subjects observed for some time, which ended by the event of a cause (1 to 31) or censored (0); NULLs are counted as missing; NULL without rows';
CREATE FUNCTION competing_observe_arm(state survival_counts, duration float8, cause integer, arm text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION competing_observe_arm(survival_counts, float8, integer, text) IS 'transition function of competing_risks_agg(float8, integer, text)';
CREATE AGGREGATE competing_risks_agg(duration float8, cause integer, arm text) (
    SFUNC = competing_observe_arm, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE competing_risks_agg(float8, integer, text) IS
    'counts of subjects observed for some time, which ended by the event of a cause (1 to 31) or censored (0), by arm; NULLs are counted as missing; NULL without rows';
CREATE FUNCTION competing_observe_stratum(state survival_counts, duration float8, cause integer, arm text, stratum text) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION competing_observe_stratum(survival_counts, float8, integer, text, text) IS 'transition function of competing_risks_agg(float8, integer, text, text)';
CREATE AGGREGATE competing_risks_agg(duration float8, cause integer, arm text, stratum text) (
    SFUNC = competing_observe_stratum, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE competing_risks_agg(float8, integer, text, text) IS
    'counts of subjects observed for some time, which ended by the event of a cause (1 to 31) or censored (0), by arm and stratum; NULLs are counted as missing; NULL without rows';
CREATE AGGREGATE survival_agg(counts survival_counts) (
    SFUNC = survival_combine, STYPE = survival_counts,
    COMBINEFUNC = survival_combine, FINALFUNC = survival_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE survival_agg(survival_counts) IS
    'merges counts, of sites or of years, that were made with the same arguments';

CREATE TYPE survival_total AS (
    arm text,
    n bigint,
    n_event bigint,
    n_censored bigint,
    missing bigint,
    total_time double precision,
    last_time double precision
);
COMMENT ON TYPE survival_total IS
    'subjects of an arm: n whose time and event are known, those with an event, those censored, those missing (arm NULL: the arm or the stratum is); the time observed in all, and the longest';
CREATE FUNCTION survival_totals(counts survival_counts) RETURNS SETOF survival_total
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 2;
COMMENT ON FUNCTION survival_totals(survival_counts) IS
    'subjects, events, censored and missing by arm, over all strata; with competing events, those of every cause';

-- Kaplan-Meier

CREATE TYPE survival_point AS (
    arm text,
    "time" double precision,
    n_risk bigint,
    n_event bigint,
    n_censored bigint,
    survival double precision,
    std_err double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE survival_point IS
    'a Kaplan-Meier curve at a time at which somebody left observation: at risk just before, events and censorings at it, survival behind it with the standard error of Greenwood and confidence limits (NULL where survival is 0)';
CREATE FUNCTION kaplan_meier(counts survival_counts, conf_type text DEFAULT 'log', level float8 DEFAULT 0.95) RETURNS SETOF survival_point
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;
COMMENT ON FUNCTION kaplan_meier(survival_counts, text, float8) IS
    'Kaplan-Meier curve of every arm, over all strata, from a row at time 0 on; limits by conf_type: log (as R), log-log (as SAS), plain';

CREATE TYPE survival_at_time AS (
    arm text,
    "time" double precision,
    n_risk bigint,
    n_event bigint,
    n_censored bigint,
    survival double precision,
    std_err double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE survival_at_time IS
    'a Kaplan-Meier curve at a time that was asked for: at risk at it, events and censorings up to it, survival with its standard error and limits; NULL behind the last time, when not all had the event';
CREATE FUNCTION survival_at(counts survival_counts, times float8[], conf_type text DEFAULT 'log', level float8 DEFAULT 0.95) RETURNS SETOF survival_at_time
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 10;
COMMENT ON FUNCTION survival_at(survival_counts, float8[], text, float8) IS
    'survival of every arm at given times, with the numbers at risk';

CREATE TYPE survival_time AS (
    arm text,
    p double precision,
    "time" double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE survival_time IS
    'the time by which a share p of an arm''s subjects has had the event, with confidence limits; NULL where it is not reached';
CREATE FUNCTION survival_quantile(counts survival_counts, p float8[] DEFAULT '{0.5}', conf_type text DEFAULT 'log', level float8 DEFAULT 0.95) RETURNS SETOF survival_time
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 2;
COMMENT ON FUNCTION survival_quantile(survival_counts, float8[], text, float8) IS
    'quantiles of survival times, the median unless told otherwise: the first time at which the curve is at or below 1 - p, the middle of the interval if it equals 1 - p; limits where the limits of the curve come there (Brookmeyer and Crowley 1982)';

CREATE TYPE survival_mean AS (
    arm text,
    tau double precision,
    mean double precision,
    std_err double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE survival_mean IS
    'the mean survival time of an arm within the first tau, with its standard error and limits; NULL where tau is behind the last time and not all had the event';
CREATE FUNCTION restricted_mean(counts survival_counts, tau float8 DEFAULT NULL, level float8 DEFAULT 0.95) RETURNS SETOF survival_mean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 2;
COMMENT ON FUNCTION restricted_mean(survival_counts, float8, float8) IS
    'restricted mean survival time, the area under the curve up to tau, of every arm; without tau up to the last time at which the curves of all arms are known';

-- tests

CREATE FUNCTION logrank(counts survival_counts, rho float8 DEFAULT 0, gamma float8 DEFAULT 0) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION logrank(survival_counts, float8, float8) IS
    'log-rank test of equal survival in all arms, stratified if the counts are; weighted by S^rho (1 - S)^gamma of the curve of all just before each event: rho = 1 is the test of Peto and Peto, with gamma that of Fleming and Harrington';
CREATE FUNCTION gehan_breslow(counts survival_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION gehan_breslow(survival_counts) IS
    'log-rank test weighted by the number at risk (Gehan 1965, Breslow 1970), what SAS calls the Wilcoxon test; not Peto-Peto';
CREATE FUNCTION tarone_ware(counts survival_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION tarone_ware(survival_counts) IS
    'log-rank test weighted by the square root of the number at risk (Tarone and Ware 1977)';

CREATE TYPE logrank_arm AS (
    arm text,
    n bigint,
    n_event bigint,
    observed double precision,
    expected double precision,
    variance double precision,
    missing bigint
);
COMMENT ON TYPE logrank_arm IS
    'an arm in a log-rank test: subjects and events, observed and expected events (weighted, if the test is), and the variance of their difference';
CREATE FUNCTION logrank_arms(counts survival_counts, rho float8 DEFAULT 0, gamma float8 DEFAULT 0) RETURNS SETOF logrank_arm
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 2;
COMMENT ON FUNCTION logrank_arms(survival_counts, float8, float8) IS
    'observed and expected events by arm, as the log-rank test compares them';

CREATE TYPE hazard_ratio_estimate AS (
    arm text,
    reference text,
    hazard_ratio double precision,
    lower double precision,
    upper double precision,
    log_hazard_ratio double precision,
    std_err double precision,
    statistic double precision,
    p_value double precision,
    level double precision,
    method text,
    n_event bigint,
    n bigint,
    reference_n_event bigint,
    reference_n bigint,
    missing bigint,
    note text
);
COMMENT ON TYPE hazard_ratio_estimate IS
    'hazard ratio of an arm against the reference, its limits, its logarithm with standard error, Wald statistic and two-sided p; events and subjects of both; where the estimate is 0, infinite or none, limits are NULL and note says why';
CREATE FUNCTION hazard_ratio(counts survival_counts, reference text DEFAULT NULL, ties text DEFAULT 'efron', level float8 DEFAULT 0.95) RETURNS SETOF hazard_ratio_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1;
COMMENT ON FUNCTION hazard_ratio(survival_counts, text, text, float8) IS
    'Cox''s proportional hazards for the arm, stratified if the counts are: a row for every arm but the reference (the first one unless named); ties efron or breslow';

-- competing events

CREATE TYPE incidence_point AS (
    arm text,
    cause integer,
    "time" double precision,
    n_risk bigint,
    n_event bigint,
    incidence double precision,
    std_err double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE incidence_point IS
    'cumulative incidence of a cause at a time at which somebody left observation: at risk just before, events of the cause at it, the probability that the cause has come first by then with its standard error and confidence limits';
CREATE FUNCTION cumulative_incidence(counts survival_counts, conf_type text DEFAULT 'log', level float8 DEFAULT 0.95) RETURNS SETOF incidence_point
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 400;
COMMENT ON FUNCTION cumulative_incidence(survival_counts, text, float8) IS
    'cumulative incidence (Aalen-Johansen) of every cause in every arm, over all strata, from a row at time 0 on; limits by conf_type: log (as R), log-log, plain; 1 minus Kaplan-Meier where there is one cause';
CREATE FUNCTION cause_specific(counts survival_counts, cause integer) RETURNS survival_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION cause_specific(survival_counts, integer) IS
    'the counts of one cause: others are censored when they happen; for cause-specific tests and hazard ratios. Cause 0 takes any cause as the event';

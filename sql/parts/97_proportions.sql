
-- Proportions, their comparison, and tables of counts

CREATE TYPE contingency_counts;
CREATE FUNCTION contingency_counts_in(cstring) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_counts_in(cstring) IS
    'input function of type contingency_counts';
CREATE FUNCTION contingency_counts_out(contingency_counts) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_counts_out(contingency_counts) IS
    'output function of type contingency_counts';
CREATE FUNCTION contingency_counts_recv(internal) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_counts_recv(internal) IS
    'binary input function of type contingency_counts';
CREATE FUNCTION contingency_counts_send(contingency_counts) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_counts_send(contingency_counts) IS
    'binary output function of type contingency_counts';
CREATE TYPE contingency_counts (
    INPUT = contingency_counts_in,
    OUTPUT = contingency_counts_out,
    RECEIVE = contingency_counts_recv,
    SEND = contingency_counts_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE contingency_counts IS
    'how many subjects there are by arm, outcome and stratum, and how many are missing; made and merged by contingency_agg, read by the measures and tests';

-- Transition functions: the outcome first when both are truth values
CREATE FUNCTION contingency_add_outcome(state contingency_counts, outcome boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_outcome(contingency_counts, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_outcome_method(state contingency_counts, outcome boolean, method text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_outcome_method(contingency_counts, boolean, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_outcome_level(state contingency_counts, outcome boolean, method text, level double precision) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_outcome_level(contingency_counts, boolean, text, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair(state contingency_counts, outcome boolean, treated boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair(contingency_counts, boolean, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_method(state contingency_counts, outcome boolean, treated boolean, method text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_method(contingency_counts, boolean, boolean, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_level(state contingency_counts, outcome boolean, treated boolean, method text, level double precision) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_level(contingency_counts, boolean, boolean, text, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_correct(state contingency_counts, outcome boolean, treated boolean, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_correct(contingency_counts, boolean, boolean, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_stratum(state contingency_counts, outcome boolean, treated boolean, stratum text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_stratum(contingency_counts, boolean, boolean, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_stratum_level(state contingency_counts, outcome boolean, treated boolean, stratum text, level double precision) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_stratum_level(contingency_counts, boolean, boolean, text, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_pair_stratum_correct(state contingency_counts, outcome boolean, treated boolean, stratum text, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_pair_stratum_correct(contingency_counts, boolean, boolean, text, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_arm(state contingency_counts, arm text, outcome boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_arm(contingency_counts, text, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_arm_correct(state contingency_counts, arm text, outcome boolean, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_arm_correct(contingency_counts, text, boolean, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_arm_stratum(state contingency_counts, arm text, outcome boolean, stratum text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_arm_stratum(contingency_counts, text, boolean, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_arm_stratum_correct(state contingency_counts, arm text, outcome boolean, stratum text, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_arm_stratum_correct(contingency_counts, text, boolean, text, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_table(state contingency_counts, arm text, outcome text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_table(contingency_counts, text, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_table_correct(state contingency_counts, arm text, outcome text, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_table_correct(contingency_counts, text, text, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_table_stratum(state contingency_counts, arm text, outcome text, stratum text) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_table_stratum(contingency_counts, text, text, text) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_add_table_stratum_correct(state contingency_counts, arm text, outcome text, stratum text, correct boolean) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION contingency_add_table_stratum_correct(contingency_counts, text, text, text, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION contingency_combine(state contingency_counts, other contingency_counts) RETURNS contingency_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION contingency_combine(contingency_counts, contingency_counts) IS
    'adds two contingency_counts; those for different methods, levels or corrections are an error';

-- The counts themselves
CREATE AGGREGATE contingency_agg(arm text, outcome boolean) (
    SFUNC = contingency_add_arm, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(text, boolean) IS
    'subjects by arm and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(arm text, outcome boolean, stratum text) (
    SFUNC = contingency_add_arm_stratum, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(text, boolean, text) IS
    'subjects by arm, stratum and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(arm text, outcome text) (
    SFUNC = contingency_add_table, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(text, text) IS
    'subjects by arm and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(arm text, outcome text, stratum text) (
    SFUNC = contingency_add_table_stratum, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(text, text, text) IS
    'subjects by arm, stratum and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(boolean, boolean) IS
    'subjects by arm and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(outcome boolean, treated boolean, stratum text) (
    SFUNC = contingency_add_pair_stratum, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(boolean, boolean, text) IS
    'subjects by arm, stratum and outcome; one row is one subject, a NULL makes it missing';
CREATE AGGREGATE contingency_agg(counts contingency_counts) (
    SFUNC = contingency_combine, STYPE = contingency_counts,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contingency_agg(contingency_counts) IS
    'merges counts, of sites or of parts of a table';
CREATE TYPE contingency_cell AS (
    stratum text,
    arm text,
    outcome text,
    subjects bigint
);
COMMENT ON TYPE contingency_cell IS 'one cell of a table of counts; stratum is empty when none was given';
CREATE FUNCTION contingency_table(counts contingency_counts) RETURNS SETOF contingency_cell
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;
COMMENT ON FUNCTION contingency_table(contingency_counts) IS
    'the cells, empty ones too, in byte order of stratum, arm and outcome';
CREATE FUNCTION contingency_missing(counts contingency_counts) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION contingency_missing(contingency_counts) IS
    'how many subjects had no arm, outcome or stratum';

-- One proportion
CREATE FUNCTION response_rate(x bigint, n bigint, method text DEFAULT 'wilson', level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME', 'response_rate_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION response_rate(bigint, bigint, text, double precision) IS
    'proportion x of n with limits by method ''wilson'', ''clopper_pearson'', ''jeffreys'', ''wald'' or ''agresti_coull''; NULL limits when n is 0';
CREATE FUNCTION response_rate_of(counts contingency_counts, method text DEFAULT 'wilson', level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION response_rate_of(contingency_counts, text, double precision) IS
    'proportion of all subjects counted whose outcome is true';
CREATE FUNCTION response_rate_final(counts contingency_counts) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION response_rate_final(contingency_counts) IS
    'final function of response_rate';
CREATE AGGREGATE response_rate(outcome boolean) (
    SFUNC = contingency_add_outcome, STYPE = contingency_counts,
    FINALFUNC = response_rate_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE response_rate(boolean) IS
    'proportion of true outcomes with limits by method ''wilson'', ''clopper_pearson'', ''jeffreys'', ''wald'' or ''agresti_coull'' (default wilson, level 0.95); a NULL outcome is missing, not false';
CREATE AGGREGATE response_rate(outcome boolean, method text) (
    SFUNC = contingency_add_outcome_method, STYPE = contingency_counts,
    FINALFUNC = response_rate_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE response_rate(boolean, text) IS
    'proportion of true outcomes with limits by method ''wilson'', ''clopper_pearson'', ''jeffreys'', ''wald'' or ''agresti_coull'' (default wilson, level 0.95); a NULL outcome is missing, not false';
CREATE AGGREGATE response_rate(outcome boolean, method text, level double precision) (
    SFUNC = contingency_add_outcome_level, STYPE = contingency_counts,
    FINALFUNC = response_rate_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE response_rate(boolean, text, double precision) IS
    'proportion of true outcomes with limits by method ''wilson'', ''clopper_pearson'', ''jeffreys'', ''wald'' or ''agresti_coull'' (default wilson, level 0.95); a NULL outcome is missing, not false';

-- Two groups: x1 of n1 treated, x2 of n2 others
CREATE FUNCTION risk_difference(x1 bigint, n1 bigint, x2 bigint, n2 bigint, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'risk_difference_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_difference(bigint, bigint, bigint, bigint, text, double precision) IS
    'risk of the treated minus that of the others, with limits by method ''newcombe'', ''miettinen_nurminen'', ''mee'' or ''wald''';
CREATE FUNCTION risk_difference_of(counts contingency_counts, method text DEFAULT 'newcombe', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_difference_of(contingency_counts, text, double precision) IS
    'risk of the treated minus that of the others, strata pooled, from contingency_agg(outcome boolean, treated boolean)';
CREATE FUNCTION risk_difference_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_difference_final(contingency_counts) IS
    'final function of risk_difference';
CREATE AGGREGATE risk_difference(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = risk_difference_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_difference(boolean, boolean) IS
    'risk of the treated minus that of the others, with limits by method ''newcombe'', ''miettinen_nurminen'', ''mee'' or ''wald'' (default newcombe, level 0.95)';
CREATE AGGREGATE risk_difference(outcome boolean, treated boolean, method text) (
    SFUNC = contingency_add_pair_method, STYPE = contingency_counts,
    FINALFUNC = risk_difference_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_difference(boolean, boolean, text) IS
    'risk of the treated minus that of the others, with limits by method ''newcombe'', ''miettinen_nurminen'', ''mee'' or ''wald'' (default newcombe, level 0.95)';
CREATE AGGREGATE risk_difference(outcome boolean, treated boolean, method text, level double precision) (
    SFUNC = contingency_add_pair_level, STYPE = contingency_counts,
    FINALFUNC = risk_difference_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_difference(boolean, boolean, text, double precision) IS
    'risk of the treated minus that of the others, with limits by method ''newcombe'', ''miettinen_nurminen'', ''mee'' or ''wald'' (default newcombe, level 0.95)';
CREATE FUNCTION risk_ratio(x1 bigint, n1 bigint, x2 bigint, n2 bigint, method text DEFAULT 'katz', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'risk_ratio_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_ratio(bigint, bigint, bigint, bigint, text, double precision) IS
    'risk of the treated over that of the others, with limits by method ''katz'' (log), ''miettinen_nurminen'' or ''koopman''';
CREATE FUNCTION risk_ratio_of(counts contingency_counts, method text DEFAULT 'katz', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_ratio_of(contingency_counts, text, double precision) IS
    'risk of the treated over that of the others, strata pooled, from contingency_agg(outcome boolean, treated boolean)';
CREATE FUNCTION risk_ratio_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION risk_ratio_final(contingency_counts) IS
    'final function of risk_ratio';
CREATE AGGREGATE risk_ratio(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = risk_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_ratio(boolean, boolean) IS
    'risk of the treated over that of the others, with limits by method ''katz'' (log), ''miettinen_nurminen'' or ''koopman'' (default katz, level 0.95)';
CREATE AGGREGATE risk_ratio(outcome boolean, treated boolean, method text) (
    SFUNC = contingency_add_pair_method, STYPE = contingency_counts,
    FINALFUNC = risk_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_ratio(boolean, boolean, text) IS
    'risk of the treated over that of the others, with limits by method ''katz'' (log), ''miettinen_nurminen'' or ''koopman'' (default katz, level 0.95)';
CREATE AGGREGATE risk_ratio(outcome boolean, treated boolean, method text, level double precision) (
    SFUNC = contingency_add_pair_level, STYPE = contingency_counts,
    FINALFUNC = risk_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE risk_ratio(boolean, boolean, text, double precision) IS
    'risk of the treated over that of the others, with limits by method ''katz'' (log), ''miettinen_nurminen'' or ''koopman'' (default katz, level 0.95)';
CREATE FUNCTION odds_ratio(x1 bigint, n1 bigint, x2 bigint, n2 bigint, method text DEFAULT 'woolf', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'odds_ratio_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION odds_ratio(bigint, bigint, bigint, bigint, text, double precision) IS
    'odds of the treated over those of the others, with limits by method ''woolf'' (log) or ''exact'' (conditional)';
CREATE FUNCTION odds_ratio_of(counts contingency_counts, method text DEFAULT 'woolf', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION odds_ratio_of(contingency_counts, text, double precision) IS
    'odds of the treated over those of the others, strata pooled, from contingency_agg(outcome boolean, treated boolean)';
CREATE FUNCTION odds_ratio_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION odds_ratio_final(contingency_counts) IS
    'final function of odds_ratio';
CREATE AGGREGATE odds_ratio(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = odds_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE odds_ratio(boolean, boolean) IS
    'odds of the treated over those of the others, with limits by method ''woolf'' (log) or ''exact'' (conditional) (default woolf, level 0.95)';
CREATE AGGREGATE odds_ratio(outcome boolean, treated boolean, method text) (
    SFUNC = contingency_add_pair_method, STYPE = contingency_counts,
    FINALFUNC = odds_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE odds_ratio(boolean, boolean, text) IS
    'odds of the treated over those of the others, with limits by method ''woolf'' (log) or ''exact'' (conditional) (default woolf, level 0.95)';
CREATE AGGREGATE odds_ratio(outcome boolean, treated boolean, method text, level double precision) (
    SFUNC = contingency_add_pair_level, STYPE = contingency_counts,
    FINALFUNC = odds_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE odds_ratio(boolean, boolean, text, double precision) IS
    'odds of the treated over those of the others, with limits by method ''woolf'' (log) or ''exact'' (conditional) (default woolf, level 0.95)';

-- Two groups in strata: Mantel-Haenszel
CREATE FUNCTION mantel_haenszel_risk_difference(counts bigint[], level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'mantel_haenszel_risk_difference_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_difference(bigint[], double precision) IS
    'difference of risks with Mantel-Haenszel weights and Sato''s variance (Biometrics 1989;45:1323); counts[stratum][treated, others][responders, others]';
CREATE FUNCTION mantel_haenszel_risk_difference_of(counts contingency_counts, level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_difference_of(contingency_counts, double precision) IS
    'difference of risks with Mantel-Haenszel weights and Sato''s variance (Biometrics 1989;45:1323), from contingency_agg(outcome boolean, treated boolean, stratum)';
CREATE FUNCTION mantel_haenszel_risk_difference_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_difference_final(contingency_counts) IS
    'final function of mantel_haenszel_risk_difference';
CREATE AGGREGATE mantel_haenszel_risk_difference(outcome boolean, treated boolean, stratum text) (
    SFUNC = contingency_add_pair_stratum, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_risk_difference_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_risk_difference(boolean, boolean, text) IS
    'difference of risks with Mantel-Haenszel weights and Sato''s variance (Biometrics 1989;45:1323); x and n are sums over the strata';
CREATE AGGREGATE mantel_haenszel_risk_difference(outcome boolean, treated boolean, stratum text, level double precision) (
    SFUNC = contingency_add_pair_stratum_level, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_risk_difference_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_risk_difference(boolean, boolean, text, double precision) IS
    'difference of risks with Mantel-Haenszel weights and Sato''s variance (Biometrics 1989;45:1323); x and n are sums over the strata';
CREATE FUNCTION mantel_haenszel_risk_ratio(counts bigint[], level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'mantel_haenszel_risk_ratio_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_ratio(bigint[], double precision) IS
    'ratio of risks over strata, variance of Greenland and Robins (Biometrics 1985;41:55); counts[stratum][treated, others][responders, others]';
CREATE FUNCTION mantel_haenszel_risk_ratio_of(counts contingency_counts, level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_ratio_of(contingency_counts, double precision) IS
    'ratio of risks over strata, variance of Greenland and Robins (Biometrics 1985;41:55), from contingency_agg(outcome boolean, treated boolean, stratum)';
CREATE FUNCTION mantel_haenszel_risk_ratio_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_risk_ratio_final(contingency_counts) IS
    'final function of mantel_haenszel_risk_ratio';
CREATE AGGREGATE mantel_haenszel_risk_ratio(outcome boolean, treated boolean, stratum text) (
    SFUNC = contingency_add_pair_stratum, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_risk_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_risk_ratio(boolean, boolean, text) IS
    'ratio of risks over strata, variance of Greenland and Robins (Biometrics 1985;41:55); x and n are sums over the strata';
CREATE AGGREGATE mantel_haenszel_risk_ratio(outcome boolean, treated boolean, stratum text, level double precision) (
    SFUNC = contingency_add_pair_stratum_level, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_risk_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_risk_ratio(boolean, boolean, text, double precision) IS
    'ratio of risks over strata, variance of Greenland and Robins (Biometrics 1985;41:55); x and n are sums over the strata';
CREATE FUNCTION mantel_haenszel_odds_ratio(counts bigint[], level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'mantel_haenszel_odds_ratio_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_odds_ratio(bigint[], double precision) IS
    'common odds ratio, variance of Robins, Breslow and Greenland (Biometrics 1986;42:311); counts[stratum][treated, others][responders, others]';
CREATE FUNCTION mantel_haenszel_odds_ratio_of(counts contingency_counts, level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_odds_ratio_of(contingency_counts, double precision) IS
    'common odds ratio, variance of Robins, Breslow and Greenland (Biometrics 1986;42:311), from contingency_agg(outcome boolean, treated boolean, stratum)';
CREATE FUNCTION mantel_haenszel_odds_ratio_final(counts contingency_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mantel_haenszel_odds_ratio_final(contingency_counts) IS
    'final function of mantel_haenszel_odds_ratio';
CREATE AGGREGATE mantel_haenszel_odds_ratio(outcome boolean, treated boolean, stratum text) (
    SFUNC = contingency_add_pair_stratum, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_odds_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_odds_ratio(boolean, boolean, text) IS
    'common odds ratio, variance of Robins, Breslow and Greenland (Biometrics 1986;42:311); x and n are sums over the strata';
CREATE AGGREGATE mantel_haenszel_odds_ratio(outcome boolean, treated boolean, stratum text, level double precision) (
    SFUNC = contingency_add_pair_stratum_level, STYPE = contingency_counts,
    FINALFUNC = mantel_haenszel_odds_ratio_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mantel_haenszel_odds_ratio(boolean, boolean, text, double precision) IS
    'common odds ratio, variance of Robins, Breslow and Greenland (Biometrics 1986;42:311); x and n are sums over the strata';

-- Tables: a row for each arm, a column for each outcome
CREATE FUNCTION chi_square_test(counts bigint[], correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME', 'chi_square_test_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION chi_square_test(bigint[], boolean) IS
    'Pearson''s chi-square of a table of counts (corrected for continuity if asked, only 2 x 2); empty rows and columns are left out';
CREATE FUNCTION chi_square_test(x1 bigint, n1 bigint, x2 bigint, n2 bigint, correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME', 'chi_square_test_groups' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION chi_square_test(bigint, bigint, bigint, bigint, boolean) IS
    'Pearson''s chi-square of x1 of n1 against x2 of n2';
CREATE FUNCTION chi_square_test_of(counts contingency_counts, correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION chi_square_test_of(contingency_counts, boolean) IS
    'Pearson''s chi-square of arm by outcome, strata pooled';
CREATE FUNCTION chi_square_final(counts contingency_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION chi_square_final(contingency_counts) IS
    'final function of chi_square_test';
CREATE AGGREGATE chi_square_test(arm text, outcome text) (
    SFUNC = contingency_add_table, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(text, text) IS
    'Pearson''s chi-square of arm by outcome, not corrected for continuity';
CREATE AGGREGATE chi_square_test(arm text, outcome text, correct boolean) (
    SFUNC = contingency_add_table_correct, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(text, text, boolean) IS
    'Pearson''s chi-square of arm by outcome (corrected for continuity if asked, only 2 x 2)';
CREATE AGGREGATE chi_square_test(arm text, outcome boolean) (
    SFUNC = contingency_add_arm, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(text, boolean) IS
    'Pearson''s chi-square of arm by outcome, not corrected for continuity';
CREATE AGGREGATE chi_square_test(arm text, outcome boolean, correct boolean) (
    SFUNC = contingency_add_arm_correct, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(text, boolean, boolean) IS
    'Pearson''s chi-square of arm by outcome (corrected for continuity if asked, only 2 x 2)';
CREATE AGGREGATE chi_square_test(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(boolean, boolean) IS
    'Pearson''s chi-square of arm by outcome, not corrected for continuity';
CREATE AGGREGATE chi_square_test(outcome boolean, treated boolean, correct boolean) (
    SFUNC = contingency_add_pair_correct, STYPE = contingency_counts,
    FINALFUNC = chi_square_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE chi_square_test(boolean, boolean, boolean) IS
    'Pearson''s chi-square of arm by outcome (corrected for continuity if asked, only 2 x 2)';
CREATE FUNCTION fisher_exact_test(counts bigint[]) RETURNS test_result
    AS 'MODULE_PATHNAME', 'fisher_exact_test_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION fisher_exact_test(bigint[]) IS
    'Fisher''s exact test of a table of counts, two-sided (tables not more likely than this one); no statistic; beyond 100 million steps, some seconds, an error';
CREATE FUNCTION fisher_exact_test(x1 bigint, n1 bigint, x2 bigint, n2 bigint) RETURNS test_result
    AS 'MODULE_PATHNAME', 'fisher_exact_test_groups' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION fisher_exact_test(bigint, bigint, bigint, bigint) IS
    'Fisher''s exact test of x1 of n1 against x2 of n2, two-sided';
CREATE FUNCTION fisher_exact_test_of(counts contingency_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION fisher_exact_test_of(contingency_counts) IS
    'Fisher''s exact test of arm by outcome, strata pooled; final function of fisher_exact_test';
CREATE AGGREGATE fisher_exact_test(arm text, outcome text) (
    SFUNC = contingency_add_table, STYPE = contingency_counts,
    FINALFUNC = fisher_exact_test_of,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE fisher_exact_test(text, text) IS
    'Fisher''s exact test of arm by outcome, two-sided';
CREATE AGGREGATE fisher_exact_test(arm text, outcome boolean) (
    SFUNC = contingency_add_arm, STYPE = contingency_counts,
    FINALFUNC = fisher_exact_test_of,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE fisher_exact_test(text, boolean) IS
    'Fisher''s exact test of arm by outcome, two-sided';
CREATE AGGREGATE fisher_exact_test(outcome boolean, treated boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = fisher_exact_test_of,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE fisher_exact_test(boolean, boolean) IS
    'Fisher''s exact test of arm by outcome, two-sided';
CREATE FUNCTION cmh_test(counts bigint[], correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME', 'cmh_test_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION cmh_test(bigint[], boolean) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2); a table for each stratum';
CREATE FUNCTION cmh_test_of(counts contingency_counts, correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION cmh_test_of(contingency_counts, boolean) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2)';
CREATE FUNCTION cmh_final(counts contingency_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION cmh_final(contingency_counts) IS
    'final function of cmh_test';
CREATE AGGREGATE cmh_test(arm text, outcome text, stratum text) (
    SFUNC = contingency_add_table_stratum, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(text, text, text) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2), not corrected for continuity';
CREATE AGGREGATE cmh_test(arm text, outcome text, stratum text, correct boolean) (
    SFUNC = contingency_add_table_stratum_correct, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(text, text, text, boolean) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2) (corrected for continuity if asked, only 2 x 2)';
CREATE AGGREGATE cmh_test(arm text, outcome boolean, stratum text) (
    SFUNC = contingency_add_arm_stratum, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(text, boolean, text) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2), not corrected for continuity';
CREATE AGGREGATE cmh_test(arm text, outcome boolean, stratum text, correct boolean) (
    SFUNC = contingency_add_arm_stratum_correct, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(text, boolean, text, boolean) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2) (corrected for continuity if asked, only 2 x 2)';
CREATE AGGREGATE cmh_test(outcome boolean, treated boolean, stratum text) (
    SFUNC = contingency_add_pair_stratum, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(boolean, boolean, text) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2), not corrected for continuity';
CREATE AGGREGATE cmh_test(outcome boolean, treated boolean, stratum text, correct boolean) (
    SFUNC = contingency_add_pair_stratum_correct, STYPE = contingency_counts,
    FINALFUNC = cmh_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cmh_test(boolean, boolean, text, boolean) IS
    'Cochran-Mantel-Haenszel test of arm by outcome over strata (general association beyond 2 x 2) (corrected for continuity if asked, only 2 x 2)';

-- Paired answers: the first in rows, the second in columns
CREATE FUNCTION mcnemar_test(counts bigint[], correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME', 'mcnemar_test_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mcnemar_test(bigint[], boolean) IS
    'McNemar test of paired answers, Bowker test beyond two of a square table (corrected for continuity if asked, only 2 x 2)';
CREATE FUNCTION mcnemar_test_of(counts contingency_counts, correct boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mcnemar_test_of(contingency_counts, boolean) IS
    'McNemar test of paired answers, Bowker test beyond two, strata pooled';
CREATE FUNCTION mcnemar_final(counts contingency_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mcnemar_final(contingency_counts) IS
    'final function of mcnemar_test';
CREATE AGGREGATE mcnemar_test(before boolean, after boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = mcnemar_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mcnemar_test(boolean, boolean) IS
    'McNemar test of paired answers, Bowker test beyond two, not corrected for continuity';
CREATE AGGREGATE mcnemar_test(before boolean, after boolean, correct boolean) (
    SFUNC = contingency_add_pair_correct, STYPE = contingency_counts,
    FINALFUNC = mcnemar_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mcnemar_test(boolean, boolean, boolean) IS
    'McNemar test of paired answers, Bowker test beyond two (corrected for continuity if asked, only 2 x 2)';
CREATE AGGREGATE mcnemar_test(before text, after text) (
    SFUNC = contingency_add_table, STYPE = contingency_counts,
    FINALFUNC = mcnemar_final,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mcnemar_test(text, text) IS
    'McNemar test of paired answers, Bowker test beyond two, not corrected for continuity';
CREATE FUNCTION mcnemar_exact_test(counts bigint[]) RETURNS test_result
    AS 'MODULE_PATHNAME', 'mcnemar_exact_test_array' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mcnemar_exact_test(bigint[]) IS
    'exact McNemar test of a 2 x 2 table: binomial of those who changed';
CREATE FUNCTION mcnemar_exact_test_of(counts contingency_counts) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION mcnemar_exact_test_of(contingency_counts) IS
    'exact McNemar test, strata pooled; final function of mcnemar_exact_test';
CREATE AGGREGATE mcnemar_exact_test(before boolean, after boolean) (
    SFUNC = contingency_add_pair, STYPE = contingency_counts,
    FINALFUNC = mcnemar_exact_test_of,
    COMBINEFUNC = contingency_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mcnemar_exact_test(boolean, boolean) IS
    'exact McNemar test: binomial of those who changed';

-- Rates of events
CREATE FUNCTION incidence_rate(events bigint, person_time double precision, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME', 'incidence_rate_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION incidence_rate(bigint, double precision, double precision) IS
    'events per unit of person-time with exact Poisson limits; x is the events, n NULL';
CREATE FUNCTION rate_ratio(events1 bigint, time1 double precision, events2 bigint, time2 double precision, method text DEFAULT 'exact', level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME', 'rate_ratio_counts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION rate_ratio(bigint, double precision, bigint, double precision, text, double precision) IS
    'incidence rate of the first group over that of the second, limits by method ''exact'' (binomial) or ''wald'' (log); x1 and x2 are the events';

CREATE TYPE person_time_counts;
CREATE FUNCTION person_time_counts_in(cstring) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION person_time_counts_in(cstring) IS
    'input function of type person_time_counts';
CREATE FUNCTION person_time_counts_out(person_time_counts) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION person_time_counts_out(person_time_counts) IS
    'output function of type person_time_counts';
CREATE FUNCTION person_time_counts_recv(internal) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION person_time_counts_recv(internal) IS
    'binary input function of type person_time_counts';
CREATE FUNCTION person_time_counts_send(person_time_counts) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION person_time_counts_send(person_time_counts) IS
    'binary output function of type person_time_counts';
CREATE TYPE person_time_counts (
    INPUT = person_time_counts_in,
    OUTPUT = person_time_counts_out,
    RECEIVE = person_time_counts_recv,
    SEND = person_time_counts_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE person_time_counts IS
    'events and person-time of the treated and of the others, summed exactly: the state of incidence_rate_agg and rate_ratio_agg';
CREATE FUNCTION person_time_add(state person_time_counts, events bigint, person_time double precision) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_add(person_time_counts, bigint, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION person_time_add_level(state person_time_counts, events bigint, person_time double precision, level double precision) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_add_level(person_time_counts, bigint, double precision, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION person_time_add_treated(state person_time_counts, events bigint, person_time double precision, treated boolean) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_add_treated(person_time_counts, bigint, double precision, boolean) IS
    'transition function: adds one subject';
CREATE FUNCTION person_time_add_treated_method(state person_time_counts, events bigint, person_time double precision, treated boolean, method text) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_add_treated_method(person_time_counts, bigint, double precision, boolean, text) IS
    'transition function: adds one subject';
CREATE FUNCTION person_time_add_treated_level(state person_time_counts, events bigint, person_time double precision, treated boolean, method text, level double precision) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_add_treated_level(person_time_counts, bigint, double precision, boolean, text, double precision) IS
    'transition function: adds one subject';
CREATE FUNCTION person_time_combine(state person_time_counts, other person_time_counts) RETURNS person_time_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION person_time_combine(person_time_counts, person_time_counts) IS
    'adds two person_time_counts; those for different methods or levels are an error';
CREATE FUNCTION incidence_rate_final(counts person_time_counts) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION incidence_rate_final(person_time_counts) IS
    'final function of incidence_rate_agg';
CREATE FUNCTION rate_ratio_final(counts person_time_counts) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION rate_ratio_final(person_time_counts) IS
    'final function of rate_ratio_agg';
CREATE AGGREGATE incidence_rate_agg(events bigint, person_time double precision) (
    SFUNC = person_time_add, STYPE = person_time_counts,
    FINALFUNC = incidence_rate_final,
    COMBINEFUNC = person_time_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE incidence_rate_agg(bigint, double precision) IS
    'events per unit of person-time with exact Poisson limits, one row a subject; times are summed exactly';
CREATE AGGREGATE incidence_rate_agg(events bigint, person_time double precision, level double precision) (
    SFUNC = person_time_add_level, STYPE = person_time_counts,
    FINALFUNC = incidence_rate_final,
    COMBINEFUNC = person_time_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE incidence_rate_agg(bigint, double precision, double precision) IS
    'events per unit of person-time with exact Poisson limits, one row a subject; times are summed exactly';
CREATE AGGREGATE rate_ratio_agg(events bigint, person_time double precision, treated boolean) (
    SFUNC = person_time_add_treated, STYPE = person_time_counts,
    FINALFUNC = rate_ratio_final,
    COMBINEFUNC = person_time_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rate_ratio_agg(bigint, double precision, boolean) IS
    'incidence rate of the treated over that of the others, one row a subject, limits by method ''exact'' or ''wald''';
CREATE AGGREGATE rate_ratio_agg(events bigint, person_time double precision, treated boolean, method text) (
    SFUNC = person_time_add_treated_method, STYPE = person_time_counts,
    FINALFUNC = rate_ratio_final,
    COMBINEFUNC = person_time_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rate_ratio_agg(bigint, double precision, boolean, text) IS
    'incidence rate of the treated over that of the others, one row a subject, limits by method ''exact'' or ''wald''';
CREATE AGGREGATE rate_ratio_agg(events bigint, person_time double precision, treated boolean, method text, level double precision) (
    SFUNC = person_time_add_treated_level, STYPE = person_time_counts,
    FINALFUNC = rate_ratio_final,
    COMBINEFUNC = person_time_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rate_ratio_agg(bigint, double precision, boolean, text, double precision) IS
    'incidence rate of the treated over that of the others, one row a subject, limits by method ''exact'' or ''wald''';

-- Several tests
CREATE FUNCTION p_adjust(p double precision[], method text DEFAULT 'holm') RETURNS double precision[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION p_adjust(double precision[], text) IS
    'p-values adjusted for several tests by ''holm'', ''hochberg'', ''hommel'', ''bonferroni'', ''bh'', ''by'' or ''none''; NULLs stay and do not count';

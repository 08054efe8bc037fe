-- Means, changes from baseline and ranks: t tests, Wilcoxon, Kruskal-Wallis

CREATE TYPE sample_sums;
CREATE FUNCTION sample_sums_in(cstring) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_in(cstring) IS 'input function of type sample_sums';
CREATE FUNCTION sample_sums_out(sample_sums) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_out(sample_sums) IS 'output function of type sample_sums';
CREATE FUNCTION sample_sums_recv(internal) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_recv(internal) IS 'binary input function of type sample_sums';
CREATE FUNCTION sample_sums_send(sample_sums) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_send(sample_sums) IS 'binary output function of type sample_sums';
CREATE TYPE sample_sums (
    INPUT = sample_sums_in,
    OUTPUT = sample_sums_out,
    RECEIVE = sample_sums_recv,
    SEND = sample_sums_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE sample_sums IS
    'counts and exact sums of one sample, of two, or of changes from baseline: the mergeable state of t tests and tables of change';

CREATE FUNCTION sample_sums_one(sample_sums, double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_one(sample_sums, double precision) IS 'transition function of one sample: adds a value';
CREATE FUNCTION sample_sums_one_mu(sample_sums, double precision, mu double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_one_mu(sample_sums, double precision, double precision) IS
    'transition function of one_sample_t_test: adds a value, keeps the mean tested';
CREATE FUNCTION sample_sums_one_level(sample_sums, double precision, level double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_one_level(sample_sums, double precision, double precision) IS
    'transition function of mean_estimate: adds a value, keeps the level';
CREATE FUNCTION sample_sums_two(sample_sums, double precision, boolean) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_two(sample_sums, double precision, boolean) IS
    'transition function of two samples: adds a value to the treated or to the others';
CREATE FUNCTION sample_sums_two_pooled(sample_sums, double precision, boolean, pooled boolean) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_two_pooled(sample_sums, double precision, boolean, boolean) IS
    'transition function of two samples: adds a value, keeps whether variances are pooled';
CREATE FUNCTION sample_sums_two_level(sample_sums, double precision, boolean, pooled boolean, level double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_two_level(sample_sums, double precision, boolean, boolean, double precision) IS
    'transition function of mean_difference: adds a value, keeps whether variances are pooled and the level';
CREATE FUNCTION sample_sums_change(sample_sums, double precision, double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_change(sample_sums, double precision, double precision) IS
    'transition function of changes: adds a value and its baseline';
CREATE FUNCTION sample_sums_change_level(sample_sums, double precision, double precision, level double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_change_level(sample_sums, double precision, double precision, double precision) IS
    'transition function of mean_change: adds a value and its baseline, keeps the level';
CREATE FUNCTION sample_sums_combine(sample_sums, sample_sums) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_sums_combine(sample_sums, sample_sums) IS 'adds two sample_sums of the same kind and options';

-- The sums as such
CREATE AGGREGATE sample_agg(value double precision) (
    SFUNC = sample_sums_one, STYPE = sample_sums, COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sample_agg(double precision) IS 'exact sums of one sample, NULLs counted as missing';
CREATE AGGREGATE sample_agg(value double precision, treated boolean) (
    SFUNC = sample_sums_two, STYPE = sample_sums, COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sample_agg(double precision, boolean) IS 'exact sums of the treated and of the others, NULLs counted as missing';
CREATE AGGREGATE sample_agg(sums sample_sums) (
    SFUNC = sample_sums_combine, STYPE = sample_sums, COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sample_agg(sample_sums) IS 'merges sums of the same kind, of sites or of years, into those of all subjects';
CREATE AGGREGATE change_agg(value double precision, baseline double precision) (
    SFUNC = sample_sums_change, STYPE = sample_sums, COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE change_agg(double precision, double precision) IS
    'exact sums of values, baselines, changes and changes in per cent; a subject without either is counted as missing';

-- One sample
CREATE FUNCTION one_sample_t_test_final(sample_sums) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION one_sample_t_test_final(sample_sums) IS 'final function of one_sample_t_test';
CREATE AGGREGATE one_sample_t_test(value double precision) (
    SFUNC = sample_sums_one, STYPE = sample_sums, FINALFUNC = one_sample_t_test_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE one_sample_t_test(double precision) IS
    't test of mean 0; statistic and p_value are NULL without two values or without variance';
CREATE AGGREGATE one_sample_t_test(value double precision, mu double precision) (
    SFUNC = sample_sums_one_mu, STYPE = sample_sums, FINALFUNC = one_sample_t_test_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE one_sample_t_test(double precision, double precision) IS
    't test of mean mu; statistic and p_value are NULL without two values or without variance';
CREATE FUNCTION one_sample_t_test_of(sums sample_sums, mu double precision DEFAULT 0) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION one_sample_t_test_of(sample_sums, double precision) IS 't test of mean mu, from the sums of one sample';
CREATE FUNCTION mean_estimate_final(sample_sums) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mean_estimate_final(sample_sums) IS 'final function of mean_estimate';
CREATE AGGREGATE mean_estimate(value double precision) (
    SFUNC = sample_sums_one, STYPE = sample_sums, FINALFUNC = mean_estimate_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_estimate(double precision) IS 'mean with its 95 % limits by the t distribution, n and missing';
CREATE AGGREGATE mean_estimate(value double precision, level double precision) (
    SFUNC = sample_sums_one_level, STYPE = sample_sums, FINALFUNC = mean_estimate_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_estimate(double precision, double precision) IS
    'mean with its limits by the t distribution at that level, n and missing';
CREATE FUNCTION mean_estimate_of(sums sample_sums, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_estimate_of(sample_sums, double precision) IS 'mean with its limits, from the sums of one sample';

-- Two samples
CREATE FUNCTION t_test_final(sample_sums) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION t_test_final(sample_sums) IS 'final function of t_test';
CREATE AGGREGATE t_test(value double precision, treated boolean) (
    SFUNC = sample_sums_two, STYPE = sample_sums, FINALFUNC = t_test_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE t_test(double precision, boolean) IS
    'two-sample t test of Welch (variances may differ), treated minus others; statistic and p_value are NULL with fewer than two values in a group or without variance';
CREATE AGGREGATE t_test(value double precision, treated boolean, pooled boolean) (
    SFUNC = sample_sums_two_pooled, STYPE = sample_sums, FINALFUNC = t_test_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE t_test(double precision, boolean, boolean) IS
    'two-sample t test, with pooled variance if pooled, else of Welch';
CREATE FUNCTION t_test_of(sums sample_sums, pooled boolean DEFAULT false) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION t_test_of(sample_sums, boolean) IS 'two-sample t test, from the sums of two samples';
CREATE FUNCTION mean_difference_final(sample_sums) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mean_difference_final(sample_sums) IS 'final function of mean_difference';
CREATE AGGREGATE mean_difference(value double precision, treated boolean) (
    SFUNC = sample_sums_two, STYPE = sample_sums, FINALFUNC = mean_difference_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_difference(double precision, boolean) IS
    'difference of means, treated minus others, with its 95 % limits by Welch''s t test';
CREATE AGGREGATE mean_difference(value double precision, treated boolean, pooled boolean) (
    SFUNC = sample_sums_two_pooled, STYPE = sample_sums, FINALFUNC = mean_difference_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_difference(double precision, boolean, boolean) IS
    'difference of means with its 95 % limits, by pooled variance if pooled, else by Welch''s t test';
CREATE AGGREGATE mean_difference(value double precision, treated boolean, pooled boolean, level double precision) (
    SFUNC = sample_sums_two_level, STYPE = sample_sums, FINALFUNC = mean_difference_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_difference(double precision, boolean, boolean, double precision) IS
    'difference of means with its limits at that level, by pooled variance if pooled, else by Welch''s t test';
CREATE FUNCTION mean_difference_of(sums sample_sums, pooled boolean DEFAULT false, level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_difference_of(sample_sums, boolean, double precision) IS
    'difference of means with its limits, from the sums of two samples';

-- Change from baseline
CREATE FUNCTION paired_t_test_final(sample_sums) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION paired_t_test_final(sample_sums) IS 'final function of paired_t_test';
CREATE AGGREGATE paired_t_test(value double precision, baseline double precision) (
    SFUNC = sample_sums_change, STYPE = sample_sums, FINALFUNC = paired_t_test_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE paired_t_test(double precision, double precision) IS
    'paired t test of value minus baseline; a pair of which either is NULL is counted as missing';
CREATE FUNCTION paired_t_test_of(sums sample_sums) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION paired_t_test_of(sample_sums) IS 'paired t test, from the sums of changes';
CREATE FUNCTION mean_change_final(sample_sums) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mean_change_final(sample_sums) IS 'final function of mean_change';
CREATE AGGREGATE mean_change(value double precision, baseline double precision) (
    SFUNC = sample_sums_change, STYPE = sample_sums, FINALFUNC = mean_change_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_change(double precision, double precision) IS
    'mean of value minus baseline with its 95 % limits by the t distribution';
CREATE AGGREGATE mean_change(value double precision, baseline double precision, level double precision) (
    SFUNC = sample_sums_change_level, STYPE = sample_sums, FINALFUNC = mean_change_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE mean_change(double precision, double precision, double precision) IS
    'mean of value minus baseline with its limits at that level by the t distribution';
CREATE FUNCTION mean_change_of(sums sample_sums, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mean_change_of(sample_sums, double precision) IS 'mean change with its limits, from the sums of changes';

CREATE TYPE change_table_row AS (
    n bigint,
    mean double precision,
    sd double precision,
    baseline_n bigint,
    baseline_mean double precision,
    baseline_sd double precision,
    change_n bigint,
    missing bigint,
    change_mean double precision,
    change_sd double precision,
    change_std_err double precision,
    change_lower double precision,
    change_upper double precision,
    percent_n bigint,
    percent_mean double precision,
    percent_sd double precision
);
COMMENT ON TYPE change_table_row IS
    'a row of a table of change from baseline: subjects with a value and its mean and sd; the same of the baseline; of the change (of the change_n with both; missing lack either) with 95 % limits; of the change in per cent, for baselines other than 0';
CREATE FUNCTION change_summary_final(sample_sums) RETURNS change_table_row
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION change_summary_final(sample_sums) IS 'final function of change_summary';
CREATE AGGREGATE change_summary(value double precision, baseline double precision) (
    SFUNC = sample_sums_change, STYPE = sample_sums, FINALFUNC = change_summary_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE change_summary(double precision, double precision) IS
    'n, mean and sd of value, baseline, change and change in per cent, and how many lack a value or a baseline';
CREATE FUNCTION change_summary_of(sums sample_sums) RETURNS change_table_row
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION change_summary_of(sample_sums) IS 'a row of a table of change, from the sums of changes';

-- Ranks

CREATE TYPE sample_rows;
CREATE FUNCTION sample_rows_in(cstring) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_in(cstring) IS 'input function of type sample_rows';
CREATE FUNCTION sample_rows_out(sample_rows) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_out(sample_rows) IS 'output function of type sample_rows';
CREATE FUNCTION sample_rows_recv(internal) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_recv(internal) IS 'binary input function of type sample_rows';
CREATE FUNCTION sample_rows_send(sample_rows) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_send(sample_rows) IS 'binary output function of type sample_rows';
CREATE TYPE sample_rows (
    INPUT = sample_rows_in,
    OUTPUT = sample_rows_out,
    RECEIVE = sample_rows_recv,
    SEND = sample_rows_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE sample_rows IS
    'the different rows of one or several samples and how often each occurs: the mergeable state of rank tests, ROC curves and regression; it grows with the different values';

CREATE FUNCTION sample_rows_one(sample_rows, double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_one(sample_rows, double precision) IS 'transition function of one sample: adds a value';
CREATE FUNCTION sample_rows_change(sample_rows, double precision, double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_change(sample_rows, double precision, double precision) IS
    'transition function of paired samples: adds the difference of a value and its baseline';
CREATE FUNCTION sample_rows_two(sample_rows, double precision, boolean) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_two(sample_rows, double precision, boolean) IS
    'transition function of two samples: adds a value of the treated or of the others';
CREATE FUNCTION sample_rows_two_level(sample_rows, double precision, boolean, level double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_two_level(sample_rows, double precision, boolean, double precision) IS
    'transition function of hodges_lehmann: adds a value, keeps the level';
CREATE FUNCTION sample_rows_group(sample_rows, arm text, double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_group(sample_rows, text, double precision) IS 'transition function of several samples: adds a value of an arm';
CREATE FUNCTION sample_rows_combine(sample_rows, sample_rows) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_combine(sample_rows, sample_rows) IS 'adds two sample_rows of the same kind and options';
CREATE FUNCTION sample_rows_seal(sample_rows) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_seal(sample_rows) IS 'final function of ranks_agg, scores_agg and model_agg: the rows sorted, equal ones counted';

-- The rows as such
CREATE AGGREGATE ranks_agg(value double precision) (
    SFUNC = sample_rows_one, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ranks_agg(double precision) IS
    'the values of one sample, NULLs counted as missing; the state grows with the different values';
CREATE AGGREGATE ranks_agg(value double precision, treated boolean) (
    SFUNC = sample_rows_two, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ranks_agg(double precision, boolean) IS
    'the values of the treated and of the others, NULLs counted as missing; the state grows with the different values';
CREATE AGGREGATE ranks_agg(arm text, value double precision) (
    SFUNC = sample_rows_group, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ranks_agg(text, double precision) IS
    'the values of several arms, NULLs counted as missing; the state grows with the different values';
CREATE AGGREGATE ranks_agg(rows sample_rows) (
    SFUNC = sample_rows_combine, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE ranks_agg(sample_rows) IS
    'merges rows of the same kind, of sites or of years, into those of all subjects; the state grows with the different rows';

CREATE FUNCTION rank_sum_test_final(sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION rank_sum_test_final(sample_rows) IS 'final function of rank_sum_test';
CREATE AGGREGATE rank_sum_test(value double precision, treated boolean) (
    SFUNC = sample_rows_two, STYPE = sample_rows, FINALFUNC = rank_sum_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rank_sum_test(double precision, boolean) IS
    'Wilcoxon rank-sum (Mann-Whitney) test; statistic is W of the treated; exact without ties for groups below 50, else normal with correction for ties and continuity, as in R; the state grows with the different values';
CREATE FUNCTION rank_sum_test_of(rows sample_rows, exact boolean DEFAULT NULL, continuity boolean DEFAULT true) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION rank_sum_test_of(sample_rows, boolean, boolean) IS
    'Wilcoxon rank-sum test of kept rows; exact: NULL as the aggregate, true an error with ties or more than 200 values in a group; continuity: whether the normal approximation is corrected';
CREATE FUNCTION wilcoxon_signed_rank_test_final(sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION wilcoxon_signed_rank_test_final(sample_rows) IS 'final function of wilcoxon_signed_rank_test';
CREATE AGGREGATE wilcoxon_signed_rank_test(change double precision) (
    SFUNC = sample_rows_one, STYPE = sample_rows, FINALFUNC = wilcoxon_signed_rank_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE wilcoxon_signed_rank_test(double precision) IS
    'Wilcoxon signed-rank test of changes against 0; statistic is V; zeros carry no rank; exact without ties and zeros below 50, else normal with correction for ties and continuity, as in R; the state grows with the different values';
CREATE AGGREGATE wilcoxon_signed_rank_test(value double precision, baseline double precision) (
    SFUNC = sample_rows_change, STYPE = sample_rows, FINALFUNC = wilcoxon_signed_rank_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE wilcoxon_signed_rank_test(double precision, double precision) IS
    'Wilcoxon signed-rank test of value minus baseline, differences taken as decimals: 100.1 - 100.0 ties with 0.1; the state grows with the different values';
CREATE FUNCTION wilcoxon_signed_rank_test_of(rows sample_rows, exact boolean DEFAULT NULL, continuity boolean DEFAULT true) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION wilcoxon_signed_rank_test_of(sample_rows, boolean, boolean) IS
    'Wilcoxon signed-rank test of kept rows; exact: NULL as the aggregate, true an error with ties, zeros or more than 200 values; continuity: whether the normal approximation is corrected';

CREATE FUNCTION hodges_lehmann_final(sample_rows) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION hodges_lehmann_final(sample_rows) IS 'final function of hodges_lehmann';
CREATE AGGREGATE hodges_lehmann(value double precision, treated boolean) (
    SFUNC = sample_rows_two, STYPE = sample_rows, FINALFUNC = hodges_lehmann_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE hodges_lehmann(double precision, boolean) IS
    'median of all differences between a treated subject and another, with the 95 % limits of the rank-sum test; the state grows with the different values';
CREATE AGGREGATE hodges_lehmann(value double precision, treated boolean, level double precision) (
    SFUNC = sample_rows_two_level, STYPE = sample_rows, FINALFUNC = hodges_lehmann_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE hodges_lehmann(double precision, boolean, double precision) IS
    'median of all differences between a treated subject and another, with limits at that level; the state grows with the different values';
CREATE FUNCTION hodges_lehmann_of(rows sample_rows, level double precision DEFAULT 0.95) RETURNS comparison_estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION hodges_lehmann_of(sample_rows, double precision) IS 'Hodges-Lehmann shift of two samples, from kept rows';
CREATE FUNCTION pseudomedian_final(sample_rows) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION pseudomedian_final(sample_rows) IS 'final function of pseudomedian';
CREATE AGGREGATE pseudomedian(change double precision) (
    SFUNC = sample_rows_one, STYPE = sample_rows, FINALFUNC = pseudomedian_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pseudomedian(double precision) IS
    'Hodges-Lehmann estimate of one sample: median of all averages of two changes, with the 95 % limits of the signed-rank test; the state grows with the different values';
CREATE AGGREGATE pseudomedian(value double precision, baseline double precision) (
    SFUNC = sample_rows_change, STYPE = sample_rows, FINALFUNC = pseudomedian_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pseudomedian(double precision, double precision) IS
    'Hodges-Lehmann estimate of value minus baseline, with the 95 % limits of the signed-rank test; the state grows with the different values';
CREATE FUNCTION pseudomedian_of(rows sample_rows, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION pseudomedian_of(sample_rows, double precision) IS 'Hodges-Lehmann estimate of one sample, from kept rows';

CREATE FUNCTION kruskal_wallis_test_final(sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION kruskal_wallis_test_final(sample_rows) IS 'final function of kruskal_wallis_test';
CREATE AGGREGATE kruskal_wallis_test(arm text, value double precision) (
    SFUNC = sample_rows_group, STYPE = sample_rows, FINALFUNC = kruskal_wallis_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE kruskal_wallis_test(text, double precision) IS
    'Kruskal-Wallis rank test of several arms with correction for ties, chi-square with arms - 1 degrees of freedom; NULL for one arm or when all values are tied; the state grows with the different values';
CREATE FUNCTION kruskal_wallis_test_of(rows sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION kruskal_wallis_test_of(sample_rows) IS 'Kruskal-Wallis rank test, from kept rows of several arms';

CREATE FUNCTION cochran_armitage_test_final(sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION cochran_armitage_test_final(sample_rows) IS 'final function of cochran_armitage_test';
CREATE AGGREGATE cochran_armitage_test(dose double precision, outcome boolean) (
    SFUNC = sample_rows_two, STYPE = sample_rows, FINALFUNC = cochran_armitage_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cochran_armitage_test(double precision, boolean) IS
    'chi-square test for a linear trend in proportions over doses, 1 degree of freedom, as R''s prop.trend.test; NULL for one dose or one outcome; the state grows with the different doses';
CREATE FUNCTION cochran_armitage_test_of(rows sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION cochran_armitage_test_of(sample_rows) IS 'test for trend, from kept rows of (dose, outcome)';

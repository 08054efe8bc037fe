-- Response models: logistic regression, ROC curves, calibration

CREATE TYPE logistic_model;
CREATE FUNCTION logistic_model_in(cstring) RETURNS logistic_model
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logistic_model_in(cstring) IS 'input function of type logistic_model';
CREATE FUNCTION logistic_model_out(logistic_model) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logistic_model_out(logistic_model) IS 'output function of type logistic_model';
CREATE FUNCTION logistic_model_recv(internal) RETURNS logistic_model
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logistic_model_recv(internal) IS 'binary input function of type logistic_model';
CREATE FUNCTION logistic_model_send(logistic_model) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logistic_model_send(logistic_model) IS 'binary output function of type logistic_model';
CREATE TYPE logistic_model (
    INPUT = logistic_model_in,
    OUTPUT = logistic_model_out,
    RECEIVE = logistic_model_recv,
    SEND = logistic_model_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE logistic_model IS
    'a fitted logistic regression: coefficients and their covariance, log-likelihoods, counts, convergence and separation; read by coefficients, predict and model_summary';

CREATE FUNCTION sample_rows_model(sample_rows, boolean, double precision[]) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_model(sample_rows, boolean, double precision[]) IS
    'transition function of logistic_regression: adds an outcome with its predictors';
CREATE FUNCTION sample_rows_model_penalty(sample_rows, boolean, double precision[], penalty text) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_model_penalty(sample_rows, boolean, double precision[], text) IS
    'transition function of logistic_regression: adds an outcome with its predictors, keeps the penalty';
CREATE FUNCTION logistic_regression_final(sample_rows) RETURNS logistic_model
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION logistic_regression_final(sample_rows) IS 'final function of logistic_regression';

CREATE AGGREGATE model_agg(outcome boolean, predictors double precision[]) (
    SFUNC = sample_rows_model, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE model_agg(boolean, double precision[]) IS
    'the rows of a model, merged by ranks_agg, fitted by logistic_regression; the state grows with the different rows';
CREATE AGGREGATE logistic_regression(outcome boolean, predictors double precision[]) (
    SFUNC = sample_rows_model, STYPE = sample_rows, FINALFUNC = logistic_regression_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE logistic_regression(boolean, double precision[]) IS
    'logistic regression by maximum likelihood; a subject of whom the outcome or a predictor is NULL is counted as missing; separation and aliased predictors are reported; the state grows with the different rows';
CREATE AGGREGATE logistic_regression(outcome boolean, predictors double precision[], penalty text) (
    SFUNC = sample_rows_model_penalty, STYPE = sample_rows, FINALFUNC = logistic_regression_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE logistic_regression(boolean, double precision[], text) IS
    'logistic regression with a penalty: none, or firth, whose estimates stay finite when the data separate (Firth 1993, Biometrika 80:27); the state grows with the different rows';
CREATE FUNCTION logistic_regression_of(rows sample_rows, penalty text DEFAULT 'none') RETURNS logistic_model
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION logistic_regression_of(sample_rows, text) IS 'logistic regression of the rows that model_agg kept';

CREATE TYPE model_coefficient AS (
    name text,
    estimate double precision,
    std_err double precision,
    z double precision,
    p_value double precision,
    odds_ratio double precision,
    lower double precision,
    upper double precision
);
COMMENT ON TYPE model_coefficient IS
    'a coefficient with its Wald test, and the odds ratio per unit of the predictor with its Wald limits; NULL where the predictor is a combination of those before it, infinite without standard error where the data separate';
CREATE FUNCTION coefficients(model logistic_model, names text[] DEFAULT NULL, level double precision DEFAULT 0.95) RETURNS SETOF model_coefficient
    AS 'MODULE_PATHNAME', 'logistic_coefficients' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 5;
COMMENT ON FUNCTION coefficients(logistic_model, text[], double precision) IS
    'the intercept and a row for each predictor, in their order, named by names or x1, x2 ...';
CREATE FUNCTION predict(model logistic_model, predictors double precision[]) RETURNS double precision
    AS 'MODULE_PATHNAME', 'logistic_predict' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION predict(logistic_model, double precision[]) IS
    'probability of the outcome for these predictors; NULL when one is NULL, or when the model has no finite estimate';

CREATE TYPE model_fit AS (
    n bigint,
    events bigint,
    missing bigint,
    predictors integer,
    aliased integer,
    penalty text,
    log_likelihood double precision,
    null_log_likelihood double precision,
    chi_square double precision,
    df integer,
    p_value double precision,
    aic double precision,
    iterations integer,
    converged boolean,
    separation text
);
COMMENT ON TYPE model_fit IS
    'how a model fits: chi_square is the likelihood-ratio test against the intercept alone; log-likelihoods are penalized ones under a penalty; separation is none, quasi or complete';
CREATE FUNCTION model_summary(model logistic_model) RETURNS model_fit
    AS 'MODULE_PATHNAME', 'logistic_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION model_summary(logistic_model) IS
    'counts, log-likelihoods, likelihood-ratio test, convergence and separation of a model';

CREATE FUNCTION fold_of(subject text, folds integer, seed text) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION fold_of(text, integer, text) IS
    'fold 1 .. folds of a subject for cross-validation: the first 60 bits of SHA-256 of seed, a colon and subject, modulo folds, plus 1';

-- ROC curves and calibration

CREATE FUNCTION sample_rows_outcome(sample_rows, boolean, double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_outcome(sample_rows, boolean, double precision) IS 'transition function of scores: adds an outcome with its score';
CREATE FUNCTION sample_rows_outcome_level(sample_rows, boolean, double precision, level double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_outcome_level(sample_rows, boolean, double precision, double precision) IS
    'transition function of auc: adds an outcome with its score, keeps the level';
CREATE FUNCTION sample_rows_scores(sample_rows, boolean, double precision, double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_scores(sample_rows, boolean, double precision, double precision) IS
    'transition function of two scores: adds an outcome with both';
CREATE FUNCTION sample_rows_scores_level(sample_rows, boolean, double precision, double precision, level double precision) RETURNS sample_rows
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sample_rows_scores_level(sample_rows, boolean, double precision, double precision, double precision) IS
    'transition function of auc_difference: adds an outcome with both scores, keeps the level';

CREATE AGGREGATE scores_agg(outcome boolean, score double precision) (
    SFUNC = sample_rows_outcome, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores_agg(boolean, double precision) IS
    'scores with their outcomes, for roc_points, auc and calibration, merged by ranks_agg; the state grows with the different scores';
CREATE AGGREGATE scores_agg(outcome boolean, score double precision, other_score double precision) (
    SFUNC = sample_rows_scores, STYPE = sample_rows, FINALFUNC = sample_rows_seal,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE scores_agg(boolean, double precision, double precision) IS
    'two scores of each subject with the outcome, for auc_test and auc_difference, merged by ranks_agg; the state grows with the different rows';

CREATE FUNCTION auc_final(sample_rows) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_final(sample_rows) IS 'final function of auc';
CREATE AGGREGATE auc(outcome boolean, score double precision) (
    SFUNC = sample_rows_outcome, STYPE = sample_rows, FINALFUNC = auc_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE auc(boolean, double precision) IS
    'area under the ROC curve (higher scores for the outcome, ties half) with DeLong''s 95 % limits; x subjects of n have the outcome; the state grows with the different scores';
CREATE AGGREGATE auc(outcome boolean, score double precision, level double precision) (
    SFUNC = sample_rows_outcome_level, STYPE = sample_rows, FINALFUNC = auc_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE auc(boolean, double precision, double precision) IS
    'area under the ROC curve with DeLong''s limits at that level; the state grows with the different scores';
CREATE FUNCTION auc_of(rows sample_rows, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_of(sample_rows, double precision) IS 'area under the ROC curve of the scores that scores_agg kept';

CREATE TYPE roc_point AS (
    threshold double precision,
    sensitivity double precision,
    specificity double precision,
    true_positive bigint,
    false_positive bigint,
    true_negative bigint,
    false_negative bigint
);
COMMENT ON TYPE roc_point IS 'a point of a ROC curve: who scores at least threshold is called positive';
CREATE FUNCTION roc_points(rows sample_rows) RETURNS SETOF roc_point
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION roc_points(sample_rows) IS
    'the ROC curve of the scores that scores_agg kept, from the threshold that nobody reaches (infinity) to the lowest score';

CREATE FUNCTION auc_test_final(sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_test_final(sample_rows) IS 'final function of auc_test';
CREATE AGGREGATE auc_test(outcome boolean, score double precision, other_score double precision) (
    SFUNC = sample_rows_scores, STYPE = sample_rows, FINALFUNC = auc_test_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE auc_test(boolean, double precision, double precision) IS
    'DeLong''s test of two areas under ROC curves of the same subjects, statistic z; NULL when the curves do not differ at all; the state grows with the different rows';
CREATE FUNCTION auc_test_of(rows sample_rows) RETURNS test_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_test_of(sample_rows) IS 'DeLong''s test of the two scores that scores_agg kept';
CREATE FUNCTION auc_difference_final(sample_rows) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_difference_final(sample_rows) IS 'final function of auc_difference';
CREATE AGGREGATE auc_difference(outcome boolean, score double precision, other_score double precision) (
    SFUNC = sample_rows_scores, STYPE = sample_rows, FINALFUNC = auc_difference_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE auc_difference(boolean, double precision, double precision) IS
    'area of score less that of other_score, on the same subjects, with DeLong''s 95 % limits; the state grows with the different rows';
CREATE AGGREGATE auc_difference(outcome boolean, score double precision, other_score double precision, level double precision) (
    SFUNC = sample_rows_scores_level, STYPE = sample_rows, FINALFUNC = auc_difference_final,
    COMBINEFUNC = sample_rows_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE auc_difference(boolean, double precision, double precision, double precision) IS
    'area of score less that of other_score with DeLong''s limits at that level; the state grows with the different rows';
CREATE FUNCTION auc_difference_of(rows sample_rows, level double precision DEFAULT 0.95) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION auc_difference_of(sample_rows, double precision) IS 'difference of two areas, of the scores that scores_agg kept';

CREATE FUNCTION brier_sums(sample_sums, boolean, double precision) RETURNS sample_sums
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_sums(sample_sums, boolean, double precision) IS
    'transition function of brier_score: adds the squared error of a prediction';
CREATE FUNCTION brier_final(sample_sums) RETURNS estimate
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION brier_final(sample_sums) IS 'final function of brier_score';
CREATE AGGREGATE brier_score(outcome boolean, probability double precision) (
    SFUNC = brier_sums, STYPE = sample_sums, FINALFUNC = brier_final,
    COMBINEFUNC = sample_sums_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE brier_score(boolean, double precision) IS
    'mean squared error of predicted probabilities (Brier 1950, Mon Weather Rev 78:1), with normal 95 % limits';

CREATE TYPE calibration_bin AS (
    bin integer,
    n bigint,
    events bigint,
    predicted double precision,
    observed double precision,
    lowest double precision,
    highest double precision
);
COMMENT ON TYPE calibration_bin IS
    'subjects with near predictions: how many, how many with the outcome, mean prediction beside the share observed, lowest and highest prediction';
CREATE FUNCTION calibration(rows sample_rows, bins integer DEFAULT 10) RETURNS SETOF calibration_bin
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION calibration(sample_rows, integer) IS
    'predicted and observed by deciles of the predictions that scores_agg kept; equal predictions share a bin, an empty bin has no row';

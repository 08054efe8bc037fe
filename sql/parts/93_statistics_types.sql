
-- What the statistics answer with

CREATE TYPE estimate AS (
    estimate double precision,
    lower double precision,
    upper double precision,
    std_err double precision,
    level double precision,
    method text,
    x bigint,
    n bigint,
    missing bigint
);
COMMENT ON TYPE estimate IS
    'an estimate from one group with its confidence limits: x of the n subjects whose outcome is known, missing those whose is not; NULL where it is not defined';

CREATE TYPE comparison_estimate AS (
    estimate double precision,
    lower double precision,
    upper double precision,
    std_err double precision,
    level double precision,
    method text,
    x1 bigint,
    n1 bigint,
    x2 bigint,
    n2 bigint,
    missing bigint
);
COMMENT ON TYPE comparison_estimate IS
    'an estimate that compares the treated (x1 of n1) with the others (x2 of n2), with its confidence limits; std_err is on the scale on which the limits are made; NULL where it is not defined';

CREATE TYPE test_result AS (
    statistic double precision,
    df double precision,
    p_value double precision,
    method text,
    n bigint,
    missing bigint,
    min_expected double precision
);
COMMENT ON TYPE test_result IS
    'a statistical test: p_value is two-sided, n the subjects in it and missing those left out for a missing value, min_expected the smallest expected count of a table; statistic and p_value are NULL where the test is not defined';

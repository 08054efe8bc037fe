-- Screening: how many subjects pass, fail or are open, clause by clause

CREATE TYPE screening_counts;
CREATE FUNCTION screening_counts_in(cstring) RETURNS screening_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION screening_counts_in(cstring) IS 'input function of type screening_counts';
CREATE FUNCTION screening_counts_out(screening_counts) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION screening_counts_out(screening_counts) IS 'output function of type screening_counts';
CREATE FUNCTION screening_counts_recv(internal) RETURNS screening_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION screening_counts_recv(internal) IS 'binary input function of type screening_counts';
CREATE FUNCTION screening_counts_send(screening_counts) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION screening_counts_send(screening_counts) IS 'binary output function of type screening_counts';
CREATE TYPE screening_counts (
    INPUT = screening_counts_in,
    OUTPUT = screening_counts_out,
    RECEIVE = screening_counts_recv,
    SEND = screening_counts_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE screening_counts IS
    'for every clause how many subjects passed, failed and are unknown; made and merged by screening_summary, read by screening_table and screening_totals';

CREATE FUNCTION screening_transition(screening_counts, criteria_result) RETURNS screening_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION screening_transition(screening_counts, criteria_result) IS
    'transition function of screening_summary: adds one subject';
CREATE FUNCTION screening_combine(screening_counts, screening_counts) RETURNS screening_counts
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION screening_combine(screening_counts, screening_counts) IS
    'adds two screening_counts of the same criteria';

CREATE AGGREGATE screening_summary(criteria_result) (
    SFUNC = screening_transition, STYPE = screening_counts,
    COMBINEFUNC = screening_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE screening_summary(criteria_result) IS
    'counts of subjects by clause; results of different criteria in one group are an error; NULL without subjects';
CREATE AGGREGATE screening_summary(screening_counts) (
    SFUNC = screening_combine, STYPE = screening_counts,
    COMBINEFUNC = screening_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE screening_summary(screening_counts) IS
    'merges counts of the same criteria, of sites or of years, into those of all subjects';

CREATE TYPE screening_clause AS (
    "position" integer,
    label text,
    title text,
    kind text,
    subjects bigint,
    passed bigint,
    failed bigint,
    unknown bigint,
    failed_alone bigint,
    unknown_alone bigint,
    remaining bigint,
    remaining_possible bigint
);
COMMENT ON TYPE screening_clause IS
    'one clause in a screening table: all subjects; those who passed, failed or are unknown (of a report: for whom it holds, does not, is unknown); who would qualify without it, as it alone failed or is unknown; who is left after it and all clauses before, surely or possibly';
CREATE FUNCTION screening_table(counts screening_counts, criteria criteria DEFAULT NULL) RETURNS SETOF screening_clause
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 20;
COMMENT ON FUNCTION screening_table(screening_counts, criteria) IS
    'one row per clause, in their order, with the titles if the criteria are given (counts of others are an error); a clause and its "or include"s pass or fail together';

CREATE TYPE screening_total AS (
    subjects bigint,
    eligible bigint,
    possible bigint,
    not_eligible bigint
);
COMMENT ON TYPE screening_total IS
    'the three piles: subjects who are eligible, who may be (unknown), and who are not';
CREATE FUNCTION screening_totals(counts screening_counts) RETURNS screening_total
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION screening_totals(screening_counts) IS
    'how many subjects were screened, and how many are eligible, possibly eligible and not eligible';

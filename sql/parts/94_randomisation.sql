-- Randomisation: allocation lists in permuted blocks

CREATE TYPE planned_allocation AS (
    position   integer,
    block      integer,
    block_size integer,
    arm        text
);
COMMENT ON TYPE planned_allocation IS
    'one place of an allocation list: its position from 1, the number of its block from 1, the size that was drawn for the block (of the last one too, which may be cut off), the arm';

CREATE TYPE stratum_allocation AS (
    stratum    text,
    position   integer,
    block      integer,
    block_size integer,
    arm        text
);
COMMENT ON TYPE stratum_allocation IS
    'one place of the allocation list of a stratum, as planned_allocation; positions and blocks begin with 1 in every stratum';

CREATE FUNCTION allocation_list_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION allocation_list_support(internal) IS 'planner support: rows of an allocation list of constant length';

CREATE FUNCTION allocation_list(arms text[], ratio integer[], block_sizes integer[], n integer, seed text)
    RETURNS SETOF planned_allocation
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 100 SUPPORT allocation_list_support;
COMMENT ON FUNCTION allocation_list(text[], integer[], integer[], integer, text) IS
    'allocation list of n subjects in permuted blocks; each block''s size is drawn from block_sizes, which must be multiples of the sum of the ratio in lowest terms (2:2:1: of 5); the last block is cut off at n. The same arguments give the same list for ever: SHA-256 in counter mode over the seed, see docs/randomisation.md';

CREATE FUNCTION allocation_list(arms text[], ratio integer[], block_sizes integer[], n integer, seed text, strata text[])
    RETURNS SETOF stratum_allocation
    AS 'MODULE_PATHNAME', 'allocation_list_strata' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 1000
    SUPPORT allocation_list_support;
COMMENT ON FUNCTION allocation_list(text[], integer[], integer[], integer, text, text[]) IS
    'a list of n subjects for each stratum: that of the seed followed by a slash and the stratum';

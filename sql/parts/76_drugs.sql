-- Drug arithmetic: equivalent doses of glucocorticoids, vials.

CREATE FUNCTION prednisone_equivalent(drug text, mg float8) RETURNS float8
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION prednisone_equivalent(text, float8) IS
    'mg of prednisone with the anti-inflammatory effect of so many mg of a systemic glucocorticoid, by the exact factors of glucocorticoids(); names in any case; NULL for budesonide, which has no agreed factor, and for any other drug. Betamethasone: 0.6 mg for 5 mg of prednisone (some tables: 0.75). Not for inhaled, topical, intra-articular or depot forms';

CREATE FUNCTION prednisone_equivalent(drug text, amount quantity) RETURNS quantity
    AS 'MODULE_PATHNAME', 'prednisone_equivalent_quantity' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION prednisone_equivalent(text, quantity) IS
    'the same for an amount with its unit, which the result keeps: a mass, also per day, kg or m2';

CREATE TYPE glucocorticoid_info AS (
    drug        text,
    equal_mg    float8,
    factor      float8,
    numerator   integer,
    denominator integer,
    names       text[],
    source      text,
    verified    boolean,
    note        text
);
COMMENT ON TYPE glucocorticoid_info IS
    'one drug of glucocorticoids(): equal_mg has the effect of 5 mg of prednisone; factor to mg of prednisone, exactly numerator / denominator (NULL: no agreed one); names that are read besides; source of the factor; verified: it was seen in that source';

CREATE FUNCTION glucocorticoids() RETURNS SETOF glucocorticoid_info
    AS 'MODULE_PATHNAME', 'glucocorticoids_list' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION glucocorticoids() IS
    'the glucocorticoids that prednisone_equivalent() knows, with their factors and sources';

CREATE TYPE vial_count AS (
    vial_size float8,
    vials     integer,
    total     float8,
    waste     float8
);
COMMENT ON TYPE vial_count IS
    'one row of vials(): so many vials of that size; total in all vials and waste beyond the amount are the same in every row';

CREATE FUNCTION vials(amount float8, vial_sizes float8[]) RETURNS SETOF vial_count
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 2;
COMMENT ON FUNCTION vials(float8, float8[]) IS
    'the vials that hold an amount with the least waste, and of those combinations the one with the fewest vials, then with the largest; sizes are amounts in the same unit. At most 32 sizes, and 1,000,000 times their common divisor';

CREATE TYPE vial_quantity AS (
    vial_size quantity,
    vials     integer,
    total     quantity,
    waste     quantity
);
COMMENT ON TYPE vial_quantity IS 'as vial_count, with units';

CREATE FUNCTION vials(amount quantity, vial_sizes quantity[]) RETURNS SETOF vial_quantity
    AS 'MODULE_PATHNAME', 'vials_quantity' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 2;
COMMENT ON FUNCTION vials(quantity, quantity[]) IS
    'the same with units; total and waste come in the unit of the first size';

-- Renal pathology: classes of lupus nephritis, activity and chronicity index.

CREATE TYPE ln_class;

CREATE FUNCTION ln_class_in(cstring) RETURNS ln_class
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_in(cstring) IS
    'input function of type ln_class';
CREATE FUNCTION ln_class_out(ln_class) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_out(ln_class) IS
    'output function of type ln_class';
CREATE FUNCTION ln_class_recv(internal) RETURNS ln_class
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_recv(internal) IS
    'binary input function of type ln_class';
CREATE FUNCTION ln_class_send(ln_class) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_send(ln_class) IS
    'binary output function of type ln_class';

CREATE TYPE ln_class (
    INPUT = ln_class_in,
    OUTPUT = ln_class_out,
    RECEIVE = ln_class_recv,
    SEND = ln_class_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);
COMMENT ON TYPE ln_class IS
    'ISN/RPS classes of lupus nephritis that a biopsy shows: ''III+V''; reads V+III, Class IV-S (A/C) and single-character numerals; ''III/IV +- V'' leaves open which. Equal where the classes are; A, C, S and G (2003, dropped in 2018) are kept and printed';

-- equality and order: of the classes alone

CREATE FUNCTION ln_class_lt(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_lt(ln_class, ln_class) IS
    'implementation of < operator';
CREATE FUNCTION ln_class_le(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_le(ln_class, ln_class) IS
    'implementation of <= operator';
CREATE FUNCTION ln_class_eq(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_eq(ln_class, ln_class) IS
    'implementation of = operator';
CREATE FUNCTION ln_class_ne(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_ne(ln_class, ln_class) IS
    'implementation of <> operator';
CREATE FUNCTION ln_class_ge(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_ge(ln_class, ln_class) IS
    'implementation of >= operator';
CREATE FUNCTION ln_class_gt(ln_class, ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_gt(ln_class, ln_class) IS
    'implementation of > operator';
CREATE OPERATOR < (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_lt, COMMUTATOR = >, NEGATOR = >=,
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (ln_class, ln_class) IS 'before in the order of lists, which means nothing clinical';
CREATE OPERATOR <= (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_le, COMMUTATOR = >=, NEGATOR = >,
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (ln_class, ln_class) IS 'before or the same as in the order of lists, which means nothing clinical';
CREATE OPERATOR = (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_eq, COMMUTATOR = =, NEGATOR = <>,
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (ln_class, ln_class) IS 'the same classes, whatever is said of activity and extent';
CREATE OPERATOR <> (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_ne, COMMUTATOR = <>, NEGATOR = =,
    RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (ln_class, ln_class) IS 'other classes';
CREATE OPERATOR >= (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_ge, COMMUTATOR = <=, NEGATOR = <,
    RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (ln_class, ln_class) IS 'after or the same as in the order of lists, which means nothing clinical';
CREATE OPERATOR > (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_gt, COMMUTATOR = <, NEGATOR = <=,
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (ln_class, ln_class) IS 'after in the order of lists, which means nothing clinical';
CREATE FUNCTION ln_class_cmp(ln_class, ln_class) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_cmp(ln_class, ln_class) IS
    'order of classes, for indexes and sorting';
CREATE FUNCTION ln_class_hash(ln_class) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_hash(ln_class) IS
    'hash of the classes';
CREATE FUNCTION ln_class_hash_extended(ln_class, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_hash_extended(ln_class, bigint) IS
    '64-bit hash of the classes with a seed';

CREATE OPERATOR CLASS ln_class_ops DEFAULT FOR TYPE ln_class USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 ln_class_cmp(ln_class, ln_class);
COMMENT ON OPERATOR CLASS ln_class_ops USING btree IS 'order of lists of classes';
COMMENT ON OPERATOR FAMILY ln_class_ops USING btree IS 'order of lists of classes';
CREATE OPERATOR CLASS ln_class_hash_ops DEFAULT FOR TYPE ln_class USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 ln_class_hash(ln_class),
    FUNCTION 2 ln_class_hash_extended(ln_class, bigint);
COMMENT ON OPERATOR CLASS ln_class_hash_ops USING hash IS 'hash of the classes';
COMMENT ON OPERATOR FAMILY ln_class_hash_ops USING hash IS 'hash of the classes';

-- what a finding says

CREATE FUNCTION contains(classes ln_class, part ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME', 'ln_class_contains' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contains(ln_class, ln_class) IS
    'whether every class of part is there; of III/IV either is enough: contains(x, ''III/IV'') is III or IV, with or without others. NULL where the finding leaves it open';
CREATE FUNCTION ln_class_matches(classes ln_class, pattern ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_matches(ln_class, ln_class) IS
    'whether the classes are such as the pattern allows and no others: ''III/IV +- V'' allows III, IV, III+IV, each with or without V, and not V alone. NULL where the finding leaves it open';
CREATE FUNCTION is_pure(ln_class) RETURNS boolean
    AS 'MODULE_PATHNAME', 'ln_class_is_pure' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_pure(ln_class) IS
    'whether it is a single class; NULL where the finding leaves it open';
CREATE FUNCTION ln_class_list(ln_class) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_list(ln_class) IS
    'the classes that are there for certain, in order: {III,V}';
CREATE FUNCTION ln_class_activity(ln_class) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_activity(ln_class) IS
    'A, C or A/C as said of class III or IV (ISN/RPS 2003); NULL when nothing is said';
CREATE FUNCTION ln_class_union(ln_class, ln_class) RETURNS ln_class
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ln_class_union(ln_class, ln_class) IS
    'implementation of + operator';
CREATE OPERATOR + (LEFTARG = ln_class, RIGHTARG = ln_class, FUNCTION = ln_class_union, COMMUTATOR = +);
COMMENT ON OPERATOR + (ln_class, ln_class) IS 'both findings together: III + V is III+V';

-- indices

CREATE FUNCTION lupus_activity_index(
    endocapillary integer,
    neutrophils integer,
    necrosis integer,
    hyaline_deposits integer,
    crescents integer,
    interstitial_inflammation integer) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lupus_activity_index(integer, integer, integer, integer, integer, integer) IS
    'NIH activity index of lupus nephritis, 0 to 24 (Austin, Am J Med 1983;75:382; Bajema, Kidney Int 2018;93:789): endocapillary hypercellularity, neutrophils or karyorrhexis, fibrinoid necrosis twice, hyaline deposits or wire loops, cellular or fibrocellular crescents twice, interstitial inflammation, each 0 to 3 (1 below 25 %, 2 25 to 50 %, 3 above 50 %); NULL when one is missing. The maximum was read, the items are remembered';

CREATE FUNCTION lupus_chronicity_index(
    glomerulosclerosis integer,
    fibrous_crescents integer,
    tubular_atrophy integer,
    interstitial_fibrosis integer) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lupus_chronicity_index(integer, integer, integer, integer) IS
    'NIH chronicity index of lupus nephritis, 0 to 12 (Austin, Am J Med 1983;75:382; Bajema, Kidney Int 2018;93:789): total glomerulosclerosis, fibrous crescents, tubular atrophy, interstitial fibrosis, each 0 to 3; NULL when one is missing. The maximum was read, the items are remembered';

CREATE TYPE lupus_index_item AS (
    index_name text,
    item text,
    title text,
    weight integer,
    maximum integer,
    source text,
    verified text
);
COMMENT ON TYPE lupus_index_item IS
    'one item of lupus_index_items(): index activity or chronicity, the name of the argument, how often its score 0 to 3 counts and what it adds at most; source; whether the item was read or remembered';
CREATE FUNCTION lupus_index_items() RETURNS SETOF lupus_index_item
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;
COMMENT ON FUNCTION lupus_index_items() IS
    'the items of lupus_activity_index and lupus_chronicity_index in the order of their arguments';

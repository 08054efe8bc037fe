-- catalog_lint: rules that every object of the extension keeps, read from the
-- catalogue.  Part 1 runs them on the extension: no row.  Part 2 plants
-- violations in a transaction that is rolled back and shows that each rule
-- sees its own: a rule that has never seen a fault proves nothing.
\set VERBOSITY terse
SET client_min_messages = warning;

-- Exceptions, each with its reason.  An entry that excuses nothing is itself
-- reported (rule 99).
CREATE TEMP TABLE allowed (rule text, object text, reason text);
INSERT INTO allowed VALUES
    ('18', 'function try_quantity(text) (no name)', 'recorded result, a column'),
    ('18', 'function unit_is_valid(text) (no name)', 'unit column'),
    ('18', 'function unit_canonical(text) (no name)', 'unit column'),
    ('18', 'function unit_ucum(text) (no name)', 'unit column'),
    ('18', 'function units_commensurable(text,text) (no name)', 'unit columns'),
    ('18', 'function dtc_earliest(text) (no name)', 'recorded date, a column'),
    ('18', 'function dtc_latest(text) (no name)', 'recorded date, a column'),
    ('18', 'function dtc_precision(text) (no name)', 'recorded date, a column'),
    ('18', 'function history_agg_observe(patient_history,text,timestamp without time zone,double precision,text) (no name)',
        'transition function of history_agg: columns'),
    ('21', 'function patient_history()', 'no argument, so no literal that the type could take');

-- Text arguments are meant to be columns (postgres_fdw does not ship a call
-- whose collatable arguments are all literals); what is usually a literal has
-- a type of its own or an enum.
CREATE TEMP TABLE text_argument (name text PRIMARY KEY, meaning text);
INSERT INTO text_argument VALUES
    ('unit', 'unit column'),
    ('from_unit', 'unit column'),
    ('to_unit', 'unit, beside from_unit'),
    ('drug', 'drug column of orders'),
    ('analyte', 'analyte column'),
    ('code', 'test code column'),
    ('specimen', 'specimen column'),
    ('sex', 'sex column'),
    ('region', 'country group, a column'),
    ('g', 'result of kdigo_g, computed'),
    ('a', 'result of kdigo_a, computed'),
    ('risk', 'result of kdigo_risk, computed'),
    ('labels', 'labels of clauses'),
    ('label', 'label of a clause, a column of clauses()'),
    ('fact', 'name of the fact, a column of a long table'),
    ('facts', 'names of facts'),
    ('rescue', 'name of a fact'),
    ('death', 'name of a fact'),
    ('withdrawal', 'name of a fact'),
    ('switch', 'name of a fact'),
    ('reached', 'names of facts'),
    ('visit', 'name of a visit, a column of expand_visits()'),
    ('exdose', 'SDTM column'),
    ('exdosu', 'SDTM column'),
    ('exdosfrq', 'SDTM column'),
    ('exroute', 'SDTM column'),
    ('exstdtc', 'SDTM column'),
    ('exendtc', 'SDTM column'),
    ('at', 'recorded date, a column'),
    ('start', 'recorded date, a column'),
    ('stop', 'recorded date, a column'),
    ('result', 'recorded result, a column'),
    ('route', 'route column'),
    ('item', 'name of a SLEDAI descriptor, a column'),
    ('present', 'names of SLEDAI descriptors, a column'),
    ('not_assessed', 'names of SLEDAI descriptors, a column'),
    ('names', 'names of columns, of functions that only the planner calls'),
    ('term', 'name of a toxicity, a column of ctcae_terms() or of coded results'),
    ('items', 'items of an index, collected from a column'),
    ('id', 'id of a protocol: folded before anything is shipped, or a column of protocols()'),
    ('ids', 'ids of protocols, computed'),
    ('name', 'name of a definition: folded before anything is shipped, or a column of response_definitions()'),
    ('arm', 'arm column'),
    ('stratum', 'stratum column'),
    ('reference', 'an arm, as the data name it'),
    ('conf_type', 'name of a kind of confidence limits; the counts beside it are computed, so nothing is left to ship'),
    ('ties', 'name of a way to treat ties; as conf_type'),
    ('arms', 'names of arms, of one call a trial'),
    ('seed', 'seed of a list, of one call a trial'),
    ('strata', 'names of strata, of one call a trial'),
    ('frequency', 'frequency column, as EXDOSFRQ'),
    ('method', 'name of a statistical method: an unrecognized one is an error that names the nearest'),
    ('outcome', 'outcome column'),
    ('before', 'outcome column'),
    ('after', 'outcome column'),
    ('penalty', 'of an aggregate, beside columns'),
    ('subject', 'subject column');

-- Members of the extension.  A composite type is a member through its
-- pg_class row but carries its comment on the type; array types and the row
-- types of tables follow theirs.
CREATE TEMP VIEW member AS
    SELECT DISTINCT
        CASE WHEN c.relkind = 'c' THEN 'pg_type'::regclass ELSE d.classid::regclass END AS class,
        CASE WHEN c.relkind = 'c' THEN c.reltype ELSE d.objid END AS id
    FROM pg_depend d
        JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
        LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
        LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
    WHERE d.deptype = 'e' AND e.extname = 'trial_ext'
        AND NOT EXISTS (SELECT FROM pg_type a WHERE a.typarray = t.oid)
        AND NOT EXISTS (SELECT FROM pg_class r WHERE r.oid = t.typrelid AND r.relkind <> 'c');

CREATE TEMP VIEW func AS
    SELECT p.*, l.lanname, pg_describe_object('pg_proc'::regclass, p.oid, 0) AS object
    FROM member m JOIN pg_proc p ON m.class = 'pg_proc'::regclass AND m.id = p.oid
        JOIN pg_language l ON l.oid = p.prolang;

CREATE TEMP VIEW typ AS
    SELECT t.*, pg_describe_object('pg_type'::regclass, t.oid, 0) AS object
    FROM member m JOIN pg_type t ON m.class = 'pg_type'::regclass AND m.id = t.oid;

CREATE TEMP VIEW oper AS
    SELECT o.*, pg_describe_object('pg_operator'::regclass, o.oid, 0) AS object
    FROM member m JOIN pg_operator o ON m.class = 'pg_operator'::regclass AND m.id = o.oid;

CREATE TEMP VIEW agg AS
    SELECT a.*, f.object, f.proname, f.pronargs, f.proargtypes, t.typtype AS stype_kind, t.oid AS stype,
        t.typreceive, t.typsend, t.typtype
    FROM func f JOIN pg_aggregate a ON a.aggfnoid = f.oid JOIN pg_type t ON t.oid = a.aggtranstype;

-- Input arguments only; proallargtypes is there when some argument is OUT or
-- VARIADIC.
CREATE TEMP VIEW argument AS
    SELECT f.oid, f.object, f.prokind, f.proargnames[a.n] AS name, t.typname, t.typtype, t.typcollation
    FROM func f,
        unnest(COALESCE(f.proallargtypes, f.proargtypes::oid[])) WITH ORDINALITY AS a (type, n),
        pg_type t
    WHERE t.oid = a.type AND COALESCE(f.proargmodes[a.n], 'i') IN ('i', 'b', 'v');

CREATE TEMP VIEW opclass AS
    SELECT c.*, am.amname, pg_describe_object('pg_opclass'::regclass, c.oid, 0) AS object
    FROM member m JOIN pg_opclass c ON m.class = 'pg_opclass'::regclass AND m.id = c.oid
        JOIN pg_am am ON am.oid = c.opcmethod;

CREATE TEMP VIEW finding AS

-- ---------------------------------------------------------------- objects
SELECT '01 object without COMMENT' AS rule, pg_describe_object(m.class, m.id, 0) AS object
FROM member m
WHERE NOT EXISTS (SELECT FROM pg_description d WHERE d.classoid = m.class AND d.objoid = m.id AND d.objsubid = 0)
UNION ALL
-- No table, sequence, view, language or trigger: knowledge is compiled in.
SELECT '02 object of a kind we do not ship', pg_describe_object(m.class, m.id, 0)
FROM member m
WHERE m.class NOT IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass,
    'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass)
UNION ALL
SELECT '03 extension not relocatable, or with dumped tables', extname
FROM pg_extension WHERE extname = 'trial_ext' AND (NOT extrelocatable OR extconfig IS NOT NULL)

-- -------------------------------------------------------------- functions
UNION ALL
SELECT '10 function not PARALLEL SAFE', object FROM func WHERE proparallel <> 's'
UNION ALL
SELECT '11 volatile function', object FROM func WHERE provolatile = 'v'
UNION ALL
-- Column names, enum labels and domains of a row are catalogue data.  What
-- takes internal is called by the planner only: an estimator reads statistics.
SELECT '12 STABLE function without a record or regclass argument', object FROM func f
WHERE provolatile = 's' AND NOT EXISTS (SELECT FROM argument a
    WHERE a.oid = f.oid AND a.typname IN ('record', 'regclass', 'internal'))
UNION ALL
-- A text body fails outside the search_path of its author.
SELECT '13 SQL or procedural body that is not BEGIN ATOMIC', object FROM func
WHERE lanname NOT IN ('c', 'internal') AND prosqlbody IS NULL
UNION ALL
-- STRICT keeps a SQL function from being inlined; so does a SET clause.
SELECT '14 SQL function that cannot be inlined', object FROM func
WHERE lanname = 'sql' AND (proisstrict OR proconfig IS NOT NULL)
UNION ALL
SELECT '15 SECURITY DEFINER, LEAKPROOF, SET or GRANT', object FROM func
WHERE prosecdef OR proleakproof OR proconfig IS NOT NULL OR proacl IS NOT NULL
UNION ALL
SELECT '16 C function of another library, or internal function', object FROM func
WHERE prokind <> 'a' AND (lanname = 'internal' OR lanname = 'c' AND probin <> '$libdir/trial_ext')
UNION ALL
SELECT '17 two functions with one C symbol', object FROM func f
WHERE lanname = 'c' AND EXISTS (SELECT FROM func g
    WHERE g.lanname = 'c' AND g.prosrc = f.prosrc AND g.oid <> f.oid)
UNION ALL
SELECT '18 text argument not known to be a column', a.object || ' ' || COALESCE(a.name, '(no name)')
FROM argument a
WHERE a.typcollation <> 0 AND NOT EXISTS (SELECT FROM text_argument t WHERE t.name = a.name)
UNION ALL
-- Such a name has to be quoted in named notation (from => ...).
SELECT '19 argument named by a reserved word', a.object || ' ' || a.name
FROM argument a JOIN pg_get_keywords() k ON k.word = a.name
WHERE k.catcode IN ('R', 'C')
UNION ALL
SELECT '20 set of record instead of a named composite', object FROM func
WHERE proretset AND prorettype = 'record'::regtype
UNION ALL
-- f('literal') would go to the input function of the type.
SELECT '21 function of one argument named as a type', f.object FROM func f JOIN typ t ON t.typname = f.proname
WHERE f.pronargs - f.pronargdefaults <= 1

-- ------------------------------------------------------------- aggregates
-- Partial aggregation over workers and shards needs all of this; one
-- aggregate without it spoils the whole query.
UNION ALL
SELECT '30 aggregate state of a pseudo-type', object FROM agg WHERE stype_kind = 'p'
UNION ALL
SELECT '31 aggregate without combine function', object FROM agg WHERE aggcombinefn = 0
UNION ALL
SELECT '32 aggregate state without send or receive', object FROM agg
WHERE stype_kind <> 'p' AND (typreceive = 0 OR typsend = 0)
UNION ALL
SELECT '33 ordered-set or hypothetical aggregate', object FROM agg WHERE aggkind <> 'n'
UNION ALL
SELECT '34 aggregate without argument', object FROM agg WHERE pronargs = 0
UNION ALL
SELECT '35 aggregate argument of a pseudo or composite type', a.object FROM argument a
WHERE a.prokind = 'a' AND a.typtype IN ('p', 'c')
UNION ALL
-- Empty and all-NULL shards agree only when the first state is NULL.
SELECT '36 aggregate with an initial state', object FROM agg WHERE agginitval IS NOT NULL OR aggminitval IS NOT NULL
UNION ALL
SELECT '37 final function that may change the state', object FROM agg
WHERE aggfinalfn <> 0 AND aggfinalmodify <> 'r' OR aggmfinalfn <> 0 AND aggmfinalmodify <> 'r'
UNION ALL
-- Citus treats these by name unless they qualify by all rules above.
SELECT '38 reserved aggregate name that does not qualify', object FROM agg
WHERE (proname IN ('avg', 'min', 'max', 'sum', 'count', 'array_agg', 'json_agg', 'jsonb_agg',
        'json_object_agg', 'jsonb_object_agg', 'bit_and', 'bit_or', 'bool_and', 'bool_or', 'every',
        'hll_add_agg', 'hll_union_agg', 'topn_add_agg', 'topn_union_agg', 'any_value')
    OR proname LIKE 'tdigest%')
    AND (stype_kind = 'p' OR aggcombinefn = 0 OR typreceive = 0 OR pronargs = 0 OR aggkind <> 'n')
UNION ALL
-- An index scan would answer by an order that is not the aggregate's.
SELECT '39 aggregate with a sort operator', object FROM agg WHERE aggsortop <> 0

-- ------------------------------------------------------------------ types
UNION ALL
SELECT '40 type without input, output, receive or send', object FROM typ
WHERE typtype IN ('b', 'd', 'r') AND (typinput = 0 OR typoutput = 0 OR typreceive = 0 OR typsend = 0)
UNION ALL
SELECT '41 shell type', object FROM typ WHERE NOT typisdefined
UNION ALL
SELECT '42 type preferred in its category, or in a built-in one', object FROM typ
WHERE typtype = 'b' AND (typispreferred OR typcategory <> 'U')
UNION ALL
SELECT '43 type with = but not both default classes, hash and btree', t.object FROM typ t
WHERE EXISTS (SELECT FROM oper o WHERE o.oprname = '=' AND o.oprleft = t.oid AND o.oprright = t.oid)
    AND (SELECT count(DISTINCT c.opcmethod) FROM opclass c
        WHERE c.opcintype = t.oid AND c.opcdefault AND c.amname IN ('btree', 'hash')) <> 2

-- -------------------------------------------------------------- operators
UNION ALL
SELECT '50 shell operator', object FROM oper WHERE oprcode = 0
UNION ALL
SELECT '51 operator with a function that is not ours', object FROM oper
WHERE oprcode <> 0 AND NOT EXISTS (SELECT FROM func f WHERE f.oid = oprcode)
UNION ALL
SELECT '52 truth-valued operator without commutator', object FROM oper
WHERE oprresult = 'bool'::regtype AND oprleft <> 0 AND oprcom = 0
UNION ALL
SELECT '53 truth-valued operator without negator', object FROM oper
WHERE oprresult = 'bool'::regtype AND oprnegate = 0
UNION ALL
SELECT '54 + or * without commutator', object FROM oper
WHERE oprname IN ('+', '*') AND oprleft <> 0 AND oprcom = 0
UNION ALL
SELECT '55 commutator or negator not mutual', o.object FROM oper o
WHERE o.oprcom <> 0 AND (SELECT c.oprcom FROM pg_operator c WHERE c.oid = o.oprcom) <> o.oid
    OR o.oprnegate <> 0 AND (SELECT n.oprnegate FROM pg_operator n WHERE n.oid = o.oprnegate) <> o.oid
UNION ALL
SELECT '56 HASHES or MERGES without a class behind it, or the reverse', o.object FROM oper o
WHERE o.oprcanhash <> EXISTS (SELECT FROM pg_amop a JOIN pg_am m ON m.oid = a.amopmethod
        WHERE a.amopopr = o.oid AND m.amname = 'hash')
    OR o.oprcanmerge <> EXISTS (SELECT FROM pg_amop a JOIN pg_am m ON m.oid = a.amopmethod
        WHERE a.amopopr = o.oid AND m.amname = 'btree' AND a.amopstrategy = 3)
UNION ALL
SELECT '57 = or <> without its estimators', object FROM oper
WHERE oprname = '=' AND (oprrest <> 'eqsel'::regproc OR oprjoin <> 'eqjoinsel'::regproc)
    OR oprname = '<>' AND (oprrest <> 'neqsel'::regproc OR oprjoin <> 'neqjoinsel'::regproc)
UNION ALL
-- scalarltsel and its kin call the operator on histogram values: one that
-- raises errors would fail while planning.
SELECT '58 order estimator on an operator outside a btree class', o.object FROM oper o
WHERE oprrest::regproc::text LIKE 'scalar%sel' AND NOT EXISTS (SELECT FROM pg_amop a
    JOIN pg_am m ON m.oid = a.amopmethod WHERE a.amopopr = o.oid AND m.amname = 'btree')

-- ------------------------------------------------------- operator classes
UNION ALL
SELECT '60 operator class that amvalidate refuses', object FROM opclass WHERE NOT amvalidate(oid)
UNION ALL
SELECT '61 hash class without the extended hash function', object FROM opclass c
WHERE amname = 'hash' AND NOT EXISTS (SELECT FROM pg_amproc p
    WHERE p.amprocfamily = c.opcfamily AND p.amproclefttype = c.opcintype
        AND p.amprocrighttype = c.opcintype AND p.amprocnum = 2)
UNION ALL
SELECT '62 hash and btree class of a type with different equality', h.object
FROM opclass h JOIN opclass b ON b.opcintype = h.opcintype AND b.amname = 'btree'
    JOIN pg_amop ho ON ho.amopfamily = h.opcfamily AND ho.amopstrategy = 1
        AND ho.amoplefttype = h.opcintype AND ho.amoprighttype = h.opcintype
    JOIN pg_amop bo ON bo.amopfamily = b.opcfamily AND bo.amopstrategy = 3
        AND bo.amoplefttype = b.opcintype AND bo.amoprighttype = b.opcintype
WHERE h.amname = 'hash' AND h.opcdefault AND b.opcdefault AND ho.amopopr <> bo.amopopr
UNION ALL
-- Equal quantities differ in their bytes (1 g, 1000 mg).
SELECT '63 btree class that claims equal means same image', object FROM opclass c
WHERE amname = 'btree' AND EXISTS (SELECT FROM pg_amproc p
    WHERE p.amprocfamily = c.opcfamily AND p.amprocnum = 4)

-- ------------------------------------------------------------------ casts
UNION ALL
SELECT '70 implicit or binary-coercible cast', pg_describe_object(m.class, m.id, 0)
FROM member m JOIN pg_cast c ON m.class = 'pg_cast'::regclass AND m.id = c.oid
WHERE c.castcontext = 'i' OR c.castmethod = 'b';

-- amvalidate also prints what it dislikes: evaluate everything once.
CREATE TEMP TABLE found AS TABLE finding;
CREATE TEMP VIEW lint AS
    SELECT f.rule, f.object FROM found f
    WHERE NOT EXISTS (SELECT FROM allowed a WHERE f.rule LIKE a.rule || '%' AND f.object = a.object)
    UNION ALL
    SELECT '99 exception that excuses nothing', a.rule || ' ' || a.object FROM allowed a
    WHERE NOT EXISTS (SELECT FROM found f WHERE f.rule LIKE a.rule || '%' AND f.object = a.object);

-- There is something to look at.
SELECT (SELECT count(*) FROM member) > 0 AS has_members;

-- Part 1.  Expected: no row.
SELECT rule, object FROM lint ORDER BY rule COLLATE "C", object COLLATE "C";

-- Part 2.  Every rule sees a planted fault.
BEGIN;
CREATE SCHEMA planted;
SET LOCAL search_path = planted, public;
CREATE TEMP TABLE before ON COMMIT DROP AS SELECT * FROM lint;

-- 02
CREATE TABLE planted.fault_table (x int);
ALTER EXTENSION trial_ext ADD TABLE planted.fault_table;
-- 01, 10, 11, 13, 18
CREATE FUNCTION fault_volatile(setting text) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- 12, 14
CREATE FUNCTION fault_stable(x int) RETURNS int LANGUAGE sql STABLE STRICT PARALLEL SAFE BEGIN ATOMIC SELECT x; END;
-- allowed: STABLE with a row argument
CREATE FUNCTION good_stable(x regclass) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC SELECT 1; END;
-- 15, 19
CREATE FUNCTION fault_definer("from" int) RETURNS int LANGUAGE sql IMMUTABLE SECURITY DEFINER PARALLEL SAFE
    BEGIN ATOMIC SELECT "from"; END;
-- 16
CREATE FUNCTION fault_internal(float8) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'dexp';
-- 20
CREATE FUNCTION fault_record() RETURNS TABLE (a int, b int) LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC SELECT 1, 2; END;
COMMENT ON FUNCTION fault_stable(int) IS 'x';
COMMENT ON FUNCTION good_stable(regclass) IS 'x';
COMMENT ON FUNCTION fault_definer(int) IS 'x';
COMMENT ON FUNCTION fault_internal(float8) IS 'x';
COMMENT ON FUNCTION fault_record() IS 'x';
-- 17: a second function on the symbol of one of ours
DO $$
BEGIN
    EXECUTE (SELECT format('CREATE FUNCTION fault_symbol(int, int, int) RETURNS int LANGUAGE c IMMUTABLE PARALLEL SAFE AS %L, %L',
            probin, prosrc)
        FROM func WHERE lanname = 'c' ORDER BY prosrc COLLATE "C" LIMIT 1);
END $$;
COMMENT ON FUNCTION fault_symbol(int, int, int) IS 'x';
-- 21, 40, 41, 42
CREATE TYPE fault_shell;
COMMENT ON TYPE fault_shell IS 'x';
CREATE TYPE fault_type;
CREATE FUNCTION fault_type_in(cstring) RETURNS fault_type LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
CREATE FUNCTION fault_type_out(fault_type) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout';
CREATE TYPE fault_type (INPUT = fault_type_in, OUTPUT = fault_type_out, LIKE = text, CATEGORY = 'S');
COMMENT ON TYPE fault_type IS 'x';
CREATE FUNCTION fault_type(int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE BEGIN ATOMIC SELECT $1; END;
COMMENT ON FUNCTION fault_type(int) IS 'x';
-- 50 (the negator that never came), 52 to 54, 57, 58
CREATE FUNCTION fault_eq(fault_type, fault_type) RETURNS bool LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'texteq';
CREATE FUNCTION fault_cmp(fault_type, fault_type) RETURNS int LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'bttextcmp';
CREATE FUNCTION fault_hash(fault_type) RETURNS int LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'hashtext';
CREATE FUNCTION fault_image(oid) RETURNS bool LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'btequalimage';
CREATE FUNCTION fault_plus(fault_type, fault_type) RETURNS fault_type LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textcat';
CREATE OPERATOR = (LEFTARG = fault_type, RIGHTARG = fault_type, FUNCTION = fault_eq, NEGATOR = <>, MERGES);
CREATE OPERATOR < (LEFTARG = fault_type, RIGHTARG = fault_type, FUNCTION = fault_eq, RESTRICT = scalarltsel);
CREATE OPERATOR ==== (LEFTARG = fault_type, RIGHTARG = fault_type, FUNCTION = fault_eq);
CREATE OPERATOR + (LEFTARG = fault_type, RIGHTARG = fault_type, FUNCTION = fault_plus);
COMMENT ON OPERATOR = (fault_type, fault_type) IS 'x';
COMMENT ON OPERATOR <> (fault_type, fault_type) IS 'x';
COMMENT ON OPERATOR < (fault_type, fault_type) IS 'x';
COMMENT ON OPERATOR ==== (fault_type, fault_type) IS 'x';
COMMENT ON OPERATOR + (fault_type, fault_type) IS 'x';
-- 60 (a btree class of one operator), 61, 62, 63
CREATE OPERATOR FAMILY fault_btree USING btree;
CREATE OPERATOR CLASS fault_btree DEFAULT FOR TYPE fault_type USING btree FAMILY fault_btree
    AS OPERATOR 3 =, FUNCTION 1 fault_cmp(fault_type, fault_type), FUNCTION 4 fault_image(oid);
CREATE OPERATOR FAMILY fault_hash USING hash;
CREATE OPERATOR CLASS fault_hash DEFAULT FOR TYPE fault_type USING hash FAMILY fault_hash
    AS OPERATOR 1 ====, FUNCTION 1 fault_hash(fault_type);
COMMENT ON OPERATOR FAMILY fault_btree USING btree IS 'x';
COMMENT ON OPERATOR CLASS fault_btree USING btree IS 'x';
COMMENT ON OPERATOR FAMILY fault_hash USING hash IS 'x';
COMMENT ON OPERATOR CLASS fault_hash USING hash IS 'x';
-- 43 (= without any class), 51
CREATE TYPE fault_row AS (x int);
CREATE FUNCTION fault_row_eq(fault_row, fault_row) RETURNS bool LANGUAGE sql IMMUTABLE PARALLEL SAFE
    BEGIN ATOMIC SELECT ($1).x = ($2).x; END;
CREATE OPERATOR = (LEFTARG = fault_row, RIGHTARG = fault_row, FUNCTION = fault_row_eq);
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
COMMENT ON TYPE fault_row IS 'x';
COMMENT ON FUNCTION fault_row_eq(fault_row, fault_row) IS 'x';
COMMENT ON OPERATOR = (fault_row, fault_row) IS 'x';
COMMENT ON OPERATOR === (text, text) IS 'x';
-- 70
CREATE CAST (fault_type AS text) WITHOUT FUNCTION;
COMMENT ON CAST (fault_type AS text) IS 'x';
-- 30 to 39
CREATE AGGREGATE sum(fault_type) (SFUNC = fault_plus, STYPE = fault_type);
CREATE AGGREGATE fault_internal_state(int8) (SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg,
    FINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE fault_init(int) (SFUNC = int4pl, STYPE = int4, COMBINEFUNC = int4pl, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE fault_sorted(int) (SFUNC = int4larger, STYPE = int4, COMBINEFUNC = int4larger, SORTOP = >, PARALLEL = SAFE);
CREATE AGGREGATE fault_star(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE fault_any(anyelement) (SFUNC = int8inc_any, STYPE = int8, COMBINEFUNC = int8pl, INITCOND = '0', PARALLEL = SAFE);
CREATE AGGREGATE fault_within(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
    FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

DO $$
DECLARE
    o record;
BEGIN
    FOR o IN
        SELECT CASE WHEN p.prokind = 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS kind,
            format('%I(%s)', proname, CASE WHEN proname = 'fault_star' THEN '*'
                ELSE pg_get_function_identity_arguments(p.oid) END) AS name
        FROM pg_proc p WHERE pronamespace = 'planted'::regnamespace
        UNION ALL
        SELECT 'TYPE', typname FROM pg_type WHERE typname IN ('fault_type', 'fault_shell', 'fault_row')
        UNION ALL
        SELECT 'OPERATOR', format('%s (%s, %s)', oprname, oprleft::regtype, oprright::regtype)
        FROM pg_operator WHERE oprnamespace = 'planted'::regnamespace
    LOOP
        EXECUTE format('ALTER EXTENSION trial_ext ADD %s %s', o.kind, o.name);
    END LOOP;
END $$;
ALTER EXTENSION trial_ext ADD OPERATOR CLASS fault_btree USING btree;
ALTER EXTENSION trial_ext ADD OPERATOR FAMILY fault_btree USING btree;
ALTER EXTENSION trial_ext ADD OPERATOR CLASS fault_hash USING hash;
ALTER EXTENSION trial_ext ADD OPERATOR FAMILY fault_hash USING hash;
ALTER EXTENSION trial_ext ADD CAST (fault_type AS text);
-- 03 and 55 cannot be made by commands alone.
UPDATE pg_extension SET extrelocatable = false WHERE extname = 'trial_ext';
UPDATE pg_operator SET oprcom = (SELECT oid FROM pg_operator WHERE oprname = '====' AND oprnamespace = 'planted'::regnamespace)
    WHERE oprname = '=' AND oprnamespace = 'planted'::regnamespace;
INSERT INTO allowed VALUES ('10', 'no such object', 'planted');
-- 32: a state that only prints
CREATE AGGREGATE fault_state(fault_type) (SFUNC = fault_plus, STYPE = fault_type, COMBINEFUNC = fault_plus, PARALLEL = SAFE);
ALTER EXTENSION trial_ext ADD AGGREGATE fault_state(fault_type);

-- One line for each rule: how many planted objects it sees, and the first.
TRUNCATE found;
INSERT INTO found TABLE finding;
SELECT l.rule, count(*) AS seen,
    COALESCE(min(l.object COLLATE "C") FILTER (WHERE l.object LIKE '%fault%'), min(l.object COLLATE "C")) AS for_example
FROM lint l
WHERE NOT EXISTS (SELECT FROM before b WHERE b.rule = l.rule AND b.object = l.object)
GROUP BY l.rule ORDER BY l.rule COLLATE "C";
ROLLBACK;

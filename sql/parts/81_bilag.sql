-- BILAG-2004: grades of nine systems, scores, comparison; BICLA.

CREATE TYPE bilag_grade AS ENUM ('A', 'B', 'C', 'D', 'E', 'ND');
COMMENT ON TYPE bilag_grade IS
    'grade of one system by BILAG-2004: A severe, B moderate, C mild or stable, D inactive now, E never involved, ND not assessed';
CREATE TYPE bilag_system AS ENUM ('constitutional', 'mucocutaneous', 'neuropsychiatric', 'musculoskeletal', 'cardiorespiratory', 'gastrointestinal', 'ophthalmic', 'renal', 'haematological');
COMMENT ON TYPE bilag_system IS 'one of the nine systems of BILAG-2004, in the order of the index form';

CREATE TYPE bilag;

CREATE FUNCTION bilag_in(cstring) RETURNS bilag
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_in(cstring) IS
    'input function of type bilag';
CREATE FUNCTION bilag_out(bilag) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_out(bilag) IS
    'output function of type bilag';
CREATE FUNCTION bilag_recv(internal) RETURNS bilag
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_recv(internal) IS
    'binary input function of type bilag';
CREATE FUNCTION bilag_send(bilag) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_send(bilag) IS
    'binary output function of type bilag';

CREATE TYPE bilag (
    INPUT = bilag_in,
    OUTPUT = bilag_out,
    RECEIVE = bilag_recv,
    SEND = bilag_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);
COMMENT ON TYPE bilag IS
    'BILAG-2004 grades of the nine systems in the order of bilag_systems(): ''A B C D E E E B C''; ND is a system that was not assessed';

CREATE FUNCTION bilag_lt(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_lt(bilag, bilag) IS
    'implementation of < operator';
CREATE FUNCTION bilag_le(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_le(bilag, bilag) IS
    'implementation of <= operator';
CREATE FUNCTION bilag_eq(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_eq(bilag, bilag) IS
    'implementation of = operator';
CREATE FUNCTION bilag_ne(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_ne(bilag, bilag) IS
    'implementation of <> operator';
CREATE FUNCTION bilag_ge(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_ge(bilag, bilag) IS
    'implementation of >= operator';
CREATE FUNCTION bilag_gt(bilag, bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_gt(bilag, bilag) IS
    'implementation of > operator';
CREATE OPERATOR < (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_lt, COMMUTATOR = >, NEGATOR = >=,
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (bilag, bilag) IS 'before, grade by grade from the first system on: an order for sorting, not of severity';
CREATE OPERATOR <= (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_le, COMMUTATOR = >=, NEGATOR = >,
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (bilag, bilag) IS 'before or the same, for sorting';
CREATE OPERATOR = (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_eq, COMMUTATOR = =, NEGATOR = <>,
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (bilag, bilag) IS 'the same nine grades';
CREATE OPERATOR <> (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_ne, COMMUTATOR = <>, NEGATOR = =,
    RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (bilag, bilag) IS 'some grade differs';
CREATE OPERATOR >= (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_ge, COMMUTATOR = <=, NEGATOR = <,
    RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (bilag, bilag) IS 'after or the same, for sorting';
CREATE OPERATOR > (LEFTARG = bilag, RIGHTARG = bilag, FUNCTION = bilag_gt, COMMUTATOR = <, NEGATOR = <=,
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (bilag, bilag) IS 'after, for sorting';
CREATE FUNCTION bilag_cmp(bilag, bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_cmp(bilag, bilag) IS
    'order of grades, for indexes and sorting';
CREATE FUNCTION bilag_hash(bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_hash(bilag) IS
    'hash of nine grades';
CREATE FUNCTION bilag_hash_extended(bilag, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_hash_extended(bilag, bigint) IS
    '64-bit hash of nine grades with a seed';

CREATE OPERATOR CLASS bilag_ops DEFAULT FOR TYPE bilag USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 bilag_cmp(bilag, bilag);
COMMENT ON OPERATOR CLASS bilag_ops USING btree IS 'order of grades from the first system on';
COMMENT ON OPERATOR FAMILY bilag_ops USING btree IS 'order of grades from the first system on';
CREATE OPERATOR CLASS bilag_hash_ops DEFAULT FOR TYPE bilag USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 bilag_hash(bilag),
    FUNCTION 2 bilag_hash_extended(bilag, bigint);
COMMENT ON OPERATOR CLASS bilag_hash_ops USING hash IS 'hash of nine grades';
COMMENT ON OPERATOR FAMILY bilag_hash_ops USING hash IS 'hash of nine grades';

-- making, reading, scores

CREATE FUNCTION make_bilag(
    constitutional bilag_grade DEFAULT 'ND',
    mucocutaneous bilag_grade DEFAULT 'ND',
    neuropsychiatric bilag_grade DEFAULT 'ND',
    musculoskeletal bilag_grade DEFAULT 'ND',
    cardiorespiratory bilag_grade DEFAULT 'ND',
    gastrointestinal bilag_grade DEFAULT 'ND',
    ophthalmic bilag_grade DEFAULT 'ND',
    renal bilag_grade DEFAULT 'ND',
    haematological bilag_grade DEFAULT 'ND') RETURNS bilag
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION make_bilag(bilag_grade, bilag_grade, bilag_grade, bilag_grade, bilag_grade, bilag_grade, bilag_grade, bilag_grade, bilag_grade) IS
    'a bilag from grades by name; a system that is left out, or NULL, is not assessed';
CREATE FUNCTION bilag_grade(assessment bilag, system bilag_system) RETURNS bilag_grade
    AS 'MODULE_PATHNAME', 'bilag_grade_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_grade(bilag, bilag_system) IS
    'the grade of one system';
CREATE FUNCTION bilag_score(bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_score(bilag) IS
    'numerical score 0 to 108: A 12, B 8, C 1, D and E 0 (Yee, Rheumatology 2010;49:1665); NULL when a system was not assessed';
CREATE FUNCTION bilag_score_min(bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_score_min(bilag) IS
    'score with 0 for every system that was not assessed';
CREATE FUNCTION bilag_score_max(bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_score_max(bilag) IS
    'score with 12 for every system that was not assessed';
CREATE FUNCTION bilag_count(assessment bilag, grade bilag_grade) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_count(bilag, bilag_grade) IS
    'how many systems have the grade; NULL when a system that was not assessed leaves it open';

-- comparison with an earlier assessment

CREATE FUNCTION bilag_new_a(current bilag, baseline bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_new_a(bilag, bilag) IS
    'how many systems are A now and were not at baseline; NULL when a system that was not assessed leaves it open';
CREATE FUNCTION bilag_new_b(current bilag, baseline bilag) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_new_b(bilag, bilag) IS
    'how many systems are B now and were C, D or E at baseline; A to B is not new; NULL when a system that was not assessed leaves it open';
CREATE FUNCTION bilag_worsening(current bilag, baseline bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_worsening(bilag, bilag) IS
    'whether there is a new A or are two new B: what SRI and BICLA call worsening; NULL when systems that were not assessed leave it open';
CREATE FUNCTION bilag_improvement(current bilag, baseline bilag) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bilag_improvement(bilag, bilag) IS
    'whether every A at baseline is B or better and every B is C or better, as BICLA asks; NULL when systems that were not assessed leave it open, and when nothing was A or B';
CREATE TYPE bilag_change AS (
    system bilag_system,
    baseline bilag_grade,
    current bilag_grade,
    change text,
    new_a boolean,
    new_b boolean
);
COMMENT ON TYPE bilag_change IS
    'one system of two assessments: change worse, same (D and E are both inactive) or better, NULL when one was not assessed; whether it is a new A or a new B';
CREATE FUNCTION bilag_changes(current bilag, baseline bilag) RETURNS SETOF bilag_change
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 9;
COMMENT ON FUNCTION bilag_changes(bilag, bilag) IS
    'the nine systems of two assessments side by side';

-- lists

CREATE TYPE bilag_system_info AS (
    "position" integer,
    system bilag_system,
    graded_from text,
    source text,
    verified text
);
COMMENT ON TYPE bilag_system_info IS
    'one system of bilag_systems(): its place in the text form, what it is graded from, source of the rules of its grades and whether they were read, partly read or remembered';
CREATE FUNCTION bilag_systems() RETURNS SETOF bilag_system_info
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 9;
COMMENT ON FUNCTION bilag_systems() IS
    'the nine systems of BILAG-2004 in the order of the text form';
CREATE TYPE bilag_item AS (
    system bilag_system,
    item text,
    title text,
    grade bilag_grade,
    source text,
    verified text
);
COMMENT ON TYPE bilag_item IS
    'one item of bilag_items(): the grade it makes when it is the same, worse or new (an improving A makes B, an improving B makes C); NULL for constitutional items, which make grades together; source, and whether the grade was read or remembered';
CREATE FUNCTION bilag_items() RETURNS SETOF bilag_item
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 76;
COMMENT ON FUNCTION bilag_items() IS
    'the items of the seven systems that are graded from coded items; the list was read, the grades they make are remembered';

-- grades of one system

CREATE TYPE bilag_finding AS (
    feature text,
    grade bilag_grade,
    holds boolean,
    reason text
);
COMMENT ON TYPE bilag_finding IS
    'one feature that a grade is made of: the grade it counts for, whether it holds (NULL: not done, which counts as absent) and the values';

CREATE FUNCTION bilag_renal(
    protein_24h quantity DEFAULT NULL,
    protein_24h_previous quantity DEFAULT NULL,
    upcr quantity DEFAULT NULL,
    upcr_previous quantity DEFAULT NULL,
    uacr quantity DEFAULT NULL,
    uacr_previous quantity DEFAULT NULL,
    dipstick integer DEFAULT NULL,
    dipstick_previous integer DEFAULT NULL,
    creatinine quantity DEFAULT NULL,
    creatinine_previous quantity DEFAULT NULL,
    gfr quantity DEFAULT NULL,
    gfr_previous quantity DEFAULT NULL,
    systolic quantity DEFAULT NULL,
    systolic_previous quantity DEFAULT NULL,
    diastolic quantity DEFAULT NULL,
    diastolic_previous quantity DEFAULT NULL,
    urine_rbc quantity DEFAULT NULL,
    urine_wbc quantity DEFAULT NULL,
    red_cell_casts boolean DEFAULT NULL,
    accelerated_hypertension boolean DEFAULT NULL,
    histology_active boolean DEFAULT NULL,
    hypoalbuminaemia boolean DEFAULT NULL,
    oedema boolean DEFAULT NULL,
    ever_involved boolean DEFAULT NULL) RETURNS bilag_grade
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION bilag_renal(quantity, quantity, quantity, quantity, quantity, quantity, integer, integer, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, boolean, boolean, boolean, boolean, boolean, boolean) IS
    'renal grade by BILAG-2004 as revised in 2009 (Yee) from values now and about four weeks earlier, due to lupus only: the best of 24-hour protein, UPCR, UACR and dipstick (0 to 4); urine cells per high power field. What is missing counts as absent, explain_bilag_renal reports it; all missing is ND; inactive without ever_involved is NULL. Frame partly read, limits of proteinuria and of B remembered';
CREATE FUNCTION explain_bilag_renal(
    protein_24h quantity DEFAULT NULL,
    protein_24h_previous quantity DEFAULT NULL,
    upcr quantity DEFAULT NULL,
    upcr_previous quantity DEFAULT NULL,
    uacr quantity DEFAULT NULL,
    uacr_previous quantity DEFAULT NULL,
    dipstick integer DEFAULT NULL,
    dipstick_previous integer DEFAULT NULL,
    creatinine quantity DEFAULT NULL,
    creatinine_previous quantity DEFAULT NULL,
    gfr quantity DEFAULT NULL,
    gfr_previous quantity DEFAULT NULL,
    systolic quantity DEFAULT NULL,
    systolic_previous quantity DEFAULT NULL,
    diastolic quantity DEFAULT NULL,
    diastolic_previous quantity DEFAULT NULL,
    urine_rbc quantity DEFAULT NULL,
    urine_wbc quantity DEFAULT NULL,
    red_cell_casts boolean DEFAULT NULL,
    accelerated_hypertension boolean DEFAULT NULL,
    histology_active boolean DEFAULT NULL,
    hypoalbuminaemia boolean DEFAULT NULL,
    oedema boolean DEFAULT NULL,
    ever_involved boolean DEFAULT NULL) RETURNS SETOF bilag_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 10;
COMMENT ON FUNCTION explain_bilag_renal(quantity, quantity, quantity, quantity, quantity, quantity, integer, integer, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, quantity, boolean, boolean, boolean, boolean, boolean, boolean) IS
    'what bilag_renal finds, feature by feature';
CREATE FUNCTION bilag_haematological(
    haemoglobin quantity DEFAULT NULL,
    wbc quantity DEFAULT NULL,
    neutrophils quantity DEFAULT NULL,
    platelets quantity DEFAULT NULL,
    lymphocytes quantity DEFAULT NULL,
    haemolysis boolean DEFAULT NULL,
    coombs boolean DEFAULT NULL,
    ttp integer DEFAULT NULL,
    ever_involved boolean DEFAULT NULL) RETURNS bilag_grade
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION bilag_haematological(quantity, quantity, quantity, quantity, quantity, boolean, boolean, integer, boolean) IS
    'haematological grade by BILAG-2004 from values that are due to lupus; haemolysis is active haemolysis, ttp the code 0 to 4 of thrombotic thrombocytopenic purpura. What is missing counts as absent, explain_bilag_haematological reports it; all missing is ND; inactive without ever_involved is NULL. Limits remembered';
CREATE FUNCTION explain_bilag_haematological(
    haemoglobin quantity DEFAULT NULL,
    wbc quantity DEFAULT NULL,
    neutrophils quantity DEFAULT NULL,
    platelets quantity DEFAULT NULL,
    lymphocytes quantity DEFAULT NULL,
    haemolysis boolean DEFAULT NULL,
    coombs boolean DEFAULT NULL,
    ttp integer DEFAULT NULL,
    ever_involved boolean DEFAULT NULL) RETURNS SETOF bilag_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 18;
COMMENT ON FUNCTION explain_bilag_haematological(quantity, quantity, quantity, quantity, quantity, boolean, boolean, integer, boolean) IS
    'what bilag_haematological finds, feature by feature';
CREATE FUNCTION bilag_system_grade(
    system bilag_system,
    items text[],
    scores integer[],
    ever_involved boolean DEFAULT NULL) RETURNS bilag_grade
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION bilag_system_grade(bilag_system, text[], integer[], boolean) IS
    'grade of one of the seven other systems from codes of its items (0 absent, 1 improving, 2 the same, 3 worse, 4 new; NULL not done), in two arrays as array_agg makes them; an item that is left out was not done. Nothing done is ND; inactive without ever_involved is NULL. Grades of items remembered, see bilag_items()';
CREATE FUNCTION explain_bilag_system(
    system bilag_system,
    items text[],
    scores integer[],
    ever_involved boolean DEFAULT NULL) RETURNS SETOF bilag_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 10;
COMMENT ON FUNCTION explain_bilag_system(bilag_system, text[], integer[], boolean) IS
    'what bilag_system_grade finds, item by item';

-- BICLA

CREATE TYPE bicla_component AS (
    component text,
    holds boolean,
    reason text
);
COMMENT ON TYPE bicla_component IS
    'one component of BICLA: whether it holds, NULL when that is not known, and the values that decide';

CREATE FUNCTION bicla(
    current bilag,
    baseline bilag,
    sledai integer,
    sledai_baseline integer,
    pga float8,
    pga_baseline float8,
    treatment_failure boolean DEFAULT NULL,
    pga_limit_inclusive boolean DEFAULT false) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION bicla(bilag, bilag, integer, integer, float8, float8, boolean, boolean) IS
    'BILAG-based composite lupus assessment (Wallace 2011): every A and B at baseline improved, no new A and at most one new B, SLEDAI not above baseline, PGA risen by less than 0.3 of 3 (at most 0.3 when pga_limit_inclusive, the original), no treatment failure. NULL when it is not known, and without one A or two B at baseline (not evaluable). TULIP form of PGA remembered';
CREATE FUNCTION explain_bicla(
    current bilag,
    baseline bilag,
    sledai integer,
    sledai_baseline integer,
    pga float8,
    pga_baseline float8,
    treatment_failure boolean DEFAULT NULL,
    pga_limit_inclusive boolean DEFAULT false) RETURNS SETOF bicla_component
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 6;
COMMENT ON FUNCTION explain_bicla(bilag, bilag, integer, integer, float8, float8, boolean, boolean) IS
    'the components of bicla: entry, improvement, no_worsening, sledai, pga, no_treatment_failure; without entry bicla is NULL whatever the rest';

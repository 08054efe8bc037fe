-- SLEDAI: the type, its scores, and the 24 descriptors from a history.

-- components of an index: sledai, sri, lldas, doris, selena_flare

CREATE TYPE index_component AS (
    component text,
    holds boolean,
    reason text
);
COMMENT ON TYPE index_component IS
    'one component of a composite index for one subject: whether it holds (NULL: unknown) and the values that decide';

CREATE TYPE sledai;
CREATE FUNCTION sledai_in(cstring) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_in(cstring) IS
    'input function of type sledai';
CREATE FUNCTION sledai_out(sledai) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_out(sledai) IS
    'output function of type sledai';
CREATE FUNCTION sledai_recv(internal) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_recv(internal) IS
    'binary input function of type sledai';
CREATE FUNCTION sledai_send(sledai) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_send(sledai) IS
    'binary output function of type sledai';
CREATE TYPE sledai (
    INPUT = sledai_in,
    OUTPUT = sledai_out,
    RECEIVE = sledai_recv,
    SEND = sledai_send,
    LIKE = float8
);
COMMENT ON TYPE sledai IS
    'the 24 descriptors of SLEDAI at one visit, each present, absent or not assessed: ''arthritis, proteinuria, ?fever''; ''none'' is all absent, ''?*'' stands for all that are not named';

CREATE FUNCTION sledai_eq(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_eq(sledai, sledai) IS
    'implementation of = operator';
CREATE FUNCTION sledai_ne(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_ne(sledai, sledai) IS
    'implementation of <> operator';
CREATE FUNCTION sledai_lt(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_lt(sledai, sledai) IS
    'implementation of < operator';
CREATE FUNCTION sledai_le(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_le(sledai, sledai) IS
    'implementation of <= operator';
CREATE FUNCTION sledai_gt(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_gt(sledai, sledai) IS
    'implementation of > operator';
CREATE FUNCTION sledai_ge(sledai, sledai) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_ge(sledai, sledai) IS
    'implementation of >= operator';
CREATE FUNCTION sledai_cmp(sledai, sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_cmp(sledai, sledai) IS
    'an order without meaning, for btree: less, equal or greater (-1, 0, 1)';
CREATE FUNCTION sledai_hash(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_hash(sledai) IS
    'hash of a sledai';
CREATE FUNCTION sledai_hash_extended(sledai, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_hash_extended(sledai, bigint) IS
    'hash of a sledai with a seed';
CREATE OPERATOR = (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (sledai, sledai) IS 'the same descriptors present and the same not assessed';
CREATE OPERATOR <> (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (sledai, sledai) IS 'some descriptor differs';
CREATE OPERATOR < (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (sledai, sledai) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR <= (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (sledai, sledai) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR > (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (sledai, sledai) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR >= (
    LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (sledai, sledai) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR CLASS sledai_ops DEFAULT FOR TYPE sledai USING btree AS
    OPERATOR 1 < (sledai, sledai),
    OPERATOR 2 <= (sledai, sledai),
    OPERATOR 3 = (sledai, sledai),
    OPERATOR 4 >= (sledai, sledai),
    OPERATOR 5 > (sledai, sledai),
    FUNCTION 1 sledai_cmp(sledai, sledai);
COMMENT ON OPERATOR CLASS sledai_ops USING btree IS 'an order without meaning, for DISTINCT and GROUP BY';
COMMENT ON OPERATOR FAMILY sledai_ops USING btree IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR CLASS sledai_hash_ops DEFAULT FOR TYPE sledai USING hash AS
    OPERATOR 1 = (sledai, sledai),
    FUNCTION 1 sledai_hash(sledai),
    FUNCTION 2 sledai_hash_extended(sledai, bigint);
COMMENT ON OPERATOR CLASS sledai_hash_ops USING hash IS 'equality of descriptors';
COMMENT ON OPERATOR FAMILY sledai_hash_ops USING hash IS 'equality of descriptors';

-- making and taking apart

CREATE FUNCTION sledai_from(
    seizure boolean DEFAULT NULL,
    psychosis boolean DEFAULT NULL,
    organic_brain_syndrome boolean DEFAULT NULL,
    visual_disturbance boolean DEFAULT NULL,
    cranial_nerve boolean DEFAULT NULL,
    lupus_headache boolean DEFAULT NULL,
    cva boolean DEFAULT NULL,
    vasculitis boolean DEFAULT NULL,
    arthritis boolean DEFAULT NULL,
    myositis boolean DEFAULT NULL,
    urinary_casts boolean DEFAULT NULL,
    hematuria boolean DEFAULT NULL,
    proteinuria boolean DEFAULT NULL,
    pyuria boolean DEFAULT NULL,
    rash boolean DEFAULT NULL,
    alopecia boolean DEFAULT NULL,
    mucosal_ulcers boolean DEFAULT NULL,
    pleurisy boolean DEFAULT NULL,
    pericarditis boolean DEFAULT NULL,
    low_complement boolean DEFAULT NULL,
    increased_dna_binding boolean DEFAULT NULL,
    fever boolean DEFAULT NULL,
    thrombocytopenia boolean DEFAULT NULL,
    leukopenia boolean DEFAULT NULL
) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sledai_from(
    boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean,
    boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean, boolean) IS
    'the 24 descriptors as arguments, in named notation: true present, false absent, NULL or left out not assessed';
CREATE FUNCTION sledai_from_flags(flags boolean[]) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_from_flags(boolean[]) IS
    'an array of 24 truth values in the order of sledai_items(): NULL is not assessed; another number of them is an error';
CREATE FUNCTION sledai_from_names(present text[], not_assessed text[] DEFAULT '{}') RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_from_names(text[], text[]) IS
    'lists of names of descriptors: those present, and those not assessed; all others are absent';
CREATE FUNCTION sledai_from_jsonb(items jsonb) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_from_jsonb(jsonb) IS
    'an object of descriptors, each true, false, null, or its points (0 or the weight), as study databases keep them; null or left out is not assessed, a name that is none an error';
CREATE FUNCTION sledai_flags(sledai) RETURNS boolean[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_flags(sledai) IS
    'the 24 descriptors as truth values in the order of sledai_items(); NULL: not assessed';
CREATE FUNCTION sledai_present(sledai) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_present(sledai) IS
    'names of the descriptors that are present';
CREATE FUNCTION sledai_not_assessed(sledai) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_not_assessed(sledai) IS
    'names of the descriptors that were not assessed';
CREATE FUNCTION sledai_has(sledai, item text) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_has(sledai, text) IS
    'whether one descriptor is present; NULL when it was not assessed';
CREATE FUNCTION sledai_assume_absent(sledai) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_assume_absent(sledai) IS
    'the same with absent for what was not assessed: what a spreadsheet does, and sometimes wrong';

-- set operators, three-valued

CREATE FUNCTION sledai_union(sledai, sledai) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_union(sledai, sledai) IS
    'implementation of | operator';
CREATE FUNCTION sledai_intersection(sledai, sledai) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_intersection(sledai, sledai) IS
    'implementation of & operator';
CREATE FUNCTION sledai_difference(sledai, sledai) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_difference(sledai, sledai) IS
    'implementation of - operator';
CREATE OPERATOR | (LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_union, COMMUTATOR = |);
COMMENT ON OPERATOR | (sledai, sledai) IS 'present in either; not assessed where that could change it';
CREATE OPERATOR & (LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_intersection, COMMUTATOR = &);
COMMENT ON OPERATOR & (sledai, sledai) IS 'present in both; not assessed where that could change it';
CREATE OPERATOR - (LEFTARG = sledai, RIGHTARG = sledai, FUNCTION = sledai_difference);
COMMENT ON OPERATOR - (sledai, sledai) IS 'present in the first and absent in the second; not assessed where that could change it';
CREATE FUNCTION new_since(current sledai, previous sledai) RETURNS sledai
    AS 'MODULE_PATHNAME', 'sledai_new_since' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION new_since(sledai, sledai) IS
    'descriptors present now and absent before: current - previous';

-- scores

CREATE FUNCTION sledai_score(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_score(sledai) IS
    'SLEDAI, 0 to 105: the sum of the weights of the descriptors present; NULL when one was not assessed';
CREATE FUNCTION sledai_clinical(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_clinical(sledai) IS
    'clinical SLEDAI, 0 to 101: without low complement and increased DNA binding; NULL when one of its 22 descriptors was not assessed';
CREATE FUNCTION sledai_serological(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_serological(sledai) IS
    'points of low complement and increased DNA binding, 0 to 4; NULL when one was not assessed';
CREATE FUNCTION sledai_neurovascular(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_neurovascular(sledai) IS
    'points of descriptors 1 to 8, 0 to 64; NULL when one was not assessed';
CREATE FUNCTION sledai_musculoskeletal(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_musculoskeletal(sledai) IS
    'points of arthritis and myositis, 0 to 8; NULL when one was not assessed';
CREATE FUNCTION sledai_renal(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_renal(sledai) IS
    'renal SLEDAI, 0 to 16: casts, haematuria, proteinuria, pyuria; NULL when one was not assessed';
CREATE FUNCTION sledai_mucocutaneous(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_mucocutaneous(sledai) IS
    'points of rash, alopecia and mucosal ulcers, 0 to 6; NULL when one was not assessed';
CREATE FUNCTION sledai_serosal(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_serosal(sledai) IS
    'points of pleurisy and pericarditis, 0 to 4; NULL when one was not assessed';
CREATE FUNCTION sledai_constitutional(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_constitutional(sledai) IS
    'points of fever, thrombocytopenia and leukopenia, 0 to 3; NULL when one was not assessed';
CREATE FUNCTION sledai_min(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_min(sledai) IS
    'the least that SLEDAI can be: what was not assessed taken as absent';
CREATE FUNCTION sledai_max(sledai) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sledai_max(sledai) IS
    'the most that SLEDAI can be: what was not assessed taken as present';

CREATE TYPE sledai_item AS (
    "position" integer,
    name text,
    title text,
    weight integer,
    domain text,
    definition text,
    threshold text,
    source text,
    verified text,
    selena text,
    selena_verified text
);
COMMENT ON TYPE sledai_item IS
    'a descriptor of SLEDAI-2K: weight, wording in our words, threshold, source and how it was come by (read, partly read, remembered), and where SELENA-SLEDAI differs';
CREATE FUNCTION sledai_items() RETURNS SETOF sledai_item
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
    ROWS 24;
COMMENT ON FUNCTION sledai_items() IS
    'the 24 descriptors with weight, domain, wording, threshold, source, and where SELENA-SLEDAI differs';

CREATE TYPE sledai_finding AS (
    "position" integer,
    item text,
    weight integer,
    domain text,
    present boolean,
    points integer,
    reason text
);
COMMENT ON TYPE sledai_finding IS
    'a descriptor of one visit: present (NULL: not assessed), its points, and the value that decides';
CREATE FUNCTION explain_sledai(sledai) RETURNS SETOF sledai_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 24;
COMMENT ON FUNCTION explain_sledai(sledai) IS
    'the 24 descriptors with what each adds to the score';

-- from a history

CREATE TYPE sledai_wording AS ENUM ('2k', 'selena');
COMMENT ON TYPE sledai_wording IS
    'which SLEDAI: 2k is SLEDAI-2K (Gladman 2002), selena is SELENA-SLEDAI (Petri 2005), whose proteinuria is new or risen by more than 0.5 g a day';

CREATE FUNCTION sledai_2k(
    history patient_history, at date, window_days integer DEFAULT 30, joints integer DEFAULT 2,
    proteinuria sledai_wording DEFAULT '2k', worst boolean DEFAULT false, upcr_as_24h boolean DEFAULT false,
    prefer_recorded boolean DEFAULT false
) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION sledai_2k(patient_history, date, integer, integer, sledai_wording, boolean, boolean, boolean) IS
    'SLEDAI-2K of a visit from a history: complement, anti-dsDNA, platelets, leukocytes, sediment, 24-hour protein, temperature and joints by their numbers, other descriptors by facts of their names; what is missing is not assessed. Options in named notation';
CREATE FUNCTION explain_sledai_2k(
    history patient_history, at date, window_days integer DEFAULT 30, joints integer DEFAULT 2,
    proteinuria sledai_wording DEFAULT '2k', worst boolean DEFAULT false, upcr_as_24h boolean DEFAULT false,
    prefer_recorded boolean DEFAULT false
) RETURNS SETOF sledai_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 24;
COMMENT ON FUNCTION explain_sledai_2k(patient_history, date, integer, integer, sledai_wording, boolean, boolean, boolean) IS
    'the 24 descriptors of SLEDAI-2K with the value, date and limit that decide each; arguments as of sledai_2k';
CREATE FUNCTION selena_sledai(
    history patient_history, at date, window_days integer DEFAULT 10, joints integer DEFAULT 3,
    proteinuria sledai_wording DEFAULT 'selena', worst boolean DEFAULT false, upcr_as_24h boolean DEFAULT false,
    prefer_recorded boolean DEFAULT false
) RETURNS sledai
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION selena_sledai(patient_history, date, integer, integer, sledai_wording, boolean, boolean, boolean) IS
    'SELENA-SLEDAI of a visit from a history: complement, anti-dsDNA, platelets, leukocytes, sediment, 24-hour protein, temperature and joints by their numbers, other descriptors by facts of their names; what is missing is not assessed. Options in named notation';
CREATE FUNCTION explain_selena_sledai(
    history patient_history, at date, window_days integer DEFAULT 10, joints integer DEFAULT 3,
    proteinuria sledai_wording DEFAULT 'selena', worst boolean DEFAULT false, upcr_as_24h boolean DEFAULT false,
    prefer_recorded boolean DEFAULT false
) RETURNS SETOF sledai_finding
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 24;
COMMENT ON FUNCTION explain_selena_sledai(patient_history, date, integer, integer, sledai_wording, boolean, boolean, boolean) IS
    'the 24 descriptors of SELENA-SLEDAI with the value, date and limit that decide each; arguments as of selena_sledai';

-- flare index

CREATE FUNCTION selena_flare(
    current sledai, previous sledai, mild_manifestation boolean DEFAULT NULL, severe_manifestation boolean DEFAULT NULL,
    severe_treatment boolean DEFAULT NULL, platelets float8 DEFAULT NULL, previous_platelets float8 DEFAULT NULL,
    haemolysis boolean DEFAULT NULL, haemoglobin float8 DEFAULT NULL, previous_haemoglobin float8 DEFAULT NULL,
    prednisone_mg_kg float8 DEFAULT NULL, previous_prednisone_mg_kg float8 DEFAULT NULL,
    drug_added boolean DEFAULT NULL, immunosuppressant_added boolean DEFAULT NULL, hospitalised boolean DEFAULT NULL,
    pga float8 DEFAULT NULL, previous_pga float8 DEFAULT NULL, modified boolean DEFAULT false
) RETURNS text
    AS 'MODULE_PATHNAME', 'selena_flare_sledai' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION selena_flare(sledai, sledai, boolean, boolean, boolean, float8, float8,
    boolean, float8, float8, float8, float8, boolean, boolean, boolean, float8, float8, boolean) IS
    'SELENA-SLEDAI Flare Index against the previous assessment: none, mild_moderate or severe, NULL while unknown; new manifestations are also read from the descriptors. Platelets in 10*9/L, haemoglobin in g/dL, prednisone in mg/kg/day; modified: a score above 12 alone is not severe';
CREATE FUNCTION selena_flare(
    current integer, previous integer, mild_manifestation boolean DEFAULT NULL, severe_manifestation boolean DEFAULT NULL,
    severe_treatment boolean DEFAULT NULL, platelets float8 DEFAULT NULL, previous_platelets float8 DEFAULT NULL,
    haemolysis boolean DEFAULT NULL, haemoglobin float8 DEFAULT NULL, previous_haemoglobin float8 DEFAULT NULL,
    prednisone_mg_kg float8 DEFAULT NULL, previous_prednisone_mg_kg float8 DEFAULT NULL,
    drug_added boolean DEFAULT NULL, immunosuppressant_added boolean DEFAULT NULL, hospitalised boolean DEFAULT NULL,
    pga float8 DEFAULT NULL, previous_pga float8 DEFAULT NULL, modified boolean DEFAULT false
) RETURNS text
    AS 'MODULE_PATHNAME', 'selena_flare_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION selena_flare(integer, integer, boolean, boolean, boolean, float8, float8,
    boolean, float8, float8, float8, float8, boolean, boolean, boolean, float8, float8, boolean) IS
    'SELENA-SLEDAI Flare Index against the previous assessment: none, mild_moderate or severe, NULL while unknown; from two scores. Platelets in 10*9/L, haemoglobin in g/dL, prednisone in mg/kg/day; modified: a score above 12 alone is not severe';
CREATE FUNCTION explain_selena_flare(
    current sledai, previous sledai, mild_manifestation boolean DEFAULT NULL, severe_manifestation boolean DEFAULT NULL,
    severe_treatment boolean DEFAULT NULL, platelets float8 DEFAULT NULL, previous_platelets float8 DEFAULT NULL,
    haemolysis boolean DEFAULT NULL, haemoglobin float8 DEFAULT NULL, previous_haemoglobin float8 DEFAULT NULL,
    prednisone_mg_kg float8 DEFAULT NULL, previous_prednisone_mg_kg float8 DEFAULT NULL,
    drug_added boolean DEFAULT NULL, immunosuppressant_added boolean DEFAULT NULL, hospitalised boolean DEFAULT NULL,
    pga float8 DEFAULT NULL, previous_pga float8 DEFAULT NULL, modified boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_selena_flare_sledai' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 11;
COMMENT ON FUNCTION explain_selena_flare(sledai, sledai, boolean, boolean, boolean, float8, float8,
    boolean, float8, float8, float8, float8, boolean, boolean, boolean, float8, float8, boolean) IS
    'the lines of the SELENA-SLEDAI Flare Index, each with whether it holds; new manifestations are also read from the descriptors. Platelets in 10*9/L, haemoglobin in g/dL, prednisone in mg/kg/day; modified: a score above 12 alone is not severe';
CREATE FUNCTION explain_selena_flare(
    current integer, previous integer, mild_manifestation boolean DEFAULT NULL, severe_manifestation boolean DEFAULT NULL,
    severe_treatment boolean DEFAULT NULL, platelets float8 DEFAULT NULL, previous_platelets float8 DEFAULT NULL,
    haemolysis boolean DEFAULT NULL, haemoglobin float8 DEFAULT NULL, previous_haemoglobin float8 DEFAULT NULL,
    prednisone_mg_kg float8 DEFAULT NULL, previous_prednisone_mg_kg float8 DEFAULT NULL,
    drug_added boolean DEFAULT NULL, immunosuppressant_added boolean DEFAULT NULL, hospitalised boolean DEFAULT NULL,
    pga float8 DEFAULT NULL, previous_pga float8 DEFAULT NULL, modified boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_selena_flare_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 11;
COMMENT ON FUNCTION explain_selena_flare(integer, integer, boolean, boolean, boolean, float8, float8,
    boolean, float8, float8, float8, float8, boolean, boolean, boolean, float8, float8, boolean) IS
    'the lines of the SELENA-SLEDAI Flare Index, each with whether it holds; from two scores. Platelets in 10*9/L, haemoglobin in g/dL, prednisone in mg/kg/day; modified: a score above 12 alone is not severe';

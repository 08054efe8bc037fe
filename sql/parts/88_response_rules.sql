-- response_rules: which response a subject has at a visit

CREATE TYPE response_rules;

CREATE FUNCTION response_rules_in(cstring) RETURNS response_rules
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_in(cstring) IS 'input function of type response_rules';
CREATE FUNCTION response_rules_out(response_rules) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_out(response_rules) IS 'output function of type response_rules';
CREATE FUNCTION response_rules_recv(internal) RETURNS response_rules
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_recv(internal) IS 'binary input function of type response_rules';
CREATE FUNCTION response_rules_send(response_rules) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_send(response_rules) IS 'binary output function of type response_rules';

CREATE TYPE response_rules (
    INPUT = response_rules_in,
    OUTPUT = response_rules_out,
    RECEIVE = response_rules_recv,
    SEND = response_rules_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE response_rules IS
    'labelled rules tested from the top, in the language of criteria and with "% of baseline", baseline.fact and windows since baseline: ''CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline; else NR''; printed in a normal form that reads back to the same value';

-- Comparison: by normal form.  The order means nothing; it is there for
-- DISTINCT, GROUP BY and indexes.

CREATE FUNCTION response_rules_eq(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_eq(response_rules, response_rules) IS 'implementation of = operator';
CREATE FUNCTION response_rules_ne(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_ne(response_rules, response_rules) IS 'implementation of <> operator';
CREATE FUNCTION response_rules_lt(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_lt(response_rules, response_rules) IS 'implementation of < operator';
CREATE FUNCTION response_rules_le(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_le(response_rules, response_rules) IS 'implementation of <= operator';
CREATE FUNCTION response_rules_gt(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_gt(response_rules, response_rules) IS 'implementation of > operator';
CREATE FUNCTION response_rules_ge(response_rules, response_rules) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_ge(response_rules, response_rules) IS 'implementation of >= operator';
CREATE FUNCTION response_rules_cmp(response_rules, response_rules) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_cmp(response_rules, response_rules) IS
    'order of normal forms in bytes, for btree: less, equal or greater (-1, 0, 1)';
CREATE FUNCTION response_rules_hash(response_rules) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_hash(response_rules) IS 'hash of response_rules';
CREATE FUNCTION response_rules_hash_extended(response_rules, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_hash_extended(response_rules, bigint) IS 'hash of response_rules with a seed';

CREATE OPERATOR = (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (response_rules, response_rules) IS 'the same normal form';
CREATE OPERATOR <> (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (response_rules, response_rules) IS 'another normal form';
CREATE OPERATOR < (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (response_rules, response_rules) IS 'earlier in the order of normal forms';
CREATE OPERATOR <= (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (response_rules, response_rules) IS 'earlier or equal in the order of normal forms';
CREATE OPERATOR > (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (response_rules, response_rules) IS 'later in the order of normal forms';
CREATE OPERATOR >= (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (response_rules, response_rules) IS 'later or equal in the order of normal forms';

CREATE OPERATOR CLASS response_rules_ops
    DEFAULT FOR TYPE response_rules USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 response_rules_cmp(response_rules, response_rules);
COMMENT ON OPERATOR CLASS response_rules_ops USING btree IS 'order of normal forms';
COMMENT ON OPERATOR FAMILY response_rules_ops USING btree IS 'order of normal forms';
CREATE OPERATOR CLASS response_rules_ops
    DEFAULT FOR TYPE response_rules USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 response_rules_hash(response_rules),
    FUNCTION 2 response_rules_hash_extended(response_rules, bigint);
COMMENT ON OPERATOR CLASS response_rules_ops USING hash IS 'equality of normal forms';
COMMENT ON OPERATOR FAMILY response_rules_ops USING hash IS 'equality of normal forms';

-- Composition and listings.  An overload of facts() would make facts('..')
-- ambiguous, so these have names of their own.

CREATE FUNCTION response_rules_concat(response_rules, response_rules) RETURNS response_rules
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rules_concat(response_rules, response_rules) IS 'implementation of || operator';
CREATE OPERATOR || (
    LEFTARG = response_rules, RIGHTARG = response_rules, FUNCTION = response_rules_concat
);
COMMENT ON OPERATOR || (response_rules, response_rules) IS
    'the rules of both in order, and what is given in either: of the same fact and kind, the left one stands; labels must differ, and "else" comes last';

CREATE FUNCTION response_facts(rules response_rules) RETURNS text[]
    AS 'MODULE_PATHNAME', 'response_rules_facts' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_facts(response_rules) IS
    'the facts that the data must hold, in the order in which the rules ask for them; of "% of baseline" and baseline.fact the fact itself';
CREATE FUNCTION response_labels(rules response_rules) RETURNS text[]
    AS 'MODULE_PATHNAME', 'response_rules_labels' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_labels(response_rules) IS
    'the labels that the rules can give, in the order of testing, that of "else" last';

CREATE TYPE response_rule AS (
    "position" integer,
    label text,
    title text,
    rule text,
    note text
);
COMMENT ON TYPE response_rule IS 'one rule of response rules; the rule of "else" is NULL';
CREATE FUNCTION response_rule_list(rules response_rules) RETURNS SETOF response_rule
    AS 'MODULE_PATHNAME', 'response_rules_list' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION response_rule_list(response_rules) IS 'response rules taken apart, in the order of testing';

CREATE TYPE response_result AS (
    "position" integer,
    label text,
    title text,
    holds boolean,
    reason text,
    missing text[],
    note text,
    chosen boolean
);
COMMENT ON TYPE response_result IS
    'one rule for one subject: holds is what its expression says, whatever the rules before it (NULL: unknown), reason the comparisons that decide, missing the facts that leave it open, chosen whether it gives the label';

-- The planner's part, and what it puts in place of classify over rows.

CREATE FUNCTION response_row_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_row_support(internal) IS
    'planner support for response rules: constant rules over rows become CASE over native conditions, or a call over the columns they read; row counts and costs';

CREATE FUNCTION response_columns_classify(criteria criteria, names text[], as_of date, VARIADIC "columns" "any")
    RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION response_columns_classify(criteria, text[], date, "any") IS
    'internal: classify(response_rules, record, record) over the named columns only; what the planner puts in its place';
CREATE FUNCTION response_columns_classify(criteria criteria, names text[], as_of date)
    RETURNS text
    AS 'MODULE_PATHNAME', 'response_no_columns_classify' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION response_columns_classify(criteria, text[], date) IS
    'internal: response_columns_classify for rules that read no column';
CREATE FUNCTION response_columns_explain(criteria criteria, names text[], as_of date, VARIADIC "columns" "any")
    RETURNS SETOF response_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 3
    SUPPORT response_row_support;
COMMENT ON FUNCTION response_columns_explain(criteria, text[], date, "any") IS
    'internal: explain_response(response_rules, record, record) over the named columns only; what the planner puts in its place';
CREATE FUNCTION response_columns_explain(criteria criteria, names text[], as_of date)
    RETURNS SETOF response_result
    AS 'MODULE_PATHNAME', 'response_no_columns_explain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 3
    SUPPORT response_row_support;
COMMENT ON FUNCTION response_columns_explain(criteria, text[], date) IS
    'internal: response_columns_explain for rules that read no column';

CREATE FUNCTION response_part(part float8, value float8) RETURNS float8
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION response_part(float8, float8) IS
    'internal: the product rounded to 14 significant digits, as response rules compare it; NULL where it is too large';

-- What people write.  Not STRICT: a NULL row is a row whose columns are all
-- NULL, a NULL history or date is unknown and explained so; NULL rules give
-- NULL, or no rows.

CREATE FUNCTION classify(rules response_rules, "current" record, baseline record DEFAULT NULL) RETURNS text
    AS 'MODULE_PATHNAME', 'classify_record' LANGUAGE C STABLE PARALLEL SAFE COST 150
    SUPPORT response_row_support;
COMMENT ON FUNCTION classify(response_rules, record, record) IS
    'the label of the first rule that holds for a row, with a row of the same subject at baseline; NULL where a rule that might hold is unknown';
CREATE FUNCTION explain_response(rules response_rules, "current" record, baseline record DEFAULT NULL) RETURNS SETOF response_result
    AS 'MODULE_PATHNAME', 'explain_response_record' LANGUAGE C STABLE PARALLEL SAFE COST 300 ROWS 3
    SUPPORT response_row_support;
COMMENT ON FUNCTION explain_response(response_rules, record, record) IS
    'every rule with its verdict for a row and the reason: values, units, limits, and what is missing';

CREATE FUNCTION classify(rules response_rules, history patient_history, at date, baseline_date date, window_days integer) RETURNS text
    AS 'MODULE_PATHNAME', 'classify_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION classify(response_rules, patient_history, date, date, integer) IS
    'the label of the first rule that holds at a visit: a fact is its value nearest to that day, at most window_days before or after it; an entry baseline.fact, or the last value on or before baseline_date, is its value at baseline; events are as of that day';
CREATE FUNCTION explain_response(rules response_rules, history patient_history, at date, baseline_date date, window_days integer) RETURNS SETOF response_result
    AS 'MODULE_PATHNAME', 'explain_response_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 3
    SUPPORT response_row_support;
COMMENT ON FUNCTION explain_response(response_rules, patient_history, date, date, integer) IS
    'every rule with its verdict at a visit and the reason: values, units, dates, limits, and what is missing';

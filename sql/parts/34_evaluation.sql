-- Evaluation: verdicts, explanations, and criteria over a patient_history.
-- The same functions over rows are in 38_rows.sql.

CREATE TYPE clause_result AS (
    "position" integer,
    label text,
    title text,
    kind text,
    holds boolean,
    passes boolean,
    reason text,
    missing text[],
    note text
);
COMMENT ON TYPE clause_result IS
    'one clause of criteria for one subject: holds is what its expression says, passes what it means for eligibility (NULL: unknown), reason the comparisons that decide, missing the facts that leave it open';

CREATE TYPE missing_fact AS (
    fact text,
    why text,
    last_at timestamp,
    last_value text,
    needed_by text[],
    decides boolean
);
COMMENT ON TYPE missing_fact IS
    'a fact that is missing or in doubt for one subject: why (never recorded, too old, no unit ...), date and value of its last entry (a partial date stands behind the value, last_at is NULL then), the clauses that need it, and whether knowing it could still change the verdict';

-- criteria_result

CREATE TYPE criteria_result;
CREATE FUNCTION criteria_result_in(cstring) RETURNS criteria_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_in(cstring) IS 'input function of type criteria_result';
CREATE FUNCTION criteria_result_out(criteria_result) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_out(criteria_result) IS 'output function of type criteria_result';
CREATE FUNCTION criteria_result_recv(internal) RETURNS criteria_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_recv(internal) IS 'binary input function of type criteria_result';
CREATE FUNCTION criteria_result_send(criteria_result) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_send(criteria_result) IS 'binary output function of type criteria_result';
CREATE TYPE criteria_result (
    INPUT = criteria_result_in,
    OUTPUT = criteria_result_out,
    RECEIVE = criteria_result_recv,
    SEND = criteria_result_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE criteria_result IS
    'the verdict of every clause for one subject, with the labels; made by evaluate_criteria';

CREATE FUNCTION criteria_result_eq(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_eq(criteria_result, criteria_result) IS 'implementation of = operator';
CREATE FUNCTION criteria_result_ne(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_ne(criteria_result, criteria_result) IS 'implementation of <> operator';
CREATE FUNCTION criteria_result_cmp(criteria_result, criteria_result) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_cmp(criteria_result, criteria_result) IS
    'an order without meaning, for btree: less, equal or greater (-1, 0, 1)';
CREATE FUNCTION criteria_result_lt(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_lt(criteria_result, criteria_result) IS 'implementation of < operator';
CREATE FUNCTION criteria_result_le(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_le(criteria_result, criteria_result) IS 'implementation of <= operator';
CREATE FUNCTION criteria_result_gt(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_gt(criteria_result, criteria_result) IS 'implementation of > operator';
CREATE FUNCTION criteria_result_ge(criteria_result, criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_ge(criteria_result, criteria_result) IS 'implementation of >= operator';
CREATE FUNCTION criteria_result_hash(criteria_result) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_hash(criteria_result) IS 'hash of a criteria_result';
CREATE FUNCTION criteria_result_hash_extended(criteria_result, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_result_hash_extended(criteria_result, bigint) IS 'hash of a criteria_result with a seed';
CREATE OPERATOR = (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (criteria_result, criteria_result) IS 'same criteria, and every clause came to the same';
CREATE OPERATOR <> (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (criteria_result, criteria_result) IS 'other criteria, or some clause came to something else';
CREATE OPERATOR < (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (criteria_result, criteria_result) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR <= (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (criteria_result, criteria_result) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR > (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (criteria_result, criteria_result) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR >= (
    LEFTARG = criteria_result, RIGHTARG = criteria_result, FUNCTION = criteria_result_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (criteria_result, criteria_result) IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR CLASS criteria_result_ops DEFAULT FOR TYPE criteria_result USING btree AS
    OPERATOR 1 < (criteria_result, criteria_result),
    OPERATOR 2 <= (criteria_result, criteria_result),
    OPERATOR 3 = (criteria_result, criteria_result),
    OPERATOR 4 >= (criteria_result, criteria_result),
    OPERATOR 5 > (criteria_result, criteria_result),
    FUNCTION 1 criteria_result_cmp(criteria_result, criteria_result);
COMMENT ON OPERATOR CLASS criteria_result_ops USING btree IS 'an order without meaning, for DISTINCT and GROUP BY';
COMMENT ON OPERATOR FAMILY criteria_result_ops USING btree IS 'an order without meaning, for DISTINCT and GROUP BY';
CREATE OPERATOR CLASS criteria_result_hash_ops DEFAULT FOR TYPE criteria_result USING hash AS
    OPERATOR 1 = (criteria_result, criteria_result),
    FUNCTION 1 criteria_result_hash(criteria_result),
    FUNCTION 2 criteria_result_hash_extended(criteria_result, bigint);
COMMENT ON OPERATOR CLASS criteria_result_hash_ops USING hash IS 'equality of results';
COMMENT ON OPERATOR FAMILY criteria_result_hash_ops USING hash IS 'equality of results';

CREATE FUNCTION eligible(result criteria_result) RETURNS boolean
    AS 'MODULE_PATHNAME', 'eligible_result' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION eligible(criteria_result) IS
    'the verdict: true when every clause passes, false when one fails, NULL (unknown) otherwise';
CREATE FUNCTION failed_clauses(result criteria_result) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION failed_clauses(criteria_result) IS
    'labels of the clauses that fail, in their order; a clause without a label goes by its position';
CREATE FUNCTION unknown_clauses(result criteria_result) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unknown_clauses(criteria_result) IS
    'labels of the clauses that are neither passed nor failed, in their order';
CREATE FUNCTION passed_clauses(result criteria_result) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION passed_clauses(criteria_result) IS
    'labels of the clauses that pass, in their order; reports, which decide nothing, are left out';
CREATE FUNCTION clause_labels(result criteria_result) RETURNS text[]
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clause_labels(criteria_result) IS
    'labels of all clauses, reports included, in their order';
CREATE FUNCTION clause_holds(result criteria_result, label text) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clause_holds(criteria_result, text) IS
    'whether the expression of that clause holds (NULL: unknown); an error when no clause has that label';
CREATE FUNCTION clause_passes(result criteria_result, label text) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clause_passes(criteria_result, text) IS
    'whether that clause passes (NULL: unknown); a report always does; an error when no clause has that label';

-- Over a patient_history.  Not strict: a NULL history or date is unknown, and
-- explained so; NULL criteria give NULL, or no rows.

CREATE FUNCTION eligible(criteria criteria, history patient_history, as_of date) RETURNS boolean
    AS 'MODULE_PATHNAME', 'eligible_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION eligible(criteria, patient_history, date) IS
    'does the subject with this history qualify on that day? true, false, or NULL (unknown); entries that start after as_of do not exist';
CREATE FUNCTION evaluate_criteria(criteria criteria, history patient_history, as_of date) RETURNS criteria_result
    AS 'MODULE_PATHNAME', 'evaluate_criteria_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION evaluate_criteria(criteria, patient_history, date) IS
    'the verdict of every clause for the subject with this history on that day';
CREATE FUNCTION explain_eligibility(criteria criteria, history patient_history, as_of date) RETURNS SETOF clause_result
    AS 'MODULE_PATHNAME', 'explain_eligibility_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 20;
COMMENT ON FUNCTION explain_eligibility(criteria, patient_history, date) IS
    'every clause with its verdict and the reason: value, unit, date and limit of the comparisons that decide, or what is missing';
CREATE FUNCTION missing_facts(criteria criteria, history patient_history, as_of date) RETURNS SETOF missing_fact
    AS 'MODULE_PATHNAME', 'missing_facts_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 500 ROWS 10;
COMMENT ON FUNCTION missing_facts(criteria, patient_history, date) IS
    'what the criteria ask for and this history does not tell on that day: the query that goes to the site';

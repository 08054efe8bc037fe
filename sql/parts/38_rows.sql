-- criteria over the columns of a row: any table, view, join or sub-query

CREATE FUNCTION criteria_row_support(internal) RETURNS internal
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION criteria_row_support(internal) IS
    'planner support for criteria: constant criteria over a row become native conditions on its columns; row counts and costs';

-- The internal forms, over just the columns that criteria read.  Immutable, as
-- they see names, not the catalogue; the planner support passes enums as text.

CREATE FUNCTION criteria_columns_eligible(criteria criteria, names text[], as_of date, VARIADIC "columns" "any")
    RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_eligible(criteria, text[], date, "any") IS
    'internal: eligible(criteria, record, as_of) over the named columns only; what the planner puts in its place';
CREATE FUNCTION criteria_columns_eligible(criteria criteria, names text[], as_of date)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'criteria_no_columns_eligible' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_eligible(criteria, text[], date) IS
    'internal: criteria_columns_eligible for criteria that read no column';

CREATE FUNCTION criteria_columns_evaluate(criteria criteria, names text[], as_of date, VARIADIC "columns" "any")
    RETURNS criteria_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_evaluate(criteria, text[], date, "any") IS
    'internal: evaluate_criteria(criteria, record, as_of) over the named columns only; what the planner puts in its place';
CREATE FUNCTION criteria_columns_evaluate(criteria criteria, names text[], as_of date)
    RETURNS criteria_result
    AS 'MODULE_PATHNAME', 'criteria_no_columns_evaluate' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_evaluate(criteria, text[], date) IS
    'internal: criteria_columns_evaluate for criteria that read no column';

CREATE FUNCTION criteria_columns_explain(criteria criteria, names text[], as_of date, VARIADIC "columns" "any")
    RETURNS SETOF clause_result
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 15
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_explain(criteria, text[], date, "any") IS
    'internal: explain_eligibility(criteria, record, as_of) over the named columns only; what the planner puts in its place';
CREATE FUNCTION criteria_columns_explain(criteria criteria, names text[], as_of date)
    RETURNS SETOF clause_result
    AS 'MODULE_PATHNAME', 'criteria_no_columns_explain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 15
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION criteria_columns_explain(criteria, text[], date) IS
    'internal: criteria_columns_explain for criteria that read no column';

-- What people write.  Not STRICT: a NULL row is a row whose columns are all
-- NULL, and a NULL date leaves only what asks for it unknown.

CREATE FUNCTION eligible(criteria criteria, subject record) RETURNS boolean
    AS 'MODULE_PATHNAME', 'eligible_record' LANGUAGE C STABLE PARALLEL SAFE COST 100
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION eligible(criteria, record) IS
    'whether a row meets the criteria: true, false, or NULL where missing data leave it open; criteria that ask for a date are an error';
CREATE FUNCTION eligible(criteria criteria, subject record, as_of date) RETURNS boolean
    AS 'MODULE_PATHNAME', 'eligible_record_date' LANGUAGE C STABLE PARALLEL SAFE COST 100
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION eligible(criteria, record, date) IS
    'whether a row meets the criteria on a day: true, false, or NULL where missing data leave it open';

CREATE FUNCTION evaluate_criteria(criteria criteria, subject record) RETURNS criteria_result
    AS 'MODULE_PATHNAME', 'evaluate_criteria_record' LANGUAGE C STABLE PARALLEL SAFE COST 100
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION evaluate_criteria(criteria, record) IS
    'the verdict of every clause for a row; criteria that ask for a date are an error';
CREATE FUNCTION evaluate_criteria(criteria criteria, subject record, as_of date) RETURNS criteria_result
    AS 'MODULE_PATHNAME', 'evaluate_criteria_record_date' LANGUAGE C STABLE PARALLEL SAFE COST 100
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION evaluate_criteria(criteria, record, date) IS
    'the verdict of every clause for a row on a day';

CREATE FUNCTION explain_eligibility(criteria criteria, subject record) RETURNS SETOF clause_result
    AS 'MODULE_PATHNAME', 'explain_eligibility_record' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 15
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION explain_eligibility(criteria, record) IS
    'every clause with its verdict for a row and the reason: values, units, limits, and what is missing';
CREATE FUNCTION explain_eligibility(criteria criteria, subject record, as_of date) RETURNS SETOF clause_result
    AS 'MODULE_PATHNAME', 'explain_eligibility_record_date' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 15
    SUPPORT criteria_row_support;
COMMENT ON FUNCTION explain_eligibility(criteria, record, date) IS
    'every clause with its verdict for a row on a day and the reason: values, units, dates, limits, and what is missing';

CREATE FUNCTION missing_facts(criteria criteria, subject record, as_of date) RETURNS SETOF missing_fact
    AS 'MODULE_PATHNAME', 'missing_facts_record' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION missing_facts(criteria, record, date) IS
    'the facts that a row lacks for the criteria on a day, why, which clauses need them and whether they could still decide';

-- as text

CREATE FUNCTION criteria_sql(criteria criteria, relation regclass) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION criteria_sql(criteria, regclass) IS
    'the native condition that eligible(criteria, row) becomes for a table, as SQL to read or to put in a view';
CREATE FUNCTION criteria_sql(criteria criteria, relation regclass, as_of date) RETURNS text
    AS 'MODULE_PATHNAME', 'criteria_sql_date' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION criteria_sql(criteria, regclass, date) IS
    'the native condition that eligible(criteria, row, as_of) becomes for a table on a day, as SQL';
CREATE FUNCTION criteria_view_sql(criteria criteria) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION criteria_view_sql(criteria) IS
    'the SELECT that makes a row with every fact the criteria ask for, with unit and kind of each in comments, to be filled in';

-- explanations over a history have one row a clause, too
ALTER FUNCTION explain_eligibility(criteria, patient_history, date) SUPPORT criteria_row_support;

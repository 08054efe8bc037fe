-- Laboratory toxicity: CTCAE grades.

CREATE TYPE ctcae_term AS (
    term text,
    title text,
    version text,
    direction text,
    analyte text,
    unit text,
    grade_1 text,
    grade_2 text,
    grade_3 text,
    grade_4 text,
    needs text,
    note text,
    source text,
    verified text,
    needs_lln boolean,
    needs_uln boolean
);
COMMENT ON TYPE ctcae_term IS
    'one term of ctcae_terms(): direction increased or decreased; limits of each grade in unit (>a-b excludes a and includes b; <a-b excludes a and includes b), NULL where there is no such grade from a value; what besides the value decides; source of the limits; verified read, partly read or remembered';

CREATE FUNCTION ctcae_terms() RETURNS SETOF ctcae_term
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 20;
COMMENT ON FUNCTION ctcae_terms() IS
    'every laboratory term that ctcae_grade knows, with its limits and where they come from';

CREATE FUNCTION ctcae_grade(
    term text,
    value quantity,
    lln quantity DEFAULT NULL,
    uln quantity DEFAULT NULL,
    baseline quantity DEFAULT NULL,
    symptomatic boolean DEFAULT NULL,
    dipstick integer DEFAULT NULL,
    upcr quantity DEFAULT NULL) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION ctcae_grade(text, quantity, quantity, quantity, quantity, boolean, integer, quantity) IS
    'grade 0 (none) to 4 of a laboratory value by CTCAE v5.0, or v4.03 for hyperglycaemia_v4; NULL when it cannot be graded: a limit of normal that decides is missing. Term by our name or as CTCAE spells it; any unit that converts, an error otherwise. Dipstick 0 to 4 for proteinuria and chronic_kidney_disease, upcr for the latter. Grade 5 is never given';

CREATE TYPE ctcae_shift_grades AS (
    baseline_grade integer,
    grade integer,
    shift integer
);
COMMENT ON TYPE ctcae_shift_grades IS
    'grade of the baseline, grade now, and their difference; NULL where one cannot be graded';

CREATE FUNCTION ctcae_shift(
    term text,
    value quantity,
    lln quantity,
    uln quantity,
    baseline quantity,
    symptomatic boolean DEFAULT NULL,
    baseline_symptomatic boolean DEFAULT NULL) RETURNS ctcae_shift_grades
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 40;
COMMENT ON FUNCTION ctcae_shift(text, quantity, quantity, quantity, quantity, boolean, boolean) IS
    'grade of a laboratory value beside that of its baseline: patients with lupus nephritis start with proteinuria and low eGFR, so the grade alone says little. The baseline is graded as a value whose baseline is itself';

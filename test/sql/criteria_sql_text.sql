-- criteria_sql prints the condition that criteria become for a table: readable,
-- and it runs as it stands.  criteria_view_sql prints the SELECT that a row needs.
CREATE SCHEMA criteria_sql_text;
SET search_path = criteria_sql_text, public;

CREATE TABLE "Odd Table" (id integer, "Age" smallint, "select" text, alt float8, alt_uln float8, enrolled date, seen timestamp,
                          creatinine numeric, done boolean, q quantity);
INSERT INTO "Odd Table" VALUES (1, 18, 'a', 100, 40, '2024-01-01', '2024-01-01 10:00', 1.0, true, '1 mg/dL'),
    (2, 17, 'b', 10, 40, '2024-02-01', '2024-02-01', 2.0, false, '2 mg/dL');
INSERT INTO "Odd Table" (id) VALUES (3);

\echo == as text
\pset format unaligned
\pset tuples_only on
SELECT criteria_sql('given creatinine in mg/dL;
    include I1 "Adults": "Age" > 17.5;
    include I2 "Title with */ and /* in it": "select" in (''a'', ''it''''s'') or "select" is not known;
    or include I3: creatinine < 132.6 umol/L;
    exclude E1: alt > 2 ULN;
    exclude E2: done;
    report R1: "Age" > 65;
    exclude E3: q > 5 mg/dL', '"Odd Table"');
SELECT criteria_sql('enrolled within 2 months and seen <= as_of', '"Odd Table"', '2024-02-29');
SET datestyle = 'German';
SET extra_float_digits = 0;
SELECT criteria_sql('enrolled > as_of - 1 day and alt < 0.30000000000000004', '"Odd Table"', '29.02.2024');
RESET datestyle;
RESET extra_float_digits;
SELECT criteria_sql('report R: done', '"Odd Table"');
SELECT criteria_sql('include unknown; include true', '"Odd Table"');

\echo == it runs, and says what eligible says
CREATE FUNCTION same(c criteria) RETURNS TABLE (id integer, by_text boolean, by_call boolean) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT id, %s, eligible(%L, t, ''2024-02-29'') FROM "Odd Table" t ORDER BY id',
                                criteria_sql(c, '"Odd Table"', '2024-02-29'), c);
END $$;
SELECT * FROM same('include "Age" > 17.5; exclude alt > 2 ULN');
SELECT * FROM same('given creatinine in mg/dL; include A: creatinine < 132.6 umol/L; or include B: "select" in (''b''); exclude C: seen > as_of - 1 month');
SELECT * FROM same('q <= 15 mg/L and done is true');

\echo == errors
SELECT criteria_sql('enrolled < as_of', '"Odd Table"');
SELECT criteria_sql('weight > 40 kg', '"Odd Table"');
CREATE INDEX odd_index ON "Odd Table" (id);
SELECT criteria_sql('id > 1', 'odd_index');
SELECT criteria_sql('id > 1', 0);

\echo == the SELECT of a view
SELECT criteria_view_sql('given urine_protein in g/d, egfr is egfr_ckd_epi_2021(creatinine, age, sex), mycophenolate as mmf, mpa, alt uln 40 U/L;
    include I1: age >= 18 years and sex = ''F'';
    include I2: urine_protein >= 1.5 g/d;
    include I3: egfr >= 30 mL/min/{1.73_m2};
    include I4: ln_class in (''III'', ''IV'');
    exclude E1: alt > 2 ULN or ast > 2 ULN;
    exclude E2: any(mycophenolate, cyclophosphamide within 12 weeks);
    exclude E3: sum(methylprednisolone within 2 weeks) > 1 g;
    exclude E4: active_infection or any(iv_antibiotic within 1 month before admission);
    exclude E5: "Strange Fact" = ''x''');
-- any() without a window is the day of an event, too, unless it is a flag; what
-- is asked for as a value and as an event needs its dates
SELECT criteria_view_sql('include A: any(rituximab) or any(hiv_positive) or hiv_positive; include B: infusion > 10 mg/d and any(infusion within 2 weeks);
    include C: active_infection or any(active_infection within 1 month); include D: any(later_therapy) and any(complete_renal_response until later_therapy); exclude E: alt > 2 ULN or any(alt)');
SELECT criteria_view_sql('true');

SET client_min_messages = warning;
DROP SCHEMA criteria_sql_text CASCADE;

-- The row printed fits what it was printed for: a fact used as a value and as a
-- date, or as a number and in any(), is left to the history.
CREATE TABLE subject (id int);
INSERT INTO subject VALUES (1);
CREATE FUNCTION fits(c criteria) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    fit text;
BEGIN
    EXECUTE format('SELECT count(*) || '' clauses'' FROM (%s) AS r, explain_eligibility(%L, r, ''2024-03-01'')', regexp_replace(criteria_view_sql(c), '--[^\n]*', '', 'g'), c) INTO fit;
    RETURN fit;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLERRM;
END
$$;
SELECT id, fits(protocol_criteria(id)) FROM protocols() ORDER BY id;
SELECT c, fits(c::criteria), (SELECT string_agg(m[1] || ' ' || m[2], ', ') FROM regexp_matches(criteria_view_sql(c::criteria), 'NULL::(\w+) AS (\w+)', 'g') AS m) AS columns FROM (VALUES
    ('any(x)'), ('any(cyclophosphamide, rituximab)'), ('any(copd) and copd'), ('any(copd within 1 year)'), ('any(copd within 1 year) or copd'),
    ('any(prednisone) and prednisone < 10 mg/d'), ('prednisone within 4 weeks and prednisone < 10 mg/d'), ('x within 3 days and x is known'), ('x since screening and as_of >= screening'),
    ('any(x within 1 week before flare) and flare'), ('sex = ''F'' and any(sex)'), ('alt > 2 ULN and any(alt)'), ('any(x) and any(x within 3 days)')) AS v (c);
DROP FUNCTION fits;
DROP TABLE subject;

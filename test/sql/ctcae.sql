-- ctcae_grade: laboratory toxicity by CTCAE v5.0, glucose of hyperglycaemia_v4
-- by v4.  Both sides of every limit; expected grades were written down from the
-- bands in the project's clinical specification (taken there from admiral's
-- ncictcaev5.json; proteinuria and kidney disease remembered), not computed.
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

CREATE TEMP TABLE c (id int GENERATED ALWAYS AS IDENTITY, term text, value quantity, lln quantity, uln quantity, baseline quantity, symptomatic boolean, grade int);
-- value below which LLN 4.0 (counts), printed bands <LLN-a, <a-b ...
INSERT INTO c (term, value, lln, grade)
SELECT term, quantity(value, unit), quantity(lln, unit), grade FROM (VALUES
    ('wbc_decreased', '10*9/L', 4.0, 4.0, 0), ('wbc_decreased', '10*9/L', 3.99, 4.0, 1), ('wbc_decreased', '10*9/L', 3.0, 4.0, 1), ('wbc_decreased', '10*9/L', 2.99, 4.0, 2),
    ('wbc_decreased', '10*9/L', 2.0, 4.0, 2), ('wbc_decreased', '10*9/L', 1.99, 4.0, 3), ('wbc_decreased', '10*9/L', 1.0, 4.0, 3), ('wbc_decreased', '10*9/L', 0.99, 4.0, 4), ('wbc_decreased', '10*9/L', 0, 4.0, 4),
    ('wbc_decreased', '10*9/L', 12, 4.0, 0), ('wbc_decreased', '10*9/L', 3.5, NULL, NULL), ('wbc_decreased', '10*9/L', 2.5, NULL, 2), ('wbc_decreased', '/uL', 2999, 4000, 2), ('wbc_decreased', '/uL', 3000, 4000, 1),
    ('neutrophils_decreased', '10*9/L', 2.0, 2.0, 0), ('neutrophils_decreased', '10*9/L', 1.99, 2.0, 1), ('neutrophils_decreased', '10*9/L', 1.5, 2.0, 1), ('neutrophils_decreased', '10*9/L', 1.49, 2.0, 2),
    ('neutrophils_decreased', '10*9/L', 1.0, 2.0, 2), ('neutrophils_decreased', '10*9/L', 0.99, 2.0, 3), ('neutrophils_decreased', '10*9/L', 0.5, 2.0, 3), ('neutrophils_decreased', '10*9/L', 0.49, 2.0, 4),
    ('lymphocytes_decreased', '10*9/L', 1.0, 1.0, 0), ('lymphocytes_decreased', '10*9/L', 0.99, 1.0, 1), ('lymphocytes_decreased', '10*9/L', 0.8, 1.0, 1), ('lymphocytes_decreased', '10*9/L', 0.79, 1.0, 2),
    ('lymphocytes_decreased', '10*9/L', 0.5, 1.0, 2), ('lymphocytes_decreased', '10*9/L', 0.49, 1.0, 3), ('lymphocytes_decreased', '10*9/L', 0.2, 1.0, 3), ('lymphocytes_decreased', '10*9/L', 0.19, 1.0, 4),
    ('platelets_decreased', '10*9/L', 150, 150, 0), ('platelets_decreased', '10*9/L', 149, 150, 1), ('platelets_decreased', '10*9/L', 75, 150, 1), ('platelets_decreased', '10*9/L', 74.9, 150, 2),
    ('platelets_decreased', '10*9/L', 50, 150, 2), ('platelets_decreased', '10*9/L', 49.9, 150, 3), ('platelets_decreased', '10*9/L', 25, 150, 3), ('platelets_decreased', '10*9/L', 24.9, 150, 4),
    ('anaemia', 'g/L', 120, 120, 0), ('anaemia', 'g/L', 119, 120, 1), ('anaemia', 'g/L', 100, 120, 1), ('anaemia', 'g/L', 99.9, 120, 2), ('anaemia', 'g/L', 80, 120, 2), ('anaemia', 'g/L', 79.9, 120, 3),
    ('anaemia', 'g/L', 30, 120, 3), ('Anemia', 'g/dL', 10, 12, 1), ('anemia', 'g/dL', 9.99, 12, 2), ('anaemia', 'g/dL', 8, NULL, 2), ('anaemia', 'g/dL', 7.9, NULL, 3), ('anaemia', 'g/dL', 10, NULL, NULL),
    ('hypoglycaemia', 'mmol/L', 4.0, 4.0, 0), ('hypoglycaemia', 'mmol/L', 3.9, 4.0, 1), ('hypoglycaemia', 'mmol/L', 3.0, 4.0, 1), ('hypoglycaemia', 'mmol/L', 2.99, 4.0, 2), ('hypoglycaemia', 'mmol/L', 2.2, 4.0, 2),
    ('hypoglycaemia', 'mmol/L', 2.19, 4.0, 3), ('hypoglycaemia', 'mmol/L', 1.7, 4.0, 3), ('hypoglycaemia', 'mmol/L', 1.69, 4.0, 4),
    ('hypoalbuminaemia', 'g/L', 35, 35, 0), ('hypoalbuminaemia', 'g/L', 34.9, 35, 1), ('hypoalbuminaemia', 'g/L', 30, 35, 1), ('hypoalbuminaemia', 'g/L', 29.9, 35, 2), ('hypoalbuminaemia', 'g/L', 20, 35, 2),
    ('hypoalbuminaemia', 'g/L', 19.9, 35, 3), ('hypoalbuminaemia', 'g/dL', 1, 3.5, 3)) AS v (term, unit, value, lln, grade);
-- above ULN, >ULN-a, >a-b ...
INSERT INTO c (term, value, uln, grade)
SELECT term, quantity(value, unit), quantity(uln, unit), grade FROM (VALUES
    ('hyperkalaemia', 'mmol/L', 5.0, 5.0, 0), ('hyperkalaemia', 'mmol/L', 5.01, 5.0, 1), ('hyperkalaemia', 'mmol/L', 5.5, 5.0, 1), ('hyperkalaemia', 'mmol/L', 5.51, 5.0, 2), ('hyperkalaemia', 'mmol/L', 6.0, 5.0, 2),
    ('hyperkalaemia', 'mmol/L', 6.01, 5.0, 3), ('hyperkalaemia', 'mmol/L', 7.0, 5.0, 3), ('hyperkalaemia', 'mmol/L', 7.01, 5.0, 4), ('hyperkalaemia', 'meq/L', 6.5, 5.0, 3), ('hyperkalaemia', 'mmol/L', 5.2, NULL, NULL),
    ('hyperkalaemia', 'mmol/L', 6.2, NULL, 3), ('hypernatraemia', 'mmol/L', 145, 145, 0), ('hypernatraemia', 'mmol/L', 146, 145, 1), ('hypernatraemia', 'mmol/L', 150, 145, 1), ('hypernatraemia', 'mmol/L', 151, 145, 2),
    ('hypernatraemia', 'mmol/L', 155, 145, 2), ('hypernatraemia', 'mmol/L', 156, 145, 3), ('hypernatraemia', 'mmol/L', 160, 145, 3), ('hypernatraemia', 'mmol/L', 160.1, 145, 4),
    ('hyperglycaemia_v4', 'mmol/L', 5.6, 5.6, 0), ('hyperglycaemia_v4', 'mmol/L', 5.7, 5.6, 1), ('hyperglycaemia_v4', 'mmol/L', 8.9, 5.6, 1), ('hyperglycaemia_v4', 'mmol/L', 8.91, 5.6, 2), ('hyperglycaemia_v4', 'mmol/L', 13.9, 5.6, 2),
    ('hyperglycaemia_v4', 'mmol/L', 13.91, 5.6, 3), ('hyperglycaemia_v4', 'mmol/L', 27.8, 5.6, 3), ('hyperglycaemia_v4', 'mmol/L', 27.81, 5.6, 4), ('hyperglycemia_v4', 'mg/dL', 300, NULL, 3),
    ('lymphocytes_increased', '10*9/L', 4.0, NULL, 0), ('lymphocytes_increased', '10*9/L', 4.01, NULL, 2), ('lymphocytes_increased', '10*9/L', 20, NULL, 2), ('lymphocytes_increased', '10*9/L', 20.1, NULL, 3),
    ('proteinuria', 'g/d', 0.149, 0.15, 0), ('proteinuria', 'g/d', 0.15, 0.15, 1), ('proteinuria', 'g/d', 0.999, 0.15, 1), ('proteinuria', 'g/d', 1.0, 0.15, 2), ('proteinuria', 'g/d', 3.49, 0.15, 2), ('proteinuria', 'g/d', 3.5, 0.15, 3),
    ('proteinuria', 'mg/d', 999, NULL, NULL), ('proteinuria', 'mg/d', 1000, NULL, 2), ('proteinuria_child', 'g/g', 0.49, NULL, 0), ('proteinuria_child', 'g/g', 0.5, NULL, 2), ('proteinuria_child', 'g/g', 1.9, NULL, 2),
    ('proteinuria_child', 'mg/mg', 1.91, NULL, 3)) AS v (term, unit, value, uln, grade);
-- with symptoms, or not, or not recorded
INSERT INTO c (term, value, lln, symptomatic, grade)
SELECT term, quantity(value, 'mmol/L'), quantity(lln, 'mmol/L'), symptomatic, grade FROM (VALUES
    ('hypokalaemia', 3.5, 3.5, true, 0), ('hypokalaemia', 3.4, 3.5, false, 1), ('hypokalaemia', 3.4, 3.5, true, 2), ('hypokalaemia', 3.4, 3.5, NULL, 2), ('hypokalaemia', 3.0, 3.5, false, 1), ('hypokalaemia', 2.99, 3.5, false, 3),
    ('hypokalaemia', 2.5, 3.5, NULL, 3), ('hypokalaemia', 2.49, 3.5, NULL, 4), ('hypokalaemia', 3.2, NULL, true, NULL), ('hypokalaemia', 2.7, NULL, NULL, 3),
    ('hyponatraemia', 135, 135, NULL, 0), ('hyponatraemia', 134, 135, NULL, 1), ('hyponatraemia', 130, 135, true, 1), ('hyponatraemia', 129.5, 135, NULL, 1), ('hyponatraemia', 129, 135, false, 2), ('hyponatraemia', 129, 135, true, 3),
    ('hyponatraemia', 129, 135, NULL, 3), ('hyponatraemia', 125, 135, false, 2), ('hyponatraemia', 124.5, 135, false, 2), ('hyponatraemia', 124, 135, false, 3), ('hyponatraemia', 120, 135, false, 3), ('hyponatraemia', 119.9, 135, NULL, 4),
    ('hyponatraemia', 131, NULL, NULL, NULL), ('hyponatraemia', 127, NULL, false, 2)) AS v (term, value, lln, symptomatic, grade);
-- multiples of ULN and of the baseline
INSERT INTO c (term, value, uln, baseline, grade)
SELECT term, quantity(value, unit), quantity(uln, unit), quantity(baseline, unit), grade FROM (VALUES
    ('creatinine_increased', 'mg/dL', 1.2, 1.2, NULL, 0), ('creatinine_increased', 'mg/dL', 1.21, 1.2, NULL, 1), ('creatinine_increased', 'mg/dL', 1.8, 1.2, NULL, 1), ('creatinine_increased', 'mg/dL', 1.81, 1.2, NULL, 2),
    ('creatinine_increased', 'mg/dL', 3.6, 1.2, NULL, 2), ('creatinine_increased', 'mg/dL', 3.61, 1.2, NULL, 3), ('creatinine_increased', 'mg/dL', 7.2, 1.2, NULL, 3), ('creatinine_increased', 'mg/dL', 7.21, 1.2, NULL, 4),
    ('creatinine_increased', 'mg/dL', 0.9, 1.2, 0.6, 0), ('creatinine_increased', 'mg/dL', 0.91, 1.2, 0.6, 2), ('creatinine_increased', 'mg/dL', 1.8, 1.2, 0.6, 2), ('creatinine_increased', 'mg/dL', 1.81, 1.2, 0.6, 3),
    ('creatinine_increased', 'mg/dL', 7.3, 1.2, 0.6, 4), ('creatinine_increased', 'mg/dL', 2.0, 1.2, 2.0, 2), ('creatinine_increased', 'mg/dL', 1.3, 1.2, 1.2, 1),
    ('creatinine_increased', 'mg/dL', 0.9, NULL, 0.6, NULL), ('creatinine_increased', 'mg/dL', 0.91, NULL, 0.6, 2), ('creatinine_increased', 'mg/dL', 1.81, NULL, 0.6, 3), ('creatinine_increased', 'mg/dL', 9, NULL, NULL, NULL),
    ('creatinine_increased', 'umol/L', 265.2, 88.4, 88.4, 2), ('creatinine_increased', 'umol/L', 265.3, 88.4, 88.4, 3),
    ('alt_increased', 'U/L', 40, 40, NULL, 0), ('alt_increased', 'U/L', 41, 40, NULL, 1), ('alt_increased', 'U/L', 120, 40, 40, 1), ('alt_increased', 'U/L', 121, 40, 40, 2), ('alt_increased', 'U/L', 200, 40, NULL, 2),
    ('alt_increased', 'U/L', 201, 40, NULL, 3), ('alt_increased', 'U/L', 800, 40, NULL, 3), ('alt_increased', 'U/L', 801, 40, NULL, 4), ('alt_increased', 'U/L', 149, 40, 100, 0), ('alt_increased', 'U/L', 150, 40, 100, 1),
    ('alt_increased', 'U/L', 300, 40, 100, 1), ('alt_increased', 'U/L', 301, 40, 100, 2), ('alt_increased', 'U/L', 500, 40, 100, 2), ('alt_increased', 'U/L', 501, 40, 100, 3), ('alt_increased', 'U/L', 2000, 40, 100, 3),
    ('alt_increased', 'U/L', 2001, 40, 100, 4), ('alt_increased', 'U/L', 2001, NULL, 100, NULL), ('Aspartate aminotransferase increased', 'U/L', 121, 40, NULL, 2), ('ast_increased', 'U/L', 61.5, 40, 41, 1), ('ast_increased', 'U/L', 61.4, 40, 41, 0),
    ('bilirubin_increased', 'mg/dL', 1.2, 1.2, NULL, 0), ('bilirubin_increased', 'mg/dL', 1.21, 1.2, NULL, 1), ('bilirubin_increased', 'mg/dL', 1.8, 1.2, NULL, 1), ('bilirubin_increased', 'mg/dL', 1.81, 1.2, NULL, 2),
    ('bilirubin_increased', 'mg/dL', 3.6, 1.2, NULL, 2), ('bilirubin_increased', 'mg/dL', 3.61, 1.2, NULL, 3), ('bilirubin_increased', 'mg/dL', 12, 1.2, NULL, 3), ('bilirubin_increased', 'mg/dL', 12.1, 1.2, NULL, 4),
    ('bilirubin_increased', 'mg/dL', 2.0, 1.2, 2.0, 0), ('bilirubin_increased', 'mg/dL', 2.01, 1.2, 2.0, 1), ('bilirubin_increased', 'mg/dL', 3.0, 1.2, 2.0, 1), ('bilirubin_increased', 'mg/dL', 3.01, 1.2, 2.0, 2),
    ('bilirubin_increased', 'mg/dL', 6.0, 1.2, 2.0, 2), ('bilirubin_increased', 'mg/dL', 6.01, 1.2, 2.0, 3), ('bilirubin_increased', 'mg/dL', 20, 1.2, 2.0, 3), ('bilirubin_increased', 'mg/dL', 20.1, 1.2, 2.0, 4),
    ('bilirubin_increased', 'mg/dL', 20.1, NULL, 2.0, NULL)) AS v (term, unit, value, uln, baseline, grade);
INSERT INTO c (term, value, lln, grade)
SELECT 'chronic_kidney_disease', quantity(value, 'mL/min/{1.73_m2}'), quantity(lln, 'mL/min/{1.73_m2}'), grade FROM (VALUES
    (90, 90, 0), (89.9, 90, 1), (60, 90, 1), (59.9, 90, 2), (59.5, NULL, 2), (30, 90, 2), (29.9, 90, 3), (15, 90, 3), (14.9, 90, 4), (60, NULL, NULL)) AS v (value, lln, grade);
SELECT c.*, ctcae_grade(term, value, lln, uln, baseline, symptomatic) AS got FROM c WHERE ctcae_grade(term, value, lln, uln, baseline, symptomatic) IS DISTINCT FROM grade ORDER BY id;
SELECT count(*) AS cases, count(DISTINCT lower(term)) AS terms FROM c;

-- Units convert: mg/dL, umol/L and the laboratory's own, limits and baseline in another one.
SELECT ctcae_grade('creatinine_increased', '2.1 mg/dL', uln => '106 umol/L', baseline => '61.88 umol/L') AS by_baseline_3_0_times, ctcae_grade('creatinine_increased', '2.11 mg/dL', uln => '106 umol/L', baseline => '61.88 umol/L') AS above_3_times,
    ctcae_grade('platelets_decreased', '74 K/uL', lln => '150 G/L') AS k_per_ul, ctcae_grade('bilirubin_increased', '30.8 umol/L', uln => '1.2 mg/dL') AS bilirubin_above_1_5_uln;
-- The dipstick, and protein beside eGFR.
SELECT d, ctcae_grade('proteinuria', NULL, dipstick => d) AS alone, ctcae_grade('proteinuria', '0.5 g/d', dipstick => d) AS no_uln, ctcae_grade('proteinuria', '1.5 g/d', dipstick => d) AS beside_2, ctcae_grade('chronic_kidney_disease', '95 mL/min/{1.73_m2}', lln => '90 mL/min/{1.73_m2}', dipstick => d) AS ckd
FROM generate_series(0, 4) d;
SELECT ctcae_grade('chronic_kidney_disease', '95 mL/min/{1.73_m2}', lln => '90 mL/min/{1.73_m2}', upcr => '0.5 g/g') AS upcr_0_5, ctcae_grade('chronic_kidney_disease', '95 mL/min/{1.73_m2}', upcr => '0.51 g/g') AS upcr_above,
    ctcae_grade('chronic_kidney_disease', NULL, upcr => '2 g/g') AS no_egfr, ctcae_grade('proteinuria', NULL) AS nothing, ctcae_grade(NULL, '1 mg') AS no_term;

-- Refusals.
SELECT statement, pg_temp.refusal('SELECT ' || statement) FROM unnest(ARRAY[$$ctcae_grade('hyperglycemia', '9 mmol/L', uln => '6 mmol/L')$$, $$ctcae_grade('height', '9 cm')$$, $$ctcae_grade('wbc_decreased', '3 mmol/L', lln => '4 10*9/L')$$,
    $$ctcae_grade('wbc_decreased', '3', lln => '4 10*9/L')$$, $$ctcae_grade('wbc_decreased', '3 10*9/L', lln => '4 mg/L')$$, $$ctcae_grade('creatinine_increased', '3 mg/dL', baseline => '1 U/L')$$, $$ctcae_grade('proteinuria', '3 g/g')$$,
    $$ctcae_grade('chronic_kidney_disease', '50 mL/min')$$, $$ctcae_grade('anaemia', '-1 g/L')$$, $$ctcae_grade('anaemia', '90 g/L', lln => '120 g/L', uln => '100 g/L')$$, $$ctcae_grade('proteinuria', NULL, dipstick => 5)$$,
    $$ctcae_grade('anaemia', '90 g/L', dipstick => 1)$$, $$ctcae_grade('proteinuria', NULL, upcr => '1 g/g')$$, $$ctcae_grade('', '1 g')$$, $$ctcae_grade(repeat('x', 100), '1 g')$$]) AS u (statement);

-- The shift: high protein and low eGFR at entry.
SELECT (ctcae_shift('proteinuria', '2 g/d', NULL, '0.15 g/d', '4 g/d')).*;
SELECT (ctcae_shift('chronic_kidney_disease', '25 mL/min/{1.73_m2}', '90 mL/min/{1.73_m2}', NULL, '45 mL/min/{1.73_m2}')).*;
SELECT (ctcae_shift('alt_increased', '160 U/L', NULL, '40 U/L', '100 U/L')).*;
SELECT (ctcae_shift('wbc_decreased', '2.5 10*9/L', NULL, NULL, '6 10*9/L')).*;
SELECT (ctcae_shift('hypokalaemia', '3.2 mmol/L', '3.5 mmol/L', NULL, '3.3 mmol/L', symptomatic => true, baseline_symptomatic => false)).*;
SELECT ctcae_shift(NULL, '1 g/L', NULL, NULL, NULL) IS NULL;

-- The list, and that each name and each printed title grades.
SELECT term, direction, unit, grade_1, grade_2, grade_3, grade_4 FROM ctcae_terms();
SELECT term, version, title, needs, verified, source IS NOT NULL AS sourced FROM ctcae_terms();
SELECT count(*) AS by_title FROM ctcae_terms() WHERE ctcae_grade(title, quantity(1, unit), quantity(0, unit), quantity(1e6, unit)) IS NOT DISTINCT FROM ctcae_grade(term, quantity(1, unit), quantity(0, unit), quantity(1e6, unit));
SELECT term FROM ctcae_terms() WHERE analyte(analyte) IS DISTINCT FROM analyte OR verified NOT IN ('read', 'partly read', 'remembered') OR source = '' OR (direction = 'increased') <> (term ~ 'increased|hyper|proteinuria');

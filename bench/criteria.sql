-- @subject Constant criteria of 15 clauses over 30 columns against the hand-written WHERE
-- @rows 5000000
--
-- design.md, section 8: constant criteria at most 1.05 times the hand-written
-- condition with the same plan, full verdicts 1.25, any-row fallback 2.2.
-- Nearly every row passes, so that all clauses are evaluated.

CREATE UNLOGGED TABLE subject AS
SELECT g AS id, 18 + g % 60 AS age, CASE g % 2 WHEN 0 THEN 'F' ELSE 'M' END AS gender,
    0.4 + (g % 100) / 50.0::float8 AS creatinine, 1.5 + (g % 70) / 10.0::float8 AS upcr, 30 + (g % 90)::float8 AS egfr,
    (g % 13)::int2 AS chronicity, CASE g % 3 WHEN 0 THEN 'III' WHEN 1 THEN 'IV' ELSE 'V' END AS class_text,
    (g % 40)::float8 AS alt, (g % 41)::float8 AS ast, (g % 12) / 10.0::float8 AS bilirubin,
    3000 + g % 8000 AS wbc, 100000 + g % 300000 AS platelets, 8 + (g % 80) / 10.0::float8 AS hemoglobin,
    false AS tma_lesion, false AS infection, false AS is_pregnant, false AS cancer,
    20 + (g % 20)::float8 AS bmi_value, (g % 12) AS sledai, date '2024-01-01' - (g % 900)::int AS last_mmf,
    (g % 7)::float8 AS f1, (g % 11)::float8 AS f2, 'site ' || g % 20 AS site, g % 5 AS arm, (g % 90)::float8 AS c3, (g % 30)::float8 AS c4,
    g % 17 AS x1, g % 19 AS x2, g % 23 AS x3
FROM generate_series(1, :rows) g;
ALTER TABLE subject ADD last_column int DEFAULT 1;
CREATE INDEX subject_age ON subject (age);
VACUUM ANALYZE subject;

-- @variant last_column
SELECT count(*) FROM subject WHERE last_column IS NOT NULL;
-- @variant where
SELECT count(*) FROM subject WHERE age >= 18 AND age <= 80 AND upcr >= 1.5 AND (creatinine < 3 OR egfr < 30) AND chronicity <= 12
    AND class_text IN ('III', 'IV', 'V') AND NOT alt > 80 AND NOT ast > 80 AND NOT bilirubin > 2.4 AND NOT wbc < 2500 AND NOT platelets < 50000
    AND NOT hemoglobin < 7 AND NOT tma_lesion AND NOT (infection OR cancer) AND NOT bmi_value < 16;
-- @variant eligible
SELECT count(*) FROM subject s WHERE eligible('include I1: age >= 18; include I2: age <= 80; include I3: upcr >= 1.5; include I4: creatinine < 3 or egfr < 30; include I5: chronicity <= 12; include I6: class_text in (''III'', ''IV'', ''V''); exclude E1: alt > 80; exclude E2: ast > 80; exclude E3: bilirubin > 2.4; exclude E4: wbc < 2500; exclude E5: platelets < 50000; exclude E6: hemoglobin < 7; exclude E7: tma_lesion; exclude E8: infection or cancer; exclude E9: bmi_value < 16', s);
-- @variant verdicts
SELECT count(evaluate_criteria('include I1: age >= 18; include I2: age <= 80; include I3: upcr >= 1.5; include I4: creatinine < 3 or egfr < 30; include I5: chronicity <= 12; include I6: class_text in (''III'', ''IV'', ''V''); exclude E1: alt > 80; exclude E2: ast > 80; exclude E3: bilirubin > 2.4; exclude E4: wbc < 2500; exclude E5: platelets < 50000; exclude E6: hemoglobin < 7; exclude E7: tma_lesion; exclude E8: infection or cancer; exclude E9: bmi_value < 16', s)) FROM subject s;
-- @variant verdict_array
SELECT count(ARRAY[age >= 18, age <= 80, upcr >= 1.5, creatinine < 3 OR egfr < 30, chronicity <= 12, class_text IN ('III', 'IV', 'V'),
    NOT alt > 80, NOT ast > 80, NOT bilirubin > 2.4, NOT wbc < 2500, NOT platelets < 50000, NOT hemoglobin < 7, NOT tma_lesion,
    NOT (infection OR cancer), NOT bmi_value < 16]) FROM subject;
-- @variant interpreter trial_ext.enable_rewrite=off
SELECT count(*) FROM subject s WHERE eligible('include I1: age >= 18; include I2: age <= 80; include I3: upcr >= 1.5; include I4: creatinine < 3 or egfr < 30; include I5: chronicity <= 12; include I6: class_text in (''III'', ''IV'', ''V''); exclude E1: alt > 80; exclude E2: ast > 80; exclude E3: bilirubin > 2.4; exclude E4: wbc < 2500; exclude E5: platelets < 50000; exclude E6: hemoglobin < 7; exclude E7: tma_lesion; exclude E8: infection or cancer; exclude E9: bmi_value < 16', s);
-- @variant interpreter_verdicts trial_ext.enable_rewrite=off
SELECT count(evaluate_criteria('include I1: age >= 18; include I2: age <= 80; include I3: upcr >= 1.5; include I4: creatinine < 3 or egfr < 30; include I5: chronicity <= 12; include I6: class_text in (''III'', ''IV'', ''V''); exclude E1: alt > 80; exclude E2: ast > 80; exclude E3: bilirubin > 2.4; exclude E4: wbc < 2500; exclude E5: platelets < 50000; exclude E6: hemoglobin < 7; exclude E7: tma_lesion; exclude E8: infection or cancer; exclude E9: bmi_value < 16', s)) FROM subject s;
-- @variant whole_row
SELECT count(*) FROM subject s WHERE num_nulls(s) = 0;
-- @variant where_index
SELECT count(*) FROM subject WHERE age = 18 AND upcr >= 1.5 AND alt <= 80;
-- @variant eligible_index
SELECT count(*) FROM subject s WHERE eligible('age = 18 and upcr >= 1.5 and alt <= 80', s);
-- @compare eligible / where <= 1.05
-- @compare eligible_index / where_index <= 1.05
-- @compare verdicts / where <= 1.25
-- @compare verdicts / verdict_array
-- @compare interpreter / where <= 2.2
-- @compare whole_row / where  handing a row to any function at all
-- @compare interpreter_verdicts / where
-- @compare where / last_column

-- @subject Constant criteria of 15 clauses over 30 columns against the hand-written WHERE
-- @rows 2000000
--
-- design.md, section 8: constant criteria at most 1.05 times the hand-written
-- condition with the same plan, full verdicts 1.25, any-row fallback 2.2.
-- Nearly every row passes, so that all clauses are evaluated; the selective
-- ones stop early.  The slow ways to write the same run on a tenth.

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
CREATE UNLOGGED TABLE part AS SELECT * FROM subject WHERE id <= :part;
CREATE UNLOGGED TABLE part_json AS SELECT id, to_jsonb(part) AS document FROM part;

CREATE FUNCTION clauses() RETURNS criteria IMMUTABLE LANGUAGE sql AS $$ SELECT criteria '
    include I1: age >= 18; include I2: age <= 80; include I3: upcr >= 1.5; include I4: creatinine < 3 or egfr < 30;
    include I5: chronicity <= 12; include I6: class_text in (''III'', ''IV'', ''V'');
    exclude E1: alt > 80; exclude E2: ast > 80; exclude E3: bilirubin > 2.4; exclude E4: wbc < 2500; exclude E5: platelets < 50000;
    exclude E6: hemoglobin < 7; exclude E7: tma_lesion; exclude E8: infection or cancer; exclude E9: bmi_value < 16' $$;
CREATE FUNCTION selective() RETURNS criteria IMMUTABLE LANGUAGE sql AS $$ SELECT criteria 'include I0: c3 < 8' || clauses() $$;
CREATE TABLE protocol AS SELECT clauses() AS criteria;

-- What an analyst would write in PL/pgSQL: one IF a clause, a row at a time.
CREATE FUNCTION eligible_plpgsql(s part) RETURNS bool LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT s.age >= 18 THEN RETURN false; END IF;
    IF NOT s.age <= 80 THEN RETURN false; END IF;
    IF NOT s.upcr >= 1.5::float8 THEN RETURN false; END IF;
    IF NOT (s.creatinine < 3::float8 OR s.egfr < 30::float8) THEN RETURN false; END IF;
    IF NOT s.chronicity <= 12 THEN RETURN false; END IF;
    IF NOT s.class_text IN ('III', 'IV', 'V') THEN RETURN false; END IF;
    IF s.alt > 80::float8 THEN RETURN false; END IF;
    IF s.ast > 80::float8 THEN RETURN false; END IF;
    IF s.bilirubin > 2.4::float8 THEN RETURN false; END IF;
    IF s.wbc < 2500 THEN RETURN false; END IF;
    IF s.platelets < 50000 THEN RETURN false; END IF;
    IF s.hemoglobin < 7::float8 THEN RETURN false; END IF;
    IF s.tma_lesion THEN RETURN false; END IF;
    IF s.infection OR s.cancer THEN RETURN false; END IF;
    IF s.bmi_value < 16::float8 THEN RETURN false; END IF;
    RETURN true;
END $$;

-- The same conditions written by hand, and proof that the plans are the same.
CREATE VIEW by_hand AS
SELECT 1 FROM subject WHERE age >= 18 AND age <= 80 AND upcr >= 1.5 AND (creatinine < 3 OR egfr < 30) AND chronicity <= 12
    AND class_text IN ('III', 'IV', 'V') AND NOT alt > 80 AND NOT ast > 80 AND NOT bilirubin > 2.4 AND NOT wbc < 2500 AND NOT platelets < 50000
    AND NOT hemoglobin < 7 AND NOT tma_lesion AND NOT (infection OR cancer) AND NOT bmi_value < 16;
CREATE VIEW by_hand_index AS SELECT 1 FROM subject WHERE age = 18 AND upcr >= 1.5 AND alt <= 80;
CREATE VIEW by_criteria AS SELECT 1 FROM subject s WHERE eligible(clauses(), s);
CREATE VIEW by_criteria_index AS SELECT 1 FROM subject s WHERE eligible('age = 18 and upcr >= 1.5 and alt <= 80', s);
ANALYZE;
CREATE FUNCTION plan_of(view_name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT count(*) FROM ' || view_name LOOP
        plan := plan || replace(line, 'on subject s', 'on subject') || E'\n';
    END LOOP;
    RETURN plan;
END $$;
DO $$
BEGIN
    IF plan_of('by_criteria') <> plan_of('by_hand') THEN
        RAISE 'plans differ: % %', plan_of('by_criteria'), plan_of('by_hand');
    END IF;
    IF plan_of('by_criteria_index') <> plan_of('by_hand_index') OR plan_of('by_criteria_index') !~ 'Index Cond: \(age = 18\)' THEN
        RAISE 'plans differ, or no index is used: % %', plan_of('by_criteria_index'), plan_of('by_hand_index');
    END IF;
END $$;

-- @variant last_column
SELECT count(*) FROM subject WHERE last_column IS NOT NULL;
-- @variant where
SELECT count(*) FROM by_hand;
-- @variant eligible
SELECT count(*) FROM by_criteria;
-- @variant where_index
SELECT count(*) FROM by_hand_index;
-- @variant eligible_index
SELECT count(*) FROM by_criteria_index;
-- @variant where_selective
SELECT count(*) FROM subject WHERE c3 < 8 AND age >= 18 AND age <= 80 AND upcr >= 1.5 AND (creatinine < 3 OR egfr < 30) AND chronicity <= 12
    AND class_text IN ('III', 'IV', 'V') AND NOT alt > 80 AND NOT ast > 80 AND NOT bilirubin > 2.4 AND NOT wbc < 2500 AND NOT platelets < 50000
    AND NOT hemoglobin < 7 AND NOT tma_lesion AND NOT (infection OR cancer) AND NOT bmi_value < 16;
-- @variant eligible_selective
SELECT count(*) FROM subject s WHERE eligible(selective(), s);
-- @variant verdicts
SELECT count(evaluate_criteria(clauses(), s)) FROM subject s;
-- @variant verdict_array
SELECT count(ARRAY[age >= 18, age <= 80, upcr >= 1.5, creatinine < 3 OR egfr < 30, chronicity <= 12, class_text IN ('III', 'IV', 'V'),
    NOT alt > 80, NOT ast > 80, NOT bilirubin > 2.4, NOT wbc < 2500, NOT platelets < 50000, NOT hemoglobin < 7, NOT tma_lesion,
    NOT (infection OR cancer), NOT bmi_value < 16]) FROM subject;
-- @variant whole_row
SELECT count(*) FROM subject s WHERE num_nulls(s) = 0;
-- @variant from_column
SELECT count(*) FROM subject s, protocol p WHERE eligible(p.criteria, s);
-- @variant interpreter trial_ext.enable_rewrite=off
SELECT count(*) FROM by_criteria;
-- @variant interpreter_selective trial_ext.enable_rewrite=off
SELECT count(*) FROM subject s WHERE eligible(selective(), s);
-- @variant interpreter_verdicts trial_ext.enable_rewrite=off
SELECT count(evaluate_criteria(clauses(), s)) FROM subject s;
-- @variant part_eligible
SELECT count(*) FROM part s WHERE eligible(clauses(), s);
-- @variant part_interpreter trial_ext.enable_rewrite=off
SELECT count(*) FROM part s WHERE eligible(clauses(), s);
-- @variant part_plpgsql
SELECT count(*) FROM part s WHERE eligible_plpgsql(s);
-- @variant part_jsonpath
SELECT count(*) FROM part_json WHERE jsonb_path_match(document, 'strict $.age >= 18 && $.age <= 80 && $.upcr >= 1.5
    && ($.creatinine < 3 || $.egfr < 30) && $.chronicity <= 12 && ($.class_text == "III" || $.class_text == "IV" || $.class_text == "V")
    && !($.alt > 80) && !($.ast > 80) && !($.bilirubin > 2.4) && !($.wbc < 2500) && !($.platelets < 50000) && !($.hemoglobin < 7)
    && !($.tma_lesion == true) && !($.infection == true || $.cancer == true) && !($.bmi_value < 16)');

-- @compare eligible / where <= 1.05
-- @compare eligible_index / where_index <= 1.05
-- @compare eligible_selective / where_selective <= 1.05  9 % pass
-- @compare verdicts / where <= 1.25
-- @compare verdicts / verdict_array <= 1.1  an SQL array of the 15 results
-- @compare interpreter / where <= 2.2
-- @compare from_column / where <= 2.2  the criteria are in a table
-- @compare interpreter_verdicts / where
-- @compare interpreter_selective / where_selective
-- @compare whole_row / where  handing a row to any function at all
-- @compare where / last_column
-- @compare part_plpgsql / part_eligible >= 4  15 IFs
-- @compare part_plpgsql / part_interpreter
-- @compare part_jsonpath / part_eligible >= 8  jsonb, one path
-- @compare instructions eligible - where
-- @compare instructions verdicts - where

-- The language of response rules: what is read, how it is printed, what is
-- refused and with which words.
SET datestyle TO iso;
CREATE SCHEMA response_syntax;
SET search_path TO response_syntax, public;
\pset null (null)

-- Valid: every text, its normal form, and that the normal form reads back to
-- the same value and to itself
CREATE TABLE valid (id int, rules text);
INSERT INTO valid VALUES
    (1, 'CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline and not any(rescue_therapy, treatment_withdrawn since baseline);
         PRR: urine_protein <= 50 % of baseline and urine_protein < 3 g/d and egfr >= 85 % of baseline and not any(rescue_therapy since baseline);
         else NR'),
    (2, 'CRR "Complete": upcr < 0.5 g/g note "a ""strict"" sign"; ELSE NR "No response" NOTE "nothing else"'),
    (3, 'given egfr in mL/min/{1.73_m2}, urine_protein in g/d; R: egfr >= 60 mL/min/{1.73_m2} or egfr >= 80 % of baseline'),
    (4, 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex); CR: egfr >= 85% of baseline; else none'),
    (5, 'flare: 200 % of baseline <= urine_protein'),
    (6, 'S: creatinine between 75 % of baseline and 125 % of baseline; else U'),
    (7, 'PR: (baseline.upcr <= 3 g/g and upcr < 1 g/g) or (baseline.upcr > 3 g/g and upcr < 3 g/g)'),
    (8, 'CR: egfr >= 0.9 * baseline.egfr or egfr >= pre_flare_egfr * 0.8'),
    (9, 'A.1-x: any(rescue_therapy within 4 weeks after baseline) or any(flare since baseline + 3 months until as_of); else B_2'),
    (10, 'report: x > 1; include: x > 2; or: x > 3; else exclude'),
    (11, '; ;CRR: upcr < 0.5 g/g;;else NR;'),
    (12, 'given creatinine in mg/dL'),
    (13, 'else NR'),
    (14, 'R: urine_protein / creatinine < 50 % of baseline'),
    (15, 'R: active_sediment is not known or "Odd name" < 33.3 % of baseline'),
    (17, '1: x = 1; 2: x = 2; else 0'),
    (18, 'R: sum(prednisone since baseline) < 500 mg; else N'),
    (19, 'given baseline.creatinine in umol/L, "baseline.upcr" in mg/g, Baseline."Odd name" in kg; R: "baseline.creatinine" < 2 mg/dL and baseline."Odd name" > 2 kg'),
    (20, 'R: egfr + 5 mL/min/{1.73_m2} >= 85 % of baseline and least(upcr, 3 g/g) <= 50% of baseline and -x < 33.3 % of baseline'),
    (21, 'R: baseline.a123456789b123456789c123456789d123456789e123456789f123456789ghi > 1 and a123456789b123456789c123456789d123456789e123456789f123456789ghi < 50 % of baseline'),
    (22, 'R: any(x on baseline) or any(x within 3 days of baseline) or any(x within 4 weeks before baseline - 1 day) or x since baseline; else N');
SELECT id, rules::response_rules AS normal FROM valid ORDER BY id;
SELECT count(*) AS differ FROM valid
 WHERE rules::response_rules::text::response_rules IS DISTINCT FROM rules::response_rules
    OR rules::response_rules::text::response_rules::text <> rules::response_rules::text;
SELECT id, response_labels(rules::response_rules) AS labels, response_facts(rules::response_rules) AS facts FROM valid ORDER BY id;
SELECT r.* FROM response_rule_list((SELECT v.rules::response_rules FROM valid v WHERE id = 2)) r;

-- Invalid
CREATE FUNCTION attempt(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
    detail text;
    hint text;
BEGIN
    EXECUTE statement INTO result;
    RETURN 'no error: ' || coalesce(result, 'NULL');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n', SQLSTATE || ': ' || SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;
CREATE TABLE invalid (id int, rules text);
INSERT INTO invalid VALUES
    (1, ''),
    (2, 'urine_protein < 0.5 g/d'),
    (3, 'include CRR: urine_protein < 0.5 g/d'),
    (4, 'CRR urine_protein < 0.5 g/d'),
    (5, '"Complete": urine_protein < 0.5 g/d'),
    (6, 'else NR; CRR: urine_protein < 0.5 g/d'),
    (7, 'CRR: urine_protein < 0.5 g/d; else NR; else NR2'),
    (8, 'CRR: urine_protein < 0.5 g/d; CRR: urine_protein < 0.7 g/d'),
    (9, 'CRR: urine_protein < 0.5 g/d; else CRR'),
    (10, 'CRR: urine_protein < 0.5 g/d; else'),
    (11, 'CRR: urine_protein < 0.5 g/d else NR'),
    (12, 'CRR: urine_protein < 0.5 g/d; else NR: egfr > 60'),
    (13, 'CRR: egfr >= 85 % of'),
    (14, 'CRR: 85 % of baseline'),
    (15, 'CRR: 85 % of baseline < 90 % of baseline'),
    (16, 'CRR: max(egfr within 4 weeks) >= 85 % of baseline'),
    (17, 'CRR: sex = 50 % of baseline'),
    (18, 'CRR: egfr >= 85 mg/dL'),
    (19, 'CRR: urine_protein'),
    (20, 'CRR: egfr >= 60 mL/min/{1.73_m2}; given egfr in mL/min'),
    (21, 'CRR: egfr in (50 % of baseline)'),
    (22, 'or CRR: egfr > 60'),
    (23, 'CRR: egfr >= 85 mg % of baseline'),
    (24, 'CRR: 85 % of baseline = 3'),
    (25, 'CRR: baseline.egfr - egfr > 20 % of baseline'),
    (26, 'CRR: "baseline.egfr" > 20 % of baseline'),
    (27, 'CRR: egfr >= 85 percent of baseline'),
    (28, 'CRR: egfr >= 85 % baseline'),
    (29, 'CRR: egfr >= 20 % below baseline'),
    (30, 'CRR: egfr >= 85 % of pre_flare_egfr'),
    (31, 'CRR: baseline > as_of'),
    (32, 'Complete response: upcr < 0.5 g/g'),
    (33, 'CRR: pre_flare_egfr > 60 mg/dL'),
    (34, 'CRR: baseline.a123456789b123456789c123456789d123456789e123456789f123456789ghij > 1'),
    (35, 'CRR: egfr > 60 mL/min/{1.73_m2}; else "NR"'),
    (36, 'CRR: egfr > 60 mL/min/{1.73_m2}; else: NR'),
    (37, 'CRR: egfr > 1e400 % of baseline');
SELECT id, attempt(format('SELECT %L::response_rules', rules)) FROM invalid ORDER BY id;
-- a baseline is spoken of in response rules only
SELECT attempt(format('SELECT %L::criteria', t))
  FROM (VALUES ('egfr >= 85 % of baseline'), ('baseline.egfr > 60'), ('any(rescue_therapy since baseline)')) x (t);
SELECT attempt($$SELECT 'CRR: egfr > 60'::criteria || 'else NR'::response_rules$$);

-- ||: the left side's "given" stands; labels must differ; "else" is last
SELECT 'given upcr in g/g'::response_rules || 'given upcr in mg/g, alt in U/L; CRR: upcr < 0.5 g/g; else NR';
SELECT 'CRR: x > 1'::response_rules || 'PRR: x > 0; else NR';
SELECT attempt($$SELECT 'CRR: x > 1; else NR'::response_rules || 'PRR: x > 0'$$);
SELECT attempt($$SELECT 'CRR: x > 1'::response_rules || 'CRR: x > 0'$$);
SELECT attempt($$SELECT classify('given upcr in g/g', NULL)$$);

-- binary form, storage, comparison
CREATE TABLE stored AS SELECT id, rules::response_rules AS rules FROM valid;
SELECT count(*) AS differ FROM stored
 WHERE response_rules_send(rules) <> '\x01'::bytea || convert_to(rules::text, 'UTF8');
CREATE TEMP TABLE back (LIKE stored);
DO $$
DECLARE
    file text := current_setting('data_directory') || '/response_rules.bin';
BEGIN
    EXECUTE format('COPY stored TO %L (FORMAT binary)', file);
    EXECUTE format('COPY back FROM %L (FORMAT binary)', file);
END $$;
SELECT count(*) AS differ FROM stored s FULL JOIN back b USING (id) WHERE s.rules IS DISTINCT FROM b.rules;
SELECT count(DISTINCT rules), count(*) FROM stored;
SELECT a = b AS equal, a <> b AS unequal, hash_response = hash_response_b AS hash,
       a < b AS less, a <= b AS at_most, a > b AS more, a >= b AS at_least
  FROM (SELECT a, b, response_rules_hash(a) AS hash_response, response_rules_hash(b) AS hash_response_b
          FROM (VALUES ('CRR:x<1;else NR'::response_rules, 'CRR: X < 1.0 ; ELSE NR'::response_rules),
                       ('CRR: x < 1; else NR', 'CRR: x < 2; else NR')) v (a, b)) w;
SELECT count(*) FROM stored a JOIN stored b ON a.rules = b.rules;
SET enable_hashjoin TO off;
SELECT count(*) FROM stored a JOIN stored b ON a.rules = b.rules;
RESET enable_hashjoin;

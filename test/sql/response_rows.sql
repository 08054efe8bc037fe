-- Response rules over rows: limits, missing values, the forms a baseline takes,
-- what the planner makes of constant rules, and errors.
SET datestyle TO iso;
CREATE SCHEMA response_rows;
SET search_path TO response_rows, public;
\pset null (null)

-- The definition of SEED004 with its partial response (response.md section 5)
CREATE FUNCTION seed() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT
'given urine_protein in g/d, egfr in mL/min/{1.73_m2};
CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline and not any(rescue_therapy, treatment_withdrawn since baseline);
PRR: urine_protein <= 50 % of baseline and urine_protein < 3 g/d and egfr >= 85 % of baseline and not any(rescue_therapy since baseline);
else NR'::response_rules $$;

CREATE TABLE visit (
    id int, urine_protein numeric, egfr numeric, rescue_therapy bool, treatment_withdrawn bool,
    base_protein numeric, base_egfr numeric, expected text, why text);
-- Both sides of every limit.  Expected by hand.
INSERT INTO visit VALUES
    (1, 0.499, 90, false, false, 4, 100, 'CRR', 'below 0.5'),
    (2, 0.5, 90, false, false, 4, 100, 'PRR', '0.5 is not below 0.5'),
    (3, 0.49999999, 85, false, false, 4, 100, 'CRR', 'exactly 85 %'),
    (4, 0.4, 84.999, false, false, 4, 100, 'NR', 'below 85 %'),
    (5, 0.4, 57.8, false, false, 4, 68, 'CRR', '0.85 x 68 is 57.8'),
    (6, 0.4, 57.7999, false, false, 4, 68, 'NR', 'just below it'),
    (7, 2, 100, false, false, 4, 100, 'PRR', 'exactly half'),
    (8, 2.001, 100, false, false, 4, 100, 'NR', 'more than half'),
    (9, 2.999, 100, false, false, 6, 100, 'PRR', 'below 3'),
    (10, 3, 100, false, false, 6, 100, 'NR', '3 is not below 3'),
    (11, 0.4, 90, true, false, 4, 100, 'NR', 'rescue'),
    (12, 0.4, 90, false, true, 4, 100, 'PRR', 'withdrawn: no CRR, but PRR'),
    (13, 0.15, 90, false, false, 0.3, 100, 'CRR', 'the first that holds'),
    (14, 1.4, 90, false, false, 2.8, 100, 'PRR', '1.4 is half of 2.8'),
    (15, 0.7, 100, false, false, 1.4, 100, 'PRR', '0.7 is half of 1.4'),
-- Each input missing in turn, from a subject that has a CRR
    (20, NULL, 90, false, false, 4, 100, NULL, 'protein missing'),
    (21, 0.4, NULL, false, false, 4, 100, NULL, 'egfr missing'),
    (22, 0.4, 90, NULL, false, 4, 100, NULL, 'rescue missing'),
    (23, 0.4, 90, false, NULL, 4, 100, NULL, 'withdrawal missing: it might be CRR'),
    (24, 0.4, 90, false, false, NULL, 100, 'CRR', 'baseline protein is not asked for CRR'),
    (25, 0.4, 90, false, false, 4, NULL, NULL, 'baseline egfr missing'),
-- and from one that has a PRR
    (30, NULL, 90, false, false, 4, 100, NULL, 'protein missing'),
    (31, 2, NULL, false, false, 4, 100, NULL, 'not CRR, PRR open'),
    (32, 2, 90, NULL, false, 4, 100, NULL, 'rescue open'),
    (33, 2, 90, false, NULL, 4, 100, 'PRR', 'withdrawal is no part of PRR, and CRR fails by protein'),
    (34, 2, 90, false, false, NULL, 100, NULL, 'half of what?'),
    (35, 2, 90, false, false, 4, NULL, NULL, 'baseline egfr missing'),
-- a rule that fails by one clause needs no other
    (40, 3.5, NULL, NULL, NULL, NULL, NULL, 'NR', '3.5 g/d is no response, whatever the rest'),
    (41, NULL, NULL, true, NULL, NULL, NULL, 'NR', 'rescue is neither'),
    (42, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'nothing known');

CREATE TYPE current_row AS (urine_protein numeric, egfr numeric, rescue_therapy bool, treatment_withdrawn bool);
CREATE TYPE baseline_row AS (urine_protein numeric, egfr numeric);
CREATE VIEW pairs AS
SELECT id, expected, why, ROW(urine_protein, egfr, rescue_therapy, treatment_withdrawn)::current_row AS c, ROW(base_protein, base_egfr)::baseline_row AS b
  FROM visit;
SELECT id, why, expected, classify(seed(), c, b) FROM pairs WHERE classify(seed(), c, b) IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases, count(*) FILTER (WHERE classify(seed(), c, b) IS NOT DISTINCT FROM expected) AS right FROM pairs;
SET trial_ext.enable_rewrite TO off;
SELECT count(*) AS cases, count(*) FILTER (WHERE classify(seed(), c, b) IS NOT DISTINCT FROM expected) AS right FROM pairs;
RESET trial_ext.enable_rewrite;
-- the explanation chooses what classify gives, whichever way it is asked
SELECT count(*) AS differ FROM pairs p
 WHERE (SELECT string_agg(label, ',') FROM explain_response(seed(), c, b) WHERE chosen) IS DISTINCT FROM expected;
SET trial_ext.enable_rewrite TO off;
SELECT count(*) AS differ FROM pairs p
 WHERE (SELECT string_agg(label, ',') FROM explain_response(seed(), c, b) WHERE chosen) IS DISTINCT FROM expected;
RESET trial_ext.enable_rewrite;
SELECT id, e.label, e.holds, e.reason, e.missing, e.chosen
  FROM pairs, explain_response(seed(), c, b) e WHERE id IN (1, 8, 12, 23, 34) ORDER BY id, e.position;

-- Float8, real and quantity columns answer as numeric ones do
CREATE TABLE floats AS SELECT id, urine_protein::float8, egfr::float8, rescue_therapy, treatment_withdrawn FROM visit;
CREATE TABLE floats_base AS SELECT id, base_protein::float8 AS urine_protein, base_egfr::float8 AS egfr FROM visit;
CREATE TABLE amounts AS SELECT id, (urine_protein * 1000 || ' mg/d')::quantity AS urine_protein, (egfr || ' mL/min/{1.73_m2}')::quantity AS egfr, rescue_therapy, treatment_withdrawn FROM visit;
SELECT v.id, v.why, expected, classify(seed(), f, fb) AS floats, classify(seed(), a, fb) AS amounts
  FROM visit v JOIN floats f USING (id) JOIN floats_base fb USING (id) JOIN amounts a USING (id)
 WHERE classify(seed(), f, fb) IS DISTINCT FROM expected OR classify(seed(), a, fb) IS DISTINCT FROM expected ORDER BY id;

-- NULL rows, absent baseline, rows without a type
SELECT classify(seed(), NULL::floats, fb) AS no_current, classify(seed(), f, NULL::floats_base) AS no_base,
       classify(seed(), f) AS absent, classify(seed(), f, NULL) AS null_row, classify(seed(), NULL, NULL) AS nothing
  FROM floats f JOIN floats_base fb USING (id) WHERE id = 1;
SET trial_ext.enable_rewrite TO off;
SELECT classify(seed(), NULL::floats, fb) AS no_current, classify(seed(), f, NULL::floats_base) AS no_base,
       classify(seed(), f) AS absent, classify(seed(), f, NULL) AS null_row, classify(seed(), NULL, NULL) AS nothing
  FROM floats f JOIN floats_base fb USING (id) WHERE id = 1;
RESET trial_ext.enable_rewrite;
SELECT classify(seed(), f) AS without_baseline FROM floats f WHERE id = 40;
SELECT classify(NULL::response_rules, f) IS NULL AS no_rules FROM floats f WHERE id = 1;
SELECT count(*) FROM floats f, explain_response(NULL, f) WHERE id = 1;
-- no "else": NULL when no rule holds
SELECT urine_protein, classify('CRR: urine_protein < 0.5', f) FROM floats f WHERE id IN (1, 2, 20) ORDER BY id;
-- plain columns keep their kind when there is no row at baseline, or none now; limits too
CREATE TABLE alone AS SELECT 1.2::numeric AS creatinine, 1.0::numeric AS pre_flare_creatinine, 0.4::float8 AS upcr, 30::float8 AS alt, 40::float8 AS alt_uln, true AS flag, 'N'::text AS status, date '2024-03-01' AS seen, date '2024-01-01' AS baseline_date;
CREATE TABLE one_sided (id int, rules response_rules);
INSERT INTO one_sided VALUES
    (1, 'A: creatinine <= 100 % of baseline; else B'), (2, 'A: upcr < baseline.upcr; else B'), (3, 'A: alt <= ULN and baseline.alt > 2 ULN; else B'),
    (4, 'A: creatinine >= 0.8 * baseline.pre_flare_creatinine; else B'), (5, 'A: baseline.flag; else B'), (6, 'A: baseline.status = status; else B'),
    (7, 'A: baseline.seen < seen; else B'), (8, 'A: any(flag since baseline); else B'), (9, 'given creatinine in mg/dL; A: creatinine < 2 mg/dL and baseline.creatinine < 2 mg/dL; else B'),
    (10, 'A: abs(upcr - baseline.upcr) < 0.1; else B'), (11, 'A: baseline.creatinine in (1, 2) and creatinine between 50 % of baseline and 2; else B'), (12, 'A: any(seen since baseline); else B');
SELECT id, classify(rules, a) AS no_baseline, classify(rules, NULL, a) AS no_current FROM one_sided, alone a ORDER BY id;
DO $$
DECLARE
    r record;
    told text[];
BEGIN
    FOR r IN SELECT * FROM one_sided ORDER BY id LOOP
        EXECUTE format('SELECT ARRAY[classify(%L, a), classify(%L, NULL, a)] FROM alone a', r.rules, r.rules) INTO told;
        IF told IS DISTINCT FROM (SELECT ARRAY[classify(r.rules, a), classify(r.rules, NULL, a)] FROM alone a) THEN
            RAISE NOTICE '% differs: %', r.id, told;
        END IF;
    END LOOP;
END $$;
-- outer joins: the missing row is a row of NULLs
SELECT v.id, classify(seed(), f, fb) FROM visit v LEFT JOIN floats f ON f.id = v.id AND v.id <> 1 LEFT JOIN floats_base fb ON fb.id = v.id WHERE v.id IN (1, 3) ORDER BY 1;

-- "since baseline" over rows: a flag of the current row, or a date beside baseline_date
CREATE TABLE dated (id int, upcr float8, rescue_therapy date, treatment_withdrawn text);
INSERT INTO dated VALUES (1, 0.4, '-infinity', 'N'), (2, 0.4, '2024-01-01', 'N'), (3, 0.4, '2023-12-31', 'N'), (4, 0.4, NULL, 'N'), (5, 0.4, '-infinity', 'Y'), (6, 0.4, '-infinity', NULL);
CREATE TABLE dated_base (upcr float8, baseline_date date);
INSERT INTO dated_base VALUES (3, '2024-01-01');
SELECT id, classify('CR: upcr < 50 % of baseline and not any(rescue_therapy, treatment_withdrawn since baseline); else NR', d, b) FROM dated d, dated_base b ORDER BY id;
SET trial_ext.enable_rewrite TO off;
SELECT id, classify('CR: upcr < 50 % of baseline and not any(rescue_therapy, treatment_withdrawn since baseline); else NR', d, b) FROM dated d, dated_base b ORDER BY id;
RESET trial_ext.enable_rewrite;

-- given: units of both rows, other names, derived facts; sex does not change
CREATE TABLE lab (creat float8, age int, sex text, protein float8);
CREATE TABLE lab_base (creat float8, age int, protein float8);
INSERT INTO lab VALUES (88.4, 40, 'F', 700);
INSERT INTO lab_base VALUES (70.72, 39, 2000);
SELECT e.label, e.holds, e.reason
  FROM lab l, lab_base b, explain_response('given creatinine in umol/L, creatinine as creat, urine_protein as protein, urine_protein in mg/d,
      egfr is egfr_ckd_epi_2021(creatinine, age, sex);
      CR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline; PR: urine_protein <= 50 % of baseline; else NR', l, b) e;
SELECT round(egfr_ckd_epi_2021(1.0, 40, 'F')::numeric, 3) AS now, round((0.85 * egfr_ckd_epi_2021(0.8, 39, 'F'))::numeric, 3) AS needed;
-- the baseline in another unit than today's
SELECT classify('given creatinine in mg/dL, "baseline.creatinine" in umol/L; stable: creatinine <= 115 % of baseline; else worse', c, b)
  FROM (VALUES (1.15::float8), (1.16)) c (creatinine), (VALUES (88.4::float8)) b (creatinine) ORDER BY 1;
-- values of before a flare, in either row; a unit goes by the fact's kind
SELECT classify('given creatinine in mg/dL, pre_flare_creatinine in umol/L; stable: creatinine <= 1.15 * pre_flare_creatinine; else worse', c),
       classify('given creatinine in mg/dL, baseline.pre_flare_creatinine in umol/L; stable: creatinine <= 1.15 * baseline.pre_flare_creatinine; else worse', c, c)
  FROM (VALUES (1.15::float8, 88.4::float8), (1.16, 88.4)) c (creatinine, pre_flare_creatinine) ORDER BY creatinine;
-- a last rule that is always true is not "else": it holds whatever those before it do
SELECT e.label, e.holds, e.chosen, e.reason FROM (VALUES (2)) c (x), explain_response('A: x > 1; C: true', c) e ORDER BY position;
-- reference limits of both rows
SELECT classify('N: baseline.alt > 2 ULN and alt <= ULN; else X', c, b)
  FROM (VALUES (40.0::float8, 40.0::float8), (41, 40)) c (alt, alt_uln), (VALUES (81.0::float8, 40.0::float8), (80, 40)) b (alt, alt_uln) ORDER BY c, b;

-- Plans: native where it can be, else one call over the columns that are read
CREATE TABLE plain (id int, upcr float8, egfr float8, rescue_therapy bool, other text);
INSERT INTO plain SELECT i, (i % 40) / 10.0, 50 + i % 60, i % 7 = 0, 'x' FROM generate_series(1, 200) i;
EXPLAIN (VERBOSE, COSTS OFF) SELECT classify('CR: upcr < 0.5 and egfr >= 60; PR: upcr < 1.0; else NR', p) FROM plain p;
EXPLAIN (VERBOSE, COSTS OFF) SELECT classify('CR: upcr < 0.5 and egfr >= 85 % of baseline; else NR', p, q) FROM plain p JOIN plain q USING (id);
EXPLAIN (VERBOSE, COSTS OFF) SELECT e.* FROM plain p, explain_response('CR: upcr < 0.5; else NR', p) e;
EXPLAIN (VERBOSE, COSTS OFF) SELECT classify('CR: upcr < baseline.upcr; else NR', p) FROM plain p;
EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM plain p WHERE classify('CR: upcr < 0.5; else NR', p) = 'CR' ORDER BY classify('CR: upcr < 0.5; else NR', p), id;
-- sorted, grouped and compared as the text that it is
SELECT classify('CR: upcr < 0.5 and egfr >= 85 % of baseline; else NR', p, q) AS r, count(*) FROM plain p JOIN plain q ON q.id = p.id % 9 + 1 GROUP BY 1 ORDER BY 1;
PREPARE by_rules (response_rules) AS SELECT classify($1, p) AS r, count(*) FROM plain p GROUP BY 1 ORDER BY 1;
EXECUTE by_rules ('CR: upcr < 0.5; else NR');
EXECUTE by_rules ('PR: upcr < 1.0; else NR');
DEALLOCATE by_rules;
-- rules from a table, two of them over the same rows
SELECT r.name, classify(r.rules, p, q) AS label, count(*)
  FROM (VALUES ('a', 'CR: upcr < 50 % of baseline; else NR'::response_rules), ('b', 'CR: upcr < 0.5; PR: upcr < 1; else NR')) r (name, rules), plain p JOIN plain q ON q.id = p.id % 9 + 1
 GROUP BY 1, 2 ORDER BY 1, 2;

-- Errors
CREATE FUNCTION attempt_row(statement text) RETURNS text LANGUAGE plpgsql AS $$
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
SELECT attempt_row('SELECT ' || call || ' FROM plain p, plain q, dated d, dated_base b LIMIT 1') FROM (VALUES
    ($$classify('CR: c3 < 1; else NR', p)$$),
    ($$classify('CR: upcr < 50 % of baseline; else NR', p, d)$$),
    ($$classify('CR: egfr >= 85 % of baseline; else NR', p, d)$$),
    ($$classify('CR: upcr < 0.5 g/g; else NR', p)$$),
    ($$classify('CR: baseline.upcr < 0.5 g/g; else NR', p, q)$$),
    ($$classify('CR: any(rescue_therapy within 4 weeks); else NR', p)$$),
    ($$classify('CR: not any(rescue_therapy since baseline); else NR', d)$$),
    ($$classify('CR: not any(rescue_therapy since baseline); else NR', d, q)$$),
    ($$classify('CR: any(rescue_therapy since baseline + 3 months); else NR', d, b)$$),
    ($$classify('CR: count(rescue_therapy since baseline) > 1; else NR', d, b)$$),
    ($$classify('CR: as_of > date ''2024-01-01''; else NR', d, b)$$),
    ($$classify('CR: pre_flare > 2; else NR', d, (SELECT f FROM (SELECT 1 AS pre_flare) f))$$),
    ($$classify('CR: egfr > 60 mL/min/{1.73_m2} and baseline.egfr > 60 mL/min/{1.73_m2}; else NR', p, q)$$),
    ($$classify('CR: any(t since baseline); else NR', (SELECT f FROM (SELECT now() AS t) f), b)$$),
    ($$classify('CR: baseline.t > date ''2024-01-01''; else NR', d, (SELECT f FROM (SELECT now() AS t) f))$$),
    ($$classify('CR: upcr < 1 and other > 2 and baseline.x > 3; else NR', p, b)$$)) c (call);

-- response_rules: soft errors (16 and later).  Texts that response_syntax.sql
-- refuses, and the limits: the soft error is word for word the hard one.
\pset format unaligned
SELECT pg_input_is_valid('CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline; else NR', 'response_rules') AS valid,
       pg_input_is_valid('CRR: urine_protein < 0.5 yeers', 'response_rules') AS unit,
       pg_input_is_valid('CRR: egfr < 3 g/d', 'response_rules') AS dimension,
       pg_input_is_valid('CRR: x and', 'response_rules') AS syntax,
       pg_input_is_valid('x > 3', 'response_rules') AS no_label,
       pg_input_is_valid('', 'response_rules') AS empty,
       pg_input_is_valid(repeat('(', 100000), 'response_rules') AS deep,
       pg_input_is_valid(repeat('x', 2000000), 'response_rules') AS long;
SELECT * FROM pg_input_error_info('CRR: baseline.egfr > 85 % of baseline', 'response_rules');

-- What the hard error says; NULLs where there is none.
CREATE FUNCTION hard_error(input text, type text, OUT message text, OUT detail text, OUT hint text, OUT sql_error_code text) LANGUAGE plpgsql AS $f$
BEGIN
    EXECUTE format('SELECT $1::%s', type) USING input;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, sql_error_code = RETURNED_SQLSTATE;
END $f$;

CREATE TABLE refused (id int GENERATED ALWAYS AS IDENTITY, input text);
INSERT INTO refused (input) VALUES
(''),
(';;'),
('urine_protein < 0.5 g/d'),
('include CRR: urine_protein < 0.5 g/d'),
('CRR urine_protein < 0.5 g/d'),
('"Complete": urine_protein < 0.5 g/d'),
('else NR; CRR: urine_protein < 0.5 g/d'),
('CRR: urine_protein < 0.5 g/d; else NR; else NR2'),
('CRR: urine_protein < 0.5 g/d; CRR: urine_protein < 0.7 g/d'),
('CRR: urine_protein < 0.5 g/d; else CRR'),
('CRR: urine_protein < 0.5 g/d; else'),
('CRR: urine_protein < 0.5 g/d else NR'),
('CRR: urine_protein < 0.5 g/d; else NR: egfr > 60'),
('CRR: egfr >= 85 % of'),
('CRR: 85 % of baseline'),
('CRR: 85 % of baseline < 90 % of baseline'),
('CRR: 85 % of baseline = 3'),
('CRR: egfr >= 85 mg % of baseline'),
('CRR: baseline.egfr - egfr > 20 % of baseline'),
('CRR: max(egfr within 4 weeks) >= 85 % of baseline'),
('CRR: sex = 50 % of baseline'),
('CRR: egfr >= 85 mg/dL'),
('CRR: baseline.egfr >= 85 mg/dL'),
('CRR: pre_flare_egfr >= 85 mg/dL'),
('CRR: urine_protein'),
('CRR: egfr >= 60 mL/min/{1.73_m2}; given egfr in mL/min'),
('CRR: egfr in (50 % of baseline)'),
('or CRR: egfr > 60'),
('CRR: egfr >= 85 percent of baseline'),
('CRR: egfr >= 85 % of pre_flare_egfr'),
('CRR: baseline > as_of'),
('CRR: baseline.baseline.x > 3'),
('CRR: max(baseline.x) > 3'),
('given baseline.egfr in mg'),
('given baseline in mg'),
('CRR: egfr > 1e400 % of baseline'),
('CRR: x; else "NR'),
('CRR: x = ''y'),
(E'CRR: x \x01 y'),
(E'CRR: x \u2265 1'),
(E'CR\u00c4: x'),
('CRR: ' || repeat('(', 100000)),
(repeat('x', 2000000)),
('A: baseline.' || repeat('a', 64)),
(repeat('a', 64) || ': x'),
('else ' || repeat('a', 64)),
((SELECT string_agg('R' || i || ': x', ';') FROM generate_series(1, 1001) i)),
((SELECT 'A: ' || string_agg('f' || i, ' or ') FROM generate_series(1, 10001) i));
SELECT count(*) AS refused FROM refused;
-- nothing is listed
SELECT r.id, left(input, 60) AS input, h.*, s.*
FROM refused r, hard_error(input, 'response_rules') h, pg_input_error_info(input, 'response_rules') s
WHERE pg_input_is_valid(input, 'response_rules') OR h.sql_error_code IS NULL OR h.sql_error_code !~ '^(22|54)'
   OR (h.message, COALESCE(h.detail, ''), COALESCE(h.hint, ''), h.sql_error_code)
      IS DISTINCT FROM (s.message, COALESCE(s.detail, ''), COALESCE(s.hint, ''), s.sql_error_code);
-- in an array, and a refused text leaves nothing behind for the next
SELECT pg_input_is_valid('{"A: x >= 18","B: x >"}', 'response_rules[]') AS bad, pg_input_is_valid('{"A: x >= 18","B: x > 3"}', 'response_rules[]') AS good;
DROP TABLE refused;
DROP FUNCTION hard_error;

-- @subject Histories of 40 observations (8 tests, 5 dates): building them, and 10 clauses
-- @rows 2000000
--
-- design.md, section 8: building at most 1.2 times sum(value) by patient in the
-- same plan, at most 16 bytes an observation, 10 clauses on the stored value at
-- least 20 times faster than FILTER, two workers at most 0.65 of the time.
--
-- lab stands in the order of a laboratory's feed: one day after the other, all
-- patients.  Its index gives a patient's results together.  All variants of 10
-- clauses count the same patients, as do all variants of 6.

CREATE UNLOGGED TABLE lab (patient int, code text, at date, value float8, unit text);
INSERT INTO lab
SELECT p, (ARRAY['egfr', 'creatinine', 'upcr', 'alt', 'ast', 'hemoglobin', 'wbc', 'platelets'])[t], date '2024-01-01' + v * 28 + p % 14,
    (ARRAY[40 + (p * 7 + v) % 60, 0.5 + (p * 3 + v) % 180 / 100.0, 0.7 + (p + v) % 40 / 10.0, 10 + (p * 5 + v) % 60, 10 + (p * 11 + v) % 50,
        9 + (p + v) % 60 / 10.0, 4 + (p * 13 + v) % 70 / 10.0, 150 + (p * 17 + v) % 200])[t],
    (ARRAY['mL/min/{1.73_m2}', 'mg/dL', 'g/g', 'U/L', 'U/L', 'g/dL', '10*3/uL', '10*3/uL'])[t]
FROM generate_series(0, 4) v, generate_series(1, greatest(:rows / 40, 1)::int) p, generate_series(1, 8) t;
CREATE INDEX lab_order ON lab (patient, code, at) INCLUDE (value, unit);
CREATE UNLOGGED TABLE part AS SELECT * FROM lab WHERE patient <= greatest(:part / 40, 1);
CREATE INDEX part_order ON part (patient, code, at) INCLUDE (value, unit);

CREATE UNLOGGED TABLE subject AS SELECT patient, history_agg(code, at, value, unit) AS history FROM lab GROUP BY patient;
CREATE UNLOGGED TABLE subject_part AS SELECT * FROM subject WHERE patient <= greatest(:part / 40, 1);
CREATE UNLOGGED TABLE subject_json AS
SELECT patient, jsonb_agg(jsonb_build_object('t', code, 'd', at, 'v', value)) AS document FROM part GROUP BY patient;

CREATE FUNCTION ten_clauses() RETURNS criteria IMMUTABLE LANGUAGE sql AS $$ SELECT criteria '
    include I1: egfr >= 42 mL/min/{1.73_m2};
    include I2: creatinine < 2.25 mg/dL;
    include I3: upcr >= 0.8 g/g;
    include I4: max(alt) <= 120 U/L;
    include I5: max(ast) <= 120 U/L;
    include I6: min(hemoglobin) >= 7 g/dL;
    include I7: count(upcr where value >= 0.8 g/g) >= 2;
    exclude E1: any(wbc where value < 2.5 10*3/uL);
    exclude E2: any(platelets where value < 50 10*3/uL within 26 weeks);
    exclude E3: mean(egfr) > 98 mL/min/{1.73_m2}' $$;
CREATE FUNCTION six_clauses() RETURNS criteria IMMUTABLE LANGUAGE sql AS $$ SELECT criteria '
    exclude E1: any(alt where value > 120 U/L);
    exclude E2: any(ast where value > 120 U/L);
    exclude E3: any(hemoglobin where value < 7 g/dL);
    include I4: any(upcr where value >= 0.8 g/g);
    exclude E5: any(wbc where value < 2.5 10*3/uL);
    exclude E6: any(creatinine where value > 2.25 mg/dL)' $$;

-- @variant order_sum enable_hashagg=off
SELECT count(x) FROM (SELECT sum(value) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant order_build enable_hashagg=off
SELECT count(x) FROM (SELECT history_agg(code, at, value, unit) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant order_observation enable_hashagg=off
SELECT count(x) FROM (SELECT history_agg(observation(code, at, value, unit)) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant order_three_arrays enable_hashagg=off
SELECT count(x) + 0 * (count(y) + count(z)) FROM (SELECT array_agg(code) AS y, array_agg(at) AS z, array_agg(value) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant hash_sum enable_indexonlyscan=off enable_indexscan=off enable_sort=off
SELECT count(x) FROM (SELECT sum(value) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant hash_build enable_indexonlyscan=off enable_indexscan=off enable_sort=off
SELECT count(x) FROM (SELECT history_agg(code, at, value, unit) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant hash_three_arrays enable_indexonlyscan=off enable_indexscan=off enable_sort=off
SELECT count(x) + 0 * (count(y) + count(z)) FROM (SELECT array_agg(code) AS y, array_agg(at) AS z, array_agg(value) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant part_build enable_hashagg=off
SELECT count(x) FROM (SELECT history_agg(code, at, value, unit) AS x FROM part GROUP BY patient OFFSET 0) s;
-- @variant part_jsonb_agg enable_hashagg=off
SELECT count(x) FROM (SELECT jsonb_agg(jsonb_build_object('t', code, 'd', at, 'v', value)) AS x FROM part GROUP BY patient OFFSET 0) s;
-- @variant order_two_workers enable_hashagg=off max_parallel_workers_per_gather=2 parallel_leader_participation=off
SELECT count(x) FROM (SELECT history_agg(code, at, value, unit) AS x FROM lab GROUP BY patient OFFSET 0) s;
-- @variant hash_two_workers enable_sort=off max_parallel_workers_per_gather=2 parallel_leader_participation=off
SELECT count(x) FROM (SELECT history_agg(code, at, value, unit) AS x FROM lab GROUP BY patient OFFSET 0) s;

-- @variant read_values
SELECT count(*) FROM subject WHERE history <> 'v1;';
-- @variant bytes_per_observation
SELECT round(avg(pg_column_size(history)) / 40, 1) FROM subject;
-- @variant ten_stored
SELECT count(*) FROM subject WHERE eligible(ten_clauses(), history, date '2024-06-30');
-- @variant ten_verdicts
SELECT count(*) FROM subject WHERE eligible(evaluate_criteria(ten_clauses(), history, date '2024-06-30'));
-- @variant ten_built enable_hashagg=off
SELECT count(*) FROM (SELECT FROM lab GROUP BY patient HAVING eligible(ten_clauses(), history_agg(code, at, value, unit), date '2024-06-30') OFFSET 0) s;
-- @variant ten_filter enable_hashagg=off
SELECT count(*) FROM (SELECT FROM lab WHERE at <= date '2024-06-30' GROUP BY patient HAVING
    (array_agg(value ORDER BY at DESC) FILTER (WHERE code = 'egfr'))[1] >= 42
    AND (array_agg(value ORDER BY at DESC) FILTER (WHERE code = 'creatinine'))[1] < 2.25
    AND (array_agg(value ORDER BY at DESC) FILTER (WHERE code = 'upcr'))[1] >= 0.8
    AND max(value) FILTER (WHERE code = 'alt') <= 120 AND max(value) FILTER (WHERE code = 'ast') <= 120
    AND min(value) FILTER (WHERE code = 'hemoglobin') >= 7 AND count(*) FILTER (WHERE code = 'upcr' AND value >= 0.8) >= 2
    AND bool_or(value < 2.5) FILTER (WHERE code = 'wbc') IS NOT TRUE
    AND bool_or(value < 50) FILTER (WHERE code = 'platelets' AND at >= date '2024-06-30' - 182) IS NOT TRUE
    AND NOT avg(value) FILTER (WHERE code = 'egfr') > 98 OFFSET 0) s;
-- @variant ten_exists
SELECT count(*) FROM subject s WHERE
    (SELECT value FROM lab l WHERE l.patient = s.patient AND code = 'egfr' AND at <= date '2024-06-30' ORDER BY at DESC LIMIT 1) >= 42
    AND (SELECT value FROM lab l WHERE l.patient = s.patient AND code = 'creatinine' AND at <= date '2024-06-30' ORDER BY at DESC LIMIT 1) < 2.25
    AND (SELECT value FROM lab l WHERE l.patient = s.patient AND code = 'upcr' AND at <= date '2024-06-30' ORDER BY at DESC LIMIT 1) >= 0.8
    AND (SELECT max(value) FROM lab l WHERE l.patient = s.patient AND code = 'alt' AND at <= date '2024-06-30' OFFSET 0) <= 120
    AND (SELECT max(value) FROM lab l WHERE l.patient = s.patient AND code = 'ast' AND at <= date '2024-06-30' OFFSET 0) <= 120
    AND (SELECT min(value) FROM lab l WHERE l.patient = s.patient AND code = 'hemoglobin' AND at <= date '2024-06-30' OFFSET 0) >= 7
    AND (SELECT count(*) FROM lab l WHERE l.patient = s.patient AND code = 'upcr' AND at <= date '2024-06-30' AND value >= 0.8 OFFSET 0) >= 2
    AND NOT (SELECT coalesce(bool_or(value < 2.5), false) FROM lab l WHERE l.patient = s.patient AND code = 'wbc' AND at <= date '2024-06-30' OFFSET 0)
    AND NOT (SELECT coalesce(bool_or(value < 50), false) FROM lab l WHERE l.patient = s.patient AND code = 'platelets'
        AND at BETWEEN date '2024-06-30' - 182 AND date '2024-06-30' OFFSET 0)
    AND NOT (SELECT avg(value) FROM lab l WHERE l.patient = s.patient AND code = 'egfr' AND at <= date '2024-06-30' OFFSET 0) > 98;
-- @variant six_stored
SELECT count(*) FROM subject_part WHERE eligible(six_clauses(), history, date '2024-06-30');
-- @variant six_jsonpath
SELECT count(*) FROM subject_json WHERE NOT jsonb_path_exists(document, 'strict $[*] ? (@.t == "alt" && @.v > 120)')
    AND NOT jsonb_path_exists(document, 'strict $[*] ? (@.t == "ast" && @.v > 120)')
    AND NOT jsonb_path_exists(document, 'strict $[*] ? (@.t == "hemoglobin" && @.v < 7)')
    AND jsonb_path_exists(document, 'strict $[*] ? (@.t == "upcr" && @.v >= 0.8)')
    AND NOT jsonb_path_exists(document, 'strict $[*] ? (@.t == "wbc" && @.v < 2.5)')
    AND NOT jsonb_path_exists(document, 'strict $[*] ? (@.t == "creatinine" && @.v > 2.25)');

-- @compare order_build / order_sum <= 1.2    in index order
-- @compare hash_build / hash_sum <= 1.2    in a hash plan, patients in turn
-- @compare order_observation / order_sum    history_agg(observation(...))
-- @compare order_three_arrays / order_sum
-- @compare hash_three_arrays / hash_sum
-- @compare part_jsonb_agg / part_build >= 12
-- @compare wall order_two_workers / order_build <= 0.65
-- @compare wall hash_two_workers / hash_build    every worker meets every patient
-- @compare result bytes_per_observation <= 16
-- @compare ten_filter / ten_stored >= 20
-- @compare ten_exists / ten_stored >= 35
-- @compare ten_stored / read_values <= 3
-- @compare ten_verdicts / ten_stored
-- @compare ten_filter / ten_built >= 2    from long rows on the fly
-- @compare ten_exists / ten_built >= 3.5
-- @compare six_jsonpath / six_stored >= 40
-- @compare instructions order_build - order_sum
-- @compare instructions hash_build - hash_sum

-- history_agg: independent of the order of rows and of who gathered them.

-- the aggregation steps of a plan, alike on all versions
CREATE FUNCTION plan_steps(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    steps text[] = '{}';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line ~ 'Aggregate|Gather|Append' THEN
            steps := steps || (regexp_match(line, '((Finalize|Partial)|Gather|Append)'))[1];
        END IF;
    END LOOP;
    RETURN array_to_string(steps, ' < ');
END $$;

CREATE TABLE lb (patient int, site int, test text, day date, val float8, unit text, res text) PARTITION BY LIST (site);
CREATE TABLE lb0 PARTITION OF lb FOR VALUES IN (0);
CREATE TABLE lb1 PARTITION OF lb FOR VALUES IN (1);
CREATE TABLE lb2 PARTITION OF lb FOR VALUES IN (2);
SELECT setseed(0.5) IS NOT NULL AS seeded;
INSERT INTO lb SELECT p, (random() * 2)::int, t, date '2020-01-01' + (random() * 60)::int, CASE WHEN random() > 0.1 THEN round((random() * 10)::numeric, 1) END,
                      (ARRAY['mg/dL', 'umol/L', NULL, ' mg/dL '])[1 + (random() * 3)::int], (ARRAY['<1', 'NEGATIVE', '5', NULL])[1 + (random() * 3)::int]
  FROM generate_series(1, 200) p, unnest('{CREAT,alt,AST,Bilirubin, wbc ,platelets,albumin,egfr}'::text[]) t, generate_series(1, 5);
ANALYZE lb;

-- one patient on one machine, in one order
SET max_parallel_workers_per_gather = 0;
CREATE TABLE want AS SELECT patient, history_agg(test, day, val, unit ORDER BY test, day, val, unit) AS h,
                            history_agg(observation(test, day, res, unit) ORDER BY test, day, res) AS r FROM lb GROUP BY patient;
SELECT count(*) AS patients, sum(count_entries(h, 'creat', 'infinity')) = (SELECT count(val) FROM lb WHERE test = 'CREAT') AS all_entries FROM want;
SELECT count(*) FILTER (WHERE h IS DISTINCT FROM again) AS differ
  FROM want JOIN (SELECT patient, history_agg(observation(test, day, val, unit)) AS again FROM lb GROUP BY patient) t USING (patient);

-- any order
SELECT count(*) FILTER (WHERE h IS DISTINCT FROM again OR r IS DISTINCT FROM again_r) AS differ FROM want JOIN
    (SELECT patient, history_agg(test, day, val, unit) AS again, history_agg(observation(test, day, res, unit)) AS again_r
       FROM (SELECT * FROM lb ORDER BY random()) s GROUP BY patient) t USING (patient);

-- split by k, gathered apart, sent as text, merged: what an engine with several nodes does
SELECT n AS parts, count(*) FILTER (WHERE h IS DISTINCT FROM again OR r IS DISTINCT FROM again_r) AS differ FROM want JOIN
    (SELECT n, patient, history_agg(part::text::patient_history) AS again, history_agg(part_r::text::patient_history) AS again_r FROM
        (SELECT n, patient, k, history_agg(test, day, val, unit) AS part, history_agg(observation(test, day, res, unit)) AS part_r
           FROM (SELECT n, lb.*, (random() * (n - 1))::int AS k FROM lb, unnest('{1,2,7,40}'::int[]) n) s GROUP BY n, patient, k) p
     GROUP BY n, patient) t USING (patient) GROUP BY n ORDER BY n;

-- the functions themselves, states in their open form: transition, text, combine, final
SELECT history_agg_final(history_agg_combine(a, b)) = history_agg_final(history_agg_combine(b, a)) AS commutes,
       history_agg_final(history_agg_combine(a::text::patient_history, b)) = history_agg_final(history_agg_combine(a, b)) AS text_between,
       history_agg_final(history_agg_combine(a, NULL)) = history_agg_final(a) AS right_null, history_agg_final(history_agg_combine(NULL, a)) = history_agg_final(a) AS left_null,
       history_agg_combine(NULL, NULL) IS NULL AS both_null, a = history_agg_final(a) AS compares_open, a || b = history_agg_final(history_agg_combine(a, b)) AS concat_open,
       patient_history_send(a) = patient_history_send(history_agg_final(a)) AS sends_open, (SELECT count(*) FROM history_entries(a)) AS entries_open,
       last_value(a, 'x', '2024-01-02') AS reads_open, patient_history_hash(a) = patient_history_hash(history_agg_final(a)) AS hashes_open, pg_column_size(a) > pg_column_size(history_agg_final(a)) AS trimmed
  FROM (SELECT history_agg_observe(history_agg_observe(NULL, 'x', '2024-01-02', 1, 'mg'), 'y', '2024-01-01', 2, NULL) AS a,
               history_agg_merge(history_agg_observe(NULL, 'x', '2023-01-02', 3, 'g'), 'z 2024 text ''t''') AS b) t \gx
-- a user's call changes no value
SELECT history_agg_observe(s, 'x', '2024-01-01', 1, 'mg') AS one_more, s AS unchanged FROM (SELECT history_agg_observe(NULL, 'a', '2024-01-01', 1, 'mg') AS s OFFSET 0) t;
-- the open form may even be stored
CREATE TABLE states AS SELECT patient, history_agg_observe(h, 'x', '2024-01-01', 1, 'mg') AS s FROM want;
SELECT count(*) FILTER (WHERE s IS DISTINCT FROM h || observation('x', date '2024-01-01', 1, 'mg')) AS differ FROM states JOIN want USING (patient);
SELECT count(*) FILTER (WHERE s IS DISTINCT FROM h || observation('x', date '2024-01-01', 1, 'mg')) AS differ
  FROM (SELECT patient, history_agg(s) AS s FROM states GROUP BY patient) t JOIN want USING (patient);

-- NULL, empty, FILTER
SELECT history_agg(test, day, val, unit) IS NULL AS no_rows FROM lb WHERE false;
SELECT history_agg(h) IS NULL AS no_rows, history_agg(NULL::patient_history) IS NULL AS nulls FROM want WHERE false;
SELECT history_agg('x', '2024-01-01', NULL, 'mg') = '' AS not_done, history_agg(NULL, '2024-01-01', 1, 'mg') = '' AS not_named,
       history_agg('x', NULL, 1, 'mg') AS no_date, history_agg('x', '2024-01-01', 1, '') AS no_unit, history_agg(NULL::patient_history) IS NULL AS nulls;
SELECT count(*) FILTER (WHERE h IS NOT DISTINCT FROM '') AS empty
  FROM (SELECT g, history_agg(test, day, val, unit) AS h FROM generate_series(199, 205) g LEFT JOIN lb ON patient = g GROUP BY g) t;
SELECT history_agg(test, day, val, unit) FILTER (WHERE val > 9.8 AND test = 'alt') AS filtered FROM lb WHERE patient < 30;
SELECT history_agg('x', timestamp '2024-01-01' + i * interval '1 day', i, 'mg') OVER (ORDER BY i ROWS 1 PRECEDING) AS window_frame FROM generate_series(1, 3) i;
SELECT i, count_entries(history_agg('x', timestamp '2024-01-01', i, 'mg') OVER (ORDER BY i), 'x', 'infinity') AS running FROM generate_series(1, 4) i;
-- more words than shortcuts, long words, one unit per entry
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS differ FROM
    (SELECT g, history_agg('fact ' || i % 70, timestamp '2024-01-01', i, 'u' || i % 3) AS a, history_agg(observation('fact ' || i % 70, timestamp '2024-01-01', i, 'u' || i % 3)) AS b
       FROM generate_series(1, 5) g, generate_series(1, 400) i GROUP BY g) t;
SELECT pg_column_size(history_agg('x', timestamp '2024-01-01', i, repeat('u', 150) || i)) > 0 AS long_units FROM generate_series(1, 500) i;
-- words of one length that differ in one byte, as facts and as units, each known by then
CREATE TABLE words (n int, word text);
CREATE FUNCTION confused(length int, place int) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    one text := repeat('a', length);
    other text := overlay(one PLACING 'b' FROM place FOR 1);
    h patient_history;
BEGIN
    TRUNCATE words;
    INSERT INTO words SELECT n, CASE n % 3 WHEN 0 THEN other ELSE one END FROM generate_series(1, 30) n;
    EXECUTE 'SELECT history_agg(word, timestamp ''2024-01-01'', n, word) FROM words' INTO h;
    RETURN h IS DISTINCT FROM (SELECT history_agg(observation(word, timestamp '2024-01-01', n, word)) FROM words)
        OR count_entries(h, one, 'infinity') <> 20 OR count_entries(h, other, 'infinity') <> 10;
END $$;
SELECT count(*) AS cases, count(*) FILTER (WHERE confused(length, place)) AS confused FROM generate_series(1, 20) AS length, generate_series(1, length) AS place;

-- partial aggregation over partitions
SET enable_partitionwise_aggregate = on;
SELECT plan_steps('SELECT patient, history_agg(test, day, val, unit) FROM lb GROUP BY patient') AS steps;
SELECT count(*) FILTER (WHERE h IS DISTINCT FROM again OR r IS DISTINCT FROM again_r) AS differ FROM want JOIN
    (SELECT patient, history_agg(test, day, val, unit) AS again, history_agg(observation(test, day, res, unit)) AS again_r FROM lb GROUP BY patient) t USING (patient);
SET enable_hashagg = off;
SELECT count(*) FILTER (WHERE h IS DISTINCT FROM again) AS differ FROM want JOIN
    (SELECT patient, history_agg(test, day, val, unit) AS again FROM lb GROUP BY patient) t USING (patient);
RESET enable_partitionwise_aggregate; RESET enable_hashagg;

-- parallel workers
CREATE TABLE flat AS SELECT * FROM lb ORDER BY random();
ANALYZE flat;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SELECT plan_steps('SELECT history_agg(test, day, val, unit) FROM flat') AS steps;
SELECT plan_steps('SELECT history_agg(observation(test, day, res, unit)) FROM flat') AS steps;
SELECT history_agg(test, day, val, unit) = (SELECT history_agg(h) FROM want) AS direct, history_agg(observation(test, day, res, unit)) = (SELECT history_agg(r) FROM want) AS entries FROM flat;
RESET parallel_leader_participation; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
SET max_parallel_workers_per_gather = 0;

-- at most 16 bytes per observation of 8 tests x 5 days, whatever the numbers
SELECT max(pg_column_size(decimals)) / 40.0 <= 10 AS decimals, max(pg_column_size(any_float8)) / 40.0 <= 16 AS any_float8 FROM
    (SELECT p, history_agg(t, date '2024-01-01' + 30 * i, round((random() * 100)::numeric, 1), u) AS decimals, history_agg(t, date '2024-01-01' + 30 * i, random() * 100, u) AS any_float8
       FROM generate_series(1, 50) p, generate_series(1, 5) i,
            (VALUES ('creatinine', 'mg/dL'), ('alt', 'U/L'), ('ast', 'U/L'), ('bilirubin', 'mg/dL'), ('wbc', '10*9/L'), ('platelets', '10*9/L'), ('albumin', 'g/dL'), ('egfr', 'mL/min/{1.73_m2}')) v(t, u)
      GROUP BY p) x;
DROP TABLE lb, want, states, flat;
DROP FUNCTION plan_steps;

-- patient_history: every error once, and the limits in every way to make one
SELECT observation('', '2024', 1);
SELECT observation('x', '05MAR2024', 1);
SELECT observation('x', '2023-02-30', 1);
SELECT event('x', '2024', '2024/03');
SELECT observation('x', timestamp 'infinity', 1);
SELECT observation('x', timestamp '-infinity', 1);
SELECT observation('x', timestamp '10000-01-01', 1);
SELECT observation('x', timestamp '0001-12-31 BC', 1);
SELECT event('x', '2024', '-infinity'::timestamp::text);
SELECT observation('x', '2024', 'NaN'::float8);
SELECT observation('x', '2024', 'infinity'::float8);
SELECT observation('x', '2024', 1, 'mg', 'NaN');
SELECT observation('x', '2024', 1, 'mg', NULL, '-infinity');
SELECT exposure('x', '2024-03-01', '2024-02-28', 1);
SELECT event('x', '2024-03', '2024-02');
SELECT event('x', '2024-03', '2024-03') AS fine, event('x', '2024-03-05T10:30', '2024-03-05') AS same_day;
SELECT observation('x', timestamptz '2024-03-01 00:00Z', 1);
SELECT history_agg('x', timestamp 'infinity', 1, 'mg');
SELECT history_agg('x', '2024-01-01'::timestamp, 'NaN', 'mg');
SELECT history_agg('', '2024-01-01'::timestamp, 1, 'mg');

-- text
SELECT 'x'::patient_history;
SELECT 'x 2024'::patient_history;
SELECT 'x 2024 1 mg'::patient_history;
SELECT 'x 2024 1 unit mg'::patient_history;
SELECT 'x 2024 1 unit ''mg'::patient_history;
SELECT 'x 2024 1 unit '''''::patient_history;
SELECT 'x 2024 1 2'::patient_history;
SELECT 'x 2024 1 lln <2'::patient_history;
SELECT 'x 2024 1 lln'::patient_history;
SELECT 'x 2024 <'::patient_history;
SELECT '; x 2024 1'::patient_history;
SELECT 'x 2024 1;; y 2024 1'::patient_history;
SELECT 'größe 2024 1 unit "x"'::patient_history;
SELECT 'v2; x 2024 1'::patient_history;
SELECT 'v1 x 2024 1'::patient_history;
SELECT 'x 2024 1 text ''y'''::patient_history;
SELECT 'x 2024 1 route ''ORAL'''::patient_history;
SELECT 'x event 2024 1'::patient_history;
SELECT 'x exposure 2024 <1'::patient_history;
SELECT 'x exposure 2024 lln 1'::patient_history;
SELECT 'x event 2024 to 2023'::patient_history;
SELECT 'x event 2024 to'::patient_history;
SELECT 'x 2024 1e999'::patient_history;
SELECT 'x ?/? 1'::patient_history;
SELECT '"" 2024 1'::patient_history;
SELECT '"x 2024 1'::patient_history;

-- limits: the longest passes, one byte more does not
\set VERBOSITY terse
SELECT length(observation(repeat('x', 63), '2024', 1)::text), length(observation('x', '2024', 1, repeat('m', 255))::text),
       length(observation('x', '2024', repeat('y', 10000))::text), length(exposure('x', '2024', NULL, 1, 'g', repeat('r', 255))::text);
SELECT observation(repeat('x', 64), '2024', 1);
SELECT observation('x', '2024', 1, repeat('m', 256));
SELECT observation('x', '2024', repeat('y', 10001));
SELECT exposure('x', '2024', NULL, 1, 'g', repeat('r', 256));
SELECT length((repeat('x', 63) || ' 2024 1')::patient_history::text), length(('x 2024 1 unit ''' || repeat('m', 255) || '''')::patient_history::text),
       length(('x 2024 text ''' || repeat('y', 10000) || '''')::patient_history::text), length(('x exposure 2024 route ''' || repeat('r', 255) || '''')::patient_history::text);
SELECT (repeat('x', 64) || ' 2024 1')::patient_history;
SELECT ('x 2024 1 unit ''' || repeat('m', 256) || '''')::patient_history;
SELECT ('x 2024 text ''' || repeat('y', 10001) || '''')::patient_history;
SELECT ('x exposure 2024 route ''' || repeat('r', 256) || '''')::patient_history;
SELECT length(history_agg(repeat('x', 63), '2024-01-01'::timestamp, 1, repeat('m', 255))::text);
SELECT history_agg(repeat('x', 64), '2024-01-01'::timestamp, 1, 'mg');
SELECT history_agg('x', '2024-01-01'::timestamp, 1, repeat('m', 256));
SELECT history_agg('x', NULL, 1, repeat('m', 256));

SELECT count_entries(h, 'x', 'infinity'), pg_column_size(h) FROM (SELECT history_agg('x', timestamp '2024-01-01' + i % 1000 * interval '1 day', i, 'mg') AS h FROM generate_series(1, 1000000) i) t;
SELECT history_agg('x', timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 1000001) i;
SELECT history_agg(observation('x', timestamp '2024-01-01', i, 'mg')) FROM generate_series(1, 1000001) i;
SELECT (SELECT history_agg('x', timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 1000000) i) || observation('x', '2024', 1);
SELECT count_entries(repeat('x 2024 1;', 1000000)::patient_history, 'x', 'infinity');
SELECT repeat('x 2024 1;', 1000001)::patient_history;
SELECT count(*) FROM (SELECT DISTINCT fact FROM history_entries((SELECT history_agg('f' || i, timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 10000) i))) t;
SELECT history_agg('f' || i, timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 10001) i;
SELECT string_agg('f' || i || ' 2024 1', ';')::patient_history FROM generate_series(1, 10001) i;
-- more text than one history may hold
SELECT history_agg(observation('x', '2024', repeat('y', 9000) || i)) FROM generate_series(1, 30000) i;

-- numbers beyond float8 are out of range, as they are for float8 itself
\set VERBOSITY sqlstate
SELECT patient_history 'alt 2024-01-01 1e999 unit ''U/L''';
SELECT patient_history 'alt 2024-01-01 >1e-999';
SELECT patient_history 'alt 2024-01-01 1 uln -1e400';
SELECT patient_history 'alt 2024-01-01 1e9x';
SELECT float8 '1e999';
\set VERBOSITY default
SELECT patient_history 'alt 2024-01-01 1 uln 1e400 unit ''U/L''';

-- location_states: text forms of sample_sums, sample_rows and logistic_model,
-- strictly read; states written in place only in an aggregate; windows.
CREATE FUNCTION pg_temp.try(type_name text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    printed text;
BEGIN
    EXECUTE format('SELECT %L::%I::text', value, type_name) INTO printed;
    RETURN CASE WHEN printed = value THEN 'same' ELSE 'printed as ' || printed END;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;

\echo == what is read prints as it was
SELECT type, value, pg_temp.try(type, value) AS got FROM (VALUES
    ('sample_sums', '1 one 0 - -; 0 0p0 0p0'),
    ('sample_sums', '1 one 3 0.5 0.9; 2 3p0 5p0'),
    ('sample_sums', '1 two 0 1 -; 2 -3p0 5p0; 1 8p-4 4p-4'),
    ('sample_sums', '1 change 1 - 0.99; 1 1p0 1p0; 0 0p0 0p0; 0 0p0 0p0; 0 0p0 0p0'),
    ('sample_rows', '1 one 0 - none 1'),
    ('sample_rows', '1 one 2 - none 1; -1.5 2; 0 1; 1e+300 4'),
    ('sample_rows', '1 two 0 0.9 none 2; 1 0 3; 1 1 1; 2 0 1'),
    ('sample_rows', '1 groups 0 - none 2 0: 1:a 4:ab 1; 1 0 1; 2 1 1; 3 2 1'),
    ('sample_rows', '1 scores 0 - none 3; 1 2 0 1'),
    ('sample_rows', '1 model 4 - firth 0'),
    ('sample_rows', '1 model 0 - none 1; 0 3; 1 2'),
    ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -41.3: -0.2: 0.07'),
    ('logistic_model', '1 firth 0 0 3 1 0 false none 0 NaN NaN: NaN NaN: NaN NaN NaN'),
    ('logistic_model', '1 none 10 5 0 1 2 false complete 20 0 -6.9: -Infinity Infinity: NaN NaN NaN')) v (type, value)
WHERE pg_temp.try(type, value) <> 'same' ORDER BY 1, 2;

\echo == everything else is refused
SELECT type, value, pg_temp.try(type, value) AS got FROM (VALUES
    ('sample_sums', ''), ('sample_sums', '2 one 0 - -; 0 0p0 0p0'), ('sample_sums', '1 three 0 - -; 0 0p0 0p0'),
    ('sample_sums', '1 one 0 - -'), ('sample_sums', '1 one 0 - -; 0 0p0 0p0;'), ('sample_sums', '1 one 0 - -; 0 0p0 0p0 '),
    ('sample_sums', '1 one -1 - -; 0 0p0 0p0'), ('sample_sums', '1 one 00 - -; 0 0p0 0p0'), ('sample_sums', '1 one 9223372036854775808 - -; 0 0p0 0p0'),
    ('sample_sums', '1 one 0 NaN -; 0 0p0 0p0'), ('sample_sums', '1 one 0 - 1; 0 0p0 0p0'), ('sample_sums', '1 one 0 0.50 -; 0 0p0 0p0'),
    ('sample_sums', '1 two 0 2 -; 0 0p0 0p0; 0 0p0 0p0'), ('sample_sums', '1 change 0 1 -; 0 0p0 0p0; 0 0p0 0p0; 0 0p0 0p0; 0 0p0 0p0'),
    -- sums that no values have: of none, squares below the square of the sum, negative squares, too large
    ('sample_sums', '1 one 0 - -; 0 1p0 1p0'), ('sample_sums', '1 one 0 - -; 2 3p0 4p0'), ('sample_sums', '1 one 0 - -; 1 0p0 -1p0'),
    ('sample_sums', '1 one 0 - -; 1 1p1100 1p2200'),
    -- numbers written in another way
    ('sample_sums', '1 one 0 - -; 2 03p0 5p0'), ('sample_sums', '1 one 0 - -; 2 30p-4 5p0'), ('sample_sums', '1 one 0 - -; 2 3p00 5p0'),
    ('sample_sums', '1 one 0 - -; 2 3p0 5p1'), ('sample_sums', '1 one 0 - -; 2 3P0 5p0'), ('sample_sums', '1 one 0 - -; 1 Ap0 64p0'), ('sample_sums', '1 one 0 - -; 1 -0p0 0p0'),
    ('sample_sums', '1 one 0 - -; 1 1p99999999999 1p0'), ('sample_sums', '1 one 0 - -; 1 p0 0p0'),
    ('sample_rows', ''), ('sample_rows', '2 one 0 - none 1'), ('sample_rows', '1 one 0 - none'), ('sample_rows', '1 one 0 - none 2'), ('sample_rows', '1 one 0 - firth 1'),
    ('sample_rows', '1 one 0 - none 1; 2 1; 1 1'), ('sample_rows', '1 one 0 - none 1; 1 1; 1 1'), ('sample_rows', '1 one 0 - none 1; 1 0'), ('sample_rows', '1 one 0 - none 1; 1'),
    ('sample_rows', '1 one 0 - none 1; NaN 1'), ('sample_rows', '1 one 0 - none 1; Infinity 1'), ('sample_rows', '1 one 0 - none 1; -0 1'), ('sample_rows', '1 one 0 - none 1; 1.0 1'),
    ('sample_rows', '1 one 0 - none 1; 1 9007199254740993'), ('sample_rows', '1 one 0 - none 1; 1 9007199254740992; 2 1'), ('sample_rows', '1 one 0 0 none 1'),
    ('sample_rows', '1 two 0 - none 2; 1 2 1'), ('sample_rows', '1 two 0 - none 2; 1 0.5 1'), ('sample_rows', '1 two 0 - none 2 1:a; 1 0 1'),
    ('sample_rows', '1 groups 0 - none 2 1:b 1:a; 1 0 1; 2 1 1'), ('sample_rows', '1 groups 0 - none 2 1:a 1:a; 1 0 1; 2 1 1'), ('sample_rows', '1 groups 0 - none 2 1:a 1:b; 1 0 1'),
    ('sample_rows', '1 groups 0 - none 2 1:a; 1 1 1'), ('sample_rows', '1 groups 0 - none 2 1:a; 1 -1 1'), ('sample_rows', '1 groups 0 - none 2 9:a; 1 0 1'), ('sample_rows', '1 groups 0 - none 2 1:ä; 1 0 1'),
    ('sample_rows', '1 groups 0 - none 2 1001:a; 1 0 1'), ('sample_rows', '1 model 0 - none 202'), ('sample_rows', '1 model 0 - none 0; 1'), ('sample_rows', '1 model 0 - lasso 1'),
    ('logistic_model', ''), ('logistic_model', '1 none 60 61 3 0 1 true none 5 -41.3 -41.3: -0.2: 0.07'), ('logistic_model', '1 none 60 27 3 0 2 true none 5 -41.3 -41.3: -0.2: 0.07'),
    ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -41.3: Infinity: NaN'), ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -41.3: -0.2: -0.07'),
    ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -41.3: NaN: 0.07'), ('logistic_model', '1 none 60 27 3 201 1 true none 5 -41.3 -41.3: -0.2: 0.07'),
    ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -Infinity: -0.2: 0.07'), ('logistic_model', '1 none 60 27 3 0 1 yes none 5 -41.3 -41.3: -0.2: 0.07'),
    ('logistic_model', '1 none 60 27 3 1 1 true none 5 -41.3 -41.3: -0.2: 0.07'), ('logistic_model', '1 none 60 27 3 0 1 true none 5 -41.3 -41.3: -0.2: 0.07 ')) v (type, value)
WHERE pg_temp.try(type, value) <> '22P02' ORDER BY 1, 2;
SELECT 'x'::sample_sums;
SELECT 'x'::sample_rows;
SELECT 'x'::logistic_model;

\echo == a state given to a transition function by hand is left as it was
CREATE TEMP TABLE kept AS SELECT sample_agg(x) AS s, ranks_agg(x) AS r FROM generate_series(1, 3) x;
SELECT sample_sums_one(s, 4), sample_rows_one(r, 4), s, r FROM kept;
SELECT sample_sums_combine(s, s), sample_rows_combine(r, r), s, r FROM kept;
SELECT sample_sums_one(s, NULL), sample_rows_one(r, NULL), sample_sums_combine(NULL, s), sample_rows_combine(r, NULL), sample_sums_combine(NULL, NULL) IS NULL AS none FROM kept;
SELECT sample_sums_two(s, 4, true) FROM kept;
SELECT sample_rows_two(r, 4, true) FROM kept;
SELECT sample_rows_combine(r, '1 two 0 - none 2') FROM kept;
SELECT sample_sums_combine(s, '1 one 0 0.5 -; 0 0p0 0p0') FROM kept;
SELECT sample_rows_combine('1 model 0 - none 2; 1 1 1', '1 model 0 - none 3; 1 1 1 1');
SELECT sample_rows_combine('1 one 0 - none 1; 1 9007199254740992', '1 one 0 - none 1; 2 1');
SELECT sample_sums_combine('1 one 9223372036854775807 - -; 0 0p0 0p0', '1 one 1 - -; 0 0p0 0p0');

\echo == windows: the final function runs again and again on one state
SELECT i, (mean_estimate(i) OVER w).estimate AS mean, (rank_sum_test(i, i % 2 = 0) OVER w).statistic AS w, (kruskal_wallis_test('a' || i % 2, i) OVER w).n,
    length((ranks_agg(i % 3) OVER w)::text) AS length
FROM generate_series(1, 6) i WINDOW w AS (ORDER BY i);

\echo == growth: rows beyond every first room, ties counted
SELECT ranks_agg(i % 2) FROM generate_series(1, 100000) i;
SELECT (r).statistic, round((r).p_value::numeric, 8) AS p, (r).n FROM (SELECT rank_sum_test(i, i % 2 = 0) AS r FROM generate_series(1, 3000) i) x;   -- R: 1125750, 0.97479389
SELECT count(*), min(length(s::text)) FROM (SELECT ranks_agg('group ' || i % 300, i) AS s FROM generate_series(1, 3000) i) x;

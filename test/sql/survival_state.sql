-- survival_state: survival_counts as a state.  Counts merged over any split equal
-- the counts of all rows, bit for bit, in every form; bad text is refused.
-- Workers, partitions and binary COPY: test/t/181_survival_state.pl.
\set VERBOSITY terse

CREATE TEMP TABLE subject AS
    SELECT g AS id,
        CASE WHEN g % 97 = 0 THEN NULL ELSE (hashint4(g) & 2047) % (1 + g % 1500) END AS days,
        CASE WHEN g % 89 = 0 THEN NULL ELSE (hashint4(g) & 4095) / (CASE WHEN g % 3 = 0 THEN 8.0::float8 ELSE 1 END) + (g % 7 = 0)::int * 0.1 END AS years,
        CASE WHEN g % 101 = 0 THEN NULL ELSE hashint4(g + 7) % 3 <> 0 END AS event,
        CASE WHEN g % 103 = 0 THEN NULL ELSE (ARRAY['placebo', 'drug', 'drug, high', '"x"', ''])[1 + abs(hashint4(g + 1) % 5)] END AS arm,
        CASE WHEN g % 107 = 0 THEN NULL ELSE 'site ' || g % 40 END AS site,
        abs(hashint4(g + 3) % 4) AS cause
    FROM generate_series(1, 20000) g;

-- The states as partial aggregates emit them: in their open form.
CREATE AGGREGATE days_state(int, bool, text, text) (SFUNC = survival_observe_days_stratum, STYPE = survival_counts);
CREATE AGGREGATE years_state(float8, bool, text, text) (SFUNC = survival_observe_stratum, STYPE = survival_counts);
CREATE AGGREGATE causes_state(float8, int, text) (SFUNC = competing_observe_arm, STYPE = survival_counts);
CREATE AGGREGATE plain_state(int, bool) (SFUNC = survival_observe_days, STYPE = survival_counts);

CREATE TEMP TABLE whole AS
    SELECT 'days' AS kind, survival_agg(days, event, arm, site) AS counts FROM subject
    UNION ALL SELECT 'years', survival_agg(years, event, arm, site) FROM subject
    UNION ALL SELECT 'causes', competing_risks_agg(years, cause, arm) FROM subject
    UNION ALL SELECT 'plain', survival_agg(days, event) FROM subject;
CREATE TEMP TABLE part AS
    SELECT kind, k, part, sealed, open FROM unnest(ARRAY[1, 2, 3, 17, 2000]) AS k, LATERAL (
        SELECT 'days' AS kind, abs(hashint4extended(id, k)) % k AS part, survival_agg(days, event, arm, site) AS sealed,
            days_state(days, event, arm, site) AS open FROM subject GROUP BY 2
        UNION ALL SELECT 'years', abs(hashint4extended(id, k)) % k, survival_agg(years, event, arm, site), years_state(years, event, arm, site) FROM subject GROUP BY 2
        UNION ALL SELECT 'causes', abs(hashint4extended(id, k)) % k, competing_risks_agg(years, cause, arm), causes_state(years, cause, arm) FROM subject GROUP BY 2
        UNION ALL SELECT 'plain', abs(hashint4extended(id, k)) % k, survival_agg(days, event), plain_state(days, event) FROM subject GROUP BY 2) AS s;

-- Splits, merged in both forms, through text, in both orders.
WITH merged AS (
    SELECT kind, k, count(*) AS parts, bool_and(sealed::text = open::text) AS open_prints_alike, survival_agg(sealed) AS sealed, survival_agg(open) AS open,
        survival_agg(sealed ORDER BY md5(part::text)) AS shuffled, survival_agg(open ORDER BY part DESC) AS backwards,
        survival_agg(open::text::survival_counts) AS by_text
    FROM part GROUP BY kind, k)
SELECT kind, k, parts, open_prints_alike, survival_counts_send(sealed) = survival_counts_send(counts) AS sealed,
    survival_counts_send(open) = survival_counts_send(counts) AS open, shuffled::text = counts::text AS shuffled, backwards::text = counts::text AS backwards,
    by_text::text = counts::text AS by_text, pg_column_size(sealed) = pg_column_size(counts::text::survival_counts) AS size
FROM merged JOIN whole USING (kind) ORDER BY kind, k;

-- Rows in any order; windows; days as integer, double precision, numeric, dates.
SELECT count(DISTINCT c) FROM (
    SELECT survival_agg(days, event, arm ORDER BY id)::text AS c FROM subject
    UNION ALL SELECT survival_agg(days, event, arm ORDER BY md5(id::text))::text FROM subject
    UNION ALL SELECT survival_agg(days, event, arm ORDER BY days DESC)::text FROM subject
    UNION ALL SELECT survival_agg(days::float8, event, arm)::text FROM subject
    UNION ALL SELECT survival_agg(days::numeric, event, arm)::text FROM subject
    UNION ALL SELECT survival_agg(days::bigint, event, arm)::text FROM subject
    UNION ALL SELECT survival_agg(date '2020-01-15', date '2020-01-15' + days, event, arm)::text FROM subject
    UNION ALL SELECT (SELECT (survival_agg(days, event, arm) OVER ())::text FROM subject LIMIT 1)
) x;
-- A moving window starts anew for each row and changes no state that was shown.
SELECT string_agg(c::text, ' | ' ORDER BY t) FROM (
    SELECT t, survival_agg(t, t <> 2) OVER (ORDER BY t) AS c FROM generate_series(1, 3) t) x;

-- The readers accept the open form.
SELECT kind, (SELECT count(*) FROM (SELECT kaplan_meier(open) EXCEPT ALL SELECT kaplan_meier(sealed)) x) AS differ,
    (logrank(open)).statistic = (logrank(sealed)).statistic AS logrank,
    (SELECT count(*) FROM (SELECT survival_totals(open) EXCEPT ALL SELECT survival_totals(sealed)) x) AS totals,
    (SELECT count(*) FROM (SELECT survival_at(open, '{1,10}') EXCEPT ALL SELECT survival_at(sealed, '{1,10}')) x) AS at,
    (SELECT count(*) FROM (SELECT survival_quantile(open) EXCEPT ALL SELECT survival_quantile(sealed)) x) AS quantile,
    (SELECT count(*) FROM (SELECT restricted_mean(open, 10) EXCEPT ALL SELECT restricted_mean(sealed, 10)) x) AS mean,
    (SELECT count(*) FROM (SELECT hazard_ratio(open) EXCEPT ALL SELECT hazard_ratio(sealed)) x) AS hazard,
    (SELECT count(*) FROM (SELECT logrank_arms(open) EXCEPT ALL SELECT logrank_arms(sealed)) x) AS arms,
    cause_specific(open, 1)::text = cause_specific(sealed, 1)::text AS cause
FROM part WHERE k = 1 AND kind IN ('days', 'years') ORDER BY kind;
-- Transition and combine outside an aggregate leave their arguments alone.
SELECT survival_observe_days(open, 5, true)::text <> open::text AS added, survival_combine(open, open)::text <> open::text AS merged,
    survival_combine(open, NULL)::text = open::text AS kept, survival_combine(NULL, open)::text = open::text AS taken,
    survival_combine(open, sealed)::text = survival_combine(sealed, open)::text AS both_ways, survival_combine(NULL, NULL) IS NULL AS nothing
FROM part WHERE k = 2000 AND kind = 'plain' AND part = 7;

-- The counts against plain SQL, by arm, site, time and end.
WITH printed AS (
    SELECT split_part(regexp_replace(g, '^ "(.*?)" "(.*?)" (\d+)(, )?.*$', E'\\1\t\\2\t\\3'), E'\t', 1) AS arm,
        split_part(regexp_replace(g, '^ "(.*?)" "(.*?)" (\d+)(, )?.*$', E'\\1\t\\2\t\\3'), E'\t', 2) AS site,
        regexp_split_to_array(row, ' ') AS r
    FROM whole, unnest((string_to_array(counts::text, ';'))[2:]) AS g, unnest((string_to_array(regexp_replace(g, '^ ".*?" ".*?" ', ''), ', '))[2:]) AS row
    WHERE kind = 'days'),
a AS (SELECT replace(arm, '""', '"') AS arm, site, r[1]::int AS days, r[2]::int AS censored, r[3]::int AS events FROM printed),
b AS (SELECT arm, site, days, count(*) FILTER (WHERE NOT event)::int, count(*) FILTER (WHERE event)::int FROM subject
    WHERE arm IS NOT NULL AND site IS NOT NULL AND days IS NOT NULL AND event IS NOT NULL GROUP BY 1, 2, 3)
SELECT (SELECT count(*) FROM a) > 5000 AS many, (SELECT count(*) FROM (SELECT * FROM a EXCEPT ALL SELECT * FROM b) x) AS too_many,
    (SELECT count(*) FROM (SELECT * FROM b EXCEPT ALL SELECT * FROM a) x) AS too_few;
-- Missing: of every arm, and those without arm or site.
SELECT t.arm, t.n, t.n_event, t.n_censored, t.missing, t.total_time, t.last_time,
    (t.n, t.n_event, t.missing) = (s.n, s.events, s.missing) AS same
FROM whole, survival_totals(counts) t LEFT JOIN (
    SELECT CASE WHEN site IS NOT NULL THEN arm END AS arm, count(*) FILTER (WHERE days IS NOT NULL AND event IS NOT NULL AND arm IS NOT NULL AND site IS NOT NULL) AS n,
        count(*) FILTER (WHERE days IS NOT NULL AND event AND arm IS NOT NULL AND site IS NOT NULL) AS events,
        count(*) FILTER (WHERE days IS NULL OR event IS NULL OR arm IS NULL OR site IS NULL) AS missing
    FROM subject GROUP BY 1) s ON s.arm IS NOT DISTINCT FROM t.arm
WHERE kind = 'days' ORDER BY t.arm COLLATE "C";
SELECT l.n + l.missing AS everybody, n, missing FROM whole, logrank(counts) l WHERE kind = 'days';

-- Size: bounded by arms and times, not by subjects.
SELECT pg_column_size(survival_agg(t % 1000, t % 3 = 0, 'a')) = pg_column_size(survival_agg(t % 1000, t % 7 = 0, 'a')) AS rows_do_not_matter,
    pg_column_size(survival_agg(t % 1000, t % 3 = 0, 'a')) < 25000 AS small FROM generate_series(1, 100000) t;
-- A few late days, or many arms, do not make an open state large.
SELECT pg_column_size(plain_state(t * 100000, true)) < 2000 AS late FROM generate_series(1, 10) t;
SELECT pg_column_size(days_state(t % 700, true, 'arm', t::text)) < 400000 AS arms FROM generate_series(1, 3000) t;

-- Text form: what is read, printed again is the same.
SELECT x, x::survival_counts::text = x AS same FROM unnest(ARRAY['1 - 2 0', '1 - 2 0; 0, 0 1 0', '1 a 2 5', '1 a 2 0; "" 1', '1 as 2 0; "a" "b" 0, 0.5 1 2; "a" "c" 3',
    '1 c 3 0; 0, 1e-05 0 0 1', '1 asc 2 0; "a""b" "; ," 0, 1e+22 1 0', '1 a 2 0; "µ" 0, 5 0 1']) x;
-- Other spellings of a time are read.
SELECT '1 - 2 0; 0, 1.50 1 0, 1e2 0 1'::survival_counts;
CREATE FUNCTION pg_temp.refused(x text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'read as ' || x::survival_counts::text;
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLSTATE <> '22P02' OR SQLERRM <> 'invalid input syntax for type survival_counts' THEN SQLSTATE || ' ' || SQLERRM END;
END $$;
SELECT x, pg_temp.refused(x) FROM unnest(ARRAY['', ' ', '2 - 2 0', '1', '1 -', '1 - 2', '1 - 2 0 ', '1 - 2 -1', '1 - 2 00', '1 - 3 0', '1 c 3 0', '1 c 33 0', '1 s 2 0', '1 sa 2 0', '1 aa 2 0', '1 -a 2 0',
    '1 - 2 0;', '1 - 2 0; 0', '1 - 2 0; 0; 1', '1 - 2 0; 1; 1', '1 - 2 0; 0, 1 0 0', '1 - 2 0; 0, -1 0 1', '1 - 2 0; 0, -0 0 1', '1 - 2 0; 0, 1 0 1, 1 1 0', '1 - 2 0; 0, 2 0 1, 1 1 0',
    '1 - 2 0; 0, NaN 0 1', '1 - 2 0; 0, inf 0 1', '1 - 2 0; 0, 1e999 0 1', '1 - 2 0; 0, 0x10 0 1', '1 - 2 0; 0, 1 1', '1 - 2 0; 0, 1 1 1 1', '1 - 2 0; 0, 1 -1 1', '1 - 2 0; 0, 1 1 1,', '1 - 2 0; 0, 1 01 1',
    '1 - 2 0; 0, 1 1.0 1', '1 - 2 0; 0 , 1 1 0', '1 - 2 0; 0, 1 1000000000000001 0', '1 - 2 0; 0, 1 999999999999999 1, 2 1 0', '1 - 2 0; 0, 1 99999999999999999999 0', '1 - 2 0; "a" 0, 1 1 0',
    '1 a 2 0; 0, 1 1 0', '1 a 2 0; "a 0, 1 1 0', '1 a 2 0; a 0, 1 1 0', '1 a 2 0; "b" 1; "a" 1', '1 a 2 0; "a" 1; "a" 1', '1 as 2 0; "a" 1', '1 as 2 0; "a" "b" 1; "a" "a" 1',
    '1 a 2 0; "' || repeat('x', 1001) || '" 1', '1 - 2 0; 0, ' || repeat('1', 60) || ' 1 0', '1 c 2 0; 0, 1 0 0 1', '1 - 2 1000000000000001']) x
WHERE pg_temp.refused(x) IS NOT NULL;
SELECT length(('1 a 2 0; "' || repeat('x', 1000) || '" 1')::survival_counts::text) > 1000 AS longest_name;

-- Counts that do not belong together.
SELECT survival_agg(c) FROM (VALUES ('1 a 2 0; "x" 1'::survival_counts), ('1 - 2 0; 1')) v (c);
SELECT survival_agg(c) FROM (VALUES ('1 as 2 0; "x" "y" 1'::survival_counts), ('1 a 2 0; "x" 1')) v (c);
SELECT survival_agg(c) FROM (VALUES ('1 c 2 0; 1'::survival_counts), ('1 - 2 0; 1')) v (c);
SELECT survival_agg(c) FROM (VALUES ('1 - 2 0; 0, 1 1000000000000000 0'::survival_counts), ('1 - 2 0; 0, 1 1 0')) v (c);
SELECT survival_agg(c) FROM (VALUES ('1 - 2 0; 0, 1 1000000000000000 0'::survival_counts), ('1 - 2 0; 0, 2 1 0')) v (c);
SELECT survival_observe_days('1 a 2 0; "x" 1', 1, true);
-- No rows, and rows that say nothing.
SELECT survival_agg(1, true) IS NULL AS no_rows FROM generate_series(1, 0);
SELECT survival_agg(NULL::int, true), survival_agg(NULL::float8, NULL), survival_agg(1, true, NULL), survival_agg(1, true, 'a', NULL),
    survival_agg(NULL::survival_counts) FROM generate_series(1, 2);

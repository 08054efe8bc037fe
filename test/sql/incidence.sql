-- incidence: rates and their ratio from one row a subject, and their state.
-- Expected values: the functions of counts, which proportions compares with R.
\set VERBOSITY default
CREATE SCHEMA incidence_test;
SET search_path = incidence_test, public;
SET extra_float_digits = -3;

-- Flares in patient-years: 300 subjects, some without a time or a group.
CREATE TABLE subject AS
SELECT g AS id, g % 4 * (g % 3) AS flares, CASE WHEN g % 31 > 0 THEN (g % 25) / 10.0::float8 END AS years, CASE WHEN g % 29 > 0 THEN g % 2 = 0 END AS treated
FROM generate_series(1, 300) AS g;
SELECT (incidence_rate_agg(flares, years)).*, sum(flares) FILTER (WHERE years IS NOT NULL) AS events, count(*) FILTER (WHERE years IS NULL) AS unknown FROM subject;
SELECT (a.r).estimate = (b.r).estimate AND (a.r).lower = (b.r).lower AND (a.r).upper = (b.r).upper AND (a.r).level = 0.9 AS same
FROM (SELECT incidence_rate_agg(flares, years, 0.9) AS r, sum(flares) AS events, sum(years::numeric) AS years FROM subject WHERE years IS NOT NULL) AS a,
    LATERAL (SELECT incidence_rate(a.events, a.years::float8, 0.9) AS r) AS b;
SELECT (rate_ratio_agg(flares, years, treated)).* FROM subject;
SELECT m, (a.r).estimate = b.estimate AND (a.r).lower = b.lower AND (a.r).upper = b.upper AND (a.r).x1 = e1 AND (a.r).n2 = known AND (a.r).missing = 19 AS same
FROM unnest(ARRAY['exact', 'wald']) AS m,
    LATERAL (SELECT rate_ratio_agg(flares, years, treated, m, 0.8) AS r, sum(flares) FILTER (WHERE treated AND years IS NOT NULL) AS e1, sum(years::numeric) FILTER (WHERE treated) AS t1,
        sum(flares) FILTER (WHERE NOT treated AND years IS NOT NULL) AS e2, sum(years::numeric) FILTER (WHERE NOT treated) AS t2, count(years) FILTER (WHERE NOT treated) AS known FROM subject) AS a,
    rate_ratio(e1, t1::float8, e2, t2::float8, m, 0.8) AS b
ORDER BY m;
-- No row, nothing known, no time at risk, one group.
SELECT incidence_rate_agg(flares, years), rate_ratio_agg(flares, years, treated) FROM subject WHERE false;
SELECT incidence_rate_agg(NULL, years), rate_ratio_agg(flares, NULL, treated, 'wald') FROM subject;
SELECT incidence_rate_agg(0, 0), rate_ratio_agg(flares, years, true) FROM subject;
SELECT incidence_rate_agg(-1, 1.0);
SELECT incidence_rate_agg(1, -1.0);
SELECT incidence_rate_agg(1, 'NaN');
SELECT incidence_rate_agg(flares, years, 95) FROM subject;
SELECT rate_ratio_agg(flares, years, treated, 'katz') FROM subject;
SELECT rate_ratio_agg(flares, years, treated, NULL) FROM subject;
SELECT rate_ratio_agg(flares, years, treated, CASE WHEN id > 9 THEN 'wald' ELSE 'exact' END) FROM subject;
SELECT incidence_rate_agg(1, 1.7e308) FROM subject;

-- Exact: tenths add up to whole numbers, the small is not lost beside the
-- large, in any order.
SELECT (incidence_rate_agg(1, 0.1)).estimate = 10 AS tenths FROM generate_series(1, 1000);
SELECT (incidence_rate_agg(1, t ORDER BY o)).estimate = 3 / 10000000000000002::float8 AS exact FROM (VALUES (1e16, 1), (1, 2), (1, 3)) AS v (t, o);
SELECT (incidence_rate_agg(1, t ORDER BY o DESC)).estimate = 3 / 10000000000000002::float8 AS exact FROM (VALUES (1e16, 1), (1, 2), (1, 3)) AS v (t, o);

-- The state: text and binary form, merging.
CREATE AGGREGATE state(bigint, double precision, boolean, text, double precision) (SFUNC = person_time_add_treated_level, STYPE = person_time_counts);
CREATE AGGREGATE merged(person_time_counts) (SFUNC = person_time_combine, STYPE = person_time_counts, FINALFUNC = rate_ratio_final);
SELECT state(flares, years, treated, 'wald', 1.0 / 3) FROM subject;
CREATE TABLE part AS SELECT k, state(flares, years, treated, 'exact', 0.9) AS s FROM subject, unnest(ARRAY[1, 7, 300]) AS k GROUP BY k, id % k;
SELECT k, count(*) AS parts, merged(s::text::person_time_counts) = (SELECT rate_ratio_agg(flares, years, treated, 'exact', 0.9) FROM subject) AS same FROM part GROUP BY k ORDER BY k;
\getenv abs_builddir PG_ABS_BUILDDIR
\set file :abs_builddir '/results/incidence.bin'
COPY part TO :'file' (FORMAT binary);
TRUNCATE part;
COPY part FROM :'file' (FORMAT binary);
SELECT k, merged(s) = (SELECT rate_ratio_agg(flares, years, treated, 'exact', 0.9) FROM subject) AS same FROM part GROUP BY k ORDER BY k;
SELECT bool_and(person_time_combine(a.s, b.s)::text = person_time_combine(b.s, a.s)::text AND person_time_combine(NULL, a.s)::text = a.s::text AND person_time_combine(a.s, NULL)::text = a.s::text) AS commutes
FROM part AS a, part AS b WHERE a.k = 7 AND b.k = 7;
SELECT person_time_combine(s, s)::text <> s::text AS added, s::text = t AS unchanged FROM (SELECT s, s::text AS t FROM part WHERE k = 1 OFFSET 0) AS p;
SELECT person_time_combine(s, '1 - - 0 (0 0 0e0) (0 0 0e0)') FROM part WHERE k = 1;
SELECT '1 - - 0 (9223372036854775807 1 1e0) (0 0 0e0)'::person_time_counts, ''::person_time_counts;
CREATE FUNCTION refused(x text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN x::person_time_counts::text;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END $$;
SELECT x, refused(x) FROM unnest(ARRAY['1', '2 - - 0 (0 0 0e0) (0 0 0e0)', '1 - - 0 (0 0 0e0) (0 0 0e0) ', '1 - - 0 (0 0 -1e0) (0 0 0e0)', '1 - - 0 (0 0 0) (0 0 0e0)', '1 - - 0 (-1 0 0e0) (0 0 0e0)', '1 - - 0 (0 0 0e0)',
    '1 - 1 0 (0 0 0e0) (0 0 0e0)', '1 fisher - 0 (0 0 0e0) (0 0 0e0)', '1 - - 0 (0 0 1e400) (0 0 0e0)', '1 - - 0 (0 0 nan) (0 0 0e0)']) AS x WHERE refused(x) IS NOT NULL;
SET client_min_messages = warning;
DROP SCHEMA incidence_test CASCADE;

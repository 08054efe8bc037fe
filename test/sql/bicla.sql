-- bicla: all of: every A and B at baseline improved; no new A and at most one
-- new B; SLEDAI not above baseline; PGA risen by less than 0.3 (TULIP; at most
-- 0.3 in the original, Wallace 2011); no treatment failure.  Entry: one A or
-- two B at baseline.  Expected answers were
-- written down from these rules, as the clinical specification has them.
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE TEMP TABLE c (id int GENERATED ALWAYS AS IDENTITY, current bilag, baseline bilag, s int, s0 int, p float8, p0 float8, failure boolean, inclusive boolean, yes boolean, note text);
INSERT INTO c (current, baseline, s, s0, p, p0, failure, inclusive, yes, note) VALUES
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, true, 'A to B and B to C'),
    ('E E E B E E E B E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, false, 'one B stays'),
    ('E E E C E E E A E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, false, 'the A stays'),
    ('A E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, false, 'a new A'),
    ('B E E C E E E B E', 'C E E B E E E A E', 6, 10, 1, 2, false, false, true, 'one new B'),
    ('B B E C E E E B E', 'C D E B E E E A E', 6, 10, 1, 2, false, false, false, 'two new B'),
    ('E E E C E E E B E', 'E E E B E E E A E', 10, 10, 1, 2, false, false, true, 'SLEDAI equal'),
    ('E E E C E E E B E', 'E E E B E E E A E', 11, 10, 1, 2, false, false, false, 'SLEDAI above'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1.29, 1.0, false, false, true, 'PGA up by 0.29'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1.3, 1.0, false, false, false, 'PGA up by 0.3'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1.3, 1.0, false, true, true, 'PGA up by 0.3, original'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1.31, 1.0, false, true, false, 'PGA up by 0.31, original'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 0.4, 0.1, false, false, false, 'PGA up by 0.3 from 0.1'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 0.4, 0.1, false, true, true, 'the same, original'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, 2, true, false, false, 'treatment failure'),
    ('E E E E E E E C E', 'E E E E E E E A E', 6, 10, 1, 2, false, false, true, 'entry by one A'),
    ('E E E C E E E C E', 'E E E B E E E B E', 6, 10, 1, 2, false, false, true, 'entry by two B'),
    ('E E E C E E E C E', 'E E E C E E E B E', 6, 10, 1, 2, false, false, NULL, 'one B is no entry'),
    ('E E E A E E E C E', 'E E E C E E E B E', 11, 10, 2, 1, true, false, NULL, 'no entry, whatever the rest'),
    -- each input missing in turn, with the rest true, and with another false
    (NULL, 'E E E B E E E A E', 6, 10, 1, 2, false, false, NULL, 'no BILAG'),
    ('E E E C E E E B E', NULL, 6, 10, 1, 2, false, false, NULL, 'no BILAG at baseline'),
    (NULL, 'E E E B E E E A E', 11, 10, 1, 2, false, false, false, 'no BILAG, SLEDAI above'),
    (NULL, 'E E E B E E E C E', 11, 10, 1, 2, false, false, NULL, 'no BILAG, and no entry'),
    ('E E E C E E E B E', NULL, 11, 10, 1, 2, false, false, NULL, 'no BILAG at baseline, so entry is not known'),
    ('E E E C E E E B E', 'E E E B E E E A E', NULL, 10, 1, 2, false, false, NULL, 'no SLEDAI'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, NULL, 1, 2, false, false, NULL, 'no SLEDAI at baseline'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, NULL, 2, false, false, NULL, 'no PGA'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, NULL, false, false, NULL, 'no PGA at baseline'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, 2, NULL, false, NULL, 'failure not recorded'),
    ('E E E B E E E B E', 'E E E B E E E A E', NULL, 10, 1, 2, false, false, false, 'no SLEDAI, B stays'),
    ('E E E C E E E B E', 'E E E B E E E A E', 11, 10, NULL, 2, false, false, false, 'no PGA, SLEDAI above'),
    ('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 2.5, 2, NULL, false, false, 'failure not recorded, PGA worse'),
    ('E E E C E E E B E', 'E E E B E E E A E', NULL, NULL, NULL, NULL, true, false, false, 'only a failure'),
    -- systems that were not assessed
    ('E E E C E E E ND E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, NULL, 'the A not assessed now'),
    ('E E E B E E E ND E', 'E E E B E E E A E', 6, 10, 1, 2, false, false, false, 'the A not assessed, but B stays'),
    ('E E E C E E E B E', 'E E E ND E E E A E', 6, 10, 1, 2, false, false, true, 'C is an improvement of whatever it was'),
    ('E E E E E E E C E', 'E E E ND E E E B E', 6, 10, 1, 2, false, false, NULL, 'whether there was entry is not known');
SELECT c.*, bicla(current, baseline, s, s0, p, p0, failure, inclusive) AS got FROM c WHERE bicla(current, baseline, s, s0, p, p0, failure, inclusive) IS DISTINCT FROM yes ORDER BY id;
SELECT count(*) AS cases, count(*) FILTER (WHERE yes) AS yes, count(*) FILTER (WHERE NOT yes) AS no FROM c;
-- The components explain the answer in every case: entry, and all of the rest by Kleene.
SELECT id, note FROM c, LATERAL (SELECT bool_or(holds) FILTER (WHERE component = 'entry') AS entry, CASE WHEN bool_or(NOT holds) FILTER (WHERE component <> 'entry') THEN false
        WHEN count(holds) FILTER (WHERE component <> 'entry') = 5 THEN true END AS rest, count(*) AS n FROM explain_bicla(current, baseline, s, s0, p, p0, failure, inclusive)) e
WHERE n <> 6 OR yes IS DISTINCT FROM CASE WHEN entry THEN rest END;
SELECT id, component, holds, reason FROM c, explain_bicla(current, baseline, s, s0, p, p0, failure, inclusive) WHERE note IN ('a new A', 'two new B', 'one B is no entry', 'PGA up by 0.3, original', 'the A not assessed now', 'no BILAG', 'only a failure');
-- Defaults: failure unknown, limit of TULIP.
SELECT bicla('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1.3, 1.0) AS pga_worse, bicla('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, 1) AS failure_unknown, bicla(current => 'E E E C E E E B E', baseline => 'E E E B E E E A E', sledai => 6, sledai_baseline => 10, pga => 1.3, pga_baseline => 1, treatment_failure => false, pga_limit_inclusive => true) AS original;
SELECT statement, pg_temp.refusal('SELECT ' || statement) FROM unnest(ARRAY[$$bicla('E E E C E E E B E', 'E E E B E E E A E', 106, 10, 1, 1)$$, $$bicla('E E E C E E E B E', 'E E E B E E E A E', 6, -1, 1, 1)$$, $$bicla('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 3.1, 1)$$,
    $$bicla('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 1, -0.1)$$, $$bicla('E E E C E E E B E', 'E E E B E E E A E', 6, 10, 'NaN', 1)$$]) AS u (statement);

-- Does a response last: from the first at every later visit
SET datestyle TO iso;
CREATE SCHEMA sustained_response_test;
SET search_path TO sustained_response_test, public;
\pset null (null)
CREATE FUNCTION response() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT response_rules 'CRR: x = 1; else NR' $$;
CREATE FUNCTION five() RETURNS visit_schedule IMMUTABLE LANGUAGE sql AS $$ SELECT visit_schedule 'visits at weeks 0, 4, 8, 12, 16, 20' $$;
-- a history from a row of letters, one a visit: y responds, n does not, . missed
CREATE FUNCTION seen(letters text) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$
    SELECT coalesce(history_agg(observation('x', timestamp '2024-01-01' + 28 * i * interval '1 day', (substr(letters, i, 1) = 'y')::int::float8, NULL)) FILTER (WHERE substr(letters, i, 1) <> '.'), '')
      FROM generate_series(1, length(letters)) i $$;

-- By hand: skip, unknown, non_response with confirmation 1, then 2
CREATE TABLE sequence (letters text, why text, expected bool[]);
INSERT INTO sequence VALUES
    ('nyyyy', 'lasts', '{t,t,t,t,t,t}'),
    ('nynyy', 'lost at week 12; confirmed only from week 16', '{f,f,f,t,t,t}'),
    ('ny.yy', 'a visit missed after it; the second visit does not confirm, the later two do or the missed one would have', '{t,NULL,f,t,t,t}'),
    ('nyy..', 'the end missed', '{t,NULL,f,t,NULL,f}'),
    ('nnnnn', 'never', '{f,f,f,f,f,f}'),
    ('.....', 'nothing known: nothing said, unless missing is none', '{NULL,NULL,f,NULL,NULL,f}'),
    ('nnnny', 'at the last visit only, which nothing confirms', '{t,t,t,NULL,NULL,f}'),
    ('.yyyy', 'missed before: yes or no, it lasts', '{t,t,t,t,t,t}'),
    ('.nyyy', 'the missed one may have been lost again', '{t,NULL,t,t,t,t}'),
    ('yyyyn', 'lost at the very end', '{f,f,f,f,f,f}'),
    ('y.n..', 'lost before the rest is missed', '{f,f,f,f,NULL,f}');
CREATE TABLE answer AS
    SELECT letters, why, expected, array_agg((sustained_response(response(), 'CRR', seen(letters), five(), '2024-01-01', confirm => confirm, missing => missing)).sustained ORDER BY confirm, missing) AS got
      FROM sequence, (VALUES (1), (2)) c (confirm), unnest(enum_range(NULL::missing_visit)) m (missing) GROUP BY 1, 2, 3;
SELECT * FROM answer WHERE got IS DISTINCT FROM expected ORDER BY letters;
SELECT count(*) * 6 AS cases FROM answer;

-- All sequences of five visits, by regular expressions: a response that lasts
-- is "n*y+", confirmed "(n|yn)*yy+"; what is missing is filled in every way, or
-- with n, or left out
CREATE TABLE letter AS SELECT unnest(ARRAY['y', 'n', '.']) AS l;
CREATE TABLE every AS SELECT a.l || b.l || c.l || d.l || e.l AS letters FROM letter a, letter b, letter c, letter d, letter e;
CREATE FUNCTION lasts(letters text, confirm int, imputed bool) RETURNS bool IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN confirm = 1 THEN letters ~ '^n*y+$' WHEN letters ~ '^(n|yn)*yy+$' THEN true WHEN letters ~ '^(n|yn)*y$' AND NOT imputed THEN NULL ELSE false END $$;
CREATE TABLE wanted AS
    SELECT letters, confirm, 'non_response'::missing_visit AS missing, lasts(translate(letters, '.', 'n'), confirm, letters <> '') AS wanted FROM every, (VALUES (1), (2)) c (confirm)
    UNION ALL
    SELECT letters, confirm, 'unknown', CASE WHEN bool_or(l) AND bool_and(l) AND bool_and(l IS NOT NULL) THEN true WHEN bool_or(coalesce(l, true)) THEN NULL ELSE false END
      FROM (SELECT letters, confirm, lasts(f.letters_filled, confirm, false) AS l FROM every, (VALUES (1), (2)) c (confirm), LATERAL (SELECT translate(o.letters, '.', 'n') AS letters_filled FROM every o
             WHERE o.letters !~ '[.]' AND NOT EXISTS (SELECT FROM generate_series(1, 5) i WHERE substr(every.letters, i, 1) NOT IN ('.', substr(o.letters, i, 1)))) f) g GROUP BY letters, confirm
    UNION ALL
    SELECT letters, 1, 'skip', CASE WHEN letters <> '.....' THEN lasts(translate(letters, '.', ''), 1, false) END FROM every;
SELECT missing, confirm, count(*) AS sequences, count(*) FILTER (WHERE wanted) AS last, count(*) FILTER (WHERE wanted IS NULL) AS unknown,
       count(*) FILTER (WHERE wanted IS DISTINCT FROM (sustained_response(response(), 'CRR', seen(letters), five(), '2024-01-01', confirm => confirm, missing => missing)).sustained) AS differ
  FROM wanted GROUP BY 1, 2 ORDER BY 1, 2;

-- Where it began, where it was lost, and why
SELECT letters, s.* FROM sequence, sustained_response(response(), 'CRR', seen(letters), five(), '2024-01-01') s WHERE letters IN ('nyyyy', 'nynyy', 'nnnny', 'nnnnn', 'nyy..') ORDER BY letters;
SELECT s.* FROM sustained_response(response(), ARRAY['CRR'], seen('ny.yy'), five(), '2024-01-01', missing => 'non_response') s;
SELECT s.* FROM sustained_response(response(), 'CRR', seen('nynyy'), five(), '2024-01-01', confirm => 2) s;
-- rescue ends it, is not looked at, or ends the observation: week 12 is 25 March
SELECT r AS on_rescue, s.sustained, s.since, s.lost_on, s.lost_at, s.reason FROM unnest(enum_range(NULL::intercurrent_strategy)) r, sustained_response(response(), 'CRR', seen('nyyyn') || event('rescue_therapy', '2024-03-10', '2024-03-10'), five(), '2024-01-01', on_rescue => r) s ORDER BY r;

-- Arguments: each NULL in turn, and what cannot be
SELECT sustained_response(NULL, 'CRR', '', five(), '2024-01-01') IS NULL AS rules, sustained_response(response(), NULL::text, '', five(), '2024-01-01') IS NULL AS label, sustained_response(response(), 'CRR', '', NULL, '2024-01-01') IS NULL AS visits,
       sustained_response(response(), 'CRR', '', five(), NULL) IS NULL AS start;
SELECT s.* FROM sustained_response(response(), 'CRR', NULL, five(), '2024-01-01') s;
SELECT s.* FROM sustained_response(response(), 'CRR', seen('yyyyy'), 'visits at weeks 0', '2024-01-01') s;
SELECT sustained_response(response(), 'CRR', '', five(), '2024-01-01', missing => NULL);
SELECT sustained_response(response(), 'CRR', '', five(), '2024-01-01', confirm => NULL);
SELECT sustained_response(response(), 'CRR', '', five(), '2024-01-01', missing => 'drop');
SELECT sustained_response(response(), 'CR', '', five(), '2024-01-01');
SET client_min_messages TO warning;
DROP SCHEMA sustained_response_test CASCADE;

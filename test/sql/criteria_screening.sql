-- The screening table of a generated population: every count of every clause
-- against plain SQL over the columns, by sites and merged, with titles.
CREATE SCHEMA criteria_screening;
SET search_path = criteria_screening, public;
\pset null NULL

CREATE FUNCTION h(s integer, k integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT hashint4(s * 31 + k) & 65535$$;
CREATE TABLE subject AS
SELECT s AS id, s % 7 AS site, nullif(h(s, 1) % 50, 13) + 10 AS age, CASE h(s, 2) % 9 WHEN 0 THEN true WHEN 1 THEN NULL ELSE false END AS pregnant,
    nullif(h(s, 3) % 8, 7) AS x, nullif(h(s, 4) % 8, 7) AS y, nullif(h(s, 5) % 20, 19) / 10.0 AS z, CASE h(s, 6) % 9 WHEN 0 THEN NULL WHEN 1 THEN 'a' ELSE 'b' END AS t
FROM generate_series(1, 3000) s;
CREATE TABLE study AS SELECT criteria '
    include I1 "Adults": age >= 18;
    exclude E1 "Pregnant": pregnant;
    include I2 "Refractory to the first": x > 1;
    report R1 "Severe": z > 1.5;
    or include I3 "or to the second": y > 4;
    or include I4: x = 0 and y = 0;
    t = ''b'';
    exclude E2 "Score ""z"" too low": z < 0.2;
    report R2: unknown' AS rules;
CREATE TABLE result AS SELECT id, site, evaluate_criteria(rules, s) AS r FROM subject s, study;

-- by hand: what holds, what passes, and the ways of I2 together
CREATE TABLE verdict AS
SELECT id, site, position, label, title, kind, holds, CASE kind WHEN 'report' THEN true ELSE pass END AS pass, team
FROM subject, LATERAL (VALUES
    (1, 'I1', 'Adults', 'include', age >= 18, age >= 18, 1),
    (2, 'E1', 'Pregnant', 'exclude', pregnant, NOT pregnant, 2),
    (3, 'I2', 'Refractory to the first', 'include', x > 1, x > 1 OR y > 4 OR (x = 0 AND y = 0), 3),
    (4, 'R1', 'Severe', 'report', z > 1.5, NULL, 4),
    (5, 'I3', 'or to the second', 'include', y > 4, x > 1 OR y > 4 OR (x = 0 AND y = 0), 3),
    (6, 'I4', NULL, 'include', x = 0 AND y = 0, x > 1 OR y > 4 OR (x = 0 AND y = 0), 3),
    (7, '7', NULL, 'include', t = 'b', t = 'b', 7),
    (8, 'E2', 'Score "z" too low', 'exclude', z < 0.2, NOT z < 0.2, 8),
    (9, 'R2', NULL, 'report', NULL, NULL, 9)) v (position, label, title, kind, holds, pass, team);
CREATE VIEW expected AS
SELECT site, position, label, title, kind, count(*) AS subjects, count(*) FILTER (WHERE shown) AS passed, count(*) FILTER (WHERE NOT shown) AS failed,
    count(*) FILTER (WHERE shown IS NULL) AS unknown, count(*) FILTER (WHERE NOT pass AND others) AS failed_alone,
    count(*) FILTER (WHERE pass IS NULL AND others) AS unknown_alone, count(*) FILTER (WHERE so_far) AS remaining,
    count(*) FILTER (WHERE possible_so_far) AS remaining_possible
FROM (SELECT *, CASE kind WHEN 'report' THEN holds ELSE pass END AS shown,
        NOT EXISTS (SELECT FROM verdict o WHERE o.id = v.id AND o.team <> v.team AND o.pass IS NOT TRUE) AS others,
        bool_and(pass IS TRUE) OVER w AS so_far, bool_and(pass IS NOT FALSE) OVER w AS possible_so_far
    FROM verdict v WINDOW w AS (PARTITION BY id ORDER BY position)) c
GROUP BY GROUPING SETS ((site, position, label, title, kind), (position, label, title, kind));
CREATE INDEX ON verdict (id);
ANALYZE verdict;

\echo == the table, and what differs from plain SQL: in all, by site, merged from the sites
SELECT t.* FROM (SELECT screening_summary(r) AS counts FROM result) s, study, screening_table(counts, criteria => rules) t;
CREATE TABLE by_hand AS SELECT * FROM expected;
CREATE TABLE found AS
SELECT NULL::integer AS site, t.* FROM (SELECT screening_summary(r) AS counts FROM result) s, study, screening_table(counts, rules) t
UNION ALL
SELECT site, t.* FROM (SELECT site, screening_summary(r) AS counts FROM result GROUP BY site) s, study, screening_table(counts, rules) t;
SELECT (SELECT count(*) FROM by_hand) AS lines, (SELECT count(*) FROM (TABLE found EXCEPT TABLE by_hand) d) AS only_found,
    (SELECT count(*) FROM (TABLE by_hand EXCEPT TABLE found) d) AS only_by_hand;
SELECT count(*) AS differ FROM (
    (SELECT t.* FROM (SELECT screening_summary(c) AS counts FROM (SELECT screening_summary(r) AS c FROM result GROUP BY site) p) s, study, screening_table(counts, rules) t)
    EXCEPT SELECT position, label, title, kind, subjects, passed, failed, unknown, failed_alone, unknown_alone, remaining, remaining_possible FROM by_hand WHERE site IS NULL) d;

\echo == the end of the table is the pile; nobody comes back; each clause adds up
SELECT (SELECT (remaining, remaining_possible - remaining, subjects - remaining_possible) FROM found WHERE site IS NULL ORDER BY position DESC LIMIT 1) AS last_line,
    (SELECT (t.eligible, t.possible, t.not_eligible) FROM (SELECT screening_summary(r) AS c FROM result) s, screening_totals(c) t) AS totals,
    (SELECT (count(*) FILTER (WHERE e), count(*) FILTER (WHERE e IS NULL), count(*) FILTER (WHERE NOT e)) FROM (SELECT eligible(rules, s) AS e FROM subject s, study) v) AS piles;
SELECT count(*) FILTER (WHERE passed + failed + unknown <> subjects) AS sums, count(*) FILTER (WHERE remaining > before OR remaining_possible > before_possible) AS rises,
    count(*) FILTER (WHERE remaining > passed AND kind <> 'report') AS more_than_passed
FROM (SELECT *, lag(remaining, 1, subjects) OVER w AS before, lag(remaining_possible, 1, subjects) OVER w AS before_possible
    FROM found WINDOW w AS (PARTITION BY site ORDER BY position)) f;
-- failed alone: so many more would qualify without the clause
SELECT label, failed_alone + unknown_alone AS alone,
    (SELECT count(*) FILTER (WHERE eligible(without(rules, ARRAY[label]), s) IS TRUE) - count(*) FILTER (WHERE eligible(rules, s)) FROM subject s, study) AS without
FROM found WHERE site IS NULL AND label IN ('I1', 'E1', 'E2') ORDER BY position;

\echo == without criteria no titles; other criteria; nothing to show
SELECT DISTINCT title FROM (SELECT screening_summary(r) AS c FROM result) s, screening_table(c);
SELECT title FROM (SELECT screening_summary(r) AS c FROM result) s, screening_table(c, 'include I1 "Adults": age >= 18');
SELECT count(*) FROM (SELECT screening_summary(r) AS c FROM result WHERE false) s, study, screening_table(c, rules);
-- an identity may be anybody's: the number of clauses counts too
SELECT count(*) FROM (SELECT regexp_replace(evaluate_criteria('include I1: age > 1; include I2: age > 2', s)::text, '^1 (\w+): .*', '1 \1 5 3 1: include I1 4 1 0 0 0 4 4')::screening_counts AS c
    FROM subject s WHERE id = 1) f, screening_table(c, 'include I1: age > 1; include I2: age > 2');
SELECT t.position, t.label, t.subjects FROM screening_table('1 0000000000000000 5 3 1: include * 4 1 0 0 0 4 4') t;

SET client_min_messages = warning;
DROP SCHEMA criteria_screening CASCADE;

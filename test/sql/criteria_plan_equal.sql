-- Constant criteria against the condition written by hand, for every kind of
-- row that a query can hold: the same plan to the last estimate, and the same
-- rows, which the interpreter finds too.  criteria_plan_shapes.sql prints some
-- of these plans.  Plans are compared with each other and not with a text, so
-- that every version of PostgreSQL may choose its own.
CREATE SCHEMA criteria_plan_equal;
SET search_path = criteria_plan_equal, public;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
\pset null NULL

CREATE TABLE patient (id integer PRIMARY KEY, gone text, age integer, sex text, upcr float8, enrolled date, seen timestamp, arm text);
ALTER TABLE patient DROP COLUMN gone;
INSERT INTO patient SELECT i, i % 101, CASE i % 2 WHEN 0 THEN 'F' ELSE 'M' END, nullif(i % 41, 7) / 10.0, date '2020-01-01' + i % 1500,
    timestamp '2020-01-01 09:00' + i % 700 * interval '1 day', 'arm ' || i % 3
FROM generate_series(1, 4000) i;
CREATE INDEX ON patient (age);
CREATE INDEX ON patient (enrolled);
CREATE INDEX ON patient (seen) INCLUDE (id);
CREATE INDEX ON patient (arm);
CREATE TABLE lab (id integer, alt float8, visit integer);
INSERT INTO lab SELECT i, i % 199, i % 4 FROM generate_series(1, 5000) i;
CREATE INDEX ON lab (id);
CREATE INDEX ON lab (alt);

CREATE TABLE part (id integer, age integer, site text) PARTITION BY RANGE (age);
CREATE TABLE part_child (site text, gone integer, age integer, id integer);
ALTER TABLE part_child DROP COLUMN gone;
ALTER TABLE part ATTACH PARTITION part_child FOR VALUES FROM (0) TO (18);
CREATE TABLE part_adult PARTITION OF part FOR VALUES FROM (18) TO (200);
CREATE TABLE part_other PARTITION OF part DEFAULT;
INSERT INTO part SELECT i, nullif(i % 90, 11), 'site ' || i % 5 FROM generate_series(1, 1800) i;
CREATE TABLE by_site (id integer, age integer, site text) PARTITION BY LIST (site);
CREATE TABLE by_site_a PARTITION OF by_site FOR VALUES IN ('site 0', 'site 1');
CREATE TABLE by_site_b PARTITION OF by_site FOR VALUES IN ('site 2', 'site 3', 'site 4');
INSERT INTO by_site SELECT id, age, site FROM part;
CREATE TABLE parent (id integer, age integer);
CREATE TABLE child (site text) INHERITS (parent);
CREATE INDEX ON child (age);
INSERT INTO parent SELECT i, i % 90 FROM generate_series(1, 300) i;
INSERT INTO child SELECT i, i % 90, 'x' FROM generate_series(301, 1500) i;

CREATE VIEW adult AS SELECT id, age AS years, upcr * 1000 AS upcr_mg, sex FROM patient WHERE age >= 18;
CREATE VIEW adult_again AS SELECT id, years, sex AS gender FROM adult WHERE years < 90;
CREATE VIEW both_tables AS SELECT id, age FROM part UNION ALL SELECT id, age FROM patient;
CREATE VIEW guarded WITH (security_barrier) AS SELECT id, age, sex FROM patient WHERE sex = 'F';
CREATE VIEW high AS SELECT id, alt, alt > 100 AS is_high FROM lab;
CREATE MATERIALIZED VIEW kept AS SELECT id, age, arm FROM patient;
CREATE INDEX ON kept (age);
CREATE TABLE holder (id integer, who patient);
INSERT INTO holder SELECT id, p FROM patient p WHERE id <= 400;
CREATE TABLE generated (id integer, born integer, age integer GENERATED ALWAYS AS (2024 - born) STORED);
INSERT INTO generated SELECT i, 1930 + i % 90 FROM generate_series(1, 900) i;
CREATE INDEX ON generated (age);
CREATE FUNCTION patients_of(integer) RETURNS SETOF patient LANGUAGE sql STABLE AS 'SELECT * FROM patient WHERE id <= $1';
CREATE FUNCTION opaque_patients() RETURNS SETOF patient LANGUAGE plpgsql STABLE AS 'BEGIN RETURN QUERY SELECT * FROM patient WHERE id <= 500; END';
CREATE FUNCTION columns_of(OUT id integer, OUT age integer) RETURNS SETOF record LANGUAGE plpgsql STABLE AS 'BEGIN RETURN QUERY SELECT p.id, p.age FROM patient p; END';
CREATE FUNCTION rule_of(text) RETURNS criteria LANGUAGE sql IMMUTABLE AS $$SELECT ('age ' || $1)::criteria$$;
ANALYZE;

-- {} stands for the call, or for what is written by hand
CREATE TABLE shape (n serial, name text, query text, criteria text, subject text, by_hand text);
INSERT INTO shape (name, query, criteria, subject, by_hand) VALUES
    ('table', 'SELECT id FROM patient p WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('table, p.*', 'SELECT id FROM patient p WHERE {}', 'include age between 18 and 20; exclude upcr < 0.5', 'p.*', 'age >= 18 AND age <= 20 AND upcr >= 0.5'),
    ('table without alias', 'SELECT id FROM patient WHERE {}', 'age = 18', 'patient', 'age = 18'),
    ('bitmap or', 'SELECT id FROM patient p WHERE {}', 'age = 18 or enrolled = date ''2020-01-05''', 'p', 'age = 18 OR enrolled = ''2020-01-05'''),
    ('bitmap and', 'SELECT id FROM patient p WHERE {}', 'age = 18 and enrolled < date ''2020-06-05'' and arm = ''arm 0''', 'p', 'age = 18 AND enrolled < ''2020-06-05'' AND arm = ''arm 0'''),
    ('index only', 'SELECT seen FROM patient p WHERE {}', 'seen < date ''2020-01-03''', 'p', 'seen < timestamp ''2020-01-03'''),
    ('broken limit', 'SELECT id FROM patient p WHERE {}', 'age > 98.5', 'p', 'age >= 99'),
    ('list', 'SELECT id FROM patient p WHERE {}', 'age in (3, 5) or arm in (''arm 7'', ''arm 8'')', 'p', 'age IN (3, 5) OR arm IN (''arm 7'', ''arm 8'')'),
    ('not', 'SELECT id FROM patient p WHERE {}', 'include not (age > 5); exclude age < 4', 'p', 'age <= 5 AND age >= 4'),
    ('alternatives', 'SELECT id FROM patient p WHERE {}', 'include A: age = 3; or include B: age = 4', 'p', 'age = 3 OR age = 4'),
    ('silence', 'SELECT id FROM patient p WHERE {}', 'upcr is not known', 'p', 'upcr IS NULL'),
    ('possible', 'SELECT id FROM patient p WHERE {} IS NOT FALSE', 'upcr > 3.9', 'p', '(upcr > 3.9)'),
    ('not eligible', 'SELECT id FROM patient p WHERE NOT {}', 'include age > 2; include upcr > 0', 'p', '(age > 2 AND upcr > 0)'),
    ('beside other conditions', 'SELECT id FROM patient p WHERE id < 900 AND {} AND arm <> ''arm 2''', 'age = 18', 'p', 'age = 18'),
    ('order and limit', 'SELECT id FROM patient p WHERE {} ORDER BY age, id LIMIT 7', 'age > 90', 'p', 'age > 90'),
    ('order by the verdict', 'SELECT id FROM patient p WHERE id < 50 ORDER BY {}, id', 'age >= 18', 'p', 'age >= 18'),
    ('partitions pruned', 'SELECT id FROM part p WHERE {}', 'age < 10', 'p', 'age < 10'),
    ('partitions pruned by a list', 'SELECT id FROM by_site p WHERE {}', 'site in (''site 0'', ''site 1'') and age = 5', 'p', 'site IN (''site 0'', ''site 1'') AND age = 5'),
    ('one partition', 'SELECT id FROM part_child p WHERE {}', 'age = 9', 'p', 'age = 9'),
    ('inheritance', 'SELECT id FROM parent p WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('only the parent', 'SELECT id FROM ONLY parent p WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('materialized view', 'SELECT id FROM kept p WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('generated column', 'SELECT id FROM generated p WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('sample', 'SELECT id FROM patient p TABLESAMPLE SYSTEM (100) WHERE {}', 'age = 18', 'p', 'age = 18'),
    ('join alias', 'SELECT id FROM (patient p JOIN lab l USING (id)) j WHERE {}', 'age = 18 and alt > 100', 'j', 'age = 18 AND alt > 100'),
    ('join alias of three', 'SELECT j.id FROM (patient p JOIN lab l USING (id) JOIN holder h USING (id)) j WHERE {}', 'age = 18 and alt < 100', 'j', 'age = 18 AND alt < 100'),
    ('each side of a join', 'SELECT p.id FROM patient p JOIN lab l USING (id) WHERE {} AND l.alt < 30', 'age = 18', 'p', 'age = 18'),
    ('join condition', 'SELECT p.id FROM patient p JOIN lab l ON l.id = p.id AND {}', 'age = 18', 'p', 'age = 18'),
    ('self join', 'SELECT a.id FROM patient a JOIN patient b ON b.id = a.id + 1 WHERE {}', 'age = 18', 'b', 'b.age = 18'),
    ('view', 'SELECT id FROM adult a WHERE {}', 'years = 40 and upcr_mg >= 500', 'a', 'years = 40 AND upcr_mg >= 500'),
    ('view of a view', 'SELECT id FROM adult_again a WHERE {}', 'years = 40 or years = 41', 'a', 'years = 40 OR years = 41'),
    ('union all', 'SELECT id FROM both_tables b WHERE {}', 'age = 3', 'b', 'age = 3'),
    ('sub-query pulled up', 'SELECT id FROM (SELECT p.*, l.alt FROM patient p, lab l WHERE l.id = p.id) s WHERE {}', 'age = 18 and alt > 100', 's', 'age = 18 AND alt > 100'),
    ('limit', 'SELECT id FROM (SELECT * FROM patient ORDER BY id LIMIT 300) s WHERE {}', 'age = 18', 's', 'age = 18'),
    ('distinct', 'SELECT id FROM (SELECT DISTINCT id, age FROM patient) s WHERE {}', 'age = 18', 's', 'age = 18'),
    ('group by', 'SELECT age FROM (SELECT age, count(*) AS n FROM patient GROUP BY age) s WHERE {}', 'age between 18 and 19 and n > 5', 's', 'age >= 18 AND age <= 19 AND n > 5'),
    ('window', 'SELECT id FROM (SELECT id, age, row_number() OVER (PARTITION BY age ORDER BY id) AS r FROM patient) s WHERE {}', 'age = 18 and r <= 2', 's', 'age = 18 AND r <= 2'),
    ('union', 'SELECT id FROM (SELECT id, age FROM patient UNION SELECT id, age FROM part) s WHERE {}', 'age = 3', 's', 'age = 3'),
    ('except', 'SELECT id FROM (SELECT id, age FROM patient EXCEPT SELECT id, age FROM part) s WHERE {}', 'age = 3', 's', 'age = 3'),
    ('CTE pulled up', 'WITH w AS (SELECT id, age FROM patient) SELECT id FROM w WHERE {}', 'age = 18', 'w', 'age = 18'),
    ('CTE materialized', 'WITH w AS MATERIALIZED (SELECT id, age FROM patient) SELECT id FROM w WHERE {}', 'age = 18', 'w', 'age = 18'),
    ('CTE used twice', 'WITH w AS (SELECT id, age FROM patient) SELECT a.id FROM w a JOIN w b ON b.id = a.id + 1 WHERE {}', 'age = 18', 'b', 'b.age = 18'),
    ('CTE recursive', 'WITH RECURSIVE w AS (SELECT 1 AS id, 0 AS age UNION ALL SELECT id + 1, (age + 7) % 90 FROM w WHERE id < 400) SELECT id FROM w WHERE {}', 'age = 18', 'w', 'age = 18'),
    ('values', 'SELECT id FROM (VALUES (1, 18), (2, 19)) v(id, age) WHERE {}', 'age = 18', 'v', 'age = 18'),
    ('function', 'SELECT id FROM json_to_recordset(''[{"id": 1, "age": 18}, {"id": 2}]'') AS j(id integer, age integer) WHERE {}', 'age = 18', 'j', 'age = 18'),
    ('function with ordinality', 'SELECT o FROM unnest(ARRAY[3, 18, 40]) WITH ORDINALITY u(age, o) WHERE {}', 'age = 18 and o = 2', 'u', 'age = 18 AND o = 2'),
    ('function of a table''s rows, inlined', 'SELECT id FROM patients_of(900) s WHERE {}', 'age = 18', 's', 'age = 18'),
    ('function of a table''s rows', 'SELECT id FROM opaque_patients() s WHERE {}', 'age = 18', 's', 'age = 18'),
    ('function with OUT columns', 'SELECT id FROM columns_of() s WHERE {}', 'age = 18', 's', 'age = 18'),
    ('functions side by side', 'SELECT a FROM ROWS FROM (generate_series(1, 30), generate_series(11, 20)) s(a, b) WHERE {}', 'b >= 18', 's', 'b >= 18'),
    ('lateral', 'SELECT p.id FROM patient p, LATERAL (SELECT p.age, l.alt FROM lab l WHERE l.id = p.id) s WHERE {}', 'age = 18 and alt > 100', 's', 's.age = 18 AND s.alt > 100'),
    ('composite column', 'SELECT id FROM holder h WHERE {}', 'age = 18', '(h.who)', '(h.who).age = 18'),
    ('security barrier', 'SELECT id FROM guarded g WHERE {}', 'age = 18', 'g', 'age = 18'),
    ('in a correlated sub-query', 'SELECT id FROM lab l WHERE alt > 190 AND EXISTS (SELECT FROM patient p WHERE p.id = l.id AND {})', 'age >= 18', 'p', 'age >= 18'),
    ('not exists', 'SELECT id FROM lab l WHERE alt > 190 AND NOT EXISTS (SELECT FROM patient p WHERE p.id = l.id AND {})', 'age >= 18', 'p', 'age >= 18'),
    ('in a scalar sub-query', 'SELECT id, (SELECT count(*) FROM lab l WHERE l.id = p.id AND {}) FROM patient p WHERE age = 3', 'alt >= 18', 'l', 'alt >= 18'),
    ('nullable side, strict', 'SELECT p.id FROM patient p LEFT JOIN lab l USING (id) WHERE {}', 'alt = 190', 'l', 'alt = 190'),
    ('nullable side, silence', 'SELECT p.id FROM patient p LEFT JOIN lab l ON l.id = p.id AND l.visit = 1 WHERE {} AND p.age = 18', 'alt is not known', 'l', 'alt IS NULL'),
    ('nullable side, in the select list', 'SELECT p.id, {} FROM patient p LEFT JOIN lab l ON l.id = p.id AND l.visit = 1 WHERE p.age = 18', 'alt is known and alt > 5', 'l', '(alt IS NOT NULL AND alt > 5)'),
    ('nullable side, sub-query that stays', 'SELECT p.id FROM patient p LEFT JOIN (SELECT id, alt FROM lab OFFSET 0) l ON l.id = p.id WHERE {}', 'alt = 190', 'l', 'alt = 190'),
    ('nullable view', 'SELECT p.id FROM patient p LEFT JOIN high h ON h.id = p.id + 3500 WHERE {}', 'alt > 190', 'h', 'alt > 190'),
    ('right join', 'SELECT l.id FROM lab l RIGHT JOIN patient p USING (id) WHERE {}', 'alt = 190', 'l', 'alt = 190'),
    ('full join', 'SELECT p.id FROM patient p FULL JOIN lab l ON l.id = p.id + 3000 WHERE {}', 'alt is not known', 'l', 'alt IS NULL'),
    ('condition of an outer join', 'SELECT p.id, l.alt FROM patient p LEFT JOIN lab l ON l.id = p.id AND {} WHERE p.age = 18', 'alt > 100', 'l', 'alt > 100'),
    ('filter', 'SELECT arm, count(*) FILTER (WHERE {}) FROM patient p GROUP BY arm', 'age = 18', 'p', 'age = 18'),
    ('group by the verdict', 'SELECT {}, count(*) FROM patient p GROUP BY 1', 'upcr >= 2', 'p', 'upcr >= 2'),
    ('having', 'SELECT age FROM patient p GROUP BY age HAVING bool_and({})', 'age between 18 and 20', 'p', '(age >= 18 AND age <= 20)'),
    ('rollup', 'SELECT arm, count(*) FILTER (WHERE {}) FROM patient p GROUP BY ROLLUP (arm)', 'age = 18', 'p', 'age = 18'),
    ('filter of a window function', 'SELECT id, count(*) FILTER (WHERE {}) OVER (PARTITION BY arm) FROM patient p WHERE id < 30', 'age = 18', 'p', 'age = 18'),
    ('case', 'SELECT id, CASE WHEN {} THEN ''yes'' WHEN age > 5 THEN ''no'' END FROM patient p WHERE id < 30', 'age = 18', 'p', 'age = 18'),
    ('values of DISTINCT ON', 'SELECT DISTINCT ON ({}) {} FROM patient p', 'age >= 18', 'p', 'age >= 18'),
    ('locked', 'SELECT id FROM patient p WHERE {} FOR UPDATE', 'age = 18', 'p', 'age = 18'),
    ('update', 'UPDATE patient p SET upcr = 0 WHERE {} RETURNING id', 'age = 18', 'p', 'age = 18'),
    ('update from', 'UPDATE patient p SET upcr = alt FROM lab l WHERE l.id = p.id AND {} RETURNING p.id, upcr', 'alt = 190', 'l', 'alt = 190'),
    ('update of partitions', 'UPDATE part p SET site = ''x'' WHERE {} RETURNING id', 'age = 5', 'p', 'age = 5'),
    ('delete', 'DELETE FROM patient p WHERE {} RETURNING id', 'age = 18', 'p', 'age = 18'),
    ('delete using', 'DELETE FROM lab l USING patient p WHERE p.id = l.id AND {} RETURNING l.id', 'age = 18', 'p', 'age = 18'),
    ('returning', 'UPDATE patient p SET age = age + 1 WHERE id < 30 RETURNING id, {}', 'age >= 18', 'p', 'age >= 18'),
    ('insert select', 'INSERT INTO lab SELECT id, 1, 1 FROM patient p WHERE {} RETURNING id', 'age = 18', 'p', 'age = 18'),
    ('insert returning', 'INSERT INTO lab SELECT id, age, 1 FROM patient p WHERE id < 30 RETURNING id, {}', 'alt >= 18', 'lab', 'alt >= 18'),
    ('on conflict, excluded', 'INSERT INTO patient AS p (id, age) SELECT id, id FROM patient WHERE id < 30 ON CONFLICT (id) DO UPDATE SET age = excluded.age WHERE {} RETURNING p.id',
        'age >= 18', 'excluded', 'excluded.age >= 18'),
    ('on conflict, the row', 'INSERT INTO patient AS p (id, age) SELECT id, id FROM patient WHERE id < 30 ON CONFLICT (id) DO UPDATE SET age = excluded.age WHERE {} RETURNING p.id',
        'age >= 18', 'p', 'p.age >= 18'),
    ('folded criteria', 'SELECT id FROM patient p WHERE {}', NULL, 'eligible(rule_of(''= 18''), p)', 'age = 18'),
    ('joined criteria', 'SELECT id FROM patient p WHERE {}', NULL, 'eligible(''given upcr in g/g''::criteria || rule_of(''= 18''), p)', 'age = 18'),
    ('an as_of that is worked out', 'SELECT id FROM patient p WHERE {}', NULL, 'eligible(''enrolled > as_of - 1 week'', p, date ''2020-02-01'' + 10)', 'enrolled > ''2020-02-04''');

CREATE FUNCTION explained(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE) ' || query LOOP
        plan := plan || line || E'\n';
    END LOOP;
    RETURN plan;
END $$;

-- the rows in order; whatever it changes is undone
CREATE FUNCTION rows_of(query text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE row record; rows text[] := '{}';
BEGIN
    BEGIN
        FOR row IN EXECUTE query LOOP
            rows := rows || row::text;
        END LOOP;
        RAISE SQLSTATE 'TT000';
    EXCEPTION WHEN SQLSTATE 'TT000' THEN
        RETURN (SELECT array_agg(r ORDER BY r) FROM unnest(rows) r);
    END;
END $$;

-- the plans first, while nothing has been changed
CREATE TABLE outcome AS
SELECT *, explained(rewritten) AS plan, explained(by_hand) AS plan_by_hand, NULL::text[] AS rows, NULL::text[] AS rows_by_hand, NULL::text[] AS rows_interpreted
FROM (SELECT n, name, replace(query, '{}', CASE WHEN criteria IS NULL THEN subject ELSE format('eligible(%L, %s)', criteria, subject) END) AS rewritten,
        replace(query, '{}', by_hand) AS by_hand FROM shape) q;
UPDATE outcome SET rows = rows_of(rewritten), rows_by_hand = rows_of(by_hand);
SET trial_ext.enable_rewrite = off;
UPDATE outcome SET rows_interpreted = rows_of(rewritten);
RESET trial_ext.enable_rewrite;

\echo == how many, with the plan written by hand, with its rows
-- what a view shows of the nullable side of an outer join is looked at above
-- the join as a whole: right, but not the same plan
SELECT count(*) AS shapes, count(*) FILTER (WHERE plan = plan_by_hand OR name = 'nullable view') AS same_plan, count(*) FILTER (WHERE rows IS NOT DISTINCT FROM rows_by_hand) AS same_rows,
    count(*) FILTER (WHERE rows IS NOT DISTINCT FROM rows_interpreted) AS interpreted_alike, count(*) FILTER (WHERE cardinality(rows) > 0) AS with_rows
FROM outcome;
SELECT name, rows, rows_by_hand, rows_interpreted FROM outcome WHERE (rows, rows) IS DISTINCT FROM (rows_by_hand, rows_interpreted) ORDER BY n;
SELECT name, E'\n' || plan || 'by hand:' || E'\n' || plan_by_hand AS plans FROM outcome WHERE plan <> plan_by_hand AND name <> 'nullable view' ORDER BY n;

\echo == a row that a query groups by grouping sets stays whole: the sets make it NULL, not its columns
CREATE TABLE few AS SELECT id, age, sex FROM patient WHERE id IN (17, 18, 19);
ALTER TABLE few ADD PRIMARY KEY (id);
CREATE VIEW few_view AS SELECT * FROM few;
CREATE TABLE grouped (n serial, query text);
INSERT INTO grouped (query) VALUES
    ('SELECT p, eligible(''age >= 18'', p) AS a, eligible(''age is not known'', p) AS b, count(*) FROM few p GROUP BY ROLLUP (p)'),
    ('SELECT p, eligible(''age >= 18'', p) AS a, eligible(''age is not known'', p) AS b, count(*) FROM few_view p GROUP BY CUBE (p)'),
    ('SELECT id, sex, age, eligible(''sex is not known'', p) AS a FROM few p GROUP BY GROUPING SETS ((id, sex), (id, age))'),
    ('SELECT p, count(*) FROM few p GROUP BY ROLLUP (p) HAVING eligible(''age is not known'', p)'),
    ('SELECT p, count(*) FROM few p WHERE eligible(''age >= 18'', p) GROUP BY ROLLUP (p)'),
    ('SELECT sex, count(*), count(*) FILTER (WHERE eligible(''age >= 18'', p)) FROM few p WHERE eligible(''age <= 18'', p) GROUP BY ROLLUP (sex)'),
    ('SELECT p, eligible(''age >= 18'', p) AS a, count(*) FROM few p GROUP BY p');
SELECT n, q.r FROM grouped, LATERAL unnest(rows_of(query)) q (r) ORDER BY n, r;
CREATE TABLE grouped_rows AS SELECT n, rows_of(query) AS rows FROM grouped;
SET trial_ext.enable_rewrite = off;
SELECT count(*), count(*) FILTER (WHERE rows = rows_of(query)) AS interpreted_alike FROM grouped JOIN grouped_rows USING (n);
RESET trial_ext.enable_rewrite;

\echo == verdicts, explanations and counts over rows of every origin: a call over the columns, with the answers of the interpreter
DELETE FROM patient WHERE id > 200;
DELETE FROM lab WHERE id > 250;
DELETE FROM part WHERE id > 200;
DELETE FROM parent WHERE id BETWEEN 50 AND 1400;
DELETE FROM holder WHERE id > 100;
DELETE FROM generated WHERE id > 200;
CREATE TABLE origin (n serial, source text, subject text);
INSERT INTO origin (source, subject) VALUES ('patient p', 'p'), ('part p', 'p'), ('parent p', 'p'), ('ONLY patient', 'patient'), ('(patient p JOIN lab l USING (id)) j', 'j'),
    ('patient p JOIN lab l USING (id)', 'p'), ('(SELECT id, years AS age FROM adult_again) a', 'a'), ('both_tables b', 'b'), ('guarded g', 'g'), ('kept k', 'k'), ('generated g', 'g'),
    ('(SELECT DISTINCT id, age FROM patient) s', 's'), ('(SELECT id, age FROM patient ORDER BY id LIMIT 9) s', 's'), ('(VALUES (1, 18), (2, NULL)) v(id, age)', 'v'),
    ('(WITH w AS MATERIALIZED (SELECT id, age FROM patient) SELECT * FROM w) w', 'w'), ('patients_of(30) f', 'f'), ('opaque_patients() f', 'f'), ('columns_of() f', 'f'),
    ('lab l LEFT JOIN patient p ON p.id = l.id - 100', 'p'), ('lab l LEFT JOIN (SELECT id, age FROM patient OFFSET 0) p ON p.id = l.id - 100', 'p'), ('holder h', '(h.who)'),
    ('patient p, LATERAL (SELECT p.age, p.sex) s', 's');
CREATE TABLE form (f serial, form text, query text);
INSERT INTO form (form, query) VALUES ('eligible', 'SELECT eligible({c}, {s}) FROM {o}'),
    ('evaluate', 'SELECT evaluate_criteria({c}, {s}) FROM {o}'), ('evaluate, in FROM', 'SELECT r, failed_clauses(r) FROM {o}, evaluate_criteria({c}, {s}) r'),
    ('explain, in FROM', 'SELECT e.* FROM {o}, explain_eligibility({c}, {s}) e'), ('explain, in the select list', 'SELECT explain_eligibility({c}, {s}) FROM {o}'),
    ('explain, a column of it', 'SELECT (explain_eligibility({c}, {s})).reason FROM {o}'), ('explain, on the nullable side', 'SELECT e.label, reason FROM {o} LEFT JOIN explain_eligibility({c}, {s}) e ON NOT holds'),
    ('summary', 'SELECT screening_summary(evaluate_criteria({c}, {s})) FROM {o}'), ('table', 'SELECT t.* FROM (SELECT screening_summary(evaluate_criteria({c}, {s})) AS n FROM {o}) s, screening_table(n) t'),
    ('failed, unknown', 'SELECT failed_clauses(r), unknown_clauses(r), eligible(r) FROM (SELECT evaluate_criteria({c}, {s}) AS r FROM {o}) x');
CREATE TABLE judged AS
SELECT f, form, n, query, explained(query) AS plan, rows_of(query) AS rows
FROM (SELECT f, form, n, replace(replace(replace(form.query, '{c}', $$'include A: age >= 18; exclude B: age / 7 > 5; report C: age is not known'$$), '{s}', subject), '{o}', source) AS query FROM form, origin) q;
SET trial_ext.enable_rewrite = off;
SELECT form, count(*) AS origins, count(*) FILTER (WHERE plan !~ '\m(eligible|evaluate_criteria|explain_eligibility)\(''include') AS rewritten,
    count(*) FILTER (WHERE rows = rows_of(query)) AS interpreted_alike, sum(cardinality(rows)) AS rows
FROM judged GROUP BY f, form ORDER BY f;
RESET trial_ext.enable_rewrite;
SELECT form, n, plan FROM judged WHERE plan ~ '\m(eligible|evaluate_criteria|explain_eligibility)\(''include' ORDER BY f, n;
-- and as plain SQL says
SELECT count(*) AS rows, count(*) FILTER (WHERE eligible(r) IS DISTINCT FROM (age >= 18 AND NOT age / 7::float8 > 5)) AS verdict,
    count(*) FILTER (WHERE clause_holds(r, 'A') IS DISTINCT FROM (age >= 18)) AS a, count(*) FILTER (WHERE clause_holds(r, 'B') IS DISTINCT FROM (age / 7::float8 > 5)) AS b,
    count(*) FILTER (WHERE clause_holds(r, 'C') IS DISTINCT FROM (age IS NULL)) AS c
FROM part p, evaluate_criteria('include A: age >= 18; exclude B: age / 7 > 5; report C: age is not known', p) r;

SET client_min_messages = warning;
DROP SCHEMA criteria_plan_equal CASCADE;

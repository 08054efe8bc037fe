-- Criteria in what outlives a query: prepared statements and their generic
-- plans, parallel workers, indexes, policies, constraints, triggers, generated
-- columns, views; and what becomes of them when a column is renamed, dropped or
-- given another type.
CREATE SCHEMA criteria_plan_objects;
SET search_path = criteria_plan_objects, public;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
\pset null NULL

CREATE TABLE patient (id integer PRIMARY KEY, age integer, sex text, upcr float8, enrolled date);
INSERT INTO patient SELECT i, i % 101, CASE i % 2 WHEN 0 THEN 'F' ELSE 'M' END, nullif(i % 41, 7) / 10.0, date '2020-01-01' + i % 1500
FROM generate_series(1, 4000) i;
CREATE INDEX patient_age ON patient (age);
ALTER TABLE patient SET (autovacuum_enabled = off);
ANALYZE patient;

-- what a plan has of these: index conditions, native filters, the interpreter
-- (a call with the whole row), the column functions, workers
CREATE FUNCTION has(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        plan := plan || line || E'\n';
    END LOOP;
    RETURN concat_ws(', ', CASE WHEN plan ~ 'Index Cond' THEN 'index' END, CASE WHEN plan ~ '\m(eligible|evaluate_criteria)\(' THEN 'interpreter' END,
        CASE WHEN plan ~ 'criteria_columns_' THEN 'column function' END, CASE WHEN plan ~ 'Parallel Seq Scan' THEN 'workers' END,
        CASE WHEN plan ~ 'Never|One-Time Filter: false' THEN 'nothing' END, 'index ' || substring(plan from 'using (\w+)'));
END $$;

\echo == prepared: the plan for a value is native, and stays the choice; a generic one interprets; a parameter as date is no hindrance
PREPARE by_criteria(criteria) AS SELECT count(*), sum(id) FROM patient p WHERE eligible($1, p);
EXECUTE by_criteria('age = 18');
EXECUTE by_criteria('age = 19');
EXECUTE by_criteria('age = 18 or age = 20');
EXECUTE by_criteria('upcr < 0.5');
EXECUTE by_criteria('age > 90');
EXECUTE by_criteria('age = 5');
EXECUTE by_criteria('age = 18');
SELECT count(*), sum(id) FROM patient WHERE age = 18;
SELECT name, generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'by_criteria';
SELECT has($$EXECUTE by_criteria('age = 18')$$);
SET plan_cache_mode = force_generic_plan;
SELECT has($$EXECUTE by_criteria('age = 18')$$);
EXECUTE by_criteria('age = 18');
EXECUTE by_criteria('age = 18 or age = 20');
SELECT count(*), sum(id) FROM patient WHERE age = 18 OR age = 20;
PREPARE by_day(date) AS SELECT count(*), sum(id) FROM patient p WHERE eligible('age = 18 and enrolled >= as_of - 100 days', p, $1);
SELECT has($$EXECUTE by_day('2024-01-01')$$);
EXECUTE by_day('2024-01-01');
SELECT count(*), sum(id) FROM patient WHERE age = 18 AND enrolled >= date '2024-01-01' - 100;
PREPARE by_constant(integer) AS SELECT count(*), sum(id) FROM patient p WHERE eligible('age = 18', p) AND id > $1;
SELECT has($$EXECUTE by_constant(100)$$);
EXECUTE by_constant(100);
RESET plan_cache_mode;
-- PL/pgSQL plans its queries the same way
CREATE FUNCTION counted(c criteria) RETURNS bigint LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (SELECT count(*) FROM patient p WHERE eligible(c, p)); END $$;
SELECT n, counted(('age = ' || n)::criteria), (SELECT count(*) FROM patient WHERE age = n) AS by_hand FROM generate_series(10, 17) n;

\echo == workers: native conditions, column functions and the interpreter alike
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET enable_indexscan = off;
SET enable_bitmapscan = off;
CREATE TABLE study (rule criteria);
INSERT INTO study VALUES ('include age > 20; include upcr ^ 2 > 4');
CREATE TABLE query (n serial, query text);
INSERT INTO query (query) VALUES ('SELECT count(*), sum(id) FROM patient p WHERE age > 20 AND upcr ^ 2 > 4'),
    ('SELECT count(*), sum(id) FROM patient p WHERE eligible(''include age > 20; include upcr > 2'', p)'),
    ('SELECT count(*), sum(id) FROM patient p WHERE eligible(''include age > 20; include upcr ^ 2 > 4'', p)'),
    ('SELECT count(*), sum(id) FROM patient p WHERE eligible((SELECT rule FROM study), p)'),
    ('SELECT count(*), sum(id) FROM patient p, study s WHERE eligible(s.rule, p)'),
    ('SELECT (t).eligible, NULL FROM (SELECT screening_totals(screening_summary(evaluate_criteria(''include age > 20; include upcr ^ 2 > 4'', p))) AS t FROM patient p) s'),
    ('SELECT (t).eligible, NULL FROM (SELECT screening_totals(screening_summary(evaluate_criteria(rule, p))) AS t FROM patient p, study) s');
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE r record; BEGIN EXECUTE query INTO r; RETURN r::text; END $$;
SELECT n, has(query), answer(query) FROM query ORDER BY n;
SET trial_ext.enable_rewrite = off;
SELECT n, has(query), answer(query) FROM query WHERE n IN (2, 3, 6) ORDER BY n;
RESET trial_ext.enable_rewrite;
RESET max_parallel_workers_per_gather;
SET max_parallel_workers_per_gather = 0;
RESET enable_indexscan;
RESET enable_bitmapscan;

\echo == indexes: an expression, a predicate; found by the call, and by what it becomes
DROP INDEX patient_age;
CREATE INDEX by_verdict ON patient (eligible('include age > 97; include upcr / 2 > 1.8', patient), id);
CREATE INDEX only_old ON patient (upcr) WHERE eligible('include age > 98', patient);
CREATE INDEX judged ON patient (evaluate_criteria('include A: age > 97', patient));
CREATE INDEX refused ON patient (eligible((sex || ' = 1')::criteria, patient));
CREATE INDEX refused ON patient (id) WHERE eligible((SELECT rule FROM study), patient);
CREATE INDEX refused ON patient (eligible('enrolled > as_of', patient, current_date));
SET trial_ext.enable_rewrite = off;
CREATE INDEX refused ON patient (eligible('age > 97', patient));
RESET trial_ext.enable_rewrite;
ANALYZE patient;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT has($$SELECT * FROM patient p WHERE upcr > 3 AND eligible('age > 98', p)$$);
SELECT has($$SELECT * FROM patient p WHERE upcr > 3 AND age > 98$$);
SELECT has($$SELECT * FROM patient p WHERE upcr > 3 AND eligible('age > 99.5', p)$$);
SELECT count(*), sum(id) FROM patient p WHERE upcr > 3 AND eligible('age > 98', p);
-- a verdict of several clauses is found as a whole: IS TRUE, IS FALSE, IS NULL
SELECT has($$SELECT * FROM patient p WHERE eligible('include age > 97; include upcr / 2 > 1.8', p) IS TRUE AND id < 2000$$);
SELECT count(*), sum(id) FROM patient p WHERE eligible('include age > 97; include upcr / 2 > 1.8', p) IS TRUE AND id < 2000;
SELECT has($$SELECT * FROM patient p WHERE evaluate_criteria('include A: age > 97', p) = evaluate_criteria('include A: age > 97', ROW(1, 98, 'F', 1, NULL)::patient)$$);
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT count(*), sum(id) FROM patient WHERE upcr > 3 AND age > 98;
SELECT count(*), sum(id) FROM patient WHERE age > 97 AND upcr / 2 > 1.8 AND id < 2000;
-- kept up to date
INSERT INTO patient (id, age, upcr) VALUES (5001, 99, 4.0), (5002, 98, 4.0), (5003, NULL, NULL);
SET enable_seqscan = off;
SELECT id FROM patient p WHERE id > 5000 AND upcr > 3 AND eligible('age > 98', p);
RESET enable_seqscan;

\echo == an index does not hold on to the columns: the next session that writes says which one is gone
SELECT pg_get_indexdef('only_old'::regclass);
ALTER TABLE patient RENAME age TO years;
\c -
SET search_path = criteria_plan_objects, public;
SET jit = off;
SET max_parallel_workers_per_gather = 0;
INSERT INTO patient (id, years, upcr) VALUES (5004, 99, 4.0);
ALTER TABLE patient RENAME years TO age;
INSERT INTO patient (id, age, upcr) VALUES (5004, 99, 4.0);
SELECT count(*) FROM patient WHERE id > 5000;
-- for another type the index has to go and come back: a session that knows it
-- would build it anew with the old one, which core refuses
DROP INDEX only_old, by_verdict, judged;
ALTER TABLE patient ALTER age TYPE numeric;
CREATE INDEX only_old ON patient (upcr) WHERE eligible('include age > 98', patient);
INSERT INTO patient (id, age, upcr) VALUES (5005, 98.5, 4.0), (5006, 97.5, 4.0);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT has($$SELECT id FROM patient p WHERE upcr > 3 AND eligible('age > 98', p)$$);
SELECT id FROM patient p WHERE id > 5000 AND upcr > 3 AND eligible('age > 98', p) ORDER BY id;
RESET enable_seqscan;
RESET enable_bitmapscan;
SELECT id FROM patient p WHERE id > 5000 AND upcr > 3 AND age > 98 ORDER BY id;
DROP INDEX only_old;
DELETE FROM patient WHERE id > 5000;
ALTER TABLE patient ALTER age TYPE integer;
CREATE INDEX patient_age ON patient (age);

\echo == one transaction, two calls: a prepared query and PL/pgSQL with a column renamed, added, of another type, dropped
PREPARE verdicts AS SELECT count(*) FILTER (WHERE eligible('age = 18', p)) FROM patient p;
CREATE FUNCTION judge(c criteria, r record) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN eligible(c, r); END $$;
CREATE FUNCTION natively() RETURNS bigint LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (SELECT count(*) FROM patient p WHERE eligible('age = 18', p)); END $$;
CREATE FUNCTION all_three(OUT prepared bigint, OUT native bigint, OUT interpreted bigint) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'EXECUTE verdicts' INTO prepared;
    native := natively();
    SELECT count(*) FILTER (WHERE judge('age = 18', p)) INTO interpreted FROM patient p;
END $$;
CREATE FUNCTION error_of(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE r text; BEGIN EXECUTE query INTO r; RETURN r; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ' ' || SQLERRM; END $$;
BEGIN;
SELECT * FROM all_three();
ALTER TABLE patient ALTER age TYPE float8 USING age + 0.5;
SELECT * FROM all_three();
UPDATE patient SET age = 18 WHERE id <= 3;
SELECT * FROM all_three();
ALTER TABLE patient ALTER age TYPE numeric(5,1);
SELECT * FROM all_three();
ALTER TABLE patient ALTER age TYPE text;
SELECT error_of('EXECUTE verdicts'), error_of('SELECT natively()'), error_of('SELECT judge(''age = 18'', p) FROM patient p');
ALTER TABLE patient ALTER age TYPE integer USING age::numeric::integer;
ALTER TABLE patient RENAME age TO years;
SELECT error_of('EXECUTE verdicts'), error_of('SELECT natively()'), error_of('SELECT judge(''age = 18'', p) FROM patient p');
ALTER TABLE patient ADD age smallint;
SELECT * FROM all_three();
UPDATE patient SET age = 18;
SELECT * FROM all_three();
ALTER TABLE patient DROP age;
SELECT error_of('EXECUTE verdicts'), error_of('SELECT natively()'), error_of('SELECT judge(''age = 18'', p) FROM patient p');
ALTER TABLE patient RENAME years TO age;
ALTER TABLE patient DROP sex;
SELECT * FROM all_three();
ROLLBACK;
SELECT * FROM all_three();

\echo == policies, constraints, triggers, views
CREATE ROLE regress_criteria_objects;
GRANT USAGE ON SCHEMA criteria_plan_objects TO regress_criteria_objects;
GRANT SELECT ON patient TO regress_criteria_objects;
CREATE POLICY adults ON patient FOR SELECT TO regress_criteria_objects USING (eligible('age = 18', patient));
ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE 'seen: %', $1; RETURN true; END $$;
SET ROLE regress_criteria_objects;
SELECT has('SELECT * FROM patient');
SELECT count(*), min(age), max(age) FROM patient;
-- what the policy hides is not shown to a cheap function; a call with the columns is no operator, and waits
SELECT count(*) FROM patient p WHERE leak(sex) AND id = 19;
SELECT count(*) FROM patient p WHERE leak(sex) AND id = 18;
SELECT count(*) FROM patient p WHERE eligible('upcr ^ 2 > 1', p) AND eligible('upcr > 1', p);
RESET ROLE;
SELECT count(*) FROM patient WHERE age = 18 AND upcr > 1;
-- a whole row asks for the right to read all of it, whatever the criteria read
REVOKE SELECT ON patient FROM regress_criteria_objects;
GRANT SELECT (id, age) ON patient TO regress_criteria_objects;
SET ROLE regress_criteria_objects;
SELECT count(*) FROM patient p WHERE eligible('age = 18', p);
SELECT count(*) FROM (SELECT id, age FROM patient) p WHERE eligible('age = 18', p);
RESET ROLE;
ALTER TABLE patient DISABLE ROW LEVEL SECURITY;
DROP POLICY adults ON patient;

CREATE VIEW guarded WITH (security_barrier) AS SELECT * FROM patient WHERE sex = 'F';
CREATE FUNCTION lines_with(query text, pattern text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line ~ pattern THEN RETURN NEXT trim(line); END IF;
    END LOOP;
END $$;
-- operators go below the barrier; what is left of the criteria stays above
SELECT lines_with($$SELECT * FROM guarded g WHERE eligible('include age = 18; include upcr ^ 2 > 1', g)$$, 'Cond|Filter|Subquery');
SET trial_ext.enable_rewrite = off;
SELECT lines_with($$SELECT * FROM guarded g WHERE eligible('include age = 18; include upcr ^ 2 > 1', g)$$, 'Cond|Filter|Subquery');
RESET trial_ext.enable_rewrite;
SELECT count(*) FROM guarded g WHERE eligible('include age = 18; include upcr ^ 2 > 1', g);
SELECT count(*) FROM patient WHERE sex = 'F' AND age = 18 AND upcr ^ 2 > 1;

CREATE TABLE checked (id integer, age integer, CONSTRAINT grown_up CHECK (eligible('age >= 18', checked)));
INSERT INTO checked VALUES (1, 18), (2, NULL);
INSERT INTO checked VALUES (3, 17);
UPDATE checked SET age = 17;
ALTER TABLE checked RENAME age TO years;
INSERT INTO checked VALUES (3, 17);
ALTER TABLE checked RENAME years TO age;
CREATE TABLE refused_rows (id integer, reason text);
CREATE FUNCTION note_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO refused_rows SELECT NEW.id, reason FROM explain_eligibility('age >= 65', NEW) WHERE passes IS NOT TRUE;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON checked FOR EACH ROW WHEN (NOT eligible('age >= 65', NEW)) EXECUTE FUNCTION note_refused();
INSERT INTO checked VALUES (4, 64), (5, 65), (6, NULL), (7, 20);
CREATE TRIGGER changed BEFORE UPDATE ON checked FOR EACH ROW WHEN (eligible('age >= 65', OLD) IS DISTINCT FROM eligible('age >= 65', NEW)) EXECUTE FUNCTION note_refused();
UPDATE checked SET age = age - 1 WHERE id IN (5, 7);
SELECT * FROM refused_rows;

\echo == generated columns: core has no whole row there; the printed expression goes in
CREATE TABLE generated (id integer, age integer, ok boolean GENERATED ALWAYS AS (eligible('age >= 18', generated)) STORED);
CREATE TABLE generated (id integer, age integer, upcr float8);
SELECT criteria_sql('include A: age >= 18; include B: upcr * 2 > 3', 'generated') AS expression \gset
ALTER TABLE generated ADD ok boolean GENERATED ALWAYS AS (:expression) STORED;
INSERT INTO generated VALUES (1, 18, 2), (2, 17, NULL), (3, NULL, 2), (4, 18, 1);
SELECT id, ok, ok IS NOT DISTINCT FROM eligible('include A: age >= 18; include B: upcr * 2 > 3', g) AS same, eligible('ok', g) AS of_it FROM generated g ORDER BY id;

\echo == a view made from the printed expression
SELECT criteria_sql('include A "Grown up": age >= 18; exclude B: upcr * 2 > 3; include C: enrolled >= as_of - 1 year', 'patient', '2024-02-29') AS expression \gset
CREATE VIEW candidate AS SELECT p.*, :expression AS eligible FROM patient p;
SELECT count(*), count(eligible) AS known, count(*) FILTER (WHERE eligible) AS eligible,
    count(*) FILTER (WHERE eligible IS DISTINCT FROM eligible('include A: age >= 18; exclude B: upcr * 2 > 3; include C: enrolled >= as_of - 1 year', c, '2024-02-29')) AS differ,
    count(*) FILTER (WHERE eligible IS DISTINCT FROM (age >= 18 AND NOT upcr * 2 > 3 AND enrolled >= '2023-02-28')) AS differ_by_hand
FROM candidate c;
CREATE VIEW chosen AS SELECT * FROM patient p WHERE eligible('age = 18', p);
SELECT has('SELECT * FROM chosen c WHERE eligible(''upcr > 1'', c)'), pg_get_viewdef('chosen') ~ 'eligible' AS written_as_called;

DROP OWNED BY regress_criteria_objects;
DROP ROLE regress_criteria_objects;
SET client_min_messages = warning;
DROP SCHEMA criteria_plan_objects CASCADE;

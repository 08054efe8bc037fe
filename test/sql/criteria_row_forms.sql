-- eligible, evaluate_criteria, explain_eligibility and missing_facts over rows:
-- every kind of row, NULL rows, missing dates, rows whose type changes, indexes,
-- and the internal functions called by hand.  Each answer is given by the
-- interpreter and by the rewrite alike.
CREATE SCHEMA criteria_row_forms;
SET search_path = criteria_row_forms, public;

CREATE TABLE patient (id integer, age integer, upcr float8, sex text, enrolled date);
INSERT INTO patient VALUES (1, 20, 1.5, 'F', '2024-02-01'), (2, 17, 2.0, 'M', '2024-01-01'),
    (3, NULL, 2.0, 'F', NULL), (4, 30, NULL, NULL, '2023-01-01');

-- both ways, side by side
CREATE FUNCTION both_ways(query text) RETURNS TABLE (rewritten text, interpreted text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('trial_ext.enable_rewrite', 'on', true);
    EXECUTE 'SELECT string_agg(q::text, E''\n'') FROM (' || query || ') q' INTO rewritten;
    PERFORM set_config('trial_ext.enable_rewrite', 'off', true);
    EXECUTE 'SELECT string_agg(q::text, E''\n'') FROM (' || query || ') q' INTO interpreted;
    PERFORM set_config('trial_ext.enable_rewrite', 'on', true);
    IF rewritten IS NOT DISTINCT FROM interpreted THEN
        interpreted := '(the same)';
    END IF;
    RETURN NEXT;
END $$;

\echo == three answers
SELECT * FROM both_ways($$SELECT id, eligible('include age >= 18; include upcr > 1', p) AS e FROM patient p ORDER BY id$$);
SELECT * FROM both_ways($$SELECT id, eligible('include age >= 18; exclude upcr > 1', p) IS NOT FALSE AS possible FROM patient p ORDER BY id$$);
SELECT * FROM both_ways($$SELECT id, eligible('enrolled within 2 months', p, '2024-03-01') AS e FROM patient p ORDER BY id$$);

\echo == NULL criteria, NULL row, NULL date
SELECT eligible(NULL, p), evaluate_criteria(NULL, p) FROM patient p WHERE id = 1;
SELECT count(*) FROM patient p, explain_eligibility(NULL, p) WHERE id = 1;
SELECT * FROM both_ways($$SELECT eligible('age >= 18', NULL::patient) AS a, eligible('age is not known', NULL::patient) AS b$$);
SELECT * FROM both_ways($$SELECT eligible('age is not known', p) AS a FROM (VALUES (1)) v(x) LEFT JOIN patient p ON false$$);
SELECT * FROM both_ways($$SELECT eligible('age is not known', s) AS a, eligible('age > 1', s) AS b FROM (VALUES (1)) v(x) LEFT JOIN (SELECT id, age FROM patient OFFSET 0) s ON false$$);
-- a sub-query's row has no named type: the interpreter sees a NULL and no columns
CREATE FUNCTION of_missing(c criteria) RETURNS TABLE (rewritten text, interpreted text) LANGUAGE sql AS $$
    SELECT m.* FROM both_ways(format('SELECT e.holds, e.passes, e.reason, e.missing, eligible(%1$L, s, ''2024-01-01'') FROM (VALUES (1)) v(x) LEFT JOIN (SELECT sex AS flag, * FROM patient OFFSET 0) s ON false,
        explain_eligibility(%1$L, s, ''2024-01-01'') e', c)) m $$;
SELECT c, m.* FROM unnest(ARRAY['age > 1', 'exclude flag', 'given flag absent means no; exclude flag', 'given enrolled absent means no; exclude any(enrolled within 2 weeks)', 'any(enrolled)',
    'given * absent means no; not enrolled within 2 weeks', 'age is not known', 'given x is age + 1; x > 2', 'sex in (''F'') or upcr < 2', 'upcr * 2 > age']) c, of_missing(c::criteria) m;
SELECT eligible('age >= 18', NULL::record), eligible('age is known', NULL::record);
SELECT * FROM both_ways($$SELECT eligible('age >= 18', p, NULL) AS a, eligible('enrolled < as_of', p, NULL) AS b, eligible('age < 18 and enrolled < as_of', p, NULL) AS c FROM patient p WHERE id = 1$$);
SELECT label, holds, passes, reason FROM patient p, explain_eligibility('include A: age >= 18; include B: enrolled < as_of', p, NULL) WHERE id = 1;

\echo == without a date
SELECT eligible('enrolled < as_of', p) FROM patient p;
SELECT eligible('include A: age > 1; include B: enrolled within 3 weeks', p) FROM patient p;

\echo == rows of every origin
SELECT * FROM both_ways($$SELECT eligible('f1 = 1 and f2 = ''a''', ROW(1, 'a'::text)) AS e$$);
SELECT * FROM both_ways($$SELECT eligible('age = 18', v) AS e FROM (VALUES (17), (18), (NULL)) v(age)$$);
SELECT * FROM both_ways($$SELECT eligible('n = 2', s) AS e FROM (SELECT generate_series(1, 3) AS n) s$$);
SELECT * FROM both_ways($$SELECT eligible('age = 20', (SELECT p FROM patient p WHERE id = 1)) AS e$$);
SELECT * FROM both_ways($$WITH w AS MATERIALIZED (SELECT age, upcr AS protein FROM patient WHERE id = 1) SELECT eligible('age = 20 and protein > 1', w) AS e FROM w$$);
SELECT * FROM both_ways($$SELECT eligible('age = 20', a[1]) AS e FROM (SELECT array_agg(p ORDER BY id) AS a FROM patient p) s$$);
CREATE TABLE holder (id integer, who patient);
INSERT INTO holder SELECT id, p FROM patient p;
SELECT * FROM both_ways($$SELECT id, eligible('age >= 18', (h.who)) AS e FROM holder h ORDER BY id$$);
CREATE DOMAIN adult AS patient CHECK ((VALUE).age IS NULL OR (VALUE).age >= 0);
SELECT * FROM both_ways($$SELECT eligible('age >= 18', p::adult) AS e FROM patient p ORDER BY id$$);
SELECT * FROM both_ways($$SELECT x.age, y.age, eligible('age >= 18', j) AS e FROM (patient x JOIN holder h USING (id)) j, patient x, patient y WHERE j.id = 1 AND x.id = 1 AND y.id = 2$$);

\echo == a row that holds a history: names that are not columns are looked up in it
CREATE TABLE chart (id integer, age integer, h patient_history);
INSERT INTO chart VALUES (1, 40, observation('creatinine', '2024-01-01'::timestamp, 1.2, 'mg/dL', NULL, NULL) || event('infection', '2024-02-01'::timestamp, NULL)),
    (2, 40, observation('creatinine', '2023-01-01'::timestamp, 350, 'umol/L', NULL, NULL)), (3, NULL, NULL);
SELECT * FROM both_ways($$SELECT id, eligible('age >= 18 and creatinine < 3 mg/dL', c, '2024-03-01') AS e FROM chart c ORDER BY id$$);
SELECT * FROM both_ways($$SELECT id, eligible('include age >= 18; exclude any(infection within 3 months); include creatinine is known', c, '2024-03-01') AS e FROM chart c ORDER BY id$$);
SELECT * FROM both_ways($$SELECT c.id, e.label, e.holds, e.reason, e.missing FROM chart c, explain_eligibility('include A: age >= 18; include B: creatinine < 3 mg/dL', c, '2024-03-01') e ORDER BY 1, 2$$);
SELECT * FROM both_ways($$SELECT c.id, m.* FROM chart c, missing_facts('include A: age >= 18; include B: egfr > 60 mL/min/{1.73_m2}', c, '2024-03-01') m ORDER BY 1, 2$$);

\echo == reference limits in columns of their own: a plain number is in the unit of what it limits
CREATE TABLE liver (id integer, alt quantity, alt_uln float8, ast float8, ast_uln float8, bilirubin quantity, bilirubin_uln quantity);
INSERT INTO liver VALUES (1, '80 U/L', 40, 80, 40, '1.3 mg/dL', '20.5 umol/L'), (2, '1.2 ukat/L', 0.66, 79.9, 40, '41.1 umol/L', '1.2 mg/dL'), (3, '81 U/L', 40, 81, NULL, '1 mg/dL', NULL), (4, NULL, 40, NULL, 40, NULL, '1 mg/dL');
SELECT * FROM both_ways($$SELECT l.id, e.label, e.holds, e.reason FROM liver l, explain_eligibility('include A: alt > 2 ULN; include B: ast >= 2 ULN; include C: bilirubin > ULN; include D: alt >= 2 ULN', l) e ORDER BY 1, 2$$);

\echo == criteria of every origin: alternating, toasted, of many kinds
CREATE TABLE study (n integer, rule criteria);
INSERT INTO study SELECT i, ('age > ' || i)::criteria FROM generate_series(1, 40) i;
INSERT INTO study SELECT 100, string_agg('include age > ' || i, '; ')::criteria FROM generate_series(1, 900) i;
SELECT count(*), count(*) FILTER (WHERE eligible(s.rule, p)) FROM study s, patient p;
SELECT count(*) FILTER (WHERE p.age > s.n AND s.n < 100 ) FROM study s, patient p;
SELECT count(*), count(eligible(rule, s)) FROM (SELECT 20 AS age, rule FROM study) s;

\echo == many row types through one call
CREATE FUNCTION judge(c criteria, r record) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN eligible(c, r); END $$;
SELECT judge('age = 1', r) FROM (VALUES (1)) r(age);
SELECT judge('age = 1', r) FROM (VALUES ('x', 1)) r(name, age);
SELECT judge('age = 1', r) FROM (VALUES ('x', 1.0)) r(name, age);
SELECT judge('age = 1', r) FROM (VALUES ('x', 2)) r(name, age);
SELECT judge('age >= 18', p) FROM patient p ORDER BY id;
SELECT judge('age >= 18', h) FROM holder h;

\echo == a column renamed, added and dropped between two calls in one transaction
PREPARE again AS SELECT id, eligible('age >= 18', p) FROM patient p ORDER BY id;
EXECUTE again;
SELECT judge('age >= 18', p) FROM patient p WHERE id = 1;
BEGIN;
ALTER TABLE patient RENAME age TO years;
SELECT judge('years >= 18', p) FROM patient p WHERE id = 1;
SAVEPOINT s;
SELECT judge('age >= 18', p) FROM patient p WHERE id = 1;
ROLLBACK TO s;
ALTER TABLE patient ADD COLUMN age real;
UPDATE patient SET age = 17.5;
SELECT judge('age >= 18', p), judge('age < 18 and years >= 18', p) FROM patient p WHERE id = 1;
EXECUTE again;
ALTER TABLE patient DROP COLUMN age;
ALTER TABLE patient RENAME years TO age;
SELECT judge('age >= 18', p) FROM patient p WHERE id = 1;
EXECUTE again;
ROLLBACK;
EXECUTE again;

\echo == indexes: constant criteria may be in an index and in its predicate
CREATE INDEX adult_index ON patient (eligible('age >= 18', patient));
CREATE INDEX adult_partial ON patient (id) WHERE eligible('age >= 18', patient);
CREATE INDEX women ON patient (eligible('include sex = ''F''; include upcr / age > 0.01', patient));
CREATE INDEX on_day ON patient (eligible('enrolled > as_of', patient, '2024-01-15'));
CREATE INDEX verdicts ON patient (failed_clauses(evaluate_criteria('include age >= 18; include upcr > 1', patient)));
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE mood_of (id integer, m mood);
CREATE INDEX mood_index ON mood_of (id) WHERE eligible('m = ''sad''', mood_of);
-- a label is text to whatever is not native, and its text may be changed
CREATE INDEX refused ON mood_of (id) WHERE eligible('m contains ''sad''', mood_of);
CREATE INDEX refused ON patient (eligible((id::text)::criteria, patient));
CREATE TABLE study_patient (rule criteria, age integer);
CREATE INDEX refused ON study_patient (eligible(rule, study_patient));
CREATE INDEX refused ON study_patient (id) WHERE eligible(rule, study_patient);
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM patient p WHERE eligible('age >= 18', p);
EXPLAIN (COSTS OFF) SELECT id FROM patient WHERE age >= 18 AND id > 1;
RESET enable_seqscan;
CREATE TABLE checked (age integer, CHECK (eligible('age >= 18', checked)));
INSERT INTO checked VALUES (17);
INSERT INTO checked VALUES (18), (NULL);
DROP INDEX adult_index, adult_partial, women, on_day, verdicts;

\echo == a dropped column that criteria name is missing
ALTER TABLE patient DROP COLUMN upcr;
SELECT eligible('upcr > 1', p) FROM patient p;
SELECT * FROM both_ways($$SELECT id, eligible('age >= 18 and sex = ''F''', p) AS e FROM patient p ORDER BY id$$);

\echo == names of columns: case, quotes, two of one name
SELECT * FROM both_ways($$SELECT eligible('Age = 1 and "B C" = 2', s) AS e FROM (SELECT 1 AS "Age", 2 AS "B C") s$$);
SELECT eligible('x = 1', ROW(s.*)) FROM (SELECT 1 AS x) s;
SELECT eligible('id = 1', j) FROM (patient a JOIN patient b ON a.id = b.id) j;

\echo == types that criteria cannot read
SELECT eligible('x = 1', s) FROM (SELECT '{}'::json AS x) s;
SELECT eligible('x < date ''2024-01-01''', s) FROM (SELECT now() AS x) s;
SELECT eligible('x > 1 mg/dL', s) FROM (SELECT 1.0::float8 AS x) s;
SELECT eligible('y = 1', s) FROM (SELECT '{}'::json AS x, 1 AS y) s;

\echo == the internal functions by hand: any argument, never a crash
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, 20), criteria_columns_eligible('age >= 18', '{age}', NULL, NULL::int);
SELECT criteria_columns_eligible(NULL, '{age}', NULL, 20), criteria_columns_eligible('age >= 18', NULL, NULL, 20);
SELECT criteria_columns_eligible('age >= 18', '{age,sex}', NULL, 20);
SELECT criteria_columns_eligible('age >= 18', '{}', NULL, 20);
SELECT criteria_columns_eligible('age >= 18', '{}', NULL);
SELECT criteria_columns_eligible('age >= 18', '{{age},{sex}}', NULL, 20, 'F'::text);
SELECT criteria_columns_eligible('age >= 18', '{NULL}', NULL, 20);
SELECT criteria_columns_eligible('age >= 18', ARRAY[repeat('x', 64)], NULL, 20);
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, 'x');
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, NULL);
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, ROW(1));
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, VARIADIC '{20}'::int[]);
SELECT criteria_columns_eligible('age >= 18', '{age}', NULL, 'x'::text);
SELECT criteria_columns_eligible('age >= 18', '{age,x}', NULL, 20, '{}'::json);
SELECT criteria_columns_eligible('true', '{}', NULL), criteria_columns_evaluate('true', '{}', NULL);
SELECT criteria_columns_eligible(s.rule, '{age}', NULL, p.age), p.id FROM study s, patient p WHERE n = 19 ORDER BY p.id;
SELECT label, passes, reason FROM criteria_columns_explain('include A: age >= 18', '{age}', NULL, 17);
SELECT label, passes FROM criteria_columns_explain('include A: true', '{}', NULL);

\echo == the setting
SHOW trial_ext.enable_rewrite;
SET trial_ext.no_such_setting = 1;

\echo == the extension in another schema, decoys on the search path
CREATE SCHEMA decoy;
CREATE TYPE decoy.quantity AS (x integer);
CREATE TYPE decoy.criteria_result AS (x integer);
CREATE FUNCTION decoy.criteria_columns_eligible(public.criteria, text[], date, VARIADIC "any") RETURNS boolean
    LANGUAGE internal AS 'pg_num_nulls';
SELECT extnamespace::regnamespace::text AS home FROM pg_extension WHERE extname = 'trial_ext' \gset
CREATE SCHEMA elsewhere;
ALTER EXTENSION trial_ext SET SCHEMA elsewhere;
SET search_path = decoy;
SELECT elsewhere.eligible('q > 1 mg/dL and q < 3 mg/dL', s) FROM (SELECT elsewhere.quantity(2, 'mg/dL') AS q) s;
SELECT label, holds FROM (SELECT elsewhere.quantity(2, 'mg/dL') AS q) s, elsewhere.explain_eligibility('include A: q > 1 mg/dL', s);
SELECT elsewhere.eligible((SELECT 'q > 1 mg/dL'::elsewhere.criteria), s) FROM (SELECT elsewhere.quantity(2, 'mg/dL') AS q) s;
ALTER EXTENSION trial_ext SET SCHEMA :home;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA decoy CASCADE;
DROP SCHEMA elsewhere;
DROP SCHEMA criteria_row_forms CASCADE;

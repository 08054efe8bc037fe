-- The four protocols over tables: the SELECT that criteria_view_sql prints is
-- filled in, made a view, and judged by the rewrite, by the interpreter and by
-- the expression that criteria_sql prints, over a population made at random.
CREATE SCHEMA criteria_row_protocols;
SET search_path = criteria_row_protocols, public;
SET jit = off;
SET max_parallel_workers_per_gather = 0;

CREATE FUNCTION h(i integer, seed text, n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT 1 + ('x' || substr(md5(i || seed), 1, 7))::bit(28)::int % n$$;
-- an expression for subject i, by the type and the name of a column
CREATE FUNCTION some_value(type text, name text, unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE
    WHEN type = 'boolean' THEN format('(ARRAY[true, false, false, NULL])[h(i, %L, 4)]', name)
    WHEN name = 'birth_date' THEN format('date ''2024-03-01'' - (ARRAY[6574, 6575, 6940, 12000, 20000])[h(i, %L, 5)]', name)
    WHEN type = 'date' THEN format('(date ''2024-03-01'' - (ARRAY[3, 12, 40, 75, 100, 400, 2100])[h(i, %L, 8)])', name)
    WHEN name = 'sex' THEN format('(ARRAY[''M'', ''F''])[h(i, %L, 3)]', name)
    WHEN name = 'ln_class' THEN format('(ARRAY[''III'', ''IV'', ''V'', ''III+V'', ''II''])[h(i, %L, 6)]', name)
    WHEN type = 'text' THEN format('(ARRAY[''x'', ''y''])[h(i, %L, 3)]', name)
    WHEN name = 'age' THEN format('(ARRAY[14, 18, 18, 40, 65, 66, 71])[h(i, %L, 8)]', name)
    WHEN name ~ '_uln$' THEN format('(ARRAY[40, 1.2])[h(i, %L, 3)]', name)
    WHEN type = 'double precision' THEN format('(ARRAY[0, 1, 2, 3, 4, 11])[h(i, %L, 7)]', name)
    WHEN type = 'quantity' THEN format('quantity((ARRAY[0.5, 1, 2, 4, 9, 16, 35, 60, 100, 500, 1400, 5000])[h(i, %L, 13)], %L)', name, unit)
    END $$;

CREATE TABLE built (n serial, id text, rules criteria, base text, filled text, criteria_sql text, dated text[]);
INSERT INTO built (id, rules, base, dated)
SELECT id, protocol_criteria(id), 'base_' || lower(id),
    ARRAY(SELECT m[1] FROM regexp_matches(substring(criteria_view_sql(protocol_criteria(id)) from 'dated entries of ([^\n]*)'), '(\w+) \(', 'g') m)
FROM protocols() ORDER BY id;

-- records of the facts that need dates: three in the last year
CREATE FUNCTION records(i integer, facts text[]) RETURNS patient_history LANGUAGE sql IMMUTABLE AS $$
SELECT coalesce(history_agg(CASE WHEN fact ~ 'protein' THEN observation(fact, at, h(i, fact || k || 'v', 40) / 10.0, 'g/d', NULL, NULL)
        ELSE exposure(fact, at, CASE h(i, fact || k || 's', 3) WHEN 1 THEN 'infinity' ELSE at + interval '9 days' END, h(i, fact || k || 'a', 9) * 60, 'mg/d') END), patient_history())
FROM unnest(facts) fact, generate_series(1, 3) k, LATERAL (SELECT timestamp '2024-03-01' - h(i, fact || k, 40) * k * interval '1 day' AS at) d WHERE h(i, fact || k || 'there', 3) < 3 $$;

DO $$
DECLARE b built; columns text;
BEGIN
    CREATE TABLE subject (id integer);
    FOR b IN SELECT * FROM built ORDER BY n LOOP
        -- what it prints makes a row as it stands
        EXECUTE format('CREATE TABLE shape AS %s', criteria_view_sql(b.rules));
        SELECT string_agg(coalesce(some_value(format_type(atttypid, NULL), attname, f.usual_unit), format('records(i, %L)', b.dated)) || ' AS ' || quote_ident(attname), ', ' ORDER BY attnum)
        INTO columns FROM pg_attribute LEFT JOIN protocol_facts(b.id) f ON f.fact = attname WHERE attrelid = 'shape'::regclass AND attnum > 0;
        EXECUTE format('CREATE TABLE %I AS SELECT i AS id, %s FROM generate_series(1, 150) i', b.base, columns);
        EXECUTE format('INSERT INTO %I (id) VALUES (0)', b.base);
        EXECUTE format('ANALYZE %I', b.base);
        -- the same with columns for NULLs, as a view
        UPDATE built SET filled = regexp_replace(regexp_replace(criteria_view_sql(b.rules), 'NULL::(\w+) AS (\w+)', 'b.\2::\1 AS \2', 'g'), 'FROM subject', 'FROM ' || b.base || ' b') WHERE n = b.n
        RETURNING * INTO b;
        EXECUTE format('CREATE VIEW %I AS %s', lower(b.id), b.filled);
        UPDATE built SET criteria_sql = criteria_sql(rules, lower(b.id)::regclass, '2024-03-01') WHERE n = b.n RETURNING * INTO b;
        EXECUTE format('CREATE VIEW %I AS SELECT *, %s AS eligible FROM %I', 'judged_' || lower(b.id), b.criteria_sql, lower(b.id));
        DROP TABLE shape;
    END LOOP;
END $$;

CREATE FUNCTION explained(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; plan text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        plan := plan || line || E'\n';
    END LOOP;
    RETURN plan;
END $$;

\echo == the plans: conditions on columns, the rest in one call over columns; never the interpreter
-- NCT05262686 has lost lines: nobody is eligible, and the planner need not look
SELECT id, plan !~ '\m(eligible|evaluate_criteria|explain_eligibility)\(''' AS rewritten, (length(plan) - length(replace(plan, 'criteria_columns_eligible(', ''))) / length('criteria_columns_eligible(') AS calls,
    plan ~ 'Seq Scan' AS looks
FROM (SELECT n, id, explained(format('SELECT age FROM %I r WHERE eligible(%L, r, ''2024-03-01'')', lower(id), rules)) AS plan FROM built) p ORDER BY n;
SELECT id, form, explained(replace(replace(query, '{c}', quote_literal(rules)), '{r}', lower(id))) !~ '\m(eligible|evaluate_criteria|explain_eligibility)\(''' AS rewritten
FROM built, (VALUES ('evaluate', 'SELECT evaluate_criteria({c}, r, ''2024-03-01'') FROM {r} r'), ('explain', 'SELECT e.* FROM {r} r, explain_eligibility({c}, r, ''2024-03-01'') e'),
    ('summary', 'SELECT screening_summary(evaluate_criteria({c}, r, ''2024-03-01'')) FROM {r} r'),
    ('possible', 'SELECT age FROM {r} r WHERE eligible({c}, r, ''2024-03-01'') IS NOT FALSE')) v (form, query)
ORDER BY n, form;

\echo == an index serves the protocol: the age of SEED004
CREATE INDEX ON base_seed004 (age);
SET enable_seqscan = off;
SELECT explained(format('SELECT age FROM base_seed004 r WHERE eligible(only_clauses(protocol_criteria(''SEED004''), ''{I2,I4}''), r, ''2024-03-01'')')) ~ 'Index Cond' AS index;
RESET enable_seqscan;

\echo == verdicts and clauses: rewritten, interpreted, and by the printed expression in a view
CREATE TABLE verdict (id text, k bigint, rewritten criteria_result, interpreted criteria_result, eligible boolean, eligible_interpreted boolean, printed boolean, possible boolean);
DO $$
DECLARE b built;
BEGIN
    FOR b IN SELECT * FROM built ORDER BY n LOOP
        EXECUTE format($q$INSERT INTO verdict
            SELECT %L, row_number() OVER (), evaluate_criteria(%L, r, '2024-03-01'), evaluate_criteria((SELECT rules FROM built WHERE id = %1$L), r, '2024-03-01'), eligible(%2$L, r, '2024-03-01'),
                eligible((SELECT rules FROM built WHERE id = %1$L), r, '2024-03-01'), r.eligible, eligible(%2$L, r, '2024-03-01') IS NOT FALSE FROM %I r$q$, b.id, b.rules, 'judged_' || lower(b.id));
    END LOOP;
END $$;
SELECT id, count(*) AS rows, sum(cardinality(clause_labels(rewritten))) AS clauses, count(*) FILTER (WHERE rewritten <> interpreted) AS clauses_differ,
    count(*) FILTER (WHERE eligible IS DISTINCT FROM eligible_interpreted OR eligible IS DISTINCT FROM eligible(rewritten) OR possible <> (eligible IS NOT FALSE)) AS verdict_differs,
    count(*) FILTER (WHERE eligible IS DISTINCT FROM printed) AS printed_differs
FROM verdict GROUP BY id ORDER BY id;
-- lines that came out true, false and unknown at least once
SELECT id, count(*) AS lines, count(*) FILTER (WHERE yes AND no AND open) AS all_three, count(*) FILTER (WHERE (yes::int + no::int + open::int) = 2) AS two,
    string_agg(label, ' ' ORDER BY label) FILTER (WHERE (yes::int + no::int + open::int) = 1) AS one
FROM (SELECT id, label, bool_or(clause_holds(rewritten, label)) AS yes, bool_or(NOT clause_holds(rewritten, label)) AS no, bool_or(clause_holds(rewritten, label) IS NULL) AS open
    FROM (SELECT * FROM verdict) v, unnest(clause_labels(rewritten)) label GROUP BY id, label) l GROUP BY id ORDER BY id;

\echo == single lines, two at a time: some row passes
SELECT id, count(*) AS pairs, count(*) FILTER (WHERE r IS DISTINCT FROM i) AS differ, count(*) FILTER (WHERE r) > 0 AS "true", count(*) FILTER (WHERE NOT r) > 0 AS "false", count(*) FILTER (WHERE r IS NULL) > 0 AS "unknown"
FROM (SELECT id, k, clause_passes(rewritten, a) AND clause_passes(rewritten, b) AS r, clause_passes(interpreted, a) AND clause_passes(interpreted, b) AS i
    FROM verdict, unnest(clause_labels(rewritten)) WITH ORDINALITY x (a, o), unnest(clause_labels(rewritten)) WITH ORDINALITY y (b, p) WHERE p = o + 1) s GROUP BY id ORDER BY id;

SET client_min_messages = warning;
DROP SCHEMA criteria_row_protocols CASCADE;

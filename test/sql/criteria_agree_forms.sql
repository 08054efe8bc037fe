-- Criteria made at random, over the same facts in every form they can have: a
-- row of columns, a row with a history for some or all of them, a history; by
-- the rewrite and by the interpreter.  And what must hold of any criteria:
-- printing and reading, order of clauses, parts, later records, and that the
-- forms which judge, list and explain say the same.  Every property prints how
-- many cases it was tried on, and how many were against it.
CREATE SCHEMA criteria_agree_forms;
SET search_path = criteria_agree_forms, public;
\pset null NULL
SET jit = off;

CREATE FUNCTION pick(seed text, choices text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
$$SELECT choices[1 + ('x' || substr(md5(seed), 1, 7))::bit(28)::int % array_length(choices, 1)]$$;

CREATE TABLE person (id integer, age integer, a float8, b numeric, creatinine quantity, alt quantity, alt_uln float8, flag boolean, note text, sex text, ln_class text,
                     seen date, infusion date);
INSERT INTO person
SELECT i, pick(i || 'age', '{14,17,18,19,40,64,65,66,NULL}')::int, pick(i || 'a', '{0,-0.5,0.1,0.3,1,2.5,1e9,NULL}')::float8,
    pick(i || 'b', '{0,-0.5,0.125,1,2.5,40,NULL}')::numeric, pick(i || 'cr', '{0.7 mg/dL,1.5 mg/dL,132.6 umol/L,3 mg/dL,265.2 umol/L,88.4 umol/L,NULL}')::text::quantity,
    pick(i || 'alt', '{10 U/L,40 U/L,80 U/L,120 U/L,2 ukat/L,NULL}')::text::quantity, pick(i || 'uln', '{40,41.5,NULL}')::float8,
    pick(i || 'flag', '{true,false,NULL}')::boolean, pick(i || 'note', '{a,b,c,NULL}'), pick(i || 'sex', '{M,F,female,U,NULL}'), pick(i || 'ln', '{III,IV,V,III+V,IV+V,II,NULL}'),
    pick(i || 'seen', '{2024-02-20,2024-02-10,2023-11-23,2023-11-22,2020-02-29,NULL}')::date, pick(i || 'inf', '{2024-02-29,2024-02-16,2024-02-15,2023-12-01,2023-11-30,-infinity}')::date
FROM generate_series(1, 70) i;
INSERT INTO person (id, infusion) VALUES (0, '-infinity');

-- the same as records of one day, and other records of later days
CREATE TABLE chart AS
SELECT id, observation('age', t, age) || observation('a', t, a) || observation('b', t, b::float8) || observation('creatinine', t, magnitude(creatinine), unit(creatinine), NULL, NULL)
        || observation('alt', t, magnitude(alt), unit(alt), NULL, alt_uln) || observation('flag', t, flag) || observation('note', t, note) || observation('sex', t, sex)
        || observation('ln_class', t, ln_class) || CASE WHEN seen IS NULL THEN patient_history() ELSE event('seen', seen::timestamp, seen::timestamp) END
        || CASE WHEN isfinite(infusion) THEN event('infusion', infusion::timestamp, infusion::timestamp) ELSE patient_history() END AS h
FROM person, (SELECT timestamp '2024-02-20') d (t);
CREATE TABLE later AS
SELECT id, h || observation('age', t, 70) || observation('a', t, 99) || observation('b', t, 0.25) || observation('creatinine', t, 9, 'mg/dL', NULL, NULL) || observation('alt', t, 900, 'U/L', NULL, 40)
        || observation('flag', t, pick(id || 'f', '{true,false}')::boolean) || observation('note', t, 'zzz') || observation('sex', t, 'M') || observation('ln_class', t, 'VI')
        || event('seen', t, t) || event('infusion', t, 'infinity') || exposure('drug', t, t + interval '3 months', 40, 'mg/d') AS h
FROM chart, LATERAL (SELECT timestamp '2024-03-02' + id % 5 * interval '8 hours') d (t);
CREATE TABLE mixed AS SELECT p.id, p.age, p.a, p.flag, p.sex, p.creatinine, p.infusion, h FROM person p JOIN chart USING (id);
CREATE TABLE alone AS SELECT id, h FROM chart;

CREATE FUNCTION atom(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT replace(replace(replace(replace(pick(seed || 'what', ARRAY['age >= {n}', 'age between 18 and {n}', 'age not in (17, {n})', 'years < {n}', 'a > {x}', 'a <= {x}', 'a = {x}', 'a <> {x}', 'b < {x}', 'b >= {x}', '{x} < b',
    'creatinine < {c} mg/dL', 'creatinine >= {u} umol/L', 'creatinine between 0.8 mg/dL and {c} mg/dL', 'creatinine * 2 > {c} mg/dL', 'alt > 2 ULN', 'alt <= ULN', 'alt >= 1.5 x ULN', 'alt < {u} U/L',
    'flag', 'not flag', 'flag is known', 'flag is not true', 'note = ''a''', 'note in (''a'', ''c'')', 'note <> ''b''', 'sex = ''F''', 'sex is known', 'ln_class contains ''V''', 'ln_class in (''III'', ''IV+V'')',
    'seen > as_of - {n} days', 'seen is not known', 'seen <= date ''2024-02-10''', 'seen between as_of - 100 days and as_of', 'infusion within {n} days', 'any(infusion within 3 months before as_of)', 'not any(infusion within 2 weeks)',
    'any(infusion between 3 months and 2 weeks before as_of)', 'a + b > {x}', 'a / b >= {x}', 'a * 2 - b < {x}', 'abs(a - b) < 1', 'greatest(a, b) > {x}', 'ratio > {x}', 'ratio is known', 'a ^ 2 = b', '-a < {x}',
    'egfr_ckd_epi_2021(creatinine, age, sex) < {u} mL/min/{1.73_m2}', 'egfr > {n} mL/min/{1.73_m2}', 'true', 'false', 'unknown', 'a is not known', 'at least 2 of (flag, age > {n}, a > {x})',
    'exactly 1 of (flag, note = ''b'', infusion within {n} days)']),
    '{n}', pick(seed || 'n', '{14,18,65,90}')), '{x}', pick(seed || 'x', '{0,0.1,0.3,1,2.5,-0.5}')), '{c}', pick(seed || 'c', '{1.5,3,1,0.7}')), '{u}', pick(seed || 'u', '{80,100,132.6,265.2}')) $$;
CREATE FUNCTION expression(seed text, depth integer) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE shape text := pick(seed || 'shape', '{atom,atom,and,or,not,is}');
BEGIN
    IF depth = 0 OR shape = 'atom' THEN
        RETURN atom(seed);
    END IF;
    RETURN CASE shape WHEN 'not' THEN 'not (' || expression(seed || 'n', depth - 1) || ')'
        WHEN 'is' THEN '(' || expression(seed || 'i', depth - 1) || ') is ' || pick(seed || 'is', '{known,not known,true,not true,false,not false}')
        ELSE '(' || expression(seed || 'l', depth - 1) || ') ' || shape || ' (' || expression(seed || 'r', depth - 1) || ')' END;
END $$;
CREATE TABLE clause AS
SELECT c, k, pick(c || '.' || k || 'kind', '{include,include,exclude,report}') AS kind, expression(c || '.' || k, 2) AS expression,
    pick(c || '.' || k || 't', '{""," \"a title\""," \"it''s \"\"quoted\"\"; include x: y\""}') AS title, pick(c || '.' || k || 'o', '{"","",""," note \"a; note\""}') AS note
FROM generate_series(1, 300) c, generate_series(1, 5) k WHERE k <= 2 + c % 4;
CREATE TABLE made AS
SELECT c, array_agg('c' || k ORDER BY k) AS labels,
    (given || string_agg(format('%s c%s%s: %s%s', kind, k, title, expression, note), '; ' ORDER BY k))::criteria AS rules,
    (given || string_agg(format('%s c%s%s: %s%s', kind, k, title, expression, note), '; ' ORDER BY md5(c || 'order' || k)))::criteria AS shuffled,
    (given || string_agg(CASE WHEN kind = 'include' AND before = 'include' AND c % 2 = 0 THEN 'or ' ELSE '' END || format('%s c%s%s: %s%s', kind, k, title, expression, note), '; ' ORDER BY k))::criteria AS grouped
FROM (SELECT *, lag(kind) OVER (PARTITION BY c ORDER BY k) AS before,
        'given ratio is a / b, years as age, egfr is egfr_ckd_epi_2021(creatinine, age, sex)' || pick(c || 'given', '{"",", flag absent means no",", infusion absent means no"}') || '; ' AS given FROM clause) s
GROUP BY c, given;
CREATE TABLE day AS SELECT date '2024-03-01' AS as_of;

\echo == printed and read again: text, twice
SELECT count(*) AS criteria, count(*) FILTER (WHERE r::text::criteria <> r) AS text_differs, count(*) FILTER (WHERE r::text::criteria::text <> r::text) AS normal_form_differs,
    count(DISTINCT r::text) AS different, sum(cardinality(facts(r))) AS facts
FROM made, unnest(ARRAY[rules, shuffled, grouped]) r;

\echo == the rewrite, the interpreter, rows and histories: pairs of criteria and subject
CREATE TABLE rewritten (c integer, id integer, by_row criteria_result, by_mixed criteria_result, by_alone criteria_result, row_verdict boolean, mixed_verdict boolean);
DO $$
DECLARE m made;
BEGIN
    FOR m IN SELECT * FROM made LOOP
        EXECUTE format($q$INSERT INTO rewritten SELECT %s, p.id, evaluate_criteria(%L, p, '2024-03-01'), evaluate_criteria(%2$L, m, '2024-03-01'), evaluate_criteria(%2$L, o, '2024-03-01'),
            eligible(%2$L, p, '2024-03-01'), eligible(%2$L, m, '2024-03-01') FROM person p JOIN mixed m USING (id) JOIN alone o USING (id)$q$, m.c, m.grouped);
    END LOOP;
END $$;
-- criteria from a table are not constant: the interpreter
CREATE TABLE interpreted AS
SELECT c, p.id, evaluate_criteria(grouped, p, as_of) AS by_row, evaluate_criteria(grouped, m, as_of) AS by_mixed, evaluate_criteria(grouped, o, as_of) AS by_alone,
    eligible(grouped, p, as_of) AS row_verdict, eligible(grouped, m, as_of) AS mixed_verdict, evaluate_criteria(grouped, ch.h, as_of) AS by_history, eligible(grouped, ch.h, as_of) AS history_verdict
FROM made, day, person p JOIN mixed m USING (id) JOIN alone o USING (id) JOIN chart ch USING (id);
SELECT count(*) AS pairs, count(*) FILTER (WHERE r.by_row <> i.by_row OR r.row_verdict IS DISTINCT FROM i.row_verdict) AS rows_differ,
    count(*) FILTER (WHERE r.by_mixed <> i.by_mixed OR r.mixed_verdict IS DISTINCT FROM i.mixed_verdict) AS with_history_differ, count(*) FILTER (WHERE r.by_alone <> i.by_alone) AS only_history_differ,
    count(*) FILTER (WHERE r.row_verdict) > 1000 AS "true", count(*) FILTER (WHERE NOT r.row_verdict) > 1000 AS "false", count(*) FILTER (WHERE r.row_verdict IS NULL) > 1000 AS "unknown"
FROM rewritten r JOIN interpreted i USING (c, id);
SELECT count(*) AS pairs, count(*) FILTER (WHERE by_history <> by_row) AS rows_differ, count(*) FILTER (WHERE by_history <> by_mixed) AS with_history_differ,
    count(*) FILTER (WHERE by_history <> by_alone) AS only_history_differ, count(*) FILTER (WHERE history_verdict IS DISTINCT FROM row_verdict) AS verdict_differs FROM interpreted;
SELECT label, expression, id, by_history, by_row, by_mixed
FROM (SELECT c, id, k, 'c' || k AS label, expression, clause_holds(by_history, 'c' || k) AS by_history, clause_holds(by_row, 'c' || k) AS by_row, clause_holds(by_mixed, 'c' || k) AS by_mixed
    FROM interpreted JOIN clause USING (c) WHERE by_history <> by_row OR by_history <> by_mixed) d
WHERE (by_row, by_mixed) IS DISTINCT FROM (by_history, by_history) ORDER BY length(expression), c, id LIMIT 10;

\echo == the order of clauses; later records
SELECT count(*) AS pairs, count(*) FILTER (WHERE eligible(x) IS DISTINCT FROM eligible(y)) AS verdict_differs,
    count(*) FILTER (WHERE (SELECT array_agg((clause_holds(x, l), clause_passes(x, l))::text) FROM unnest(labels) l) <> (SELECT array_agg((clause_holds(y, l), clause_passes(y, l))::text) FROM unnest(labels) l)) AS clause_differs
FROM made, day, person p, LATERAL (SELECT evaluate_criteria(rules, p, as_of) AS x, evaluate_criteria(shuffled, p, as_of) AS y) r WHERE c % 2 = 0;
SELECT count(*) AS pairs, count(*) FILTER (WHERE evaluate_criteria(grouped, l.h, as_of) <> i.by_history) AS differ,
    count(*) FILTER (WHERE evaluate_criteria(grouped, l.h, date '2024-03-04') <> i.by_history) > 1000 AS differ_afterwards
FROM interpreted i JOIN made USING (c) JOIN later l USING (id), day;

\echo == judged, listed, explained: the same
SELECT count(*) AS pairs, sum(n) AS clauses, count(*) FILTER (WHERE failed <> failed_clauses(by_row)) AS failed_differ, count(*) FILTER (WHERE open <> unknown_clauses(by_row)) AS unknown_differ,
    count(*) FILTER (WHERE holds <> (SELECT array_agg(coalesce(clause_holds(by_row, l)::text, '?')) FROM unnest(labels) l)) AS holds_differ,
    count(*) FILTER (WHERE row_verdict IS DISTINCT FROM CASE WHEN failed <> '{}' THEN false WHEN open <> '{}' THEN NULL ELSE true END) AS verdict_differs,
    count(*) FILTER (WHERE row_verdict IS DISTINCT FROM eligible(by_row)) AS result_differs
FROM interpreted i JOIN made m USING (c) JOIN person p USING (id), day,
    LATERAL (SELECT count(*) AS n, coalesce(array_agg(label ORDER BY position) FILTER (WHERE NOT passes), '{}') AS failed, coalesce(array_agg(label ORDER BY position) FILTER (WHERE passes IS NULL), '{}') AS open,
        array_agg(coalesce(holds::text, '?') ORDER BY position) AS holds FROM explain_eligibility(grouped, p, as_of)) e WHERE c % 2 = 0;
SELECT count(*) AS pairs, count(*) FILTER (WHERE (SELECT bool_or(m.decides) FROM missing_facts(grouped, p, as_of) m) AND row_verdict IS NOT NULL) AS decides_a_decided_one
FROM interpreted i JOIN made m USING (c) JOIN person p USING (id), day WHERE c % 8 = 0;

\echo == parts: only and without, and the whole of two parts
CREATE TABLE part AS
SELECT c, rules, labels, labels[1:n] AS first, labels[n + 1:] AS rest FROM (SELECT *, 1 + c % (cardinality(labels) - 1) AS n FROM made) m;
SELECT count(*) AS criteria, count(*) FILTER (WHERE only_clauses(rules, first) <> without(rules, rest)) AS only_is_not_without, count(*) FILTER (WHERE only_clauses(rules, labels) <> rules) AS all_is_not_all,
    count(*) FILTER (WHERE without(rules, '{}') <> rules) AS without_nothing, count(*) FILTER (WHERE only_clauses(rules, first) || only_clauses(rules, rest) <> rules) AS parts_differ
FROM part;
SELECT count(*) AS pairs, count(*) FILTER (WHERE eligible(rules, p, as_of) IS DISTINCT FROM (eligible(only_clauses(rules, first), p, as_of) AND eligible(without(rules, first), p, as_of))) AS and_differs,
    count(*) FILTER (WHERE (SELECT array_agg(clause_holds(evaluate_criteria(only_clauses(rules, first), p, as_of), l)::text) FROM unnest(first) l)
        IS DISTINCT FROM (SELECT array_agg(clause_holds(evaluate_criteria(rules, p, as_of), l)::text) FROM unnest(first) l)) AS clause_differs
FROM part, day, person p WHERE c % 4 = 0;

SET client_min_messages = warning;
DROP SCHEMA criteria_agree_forms CASCADE;

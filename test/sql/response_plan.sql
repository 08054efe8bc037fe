-- What the planner makes of constant response rules: a CASE over native
-- conditions, with the plan and the estimates of the CASE written by hand; else
-- one call over the columns that the rules read; and a setting that leaves both.
SET datestyle TO iso;
CREATE SCHEMA response_plan;
SET search_path TO response_plan, public;
SET max_parallel_workers_per_gather TO 0;
SET enable_memoize TO off;
CREATE TABLE visit (id int PRIMARY KEY, upcr float8, egfr float8, albumin numeric, wbc int, rescue_therapy bool, seen date, other text);
INSERT INTO visit SELECT i, (i * 7 % 41) / 10.0, 30 + i * 13 % 90, 2 + (i % 20) / 10.0, i % 12, i % 10 = 3, date '2024-01-01' + i % 50, 'x' FROM generate_series(1, 5000) i;
CREATE TABLE base AS SELECT id, (1 + id % 40) / 10.0::float8 AS upcr, (40 + id * 11 % 70)::float8 AS egfr, 3.1 AS albumin, 5 AS wbc, date '2024-01-01' AS baseline_date FROM visit;
ALTER TABLE base ADD PRIMARY KEY (id);
ANALYZE visit, base;

-- Plan nodes, row estimates and whatever a filter or an output holds
CREATE FUNCTION plan_of(query text, OUT nodes text, OUT estimate float8) LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
    WITH RECURSIVE n (node) AS (SELECT plan -> 0 -> 'Plan' UNION ALL SELECT json_array_elements(node -> 'Plans') FROM n WHERE node -> 'Plans' IS NOT NULL)
    SELECT string_agg(concat_ws(' ', node ->> 'Node Type', node ->> 'Relation Name', node ->> 'Plan Rows'), ', ') INTO nodes FROM n;
    estimate := (plan -> 0 -> 'Plan' ->> 'Total Cost')::float8;
END $$;
CREATE FUNCTION outputs(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
        IF line ~ '^  (Output|Filter): |Function Call: ' OR line ~ '^ *(else|report)' THEN
            RETURN NEXT line;
        END IF;
    END LOOP;
END $$;

-- The same nodes, the same rows expected, a cost at most a tenth higher
CREATE TABLE pairs (id int, ours text, by_hand text);
INSERT INTO pairs VALUES
    (1, $$SELECT classify('CR: upcr < 0.5 and egfr >= 60; PR: upcr < 1; else NR', v) FROM visit v$$,
        $$SELECT CASE WHEN upcr < 0.5 AND egfr >= 60 THEN 'CR' WHEN (upcr < 0.5 AND egfr >= 60) IS NULL THEN NULL WHEN upcr < 1 THEN 'PR' WHEN (upcr < 1) IS NULL THEN NULL ELSE 'NR' END FROM visit v$$),
    (2, $$SELECT classify('CR: upcr < 0.5; else NR', v), count(*) FROM visit v GROUP BY 1$$,
        $$SELECT CASE WHEN upcr < 0.5 THEN 'CR' WHEN (upcr < 0.5) IS NULL THEN NULL ELSE 'NR' END, count(*) FROM visit v GROUP BY 1$$),
    (3, $$SELECT count(*) FROM visit v WHERE classify('CR: upcr < 0.5; else NR', v) = 'CR'$$,
        $$SELECT count(*) FROM visit v WHERE CASE WHEN upcr < 0.5 THEN 'CR' WHEN (upcr < 0.5) IS NULL THEN NULL ELSE 'NR' END = 'CR'$$),
    (4, $$SELECT classify('CR: upcr < 0.5 and egfr >= 85 % of baseline; else NR', v, b) FROM visit v JOIN base b USING (id)$$,
        $$SELECT CASE WHEN v.upcr < 0.5 AND v.egfr >= 0.85 * b.egfr THEN 'CR' WHEN (v.upcr < 0.5 AND v.egfr >= 0.85 * b.egfr) IS NULL THEN NULL ELSE 'NR' END FROM visit v JOIN base b USING (id)$$),
    (5, $$SELECT classify('CR: upcr < 0.5; else NR', v) FROM visit v WHERE id = 7$$,
        $$SELECT CASE WHEN upcr < 0.5 THEN 'CR' WHEN (upcr < 0.5) IS NULL THEN NULL ELSE 'NR' END FROM visit v WHERE id = 7$$),
    (6, $$SELECT id FROM visit v ORDER BY classify('CR: upcr < 0.5; else NR', v), id LIMIT 3$$,
        $$SELECT id FROM visit v ORDER BY CASE WHEN upcr < 0.5 THEN 'CR' WHEN (upcr < 0.5) IS NULL THEN NULL ELSE 'NR' END, id LIMIT 3$$);
SELECT id, ours.nodes, by_hand.nodes AS by_hand, round((ours.estimate / by_hand.estimate)::numeric, 2) AS ratio
  FROM pairs p, plan_of(p.ours) ours, plan_of(p.by_hand) by_hand
 WHERE ours.nodes IS DISTINCT FROM by_hand.nodes OR ours.estimate > by_hand.estimate * 1.1 ORDER BY id;
SELECT count(*) AS pairs FROM pairs;

-- What stands in the plan
SELECT outputs($$SELECT classify('CR: upcr < 0.5 and egfr >= 60; PR: upcr < 1; else NR', v) FROM visit v$$);
SELECT outputs($$SELECT classify('CR: wbc >= 3 and seen > date ''2024-01-20'' and other in (''x'', ''y'') and not rescue_therapy; else NR', v) FROM visit v$$);
-- parts of baseline between float8 columns
SELECT outputs($$SELECT classify('given egfr in mL/min/{1.73_m2}; CR: egfr >= 85 % of baseline or 50 % of baseline >= upcr or upcr between 25 % of baseline and 0.75 * baseline.upcr; else NR', v, b) FROM visit v JOIN base b USING (id)$$);
-- of numeric and integer columns, of another unit, of more than one fact: one call
SELECT outputs($$SELECT classify('CR: albumin >= 85 % of baseline; else NR', v, b) FROM visit v JOIN base b USING (id)$$);
SELECT outputs($$SELECT classify('CR: wbc >= 85 % of baseline; else NR', v, b) FROM visit v JOIN base b USING (id)$$);
SELECT outputs($$SELECT classify('given baseline.upcr in mg/g, upcr in g/g; CR: upcr <= 50 % of baseline; else NR', v, b) FROM visit v JOIN base b USING (id)$$);
SELECT outputs($$SELECT classify('CR: upcr / egfr <= 50 % of baseline; else NR', v, b) FROM visit v JOIN base b USING (id)$$);
-- a flag since baseline; a date of its own
SELECT outputs($$SELECT classify('CR: not any(rescue_therapy since baseline); else NR', v, b) FROM visit v JOIN base b USING (id)$$);
-- rules known only when it runs, and the setting
SELECT outputs($$SELECT classify(r, v) FROM visit v, (SELECT 'CR: upcr < 0.5; else NR'::response_rules OFFSET 0) x (r)$$);
SET trial_ext.enable_rewrite TO off;
SELECT outputs($$SELECT classify('CR: upcr < 0.5; else NR', v) FROM visit v$$);
SELECT outputs($$SELECT e.label FROM visit v, explain_response('CR: upcr < 0.5; else NR', v) e$$);
RESET trial_ext.enable_rewrite;
-- rows that are put together, views, sub-selects, functions that are inlined, domains
CREATE VIEW both_rows AS SELECT v.id, v.upcr, v.egfr, b.upcr AS base_upcr, b.egfr AS base_egfr FROM visit v JOIN base b USING (id);
SELECT outputs($$SELECT classify('CR: upcr <= 50 % of baseline; else NR', r, b) FROM both_rows r, LATERAL (SELECT r.base_upcr AS upcr) b$$);
CREATE FUNCTION response(v visit, b base) RETURNS text STABLE LANGUAGE sql AS $$ SELECT classify('CR: upcr <= 50 % of baseline; else NR', v, b) $$;
SELECT outputs($$SELECT response(v, b) FROM visit v JOIN base b USING (id)$$);
CREATE DOMAIN ratio AS float8 CHECK (value >= 0);
CREATE TABLE with_domain AS SELECT id, upcr::ratio FROM visit;
SELECT outputs($$SELECT classify('CR: upcr <= 50 % of baseline; else NR', v, v) FROM with_domain v$$);
CREATE VIEW responses AS SELECT v.id, classify('CR: upcr < 0.5; else NR', v) AS response FROM visit v;
SELECT outputs('SELECT * FROM responses');
-- a view keeps the rules, and is read back
SELECT pg_get_viewdef('responses'::regclass) ~ 'classify' AS kept;
DO $$ BEGIN EXECUTE 'CREATE VIEW responses_again AS ' || pg_get_viewdef('responses'::regclass); END $$;
SELECT count(*) AS same FROM responses JOIN responses_again USING (id, response);
-- prepared: the plan of unknown rules is kept, that of known ones is made
PREPARE kept (response_rules) AS SELECT classify($1, v) FROM visit v;
SET plan_cache_mode TO force_generic_plan;
SELECT outputs($$EXECUTE kept ('CR: upcr < 0.5; else NR')$$);
SET plan_cache_mode TO force_custom_plan;
SELECT outputs($$EXECUTE kept ('CR: upcr < 0.5; else NR')$$);
RESET plan_cache_mode;
DEALLOCATE kept;
-- a volatile row or a sub-select is asked for once
SELECT line ~ 'classify\(' AS call, line ~ 'CASE' AS native
  FROM (SELECT string_agg(o, ' ') AS line FROM outputs($$SELECT classify('CR: x < 0.5; PR: x < 1; else NR', (SELECT r FROM (SELECT random() AS x) r))$$) o
        UNION ALL SELECT string_agg(o, ' ') FROM outputs($$SELECT classify('CR: upcr < 0.5; else NR', (SELECT b FROM base b WHERE b.id = v.id)) FROM visit v$$) o) x;

-- Rows expected of explain_response: one a rule
SELECT (plan_of($$SELECT * FROM explain_response('A: x > 1; B: x > 2; C: x > 3; else D', ROW(1))$$)).nodes;
SELECT (plan_of($$SELECT e.label FROM visit v, explain_response('A: upcr > 1; B: upcr > 2; C: upcr > 3; else D', v) e$$)).nodes;
SELECT (plan_of($$SELECT * FROM explain_response('A: x > 1; else D', '', '2024-01-01', '2024-01-01', 7)$$)).nodes;

-- Workers give the same
CREATE TABLE alone AS SELECT id, classify('CR: upcr <= 50 % of baseline and albumin >= 85 % of baseline; PR: upcr < 1; else NR', v, b) AS r FROM visit v JOIN base b USING (id);
SET max_parallel_workers_per_gather TO 2;
SET parallel_setup_cost TO 0;
SET parallel_tuple_cost TO 0;
SET min_parallel_table_scan_size TO 0;
SELECT (plan_of($$SELECT count(*) FROM visit v JOIN base b USING (id) WHERE classify('CR: upcr <= 50 % of baseline and albumin >= 85 % of baseline; PR: upcr < 1; else NR', v, b) = 'CR'$$)).nodes ~ 'Gather' AS parallel;
SELECT count(*) FILTER (WHERE r IS DISTINCT FROM got) AS differ, count(DISTINCT r) AS labels
  FROM (SELECT a.r, classify('CR: upcr <= 50 % of baseline and albumin >= 85 % of baseline; PR: upcr < 1; else NR', v, b) AS got FROM visit v JOIN base b USING (id) JOIN alone a USING (id)) x;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- The product is rounded as the evaluator rounds it
SELECT response_part(0.85, 100) AS a, response_part(1.1, 1.1) AS b, response_part(0.1, 3) AS c, response_part(1e300, 1e300) AS too_large, response_part(0.5, 'infinity') AS d,
       response_part(0, 'infinity') AS e, response_part(0.5, NULL) AS f, response_part(0.5, 'NaN') AS g, response_part(-0.5, 5e-324) AS h;

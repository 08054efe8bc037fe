-- Random rules over random rows: the planner's rewrite, the interpreter over
-- two rows, the evaluator over a history, and plain SQL in numeric that does
-- not know the extension must all say the same.
SET datestyle TO iso;
CREATE SCHEMA response_agree;
SET search_path TO response_agree, public;
SELECT setseed(0.4217);

CREATE TABLE cur (id int PRIMARY KEY, urine_protein numeric, egfr float8, creatinine float8, rescue_therapy bool, albumin real, active_sediment bool, wbc int, upcr quantity, upcr_n numeric, weight float8);
CREATE TABLE bas (id int PRIMARY KEY, urine_protein numeric, egfr float8, creatinine float8, wbc int, upcr quantity, upcr_n numeric, weight float8);
-- on a coarse grid, so that limits and halves are met exactly; a seventh is missing
INSERT INTO cur SELECT i, CASE WHEN random() < 0.86 THEN round((random() * 60)::numeric) / 10 END, CASE WHEN random() < 0.86 THEN round((random() * 24)::numeric) * 5 END,
    CASE WHEN random() < 0.86 THEN round((random() * 30)::numeric) / 10 END, random() < 0.2, CASE WHEN random() < 0.86 THEN round((random() * 50)::numeric) / 10 END,
    CASE WHEN random() < 0.86 THEN random() < 0.5 END FROM generate_series(1, 150) i;
INSERT INTO bas SELECT i, CASE WHEN random() < 0.86 THEN round((random() * 60)::numeric) / 10 END, CASE WHEN random() < 0.86 THEN round((random() * 24)::numeric) * 5 END,
    CASE WHEN random() < 0.86 THEN round((random() * 30)::numeric) / 10 END FROM generate_series(1, 150) i;
-- whole numbers, quantities in two units, and numbers of three decimals
UPDATE cur SET wbc = CASE WHEN random() < 0.86 THEN floor(random() * 12) END, upcr_n = CASE WHEN random() < 0.86 THEN round((random() * 40)::numeric) / 10 END, weight = CASE WHEN random() < 0.86 THEN round((random() * 4)::numeric, 1) * 8.325 END;
UPDATE bas SET wbc = CASE WHEN random() < 0.86 THEN floor(random() * 12) END, upcr_n = CASE WHEN random() < 0.86 THEN round((random() * 40)::numeric) / 10 END, weight = CASE WHEN random() < 0.86 THEN round((random() * 4)::numeric, 1) * 25 END;
UPDATE cur SET upcr = CASE WHEN random() < 0.5 THEN (upcr_n || ' g/g')::quantity ELSE (upcr_n * 1000 || ' mg/g')::quantity END;
UPDATE bas SET upcr = CASE WHEN random() < 0.5 THEN (upcr_n || ' g/g')::quantity ELSE (upcr_n * 1000 || ' mg/g')::quantity END;
-- the same as a history: baseline on 2024-01-01, the visit on 2024-06-01, its
-- values up to three days away, others further off that must not be seen
CREATE TABLE histories AS
SELECT id, history_agg(e) AS h
  FROM (SELECT c.id, observation('urine_protein', '2024-05-30', c.urine_protein::float8, 'g/d') || observation('egfr', '2024-06-03', c.egfr, 'mL/min/{1.73_m2}')
               || observation('creatinine', '2024-06-01', c.creatinine, 'mg/dL') || observation('albumin', '2024-06-01', c.albumin::numeric::float8, 'g/dL')
               || observation('wbc', '2024-05-27', c.wbc::float8) || observation('upcr', '2024-06-06', magnitude(c.upcr), unit(c.upcr)) || observation('weight', '2024-06-01', c.weight)
               || observation('active_sediment', '2024-06-02', CASE WHEN c.active_sediment THEN 'Y' WHEN NOT c.active_sediment THEN 'N' END) AS e FROM cur c
        UNION ALL SELECT b.id, observation('urine_protein', '2024-01-01', b.urine_protein::float8, 'g/d') || observation('egfr', '2023-12-20', b.egfr, 'mL/min/{1.73_m2}') || observation('baseline.creatinine', '2024-02-01', b.creatinine, 'mg/dL') FROM bas b
        UNION ALL SELECT b.id, observation('wbc', '2023-12-31', b.wbc::float8) || observation('upcr', '2023-01-01', magnitude(b.upcr), unit(b.upcr)) || observation('weight', '2024-01-01', b.weight) FROM bas b
        UNION ALL SELECT b.id, observation('creatinine', '2024-01-01', 9, 'mg/dL') FROM bas b WHERE b.creatinine IS NOT NULL
        UNION ALL SELECT b.id, observation('egfr', '2024-05-20', 1, 'mL/min/{1.73_m2}') || observation('egfr', '2024-06-14', 1, 'mL/min/{1.73_m2}') || observation('albumin', '2024-05-24', 9, 'g/dL') FROM bas b
        UNION ALL SELECT c.id, CASE WHEN c.rescue_therapy THEN event('rescue_therapy', '2024-03-01', '2024-03-02') ELSE event('rescue_therapy', '2023-03-01', '2023-03-02') END FROM cur c) x
 GROUP BY id;

CREATE TABLE outcome (n int, id int, wanted text, rewritten text, interpreted text, historic text, explained text);

-- An atom in our language and in SQL, then rules of one to three "and", "or", "not" of them
CREATE FUNCTION atom(OUT ours text, OUT sql text) LANGUAGE plpgsql AS $$
DECLARE
    op text := (ARRAY['<', '<=', '>', '>=', '=', '<>'])[1 + floor(random() * 6)];
    tenth numeric := round((random() * 50)::numeric) / 10;
    five int := 5 * round(random() * 24);
    decimals numeric := (ARRAY[33.3, 66.6, 99.9, 16.65, 8.325, 0.1])[1 + floor(random() * 6)];
    percent int := (ARRAY[25, 50, 75, 80, 85, 90, 115, 150, 200])[1 + floor(random() * 9)];
BEGIN
    CASE floor(random() * 15)
        WHEN 0 THEN ours := format('urine_protein %s %s g/d', op, tenth); sql := format('c.urine_protein %s %s', op, tenth);
        WHEN 1 THEN ours := format('egfr %s %s mL/min/{1.73_m2}', op, five); sql := format('c.egfr::numeric %s %s', op, five);
        WHEN 2 THEN ours := format('egfr %s %s %% of baseline', op, percent); sql := format('c.egfr::numeric %s %s * b.egfr::numeric / 100', op, percent);
        WHEN 3 THEN ours := format('urine_protein %s %s %% of baseline', op, percent); sql := format('c.urine_protein %s %s * b.urine_protein / 100', op, percent);
        WHEN 4 THEN ours := format('%s %% of baseline %s creatinine', percent, op); sql := format('%s * b.creatinine::numeric / 100 %s c.creatinine::numeric', percent, op);
        WHEN 5 THEN ours := format('baseline.urine_protein %s %s g/d', op, tenth); sql := format('b.urine_protein %s %s', op, tenth);
        WHEN 6 THEN ours := 'any(rescue_therapy since baseline)'; sql := 'c.rescue_therapy';
        WHEN 7 THEN ours := format('albumin %s %s g/dL', op, tenth); sql := format('c.albumin::numeric %s %s', op, tenth);
        WHEN 8 THEN ours := 'active_sediment'; sql := 'c.active_sediment';
        WHEN 9 THEN ours := format('creatinine between %s %% of baseline and %s %% of baseline', percent - 25, percent); sql := format('c.creatinine::numeric BETWEEN %s * b.creatinine::numeric / 100 AND %s * b.creatinine::numeric / 100', percent - 25, percent);
        WHEN 10 THEN ours := format('wbc %s %s %% of baseline', op, percent); sql := format('c.wbc %s %s * b.wbc::numeric / 100', op, percent);
        WHEN 11 THEN ours := format('upcr %s %s %% of baseline', op, percent); sql := format('c.upcr_n %s %s * b.upcr_n / 100', op, percent);
        WHEN 12 THEN ours := format('upcr %s %s mg/g', op, tenth * 1000); sql := format('c.upcr_n %s %s', op, tenth);
        WHEN 13 THEN ours := format('weight %s %s %% of baseline', op, decimals); sql := format('c.weight::numeric %s %s * b.weight::numeric / 100', op, decimals);
        ELSE ours := format('egfr - baseline.egfr %s %s mL/min/{1.73_m2}', op, five - 60); sql := format('c.egfr::numeric - b.egfr::numeric %s %s', op, five - 60);
    END CASE;
    IF random() < 0.2 THEN
        ours := format('not (%s)', ours); sql := format('NOT (%s)', sql);
    END IF;
END $$;
CREATE FUNCTION expression(OUT ours text, OUT sql text) LANGUAGE plpgsql AS $$
DECLARE
    one record;
    word text;
BEGIN
    SELECT * INTO ours, sql FROM atom();
    FOR i IN 1 .. floor(random() * 3)::int LOOP
        SELECT * INTO one FROM atom();
        word := CASE WHEN random() < 0.6 THEN 'and' ELSE 'or' END;
        ours := format('(%s) %s (%s)', ours, word, one.ours); sql := format('(%s) %s (%s)', sql, word, one.sql);
    END LOOP;
END $$;

DO $$
DECLARE
    one record;
    rules text;
    wanted text;
    given text := 'given urine_protein in g/d, egfr in mL/min/{1.73_m2}, creatinine in mg/dL, albumin in g/dL; ';
BEGIN
    FOR n IN 1 .. 120 LOOP
        rules := given; wanted := 'CASE';
        FOR k IN 1 .. 1 + floor(random() * 3)::int LOOP
            SELECT * INTO one FROM expression();
            rules := rules || format('R%s: %s; ', k, one.ours);
            wanted := wanted || format(' WHEN %s THEN ''R%s'' WHEN (%s) IS NULL THEN NULL', one.sql, k, one.sql);
        END LOOP;
        IF random() < 0.8 THEN
            rules := rules || 'else NR'; wanted := wanted || ' ELSE ''NR''';
        END IF;
        wanted := wanted || ' END';
        EXECUTE format('INSERT INTO outcome SELECT %s, c.id, %s, classify(%L, c, b), NULL, classify(%L, h.h, date ''2024-06-01'', date ''2024-01-01'', 5)
                        FROM cur c JOIN bas b USING (id) JOIN histories h USING (id)', n, wanted, rules, rules);
        SET LOCAL trial_ext.enable_rewrite TO off;
        EXECUTE format('UPDATE outcome o SET interpreted = classify(%L, c, b) FROM cur c JOIN bas b USING (id) WHERE o.n = %s AND o.id = c.id', rules, n);
        SET LOCAL trial_ext.enable_rewrite TO on;
        EXECUTE format('UPDATE outcome o SET explained = (SELECT e.label FROM explain_response(%L, c, b) e WHERE chosen) FROM cur c JOIN bas b USING (id) WHERE o.n = %s AND o.id = c.id', rules, n);
    END LOOP;
END $$;
SELECT count(*) AS asked,
       count(*) FILTER (WHERE rewritten IS DISTINCT FROM wanted) AS rewritten_differs,
       count(*) FILTER (WHERE interpreted IS DISTINCT FROM wanted) AS interpreted_differs,
       count(*) FILTER (WHERE historic IS DISTINCT FROM wanted) AS historic_differs,
       count(*) FILTER (WHERE explained IS DISTINCT FROM wanted) AS explained_differs,
       count(wanted) BETWEEN 6000 AND 17000 AS enough_known, count(DISTINCT wanted) AS labels
  FROM outcome;
SELECT * FROM outcome WHERE rewritten IS DISTINCT FROM wanted OR interpreted IS DISTINCT FROM wanted OR historic IS DISTINCT FROM wanted OR explained IS DISTINCT FROM wanted
 ORDER BY n, id LIMIT 10;

-- Where a number cannot be compared as decimal: rewritten and interpreted agree for every float8
CREATE TABLE special (v float8);
INSERT INTO special VALUES (0), ('-0'), (1), (33.3), (100), (-100), (0.1), (1e-300), (5e-324), (1.7e308), (-1.7e308), ('infinity'), ('-infinity'), ('NaN'), (NULL), (123456789012345678), (0.30000000000000004);
CREATE TABLE special_pairs AS SELECT row_number() OVER () AS id, a.v AS x, b.v AS y FROM special a, special b;
CREATE TABLE special_outcome (rules text, id bigint, rewritten text, interpreted text);
DO $$
DECLARE
    rules text;
BEGIN
    FOR rules IN SELECT format('R: x %s %s; else N', op, part) FROM unnest(ARRAY['<', '<=', '>', '>=', '=', '<>']) op,
            unnest(ARRAY['33.3 % of baseline', '100 % of baseline', '0 % of baseline', '1e300 * baseline.x', '5e-324 * baseline.x', 'baseline.x * 0.1', '-2 * baseline.x']) part LOOP
        EXECUTE format('INSERT INTO special_outcome SELECT %L, c.id, classify(%L, c, b), NULL FROM (SELECT id, x FROM special_pairs) c JOIN (SELECT id, y AS x FROM special_pairs) b USING (id)', rules, rules);
        SET LOCAL trial_ext.enable_rewrite TO off;
        EXECUTE format('UPDATE special_outcome o SET interpreted = classify(%L, c, b) FROM (SELECT id, x FROM special_pairs) c JOIN (SELECT id, y AS x FROM special_pairs) b USING (id) WHERE o.id = c.id AND o.rules = %L', rules, rules);
        SET LOCAL trial_ext.enable_rewrite TO on;
    END LOOP;
END $$;
SELECT count(*) AS asked, count(rewritten) > 9000 AS enough_known, count(DISTINCT rewritten) AS labels, count(*) FILTER (WHERE rewritten IS DISTINCT FROM interpreted) AS differ FROM special_outcome;
SELECT o.rules, p.x, p.y, rewritten, interpreted FROM special_outcome o JOIN special_pairs p USING (id) WHERE rewritten IS DISTINCT FROM interpreted ORDER BY 1, 2, 3 LIMIT 10;

-- Random rules over random rows: the planner's rewrite, the interpreter over
-- two rows, the evaluator over a history, and plain SQL in numeric that does
-- not know the extension must all say the same.
SET datestyle TO iso;
SELECT setseed(0.4217);

CREATE TABLE cur (id int PRIMARY KEY, urine_protein numeric, egfr float8, creatinine float8, rescue_therapy bool, albumin real, active_sediment bool);
CREATE TABLE bas (id int PRIMARY KEY, urine_protein numeric, egfr float8, creatinine float8);
-- on a coarse grid, so that limits and halves are met exactly; a seventh is missing
INSERT INTO cur SELECT i, CASE WHEN random() < 0.86 THEN round((random() * 60)::numeric) / 10 END, CASE WHEN random() < 0.86 THEN round((random() * 24)::numeric) * 5 END,
    CASE WHEN random() < 0.86 THEN round((random() * 30)::numeric) / 10 END, random() < 0.2, CASE WHEN random() < 0.86 THEN round((random() * 50)::numeric) / 10 END,
    CASE WHEN random() < 0.86 THEN random() < 0.5 END FROM generate_series(1, 150) i;
INSERT INTO bas SELECT i, CASE WHEN random() < 0.86 THEN round((random() * 60)::numeric) / 10 END, CASE WHEN random() < 0.86 THEN round((random() * 24)::numeric) * 5 END,
    CASE WHEN random() < 0.86 THEN round((random() * 30)::numeric) / 10 END FROM generate_series(1, 150) i;
-- the same as a history: baseline on 2024-01-01, the visit on 2024-06-01, its
-- values up to three days away, others further off that must not be seen
CREATE TABLE histories AS
SELECT id, history_agg(e) AS h
  FROM (SELECT c.id, observation('urine_protein', '2024-05-30', c.urine_protein::float8, 'g/d') || observation('egfr', '2024-06-03', c.egfr, 'mL/min/{1.73_m2}')
               || observation('creatinine', '2024-06-01', c.creatinine, 'mg/dL') || observation('albumin', '2024-06-01', c.albumin::numeric::float8, 'g/dL')
               || observation('active_sediment', '2024-06-02', CASE WHEN c.active_sediment THEN 'Y' WHEN NOT c.active_sediment THEN 'N' END) AS e FROM cur c
        UNION ALL SELECT b.id, observation('urine_protein', '2024-01-01', b.urine_protein::float8, 'g/d') || observation('egfr', '2023-12-20', b.egfr, 'mL/min/{1.73_m2}') || observation('baseline.creatinine', '2024-02-01', b.creatinine, 'mg/dL') FROM bas b
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
    percent int := (ARRAY[25, 50, 75, 80, 85, 90, 115, 150, 200])[1 + floor(random() * 9)];
BEGIN
    CASE floor(random() * 11)
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
       count(wanted) BETWEEN 6000 AND 17000 AS enough_known
  FROM outcome;
SELECT * FROM outcome WHERE rewritten IS DISTINCT FROM wanted OR interpreted IS DISTINCT FROM wanted OR historic IS DISTINCT FROM wanted OR explained IS DISTINCT FROM wanted
 ORDER BY n, id LIMIT 10;

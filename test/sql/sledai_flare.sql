-- SELENA-SLEDAI Flare Index (Buyon 2005, Petri; response.md 1.4): each line
-- alone on both sides of its limit, severe before mild, each input missing.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;

-- All inputs of a stable patient; a case changes some of them.
CREATE TEMP TABLE flare_case (id int, change jsonb, expected text, modified text);
CREATE FUNCTION pg_temp.flare(change jsonb, modified boolean) RETURNS text LANGUAGE sql AS $$
    SELECT selena_flare((x->>'score')::int, (x->>'score0')::int, mild_manifestation => (x->>'mild')::bool, severe_manifestation => (x->>'severe')::bool,
        severe_treatment => (x->>'treated')::bool, platelets => (x->>'plt')::float8, previous_platelets => (x->>'plt0')::float8, haemolysis => (x->>'haemolysis')::bool,
        haemoglobin => (x->>'hb')::float8, previous_haemoglobin => (x->>'hb0')::float8, prednisone_mg_kg => (x->>'dose')::float8, previous_prednisone_mg_kg => (x->>'dose0')::float8,
        drug_added => (x->>'drug')::bool, immunosuppressant_added => (x->>'is')::bool, hospitalised => (x->>'hosp')::bool, pga => (x->>'pga')::float8, previous_pga => (x->>'pga0')::float8,
        modified => modified)
    FROM (SELECT '{"score":4,"score0":4,"mild":false,"severe":false,"treated":null,"plt":200,"plt0":200,"haemolysis":false,"hb":12,"hb0":12,"dose":0.1,"dose0":0.1,"drug":false,"is":false,"hosp":false,"pga":1,"pga0":1}'::jsonb || change) s (x) $$;
INSERT INTO flare_case VALUES
    (1, '{}', 'none', 'none'),
    -- score: +3 not above 12; above 12 severe, but not in the modified index
    (2, '{"score":6}', 'none', 'none'), (3, '{"score":7}', 'mild_moderate', 'mild_moderate'), (4, '{"score":12}', 'mild_moderate', 'mild_moderate'),
    (5, '{"score":13}', 'severe', 'mild_moderate'), (6, '{"score":13,"score0":12}', 'severe', 'none'), (7, '{"score":13,"score0":13}', 'none', 'none'),
    (8, '{"score":13,"score0":14}', 'none', 'none'), (9, '{"score":12,"score0":10}', 'none', 'none'), (10, '{"score":13,"score0":10}', 'severe', 'mild_moderate'),
    -- manifestations
    (11, '{"mild":true}', 'mild_moderate', 'mild_moderate'), (12, '{"severe":true}', 'none', 'none'), (13, '{"severe":true,"treated":true}', 'severe', 'severe'),
    (14, '{"severe":true,"dose":0.2,"dose0":0.1}', 'severe', 'severe'), (15, '{"severe":true,"dose":0.19,"dose0":0.1}', 'mild_moderate', 'mild_moderate'),
    (16, '{"severe":true,"dose":0.51,"dose0":0.51}', 'severe', 'severe'), (17, '{"severe":true,"dose":0.5,"dose0":0.5}', 'none', 'none'),
    (18, '{"severe":true,"dose":0.2,"dose0":0.1,"treated":false}', 'mild_moderate', 'mild_moderate'),
    -- platelets below 60, fallen
    (19, '{"plt":59.9,"treated":true}', 'severe', 'severe'), (20, '{"plt":60,"treated":true}', 'none', 'none'), (21, '{"plt":50,"plt0":50,"treated":true}', 'none', 'none'),
    (22, '{"plt":40,"plt0":50,"treated":true}', 'severe', 'severe'), (23, '{"plt":59}', 'none', 'none'),
    -- haemolysis with haemoglobin below 7, or a fall of more than 3
    (24, '{"haemolysis":true,"hb":6.9,"hb0":7,"treated":true}', 'severe', 'severe'), (25, '{"haemolysis":true,"hb":7,"hb0":8,"treated":true}', 'none', 'none'),
    (26, '{"haemolysis":true,"hb":9,"hb0":12,"treated":true}', 'none', 'none'), (27, '{"haemolysis":true,"hb":8.9,"hb0":12,"treated":true}', 'severe', 'severe'),
    (28, '{"hb":5,"treated":true}', 'none', 'none'), (29, '{"haemolysis":true,"hb":9.3,"hb0":12.3,"treated":true}', 'none', 'none'),
    -- prednisone
    (30, '{"dose":0.11}', 'mild_moderate', 'mild_moderate'), (31, '{"dose":0.5}', 'mild_moderate', 'mild_moderate'), (32, '{"dose":0.51}', 'severe', 'severe'),
    (33, '{"dose":0.6,"dose0":0.6}', 'none', 'none'), (34, '{"dose":0.6,"dose0":0.7}', 'none', 'none'),
    -- other drugs, admission
    (35, '{"drug":true}', 'mild_moderate', 'mild_moderate'), (36, '{"is":true}', 'severe', 'severe'), (37, '{"hosp":true}', 'severe', 'severe'),
    -- PGA: +1.0 not above 2.5; above 2.5
    (38, '{"pga":1.99}', 'none', 'none'), (39, '{"pga":2.0}', 'mild_moderate', 'mild_moderate'), (40, '{"pga":2.5}', 'mild_moderate', 'mild_moderate'), (41, '{"pga":2.51}', 'severe', 'severe'),
    (42, '{"pga":2.6,"pga0":2.5}', 'severe', 'severe'), (43, '{"pga":2.6,"pga0":2.6}', 'none', 'none'), (44, '{"pga":1.4,"pga0":0.4}', 'mild_moderate', 'mild_moderate'), (45, '{"pga":2.5,"pga0":2.4}', 'none', 'none'),
    -- severe beats mild
    (46, '{"mild":true,"hosp":true,"score":8}', 'severe', 'severe');
-- each input missing alone leaves it open, but the treatment, and what cannot matter
INSERT INTO flare_case
    SELECT 100 + n, jsonb_build_object(key, NULL), CASE WHEN key IN ('treated') THEN 'none' END, CASE WHEN key IN ('treated') THEN 'none' END
    FROM unnest(ARRAY['score', 'score0', 'mild', 'severe', 'treated', 'plt', 'dose', 'dose0', 'drug', 'is', 'hosp', 'pga', 'pga0']) WITH ORDINALITY k (key, n);
INSERT INTO flare_case VALUES
    -- without the treatment that a severe manifestation requires, it does not matter
    (120, '{"severe":null,"treated":false}', 'none', 'none'), (121, '{"plt":null,"treated":false}', 'none', 'none'), (122, '{"plt":59,"plt0":null,"treated":true}', NULL, NULL),
    (123, '{"plt0":null}', 'none', 'none'), (124, '{"hb":null,"hb0":null}', 'none', 'none'), (125, '{"haemolysis":null}', 'none', 'none'), (126, '{"haemolysis":null,"hb":5,"treated":true}', NULL, NULL),
    -- a severe line decides whatever else is missing; a mild one does not
    (127, '{"hosp":true,"score":null,"mild":null,"pga":null,"dose":null}', 'severe', 'severe'), (128, '{"mild":true,"pga":null}', NULL, NULL), (129, '{"mild":true,"score":null}', NULL, 'mild_moderate'),
    (130, '{"mild":true,"drug":null}', 'mild_moderate', 'mild_moderate');
-- a severe manifestation matters only with its treatment, which here is known to be absent: 0.1 to 0.1 mg/kg, no admission
UPDATE flare_case SET expected = 'none', modified = 'none' WHERE id >= 100 AND (change ? 'severe' OR change ? 'plt') AND NOT change ? 'treated' AND id < 120;
SELECT c.*, pg_temp.flare(change, false) AS got, pg_temp.flare(change, true) AS got_modified FROM flare_case c
WHERE pg_temp.flare(change, false) IS DISTINCT FROM expected OR pg_temp.flare(change, true) IS DISTINCT FROM c.modified ORDER BY id;
SELECT count(*) FROM flare_case;

-- From descriptors: what is new is a manifestation by itself (and its weight a rise of the score).
CREATE TEMP VIEW alone AS
    SELECT name, selena_flare(name::sledai, 'none', mild_manifestation => false, severe_manifestation => false, severe_treatment => t, platelets => 200, previous_platelets => 200,
        haemolysis => false, prednisone_mg_kg => 0, previous_prednisone_mg_kg => 0, drug_added => false, immunosuppressant_added => false, hospitalised => false, pga => 1, previous_pga => 1) AS got, t
    FROM sledai_items(), unnest(ARRAY[false, true]) t;
SELECT t AS treated, got, count(*), string_agg(name, ', ' ORDER BY name COLLATE "C") FROM alone GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM explain_selena_flare('arthritis, vasculitis, ?rash'::sledai, 'arthritis'::sledai, mild_manifestation => false, severe_manifestation => false, prednisone_mg_kg => 0.6, previous_prednisone_mg_kg => 0.2, pga => 2, previous_pga => 1);
SELECT * FROM explain_selena_flare(14, 8, modified => true);
SELECT selena_flare(14, 8, pga => 4);
SELECT selena_flare(-1, 8);
SELECT selena_flare(5, 8, platelets => -1);

-- Scores: weights and groups of SLEDAI-2K (Gladman 2002; clinical/response
-- table read in calculators and printed tables), unassessed descriptors.
\set VERBOSITY terse
\pset null NULL

SELECT "position", name, weight, domain, threshold, verified FROM sledai_items() ORDER BY 1;
SELECT name, selena, selena_verified FROM sledai_items() WHERE selena IS NOT NULL ORDER BY "position";
SELECT count(*), sum(weight), count(*) FILTER (WHERE title IS NULL OR definition IS NULL OR source IS NULL OR verified NOT IN ('read', 'partly read', 'remembered')
    OR (selena IS NULL) <> (selena_verified IS NULL)) AS lacking FROM sledai_items();

-- Weights as published, by hand: descriptor, weight, group.
CREATE TEMP TABLE published (name text, weight int, part text);
INSERT INTO published SELECT unnest(ARRAY['seizure','psychosis','organic_brain_syndrome','visual_disturbance','cranial_nerve','lupus_headache','cva','vasculitis']), 8, 'neurovascular';
INSERT INTO published SELECT unnest(ARRAY['arthritis','myositis']), 4, 'musculoskeletal';
INSERT INTO published SELECT unnest(ARRAY['urinary_casts','hematuria','proteinuria','pyuria']), 4, 'renal';
INSERT INTO published SELECT unnest(ARRAY['rash','alopecia','mucosal_ulcers']), 2, 'mucocutaneous';
INSERT INTO published SELECT unnest(ARRAY['pleurisy','pericarditis']), 2, 'serosal';
INSERT INTO published SELECT unnest(ARRAY['low_complement','increased_dna_binding']), 2, 'serological';
INSERT INTO published SELECT unnest(ARRAY['fever','thrombocytopenia','leukopenia']), 1, 'constitutional';

CREATE TEMP VIEW part_scores AS
    SELECT p.*, s, sledai_score(s) AS score, sledai_clinical(s) AS clinical, sledai_min(s) AS min, sledai_max(s) AS max,
        jsonb_build_object('neurovascular', sledai_neurovascular(s), 'musculoskeletal', sledai_musculoskeletal(s), 'renal', sledai_renal(s),
            'mucocutaneous', sledai_mucocutaneous(s), 'serosal', sledai_serosal(s), 'serological', sledai_serological(s),
            'constitutional', sledai_constitutional(s)) AS parts
    FROM published p, LATERAL (VALUES (p.name::sledai)) v (s);
-- alone: the weight in the total and its own group, zero elsewhere
SELECT name FROM part_scores WHERE score <> weight OR min <> weight OR max <> weight
    OR clinical <> CASE part WHEN 'serological' THEN 0 ELSE weight END
    OR EXISTS (SELECT FROM jsonb_each_text(parts) e WHERE e.value::int <> CASE WHEN e.key = part THEN weight ELSE 0 END);
-- not assessed: total and own group unknown, the others known; bounds
SELECT name FROM published p, LATERAL (VALUES (('?' || p.name)::sledai)) v (s)
WHERE sledai_score(s) IS NOT NULL OR (sledai_clinical(s) IS NULL) = (part = 'serological') OR sledai_min(s) <> 0 OR sledai_max(s) <> weight
    OR (sledai_renal(s) IS NULL) <> (part = 'renal') OR (sledai_serological(s) IS NULL) <> (part = 'serological')
    OR (sledai_neurovascular(s) IS NULL) <> (part = 'neurovascular') OR (sledai_musculoskeletal(s) IS NULL) <> (part = 'musculoskeletal')
    OR (sledai_mucocutaneous(s) IS NULL) <> (part = 'mucocutaneous') OR (sledai_serosal(s) IS NULL) <> (part = 'serosal')
    OR (sledai_constitutional(s) IS NULL) <> (part = 'constitutional');
SELECT count(*) FROM published;

-- Published ranges: 0-105, clinical 0-101, serological 0-4, renal 0-16, neurovascular 0-64.
SELECT sledai_score(s), sledai_clinical(s), sledai_serological(s), sledai_renal(s), sledai_neurovascular(s),
    sledai_musculoskeletal(s), sledai_mucocutaneous(s), sledai_serosal(s), sledai_constitutional(s), sledai_min(s), sledai_max(s)
FROM (VALUES ('none'::sledai), (sledai_from_flags(array_fill(true, ARRAY[24]))), ('?*')) v (s);

-- Random sets: the sum of the weights, one by one.
CREATE TEMP TABLE random_set AS
    SELECT g, sledai_from_flags((SELECT array_agg(CASE hashtext(g || ' ' || k) % 4 WHEN 0 THEN NULL WHEN 1 THEN true WHEN -1 THEN true ELSE false END ORDER BY k)
        FROM generate_series(1, 24) k)) AS s FROM generate_series(1, 500) g;
SELECT count(*) AS sets, count(*) FILTER (WHERE sledai_min(s) <> least OR sledai_max(s) <> most
    OR sledai_score(s) IS DISTINCT FROM CASE WHEN least = most THEN least END
    OR sledai_score(sledai_assume_absent(s)) <> least) AS differ
FROM random_set, LATERAL (SELECT COALESCE(sum(weight) FILTER (WHERE sledai_has(s, name)), 0) AS least,
    COALESCE(sum(weight) FILTER (WHERE sledai_has(s, name) IS NOT FALSE), 0) AS most FROM published) x;

SELECT * FROM explain_sledai('arthritis, ?fever') WHERE points IS DISTINCT FROM 0;
SELECT sum(points), count(*), count(present) FROM explain_sledai('arthritis, rash, ?fever');
SELECT sledai_score(NULL), sledai_min(NULL), new_since('fever', NULL), sledai_from_flags(NULL);

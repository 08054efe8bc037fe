-- bilag: grades of BILAG-2004, scores (Yee, Rheumatology 2010;49:1665: A 12, B
-- 8, C 1, D and E 0, total 0 to 108), comparison as SRI and BICLA ask for it.
SET client_min_messages = warning;
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    d text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ' ' || SQLERRM || CASE WHEN d <> '' THEN ' | ' || d ELSE '' END;
END $$;

-- Text.
SELECT x, x::bilag AS printed, bilag_score(x::bilag), bilag_score_min(x::bilag) AS low, bilag_score_max(x::bilag) AS high
FROM unnest(ARRAY['A B C D E E E B C', 'ABCDEEEBC', 'a,b, c d  e e e b c', 'A A A A A A A A A', 'E E E E E E E E E', 'DDDDDDDDD', 'A B C D E E E B ND', 'ndNDndNDndNDndNDnd', 'C C C C C C C C C', 'B E E E E E E E E']) AS u (x);
SELECT x, pg_temp.refusal(format('SELECT %L::bilag', x)) FROM unnest(ARRAY['', 'A', 'A B C D E E E B', 'A B C D E E E B C D', 'A B C D F E E B C', 'A B C D N E E B C', 'A;B', 'é', '1 2 3 4 5 6 7 8 9']) AS u (x) ORDER BY x COLLATE "C";
-- In the order of the form: names and places, there and back.
SELECT make_bilag('A', 'B', 'C', 'D', 'E', 'ND', 'A', 'B', 'C') AS in_order, make_bilag(renal => 'A', musculoskeletal => 'B') AS by_name, make_bilag(renal => NULL, constitutional => 'E') AS nothing_for_null;
SELECT s.system, s.position, bilag_grade('A B C D E ND A B C', s.system) FROM bilag_systems() s ORDER BY s.position;
SELECT count(*) AS places, count(*) FILTER (WHERE s.system::text = t.s) AS same FROM bilag_systems() s JOIN unnest('{constitutional,mucocutaneous,neuropsychiatric,musculoskeletal,cardiorespiratory,gastrointestinal,ophthalmic,renal,haematological}'::text[]) WITH ORDINALITY t (s, n) ON n = s.position;

-- 400 assessments: equality, order and hash by pairs, the score by another way,
-- text there and back.
CREATE TEMP TABLE many AS
    SELECT id, string_agg((ARRAY['A', 'B', 'C', 'D', 'E', 'ND'])[1 + get_byte(decode(md5(id || '.' || s), 'hex'), 0) % CASE WHEN id % 5 = 0 THEN 6 ELSE 5 END], ' ' ORDER BY s)::bilag AS b
    FROM generate_series(1, 400) id, generate_series(1, 9) s GROUP BY id;
SELECT count(*) AS all_of_them, count(*) FILTER (WHERE b::text::bilag = b) AS text_back,
    count(*) FILTER (WHERE bilag_score(b) IS NOT DISTINCT FROM CASE WHEN b::text !~ 'ND' THEN (SELECT sum(CASE g WHEN 'A' THEN 12 WHEN 'B' THEN 8 WHEN 'C' THEN 1 ELSE 0 END) FROM regexp_split_to_table(b::text, ' ') g) END) AS score_right,
    count(bilag_score(b)) AS scored
FROM many;
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE (a.b = b.b) <> (a.b::text = b.b::text) OR (a.b = b.b) = (a.b <> b.b) OR bilag_cmp(a.b, b.b) <> -bilag_cmp(b.b, a.b) OR (a.b < b.b) <> (bilag_cmp(a.b, b.b) < 0) OR (a.b <= b.b) <> (bilag_cmp(a.b, b.b) <= 0)
        OR (a.b > b.b) <> (b.b < a.b) OR (a.b >= b.b) <> (b.b <= a.b) OR (a.b = b.b AND (bilag_hash(a.b) <> bilag_hash(b.b) OR bilag_hash_extended(a.b, 3) <> bilag_hash_extended(b.b, 3)))) AS wrong
FROM many a, many b;
CREATE INDEX ON many (b);
SELECT array_agg(x ORDER BY x) FROM unnest('{B E E E E E E E E,A E E E E E E E E,A E E E E E E E D,ND A A A A A A A A}'::bilag[]) x;

-- Comparison.  New A: A now, not A before.  New B: B now, and C, D or E before.
CREATE TEMP TABLE pair (current bilag, baseline bilag, new_a int, new_b int, worse boolean, better boolean);
INSERT INTO pair VALUES
    ('B E E E E E E B E', 'A E E E E E E A E', 0, 0, false, true),        -- A to B is improvement and no new B
    ('A E E E E E E E E', 'A E E E E E E E E', 0, 0, false, false),       -- A stays A
    ('E E E E E E E A E', 'E E E E E E E B E', 1, 0, true, false),        -- B to A
    ('E E E E E E E A E', 'E E E E E E E E E', 1, 0, true, NULL),         -- nothing was A or B
    ('E E E E E E E B E', 'E E E E E E E C E', 0, 1, false, NULL),        -- one new B is allowed
    ('E E E B E E E B E', 'E E E C E E E C E', 0, 2, true, NULL),
    ('E E E B E E E B E', 'E E E D E E E E E', 0, 2, true, NULL),
    ('E E E B E E E C E', 'E E E B E E E B E', 0, 0, false, false),       -- one B stays B
    ('E E E C E E E D E', 'E E E B E E E B E', 0, 0, false, true),
    ('E E E C E E B D E', 'E E E B E E C B E', 0, 1, false, true),        -- with one new B
    ('E E E C E E B D ND', 'E E E B E E C B E', NULL, NULL, NULL, true),  -- haematological could be a new A
    ('E E E C E E E D ND', 'E E E B E E E B A', 0, 0, false, NULL),
    ('E E E C E E E D C', 'E E E B E E E B ND', 0, 0, false, true),
    ('E E E C E E E D B', 'E E E B E E E B ND', 0, NULL, false, NULL),
    ('E E E C E E E D A', 'E E E B E E E B ND', NULL, 0, NULL, NULL),
    ('A E E C E E E D ND', 'E E E B E E E B E', NULL, NULL, true, true),  -- a new A is a new A
    ('E E E B E E E D ND', 'E E E B E E E B E', NULL, NULL, NULL, false);
SELECT p.*, bilag_new_a(current, baseline), bilag_new_b(current, baseline), bilag_worsening(current, baseline), bilag_improvement(current, baseline) FROM pair p
WHERE bilag_new_a(current, baseline) IS DISTINCT FROM new_a OR bilag_new_b(current, baseline) IS DISTINCT FROM new_b
    OR bilag_worsening(current, baseline) IS DISTINCT FROM worse OR bilag_improvement(current, baseline) IS DISTINCT FROM better;
SELECT count(*) AS pairs FROM pair;
-- What the functions say of an assessment with gaps is what every way of filling them has in common.
CREATE TEMP TABLE gap AS
    SELECT row_number() OVER () AS id, format('%s %s E E E E E E E', a, b) AS current, format('%s %s E E E E E E B', c, d) AS baseline
    FROM unnest('{A,B,C,E,ND}'::text[]) a, unnest('{A,B,D,ND}'::text[]) b, unnest('{A,B,C,ND}'::text[]) c, unnest('{A,B,E,ND}'::text[]) d;
CREATE TEMP TABLE filled AS
    SELECT id, (array_to_string(ARRAY[f.a, f.b], ' ') || ' E E E E E E E')::bilag AS current, (array_to_string(ARRAY[f.c, f.d], ' ') || ' E E E E E E B')::bilag AS baseline
    FROM gap, LATERAL (SELECT regexp_split_to_array(current, ' ') AS x, regexp_split_to_array(baseline, ' ') AS y) s,
        LATERAL (SELECT a, b, c, d FROM unnest('{A,B,C,D,E}'::text[]) a, unnest('{A,B,C,D,E}'::text[]) b, unnest('{A,B,C,D,E}'::text[]) c, unnest('{A,B,C,D,E}'::text[]) d
            WHERE (x[1] = 'ND' OR a = x[1]) AND (x[2] = 'ND' OR b = x[2]) AND (y[1] = 'ND' OR c = y[1]) AND (y[2] = 'ND' OR d = y[2])) f;
SELECT count(*) AS with_gaps, sum(n) AS filled,
    count(*) FILTER (WHERE bilag_new_a(g.current::bilag, g.baseline::bilag) IS DISTINCT FROM CASE WHEN a_min = a_max THEN a_min END) AS new_a_wrong,
    count(*) FILTER (WHERE bilag_new_b(g.current::bilag, g.baseline::bilag) IS DISTINCT FROM CASE WHEN b_min = b_max THEN b_min END) AS new_b_wrong,
    count(*) FILTER (WHERE bilag_worsening(g.current::bilag, g.baseline::bilag) IS DISTINCT FROM CASE WHEN w_all = w_any THEN w_all END) AS worsening_wrong,
    count(*) FILTER (WHERE bilag_improvement(g.current::bilag, g.baseline::bilag) IS DISTINCT FROM CASE WHEN i_all = i_any THEN i_all END) AS improvement_wrong
FROM gap g JOIN (SELECT id, count(*) AS n, min(bilag_new_a(current, baseline)) AS a_min, max(bilag_new_a(current, baseline)) AS a_max, min(bilag_new_b(current, baseline)) AS b_min, max(bilag_new_b(current, baseline)) AS b_max,
        bool_and(bilag_worsening(current, baseline)) AS w_all, bool_or(bilag_worsening(current, baseline)) AS w_any, bool_and(bilag_improvement(current, baseline)) AS i_all, bool_or(bilag_improvement(current, baseline)) AS i_any
    FROM filled GROUP BY id) f USING (id);
SELECT * FROM bilag_changes('A B C D E E E B ND', 'B A C E D C E C A');
SELECT bilag_count('A B C D E E E B C', 'B') AS b, bilag_count('A B C D E E E B C', 'E') AS e, bilag_count('A B C D E ND E B C', 'E') AS open, bilag_count('A B C D E ND E B C', 'ND') AS not_assessed;
SELECT bilag_score(NULL), bilag_new_a(NULL, 'A B C D E E E B C'), bilag_improvement('A B C D E E E B C', NULL);

-- Lists.
SELECT * FROM bilag_systems();
SELECT system, grade, string_agg(item, ' ' ORDER BY item COLLATE "C") FROM bilag_items() GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) AS items, count(DISTINCT (system, item)) AS different, count(*) FILTER (WHERE verified <> 'remembered' OR source = '') AS unsourced FROM bilag_items();

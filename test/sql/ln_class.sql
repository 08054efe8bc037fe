-- ln_class: classes of lupus nephritis (ISN/RPS 2003, Weening, J Am Soc Nephrol
-- 2004;15:241): spellings, order, meaning, and criteria that read them.
SET client_min_messages = warning;

-- Spellings.  Expected: how the value prints.
CREATE TEMP TABLE spelling (input text, canonical text);
INSERT INTO spelling VALUES
    ('III+V', 'III+V'), ('V+III', 'III+V'), ('Ⅲ+Ⅴ', 'III+V'), ('Ⅴ＋Ⅲ', 'III+V'), ('ⅲ + ⅴ', 'III+V'), ('Ⅳ', 'IV'), ('Ⅲ', 'III'), ('Ⅵ', 'VI'), ('Ⅰ', 'I'), ('Ⅱ', 'II'),
    ('Class IV', 'IV'), ('class iv', 'IV'), ('CLASS  III', 'III'), ('Class III + Class V', 'III+V'), ('Classes III and V', 'III+V'), ('ISN/RPS class II', 'II'), ('LN III, V', 'III+V'), ('V&IV', 'IV+V'),
    ('lupus nephritis class VI', 'VI'), ('  I ', 'I'), ('III+III', 'III'), ('III+IV', 'III+IV'), ('Ⅲ+Ⅴ型', 'III+V'), ('III+V', 'III+V'),
    ('III (A)', 'III (A)'), ('III(a/c)', 'III (A/C)'), ('IV-S (A/C) + V', 'IV-S (A/C)+V'), ('Class IV-G (C)', 'IV-G (C)'), ('IV-G A/C', 'IV-G (A/C)'), ('IV C', 'IV (C)'), ('III (A)+IV (C)', 'III (A)+IV (C)'),
    ('III+V (A/C)', 'III (A/C)+V'), ('III-S', 'III'), ('IV A and V', 'IV (A)+V'), ('III and V', 'III+V'), ('IV A+Class V', 'IV (A)+V'), ('III A/Class IV', 'III (A)/IV'), ('IV (A+C)', 'IV (A/C)'), ('III C, V', 'III (C)+V'),
    ('III/IV +- V', 'III/IV+-V'), ('III/IV ± V', 'III/IV+-V'), ('III/IV +/- V', 'III/IV+-V'), ('III or IV with or without V', 'III/IV+-V'), ('Class III/Class IV', 'III/IV'), ('Ⅳ/Ⅲ', 'III/IV'), ('IV±V', 'IV+-V'),
    ('V+III/IV', 'III/IV+V'), ('III (A) / IV (A/C)', 'III (A)/IV (A/C)'), ('II+-III+-V', 'II+-III+-V');
SELECT input, canonical, input::ln_class::text AS printed FROM spelling WHERE input::ln_class::text IS DISTINCT FROM canonical ORDER BY 1;
SELECT count(*) AS spellings FROM spelling;
-- What is printed reads back, with every bit: text and binary.
SELECT input FROM spelling WHERE ln_class_send(input::ln_class) IS DISTINCT FROM ln_class_send(canonical::ln_class) ORDER BY 1;

-- No class.
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
SELECT input, pg_temp.refusal(format('SELECT %L::ln_class', input)) FROM unnest(ARRAY['', ' ', 'none', 'VII', 'IIII', 'III+', '+III', 'III V', 'IVa', 'IV-X', 'V-S', 'V (A)', 'IV (B)', 'IV (A', 'IV (A) (C)',
    '+-V', 'III+-III', 'III/IV+III', 'III+-IV/V', 'III/IV+V/VI', 'Class', '4', 'Ⅶ', 'III; V', 'III/', 'é', repeat('x', 200)]) AS u (input) ORDER BY input COLLATE "C";

-- Every pair of values.
CREATE TEMP TABLE t (x ln_class);
INSERT INTO t SELECT input::ln_class FROM spelling;
SELECT count(*) AS values, count(DISTINCT x) AS different, count(DISTINCT x::text) AS printed FROM t;
-- Equality, order and hash agree over all pairs.
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE (a.x = b.x) <> (ln_class_cmp(a.x, b.x) = 0) OR (a.x <> b.x) = (a.x = b.x) OR (a.x < b.x) <> (b.x > a.x) OR (a.x <= b.x) <> (b.x >= a.x)
        OR (a.x < b.x) = (a.x >= b.x) OR (a.x = b.x AND (ln_class_hash(a.x) <> ln_class_hash(b.x) OR ln_class_hash_extended(a.x, 7) <> ln_class_hash_extended(b.x, 7)))) AS wrong
FROM t a, t b;
SELECT 'III (A)'::ln_class = 'III', 'IV-S (A/C)+V'::ln_class = 'V+IV', 'III+V'::ln_class = 'III', 'III/IV'::ln_class = 'III+IV', 'III/IV+-V'::ln_class = 'III or IV ± V';
CREATE INDEX ON t (x);
SELECT x FROM t WHERE x::text !~ '[(/-]' GROUP BY x ORDER BY x;

-- What a finding says; NULL where it is left open.
CREATE TEMP TABLE asked (finding ln_class, part ln_class, contained boolean, matched boolean);
INSERT INTO asked VALUES
    ('III', 'III/IV +- V', true, true), ('IV', 'III/IV +- V', true, true), ('III+V', 'III/IV +- V', true, true), ('IV+V', 'III/IV +- V', true, true), ('III+IV+V', 'III/IV +- V', true, true),
    ('V', 'III/IV +- V', false, false), ('II', 'III/IV +- V', false, false), ('II+V', 'III/IV +- V', false, false), ('III+VI', 'III/IV +- V', true, false),
    ('III/IV', 'III/IV +- V', true, true), ('III/IV+-V', 'III/IV', true, NULL), ('III+V', 'V', true, false), ('III+V', 'III+V', true, true), ('III', 'III+V', false, false),
    ('III+-V', 'V', NULL, false), ('III+-V', 'III', true, NULL), ('III/V', 'III', NULL, NULL), ('III/V', 'IV', false, false), ('V', 'V', true, true), ('IV (A)', 'IV', true, true);
SELECT * FROM asked WHERE contains(finding, part) IS DISTINCT FROM contained OR ln_class_matches(finding, part) IS DISTINCT FROM matched;
SELECT count(*) AS asked FROM asked;
SELECT f, is_pure(f), ln_class_list(f), ln_class_activity(f) FROM unnest('{V,III+V,III/IV,V+-III,III/IV+V,IV-S (A/C)+V,III (A)+IV (C),III (A),IV (C)}'::ln_class[]) f;
-- Both findings together.
SELECT 'III'::ln_class + 'V', 'III (A)'::ln_class + 'III (C)', 'IV-S'::ln_class + 'IV-G', 'IV-S'::ln_class + 'IV', 'III/IV'::ln_class + 'III', 'III+-V'::ln_class + 'V', 'III/IV+-V'::ln_class + 'III/IV';
SELECT pg_temp.refusal($$SELECT 'III/IV'::ln_class + 'III/V'$$);
SELECT contains(NULL, 'V'), is_pure(NULL), NULL::ln_class + 'V';

-- Criteria: a column of the type, of text and an entry of a history say the same.
CREATE TEMP TABLE biopsy (id int, ln_class ln_class);
CREATE TEMP TABLE biopsy_text (id int, ln_class text);
CREATE TEMP TABLE biopsy_other (id int, found ln_class);
INSERT INTO biopsy SELECT row_number() OVER (ORDER BY input COLLATE "C"), input::ln_class FROM spelling;
INSERT INTO biopsy VALUES (1000, NULL);
INSERT INTO biopsy_text SELECT row_number() OVER (ORDER BY input COLLATE "C"), input FROM spelling;
INSERT INTO biopsy_text VALUES (1000, NULL);
INSERT INTO biopsy_other TABLE biopsy;
CREATE TEMP TABLE rule (n int, body text, other text);
INSERT INTO rule SELECT n, replace(body, 'X', 'ln_class'), replace(body, 'X', 'found') FROM unnest(ARRAY['X = ''V+III''', 'X in (''III'', ''IV'', ''V'', ''III+V'', ''IV+V'')', 'X contains ''V''',
    'X contains ''III'' or X contains ''IV''', 'X <> ''II''', 'X is known', 'X = ''III/IV +- V''', 'X = ''none''']) WITH ORDINALITY AS r (body, n);
CREATE TEMP TABLE verdict (n int, id int, typed boolean, texted boolean, other boolean, history boolean, literal boolean);
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT n, 'include A: ' || body AS c, 'include A: ' || other AS o FROM rule LOOP
        EXECUTE format($f$INSERT INTO verdict SELECT %s, b.id, eligible(%L::criteria, b, date '2024-01-01'), eligible(%L::criteria, t, date '2024-01-01'), eligible(%L::criteria, o, date '2024-01-01'),
            eligible(%L::criteria, COALESCE(observation('ln_class', timestamp '2024-01-01', b.ln_class::text), patient_history()), date '2024-01-01'),
            eligible(c.c, b, date '2024-01-01')
            FROM biopsy b JOIN biopsy_text t USING (id) JOIN biopsy_other o USING (id), (SELECT %L::criteria AS c OFFSET 0) c$f$, r.n, r.c, r.c, r.o, r.c, r.c);
    END LOOP;
END $$;
SELECT * FROM verdict WHERE typed IS DISTINCT FROM texted OR typed IS DISTINCT FROM other OR typed IS DISTINCT FROM history OR typed IS DISTINCT FROM literal ORDER BY 1, 2;
SELECT body, count(*) FILTER (WHERE typed) AS yes, count(*) FILTER (WHERE NOT typed) AS no, count(*) FILTER (WHERE typed IS NULL) AS unknown
FROM verdict JOIN rule USING (n) GROUP BY n, body ORDER BY n;
SELECT label, holds, reason FROM biopsy b, explain_eligibility($$include A: ln_class = 'III/IV +- V'; include B: ln_class = 'V'$$, b, date '2024-01-01') WHERE b.ln_class::text = 'IV-S (A/C)+V';

-- Type sledai: text, binary, arrays, JSON, comparison, set operators.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;

-- Text: input, how it prints, how many present, how many not assessed.
CREATE TEMP TABLE io_case (input text, output text, present int, open int);
INSERT INTO io_case VALUES
    ('none', 'none', 0, 0), ('', 'none', 0, 0), ('  None ', 'none', 0, 0),
    ('arthritis', 'arthritis', 1, 0),
    ('fever,arthritis', 'arthritis, fever', 2, 0),
    (' Arthritis ,  ?FEVER', 'arthritis, ?fever', 1, 1),
    ('arthritis, arthritis', 'arthritis', 1, 0),
    ('?*', '?*', 0, 24),
    ('?*, seizure', 'seizure, ?*', 1, 23),
    ('seizure, -fever, ?*', 'seizure, ?psychosis, ?organic_brain_syndrome, ?visual_disturbance, ?cranial_nerve, ?lupus_headache, ?cva, ?vasculitis, ?arthritis, ?myositis, ?urinary_casts, ?hematuria, ?proteinuria, ?pyuria, ?rash, ?alopecia, ?mucosal_ulcers, ?pleurisy, ?pericarditis, ?low_complement, ?increased_dna_binding, ?thrombocytopenia, ?leukopenia', 1, 22),
    ('? fever, - rash', '?fever', 0, 1),
    ('haematuria, leucopenia, new_rash, cranial_nerve_disorder, cerebrovascular_accident, mucosal_ulcer', 'cranial_nerve, cva, hematuria, rash, mucosal_ulcers, leukopenia', 6, 0);
SELECT input, x::text AS got FROM (SELECT *, input::sledai AS x FROM io_case) c
WHERE x::text IS DISTINCT FROM output OR x::text::sledai <> x
    OR cardinality(sledai_present(x)) <> present OR cardinality(sledai_not_assessed(x)) <> open
    OR sledai_from_flags(sledai_flags(x)) <> x
    OR sledai_from_names(sledai_present(x), sledai_not_assessed(x)) <> x;
SELECT count(*) FROM io_case;

SELECT 'artritis'::sledai;
SELECT 'arthritis,'::sledai;
SELECT ','::sledai;
SELECT 'arthritis; fever'::sledai;
SELECT '?'::sledai;
SELECT 'none, fever'::sledai;
SELECT 'fever, ?fever'::sledai;
SELECT 'fever, -fever'::sledai;
SELECT 'haematuria, ?hematuria'::sledai;
SELECT 'fièvre'::sledai;

-- Each descriptor alone: position, bit on the wire, states in all forms.
SELECT i.name, sledai_send(i.name::sledai)
FROM sledai_items() i
WHERE sledai_send(i.name::sledai) <> '\x01'::bytea || decode(lpad(to_hex(1 << (i."position" - 1)), 8, '0') || '00000000', 'hex')
    OR sledai_send(('?' || i.name)::sledai) <> '\x0100000000'::bytea || decode(lpad(to_hex(1 << (i."position" - 1)), 8, '0'), 'hex')
    OR sledai_has(i.name::sledai, i.name) IS NOT TRUE
    OR sledai_has('none', i.name) IS NOT FALSE
    OR sledai_has(('?' || i.name)::sledai, i.name) IS NOT NULL
    OR (sledai_flags(i.name::sledai))[i."position"] IS NOT TRUE
    OR sledai_from_jsonb(jsonb_build_object(i.name, true)) <> (i.name || ', ?*')::sledai
    OR sledai_from_jsonb(jsonb_build_object(i.name, i.weight)) <> (i.name || ', ?*')::sledai
    OR sledai_from_jsonb(jsonb_build_object(i.name, 0)) <> ('-' || i.name || ', ?*')::sledai
    OR sledai_from_jsonb(jsonb_build_object(i.name, NULL)) <> '?*';
SELECT sledai_has('none', 'nothing');

-- Constructors.
SELECT sledai_from(arthritis => true, fever => false);
SELECT sledai_from() = '?*' AS nothing_assessed,
    sledai_from(true, true, true, true, true, true, true, true, true, true, true, true,
        true, true, true, true, true, true, true, true, true, true, true, true) = sledai_from_flags(array_fill(true, ARRAY[24])) AS all_present;
-- every argument of sledai_from is the descriptor of its name
SELECT count(*) AS arguments, count(*) FILTER (WHERE i.name = a.name) AS same
FROM pg_proc p, unnest(p.proargnames) WITH ORDINALITY a (name, n), sledai_items() i
WHERE p.proname = 'sledai_from' AND i."position" = a.n;
SELECT sledai_from_names(ARRAY['fever', 'rash']), sledai_from_names('{}', not_assessed => '{fever}'), sledai_from_names('{}');
SELECT sledai_from_names('{fever,nothing}');
SELECT sledai_from_names(ARRAY['fever', NULL]);
SELECT sledai_from_names('{fever}', '{fever}');
SELECT sledai_from_flags('{t,f}');
SELECT sledai_from_flags(array_fill(true, ARRAY[2, 12]));
SELECT sledai_from_jsonb('{}'), sledai_from_jsonb(NULL);
SELECT sledai_from_jsonb('{"arthritis": 8}');
SELECT sledai_from_jsonb('{"arthritis": "yes"}');
SELECT sledai_from_jsonb('{"arthritis": [1]}');
SELECT sledai_from_jsonb('{"arthritis": true, "pga": 1}');
SELECT sledai_from_jsonb('{"hematuria": true, "haematuria": true}');
SELECT sledai_from_jsonb('[true]');
SELECT sledai_from_jsonb('true');
SELECT sledai_assume_absent('fever, ?rash'), sledai_assume_absent('?*');

-- Set operators by Kleene: 3 x 3 states of one descriptor, from a table.
CREATE TEMP TABLE kleene (a text, b text, either text, common text, minus text);
INSERT INTO kleene VALUES
    ('none', 'none', 'none', 'none', 'none'), ('none', 'fever', 'fever', 'none', 'none'), ('none', '?fever', '?fever', 'none', 'none'),
    ('fever', 'none', 'fever', 'none', 'fever'), ('fever', 'fever', 'fever', 'fever', 'none'), ('fever', '?fever', 'fever', '?fever', '?fever'),
    ('?fever', 'none', '?fever', 'none', '?fever'), ('?fever', 'fever', 'fever', '?fever', 'none'), ('?fever', '?fever', '?fever', '?fever', '?fever');
SELECT a, b FROM (SELECT a::sledai, b::sledai, either::sledai, common::sledai, minus::sledai FROM kleene) k
WHERE a | b <> either OR a & b <> common OR a - b <> minus OR new_since(a, b) <> minus;
SELECT count(*) FROM kleene;
SELECT new_since(current => 'arthritis, rash, ?fever', previous => 'arthritis, ?alopecia');

-- Order and hash: distinct values stay distinct, equal ones meet.
CREATE TEMP TABLE some_sledai AS
    SELECT sledai_from_flags((SELECT array_agg(CASE (g * (k * k + 7) / 3) % 3 WHEN 0 THEN true WHEN 1 THEN false END ORDER BY k) FROM generate_series(1, 24) k)) AS s
    FROM generate_series(1, 300) g;
SELECT (SELECT count(DISTINCT s) FROM some_sledai) = (SELECT count(DISTINCT s::text) FROM some_sledai) AS sorted,
    (SELECT count(*) FROM (SELECT s FROM some_sledai GROUP BY s) g) = (SELECT count(DISTINCT s::text) FROM some_sledai) AS hashed,
    (SELECT bool_and(s::text::sledai = s) FROM some_sledai) AS read_back,
    (SELECT bool_and((sledai_hash_extended(s, 0) & 4294967295) = (sledai_hash(s)::bigint & 4294967295)) FROM some_sledai) AS extended;
SELECT bool_and((a.s < b.s) = (sledai_cmp(a.s, b.s) < 0) AND (a.s <= b.s) = (sledai_cmp(a.s, b.s) <= 0)
    AND (a.s > b.s) = (sledai_cmp(b.s, a.s) < 0) AND (a.s >= b.s) = (sledai_cmp(b.s, a.s) <= 0)
    AND (a.s = b.s) = (a.s::text = b.s::text) AND (a.s <> b.s) = (a.s::text <> b.s::text)) FROM some_sledai a, some_sledai b;
CREATE INDEX ON some_sledai (s);
CREATE INDEX ON some_sledai USING hash (s);

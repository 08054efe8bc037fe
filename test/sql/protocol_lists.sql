-- The built-in protocols: what is listed of them. The numbers of lines are
-- those of the sources: 10 + 18, 7 + 18, 7 + 14 and 6 + 17 lines of inclusion
-- and exclusion, registry fields (F1, F2) included: 97.
SELECT id, title, version, source, registry, phase, planned, note FROM protocols() ORDER BY id \gx

CREATE TEMP TABLE line AS
SELECT p.id, l.* FROM protocols() AS p, protocol_criterion_list(p.id) WITH ORDINALITY AS l
    (label, kind, title, expression, decidable, note, n);
SELECT id, count(*) FILTER (WHERE kind IN ('include', 'or include')) AS include,
    count(*) FILTER (WHERE kind = 'exclude') AS exclude, count(*) FILTER (WHERE kind = 'report') AS report
FROM line GROUP BY ROLLUP (id) ORDER BY id;
SELECT decidable, count(*) FILTER (WHERE kind <> 'report') AS decide, count(*) FILTER (WHERE kind = 'report') AS report
FROM line GROUP BY decidable ORDER BY decidable COLLATE "C";

-- Expected: no row. A label is unique, short enough for IETESTCD unless the
-- line only reports, and says what the line does; every line has a title and
-- what is ambiguous or lost a note or a reported other reading.
SELECT id, label FROM line GROUP BY id, label HAVING count(*) <> 1;
SELECT id, label FROM line
WHERE kind <> 'report' AND (length(label) > 8 OR label !~ CASE kind WHEN 'exclude' THEN '^E\d+[a-d]?$' ELSE '^[IF]\d+[a-d]?$' END)
    OR kind = 'report' AND label !~ '^[IE]\d+[a-d]?-(meant|printed|alt|sediment)$';
SELECT id, label FROM line WHERE title IS NULL OR expression IS NULL OR decidable IS NULL;
SELECT id, label FROM line WHERE decidable = 'lost' AND note IS NULL;
SELECT l.id, l.label FROM line AS l
WHERE l.decidable = 'ambiguous' AND l.kind <> 'report' AND l.note IS NULL
    AND NOT EXISTS (SELECT FROM line AS r WHERE r.id = l.id AND r.kind = 'report' AND r.label LIKE l.label || '-%');
-- lost lines are unknown, and no other
SELECT id, label FROM line WHERE (decidable = 'lost') <> (expression = 'unknown');
-- each line is what its clause is, and parses alone to itself
SELECT l.id, l.label FROM line AS l
WHERE only_clauses(protocol_criteria(l.id), ARRAY[l.label]) <>
    format('%s %s %s: %s%s', regexp_replace(l.kind, '^or ', ''), l.label, '"' || replace(l.title, '"', '""') || '"', l.expression,
        ' note "' || replace(l.note, '"', '""') || '"')::criteria;
-- as many lines as the criteria have clauses
SELECT p.id, (SELECT count(*) FROM clauses(protocol_criteria(p.id))) - (SELECT count(*) FROM line AS l WHERE l.id = p.id) AS lacking
FROM protocols() AS p ORDER BY p.id;

-- the ways to pass of one inclusion
SELECT id, label, kind FROM line WHERE kind = 'or include' OR label = 'I3b' ORDER BY id, n;

-- the text comes back
SELECT p.id, protocol_criteria(p.id)::text::criteria = protocol_criteria(p.id) AS same FROM protocols() AS p ORDER BY p.id;

-- to the planner the criteria are a constant, alone and composed
EXPLAIN (COSTS OFF, VERBOSE) SELECT facts(protocol_criteria('NCT05262686')) = '{}' AS x;
PREPARE composed AS SELECT 'given creatinine in umol/L'::criteria || protocol_criteria('NCT05863936') IS NULL;
EXPLAIN (COSTS OFF, VERBOSE) EXECUTE composed;

-- a lower-case id is taken, NULL is NULL, another one an error
SELECT protocol_criteria('nct04893161') = protocol_criteria('NCT04893161') AS same, protocol_criteria(NULL) IS NULL AS none,
    (SELECT count(*) FROM protocol_criterion_list(NULL)) AS lines, (SELECT count(*) FROM protocol_facts(NULL)) AS facts;
SELECT protocol_criteria('NCT00000000');
SELECT * FROM protocol_criterion_list('');
SELECT * FROM protocol_facts('NCT00000000');
\set VERBOSITY sqlstate
SELECT protocol_criteria('NCT00000000');
\set VERBOSITY default

-- What the data must hold. Every fact is in the vocabulary; the lines that
-- need it are those whose expression names it. Only high_dose_ivig is nowhere
-- as such: it is derived from the immunoglobulin given.
CREATE TEMP TABLE need AS SELECT p.id, f.* FROM protocols() AS p, protocol_facts(p.id) AS f;
SELECT id, count(*) AS facts, count(DISTINCT fact) AS different, sum(cardinality(needed_by)) AS uses FROM need GROUP BY id ORDER BY id;
SELECT id, fact FROM need WHERE meaning IS NULL OR kind IS NULL OR needed_by = '{}' OR sdtm IS NULL OR omop IS NULL ORDER BY id, fact;
SELECT p.id FROM protocols() AS p
WHERE (SELECT array_agg(fact ORDER BY fact) FROM need WHERE need.id = p.id)
    IS DISTINCT FROM (SELECT array_agg(f ORDER BY f) FROM unnest(facts(protocol_criteria(p.id))) AS f);
SELECT n.id, n.fact, l.label FROM need AS n JOIN line AS l USING (id)
WHERE (l.label = ANY (n.needed_by)) <> (regexp_replace(l.expression, '''[^'']*''', '', 'g') ~ ('\m' || n.fact || '\M'));
SELECT fact, kind, usual_unit, needed_by FROM protocol_facts('NCT05863936') WHERE kind IN ('value', 'exposure') ORDER BY fact COLLATE "C";

-- any criteria can be taken apart
SELECT * FROM clauses('given wbc in /uL; include I1 "One": age >= 18; or include I2: x > 2 note "why"; exclude wbc < 3000/uL; report R: unknown');
SELECT count(*) > 100 AS many, count(*) = count(DISTINCT fact) AS once, bool_and(meaning <> '') AS told,
    string_agg(DISTINCT kind, ' ' ORDER BY kind) AS kinds FROM vocabulary();
SELECT fact, usual_unit FROM vocabulary() WHERE NOT unit_is_valid(usual_unit);

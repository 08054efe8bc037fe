-- SLE Responder Index: every combination of values on both sides of every
-- limit and missing, against SQL's own three-valued logic in numeric.
-- Rules: Furie 2009, BLISS-76 abstract, registry text of SRI-4 ("<0.3-point
-- increase"); modified form: van Vollenhoven 2012.  The published response
-- rates need patient data that nobody published.
\set VERBOSITY terse
\pset null NULL
SET client_min_messages = warning;

CREATE TEMP TABLE grid AS
    SELECT b, c, a, nb, p0, p1, f
    FROM unnest(ARRAY[10, 3, NULL]) b, unnest(ARRAY[6, 7, 0, NULL]) c, unnest(ARRAY[0, 1, NULL]) a, unnest(ARRAY[0, 1, 2, NULL]) nb,
        unnest(ARRAY[1.0, 0.1, NULL]) p0, unnest(ARRAY[1.0, 1.29, 1.3, 0.4, 0.39, NULL]) p1, unnest(ARRAY[false, true, NULL]) f;
CREATE TEMP VIEW oracle AS
    SELECT *, (b - c >= 4 AND (b IS NULL OR b >= 4)) AND a = 0 AND nb <= 1 AND p1 - p0 < 0.3 AND NOT f
        -- below 4 at baseline nobody can fall by 4, whatever the visit says
        AND NOT COALESCE(b < 4, false) AS expected FROM grid;
SELECT count(*) AS cases,
    count(*) FILTER (WHERE sri(4, b, c, a, nb, p0::float8, p1::float8, treatment_failure => f) IS DISTINCT FROM expected) AS differ,
    count(*) FILTER (WHERE sri(4, b, c, a, nb, p0::float8, p1::float8, treatment_failure => f, nri => true) IS DISTINCT FROM COALESCE(expected, false)) AS differ_nri,
    count(*) FILTER (WHERE sri(4, b, c, a, nb, p0::float8, p1::float8, treatment_failure => f, evaluable => true) IS DISTINCT FROM CASE WHEN b < 4 THEN NULL ELSE expected END) AS differ_evaluable,
    count(*) FILTER (WHERE (SELECT CASE WHEN bool_or(NOT holds) THEN false WHEN count(holds) = 4 THEN true END
        FROM explain_sri(4, b, c, a, nb, p0::float8, p1::float8, treatment_failure => f)) IS DISTINCT FROM expected) AS differ_explained,
    count(*) FILTER (WHERE expected) AS yes, count(*) FILTER (WHERE NOT expected) AS no
FROM oracle;

-- n = 4 to 8 at both sides of the fall.
SELECT n, sri(n, 20, 20 - n, 0, 0, 1, 1) AS fall, sri(n, 20, 21 - n, 0, 0, 1, 1) AS one_less FROM generate_series(4, 8) n ORDER BY n;

-- Every rise of PGA in steps of 0.1: 0.3 exactly is worsening, as decimals.
SELECT count(*) AS pairs, count(*) FILTER (WHERE pga_worsening(x, y) <> (y - x >= 0.3)) AS differ,
    count(*) FILTER (WHERE pga_worsening(x, y)) AS worse, count(*) FILTER (WHERE y::float8 - x::float8 >= 0.3) AS worse_in_binary
FROM (SELECT i / 10.0 AS x, j / 10.0 AS y FROM generate_series(0, 30) i, generate_series(0, 30) j) p;
SELECT pga_worsening(1.0, 1.3), pga_worsening(1.0, 1.29), pga_worsening(1.3, 1.0), pga_worsening(1, 1.5, by => 0.6), pga_worsening(NULL, 1);

-- From descriptors: those not assessed leave the fall open only where they matter.
CREATE TEMP TABLE pair (id int, baseline sledai, current sledai, plain boolean, modified boolean, evaluable boolean, note text);
INSERT INTO pair VALUES
    (1, 'arthritis, proteinuria', 'proteinuria', true, true, true, '8 to 4'),
    (2, 'arthritis, rash', 'rash, fever', false, false, false, '6 to 3'),
    (3, 'arthritis, low_complement, increased_dna_binding', 'arthritis', true, false, true, 'serology alone: 8 to 4, clinical 4 to 4'),
    (4, 'arthritis, low_complement', 'low_complement, increased_dna_binding', false, true, false, '6 to 4, clinical 4 to 0'),
    (5, 'vasculitis, arthritis', 'arthritis, ?rash', true, true, true, '12 to 4 or 6');
INSERT INTO pair VALUES
    (6, 'arthritis, rash', '?rash', true, true, true, '6 to 0 or 2'),
    (7, 'arthritis', '?fever', NULL, NULL, NULL, '4 to 0 or 1'),
    (8, 'arthritis, ?fever', 'none', true, true, true, '4 or 5 to 0'),
    (9, 'rash, ?fever', 'none', false, false, NULL, '2 or 3 to 0'),
    (10, 'rash, ?alopecia', 'none', NULL, NULL, NULL, '2 or 4 to 0'),
    (11, 'arthritis, ?low_complement', '?low_complement', NULL, true, NULL, 'serology not done'),
    (12, 'arthritis', NULL, NULL, NULL, NULL, 'visit missed'),
    (13, 'rash', NULL, false, false, NULL, 'visit missed, but 2 at baseline'),
    (14, NULL, 'none', NULL, NULL, NULL, 'no baseline');
INSERT INTO pair VALUES (15, 'arthritis, low_complement', 'rash', true, false, true, '6 to 2, clinical 4 to 2');
SELECT id, note, sri(4, baseline, current, 0, 1, 1.5, 1.5) AS plain, sri(4, baseline, current, 0, 1, 1.5, 1.5, modified => true) AS modified,
    sri(4, baseline, current, 0, 1, 1.5, 1.5, evaluable => true) AS evaluable FROM pair p
WHERE sri(4, baseline, current, 0, 1, 1.5, 1.5) IS DISTINCT FROM p.plain
    OR sri(4, baseline, current, 0, 1, 1.5, 1.5, modified => true) IS DISTINCT FROM p.modified
    OR sri(4, baseline, current, 0, 1, 1.5, 1.5, evaluable => true) IS DISTINCT FROM p.evaluable
    OR sri(4, baseline, current, 0, 2, 1.5, 1.5) IS NOT FALSE
    OR sri(4, baseline, current, 1, 0, 1.5, 1.5) IS NOT FALSE
    OR sri(4, baseline, current, 0, 0, 1.5, 1.8) IS NOT FALSE;
SELECT count(*) FROM pair;

SELECT * FROM explain_sri(4, 'arthritis, low_complement'::sledai, 'low_complement, ?fever'::sledai, 0, 2, 1.0, 1.3);
SELECT * FROM explain_sri(4, 'rash'::sledai, NULL, NULL, 1, 1.0, NULL, treatment_failure => NULL, modified => true);
SELECT * FROM explain_sri(5, 12, 7, 0, 0, 1, 1.2);

-- From a history: SELENA-SLEDAI does not count persistent proteinuria, so that
-- its disappearance is a fall in 2K only.
CREATE TEMP TABLE patient AS
    SELECT (SELECT history_agg(observation(i.name, d, i.name = 'arthritis' AND d < '2024-02-01')) FROM sledai_items() i, unnest(ARRAY[date '2024-01-01', '2024-06-01']) d
            WHERE i.name <> 'proteinuria')
        || observation('urine_protein', '2023-11-01', 2, 'g/d') || observation('urine_protein', '2023-12-31', 2, 'g/d') || observation('urine_protein', '2024-06-01', 0.2, 'g/d')
        || observation('pga', '2024-01-01', 1.5) || observation('pga', '2024-06-01', 0.5) AS h;
SELECT sledai_score(sledai_2k(h, '2024-01-01')) AS b2k, sledai_score(selena_sledai(h, '2024-01-01')) AS bselena,
    sri(4, h, '2024-01-01', '2024-06-01', 0, 0) AS sri4, sri(5, h, '2024-01-01', '2024-06-01', 0, 0) AS sri5,
    sri(8, h, '2024-01-01', '2024-06-01', 0, 0, index => '2k') AS sri8_2k, sri(9, h, '2024-01-01', '2024-06-01', 0, 0, index => '2k') AS sri9_2k,
    sri(4, h, '2024-01-01', '2024-08-01', 0, 0) AS no_visit, sri(4, h, '2024-01-01', '2024-08-01', 0, 0, nri => true) AS no_visit_nri,
    sri(4, h, '2024-01-01', '2024-06-11', 0, 0) AS day_10, sri(4, h, '2024-01-01', '2024-06-12', 0, 0) AS day_11
FROM patient;
SELECT e.* FROM patient, explain_sri(4, h, '2024-01-01', '2024-06-01', 0, 1) e;
SELECT e.* FROM patient, explain_sri(4, h, '2024-01-01', '2024-06-01', NULL, 1, index => '2k') e;

-- Errors.
SELECT sri(0, 8, 4, 0, 0, 1, 1);
SELECT sri(NULL, 8, 4, 0, 0, 1, 1);
SELECT sri(4, 106, 4, 0, 0, 1, 1);
SELECT sri(4, 8, -1, 0, 0, 1, 1);
SELECT sri(4, 8, 4, -1, 0, 1, 1);
SELECT sri(4, 8, 4, 0, 0, 3.1, 1);
SELECT sri(4, 8, 4, 0, 0, 1, -0.1);
SELECT pga_worsening('NaN', 1);
SELECT sri(4, observation('pga', '2024-01-01', 30), '2024-01-01', '2024-06-01', 0, 0);

-- From the grades of BILAG: as the counts where every system was graded; a
-- system that was not leaves it open only where it could decide.
CREATE TEMP TABLE graded AS
    SELECT b::bilag, c::bilag FROM unnest(ARRAY['A E E E E E E E E', 'B B E E E E E E E', 'C D E E E E E E E']) b, unnest(ARRAY['A E E E E E E E E', 'B B E E E E E E E', 'B E E E E E E E E', 'C B B E E E E E E', 'E E E E E E E E A', 'D D E E E E E E E']) c;
SELECT count(*) AS pairs, count(*) FILTER (WHERE sri(4, 8, 4, bilag_new_a(c, b), bilag_new_b(c, b), 1, 1) IS DISTINCT FROM
        sri(4, 'arthritis, proteinuria', 'arthritis', b, c, 1, 1)) AS differ,
    count(*) FILTER (WHERE sri(4, 'arthritis, proteinuria', 'arthritis', b, c, 1, 1)) AS yes FROM graded;
SELECT component, holds, reason FROM explain_sri(4, 'arthritis, proteinuria', 'arthritis', bilag 'E E E E E E E E E', bilag 'B ND E E E E E E E', 1, 1) WHERE component = 'bilag';

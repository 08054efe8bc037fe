-- randomisation: allocation lists in permuted blocks.  Hundreds of lists are
-- compared with two other programs in test/t/171_randomisation.pl; here the
-- properties, the chances and the errors.

-- Two lists as the Python program of docs/randomisation.md prints them.
SELECT block, max(block_size) AS size, string_agg(arm, ' ' ORDER BY position) AS arms
FROM allocation_list('{Biologics,SOC,Triple}', '{2,2,1}', '{5,10}', 33, 'SEED004')
GROUP BY block ORDER BY block;
SELECT string_agg(arm, '' ORDER BY position) FROM allocation_list('{A,B}', '{1,1}', '{4}', 24, '1');

-- ------------------------------------------------------------- properties
CREATE TEMP TABLE design (id int, arms text[], ratio int[], sizes int[], n int);
INSERT INTO design VALUES
    (1, '{A,B}', '{1,1}', '{4}', 100), (2, '{A,B}', '{1,1}', '{2,4,6}', 101),
    (3, '{Biologics,SOC,Triple}', '{2,2,1}', '{5,10}', 50), (4, '{Biologics,SOC,Triple}', '{2,2,1}', '{5}', 50),
    (5, '{Biologics,SOC,Triple}', '{20,20,10}', '{10}', 40), (6, '{Combination,Belimumab}', '{1,1}', '{10,20}', 20),
    (7, '{A,B,C,D}', '{1,2,3,4}', '{10,20,30}', 333), (8, '{alone}', '{3}', '{1,7}', 20),
    (9, '{A,B}', '{1,999}', '{1000}', 1500);
CREATE TEMP TABLE list AS
SELECT id, arms, ratio, sizes, n, seed, l.*
FROM design, generate_series(1, 20) s, text('seed ' || s) AS seed, allocation_list(arms, ratio, sizes, n, seed) l;

-- Each list has n places, numbered without a gap, and blocks that follow one
-- another.
SELECT count(*) AS lists, bool_and(places = n AND first = 1 AND last = n AND in_order) AS whole
FROM (SELECT id, seed, n, count(*) AS places, min(position) AS first, max(position) AS last,
        bool_and(block = before OR block = before + 1) AS in_order
    FROM (SELECT *, lag(block, 1, 1) OVER (PARTITION BY id, seed ORDER BY position) AS before FROM list) l
    GROUP BY id, seed, n) l;

-- Whole blocks hold the ratio exactly, the one that was cut off no more of any
-- arm; sizes are those given.
CREATE TEMP TABLE block AS
SELECT id, seed, block, block_size, sizes, arms, ratio, count(*) AS places FROM list GROUP BY 1, 2, 3, 4, 5, 6, 7;
SELECT count(*) AS blocks, count(*) FILTER (WHERE places < block_size) AS cut_off,
    bool_and(block_size = ANY (sizes) AND places <= block_size) AS sizes_given FROM block;
SELECT count(*) AS cells, count(*) FILTER (WHERE CASE WHEN places = block_size THEN there <> share ELSE there > share END) AS wrong
FROM (SELECT b.places, b.block_size, a.r * b.block_size / (SELECT sum(x) FROM unnest(b.ratio) x) AS share, coalesce(c.n, 0) AS there
    FROM block b CROSS JOIN unnest(b.arms, b.ratio) a (arm, r)
        LEFT JOIN (SELECT id, seed, block, arm, count(*) AS n FROM list GROUP BY 1, 2, 3, 4) c USING (id, seed, block, arm)) x;

-- The trial's totals: one size that divides n gives them exactly.
SELECT arm, min(n), max(n) FROM (SELECT seed, arm, count(*) AS n FROM list WHERE id = 4 GROUP BY 1, 2) x GROUP BY arm ORDER BY arm;

-- Only the ratio counts, not its terms; the order of the arms does.
SELECT NOT EXISTS (SELECT * FROM allocation_list('{A,B,C}', '{20,20,10}', '{5,10}', 90, 's')
    EXCEPT SELECT * FROM allocation_list('{A,B,C}', '{2,2,1}', '{5,10}', 90, 's')) AS same,
    EXISTS (SELECT * FROM allocation_list('{B,A,C}', '{2,2,1}', '{5,10}', 90, 's')
    EXCEPT SELECT * FROM allocation_list('{A,B,C}', '{2,2,1}', '{5,10}', 90, 's')) AS other;
-- A longer list begins as the shorter one.
SELECT count(*) FROM allocation_list('{A,B,C}', '{2,2,1}', '{5,10}', 37, 's') a
    JOIN allocation_list('{A,B,C}', '{2,2,1}', '{5,10}', 1000, 's') b USING (position, block, block_size, arm);
-- Each stratum has the list of its own seed.
SELECT stratum, count(*), max(position), bool_and(NOT EXISTS (
    SELECT FROM allocation_list('{A,B}', '{1,1}', '{2,4}', 10, 'trial/' || s.stratum) l
    WHERE l.position = s.position AND (l.block, l.block_size, l.arm) IS DISTINCT FROM (s.block, s.block_size, s.arm))) AS own
FROM allocation_list('{A,B}', '{1,1}', '{2,4}', 10, 'trial', '{site 1,site 2,"site 1/IV"}') s
GROUP BY stratum ORDER BY stratum;
SELECT count(DISTINCT arms) FROM (SELECT string_agg(arm, '' ORDER BY position) AS arms
    FROM allocation_list('{A,B}', '{1,1}', '{4}', 40, 'trial', (SELECT array_agg('site ' || i) FROM generate_series(1, 200) i)) GROUP BY stratum) x;

-- ---------------------------------------------------------------- chances
--
-- 6,000 seeds.  Chi-square of the counts against equal ones, and the value
-- that is exceeded once in 1,000 (table of chi-square: 5, 29, 2, 35 degrees of
-- freedom).  Every permutation of a block, every size, and every pair of
-- permutations of two blocks that follow one another.
CREATE TEMP VIEW chance AS
SELECT 'permutations of AABB' AS what, 6 AS cells, 20.515 AS lim, string_agg(arm, '' ORDER BY position) AS cell
FROM generate_series(1, 6000) s, allocation_list('{A,B}', '{1,1}', '{4}', 4, 'chance ' || s) GROUP BY s
UNION ALL
SELECT 'permutations of AABBC', 30, 58.301, string_agg(arm, '' ORDER BY position)
FROM generate_series(1, 6000) s, allocation_list('{A,B,C}', '{2,2,1}', '{5}', 5, 'chance ' || s) GROUP BY s
UNION ALL
SELECT 'sizes 4, 6 and 8', 3, 13.816, block_size::text
FROM generate_series(1, 600) s, allocation_list('{A,B}', '{1,1}', '{4,6,8}', 60, 'chance ' || s) GROUP BY s, block, block_size HAVING block <= 5
UNION ALL
SELECT 'two blocks', 36, 66.619, string_agg(arm, '' ORDER BY position)
FROM generate_series(1, 6000) s, allocation_list('{A,B}', '{1,1}', '{4}', 8, 'chance ' || s) GROUP BY s;
SELECT what, count(*) AS cells, sum(n) AS drawn, sum((n - total / cells) ^ 2 / (total / cells)) < max(lim) AS equally_likely
FROM (SELECT what, cells, lim, count(*) AS n, sum(count(*)) OVER (PARTITION BY what) AS total
    FROM chance GROUP BY what, cells, lim, cell) c
GROUP BY what, cells HAVING count(*) = cells ORDER BY what;
-- A size that is given twice comes twice as often: two of three, within 3.3
-- standard deviations (0.0061).
SELECT abs(avg((block_size = 10)::int) - 2.0 / 3) < 0.02 AS twice_as_often
FROM generate_series(1, 6000) s, allocation_list('{A,B}', '{1,1}', '{10,4,10}', 1, 'chance ' || s);

-- ------------------------------------------------------------------ edges
SELECT count(*) FROM allocation_list('{A,B}', '{1,1}', '{4}', 0, 's');
SELECT * FROM allocation_list('{alone}', '{5}', '{3}', 4, 's');
SELECT * FROM allocation_list('{A,B}', '{1,1}', '{2}', 2, 's', '{}');
SELECT count(*) FROM allocation_list('{A,B}', '{1,1}', '{4}', NULL, 's');
SELECT count(*) FROM allocation_list('{A,B}', '{1,1}', '{4}', 4, NULL);
SELECT count(*) FROM allocation_list(NULL, '{1,1}', '{4}', 4, 's', '{x}');
SELECT count(*), count(DISTINCT block) FROM allocation_list('{A,B}', '{1,1}', '{1000}', 1000000, 's');
-- In the select list, and with arguments of a row.
SELECT id, count(l) FROM (SELECT id, allocation_list(arms, ratio, sizes, n, 's') AS l FROM design) x GROUP BY id ORDER BY id;
-- Arrays whose first subscript is not 1.
SELECT string_agg(arm, '' ORDER BY position) = 'BBAABABAAABBABBABABABABA' AS same
FROM allocation_list('[3:4]={A,B}', '[0:1]={1,1}', '[7:7]={4}', 24, '1');
-- The planner knows how many rows come.
EXPLAIN SELECT * FROM allocation_list('{A,B}', '{1,1}', '{4}', 48, 's');
EXPLAIN SELECT * FROM allocation_list('{A,B}', '{1,1}', '{4}', 48, 's', '{x,y}');

-- ----------------------------------------------------------------- errors
SELECT allocation_list('{A,B,C}', '{2,2,1}', '{4}', 50, 's');
SELECT allocation_list('{A,B,C}', '{2,2,1}', '{5,12}', 50, 's');
SELECT allocation_list('{A,B,C}', '{4,4,2}', '{6}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{0}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{-4}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{1002}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', array_fill(2, ARRAY[1001]), 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{{2,4}}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{2,NULL}', 50, 's');
SELECT allocation_list('{A,B}', '{1}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{1,0}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{1,NULL}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1000}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{500,1}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{2147483647,2147483646}', '{4}', 50, 's');
SELECT allocation_list('{}', '{}', '{4}', 50, 's');
SELECT allocation_list('{A,A}', '{1,1}', '{4}', 50, 's');
SELECT allocation_list('{A,""}', '{1,1}', '{4}', 50, 's');
SELECT allocation_list('{A,NULL}', '{1,1}', '{4}', 50, 's');
SELECT allocation_list('{{A,B}}', '{1,1}', '{4}', 50, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', -1, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 1000001, 's');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 50, '');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 50, 's', '{x,y,x}');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 50, 's', '{x,NULL}');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 50, 's', '{""}');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 500001, 's', '{x,y}');
SELECT allocation_list('{A,B}', '{1,1}', '{4}', 1, 's', (SELECT array_agg(i::text) FROM generate_series(1, 10001) i));
-- No message repeats a long name.
SELECT allocation_list(ARRAY[repeat('é', 100), repeat('é', 100)], '{1,1}', '{4}', 50, 's');
SELECT allocation_list(ARRAY[repeat('é', 100), 'B'], '{0,1}', '{4}', 50, 's');

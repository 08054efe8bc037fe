-- Vials: the least waste, then the fewest vials. Belimumab comes as 120 mg and
-- 400 mg. By hand: 600 mg = 5 x 120, no waste (400 + 2 x 120 would be 640);
-- 640 = 400 + 2 x 120; 700 = 6 x 120 (720), 20 wasted, before 2 x 400 (800) and
-- 400 + 3 x 120 (760); 800 = 2 x 400; 1200 = 3 x 400 and not 10 x 120.
SELECT amount, v.* FROM unnest('{600,640,700,800,1200,612.35,1,0}'::float8[]) AS amount LEFT JOIN LATERAL vials(amount, '{120,400}') AS v ON true;

-- Amounts from 0 to 900 mg in steps of 12.5 against brute force over every
-- combination. Expected: no row, then the number of amounts.
CREATE TEMP TABLE combination AS
SELECT s.n AS sizes, a, b, c, a * s.x + b * s.y + c * s.z AS total, a + b + c AS vials, s.x, s.y, s.z
FROM (VALUES (1, 120, 400, 400), (2, 100, 250, 500), (3, 50, 120, 330), (4, 7, 7, 7), (5, 400, 400, 400)) AS s (n, x, y, z),
    generate_series(0, 1300 / s.x) AS a, generate_series(0, CASE WHEN s.y > s.x THEN 1300 / s.y ELSE 0 END) AS b,
    generate_series(0, CASE WHEN s.z > s.y THEN 1300 / s.z ELSE 0 END) AS c;
CREATE TEMP TABLE best AS
SELECT DISTINCT ON (sizes, amount) sizes, amount, total, vials
FROM generate_series(0, 900, 12.5) AS amount JOIN combination ON total >= amount
ORDER BY sizes, amount, total, vials;
CREATE TEMP TABLE found AS
SELECT b.sizes, b.amount, coalesce(sum(v.vial_size * v.vials), 0) AS total, coalesce(sum(v.vials), 0) AS vials,
    count(DISTINCT v.total) + count(DISTINCT v.waste) AS values, min(v.waste) AS waste
FROM best AS b JOIN (SELECT DISTINCT sizes, ARRAY[x, y, z]::float8[] AS list FROM combination) AS s USING (sizes)
    LEFT JOIN LATERAL vials(b.amount::float8, s.list) AS v ON true
GROUP BY b.sizes, b.amount;
SELECT * FROM best AS b FULL JOIN found AS f USING (sizes, amount)
WHERE b.total IS DISTINCT FROM f.total OR b.vials IS DISTINCT FROM f.vials
    OR amount > 0 AND (f.values <> 2 OR f.waste <> b.total - amount);
SELECT sizes, count(*), max(total - amount) AS most_wasted FROM best GROUP BY sizes ORDER BY sizes;

-- decimals are exact: three vials of 0.1 for 0.3, and no fourth
SELECT * FROM vials(0.3, '{0.1}');
SELECT * FROM vials(1.05, '{0.25,0.4}');
SELECT * FROM vials(600.0000001, '{120}');

-- units: what is given in g, in vials of mg, and a size twice
SELECT * FROM vials(quantity '0.6 g', '{120 mg,400 mg}'::quantity[]);
SELECT * FROM vials(quantity '700 mg', ARRAY[quantity '0.4 g', '120 mg', '400 mg']);
SELECT * FROM vials(quantity '54 M[IU]', ARRAY[quantity '18 M[IU]', '22 M[IU]']);

SELECT count(*) AS none FROM vials(NULL, '{120}'::float8[]);
SELECT * FROM vials(600, '{}'::float8[]);
SELECT * FROM vials(600, '{120,NULL}'::float8[]);
SELECT * FROM vials(600, '{120,0}'::float8[]);
SELECT * FROM vials(600, '{120,-4}'::float8[]);
SELECT * FROM vials(600, '{120,Infinity}'::float8[]);
SELECT * FROM vials(-1, '{120}'::float8[]);
SELECT * FROM vials('NaN', '{120}'::float8[]);
SELECT * FROM vials(600, '{0.3333333333}'::float8[]);
SELECT * FROM vials(1e9, '{1}'::float8[]);
SELECT * FROM vials(1e308, '{120,400}'::float8[]);
SELECT count(*) FROM vials(600, ARRAY(SELECT g::float8 FROM generate_series(1, 33) AS g));
SELECT * FROM vials(quantity '600 mg', '{120 mL}'::quantity[]);
-- the most that is searched
SELECT * FROM vials(999600, '{1,400}'::float8[]);

-- Equivalent doses of glucocorticoids. The table is the one that two clinical
-- conversion tables print (5 mg of prednisone =): 5 prednisolone, 4
-- methylprednisolone, 4 triamcinolone, 20 hydrocortisone, 25 cortisone acetate,
-- 0.75 dexamethasone, 0.6 betamethasone; 6 deflazacort is remembered only.
SELECT drug, equal_mg, numerator, denominator, verified, note FROM glucocorticoids();
-- Expected: no row. The fraction is what the mg say, each name finds its drug,
-- and no name is there twice.
SELECT * FROM glucocorticoids() WHERE factor <> numerator::float8 / denominator OR numerator * equal_mg <> 5 * denominator
    OR source IS NULL AND factor IS NOT NULL;
SELECT g.drug, n FROM glucocorticoids() AS g, unnest(g.drug || g.names) AS n
WHERE prednisone_equivalent(n, equal_mg) IS DISTINCT FROM CASE WHEN factor IS NOT NULL THEN 5.0::float8 END;
SELECT n FROM glucocorticoids() AS g, unnest(g.drug || g.names) AS n GROUP BY n HAVING count(*) > 1;

-- Hand-worked: the rows that differ, and how many there are.
CREATE TEMP TABLE dose (drug text, mg float8, prednisone float8);
INSERT INTO dose VALUES
    ('prednisone', 7.5, 7.5), ('Prednisolone', 7.5, 7.5), ('METHYLPREDNISOLONE', 16, 20), ('methylprednisolone', 4, 5),
    -- a pulse of 1.5 to 3.0 g is 1875 to 3750 mg
    ('methylprednisolone', 1500, 1875), ('methylprednisolone', 3000, 3750), ('methylprednisolone', 500, 625),
    ('triamcinolone', 4, 5), ('hydrocortisone', 20, 5), ('hydrocortisone', 100, 25), ('cortisol', 30, 7.5),
    ('cortisone acetate', 25, 5), ('cortisone', 37.5, 7.5),
    -- thirds: 0.75 mg are 5 mg exactly, 40 mg of dexamethasone 266.67 mg
    ('dexamethasone', 0.75, 5), ('dexamethasone', 40, 800.0 / 3), ('dexamethasone', 1.5, 10),
    ('betamethasone', 0.6, 5), ('betamethasone', 3, 25), ('deflazacort', 6, 5), ('deflazacort', 30, 25),
    ('prednisone_equivalent', 12.5, 12.5), (' Methyl-Prednisolone ', 8, 10), ('methylprednisolone sodium succinate', 1000, 1250),
    ('prednisone', 0, 0),
    -- no agreed factor, a depot, another drug, nothing
    ('budesonide', 9, NULL), ('methylprednisolone acetate', 80, NULL), ('triamcinolone acetonide', 40, NULL),
    ('mycophenolate', 1000, NULL), ('prednison3', 5, NULL), ('', 5, NULL), (repeat('prednisone', 100), 5, NULL), (NULL, 5, NULL), ('prednisone', NULL, NULL);
SELECT drug, mg, prednisone_equivalent(drug, mg) AS found, prednisone AS expected FROM dose
WHERE prednisone_equivalent(drug, mg) IS DISTINCT FROM prednisone;
SELECT count(*) FROM dose;

-- a quantity keeps its unit
SELECT q.drug, q.amount, prednisone_equivalent(q.drug, q.amount)
FROM (VALUES ('methylprednisolone', quantity '1 g'), ('dexamethasone', '6 mg/d'), ('methylprednisolone', '0.8 mg/kg/d'),
    ('hydrocortisone', '10 mg/m2/d'), ('methylprednisolone', '500 mg/kg'), ('budesonide', '9 mg'), ('prednisone', '0 mg')) AS q (drug, amount);

-- refused: no mass, no number
SELECT prednisone_equivalent('prednisone', quantity '5 mmol');
SELECT prednisone_equivalent('prednisone', quantity '2 {tablet}');
SELECT prednisone_equivalent('prednisone', quantity '5 mL');
SELECT prednisone_equivalent('prednisone', quantity '-5 mg');
SELECT prednisone_equivalent('prednisone', float8 '-1');
SELECT prednisone_equivalent('prednisone', float8 'NaN');
SELECT prednisone_equivalent('prednisone', float8 'Infinity');
SELECT prednisone_equivalent('dexamethasone', float8 '1e308');
SELECT prednisone_equivalent('dexamethasone', quantity '1e308 mg');

-- History functions over plain numbers, which take a short way: the oracle is
-- SQL over the long rows, and explanations, which go the general way, must say
-- the same.
\pset null NULL

-- 60 subjects with up to 8 results, some of them on one day
CREATE TEMP TABLE obs AS
    SELECT s, date '2024-01-01' + (hashint4(s * 31 + i) & 63) * 2 AS at, (hashint4(s * 7 + i) & 63) / 10.0 AS v
      FROM generate_series(1, 60) AS s, generate_series(1, 8) AS i WHERE (hashint4(s * 3 + i) & 3) <> 0;
CREATE TEMP TABLE subjects AS SELECT s, history_agg('lab', at, v::float8, 'mg/dL') AS h FROM obs GROUP BY s;
CREATE TEMP TABLE windows (w text, first int, last int); -- days before as_of
INSERT INTO windows VALUES ('', NULL, 0), ('within 4 weeks', 28, 0), ('between 8 weeks and 2 weeks before as_of', 56, 14),
    ('since as_of - 40 days', 40, 0), ('until as_of - 20 days', NULL, 20), ('on as_of', 0, 0);
CREATE TEMP TABLE conditions (c text, low numeric, high numeric); -- the last one needs a conversion
INSERT INTO conditions VALUES ('', -1, 100), ('where value >= 2 mg/dL', 2, 100), ('where value < 40 mg/L', -1, 3.9);
CREATE TEMP TABLE cases AS
    SELECT s, h, as_of, concat_ws(' ', 'lab', nullif(c, ''), nullif(w, '')) AS entries, low, high,
           coalesce(as_of - windows.first, '-infinity') AS begins, as_of - windows.last AS ends
      FROM subjects, unnest('{2024-02-15,2024-03-31,2024-06-01}'::date[]) AS as_of, windows, conditions;
CREATE TEMP TABLE expected AS
    SELECT s, h, as_of, entries, count(v) AS n, sum(v) AS total, min(v) AS least, max(v) AS most,
           (array_agg(v ORDER BY at DESC))[1] AS last, (array_agg(v ORDER BY at))[1] AS first,
           count(DISTINCT v) FILTER (WHERE at = newest) > 1 AS last_open, count(DISTINCT v) FILTER (WHERE at = oldest) > 1 AS first_open
      FROM (SELECT cases.*, v, at, max(at) OVER one AS newest, min(at) OVER one AS oldest
              FROM cases LEFT JOIN obs ON obs.s = cases.s AND at BETWEEN begins AND ends AND v BETWEEN low AND high
            WINDOW one AS (PARTITION BY cases.s, as_of, entries)) AS found
     GROUP BY s, h, as_of, entries;
SELECT count(*), count(*) FILTER (WHERE n = 0) AS empty, count(*) FILTER (WHERE last_open) AS last_open, count(*) FILTER (WHERE n > 2) AS many FROM expected;

-- what must hold for each: true, false or unknown
CREATE TEMP TABLE statements AS
    SELECT s, h, as_of, f, format(f, entries, x)::criteria AS statement, holds
      FROM expected, LATERAL (VALUES
           ('any(%s)', NULL::numeric, n > 0),
           ('count(%s) = %s', n, true), ('count(%s) < %s', n, false), ('count(%s) between %s and 3', least(n, 3), n <= 3),
           ('sum(%s) = %s mg/dL', total, true), ('sum(%s) > %s mg/dL', total, false), ('sum(%s) <= %s mg/L', total * 10, true),
           ('min(%s) = %s mg/dL', least, true), ('min(%s) < %s mg/dL', least, false), ('min(%s) <= %s mg/L', least * 10, true),
           ('max(%s) = %s mg/dL', most, true), ('max(%s) <> %s mg/dL', most, false), ('max(%s) >= %s mg/L', most * 10, true),
           ('mean(%s) >= %s mg/dL', trunc(total / nullif(n, 0), 6), true), ('mean(%s) < %s mg/dL', trunc(total / nullif(n, 0), 6), false),
           ('mean(%s) > %s mg/dL', trunc(total / nullif(n, 0), 6) + 0.000001, false),
           ('last(%s) = %s mg/dL', last, CASE WHEN NOT last_open THEN true END),
           ('first(%s) = %s mg/dL', first, CASE WHEN NOT first_open THEN true END)) AS t (f, x, holds)
     WHERE x IS NOT NULL OR f LIKE 'any%'
    UNION ALL
    SELECT s, h, as_of, f, format(f, entries)::criteria, NULL FROM expected, unnest('{min(%s) > 0 mg/dL,max(%s) > 0 mg/dL,mean(%s) > 0 mg/dL,last(%s) > 0 mg/dL,first(%s) > 0 mg/dL}'::text[]) AS f
     WHERE n = 0;
SELECT count(*) > 30000 AS enough, count(DISTINCT f) AS forms, count(*) FILTER (WHERE holds IS NULL) > 100 AS unknown_too FROM statements;
SELECT f, count(*) FROM statements WHERE eligible(statement, h, as_of) IS DISTINCT FROM holds GROUP BY f ORDER BY f;

-- one plan for many histories, the short way and the general one in turn
CREATE TEMP TABLE others AS
    SELECT h FROM subjects WHERE s <= 20
    UNION ALL SELECT h || observation('lab', timestamp '2024-02-20', 3.1, 'mg/L') FROM subjects WHERE s <= 10
    UNION ALL SELECT h || observation('lab', '2024-02', 3.1, 'mg/dL') FROM subjects WHERE s <= 10
    UNION ALL SELECT h || observation('lab', timestamp '2024-02-20', '<0.3', 'mg/dL') FROM subjects WHERE s <= 10
    UNION ALL SELECT h || observation('lab', timestamp '2024-02-20', 'not done', NULL) FROM subjects WHERE s <= 10
    UNION ALL SELECT history_agg('lab', at, (v * 10)::float8, 'mg/L') FROM obs WHERE s <= 10 GROUP BY s
    UNION ALL SELECT history_agg('lab', at, v::float8, CASE WHEN s % 2 = 0 THEN 'TABLET' END) FROM obs WHERE s <= 10 GROUP BY s
    UNION ALL SELECT history_agg('lab', at, v::float8, 'mg/dL') FROM obs WHERE s <= 10 AND v > 100 GROUP BY s
    UNION ALL SELECT patient_history() UNION ALL SELECT NULL;
CREATE TEMP TABLE rules AS
    SELECT string_agg(format('report %s(lab%s%s) %s %s', f, c, w, op, CASE WHEN f = 'count' THEN '2' ELSE '2.1 mg/dL' END), '; ')::criteria AS rules
      FROM unnest('{min,max,mean,sum,count,first,last}'::text[]) AS f, unnest('{""," where value > 1 mg/dL"}'::text[]) AS c,
           unnest('{""," within 6 weeks"," since as_of - 60 days"}'::text[]) AS w, unnest('{<,=,>=}'::text[]) AS op;
WITH short AS (
    SELECT h, as_of, row_number() OVER () AS n, evaluate_criteria(rules, h, as_of) AS result
      FROM others, rules, unnest('{2024-02-20,2024-05-01}'::date[]) AS as_of
)
SELECT count(*) AS clauses, count(DISTINCT n) AS evaluations, count(holds) > 1000 AS known,
       count(*) FILTER (WHERE clause_holds(result, label) IS DISTINCT FROM holds) AS differ
  FROM short, rules, LATERAL explain_eligibility(rules, h, as_of);

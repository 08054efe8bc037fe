-- Criteria over plain columns of every type, and over rows that hold a
-- history.  The interpreter is asked here; that the rewrite agrees is another
-- test's subject.
\pset null NULL
SET trial_ext.enable_rewrite = off;

CREATE TYPE pg_temp.stage AS ENUM ('I', 'II', 'III');
CREATE DOMAIN pg_temp.grams AS numeric CHECK (value >= 0);
CREATE TEMP TABLE typed (
    i2 smallint, i4 integer, i8 bigint, f4 real, f8 float8, n numeric, dom pg_temp.grams, q quantity,
    t text, v varchar(10), c char(5), nm name, e pg_temp.stage, ta text[], b boolean, d date, ts timestamp, yn text,
    sex text, ln_class text, "Mixed Case" integer, creatinine float8, alt real, alt_uln real, birth_date date);
INSERT INTO typed VALUES (
    7, 7, 9007199254740993, 1.2, 1.2, 1.2, 1.2, '1.2 mg/dL',
    'III+V', 'abc', 'abc', 'abc', 'II', '{a,NULL,c}', true, '2024-02-27', '2024-02-27 10:00', 'Y',
    'female', 'V+III', 3, 88.4, 80.1, 40.05, '1990-05-15');

CREATE TEMP TABLE cases (expression text, expected boolean);
COPY cases FROM stdin (DELIMITER '|', NULL 'NULL');
i2 = 7|t
i2 > 6.5|t
i2 < 7.5|t
i4 between 7 and 7|t
i4 in (1, 7)|t
i8 > 9007199254740992|t
i8 = 9007199254740992|f
i8 < 9007199254740994|t
f4 <= 1.2|t
f4 = 1.2|t
f4 > 1.2|f
f4 = f8|t
f4 * 3 = 3.6|t
f4 - 1.1 = 0.1|t
f8 = 1.2|t
f8 - 1.1 = 0.1|t
n = 1.2|t
n > 1.19999999999999999|f
n * 3 = 3.6|t
n = f8|t
n = i4|f
dom = 1.2|t
dom >= 1.20|t
q = 1.2 mg/dL|t
q < 107 umol/L|NULL
q = 12 mg/L|t
q = 1.2|NULL
t = 'III+V'|t
t contains 'V'|t
t contains 'I'|f
v = 'abc'|t
c = 'abc'|t
c = 'abc  '|f
nm in ('x', 'abc')|t
e = 'II'|t
e <> 'II'|f
ta contains 'a'|t
ta contains 'b'|NULL
b|t
not b|f
any(b)|t
yn|t
any(yn)|t
d = date '2024-02-27'|t
ts = date '2024-02-27'|t
ts <= d|t
ts < d + 1 day|t
d within 3 days|t
d within 2 days|f
any(d, ts within 3 days)|t
any(d until as_of - 4 days)|f
ts within 3 days before d + 1 day|t
d + 1 month = date '2024-03-27'|t
age = 33|t
age between 14 years and 65 years|t
as_of > birth_date + 18 years|t
sex = 'F'|t
sex in ('M')|f
ln_class = 'III+V'|t
ln_class contains 'III'|t
"Mixed Case" = 3|t
alt > 2 ULN|f
alt >= 2 ULN|t
alt > ULN|t
i4 / (i2 - 7) > 1|NULL
greatest(i2, i4, 9) = 9|t
creatinine is known and not (i4 is unknown)|t
\.
SELECT expression, expected, eligible(expression::criteria, typed, '2024-03-01') FROM cases, typed
 WHERE eligible(expression::criteria, typed, '2024-03-01') IS DISTINCT FROM expected;
SELECT count(*) AS cases, count(*) FILTER (WHERE (SELECT holds FROM explain_eligibility(expression::criteria, typed, '2024-03-01')) IS DISTINCT FROM expected) AS explained
  FROM cases, typed;
-- a row of NULLs: everything but "is known" and constants is unknown
SELECT expression, eligible(expression::criteria, x, '2024-03-01') FROM cases, (SELECT (NULL::typed).*) AS x
 WHERE eligible(expression::criteria, x, '2024-03-01') IS NOT NULL;

-- floats: PostgreSQL's order, NaN above infinity, both zeros equal
SELECT x.f8, eligible('f8 > 1e308', x) AS huge, eligible('f8 = f8', x) AS self, eligible('f8 >= 0', x) AS not_negative, eligible('f8 * 2 > 1', x) AS doubled,
       eligible('f8 - f8 = 0', x) AS difference
  FROM unnest('{NaN,Infinity,-Infinity,0,-0,1}'::float8[]) AS v, LATERAL (SELECT v AS f8, 0 AS z) AS x;
-- a real against a limit that no real can hold
SELECT x.f4, eligible('f4 > 1e300', x) AS huge, eligible('f4 >= 1e-60', x) AS tiny FROM unnest('{Infinity,0,1e-40,3.4e38}'::real[]) AS v, LATERAL (SELECT v AS f4, 0 AS z) AS x;
-- facts that nobody has told the kind of: dates and numbers by what they hold
SELECT h, eligible('ts < d + 1 day', h::patient_history, '2024-03-01') AS shifted, eligible('ts <= d', h::patient_history, '2024-03-01') AS compared
  FROM unnest('{ts event 2024-02-01; d event 2024-02-01,ts event 2024-02-03; d event 2024-02-01,ts 2024-02-01 3; d 2024-02-01 3,
                ts exposure 2024-02-01 to infinity 1 unit ''mg/d''; d exposure 2024-01-01 to infinity 2 unit ''mg/d''}'::text[]) AS h;
-- dates that never come
SELECT x.d, eligible('any(d within 4 weeks)', x, '2024-03-01') AS within, eligible('any(d)', x, '2024-03-01') AS any, eligible('d < as_of', x, '2024-03-01') AS before,
       eligible('any(d since d)', x, '2024-03-01') AS since
  FROM unnest('{-infinity,infinity,2024-03-01,2024-03-02,NULL}'::date[]) AS v, LATERAL (SELECT v AS d, 0 AS z) AS x;

-- units given for columns, and where they come from
SELECT eligible('given creatinine in umol/L; creatinine < 3.0 mg/dL', x) AS umol, eligible('given creatinine in umol/L; creatinine = 1 mg/dL', x) AS one,
       eligible('given creatinine in mg/dL; creatinine < 3.0 mg/dL', x) AS mg,
       eligible('given creatinine in umol/L, egfr is egfr_ckd_epi_2021(creatinine, 40, ''F''); egfr > 70 mL/min/{1.73_m2}', x) AS derived
  FROM (SELECT 88.4::float8 AS creatinine) AS x;
SELECT eligible('given alt in U/L; alt > 2 ULN', x) AS column_uln, eligible('given alt in U/L, alt uln 30 U/L; alt > 2 ULN', x) AS both, eligible('given alt in U/L, ast uln 30 U/L, ast in U/L; ast > 2 ULN', x) AS given_uln,
       eligible('given weight in kg, height in cm; weight / height ^ 2 < 16 kg/m2', x) AS bmi
  FROM (SELECT 70 AS alt, 40 AS alt_uln, 70 AS ast, 45::numeric AS weight, 170::real AS height) AS x;
SELECT eligible('given mmf as mycophenolate_start; mmf within 4 weeks', x, '2024-03-01') AS renamed, eligible('given copd absent means no; exclude copd', x) AS absent,
       eligible('given flag absent means no; exclude flag', x) AS null_is_no
  FROM (SELECT date '2024-02-20' AS mycophenolate_start, NULL::boolean AS flag) AS x;

-- a history in the row answers for what is no column
SELECT s, e.reason, e.holds
  FROM (VALUES (1, 34, patient_history 'creatinine 2024-02-01 1.2 unit ''mg/dL'''), (2, 34, patient_history ''), (3, 34, NULL)) AS x (s, age, h),
       LATERAL (SELECT x AS row) AS r,
       explain_eligibility('age >= 18; creatinine < 3 mg/dL; exclude any(mycophenolate)', r.row, '2024-03-01') AS e;

-- row and history agree on the same facts
CREATE TEMP TABLE same AS
    SELECT s, nullif(hashint4(s) & 15, 15) / 4.0::float8 AS x, CASE hashint4(s * 3) & 3 WHEN 0 THEN true WHEN 1 THEN false END AS f,
           (ARRAY['Y', 'N', 'maybe', NULL])[1 + (hashint4(s * 5) & 3)] AS t, CASE WHEN hashint4(s * 7) & 3 > 0 THEN date '2024-03-01' - (hashint4(s * 9) & 127) END AS d
      FROM generate_series(1, 500) AS s;
SELECT expression, count(*) FILTER (WHERE eligible(expression::criteria, same, '2024-03-01') IS DISTINCT FROM
       eligible(expression::criteria, observation('x', timestamp '2024-03-01', x, 'g/d') || observation('f', timestamp '2024-03-01', f) || observation('t', timestamp '2024-03-01', t)
                || event('d', d::timestamp, d::timestamp), '2024-03-01')) AS differ
  FROM same, unnest('{given x in g/d; x > 1 g/d,"given x in g/d; x between 500 mg/d and 2 g/d","given x in g/d; x * 2 <= 3 g/d",f,not t,"at least 1 of (f, t)",
                      f is known,"given x in g/d; x is unknown or x > 2000 mg/d and f",d is known and d within 60 days,d > as_of - 2 months}'::text[]) AS expression
 GROUP BY expression ORDER BY expression;

-- everything that does not fit, in one error, and each kind of it alone
CREATE FUNCTION refused(c text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
    hint text;
BEGIN
    PERFORM eligible(c::criteria, x, '2024-03-01')
       FROM (SELECT 1 AS i, 1.0 AS creatinine, 'a' AS txt, '{}'::json AS j, now() AS tz, date '2024-01-01' AS d, 2 AS weight, 3 AS alt) AS x;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n', SQLSTATE || ': ' || SQLERRM, detail, hint);
END
$$;
\pset format unaligned
SELECT c, refused(c) FROM unnest(ARRAY[
    'include I1: copd; exclude E1: egfr < 30 mL/min/{1.73_m2} and i > 1; exclude E2: copd or egfr > 5 mL/min/{1.73_m2}',
    'copd', 'creatinine < 3 mg/dL', 'creatinine < 3', 'weight / height ^ 2 < 16 kg/m2', 'bmi(weight, weight) > 1 kg/m2', 'given alt in U/L; alt > 2 ULN', 'age > 18',
    'txt > 5', 'i = ''a''', 'i', 'j = ''a''', 'j is known', 'd', 'tz < as_of', 'tz within 3 days', 'sum(i) > 1', 'any(i where value > 1)', 'any(txt within 3 days)', 'last(i) > 1',
    'given i within 3 days; i > 0', 'given * within 3 days; i > 0', 'given egfr is creatinine * 2; egfr > 1 mg/dL',
    'include copd; include txt > 5; include creatinine < 3 mg/dL; include sum(i) > 1; include tz < as_of']) AS c;
SELECT eligible('as_of > date ''2024-01-01''', x) FROM (SELECT 1 AS i) AS x;
SELECT eligible('include a: i > 0; include b: any(d)', x) FROM (SELECT 1 AS i, date '2024-01-01' AS d) AS x;
SELECT eligible('a > 0', x) FROM (SELECT 1 AS "A", 2 AS "a ", 3 AS b, 4 AS "A") AS x;
SELECT eligible('c > 0', x, '2024-03-01') FROM (SELECT patient_history() AS a, patient_history() AS b) AS x;
DROP FUNCTION refused;

-- A plain limit beside a quantity is in the quantity's unit, as the row of
-- criteria_view_sql has it; with a unit given, in that. 2 ukat/L is 120 U/L.
CREATE TABLE measured (n int, alt quantity, alt_uln float8, alt_lln numeric, ast float8, ast_uln quantity, c numeric, c_uln real, g quantity, g_uln int);
INSERT INTO measured VALUES (1, '90 U/L', 40, 5, 90, '40 U/L', 1.9, 0.95, '2 ukat/L', 40), (2, '80 U/L', 40, NULL, 80, '40 U/L', 1.8, 0.9, '1 ukat/L', 40),
    (3, '79 U/L', 40, 79, 79, '40 U/L', NULL, NULL, NULL, NULL), (4, '2 ukat/L', 1, 1, 81, '40 U/L', 2, 0.9, '1.4 ukat/L', 40);
CREATE TABLE limits AS SELECT n, eligible('alt > 2 ULN', measured) AS above, eligible('alt >= LLN', measured) AS not_below, eligible('alt between LLN and 2 ULN', measured) AS normal,
    eligible('given ast in U/L; ast > 2 ULN', measured) AS limit_quantity, eligible('c > 2 ULN', measured) AS numbers, eligible('given g in U/L; g > 2 ULN', measured) AS given FROM measured;
SET trial_ext.enable_rewrite = off;
TABLE limits ORDER BY n;
SELECT count(*) AS differ FROM (TABLE limits EXCEPT SELECT n, eligible('alt > 2 ULN', measured), eligible('alt >= LLN', measured), eligible('alt between LLN and 2 ULN', measured),
    eligible('given ast in U/L; ast > 2 ULN', measured), eligible('c > 2 ULN', measured), eligible('given g in U/L; g > 2 ULN', measured) FROM measured) AS d;
RESET trial_ext.enable_rewrite;
SELECT reason, missing FROM measured, explain_eligibility('alt > 2 ULN; alt >= LLN', measured, '2024-01-01') WHERE n IN (2, 4) ORDER BY n, position;
-- but a plain value beside a limit with a unit has none, and every limit is asked for
SELECT eligible('ast > 2 ULN', measured) FROM measured;
SELECT eligible('given x uln 40 U/L; x > ULN', r) FROM (VALUES (90)) AS r (x);
SELECT eligible('c between LLN and 2 ULN; g between LLN and ULN', measured) FROM measured;
DROP TABLE measured, limits;

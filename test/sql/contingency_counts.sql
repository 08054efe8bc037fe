-- contingency_counts: the state of the aggregates over proportions and tables,
-- its text and binary form, and how it merges.  Expected values: the same
-- measures from counts, which proportions and contingency compare with R.
\set VERBOSITY default
CREATE SCHEMA contingency_counts_test;
SET search_path = contingency_counts_test, public;
SET extra_float_digits = -3;

-- Admissions at Berkeley 1973 (R's UCBAdmissions; Bickel et al., Science
-- 1975;187:398), one row a person.
CREATE TABLE admission (department text, sex text, admitted boolean, persons int);
INSERT INTO admission VALUES
    ('A', 'male', true, 512), ('A', 'male', false, 313), ('A', 'female', true, 89), ('A', 'female', false, 19),
    ('B', 'male', true, 353), ('B', 'male', false, 207), ('B', 'female', true, 17), ('B', 'female', false, 8),
    ('C', 'male', true, 120), ('C', 'male', false, 205), ('C', 'female', true, 202), ('C', 'female', false, 391),
    ('D', 'male', true, 138), ('D', 'male', false, 279), ('D', 'female', true, 131), ('D', 'female', false, 244),
    ('E', 'male', true, 53), ('E', 'male', false, 138), ('E', 'female', true, 94), ('E', 'female', false, 299),
    ('F', 'male', true, 22), ('F', 'male', false, 351), ('F', 'female', true, 24), ('F', 'female', false, 317);
CREATE TABLE applicant AS
SELECT row_number() OVER () AS id, department, sex, admitted, sex = 'male' AS male, CASE WHEN admitted THEN 'Admitted' ELSE 'Rejected' END AS decision
FROM admission, generate_series(1, persons);

-- ------------------------------------------------------ the three ways to ask
--
-- mantelhaen.test of R 4.2.2: 1.52460666044344, with correction
-- 1.42694622858669; common odds ratio 0.904696828258623 (0.77190736175935 to
-- 1.06032976443666).  Two truth values, an arm and a truth value, and two
-- texts give the same.
SELECT cmh_test(admitted, male, department), cmh_test(sex, admitted, department), cmh_test(sex, decision, department) FROM applicant;
SELECT cmh_test(admitted, male, department, true), cmh_test(sex, admitted, department, true), cmh_test(sex, decision, department, true) FROM applicant;
SELECT (mantel_haenszel_odds_ratio(admitted, male, department)).*, mantel_haenszel_odds_ratio(admitted, male, department, 0.9) FROM applicant;
SELECT chi_square_test(admitted, male) AS a, chi_square_test(sex, admitted) AS b, chi_square_test(sex, decision) AS c,
    chi_square_test('{{1198,1493},{557,1278}}') AS d FROM applicant;
SELECT chi_square_test(admitted, male, true) AS a, chi_square_test(sex, admitted, true) AS b, chi_square_test(sex, decision, true) AS c,
    chi_square_test('{{1198,1493},{557,1278}}', correct => true) AS d FROM applicant;
SELECT fisher_exact_test(admitted, male) AS a, fisher_exact_test(sex, admitted) AS b, fisher_exact_test(sex, decision) AS c,
    fisher_exact_test('{{1198,1493},{557,1278}}') AS d FROM applicant;
-- Departments by decision, a table of 6 x 2, in either direction.
SELECT chi_square_test(department, decision), chi_square_test(decision, department) FROM applicant;
-- R: 2.21349304476e-05
SELECT contingency_agg(sex, department), fisher_exact_test(sex, department) FROM applicant WHERE id % 40 = 0;
-- Pairs: before and after may have different answers; R's mcnemar.test of the
-- table over all answers.
CREATE TABLE pair AS SELECT a, b FROM (VALUES ('no', 'no', 4), ('no', 'some', 6), ('no', 'full', 5), ('some', 'no', 1), ('some', 'full', 3), ('some', 'some', 8), ('full', 'no', 2), ('full', 'some', 1)) AS v (a, b, n), generate_series(1, n);
SELECT mcnemar_test(a, b), mcnemar_test(a = 'no', b = 'no'), mcnemar_test(a = 'no', b = 'no', true), mcnemar_exact_test(a = 'no', b = 'no') FROM pair;
SELECT mcnemar_test('{{4,6,5},{1,8,3},{2,1,0}}'), mcnemar_test('{{12,3},{11,4}}'), mcnemar_test('{{12,3},{11,4}}', correct => true), mcnemar_exact_test('{{12,3},{11,4}}');

-- ---------------------------------------------------------- missing and empty
--
-- Who lacks an arm, an outcome or a stratum is counted as missing.
SELECT (cmh_test(CASE WHEN id % 100 > 0 THEN sex END, CASE WHEN id % 30 > 0 THEN decision END, CASE WHEN id % 70 > 0 THEN department END)).*,
    count(*) FILTER (WHERE id % 100 > 0 AND id % 30 > 0 AND id % 70 > 0) AS complete FROM applicant;
SELECT chi_square_test(sex, admitted), fisher_exact_test(sex, decision), cmh_test(sex, admitted, department), mcnemar_test(male, admitted), mantel_haenszel_risk_difference(admitted, male, department),
    contingency_agg(sex, admitted) FROM applicant WHERE false;
SELECT chi_square_test(NULL, admitted), fisher_exact_test(sex, NULL::text), cmh_test(sex, admitted, NULL), mcnemar_exact_test(NULL, admitted),
    mantel_haenszel_risk_ratio(admitted, NULL, department) FROM applicant;
SELECT chi_square_test(sex, admitted), fisher_exact_test(sex, decision), cmh_test(sex, admitted, department), mcnemar_test(male, admitted), mcnemar_exact_test(male, admitted),
    mantel_haenszel_risk_difference(admitted, male, department) FROM applicant WHERE id = 1;
SELECT contingency_agg(sex, admitted), contingency_agg(NULL, admitted), contingency_agg(sex, decision, department) FROM applicant WHERE id < 3;

-- -------------------------------------------------------------- counts as such
SELECT * FROM contingency_table((SELECT contingency_agg(sex, admitted, department) FROM applicant)) LIMIT 5;
SELECT contingency_missing(contingency_agg(sex, nullif(decision, 'Rejected'))) FROM applicant;
SELECT (response_rate_of(c)).*, (response_rate_of(c, 'jeffreys', 0.8)).upper FROM (SELECT contingency_agg(sex, admitted) AS c FROM applicant) AS s;
SELECT risk_difference_of(c) = d AS rd, risk_ratio_of(c, 'koopman') = r AS rr, odds_ratio_of(c, level => 0.9) = o AS "or"
FROM (SELECT contingency_agg(admitted, male) AS c, risk_difference(admitted, male) AS d, risk_ratio(admitted, male, 'koopman') AS r, odds_ratio(admitted, male, 'woolf', 0.9) AS o FROM applicant) AS s;
SELECT mantel_haenszel_risk_difference_of(c) = d AS rd, mantel_haenszel_risk_ratio_of(c, 0.9) = r AS rr, mantel_haenszel_odds_ratio_of(c) = o AS "or", cmh_test_of(c, true) = t AS cmh
FROM (SELECT contingency_agg(admitted, male, department) AS c, mantel_haenszel_risk_difference(admitted, male, department) AS d, mantel_haenszel_risk_ratio(admitted, male, department, 0.9) AS r,
        mantel_haenszel_odds_ratio(admitted, male, department) AS o, cmh_test(admitted, male, department, true) AS t FROM applicant) AS s;
SELECT risk_difference_of(contingency_agg(sex, admitted)) FROM applicant;
SELECT response_rate_of(contingency_agg(sex, decision)) FROM applicant;
SELECT mantel_haenszel_odds_ratio_of(contingency_agg(admitted, male, department), 2) FROM applicant;

-- ------------------------------------------------------------ text and binary
SELECT contingency_agg(admitted, male) FROM applicant;
SELECT contingency_add_arm_correct(NULL, 'an "arm" \ ', NULL, false), contingency_add_arm_correct(NULL, 'an "arm" \ ', true, true),
    contingency_add_pair_level(NULL, true, false, 'MIETTINEN-nurminen', 0.1 + 0.2);
-- Labels in another order are the same counts.
SELECT '1 - - - 0 ("b" "a") ("yes" "no") ("") 1 2 3 4'::contingency_counts;
-- Every state of this test is its text and its binary form.
CREATE TABLE state AS
SELECT id % k AS part, k, contingency_agg(sex, decision, department) AS c, contingency_agg(admitted, male) AS p FROM applicant, unnest(ARRAY[1, 3, 17, 500]) AS k GROUP BY 1, 2;
INSERT INTO state VALUES (-1, 0, '1 - - - 5 () () ()', contingency_add_pair_level(NULL, true, NULL, 'mee', 1.0 / 3)),
    (-2, 0, contingency_add_table(NULL, '', E'\n'), contingency_add_pair_correct(NULL, true, true, true)),
    (-3, 0, contingency_add_table(NULL, repeat('x', 255), 'größer'), '1 - - - 9223372036854775807 () () ()');
SELECT count(*), count(*) FILTER (WHERE c::text::contingency_counts::text <> c::text OR p::text::contingency_counts::text <> p::text) AS text_differs,
    count(*) FILTER (WHERE contingency_counts_send(c::text::contingency_counts) <> contingency_counts_send(c)) AS binary_differs FROM state;
SET extra_float_digits = -15;
SELECT p FROM state WHERE part = -1;
SET extra_float_digits = -3;
\getenv abs_builddir PG_ABS_BUILDDIR
\set file :abs_builddir '/results/contingency_counts.bin'
COPY state TO :'file' (FORMAT binary);
CREATE TABLE back (LIKE state);
COPY back FROM :'file' (FORMAT binary);
SELECT count(*) FROM back JOIN state USING (part, k) WHERE back.c::text = state.c::text AND back.p::text = state.p::text;

-- Not counts.
SELECT x::contingency_counts FROM unnest(ARRAY['']) AS x;
CREATE FUNCTION refused(x text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN x::contingency_counts::text;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END $$;
SELECT x, refused(x) FROM unnest(ARRAY['1', '1 - - - 0', '2 - - - 0 () () ()', '1 - - - 0 () () () ', '1 - - - 00 () () ()', '1 - - - -1 () () ()', '1 wilsn - - 0 () () ()', '1 Wilson - - 0 () () ()', '1 fdr - - 0 () () ()',
    '1 - 1 - 0 () () ()', '1 - 0 - 0 () () ()', '1 - nan - 0 () () ()', '1 - 0.95x - 0 () () ()', '1 - - maybe 0 () () ()', '1 - - - 0 ("a") () ()', '1 - - - 0 ("a") ("b") ("c")', '1 - - - 0 ("a") ("b") ("c") 1 2',
    '1 - - - 0 ("a" "a") ("b") ("c") 1 2', '1 - - - 0 ("a) ("b") ("c") 1', '1 - - - 0 ("a\b") ("b") ("c") 1', '1 - - - 0 ("a"  "b") ("b") ("c") 1 2', '1 - - - 0 (a) ("b") ("c") 1', '1 - - - 0 ("a") ("b") ("c") 9223372036854775808',
    '1 - - - 1 ("a") ("b") ("c") 9223372036854775807', '1 - - - 0 ("' || repeat('x', 256) || '") ("b") ("c") 1']) AS x WHERE refused(x) IS NOT NULL;
SELECT refused('1 - - - 0 (' || string_agg('"' || g || '"', ' ') || ') ("b") ("c")' || repeat(' 1', 1001)) FROM generate_series(1, 1001) AS g;

-- --------------------------------------------------------------------- merging
--
-- Split at random into k parts, states sent as text and merged in any order:
-- what comes out is the whole, to the last byte.
SELECT k, count(*) AS parts, contingency_agg(c::text::contingency_counts ORDER BY md5(part::text))::text = (SELECT contingency_agg(sex, decision, department) FROM applicant)::text AS three,
    contingency_agg(p::text::contingency_counts)::text = (SELECT contingency_agg(admitted, male) FROM applicant)::text AS two
FROM state WHERE k > 0 GROUP BY k ORDER BY k;
SELECT setseed(0.25) IS NOT NULL AS seeded;
WITH split AS (SELECT (random() * 20)::int AS part, * FROM applicant),
    part AS (SELECT part, contingency_agg(admitted, male, department) AS c FROM split GROUP BY part),
    whole AS (SELECT contingency_agg(c) AS c FROM part)
SELECT mantel_haenszel_risk_difference_of(c) = (SELECT mantel_haenszel_risk_difference(admitted, male, department) FROM applicant) AS rd,
    cmh_test_of(c) = (SELECT cmh_test(admitted, male, department) FROM applicant) AS cmh,
    chi_square_test_of(c) = (SELECT chi_square_test(admitted, male) FROM applicant) AS chi_square,
    fisher_exact_test_of(c) = (SELECT fisher_exact_test(admitted, male) FROM applicant) AS fisher,
    mcnemar_test_of(c) = (SELECT mcnemar_test(admitted, male) FROM applicant) AS mcnemar,
    risk_ratio_of(c, 'miettinen_nurminen') = (SELECT risk_ratio(admitted, male, 'miettinen_nurminen') FROM applicant) AS rr FROM whole;
-- Merging is commutative and associative; NULL and nobody add nothing.
SELECT bool_and(contingency_combine(a.c, b.c)::text = contingency_combine(b.c, a.c)::text) AS commutes,
    bool_and(contingency_combine(contingency_combine(a.c, b.c), d.c)::text = contingency_combine(a.c, contingency_combine(b.c, d.c))::text) AS associates,
    bool_and(contingency_combine(a.c, NULL)::text = a.c::text AND contingency_combine(NULL, a.c)::text = a.c::text AND contingency_combine('1 - - - 0 () () ()', a.c)::text = a.c::text) AS neutral
FROM state a, state b, state d WHERE a.k IN (0, 17) AND b.k IN (0, 3) AND d.k = 3;
SELECT contingency_combine(NULL, NULL);
-- The arguments themselves do not change outside an aggregate.
SELECT contingency_combine(c, c)::text <> c::text AS added, contingency_add_table_stratum(c, 'male', 'Admitted', 'A')::text <> c::text AS one_more, c::text = t AS unchanged
FROM (SELECT c, c::text AS t FROM state WHERE k = 1 OFFSET 0) AS s;
-- GROUPING SETS over states; a state in a window.
SELECT department, sex, (chi_square_test_of(contingency_agg(c))).n FROM (SELECT department, sex, contingency_agg(decision, sex) AS c FROM applicant GROUP BY 1, 2) AS s
GROUP BY ROLLUP (department, sex) ORDER BY 1 NULLS LAST, 2 NULLS LAST LIMIT 4;
SELECT id, (chi_square_test(sex, admitted) OVER (ORDER BY id)).statistic FROM applicant WHERE id % 500 = 7 ORDER BY id;
-- Different questions do not merge; an option must not change or be unknown.
SELECT contingency_combine(contingency_add_pair_method(NULL, true, true, 'mee'), contingency_add_pair_method(NULL, true, true, 'wald'));
SELECT chi_square_test(sex, admitted, id > 5) FROM applicant;
SELECT chi_square_test(sex, admitted, NULL) FROM applicant;
SELECT contingency_combine('1 - - - 9223372036854775807 () () ()', '1 - - - 1 () () ()');
SELECT contingency_add_pair('1 - - - 0 ("true") ("true") ("") 9223372036854775807', true, true);

-- ---------------------------------------------------------------------- limits
SELECT chi_square_test(id::text, admitted) FROM applicant;
SELECT contingency_agg((id % 300)::text, (id % 301)::text) FROM applicant;
SELECT contingency_agg(repeat('x', 256), true);
SELECT cmh_test((id % 30)::text, (id % 23)::text, 'one') FROM applicant;
SELECT (chi_square_test((id % 30)::text, (id % 23)::text)).df FROM applicant;

-- ---------------------------------------------------------- partial aggregation
CREATE TABLE parts (LIKE applicant) PARTITION BY LIST (department);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN ('A', 'C');
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN ('B', 'D', 'E');
CREATE TABLE parts_3 PARTITION OF parts FOR VALUES IN ('F');
INSERT INTO parts TABLE applicant;
ANALYZE parts;
SET enable_partitionwise_aggregate = on;
EXPLAIN (COSTS OFF) SELECT cmh_test(sex, decision, department) FROM parts;
SELECT cmh_test(sex, decision, department) = (SELECT cmh_test(sex, decision, department) FROM applicant) AS cmh,
    odds_ratio(admitted, male, 'exact') = (SELECT odds_ratio(admitted, male, 'exact') FROM applicant) AS "or",
    mantel_haenszel_odds_ratio(admitted, male, department) = (SELECT mantel_haenszel_odds_ratio(admitted, male, department) FROM applicant) AS mh,
    response_rate(admitted, 'clopper_pearson', 0.9) = (SELECT response_rate(admitted, 'clopper_pearson', 0.9) FROM applicant) AS rate
FROM parts;
SET client_min_messages = warning;
DROP SCHEMA contingency_counts_test CASCADE;

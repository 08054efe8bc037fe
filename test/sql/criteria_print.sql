-- criteria: the normal form reads back, whatever was written; comparison, hash,
-- composition.

-- ---------------------------------------------------- || only without facts

SELECT 'include I1: x; exclude y' || 'report R: z'::criteria;
-- of the same fact and kind the left one stands; another kind is another thing
SELECT 'given creatinine in umol/L, * within 90 days' ||
       'given creatinine in mg/dL, creatinine within 28 days, * within 1 year, * absent means no; creatinine < 3 mg/dL'::criteria;
SELECT 'given x as y' || 'given x as z, "X" as q; x > 3'::criteria;
-- given alone is a value; without clauses nothing is asked
SELECT 'given creatinine in umol/L'::criteria || 'given age in years'::criteria, facts('given creatinine in umol/L');
-- associative
SELECT ('given a in mg; x' || 'given a in g; y'::criteria) || 'given b in mg; z'::criteria =
       'given a in mg; x' || ('given a in g; y'::criteria || 'given b in mg; z'::criteria) AS associative;
-- facts: in order, each once; derived facts and other names stand for what the data must hold
SELECT facts('b and a; a and c; any(d, b within 1 d before e)');
SELECT facts('given egfr is egfr_ckd_epi_2021(creatinine, age, sex), creatinine as scr, cr; x and egfr > 3 mL/min/{1.73_m2} and egfr < 4 mL/min/{1.73_m2} and age > 3');
SELECT facts('true');
-- the first of a group goes: the next becomes the first
SELECT without('include A: a; or include B: b; report R: r; or include C: c; include D: d; or include E: e', '{A,D}');
SELECT without('include A: a; or include B: b; report R: r; or include C: c; include D: d; or include E: e', '{B}');
SELECT "only"('include A: a; or include B: b; report R: r; or include C: c; include D: d; or include E: e', '{C,E,E}');
SELECT only_clauses('given z in mg; exclude x; y', '{2}');
-- nothing named: nothing goes
SELECT without('x; y', '{}');

-- ------------------------------------------------------------- comparison

SELECT 'a AND (b and c)'::criteria = 'include a and b and c -- said otherwise'::criteria AS same,
       'a and b'::criteria = 'b and a'::criteria AS order_matters,
       'a'::criteria <> 'exclude a'::criteria AS differ,
       criteria_hash('((a))') = criteria_hash('a') AS same_hash,
       criteria_hash_extended('((a))', 7) = criteria_hash_extended('a', 7) AS same_extended;
CREATE TABLE stored (c criteria);
INSERT INTO stored SELECT ('x > ' || i % 50)::criteria FROM generate_series(1, 500) i;
INSERT INTO stored SELECT ('include T "' || repeat('long title ', 1000) || '": x > ' || i)::criteria FROM generate_series(1, 3) i;
INSERT INTO stored VALUES (NULL);
CREATE INDEX ON stored (c);
ANALYZE stored;
SELECT count(*), count(DISTINCT c) FROM stored;
SELECT count(*) FROM (SELECT c FROM stored GROUP BY c) g;
SET enable_seqscan = off;
SELECT count(*) FROM stored WHERE c = 'x > 7';
SELECT count(*) FROM stored a JOIN stored b ON a.c = b.c;
RESET enable_seqscan;
-- a total order that agrees with equality
SELECT count(*) AS wrong FROM (SELECT DISTINCT c FROM stored) a, (SELECT DISTINCT c FROM stored) b
 WHERE (a.c < b.c)::int + (a.c = b.c)::int + (a.c > b.c)::int <> 1
    OR (a.c <= b.c) <> NOT (a.c > b.c) OR (a.c >= b.c) <> NOT (a.c < b.c)
    OR criteria_cmp(a.c, b.c) <> - criteria_cmp(b.c, a.c) OR (a.c <> b.c) = (a.c = b.c);

-- ---------------------------------------------------------------- settings

-- nothing depends on settings
SET DateStyle = 'German'; SET extra_float_digits = -15; SET TimeZone = 'Asia/Tokyo';
SELECT 'x > date ''2024-03-01 23:30'' and y > 0.1 and z = 1e-7'::criteria;
RESET DateStyle; RESET extra_float_digits; RESET TimeZone;

-- the binary form: a version and the normal form
SELECT encode(criteria_send('x'), 'escape');

-- ------------------------------------------------------------ random criteria

-- Expressions at random, with needless parentheses, blanks, comments and
-- capitals, by the grammar of language.md.
CREATE FUNCTION pick(VARIADIC words text[]) RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT words[1 + floor(random() * cardinality(words))::int] $$;

CREATE FUNCTION gap() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT pick(' ', ' ', ' ', '  ', E'\n', E'\t ', E' -- it''s "said"\n ') $$;

CREATE FUNCTION random_window() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  anchor text := pick('as_of', 'date ''2024-02-29''', 'admission', 'e1', '"An Event"') || pick('', '', ' + 3 days', ' - 1 month');
  d text := pick('3 days', '12 weeks', '1 month', '5 years', '0.5 a', '30d');
BEGIN
  RETURN pick('within ' || d, 'WITHIN ' || d || ' before ' || anchor, 'within ' || d || ' after ' || anchor,
              'within ' || d || ' of ' || anchor, 'between ' || d || ' and 9 years before ' || anchor,
              'between ' || d || ' and 9 years after ' || anchor, 'on ' || anchor, 'since ' || anchor,
              'until ' || anchor, 'since ' || anchor || ' until as_of', 'until ' || anchor || ' since birth_date', 'ever');
END $$;

CREATE FUNCTION random_number(depth int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF depth <= 0 THEN
    RETURN pick('1', '2.50', '-3', '1e3', '.5', 'n1', 'n2', 'N3', '"n 4"', 'least(n1, 2)', 'abs(n1)',
                'last(n1)', 'count(e1)', 'max(n1, n2 where value > 3 within 3 d)');
  END IF;
  RETURN CASE floor(random() * 8)
    WHEN 0 THEN random_number(depth - 1) || gap() || '+' || gap() || random_number(depth - 1)
    WHEN 1 THEN random_number(depth - 1) || gap() || '-' || gap() || random_number(depth - 1)
    WHEN 2 THEN random_number(depth - 1) || gap() || '*' || gap() || random_number(depth - 1)
    WHEN 3 THEN random_number(depth - 1) || gap() || '/' || gap() || random_number(depth - 1)
    WHEN 4 THEN '(' || random_number(depth - 1) || ')^' || pick('2', '-1', ' 3')
    WHEN 5 THEN '-' || gap() || '(' || random_number(depth - 1) || ')'
    WHEN 6 THEN '(' || random_number(depth - 1) || ')'
    ELSE pick('min', 'max', 'mean', 'sum', 'last', 'first', 'duration_of', 'count') || gap() || '(' || pick('n1', 'n2, n1') || gap()
         || pick('', 'where value between 1 and 3 ', 'where (value > 3 or value < 1) ', 'where not text = ''a''''b'' ',
                 'where duration > 2 weeks and start > date ''2020-01-01'' ')
         || pick('', random_window()) || ')'
  END;
END $$;

CREATE FUNCTION random_boolean(depth int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF depth <= 0 THEN
    RETURN pick('b1', 'B2', '"b 3"', 'true', 'false', 'UNKNOWN', 'alt > 2 ULN', 'ast <= LLN', 'any(e1)', 'n1 is not known',
                't1 in (''a'', ''b'')', 't1 <> ''it''''s''', 't2 contains ''V''', 'wbc<3000/uL', 'egfr>=30 mL/min/{1.73_m2}',
                'as_of>birth_date + 18 years', 'age not between 14 and 65', 'bmi(weight,height)<16 kg/m2',
                'd1 = date ''2020-02-29 12:00''', 'creatinine<88.4 umol/L', 'hydroxychloroquine > 400mg/d');
  END IF;
  RETURN CASE floor(random() * 11)
    WHEN 0 THEN random_boolean(depth - 1) || gap() || pick('and', 'AND') || gap() || random_boolean(depth - 1)
    WHEN 1 THEN random_boolean(depth - 1) || gap() || pick('or', 'Or') || gap() || random_boolean(depth - 1)
    WHEN 2 THEN 'not' || gap() || '(' || random_boolean(depth - 1) || ')'
    WHEN 3 THEN '(' || random_boolean(depth - 1) || ')'
    WHEN 4 THEN random_number(depth - 1) || pick('<', '<=', '>', '>=', '=', '<>', '!=') || random_number(depth - 1)
    WHEN 5 THEN pick('at least 1', 'at most 1', 'exactly 2') || ' of (' || random_boolean(depth - 1) || ',' || random_boolean(depth - 1) || ')'
    WHEN 6 THEN '(' || random_boolean(depth - 1) || ') is ' || pick('', 'not ') || pick('true', 'false', 'unknown', 'known')
    WHEN 7 THEN pick('e1', 'iv_antibiotic', '"An Event"') || gap() || random_window()
    WHEN 8 THEN pick('any', 'stable') || '(e1, "An Event"' || gap() || pick('', 'where value > 3 ') || random_window() || ')'
    WHEN 9 THEN random_number(depth - 1) || pick(' ', ' not ') || 'between ' || random_number(depth - 1) || ' and ' || random_number(depth - 1)
    ELSE random_number(depth - 1) || pick(' ', ' not ') || 'in (' || random_number(0) || ', ' || random_number(depth - 1) || ')'
  END;
END $$;

CREATE FUNCTION random_criteria(n int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  result text := pick('', '', '', 'given n9 in mg/dL, * within 90 days, flag is not b9, "n 8" as q, Q2;', 'given alt uln 40 U/L, copd absent means no;');
BEGIN
  FOR i IN 1 .. n LOOP
    result := result || gap() || pick('include', 'exclude', 'report', '', 'include x' || i || ':', 'EXCLUDE "a ""title"" ;":',
                                      'report l-' || i || '.a "t":') || gap() || random_boolean(3)
              || pick('', '', ' note "a ""note"" ; -- of it"') || gap() || ';';
  END LOOP;
  RETURN result;
END $$;

SELECT setseed(0.42);
CREATE TABLE random_case AS SELECT i, random_criteria(1 + i % 4) AS t FROM generate_series(1, 2000) i;
-- every one parses, and its normal form is a fixed point with the same bytes
SELECT count(*) AS cases, count(*) FILTER (WHERE t::criteria::text::criteria = t::criteria) AS read_back,
       count(*) FILTER (WHERE t::criteria::text::criteria::text = t::criteria::text) AS fixed_points
  FROM random_case;
SELECT t FROM random_case WHERE t::criteria::text::criteria <> t::criteria ORDER BY i LIMIT 3;
-- needless parentheses, capitals and blanks change nothing
SELECT count(*) AS differ FROM random_case
 WHERE regexp_replace(t::criteria::text, '(^|\n)(or )?(include|exclude|report) ', '\1\2\3   ', 'g')::criteria <> t::criteria;
-- the facts are those of the parts
SELECT count(*) AS differ FROM random_case
 WHERE facts(t::criteria) <> facts(t::criteria::text::criteria);

DROP TABLE random_case, stored;
DROP FUNCTION pick, gap, random_window, random_number, random_boolean, random_criteria;

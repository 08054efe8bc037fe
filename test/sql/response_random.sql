-- Random rules of the whole language: printed and read back, equality and hash,
-- the laws of Kleene's logic over them, and rows against histories.
SET datestyle TO iso;
CREATE SCHEMA response_random;
SET search_path TO response_random, public;
SELECT setseed(0.7331);

-- A random expression of every kind; d is how deep it may still go.  It is
-- written as people do: capitals, comments, superfluous parentheses and blanks.
CREATE FUNCTION pick(VARIADIC words text[]) RETURNS text VOLATILE LANGUAGE sql AS $$ SELECT words[1 + floor(random() * cardinality(words))::int] $$;
CREATE FUNCTION a_number() RETURNS text VOLATILE LANGUAGE sql AS $$ SELECT pick('0', '1', '2.50', '0.3', '7e-1', '33.3', '1000', '12.25', '.5') $$;
CREATE FUNCTION a_fact() RETURNS text VOLATILE LANGUAGE sql AS $$ SELECT pick('x', 'y', 'Z', '"Odd ""name"', 'baseline.x', 'BASELINE.y', 'baseline."Odd ""name"', 'pre_flare_x', 'baseline.pre_flare_x', '"baseline.z"') $$;
CREATE FUNCTION a_value(d int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF d <= 0 OR random() < 0.5 THEN
        RETURN CASE WHEN random() < 0.6 THEN a_fact() ELSE a_number() END;
    END IF;
    RETURN CASE floor(random() * 7)
        WHEN 0 THEN format('(%s + %s)', a_value(d - 1), a_value(d - 1)) WHEN 1 THEN format('(%s)-%s', a_value(d - 1), a_fact())
        WHEN 2 THEN format('(%s * %s)', a_value(d - 1), a_value(d - 1)) WHEN 3 THEN format('(%s / %s)', a_value(d - 1), a_fact())
        WHEN 4 THEN format('abs(%s)', a_value(d - 1)) WHEN 5 THEN format('least(%s, %s)', a_value(d - 1), a_value(d - 1)) ELSE format('- (%s)^2', a_value(d - 1)) END;
END $$;
CREATE FUNCTION a_window() RETURNS text VOLATILE LANGUAGE sql AS $$
    SELECT pick('', '', ' since baseline', ' since BASELINE + 3 months until as_of', ' within 4 weeks', ' within 3 d of baseline', ' on baseline', ' within 2 weeks before baseline - 1 d', ' between 1 weeks and 8 weeks after baseline', ' until date ''2024-03-01''', ' ever') $$;
CREATE FUNCTION an_atom(d int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    op text := pick('<', '<=', '>', '>=', '=', '<>', '!=');
BEGIN
    RETURN CASE floor(random() * 13)
        WHEN 0 THEN format('%s %s %s', a_value(d), op, a_value(d)) WHEN 1 THEN format('%s %s %s%% of baseline', pick('x', 'y', 'z', '(x + y)', 'abs(x)', 'x / y', 'pre_flare_x'), op, a_number())
        WHEN 2 THEN format('%s %% of Baseline %s %s', a_number(), op, pick('x', 'y', 'z - y')) WHEN 3 THEN format('%s%s between %s and %s', a_fact(), pick('', ' not'), a_number(), a_number())
        WHEN 4 THEN format('x between %s %% of baseline and %s', a_number(), a_fact()) WHEN 5 THEN format('%s %s in (%s, %s)', a_fact(), pick('', 'NOT'), a_number(), a_number())
        WHEN 6 THEN format('%s is %s', pick('x', 'y', 'flag', 'baseline.flag'), pick('known', 'not known')) WHEN 7 THEN format('(%s) is %s', an_atom(d - 1), pick('true', 'not true', 'false', 'unknown', 'not unknown'))
        WHEN 8 THEN format('any(%s%s)', pick('event', 'event, flag', 'other_event'), a_window()) WHEN 9 THEN pick('flag', 'baseline.flag', 'true', 'false', 'unknown')
        WHEN 10 THEN format('%s(%s%s) %s %s', pick('max', 'MIN', 'last', 'first', 'mean', 'count'), pick('x', 'y'), a_window(), op, a_number())
        WHEN 11 THEN format('%s %s of (%s, %s, %s)', pick('at least', 'at most', 'exactly'), pick('1', '2'), a_rule(d - 1), a_rule(d - 1), a_rule(d - 1))
        ELSE format('text %s %s', pick('=', '<>'), pick('''a''', '''it''''s''', 'baseline.text')) END;
END $$;
CREATE FUNCTION a_rule(d int) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF d <= 0 OR random() < 0.35 THEN
        RETURN an_atom(d);
    END IF;
    RETURN CASE floor(random() * 4) WHEN 0 THEN format('(%s) AND (%s)', a_rule(d - 1), a_rule(d - 1)) WHEN 1 THEN format('(%s) or (%s)', a_rule(d - 1), a_rule(d - 1))
        WHEN 2 THEN format('not (%s)', a_rule(d - 1)) ELSE format('%s and (%s or %s) -- so', an_atom(d - 1), an_atom(d - 1), an_atom(d - 1)) || E'\n' END;
END $$;
CREATE FUNCTION a_text() RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    result text := CASE WHEN random() < 0.4 THEN pick('given x in mg/dL, baseline.y within 28 days;', 'given * within 90 days, flag absent means no;', 'given z is x / y, "Odd ""name" as odd, odder;', 'given baseline.x uln 40; ;', 'given baseline.z is baseline.x + 1;') ELSE '' END;
BEGIN
    FOR k IN 1 .. 1 + floor(random() * 4)::int LOOP
        result := result || format('%s%s %s: %s%s;%s', pick('R', 'or', 'Label-', '1.', 'else_'), k, pick('', '"A ""title"" here"'), a_rule(2), pick('', '', ' note "n;o"'), pick('', E'\n', ' ;'));
    END LOOP;
    RETURN result || CASE WHEN random() < 0.7 THEN pick('else NR', 'ELSE Other "t" note "m"') ELSE '' END;
END $$;
CREATE TABLE texts AS SELECT i AS id, a_text() AS t FROM generate_series(1, 2500) i;
CREATE TABLE read (id int, t text, rules response_rules, refused text);
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT * FROM texts LOOP
        BEGIN
            INSERT INTO read VALUES (r.id, r.t, r.t::response_rules);
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO read VALUES (r.id, r.t, NULL, SQLSTATE || ' ' || regexp_replace(SQLERRM, '".*', ''));
        END;
    END LOOP;
END $$;
SELECT refused, count(*) > 0 AS some FROM read WHERE refused IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT count(rules) > 1000 AS enough FROM read;
-- The normal form reads back to the same value, and is its own normal form; so do binary and dump
SELECT count(*) AS differ FROM read WHERE rules::text::response_rules IS DISTINCT FROM rules OR rules::text::response_rules::text <> rules::text
    OR response_rules_send(rules::text::response_rules) <> response_rules_send(rules);
-- Blanks and comments do not make other rules
SELECT count(*) AS differ FROM read WHERE rules IS NOT NULL AND t !~ '"n;o"' AND (E'\n -- x\n' || replace(t, ';', E' -- y\n ; '))::response_rules IS DISTINCT FROM rules;
SELECT count(*) > 20000 AS enough, count(*) FILTER (WHERE (a.rules = b.rules) IS DISTINCT FROM (a.rules::text = b.rules::text)) AS equality,
       count(*) FILTER (WHERE a.rules = b.rules AND (response_rules_hash(a.rules) <> response_rules_hash(b.rules) OR response_rules_hash_extended(a.rules, 7) <> response_rules_hash_extended(b.rules, 7))) AS hash,
       count(*) FILTER (WHERE (a.rules < b.rules) IS DISTINCT FROM (response_rules_cmp(a.rules, b.rules) < 0) OR (a.rules >= b.rules) IS DISTINCT FROM (response_rules_cmp(b.rules, a.rules) <= 0)) AS "order"
  FROM read a JOIN read b ON b.id BETWEEN a.id AND a.id + 20 WHERE a.rules IS NOT NULL AND b.rules IS NOT NULL;
SELECT count(DISTINCT response_rules_hash(rules)) > count(DISTINCT rules) * 0.999 AS hashes_spread, count(DISTINCT rules) = count(DISTINCT rules::text) AS groups FROM read;
-- Taken apart and put together again
SELECT count(*) AS differ FROM read r
 WHERE rules IS NOT NULL AND (SELECT array_agg(label ORDER BY position) FROM response_rule_list(rules)) IS DISTINCT FROM response_labels(rules);
SELECT count(*) AS differ FROM read r
 WHERE rules IS NOT NULL AND t !~ '^given'
   AND (SELECT string_agg(CASE WHEN rule IS NULL THEN 'else ' ELSE '' END || label || COALESCE(' "' || replace(title, '"', '""') || '"', '') || COALESCE(': ' || rule, '') || COALESCE(' note "' || replace(note, '"', '""') || '"', ''), ';' ORDER BY position)
          FROM response_rule_list(rules))::response_rules IS DISTINCT FROM rules;
SELECT count(*) AS differ FROM read a JOIN read b ON b.id = a.id + 1
 WHERE a.rules IS NOT NULL AND b.rules IS NOT NULL AND a.t !~ 'given|else [A-Z]|ELSE' AND b.t !~ 'given' AND NOT response_labels(a.rules) && response_labels(b.rules)
   AND a.rules || b.rules IS DISTINCT FROM (a.rules::text || ';' || b.rules::text)::response_rules;

-- Over a history: classify is what its explanation says, and every rule's "holds" follows Kleene's laws
CREATE TABLE history AS
SELECT i AS id, history_agg(e) AS h
  FROM generate_series(1, 12) i, LATERAL (
       SELECT observation('x', d, round((random() * 30)::numeric) / 10) AS e FROM (VALUES ('2024-01-01'), ('2024-05-30'), ('2024-06-01'), ('2024-03')) v (d) WHERE random() < 0.7
       UNION ALL SELECT observation('y', d, pick('1', '2.5', '<0.5', '>3', 'QNS', '0')) FROM (VALUES ('2023-12-30'), ('2024-06-03')) v (d) WHERE random() < 0.8
       UNION ALL SELECT observation('z', d, 1.5) FROM (VALUES ('2024-06-02')) v (d) WHERE random() < 0.5
       UNION ALL SELECT observation('baseline.x', '2024-01-01', 2) WHERE random() < 0.3
       UNION ALL SELECT observation('pre_flare_x', '2023-01-01', 2) WHERE random() < 0.5
       UNION ALL SELECT observation('flag', '2024-06-01', pick('Y', 'N', 'maybe')) WHERE random() < 0.7
       UNION ALL SELECT observation('text', '2024-06-01', pick('a', 'it''s')) WHERE random() < 0.7
       UNION ALL SELECT event('event', pick('2023-01-01', '2024-02-01', '2024'), '2024-03-01') WHERE random() < 0.5
       UNION ALL SELECT patient_history()) e
 GROUP BY i;
CREATE TABLE asked AS SELECT r.id AS rules_id, h.id AS history_id, r.rules, h.h, b.day FROM read r, history h, (VALUES (date '2024-01-01'), (NULL)) b (day) WHERE rules IS NOT NULL AND r.id <= 120;
CREATE TABLE told AS SELECT rules_id, history_id, a.day, classify(rules, h, '2024-06-01', a.day, 5) AS label, e.* FROM asked a, explain_response(rules, h, '2024-06-01', a.day, 5) e (position, rule_label, title, holds, reason, missing, note, chosen);
SELECT count(*) > 4000 AS enough, count(holds) * 5 > count(*) AS known,
       count(*) FILTER (WHERE chosen AND label IS DISTINCT FROM rule_label) AS chosen_differs,
       count(*) FILTER (WHERE chosen AND holds IS NOT TRUE) AS chosen_without_cause,
       count(*) FILTER (WHERE holds IS NULL AND missing = '{}' AND reason IS NULL AND rule_label NOT IN ('NR', 'Other')) AS unknown_without_reason
  FROM told;
SELECT count(*) AS differ
  FROM (SELECT label, bool_or(chosen) AS any_chosen, count(*) FILTER (WHERE chosen) AS n,
               (array_agg(holds ORDER BY position))[1:greatest(count(*) - 1, 1)::int] AS holds, array_agg(chosen ORDER BY position) AS chosen
          FROM told GROUP BY rules_id, history_id, day, label) x
 WHERE n > 1 OR any_chosen IS DISTINCT FROM (label IS NOT NULL);
-- not, and, or, is and counts of two rules say what SQL, which is Kleene's, says of the verdicts on each
CREATE TABLE two AS
SELECT i AS id, p, q, format('P: %s; Q: %s; N: not (%s); A: (%s) and (%s); O: (%s) or (%s); D: not ((not (%s)) or not (%s)); U: (%s) is unknown; T: (%s) is not true; L: at least 1 of (%s, %s); M: at most 1 of (%s, %s); X: exactly 2 of (%s, %s); else E',
            p, q, p, p, q, p, q, p, q, p, p, p, q, p, q, p, q) AS t
  FROM (SELECT i, replace(a_rule(1), '-- so', '') AS p, replace(a_rule(1), '-- so', '') AS q FROM generate_series(1, 250) i OFFSET 0) x;
CREATE TABLE verdicts (id int, history_id int, day date, holds bool[], label text);
DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT * FROM two LOOP
        BEGIN
            INSERT INTO verdicts SELECT r.id, h.id, b.day, (SELECT array_agg(e.holds ORDER BY e.position) FROM explain_response(r.t::response_rules, h.h, '2024-06-01', b.day, 5) e), classify(r.t::response_rules, h.h, '2024-06-01', b.day, 5)
              FROM history h, (VALUES (date '2024-01-01'), (NULL)) b (day);
        EXCEPTION WHEN syntax_error OR invalid_text_representation THEN
            NULL; -- kinds that do not go together
        END;
    END LOOP;
END $$;
SELECT count(*) > 2000 AS enough, count(*) FILTER (WHERE p IS NULL OR q IS NULL) * 6 > count(*) AS unknown_too,
       count(*) FILTER (WHERE holds[3] IS DISTINCT FROM NOT p) AS "not", count(*) FILTER (WHERE holds[4] IS DISTINCT FROM (p AND q)) AS "and", count(*) FILTER (WHERE holds[5] IS DISTINCT FROM (p OR q)) AS "or",
       count(*) FILTER (WHERE holds[6] IS DISTINCT FROM (p AND q)) AS de_morgan, count(*) FILTER (WHERE holds[7] IS DISTINCT FROM (p IS NULL)) AS is_unknown, count(*) FILTER (WHERE holds[8] IS DISTINCT FROM (p IS NOT TRUE)) AS is_not_true,
       count(*) FILTER (WHERE holds[9] IS DISTINCT FROM (p OR q)) AS at_least, count(*) FILTER (WHERE holds[10] IS DISTINCT FROM NOT (p AND q)) AS at_most, count(*) FILTER (WHERE holds[11] IS DISTINCT FROM (p AND q)) AS exactly,
       count(*) FILTER (WHERE label IS DISTINCT FROM CASE WHEN p THEN 'P' WHEN p IS NULL THEN NULL WHEN q THEN 'Q' WHEN q IS NULL THEN NULL ELSE 'N' END) AS label
  FROM (SELECT *, holds[1] AS p, holds[2] AS q FROM verdicts) v;

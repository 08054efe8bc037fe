-- survival_edges: degenerate data, limits of arguments, errors.  What is not
-- defined is NULL; nothing is NaN; a wrong argument is an error.
\set VERBOSITY default

-- Hand-made data sets.  Numbers below were compared with R 4.2.2, survival 3.5-3
-- (survdiff, coxph, survmean, quantile) where R has them; R stops at singular
-- matrices, shows 1e-9 [0, Inf] for a ratio of 0, and draws curves on behind the
-- last time.
CREATE TEMP TABLE datum (name text, arm text, t float8[], d bool[]);
INSERT INTO datum VALUES
    ('one subject, event', 'a', '{5}', '{t}'),
    ('one subject, censored', 'a', '{5}', '{f}'),
    ('one each', 'a', '{5}', '{t}'), ('one each', 'b', '{7}', '{t}'),
    ('no events', 'a', '{1,2,3}', '{f,f,f}'), ('no events', 'b', '{1,4}', '{f,f}'),
    ('all tied', 'a', '{3,3,3}', '{t,t,t}'), ('all tied', 'b', '{3,3}', '{t,t}'),
    ('tied, some censored', 'a', '{3,3,3}', '{t,f,t}'), ('tied, some censored', 'b', '{3,3}', '{f,t}'),
    ('one arm', 'a', '{1,2,2,3}', '{t,t,f,t}'),
    ('arm without events', 'a', '{1,2,3,4}', '{t,t,t,f}'), ('arm without events', 'b', '{2,3,5}', '{f,f,f}'),
    ('all of a before b', 'a', '{1,2,3}', '{t,t,t}'), ('all of a before b', 'b', '{4,5,6}', '{t,t,t}'),
    ('never together', 'a', '{1,2}', '{f,f}'), ('never together', 'b', '{4,5,6}', '{t,t,t}'),
    ('three, one apart', 'a', '{1,2,3,5}', '{t,t,t,t}'), ('three, one apart', 'b', '{1,2,4,6}', '{t,f,t,t}'), ('three, one apart', 'c', '{0.5,0.5}', '{f,f}'),
    ('three, one without events', 'a', '{1,2,3,5}', '{t,t,t,t}'), ('three, one without events', 'b', '{1,2,4,6}', '{t,f,t,t}'), ('three, one without events', 'c', '{4,9}', '{f,f}'),
    ('events at time 0', 'a', '{0,0,1,2}', '{t,f,t,f}'), ('events at time 0', 'b', '{0,3}', '{f,t}'),
    ('exactly half', 'a', '{1,2,3,4}', '{t,t,t,f}'), ('half to the end', 'a', '{1,2,3,4}', '{t,t,f,f}');
CREATE TEMP TABLE counts AS
    SELECT name, survival_agg(u.time, u.event, arm) AS c FROM datum, unnest(t, d) AS u (time, event) GROUP BY name;

SELECT name, l.statistic, df, p_value, method, n, missing FROM counts, logrank(c) l ORDER BY name COLLATE "C";
SELECT name, k.arm, k.time, n_risk, n_event, n_censored, round(survival::numeric, 4) AS survival, round(std_err::numeric, 4) AS std_err,
    round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper
FROM counts, kaplan_meier(c) k
WHERE name IN ('one subject, event', 'one subject, censored', 'no events', 'all tied', 'events at time 0', 'exactly half')
ORDER BY name COLLATE "C", k.arm, k.time;
-- R 4.2.2, survival 3.5-3: quantile(survfit(Surv(c(1, 2, 3, 4), c(1, 1, 1, 0)) ~ 1)): 1.5, 2.5, 3.5; with events at 1 and 2 only: 1.5, 3.
SELECT name, q.arm, q.p, q.time, lower, upper FROM counts, survival_quantile(c, '{0.25, 0.5, 0.75, 1}') q ORDER BY name COLLATE "C", q.arm, p;
SELECT name, m.arm, tau, round(mean::numeric, 6) AS mean, round(std_err::numeric, 6) AS std_err FROM counts, restricted_mean(c) m ORDER BY name COLLATE "C", m.arm;
-- In Cox's model, with both ways of treating ties.
SELECT name, h.arm, reference, round(hazard_ratio::numeric, 6) AS ratio, round(lower::numeric, 6) AS lower, round(upper::numeric, 6) AS upper,
    round(p_value::numeric, 6) AS p, method, n_event AS e, n, reference_n_event AS re, reference_n AS rn, note
FROM counts, unnest(ARRAY['efron', 'breslow']) AS ties, LATERAL (SELECT x.* FROM hazard_ratio(c, ties => ties) x) AS h
WHERE hazard_ratio <> 'Infinity' OR hazard_ratio IS NULL
ORDER BY name COLLATE "C", method, h.arm;
SELECT name, h.arm, reference, hazard_ratio, lower, upper, log_hazard_ratio, std_err, h.statistic, p_value, note FROM counts, hazard_ratio(c) AS h
WHERE hazard_ratio = 'Infinity' ORDER BY name COLLATE "C", h.arm;
-- The other way round: what was infinite is 0, and the reverse.
SELECT name, h.arm, reference, hazard_ratio, lower, upper, log_hazard_ratio, std_err, h.statistic, p_value, note FROM counts, hazard_ratio(c, 'b') AS h
WHERE name IN ('arm without events', 'all of a before b', 'never together', 'three, one without events') ORDER BY name COLLATE "C", h.arm;
-- The ratio of the arms that can be compared is that without the third.
SELECT h.hazard_ratio = o.hazard_ratio AS same FROM counts c, hazard_ratio(c.c) h, counts d, LATERAL (
    SELECT x.* FROM hazard_ratio((SELECT survival_agg(u.time, u.event, arm) FROM datum, unnest(t, d) AS u (time, event) WHERE name = 'three, one without events' AND arm <> 'c')) x) o
WHERE c.name = 'three, one without events' AND h.arm = 'b' AND d.name = c.name;

-- Extreme but finite: a few of one arm among 10^8 of the other (-19.110606, 1.0899: Efron's likelihood written out and
-- given to R's optimize()); a million of one arm at once.
SELECT h.arm, round(log_hazard_ratio::numeric, 6) AS log_ratio, round(std_err::numeric, 6) AS std_err, note FROM unnest(ARRAY[
    '1 a 2 0; "a" 0, 1 0 1, 2 0 1, 3 0 1, 4 0 1, 5 0 1, 6 0 1, 7 0 1, 8 1 0; "b" 0, 7 0 1, 9 100000000 0',
    '1 a 2 0; "a" 0, 1 0 1000000, 3 1 1; "b" 0, 2 999999 0, 3 0 1']::survival_counts[]) c, hazard_ratio(c) h;
-- Two thousand random data sets: the ratio the other way round is the reciprocal, its error the same; nothing is NaN.
CREATE TEMP TABLE random AS
    SELECT s, survival_agg(abs(hashint4(g * 7919 + s)) % (3 + s % 40), hashint4(g + s * 31) % 3 <> 0, chr(97 + abs(hashint4(g * 13 + s)) % (2 + s % 3)),
        (abs(hashint4(g + s * 3)) % (1 + s % 2))::text) AS c
    FROM generate_series(1, 2000) s, generate_series(1, 40) g WHERE g <= 4 + s % 37 GROUP BY s;
CREATE TEMP TABLE ratio AS
    SELECT s, ties, h.* FROM random, unnest(ARRAY['efron', 'breslow']) AS ties, LATERAL (SELECT DISTINCT arm FROM survival_totals(c)) x, hazard_ratio(c, x.arm, ties) h;
SELECT note, count(*), count(*) FILTER (WHERE hazard_ratio = 'NaN' OR lower = 'NaN' OR std_err = 'NaN' OR NOT p_value BETWEEN 0 AND 1) AS nonsense, min(hazard_ratio) > 0 AS positive,
    max(hazard_ratio) < 'Infinity' AS finite, bool_or(lower IS NULL OR upper IS NULL OR p_value IS NULL) AS without_limits FROM ratio GROUP BY note ORDER BY note;
SELECT count(*), max(abs(a.hazard_ratio * b.hazard_ratio - 1)) FILTER (WHERE a.note IS NULL) < 1e-12 AS reciprocal, max(abs(a.std_err / b.std_err - 1)) < 1e-12 AS same_error,
    count(*) FILTER (WHERE (a.note IS NULL) <> (b.note IS NULL) OR a.hazard_ratio = 0 AND b.hazard_ratio <> 'Infinity') AS disagree
FROM ratio a JOIN ratio b ON (a.s, a.ties, a.arm, a.reference) = (b.s, b.ties, b.reference, b.arm);
SELECT count(*), count(*) FILTER (WHERE l.statistic < 0 OR l.statistic = 'NaN' OR NOT p_value BETWEEN 0 AND 1 OR (l.statistic IS NULL) <> (l.df IS NULL)) AS nonsense FROM random, logrank(c) l;
SELECT count(*) FROM random, kaplan_meier(c) WHERE NOT survival BETWEEN 0 AND 1 OR lower > survival OR upper < survival OR lower < 0 OR upper > 1 OR std_err = 'NaN';

-- Weights do not change what is undefined; a group of no rows is NULL.
SELECT name, (logrank(c, 1)).statistic IS NULL AS rho, (logrank(c, 0, 1)).statistic IS NULL AS gamma, (gehan_breslow(c)).statistic IS NULL AS gehan, (tarone_ware(c)).statistic IS NULL AS tarone
FROM counts WHERE (logrank(c)).statistic IS NULL ORDER BY name COLLATE "C";
SELECT logrank(NULL), gehan_breslow(NULL), cause_specific(NULL, 1), (SELECT count(*) FROM kaplan_meier(NULL)) AS curve, (SELECT count(*) FROM hazard_ratio(NULL)) AS ratio,
    (SELECT count(*) FROM restricted_mean(NULL)) AS mean, (SELECT count(*) FROM survival_quantile(NULL)) AS quantile, (SELECT count(*) FROM cumulative_incidence(NULL)) AS incidence;
-- Everybody is missing: no curve, but the count is there.
SELECT c, (SELECT count(*) FROM kaplan_meier(c)) AS curve, l.n, l.missing, l.statistic, l.p_value, (SELECT count(*) FROM survival_quantile(c)) AS quantile, (SELECT count(*) FROM restricted_mean(c)) AS mean
FROM (SELECT survival_agg(NULL::int, true, 'a') AS c FROM generate_series(1, 3)) x, logrank(c) l;
SELECT h.arm, hazard_ratio, n, reference_n, missing, note FROM hazard_ratio('1 a 2 1; "a" 3; "b" 2, 5 0 1') h;
SELECT arm, n, n_event, n_censored, missing, total_time, last_time FROM survival_totals('1 a 2 1; "a" 3; "b" 2, 5 0 1');
SELECT logrank('1 - 2 0'), logrank('1 a 2 7');

-- Times asked for: before, at, between, behind; none is NULL, NaN is no time.
SELECT s.arm, s.time, n_risk, n_event, n_censored, survival, round(std_err::numeric, 6) AS std_err, round(lower::numeric, 4) AS lower, round(upper::numeric, 4) AS upper
FROM counts, survival_at(c, '{-1, 0, 1, 1.5, 4, 4.001, NULL, NaN, Infinity, -Infinity}', 'plain') s WHERE name = 'exactly half';
SELECT s.arm, s.time, n_risk, survival FROM counts, survival_at(c, '{2.9, 3, 1e300}') s WHERE name = 'all tied';
SELECT count(*) FROM counts, survival_at(c, '{}') WHERE name = 'exactly half';
SELECT m.tau, m.mean, std_err FROM counts, unnest(ARRAY[1, 2.5, 4, 4.1]) t, restricted_mean(c, t) m WHERE name = 'exactly half';
-- Behind the last time the mean is known only where nobody is left.
SELECT m.arm, m.tau, m.mean, std_err FROM counts, restricted_mean(c, 100) m WHERE name IN ('all tied', 'one arm', 'arm without events') ORDER BY name, arm;

-- Names: case and separators make no difference.
SELECT count(DISTINCT (k.lower, k.upper)) FROM counts, unnest(ARRAY['log-log', 'LOG_LOG', 'loglog', 'Log Log']) t, kaplan_meier(c, t) k WHERE name = 'one each' AND k.time = 0;
SELECT count(*) FROM counts, hazard_ratio(c, ties => 'Efron') WHERE name = 'one each';
-- Errors.
SELECT kaplan_meier(c, 'log-lgo') FROM counts LIMIT 1;
SELECT kaplan_meier(c, '') FROM counts LIMIT 1;
SELECT hazard_ratio(c, ties => 'exact') FROM counts LIMIT 1;
SELECT hazard_ratio(c, ties => 'breslo') FROM counts LIMIT 1;
SELECT hazard_ratio(c, 'placebo') FROM counts LIMIT 1;
SELECT hazard_ratio('1 a 2 0; "drug" 0, 1 0 1; "placebo" 0, 1 0 1', 'plcebo');
SELECT hazard_ratio('1 - 2 0; 0, 1 0 1', 'drug');
CREATE FUNCTION pg_temp.code(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE query;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT q, pg_temp.code(format('SELECT %s FROM (VALUES (%L::survival_counts)) v (c)', q, '1 a 2 0; "drug" 0, 1 0 1; "placebo" 0, 1 0 1')) FROM unnest(ARRAY[
    'kaplan_meier(c, level => 0)', 'kaplan_meier(c, level => 1)', 'kaplan_meier(c, level => 95)', 'kaplan_meier(c, level => ''NaN'')', 'kaplan_meier(c, level => -0.5)',
    'survival_at(c, ''{1}'', level => 2)', 'survival_quantile(c, level => 1)', 'restricted_mean(c, level => 0)', 'restricted_mean(c, level => NULL)', 'hazard_ratio(c, level => 1.5)', 'hazard_ratio(c, ties => NULL)',
    'survival_quantile(c, ''{0}'')', 'survival_quantile(c, ''{1.1}'')', 'survival_quantile(c, ''{-1}'')', 'survival_quantile(c, ''{Infinity}'')',
    'restricted_mean(c, 0)', 'restricted_mean(c, -1)', 'restricted_mean(c, ''Infinity'')', 'restricted_mean(c, ''NaN'')',
    'logrank(c, -1)', 'logrank(c, ''NaN'')', 'logrank(c, ''Infinity'')', 'logrank(c, 0, -1)', 'logrank_arms(c, -1)', 'cumulative_incidence(c, ''x'')', 'cause_specific(c, -1)', 'cause_specific(c, 32)',
    'survival_at(c, array_fill(1::float8, ARRAY[100001]))']) q;
SELECT q, pg_temp.code('SELECT ' || q) FROM unnest(ARRAY[
    'survival_agg(-1, true)', 'survival_agg(-1, NULL)', 'survival_agg(-1, true, NULL)', 'survival_agg(-0.001::float8, true)', 'survival_agg(''-Infinity''::float8, true)', 'survival_agg(''Infinity''::float8, false)',
    'survival_agg(''NaN''::float8, true)', 'survival_agg(''NaN''::numeric, true)', 'survival_agg(-1::numeric, true)', 'survival_agg(date ''2024-01-02'', date ''2024-01-01'', true)', 'survival_agg(date ''2024-01-02'', date ''infinity'', true)',
    'survival_agg(date ''-infinity'', date ''2024-01-01'', true)', 'survival_agg(1, true, repeat(''x'', 1001))', 'survival_agg(1, true, ''a'', repeat(''x'', 1001))', 'competing_risks_agg(1, -1)', 'competing_risks_agg(1, 32)', 'competing_risks_agg(-1, 1)',
    'kaplan_meier(competing_risks_agg(1, 1))', 'logrank(competing_risks_agg(1, 1, ''a''))', 'hazard_ratio(competing_risks_agg(1, 1, ''a''))']) q;
-- What is no error: -0, the smallest and the largest time, an empty name, dates far apart.
SELECT survival_agg('-0'::float8, true), survival_agg(5e-324::float8, true), survival_agg(1.7976931348623157e308::float8, false), survival_agg(2147483647, true),
    survival_agg(1, true, ''), survival_agg(date '4713-01-01 BC', date '5874897-12-31', true), survival_agg(date '2024-02-28', NULL, true), competing_risks_agg(1, 31, NULL);
-- Arms that differ in case or blanks are different; an arm is what its bytes are.
SELECT survival_agg(1, true, arm) FROM unnest(ARRAY['A', 'a', 'A ', ' A']) arm;
-- Many arms and strata; too many.
SELECT df, n, method FROM logrank((SELECT survival_agg(g % 50, g % 3 > 0, (g % 200)::text, (g % 7)::text) FROM generate_series(1, 20000) g)) l;
SELECT logrank(survival_agg(1, true, g::text)) FROM generate_series(1, 1001) g;
SELECT survival_agg(1, true, g::text) FROM generate_series(1, 65537) g;

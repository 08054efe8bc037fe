-- The time to a response with what comes between, and the response at a visit
-- and by a visit.  Rules: response.md sections 0.8, 0.9 and 5 (time to
-- response), ICH E9(R1) for the strategies.
SET datestyle TO iso;
CREATE SCHEMA time_to_response_test;
SET search_path TO time_to_response_test, public;
\pset null (null)
-- start 1 January 2024; weeks 4, 8, 12, 16 are 29 January, 26 February, 25 March, 22 April
CREATE FUNCTION weeks() RETURNS visit_schedule IMMUTABLE LANGUAGE sql AS $$ SELECT visit_schedule 'visits at weeks 0, 4, 8, 12, 16' $$;
CREATE FUNCTION response() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT response_rules 'CRR: urine_protein < 0.5 g/d; PRR: urine_protein < 1 g/d; else NR' $$;
-- proteinuria at weeks 4, 8, 12, 16; NULL: missed
CREATE FUNCTION seen(a float8, b float8, c float8, d float8) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$
    SELECT observation('urine_protein', '2024-01-01', 3::float8, 'g/d') || observation('urine_protein', '2024-01-29', a, 'g/d') || observation('urine_protein', '2024-02-26', b, 'g/d')
        || observation('urine_protein', '2024-03-25', c, 'g/d') || observation('urine_protein', '2024-04-22', d, 'g/d') $$;
CREATE FUNCTION on_day(fact text, day text) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$ SELECT event(fact, day, day) $$;

CREATE TABLE subject (id int, why text, h patient_history);
INSERT INTO subject VALUES
    (1, 'responds at week 8', seen(2, .4, .4, .4)),
    (2, 'never', seen(2, 2, 2, 2)),
    (3, 'at week 8 only', seen(2, .4, 2, 2)),
    (4, 'at week 12, after a missed visit', seen(2, NULL, .4, .4)),
    (5, 'misses the end', seen(2, 2, NULL, NULL)),
    (6, 'at the last visit, which nothing can confirm', seen(2, 2, 2, .4)),
    (7, 'week 8, and week 12 missed', seen(2, .4, NULL, 2)),
    (8, 'rescued 10 March, then responds', seen(2, 2, .4, .4) || on_day('rescue_therapy', '2024-03-10')),
    (9, 'rescued 10 March, has responded before', seen(2, .4, .4, .4) || on_day('rescue_therapy', '2024-03-10')),
    (10, 'rescued on the day of week 8', seen(2, .4, .4, .4) || on_day('rescue_therapy', '2024-02-26')),
    (11, 'died 10 March', seen(2, 2, NULL, NULL) || on_day('death', '2024-03-10')),
    (12, 'withdrew 10 March, values until then', seen(2, 2, NULL, NULL) || on_day('treatment_withdrawn', '2024-03-10')),
    (13, 'switched at the month 3 visit, responds after', seen(2, 2, 2, .4) || on_day('therapy_switch', '2024-03-25')),
    (14, 'rescued before the start: no event of the study', seen(2, .4, .4, .4) || on_day('rescue_therapy', '2023-12-31')),
    (15, 'rescued some day of February: week 8 may be before or after it', seen(2, .4, .4, .4) || on_day('rescue_therapy', '2024-02')),
    (16, 'nothing at all after baseline', seen(NULL, NULL, NULL, NULL));
-- confirmation 1, everything by default: composite, imputed
CREATE TABLE expected (id int, confirm int, "time" int, event bool, visit text);
INSERT INTO expected VALUES (1, 1, 56, true, 'week 8'), (2, 1, 112, false, 'week 16'), (3, 1, 56, true, 'week 8'), (4, 1, 84, true, 'week 12'), (5, 1, 112, false, 'week 16'),
    (6, 1, 112, true, 'week 16'), (7, 1, 56, true, 'week 8'), (8, 1, 112, false, 'week 16'), (9, 1, 56, true, 'week 8'), (10, 1, 112, false, 'week 16'),
    (11, 1, 112, false, 'week 16'), (12, 1, 112, false, 'week 16'), (13, 1, 112, false, 'week 16'), (14, 1, 56, true, 'week 8'), (15, 1, 112, false, 'week 16'), (16, 1, 112, false, 'week 16'),
    -- two in a row: the first of them is the date
    (1, 2, 56, true, 'week 8'), (2, 2, 112, false, 'week 16'), (3, 2, 112, false, 'week 16'), (4, 2, 84, true, 'week 12'), (6, 2, 112, false, 'week 16'), (7, 2, 112, false, 'week 16'),
    (8, 2, 112, false, 'week 16'), (9, 2, 112, false, 'week 16'), (14, 2, 56, true, 'week 8');
SELECT id, why, confirm, e.time AS expected, e.event AS expected, t.* FROM expected e JOIN subject USING (id), time_to_response(response(), 'CRR', h, weeks(), '2024-01-01', confirm => confirm) t
 WHERE (t.time, t.event, t.visit, t.on_date) IS DISTINCT FROM (e.time, e.event, e.visit, date '2024-01-01' + e.time) ORDER BY id, confirm;
SELECT count(*) AS cases FROM expected;
SELECT id, t.* FROM subject, time_to_response(response(), 'CRR', h, weeks(), '2024-01-01') t ORDER BY id;
-- without imputation the time ends with the last visit known to be without: 5 at week 8 (56), 16 at the start; 7 has responded;
-- 8 is known after the rescue; 15 may have responded, and then not
SELECT id, t.time, t.event, t.visit, t.reason FROM subject, time_to_response(response(), 'CRR', h, weeks(), '2024-01-01', nri => false) t WHERE id IN (2, 5, 7, 8, 11, 15, 16) ORDER BY id;
SELECT id, t.time, t.event, t.visit, t.reason FROM subject, time_to_response(response(), 'CRR', h, weeks(), '2024-01-01', confirm => 2, nri => false) t WHERE id IN (1, 3, 6, 7) ORDER BY id;
-- the three strategies of each event: 10 March is day 69, 25 March day 84
SELECT id, s AS strategy, t.time, t.event, t.visit, t.reason
  FROM subject, unnest(enum_range(NULL::intercurrent_strategy)) s, time_to_response(response(), 'CRR', h, weeks(), '2024-01-01', on_rescue => s, on_death => s, on_withdrawal => s, on_switch => s) t
 WHERE id IN (8, 10, 11, 12, 13, 15) ORDER BY id, s;
-- values after death are not the subject's, whatever the strategy
SELECT s AS strategy, t.time, t.event FROM unnest(enum_range(NULL::intercurrent_strategy)) s, time_to_response(response(), 'CRR', seen(2, 2, .4, .4) || on_day('death', '2024-03-10'), weeks(), '2024-01-01', on_death => s) t ORDER BY s;
-- two events: the first decides, on one day the one that makes a non-responder
SELECT d AS switched, t.time, t.event, t.reason FROM (VALUES ('2024-02-09'), ('2024-02-10'), ('2024-02-11')) v (d),
    time_to_response(response(), 'CRR', seen(2, 2, .4, .4) || on_day('rescue_therapy', '2024-02-10') || on_day('therapy_switch', d), weeks(), '2024-01-01', on_switch => 'censor') t ORDER BY d;
-- other names, and none
SELECT t.event FROM subject, time_to_response(response(), 'CRR', h, weeks(), '2024-01-01', rescue => NULL) t WHERE id = 8;
SELECT t.event, t.reason FROM time_to_response(response(), 'CRR', seen(2, 2, .4, .4) || exposure('Rituximab', '2024-03-10', '2024-03-10', 1000, 'mg'), weeks(), '2024-01-01', rescue => 'RITUXIMAB') t;
-- a dose of nothing and a recorded no are no event; a recorded yes and a date are
SELECT x, t.event, t.reason FROM (VALUES (1, exposure('rescue_therapy', '2024-03-10', '2024-03-10', 0, 'mg')), (2, observation('rescue_therapy', '2024-03-10', false)), (3, observation('rescue_therapy', '2024-03-10', true)),
    (4, observation('rescue_therapy', '2024-06-01', '2024-03-10'::text)), (5, observation('rescue_therapy', '2024-03-10', 0::float8)), (6, observation('rescue_therapy', '2024-03-10', 1::float8)), (7, event('rescue_therapy', NULL::timestamp))) v (x, e),
    time_to_response(response(), 'CRR', seen(2, 2, .4, .4) || e, weeks(), '2024-01-01') t ORDER BY x;
-- dates: of the values, but never after the last planned visit, or those planned
SELECT planned, t.* FROM (VALUES (false), (true)) p (planned), (VALUES ('2024-02-22'), ('2024-03-03')) v (d), time_to_response(response(), 'CRR', observation('urine_protein', d, .4, 'g/d'), weeks(), '2024-01-01', planned_days => planned) t ORDER BY d, planned;
SELECT t.time, t.on_date, t.reason FROM time_to_response(response(), 'CRR', observation('urine_protein', '2024-04-27', .4, 'g/d'), weeks(), '2024-01-01') t;
-- several labels; unknown only where it matters: a PRR without eGFR is a response whether or not it is a CRR
SELECT t.* FROM subject, time_to_response(response(), '{CRR,PRR}'::text[], h || observation('urine_protein', '2024-01-29T12:00', .8, 'g/d'), weeks(), '2024-01-01') t WHERE id = 1;
SELECT t.time, t.event, t.reason, v.label FROM time_to_response('CRR: urine_protein < 0.5 g/d and egfr >= 60 mL/min/{1.73_m2}; PRR: urine_protein < 1 g/d; else NR', ARRAY['CRR', 'PRR'], seen(2, .4, 2, 2), weeks(), '2024-01-01') t,
    visit_responses('CRR: urine_protein < 0.5 g/d and egfr >= 60 mL/min/{1.73_m2}; PRR: urine_protein < 1 g/d; else NR', seen(2, .4, 2, 2), weeks(), '2024-01-01') v WHERE v.visit = 'week 8';
-- the first response as a row
SELECT id, f.* FROM subject, first_response(response(), 'CRR', h, weeks(), '2024-01-01') f WHERE id IN (4, 8) ORDER BY id;
SELECT id, f.visit FROM subject, first_response(response(), ARRAY['CRR'], h, weeks(), '2024-01-01', confirm => 2) f WHERE id IN (3, 4) ORDER BY id;

-- At and by a visit, with and without imputation, for CRR
SELECT id, string_agg(coalesce(response_at(response(), 'CRR', h, weeks(), '2024-01-01', w)::text, '?'), ' ' ORDER BY n) AS at,
       string_agg(coalesce(response_by(response(), 'CRR', h, weeks(), '2024-01-01', w)::text, '?'), ' ' ORDER BY n) AS by,
       string_agg(coalesce(response_at(response(), 'CRR', h, weeks(), '2024-01-01', w, confirm => 2)::text, '?'), ' ' ORDER BY n) AS at_confirmed,
       string_agg(coalesce(response_by(response(), 'CRR', h, weeks(), '2024-01-01', w, confirm => 2, nri => true)::text, '?'), ' ' ORDER BY n) AS by_confirmed_nri
  FROM subject, (VALUES (1, 'week 4'), (2, 'week 8'), (3, 'week 12'), (4, 'week 16')) v (n, w) WHERE id IN (1, 3, 4, 5, 6, 7, 8, 10, 15) GROUP BY id ORDER BY id;
-- a hypothetical estimand is not imputed: what comes after the event stays unknown
SELECT w, response_at(response(), 'CRR', h, weeks(), '2024-01-01', w, nri => true, on_rescue => 'censor') AS at, response_by(response(), 'CRR', h, weeks(), '2024-01-01', w, nri => true, on_rescue => 'censor') AS by
  FROM subject, (VALUES ('week 4'), ('week 8'), ('week 12'), ('week 16')) v (w) WHERE id = 8 ORDER BY w;
-- explained
SELECT c.* FROM subject, response_course(response(), 'CRR', h, weeks(), '2024-01-01', confirm => 2) c WHERE id = 9 ORDER BY planned_on;
SELECT c.visit, c.response, c.so_far, c.reason FROM subject, response_course(response(), ARRAY['CRR'], h, weeks(), '2024-01-01', nri => true, on_rescue => 'censor') c WHERE id = 8 ORDER BY planned_on;
SELECT c.visit, c.response, c.so_far, c.reason FROM subject, response_course(response(), 'CRR', h || on_day('death', '2024-04-01'), weeks(), '2024-01-01', confirm => 2, nri => true, on_death => 'ignore') c WHERE id = 7 ORDER BY planned_on;

-- Against a reading of visit_responses by plain SQL: thousands of random
-- subjects with every event at random, each with strategies, confirmation,
-- imputation and labels drawn at random, and sixty with all combinations.
-- chance that is the same everywhere: a whole number below n
CREATE FUNCTION draw(n int, VARIADIC int[]) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT ('x' || substr(encode(sha256($2::text::bytea), 'hex'), 1, 7))::bit(28)::int % n $$;
CREATE TABLE study AS
    SELECT id, coalesce(h, '') || CASE WHEN days[1] IS NOT NULL THEN event('rescue_therapy', date '2024-01-01' + days[1]) ELSE '' END || CASE WHEN days[2] IS NOT NULL THEN event('death', date '2024-01-01' + days[2]) ELSE '' END
           || CASE WHEN days[3] IS NOT NULL THEN event('treatment_withdrawn', date '2024-01-01' + days[3]) ELSE '' END || CASE WHEN days[4] IS NOT NULL THEN event('therapy_switch', date '2024-01-01' + days[4]) ELSE '' END AS h, days
      FROM (SELECT s AS id, (SELECT history_agg(observation('urine_protein', (date '2024-01-01' + k * 28 + draw(21, s, k, 1) - 10)::text, (ARRAY[.4, .4, .8, 2])[1 + draw(4, s, k, 2)], 'g/d')) FROM generate_series(1, 6) k WHERE draw(10, s, k, 3) < 8) AS h,
                   ARRAY[CASE WHEN draw(4, s, 0, 1) > 0 THEN draw(200, s, 1) END, CASE WHEN draw(4, s, 0, 2) = 0 THEN draw(200, s, 2) END, CASE WHEN draw(4, s, 0, 3) = 0 THEN draw(200, s, 3) END, CASE WHEN draw(4, s, 0, 4) = 0 THEN draw(200, s, 4) END] AS days
              FROM generate_series(1, 3000) s) t;
CREATE FUNCTION six() RETURNS visit_schedule IMMUTABLE LANGUAGE sql AS $$ SELECT visit_schedule 'visits at weeks 0, 4, 8, 12, 16, 20, 24' $$;
CREATE TABLE seen_at AS SELECT id, row_number() OVER (PARTITION BY id ORDER BY v.planned_on) AS k, v.visit, v.label, v.planned_on - date '2024-01-01' AS planned, coalesce(v.value_on, v.planned_on) - date '2024-01-01' AS day
  FROM study, visit_responses(response(), h, six(), '2024-01-01') v WHERE v.planned_on > '2024-01-01';
CREATE INDEX ON seen_at (id);
CREATE TABLE asked AS
    SELECT row_number() OVER () AS ask, t.* FROM (
        SELECT id, ARRAY(SELECT (enum_range(NULL::intercurrent_strategy))[1 + draw(3, id, i, 5)] FROM generate_series(1, 4) i) AS strategies,
               1 + draw(2, id, 6) AS confirm, draw(2, id, 7) = 1 AS nri, CASE WHEN draw(2, id, 8) = 1 THEN '{CRR}'::text[] ELSE '{CRR,PRR}' END AS labels FROM study
        UNION ALL
        SELECT id, ARRAY[a, b, c, d], confirm, nri, '{CRR}' FROM generate_series(1, 60) id, unnest(enum_range(NULL::intercurrent_strategy)) a, unnest(enum_range(NULL::intercurrent_strategy)) b,
            unnest(enum_range(NULL::intercurrent_strategy)) c, unnest(enum_range(NULL::intercurrent_strategy)) d, (VALUES (1), (2)) e (confirm), (VALUES (false), (true)) f (nri)) t;
CREATE TABLE reading AS
WITH days AS ( -- the first event of each strategy; of two on one day, non-response
    SELECT a.*, days[2] AS death, failed, CASE WHEN failed <= censored THEN NULL ELSE censored END AS censored
      FROM asked a JOIN study USING (id), LATERAL (SELECT min(days[i]) FILTER (WHERE strategies[i] = 'non_response') AS failed, min(days[i]) FILTER (WHERE strategies[i] = 'censor') AS censored FROM generate_series(1, 4) i) t
), visits AS ( -- what is not observed is left out, and never imputed
    SELECT ask, s.k, s.visit, s.day, nri, confirm, CASE WHEN day >= failed THEN false WHEN nri THEN coalesce(day <= coalesce(death, day) AND label = ANY (labels), false) WHEN day > death THEN NULL ELSE label = ANY (labels) END AS state
      FROM days JOIN seen_at s USING (id) WHERE censored IS NULL OR day <= censored
), responses AS (
    SELECT *, CASE WHEN confirm = 1 THEN state WHEN k = 6 AND nri THEN false ELSE state AND lead(state) OVER (PARTITION BY ask ORDER BY k) END AS response FROM visits
), ends AS (
    SELECT ask, min(k) FILTER (WHERE response) AS "first", max(k) FILTER (WHERE NOT response) AS last_no FROM responses GROUP BY ask
)
SELECT d.ask, e.first IS NOT NULL AS event,
       CASE WHEN e.first IS NOT NULL THEN least(f.day, 168) WHEN d.nri THEN least(censored, 168) WHEN last_no = 6 THEN 168 ELSE coalesce(n.day, 0) END AS time,
       CASE WHEN e.first IS NOT NULL THEN f.visit WHEN d.nri THEN CASE WHEN censored <= 168 THEN NULL ELSE 'week 24' END ELSE n.visit END AS visit
  FROM days d LEFT JOIN ends e USING (ask) LEFT JOIN visits f ON f.ask = d.ask AND f.k = e.first LEFT JOIN visits n ON n.ask = d.ask AND n.k = e.last_no;
CREATE TABLE answers AS
    SELECT a.*, t.time, t.event, t.visit, t.on_date, r.time AS read_time, r.event AS read_event, r.visit AS read_visit
      FROM asked a JOIN study USING (id) JOIN reading r USING (ask), LATERAL time_to_response(response(), a.labels, h, six(), '2024-01-01', confirm => confirm, nri => nri,
               on_rescue => strategies[1], on_death => strategies[2], on_withdrawal => strategies[3], on_switch => strategies[4]) t;
SELECT count(*) AS asked, count(DISTINCT id) AS subjects, count(DISTINCT (strategies, confirm, nri)) AS combinations, count(*) FILTER (WHERE event) AS responses,
       count(*) FILTER (WHERE (time, event, visit, on_date) IS DISTINCT FROM (read_time, read_event, read_visit, date '2024-01-01' + read_time)) AS differ FROM answers;
SELECT * FROM answers WHERE (time, event, visit) IS DISTINCT FROM (read_time, read_event, read_visit) ORDER BY ask LIMIT 5;
-- What the values say, of two facts that are missing at random: a label is given
-- by Kleene's logic over the rules, CRR or PRR where both are asked for
CREATE TABLE two AS
    SELECT s AS id, history_agg(CASE WHEN draw(10, s, k, 21) < 8 THEN observation('urine_protein', (date '2024-01-01' + k * 28)::text, (ARRAY[.4, .8, 2])[1 + draw(3, s, k, 22)], 'g/d') ELSE '' END
        || CASE WHEN draw(10, s, k, 23) < 7 THEN observation('egfr', (date '2024-01-01' + k * 28)::text, (ARRAY[50, 70])[1 + draw(2, s, k, 24)], 'mL/min/{1.73_m2}') ELSE '' END) AS h
      FROM generate_series(1, 300) s, generate_series(1, 6) k GROUP BY s;
CREATE FUNCTION of_two() RETURNS response_rules IMMUTABLE LANGUAGE sql AS $$ SELECT response_rules 'CRR: urine_protein < 0.5 g/d and egfr >= 60 mL/min/{1.73_m2}; PRR: urine_protein < 1 g/d; else NR' $$;
SELECT l.wanted, count(*) AS visits, count(c.measured) AS known, count(*) FILTER (WHERE c.measured) AS yes, count(*) FILTER (WHERE c.measured IS DISTINCT FROM CASE l.wanted WHEN '{CRR}' THEN crr WHEN '{PRR}' THEN NOT crr AND prr WHEN '{CRR,PRR}' THEN crr OR prr ELSE NOT crr AND NOT prr END) AS differ
  FROM two, (VALUES ('{CRR}'::text[]), ('{PRR}'), ('{CRR,PRR}'), ('{NR}')) l (wanted), response_course(of_two(), l.wanted, h, six(), '2024-01-01') c,
       LATERAL (SELECT bool_or(holds) FILTER (WHERE e.label = 'CRR') AS crr, bool_or(holds) FILTER (WHERE e.label = 'PRR') AS prr FROM explain_response(of_two(), h, c.planned_on, '2024-01-01', 7) e) e
 GROUP BY l.wanted ORDER BY l.wanted;
-- response_at and response_by are columns of response_course
SELECT count(*) AS visits, count(*) FILTER (WHERE c.response IS DISTINCT FROM response_at(response(), a.labels, h, six(), '2024-01-01', c.visit, confirm, nri, strategies[1], strategies[2], strategies[3], strategies[4])) AS at_differ,
       count(*) FILTER (WHERE c.so_far IS DISTINCT FROM response_by(response(), a.labels, h, six(), '2024-01-01', c.visit, confirm, nri, strategies[1], strategies[2], strategies[3], strategies[4])) AS by_differ,
       count(c.response) AS known, count(*) FILTER (WHERE c.response) AS yes
  FROM (SELECT * FROM asked WHERE id % 10 = 0) a JOIN study USING (id), response_course(response(), a.labels, h, six(), '2024-01-01', confirm, nri, strategies[1], strategies[2], strategies[3], strategies[4]) c;

-- The composite strategy: the Kaplan-Meier curve of the times, by counting,
-- is 1 minus the proportion of responders at every time, and at the end that of
-- response_by the last visit, imputed
CREATE TABLE times AS SELECT id, t.time, t.event, response_by(response(), 'CRR', h, six(), '2024-01-01', 'week 24', confirm => confirm, nri => true) AS by_end, confirm
  FROM study, (VALUES (1), (2)) c (confirm), time_to_response(response(), 'CRR', h, six(), '2024-01-01', confirm => confirm) t;
CREATE TABLE curve AS
    SELECT confirm, time, exp(sum(ln(1 - d::numeric / n)) OVER (PARTITION BY confirm ORDER BY time)) AS survival
      FROM (SELECT confirm, time, count(*) FILTER (WHERE event) AS d, (SELECT count(*) FROM times n WHERE n.confirm = t.confirm AND n.time >= t.time) AS n FROM times t GROUP BY confirm, time) k;
SELECT confirm, count(*) AS times, max(abs(1 - survival - (SELECT avg((event AND t.time <= c.time)::int) FROM times t WHERE t.confirm = c.confirm))) < 1e-12 AS is_the_proportion FROM curve c GROUP BY confirm ORDER BY confirm;
SELECT confirm, round(1 - (SELECT min(survival) FROM curve c WHERE c.confirm = t.confirm), 12) = round(avg(by_end::int), 12) AS at_the_end, count(*) FILTER (WHERE event) AS responders, count(*) AS subjects FROM times t GROUP BY confirm ORDER BY confirm;

-- Arguments: each NULL in turn
SELECT time_to_response(NULL, 'CRR', h, weeks(), '2024-01-01') IS NULL AS rules, time_to_response(response(), NULL::text, h, weeks(), '2024-01-01') IS NULL AS label, time_to_response(response(), NULL::text[], h, weeks(), '2024-01-01') IS NULL AS labels,
       time_to_response(response(), 'CRR', h, NULL, '2024-01-01') IS NULL AS visits, time_to_response(response(), 'CRR', h, weeks(), NULL) IS NULL AS start,
       response_at(response(), 'CRR', h, weeks(), '2024-01-01', NULL) IS NULL AS at, response_by(response(), 'CRR', h, weeks(), '2024-01-01', NULL) IS NULL AS by,
       first_response(response(), 'CRR', NULL, weeks(), '2024-01-01') IS NULL AS first, (SELECT count(*) FROM response_course(response(), NULL::text, h, weeks(), '2024-01-01')) AS course FROM subject WHERE id = 1;
SELECT nri, t.* FROM (VALUES (false), (true)) n (nri), time_to_response(response(), 'CRR', NULL, weeks(), '2024-01-01', nri => nri) t ORDER BY nri;
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', confirm => NULL);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', nri => NULL);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', on_rescue => NULL);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', on_switch => NULL);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', planned_days => NULL);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', confirm => 0);
SELECT time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', on_death => 'composite');
SELECT time_to_response(response(), 'crr', '', weeks(), '2024-01-01');
SELECT time_to_response(response(), ARRAY['CRR', NULL], '', weeks(), '2024-01-01');
SELECT time_to_response(response(), '{}'::text[], '', weeks(), '2024-01-01');
SELECT time_to_response(response(), 'CRR', '', weeks(), '-infinity');
SELECT response_at(response(), 'CRR', '', weeks(), '2024-01-01', 'week 13');
SELECT response_by(response(), 'CRR', '', weeks(), '2024-01-01', 'week 0');
-- no visit after the start; a name of an event that no fact can have
SELECT t.* FROM time_to_response(response(), 'CRR', '', 'visits at days -14, 0', '2024-01-01') t;
SELECT t.event FROM time_to_response(response(), 'CRR', '', weeks(), '2024-01-01', rescue => '') t;
-- as many visits as there may be
SELECT t.time, t.event, t.visit FROM time_to_response(response(), 'CRR', seen(2, 2, 2, .4), 'visits every day until day 10000', '2024-01-01') t;
SELECT t.time, t.event, t.visit FROM time_to_response(response(), 'CRR', seen(2, 2, 2, 2), 'visits every day until day 10000', '2024-01-01') t;
SET client_min_messages TO warning;
DROP SCHEMA time_to_response_test CASCADE;

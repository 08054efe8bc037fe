-- Who responds: renal response under three published definitions, one subject
-- explained, SRI-4, and the endpoint of a trial. It reads the table patient of
-- the schema study, as 1_eligibility.sql does.
SET search_path = study, trial_ext, public;
SET jit = off;

-- Three definitions, as they were published, in front of them what the owner of
-- the data declares: eGFR comes from creatinine. Visits every four weeks; a
-- value belongs to the visit that is nearest, and nothing is carried forward.
CREATE TABLE definition AS
SELECT n, name, title, 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex)'::response_rules || response_definition(name) AS rules,
    visit_schedule 'visits at weeks 4, 8, 12, 16, 20, 24' AS visits
FROM (SELECT DISTINCT ON (name) name, title FROM response_definitions() ORDER BY name) i
    JOIN unnest('{seed004,kdigo2024,bliss_ln_crr}'::text[]) WITH ORDINALITY u (name, n) USING (name);

\echo '1. Three definitions of renal response'
\pset format wrapped
\pset columns 150
SELECT d.name AS definition, r.label, r.rule FROM definition d, response_definitions() r WHERE r.name = d.name AND r.rule <> 'else' AND r.label <> 'ORR' ORDER BY n, r.label;
\pset format aligned

\echo '   What they ask for, and how many subjects have it after the start'
SELECT fact, count(*) FILTER (WHERE first_value(history, fact, date '9999-12-31', start + 1) IS NOT NULL OR fact = 'pre_flare_egfr' AND last_value(history, fact, start) IS NOT NULL) AS subjects
FROM patient, unnest('{urine_protein,upcr,creatinine,pre_flare_egfr,sledai_2k,pga,bilag_new_a}'::text[]) WITH ORDINALITY f (fact, n) GROUP BY fact, f.n ORDER BY f.n;
SELECT bool_or(count_entries(history, 'urine_protein', date '9999-12-31') > 0 OR count_entries(history, 'upcr', date '9999-12-31') > 0) AS renal,
    bool_or(count_entries(history, 'sledai_2k', date '9999-12-31') > 0) AS activity, bool_or(count_entries(history, 'bilag_new_a', date '9999-12-31') > 0) AS bilag FROM patient \gset

\if :renal
SET application_name = 'response at every visit';
CREATE TABLE response AS
SELECT subject, arm, name AS definition, r.* FROM patient, definition, LATERAL visit_responses(rules, history, visits, start) r;
ANALYZE response;
RESET application_name;

CREATE FUNCTION percent(share numeric) RETURNS numeric IMMUTABLE RETURN round(100 * coalesce(share, 0), 1);
\echo '2. Response by visit, in percent of those who started: complete, partial, and what the data leave open'
SELECT visit, count(DISTINCT subject) AS subjects, count(DISTINCT subject) FILTER (WHERE value_on IS NOT NULL) AS seen,
    '|' AS seed004, percent(sum(n) FILTER (WHERE what = 'seed004 CRR')) AS "CRR", percent(sum(n) FILTER (WHERE what = 'seed004 PRR')) AS "PRR", percent(sum(n) FILTER (WHERE what = 'seed004 ?')) AS open,
    '|' AS kdigo2024, percent(sum(n) FILTER (WHERE what = 'kdigo2024 CR')) AS "CR", percent(sum(n) FILTER (WHERE what = 'kdigo2024 PR')) AS "PR", percent(sum(n) FILTER (WHERE what = 'kdigo2024 ?')) AS open,
    '|' AS bliss_ln_crr, percent(sum(n) FILTER (WHERE what = 'bliss_ln_crr CRR')) AS "CRR", percent(sum(n) FILTER (WHERE what = 'bliss_ln_crr ?')) AS open
FROM (SELECT *, definition || ' ' || coalesce(label, '?') AS what, 1.0 / count(*) OVER (PARTITION BY visit, definition) AS n FROM response) r
GROUP BY visit ORDER BY substring(visit FROM '\d+')::int;

-- The definitions disagree about somebody: take the one whom they see in the
-- most different ways.
SELECT subject AS responder FROM response WHERE visit = 'week 24' AND label IS NOT NULL
GROUP BY subject ORDER BY count(*) DESC, count(DISTINCT replace(label, 'RR', 'R')) DESC, subject LIMIT 1 \gset
\echo '3. One subject,' :responder ', at week 24: the same values, three definitions'
\pset format wrapped
SELECT d.name AS definition, e.label, CASE WHEN e.holds THEN 'HOLDS' WHEN NOT e.holds THEN 'does not' ELSE 'open' END AS verdict, e.reason
FROM patient, definition d, LATERAL explain_response(rules, history, start + 168, start, 14) e
WHERE subject = :'responder' AND e.label NOT IN ('ORR', 'NR') AND (e.position = 1 OR e.chosen) ORDER BY d.n, e.position;
\pset format aligned
\echo '   and over time'
SELECT visit, value_on, coalesce(max(label) FILTER (WHERE definition = 'seed004'), 'open') AS seed004, coalesce(max(label) FILTER (WHERE definition = 'kdigo2024'), 'open') AS kdigo2024,
    coalesce(max(label) FILTER (WHERE definition = 'bliss_ln_crr'), 'open') AS bliss_ln_crr
FROM response WHERE subject = :'responder' GROUP BY visit, planned_on, value_on ORDER BY planned_on;

-- The trial's own question: a responder at week 24, as observed, and with who is
-- unknown counted as no; the days to the first complete response.
SET application_name = 'the primary endpoint';
\echo '4. Complete response (seed004) by arm: at week 24, ever up to then, and when'
SELECT arm, count(*) AS subjects, count(*) FILTER (WHERE observed) AS "at week 24", count(*) FILTER (WHERE observed IS NULL) AS open,
    round(100.0 * count(*) FILTER (WHERE observed) / nullif(count(observed), 0), 1) AS "% of known", round(100.0 * avg(imputed::int), 1) AS "% if open is no",
    round(100.0 * avg((t).event::int), 1) AS "% ever", percentile_disc(0.5) WITHIN GROUP (ORDER BY (t)."time") FILTER (WHERE (t).event) AS "median days of responders"
FROM (
    SELECT arm, response_at(rules, 'CRR', history, visits, start, 'week 24') AS observed, response_at(rules, 'CRR', history, visits, start, 'week 24', nri => true) AS imputed,
        time_to_response(rules, 'CRR', history, visits, start) AS t
    FROM patient, definition WHERE name = 'seed004' AND start IS NOT NULL OFFSET 0) r
GROUP BY arm ORDER BY arm;
RESET application_name;
\else
\echo '   This study recorded no protein in urine (neither urine_protein nor upcr): no renal response to show.'
\endif

\if :activity
-- SRI-4 as the protocols have it: SLEDAI fallen by 4, no new BILAG A, at most
-- one new B, PGA not risen by 0.3.
SET application_name = 'SRI-4';
\echo '5. SRI-4 by arm and visit, and its first part alone'
\if :bilag
\else
\echo '   No BILAG was recorded: nobody is known to respond, and SRI-4 stays open wherever SLEDAI fell and PGA did not rise.'
\endif
SELECT arm, r.visit, count(*) AS subjects, count(*) FILTER (WHERE r.response) AS yes, count(*) FILTER (WHERE NOT r.response) AS no, count(*) FILTER (WHERE r.response IS NULL) AS open,
    round(100.0 * count(*) FILTER (WHERE r.response) / nullif(count(r.response), 0), 1) AS "% of known", count(*) FILTER (WHERE f.response) AS "SLEDAI fell by 4"
FROM patient, (SELECT 'given selena_sledai as sledai_2k'::response_rules || rules AS rules, responders FROM protocol_endpoints('NCT05262686') WHERE endpoint = 'sri4' OFFSET 0) e,
    LATERAL response_course(e.rules, e.responders, history, 'visits at weeks 12, 24 +/- 14 days', start) r
    JOIN LATERAL response_course('fallen: sledai_2k <= baseline.sledai_2k - 4; else not', 'fallen', history, 'visits at weeks 12, 24 +/- 14 days', start) f USING (visit)
GROUP BY arm, r.visit ORDER BY r.visit, arm;
RESET application_name;
\else
\echo '   No SLEDAI was recorded: no SRI-4.'
\endif

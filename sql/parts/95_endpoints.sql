-- Endpoints of the built-in protocols.
--
-- A response endpoint is response rules, the labels that count and the visits
-- at which they are asked; what is measured, not judged, is a change from
-- baseline. So each row can be run, and protocol_endpoint_results runs them all.

-- The value at a visit, by the rule of classify: in SQL, as it is asked of a
-- few facts at a few visits.

CREATE FUNCTION visit_value(history patient_history, fact text, at date, window_days integer) RETURNS quantity
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200
BEGIN ATOMIC
    -- most questions are about facts that nobody recorded
    SELECT CASE WHEN isfinite(at) AND count_entries(history, fact, at + window_days, at - window_days) IS DISTINCT FROM 0 THEN (
        SELECT CASE WHEN n.doubt <= n.distance THEN NULL ELSE last_value(history, fact, n.day, n.day) END
        FROM (
            SELECT min(d.least) FILTER (WHERE d.first = d.last) AS distance,
                min(d.least) FILTER (WHERE d.first < d.last) AS doubt,
                (array_agg(d.first ORDER BY d.least, d.first) FILTER (WHERE d.first = d.last))[1] AS day
            FROM (
                SELECT p.first, p.last, greatest(p.first - at, at - p.last, 0) AS least
                FROM history_entries(history) AS e,
                    -- a day beyond the window stands for whatever lies further off
                    LATERAL (SELECT greatest(e.start_first::date, at - window_days - 1) AS first,
                        least(e.start_last::date, at + window_days + 1) AS last) AS p
                WHERE lower(e.fact) = lower(visit_value.fact) AND e.kind = 'observation'
            ) AS d
            WHERE d.least <= window_days
        ) AS n)
    END;
END;
COMMENT ON FUNCTION visit_value(patient_history, text, date, integer) IS
    'the value that classify takes at a visit: the one nearest to the day, at most window_days before or after it, of two as near the earlier, of several on one day the last; NULL when there is none, when a partial date might be nearer, and as for last_value';

CREATE TYPE baseline_change AS (
    baseline quantity,
    value    quantity,
    change   quantity,
    percent  float8
);
COMMENT ON TYPE baseline_change IS
    'a value at a visit beside that of baseline: change in the unit of the visit''s value, percent of baseline; NULL where one of the two is missing or their units do not convert';

CREATE FUNCTION change_from_baseline(history patient_history, fact text, at date, baseline_date date, window_days integer) RETURNS baseline_change
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 500
BEGIN ATOMIC
    -- OFFSET 0: each step once
    SELECT b.value, b.current, b.current - b.same,
        CASE WHEN magnitude(b.same) <> 0 THEN 100 * magnitude(b.current - b.same) / magnitude(b.same) END
    FROM (
        SELECT w.value, w.current, try_to_unit(w.value, unit(w.current), analyte(fact)) AS same
        FROM (
            SELECT visit_value(history, fact, at, window_days) AS current,
                CASE WHEN count_entries(history, 'baseline.' || fact, date '9999-12-31') IS DISTINCT FROM 0
                    THEN last_value(history, 'baseline.' || fact, date '9999-12-31')
                    ELSE last_value(history, fact, baseline_date)
                END AS value
            OFFSET 0
        ) AS w
        OFFSET 0
    ) AS b;
END;
COMMENT ON FUNCTION change_from_baseline(patient_history, text, date, date, integer) IS
    'visit_value beside the value at baseline (an entry baseline.fact, else the last value on or before baseline_date), as response rules take both';

CREATE TYPE protocol_endpoint AS (
    endpoint   text,
    type       text,
    title      text,
    measure    text,
    rules      response_rules,
    responders text[],
    better     text[],
    fact       text,
    call       text,
    visits     visit_schedule,
    cumulative boolean,
    arms       text[],
    reading    text,
    note       text,
    source     text,
    verified   text
);
COMMENT ON TYPE protocol_endpoint IS
    'one endpoint of protocol_endpoints(). type: primary or secondary. measure: response (rules, the labels responders that count, labels better that win over them), event (the same for what is no response), time (to the first response), prednisone, dose, change (of a fact), count (of entries of a fact) or none (nothing that could be computed is stated). call: the SQL expression for one visit, over the columns of this row, the history, start, visit, planned_on and window_days. visits: when it is asked, without windows, as the sources have none; cumulative: at any visit up to then. arms: those compared, where the source says so. reading: stated, or alternative, another way to read the source. verified: how the row was come by, read or our choice';

CREATE FUNCTION protocol_endpoints(id text) RETURNS SETOF protocol_endpoint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
    SELECT e.endpoint, e.type, e.title, e.measure, r.rules, e.responders, e.better, e.fact,
        CASE e.measure
            WHEN 'response' THEN CASE
                WHEN e.better IS NOT NULL THEN 'response_by(rules, responders || better, history, visits, start, visit) AND NOT response_by(rules, better, history, visits, start, visit)'
                WHEN e.cumulative THEN 'response_by(rules, responders, history, visits, start, visit)'
                ELSE 'response_at(rules, responders, history, visits, start, visit)' END
            WHEN 'event' THEN 'classify(rules, history, planned_on, start, window_days) = ANY (responders)'
            WHEN 'time' THEN 'time_to_response(rules, responders, history, visits, start)'
            WHEN 'prednisone' THEN 'prednisone_reduction(history, start, planned_on)'
            WHEN 'dose' THEN 'average_daily_dose(history, ''{prednisone,prednisolone,methylprednisolone}'', planned_on - 27, planned_on, false)'
            WHEN 'change' THEN 'change_from_baseline(history, fact, planned_on, start, window_days)'
            WHEN 'count' THEN 'count_entries(history, fact, planned_on, start)'
        END,
        e.visits, coalesce(e.cumulative, false), a.arms, e.reading, e.note,
        CASE e.protocol
            WHEN 'NCT05863936' THEN CASE WHEN e.measure = 'response' THEN 'registry entry, outcome measures (week 24 is in the protocol text, the definitions are not)' ELSE 'protocol text' END
            WHEN 'NCT04893161' THEN 'protocol text; SRI-4: Furie 2009, BLISS-52 and BLISS-76'
            WHEN 'NCT05262686' THEN 'protocol text, its lost signs after registry copies'
            ELSE 'protocol document, section on endpoints'
        END,
        e.verified
    FROM (VALUES
        ('NCT05863936', 1, 'cr_by_week_24', 'primary', 'Complete response by week 24, cumulative', 'response', 'nct05863936', '{CR}'::text[], NULL::text[], NULL::text,
         visit_schedule 'visits at weeks 4, 8, 12, 16, 20, 24', true, 'stated', 'read',
         'The source lists no visit but week 24: assessments every four weeks are our choice.'),
        ('NCT05863936', 2, 'pr_by_week_24', 'secondary', 'Partial response by week 24, cumulative, as best response', 'response', 'nct05863936', '{PR}', '{CR}', NULL,
         'visits at weeks 4, 8, 12, 16, 20, 24', true, 'stated', 'read',
         'A complete response by then wins, so that complete and partial add up to overall response.'),
        ('NCT05863936', 3, 'orr_by_week_24', 'secondary', 'Complete or partial response by week 24, cumulative', 'response', 'nct05863936', '{CR,PR}', NULL, NULL,
         'visits at weeks 4, 8, 12, 16, 20, 24', true, 'stated', 'read', NULL),
        ('NCT05863936', 4, 'cr_week_24', 'primary', 'Complete response at week 24', 'response', 'nct05863936', '{CR}', NULL, NULL,
         'visits at week 24', false, 'alternative', 'read', 'The protocol text says "at week 24", the registry "cumulative".'),
        ('NCT05863936', 5, 'pr_week_24', 'secondary', 'Partial response at week 24', 'response', 'nct05863936', '{PR}', NULL, NULL,
         'visits at week 24', false, 'alternative', 'read', NULL),
        ('NCT05863936', 6, 'orr_week_24', 'secondary', 'Complete or partial response at week 24', 'response', 'nct05863936', '{CR,PR}', NULL, NULL,
         'visits at week 24', false, 'alternative', 'read', NULL),
        ('NCT05863936', 7, 'adverse_events', 'secondary', 'Safety: adverse events', 'count', NULL, NULL, NULL, 'adverse_event',
         'visits at week 24', NULL, 'stated', 'read', 'No measure is stated: counted. 0 where nobody recorded any.'),

        ('NCT04893161', 1, 'sri4_week_48', 'primary', 'SRI-4 at week 48', 'response', 'sri4', '{SRI4}', NULL, NULL,
         'visits at week 48', false, 'stated', 'read',
         'The endpoint is a model that predicts this response; the model is not stated. SRI-4 is not defined there: with SLEDAI-2K, as in the inclusion criteria. From single descriptors: sri(4, history, ..).'),
        ('NCT04893161', 2, 'sri4_selena_week_48', 'primary', 'SRI-4 at week 48 with SELENA-SLEDAI', 'response', 'sri4_selena', '{SRI4}', NULL, NULL,
         'visits at week 48', false, 'alternative', 'our choice', 'With the index of the trials that the protocol cites.'),
        ('NCT04893161', 3, 'sledai_change', 'secondary', 'Clinical improvement', 'change', NULL, NULL, NULL, 'sledai_2k',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated: the index of the inclusion criteria at the protocol''s visits.'),
        ('NCT04893161', 4, 'c3_change', 'secondary', 'Serological improvement: C3', 'change', NULL, NULL, NULL, 'c3',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated.'),
        ('NCT04893161', 5, 'c4_change', 'secondary', 'Serological improvement: C4', 'change', NULL, NULL, NULL, 'c4',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated.'),
        ('NCT04893161', 6, 'anti_dsdna_change', 'secondary', 'Serological improvement: anti-dsDNA', 'change', NULL, NULL, NULL, 'anti_dsdna',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated. A value beyond the range of the test ("<9.8") has no change.'),
        ('NCT04893161', 7, 'crp_change', 'secondary', 'Inflammatory improvement: C-reactive protein', 'change', NULL, NULL, NULL, 'crp',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated.'),
        ('NCT04893161', 8, 'esr_change', 'secondary', 'Inflammatory improvement: erythrocyte sedimentation rate', 'change', NULL, NULL, NULL, 'esr',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No measure and no time is stated.'),
        ('NCT04893161', 9, 'quality_of_life_change', 'secondary', 'Quality of life', 'change', NULL, NULL, NULL, 'quality_of_life',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No instrument is stated: the score recorded as quality_of_life.'),
        ('NCT04893161', 10, 'prednisone_dose_change', 'secondary', 'Prednisone dose', 'dose', NULL, NULL, NULL, NULL,
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'No window is stated: mean of 28 days that end at the visit, against the 7 days before day 0.'),
        ('NCT04893161', 11, 'non_switched_memory_b_cells_change', 'secondary', 'B-cell phenotypes: non-switched memory B cells', 'change', NULL, NULL, NULL, 'non_switched_memory_b_cells',
         'visits at weeks 2, 4, 8, 12, 24, 36, 48', NULL, 'stated', 'our choice', 'Kinetics and function; no measure and no time is stated.'),
        ('NCT04893161', 12, 'biomarkers', 'secondary', 'Association of biomarkers with response', 'none', NULL, NULL, NULL, NULL,
         NULL, NULL, 'stated', 'read', 'Neither markers nor measure are stated.'),
        ('NCT04893161', 13, 'mechanism', 'secondary', 'Mechanism, B-cell receptor', 'none', NULL, NULL, NULL, NULL,
         NULL, NULL, 'stated', 'read', 'No measure is stated.'),
        ('NCT04893161', 14, 'adverse_events', 'secondary', 'Adverse events', 'count', NULL, NULL, NULL, 'adverse_event',
         'visits at week 48', NULL, 'stated', 'read', 'No measure is stated: counted. 0 where nobody recorded any.'),

        ('NCT05262686', 1, 'naive_b_cells_change', 'primary', 'B-cell subsets at week 24: naive', 'change', NULL, NULL, NULL, 'naive_b_cells',
         'visits at week 24', NULL, 'stated', 'read', 'A fall of the active subsets; p < 0.05, no test named.'),
        ('NCT05262686', 2, 'transitional_b_cells_change', 'primary', 'B-cell subsets at week 24: transitional', 'change', NULL, NULL, NULL, 'transitional_b_cells',
         'visits at week 24', NULL, 'stated', 'read', 'A fall of the active subsets; p < 0.05, no test named.'),
        ('NCT05262686', 3, 'b_cell_fall', 'primary', 'Naive and transitional B cells fallen at week 24', 'response', 'b_cells', '{fallen}', NULL, NULL,
         'visits at week 24', false, 'alternative', 'our choice', 'The fall as yes or no: both below baseline.'),
        ('NCT05262686', 4, 'sri4', 'secondary', 'SRI-4 at weeks 12 and 24', 'response', 'sri4_selena', '{SRI4}', NULL, NULL,
         'visits at weeks 12, 24', false, 'stated', 'read',
         'Only the fall of SELENA-SLEDAI by 4 or more is named, its sign printed as "="; BILAG and PGA as in SRI-4. From single descriptors: sri(4, history, ..).'),
        ('NCT05262686', 5, 'prednisone_reduction', 'secondary', 'Prednisone reduced by 25 % or more to 7.5 mg a day or less', 'prednisone', NULL, NULL, NULL, NULL,
         'visits at weeks 12, 24', false, 'stated', 'read',
         'Signs restored after BLISS; among those above 7.5 mg a day at baseline. No window is stated: mean of 28 days that end at the visit.'),
        ('NCT05262686', 6, 'igg_change', 'secondary', 'Change of IgG', 'change', NULL, NULL, NULL, 'igg', 'visits at weeks 12, 24', NULL, 'stated', 'read', NULL),
        ('NCT05262686', 7, 'iga_change', 'secondary', 'Change of IgA', 'change', NULL, NULL, NULL, 'iga', 'visits at weeks 12, 24', NULL, 'stated', 'read', NULL),
        ('NCT05262686', 8, 'igm_change', 'secondary', 'Change of IgM', 'change', NULL, NULL, NULL, 'igm', 'visits at weeks 12, 24', NULL, 'stated', 'read', NULL),
        ('NCT05262686', 9, 'anti_dsdna_change', 'secondary', 'Change of anti-dsDNA', 'change', NULL, NULL, NULL, 'anti_dsdna', 'visits at weeks 12, 24', NULL, 'stated', 'read',
         'A value beyond the range of the test ("<9.8") has no change.'),
        ('NCT05262686', 10, 'ana_change', 'secondary', 'Change of ANA', 'change', NULL, NULL, NULL, 'ana', 'visits at weeks 12, 24', NULL, 'stated', 'read',
         'As a number; a titre kept as text has no change.'),
        ('NCT05262686', 11, 'c3_change', 'secondary', 'Change of C3', 'change', NULL, NULL, NULL, 'c3', 'visits at weeks 12, 24', NULL, 'stated', 'read', NULL),
        ('NCT05262686', 12, 'c4_change', 'secondary', 'Change of C4', 'change', NULL, NULL, NULL, 'c4', 'visits at weeks 12, 24', NULL, 'stated', 'read', NULL),
        ('NCT05262686', 13, 'adverse_events', 'secondary', 'Safety to week 24: adverse events', 'count', NULL, NULL, NULL, 'adverse_event',
         'visits at week 24', NULL, 'stated', 'read', 'No measure is stated: counted. 0 where nobody recorded any.'),

        ('SEED004', 1, 'crr_month_6', 'primary', 'Complete renal response at month 6', 'response', 'seed004', '{CRR}', NULL, NULL,
         'visits at month 6', false, 'stated', 'read',
         'A switch to Triple at month 3 (event therapy_switch) counts as non-response, which is our reading; the analysis is by the arm randomised.'),
        ('SEED004', 2, 'crr_monthly', 'secondary', 'Complete renal response by month', 'response', 'seed004', '{CRR}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', false, 'stated', 'read', NULL),
        ('SEED004', 3, 'prr_monthly', 'secondary', 'Partial renal response by month', 'response', 'seed004', '{PRR}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', false, 'stated', 'our choice', 'Not defined in the source; as the partial response of KDIGO on 24-hour protein.'),
        ('SEED004', 4, 'orr_monthly', 'secondary', 'Complete or partial renal response by month', 'response', 'seed004', '{CRR,PRR}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', false, 'stated', 'our choice', 'Not defined in the source: complete or partial.'),
        ('SEED004', 5, 'time_to_crr', 'secondary', 'Time to complete renal response', 'time', 'seed004', '{CRR}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read', 'Kaplan-Meier and log-rank in three arms. Who never responds, or is rescued, withdrawn or dead before, is censored at the last visit (composite); other strategies: arguments of time_to_response.'),
        ('SEED004', 6, 'time_to_prr', 'secondary', 'Time to partial renal response or better', 'time', 'seed004', '{CRR,PRR}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'our choice', 'Partial response is not defined in the source; a complete one counts.'),
        ('SEED004', 7, 'renal_events', 'secondary', 'Renal-related events', 'event', 'renal_events', '{event}', NULL, NULL,
         'visits at months 1, 2, 3, 4, 5, 6', true, 'stated', 'our choice', 'Not defined in the source: as in BLISS-LN. An event is no response: death, rescue and nri leave it as it is.'),
        ('SEED004', 8, 'urine_protein_change', 'secondary', 'Change of 24-hour urine protein', 'change', NULL, NULL, NULL, 'urine_protein', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read', NULL),
        ('SEED004', 9, 'egfr_change', 'secondary', 'Change of eGFR', 'change', NULL, NULL, NULL, 'egfr', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read',
         'Of eGFR as recorded: one that "given" derives has to be entered first.'),
        ('SEED004', 10, 'creatinine_change', 'secondary', 'Change of creatinine', 'change', NULL, NULL, NULL, 'creatinine', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read', NULL),
        ('SEED004', 11, 'selena_sledai_change', 'secondary', 'Change of SELENA-SLEDAI', 'change', NULL, NULL, NULL, 'selena_sledai', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read', NULL),
        ('SEED004', 12, 'bilag_score_change', 'secondary', 'Change of BILAG-2004', 'change', NULL, NULL, NULL, 'bilag_score', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'our choice',
         'The source does not say how; the numerical score, 0 to 108 (bilag_score).'),
        ('SEED004', 13, 'pga_change', 'secondary', 'Change of the physician''s global assessment', 'change', NULL, NULL, NULL, 'pga', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'read', NULL),
        ('SEED004', 14, 'adverse_events', 'secondary', 'Adverse events', 'count', NULL, NULL, NULL, 'adverse_event', 'visits at month 6', NULL, 'stated', 'read', 'Counted; 0 where nobody recorded any.'),
        ('SEED004', 15, 'infections', 'secondary', 'Adverse events: infections', 'count', NULL, NULL, NULL, 'infection', 'visits at month 6', NULL, 'stated', 'read', 'Counted; 0 where nobody recorded any.'),
        ('SEED004', 16, 'infusion_reactions', 'secondary', 'Adverse events: reactions to infusion or injection', 'count', NULL, NULL, NULL, 'infusion_reaction', 'visits at month 6', NULL, 'stated', 'read', 'Counted; 0 where nobody recorded any.'),
        ('SEED004', 17, 'fasting_glucose_change', 'secondary', 'Metabolic parameters: fasting glucose', 'change', NULL, NULL, NULL, 'fasting_glucose', 'visits at months 1, 2, 3, 4, 5, 6', NULL, 'stated', 'our choice',
         'The source does not say which parameters.')
        ) AS e (protocol, n, endpoint, type, title, measure, definition, responders, better, fact, visits, cumulative, reading, verified, note)
        LEFT JOIN (VALUES
            ('nct05863936', response_definition('nct05863936')),
            ('seed004', response_definition('seed004')),
            ('renal_events', response_definition('blissln_renal_event')),
            ('sri4', 'SRI4: sledai_2k <= baseline.sledai_2k - 4 and bilag_new_a = 0 and bilag_new_b <= 1 and pga - baseline.pga < 0.3 and not any(treatment_failure, rescue_therapy since baseline); else NR'),
            ('sri4_selena', 'SRI4: selena_sledai <= baseline.selena_sledai - 4 and bilag_new_a = 0 and bilag_new_b <= 1 and pga - baseline.pga < 0.3 and not any(treatment_failure, rescue_therapy since baseline); else NR'),
            ('b_cells', 'fallen: naive_b_cells < baseline.naive_b_cells and transitional_b_cells < baseline.transitional_b_cells; else not')
        ) AS r (definition, rules) USING (definition)
        LEFT JOIN (VALUES ('NCT05262686', '{Combination,Belimumab}'::text[]), ('SEED004', '{Biologics,SOC,Triple}')) AS a (protocol, arms) USING (protocol)
    WHERE protocol_criteria(id) IS NOT NULL AND protocol = upper(id)
    ORDER BY e.n;
END;
COMMENT ON FUNCTION protocol_endpoints(text) IS
    'the endpoints of a built-in protocol in the order of the source, each with what is needed to compute it; an unknown id is an error, NULL gives no row';

CREATE TYPE protocol_endpoint_result AS (
    endpoint   text,
    reading    text,
    visit      text,
    planned_on date,
    label      text,
    response   boolean,
    value      quantity,
    baseline   quantity,
    change     quantity,
    percent    float8,
    reason     text
);
COMMENT ON TYPE protocol_endpoint_result IS
    'one endpoint of one subject at one visit: the label of response rules there, whether the endpoint is reached (NULL: not known) and why, or the value, that of baseline and the change; of a time the days, whether there was a response, and the visit';

CREATE FUNCTION protocol_endpoint_results(
    id text, history patient_history, start date, window_days integer,
    given response_rules DEFAULT NULL, nri boolean DEFAULT false
) RETURNS SETOF protocol_endpoint_result
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 ROWS 60
BEGIN ATOMIC
    WITH asked AS MATERIALIZED (
        SELECT e.*, coalesce(given || e.rules, e.rules) AS declared, (e.visits::text || ' +/- ' || window_days || ' days')::visit_schedule AS windows
        FROM protocol_endpoints(id) WITH ORDINALITY AS e (endpoint, type, title, measure, rules, responders, better, fact, call,
            visits, cumulative, arms, reading, note, source, verified, n)
        WHERE window_days >= 0 AND start IS NOT NULL
    )
    SELECT r.endpoint, r.reading, r.visit, r.planned_on, r.label, r.response, r.value, r.baseline, r.change, r.percent, r.reason
    FROM (
        SELECT a.n, a.endpoint, a.reading, c.visit, c.planned_on, c.label,
            CASE WHEN NOT a.cumulative THEN c.response WHEN a.better IS NULL THEN c.so_far ELSE c.so_far AND NOT b.so_far END AS response,
            NULL::quantity AS value, NULL::quantity AS baseline, NULL::quantity AS change, NULL::float8 AS percent, c.reason
        FROM asked AS a
            CROSS JOIN LATERAL response_course(a.declared, a.responders || coalesce(a.better, '{}'), history, a.windows, start, nri => coalesce(nri, false)) AS c
            LEFT JOIN LATERAL response_course(a.declared, a.better, history, a.windows, start, nri => coalesce(nri, false)) AS b ON b.planned_on = c.planned_on
        WHERE a.measure = 'response'
        UNION ALL
        -- Kleene: yes at one visit is yes, no at all of them no
        SELECT q.n, q.endpoint, q.reading, q.visit, q.planned_on, q.label,
            coalesce(bool_or(q.label = ANY (q.responders)) OVER w, false) OR CASE WHEN count(q.label) OVER w = count(*) OVER w THEN false END,
            NULL, NULL, NULL, NULL, NULL
        FROM (
            SELECT a.*, v.visit, v.planned_on, classify(a.declared, history, v.planned_on, start, window_days) AS label
            FROM asked AS a, LATERAL expand_visits(a.visits, start) AS v
            WHERE a.measure = 'event'
        ) AS q
        WINDOW w AS (PARTITION BY q.n ORDER BY q.planned_on)
        UNION ALL
        SELECT a.n, a.endpoint, a.reading, (t).visit, (t).on_date, NULL, (t).event, quantity((t).time, 'd'), NULL, NULL, NULL, (t).reason
        FROM asked AS a, LATERAL (SELECT time_to_response(a.declared, a.responders, history, a.windows, start) AS t OFFSET 0) AS t
        WHERE a.measure = 'time'
        UNION ALL
        SELECT a.n, a.endpoint, a.reading, v.visit, v.planned_on, NULL, NULL, (c.c).value, (c.c).baseline, (c.c).change, (c.c).percent, NULL
        FROM asked AS a, LATERAL expand_visits(a.visits, start) AS v,
            LATERAL (SELECT CASE WHEN count_entries(history, a.fact, date '9999-12-31') IS DISTINCT FROM 0
                THEN change_from_baseline(history, a.fact, v.planned_on, start, window_days) END AS c OFFSET 0) AS c
        WHERE a.measure = 'change'
        UNION ALL
        SELECT a.n, a.endpoint, a.reading, v.visit, v.planned_on, NULL, NULL, quantity(count_entries(history, a.fact, v.planned_on, start)::float8, '1'), NULL, NULL, NULL, NULL
        FROM asked AS a, LATERAL expand_visits(a.visits, start) AS v
        WHERE a.measure = 'count'
        UNION ALL
        SELECT a.n, a.endpoint, a.reading, v.visit, v.planned_on, NULL,
            CASE a.measure WHEN 'prednisone' THEN prednisone_reduction(d.baseline, d.value, coalesce(nri, false)) END,
            quantity(d.value, 'mg/d'), quantity(d.baseline, 'mg/d'), quantity(d.value - d.baseline, 'mg/d'), 100 * (d.value - d.baseline) / nullif(d.baseline, 0), NULL
        FROM asked AS a, LATERAL expand_visits(a.visits, start) AS v,
            -- the total of all steroids where it was recorded
            LATERAL (SELECT CASE WHEN count_entries(history, 'prednisone_equivalent', date '9999-12-31') IS DISTINCT FROM 0
                THEN '{prednisone_equivalent}'::text[] ELSE '{prednisone,prednisolone,methylprednisolone}' END AS facts OFFSET 0) AS f,
            LATERAL (SELECT (average_daily_dose(history, f.facts, start - 7, start - 1, false)).per_day AS baseline,
                (average_daily_dose(history, f.facts, v.planned_on - 27, v.planned_on, false)).per_day AS value OFFSET 0) AS d
        WHERE a.measure IN ('prednisone', 'dose')
    ) AS r
    ORDER BY r.n, r.planned_on;
END;
COMMENT ON FUNCTION protocol_endpoint_results(text, patient_history, date, integer, response_rules, boolean) IS
    'all endpoints of a built-in protocol for one subject, a row for each visit: start is day 0 and baseline, window_days the days on each side of a visit in which its values may lie, given what the owner of the data declares (''given egfr is egfr_ckd_epi_2021(creatinine, age, sex)''), nri makes an unknown response no. Rescue, death, withdrawal and a switch of therapy count as non-response';

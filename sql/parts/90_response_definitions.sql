-- Published definitions of renal response and flare, by name.

CREATE FUNCTION response_definition(name text) RETURNS response_rules
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION response_definition(text) IS
    'the rules of a built-in definition, by its name (''kdigo2024''), or of one label of it (''kdigo2024_pr''): a constant to the planner when the name is one; another name is an error that suggests the nearest, NULL gives NULL';

CREATE TYPE response_definition_info AS (
    name         text,
    title        text,
    kind         text,
    label        text,
    rule         text,
    timing       text,
    steroid_rule text,
    confirmation integer,
    source       text,
    verified     text,
    note         text,
    published    text,
    single_name  text
);
COMMENT ON TYPE response_definition_info IS
    'one label of a definition of response_definitions(), in the order of testing: kind response, target, change or flare; rule in the language of response_rules, or else; timing and steroid_rule as the source has them; confirmation the number of visits in a row that it asks for; verified how the rule was come by: read, partly read, remembered, or our choice where no source decides; published rates; single_name the name of this label by itself';

CREATE FUNCTION response_definitions() RETURNS SETOF response_definition_info
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 120;
COMMENT ON FUNCTION response_definitions() IS
    'the definitions of renal response and flare that are built in, a row for each label';

CREATE TYPE response_definition_fact AS (
    fact       text,
    meaning    text,
    kind       text,
    usual_unit text,
    used_by    text[]
);
COMMENT ON TYPE response_definition_fact IS
    'one fact of response_definition_facts(): kind and usual unit as in vocabulary_fact; used_by the names of the definitions that ask for it';

CREATE FUNCTION response_definition_facts() RETURNS SETOF response_definition_fact
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 40
BEGIN ATOMIC
    WITH own (fact, meaning, kind, usual_unit) AS (
        VALUES
            ('acanthocytes_hpf', 'deformed (dysmorphic) red cells per field', 'value', '/[HPF]'),
            ('active_sediment', 'active (nephritic) urinary sediment, as the site reads it', 'flag', NULL),
            ('adequate_renal_response', 'UPCR of 0.7 g/g or less that lasted', 'event', NULL),
            ('cellular_casts', 'casts of red or white cells seen', 'flag', NULL),
            ('death', 'death from any cause', 'event', NULL),
            ('end_stage_kidney_disease', 'end-stage kidney disease', 'event', NULL),
            ('partial_renal_response', 'a documented partial response', 'event', NULL),
            ('pre_flare_egfr', 'last eGFR before the flare that led into the study; of whatever date', 'value', 'mL/min/{1.73_m2}'),
            ('prednisone_days_above_10', 'days with more than 10 mg of prednisone-equivalent in the 8 weeks to the visit', 'value', NULL),
            ('prednisone_max_12_weeks', 'largest daily prednisone-equivalent in the 12 weeks to the visit', 'value', 'mg/d'),
            ('prednisone_max_28_days', 'largest daily prednisone-equivalent in the 28 days to the visit', 'value', 'mg/d'),
            ('prednisone_run_above_10', 'most days in a row with more than 10 mg of prednisone-equivalent in the 8 weeks to the visit', 'value', NULL),
            ('prohibited_drug', 'a drug that the protocol prohibits or restricts, from randomisation on', 'event', NULL),
            ('steroid_regimen_kept', 'the glucocorticoid taper of the protocol was kept', 'flag', NULL),
            ('upcr', 'urine protein/creatinine ratio; never protein of 24 hours', 'value', 'g/g'),
            ('urine_protein_per_bsa', 'protein in 24-h urine per body surface', 'value', 'mg/m2/d'),
            ('urine_rbc_hpf', 'red cells in urine per field', 'value', '/[HPF]')
    )
    SELECT f.fact, coalesce(v.meaning, o.meaning), coalesce(v.kind, o.kind), coalesce(v.usual_unit, o.usual_unit), array_agg(d.name ORDER BY d.first)
    FROM (SELECT i.name, min(i.n) AS first FROM response_definitions() WITH ORDINALITY AS i (name, title, kind, label, rule, timing, steroid_rule,
                confirmation, source, verified, note, published, single_name, n) GROUP BY i.name) AS d
        CROSS JOIN LATERAL unnest(response_facts(response_definition(d.name))) AS f (fact)
        LEFT JOIN vocabulary() AS v ON v.fact = f.fact
        LEFT JOIN own AS o ON o.fact = f.fact
    GROUP BY f.fact, v.meaning, o.meaning, v.kind, o.kind, v.usual_unit, o.usual_unit
    ORDER BY f.fact COLLATE "C";
END;
COMMENT ON FUNCTION response_definition_facts() IS
    'what the data must hold for the built-in definitions of response: each fact with its meaning, kind and usual unit, and the definitions that ask for it';

-- One subject under all of them.

CREATE TYPE response_comparison AS (
    name    text,
    title   text,
    kind    text,
    label   text,
    reason  text,
    missing text[]
);
COMMENT ON TYPE response_comparison IS
    'one definition of compare_responses(): the label it gives, NULL where it is unknown; reason why that rule holds or is open, or why all fail; what is missing there';

CREATE FUNCTION compare_responses(history patient_history, at date, baseline_date date, window_days integer) RETURNS SETOF response_comparison
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 45
BEGIN ATOMIC
    SELECT d.name, d.title, d.kind, e.label, e.reason, e.missing
    FROM (SELECT i.name, i.title, i.kind, min(i.n) AS first
          FROM response_definitions() WITH ORDINALITY AS i (name, title, kind, label, rule, timing, steroid_rule,
              confirmation, source, verified, note, published, single_name, n)
          GROUP BY i.name, i.title, i.kind) AS d
        CROSS JOIN LATERAL (
            -- of "else": why each rule before it fails; otherwise the rule that holds or is open
            SELECT max(r.label) FILTER (WHERE r.chosen) AS label,
                CASE WHEN bool_or(r.stops AND r."else") THEN string_agg(r.label || ': ' || r.reason, '; ' ORDER BY r.position) FILTER (WHERE NOT r."else")
                     ELSE max(r.reason) FILTER (WHERE r.stops) END AS reason,
                coalesce(max(r.missing) FILTER (WHERE r.stops), '{}') AS missing
            FROM (SELECT e.*, e.position = min(e.position) FILTER (WHERE e.holds IS NOT FALSE) OVER () AS stops,
                      e.position = max(e.position) OVER () AS "else"
                  FROM explain_response(response_definition(d.name), history, at, baseline_date, window_days) AS e) AS r) AS e
    ORDER BY d.first;
END;
COMMENT ON FUNCTION compare_responses(patient_history, date, date, integer) IS
    'the response of one subject at a visit under every built-in definition, with the reason; arguments as in classify';

-- What the definitions with a limit on prednisone ask for, from its exposures.

CREATE FUNCTION prednisone_facts(history patient_history, at date,
                                 facts text[] DEFAULT '{prednisone,prednisolone,methylprednisolone}', pulses boolean DEFAULT false) RETURNS patient_history
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
    WITH asked AS (
        SELECT CASE WHEN EXISTS (SELECT FROM history_entries(history) AS e WHERE e.fact = 'prednisone_equivalent')
                    THEN '{prednisone_equivalent}' ELSE facts END AS facts
    ), day AS (
        SELECT back, (average_daily_dose(history, a.facts, at - back, at - back, pulses)).per_day AS mg
        FROM asked AS a, generate_series(0, 84) AS g (back)
    ), run AS (
        -- days above 10 mg/d that follow each other have one difference
        SELECT count(*) AS days
        FROM (SELECT back, back - row_number() OVER (ORDER BY back) AS run FROM day WHERE back <= 56 AND mg > 10) AS above
        GROUP BY run
    )
    SELECT observation('prednisone_days_above_10', at::timestamp, CASE WHEN max(d.back) FILTER (WHERE d.mg IS NULL AND d.back <= 56) IS NULL
                THEN count(*) FILTER (WHERE d.mg > 10 AND d.back <= 56) END::float8)
        || observation('prednisone_run_above_10', at::timestamp, CASE WHEN max(d.back) FILTER (WHERE d.mg IS NULL AND d.back <= 56) IS NULL
                THEN (SELECT coalesce(max(r.days), 0) FROM run AS r) END::float8)
        || observation('prednisone_max_12_weeks', at::timestamp, CASE WHEN count(d.mg) = count(*) THEN max(d.mg) END, 'mg/d')
        || observation('prednisone_max_28_days', at::timestamp, CASE WHEN count(d.mg) FILTER (WHERE d.back < 28) = 28
                THEN max(d.mg) FILTER (WHERE d.back < 28) END, 'mg/d')
    FROM day AS d
    HAVING history IS NOT NULL AND at IS NOT NULL AND facts IS NOT NULL AND pulses IS NOT NULL;
END;
COMMENT ON FUNCTION prednisone_facts(patient_history, date, text[], boolean) IS
    'what response definitions ask of prednisone at a visit, as observations of that day to be put beside the history: days, and most days in a row, above 10 mg/d in the 8 weeks to the visit, the largest daily dose in 12 weeks and in 28 days. From exposures to prednisone_equivalent where there are any, else to the facts, as prednisone; a day without is 0; pulses counts pulses; what an entry leaves unknown is left out';

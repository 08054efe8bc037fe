-- Composite indices: SRI, low disease activity, remission, prednisone.

CREATE FUNCTION sri(
    n integer, baseline sledai, current sledai, new_a integer, new_b integer,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false,
    modified boolean DEFAULT false
) RETURNS boolean
    AS 'MODULE_PATHNAME', 'sri_sledai' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION sri(integer, sledai, sledai, integer, integer, float8, float8, boolean, float8, boolean, boolean, boolean) IS
    'SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. modified leaves complement and anti-dsDNA out, evaluable makes a baseline below n unknown, nri makes unknown no';
CREATE FUNCTION sri(
    n integer, baseline sledai, current sledai, baseline_bilag bilag, current_bilag bilag,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false,
    modified boolean DEFAULT false
) RETURNS boolean
    AS 'MODULE_PATHNAME', 'sri_bilag' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION sri(integer, sledai, sledai, bilag, bilag, float8, float8, boolean, float8, boolean, boolean, boolean) IS
    'SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. From the grades of both visits. modified leaves complement and anti-dsDNA out, evaluable makes a baseline below n unknown, nri makes unknown no';
CREATE FUNCTION sri(
    n integer, baseline integer, current integer, new_a integer, new_b integer,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS boolean
    AS 'MODULE_PATHNAME', 'sri_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION sri(integer, integer, integer, integer, integer, float8, float8, boolean, float8, boolean, boolean) IS
    'SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. From two scores of any version of SLEDAI; pass clinical ones for the modified form';
CREATE FUNCTION sri(
    n integer, history patient_history, baseline date, at date, new_a integer, new_b integer,
    index sledai_wording DEFAULT 'selena', window_days integer DEFAULT NULL, modified boolean DEFAULT false,
    treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS boolean
    AS 'MODULE_PATHNAME', 'sri_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400;
COMMENT ON FUNCTION sri(integer, patient_history, date, date, integer, integer, sledai_wording, integer, boolean, boolean, float8, boolean, boolean) IS
    'SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. Both SLEDAI from a history, with the joints and proteinuria of index and a window of 10 (selena) or 30 days (2k); PGA is the fact pga';
CREATE FUNCTION explain_sri(
    n integer, baseline sledai, current sledai, new_a integer, new_b integer,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false,
    modified boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_sri_sledai' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 4;
COMMENT ON FUNCTION explain_sri(integer, sledai, sledai, integer, integer, float8, float8, boolean, float8, boolean, boolean, boolean) IS
    'the components of SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. modified leaves complement and anti-dsDNA out, evaluable makes a baseline below n unknown, nri makes unknown no';
CREATE FUNCTION explain_sri(
    n integer, baseline sledai, current sledai, baseline_bilag bilag, current_bilag bilag,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false,
    modified boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_sri_bilag' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 4;
COMMENT ON FUNCTION explain_sri(integer, sledai, sledai, bilag, bilag, float8, float8, boolean, float8, boolean, boolean, boolean) IS
    'the components of SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. From the grades of both visits. modified leaves complement and anti-dsDNA out, evaluable makes a baseline below n unknown, nri makes unknown no';
CREATE FUNCTION explain_sri(
    n integer, baseline integer, current integer, new_a integer, new_b integer,
    baseline_pga float8, current_pga float8, treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_sri_score' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 4;
COMMENT ON FUNCTION explain_sri(integer, integer, integer, integer, integer, float8, float8, boolean, float8, boolean, boolean) IS
    'the components of SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. From two scores of any version of SLEDAI; pass clinical ones for the modified form';
CREATE FUNCTION explain_sri(
    n integer, history patient_history, baseline date, at date, new_a integer, new_b integer,
    index sledai_wording DEFAULT 'selena', window_days integer DEFAULT NULL, modified boolean DEFAULT false,
    treatment_failure boolean DEFAULT false,
    pga_increase float8 DEFAULT 0.3, evaluable boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME', 'explain_sri_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 4;
COMMENT ON FUNCTION explain_sri(integer, patient_history, date, date, integer, integer, sledai_wording, integer, boolean, boolean, float8, boolean, boolean) IS
    'the components of SRI-n at a visit against baseline: SLEDAI fallen by n, no new BILAG A and at most one new B, PGA not risen by pga_increase, no treatment failure; NULL while unknown. Both SLEDAI from a history, with the joints and proteinuria of index and a window of 10 (selena) or 30 days (2k); PGA is the fact pga';
CREATE FUNCTION pga_worsening(baseline float8, current float8, by float8 DEFAULT 0.3) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pga_worsening(float8, float8, float8) IS
    'whether the physician''s global assessment (0 to 3) rose by 0.3 or more; exactly 0.3 is worsening';

CREATE TYPE doris_variant AS ENUM ('2021', 'pga_inclusive', 'prednisone_below_5');
COMMENT ON TYPE doris_variant IS
    'which text of DORIS: 2021 asks for PGA < 0.5 and prednisolone <= 5 mg a day; pga_inclusive (older texts) PGA <= 0.5; prednisone_below_5 (a BLISS post-hoc table) prednisone < 5';

CREATE FUNCTION lldas(
    current sledai, previous sledai, pga float8, prednisolone float8, haemolytic_anaemia boolean DEFAULT NULL,
    gi_activity boolean DEFAULT NULL, standard_drugs boolean DEFAULT NULL
) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION lldas(sledai, sledai, float8, float8, boolean, boolean, boolean) IS
    'lupus low disease activity state (Franklyn 2016): SLEDAI-2K <= 4 without major organs, nothing new since the previous assessment, PGA <= 1.0, prednisolone <= 7.5 mg a day, standard tolerated drugs; NULL while unknown';
CREATE FUNCTION lldas_standard_drugs(
    hydroxychloroquine float8 DEFAULT 0, methotrexate float8 DEFAULT 0, azathioprine float8 DEFAULT 0,
    mycophenolate_mofetil float8 DEFAULT 0, mycophenolic_acid float8 DEFAULT 0, leflunomide float8 DEFAULT 0,
    investigational boolean DEFAULT false, tolerated boolean DEFAULT true
) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION lldas_standard_drugs(float8, float8, float8, float8, float8, float8, boolean, boolean) IS
    'standard maintenance drugs of lldas: doses in mg a day (methotrexate mg a week) at most 400, 30, 200, 3000, 2160 and 20 (Golder 2016), nothing investigational, tolerated';
CREATE FUNCTION doris(current sledai, pga float8, prednisolone float8, variant doris_variant DEFAULT '2021') RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION doris(sledai, float8, float8, doris_variant) IS
    'remission by DORIS 2021: clinical SLEDAI 0, PGA < 0.5, prednisolone <= 5 mg a day; serology is ignored; NULL while unknown';
CREATE FUNCTION prednisone_reduction(baseline float8, current float8, nri boolean DEFAULT false) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION prednisone_reduction(float8, float8, boolean) IS
    'the prednisone outcome of BLISS and NCT05262686: from above 7.5 mg a day at baseline reduced by 25 % or more and to 7.5 or less; NULL for a baseline of 7.5 or less, which is not evaluable';
CREATE FUNCTION explain_lldas(
    current sledai, previous sledai, pga float8, prednisolone float8, haemolytic_anaemia boolean DEFAULT NULL,
    gi_activity boolean DEFAULT NULL, standard_drugs boolean DEFAULT NULL
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 8;
COMMENT ON FUNCTION explain_lldas(sledai, sledai, float8, float8, boolean, boolean, boolean) IS
    'the components of lupus low disease activity state (Franklyn 2016): SLEDAI-2K <= 4 without major organs, nothing new since the previous assessment, PGA <= 1.0, prednisolone <= 7.5 mg a day, standard tolerated drugs; NULL while unknown';
CREATE FUNCTION explain_lldas_standard_drugs(
    hydroxychloroquine float8 DEFAULT 0, methotrexate float8 DEFAULT 0, azathioprine float8 DEFAULT 0,
    mycophenolate_mofetil float8 DEFAULT 0, mycophenolic_acid float8 DEFAULT 0, leflunomide float8 DEFAULT 0,
    investigational boolean DEFAULT false, tolerated boolean DEFAULT true
) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 8;
COMMENT ON FUNCTION explain_lldas_standard_drugs(float8, float8, float8, float8, float8, float8, boolean, boolean) IS
    'the components of standard maintenance drugs of lldas: doses in mg a day (methotrexate mg a week) at most 400, 30, 200, 3000, 2160 and 20 (Golder 2016), nothing investigational, tolerated';
CREATE FUNCTION explain_doris(current sledai, pga float8, prednisolone float8, variant doris_variant DEFAULT '2021') RETURNS SETOF index_component
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 3;
COMMENT ON FUNCTION explain_doris(sledai, float8, float8, doris_variant) IS
    'the components of remission by DORIS 2021: clinical SLEDAI 0, PGA < 0.5, prednisolone <= 5 mg a day; serology is ignored; NULL while unknown';
CREATE FUNCTION explain_prednisone_reduction(baseline float8, current float8, nri boolean DEFAULT false) RETURNS SETOF index_component
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 3;
COMMENT ON FUNCTION explain_prednisone_reduction(float8, float8, boolean) IS
    'the components of the prednisone outcome of BLISS and NCT05262686: from above 7.5 mg a day at baseline reduced by 25 % or more and to 7.5 or less; NULL for a baseline of 7.5 or less, which is not evaluable';
CREATE FUNCTION prednisone_reduction(
    history patient_history, baseline date, at date,
    facts text[] DEFAULT '{prednisone,prednisolone,methylprednisolone}', baseline_days integer DEFAULT 7,
    window_days integer DEFAULT 28, pulses boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200
BEGIN ATOMIC
    SELECT prednisone_reduction(
        (average_daily_dose(history, facts, baseline - baseline_days, baseline - 1, pulses)).per_day,
        (average_daily_dose(history, facts, at - window_days + 1, at, pulses)).per_day, nri);
END;
COMMENT ON FUNCTION prednisone_reduction(patient_history, date, date, text[], integer, integer, boolean, boolean) IS
    'the prednisone outcome from a history: average daily dose as prednisone of the baseline_days before the day of baseline, and of the window_days that end at the visit. Both windows are our choice (the protocol states none); pulses counts pulses';
CREATE FUNCTION explain_prednisone_reduction(
    history patient_history, baseline date, at date,
    facts text[] DEFAULT '{prednisone,prednisolone,methylprednisolone}', baseline_days integer DEFAULT 7,
    window_days integer DEFAULT 28, pulses boolean DEFAULT false, nri boolean DEFAULT false
) RETURNS SETOF index_component
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200 ROWS 3
BEGIN ATOMIC
    SELECT (e).component, (e).holds, (e).reason FROM explain_prednisone_reduction(
        (average_daily_dose(history, facts, baseline - baseline_days, baseline - 1, pulses)).per_day,
        (average_daily_dose(history, facts, at - window_days + 1, at, pulses)).per_day, nri) AS e;
END;
COMMENT ON FUNCTION explain_prednisone_reduction(patient_history, date, date, text[], integer, integer, boolean, boolean) IS
    'the components of the prednisone outcome from a history: average daily dose as prednisone of the baseline_days before the day of baseline, and of the window_days that end at the visit. Both windows are our choice (the protocol states none); pulses counts pulses';

CREATE TYPE activity_rule AS (
    index text,
    component text,
    rule text,
    source text,
    verified text
);
COMMENT ON TYPE activity_rule IS
    'the rule of a component of an index, its source, and how it was come by: read, partly read, remembered, or our choice where no source decides';
CREATE FUNCTION activity_rules() RETURNS SETOF activity_rule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 45;
COMMENT ON FUNCTION activity_rules() IS
    'rules and thresholds of SLEDAI derivation, flare index, SRI, LLDAS, DORIS and the prednisone outcome, with source and verified; the descriptors themselves are in sledai_items()';

-- cohort_endpoints.sql: the endpoints of the four protocols for the synthetic
-- cohort, in plain SQL over its SDTM tables and the made-up tables of
-- 161_cohort_endpoints.pl, without anything of trial_ext.
--
-- It makes the table endpoint_expected(id, endpoint, visit, usubjid, response),
-- where NULL is unknown.
--
-- The rule of a visit: a day belongs to the visit whose target is nearest (of
-- two as near the earlier), if that is at most w days away and after day 0; the
-- value is the one nearest to the target, of two as near the earlier. A result
-- whose date is a month only leaves it open where it may be as near. Baseline:
-- the last on or before day 0, open where a month may hold a later one. What
-- happened counts up to the last of the days of the values, or to the target
-- where there are none. From rescue, death or withdrawal from treatment on
-- nobody responds.

CREATE FUNCTION lo(text) RETURNS date IMMUTABLE LANGUAGE sql AS
$$SELECT rpad($1, 10, substr('0000-01-01', length($1) + 1))::date$$;
CREATE FUNCTION hi(text) RETURNS date IMMUTABLE LANGUAGE sql AS
$$SELECT CASE length($1) WHEN 4 THEN ($1 || '-12-31')::date
    WHEN 7 THEN (($1 || '-01')::date + interval '1 month' - interval '1 day')::date ELSE $1::date END$$;

-- Results in one unit each; v is NULL where the unit was lost.
CREATE TABLE rec AS
SELECT usubjid, lbtestcd AS what, lo(lbdtc) AS a, hi(lbdtc) AS b,
    CASE lbtestcd || ' ' || lbtestcd_unit
        WHEN 'CREAT mg/dL' THEN n WHEN 'CREAT umol/L' THEN n / 88.4
        WHEN 'PROT24 mg/24h' THEN n / 1000 WHEN 'PROT24 g/24h' THEN n WHEN 'PROT24 g/d' THEN n
        WHEN 'ALB g/dL' THEN n WHEN 'ALB g/L' THEN n / 10
        WHEN 'C3 g/L' THEN n WHEN 'C3 mg/dL' THEN n / 100
        WHEN 'IGG g/L' THEN n WHEN 'IGG mg/dL' THEN n / 100 END AS v,
    -- a result and its limit are in one unit, lost or not
    n / nullif(lbornrhi::numeric, 0) AS uln
FROM (SELECT *, lborres::numeric AS n, coalesce(lborresu, '') AS lbtestcd_unit FROM lb
    WHERE lbtestcd IN ('CREAT', 'PROT24', 'ALB', 'C3', 'IGG') AND lborres IS NOT NULL) AS l
UNION ALL
SELECT usubjid, qstestcd, qsdtc::date, qsdtc::date, qsorres::numeric, NULL FROM qs WHERE qstestcd IN ('TOTAL', 'PGA') AND qsorres IS NOT NULL
UNION ALL
SELECT usubjid, fact, day, day, value, NULL FROM made_up;
CREATE INDEX ON rec (usubjid, what); ANALYZE rec;

-- The day of a visit's value; NULL: none, or in doubt.
CREATE FUNCTION day_at(who text, test text, target date, l date, r date) RETURNS date STABLE LANGUAGE sql AS $$
WITH near AS (SELECT a, b, greatest(greatest(a, l) - target, target - least(b, r), 0) AS d FROM rec WHERE usubjid = who AND what = test AND a <= r AND b >= l),
    best AS (SELECT a, d FROM near WHERE a = b ORDER BY d, a LIMIT 1)
SELECT a FROM best WHERE NOT EXISTS (SELECT FROM near WHERE near.a < near.b AND near.d <= best.d) $$;
-- eGFR is derived, on the days of its creatinines, where a month stands at its
-- first day: on the nearest of them, from what was the last creatinine then.
CREATE FUNCTION derived_day_at(who text, test text, target date, l date, r date) RETURNS date STABLE LANGUAGE sql AS
$$SELECT a FROM rec WHERE usubjid = who AND what = test AND a BETWEEN l AND r ORDER BY abs(a - target), a LIMIT 1$$;
-- The last value on a day; open where it may be one or another.
CREATE FUNCTION last_v(who text, test text, day date) RETURNS numeric STABLE LANGUAGE sql AS $$
WITH last AS (SELECT a FROM rec WHERE usubjid = who AND what = test AND b <= day ORDER BY a DESC LIMIT 1)
SELECT CASE WHEN min(v) = max(v) AND count(v) = count(*) THEN min(v) END FROM rec, last WHERE usubjid = who AND what = test AND rec.a <= day AND rec.b >= last.a $$;
CREATE FUNCTION day_base(who text, test text, start date) RETURNS date STABLE LANGUAGE sql AS $$
WITH best AS (SELECT a, b FROM rec WHERE usubjid = who AND what = test AND b <= start ORDER BY a DESC LIMIT 1)
SELECT a FROM best WHERE NOT EXISTS (SELECT FROM rec WHERE usubjid = who AND what = test AND (rec.a, rec.b) <> (best.a, best.b) AND rec.a <= start AND rec.b >= best.a) $$;
CREATE FUNCTION v(who text, test text, day date) RETURNS numeric STABLE LANGUAGE sql AS
$$SELECT v FROM rec WHERE usubjid = who AND what = test AND a = day$$;
CREATE FUNCTION ratio(who text, test text, day date) RETURNS numeric STABLE LANGUAGE sql AS
$$SELECT uln FROM rec WHERE usubjid = who AND what = test AND a = day$$;

-- CKD-EPI 2021 of a creatinine in mg/dL; nobody below 18 years has one.
CREATE FUNCTION egfr(creat numeric, years int, sex text) RETURNS float8 IMMUTABLE LANGUAGE sql AS $$
SELECT CASE WHEN years >= 18 AND creat IS NOT NULL THEN 142 * least(creat / k, 1) ^ a * greatest(creat / k, 1) ^ (-1.2::float8) * 0.9938 ^ years::float8 * CASE sex WHEN 'F' THEN 1.012 ELSE 1 END END
FROM (SELECT CASE sex WHEN 'F' THEN 0.7 ELSE 0.9 END::float8 AS k, CASE sex WHEN 'F' THEN -0.241 ELSE -0.302 END::float8 AS a) AS c $$;
CREATE FUNCTION years_on(brthdtc text, age text, day date) RETURNS int IMMUTABLE LANGUAGE sql AS
$$SELECT CASE length(brthdtc) WHEN 10 THEN extract(year FROM age(day, brthdtc::date)) ELSE age::int END::int$$;

-- What happened, by day.
CREATE TABLE happened AS
SELECT usubjid, 'rescue' AS what, cmstdtc::date AS day FROM cm WHERE cmdecod = 'RITUXIMAB'
UNION ALL SELECT usubjid, 'stopped', dsstdtc::date FROM ds WHERE dsdecod = 'ADVERSE EVENT'
UNION ALL SELECT usubjid, 'failed', dsstdtc::date FROM ds WHERE dsdecod = 'LACK OF EFFICACY'
UNION ALL SELECT usubjid, 'died', dsstdtc::date FROM ds WHERE dsdecod = 'DEATH';
CREATE FUNCTION happened(who text, whats text[], start date, day date) RETURNS bool STABLE LANGUAGE sql AS
$$SELECT EXISTS (SELECT FROM happened AS h WHERE usubjid = who AND what = ANY (whats) AND h.day BETWEEN start AND happened.day)$$;

-- Visits of each protocol, the days that belong to them, and what is known.
CREATE TABLE visit AS
SELECT *, greatest(planned - w, before + (planned - before) / 2 + 1, start + 1) AS l, least(planned + w, planned + (after - planned) / 2) AS r
FROM (
    SELECT *, lag(planned) OVER s AS before, lead(planned) OVER s AS after
    FROM (
        SELECT usubjid, rfstdtc::date AS start, t.*
        FROM dm, LATERAL (
            SELECT 'NCT05863936' AS id, 'by' AS plan, 'week ' || n AS visit, rfstdtc::date + 7 * n AS planned, 10 AS w FROM unnest('{4,8,12,16,20,24}'::int[]) AS n
            UNION ALL SELECT 'NCT05863936', 'at', 'week 24', rfstdtc::date + 168, 10
            UNION ALL SELECT 'NCT04893161', 'at', 'week 48', rfstdtc::date + 336, 10
            UNION ALL SELECT 'NCT05262686', 'at', 'week ' || n, rfstdtc::date + 7 * n, 10 FROM unnest('{12,24}'::int[]) AS n
            UNION ALL SELECT 'SEED004', 'by', 'month ' || n, (rfstdtc::date + n * interval '1 month')::date, 20 FROM generate_series(1, 6) AS n
            UNION ALL SELECT 'SEED004', 'at', 'month 6', (rfstdtc::date + interval '6 months')::date, 20) AS t) AS p
    WINDOW s AS (PARTITION BY usubjid, id, plan ORDER BY planned)) AS q;

CREATE TABLE at_visit AS
SELECT t.*, d.p AS p_day, d.e AS e_day, v(usubjid, 'PROT24', d.p) AS p, last_v(usubjid, 'PROT24', start) AS pb,
    v(usubjid, 'CREAT', d.cr) AS cr, ratio(usubjid, 'CREAT', d.cr) AS cr_uln, v(usubjid, 'CREAT', d.crb) AS crb,
    egfr(last_v(usubjid, 'CREAT', d.e), years_on(brthdtc, age, d.e), sex) AS e, egfr(v(usubjid, 'CREAT', d.crb), years_on(brthdtc, age, d.crb), sex) AS eb,
    v(usubjid, 'ALB', d.alb) AS alb, v(usubjid, 'urine_rbc', d.rbc) AS rbc, last_v(usubjid, 'urine_rbc', start) AS rbcb,
    v(usubjid, 'urine_wbc_hpf', d.uwbc) AS uwbc, v(usubjid, 'red_cell_casts', d.casts) = 1 AS casts,
    v(usubjid, 'TOTAL', d.s) AS s, last_v(usubjid, 'TOTAL', start) AS sb,
    v(usubjid, 'PGA', d.g) AS g, last_v(usubjid, 'PGA', start) AS gb,
    v(usubjid, 'bilag_new_a', d.new_a) AS new_a, v(usubjid, 'bilag_new_b', d.new_b) AS new_b,
    coalesce(CASE id WHEN 'SEED004' THEN greatest(d.p, d.e) WHEN 'NCT05863936' THEN greatest(d.p, d.cr, d.alb, d.rbc, d.uwbc, d.casts)
        ELSE greatest(d.s, d.g, d.new_a, d.new_b) END, planned) AS as_of
FROM visit AS t JOIN dm USING (usubjid), LATERAL (
    SELECT day_at(usubjid, 'PROT24', planned, l, r) AS p, day_at(usubjid, 'CREAT', planned, l, r) AS cr, derived_day_at(usubjid, 'CREAT', planned, l, r) AS e,
        day_base(usubjid, 'CREAT', start) AS crb, day_at(usubjid, 'ALB', planned, l, r) AS alb, day_at(usubjid, 'urine_rbc', planned, l, r) AS rbc,
        day_at(usubjid, 'urine_wbc_hpf', planned, l, r) AS uwbc, day_at(usubjid, 'red_cell_casts', planned, l, r) AS casts, day_at(usubjid, 'TOTAL', planned, l, r) AS s,
        day_at(usubjid, 'PGA', planned, l, r) AS g, day_at(usubjid, 'bilag_new_a', planned, l, r) AS new_a, day_at(usubjid, 'bilag_new_b', planned, l, r) AS new_b) AS d;

-- SEED004 and NCT05863936: whether the first rule holds, and one of the two.
-- Who fulfils the first is not the second. With the first unknown it may be
-- either, but not both.
CREATE TABLE rule_expected AS
SELECT *, happened(usubjid, '{rescue,died,stopped}', start, as_of) AS over
FROM (
    SELECT *,
        p < 0.5 AND e >= 0.85 * eb AND NOT happened(usubjid, '{rescue,stopped}', start, as_of) AS first,
        p <= 0.5 * pb AND p < 3 AND e >= 0.85 * eb AND NOT happened(usubjid, '{rescue}', start, as_of) AS second
    FROM at_visit WHERE id = 'SEED004'
    UNION ALL
    SELECT *,
        p < 0.4 AND NOT (rbc > 100 OR uwbc > 5 OR casts) AND alb > 3.5 AND cr_uln <= 1,
        p < 0.5 * pb AND p < 3.5 AND rbc < 0.5 * rbcb AND (cr_uln <= 1 OR cr < 1.3 * crb)
    FROM at_visit WHERE id = 'NCT05863936') AS r;
CREATE TABLE response_expected AS
SELECT id, plan, usubjid, visit, planned, NOT over AND first AS complete, NOT over AND second AND NOT first AS partial, NOT over AND (first OR second) AS either
FROM rule_expected;

CREATE TABLE endpoint_expected AS
WITH by_then AS (
    SELECT a.usubjid, a.visit, true = ANY (b.complete) AS complete, true = ANY (b.either) AS either
    FROM response_expected AS a, LATERAL (
        SELECT array_agg(b.complete) AS complete, array_agg(b.either) AS either
        FROM response_expected AS b WHERE b.id = a.id AND b.plan = a.plan AND b.usubjid = a.usubjid AND b.planned <= a.planned) AS b
    WHERE a.id = 'NCT05863936' AND a.plan = 'by')
SELECT 'NCT05863936' AS id, 'cr_by_week_24' AS endpoint, visit, usubjid, complete AS response FROM by_then
UNION ALL SELECT 'NCT05863936', 'orr_by_week_24', visit, usubjid, either FROM by_then
UNION ALL SELECT 'NCT05863936', 'pr_by_week_24', visit, usubjid, either AND NOT complete FROM by_then
UNION ALL SELECT id, e.endpoint, visit, usubjid, e.response
FROM response_expected, LATERAL (VALUES
    ('NCT05863936', 'at', 'cr_week_24', complete), ('NCT05863936', 'at', 'pr_week_24', partial), ('NCT05863936', 'at', 'orr_week_24', either),
    ('SEED004', 'at', 'crr_month_6', complete), ('SEED004', 'by', 'crr_monthly', complete), ('SEED004', 'by', 'prr_monthly', partial),
    ('SEED004', 'by', 'orr_monthly', either)) AS e (for_id, for_plan, endpoint, response)
WHERE for_id = id AND for_plan = plan
UNION ALL SELECT id, CASE id WHEN 'NCT04893161' THEN 'sri4_week_48' ELSE 'sri4' END, visit, usubjid,
    sb - s >= 4 AND new_a = 0 AND new_b <= 1 AND g - gb < 0.3 AND NOT happened(usubjid, '{failed,rescue,died,stopped}', start, as_of)
FROM at_visit WHERE id IN ('NCT04893161', 'NCT05262686');

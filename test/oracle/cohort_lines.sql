-- cohort_lines.sql: what the lines of the four protocols say of the synthetic
-- cohort, in plain SQL over its SDTM tables, without anything of trial_ext.
-- 120_cohort.pl compares it with the extension, subject by subject.
--
-- It makes the table line_expected(mode, id, label, usubjid, holds), where NULL
-- is unknown. Mode "bare": the records alone. Mode "declared": the screening
-- form of examples/sdtm besides, eGFR and creatinine clearance
-- derived, and what nobody recorded means no.
--
-- The cohort's own facts that make this short: one screening visit before the
-- decision, on the day of consent; every laboratory unit is one of two or three.

-- First and last day that a date of 4, 7 or 10 characters can stand for.
CREATE FUNCTION lo(text) RETURNS date IMMUTABLE LANGUAGE sql AS
$$SELECT rpad($1, 10, substr('0000-01-01', length($1) + 1))::date$$;
CREATE FUNCTION hi(text) RETURNS date IMMUTABLE LANGUAGE sql AS
$$SELECT CASE length($1) WHEN 4 THEN ($1 || '-12-31')::date
    WHEN 7 THEN ($1 || '-01')::date + interval '1 month' - interval '1 day' ELSE $1::date END$$;
-- Does something from s to e, both uncertain, lie in the window w0 to w1?
CREATE FUNCTION meets(s_lo date, s_hi date, e_lo date, e_hi date, w0 date, w1 date) RETURNS bool IMMUTABLE LANGUAGE sql AS
$$SELECT CASE WHEN s_lo > w1 OR e_hi < w0 THEN false WHEN s_hi <= w1 AND e_lo >= w0 THEN true END$$;
-- Days of s to e in w0 to w1.
CREATE FUNCTION days(s date, e date, w0 date, w1 date) RETURNS int IMMUTABLE LANGUAGE sql AS
$$SELECT greatest(least(e, w1) - greatest(s, w0) + 1, 0)$$;

CREATE TABLE p AS
SELECT usubjid, sex, brthdtc, rfstdtc::date - 1 AS as_of, rficdtc::date AS consent,
    CASE length(brthdtc) WHEN 10 THEN extract(year FROM age(rfstdtc::date - 1, brthdtc::date)) ELSE age::int END::int AS years,
    CASE length(brthdtc) WHEN 10 THEN extract(year FROM age(rficdtc::date, brthdtc::date)) ELSE age::int END::int AS years_then
FROM dm;

-- Drugs and diagnoses as intervals.
CREATE TABLE drug AS
SELECT usubjid, cmdecod AS what, cmdose::numeric AS dose, cmseq::int AS seq, lo(cmstdtc) AS s_lo,
    least(hi(cmstdtc), coalesce(hi(cmendtc), 'infinity')) AS s_hi,
    CASE cmenrtpt WHEN 'ONGOING' THEN 'infinity' ELSE greatest(lo(cmendtc), lo(cmstdtc)) END AS e_lo,
    CASE cmenrtpt WHEN 'ONGOING' THEN 'infinity' ELSE hi(cmendtc) END AS e_hi
FROM cm;
CREATE INDEX ON drug (usubjid);
CREATE TABLE ill AS
SELECT usubjid, mhterm AS what, lo(mhstdtc) AS s_lo, least(hi(mhstdtc), coalesce(hi(mhendtc), 'infinity')) AS s_hi,
    CASE mhenrtpt WHEN 'ONGOING' THEN 'infinity' ELSE greatest(lo(mhendtc), lo(mhstdtc)) END AS e_lo,
    CASE mhenrtpt WHEN 'ONGOING' THEN 'infinity' ELSE hi(mhendtc) END AS e_hi
FROM mh;
CREATE INDEX ON ill (usubjid);
ANALYZE drug; ANALYZE ill;
CREATE FUNCTION had(who text, terms text[], w0 date, w1 date) RETURNS bool STABLE LANGUAGE sql AS
$$SELECT true = ANY (ARRAY(SELECT meets(s_lo, s_hi, e_lo, e_hi, w0, w1) FROM ill WHERE usubjid = who AND what = ANY (terms)))$$;
CREATE FUNCTION took(who text, drugs text[], w0 date, w1 date) RETURNS bool STABLE LANGUAGE sql AS
$$SELECT true = ANY (ARRAY(SELECT meets(s_lo, s_hi, e_lo, e_hi, w0, w1) FROM drug WHERE usubjid = who AND what = ANY (drugs)))$$;
-- A flag written down on the day something began.
CREATE FUNCTION flagged(who text, term text, on_day date) RETURNS bool STABLE LANGUAGE sql AS
$$SELECT true = ANY (ARRAY(SELECT CASE WHEN hi(mhstdtc) <= on_day THEN true WHEN lo(mhstdtc) > on_day THEN false END
    FROM mh WHERE usubjid = who AND mhterm = term))$$;

-- The last result of each test on the day of the decision. A result whose date
-- may be later than that day, or one beside it that differs, leaves it unknown.
CREATE TABLE result AS
SELECT lb.*, hi(lbdtc) <= as_of AS sure
FROM lb JOIN p USING (usubjid)
WHERE lborres IS NOT NULL AND lo(lbdtc) <= as_of AND lbtestcd NOT IN ('DSDNA', 'UPCR', 'C3', 'C4') AND (lbtestcd <> 'GLUC' OR lbfast = 'Y');
CREATE TABLE lab AS
SELECT usubjid, lbtestcd, bool_or(sure) AND count(DISTINCT lborres || ' ' || coalesce(lborresu, '')) = 1 AS known,
    min(lborres)::numeric AS v, min(lborresu) AS u, min(lbornrhi)::numeric AS uln, bool_or(length(lbdtc) < 10) AS partial,
    max(hi(lbdtc)) AS t_hi
FROM result GROUP BY usubjid, lbtestcd;

-- In one unit each; NULL without a unit.
CREATE TABLE x AS
SELECT p.*, cls, act, ci, tma, sledai, kg, kg / (cm / 100) ^ 2 AS bmi, biopsy,
    max(CASE lbtestcd || ' ' || u WHEN 'CREAT mg/dL' THEN v WHEN 'CREAT umol/L' THEN v / 88.4 END) AS creat,
    max(CASE lbtestcd || ' ' || u WHEN 'PROT24 mg/24h' THEN v / 1000 WHEN 'PROT24 g/24h' THEN v WHEN 'PROT24 g/d' THEN v END) AS prot,
    max(CASE WHEN lbtestcd = 'WBC' THEN CASE u WHEN '/uL' THEN v WHEN '10^9/L' THEN v * 1000 WHEN '10^3/uL' THEN v * 1000 END END) AS wbc,
    max(CASE WHEN lbtestcd = 'NEUT' THEN CASE u WHEN '/uL' THEN v WHEN '10^9/L' THEN v * 1000 WHEN '10^3/uL' THEN v * 1000 END END) AS neut,
    max(CASE WHEN lbtestcd = 'LYM' THEN CASE u WHEN '/uL' THEN v WHEN '10^9/L' THEN v * 1000 WHEN '10^3/uL' THEN v * 1000 END END) AS lym,
    max(CASE WHEN lbtestcd = 'PLAT' THEN CASE u WHEN '/uL' THEN v WHEN '10^9/L' THEN v * 1000 WHEN '10^3/uL' THEN v * 1000 END END) AS plat,
    max(CASE lbtestcd || ' ' || u WHEN 'IGG g/L' THEN v * 100 WHEN 'IGG mg/dL' THEN v END) AS igg,
    max(CASE lbtestcd || ' ' || u WHEN 'GLUC mmol/L' THEN v WHEN 'GLUC mg/dL' THEN v * 10 / 180.156 END) AS gluc,
    -- a result and its limit are in one unit, whatever that is
    max(v / uln) FILTER (WHERE lbtestcd = 'ALT') AS alt, max(v / uln) FILTER (WHERE lbtestcd = 'AST') AS ast,
    max(v / uln) FILTER (WHERE lbtestcd = 'BILI') AS bili,
    bool_or(partial) FILTER (WHERE lbtestcd = 'CREAT') AS creat_partial,
    bool_or(partial AND t_hi > consent) FILTER (WHERE lbtestcd = 'CREAT') AS creat_later
FROM p
    LEFT JOIN (SELECT * FROM lab WHERE known) AS lab USING (usubjid)
    LEFT JOIN (SELECT usubjid, max(miorres) FILTER (WHERE mitestcd = 'ISNRPS') AS cls, max(mistresn::numeric) FILTER (WHERE mitestcd = 'ACTIDX') AS act,
            max(mistresn::numeric) FILTER (WHERE mitestcd = 'CHRIDX') AS ci, max(miorres) FILTER (WHERE mitestcd = 'TMA') AS tma, max(midtc)::date AS biopsy
        FROM mi GROUP BY usubjid) AS mi USING (usubjid)
    LEFT JOIN (SELECT usubjid, qsstresn::numeric AS sledai FROM qs WHERE qstestcd = 'TOTAL' AND visitnum = '0') AS qs USING (usubjid)
    LEFT JOIN (SELECT usubjid,
            max(CASE vsorresu WHEN 'LB' THEN vsorres::numeric * 0.45359237 ELSE vsorres::numeric END) FILTER (WHERE vstestcd = 'WEIGHT') AS kg,
            max(CASE vsorresu WHEN 'in' THEN vsorres::numeric * 2.54 ELSE vsorres::numeric END) FILTER (WHERE vstestcd = 'HEIGHT') AS cm
        FROM vs WHERE visitnum = '0' GROUP BY usubjid) AS vs USING (usubjid)
GROUP BY p.usubjid, p.sex, p.brthdtc, p.as_of, p.consent, p.years, p.years_then, cls, act, ci, tma, sledai, kg, cm, biopsy;

-- eGFR (CKD-EPI 2021) and Cockcroft-Gault, for adults, with the age of that day:
-- unknown where the day is. With the weight, which has a day, that is enough if
-- the creatinine is not later.
CREATE TABLE y AS
SELECT x.*,
    CASE WHEN years_then >= 18 AND creat IS NOT NULL AND NOT creat_partial THEN 142 * least(creat / k, 1) ^ a * greatest(creat / k, 1) ^ (-1.2) * 0.9938 ^ years_then
        * CASE sex WHEN 'F' THEN 1.012 ELSE 1 END END AS egfr,
    CASE WHEN years_then >= 18 AND NOT creat_later THEN (140 - years_then) * kg / (72 * creat) * CASE sex WHEN 'F' THEN 0.85 ELSE 1 END END AS crcl,
    (SELECT min(hi(cmstdtc)) FROM cm WHERE cm.usubjid = x.usubjid AND cmdecod IN ('MYCOPHENOLATE MOFETIL', 'CYCLOPHOSPHAMIDE', 'TACROLIMUS', 'CICLOSPORIN'))
        <= consent - 90 AS refractory
FROM x, LATERAL (SELECT CASE sex WHEN 'F' THEN 0.7 ELSE 0.9 END AS k, CASE sex WHEN 'F' THEN -0.241 ELSE -0.302 END AS a) AS c;

CREATE TABLE line_expected (mode text, id text, label text, usubjid text, holds bool);

-- ------------------------------------------------------------ NCT05863936

-- pulses: 500 or 1000 mg on a day; the end may be a month: a sum over days that
-- nobody wrote down is unknown
CREATE TABLE pulse AS
SELECT p.usubjid, sum(dose * days(s_hi, e_lo, as_of - 14, as_of)) AS mg_lo, sum(dose * days(s_lo, e_hi, as_of - 14, as_of)) AS mg_hi
FROM p JOIN drug USING (usubjid) WHERE what = 'METHYLPREDNISOLONE' GROUP BY p.usubjid;

INSERT INTO line_expected
SELECT m.mode, 'NCT05863936', l.label, usubjid, l.holds
FROM y LEFT JOIN pulse USING (usubjid), LATERAL (VALUES
    (NULL, 'I1b', sledai > 10 OR cls = 'V'),
    (NULL, 'I2b', ci < 3),
    (NULL, 'I2c', tma = 'ABSENT'),
    (NULL, 'I3', prot >= 1.5),
    ('bare', 'I4', CASE WHEN creat < 3 THEN true END),
    ('declared', 'I4', creat < 3 OR egfr < 30),
    (NULL, 'I5', CASE WHEN mg_lo IS NOT DISTINCT FROM mg_hi THEN coalesce(mg_lo, 0) BETWEEN 1500 AND 3000 END),
    (NULL, 'F1', years BETWEEN 14 AND 65),
    (NULL, 'F2', true),
    (NULL, 'E2', alt > 2 OR ast > 2 OR bili > 2),
    (NULL, 'E4a', took(usubjid, '{MYCOPHENOLATE MOFETIL,CYCLOPHOSPHAMIDE,TACROLIMUS,IMMUNOGLOBULIN}', as_of - 84, as_of)
        OR true = ANY (ARRAY(SELECT meets(s_lo, s_hi, e_lo, e_hi, as_of - 84, as_of)
                AND CASE WHEN e_lo - s_hi + 1 >= 14 THEN true WHEN least(e_hi, as_of) - s_lo + 1 < 14 THEN false END
            FROM drug WHERE drug.usubjid = y.usubjid AND what = 'CICLOSPORIN'))),
    (NULL, 'E4b', false),
    (NULL, 'E6b', had(usubjid, '{Peptic ulcer}', (as_of - interval '3 months')::date, as_of)),
    (NULL, 'E6c', false),
    (NULL, 'E6d', bmi < 16),
    (NULL, 'E7d', took(usubjid, '{IMMUNOGLOBULIN}', as_of - 28, as_of)),
    ('bare', 'I1a', NULL), ('declared', 'I1a', act > 0 OR cls = 'V'),
    ('bare', 'I2a', CASE WHEN cls = 'II' THEN false END), ('declared', 'I2a', cls <> 'II'),
    ('bare', 'E1', CASE WHEN had(usubjid, '{Renal replacement therapy}', (as_of - interval '3 months')::date, as_of) THEN true END),
    ('declared', 'E1', had(usubjid, '{Renal replacement therapy}', (as_of - interval '3 months')::date, as_of)),
    ('bare', 'E3', CASE WHEN gluc >= 7 THEN true END), ('declared', 'E3', gluc >= 7),
    ('bare', 'E6a', CASE WHEN had(usubjid, '{Hepatitis B,Hepatitis C,Pulmonary tuberculosis,Syphilis,HIV infection}', (as_of - interval '3 months')::date, as_of) THEN true END),
    ('declared', 'E6a', had(usubjid, '{Hepatitis B,Hepatitis C,Pulmonary tuberculosis,Syphilis,HIV infection}', (as_of - interval '3 months')::date, as_of)),
    ('bare', 'E7b', CASE WHEN flagged(usubjid, 'Chronic obstructive pulmonary disease', as_of) THEN true END),
    ('declared', 'E7b', flagged(usubjid, 'Chronic obstructive pulmonary disease', as_of)),
    ('bare', 'E7c', CASE WHEN wbc >= 3000 AND neut >= 1300 AND plat >= 50000 THEN false END),
    ('declared', 'E7c', wbc < 3000 OR neut < 1300 OR plat < 50000),
    ('bare', 'E5a', NULL), ('bare', 'E5b', NULL), ('bare', 'E7a', NULL), ('bare', 'E8', NULL), ('bare', 'E10', NULL),
    ('bare', 'E9', CASE WHEN sex = 'M' THEN false END),
    ('declared', 'E5a', false), ('declared', 'E5b', false), ('declared', 'E7a', false), ('declared', 'E8', false), ('declared', 'E9', false),
    ('declared', 'E10', false)) AS l (only_mode, label, holds),
    (VALUES ('bare'), ('declared')) AS m (mode)
WHERE m.mode = coalesce(l.only_mode, m.mode);

-- ------------------------------------------------------------ NCT04893161

-- first treatment of nephritis, perhaps with a partial date
CREATE TABLE first_therapy AS
SELECT DISTINCT ON (usubjid) usubjid, lo(cmstdtc) AS f_lo, hi(cmstdtc) AS f_hi
FROM cm WHERE cmdecod IN ('MYCOPHENOLATE MOFETIL', 'CYCLOPHOSPHAMIDE', 'TACROLIMUS', 'CICLOSPORIN')
ORDER BY usubjid, lo(cmstdtc), cmseq::int;
-- the lowest protein since a year after it, of the results that surely are from
-- then (over_lo) and of those too that may be (over_hi; NULL where one of them
-- has no unit)
CREATE TABLE lowest AS
SELECT usubjid, min(g) FILTER (WHERE sure AND lo(lbdtc) >= f_hi + 365) AS over_lo,
    CASE WHEN NOT bool_or(g IS NULL) THEN min(g) END AS over_hi
FROM (SELECT r.*, CASE lborresu WHEN 'mg/24h' THEN lborres::numeric / 1000 WHEN 'g/24h' THEN lborres::numeric WHEN 'g/d' THEN lborres::numeric END AS g
        FROM result AS r WHERE lbtestcd = 'PROT24') AS r
    JOIN first_therapy USING (usubjid) JOIN p USING (usubjid)
WHERE f_hi <= as_of AND hi(lbdtc) >= f_lo + 365 GROUP BY usubjid;

INSERT INTO line_expected
SELECT m.mode, 'NCT04893161', l.label, usubjid, l.holds
FROM y LEFT JOIN lowest USING (usubjid), LATERAL (VALUES
    ('bare', 'I1', NULL), ('declared', 'I1', true),
    -- more than 18 years: a day more than 18 years ago
    (NULL, 'I2', CASE WHEN length(brthdtc) = 10 THEN brthdtc::date + interval '18 years' < as_of
        ELSE years > 18 OR years = 18 AND CASE WHEN hi(brthdtc) + interval '18 years' < as_of THEN true
            WHEN lo(brthdtc) + interval '18 years' >= as_of THEN false END END),
    (NULL, 'I3a', sledai > 0),
    ('bare', 'I3b', NULL), ('declared', 'I3b', coalesce(refractory, false)),
    (NULL, 'I3c', CASE WHEN over_lo <= 1 THEN false WHEN over_lo > 1 AND over_hi > 1 THEN true END),
    (NULL, 'I3d', false), (NULL, 'F1', true),
    ('bare', 'E1', CASE WHEN had(usubjid, '{Thyroid carcinoma}', (as_of - interval '5 years')::date, as_of) THEN true
        WHEN had(usubjid, '{Thyroid carcinoma,Basal cell carcinoma}', (as_of - interval '5 years')::date, as_of) = false THEN false END),
    ('declared', 'E1', had(usubjid, '{Thyroid carcinoma,Basal cell carcinoma}', (as_of - interval '5 years')::date, as_of)),
    (NULL, 'E2a', false), (NULL, 'E2b', false), ('bare', 'E2c', NULL), ('declared', 'E2c', false), (NULL, 'E3', false),
    (NULL, 'E4', igg < 400), ('bare', 'E5', NULL),
    (NULL, 'E6', took(usubjid, '{CYCLOPHOSPHAMIDE,RITUXIMAB}', '-infinity', as_of)),
    (NULL, 'E7a', false), (NULL, 'E7b', false), (NULL, 'E7c', false), (NULL, 'E8', false),
    ('bare', 'E9', CASE WHEN flagged(usubjid, 'HIV infection', as_of) THEN true END), ('declared', 'E9', flagged(usubjid, 'HIV infection', as_of)),
    ('bare', 'E10a', NULL), ('bare', 'E10b', NULL), ('bare', 'E12', NULL), ('bare', 'E13', NULL), (NULL, 'E11', false),
    ('declared', 'E10a', false), ('declared', 'E10b', false), ('declared', 'E12', false), ('declared', 'E13', false)) AS l (only_mode, label, holds),
    (VALUES ('bare'), ('declared')) AS m (mode)
WHERE m.mode = coalesce(l.only_mode, m.mode);

-- ------------------------------------------------------------ NCT05262686

INSERT INTO line_expected
SELECT m.mode, 'NCT05262686', l.label, y.usubjid, l.holds
FROM y, LATERAL (VALUES
    -- judged at the screening, with the age of the decision
    (NULL, 'I1', years > 18 OR years = 18 AND CASE WHEN hi(brthdtc) + interval '18 years' < consent THEN true
            WHEN lo(brthdtc) + interval '18 years' >= consent THEN false END),
    ('bare', 'I2', NULL), ('declared', 'I2', true), ('bare', 'I3', NULL), ('declared', 'I3', true),
    -- one antimalarial at most, never stopped: stable unless it began in the four weeks
    (NULL, 'I4a', (SELECT CASE WHEN s_hi <= consent - 28 THEN true WHEN s_lo > consent - 28 THEN false END
        FROM drug WHERE drug.usubjid = y.usubjid AND what = 'HYDROXYCHLOROQUINE' AND s_lo <= consent)),
    (NULL, 'I4b', NOT EXISTS (SELECT FROM drug WHERE drug.usubjid = y.usubjid AND what = 'HYDROXYCHLOROQUINE' AND dose > 400)),
    (NULL, 'I4c', true), (NULL, 'F1', years BETWEEN 18 AND 70),
    ('bare', 'E1a', NULL), (NULL, 'E1b', NULL), (NULL, 'E1c', NULL), (NULL, 'E1d', NULL), ('bare', 'E2a', NULL),
    ('bare', 'E2b', NULL), ('declared', 'E2b', crcl <= 30),
    (NULL, 'E2c', alt > 3 OR ast > 3 OR bili > 1),
    ('bare', 'E3', NULL), ('declared', 'E3', false), (NULL, 'E4a', false), (NULL, 'E4b', false),
    ('bare', 'E5', CASE WHEN flagged(usubjid, 'HIV infection', as_of) THEN true END), ('declared', 'E5', flagged(usubjid, 'HIV infection', as_of)),
    (NULL, 'E6', had(usubjid, '{Thyroid carcinoma}', (as_of - interval '5 years')::date, as_of)),
    ('bare', 'E7', NULL), ('declared', 'E7', false),
    ('bare', 'E8', CASE WHEN sex = 'M' THEN false END), ('declared', 'E8', false)) AS l (only_mode, label, holds),
    (VALUES ('bare'), ('declared')) AS m (mode)
WHERE m.mode = coalesce(l.only_mode, m.mode);
-- none at all is stable
UPDATE line_expected AS e SET holds = true
WHERE id = 'NCT05262686' AND label = 'I4a' AND NOT EXISTS (SELECT FROM drug WHERE drug.usubjid = e.usubjid AND what = 'HYDROXYCHLOROQUINE');

-- ---------------------------------------------------------------- SEED004

-- grams of immunoglobulin: 0.4 g/kg a day, by the first weight
CREATE TABLE globulin AS
SELECT p.usubjid, bool_or(kg IS NULL) AS unweighed,
    sum(dose * kg * days(s_hi, e_lo, (as_of - interval '2 months')::date, as_of)) AS g_lo,
    sum(dose * kg * days(s_lo, e_hi, (as_of - interval '2 months')::date, as_of)) AS g_hi
FROM p JOIN drug USING (usubjid)
    LEFT JOIN (SELECT DISTINCT ON (usubjid) usubjid, vsstresn::numeric AS kg FROM vs
        WHERE vstestcd = 'WEIGHT' AND vsstresn IS NOT NULL ORDER BY usubjid, vsdtc) AS w USING (usubjid)
WHERE what = 'IMMUNOGLOBULIN' GROUP BY p.usubjid;

INSERT INTO line_expected
SELECT m.mode, 'SEED004', l.label, y.usubjid, l.holds
FROM y LEFT JOIN globulin USING (usubjid), LATERAL (VALUES
    (NULL, 'I1', true), (NULL, 'I2', years BETWEEN 14 AND 65), ('bare', 'I3', NULL), ('declared', 'I3', true),
    (NULL, 'I4', cls IN ('III', 'IV', 'III+V', 'IV+V') AND biopsy >= (as_of - interval '6 months')::date),
    (NULL, 'I5', sledai > 6), (NULL, 'I6', prot > 1),
    ('bare', 'E1', NULL), ('declared', 'E1', egfr >= 45),
    (NULL, 'E2', had(usubjid, '{Renal replacement therapy}', (as_of - interval '2 months')::date, as_of)
        OR CASE WHEN g_lo IS NOT DISTINCT FROM g_hi AND unweighed IS NOT true THEN coalesce(g_lo, 0) >= 100 END),
    ('bare', 'E3', NULL), ('declared', 'E3', false),
    ('bare', 'E4', CASE WHEN wbc >= 3000 AND neut >= 1500 AND lym >= 800 AND plat >= 50000 THEN false END),
    ('declared', 'E4', wbc < 3000 OR neut < 1500 OR lym < 800 OR plat < 50000),
    (NULL, 'E5', alt > 2 OR ast > 2 OR bili > 2),
    ('bare', 'E6', NULL), ('declared', 'E6', false), ('bare', 'E7', NULL), ('declared', 'E7', false),
    ('bare', 'E8', CASE WHEN sex = 'M' THEN false END), ('declared', 'E8', false),
    (NULL, 'E9a', had(usubjid, '{Hepatitis B,Hepatitis C,Pulmonary tuberculosis,Syphilis,HIV infection}', (as_of - interval '3 months')::date, as_of)),
    (NULL, 'E9b', had(usubjid, '{Peptic ulcer}', (as_of - interval '3 months')::date, as_of)),
    (NULL, 'E9c', false), (NULL, 'E9d', bmi < 16),
    ('bare', 'E10a', NULL), ('declared', 'E10a', false),
    ('bare', 'E10b', CASE WHEN flagged(usubjid, 'Chronic obstructive pulmonary disease', as_of) THEN true END),
    ('declared', 'E10b', flagged(usubjid, 'Chronic obstructive pulmonary disease', as_of)),
    ('bare', 'E10c', NULL), ('declared', 'E10c', false), ('bare', 'E11', NULL), ('declared', 'E11', false),
    ('bare', 'E10d', CASE WHEN had(usubjid, '{Thyroid carcinoma}', (as_of - interval '5 years')::date, as_of) THEN true
        WHEN had(usubjid, '{Thyroid carcinoma,Basal cell carcinoma,Cervical intraepithelial neoplasia}', (as_of - interval '5 years')::date, as_of) = false THEN false END),
    ('declared', 'E10d', had(usubjid, '{Thyroid carcinoma,Basal cell carcinoma,Cervical intraepithelial neoplasia}', (as_of - interval '5 years')::date, as_of)))
    AS l (only_mode, label, holds),
    (VALUES ('bare'), ('declared')) AS m (mode)
WHERE m.mode = coalesce(l.only_mode, m.mode);

-- ---------------------------------------------------------------- verdicts

-- A line of exclusion passes when it does not hold; the three ways of I3 in
-- NCT04893161 are one line; everything must pass.
CREATE TABLE verdict_expected AS
SELECT mode, id, usubjid, NOT (true = ANY (array_agg(NOT pass))) AS eligible
FROM (
    SELECT mode, id, usubjid, CASE WHEN label LIKE 'E%' THEN NOT holds ELSE holds END AS pass FROM line_expected
    WHERE NOT (id = 'NCT04893161' AND label ~ '^I3[bcd]$')
    UNION ALL
    SELECT mode, id, usubjid, true = ANY (array_agg(holds)) FROM line_expected
    WHERE id = 'NCT04893161' AND label ~ '^I3[bcd]$' GROUP BY mode, id, usubjid) AS e
GROUP BY mode, id, usubjid;

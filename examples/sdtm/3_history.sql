-- 3_history.sql: from the records of the domains to one patient_history a subject.
--
--     sdtm_record     the rows of nine domains, in one shape
--     sdtm_status     each with its codes, and whether it becomes an entry
--     sdtm_entry      the entries
--
-- Rules it keeps, and yours should:
--  * Results go in as reported: LBORRES with LBORRESU and its own limits, dates
--    as text, partial ones too, '<9.8' with its sign. Nothing is converted or
--    completed here; what a lost unit or a missing day leaves open, the
--    criteria report as unknown.
--  * A test that was not done is no entry.
--  * "Ongoing" is said by CMENRTPT or MHENRTPT. No end date and no word is not
--    ongoing but unrecorded: stop NULL.
--  * A fact that no record maps to is absent: unknown for a yes-no item and for
--    a value, "none" where the criteria say any(...).

-- qualifiers: what a code of sdtm_code may ask for. lasting: what has an end.
CREATE VIEW sdtm_record AS
SELECT 'LB' AS domain, usubjid, lbtestcd AS code, ARRAY[lbspec, lbcat, lbmethod, CASE lbfast WHEN 'Y' THEN 'FASTING' END] AS qualifiers,
    lbdtc AS starts, NULL AS stops, CASE WHEN lbstat IS DISTINCT FROM 'NOT DONE' THEN lborres END AS result, lborresu AS unit,
    sdtm_number(lbornrlo) AS lln, sdtm_number(lbornrhi) AS uln, NULL::float8 AS dose, NULL AS frequency, NULL AS route FROM lb
UNION ALL
SELECT 'VS', usubjid, vstestcd, ARRAY[vspos], vsdtc, NULL, CASE WHEN vsstat IS DISTINCT FROM 'NOT DONE' THEN vsorres END, vsorresu,
    NULL, NULL, NULL, NULL, NULL FROM vs
UNION ALL
-- an answer in words counts as the score it was given
SELECT 'QS', usubjid, qstestcd, ARRAY[qscat], qsdtc, NULL,
    CASE WHEN qsstat IS DISTINCT FROM 'NOT DONE' THEN CASE WHEN sdtm_number(qsorres) IS NULL THEN coalesce(qsstresn, qsorres) ELSE qsorres END END, qsorresu,
    NULL, NULL, NULL, NULL, NULL FROM qs
UNION ALL
SELECT 'MI', usubjid, mitestcd, '{}', midtc, NULL, CASE WHEN mistat IS DISTINCT FROM 'NOT DONE' THEN miorres END, NULL,
    NULL, NULL, NULL, NULL, NULL FROM mi
UNION ALL
-- a dose per kilogram takes the first weight in kilograms
SELECT 'CM', cm.usubjid, coalesce(cmdecod, cmtrt), ARRAY[cmroute, CASE WHEN cmdosu = 'g/kg' AND sdtm_number(cmdose) >= 0.4 THEN 'HIGH DOSE' END],
    cmstdtc, CASE WHEN cmenrtpt IN ('ONGOING', 'AFTER') THEN 'ongoing' ELSE cmendtc END, NULL, replace(cmdosu, '/kg', ''),
    NULL, NULL, sdtm_number(cmdose) * CASE WHEN cmdosu LIKE '%/kg' THEN w.kg ELSE 1 END, cmdosfrq, cmroute
FROM cm LEFT JOIN (
    SELECT DISTINCT ON (usubjid) usubjid, sdtm_number(vsstresn) AS kg FROM vs
    WHERE vstestcd = 'WEIGHT' AND vsstresu = 'kg' AND sdtm_number(vsstresn) IS NOT NULL
    ORDER BY usubjid, vsdtc) AS w ON w.usubjid = cm.usubjid AND cmdosu LIKE '%/kg'
UNION ALL
SELECT 'EX', usubjid, extrt, ARRAY[exroute], exstdtc, exendtc, NULL, exdosu, NULL, NULL, sdtm_number(exdose), exdosfrq, exroute FROM ex
UNION ALL
SELECT 'MH', usubjid, coalesce(mhdecod, mhterm), ARRAY[mhcat], mhstdtc, CASE WHEN mhenrtpt IN ('ONGOING', 'AFTER') THEN 'ongoing' ELSE mhendtc END,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM mh
UNION ALL
SELECT 'AE', usubjid, coalesce(aedecod, aeterm), '{}', aestdtc, CASE WHEN aeenrtpt IN ('ONGOING', 'AFTER') THEN 'ongoing' ELSE aeendtc END,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM ae
UNION ALL
SELECT 'DS', usubjid, dsdecod, ARRAY[dscat], dsstdtc, dsstdtc, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM ds;
COMMENT ON VIEW sdtm_record IS 'one row for each row of LB, VS, QS, MI, CM, EX, MH, AE and DS, results and amounts as reported';

-- Each fact with the unit that results must convert to, and what is impossible.
CREATE VIEW sdtm_fact AS
SELECT c.*, a.name AS analyte, coalesce(v.usual_unit, a.usual_unit) AS usual_unit, l.low, l.high, l.unit AS limit_unit
FROM sdtm_code AS c
    LEFT JOIN vocabulary() AS v ON v.fact = c.fact
    LEFT JOIN analytes() AS a ON a.name = c.fact
    LEFT JOIN sdtm_limit AS l ON l.fact = c.fact;
COMMENT ON VIEW sdtm_fact IS 'sdtm_code with the unit and the limits of each fact';

-- The few combinations of code and qualifiers that occur, each looked up once.
CREATE TYPE sdtm_mapping AS (fact text, kind text);
CREATE VIEW sdtm_key AS
SELECT k.*, m.*
FROM (SELECT DISTINCT domain, code, qualifiers FROM sdtm_record) AS k, LATERAL (
    SELECT array_agg(ROW(f.fact, f.kind)::sdtm_mapping) FILTER (WHERE f.fact IS NOT NULL) AS facts,
        bool_or(f.kind IN ('result', 'flag')) AS result, bool_or(f.kind = 'dose') AS dose,
        min(f.analyte) AS analyte, min(f.usual_unit) AS usual_unit, min(f.low) AS low, max(f.high) AS high, min(f.limit_unit) AS limit_unit
    FROM sdtm_fact AS f
    WHERE f.domain = k.domain AND f.code = k.code AND (f.qualifier IS NULL OR f.qualifier = ANY (k.qualifiers))
    HAVING count(*) > 0) AS m;
COMMENT ON VIEW sdtm_key IS 'what each code of the study, with its qualifiers, is';

-- status is "entered", or why the record is no entry. A unit that cannot be
-- used is no hindrance: the entry keeps it, and criteria say "unknown" of it.
CREATE VIEW sdtm_status AS
SELECT r.*, c.facts,
    CASE WHEN s.usubjid IS NULL THEN 'subject not in DM'
        WHEN c.code IS NULL THEN 'code not in the table'
        WHEN c.facts IS NULL THEN 'left out by the table'
        WHEN c.result AND r.result IS NULL THEN 'not done'
        WHEN r.starts IS NOT NULL AND dtc_precision(r.starts) IS NULL
            OR r.stops <> 'ongoing' AND dtc_precision(r.stops) IS NULL THEN 'date cannot be read'
        WHEN c.result AND r.starts IS NULL THEN 'no date'
        WHEN r.domain IN ('LB', 'VS', 'QS') AND dtc_latest(r.starts) < s.consented THEN 'before the last consent'
        WHEN r.stops <> 'ongoing' AND dtc_latest(r.stops) < dtc_earliest(r.starts) THEN 'ends before it begins'
        WHEN r.dose < 0
            OR try_convert_value(sdtm_number(r.result), CASE c.limit_unit WHEN '1' THEN coalesce(r.unit, '1') ELSE r.unit END, c.limit_unit, c.analyte) NOT BETWEEN c.low AND c.high THEN 'impossible value'
        ELSE 'entered' END AS status,
    CASE WHEN c.usual_unit IS NOT NULL AND c.result AND sdtm_number(ltrim(r.result, '<>= ')) IS NOT NULL
        THEN try_convert_value(1, r.unit, c.usual_unit, c.analyte) IS NULL
        WHEN c.dose THEN r.unit IS NULL OR NOT unit_is_valid(r.unit) ELSE false END AS unit_unusable
FROM (
    SELECT r.domain, r.usubjid, r.code, r.qualifiers, r.starts, r.stops, r.result, CASE WHEN u.written IS NULL THEN r.unit ELSE u.means END AS unit,
        r.unit AS written_unit, r.lln, r.uln, r.dose, r.frequency, r.route
    FROM sdtm_record AS r LEFT JOIN sdtm_unit AS u ON u.domain = r.domain AND u.written = r.unit) AS r
    LEFT JOIN sdtm_screening AS s ON s.usubjid = r.usubjid
    LEFT JOIN sdtm_key AS c ON c.domain = r.domain AND c.code = r.code AND c.qualifiers = r.qualifiers;
COMMENT ON VIEW sdtm_status IS 'each record with its facts, its status (entered, or why not), and whether its unit cannot be used';

CREATE VIEW sdtm_entry AS

-- Demographics. Sex is as old as the subject; DM.AGE is needed only where the
-- date of birth is not complete.
SELECT usubjid, event('birth_date', brthdtc, brthdtc) AS entry FROM sdtm_screening WHERE brthdtc IS NOT NULL
UNION ALL
SELECT usubjid, observation('sex', coalesce(dtc_earliest(brthdtc), consent)::timestamp, sex) FROM sdtm_screening
UNION ALL
SELECT usubjid, observation('age', consent::timestamp, age) FROM sdtm_screening
WHERE dtc_precision(brthdtc) IS DISTINCT FROM 'day'
UNION ALL
SELECT usubjid, event('informed_consent', consented::timestamp, consented::timestamp) FROM sdtm_screening WHERE consented IS NOT NULL
UNION ALL
-- SV is the better source of the screening visit where it is collected
SELECT usubjid, event('screening', consent::timestamp, consent::timestamp) FROM sdtm_screening

-- The records, by what sdtm_code says they are.
UNION ALL
SELECT r.usubjid, CASE f.kind
    WHEN 'result' THEN observation(f.fact, r.starts, r.result, r.unit, r.lln, r.uln)
    WHEN 'yes' THEN observation(f.fact, r.starts, true)
    WHEN 'flag' THEN observation(f.fact, r.starts, CASE WHEN upper(r.result) IN ('PRESENT', 'POSITIVE', 'Y', 'YES') THEN true
        WHEN upper(r.result) IN ('ABSENT', 'NEGATIVE', 'N', 'NO') THEN false END)
    WHEN 'event' THEN event(f.fact, r.starts, CASE WHEN r.domain IN ('MI', 'LB') THEN r.starts ELSE r.stops END)
    WHEN 'dose' THEN exposure_ex(f.fact, r.dose, r.unit, r.frequency, r.route, r.starts, r.stops)
    WHEN 'drug' THEN exposure(f.fact, r.starts, r.stops) END
FROM sdtm_status AS r, unnest(r.facts) AS f
WHERE r.status = 'entered' AND f.kind <> 'screening'

-- Treatment of nephritis starts with the first immunosuppressant.
UNION ALL
SELECT usubjid, (array_agg(event('initial_therapy', cmstdtc, cmstdtc) ORDER BY dtc_earliest(cmstdtc), sdtm_number(cmseq)))[1]
FROM cm WHERE cmdecod IN ('MYCOPHENOLATE MOFETIL', 'CYCLOPHOSPHAMIDE', 'TACROLIMUS', 'CICLOSPORIN') AND dtc_precision(cmstdtc) IS NOT NULL GROUP BY usubjid;
COMMENT ON VIEW sdtm_entry IS 'one entry of a patient_history for each SDTM record and fact it maps to';

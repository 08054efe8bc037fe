-- 4_subject.sql: the screening form, and one row a subject:
--     SELECT usubjid, eligible(protocol_criteria('SEED004'), history, as_of) FROM sdtm_subject;

-- Yes-no items that no domain holds and a site would tick. These are decisions
-- of whoever owns the data, each with its reason; leave out what you would not
-- sign. What the form does not say stays unknown, unless the criteria are given
-- "absent means no".
CREATE VIEW sdtm_form AS
-- a primary diagnosis of SLE was made by the ACR 1997 set
SELECT s.usubjid, observation('acr1997_sle', s.consent::timestamp, true) AS entry
FROM sdtm_screening AS s WHERE EXISTS (SELECT FROM mh WHERE mh.usubjid = s.usubjid AND mh.mhterm = 'Systemic lupus erythematosus' AND mh.mhcat = 'PRIMARY')
UNION ALL
-- active by the activity index of the biopsy; pure class V has none
SELECT s.usubjid, observation('active_lupus_nephritis', s.consent::timestamp, bool_or(mi.mitestcd = 'ACTIDX' AND sdtm_number(mi.mistresn) > 0 OR mi.mitestcd = 'ISNRPS' AND mi.miorres = 'V'))
FROM sdtm_screening AS s JOIN mi USING (usubjid) GROUP BY s.usubjid, s.consent
UNION ALL
-- the trial's pathologists used all three methods on every biopsy
SELECT mi.usubjid, observation(m.fact, mi.midtc, true)
FROM mi, (VALUES ('biopsy_light_microscopy'), ('biopsy_immunofluorescence'), ('biopsy_electron_microscopy')) AS m (fact) WHERE mi.mitestcd = 'ISNRPS'
UNION ALL
-- refractory: nephritis in spite of an immunosuppressant started 90 days ago or earlier
SELECT s.usubjid, observation('refractory_sle', s.consent::timestamp, coalesce(cm.first <= s.consent - 90, false))
FROM sdtm_screening AS s
    LEFT JOIN (
        SELECT usubjid, min(dtc_latest(cmstdtc)) AS first FROM cm
        WHERE cmdecod IN ('MYCOPHENOLATE MOFETIL', 'CYCLOPHOSPHAMIDE', 'TACROLIMUS', 'CICLOSPORIN') GROUP BY usubjid) AS cm USING (usubjid)
UNION ALL
-- who consents is expected to comply
SELECT usubjid, observation('expected_to_comply', consent::timestamp, true) FROM sdtm_screening;
COMMENT ON VIEW sdtm_form IS 'items of a screening form that other domains answer';

-- --------------------------------------------------------------- together

CREATE VIEW sdtm_subject AS
SELECT s.usubjid, s.siteid, s.armcd, s.start, s.as_of, coalesce(e.history, patient_history()) AS history,
    coalesce(e.history, patient_history()) || coalesce(f.form, patient_history()) AS history_and_form
FROM sdtm_screening AS s
    LEFT JOIN (SELECT usubjid, history_agg(entry) AS history FROM sdtm_entry GROUP BY usubjid) AS e USING (usubjid)
    LEFT JOIN (SELECT usubjid, history_agg(entry) AS form FROM sdtm_form GROUP BY usubjid) AS f USING (usubjid);
COMMENT ON VIEW sdtm_subject IS 'subject, day of the decision, history, and history with the screening form';

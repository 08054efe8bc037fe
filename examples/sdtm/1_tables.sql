-- 1_tables.sql: what the adapters of this folder read.
--
-- The domains are tables named dm, lb, vs, ex, cm, mh, ae, qs, mi and ds, with
-- lower-case columns of type text, as load.sh makes them from the header line
-- of a CSV file. A domain or column that the study has not is made here,
-- empty: the other files can then name every column they know of.

DO $$
DECLARE
    d record;
    c text;
BEGIN
    FOR d IN SELECT * FROM (VALUES
        ('dm', '{studyid,usubjid,rfstdtc,rficdtc,siteid,brthdtc,age,sex,armcd,dmdtc}'::text[]),
        ('lb', '{usubjid,lbtestcd,lbcat,lbspec,lbmethod,lborres,lborresu,lbornrlo,lbornrhi,lbstat,lbfast,lbdtc}'),
        ('vs', '{usubjid,vstestcd,vspos,vsorres,vsorresu,vsstresn,vsstresu,vsstat,vsdtc}'),
        ('ex', '{usubjid,extrt,exdose,exdosu,exdosfrq,exroute,exstdtc,exendtc}'),
        ('cm', '{usubjid,cmseq,cmtrt,cmdecod,cmdose,cmdosu,cmdosfrq,cmroute,cmstdtc,cmendtc,cmenrtpt}'),
        ('mh', '{usubjid,mhterm,mhdecod,mhcat,mhstdtc,mhendtc,mhenrtpt}'),
        ('ae', '{usubjid,aeterm,aedecod,aeser,aestdtc,aeendtc,aeenrtpt}'),
        ('qs', '{usubjid,qstestcd,qscat,qsorres,qsorresu,qsstresn,qsstat,qsdtc}'),
        ('mi', '{usubjid,mitestcd,miorres,mistresn,mistat,midtc}'),
        ('ds', '{usubjid,dsterm,dsdecod,dscat,dsstdtc}')) AS v (name, columns)
    LOOP
        IF to_regclass(d.name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I ()', d.name);
        END IF;
        FOREACH c IN ARRAY d.columns LOOP
            IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = d.name::regclass AND attname = c AND NOT attisdropped) THEN
                EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', d.name, c);
            END IF;
        END LOOP;
    END LOOP;
END $$;

-- A number as reported, or NULL where the text is none: one bad cell must not
-- stop a study.
CREATE FUNCTION sdtm_number(reported text) RETURNS float8 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN reported ~ '^\s*[-+]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})([eE][-+]?\d{1,2})?\s*$' THEN reported::float8 END;
COMMENT ON FUNCTION sdtm_number(text) IS 'the number that a text is, NULL if it is none';

-- Somebody who was screened twice consented twice: the last consent counts.
-- Results of the earlier attempt are not results of this one (sdtm_status lists
-- them), while drugs and diagnoses stay what they were. The decision falls on
-- the day before treatment starts: the trial's own drugs begin on RFSTDTC. Who
-- never started is judged four weeks after the consent. A study without dates
-- of consent goes by DMDTC, but then nobody is said to have consented.
CREATE VIEW sdtm_screening AS
SELECT usubjid, siteid, armcd, sex, sdtm_number(age) AS age, brthdtc, consented, coalesce(consented, collected) AS consent,
    dtc_earliest(rfstdtc) AS start, coalesce(dtc_earliest(rfstdtc) - 1, coalesce(consented, collected) + 28) AS as_of
FROM (
    SELECT dm.usubjid, min(dm.siteid) AS siteid, min(dm.armcd) AS armcd, min(dm.sex) AS sex, min(dm.age) AS age,
        min(dm.rfstdtc) AS rfstdtc, min(CASE WHEN dtc_precision(dm.brthdtc) IS NOT NULL THEN dm.brthdtc END) AS brthdtc,
        coalesce(max(dtc_earliest(ds.dsstdtc)), min(dtc_earliest(dm.rficdtc))) AS consented, min(dtc_earliest(dm.dmdtc)) AS collected
    FROM dm
        LEFT JOIN ds ON ds.usubjid = dm.usubjid AND ds.dsdecod = 'INFORMED CONSENT OBTAINED'
            AND (dm.rfstdtc IS NULL OR dtc_earliest(ds.dsstdtc) < dtc_earliest(dm.rfstdtc))
    GROUP BY dm.usubjid) AS s;
COMMENT ON VIEW sdtm_screening IS 'each subject with the consent of the last screening attempt and the day of the decision';

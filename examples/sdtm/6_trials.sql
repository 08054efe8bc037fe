-- 6_trials.sql: what the study is asked. By default the four built-in
-- protocols; a file study/STUDYID.sql may say otherwise, and what was planned.

-- bare: as printed, over the records alone. declared: with what the owner of
-- the data knows of them, over the records and the screening form.
CREATE TABLE sdtm_trial (id text PRIMARY KEY, bare criteria NOT NULL, declared criteria NOT NULL);
COMMENT ON TABLE sdtm_trial IS 'the criteria that the subjects are screened for';
INSERT INTO sdtm_trial
SELECT id, protocol_criteria(id), criteria 'given * absent means no, egfr is egfr_ckd_epi_2021(creatinine, age, sex),
    creatinine_clearance is crcl_cockcroft_gault(creatinine, age, sex, weight)' || protocol_criteria(id)
FROM protocols();

CREATE TABLE sdtm_plan (arm text, drug text, schedule dose_schedule NOT NULL, vial_sizes quantity[], PRIMARY KEY (arm, drug));
COMMENT ON TABLE sdtm_plan IS 'what each arm (ARMCD) was to be given: the drug is a fact of sdtm_code';

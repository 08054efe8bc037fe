-- 2_codes.sql: what the codes of a study mean. Edit it, or change the tables
-- afterwards: the views of the other files follow.
--
-- A code may have a qualifier, a word that the record must carry besides:
--     LB  LBSPEC, LBCAT, LBMETHOD, or FASTING      QS  QSCAT
--     CM, EX  the route, or HIGH DOSE              MH  MHCAT
-- and it may be several facts. A code with the fact NULL is left out on purpose.
--
--     kind        becomes
--     result      an observation: the result as reported, its unit and limits
--     yes         a recorded yes
--     flag        a recorded yes or no (PRESENT, POSITIVE, Y; ABSENT, NEGATIVE, N)
--     event       an event with its start and end
--     dose        an exposure with its amounts
--     drug        an exposure without an amount
--     screening   nothing here: sdtm_screening reads it

CREATE TABLE sdtm_code (
    domain    text NOT NULL CHECK (domain IN ('LB', 'VS', 'EX', 'CM', 'MH', 'AE', 'QS', 'MI', 'DS')),
    code      text NOT NULL,
    qualifier text,
    fact      text,
    kind      text CHECK (kind IN ('result', 'yes', 'flag', 'event', 'dose', 'drug', 'screening')),
    note      text,
    UNIQUE (domain, code, qualifier, fact, kind)
);
COMMENT ON TABLE sdtm_code IS 'what a code of a domain is: LBTESTCD, VSTESTCD, QSTESTCD, MITESTCD, EXTRT, CMDECOD, MHDECOD or MHTERM, AEDECOD or AETERM, DSDECOD';

INSERT INTO sdtm_code (domain, code, qualifier, fact, kind, note) VALUES
    -- PROT24 is protein in 24-h urine; a ratio (UPCR) is another fact
    ('LB', 'CREAT', NULL, 'creatinine', 'result', NULL), ('LB', 'PROT24', NULL, 'urine_protein', 'result', 'collected over 24 h'),
    ('LB', 'UPCR', NULL, 'upcr', 'result', 'never a urine_protein'), ('LB', 'ALB', NULL, 'albumin', 'result', NULL),
    ('LB', 'C3', NULL, 'c3', 'result', NULL), ('LB', 'C4', NULL, 'c4', 'result', NULL), ('LB', 'DSDNA', NULL, 'anti_dsdna', 'result', NULL),
    ('LB', 'WBC', NULL, 'wbc', 'result', NULL), ('LB', 'NEUT', NULL, 'neutrophils', 'result', NULL), ('LB', 'LYM', NULL, 'lymphocytes', 'result', NULL),
    ('LB', 'PLAT', NULL, 'platelets', 'result', NULL), ('LB', 'HGB', NULL, 'hemoglobin', 'result', NULL), ('LB', 'ALT', NULL, 'alt', 'result', NULL),
    ('LB', 'AST', NULL, 'ast', 'result', NULL), ('LB', 'BILI', NULL, 'bilirubin', 'result', NULL), ('LB', 'IGG', NULL, 'igg', 'result', NULL),
    ('LB', 'IGA', NULL, 'iga', 'result', NULL), ('LB', 'GLUC', NULL, 'glucose', 'result', NULL),
    ('LB', 'GLUC', 'FASTING', 'fasting_glucose', 'result', 'fasting only if LBFAST says so'),
    ('VS', 'HEIGHT', NULL, 'height', 'result', NULL), ('VS', 'WEIGHT', NULL, 'weight', 'result', NULL),
    -- the total of the index that QSCAT names; its items are in the total
    ('QS', 'TOTAL', 'SLEDAI-2K', 'sledai_2k', 'result', NULL), ('QS', 'PGA', NULL, 'pga', 'result', NULL),
    ('MI', 'ISNRPS', NULL, 'ln_class', 'result', NULL), ('MI', 'ISNRPS', NULL, 'renal_biopsy', 'event', NULL),
    ('MI', 'ACTIDX', NULL, 'activity_index', 'result', NULL), ('MI', 'CHRIDX', NULL, 'chronicity_index', 'result', NULL),
    ('MI', 'TMA', NULL, 'tma_lesion', 'flag', NULL),
    ('CM', 'METHYLPREDNISOLONE', 'INTRAVENOUS', 'methylprednisolone', 'dose', 'the fact is the pulse'),
    ('CM', 'MYCOPHENOLATE MOFETIL', NULL, 'mycophenolate', 'dose', NULL), ('CM', 'CYCLOPHOSPHAMIDE', NULL, 'cyclophosphamide', 'dose', NULL),
    ('CM', 'TACROLIMUS', NULL, 'tacrolimus', 'dose', NULL), ('CM', 'CICLOSPORIN', NULL, 'cyclosporine', 'dose', NULL),
    ('CM', 'LEFLUNOMIDE', NULL, 'leflunomide', 'dose', NULL), ('CM', 'RITUXIMAB', NULL, 'rituximab', 'dose', NULL),
    ('CM', 'HYDROXYCHLOROQUINE', NULL, 'hydroxychloroquine', 'dose', NULL), ('CM', 'HYDROXYCHLOROQUINE', NULL, 'antimalarial', 'dose', NULL),
    ('CM', 'IMMUNOGLOBULIN', NULL, 'ivig', 'dose', NULL),
    ('CM', 'IMMUNOGLOBULIN', 'HIGH DOSE', 'high_dose_ivig', 'drug', 'high dose: here, 0.4 g per kg a day and more'),
    ('CM', 'CEFTRIAXONE', 'INTRAVENOUS', 'iv_antibiotic', 'dose', NULL), ('CM', 'CEFTRIAXONE', 'INTRAVENOUS', 'parenteral_anti_infective', 'dose', NULL),
    ('EX', 'PREDNISONE', NULL, 'prednisone_equivalent', 'dose', NULL), ('EX', 'BELIMUMAB', NULL, 'belimumab', 'dose', NULL),
    ('MH', 'Hepatitis B', NULL, 'active_hepatitis_b', 'event', NULL), ('MH', 'Hepatitis C', NULL, 'hepatitis_c', 'event', NULL),
    ('MH', 'Pulmonary tuberculosis', NULL, 'tuberculosis', 'event', NULL), ('MH', 'Syphilis', NULL, 'syphilis', 'event', NULL),
    ('MH', 'HIV infection', NULL, 'hiv_infection', 'event', NULL), ('MH', 'HIV infection', NULL, 'hiv_positive', 'yes', 'asked as a test'),
    ('MH', 'Peptic ulcer', NULL, 'active_peptic_ulcer', 'event', NULL),
    ('MH', 'Cervical intraepithelial neoplasia', NULL, 'cervical_intraepithelial_neoplasia', 'event', NULL),
    ('MH', 'Thyroid carcinoma', NULL, 'malignancy', 'event', NULL), ('MH', 'Basal cell carcinoma', NULL, 'skin_carcinoma', 'event', NULL),
    ('MH', 'Renal replacement therapy', NULL, 'renal_replacement', 'event', NULL),
    ('MH', 'Chronic obstructive pulmonary disease', NULL, 'copd', 'yes', 'asked as present'),
    ('MH', 'Systemic lupus erythematosus', 'PRIMARY', NULL, NULL, 'read by sdtm_form'),
    ('AE', 'Cytomegalovirus pneumonia', NULL, 'cmv_pneumonia', 'event', NULL), ('AE', 'Herpes zoster', NULL, 'herpes_zoster', 'event', NULL),
    ('DS', 'INFORMED CONSENT OBTAINED', NULL, 'informed_consent', 'screening', 'the last one counts'),
    ('DS', 'RANDOMIZED', NULL, 'randomisation', 'event', NULL), ('DS', 'DEATH', NULL, 'death', 'event', NULL),
    ('DS', 'WITHDRAWAL BY SUBJECT', NULL, 'withdrawal', 'event', NULL), ('DS', 'LOST TO FOLLOW-UP', NULL, 'withdrawal', 'event', NULL),
    ('DS', 'ADVERSE EVENT', NULL, 'treatment_withdrawn', 'event', NULL), ('DS', 'LACK OF EFFICACY', NULL, 'treatment_failure', 'event', NULL),
    ('DS', 'COMPLETED', NULL, NULL, NULL, 'no criterion asks for it');
INSERT INTO sdtm_code (domain, code, qualifier, note)
SELECT 'QS', code, 'SLEDAI-2K', 'an item of the total'
FROM unnest('{SEIZ,PSYCH,OBS,VISUAL,CRANIAL,HEADACHE,CVA,VASCUL,ARTHR,MYOS,CASTS,HEMAT,PROTU,PYURIA,RASH,ALOP,ULCER,PLEUR,PERIC,LOWC,DNA,FEVER,THROMB,LEUKO}'::text[]) AS code;

-- Laboratory codes of the study that the extension knows by themselves, and by
-- their specimen. What is used for serum and urine alike (PROT) is not guessed.
INSERT INTO sdtm_code (domain, code, qualifier, fact, kind, note)
SELECT DISTINCT 'LB', lbtestcd, CASE WHEN analyte(lbtestcd) IS NULL THEN lbspec END, analyte(lbtestcd, lbspec), 'result', 'known to the extension'
FROM (SELECT DISTINCT lbtestcd, lbspec FROM lb) AS l
WHERE analyte(lbtestcd, lbspec) IS NOT NULL AND NOT EXISTS (SELECT FROM sdtm_code AS c WHERE c.domain = 'LB' AND c.code = lbtestcd);

-- Words for units that mean something else elsewhere: LB, of a weight, is a
-- pound; C, of a temperature, is no coulomb. All other spellings are kept.
CREATE TABLE sdtm_unit (domain text NOT NULL, written text NOT NULL, means text, PRIMARY KEY (domain, written));
COMMENT ON TABLE sdtm_unit IS 'units that a study writes in its own way, and what they mean; NULL for a word that says there is none';
INSERT INTO sdtm_unit VALUES ('VS', 'LB', '[lb_av]'), ('VS', 'in', '[in_i]'), ('VS', 'IN', '[in_i]'), ('VS', 'F', '[degF]'), ('VS', 'C', 'Cel'),
    ('VS', 'BEATS/MIN', '/min'), ('LB', 'NO UNITS', NULL);

-- Values that cannot be: wider than anything seen in a living person, so that
-- only a slip of the pen or of the unit lies outside. Our choice, to be edited.
CREATE TABLE sdtm_limit (fact text PRIMARY KEY, low float8 NOT NULL, high float8 NOT NULL, unit text NOT NULL);
COMMENT ON TABLE sdtm_limit IS 'results outside are listed as impossible and not believed';
INSERT INTO sdtm_limit VALUES ('creatinine', 5, 5000, 'umol/L'), ('urine_protein', 0, 60, 'g/d'), ('upcr', 0, 100, 'g/g'), ('albumin', 3, 80, 'g/L'),
    ('wbc', 0, 1000, '10*9/L'), ('neutrophils', 0, 500, '10*9/L'), ('lymphocytes', 0, 1000, '10*9/L'), ('platelets', 0, 5000, '10*9/L'),
    ('hemoglobin', 10, 280, 'g/L'), ('alt', 0, 50000, 'U/L'), ('ast', 0, 50000, 'U/L'), ('bilirubin', 0, 1500, 'umol/L'),
    ('glucose', 0.1, 150, 'mmol/L'), ('fasting_glucose', 0.1, 150, 'mmol/L'), ('igg', 0, 200, 'g/L'), ('iga', 0, 200, 'g/L'),
    ('c3', 0, 10, 'g/L'), ('c4', 0, 5, 'g/L'), ('weight', 1, 400, 'kg'), ('height', 30, 260, 'cm'),
    ('sledai_2k', 0, 105, '1'), ('pga', 0, 3, '1'), ('activity_index', 0, 24, '1'), ('chronicity_index', 0, 12, '1');

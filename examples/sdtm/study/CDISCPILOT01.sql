-- The CDISC pilot: xanomeline in Alzheimer's disease. Its codes, the lines of
-- its TI that data can decide, and its arms.

INSERT INTO sdtm_code (domain, code, qualifier, fact, kind, note)
SELECT 'QS', format('MMITM%s', to_char(n, 'FM00')), 'MINI-MENTAL STATE', 'mmse_' || n, 'result', 'summed in the criteria' FROM generate_series(1, 6) AS n
UNION ALL
SELECT 'QS', format('MHITM%s', to_char(n, 'FM00')), 'MODIFIED HACHINSKI ISCHEMIC SCORE', 'hachinski_' || n, 'result', 'summed in the criteria'
FROM generate_series(1, 13) AS n;

-- What stands in MH for a history that TI calls serious; the protocol's lists
-- are not in the data, the choice of terms is ours.
INSERT INTO sdtm_code (domain, code, fact, kind, note) VALUES
    ('MH', 'ALZHEIMER''S DISEASE', 'alzheimer_disease', 'yes', NULL),
    ('MH', 'SYNCOPE', 'syncope', 'event', 'EXCL15'),
    ('MH', 'MYOCARDIAL INFARCTION', 'serious_cardiovascular', 'event', 'EXCL17'), ('MH', 'ANGINA PECTORIS', 'serious_cardiovascular', 'event', 'EXCL17'),
    ('MH', 'CARDIAC FAILURE CONGESTIVE', 'serious_cardiovascular', 'event', 'EXCL17'),
    ('MH', 'DUODENAL ULCER', 'serious_gastrointestinal', 'event', 'EXCL18'), ('MH', 'GASTRIC ULCER', 'serious_gastrointestinal', 'event', 'EXCL18'),
    ('MH', 'CHRONIC OBSTRUCTIVE PULMONARY DISEASE', 'serious_respiratory', 'event', 'EXCL20'), ('MH', 'ASTHMA', 'serious_respiratory', 'event', 'EXCL20'),
    ('MH', 'RHEUMATOID ARTHRITIS', 'serious_rheumatologic', 'event', 'EXCL22'),
    ('MH', 'DEPRESSION', 'depression', 'event', 'EXCL13'),
    ('MH', 'DIABETES MELLITUS', 'diabetes', 'yes', 'EXCL30'), ('MH', 'DIABETES MELLITUS INSULIN-DEPENDENT', 'diabetes', 'yes', 'EXCL30'),
    ('MH', 'PROSTATE CANCER', 'malignancy', 'event', 'EXCL25'), ('MH', 'BREAST CANCER', 'malignancy', 'event', 'EXCL25'),
    ('CM', 'DONEPEZIL HYDROCHLORIDE', 'alzheimer_drug', 'drug', 'EXCL10'),
    ('EX', 'XANOMELINE', 'xanomeline', 'dose', NULL), ('EX', 'PLACEBO', NULL, NULL, 'a dose of 0 mg is none');

-- The lines of TI, by their codes. Left out: what no domain holds (imaging, a
-- dated consent, place, caregiver, disabilities, ECG findings, lists of drugs). EXCL27 goes by the sponsor's
-- own limits, which are not public: three times the reference limit stands in
-- for them. Folate of EXCL28 was not measured.
DELETE FROM sdtm_trial;
INSERT INTO sdtm_trial
SELECT 'CDISCPILOT01', rules, criteria 'given * within 90 days, alzheimer_disease within 60 years, diabetes within 60 years, diabetes absent means no' || rules
FROM (SELECT criteria $$
    given mmse is mmse_1 + mmse_2 + mmse_3 + mmse_4 + mmse_5 + mmse_6,
        hachinski is hachinski_1 + hachinski_2 + hachinski_3 + hachinski_4 + hachinski_5 + hachinski_6 + hachinski_7
            + hachinski_8 + hachinski_9 + hachinski_10 + hachinski_11 + hachinski_12 + hachinski_13;
    include INCL01 "At least 50 years": age >= 50;
    include INCL02 "Alzheimer's disease": alzheimer_disease;
    include INCL03 "MMSE 10 to 23": mmse between 10 and 23;
    include INCL04 "Hachinski at most 4": hachinski <= 4;
    exclude EXCL10 "Drug for Alzheimer's disease": any(alzheimer_drug within 30 days);
    exclude EXCL13 "Depression": any(depression within 3 months);
    exclude EXCL15 "Syncope": any(syncope within 5 years);
    exclude EXCL17 "Serious heart disease": any(serious_cardiovascular within 5 years);
    exclude EXCL18 "Serious gastrointestinal disease": any(serious_gastrointestinal within 5 years);
    exclude EXCL20 "Serious lung disease": any(serious_respiratory within 5 years);
    exclude EXCL22 "Serious rheumatic disease": any(serious_rheumatologic within 5 years);
    exclude EXCL25 "Malignant disease": any(malignancy within 5 years);
    exclude EXCL27 "Laboratory": creatinine > 3 ULN or bilirubin > 3 ULN or ast > 3 ULN or alt > 3 ULN;
    exclude EXCL28 "Vitamin B12, thyroid": vitamin_b12 < LLN or tsh < LLN or tsh > ULN;
    exclude EXCL30 "HbA1c of diabetics": diabetes and hba1c > ULN;
    $$ AS rules) AS r;

-- TA and TE hold no doses: those of the study's design
INSERT INTO sdtm_plan VALUES
    ('Xan_Hi', 'xanomeline', 'xanomeline 54 mg/d TD daily for 2 weeks then 81 mg/d daily for 22 weeks then 54 mg/d daily for 2 weeks'),
    ('Xan_Lo', 'xanomeline', 'xanomeline 54 mg/d TD daily for 26 weeks');

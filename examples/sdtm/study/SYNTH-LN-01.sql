-- The synthetic cohort of lupus nephritis: what its owner knows of it.

-- It measured no IgA and no haemoglobin and asked for no NYHA class: the lines
-- on these are left out by name. Nobody had a glucose after a meal: the fasting
-- one stands for it.
UPDATE sdtm_trial AS t SET declared = (v.given || ' * absent means no')::criteria || without(protocol_criteria(t.id), v.removed)
FROM (VALUES
    ('NCT05863936', 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex), postprandial_glucose_2h as fasting_glucose,', '{}'::text[]),
    ('NCT04893161', 'given', '{E5}'),
    ('NCT05262686', 'given aecg2002 as acr1997_sle, creatinine_clearance is crcl_cockcroft_gault(creatinine, age, sex, weight),', '{E1a,E2a}'),
    ('SEED004', 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex),', '{}')) AS v (id, given, removed)
WHERE v.id = t.id;

-- belimumab as in NCT05863936; a window of three days is ours
INSERT INTO sdtm_plan VALUES ('BEL', 'belimumab', 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24 +/- 3 days', '{120 mg,400 mg}');

-- rituximab came only after the start, for who did not respond
INSERT INTO sdtm_code VALUES ('CM', 'RITUXIMAB', NULL, 'rescue_therapy', 'event', 'rescue');

-- Every limit of every built-in definition of response and flare from both
-- sides and exactly on it, each input missing in turn, and four ways of asking:
-- the planner's rewrite, the interpreter over rows, a history, and plain SQL in
-- numeric that was written from the published clauses and knows nothing of the
-- extension.  Expected labels are by hand from those clauses.
SET datestyle TO iso;
CREATE SCHEMA response_boundaries_test;
SET search_path TO response_boundaries_test, public;
\pset null (null)

-- What the cases are written in: facts of the visit, and with "b." of baseline
CREATE TABLE fact (name text PRIMARY KEY, kind text, unit text, si text, factor numeric);
INSERT INTO fact VALUES
    ('upcr', 'value', 'g/g', 'mg/g', 1000), ('urine_protein', 'value', 'g/d', 'mg/d', 1000), ('egfr', 'value', 'mL/min/{1.73_m2}', 'mL/min/1.73m2', 1),
    ('pre_flare_egfr', 'value', 'mL/min/{1.73_m2}', 'mL/min/1.73m2', 1), ('creatinine', 'value', 'mg/dL', 'umol/L', 88.4), ('albumin', 'value', 'g/dL', 'g/L', 10),
    ('urine_rbc', 'value', '/uL', '10*6/L', 1), ('urine_rbc_hpf', 'value', '/[HPF]', '/[HPF]', 1), ('urine_wbc_hpf', 'value', '/[HPF]', '/[HPF]', 1),
    ('acanthocytes_hpf', 'value', '/[HPF]', '/[HPF]', 1), ('urine_protein_per_bsa', 'value', 'mg/m2/d', 'g/m2/d', 0.001),
    ('prednisone_max_12_weeks', 'value', 'mg/d', 'g/d', 0.001), ('prednisone_max_28_days', 'value', 'mg/d', 'g/d', 0.001),
    ('prednisone_days_above_10', 'value', NULL, NULL, 1), ('prednisone_run_above_10', 'value', NULL, NULL, 1),
    ('red_cell_casts', 'flag', NULL, NULL, NULL), ('cellular_casts', 'flag', NULL, NULL, NULL), ('urinary_tract_infection', 'flag', NULL, NULL, NULL), ('active_sediment', 'flag', NULL, NULL, NULL), ('steroid_regimen_kept', 'flag', NULL, NULL, NULL),
    ('rescue_therapy', 'event', NULL, NULL, NULL), ('treatment_failure', 'event', NULL, NULL, NULL), ('treatment_withdrawn', 'event', NULL, NULL, NULL), ('prohibited_drug', 'event', NULL, NULL, NULL), ('death', 'event', NULL, NULL, NULL),
    ('end_stage_kidney_disease', 'event', NULL, NULL, NULL), ('complete_renal_response', 'event', NULL, NULL, NULL), ('partial_renal_response', 'event', NULL, NULL, NULL), ('adequate_renal_response', 'event', NULL, NULL, NULL), ('later_therapy', 'event', NULL, NULL, NULL);
CREATE TABLE cur (
    upcr numeric, urine_protein numeric, egfr numeric, pre_flare_egfr numeric, creatinine numeric, creatinine_uln numeric, albumin numeric, urine_rbc numeric, urine_rbc_hpf numeric, urine_wbc_hpf numeric,
    acanthocytes_hpf numeric, urine_protein_per_bsa numeric, prednisone_max_12_weeks numeric, prednisone_max_28_days numeric, prednisone_days_above_10 numeric, prednisone_run_above_10 numeric,
    red_cell_casts bool, cellular_casts bool, urinary_tract_infection bool, active_sediment bool, steroid_regimen_kept bool,
    rescue_therapy bool, treatment_failure bool, treatment_withdrawn bool, prohibited_drug bool, death bool, end_stage_kidney_disease bool,
    complete_renal_response bool, partial_renal_response bool, adequate_renal_response bool, later_therapy bool);
CREATE TABLE bas (upcr numeric, urine_protein numeric, egfr numeric, creatinine numeric, creatinine_uln numeric, urine_rbc numeric, urine_rbc_hpf numeric);
SELECT string_agg(format('%s in %s', name, unit), ', ' ORDER BY name) AS units FROM fact WHERE unit IS NOT NULL \gset

-- A subject of each definition that the cases change
CREATE TABLE subject (definition text PRIMARY KEY, facts text);
INSERT INTO subject VALUES
    ('bliss_ln_perr', 'upcr=0.5 egfr=50 pre_flare_egfr=50'), ('kdigo2021_perr', 'upcr=0.5 egfr=50 pre_flare_egfr=50'), ('kdigo2024_perr', 'upcr=0.5 egfr=50 pre_flare_egfr=50'),
    ('bliss_ln_crr', 'upcr=0.4 egfr=50 pre_flare_egfr=50'), ('bliss_ln_orr', 'upcr=0.6 egfr=50 pre_flare_egfr=100 b.egfr=50 b.upcr=2'), ('bliss_ln_ole', 'upcr=0.4 egfr=50 b.egfr=50'),
    ('aurora_crr', 'upcr=0.4 egfr=50 b.egfr=50 prednisone_run_above_10=0 prednisone_days_above_10=0'), ('aurora_prr', 'upcr=1 b.upcr=3'),
    ('lunar', 'upcr=0.4 b.upcr=2 creatinine=1 creatinine_uln=1.2 b.creatinine=1 b.creatinine_uln=1.2 urine_rbc_hpf=2 b.urine_rbc_hpf=20 red_cell_casts=f'),
    ('access', 'upcr=0.4 b.upcr=2 creatinine=1 b.creatinine=1 steroid_regimen_kept=t'), ('alms', 'upcr=1 b.upcr=4 creatinine=1 b.creatinine=1'),
    ('alms_cr', 'creatinine=1 creatinine_uln=1.2 urine_protein=0.3 active_sediment=f'), ('tulip_ln_crr', 'upcr=0.5 egfr=50 b.egfr=50'),
    ('nobility_crr', 'upcr=0.4 creatinine=1 creatinine_uln=1.2 b.creatinine=1 urine_rbc_hpf=2 red_cell_casts=f'), ('regency_crr', 'upcr=0.4 egfr=90 b.egfr=100'),
    ('regency_crr_gc', 'upcr=0.4 egfr=90 b.egfr=100 prednisone_max_12_weeks=5'), ('allure_crr', 'upcr=0.4 egfr=50 b.egfr=50 cellular_casts=f prednisone_max_28_days=5'),
    ('acr2006_egfr', 'egfr=50 b.egfr=50'), ('acr2006_upcr', 'upcr=1 b.upcr=1'), ('acr2006_sediment', 'urine_rbc_hpf=1 urine_wbc_hpf=1 cellular_casts=f'),
    ('eular2012', 'upcr=0.4 egfr=90 urine_protein=1 b.urine_protein=4'), ('eular2019', 'urine_protein=0.4 egfr=90 b.urine_protein=4'), ('eular2019_05', 'urine_protein=0.4 egfr=90 b.urine_protein=4'),
    ('eular2023', 'upcr=0.4 egfr=90 b.egfr=90 b.upcr=4'), ('eular2023_05', 'upcr=0.4 egfr=90 b.egfr=90 b.upcr=4'),
    ('kdigo2021', 'upcr=0.4 egfr=90 b.upcr=4 b.egfr=90'), ('kdigo2021_10', 'upcr=0.4 egfr=90 b.upcr=4 b.egfr=90'), ('kdigo2024', 'upcr=0.4 egfr=90 b.upcr=4 b.egfr=90'), ('kdigo2024_10', 'upcr=0.4 egfr=90 b.upcr=4 b.egfr=90'),
    ('kdigo2024_child', 'urine_protein_per_bsa=200 egfr=90 b.egfr=90'), ('seed004', 'urine_protein=0.4 egfr=90 b.urine_protein=4 b.egfr=90'),
    ('nct05863936', 'urine_protein=0.3 b.urine_protein=4 urine_rbc=10 b.urine_rbc=200 urine_wbc_hpf=2 red_cell_casts=f urinary_tract_infection=f albumin=4 creatinine=1 creatinine_uln=1.2 b.creatinine=1'),
    ('liu2015', 'urine_protein=0.3 b.urine_protein=4 urine_rbc=10 urine_wbc_hpf=2 red_cell_casts=f urinary_tract_infection=f albumin=4 creatinine=1 creatinine_uln=1.2 b.creatinine=1'),
    ('bao2008', 'urine_protein=0.3 urine_rbc=10 urine_wbc_hpf=2 red_cell_casts=f urinary_tract_infection=f albumin=4 creatinine=1 creatinine_uln=1.2'),
    ('seed002_renal_flare', 'later_therapy=t urine_protein=2 b.urine_protein=1'), ('aurora2_flare', 'adequate_renal_response=t upcr=0.5 b.upcr=0.5'),
    ('blissln_worsening', 'upcr=0.5 b.upcr=0.5 egfr=90 b.egfr=90 cellular_casts=f'), ('blissln_renal_event', 'upcr=0.5 b.upcr=0.5 egfr=90 b.egfr=90 cellular_casts=f creatinine=1 b.creatinine=1'),
    ('kdigo2012_relapse', 'creatinine=1 b.creatinine=1 upcr=0.4 b.upcr=0.4 urine_rbc_hpf=2 b.urine_rbc_hpf=2 acanthocytes_hpf=0 cellular_casts=f'),
    ('eular_proteinuric', 'upcr=0.4 b.upcr=0.4'), ('eular_nephritic', 'creatinine=1 b.creatinine=1 egfr=90 b.egfr=90 active_sediment=t urine_rbc_hpf=20'),
    ('moroni_proteinuric', 'urine_protein=1 b.urine_protein=1 creatinine=1 b.creatinine=1'), ('moroni_nephritic', 'creatinine=1 b.creatinine=1 active_sediment=t');

CREATE TABLE cases (id int GENERATED ALWAYS AS IDENTITY, definition text, change text, expected text, why text);
-- the same clauses under several names
INSERT INTO cases (definition, change, expected, why)
SELECT d, change, expected, why FROM unnest(ARRAY['bliss_ln_perr', 'kdigo2021_perr', 'kdigo2024_perr']) d, (VALUES
    ('', 'PERR', 'as it is'), ('upcr=0.7', 'PERR', 'at most 0.7'), ('upcr=0.70001', 'NR', 'above 0.7'), ('upcr=0.69999', 'PERR', 'below 0.7'),
    ('egfr=40', 'PERR', 'exactly 80 % of pre-flare'), ('egfr=39.999', 'NR', 'below 80 %'), ('egfr=60 pre_flare_egfr=100', 'PERR', '60 whatever it was'),
    ('egfr=59.999 pre_flare_egfr=100', 'NR', 'below 60 and below 80 %'), ('egfr=61.6 pre_flare_egfr=77', 'PERR', '0.8 x 77 is 61.6')) v (change, expected, why);
INSERT INTO cases (definition, change, expected, why) VALUES
    ('bliss_ln_perr', 'treatment_failure=t', 'NR', 'failure'), ('bliss_ln_perr', 'rescue_therapy=t', 'PERR', 'rescue is no clause here'),
    ('kdigo2021_perr', 'rescue_therapy=t', 'NR', 'rescue'), ('kdigo2024_perr', 'rescue_therapy=t', 'NR', 'rescue'), ('kdigo2024_perr', 'treatment_failure=t', 'PERR', 'failure is no clause here'),
    ('bliss_ln_crr', '', 'CRR', 'as it is'), ('bliss_ln_crr', 'upcr=0.5', 'NR', '0.5 is not below 0.5'), ('bliss_ln_crr', 'upcr=0.49999', 'CRR', 'below 0.5'), ('bliss_ln_crr', 'upcr=0.50001', 'NR', 'above'),
    ('bliss_ln_crr', 'egfr=45', 'CRR', 'exactly 90 % of pre-flare'), ('bliss_ln_crr', 'egfr=44.999', 'NR', 'below'), ('bliss_ln_crr', 'egfr=90 pre_flare_egfr=130', 'CRR', '90 is normal'),
    ('bliss_ln_crr', 'egfr=89.999 pre_flare_egfr=130', 'NR', 'neither'), ('bliss_ln_crr', 'treatment_failure=t', 'NR', 'failure'),
    ('bliss_ln_crr', 'egfr=60.3 pre_flare_egfr=67', 'CRR', '0.9 x 67 is 60.3'), ('bliss_ln_crr', 'egfr=60.2999 pre_flare_egfr=67', 'NR', 'below it'),
    ('bliss_ln_orr', '', 'PRR', 'as it is'), ('bliss_ln_orr', 'upcr=0.4 egfr=90', 'CRR', 'complete'), ('bliss_ln_orr', 'upcr=0.4 egfr=89.999', 'PRR', 'function below 90 % of pre-flare, not of baseline'),
    ('bliss_ln_orr', 'upcr=0.5 egfr=90', 'PRR', '0.5 is not complete'), ('bliss_ln_orr', 'b.upcr=1.2', 'PRR', 'exactly half'), ('bliss_ln_orr', 'b.upcr=1.199', 'NR', 'less than a half off'),
    ('bliss_ln_orr', 'upcr=0.999 b.upcr=3', 'PRR', 'below 1 from 3'), ('bliss_ln_orr', 'upcr=1 b.upcr=3', 'NR', '1 is not below 1'), ('bliss_ln_orr', 'upcr=1 b.upcr=3.001', 'PRR', 'below 3 from above 3'),
    ('bliss_ln_orr', 'upcr=2.999 b.upcr=8', 'PRR', 'below 3'), ('bliss_ln_orr', 'upcr=3 b.upcr=8', 'NR', '3 is not below 3'), ('bliss_ln_orr', 'egfr=45', 'PRR', '90 % of baseline'),
    ('bliss_ln_orr', 'egfr=44.999', 'NR', 'below'), ('bliss_ln_orr', 'egfr=90 b.egfr=120', 'PRR', 'normal'), ('bliss_ln_orr', 'egfr=89.999 b.egfr=120', 'NR', 'neither'), ('bliss_ln_orr', 'treatment_failure=t', 'NR', 'failure'),
    ('bliss_ln_ole', '', 'CRR', 'as it is'), ('bliss_ln_ole', 'upcr=0.5', 'PERR', 'not below 0.5'), ('bliss_ln_ole', 'upcr=0.7', 'PERR', 'at most 0.7'), ('bliss_ln_ole', 'upcr=0.7001', 'NR', 'above 0.7'),
    ('bliss_ln_ole', 'egfr=45', 'CRR', '90 % of baseline'), ('bliss_ln_ole', 'egfr=44.999', 'PERR', 'between 80 and 90 %'), ('bliss_ln_ole', 'egfr=40', 'PERR', '80 %'), ('bliss_ln_ole', 'egfr=39.999', 'NR', 'below'),
    ('bliss_ln_ole', 'egfr=90 b.egfr=130', 'CRR', '90'), ('bliss_ln_ole', 'egfr=89.999 b.egfr=130', 'PERR', 'below 90'), ('bliss_ln_ole', 'egfr=60 b.egfr=130', 'PERR', '60'), ('bliss_ln_ole', 'egfr=59.999 b.egfr=130', 'NR', 'below 60'),
    ('bliss_ln_ole', 'prohibited_drug=t', 'NR', 'prohibited'), ('bliss_ln_ole', 'treatment_failure=t', 'NR', 'failure'),
    ('aurora_crr', '', 'CRR', 'as it is'), ('aurora_crr', 'upcr=0.5', 'CRR', 'at most 0.5'), ('aurora_crr', 'upcr=0.50001', 'NR', 'above'), ('aurora_crr', 'upcr=0.49999', 'CRR', 'below'), ('aurora_crr', 'egfr=40', 'CRR', 'exactly 20 % down'),
    ('aurora_crr', 'egfr=39.999', 'NR', 'more than 20 % down'), ('aurora_crr', 'egfr=60 b.egfr=100', 'CRR', '60'), ('aurora_crr', 'egfr=59.999 b.egfr=100', 'NR', 'below both'), ('aurora_crr', 'rescue_therapy=t', 'NR', 'rescue'),
    ('aurora_crr', 'prednisone_run_above_10=2 prednisone_days_above_10=6', 'CRR', 'two in a row, six in all'), ('aurora_crr', 'prednisone_run_above_10=3 prednisone_days_above_10=3', 'NR', 'three in a row'),
    ('aurora_crr', 'prednisone_run_above_10=2 prednisone_days_above_10=7', 'NR', 'seven in all'),
    ('aurora_prr', '', 'PRR', 'as it is'), ('aurora_prr', 'upcr=1.5', 'PRR', 'exactly half'), ('aurora_prr', 'upcr=1.501', 'NR', 'less than half off'), ('aurora_prr', 'upcr=0.7 b.upcr=1.4', 'PRR', '0.7 is half of 1.4'),
    ('lunar', '', 'CRR', 'as it is'), ('lunar', 'upcr=0.5', 'PRR', 'not below 0.5'), ('lunar', 'upcr=0.49999', 'CRR', 'below'), ('lunar', 'creatinine=1.15', 'CRR', '115 % of a normal one'), ('lunar', 'creatinine=1.1501', 'NR', 'above'),
    ('lunar', 'creatinine=1.3 b.creatinine=1.2', 'CRR', '108 % of a normal one, though above the limit'), ('lunar', 'creatinine=1.38 b.creatinine=1.2', 'CRR', '1.2 is normal; 115 %'),
    ('lunar', 'creatinine=1.2 b.creatinine=2', 'CRR', 'abnormal, now normal'), ('lunar', 'creatinine=1.201 b.creatinine=2', 'PRR', 'abnormal, not yet normal'), ('lunar', 'creatinine=1.3 b.creatinine=1.2001', 'PRR', 'abnormal before and after'),
    ('lunar', 'urine_rbc_hpf=4.999', 'CRR', 'below 5'), ('lunar', 'urine_rbc_hpf=5', 'PRR', '5 is not below 5'), ('lunar', 'red_cell_casts=t', 'NR', 'casts'), ('lunar', 'urine_rbc_hpf=30', 'PRR', '50 % above baseline'),
    ('lunar', 'urine_rbc_hpf=30.001', 'NR', 'more'), ('lunar', 'upcr=0.999', 'PRR', 'half of 2, below 1'), ('lunar', 'upcr=1', 'NR', '1 is not below 1'), ('lunar', 'upcr=1 b.upcr=3', 'NR', '3 is not above 3'),
    ('lunar', 'upcr=1.5 b.upcr=3.001', 'PRR', 'from above 3'), ('lunar', 'upcr=3 b.upcr=6', 'PRR', 'at most 3, half of 6'), ('lunar', 'upcr=3.001 b.upcr=8', 'NR', 'above 3'), ('lunar', 'upcr=3 b.upcr=5.999', 'NR', 'less than half off'),
    ('lunar', 'upcr=0.6 b.upcr=1.2', 'PRR', 'exactly half'), ('lunar', 'upcr=0.6 b.upcr=1.199', 'NR', 'less'),
    ('access', '', 'CR', 'as it is'), ('access', 'upcr=0.49999', 'CR', 'below 0.5'), ('access', 'upcr=0.5', 'PR', 'not below 0.5'), ('access', 'upcr=0.99999', 'PR', 'more than half off'), ('access', 'upcr=1', 'NR', 'exactly half is not more'),
    ('access', 'creatinine=1.2', 'CR', '1.2'), ('access', 'creatinine=1.25', 'CR', '125 % of baseline'), ('access', 'creatinine=1.2501', 'NR', 'above both'), ('access', 'creatinine=1.2 b.creatinine=0.8', 'CR', '1.2 though 150 %'),
    ('access', 'creatinine=1.2001 b.creatinine=0.8', 'NR', 'above both'), ('access', 'steroid_regimen_kept=f', 'NR', 'regimen'), ('access', 'upcr=0.8 steroid_regimen_kept=f', 'NR', 'regimen'), ('access', 'upcr=0.8 creatinine=1.2501', 'NR', 'creatinine'),
    ('alms', '', 'R', 'as it is'), ('alms', 'upcr=2.999', 'R', 'below 3 from 4'), ('alms', 'upcr=3', 'NR', '3 is not below 3'), ('alms', 'upcr=2.999 b.upcr=3', 'R', '3 is nephrotic'), ('alms', 'upcr=1.4995 b.upcr=2.999', 'R', 'half of a subnephrotic one'),
    ('alms', 'upcr=1.5 b.upcr=2.999', 'NR', 'less than half off'), ('alms', 'creatinine=1.25', 'R', '25 % above'), ('alms', 'creatinine=1.2501', 'NR', 'more'), ('alms', 'creatinine=0.5', 'R', 'improved'),
    ('alms_cr', '', 'CR', 'as it is'), ('alms_cr', 'urine_protein=0.5', 'CR', 'at most 0.5'), ('alms_cr', 'urine_protein=0.5001', 'NR', 'above'), ('alms_cr', 'creatinine=1.2', 'CR', 'the limit is normal'), ('alms_cr', 'creatinine=1.2001', 'NR', 'above'),
    ('alms_cr', 'active_sediment=t', 'NR', 'sediment'),
    ('tulip_ln_crr', '', 'CRR', 'as it is'), ('tulip_ln_crr', 'upcr=0.7', 'CRR', 'at most 0.7'), ('tulip_ln_crr', 'upcr=0.7001', 'NR', 'above'), ('tulip_ln_crr', 'egfr=40', 'NR', 'a decrease of exactly 20 %'), ('tulip_ln_crr', 'egfr=40.001', 'CRR', 'less than 20 %'),
    ('tulip_ln_crr', 'egfr=60 b.egfr=100', 'CRR', '60'), ('tulip_ln_crr', 'egfr=59.999 b.egfr=100', 'NR', 'below'), ('tulip_ln_crr', 'treatment_withdrawn=t', 'NR', 'discontinued'), ('tulip_ln_crr', 'prohibited_drug=t', 'NR', 'restricted drug'),
    ('nobility_crr', '', 'CRR', 'as it is'), ('nobility_crr', 'upcr=0.5', 'NR', 'not below 0.5'), ('nobility_crr', 'upcr=0.49999', 'CRR', 'below'), ('nobility_crr', 'creatinine=1.15', 'CRR', '115 %'), ('nobility_crr', 'creatinine=1.1501', 'NR', 'more'),
    ('nobility_crr', 'creatinine=1.2 b.creatinine=1.2', 'CRR', 'the limit is normal'), ('nobility_crr', 'creatinine=1.2001 b.creatinine=1.2', 'NR', 'above'), ('nobility_crr', 'urine_rbc_hpf=9.999', 'CRR', 'below 10'), ('nobility_crr', 'urine_rbc_hpf=10', 'NR', '10'),
    ('nobility_crr', 'red_cell_casts=t', 'NR', 'casts');
INSERT INTO cases (definition, change, expected, why)
SELECT d, change, expected, why FROM unnest(ARRAY['regency_crr', 'regency_crr_gc']) d, (VALUES
    ('', 'CRR', 'as it is'), ('upcr=0.5', 'NR', 'not below 0.5'), ('upcr=0.49999', 'CRR', 'below'), ('egfr=85', 'CRR', '85 % of baseline'), ('egfr=84.999', 'NR', 'below'), ('egfr=57.8 b.egfr=68', 'CRR', '0.85 x 68 is 57.8'), ('egfr=57.7999 b.egfr=68', 'NR', 'below it'),
    ('rescue_therapy=t', 'NR', 'rescue'), ('treatment_failure=t', 'NR', 'failure'), ('death=t', 'NR', 'death'), ('treatment_withdrawn=t', 'NR', 'withdrawal'), ('prohibited_drug=t', 'CRR', 'no clause here')) v (change, expected, why);
INSERT INTO cases (definition, change, expected, why) VALUES
    ('regency_crr_gc', 'prednisone_max_12_weeks=7.5', 'CRR', 'at most 7.5'), ('regency_crr_gc', 'prednisone_max_12_weeks=7.501', 'NR', 'above'),
    ('allure_crr', '', 'CRR', 'as it is'), ('allure_crr', 'egfr=42.5', 'CRR', '85 %'), ('allure_crr', 'egfr=42.499', 'NR', 'below'), ('allure_crr', 'egfr=90 b.egfr=130', 'CRR', 'normal'), ('allure_crr', 'egfr=89.999 b.egfr=130', 'NR', 'neither'),
    ('allure_crr', 'upcr=0.5', 'NR', 'not below 0.5'), ('allure_crr', 'upcr=0.49999', 'CRR', 'below'), ('allure_crr', 'cellular_casts=t', 'NR', 'casts'), ('allure_crr', 'prednisone_max_28_days=10', 'CRR', 'at most 10'), ('allure_crr', 'prednisone_max_28_days=10.001', 'NR', 'above'),
    ('acr2006_egfr', '', 'stable', 'as it is'), ('acr2006_egfr', 'egfr=62.5', 'improved', 'risen by 25 %'), ('acr2006_egfr', 'egfr=62.499', 'stable', 'less'), ('acr2006_egfr', 'egfr=37.5', 'worse', 'fallen by 25 %'), ('acr2006_egfr', 'egfr=37.501', 'stable', 'less'),
    ('acr2006_egfr', 'egfr=120 b.egfr=90', 'stable', 'normal at baseline'), ('acr2006_egfr', 'egfr=120 b.egfr=89.999', 'improved', 'abnormal at baseline'),
    ('acr2006_upcr', '', 'stable', 'as it is'), ('acr2006_upcr', 'upcr=0.5', 'improved', 'half'), ('acr2006_upcr', 'upcr=0.501', 'stable', 'less'), ('acr2006_upcr', 'upcr=0.2', 'improved', '0.2 is not below 0.2'), ('acr2006_upcr', 'upcr=0.199', 'complete', 'below 0.2'),
    ('acr2006_upcr', 'upcr=2', 'worse', 'risen by 100 %'), ('acr2006_upcr', 'upcr=1.999', 'stable', 'less'), ('acr2006_upcr', 'upcr=0.19 b.upcr=0.05', 'complete', 'complete is asked first'),
    ('acr2006_sediment', '', 'inactive', 'as it is'), ('acr2006_sediment', 'urine_rbc_hpf=5', 'inactive', '5 is not above 5'), ('acr2006_sediment', 'urine_rbc_hpf=5.001', 'active', 'above'), ('acr2006_sediment', 'urine_wbc_hpf=5', 'inactive', 'nor here'),
    ('acr2006_sediment', 'urine_wbc_hpf=5.001', 'active', 'above'), ('acr2006_sediment', 'cellular_casts=t', 'active', 'casts'),
    ('eular2012', '', 'CR', 'as it is'), ('eular2012', 'upcr=0.49999', 'CR', 'below 0.5'), ('eular2012', 'upcr=0.5', 'PR', 'not below 0.5'), ('eular2012', 'egfr=81', 'CR', 'within 10 % of 90'), ('eular2012', 'egfr=80.999', 'NR', 'below'),
    ('eular2012', 'upcr=1 urine_protein=2', 'PR', 'half of 4'), ('eular2012', 'upcr=1 urine_protein=2.001', 'NR', 'less than half off'), ('eular2012', 'upcr=1 urine_protein=3.499 b.urine_protein=8', 'PR', 'subnephrotic'), ('eular2012', 'upcr=1 urine_protein=3.5 b.urine_protein=8', 'NR', 'nephrotic'),
    ('eular2019', '', 'month_12', 'as it is'), ('eular2019', 'urine_protein=0.699', 'month_12', 'below 0.7'), ('eular2019', 'urine_protein=0.7', 'month_6', 'not below 0.7'), ('eular2019_05', 'urine_protein=0.499', 'month_12', 'below 0.5'), ('eular2019_05', 'urine_protein=0.5', 'month_6', 'not below 0.5'),
    ('eular2019', 'egfr=81', 'month_12', 'within 10 % of 90'), ('eular2019', 'egfr=80.999', 'month_6', 'below'), ('eular2019_05', 'egfr=81', 'month_12', 'within 10 % of 90'), ('eular2019_05', 'egfr=80.999', 'month_6', 'below'),
    ('eular2023', '', 'month_12', 'as it is'), ('eular2023', 'upcr=0.699', 'month_12', 'below 0.7'), ('eular2023', 'upcr=0.7', 'month_6', 'not below 0.7'), ('eular2023_05', 'upcr=0.499', 'month_12', 'below 0.5'), ('eular2023_05', 'upcr=0.5', 'month_6', 'not below 0.5'),
    ('eular2023', 'egfr=81', 'month_12', '90 % of baseline'), ('eular2023', 'egfr=80.999', 'month_6', 'below'), ('eular2023_05', 'egfr=81', 'month_12', '90 % of baseline'), ('eular2023_05', 'egfr=80.999', 'month_6', 'below');
INSERT INTO cases (definition, change, expected, why)
SELECT d, replace(change, 'P=', f), expected, why
  FROM (VALUES ('eular2019', 'urine_protein='), ('eular2019_05', 'urine_protein='), ('eular2023', 'upcr='), ('eular2023_05', 'upcr=')) d (d, f), (VALUES
    ('P=2', 'month_6', 'half'), ('P=2.001', 'month_3', 'less than half off'), ('P=3', 'month_3', 'a quarter off'), ('P=3.001', 'none', 'less'), ('P=1 b.P=1', 'none', 'no fall')) v (change, expected, why);
INSERT INTO cases (definition, change, expected, why)
SELECT d || s, replace(change, 'E', 'egfr=' || CASE s WHEN '' THEN 76.5 ELSE 81 END - less), expected, why
  FROM unnest(ARRAY['kdigo2021', 'kdigo2024']) d, unnest(ARRAY['', '_10']) s, (VALUES
    ('', 0, 'CR', 'as it is'), ('upcr=0.49999', 0, 'CR', 'below 0.5'), ('upcr=0.5', 0, 'PR', 'not below 0.5'), ('upcr=2', 0, 'PR', 'half of 4'), ('upcr=2.001', 0, 'NR', 'less than half off'), ('upcr=2.999 b.upcr=8', 0, 'PR', 'below 3'),
    ('upcr=3 b.upcr=8', 0, 'NR', '3 is not below 3'), ('E', 0, 'CR', '85 or 90 % of baseline'), ('E', 0.001, 'NR', 'below'), ('upcr=1 E', 0, 'PR', '85 or 90 % of baseline'), ('upcr=1 E', 0.001, 'NR', 'below'), ('egfr=200', 0, 'CR', 'no upper limit')) v (change, less, expected, why);
INSERT INTO cases (definition, change, expected, why) VALUES
    ('kdigo2024_child', '', 'CR', 'as it is'), ('kdigo2024_child', 'urine_protein_per_bsa=299.999', 'CR', 'below 300'), ('kdigo2024_child', 'urine_protein_per_bsa=300', 'NR', '300'), ('kdigo2024_child', 'egfr=76.5', 'CR', '85 %'), ('kdigo2024_child', 'egfr=76.499', 'NR', 'below'),
    ('seed004', '', 'CRR', 'as it is'), ('seed004', 'urine_protein=0.49999', 'CRR', 'below 0.5'), ('seed004', 'urine_protein=0.5', 'PRR', 'not below 0.5'), ('seed004', 'egfr=76.5', 'CRR', '85 %'), ('seed004', 'egfr=76.499', 'NR', 'below'), ('seed004', 'rescue_therapy=t', 'NR', 'rescue'),
    ('seed004', 'treatment_withdrawn=t', 'PRR', 'withdrawal is a clause of CRR only'), ('seed004', 'urine_protein=2', 'PRR', 'half'), ('seed004', 'urine_protein=2.001', 'NR', 'less than half off'), ('seed004', 'urine_protein=2.999 b.urine_protein=8', 'PRR', 'below 3'),
    ('seed004', 'urine_protein=3 b.urine_protein=8', 'NR', '3 is not below 3'), ('seed004', 'urine_protein=1 egfr=76.5', 'PRR', '85 %'), ('seed004', 'urine_protein=1 egfr=76.499', 'NR', 'below'), ('seed004', 'urine_protein=1 rescue_therapy=t', 'NR', 'rescue'),
    ('seed004', 'urine_protein=0.4 b.urine_protein=0.5', 'CRR', 'a fall is no clause of CRR'),
    ('nct05863936', '', 'CR', 'as it is'), ('nct05863936', 'urine_protein=0.399', 'CR', 'below 0.4'), ('nct05863936', 'urine_protein=0.4', 'PR', '0.4 is not below 0.4'), ('nct05863936', 'albumin=3.501', 'CR', 'above 3.5'), ('nct05863936', 'albumin=3.5', 'PR', '3.5 is not above 3.5'),
    ('nct05863936', 'creatinine=1.2', 'CR', 'the limit is normal'), ('nct05863936', 'creatinine=1.2001', 'PR', 'above it, risen by 20 %'), ('nct05863936', 'creatinine=1.2999', 'PR', 'risen by less than 30 %'), ('nct05863936', 'creatinine=1.3', 'NR', 'risen by 30 %'),
    ('nct05863936', 'urine_rbc=100 b.urine_rbc=400', 'CR', '100 is not above 100'), ('nct05863936', 'urine_rbc=100.001 b.urine_rbc=400', 'PR', 'active'), ('nct05863936', 'urine_wbc_hpf=5', 'CR', '5 is not above 5'), ('nct05863936', 'urine_wbc_hpf=5.001', 'PR', 'active'),
    ('nct05863936', 'red_cell_casts=t', 'PR', 'active'), ('nct05863936', 'urine_wbc_hpf=50 urinary_tract_infection=t', 'CR', 'an infection explains it'), ('nct05863936', 'urine_protein=1.999', 'PR', 'more than half off'), ('nct05863936', 'urine_protein=2', 'NR', 'exactly half is not more'),
    ('nct05863936', 'urine_protein=3.499 b.urine_protein=8', 'PR', 'below 3.5'), ('nct05863936', 'urine_protein=3.5 b.urine_protein=8', 'NR', '3.5 is not below 3.5'), ('nct05863936', 'urine_protein=1 urine_rbc=99.999', 'PR', 'more than half off'), ('nct05863936', 'urine_protein=1 urine_rbc=100', 'NR', 'exactly half'),
    ('liu2015', '', 'CR', 'as it is'), ('liu2015', 'urine_protein=0.4', 'CR', 'at most 0.4'), ('liu2015', 'urine_protein=0.4001', 'PR', 'above'), ('liu2015', 'albumin=3.5', 'CR', '35 g/L'), ('liu2015', 'albumin=3.4999', 'PR', 'below'), ('liu2015', 'albumin=3.0', 'PR', '30 g/L'), ('liu2015', 'albumin=2.9999', 'NR', 'below'),
    ('liu2015', 'creatinine=1.2', 'CR', 'the limit is normal'), ('liu2015', 'creatinine=1.2001', 'PR', 'above it'), ('liu2015', 'creatinine=1.25', 'PR', 'risen by 25 %'), ('liu2015', 'creatinine=1.2501', 'NR', 'more'), ('liu2015', 'urine_rbc=100', 'CR', '100 is not above 100'),
    ('liu2015', 'urine_rbc=100.001', 'PR', 'active'), ('liu2015', 'urine_wbc_hpf=5', 'CR', '5 is not above 5'), ('liu2015', 'urine_wbc_hpf=5.001', 'PR', 'active'), ('liu2015', 'red_cell_casts=t', 'PR', 'active'), ('liu2015', 'red_cell_casts=t urinary_tract_infection=t', 'CR', 'infection'),
    ('liu2015', 'urine_protein=2', 'PR', 'half'), ('liu2015', 'urine_protein=2.001', 'NR', 'less'), ('liu2015', 'urine_protein=3.499 b.urine_protein=8', 'PR', 'below 3.5'), ('liu2015', 'urine_protein=3.5 b.urine_protein=8', 'NR', '3.5 is not below 3.5'),
    ('bao2008', '', 'CR', 'as it is'), ('bao2008', 'urine_protein=0.399', 'CR', 'below 0.4'), ('bao2008', 'urine_protein=0.4', 'NR', 'not below'), ('bao2008', 'albumin=3.5', 'CR', 'at least 3.5'), ('bao2008', 'albumin=3.4999', 'NR', 'below'), ('bao2008', 'creatinine=1.2', 'CR', 'normal'),
    ('bao2008', 'creatinine=1.2001', 'NR', 'above'), ('bao2008', 'urine_rbc=100', 'CR', 'not above 100'), ('bao2008', 'urine_rbc=100.001', 'NR', 'active'), ('bao2008', 'urine_wbc_hpf=5', 'CR', 'not above 5'), ('bao2008', 'urine_wbc_hpf=5.001', 'NR', 'active'),
    ('bao2008', 'red_cell_casts=t', 'NR', 'active'), ('bao2008', 'urine_rbc=500 urinary_tract_infection=t', 'CR', 'infection'),
-- flares
    ('seed002_renal_flare', '', 'flare', 'doubled'), ('seed002_renal_flare', 'urine_protein=1.999', 'none', 'not doubled'), ('seed002_renal_flare', 'later_therapy=f', 'none', 'not under later therapy'),
    ('seed002_renal_flare', 'complete_renal_response=t urine_protein=1.001', 'flare', 'above 1 after complete response'), ('seed002_renal_flare', 'complete_renal_response=t urine_protein=1', 'none', '1 is not above 1'),
    ('seed002_renal_flare', 'complete_renal_response=t urine_protein=1 b.urine_protein=0.6', 'none', 'doubling does not count after complete response'), ('seed002_renal_flare', 'urine_protein=1.001 b.urine_protein=0.499', 'flare', 'complete by protein'),
    ('seed002_renal_flare', 'urine_protein=1 b.urine_protein=0.499', 'none', 'complete by protein, not above 1'), ('seed002_renal_flare', 'urine_protein=1 b.urine_protein=0.5', 'flare', '0.5 is not complete: doubled'),
    ('aurora2_flare', '', 'none', 'as it is'), ('aurora2_flare', 'upcr=1.001 b.upcr=0.199', 'flare', 'above 1 from below 0.2'), ('aurora2_flare', 'upcr=1 b.upcr=0.199', 'none', '1 is not above 1'), ('aurora2_flare', 'upcr=1.001 b.upcr=0.2', 'none', '0.2 has the higher limit'),
    ('aurora2_flare', 'upcr=2.001 b.upcr=0.2', 'flare', 'above 2'), ('aurora2_flare', 'upcr=2 b.upcr=0.2', 'none', '2 is not above 2'), ('aurora2_flare', 'upcr=2.001 b.upcr=1', 'flare', 'from 1.0'), ('aurora2_flare', 'upcr=5 b.upcr=1.001', 'none', 'not defined above 1'),
    ('aurora2_flare', 'upcr=5 adequate_renal_response=f', 'none', 'no adequate response'), ('aurora2_flare', 'upcr=5', 'flare', 'adequate response');
INSERT INTO cases (definition, change, expected, why)
SELECT d.d, change, CASE WHEN worse THEN d.label ELSE 'none' END, why FROM (VALUES ('blissln_worsening', 'worsening'), ('blissln_renal_event', 'event')) d (d, label), (VALUES
    ('', false, 'as it is'), ('upcr=1.001 b.upcr=0.199', true, 'above 1 from below 0.2'), ('upcr=1 b.upcr=0.199', false, '1 is not above 1'), ('upcr=2 b.upcr=0.2', false, '2 is not above 2'), ('upcr=2.001 b.upcr=0.2', true, 'above 2 from 0.2'), ('upcr=2.001 b.upcr=1', true, 'above 2 from 1'),
    ('upcr=2 b.upcr=1', false, 'not above 2'), ('upcr=2.002 b.upcr=1.001', false, 'exactly twice from above 1'), ('upcr=2.003 b.upcr=1.001', true, 'more than twice'), ('egfr=72 cellular_casts=t', false, 'exactly 20 % down'), ('egfr=71.999 cellular_casts=t', true, 'more, with casts'),
    ('egfr=71.999', false, 'more, with neither'), ('egfr=71.999 upcr=1.001', true, 'more, with UPCR above 1'), ('egfr=71.999 upcr=1', false, '1 is not above 1'), ('cellular_casts=t', false, 'casts alone')) v (change, worse, why);
INSERT INTO cases (definition, change, expected, why) VALUES
    ('blissln_renal_event', 'creatinine=2', 'event', 'doubled'), ('blissln_renal_event', 'creatinine=1.999', 'none', 'less'), ('blissln_renal_event', 'end_stage_kidney_disease=t', 'event', 'ESKD'), ('blissln_renal_event', 'death=t', 'event', 'death'),
    ('blissln_renal_event', 'treatment_failure=t', 'event', 'failure'), ('blissln_worsening', 'creatinine=5 b.creatinine=1', 'none', 'creatinine is no clause here'),
    ('kdigo2012_relapse', '', 'none', 'as it is'), ('kdigo2012_relapse', 'creatinine=1.2', 'moderate', 'risen by 0.20'), ('kdigo2012_relapse', 'creatinine=1.1999', 'none', 'less'), ('kdigo2012_relapse', 'creatinine=2', 'moderate', 'risen by 1.0'), ('kdigo2012_relapse', 'creatinine=2.001', 'severe', 'by more'),
    ('kdigo2012_relapse', 'creatinine=2.4 b.creatinine=2', 'moderate', 'risen by 0.40 from 2'), ('kdigo2012_relapse', 'creatinine=2.399 b.creatinine=2', 'none', 'less'), ('kdigo2012_relapse', 'creatinine=3.5 b.creatinine=2', 'moderate', 'by 1.5 from 2'), ('kdigo2012_relapse', 'creatinine=3.501 b.creatinine=2', 'severe', 'by more'),
    ('kdigo2012_relapse', 'creatinine=3 b.creatinine=1.999', 'severe', 'by 1.001 from below 2'), ('kdigo2012_relapse', 'creatinine=2.399 b.creatinine=1.999', 'moderate', 'by 0.4 from below 2'),
    ('kdigo2012_relapse', 'upcr=1 b.upcr=0.499', 'moderate', '1.0 from below 0.5'), ('kdigo2012_relapse', 'upcr=0.999 b.upcr=0.499', 'none', 'less'), ('kdigo2012_relapse', 'upcr=1 b.upcr=0.5', 'none', '0.5 has the higher limit'), ('kdigo2012_relapse', 'upcr=2 b.upcr=0.5', 'moderate', '2.0 from 0.5'),
    ('kdigo2012_relapse', 'upcr=1.999 b.upcr=0.5', 'none', 'less'), ('kdigo2012_relapse', 'upcr=2 b.upcr=1', 'moderate', '2.0 from 1.0'), ('kdigo2012_relapse', 'upcr=5.999 b.upcr=1', 'moderate', 'risen by less than 5'), ('kdigo2012_relapse', 'upcr=6 b.upcr=1', 'none', 'by exactly 5: in no class, as printed'), ('kdigo2012_relapse', 'upcr=6.001 b.upcr=1', 'severe', 'by more than 5'),
    ('kdigo2012_relapse', 'upcr=2.002 b.upcr=1.001', 'moderate', 'doubled from above 1'), ('kdigo2012_relapse', 'upcr=2.001 b.upcr=1.001', 'none', 'less'), ('kdigo2012_relapse', 'upcr=4.999 b.upcr=1.001', 'moderate', 'below 5'), ('kdigo2012_relapse', 'upcr=5 b.upcr=1.001', 'none', '5 is not below 5: in no class, as printed'),
    ('kdigo2012_relapse', 'urine_rbc_hpf=15.001 b.urine_rbc_hpf=4.999 acanthocytes_hpf=2', 'mild', 'from below 5 to above 15'), ('kdigo2012_relapse', 'urine_rbc_hpf=15 acanthocytes_hpf=2', 'none', '15 is not above 15'), ('kdigo2012_relapse', 'urine_rbc_hpf=20 b.urine_rbc_hpf=5 acanthocytes_hpf=2', 'none', '5 is not below 5'),
    ('kdigo2012_relapse', 'urine_rbc_hpf=20 acanthocytes_hpf=1.999', 'none', 'fewer than 2 acanthocytes'), ('kdigo2012_relapse', 'cellular_casts=t', 'mild', 'casts'), ('kdigo2012_relapse', 'cellular_casts=t creatinine=1.5', 'moderate', 'the worst that holds'),
    ('eular_proteinuric', '', 'none', 'as it is'), ('eular_proteinuric', 'upcr=1.001 b.upcr=0.5 complete_renal_response=t', 'flare', 'doubled to above 1'), ('eular_proteinuric', 'upcr=1 b.upcr=0.5 complete_renal_response=t', 'none', '1 is not above 1'), ('eular_proteinuric', 'upcr=1.001 b.upcr=0.501 complete_renal_response=t', 'none', 'not doubled'),
    ('eular_proteinuric', 'upcr=2 b.upcr=1 partial_renal_response=t', 'flare', 'doubled to 2'), ('eular_proteinuric', 'upcr=1.999 b.upcr=0.9 partial_renal_response=t', 'none', 'below 2'), ('eular_proteinuric', 'upcr=2 b.upcr=1.001 partial_renal_response=t', 'none', 'not doubled'), ('eular_proteinuric', 'upcr=5', 'none', 'after no response'),
    ('eular_nephritic', '', 'none', 'as it is'), ('eular_nephritic', 'creatinine=1.3', 'flare', 'risen by 30 %'), ('eular_nephritic', 'creatinine=1.2999', 'none', 'less'), ('eular_nephritic', 'egfr=81', 'flare', 'fallen by 10 %'), ('eular_nephritic', 'egfr=81.001', 'none', 'less'),
    ('eular_nephritic', 'creatinine=1.3 urine_rbc_hpf=10', 'flare', '10 red cells'), ('eular_nephritic', 'creatinine=1.3 urine_rbc_hpf=9.999', 'none', 'fewer'), ('eular_nephritic', 'creatinine=1.3 active_sediment=f', 'none', 'sediment quiet'),
    ('moroni_proteinuric', '', 'none', 'as it is'), ('moroni_proteinuric', 'urine_protein=3', 'flare', 'risen by 2 g'), ('moroni_proteinuric', 'urine_protein=2.999', 'none', 'less'), ('moroni_proteinuric', 'urine_protein=5.499 b.urine_protein=3.499', 'flare', 'by 2 g from below 3.5'),
    ('moroni_proteinuric', 'urine_protein=5.5 b.urine_protein=3.5', 'none', 'by 2 g from 3.5'), ('moroni_proteinuric', 'urine_protein=7 b.urine_protein=3.5', 'flare', 'doubled from 3.5'), ('moroni_proteinuric', 'urine_protein=6.999 b.urine_protein=3.5', 'none', 'less'),
    ('moroni_proteinuric', 'urine_protein=3 creatinine=1.3', 'none', 'creatinine risen by 30 %'), ('moroni_proteinuric', 'urine_protein=3 creatinine=1.2999', 'flare', 'by less'),
    ('moroni_nephritic', '', 'none', 'as it is'), ('moroni_nephritic', 'creatinine=1.3', 'flare', 'risen by 30 %'), ('moroni_nephritic', 'creatinine=1.2999', 'none', 'less'), ('moroni_nephritic', 'creatinine=1.3 active_sediment=f', 'none', 'sediment quiet');

-- Cases as rows: events that are not said did not happen, all else is missing
CREATE FUNCTION part(facts text, prefix text) RETURNS jsonb IMMUTABLE LANGUAGE sql AS $$
SELECT coalesce(jsonb_object_agg(substr(split_part(word, '=', 1), length(prefix) + 1), split_part(word, '=', 2)), '{}')
  FROM regexp_split_to_table(facts, ' +') word WHERE word LIKE '%=%' AND (word LIKE 'b.%') = (prefix = 'b.')
$$;
CREATE TABLE subjects AS
SELECT c.id, c.definition, c.expected, c.why, c.change,
       jsonb_populate_record(NULL::cur, (SELECT jsonb_object_agg(name, false) FROM fact WHERE kind = 'event') || part(s.facts, '') || part(c.change, '')) AS c,
       jsonb_populate_record(NULL::bas, part(s.facts, 'b.') || part(c.change, 'b.')) AS b
  FROM cases c JOIN subject s USING (definition);
SELECT count(*) AS cases, count(DISTINCT definition) AS definitions FROM subjects;
-- a name that is misspelt would be dropped silently
SELECT c.id, key FROM cases c JOIN subject s USING (definition), jsonb_object_keys(part(s.facts, '') || part(c.change, '')) key
 WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'cur'::regclass AND attname = key);
SELECT c.id, key FROM cases c JOIN subject s USING (definition), jsonb_object_keys(part(s.facts, 'b.') || part(c.change, 'b.')) key
 WHERE NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'bas'::regclass AND attname = key);
-- every definition but the one that wants a history has cases, and every label of it is met
SELECT DISTINCT name FROM response_definitions() WHERE name NOT IN (SELECT definition FROM cases);
SELECT name, label FROM response_definitions() WHERE label <> 'ORR' AND name <> 'seed002_refractory_renal' EXCEPT SELECT definition, expected FROM cases;

-- The published clauses in plain SQL, in the notation of the clinical notes
CREATE TABLE clause (definition text, n int, label text, sql text);
INSERT INTO clause VALUES
    ('bliss_ln_perr', 1, 'PERR', 'U <= 0.7 AND (E >= 0.80 * Epf OR E >= 60) AND NOT failure'),
    ('kdigo2021_perr', 1, 'PERR', 'U <= 0.7 AND (E >= 0.80 * Epf OR E >= 60) AND NOT rescue'), ('kdigo2024_perr', 1, 'PERR', 'U <= 0.7 AND (E >= 0.80 * Epf OR E >= 60) AND NOT rescue'),
    ('bliss_ln_crr', 1, 'CRR', 'U < 0.5 AND (E >= 0.90 * Epf OR E >= 90) AND NOT failure'), ('bliss_ln_orr', 1, 'CRR', 'U < 0.5 AND (E >= 0.90 * Epf OR E >= 90) AND NOT failure'),
    ('bliss_ln_orr', 2, 'PRR', '2 * U <= Ub AND ((Ub <= 3 AND U < 1) OR (Ub > 3 AND U < 3)) AND (E >= 0.9 * Eb OR E >= 90) AND NOT failure'),
    ('bliss_ln_ole', 1, 'CRR', 'U < 0.5 AND (E >= 0.90 * Eb OR E >= 90) AND NOT (failure OR prohibited)'), ('bliss_ln_ole', 2, 'PERR', 'U <= 0.7 AND (E >= 0.80 * Eb OR E >= 60) AND NOT (failure OR prohibited)'),
    ('aurora_crr', 1, 'CRR', 'U <= 0.5 AND (E >= 60 OR E >= 0.8 * Eb) AND NOT rescue AND gc_run < 3 AND gc_days < 7'), ('aurora_prr', 1, 'PRR', '2 * U <= Ub'),
    ('lunar', 1, 'CRR', '((Crb > ULNb AND Cr <= ULN) OR (Crb <= ULNb AND Cr <= 1.15 * Crb)) AND RBC < 5 AND NOT rbc_casts AND U < 0.5'),
    ('lunar', 2, 'PRR', 'Cr <= 1.15 * Crb AND RBC <= 1.5 * RBCb AND NOT rbc_casts AND 2 * U <= Ub AND ((Ub <= 3 AND U < 1) OR (Ub > 3 AND U <= 3))'),
    ('access', 1, 'CR', 'U < 0.5 AND (Cr <= 1.2 OR Cr <= 1.25 * Crb) AND regimen_kept'), ('access', 2, 'PR', '2 * U < Ub AND (Cr <= 1.2 OR Cr <= 1.25 * Crb) AND regimen_kept'),
    ('alms', 1, 'R', '((Ub >= 3 AND U < 3) OR (Ub < 3 AND 2 * U <= Ub)) AND Cr <= 1.25 * Crb'), ('alms_cr', 1, 'CR', 'Cr <= ULN AND P <= 0.5 AND NOT active'),
    ('tulip_ln_crr', 1, 'CRR', 'U <= 0.7 AND (E >= 60 OR E > 0.8 * Eb) AND NOT (withdrawn OR prohibited)'), ('nobility_crr', 1, 'CRR', 'U < 0.5 AND Cr <= ULN AND Cr <= 1.15 * Crb AND RBC < 10 AND NOT rbc_casts'),
    ('regency_crr', 1, 'CRR', 'U < 0.5 AND E >= 0.85 * Eb AND NOT (rescue OR failure OR death OR withdrawn)'), ('regency_crr_gc', 1, 'CRR', 'U < 0.5 AND E >= 0.85 * Eb AND NOT (rescue OR failure OR death OR withdrawn) AND gc_12_weeks <= 7.5'),
    ('allure_crr', 1, 'CRR', '(E >= 90 OR E >= 0.85 * Eb) AND U < 0.5 AND NOT casts AND gc_28_days <= 10'),
    ('acr2006_egfr', 1, 'improved', 'E >= 1.25 * Eb AND Eb < 90'), ('acr2006_egfr', 2, 'worse', 'E <= 0.75 * Eb'),
    ('acr2006_upcr', 1, 'complete', 'U < 0.2'), ('acr2006_upcr', 2, 'improved', '2 * U <= Ub'), ('acr2006_upcr', 3, 'worse', 'U >= 2 * Ub'), ('acr2006_sediment', 1, 'active', 'RBC > 5 OR WBC > 5 OR casts'),
    ('eular2012', 1, 'CR', 'U < 0.5 AND E >= 81'), ('eular2012', 2, 'PR', '2 * P <= Pb AND P < 3.5 AND E >= 81'),
    ('eular2019', 1, 'month_12', 'P < 0.7 AND E >= 81'), ('eular2019', 2, 'month_6', '2 * P <= Pb'), ('eular2019', 3, 'month_3', '4 * P <= 3 * Pb'),
    ('eular2019_05', 1, 'month_12', 'P < 0.5 AND E >= 81'), ('eular2019_05', 2, 'month_6', '2 * P <= Pb'), ('eular2019_05', 3, 'month_3', '4 * P <= 3 * Pb'),
    ('eular2023', 1, 'month_12', 'U < 0.7 AND E >= 0.9 * Eb'), ('eular2023', 2, 'month_6', '2 * U <= Ub'), ('eular2023', 3, 'month_3', '4 * U <= 3 * Ub'),
    ('eular2023_05', 1, 'month_12', 'U < 0.5 AND E >= 0.9 * Eb'), ('eular2023_05', 2, 'month_6', '2 * U <= Ub'), ('eular2023_05', 3, 'month_3', '4 * U <= 3 * Ub'),
    ('kdigo2021', 1, 'CR', 'U < 0.5 AND E >= 0.85 * Eb'), ('kdigo2021', 2, 'PR', '2 * U <= Ub AND U < 3 AND E >= 0.85 * Eb'), ('kdigo2021_10', 1, 'CR', 'U < 0.5 AND E >= 0.9 * Eb'), ('kdigo2021_10', 2, 'PR', '2 * U <= Ub AND U < 3 AND E >= 0.9 * Eb'),
    ('kdigo2024', 1, 'CR', 'U < 0.5 AND E >= 0.85 * Eb'), ('kdigo2024', 2, 'PR', '2 * U <= Ub AND U < 3 AND E >= 0.85 * Eb'), ('kdigo2024_10', 1, 'CR', 'U < 0.5 AND E >= 0.9 * Eb'), ('kdigo2024_10', 2, 'PR', '2 * U <= Ub AND U < 3 AND E >= 0.9 * Eb'),
    ('kdigo2024_child', 1, 'CR', 'P_bsa < 300 AND E >= 0.85 * Eb'),
    ('seed004', 1, 'CRR', 'P < 0.5 AND E >= 0.85 * Eb AND NOT (rescue OR withdrawn)'), ('seed004', 2, 'PRR', '2 * P <= Pb AND P < 3 AND E >= 0.85 * Eb AND NOT rescue'),
    ('nct05863936', 1, 'CR', 'P < 0.4 AND NOT ((V > 100 OR WBC > 5 OR rbc_casts) AND NOT uti) AND Alb > 3.5 AND Cr <= ULN'), ('nct05863936', 2, 'PR', '2 * P < Pb AND P < 3.5 AND 2 * V < Vb AND (Cr <= ULN OR Cr < 1.3 * Crb)'),
    ('liu2015', 1, 'CR', 'P <= 0.4 AND NOT ((V > 100 OR WBC > 5 OR rbc_casts) AND NOT uti) AND Alb >= 3.5 AND Cr <= ULN'), ('liu2015', 2, 'PR', '2 * P <= Pb AND P < 3.5 AND Alb >= 3 AND (Cr <= ULN OR Cr <= 1.25 * Crb)'),
    ('bao2008', 1, 'CR', 'P < 0.4 AND NOT ((V > 100 OR WBC > 5 OR rbc_casts) AND NOT uti) AND Alb >= 3.5 AND Cr <= ULN'),
    ('seed002_renal_flare', 1, 'flare', 'later AND (((had_cr OR Pb < 0.5) AND P > 1) OR (NOT (had_cr OR Pb < 0.5) AND P >= 2 * Pb))'),
    ('aurora2_flare', 1, 'flare', 'adequate AND ((Ub < 0.2 AND U > 1) OR (Ub >= 0.2 AND Ub <= 1 AND U > 2))'),
    ('blissln_worsening', 1, 'worsening', '(Ub < 0.2 AND U > 1) OR (Ub >= 0.2 AND Ub <= 1 AND U > 2) OR (Ub > 1 AND U > 2 * Ub) OR (E < 0.8 * Eb AND (U > 1 OR casts))'),
    ('blissln_renal_event', 1, 'event', 'eskd OR failure OR death OR Cr >= 2 * Crb OR (Ub < 0.2 AND U > 1) OR (Ub >= 0.2 AND Ub <= 1 AND U > 2) OR (Ub > 1 AND U > 2 * Ub) OR (E < 0.8 * Eb AND (U > 1 OR casts))'),
    ('kdigo2012_relapse', 1, 'severe', '(Crb < 2 AND Cr - Crb > 1.0) OR (Crb >= 2 AND Cr - Crb > 1.5) OR U - Ub > 5'),
    ('kdigo2012_relapse', 2, 'moderate', '(Crb < 2 AND Cr - Crb >= 0.20 AND Cr - Crb <= 1.0) OR (Crb >= 2 AND Cr - Crb >= 0.40 AND Cr - Crb <= 1.5) OR (Ub < 0.5 AND U >= 1.0) OR (Ub >= 0.5 AND Ub <= 1.0 AND U >= 2.0 AND U - Ub < 5) OR (Ub > 1 AND U >= 2 * Ub AND U < 5)'),
    ('kdigo2012_relapse', 3, 'mild', '(RBCb < 5 AND RBC > 15 AND acanthocytes >= 2) OR casts'),
    ('eular_proteinuric', 1, 'flare', 'U >= 2 * Ub AND ((had_cr AND U > 1) OR (had_pr AND U >= 2))'), ('eular_nephritic', 1, 'flare', '(Cr >= 1.3 * Crb OR E <= 0.9 * Eb) AND active AND RBC >= 10'),
    ('moroni_proteinuric', 1, 'flare', '((Pb < 3.5 AND P - Pb >= 2) OR (Pb >= 3.5 AND P >= 2 * Pb)) AND Cr < 1.3 * Crb'), ('moroni_nephritic', 1, 'flare', 'Cr >= 1.3 * Crb AND active');
CREATE VIEW plain AS
SELECT definition, 'CASE' || string_agg(format(' WHEN %s THEN %L WHEN (%s) IS NULL THEN NULL', sql, label, sql), '' ORDER BY n)
       || format(' ELSE %L END', (SELECT label FROM response_definitions() d WHERE d.name = definition AND rule = 'else')) AS sql
  FROM clause GROUP BY definition;

-- Who is asked: the cases, and each of them with each known fact missing in turn
CREATE TABLE asked (id int GENERATED ALWAYS AS IDENTITY, definition text, expected text, missing text, why text, c cur, b bas);
INSERT INTO asked (definition, expected, why, c, b) SELECT definition, expected, why, c, b FROM subjects ORDER BY id;
INSERT INTO asked (definition, missing, why, c, b)
SELECT s.definition, m.missing, s.why, jsonb_populate_record(NULL::cur, to_jsonb(s.c) - m.drop_c), jsonb_populate_record(NULL::bas, to_jsonb(s.b) - m.drop_b)
  FROM subjects s, LATERAL (
    SELECT f AS missing, f AS drop_c, '' AS drop_b FROM unnest(response_facts(response_definition(s.definition))) f WHERE to_jsonb(s.c) -> f <> 'null'
    UNION ALL SELECT 'b.' || f, '', f FROM unnest(response_facts(response_definition(s.definition))) f WHERE to_jsonb(s.b) -> f <> 'null'
    UNION ALL SELECT 'creatinine_uln', 'creatinine_uln', '' WHERE (s.c).creatinine_uln IS NOT NULL
    UNION ALL SELECT 'b.creatinine_uln', '', 'creatinine_uln' WHERE (s.b).creatinine_uln IS NOT NULL) m
 ORDER BY s.id, m.missing;
-- and the visits of a definition's cases with baselines of its other cases
INSERT INTO asked (definition, missing, why, c, b)
SELECT v.definition, 'nothing', 'another baseline', v.c, w.b
  FROM subjects v JOIN subjects w ON w.definition = v.definition AND w.b IS DISTINCT FROM v.b AND (v.id * 7 + w.id) % 5 = 0 ORDER BY v.id, w.id;
CREATE VIEW notation AS
SELECT id, definition, (c).upcr AS u, (b).upcr AS ub, (c).urine_protein AS p, (b).urine_protein AS pb, (c).egfr AS e, (b).egfr AS eb, (c).pre_flare_egfr AS epf, (c).creatinine AS cr, (b).creatinine AS crb,
       (c).creatinine_uln AS uln, (b).creatinine_uln AS ulnb, (c).albumin AS alb, (c).urine_rbc AS v, (b).urine_rbc AS vb, (c).urine_rbc_hpf AS rbc, (b).urine_rbc_hpf AS rbcb, (c).urine_wbc_hpf AS wbc, (c).acanthocytes_hpf AS acanthocytes,
       (c).urine_protein_per_bsa AS p_bsa, (c).prednisone_max_12_weeks AS gc_12_weeks, (c).prednisone_max_28_days AS gc_28_days, (c).prednisone_days_above_10 AS gc_days, (c).prednisone_run_above_10 AS gc_run,
       (c).red_cell_casts AS rbc_casts, (c).cellular_casts AS casts, (c).urinary_tract_infection AS uti, (c).active_sediment AS active, (c).steroid_regimen_kept AS regimen_kept,
       (c).rescue_therapy AS rescue, (c).treatment_failure AS failure, (c).treatment_withdrawn AS withdrawn, (c).prohibited_drug AS prohibited, (c).death AS death, (c).end_stage_kidney_disease AS eskd,
       (c).complete_renal_response AS had_cr, (c).partial_renal_response AS had_pr, (c).adequate_renal_response AS adequate, (c).later_therapy AS later
  FROM asked;
-- the same as histories, in two sets of units: the visit on 2024-06-01, baseline
-- on 2024-01-01; an event that is not known is no entry, which is none
CREATE FUNCTION history_of(c cur, b bas, other_units bool) RETURNS patient_history STABLE LANGUAGE sql AS $$
SELECT coalesce(history_agg(CASE f.kind
           WHEN 'value' THEN observation(f.name, CASE f.name WHEN 'pre_flare_egfr' THEN '2023-01-15' ELSE d.day END, ((d.facts ->> f.name)::numeric * u.factor)::float8, u.unit, NULL, ((d.facts ->> (f.name || '_uln'))::numeric * u.factor)::float8)
           WHEN 'flag' THEN observation(f.name, d.day, CASE (d.facts ->> f.name)::bool WHEN true THEN 'Y' WHEN false THEN 'N' END)
           ELSE CASE WHEN (d.facts ->> f.name)::bool THEN event(f.name, '2024-03-01', '2024-03-01') END END), '')
  FROM (VALUES (to_jsonb(c), '2024-06-01'), (to_jsonb(b), '2024-01-01')) d (facts, day), fact f,
       LATERAL (SELECT CASE WHEN other_units THEN f.si ELSE f.unit END AS unit, CASE WHEN other_units THEN f.factor ELSE 1 END AS factor) u
 WHERE d.facts ->> f.name IS NOT NULL
$$;
CREATE TABLE histories AS SELECT id, history_of(c, b, false) AS h, history_of(c, b, true) AS other FROM asked;

CREATE TABLE answer (id int PRIMARY KEY, definition text, plain text, rewritten text, interpreted text, closed text, historic text, other_units text, explained text);
DO $$
DECLARE
    p record;
    units text := (SELECT 'given ' || string_agg(format('%s in %s', name, unit), ', ') FROM fact WHERE unit IS NOT NULL);
    rules text;
BEGIN
    FOR p IN SELECT * FROM plain ORDER BY definition LOOP
        rules := format('%L || response_definition(%L)', units, p.definition);
        EXECUTE format('INSERT INTO answer SELECT n.id, n.definition, %s, classify(%s, a.c, a.b) FROM notation n JOIN asked a USING (id) WHERE n.definition = %L', p.sql, rules, p.definition);
        -- with events that are not known as none, which is what a history says
        EXECUTE format('UPDATE answer SET closed = n.label FROM (SELECT id, %s AS label FROM
            (SELECT id, definition, u, ub, p, pb, e, eb, epf, cr, crb, uln, ulnb, alb, v, vb, rbc, rbcb, wbc, acanthocytes, p_bsa, gc_12_weeks, gc_28_days, gc_days, gc_run, rbc_casts, casts, uti, active, regimen_kept,
                coalesce(rescue, false) AS rescue, coalesce(failure, false) AS failure, coalesce(withdrawn, false) AS withdrawn, coalesce(prohibited, false) AS prohibited, coalesce(death, false) AS death,
                coalesce(eskd, false) AS eskd, coalesce(had_cr, false) AS had_cr, coalesce(had_pr, false) AS had_pr, coalesce(adequate, false) AS adequate, coalesce(later, false) AS later FROM notation) x
            WHERE definition = %L) n WHERE n.id = answer.id', p.sql, p.definition);
        EXECUTE format('UPDATE answer SET historic = classify(response_definition(%L), h.h, date ''2024-06-01'', date ''2024-01-01'', 14), other_units = classify(response_definition(%L), h.other, date ''2024-06-01'', date ''2024-01-01'', 14)
            FROM histories h WHERE h.id = answer.id AND answer.definition = %L', p.definition, p.definition, p.definition);
        EXECUTE format('UPDATE answer SET explained = (SELECT e.label FROM explain_response(%s, a.c, a.b) e WHERE chosen) FROM asked a WHERE a.id = answer.id AND a.definition = %L', rules, p.definition);
        SET LOCAL trial_ext.enable_rewrite TO off;
        EXECUTE format('UPDATE answer SET interpreted = classify(%s, a.c, a.b) FROM asked a WHERE a.id = answer.id AND a.definition = %L', rules, p.definition);
        SET LOCAL trial_ext.enable_rewrite TO on;
    END LOOP;
END $$;

-- The cases by hand: rows that differ, and how many there are
SELECT a.id, a.definition, c.change, a.why, a.expected, r.rewritten FROM asked a JOIN answer r USING (id) JOIN cases c ON c.id = a.id
 WHERE a.missing IS NULL AND (r.rewritten IS DISTINCT FROM a.expected OR r.historic IS DISTINCT FROM a.expected) ORDER BY 1 LIMIT 20;
SELECT count(*) AS cases, count(*) FILTER (WHERE r.rewritten = a.expected AND r.interpreted = a.expected AND r.plain = a.expected AND r.historic = a.expected AND r.explained = a.expected) AS all_agree
  FROM asked a JOIN answer r USING (id) WHERE missing IS NULL;
-- and in other units
SELECT a.id, a.definition, c.change, a.why, a.expected, r.other_units FROM asked a JOIN answer r USING (id) JOIN cases c ON c.id = a.id
 WHERE a.missing IS NULL AND r.other_units IS DISTINCT FROM a.expected ORDER BY 1 LIMIT 20;

-- and with today's values in the other units than those of baseline
SELECT a.id, a.definition, c.change, a.why, a.expected, m.label FROM asked a JOIN cases c ON c.id = a.id, LATERAL (SELECT classify(response_definition(a.definition),
    history_of(a.c, NULL, true) || history_of(NULL, a.b, false), '2024-06-01', '2024-01-01', 14) AS label) m WHERE a.missing IS NULL AND m.label IS DISTINCT FROM a.expected ORDER BY 1 LIMIT 20;

-- UPCR in mg/mmol: 1 mg/mmol is 8.84 mg/g, so 0.5 g/g lies between 56.5 and 56.6,
-- and neither 50 nor 70 mg/mmol, the rounded limits of guidelines, is one
SELECT value, round((value * 8.84 / 1000)::numeric, 5) AS g_per_g, classify(response_definition('kdigo2024'), o, '2024-06-01', '2024-01-01', 14) AS kdigo2024,
       classify(response_definition('bliss_ln_perr'), o, '2024-06-01', '2024-01-01', 14) AS bliss_ln_perr
  FROM unnest(ARRAY[50, 56.5, 56.6, 70, 79.1, 79.2]) value, LATERAL (SELECT observation('upcr', '2024-06-01', value::float8, 'mg/mmol') || observation('upcr', '2024-01-01', 4::float8, 'g/g')
       || observation('egfr', '2024-06-01', 90::float8, 'mL/min/{1.73_m2}') || observation('egfr', '2024-01-01', 90::float8, 'mL/min/{1.73_m2}') || observation('pre_flare_egfr', '2023-01-01', 90::float8, 'mL/min/{1.73_m2}') AS o) h;

-- Each input missing in turn, and none missing with another baseline
SELECT a.missing <> 'nothing' AS missing, count(*) AS asked, count(*) FILTER (WHERE r.plain IS NULL) AS unknown, count(*) FILTER (WHERE r.rewritten IS DISTINCT FROM r.plain) AS rewritten_differs,
       count(*) FILTER (WHERE r.interpreted IS DISTINCT FROM r.plain) AS interpreted_differs, count(*) FILTER (WHERE r.explained IS DISTINCT FROM r.plain) AS explained_differs,
       count(*) FILTER (WHERE r.historic IS DISTINCT FROM r.closed) AS history_differs
  FROM asked a JOIN answer r USING (id) WHERE missing IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT a.id, a.definition, a.missing, a.why, r.plain, r.rewritten, r.interpreted, r.closed, r.historic FROM asked a JOIN answer r USING (id)
 WHERE missing IS NOT NULL AND (r.rewritten IS DISTINCT FROM r.plain OR r.interpreted IS DISTINCT FROM r.plain OR r.historic IS DISTINCT FROM r.closed) ORDER BY 1 LIMIT 20;

-- Refractory disease of NCT04893161 wants a history: protein above 1 g/d at every
-- value from day 365 of initial therapy on, or a flare.  2023-06-01 is day 365.
CREATE FUNCTION protein(VARIADIC dated text[]) RETURNS patient_history IMMUTABLE LANGUAGE sql AS $$
SELECT history_agg(observation('urine_protein', split_part(d, ' ', 1), split_part(d, ' ', 2)::float8, 'g/d')) FROM unnest(dated) d
$$;
CREATE TABLE refractory (id int, why text, h patient_history, expected text);
INSERT INTO refractory VALUES
    (1, 'above 1 on day 365', event('initial_therapy', '2022-06-01', '2022-06-01') || protein('2024-01-01 2', '2023-06-01 1.001'), 'refractory'),
    (2, '1 on day 365', event('initial_therapy', '2022-06-01', '2022-06-01') || protein('2024-01-01 2', '2023-06-01 1'), 'none'),
    (3, '0.5 on day 364, before it counts', event('initial_therapy', '2022-06-01', '2022-06-01') || protein('2024-01-01 2', '2023-05-31 0.5'), 'refractory'),
    (4, 'no value from day 365 on', event('initial_therapy', '2022-06-01', '2022-06-01') || protein('2023-05-31 2'), NULL),
    (5, 'no start of therapy', protein('2024-01-01 2', '2023-06-01 2'), NULL),
    (6, 'a value after the visit does not count', event('initial_therapy', '2022-06-01', '2022-06-01') || protein('2024-01-01 2', '2024-06-02 0.3'), 'refractory'),
    (7, 'a flare besides: doubled under later therapy', event('initial_therapy', '2022-06-01', '2022-06-01') || event('later_therapy', '2024-02-01', '2024-02-01') || protein('2024-01-01 0.6', '2024-06-01 1.2'), 'refractory'),
    (8, 'not doubled', event('initial_therapy', '2022-06-01', '2022-06-01') || event('later_therapy', '2024-02-01', '2024-02-01') || protein('2024-01-01 0.6', '2024-06-01 1.199'), 'none'),
    (9, 'a flare, and no start of therapy', event('later_therapy', '2024-02-01', '2024-02-01') || protein('2024-01-01 0.6', '2024-06-01 1.2'), 'refractory'),
    (10, 'after complete response above 1', event('initial_therapy', '2022-06-01', '2022-06-01') || event('complete_renal_response', '2023-12-01', '2023-12-01') || event('later_therapy', '2024-02-01', '2024-02-01') || protein('2024-01-01 0.9', '2024-06-01 1.001'), 'refractory'),
    (11, 'after complete response not above 1', event('initial_therapy', '2022-06-01', '2022-06-01') || event('complete_renal_response', '2023-12-01', '2023-12-01') || event('later_therapy', '2024-02-01', '2024-02-01') || protein('2024-01-01 0.4', '2024-06-01 1'), 'none');
SELECT id, why, expected, classify(response_definition('seed002_refractory_renal'), h, '2024-06-01', '2024-01-01', 14) FROM refractory
 WHERE classify(response_definition('seed002_refractory_renal'), h, '2024-06-01', '2024-01-01', 14) IS DISTINCT FROM expected ORDER BY id;
SELECT count(*) AS cases FROM refractory;
-- a row of plain columns cannot tell
CREATE TABLE wide (urine_protein float8, later_therapy bool, complete_renal_response bool, initial_therapy date);
SELECT classify(response_definition('seed002_refractory_renal'), w, w) FROM wide w;

-- One label by itself says what the whole says, where the whole is known, and is
-- known where only another label is open
CREATE TABLE single (id int, definition text, name text, label text, label_of_whole text, by_itself text, other text);
INSERT INTO single
SELECT a.id, a.definition, d.single_name, d.label, r.historic, classify(response_definition(d.single_name), h.h, '2024-06-01', '2024-01-01', 14), e.label
  FROM asked a JOIN answer r USING (id) JOIN histories h USING (id) JOIN response_definitions() d ON d.name = a.definition AND d.single_name <> d.name
  JOIN response_definitions() e ON e.name = a.definition AND e.rule = 'else';
SELECT count(*) AS asked, count(label_of_whole) AS whole_known, count(by_itself) AS by_itself_known,
       count(*) FILTER (WHERE label_of_whole = label AND by_itself IS DISTINCT FROM label) AS differ_yes,
       count(*) FILTER (WHERE label_of_whole <> label AND by_itself IS DISTINCT FROM
           CASE WHEN label IN ('ORR', 'PERR') AND label_of_whole <> other THEN label
                WHEN label IN ('month_3', 'month_6') AND label_of_whole <> other THEN by_itself
                ELSE other END) AS differ_no,
       count(*) FILTER (WHERE label_of_whole IS NOT NULL AND by_itself IS NULL AND label NOT IN ('month_3', 'month_6')) AS lost
  FROM single;
-- overall response is known though complete response is open: albumin is missing
SELECT s.name, s.label_of_whole, s.by_itself FROM single s JOIN asked a USING (id) WHERE a.missing = 'albumin' AND a.why = 'as it is' AND a.definition = 'nct05863936' ORDER BY 1;

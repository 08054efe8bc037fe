-- What was planned, day by day, and what was given. It reads the tables patient
-- and plan of the schema study, as 1_eligibility.sql does.
SET search_path = study, trial_ext, public;
SET jit = off;

\echo '1. What each arm was to be given'
SELECT arm, drug, schedule FROM plan ORDER BY arm, drug;

-- Somebody whose plan has vials, if there is one: the subject of the tour so
-- far when she is in that arm.
\if :{?person}
\else
\set person ''
\endif
SELECT p.subject AS person, p.arm AS person_arm, plan.drug AS person_drug
FROM patient p JOIN plan USING (arm) WHERE start IS NOT NULL AND weight_kg IS NOT NULL
ORDER BY subject = :'person' DESC, vial_sizes IS NULL, subject LIMIT 1 \gset

-- Each planned dose beside the one that was given for it: on time is inside
-- the window. vials() finds the vials with the least waste.
\echo '2. The calendar of' :person 'in arm' :person_arm ', the first 14 planned doses'
SELECT a.dose_no AS dose, a.planned_on, a.window_start, a.window_end, round(a.planned_amount::numeric, 1) AS planned, a.unit, v.vials, v.waste, a.given_on, a.given_amount AS given, a.status, a.amount_status AS amount
FROM patient p JOIN plan USING (arm), LATERAL adherence(schedule, start, weight_kg, history, plan.drug) a
    LEFT JOIN LATERAL (
        SELECT string_agg(format('%s x %s', vials, vial_size), ' + ' ORDER BY vial_size DESC) AS vials, round(magnitude(min(waste))::numeric, 1) AS waste
        FROM vials(quantity(a.planned_amount, a.unit), vial_sizes) WHERE vials > 0) v ON true
WHERE subject = :'person' AND plan.drug = :'person_drug' AND a.dose_no <= 14 ORDER BY a.dose_no;

\echo '   The same in one line'
SELECT s.planned, s.given, s.on_time, s.early, s.late, s.missed, s.under, s.over, round(s.relative_dose::numeric, 3) AS relative_dose,
    round(s.relative_dose_intensity::numeric, 3) AS intensity, next_dose(schedule, start, start + 60, weight_kg => weight_kg) IS NOT NULL AS "more to come on day 60"
FROM patient p JOIN plan USING (arm), LATERAL adherence_summary(schedule, start, weight_kg, history, plan.drug) s
WHERE subject = :'person' AND plan.drug = :'person_drug';

SET application_name = 'planned against given';
CREATE TABLE exposure_summary AS
SELECT subject, arm, plan.drug, s.* FROM patient p JOIN plan USING (arm), LATERAL adherence_summary(schedule, start, weight_kg, history, plan.drug) s
WHERE start IS NOT NULL AND weight_kg IS NOT NULL;
RESET application_name;
\echo '3. Everybody: planned against given'
SELECT arm, drug, count(*) AS subjects, sum(planned) AS planned, round(100.0 * sum(given) / sum(planned), 1) AS "given, %", sum(late) AS late, sum(early) AS early, sum(missed) AS missed,
    count(*) FILTER (WHERE relative_dose_intensity < 0.8) AS "subjects below 80 %", round(avg(relative_dose)::numeric, 3) AS relative_dose,
    count(*) FILTER (WHERE planned_max IS NULL AND relative_dose IS NULL) AS undecided
FROM exposure_summary GROUP BY arm, drug ORDER BY arm, drug;

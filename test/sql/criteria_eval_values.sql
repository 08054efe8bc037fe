-- Numbers in histories: units, conversion, reference limits, censored results,
-- arithmetic, and what is not defined.  Expected values: decimal arithmetic by
-- hand, 1 mg/dL creatinine = 88.4 umol/L (KDIGO), UCUM for units, and the SQL
-- functions of the equations.
\pset null NULL

CREATE FUNCTION judge(expression text, h text) RETURNS boolean LANGUAGE sql AS
    $$ SELECT eligible(expression::criteria, h::patient_history, date '2024-03-01') $$;

-- a table of cases: history, expression, expected; only wrong ones are shown
CREATE TEMP TABLE cases (h text, expression text, expected boolean);
COPY cases FROM stdin (DELIMITER '|', NULL 'NULL');
x 2024-01-01 1.5|x > 1.5|f
x 2024-01-01 1.5|x >= 1.5|t
x 2024-01-01 1.5|x = 1.5|t
x 2024-01-01 1.5|x <> 1.5|f
x 2024-01-01 1.5|x < 1.5|f
x 2024-01-01 1.5|x <= 1.5|t
x 2024-01-01 1.5|x between 1.5 and 2|t
x 2024-01-01 1.5|x between 1 and 1.5|t
x 2024-01-01 1.5|x not between 1 and 1.49|t
x 2024-01-01 1.5|x in (1, 1.5, 2)|t
x 2024-01-01 1.5|x not in (1, 2)|t
x 2024-01-01 1.5|y in (1, 2)|NULL
creatinine 2024-01-01 1 unit 'mg/dL'|creatinine = 88.4 umol/L|t
creatinine 2024-01-01 88.4 unit 'umol/L'|creatinine = 1 mg/dL|t
creatinine 2024-01-01 88.4 unit 'umol/L'|creatinine < 1 mg/dL|f
creatinine 2024-01-01 265.2 unit 'umol/L'|creatinine < 3.0 mg/dL|f
creatinine 2024-01-01 265.1 unit 'umol/L'|creatinine < 3.0 mg/dL|t
creatinine 2024-01-01 0.2652 unit 'mmol/L'|creatinine >= 3.0 mg/dL|t
creatinine 2024-01-01 12 unit 'mg/L'|creatinine = 1.2 mg/dL|t
creatinine 2024-01-01 1.2 unit 'mg'|creatinine < 3 mg/dL|NULL
creatinine 2024-01-01 1.2|creatinine < 3 mg/dL|NULL
creatinine 2024-01-01 1.2 unit 'TABLET'|creatinine < 3 mg/dL|NULL
creatinine 2024-01-01 1.2 unit 'mg/dL'|creatinine < 3|NULL
creatinine 2024-01-01 1.2|creatinine < 3|t
urine_protein 2024-01-01 1500 unit 'mg/d'|urine_protein >= 1.5 g/d|t
urine_protein 2024-01-01 1500 unit 'mg/24h'|urine_protein >= 1.5 g/d|t
urine_protein 2024-01-01 1499.9 unit 'mg/d'|urine_protein >= 1.5 g/d|f
urine_protein 2024-01-01 0.7 unit 'g/d'|urine_protein = 700 mg/d|t
urine_protein 2024-01-01 700 unit 'mg/d'|urine_protein = 0.7 g/d|t
wbc 2024-01-01 2.9 unit '10*9/L'|wbc < 3000/uL|t
wbc 2024-01-01 3.0 unit '10*9/L'|wbc < 3000/uL|f
wbc 2024-01-01 3 unit 'G/L'|wbc < 3000/uL|f
wbc 2024-01-01 2.9 unit 'THOU/uL'|wbc < 3000/uL|t
wbc 2024-01-01 2.9 unit 'G/L'|wbc < 3.0 G/L|t
wbc 2024-01-01 2999 unit '/uL'|wbc < 3.0 G/L|t
wbc 2024-01-01 3000 unit '/uL'|wbc < 3.0 G/L|f
wbc 2024-01-01 2.9 unit '10*9/L'|min(wbc) between 2 and 3 G/L|t
wbc 2024-01-01 2.9 unit '10*9/L'|any(wbc where value < 3 G/L)|t
wbc 2024-01-01 2.9 unit '10*9/L'|wbc in (2.9 G/L)|t
wbc 2024-01-01 2.9 unit '10*9/L'|mean(wbc) < 3 G/L|t
wbc 2024-01-01 2.9 unit '10*9/L'|3 G/L > abs(wbc)|t
wbc 2024-01-01 2.9 unit '10*9/L'|wbc < 2 * 1.5 G/L|t
wbc 2024-01-01 3.1 unit '10*9/L'|wbc < 1.5 G/L * 2|f
wbc 2024-01-01 2.9 unit '10*9/L'|wbc + 1 G/L < 4 G/L|t
wbc 2024-01-01 3000 unit '/uL'|wbc + 1 G/L < 4 G/L|f
wbc 2024-01-01 2999 unit '/uL'|1 G/L + wbc < -(-4 G/L)|t
wbc 2024-01-01 2999 unit '/uL'|4 G/L - wbc > 1 G/L|t
wbc 2024-01-01 2.9 unit 'G/L'|2 * wbc between 2 * 2.8 G/L and 5.9 G/L|t
wbc 2024-01-01 2.9 unit 'G/L'|wbc / 2 in (2.9 G/L / 2)|t
wbc 2024-01-01 2.9 unit '10*9/L'|any(wbc where value < 2 * 1.5 G/L)|t
wbc 2024-01-01 2.9 unit '10*9/L'|any(wbc where value + 1 G/L > 4 G/L)|f
wbc 2024-01-01 2.9 unit '10*9/L'|min(wbc within 10 years) < 2 * 1.5 G/L|t
wbc 2024-01-01 2.9 unit '10*9/L'|least(wbc, 2.8 G/L) < 2.85 G/L|t
wbc 2024-01-01 2.9 unit '10*9/L'|wbc / 2 10*9/L < 1.5|t
bilirubin 2024-01-01 17.1 unit 'umol/L'|bilirubin > 1 mg/dL|f
igg 2024-01-01 4 unit 'g/L'|igg < 400 mg/dL|f
fasting_glucose 2024-01-01 126 unit 'mg/dL'|fasting_glucose >= 7.0 mmol/L|f
fasting_glucose 2024-01-01 127 unit 'mg/dL'|fasting_glucose >= 7.0 mmol/L|t
age 2024-01-01 34|age >= 18|t
age 2024-01-01 34|age >= 18 years|t
age 2024-01-01 34 unit 'a'|age >= 18|t
age 2024-01-01 34 unit 'years'|age >= 18|t
age 2024-01-01 420 unit 'mo'|age >= 35|t
age 2024-01-01 419 unit 'mo'|age >= 35|f
alt 2024-01-01 80 unit 'U/L' uln 40|alt > 2 ULN|f
alt 2024-01-01 80.1 unit 'U/L' uln 40|alt > 2 ULN|t
alt 2024-01-01 40 unit 'U/L' uln 40|alt > ULN|f
alt 2024-01-01 40.5 unit 'U/L' uln 40|alt > ULN|t
alt 2024-01-01 0.3 unit 'ukat/L' uln 0.1|alt > 3 ULN|f
alt 2024-01-01 90 unit 'U/L'|alt > 2 ULN|NULL
alt 2024-01-01 90 unit 'U/L' uln 40; alt 2024-02-01 70 unit 'U/L' uln 30|alt > 2 ULN|t
alt 2024-01-01 90 unit 'U/L' uln 40; alt 2024-02-01 60 unit 'U/L' uln 30|max(alt) > 2 ULN|t
alt 2024-01-01 90 unit 'U/L' uln 40|any(alt where value > 2 ULN within 3 months)|t
albumin 2024-01-01 3.4 unit 'g/dL' lln 3.5 uln 5|albumin < LLN|t
albumin 2024-01-01 3.4 unit 'g/dL' lln 3.5 uln 5|albumin between LLN and ULN|f
albumin 2024-01-01 3.4 unit 'g/dL' lln 3.5 uln 5|2 LLN > albumin|t
x 2024-01-01 <0.2|x < 0.5|t
x 2024-01-01 <0.2|x < 0.2|t
x 2024-01-01 <0.2|x < 0.1|NULL
x 2024-01-01 <0.2|x <= 0.2|t
x 2024-01-01 <0.2|x > 0.2|f
x 2024-01-01 <0.2|x >= 0.2|f
x 2024-01-01 <0.2|x >= 0.1|NULL
x 2024-01-01 <0.2|x = 0.2|f
x 2024-01-01 <0.2|x <> 0.3|t
x 2024-01-01 <0.2|x = 0.1|NULL
x 2024-01-01 <=0.2|x <= 0.2|t
x 2024-01-01 <=0.2|x < 0.2|NULL
x 2024-01-01 <=0.2|x > 0.2|f
x 2024-01-01 <=0.2|x >= 0.2|NULL
x 2024-01-01 >100|x > 50|t
x 2024-01-01 >100|x > 100|t
x 2024-01-01 >100|x >= 100|t
x 2024-01-01 >100|x > 101|NULL
x 2024-01-01 >100|x <= 100|f
x 2024-01-01 >100|x < 101|NULL
x 2024-01-01 >=100|x >= 100|t
x 2024-01-01 >=100|x > 100|NULL
x 2024-01-01 >=100|x < 100|f
x 2024-01-01 >100|x between 0 and 50|f
x 2024-01-01 >100|x in (50, 100)|f
x 2024-01-01 <0.2|x * 2 < 0.4|t
x 2024-01-01 <0.2|1 - x > 0.8|t
x 2024-01-01 <0.2|- x > -0.2|t
x 2024-01-01 <0.2|x * x < 1|NULL
x 2024-01-01 <9.8 unit 'IU/mL'|x < 10 IU/mL|t
x 2024-01-01 100.1; y 2024-01-01 100|x - y = 0.1|t
x 2024-01-01 0.4; y 2024-01-01 0.1|x - y <= 0.3|t
x 2024-01-01 1.5; y 2024-01-01 1.2|x * y = 1.8|t
x 2024-01-01 1; y 2024-01-01 3|x / y * y = 1|t
x 2024-01-01 0.1|x + x + x = 0.3|t
x 2024-01-01 1; y 2024-01-01 0|x / y > 1|NULL
x 2024-01-01 1; y 2024-01-01 0|x / y is known|f
x 2024-01-01 1; y 2024-01-01 0|x / y > 1 or true|t
x 2024-01-01 1e300|x * x > 1|NULL
x 2024-01-01 3|x ^ 2 = 9|t
x 2024-01-01 -3|- x = abs(x)|t
x 2024-01-01 3; y 2024-01-01 2|least(x, y) = 2 and greatest(x, y, 5) = 5|t
x 2024-01-01 3|least(x, z) = 3|NULL
weight 2024-01-01 50 unit 'kg'; height 2024-01-01 177 unit 'cm'|weight / height ^ 2 < 16 kg/m2|t
weight 2024-01-01 50 unit 'kg'; height 2024-01-01 1.76 unit 'm'|weight / height ^ 2 < 16 kg/m2|f
weight 2024-01-01 51.84 unit 'kg'; height 2024-01-01 180 unit 'cm'|weight / height ^ 2 = 16 kg/m2|t
weight 2024-01-01 51.84 unit 'kg'; height 2024-01-01 180 unit 'cm'|bmi(weight, height) = 16 kg/m2|t
weight 2024-01-01 114.2875 unit '[lb_av]'; height 2024-01-01 180 unit 'cm'|weight / height ^ 2 < 16 kg/m2|t
weight 2024-01-01 50 unit 'kg'|weight + 500 g = 50.5 kg|t
weight 2024-01-01 50 unit 'kg'; height 2024-01-01 0 unit 'm'|weight / height ^ 2 < 16 kg/m2|NULL
sex 2024-01-01 text 'F'|sex = 'F'|t
sex 2024-01-01 text 'female'|sex = 'F'|t
sex 2024-01-01 text 'Male'|sex = 'F'|f
sex 2024-01-01 text 'm'|sex in ('F', 'M')|t
sex 2024-01-01 text 'U'|sex = 'F'|NULL
ln_class 2023-11-01 text 'V+III'|ln_class = 'III+V'|t
ln_class 2023-11-01 text 'Class IV-S (A/C) + V'|ln_class in ('III', 'IV', 'V', 'III+V', 'IV+V')|t
ln_class 2023-11-01 text 'Ⅲ+Ⅴ'|ln_class contains 'III'|t
ln_class 2023-11-01 text 'II'|ln_class in ('III', 'IV', 'V', 'III+V', 'IV+V')|f
ln_class 2023-11-01 text 'III+IV'|ln_class contains 'V'|f
ln_class 2023-11-01 text 'none'|ln_class = 'V'|NULL
stage 2024-01-01 text 'A + B'|stage contains 'B'|t
stage 2024-01-01 text 'A + BC'|stage contains 'B'|f
stage 2024-01-01 text 'a'|stage = 'A'|f
stage 2024-01-01 text 'A'|stage <> 'B'|t
\.
SELECT count(*) AS cases FROM cases;
SELECT h, expression, expected, judge(expression, h) FROM cases WHERE judge(expression, h) IS DISTINCT FROM expected;
-- the same cases with "not" around, and through the explaining form
SELECT count(*) FILTER (WHERE judge('not (' || expression || ')', h) IS DISTINCT FROM NOT expected) AS negated,
       count(*) FILTER (WHERE judge('exclude ' || expression, h) IS DISTINCT FROM NOT expected) AS excluded,
       count(*) FILTER (WHERE (SELECT holds FROM explain_eligibility(expression::criteria, h::patient_history, '2024-03-01')) IS DISTINCT FROM expected) AS explained,
       count(*) FILTER (WHERE eligible(evaluate_criteria(expression::criteria, h::patient_history, '2024-03-01')) IS DISTINCT FROM expected) AS result
  FROM cases;

-- equations: the value of the SQL function, 14 digits of it
SELECT creatinine, age, sex,
       judge(format('egfr_ckd_epi_2021(creatinine, age, sex) >= %s mL/min/{1.73_m2}', floor(egfr_ckd_epi_2021(creatinine, age, sex))), h) AS above,
       judge(format('egfr_ckd_epi_2021(creatinine, age, sex) < %s mL/min/{1.73_m2}', ceil(egfr_ckd_epi_2021(creatinine, age, sex))), h) AS below,
       judge('egfr_ckd_epi_2021(creatinine, age, sex) > 0 mL/min/{1.73_m2}', replace(h, 'mg/dL', 'mol/L')) AS out_of_range,
       judge('crcl_cockcroft_gault(creatinine, age, sex, weight) > 0 mL/min', h) AS no_weight
  FROM (VALUES (0.9, 40, 'F'), (1.4, 70, 'M'), (3.2, 18, 'female')) AS v (creatinine, age, sex),
       LATERAL (SELECT format('creatinine 2024-01-01 %s unit ''mg/dL''; age 2024-01-01 %s; sex 2024-01-01 text ''%s''', creatinine, age, sex) AS h) AS o;
SELECT expression, judge(expression, 'creatinine 2024-01-01 79.56 unit ''umol/L''; age 2024-01-01 17; sex 2024-01-01 text ''U'''), reason
  FROM unnest('{"egfr_ckd_epi_2021(creatinine, age, ''F'') > 0 mL/min/{1.73_m2}","egfr_ckd_epi_2021(creatinine, age, ''F'', true) > 0 mL/min/{1.73_m2}",
                "egfr_ckd_epi_2021(creatinine, 40, sex) > 0 mL/min/{1.73_m2}","egfr_ckd_epi_2021(creatinine, 40, ''F'') > 82.5 mL/min/{1.73_m2}"}'::text[]) AS expression,
       explain_eligibility(expression::criteria, patient_history 'creatinine 2024-01-01 79.56 unit ''umol/L''; age 2024-01-01 17; sex 2024-01-01 text ''U''', '2024-03-01');

DROP FUNCTION judge;

-- beside a cell count "G/L" is giga in what a derived fact is made of too, and elsewhere it is not
SELECT e.holds FROM explain_eligibility('given x is wbc + 1 G/L; x between 3.85 10*9/L and 3.95 10*9/L',
    patient_history 'wbc 2024-01-01 2.9 unit ''10*9/L''', date '2024-03-01') e;
SELECT 'wbc * 2 L < 4 G/L'::criteria;
SELECT 'creatinine + 1 G/L < 4 G/L'::criteria;

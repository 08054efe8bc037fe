-- criteria: what parses, its normal form and the facts it asks for.
-- Normal forms follow from language.md: keywords in lower case, one clause a
-- line, the fewest parentheses that the precedence of operators allows, numbers
-- in the shortest decimal, units as written.
\set VERBOSITY default

CREATE TABLE valid (id int PRIMARY KEY, input text, normal text, facts text[]);
INSERT INTO valid VALUES
(1, $$age >= 18$$,
 $$include age >= 18$$,
 $${age}$$),
(2, $$wbc < 3000/uL or urine_wbc_hpf > 5/HPF$$,
 $$include wbc < 3000 /uL or urine_wbc_hpf > 5 /HPF$$,
 $${wbc,urine_wbc_hpf}$$),
(3, $$wbc > 3.0 10*9/L$$,
 $$include wbc > 3 10*9/L$$,
 $${wbc}$$),
(4, $$wbc > 3 G/L$$,
 $$include wbc > 3 G/L$$,
 $${wbc}$$),
(5, $$wbc > 3 x10E9/L$$,
 $$include wbc > 3 x10E9/L$$,
 $${wbc}$$),
(6, $$1 / x > 3$$,
 $$include 1 / x > 3$$,
 $${x}$$),
(7, $$alt > 2 x ULN$$,
 $$include alt > 2 ULN$$,
 $${alt}$$),
(8, $$alt > 2 * ULN$$,
 $$include alt > 2 ULN$$,
 $${alt}$$),
(9, $$ULN < alt$$,
 $$include ULN < alt$$,
 $${alt}$$),
(10, $$x > 30 min$$,
 $$include x > 30 min$$,
 $${x}$$),
(11, $$x > 3 * min(y)$$,
 $$include x > 3 * min(y)$$,
 $${x,y}$$),
(12, $$min(x) > 3$$,
 $$include min(x) > 3$$,
 $${x}$$),
(13, $$x > 3 and min(y within 3 d) > 2$$,
 $$include x > 3 and min(y within 3 d) > 2$$,
 $${x,y}$$),
(14, $$- - x > 3$$,
 $$include - -x > 3$$,
 $${x}$$),
(15, $$-x ^ 2 > 3$$,
 $$include -x ^ 2 > 3$$,
 $${x}$$),
(16, $$-(x ^ 2) > 3$$,
 $$include -(x ^ 2) > 3$$,
 $${x}$$),
(17, $$a or b and not (c or d)$$,
 $$include a or b and not (c or d)$$,
 $${a,b,c,d}$$),
(18, $$a and (b and c) or (d or e)$$,
 $$include a and b and c or d or e$$,
 $${a,b,c,d,e}$$),
(19, $$(a or b) and c$$,
 $$include (a or b) and c$$,
 $${a,b,c}$$),
(20, $$not not a$$,
 $$include not not a$$,
 $${a}$$),
(21, $$not (a and b)$$,
 $$include not (a and b)$$,
 $${a,b}$$),
(22, $$a - (b - c) > 1$$,
 $$include a - (b - c) > 1$$,
 $${a,b,c}$$),
(23, $$a - b - c > 1$$,
 $$include a - b - c > 1$$,
 $${a,b,c}$$),
(24, $$a / (b * c) > 1$$,
 $$include a / (b * c) > 1$$,
 $${a,b,c}$$),
(25, $$(a + b) * c > 1$$,
 $$include (a + b) * c > 1$$,
 $${a,b,c}$$),
(26, $$2 ^ -1 < x$$,
 $$include 2 ^ -1 < x$$,
 $${x}$$),
(27, $$(x ^ 2) ^ 3 > 1$$,
 $$include (x ^ 2) ^ 3 > 1$$,
 $${x}$$),
(28, $$f between 2 weeks and 4 weeks before admission$$,
 $$include f between 2 weeks and 4 weeks before admission$$,
 $${f,admission}$$),
(29, $$any(f where (value > 3 mg) between 2 weeks and 4 weeks before admission)$$,
 $$include any(f where value > 3 mg between 2 weeks and 4 weeks before admission)$$,
 $${f,admission}$$),
(30, $$any(f where value between 1 mg and 2 mg within 3 d)$$,
 $$include any(f where value between 1 mg and 2 mg within 3 d)$$,
 $${f}$$),
(31, $$any(f where (value > 1 mg or value < 3 mg) and text = 'a' since admission until as_of - 2 d)$$,
 $$include any(f where (value > 1 mg or value < 3 mg) and text = 'a' since admission until as_of - 2 d)$$,
 $${f,admission}$$),
(32, $$any(f until as_of since date '2024-01-01')$$,
 $$include any(f since date '2024-01-01' until as_of)$$,
 $${f}$$),
(33, $$as_of > birth_date + 18 years$$,
 $$include as_of > birth_date + 18 years$$,
 $${birth_date}$$),
(34, $$as_of > 18 years + birth_date$$,
 $$include as_of > birth_date + 18 years$$,
 $${birth_date}$$),
(35, $$as_of > x + 18 years and x is known$$,
 $$include as_of > x + 18 years and x is known$$,
 $${x}$$),
(36, $$x + 18 years < 3$$,
 $$include x + 18 years < 3$$,
 $${x}$$),
(37, $$renal_biopsy within 6 months$$,
 $$include renal_biopsy within 6 months$$,
 $${renal_biopsy}$$),
(38, $$at least 2 of (a, b, c > 3)$$,
 $$include at least 2 of (a, b, c > 3)$$,
 $${a,b,c}$$),
(39, $$exactly 1 of (a, b)$$,
 $$include exactly 1 of (a, b)$$,
 $${a,b}$$),
(40, $$f since later_therapy + 3 days until date '2024-03-01 10:30:00.50'$$,
 $$include f since later_therapy + 3 days until date '2024-03-01 10:30:00.5'$$,
 $${f,later_therapy}$$),
(41, $$"My Fact" is not known$$,
 $$include "My Fact" is not known$$,
 $${"My Fact"}$$),
(42, $$"note" and "ab""c"$$,
 $$include note and "ab""c"$$,
 $${note,"ab\"c"}$$),
(43, $$note and date and x and last and value and at$$,
 $$include note and date and x and last and value and at$$,
 $${note,date,x,last,value,at}$$),
(44, $$given x uln 40 U/L, y within 28 days, * within 90 days, copd absent means no, egfr is egfr_ckd_epi_2021(creatinine, age, sex), mycophenolate as mmf, mpa, creatinine in umol/L$$,
 $$given x uln 40 U/L, y within 28 days, * within 90 days, copd absent means no, egfr is egfr_ckd_epi_2021(creatinine, age, sex), mycophenolate as mmf, mpa, creatinine in umol/L$$,
 $${}$$),
(45, $$creatinine < 3$$,
 $$include creatinine < 3$$,
 $${creatinine}$$),
(46, $$creatinine < 3 umol/L$$,
 $$include creatinine < 3 umol/L$$,
 $${creatinine}$$),
(47, $$weight / height ^ 2 < 16 kg/m2$$,
 $$include weight / height ^ 2 < 16 kg/m2$$,
 $${weight,height}$$),
(48, $$age >= 14 years$$,
 $$include age >= 14 years$$,
 $${age}$$),
(49, $$sum(methylprednisolone) > 3 g$$,
 $$include sum(methylprednisolone) > 3 g$$,
 $${methylprednisolone}$$),
(50, $$mean(methylprednisolone) > 3 mg/d$$,
 $$include mean(methylprednisolone) > 3 mg/d$$,
 $${methylprednisolone}$$),
(51, $$mean(ivig) > 3 g/d$$,
 $$include mean(ivig) > 3 g/d$$,
 $${ivig}$$),
(52, $$hydroxychloroquine > 400 mg/d$$,
 $$include hydroxychloroquine > 400 mg/d$$,
 $${hydroxychloroquine}$$),
(53, $$any(x) and x > 3$$,
 $$include any(x) and x > 3$$,
 $${x}$$),
(54, $$max(alt within 4 weeks) between 2 ULN and 3 ULN$$,
 $$include max(alt within 4 weeks) between 2 ULN and 3 ULN$$,
 $${alt}$$),
(55, $$x > 50 %$$,
 $$include x > 50 %$$,
 $${x}$$),
(56, $$weight / height ^ 2 < 16 and weight / ideal_weight < 1.2 and creatinine - last(creatinine) > 1 and abs(creatinine) > 1$$,
 $$include weight / height ^ 2 < 16 and weight / ideal_weight < 1.2 and creatinine - last(creatinine) > 1 and abs(creatinine) > 1$$,
 $${weight,height,ideal_weight,creatinine}$$),
(57, $$egfr_ckd_epi_2021(creatinine, age, sex) < 60 mL/min/1.73 m2$$,
 $$include egfr_ckd_epi_2021(creatinine, age, sex) < 60 mL/min/1.73 m2$$,
 $${creatinine,age,sex}$$),
(58, $$least(creatinine, 3 mg/dL) > 2 mg/dL$$,
 $$include least(creatinine, 3 mg/dL) > 2 mg/dL$$,
 $${creatinine}$$),
(59, $$any(x where duration >= 2 weeks)$$,
 $$include any(x where duration >= 2 weeks)$$,
 $${x}$$),
(60, $$any(x where start >= date '2024-01-01' and stop < as_of - 2 weeks)$$,
 $$include any(x where start >= date '2024-01-01' and stop < as_of - 2 weeks)$$,
 $${x}$$),
(61, $$last(sex) = 'F'$$,
 $$include last(sex) = 'F'$$,
 $${sex}$$),
(62, $$duration_of(x within 1 year) >= 90$$,
 $$include duration_of(x within 1 year) >= 90$$,
 $${x}$$),
(63, $$duration_of(x within 1 year) >= 3 months$$,
 $$include duration_of(x within 1 year) >= 3 months$$,
 $${x}$$),
(64, $$count(x) > 3 and age * 12 > 200 and bmi(weight, height) / 16 kg/m2 > 1$$,
 $$include count(x) > 3 and age * 12 > 200 and bmi(weight, height) / 16 kg/m2 > 1$$,
 $${x,age,weight,height}$$),
(65, $$ln_class contains 'V' and x contains 'III'$$,
 $$include ln_class contains 'V' and x contains 'III'$$,
 $${ln_class,x}$$),
(66, $$a = true$$,
 $$include a = true$$,
 $${a}$$),
(67, $$a = b$$,
 $$include a = b$$,
 $${a,b}$$),
(68, $$a = b and b > 3$$,
 $$include a = b and b > 3$$,
 $${a,b}$$),
(69, $$x; report R: y; or include z$$,
 $$include x;
report R: y;
or include z$$,
 $${x,y,z}$$),
(70, $$include: x$$,
 $$include x$$,
 $${x}$$),
(71, $$include "a title": x > 3 note "n ""q"""$$,
 $$include "a title": x > 3 note "n ""q"""$$,
 $${x}$$),
(72, $$include I1 "": x$$,
 $$include I1: x$$,
 $${x}$$),
(73, $$x ; ; y ;$$,
 $$include x;
include y$$,
 $${x,y}$$),
(74, $$INCLUDE i1: AGE > 18 AND Sex IN ('M') NOTE "x"$$,
 $$include i1: age > 18 and sex in ('M') note "x"$$,
 $${age,sex}$$),
(75, $$include-1: x$$,
 $$include include-1: x$$,
 $${x}$$),
(76, $$x not between 3 and 4 mg$$,
 $$include x not between 3 mg and 4 mg$$,
 $${x}$$),
(77, $$x > 1e-5 and y > 1e20 and z > 123456789012345678$$,
 $$include x > 1e-05 and y > 1e+20 and z > 1.2345678901234568e+17$$,
 $${x,y,z}$$),
(78, $$x > .5$$,
 $$include x > 0.5$$,
 $${x}$$),
(79, $$x > 0.1 mg/d/ d$$,
 $$include x > 0.1 mg/d / d$$,
 $${x,d}$$),
(80, $$x ever$$,
 $$include any(x)$$,
 $${x}$$),
(81, $$any(x ever)$$,
 $$include any(x)$$,
 $${x}$$),
(82, $$(x) within 3 d$$,
 $$include x within 3 d$$,
 $${x}$$),
(83, $$true is true$$,
 $$include true is true$$,
 $${}$$),
(84, $$(a > 3) is true$$,
 $$include (a > 3) is true$$,
 $${a}$$),
(85, $$not a is known$$,
 $$include not a is known$$,
 $${a}$$),
(86, $$x > 30 mL/min/{1.73_m2}and y$$,
 $$include x > 30 mL/min/{1.73_m2} and y$$,
 $${x,y}$$),
(87, $$5 % > 3$$,
 $$include 5 % > 3$$,
 $${}$$),
(88, $$x <> 3; x != 3$$,
 $$include x <> 3;
include x <> 3$$,
 $${x}$$),
(89, $$f within 2 weeks of admission$$,
 $$include f within 2 weeks of admission$$,
 $${f,admission}$$),
(90, $$f on as_of$$,
 $$include f on as_of$$,
 $${f}$$),
(91, $$x between 3 ULN and 5 mg$$,
 $$include x between 3 ULN and 5 mg$$,
 $${x}$$),
(92, $$label "x" : y$$,
 $$include label "x": y$$,
 $${y}$$),
(93, $$egfr >= 60 mL/min/1.73m2$$,
 $$include egfr >= 60 mL/min/1.73m2$$,
 $${egfr}$$),
(94, $$sum(x where value > 3 mg within 3 weeks) between 1 g and 2 g$$,
 $$include sum(x where value > 3 mg within 3 weeks) between 1 g and 2 g$$,
 $${x}$$),
(95, $$creatinine < 265 umol/L and creatinine < 3 mg/dL$$,
 $$include creatinine < 265 umol/L and creatinine < 3 mg/dL$$,
 $${creatinine}$$),
(96, $$alt > 40 [IU]/L$$,
 $$include alt > 40 [IU]/L$$,
 $${alt}$$),
(97, $$temperature > 38.5 Cel and low > -5 Cel$$,
 $$include temperature > 38.5 Cel and low > -5 Cel$$,
 $${temperature,low}$$),
(98, $$x between -5 and -1$$,
 $$include x between -5 and -1$$,
 $${x}$$),
(99, $$x = -0$$,
 $$include x = 0$$,
 $${x}$$),
(100, $$max(urine_protein since later_therapy) >= 2 * last(urine_protein until later_therapy)$$,
 $$include max(urine_protein since later_therapy) >= 2 * last(urine_protein until later_therapy)$$,
 $${urine_protein,later_therapy}$$),
(101, $$pga - 0.3 > 0 and abs(pga - 3) < 1$$,
 $$include pga - 0.3 > 0 and abs(pga - 3) < 1$$,
 $${pga}$$),
(102, $$bmi(weight, height) < 16 kg/m2$$,
 $$include bmi(weight, height) < 16 kg/m2$$,
 $${weight,height}$$),
(103, $$bsa_mosteller(weight, height) > 1.5 m2$$,
 $$include bsa_mosteller(weight, height) > 1.5 m2$$,
 $${weight,height}$$),
(104, $$crcl_cockcroft_gault(creatinine, age, sex, weight) < 30 mL/min$$,
 $$include crcl_cockcroft_gault(creatinine, age, sex, weight) < 30 mL/min$$,
 $${creatinine,age,sex,weight}$$),
(105, $$egfr_ckd_epi_2009(creatinine, age, sex, false, true) < 60 mL/min/{1.73_m2}$$,
 $$include egfr_ckd_epi_2009(creatinine, age, sex, false, true) < 60 mL/min/{1.73_m2}$$,
 $${creatinine,age,sex}$$),
(106, $$egfr_ekfc_cys(cystatin, age) < 60 mL/min/{1.73_m2}$$,
 $$include egfr_ekfc_cys(cystatin, age) < 60 mL/min/{1.73_m2}$$,
 $${cystatin,age}$$),
(107, $$stable(antimalarial, prednisone_equivalent within 4 weeks before screening)$$,
 $$include stable(antimalarial, prednisone_equivalent within 4 weeks before screening)$$,
 $${antimalarial,prednisone_equivalent,screening}$$),
(108, $$first(x) is known and last(x) is not unknown and mean(x within 1 year) is known$$,
 $$include first(x) is known and last(x) is not unknown and mean(x within 1 year) is known$$,
 $${x}$$),
(109, $$count(infection_admission within 1 year) >= 2$$,
 $$include count(infection_admission within 1 year) >= 2$$,
 $${infection_admission}$$),
(110, $$not any(hydroxychloroquine where value > 400 mg/d within 4 weeks before screening)$$,
 $$include not any(hydroxychloroquine where value > 400 mg/d within 4 weeks before screening)$$,
 $${hydroxychloroquine,screening}$$),
(111, $$any(f within 2 weeks after date '2024-03-01T08:00')$$,
 $$include any(f within 2 weeks after date '2024-03-01 08:00:00')$$,
 $${f}$$),
(112, $$any(f where text in ('a', 'b') or value is known on as_of - 1 d)$$,
 $$include any(f where text in ('a', 'b') or value is known on as_of - 1 d)$$,
 $${f}$$),
(113, $$any(alt where value > 3 ULN within 3 months)$$,
 $$include any(alt where value > 3 ULN within 3 months)$$,
 $${alt}$$),
(114, $$sex in ('M', 'F') and not sex = 'M'$$,
 $$include sex in ('M', 'F') and not sex = 'M'$$,
 $${sex}$$),
(115, $$"Été" = 'ja' and "if" > 3$$,
 $$include "Été" = 'ja' and if > 3$$,
 $${Été,if}$$),
(116, $$birth_date between date '1950-01-01' and date '2010-12-31'$$,
 $$include birth_date between date '1950-01-01' and date '2010-12-31'$$,
 $${birth_date}$$),
(117, $$visit in (date '2024-01-01', date '2024-01-08')$$,
 $$include visit in (date '2024-01-01', date '2024-01-08')$$,
 $${visit}$$),
(118, $$(a = b) = (c = d)$$,
 $$include (a = b) = (c = d)$$,
 $${a,b,c,d}$$),
(119, $$x is false or y is not true or (x and y) is unknown$$,
 $$include x is false or y is not true or (x and y) is unknown$$,
 $${x,y}$$),
(120, $$given "Cr (S)" in mg/dL; "Cr (S)" < 3 mg/dL$$,
 $$given "Cr (S)" in mg/dL;
include "Cr (S)" < 3 mg/dL$$,
 $${"Cr (S)"}$$),
(121, $$given * absent means no, * within 1 year$$,
 $$given * absent means no, * within 1 year$$,
 $${}$$),
(122, $$given egfr is egfr_ckd_epi_2021(creatinine, age, sex), creatinine as scr, "SCR"; egfr < 60 mL/min/{1.73_m2} and creatinine < 3 mg/dL and egfr > 5 mL/min/{1.73_m2}$$,
 $$given egfr is egfr_ckd_epi_2021(creatinine, age, sex), creatinine as scr, "SCR";
include egfr < 60 mL/min/{1.73_m2} and creatinine < 3 mg/dL and egfr > 5 mL/min/{1.73_m2}$$,
 $${scr,SCR,age,sex}$$),
(123, $$given flag is sex in ('M'), low is wbc < 3000/uL; flag or low$$,
 $$given flag is sex in ('M'), low is wbc < 3000 /uL;
include flag or low$$,
 $${sex,wbc}$$),
(124, $$given wbc in 10*9/L, alt lln 5, platelets in G/L$$,
 $$given wbc in 10*9/L, alt lln 5, platelets in G/L$$,
 $${}$$),
(125, $$exclude E4.b-1 : x -- the comment goes$$,
 $$exclude E4.b-1: x$$,
 $${x}$$),
(126, $$exclude "Title: with colon; and -- dashes": x note "1; 2"$$,
 $$exclude "Title: with colon; and -- dashes": x note "1; 2"$$,
 $${x}$$),
(127, $$include ever1: any(x) note ""$$,
 $$include ever1: any(x)$$,
 $${x}$$),
(129, $$any(x within 24 h) and any(x within 0.5 years before admission + 48 h) and y > 30 min and any(z where duration > 36 h)$$,
 $$include any(x within 24 h) and any(x within 0.5 years before admission + 48 h) and y > 30 min and any(z where duration > 36 h)$$,
 $${x,admission,y,z}$$),
(128, $$AT LEAST 2 OF (A, B, C)$$,
 $$include at least 2 of (a, b, c)$$,
 $${a,b,c}$$);

SELECT id, input, input::criteria::text AS got, normal AS expected
  FROM valid WHERE input::criteria::text <> normal ORDER BY id;
SELECT id, input, facts(input::criteria) AS got, facts AS expected
  FROM valid WHERE facts(input::criteria) <> facts ORDER BY id;
-- the normal form reads back to the same bytes
SELECT id FROM valid
 WHERE normal::criteria <> input::criteria
    OR criteria_send(normal::criteria) <> criteria_send(input::criteria)
    OR criteria_hash(normal::criteria) <> criteria_hash(input::criteria) ORDER BY id;
SELECT count(*) AS cases, count(DISTINCT input::criteria) AS different FROM valid;

-- The four protocols, as worked in the language: 97 lines and their readings.
CREATE TABLE protocol (id text PRIMARY KEY, c criteria);
INSERT INTO protocol VALUES
('NCT05863936', $$
include I1a "SLE by ACR 1997, with active lupus nephritis":  (acr1997_sle or acr1997_criteria_met >= 4) and active_lupus_nephritis;
include I1b "SLEDAI above 10; not asked of pure class V":    sledai_2k > 10 or ln_class = 'V'
    note "Index version not stated: SLEDAI-2K. 'Except type V' read as pure V.";
include I2a "Class III, IV, V, V+III or V+IV by LM, IF, EM": ln_class in ('III', 'IV', 'V', 'III+V', 'IV+V')
                                                             and biopsy_light_microscopy and biopsy_immunofluorescence and biopsy_electron_microscopy
    note "ISN/RPS 2003. No limit on the age of the biopsy. Activity: I1a.";
include I2b "Chronicity index below 3":                      chronicity_index < 3;
include I2c "No TMA-like lesion":                            not tma_lesion;
include I3  "Proteinuria":                                   urine_protein >= 1.5 g/d
    note "With or without active sediment: the sediment decides nothing here.";
report  I3-sediment "Active sediment (for the endpoint)":    (urine_rbc > 100/uL or urine_wbc_hpf > 5/HPF or red_cell_casts) and not urinary_tract_infection;
include I4  "Renal function":                                creatinine < 3.0 mg/dL or egfr < 30 mL/min/{1.73_m2}
    note "Printed so: fails only creatinine >= 3.0 with eGFR >= 30. CKD-EPI version not stated, and CKD-EPI is for adults while age 14 is admitted.";
report  I4-meant "Not severe renal failure":                 creatinine < 3.0 mg/dL and egfr >= 30 mL/min/{1.73_m2};
include I5  "Methylprednisolone pulses, 1.5 to 3.0 g in 2 weeks": sum(methylprednisolone where value >= 250 mg/d within 2 weeks) between 1.5 g and 3.0 g
    note "What counts as a pulse is not stated: 250 mg a day or more is our choice.";
include F1  "Age 14 to 65":                                  age between 14 and 65  note "A mirror prints 18 to 75.";
include F2  "Any sex, no healthy volunteers":                true  note "Registry fields; exclude nobody whom I1a admits.";

exclude E1  "Renal replacement needed, or in the last 3 months":  needs_renal_replacement or any(renal_replacement within 3 months);
exclude E2  "Liver tests above 2 x ULN":                     alt > 2 ULN or ast > 2 ULN or bilirubin > 2 ULN;
exclude E3  "Glucose":                                       fasting_glucose >= 7.0 mmol/L or postprandial_glucose_2h > 11.1 mmol/L
    note ">= in the first and > in the second are the source's. A random glucose is neither.";
exclude E4a "Immunosuppressant in the last 12 weeks":        any(mycophenolate, cyclophosphamide, tacrolimus, high_dose_ivig within 12 weeks)
                                                             or any(cyclosporine where duration >= 2 weeks within 12 weeks)
    note "High dose of IVIG not defined. Cyclosporine under 2 weeks is excepted in E4b.";
exclude E4b "Not counted against E4a":                       false
    note "Oral steroid, azathioprine, tripterygium, IV methylprednisolone under 80 mg/d, cyclosporine under 2 weeks, leflunomide under 4 weeks: exceptions exclude nobody. The pulses of I5 are not an E4 drug.";
report  E4b-meant "Leflunomide for 4 weeks or more":         any(leflunomide where duration >= 4 weeks within 12 weeks);
exclude E5a "Allergy to or contraindication for a study drug": mycophenolate_allergy or tacrolimus_allergy or belimumab_allergy or study_drug_contraindicated;
exclude E5b "Infection, or IV antibiotic before admission":  active_infection or any(iv_antibiotic within 1 month before admission);
exclude E6a "Chronic or serious infection, now or in 3 months": any(active_hepatitis_b, hepatitis_c, tuberculosis, cmv_pneumonia, fungal_infection, syphilis, hiv_infection
                                                             within 3 months) or other_listed_infection
    note "The list ends in 'etc.': the flag is the investigator's.";
exclude E6b "Peptic ulcer":                                  any(active_peptic_ulcer within 3 months)  note "Whether the 3 months govern this item is unclear.";
exclude E6c "Drug use or alcohol abuse":                     any(drug_abuse, alcohol_abuse)  note "'And' read as either.";
report  E6c-printed "Both":                                  any(drug_abuse) and any(alcohol_abuse);
exclude E6d "Severe malnutrition":                           weight / height ^ 2 < 16 kg/m2;
exclude E7a "Other active disease":                          other_active_disease;
exclude E7b "COPD, or asthma on oral steroid":               copd or asthma_on_oral_steroid;
exclude E7c "Low counts not due to SLE":                     (wbc < 3000/uL or neutrophils < 1300/uL or platelets < 50000/uL) and not cytopenia_due_to_sle
    note "'And' between the counts read as any of them; 'caused by SLE was excluded' read as the exception.";
report  E7c-printed "All three low, not due to SLE":         wbc < 3000/uL and neutrophils < 1300/uL and platelets < 50000/uL and not cytopenia_due_to_sle;
report  E7c-alt "Suppression by SLE is itself excluded":     (wbc < 3000/uL or neutrophils < 1300/uL or platelets < 50000/uL) and cytopenia_due_to_sle;
exclude E7d "Apheresis or high-dose IVIG in 4 weeks":        any(double_filtration, plasma_exchange, high_dose_ivig within 4 weeks);
exclude E8  "Malignant hypertension":                        malignant_hypertension;
exclude E9  "Women: wish for pregnancy, no contraception, lactating": sex = 'F' and (wishes_pregnancy or refuses_contraception or lactating);
exclude E10 "Unsuitable in the investigator's view":         unsuitable_per_investigator
$$),
('NCT04893161', $$
include I1  "SLE by ACR 1997":                               acr1997_sle or acr1997_criteria_met >= 4;
include I2  "Older than 18":                                 age > 18 or (age = 18 and as_of > birth_date + 18 years)
    note "Text: more than 18 years. 18 years and a day passes; without a date of birth an 18-year-old is unknown.";
report  I2-alt "Registry field: 18 or older":                age >= 18;
include I3a "Active SLE":                                    sledai_2k > 0  note "No threshold stated.";
include I3b "Refractory: intolerance, no response or relapse": refractory_sle;
or include I3c "... or 24-h protein above 1 g for a year of therapy": min(urine_protein since initial_therapy + 365 days) > 1 g/d
    note "Every value from day 365 on, and at least one.";
or include I3d "... or renal flare under later therapy":     any(later_therapy)
                                                             and ((any(complete_renal_response until later_therapy) and max(urine_protein since later_therapy) > 1 g/d)
                                                                  or (not any(complete_renal_response until later_therapy)
                                                                      and max(urine_protein since later_therapy) >= 2 * last(urine_protein until later_therapy)))
    note "Complete response not defined by the source. Doubling is against the value that ended the initial therapy.";
include F1  "Any sex, no healthy volunteers, no upper age":  true;

exclude E1  "Cancer in the last 5 years":                    any(malignancy within 5 years)
                                                             or (any(skin_carcinoma within 5 years) and not skin_carcinoma_resected_only)
                                                             or (any(cervical_carcinoma_in_situ within 5 years)
                                                                 and not (cervical_carcinoma_treated_locally and not any(metastasis within 3 years)))
    note "3 years free of metastasis attached to the cervix, as printed.";
exclude E2a "Suicidal behaviour in 6 months":                any(suicidal_behaviour within 6 months);
exclude E2b "Suicidal ideation in 2 months":                 any(suicidal_ideation within 2 months);
exclude E2c "Suicide risk in the investigator's view":       suicide_risk_per_investigator;
exclude E3  "Primary immunodeficiency, ever":                any(primary_immunodeficiency);
exclude E4  "IgG deficiency":                                igg < 400 mg/dL;
exclude E5  "IgA deficiency":                                iga < 10 mg/dL;
exclude E6  "Cyclophosphamide or rituximab":                 any(cyclophosphamide, rituximab)  note "No window printed: ever.";
exclude E7a "Now on suppressive anti-infective therapy":     any(infection_suppressive_therapy on as_of);
exclude E7b "In hospital for infection in 60 days":          any(infection_admission within 60 days);
exclude E7c "Parenteral anti-infective in 60 days":          any(parenteral_anti_infective within 60 days);
exclude E8  "Drug or alcohol abuse or dependence, now or in 365 days": any(drug_abuse, alcohol_abuse within 365 days);
exclude E9  "HIV test positive, ever or at screening":       any(hiv_positive) or hiv_positive
    note "Ever positive excludes; never tested is unknown.";
exclude E10a "HBsAg or HBcAb positive":                      hbsag_positive or hbcab_positive;
exclude E10b "Hepatitis C antibody positive":                hcv_antibody_positive;
exclude E11 "Anaphylaxis to contrast, protein or antibody":  any(anaphylaxis_to_biologic_or_contrast);
exclude E12 "Other significant laboratory abnormality":      significant_lab_per_investigator;
exclude E13 "Significant medical or psychiatric illness":    significant_illness_per_investigator
$$),
('NCT05262686', $$
include I1  "Older than 18 at screening":                    age > 18 or (age = 18 and screening > birth_date + 18 years)  note "Field: 18 to 70, see F1.";
include I2  "AECG 2002 criteria":                            aecg2002  note "A Sjogren set, as printed; no line asks for SLE.";
report  I2-meant "SLE by ACR 1997":                          acr1997_sle;
include I3  "Written consent, expected to comply":           any(informed_consent) and expected_to_comply;
include I4a "Background drugs stable for 4 weeks":           stable(antimalarial, prednisone_equivalent, cholinergic_stimulant, topical_cyclosporine within 4 weeks before screening)
    note "Not taking counts as stable. Stability during the study cannot be judged at entry.";
include I4b "Hydroxychloroquine at most 400 mg/d":           not any(hydroxychloroquine where value > 400 mg/d within 4 weeks before screening);
include I4c "Prednisone at most 10 mg/d":                    not any(prednisone_equivalent where value > 10 mg/d within 4 weeks before screening);
include F1  "Age 18 to 70, any sex, no healthy volunteers":  age between 18 and 70;

exclude E1a "Haemoglobin at most 9":                         hemoglobin <= 9 g/dL  note "Seed prints '=9'; sign from registry copies.";
report  E1a-printed "Haemoglobin exactly 9":                 hemoglobin = 9 g/dL;
exclude E1b "Neutrophils: limit lost in the source":         unknown;
exclude E1c "Other laboratory items, lost in the source":    unknown;
exclude E1d "Fragment '10 mg/d) within 1 month'":            unknown;
report  E1d-meant "Steroid above 10 mg/d in the last month": any(prednisone_equivalent where value > 10 mg/d within 1 month);
exclude E2a "Heart failure, NYHA III or IV":                 nyha_class >= 3  note "Sign restored from registry copies.";
exclude E2b "Creatinine clearance at most 30":               creatinine_clearance <= 30 mL/min  note "Sign restored. Not an eGFR.";
exclude E2c "Liver dysfunction":                             alt > 3 ULN or ast > 3 ULN or bilirubin > ULN;
exclude E3  "Allergy or intolerance to tofacitinib":         tofacitinib_allergy  note "Text of another protocol; belimumab and IL-2 are not covered.";
exclude E4a "Serious infection in hospital":                 any(infection_admission on as_of)  note "Printed without a window of its own.";
report  E4a-alt "The 2 months govern both halves":           any(infection_admission within 2 months);
exclude E4b "IV antibiotic in 2 months":                     any(iv_antibiotic within 2 months);
exclude E5  "HIV or hepatitis C antibody":                   hiv_positive or hcv_antibody_positive;
exclude E6  "Cancer in 5 years":                             any(malignancy within 5 years)
                                                             or (any(cervical_tumour within 5 years)
                                                                 and not (any(cervical_tumour_surgery) and not any(cervical_tumour_recurrence within 3 months after cervical_tumour_surgery)))
    note "The seed prints 3 months, not 3 years. Non-melanoma skin cancer does not count.";
exclude E7  "Mental disorder or substance abuse in 3 years that may hinder": (uncontrolled_mental_disorder or any(drug_abuse, alcohol_abuse within 3 years)) and may_hinder_completion;
exclude E8  "Pregnant, lactating, or no contraception":      sex = 'F' and (pregnant or lactating or (childbearing_potential and refuses_contraception))
    note "Run together in the source; contraception for 12 months after treatment."
$$),
('SEED004', $$
include I1  "Written consent":                               any(informed_consent);
include I2  "Age 14 to 65":                                  age between 14 and 65;
include I3  "SLE by ACR 1997":                               acr1997_sle or acr1997_criteria_met >= 4;
include I4  "Class III or IV, with or without V, biopsy within 6 months": (ln_class contains 'III' or ln_class contains 'IV') and renal_biopsy within 6 months;
include I5  "SLEDAI above 6":                                sledai_2k > 6  note "Version not stated.";
include I6  "Proteinuria":                                   urine_protein > 1.0 g/d;

exclude E1  "eGFR 45 or more":                               egfr >= 45 mL/min/{1.73_m2}  note "Printed so twice; probably the sign is reversed.";
report  E1-meant "eGFR below 45":                            egfr < 45 mL/min/{1.73_m2};
exclude E2  "Renal replacement, apheresis or 100 g IVIG in 2 months": any(renal_replacement, plasma_exchange, immunoadsorption within 2 months)
                                                             or sum(ivig within 2 months) >= 100 g  note "100 g read as the total.";
exclude E3  "Critical organ damage or crisis, judged unsuitable": critical_organ_damage_unsuitable;
exclude E4  "Low counts not due to SLE":                     (wbc < 3000/uL or neutrophils < 1500/uL or lymphocytes < 800/uL or platelets < 50000/uL) and not cytopenia_due_to_sle;
report  E4-alt "The exception binds platelets only":         wbc < 3000/uL or neutrophils < 1500/uL or lymphocytes < 800/uL or (platelets < 50000/uL and not cytopenia_due_to_sle);
exclude E5  "Liver tests above 2 x ULN":                     alt > 2 ULN or ast > 2 ULN or bilirubin > 2 ULN;
exclude E6  "Allergy to or contraindication for the biologics": belimumab_allergy or telitacicept_allergy or study_drug_contraindicated;
exclude E7  "Infection, or IV antibiotic in 1 month":        active_infection or any(iv_antibiotic within 1 month);
exclude E8  "Pregnant or breastfeeding":                     sex = 'F' and (pregnant or lactating);
exclude E9a "Serious infection, now or in 3 months":         any(active_hepatitis_b, hepatitis_c, tuberculosis, cmv_pneumonia, fungal_infection, syphilis, hiv_infection within 3 months);
exclude E9b "Peptic ulcer":                                  any(active_peptic_ulcer within 3 months);
exclude E9c "Drug or alcohol abuse, ever":                   any(drug_abuse, alcohol_abuse);
exclude E9d "Severe malnutrition":                           weight / height ^ 2 < 16 kg/m2;
exclude E10a "Life-threatening cardiovascular disease":      severe_cardiovascular_disease;
exclude E10b "COPD, or asthma or allergy on long-term oral steroid": copd or asthma_on_oral_steroid;
exclude E10c "Malignant hypertension":                       malignant_hypertension;
exclude E10d "Cancer in 5 years":                            any(malignancy within 5 years)
                                                             or (any(skin_carcinoma within 5 years) and not skin_carcinoma_cured)
                                                             or (any(cervical_intraepithelial_neoplasia within 5 years) and not cervical_neoplasia_cured);
exclude E11 "Unsuitable in the investigator's view":         unsuitable_per_investigator
$$);

-- lines (an "or include" is a line of its own), reports, facts
SELECT id, cardinality(regexp_split_to_array(c::text, E'\n')) AS clauses,
       (SELECT count(*) FROM regexp_matches(c::text, '^report ', 'gn')) AS reports,
       cardinality(facts(c)) AS facts
  FROM protocol ORDER BY id;
SELECT sum(cardinality(regexp_split_to_array(c::text, E'\n')))
       - sum((SELECT count(*) FROM regexp_matches(c::text, '^report ', 'gn'))) AS lines FROM protocol;
SELECT id FROM protocol WHERE c::text::criteria <> c ORDER BY id;
-- each line by itself, and put together again
SELECT id, count(*) AS lines, bool_and("only"(c, ARRAY[label])::text::criteria = "only"(c, ARRAY[label])) AS reads_back
  FROM protocol, regexp_matches(c::text, '^(?:or )?(?:include|exclude|report) ([^ ]+)', 'gn') m, LATERAL (SELECT m[1] AS label) l
 GROUP BY id ORDER BY id;
SELECT "only"(c, '{I3b,I3c}') FROM protocol WHERE id = 'NCT04893161';
SELECT without(c, '{I1a,I1b,I2a,I2b,I2c,I3,I3-sediment,I4,I4-meant,I5,F1,F2,E1,E2,E3,E4a,E4b,E4b-meant,E5a,E5b,E6a,E6b,E6c,E6c-printed,E7a,E7b,E7c,E7c-printed,E7c-alt,E7d,E8,E9,E10}')
  FROM protocol WHERE id = 'NCT05863936';
-- a table's units described once
SELECT facts('given creatinine in umol/L, egfr is egfr_ckd_epi_2021(creatinine, age, sex)' || "only"(c, '{I4}'))
  FROM protocol WHERE id = 'NCT05863936';

DROP TABLE valid, protocol;

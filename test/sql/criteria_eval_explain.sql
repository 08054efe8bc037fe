-- Reasons: what explain_eligibility and missing_facts say.  The wording is
-- ours; each value, unit, date and limit is that of the history below.
\pset null NULL
\pset format unaligned
SET DateStyle = 'German, DMY';
SET extra_float_digits = -5;

CREATE TEMP TABLE patient AS SELECT
    'age 2024-01-01 34; sex 2024-01-01 text ''F''; creatinine 2024-02-20T08:30 1.2 unit ''mg/dL''; urine_protein 2024-02-27 1.2 unit ''g/d'';
     alt 2024-02-27 100 unit ''U/L'' uln 40; ast 2024-02-27 30 unit ''U/L'' uln 40; bilirubin 2024-02-27 0.9 unit ''mg/dL'';
     anti_dsdna 2024-02-27 <9.8 unit ''IU/mL''; albumin 2024-02-27 3.1 unit ''mg''; hemoglobin 2024-02-27 12; weight 2024-02-01 58.3 unit ''kg'';
     height 2024-02-01 165 unit ''cm''; ln_class 2023-11 text ''III+V''; active_infection 2024-02-27 text ''N''; hiv_positive 2024-02-27 text ''indeterminate'';
     mycophenolate exposure 2024-01-05 to 2024-02-03 1000 unit ''mg/d''; tuberculosis event 2019; prednisone_equivalent exposure 2024-01-01 10 unit ''mg/d'';
     pga 2024-02-27 1; pga 2024-02-27 2; lactating 2024-01-01 text ''Y'''::patient_history AS h;

SELECT e.position, holds, passes, reason, missing, note
  FROM patient, explain_eligibility('
    include I1: age between 14 and 65;
    include I2: urine_protein >= 1.5 g/d;
    include I3 "Renal function": creatinine < 3.0 mg/dL or egfr < 30 mL/min/{1.73_m2} note "as printed";
    include I4: creatinine > 200 umol/L;
    include I5: ln_class in (''III'', ''IV'', ''III+V'') and ln_class contains ''IV'';
    exclude E1: alt > 2 ULN or ast > 2 ULN or bilirubin > 2 ULN;
    exclude E2: ast > 2 ULN;
    exclude E3: bilirubin > 2 ULN;
    exclude E4: any(mycophenolate, cyclophosphamide within 12 weeks);
    exclude E5: any(rituximab);
    exclude E6: active_infection;
    exclude E7: hiv_positive or any(hiv_positive);
    exclude E8: any(tuberculosis within 3 months);
    exclude E9: weight / height ^ 2 < 16 kg/m2;
    include I6: anti_dsdna < 5 IU/mL;
    include I7: anti_dsdna < 10 IU/mL;
    include I8: albumin > 3.5 g/dL;
    include I9: hemoglobin > 9 g/dL;
    include I10: pga < 3;
    include I11: max(pga) < 3;
    exclude E10: prednisone_equivalent > 7.5 mg/d;
    exclude E11: sex = ''F'' and (pregnant or lactating);
    include I12: egfr is known;
    include I13: not (creatinine is known);
    include I14: at least 2 of (active_infection, lactating, age > 18);
    include I15: false;
    exclude E12: unknown;
    report R1: urine_protein / creatinine > 1 g/d/(mg/dL);
    include I16: as_of > date ''2024-01-01'';
    include I17: 3 mg/dL > creatinine;
    exclude E13: not (age > 18);
    include I18: stable(mycophenolate within 4 weeks);
    include I19: duration_of(mycophenolate within 12 weeks) > 20 days;
    include I20: any(x within 4 weeks before screening)', h, '2024-03-01') AS e;

SELECT m.* FROM patient, missing_facts('
    include I2: urine_protein >= 1.0 g/d and egfr > 30 mL/min/{1.73_m2};
    include I3: creatinine < 3.0 mg/dL or egfr < 30 mL/min/{1.73_m2};
    exclude E3: bilirubin > 2 ULN;
    exclude E7: hiv_positive;
    include I6: anti_dsdna < 5 IU/mL;
    include I8: albumin > 3.5 g/dL;
    include I9: hemoglobin > 9 g/dL;
    include I10: pga < 3;
    exclude E10: prednisone_equivalent > 7.5 mg/d;
    exclude E8: any(tuberculosis within 60 months);
    report R: c3 < 90 mg/dL', h, '2024-03-01') AS m;
-- a clause that fails for good: nothing that is missing could change that
SELECT fact, why, needed_by, decides FROM patient, missing_facts('include age > 40; include egfr > 30 mL/min/{1.73_m2}', h, '2024-03-01') AS m;
-- one of a group is enough
SELECT fact, needed_by, decides FROM patient, missing_facts('include a: egfr > 30 mL/min/{1.73_m2}; or include b: age > 18; include c: c3 > 1 g/L', h, '2024-03-01') AS m;
SELECT fact, why, needed_by, decides FROM missing_facts('given creatinine within 4 weeks; creatinine < 3 mg/dL; exclude any(x)', NULL::patient_history, NULL) AS m;
SELECT fact, why, last_at, last_value FROM patient, missing_facts('given creatinine within 4 days; creatinine < 3 mg/dL', h, '2024-03-01') AS m;
SELECT count(*) FROM patient, missing_facts(NULL, h, '2024-03-01');

-- A recorded no is no silence; a column says what it holds.
CREATE TEMP TABLE denied AS SELECT n, tb, hiv, last_mmf, h::patient_history FROM (VALUES
    (1, false, 'N', date '2023-01-01', 'tuberculosis 2024-01-01 text ''N''; mmf exposure 2024-01-01 to 2024-02-01 0 unit ''mg/d'''),
    (2, NULL, 'Y', '-infinity', ''),
    (3, true, NULL, NULL, 'tuberculosis 2023-01-01 text ''Y''')) AS v (n, tb, hiv, last_mmf, h);
SELECT n, label, holds, reason FROM denied, explain_eligibility('given tb absent means no;
    exclude a: any(tuberculosis);
    exclude b: any(tuberculosis within 12 weeks);
    exclude c: any(tuberculosis where start > date ''2024-02-01'');
    exclude d: any(mmf, tuberculosis where duration > 3 days);
    exclude e: any(tb);
    exclude f: any(hiv);
    exclude g: last_mmf within 12 weeks;
    include h: any(tb, tuberculosis)', denied, '2024-03-01') ORDER BY n, label;

-- The last entry, whatever is missing: an event has no value, a partial date
-- is no moment and stands behind the value, what is recorded later is not seen.
SELECT why, fact, last_at, last_value, needed_by FROM missing_facts('given old within 3 days, score within 1 day;
    exclude a: alt > 2 ULN;
    include b: c3 > 3 mg/dL;
    include c: last(admitted);
    include d: any(flare within 1 day);
    include e: any(admitted within 5 days);
    include f: pga < 1;
    include g: score > 2;
    include h: old > 3 mg;
    include i: sum(mmf) > 3 mg;
    include j: any(creatinine within 3 days);
    include k: many < 3;
    include l: flag',
    $$alt 2024-02-20 50 unit 'U/L'; alt 2024-03-02 60 unit 'U/L' uln 40; flare event 2024-02-10; admitted event 2024-02;
      c3 2024-02 90 unit 'mg/dL'; c3 2024-02-15 95 unit 'mg/dL'; creatinine 2024-02 1 unit 'mg/dL'; pga 2024-02-03T10:30 <3;
      score 2024-02-03 5; old 2023 5 unit 'mg'; mmf exposure 2024-02 to 2024-02-20 1 unit 'TABLET'; flag 2024-02-03 text 'x';
      many 2024-02-03 1; many 2024-02-03 2; many 2024-02-03 3; many 2024-02-03 4; many 2024-02-03 5; many 2024-02-03 6$$::patient_history, '2024-03-01')
ORDER BY needed_by;
SELECT fact, why, last_at, last_value FROM (VALUES (quantity '50 U/L', NULL::float8, text 'maybe')) AS r (alt, alt_uln, copd), missing_facts('exclude alt > 2 ULN; exclude copd', r, '2024-03-01');
-- how many hold; a date without the day somebody wrote it down
SELECT label, holds, reason FROM explain_eligibility('a: exactly 1 of (x, y, z); b: exactly 2 of (x, y); exclude c: exactly 1 of (x, z); d: as_of >= birth_date + 18 years',
    $$x 2024-01-01 text 'Y'; y 2024-01-01 text 'N'; z 2024-01-01 text 'no'; birth_date 2024-01-01 text '2006-03'$$::patient_history, '2024-03-01');

-- facts derived from one another: each is evaluated once, and told again where it is used again
SET statement_timeout = '5s';
CREATE TEMP TABLE doubling AS
SELECT format('given %s; f1 > 3 or not f2 > 9; exclude f3 + f1 > 4 and x < 3 mg', string_agg(format('f%s is f%s + f%s', n, n + 1, n + 1), ', ' ORDER BY n))::criteria AS c
FROM generate_series(1, 60) n;
SELECT e.position, e.holds, e.reason, e.missing FROM doubling, explain_eligibility(c, patient_history(), date '2024-03-01') e;
SELECT m.* FROM doubling, missing_facts(c, patient_history(), date '2024-03-01') m;
SELECT e.position, e.holds, left(e.reason, 30) AS reason, e.missing FROM doubling,
    explain_eligibility(c, observation('f61', '2024-01-02', 1) || observation('x', '2024-01-02', 2, 'mg'), date '2024-03-01') e;
RESET statement_timeout;
-- its first use did not decide and is dropped, the second is told
SELECT e.position, e.holds, e.reason, e.missing
FROM explain_eligibility('given f is a + b, g is f > 3; (f > 3 or d > 0) and f > 5; (g or d > 0) and not g; exclude g',
    observation('d', '2024-01-02', 1), date '2024-03-01') e;
SELECT m.* FROM missing_facts('given f is a + b; (f > 3 or d > 0) and f > 5; f > 2', observation('d', '2024-01-02', 1), date '2024-03-01') m;

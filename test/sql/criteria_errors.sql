-- criteria: what does not parse, and how it is told.
-- Every message in full: what is wrong, where, and what would do.
\set VERBOSITY default
\set SHOW_CONTEXT never

SELECT $$--x > 3$$::criteria;
SELECT $$as_of - birth_date > 18 years$$::criteria;
SELECT $$at most 4 of (a, b)$$::criteria;
SELECT $$at least 1.5 of (a)$$::criteria;
SELECT $$date '2023-02-29' < as_of$$::criteria;
SELECT $$given creatinine in umol/L, creatinine in mg/dL$$::criteria;
SELECT $$given creatinine in mg$$::criteria;
SELECT $$given egfr in mL/min$$::criteria;
SELECT $$given egfr is egfr$$::criteria;
SELECT $$given a is b + 1, b is a + 1$$::criteria;
SELECT $$given a as b, b as a$$::criteria;
SELECT $$given * in mg$$::criteria;
SELECT $$given sex in mg$$::criteria;
SELECT $$given creatinine absent means no$$::criteria;
SELECT $$given creatinine in mg/dL; creatinine < 3$$::criteria;
SELECT $$creatinine < 3 mg$$::criteria;
SELECT $$creatinine < 3 g/d$$::criteria;
SELECT $$1.5 g/d < 3 mg/dL$$::criteria;
SELECT $$weight / height ^ 2 < 16 kg/m$$::criteria;
SELECT $$weight + height > 3$$::criteria;
SELECT $$age >= 5 mg$$::criteria;
SELECT $$sledai_2k > 3 mg$$::criteria;
SELECT $$sum(methylprednisolone) > 3 g/d$$::criteria;
SELECT $$hydroxychloroquine > 400 mg$$::criteria;
SELECT $$hydroxychloroquine$$::criteria;
SELECT $$copd = 'Y'$$::criteria;
SELECT $$sex = 1$$::criteria;
SELECT $$sex < 'F'$$::criteria;
SELECT $$sex in ('F', 1)$$::criteria;
SELECT $$creatinine$$::criteria;
SELECT $$renal_biopsy > date '2024-01-01'$$::criteria;
SELECT $$x = 'a' and x > 3$$::criteria;
SELECT $$x > 3 and x$$::criteria;
SELECT $$bilirubin > ULN + 1$$::criteria;
SELECT $$alt + ast > 2 ULN$$::criteria;
SELECT $$sum(alt) > ULN$$::criteria;
SELECT $$ULN > LLN$$::criteria;
SELECT $$egfr >= 85 % of baseline$$::criteria;
SELECT $$baseline.x > 3$$::criteria;
SELECT $$any(x since baseline)$$::criteria;
SELECT $$egfr_ckd_epi_2021(creatinine, age, sex) < 60 mL/min$$::criteria;
SELECT $$egfr_ckd_epi_2021(creatinine, age) < 60$$::criteria;
SELECT $$egfr_ckd_epi_2020(creatinine, age, sex) < 60$$::criteria;
SELECT $$egfr_ckd_epi(creatinine, age, sex) < 60$$::criteria;
SELECT $$EGFR_CKD_EPI_CYS(cystatin_c, age, sex) < 60$$::criteria;
SELECT $$duration(x) > 3$$::criteria;
SELECT $$eg(creatinine) > 3$$::criteria;
SELECT $$egfr_ckd_epi_2021(weight, age, sex) < 60$$::criteria;
SELECT $$least(creatinine, weight) > 2$$::criteria;
-- one side surely has a unit, the number beside it has none: for nobody true
SELECT $$egfr_ckd_epi_2021(creatinine, age, sex) < 60$$::criteria;
SELECT $$16.5 > bmi(weight, height)$$::criteria;
SELECT $$bmi(weight, height) between 16 and 30$$::criteria;
SELECT $$bmi(weight, height) in (16 kg/m2, 20)$$::criteria;
SELECT $$bmi(weight, height) + 3 > 20 kg/m2$$::criteria;
SELECT $$abs(bmi(weight, height)) > 4 * 4$$::criteria;
SELECT $$given weight in kg, height in m; weight / height ^ 2 < 16$$::criteria;
SELECT $$given weight in kg; weight / height ^ 2 < 16$$::criteria;
SELECT $$given creatinine in umol/L; creatinine ^ 2 > 3$$::criteria;
SELECT $$given egfr is egfr_ckd_epi_2021(creatinine, age, sex); last(egfr) < 60$$::criteria;
SELECT $$given egfr is egfr_ckd_epi_2021(creatinine, age, sex); any(egfr where value < 60 within 12 weeks)$$::criteria;
SELECT $$abs(a, b) > 3$$::criteria;
SELECT $$any(x where y > 3)$$::criteria;
SELECT $$any(x where any(y))$$::criteria;
SELECT $$any(x where duration >= 14)$$::criteria;
SELECT $$any(x within 3)$$::criteria;
SELECT $$any(x within 3 mg)$$::criteria;
-- windows and dates go by whole days and months
SELECT $$any(x within 30 min)$$::criteria;
SELECT $$x between 36 h and 2 weeks before admission$$::criteria;
SELECT $$any(x within 1.5 months)$$::criteria;
SELECT $$any(x since admission + 12 hours)$$::criteria;
SELECT $$given creatinine within 1.5 d$$::criteria;
SELECT $$as_of > birth_date + 6 h$$::criteria;
SELECT $$as_of > x - 1.5 weeks$$::criteria;
SELECT $$any(x + 1 within 3 d)$$::criteria;
SELECT $$last(x) > 3 within 3 d$$::criteria;
SELECT $$any(x since creatinine)$$::criteria;
SELECT $$any(x since copd)$$::criteria;
SELECT $$last(sex, creatinine) = 'F'$$::criteria;
SELECT $$duration_of(x within 1 year) >= 3 mg$$::criteria;
SELECT $$count(x) > 3 d$$::criteria;
SELECT $$x contains 3$$::criteria;
SELECT $$I4: x; I4: y$$::criteria;
SELECT $$x; 1: y$$::criteria;
SELECT $$or include x$$::criteria;
SELECT $$x; exclude y; or include z$$::criteria;
SELECT $$x; or exclude y$$::criteria;
SELECT $$or: x$$::criteria;
SELECT $$x; given y in mg$$::criteria;
SELECT $$x > 3 inclde$$::criteria;
SELECT $$(x$$::criteria;
SELECT $$x)$$::criteria;
SELECT $$include$$::criteria;
SELECT $$x ≥ 3$$::criteria;
SELECT $$“x” > 3$$::criteria;
SELECT $$è > 3$$::criteria;
SELECT $$x > 'abc$$::criteria;
SELECT $$x > "abc$$::criteria;
SELECT $$exclude I4 age > 3$$::criteria;
SELECT $$18 < age < 65$$::criteria;
SELECT $$x = = 3$$::criteria;
SELECT $$x == 3$$::criteria;
SELECT $$x > 12 yeers$$::criteria;
SELECT $$x > 3 adn y$$::criteria;
SELECT $$copd adn x$$::criteria;
SELECT $$inclde I1 x$$::criteria;
SELECT $$anny(x)$$::criteria;
SELECT $$creatinine x$$::criteria;
SELECT $$x is knwon$$::criteria;
SELECT $$x is not between 3 and 4$$::criteria;
SELECT $$x > 1e400$$::criteria;
SELECT $$x > 1e-400$$::criteria;
SELECT $$x > 3 30$$::criteria;
SELECT $$x > 3.$$::criteria;
SELECT $$x in ()$$::criteria;
SELECT $$x in (1, 2 mg)$$::criteria;
SELECT $$x wihtin 3 weeks$$::criteria;
SELECT $$x within 3 weeks befor admission$$::criteria;
SELECT $$x within -3 weeks$$::criteria;
SELECT $$given x within -3 weeks$$::criteria;
SELECT $$given x uln$$::criteria;
SELECT $$given x foo$$::criteria;
SELECT $$given x absent means yes$$::criteria;
SELECT $$given creatinine on mg/dL$$::criteria;
SELECT $$given creatinine in mgg/dL$$::criteria;
SELECT $$x > 5 d-1 d$$::criteria;
SELECT $$a > 3 is true$$::criteria;
SELECT $$mean(x) > 3 ULN$$::criteria;
SELECT $$x ^ 2.5 > 3$$::criteria;
SELECT $$x ^ 100 > 3$$::criteria;
SELECT $$x ^ y > 3$$::criteria;
SELECT $$"a$$::criteria;
SELECT $$creatinine < 3.0 mgdl$$::criteria;
SELECT $$x(3)$$::criteria;
SELECT $$any()$$::criteria;
SELECT $$any(x,)$$::criteria;
SELECT $$hemoglobin > 5.6 mmol/L$$::criteria;

-- line and character count from 1, in characters; the text is clipped
SELECT E'include "caf\u00e9 \u2265": x;\n  include "\u03b1\u03b2": "\u03b3" > 3 yeers'::criteria;
SELECT ('include ' || repeat('a', 50) || E'\n or ' || repeat('b', 60) || ' > ''x'' and ' || repeat('b', 60) || ' > 3')::criteria;
SELECT ('include ' || repeat(U&'\00e9', 50))::criteria;

-- composition
SELECT 'include I1: x' || 'exclude I1: y'::criteria;
SELECT 'x' || '2: y; z'::criteria;
SELECT 'given x in mg' || 'x > 3 g/d'::criteria;
SELECT 'given a is b + 1' || 'given b is a + 1'::criteria;
SELECT "only"('include I1: x; include I2: y', '{I3}');
SELECT "only"('include I4-meant: x; y', '{I4-ment}');
SELECT without('x; y', '{3}');
SELECT without('x; y', '{1,2}');
SELECT without('x; y', ARRAY[NULL]::text[]);
SELECT only_clauses('x', '{}');

-- limits: at the limit, and one more
SELECT length((repeat('(', 999) || 'x' || repeat(')', 999))::criteria::text);
SELECT (repeat('(', 1000) || 'x' || repeat(')', 1000))::criteria;
SELECT length((repeat('not ', 999) || 'x')::criteria::text);
SELECT (repeat('not ', 1000) || 'x')::criteria;
SELECT length((repeat('- ', 998) || 'x > 3')::criteria::text);
SELECT (repeat('- ', 999) || 'x > 3')::criteria;
SELECT length((repeat('x + ', 998) || 'x > 3')::criteria::text);
SELECT (repeat('x + ', 999) || 'x > 3')::criteria;
SELECT repeat('(', 100000)::criteria;
SELECT (repeat('not ', 100000) || 'x')::criteria;
SELECT (repeat('- ', 100000) || 'x > 3')::criteria;
SELECT repeat('- (', 100000)::criteria;
SELECT repeat('least(', 100000)::criteria;
SELECT repeat('at least 1 of (a, ', 50000)::criteria;
SELECT length(repeat('x;', 1000)::criteria::text);
SELECT repeat('x;', 1001)::criteria;
SELECT repeat('x;', 500000)::criteria;
SELECT repeat('x;', 1000000)::criteria;
SELECT repeat('age >= 18;', 1000000)::criteria;
SELECT length((repeat('x or ', 99998) || 'x')::criteria::text);
SELECT (repeat('x or ', 99999) || 'x')::criteria;
SELECT length((repeat('x', 63) || ' > 3')::criteria::text);
SELECT (repeat('x', 64) || ' > 3')::criteria;
SELECT ('"' || repeat('x', 64) || '" > 3')::criteria;
SELECT length((repeat('l', 63) || ': x')::criteria::text);
SELECT (repeat('l', 64) || ': x')::criteria;
SELECT length(('given ' || string_agg('f' || i || ' absent means no', ',') || '; x')::criteria::text) FROM generate_series(1, 1000) i;
SELECT ('given ' || string_agg('f' || i || ' absent means no', ',') || '; x')::criteria FROM generate_series(1, 1001) i;
-- the normal form has to fit too: "include " is added here
SELECT length(('x = ''' || repeat('a', 1048576 - 14) || '''')::criteria::text);
SELECT ('x = ''' || repeat('a', 1048576 - 13) || '''')::criteria;
-- a chain of derived facts is fine, also a long one; its dimension goes through
SELECT ('given f0 in mg, ' || string_agg('f' || i || ' is f' || (i - 1) || ' + f' || (i - 1), ',') || '; f900 > 3 g')::criteria IS NOT NULL AS fits
  FROM generate_series(1, 900) i;
SELECT ('given f0 in mg, ' || string_agg('f' || i || ' is f' || (i - 1) || ' + f' || (i - 1), ',') || '; f900 > 3 mL')::criteria IS NOT NULL AS fits
  FROM generate_series(1, 900) i;

-- a session that catches errors keeps its memory
DO $do$
BEGIN
  FOR i IN 1 .. 5000 LOOP
    BEGIN
      PERFORM ('include I1: (age > ' || i || ' yeers)')::criteria;
    EXCEPTION WHEN invalid_text_representation THEN NULL;
    END;
  END LOOP;
END $do$;
SELECT count(*) AS left_over FROM pg_backend_memory_contexts WHERE name = 'criteria parser';

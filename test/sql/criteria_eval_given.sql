-- What the owner of the data declares in "given", over histories, and what the
-- explanations say about it.
\pset null NULL

CREATE FUNCTION tell(c text, h text, as_of date DEFAULT '2024-03-01')
    RETURNS TABLE (holds boolean, reason text, missing text[]) LANGUAGE sql AS
    $$ SELECT holds, reason, missing FROM explain_eligibility(c::criteria, h::patient_history, as_of) $$;

-- how old a result may be: 28 days before 1 March 2024 is 2 February
SELECT at, t.* FROM unnest('{2024-02-01,2024-02-02,2024-02-29,2024-01,2024-02}'::text[]) AS at,
       tell('given creatinine within 28 days; creatinine < 3 mg/dL', format('creatinine %s 1.2 unit ''mg/dL''', at)) AS t;
-- a fact's own limit goes before the one for all; sex and birth date do not age
SELECT t.* FROM unnest('{creatinine < 3 mg/dL,albumin > 3 g/dL,sex = ''F'',age > 18,copd}'::text[]) AS e,
       tell('given * within 28 days, albumin within 1 year; ' || e,
            'creatinine 2023-06-01 1.2 unit ''mg/dL''; albumin 2023-06-01 4 unit ''g/dL''; sex 2010-01-01 text ''F''; birth_date 2010-01-01 text ''1980-05-05''; copd 2023-01-01 text ''N''') AS t;
-- the date of birth by name
SELECT t.* FROM unnest('{as_of > birth_date + 18 years,age > 18 and birth_date is known,any(x since birth_date)}'::text[]) AS e,
       tell('given * within 28 days, * absent means no; ' || e, 'birth_date 2010-01-01 text ''1980-05-05''') AS t;
SELECT eligible('given * absent means no; as_of > birth_date + 18 years', r, '2024-03-01') FROM (VALUES (date '1980-05-05')) AS r (birth_date);
-- a window of its own, or another function than last, is not touched
SELECT e, t.* FROM unnest('{max(creatinine) > 1 mg/dL,last(creatinine) > 1 mg/dL,last(creatinine within 1 year) > 1 mg/dL,any(creatinine)}'::text[]) AS e,
       tell('given creatinine within 28 days; ' || e, 'creatinine 2023-06-01 1.2 unit ''mg/dL''') AS t;

-- reference limits where the data has none
SELECT h, t.* FROM unnest('{alt 2024-02-01 90 unit ''U/L'',alt 2024-02-01 90 unit ''U/L'' uln 50,alt 2024-02-01 1.4 unit ''ukat/L'',alt 2024-02-01 90 unit ''mg/dL''}'::text[]) AS h,
       tell('given alt uln 40 U/L; exclude alt > 2 ULN', h) AS t;
SELECT t.* FROM tell('exclude alt > 2 ULN', 'alt 2024-02-01 90 unit ''U/L''') AS t;

-- absence that means no: of a flag that was never recorded, nothing else
SELECT h, t.* FROM unnest('{"",copd 2024-02-01 text ''Y'',copd 2024-02-01 text ''N'',copd 2024-02-01 text ''unsure''}'::text[]) AS h,
       tell('given copd absent means no; exclude copd', h) AS t;
SELECT t.* FROM unnest('{"exclude copd","exclude asthma_on_oral_steroid","include egfr > 30 mL/min/{1.73_m2}","include active_infection or copd"}'::text[]) AS e,
       tell('given * absent means no; ' || e, '') AS t;
SELECT holds FROM explain_eligibility('given * absent means no; exclude copd', NULL::patient_history, '2024-03-01');

-- units of numbers recorded without
SELECT t.* FROM tell('given creatinine in umol/L; creatinine < 3 mg/dL', 'creatinine 2024-01-01 265.1') AS t;
SELECT t.* FROM tell('given creatinine in umol/L; creatinine < 3 mg/dL', 'creatinine 2024-01-01 2.9 unit ''mg/dL''') AS t;

-- other names, beside the fact's own
SELECT h, t.* FROM unnest('{mmf exposure 2024-02-01 to 2024-02-20 1 unit ''g/d'',mpa exposure 2024-01-10 to 2024-02-20 1 unit ''g/d'',
                            mycophenolate exposure 2024-01-10 to 2024-02-20 1 unit ''g/d'',mpa exposure 2023-01-10 to 2023-02-20 1 unit ''g/d'',""}'::text[]) AS h,
       tell('given mycophenolate as mmf, mpa; exclude any(mycophenolate within 4 weeks)', h) AS t;
SELECT t.* FROM tell('given scr as creatinine; scr = 1.5 mg/dL', 'scr 2024-01-01 1 unit ''mg/dL''; creatinine 2024-02-01 1.5 unit ''mg/dL''') AS t;

-- derived facts, at the date of their values: 17 years old then, 18 now
SELECT t.* FROM unnest('{2023-06-01,2024-02-01}'::text[]) AS at,
       tell('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); include egfr >= 60 mL/min/{1.73_m2}',
            format('creatinine %s 0.8 unit ''mg/dL''; sex 2020-01-01 text ''F''; birth_date 2020-01-01 text ''2006-01-01''', at)) AS t;
-- its series: min, last, windows; 0.8, 1.6, 2.4 mg/dL at 40, F: 96, 42, 26 by the SQL function
SELECT round(egfr_ckd_epi_2021(scr, 40, 'F')::numeric, 1) FROM unnest('{0.8,1.6,2.4}'::float8[]) AS scr;
SELECT e, t.holds FROM unnest('{"min(egfr) < 26 mL/min/{1.73_m2}","min(egfr) > 25 mL/min/{1.73_m2}","max(egfr) > 95 mL/min/{1.73_m2}","last(egfr) < 26 mL/min/{1.73_m2}","first(egfr) > 95 mL/min/{1.73_m2}","count(egfr) = 3","min(egfr until date ''2024-01-31'') > 40 mL/min/{1.73_m2}","any(egfr where value < 30 mL/min/{1.73_m2} within 2 weeks)","any(egfr where value < 30 mL/min/{1.73_m2} within 4 weeks)","egfr < 60 mL/min/{1.73_m2}"}'::text[]) AS e,
       tell('given egfr is egfr_ckd_epi_2021(creatinine, 40, sex); ' || e,
            'creatinine 2023-12-01 0.8 unit ''mg/dL''; creatinine 2024-01-01 1.6 unit ''mg/dL''; creatinine 2024-02-10 2.4 unit ''mg/dL''; sex 2020-01-01 text ''F''') AS t;
SELECT t.* FROM tell('given egfr is egfr_ckd_epi_2021(creatinine, age, sex); egfr > 30 mL/min/{1.73_m2}', 'sex 2020-01-01 text ''F''') AS t;
-- derived from one another, many times over: no explosion
SELECT eligible((SELECT 'given ' || string_agg(format('f%s is f%s + f%s', i, i - 1, i - 1), ', ') || '; f60 > 0' FROM generate_series(1, 60) AS i)::criteria,
                patient_history 'f0 2024-01-01 1', '2024-03-01');

-- a date of birth that the criteria name themselves, beside what is given of
-- all facts: born on 2 March 2006, 17 years and 365 days old
SELECT e, t.* FROM unnest('{as_of > birth_date + 18 years,birth_date < date ''2006-03-03'' and age = 17}'::text[]) AS e,
       tell('given * within 28 days, * absent means no; ' || e, 'birth_date 2010-01-01 text ''2006-03-02''') AS t;
-- every protocol under every set of declarations
SELECT count(*) AS judged, count(DISTINCT e.clauses) AS numbers_of_clauses FROM protocols() AS p,
       generate_series(1, 31) AS n,
       LATERAL (SELECT string_agg(d, '' ORDER BY i)::criteria AS given
                FROM unnest('{"given * within 28 days; ","given * absent means no; ","given age within 1 day, birth_date within 1 day, sex within 1 day; ","given egfr is egfr_ckd_epi_2021(creatinine, age, sex); ","given birth_date as born, age as years; "}'::text[])
                    WITH ORDINALITY AS u (d, i) WHERE n >> (i::int - 1) & 1 = 1) AS g,
       LATERAL (SELECT count(*) AS clauses FROM explain_eligibility(g.given || protocol_criteria(p.id),
           patient_history 'born 2024-02-20 text ''1990-05-20''; sex 2024-02-20 text ''F''; creatinine 2024-02-20 1 unit ''mg/dL''', '2024-03-01')) AS e;

DROP FUNCTION tell;

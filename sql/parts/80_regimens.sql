-- The built-in protocols: arms, regimens, visits.
--
-- Every start is the protocol's day 0, week 0, month 0. Where the source can be
-- read in several ways each way is a row: "stated" is the literal one,
-- "alternative" another, "switch" what follows when the arm is left.

CREATE TYPE protocol_arm AS (
    arm     text,
    ratio   integer,
    planned text,
    drugs   text,
    note    text
);
COMMENT ON TYPE protocol_arm IS
    'one arm of protocol_arms(): ratio of the allocation (NULL: none), planned number of subjects as stated, drugs, note';

CREATE FUNCTION protocol_arms(id text) RETURNS SETOF protocol_arm
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2
BEGIN ATOMIC
    SELECT a.arm, a.ratio, a.planned, a.drugs, a.note
    FROM (VALUES
        ('NCT05863936', 'Belimumab', NULL::integer, '15',
         'belimumab, mycophenolate, tacrolimus, steroid; after pulses of methylprednisolone',
         'Single group. The dose of the oral steroid is not stated.'),
        ('NCT05863936', 'Control', NULL, NULL,
         'mycophenolate, tacrolimus, steroid; after pulses of methylprednisolone',
         'Concurrent patients with severe nephritis; not randomised and not counted in the single group.'),
        ('NCT04893161', 'Belimumab', NULL, '72',
         'belimumab', 'Single group. No rule about other drugs.'),
        ('NCT05262686', 'Combination', 1, '10 (5 by the registry''s total)',
         'belimumab, low-dose interleukin-2, stable background', 'The ratio is not stated; two groups of 10 contradict the total of 10.'),
        ('NCT05262686', 'Belimumab', 1, '10 (5 by the registry''s total)',
         'belimumab, stable background', 'The ratio is not stated; two groups of 10 contradict the total of 10.'),
        ('SEED004', 'Biologics', 2, 'about 20',
         'glucocorticoid, belimumab or telitacicept',
         'Investigator and patient choose the biologic. Without response by month 3 directly to Triple; "no response" is not defined.'),
        ('SEED004', 'SOC', 2, 'about 20',
         'glucocorticoid, mycophenolate',
         'Without response by month 3 directly to Triple; "no response" is not defined.'),
        ('SEED004', 'Triple', 1, 'about 10',
         'glucocorticoid, mycophenolate, belimumab or telitacicept',
         'Investigator and patient choose the biologic.')
        ) AS a (protocol, arm, ratio, planned, drugs, note)
    WHERE protocol_criteria(id) IS NOT NULL AND a.protocol = upper(id);
END;
COMMENT ON FUNCTION protocol_arms(text) IS
    'the arms of a built-in protocol, in the order of the source; an unknown id is an error, NULL gives no row';

CREATE TYPE protocol_regimen AS (
    arm      text,
    drug     text,
    schedule dose_schedule,
    reading  text,
    note     text
);
COMMENT ON TYPE protocol_regimen IS
    'one drug of one arm in protocol_regimens(): its schedule, NULL where the source states no dose; reading: stated (the literal one), alternative (another way to read the source) or switch (after leaving the arm); note on what the source leaves open';

CREATE FUNCTION protocol_regimens(id text) RETURNS SETOF protocol_regimen
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT arm.name, r.drug, r.schedule, r.reading, r.note
    FROM (VALUES
        ('NCT05863936', 1, '{Belimumab,Control}'::text[], 'methylprednisolone',
         dose_schedule 'methylprednisolone 1.5-3.0 g IV once',
         'stated', 'The total of the pulses; no daily split is stated. Given within two weeks before enrolment, so before day 0.'),
        ('NCT05863936', 2, '{Belimumab}', 'belimumab',
         'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24',
         'stated', 'Seven doses: weeks 2, 4, 6, 10, 14, 18, 22. Week 0 is not defined; taken as enrolment. No cap.'),
        ('NCT05863936', 3, '{Belimumab}', 'belimumab',
         'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks through week 26',
         'alternative', 'The 24 weeks counted from the first dose in week 2: one dose more, in week 26.'),
        ('NCT05863936', 4, '{Belimumab,Control}', 'mycophenolate',
         'mycophenolate 1.0-1.5 g/d PO daily until week 24',
         'stated', 'A range; no rule how to choose within it.'),
        ('NCT05863936', 5, '{Belimumab,Control}', 'tacrolimus',
         'tacrolimus 2-4 mg/d PO daily until week 24',
         'stated', 'A range; no trough level is stated.'),

        ('NCT04893161', 1, '{Belimumab}', 'belimumab',
         'belimumab 10 mg/kg IV over 1 hour on days 0, 14, 28 then every 28 days through week 48',
         'stated', 'Fourteen doses, the last on day 336; the trial''s day 0 is study day 1. No cap.'),

        ('NCT05262686', 1, '{Combination,Belimumab}', 'belimumab',
         'belimumab 10 mg/kg IV monthly for at least 24 weeks',
         'stated', 'Once a month, without loading doses; "at least" leaves the end open.'),
        ('NCT05262686', 2, '{Combination,Belimumab}', 'belimumab',
         'belimumab 10 mg/kg IV monthly for 24 weeks',
         'alternative', 'To the primary endpoint: six doses, months 0 to 5 of the calendar.'),
        ('NCT05262686', 3, '{Combination}', 'interleukin-2',
         'interleukin-2 1 M[IU] SC every other day for 12 weeks then weekly for 12 weeks',
         'stated', '42 and 12 doses, 54 million IU. Injected; that it is under the skin is presumed.'),
        ('NCT05262686', 4, '{Combination,Belimumab}', 'hydroxychloroquine',
         'hydroxychloroquine up to 400 mg/d PO daily for 24 weeks',
         'stated', 'Background, where taken: the dose before screening, unchanged during the study.'),
        ('NCT05262686', 5, '{Combination,Belimumab}', 'prednisone',
         'prednisone up to 10 mg/d PO daily for 24 weeks',
         'stated', 'Background, where taken; prednisone or equivalent, unchanged during the study.'),

        ('SEED004', 1, '{Biologics,SOC,Triple}', 'prednisone',
         'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then up to 5 mg/d until month 6',
         'stated', 'Prednisone or equivalent. At most 5 mg a day by month 4 and stable in months 5 and 6; the steps are not stated: linear by week is our choice.'),
        ('SEED004', 2, '{Biologics,SOC,Triple}', 'methylprednisolone', NULL,
         'stated', 'Pulses into a vein at the investigator''s discretion; no dose is stated.'),
        ('SEED004', 3, '{SOC,Triple}', 'mycophenolate',
         'mycophenolate 1.5-2.0 g/d PO daily until month 6',
         'stated', 'A target range; the route is presumed.'),
        ('SEED004', 4, '{Biologics,Triple}', 'belimumab',
         'belimumab 10 mg/kg IV every 2 weeks until month 6',
         'stated', 'Or telitacicept. "10 mg/kg (600 mg/dose)": 600 mg is 10 mg/kg at 60 kg only. 13 doses if month 6 is day 181 or 182, else 14. Denser than the label (weeks 0, 2, 4, then every 4).'),
        ('SEED004', 5, '{Biologics,Triple}', 'belimumab',
         'belimumab 600 mg IV every 2 weeks until month 6',
         'alternative', '600 mg as a fixed dose.'),
        ('SEED004', 6, '{Biologics,Triple}', 'belimumab',
         'belimumab 10 mg/kg max 600 mg IV every 2 weeks until month 6',
         'alternative', '600 mg as a cap.'),
        ('SEED004', 7, '{Biologics,Triple}', 'telitacicept',
         'telitacicept 160 mg SC weekly until month 6',
         'stated', 'Or belimumab. 26 doses if month 6 is day 181 or 182, else 27.'),
        ('SEED004', 8, '{Biologics}', 'telitacicept, then belimumab',
         until('telitacicept 160 mg SC weekly until month 6'::dose_schedule, interval '3 months')
             || 'belimumab 10 mg/kg IV every 2 weeks until month 3'::dose_schedule,
         'switch', 'Triple from month 3 with the other biologic; with the same one its own row goes on. Mycophenolate as in Triple begins that day.'),
        ('SEED004', 9, '{Biologics}', 'mycophenolate',
         'mycophenolate 1.5-2.0 g/d PO daily until month 3',
         'switch', 'Triple from month 3: its start is the day of the switch, month 3.'),
        ('SEED004', 10, '{SOC}', 'belimumab',
         'belimumab 10 mg/kg IV every 2 weeks until month 3',
         'switch', 'Triple from month 3: its start is the day of the switch, month 3; or telitacicept. Mycophenolate goes on.')
        ) AS r (protocol, n, arms, drug, schedule, reading, note)
        CROSS JOIN LATERAL unnest(r.arms) WITH ORDINALITY AS arm (name, n)
    WHERE protocol_criteria(id) IS NOT NULL AND r.protocol = upper(id)
    ORDER BY array_position('{Combination,Belimumab,Control,Biologics,SOC,Triple}'::text[], arm.name), r.n;
END;
COMMENT ON FUNCTION protocol_regimens(text) IS
    'what each arm of a built-in protocol is given: one row for each drug and way to read the source; an unknown id is an error, NULL gives no row';

CREATE FUNCTION protocol_visits(id text) RETURNS visit_schedule
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN protocol_criteria(id) IS NULL THEN NULL
        ELSE CASE upper(id)
            -- only week 24 is in the source
            WHEN 'NCT05863936' THEN visit_schedule 'visits at weeks 0, 24'
            WHEN 'NCT04893161' THEN visit_schedule 'visits at weeks 0, 2, 4, 8, 12, 24, 36, 48'
            WHEN 'NCT05262686' THEN visit_schedule 'visits at weeks 0, 12, 24'
            WHEN 'SEED004' THEN visit_schedule 'visits at months 0, 1, 2, 3, 4, 5, 6'
        END
    END;
END;
COMMENT ON FUNCTION protocol_visits(text) IS
    'the visits of a built-in protocol; none states windows. Of NCT05863936 only week 24 is listed, week 0 is added as the baseline; an unknown id is an error, NULL gives NULL';

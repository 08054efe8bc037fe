-- NCT05262686: belimumab with low-dose interleukin-2 in SLE.
--
-- 7 lines of inclusion, 14 of exclusion, one clause a line; 41_nct05863936.sql
-- says how they are to be read. The public text lost everything between a "<"
-- and the next ">": E1b, E1c and E1d are unknown for everybody, so that nobody
-- is ever eligible, only possible or not eligible. Who passes all that is left:
--     WHERE failed_clauses(r) = '{}' AND unknown_clauses(r) <@ '{E1b,E1c,E1d}'
-- as_of is the day of enrolment; screening is a date of its own.

CREATE FUNCTION protocol_nct05262686() RETURNS criteria
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN criteria $criteria$

include I1  "Older than 18 at screening":                    age > 18 or (age = 18 and screening > birth_date + 18 years)  note "Field: 18 to 70, see F1.";
include I2  "AECG 2002 criteria":                            aecg2002  note "A Sjogren set, as printed; no line asks for SLE.";
report  I2-meant "SLE by ACR 1997":                          acr1997_sle;
include I3  "Written consent, expected to comply":           any(informed_consent) and expected_to_comply;
include I4a "Background drugs stable for 4 weeks":           stable(antimalarial, prednisone_equivalent, cholinergic_stimulant, topical_cyclosporine within 4 weeks before screening)
    note "Not taking counts as stable. Stability during the study cannot be judged at entry.";
include I4b "Hydroxychloroquine at most 400 mg/d":           not any(hydroxychloroquine where value > 400 mg/d within 4 weeks before screening);
include I4c "Prednisone at most 10 mg/d":                    not any(prednisone_equivalent where value > 10 mg/d within 4 weeks before screening);
include F1  "Age 18 to 70, any sex, no healthy volunteers":  age between 18 and 70;

exclude E1a "Haemoglobin at most 9":                         hemoglobin <= 9 g/dL  note "Source prints '=9'; sign from registry copies.";
report  E1a-printed "Haemoglobin exactly 9":                 hemoglobin = 9 g/dL;
exclude E1b "Neutrophils: limit lost in the source":         unknown
    note "All that stood between 'Neutrophil' and '10 mg/d) within 1 month' is gone in every public copy. For manual review.";
exclude E1c "Other laboratory items, lost in the source":    unknown
    note "Whether more laboratory limits stood in the gap after E1b is not known.";
exclude E1d "Fragment '10 mg/d) within 1 month'":            unknown
    note "The end of the gap: probably a steroid above 10 mg/d, see E1d-meant, which overlaps I4c.";
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
    note "The source prints 3 months, not 3 years. Non-melanoma skin cancer does not count.";
exclude E7  "Mental disorder or substance abuse in 3 years that may hinder": (uncontrolled_mental_disorder or any(drug_abuse, alcohol_abuse within 3 years)) and may_hinder_completion;
exclude E8  "Pregnant, lactating, or no contraception":      sex = 'F' and (pregnant or lactating or (childbearing_potential and refuses_contraception))
    note "Run together in the source; contraception for 12 months after treatment."

$criteria$;
COMMENT ON FUNCTION protocol_nct05262686() IS
    'the criteria of NCT05262686 (belimumab and interleukin-2 in SLE), as far as the public text survives: E1b, E1c and E1d are unknown for everybody; as_of is the day of enrolment; as protocol_criteria(''NCT05262686'')';

CREATE FUNCTION protocol_nct05262686_decidable() RETURNS SETOF decidable_lines
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 5
BEGIN ATOMIC
    VALUES
        ('auto',         'I4a I4b I4c F1 E2c E4b E5'),
        ('flag',         'E6 E8'),
        ('investigator', 'I3 E7'),
        ('ambiguous',    'I1 I2 I2-meant E1a E1a-printed E1d-meant E2a E2b E3 E4a E4a-alt'),
        ('lost',         'E1b E1c E1d');
END;
COMMENT ON FUNCTION protocol_nct05262686_decidable() IS
    'what each line of NCT05262686 can be decided from; read it through protocol_criterion_list(''NCT05262686'')';

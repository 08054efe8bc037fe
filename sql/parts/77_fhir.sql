-- FHIR R4 Dosage

CREATE FUNCTION from_fhir_dosage(dosage jsonb, drug text DEFAULT NULL) RETURNS dose_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION from_fhir_dosage(jsonb, text) IS
    'schedule of a FHIR R4 Dosage, of a list of them in sequence, or of a resource with dosageInstruction; drug names it, as a Dosage does not; NULL for NULL; an element that a schedule cannot say is an error that names it';
CREATE FUNCTION fhir_dosage_start(dosage jsonb) RETURNS date
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION fhir_dosage_start(jsonb) IS
    'day 0 of the schedule that from_fhir_dosage makes: first event, or start of the first boundsPeriod; NULL where the Dosage has no date';
CREATE FUNCTION to_fhir_dosage(schedule dose_schedule, start date DEFAULT NULL) RETURNS jsonb
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION to_fhir_dosage(dose_schedule, date) IS
    'list of FHIR R4 Dosages in sequence, text in the language of schedules; with a start (day 0) lists of days and ends become dates; NULL for a NULL schedule; what a Dosage cannot say is an error';

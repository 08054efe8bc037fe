-- FHIR R4 Dosage to schedule and back.  Expected schedules and dates are read
-- off the JSON by hand, with the definitions of Dosage and Timing in HL7 FHIR
-- 4.0.1 (datatypes 2.24.0.9 and 2.24.0.13) beside it.
\pset null '(null)'
SET datestyle = ISO;

-- "read" says what became of it: the schedule, or SQLSTATE, element and reason.
CREATE FUNCTION read(j jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	RETURN from_fhir_dosage(j);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' ', sqlstate, substring(sqlerrm FROM '"([^"]*)"'), nullif(detail, ''));
END $$;
-- A Dosage of 5 mg with this repeat, and with these other elements.
CREATE FUNCTION dosage(repeat jsonb, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT '{"doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}]}'::jsonb || jsonb_build_object('timing', jsonb_build_object('repeat', repeat)) || more
$$;

\echo == timing.repeat
CREATE TABLE repeats (n serial, repeat jsonb, want text);
INSERT INTO repeats (repeat, want) VALUES
	-- frequency and period
	('{"frequency": 1, "period": 1, "periodUnit": "d"}', '5 mg daily'),
	('{"period": 1, "periodUnit": "d"}', '5 mg daily'),
	('{"frequency": 3, "period": 1, "periodUnit": "d"}', '5 mg 3 times daily'),
	('{"frequency": 1, "period": 12, "periodUnit": "h"}', '5 mg twice daily'),
	('{"frequency": 1, "period": 48, "periodUnit": "h"}', '5 mg every other day'),
	('{"frequency": 3, "period": 24, "periodUnit": "h"}', '5 mg 3 times daily'),
	('{"frequency": 1, "period": 0.5, "periodUnit": "d"}', '5 mg twice daily'),
	('{"frequency": 1, "period": 86400, "periodUnit": "s"}', '5 mg daily'),
	('{"frequency": 1, "period": 30, "periodUnit": "min"}', '5 mg 48 times daily'),
	('{"frequency": 7, "period": 1, "periodUnit": "wk"}', '5 mg daily'),
	('{"frequency": 14, "period": 1, "periodUnit": "wk"}', '5 mg twice daily'),
	('{"frequency": 3, "period": 1, "periodUnit": "wk"}', '5 mg on days 1, 3, 5 of every 7 days'),
	('{"frequency": 2, "period": 1, "periodUnit": "wk"}', '5 mg on days 1, 4 of every 7 days'),
	('{"frequency": 2, "period": 4, "periodUnit": "d"}', '5 mg every other day'),
	('{"frequency": 1, "period": 3, "periodUnit": "wk"}', '5 mg every 3 weeks'),
	('{"frequency": 1, "period": 1, "periodUnit": "mo"}', '5 mg monthly'),
	('{"frequency": 1, "period": 1, "periodUnit": "a"}', '5 mg every 12 months'),
	('{"frequency": 1, "frequencyMax": 1, "period": 1, "periodMax": 1, "periodUnit": "d"}', '5 mg daily'),
	('{"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.frequencyMax No dates follow from a range; a schedule needs one number.'),
	('{"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}', '22023 timing.repeat.periodMax No dates follow from a range; a schedule needs one number.'),
	('{"frequency": 1, "period": 36, "periodUnit": "h"}', '22023 timing.repeat.period It does not make a whole number of doses a day, nor of days between doses.'),
	('{"frequency": 3, "period": 2, "periodUnit": "d"}', '22023 timing.repeat.period It does not make a whole number of doses a day, nor of days between doses.'),
	('{"frequency": 1, "period": 15, "periodUnit": "min"}', '22023 timing.repeat.period It makes more than 48 doses a day.'),
	('{"frequency": 2, "period": 1, "periodUnit": "mo"}', '22023 timing.repeat.frequency Months have different lengths; their doses cannot be spread.'),
	('{"frequency": 1, "period": 1.5, "periodUnit": "mo"}', '22023 timing.repeat.period It is no whole number of months.'),
	('{"frequency": 1, "period": 0, "periodUnit": "d"}', '22023 timing.repeat.period It is not positive.'),
	('{"frequency": 0, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.frequency It is not positive.'),
	('{"frequency": 1, "period": -1, "periodUnit": "d"}', '22023 timing.repeat.period It is not positive.'),
	('{"frequency": 1, "period": 1}', '22023 timing.repeat.periodUnit A period needs a unit.'),
	('{"frequency": 1, "periodUnit": "d"}', '22023 timing.repeat.period A unit needs a period.'),
	('{"frequency": 1, "period": 1, "periodUnit": "fortnight"}', '22023 timing.repeat.periodUnit It is no unit of time.'),
	('{"frequency": 1}', '22023 timing.repeat.frequency It needs a period.'),
	('{"frequency": 1, "period": 1e9, "periodUnit": "d"}', '22023 timing.repeat.period It is longer than a schedule.'),
	('{}', '22023 timing.repeat It does not say how often.'),
	-- count
	('{"count": 1}', '5 mg once'),
	('{"count": 6, "frequency": 1, "period": 3, "periodUnit": "wk"}', '5 mg every 3 weeks x 6'),
	('{"count": 6, "frequency": 2, "period": 1, "periodUnit": "d"}', '5 mg twice daily x 3'),
	('{"count": 7, "frequency": 2, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.count It is no multiple of the 2 doses a day.'),
	('{"count": 6, "countMax": 8, "frequency": 1, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.countMax No dates follow from a range; a schedule needs one number.'),
	('{"countMax": 8, "frequency": 1, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.countMax No dates follow from a range; a schedule needs one number.'),
	('{"count": 6}', '22023 timing.repeat It does not say how often.'),
	-- bounds
	('{"period": 1, "periodUnit": "d", "boundsDuration": {"value": 10, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}}', '5 mg daily for 10 days'),
	('{"period": 1, "periodUnit": "d", "boundsDuration": {"value": 3, "unit": "weeks"}}', '5 mg daily for 3 weeks'),
	('{"period": 1, "periodUnit": "d", "boundsDuration": {"value": 72, "code": "h"}}', '5 mg daily for 3 days'),
	('{"period": 1, "periodUnit": "mo", "boundsDuration": {"value": 1, "code": "a"}}', '5 mg monthly for 12 months'),
	('{"period": 1, "periodUnit": "d", "boundsDuration": {"value": 30, "code": "h"}}', '22023 timing.repeat.boundsDuration It is no whole number of days.'),
	('{"period": 1, "periodUnit": "d", "boundsRange": {"low": {"value": 3, "code": "wk"}}}', '5 mg daily for at least 3 weeks'),
	('{"period": 1, "periodUnit": "d", "boundsRange": {"low": {"value": 3, "code": "wk"}, "high": {"value": 3, "code": "wk"}}}', '5 mg daily for 3 weeks'),
	('{"period": 1, "periodUnit": "d", "boundsRange": {"low": {"value": 3, "code": "wk"}, "high": {"value": 4, "code": "wk"}}}', '22023 timing.repeat.boundsRange No end follows from a range; a schedule needs one bound.'),
	('{"period": 1, "periodUnit": "d", "boundsRange": {"high": {"value": 4, "code": "wk"}}}', '22023 timing.repeat.boundsRange No end follows from a range; a schedule needs one bound.'),
	-- both days are inside: 28 February to 2 March 2024 are 4 days
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28", "end": "2024-03-02"}}', '5 mg daily for 4 days'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28T00:00:00+01:00", "end": "2024-03-02T23:59:59+01:00"}}', '5 mg daily for 4 days'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28", "end": "2024-02-28"}}', '5 mg daily for 1 day'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28", "end": "2024-02-27"}}', '22023 timing.repeat.boundsPeriod It ends before it begins, or is too long.'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28T09:00:00Z"}}', '22023 timing.repeat.boundsPeriod.start Whether a dose is due on that day depends on the hour; a schedule counts days.'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02-28", "end": "2024-03-02T12:00:00Z"}}', '22023 timing.repeat.boundsPeriod.end Whether a dose is due on that day depends on the hour; a schedule counts days.'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-02"}}', '22023 timing.repeat.boundsPeriod.start A date without its day begins no schedule.'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2023-02-29"}}', '22P02 timing.repeat.boundsPeriod.start'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "29.2.2024"}}', '22P02 timing.repeat.boundsPeriod.start'),
	('{"period": 1, "periodUnit": "d", "boundsPeriod": {"end": "2024-03-02"}}', '22023 timing.repeat.boundsPeriod.start An end alone does not say how long the treatment lasts.'),
	('{"period": 1, "periodUnit": "d", "count": 3, "boundsDuration": {"value": 10, "code": "d"}}', '22023 timing.repeat It is bounded in more than one way.'),
	-- days of the week
	('{"dayOfWeek": ["thu", "mon"]}', '5 mg on Mondays, Thursdays'),
	('{"dayOfWeek": "mon"}', '5 mg on Mondays'),
	('{"dayOfWeek": ["mon", "thu"], "frequency": 2, "period": 1, "periodUnit": "wk"}', '5 mg on Mondays, Thursdays'),
	('{"dayOfWeek": ["mon", "thu"], "frequency": 4, "period": 1, "periodUnit": "wk"}', '5 mg twice daily on Mondays, Thursdays'),
	('{"dayOfWeek": ["mon", "thu"], "frequency": 2, "period": 1, "periodUnit": "d"}', '5 mg twice daily on Mondays, Thursdays'),
	('{"dayOfWeek": ["mon"], "period": 2, "periodUnit": "wk"}', '5 mg on Mondays of every 2 weeks'),
	('{"dayOfWeek": ["mon"], "boundsDuration": {"value": 10, "code": "wk"}}', '5 mg on Mondays until week 10'),
	('{"dayOfWeek": ["mon", "thu"], "frequency": 3, "period": 1, "periodUnit": "wk"}', '22023 timing.repeat.frequency It is not the number of doses on the days of the week.'),
	('{"dayOfWeek": ["mon"], "period": 3, "periodUnit": "d"}', '22023 timing.repeat.period It is no number of weeks, as dayOfWeek needs it.'),
	('{"dayOfWeek": ["Monday"]}', '22023 timing.repeat.dayOfWeek[0] It is no day of the week.'),
	-- times and events of the day
	('{"timeOfDay": ["08:00:00", "20:00:00"]}', '5 mg twice daily when 08:00, 20:00'),
	('{"timeOfDay": ["08:00:00", "20:00:00"], "frequency": 2, "period": 3, "periodUnit": "d"}', '5 mg twice daily every 3 days when 08:00, 20:00'),
	('{"timeOfDay": ["08:00:00", "20:00:00"], "frequency": 1, "period": 1, "periodUnit": "d"}', '22023 timing.repeat.frequency It is not the number of times of the day.'),
	('{"timeOfDay": ["08:00:30"]}', '22023 timing.repeat.timeOfDay[0] A schedule keeps times of the day to the minute.'),
	('{"timeOfDay": ["24:00:00"]}', '22P02 timing.repeat.timeOfDay[0]'),
	('{"timeOfDay": ["08:00:00", "08:00:00"]}', '22023 timing.repeat.timeOfDay[1] It stands twice.'),
	('{"timeOfDay": ["08:00:00"], "when": ["MORN"]}', '22023 timing.repeat.timeOfDay It stands beside when.'),
	('{"when": ["ACM", "ACV"]}', '5 mg twice daily when ACM, ACV'),
	('{"when": ["ACM"], "offset": 0, "frequency": 1, "period": 1, "periodUnit": "d"}', '5 mg daily when ACM'),
	('{"when": ["ACM"], "offset": 30}', '22023 timing.repeat.offset A schedule keeps the event of the day, not the minutes before or after it.'),
	('{"when": ["AC"], "frequency": 3, "period": 1, "periodUnit": "d"}', '5 mg 3 times daily when AC'),
	('{"when": ["AC"]}', '22023 timing.repeat.when It means every meal; how many there are must be stated as frequency.'),
	('{"when": ["TEATIME"]}', '22023 timing.repeat.when[0] It is no event of the day that a schedule knows.'),
	('{"when": ["MORN"], "dayOfWeek": ["sat", "sun"]}', '5 mg on Saturdays, Sundays when MORN'),
	('{"when": ["MORN"], "period": 12, "periodUnit": "h"}', '22023 timing.repeat.period It is no whole number of days.'),
	-- how long a dose takes
	('{"period": 3, "periodUnit": "wk", "duration": 90, "durationUnit": "min"}', '5 mg over 90 minutes every 3 weeks'),
	('{"period": 3, "periodUnit": "wk", "duration": 2, "durationUnit": "h"}', '5 mg over 2 hours every 3 weeks'),
	('{"period": 3, "periodUnit": "wk", "duration": 2, "durationMax": 3, "durationUnit": "h"}', '22023 timing.repeat.durationMax A schedule has one length of an infusion.'),
	('{"period": 3, "periodUnit": "wk", "duration": 2, "durationUnit": "d"}', '22023 timing.repeat.duration It is how long each dose takes, which must be within a day; the length of the treatment is a bound.'),
	('{"period": 3, "periodUnit": "wk", "duration": 2}', '22023 timing.repeat.durationUnit A duration needs a unit.'),
	-- not FHIR
	('{"period": "1", "periodUnit": "d"}', '22P02 timing.repeat.period'),
	('{"frequency": 1.5, "period": 1, "periodUnit": "d"}', '22P02 timing.repeat.frequency'),
	('{"period": 1, "periodUnit": 1}', '22P02 timing.repeat.periodUnit'),
	('{"when": [7]}', '22P02 timing.repeat.when[0]'),
	('{"boundsPeriod": []}', '22P02 timing.repeat.boundsPeriod'),
	('[]', '22P02 timing.repeat'),
	('{"period": 1, "periodUnit": "d", "daysOfWeek": ["mon"]}', '22023 timing.repeat.daysOfWeek It is not among the elements that are read here.'),
	('{"period": 1, "periodUnit": "d", "modifierExtension": [{}]}', '22023 timing.repeat.modifierExtension It may change the meaning of everything beside it.');
SELECT n, repeat, want, read(dosage(repeat)) AS got FROM repeats WHERE read(dosage(repeat)) IS DISTINCT FROM want ORDER BY n;
SELECT count(*) AS cases FROM repeats;

\echo == the other elements
CREATE TABLE elements (n serial, more jsonb, want text);
INSERT INTO elements (more, want) VALUES
	('{}', '5 mg daily'),
	-- what carries neither timing nor amount
	('{"id": "d1", "text": "5 mg every morning", "_text": {"id": "t"}, "extension": [{"url": "x"}], "additionalInstruction": [{"text": "with food"}], "patientInstruction": "swallow", "site": {"text": "left arm"}, "method": {"text": "swallow"}}', '5 mg daily'),
	('{"asNeededBoolean": false}', '5 mg daily'),
	('{"asNeededBoolean": true}', '22023 asNeededBoolean No dates follow from a dose that is given as needed.'),
	('{"asNeededCodeableConcept": {"text": "pain"}}', '22023 asNeededCodeableConcept No dates follow from a dose that is given as needed.'),
	('{"asNeeded": true}', '22023 asNeeded No dates follow from a dose that is given as needed.'),
	('{"asNeededFor": [{"text": "pain"}]}', '22023 asNeededFor No dates follow from a dose that is given as needed.'),
	('{"modifierExtension": []}', '22023 modifierExtension It may change the meaning of everything beside it.'),
	('{"dose": 5}', '22023 dose It is not among the elements that are read here.'),
	('{"_dose": {}}', '22023 _dose It is not among the elements that are read here.'),
	('{"sequence": -1}', '22P02 sequence'),
	-- route
	('{"route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]}}', '5 mg PO daily'),
	('{"route": {"coding": [{"system": "http://snomed.info/sct", "code": "34206005"}], "text": "under the skin"}}', '5 mg SC daily'),
	('{"route": {"coding": [{"system": "urn:local", "code": "17", "display": "Intravenous route (qualifier value)"}]}}', '5 mg IV daily'),
	('{"route": {"text": "INTRAMUSCULAR"}}', '5 mg IM daily'),
	('{"route": {"text": "into the \"left\" eye"}}', '5 mg via "into the ""left"" eye" daily'),
	('{"route": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}}', '22023 route It is neither a code that is known here nor a text of at most 63 bytes.'),
	('{"route": "PO"}', '22P02 route'),
	-- dose
	('{"doseAndRate": [{"doseQuantity": {"value": 1.8, "unit": "mg/kg", "system": "http://unitsofmeasure.org", "code": "mg/kg"}}]}', '1.8 mg/kg daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 75, "unit": "mg per square metre", "system": "http://unitsofmeasure.org", "code": "mg/m2"}}]}', '75 mg/m2 daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 75, "unit": "mcg", "system": "http://unitsofmeasure.org", "code": "ug"}}]}', '75 ug daily'),
	('{"doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "mg"}, "high": {"value": 1.5, "unit": "mg"}}}]}', '1-1.5 mg daily'),
	('{"doseAndRate": [{"doseRange": {"high": {"value": 400, "unit": "mg"}}}]}', 'up to 400 mg daily'),
	('{"doseAndRate": [{"doseRange": {"low": {"value": 400, "unit": "mg"}}}]}', '22023 doseAndRate[0].doseRange.high A range of doses needs an upper end.'),
	('{"doseAndRate": [{"doseRange": {"low": {"value": 2, "unit": "mg"}, "high": {"value": 1, "unit": "mg"}}}]}', '22023 doseAndRate[0].doseRange Its lower end is above its upper end.'),
	('{"doseAndRate": [{"doseRange": {"low": {"value": 2, "unit": "mg"}, "high": {"value": 1, "unit": "g"}}}]}', '22023 doseAndRate[0].doseRange Its ends have different units.'),
	('{"doseAndRate": {"doseQuantity": {"value": 2, "unit": "TAB", "system": "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm", "code": "TAB"}}}', '2 {tablet} daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "Stück", "code": "1"}}]}', '1 {St%C3%BCck} daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "mg PO daily then 9 mg"}}]}', '1 {mg%20PO%20daily%20then%209%20mg} daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "7"}}]}', '1 {7} daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1}}]}', '22023 doseAndRate[0].doseQuantity.unit An amount needs a unit.'),
	('{"doseAndRate": [{"doseQuantity": {"unit": "mg"}}]}', '22023 doseAndRate[0].doseQuantity.value An amount needs a number.'),
	('{"doseAndRate": [{"doseQuantity": {"value": -1, "unit": "mg"}}]}', '22023 doseAndRate[0].doseQuantity.value An amount is from 0 to 1e+15.'),
	('{"doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg", "comparator": "<"}}]}', '22023 doseAndRate[0].doseQuantity.comparator It is not among the elements that are read here.'),
	('{"doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg/d"}}]}', '22023 doseAndRate[0].doseQuantity A dose is an amount, or an amount per kg or m2, not in "mg/d".'),
	('{"doseAndRate": [{"doseQuantity": {"value": 5, "system": "http://unitsofmeasure.org", "code": "furlong"}}]}', '22023 doseAndRate[0].doseQuantity.code It is no unit.'),
	('{"doseAndRate": []}', '22023 doseAndRate There is no dose.'),
	('{"doseAndRate": [{}]}', '22023 doseAndRate[0].doseQuantity There is no dose.'),
	('{"doseAndRate": [{"type": {"coding": [{"code": "calculated"}]}, "doseQuantity": {"value": 340, "unit": "mg"}}, {"type": {"coding": [{"code": "ordered"}]}, "doseQuantity": {"value": 5, "unit": "mg/kg"}}]}', '5 mg/kg daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 340, "unit": "mg"}}, {"doseQuantity": {"value": 5, "unit": "mg/kg"}}]}', '22023 doseAndRate There are several doses, and it is not stated which of them is the ordered one.'),
	-- rates that say how long an infusion takes: 1000 mg at 500 mg/h, at 20 mg/min
	('{"doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}, "rateQuantity": {"value": 500, "unit": "mg/h"}}]}', '1000 mg over 2 hours daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}, "rateQuantity": {"value": 20, "unit": "mg/min"}}]}', '1000 mg over 50 minutes daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1.8, "unit": "mg/kg"}, "rateRatio": {"numerator": {"value": 1.8, "unit": "mg/kg"}, "denominator": {"value": 20, "unit": "min"}}}]}', '1.8 mg/kg over 20 minutes daily'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}, "rateQuantity": {"value": 50, "unit": "mL/h"}}]}', '22023 doseAndRate[0].rateQuantity A schedule keeps how long an infusion takes, which follows only from a rate in the unit of the dose.'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}, "rateQuantity": {"value": 1, "unit": "mg/h"}}]}', '22023 doseAndRate[0].rateQuantity An infusion of 1000 hours is not within a day.'),
	('{"doseAndRate": [{"doseQuantity": {"value": 1000, "unit": "mg"}, "rateRange": {"low": {"value": 1, "unit": "mg/h"}}}]}', '22023 doseAndRate[0].rateRange A schedule has one length of an infusion.'),
	('{"doseAndRate": [{"rateQuantity": {"value": 50, "unit": "mL/h"}}]}', '22023 doseAndRate[0].doseQuantity There is no dose.'),
	-- maxima
	('{"maxDosePerAdministration": {"value": 4, "unit": "mg"}}', '5 mg max 4 mg daily'),
	('{"maxDosePerPeriod": {"numerator": {"value": 40, "unit": "mg"}, "denominator": {"value": 1, "unit": "d"}}}', '5 mg/d max 40 mg/d daily'),
	('{"maxDosePerPeriod": [{"numerator": {"value": 40, "unit": "mg"}, "denominator": {"value": 24, "unit": "h"}}]}', '5 mg/d max 40 mg/d daily'),
	('{"maxDosePerPeriod": {"numerator": {"value": 40, "unit": "mg"}, "denominator": {"value": 1, "unit": "wk"}}}', '22023 maxDosePerPeriod.denominator A schedule has a maximum of a day, of one administration and of a lifetime.'),
	('{"maxDosePerPeriod": {"numerator": {"value": 40, "unit": "mg"}, "denominator": {"value": 1, "unit": "d"}}, "maxDosePerAdministration": {"value": 4, "unit": "mg"}}', '22023 maxDosePerPeriod It stands beside maxDosePerAdministration.'),
	('{"maxDosePerLifetime": {"value": 0.4, "unit": "g"}}', '5 mg lifetime max 400 mg daily'),
	('{"maxDosePerLifetime": {"value": 400, "unit": "mL"}}', '22023 maxDosePerLifetime It does not convert to "mg", the unit of the dose.'),
	('{"maxDosePerLifetime": {"value": 0, "unit": "mg"}}', '22023 maxDosePerLifetime.value A maximum is more than nothing.');
SELECT n, more, want, read(dosage('{"period": 1, "periodUnit": "d"}', more)) AS got FROM elements
WHERE read(dosage('{"period": 1, "periodUnit": "d"}', more)) IS DISTINCT FROM want ORDER BY n;
SELECT count(*) AS cases FROM elements;

\echo == codes, events, lists, resources
CREATE FUNCTION coded(code text, repeat jsonb DEFAULT NULL) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT dosage('{}') || jsonb_build_object('timing', jsonb_strip_nulls(jsonb_build_object('code', jsonb_build_object('coding', jsonb_build_array(jsonb_build_object('code', code))), 'repeat', repeat)))
$$;
-- value set timing-abbreviation of FHIR R4, then terms of CDISC
SELECT code, read(coded(code)) FROM unnest('{BID,TID,QID,AM,PM,QD,QOD,Q1H,Q2H,Q3H,Q4H,Q6H,Q8H,BED,WK,MO,Q12H,QHS,EVERY 3 WEEKS,PRN,XYZ}'::text[]) code;
SELECT read(coded('BID', '{"boundsDuration": {"value": 10, "code": "d"}}')) AS bounds_over_code,
	read(coded('BID', '{"frequency": 2, "period": 1, "periodUnit": "d"}')) AS agree,
	read(coded('BID', '{"frequency": 3, "period": 1, "periodUnit": "d"}')) AS differ;
CREATE FUNCTION events(VARIADIC dates text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT dosage('{}') || jsonb_build_object('timing', jsonb_build_object('event', to_jsonb(dates)))
$$;
SELECT read(j), fhir_dosage_start(j) FROM unnest(ARRAY[events('2024-02-28'), events('2024-03-13', '2024-02-28', '2024-03-01'),
	events('2024-02-28T08:30:00Z', '2024-03-01T08:30:00+02:00')]) j;
SELECT read(events('2024-02-28', '2024-02-28')) AS same_day, read(events('2024-02-28T08:00:00Z', '2024-03-01T09:00:00Z')) AS hours;
SELECT read(events('2024-02-28') || '{"timing": {"event": ["2024-02-28"], "repeat": {"duration": 1, "durationUnit": "h"}}}') AS duration,
	read(events('2024-02-28') || '{"timing": {"event": ["2024-02-28"], "repeat": {"count": 3}}}') AS refused;

CREATE TABLE lists (n serial, j jsonb, want text);
INSERT INTO lists (j, want) VALUES
	-- the order is that of the numbers
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "wk"}', '{"sequence": 2}'), dosage('{"period": 1, "periodUnit": "d", "boundsDuration": {"value": 7, "code": "d"}}', '{"sequence": 1}')),
		'5 mg daily for 7 days then weekly'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 3}', '{"sequence": 1}'), dosage('{"period": 1, "periodUnit": "d"}', '{"sequence": 2, "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "mg"}}]}')),
		'5 mg daily x 3 then 2 mg daily'),
	-- three days, and a week is over on day 3: not a week after the last dose
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 3}', '{"sequence": 1}'), dosage('{"period": 1, "periodUnit": "wk"}', '{"sequence": 2}')),
		'5 mg daily x 3 followed by 5 mg weekly'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d"}', '{"sequence": 1}'), dosage('{"period": 1, "periodUnit": "wk"}', '{"sequence": 2}')),
		'22023 [0].timing.repeat It has no end, so the next in the sequence never begins.'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 3}', '{"sequence": 1}'), dosage('{"period": 1, "periodUnit": "wk"}', '{"sequence": 1}')),
		'22023 [1].sequence Dosages with one number are concurrent; a schedule is one sequence of doses.'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 3}'), dosage('{"period": 1, "periodUnit": "wk"}', '{"sequence": 1}')),
		'22023 [0].sequence Without it the dosages of a list are concurrent; a schedule is one sequence of doses.'),
	-- dates must say the same: 16 to 22 January, then from 23 January
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2015-01-16", "end": "2015-01-22"}}', '{"sequence": 1}'), dosage('{"period": 2, "periodUnit": "d", "boundsPeriod": {"start": "2015-01-23"}}', '{"sequence": 2}')),
		'5 mg daily for 7 days then every other day'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2015-01-16", "end": "2015-01-22"}}', '{"sequence": 1}'), dosage('{"period": 2, "periodUnit": "d", "boundsPeriod": {"start": "2015-01-24"}}', '{"sequence": 2}')),
		'22023 [1].timing.repeat.boundsPeriod.start It is not the day on which the dosage before is over.'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 7}', '{"sequence": 1}'), dosage('{"period": 2, "periodUnit": "d", "boundsPeriod": {"start": "2015-01-24"}}', '{"sequence": 2}')),
		'22023 [1].timing The first in the sequence has no date from which the dates of this one could be counted.'),
	-- belimumab on days 14, 28, 42 and every 28 days from day 70 on
	(jsonb_build_array(events('2024-01-15', '2024-01-29', '2024-02-12') || '{"sequence": 1}', dosage('{"period": 4, "periodUnit": "wk", "boundsPeriod": {"start": "2024-03-11", "end": "2024-06-16"}}', '{"sequence": 2}')),
		'5 mg on days 0, 14, 28 then every 4 weeks for 98 days'),
	(jsonb_build_array(events('2024-01-15', '2024-01-29', '2024-02-12') || '{"sequence": 1}', dosage('{"period": 4, "periodUnit": "wk"}', '{"sequence": 2}')),
		'22023 [1].timing.repeat It does not say when it begins after the events before.'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-01-01", "end": "2024-01-07"}}', '{"sequence": 1}'), events('2024-01-07', '2024-01-29') || '{"sequence": 2}'),
		'22023 [1].timing.event They do not come after the dosage before.'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2024-01-01", "end": "2024-01-07"}}', '{"sequence": 1}'), events('2024-01-08', '2024-01-29') || '{"sequence": 2}'),
		'5 mg daily for 7 days then on days 7, 28'),
	(jsonb_build_array(dosage('{"period": 1, "periodUnit": "d", "count": 1}', '{"sequence": 1, "route": {"text": "IV"}}'), dosage('{"period": 1, "periodUnit": "d"}', '{"sequence": 2}')),
		'22023 [1].route The dosage before states a route, this one none: a schedule can say that only where the drug is named.'),
	-- resources
	(jsonb_build_object('resourceType', 'MedicationRequest', 'status', 'active', 'dosageInstruction', jsonb_build_array(dosage('{"count": 1}'))), '5 mg once'),
	(jsonb_build_object('resourceType', 'MedicationStatement', 'dosage', jsonb_build_array(dosage('{"count": 1}'))), '5 mg once'),
	(jsonb_build_object('resourceType', 'MedicationRequest', 'doNotPerform', true, 'dosageInstruction', jsonb_build_array(dosage('{"count": 1}'))), '22023 doNotPerform The drug shall not be given.'),
	(jsonb_build_object('resourceType', 'MedicationRequest', 'modifierExtension', '[]'::jsonb, 'dosageInstruction', jsonb_build_array(dosage('{"count": 1}'))), '22023 modifierExtension It may change the meaning of everything beside it.'),
	('{"resourceType": "Patient"}', '22023 resourceType It is not among the elements that are read here.'),
	('[]', '22023 Dosage There is no Dosage in it.'),
	('{}', '22023 timing There is no timing.'),
	('[1]', '22P02 [0]'), ('1', '22P02 Dosage'), ('null', '22P02 Dosage'), ('"daily"', '22P02 Dosage');
SELECT n, j, want, read(j) AS got FROM lists WHERE read(j) IS DISTINCT FROM want ORDER BY n;
SELECT count(*) AS cases FROM lists;

\echo == the drug
SELECT from_fhir_dosage(dosage('{"count": 1}'), 'belimumab');
SELECT from_fhir_dosage(dosage('{"count": 1}'), drug => 'Azithromycin 250 mg "Z"');
SELECT from_fhir_dosage(dosage('{"count": 1}'), NULL), from_fhir_dosage(NULL, 'x'), fhir_dosage_start(NULL), fhir_dosage_start(dosage('{"count": 1}')),
	to_fhir_dosage(NULL), to_fhir_dosage(NULL, '2024-01-01');
SELECT from_fhir_dosage(dosage('{"count": 1}'), '');

\echo == errors as they stand
\set VERBOSITY default
SELECT from_fhir_dosage('{"timing": {"repeat": {"period": 1, "periodUnit": "d", "offset": 5}}}');
SELECT from_fhir_dosage('{"timing": {"repeat": 5}}');
SELECT to_fhir_dosage('belimumab 10 mg/kg IV at weeks 2, 4, 6');
SELECT to_fhir_dosage('a 10 mg weekly +/- 2 days');
SELECT to_fhir_dosage('a 10 mg daily', 'infinity');
SELECT to_fhir_dosage('a 10 mg daily', '0044-03-15 BC');

\echo == to FHIR
SELECT jsonb_pretty(to_fhir_dosage('belimumab 10 mg/kg max 1 g IV over 1 hour at weeks 2, 4, 6 then every 4 weeks until week 24', start => '2024-01-31'));
SELECT jsonb_pretty(to_fhir_dosage('prednisone 2 tablets PO in the morning on Mondays, Thursdays for 4 weeks'));

-- Written and read again: the same doses on the same days, with dates and, where
-- they can be said without, without.  Every difference would be printed.
CREATE FUNCTION doses(s dose_schedule, day0 date) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN (SELECT string_agg(concat_ws('/', planned_on, round(amount::numeric, 9), round(amount_max::numeric, 9), unit, doses), ' ' ORDER BY dose_no) FROM expand_doses(s, day0, 60, 1.7));
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN (SELECT string_agg(concat_ws('/', d, (dose_on(s, day0, d, 60, 1.7)).amount), ' ' ORDER BY n) FROM generate_series(1, 30) n, nth_dose_date(s, day0, n) d);
END $$;
CREATE FUNCTION back(s dose_schedule, day0 date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	j jsonb;
	detail text;
BEGIN
	j := to_fhir_dosage(s, day0);
	day0 := coalesce(day0, '2024-01-31');
	IF replace(doses(from_fhir_dosage(j, 'x'), coalesce(fhir_dosage_start(j), day0)), ' ', E'\n') IS NOT DISTINCT FROM replace(doses(s, day0), ' ', E'\n') THEN
		RETURN 'same';
	END IF;
	RETURN from_fhir_dosage(j)::text || ' ' || j;
EXCEPTION WHEN invalid_parameter_value THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN sqlerrm || ': ' || detail;
END $$;
CREATE TABLE written AS
SELECT row_number() OVER () AS n, s, back(s, NULL) AS undated, back(s, day0) AS dated
FROM (SELECT ('x ' || dose || ' ' || timing || ' ' || bound || next)::dose_schedule AS s
	FROM unnest(ARRAY['5 mg', '1.5-2 mg/kg max 100 mg', '20 mg/d max 30 mg/d PO', '110 mg rounded to 50 mg IV over 90 min']) dose,
		unnest(ARRAY['daily', 'every 3 days', 'weekly', 'monthly', 'on days 1, 3, 5 of every 7 days', 'on days 1-4 of every 14 days', 'on Mondays, Thursdays']) timing,
		unnest(ARRAY['for 28 days', 'for 4 weeks', 'for 2 months', 'until week 5', 'through day 20', 'x 4']) bound,
		unnest(ARRAY['', ' then 3 mg daily for 5 days', ' then 3 mg weekly x 2', ' followed by x 3 mg every 2 weeks until week 8']) next
	WHERE (dose !~ '/d' OR timing = 'daily') AND (dose !~ '(PO|IV)' OR next !~ 'followed')) t,
	(VALUES (date '2024-01-31')) d (day0);
SELECT left(dated, 130) AS dated, count(*) FROM written GROUP BY 1 ORDER BY 1;
SELECT left(undated, 130) AS undated, count(*) FROM written GROUP BY 1 ORDER BY 1;

-- The examples of the language, and tapers.
SELECT s, replace(back(s::dose_schedule, NULL), 'cannot write dose schedule as FHIR Dosage: ', '') AS undated,
	replace(back(s::dose_schedule, '2024-01-31'), 'cannot write dose schedule as FHIR Dosage: ', '') AS dated FROM unnest(ARRAY[
	'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24',
	'belimumab 10 mg/kg IV over 1 hour on days 0, 14, 28 then every 28 days through week 48',
	'belimumab 10 mg/kg IV monthly for 24 weeks',
	'interleukin-2 1 MIU SC every other day for 12 weeks then weekly for 12 weeks',
	'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6',
	'mycophenolate 1.0-1.5 g/d PO in 2 doses daily until week 24',
	'telitacicept 160 mg SC weekly until month 6',
	'methylprednisolone 500 mg IV daily for 3 days',
	'prednisone 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6',
	'prednisone 40 mg/d PO in 2 doses daily taper to 5 mg/d by day 70 in steps of 5 mg/d every 10 days then 5 mg/d for 3 weeks',
	'a 5 mg daily for at least 3 weeks', 'a 5 mg twice daily on days 1, 8 of every 21 days x 3',
	-- no Monday before day 3 (Saturday 3 February)
	'a 5 mg on Mondays until day 3 followed by a 2 mg daily x 3', 'a 5 mg on Mondays until day 3',
	'a 5 mg daily for 3 days followed by b 2 mg daily']) WITH ORDINALITY u (s, n) ORDER BY n;
-- 40 to 10 mg by day 28: weeks of 40, 32.5, 25, 17.5 mg
SELECT from_fhir_dosage(to_fhir_dosage('prednisone 40 mg/d daily taper to 10 mg/d by day 28'));
DROP FUNCTION read, coded, events, dosage, doses, back;
DROP TABLE repeats, elements, lists, written;

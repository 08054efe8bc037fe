-- Planned beside given.

CREATE TYPE adherence_dose AS (
    dose_no           integer,
    planned_on        date,
    given_on          date,
    deviation_days    integer,
    status            text,
    planned_amount    float8,
    planned_max       float8,
    given_amount      float8,
    deviation_percent float8,
    amount_status     text,
    unit              text,
    window_start      date,
    window_end        date,
    drug              text
);
COMMENT ON TYPE adherence_dose IS
    'one row of adherence(). status: on time, early, late, missed, due (its time is not over at to_date), unknown (it may have been given: a date or an end is not recorded to the day), extra (given, not planned), undated (given, on no known day). amount_status: ok, under, over, NULL when not given or of unknown amount. Amounts are of the day, in the unit of the first phase; planned_max is the upper end of a range; deviation_percent is from the nearer end';

CREATE FUNCTION adherence(
    schedule dose_schedule, start date, weight_kg float8, history patient_history, fact text,
    window_days integer DEFAULT NULL, tolerance float8 DEFAULT 10, rebase boolean DEFAULT false,
    to_date date DEFAULT NULL, bsa_m2 float8 DEFAULT NULL) RETURNS SETOF adherence_dose
    AS 'MODULE_PATHNAME', 'adherence_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 30;
COMMENT ON FUNCTION adherence(dose_schedule, date, float8, patient_history, text, integer, float8, boolean, date, float8) IS
    'every planned dose with what was given for it, and what was given besides, in order of time. Exposures of the fact are doses, on each of their days if they are several; an amount of 0 is no dose. A dose belongs to the planned one that is nearest (in the middle: to the later), one to one, the nearest of several; the rest is extra, but what was given before the start, if it is not the first dose, is earlier therapy and left out. On time: within the window the schedule states, else window_days before and after, else 3 days when the dose before is at most 14 days away (less than half of short intervals: 0 of daily doses) and 7 days otherwise: no protocol stated one, our choice. tolerance: per cent that an amount may be under or over (our choice: 10). rebase: each dose is due one interval after the last one given, not counted from the start. to_date: later days are not looked at; a schedule without end needs it';

CREATE FUNCTION adherence(
    schedule dose_schedule, start date, weight_kg float8, dates date[], amounts float8[],
    window_days integer DEFAULT NULL, tolerance float8 DEFAULT 10, rebase boolean DEFAULT false,
    to_date date DEFAULT NULL, bsa_m2 float8 DEFAULT NULL) RETURNS SETOF adherence_dose
    AS 'MODULE_PATHNAME', 'adherence_arrays' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 30;
COMMENT ON FUNCTION adherence(dose_schedule, date, float8, date[], float8[], integer, float8, boolean, date, float8) IS
    'the same from two arrays of one length: days and amounts given, in the unit of the schedule''s first phase; a NULL amount is not known, a NULL day neither';

CREATE TYPE adherence_totals AS (
    planned                 integer,
    given                   integer,
    on_time                 integer,
    early                   integer,
    late                    integer,
    missed                  integer,
    due                     integer,
    unknown                 integer,
    extra                   integer,
    undated                 integer,
    under                   integer,
    over                    integer,
    planned_amount          float8,
    planned_max             float8,
    given_amount            float8,
    unit                    text,
    relative_dose           float8,
    relative_dose_intensity float8,
    planned_days            integer,
    given_days              integer,
    days_covered            integer,
    percent_covered         float8
);
COMMENT ON TYPE adherence_totals IS
    'result of adherence_summary(): planned doses (those due left out) and how many of them were given, rows by status, amounts (extra doses are given too), relative dose = given / planned amount; relative dose intensity = (given / given_days) / (planned / planned_days), where days are last - first + interval; days covered, and per cent of the planned days, where the schedule has a dose every day. NULL: the plan is a range, or a dose, day or amount is not known';

CREATE FUNCTION adherence_summary(
    schedule dose_schedule, start date, weight_kg float8, history patient_history, fact text,
    window_days integer DEFAULT NULL, tolerance float8 DEFAULT 10, rebase boolean DEFAULT false,
    to_date date DEFAULT NULL, bsa_m2 float8 DEFAULT NULL) RETURNS adherence_totals
    AS 'MODULE_PATHNAME', 'adherence_summary_history' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION adherence_summary(dose_schedule, date, float8, patient_history, text, integer, float8, boolean, date, float8) IS
    'the rows of adherence() counted and added up; same arguments';

CREATE FUNCTION adherence_summary(
    schedule dose_schedule, start date, weight_kg float8, dates date[], amounts float8[],
    window_days integer DEFAULT NULL, tolerance float8 DEFAULT 10, rebase boolean DEFAULT false,
    to_date date DEFAULT NULL, bsa_m2 float8 DEFAULT NULL) RETURNS adherence_totals
    AS 'MODULE_PATHNAME', 'adherence_summary_arrays' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION adherence_summary(dose_schedule, date, float8, date[], float8[], integer, float8, boolean, date, float8) IS
    'the same from two arrays: days and amounts given';

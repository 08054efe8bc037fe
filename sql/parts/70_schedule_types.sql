-- dose and visit schedules: the types, their comparison and composition

CREATE TYPE dose_schedule;

CREATE FUNCTION dose_schedule_in(cstring) RETURNS dose_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_in(cstring) IS 'input function of type dose_schedule';
CREATE FUNCTION dose_schedule_out(dose_schedule) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_out(dose_schedule) IS 'output function of type dose_schedule';
CREATE FUNCTION dose_schedule_recv(internal) RETURNS dose_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_recv(internal) IS 'binary input function of type dose_schedule';
CREATE FUNCTION dose_schedule_send(dose_schedule) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_send(dose_schedule) IS 'binary output function of type dose_schedule';

CREATE TYPE dose_schedule (
    INPUT = dose_schedule_in,
    OUTPUT = dose_schedule_out,
    RECEIVE = dose_schedule_recv,
    SEND = dose_schedule_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE dose_schedule IS
    'what is given on which days, in the language of protocols: ''belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24''; days count from the start date, which is day 0; printed in a normal form that reads back to the same value';

-- Comparison: by normal form.  The order means nothing; it is there for
-- DISTINCT, GROUP BY and indexes.

CREATE FUNCTION dose_schedule_eq(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_eq(dose_schedule, dose_schedule) IS 'implementation of = operator';
CREATE FUNCTION dose_schedule_ne(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_ne(dose_schedule, dose_schedule) IS 'implementation of <> operator';
CREATE FUNCTION dose_schedule_lt(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_lt(dose_schedule, dose_schedule) IS 'implementation of < operator';
CREATE FUNCTION dose_schedule_le(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_le(dose_schedule, dose_schedule) IS 'implementation of <= operator';
CREATE FUNCTION dose_schedule_gt(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_gt(dose_schedule, dose_schedule) IS 'implementation of > operator';
CREATE FUNCTION dose_schedule_ge(dose_schedule, dose_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_ge(dose_schedule, dose_schedule) IS 'implementation of >= operator';
CREATE FUNCTION dose_schedule_cmp(dose_schedule, dose_schedule) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_cmp(dose_schedule, dose_schedule) IS
    'order of normal forms in bytes, for btree: less, equal or greater (-1, 0, 1)';
CREATE FUNCTION dose_schedule_hash(dose_schedule) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_hash(dose_schedule) IS 'hash of a dose_schedule';
CREATE FUNCTION dose_schedule_hash_extended(dose_schedule, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_hash_extended(dose_schedule, bigint) IS 'hash of a dose_schedule with a seed';

CREATE OPERATOR = (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (dose_schedule, dose_schedule) IS 'the same normal form';
CREATE OPERATOR <> (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (dose_schedule, dose_schedule) IS 'another normal form';
CREATE OPERATOR < (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (dose_schedule, dose_schedule) IS 'earlier in the order of normal forms';
CREATE OPERATOR <= (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (dose_schedule, dose_schedule) IS 'earlier or equal in the order of normal forms';
CREATE OPERATOR > (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (dose_schedule, dose_schedule) IS 'later in the order of normal forms';
CREATE OPERATOR >= (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (dose_schedule, dose_schedule) IS 'later or equal in the order of normal forms';

CREATE OPERATOR CLASS dose_schedule_ops
    DEFAULT FOR TYPE dose_schedule USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 dose_schedule_cmp(dose_schedule, dose_schedule);
COMMENT ON OPERATOR CLASS dose_schedule_ops USING btree IS 'order of normal forms';
COMMENT ON OPERATOR FAMILY dose_schedule_ops USING btree IS 'order of normal forms';
CREATE OPERATOR CLASS dose_schedule_ops
    DEFAULT FOR TYPE dose_schedule USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 dose_schedule_hash(dose_schedule),
    FUNCTION 2 dose_schedule_hash_extended(dose_schedule, bigint);
COMMENT ON OPERATOR CLASS dose_schedule_ops USING hash IS 'equality of normal forms';
COMMENT ON OPERATOR FAMILY dose_schedule_ops USING hash IS 'equality of normal forms';

CREATE TYPE visit_schedule;

CREATE FUNCTION visit_schedule_in(cstring) RETURNS visit_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_in(cstring) IS 'input function of type visit_schedule';
CREATE FUNCTION visit_schedule_out(visit_schedule) RETURNS cstring
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_out(visit_schedule) IS 'output function of type visit_schedule';
CREATE FUNCTION visit_schedule_recv(internal) RETURNS visit_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_recv(internal) IS 'binary input function of type visit_schedule';
CREATE FUNCTION visit_schedule_send(visit_schedule) RETURNS bytea
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_send(visit_schedule) IS 'binary output function of type visit_schedule';

CREATE TYPE visit_schedule (
    INPUT = visit_schedule_in,
    OUTPUT = visit_schedule_out,
    RECEIVE = visit_schedule_recv,
    SEND = visit_schedule_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = extended
);
COMMENT ON TYPE visit_schedule IS
    'visits and their windows, in order of time: ''visits at weeks 0, 2, 4, 8, 12, 24, 36, 48 +/- 3 days''; printed in a normal form that reads back to the same value';

CREATE FUNCTION visit_schedule_eq(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_eq(visit_schedule, visit_schedule) IS 'implementation of = operator';
CREATE FUNCTION visit_schedule_ne(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_ne(visit_schedule, visit_schedule) IS 'implementation of <> operator';
CREATE FUNCTION visit_schedule_lt(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_lt(visit_schedule, visit_schedule) IS 'implementation of < operator';
CREATE FUNCTION visit_schedule_le(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_le(visit_schedule, visit_schedule) IS 'implementation of <= operator';
CREATE FUNCTION visit_schedule_gt(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_gt(visit_schedule, visit_schedule) IS 'implementation of > operator';
CREATE FUNCTION visit_schedule_ge(visit_schedule, visit_schedule) RETURNS boolean
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_ge(visit_schedule, visit_schedule) IS 'implementation of >= operator';
CREATE FUNCTION visit_schedule_cmp(visit_schedule, visit_schedule) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_cmp(visit_schedule, visit_schedule) IS
    'order of normal forms in bytes, for btree: less, equal or greater (-1, 0, 1)';
CREATE FUNCTION visit_schedule_hash(visit_schedule) RETURNS integer
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_hash(visit_schedule) IS 'hash of a visit_schedule';
CREATE FUNCTION visit_schedule_hash_extended(visit_schedule, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION visit_schedule_hash_extended(visit_schedule, bigint) IS 'hash of a visit_schedule with a seed';

CREATE OPERATOR = (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_eq,
    COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (visit_schedule, visit_schedule) IS 'the same normal form';
CREATE OPERATOR <> (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_ne,
    COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (visit_schedule, visit_schedule) IS 'another normal form';
CREATE OPERATOR < (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_lt,
    COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (visit_schedule, visit_schedule) IS 'earlier in the order of normal forms';
CREATE OPERATOR <= (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_le,
    COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (visit_schedule, visit_schedule) IS 'earlier or equal in the order of normal forms';
CREATE OPERATOR > (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_gt,
    COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (visit_schedule, visit_schedule) IS 'later in the order of normal forms';
CREATE OPERATOR >= (
    LEFTARG = visit_schedule, RIGHTARG = visit_schedule, FUNCTION = visit_schedule_ge,
    COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (visit_schedule, visit_schedule) IS 'later or equal in the order of normal forms';

CREATE OPERATOR CLASS visit_schedule_ops
    DEFAULT FOR TYPE visit_schedule USING btree AS
    OPERATOR 1 <,
    OPERATOR 2 <=,
    OPERATOR 3 =,
    OPERATOR 4 >=,
    OPERATOR 5 >,
    FUNCTION 1 visit_schedule_cmp(visit_schedule, visit_schedule);
COMMENT ON OPERATOR CLASS visit_schedule_ops USING btree IS 'order of normal forms';
COMMENT ON OPERATOR FAMILY visit_schedule_ops USING btree IS 'order of normal forms';
CREATE OPERATOR CLASS visit_schedule_ops
    DEFAULT FOR TYPE visit_schedule USING hash AS
    OPERATOR 1 =,
    FUNCTION 1 visit_schedule_hash(visit_schedule),
    FUNCTION 2 visit_schedule_hash_extended(visit_schedule, bigint);
COMMENT ON OPERATOR CLASS visit_schedule_ops USING hash IS 'equality of normal forms';
COMMENT ON OPERATOR FAMILY visit_schedule_ops USING hash IS 'equality of normal forms';

-- Composition

CREATE FUNCTION dose_schedule_concat(dose_schedule, dose_schedule) RETURNS dose_schedule
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION dose_schedule_concat(dose_schedule, dose_schedule) IS 'implementation of || operator';
CREATE OPERATOR || (
    LEFTARG = dose_schedule, RIGHTARG = dose_schedule, FUNCTION = dose_schedule_concat
);
COMMENT ON OPERATOR || (dose_schedule, dose_schedule) IS
    'the first schedule and, from its end on, the second, which counts its days anew; the first must end; a second without a drug goes on with the drug and the route of the first';
CREATE FUNCTION until(dose_schedule, day integer) RETURNS dose_schedule
    AS 'MODULE_PATHNAME', 'dose_schedule_until_day' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION until(dose_schedule, integer) IS
    'what lies before that day, counted from the start date, which is day 0; a schedule that ends earlier is returned as it is; an error where the answer depends on the start date';
CREATE FUNCTION until(dose_schedule, span interval) RETURNS dose_schedule
    AS 'MODULE_PATHNAME', 'dose_schedule_until_span' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION until(dose_schedule, interval) IS
    'what lies before the start date plus so many whole days or whole months of the calendar; a schedule that ends earlier is returned as it is; an error where the answer depends on the start date';

-- Frequency

CREATE FUNCTION doses_per_day(frequency text) RETURNS float8
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION doses_per_day(text) IS
    'mean number of doses a day of a frequency: a submission value of CDISC EXDOSFRQ (NCI codelist C71113: QD, BID, QOD, EVERY 2 WEEKS ...) or a common synonym (daily, b.i.d., weekly, Q2W, qam ...), whatever its case; a month counts 30.4375 days, a year 365.25, as in the R package admiral (dose_freq_lookup); NULL for PRN, CONTINUOUS, UNKNOWN and others that do not tell; an error for what is no frequency';

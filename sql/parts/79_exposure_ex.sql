-- CDISC: the domain EX, and CM, whose columns are named alike.

CREATE FUNCTION exposure_ex(
    fact text, exdose float8, exdosu text, exdosfrq text, exroute text, exstdtc text, exendtc text) RETURNS patient_history
    AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION exposure_ex(text, float8, text, text, text, text, text) IS
    'a row of SDTM EX as exposures of a fact. A dose given every day (QD, BID, TWICE DAILY ...) becomes the amount per day; ONCE, or no frequency on a single day, an amount; a dose given less often (QOD, EVERY 2 WEEKS, 2 TIMES PER WEEK ...) one amount on each of its days from EXSTDTC to EXENDTC; EXDOSU mg/h and the like stay what they are. What cannot be placed so (PRN, no frequency over several days, a lacking date, more than 1,000 doses) is an exposure without an amount, which leaves sums unknown';

-- patient_history, criteria_result and screening_counts: soft errors (16 and
-- later).  The soft error is word for word the hard one.
\pset format unaligned
SELECT pg_input_is_valid('x 2024 1', 'patient_history') AS valid, pg_input_is_valid('', 'patient_history') AS empty,
       pg_input_is_valid('x 2024', 'patient_history') AS bad, pg_input_is_valid('{x 2024 1,"y 2024 <"}', 'patient_history[]') AS bad_element;
SELECT * FROM pg_input_error_info('x 2024 1 lln <2', 'patient_history');

-- What the hard error says; NULLs where there is none.
CREATE FUNCTION hard_error(input text, type text, OUT message text, OUT detail text, OUT hint text, OUT sql_error_code text) LANGUAGE plpgsql AS $f$
BEGIN
    EXECUTE format('SELECT $1::%s', type) USING input;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, sql_error_code = RETURNED_SQLSTATE;
END $f$;

CREATE TABLE refused (id int GENERATED ALWAYS AS IDENTITY, input text);
INSERT INTO refused (input) VALUES
('x'),
('x 2024'),
('x 2024 1 mg'),
('x 2024 1 unit mg'),
('x 2024 1 unit ''mg'),
('x 2024 1 unit '''''),
('x 2024 1 2'),
('x 2024 1 lln <2'),
('x 2024 1 lln'),
('x 2024 <'),
('; x 2024 1'),
('x 2024 1;; y 2024 1'),
('größe 2024 1 unit "x"'),
('v2; x 2024 1'),
('v1 x 2024 1'),
('x 2024 1 text ''y'''),
('x 2024 1 route ''ORAL'''),
('x event 2024 1'),
('x exposure 2024 <1'),
('x exposure 2024 lln 1'),
('x event 2024 to 2023'),
('x event 2024 to'),
('x 2024 1e999'),
('x ?/? 1'),
('"" 2024 1'),
('"x 2024 1'),
('x exposure 2024-03-01 to 2024-02-28 1'),
('x 0000 1'),
('x 10000-01-01 1'),
('x 2023-02-29 1'),
('x exposure 2024 text ''a'''),
('x exposure 2024 1 lln 1'),
('x event 2024 unit ''mg'''),
('x event 2024 route ''ORAL'''),
('x 2024 1e999999'),
('x 2024 ' || repeat('9', 400)),
('x 2024 NaN'),
('x 2024 1 uln infinity'),
(repeat('x', 64) || ' 2024 1'),
('x 2024 text ''' || repeat('y', 10001) || ''''),
('x 2024 1 unit ''' || repeat('m', 256) || ''''),
('x exposure 2024 1 route ''' || repeat('m', 256) || ''''),
('" " 2024 1'),
('"x'),
('x 2024 text ''a'),
(repeat('x 2024 1;', 1000001)),
((SELECT string_agg('f' || i || ' 2024 1', ';') FROM generate_series(1, 10001) i)),
(repeat('x', 1000000)),
('v9'),
('x exposure 2024 to'),
('x 2024/2023 1');
SELECT count(*) AS refused FROM refused;
-- nothing is listed
SELECT r.id, left(input, 60) AS input, h.*, s.*
FROM refused r, hard_error(input, 'patient_history') h, pg_input_error_info(input, 'patient_history') s
WHERE pg_input_is_valid(input, 'patient_history') OR h.sql_error_code IS NULL OR h.sql_error_code !~ '^(22|54)'
   OR (h.message, COALESCE(h.detail, ''), COALESCE(h.hint, ''), h.sql_error_code)
      IS DISTINCT FROM (s.message, COALESCE(s.detail, ''), COALESCE(s.hint, ''), s.sql_error_code);

TRUNCATE refused;
INSERT INTO refused (input) VALUES (''), ('1'), ('2 0123456789abcdef:'), ('1 0123456789abcdeg:'), ('1 0123456789abcdef'), ('1 0123456789abcdef: include A'), ('1 0123456789abcdef: include A maybe'),
('1 0123456789abcdef: or include A true'), ('1 0123456789abcdef: or exclude A true'), ('1 0123456789abcdef: include ' || repeat('a', 64) || ' true'),
('1 0123456789abcdef: ' || repeat('include * true, ', 1000) || 'include * true'), ('1 0123456789abcdef: include A true include B true'), ('1 0123456789abcdef: include A true,');
SELECT count(*) AS refused FROM refused;
-- nothing is listed
SELECT r.id, left(input, 60) AS input, h.*, s.*
FROM refused r, hard_error(input, 'criteria_result') h, pg_input_error_info(input, 'criteria_result') s
WHERE pg_input_is_valid(input, 'criteria_result') OR h.sql_error_code IS NULL OR h.sql_error_code !~ '^(22|54)'
   OR (h.message, COALESCE(h.detail, ''), COALESCE(h.hint, ''), h.sql_error_code)
      IS DISTINCT FROM (s.message, COALESCE(s.detail, ''), COALESCE(s.hint, ''), s.sql_error_code);

TRUNCATE refused;
INSERT INTO refused (input) VALUES (''), ('1'), ('2 0123456789abcdef 0 0 0:'), ('1 0123456789abcdef 0 0:'), ('1 0123456789abcdef 1 1 1:'), ('1 0123456789abcdef 9223372036854775808 0 0:'),
('1 0123456789abcdef -1 0 0:'), ('1 0123456789abcdef 01 0 0:'), ('1 0123456789abcdef 1 0 0: include A 2 0 0 0 0 0 0'), ('1 0123456789abcdef 1 0 0: include A 1 0 0 0 0 0'),
('1 0123456789abcdef 1 0 0: or include A 1 0 0 0 0 0 0'), ('1 0123456789abcdef 1 0 0: ' || repeat('include * 1 1 1 1 1 1 1, ', 1000) || 'include * 1 1 1 1 1 1 1');
SELECT count(*) AS refused FROM refused;
-- nothing is listed
SELECT r.id, left(input, 60) AS input, h.*, s.*
FROM refused r, hard_error(input, 'screening_counts') h, pg_input_error_info(input, 'screening_counts') s
WHERE pg_input_is_valid(input, 'screening_counts') OR h.sql_error_code IS NULL OR h.sql_error_code !~ '^(22|54)'
   OR (h.message, COALESCE(h.detail, ''), COALESCE(h.hint, ''), h.sql_error_code)
      IS DISTINCT FROM (s.message, COALESCE(s.detail, ''), COALESCE(s.hint, ''), s.sql_error_code);
DROP TABLE refused;
DROP FUNCTION hard_error;

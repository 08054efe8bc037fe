-- Soft errors (PostgreSQL 16 and later): input of sledai.
SELECT x, pg_input_is_valid(x, 'sledai') AS valid FROM unnest(ARRAY['arthritis, ?fever', '', 'none', '?*', 'artritis', 'arthritis,', 'none, fever', 'fever, -fever', '?']) AS u (x) ORDER BY x COLLATE "C";
SELECT message, sql_error_code FROM pg_input_error_info('artritis', 'sledai');

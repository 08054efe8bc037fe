-- Soft errors (PostgreSQL 16 and later): input of ln_class.
SELECT x, pg_input_is_valid(x, 'ln_class') AS valid FROM unnest(ARRAY['III+V', 'Class IV', 'III/IV +- V', '', 'VII', 'III+-III', 'none']) AS u (x) ORDER BY x COLLATE "C";

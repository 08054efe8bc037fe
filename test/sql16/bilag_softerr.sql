-- Soft errors (PostgreSQL 16 and later): input of bilag.
SELECT x, pg_input_is_valid(x, 'bilag') AS valid FROM unnest(ARRAY['A B C D E E E B C', '', 'A', 'A B C D F E E B C']) AS u (x) ORDER BY x COLLATE "C";

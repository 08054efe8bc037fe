-- Soft errors (PostgreSQL 16 and later): input of contingency_counts and person_time_counts.
SELECT x, pg_input_is_valid(x, 'contingency_counts') AS valid FROM unnest(ARRAY['1 - - - 0 () () ()', '1 - - - 0 (', 'x']) AS u (x) ORDER BY x COLLATE "C";
SELECT x, pg_input_is_valid(x, 'person_time_counts') AS valid FROM unnest(ARRAY['1 - - 0 (0 0 0e0) (0 0 0e0)', '1 - - 0', 'x']) AS u (x) ORDER BY x COLLATE "C";

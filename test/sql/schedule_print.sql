SET client_min_messages = warning;
-- The nine examples of the language, and what they print.
CREATE TEMP TABLE example (no int, text text);
INSERT INTO example VALUES
 (1, 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24'),
 (2, 'belimumab 10 mg/kg IV over 1 hour on days 0, 14, 28 then every 28 days through week 48'),
 (3, 'belimumab 10 mg/kg IV monthly for 24 weeks'),
 (4, 'interleukin-2 1 MIU SC every other day for 12 weeks then weekly for 12 weeks'),
 (5, 'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6'),
 (6, 'mycophenolate 1.0-1.5 g/d PO in 2 doses daily until week 24'),
 (7, 'telitacicept 160 mg SC weekly until month 6'),
 (8, 'methylprednisolone 500 mg IV daily for 3 days');
SELECT no, text::dose_schedule AS printed, text::dose_schedule::text::dose_schedule = text::dose_schedule AS same FROM example ORDER BY no;
SELECT 'visits at weeks 0, 2, 4, 8, 12, 24, 36, 48 +/- 3 days'::visit_schedule AS printed;

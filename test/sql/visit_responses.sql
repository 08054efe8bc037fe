SET datestyle TO iso;
SELECT * FROM visit_responses('CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline; PRR: urine_protein <= 50 % of baseline; else NR',
  observation('urine_protein', '2024-01-01', 3::float8, 'g/d') || observation('egfr', '2024-01-01', 100::float8, 'mL/min/{1.73_m2}')
  || observation('urine_protein', '2024-01-31', 1.4::float8, 'g/d') || observation('egfr', '2024-01-30', 100::float8, 'mL/min/{1.73_m2}')
  || observation('urine_protein', '2024-03-31', .4::float8, 'g/d') || observation('egfr', '2024-03-25', 90::float8, 'mL/min/{1.73_m2}'),
  'visits at weeks 0, 4, 8, 12', '2024-01-01', true);

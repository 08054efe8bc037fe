# GSE72747 (Ducreux 2016): ten patients with lupus nephritis, GFR before and 3
# and 6 months under therapy.  KDIGO stage, and the response by every built-in
# definition.
#
# GFR is all that the file has of the kidney: no UPCR, no protein, no creatinine,
# no sediment.  So one definition is decided at every visit (ACR 2006, renal
# function), others where the fall of GFR alone refuses a response, the rest
# never; three flares are none because no response is on record.
#
# Expected values: plain SQL over the file, in numeric, from the published
# clauses.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use Test::More;

my @files = ('lupus/gse72747_ln_visits.csv.gz');
my $folder = RealData::folder_or_skip(@files);
my $node = RealData::start('nephritis');

RealData::load($node, 'ln_visit', "$folder/$files[0]");
sub sql { return $node->safe_psql('postgres', "SET jit = off; $_[0]"); }

# ------------------------------------------------------------------- stages
sql(q{
CREATE TABLE gfr AS
SELECT patient, date::date AS day, rank() OVER (PARTITION BY patient ORDER BY date::date) AS visit, glomerular_filtration_rate::numeric AS gfr,
	   first_value(glomerular_filtration_rate::numeric) OVER w AS baseline, first_value(date::date) OVER w AS baseline_day
FROM ln_visit WINDOW w AS (PARTITION BY patient ORDER BY date::date)});
is(sql('SELECT count(DISTINCT patient), count(*), count(gfr), count(*) FILTER (WHERE visit = 1) FROM gfr'), '10|30|30|10', 'patients, visits, with GFR, at baseline');
is(sql(q{SELECT count(*) FROM gfr WHERE kdigo_g(gfr::float8) IS DISTINCT FROM
		 CASE WHEN gfr >= 90 THEN 'G1' WHEN gfr >= 60 THEN 'G2' WHEN gfr >= 45 THEN 'G3a' WHEN gfr >= 30 THEN 'G3b' WHEN gfr >= 15 THEN 'G4' ELSE 'G5' END}),
	'0', 'KDIGO stage of every visit');
is(sql(q{SELECT string_agg(visit || ': ' || stages, '; ' ORDER BY visit)
		 FROM (SELECT visit, string_agg(stage || ' ' || n, ' ' ORDER BY stage COLLATE "C") AS stages
			   FROM (SELECT visit, kdigo_g(gfr::float8) AS stage, count(*) AS n FROM gfr GROUP BY 1, 2) AS s GROUP BY 1) AS t}),
	'1: G1 3 G2 2 G3a 1 G3b 1 G4 2 G5 1; 2: G1 3 G2 3 G3a 1 G3b 1 G4 1 G5 1; 3: G1 3 G2 3 G3a 1 G4 2 G5 1', 'stages at baseline, 3 and 6 months');

# ---------------------------------------------------------------- responses
sql(q{
CREATE TABLE history AS
SELECT patient, history_agg(observation('egfr', day::timestamp, gfr::float8, 'mL/min/{1.73_m2}')) AS h FROM gfr GROUP BY 1;
CREATE TABLE answer AS
SELECT g.patient, g.visit, c.* FROM gfr g JOIN history USING (patient), compare_responses(h, g.day, g.baseline_day, 14) AS c WHERE visit > 1});
is(sql('SELECT count(*), count(DISTINCT name) FROM answer'), sql('SELECT 20 * count(DISTINCT name), count(DISTINCT name) FROM response_definitions()'), 'twenty visits under every definition');

# What GFR alone can say, in plain SQL: e now, b at baseline
sql(q{
CREATE TABLE decided (name text, label text, rule text);
INSERT INTO decided VALUES
	('acr2006_egfr', 'improved', 'e >= 1.25 * b AND b < 90'), ('acr2006_egfr', 'worse', 'e <= 0.75 * b'), ('acr2006_egfr', 'stable', 'NOT (e >= 1.25 * b AND b < 90) AND NOT e <= 0.75 * b'),
	('regency_crr', 'NR', 'e < 0.85 * b'), ('regency_crr_gc', 'NR', 'e < 0.85 * b'), ('seed004', 'NR', 'e < 0.85 * b'), ('kdigo2024_child', 'NR', 'e < 0.85 * b'),
	('kdigo2021', 'NR', 'e < 0.85 * b'), ('kdigo2024', 'NR', 'e < 0.85 * b'), ('kdigo2021_10', 'NR', 'e < 0.9 * b'), ('kdigo2024_10', 'NR', 'e < 0.9 * b'),
	('aurora_crr', 'NR', 'e < 60 AND e < 0.8 * b'), ('tulip_ln_crr', 'NR', 'e < 60 AND e <= 0.8 * b'), ('bliss_ln_ole', 'NR', 'e < 60 AND e < 0.8 * b'), ('allure_crr', 'NR', 'e < 90 AND e < 0.85 * b'),
	('eular2012', 'NR', 'e < 81'),
	('aurora2_flare', 'none', 'true'), ('eular_proteinuric', 'none', 'true'), ('seed002_renal_flare', 'none', 'true');
CREATE TABLE expected (patient text, visit bigint, name text, label text)});
sql(q{
DO $$
DECLARE
	d record;
BEGIN
	FOR d IN SELECT * FROM decided LOOP
		EXECUTE format('INSERT INTO expected SELECT patient, visit, %L, %L FROM (SELECT patient, visit, gfr AS e, baseline AS b FROM gfr WHERE visit > 1) AS v WHERE %s', d.name, d.label, d.rule);
	END LOOP;
END $$});
is(sql(q{SELECT a.name, a.patient, a.visit, a.label, e.label FROM answer a LEFT JOIN expected e USING (patient, visit, name) WHERE a.label IS DISTINCT FROM e.label ORDER BY 1, 2, 3}),
	'', 'the response of every visit under every definition, NULL where GFR alone does not decide');
is(sql('SELECT count(*) FROM expected e LEFT JOIN answer a USING (patient, visit, name) WHERE a.label IS DISTINCT FROM e.label'), '0', 'and none is left out');
is(sql(q{SELECT string_agg(visit || ': ' || labels, '; ' ORDER BY visit) FROM (SELECT visit, string_agg(label || ' ' || n, ' ' ORDER BY label) AS labels
		 FROM (SELECT visit, label, count(*) AS n FROM answer WHERE name = 'acr2006_egfr' GROUP BY 1, 2) AS x GROUP BY 1) AS y}),
	'2: improved 3 stable 6 worse 1; 3: improved 4 stable 3 worse 3', 'renal function by ACR 2006 at 3 and 6 months');
is(sql(q{SELECT string_agg(name || ' ' || n, ' ' ORDER BY name COLLATE "C") FROM (SELECT name, count(label) AS n FROM answer WHERE label = 'NR' GROUP BY 1) AS x}),
	'allure_crr 3 aurora_crr 3 bliss_ln_ole 3 eular2012 10 kdigo2021 5 kdigo2021_10 7 kdigo2024 5 kdigo2024_10 7 kdigo2024_child 5 regency_crr 5 regency_crr_gc 5 seed004 5 tulip_ln_crr 3',
	'visits at which GFR alone refuses a response');

# What is never decided, and for want of what
is(sql(q{SELECT string_agg(name, ' ' ORDER BY name COLLATE "C") FROM (SELECT name FROM answer GROUP BY 1 HAVING count(label) = 0) AS x}),
	'access acr2006_sediment acr2006_upcr alms alms_cr aurora_prr bao2008 bliss_ln_crr bliss_ln_orr bliss_ln_perr blissln_renal_event blissln_worsening eular2019 eular2019_05 '
	  . 'eular2023 eular2023_05 eular_nephritic kdigo2012_relapse kdigo2021_perr kdigo2024_perr liu2015 lunar moroni_nephritic moroni_proteinuric nct05863936 nobility_crr seed002_refractory_renal',
	'definitions that these data never decide: all turn on protein, creatinine or sediment');
is(sql(q{SELECT string_agg(name, ' ' ORDER BY name) FROM (SELECT name FROM answer GROUP BY 1 HAVING count(label) = 0) AS x
		 WHERE NOT response_facts(response_definition(name)) && '{upcr,urine_protein,creatinine,urine_rbc,urine_rbc_hpf,urine_wbc_hpf}'}), '', 'as their facts say');
is(sql(q{SELECT count(*) FROM answer WHERE label IS NULL AND missing = '{}'}), '0', 'what is open names what is missing');
is(sql(q{SELECT string_agg(DISTINCT fact, ' ') FROM answer, unnest(missing) AS fact WHERE label IS NULL AND fact = 'egfr'}), '', 'GFR is never what is missing');

$node->stop;
done_testing();

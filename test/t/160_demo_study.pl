# What make demo shows: the invented study, and the same tour on SDTM files
# through the adapters of examples/sdtm: the CDISC pilot (its criteria, exposure
# and eGFR), and the synthetic cohort with mistakes put in.
#
# Expected values: plain SQL over the source tables and the sponsor's
# standardised columns; the pilot's 52 recorded screen failures; 84 and 84
# subjects on xanomeline (its DM).
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py', map { "cdisc_pilot/sdtm_$_.csv.gz" } qw(dm lb vs ex cm mh ae qs ds));
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;
my $top = "$FindBin::RealBin/../..";
my $node = RealData::start('demo_study');
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
my $path = 'study, sdtm, trial_ext, public';

# A database with the extension where the demo has it.
sub database
{
	my ($db) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $db");
	$node->safe_psql($db, "CREATE SCHEMA trial_ext; CREATE EXTENSION trial_ext SCHEMA trial_ext; ALTER DATABASE $db SET search_path = $path; ALTER DATABASE $db SET jit = off");
	return;
}

# Files through psql, in one session as the demo does; what they print.
sub psql_files
{
	my ($db, $options, @files) = @_;
	my ($out, $err) = ('', '');
	my @command = ('psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $db, @$options, map { ('-f', $_) } @files);
	my $ok = IPC::Run::run(\@command, '>', \$out, '2>', \$err);

	$err =~ s/^.*NOTICE:.*\n//mg;
	is($err, '', "$db: no complaint of " . join(' ', map { s!.*/!!r } @files));
	ok($ok, "$db: to the end");
	return $out;
}

my @tour = sort glob "$top/demo/[1-9]_*.sql";
cmp_ok(scalar(@tour), '>=', 3, 'files of the tour');

# ------------------------------------------------------- the invented study
foreach my $run ([ 'a', 100, 1 ], [ 'b', 40, 1 ], [ 'c', 40, 2 ])
{
	my ($db, $subjects, $seed) = @$run;
	database($db);
	my $out = psql_files($db, [ '-v', "subjects=$subjects", '-v', "seed=$seed" ], "$top/demo/0_study.sql", $db eq 'a' ? @tour : ());
	if ($db eq 'a')
	{
		like($out, qr/^$_/m, "section $_") foreach ('0\. An', '2\. Three piles', '3\. One subject, S\d+ , and SEED004', '2\. The calendar of S\d+', '2\. Response by visit', '3\. One subject, S\d+ , at week 24', '5\. SRI-4', '5\. The equation');
		like($out, qr/\d x 120 mg/, 'vials');
	}
	is($node->safe_psql($db, 'SELECT count(*) FROM patient'), $subjects, 'subjects asked for');
}
my $fingerprint = q{SELECT md5(string_agg(subject || known::text, '' ORDER BY subject)) FROM patient WHERE subject <= 'S00040'};
is($node->safe_psql('a', $fingerprint), $node->safe_psql('b', $fingerprint), 'the first subjects do not depend on the size');
# response: everybody at every visit, and no label against the protein of its day
is($node->safe_psql('a', q{SELECT count(*), count(DISTINCT (subject, visit)), count(DISTINCT definition) FROM response}), '1800|600|3', 'a label for everybody at every visit under three definitions');
is($node->safe_psql('a', q{
	SELECT count(*) > 200, count(*) FILTER (WHERE label = 'CRR' AND p >= 0.5 OR label = 'PRR' AND p >= 3), count(*) FILTER (WHERE label = 'CRR') > 20
	FROM response JOIN (
		SELECT subject, on_day AS value_on, CASE unit WHEN 'mg/24h' THEN value::numeric / 1000 ELSE value::numeric END AS p FROM result WHERE fact = 'urine_protein' AND unit IS NOT NULL) AS v USING (subject, value_on)
	WHERE definition = 'seed004' AND label IS NOT NULL}), 't|0|t', 'complete and partial by the protein of that day');
isnt($node->safe_psql('b', $fingerprint), $node->safe_psql('c', $fingerprint), 'another seed, another study');
is($node->safe_psql('a', q{SELECT string_agg(id || ' ' || n, ', ' ORDER BY id) FROM (SELECT id, count(*) AS n FROM verdict GROUP BY id) AS v}),
	'NCT04893161 100, NCT05262686 100, NCT05863936 100, SEED004 100', 'everybody judged for every protocol');
is($node->safe_psql('a', q{SELECT count(*) > 40, count(*) FILTER (WHERE s.given + s.extra IS DISTINCT FROM d.n), sum(late) > 0 AND sum(missed) > 0
		FROM exposure_summary AS s JOIN (SELECT subject, count(DISTINCT start)::int AS n FROM drug WHERE drug = 'belimumab' GROUP BY subject) AS d USING (subject)
		WHERE s.drug = 'belimumab'}), 't|0|t', 'every infusion in the table of doses is planned or extra; some late, some missed');
is($node->safe_psql('a', q{SELECT count(*) > 3, bool_or(unit IS NULL) FROM (SELECT DISTINCT unit FROM result WHERE fact = 'creatinine') AS u}), 't|t', 'mixed units, some lost');

# ---------------------------------------------------- loading SDTM
sub load_study
{
	my ($db, $csv, $study) = @_;
	database($db);
	$node->safe_psql($db, 'CREATE SCHEMA sdtm');
	local $ENV{PGDATABASE} = $db;
	local $ENV{PGOPTIONS} = '-c search_path=sdtm,trial_ext,public';
	is(system("$top/examples/sdtm/load.sh", $csv), 0, "$db: the files are loaded");
	psql_files($db, [], sort(glob "$top/examples/sdtm/*.sql"), "$top/examples/sdtm/study/$study.sql");
	return;
}

# rows = entered + listed, with the rows counted anew; each row left out is in
# the view of problems (the tour kept it as a table)
sub reconciles
{
	my ($db) = @_;
	my $rows = join(' UNION ALL ', map { "SELECT '" . uc . "' AS domain, count(*) AS n FROM $_" } qw(dm lb vs ex cm mh ae qs mi ds));
	is($node->safe_psql($db, qq{CREATE TABLE reconciliation AS SELECT * FROM sdtm_reconciliation;
			SELECT count(*) FILTER (WHERE (rows = n AND entered + listed = n AND entered >= 0 AND listed >= 0
				AND listed = "code unknown" + "left out" + "not done" + "earlier attempt" + bad) IS NOT TRUE)
			FROM reconciliation FULL JOIN ($rows) AS s USING (domain) WHERE n > 0 OR rows > 0}), '0', "$db: rows = entered + listed in every domain");
	is($node->safe_psql($db, q{SELECT count(*) FILTER (WHERE p.n IS DISTINCT FROM r.listed) FROM reconciliation AS r
			LEFT JOIN (SELECT domain, sum(rows) AS n FROM problem WHERE NOT entered GROUP BY domain) AS p USING (domain) WHERE listed > 0}),
		'0', "$db: every row left out is listed");
	return;
}

# -------------------------------------------------------------- the pilot
load_study('pilot', "$folder/cdisc_pilot", 'CDISCPILOT01');
my $out = psql_files('pilot', [], "$top/demo/sdtm/study.sql", @tour);
reconciles('pilot');
like($out, qr/recorded no protein in urine.*No SLEDAI was recorded/s, 'no response, and why');
like($out, qr/Scrnfail \|        0 \|       52 \|   0/, 'the recorded screen failures beside the verdicts');
is($node->safe_psql('pilot', q{SELECT count(*), sum(rows)::int FROM reconciliation}), '9|222984', 'domains and rows of the nine files');

# Each line by plain SQL. Partial dates: the whole of what they can mean inside
# the window is yes; a start before it without an end, or no start, is unknown.
$node->safe_psql('pilot', q{
CREATE TABLE day AS SELECT usubjid, coalesce(rfstdtc::date - 1, dmdtc::date + 28) AS as_of, age::int AS years, sex, armcd FROM dm;
CREATE TABLE last AS
SELECT DISTINCT ON (usubjid, lbtestcd) usubjid, lbtestcd, lbstresn::numeric AS v, lbstnrlo::numeric AS lo, lbstnrhi::numeric AS hi
FROM lb JOIN day USING (usubjid) WHERE lbdtc::date <= as_of AND lborres IS NOT NULL AND lbtestcd IN ('CREAT', 'BILI', 'AST', 'ALT', 'VITB12', 'TSH')
ORDER BY usubjid, lbtestcd, lbdtc DESC;
CREATE TABLE term (label text, span interval, decod text);
INSERT INTO term VALUES ('EXCL13', '3 months', 'DEPRESSION'), ('EXCL15', '5 years', 'SYNCOPE'), ('EXCL17', '5 years', 'MYOCARDIAL INFARCTION'), ('EXCL17', '5 years', 'ANGINA PECTORIS'),
	('EXCL17', '5 years', 'CARDIAC FAILURE CONGESTIVE'), ('EXCL18', '5 years', 'DUODENAL ULCER'), ('EXCL18', '5 years', 'GASTRIC ULCER'),
	('EXCL20', '5 years', 'CHRONIC OBSTRUCTIVE PULMONARY DISEASE'), ('EXCL20', '5 years', 'ASTHMA'), ('EXCL22', '5 years', 'RHEUMATOID ARTHRITIS'),
	('EXCL25', '5 years', 'PROSTATE CANCER'), ('EXCL25', '5 years', 'BREAST CANCER');
CREATE TABLE expected AS
SELECT usubjid, 'INCL01' AS label, years >= 50 AS holds FROM day
UNION ALL
SELECT usubjid, 'INCL02', CASE WHEN usubjid IN (SELECT usubjid FROM mh WHERE mhterm = 'ALZHEIMER''S DISEASE') THEN true END FROM day
UNION ALL
SELECT usubjid, 'INCL03', CASE count(qsstresn) WHEN 6 THEN sum(qsstresn::int) BETWEEN 10 AND 23 END FROM day LEFT JOIN qs USING (usubjid)
WHERE qstestcd IS NULL OR qstestcd LIKE 'MMITM0_' GROUP BY usubjid
UNION ALL
SELECT usubjid, 'INCL04', CASE count(qsstresn) WHEN 13 THEN sum(qsstresn::int) <= 4 END FROM day LEFT JOIN qs USING (usubjid)
WHERE qstestcd IS NULL OR qstestcd LIKE 'MHITM%' GROUP BY usubjid;
INSERT INTO expected
SELECT d.usubjid, t.label, CASE WHEN count(m.usubjid) = 0 THEN false WHEN bool_or(m.inside) THEN true END
FROM day AS d CROSS JOIN (SELECT DISTINCT label FROM term) AS t
	LEFT JOIN (
		SELECT mh.usubjid, label, coalesce(dtc_earliest(mhstdtc) >= as_of - span AND dtc_latest(mhstdtc) <= as_of, false) AS inside
		FROM mh JOIN term ON decod = mhdecod JOIN day USING (usubjid)) AS m ON m.usubjid = d.usubjid AND m.label = t.label
GROUP BY d.usubjid, t.label
UNION ALL
SELECT day.usubjid, 'EXCL27', c.v > 3 * c.hi OR b.v > 3 * b.hi OR a.v > 3 * a.hi OR l.v > 3 * l.hi
FROM day LEFT JOIN last AS c ON c.usubjid = day.usubjid AND c.lbtestcd = 'CREAT' LEFT JOIN last AS b ON b.usubjid = day.usubjid AND b.lbtestcd = 'BILI'
	LEFT JOIN last AS a ON a.usubjid = day.usubjid AND a.lbtestcd = 'AST' LEFT JOIN last AS l ON l.usubjid = day.usubjid AND l.lbtestcd = 'ALT'
UNION ALL
SELECT day.usubjid, 'EXCL28', v.v < v.lo OR t.v < t.lo OR t.v > t.hi
FROM day LEFT JOIN last AS v ON v.usubjid = day.usubjid AND v.lbtestcd = 'VITB12' LEFT JOIN last AS t ON t.usubjid = day.usubjid AND t.lbtestcd = 'TSH';
CREATE TABLE found AS SELECT subject AS usubjid, e.* FROM patient, trial, explain_eligibility(declared, known, as_of) AS e});
is($node->safe_psql('pilot', q{SELECT count(*), count(DISTINCT label) FROM expected JOIN found USING (usubjid, label)}), 306 * 13 . '|13', 'lines compared');
is($node->safe_psql('pilot', q{SELECT string_agg(concat_ws(' ', label, usubjid, f.holds, 'not', e.holds, reason), E'\n') FROM (
			SELECT * FROM expected ORDER BY 1, 2) AS e JOIN found AS f USING (usubjid, label) WHERE f.holds IS DISTINCT FROM e.holds}), '', 'every line of every subject');
cmp_ok($node->safe_psql('pilot', q{SELECT count(*) FROM (SELECT label FROM expected GROUP BY label HAVING count(*) FILTER (WHERE holds IS NOT NULL) >= 200) AS l}),
	'>=', 8, 'lines that data decide for most');
is($node->safe_psql('pilot', q{SELECT count(*), count(*) FILTER (WHERE eligible(result) IS NULL) FROM verdict JOIN ds ON ds.usubjid = subject AND dsdecod = 'SCREEN FAILURE'}),
	'52|52', 'of the screen failures nothing but demographics is recorded: possible');

# exposure: days of EX that are days of the plan
is($node->safe_psql('pilot', q{SELECT s.arm, count(*), sum(s.given) = sum(e.n), sum(e.n) > 7000 FROM exposure_summary AS s JOIN (
			SELECT usubjid, count(DISTINCT d) AS n FROM ex JOIN dm USING (usubjid), generate_series(exstdtc::date, coalesce(exendtc, exstdtc)::date, '1 day') AS d
			WHERE d < rfstdtc::date + 182 GROUP BY usubjid) AS e ON e.usubjid = s.subject GROUP BY s.arm ORDER BY 1}),
	"Xan_Hi|84|t|t\nXan_Lo|84|t|t", 'exposure: days given of the days planned');
# eGFR of the last creatinine before treatment, from the standardised column
is($node->safe_psql('pilot', q{SELECT count(*), count(*) FILTER (WHERE NOT abs(ckd_epi_2021 - gfr) < 1e-6), count(*) FILTER (WHERE gfr < 60)
		FROM kidney JOIN day ON usubjid = subject JOIN last USING (usubjid),
			LATERAL (SELECT v / 88.4 AS mg, CASE day.sex WHEN 'F' THEN 0.7 ELSE 0.9 END AS k, CASE day.sex WHEN 'F' THEN -0.241 ELSE -0.302 END AS a) AS c,
			LATERAL (SELECT 142 * least(mg / k, 1) ^ a * greatest(mg / k, 1) ^ (-1.2) * 0.9938 ^ years * CASE day.sex WHEN 'F' THEN 1.012 ELSE 1 END AS gfr) AS g
		WHERE lbtestcd = 'CREAT'}), '254|0|150', 'eGFR of every subject');

# ------------------------------------------ the cohort, with mistakes put in
my $cohort = PostgreSQL::Test::Utils::tempdir();
system_or_bail('python3', "$folder/make_lupus_cohort.py", '--subjects', '60', '--out', $cohort);
unlink "$cohort/ae.csv";                       # a domain the study has not
rename "$cohort/mi.csv", "$cohort/MI.CSV";     # capitals
system_or_bail('gzip', "$cohort/qs.csv");
# nobody weighed one subject on belimumab
my ($light) = slurp_file("$cohort/dm.csv") =~ /^SYNTH-LN-01,DM,([^,]+),.*,BEL,/m;
my $vs = slurp_file("$cohort/vs.csv");
cmp_ok($vs =~ s/^SYNTH-LN-01,VS,\Q$light\E,\d+,WEIGHT,.*\n//mg, '>', 3, 'weights taken out');
unlink "$cohort/vs.csv";
append_to_file("$cohort/vs.csv", $vs);
append_to_file("$cohort/lb.csv", <<'END');
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9001,CREAT,1.2,umoI/L,,,,,,,0,SCREENING,2020-01-05,1
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9002,CREAT,0,umol/L,,,,,,,0,SCREENING,2020-01-05,1
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9003,CREAT,80,umol/L,,,,,,,0,SCREENING,2020-02-31,1
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9004,CREAT,80,umol/L,,,,,,,0,SCREENING,,1
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9005,CREAT,80,umol/L,<,none,,,,,0,SCREENING,2023-01-05,1
SYNTH-LN-01,LB,NOBODY,9006,CREAT,80,umol/L,,,,,,,0,SCREENING,2020-01-05,1
SYNTH-LN-01,LB,SYNTH-LN-01-101-0000001,9007,XYZ,"a ""quoted"", text",,,,,,,,0,SCREENING,2020-01-05,1
END
append_to_file("$cohort/mh.csv", "SYNTH-LN-01,MH,SYNTH-LN-01-101-0000001,9001,Hepatitis B,INFECTION,2018-05-01,2017-01,\n");
load_study('cohort', $cohort, 'SYNTH-LN-01');
is($node->safe_psql('cohort', q{SELECT (SELECT count(*) FROM mi), (SELECT count(*) FROM ae), (SELECT count(*) > 9000 FROM qs)}), '240|0|t', 'capitals, a lacking domain, a packed file');
$out = psql_files('cohort', [], "$top/demo/sdtm/study.sql", @tour);
like($out, qr/^2\. Response by visit.*No BILAG was recorded: nobody is known to respond.*\| week 24 \| +\d+ \| +0 \|/ms, 'response of the cohort, SRI-4 without BILAG');
like($out, qr/^2\. The calendar of SYNTH\S+ in arm BEL/m, 'a calendar of belimumab');
reconciles('cohort');
is($node->safe_psql('cohort', q{SELECT problem, domain, code, unit, rows, example FROM problem
		WHERE problem NOT IN ('code not in the table', 'left out by the table', 'not done', 'no unit') OR code = 'XYZ' ORDER BY problem COLLATE "C", code}) . "\n", <<'END', 'the mistakes are listed');
code not in the table|LB|XYZ||1|
date cannot be read|LB|CREAT||1|2020-02-31
ends before it begins|MH|Hepatitis B||1|2018-05-01 to 2017-01
impossible value|LB|CREAT|umol/L|1|0
no date|LB|CREAT||1|
subject not in DM|LB|CREAT||1|
unit cannot be used|LB|CREAT|umoI/L|1|1.2
END
is($node->safe_psql('cohort', q{UPDATE sdtm_code SET fact = 'other' WHERE code = 'LOSARTAN'; INSERT INTO sdtm_code VALUES ('CM', 'LOSARTAN', NULL, 'losartan', 'dose');
		SELECT count(*) FROM sdtm_problem WHERE code = 'LOSARTAN'}), '0', 'a code that is added is a problem no more');
is($node->safe_psql('cohort', q{SELECT count(*) FILTER (WHERE s.given + s.extra IS DISTINCT FROM n), count(*) FROM exposure_summary AS s JOIN (
			SELECT usubjid, count(*)::int AS n FROM ex JOIN dm USING (usubjid) WHERE extrt = 'BELIMUMAB' GROUP BY usubjid) AS e ON usubjid = subject}) =~ s/\|[1-9]\d*$//r,
	'0', 'every infusion is planned or extra');
is($node->safe_psql('cohort', "SELECT weight_kg IS NULL, count(s.subject) FROM patient AS p LEFT JOIN exposure_summary AS s USING (subject) WHERE p.subject = '$light' GROUP BY 1"), 't|0',
	'who was never weighed has no planned amounts');

$node->stop;
done_testing();

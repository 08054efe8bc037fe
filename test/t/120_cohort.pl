# The four protocols over the synthetic cohort of 1,000 subjects, loaded as
# SDTM tables and mapped to histories by examples/sdtm.
#
# Expected values: test/oracle/cohort_lines.sql, plain SQL over the same tables
# that says of every line and subject whether it holds, and the verdict from
# that.  The counts below are its counts.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py');
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;

my $node = RealData::start('cohort');
my $cohort = PostgreSQL::Test::Utils::tempdir();
my $top = "$FindBin::RealBin/../..";

sub sql
{
	my ($query) = @_;
	return $node->safe_psql('postgres', "SET jit = off; $query");
}

# The domains as tables of text columns.
sub load_cohort
{
	system_or_bail('python3', "$folder/make_lupus_cohort.py", '--subjects', '1000', '--out', $cohort);
	foreach my $domain (qw(dm lb vs ex cm mh qs mi ds))
	{
		open(my $file, '<', "$cohort/$domain.csv") or die "$cohort/$domain.csv: $!";
		my $columns = join(', ', map { "$_ text" } split /,/, lc(<$file> =~ s/\s+$//r));
		close($file);
		sql("CREATE TABLE $domain ($columns); COPY $domain FROM '$cohort/$domain.csv' (FORMAT csv, HEADER); ANALYZE $domain");
	}
	return;
}

load_cohort();
is(sql('SELECT count(*) FROM lb'), '158805', 'laboratory rows of the cohort');
$node->safe_psql('postgres', slurp_file($_)) foreach sort glob "$top/examples/sdtm/*.sql";
$node->safe_psql('postgres', slurp_file("$top/test/oracle/cohort_lines.sql"));

# ---------------------------------------------------------------- judging
#
# bare: the protocols as they are over the records alone.  declared: with the
# screening form, and what the owner of the data says of the rest.  The cohort
# measured no IgA and no haemoglobin and asked for no NYHA class: the lines on
# these are left out by name.  Nobody had a glucose after a meal: the fasting
# one stands for it.
sql(q{
CREATE TABLE subject AS SELECT * FROM sdtm_subject;
CREATE TABLE run (mode text, id text, criteria criteria);
INSERT INTO run SELECT 'bare', id, protocol_criteria(id) FROM protocols();
INSERT INTO run
SELECT 'declared', id, (given || ' * absent means no')::criteria || without(protocol_criteria(id), removed)
FROM (VALUES
	('NCT05863936', 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex), postprandial_glucose_2h as fasting_glucose,', '{}'::text[]),
	('NCT04893161', 'given', '{E5}'),
	('NCT05262686', 'given aecg2002 as acr1997_sle, creatinine_clearance is crcl_cockcroft_gault(creatinine, age, sex, weight),', '{E1a,E2a}'),
	('SEED004', 'given egfr is egfr_ckd_epi_2021(creatinine, age, sex),', '{}')) AS v (id, given, removed);
CREATE TABLE verdict AS
SELECT mode, id, usubjid, r FROM run, subject,
	LATERAL evaluate_criteria(criteria, CASE mode WHEN 'bare' THEN history ELSE history_and_form END, as_of) AS r;
CREATE TABLE line AS
SELECT mode, id, usubjid, e.* FROM run, subject,
	LATERAL explain_eligibility(criteria, CASE mode WHEN 'bare' THEN history ELSE history_and_form END, as_of) AS e});

my $piles = q{
SELECT mode, id, count(*) FILTER (WHERE eligible), count(*) FILTER (WHERE eligible IS NULL), count(*) FILTER (WHERE NOT eligible)
FROM %s GROUP BY mode, id ORDER BY mode, id};
my $expected_piles = <<'END';
bare|NCT04893161|0|681|319
bare|NCT05262686|0|891|109
bare|NCT05863936|0|152|848
bare|SEED004|0|721|279
declared|NCT04893161|256|422|322
declared|NCT05262686|0|881|119
declared|NCT05863936|72|64|864
declared|SEED004|25|53|922
END
is(sql(sprintf($piles, 'verdict_expected')) . "\n", $expected_piles, 'eligible, possible, not eligible: plain SQL');
is(sql(sprintf($piles, '(SELECT *, eligible(r) FROM verdict) AS v')) . "\n", $expected_piles, 'eligible, possible, not eligible');

# ------------------------------------------------------- line by line
is(sql(q{SELECT mode, id, label FROM line WHERE kind <> 'report' EXCEPT SELECT mode, id, label FROM line_expected}),
	'', 'plain SQL knows every line');
is(sql(q{SELECT count(DISTINCT (mode, id, label)), count(DISTINCT (mode, id, label)) FILTER (WHERE least(t, f) > 0)
		 FROM (SELECT *, count(*) FILTER (WHERE holds) OVER w AS t, count(*) FILTER (WHERE NOT holds) OVER w AS f
			   FROM line_expected WINDOW w AS (PARTITION BY mode, id, label)) AS e}),
	'191|76', 'lines of two modes, those that tell subjects apart');
is(sql(q{SELECT string_agg(concat_ws(' ', mode, id, label, usubjid, found, 'not', expected, reason), E'\n')
		 FROM (SELECT mode, id, label, usubjid, l.holds AS found, e.holds AS expected, reason
			   FROM line AS l JOIN line_expected AS e USING (mode, id, label, usubjid)
			   WHERE l.holds IS DISTINCT FROM e.holds ORDER BY 1, 2, 3, 4 LIMIT 10) AS d}),
	'', 'every line of every subject');
is(sql(q{SELECT count(*), count(*) FILTER (WHERE eligible(r) IS DISTINCT FROM eligible)
		 FROM verdict JOIN verdict_expected USING (mode, id, usubjid)}),
	'8000|0', 'verdict of every subject');

# The screening table.  In NCT04893161 the three ways of I3 pass together.
sql(q{
CREATE TABLE counted AS
SELECT mode, id, t.* FROM (SELECT mode, id, screening_summary(r) AS c FROM verdict GROUP BY mode, id) AS s JOIN run USING (mode, id),
	LATERAL screening_table(c, criteria) AS t;
CREATE TABLE pass_expected AS
SELECT mode, id, label, usubjid,
	CASE WHEN id = 'NCT04893161' AND label ~ '^I3[bcd]$' THEN (SELECT true = ANY (array_agg(g.holds)) FROM line_expected AS g
			WHERE (g.mode, g.id, g.usubjid) = (e.mode, e.id, e.usubjid) AND g.label ~ '^I3[bcd]$')
		WHEN label LIKE 'E%' THEN NOT holds ELSE holds END AS pass
FROM line_expected AS e WHERE NOT (id = 'NCT04893161' AND label ~ '^I3[bcd]$');
INSERT INTO pass_expected
SELECT mode, id, l.label, usubjid, true = ANY (array_agg(holds)) FROM line_expected AS e, (VALUES ('I3b'), ('I3c'), ('I3d')) AS l (label)
WHERE id = 'NCT04893161' AND e.label ~ '^I3[bcd]$' GROUP BY mode, id, usubjid, l.label;
CREATE TABLE counted_expected AS
SELECT mode, id, label, count(*) FILTER (WHERE pass) AS passed, count(*) FILTER (WHERE NOT pass) AS failed,
	count(*) FILTER (WHERE pass IS NULL) AS unknown, count(*) FILTER (WHERE NOT pass AND others) AS failed_alone
FROM (SELECT *, count(*) FILTER (WHERE pass IS NOT true) OVER (PARTITION BY mode, id, usubjid) = 1 AS others FROM pass_expected) AS p
GROUP BY mode, id, label});
is(sql(q{SELECT id, count(*) FILTER (WHERE least(passed, failed) > 0), count(*)
		 FROM counted_expected WHERE mode = 'declared' GROUP BY id ORDER BY id}),
	"NCT04893161|5|24\nNCT05262686|7|19\nNCT05863936|18|28\nSEED004|13|23", 'lines counted by plain SQL, that tell subjects apart and in all');
is(sql(q{SELECT string_agg(concat_ws(' ', mode, id, label, t.passed, t.failed, t.unknown, 'not', e.passed, e.failed, e.unknown), E'\n')
		 FROM counted AS t FULL JOIN counted_expected AS e USING (mode, id, label)
		 WHERE t.kind IS DISTINCT FROM 'report'
			AND (t.passed, t.failed, t.unknown) IS DISTINCT FROM (e.passed, e.failed, e.unknown)}),
	'', 'screening table: passed, failed, unknown');
is(sql(q{SELECT string_agg(concat_ws(' ', mode, id, label, t.failed_alone, 'not', e.failed_alone), E'\n')
		 FROM counted AS t JOIN counted_expected AS e USING (mode, id, label)
		 WHERE t.failed_alone <> e.failed_alone AND NOT (id = 'NCT04893161' AND label LIKE 'I3_')}),
	'', 'screening table: failed alone');
# Attrition in the order of the protocol: who has passed this line and all
# before, and who has failed none of them.  The lines of I3 count where the
# first of them stands.
sql(q{
CREATE TABLE left_expected AS
SELECT mode, id, label, count(*) FILTER (WHERE surely) AS remaining, count(*) FILTER (WHERE perhaps) AS remaining_possible
FROM (SELECT mode, id, label, bool_and(pass IS TRUE) OVER w AS surely, bool_and(pass IS NOT FALSE) OVER w AS perhaps
	FROM pass_expected JOIN counted AS c USING (mode, id, label) WINDOW w AS (PARTITION BY mode, id, usubjid ORDER BY c.position)) AS p
GROUP BY mode, id, label});
is(sql(q{SELECT count(*), count(*) FILTER (WHERE (t.remaining, t.remaining_possible) IS DISTINCT FROM (e.remaining, e.remaining_possible))
		 FROM counted AS t LEFT JOIN left_expected AS e USING (mode, id, label) WHERE kind <> 'report'}),
	'191|0', 'screening table: who is left after each line');
is(sql(q{SELECT min(subjects), max(subjects), count(*) FILTER (WHERE c.title IS DISTINCT FROM l.title), count(*) FILTER (WHERE c.title IS NULL)
		 FROM counted AS c LEFT JOIN LATERAL protocol_criterion_list(id) AS l USING (label)}),
	'1000|1000|0|0', 'screening table: all subjects, and the titles of the protocol');
is(sql(q{SELECT string_agg(id || ' ' || remaining, ', ' ORDER BY id) FROM counted AS c
		 WHERE mode = 'declared' AND position = (SELECT max(position) FROM counted AS d WHERE (d.mode, d.id) = (c.mode, c.id))}),
	'NCT04893161 256, NCT05262686 0, NCT05863936 72, SEED004 25', 'what is left at the end is eligible');

# ------------------------------------------------------------ asked for
#
# Half the lines of two protocols tell nobody apart, as the cohort recorded
# nothing of what they ask.  A questionnaire does: yes, no or no answer to 15
# questions, and spells of 8 kinds with their days, made up for every subject.
# Nothing is declared: no answer leaves a line open.
sql(q{
CREATE TABLE answer AS
SELECT usubjid, fact, CASE k % 8 WHEN 0 THEN true ELSE false END AS yes
FROM subject, unnest('{suicide_risk_per_investigator,primary_immunodeficiency,anaphylaxis_to_biologic_or_contrast,hbsag_positive,hbcab_positive,
		significant_lab_per_investigator,significant_illness_per_investigator,aecg2002,expected_to_comply,tofacitinib_allergy,
		uncontrolled_mental_disorder,may_hinder_completion,pregnant,lactating,acr1997_sle}'::text[]) AS fact,
	LATERAL (SELECT ('x' || substr(md5(usubjid || fact), 1, 7))::bit(28)::int) AS h (k)
WHERE k % 8 <> 1;
CREATE TABLE spell AS
SELECT usubjid, fact, as_of - back AS start, as_of - back + lasts AS stop
FROM subject, unnest('{suicidal_behaviour,suicidal_ideation,infection_suppressive_therapy,infection_admission,parenteral_anti_infective,iv_antibiotic,drug_abuse,
		alcohol_abuse}'::text[]) AS fact, LATERAL (SELECT ('x' || substr(md5(usubjid || fact), 1, 7))::bit(28)::int) AS h (k),
	LATERAL (SELECT (ARRAY[5, 30, 62, 75, 150, 200, 400, 1000, 1500])[1 + k / 8 % 9], (ARRAY[0, 3, 50])[1 + k / 128 % 3]) AS d (back, lasts)
WHERE k % 3 = 0;
CREATE INDEX ON answer (usubjid); CREATE INDEX ON spell (usubjid); ANALYZE answer; ANALYZE spell;
CREATE FUNCTION said(who text, what text) RETURNS bool STABLE LANGUAGE sql AS
'SELECT yes FROM answer WHERE usubjid = who AND fact = what';
CREATE FUNCTION between_days(who text, what text[], w0 date, w1 date) RETURNS bool STABLE LANGUAGE sql AS
'SELECT EXISTS (SELECT FROM spell WHERE usubjid = who AND fact = ANY (what) AND start <= w1 AND stop >= w0)';
CREATE TABLE asked_expected AS
SELECT id, label, usubjid, holds
FROM subject JOIN dm USING (usubjid), LATERAL (VALUES
	('NCT04893161', 'E2a', between_days(usubjid, '{suicidal_behaviour}', (as_of - interval '6 months')::date, as_of)),
	('NCT04893161', 'E2b', between_days(usubjid, '{suicidal_ideation}', (as_of - interval '2 months')::date, as_of)),
	('NCT04893161', 'E2c', said(usubjid, 'suicide_risk_per_investigator')),
	('NCT04893161', 'E3', coalesce(said(usubjid, 'primary_immunodeficiency'), false)),
	('NCT04893161', 'E7a', between_days(usubjid, '{infection_suppressive_therapy}', as_of, as_of)),
	('NCT04893161', 'E7b', between_days(usubjid, '{infection_admission}', as_of - 60, as_of)),
	('NCT04893161', 'E7c', between_days(usubjid, '{parenteral_anti_infective}', as_of - 60, as_of)),
	('NCT04893161', 'E8', between_days(usubjid, '{drug_abuse,alcohol_abuse}', as_of - 365, as_of)),
	('NCT04893161', 'E10a', said(usubjid, 'hbsag_positive') OR said(usubjid, 'hbcab_positive')),
	('NCT04893161', 'E11', coalesce(said(usubjid, 'anaphylaxis_to_biologic_or_contrast'), false)),
	('NCT04893161', 'E12', said(usubjid, 'significant_lab_per_investigator')),
	('NCT04893161', 'E13', said(usubjid, 'significant_illness_per_investigator')),
	('NCT05262686', 'I2', said(usubjid, 'aecg2002')),
	('NCT05262686', 'I2-meant', said(usubjid, 'acr1997_sle')),
	('NCT05262686', 'I3', said(usubjid, 'expected_to_comply')),
	('NCT05262686', 'E3', said(usubjid, 'tofacitinib_allergy')),
	('NCT05262686', 'E4a', between_days(usubjid, '{infection_admission}', as_of, as_of)),
	('NCT05262686', 'E4a-alt', between_days(usubjid, '{infection_admission}', (as_of - interval '2 months')::date, as_of)),
	('NCT05262686', 'E4b', between_days(usubjid, '{iv_antibiotic}', (as_of - interval '2 months')::date, as_of)),
	('NCT05262686', 'E7', (said(usubjid, 'uncontrolled_mental_disorder') OR between_days(usubjid, '{drug_abuse,alcohol_abuse}', (as_of - interval '3 years')::date, as_of))
		AND said(usubjid, 'may_hinder_completion')),
	('NCT05262686', 'E8', sex = 'F' AND (said(usubjid, 'pregnant') OR said(usubjid, 'lactating') OR NULL))) AS l (id, label, holds);
CREATE TABLE asked AS
SELECT id, usubjid, r, rules FROM (SELECT id, only_clauses(protocol_criteria(id), array_agg(label)) AS rules FROM (SELECT DISTINCT id, label FROM asked_expected) AS l GROUP BY id) AS l,
	(SELECT usubjid, as_of, history || coalesce((SELECT history_agg(observation(fact, as_of::timestamp, yes)) FROM answer AS a WHERE a.usubjid = s.usubjid), patient_history())
			|| coalesce((SELECT history_agg(event(fact, start::timestamp, stop::timestamp)) FROM spell AS p WHERE p.usubjid = s.usubjid), patient_history()) AS history FROM subject AS s) AS s,
	LATERAL evaluate_criteria(rules, history, as_of) AS r});
is(sql(q{SELECT id, count(*), count(*) FILTER (WHERE clause_holds(r, label) IS DISTINCT FROM holds) FROM asked JOIN asked_expected USING (id, usubjid) GROUP BY id ORDER BY id}),
	"NCT04893161|12000|0\nNCT05262686|9000|0", 'a questionnaire: every line of every subject');
is(sql(q{SELECT string_agg(concat_ws(' ', id, label, passed, failed, unknown, 'not', e.p, e.f, e.u), E'\n')
		 FROM (SELECT id, t.* FROM (SELECT id, rules, screening_summary(r) AS c FROM asked GROUP BY id, rules) AS s, screening_table(c, rules) AS t) AS t
			FULL JOIN (SELECT id, label, count(*) FILTER (WHERE holds = (label ~ '^I|-')) AS p, count(*) FILTER (WHERE holds <> (label ~ '^I|-')) AS f,
					count(*) FILTER (WHERE holds IS NULL) AS u FROM asked_expected GROUP BY id, label) AS e USING (id, label)
		 WHERE (passed, failed, unknown) IS DISTINCT FROM (e.p, e.f, e.u)}),
	'', 'screening table of the questionnaire');
is(sql(q{SELECT id, count(DISTINCT label) FROM (
			SELECT id, label FROM line_expected WHERE mode = 'declared' GROUP BY id, label HAVING bool_or(holds) AND bool_or(NOT holds)
			UNION SELECT id, label FROM asked_expected GROUP BY id, label HAVING bool_or(holds) AND bool_or(NOT holds)) AS l GROUP BY id ORDER BY id}),
	"NCT04893161|19\nNCT05262686|16\nNCT05863936|18\nSEED004|13", 'lines that some subject passes and another fails');

# --------------------------------------------- what keeps people possible
is(sql(q{SELECT string_agg(label, ' ' ORDER BY position) FROM counted WHERE mode = 'declared' AND id = 'NCT05262686' AND kind <> 'report' AND unknown = 1000}),
	'E1b E1c E1d', 'NCT05262686: the lost lines, unknown for everybody');
is(sql(q{SELECT count(*) FILTER (WHERE NOT '{E1b,E1c,E1d}' <@ unknown_clauses(r)),
			count(*) FILTER (WHERE failed_clauses(r) = '{}' AND unknown_clauses(r) <@ '{E1b,E1c,E1d}')
		 FROM verdict WHERE mode = 'declared' AND id = 'NCT05262686'}),
	'0|726', 'NCT05262686: who passes all that is left');
is(sql(q{SELECT count(*) FROM pass_expected AS e
		 WHERE mode = 'declared' AND id = 'NCT05262686' AND label !~ '^E1' GROUP BY usubjid HAVING bool_and(pass IS true)}) =~ tr/\n// + 1,
	726, 'the same by plain SQL');
is(sql(q{SELECT count(*) FROM verdict WHERE eligible(r) AND unknown_clauses(r) <> '{}' AND id <> 'NCT04893161'}), '0',
	'nobody is eligible with a line open');
is(sql(q{SELECT bool_and(reason LIKE '%not recorded%') FROM line WHERE mode = 'bare' AND id = 'SEED004' AND label = 'E11'}), 't',
	'an explanation says what was not recorded');

# ------------------------------------------------------ screened twice
#
# Every tenth subject had been screened 70 days before, with results that would
# fail whoever is judged by them, and one test that was not done again.
sql(q{
CREATE TABLE twice AS SELECT usubjid, rficdtc::date - 70 AS consent FROM dm WHERE substr(usubjid, length(usubjid)) = '7';
INSERT INTO ds (usubjid, dsseq, dsdecod, dscat, dsstdtc)
SELECT usubjid, '0', 'INFORMED CONSENT OBTAINED', 'PROTOCOL MILESTONE', consent FROM twice;
INSERT INTO lb (usubjid, lbseq, lbtestcd, lborres, lborresu, lbornrlo, lbornrhi, visitnum, visit, lbdtc)
SELECT usubjid, '0', lbtestcd, CASE lbtestcd WHEN 'PROT24' THEN '0' WHEN 'IGG' THEN '0' WHEN 'WBC' THEN '0' ELSE '9999' END,
	lborresu, lbornrlo, lbornrhi, '0', 'SCREENING', consent
FROM twice JOIN lb USING (usubjid) WHERE lb.visitnum = '0' AND lborresu IS NOT NULL;
INSERT INTO vs (usubjid, vsseq, vstestcd, vsorres, vsorresu, visitnum, visit, vsdtc)
SELECT usubjid, '0', 'WEIGHT', '20', 'kg', '0', 'SCREENING', consent FROM twice;
INSERT INTO qs (usubjid, qsseq, qstestcd, qscat, qsorres, visitnum, visit, qsdtc)
SELECT usubjid, '0', 'TOTAL', 'SLEDAI-2K', '0', '0', 'SCREENING', consent FROM twice;
UPDATE lb SET lborres = NULL, lborresu = NULL, lbstat = 'NOT DONE'
WHERE usubjid = (SELECT min(usubjid) FROM twice) AND visitnum = '0' AND lbseq <> '0' AND lbtestcd = 'ALT';
CREATE TABLE subject_again AS SELECT * FROM sdtm_subject;
CREATE TABLE verdict_again AS
SELECT mode, id, usubjid, r FROM run, subject_again,
	LATERAL evaluate_criteria(criteria, CASE mode WHEN 'bare' THEN history ELSE history_and_form END, as_of) AS r});
is(sql(q{SELECT count(*) FROM twice}), '100', 'subjects screened twice');
is(sql(q{SELECT count(*) FROM verdict AS v JOIN verdict_again AS a USING (mode, id, usubjid)
		 WHERE a.r <> v.r AND usubjid <> (SELECT min(usubjid) FROM twice)}),
	'0', 'judged by the second attempt alone');
is(sql(q{SELECT id, unknown_clauses(a.r) @> '{E2}', unknown_clauses(v.r) @> '{E2}'
		 FROM verdict AS v JOIN verdict_again AS a USING (mode, id, usubjid)
		 WHERE id = 'NCT05863936' AND mode = 'declared' AND usubjid = (SELECT min(usubjid) FROM twice)}),
	'NCT05863936|t|f', 'a test that was not done again is unknown, not what it was the first time');
# the rule is what does it: with the first consent as the only one they differ
is(sql(q{DELETE FROM ds USING dm WHERE ds.usubjid = dm.usubjid AND ds.dsstdtc = dm.rficdtc
			AND ds.dsdecod = 'INFORMED CONSENT OBTAINED' AND ds.usubjid IN (SELECT usubjid FROM twice);
		 SELECT count(*) > 0 FROM run, sdtm_subject AS s JOIN subject_again AS a USING (usubjid)
		 WHERE id = 'SEED004' AND mode = 'bare' AND s.history <> a.history}),
	't', 'without the second consent the first results count');

is(clean_errors(), '', 'no internal error in the log');
$node->stop;
done_testing();

sub clean_errors
{
	return join("\n", grep { /XX\d\d\d|PANIC|TRAP:/ } split /\n/, slurp_file($node->logfile));
}

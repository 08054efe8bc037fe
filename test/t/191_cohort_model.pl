# The response model of NCT04893161 on 1,000 subjects of the synthetic cohort:
# SRI-4 at week 48 predicted from complement, anti-dsDNA and proteinuria at week
# 4 and SLEDAI-2K at baseline, cross-validated in ten folds by a hash.
#
# Expected values: R 4.2.2 on the same rows, glm(binomial) run a second time from
# its own coefficients, folds by Python's hashlib, areas by wilcox.test.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py');
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;

my $node = RealData::start('model');
my $cohort = PostgreSQL::Test::Utils::tempdir();
sub sql { return $node->safe_psql('postgres', "SET jit = off; $_[0]"); }

system_or_bail('python3', "$folder/make_lupus_cohort.py", '--subjects', '1000', '--domains', 'LB,QS', '--out', $cohort);
foreach my $domain (qw(lb qs))
{
	open(my $file, '<', "$cohort/$domain.csv") or die "$cohort/$domain.csv: $!";
	my $columns = join(', ', map { "$_ text" } split /,/, lc(<$file> =~ s/\s+$//r));
	close($file);
	sql("CREATE TABLE $domain ($columns); COPY $domain FROM '$cohort/$domain.csv' (FORMAT csv, HEADER)");
}
sql(q{
CREATE INDEX ON lb (usubjid);
CREATE TABLE visit AS
SELECT usubjid, visit, max(qsorres) FILTER (WHERE qstestcd = 'TOTAL')::int AS total, max(qsorres) FILTER (WHERE qstestcd = 'PGA')::numeric AS pga
FROM qs GROUP BY 1, 2;
CREATE TABLE subject AS
SELECT b.usubjid, b.total - w.total >= 4 AND w.pga - b.pga < 0.3 AS sri4,
	(SELECT ARRAY[max(lbstresn::float8) FILTER (WHERE lbtestcd = 'C3'), max(lbstresn::float8) FILTER (WHERE lbtestcd = 'C4'),
		max(ln(lbstresn::float8)) FILTER (WHERE lbtestcd = 'DSDNA'), max(lbstresn::float8) FILTER (WHERE lbtestcd = 'PROT24')]
	 FROM lb WHERE lb.usubjid = b.usubjid AND lb.visit = 'WEEK 4') || b.total::float8 AS x
FROM visit b LEFT JOIN visit w ON w.usubjid = b.usubjid AND w.visit = 'WEEK 48' WHERE b.visit = 'BASELINE';
CREATE TABLE model AS SELECT logistic_regression(sri4, x) AS m FROM subject});

is(sql('SELECT n, events, missing, df, converged, separation FROM model, model_summary(m)'), '550|326|450|5|t|none', 'subjects, responders, missing');
is(sql(q{SELECT count(*) FROM model, model_summary(m) WHERE abs(log_likelihood + 294.30633513104289) < 1e-9 AND abs(null_log_likelihood + 371.71779108350847) < 1e-9}),
	1, 'log-likelihoods');
is(sql(q{
	SELECT count(*), max(greatest(abs(estimate / b - 1), abs(std_err / se - 1))) < 1e-10
	FROM model, coefficients(m, '{c3,c4,ln_dsdna,protein,sledai}') JOIN (VALUES ('(intercept)', -4.8245997728644605, 0.85161822407371801), ('c3', 3.6812093631503409, 0.65274339251702773),
		('c4', 4.1056255186353781, 2.2601576956018419), ('ln_dsdna', -0.13599413861259962, 0.098554707812033765),
		('protein', -0.18454864309212263, 0.047100020408885626), ('sledai', 0.22303596756527866, 0.027024904294589272)) r (name, b, se) USING (name)}),
	'6|t', 'coefficients and standard errors');

# Cross-validated: everybody is predicted by a model that has not seen him.
sql(q{
CREATE TABLE fold AS SELECT usubjid, fold_of(usubjid, 10, 'SRI-4 model') AS fold FROM subject;
CREATE TABLE fold_model AS
SELECT k AS fold, logistic_regression(sri4, x) FILTER (WHERE fold <> k) AS m, count(*) FILTER (WHERE fold <> k) AS n
FROM subject JOIN fold USING (usubjid), generate_series(1, 10) k GROUP BY k;
CREATE TABLE predicted AS SELECT usubjid, sri4, x, predict(m, x) AS p FROM subject JOIN fold USING (usubjid) JOIN fold_model USING (fold)});
is(sql('SELECT sum(1000 - n), count(*), bool_and((model_summary(m)).converged) FROM fold_model'), '1000|10|t', 'every subject is left out once');
is(sql(q{
	SELECT a.x, a.n, a.missing, abs(a.estimate - 0.78926106485539005) < 1e-10, a.lower < a.estimate AND a.estimate < a.upper, abs(b.estimate - 0.1812846678203463) < 1e-10, b.n
	FROM (SELECT (auc(sri4, p)).* FROM predicted) a, (SELECT (brier_score(sri4, p)).* FROM predicted) b}),
	'326|550|450|t|t|t|550', 'area under the curve and Brier score of predictions out of fold');
is(sql('SELECT count(*), sum(n), sum(events), bool_and(abs(predicted - observed) < 0.15) FROM calibration((SELECT scores_agg(sri4, p) FROM predicted))'),
	'10|550|326|t', 'calibration by decile');
is(sql(q{SELECT d.estimate > 0, d.n, (t.p_value < 0.05) = (d.lower > 0)
	FROM (SELECT (auc_difference(sri4, p, -x[3])).* FROM predicted) d, (SELECT (auc_test(sri4, p, -x[3])).* FROM predicted) t}),
	't|550|t', 'against anti-dsDNA alone');

# By merging: the model of all is that of ten sites, to the last bit.
is(sql(q{SELECT logistic_regression_of(ranks_agg(s::text::sample_rows))::text = (SELECT m::text FROM model)
	FROM (SELECT model_agg(sri4, x) AS s FROM subject GROUP BY substr(usubjid, 13, 3)) site}), 't', 'from the rows of sites');

$node->stop;
done_testing();

# Tables of counts of real trials: the rows of reference_results.csv that are
# chi-square and Fisher, and published results of trials in lupus nephritis.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use TrialExt;
use Test::More;

my $folder = RealData::folder_or_skip('reference_results.csv', 'lupus_published_results.csv', 'cdisc_pilot/adam_adsl.csv.gz');
my $node = RealData::start('tables');

sub sql
{
	my ($query) = @_;
	return $node->safe_psql('postgres', $query);
}

# Lines of a CSV file whose fields may be quoted, by the server's own reader.
sub load_csv
{
	my ($table, $file) = @_;
	open(my $f, '<', "$folder/$file") or die "$file: $!";
	my $columns = join(', ', map { "$_ text" } map { s/[^A-Za-z0-9_]//gr } split /,/, <$f>);
	close($f);
	sql("CREATE TABLE $table ($columns); COPY $table FROM '$folder/$file' (FORMAT csv, HEADER)");
	return;
}

load_csv('reference', 'reference_results.csv');
load_csv('published', 'lupus_published_results.csv');
RealData::load($node, 'adsl', "$folder/cdisc_pilot/adam_adsl.csv.gz");

# -------------------------------------------- rows of reference_results.csv
#
# Completed or not by planned treatment, one row a subject.  R 4.2.2.
my %answer = (
	PILOT_CHI => q{SELECT (chi_square_test(trt01p, dcreascd = 'Completed')).statistic FROM adsl},
	PILOT_CHIP => q{SELECT (chi_square_test(trt01p, dcreascd = 'Completed')).p_value FROM adsl},
	PILOT_FP => q{SELECT (fisher_exact_test(trt01p, dcreascd = 'Completed')).p_value FROM adsl
		WHERE trt01p IN ('Placebo', 'Xanomeline High Dose')});
foreach my $id (sort keys %answer)
{
	is(sql("SELECT abs(($answer{$id}) - value::float8) <= tolerance::float8 FROM reference WHERE check_id = '$id'"), 't', $id);
}
is(sql("SELECT string_agg(check_id, ' ' ORDER BY check_id) FROM reference WHERE statistic ~ '^(chi2|fisher)'"), join(' ', sort keys %answer),
	'every row of chi-square and Fisher');
is(sql(q{SELECT (c).df, (c).n, (c).missing, round((c).min_expected::numeric, 3) FROM (SELECT chi_square_test(trt01p, dcreascd = 'Completed') AS c FROM adsl) AS s}),
	'2|254|0|36.378', 'PILOT_CHI: degrees of freedom, subjects, smallest expected count');
is(sql(q{SELECT chi_square_test(dcreascd = 'Completed', trt01p = 'Placebo') = chi_square_test(trt01p, CASE WHEN dcreascd = 'Completed' THEN 'yes' ELSE 'no' END)
		FROM adsl WHERE trt01p IN ('Placebo', 'Xanomeline High Dose')}), 't', 'two truth values are a table of two arms');

# --------------------------------------- rows of lupus_published_results.csv
#
# Crude results from whole counts; four decimals.
is(sql(q{SELECT trial, endpoint, population FROM published,
		odds_ratio(treated_responders::bigint, treated_n::bigint, control_responders::bigint, control_n::bigint) AS o,
		chi_square_test(treated_responders::bigint, treated_n::bigint, control_responders::bigint, control_n::bigint) AS c
		WHERE abs(o.estimate - crude_or::float8) > 0.00005001 OR abs(o.lower - crude_or_lower::float8) > 0.00005001
			OR abs(o.upper - crude_or_upper::float8) > 0.00005001 OR abs(c.p_value - crude_chi2_p::float8) > 0.0000500001}),
	'', 'crude odds ratios, limits and p-values');
is(sql('SELECT count(*) FROM published'), '9', 'of nine results');

# One row a subject gives what the counts give, and so do two strata merged:
# BLISS-LN is the sum of those newly diagnosed and those who relapsed.
sql(q{CREATE TABLE subject AS
	SELECT trial, endpoint, population, g <= CASE WHEN treated THEN treated_responders ELSE control_responders END::int AS response, treated
	FROM published, (VALUES (true), (false)) AS t (treated), generate_series(1, CASE WHEN treated THEN treated_n ELSE control_n END::int) AS g});
is(sql(q{SELECT count(*), bool_and(o.estimate = crude.estimate AND o.lower = crude.lower AND o.upper = crude.upper AND o.x1 = crude.x1 AND o.n2 = crude.n2 AND o.missing = 0)
		FROM (SELECT trial, endpoint, population, odds_ratio(response, treated) AS o FROM subject GROUP BY 1, 2, 3) AS s (trial, endpoint, population, r)
			JOIN published USING (trial, endpoint, population),
			LATERAL (SELECT (r).*) AS o,
			odds_ratio(treated_responders::bigint, treated_n::bigint, control_responders::bigint, control_n::bigint) AS crude}),
	'9|t', 'one row a subject');
is(sql(q{SELECT endpoint, (r).x1, (r).n1, (r).x2, (r).n2, round((r).estimate::numeric, 4), round((r).lower::numeric, 4), round((r).upper::numeric, 4)
		FROM (SELECT endpoint, odds_ratio_of(contingency_agg(c)) AS r
			FROM (SELECT endpoint, population, contingency_agg(response, treated) AS c FROM subject WHERE trial LIKE 'BLISS%' AND population <> 'all' GROUP BY 1, 2) AS s GROUP BY 1) AS m ORDER BY 1}),
	"CRR week 104|67|223|44|223|1.7472|1.1290|2.7041\nPERR week 104|96|223|72|223|1.5853|1.0776|2.3323", 'subgroups of BLISS-LN merged');

# -------------------------- published rates and tests of response definitions
#
# Every definition whose publication gives whole counts, with the rates as
# printed: response (per cent), and the crude tests recomputed from them.
# Sources: BLISS-LN Furie 2020 (NEJM 383:1117), AURORA 1 Rovin 2021 (Lancet
# 397:2070), LUNAR Rovin 2012 (Arthritis Rheum 64:1215), ACCESS 2014 (Arthritis
# Rheumatol 66:3096), ALMS Appel 2009 (JASN 20:1103).
sql(q{CREATE TABLE whole (definition text, x1 bigint, n1 bigint, x2 bigint, n2 bigint, rate1 numeric, rate2 numeric, test text, statistic numeric, p numeric, "or" numeric, lower numeric, upper numeric);
INSERT INTO whole VALUES
	('bliss_ln_perr', 96, 223, 72, 223, 43.0, 32.3, 'chi_square', 5.5005, 0.0190, 1.585, 1.078, 2.332),
	('bliss_ln_crr', 67, 223, 44, 223, 30.0, 19.7, 'chi_square', 6.3449, 0.0118, 1.747, 1.129, 2.704),
	('aurora_crr', 73, 179, 40, 178, 40.8, 22.5, 'chi_square', 13.8312, 0.0002, 2.376, NULL, NULL),
	('lunar_crr and lunar_prr', 41, 72, 33, 72, 56.9, 45.8, 'chi_square', 1.7792, 0.1823, NULL, NULL, NULL),
	('access_cr', 22, 66, 21, 68, 33, 31, 'fisher', NULL, 0.8536, NULL, NULL, NULL),
	('access_cr', 22, 66, 21, 68, 33, 31, 'chi_square', NULL, 0.7612, NULL, NULL, NULL),
	('access_cr and access_pr', 39, 66, 40, 68, 59, 59, NULL, NULL, NULL, NULL, NULL, NULL),
	('alms', 104, 185, 98, 185, 56.2, 53.0, 'chi_square', 0.3925, 0.5310, 1.140, NULL, NULL)});
is(sql(q{SELECT definition FROM whole, response_rate(x1, n1) AS a, response_rate(x2, n2) AS b
		WHERE abs(100 * a.estimate - rate1) > 0.5 * 10 ^ -scale(rate1) OR abs(100 * b.estimate - rate2) > 0.5 * 10 ^ -scale(rate2)}),
	'', 'published rates of definitions');
is(sql(q{SELECT definition, test FROM whole,
			LATERAL (SELECT (r).* FROM (SELECT CASE test WHEN 'fisher' THEN fisher_exact_test(x1, n1, x2, n2) ELSE chi_square_test(x1, n1, x2, n2) END AS r) AS s) AS t
		WHERE round(t.statistic::numeric, 4) <> whole.statistic OR round(t.p_value::numeric, 4) <> p}),
	'', 'crude tests of definitions');
is(sql(q{SELECT definition FROM whole, odds_ratio(x1, n1, x2, n2) AS o
		WHERE round(o.estimate::numeric, 3) <> "or" OR round(o.lower::numeric, 3) <> whole.lower OR round(o.upper::numeric, 3) <> whole.upper}),
	'', 'crude odds ratios of definitions');
is(sql('SELECT count(*), count(statistic), count(p), count("or"), count(lower) FROM whole'), '8|5|7|4|2', 'of eight');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

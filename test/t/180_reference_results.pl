# Every survival row of reference_results.csv, by its check_id, on the real data
# beside it; then published results on the same data.
#
# Expected values: R 4.2.2, survival 3.5-3 (the file's own source).  A row that
# nothing here computes fails; those of chi-square and Fisher are computed in
# 181_reference_tables.pl.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use TrialExt;
use Test::More;

my @tables = qw(survival/lung survival/veteran survival/pbc survival/colon cdisc_pilot/adam_adtte);
my $folder = RealData::folder_or_skip('reference_results.csv', map { "$_.csv.gz" } @tables);
my $node = RealData::start('reference');

sub sql { return $node->safe_psql('postgres', $_[0]); }

# Columns such as "ph.ecog" keep their letters only.
foreach my $table (@tables)
{
	my ($name) = $table =~ m{/(?:adam_)?(\w+)$};
	my $header = `gzip -dc '$folder/$table.csv.gz' | head -n 1`;
	my @columns = map { (my $c = lc) =~ s/[^a-z0-9]//g; $c } split /,/, $header;
	sql("CREATE TABLE $name (" . join(', ', map { "$_ text" } @columns) . "); COPY $name FROM PROGRAM 'gzip -dc ''$folder/$table.csv.gz''' (FORMAT csv, HEADER)");
}
sql("CREATE TABLE reference (check_id text PRIMARY KEY, dataset text, query text, statistic text, value text, tolerance float8, source text);
	COPY reference FROM '$folder/reference_results.csv' (FORMAT csv, HEADER)");

# The counts that questions are asked of.
sql(q{
CREATE TABLE counts (name text PRIMARY KEY, counts survival_counts);
INSERT INTO counts
	SELECT 'LUNG', survival_agg(time::int, status = '2') FROM lung
	UNION ALL SELECT 'LUNGSEX', survival_agg(time::int, status = '2', sex) FROM lung
	UNION ALL SELECT 'LUNGSEXS', survival_agg(time::int, status = '2', sex, phecog) FROM lung
	UNION ALL SELECT 'VET', survival_agg(time::int, status = '1') FROM veteran
	UNION ALL SELECT 'VETT', survival_agg(time::int, status = '1', trt) FROM veteran
	UNION ALL SELECT 'VETC', survival_agg(time::int, status = '1', celltype) FROM veteran
	UNION ALL SELECT 'PBC', survival_agg(time::int, status = '2') FROM pbc WHERE id::int <= 312
	UNION ALL SELECT 'PBCT', survival_agg(time::int, status = '2', trt) FROM pbc WHERE id::int <= 312
	UNION ALL SELECT 'COL', survival_agg(time::int, status = '1') FROM colon WHERE etype = '2'
	UNION ALL SELECT 'COLT', survival_agg(time::int, status = '1', rx) FROM colon WHERE etype = '2'
	UNION ALL SELECT 'PILOT_TTE', survival_agg(aval::float8, cnsr = '0', trtp) FROM adtte
	UNION ALL SELECT 'PILOT_PBO', survival_agg(aval::float8, cnsr = '0') FROM adtte WHERE trtp = 'Placebo'});

# check_id => the query that computes it.  C stands for the counts.
my %answer;
foreach my $curve (['LUNG', 365], ['VET', 100], ['PBC', 1825], ['COL', 1825], ['PILOT_PBO', 90])
{
	my ($name, $day) = @$curve;
	$answer{"${name}_S$day"} = "SELECT survival FROM survival_at(C, '{$day}')";
	$answer{"${name}_SE$day"} = "SELECT std_err FROM survival_at(C, '{$day}')";
	foreach my $type ('log', 'log-log', 'plain')
	{
		$answer{"${name}_L$day$type"} = "SELECT lower FROM survival_at(C, '{$day}', '$type')";
		$answer{"${name}_U$day$type"} = "SELECT upper FROM survival_at(C, '{$day}', '$type')";
	}
	$answer{"${name}_MED"} = 'SELECT "time" FROM survival_quantile(C)';
	$answer{"${name}_MEDL"} = 'SELECT lower FROM survival_quantile(C)';
	$answer{"${name}_MEDU"} = 'SELECT upper FROM survival_quantile(C)';
}
foreach my $name (qw(LUNGSEX LUNGSEXS VETT VETC PBCT COLT PILOT_TTE))
{
	$answer{"${name}_LR"} = 'SELECT statistic FROM logrank(C)';
	$answer{"${name}_LRP"} = 'SELECT p_value FROM logrank(C)';
	$answer{"${name}_PP"} = 'SELECT statistic FROM logrank(C, rho => 1)';
}
my %counts_of = (LUNGHR => 'LUNGSEX', LUNGHRL => 'LUNGSEX', LUNGHRU => 'LUNGSEX');
$answer{LUNGHR} = "SELECT hazard_ratio FROM hazard_ratio(C, '1')";
$answer{LUNGHRL} = "SELECT lower FROM hazard_ratio(C, '1')";
$answer{LUNGHRU} = "SELECT upper FROM hazard_ratio(C, '1')";

my @rows = split /\n/, sql("SELECT check_id FROM reference WHERE statistic !~ '^(chi2|fisher)' ORDER BY 1");
is(scalar @rows, 79, 'rows of survival');
foreach my $id (@rows)
{
	ok(exists $answer{$id}, "$id: is computed") or next;
	my ($prefix) = $id =~ /^(.*)_/;
	my $name = $counts_of{$id} // $prefix;
	(my $query = $answer{$id}) =~ s/\bC\b/(SELECT counts FROM counts WHERE name = '$name')/;
	is(sql("SELECT CASE WHEN value = 'NULL' THEN computed IS NULL ELSE COALESCE(abs(computed - value::float8) <= tolerance * abs(value::float8), false) END
			|| COALESCE(' ' || NULLIF(value = 'NULL' OR abs(computed - value::float8) <= tolerance * abs(value::float8), true) || ' ' || computed || ' ' || value, '')
			FROM reference, (SELECT ($query) AS computed) x WHERE check_id = '$id'"),
		'true', $id);
}
is(join(' ', grep { my $id = $_; !grep { $_ eq $id } @rows } sort keys %answer), '', 'nothing is computed that the file does not ask for');

# Missing performance status: counted, not dropped silently.
is(sql("SELECT df, n, missing, method FROM counts, logrank(counts) WHERE name = 'LUNGSEXS'"), '1|227|1|log-rank, stratified', 'lung: one subject without stratum');
is(sql("SELECT df, n, missing FROM counts, logrank(counts) WHERE name = 'VETC'"), '3|137|0', 'veteran: four cell types');
is(sql("SELECT string_agg(arm || ' ' || n || ' ' || n_event, ', ' ORDER BY arm) FROM counts, survival_totals(counts) WHERE name = 'COLT'"),
	'Lev 310 161, Lev+5FU 304 123, Obs 315 168', 'colon: subjects and deaths by arm');

# Published: Moertel CG et al., N Engl J Med 1990;322:352: levamisole with
# fluorouracil lowers the death rate by a third (33 %; these data have longer
# follow-up).
is(sql("SELECT arm, round(1 - hazard_ratio::numeric, 2) BETWEEN 0.30 AND 0.33 FROM counts, hazard_ratio(counts, 'Obs') WHERE name = 'COLT' AND arm = 'Lev+5FU'"),
	'Lev+5FU|t', 'colon: a third fewer deaths');
# survfit(Surv(time, status) ~ sex, lung)
is(sql("SELECT string_agg(arm || ' ' || \"time\" || ' ' || lower || ' ' || upper, ', ' ORDER BY arm) FROM counts, survival_quantile(counts) WHERE name = 'LUNGSEX'"),
	'1 270 212 310, 2 426 348 550', 'lung: medians by sex');

# Stratified Cox and competing events on real data.
#   R 4.2.2, survival 3.5-3: coxph(Surv(time, status == 2) ~ factor(sex) + strata(ph.ecog), lung)
#   coxph(Surv(time, status) ~ rx, subset(colon, etype == 2), ties = 'breslow')
#   survfit(Surv(time, factor(status)) ~ 1, subset(pbc, id <= 312)), transplant 1, death 2, at 1825 days
#   survival:::survmean(survfit(Surv(time, status == 2) ~ sex, lung), rmean = 365)
sub near
{
	my ($query, $expected, $what) = @_;
	my @values = split /\|/, sql($query);
	my @differ = grep { !defined $values[$_] || $values[$_] eq '' || abs($values[$_] - $expected->[$_]) > 1e-8 * abs($expected->[$_]) } 0 .. $#$expected;
	is(join(' ', map { ($values[$_] // 'nothing') . " not $expected->[$_]" } @differ), '', $what);
	return;
}
near("SELECT hazard_ratio, lower, upper, std_err FROM counts, hazard_ratio(counts) WHERE name = 'LUNGSEXS'",
	[0.574437223328791, 0.411187766730236, 0.802499855892302, 0.170585203905894], 'lung: Cox, stratified by performance');
near("SELECT max(hazard_ratio) FILTER (WHERE arm = 'Lev'), max(hazard_ratio) FILTER (WHERE arm = 'Lev+5FU'), max(std_err) FILTER (WHERE arm = 'Lev'),
		max(std_err) FILTER (WHERE arm = 'Lev+5FU') FROM counts, hazard_ratio(counts, 'Obs', 'breslow') WHERE name = 'COLT'",
	[0.973673895517982, 0.689570055658997, 0.110303989735397, 0.118753969659816], 'colon: Cox of three arms, Breslow');
near("SELECT max(hazard_ratio) FILTER (WHERE arm = 'Lev'), max(hazard_ratio) FILTER (WHERE arm = 'Lev+5FU') FROM counts, hazard_ratio(counts, 'Obs') WHERE name = 'COLT'",
	[0.973714185091528, 0.689553992608525], 'colon: Cox of three arms, Efron');
foreach my $cause ([1, 0.0440562905321352, 0.011978456101354, 0.0258568078806115, 0.0750655975947947], [2, 0.283736492099582, 0.0262670448500899, 0.236654515251206, 0.340185340911495])
{
	my ($code, @expected) = @$cause;
	near("SELECT incidence, std_err, lower, upper FROM cumulative_incidence((SELECT competing_risks_agg(time::int, status::int) FROM pbc WHERE id::int <= 312)) c
			WHERE cause = $code AND c.time <= 1825 ORDER BY c.time DESC LIMIT 1",
		\@expected, "pbc: cumulative incidence of cause $code");
}
near("SELECT min(mean), max(mean), min(std_err), max(std_err) FROM counts, restricted_mean(counts, 365) WHERE name = 'LUNGSEX'",
	[241.495085192057, 297.465409532037, 10.3582264910969, 10.7913239788001], 'lung: restricted mean of a year');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

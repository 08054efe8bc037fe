# Tests of location, of ranks, regression and ROC curves give the same bytes in
# a serial plan, with two and four workers, in any order of rows, over
# partitions, and merged from states that travelled as text and in binary.
use strict;
use warnings;
use File::Spec;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $node = new_node('location_parallel', conf => "max_parallel_workers = 8\nmax_worker_processes = 12\n");
# 20,000 subjects: values over 12 powers of ten, ties and NULLs.  Group 7 has no
# value at all, group 6 one arm.
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION trial_ext;
CREATE TABLE lab AS
SELECT g AS id, g % 8 AS grp,
    CASE WHEN g % 8 = 7 OR g % 13 = 0 THEN NULL ELSE (g * 7919 % 20011 - 10000) * 10.0 ^ (g % 12 - 9) END::float8 AS wide,
    CASE WHEN g % 17 = 0 THEN NULL ELSE round(g * 7919 % 20011 / 500.0, 1) END::float8 AS near,
    CASE WHEN g % 19 = 0 THEN NULL ELSE round(g * 104729 % 20021 / 500.0, 1) END::float8 AS base,
    CASE WHEN g % 23 = 0 THEN NULL ELSE g % 8 = 6 OR g * 31 % 7 < 3 END AS treated,
    CASE WHEN g % 29 = 0 THEN NULL ELSE g * 7919 % 20011 + g * 17 % 20000 > 20000 END AS outcome,
    (ARRAY['placebo', 'low', 'high'])[1 + g * 53 % 3] AS arm
FROM generate_series(1, 20000) g;
CREATE TABLE parts (LIKE lab) PARTITION BY HASH (id);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO parts TABLE lab;
ALTER TABLE lab SET (parallel_workers = 4);
ANALYZE;
SQL

# state => [aggregates that it is the state of]
my %family = (
	'sample_agg(wide)' => [ 'mean_estimate(wide)', 'one_sample_t_test(wide)' ],
	'sample_agg(wide, treated)' => [ 't_test(wide, treated)', 'mean_difference(wide, treated)' ],
	'change_agg(near, base)' => [ 'change_summary(near, base)', 'paired_t_test(near, base)', 'mean_change(near, base)' ],
	'ranks_agg(near)' => [ 'wilcoxon_signed_rank_test(near)', 'pseudomedian(near)' ],
	'ranks_agg(wide, treated)' => [ 'rank_sum_test(wide, treated)', 'hodges_lehmann(wide, treated)', 'cochran_armitage_test(wide, treated)' ],
	'ranks_agg(arm, near)' => ['kruskal_wallis_test(arm, near)'],
	'scores_agg(outcome, near)' => ['auc(outcome, near)'],
	'scores_agg(outcome, near, base)' => [ 'auc_test(outcome, near, base)', 'auc_difference(outcome, near, base)' ],
	'model_agg(outcome, ARRAY[near, base])' => ['logistic_regression(outcome, ARRAY[near, base])']);
my @states = sort keys %family;
my $columns = join ', ', (map { @{ $family{$_} } } @states),
	"logistic_regression(outcome, ARRAY[near], 'firth')", 'wilcoxon_signed_rank_test(near, base)',
	't_test(near, treated, true)', 'mean_difference(near, treated, false, 0.9)', 'hodges_lehmann(near, treated, 0.9)', 'auc(outcome, near, 0.9)',
	'brier_score(outcome, near / 50)', @states;

my $serial = 'SET max_parallel_workers_per_gather = 0; SET jit = off; ';
my $parallel = 'SET max_parallel_workers_per_gather = %d; SET parallel_leader_participation = off; SET parallel_setup_cost = 0; '
  . 'SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET jit = off; ';

sub query
{
	my ($settings, $from, $by) = @_;
	return $node->safe_psql('postgres', $settings . ($by ? "SELECT $by, $columns FROM $from GROUP BY $by ORDER BY $by" : "SELECT $columns FROM $from"));
}

foreach my $by ('', 'grp')
{
	my $what = $by ? 'by group' : 'in all';
	my $expected = query($serial, 'lab', $by);
	like($expected, qr/Welch/, "serial, $what");
	foreach my $workers (2, 4)
	{
		is(query(sprintf($parallel, $workers), 'lab', $by), $expected, "$workers workers, $what");
		like($node->safe_psql('postgres', sprintf($parallel, $workers) . "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT $columns FROM lab" . ($by ? " GROUP BY $by" : '')),
			qr/Workers Launched: $workers.*Partial (Hash|Group)?Aggregate|Partial (Hash|Group)?Aggregate.*Workers Launched: $workers/s, "the plan is a partial aggregate, $what");
	}
	is(query($serial, "(SELECT * FROM lab ORDER BY md5(id::text) OFFSET 0) shuffled", $by), $expected, "shuffled rows, $what");
	is(query($serial . 'SET enable_partitionwise_aggregate = on; ', 'parts', $by), $expected, "over partitions, $what");
	is(query($serial . 'SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0; ', 'lab', $by), $expected, "compiled, $what");
}

# States of shards, as text and in binary, some of them empty, merged in any
# grouping.
my $dir = File::Spec->rel2abs($node->basedir);
foreach my $i (0 .. $#states)
{
	my $state = $states[$i];
	my ($merge) = $state =~ /^(sample|change)_agg/ ? 'sample_agg' : 'ranks_agg';
	my $type = $merge eq 'sample_agg' ? 'sample_sums' : 'sample_rows';
	my @functions = map { /^(\w+)/ ? $1 : die } @{ $family{$state} };
	my $answers = join ', ', map { "${_}_of(m)" } @functions;
	my $expected = $node->safe_psql('postgres', "SELECT $state, " . join(', ', @{ $family{$state} }) . ' FROM lab');
	foreach my $k (1, 3, 97, 2000)
	{
		$node->safe_psql('postgres', "DROP TABLE IF EXISTS shard; CREATE TABLE shard AS SELECT $state AS s FROM lab GROUP BY hashint4(id) % $k "
				. 'UNION ALL SELECT NULL');
		is($node->safe_psql('postgres', "SELECT m, $answers FROM (SELECT $merge(s::text::$type) AS m FROM shard) x"), $expected, "$state: up to $k shards, as text");
	}
	is($node->safe_psql('postgres', "COPY shard TO '$dir/$i.bin' (FORMAT binary); TRUNCATE shard; COPY shard FROM '$dir/$i.bin' (FORMAT binary); "
			. "SELECT m, $answers FROM (SELECT $merge(s) AS m FROM (SELECT $merge(s) AS s FROM shard GROUP BY ctid::text < '(1,') y) x"),
		$expected, "$state: in binary, merged in two steps");
	is($node->safe_psql('postgres', "SET extra_float_digits = -15; SELECT $merge(s::text::$type) FROM shard"),
		$node->safe_psql('postgres', "SELECT $state FROM lab"), "$state: whatever extra_float_digits");
}

# A model travels, too.
is($node->safe_psql('postgres', <<'SQL'), 't', 'a model as text predicts the same');
SELECT predict(m, '{20,5}') = predict(m::text::logistic_model, '{20,5}') AND m::text = m::text::logistic_model::text
FROM (SELECT logistic_regression(outcome, ARRAY[near, base]) AS m FROM lab) x
SQL
is($node->safe_psql('postgres', <<"SQL"), 't', 'and in binary');
CREATE TABLE model AS SELECT grp, logistic_regression(outcome, ARRAY[near, base]) AS m FROM lab GROUP BY grp;
CREATE TABLE model_back (LIKE model);
COPY model TO '$dir/model.bin' (FORMAT binary);
COPY model_back FROM '$dir/model.bin' (FORMAT binary);
SELECT bool_and(a.m::text = b.m::text) AND count(*) = 8 FROM model a JOIN model_back b USING (grp);
SQL

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

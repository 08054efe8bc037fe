# Survival counts do not depend on how the rows are cut: workers, partitions,
# order, shards whose states travel as text or in binary.
use strict;
use warnings;
use File::Spec;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $node = new_node('survival', conf => "max_worker_processes = 8\nmax_parallel_workers = 8\n");
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION trial_ext;
CREATE TABLE subject AS SELECT g AS id, g % 5 AS region,
    CASE WHEN g % 997 = 0 THEN NULL ELSE abs(hashint4(g) % 1500) END AS days,
    CASE WHEN g % 991 = 0 THEN NULL ELSE abs(hashint4(g + 1) % 100000) / 7.0::float8 END AS years,
    CASE WHEN g % 983 = 0 THEN NULL ELSE hashint4(g + 2) % 3 <> 0 END AS event,
    CASE WHEN g % 977 = 0 THEN NULL ELSE 'arm ' || abs(hashint4(g + 3) % 3) END AS arm,
    CASE WHEN g % 971 = 0 THEN NULL ELSE 'site ' || abs(hashint4(g + 4) % 20) END AS site,
    CASE WHEN g % 967 = 0 THEN NULL ELSE abs(hashint4(g + 5) % 4) END AS cause
FROM generate_series(1, 100000) g;
CREATE TABLE part (LIKE subject) PARTITION BY HASH (id);
CREATE TABLE part_0 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE part_1 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE part_2 PARTITION OF part FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO part TABLE subject;
ANALYZE;
SQL

my %kind = (
	days => 'survival_agg(days, event, arm)',
	strata => 'survival_agg(days, event, arm, site)',
	years => 'survival_agg(years, event, arm)',
	dates => q{survival_agg(date '2020-01-01', date '2020-01-01' + days, event)},
	causes => 'competing_risks_agg(years, cause, arm)');
my $columns = join ', ', map { "md5(survival_counts_send($kind{$_}))" } sort keys %kind;
my $serial = 'SET max_parallel_workers_per_gather = 0; ';
my $parallel = 'SET max_parallel_workers_per_gather = %d; SET parallel_leader_participation = %s; SET parallel_setup_cost = 0; '
  . 'SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; ';

sub query
{
	my ($settings, $from, $by) = @_;
	return $node->safe_psql('postgres', $settings . ($by ? "SELECT $by, $columns FROM $from GROUP BY $by ORDER BY $by" : "SELECT $columns FROM $from"));
}

foreach my $by ('', 'region')
{
	my $what = $by ? 'by group' : 'in all';
	my $expected = query($serial, 'subject', $by);
	foreach my $workers (2, 4)
	{
		is(query(sprintf($parallel, $workers, 'on'), 'subject', $by), $expected, "$workers workers, $what");
	}
	is(query(sprintf($parallel, 2, 'off'), 'subject', $by), $expected, "2 workers without the leader, $what");
	like($node->safe_psql('postgres', sprintf($parallel, 2, 'off') . "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT $columns FROM subject" . ($by ? " GROUP BY $by" : '')),
		qr/Workers Launched: 2.*Partial (Hash|Group)?Aggregate|Partial (Hash|Group)?Aggregate.*Workers Launched: 2/s, "the plan is a partial aggregate, $what");
	is(query($serial, '(SELECT * FROM subject ORDER BY md5(id::text) OFFSET 0) shuffled', $by), $expected, "shuffled rows, $what");
	is(query($serial . 'SET enable_partitionwise_aggregate = on; ', 'part', $by), $expected, "over partitions, $what");
	is(query($serial . 'SET enable_hashagg = off; SET enable_partitionwise_aggregate = on; ', 'part', $by), $expected, "over partitions, sorted, $what");
	is(query($serial . q{SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0; }, 'subject', $by), $expected, "with jit, $what");
}
# The results too, not only the counts.
my $results = q{SELECT l, (SELECT string_agg(h::text, ' ') FROM hazard_ratio(c) h), (SELECT md5(string_agg(k::text, ' ')) FROM kaplan_meier(c) k)
	FROM (SELECT survival_agg(days, event, arm, site) AS c FROM %s OFFSET 0) s, logrank(c) l};
my $expected = $node->safe_psql('postgres', $serial . sprintf($results, 'subject'));
is($node->safe_psql('postgres', sprintf($parallel, 2, 'on') . sprintf($results, 'subject')), $expected, 'tests and curves, two workers');
is($node->safe_psql('postgres', 'SET enable_partitionwise_aggregate = on; ' . sprintf($results, 'part')), $expected, 'tests and curves, partitions');

# The contract of shards: states travel as text or in binary, in their open
# form, and are merged in any grouping.
$node->safe_psql('postgres', <<'SQL');
CREATE AGGREGATE state(int, bool, text, text) (SFUNC = survival_observe_days_stratum, STYPE = survival_counts);
SQL
my $dir = File::Spec->rel2abs($node->basedir);
my $whole = $node->safe_psql('postgres', 'SELECT md5(survival_counts_send(survival_agg(days, event, arm, site))) FROM subject');
foreach my $k (1, 3, 97, 2000)
{
	$node->safe_psql('postgres', "DROP TABLE IF EXISTS shard; CREATE TABLE shard AS SELECT hashint4(id) % $k AS n, state(days, event, arm, site) AS s FROM subject GROUP BY 1");
	is($node->safe_psql('postgres', 'SELECT md5(survival_counts_send(survival_agg(s::text::survival_counts))) FROM shard'), $whole, "$k shards, as text");
	is($node->safe_psql('postgres', 'SELECT md5(survival_counts_send(survival_agg(s))) FROM (SELECT survival_agg(s ORDER BY n DESC) AS s FROM shard GROUP BY n % 3) x'), $whole,
		"$k shards, merged in two steps");
	is($node->safe_psql('postgres', "COPY shard TO '$dir/shard.bin' (FORMAT binary); TRUNCATE shard; COPY shard FROM '$dir/shard.bin' (FORMAT binary); "
			. 'SELECT md5(survival_counts_send(survival_agg(s))) FROM shard'), $whole, "$k shards, in binary");
}
is($node->safe_psql('postgres', 'SELECT sum(pg_column_size(c)) < 40000 FROM (SELECT survival_agg(days, event) AS c FROM subject) x'), 't', 'the counts are as large as the days, not as the subjects');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

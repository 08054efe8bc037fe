# Aggregates over proportions and tables give the same answer in a serial plan,
# with two and four workers, over partitions and shuffled: whole counts.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $node = new_node('proportions', conf => "max_parallel_workers = 8\nmax_worker_processes = 12\n");
# 100,000 subjects of 40 sites; every 11th has no outcome, every 13th no arm.
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION trial_ext;
CREATE TABLE subject AS
SELECT g AS id, g % 40 AS site, 'site ' || g % 7 AS stratum,
    CASE WHEN g % 11 > 0 THEN g * 7919 % 1009 < 400 + 20 * (g % 3) END AS outcome,
    CASE WHEN g % 13 > 0 THEN g % 3 = 0 END AS treated,
    (ARRAY['A', 'B', NULL, 'C'])[1 + g % 4] AS arm,
    (ARRAY['CRR', 'PRR', 'none'])[1 + g * 31 % 101 % 3] AS response
FROM generate_series(1, 100000) AS g;
CREATE TABLE parts (LIKE subject) PARTITION BY HASH (id);
CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO parts TABLE subject;
ANALYZE;
SQL

my $columns = join ', ', q{response_rate(outcome, 'jeffreys', 0.9)}, q{risk_difference(outcome, treated, 'miettinen_nurminen')}, 'risk_ratio(outcome, treated)',
  q{odds_ratio(outcome, treated)}, 'mantel_haenszel_odds_ratio(outcome, treated, stratum)', 'mantel_haenszel_risk_difference(outcome, treated, stratum)',
  'chi_square_test(arm, response)', 'chi_square_test(arm, outcome, true)', 'fisher_exact_test(outcome, treated)', 'cmh_test(arm, response, stratum)',
  'mcnemar_test(outcome, treated)', 'contingency_agg(arm, response, stratum)';
my $serial = 'SET max_parallel_workers_per_gather = 0; ';
my $parallel = 'SET max_parallel_workers_per_gather = %d; SET parallel_leader_participation = %s; SET parallel_setup_cost = 0; '
  . 'SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; ';

sub query
{
	my ($settings, $from, $by) = @_;
	return $node->safe_psql('postgres', $settings . ($by ? "SELECT $by, $columns FROM $from GROUP BY $by ORDER BY $by" : "SELECT $columns FROM $from"));
}

foreach my $by ('', 'site')
{
	my $what = $by ? 'by site' : 'in all';
	my $expected = query($serial, 'subject', $by);
	like($expected, qr/jeffreys/, "serial, $what");
	foreach my $workers (2, 4)
	{
		my $settings = sprintf($parallel, $workers, 'off');
		$node->safe_psql('postgres', "ALTER TABLE subject SET (parallel_workers = $workers)");
		is(query($settings, 'subject', $by), $expected, "$workers workers, $what");
		like($node->safe_psql('postgres', $settings . "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT $columns FROM subject" . ($by ? " GROUP BY $by" : '')),
			qr/(?=.*Workers Launched: $workers)(?=.*Partial \w*Aggregate)/s, "the plan is a partial aggregate with $workers workers, $what");
	}
	is(query(sprintf($parallel, 2, 'on'), 'subject', $by), $expected, "the leader takes part, $what");
	is(query($serial, '(SELECT * FROM subject ORDER BY md5(id::text) OFFSET 0) AS shuffled', $by), $expected, "shuffled, $what");
	is(query($serial . 'SET enable_partitionwise_aggregate = on; ', 'parts', $by), $expected, "over partitions, $what");
	is(query($serial . 'SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0; ', 'subject', $by), $expected, "compiled, $what");
}

# A state does not grow with its rows.
is($node->safe_psql('postgres', q{SELECT max(length(s::text)) < 500 FROM (SELECT contingency_agg(arm, response, stratum) AS s FROM subject) AS s}), 't', 'a small state');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

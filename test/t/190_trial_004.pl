# Trial SEED004's analysis (examples/trial_004.sql) from the records of the
# synthetic cohort to the tables of the report: CRR by arm, 3 x 2 tests, time to
# CRR with numbers at risk, log-rank, Cox.
#
# Expected values: who responds and when, in plain SQL below, by the names of the
# visits; the statistics, test/r/trial_004.tsv, which R 4.2.2 with survival 3.5-3
# wrote from test/r/trial_004.R and one row a subject (make check-r does it anew).
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py');
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;

my $node = RealData::start('trial_004');
my $cohort = PostgreSQL::Test::Utils::tempdir();
my $top = "$FindBin::RealBin/../..";

sub sql
{
	my ($query) = @_;
	return $node->safe_psql('postgres', "SET jit = off; $query");
}

system_or_bail('python3', "$folder/make_lupus_cohort.py", '--subjects', '1000', '--out', $cohort);
foreach my $domain (qw(dm lb vs ex cm mh qs mi ds))
{
	my $columns = join(', ', map { "$_ text" } split /,/, lc((split /\n/, slurp_file("$cohort/$domain.csv"))[0]));
	sql("CREATE TABLE $domain ($columns); COPY $domain FROM '$cohort/$domain.csv' (FORMAT csv, HEADER); ANALYZE $domain");
}
sql(slurp_file($_)) foreach sort(glob "$top/examples/sdtm/*.sql"), "$top/examples/trial_004.sql", "$top/test/r/trial_004.sql";

# ------------------------------------------------------------- the subjects
#
# 500 with belimumab and 500 without; cut off at the end of the list, 2:1 holds
# to one or two.
is(sql(q{SELECT name, arm, count(*), count(*) FILTER (WHERE crr), count(*) FILTER (WHERE event) FROM trial_004_set GROUP BY 1, 2 ORDER BY 1, 2}) . "\n", <<'END', 'subjects, CRR at month 6, CRR ever');
all|Biologics|332|84|101
all|SOC|335|55|74
all|Triple|166|41|51
first 50|Biologics|20|3|5
first 50|SOC|20|6|7
first 50|Triple|10|5|5
END

# In plain SQL, for those whose dates are complete: protein below 0.5 g/d and eGFR
# (CKD-EPI 2021, adults) at least 85 % of the last one up to day 0, without
# rituximab or withdrawal of treatment by then.  What is missing or has lost its
# unit is no response.
sql(q{
CREATE TABLE plain_record AS
SELECT usubjid, lbtestcd AS test, visit, lbdtc, CASE lborresu WHEN 'umol/L' THEN n / 88.4 WHEN 'mg/24h' THEN n / 1000 WHEN 'mg/dL' THEN n WHEN 'g/24h' THEN n WHEN 'g/d' THEN n END AS v
FROM (SELECT *, lborres::numeric AS n FROM lb) AS l WHERE lbtestcd IN ('CREAT', 'PROT24') AND lborres IS NOT NULL;
CREATE TABLE plain_egfr AS
SELECT usubjid, visit, lbdtc::date AS day, CASE WHEN years >= 18 THEN least(v / k, 1) ^ a * greatest(v / k, 1) ^ -1.2 * 0.9938 ^ years END AS egfr
FROM (SELECT r.*, CASE sex WHEN 'F' THEN 0.7 ELSE 0.9 END AS k, CASE sex WHEN 'F' THEN -0.241 ELSE -0.302 END AS a,
		CASE length(brthdtc) WHEN 10 THEN extract(year FROM age(lbdtc::date, brthdtc::date)) ELSE age::int END AS years
	FROM plain_record AS r JOIN dm USING (usubjid) WHERE test = 'CREAT' AND length(lbdtc) = 10) AS r;
CREATE TABLE plain_visit AS
SELECT usubjid, week, EXISTS (
	SELECT FROM plain_record AS p JOIN plain_egfr AS e USING (usubjid, visit), (
		SELECT egfr FROM plain_egfr AS b WHERE b.usubjid = d.usubjid AND b.day <= rfstdtc::date ORDER BY b.day DESC LIMIT 1) AS b
	WHERE p.usubjid = d.usubjid AND p.test = 'PROT24' AND visit = 'WEEK ' || week AND p.v < 0.5 AND e.egfr >= 0.85 * b.egfr
		AND NOT EXISTS (SELECT FROM cm WHERE cm.usubjid = d.usubjid AND cmdecod = 'RITUXIMAB' AND cmstdtc::date <= e.day)
		AND NOT EXISTS (SELECT FROM ds WHERE ds.usubjid = d.usubjid AND dsdecod = 'ADVERSE EVENT' AND dsstdtc::date <= e.day)) AS crr
FROM dm AS d, unnest('{4,8,12,16,20,24}'::int[]) AS week;
CREATE TABLE plain AS
SELECT usubjid, bool_or(crr) FILTER (WHERE week = 24) AS crr, coalesce(min(week) FILTER (WHERE crr), 24) * 7 AS days, bool_or(crr) AS event FROM plain_visit GROUP BY usubjid;
DELETE FROM plain WHERE usubjid IN (SELECT usubjid FROM plain_record WHERE length(lbdtc) < 10)});
is(sql(q{
	SELECT count(*), count(*) FILTER (WHERE p.crr), count(*) FILTER (WHERE p.event), count(*) FILTER (WHERE (t.crr, t.days, t.event) IS DISTINCT FROM (p.crr, p.days, p.event)),
		min(t.usubjid || ': ' || t.reason) FILTER (WHERE (t.crr, t.days, t.event) IS DISTINCT FROM (p.crr, p.days, p.event))
	FROM trial_004 AS t JOIN plain AS p USING (usubjid)}), '698|150|189|0|', 'subjects with complete dates: responders at month 6, ever, other than plain SQL');

# ----------------------------------------------------------- the statistics
my %expected = map { split /\t/, $_, 2 } split /\n/, slurp_file("$top/test/r/trial_004.tsv");
my %found = map { split /\t/, $_, 2 } split /\n/, sql(q{SELECT name || E'\t' || coalesce(value::text, '') FROM trial_004_values});
is_deeply([ sort keys %found ], [ sort keys %expected ], scalar(keys %expected) . ' values are computed');
my @wrong = grep {
	my ($r, $ours) = ($expected{$_}, $found{$_} // '');
	$r eq '' || $ours eq '' ? $r ne $ours : abs($r - $ours) > 1e-10 * abs($r)
} sort keys %expected;
is(join("\n", map { "$_: R $expected{$_}, ours " . ($found{$_} // '') } @wrong), '', 'and are those of R');
cmp_ok(scalar(grep { $_ ne '' } values %expected), '>', 300, 'most of them there');

# The tables as they would be printed.
is(sql(q{SELECT arm, x || '/' || n, round(100 * estimate::numeric, 1), round(100 * lower::numeric, 1), round(100 * upper::numeric, 1)
	FROM trial_004_rates WHERE name = 'all' AND method = 'wilson' ORDER BY arm}) . "\n", <<'END', 'CRR at month 6, per cent with limits');
Biologics|84/332|25.3|20.9|30.2
SOC|55/335|16.4|12.8|20.8
Triple|41/166|24.7|18.8|31.8
END
is(sql(q{SELECT test, round(statistic::numeric, 3), df, round(p_value::numeric, 4), round(min_expected::numeric, 1) FROM trial_004_tests WHERE name = 'first 50' ORDER BY test COLLATE "C"}) . "\n", <<'END', 'a trial of 50: expected counts below 5');
CRR at month 6, Fisher-Freeman-Halton|||0.1438|2.8
CRR at month 6, chi-square|4.117|2|0.1276|2.8
time to CRR, Peto-Peto|3.521|2|0.1719|
time to CRR, log-rank|2.894|2|0.2352|
END
is(sql(q{SELECT day, string_agg(n_risk || ' (' || n_event || ')', ', ' ORDER BY arm) FROM trial_004_at_risk WHERE name = 'all' GROUP BY day ORDER BY day}) . "\n", <<'END', 'numbers at risk, responders so far');
0|332 (0), 335 (0), 166 (0)
28|332 (2), 335 (1), 166 (0)
56|330 (12), 334 (12), 166 (6)
84|320 (37), 323 (30), 160 (15)
112|295 (61), 305 (41), 151 (38)
140|271 (89), 294 (67), 128 (43)
168|243 (101), 268 (74), 123 (51)
END
# Everybody is followed to the end: one minus survival there is the proportion
# that ever responded.
is(sql(q{SELECT count(*) FROM trial_004_at_risk AS k JOIN (SELECT name, arm, avg(event::int) AS ever FROM trial_004_set GROUP BY 1, 2) AS e USING (name, arm)
	WHERE day = 168 AND abs(k.responded - e.ever) < 1e-12}), '6', 'the curves end at the proportions that ever responded');

done_testing();

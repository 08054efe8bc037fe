# The endpoints of the four protocols for 1,000 subjects of the synthetic cohort,
# as SDTM tables mapped to histories by examples/sdtm.
#
# Expected values: test/oracle/cohort_endpoints.sql, plain SQL over the same
# tables, for every subject, endpoint and visit; thirteen subjects worked by hand
# below.  The counts are those of the plain SQL.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py');
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;

my $node = RealData::start('endpoints');
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
$node->safe_psql('postgres', slurp_file($_)) foreach sort glob "$top/examples/sdtm/*.sql";

# What the cohort has not, made up for every subject: urine microscopy that
# agrees with its SLEDAI items, new BILAG grades, a steroid before the study.
# Rituximab is its rescue therapy.
sql(q{
CREATE TABLE made_up AS
SELECT usubjid, fact, day, value FROM (SELECT usubjid, qsdtc::date AS day, max(qsorres) FILTER (WHERE qstestcd = 'HEMAT') AS hemat, max(qsorres) FILTER (WHERE qstestcd = 'PYURIA') AS pyuria,
		max(qsorres) FILTER (WHERE qstestcd = 'CASTS') AS casts, min(visitnum::int) AS visitnum FROM qs GROUP BY 1, 2) AS q,
	LATERAL (SELECT ('x' || substr(md5(usubjid || visitnum), 1, 7))::bit(28)::int) AS h (k),
	LATERAL (VALUES ('urine_rbc', CASE hemat WHEN 'Y' THEN 101 + k % 500 WHEN 'N' THEN k % 101 END),
		('urine_wbc_hpf', CASE pyuria WHEN 'Y' THEN 6 + k / 7 % 20 WHEN 'N' THEN k / 7 % 6 END), ('red_cell_casts', CASE casts WHEN 'Y' THEN 1 WHEN 'N' THEN 0 END),
		('bilag_new_a', CASE WHEN visitnum > 1 THEN (k / 11 % 12 = 0)::int END), ('bilag_new_b', CASE WHEN visitnum > 1 THEN (ARRAY[0, 0, 0, 0, 1, 1, 2])[1 + k / 13 % 7] END)) AS f (fact, value)
WHERE value IS NOT NULL;
INSERT INTO sdtm_code VALUES ('CM', 'RITUXIMAB', NULL, 'rescue_therapy', 'event', 'never before the study here');
CREATE TABLE steroid AS
SELECT usubjid, rfstdtc::date - 60 AS a, rfstdtc::date - 1 AS b, (ARRAY[5, 7.5, 8, 10, 20, 60])[1 + k % 6] AS mg
FROM dm, LATERAL (SELECT ('x' || substr(md5(usubjid || 'steroid'), 1, 7))::bit(28)::int) AS h (k);
CREATE TABLE subject AS
SELECT s.usubjid, s.start, s.history || m.h || exposure('prednisone_equivalent', a::text, b::text, mg::float8, 'mg/d') AS history
FROM sdtm_subject AS s JOIN steroid USING (usubjid) JOIN (SELECT usubjid, history_agg(CASE fact WHEN 'red_cell_casts' THEN observation(fact, day::timestamp, value = 1)
	ELSE observation(fact, day::timestamp, value::float8, CASE fact WHEN 'urine_rbc' THEN '/uL' WHEN 'urine_wbc_hpf' THEN '/[HPF]' END) END) AS h FROM made_up GROUP BY 1) AS m USING (usubjid);});
$node->safe_psql('postgres', slurp_file("$top/test/oracle/cohort_endpoints.sql"));

# What the owner of the data declares.
my $given = q{'given egfr is egfr_ckd_epi_2021(creatinine, age, sex), urinary_tract_infection absent means no, selena_sledai as sledai_2k'::response_rules};
sql(qq{
CREATE TABLE found AS
SELECT p.id, usubjid, r.* FROM subject, (VALUES ('NCT05863936', 10), ('NCT04893161', 10), ('NCT05262686', 10), ('SEED004', 20)) AS p (id, w),
	LATERAL protocol_endpoint_results(p.id, history, start, w, given => $given) AS r;
CREATE INDEX ON found (usubjid); ANALYZE found});
is(sql(q{SELECT count(*), count(DISTINCT (id, endpoint)), count(DISTINCT usubjid) FROM found}),
	sql(q{SELECT 1000 * sum(CASE e.measure WHEN 'time' THEN 1 ELSE v.n END), count(*), 1000 FROM protocols() AS p, protocol_endpoints(p.id) AS e,
			LATERAL (SELECT count(*) AS n FROM expand_visits(e.visits, '2024-01-01')) AS v WHERE e.measure <> 'none'}), 'every endpoint of every subject at every visit');

# ------------------------------------------------------- against plain SQL
is(sql(q{SELECT count(*) FROM endpoint_expected}), 43000, 'responses computed by plain SQL');
is(sql(q{SELECT count(*), count(*) FILTER (WHERE f.response IS DISTINCT FROM e.response),
			min(concat_ws(' ', id, endpoint, visit, usubjid, f.reason)) FILTER (WHERE f.response IS DISTINCT FROM e.response)
		 FROM found AS f JOIN endpoint_expected AS e USING (id, endpoint, visit, usubjid)}), '43000|0|', 'every response of every subject');
# yes, no, unknown
is(sql(q{SELECT id, endpoint, count(*) FILTER (WHERE response), count(*) FILTER (WHERE NOT response), count(*) FILTER (WHERE response IS NULL)
		 FROM endpoint_expected WHERE visit IN ('week 24', 'week 48', 'month 6') GROUP BY 1, 2 ORDER BY 1, 2}) . "\n", <<'END', 'at the end: yes, no, unknown');
NCT04893161|sri4_week_48|327|555|118
NCT05262686|sri4|381|507|112
NCT05863936|cr_by_week_24|113|621|266
NCT05863936|cr_week_24|97|815|88
NCT05863936|orr_by_week_24|343|327|330
NCT05863936|orr_week_24|245|648|107
NCT05863936|pr_by_week_24|143|440|417
NCT05863936|pr_week_24|147|755|98
SEED004|crr_month_6|217|666|117
SEED004|crr_monthly|136|405|459
SEED004|orr_monthly|224|301|475
SEED004|prr_monthly|88|437|475
END
# nri makes the unknown no and leaves the rest.
is(sql(qq{
	SELECT count(*), count(*) FILTER (WHERE f.response IS NULL) > 50, count(*) FILTER (WHERE r.response IS DISTINCT FROM coalesce(f.response, false))
	FROM subject JOIN found AS f USING (usubjid) CROSS JOIN LATERAL (
		SELECT r.* FROM protocol_endpoint_results('NCT05863936', history, start, 10, given => $given, nri => true) AS r
		WHERE (r.endpoint, r.visit) = (f.endpoint, f.visit)) AS r
	WHERE usubjid LIKE '%1' AND f.id = 'NCT05863936' AND f.endpoint LIKE '%_week_24' AND f.visit = 'week 24' AND f.endpoint NOT LIKE 'pr_by%'}), '500|t|0', 'nri: what was unknown is no, the rest as it was');

# Time to response: the day of the values of the first visit with it, else the
# last planned visit (composite).
is(sql(q{
	SELECT f.endpoint, count(*), count(*) FILTER (WHERE f.response), count(*) FILTER (WHERE f.response IS DISTINCT FROM (t.first IS NOT NULL) OR magnitude(f.value) IS DISTINCT FROM coalesce(t.first, t.last) - s.start)
	FROM found AS f JOIN subject AS s USING (usubjid) CROSS JOIN LATERAL (
		SELECT min(r.as_of) FILTER (WHERE CASE f.endpoint WHEN 'time_to_crr' THEN e.complete ELSE e.either END) AS first, max(r.planned) AS last
		FROM response_expected AS e JOIN rule_expected AS r USING (id, plan, usubjid, visit) WHERE e.id = 'SEED004' AND e.plan = 'by' AND e.usubjid = f.usubjid) AS t
	WHERE f.endpoint LIKE 'time_to_%' GROUP BY 1 ORDER BY 1}), "time_to_crr|1000|253|0\ntime_to_prr|1000|493|0", 'time to response: subjects, responders, other than plain SQL');

# Changes: of C3 and IgG, reported in two units each.
is(sql(q{
	SELECT f.endpoint, count(*), count(percent), count(*) FILTER (WHERE (percent IS NULL) <> (e.change IS NULL) OR abs(percent - e.change) > 1e-9)
	FROM found AS f JOIN subject AS s USING (usubjid) CROSS JOIN LATERAL (SELECT CASE f.endpoint WHEN 'c3_change' THEN 'C3' ELSE 'IGG' END AS test) AS t
		CROSS JOIN LATERAL (SELECT v(f.usubjid, test, day_at(f.usubjid, test, planned_on, planned_on - 10, planned_on + 10)) AS v, last_v(f.usubjid, test, s.start) AS b) AS x
		CROSS JOIN LATERAL (SELECT 100 * (v - b) / b AS change) AS e
	WHERE id = 'NCT05262686' AND f.endpoint IN ('c3_change', 'igg_change') GROUP BY 1 ORDER BY 1}), "c3_change|2000|1729|0\nigg_change|2000|1731|0", 'changes: known, other than plain SQL');
# Prednisone: days of each dose in the 28 days that end at the visit.
is(sql(q{
	SELECT visit, count(*) FILTER (WHERE response), count(*) FILTER (WHERE NOT response), count(*) FILTER (WHERE response IS NULL),
		count(*) FILTER (WHERE response IS DISTINCT FROM CASE WHEN s.mg > 7.5 THEN d.mg <= 0.75 * s.mg AND d.mg <= 7.5 END OR abs(magnitude(value) - d.mg) > 1e-9)
	FROM found AS f JOIN steroid AS s USING (usubjid) CROSS JOIN LATERAL (
		SELECT coalesce(sum(exdose::numeric * (least(exendtc::date, f.planned_on) - greatest(exstdtc::date, f.planned_on - 27) + 1)), 0) / 28 AS mg
		FROM ex WHERE ex.usubjid = f.usubjid AND extrt = 'PREDNISONE' AND exstdtc::date <= f.planned_on AND exendtc::date >= f.planned_on - 27) AS d
	WHERE endpoint = 'prednisone_reduction' GROUP BY 1 ORDER BY 1}), "week 12|21|652|327|0\nweek 24|664|9|327|0", 'prednisone: yes, no, not evaluable, other than plain SQL');

# --------------------------------------------------------------- by hand
#
# SEED004 at week 24 (day 168, values within 10 days).  CRR: protein < 0.5 g/24h
# and eGFR >= 85 % of baseline; PRR: protein at most half of baseline, < 3 and
# the same eGFR.  The ratio of two eGFR of one person above the limit of 0.7 (F)
# mg/dL is (creatinine ratio) ^ -1.2 x 0.9938 per year of age; a creatinine that
# fell means an eGFR that rose.  Id, day 168, what was recorded, the label.
my @by_hand = (
	# 2019-09-27. Protein 9.74 at baseline, 1.81 on 09-28: not < 0.5; <= 4.87, < 3. Creatinine 1.04 -> 0.82.
	[ '101-0000001', 'PRR' ],
	# 2023-02-03. Protein 0.37 on 02-04, the day after; on 01-04 it was 0.51. Creatinine 0.90 -> 0.75.
	[ '101-0000081', 'CRR' ],
	# 2023-04-21. No protein (not done). Creatinine 1.03 -> 1.40: (1.40/1.03)^-1.2 = 0.69 < 0.85: neither, whatever the protein.
	[ '101-0000121', 'NR' ],
	# 2019-07-24. Protein 0.92 on the day; 2.26 at baseline, half is 1.13. Creatinine 0.75 -> 0.65. Withdrawn in November: later.
	[ '101-0000241', 'PRR' ],
	# 2021-11-15. Rituximab on 08-06: rescue, no response. Protein 1.67 of 2.82 is no half either.
	[ '101-0000321', 'NR' ],
	# 2020-07-10. Last protein 06-12, 28 days before: nothing at the visit.
	[ '101-0000361', '' ],
	# 2022-12-07. Protein 0.31 on 12-05. Creatinine 0.76 -> 0.57.
	[ '101-0000441', 'CRR' ],
	# 2022-12-25. Protein 0.15 on 12-22. Creatinine 0.72 -> 0.65.
	[ '101-0000841', 'CRR' ],
	# 2019-11-05. Protein 0.22 on 11-08. Creatinine 1.07 -> 1.10, age 22 -> 23: 0.967 x 0.9938 = 0.961 >= 0.85.
	[ '102-0000162', 'CRR' ],
	# 2020-02-22. Protein 1.01 on 02-24; 2.22 at baseline, half is 1.11. Creatinine 1.24 -> 0.93.
	[ '102-0000242', 'PRR' ],
	# 2020-09-14. Protein 0.50 on 09-17: not < 0.5, half of 3.66 is 1.83. On 08-18 it was 0.48: carried forward, a CRR.
	[ '102-0000362', 'PRR' ],
	# 2019-07-15. Protein 0.38 on 07-14; the baseline one is dated 2019-01 only, which CRR does not ask for. Creatinine 1.09 -> 0.88.
	[ '102-0000682', 'CRR' ],
	# 2022-03-23. Withdrawn on 2021-11-06, nothing measured since.
	[ '103-0000043', '' ]);
my $week24 = "classify($given || response_definition('seed004'), history, start + 168, start, 10)";
is(sql("SELECT substr(usubjid, 13), $week24 FROM subject WHERE substr(usubjid, 13) IN (" . join(', ', map { "'$_->[0]'" } @by_hand) . ') ORDER BY 1'),
	join("\n", map { "$_->[0]|$_->[1]" } @by_hand), 'worked by hand');

# -------------------------------------- rows and histories, rewrite and not
sql(qq{
CREATE TABLE week24 AS
SELECT s.usubjid, s.start, $week24 AS label, d.sex, brthdtc, age, v(usubjid, 'PROT24', day_at(usubjid, 'PROT24', t, t - 10, t + 10)) AS p, last_v(usubjid, 'PROT24', start) AS pb,
	egfr(last_v(usubjid, 'CREAT', e), years_on(brthdtc, age, e), sex) AS e, egfr(v(usubjid, 'CREAT', eb), years_on(brthdtc, age, eb), sex) AS eb,
	happened(usubjid, '{rescue}', start, t) AS rescue, happened(usubjid, '{stopped}', start, t) AS stopped,
	last_v(usubjid, 'PROT24', t) AS p_last, egfr(last_v(usubjid, 'CREAT', t), years_on(brthdtc, age, el), sex) AS e_last
FROM subject AS s JOIN dm AS d USING (usubjid), LATERAL (SELECT start + 168 AS t) AS t,
	LATERAL (SELECT derived_day_at(usubjid, 'CREAT', t, t - 10, t + 10) AS e, day_base(usubjid, 'CREAT', start) AS eb, day_base(usubjid, 'CREAT', t) AS el) AS c;
CREATE VIEW visit_row AS SELECT p AS urine_protein, e AS egfr, rescue AS rescue_therapy, stopped AS treatment_withdrawn, usubjid FROM week24;
CREATE VIEW baseline_row AS SELECT pb AS urine_protein, eb AS egfr, usubjid FROM week24;
CREATE TABLE rules AS SELECT 'given urine_protein in g/d, egfr in mL/min/{1.73_m2}'::response_rules || response_definition('seed004') AS r});
my $rows = q{SELECT count(*), count(label), count(*) FILTER (WHERE label IS DISTINCT FROM found) FROM (SELECT w.label, classify(%s, c, b) AS found
	FROM week24 AS w JOIN visit_row AS c USING (usubjid) JOIN baseline_row AS b USING (usubjid)%s) AS x};
my $constant = q{'given urine_protein in g/d, egfr in mL/min/{1.73_m2}'::response_rules || response_definition('seed004')};
my $counts = sql(q{SELECT 1000, count(label), 0 FROM week24});
is(sql(sprintf($rows, $constant, '')), $counts, 'over rows as over histories: constant rules, rewritten by the planner');
is(sql('SET trial_ext.enable_rewrite = off; ' . sprintf($rows, $constant, '')), $counts, 'not rewritten');
is(sql(sprintf($rows, 'r', ', rules')), $counts, 'rules from a table');

# The window matters.  Carried forward ("the last value up to week 24") subjects
# get another class than at the visit, or one without having been there.
is(sql(q{
	SELECT count(*), count(*) FILTER (WHERE label <> carried), count(*) FILTER (WHERE label IS NULL AND carried IS NOT NULL)
	FROM (SELECT label, CASE WHEN c THEN 'CRR' WHEN c IS NULL THEN NULL WHEN r THEN 'PRR' WHEN r IS NULL THEN NULL ELSE 'NR' END AS carried
		FROM (SELECT *, p_last < 0.5 AND e_last >= 0.85 * eb AND NOT (rescue OR stopped) AS c, p_last <= 0.5 * pb AND p_last < 3 AND e_last >= 0.85 * eb AND NOT rescue AS r
			FROM week24 ORDER BY substr(usubjid, 17)::int LIMIT 500) AS w) AS x}),
	'500|20|58', 'of 500 subjects: put into another class, and into one without a visit, when values are carried forward');

$node->stop;
done_testing();

# Real exposure: the 591 rows of the CDISC pilot's EX against the planned arms of
# TA, with the length of each element from TE.
#
# TA and TE do not hold doses: 54 mg a day at low dose and in the first and last
# element of the high dose, 81 mg in its middle one (the study's design).
# Placebo has a dose of 0 mg in EX: its patches are counted, one a day.
#
# Expected values: plain SQL that lists the days of every row of EX beside the
# days of the plan.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use Test::More;

my @files = map { "cdisc_pilot/sdtm_$_.csv.gz" } qw(ex ta te dm);
my $folder = RealData::folder_or_skip(@files);
my $node = RealData::start('pilot_exposure');

RealData::load($node, $_, "$folder/cdisc_pilot/sdtm_$_.csv.gz") foreach qw(ex ta te dm);
sub sql { return $node->safe_psql('postgres', "SET jit = off; $_[0]"); }

is(sql(q{SELECT count(*), count(DISTINCT usubjid), count(*) FILTER (WHERE exendtc IS NULL), min(exdosfrq), max(exdosfrq) FROM ex}),
	'591|254|6|QD|QD', 'rows of EX, subjects, rows without an end');

# ------------------------------------------------------------- the plan
sql(q{
CREATE TABLE dose (etcd text, drug text, amount text, per_day numeric);
INSERT INTO dose VALUES ('HIS', 'xanomeline', '54 mg/d', 54), ('HIM', 'xanomeline', '81 mg/d', 81), ('HIE', 'xanomeline', '54 mg/d', 54),
	('LO', 'xanomeline', '54 mg/d', 54), ('PBO', 'placebo', '1 {patch}/d', 1);
CREATE TABLE element AS
SELECT armcd, taetord::int AS n, drug, amount, per_day, substring(tedur FROM 'P(\d+)W')::int AS weeks
FROM ta JOIN te USING (etcd) JOIN dose USING (etcd);
CREATE TABLE arm AS
SELECT armcd, min(drug) AS drug,
	(min(drug) || ' ' || string_agg(amount || CASE WHEN n = 2 THEN ' transdermal daily' ELSE '' END || ' for ' || weeks || ' weeks', ' then ' ORDER BY n))::dose_schedule AS schedule
FROM element GROUP BY armcd});
is(sql('SELECT armcd, schedule FROM arm ORDER BY armcd COLLATE "C"') . "\n", <<'END', 'the arms as schedules');
Pbo|placebo 1 {patch}/d TD daily for 26 weeks
Xan_Hi|xanomeline 54 mg/d TD daily for 2 weeks then 81 mg/d daily for 22 weeks then 54 mg/d daily for 2 weeks
Xan_Lo|xanomeline 54 mg/d TD daily for 26 weeks
END

# -------------------------------------------------------------- the record
sql(q{
CREATE TABLE subject AS
SELECT usubjid, armcd, drug, schedule, rfxstdtc::date AS start,
	(SELECT history_agg(exposure_ex(lower(extrt), CASE extrt WHEN 'PLACEBO' THEN 1 ELSE exdose::float8 END,
		CASE extrt WHEN 'PLACEBO' THEN '{patch}' ELSE exdosu END, exdosfrq, exroute, exstdtc, exendtc)) FROM ex WHERE ex.usubjid = dm.usubjid) AS history
FROM dm JOIN arm USING (armcd) WHERE usubjid IN (SELECT usubjid FROM ex);
CREATE TABLE row_found AS SELECT usubjid, a.* FROM subject, adherence(schedule, start, NULL, history, drug) AS a;
CREATE TABLE found AS SELECT usubjid, armcd, a.* FROM subject, adherence_summary(schedule, start, NULL, history, drug) AS a});

# ---------------------------------------------------- the same by plain SQL
sql(q{
CREATE TABLE planned_day AS
SELECT usubjid, start + d AS day, e.per_day
FROM subject JOIN LATERAL (SELECT per_day, 7 * (sum(weeks) OVER w - weeks) AS low, 7 * sum(weeks) OVER w AS high
		FROM element AS e WHERE e.armcd = subject.armcd WINDOW w AS (ORDER BY n)) AS e ON true
	CROSS JOIN LATERAL generate_series(low::int, high::int - 1) AS d;
-- a row without an end: its first day is known, the later ones are not
CREATE TABLE given_day AS
SELECT usubjid, d::date AS day, sum(CASE extrt WHEN 'PLACEBO' THEN 1 ELSE exdose::numeric END) AS given
FROM ex, generate_series(exstdtc::date, coalesce(exendtc, exstdtc)::date, '1 day') AS d GROUP BY usubjid, d::date;
CREATE INDEX ON given_day (usubjid);
ANALYZE;
CREATE TABLE open_from AS SELECT usubjid, min(exstdtc::date) AS day FROM ex WHERE exendtc IS NULL GROUP BY usubjid;
CREATE TABLE row_expected AS
SELECT usubjid, p.day AS planned_on, g.day AS given_on, p.per_day AS planned, g.given,
	CASE WHEN p.day IS NULL THEN 'extra' WHEN g.day IS NOT NULL THEN 'on time' WHEN p.day > o.day THEN 'unknown' ELSE 'missed' END AS status,
	CASE WHEN p.day IS NULL OR g.day IS NULL THEN NULL WHEN g.given < 0.9 * p.per_day THEN 'under' WHEN g.given > 1.1 * p.per_day THEN 'over' ELSE 'ok' END AS amount_status
FROM planned_day AS p FULL JOIN given_day AS g USING (usubjid, day) LEFT JOIN open_from AS o USING (usubjid)});

is(sql(q{SELECT count(*), count(*) FILTER (WHERE status = 'on time'), count(*) FILTER (WHERE status = 'missed'), count(*) FILTER (WHERE status = 'unknown'),
			count(*) FILTER (WHERE status = 'extra'), count(*) FILTER (WHERE amount_status = 'under'), count(*) FILTER (WHERE amount_status = 'over') FROM row_expected}),
	sql(q{SELECT count(*), count(*) FILTER (WHERE status = 'on time'), count(*) FILTER (WHERE status = 'missed'), count(*) FILTER (WHERE status = 'unknown'),
			count(*) FILTER (WHERE status = 'extra'), count(*) FILTER (WHERE amount_status = 'under'), count(*) FILTER (WHERE amount_status = 'over') FROM row_found}),
	'days by status');
is(sql(q{SELECT count(*) FROM (
			(SELECT usubjid, planned_on, given_on, planned::float8, given::float8, status, amount_status FROM row_expected
			 EXCEPT ALL SELECT usubjid, planned_on, given_on, planned_amount, given_amount, status, amount_status FROM row_found)
			UNION ALL
			(SELECT usubjid, planned_on, given_on, planned_amount, given_amount, status, amount_status FROM row_found
			 EXCEPT ALL SELECT usubjid, planned_on, given_on, planned::float8, given::float8, status, amount_status FROM row_expected)) AS d}),
	'0', 'every day of every subject');
is(sql(q{SELECT count(DISTINCT status), min(n) > 0 FROM (SELECT status, count(*) AS n FROM row_expected GROUP BY status) AS s}), '4|t', 'all kinds of day occur');

# ------------------------------------------------------- per subject
sql(q{
CREATE TABLE expected AS
SELECT usubjid, count(planned_on) AS planned, count(*) FILTER (WHERE status = 'on time') AS given, count(*) FILTER (WHERE status = 'missed') AS missed,
	count(*) FILTER (WHERE status = 'extra') AS extra, count(*) FILTER (WHERE status = 'unknown') AS unknown,
	count(*) FILTER (WHERE amount_status = 'under') AS under, count(*) FILTER (WHERE amount_status = 'over') AS over,
	sum(planned) AS planned_amount, CASE WHEN count(*) FILTER (WHERE status = 'unknown') = 0 THEN sum(given) END AS given_amount,
	min(planned_on) AS first, max(planned_on) AS last, min(given_on) AS first_given, max(given_on) AS last_given
FROM row_expected GROUP BY usubjid});
is(sql(q{SELECT count(*), count(*) FILTER (WHERE (f.planned, f.given, f.missed, f.extra, f.unknown, f.under, f.over)
			IS DISTINCT FROM (e.planned::int, e.given::int, e.missed::int, e.extra::int, e.unknown::int, e.under::int, e.over::int)) FROM found AS f FULL JOIN expected AS e USING (usubjid)}),
	'254|0', 'counts of every subject');
is(sql(q{SELECT count(*) FILTER (WHERE f.planned_amount <> e.planned_amount OR f.given_amount IS DISTINCT FROM e.given_amount::float8
				OR abs(f.relative_dose - e.given_amount / e.planned_amount) > 1e-12 OR f.relative_dose IS NULL <> (e.given_amount IS NULL)),
			count(*) FILTER (WHERE f.given_amount IS NULL) FROM found AS f JOIN expected AS e USING (usubjid)}),
	'0|6', 'cumulative dose of every subject; unknown for the six without an end');
is(sql(q{SELECT count(*) FILTER (WHERE abs(f.relative_dose_intensity
				- (e.given_amount / (e.last_given - e.first_given + 1)) / (e.planned_amount / (e.last - e.first + 1))) > 1e-12),
			count(f.relative_dose_intensity) FROM found AS f JOIN expected AS e USING (usubjid)}),
	'0|248', 'relative dose intensity');
is(sql(q{SELECT count(*) FILTER (WHERE f.days_covered <> e.given OR abs(f.percent_covered - 100.0 * e.given / 182) > 1e-10), count(f.days_covered)
		 FROM found AS f JOIN expected AS e USING (usubjid)}),
	'0|248', 'days covered of 182');
is(sql(q{SELECT count(*) FROM subject WHERE total_dose(schedule, start) <> CASE armcd WHEN 'Xan_Hi' THEN quantity '13986 mg' WHEN 'Xan_Lo' THEN quantity '9828 mg' ELSE quantity '182 {patch}' END}),
	'0', 'planned in all: 14 x 54 + 154 x 81 + 14 x 54 mg, 182 x 54 mg, 182 patches');

# -------------------------------------------------- the average dose
# Any 28 days: recorded amounts, days without the drug counting 0.
is(sql(q{SELECT count(*), count(*) FILTER (WHERE a.per_day IS DISTINCT FROM x.per_day AND NOT abs(a.per_day - x.per_day) < 1e-10 OR a.days_covered IS DISTINCT FROM x.covered),
			count(*) FILTER (WHERE a.per_day IS NULL)
		 FROM subject AS s CROSS JOIN (VALUES (0), (70), (160)) AS w (day)
			CROSS JOIN LATERAL average_daily_dose(history, ARRAY[s.drug], start + w.day, start + w.day + 27, true) AS a
			CROSS JOIN LATERAL (SELECT coalesce(sum(given), 0)::float8 / 28 AS per_day, count(*)::int AS covered FROM given_day AS g
				WHERE g.usubjid = s.usubjid AND g.day BETWEEN start + w.day AND start + w.day + 27) AS y
			CROSS JOIN LATERAL (SELECT CASE WHEN o.day <= start + w.day + 27 THEN NULL ELSE y.per_day END AS per_day,
					CASE WHEN o.day <= start + w.day + 27 THEN NULL ELSE y.covered END AS covered
				FROM (SELECT (SELECT day FROM open_from WHERE usubjid = s.usubjid)) AS o (day)) AS x
		 WHERE s.drug = 'xanomeline'}) =~ s/\|\d+$//r,
	'504|0', 'average daily dose of three windows');

$node->stop;
done_testing();

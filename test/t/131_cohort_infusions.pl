# The synthetic cohort's belimumab infusions: late, early, missed, in whole vials,
# interrupted, stopped by dropout; and its daily prednisone.
#
# Expected values: the generator's own rules (make_lupus_cohort.py), read back from
# its rows by plain SQL.  It gives each planned infusion 2 days early to 10 days
# late or not at all; planned days are at least 14 apart, so a row tells which
# infusion it was.  What is 7 days late in an interval of 14 is nearer to the next
# one, and by our rule that one's.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use RealData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = RealData::folder_or_skip('make_lupus_cohort.py');
plan skip_all => 'no python3' if system('python3 -c 0 >/dev/null 2>&1') != 0;

my $node = RealData::start('infusions');
sub sql { return $node->safe_psql('postgres', "SET jit = off; $_[0]"); }

# Which schedule the generator follows, and the same in the protocols' words.
my %plans = (
	beam => [ 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24', '{14,28,42,70,98,126,154}' ],
	std => [
		'belimumab 10 mg/kg IV on days 0, 14, 28 then every 28 days through week 48',
		'{0,14,28,56,84,112,140,168,196,224,252,280,308,336}'
	]);

foreach my $plan (sort keys %plans)
{
	load_cohort($plan);
	compare_infusions($plan, @{ $plans{$plan} });
}
compare_prednisone();

sub load_cohort
{
	my ($plan) = @_;
	my $cohort = PostgreSQL::Test::Utils::tempdir();

	system_or_bail('python3', "$folder/make_lupus_cohort.py", '--subjects', '1000', '--schedule', $plan, '--domains', 'DM,VS,EX,DS', '--out', $cohort);
	foreach my $domain (qw(dm vs ex ds))
	{
		open(my $file, '<', "$cohort/$domain.csv") or die "$cohort/$domain.csv: $!";
		my $columns = join(', ', map { "$_ text" } split /,/, lc(<$file> =~ s/\s+$//r));
		close($file);
		sql("DROP TABLE IF EXISTS $domain; CREATE TABLE $domain ($columns); COPY $domain FROM '$cohort/$domain.csv' (FORMAT csv, HEADER); ANALYZE $domain");
	}

	# Weight: the first recorded one, in kg.  Last day: that of the disposition; who
	# completed may have had the last infusion some days later.
	sql(q{
	DROP TABLE IF EXISTS subject;
	CREATE INDEX ON vs (usubjid);
	CREATE INDEX ON ex (usubjid);
	CREATE INDEX ON ds (usubjid);
	CREATE TABLE subject AS
	SELECT usubjid, arm LIKE 'Belimumab%' AS belimumab, rfstdtc::date AS start,
		(SELECT vsstresn::float8 FROM vs WHERE vs.usubjid = dm.usubjid AND vstestcd = 'WEIGHT' AND vsstresn IS NOT NULL ORDER BY vsdtc, vsseq::int LIMIT 1) AS kg,
		(SELECT max(dsstdtc::date + CASE dsdecod WHEN 'COMPLETED' THEN 60 ELSE 0 END) FROM ds WHERE ds.usubjid = dm.usubjid AND dscat = 'DISPOSITION EVENT') AS last_day,
		(SELECT history_agg(exposure_ex(extrt, exdose::float8, exdosu, exdosfrq, exroute, exstdtc, exendtc)) FROM ex WHERE ex.usubjid = dm.usubjid) AS history
	FROM dm;
	CREATE INDEX ON subject (usubjid);
	DELETE FROM subject WHERE kg IS NULL OR history IS NULL});
	return;
}

sub compare_infusions
{
	my ($plan, $schedule, $days) = @_;

	sql(qq{
	DROP TABLE IF EXISTS found, plan, infusion, slot, expected;
	CREATE TABLE found AS
	SELECT usubjid, start, a.*, planned_on - start AS planned_day, given_on - start AS given_day
	FROM subject, adherence('$schedule', start, kg, history, 'belimumab', to_date => last_day) AS a WHERE belimumab;
	-- planned days with the gaps before and after; the gap behind the last is mirrored
	CREATE TABLE plan AS
	SELECT n::int AS dose_no, day, coalesce(day - lag(day) OVER w, lead(day) OVER w - day) AS before, lead(day) OVER w - day AS after,
		coalesce(lead(day) OVER w - day, day - lag(day) OVER w) AS half
	FROM unnest('$days'::int[]) WITH ORDINALITY AS d (day, n) WINDOW w AS (ORDER BY day);
	-- the generator's infusions: its planned day and its slip
	CREATE TABLE infusion AS
	SELECT s.usubjid, p.dose_no, p.day, exstdtc::date - s.start - p.day AS slip, exstdtc::date - s.start AS given_day, exdose::numeric AS mg
	FROM ex JOIN subject AS s USING (usubjid) JOIN plan AS p ON exstdtc::date - s.start - p.day BETWEEN -2 AND 10
	WHERE extrt = 'BELIMUMAB';
	CREATE INDEX ON infusion (usubjid);
	ANALYZE});
	is(sql(q{SELECT count(*) = (SELECT count(*) FROM ex JOIN subject USING (usubjid) WHERE extrt = 'BELIMUMAB'), count(*) = count(DISTINCT (usubjid, dose_no)) FROM infusion}),
		't|t', "$plan: every infusion belongs to one planned day");

	# Whose it is by the middle between planned days; then the nearest of each slot.
	sql(q{
	CREATE TABLE slot AS
	SELECT i.usubjid, i.given_day, i.mg, i.slip, i.dose_no + CASE WHEN 2 * i.slip >= p.after THEN 1 ELSE 0 END AS slot,
		2 * i.slip >= p.after AS moved
	FROM infusion AS i JOIN plan AS p USING (dose_no);
	CREATE TABLE expected AS
	WITH best AS (
		SELECT s.*, p.day, row_number() OVER (PARTITION BY usubjid, slot ORDER BY abs(given_day - p.day), given_day) AS place
		FROM slot AS s JOIN plan AS p ON p.dose_no = s.slot)
	SELECT s.usubjid, p.dose_no, p.day AS planned_day, b.given_day, b.mg,
		CASE WHEN b.given_day IS NULL THEN CASE WHEN 2 * (s.last_day - s.start + 1 - p.day) < p.half THEN 'due' ELSE 'missed' END
			WHEN abs(b.given_day - p.day) <= CASE WHEN p.before <= 14 THEN 3 ELSE 7 END THEN 'on time'
			WHEN b.given_day > p.day THEN 'late' ELSE 'early' END AS status
	FROM subject AS s CROSS JOIN plan AS p LEFT JOIN best AS b ON b.usubjid = s.usubjid AND b.slot = p.dose_no AND b.place = 1
	WHERE s.belimumab AND s.start + p.day <= s.last_day
	UNION ALL
	SELECT b.usubjid, NULL, NULL, b.given_day, b.mg, 'extra' FROM best AS b WHERE place > 1});
	is(sql(q{SELECT count(*) FROM (
			(SELECT usubjid, dose_no, planned_day, given_day, mg::float8, status FROM expected EXCEPT ALL SELECT usubjid, dose_no, planned_day, given_day, given_amount, status FROM found)
			UNION ALL
			(SELECT usubjid, dose_no, planned_day, given_day, given_amount, status FROM found EXCEPT ALL SELECT usubjid, dose_no, planned_day, given_day, mg::float8, status FROM expected)) AS d}),
		'0', "$plan: status of every planned and given infusion");
	is(sql(q{SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM expected}), 'due early extra late missed on time', "$plan: all kinds occur");

	# The generator's own word: of those not moved to the next slot, what it gave 4
	# days late (8 in intervals of 28) is late, what it left out is missed.
	is(sql(q{SELECT count(*) > 500, count(*) FILTER (WHERE f.given_day <> i.given_day OR f.planned_day <> i.day
				OR f.status <> CASE WHEN i.slip <= CASE WHEN p.before <= 14 THEN 3 ELSE 7 END THEN 'on time' ELSE 'late' END)
			 FROM infusion AS i JOIN plan AS p USING (dose_no) JOIN found AS f USING (usubjid, dose_no)
			 WHERE 2 * i.slip < coalesce(p.after, 100) AND NOT EXISTS (SELECT FROM slot AS s WHERE s.moved AND s.usubjid = i.usubjid AND s.slot = i.dose_no)}),
		't|0', "$plan: on time and late as they were generated");
	is(sql(q{SELECT count(*) FILTER (WHERE f.status NOT IN ('missed', 'due')), count(*) > 50
			 FROM found AS f WHERE f.dose_no IS NOT NULL AND NOT EXISTS (SELECT FROM slot AS s WHERE (s.usubjid, s.slot) = (f.usubjid, f.dose_no))}),
		'0|t', "$plan: missed as they were left out");

	# Amounts: 10 mg/kg of the first weight, deviation in per cent, tolerance 10.
	is(sql(q{SELECT count(*) FILTER (WHERE abs(f.planned_amount - 10 * s.kg) > 1e-9 OR abs(f.deviation_percent - (100 * f.given_amount / (10 * s.kg) - 100)) > 1e-9
				OR f.amount_status <> CASE WHEN f.given_amount / (10 * s.kg) < 0.9 - 1e-12 THEN 'under' WHEN f.given_amount / (10 * s.kg) > 1.1 + 1e-12 THEN 'over' ELSE 'ok' END)
			 FROM found AS f JOIN subject AS s USING (usubjid) WHERE dose_no IS NOT NULL AND given_on IS NOT NULL}),
		'0', "$plan: amounts by weight");
	# an interrupted infusion is 0.6 of the dose: under, whatever the noise of weighing
	is(sql(q{SELECT count(*) > 3, count(*) FILTER (WHERE amount_status <> 'under') FROM found JOIN subject USING (usubjid)
			 WHERE dose_no IS NOT NULL AND given_amount < 7.5 * kg}),
		't|0', "$plan: interrupted infusions");
	# whole vials of 120 mg: nothing is wasted, other amounts waste less than a vial
	is(sql(q{SELECT count(*) FILTER (WHERE (waste = 0) <> (mg::int % 40 = 0 AND mg <> 40 AND mg <> 80)), count(*) FILTER (WHERE waste < 0 OR waste >= 40), count(*) > 0
			 FROM (SELECT DISTINCT mg FROM infusion WHERE mg >= 720) AS i, LATERAL (SELECT DISTINCT waste FROM vials(mg::float8, '{120,400}')) AS v}),
		'0|0|t', "$plan: vials; every multiple of 40 mg from 720 mg is a sum of 120 and 400");

	# Totals
	is(sql(qq{SELECT count(*), count(*) FILTER (WHERE (a.planned, a.given, a.on_time, a.early, a.late, a.missed, a.due, a.extra)
				IS DISTINCT FROM (e.planned::int, e.given::int, e.on_time::int, e.early::int, e.late::int, e.missed::int, e.due::int, e.extra::int)
				OR abs(a.given_amount - e.mg) > 1e-9 OR abs(a.relative_dose - e.mg / (10 * kg * e.planned)) > 1e-12)
			 FROM subject AS s CROSS JOIN LATERAL adherence_summary('$schedule', start, kg, history, 'belimumab', to_date => last_day) AS a
				JOIN (SELECT usubjid, count(dose_no) FILTER (WHERE status <> 'due') AS planned, count(given_day) FILTER (WHERE dose_no IS NOT NULL) AS given,
						count(*) FILTER (WHERE status = 'on time') AS on_time, count(*) FILTER (WHERE status = 'early') AS early,
						count(*) FILTER (WHERE status = 'late') AS late, count(*) FILTER (WHERE status = 'missed') AS missed,
						count(*) FILTER (WHERE status = 'due') AS due, count(*) FILTER (WHERE status = 'extra') AS extra, coalesce(sum(mg), 0)::float8 AS mg
					FROM expected GROUP BY usubjid) AS e USING (usubjid)
			 WHERE s.belimumab}) =~ s/^\d+\|//r,
		'0', "$plan: totals of every subject");

	# From arrays the same as from the history.
	is(sql(qq{SELECT count(*) FROM subject AS s
			 WHERE belimumab AND (SELECT array_agg(a) FROM adherence('$schedule', start, kg, history, 'belimumab', to_date => last_day) AS a)
				IS DISTINCT FROM (SELECT array_agg(a) FROM adherence('$schedule', start, kg,
					ARRAY(SELECT start + given_day FROM infusion AS i WHERE i.usubjid = s.usubjid ORDER BY mg),
					ARRAY(SELECT mg::float8 FROM infusion AS i WHERE i.usubjid = s.usubjid ORDER BY mg), to_date => last_day) AS a)}),
		'0', "$plan: arrays in any order");

	# Re-based, each infusion counts from the one before: an independent loop.
	sql(qq{
	DROP TABLE IF EXISTS rebased;
	CREATE TABLE rebased AS
	SELECT usubjid, a.*, planned_on - start AS planned_day, given_on - start AS given_day FROM subject, adherence('$schedule', start, kg, history, 'belimumab', rebase => true) AS a WHERE belimumab});
	is(sql(q{SELECT count(*) > 1000, count(*) FILTER (WHERE r.planned_day <> p.before + r.reference)
			 FROM (SELECT usubjid, dose_no, planned_day, coalesce(lag(given_day) OVER w, lag(planned_day) OVER w) AS reference
				FROM rebased WHERE dose_no IS NOT NULL WINDOW w AS (PARTITION BY usubjid ORDER BY dose_no)) AS r JOIN plan AS p USING (dose_no) WHERE dose_no > 1}),
		't|0', "$plan: re-based, each is due one interval after the last one given or planned");
	return;
}

# Daily prednisone of the last cohort: by plain SQL over its days.
sub compare_prednisone
{
	sql(q{
	CREATE TABLE taken AS
	SELECT usubjid, d::date AS day, exdose::numeric AS mg FROM ex, generate_series(exstdtc::date, exendtc::date, '1 day') AS d WHERE extrt = 'PREDNISONE';
	CREATE INDEX ON taken (usubjid, day);
	ANALYZE taken});
	is(sql(q{SELECT count(*), count(*) FILTER (WHERE a.days_covered <> x.days OR abs(a.percent_covered - 100.0 * x.days / 336) > 1e-9 OR abs(a.given_amount - x.mg) > 1e-9
				OR a.under <> 0 OR a.over <> 0)
			 FROM subject AS s CROSS JOIN LATERAL adherence_summary('prednisone up to 60 mg/d PO daily for 48 weeks', start, kg, history, 'prednisone') AS a
				CROSS JOIN LATERAL (SELECT count(DISTINCT day) AS days, sum(mg)::float8 AS mg FROM taken AS t WHERE t.usubjid = s.usubjid) AS x}) =~ s/^\d+\|//r,
		'0', 'prednisone: days covered');
	is(sql(q{SELECT count(*) FILTER (WHERE abs(a.per_day - x.mg) > 1e-10 OR a.days_covered <> x.days), count(*) > 2000
			 FROM subject AS s CROSS JOIN (VALUES (0), (56), (224)) AS w (day)
				CROSS JOIN LATERAL average_daily_dose(history, '{prednisone}', start + w.day, start + w.day + 27, true) AS a
				CROSS JOIN LATERAL (SELECT coalesce(sum(mg), 0)::float8 / 28 AS mg, count(*) AS days FROM taken AS t
					WHERE t.usubjid = s.usubjid AND t.day BETWEEN start + w.day AND start + w.day + 27) AS x}),
		'0|t', 'prednisone: average of 28 days');
	return;
}

$node->stop;
done_testing();

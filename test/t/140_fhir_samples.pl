# FHIR Dosages that others wrote: the 19 examples of the HL7 specification's
# MedicationRequest and 95 of the German implementation guide.  Each is read to
# the schedule that the table states, with dates, amounts and totals worked out
# by hand from the JSON, or refused for the element that the table names.  Then
# 4,000 documents with random damage.  Seeded.
#
# Where a sample has no date of its own day 0 is Wednesday, 31 January 2024.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use JSON::PP;
use RealData;
use Test::More;
use TrialExt;

my @files = ('fhir/hl7_medicationrequest_dosage.ndjson.gz', 'fhir/hl7de_dosage_examples.ndjson.gz');
my $folder = RealData::folder_or_skip(@files);
my $node = new_node('fhir', conf => "log_statement = none\nlog_min_error_statement = panic\n");
my $json = JSON::PP->new->canonical->allow_nonref;
my @samples = map { read_samples("$folder/$_") } @files;
is(scalar @samples, 19 + 95, 'samples');

sub sql { return $node->safe_psql('postgres', $_[0]); }

sub read_samples
{
	my ($file) = @_;
	open my $in, '-|', 'gzip', '-dc', $file or die "$file: $!";
	my @lines = map { chomp; $json->utf8->decode($_) } <$in>;
	close $in or die $file;
	return @lines;
}

# id | schedule | day 0 | first four dates | amount and doses of the first day |
# number of days with a dose, last of them, total ("-": it goes on); weight 68 kg
my $parsed = <<'END';
medrx004|5 mg/kg IV once|2023-01-18|2023-01-18|340 1|1 2023-01-18 340 mg
medrx0303|4 {tablet} PO daily for 7 days then 2 {tablet} daily for 7 days then 1 {tablet} daily for 7 days|2015-01-16|2015-01-16 2015-01-17 2015-01-18 2015-01-19|4 1|21 2015-02-05 49 {tablet}
medrx0313|500 mg PO daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|500 1|-
medrx0314|75 ug PO daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|75 1|-
medrx0316|1.8 mg/kg lifetime max 400 mg over 20 minutes every 3 weeks x 16||2024-01-31 2024-02-21 2024-03-13|122.4 1|3 2024-03-13 367.2 mg
medrx0331|7 mg daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|7 1|-
Example-Dosage-UnitTasse-1000|2 {Teel%C3%B6ffel} daily when MORN||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 1|-
Example-DosageTr-1000|20 {Tropfen} daily when MORN||2024-01-31 2024-02-01 2024-02-02 2024-02-03|20 1|-
Dosage-4schema-evening-only|1 {St%C3%BCck} daily when EVE||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Dosage-4schema-night-only|1 {St%C3%BCck} daily when NIGHT||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Dosage-4schema-noon-only|1 {St%C3%BCck} daily when NOON||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Dosage-interval-monthly|1 {St%C3%BCck} every 2 months||2024-01-31 2024-03-31 2024-05-31 2024-07-31|1 1|-
Dosage-single-day-time|1 {St%C3%BCck} on Mondays when 08:00||2024-02-05 2024-02-12 2024-02-19 2024-02-26|1 1|-
Example-Dosage-comb-dayofweek-1|1 {St%C3%BCck} twice daily on Mondays, Fridays when MORN, EVE||2024-02-02 2024-02-05 2024-02-09 2024-02-12|2 2|-
Example-Dosage-comb-dayofweek-unsorted|1 {St%C3%BCck} twice daily on Mondays, Thursdays, Saturdays when EVE, MORN||2024-02-01 2024-02-03 2024-02-05 2024-02-08|2 2|-
Example-Dosage-comb-interval-2|1 {St%C3%BCck} weekly when MORN||2024-01-31 2024-02-07 2024-02-14 2024-02-21|1 1|-
Example-Dosage-weekday-2t|2 {St%C3%BCck} on Tuesdays, Thursdays||2024-02-01 2024-02-06 2024-02-08 2024-02-13|2 1|-
Example-Dosage-weekday-2t-bound|2 {St%C3%BCck} on Mondays until week 10||2024-02-05 2024-02-12 2024-02-19 2024-02-26|2 1|10 2024-04-08 20 {St%C3%BCck}
Example-Dosage-weekday-3t|2 {St%C3%BCck} on Tuesdays, Thursdays, Saturdays||2024-02-01 2024-02-03 2024-02-06 2024-02-08|2 1|-
Example-Dosage-weekday-unsorted|2 {St%C3%BCck} on Mondays, Tuesdays, Thursdays, Fridays||2024-02-01 2024-02-02 2024-02-05 2024-02-06|2 1|-
Example-Dosage-interval-1mo|1 {St%C3%BCck} monthly||2024-01-31 2024-02-29 2024-03-31 2024-04-30|1 1|-
Example-Dosage-interval-2d-bound|2 {St%C3%BCck} every other day for 6 weeks||2024-01-31 2024-02-02 2024-02-04 2024-02-06|2 1|21 2024-03-11 42 {St%C3%BCck}
Example-Dosage-interval-2wk|1 {St%C3%BCck} every 2 weeks||2024-01-31 2024-02-14 2024-02-28 2024-03-13|1 1|-
Example-Dosage-interval-30min|1 {St%C3%BCck} 48 times daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|48 48|-
Example-Dosage-interval-3d|1 {St%C3%BCck} every 3 days||2024-01-31 2024-02-03 2024-02-06 2024-02-09|1 1|-
Example-Dosage-interval-4times-d|1 {St%C3%BCck} 4 times daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|4 4|-
Example-Dosage-interval-6h|1 {St%C3%BCck} 4 times daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|4 4|-
Example-Dosage-interval-8d|1 {St%C3%BCck} every 8 days||2024-01-31 2024-02-08 2024-02-16 2024-02-24|1 1|-
Example-Dosage-1010-PatientInstruction|1 {St%C3%BCck} twice daily when MORN, EVE||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 2|-
Example-Dosage-1000-startandenddate|1 {St%C3%BCck} daily when MORN for 31 days|2026-06-05|2026-06-05 2026-06-06 2026-06-07 2026-06-08|1 1|31 2026-07-05 31 {St%C3%BCck}
Example-Dosage-1000-startdate|1 {St%C3%BCck} daily when MORN|2026-06-05|2026-06-05 2026-06-06 2026-06-07 2026-06-08|1 1|-
Example-Dosage-tod-1t-8am|1 {St%C3%BCck} daily when 08:00||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Example-Dosage-tod-2-12am|2 {St%C3%BCck} daily when 12:00||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 1|-
Example-Dosage-tod-unsorted|1 {St%C3%BCck} twice daily when 15:00, 08:00||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 2|-
Example-Dosage-variable-doseRange|1-2 {St%C3%BCck} daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1-2 1|-
Example-Dosage-1000|1 {St%C3%BCck} daily when MORN||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Example-Dosage-1010|1 {St%C3%BCck} twice daily when MORN, EVE||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 2|-
Example-Dosage-1010-10-Days|1 {St%C3%BCck} twice daily when MORN, EVE for 10 days||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 2|10 2024-02-09 20 {St%C3%BCck}
Example-Dosage-1010-Unsorted|1 {St%C3%BCck} twice daily when EVE, MORN||2024-01-31 2024-02-01 2024-02-02 2024-02-03|2 2|-
Example-Dosage-1111|1 {St%C3%BCck} 4 times daily when EVE, MORN, NIGHT, NOON||2024-01-31 2024-02-01 2024-02-02 2024-02-03|4 4|-
Example-Bug-EmptyLists|1 {St%C3%BCck} daily||2024-01-31 2024-02-01 2024-02-02 2024-02-03|1 1|-
Example-Bug-MultipleTimeOfDay-Daily|1 {St%C3%BCck} 3 times daily when 08:00, 14:00, 22:00||2024-01-31 2024-02-01 2024-02-02 2024-02-03|3 3|-
Example-Bug-MultipleTimeOfDay-DayOfWeek|1 {St%C3%BCck} twice daily on Mondays, Wednesdays, Fridays when 09:00, 21:00||2024-01-31 2024-02-02 2024-02-05 2024-02-07|2 2|-
Example-Bug-MultipleTimeOfDay-Interval|1 {St%C3%BCck} twice daily every other day when 08:00, 20:00||2024-01-31 2024-02-02 2024-02-04 2024-02-06|2 2|-
Example-Bug-MultipleWhen-DayOfWeek|1 {St%C3%BCck} twice daily on Tuesdays, Thursdays when MORN, EVE||2024-02-01 2024-02-06 2024-02-08 2024-02-13|2 2|-
Example-Bug-MultipleWhen-Interval|1 {St%C3%BCck} twice daily every 3 days when MORN, EVE||2024-01-31 2024-02-03 2024-02-06 2024-02-09|2 2|-
END

# element | reason | ids
my $refused = <<'END';
dosageInstruction[0].timing|There is no timing.|medrx002 medrx003 Example-Dosage-Freetext
dosageInstruction.timing|There is no timing.|Dosage-freetext-german-chars
dosageInstruction[0].asNeededFor|No dates follow from a dose that is given as needed.|medrx0301 medrx0305 medrx0307 medrx0308 medrx0310
dosageInstruction[0].asNeeded|No dates follow from a dose that is given as needed.|medrx0315
dosageInstruction[0].timing.repeat|It has no end, so the next in the sequence never begins.|medrx0302
dosageInstruction[0].timing.repeat.duration|It is how long each dose takes, which must be within a day; the length of the treatment is a bound.|medrx0317
dosageInstruction[0].doseAndRate[0].rateQuantity|A schedule keeps how long an infusion takes, which follows only from a rate in the unit of the dose.|medrx0319
dosageInstruction[0].timing.repeat.offset|A schedule keeps the event of the day, not the minutes before or after it.|medrx0321
dosageInstruction[1].doseAndRate[0].doseQuantity|There is no dose.|medrx0339
dosageInstruction[0].sequence|Without it the dosages of a list are concurrent; a schedule is one sequence of doses.|Example-Dosage-UnitStueck-1020 Dosage-4schema-ml-units Dosage-interval-when-3d Dosage-multiple-day-time Dosage-tod-mixed-doses Dosage-weekday-mixed-doses Dosage-interval-time-3d Example-Dosage-comb-dayofweek-2 Example-Dosage-comb-dayofweek-3 Example-Dosage-comb-interval-1 Example-Dosage-comb-interval-3 Example-Dosage-comb-interval-4 Example-Dosage-comb-interval-5 Example-Dosage-weekday-2t-1t Example-Dosage-tod-multi Example-Dosage-tod-multi-bound Example-Dosage-10120 Example-Dosage-1020 Example-Dosage-1020-Unordered Example-Dosage-10340 Example-Dosage-1220
dosageInstruction[0].timing.repeat.boundsPeriod.start|An end alone does not say how long the treatment lasts.|Example-Dosage-1000-enddate
dosageInstruction[0].timing.repeat.boundsPeriod.start|Whether a dose is due on that day depends on the hour; a schedule counts days.|Example-Dosage-1000-startdatetime
dosageInstruction[0].timing.repeat.frequencyMax|No dates follow from a range; a schedule needs one number.|Example-Dosage-variable-frequency
dosageInstruction[0].timing.repeat.periodMax|No dates follow from a range; a schedule needs one number.|Example-Dosage-variable-period
END

# ------------------------------------------------------------- the samples

sql(<<'SQL');
CREATE EXTENSION trial_ext;
CREATE TABLE sample (n serial, id text, j jsonb);
-- the first days with a dose
CREATE FUNCTION days(s dose_schedule, day0 date, n int) RETURNS date[] LANGUAGE plpgsql AS $$
BEGIN
	RETURN ARRAY(SELECT planned_on FROM expand_doses(s, day0, weight_kg => 68) ORDER BY dose_no LIMIT n);
EXCEPTION WHEN invalid_parameter_value OR program_limit_exceeded THEN
	RETURN ARRAY(SELECT nth_dose_date(s, day0, k) FROM generate_series(1, n) k);
END $$;
CREATE FUNCTION reading(j jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s dose_schedule := from_fhir_dosage(j);
	day0 date := coalesce(fhir_dosage_start(j), '2024-01-31');
	dates date[] := days(s, day0, 4);
	first planned_dose := dose_on(s, day0, dates[1], weight_kg => 68);
	rest text := '-';
BEGIN
	BEGIN
		SELECT concat_ws(' ', count(*), max(planned_on), total_dose(s, day0, weight_kg => 68)) INTO rest
		FROM expand_doses(s, day0, weight_kg => 68);
	EXCEPTION WHEN invalid_parameter_value THEN
		NULL; -- it goes on
	END;
	RETURN concat_ws('|', s::text, coalesce(fhir_dosage_start(j)::text, ''), array_to_string(dates, ' '),
		first.amount || CASE WHEN first.amount_max > first.amount THEN '-' || first.amount_max ELSE '' END || ' ' || first.doses, rest);
END $$;
CREATE FUNCTION try_reading(j jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	RETURN reading(j);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws('|', sqlstate, substring(sqlerrm FROM '"([^"]*)"'), detail);
END $$;
SQL
load('sample', map { [ $_->{id}, $json->ascii->encode($_) ] } @samples);

sub load
{
	my ($table, @rows) = @_;
	my $copy = join '', map { my ($id, $doc) = @$_; $doc =~ s/\\/\\\\/g; "$id\t$doc\n" } @rows;
	my ($rc, $out, $err) = $node->psql('postgres', "COPY $table (id, j) FROM STDIN;\n$copy\\.\n");
	is("$rc$err", '0', scalar(@rows) . " documents into $table");
	return;
}

# The guide has the same dosages for three kinds of resources.
sub kind { return $_[0] =~ s/^(Example-)?M[DRS]-/$1 || ''/er; }

my %expected = map { my ($id, @rest) = split /\|/; ($id => join '|', @rest) } split /\n/, $parsed;
my $n_parsed = keys %expected;
foreach (split /\n/, $refused)
{
	my ($element, $reason, $ids) = split /\|/;
	$expected{$_} = "22023|$element|$reason" foreach split / /, $ids;
}
my %seen;
my ($good, $bad) = (0, '');
foreach (split /\n/, sql('SELECT id, try_reading(j) FROM sample ORDER BY n'))
{
	my ($id, $got) = split /\|/, $_, 2;
	my $want = $expected{ kind($id) } // 'nothing';
	$seen{ kind($id) } = 1;
	$got eq $want ? $good++ : ($bad .= "$id\n  got  $got\n  want $want\n");
}
is($bad, '', 'each sample is read, or refused, as stated');
is($good, 114, 'all samples');
is(join(' ', grep { !$seen{$_} } sort keys %expected), '', 'no expectation without its sample');
is($n_parsed, 46, 'kinds of dosages that are read');
is(sql(q{SELECT count(*) FILTER (WHERE try_reading(j) !~ '^22'), count(*) FILTER (WHERE try_reading(j) ~ '^22023') FROM sample}),
	'60|54', 'samples read and refused');

# The taper, day by day: 16 January to 5 February 2015.
is(sql(q{SELECT string_agg(to_char(planned_on, 'MMDD') || ':' || amount, ' ' ORDER BY dose_no)
		 FROM sample, expand_doses(from_fhir_dosage(j), fhir_dosage_start(j)) WHERE id = 'medrx0303'}),
	'0116:4 0117:4 0118:4 0119:4 0120:4 0121:4 0122:4 0123:2 0124:2 0125:2 0126:2 0127:2 0128:2 0129:2 0130:1 0131:1 0201:1 0202:1 0203:1 0204:1 0205:1',
	'a real taper: 21 days, 49 tablets');
# 1.8 mg/kg with 400 mg at most in a life: 3 x 126 = 378 mg at 70 kg, 5 x 80 kg would be 720 mg: 2 x 144 = 288 mg.
is(sql(q{SELECT string_agg(w || ' ' || total_dose(from_fhir_dosage(j), '2024-01-31', weight_kg => w) || ' ' ||
			(SELECT count(*) FROM expand_doses(from_fhir_dosage(j), '2024-01-31', weight_kg => w) WHERE amount > 0), ', ' ORDER BY w)
		 FROM sample, unnest(ARRAY[10, 70, 80, 130]) w WHERE id = 'medrx0316'}),
	'10 288 mg 16, 70 378 mg 3, 80 288 mg 2, 130 234 mg 1', 'the cap of a lifetime');

# Round trip of all that were read, by itself and with dates.
is(sql(q{SELECT count(*), count(*) FILTER (WHERE from_fhir_dosage(to_fhir_dosage(s)) = s),
			count(*) FILTER (WHERE from_fhir_dosage(to_fhir_dosage(s), 'drug') = ('drug ' || s::text)::dose_schedule)
		 FROM sample, LATERAL (SELECT from_fhir_dosage(j) AS s OFFSET 0) r WHERE try_reading(j) !~ '^22'}),
	'60|60|60', 'there and back');
is(sql(q{SELECT count(*), count(*) FILTER (WHERE fhir_dosage_start(d) = '2024-01-31' AND
			days(from_fhir_dosage(d), '2024-01-31', 100) = days(s, '2024-01-31', 100))
		 FROM sample, LATERAL (SELECT from_fhir_dosage(j) AS s OFFSET 0) r, LATERAL (SELECT to_fhir_dosage(s, '2024-01-31') AS d OFFSET 0) t
		 WHERE try_reading(j) !~ '^22'}),
	'60|60', 'with dates: the same days');

# ------------------------------------------------------------- random damage

my $seed = $ENV{TE_SEED} || 20150116;
my $n = $ENV{TE_CALLS} ? 100 * $ENV{TE_CALLS} : 4000;
srand($seed);
note("seed $seed, $n documents");
my @names = qw(timing repeat event code frequency frequencyMax period periodMax periodUnit dayOfWeek timeOfDay when offset count countMax duration
  durationUnit boundsDuration boundsPeriod boundsRange start end low high value unit system doseAndRate doseQuantity doseRange rateRatio rateQuantity
  numerator denominator maxDosePerPeriod maxDosePerLifetime maxDosePerAdministration sequence route coding text asNeededBoolean modifierExtension
  extension id dosageInstruction _text weight);
my @values = (0, 1, 2, 3, 7, 24, 48, 1000, -1, 0.5, 1.5, 1e-300, 1e300, 366000, 2147483647, 2147483648, 4e18, JSON::PP::true, JSON::PP::false, undef,
	'', ' ', 'mg', 'mg/kg', 'mg/kg/d', '{x}', 'x y', '%', "\"", "then", "\x{fc}", 'd', 'wk', 'mo', 'h', 'a', 'min', 'mon', 'sun', 'MORN', 'AC', 'C', '08:00:00',
	'23:59', '24:00', '2024-02-29', '2023-02-29', '9999-12-31', '0001-01-01', '2024', '2024-01-31T23:59:59Z', '2024-01-31T00:00', 'BID', 'Q4H', 'PRN', 'QHS',
	'x' x 100, {}, [], [ [] ], { value => 5, unit => 'mg' }, { value => 3, code => 'd' }, { start => '2015-01-20' },
	{ numerator => { value => 4, unit => 'mg' }, denominator => { value => 1, code => 'd' } },
	[ '2024-01-01', '2024-01-08', '2024-03-01' ], [ 'mon', 'thu' ], [ 'MORN', 'NOON' ], { coding => [ { code => 'TID' } ] });

# Any object or list of the document.
sub spots
{
	my ($node_in) = @_;
	return () unless ref $node_in eq 'HASH' || ref $node_in eq 'ARRAY';
	return ($node_in, map { spots($_) } ref $node_in eq 'HASH' ? @$node_in{ sort keys %$node_in } : @$node_in);
}

sub damage
{
	my ($doc) = @_;
	my @spots = spots($doc);
	my $spot = $spots[ rand @spots ];
	my $value = $json->decode($json->encode($values[ rand @values ]));
	if (ref $spot eq 'ARRAY')
	{
		my $how = rand;
		if ($how < 0.3 || !@$spot) { push @$spot, @$spot && rand() < 0.5 ? $json->decode($json->encode($spot->[ rand @$spot ])) : $value; }
		elsif ($how < 0.5) { splice @$spot, rand @$spot, 1; }
		else { $spot->[ rand @$spot ] = $value; }
		return;
	}
	my @keys = sort keys %$spot;
	my $key = @keys && rand() < 0.6 ? $keys[ rand @keys ] : $names[ rand @names ];
	if (rand() < 0.2) { delete $spot->{$key}; }
	elsif (rand() < 0.15) { $spot->{ $names[ rand @names ] } = delete $spot->{$key}; }
	else { $spot->{$key} = $value; }
	return;
}

my @damaged;
while (@damaged < $n)
{
	my $doc = $json->decode($json->encode($samples[ rand @samples ]->{dosageInstruction}));
	# many of them become valid sequences
	if (ref $doc eq 'ARRAY' && rand() < 0.5) { $doc->[$_]{sequence} = $_ + 1 foreach 0 .. $#$doc; }
	damage($doc) foreach 0 .. rand 2;
	push @damaged, [ scalar @damaged, $json->ascii->encode($doc) ];
}
sql('CREATE TABLE damaged (n serial, id text, j jsonb)');
load('damaged', @damaged);
sql(<<'SQL');
-- what from_fhir_dosage said, and whether what it read says the same once written
CREATE FUNCTION fate(j jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s dose_schedule;
	back jsonb;
	day0 date;
	dates date[];
BEGIN
	BEGIN
		s := from_fhir_dosage(j);
		day0 := coalesce(fhir_dosage_start(j), '2024-01-31');
	EXCEPTION WHEN OTHERS THEN
		RETURN CASE WHEN sqlerrm ~ 'FHIR|^too many' THEN '' ELSE 'unnamed ' || sqlerrm || ' ' END || sqlstate;
	END;
	IF s::text::dose_schedule <> s THEN RETURN 'text ' || s::text; END IF;
	BEGIN
		dates := days(s, day0, 10);
		back := to_fhir_dosage(s, day0);
	EXCEPTION WHEN invalid_parameter_value OR datetime_field_overflow OR program_limit_exceeded THEN
		RETURN 'not written';
	END;
	IF days(from_fhir_dosage(back), fhir_dosage_start(back), 10) = dates THEN
		RETURN 'read and back';
	END IF;
	RETURN s::text || ' differs from ' || back;
EXCEPTION WHEN OTHERS THEN
	RETURN 'ERROR ' || sqlstate || ' ' || sqlerrm || ' ' || coalesce(s::text, '') || ' ' || coalesce(back::text, '');
END $$;
CREATE TABLE fates AS SELECT n, j, fate(j) AS fate FROM damaged;
SQL
is(sql(q{SELECT string_agg(n || ' ' || left(fate, 300) || ' ' || left(j::text, 600), E'\n') FROM
		 (SELECT * FROM fates WHERE fate NOT IN ('22023', '22P02', '22003', '22008', '54000', 'not written', 'read and back') ORDER BY n LIMIT 10) x}),
	'', 'damage is refused by name, or read for what it says');
my $counts = sql(q{SELECT string_agg(fate || ' ' || c, ', ' ORDER BY fate) FROM (SELECT fate, count(*) AS c FROM fates GROUP BY fate) x});
note($counts);
cmp_ok(sql(q{SELECT count(*) FROM fates WHERE fate = 'read and back'}), '>', $n / 40, 'some are still good');
is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

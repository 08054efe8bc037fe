# Broken binary images of every type of the extension, sent through COPY: each
# is accepted or refused with a proper error, none loses the connection, and
# what is accepted prints, reads back, travels and can be used.  Seeded.
use strict;
use warnings;
use File::Spec;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $mutations = $ENV{TE_FUZZ} || 3000;    # a type
my $seed = $ENV{TE_SEED} || 20210923;
srand($seed);
note("seed $seed, $mutations mutations a type");

# Where good values come from.  A type without an entry fails the test below:
# add one.  The state of an aggregate comes from the aggregate without its
# final function.
my %samples = (
	criteria => q{SELECT x::criteria FROM unnest(ARRAY['age >= 18', 'given creatinine in umol/L', 'include I2 "Class": ln_class in (''III'', ''V'') note "n"',
		'exclude alt > 2 ULN or not any(x, y where value > 3 mg within 12 weeks before admission)', 'report R.1: weight / height ^ 2 < 16 kg/m2; x',
		'given * within 90 days, egfr is egfr_ckd_epi_2021(creatinine, age, sex), a as b, "C d"; egfr between 30 and 60 mL/min/{1.73_m2}',
		'as_of > birth_date + 18 years and at least 2 of (a, b, c is not known)', 'f since date ''2024-02-29 10:30'' until as_of - 1 d']) x},
	criteria_result => q{SELECT evaluate_criteria(c::criteria, h, date '2024-03-01')
		FROM unnest(ARRAY['age >= 18', 'include I1: alt > 2 U/L; or include I2: x; exclude E1 "t": a > 9; report R: a > 1', 'report a']) c,
			(VALUES (patient_history()), (observation('alt', '2024-01-02', 3, 'U/L') || observation('a', '2024', 2))) v (h)},
	patient_history => q{SELECT h FROM (VALUES (patient_history()), (observation('alt', '2024-01-02', 3, 'U/L')),
		(observation('a', '2024', '<4', 'mg', 1, 5) || observation('a', NULL::text, 3) || observation('b c', '2023-01/2023-03', 'it''s')),
		(exposure('mmf', '2024-01', 'ongoing', 1000, 'mg', 'ORAL') || event('f', '2020', '2021-02-03T10:30') || observation('f', '--03', true))) v (h)
		UNION ALL SELECT history_agg(CASE WHEN g % 3 = 0 THEN 'alt' ELSE 'ast' END, timestamp '2024-01-01' + g * interval '7 h', g * 1.5, 'U/L')
		FROM generate_series(1, 60) g GROUP BY g % 7},
	response_rules => q{SELECT x::response_rules FROM unnest(ARRAY['CRR: urine_protein < 0.5 g/d and egfr >= 85 % of baseline and not any(rescue_therapy since baseline); else NR',
		'given creatinine in umol/L, baseline.egfr in mL/min/{1.73_m2}', 'A "t" : x between 25 % of baseline and baseline.y + 3 note "n"; B.1-c: any(z within 3 d after baseline - 1 week); else N "none" note "m"',
		'given * within 90 days, egfr is egfr_ckd_epi_2021(creatinine, age, sex), a as b, "C d"; P: egfr >= 0.8 * pre_flare_egfr or baseline."Odd n" is known', 'else NR']) x},
	sledai => q{SELECT x::sledai FROM unnest(ARRAY['none', 'arthritis, ?fever', '?*', 'seizure, leukopenia, ?*']) x},
	screening_counts => q{SELECT screening_summary(evaluate_criteria(c::criteria, h, date '2024-03-01'))
		FROM unnest(ARRAY['age >= 18', 'include I1: alt > 2 U/L; or include I2: x; exclude E1 "t": a > 1; report R: a > 1']) c,
			(VALUES (patient_history()), (observation('alt', '2024-01-02', 3, 'U/L') || observation('a', '2024', 2))) v (h) GROUP BY c},
	person_time_counts => q{SELECT x::person_time_counts FROM unnest(ARRAY['1 - - 0 (12 40 3505e-1) (0 0 0e0)', '1 exact 0.9 2 (12 40 3505e-1) (20 41 298e0)', '1 wald - 7 (0 1 1e-300) (5 9 17e300)']) x},
	contingency_counts => q{SELECT x::contingency_counts FROM unnest(ARRAY['1 - - - 0 () () ()', '1 katz 0.9 - 3 ("false" "true") ("false" "true") ("") 39 33 31 41',
		'1 - - yes 0 ("a \\"b" "c") ("no" "partial" "yes") ("north" "south") 1 2 3 4 5 6 7 8 9 10 11 12', '1 - - - 9 ("x") ("") ("") 9']) x},
	dose_schedule => q{SELECT x::dose_schedule FROM unnest(ARRAY['belimumab 10 mg/kg IV over 1 hour at weeks 2, 4, 6 then every 4 weeks until week 24 +/- 3 days',
		'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6', 'x 1-2 g/d daily for at least 24 weeks',
		'x 60 mg/d daily until day 60 taper to 5 mg/d by month 4 in steps of 10 mg/d every 2 weeks', 'cyclophosphamide 500 mg/m2 IV min 250 mg max 1 g rounded to 50 mg monthly x 6',
		'a 1 {tablet} twice daily on days 1-14 of every 21 days x 28', 'x 2 M[IU] SC on Mondays, Thursdays through week 8', 'x 1 mg when ACM daily until month 3',
		'doxorubicin 50 mg/m2 every 3 weeks lifetime max 800 mg', 'a 1 mg daily until day 3 followed by b 1 g weekly x 3 followed by c 3 ug once',
		'x 10 mg on days 0, 14, 28 then 5 mg every 28 days window -2 +5 days']) x},
	visit_schedule => q{SELECT x::visit_schedule FROM unnest(ARRAY['weeks 0, 2, 4 +/- 3 days', 'days -14, 0', 'visits at months 1, 2, 3',
		'day -28 "Screening" window -14 +0 days, weeks 0, 2, 4 +/- 3 days, month 12 "End of study"', 'every 4 weeks until week 48']) x},
	quantity => q{SELECT x::quantity FROM unnest(ARRAY['1 mg', '-0.5 g/L', '88.4 umol/L', '1e300 m', '5e-324 g', '0 1', '45 mL/min/{1.73_m2}',
		'7.4 [pH]', '37 Cel', '3 10*9/L', '12 [iU]/mL', '2.5 %', '100 mm[Hg]', '0.1 mg/mmol', '4 /[HPF]']) x},
	bilag => q{SELECT x::bilag FROM unnest(ARRAY['A B C D E E E B C', 'ND ND ND ND ND ND ND ND ND', 'A A A A A A A A A', 'E E E E E E E E E']) x},
	ln_class => q{SELECT x::ln_class FROM unnest(ARRAY['I', 'III+V', 'IV-S (A/C)+V', 'III/IV +- V', 'VI', 'III (A)']) x},
	survival_counts => q{SELECT survival_agg(t, t % 3 > 0) FROM generate_series(0, 20) t
		UNION ALL SELECT survival_agg(NULLIF(t, 7) / 8.0, t % 3 > 0, NULLIF('arm ' || t % 3, 'arm 2'), '"' || t % 2) FROM generate_series(0, 12) t
		UNION ALL SELECT competing_risks_agg(t, t % 4, 'x') FROM generate_series(0, 9) t},
	sample_sums => q{SELECT sample_agg(x * 10.0 ^ (x % 30 - 15), x % 2 = 0) FROM generate_series(1, 12) g, generate_series(1, g) x GROUP BY g
		UNION ALL SELECT change_agg(x, NULLIF(x % 4, 1)) FROM generate_series(1, 20) x UNION ALL SELECT sample_agg(NULL::float8)
		UNION ALL SELECT sample_agg(x / 7.0) FROM generate_series(1, 9) x},
	sample_rows => q{SELECT ranks_agg(x * 10.0 ^ (x % 30 - 15), x % 2 = 0) FROM generate_series(1, 6) g, generate_series(1, g) x GROUP BY g
		UNION ALL SELECT ranks_agg(chr(64 + x % 3), x / 3.0) FROM generate_series(1, 9) x UNION ALL SELECT ranks_agg(NULL::float8)
		UNION ALL SELECT scores_agg(x % 2 = 0, x, -x) FROM generate_series(1, 4) x UNION ALL SELECT ranks_agg(x % 3) FROM generate_series(1, 9) x
		UNION ALL SELECT model_agg(x % 3 = 0, ARRAY[x, NULLIF(x % 4, 3)]) FROM generate_series(1, 9) x},
	logistic_model => q{SELECT logistic_regression(x % 3 = 0, ARRAY[x, x % 4]) FROM generate_series(1, 20) x
		UNION ALL SELECT logistic_regression(x > 3, ARRAY[x, x], 'firth') FROM generate_series(1, 9) x
		UNION ALL SELECT logistic_regression(x > 3, ARRAY[x]) FROM generate_series(1, 9) x UNION ALL SELECT logistic_regression(NULL::boolean, '{}')},
	quantity_sum => q{SELECT state(quantity(x * 10.0 ^ (x % 30 - 15), CASE WHEN g % 2 = 0 AND x % 2 = 0 THEN 'mg' ELSE 'g' END))
		FROM generate_series(1, 12) g, generate_series(1, g * g) x GROUP BY g
		UNION ALL SELECT state(quantity(x, 'mL/min/{1.73_m2}')) FROM generate_series(1, 3) x});

# Numbers that length, count and float fields trip over.
my @numbers = map { pack('H*', $_) } qw(0000 ffff 7fff 8000 0100 00000000 ffffffff 7fffffff 80000000 00010000 3fffffff
  7ff8000000000000 7ff0000000000000 fff0000000000000 8000000000000000 0000000000000001 7fefffffffffffff);

sub mutate
{
	my ($image, $other) = @_;
	foreach (1 .. 1 + int rand 3)
	{
		my $at = int rand(length($image) + 1);
		my $kind = int rand 8;
		if ($kind == 0) { substr($image, $at, 1) ^= chr(1 << int rand 8) if $at < length $image }
		elsif ($kind == 1) { substr($image, $at, 1) = chr(int rand 256) if $at < length $image }
		elsif ($kind == 2) { $image = substr $image, 0, $at }
		elsif ($kind == 3) { substr($image, $at, 0) = join '', map { chr(int rand 256) } 0 .. int rand 6 }
		elsif ($kind == 4) { substr($image, $at, 1 + int rand 6) = '' }
		elsif ($kind == 5) { my $n = $numbers[rand @numbers]; substr($image, $at, length $n) = $n }
		elsif ($kind == 6) { $image = substr($image, 0, $at) . substr($other, int rand(length($other) + 1)) }
		else { $image .= $image }
	}
	return $image;
}

my $node = new_node('fuzz', conf => "log_statement = none\nlog_min_messages = warning\n");
my $dir = File::Spec->rel2abs($node->basedir);
my @types = split /\n/, $node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION trial_ext;
CREATE AGGREGATE state(quantity) (SFUNC = quantity_sum_transition, STYPE = quantity_sum);
SELECT t.typname || ' ' || t.typsend::oid::regproc FROM pg_type t
WHERE t.typtype = 'b' AND t.typelem = 0 AND EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e' AND e.extname = 'trial_ext') ORDER BY 1
SQL
cmp_ok(scalar @types, '>=', 2, 'the types of the extension');

foreach (@types)
{
	my ($type, $send) = split / /;
	ok($samples{$type}, "$type: there are samples") or next;
	my @images = map { pack 'H*', $_ } split /\n/, $node->safe_psql('postgres', <<"SQL");
CREATE TABLE good_$type (v $type);
INSERT INTO good_$type $samples{$type};
CREATE TABLE fuzz_$type (v $type);
CREATE TABLE back_$type (v $type);
SELECT encode($send(v), 'hex') FROM good_$type;
SQL

	# One COPY a mutation, all in one session.
	my $script = "\\set VERBOSITY verbose\n";
	mkdir "$dir/$type";
	foreach my $i (1 .. $mutations)
	{
		my $image = mutate($images[rand @images], $images[rand @images]);
		open my $f, '>:raw', "$dir/$type/$i" or die $!;
		print $f "PGCOPY\n\xff\r\n\0", pack('N N n N', 0, 0, 1, length $image), $image, pack('n', 0xffff);
		close $f;
		$script .= "COPY fuzz_$type FROM '$dir/$type/$i' (FORMAT binary);\n";
	}
	my ($rc, $out, $err) = $node->psql('postgres', "$script SELECT 'alive';\n", on_error_stop => 0);
	like($out, qr/alive$/, "$type: the session lives");
	my @states = $err =~ /ERROR:  ([0-9A-Z]{5}):/g;
	my %strange = map { $_ => 1 } grep { !/^(22...|54...|08P01)$/ } @states;
	is(join(' ', sort keys %strange), '', "$type: refused with proper codes");
	my $accepted = $node->safe_psql('postgres', "SELECT count(*) FROM fuzz_$type");
	is(@states + $accepted, $mutations, "$type: $accepted accepted, " . @states . ' refused');
	cmp_ok($accepted, '>', $mutations / 100, "$type: some are accepted, so the fuzzer gets behind the first check");

	# What was accepted is as good as what was typed in.
	($rc, $out, $err) = $node->psql('postgres', <<"SQL");
COPY fuzz_$type TO '$dir/$type.all' (FORMAT binary);
COPY back_$type FROM '$dir/$type.all' (FORMAT binary);
SELECT count(*) FROM fuzz_$type WHERE v::text::${type}::text <> v::text;
SELECT count(*) FROM fuzz_$type WHERE $send(v::text::${type}) <> $send(v);
SELECT count(*) FROM (SELECT v::text FROM fuzz_$type EXCEPT ALL SELECT v::text FROM back_$type) x;
SELECT count(*) FROM (SELECT $send(v) FROM fuzz_$type EXCEPT ALL SELECT $send(v) FROM back_$type) x;
SQL
	is("$err$out", "0\n0\n0\n0", "$type: accepted values round-trip through text and binary");

	# Every function that takes nothing but this type, on every accepted value.
	is($node->safe_psql('postgres', <<"SQL"), '', "$type: functions of accepted values");
CREATE TEMP TABLE trouble (state text, message text, call text);
DO \$\$
DECLARE
    f record;
    x $type;
    y $type;
BEGIN
    FOR x, y IN SELECT v, lag(v) OVER () FROM fuzz_$type LOOP
        FOR f IN SELECT p.oid::regproc, pronargs FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass
                AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'trial_ext'
            WHERE prokind = 'f' AND pronargs IN (1, 2) AND proargtypes::oid[] <@ ARRAY['$type'::regtype::oid]
        LOOP
            BEGIN
                EXECUTE format('SELECT %s(\$1%s)', f.oid, CASE WHEN f.pronargs = 2 THEN ', \$2' ELSE '' END) USING x, y;
            EXCEPTION WHEN OTHERS THEN
                IF SQLSTATE !~ '^(22|54)' THEN
                    INSERT INTO trouble VALUES (SQLSTATE, SQLERRM, format('%s(%s, %s)', f.oid, x, y));
                END IF;
            END;
        END LOOP;
    END LOOP;
END \$\$;
SELECT * FROM trouble LIMIT 5;
SQL
}

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

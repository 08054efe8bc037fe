# Every function, operator and aggregate of the extension, called with boundary
# arguments of the right type: an answer or a proper error within the time
# limit, never an internal error, never a lost connection.  Seeded.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $calls = $ENV{TE_CALLS} || 60;    # of each function
my $seed = $ENV{TE_SEED} || 20090505;
srand($seed);
note("seed $seed, $calls calls a function");

# 1 MB texts are made by the server: the scripts stay small.
my @texts = split /\n/, <<'LIST';
''
' '
'mg'
'g/L'
'mg/dL'
'umol/L'
'Cel'
'[pH]'
'mL/min/{1.73_m2}'
'10*9/L'
'mg/24h'
'F'
'male'
'creatinine'
'SERUM'
'2160-0'
'G3a'
'A2'
'north_america'
'%'
'10*999999999'
'm99'
'm-128'
'((m))'
'mg/'
'/'
'{}'
'{'
'm{x'
'1.5'
'NaN'
'Infinity'
'1 mg'
'-1e308 g/L'
'1e309 g'
'1 mg/dL mg'
'null'
E'1\tmg'
E'\x01'
'µmol/l'
'×10⁹/L'
'🧪'
''''
'"'
E'\\'
'%s%n'
repeat('x', 1048576)
repeat('(', 1048576)
repeat('mg/', 349525)
repeat('9', 1048576)
'1 ' || repeat('m.', 524288)
repeat('µ', 524288)
'1e' || repeat('9', 1000)
'mg{' || repeat('a', 300) || '}'
repeat('(', 32) || 'm' || repeat(')', 32)
repeat('(', 33) || 'm' || repeat(')', 33)
repeat('m', 255)
repeat('m', 256)
LIST
my @quantities = map { "'$_'" } ('1 mg', '0 g', '-0 g', '-5 mg/dL', '1.7976931348623157e308 g', '5e-324 m', '7 [pH]', '-300 Cel', '37 Cel',
	'45 mL/min/{1.73_m2}', '3 10*9/L', '88.4 umol/L', '1 mg/dL', '2 1', '50 %', '1 [iU]/mL', '1e-300 mol', '4 m99');

my @criteria = map { "'$_'" } ('age >= 18', 'include A: x; or include B: y', 'given x in mg, * absent means no', 'exclude A: x > 3 mg/dL; report B "t": true',
	'a; b; c', 'given x in g; any(x where value > 3 mg within 3 d)', 'unknown note "n"', '"A b" is known', 'given x is y + 1; x > 3', 'given y is x + 1; y > 3');

my @rules = map { "'$_'" } ('CR: x <= 50 % of baseline and y > 1; else NR', 'A: a; B: any(b since baseline); C: baseline.x > 2 mg', 'given x in g; A: x < 3 mg and alt >= 85 % of baseline; else N', 'else N', 'given x in g',
	'A: "C d" > birth_date or any("C d" since baseline) or baseline.a; else B', 'A: age < 0.8 * pre_flare_age; B: unknown; else C', 'given y is 2 * x, x within 3 days, alt uln 40 U/L; A: y > 80 % of baseline or alt > 2 ULN or count(x since baseline) > 1');

my @histories = map { "'$_'" } ('', 'alt 2024-01-02 3', 'v1;alt 2024-01-02 3 Unit \'\'U/L\'\' ; x 2024-01-01T10:00 <4 LLN 1 uln 5; a 2023 text \'\'it\'\'; age 2020 40',
	'x ?/2024 1; x 2024/? 2; y ? 3; exposure x 2024-01-01/2024-01-31 5; event x 2020', 'a 2024 text \'\'Y\'\'; y 2024-06-01 5 unit \'\'mg/dL\'\'');
my @dates = map { "'$_'" } ('infinity', '-infinity', '2024-02-29', '2024-06-02', '0044-03-15', '5874897-12-31', '4713-01-01 BC');
my @moments = (@dates[0 .. 4], "'2024-02-29 10:30:15.123456'", "'294276-12-31 23:59:59.999999'", "'4713-01-01 BC'");

# Texts that mean something to functions of criteria and histories.
push @texts, map { "'$_'" } qw(wilson clopper_pearson miettinen_nurminen exact katz holm hommel x alt age A 2024 2024-02 2024-02-29T10:30 2024---15 --03 ongoing infinity <4 >=1e400 Y NCT05863936 seed004);

my %values = (
	patient_history => \@histories,
	criteria_result => [ map { "(SELECT r FROM results WHERE id = $_)" } 1 .. 4 ],
	screening_counts => [ map { "(SELECT s FROM counts WHERE id = $_)" } 1 .. 4 ],
	person_time_counts => [ map { "'$_'" } '1 - - 0 (12 40 3505e-1) (0 0 0e0)', '1 exact 0.9 2 (12 40 3505e-1) (20 41 298e0)', '1 wald - 9223372036854775807 (9223372036854775807 1 1e-300) (5 9 17e300)', '1 - - 0 (1 1 17e307) (0 0 0e0)' ],
	contingency_counts => [ map { "'$_'" } '1 - - - 0 () () ()', '1 katz 0.9 - 3 ("false" "true") ("false" "true") ("") 39 33 31 41', '1 - - yes 0 ("a" "b" "c") ("no" "yes") ("1" "2") 1 2 3 4 5 6 7 8 9 10 11 12',
		'1 - - - 9223372036854775807 ("true") ("true") ("") 0', '1 - - - 0 ("false" "true") ("false" "true") ("") 9223372036854775807 0 0 0', '1 woolf - - 5 ("x") ("y") ("z") 9007199254740993' ],
	_int8 => [ map { "'$_'" } '{}', '{{41,31},{33,39}}', '{{{1,2},{3,4}},{{5,6},{7,8}}}', '{5,6,0}', '{{9223372036854775807,1},{1,0}}', '{{NULL,1},{2,3}}', '{{-1,2},{3,4}}', '{{12,3,4},{5,6,7},{8,9,30}}' ],
	record => [ (map { "(SELECT s FROM subjects s WHERE id = $_)" } 1 .. 4), 'ROW(1, 2)', 'ROW()', 'ROW(NULL)',
		q{(SELECT r FROM (SELECT 20 AS age, NULL AS x, true AS y) r)}, q{(SELECT r FROM (SELECT 1 AS x, 2 AS x) r)} ],
	any => [ q{1::int4}, q{2.5::float8}, q{'NaN'::numeric}, 'true', q{'mg'::text}, q{'2024-02-29'::date}, q{'1 mg'::quantity}, 'NULL::text', q{'{1}'::int4[]} ],
	regclass => [ qw('subjects' 'people' 'subjects_pkey' 'pg_class' 'counts' 0 4294967295) ],
	timestamp => \@moments,
	criteria => \@criteria,
	response_rules => \@rules,
	_text => [ "'{}'", "'{A}'", "'{1,3}'", "'{B,NULL}'", "'{{A,B},{1,2}}'", "'{\"\"}'", "ARRAY[repeat('x', 1048576)]", "ARRAY['A', 'no such']" ],
	float8 => [ qw(0 '-0' 1 -1 0.5 18 17.999 50 100 150 1.5 0.7 40 40.001 170 1e15 1e308 -1e308 5e-324 'NaN' 'Infinity' '-Infinity') ],
	numeric => [ qw(0 1 -1 0.1 1e300 1e-300 'NaN' 'Infinity') ],
	jsonb => [ map { "'$_'" } '{"arthritis": 4, "fever": null, "rash": true}', '{"fever": 1e400}', '{}', '[]', 'null', '1', '{"timing": {"repeat": {"count": 1}}, "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}]}',
		'{"timing": {"event": ["2024-02-29", "9999-12-31"]}, "doseAndRate": {"doseQuantity": {"value": 5, "unit": "mg/kg"}}}', '{"dosageInstruction": {"timing": 5}}' ],
	dose_schedule => [ map { "'$_'" } 'a 5 mg daily', 'a 5 mg/kg max 40 mg/d daily for 3 weeks then 2 mg weekly until month 6', 'a 5 mg at months 1, 2, 900', 'a 40 mg/d daily taper to 5 mg/d by month 4 then 5 mg/d until month 6',
	'a 40 mg/d in 3 doses daily taper to 0 mg/d by week 900 in steps of 0.001 mg/d every day', 'a 1 mg on Mondays until day 1 followed by b 2 mg x 3 daily', 'a 1 mg on Mondays until week 1000 then 3 mg every 3 months x 40 followed by a 3 mg on days 1, 5 of every 7 days x 30', 'a 1 {x} once then 2 {x} on day 20 then 3 {x} weekly x 300000 +/- 2 days','1 mg monthly x 11000 then 2 mg when 08:00, 09:00 every 2 days through day 365999', '5 mg on days 1-3 of every 5 days until day 300000' ],
	sledai => [ map { "'$_'::sledai" } 'none', '?*', 'arthritis, ?fever', 'seizure, psychosis, vasculitis, leukopenia, ?*', 'low_complement, -fever, ?*' ],
	sledai_wording => [ qw('2k' 'selena') ], doris_variant => [ qw('2021' 'pga_inclusive' 'prednisone_below_5') ],
	_bool => [ "'{}'::bool[]", "'{t,NULL}'", "array_fill(true, ARRAY[24])", "array_fill(NULL::bool, ARRAY[24])", "array_fill(false, ARRAY[2, 12])" ],
	interval => ["'1 month'"], visit_schedule => ["'weeks 0, 2, 4 +/- 3 days'"],
	bool => [ qw(true false) ],
	int4 => [ qw(0 1 -1 2 5 2147483647 -2147483648) ],
	int8 => [ qw(0 1 -1 7 12 40 9007199254740993 9223372036854775807 -9223372036854775808) ],
	date => \@dates,
	dose_schedule => [ map { "'$_'" } 'belimumab 10 mg/kg IV at weeks 2, 4, 6 then every 4 weeks until week 24', 'prednisone 10 mg/d PO daily', 'x 1 mg once',
		'x 1-2 g/d daily for 366000 days', 'x 5 mg/m2 monthly until month 11800', 'a 1 mg daily until day 3 followed by b 1 g weekly x 3',
		'prednisone 0.5 mg/kg/d max 40 mg/d PO daily taper to 5 mg/d by month 4 then 5 mg/d until month 6', 'a 1 mg daily taper to 0.1 mg by month 12 in steps of 10 ug every 3 days',
		'a 1 mg twice daily on days 1-14 of every 21 days x 28', 'a 1e15 mg on Mondays, Thursdays through week 8', 'a 50 mg/m2 every 3 weeks lifetime max 800 mg' ],
	visit_schedule => [ map { "'$_'" } 'weeks 0, 2, 4 +/- 3 days', 'days -14, 0', 'every 4 weeks until week 48',
		'day -28 "Screening" window -14 +0 days, month 11800' ],
	interval => [ map { "'$_'" } '1 month', '-1 day', '0', '1 second', '178000000 years' ],
	_date => [ map { "'$_'" } '{}', '{2024-01-02}', '{2024-01-02,2024-01-16,NULL}', '{infinity,-infinity}', '{5874897-12-31,2024-01-02,4713-01-01 BC}' ],
	_float8 => [ map { "'$_'" } '{}', '{120,400}', '{1}', '{1,2,3}', '{NULL}', '{NaN}', '{1e308,5e-324}', '{-1,0}', '{0.1,0.25,0.4}' ],
	_quantity => [ map { "'$_'" } '{}', '{120 mg,400 mg}', '{1 mg,1 mL}', '{NULL}', '{1e308 mg,5e-324 mg}', '{1 [pH]}' ],
	ln_class => [ map { "'$_'" } 'III+V', 'IV-S (A/C)+V', 'III/IV +- V', 'II+-V', 'VI', 'III/V' ],
	bilag => [ map { "'$_'" } 'A B C D E E E B C', 'ND ND ND ND ND ND ND ND ND', 'A A A A A A A A A', 'B E E ND E E E C D' ],
	bilag_grade => [ map { "'$_'" } qw(A B C D E ND) ],
	bilag_system => [ map { "'$_'" } qw(constitutional musculoskeletal renal haematological ophthalmic) ],
	_int4 => [ map { "'$_'" } '{}', '{1,3}', '{2,NULL}', '{{1,2},{3,4}}', '{0}', '{-1,5}', '{2147483647}' ],
	text => \@texts,
	cstring => [ grep { /^'/ && !/repeat/ } @texts ],
	quantity => \@quantities,
	any => [ "1", "NULL::int", "'x'::text", "'x'", "NULL", "ROW(1)", "'{}'::json", "quantity '1 mg'", "ARRAY[1]", "date '2024-01-01'", "true", "1.5::float8" ],
	record => [ "ROW(1, 'a'::text)", "ROW()", "(SELECT s FROM (SELECT 18 AS age, true AS a, 'x'::text AS x, 2.5::float8 AS y) s)",
		"(SELECT s FROM (SELECT 18 AS age, quantity '1 mg' AS x, NULL::int AS y) s)", "(SELECT c FROM pg_class c LIMIT 1)" ],
	regclass => [ "'pg_class'", "'states'", "'pg_class_oid_index'", "0", "4294967295" ],
	sample_sums => [ map { "(SELECT sums FROM samples WHERE id = $_)" } 1 .. 5 ],
	sample_rows => [ map { "(SELECT rows FROM samples WHERE id = $_)" } 1 .. 5 ],
	logistic_model => [ map { "(SELECT m FROM samples WHERE id = $_)" } 1 .. 5 ],
	quantity_sum => [ map { "(SELECT s FROM states WHERE id = $_)" } 1 .. 4 ]);

sub value
{
	my ($type) = @_;
	my $known = $values{$type};
	my $plain = $type eq 'any' || $type eq 'record';    # types that nothing is cast to
	return $type eq 'any' ? 'NULL::int4' : "NULL::$type" if !$known || rand() < 0.06;
	return $known->[ rand @$known ] if $plain;
	return "(" . $known->[ rand @$known ] . ")::$type";
}

my $node = new_node('random', conf => "log_statement = none\nlog_min_error_statement = panic\n");
my $members = q{pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.deptype = 'e' AND e.extname = 'trial_ext'};
my @functions = map { [ split /\|/, $_, -1 ] } split /\n/, $node->safe_psql('postgres', <<"SQL");
CREATE EXTENSION trial_ext;
CREATE AGGREGATE state(quantity) (SFUNC = quantity_sum_transition, STYPE = quantity_sum);
CREATE TABLE states AS
    SELECT 1 AS id, state(x::quantity) AS s FROM unnest(ARRAY['1 mg', '2 mg']) x
    UNION ALL SELECT 2, state(x::quantity) FROM unnest(ARRAY['1 mg', '2 g', '1e300 kg', '-1e300 kg']) x
    UNION ALL SELECT 3, state(x::quantity) FROM unnest(ARRAY['1.7e308 m', '1.7e308 m']) x
    UNION ALL SELECT 4, state(x::quantity) FROM unnest(ARRAY['37 Cel', '5e-324 Cel']) x;
CREATE TABLE samples AS
    SELECT 1 AS id, sample_agg(x) AS sums, ranks_agg(x) AS rows, logistic_regression(x > 3, ARRAY[x]) AS m FROM generate_series(1, 9) x
    UNION ALL SELECT 2, sample_agg(x, x % 2 = 0), ranks_agg(x, x % 2 = 0), logistic_regression(x % 3 = 0, ARRAY[x, x]) FROM generate_series(1, 9) x
    UNION ALL SELECT 3, change_agg(x, x % 3), ranks_agg('a' || x % 3, x), logistic_regression(x % 3 = 0, ARRAY[x, x % 4, 1], 'firth') FROM generate_series(1, 9) x
    UNION ALL SELECT 4, sample_agg(NULL::float8), scores_agg(x % 3 = 0, x, -x), logistic_regression(NULL::boolean, '{}') FROM generate_series(1, 9) x
    UNION ALL SELECT 5, sample_agg(1.7e308), model_agg(x % 3 = 0, ARRAY[x, x % 4]), logistic_regression(x % 3 = 0, '{}') FROM generate_series(1, 9) x;
CREATE TABLE subjects (id int PRIMARY KEY, age float8, x quantity, y numeric, alt int, a bool, b text, "C d" date, birth_date date);
INSERT INTO subjects VALUES (1, 20, '5 mg/dL', 3, 4, true, 'yes', '2024-02-29', '1980-01-01'), (2, 'NaN', '1 m', 'NaN', NULL, false, '', 'infinity', '-infinity'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, -1, '0 g', 1e300, -2147483648, true, repeat('x', 1048576), '0044-03-15', NULL);
CREATE VIEW people AS SELECT id, age, y AS x FROM subjects;
CREATE TABLE results AS
    SELECT 1 AS id, evaluate_criteria('age >= 18', patient_history(), date '2024-03-01') AS r
    UNION ALL SELECT 2, evaluate_criteria('include A: alt > 2; exclude B: x; report y', observation('alt', '2024-01-02', 3), date '2024-03-01')
    UNION ALL SELECT 3, evaluate_criteria('include A: alt > 2; exclude B: x; report y', patient_history(), date '2024-03-01')
    UNION ALL SELECT 4, evaluate_criteria('report a', patient_history(), NULL);
CREATE TABLE counts AS SELECT id, screening_summary(r) AS s FROM results GROUP BY id;
SELECT p.prokind, p.oid::regproc, array_to_string(ARRAY(SELECT t.typname FROM unnest(p.proargtypes) WITH ORDINALITY a (type, n)
    JOIN pg_type t ON t.oid = a.type ORDER BY n), ','), p.pronargdefaults
FROM pg_proc p JOIN $members ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE NOT 'internal'::regtype = ANY (p.proargtypes) ORDER BY 2, 3
SQL
cmp_ok(scalar @functions, '>', 80, 'the functions of the extension: ' . @functions);
my %unknown = map { $_ => 1 } grep { !$values{$_} } map { split /,/, $_->[2] } @functions;
is(join(' ', sort keys %unknown), '', 'values are known for every argument type');
my @operators = map { [ split /\t/, $_, -1 ] } split /\n/, $node->safe_psql('postgres', <<"SQL");
SELECT concat_ws(E'\\t', o.oprname, COALESCE(l.typname, ''), r.typname)
FROM pg_operator o JOIN $members ON d.classid = 'pg_operator'::regclass AND d.objid = o.oid
    LEFT JOIN pg_type l ON l.oid = o.oprleft JOIN pg_type r ON r.oid = o.oprright ORDER BY 1
SQL

# The calls, each a statement of its own; count() reads the result without
# sending a megabyte back, and length() prints it.
my @sql;
foreach my $f (@functions)
{
	my ($kind, $name, $args, $defaults) = @$f;
	my @types = split /,/, $args;
	foreach my $i (1 .. (@types ? $calls : 1))
	{
		if ($kind eq 'a')
		{
			my @rows = map { '(' . join(', ', map { value($_) } @types) . ')' } 0 .. int rand 5;
			my @names = map { "c$_" } 1 .. @types;
			push @sql, sprintf 'SELECT length(%s(%s)::text) FROM (VALUES %s) v (%s)', $name, join(', ', @names), join(', ', @rows), join(', ', @names);
		}
		else
		{
			my $n = @types - int rand($defaults + 1);
			push @sql, sprintf 'SELECT count(*), max(length(x::text)) FROM %s(%s) x', $name, join(', ', map { value($_) } @types[ 0 .. $n - 1 ]);
		}
	}
}
foreach my $o (@operators)
{
	my ($op, $left, $right) = @$o;
	push @sql, sprintf 'SELECT length((%s %s %s)::text)', $left ? value($left) : '', $op, value($right) foreach 1 .. $calls;
}
note(scalar(@sql) . ' calls');

my $script = "\\set VERBOSITY verbose\n\\o /dev/null\nSET statement_timeout = '2s';\n" . join('', map { "$_;\n" } @sql) . "\\o\nSELECT 'alive';\n";
my ($rc, $out, $err) = $node->psql('postgres', $script, on_error_stop => 0);
like($out, qr/alive$/, 'the session lives');
my @errors = $err =~ /^psql:<stdin>:(\d+: ERROR:  [0-9A-Z]{5}: .{0,300})/mg;
# A row without a column or with two of a name, a relation that is none or no
# table: SQL has codes for these.
my @strange = grep { !/^\d+: ERROR:  (22|54|0A|42703|42702|42P01|42P18|42809)/ } @errors;
is(join("\n", map { /^(\d+)/; substr("$_\n  " . $sql[ $1 - 4 ], 0, 900) } @strange[ 0 .. ($#strange > 9 ? 9 : $#strange) ]),
	'', 'errors have proper codes (' . @errors . ' errors)');
cmp_ok(scalar @errors, '<', @sql * 0.8, 'many calls get behind the argument checks');
my %long = map { /^<stdin>:(\d+)/ ? ($sql[ $1 - 4 ] =~ s/.* FROM ([\w.]+)\(.*/$1/sr => 1) : () } grep { length > 4000 } split /^psql:/m, $err;
is(join(' ', sort keys %long), '', 'no error message repeats a megabyte');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

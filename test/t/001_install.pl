# A plain owner of a database can install the extension into a schema of any
# name, in several databases, and remove it without a trace; what lies in the
# schema beforehand cannot change its answers; a superuser can move it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $node = new_node('install');
$node->safe_psql('postgres', 'CREATE ROLE analyst LOGIN; CREATE ROLE guest LOGIN');
my @as_analyst = (extra_params => [ '-U', 'analyst' ]);
my @as_guest = (extra_params => [ '-U', 'guest' ]);

sub new_database
{
	my ($db) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $db OWNER analyst");
}

# Everything the catalogue holds, as counts.
sub catalogue
{
	my ($db) = @_;
	return $node->safe_psql($db, join(' UNION ALL ',
		map { "SELECT '$_', count(*) FROM $_" }
		  qw(pg_proc pg_aggregate pg_type pg_class pg_operator pg_opclass pg_opfamily pg_amop pg_amproc
		  pg_cast pg_depend pg_description pg_extension pg_namespace)) . ' ORDER BY 1');
}

# --- schemas of any name, all answers alike
new_database('names');
my $reference;
foreach my $schema ('public', 'te', 'Mixed', 'two words', q(quo'te), q(dou"ble), 'dol$lar', '$$', 'select', "\xc3\xa9t\xc3\xa9")
{
	my $s = quote_ident($schema);
	my $before;
	$node->safe_psql('names', "CREATE SCHEMA $s", @as_analyst) unless $schema eq 'public';
	$node->safe_psql('names', 'GRANT CREATE ON SCHEMA public TO analyst');
	$before = catalogue('names');
	my ($rc, $out, $err) = $node->psql('names', "CREATE EXTENSION trial_ext SCHEMA $s", @as_analyst);
	is($err, '', "database owner installs into schema $s");
	my $got = answers($node, 'names', $schema, @as_analyst);
	$reference //= $got;
	is($got, $reference, "answers in schema $s");
	$node->safe_psql('names', 'DROP EXTENSION trial_ext', @as_analyst);
	is(catalogue('names'), $before, "nothing left of it in schema $s");
}
like($reference, qr/^equal\|true$/m, 'answers are answers');

# --- who may not
my ($rc, $out, $err) = $node->psql('names', 'CREATE EXTENSION trial_ext', @as_guest);
like($err, qr/permission denied/, 'a role without CREATE on the database may not');

# --- two databases of one cluster, at the same time
new_database('first');
new_database('second');
$node->safe_psql('first', 'CREATE SCHEMA te; CREATE EXTENSION trial_ext SCHEMA te', @as_analyst);
$node->safe_psql('second', 'CREATE SCHEMA other; CREATE EXTENSION trial_ext SCHEMA other', @as_analyst);
is(answers($node, 'first', 'te', @as_analyst), $reference, 'first database');
is(answers($node, 'second', 'other', @as_analyst), $reference, 'second database');
$node->safe_psql('first', 'DROP EXTENSION trial_ext', @as_analyst);
is(answers($node, 'second', 'other', @as_analyst), $reference, 'second database without the first');

# --- a hostile schema: objects that fit our calls better than pg_catalog's
new_database('hostile');
my @pairs = ([ 'float8', 'int4' ], [ 'int4', 'float8' ], [ 'float8', 'numeric' ], [ 'text', 'int4' ], [ 'int4', 'text' ],
	[ 'text', 'varchar' ], [ 'varchar', 'text' ]);
my $decoys = "CREATE SCHEMA decoy;\nSET search_path = decoy;\n";
my $body = q(LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'decoy called'; END $f$);
foreach my $p (@pairs)
{
	my ($l, $r) = @$p;
	foreach my $op ([ 'plus', '+', $l ], [ 'minus', '-', $l ], [ 'times', '*', $l ], [ 'over', '/', $l ], [ 'power', '^', $l ],
		[ 'eq', '=', 'bool' ], [ 'ne', '<>', 'bool' ], [ 'lt', '<', 'bool' ], [ 'le', '<=', 'bool' ], [ 'gt', '>', 'bool' ],
		[ 'ge', '>=', 'bool' ], [ 'cat', '||', 'text' ])
	{
		my ($name, $symbol, $result) = @$op;
		$decoys .= "CREATE FUNCTION decoy_$name($l, $r) RETURNS $result $body;\n"
		  . "CREATE OPERATOR $symbol (LEFTARG = $l, RIGHTARG = $r, FUNCTION = decoy_$name);\n";
	}
}
foreach my $f ('power(float8, int)', 'exp(int)', 'ln(int)', 'round(float8, int)', 'abs(text)', 'lower(varchar)',
	'length(varchar)', 'sqrt(int)', 'floor(int)', 'magnitude(float8)', 'unit(text)', 'to_unit(text, text)',
	'convert_value(int, text, text)', 'egfr_ckd_epi_2021(int, int, text)', 'kdigo_g(text)', 'quantity(text, text)')
{
	$decoys .= "CREATE FUNCTION $f RETURNS float8 $body;\n";
}
# A type of the owner's with an implicit cast from text.
$decoys .= "CREATE TYPE trap AS ENUM ('a');\n"
  . "CREATE FUNCTION spring(text) RETURNS trap $body;\n"
  . "CREATE CAST (text AS trap) WITH FUNCTION spring(text) AS IMPLICIT;\n"
  . "CREATE FUNCTION unit_is_valid(trap) RETURNS bool $body;\n";
$node->safe_psql('hostile', $decoys, @as_analyst);
($rc, $out, $err) = $node->psql('hostile', 'SET search_path = decoy; SELECT 2::float8 * 2::int', @as_analyst);
like($err, qr/decoy called/, 'the decoys do catch calls');
($rc, $out, $err) = $node->psql('hostile', 'SET search_path = decoy, pg_catalog; CREATE EXTENSION trial_ext SCHEMA decoy', @as_analyst);
SKIP:
{
	if ($rc != 0)
	{
		like($err, qr/ERROR/, 'hostile schema: a clean error');
		skip 'the extension refused the schema', 2;
	}
	is(answers($node, 'hostile', 'decoy', @as_analyst), $reference, 'same answers among decoys');
	is(answers($node, 'hostile', 'decoy', @as_analyst, before => "SET search_path = decoy, pg_catalog;\n"),
		$reference, 'same answers with decoys before pg_catalog');
}
$node->safe_psql('hostile', 'DROP EXTENSION IF EXISTS trial_ext', @as_analyst);
is($node->safe_psql('hostile', "SELECT count(*) > 80 FROM pg_proc WHERE pronamespace = 'decoy'::regnamespace"),
	't', 'DROP EXTENSION leaves what was not ours');

# --- the very objects we create are there already: an error, nothing taken over
my %taken = (
	'function' => "CREATE FUNCTION taken.egfr_ckd_epi_2021(float8, float8, text, bool DEFAULT false) RETURNS float8 LANGUAGE sql AS 'SELECT 1::float8'",
	'composite type' => 'CREATE TYPE taken.quantity AS (x int)',
	'domain' => 'CREATE DOMAIN taken.quantity AS float8',
	'table' => 'CREATE TABLE taken.quantity (x int)');
foreach my $kind (sort keys %taken)
{
	$node->safe_psql('hostile', "CREATE SCHEMA taken; $taken{$kind}", @as_analyst);
	my $before = catalogue('hostile');
	($rc, $out, $err) = $node->psql('hostile', 'CREATE EXTENSION trial_ext SCHEMA taken', @as_analyst);
	like($err, qr/already exists/, "$kind in the way: an error");
	is(catalogue('hostile'), $before, "$kind in the way: nothing was installed");
	$node->safe_psql('hostile', 'DROP SCHEMA taken CASCADE', @as_analyst);
}

# --- moved to another schema
new_database('moved');
$node->safe_psql('moved', <<'SQL', @as_analyst);
CREATE SCHEMA te;
CREATE SCHEMA "New Home";
CREATE EXTENSION trial_ext SCHEMA te;
SET search_path = te, public;
CREATE TABLE te.lab (id int PRIMARY KEY, q quantity CHECK (magnitude(q) >= 0),
    u text GENERATED ALWAYS AS (unit(q)) STORED, d quantity DEFAULT '1 mg');
INSERT INTO te.lab (id, q) SELECT g, quantity(g, (ARRAY['mg', 'g', 'mmol/L', 'm'])[1 + g % 4]) FROM generate_series(1, 2000) g;
CREATE INDEX lab_q ON te.lab (q);
CREATE INDEX lab_hash ON te.lab USING hash (q);
CREATE INDEX lab_expr ON te.lab (magnitude(q)) WHERE unit_is_valid(u);
CREATE VIEW te.lab_view AS SELECT unit(q) AS unit, count(*), sum(q), max(q) FROM te.lab GROUP BY 1;
CREATE FUNCTION te.large(l quantity) RETURNS bool LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT l = quantity '1000 mg'; END;
SQL
my $state = <<'SQL';
SELECT md5(string_agg(l::text, ',' ORDER BY id)) FROM te.lab l;
SELECT md5(string_agg(l::text, ',' ORDER BY q, id)) FROM te.lab l;
SELECT * FROM te.lab_view ORDER BY unit COLLATE "C";
SELECT count(*) FROM te.lab WHERE te.large(q);
SET enable_seqscan = off;
SELECT count(*) FROM te.lab a JOIN te.lab b USING (q) WHERE a.id < 100;
SQL
my $path = 'SET search_path = %s, public;';
my $before = $node->safe_psql('moved', sprintf($path, 'te') . $state);
# The C functions belong to the bootstrap superuser (trusted install).
($rc, $out, $err) = $node->psql('moved', 'ALTER EXTENSION trial_ext SET SCHEMA "New Home"', @as_analyst);
like($err, qr/must be owner of/, 'the owner of a trusted extension may not move it');
$node->safe_psql('moved', 'ALTER EXTENSION trial_ext SET SCHEMA "New Home"');
is(answers($node, 'moved', 'New Home', @as_analyst), $reference, 'same answers after SET SCHEMA');
is($node->safe_psql('moved', sprintf($path, '"New Home"') . $state), $before, 'tables, indexes and views work after SET SCHEMA');
is($node->safe_psql('moved', 'SET search_path = "New Home"; '
		. "INSERT INTO te.lab (id, q) VALUES (3000, '3 kg') RETURNING u, d; REINDEX TABLE te.lab; SELECT q FROM te.lab WHERE q = '3000 g'"),
	"kg|1 mg\n3 kg", 'new rows after SET SCHEMA');
like($node->safe_psql('moved', "SET search_path = \"New Home\"; SET enable_seqscan = off; EXPLAIN SELECT * FROM te.lab WHERE q = '3000 g'"),
	qr/Index/, 'the index still serves');

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

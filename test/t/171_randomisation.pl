# allocation_list against the two programs of docs/randomisation.md, taken from
# that file as they stand there: other languages, other SHA-256, other authors
# of the standard library.
use strict;
use warnings;
use Encode 'decode';
use FindBin;
use lib $FindBin::RealBin;
use IPC::Run;
use JSON::PP;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $text = slurp_file("$FindBin::RealBin/../../docs/randomisation.md");
my ($python) = $text =~ /^```python\n(.*?)^```$/ms or die 'no Python program in docs/randomisation.md';
my ($sql) = $text =~ /^```sql\n(CREATE FUNCTION allocation_list_again.*?)^```$/ms or die 'no SQL program in docs/randomisation.md';

my $node = new_node('randomisation');
$node->safe_psql('postgres', "CREATE EXTENSION trial_ext; $sql");

# Parameter sets: all arms, ratios and sizes with several lengths and seeds, in
# an order and number that depend on nothing but this text.
my @designs = (
	[ [qw(A B)], [ 1, 1 ], [4] ],
	[ [qw(A B)], [ 1, 1 ], [ 2, 4, 6 ] ],
	[ [qw(A B)], [ 3, 3 ], [ 4, 4, 8 ] ],
	[ [qw(Biologics SOC Triple)], [ 2, 2, 1 ], [5] ],
	[ [qw(Biologics SOC Triple)], [ 2, 2, 1 ], [ 5, 10 ] ],
	[ [qw(Triple SOC Biologics)], [ 1, 2, 2 ], [ 10, 5, 15 ] ],
	[ [qw(Combination Belimumab)], [ 1, 1 ], [ 2, 10 ] ],
	[ [ 'a "quoted", {arm}', "d\x{c3}\x{a9}j\x{c3}\x{a0} vu" ], [ 2, 1 ], [ 3, 6, 9 ] ],
	[ ['alone'], [7], [ 1, 3 ] ],
	[ [ map { "arm $_" } 1 .. 40 ], [ (1) x 40 ], [ 40, 1000 ] ],
	[ [qw(A B C D)], [ 1, 3, 5, 1 ], [ 990, 10 ] ]);
my @lengths = (0, 1, 7, 50, 133, 1100);
my @seeds = ('1', 'SEED004 list 1', "d\x{c3}\x{a9}j\x{c3}\x{a0} vu/\x{e4}\x{ba}\x{ba}", "a:b/c 'd' \\e\n", 'x' x 300);
my @sets;
foreach my $design (@designs)
{
	foreach my $n (@lengths)
	{
		push @sets, [ @$design, $n, $_ ] foreach @seeds;
	}
}

sub literal
{
	my ($value) = @_;
	return "'" . $value =~ s/'/''/gr . "'";
}

sub call
{
	my ($arms, $ratio, $sizes, $n, $seed) = @{ $_[0] };
	return sprintf('ARRAY[%s], ARRAY[%s]::int[], ARRAY[%s]::int[], %d, %s',
		join(',', map { literal($_) } @$arms), join(',', @$ratio), join(',', @$sizes), $n, literal($seed));
}

# ----------------------------------------------------------------- in Python
#
# Both sides print a digest of the list's text, and one list is shown whole.
my $loop = <<'PY';
import json, sys
for line in sys.stdin:
    rows = allocation_list(*json.loads(line))
    text = "".join("%d|%d|%d|%s\n" % row for row in rows)
    print(len(rows), hashlib.md5(text.encode("utf-8")).hexdigest())
PY

# Numbers are numbers and the seed is text, also where it is all digits.
my $json = JSON::PP->new->ascii;
my $input = '';
foreach my $set (@sets)
{
	my ($arms, $ratio, $sizes, $n, $seed) = @$set;
	$input .= $json->encode(
		[ [ map { decode('UTF-8', $_) } @$arms ], [ map { $_ + 0 } @$ratio ], [ map { $_ + 0 } @$sizes ], $n + 0, decode('UTF-8', $seed) ]) . "\n";
}

my $digest = 'count(*) || \' \' || md5(coalesce(string_agg(format(E\'%s|%s|%s|%s\\n\', position, block, block_size, arm), \'\' ORDER BY position), \'\'))';
my @ours = split /\n/, $node->safe_psql('postgres', join('', map { "SELECT $digest FROM allocation_list(" . call($_) . ");\n" } @sets));
is(scalar(@ours), scalar(@sets), scalar(@sets) . ' lists');
cmp_ok(scalar(@sets), '>=', 300, 'enough of them');
SKIP:
{
	my $output = '';

	skip 'no python3', 1 if system('python3 -c 0 >/dev/null 2>&1') != 0;
	IPC::Run::run([ 'python3', '-c', "$python\n$loop" ], '<', \$input, '>', \$output) or die 'the Python program failed';
	is_deeply(\@ours, [ split /\n/, $output ], 'the same lists as in Python');
}
my %distinct = map { $_ => 1 } @ours;
cmp_ok(scalar(keys %distinct), '>', 0.7 * @sets, 'and not all the same list');

# -------------------------------------------------------------------- in SQL
my @different = split /\n/, $node->safe_psql('postgres', join('', map {
	"SELECT " . literal(call($_)) . " WHERE EXISTS (TABLE d EXCEPT ALL TABLE e) OR EXISTS (TABLE e EXCEPT ALL TABLE d)" =~
	  s/TABLE d/SELECT * FROM allocation_list(@{[ call($_) ]})/gr =~
	  s/TABLE e/SELECT * FROM allocation_list_again(@{[ call($_) ]})/gr . ";\n" } grep { $_->[3] <= 133 } @sets));
is_deeply(\@different, [], 'the same lists as in PL/pgSQL');
isnt($node->safe_psql('postgres', "SELECT count(*) FROM allocation_list('{A,B}', '{1,1}', '{4}', 40, '1') a JOIN allocation_list_again('{A,B}', '{1,1}', '{4}', 40, '2') b ON a.position = b.at AND a.arm = b.arm"),
	'40', 'a difference would be seen');

# A database in another encoding: the seed is UTF-8 there too.
$node->safe_psql('postgres', "CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
$node->safe_psql('latin1', 'CREATE EXTENSION trial_ext');
my $query = "SET client_encoding = 'UTF8'; SELECT $digest FROM allocation_list('{A,B}', '{1,1}', '{4,6}', 90, 'd\x{c3}\x{a9}j\x{c3}\x{a0} vu')";
is($node->safe_psql('latin1', $query), $node->safe_psql('postgres', $query), 'the same list in a database of another encoding');

# The document's other examples run.
foreach my $example (grep { !/^CREATE FUNCTION|-- ERROR/ } $text =~ /^```sql\n(.*?)^```$/msg)
{
	like($node->safe_psql('postgres', $example), qr/\d\|\w/, (split /\n/, $example)[0]);
}
my @same = $text =~ /^(SELECT position, arm FROM allocation_list.*);$/mg;
is(scalar(@same), 2, 'the two ways to a stratum');
is($node->safe_psql('postgres', $same[0]), $node->safe_psql('postgres', $same[1]), 'give the same list');

done_testing();

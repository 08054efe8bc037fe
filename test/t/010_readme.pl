# README.md and docs/ are true: every SQL example is run and gives the output
# shown; the tables name the functions that exist, every function is described,
# links lead somewhere.  The README's examples run in order and in one session;
# those of a file of docs/ in a session of their own, which finds the README's
# tables.
#
# Output is shown in one of two ways.  A ```text block right after a ```sql
# block is what psql prints for the whole of it.  Elsewhere a comment after the
# semicolon is the result of that statement, columns apart by "|", or the first
# line of its error.  A statement without either must not fail.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $top = "$FindBin::RealBin/../..";
my @files = ('README.md', map { s/^\Q$top\E\///r } sort glob("$top/docs/*.md"));
my %texts = map { $_ => slurp_file("$top/$_") } @files;
my $all = join("\n", @texts{@files});

# Of a file, [language, line number, text] of every fenced block, and whether only blank
# lines part it from the block before.
sub blocks
{
	my ($file) = @_;
	my @blocks;
	my ($open, $near, $number) = (undef, 0, 0);

	for my $line (split /\n/, $texts{$file})
	{
		$number++;
		if ($line =~ /^```(\w*)/)
		{
			if ($open) { push @blocks, $open; $open = undef; $near = 1; next; }
			$open = { lang => $1, line => $number, text => '', near => $near };
		}
		elsif ($open) { $open->{text} .= "$line\n"; }
		elsif ($line =~ /\S/) { $near = 0; }
	}
	die "$file: a block is not closed" if $open;
	return @blocks;
}

# Cases: line, SQL, expected output (undef: any that is no error), screen.
sub cases
{
	my ($file) = @_;
	my @blocks = grep { $_->{lang} =~ /^(sql|text)$/ } blocks($file);
	my @cases;

	for my $i (0 .. $#blocks)
	{
		my ($block, $next) = @blocks[ $i, $i + 1 ];
		next if $block->{lang} ne 'sql';
		if ($next && $next->{lang} eq 'text' && $next->{near})
		{
			push @cases, { line => $block->{line}, sql => $block->{text}, expected => $next->{text}, screen => 1 };
			next;
		}
		my ($sql, $line) = ('', $block->{line});
		for (split /\n/, $block->{text})
		{
			$line++;
			$sql .= "$_\n";
			# criteria in dollar quotes have semicolons of their own
			next if (() = $sql =~ /\$\$/g) % 2;
			next unless /;\s*(?:--\s*(.*))?$/;
			push @cases, { line => $line, sql => $sql, expected => $1 };
			$sql = '';
		}
		die "$file, line $line: no semicolon" if $sql =~ /\S/;
	}
	return @cases;
}

# The output without what may differ: blanks at the ends of lines, empty lines,
# and for comments the place of an error, its details and runs of blanks.
sub normal
{
	my ($text, $screen) = @_;
	$text //= '';
	$text =~ s/[ \t]+$//mg;
	$text =~ s/^\n+//mg;
	$text =~ s/\s+\z//;
	return $text if $screen;
	$text =~ s/ at character \d+$//mg;
	$text =~ s/[ \t]+/ /g;
	return $text;
}

my $node = PostgreSQL::Test::Cluster->new('readme');
$node->init(extra => [ '--no-sync', '-E', 'UTF8', '--locale=C' ]);
$node->start;
$ENV{PGCLIENTENCODING} = 'UTF8';

# Runs the examples of a file in one session.
sub run_examples
{
	my ($file, $database, $before) = @_;
	my @cases = cases($file);
	my $script = "\\set VERBOSITY terse\n\\pset null NULL\n$before\n";
	my $output = '';

	for my $i (0 .. $#cases)
	{
		my $format = $cases[$i]{screen} ? 'aligned' : 'unaligned';
		my $rows_only = $cases[$i]{screen} ? 'off' : 'on';
		$script .= "\\echo \@\@$i\n\\pset format $format\n\\pset tuples_only $rows_only\n\\pset fieldsep ' | '\n$cases[$i]{sql}";
	}
	IPC::Run::run([ 'psql', '-Xq', '-d', $node->connstr($database) ], '<', \$script, '>&', \$output);
	my %outputs = $output =~ /^\@\@(\d+)\n(.*?)(?=^\@\@\d+\n|\z)/msg;

	for my $i (0 .. $#cases)
	{
		my $case = $cases[$i];
		my $got = normal($outputs{$i}, $case->{screen});
		my $name = "$file, line $case->{line}";
		if (defined $case->{expected}) { is($got, normal($case->{expected}, $case->{screen}), $name); }
		else { unlike($got, qr/^ERROR/m, $name); }
	}
	return;
}

run_examples('README.md', 'postgres', '');
for my $file (grep { $_ ne 'README.md' && cases($_) } @files)
{
	my $database = $file =~ s/\W/_/gr;
	$node->safe_psql('template1', "CREATE DATABASE $database TEMPLATE postgres");
	run_examples($file, $database, 'SET search_path = "$user", public, trial_ext;');
}

# The tables: `name(arguments)` in a first column is a function with these
# arguments, apart from a last one named extrapolate; [, x] may be left out.  The functions of
# docs/language.md are those inside criteria.
my %forms = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q{
	SET search_path = trial_ext;
	SELECT p.proname || '(' || COALESCE(string_agg(COALESCE(NULLIF(p.proargnames[a.n], ''), a.type::regtype::text), ', ' ORDER BY a.n), '') || ')'
	FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid LEFT JOIN LATERAL unnest(p.proargtypes) WITH ORDINALITY a (type, n) ON true
	WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
	AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'trial_ext')
	GROUP BY p.oid});
my %names = map { /^(\w+)/ ? ($1 => 1) : () } keys %forms;
$forms{ s/, extrapolate\)/)/r } = 1 for keys %forms;

my @wrong;
for my $row (map { $_ eq 'docs/language.md' ? () : $texts{$_} =~ /^\| (.*?) \|/mg } @files)
{
	while ($row =~ /`(\w+\([^)`]*\))`/g)
	{
		my $form = $1 =~ s/ DEFAULT (?:'[^']*'|[\w.]+)//gr;
		push @wrong, $form unless $forms{$form} || $form =~ /\[/ && $names{ $form =~ s/\(.*//r };
	}
}
is(join("\n", @wrong), '', 'functions of the tables exist');
# Functions behind types, operators, indexes, aggregates and planner support are
# left out.
my %behind = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q{
	SELECT p.proname FROM pg_proc p WHERE p.oid IN (
		SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend]) FROM pg_type
		UNION SELECT unnest(ARRAY[oprcode, oprrest, oprjoin]) FROM pg_operator UNION SELECT amproc FROM pg_amproc
		UNION SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn]) FROM pg_aggregate
		UNION SELECT prosupport FROM pg_proc)});
is(join("\n", grep { !$behind{$_} && $all !~ /\b\Q$_\E\(/ && $all !~ /`\Q$_\E`/ } sort keys %names),
	'', 'every function is described');

# Criteria shown in the reference of their language can be read.
my @shown = $texts{'docs/language.md'} =~ /^```criteria\n(.*?)^```/msg;
cmp_ok(scalar @shown, '>', 3, 'docs/language.md shows criteria');
for my $i (0 .. $#shown)
{
	my ($status, undef, $error) = $node->psql('postgres', "SELECT \$criteria\$$shown[$i]\$criteria\$::trial_ext.criteria");
	is($status, 0, "docs/language.md, criteria " . ($i + 1)) or diag($error);
}

# The commands: make targets of the shell examples.
my $makefile = slurp_file("$top/GNUmakefile");
my @targets = map { $_->{lang} eq 'sh' ? $_->{text} =~ /^(?:sudo )?make ([a-z-]+)/mg : () } map { blocks($_) } @files;
is(join(' ', grep { my $t = $_; $t !~ /^(install|installcheck|clean)$/ && $makefile !~ /^\Q$t\E:/m } @targets),
	'', 'make targets exist');
is(join(' ', grep { !-e "$top/$_" } $all =~ /`((?:src|sql|test|scripts|bench)\/[\w.\/]+)`/g), '', 'files exist');

# Links to other files, and to headings as GitHub names them.
my %anchors;
for my $file (@files)
{
	for my $heading ($texts{$file} =~ /^#+ (.*)$/mg)
	{
		$anchors{"$file#" . (lc($heading) =~ s/[^\w\s-]//gr =~ s/\s/-/gr)} = 1;
	}
}
my @dead;
for my $file (@files)
{
	my $folder = $file =~ m{^(.*/)} ? $1 : '';
	for my $link ($texts{$file} =~ /\]\(([^)\s]+)\)/g)
	{
		next if $link =~ /^https?:/;
		my ($path, $anchor) = split /#/, $link, 2;
		my $target = $path eq '' ? $file : $folder . $path =~ s{^\./}{}r;
		1 while $target =~ s{[^/]+/\.\./}{};
		push @dead, "$file: $link" if !-e "$top/$target" || defined $anchor && !$anchors{"$target#$anchor"};
	}
}
is(join("\n", @dead), '', 'links lead somewhere');

$node->stop;
done_testing();

# The distributions of src/stats/distributions.cpp, compiled into a small
# program without a server, against R.
#
# Expected values: test/distributions/values.tsv, which R 4.2.2 wrote from
# values.R beside it; each row names R's call.
use strict;
use warnings;
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

# Relative; what the statistics promise.  The differences found are below 1e-12.
my $tolerance = 1e-10;

my $top = "$FindBin::RealBin/../..";
my $folder = "$top/test/distributions";
my $build = PostgreSQL::Test::Utils::tempdir();
my $cc = $ENV{CC} || 'gcc';
my $cxx = $ENV{CXX} || 'g++';

# A step of the build must succeed and be silent.
sub build
{
	my ($what, @command) = @_;
	my $output = '';
	IPC::Run::run(\@command, '>', \$output, '2>&1');
	is("$?: $output", '0: ', $what) or BAIL_OUT('the distributions do not compile');
	return;
}

# The values of the calls, one a line of text each.
sub values_of
{
	my (@calls) = @_;
	my ($output, $error) = ('', '');
	IPC::Run::run(["$build/driver"], '<', \join('', map { "$_\n" } @calls), '>', \$output, '2>', \$error);
	is("$?: $error", '0: ', scalar(@calls) . ' calls');
	return split /\n/, $output;
}

# Whether a value is R's: exact where R's is 0 or infinite, as are the ends of
# a distribution.
sub agrees
{
	my ($value, $expected) = @_;
	return 0 if $value eq 'nan' || $value eq '-nan';
	return 1 if lc($value) eq lc($expected);
	return 0 if $expected =~ /inf/i || $value =~ /inf/i;
	return abs($value - $expected) <= $tolerance * abs($expected);
}

build('the C++ part compiles without a word',
	$cxx, qw(-Wall -Wextra -O2), "-I$top/src", '-c', '-o', "$build/distributions.o", "$top/src/stats/distributions.cpp");
build('and its C caller', $cc, qw(-Wall -Wextra -O2), "-I$top/src", '-c', '-o', "$build/driver.o", "$folder/driver.c");
build('and they link as C, as the library does',
	$cc, '-o', "$build/driver", "$build/driver.o", "$build/distributions.o", '-lstdc++', '-lm');

# ------------------------------------------------------------------ against R
my @rows = map { [ split /\t/ ] } split /\n/, slurp_file("$folder/values.tsv");
my @values = values_of(map { "$_->[0] $_->[1]" } @rows);
is(scalar(@values), scalar(@rows), 'a value a row');
my @wrong;
foreach my $i (0 .. $#rows)
{
	my ($function, $arguments, $expected, $call) = @{ $rows[$i] };
	push @wrong, "$function($arguments) = $values[$i], R's $call = $expected" if !agrees($values[$i], $expected);
}
is_deeply(\@wrong, [], scalar(@rows) . " values are R's to $tolerance");
cmp_ok(scalar(@rows), '>=', 900, 'the table is whole');
ok(!agrees('1.0000000002', '1'), 'another value would be seen');

# Every function of the header is in the table.
my %seen = map { $_->[0] => 1 } @rows;
my @declared = slurp_file("$top/src/stats/distributions.h") =~ /^extern double (te_\w+)\(/mg;
is_deeply([ grep { !$seen{$_} } @declared ], [], scalar(@declared) . ' functions are declared, and all are in the table');

# ---------------------------------------------------------------- far tails
#
# Tails that a difference from 1 would have lost, and both ways of asking for
# the same: R's pnorm, pchisq, pt and pf as in the table.
my @twice = (
	[ 'te_normal_upper 37', 'te_normal_cdf -37' ],
	[ 'te_t_upper 1e6 7', 'te_t_cdf -1e6 7' ],
	[ 'te_chisq_upper 1400 2', 'te_gamma_upper 700 1' ],
	[ 'te_f_upper 1e6 2 120', 'te_beta_upper 0.99994000359978401 1 60' ],
	[ 'te_binomial_upper 2 1000 1e-90', 'te_beta_cdf 1e-90 3 998' ],
	[ 'te_poisson_upper 2 1e-90', 'te_gamma_cdf 1e-90 3' ]);
my @pairs = values_of(map { @$_ } @twice);
foreach my $pair (@twice)
{
	my ($one, $other) = splice(@pairs, 0, 2);
	ok($one > 0 && $one < 1e-30 && abs($one - $other) <= 1e-8 * $one, "$pair->[0] = $pair->[1]")
	  or diag("$one, $other");
}

# ------------------------------------------------------- outside the domain
#
# R's answers differ: it warns, or takes a value outside the support for one
# with probability 0.  Here only x is free; all other arguments must make sense.
my @impossible = (
	(map { ("te_normal_quantile $_", "te_normal_upper_quantile $_") } qw(-0.1 1.1 nan inf -inf)),
	'te_normal_cdf nan', 'te_normal_upper nan',
	(map { my $f = $_; map { "$f $_" } ('nan 3', '1 nan', '1 0', '1 -2', '1 -inf') }
		  qw(te_chisq_cdf te_chisq_upper te_t_cdf te_t_upper te_t_two_sided te_gamma_cdf te_gamma_upper)),
	(map { my $f = $_; map { "$f $_" } ('nan 3', '0.5 nan', '0.5 0', '0.5 -2', '-1e-9 3', '1.001 3') }
		  qw(te_chisq_quantile te_chisq_upper_quantile te_t_quantile te_t_upper_quantile te_gamma_quantile te_gamma_upper_quantile)),
	(map { my $f = $_; map { "$f $_" } ('1 inf', '0.5 inf') } qw(te_chisq_cdf te_chisq_upper_quantile te_gamma_upper te_gamma_quantile)),
	(map { my $f = $_; map { "$f $_" } ('nan 2 3', '0.5 nan 3', '0.5 2 nan', '0.5 0 3', '0.5 3 0', '0.5 -1 3', '0.5 inf 3', '0.5 1 inf') }
		  qw(te_f_cdf te_f_upper te_beta_cdf te_beta_upper te_beta_quantile te_beta_upper_quantile)),
	(map { my $f = $_; map { "$f $_" } ('-0.5 2 3', '1.5 2 3') } qw(te_beta_quantile te_beta_upper_quantile)),
	(map { my $f = $_; map { "$f $_" } ('nan 5 0.5', '1 nan 0.5', '1 5 nan', '-1 5 0.5', '6 5 0.5', '1.5 5 0.5', '1 5.5 0.5', '1 inf 0.5', '1 5 -0.1', '1 5 1.1') }
		  qw(te_binomial_pmf te_binomial_cdf te_binomial_upper)),
	(map { my $f = $_; map { "$f $_" } ('nan 5', '1 nan', '-1 5', '1.5 5', 'inf 5', '1 -1', '1 inf') }
		  qw(te_poisson_pmf te_poisson_cdf te_poisson_upper)),
	(map { "te_lgamma $_" } qw(nan 0 -1 -0.5 inf -inf)),
	(map { "te_lchoose $_" } ('nan 1', '5 nan', '5 6', '5 -1', 'inf 1')));
my @answers = values_of(@impossible);
is(scalar(@answers), scalar(@impossible), 'an answer each');
is_deeply([ map { "$impossible[$_] = $answers[$_]" } grep { $answers[$_] !~ /^-?nan$/ } 0 .. $#answers ],
	[], scalar(@impossible) . ' calls outside the domain are NaN');

done_testing();

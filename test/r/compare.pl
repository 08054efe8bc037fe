# compare.pl R.tsv OURS.tsv [all]: two files of names and values, side by side.
# With "all" every value, else a line for each group of names (up to the second
# comma).  Ends with status 1 when a name is in one file only, a value is there
# in one only, or two differ by more than 1e-10 of R's.
use strict;
use warnings;

my $tolerance = 1e-10;
my ($r_file, $our_file, $all) = @ARGV;

sub values_of
{
	my ($file) = @_;
	my %values;

	open(my $in, '<', $file) or die "$file: $!\n";
	while (my $line = <$in>)
	{
		chomp $line;
		my ($name, $value) = split /\t/, $line, 2;
		die "$file: \"$name\" is there twice\n" if exists $values{$name};
		$values{$name} = $value;
	}
	return \%values;
}

# The relative difference; undefined where only one has a value.
sub difference
{
	my ($r, $ours) = @_;
	return 0 if $r eq $ours;
	return undef if $r eq '' || $ours eq '';
	return abs($r - $ours) / (abs($r) || 1);
}

my ($r, $ours) = (values_of($r_file), values_of($our_file));
my @missing = ((map { "$_: R only" } grep { !exists $ours->{$_} } keys %$r), (map { "$_: ours only" } grep { !exists $r->{$_} } keys %$ours));
my (%groups, @wrong);
my $worst = 0;

foreach my $name (sort grep { exists $ours->{$_} } keys %$r)
{
	my $d = difference($r->{$name}, $ours->{$name});
	my $group = join(',', grep { defined } (split /,/, $name)[ 0 .. 1 ]);

	$groups{$group}{n}++;
	$groups{$group}{worst} = $d if defined $d && $d >= ($groups{$group}{worst} // 0);
	$worst = $d if defined $d && $d > $worst;
	push @wrong, sprintf('%s: R %s, ours %s', $name, $r->{$name}, $ours->{$name}) if !defined $d || $d > $tolerance;
	printf("%-62s %22s %22s %8s\n", $name, $r->{$name}, $ours->{$name}, defined $d ? sprintf('%.0e', $d) : '') if $all;
}
if (!$all)
{
	printf("%-46s %6s values, largest relative difference %.0e\n", $_, $groups{$_}{n}, $groups{$_}{worst} // 0) foreach sort keys %groups;
}
print "$_\n" foreach @missing, @wrong;
printf("%d values, %d wrong, %d in one only, largest relative difference %.1e\n", scalar(keys %$r), scalar(@wrong), scalar(@missing), $worst);
exit(@wrong || @missing || !%$r ? 1 : 0);

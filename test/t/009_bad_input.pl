# Bad input of every size and kind, for criteria, response rules, histories, results and counts,
# through literals, casts, COPY in both formats, functions and aggregates: each
# is refused with a code of its own, within seconds and a limit of memory; the
# session lives, and holds no more memory than before.  What is accepted at a
# limit can be used, and cancelled.
use strict;
use warnings;
use File::Spec;
use FindBin;
use lib $FindBin::RealBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use TrialExt;

my $sanitizer = ($ENV{LD_PRELOAD} // '') =~ /asan/;
my $slow = $sanitizer || $ENV{TE_SLOW} ? 10 : 1;
# A sanitizer's frames are larger.
my $full_stack = $sanitizer ? '6MB' : '2MB';

# Limits are those of README's section "Limits".
my $long = 10 * 1024 * 1024;
my $identity = '1 0123456789abcdef';

# [what, expected code or "ok", statement].  "ok" is a limit just kept.
my @cases = (
	# response rules: limits of their own, and those of the criteria that they become
	[ 'rules of 10 MB in one word', '54000', "SELECT repeat('x', $long)::response_rules" ],
	[ 'rules of 10 MB', '54000', "SELECT repeat('A: x > 1;', $long / 9)::response_rules" ],
	[ '100,000 percentages', '54000', "SELECT classify(('A: x < 5 % of baseline' || repeat(' or x < 5 % of baseline', 33000) || '; else B')::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3)" ],
	[ '33,000 percentages', 'ok', "SELECT ('A: x < 5 % of baseline' || repeat(' or x < 5 % of baseline', 33000) || '; else B')::response_rules" ],
	[ '1001 rules', '54000', "SELECT string_agg('R' || i || ': x > ' || i, ';')::response_rules FROM generate_series(1, 1001) i" ],
	[ '1000 rules', 'ok', "SELECT classify(string_agg('R' || i || ': x > ' || i, ';')::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3) FROM generate_series(1, 1000) i" ],
	[ '1001 rules by concatenation', '54000', "SELECT string_agg('R' || i || ': x > ' || i, ';')::response_rules || 'else B' FROM generate_series(1, 1000) i" ],
	[ '10,000 facts at baseline', '54000', "SELECT classify(('A: ' || string_agg('f' || i || ' < 5 % of baseline', ' or '))::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3) FROM generate_series(1, 10000) i" ],
	[ '4,000 facts at baseline', 'ok', "SELECT classify(('A: ' || string_agg('f' || i || ' < 5 % of baseline', ' or '))::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3) FROM generate_series(1, 4000) i" ],
	[ 'a label of 1 MB', '54000|22P02', "SELECT (repeat('a', 1000000) || ': x')::response_rules" ],
	[ 'an else of 1 MB', '54000', "SELECT ('else ' || repeat('a', 1000000))::response_rules" ],
	[ 'a name of 64 bytes at baseline', '54000', "SELECT ('A: baseline.' || repeat('a', 64) || ' > 1')::response_rules" ],
	[ 'a name of 63 bytes at baseline', 'ok', "SELECT classify(('A: baseline.' || repeat('a', 63) || ' > 1')::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3)" ],
	[ 'a percentage of 400 digits', '22003', "SELECT ('A: x > ' || repeat('9', 400) || ' % of baseline')::response_rules" ],
	[ 'the smallest percentage', 'ok|22003', "SELECT classify('A: x > 5e-324 % of baseline', 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3)" ],
	[ 'the largest percentage', 'ok', "SELECT classify('A: x > 1.7e308 % of baseline', 'x 2024-01-01 1e300', '2024-01-01', '2024-01-01', 3)" ],
	[ '1000 levels of rules', 'ok', "SELECT classify(('A: ' || repeat('(not ', 499) || 'x' || repeat(')', 499))::response_rules, 'x 2024-01-01 1', '2024-01-01', '2024-01-01', 3)" ],
	# size of the text of criteria
	[ '10 MB in one word', '54000', "SELECT repeat('x', $long)::criteria" ],
	[ '10 MB of expression', '54000', "SELECT ('x' || repeat(' or x', $long / 5))::criteria" ],
	[ '1 MiB', 'ok', "SELECT (repeat(' ', 1048576 - 1) || 'x')::criteria" ],
	[ '1 MiB and a byte', '54000', "SELECT (repeat(' ', 1048576) || 'x')::criteria" ],
	[ '1 MiB, longer in normal form', '54000', "SELECT ('x in (' || repeat('1,', 99900) || '1)' || repeat(' ', 700000))::criteria || ('x in (' || repeat('1000000,', 99900) || '1)')::criteria" ],
	[ 'a concatenation beyond the limit', '54000', "SELECT c || c FROM (SELECT ('include \"' || repeat('t', 600000) || '\": x')::criteria) v (c)" ],
	# nesting
	[ '100,000 parentheses', '54000', "SELECT (repeat('(', 100000) || 'x' || repeat(')', 100000))::criteria" ],
	[ '100,000 opening parentheses', '54000', "SELECT repeat('(', 100000)::criteria" ],
	[ '100,000 closing parentheses', '22P02', "SELECT ('x' || repeat(')', 100000))::criteria" ],
	[ '100,000 not', '54000', "SELECT (repeat('not ', 100000) || 'x')::criteria" ],
	[ '100,000 minus', '54000', "SELECT (repeat('- ', 100000) || 'x > 1')::criteria" ],
	[ '100,000 dashes are a comment', '22P02', "SELECT (repeat('-', 100000) || 'x')::criteria" ],
	[ '100,000 powers in a row', '22P02', "SELECT ('x' || repeat('^2', 100000))::criteria" ],
	[ '100,000 powers in parentheses', '54000', "SELECT (repeat('(', 100000) || 'x' || repeat(')^1', 100000) || ' > 1')::criteria" ],
	[ '100,000 calls', '54000', "SELECT (repeat('abs(', 100000) || 'x' || repeat(')', 100000) || ' > 1')::criteria" ],
	[ '100,000 counts', '54000', "SELECT (repeat('at least 1 of (', 50000) || 'x' || repeat(')', 50000))::criteria" ],
	[ '90,000 sums lean to the left', '54000', "SELECT (repeat('x + ', 90000) || 'x > 1')::criteria" ],
	[ '1000 levels', 'ok', "SELECT (repeat('(not ', 499) || 'x' || repeat(')', 499))::criteria" ],
	# counts
	[ '1 million clauses', '54000', "SELECT repeat('x;', 1000000)::criteria" ],
	[ '500,000 clauses', '54000', "SELECT repeat('x;', 500000)::criteria" ],
	[ '1000 clauses', 'ok', "SELECT repeat('x;', 1000)::criteria" ],
	[ '1001 clauses', '54000', "SELECT repeat('x;', 1001)::criteria" ],
	[ '1001 clauses by concatenation', '54000', "SELECT repeat('x;', 1000)::criteria || 'y'" ],
	[ 'nothing but semicolons', '22P02', "SELECT repeat(';', 1048576)::criteria" ],
	[ '1 million givens', '54000', "SELECT ('given ' || string_agg('f' || i || ' in mg', ', '))::criteria FROM generate_series(1, 1000000) i" ],
	[ '60,000 givens', '54000', "SELECT ('given ' || string_agg('f' || i || ' in mg', ', '))::criteria FROM generate_series(1, 60000) i" ],
	[ '1000 givens', 'ok', "SELECT ('given ' || string_agg('f' || i || ' in mg', ', ') || '; f1 > 1 mg')::criteria FROM generate_series(1, 1000) i" ],
	[ '1001 givens', '54000', "SELECT ('given ' || string_agg('f' || i || ' in mg', ', ') || '; f1 > 1 mg')::criteria FROM generate_series(1, 1001) i" ],
	[ '1 million facts', '54000', "SELECT string_agg('f' || i, ' or ')::criteria FROM generate_series(1, 1000000) i" ],
	[ '10,000 facts', 'ok', "SELECT string_agg('f' || i, ' or ')::criteria FROM generate_series(1, 10000) i" ],
	[ '10,001 facts', '54000', "SELECT string_agg('f' || i, ' or ')::criteria FROM generate_series(1, 10001) i" ],
	[ '10,001 facts by concatenation', '54000', "SELECT string_agg('f' || i, ' or ')::criteria || 'y' FROM generate_series(1, 10000) i" ],
	[ '120,000 other names', '54000', "SELECT ('given a as ' || string_agg('f' || i, ', ') || '; a')::criteria FROM generate_series(1, 120000) i" ],
	[ '100,001 parts of expressions', '54000', "SELECT ('x in (' || repeat('1,', 100000) || '1)')::criteria" ],
	# long pieces
	[ 'a label of 1 MB', '54000', "SELECT ('include ' || repeat('a', 1000000) || ': x')::criteria" ],
	[ 'a label of 64 bytes', '54000', "SELECT ('include ' || repeat('a', 64) || ': x')::criteria" ],
	[ 'a title of 1 MB', 'ok', "SELECT ('include \"' || repeat('a', 1000000) || '\": x')::criteria" ],
	[ 'a note of 1 MB', 'ok', "SELECT ('x note \"' || repeat('a', 1000000) || '\"')::criteria" ],
	[ 'a name of 1 MB', '54000', "SELECT (repeat('a', 1000000) || ' > 1')::criteria" ],
	[ 'a quoted name of 1 MB', '54000', "SELECT ('\"' || repeat('\"\"', 500000) || '\" > 1')::criteria" ],
	[ 'a function of 1 MB', '22P02', "SELECT (repeat('a', 1000000) || '(1) > 1')::criteria" ],
	[ 'a unit of 1 MB', '22P02', "SELECT ('x > 1 ' || repeat('m', 1000000))::criteria" ],
	[ 'a unit of 1 MB, given', '22P02', "SELECT ('given x in ' || repeat('m.', 500000) || '; x > 1')::criteria" ],
	[ 'an open annotation of 1 MB', '22P02', "SELECT ('x > 1 ' || repeat('{', 1000000))::criteria" ],
	[ 'a number of 1 MB', '22003', "SELECT ('x > ' || repeat('9', 1000000))::criteria" ],
	# numbers and dates
	[ '1e999999', '22003', "SELECT 'x > 1e999999'::criteria" ],
	[ 'history: 1e999999', '22003', "SELECT 'x 2024 1e999999'::patient_history" ],
	[ '400 digits', '22003', "SELECT ('x > ' || repeat('9', 400))::criteria" ],
	[ 'nearer to zero than any number', '22003', "SELECT ('x > 0.' || repeat('0', 400) || '1')::criteria" ],
	[ '400 zeros', 'ok', "SELECT ('x > 0.' || repeat('0', 400))::criteria" ],
	[ 'a count out of range', '22P02', "SELECT 'at least 1e300 of (x, y)'::criteria" ],
	[ 'a power out of range', '22P02', "SELECT 'x ^ 1e300 > 1'::criteria" ],
	[ 'a window out of range', 'ok', "SELECT eligible('x within 1e300 years', event('x', '2024-01-01'), date '2024-02-01')" ],
	(map { [ "date $_", '22P02', "SELECT 'x since date ''$_'''::criteria" ] } '10000-01-01', '0000-01-01', '2023-02-29', '2024-13-01', '2024-01-01 24:00',
		'99999999999-01-01', '', '2024-01-01 10:30:00.', 'infinity', '294277-01-01'),
	# unfinished and foreign text
	(map { [ "unfinished: $_->[0]", '22P02', "SELECT ('$_->[1]' || repeat('x', 1000000))::criteria" ] } [ 'text', "x = ''''" ], [ 'name', '"' ],
		[ 'comment', '-- ' ], [ 'title', 'include A "' ], [ 'note', 'x note "' ], [ 'date', "x since date ''''" ], [ 'bracket', 'x > 1 [' ]),
	[ 'a control character', '22P02', "SELECT E'x \\x01 y'::criteria" ],
	[ 'a byte that is no character', '22021', "SELECT E'x = ''\\xff'''::criteria" ],
	[ 'half a character', '22021', "SELECT convert_from('\\x78203d2027e29c27', 'UTF8')::criteria" ],
	[ 'look-alikes', '22P02', "SELECT E'x \\u2265 1'::criteria" ],
	# histories
	[ '1 million and one entries', '54000', "SELECT repeat('a 2024-01-01 1;', 1000001)::patient_history" ],
	[ '1 million facts', '54000', "SELECT string_agg('f' || i || ' 2024 1', ';')::patient_history FROM generate_series(1, 1000000) i" ],
	[ '10,001 facts of a history', '54000', "SELECT string_agg('f' || i || ' 2024 1', ';')::patient_history FROM generate_series(1, 10001) i" ],
	[ '10 MB without sense', '22P02', "SELECT repeat('x', $long)::patient_history" ],
	[ '10 MB of blanks', '22P02', "SELECT ('x' || repeat(' ', $long))::patient_history" ],
	[ '10 MB of semicolons', '22P02', "SELECT repeat(';', $long)::patient_history" ],
	[ '10 MB of quotes', '22P02', "SELECT repeat('\"', $long + 1)::patient_history" ],
	[ 'a fact of 10 MB', '54000', "SELECT (repeat('x', $long) || ' 2024 1')::patient_history" ],
	[ 'a text of 10 MB', '54000', "SELECT ('x 2024 text ''' || repeat('x', $long) || '''')::patient_history" ],
	[ 'a text of 10,001 bytes', '54000', "SELECT ('x 2024 text ''' || repeat('x', 10001) || '''')::patient_history" ],
	[ 'a unit of 10 MB', '54000', "SELECT ('x 2024 1 unit ''' || repeat('m', $long) || '''')::patient_history" ],
	[ 'a route of 10 MB', '54000', "SELECT ('x exposure 2024 1 route ''' || repeat('m', $long) || '''')::patient_history" ],
	[ 'a date of 10 MB', '22P02', "SELECT ('x ' || repeat('2', $long) || ' 1')::patient_history" ],
	[ 'a number of 10 MB', '22P02', "SELECT ('x 2024 ' || repeat('2', $long))::patient_history" ],
	(map { [ "history: $_", '22P02', "SELECT '$_'::patient_history" ] } 'x 2024 NaN', 'x 2024 1 lln infinity', 'x 10000-01-01 1', 'x 2023-02-29 1',
		'x 2024 text \'\'a', '"x 2024', 'x exposure 2024 to', 'x 2024 1 1', 'v2;x 2024 1', 'x 2024 text \'\'\'\'', 'x 2024 unit', 'x 2024 1 text \'\'a\'\'\'\' b'),
	[ 'a byte that is no character in a history', '22021', "SELECT E'x 2024 text ''\\xc3\\x28'''::patient_history" ],
	[ 'an observation with a name of 10 MB', '54000', "SELECT observation(repeat('x', $long), '2024', 1)" ],
	[ 'an observation with a result of 10 MB', '54000', "SELECT observation('x', '2024', repeat('x', $long))" ],
	[ 'an observation on a date of 10 MB', '22007|22P02|22023', "SELECT observation('x', repeat('2', $long), 1)" ],
	[ 'an exposure on the last day of all', '22008|22003|22023|22007', "SELECT exposure('x', timestamp '294276-12-31 23:59:59', timestamp '4713-01-01 BC', 1)" ],
	[ 'histories put together beyond the limit', '54000', "SELECT h || h FROM large" ],
	[ 'an aggregate beyond the limit', '54000', "SELECT history_agg(h) FROM large, generate_series(1, 2)" ],
	[ '1,000,001 rows', '54000', "SELECT history_agg('a', timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 1000001) i" ],
	[ '10,001 facts by rows', '54000', "SELECT history_agg('f' || i, timestamp '2024-01-01', 1, 'mg') FROM generate_series(1, 10001) i" ],
	[ '256 MB by rows', '54000', "SELECT history_agg(observation('f', timestamp '2024-01-01', i || repeat('x', 9900))) FROM generate_series(1, 40000) i" ],
	[ 'fact of 10 MB by rows', '54000', "SELECT history_agg(repeat('f', $long), timestamp '2024-01-01', 1, 'mg')" ],
	# results and counts
	[ 'a result of 1 million clauses', '22P02', "SELECT ('$identity: ' || repeat('include * true, ', 1000000))::criteria_result" ],
	[ 'a result of 1001 clauses', '22P02', "SELECT ('$identity: ' || repeat('include * true, ', 1000) || 'include * true')::criteria_result" ],
	[ 'a result of 1000 clauses', 'ok', "SELECT ('$identity: ' || repeat('include * true, ', 999) || 'include * true')::criteria_result" ],
	[ 'a result with a label of 1 MB', '22P02', "SELECT ('$identity: include ' || repeat('x', 1000000) || ' true')::criteria_result" ],
	[ 'a result of 10 MB', '22P02', "SELECT repeat('1', $long)::criteria_result" ],
	[ 'counts of 1 million clauses', '22P02', "SELECT ('$identity 1 1 0: ' || repeat('include * 1 1 1 1 1 1 1, ', 1000000))::screening_counts" ],
	[ 'counts of 10 MB', '22P02', "SELECT ('$identity ' || repeat('1', $long))::screening_counts" ],
	[ 'a count out of range', '22P02', "SELECT '$identity 9223372036854775808 0 0:'::screening_counts" ],
	[ 'more eligible than screened', '22P02', "SELECT '$identity 1 1 1:'::screening_counts" ],
	[ 'one subject too many', '22003', "SELECT screening_transition(full_counts, r) FROM counts" ],
	[ 'subjects too many', '22003', "SELECT screening_combine(full_counts, s) FROM counts" ],
	[ 'counts of other criteria', '22023', "SELECT screening_combine(s, '$identity 1 1 0: include * 1 1 1 1 1 1 1') FROM counts" ],
	# names asked for
	[ '100 labels of 1 MB', '22023', "SELECT without('a: x; b: y', array_fill(repeat('a', 1000000), ARRAY[100]))" ],
	[ 'a clause of 1 MB', '22023', "SELECT clause_holds(r, repeat('a', 1000000)) FROM counts" ],
	[ 'a protocol of 1 MB', '22023', "SELECT protocol_criteria(repeat('a', 1000000))" ],
);

# The largest that is accepted: used by every function, and cancelled.
my $largest = <<'SQL';
CREATE TABLE large AS SELECT repeat('a 2024-01-01 1;', 600000)::patient_history AS h;
CREATE TABLE counts AS SELECT r, screening_summary(r) AS s, replace(screening_summary(r)::text, ' 1 ', ' 9223372036854775807 ')::screening_counts AS full_counts
    FROM (SELECT evaluate_criteria('age >= 18'::criteria, 'age 2020 40'::patient_history, date '2024-01-01')) v (r) GROUP BY r;
CREATE TABLE big AS SELECT 'facts' AS name, string_agg('f' || i, ' or ')::criteria AS c FROM generate_series(1, 10000) i
    UNION ALL SELECT 'names', ('given a as ' || string_agg('f' || i, ', ') || '; a')::criteria FROM generate_series(1, 9999) i
    UNION ALL SELECT 'levels', (repeat('(not ', 499) || 'x' || repeat(')', 499))::criteria
    UNION ALL SELECT 'calls', (repeat('abs(', 900) || 'x' || repeat(')', 900) || ' > 1')::criteria
    UNION ALL SELECT 'list', ('x in (' || repeat('1,', 99900) || '1)')::criteria
    UNION ALL SELECT 'clauses', string_agg(format('include A%s "%s": x > %s note "%s"', i, repeat('t', 400), i, repeat('n', 400)), '; ')::criteria FROM generate_series(1, 1000) i
    UNION ALL SELECT 'derived', ('given ' || string_agg('f' || i || ' is f' || (i + 1) || ' + 1', ', ') || '; f1 > 2')::criteria FROM generate_series(1, 900) i
    UNION ALL SELECT 'conditions', ('any(a where ' || repeat('value > 1 and ', 30000) || 'value < 2)')::criteria
    UNION ALL SELECT 'limits', ('x = 1' || string_agg(' or x > ' || i || ' ULN', ''))::criteria FROM generate_series(1, 5000) i;
SQL
my @uses = (
	'length(c::text)', 'criteria_hash(c)', 'facts(c)', "eligible(c, h, '2024-02-01')", "evaluate_criteria(c, h, '2024-02-01')",
	"(SELECT count(*) FROM explain_eligibility(c, h, '2024-02-01'))", "(SELECT count(*) FROM missing_facts(c, h, '2024-02-01'))",
	'(SELECT count(*) FROM clauses(c))', 'length(criteria_view_sql(c))', "length(criteria_sql(c, 'people', '2024-02-01'))",
	"eligible(c, (SELECT p FROM people p), '2024-02-01')", "c = without(c, '{no such}')");

my $node = new_node('bad', conf => "log_statement = none\nlog_min_error_statement = panic\nmax_parallel_workers_per_gather = 0\njit = off\nmax_stack_depth = $full_stack\n");
my $dir = File::Spec->rel2abs($node->basedir);
$node->safe_psql('postgres', "CREATE EXTENSION trial_ext;\n$largest
CREATE TABLE people (x int, a bool, patient patient_history);\nINSERT INTO people VALUES (3, true, '');
CREATE TABLE target (c criteria, q response_rules, h patient_history, r criteria_result, s screening_counts);");

# Statements in one session; for each what it ended with, and its seconds.
# Then the session's memory, by the server's own account; $peak is the most it
# ever had, in kB, by the system's.
my $peak;

sub run_all
{
	my ($before, @statements) = @_;
	my $script = "\\set VERBOSITY verbose\n$before\n\\o /dev/null\n\\timing on\n" . join('', map { "\\echo case\n$_;\n" } @statements)
	  . "\\timing off\n\\o\nSELECT pg_backend_pid() AS pid \\gset\n\\setenv BACKEND :pid\n\\! grep VmHWM /proc/\$BACKEND/status\nSELECT 'memory ' || sum(total_bytes) FROM pg_backend_memory_contexts;\n";
	my ($rc, $out) = run_script($script);
	my @parts = split /^case\n/m, $out;
	shift @parts;
	my ($memory) = $out =~ /^memory (\d+)/m;
	$peak = $out =~ /^VmHWM:\s+(\d+)/m ? $1 : 0;
	return ($memory, map { [ /ERROR:  ([0-9A-Z]{5})/ ? "$1" : /FATAL|server closed/ ? 'lost' : 'ok', /^Time: ([\d.]+) ms/m ? $1 / 1000 : -1, length ] } @parts);
}

# psql with both of its outputs in one, in order.
sub run_script
{
	my ($script) = @_;
	my $file = "$dir/script.sql";
	open my $f, '>', $file or die $!;
	print $f $script;
	close $f;
	my $out = '';
	my @command = ('psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', $file);
	my $rc = IPC::Run::run(\@command, '>&', \$out) ? 0 : $?;
	return ($rc, $out);
}

my ($once, @results) = run_all("SET statement_timeout = '" . 20 * $slow . "s';", map { $_->[2] } @cases);
is(scalar @results, scalar @cases, 'the session lives through ' . @cases . ' bad inputs');
my @wrong = grep { $results[$_][0] !~ /^($cases[$_][1])$/ } 0 .. $#results;
is(join("\n", map { "$cases[$_][0]: $results[$_][0], not $cases[$_][1]" } @wrong), '', 'each ends with its code');
my @late = grep { $results[$_][1] > 10 * $slow || $results[$_][1] < 0 } 0 .. $#results;
is(join("\n", map { "$cases[$_][0]: $results[$_][1] s" } @late), '', 'within seconds');
my @wordy = grep { $results[$_][2] > 4000 } 0 .. $#results;
is(join("\n", map { "$cases[$_][0]: $results[$_][2] bytes" } @wordy), '', 'no message repeats a megabyte');

SKIP:
{
	skip 'the system does not tell, or a sanitizer keeps freed memory', 1 if $sanitizer || !$peak;
	cmp_ok($peak, '<', 768 * 1024, "the most memory of the session: $peak kB");
}

# The same twice over: nothing may be left behind.  A session that keeps a
# megabyte is seen to.
my ($twice) = run_all('', (map { $_->[2] } @cases) x 2);
cmp_ok($twice - $once, '<=', 65536, "memory is back to normal: $once bytes, $twice after twice as much");
my ($idle) = run_all('', 'SELECT 1');
my ($kept) = run_all("PREPARE kept AS SELECT '" . 'x' x 1000000 . "'::text;", 'SELECT 1');
cmp_ok($kept - $idle, '>', 900000, 'a session that keeps a megabyte is seen');

# What is accepted: every use of the largest, under a small stack too.
foreach my $stack ($full_stack, '100kB')
{
	my @calls = map { my $use = $_; map { "SELECT $use FROM big, (SELECT 'a 2024-01-01 1; x 2024-01-01 2'::patient_history) v (h) WHERE name = '$_'" }
		  qw(facts names levels calls list clauses derived conditions limits) } @uses;
	my ($memory, @ends) = run_all("SET max_stack_depth = '$stack'; SET statement_timeout = '" . 20 * $slow . "s';", @calls);
	is(scalar @ends, scalar @calls, "stack of $stack: the session lives through " . @calls . ' large criteria');
	my $expected = $stack eq $full_stack ? qr/^(ok|22...|42703|54000|54011)$/ : qr/^(ok|22...|42703|54...)$/;
	is(join("\n", map { "$calls[$_]: $ends[$_][0]" } grep { $ends[$_][0] !~ $expected } 0 .. $#ends), '', "stack of $stack: an answer or a code");
	my @slow = grep { $ends[$_][1] > 10 * $slow } 0 .. $#ends;
	is(join("\n", map { "$calls[$_]: $ends[$_][1] s" } @slow), '', "stack of $stack: within seconds");
	next if $stack ne $full_stack;
	cmp_ok(scalar(grep { $_->[0] eq 'ok' } @ends), '>', @ends / 2, 'most have an answer');

	# The slow ones give way to a cancel.
	my @long = grep { $ends[$_][1] > 0.15 } 0 .. $#ends;
	my ($unused, @cancelled) = run_all("SET statement_timeout = '50ms';", @calls[@long], 'SELECT repeat(\'a 2024-01-01 1;\', 1000000)::patient_history',
		"SELECT history_agg('a', timestamp '2024-01-01', i, 'mg') FROM generate_series(1, 1000000) i", 'SELECT length((h || \'a 2024 1\')::text) FROM large');
	is(join(' ', map { $_->[1] } grep { $_->[1] > $slow } @cancelled), '', 'a cancel is heard within a second by ' . @cancelled);
	cmp_ok(scalar(grep { $_->[0] eq '57014' } @cancelled), '>=', 3, 'some are cancelled');
}

# COPY: one file a value, as text and as binary with its lengths made wrong.
my %good = (c => 'age >= 18', q => 'A: x < 5 % of baseline; else B', h => "alt 2024-01-02 3 unit 'U/L'", r => "$identity: include A true, or include * unknown", s => "$identity 1 1 0: include A 1 0 0 0 0 1 1");
my %version = (c => "\x01", q => "\x01", h => "\x01", r => '', s => '');
my (@copies, @names);
my $n = 0;

sub copy
{
	my ($name, $column, $format, $bytes) = @_;
	my $file = "$dir/copy" . $n++;
	open my $f, '>:raw', $file or die $!;
	print $f $bytes;
	close $f;
	push @copies, "COPY target ($column) FROM '$file' (FORMAT $format)";
	push @names, $name;
}

sub image
{
	my ($length, $bytes, $fields) = @_;
	return "PGCOPY\n\xff\r\n\0" . pack('N N n N', 0, 0, $fields // 1, $length) . $bytes . pack('n', 0xffff);
}

foreach my $column (sort keys %good)
{
	my $wire = $version{$column} . $good{$column};
	copy("$column: good", $column, 'binary', image(length $wire, $wire));
	copy("$column: good text", $column, 'text', "$good{$column}\n");
	copy("$column: cut at $_", $column, 'binary', image($_, substr($wire, 0, $_))) foreach 0 .. length($wire) - 1;
	copy("$column: first byte $_", $column, 'binary', image(length $wire, chr($_) . substr($wire, 1))) foreach 0 .. 255;
	copy("$column: length $_", $column, 'binary', image($_, $wire))
	  foreach length($wire) + 1, length($wire) - 1, 0x7fffffff, 0x3fffffff, 0xfffffffe, 0x80000000, 100;
	copy("$column: $_->[0]", $column, 'binary', image(length "$wire$_->[1]", "$wire$_->[1]"))
	  foreach [ 'zero byte', "\0" ], [ 'no character', "\xff" ], [ 'half a character', "\xe2\x9c" ], [ '10 MB', 'x' x $long ], [ 'zeros', "\0" x 1000000 ];
	copy("$column: two fields", $column, 'binary', image(length $wire, $wire, 2));
	copy("$column: text $_->[0]", $column, 'text', "$_->[1]\n")
	  foreach [ 'no character', "$good{$column}\xff" ], [ 'zero byte', "$good{$column}\0" ], [ '10 MB', 'x' x $long ], [ 'half a character', "$good{$column}\xc3" ], [ 'octal', "\\377" ];
}
my ($copied, @copy_results) = run_all('', @copies);
is(scalar @copy_results, scalar @copies, 'the session lives through ' . @copies . ' broken COPY');
is(join("\n", map { "$names[$_]: $copy_results[$_][0]" } grep { $copy_results[$_][0] !~ /^(ok|22...|54000|08P01)$/ } 0 .. $#copy_results), '', 'each ends with a proper code');
is(join("\n", map { "$names[$_]: $copy_results[$_][0]" } grep { $names[$_] =~ /: good/ ? $copy_results[$_][0] ne 'ok' : $copy_results[$_][0] eq 'ok' } 0 .. $#copy_results) =~
	  s/^[chqrs]: (cut at|first byte) \d+: ok\n?//gmr, '', 'the good ones pass, the bad ones do not');
cmp_ok($copied, '<', $once + 4 * 1024 * 1024, 'memory is back to normal after COPY');

# A state is a value: a transition or combine function called by hand leaves the
# stored one as it was.
is($node->safe_psql('postgres', <<'SQL'), "t|t|t|t|t", 'functions of aggregates leave the values given to them alone');
CREATE TABLE state AS SELECT history_agg('a', timestamp '2024-01-01', i, 'mg') AS h, 'x 2024 1'::patient_history AS one FROM generate_series(1, 3) i;
CREATE TABLE before AS SELECT h::text AS h, (SELECT s::text FROM counts) AS s FROM state;
SELECT length((history_agg_merge(h, one))::text) > 0, length((history_agg_observe(h, 'y', '2024-01-01', 2, 'g'))::text) > 0 AND length((history_agg_combine(h, h))::text) > 0,
    history_agg_final(h) = h, (SELECT screening_combine(s, s)::text <> s::text AND screening_transition(s, r)::text <> s::text FROM counts),
    (SELECT h FROM before) = h::text AND (SELECT s FROM before) = (SELECT s::text FROM counts) FROM state;
SQL

# A database without an encoding: bytes that are no characters get in.
$node->safe_psql('postgres', "CREATE DATABASE bytes ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
$node->safe_psql('bytes', 'CREATE EXTENSION trial_ext');
is($node->safe_psql('bytes', <<'SQL'), '0', 'bytes that are no characters, in a database without an encoding');
CREATE TABLE strange (state text, message text);
DO $$
DECLARE
    corpus text[] := ARRAY['age >= 18', 'include A "t": x > 3 mg/dL note "n"; "q" is known', 'x = ''y''', 'v1; alt 2024-01-02 3 unit ''U/L''; a 2024 text ''t''', '5 mg', 'A "t": x < 5 % of baseline note "n"; else B'];
    t text;
    target text;
BEGIN
    PERFORM setseed(0.2);
    FOR i IN 1 .. 4000 LOOP
        t := corpus[1 + floor(random() * 6)];
        FOR j IN 0 .. floor(random() * 3) LOOP
            t := overlay(t PLACING convert_from(decode(lpad(to_hex(128 + floor(random() * 128)::int), 2, '0'), 'hex'), 'SQL_ASCII') FROM 1 + floor(random() * length(t))::int FOR floor(random() * 2)::int);
        END LOOP;
        FOREACH target IN ARRAY ARRAY['criteria', 'patient_history', 'quantity', 'criteria_result', 'response_rules'] LOOP
            BEGIN
                EXECUTE format('SELECT ($1::%1$s)::text::%1$s', target) USING t;
            EXCEPTION WHEN OTHERS THEN
                IF SQLSTATE !~ '^(22|54)' THEN
                    INSERT INTO strange VALUES (SQLSTATE, SQLERRM);
                END IF;
            END;
        END LOOP;
    END LOOP;
END $$;
SELECT count(*) FROM strange;
SQL

is(clean_log($node), '', 'no internal error in the log');
$node->stop;
done_testing();

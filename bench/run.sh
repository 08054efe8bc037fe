#!/usr/bin/env bash
# run.sh: speed of the extension as ratios (make bench).  Every file bench/*.sql
# is one subject: its tables, its variants and what is compared with what.  See
# bench/README.md.
#
#   BENCH_SUBJECT=egfr,units   only these (default: all)
#   BENCH_ROWS=1000000         instead of the rows the subject asks for
#   BENCH_ROUNDS=5             rounds after one round of warming up
#   BENCH=callgrind            instructions per row instead of CPU time
#   BENCH_STRICT=1             exit 1 when a goal is missed
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../scripts/lib.sh"

BENCH=${BENCH:-cpu}
ROUNDS=${BENCH_ROUNDS:-5}
CALLGRIND_ROWS=40000
MISSED=0

# read_subject FILE DIR: takes a subject file apart.
#   DIR/setup.sql      everything before the first variant
#   DIR/q/NAME         one query, on one line (postgres --single reads lines)
#   DIR/variants       NAME SETTING=VALUE ...
#   DIR/compare        [wall|instructions] A / B [<= X | >= X] [text]
#                      or: result A [<= X | >= X] [text]
#   DIR/title, DIR/rows
read_subject() {
    mkdir -p "$2/q"
    : >"$2/compare"
    awk -v dir="$2" '
        $1 == "--" && $2 == "@subject" { sub(/^-- @subject +/, ""); print >(dir "/title"); next }
        $1 == "--" && $2 == "@rows" { print $3 >(dir "/rows"); next }
        $1 == "--" && $2 == "@variant" { name = $3; sub(/^-- @variant +/, ""); print >(dir "/variants"); next }
        $1 == "--" && $2 == "@compare" { sub(/^-- @compare +/, ""); print >>(dir "/compare"); next }
        name == "" { print >(dir "/setup.sql"); next }
        $1 == "--" || NF == 0 { next }
        { sub(/^ +/, ""); printf "%s ", $0 >(dir "/q/" name) }' "$1"
}

# session DIR: the psql script of all rounds.  Markers go to stderr, where the
# server's statistics arrive too.
session() {
    local round name settings s
    echo "SET log_executor_stats = on;"
    for ((round = 0; round <= ROUNDS; round++)); do
        while read -r name settings; do
            echo "SET client_min_messages = warning;"
            for s in $settings; do echo "SET $s;"; done
            echo "\\warn @ $round $name"
            printf '\\echo @ %s\n' "$name"
            echo "SET client_min_messages = log;"
            cat "$1/q/$name"
            echo
            for s in $settings; do echo "RESET ${s%%=*};"; done
        done <"$1/variants"
    done
}

# measure DIR: writes DIR/times: round, variant, CPU seconds, elapsed seconds.
measure() {
    session "$1" >"$1/session.sql"
    psql -XAtq -v ON_ERROR_STOP=1 -f "$1/session.sql" >"$1/results" 2>"$1/stats" \
        || die "a variant failed: $(grep -a ERROR -A3 "$1/stats" | head -5)"
    awk '/@ [0-9]+ / { n = split($0, w, " "); round = w[n - 1]; name = w[n] }
        /^!\t[0-9.]+ s user/ { print round, name, $2 + $5, $8 }' "$1/stats" | tr -d '!\t' >"$1/times.all"
    # The warm-up round does not count.
    awk '$1 > 0' "$1/times.all" >"$1/times"
    [ "$(wc -l <"$1/times")" -eq $((ROUNDS * $(wc -l <"$1/variants"))) ] \
        || die "unexpected number of measurements in $1/stats"
}

# instructions DIR: writes DIR/times with one round and instructions per row in
# the place of seconds, for the variants that an instructions line names.
instructions() {
    local name n i
    cluster_stop
    awk '$1 == "instructions" { print $2; print $4 }' "$1/compare" | sort -u | while read -r name; do
        for n in 1 3; do
            for ((i = 0; i < n; i++)); do cat "$1/q/$name" && echo; done >"$WORK/single.sql"
            give "$WORK/single.sql"
            as_pg sh -c "valgrind --tool=callgrind --callgrind-out-file=/dev/null \
                '$BINDIR/postgres' --single -D '$WORK/data' -B 16384 postgres <'$WORK/single.sql'" \
                >"$WORK/single.out" 2>&1 || die "valgrind failed: $(tail -3 "$WORK/single.out")"
            ! grep -a 'ERROR' "$WORK/single.out" >&2 || die "variant $name failed"
            awk -v n="$n" '/Collected :/ { print n, $4 }' "$WORK/single.out"
        done | awk -v name="$name" -v rows="$ROWS" '{ c[$1] = $2 }
            END { per = (c[3] - c[1]) / 2 / rows; print 1, name, per, per }'
    done >"$1/times"
}

# report DIR: medians, then every comparison beside its goal.
report() {
    awk -v mode="$BENCH" '
        function median(a, n,   i, j, t) {
            for (i = 2; i <= n; i++)
                for (j = i; j > 1 && a[j - 1] > a[j]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
            return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
        }
        function least(name,   r, m) {
            m = wall[name, 1]
            for (r = 2; r <= rounds; r++) if (wall[name, r] < m) m = wall[name, r]
            return m
        }
        FILENAME ~ /times$/ {
            cpu[$2, $1] = $3; wall[$2, $1] = $4
            if (!($2 in known)) { known[$2] = 1; order[++variants] = $2 }
            if ($1 > rounds) rounds = $1
            next
        }
        FILENAME ~ /results$/ { if ($1 == "@") name = $2; else result[name] = $0; next }
        FNR == 1 {
            printf "%-26s %12s %12s  %s\n", "variant", mode == "cpu" ? "CPU s" : "instr/row",
                mode == "cpu" ? "elapsed s" : "", mode == "cpu" ? "result" : ""
            for (v = 1; v <= variants; v++) {
                for (r = 1; r <= rounds; r++) { a[r] = cpu[order[v], r]; b[r] = wall[order[v], r] }
                if (mode == "cpu")
                    printf "%-26s %12.4f %12.4f  %s\n", order[v], median(a, rounds), median(b, rounds), result[order[v]]
                else
                    printf "%-26s %12.0f\n", order[v], median(a, rounds)
            }
            printf "\n%-46s %8s  %-9s\n", "comparison", mode == "cpu" ? "ratio" : "instr", "goal"
        }
        {
            kind = "cpu"; k = 1
            if ($1 == "wall" || $1 == "instructions" || $1 == "result") { kind = $1; k = 2 }
            if ((kind == "instructions") != (mode == "callgrind")) next
            if (kind == "result") { k -= 2; x = y = $2 } else { x = $k; y = $(k + 2) }
            op = $(k + 3); goal = $(k + 4)
            if (!(x in known) || !(y in known)) { printf "%-46s not measured\n", x " / " y; next }
            if (kind == "instructions") value = cpu[x, 1] - cpu[y, 1]
            else if (kind == "result") value = result[x]
            else {
                for (r = 1; r <= rounds; r++) a[r] = cpu[x, r] / cpu[y, r]
                # Elapsed time is not blind to other load: best against best.
                value = kind == "wall" ? least(x) / least(y) : median(a, rounds)
            }
            label = x (kind == "instructions" ? " - " : " / ") y (kind == "wall" ? " (elapsed)" : "")
            if (kind == "result") label = x
            verdict = ""; shown = ""
            if (op == "<=" || op == ">=") {
                shown = op " " goal
                verdict = (op == "<=" ? value <= goal : value >= goal) ? "ok" : "MISS"
                k += 2
            }
            note = ""
            for (f = k + 3; f <= NF; f++) note = note " " $f
            printf "%-46s %8s  %-9s %-5s%s\n", label, sprintf(mode == "cpu" ? "%.2f" : "%.0f", value), shown, verdict, note
        }' "$1/times" "$1/results" "$1/compare"
}

# run_subject NAME
run_subject() {
    local file="$TOP/bench/$1.sql" dir="$WORK/subject.$1"
    [ -f "$file" ] || die "no such subject: bench/$1.sql"
    read_subject "$file" "$dir"
    : >"$dir/results"
    ROWS=${BENCH_ROWS:-$(cat "$dir/rows")}
    PART=$((ROWS / 10))
    # Counting instructions needs no big table, and divides by its rows.
    if [ "$BENCH" = callgrind ]; then
        ROWS=${BENCH_ROWS:-$CALLGRIND_ROWS}
        PART=$ROWS
    fi
    say "$1: loading $ROWS rows"
    psql -Xq -v ON_ERROR_STOP=1 -c "SET client_min_messages = warning" -c "DROP SCHEMA public CASCADE" \
        -c "CREATE SCHEMA public" -c "CREATE EXTENSION trial_ext" || die "could not prepare the database"
    psql -Xq -v ON_ERROR_STOP=1 -v rows="$ROWS" -v part="$PART" -f "$dir/setup.sql" || die "bench/$1.sql: its set-up failed"
    psql -Xq -c "VACUUM (FREEZE, ANALYZE)" -c "CHECKPOINT"
    # Seq Scan of a big table would not keep it in shared buffers by itself.
    psql -XAtq -c "CREATE EXTENSION IF NOT EXISTS pg_prewarm" \
        -c "SELECT pg_prewarm(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'" \
        >/dev/null 2>&1 || true
    say "$1: measuring"
    if [ "$BENCH" = callgrind ]; then instructions "$dir"; else measure "$dir"; fi
    printf '\n%s: %s rows, %s, PostgreSQL %s\n' "$(cat "$dir/title")" "$ROWS" \
        "$([ "$BENCH" = callgrind ] && echo 'callgrind' || echo "median of $ROUNDS rounds, backend CPU")" \
        "$("$PG_CONFIG" --version | cut -d' ' -f2)"
    report "$dir" | tee "$dir/report"
    ! grep -q ' MISS' "$dir/report" || MISSED=1
    # Counting instructions stopped the server.
    [ -f "$WORK/data/postmaster.pid" ] || as_pg "$BINDIR/pg_ctl" -D "$WORK/data" -l "$WORK/server.log" -w -s start \
        || die "the server did not come back"
}

[ "$BENCH" != callgrind ] || command -v valgrind >/dev/null || die "BENCH=callgrind needs valgrind: apt-get install valgrind"
say "building, and starting a private server"
SERVER_SETTINGS="
shared_buffers = '${BENCH_SHARED_BUFFERS:-2GB}'
jit = off
max_parallel_workers_per_gather = 0
min_parallel_table_scan_size = 0
parallel_setup_cost = 0
parallel_tuple_cost = 0
work_mem = '256MB'
autovacuum = off
max_wal_size = '8GB'
wal_level = minimal
max_wal_senders = 0"
cluster_open
SUBJECTS=${BENCH_SUBJECT:-$(cd "$TOP/bench" && ls ./*.sql)}
for subject in ${SUBJECTS//,/ }; do
    run_subject "$(basename "$subject" .sql)"
done
[ "${BENCH_STRICT:-}" != 1 ] || exit "$MISSED"

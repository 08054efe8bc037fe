#!/usr/bin/env bash
# check.sh: what `make check` runs.  Builds the extension, stages it in a
# private folder, runs pg_regress against a throw-away cluster there, then the
# TAP tests, and closes with the line "N passed, N failed".
#
# A TAP test runs in a copy of the tree; TE_SHARED_DATA is set when there are
# real data beside the checkout.
#
# TESTS="name ..." runs only the named regression tests (test/sql/NAME.sql) and
# TAP tests (test/t/NAME.pl); PG_CONFIG=FILE chooses the PostgreSQL.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

PASSED=0
FAILED=0
REGRESS=()
TAP=()

# finish: always the last words, also when the build broke or somebody pressed
# Ctrl-C, so that a reader of the last line is never left without an answer.
finish() {
    local status=$?
    trap - EXIT INT TERM HUP
    work_remove
    if [ "$status" -ne 0 ] && [ "$FAILED" -eq 0 ]; then
        FAILED=1
    fi
    printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
    [ "$FAILED" -eq 0 ] || [ "$status" -ne 0 ] || status=1
    exit "$status"
}

# test_folders: test/sql, and test/sqlNN for what only NN and later understand.
test_folders() {
    local d major
    printf '%s\n' "$TOP/test/sql"
    for d in "$TOP"/test/sql[1-9]*; do
        major=${d##*/sql}
        if [ -d "$d" ] && [ "$major" -le "$PG_MAJOR" ]; then
            printf '%s\n' "$d"
        fi
    done
}

# copy_tests: the regression tests, where the unprivileged user can read them.
# A test without an expected file would stop pg_regress: it gets an empty one
# and fails.
copy_tests() {
    local d f t
    mkdir -p "$WORK/in/sql" "$WORK/in/expected"
    while IFS= read -r d; do
        for f in "$d"/*.sql; do
            [ ! -e "$f" ] || cp "$f" "$WORK/in/sql/"
        done
    done < <(test_folders)
    for f in "$TOP"/expected/*.out; do
        [ ! -e "$f" ] || cp "$f" "$WORK/in/expected/"
    done
    [ ! -d "$TOP/test/data" ] || cp -r "$TOP/test/data" "$WORK/in/data"
    for f in "$WORK"/in/sql/*.sql; do
        t=$(basename "$f" .sql)
        [ -e "$WORK/in/expected/$t.out" ] || : >"$WORK/in/expected/$t.out"
    done
}

# choose_tests NAME...: fills REGRESS and TAP; every test without a name.
choose_tests() {
    local f t
    if [ $# -eq 0 ]; then
        for f in "$WORK"/in/sql/*.sql; do
            [ ! -e "$f" ] || REGRESS+=("$(basename "$f" .sql)")
        done
        for f in "$TOP"/test/t/*.pl; do
            [ ! -e "$f" ] || TAP+=("$(basename "$f")")
        done
    fi
    for t in "$@"; do
        t=$(basename "$t")
        if [ -e "$WORK/in/sql/${t%.sql}.sql" ]; then
            REGRESS+=("${t%.sql}")
        elif [ -e "$TOP/test/t/${t%.pl}.pl" ]; then
            TAP+=("${t%.pl}.pl")
        else
            die "there is no test named \"$t\""
        fi
    done
    [ $((${#REGRESS[@]} + ${#TAP[@]})) -gt 0 ] || die "there are no tests"
}

# count_regress LOG: pg_regress has no summary of its own; 15 prints
# "test x ... ok" and "... FAILED", 16 and later "ok 1" and "not ok 1".
count_regress() {
    local ok
    ok=$(grep -cE '^(ok [0-9]+ |(test| ) .* \.\.\. ok )' "$1" || true)
    PASSED=$((PASSED + ok))
    FAILED=$((FAILED + ${#REGRESS[@]} - ok))
}

run_regress() {
    local log=$WORK/regress.log
    [ "${#REGRESS[@]}" -gt 0 ] || return 0
    say "${#REGRESS[@]} regression tests on $("$PG_CONFIG" --version)"
    give "$WORK/in"
    as_pg "$PKGLIBDIR/pgxs/src/test/regress/pg_regress" --bindir="$BINDIR" \
        --inputdir="$WORK/in" --outputdir="$WORK/out" --temp-instance="$WORK/tmp" --temp-config="$WORK/temp.conf" \
        --no-locale --encoding=UTF8 --dbname=contrib_regression --load-extension=trial_ext "${REGRESS[@]}" 2>&1 \
        | tee "$log" || true
    count_regress "$log"
}

# shared_data: real data beside the checkout serves the TAP tests that want it;
# without it they skip.  The unprivileged user gets a copy.
shared_data() {
    unset TE_SHARED_DATA
    if [ -d "$TOP/../shared/data" ]; then
        mkdir "$WORK/shared"
        cp -rL "$TOP/../shared/data" "$WORK/shared/"
        chmod -R u+w,a+rX "$WORK/shared"
        give "$WORK/shared"
        export TE_SHARED_DATA="$WORK/shared/data"
    else
        say "no ../shared/data: tests on real data are skipped"
    fi
}

run_tap() {
    local log=$WORK/tap.log passed failed skipped pgxs=$PKGLIBDIR/pgxs/src/test
    [ "${#TAP[@]}" -gt 0 ] || return 0
    say "${#TAP[@]} TAP tests on $("$PG_CONFIG" --version)"
    shared_data
    copy_sources "$WORK/tap"
    give "$WORK/tap"
    # shellcheck disable=SC2016 # the inner shell expands it
    as_pg env PATH="$BINDIR:$PATH" TEMP_CONFIG="$WORK/temp.conf" PG_REGRESS="$pgxs/regress/pg_regress" \
        PERL5LIB="$pgxs/perl" TESTDIR="$WORK/tap" TESTDATADIR="$WORK/tap/tmp_check" TESTLOGDIR="$WORK/tap/tmp_check/log" \
        PG_TEST_PORT_DIR="$WORK/tap/ports" \
        sh -c 'cd "$0/tap" && exec perl scripts/run-tap.pl "$@"' "$WORK" "${TAP[@]/#/test/t/}" 2>&1 | tee "$log" || true
    read -r passed failed skipped < <(sed -nE 's/^tap: //p' "$log" | tail -n 1 | grep . || echo 0 1 0)
    [ "$skipped" -eq 0 ] || say "$skipped TAP assertions or files skipped"
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
}

# crashes PATTERN: what the logs say of crashes and sanitizers.
crashes() {
    find "$WORK/out" "$WORK/regress.log" "$WORK/tap.log" "$WORK/tap/tmp_check/log" -type f -exec \
        grep -hE -A 12 "$1" {} + 2>/dev/null | head -n 80
}

# count_reports: a report of a sanitizer in a log is a failure, also where no
# test noticed: initdb, a server's end, a session that was meant to fail.
count_reports() {
    local reports
    reports=$(crashes 'Sanitizer|runtime error:|TRAP:' || true)
    [ -n "$reports" ] || return 0
    FAILED=$((FAILED + 1))
    say "a sanitizer or an assertion reported:"
    printf '%s\n' "$reports"
}

# keep_evidence: what a failure leaves in the checkout.
keep_evidence() {
    [ "$FAILED" -gt 0 ] || return 0
    mkdir -p "$TOP/results" "$TOP/log"
    cp "$WORK"/out/results/*.out "$TOP/results/" 2>/dev/null || true
    cp "$WORK"/out/log/*.log "$WORK"/tap/tmp_check/log/* "$TOP/log/" 2>/dev/null || true
    if [ -s "$WORK/out/regression.diffs" ]; then
        cp "$WORK/out/regression.diffs" "$TOP/"
        head -n 200 "$WORK/out/regression.diffs"
    fi
    crashes 'terminated by signal|PANIC' || true
    say "see results/, regression.diffs and log/"
}

main() {
    local names
    environment_clean
    packages_for_tests
    pick_pg_config || die "${PG_CONFIG:+$PG_CONFIG: }no PostgreSQL server with its development files"
    trap finish EXIT
    trap 'exit 130' INT TERM HUP
    rm -rf "$TOP/results" "$TOP/regression.diffs" "$TOP/regression.out" "$TOP/log"
    work_make
    say "building with $PG_CONFIG"
    build
    stage
    copy_tests
    read -r -a names <<<"${TESTS:-}"
    choose_tests "${names[@]}"
    run_regress
    run_tap
    count_reports
    keep_evidence
}

main

#!/usr/bin/env bash
# fuzz.sh [TARGET...]: fuzzes the parsers of units, criteria, response rules and
# histories with libFuzzer, AddressSanitizer and UBSan, outside the server.  FUZZ_SECONDS (20)
# is the length of each run; FUZZ_CORPUS names a folder that keeps what is found
# interesting, for long runs, in a folder a target.
#
# First a planted fault must be found, else the silence afterwards means
# nothing.  An input that breaks a property is left as crash-* in log/.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

SECONDS_EACH=${FUZZ_SECONDS:-20}
FLAGS=(-g -O1 -fno-omit-frame-pointer "-fsanitize=fuzzer,address,undefined,float-cast-overflow"
    -fno-sanitize-recover=all -Wall -Wno-ignored-attributes -D_GNU_SOURCE "-I$TOP/src" "-I$TOP/test")
UNITS=(parse table scale spelling lookup format convert)
HISTORY=(text check open seal encode read)
CRITERIA=(scan gram build parse given resolve dimension unit_algebra functions literal pack print lower words)

# sources TARGET: the plain layer of units needs no server; the others get one
# of stubs.
sources() {
    if [ "$1" = history ]; then
        printf "$TOP/src/history/history_%s.c\n" "${HISTORY[@]}"
        printf '%s\n' "$TOP"/src/history/{dtc,result}.c "$TOP/test/fuzz/server_stubs.c"
        return
    fi
    printf "$TOP/src/units/unit_%s.c\n" "${UNITS[@]}"
    printf "$TOP/src/units/analyte_%s.c\n" table codes
    [ "$1" = criteria ] || [ "$1" = rules ] || return 0
    printf "$TOP/src/criteria/criteria_%s.c\n" "${CRITERIA[@]}"
    printf '%s\n' "$TOP"/src/syntax/*.c "$TOP/src/criteria/vocabulary.c" "$TOP/src/units/unit_error.c" "$TOP/src/units/analyte.c" \
        "$TOP/test/fuzz/server_stubs.c"
}

# seeds TARGET: where the run begins.  Criteria are in the regression tests and
# the protocols, each between dollar quotes; histories in what the tests print.
seeds() {
    mkdir -p "$WORK/$1/seeds"
    if [ "$1" = units ]; then
        cp "$TOP"/test/fuzz/corpus_units/* "$WORK/$1/seeds"
        cp "$TOP/test/fuzz/units.dict" "$WORK/$1/dict"
        return
    fi
    if [ "$1" = history ]; then
        # shellcheck disable=SC2016 # perl expands it
        perl -ne 'while (/(v1; [^|()]+?)(?= \||$|\047::)/g) { open my $f, ">", "$ENV{SEEDS}/" . ++$n or die; print $f $1 =~ s/\047\047/\047/gr }' \
            "$TOP"/expected/history_*.out
        printf '"%s"\n' exposure event text unit lln uln route infinity ' to ' 2024-03-01 2024-03 T10:30 '?' '--03' 2023/2024 >"$WORK/$1/dict"
        [ "$(find "$WORK/$1/seeds" -type f | wc -l)" -ge 20 ] || die "the histories of the tests were not found"
        return
    fi
    sed -nE 's/^\t\{"([a-z_0-9]+)".*/"\1"/p' "$TOP"/src/criteria/criteria_{words,functions}.c >"$WORK/$1/dict"
    if [ "$1" = rules ]; then
        # shellcheck disable=SC2016 # perl expands it
        perl -0777 -ne 'while (/\x27((?:[^\x27]|\x27\x27)*)\x27/g) { next if index($1, ":") < 0; open my $f, ">", "$ENV{SEEDS}/" . ++$n or die; print $f $1 =~ s/\x27\x27/\x27/gr }' \
            "$TOP"/test/sql/response_*.sql
        printf '"%s"\n' 'else ' 'baseline.' ' % of baseline' 'pre_flare_' ': ' '; ' 'since baseline' >>"$WORK/$1/dict"
        [ "$(find "$WORK/$1/seeds" -type f | wc -l)" -ge 50 ] || die "the rules of the tests were not found"
        return
    fi
    # shellcheck disable=SC2016 # perl expands it
    perl -0777 -ne 'while (/\$(\w*)\$(.*?)\$\1\$/sg) { open my $f, ">", "$ENV{SEEDS}/" . ++$n or die; print $f $2 }' \
        "$TOP"/test/sql/criteria_*.sql "$TOP"/sql/parts/4*.sql
    [ "$(find "$WORK/$1/seeds" -type f | wc -l)" -ge 300 ] || die "the criteria of the tests were not found"
}

# compile TARGET: everything but the target's own file, once.
compile() {
    local files
    mapfile -t files < <(sources "$1")
    mkdir -p "$WORK/$1/objects"
    (cd "$WORK/$1/objects" && printf '%s\n' "${files[@]}" \
        | xargs -n 4 -P "$(nproc)" clang "${FLAGS[@]}" -isystem "$("$PG_CONFIG" --includedir-server)" -c)
}

# link TARGET OUT FLAG...: libpgcommon and libpgport are the server's own.
link() {
    local target=$1 out=$2 lib
    shift 2
    lib=$("$PG_CONFIG" --pkglibdir)
    clang "${FLAGS[@]}" "$@" -isystem "$("$PG_CONFIG" --includedir-server)" \
        "$TOP/test/fuzz/fuzz_$target.c" "$WORK/$target"/objects/*.o "$lib/libpgcommon.a" "$lib/libpgport.a" -lm -o "$out"
}

# run TARGET PROGRAM SECONDS CORPUS: every finding ends the run.
run() {
    local length=300
    [ "$1" = units ] || length=1500
    mkdir -p "$WORK/found" "$4"
    (cd "$WORK/found" && ASAN_OPTIONS=detect_leaks=1 timeout $(($3 + 60)) "$2" -max_total_time="$3" -max_len="$length" \
        -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 -dict="$WORK/$1/dict" \
        "$4" "$WORK/$1/seeds") >"$WORK/fuzz.log" 2>&1
}

prove() {
    link "$1" "$WORK/planted" -DTE_PLANT
    if run "$1" "$WORK/planted" 10 "$WORK/planted.corpus" \
        || ! grep -q 'AddressSanitizer: heap-buffer-overflow' "$WORK/fuzz.log"; then
        tail -n 20 "$WORK/fuzz.log"
        die "the fuzzer of $1 does not see the planted fault"
    fi
    rm -rf "$WORK/found" "$WORK/planted.corpus"
    say "the fuzzer of $1 sees the planted fault"
}

fuzz() {
    local corpus=${FUZZ_CORPUS:-$WORK/corpus}/$1
    SEEDS=$WORK/$1/seeds seeds "$1"
    compile "$1"
    prove "$1"
    link "$1" "$WORK/fuzz"
    if ! run "$1" "$WORK/fuzz" "$SECONDS_EACH" "$corpus"; then
        mkdir -p "$TOP/log"
        cp "$WORK"/found/* "$TOP/log/" 2>/dev/null || true
        grep -m 1 -A 12 -E "^==[0-9]+==ERROR|runtime error|property broken|^==[0-9]+== ERROR" "$WORK/fuzz.log" || true
        tail -n 12 "$WORK/fuzz.log"
        exit 1
    fi
    sed -nE "s/^stat::number_of_executed_units: +/$1: texts tried: /p" "$WORK/fuzz.log"
}

main() {
    local target
    [ $# -gt 0 ] || set -- units criteria rules history
    environment_clean
    packages_for_tests
    packages_need clang
    pick_pg_config || die "no PostgreSQL server development files found"
    WORK=$(mktemp -d)
    trap 'rm -rf "$WORK"' EXIT
    # the parsers' C files
    build >"$WORK/build.log" 2>&1 || die "the build failed: $(cat "$WORK/build.log")"
    for target in "$@"; do
        [ -e "$TOP/test/fuzz/fuzz_$target.c" ] || die "there is no target \"$target\""
        fuzz "$target"
    done
}

main "$@"

#!/usr/bin/env bash
# demo.sh [shell]: what `make demo` shows: a study loaded into a private server
# that is gone afterwards, then the tour of demo/[1-9]_*.sql.  With "shell", psql
# on that study instead of the tour.  Fails when any statement fails.
#
#     SUBJECTS=2000, SEED=1   size and seed of the invented study
#     STUDY=FOLDER            SDTM domains as CSV files instead (examples/sdtm)
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

MODE=${1:-tour}
SUBJECTS=${SUBJECTS:-2000}
SEED=${SEED:-1}
[[ $SUBJECTS =~ ^[1-9][0-9]{0,6}$ ]] || die "SUBJECTS is a whole number from 1 to 9999999, not \"$SUBJECTS\""
[[ $SEED =~ ^[0-9]{1,9}$ ]] || die "SEED is a whole number, not \"$SEED\""
if [ -n "${STUDY:-}" ]; then
    [ -d "$STUDY" ] || die "STUDY is a folder of CSV files; there is none named \"$STUDY\""
    STUDY=$(cd "$STUDY" && pwd)
fi

run_psql() { psql -Xq -v ON_ERROR_STOP=1 -P pager=off -P footer=off "$@"; }

# heartbeat: says every two seconds what the server has been at for so long.
# The SQL files name their long steps through application_name.
heartbeat() {
    local line
    while sleep 2; do
        line=$(psql -XAtq -F ': ' -c "SELECT application_name, round(extract(epoch FROM clock_timestamp() - query_start)) || ' s'
            FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            AND clock_timestamp() - query_start > interval '2 s'" 2>/dev/null) || return 0
        [ -z "$line" ] || say "  $line"
    done
}

finish() {
    [ -z "${HEARTBEAT:-}" ] || kill "$HEARTBEAT" 2>/dev/null || true
    work_remove
}

# load_sdtm: the folder's files into the schema sdtm, then the adapters, and
# what examples/sdtm/study has for a study of this name.
load_sdtm() {
    local file id
    say "loading the CSV files of $STUDY"
    run_psql -c 'CREATE SCHEMA trial_ext' -c 'CREATE EXTENSION trial_ext SCHEMA trial_ext' -c 'CREATE SCHEMA sdtm'
    export PGOPTIONS='-c search_path=sdtm,trial_ext,public -c jit=off'
    "$TOP/examples/sdtm/load.sh" "$STUDY"
    for file in "$TOP"/examples/sdtm/*.sql; do
        run_psql -f "$file"
    done
    id=$(run_psql -At -c 'SELECT min(studyid) FROM dm')
    file=$TOP/examples/sdtm/study/$id.sql
    if [[ $id =~ ^[A-Za-z0-9._-]+$ ]] && [ -f "$file" ]; then
        say "examples/sdtm/study/$id.sql: codes, criteria and plans of this study"
        run_psql -f "$file"
    fi
    unset PGOPTIONS
}

say "building, and starting a private server"
cluster_open
trap finish EXIT
heartbeat &
HEARTBEAT=$!
if [ -n "${STUDY:-}" ]; then
    load_sdtm
    FIRST=$TOP/demo/sdtm/study.sql
else
    say "an invented study of $SUBJECTS subjects"
    FIRST=$TOP/demo/0_study.sql
fi
run_psql -c "ALTER DATABASE postgres SET search_path = study, sdtm, trial_ext, public"

if [ "$MODE" = shell ]; then
    run_psql -v subjects="$SUBJECTS" -v seed="$SEED" -f "$FIRST" >"$WORK/load.log"
    kill "$HEARTBEAT"
    HEARTBEAT=
    say "psql on the private server; \\q ends it, and the server with it"
    say "try: \\dt   TABLE trial;   SELECT * FROM patient, explain_eligibility(protocol_criteria('SEED004'), known, as_of) LIMIT 20;"
    psql
    exit
fi

# One session, so that a file knows the subject that an earlier one chose.
ARGS=(-v subjects="$SUBJECTS" -v seed="$SEED" -f "$FIRST")
for file in "$TOP"/demo/[1-9]_*.sql; do
    ARGS+=(-c "\\echo '======== demo/$(basename "$file")'" -f "$file")
done
run_psql "${ARGS[@]}" || die "the demo failed"
say "this took $SECONDS s.  To look around yourself: make demo-shell${STUDY:+ STUDY=$STUDY}"
say "It starts the same private server with the same study and opens psql: \\dt lists the tables,"
say "SELECT subject FROM patient WHERE eligible(protocol_criteria('SEED004'), known, as_of); is a first question."

#!/usr/bin/env bash
# check-r.sh: what `make check-r` runs: our statistics beside those of R, on the
# trials that come with R's package survival, and the analysis of trial SEED004
# (examples/trial_004.sql) on the synthetic cohort, where ../shared/data has
# its generator.  Installs R when it is missing; `make check` needs none of it.
#
#     SUBJECTS=1000           size of the cohort
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

GENERATOR=$TOP/../shared/data/make_lupus_cohort.py
STATUS=0

run_psql() { psql -Xq -v ON_ERROR_STOP=1 "$@"; }

# beside NAME [all]: R's values of NAME and ours.
beside() {
    run_psql -c "\\copy (SELECT name, value FROM $1_values) TO '$WORK/$1.ours' WITH (NULL '')"
    echo "== $1: R, ours, relative difference"
    perl "$TOP/test/r/compare.pl" "$WORK/$1.R" "$WORK/$1.ours" "${@:2}" || STATUS=1
}

datasets() {
    Rscript "$TOP/test/r/datasets.R" "$WORK" >"$WORK/datasets.R"
    run_psql -c 'CREATE TABLE datasets (analysis text, time float8, event bool, arm text, stratum text)' \
        -c "\\copy datasets FROM '$WORK/datasets.csv' CSV HEADER" \
        -c 'CREATE TABLE deaths (time float8, cause int, arm text, died int, age float8, bili float8, albumin float8)' \
        -c "\\copy deaths FROM '$WORK/deaths.csv' CSV HEADER" -f "$TOP/test/r/datasets.sql"
    beside datasets
}

trial_004() {
    local file
    python3 "$GENERATOR" --subjects "${SUBJECTS:-1000}" --out "$WORK/cohort" 2>/dev/null
    "$TOP/examples/sdtm/load.sh" "$WORK/cohort"
    for file in "$TOP"/examples/sdtm/*.sql "$TOP/examples/trial_004.sql" "$TOP/test/r/trial_004.sql"; do
        run_psql -f "$file"
    done
    run_psql -c "\\copy (SELECT name, usubjid, arm, crr, days, event FROM trial_004_set ORDER BY 1, 2) TO '$WORK/trial_004.csv' CSV HEADER"
    Rscript "$TOP/test/r/trial_004.R" "$WORK/trial_004.csv" >"$WORK/trial_004.R"
    beside trial_004 all
    # what test/t/190_trial_004.pl compares with is such a file
    mkdir -p "$TOP/log"
    cp "$WORK/trial_004.R" "$TOP/log/trial_004.tsv"
}

main() {
    environment_clean
    packages_for_tests
    packages_need r-base-core r-cran-survival
    cluster_open
    export PGOPTIONS='-c jit=off'
    run_psql -c 'CREATE EXTENSION trial_ext'
    say "$(Rscript -e 'cat(R.version.string, "with survival", as.character(packageVersion("survival")))')"
    datasets
    if [ -r "$GENERATOR" ]; then
        packages_need python3
        trial_004
    else
        say "no ../shared/data/make_lupus_cohort.py: trial SEED004 is left out"
    fi
    exit "$STATUS"
}

main

#!/usr/bin/env bash
# survival_r.sh: the log-rank test of a million subjects here and in R, on the
# same rows (not part of make bench: it needs R and its package survival, Debian:
# r-base-core, r-cran-survival).  R has the data in memory; both print CPU time.
#
#   bench/survival_r.sh [ROWS]
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../scripts/lib.sh"

ROWS=${1:-1000000}
command -v Rscript >/dev/null || die "Rscript is not installed"
SERVER_SETTINGS="
shared_buffers = '1GB'
jit = off
max_parallel_workers_per_gather = 0"
cluster_open
psql -Xq -c 'CREATE EXTENSION trial_ext'
psql -Xq -c "CREATE TABLE subject AS
    SELECT CASE WHEN hashint8(g) % 2 = 0 THEN 'drug' ELSE 'placebo' END AS arm, (abs(hashint8extended(g, 1)) % 1500)::int AS days,
        abs(hashint8extended(g, 2)) % 10 < 7 AS event, (abs(hashint8extended(g, 3)) % 1000000007) / 1e6::float8 AS years
    FROM generate_series(1, $ROWS) g" -c "VACUUM (FREEZE, ANALYZE) subject"
psql -Xq -c "COPY (SELECT arm, days, event::int AS event, years FROM subject) TO STDOUT (FORMAT csv, HEADER)" >"$WORK/subject.csv"

# ours TIME: seconds of CPU, least of five, and the statistic
ours() {
    local i
    {
        echo "SET log_executor_stats = on; SET client_min_messages = log;"
        for ((i = 0; i < 5; i++)); do echo "SELECT '@', (logrank(survival_agg($1, event, arm))).statistic FROM subject;"; done
    } | psql -XAt 2>&1 | awk -F'[|]' '/^@/ { result = $2 } /^!\t[0-9].* s user/ { split($0, w, " "); t = w[2] + w[5]; if (min == "" || t < min) min = t }
        END { printf "%.3f s, %s\n", min, result }'
}
for time in days years; do
    printf 'trial_ext, %s: ' "$time"
    ours "$time"
done
cat >"$WORK/test.R" <<'R'
library(survival)
x <- read.csv(commandArgs(TRUE)[1])
for (time in c("days", "years")) {
    s <- Surv(x[[time]], x$event)
    least <- min(sapply(1:3, function(i) { t <- system.time(r <<- survdiff(s ~ arm, x)); t[["user.self"]] + t[["sys.self"]] }))
    cat(sprintf("R %s survdiff, %s: %.3f s, %.12g\n", packageVersion("survival"), time, least, r$chisq))
}
R
Rscript "$WORK/test.R" "$WORK/subject.csv"

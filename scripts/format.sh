#!/usr/bin/env bash
# format.sh [--check]: lays out the C and C++ files as .clang-format says; with --check
# only shows what differs and exits 1 if anything does.  Other releases of
# clang-format than 14 (Debian 12's) may differ in details.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

environment_clean
packages_need clang-format
cd "$TOP"
mapfile -t files < <(find src test/fuzz test/plant test/distributions \( -name '*.[ch]' -o -name '*.cpp' \) ! -name '*_scan.c' ! -name '*_gram.[ch]' | LC_ALL=C sort)
if [ "${1:-}" != --check ]; then
    clang-format -i "${files[@]}"
    exit 0
fi
differing=0
for f in "${files[@]}"; do
    clang-format "$f" | diff -u --label "$f" --label "$f (formatted)" "$f" - || differing=$((differing + 1))
done
[ "$differing" -eq 0 ] || { say "$differing files differ; make format lays them out"; exit 1; }

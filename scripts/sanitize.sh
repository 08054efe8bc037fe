#!/usr/bin/env bash
# sanitize.sh: for development, without a root of Debian: make check with UBSan
# and our own Asserts compiled into the library, in a copy of the tree, on this
# machine's server.  AddressSanitizer is not for here: preloaded into
# bookworm's server it hangs at start; see roots.sh check 17 asan.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

environment_clean
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
copy_sources "$FOLDER/tree"
if [ -d "$TOP/../shared" ]; then
    ln -s "$(cd "$TOP/../shared" && pwd)" "$FOLDER/shared"
fi
export COPT="-fsanitize=undefined,float-cast-overflow -fno-sanitize-recover=undefined,float-cast-overflow -DUSE_ASSERT_CHECKING"
export TESTS=${TESTS:-$(sanitizer_tests)}
cd "$FOLDER/tree"
bash scripts/plant.sh undefined
bash scripts/check.sh

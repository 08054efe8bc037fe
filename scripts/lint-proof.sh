#!/usr/bin/env bash
# lint-proof.sh: shows that every static check of lint.sh sees a fault: plants
# one a time in a copy of the tree and expects the check to fail.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

COPY=$(mktemp -d)
trap 'rm -rf "$COPY"' EXIT
MISSED=0

# plant CHECK FILE TEXT: TEXT added to FILE must make CHECK fail.
plant() {
    local check=$1 file=$2 text=$3 source=
    cp "$COPY/$file" "$COPY/kept" 2>/dev/null || rm -f "$COPY/kept"
    printf '%b\n' "$text" >>"$COPY/$file"
    case $file in *.c | *.cpp) source=$file ;; esac
    if LINT_SOURCES=$source bash "$COPY/scripts/lint.sh" "$check" >"$COPY/log" 2>&1; then
        say "$check does not see: $text"
        MISSED=1
    elif ! grep -q "$check: FAILED" "$COPY/log"; then
        cat "$COPY/log"
        say "$check did not run"
        MISSED=1
    fi
    if [ -e "$COPY/kept" ]; then mv "$COPY/kept" "$COPY/$file"; else rm -f "${COPY:?}/$file"; fi
}

environment_clean
copy_sources "$COPY"
C=src/planted.c
H='#include "postgres.h"'
plant gcc $C "$H\nint te_f(int a);\nint te_f(int a)\n{\n\tint unused;\n\treturn a;\n}"
plant gcc-strict $C "$H\nint te_f(int a);\nint te_f(int a)\n{\n\tfor (int a = 0; a < 3; a++) ;\n\treturn a;\n}"
plant clang $C "$H\nint te_f(int a);\nint te_f(int a)\n{\n\tif (a = 2) return 1;\n\treturn a;\n}"
plant tidy $C "$H\nint te_f(int a);\nint te_f(int a)\n{\n\tint *p = NULL;\n\tif (a > 2)\n\t\treturn *p;\n\treturn a;\n}"
X=src/planted.cpp
plant gcc $X 'extern "C" int te_f(int a);\nint te_f(int a)\n{\n\tint unused;\n\treturn a;\n}'
plant gcc-strict $X 'int te_f(int a)\n{\n\treturn a;\n}'
plant clang $X 'int te_f(int a);\nint te_f(int a)\n{\n\tif (a = 2) return 1;\n\treturn a;\n}'
plant tidy $X 'int te_f(int a);\nint te_f(int a)\n{\n\tint *p = nullptr;\n\tif (a > 2)\n\t\treturn *p;\n\treturn a;\n}'
plant cppcheck $C "$H\nint te_f(int a);\nint te_f(int a)\n{\n\tint b[3];\n\tb[3] = a;\n\treturn b[0];\n}"
# shellcheck disable=SC2016 # the planted script holds the dollar
plant shell scripts/planted.sh '#!/bin/sh\nrm $1'
P=sql/parts/99_planted.sql
plant install-script $P 'CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE c;'
plant install-script $P 'CREATE TABLE IF NOT EXISTS t (a int);'
plant install-script $P "CREATE FUNCTION f(int) RETURNS int LANGUAGE c SECURITY DEFINER;"
plant install-script $P "SELECT '@extschema@';"
plant install-script $P "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS \$\$SELECT 1\$\$;"
plant source $C '\tchar\t   *p = palloc(n * sizeof(int));'
plant source $C '\tx = atof(s);'
plant source $C '\tsprintf(buf, "%s", s);'
plant source $C '\tif (isspace(*s))'
plant source $C '#if PG_VERSION_NUM >= 160000'
plant symbols $C 'int unprefixed(int a);\nint unprefixed(int a)\n{\n\treturn a;\n}'
plant symbols $C '#include <stdio.h>\nvoid *te_f(const char *a);\nvoid *te_f(const char *a)\n{\n\treturn fopen(a, "r");\n}'
plant symbols $X 'extern "C" int te_f(int a);\nint unprefixed(int a)\n{\n\treturn a;\n}'
plant source $X '\tsprintf(buf, "%s", s);'
plant meta META.json '}'
plant meta Makefile 'EXTVERSION = 0.0.0'
[ "$MISSED" -eq 0 ] || exit 1
say "every check saw its planted fault"

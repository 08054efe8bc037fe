#!/usr/bin/env bash
# lint.sh [CHECK...]: the static checks.  Without a name all of them; prints
# what each finds and exits 1 if any found something.  `lint.sh list` names
# them.
# shellcheck disable=SC2317 # the checks are called by name
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

CHECKS=(gcc gcc-strict clang tidy cppcheck shell install-script source symbols meta)
PACKAGES=(clang clang-tidy cppcheck shellcheck binutils)

# -Wall and -Wextra without what PostgreSQL's headers and calling convention
# make meaningless.
WARN_ANY="-Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers
    -Wno-unused-but-set-variable"
WARN="$WARN_ANY -Wdeclaration-after-statement"
# More, of gcc only and with the server's headers as system headers.
STRICT_ANY="-Wshadow -Wundef -Wcast-align -Wwrite-strings -Wformat=2 -Wnull-dereference -Wduplicated-cond -Wlogical-op"
STRICT="$STRICT_ANY -Wstrict-prototypes -Wmissing-prototypes"
STRICT_CXX="$STRICT_ANY -Wmissing-declarations -Wold-style-cast -Wnon-virtual-dtor"

# sources ENDING: the C or the C++ files; generated parsers are their
# generators' business.  LINT_SOURCES names one, for lint-proof.sh.
sources() {
    if [ -z "${LINT_SOURCES:-}" ]; then
        find src -name "*.$1" ! -name '*_scan.c' ! -name '*_gram.c' | LC_ALL=C sort
    elif [ "${LINT_SOURCES##*.}" = "$1" ]; then
        printf '%s\n' "$LINT_SOURCES"
    fi
}

includes() {
    printf '%s\n' "-isystem$("$PG_CONFIG" --includedir-server)" "-isystem$("$PG_CONFIG" --pkgincludedir)/internal" \
        -D_GNU_SOURCE -Isrc
}

# compile CC FLAG...: every source of that compiler's language, with the
# optimizer, whose analysis some warnings need.
compile() {
    local ending=c
    [[ $1 != *++ ]] || ending=cpp
    sources "$ending" | xargs -r -P "$(nproc)" -I{} "$@" "${INCLUDES[@]}" -O2 -fPIC -Werror -c -o /dev/null {}
}

check_gcc() {
    # shellcheck disable=SC2046,SC2086 # lists of words
    compile gcc $("$PG_CONFIG" --cflags) $WARN
    # shellcheck disable=SC2086 # a list of words
    compile g++ $WARN_ANY
}

check_gcc-strict() {
    # shellcheck disable=SC2086 # lists of words
    compile gcc $WARN $STRICT
    # shellcheck disable=SC2086 # lists of words
    compile g++ $WARN_ANY $STRICT_CXX
}

# PostgreSQL's printf attribute is gcc's; its own bitcode build says so too.
check_clang() {
    # shellcheck disable=SC2086 # a list of words
    compile clang $WARN -Wno-ignored-attributes
    # the standard of the bitcode build, the older of the two
    # shellcheck disable=SC2086 # a list of words
    compile clang++ -std=c++14 $WARN_ANY
}

check_tidy() {
    { sources c && sources cpp; } | xargs -P "$(nproc)" -n 3 sh -c \
        'exec clang-tidy --quiet "$@" -- '"${INCLUDES[*]} -Wno-ignored-attributes" - \
        >"$WORK_LINT/tidy" 2>&1 || { cat "$WORK_LINT/tidy"; return 1; }
}

# The few macros of fmgr that cppcheck must know are stubs: with the real
# headers it finds the same and takes minutes.  In C++ it must not ask whether
# Boost is there, for the same reason.
check_cppcheck() {
    local cppcheck=(cppcheck --quiet --error-exitcode=1 "--enable=warning,performance,portability" --inline-suppr
        --suppress=missingInclude --suppress=unknownMacro -Isrc -j "$(nproc)")
    "${cppcheck[@]}" --std=c++14 -U__has_include src/*/*.cpp
    "${cppcheck[@]}" --std=c99 -i src/stats/distributions.cpp \
        '-DPG_FUNCTION_INFO_V1(x)=' '-DPG_MODULE_MAGIC=' '-DPG_FUNCTION_ARGS=void *fcinfo' '-DFLEXIBLE_ARRAY_MEMBER=1' \
        '-Dpg_attribute_printf(a,b)=' '-DStaticAssertDecl(a,b)=' '-DStaticAssertStmt(a,b)=' '-DINT64CONST(x)=(x##L)' \
        '-Dpalloc_array(type,n)=((type *)palloc(sizeof(type)*(n)))' \
        '-Dpalloc0_array(type,n)=((type *)palloc0(sizeof(type)*(n)))' '-Dpalloc0_object(type)=((type *)palloc0(sizeof(type)))' \
        '-Dpalloc_object(type)=((type *)palloc(sizeof(type)))' -DHAVE_INT128=1 -DPG_INT128_TYPE=__int128 -DPG_VERSION_NUM=150000 \
        -i src/criteria/criteria_gram.c -i src/criteria/criteria_scan.c \
        -i src/schedule/schedule_gram.c -i src/schedule/schedule_scan.c src
}

check_shell() {
    shellcheck -x -P SCRIPTDIR .ci/run scripts/*.sh
    if compgen -G 'bench/*.sh' >/dev/null; then
        shellcheck -x -P SCRIPTDIR bench/*.sh
    fi
}

# none WHAT PATTERN FILE...: fails when a line that is no comment matches.
none() {
    local what=$1 pattern=$2
    shift 2
    if grep -HnEi -- "$pattern" "$@" | grep -vE '^[^:]*:[0-9]+:[[:space:]]*(/\*|\* )'; then
        echo "^ $what"
        return 1
    fi
}

# What a trusted extension's script must not do: take over what others made
# beforehand, run with the rights of its owner, paste names into strings, or
# run text that a search_path can bend.
check_install-script() {
    local status=0 script=$WORK_LINT/install.sql
    cat sql/parts/*.sql | sed 's/--.*$//' >"$script"
    none 'CREATE OR REPLACE takes over what is there' 'OR[[:space:]]+REPLACE' "$script" || status=1
    none 'IF NOT EXISTS accepts what is there' 'IF[[:space:]]+NOT[[:space:]]+EXISTS' "$script" || status=1
    none 'SECURITY DEFINER' 'SECURITY[[:space:]]+DEFINER' "$script" || status=1
    none 'names of this installation in the script' '@ext(schema|owner)' "$script" || status=1
    none 'a DO block or a superuser command' '^[[:space:]]*(DO|GRANT|REVOKE|ALTER[[:space:]]+(ROLE|SYSTEM|DATABASE))[[:space:]]' \
        "$script" || status=1
    none 'SQL and PL/pgSQL as text: use BEGIN ATOMIC or C' "LANGUAGE[[:space:]]+plpgsql|AS[[:space:]]+\\\$" "$script" || status=1
    return "$status"
}

# Habits that lead to overflows and to answers that depend on the locale.
check_source() {
    local status=0 files ours
    mapfile -t files < <(find src \( -name '*.[chly]' -o -name '*.cpp' \) ! -name '*_scan.c' ! -name '*_gram.[ch]')
    none 'size arithmetic in palloc: use palloc_array or a checked product' \
        '\bpalloc(0|_extended)?[[:space:]]*\([^;]*[A-Za-z0-9_)][[:space:]]*\*[[:space:]]*[A-Za-z0-9_(]' "${files[@]}" || status=1
    none 'reads numbers without telling errors' '\b(atof|sscanf|strtok)[[:space:]]*\(' "${files[@]}" || status=1
    none 'unbounded writing' '\b(sprintf|strcpy|strcat|gets|alloca)[[:space:]]*\(' "${files[@]}" || status=1
    none 'the locale decides: use scanner_isspace or a comparison' \
        '(^|[^_A-Za-z])(isspace|isdigit|isalpha|isalnum|toupper|tolower)[[:space:]]*\(' "${files[@]}" || status=1
    mapfile -t ours < <(printf '%s\n' "${files[@]}" | grep -v '^src/compat.h$')
    none 'version checks belong in src/compat.h' 'PG_VERSION_NUM' "${ours[@]}" || status=1
    none 'blanks at the end of a line' '[[:blank:]]+$' "${files[@]}" || status=1
    return "$status"
}

# Exported: te_*, the magic block and functions with PostgreSQL's info record;
# anything else could meet a namesake of another library on 15.  Imported:
# nothing that reads files, opens connections or runs statements.
check_symbols() {
    local status=0 so=trial_ext.so strange
    plain_make all >/dev/null
    nm -D --defined-only "$so" | awk '{ print $3 }' | LC_ALL=C sort >"$WORK_LINT/exported"
    strange=$(awk 'NR == FNR { if (sub(/^pg_finfo_/, "")) entry[$0] = 1; next }
        !/^(te_|pg_finfo_|Pg_magic_func$|_PG_init$)/ && !($0 in entry)' "$WORK_LINT/exported" "$WORK_LINT/exported")
    if [ -n "$strange" ]; then
        printf '%s\n^ exported without the prefix te_\n' "$strange"
        status=1
    fi
    nm -D --undefined-only "$so" | awk '{ print $2 }' | sed 's/@.*//' >"$WORK_LINT/imported"
    none 'imported: files, processes, network or statements' \
        '^(SPI_.*|fopen(64)?|open(at)?(64)?|creat|read|write|unlink|rename|socket|connect|bind|system|popen|exec[vl].*|fork|kill|dlopen|getenv|setenv|AllocateFile|OpenTransientFile|PathNameOpenFile.*|OpenPipeStream|ProcessUtility|DirectFunctionCall.*_exec)$' \
        "$WORK_LINT/imported" || status=1
    return "$status"
}

# META.json is JSON, and one version is named everywhere.
check_meta() {
    local version
    perl -MJSON::PP -0777 -ne 'decode_json($_)' META.json
    version=$(sed -nE "s/^default_version = '(.*)'/\1/p" trial_ext.control)
    [ "$(grep -c "\"version\": \"$version\"" META.json)" -eq 2 ] || { echo "META.json does not say $version twice"; return 1; }
    [ "$(sed -nE 's/^EXTVERSION *= *//p' Makefile)" = "$version" ] || { echo "Makefile does not say $version"; return 1; }
}

main() {
    local name failed=0 wanted=("$@")
    cd "$TOP"
    environment_clean
    if [ "${1:-}" = list ]; then
        printf '%s\n' "${CHECKS[@]}"
        exit 0
    fi
    [ ${#wanted[@]} -gt 0 ] || wanted=("${CHECKS[@]}")
    packages_for_tests
    packages_need "${PACKAGES[@]}"
    pick_pg_config || die "no PostgreSQL server development files found"
    mapfile -t INCLUDES < <(includes)
    # the parsers' headers
    plain_make src/criteria/criteria_gram.h src/schedule/schedule_gram.h
    WORK_LINT=$(mktemp -d)
    trap 'rm -rf "$WORK_LINT"' EXIT
    for name in "${wanted[@]}"; do
        declare -F "check_$name" >/dev/null || die "no check named \"$name\""
        # A subshell of its own: in an "if", set -e would not hold inside.
        set +e
        (set -e; "check_$name")
        status=$?
        set -e
        if [ "$status" -eq 0 ]; then
            say "$name: ok"
        else
            say "$name: FAILED"
            failed=1
        fi
    done
    exit "$failed"
}

main "$@"

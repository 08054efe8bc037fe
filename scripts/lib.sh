# shellcheck shell=bash
# lib.sh: what the scripts of this folder share.  Source it; it runs nothing.
#
# A private cluster lives in one mktemp folder: its data, its Unix socket, a
# copy of the tests and a staged install of the extension.  It opens no TCP
# port, writes nothing into PostgreSQL's own folders and is gone afterwards.
#
# A script that needs a server says
#     . "$(dirname "$0")/lib.sh"
#     cluster_open
#     psql -c 'CREATE EXTENSION trial_ext'
# and finds PGHOST, PGUSER, PGDATABASE and PATH set; the server goes away with
# the script.

# shellcheck disable=SC2034 # the scripts that source this use what it sets

# The top of the checkout.
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '== %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 2
}

# A caller's CDPATH, locale or PGHOST must not reach the tests.  MAKEFLAGS may
# name a job server that this process did not inherit.
environment_clean() {
    local v
    unset CDPATH LANGUAGE BASH_ENV ENV
    export LANG=C.UTF-8
    for v in $(compgen -e PG || true) $(compgen -e LC_ || true); do
        case $v in
            PG_CONFIG) ;;
            *) unset "$v" ;;
        esac
    done
    if [ -n "${MAKEFLAGS:-}" ]; then
        MAKEFLAGS=$(printf '%s' "$MAKEFLAGS" | sed -E 's/(^| )--jobserver-[a-z]+=[^ ]*//g; s/(^| )-j[0-9]*//g')
        export MAKEFLAGS
    fi
    unset MFLAGS
}

# usable_pg_config FILE: it belongs to a server and its development files.
usable_pg_config() {
    [ -x "$1" ] && [ -x "$("$1" --bindir)/postgres" ] && [ -f "$("$1" --pgxs)" ]
}

# pick_pg_config: sets PG_CONFIG to the newest installed server that has its
# development files, unless the caller chose one.  Plain pg_config on PATH may
# belong to a client library of another version, so it comes last.
pick_pg_config() {
    local c
    if [ -n "${PG_CONFIG:-}" ]; then
        c=$(command -v "$PG_CONFIG") && usable_pg_config "$c" && PG_CONFIG=$c
        return
    fi
    for c in $(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -t/ -k5,5nr) "$(command -v pg_config || true)"; do
        if usable_pg_config "$c"; then
            PG_CONFIG=$c
            return 0
        fi
    done
    return 1
}

# as_pg CMD...: runs CMD as an unprivileged user (PostgreSQL refuses root), in
# the private folder, as that user may not be able to read the checkout.
# SERVER_ENV, words of the form NAME=value, is for the sanitizers' runs: those
# variables must reach the servers but not the compilers.
as_pg() {
    local words
    read -r -a words <<<"${SERVER_ENV:-}"
    if [ "$(id -u)" -ne 0 ]; then
        (cd "$WORK" && exec env "${words[@]}" "$@")
    else
        (cd "$WORK" && exec setpriv --reuid="$PG_USER" --regid="$(id -g "$PG_USER")" --init-groups --inh-caps=-all \
            env HOME="$WORK" "${words[@]}" "$@")
    fi
}

# give FILE...: makes what root wrote below WORK the unprivileged user's.
give() {
    [ "$(id -u)" -ne 0 ] || chown -R "$PG_USER" "$@"
}

# work_parent: where the private folder goes: TMPDIR, unless its name is too
# long for a Unix socket, needs quoting, or the unprivileged user cannot get
# there.
work_parent() {
    local d=${TMPDIR:-/tmp}
    if [[ $d =~ ^/[A-Za-z0-9/._-]{1,60}$ ]] && WORK=/ as_pg test -x "$d" 2>/dev/null; then
        printf '%s\n' "$d"
    else
        printf '/tmp\n'
    fi
}

# work_make: the private folder, WORK, removed on exit by work_remove.
work_make() {
    PG_USER=$(id -un)
    if [ "$(id -u)" -eq 0 ]; then
        PG_USER=postgres
        id postgres >/dev/null 2>&1 || PG_USER=nobody
    fi
    WORK=$(mktemp -d "$(work_parent)/trial_ext.XXXXXX")
    mkdir "$WORK/stage" "$WORK/sock" "$WORK/out"
    chmod 755 "$WORK"
    BINDIR=$("$PG_CONFIG" --bindir)
    PKGLIBDIR=$("$PG_CONFIG" --pkglibdir)
    SHAREDIR=$("$PG_CONFIG" --sharedir)
    PG_MAJOR=$("$PG_CONFIG" --version | sed -E 's/^PostgreSQL ([0-9]+).*/\1/')
    give "$WORK"
}

# copy_sources TO: the tree without what was built, for users and roots that
# cannot read the checkout or need another build.
copy_sources() {
    mkdir -p "$1"
    tar -C "$TOP" --exclude-vcs --exclude='*.o' --exclude='*.so' --exclude='*.bc' --exclude=.build-id \
        --exclude=./results --exclude=./log -cf - . | tar -C "$1" --no-same-owner -xf -
    chmod -R a+rX "$1"
}

# sanitizer_tests: what is worth running under sanitizers, which are slow:
# everything but the TAP tests that ask about memory, time or other programs.
sanitizer_tests() {
    local f
    for f in "$TOP"/test/sql/*.sql "$TOP"/test/t/*_fuzz.pl "$TOP"/test/t/*_{random,bad}_input.pl; do
        [ ! -e "$f" ] || printf '%s ' "$(basename "$f")"
    done
}

# plain_make ARG...: the PGXS Makefile.  Bitcode for JIT inlining is of no use
# to a test and would need clang.
plain_make() {
    # shellcheck disable=SC2086 # MAKE_ARGS is a list of words
    make -C "$TOP" -f Makefile -s --no-print-directory PG_CONFIG="$PG_CONFIG" with_llvm=no ${MAKE_ARGS:-} "$@"
}

build() {
    plain_make -j"$(nproc)" all
}

# staged_setting: the setting that lets a server find a staged extension's
# control file: Debian's own before 18, PostgreSQL's from 18.
staged_setting() {
    local known
    known=$("$BINDIR/postgres" --describe-config | cut -f1)
    if grep -qx extension_control_path <<<"$known"; then
        printf "extension_control_path = '%s:\$system'\n" "$WORK/stage$SHAREDIR"
    elif grep -qx extension_destdir <<<"$known"; then
        printf "extension_destdir = '%s'\n" "$WORK/stage"
    else
        die "this PostgreSQL cannot load a staged extension; use make install and make installcheck"
    fi
}

# stage: installs the built extension below WORK/stage and writes WORK/temp.conf,
# the settings that make a server find it there.
stage() {
    plain_make DESTDIR="$WORK/stage" install >/dev/null
    {
        echo "listen_addresses = ''"
        echo "fsync = off"
        echo "dynamic_library_path = '$WORK/stage$PKGLIBDIR:\$libdir'"
        staged_setting
        printf '%s\n' "${SERVER_SETTINGS:-}"
    } >"$WORK/temp.conf"
    give "$WORK/stage" "$WORK/temp.conf"
}

# cluster_start / cluster_stop: a server for demo, bench and development.
cluster_start() {
    as_pg "$BINDIR/initdb" -D "$WORK/data" -U "$PG_USER" --no-locale -E UTF8 -A trust --no-sync >"$WORK/initdb.log" 2>&1 \
        || die "initdb failed: $(tail -3 "$WORK/initdb.log")"
    as_pg sh -c "cat '$WORK/temp.conf' >>'$WORK/data/postgresql.conf'
        echo \"unix_socket_directories = '$WORK/sock'\" >>'$WORK/data/postgresql.conf'"
    as_pg "$BINDIR/pg_ctl" -D "$WORK/data" -l "$WORK/server.log" -w -s start \
        || die "the private server did not start: $(tail -3 "$WORK/server.log")"
    export PGHOST="$WORK/sock" PGUSER="$PG_USER" PGDATABASE=postgres PATH="$BINDIR:$PATH"
}

cluster_stop() {
    [ -f "${WORK:-/nonexistent}/data/postmaster.pid" ] || return 0
    as_pg "$BINDIR/pg_ctl" -D "$WORK/data" -m fast -w -s stop || true
}

# cluster_open: everything from finding PostgreSQL to a running server.
cluster_open() {
    environment_clean
    pick_pg_config || die "no PostgreSQL server development files found; make setup installs them"
    trap work_remove EXIT
    work_make
    build >"$WORK/build.log" 2>&1 || die "the build failed: $(cat "$WORK/build.log")"
    stage
    cluster_start
}

# stray_servers_stop: servers of an interrupted test run, known by their
# process-id files below WORK.
stray_servers_stop() {
    local f pid
    while IFS= read -r f; do
        pid=$(head -n 1 "$f")
        [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(dirname "$f")" ] || continue
        kill -QUIT "$pid" 2>/dev/null || true
    done < <(find "$WORK" -name postmaster.pid 2>/dev/null)
}

work_remove() {
    [ -n "${WORK:-}" ] && [ -d "$WORK" ] || return 0
    cluster_stop
    stray_servers_stop
    rm -rf "$WORK" || { sleep 1 && rm -rf "$WORK"; }
    return 0
}

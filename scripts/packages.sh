# shellcheck shell=bash
# packages.sh: which Debian packages the commands need, and how the missing
# ones get in.  Source it after lib.sh; it runs nothing.
#
# Only what is missing is installed and nothing is upgraded: a machine that
# has everything is not touched, and a server in use keeps its version.

export DEBIAN_FRONTEND=noninteractive

# packages_build MAJOR: to compile and test against that PostgreSQL.
packages_build() {
    printf '%s\n' gcc g++ libc6-dev libboost-math-dev make perl libipc-run-perl "postgresql-$1" "postgresql-server-dev-$1"
    # The parsers' sources, once there are any, need their generators.
    if compgen -G "$TOP/src/*/*.y" >/dev/null; then
        printf '%s\n' flex bison
    fi
}

# packages_missing PACKAGE...: those that are not installed.
packages_missing() {
    local p
    for p in "$@"; do
        [ "$(dpkg-query -W -f='${Status}' "$p" 2>/dev/null)" = "install ok installed" ] || printf '%s\n' "$p"
    done
}

# as_root CMD...: directly, or through sudo when that works without a password
# or somebody is there to type one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo --preserve-env=DEBIAN_FRONTEND "$@"
    fi
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

apt_install() {
    as_root apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends --no-upgrade "$@"
}

apt_update() {
    as_root apt-get -o DPkg::Lock::Timeout=300 update
}

# packages_known PACKAGE...: apt has an address for each.
packages_known() {
    local p
    for p in "$@"; do
        [[ $(apt-cache policy "$p" 2>/dev/null) =~ Candidate:\ [0-9] ]] || return 1
    done
}

# packages_need PACKAGE...: installs what is missing.  The lists are fetched
# when a package is not in them, and once more when they name files that are
# gone.
packages_need() {
    local missing
    mapfile -t missing < <(packages_missing "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        die "these packages are missing, and there is no apt-get here: ${missing[*]}"
    fi
    if ! can_be_root; then
        printf 'error: packages are missing; as root, run\n    apt-get update && apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
        exit 2
    fi
    say "installing ${missing[*]}"
    packages_known "${missing[@]}" || apt_update >&2
    apt_install "${missing[@]}" >&2 || { apt_update >&2 && apt_install "${missing[@]}" >&2; } \
        || die "could not install ${missing[*]}"
}

# major_wanted: the PostgreSQL to set up: the one PG_CONFIG names, the newest
# installed server, or the release's default.
major_wanted() {
    if [[ ${PG_CONFIG:-} =~ ^/usr/lib/postgresql/([0-9]+)/bin/pg_config$ ]]; then
        printf '%s\n' "${BASH_REMATCH[1]}"
        return 0
    fi
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -t/ -k5,5nr | sed -n 1p | cut -d/ -f5)
    if [ "$newest" = '*' ]; then
        newest=$(major_of_release)
    fi
    printf '%s\n' "$newest"
}

# major_of_release: what the package "postgresql" depends on.
major_of_release() {
    packages_known postgresql || { can_be_root && apt_update >&2; } || true
    apt-cache depends postgresql 2>/dev/null | sed -nE 's/^ *Depends: postgresql-([0-9]+)$/\1/p' | sed -n 1p | grep . \
        || printf '15\n'
}

# packages_for_tests: all that build, check, demo and bench need.  A server
# outside Debian's folders is its owner's business: its files must be there.
packages_for_tests() {
    local wanted packages
    if pick_pg_config && [[ $PG_CONFIG != /usr/lib/postgresql/* ]]; then
        packages_need gcc g++ libc6-dev libboost-math-dev make perl libipc-run-perl
        return
    fi
    wanted=$(major_wanted)
    mapfile -t packages < <(packages_build "$wanted")
    packages_need "${packages[@]}"
}

#!/usr/bin/env bash
# roots.sh: other PostgreSQL versions than the machine's, in throw-away Debian
# roots, without upgrading anything here.
#
#   roots.sh make MAJOR            builds the root, or keeps the cached one
#   roots.sh path MAJOR            prints its folder
#   roots.sh check MAJOR [asan]    runs make check in it, with asan under
#                                  AddressSanitizer and UBSan
#
# Needs root.  Roots are kept in TE_ROOTS, by default
# ${XDG_CACHE_HOME:-/var/cache}/trial_ext-roots, for a week.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/packages.sh
. "$(dirname "$0")/packages.sh"

CACHE=${TE_ROOTS:-${XDG_CACHE_HOME:-/var/cache}/trial_ext-roots}
MAX_AGE_DAYS=7

# suite_of MAJOR: the Debian release that carries it.
suite_of() {
    case $1 in
        15) echo bookworm ;;
        17) echo trixie ;;
        18) echo sid ;;
        *) die "no Debian release known with PostgreSQL $1" ;;
    esac
}

root_path() {
    printf '%s/%s-%s\n' "$CACHE" "$(suite_of "$1")" "$1"
}

# mirror: wherever this machine gets its own packages from.
mirror() {
    # shellcheck disable=SC2016 # apt expands it
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
        | grep -v -e security -e -updates | sed -n 1p | grep .
}

# in_root ROOT CMD...: sanitizers and bash need /proc; the private namespaces
# take it, and every process left over, away again.
in_root() {
    local root=$1
    shift
    if unshare --mount --pid --fork true 2>/dev/null; then
        # shellcheck disable=SC2016 # the inner shell expands it
        unshare --mount --pid --fork --kill-child bash -c \
            'r=$1; shift; mount -t proc proc "$r/proc" && exec chroot "$r" "$@"' - "$root" "$@"
    else
        chroot "$root" "$@"
    fi
}

# root_usable ROOT MAJOR: complete, young, and its server starts to speak.
root_usable() {
    [ -n "$(find "$1/complete" -mtime -"$MAX_AGE_DAYS" 2>/dev/null)" ] || return 1
    in_root "$1" "/usr/lib/postgresql/$2/bin/postgres" --version >/dev/null 2>&1 || return 1
    # shellcheck disable=SC2046 # a list of words
    in_root "$1" dpkg -s $(packages_build "$2") >/dev/null 2>&1
}

# A Release file of sid or trixie on a mirror may be past its date;
# signatures are still checked.
root_build() {
    local major=$1 root=$2 list
    list=$(packages_build "$major" | paste -sd,)
    rm -rf "$root" "$root.new"
    timeout 400 mmdebstrap --quiet --variant=apt --include="$list" \
        --aptopt='APT::Install-Recommends "false"' \
        --aptopt='Acquire::Check-Valid-Until "false"' \
        --aptopt='Acquire::Check-Date "false"' \
        --aptopt='Acquire::Retries "3"' \
        "$(suite_of "$major")" "$root.new" "$(mirror)" || return 1
    touch "$root.new/complete"
    mv "$root.new" "$root"
}

root_make() {
    local major=$1 root
    root=$(root_path "$major")
    mkdir -p "$CACHE"
    exec 9>"$root.lock"
    flock -w 600 9 || die "another build of $root does not end"
    if root_usable "$root" "$major"; then
        say "$root is there"
        return 0
    fi
    say "building $root"
    if ! root_build "$major" "$root" 9>&-; then
        rm -rf "$root.new"
        return 1
    fi
    root_usable "$root" "$major"
}

# copy_tree TO: the sources, and the real data where make check looks for them.
copy_tree() {
    copy_sources "$1/tree"
    if [ -d "$TOP/../shared/data" ]; then
        mkdir -p "$1/shared"
        cp -rL "$TOP/../shared/data" "$1/shared/"
        chmod -R u+w "$1/shared"
    fi
}

# sanitizer_settings ROOT: gcc's two run-time libraries must come first in the
# whole server, programs of initdb included.
sanitizer_settings() {
    local asan ubsan
    asan=$(in_root "$1" gcc -print-file-name=libasan.so)
    ubsan=$(in_root "$1" gcc -print-file-name=libubsan.so)
    printf 'COPT=-O1 -g -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer -U_FORTIFY_SOURCE -DUSE_ASSERT_CHECKING\n'
    printf 'SERVER_ENV=LD_PRELOAD=%s:%s ASAN_OPTIONS=detect_leaks=0:abort_on_error=1\n' "$asan" "$ubsan"
}

# in_copy ROOT FOLDER NAME=value... -- CMD...: CMD in the copy of the tree.
in_copy() {
    local root=$1 folder=${2#"$1"} settings=()
    shift 2
    while [ "$1" != -- ]; do
        settings+=("$1")
        shift
    done
    shift
    # shellcheck disable=SC2016 # the inner shell expands it
    in_root "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root CI="${CI:-}" TESTS="${TESTS:-}" "${settings[@]}" \
        sh -c 'cd "$0/tree" && exec "$@"' "$folder" "$@"
}

root_check() {
    local major=$1 kind=${2:-plain} root folder settings
    root=$(root_path "$major")
    root_usable "$root" "$major" || die "there is no usable root $root; run: roots.sh make $major"
    folder=$(mktemp -d "$root/srv/check.XXXXXX")
    # shellcheck disable=SC2064 # the folder's name of now
    trap "rm -rf '$folder'" EXIT
    copy_tree "$folder"
    settings=("PG_CONFIG=/usr/lib/postgresql/$major/bin/pg_config")
    if [ "$kind" = asan ]; then
        TESTS=${TESTS:-$(sanitizer_tests)}
        mapfile -t -O 1 settings < <(sanitizer_settings "$root")
        in_copy "$root" "$folder" "${settings[@]}" -- bash scripts/plant.sh address undefined
    fi
    in_copy "$root" "$folder" "${settings[@]}" -- bash scripts/check.sh
}

main() {
    local verb=${1:-}
    environment_clean
    shift || true
    [ "$(id -u)" -eq 0 ] || die "roots.sh needs root"
    case $verb in
        make) root_make "$@" ;;
        path) root_path "$@" ;;
        check) root_check "$@" ;;
        *) die "usage: roots.sh make|path|check MAJOR [asan]" ;;
    esac
}

main "$@"

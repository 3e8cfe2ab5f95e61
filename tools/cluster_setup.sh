#!/bin/sh
# `make cluster-demo` and its long test need nginx and PostgreSQL: their programs alone, never as services of this machine.
# Found: silence. Missing: installed when we may (root with apt, as in a container), otherwise one line says what to run.
# ATLAS_SYSTEM_ROOT is for tests: where the system's own folders are.
set -eu
system="${ATLAS_SYSTEM_ROOT:-}"

# Debian keeps both out of the path of all but root.
find_nginx() { command -v nginx >/dev/null 2>&1 || [ -x "$system/usr/sbin/nginx" ]; }

find_postgres() {
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then return 0; fi
    for folder in "$system"/usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then return 0; fi
    done
    return 1
}

missing() {
    packages=""
    find_nginx || packages="nginx-light"
    find_postgres || packages="$packages postgresql"
    echo "${packages# }"
}

# Debian asks this file before it starts a service that it has just installed.
policy="$system/usr/sbin/policy-rc.d"

install() {
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    fi
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

packages=$(missing)
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $packages"
    # shellcheck disable=SC2086  # a list of words
    install $packages || true
    packages=$(missing)
    [ -n "$packages" ] || exit 0
fi
echo "This needs: $packages. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages" >&2
exit 1

#!/bin/sh
# Make .venv, or the environment named, and bring it to the pinned requirements. Does nothing when it is there already.
# Usage: tools/setup.sh [--in .venvs/other] requirements.txt [requirements-dev.txt …]
# PYTHON=python3.12 chooses an interpreter. What `make offline` collected in wheelhouse/ is installed without network.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
if [ "${1:-}" = --in ]; then venv=$2; shift 2; fi
want='import sys; sys.exit(sys.version_info < (3, 11))'

stop() { echo "$*" >&2; exit 1; }

find_python() {
    for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c "$want" >/dev/null 2>&1; then echo "$name"; return; fi
        if [ -n "${PYTHON:-}" ]; then break; fi
    done
}

make_venv() {
    python=$(find_python)
    [ -n "$python" ] || stop "This needs Python 3.11 or newer; found ${PYTHON:+$PYTHON: }$("${PYTHON:-python3}" --version 2>&1 || true)." \
        "Install one, or name it: make setup PYTHON=/path/to/python3.12"
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "Installing $package, which $python lacks"
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null; } ||
                stop "$package could not be installed; what apt says is above."
        else
            stop "$python cannot make virtual environments. Run: sudo apt-get install -y $package"
        fi
    fi
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

# A half-made environment, or one whose Python has gone from the machine, is made anew.
"$venv/bin/python" -c "import pip; $want" >/dev/null 2>&1 || make_venv

for file in "$@"; do
    stamp="$venv/installed-${file%.txt}"
    hash=$("$venv/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$file")
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$hash" ]; then continue; fi
    echo "Installing $file"
    # A wheelhouse made for other pins is of no use.
    if cmp -s "$file" "wheelhouse/$file"; then source_options="--no-index --find-links wheelhouse"; else source_options=""; fi
    # shellcheck disable=SC2086  # the options are words of their own
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input $source_options -r "$file" ||
        stop "$file could not be installed; what pip says is above. Without network, see the offline installation in README.md."
    echo "$hash" > "$stamp"
done

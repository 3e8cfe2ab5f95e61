#!/bin/sh
# The browser tests need a Chromium and a Chinese font. Found: silence. Missing: installed when we may (root with apt, as in a
# container), otherwise one line says what to run and the tests do not start. Never a silent skip.
# CHROMIUM=/path/to/chrome names a browser of your own.
set -eu

find_chromium() {
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then return 0; fi
        if [ -n "${CHROMIUM:-}" ]; then return 1; fi
    done
    return 1
}

find_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; }

# Debian calls the package chromium; Ubuntu has only chromium-browser, which brings the snap.
package_name() {
    if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi
}

missing() {
    packages=""
    find_chromium || packages="$(package_name)"
    find_font || packages="$packages fontconfig fonts-noto-cjk"
    echo "${packages# }"
}

install() {
    echo "Installing $* for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

if [ -n "${CHROMIUM:-}" ] && ! find_chromium; then
    echo "CHROMIUM=$CHROMIUM cannot be run; name a Chromium or Chrome, or unset it." >&2
    exit 1
fi
packages=$(missing)
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086  # a list of words
    install $packages || true
    packages=$(missing)
    [ -n "$packages" ] || exit 0
fi
echo "The browser tests need a Chromium and a Chinese font. Run: sudo apt-get update && sudo apt-get install -y $packages" >&2
exit 1

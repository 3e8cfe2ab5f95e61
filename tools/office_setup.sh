#!/bin/sh
# `make office` opens what leaves as Word and PowerPoint in LibreOffice. Found: silence. Missing: installed when we may
# (root with apt; 80 MB, so `make test-long` does not ask for it), otherwise one line says what to run.
set -eu

packages="libreoffice-writer-nogui libreoffice-impress-nogui"

find_office() { command -v soffice >/dev/null 2>&1; }

if find_office; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $packages"
    # shellcheck disable=SC2086  # a list of words
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null; } || true
    if find_office; then exit 0; fi
fi
echo "This needs LibreOffice. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages" >&2
exit 1

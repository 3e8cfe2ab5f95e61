#!/bin/sh
# `make office` opens what is carried away in other programs: LibreOffice and the tools of GDAL. Found: silence. Missing:
# installed when we may (root with apt; 150 MB, so `make test-long` does not ask for them), otherwise one line says what
# to run.
set -eu

missing() {
    packages=""
    command -v soffice >/dev/null 2>&1 || packages="libreoffice-writer-nogui libreoffice-impress-nogui"
    command -v ogrinfo >/dev/null 2>&1 || packages="$packages gdal-bin"
    echo "${packages# }"
}

packages=$(missing)
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $packages"
    # shellcheck disable=SC2086  # a list of words
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null; } || true
    packages=$(missing)
    [ -n "$packages" ] || exit 0
fi
echo "This needs: $packages. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages" >&2
exit 1

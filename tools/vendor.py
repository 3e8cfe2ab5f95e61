"""Renew static/: fetch the pinned npm packages, keep the few files the browser needs, record their hashes.

`make vendor` runs it. It needs npm and the network, and only when a version below changes or a new place name has
a character that no slice of the font holds. The product itself never fetches anything.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.vendor_fonts import add_rare, cut_for_print, printed_characters  # noqa: E402 -- a script finds its neighbours only after the line above

STATIC = ROOT / "static"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Package:
    """One npm package, pinned by version and npm integrity; `keep` maps a file or folder of it to its place here."""

    name: str
    version: str
    integrity: str
    keep: dict[str, str]


LEAFLET = Package(
    name="leaflet",
    version="1.9.4",
    integrity="sha512-nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA==",
    keep={
        "dist/leaflet.js": "leaflet/leaflet.js",
        "dist/leaflet.css": "leaflet/leaflet.css",
        "dist/images": "leaflet/images",
        "LICENSE": "leaflet/LICENSE",
    },
)
# What browsers lack that are older than Streamlit expects; only they fetch it.
CORE_JS = Package(
    name="core-js-bundle",
    version="3.50.0",
    integrity="sha512-UetmVQc1PWZWV4QIdDcjPRO2ODiI/Khq/eIuHZ82QVYGtyeYGMIIHp3QcGumd7VtF2x6+Dsx61DFvZnDXiLavw==",
    keep={"minified.js": "core-js/core-js.js", "LICENSE": "core-js/LICENSE"},
)
NOTO = Package(
    name="@fontsource-variable/noto-sans-sc",
    version="5.3.1",
    integrity="sha512-UB96JJ17HyD5ehEU7Em0hDdh7fvTMB4B4Hzmq5c4QaNwwSLqTrdM2S+coySeBqCkXwh0DxqXT0b0wMrmzorFpQ==",
    keep={"files": "fonts/noto-sans-sc", "index.css": "fonts/noto-sans-sc.css", "LICENSE": "fonts/OFL.txt"},
)
# The same font, whole and heavy: nothing of it is kept but the glyphs that the slices above lack.
NOTO_WHOLE = Package(
    name="@expo-google-fonts/noto-sans-sc",
    version="0.4.3",
    integrity="sha512-9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
    keep={},
)
WEIGHTS = {(100, 549): "400Regular/NotoSansSC_400Regular.ttf", (550, 900): "700Bold/NotoSansSC_700Bold.ttf"}
# Files of paper -> the whole font each is cut from, and whether it draws all that a reader may bring too.
PRINTED = {
    "fonts/print/noto-sans-sc-regular.ttf": ("400Regular/NotoSansSC_400Regular.ttf", True),
    "fonts/print/noto-sans-sc-bold.ttf": ("700Bold/NotoSansSC_700Bold.ttf", False),
}
# The text of briefs; what it lacks of a reader's own is drawn by the sans one, which has all.
NOTO_SERIF = Package(
    name="@expo-google-fonts/noto-serif-sc",
    version="0.4.3",
    integrity="sha512-fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
    keep={},
)
PRINTED_SERIF = ("fonts/print/noto-serif-sc-regular.ttf", "400Regular/NotoSerifSC_400Regular.ttf")
PACKAGES = (LEAFLET, CORE_JS, NOTO)


def fetch(package: Package, folder: Path) -> Path:
    """Unpack `package` under `folder`; returns its root. Raises SystemExit when npm's tarball is not the pinned one."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / packed.stdout.split()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"{package.name} {package.version}: got sha512-{digest}, pinned {package.integrity}")
    target = folder / package.name.replace("/", "-")
    with tarfile.open(archive) as contents:
        contents.extractall(target, filter="data")
    return target / "package"


def place(package: Package, source: Path, static: Path) -> None:
    """Copy what `package.keep` names from `source` into `static`, replacing what was there."""
    for origin, destination in package.keep.items():
        target = static / destination
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (source / origin).is_dir() else shutil.copyfile
        copy(source / origin, target)


def vendored(static: Path) -> Iterable[Path]:
    """Every file in the folders of `static` that packages fill, sorted; what lies beside them is our own."""
    folders = {target.split("/")[0] for package in PACKAGES for target in package.keep.values()}
    return sorted(path for folder in folders for path in (static / folder).rglob("*") if path.is_file())


def sums(static: Path) -> str:
    """The text of SHA256SUMS, in the format that `sha256sum -c` reads."""
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(static).as_posix()}\n"
        for path in vendored(static)
    )
    return "".join(lines)


def main() -> int:
    """Fetch, place, record; prints what changed in the record."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            place(package, fetch(package, Path(folder)), STATIC)
        whole = fetch(NOTO_WHOLE, Path(folder))
        add_rare(STATIC / "fonts" / "noto-sans-sc.css", {each: whole / file for each, file in WEIGHTS.items()}, ROOT)
        for target, (file, common) in PRINTED.items():
            cut_for_print(whole / file, printed_characters(ROOT, common=common), STATIC / target)
        target, file = PRINTED_SERIF
        serif = fetch(NOTO_SERIF, Path(folder))
        cut_for_print(serif / file, printed_characters(ROOT, common=False), STATIC / target)
    record = STATIC / SUMS
    before = set(record.read_text(encoding="utf-8").splitlines()) if record.exists() else set()
    record.write_text(sums(STATIC), encoding="utf-8")
    after = set(record.read_text(encoding="utf-8").splitlines())
    print(f"{len(after)} files, {len(after - before)} new or changed, {len(before - after)} gone or replaced")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the browser is given is what was recorded, names no other host, and can write every character we have."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tools.vendor import NOTO_WHOLE, PACKAGES, STATIC, vendored
from tools.vendor_fonts import code_points, own_family, undeclared, written_characters

ROOT = STATIC.parent
RECORD = dict(reversed(line.split("  ", 1)) for line in (STATIC / "SHA256SUMS").read_text().splitlines())
SHEET = STATIC / "fonts" / "noto-sans-sc.css"
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s\"'`)<>]*", re.IGNORECASE)
HARMLESS = {
    "http://www.w3.org/2000/svg": "the name of the SVG namespace, never fetched",
    "https://github.com/zloirock/core-js": "what core-js says of itself, never fetched",
    "https://github.com/zloirock/core-js/blob/v3.50.0/LICENSE": "the same",
    "https://leafletjs.com": "the link behind Leaflet's own name, fetched only by a reader who clicks it",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def foreign(text: str) -> list[str]:
    """Addresses of other hosts outside comments, less those that are never fetched."""
    return [found for found in ADDRESS.findall(COMMENT.sub("", text)) if found not in HARMLESS]


def test_every_vendored_file_is_recorded_and_nothing_else() -> None:
    assert RECORD.keys() == {path.relative_to(STATIC).as_posix() for path in vendored(STATIC)}


def test_every_vendored_file_is_byte_for_byte_what_was_recorded() -> None:
    digests = {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in RECORD}
    assert digests == RECORD


def test_nothing_the_browser_loads_names_another_host() -> None:
    sheets_and_scripts = [path for path in STATIC.rglob("*") if path.suffix in {".js", ".css", ".svg", ".html"}]
    assert sheets_and_scripts
    assert {path.name: foreign(path.read_text(encoding="utf-8")) for path in sheets_and_scripts} == {
        path.name: [] for path in sheets_and_scripts
    }


@pytest.mark.parametrize(
    "text",
    [
        "@import url(https://fonts.googleapis.com/css2)",
        "src: url(//cdn.jsdelivr.net/a.woff2)",
        'fetch("https://leafletjs.com.evil.example/a")',
    ],
)
def test_an_address_of_another_host_would_be_found(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize("sheet", [SHEET, STATIC / "leaflet" / "leaflet.css"], ids=lambda path: path.name)
def test_every_url_of_a_style_sheet_is_a_file_beside_it(sheet: Path) -> None:
    urls = re.findall(r"url\(([^)]+)\)", COMMENT.sub("", sheet.read_text(encoding="utf-8")))
    assert [url for url in urls if not url.startswith("#") and not (sheet.parent / url).is_file()] == []
    assert urls


def test_every_font_file_is_named_by_the_sheet() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    assert [path.name for path in (STATIC / "fonts" / "noto-sans-sc").iterdir() if path.name not in sheet] == []


def test_the_family_is_renamed_and_the_folder_is_ours() -> None:
    given = "font-family: 'Noto Sans SC Variable'; src: url(./files/a.woff2)"
    assert own_family(given) == "font-family: 'Noto Sans SC'; src: url(noto-sans-sc/a.woff2)"


def test_code_points_are_read_from_single_values_and_ranges() -> None:
    assert list(code_points("unicode-range: U+41,U+4e00-4e02;")) == [0x41, 0x4E00, 0x4E01, 0x4E02]
    assert undeclared({"\u4e01", "\u4e03"}, "unicode-range: U+4e00-4e02;") == "\u4e03"


def test_every_chinese_character_of_data_and_interface_has_a_glyph() -> None:
    used = written_characters(ROOT)
    assert used, "no Chinese text was found to check"
    lacking = undeclared(used, SHEET.read_text(encoding="utf-8"))
    assert lacking == "", f"run `make vendor`: no slice of the font holds {lacking}"


@pytest.mark.parametrize("package", [*PACKAGES, NOTO_WHOLE], ids=lambda package: package.name)
def test_the_readme_names_every_package_and_its_licence_lies_in_the_folder(package) -> None:
    assert f"| {package.name} | {package.version} |" in (STATIC / "README.md").read_text(encoding="utf-8")
    assert (STATIC / package.keep.get("LICENSE", "fonts/OFL.txt")).is_file()

"""What leaves as Word and PowerPoint is opened by LibreOffice as it is, and set as the PDF of the same brief.

It sets them with our own print fonts, named as those of an office, whatever fonts the machine has.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pypdf
import pytest

from documents.fonts import VENDORED
from documents.layout import FAMILIES, FONTS, LATIN
from documents.press import pictures
from documents.slide import Slide, as_pptx, slide_of
from tests.documents.pressed import every_brief
from tests.worlds import the_atlas, usual_question

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here; `make office` installs it"),
]
MM_PER_POINT = 25.4 / 72
# Set by another hand: where the picture of a map begins and how large it is, and by how many lines above it one may
# break elsewhere.
NEAR_MM, LINE_MM = 1.5, 10.0


def opened(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Name without ending -> the PDF that LibreOffice makes of a file. One that would need repair gives none: asked
    whether to, it has nobody to answer.
    """
    for name in ("in", "out"):
        (folder / name).mkdir()
    (folder / "fonts.conf").write_text(font_settings(folder), encoding="utf-8")
    for name, content in files.items():
        (folder / "in" / name).write_bytes(content)
    given = sorted(map(str, (folder / "in").iterdir()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "out"), *given]
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return {path.stem: path.read_bytes() for path in (folder / "out").iterdir()}


def font_settings(folder: Path) -> str:
    """Settings of fontconfig by which there are our print fonts only, under the names that an office's have."""
    names = {name: FAMILIES[role][0] for role, name in FONTS.items()} | {LATIN: FAMILIES["body"][0]}
    known = "".join(
        f'<alias binding="same"><family>{name}</family><accept><family>{ours}</family></accept></alias>'
        for name, ours in names.items()
    )
    return f"<fontconfig><dir>{VENDORED}</dir><cachedir>{folder / 'cache'}</cachedir>{known}</fontconfig>"


def said_by(raw: bytes) -> list[str]:
    """What stands on each page, without blanks: both break lines in their own way."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(raw)).pages]


def maps_on(raw: bytes) -> list[tuple[int, list[float]]]:
    """Each picture that is drawn: its page, then width, height, left and bottom in mm."""
    found: list[tuple[int, list[float]]] = []
    for place, page in enumerate(pypdf.PdfReader(io.BytesIO(raw)).pages):

        def drawn(operator: bytes, _given: object, matrix: list[float], _text: object, place: int = place) -> None:
            if operator == b"Do":
                found.append((place, [matrix[each] * MM_PER_POINT for each in (0, 3, 4, 5)]))

        page.extract_text(visitor_operand_before=drawn)
    return found


def slide() -> Slide:
    return slide_of(the_atlas(), usual_question(), "coverage")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    given = {name: raw for name, raw in every_brief().items() if name.endswith(".docx")}
    given["slide.pptx"] = as_pptx(slide(), pictures())
    return opened(given, tmp_path_factory.mktemp("office"))


def test_all_22_and_a_slide_are_opened(seen: dict[str, bytes]) -> None:
    assert set(seen) == {"slide", *(name.removesuffix(".docx") for name in every_brief() if name.endswith(".docx"))}
    assert len(seen) == 23


def test_every_page_of_every_word_file_says_what_that_page_of_the_pdf_says(seen: dict[str, bytes]) -> None:
    for name, raw in every_brief().items():
        if name.endswith(".pdf"):
            ours, theirs = said_by(raw), said_by(seen[name.removesuffix(".pdf")])
            assert len(theirs) == len(ours), name
            # Cells of a row may be read in another order, signs not.
            assert [Counter(each) for each in theirs] == [Counter(each) for each in ours], name


def test_the_map_of_every_word_file_lies_where_it_lies_in_the_pdf(seen: dict[str, bytes]) -> None:
    for name, raw in every_brief().items():
        if name.endswith(".pdf"):
            ((page, ours),) = maps_on(raw)
            ((there, theirs),) = maps_on(seen[name.removesuffix(".pdf")])
            assert there == page, name
            assert theirs[:3] == pytest.approx(ours[:3], abs=NEAR_MM), name
            assert theirs[3] == pytest.approx(ours[3], abs=LINE_MM), name


def test_only_the_fonts_that_stand_for_an_offices_are_used(seen: dict[str, bytes]) -> None:
    for name, raw in seen.items():
        fonts = {font for page in pypdf.PdfReader(io.BytesIO(raw)).pages for font in named(page)}
        assert fonts <= {"NotoSerifSC-Regular", "NotoSansSC-Regular", "NotoSansSC-Bold"}, name


def named(page: pypdf.PageObject) -> set[str]:
    return {each.get_object()["/BaseFont"].split("+")[-1] for each in page["/Resources"]["/Font"].values()}


def test_a_slide_is_one_page_with_its_texts_and_its_map(seen: dict[str, bytes]) -> None:
    (said,) = said_by(seen["slide"])
    told = slide()
    texts = [told.title, told.under, *(each for figure in told.figures for each in figure)]
    assert Counter(said) == Counter(re.sub(r"\s", "", "".join(texts)))
    ((page, (wide, high, *_)),) = maps_on(seen["slide"])
    assert (page, wide, high) == (0, pytest.approx(212, abs=NEAR_MM), pytest.approx(118, abs=NEAR_MM))


def test_a_damaged_file_is_not_opened(tmp_path: Path) -> None:
    """Else the tests above would say nothing."""
    raw = next(raw for name, raw in every_brief().items() if name.endswith(".docx"))
    assert opened({"damaged.docx": raw[: len(raw) // 2]}, tmp_path) == {}

"""The province and its 21 prefectures in one run, read back out of the files: what they say is what the answers say."""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf.generic import ContentStream

from atlas.background import Stop
from atlas.inquiry import Inquiry
from atlas.ledger import ledger_beside
from atlas.pages import answer
from atlas.question.choices import PROVINCE
from documents.brief import Brief
from documents.layout import CALLED, FONTS, LATIN
from documents.next_sites import usual_search
from documents.press import brief_of, made
from documents.wanted import Wanted
from tests.browser.server import ROOT
from tests.documents.pressed import every_brief
from tests.worlds import the_atlas, usual_question

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
STAMP = "示意图 · 未经地图审核，不得公开使用"
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Name -> bytes of everything in the archive of one run, maps included."""
    return every_brief()


@cache
def briefs() -> tuple[Brief, ...]:
    """What `cli.py brief … --json` says, each."""
    wanted = [PROVINCE, *the_atlas().prefectures]
    return tuple(brief_of(the_atlas(), usual_question(), Wanted(each), lambda: Stop.NO) for each in wanted)


def pages_of(raw: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(raw)).pages)


def written_in_word(raw: bytes) -> list[str]:
    """Every paragraph of body and tables, tabs as spaces."""
    body = Document(io.BytesIO(raw)).element.body
    return [
        "".join(" " if node.tag == qn("w:tab") else node.text or "" for node in each.iter(qn("w:t"), qn("w:tab")))
        for each in body.iter(qn("w:p"))
    ]


def told_by(brief: Brief) -> list[str]:
    """Every text of a brief, from its JSON."""
    found: list[str] = []

    def leaf(told: Any) -> None:
        if isinstance(told, dict):
            for name, each in told.items():
                leaf(each) if name not in ("id", "map", "foot") else None
        elif isinstance(told, list):
            for each in told:
                leaf(each)
        else:
            found.append(str(told))

    leaf(json.loads(json.dumps(brief.as_json(), ensure_ascii=False)))
    return found


def numbers_in(texts: Iterator[str] | list[str]) -> Counter[str]:
    return Counter(number for text in texts for number in NUMBER.findall(text))


def test_there_are_22_of_each_form_called_by_what_they_are(files: dict[str, bytes]) -> None:
    assert sorted(files) == sorted(f"{each.name}.{form}" for each in briefs() for form in ("docx", "pdf"))
    assert len(files) == 44


def test_every_number_of_every_word_file_is_that_of_the_json_as_often_as_there(files: dict[str, bytes]) -> None:
    for brief in briefs():
        assert numbers_in(written_in_word(files[f"{brief.name}.docx"])) == numbers_in(told_by(brief)), brief.title


def test_every_number_of_every_pdf_is_that_of_the_json_as_often_as_there(files: dict[str, bytes]) -> None:
    for brief in briefs():
        found: Counter[str] = Counter()
        for place, page in enumerate(pages_of(files[f"{brief.name}.pdf"]), 1):
            # What stands under the page: its number between dashes, the name of the standard.
            said = page.extract_text().replace(f"— {place} —", "").replace("GB/T 9704", "")
            found += numbers_in([said])
        assert found == numbers_in(told_by(brief)), brief.title


def leaves(told: Any) -> Iterator[Any]:
    if isinstance(told, dict):
        for each in told.values():
            yield from leaves(each)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from leaves(each)
    else:
        yield told


def printed(answers: list[Any]) -> set[str]:
    """Every way in which a number of the answers may print: whole, with decimals, as a share, in ten thousands."""
    found: set[str] = set()
    for leaf in leaves(json.loads(json.dumps(answers, ensure_ascii=False, default=str))):
        if isinstance(leaf, str):
            found |= set(NUMBER.findall(leaf))
        elif isinstance(leaf, int | float) and math.isfinite(leaf):
            for value in (leaf, leaf * 100, leaf / 10_000):
                found |= {f"{value:,.{n}f}" for n in (0, 1, 2)} | {f"{value:g}"}
    return {each.replace(",", "") for each in found}


def distances_told(answers: list[Any]) -> set[str]:
    """Kilometres as they print: to 1, 5 or 10 of them, by how well their ends are known."""
    kilometres = [leaf for leaf in leaves(answers) if isinstance(leaf, float) and math.isfinite(leaf)]
    return {str(int(step * int(km / step + 0.5))) for km in kilometres for step in (1, 5, 10)} | {"5", "10"}


def test_every_number_of_every_brief_is_one_of_the_answers_of_the_pages(files: dict[str, bytes]) -> None:
    atlas, question = the_atlas(), usual_question()
    shared = [answer(page, atlas, question) for page in ("overview", "coverage", "compare", "plan", "data")]
    shared += [ledger_beside(atlas, question), [dict(each) for each in atlas.plan.targets]]
    shared += [[definition.explain_zh, definition.title_zh] for definition in atlas.plan.definitions]
    shared += [[row["id"], row["name_zh"]] for row in atlas.world["bodies"].to_dict("records")]
    shared += [[each.as_of, each.title_zh] for each in atlas.sets]
    own = {each: answer("prefecture", atlas, usual_question(prefecture=each)) for each in atlas.prefectures}
    # Out of reach is the rest of what is in reach, by zone and whole.
    gaps = next(each for each in shared if each["page"] == "coverage")["gaps"]
    rest = [each["people"] - each["covered"] for each in gaps["zones"]]
    next_ones = answer("siting", atlas, question, usual_search(Inquiry(atlas, question)))
    own[PROVINCE] = [rest, sum(rest), next_ones, list(own.values())]
    for brief in briefs():
        known = printed([shared, own[brief.id]]) | distances_told([own[brief.id]]) | {str(n) for n in range(32)}
        fixed = {"2020", "1.3", "2025", *NUMBER.findall(atlas.version)}
        told = {each.replace(",", "") for each in numbers_in(written_in_word(files[f"{brief.name}.docx"]))}
        assert told - known - fixed == set(), brief.title


def test_every_glyph_of_every_pdf_is_one_that_its_font_has_and_all_fonts_are_inside(files: dict[str, bytes]) -> None:
    for name, raw in files.items():
        if not name.endswith(".pdf"):
            continue
        for page in pages_of(raw):
            fonts = page["/Resources"]["/Font"]
            for font in fonts.values():
                described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
                assert re.search("Noto(Sans|Serif)SC", described["/FontName"]), name
                assert {"/FontFile2", "/FontFile3"} & set(described), name
            glyphs = b"".join(glyphs_of(page))
            pairs = {glyphs[at : at + 2] for at in range(0, len(glyphs), 2)}
            assert pairs, name
            assert b"\0\0" not in pairs, f"{name}: a sign without a glyph"


def glyphs_of(page: pypdf.PageObject) -> Iterator[bytes]:
    """The numbers of the glyphs that a page shows, two bytes each."""
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        parts = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
        yield from (each.original_bytes for each in parts if hasattr(each, "original_bytes"))


def test_every_sheet_is_a4_and_bears_the_stamp_in_both_forms(files: dict[str, bytes]) -> None:
    for name, raw in files.items():
        if name.endswith(".docx"):
            foot = Document(io.BytesIO(raw)).sections[0].footer._element
            assert STAMP in "".join(each.text or "" for each in foot.iter(qn("w:t"))), name
            continue
        for page in pages_of(raw):
            assert [round(float(each) / POINTS_PER_MM) for each in page.mediabox[2:]] == [210, 297], name
            assert STAMP.replace(" ", "") in page.extract_text().replace(" ", "").replace("\n", ""), name


def test_every_word_file_has_page_margins_fonts_levels_a_page_number_and_a_map(files: dict[str, bytes]) -> None:
    for brief in briefs():
        document = Document(io.BytesIO(files[f"{brief.name}.docx"]))
        section = document.sections[0]
        lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
        sides = [round(each.mm) for each in (*lengths, section.left_margin, section.right_margin) if each is not None]
        assert sides == [210, 297, 37, 35, 28, 26], brief.title
        used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"))}
        for style in document.styles:
            if style.style_id in used:
                fonts = style.element.rPr.find(qn("w:rFonts"))
                assert fonts.get(qn("w:eastAsia")) in FONTS.values(), (brief.title, style.name)
                assert fonts.get(qn("w:ascii")) == LATIN
        levels = [each.style.name for each in document.paragraphs if each.style.name.startswith("Heading")]
        assert levels[0] == "Heading 1", brief.title
        assert set(levels) <= {"Heading 1", "Heading 2"}
        codes = [each.text for each in section.footer._element.iter(qn("w:instrText"))]
        assert [each.strip() for each in codes] == ["PAGE"]
        with zipfile.ZipFile(io.BytesIO(files[f"{brief.name}.docx"])) as packed:
            assert {each.date_time[0] for each in packed.infolist()} == {2000}, "equal briefs give equal bytes"
        assert len(list(document.element.body.iter(qn("w:drawing")))) == len(brief.maps) == 1, brief.title


WITHOUT_FONTS = """
import hashlib, sys
def hook(event, given):
    if event in ("open", "os.listdir", "os.scandir"):
        path = str(given[0])
        if ("/fonts" in path or "fontconfig" in path) and not path.startswith({inside!r}):
            raise FileNotFoundError(path)
sys.addaudithook(hook)
from atlas.loading import load
from atlas.background import Stop
from atlas.inquiry import Inquiry
from atlas.ledger import ledger_beside
from atlas.pages import answer
from documents.press import made
from documents.wanted import Wanted
from tests.worlds import usual_question
files = made(lambda: Stop.NO, lambda _now: False, load("14-5"), usual_question(), Wanted("440500"))
for name, content in files.items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_on_a_machine_without_fonts_the_same_bytes_are_made(tmp_path: Path) -> None:
    """No folder with "fonts" in its name can be read but ours and those within the libraries."""
    inside = tuple({str(each) for place in (ROOT, Path(sys.prefix)) for each in (place, place.resolve())})
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_FONTS.format(inside=inside)],
        cwd=ROOT,
        env={"PATH": "/nonexistent", "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    here = made(lambda: Stop.NO, lambda _now: False, the_atlas(), usual_question(), Wanted("440500"))
    told = {name: hashlib.sha256(content).hexdigest() for name, content in here.items()}
    assert dict(line.split() for line in done.stdout.splitlines()) == told


def test_the_names_by_which_fonts_call_themselves_are_told_apart_by_role() -> None:
    every = [name for names in CALLED.values() for name in names]
    assert len(every) == len(set(every))
    assert set(CALLED) == set(FONTS)
    assert all(each == each.lower() for each in every)

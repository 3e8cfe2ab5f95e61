"""What an office says of its paper holds for briefs and slides as for the print map: its number, its fonts."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation

from atlas.background import Stop
from data.print_settings import MapNumber, PrintSettings
from documents import picture, things
from documents.office import Office
from documents.one_pager import one_pager
from documents.pdf import as_pdf
from documents.press import brief_of, pictures
from documents.print_fonts import OWN
from documents.slide import as_pptx, slide_of
from documents.wanted import Wanted
from tests.documents.print_questions import NUMBER, dot, inquired, ordered
from tests.worlds import the_atlas, usual_question

SKETCH, GRANTED = "示意图 · 未经地图审核，不得公开使用", "审图号：测S(2026)1号"
DAY = date(2026, 6, 1)
LAYERS = ["neighbours", "prefectures", "coverage", "reach", "counties", "rapid-rights-centres", "protection-centres"]


def office(*pages: str, fonts: Path | None = None) -> Office:
    number = MapNumber.model_validate(NUMBER | {"pages": list(pages), "layers": LAYERS})
    return Office(PrintSettings(map_number=number, fonts=None if fonts is None else str(fonts)), DAY)


def test_a_brief_says_the_number_under_its_pages_and_on_its_map_where_it_holds_and_only_there() -> None:
    at = office("coverage")
    for which, stamp in (("province", GRANTED), ("440500", SKETCH)):
        brief = brief_of(the_atlas(), usual_question(), Wanted(which, office=at), lambda: Stop.NO)
        assert brief.foot.startswith(f"{stamp}。"), which
        assert [each.stamp for each in brief.maps] == [stamp]
    one = Wanted("440500", office=office("prefecture"))
    assert brief_of(the_atlas(), usual_question(), one, lambda: Stop.NO).maps[0].stamp == GRANTED


def test_a_brief_that_supposes_never_bears_a_number() -> None:
    body = str(the_atlas().world["bodies"]["id"].iloc[0])
    brief = brief_of(the_atlas(), usual_question(wrong=(body,)), Wanted("province", office=office("coverage")), int)
    assert brief.foot.startswith(SKETCH)
    assert brief.maps[0].stamp == SKETCH


def test_the_map_of_a_brief_is_drawn_with_the_stamp_that_stands_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(picture, "picture", lambda *_given, stamp, **_more: drawn.append(stamp) or dot())
    brief = brief_of(the_atlas(), usual_question(), Wanted("province", office=office("coverage")), lambda: Stop.NO)
    pictures()(brief.maps[0])
    assert drawn == [GRANTED]


def test_a_slide_says_under_its_map_what_stands_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(picture, "picture", lambda *_given, stamp, **_more: drawn.append(stamp) or dot())
    order = ordered("overview")
    settings = PrintSettings(map_number=MapNumber.model_validate(NUMBER))
    numbered = things.Order(order.atlas, order.question, "overview", settings=settings, today=DAY)
    for wanted, stamp in ((order, SKETCH), (numbered, GRANTED)):
        (page,) = Presentation(io.BytesIO(things.on_a_slide(wanted))).slides
        assert [each.text_frame.text for each in page.shapes if each.has_text_frame][-1].endswith(f" · {stamp}")
        assert stamp in page.notes_slide.notes_text_frame.text
        assert drawn.pop() == stamp
    assert slide_of(the_atlas(), usual_question(), "coverage").under.endswith(SKETCH)
    assert as_pptx(slide_of(the_atlas(), usual_question(), "coverage"), dot) == as_pptx(
        slide_of(the_atlas(), usual_question(), "coverage"), dot
    )


def renamed(folder: Path, family: str) -> None:
    """A font of our own that calls itself by another name, as an office's would."""
    folder.mkdir(exist_ok=True)
    made = folder / f"{family}.ttf"
    shutil.copy(OWN / "noto-serif-sc-regular.ttf", made)
    with TTFont(made) as font:
        for record in list(font["name"].names):
            if record.nameID in (1, 4, 6, 16, 17):
                font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        font.save(made)


def fonts_of(raw: bytes) -> set[str]:
    """What the fonts inside a PDF call themselves."""
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(raw)).pages:
        names |= {str(each.get_object()["/BaseFont"]).split("+")[-1] for each in page["/Resources"]["/Font"].values()}
    return names


def test_the_fonts_of_an_office_come_first_each_in_its_role(tmp_path: Path) -> None:
    brief = one_pager(inquired(prefecture="440500"))
    assert {name.split("-")[0] for name in fonts_of(as_pdf(brief, dot))} == {"NotoSansSC", "NotoSerifSC"}
    renamed(tmp_path / "one", "FangSong")
    body_alone = fonts_of(as_pdf(brief, dot, tmp_path / "one"))
    assert any(name.startswith("FangSong") for name in body_alone)
    assert any(name.startswith("NotoSansSC") for name in body_alone), "headings are in no 仿宋"
    renamed(tmp_path / "other", "House Hand")
    everywhere = fonts_of(as_pdf(brief, dot, tmp_path / "other"))
    assert not any(name.startswith("NotoSansSC") for name in everywhere), everywhere

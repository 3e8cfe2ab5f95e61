"""What is taken away of a page: a row for each thing, made of the page's own question, called by what it shows."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from atlas.siting.lead import siting_lead
from data.print_settings import MapNumber, PrintSettings, read_print_settings
from documents.next_sites import usual_search
from documents.papers import SLIDE_MAP
from documents.stamp import stamp_of
from documents.things import THINGS, drawn, file_name, made, on_a_slide, things_of
from tests.documents.print_questions import NUMBER, SAY, asked, known, ordered

SKETCH = "示意图 · 未经地图审核，不得公开使用"


def stamped(day: date, page: str = "overview", number: dict[str, object] | None = None, **params: str) -> str:
    settings = PrintSettings(map_number=MapNumber.model_validate(NUMBER | (number or {})))
    return stamp_of(asked(**params), page, settings, SAY, day)


def test_every_thing_has_an_id_of_its_own_and_pages_without_a_map_have_none() -> None:
    assert len({each.id for each in THINGS}) == len(THINGS)
    assert things_of("manual") == things_of("data") == []
    assert things_of("plan")[0].id == "picture"


def test_a_file_is_called_by_page_place_thing_and_date() -> None:
    page = next(each for each in THINGS if each.id == "page")
    assert file_name(page, ordered("prefecture", id="441500")) == "我的地市-汕尾-一页图（PDF）-2025-12-31.pdf"
    assert file_name(page, ordered(date="2023-12-31")) == "总览-全省-一页图（PDF）-2023-12-31.pdf"


def test_what_is_supposed_says_so_in_the_name_of_its_file() -> None:
    supposed = ordered(wrong=str(known().world["bodies"]["id"].iloc[0]))
    assert file_name(THINGS[0], supposed).endswith("-设想.png")


FIRST_BYTES = {
    "png": b"\x89PNG",
    "pdf": b"%PDF",
    "svg": b"<?xml",
    "pptx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
}


@pytest.mark.long
@pytest.mark.parametrize("page", ["overview", "prefecture", "siting"])
def test_every_thing_of_a_page_is_a_file_of_its_kind(page: str) -> None:
    order = ordered(page, **({"id": "441500"} if page == "prefecture" else {}))
    for thing in things_of(page):
        heard: list[float] = []
        content = made(lambda: False, heard.append, thing.id, order)
        assert content.startswith(FIRST_BYTES[thing.ending]), thing.id
        assert heard == [0.1, 1.0]


@pytest.mark.long
def test_a_slide_shows_the_layers_that_its_reader_chose() -> None:
    order = ordered("coverage", layers="prefectures demonstration-areas")
    (slide,) = Presentation(io.BytesIO(on_a_slide(order))).slides
    (shown,) = [each.image.blob for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert shown == drawn(order, SLIDE_MAP, "png")
    assert shown != drawn(ordered("coverage"), SLIDE_MAP, "png")


def test_the_siting_page_offers_its_own_brief_once_there_is_an_answer_and_no_other() -> None:
    assert {"brief", "brief-word"} <= {each.id for each in things_of("prefecture", answered=True)}
    own = {"siting-brief", "siting-brief-word"}
    before, after = ({each.id for each in things_of("siting", answered=each)} for each in (False, True))
    assert after - before == own
    assert {"brief", "brief-word"}.isdisjoint(after)
    assert own.isdisjoint(each.id for each in things_of("coverage", answered=True))


@pytest.mark.long
def test_the_siting_brief_tells_the_answer_that_the_page_shows() -> None:
    order = replace(ordered("siting"), found=usual_search(asked()))
    found = order.found
    assert found is not None
    (sentence, *_rest) = siting_lead(asked(), found)
    content = made(lambda: False, lambda _now: None, "siting-brief-word", order)
    said = "\n".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
    assert sentence in said
    assert "100次" in said or "100 次" in said


def test_what_nobody_waits_for_any_more_is_not_made() -> None:
    heard: list[float] = []
    assert made(lambda: True, heard.append, "picture", ordered()) == b""
    with pytest.raises(LookupError, match="picture"):
        made(lambda: False, heard.append, "moon", ordered())


def test_a_map_number_holds_only_for_what_it_was_granted_for() -> None:
    inside = date(2026, 6, 1)
    assert stamped(inside) == "审图号：测S(2026)1号"
    assert stamped(date(2026, 1, 1)) == stamped(date(2026, 12, 31)) == stamped(inside)
    assert stamped(date(2025, 12, 31)) == stamped(date(2027, 1, 1)) == SKETCH
    assert stamped(inside, "coverage") == SKETCH
    assert stamped(inside, number={"plans": ["13-5"]}) == SKETCH
    assert stamped(inside, layers="neighbours prefectures coverage courts") == SKETCH
    assert stamped(inside, wrong=str(known().world["bodies"]["id"].iloc[0])) == SKETCH
    assert stamp_of(asked(), "overview", PrintSettings(), SAY, inside) == SKETCH


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[map_number]\nnumber = "x"', "granted: this key is missing"),
        ('fonts = "/no/such/folder"', "expected a folder"),
        ('colour = "red"', "this key is not known"),
    ],
)
def test_a_wrong_file_of_the_office_is_refused_with_a_sentence(tmp_path, text: str, sentence: str) -> None:
    path = tmp_path / "paper.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        read_print_settings(path)

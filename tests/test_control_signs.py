"""A control sign that comes in through any door is a space in every document that goes out; half a sign is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from matplotlib import rc_context
from matplotlib.figure import Figure
from pptx import Presentation

from atlas.corrections.form import blank, change_of
from atlas.corrections.proposals import Draft
from atlas.faults import FaultError
from atlas.kept import FORMAT, read_list
from atlas.loading import load_shipped
from atlas.question.parameters import Text
from atlas.travel import travel
from data.errors import TableError
from data.export import as_xlsx
from data.intake.check import check
from data.intake.sheet import Sheet, SheetRow
from data.intake.sheets_in import read_sheet
from data.tables_in import read_table
from data.workbooks_in import workbook_rows
from documents.brief import Brief, Heading, Paragraph, Table
from documents.slide import Slide, as_pptx
from documents.word import as_docx
from geo.scenario import Add, Scenario
from geo.scenario_text import read_text, to_text
from geo.signs import CONTROL, has_half
from layers.safe import for_html, for_markdown
from tests.data.intake.files import HEAD, body, csv, facts, geojson, xlsx
from tests.worlds import usual_question

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)]
SIGNS = st.text(st.sampled_from([*CONTROLS, "中", "a", " ", ";", "\\"]), max_size=40)
ALL = "a" + "".join(sign for sign in CONTROLS if sign not in "\r\n\t") + "b"


def let_in(text: str) -> dict[str, str]:
    """A text as each door hands it on."""
    scenario, _ = read_text(to_text(Scenario("", (Add("new-1", "court", text, 113.2, 23.1),))))
    (added,) = scenario.changes
    assert isinstance(added, Add)
    return {
        "row": SheetRow(1, (text,)).cells[0],
        "file": Sheet(text, text, (), others=(text,)).file,
        "sheet": Sheet(text, text, (), others=(text,)).others[0],
        "link": str(Text(120).read(text, "", None, {}).value),
        "body of a scenario": added.name,
        "scenario": Scenario(text).name,
        "remark": Draft(None, "", 0, 0, text).why,
    }


@given(SIGNS)
def test_what_a_door_hands_on_can_stand_in_xml(text: str) -> None:
    for told in let_in(text).values():
        assert CONTROL.search(told) is None
        assert len(told) == len(text)
        etree.Element("a").text = told


@given(SIGNS)
def test_the_link_of_a_scenario_reads_back_as_it_was(text: str) -> None:
    scenario = Scenario("", (Add("new-1", "court", text, 113.2, 23.1),))
    assert read_text(to_text(scenario)) == (scenario, ())


def test_a_scenario_link_with_a_control_sign_names_a_body_that_word_can_write() -> None:
    scenario, broken = read_text("add court 113.2,23.1 a\x01b\x0bc")
    assert broken == ()
    assert [each.name for each in scenario.changes if isinstance(each, Add)] == ["a b c"]


def test_every_document_takes_what_the_doors_hand_on() -> None:
    for text in let_in(ALL).values():
        blocks = (Heading(text), Paragraph(text), Table(text, (text,), ((text,),), (1,)))
        word = Document(io.BytesIO(as_docx(Brief("x", text, text, text, blocks, text, "zh"), lambda _map: b"")))
        assert text in [each.text for each in word.paragraphs]
        book = workbook_rows(as_xlsx({"a": pd.DataFrame({text: [text]})}, {"a": text}), "t.xlsx")
        assert book == [[text], [text]]
        figure, svg = Figure(), io.BytesIO()
        figure.text(0, 0, text)
        with rc_context({"svg.fonttype": "none"}):
            figure.savefig(svg, format="svg")
        etree.fromstring(svg.getvalue())
        for told in (for_html(text), for_markdown(text)):
            assert CONTROL.search(told) is None
        assert html.fromstring(f"<p>{for_html(text)}</p>").text == text


def test_a_slide_takes_what_the_doors_hand_on(tmp_path: Path) -> None:
    picture = tmp_path / "map.png"
    Figure(figsize=(1, 1)).savefig(picture)
    for text in let_in(ALL).values():
        slide = Slide(text, ((text, text, text),), None, text, (text,), "zh")
        shown = Presentation(io.BytesIO(as_pptx(slide, lambda _map: picture.read_bytes())))
        assert shown.core_properties.title == text


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson"])
def test_a_line_break_of_word_in_a_name_is_a_space(form: str) -> None:
    row = body(名称="汕头\x0b服务\x01站")
    content = {
        "csv": csv(HEAD, row),
        "xlsx": xlsx([list(HEAD), row]),
        "geojson": geojson((dict(zip(HEAD, row, strict=True)), None)),
    }[form]
    found = check(content, "表\x0b.csv", "bodies", "wgs84", facts())
    assert [row.cells["name_zh"] for row in found.good] == ["汕头 服务 站"]
    assert found.name == "表 .csv"


def test_a_table_of_places_has_no_control_signs() -> None:
    table = read_table("id,name\na,汕\x0b头\n".encode(), "t.csv", ("id",))
    assert table.text(table.rows[0], "name") == "汕 头"


def test_what_a_table_of_travel_says_of_itself_has_no_control_signs() -> None:
    found = travel("id,a\n#unit,km\n#source,地\x0b图\n#licence,l\nx,1\n".encode(), "路\x0b.csv")
    assert (found.source, found.name) == ("地 图", "路 .csv")


def test_a_name_that_is_typed_on_a_page_has_no_control_signs() -> None:
    asked = usual_question().with_changes(scenario_name="甲\x0b乙")
    assert asked.scenario_name == "甲 乙"


def test_a_correction_has_no_control_signs() -> None:
    atlas = load_shipped("14-5")
    record = str(atlas.world["bodies"]["id"].iloc[0])
    change = change_of(atlas, "bodies", record, {"notes": "甲\x0b乙"}, "", {"title": "报\x01纸", "url": "\x0b"})
    assert change.after is not None
    assert (change.after["notes"], change.source) == ("甲 乙", {"title": "报 纸"})
    assert blank(atlas, "bodies", "440500")["notes"] == ""


HALF = "a\ud800b"


def test_a_map_with_half_a_sign_is_refused_by_its_row() -> None:
    content = json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": HALF}, "geometry": None}]}
    )
    with pytest.raises(TableError, match=r"map\.geojson, row 2: expected whole signs"):
        read_sheet(content.encode(), "map.geojson")
    with pytest.raises(TableError, match="row 1"):
        read_sheet(content.replace('"name"', '"\\udfff"').encode(), "map.geojson")


def test_half_a_sign_passes_no_other_door() -> None:
    with pytest.raises(FaultError, match="view 1"):
        read_list(json.dumps({"format": FORMAT, "views": [f"/coverage?scenario-name={HALF}"]}).encode(), "a.json")
    reading = Text(120).read(HALF, "", None, {})
    assert (reading.value, reading.unusable) == ("a\ufffdb", ("a\ufffdb",))
    assert not has_half(Sheet(HALF, HALF, ()).file)
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(TableError):
            read_sheet(f"id,name\na,{HALF}\n".encode(encoding, "surrogatepass"), "a.csv")

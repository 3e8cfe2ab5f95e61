"""What is carried away of a session with own data: every document answers from them, and says so."""

from __future__ import annotations

import io
import pickle
from functools import cache

from python_calamine import CalamineWorkbook

from atlas.inquiry import Inquiry
from atlas.link_answer import linked
from atlas.own.laying import mark_of
from atlas.question.offered import choices_of
from documents.layer_file import layer_file
from documents.links import link_of
from documents.press import PROVINCE, brief_of
from documents.slide import slide_of
from documents.things import Order, file_name, things_of
from documents.told import Told
from documents.wanted import Wanted
from documents.workbook import workbook_of
from tests.own_data import LABEL, asked, overlaid

OWN = "本单位数据，未发布（韶关.csv，机构1行）"


@cache
def inquiry() -> Inquiry:
    return Inquiry(overlaid(), asked(overlaid()))


def test_the_workbook_counts_the_body_and_its_last_sheet_says_so() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of("overview", inquiry())))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    cells = [str(cell) for rows in sheets for row in rows for cell in row if cell]
    assert any(cell.startswith("韶关保护中心") and cell.endswith(LABEL) for cell in cells)
    assert OWN in cells
    assert any(f"own={mark_of(overlaid().own)}" in cell for cell in cells)


def test_a_layer_as_a_file_has_the_body_as_a_record_and_not_as_supposed() -> None:
    told = Told(inquiry(), choices_of(overlaid(), "2025-12-31"))
    found = layer_file("protection-centres", told)
    row = found.rows.set_index("id").loc["own-shaoguan"]
    assert row["name"] == f"韶关保护中心{LABEL}"
    assert (round(row["geometry"].x, 2), row["class"]) == (113.58, "own")
    assert "supposed" not in found.rows or row["supposed"] == ""
    assert OWN in found.note


def test_slide_and_brief_are_labelled_and_answer_from_it() -> None:
    slide = slide_of(overlaid(), asked(overlaid()), "overview")
    assert slide.title.endswith(LABEL)
    assert "10市有快保护机构" in slide.title
    assert OWN in slide.notes
    brief = brief_of(overlaid(), asked(overlaid()), Wanted(PROVINCE, "docx"), lambda: False)
    told = str(brief)
    assert OWN in told
    assert LABEL in brief.title


def test_the_name_of_a_file_says_it() -> None:
    order = Order(overlaid(), asked(overlaid()), "overview")
    assert all("-本单位数据." in file_name(each, order) for each in things_of("overview"))


def test_the_link_on_a_document_opens_the_released_answer() -> None:
    link = link_of(inquiry(), "overview")
    there = linked(link, "14-5")
    assert there.own == mark_of(overlaid().own)
    assert there.made_with == there.atlas.version == overlaid().released.version


def test_a_child_gets_the_rows_and_the_released_atlas_with_them() -> None:
    sent = pickle.loads(pickle.dumps(overlaid()))  # noqa: S301
    assert sent.own == overlaid().own
    assert sent.world.in_files is sent.released.world, "what the map's files hold is sent once"
    assert sent.world["counties"] is sent.released.world["counties"]

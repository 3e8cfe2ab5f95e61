"""The brief of a prefecture is one sheet, in both languages, with the map and the legend that it really has."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from atlas.inquiry import Inquiry
from documents.brief import Map
from documents.office import as_begun
from documents.one_pager import one_pager
from documents.papers import HALF
from documents.pdf import as_pdf
from documents.picture import compose
from tests.documents.print_questions import asked, known

pytestmark = pytest.mark.usefixtures("one_atlas")


def as_high_as_drawn(block: Map) -> bytes:
    """A white picture of the shape of the map with its legend."""
    sheet = compose(as_begun(block.inquiry, block.page), block.page, HALF, block.inquiry.say).sheet
    out = io.BytesIO()
    Image.new("RGB", (round(sheet.width * 10), round(sheet.height * 10)), "white").save(out, "png")
    return out.getvalue()


def sheets(language: str, prefecture: str) -> int:
    question = replace(asked(language).question, prefecture=prefecture)
    brief = one_pager(Inquiry(known(language), question))
    return len(re.findall(rb"/Type\s*/Page\b", as_pdf(brief, as_high_as_drawn)))


@pytest.mark.parametrize("prefecture", ["440100", "440700"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_brief_of_a_prefecture_with_much_to_say_is_one_sheet(language: str, prefecture: str) -> None:
    assert sheets(language, prefecture) == 1


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_so_is_that_of_every_other(language: str) -> None:
    assert [each for each in known(language).prefectures if sheets(language, each) != 1] == []

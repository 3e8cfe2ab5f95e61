"""A print map is a file of its kind, says the page's own sentence, and names nothing where it could be misread."""

from __future__ import annotations

import io
import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image

from atlas.lead import lead
from atlas.link_answer import linked
from atlas.words import say_in
from documents.office import as_begun
from documents.papers import HALF, PAPERS, paper_of
from documents.picture import MM_PER_PX, Composed, compose, picture
from documents.print_fonts import OWN, faces
from layers.print_map import ground
from layers.print_map.legend import Block, blocks, shortened
from layers.print_map.sheet import Box, Sheet
from tests.documents.print_questions import SAY, asked
from tools.vendor_fonts import HAN, printed_characters

pytestmark = pytest.mark.usefixtures("one_atlas")
BEGINS = {"png": b"\x89PNG\r\n", "svg": b"<?xml", "pdf": b"%PDF-"}
MANY = (
    "layers=neighbours+prefectures+zones+demonstration-areas+courts+filing-windows+rights-aid+strong-cities"
    "+gi-zones+operation-platforms+bay-area+planned-centres+protection-centres+rapid-rights-centres"
)
LINKS = (
    "/overview",
    f"/overview?{MANY}",
    "/coverage?layers=neighbours+prefectures+reach+reach-rings+protection-centres",
    "/compare",
    "/plan",
    "/prefecture?id=441500",
    "/prefecture?id=440400",
    "/siting?radius=80&siting=floors:north=3",
    "/coverage?radius=80&against=radius%3D50&layers=neighbours+prefectures+difference",
)
LEAST_MM2 = 1e-6


def drawn(link: str, sheet: str, language: str = "zh") -> Composed:
    shown = linked(f"{link}{'&' if '?' in link else '?'}lang={language}", "14-5")
    found, proposed = shown.searched()
    return compose(shown.inquiry, shown.page, sheet, say_in(language), found=found, proposed=proposed)


def overlapping(made: Composed) -> list[tuple[str, str]]:
    """Names that lie on one another, or on the furniture of the map."""
    boxes = [(each.name.text, each.box) for each in made.drawn.names] + list(made.drawn.furniture.items())
    return [(one, other) for (one, here), (other, there) in combinations(boxes, 2) if shared(here, there) > LEAST_MM2]


def covered(made: Composed) -> list[str]:
    """What stands on a mark, of all that tells of the map itself and of the names that it can do without."""
    about = ("prefecture", "area")
    other = [(each.name.text, each.box) for each in made.drawn.names if each.name.kind not in about]
    boxes = [*made.drawn.furniture.items(), *other]
    return [name for name, box in boxes for mark in made.drawn.marks if shared(box, mark) > LEAST_MM2]


def shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    wide, high = (min(one[at + 2], other[at + 2]) - max(one[at], other[at]) for at in (0, 1))
    return max(0.0, wide) * max(0.0, high)


def astray(made: Composed) -> list[str]:
    """Names of prefectures that do not stand on their own land and are not led to it."""
    own = {each: made.window.placed(shape) for each, shape in made.scene.land.items()}
    found = []
    for each in made.drawn.names:
        if each.name.kind not in ("prefecture", "other"):
            continue
        land = own[each.name.id]
        if each.line is None and not land.covers(shapely.box(*each.box)):
            found.append(each.name.text)
        if each.line is not None and not shapely.Point(each.line[1]).within(land):
            found.append(each.name.text)
    return found


def sound(made: Composed) -> None:
    assert overlapping(made) == []
    assert covered(made) == []
    assert astray(made) == []
    named = {each.name.text for each in made.drawn.names if each.name.kind == "prefecture"}
    assert len(named) == (1 if made.scene.prefecture else len(made.scene.land))
    frame = made.window.frame
    assert all(frame.covers(shapely.box(*each.box)) for each in made.drawn.names)
    assert made.window.seen[1] >= ground.metres(np.array([[113.5, 19.55]]))[0, 1]


def test_a_picture_is_a_file_of_its_kind() -> None:
    assert picture(asked(), "overview", "slide", "png", SAY).startswith(BEGINS["png"])


def test_the_title_is_the_sentence_of_the_page_and_the_stamp_is_on_the_map() -> None:
    made = compose(asked(), "overview", "a4", SAY)
    (sentence,) = lead("overview", asked())
    assert made.words.title == sentence
    written = "".join(made.sheet.written)
    assert sentence in written
    assert "示意图 · 未经地图审核，不得公开使用" in written
    sound(made)


@pytest.mark.long
def test_the_same_question_gives_the_same_bytes_in_every_form() -> None:
    for form, begins in BEGINS.items():
        first = picture(asked(), "overview", "a4", form, SAY)
        assert first.startswith(begins)
        assert first == picture(asked(), "overview", "a4", form, SAY)


@pytest.mark.long
@pytest.mark.parametrize("link", LINKS)
def test_on_no_map_do_names_lie_on_one_another_or_stand_where_they_do_not_belong(link: str) -> None:
    for sheet, language in (("a4", "zh"), ("slide", "en"), ("a3-landscape", "zh")):
        sound(drawn(link, sheet, language))


@pytest.mark.long
def test_nor_on_the_map_of_any_prefecture_in_its_brief() -> None:
    for prefecture in asked().atlas.prefectures:
        sound(drawn(f"/prefecture?id={prefecture}", HALF))


@pytest.mark.parametrize("adcode", ["440600", "440700", "441900", "445300"])
def test_neither_arrow_nor_stamp_nor_scale_nor_the_name_of_another_place_covers_a_mark(adcode: str) -> None:
    made = drawn(f"/prefecture?id={adcode}", HALF)
    assert made.drawn.marks
    assert set(made.drawn.furniture) >= {"north", "stamp", "scale"}
    assert covered(made) == []
    assert overlapping(made) == []


@pytest.mark.long
@pytest.mark.parametrize("sheet", [each for each in PAPERS if each != HALF])
def test_nor_on_any_paper(sheet: str) -> None:
    sound(drawn("/coverage", sheet))


@pytest.mark.long
def test_what_is_supposed_says_so_first() -> None:
    body = str(asked().atlas.world["bodies"]["id"].iloc[0])
    made = compose(asked(wrong=body), "overview", "a4", SAY)
    assert made.words.title.startswith("设想")
    assert "设想" in made.words.above
    assert any(each.startswith("按记录") or each.startswith("设想") for each in made.words.beside)


def test_a_compared_view_says_which_is_a_and_which_is_b() -> None:
    made = compose(asked(radius="80", against="radius=50"), "coverage", "a4", SAY)
    assert made.words.beside[-1].startswith("A → B（半径：50公里 → 80公里）。可及的居民由A的52.5%到B的58.2%")


def test_an_unknown_paper_is_refused_by_name() -> None:
    with pytest.raises(LookupError, match="a4-landscape"):
        paper_of("a5")
    assert "slide" in PAPERS


def test_the_print_fonts_draw_every_chinese_sign_of_data_and_words_and_are_small() -> None:
    wanted = {sign for sign in printed_characters(OWN.parent.parent.parent, common=False) if HAN.match(sign)}
    letters = faces()
    assert sorted(wanted - {chr(each) for each in letters.plain[-1].known}) == []
    assert sum(path.stat().st_size for path in OWN.glob("noto-sans-*.ttf")) < 3_000_000
    assert sum(path.stat().st_size for path in OWN.glob("noto-serif-*.ttf")) < 600_000


def test_what_no_font_draws_is_printed_as_a_printers_mark_and_a_line_never_begins_with_a_comma() -> None:
    letters = faces()
    assert letters.drawable("汕尾\U0001f600\n市") == "汕尾〓 市"
    lines = letters.lines("韶关、江门、湛江、茂名、肇庆，惠州。", 10, 12)
    assert "".join(lines) == "韶关、江门、湛江、茂名、肇庆，惠州。"
    assert all(line[0] not in "、，。" for line in lines)
    assert all("韶" in line or "关" not in line for line in lines)


def test_printed_grey_the_sea_has_lines_and_the_land_around_has_none() -> None:
    """Both are equally light, so the lines alone tell them apart."""
    made = compose(asked(), "overview", "a4", SAY)
    with Image.open(io.BytesIO(made.sheet.saved("png", title="grey"))) as drawn_in_colour:
        grey = np.asarray(drawn_in_colour.convert("L"), dtype=int)
    per_mm = grey.shape[0] / paper_of("a4").height

    def spread(lon: float, lat: float) -> int:
        """How much lighter the lightest is than the darkest in a millimetre's breadth and eight of height."""
        x, y = made.window.point(lon, lat)
        row, column, high = grey.shape[0] - round(y * per_mm), round(x * per_mm), round(4 * per_mm)
        part = grey[row - high : row + high, column : column + round(per_mm)]
        return int(part.max() - part.min())

    assert spread(113.2, 20.9) >= 25
    assert spread(112.2, 25.6) <= 2


def test_a_line_parts_no_date_and_no_number_from_its_unit() -> None:
    letters, text = faces(), "截至2025年12月31日，未见记录的12市：海岛可达80%，±15公里以内，50 公里"
    for width in range(30, 60):
        lines = letters.lines(text, 10, width)
        assert "".join(lines) == text
        for whole in ("2025年12月31日", "12市", "80%", "±15公里", "50 公里"):
            assert any(whole in line for line in lines), (whole, lines)


@pytest.mark.parametrize("page", ["overview", "coverage", "siting"])
def test_small_print_in_chinese_has_chinese_commas(page: str) -> None:
    notes = " ".join(text for _, text in compose(asked(), page, "a4", SAY).words.notes)
    assert "公里，按辖区，估算" in notes
    assert not re.search(r"[一-鿿],|, [一-鿿]", notes)


@pytest.mark.parametrize(("address", "says_so"), [("", True), ("https://atlas.example.cn/overview", False)])
def test_a_link_without_a_host_says_so_on_paper(address: str, says_so: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    write = Sheet.text

    def heard(sheet: Sheet, left: float, y: float, words: str, *rest: Any, **look: Any) -> Any:
        lines.append(words)
        return write(sheet, left, y, words, *rest, **look)

    monkeypatch.setattr(Sheet, "text", heard)
    compose(asked(), "overview", "a4", SAY, address=address)
    assert ("链接不含网站地址" in "".join(lines)) is says_so


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_class_of_two_measures_has_its_limits_in_the_legend_on_paper(language: str) -> None:
    question = {"measure": "gdp", "other-measure": "reach", "layers": "neighbours prefectures two-measures"}
    say = say_in(language)
    made = compose(asked(language, **question), "compare", "a4-landscape", say)
    (block,) = blocks(made.scene, say)
    limits = re.compile(r"[\d,]+( – [\d,]+)? × [\d.]+( – [\d.]+)? % ?[(（]\d+[)）]")
    assert len(block.rows) > 3
    assert [row.text for row in block.rows if not limits.fullmatch(row.text)] == []


def of_prefecture(language: str, prefecture: str, sheet: str = HALF) -> Composed:
    inquiry = as_begun(asked(language, id=prefecture), "prefecture")
    return compose(inquiry, "prefecture", sheet, inquiry.say)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_legend_of_a_sheet_for_one_prefecture_is_read_without_a_glass(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = dict[str, float]()
    write = Sheet.text

    def heard(sheet: Sheet, left: float, y: float, words: str, points: float, **look: Any) -> Any:
        sizes[words] = points
        return write(sheet, left, y, words, points, **look)

    monkeypatch.setattr(Sheet, "text", heard)
    # The most to tell: every class of the fill, both kinds of marks in all states.
    made = of_prefecture(language, "440700")
    told = [row.text for block in shortened(legend_of(made, language)) for row in block.rows]
    whole = [sizes[each] for each in told if each in sizes]
    assert len(whole) > len(told) / 2, "some are on two lines"
    assert min(whole) >= 7
    assert min(sizes.values()) >= 3.5, "the scale of the reefs is the smallest"


def legend_of(made: Composed, language: str = "zh") -> list[Block]:
    return blocks(made.scene, say_in(language), (made.window, MM_PER_PX * 0.7))


def test_the_legend_of_one_prefecture_tells_of_what_its_map_shows_and_has_no_numbers_of_the_province() -> None:
    beside_the_sea, in_the_north = of_prefecture("zh", "441500"), of_prefecture("zh", "440200")
    told = {block.title: [row.text for row in block.rows] for block in legend_of(beside_the_sea)}
    assert told["知识产权保护中心"] == ["运行中"], "that of 汕头"
    fill, lines = legend_of(in_the_north)
    assert "80%以上" not in [row.text for row in fill.rows]
    assert lines.title == "县级单位", "and no mark"
    for made, texts in ((beside_the_sea, ["运行中", "80%以上"]), (in_the_north, ["无人可及", "县级单位"])):
        written = "".join(made.sheet.written)
        assert [each for each in texts if each not in written] == []
        assert not re.search(r"（\d+）", written)


def test_states_that_two_kinds_of_marks_have_are_told_once_in_a_small_legend() -> None:
    made = of_prefecture("zh", "440100")
    rows = [row for block in shortened(legend_of(made)) for row in block.rows]
    told = [row.text for row in rows]
    assert len(told) == len(set(told))
    assert {"知识产权保护中心", "快速维权中心"} <= set(told)
    (both,) = [row for row in rows if row.text == "运行中"]
    assert len({each["symbol"] for each in both.styles}) == 2

"""The functions of the map that only reckon, in the browser that will run them: one page, the modules as they stand."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from layers import palette
from layers.decide import SIGNS
from layers.folium_map import LEAFLET
from layers.scripts import BROWSER
from tests.browser.watch import Watch

HOME = "http://localhost/modules/"
CALL = "async ([module, name, given]) => (await import(`./${module}.js`))[name](...given)"
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A page that may import the modules of layers/browser."""
    context = browser.new_context()
    watch = Watch(context)
    page = context.new_page()
    empty = "<!DOCTYPE html><script src='leaflet.js'></script>"
    page.route(f"{HOME}**", lambda route: route.fulfill(path=BROWSER / route.request.url.removeprefix(HOME)))
    page.route(HOME, lambda route: route.fulfill(body=empty, content_type="text/html"))
    page.route(f"{HOME}leaflet.js", lambda route: route.fulfill(path=LEAFLET / "leaflet.js"))
    page.goto(HOME)
    yield page
    context.close()
    assert list(watch.faults()) == []


@pytest.fixture(scope="module")
def call(modules: Page) -> Call:
    """`call("spiral.spiral", 3)` runs a function of a module of layers/browser and hands back what it returns."""
    return lambda function, *given: modules.evaluate(CALL, [*function.split("."), given])


def moved(ring: list[list[float]], lon: float, lat: float, size: float = 1) -> list[list[float]]:
    return [[lon + size * x, lat + size * y] for x, y in ring]


def test_bodies_at_one_point_stand_on_rings_of_six_twelve_eighteen_and_never_touch(call: Call) -> None:
    places = [call("spiral.spiral", k) for k in range(1 + 6 + 12 + 18 + 1)]
    distances = [round(math.hypot(*place), 6) for place in places]
    assert distances == [0] + 6 * [15] + 12 * [30] + 18 * [45] + [60]
    assert places[1] == pytest.approx([0, -15]), "the first of a ring stands above the point"
    assert min(math.dist(one, other) for one, other in itertools.combinations(places, 2)) == pytest.approx(15)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("", ""), ("0.1", "0.1"), (".{4}0{2}1", "....001"), ("a{12}", 12 * "a"), ("0{1}.{0}1", "01")],
)
def test_a_run_of_signs_is_written_out(call: Call, text: str, plain: str) -> None:
    assert call("signs.unfolded", text) == plain


def test_signs_are_read_as_they_were_written(call: Call) -> None:
    source = random.Random(5)
    for _ in range(40):
        names = [f"class {k}" for k in range(source.randint(1, len(SIGNS)))]
        ids = [f"id {k}" for k in range(source.randint(0, 60))]
        worn = [source.choice([*names[:3], names[-1], None, None]) for _ in ids]
        plain = "".join("." if name is None else SIGNS[names.index(name)] for name in worn)
        text = re.sub(r"(.)\1{4,}", lambda run: f"{run[1]}{{{len(run[0])}}}", plain)
        wanted = {name: [each for each, has in zip(ids, worn, strict=True) if has == name] for name in names}
        assert call("signs.readSigns", text, names, ids) == {name: each for name, each in wanted.items() if each}


def test_a_sign_of_no_class_shows_nothing(call: Call) -> None:
    assert call("signs.readSigns", "09z", ["a"], ["one", "two", "three"]) == {"a": ["one"]}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("  （） ", []),
        ("中山（灯饰）", ["中山灯饰"]),
        ("中山(灯饰)", ["中山灯饰"]),
        ("【佛山】“陶瓷”", ["佛山陶瓷"]),
        ("４４０５００", ["440500"]),
        ("Ｚｈｏｎｇｓｈａｎ　CITY", ["zhongshan", "city"]),
        ("广州，法院；深圳、珠海", ["广州", "法院", "深圳", "珠海"]),
    ],
)
def test_width_brackets_and_case_do_not_matter_to_the_search(call: Call, typed: str, words: list[str]) -> None:
    assert call("matching.wordsOf", typed) == words


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        ("中山", 0),
        ("中山 保护", 0),
        ("灯饰", 1),
        ("保护 灯饰", 1),
        ("照明", 2),
        ("中山 照明", 0),
        ("442000", 2),
        ("４４２０００", 2),
        ("旧名", 2),
        ("中山 佛山", None),
        ("火星", None),
    ],
)
def test_a_name_that_begins_so_comes_before_one_that_has_it_and_that_before_the_rest(
    call: Call, typed: str, rank: int | None
) -> None:
    words = call("matching.wordsOf", typed)
    assert call("matching.rankOf", words, "中山（灯饰）知识产权保护中心", "照明 旧名 442000 中山市 保护中心") == rank


def test_far_smaller_islands_do_not_widen_the_bounds_of_a_place(call: Call) -> None:
    main, islet, half = moved(SQUARE, 115, 22), moved(SQUARE, 116.7, 20.6, 0.2), moved(SQUARE, 113, 22, 0.5)
    assert call("bounds.mainBounds", [[islet], [main]]) == [[22, 115], [23, 116]]
    assert call("bounds.mainBounds", [[main], [half]]) == [[22, 113], [23, 116]]
    assert call("bounds.mainBounds", [[main], [main]]) == [[22, 115], [23, 116]]
    hole = moved(SQUARE, 115.2, 22.2, 0.2)
    assert call("bounds.mainBounds", [[main, hole]]) == [[22, 115], [23, 116]]


def test_a_view_is_read_as_it_was_written(call: Call) -> None:
    text = call("view.viewText", 9.25, 22.61234, 113.45678)
    assert text == "9.25_22.6123_113.4568"
    assert call("view.readView", text) == {"zoom": 9.25, "lat": 22.6123, "lon": 113.4568}


@pytest.mark.parametrize("text", ["", "9", "9_22", "a_b_c", "9_22_x", "Infinity_22_113", "NaN_1_2"])
def test_what_is_no_view_is_the_whole_province(call: Call, text: str) -> None:
    assert call("view.readView", text) is None


def test_boxes_that_share_only_an_edge_do_not_touch(call: Call) -> None:
    box = call("naming.boxAt", 10, 10, 4, 2)
    assert box == {"x": 10, "y": 10, "x0": 8, "x1": 12, "y0": 9, "y1": 11}
    assert call("naming.touches", box, call("naming.boxAt", 14, 10, 4, 2)) is False
    assert call("naming.touches", box, call("naming.boxAt", 13.9, 10, 4, 2)) is True
    assert call("naming.touches", box, call("naming.boxAt", 10, 12.1, 4, 2)) is False


def test_a_chinese_sign_is_as_wide_as_it_is_high_and_a_latin_one_about_half(call: Call) -> None:
    assert call("naming.nameWidth", "广州", 10, 1) == 22
    assert call("naming.nameWidth", "ab", 10, 1) == pytest.approx(13.2)
    assert call("naming.nameWidth", "广州", 10, 1.5) == 32


def rings(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


# A land of 200 by 80 pixels, another to its right, the sea below both.
LANDS = [rings(0, 0, 200, 80), rings(200, 0, 400, 80)]
CELL = 4


ON_A_GROUND = """async ([owners, size, questions]) => {
    const ground = await import("./ground.js"), naming = await import("./naming.js");
    const made = ground.buildGround(owners, ...size);
    return questions.map(([name, ...given]) => (ground[name] || naming[name])(made, ...given));
}"""


def asked(modules: Page, owners: list[Any], *questions: list[Any]) -> Any:
    """Answers of ground.js and naming.js about one ground."""
    return modules.evaluate(ON_A_GROUND, [owners, [400, 160], list(questions)])


def test_every_square_of_the_ground_belongs_to_whose_land_its_middle_is_in(modules: Page) -> None:
    source = random.Random(5)
    shape = [[source.uniform(0, 400), source.uniform(0, 160)] for _ in range(9)]
    ring = [*shape, shape[0]]
    spots = [(CELL * column + 2, CELL * row + 2) for column in range(100) for row in range(40)]
    found = asked(modules, [[ring]], *(["ownerAt", *spot] for spot in spots))

    def inside(x: float, y: float) -> bool:
        crossed = [
            (x0 + (y - y0) * (x1 - x0) / (y1 - y0)) > x
            for (x0, y0), (x1, y1) in itertools.pairwise(ring)
            if (y0 <= y < y1) or (y1 <= y < y0)
        ]
        return sum(crossed) % 2 == 1

    assert found == [int(inside(*spot)) for spot in spots]


def test_a_name_stands_where_it_belongs_and_moves_aside_on_its_own_land_only(modules: Page) -> None:
    spot, size = {"x": 30, "y": 40}, {"width": 40, "height": 10}
    here = {"x0": 8, "x1": 52, "y0": 30, "y1": 50}
    everywhere = {"x0": 0, "x1": 400, "y0": 0, "y1": 400}
    alone, aside, none, at_the_border = asked(
        modules,
        LANDS,
        ["placeAtHome", 1, spot, size, []],
        ["placeAtHome", 1, spot, size, [here]],
        ["placeAtHome", 1, spot, size, [everywhere]],
        ["placeAtHome", 1, {"x": 196, "y": 40}, size, []],
    )
    assert (alone["x"], alone["y"]) == (30, 40)
    assert aside["x1"] <= 200
    assert aside["y1"] <= here["y0"] or aside["y0"] >= here["y1"] or aside["x0"] >= here["x1"]
    assert none is None
    assert at_the_border["x1"] <= 200, "it would stand on the other's land"


def test_a_name_without_room_is_led_from_the_sea_and_never_from_anothers_land(modules: Page) -> None:
    spot, size = {"x": 180, "y": 70}, {"width": 40, "height": 10}
    own_land = {"x0": 0, "x1": 200, "y0": 0, "y1": 80}
    (led,) = asked(modules, LANDS, ["placeLed", 1, spot, size, [own_land]])
    assert led["y0"] >= 80
    assert led["line"]["to"] == spot
    assert led["line"]["length"] == pytest.approx(
        math.dist((led["line"]["from"]["x"], led["line"]["from"]["y"]), (180, 70))
    )
    elsewhere = [{"x0": 0, "x1": 400, "y0": 80, "y1": 160}, {"x0": 0, "x1": 400, "y0": -400, "y1": 0}]
    assert asked(modules, LANDS, ["placeLed", 1, spot, size, [own_land, *elsewhere]]) == [None]


def test_what_is_shown_goes_into_the_largest_room_that_open_boxes_leave(call: Call) -> None:
    size, legend = {"x": 600, "y": 500}, {"x0": 400, "x1": 590, "y0": 300, "y1": 490}
    free = call("room.freeRectangles", size, [legend])
    assert {(each["x0"], each["y0"], each["x1"], each["y1"]) for each in free} == {
        (0, 0, 600, 300),
        (0, 490, 600, 500),
        (0, 0, 400, 500),
        (590, 0, 600, 500),
    }
    assert call("room.freeRectangles", size, []) == [{"x0": 0, "y0": 0, "x1": 600, "y1": 500}]
    two = call("room.freeRectangles", size, [legend, {"x0": 0, "x1": 200, "y0": 0, "y1": 500}])
    boxes = [legend, {"x0": 0, "x1": 200, "y0": 0, "y1": 500}]
    for each, box in itertools.product(two, boxes):
        assert each["x1"] <= box["x0"] or each["x0"] >= box["x1"] or each["y1"] <= box["y0"] or each["y0"] >= box["y1"]


def test_a_fill_says_nothing_of_reefs_far_out_at_sea(call: Call) -> None:
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE], [moved(SQUARE, 9, 0)], [moved(SQUARE, 2, 0)]]}
    feature = {"type": "Feature", "properties": {"id": "a", "far": [1]}, "geometry": geometry}
    kept = call("shapes.peopled", feature)
    assert kept["geometry"]["coordinates"] == [[SQUARE], [moved(SQUARE, 2, 0)]]
    assert call("shapes.peopled", feature | {"properties": {"id": "a"}}) == feature | {"properties": {"id": "a"}}


def test_every_symbol_of_the_palette_is_a_figure_around_its_place_or_a_circle(call: Call) -> None:
    symbols = {style["symbol"] for each in palette.STYLES.values() for style in each.values() if style.get("symbol")}
    assert len(symbols) > 8
    for symbol in symbols - {"circle"}:
        corners = call("symbols.outlineOf", symbol, 10)
        assert len(corners) >= 3, symbol
        assert 8 < max(math.hypot(*corner) for corner in corners) < 15, symbol
        assert sum(x for x, _ in corners) == pytest.approx(0, abs=1e-6), f"{symbol} leans to one side"
    assert call("symbols.outlineOf", "circle", 10) is None


def test_a_colour_may_be_one_or_one_a_theme(call: Call) -> None:
    assert call("themes.themed", "#fff", "dark") == "#fff"
    assert call("themes.themed", {"light": "#fff", "dark": "#000"}, "dark") == "#000"
    assert call("themes.themed", None, "dark") is None


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ({}, False),
        ({"ctrl": True}, True),
        ({"engaged": True}, True),
        ({"engaged": True, "zoom": 6}, False),
        ({"engaged": True, "zoom": 6, "down": False}, True),
        ({"engaged": True, "zoom": 18, "down": False}, False),
        ({"engaged": True, "zoom": 18}, True),
        ({"ctrl": True, "zoom": 6}, True),
    ],
)
def test_the_wheel_is_the_maps_with_ctrl_or_after_a_click_up_to_its_limits(
    call: Call, turn: dict[str, Any], wanted: bool
) -> None:
    usual = {"ctrl": False, "engaged": False, "down": True, "zoom": 8, "least": 6, "most": 18}
    assert call("gestures.isForMap", usual | turn) is wanted


@pytest.mark.parametrize("room", range(600, 1000, 7))
def test_the_edge_of_a_table_cuts_no_date_and_no_number(call: Call, room: int) -> None:
    """2025-09-3 is another day than 2025-09-30: at an office screen the edge stood in the last digit."""
    texts = [("", 300, True), ("left", 52, False), ("left", 165, True), ("left", 180, False), ("left", 88, False)]
    texts += [("right", 101, True), ("left", 88, False), ("right", 61, False), ("left", 130, False)]
    columns = [{"place": n, "side": each[0], "most": 0, "about": each[2]} for n, each in enumerate(texts)]
    widths = [{"heading": 60, "tight": 60, "texts": each[1], "word": each[1]} for each in texts]
    ends = list(itertools.accumulate(call("columns.widthsOf", columns, widths, room, False)))
    begins = [0, *ends]
    cut = [n for n, end in enumerate(ends) if begins[n] < room - 1 and end > room + 1]
    assert not [n for n in cut if widths[n]["texts"] <= 132]
    assert all(ends[n] - begins[n] >= widths[n]["texts"] - 0.01 for n in (5, 6, 7))

"""What published corrections rest on is told wherever the sources of records are, that of each of several."""

from __future__ import annotations

from dataclasses import replace

from atlas.corrections.kinds import PLANNED
from atlas.corrections.released import Change, record_of
from data.store.opening import Store
from tests.corrections import CENTRE, SOURCE, moved, published
from tests.ui.correcting import seen
from tests.ui.reader import opened, tables, told, unharmed
from tests.worlds import the_atlas

FIRST, SECOND = SOURCE["title"], "第二次更正的来源"
QUALIFIED = "fast-protection"
HENGQIN = "planned-hengqin-operation"


def corrected_twice(store: Store) -> None:
    published(store)
    published(store, replace(moved(operating="2022-03-04"), source={"title": SECOND}))
    seen()


def test_the_record_and_the_evidence_of_a_figure_tell_both(store: Store) -> None:
    corrected_twice(store)
    for link in ({"selected": CENTRE}, {"card": QUALIFIED}):
        app = opened("overview", **link)
        unharmed(app)
        for title in (FIRST, SECOND):
            assert told(app).count(f"- {title}") == 1, link


def test_the_catalogue_tells_both(store: Store) -> None:
    corrected_twice(store)
    app = opened("data")
    unharmed(app)
    (sources,) = (each for each in tables(app) if {FIRST, SECOND} <= set(each.to_numpy().ravel().tolist()))
    rows = {row[0]: row for row in sources.to_numpy().tolist()}
    assert "地市更正" in rows[FIRST]
    cells = {str(cell) for each in tables(app) for cell in each.to_numpy().ravel()}
    assert any(cell.endswith("correction-1; correction-2") for cell in cells)


def test_what_a_plan_supports_tells_the_source_of_its_correction(store: Store) -> None:
    before = record_of(the_atlas(), PLANNED, HENGQIN)
    assert before is not None
    published(store, Change(PLANNED, HENGQIN, before, before | {"name_zh": "更名后的平台"}, {"title": SECOND}))
    seen()
    app = opened("overview", selected=HENGQIN)
    unharmed(app)
    assert f"- {SECOND}" in told(app)

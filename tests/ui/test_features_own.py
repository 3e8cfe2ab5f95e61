"""/ogc knows of nobody's own tables: its layers are those of the data that every reader has, also for who brought
some; the mark of a link that stood on them is refused.
"""

from __future__ import annotations

from typing import Any

from atlas.own.laying import mark_of
from tests.data.intake.files import bodies, body
from tests.own_data import SHAOGUAN, overlaid, table_of
from tests.ui.layers_served import get, read, refused
from tests.ui.reader import opened, told
from ui.session.own_data import HELD, Held

CENTRES = "collections/protection-centres/items"


def without_time(found: Any) -> Any:
    return {name: part for name, part in found.items() if name != "timeStamp"}


def test_a_sessions_own_table_is_no_feature_for_others() -> None:
    before = without_time(read(CENTRES))
    page = opened("coverage")
    page.session_state[HELD] = Held((table_of(bodies(body(**SHAOGUAN))),))
    assert "韶关.csv" in told(page.run())
    assert overlaid().world["bodies"]["name_zh"].str.startswith(SHAOGUAN["名称"]).any()
    assert without_time(read(CENTRES)) == before
    assert SHAOGUAN["编号"] not in str(before)
    mark = mark_of(overlaid().own)
    assert refused(get(CENTRES, {"own": mark}), 400) == f"own '{mark}' cannot be used"

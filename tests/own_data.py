"""A session with a table of its own: one centre in a city that has none on record."""

from __future__ import annotations

from functools import cache

from atlas.atlas import Atlas
from atlas.own.laying import OwnTable, laid_over, own_table
from atlas.question.offered import choices_of
from atlas.question.question import Question, default_question
from data.intake.check import check
from tests.data.intake.files import bodies, body, facts
from tests.worlds import the_atlas

LABEL = "（本单位数据，未发布）"
# A national centre of a city that has none on record, of the year 2023.
SHAOGUAN = {
    "编号": "own-shaoguan", "名称": "韶关保护中心", "类别": "保护中心", "层级": "国家级",
    "地市": "韶关市", "县区": "武江区", "经度": "113.58", "纬度": "24.79",
}  # fmt: skip


def table_of(content: bytes, kind: str = "bodies", name: str = "韶关.csv") -> OwnTable:
    found = check(content, name, kind, "wgs84", facts())
    assert [each.plain() for each in found.problems] == []
    return own_table(found)


@cache
def overlaid() -> Atlas:
    return laid_over(the_atlas(), [table_of(bodies(body(**SHAOGUAN)))])


def asked(atlas: Atlas, **changes: object) -> Question:
    return default_question(choices_of(atlas, atlas.declared("bodies").as_of)).with_changes(**changes)

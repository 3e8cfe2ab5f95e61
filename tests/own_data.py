"""A session with a table of its own: one centre in a city that has none on record."""

from __future__ import annotations

from functools import cache

from atlas.atlas import Atlas
from atlas.own.laying import OwnTable, laid_over, own_table
from atlas.question.offered import choices_of
from atlas.question.question import Question, default_question
from data.intake.check import check
from tests.corrections import CENTRE
from tests.data.intake.files import bodies, body, csv, facts
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


@cache
def over_the_centre() -> OwnTable:
    """A table with what the office knows of a centre that is on record: a name, an address, a day."""
    row = {
        **{"编号": CENTRE, "名称": "内部名称", "类别": "保护中心", "层级": "国家级", "地市": "汕头市"},
        **{"地址": "内部路1号", "运行日期": "2023-07-01", "现状": "运行中"},
    }
    return table_of(csv(list(row), list(row.values())), name="汕头.csv")


def asked(atlas: Atlas, **changes: object) -> Question:
    return default_question(choices_of(atlas, atlas.declared("bodies").as_of)).with_changes(**changes)

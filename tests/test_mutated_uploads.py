"""500 good tables and maps with something done to them: each is told in one sentence, or its rows are judged."""

from __future__ import annotations

import resource

import pytest

from atlas.own.laying import NAMES, OwnTable, laid_over
from atlas.words import say_in
from data.errors import TableError
from data.intake.check import check
from data.intake.told import Checked
from data.limits import INTAKE_PROBLEMS
from tests.data.intake.files import HEAD, JINPING, body, by_driver, facts, geojson, points
from tests.mutator import File, upload
from tests.worlds import the_atlas

UPLOADS, PIECES, SECONDS = 500, 20, 5.0
POINT = {"type": "Point", "coordinates": [116.69, 23.36]}
TABLES = {
    "bodies": [
        list(HEAD),
        body(),
        body(编号="own-2", 名称="汕头窗口", 地市="440500"),
        body(编号="own-3", 经度="", 纬度=""),
    ],
    "indicators": [
        ["指标", "地市", "年份", "数值", "来源"],
        ["gdp", "汕头", "2025", "3300", "公报"],
        ["gdp", "佛山", "2025", "1.4e4", ""],
    ],
    "outcomes": [
        ["编号", "规划目标", "数值", "日期"],
        ["own-1", "T064", "47.6", "2025-12-31"],
        ["own-2", "T064", "46", "2025年6月"],
    ],
    "sites": [["id", "name", "lon", "lat"], ["a", "甲", "116.69", "23.36"], ["b", "乙", "113.26", "23.13"]],
    "weights": [["县区", "权重"], ["金平区", "1,250.5"], ["越秀区", "3"]],
}


def maps() -> dict[str, bytes]:
    sites = points(id=["a", "b"], name=["甲", "乙"])
    return {
        "boundaries.geojson": geojson(({"adcode": "440511"}, JINPING)),
        "sites.geojson": geojson(({"id": "a"}, POINT), ({"id": "b"}, POINT)),
        "sites.json": geojson(({"id": "a", "name": "甲"}, POINT)),
        "sites.zip": by_driver(sites, "ESRI Shapefile"),
        "sites.gpkg": by_driver(sites, "GPKG"),
    }


def processor() -> float:
    """Seconds of this process and of those it has waited for: a busy machine makes no hang."""
    both = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def judged(made: File) -> Checked | None:
    """The check of a file; None for one that cannot be read, and is told so in one sentence."""
    try:
        return check(made.content, f"表{made.suffix}", made.kind, "wgs84", facts())
    except TableError as error:
        for language in ("zh", "en"):
            sentence = say_in(language)(error.message).format(**error.parts)
            assert sentence.strip()
            assert "\n" not in sentence
            assert "Traceback" not in sentence
        return None


@pytest.mark.long
@pytest.mark.parametrize("piece", range(PIECES))
def test_a_mutated_upload_is_told_in_a_sentence_or_judged_row_by_row(piece: int) -> None:
    originals, refused, with_problems, whole = maps(), 0, 0, 0
    for number in range(piece, UPLOADS, PIECES):
        made, began = upload(number, TABLES, originals), processor()
        found = judged(made)
        assert processor() - began < SECONDS, (number, made.done)
        if found is None:
            refused += 1
            continue
        _is_whole(found, number)
        if found.kind in NAMES and found.good:
            laid_over(the_atlas(), [OwnTable(found.kind, found.name, found.good)])
        with_problems += bool(found.problems)
        whole += not found.problems
    assert min(refused, with_problems, whole) > 0, "all three ends are met"


def _is_whole(found: Checked, number: int) -> None:
    """Every row is good or has a problem, every problem a place and two sentences in both languages."""
    bad = {each.row for each in found.problems}
    assert not bad & {each.row for each in found.good}, number
    if len(found.problems) < INTAKE_PROBLEMS.most and found.good:
        assert len(found.good) + len(bad) == found.rows, number
    for say in map(say_in, ("zh", "en")):
        assert all(each.problem.sentence(say) and each.cure.sentence(say) and each.row > 0 for each in found.problems)
        assert all(each.sentence(say) for each in found.notes)

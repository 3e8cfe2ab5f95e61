"""An office's tables come one after another, often under one file name: each is laid over the data that the one before
left, and what a start reads stays readable.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.catalog import ROOT, meta, read
from data.errors import DataError
from data.intake.check import check
from data.intake.folder import own_folder, set_folder
from data.intake.kinds import kind_of
from data.intake.merge import merged, source_of
from data.plans import read_sources
from tests.data.intake.files import bodies, body, csv, facts

TITLE, OURS = "机构表", "本单位"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The bodies and the sources of the data, to be written over."""
    shutil.copytree(ROOT / "sets" / "bodies", tmp_path / "sets" / "bodies")
    shutil.copy(ROOT / "sources.toml", tmp_path)
    return tmp_path


def put(files: dict[str, bytes], root: Path) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def take_bodies(root: Path, *rows: list[str]) -> None:
    """A table of bodies called 机构表, laid over the data that are there."""
    checked = check(bodies(*rows), f"{TITLE}.csv", "bodies", "wgs84", facts())
    assert [each.plain() for each in checked.problems] == []
    own = {"title": TITLE, "publisher": OURS}
    found = merged(kind_of("bodies"), read("bodies", root), checked.good, read_sources(root), own)
    put(set_folder(meta("bodies", root), found), root)


def test_a_second_table_of_the_same_name_leaves_readable_sources(root: Path) -> None:
    before = read_sources(root)
    take_bodies(root, body(来源=TITLE), body(编号="own-2", 名称="汕头窗口", 来源="汕头日报"))
    first = read_sources(root)
    take_bodies(
        root, body(编号="own-3", 名称="潮阳窗口", 来源=TITLE), body(编号="own-4", 名称="澄海窗口", 来源="汕头日报")
    )
    own = {source_of(each, OURS)[0] for each in (TITLE, "汕头日报")}
    assert read_sources(root) == first
    assert first.keys() - before.keys() == own
    table = read("bodies", root).set_index("id")
    assert table.loc["own-1", "sources"] == table.loc["own-3", "sources"] == source_of(TITLE, OURS)[0]


def test_a_table_of_another_kind_names_no_source_twice(root: Path) -> None:
    checked = check(csv(("id", "lon", "lat"), ("a", "116.69", "23.36")), f"{TITLE}.csv", "sites", "wgs84", facts())
    about = {"title": TITLE, "publisher": OURS, "day": "2025-12-31"}
    for _ in range(2):
        put(own_folder(kind_of("sites"), checked.good, about, root / "sources.toml"), root)
    take_bodies(root, body(来源=TITLE))
    assert read_sources(root)[source_of(TITLE, OURS)[0]].title == TITLE


def test_what_a_start_could_not_read_is_not_written(root: Path) -> None:
    checked = check(csv(("id", "lon", "lat"), ("a", "116.69", "23.36")), "x.csv", "sites", "wgs84", facts())
    with pytest.raises(DataError, match="title"):
        own_folder(
            kind_of("sites"), checked.good, {"title": "", "publisher": OURS, "day": "2025"}, root / "sources.toml"
        )

"""Data and sources: every dataset and every source once."""

from __future__ import annotations

from data.catalog import set_ids
from tests.ui.reader import opened, told
from tests.worlds import the_atlas, toml


def test_every_set_and_every_source_has_a_row() -> None:
    app = opened("data")
    sets, sources = (each.value for each in app.dataframe)
    assert len(sets) == len(set_ids())
    assert sorted(sources["编号"] if "编号" in sources else sources.iloc[:, -1]) == sorted(toml("sources.toml"))
    assert f"来源（{len(sources)}）" in told(app)
    assert the_atlas().version in told(app)


def test_a_hash_names_the_file_that_is_read() -> None:
    shown = opened("data").dataframe[0].value["SHA-256"]
    assert shown.str.fullmatch("[0-9a-f]{12}").all()

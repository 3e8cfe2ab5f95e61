"""Corrections over data that are renewed: each corrects what it was made for, and freezes nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from atlas.atlas import Atlas
from atlas.corrections.overtaken import Overtaken, overtaken
from atlas.corrections.released import Change, record_of, released, with_changes
from atlas.corrections.releases import restore
from data.store.opening import Store
from tests.corrections import CENTRE, FIRST_REVIEWER, SOURCE, moved, new_store, published
from tests.worlds import the_atlas

NEWER = {"name_zh": "更名后的中心", "operating": "2025-11-30", "evidence": "C"}
ADDRESS = {"address": "试验路1号"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path)


def renewed(**cells: str) -> Atlas:
    """The shipped data of a later day."""
    return with_changes(the_atlas(), [replace(moved(**cells), source={})], "later")


def centre(shipped: Atlas, store: Store, number: int | None = None) -> Mapping[str, str]:
    found = record_of(with_changes(shipped, released(store, number).changes, "now"), "bodies", CENTRE)
    assert found is not None
    return found


def test_newer_data_keep_all_but_what_was_corrected(store: Store) -> None:
    published(store, moved(**ADDRESS))
    newer = renewed(**NEWER, sources="nowhere")
    found, shipped = centre(newer, store), record_of(newer, "bodies", CENTRE) or {}
    assert {name: found[name] for name in (*NEWER, *ADDRESS)} == NEWER | ADDRESS
    assert found["sources"] == "nowhere; correction-1"
    assert {name for name in found if found[name] != shipped[name]} == {"address", "sources"}


def test_releases_on_releases_each_correct_their_own_columns(store: Store) -> None:
    published(store, moved(**ADDRESS))
    published(store, moved(notes="试验备注"))
    newer = renewed(**NEWER)
    found = centre(newer, store)
    assert {name: found[name] for name in (*NEWER, *ADDRESS)} == NEWER | ADDRESS
    assert found["notes"] == "试验备注"
    assert found["sources"].endswith("correction-1; correction-2")
    shipped = record_of(newer, "bodies", CENTRE) or {}
    assert centre(newer, store, 1)["notes"] == shipped["notes"]


def test_what_a_later_release_takes_back_is_as_shipped_again(store: Store) -> None:
    before = moved().before or {}
    published(store, moved(**ADDRESS))
    now = before | ADDRESS | {"sources": f"{before['sources']}; correction-1"}
    published(store, Change("bodies", CENTRE, now, now | {"address": before["address"]}, SOURCE))
    assert centre(renewed(address="新址"), store)["address"] == "新址"


def test_what_is_brought_back_is_what_was_there_also_over_newer_data(store: Store) -> None:
    published(store, moved(**ADDRESS))
    published(store, moved(notes="试验备注"))
    newer = renewed(**NEWER)
    both = centre(newer, store)
    restore(store, FIRST_REVIEWER, the_atlas(), 1)
    assert centre(newer, store) == centre(newer, store, 1)
    restore(store, FIRST_REVIEWER, the_atlas(), 2)
    assert centre(newer, store) == both
    restore(store, FIRST_REVIEWER, the_atlas(), 0)
    assert centre(newer, store) == record_of(newer, "bodies", CENTRE)


def test_over_the_data_that_it_was_made_of_a_record_is_as_it_was_approved(store: Store) -> None:
    wanted = moved(**{"address": "试验路1号", "notes": "", "lon": "116.7301", "industries": "toys"})
    published(store, wanted)
    found = dict(centre(the_atlas(), store))
    assert found.pop("sources").endswith("correction-1")
    assert found == {name: text for name, text in (wanted.after or {}).items() if name != "sources"}


def test_a_point_is_never_half_of_one_record_and_half_of_another(store: Store) -> None:
    published(store, moved(lon="116.7301"))
    before = moved().before or {}
    found = centre(renewed(lon="116.6", lat="23.26", position="town_seat", position_km="3"), store)
    assert (found["lon"], found["lat"]) == ("116.7301", before["lat"])
    assert (found["position"], found["position_km"]) == (before["position"], before["position_km"])


def test_a_new_record_comes_and_a_removed_one_stays_away_under_newer_data(store: Store) -> None:
    before = moved().before or {}
    published(store, Change("bodies", "new-body", None, before | {"id": "new-body", "fact_ref": ""}, SOURCE))
    published(store, Change("bodies", CENTRE, before, None, SOURCE))
    after = with_changes(renewed(**NEWER), released(store).changes, "now").world["bodies"]
    known = the_atlas().world["bodies"]
    assert list(after["id"]) == [*(each for each in known["id"] if each != CENTRE), "new-body"]
    others = known[known["id"] != CENTRE].reset_index(drop=True)
    pd.testing.assert_frame_equal(after.iloc[:-1].reset_index(drop=True), others)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (NEWER, None),
        ({"address": "新址"}, ("address",)),
        (ADDRESS, None),
        ({"sources": "nowhere"}, None),
    ],
)
def test_a_correction_is_overtaken_where_newer_data_say_something_else_of_the_same(
    cells: dict[str, str], columns: tuple[str, ...] | None, store: Store
) -> None:
    published(store, moved(**ADDRESS))
    told = overtaken(renewed(**cells), released(store).changes)
    assert told == (() if columns is None else (Overtaken("bodies", CENTRE, columns),))
    assert centre(renewed(**cells), store)["address"] == ADDRESS["address"], "it stands"


def test_a_record_that_newer_data_renew_or_drop_is_overtaken_as_a_whole(store: Store) -> None:
    before = moved().before or {}
    gone = with_changes(the_atlas(), [Change("bodies", CENTRE, before, None)], "later")
    whole = (Overtaken("bodies", CENTRE),)
    assert overtaken(gone, [moved(**ADDRESS)]) == whole
    assert overtaken(renewed(**NEWER), [Change("bodies", CENTRE, before, None, SOURCE)]) == whole
    assert overtaken(the_atlas(), [Change("bodies", CENTRE, None, before | ADDRESS, SOURCE)]) == whole
    for none in (Change("bodies", CENTRE, before, None), moved(**ADDRESS)):
        assert overtaken(the_atlas(), [none]) == ()

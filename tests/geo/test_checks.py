"""Faults are gathered, then told at once: what was expected, what came, what to do."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from geo.checks import need, need_columns, other_values, repeated_values, wrong_crs
from geo.errors import BadValueError, CrsError, MissingColumnError


def places(crs: int | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy([113.0], [23.0]), crs=crs)


def test_all_missing_columns_of_all_frames_come_in_one_message() -> None:
    frames = {"bodies": (pd.DataFrame(columns=["id"]), ["id", "kind", "level"]), "counts": (pd.DataFrame(), ["n"])}
    with pytest.raises(MissingColumnError) as caught:
        need_columns(frames)
    assert str(caught.value) == (
        "bodies: expected the column(s) kind, level, got id; add them or rename yours; "
        "counts: expected the column(s) n, got no column at all; add them or rename yours"
    )


def test_frames_as_described_pass_in_silence() -> None:
    need_columns({"bodies": (pd.DataFrame(columns=["id", "more"]), ["id"])})
    need(wrong_crs("places", places(4326)))
    need([], [])


def test_places_in_another_system_or_in_none_are_both_named() -> None:
    frames = {"demand": places(4490), "sites": places(None), "borders": places(4326)}
    faults = [wrong_crs(name, frame) for name, frame in frames.items()]
    with pytest.raises(CrsError) as caught:
        need(*faults)
    assert "demand: expected EPSG:4326, got EPSG:4490" in str(caught.value)
    assert "sites: expected EPSG:4326, got no coordinate reference system" in str(caught.value)
    assert "borders" not in str(caught.value)


def test_a_plain_table_is_not_places() -> None:
    with pytest.raises(CrsError, match="without geometry"):
        need(wrong_crs("sites", pd.DataFrame({"lon": [113.0]})))


def test_strangers_among_values_are_named_once_and_five_at_most() -> None:
    values = pd.Series(["A1", "D", "D", *"EFGHI"])
    with pytest.raises(BadValueError, match=r"evidence: expected one of A1, B, got 'D', 'E', 'F', 'G', 'H' and 1 more"):
        need(other_values("evidence", values, ["A1", "B"]))


def test_what_comes_twice_is_named() -> None:
    with pytest.raises(BadValueError, match="ids: expected each once, got 'b' more than once"):
        need(repeated_values("ids", ["a", "b", "b", "c", "b"]))
    assert repeated_values("ids", ["a", "b"]) == []

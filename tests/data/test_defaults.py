"""What is used when neither plan nor reader says otherwise: one file, read at start, refused by name when broken."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from data import defaults as module
from data.defaults import defaults, need_same_defaults, read_defaults
from data.errors import DataError, MissingSetError
from data.plans import plan_ids

TEXT = """
plan = "14-5"
first_day = "2010-01-01"
detour = 1.3
usual_radius_km = 50
smallest_radius_km = 5
largest_radius_km = 150
first_sites = 2
residents_share = "0.80"

[detour_compared]
note_zh = "差"
note_en = "off"

[by_distance]
note_zh = "来源"
note_en = "origin"
straight_km = [10, 60]
factors = [1.32, 1.2]
"""


def with_changed(root: Path, old: str, new: str) -> Path:
    assert old in TEXT
    (root / "atlas.toml").write_text(TEXT.replace(old, new), encoding="utf-8")
    return root


def test_the_shipped_defaults_are_whole_and_name_a_plan_that_is_there() -> None:
    assert defaults().plan in plan_ids()
    need_same_defaults()


def test_a_share_is_exact(tmp_path: Path) -> None:
    assert read_defaults(with_changed(tmp_path, "0.80", "0.55")).residents_share == Fraction(55, 100)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"0.80"', '"80%"', "residents_share: expected a share above 0"),
        ("detour = 1.3", 'detour = "1.3"', "detour: expected a number, got '1.3'"),
        ("detour = 1.3", "detour = 0.9", "detour: expected a number of at least"),
        ("2010-01-01", "2010-02-30", "first_day: expected a day that exists"),
        ("detour", "detuor", "detuor: this key is not known; did you mean 'detour'?"),
        ("[1.32, 1.2]", "[1.32, 0.9]", "by_distance: expected factors of 1 or more"),
        ("[1.32, 1.2]", "[1.32]", "by_distance: expected a factor for each straight distance"),
        ("[10, 60]", '[10, "60"]', "by_distance.straight_km[2]: expected a number"),
        ('note_en = "off"\n', "", "detour_compared.note_en: this key is missing"),
        ("usual_radius_km = 50", "usual_radius_km = 500", "usual_radius_km: expected a radius from the smallest"),
    ],
)
def test_a_broken_default_is_refused_by_its_key(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        read_defaults(with_changed(tmp_path, old, new))
    assert f"{tmp_path / 'atlas.toml'}: {sentence}" in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingSetError, match=r"expected the file .*atlas\.toml"):
        read_defaults(tmp_path)


def test_a_running_atlas_refuses_other_defaults_until_it_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one data version would stand for two sets of numbers."""
    defaults()
    with_changed(tmp_path, "detour = 1.3", "detour = 1.4")
    monkeypatch.setattr(module, "read_defaults", lambda _root: read_defaults(tmp_path))
    with pytest.raises(DataError, match=r"atlas\.toml: changed since the start"):
        need_same_defaults()

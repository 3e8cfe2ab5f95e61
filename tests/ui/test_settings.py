"""A wrong setting stops the start with one clear line."""

from __future__ import annotations

import pytest

from ui.settings import SettingError, Settings, read_settings


def test_nothing_set_is_safe() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings(plan="14-5", tianditu_key="", map_number="")


def test_settings_are_taken() -> None:
    assert read_settings({"ATLAS_PLAN": "13-5", "ATLAS_TIANDITU_KEY": "a" * 32}).tianditu_key == "a" * 32


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATLAS_PLAN", "../x"),
        ("ATLAS_PLANS", "/nonexistent"),
        ("ATLAS_PLANS", "ui"),
        ("ATLAS_TIANDITU_KEY", "short"),
        ("ATLAS_MAP_NUMBER", "<b>"),
        ("ATLAS_COLOUR", "red"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({name: value})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingError, match=r"ATLAS_PLAN.*ATLAS_TIANDITU_KEY"):
        read_settings({"ATLAS_PLAN": "!", "ATLAS_TIANDITU_KEY": "!"})

"""The yearbooks as they were transcribed to the end of 2025; see compiled/test_bodies.py."""

from __future__ import annotations

from data.recipes import density
from data.recipes.tables import records
from tests.data.compilation import compiled_to

pytestmark = compiled_to("2025-12-31", "prefecture_indicators")
FAULTY = {
    ("patent-grants", "440900", "2021"), ("invention-grants", "440900", "2021"),
    ("invention-grants", "441400", "2018"), ("invention-grants", "441400", "2019"),
    ("invention-grants", "441400", "2020"), ("invention-grants", "442000", "2018"),
    ("invention-grants", "442000", "2019"), ("invention-grants", "441600", "2020"),
}  # fmt: skip


def test_all_transcribed_rows_and_scattered_figures_are_there() -> None:
    values = records("prefecture_indicators")
    assert (~values["indicator"].isin(density.INDICATORS)).sum() == 588 + 242, (
        "and in November 2026 two indicators: eleven years of 21 prefectures and their sum"
    )
    assert len(records("place_figures")) == 119 + 57


def test_high_tech_firms_lack_shenzhen_huizhou_and_maoming() -> None:
    values = records("prefecture_indicators")
    held = values[(values["indicator"] == "high-tech-firms") & (values["period"] == "2023")]
    assert set(records("prefectures")["adcode"]) - set(held["prefecture"]) == {"440300", "441300", "440900"}


def test_the_faulty_cells_are_the_eight_that_were_found() -> None:
    values = records("prefecture_indicators")
    faulty = values[values["evidence"] == "C"]
    assert set(faulty[["indicator", "prefecture", "period"]].itertuples(index=False, name=None)) == FAULTY

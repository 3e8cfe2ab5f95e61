"""A place and a body have one distance, on whichever page, paper or verb they stand, printed no finer than known."""

from __future__ import annotations

import math
import re

import pytest

from atlas.distances import number_text
from atlas.parks import park_table
from atlas.reach import reach_of
from atlas.serving import served_at
from documents.one_pager import _distance
from documents.tables.gaps import park_rows
from documents.tables.one_prefecture import county_rows
from tests.worlds import answered, the_atlas, told, usual_question


def coarse(km: float, off_km: float) -> str:
    """A distance as it may print, worked out anew: to 1, 5 or 10 km, halves upwards."""
    step = 1 if off_km <= 1 else 5 if off_km <= 5 else 10
    return f"< {step}" if km < step else f"{int(km / step + 0.5) * step:,}"


@pytest.mark.parametrize("adcode", ["441500", "440600", "441700"])
def test_a_county_has_the_distance_of_the_answer_on_the_page_and_on_the_sheet(adcode: str) -> None:
    counties = answered("prefecture", prefecture=adcode)["counties"]
    shown = told(prefecture=adcode)
    page = county_rows(shown)
    checked = 0
    for place, county in enumerate(counties):
        stems = [name.removesuffix("_km") for name in county if name.endswith("_km")]
        texts = {}
        for stem in filter(county.get, stems):
            off = max(3.0, county[f"{stem}_off"])
            texts[stem] = coarse(county[f"{stem}_km"], off)
            cells = [re.match(r"\D{0,3}([\d,]+)", str(cell)) for cell in page.iloc[place]]
            assert texts[stem].lstrip("< ") in {cell[1] for cell in cells if cell}, stem
            checked += 1
        own = [stem for stem in texts if stem.startswith("own")]
        if own:
            nearest = min(own, key=lambda stem: county[f"{stem}_km"])
            row = shown.inquiry.prefecture.counties.iloc[place].to_dict()
            assert texts[nearest].lstrip("< ") in _distance(row, "own", shown.inquiry)
    assert checked > 3


def test_a_park_is_as_far_from_its_body_as_a_click_on_it_says_and_prints_no_finer_than_known() -> None:
    atlas, question = the_atlas(), usual_question()
    parks = park_table(atlas, question)
    points = atlas.world["candidate_sites"].set_index("id")
    reached = reach_of(atlas, question)
    printed = dict(zip(park_rows(told())["id"], park_rows(told())["路程（公里）"], strict=True))
    same = 0
    for park in parks.to_dict("records"):
        off = [float(points.at[park["id"], "position_km"])]
        off += list(atlas.world["bodies"].set_index("id")["position_km"].reindex([park["body"]]).dropna())
        there = coarse(park["road_km"], max(off)) if park["body"] else "–"
        assert printed[park["id"]] == there
        served = served_at(atlas, question, reached, points.at[park["id"], "lon"], points.at[park["id"], "lat"])
        for body in served.bodies if served else ():
            if body.id == park["body"]:
                assert body.km == pytest.approx(park["road_km"], abs=1e-6)
                same += 1
    assert same > 10


@pytest.mark.parametrize(("km", "off", "text"), [(469.4, 3, "470"), (3.0, 4, "< 5"), (12.0, 15, "10"), (7.4, 0.5, "7")])
def test_a_number_prints_to_the_step_of_its_less_known_end(km: float, off: float, text: str) -> None:
    assert number_text(km, off) == text == coarse(km, off)


def test_an_unknown_distance_prints_nothing() -> None:
    assert number_text(math.nan, 3) == ""

"""The plan prints how many centres there were at the end of 2020; the map draws as many."""

from __future__ import annotations

from datetime import date

from data.catalog import read
from data.plans import read_plan
from geo.existence import drawn

PRINTED = {"T001": ("protection_centre", 6), "T002": ("rapid_rights_centre", 7)}


def test_at_the_end_of_2020_the_map_draws_the_six_and_seven_centres_that_are_printed() -> None:
    bodies = read("bodies")
    shown = bodies[drawn(bodies, date(2020, 12, 31))["drawn"]]
    for target in read_plan("13-5").targets:
        if target.id in PRINTED:
            kind, n = PRINTED[target.id]
            assert int((shown["kind"] == kind).sum()) == target.base == n

"""What planners worked out by hand: every example of examples/reach.toml is run here."""

from __future__ import annotations

import math
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from geo.reach import reach
from tests.geo.worlds import site, sites, towns

EXAMPLES = tomllib.loads((Path(__file__).parent / "examples" / "reach.toml").read_text(encoding="utf-8"))["example"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
def test_the_worked_example_comes_out(example: dict[str, Any]) -> None:
    options = {"radius_m": example["radius_km"] * 1000, "ignore_borders": example.get("ignore_borders", False)}
    placed = [
        site(**{"record": row["id"]} | {name: row[name] for name in row if name not in ("id", "off_km")})
        | {"width_m": row.get("off_km", 0.0) * 1000}
        for row in example["bodies"]
    ]
    demand, expected = towns(*example["towns"]), example["expect"]
    assert set(expected) - {"lowest", "highest"} == {"covered", "share", "second", "closing"}
    found = reach(demand, sites(*placed), **options)
    assert found.covered == expected["covered"]
    assert found.twice == expected["second"]
    assert found.lost.to_dict() == expected["closing"]
    assert found.lowest == expected.get("lowest", expected["covered"])
    assert found.highest == expected.get("highest", expected["covered"])
    if expected["share"] == "none":
        assert math.isnan(found.share)
    else:
        assert found.share == pytest.approx(float(Fraction(expected["share"])), abs=1e-12)
    for row in placed:
        rest = reach(demand, sites(*(each for each in placed if each is not row)), **options)
        assert found.covered - rest.covered == expected["closing"][row["id"]]

"""The counties on every prefecture's own page: their residents, and the body that is nearest to them."""

from __future__ import annotations

from functools import cache
from math import isnan

import pytest

from tests.atlas.oracles import DETOUR, UNSURE, asked_bodies, in_reach, median_of, metres_to, people, properties
from tests.atlas.worlds import prefecture_pages
from tests.worlds import prefectures, rows, usual_question


@cache
def prefecture_of_county() -> dict[str, str]:
    return {each["adcode"]: each["prefecture"] for each in properties("counties")}


def nearest_of_county(county: str, bodies: list[dict[str, str]], *, anybody: bool) -> tuple[str, float]:
    """The body most residents of a county have nearest, and the road kilometres to it of the resident in the middle of
    all of them.
    """
    lines: dict[str, list[tuple[float, int]]] = {}
    for number, place in enumerate(rows("demand_points")):
        if place["county"] != county:
            continue
        near = [
            (metres_to(body["lon"], body["lat"])[number] * DETOUR / 1000, body["id"])
            for body in bodies
            if anybody or body["serves"] == "province" or body["prefecture"] == place["prefecture"]
        ]
        if near:
            km, body_id = min(near)
            lines.setdefault(body_id, []).append((km, int(place["residents"])))
    if not lines:
        return "", float("nan")
    most = max(sorted(lines), key=lambda each: sum(many for _, many in lines[each]))
    body = next(each for each in bodies if each["id"] == most)
    far = [
        (metres_to(body["lon"], body["lat"])[number] * DETOUR / 1000, int(place["residents"]))
        for number, place in enumerate(rows("demand_points"))
        if place["county"] == county
    ]
    return most, median_of(sorted(far))


@pytest.mark.parametrize("adcode", prefectures())
def test_counties_are_those_of_the_boundaries_with_their_residents_in_reach(adcode: str) -> None:
    found = prefecture_pages()[adcode]
    table = found.counties.set_index("county")
    names = {each["adcode"]: each["name_zh"] for each in properties("counties") if each["prefecture"] == adcode}
    if adcode in names:  # Dongguan and Zhongshan have no counties; the whole prefecture goes by its short name
        names = {adcode: next(each["short_zh"] for each in properties("prefectures") if each["adcode"] == adcode)}
    assert sorted(table.index) == sorted(names)
    census = {row["adcode"]: int(row["residents_2020"]) for row in rows("residents_county")}
    for county, row in table.iterrows():
        assert row["name"] == names[county]
        assert row["people"] == census[county], county
        assert row["covered"] == people(in_reach(usual_question()), county=county), county
        assert row["people"] - row["covered"] == row["unserved"]
        assert row["share"] == pytest.approx(row["covered"] / row["people"], abs=1e-12)
    assert found.covered == table["covered"].sum() == people(in_reach(usual_question()), prefecture=adcode)
    assert found.people == table["people"].sum() == sum(census[county] for county in names)


@pytest.mark.parametrize("adcode", prefectures())
def test_the_nearest_body_of_a_county_is_the_one_most_of_its_residents_have(adcode: str) -> None:
    """Own: those that serve it by jurisdiction, the provincial centre included."""
    for row in prefecture_pages()[adcode].counties.to_dict("records"):
        for kind in prefecture_pages()[adcode].kinds:
            bodies = asked_bodies(usual_question(kinds=(kind,)))
            widths = {body["id"]: float(body["position_km"]) for body in bodies}
            for whose in ("own", "any"):
                body, km = nearest_of_county(row["county"], bodies, anybody=whose == "any")
                stem = f"{whose}_{kind}"
                assert row[stem] == body, (row["county"], stem)
                assert row[f"{stem}_off"] == pytest.approx(widths.get(body, 0)), (row["county"], stem)
                if isnan(km):
                    assert isnan(row[f"{stem}_km"])
                else:
                    assert row[f"{stem}_km"] == pytest.approx(km, rel=UNSURE), (row["county"], stem)


@pytest.mark.parametrize("adcode", prefectures())
def test_one_body_has_one_distance_from_a_county_however_it_was_found(adcode: str) -> None:
    for row in prefecture_pages()[adcode].counties.to_dict("records"):
        for kind in prefecture_pages()[adcode].kinds:
            if row[f"own_{kind}"] == row[f"any_{kind}"] != "":
                assert row[f"own_{kind}_km"] == row[f"any_{kind}_km"], (row["county"], kind)


def test_counties_of_the_demand_lie_where_the_boundaries_put_them() -> None:
    assert {(row["county"], row["prefecture"]) for row in rows("demand_points")} == set(prefecture_of_county().items())

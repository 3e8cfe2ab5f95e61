"""A loaded matrix counts on page, map, table, verbs and link, in kilometres or minutes, and says itself everywhere."""

from __future__ import annotations

import json
from fractions import Fraction
from math import exp, inf, isnan, log, sqrt
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.atlas import in_language
from atlas.catchment import catchment_answer
from atlas.inquiry import Inquiry
from atlas.lead import reach_sentence
from atlas.ledger import access_note, access_of, ledger, ledger_beside
from atlas.link_answer import link_answer
from atlas.map_state import map_state, view_of
from atlas.parks import parks_answer, way_of_parks
from atlas.plan import admission_of
from atlas.prefecture import describe_prefecture
from atlas.prefecture_told import state_texts
from atlas.question.question import Question
from atlas.reach import distances_km, gaps_answer, profile_km, reach_of
from atlas.scenario.file import as_file
from atlas.travel import known, travel
from atlas.ways import way_of
from atlas.weights import shares_sentence, side_by_side
from atlas.words import say_in
from documents.layer_file import layer_file
from documents.told import Told
from geo.definitions import matches
from geo.existence import existence
from layers import decide
from tests.atlas.oracles import asked_bodies, median_of, people, serves
from tests.atlas.travels import BODIES, asked, costs, loaded, text
from tests.oracles import read_signs
from tests.worlds import choices, rows, the_atlas, usual_question

pytestmark = pytest.mark.usefixtures("one_atlas")


def near(question: Question, unit: str) -> list[list[float]]:
    """For every place the costs to the bodies that may serve it."""
    told, bodies = costs(unit), asked_bodies(question)
    return [
        [told.get((place["id"], body["id"]), inf) for body in bodies if serves(body, place, question)]
        for place in rows("demand_points")
    ]


@pytest.mark.parametrize("unit", ["km", "minutes"])
@pytest.mark.parametrize("changes", [{}, {"ignore_borders": True, "radius_km": 20}], ids=["usual", "ignoring borders"])
def test_people_in_reach_are_those_of_the_numbers_in_the_file(unit: str, changes: dict[str, Any]) -> None:
    question = asked(unit, **changes)
    told, slow = gaps_answer(the_atlas(), question), near(question, unit)
    assert told["covered"] == people([any(cost <= question.radius_km for cost in each) for each in slow])
    assert told["second_in_reach"] == people([sum(cost <= question.radius_km for cost in each) > 1 for each in slow])
    assert told["covered_range"] == [told["covered"]] * 2
    assert (told["unit"], told["detour"], told["straight_m"]) == (unit, None, None)
    assert told["distance"] == loaded(unit).id


@pytest.mark.parametrize("unit", ["km", "minutes"])
def test_distances_and_profile_are_those_of_every_resident(unit: str) -> None:
    question = asked(unit)
    reached, slow = reach_of(the_atlas(), question), near(question, unit)
    residents = [int(place["residents"]) for place in rows("demand_points")]
    pairs = [(min(each, default=inf), many) for each, many in zip(slow, residents, strict=True)]
    line = sorted((cost, many) for cost, many in pairs if cost < inf and many)
    told = distances_km(reached)
    assert told["mean_km"] == pytest.approx(sum(cost * many for cost, many in line) / sum(many for _, many in line))
    assert told["median_km"] == pytest.approx(median_of(line))
    assert told["worst_km"] == pytest.approx(line[-1][0])
    assert told["without"] == sum(many for cost, many in pairs if cost == inf)
    table = profile_km(reached).set_index("km")["nearest"]
    for step in (0, 50, 150):
        share = sum(many for cost, many in pairs if cost <= step) / sum(residents)
        assert table[step] == pytest.approx(share)


def test_verb_link_and_page_say_the_same_by_the_same_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.csv").write_text(text("minutes"), encoding="utf-8")
    file = str(tmp_path / "mine.csv")
    question = asked("minutes", radius_km=60)
    page = json.loads(json.dumps(gaps_answer(the_atlas(), question)))
    assert cli.main(["gaps", "--json", "--radius-km", "60", "--matrix", file]) == 0
    typed = json.loads(capsys.readouterr().out)
    del typed["parks"], typed["catchment"]
    assert typed == page
    link = f"/coverage?radius=60&distance={question.distance}"
    assert cli.main(["link", link, "--json", "--matrix", file]) == 0
    assert json.loads(capsys.readouterr().out)["gaps"] == page


def test_a_link_without_its_file_is_refused_and_with_another_file_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.csv").write_text(text("km"), encoding="utf-8")
    link = f"/coverage?distance={loaded('minutes').id}"
    with pytest.raises(ValueError, match=r"distance .own-.* cannot be used"):
        link_answer(link, "14-5")
    assert cli.main(["link", link, "--matrix", str(tmp_path / "other.csv")]) == cli.BAD_ARGUMENTS
    assert "cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_label_names_source_date_licence_and_how_it_was_reckoned(language: str) -> None:
    question, say = asked("minutes"), say_in(language)
    told = way_of(question).sentence(say)
    for part in ("mine.csv", "某测绘院", "2026-10-31", "内部使用", "1.3"):
        assert part in told
    wanted = (
        ("自由流", "不含转向限制", "不得用于导航") if language == "zh" else ("free flow", "turns", "not for navigation")
    )
    assert all(each in told for each in wanted)
    atlas = in_language(the_atlas(), language)
    shown = view_of(atlas, question)
    for part in ("某测绘院", "2026-10-31", "内部使用"):
        assert part in shown.moment.reach_title
    assert {"zh": "50分钟", "en": "50 minutes"}[language] in shown.moment.reach_title
    sentence = reach_sentence(Inquiry(atlas, question))
    assert {"zh": "50分钟（路网）", "en": "50 minutes"}[language] in sentence
    assert {"zh": "公里", "en": " km"}[language] not in sentence


def test_the_weights_side_by_side_speak_of_the_unit_of_the_matrix() -> None:
    question = asked("minutes", radius_km=60)
    sides = side_by_side(the_atlas(), reach_of(the_atlas(), question).found)
    told = shares_sentence(sides, question, say_in("zh"))
    assert "60分钟（路网）" in told
    assert "公里" not in told
    assert f"居民{sides[0].share:.1%}" in told


def test_what_the_matrix_lacks_is_out_of_reach_and_said() -> None:
    question = asked("km", ignore_borders=True)
    reached, say = reach_of(the_atlas(), question), say_in("en")
    lacking = [each for each in reached.bodies["id"] if each not in BODIES[1:]]
    told = reached.way.lacking(the_atlas().world["demand_points"], reached.bodies, say)
    assert told.startswith(f"Not in the matrix, and so out of reach: 1 places and {len(lacking)} bodies")
    assert reached.found.nearest.iloc[-1] == ""


def test_a_map_of_a_matrix_draws_no_rings() -> None:
    question = asked("km")
    shown = view_of(the_atlas(), question)
    assert map_state(question, shown)["ring_m"] is None
    assert len(shown.decision["reach-rings"]) == 0
    assert len(view_of(the_atlas(), usual_question()).decision["reach-rings"]) > 0


@pytest.mark.parametrize("unit", ["km", "minutes"])
@pytest.mark.parametrize("radius", [60, 35])
def test_places_are_classed_by_their_way_to_the_nearest_body_that_may_serve_them(unit: str, radius: int) -> None:
    question = asked(unit, radius_km=radius, ignore_borders=True, layers=("travel-places",))
    view, slow = view_of(the_atlas(), question), near(question, unit)
    expected, residents = dict[str, str](), dict[str, int]()
    for place, line in zip(rows("demand_points"), slow, strict=True):
        cost = min(line, default=inf)
        ends = {"near": radius / 2, "within": radius, "beyond": radius * 1.5, "far": 1e9}
        name = next((each for each, end in ends.items() if cost <= end), "no-way")
        expected[place["id"]] = name
        residents[name] = residents.get(name, 0) + int(place["residents"])
    assert set(expected.values()) >= {"near", "within", "beyond", "far", "no-way"} - (
        {"far"} if radius == 60 else set()
    )
    assert (
        dict(view.decision["travel-places"]) == expected == read_signs("travel-places", view.message["travel-places"])
    )
    table = decide.table(the_atlas().world, view.decision, question.layers, view.captions)
    assert dict(zip(table["id"], table["class"], strict=True)) == {
        place: view.captions["travel-places"][name] for place, name in expected.items()
    }
    # What is in reach on the map is what the page counts.
    assert residents["near"] + residents["within"] == gaps_answer(the_atlas(), question)["covered"]


def test_a_place_at_a_bound_is_within_it_and_one_a_hair_farther_is_not() -> None:
    bodies = [each["id"] for each in asked_bodies(usual_question(ignore_borders=True))]
    places = [each["id"] for each in rows("demand_points")][:6]
    told = ("30", "30.001", "60", "90", "90.001", "")
    lines = [
        f"id,{bodies[0]}",
        "#unit,minutes",
        "#source,a",
        "#licence,b",
        *map(",".join, zip(places, told, strict=True)),
    ]
    held = known(travel("\n".join(lines).encode(), "few.csv"))
    question = usual_question(distance=held.id, radius_km=60, ignore_borders=True)
    found = view_of(the_atlas(), question).decision["travel-places"]
    assert [found[each] for each in places] == ["near", "within", "within", "beyond", "far", "no-way"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_map_of_places_says_its_bounds_and_what_the_matrix_is(language: str) -> None:
    shown = view_of(in_language(the_atlas(), language), asked("minutes", radius_km=35))
    told = shown.captions["travel-places"]
    bounds = {"near": ("17.5",), "within": ("17.5", "35"), "beyond": ("35", "52.5"), "far": ("52.5",)}
    unit = {"zh": "分钟", "en": "minutes"}[language]
    assert all(each in told[name] and unit in told[name] for name, ends in bounds.items() for each in ends)
    reach = {"zh": "可及", "en": "in reach"}[language]
    assert [name for name in bounds if reach in told[name]] == ["near", "within"]
    words = {"zh": ("自由流", "不含转向限制", "不得用于导航"), "en": ("free flow", "turns", "not for navigation")}
    for title in (told[""], shown.moment.reach_title):
        assert all(each in title for each in ("某测绘院", "2026-10-31", "内部使用", *words[language]))


def test_without_a_matrix_no_place_is_classed() -> None:
    shown = view_of(the_atlas(), usual_question())
    assert shown.decision["travel-places"].empty
    assert "travel-places" not in {each for each, told in shown.captions.items() if told}


def test_a_file_of_the_layer_has_the_minutes_and_says_what_the_matrix_is() -> None:
    question = asked("minutes", ignore_borders=True)
    written = layer_file("travel-places", Told(Inquiry(the_atlas(), question), choices()))
    slow = near(question, "minutes")
    for place, line, told in zip(rows("demand_points"), slow, written.rows["value"], strict=True):
        assert told == pytest.approx(min(line, default=inf)) or (isnan(told) and min(line, default=inf) == inf), place
    assert all(each in written.note for each in ("某测绘院", "2026-10-31", "内部使用", "不得用于导航"))


def test_counties_have_the_nearest_body_of_the_matrix() -> None:
    page = describe_prefecture(the_atlas(), asked("minutes"), "440100")
    told = costs("minutes")
    centres = [row["id"] for row in asked_bodies(usual_question(kinds=("protection_centre",)))]
    for county in page.counties.to_dict("records"):
        body, km = county["any_protection_centre"], county["any_protection_centre_km"]
        places = [row for row in rows("demand_points") if row["county"] == county["county"]]
        line = sorted((told.get((row["id"], body), inf), int(row["residents"])) for row in places)
        assert body in centres
        assert km == pytest.approx(median_of(line)) or (isnan(km) and not body)


ACCESS = [each for each in the_atlas().plan.definitions if each.get("rule") == "access"]


@pytest.mark.parametrize("declared", ACCESS, ids=lambda each: each["id"])
def test_definitions_of_people_are_counted_by_kilometres_of_the_matrix(declared: dict[str, Any]) -> None:
    question, atlas, told = asked("km"), the_atlas(), costs("km")
    result, bodies = access_of(atlas, question, declared["id"]), atlas.world["bodies"]
    definition = admission_of(declared)
    chosen = bodies[matches(bodies, definition)]
    surely = existence(chosen, question.as_of, stage=definition.stage)
    share = Fraction(declared["residents_share"])
    for degree in ("certain", "best", "possible"):
        there = chosen[surely[degree]].to_dict("records")
        reached, living = dict[str, int](), dict[str, int]()
        for place in rows("demand_points"):
            home, many = place["prefecture"], int(place["residents"])
            living[home] = living.get(home, 0) + many
            near_one = any(
                told.get((place["id"], body["id"]), inf) <= declared["radius_km"]
                for body in there
                if declared.get("ignore_borders") or body["serves"] == "province" or body["prefecture"] == home
            )
            reached[home] = reached.get(home, 0) + many * near_one
        slow = {home: reached[home] / living[home] for home in living}
        assert result.shares[degree].to_dict() == pytest.approx(slow)
        enough = {home for home in living if Fraction(reached[home], living[home]) >= share}
        states = result.per_prefecture
        if degree != "possible":
            assert {home for home in states.index if states[home] in ("certain", degree)} == enough
        else:
            assert {home for home in states.index if states[home] != "none"} >= enough
    assert result.certain.count <= result.best.count <= result.possible.count


@pytest.mark.parametrize("declared", ACCESS, ids=lambda each: each["id"])
def test_definitions_of_people_stay_estimates_under_a_matrix_of_minutes_and_say_so(declared: dict[str, Any]) -> None:
    one, other = (access_of(the_atlas(), each, declared["id"]) for each in (asked("minutes"), usual_question()))
    assert one.shares.equals(other.shares)
    assert "以公里为限" in access_note(asked("minutes"), say_in("zh"))
    assert "1.3" in access_note(asked("minutes"), say_in("en"))


@pytest.mark.parametrize(("unit", "mark", "way"), [("km", "（路网）", True), ("minutes", "（估算路程）", False)])
def test_the_ledger_says_by_what_its_definitions_of_people_are_counted(unit: str, mark: str, way: bool) -> None:
    question = asked(unit)
    told = {each["id"]: each for each in ledger_beside(the_atlas(), question)}
    for row in ledger(the_atlas(), question):
        assert the_atlas().world.title(row.about).endswith(mark) == (row.rule == "access")
        assert told[row.id].get("distance") == (
            None if row.rule != "access" else question.distance if way else "detour"
        )
    page = Inquiry(the_atlas(), question.with_changes(prefecture="440100"))
    assert any(mark in each for each in state_texts(page))
    shown = view_of(the_atlas(), question.with_changes(access=ACCESS[0]["id"])).captions["access"][""]
    assert mark in shown
    assert ("某测绘院" in shown, "不得用于导航" in shown) == (way, way)
    note = access_note(question, say_in("zh"))
    assert ("内部使用" in note) == way
    assert not access_note(usual_question(), say_in("zh"))


def test_link_and_page_have_the_same_ledger_by_the_same_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.csv").write_text(text("km"), encoding="utf-8")
    question = asked("km")
    link = f"/coverage?distance={question.distance}"
    assert cli.main(["link", link, "--json", "--matrix", str(tmp_path / "mine.csv")]) == 0
    told = json.loads(capsys.readouterr().out)["ledger"]
    assert told == json.loads(json.dumps(ledger_beside(the_atlas(), question)))
    plain = json.loads(json.dumps(ledger_beside(the_atlas(), usual_question())))
    assert [one["id"] for one, other in zip(told, plain, strict=True) if one.get("certain") != other.get("certain")]


def test_a_matrix_does_not_know_where_a_scenario_has_moved_a_body_to() -> None:
    body = BODIES[1]
    moved = asked("km", scenario=f"move {body} 113.3,23.1", ignore_borders=True, kinds=tuple(choices().kinds))
    stays = asked("km", ignore_borders=True, kinds=tuple(choices().kinds))
    found = reach_of(the_atlas(), moved)
    assert body in set(found.bodies["id"])
    assert body not in set(found.found.nearest)
    assert body in set(reach_of(the_atlas(), stays).found.nearest)
    assert "1家机构" in found.way.lacking(
        the_atlas().world["demand_points"], found.bodies.query("id == @body"), say_in("zh")
    )


def test_one_more_centre_and_scenario_files_do_not_use_a_matrix() -> None:
    question, plain = asked("minutes"), usual_question()
    effects = [describe_prefecture(the_atlas(), each, "441300").effect for each in (question, plain)]
    assert effects[0] == effects[1]
    assert as_file(the_atlas(), question) == as_file(the_atlas(), plain)


def test_parks_count_by_the_matrix_where_it_has_them_and_by_estimate_where_not() -> None:
    without, having = asked("km"), asked("km", parks=True)
    assert way_of_parks(the_atlas(), without).id == "detour"
    estimated = parks_answer(the_atlas(), usual_question())
    assert parks_answer(the_atlas(), without)["parks"] == estimated["parks"]
    told = costs("km", parks=True)
    answer = parks_answer(the_atlas(), having)
    assert answer["distance"] == having.distance
    known_parks = [each for each in answer["parks"] if each["body"]]
    assert known_parks
    for each in known_parks:
        assert each["road_km"] == pytest.approx(told[each["id"], each["body"]], abs=0.001)


def test_what_falls_to_residents_is_that_of_two_steps_by_loops_and_offered_only_with_capacities() -> None:
    assert catchment_answer(the_atlas(), asked("km")) is None
    assert catchment_answer(the_atlas(), usual_question()) is None
    able = {body: float(number % 7 + 1) for number, body in enumerate(BODIES[1:])}
    line = f"#capacity,{','.join(map(str, able.values()))}"
    held = known(travel(text("km").replace("#method", f"{line}\n#method").encode(), "able.csv"))
    question = usual_question(distance=held.id)
    answer, told = catchment_answer(the_atlas(), question), costs("km")
    assert answer is not None
    width = question.radius_km / sqrt(2 * log(100))
    homes, shares = rows("demand_points"), dict[str, float]()

    def decay(place: dict[str, str], body: dict[str, str]) -> float:
        far = told.get((place["id"], body["id"]), inf) if serves(body, place, question) else inf
        return exp(-far * far / (2 * width * width)) if far <= question.radius_km else 0.0

    bodies = asked_bodies(question)
    for body in bodies:
        asking = sum(int(place["residents"]) * decay(place, body) for place in homes)
        shares[body["id"]] = able.get(body["id"], 0.0) / asking if asking else 0.0
    falls, residents = dict[str, float](), dict[str, int]()
    for place in homes:
        mine, many = place["prefecture"], int(place["residents"])
        each = sum(decay(place, body) * shares[body["id"]] for body in bodies)
        falls[mine], residents[mine] = falls.get(mine, 0) + many * each, residents.get(mine, 0) + many
    found = {row["id"]: row["capacity"] for row in answer["prefectures"]}
    assert found == pytest.approx({each: falls[each] / residents[each] * 100_000 for each in falls})
    order = [row["capacity"] for row in answer["prefectures"]]
    assert order == sorted(order)

"""A link asks one question; what cannot be used degrades only itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.question.choices import month_ends
from atlas.question.question import Question, default_question, from_params, to_params
from geo.checks import Fault
from geo.errors import BadValueError
from geo.scenario import Close, Refused, Scenario, Sifted
from geo.scenario_text import to_text
from tests.scenario_lines import scenario_of
from tests.worlds import CHOICES

questions = st.builds(
    Question,
    as_of=st.dates(CHOICES.first_day, CHOICES.last_day),
    definition=st.sampled_from(CHOICES.definitions),
    layers=st.sets(st.sampled_from(CHOICES.layers)).map(
        lambda chosen: tuple(each for each in CHOICES.layers if each in chosen)
    ),
    indicator=st.just("gdp"),
    period=st.sampled_from(["2023", "2024"]),
    selected=st.sampled_from(["", "440100", "centre-a"]),
    industry=st.sampled_from(["", "灯饰"]),
    confirmed_only=st.booleans(),
    literal=st.booleans(),
    access=st.sampled_from(CHOICES.access),
    radius_km=st.integers(5, 150),
    distance=st.sampled_from(["detour", "by-distance"]),
    kinds=st.sets(st.sampled_from(CHOICES.kinds)).map(
        lambda chosen: tuple(each for each in CHOICES.kinds if each in chosen)
    ),
    ignore_borders=st.booleans(),
    wrong=st.sets(st.sampled_from(sorted(CHOICES.bodies))).map(lambda ids: tuple(sorted(ids))),
    confirmed=st.sets(st.sampled_from(sorted(CHOICES.bodies))).map(lambda ids: tuple(sorted(ids))),
    zone=st.sampled_from(["", *CHOICES.zones]),
    measure=st.sampled_from(CHOICES.measures),
    regions=st.sets(st.sampled_from(["delta", "north", "440100", "440200"])).map(
        lambda chosen: tuple(each for each in ("delta", "north", "440100", "440200") if each in chosen)
    ),
    prefecture=st.sampled_from(CHOICES.prefectures),
    scoreboard=st.sampled_from(CHOICES.boards),
    scenario=st.lists(
        st.sampled_from(
            ["add centre 113.5000,23.1000 名；称".replace("；", "\\;"), "close court-b", "move centre-a 113.1,23.2"]
        ),
        max_size=3,
    ).map(lambda parts: to_text(scenario_of("; ".join(parts)))),
    scenario_name=st.text(max_size=20),
)


@given(questions)
def test_a_question_survives_its_link(question: Question) -> None:
    question = replace(question, confirmed=tuple(each for each in question.confirmed if each not in question.wrong))
    again, problems = from_params(to_params(question, CHOICES), CHOICES)
    assert again == question
    assert problems == []


def test_no_link_is_the_default_and_the_default_needs_no_link() -> None:
    question, problems = from_params({}, CHOICES)
    assert question == default_question(CHOICES)
    assert problems == []
    assert to_params(question, CHOICES) == {}


def test_each_broken_parameter_degrades_only_itself() -> None:
    question, problems = from_params(
        {"date": "yesterday", "definition": "wide", "layers": "towns <script>", "period": "1066", "selected": "nobody"},
        CHOICES,
    )
    assert {problem.name for problem in problems} == {"period", "selected", "date", "layers"}
    assert question.definition == "wide"
    assert question.layers == ("towns",)
    assert question.as_of == CHOICES.last_day


def test_a_date_outside_the_clock_becomes_its_nearest_end() -> None:
    assert from_params({"date": "1999-01-01"}, CHOICES)[0].as_of == CHOICES.first_day
    assert from_params({"date": "2099-01-01"}, CHOICES)[0].as_of == CHOICES.last_day


def test_no_layer_at_all_is_a_question_too() -> None:
    assert from_params({"layers": "none"}, CHOICES)[0].layers == ()


def test_an_indicator_without_the_default_year_takes_its_latest() -> None:
    assert from_params({"indicator": "people"}, CHOICES)[0].period == "2020"


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "date",
                "definition",
                "layers",
                "indicator",
                "period",
                "selected",
                "industry",
                "evidence",
                "dates",
                "radius",
                "distance",
                "kinds",
                "borders",
                "wrong",
                "confirmed",
                "zone",
                "measure",
                "other-measure",
                "clusters",
                "regions",
                "id",
                "board",
                "access",
            ]
        ),
        st.text(max_size=30),
    )
)
def test_nonsense_never_breaks_the_page(params: dict[str, str]) -> None:
    question, _ = from_params(params, CHOICES)
    assert CHOICES.first_day <= question.as_of <= CHOICES.last_day
    assert question.definition in CHOICES.definitions
    assert set(question.layers) <= set(CHOICES.layers)


def test_month_ends_are_the_last_days() -> None:
    assert month_ends(date(2020, 1, 1), date(2020, 3, 30)) == [date(2020, 1, 31), date(2020, 2, 29)]


def test_a_link_whose_layers_are_all_unknown_shows_the_usual_ones() -> None:
    question, problems = from_params({"layers": "moon sun"}, CHOICES)
    assert question.layers == ("land", "centres")
    assert [problem.name for problem in problems] == ["layers"]


def test_of_several_shadings_the_last_one_stays() -> None:
    both = replace(CHOICES, exclusive=("land", "towns"))
    question, problems = from_params({"layers": "land towns centres"}, both)
    assert question.layers == ("towns", "centres")
    assert problems[0].used == "towns centres"


def test_a_broken_part_of_a_scenario_degrades_only_itself() -> None:
    given = "close centre-a; fly centre-a; add centre 23.1,113.5 turned; move court-b 113.1,23.2"
    question, problems = from_params({"scenario": given, "date": "2020-12-31"}, CHOICES)
    assert question.scenario == "close centre-a; move court-b 113.1000,23.2000"
    assert [(each.name, each.given) for each in problems] == [
        ("scenario", "fly centre-a"),
        ("scenario", "add centre 23.1,113.5 turned"),
    ]
    assert question.as_of == date(2020, 12, 31)


def test_a_change_that_cannot_be_made_on_the_bodies_is_left_out_and_told() -> None:
    def only_closings(scenario: Scenario) -> Sifted:
        closings = tuple(each for each in scenario.changes if isinstance(each, Close))
        fault = Fault(BadValueError, "no")
        return Sifted(
            Scenario(changes=closings),
            refused=tuple(Refused(each, fault) for each in set(scenario.changes) - set(closings)),
        )

    offered = replace(CHOICES, sift=only_closings)
    question, problems = from_params({"scenario": "add moon 113.5,23.1 a; close centre-a"}, offered)
    assert question.scenario == "close centre-a"
    assert [each.given for each in problems] == ["add new-1 moon 113.5000,23.1000 a"]


def test_the_name_of_a_scenario_changes_no_answer_but_its_changes_do() -> None:
    usual = default_question(CHOICES)
    named = usual.with_changes(scenario="close centre-a", scenario_name="without a")
    assert named.for_answers() == usual.with_changes(scenario="close centre-a").for_answers()
    assert named.for_answers() != usual.for_answers()


def test_a_name_too_long_for_a_link_is_cut() -> None:
    question, problems = from_params({"scenario-name": "长" * 121}, CHOICES)
    assert question.scenario_name == "长" * 120
    assert [each.name for each in problems] == ["scenario-name"]


@pytest.mark.parametrize(("name", "field"), [("id", "prefecture"), ("board", "scoreboard")])
def test_a_wrong_id_of_what_a_page_is_about_is_replaced_by_no_other(name: str, field: str) -> None:
    question, problems = from_params({name: "999999"}, CHOICES)
    assert getattr(question, field) == ""
    assert [(each.name, each.given) for each in problems] == [(name, "999999")]
    again, problems = from_params(to_params(question, CHOICES), CHOICES)
    assert again == question
    assert problems == []


WIDE = str.maketrans({sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("date", "2020-06-30"),
        ("definition", "wide"),
        ("layers", "towns centres"),
        ("layers", "none"),
        ("indicator", "people"),
        ("evidence", "confirmed"),
        ("dates", "literal"),
        ("borders", "ignore"),
        ("borders", "keep"),
        ("radius", "80"),
        ("distance", "by-distance"),
        ("kinds", "court"),
        ("kinds", "centre court"),
        ("kinds", "none"),
        ("wrong", "court-b,centre-a"),
        ("confirmed", "centre-a"),
        ("regions", "440200 north"),
        ("id", "440200"),
        ("id", "none"),
        ("board", "13-5"),
    ],
)
def test_full_width_signs_ask_what_the_plain_ones_ask(name: str, given: str) -> None:
    wide = given.translate(WIDE)
    assert wide != given
    expected = from_params({name: given}, CHOICES)
    assert expected[1] == []
    assert from_params({name: wide}, CHOICES) == expected
    assert from_params({name: wide.replace(" ", "\u3000")}, CHOICES) == expected


def test_what_is_unknown_in_full_width_is_told_as_it_came() -> None:
    question, problems = from_params({"kinds": "ｃｏｕｒｔ　ｃａｆé", "radius": "８０.５"}, CHOICES)
    assert question.kinds == ("court",)
    assert [(each.name, each.given) for each in problems] == [("radius", "８０.５"), ("kinds", "ｃａｆé")]


def test_a_name_that_is_itself_full_width_is_found_before_its_folded_form() -> None:
    choices = replace(CHOICES, industries=["Ａ", "A"])
    assert from_params({"industry": "Ａ"}, choices)[0].industry == "Ａ"
    assert from_params({"industry": "A"}, choices)[0].industry == "A"

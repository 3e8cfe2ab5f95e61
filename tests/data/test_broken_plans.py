"""A plan with a fault is refused at the door: one sentence a fault, with the file, the id and the key."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from data.errors import DataError, MissingSetError
from data.plans import need_layers, read_plan
from layers import all_layers
from tests.data.tiny_plan import FILES, PREFECTURES, mis_saved, written

# File, what it says, what it says instead; then the table's id and the key of the fault, and what the sentence holds.
BROKEN = {
    "a key nobody knows": ("targets", "target = 50", "goal = 1\ntarget = 50", "N001: goal: this key is not known"),
    "kind for kinds": (
        "definitions",
        'kinds = ["protection_centre"]',
        'kind = ["protection_centre"]',
        "one-centre: admits[1].kind: this key is not known; did you mean 'kinds'?",
    ),
    "kind for kinds in a card": (
        "cards",
        'kinds = ["protection_centre"]',
        'kind_s = ["protection_centre"]',
        "centres: kind_s: this key is not known; did you mean 'kinds'?",
    ),
    "an admission of everything": (
        "definitions",
        '[[definition.admits]]\nkinds = ["protection_centre"]\nsubkinds = ["national_protection_centre"]\n'
        'levels = ["national"]',
        "[[definition.admits]]",
        "one-centre: admits[1]: expected at least one of kinds, subkinds, levels",
    ),
    "a share in per cent": ("definitions", '"0.50"', '"80%"', "one-centre: share: expected a share above 0"),
    "a share in words": ("definitions", '"0.50"', '"eighty"', "one-centre: share: expected a share above 0"),
    "a share without quotation marks": ("definitions", '"0.50"', "0.5", "one-centre: share: expected a share above 0"),
    "a share above 1": ("definitions", '"0.50"', '"80"', "one-centre: share: expected a share above 0 and at most 1"),
    "a share of nothing": ("definitions", '"0.50"', '"0.0"', "one-centre: share: expected a share above 0"),
    "a share that takes for ever": ("definitions", '"0.50"', '"1e-999999999"', "one-centre: share: expected a share"),
    "a share of residents in per cent": ("definitions", '"0.8"', '"80%"', "near: residents_share: expected a share"),
    "a negative radius": (
        "definitions",
        "radius_km = 30",
        "radius_km = -30",
        "near: radius_km: expected a number above",
    ),
    "a radius without its rule": ("definitions", 'rule = "access"\n', "", "near: residents_share: expected with rule"),
    "a radius that is text": ("definitions", "radius_km = 30", 'radius_km = "30"', "near: radius_km: expected a whole"),
    "an unknown stage": (
        "definitions",
        '"approved"',
        '"opened"',
        "one-centre: stage: expected 'approved' or 'operating'",
    ),
    "an unknown kind of body": (
        "definitions",
        '"protection_centre"',
        '"protection_center"',
        "one-centre: admits[1].kinds: 'protection_center' is no kind of bodies; did you mean 'protection_centre'?",
    ),
    "an unknown subkind": (
        "definitions",
        '"national_protection_centre"',
        '"national"',
        "one-centre: admits[1].subkinds: 'national' is no subkind of bodies",
    ),
    "an unknown level": (
        "definitions",
        '"national"]',
        '"nation"]',
        "one-centre: admits[1].levels: 'nation' is no level",
    ),
    "a definition of an unknown target": ("definitions", '"N001"', '"N999"', "one-centre: target: 'N999' is no target"),
    "a misspelt adcode in the plan": ("plan", '"440100"', '"440110"', "prefectures: '440110' is no prefecture"),
    "an adcode of five digits": ("zones", '"440100"', '"44010"', "east: members[1]: expected an adcode of six digits"),
    "a misspelt adcode in a zone": ("zones", '"440100"', '"440101"', "east: members: '440101' is no adcode"),
    "an adcode that is a number": ("zones", '"440100"', "440100", "east: members[1]: expected text in quotation marks"),
    "an adcode twice": ("zones", '"440200"', '"440100"', "east: members: expected each once, 440100 stands twice"),
    "zones that overlap": ("zones", '"441200"]', '"441200", "441300"]', "west: members: 441300 is in zone 'east'"),
    "zones that do not divide the plan": (
        "plan",
        'inequality_zones = ["east", "west"]',
        'inequality_zones = ["east"]',
        "inequality_zones: expected zones that hold every prefecture",
    ),
    "an unknown zone": (
        "plan",
        'compared_zones = ["east"]',
        'compared_zones = ["eest"]',
        "compared_zones: 'eest' is no zone",
    ),
    "an unknown zone of a target": ("targets", '["east"]', '["south"]', "N001: zones: 'south' is no zone"),
    "an unknown clause": ("targets", '"clause-1"', '"clause-9"', "N001: clause: 'clause-9' is no clause"),
    "an unknown siting clause": ("plan", '"clause-1"', '"clause-9"', "siting_clause: 'clause-9' is no clause"),
    "an id twice": ("targets", '"N002"', '"N001"', "N001: id: 'N001' stands twice, in table 1 and in table 2"),
    "a place in the order twice": ("cards", "order = 2", "order = 1", "centres: order: 1 stands twice"),
    "an id with a space": (
        "zones",
        '"west"',
        '"the west"',
        "the west: id: expected an id of letters, digits and hyphens",
    ),
    "text where a number belongs": ("targets", "target = 50", 'target = "50"', "N001: target: expected a number"),
    "a number that is none": ("targets", "target = 50", "target = nan", "N001: target: expected a number, got nan"),
    "a yes where a number belongs": ("targets", "target = 50", "target = true", "N001: target: expected a number, got"),
    "a year that is none": ("targets", '"2030"', '"soon"', "N001: target_year: expected a year such as 2025"),
    "a year in full-width figures": ("targets", '"2030"', '"２０３０"', "N001: target_year: expected a year"),
    "a period that ends before it starts": ("targets", '"2030"', '"2030-2026"', "N001: target_year: expected a year"),
    "a number without a comparison": ("targets", 'comparison = ">="\n', "", "N001: comparison: this key is missing"),
    "a base without its year": ("targets", 'base_year = "2026"\n', "", "N001: base_year: this key is missing"),
    "an unknown comparison": ("targets", '">="', '"≥"', "N001: comparison: expected '>=', '>', 'about', '<=' or '<'"),
    "an unknown measure": ("targets", '"level"', '"levels"', "N001: measure: expected 'level', 'added'"),
    "an unknown demonstration area": (
        "targets",
        '"qianhai"',
        '"qian-hai"',
        "N002: areas: 'qian-hai' is no demonstration",
    ),
    "the same as something unknown": (
        "targets",
        '"N001"\nclause',
        '"N009"\nclause',
        "N002: same_as: 'N009' is no target",
    ),
    "an unknown source": ("plan", '"plan-14-5"', '"plan-14-6"', "source: 'plan-14-6' is no source of sources.toml"),
    "a grade of evidence that is none": ("zones", '"A1"', '"A"', "east: evidence: 'A' is no grade of evidence"),
    "an unknown card kind": (
        "cards",
        '"coverage"',
        '"covering"',
        "covered: kind: expected 'coverage', 'bodies', 'count'",
    ),
    "a card of an unknown definition": (
        "cards",
        '"one-centre"',
        '"two"',
        "covered: definition: 'two' is no definition",
    ),
    "a card of an unknown count": ("cards", '"count-tisc-2020"', '"count-x"', "counted: count_ids: 'count-x' is no"),
    "a card that counts nothing": (
        "cards",
        'kinds = ["protection_centre"]\n',
        "",
        "centres: kinds: this key is missing",
    ),
    "a default definition of people in reach": ("plan", '"one-centre"', '"near"', "default_definition: 'near' is no"),
    "a day that does not exist": ("plan", '"2030-12-31"', '"2025-02-30"', "end: expected a day that exists"),
    "a day without quotation marks": ("plan", '"2030-12-31"', "2030-12-31", "end: expected text in quotation marks"),
    "an end before the start": (
        "plan",
        '"2030-12-31"',
        '"2025-12-31"',
        "end: expected a day after the start 2026-01-01",
    ),
    "a month that does not exist": (
        "plan",
        'issued = "2026-01"',
        'issued = "2026-13"',
        "issued: expected a date such as",
    ),
    "another name than the folder": (
        "plan",
        'id = "tiny"',
        'id = "teeny"',
        "id: expected the name of the folder, tiny",
    ),
    "an earlier plan that is none": ("plan", '["13-5"]', '["12-5"]', "earlier: '12-5' is no other plan"),
    "itself as the earlier plan": ("plan", '["13-5"]', '["tiny"]', "earlier: 'tiny' is no other plan"),
    "no title": ("plan", 'title_zh = "小规划"\n', "", "title_zh: this key is missing"),
    "an empty title": ("zones", '"东"', '""', "east: title_zh: expected text that is not empty"),
    "a sentence that is a list": (
        "clauses",
        'chapter_zh = "第一章"',
        'chapter_zh = ["第一章"]',
        "clause-1: chapter_zh: expected text",
    ),
    "a planned centre in the sea of numbers": (
        "planned",
        "lat = 22.5",
        "lat = 225",
        "planned-one: lat: expected a number of at",
    ),
    "a planned centre in an unknown prefecture": (
        "planned",
        '"440300"',
        '"440309"',
        "planned-one: prefecture: '440309' is no",
    ),
    "a planned centre placed otherwise": (
        "planned",
        '"area_centre"',
        '"about"',
        "planned-one: position: 'about' is no sort",
    ),
    "a mention without its word": (
        "mentions",
        '["广州"]',
        '["深圳"]',
        "mention 1: words: expected words of the sentence",
    ),
    "a list with another name": (
        "targets",
        "[[target]]",
        "[[targets]]",
        "expected nothing but a list of [[target]] tables",
    ),
    "a table where a list belongs": ("cards", "[[card]]\n", "[card]\n", "not TOML"),
}


def faults(more: Path) -> list[str]:
    """The sentences with which the plan is refused."""
    with pytest.raises(DataError) as refused:
        read_plan("tiny", more=more)
    return str(refused.value).splitlines()


def test_the_plan_that_is_broken_below_is_whole_before(tmp_path: Path) -> None:
    plan = read_plan("tiny", more=written(tmp_path))
    need_layers(plan, [layer.id for layer in all_layers()])
    assert plan.about.prefectures == PREFECTURES
    assert [each.share for each in plan.definitions] == [Fraction(1, 2), Fraction(1, 2)]
    assert plan.definitions[1].residents_share == Fraction(4, 5)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plan_is_refused_with_its_file_its_id_and_its_key(case: str, tmp_path: Path) -> None:
    name, old, new, sentence = BROKEN[case]
    told = faults(written(tmp_path, **{name: (old, new)}))
    file = tmp_path / "tiny" / f"{name}.toml"
    assert any(each.startswith(f"{file}: {sentence}") for each in told), told


def test_what_a_file_holds_cannot_break_the_sentence(tmp_path: Path) -> None:
    strange = '"{0}\\n' + "长" * 500 + '"'
    told = faults(written(tmp_path, targets=('"N001"', strange)))
    assert [each for each in told if ": id: expected an id" in each]
    assert all(len(each) < len(str(tmp_path)) + 300 for each in told), told
    told = faults(written(tmp_path, targets=('"level"', '"{x}"')))
    assert told[0].endswith("got '{x}'")
    told = faults(written(tmp_path, targets=("target = 50", '"a\\nb{c}" = 1\ntarget = 50')))
    assert len(told) == 1


@pytest.mark.parametrize("name", ["targets", "clauses"])
def test_a_missing_file_is_refused_by_its_name(name: str, tmp_path: Path) -> None:
    assert faults(written(tmp_path, **{name: None})) == [f"expected the file {tmp_path / 'tiny' / f'{name}.toml'}"]


def test_a_target_on_an_unknown_layer_is_refused(tmp_path: Path) -> None:
    plan = read_plan("tiny", more=written(tmp_path, targets=('"protection-centres"', '"protection-centers"')))
    with pytest.raises(
        DataError, match=r"targets\.toml: N001: layers: .* is no layer; did you mean 'protection-centres'"
    ):
        need_layers(plan, [layer.id for layer in all_layers()])


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    more = written(
        tmp_path,
        targets=("target = 50", "target = true"),
        definitions=('"0.50"', '"eighty"'),
        zones=('"440100"', "1"),
        clauses=None,
    )
    told = faults(more)
    for name in ("targets", "clauses", "definitions", "zones"):
        assert sum(f"{tmp_path / 'tiny' / name}.toml" in each for each in told) == 1, name
    assert len(told) == 4


def test_a_plan_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(MissingSetError, match=r"plan '15-5' is not known; expected one of: 13-5, 14-5, tiny"):
        read_plan("15-5", more=written(tmp_path))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", mis_saved('a = "一"'))
def test_a_mis_saved_file_is_refused_in_lines_that_name_it(name: str, how: str, tmp_path: Path) -> None:
    told = faults(written(tmp_path, **{name: mis_saved(FILES[name])[how]}))
    file = tmp_path / "tiny" / f"{name}.toml"
    assert all(each.startswith(str(file)) for each in told), told


@pytest.mark.parametrize("name", FILES)
def test_the_mark_and_the_line_ends_of_a_windows_editor_are_read(name: str, tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + FILES[name].replace("\n", "\r\n").encode()
    assert read_plan("tiny", more=written(tmp_path / "windows", **{name: content})) == read_plan(
        "tiny", more=written(tmp_path / "plain")
    )

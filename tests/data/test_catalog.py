"""A dataset enters by one door: hashed, validated, and refused by name when it is not what it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from data import accept, catalog
from data.errors import DataError, MissingSetError
from data.schemas import A_NUMBER, UNIQUE, Rule, checked, rules_of
from geo.partial_dates import first_day, last_day

META = """
id = "towns"
title_zh = "三镇"
title_en = "three towns"
file = "towns.csv"
sha256 = "{digest}"
key = ["id"]
status = "official"
as_of = "2025-12-31"
sources = ["census"]
licence = "open"
attribution = "census"

[columns.id]
type = "string"
pattern = "[a-z]+"
[columns.people]
type = "integer"
minimum = 0
required = false
[columns.kind]
type = "string"
allowed = ["port", "hill"]
list = true
[columns.founded]
type = "partial_date"
required = false
"""
SOURCES = '[census]\ntitle = "census"\npublisher = "office"\nquality = "official"\nevidence = "A1"\n'
TABLE = "id,people,kind,founded\neast,100,port,2018-12\nmid,200,hill; port,\nwest,,hill,2020\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sets" / "towns"
    folder.mkdir(parents=True)
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    write(tmp_path, TABLE)
    return tmp_path


def write(root: Path, table: str, *, accepted: bool = True) -> None:
    folder = root / "sets" / "towns"
    digest = catalog.content_hash((table if accepted else TABLE).encode())
    (folder / "meta.toml").write_text(META.format(digest=digest), encoding="utf-8")
    (folder / "towns.csv").write_text(table, encoding="utf-8")


def test_text_stays_text_and_unknown_stays_unknown(root: Path) -> None:
    towns = catalog.read("towns", root)
    assert towns["id"].tolist() == ["east", "mid", "west"]
    assert towns["people"].isna().tolist() == [False, False, True]
    assert towns["founded"].tolist() == ["2018-12", "", "2020"]


def test_an_altered_table_is_refused_by_file_name(root: Path) -> None:
    write(root, TABLE.replace("200", "201"), accepted=False)
    with pytest.raises(DataError, match=r"towns\.csv: the file was changed since it was accepted"):
        catalog.read("towns", root)


def test_an_altered_table_with_a_broken_value_names_row_and_column(root: Path) -> None:
    write(root, TABLE.replace("200", "-2"), accepted=False)
    with pytest.raises(DataError, match=r"towns\.csv: row 3, column people: '-2\.0' is not at least 0"):
        catalog.read("towns", root)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("east,100", "East,100", r"row 2, column id: 'East' is not of the form \[a-z\]\+"),
        ("east,100", ",100", "row 2, column id: '' is not filled in"),
        ("mid,200", "east,200", "row 3, column id: 'east' is not unique"),
        ("east,100", "east,many", "row 2, column people: 'many' is not a number"),
        ("east,100", "east,1.5", "row 2, column people: '1.5' is not a whole number"),
        ("hill; port", "hill; moor", "row 3, column kind: 'hill; moor' is not one of port, hill"),
        ("2018-12", "2018-13", "row 2, column founded: '2018-13' is not a date such as 2020, 2020-02 or 2020-02-21"),
        ("id,people,kind,founded", "id,people,kind,begun", "column begun: is not declared in meta.toml"),
        ("west,,hill,2020", "west,,hill", "row 4 has 3 cells, the header has 4"),
    ],
)
def test_a_broken_value_is_refused_even_when_its_hash_was_accepted(
    root: Path, before: str, after: str, sentence: str
) -> None:
    write(root, TABLE.replace(before, after))
    with pytest.raises(DataError, match=sentence):
        catalog.read("towns", root)


def test_all_faults_are_told_at_once(root: Path) -> None:
    write(root, TABLE.replace("east", "East").replace("hill; port", "moor"))
    with pytest.raises(DataError) as refused:
        catalog.read("towns", root)
    assert "row 2, column id" in str(refused.value)
    assert "row 3, column kind" in str(refused.value)


RULED = {
    "name": {"type": "string", "pattern": "one of [a-z]+", "unique": True},
    "kind": {"type": "string", "allowed": ["at least 5", "of the form x"]},
    "people": {"type": "integer", "minimum": 5, "maximum": 10},
}


def test_a_fault_says_which_rule_it_breaks_whatever_its_words() -> None:
    """Words of a declaration may read like those of another rule."""
    texts = pd.DataFrame({"name": ["two of a", "one of b"], "kind": ["at least 4", ""], "people": ["4", ""]})
    _, faults = checked(texts, RULED, [])
    assert [(each.row, each.column, each.rule.name, each.rule.value) for each in faults] == [
        (1, "name", "pattern", "one of [a-z]+"),
        (1, "kind", "allowed", "at least 5, of the form x"),
        (2, "kind", "required", None),
        (1, "people", "minimum", 5),
        (2, "people", "required", None),
    ]


def test_what_is_no_number_is_told_beside_all_else_and_only_as_that() -> None:
    texts = pd.DataFrame({"name": ["one of a", "one of a"], "kind": ["x", "at least 5"], "people": ["ten", "11.5"]})
    _, faults = checked(texts, RULED, ["people"])
    assert [(each.row, each.column, each.rule) for each in faults] == [
        (2, "name", UNIQUE),
        (1, "kind", rules_of(RULED["kind"])[-1]),
        (1, "people", A_NUMBER),
        (2, "people", Rule("integer", "a whole number")),
        (2, "people", Rule("maximum", "at most {value}", 10)),
    ]


def test_two_keys_that_are_no_numbers_are_not_also_the_same() -> None:
    texts = pd.DataFrame({"name": ["one of a", "one of b"], "kind": ["at least 5"] * 2, "people": ["ten", "six"]})
    _, faults = checked(texts, RULED, ["people"])
    assert [each.rule for each in faults] == [A_NUMBER, A_NUMBER]


def test_a_table_that_stayed_as_it_was_is_not_checked_again_wherever_it_lies(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = catalog.read("towns", root)
    parsed, parse = list[str](), catalog.parse
    monkeypatch.setattr(
        catalog, "parse", lambda declared, content: parsed.append(declared.id) or parse(declared, content)
    )
    moved = Path(shutil.copytree(root, root / "elsewhere"))
    assert catalog.read("towns", moved).equals(before)
    assert parsed == []
    declaration = moved / "sets/towns/meta.toml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("minimum = 0", "minimum = 150"), "utf-8")
    with pytest.raises(DataError, match=r"row 2, column people: '100\.0' is not at least 150"):
        catalog.read("towns", moved)
    write(root, TABLE.replace("200", "201"))
    assert catalog.read("towns", root)["people"][1] == 201
    assert parsed == ["towns", "towns"]


def test_what_one_reader_changes_is_as_it_was_for_the_next(root: Path) -> None:
    for set_id, where, column in (("towns", root, "kind"), ("prefectures", catalog.ROOT, "geometry")):
        before, mine = catalog.read(set_id, where), catalog.read(set_id, where)
        kept = before.copy()
        mine.loc[0, column] = mine.loc[1, column]
        mine["more"] = 1
        mine.columns = mine.columns.str.upper()
        assert before.equals(kept)
        assert catalog.read(set_id, where).equals(kept)


def test_a_missing_set_and_a_missing_table_are_named(root: Path) -> None:
    with pytest.raises(MissingSetError, match=r"dataset 'villages': expected .*meta\.toml; known sets: towns"):
        catalog.read("villages", root)
    (root / "sets" / "towns" / "towns.csv").unlink()
    with pytest.raises(MissingSetError, match=r"dataset 'towns': expected the table .*towns\.csv"):
        catalog.read("towns", root)


def test_a_map_with_projected_coordinates_is_refused(root: Path) -> None:
    folder = root / "sets" / "towns"
    square = {"type": "Polygon", "coordinates": [[[5e5, 2e6], [6e5, 2e6], [6e5, 3e6], [5e5, 2e6]]]}
    content = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"id": "east"}, "geometry": square}],
        }
    )
    declaration = (
        META.format(digest=catalog.content_hash(content.encode()))
        .replace("towns.csv", "towns.geojson")
        .split("[columns.people]")[0]
    )
    (folder / "meta.toml").write_text(
        declaration.replace("[columns.id]", 'geometry = "Polygon"\n[columns.id]'), encoding="utf-8"
    )
    (folder / "towns.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"row 1, column geometry: .* is not in degrees of longitude and latitude"):
        catalog.read("towns", root)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'pattern = "[a-z]+"',
            'pattren = "[a-z]+"',
            "columns.id.pattren: this key is not known; did you mean",
        ),
        ('pattern = "[a-z]+"', 'pattern = "[a-z"', "columns.id.pattern: expected a regular expression"),
        ('type = "integer"', 'type = "whole"', "columns.people.type: expected 'string', 'number'"),
        ("minimum = 0", 'minimum = "none"', "columns.people.minimum: expected a number, got 'none'"),
        ('as_of = "2025-12-31"', 'as_of = "2025-13-31"', "as_of: expected a date such as"),
        ('licence = "open"', "", "licence: this key is missing"),
        ('sources = ["census"]', 'sources = "census"', "sources: expected a list, got 'census'"),
    ],
)
def test_a_broken_declaration_is_refused_by_its_key(old: str, new: str, sentence: str, root: Path) -> None:
    """A rule with a misspelt name would never be looked at."""
    path = root / "sets" / "towns" / "meta.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        catalog.meta("towns", root)
    assert f"{path}: {sentence}" in str(refused.value)


def test_accepting_writes_the_hash_and_says_what_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, TABLE + "north,50,hill,\n", accepted=False)
    assert accept.main(root) == 0
    assert "accepted towns" in capsys.readouterr().out
    assert len(catalog.read("towns", root)) == 4


def test_a_broken_table_is_not_accepted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, TABLE.replace("hill; port", "moor"), accepted=False)
    before = (root / "sets" / "towns" / "meta.toml").read_text(encoding="utf-8")
    assert accept.main(root) == 1
    assert "row 3, column kind" in capsys.readouterr().err
    assert (root / "sets" / "towns" / "meta.toml").read_text(encoding="utf-8") == before


def test_the_data_version_changes_with_any_table(root: Path) -> None:
    before = catalog.data_version(root)
    write(root, TABLE.replace("100", "101"))
    assert catalog.data_version(root) != before


def test_the_difference_names_what_was_added_removed_and_changed(root: Path) -> None:
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    write(root, TABLE.replace("east,100", "east,").replace("mid,", "north,"), accepted=False)
    records = catalog.parse(catalog.meta("towns", root), catalog.meta("towns", root).file.read_bytes())
    assert accept.difference("towns", records, root) == "1 added (north); 1 removed (mid); 1 changed (east)"


def test_a_value_without_a_source_is_refused_by_row(tmp_path: Path) -> None:
    """Entering a known value is one row of outcomes.csv; without its source the row is refused."""
    shutil.copytree(catalog.ROOT / "sets" / "outcomes", tmp_path / "sets" / "outcomes")
    table = tmp_path / "sets" / "outcomes" / "outcomes.csv"
    header = table.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(header, "") | {
        "id": "outcome-new", "target": "T050", "title_zh": "海外发明专利授权量", "value": "6.1", "date": "2024-12-31",
        "period": "2021-2024", "evidence": "A2",
    }  # fmt: skip
    lines = table.read_text(encoding="utf-8").rstrip("\n") + "\n"
    table.write_text(lines + ",".join(row.values()) + "\n", encoding="utf-8")
    declared = catalog.meta("outcomes", tmp_path)
    with pytest.raises(DataError, match=f"row {len(lines.splitlines()) + 1}, column sources: '' is not filled in"):
        catalog.parse(declared, table.read_bytes())
    sourced = lines + ",".join((row | {"sources": "plan-14-5"}).values()) + "\n"
    assert len(catalog.parse(declared, sourced.encode())) == len(lines.splitlines())


@pytest.mark.parametrize(
    "date", ["2018-02-30", "2018-13", "0000-01", "0000", "２０１８", "2018-1", "2018-06-31", "2018-W01", "20180101"]
)
def test_a_date_that_the_science_cannot_read_does_not_pass_the_door(
    root: Path, date: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, TABLE.replace("2018-12", date))
    assert accept.main(root) == 1
    expected = "is not a date such as 2020, 2020-02 or 2020-02-21"
    assert f"row 2, column founded: '{date}' {expected}" in capsys.readouterr().err


@pytest.mark.parametrize("date", ["2020-02-29", "2018", "2018-12", "9999-12-31"])
def test_a_date_that_exists_passes_the_door_and_is_read_by_the_science(root: Path, date: str) -> None:
    write(root, TABLE.replace("2018-12", date))
    assert accept.main(root) == 0
    assert first_day(date) <= last_day(date)


@pytest.mark.parametrize("number", ["1_0", "+5", " 5", "１００", "٣", "inf", "nan", "1e999", "0x10"])
def test_a_number_of_a_released_table_is_plain(root: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, TABLE.replace("east,100", f"east,{number}"))
    assert accept.main(root) == 1
    assert f"row 2, column people: {number!r} is not a number" in capsys.readouterr().err


def test_a_digit_in_a_pattern_is_one_of_ten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, TABLE.replace("east,100", "٣,100"))
    meta = root / "sets" / "towns" / "meta.toml"
    told = meta.read_text(encoding="utf-8")
    meta.write_text(told.replace('pattern = "[a-z]+"', 'pattern = "[a-z]+|\\\\d"'), encoding="utf-8")
    assert accept.main(root) == 1
    assert "row 2, column id: '٣' is not of the form" in capsys.readouterr().err


def test_data_are_accepted_where_there_is_no_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, TABLE.replace("100", "101"), accepted=False)
    monkeypatch.setenv("PATH", "")
    assert accept.main(root) == 0
    assert len(catalog.read("towns", root)) == 3


def test_a_declaration_nested_a_thousand_deep_is_refused(root: Path) -> None:
    (root / "sets" / "towns" / "meta.toml").write_text(f"id = {'[' * 5000}{']' * 5000}", encoding="utf-8")
    with pytest.raises(DataError, match="not TOML"):
        catalog.meta("towns", root)


def test_notes_write_people_with_their_thousands_apart() -> None:
    """They are read beside numbers that the pages write so."""
    written = {
        path.relative_to(catalog.ROOT).as_posix(): re.findall(r"\d{5,}人", path.read_text(encoding="utf-8"))
        for path in catalog.ROOT.rglob("*")
        if path.suffix in {".toml", ".csv"}
    }
    assert len(written) > 20
    assert {name: found for name, found in written.items() if found} == {}


@pytest.mark.parametrize("set_id", catalog.set_ids())
def test_every_dataset_says_licence_origin_and_notes_in_both_languages(set_id: str) -> None:
    declared = catalog.meta(set_id)
    for part in ("title", "licence", "attribution", "notes"):
        chinese, english = (declared.told(part, language) for language in ("zh", "en"))
        assert chinese, part
        assert english, part
        # Names of documents stay as they are; all else is another text.
        assert english != chinese or part == "attribution", part
        assert not re.search("[。，；]", english), part


def test_a_dataset_without_english_words_is_told_in_its_own(root: Path) -> None:
    assert catalog.meta("towns", root).told("licence", "en") == "open"

"""The data at their versions: read whole, read once, and never a file after that."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from atlas import pages
from atlas.question.question import default_question
from atlas.records import records_answer
from atlas.siting import tables
from data.catalog import content_hash, data_stamp
from data.errors import DataError, MissingSetError
from data.limits import DATA_VERSIONS
from tests.data.copied import copied
from tests.data.tiny_plan import written
from ui import data_versions
from ui.data_versions import DataVersions

pytestmark = pytest.mark.usefixtures("shipped_tables_are_read_once")
PLAN = "14-5"
HALF = ('"0.50"', '"0.75"')


def answer(versions: DataVersions, version: str, plan: str = "tiny") -> dict[str, Any]:
    known = versions.at(version)
    return pages.answer("coverage", known.atlases[plan, "zh"], default_question(known.choices[plan]))


def with_its_hash(root: Path, content: bytes) -> tuple[Path, bytes, Path, bytes]:
    """Another table of titles with the declaration that accepts it: paths and contents."""
    table, declaration = root / "sets/titles/titles.csv", root / "sets/titles/meta.toml"
    before = content_hash(table.read_bytes()).encode()
    return table, content, declaration, declaration.read_bytes().replace(before, content_hash(content).encode())


def test_no_file_is_read_once_the_data_are(tmp_path: Path) -> None:
    root = copied(tmp_path)
    versions = DataVersions(None, root, look=lambda root=root: data_stamp(root) if root.exists() else ())
    version = versions.version(PLAN)
    known = versions.at(version)
    shutil.rmtree(root)
    for language in ("zh", "en"):
        atlas, question = known.atlases[PLAN, language], default_question(known.choices[PLAN])
        for page in (each for each in pages.PAGES if each != "siting"):
            assert pages.answer(page, atlas, question), page
    world = known.atlases[PLAN, "zh"].world
    assert records_answer(known.atlases[PLAN, "zh"], "court", None)["count"] > 0
    assert len(tables.candidates(b"id,lon,lat\na,113.3,23.1\n", "c.csv", world).value) == 1
    with pytest.raises(ValueError, match="441704"):
        tables.weights(b"adcode,weight\n441723,1\n", "w.csv", world)
    assert versions.version(PLAN) == version
    assert versions.refused is not None


def test_a_table_that_comes_after_its_declaration_is_taken_when_it_is_there(tmp_path: Path) -> None:
    """A version refused once was refused for ever, though its files were whole a second later."""
    root = copied(tmp_path)
    versions = DataVersions(None, root)
    first = versions.version(PLAN)
    row = (root / "sets/titles/titles.csv").read_bytes().splitlines(keepends=True)
    table, content, declaration, declared = with_its_hash(root, b"".join(row[:-1]))
    declaration.write_bytes(declared)
    assert versions.version(PLAN) == first
    assert "sets/titles/titles.csv" in versions.refused.faults[0]
    table.write_bytes(content)
    assert versions.version(PLAN) != first
    assert versions.refused is None


def test_a_table_damaged_while_the_server_runs_is_noticed_though_no_version_changes(tmp_path: Path) -> None:
    root = copied(tmp_path)
    versions = DataVersions(None, root)
    version = versions.version(PLAN)
    table = root / "sets/bodies/bodies.csv"
    whole = table.read_bytes()
    table.write_bytes(whole + b"\n")
    assert versions.version(PLAN) == version
    assert versions.refused.stays == version
    assert versions.refused.faults[0].startswith("data/sets/bodies/bodies.csv: "), "without the path of this machine"
    since = versions.refused.since
    table.write_bytes(whole + b"\n\n")
    assert versions.version(PLAN) == version
    assert versions.refused.since == since, "it is broken since then, whatever else was tried"
    table.write_bytes(whole)
    assert versions.version(PLAN) == version
    assert versions.refused is None


@pytest.mark.parametrize(("file", "of_a_set"), [("sets/bodies/bodies.csv", True), ("atlas.toml", False)])
def test_whose_files_cannot_be_used_is_known_wherever_they_lie(file: str, of_a_set: bool, tmp_path: Path) -> None:
    root = copied(tmp_path).rename(tmp_path / "elsewhere")
    versions = DataVersions(None, root)
    versions.version(PLAN)
    (root / file).write_bytes(b"")
    versions.version(PLAN)
    assert versions.refused.of_a_set is of_a_set


def test_as_many_versions_are_kept_as_the_limit_says_and_who_asks_for_an_older_one_gets_the_present(
    tmp_path: Path,
) -> None:
    versions, seen = DataVersions(written(tmp_path)), list[str]()
    for number in range(DATA_VERSIONS.most + 1):
        written(tmp_path, definitions=('"0.50"', f'"0.5{number + 1}"'))
        seen.append(versions.version("tiny"))
    kept = [versions.at(each).version for each in seen]
    assert kept == [seen[-1], *seen[1:]]


def test_a_version_that_comes_back_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = DataVersions(written(tmp_path))
    first = versions.version("tiny")
    before = versions.at(first)
    written(tmp_path, definitions=HALF)
    assert versions.version("tiny") != first
    monkeypatch.setattr(data_versions, "read_frames", None)
    written(tmp_path)
    assert versions.version("tiny") == first
    assert versions.at(first) is before


def test_files_that_change_while_they_are_read_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = DataVersions(written(tmp_path))
    read, saved = data_versions.read_frames, iter([HALF, ('"0.50"', '"0.60"')])

    def saved_meanwhile(*given: Any) -> Any:
        for change in [next(saved, None)]:
            if change:
                written(tmp_path, definitions=change)
        return read(*given)

    monkeypatch.setattr(data_versions, "read_frames", saved_meanwhile)
    version = versions.version("tiny")
    atlas = versions.at(version).atlases["tiny", "zh"]
    assert atlas.plan.definitions[0].share == Fraction("0.60"), "what was saved last"
    assert atlas.version == version == DataVersions(tmp_path).version("tiny")


def test_files_that_never_stand_still_are_no_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = iter(range(100))
    monkeypatch.setattr(data_versions, "data_stamp", lambda *_: ((str(next(stamps)), 0, 0),))
    monkeypatch.setattr(data_versions, "TRIES", 2)
    with pytest.raises(DataError, match="the files are being changed"):
        DataVersions(written(tmp_path)).version("tiny")


def test_a_plan_that_nobody_had_looked_at_can_be_shown_though_its_neighbour_is_broken(tmp_path: Path) -> None:
    versions = DataVersions(written(tmp_path))
    version = versions.version(PLAN)
    written(tmp_path, definitions=('"0.50"', '"80%"'))
    assert versions.version("tiny") == version
    assert answer(versions, version)["plan"] == "tiny"


def test_a_plan_that_readers_look_at_is_not_taken_from_them(tmp_path: Path) -> None:
    versions = DataVersions(written(tmp_path))
    version = versions.version("tiny")
    shutil.rmtree(tmp_path / "tiny")
    assert versions.version("tiny") == version
    assert "'tiny' is not known" in versions.refused.faults[0]
    written(tmp_path)
    assert versions.version("tiny") == version
    assert versions.refused is None


def test_nor_by_a_version_of_before_it_came(tmp_path: Path) -> None:
    tmp_path.joinpath("more").mkdir()
    versions = DataVersions(tmp_path / "more")
    without = versions.version(PLAN)
    written(tmp_path / "more")
    assert versions.version("tiny") != without
    shutil.rmtree(tmp_path / "more" / "tiny")
    assert versions.version("tiny") != without
    assert "'tiny' is not known" in versions.refused.faults[0]


def test_a_plan_that_nobody_looks_at_may_be_taken_away_but_not_its_identity_alone(tmp_path: Path) -> None:
    versions = DataVersions(written(tmp_path))
    with_it = versions.version(PLAN)
    written(tmp_path, plan=None)
    assert versions.version(PLAN) == with_it
    assert versions.refused.faults == (f"expected the file {tmp_path.name}/tiny/plan.toml",)
    shutil.rmtree(tmp_path / "tiny")
    assert versions.version(PLAN) != with_it
    assert versions.refused is None


@pytest.mark.parametrize(("plan", "sentence"), [("15-5", "is not known; expected one of"), ("13-5", "cannot be shown")])
def test_a_start_with_a_plan_that_is_not_there_or_not_shown_is_refused(plan: str, sentence: str) -> None:
    versions = DataVersions(None)
    for _ in range(2):
        with pytest.raises((MissingSetError, LookupError), match=sentence):
            versions.version(plan)
    assert versions.version(PLAN)


def test_nobody_waits_for_one_who_reads_changed_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = DataVersions(written(tmp_path))
    first = versions.version("tiny")
    read, begun, let_go = data_versions.read_frames, Event(), Event()

    def slow(*given: Any) -> Any:
        begun.set()
        assert let_go.wait(60)
        return read(*given)

    monkeypatch.setattr(data_versions, "read_frames", slow)
    written(tmp_path, definitions=HALF)
    one = Thread(target=versions.version, args=["tiny"])
    one.start()
    assert begun.wait(60)
    assert versions.version("tiny") == first
    let_go.set()
    one.join(60)
    assert versions.version("tiny") != first


def fails(*_: Any) -> Any:
    raise ZeroDivisionError("foreseen by nobody")


def test_what_nobody_has_foreseen_keeps_the_last_good_version_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    versions = DataVersions(written(tmp_path))
    first = versions.version("tiny")
    written(tmp_path, definitions=HALF)
    with monkeypatch.context() as broken:
        broken.setattr(data_versions, "read_frames", fails)
        assert versions.version("tiny") == first
        assert versions.refused.faults == ("ZeroDivisionError: foreseen by nobody",)
        assert caplog.records[-1].exc_info[0] is ZeroDivisionError, "the log says where"
        with pytest.raises(ZeroDivisionError):
            DataVersions(tmp_path).version("tiny")


@pytest.mark.parametrize("which", ["plans/14-5/cards.toml", "sets/bodies/bodies.csv", "sets/bodies/meta.toml"])
def test_a_file_that_is_a_folder_is_a_sentence(which: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    versions = DataVersions(None, root)
    version = versions.version(PLAN)
    (root / which).unlink()
    (root / which).mkdir()
    assert versions.version(PLAN) == version
    assert versions.refused is not None
    with pytest.raises((DataError, LookupError), match=Path(which).parent.name):
        DataVersions(None, root).version(PLAN)


def vanishing() -> Callable[..., Any]:
    def stamp(*_: Any) -> Any:
        raise FileNotFoundError(2, "No such file or directory", "plan.toml")

    return stamp


def test_files_that_vanish_between_listing_and_reading_are_looked_at_again_before_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    versions = DataVersions(written(tmp_path))
    version = versions.version("tiny")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(data_versions, "data_stamp", vanishing())
        assert versions.version("tiny") == version
        assert versions.refused is None, "somebody is saving them"
        for _ in range(3):
            assert versions.version("tiny") == version
            assert versions.refused.faults == ("plan.toml: cannot be read (No such file or directory)",)
        assert len(caplog.records) == 1, "said once"
        with pytest.raises(DataError, match=r"plan\.toml: cannot be read"):
            DataVersions(tmp_path).version("tiny")
    assert versions.version("tiny") == version
    assert versions.refused is None

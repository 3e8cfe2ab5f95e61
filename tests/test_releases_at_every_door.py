"""After a publication page, command line, programs and files answer from the same release, and a link from its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from python_calamine import CalamineWorkbook

import cli
from atlas import pages
from atlas.corrections.released import Released
from atlas.corrections.releases import releases, restore
from atlas.inquiry import Inquiry
from data.store.opening import Store
from documents.one_pager import one_pager
from documents.word import as_docx
from tests.atlas.oracles import asked_bodies, metres_to, people, served, serves, straight_limit_m
from tests.corrections import CENTRE, FIRST_REVIEWER, SHANTOU, moved, new_store, published
from tests.documents.pressed import text_of
from tests.documents.print_questions import dot
from tests.ui.door.asking import ask
from tests.worlds import loaded, rows, the_atlas, usual_question
from ui import corrected, shared
from ui.features import Features
from ui.service import Service
from ui.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Settings(plan="14-5")
RADIUS = 10
LINK = f"/prefecture?id={SHANTOU}&radius={RADIUS}"
# Chaoyang: as far from the city as the prefecture goes.
THERE = {"lon": "116.6017", "lat": "23.2632"}


class Told(NamedTuple):
    """What a door says of the one question: the data version, and the share of Shantou's residents in reach."""

    version: str
    share: float


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of this machine, for all doors; the shipped data are read once."""
    found = new_store(tmp_path)
    monkeypatch.setenv("ATLAS_STORE", str(found.place.folder))
    monkeypatch.setattr("atlas.loading.load_shipped", loaded)
    monkeypatch.setattr(corrected, "CORRECTED", kept := corrected.Corrected())
    monkeypatch.setattr(shared, "CORRECTED", kept)
    return found


def by_hand(**there: str) -> float:
    """The share by bodies and demand points one by one, the centre of the prefecture standing elsewhere."""
    question = usual_question(radius_km=RADIUS)
    wanted = [False] * len(rows("demand_points"))
    for body in asked_bodies(question):
        if body["id"] == CENTRE and there:
            metres = metres_to(there["lon"], there["lat"])
            limit = straight_limit_m(RADIUS, "detour")
            places = zip(rows("demand_points"), metres, strict=True)
            near = {at for at, (place, far) in enumerate(places) if far <= limit and serves(body, place, question)}
        else:
            near = set(served(body["id"], RADIUS, False))
        wanted = [each or at in near for at, each in enumerate(wanted)]
    return people(wanted, prefecture=SHANTOU) / people([True] * len(wanted), prefecture=SHANTOU)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def at_the_page(data: str = "") -> Told:
    """The page's own download, at the version that the page takes for a link."""
    present = shared.version_of(SETTINGS)
    atlas = shared.atlas_of(SETTINGS, shared.version_asked(SETTINGS, data, present) if data else present)
    answer = pages.answer("prefecture", atlas, usual_question(radius_km=RADIUS, prefecture=SHANTOU))
    return Told(answer["data_version"], answer["reach"]["share"])


def for_programs(data: str = "") -> Told:
    query = LINK.replace("/prefecture?", "") + (f"&data={data}" if data else "")
    answer = json.loads(ask(Service(SETTINGS), "GET", f"/v1/pages/prefecture?{query}").content)
    return Told(answer["data_version"], answer["reach"]["share"])


def on_the_command_line(capsys: pytest.CaptureFixture[str], data: str = "") -> Told:
    answer = printed(capsys, "link", LINK + (f"&data={data}" if data else ""))
    return Told(answer["data_version"], answer["reach"]["share"])


def in_a_file(capsys: pytest.CaptureFixture[str], folder: Path, data: str = "") -> Told:
    """The exported workbook: the version that its last sheet says, the share to a tenth of a percent."""
    out = folder / f"{data or 'present'}.xlsx"
    said = printed(capsys, "export", "--page", LINK, "--out", str(out), *(["--data", data] if data else []))
    book = CalamineWorkbook.from_path(out)
    about = {row[0]: row[1] for row in book.get_sheet_by_name("说明").to_python()}
    assert said["data_version"] == about["数据版本"]
    (share,) = (row[1] for row in book.get_sheet_by_name("排名与同类市").to_python() if "可及的居民" in str(row[0]))
    return Told(str(about["数据版本"]), share)


def at_every_door(capsys: pytest.CaptureFixture[str], folder: Path, data: str = "") -> list[Told]:
    corrected.CORRECTED.look_again()
    told = [at_the_page(data), for_programs(data), on_the_command_line(capsys, data), in_a_file(capsys, folder, data)]
    assert len({each.version for each in told}) == 1
    return told


def test_page_programs_and_command_line_say_the_same_after_a_publication_and_a_restore(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for publication in (
        lambda: published(store, moved(**THERE)),
        lambda: restore(store, FIRST_REVIEWER, the_atlas(), 0),
    ):
        publication()
        corrected.CORRECTED.look_again()
        assert at_the_page() == for_programs() == on_the_command_line(capsys)


def test_a_geographic_information_system_reads_a_release_and_an_older_one_where_it_asks_for_it(store: Store) -> None:
    def place(data: str = "") -> tuple[str, list[str]]:
        corrected.CORRECTED.look_again()
        address = f"/collections/protection-centres/items/{CENTRE}" + (f"?data={data}" if data else "")
        answer = ask(Features(SETTINGS), "GET", address)
        assert answer.headers["atlas-data-version"] == (data or shared.version_of(SETTINGS))
        coordinates = json.loads(answer.content)["geometry"]["coordinates"]
        return answer.headers["atlas-data-version"], [str(each) for each in coordinates]

    (shipped,) = ([each["lon"], each["lat"]] for each in rows("bodies") if each["id"] == CENTRE)
    assert place()[1] == [str(float(each)) for each in shipped]
    published(store, moved(**THERE))
    version, there = place()
    assert version.startswith(f"{the_atlas().version}-r1-")
    assert there == list(THERE.values())
    assert place(the_atlas().version)[1] == [str(float(each)) for each in shipped]


@pytest.mark.long
def test_every_door_answers_from_the_newest_release_and_a_link_from_its_own(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = the_atlas().version
    before, after = pytest.approx(by_hand(), abs=6e-4), pytest.approx(by_hand(**THERE), abs=6e-4)
    assert before != by_hand(**THERE)
    assert at_every_door(capsys, tmp_path) == [Told(shipped, before)] * 4
    published(store, moved(**THERE))
    found = at_every_door(capsys, tmp_path)
    first = found[0].version
    assert first.startswith(f"{shipped}-r1-")
    assert found == [Told(first, after)] * 4
    restore(store, FIRST_REVIEWER, the_atlas(), 0)
    found = at_every_door(capsys, tmp_path)
    assert found[0].version.startswith(f"{shipped}-r2-")
    assert found == [Told(found[0].version, before)] * 4
    assert at_every_door(capsys, tmp_path, first) == [Told(first, after)] * 4
    assert at_every_door(capsys, tmp_path, shipped) == [Told(shipped, before)] * 4


def test_verbs_and_tables_without_maps_know_the_release(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    published(store, moved(name_zh="试验中心"))
    corrected.CORRECTED.look_again()
    version = shared.version_of(SETTINGS)
    for told in (
        printed(capsys, "records", "--kind", "protection_centre"),
        json.loads(ask(Service(SETTINGS), "GET", "/v1/records?kind=protection_centre").content),
        printed(capsys, "records", "--kind", "protection_centre", "--data", version),
    ):
        assert "试验中心" in json.dumps(told, ensure_ascii=False)
    for told in (
        printed(capsys, "records", "--kind", "protection_centre", "--data", the_atlas().version),
        json.loads(ask(Service(SETTINGS), "GET", f"/v1/records?data={the_atlas().version}").content),
    ):
        assert "试验中心" not in json.dumps(told, ensure_ascii=False)


@pytest.mark.long
def test_a_brief_carries_the_release_and_its_corrected_record_and_after_a_restore_the_one_before(store: Store) -> None:
    name = (moved().before or {})["name_zh"]

    def brief(data: str = "") -> str:
        """What the brief of the prefecture says in Word, from the data that a page has at this moment."""
        corrected.CORRECTED.look_again()
        present = shared.version_of(SETTINGS)
        atlas = shared.atlas_of(SETTINGS, data or present)
        return text_of(as_docx(one_pager(Inquiry(atlas, usual_question(prefecture=SHANTOU))), dot))

    shipped, before = the_atlas().version, brief()
    assert shipped in before
    assert name in before
    assert "试验中心" not in before
    published(store, moved(name_zh="试验中心", name_en="Test centre"))
    after = brief()
    first = shared.version_of(SETTINGS)
    assert first.startswith(f"{shipped}-r1-")
    assert first in after
    assert "试验中心" in after
    assert name not in after
    restore(store, FIRST_REVIEWER, the_atlas(), 0)
    back = brief()
    assert shared.version_of(SETTINGS) in back
    assert name in back
    assert "试验中心" not in back
    assert brief(first) == after, "an older link still answers from its release"


def test_a_release_that_never_was_is_refused_where_it_is_typed_and_told_where_a_link_names_it(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    published(store, moved(**THERE))
    corrected.CORRECTED.look_again()
    version = shared.version_of(SETTINGS)
    forged = f"{version[:-8]}00000000"
    for never in (forged, version.replace("-r1-", "-r9-"), f"{'0' * 12}{version[12:]}", "new"):
        assert cli.main(["gaps", "--data", never]) == 2
        assert "is not known here" in capsys.readouterr().err
    answer = ask(Service(SETTINGS), "GET", f"/v1/coverage?data={forged}")
    assert answer.status == 400
    assert "is not known here" in json.loads(answer.content)["detail"]
    told = printed(capsys, "link", f"{LINK}&data={forged}")
    assert (told["data_version"], told["made_with"]) == (version, forged)
    assert json.loads(ask(Service(SETTINGS), "GET", f"/v1/pages/coverage?data={forged}").content)["made_with"] == forged


def test_a_damaged_store_changes_no_answer_and_is_said(
    store: Store, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A change that somebody has altered by hand is never laid over the data: a server keeps what it had read."""
    published(store, moved(**THERE))
    corrected.CORRECTED.look_again()
    good = at_the_page()
    with sqlite3.connect(store.place.file) as raw:
        raw.execute("UPDATE release_changes SET after = replace(after, '23.2632', '23.4')")
    raw.close()
    assert printed(capsys, "link", LINK)["data_version"] == the_atlas().version
    assert "not as it was published" in caplog.text
    assert "data are as shipped" in caplog.text
    assert cli.main(["gaps", "--data", good.version]) == 2
    assert "cli.py store restore" in capsys.readouterr().err
    store.place.file.write_bytes(b"not a database at all")
    corrected.CORRECTED.look_again()
    assert at_the_page() == good
    assert "store restore" in corrected.CORRECTED.fault()


@pytest.mark.long
def test_a_release_that_a_hand_alters_under_a_running_server_is_not_laid_over_anything(store: Store) -> None:
    published(store, moved(**THERE))
    published(store, moved("rapid-rights-shantou-toys", notes="x"))
    corrected.CORRECTED.look_again()
    present = shared.version_of(SETTINGS)
    (first, _) = sorted(releases(store), key=lambda each: each.id)
    older = Released(first.id, first.hash).version(the_atlas().version)
    with sqlite3.connect(store.place.file) as raw:
        raw.execute("UPDATE release_changes SET after = replace(after, '23.2632', '23.4') WHERE release = 1")
    raw.close()
    assert at_the_page(older).version == at_the_page().version == present


@pytest.mark.parametrize("written_to", [False, pytest.param(True, marks=pytest.mark.long)])
def test_without_a_store_nothing_of_a_database_is_imported(tmp_path: Path, written_to: bool) -> None:
    program = (
        "import sys, cli; assert cli.main(['coverage', '--json']) == 0;"
        "assert ('sqlalchemy' in sys.modules) == bool(int(sys.argv[1])); assert 'alembic' not in sys.modules"
    )
    if written_to:
        new_store(tmp_path)
    command = [sys.executable, "-c", program, str(int(written_to))]
    settings = {"ATLAS_STORE": str(tmp_path / "store"), "PATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    assert done.stderr == ""

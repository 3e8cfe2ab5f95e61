"""Every verb as a program, whatever becomes of its output: one line, the right code, nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import cli
from atlas.kept import as_file as as_list
from atlas.scenario.file import as_file
from data.store.place import Place
from tests.addresses import SCENARIO
from tests.corrections import new_store
from tests.data.extracts import write_extract
from tests.worlds import the_atlas, usual_question

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[1]
FULL = Path("/dev/full")
VERBS = {
    "coverage": [],
    "layers": [],
    "records": [],
    "locate": ["113.26", "23.13"],
    "gaps": [],
    "compare": [],
    "plan": [],
    "prefecture": ["440500"],
    "link": ["/plan"],
    "store": ["check"],
    "roads": ["import", "street.osm.pbf", "--out", "roads"],
    "ask": ["north 80 km reach"],
    "entities": ["points.csv", "--datum", "wgs84"],
    "map": ["--out", "map.html"],
    "export": ["--page", "plan", "--out", "plan.xlsx"],
    "talk": ["views.json", "--out", "meeting.html"],
    "brief": ["prefecture", "440500", "--out", "brief.docx"],
    "slide": ["--out", "slide.pptx"],
    "whatif": ["scenario.json"],
    "check": ["sites.csv", "--kind", "sites", "--datum", "wgs84"],
    "import": ["sites.csv", "--kind", "sites", "--datum", "wgs84", "--out", "own"],
    "site": ["--problem", "mclp", "--p", "1", "--time-limit", "5"],
}
every_verb = pytest.mark.parametrize("verb", VERBS)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the verbs read."""
    folder = tmp_path_factory.mktemp("桌面 desk")
    text = as_file(the_atlas(), usual_question(scenario=SCENARIO))
    (folder / "scenario.json").write_text(text, encoding="utf-8")
    (folder / "points.csv").write_text("lon,lat\n113.26,23.13\n", encoding="utf-8")
    (folder / "views.json").write_text(as_list(["/overview", "/coverage?radius=80"]), encoding="utf-8")
    (folder / "sites.csv").write_text("id,lon,lat\na,116.69,23.36\n", encoding="utf-8")
    new_store(Place(folder=folder / "store"))
    write_extract(
        folder / "street.osm.pbf", {0: (113.26, 23.13), 1: (113.27, 23.13)}, [([0, 1], {"highway": "primary"})]
    )
    return folder


def command(verb: str, *more: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), verb, *VERBS[verb], *more]


def settings(desk: Path, verb: str, **more: str) -> dict[str, str]:
    """The environment of a verb: the others pay nothing for a store."""
    return os.environ | ({"ATLAS_STORE": str(desk / "store")} if verb == "store" else {}) | more


def test_all_verbs_are_here() -> None:
    (verbs,) = (each for each in cli.parser()._actions if each.dest == "verb")
    assert set(verbs.choices or ()) == set(VERBS)


@every_verb
def test_nobody_reads_on(desk: Path, verb: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pipes: dict[str, Any] = {"stdout": writing, "stderr": subprocess.PIPE, "env": settings(desk, verb)}
    done = subprocess.run(command(verb), cwd=desk, check=False, timeout=110, **pipes)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@every_verb
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_the_disk_is_full(desk: Path, verb: str) -> None:
    with FULL.open("w") as full:
        pipes: dict[str, Any] = {"stdout": full, "stderr": subprocess.PIPE, "env": settings(desk, verb)}
        done = subprocess.run(command(verb), cwd=desk, check=False, timeout=110, **pipes)
    assert (done.returncode, done.stderr) == (1, b"the answer could not be written: No space left on device\n")


@every_verb
def test_the_terminal_knows_ascii_only(desk: Path, verb: str) -> None:
    ascii_only = settings(desk, verb, PYTHONIOENCODING="ascii", LC_ALL="C")
    done = subprocess.run(command(verb), cwd=desk, capture_output=True, check=False, timeout=110, env=ascii_only)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert done.stdout


def heard() -> None:
    """A shell that starts something in the background lets it ignore Ctrl-C, and all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def whole(desk: Path, verb: str) -> bytes:
    """What the verb prints when nobody stops it."""
    pipes: dict[str, Any] = {"capture_output": True, "env": settings(desk, verb)}
    return subprocess.run(command(verb), cwd=desk, check=True, timeout=110, **pipes).stdout


def interrupted(desk: Path, verb: str, after_s: float) -> tuple[int, bytes, bytes]:
    """The code, what is printed and what is said when Ctrl-C comes after so many seconds."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": settings(desk, verb)}
    with subprocess.Popen(command(verb), cwd=desk, preexec_fn=heard, **pipes) as running:  # noqa: PLW1509
        time.sleep(after_s)
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=110)
    return running.returncode, out, said


def before_our_first_line(code: int, said: bytes) -> bool:
    """Whether Python itself was still starting: no line of ours could have answered.

    Interrupted there, Python ends by the signal, or gives up with a "Fatal Python error" of its own. Whatever it says
    then names none of our files; a fault of ours would, since cli.py stands first in every traceback.
    """
    gave_up = code == 1 and said.startswith(b"Fatal Python error: init_")
    return (code == -signal.SIGINT or gave_up) and b"cli.py" not in said


@every_verb
@pytest.mark.parametrize("after_s", [0.1, 0.3, 1.5])
def test_ctrl_c(desk: Path, verb: str, after_s: float) -> None:
    code, out, said = interrupted(desk, verb, after_s)
    while before_our_first_line(code, said):
        after_s *= 2
        code, out, said = interrupted(desk, verb, after_s)
    # A quick machine may have answered already, or be on its way out: a pipe then holds the answer's beginning, or all.
    assert (code, said) in ((130, b"stopped\n"), (0, b""))
    assert not out or whole(desk, verb).startswith(out)
    assert not list(desk.glob(".map.html.*"))


@pytest.mark.parametrize("out", ["/dev/full", "/nonexistent/map.html", "/proc/map.html", "."])
def test_a_map_that_cannot_be_written_is_one_line(desk: Path, out: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "map", "--out", out],
        cwd=desk,
        capture_output=True,
        check=False,
        timeout=110,
    )
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("tool", [["tools/accept.py"], ["tools/run.py", "--port", "1"]], ids=str)
def test_what_make_runs_ends_as_the_verbs_do(tool: list[str]) -> None:
    command = [sys.executable, *tool]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=110)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
    with FULL.open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False, timeout=110)
    assert (done.returncode, done.stderr) == (1, b"the answer could not be written: No space left on device\n")

"""What all tests share: how hard hypothesis tries, one atlas for all verbs, the worker of a test, and how long each
part took. pyproject.toml puts the root on the path, so every room can be imported.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from tests.lengths import mark_long

HERE = Path(__file__).resolve().parent
CPU = "cpu seconds"
# A test that takes more of the processor by itself bears the mark `long`.
LONG_S = 5.0

# A busy machine is no fault of the code, and what CI found must be found again from the same commit.
settings.register_profile("atlas", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("atlas")
# No test reads or writes what somebody at this machine has proposed.
os.environ.pop("DATABASE_URL", None)
os.environ["ATLAS_STORE"] = tempfile.mkdtemp(prefix="atlas-store-")
atexit.register(shutil.rmtree, os.environ["ATLAS_STORE"], ignore_errors=True)
# Asserts of what tests share say as much as those of the tests.
pytest.register_assert_rewrite("tests.worlds", "tests.oracles", "tests.atlas.oracles", "tests.browser.steps")


@pytest.fixture
def one_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs called in this process share what has been loaded, as the readers of one app do."""
    from tests import worlds

    monkeypatch.setattr("atlas.loading.load", worlds.loaded)
    monkeypatch.setattr("atlas.link_answer.load", worlds.loaded)


@pytest.fixture
def shipped_tables_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data versions over the released tables share them; those of another folder are read as ever."""
    from atlas.loading import read_frames
    from data.catalog import ROOT
    from tests.worlds import shipped_frames

    monkeypatch.setattr(
        "ui.data_versions.read_frames", lambda root: shipped_frames() if root == ROOT else read_frames(root)
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A PostgreSQL of this worker's own; what needs it is left out, with the reason, where there is none."""
    from tools.cluster_demo.postgres import running, why_not

    if why_not():
        pytest.skip(why_not())
    with running() as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """The processor's seconds of a test go with its last report, from whichever worker."""
    item.stash[BEGUN] = time.process_time()
    result = yield
    if nextitem is None or nextitem.path != item.path:
        spare_survivors()
    return result


def pytest_collection_finish() -> None:
    """Seven thousand tests, and all that they import, stay to the end."""
    spare_survivors()


def spare_survivors() -> None:
    """Leave what is there now out of later collections: Streamlit looks through all objects after every run of a page,
    which takes as long as the run itself when they are those of all tests.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    if call.when == "teardown":
        item.user_properties.append((CPU, time.process_time() - item.stash[BEGUN]))
    return (yield)


BEGUN = pytest.StashKey[float]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A line a part: how many tests, how long they ran one after another, how much of that our own processor worked;
    and in a run without the long ones each that should be among them. Before that what failed at a first try, whole.
    """
    tell_unsteady(terminalreporter)
    parts: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    tests: dict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                processor = sum(seconds for name, seconds in report.user_properties if name == CPU)
                tests[report.nodeid] += processor
                part = parts[part_of(report.nodeid)]
                part[0] += report.when == "call"
                part[1] += report.duration
                part[2] += processor
    if not parts:
        return
    terminalreporter.section("seconds by part: together, and of this on the processor of the tests")
    for name, (number, seconds, processor) in sorted(parts.items(), key=lambda each: -each[1][1]):
        terminalreporter.line(f"{name:20} {number:6.0f} tests {seconds:8.1f} s {processor:8.1f} s")
    if config.option.markexpr == "not long":
        for name, seconds in tests.items():
            if seconds > LONG_S:  # or the first of a worker, which loads the data
                terminalreporter.line(f"{seconds:.1f} s of processor, and neither marked long nor in long.toml: {name}")


def tell_unsteady(terminalreporter: pytest.TerminalReporter) -> None:
    """A test that passes at its second try is unsteady, or hits a fault that comes and goes (docs/decisions/0038)."""
    failed = {report.nodeid for report in terminalreporter.getreports("failed")}
    unsteady = [report for report in terminalreporter.getreports("rerun") if report.nodeid not in failed]
    if unsteady:
        terminalreporter.section("tried once more: not steady, which is a fault")
    for report in unsteady:
        terminalreporter.write_sep("_", report.nodeid)
        terminalreporter.line(report.longreprtext)
        for title, content in report.sections:
            terminalreporter.line(f"{title}:\n{content}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What long.toml leaves to the long run; and the browser's tests first, as nobody can take any of them over."""
    mark_long(items, whole=not any("::" in each for each in config.args))
    items.sort(key=lambda item: not in_browser(item.nodeid))


class ByFile(LoadScopeScheduling):
    """Hands a worker a file at a time, so that what a file makes once is made once; the browser's files all to one,
    which has the only server and the only Chromium: two on two cores wait for one another.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "browser" if in_browser(nodeid) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """How tests are shared out among workers (`-n 2`). The marks of groups do nothing under this pytest."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def in_browser(test: str) -> bool:
    """Whether a test needs the one Chromium."""
    return test.startswith("tests/browser/")


def part_of(test: str) -> str:
    """The room a test is about, or "tools" for those at the top: tests/geo/siting/test_small.py::… is "geo"."""
    folders = Path(test.split("::", maxsplit=1)[0]).parent.relative_to("tests").parts
    return folders[0] if folders else "tools"

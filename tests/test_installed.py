"""Installed by root in a path with spaces, run by another user without a home: as before; and a file that breaks under
the running server, or before its start.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.another_user import NOBODY, POSSIBLE, PREFIX
from tests.browser.server import running_app
from tests.data.copied import FAULTS, put

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    ".streamlit",
    "atlas",
    "data",
    "geo",
    "layers",
    "static",
    "tools",
    "ui",
    "verbs",
    "documents",
    "cli.py",
    "streamlit_app.py",
)
AS = PREFIX if POSSIBLE else ()
# A second is how long a look at the files may be old.
SOON_S = 20.0
BROKEN = ("plans/14-5/definitions.toml", "sets/bodies/meta.toml", "sets/counties/counties.geojson", "sources.toml")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, owned by whoever runs the tests, readable by all."""
    home = tmp_path_factory.mktemp("installed")
    for each in (home, *home.parents[:3]):
        each.chmod(each.stat().st_mode | 0o055)
    place = home / "a path 知图"
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, place / part, ignore=shutil.ignore_patterns("__pycache__", "bench"))
        else:
            shutil.copy(source, place / part)
    return place


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("temporary") / "tmp"
    place.mkdir()
    place.chmod(0o1777)
    return place


@pytest.fixture(scope="module")
def url(installed: Path, temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("log") / "log.txt"
    nowhere = {"HOME": "/nonexistent", "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    with running_app(log, root=installed, prefix=AS, **nowhere) as address:
        yield address
        text = log.read_text(encoding="utf-8")
        assert "Traceback" not in text, text


def got(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def health(url: str) -> dict[str, Any]:
    return json.loads(got(f"{url}/readyz")[1])


def soon(url: str, *, ready: bool) -> dict[str, Any]:
    """What /readyz tells once it is, or is not, ready."""
    end = time.monotonic() + SOON_S
    while (found := health(url))["ready"] is not ready and time.monotonic() < end:
        time.sleep(0.2)
    assert found["ready"] is ready, found
    return found


def test_it_is_ready_and_the_map_files_are_served(url: str) -> None:
    assert health(url)["reasons"] == []
    status, document = got(f"{url}/")
    assert status == 200
    page = re.search(rb"atlas/([0-9a-f]{16})/", document)
    assert page is not None
    for name in ("map.html", "map.js", "atlas.js", "features.json", "manifest.json", "leaflet.js", "bridge.js"):
        status, content = got(f"{url}/atlas/{page[1].decode()}/{name}")
        assert status == 200, name
        assert len(content) > 500, name
    assert got(f"{url}/atlas/{page[1].decode()}/other.js")[0] == 404


def test_its_own_directory_is_its_users_alone(url: str, temporary: Path) -> None:
    (own,) = temporary.glob("guangdong-ip-atlas-*")
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    if POSSIBLE:
        assert own.stat().st_uid == NOBODY
    assert list(own.glob("*/map-*"))


@pytest.mark.parametrize("file", BROKEN)
def test_a_file_that_breaks_is_told_and_readers_are_answered_until_it_is_whole(
    file: str, url: str, installed: Path
) -> None:
    path = installed / "data" / file
    whole, good = path.read_bytes(), health(url)["data_version"]
    for fault, break_it in FAULTS.items():
        if (content := break_it(whole)) == whole:
            continue
        put(path, content)
        found = soon(url, ready=False)
        path.write_bytes(whole)
        assert (found["live"], found["data_version"]) == (True, good), (file, fault)
        assert Path(file).parts[-2 if "sets/" in file else -1] in json.dumps(found["reasons"]), (file, fault, found)
        assert got(f"{url}/")[0] == 200
        assert soon(url, ready=True)["data_version"] == good


@pytest.mark.parametrize("file", ["atlas.toml", "column_names.toml", *BROKEN])
def test_a_start_with_a_broken_file_is_one_clear_line(file: str, installed: Path, temporary: Path) -> None:
    path = installed / "data" / file
    whole = path.read_bytes()
    put(path, FAULTS["UTF-16"](whole))
    try:
        done = subprocess.run(
            [*AS, sys.executable, "-c", "import streamlit_app"],
            cwd=installed,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        path.write_bytes(whole)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "ScriptRunContext" not in line]
    assert told[0].startswith("the atlas cannot start: "), told
    assert Path(file).name in told[0] or Path(file).parent.name in told[0]
    assert "Traceback" not in done.stderr
    assert len(told) <= 2, told

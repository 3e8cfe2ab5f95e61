"""Every file of data and rules × every way in which a file breaks: readers keep the last good version, a start ends in
sentences that name the file, and all is well again when the file is.

Few files in every run, all of them in `make test-long`. A bit that turns over may leave a whole rule file that says
something else; that is then another version, and no table is ever one, for its hash is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from atlas import pages
from atlas.question.question import default_question
from data.catalog import set_ids
from data.errors import DataError
from tests.data.copied import FAULTS, copied, files, put, with_bits_flipped
from ui.data_versions import DataVersions

# A machine may be busy with much else.
pytestmark = pytest.mark.timeout(600)

PLAN = "14-5"
# One of each kind: of the application, a declaration, a table, the identity of a plan, a file that may be left out.
SAMPLE = (
    "atlas.toml",
    "sets/bodies/meta.toml",
    "sets/bodies/bodies.csv",
    "plans/14-5/plan.toml",
    "plans/14-5/cards.toml",
)
FLIPS, FLIPS_LONG = 1, 3
EVERY = [
    pytest.param(file, marks=[] if file in SAMPLE else pytest.mark.long, id=file.replace("/", "-")) for file in files()
]


@dataclass
class Served:
    """A running server's data: where they lie, the versions, and what its readers see."""

    root: Path
    versions: DataVersions

    @property
    def version(self) -> str:
        return self.versions.version(PLAN)

    def answer(self, version: str) -> dict[str, Any]:
        known = self.versions.at(version)
        return pages.answer("coverage", known.atlases[PLAN, "zh"], default_question(known.choices[PLAN]))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    root = copied(tmp_path_factory.mktemp("matrix of faults"))
    return Served(root, DataVersions(None, root))


@pytest.fixture
def broken(served: Served) -> Iterator[Callable[[str, bytes | None], None]]:
    """Puts another content in a file; the file is whole again at the end."""
    whole: dict[Path, bytes] = {}

    def put_once(file: str, content: bytes | None) -> None:
        path = served.root / file
        if path not in whole:
            whole[path] = path.read_bytes()
        put(path, content)

    yield put_once
    for path, content in whole.items():
        path.write_bytes(content)


def of(file: str, served: Served, flips: int) -> Iterator[tuple[str, bytes | None]]:
    """The ways in which a file breaks that change it at all."""
    whole = (served.root / file).read_bytes()
    for fault, break_it in FAULTS.items():
        if (content := break_it(whole)) != whole:
            yield fault, content
    for number, content in enumerate(with_bits_flipped(whole, file, flips)):
        yield f"bit flipped {number}", content


def started(root: Path) -> tuple[str, str]:
    """The version a start finds, or the sentences it ends in."""
    try:
        return DataVersions(None, root).version(PLAN), ""
    except (DataError, LookupError) as error:
        return "", str(error)


def named(file: str, sentences: str) -> bool:
    """Whether the sentences name the file, or the dataset or plan that it is a part of."""
    folder = file.rpartition("/")[0].rpartition("/")[2]
    return file in sentences or (folder != "" and folder in sentences)


def flips_of(request: pytest.FixtureRequest) -> int:
    return FLIPS_LONG if request.node.get_closest_marker("long") else FLIPS


@pytest.mark.parametrize("file", EVERY)
def test_a_running_server_keeps_the_last_good_version_until_the_file_is_whole(
    file: str, served: Served, broken: Callable[[str, bytes | None], None], request: pytest.FixtureRequest
) -> None:
    whole = (served.root / file).read_bytes()
    good = served.version
    before = served.answer(good)
    for fault, content in of(file, served, flips_of(request)):
        broken(file, content)
        now, refused = served.version, served.versions.refused
        if refused is None:
            assert fault.startswith("bit"), (file, fault)
            assert file.endswith(".toml"), (file, fault)
            assert now != good, (file, fault)
            assert served.answer(now)["data_version"] == now
        else:
            assert now == good == refused.stays, (file, fault)
            assert served.answer(now) == before, (file, fault)
            assert named(file, "\n".join(refused.faults)), (file, fault, refused.faults)
            assert "Error" not in refused.faults[0].split(":")[0], (file, fault, refused.faults)
            assert refused.of_a_set == file.startswith("sets/"), (file, fault, refused.faults)
        broken(file, whole)
        assert served.version == good, (file, fault)
        assert served.versions.refused is None, (file, fault)


@pytest.mark.parametrize("file", EVERY)
def test_a_start_ends_in_sentences_that_name_the_file(
    file: str, served: Served, broken: Callable[[str, bytes | None], None], request: pytest.FixtureRequest
) -> None:
    good = served.version
    for fault, content in of(file, served, flips_of(request)):
        broken(file, content)
        version, sentences = started(served.root)
        if version:
            assert fault.startswith("bit"), (file, fault)
            assert version != good, (file, fault)
        else:
            assert named(file, sentences), (file, fault, sentences)


def test_every_dataset_is_read_so_none_can_be_lost_unseen(served: Served) -> None:
    frames = served.versions.at(served.version).atlases[PLAN, "zh"].world.frames
    assert set(frames) == set(set_ids())


def test_the_sample_is_among_the_files() -> None:
    assert set(SAMPLE) <= set(files())
    assert len(files()) > 40

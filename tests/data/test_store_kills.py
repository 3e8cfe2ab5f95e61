"""kill -9 while proposing, approving, publishing, importing: what was acknowledged is there, nothing is half."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atlas.corrections.proposals import approve, give_back, proposals, propose
from atlas.corrections.releases import publish, releases
from atlas.own.checking import check, folder_of
from data.store.opening import Store, open_store
from data.store.place import StoreError
from data.whole_files import write_folder
from tests.corrections import FIRST_REVIEWER, OTHER_REVIEWER, at_present, draft, moved, new_store
from tests.data.intake.files import bodies, body, facts
from tests.worlds import the_atlas

NO_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children that it forked")
pytestmark = [pytest.mark.long, pytest.mark.timeout(300), NO_FORK]
KILLS = 200
LONGEST_S = 0.03


def a_folder() -> dict[str, bytes]:
    """What `import` makes of a table with one good body."""
    checked = check(bodies(body()), "own.csv", "bodies", "wgs84", facts())
    return folder_of(checked, facts(), "2025-12-31")


def work(store: Store, turn: int, files: dict[str, bytes], tell: Callable[[str], None]) -> None:
    """Propose, approve, publish and import without end, and tell of each step once it is done."""
    names = list(the_atlas().world["bodies"]["id"])
    for step in range(1000):
        name = names[(turn * 7 + step) % len(names)]
        for each in proposals(store, record=name, states=("proposed", "approved")):
            give_back(store, FIRST_REVIEWER, each.id, "left over")
        number = propose(store, OTHER_REVIEWER, draft(store, at_present(store, moved(name, notes=f"{turn} {step}"))))
        tell(f"propose {number}")
        approve(store, FIRST_REVIEWER, number)
        tell(f"approve {number}")
        tell(f"publish {publish(store, FIRST_REVIEWER, the_atlas()).id}")
        out = store.place.folder.parent / "imports" / f"{turn}-{step}"
        if turn % 2:
            # Into a folder that is there already, as that of the data is.
            out.mkdir(parents=True)
        write_folder(files, out)
        tell(f"import {out.name}")


def imported(out: Path, files: dict[str, bytes]) -> bool:
    """Whether a folder of data is there; half of a dataset is found."""
    found = {name: (out / name).read_bytes() for name in files if (out / name).is_file()}
    assert found.items() <= files.items()
    table = [name in found for name in files if name.startswith("sets/")]
    assert len(set(table)) == 1, out
    # Its sources come before a dataset that cites them.
    assert "sources.toml" in found or not any(table), out
    return len(found) == len(files)


@contextmanager
def child(act: Callable[[Callable[[str], None]], None]) -> Iterator[tuple[int, int]]:
    """A process that tells what it has done down a pipe: its number, and the end of the pipe."""
    reading, writing = os.pipe()
    number = os.fork()
    if not number:
        try:
            os.close(reading)
            act(lambda text: os.write(writing, f"{text}\n".encode()) and None)
        finally:
            os._exit(1)
    os.close(writing)
    try:
        yield number, reading
    finally:
        os.close(reading)


def read_line(pipe: int) -> str:
    found = b""
    while not found.endswith(b"\n"):
        piece = os.read(pipe, 1)
        assert piece, "the child has ended"
        found += piece
    return found.decode().strip()


def read_all(pipe: int) -> list[str]:
    found = b""
    while piece := os.read(pipe, 65_536):
        found += piece
    return found.decode().splitlines()


def test_two_hundred_kills_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    store, source = new_store(tmp_path), random.Random(17)
    the_atlas()
    files = a_folder()
    acknowledged: list[str] = []
    for turn in range(KILLS):
        with child(lambda tell, turn=turn: work(store, turn, files, tell)) as (number, pipe):  # type: ignore[misc]
            # Wherever it is: after one, two, three or four steps, and a little into the next.
            acknowledged += [read_line(pipe) for _ in range(source.randint(1, 4))]
            time.sleep(source.uniform(0, LONGEST_S))
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
            acknowledged += read_all(pipe)
        if turn % 10 == 9:
            # Looks everything through: chain, tables, schema.
            assert open_store(store.place).fault == "", turn
    told = {each.id: each for each in proposals(store)}
    numbers = {each.id for each in releases(store)}
    done = [line.split() for line in acknowledged]
    assert {what for what, _ in done} == {"propose", "approve", "publish", "import"}
    there = {each.name: imported(each, files) for each in (tmp_path / "imports").iterdir() if each.name[0] != "."}
    for what, name in done:
        if what == "publish":
            assert int(name) in numbers
        elif what == "import":
            assert there[name]
        else:
            assert what in [each.action for each in told[int(name)].decisions]
    assert all(told[each].decisions[0].action == "propose" for each in told)


def test_a_disk_that_is_full_at_any_write_leaves_the_store_whole(tmp_path: Path) -> None:
    """Files may grow to so many bytes and no further, at sixty sizes: what is refused is told in a sentence."""
    store = new_store(tmp_path)
    number = propose(store, OTHER_REVIEWER, draft(store))
    approve(store, FIRST_REVIEWER, number)
    refused = 0
    for turn in range(60):
        name = str(the_atlas().world["bodies"]["id"].iloc[turn])

        def act(tell: Callable[[str], None], name: str = name, turn: int = turn) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            size = 4096 * (1 + turn)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            try:
                made = propose(store, OTHER_REVIEWER, draft(store, moved(name, notes="x" * 30_000)))
            except StoreError:
                tell("refused")
            else:
                tell(f"propose {made}")

        with child(act) as (process, pipe):
            os.waitpid(process, 0)
            (said,) = read_all(pipe)
        again = open_store(store.place)
        assert again.fault == "", turn
        there = [each.id for each in proposals(again, record=name)]
        assert there == ([] if said == "refused" else [int(said.split()[1])]) or name == "protection-centre-shantou"
        refused += said == "refused"
    assert refused > 0
    propose(store, FIRST_REVIEWER, draft(store, moved("rapid-rights-shantou-toys", notes="after")))
    assert open_store(store.place).fault == ""

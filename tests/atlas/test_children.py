"""Long work in processes of its own: heard, stopped, limited, and never outliving the server."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from atlas.background import Pool, Stop
from atlas.children import Children, LostError
from data.limits import SEARCH_MEMORY
from tests.atlas import orders

ROOT = Path(__file__).resolve().parents[2]
SOON_S = 20.0
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def never() -> int:
    """Nobody asks to stop."""
    return Stop.NO


def unheard(_known: object) -> bool:
    """Nobody listens."""
    return False


def there(pid: int) -> bool:
    """Whether a process is at work: one that has ended, but that nobody has taken note of, is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[-1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], bool]) -> bool:
    """Whether something becomes true soon."""
    end = time.monotonic() + SOON_S
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    found = Children(memory=400 * orders.MEGABYTE)
    yield found
    found.end()


def test_the_work_is_done_by_another_process_that_is_kept_for_the_next(children: Children) -> None:
    assert children.run(never, unheard, orders.doubled, 21) == 42
    first, nice = children.run(never, unheard, orders.whose)
    second, _ = children.run(never, unheard, orders.whose)
    assert first == second != os.getpid()
    assert nice >= 10
    assert children.pids() == [first]


def test_what_cannot_be_read_is_a_work_that_is_lost(children: Children) -> None:
    """An error that cannot be made again here raises whatever it likes; nobody waits for it for ever."""
    with pytest.raises(LostError):
        children.run(never, unheard, orders.unreadable)
    assert children.run(never, unheard, orders.doubled, 4) == 8


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system lets nobody choose processors")
def test_every_process_leaves_the_same_processor_to_the_pages(children: Children) -> None:
    ours = os.sched_getaffinity(0)
    others = Children(memory=400 * orders.MEGABYTE)
    used = [each.run(never, unheard, orders.processors) for each in (children, others)]
    others.end()
    assert used[0] == used[1]
    assert used[0] == (ours - {min(ours)} or ours)


def test_what_is_known_so_far_is_heard_and_stopping_keeps_it(children: Children) -> None:
    heard: list[int] = []

    def told(known: int) -> bool:
        heard.append(known)
        return False

    began = time.monotonic()
    found = children.run(lambda: Stop.ASKED if len(heard) > 2 else Stop.NO, told, orders.counted, 600)
    assert heard == sorted(heard)
    assert 3 <= len(heard) <= found < 100
    assert time.monotonic() - began < SOON_S


def test_what_goes_wrong_over_there_is_raised_here_with_where_it_was(children: Children) -> None:
    with pytest.raises(ZeroDivisionError, match="expected another number") as failed:
        children.run(never, unheard, orders.broken)
    assert "orders.py" in "".join(failed.value.__notes__)
    assert children.run(never, unheard, orders.doubled, 1) == 2


def test_what_prints_does_not_get_between_the_messages(children: Children) -> None:
    assert children.run(never, unheard, orders.talkative) == "heard"


def test_a_process_that_is_lost_costs_one_work_only(children: Children) -> None:
    with pytest.raises(LostError):
        children.run(never, unheard, orders.gone)
    assert children.run(never, unheard, orders.doubled, 2) == 4


def test_one_that_listens_to_nobody_is_ended_within_five_seconds(children: Children) -> None:
    pid, _ = children.run(never, unheard, orders.whose)
    for stop in (Stop.ASKED, Stop.GONE):
        began = time.monotonic()
        with pytest.raises(LostError):
            children.run(lambda stop=stop: stop, unheard, orders.deaf, 60.0)
        assert time.monotonic() - began < 5.0
        # Made anew before the next is timed.
        assert children.run(never, unheard, orders.whose)[0] != pid


def test_a_reader_who_leaves_ends_a_deaf_search_within_five_seconds(children: Children) -> None:
    pool, here = Pool(at_a_time=1), [True]
    work = pool.begin("one", lambda stopped, watch: children.run(stopped, watch, orders.deaf, 60.0), lambda: here[0])
    time.sleep(0.6)
    here[0] = False
    began = time.monotonic()
    with pytest.raises(LostError):
        work.answer(SOON_S)
    assert time.monotonic() - began < 5.0


@LINUX
def test_more_memory_than_allowed_ends_the_work_and_nothing_else(children: Children) -> None:
    assert children.run(never, unheard, orders.hungry, 200) == 200 * orders.MEGABYTE
    with pytest.raises((MemoryError, LostError)):
        children.run(never, unheard, orders.hungry, 800)
    assert children.run(never, unheard, orders.doubled, 3) == 6
    assert SEARCH_MEMORY.most > 400 * orders.MEGABYTE


@LINUX
def test_one_with_nothing_to_do_is_ended_after_a_while() -> None:
    idle = Children(idle_s=0.2)
    idle.warm()
    [pid] = idle.pids()
    assert there(pid)
    assert until(lambda: not there(pid))
    assert idle.pids() == []


@LINUX
@pytest.mark.parametrize("sign", ["SIGTERM", "SIGKILL"])
def test_the_children_end_with_the_server_however_it_ends(sign: str) -> None:
    code = (
        "from atlas.children import Children; from tests.atlas import orders; c = Children(); "
        "print(c.run(lambda: 0, lambda k: False, orders.whose)[0], flush=True); "
        "c.run(lambda: 0, lambda k: False, orders.deaf, 60.0)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        assert there(pid)
        server.send_signal(getattr(signal, sign))
    assert until(lambda: not there(pid))


def test_a_server_that_ends_in_the_middle_of_an_order_leaves_no_child() -> None:
    order = pickle.dumps((orders.doubled, (1,)))
    command = [sys.executable, "-m", "atlas.child", str(SEARCH_MEMORY.most)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        child.stdin.write(order[: len(order) // 2])
        child.stdin.close()
        assert child.wait(SOON_S) == 0

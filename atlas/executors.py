"""Who does the pieces of a long count: this process, processes of this machine, or the workers of a cluster.

Each gives one function, `map(do, pieces)`: what `do` makes of every piece, in whatever order it comes. Pieces are taken
as they are needed, so that a file of millions is never in memory, and a stop ends what was begun.
"""

from __future__ import annotations

import inspect
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from typing import Any, Protocol, TypeVar

from atlas.faults import FaultError

Given = TypeVar("Given")
Made = TypeVar("Made")
MISSING = (
    "a cluster needs the package distributed: .venv/bin/python -m pip install -r requirements-cluster.txt "
    "(on a machine without network from a wheelhouse)"
)
OTHERS = "cluster {address}: expected the same program and libraries on every worker, found others: {why}"
UNREACHED = "cluster {address}: expected a Dask scheduler with workers, found none: {why}"
LOADED = "this machine is too busy to begin a connection"
LOST = (
    "a process that counted was ended by the system or by somebody; begin again, "
    "with fewer --workers if memory ran short"
)
# Pieces that wait for each worker beside the one it is at.
AHEAD = 2
CONNECT_S = 10


class Map(Protocol):
    """What a piece of work is done by."""

    def __call__(self, do: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[Made]:
        """What `do` makes of every piece, in any order."""


def in_turn(do: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[Made]:
    """One piece after the other, here."""
    yield from map(do, pieces)


def in_processes(workers: int) -> Map:
    """By so many processes of this machine. A process that is lost ends it all: FaultError."""

    def pool(do: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[Made]:
        before = set(multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(do,))
        waiting = set[Future[Made]]()
        try:
            for piece in pieces:
                with _unheard():
                    waiting.add(executor.submit(_done, piece))
                if len(waiting) >= workers * AHEAD:
                    ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (each.result() for each in ready)
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in ready)
        except BrokenProcessPool:
            raise FaultError(LOST) from None
        except BaseException:
            # Whoever stops does not wait for the pieces that were begun.
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    return pool


_DO: list[Callable[[Any], Any]] = []


@contextmanager
def _unheard() -> Iterator[None]:
    """What is started meanwhile never hears Ctrl-C, not even while it reads its modules; here it comes afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        # Windows: a process that is only starting may say a word of its own.
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(do: Callable[[Any], Any]) -> None:
    """A worker keeps what it does; Ctrl-C is for the one who asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _DO[:] = [do]


def _done(piece: Any) -> Any:
    return _DO[0](piece)


def on_cluster(address: str) -> Map:
    """By the workers of a Dask scheduler, such as tcp://10.1.2.3:8786. A worker that is lost has its pieces done by
    another. Raises FaultError where there is no scheduler, no worker, or one with other versions.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise FaultError(MISSING) from None

    def cluster(do: Callable[[Given], Made], pieces: Iterable[Given]) -> Iterator[Made]:
        with _client(distributed, address, do) as client:
            # A task, not something scattered: it is done again when the only worker that had it is lost.
            there = client.submit(_same, do, pure=False)
            at_once = AHEAD * sum(client.nthreads().values())
            waiting = distributed.as_completed(loop=client.loop)
            try:
                for piece in pieces:
                    waiting.add(client.submit(_called, there, piece, pure=False))
                    if waiting.count() >= at_once:
                        yield next(waiting).result()
                for each in waiting:
                    yield each.result()
            except BaseException:
                client.cancel(list(waiting.futures))
                raise

    return cluster


def _same(do: Any) -> Any:
    return do


def _called(do: Callable[[Any], Any], piece: Any) -> Any:
    return do(piece)


@contextmanager
def _client(distributed: Any, address: str, do: Callable[[Any], Any]) -> Iterator[Any]:
    """A client of a scheduler that has workers, all of them with our versions and our program."""
    client = _connected(distributed, address)
    try:
        if not client.nthreads():
            raise FaultError(UNREACHED, address=address, why="no worker")
        try:
            client.get_versions(check=True)
            others = program_of_workers(client, do) - {program_of(do)}
        except (ValueError, ImportError, AttributeError) as error:
            raise FaultError(OTHERS, address=address, why=" ".join(str(error).split())[:300]) from None
        if others:
            raise FaultError(OTHERS, address=address, why="another program")
        yield client
    finally:
        client.close()


def _connected(distributed: Any, address: str) -> Any:
    """A client; the second one on a machine so loaded that the thread of the first did not begin in ten seconds."""
    why = LOADED
    for _ in range(2):
        try:
            return distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            why = " ".join(str(error).split())[:200]
            break
        except AssertionError:
            # Dask says no more of it than that.
            continue
    raise FaultError(UNREACHED, address=address, why=why) from None


def program_of_workers(client: Any, do: Any) -> set[str]:
    """`program_of` as every worker has it."""
    return set(client.run(program_of, do).values())


def program_of(do: Any) -> str:
    """A hash of the source of what is done and of what it is made of: workers with another one count otherwise."""
    parts = [type(do), *(type(each) for each in vars(do).values())]
    files = sorted({str(inspect.getsourcefile(each)) for each in parts if each.__module__.split(".")[0] in ROOMS})
    digest = sha256()
    for file in files:
        with open(file, "rb") as source:  # noqa: PTH123
            digest.update(source.read())
    return digest.hexdigest()


ROOMS = ("geo", "data", "atlas")

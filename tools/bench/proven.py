"""Proofs: forty graphs as the published sets are, larger medians, fewest sites for all; beside k-medoids (good answers
without a proof), spopt and CP-SAT (proofs by other models).
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from geo.siting import Answer, Clock, Task, cover_all, p_center, p_median
from tools.bench.graphs import PUBLISHED, Covering, covering, graph, spread, towns
from tools.bench.process import ROOT, spent_by
from tools.bench.table import NOTHING, Aim, markdown, number

LIMIT_S, SUM_MEDIAN_S, SUM_CENTRE_S = 60.0, 120.0, 60.0
STARTS = 20
QUICK_NODES = 200
# Stated with one variable a pair of nodes, another model takes its whole time for more.
BESIDE = ((100, 5), (100, 33), (200, 20))
BESIDE_S = 30
CP_SAT = ROOT / ".venvs/cp-sat/bin/python"
Problem = Callable[..., Answer]
QUESTIONS: dict[str, Problem] = {"p-median": p_median, "p-centre": p_center}


@dataclass(frozen=True)
class Graphs:
    """All graphs asked one question; seconds of processor. worse, better  how often ours cost more, or less, than the
    best of 20 starts of k-medoids, None where that asks something else;  theirs_s  what these starts took together
    """

    question: str
    count: int
    proven: int
    seconds: float
    slowest: float
    slowest_is: str
    worse: int | None = None
    better: int | None = None
    theirs_s: float = float("nan")


@dataclass(frozen=True)
class Proof:
    """One large task: seconds of processor, what was found, its gap, and what spopt needed on the clock and found."""

    title: str
    seconds: float
    found: float
    gap: float
    status: str
    theirs_s: float = float("nan")
    theirs: str = NOTHING


@dataclass(frozen=True)
class Beside:
    """One graph asked of ours and of CP-SAT: seconds on the clock, cost, and whether it was proven."""

    title: str
    ours_s: float
    ours: float
    proven: bool
    theirs_s: float
    theirs: float
    theirs_proven: bool


def graphs(*, quick: bool) -> list[Graphs]:
    """The forty, or those of at most 200 nodes."""
    sets = [(n, p, graph(n, seed)) for seed, (n, p) in enumerate(PUBLISHED) if not quick or n <= QUICK_NODES]
    return [_all_of_them(question, sets) for question in QUESTIONS]


def proofs(*, quick: bool) -> list[Proof]:
    """Medians and covers of thousands of places, 60 s each."""
    medians = [(2_000, p) for p in (15, 30, 60)] + [(10_000, 15)]
    covers = [covering(f"towns {n:,} × 500", towns(n, 500), km) for n, km in ((10_000, 25.0), (10_000, 40.0))]
    covers += [covering(f"spread {n:,} × 500", spread(n, 500), side) for n, side in ((10_000, 20.0), (10_000, 13.0))]
    found = [_median(n, p) for n, p in (medians[:1] if quick else medians)]
    return found + [_cover(each) for each in (covers[:1] if quick else covers)]


def beside(*, quick: bool) -> list[Beside]:
    """The smaller graphs, by CP-SAT too; nothing where it is not installed."""
    if not CP_SAT.exists():
        return []
    sizes = BESIDE[:1] if quick else BESIDE
    return [_beside(question, n, p) for question in QUESTIONS for n, p in sizes]


def report(asked: Sequence[Graphs], large: Sequence[Proof], others: Sequence[Beside]) -> str:
    """The three tables."""
    first = markdown(
        ["graphs of 100–900 nodes", "proven", "s of processor", "the slowest", "k-medoids: better / worse", "s"],
        [_graphs_row(each) for each in asked],
    )
    second = markdown(
        [f"at most {LIMIT_S:g} s", "s of processor", "found", "gap", "status", "spopt, s", "spopt found"],
        [
            [
                each.title,
                number(each.seconds),
                number(each.found),
                f"{each.gap:.2%}",
                each.status,
                number(each.theirs_s),
                each.theirs,
            ]
            for each in large
        ],
    )
    third = markdown(
        [f"CP-SAT: at most {BESIDE_S} s", "ours, s", "ours", "proven", "CP-SAT, s", "CP-SAT", "proven"],
        [
            [
                each.title,
                number(each.ours_s),
                number(each.ours),
                _yes(each.proven),
                number(each.theirs_s),
                number(each.theirs),
                _yes(each.theirs_proven),
            ]
            for each in others
        ],
    )
    return "\n\n".join([first, second, third] if others else [first, second])


def aims(asked: Sequence[Graphs], large: Sequence[Proof], others: Sequence[Beside]) -> Iterator[Aim]:
    """Everything proven, in its time; no answer worse than another program's; and none cheaper than a proven one."""
    for each, limit in zip(asked, (SUM_MEDIAN_S, SUM_CENTRE_S), strict=True):
        yield Aim(f"{each.question}: graphs not proven", each.count - each.proven, 0)
        yield Aim(f"{each.question}: all graphs, processor", each.seconds, limit, " s")
        yield Aim(f"{each.question}: the slowest graph, processor", each.slowest, LIMIT_S, " s")
        if each.worse is not None:
            yield Aim(f"{each.question}: graphs where {STARTS} starts of k-medoids found less", each.worse, 0)
    for proof in large:
        yield Aim(f"{proof.title}: gap", proof.gap * 100, 2.0 if "radius" in proof.title else 0.1, " %")
    for other in others:
        yield Aim(f"{other.title}: ours above CP-SAT's", max(0.0, other.ours - other.theirs), 0)
        if other.theirs_proven and other.proven:
            yield Aim(f"{other.title}: difference of the two proven", abs(other.ours - other.theirs), 0)


def _all_of_them(question: str, sets: Sequence[tuple[int, int, np.ndarray]]) -> Graphs:
    seconds, answers = [], []
    for n, p, cost in sets:
        began = time.process_time()
        answers.append(QUESTIONS[question](Task(cost, np.ones(n)), p, clock=Clock(5 * LIMIT_S)))
        seconds.append(time.process_time() - began)
    slowest = int(np.argmax(seconds))
    n, p, _ = sets[slowest]
    proven = sum(each.status == "optimal" and each.gap == 0 for each in answers)
    found = Graphs(question, len(sets), proven, sum(seconds), seconds[slowest], f"{n} nodes, {p} sites")
    if question != "p-median":
        return found
    began = time.process_time()
    theirs = np.array([_by_medoids(cost, p) for _, p, cost in sets])
    spent = time.process_time() - began
    ours = np.array([each.objective for each in answers])
    worse, better = int((ours > theirs).sum()), int((ours < theirs).sum())
    return replace(found, worse=worse, better=better, theirs_s=spent)


def _by_medoids(cost: np.ndarray, p: int) -> float:
    """The least of `STARTS` descents of FasterPAM (Schubert & Rousseeuw 2021), from random sites."""
    import kmedoids  # noqa: PLC0415 -- only `make bench` installs it

    found = (kmedoids.fasterpam(cost, p, init="random", random_state=seed, n_cpu=1) for seed in range(STARTS))
    return min(float(cost[:, each.medoids.astype(int)].min(axis=1).sum()) for each in found)


def _median(n: int, p: int) -> Proof:
    task, began = towns(n, 500), time.process_time()
    answer = p_median(task, p, clock=Clock(LIMIT_S))
    spent = time.process_time() - began
    return Proof(f"p-median {n:,} × 500, {p} sites", spent, answer.objective, answer.gap, answer.status)


def _cover(asked: Covering) -> Proof:
    import pulp  # noqa: PLC0415
    from spopt.locate import LSCP  # noqa: PLC0415

    began = time.process_time()
    answer = cover_all(asked.task, asked.radius, clock=Clock(LIMIT_S))
    spent = time.process_time() - began
    began = time.perf_counter()
    solver = pulp.HiGHS(msg=False, timeLimit=LIMIT_S, gapRel=0)
    theirs = LSCP.from_cost_matrix(asked.task.cost, asked.radius).solve(solver, results=False)
    theirs_s = time.perf_counter() - began
    sites = sum(round(pulp.value(each) or 0) for each in theirs.fac_vars)
    proven = pulp.LpSolution[theirs.problem.sol_status] == "Optimal Solution Found"
    return Proof(
        f"fewest for all, {asked.title}",
        spent,
        len(answer.sites),
        answer.gap,
        answer.status,
        theirs_s,
        f"{sites} sites, {'proven' if proven else 'not proven'}",
    )


def _beside(question: str, n: int, p: int) -> Beside:
    cost, began = graph(n), time.perf_counter()
    answer = QUESTIONS[question](Task(cost, np.ones(n)), p, clock=Clock(LIMIT_S))
    ours_s = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cost.npy"
        np.save(file, cost)
        asked = [str(CP_SAT), "tools/bench/cp_sat.py", question, str(file), str(p), str(BESIDE_S)]
        told = json.loads(spent_by(asked).told)
    proven, title = told["status"] == "OPTIMAL", f"{question}, {n} nodes, {p} sites"
    return Beside(title, ours_s, answer.objective, answer.gap == 0, told["seconds"], told["objective"], proven)


def _graphs_row(each: Graphs) -> list[str]:
    compared = NOTHING if each.worse is None else f"{each.worse} / {each.better}"
    return [
        each.question,
        f"{each.proven} of {each.count}",
        number(each.seconds),
        f"{number(each.slowest)} ({each.slowest_is})",
        compared,
        number(each.theirs_s),
    ]


def _yes(proven: bool) -> str:
    return "yes" if proven else "no"

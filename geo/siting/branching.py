"""The p-median to the proof: sites are decided one by one, and what a bound rules out is not looked at.

Depth first: a node has some sites open and some columns left. The Lagrangian bound closes it, or leaves columns out and
puts sites in for good (reduced costs); when its exact model has become small it goes to the solver; otherwise one more
site is decided, open first. Sources: Beasley (1993); Elloumi (2010); compare Duran-Mateluna, Ales & Elloumi (2023).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.interchange import interchange
from geo.siting.ladder import ladder
from geo.siting.lagrange import NODE, ROOT, Pace, Part, Relaxed, ascend
from geo.siting.prices import Prices
from geo.siting.solver import solve
from geo.siting.task import Columns

SMALL, MANY_SITES = 15_000, 15  # entries of the exact model that are quick; fewer sites are decided sooner one by one
SHRUNK = 0.2  # of the columns left out: the bound is worth another look
OPENED = 0.98  # of the last turns: nothing to decide
SECOND_LOOK = replace(ROOT, turns=400, step=1.0, patience=8)
READ_A_SECOND = 800_000  # entries of an exact model: the solver looks at no clock before it has read them


@dataclass(frozen=True, eq=False)
class Node:
    """Columns that are open, columns that are left, and the bound inherited with its multipliers."""

    opened: Columns
    left: Columns
    multipliers: Floats
    bound: float

    @property
    def columns(self) -> Columns:
        """All of them, the open ones first."""
        return np.concatenate([self.opened, self.left])


@dataclass
class Search:
    """The best sites so far, and the nodes that may hold better ones.

    told     hears (upper, lower) and says whether to stop
    stopped  whether it did;  halted  whether anything kept the search from its end
    """

    prices: Prices
    sites: tuple[int, ...]
    clock: Clock
    told: Callable[[float, float], bool]
    halted: bool = False
    stopped: bool = False

    def __post_init__(self) -> None:
        self.p, self.upper = len(self.sites), self.prices.total(self.sites)
        self._stack: list[Node] = []

    @property
    def target(self) -> float:
        """A bound from here on closes a node."""
        return self.prices.target(self.upper)

    @property
    def lower(self) -> float:
        """No answer is cheaper: the least of what is left, and the best answer when nothing is."""
        return self._least(self._stack)

    def _least(self, nodes: list[Node]) -> float:
        return min([self.upper, *(node.bound for node in nodes)])

    def takes(self, sites: tuple[int, ...] | Columns) -> bool:
        """Whether these are better, and an answer; then they are kept."""
        found = tuple(sorted(int(each) for each in sites))
        # The bounds of a node know nothing of quotas: where they leave one choice alone, it may break them.
        answers = len(found) == self.p and self.prices.task.keeps_quotas(found)
        if answers and self.prices.total(found) < self.upper * (1 - 1e-12):
            self.sites, self.upper = found, self.prices.total(found)
            return True
        return False

    def root(self, opened: Columns, left: Columns) -> None:
        """The first bound, from what each place pays now; good sites may turn up."""
        pays = np.minimum(self.prices.of[:, list(self.sites)].min(axis=1, initial=np.inf), self.prices.own)
        self._stack = [Node(opened, left, pays, -math.inf)]
        relaxed = self._bounded(self._stack[0], ROOT)
        self._stack = [Node(opened, left, relaxed.multipliers, relaxed.bound)]
        self._improve(self._stack[0], relaxed)

    def run(self) -> None:
        """Until nothing is left, or until it is halted."""
        first = True
        while self._stack and not self._halt():
            node = self._stack[-1]
            if node.bound >= self.target:
                self._stack.pop()
                continue
            children = self._decided(node, SECOND_LOOK if first else NODE)
            first = False
            if children is None:
                break
            self._stack.pop()
            self._stack += children

    def _decided(self, node: Node, pace: Pace) -> list[Node] | None:
        """What a node comes to: nothing, or two nodes; None when it was halted before that was known."""
        while True:
            if self._no_choice(node):
                self.takes(np.concatenate([node.opened, node.left[: self.p - len(node.opened)]]))
                return []
            relaxed = self._bounded(node, pace)
            self._improve(node, relaxed)
            if relaxed.bound >= self.target:
                return []
            if self._halt():
                return None
            before = node.left.size
            node, wanted = self._narrowed(node, relaxed)
            self._stack[-1] = node
            if before - node.left.size > SHRUNK * before or self._no_choice(node):
                continue
            exact = self._exact(node, relaxed.bound)
            return _split(node, wanted) if exact is None else ([] if exact else None)

    def _no_choice(self, node: Node) -> bool:
        count = self.p - len(node.opened)
        return count == 0 or node.left.size <= count

    def _bounded(self, node: Node, pace: Pace) -> Relaxed:
        part = Part(
            self.prices.of[:, node.columns],
            self.prices.own,
            len(node.opened),
            self.p - len(node.opened),
        )
        known, others = self._stack[-1], self._least(self._stack[:-1])

        def heard(bound: float) -> bool:
            if bound > self._stack[-1].bound:
                self._stack[-1] = replace(known, bound=bound)
            return self._halt(min(others, self._stack[-1].bound))

        return ascend(part, node.multipliers, self.upper, self.target, pace, heard)

    def _improve(self, node: Node, relaxed: Relaxed) -> None:
        better = relaxed.cost < self.upper and not self.prices.task.quotas
        if better and self.takes(node.columns[relaxed.opened]):
            self.takes(interchange(self.prices, self.sites, self.clock))

    def _narrowed(self, node: Node, relaxed: Relaxed) -> tuple[Node, Floats]:
        """Without columns that no better answer has, with those that all have; and how much each one left is wanted:
        from 0 to 1, by how often it was open lately.
        """
        count, room = self.p - len(node.opened), self.target - relaxed.bound
        reduced, often = relaxed.reduced, relaxed.often
        order = np.argsort(reduced, kind="stable")
        among = np.zeros(len(reduced), dtype=bool)
        among[order[:count]] = True
        out = ~among & (reduced - reduced[order[count - 1]] > room)
        sure = among & (reduced[order[count]] - reduced > room)
        stay = ~out & ~sure
        # Of columns hardly ever open the one that would cost least goes first.
        wanted = np.where(often[stay] < OPENED, often[stay], -1.0)
        if not (wanted > 0).any():
            wanted = -reduced[stay]
        opened = np.concatenate([node.opened, node.left[sure]])
        return Node(opened, node.left[stay], relaxed.multipliers, max(node.bound, relaxed.bound)), wanted

    def _exact(self, node: Node, proved: float) -> bool | None:
        """Whether the exact model decided the node; None when it was too large to try.

        proved  what the multipliers of the node prove: no place is served dearer than they and what is missing to the
        target allow, in any better answer
        """
        limit = node.multipliers + self.target - proved
        if not self.prices.task.quotas and not self._small(node, limit):
            return None
        model, constant = ladder(self.prices, node.columns, len(node.opened), limit, self.p)
        ahead = model.matrix.nnz / READ_A_SECOND
        outcome = solve(model, Clock(max(1e-3, self.clock.left() - ahead), self.clock.stopped), watch=self._watch)
        if outcome.status == "infeasible":
            return True
        if outcome.values is not None:
            self.takes(node.columns[outcome.values[: len(node.columns)] > 0.5])
        bound = max(node.bound, outcome.bound + constant)
        if bound >= self.target:
            return True
        self._stack[-1] = replace(node, bound=bound)
        self.halted = True
        return False

    def _small(self, node: Node, limit: Floats) -> bool:
        """Whether the exact model of a node is quick."""
        if self.p - len(node.opened) <= MANY_SITES:
            return False
        return int((self.prices.of[:, node.columns] <= limit[:, None]).sum()) <= SMALL

    def _watch(self, _: object) -> bool:
        return self._halt()

    def _halt(self, lower: float | None = None) -> bool:
        """Whether to end; `lower` where it is known already."""
        self.stopped = self.stopped or self.told(self.upper, self.lower if lower is None else lower)
        self.halted = self.halted or self.stopped or self.clock.over()
        return self.halted


def _split(node: Node, wanted: Floats) -> list[Node]:
    """Without the column that is wanted most, and with it; the last is looked at first."""
    at = int(np.argmax(wanted))
    rest = np.delete(node.left, at)
    return [replace(node, left=rest), replace(node, opened=np.append(node.opened, node.left[at]), left=rest)]

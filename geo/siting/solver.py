"""The exact solver: a sparse mixed-integer model in, the best values found and a proven bound out.

Its tolerances are absolute, so it is handed the objective in a unit of its own (geo.siting.units), and what it says is
turned back. The bound is always its own: what it found and what it proved are compared by whoever asked.

HiGHS does the work (Huangfu & Hall 2018, Parallelizing the dual revised simplex method). It lets go of the interpreter
while it works, so that other threads go on, and asks `watch` now and then whether it should stop.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Thread
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock
from geo.siting.units import Scaled, scaled

Flags = NDArray[np.bool_]
Status = Literal["optimal", "time_limit", "stopped", "infeasible"]

SOLVER = f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]
TOLERANCE = 1e-9  # the solver's own are looser; rows are stated as parts of what they ask for
FEASIBLE = 1e-7
WHOLE_GAP = 1e-6  # between objectives that are whole numbers
GRACE_S, PULSE_S = 0.4, 0.05


@dataclass(frozen=True, eq=False)
class Model:
    """Least (or most) of cost @ x, lower <= matrix @ x <= upper, least <= x <= most, whole numbers where `whole`."""

    cost: Floats
    most: Floats
    whole: Flags
    matrix: sparse.csr_array
    lower: Floats
    upper: Floats
    maximise: bool
    least: Floats
    objective: Scaled = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "objective", scaled(self.cost))


@dataclass(frozen=True)
class Progress:
    """What is known while it works: the best value found (None: none yet), the bound proven (None: none yet), and for
    a question with several aims which one is being worked on.
    """

    incumbent: float | None
    bound: float | None
    seconds: float
    aim: str = ""


Watch = Callable[[Progress], bool]


@dataclass(frozen=True, eq=False)
class Outcome:
    """values  None when nothing was found;  objective  NaN then;  bound  no answer can be better than this, as the
    solver proved it: "optimal" says that both are the same to it.
    """

    status: Status
    values: Floats | None
    objective: float
    bound: float


def solve(model: Model, clock: Clock, *, start: Floats | None = None, watch: Watch | None = None) -> Outcome:
    """Solve `model` to the proof, until the clock runs out, or until `watch` returns True.

    start  values to begin with, whatever their worth.
    An infeasible model has the status "infeasible"; an unbounded one cannot be stated here (least <= x <= most).
    """
    highs = _loaded(model)
    highs.setOptionValue("time_limit", max(clock.left(), 1e-3))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = [float(value) for value in start]
        highs.setSolution(solution)
    asked = _Asked(clock, watch, model.objective.unit)
    highs.cbMipInterrupt.subscribe(asked.on_event)
    highs.cbMipImprovingSolution.subscribe(asked.on_better)
    if _finished(highs, clock):
        return _outcome(highs, model, asked, start)
    return _left_behind(model, asked, start)


def _finished(highs: highspy.Highs, clock: Clock) -> bool:
    """Run, and say whether it ended by itself.

    Some of the solver's phases look at no clock for many seconds; so it works in a thread of its own, which is left
    behind when it is late, and ends by itself as soon as it looks.
    """
    failed: list[BaseException] = []

    def run() -> None:
        try:
            highs.run()
        except BaseException as error:  # noqa: BLE001  handed on to whoever asked
            failed.append(error)

    thread = Thread(target=run, name="highs", daemon=True)
    thread.start()
    late = 0.0
    while thread.is_alive() and late < GRACE_S:
        thread.join(PULSE_S)
        late = late + PULSE_S if clock.over() else 0.0
    if failed:
        raise failed[0]
    return not thread.is_alive()


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The model without whole numbers. feasible  None when the time ran out before it was known;  bound  its objective;
    reduced  what a unit more of each variable would add to the bound (never helps: <= 0 at 0 when maximising).
    """

    feasible: bool | None
    bound: float
    reduced: Floats


def relax(model: Model, clock: Clock) -> Relaxation:
    """Solve `model` without whole numbers: quick, and a bound of every answer."""
    highs = _loaded(replace(model, whole=np.zeros_like(model.whole)))
    highs.setOptionValue("time_limit", max(clock.left(), 1e-3))
    if not _finished(highs, clock):
        return Relaxation(None, math.inf if model.maximise else -math.inf, np.zeros(len(model.cost)))
    ended, nothing = highs.getModelStatus(), np.zeros(len(model.cost))
    if ended == highspy.HighsModelStatus.kOptimal:
        unit = model.objective.unit
        dual = np.asarray(highs.getSolution().col_dual, dtype=float) * unit
        return Relaxation(True, float(highs.getInfo().objective_function_value) * unit, dual)
    known = ended in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    return Relaxation(False if known else None, math.inf if model.maximise else -math.inf, nothing)


class _Asked:
    """Hands on what is known and remembers that somebody said stop."""

    def __init__(self, clock: Clock, watch: Watch | None, unit: float) -> None:
        self._clock, self._watch, self._unit, self.stopped = clock, watch, unit, False
        self.values: Floats | None = None
        self.bound: float | None = None

    def on_better(self, event: Any) -> None:
        self.values = np.array(event.data_out.mip_solution, dtype=float)

    @property
    def halted(self) -> bool:
        """Whether somebody stopped it."""
        return self.stopped or self._clock.stopped()

    def on_event(self, event: Any) -> None:
        self.bound = _known(event.data_out.mip_dual_bound, self._unit)
        if self.stopped or self._clock.stopped():
            self.stopped = True
        elif self._watch is not None:
            found = _known(event.data_out.mip_primal_bound, self._unit)
            self.stopped = self._watch(Progress(found, self.bound, self._clock.seconds()))
        if self.stopped:
            event.interrupt()


def _loaded(model: Model) -> highspy.Highs:
    # Arrays at once: adding variables one by one takes longer than solving.
    columns = model.matrix.tocsc()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = columns.shape
    lp.sense_ = highspy.ObjSense.kMaximize if model.maximise else highspy.ObjSense.kMinimize
    lp.col_cost_ = model.objective.values
    lp.col_lower_ = model.least
    lp.col_upper_ = model.most
    lp.row_lower_, lp.row_upper_ = model.lower, model.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = columns.indptr.astype(np.int32)
    lp.a_matrix_.index_ = columns.indices.astype(np.int32)
    lp.a_matrix_.value_ = columns.data.astype(float)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[bool(each)] for each in model.whole]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {
        "output_flag": False,
        "threads": 1,  # an answer must not depend on the machine, and other sessions want the second processor
        "mip_rel_gap": 0.0,
        "mip_abs_gap": WHOLE_GAP if model.objective.whole else 0.0,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "random_seed": 0,
    }.items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    return highs


def _outcome(highs: highspy.Highs, model: Model, asked: _Asked, start: Floats | None) -> Outcome:
    ended, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    if ended in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Outcome("infeasible", None, math.nan, -_nothing(model))
    if ended == kinds.kOptimal:
        values = np.asarray(highs.getSolution().col_value, dtype=float)
        return Outcome("optimal", values, float(model.cost @ values), _proved(info, model))
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        asked.values = np.asarray(highs.getSolution().col_value, dtype=float)
    asked.bound = _known(info.mip_dual_bound, model.objective.unit)
    return _left_behind(model, asked, start)


def _left_behind(model: Model, asked: _Asked, start: Floats | None) -> Outcome:
    """What is known when there is no proof: the best values heard of, or those it began with if they do."""
    values = asked.values
    if values is None and start is not None and _holds(model, start):
        values = start
    objective = math.nan if values is None else float(model.cost @ values)
    bound = _nothing(model) if asked.bound is None else asked.bound
    return Outcome("stopped" if asked.halted else "time_limit", values, objective, bound)


def _nothing(model: Model) -> float:
    """The bound of somebody who knows nothing."""
    return math.inf if model.maximise else -math.inf


def _holds(model: Model, values: Floats) -> bool:
    rows = model.matrix @ values
    near = FEASIBLE * np.maximum(1.0, np.abs(rows))
    inside = (model.least - FEASIBLE <= values) & (values <= model.most + FEASIBLE)
    return bool((rows >= model.lower - near).all() and (rows <= model.upper + near).all() and inside.all())


def _proved(info: Any, model: Model) -> float:
    """The bound of a search that ended: a model without whole numbers has none beside its objective."""
    bound = info.mip_dual_bound if model.whole.any() else info.objective_function_value
    return float(bound) * model.objective.unit


def _known(value: float, unit: float) -> float | None:
    return float(value) * unit if math.isfinite(value) and abs(value) < highspy.kHighsInf else None

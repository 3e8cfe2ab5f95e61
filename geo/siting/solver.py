"""The exact solver: a sparse mixed-integer model in, the best values found and a proven bound out.

HiGHS does the work (Huangfu & Hall 2018, Parallelizing the dual revised simplex method). It lets go of the interpreter
while it works, so that other threads go on, and asks `watch` now and then whether it should stop.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.distance import Floats
from geo.siting.clock import Clock

Flags = NDArray[np.bool_]
Status = Literal["optimal", "time_limit", "stopped", "infeasible"]

SOLVER = f"HiGHS {highspy.Highs().version()}"  # type: ignore[no-untyped-call]
# Weights are people, so 1e-9 of them is nobody; the solver's own tolerances are looser than that.
TOLERANCE = 1e-9


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
    """values  None when nothing was found;  objective  NaN then;  bound  no answer can be better than this."""

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
    asked = _Asked(clock, watch)
    highs.cbMipInterrupt.subscribe(asked.on_event)
    highs.run()
    return _outcome(highs, model, asked.stopped)


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
    highs.run()
    ended, nothing = highs.getModelStatus(), np.zeros(len(model.cost))
    if ended == highspy.HighsModelStatus.kOptimal:
        dual = np.asarray(highs.getSolution().col_dual, dtype=float)
        return Relaxation(True, float(highs.getInfo().objective_function_value), dual)
    known = ended in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    return Relaxation(False if known else None, math.inf if model.maximise else -math.inf, nothing)


class _Asked:
    """Hands on what is known and remembers that somebody said stop."""

    def __init__(self, clock: Clock, watch: Watch | None) -> None:
        self._clock, self._watch, self.stopped = clock, watch, False

    def on_event(self, event: Any) -> None:
        if self.stopped or self._clock.stopped():
            self.stopped = True
        elif self._watch is not None:
            known = event.data_out
            progress = Progress(_known(known.mip_primal_bound), _known(known.mip_dual_bound), self._clock.seconds())
            self.stopped = self._watch(progress)
        if self.stopped:
            event.interrupt()


def _loaded(model: Model) -> highspy.Highs:
    # Arrays at once: adding variables one by one takes longer than solving.
    columns = model.matrix.tocsc()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = columns.shape
    lp.sense_ = highspy.ObjSense.kMaximize if model.maximise else highspy.ObjSense.kMinimize
    lp.col_cost_ = model.cost
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
        "mip_abs_gap": 1e-6,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
        "random_seed": 0,
    }.items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    return highs


def _outcome(highs: highspy.Highs, model: Model, stopped: bool) -> Outcome:
    ended, info = highs.getModelStatus(), highs.getInfo()
    kinds = highspy.HighsModelStatus
    worst = -math.inf if model.maximise else math.inf
    if ended in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Outcome("infeasible", None, math.nan, worst)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(highs.getSolution().col_value, dtype=float) if found else None
    objective = float(info.objective_function_value) if found else math.nan
    if ended == kinds.kOptimal:
        return Outcome("optimal", values, objective, objective)
    bound = _known(info.mip_dual_bound)
    return Outcome("stopped" if stopped else "time_limit", values, objective, -worst if bound is None else bound)


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) and abs(value) < highspy.kHighsInf else None

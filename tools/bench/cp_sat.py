"""CP-SAT beside our own proofs, in an environment of its own (`.venvs/cp-sat`): Streamlit wants another protobuf.

`python tools/bench/cp_sat.py p-median cost.npy 5 30`: a model with one variable for each pair of nodes, which prints
its seconds, cost (NaN without an answer) and status as JSON.
"""

from __future__ import annotations

import json
import math
import sys
import time

import numpy as np
from ortools.sat.python import cp_model

WORKERS = 2


def solved(question: str, cost: np.ndarray, p: int, limit_s: float) -> dict[str, float | str]:
    """The model as the textbooks have it. cost  whole numbers, shape (n, m)"""
    began = time.perf_counter()
    whole = cost.astype(int)
    model = cp_model.CpModel()
    n, m = whole.shape
    is_open = [model.new_bool_var("") for _ in range(m)]
    serves = [[model.new_bool_var("") for _ in range(m)] for _ in range(n)]
    model.add(sum(is_open) == p)
    for row in serves:
        model.add_exactly_one(row)
        for place, served in enumerate(row):
            model.add_implication(served, is_open[place])
    of_each = [sum(int(whole[i, j]) * serves[i][j] for j in range(m)) for i in range(n)]
    if question == "p-median":
        model.minimize(sum(of_each))
    else:
        farthest = model.new_int_var(0, int(whole.max()), "")
        for each in of_each:
            model.add(farthest >= each)
        model.minimize(farthest)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit_s
    solver.parameters.num_workers = WORKERS
    status = solver.solve(model)
    there = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "seconds": time.perf_counter() - began,
        "objective": solver.objective_value if there else math.nan,
        "status": solver.status_name(status),
    }


if __name__ == "__main__":
    asked, file, sites, limit = sys.argv[1:]
    print(json.dumps(solved(asked, np.load(file), int(sites), float(limit))))

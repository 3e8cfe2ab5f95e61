"""What is looked at once the cells of a table are understood: one idea a file, each `(table) -> None` refuses cells."""

from __future__ import annotations

from collections.abc import Callable

from data.intake.checks.amounts import check_amounts
from data.intake.checks.dates_order import check_order
from data.intake.checks.filled import check_filled, check_merged
from data.intake.checks.first_days import check_first_days
from data.intake.checks.known import check_known
from data.intake.checks.outlines import check_outlines
from data.intake.checks.own import check_own
from data.intake.checks.points import check_points
from data.intake.checks.proof import check_proof
from data.intake.checks.units import check_units
from data.intake.checks.weights import check_weights
from data.intake.draft import Table

# In this order: units are known before points are compared with them.
CHECKS: tuple[Callable[[Table], None], ...] = (
    check_merged,
    check_units,
    check_known,
    check_filled,
    check_own,
    check_points,
    check_order,
    check_first_days,
    check_proof,
    check_amounts,
    check_weights,
    check_outlines,
)

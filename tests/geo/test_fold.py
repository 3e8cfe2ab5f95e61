"""Places folded into cells: every row and every weight is in exactly one, whatever the pieces are."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from geo.errors import BadValueError
from geo.fold import Cells, fold, together

DRAW = np.random.default_rng(5)
LON, LAT = DRAW.uniform(113, 113.1, 400).round(6), DRAW.uniform(22, 22.1, 400).round(6)
AREA = DRAW.integers(0, 3, 400).astype(np.int32)
WEIGHT = DRAW.integers(0, 9, 400).astype(float)


def rows(cells: Cells) -> list[tuple[int, ...]]:
    return list(zip(*(getattr(cells, each).tolist() for each in ("number", "rows", "amounts", "east", "north"))))  # noqa: B905


def test_cells_are_those_of_a_dictionary() -> None:
    slow = defaultdict(list)
    for lon, lat, area, weight in zip(LON, LAT, AREA, WEIGHT, strict=True):
        slow[round(lon * 1e6) // 10_000, round(lat * 1e6) // 10_000, int(area)].append((lon, lat, weight))
    cells = fold(LON, LAT, AREA, WEIGHT, cell_deg=0.01)
    lon, lat = cells.places()
    assert len(lon) == len(slow)
    assert sorted(cells.rows.tolist()) == sorted(map(len, slow.values()))
    told = sorted(zip(cells.area.tolist(), cells.amounts.tolist(), lon.round(9), lat.round(9), strict=True))
    expected = []
    for (column, row, area), places in slow.items():
        total = sum(weight for _, _, weight in places)
        if total:
            middle = [sum(place[at] * place[2] for place in places) / total for at in (0, 1)]
        else:
            middle = [(column + 0.5) / 100, (row + 0.5) / 100]
        expected.append((area, int(total), round(middle[0], 9), round(middle[1], 9)))
    assert np.allclose(told, sorted(expected), atol=2e-9, rtol=0)


def test_pieces_in_any_order_give_the_same_cells() -> None:
    whole = fold(LON, LAT, AREA, WEIGHT, cell_deg=0.01)
    order = DRAW.permutation(len(LON))
    pieces = [fold(LON[each], LAT[each], AREA[each], WEIGHT[each], cell_deg=0.01) for each in np.split(order, [3, 200])]
    assert rows(together(pieces)) == rows(whole)
    assert rows(together([together(pieces[:2]), pieces[2]])) == rows(whole)


def test_without_weights_every_row_counts_once_and_nothing_folds_to_nothing() -> None:
    assert fold(LON, LAT, AREA, None, cell_deg=0.5).amounts.sum() == len(LON)
    assert len(fold(LON[:0], LAT[:0], AREA[:0], None, cell_deg=0.01).number) == 0


@pytest.mark.parametrize("cell", [0.0, 0.0009, 0.6, -1.0, float("nan")])
def test_a_cell_that_cannot_be_is_said(cell: float) -> None:
    with pytest.raises(BadValueError, match="degrees"):
        fold(LON, LAT, AREA, None, cell_deg=cell)


def test_cells_of_two_sizes_do_not_add_up() -> None:
    two = [fold(LON, LAT, AREA, None, cell_deg=each) for each in (0.01, 0.02)]
    with pytest.raises(BadValueError, match="one size"):
        together(two)

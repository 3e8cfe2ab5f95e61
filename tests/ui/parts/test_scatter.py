"""Names of points: beside their own, over no other."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from ui.parts.scatter import HEIGHT_PX, WIDTH_PX, _box, _meet, _pixels, name_places


def test_names_stand_apart_where_there_is_room() -> None:
    rows = pd.DataFrame({"label": list("甲乙丙丁戊"), "first": [0, 1, 1.02, 2, 2.02], "second": [0, 1, 1.0, 2, 0.5]})
    places = name_places(rows, [False, False])
    across = _pixels(rows["first"], WIDTH_PX, log=False)
    down = [HEIGHT_PX - each for each in _pixels(rows["second"], HEIGHT_PX, log=False)]
    boxes = [_box(*each) for each in zip(across, down, rows["label"], places, strict=True)]
    assert not [pair for pair in combinations(boxes, 2) if _meet(*pair)]
    assert all(left >= 0 and right <= WIDTH_PX for left, _, right, _ in boxes)

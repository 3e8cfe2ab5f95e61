"""What can be kept for a meeting."""

from __future__ import annotations

import pytest

from tests.ui.reader import opened


@pytest.mark.parametrize(("page", "kept"), [("coverage", True), ("manual", False)])
def test_only_a_page_with_a_map_can_be_kept(page: str, kept: bool) -> None:
    keep = opened(page).button(key="keep-view")
    assert keep.disabled is not kept
    assert bool(keep.help) is not kept

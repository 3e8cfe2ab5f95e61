"""Until when what was compiled by hand holds."""

from __future__ import annotations

import pytest

from data.catalog import meta


def compiled_to(as_of: str, *set_ids: str) -> pytest.MarkDecorator:
    """For tests that hold for one compilation only: with a later one of any of the sets they are skipped."""
    later = [each for each in set_ids if meta(each).as_of != as_of]
    return pytest.mark.skipif(bool(later), reason=f"compiled anew: {', '.join(later)}; the contracts go on")

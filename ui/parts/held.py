"""Text as HTML in which what belongs together stays on one line."""

from __future__ import annotations

from layers import safe
from layers.held import parted


def held_together(text: str) -> str:
    """The text for HTML; each date, and each number with its unit, in an element that stays on one line."""
    return "".join(
        f'<span class="held">{safe.for_html(part)}</span>' if place % 2 else safe.for_html(part)
        for place, part in enumerate(parted(text))
    )

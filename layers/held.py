"""What is never parted over two lines (layers.unparted), as HTML."""

from __future__ import annotations

from layers import safe
from layers.unparted import parted


def held_together(text: str) -> str:
    """The text as safe HTML; each part that is held together in an element that stays on one line (`.held`)."""
    return "".join(
        f'<span class="held">{safe.for_html(part)}</span>' if place % 2 else safe.for_html(part)
        for place, part in enumerate(parted(text))
    )

"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.told import Told


@dataclass(frozen=True)
class Shown(Told):
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both; `pages` are
    those that a part may lead to, by path.
    """

    aside: Any
    under: Any
    below: Any
    pages: Mapping[str, Any] = field(default_factory=dict)

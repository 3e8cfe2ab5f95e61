"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from documents.told import Told


@dataclass(frozen=True)
class Shown(Told):
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both."""

    aside: Any
    under: Any
    below: Any

"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from documents.told import Told


@dataclass(frozen=True)
class Shown(Told):
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both; `pages` are
    those that a part may lead to, by path.
    """

    aside: DeltaGenerator
    under: DeltaGenerator
    below: DeltaGenerator
    pages: Mapping[str, StreamlitPage] = field(default_factory=dict)

"""What a page is handed: the question put to the atlas, what may be chosen, and the places it may write to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from atlas.atlas import Atlas
from atlas.inquiry import Inquiry
from documents.told import Told


@dataclass(frozen=True)
class Shown(Told):
    """`aside` is the column beside the map, `under` the place under it, `below` the full width below both; `pages` are
    those that a part may lead to, by path; `newest` is the atlas as it is released at the moment of the call, None
    where it is the one that is shown.
    """

    aside: DeltaGenerator
    under: DeltaGenerator
    below: DeltaGenerator
    pages: Mapping[str, StreamlitPage] = field(default_factory=dict)
    newest: Callable[[], Atlas] | None = None

    @property
    def present(self) -> Self:
        """The same page asked of the records as they are released now, which one that is kept open, or is of an older
        release by its link, does not show; without what is supposed, and without the tables of a session.
        """
        released = self.released
        atlas = released.atlas if self.newest is None else self.newest()
        same = atlas.version == released.atlas.version
        return released if same else replace(released, inquiry=Inquiry(atlas, released.question))

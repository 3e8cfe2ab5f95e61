"""What an office says of its paper on the day it is printed: its own fonts, and its map number where that holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from atlas.inquiry import Inquiry
from atlas.page_layers import layers_of
from atlas.question.offered import choices_of
from data.catalog import meta
from data.print_settings import PrintSettings
from documents.stamp import stamp_of


@dataclass(frozen=True)
class Office:
    """settings  what its file says;  today  the day on which a map number must hold"""

    settings: PrintSettings = field(default_factory=PrintSettings)
    today: date = field(default_factory=date.today)

    @property
    def fonts(self) -> Path | None:
        """The folder of its fonts, None for ours alone."""
        return self.settings.font_folder

    def stamp(self, inquiry: Inquiry, page: str) -> str:
        """What stands on the map of a page with the layers of the question."""
        return stamp_of(inquiry, page, self.settings, inquiry.say, self.today)

    def stamp_in_brief(self, inquiry: Inquiry, page: str, layers: tuple[str, ...] = ()) -> str:
        """What stands on the map of a page in a document, where nobody has chosen layers. layers  see `as_begun`"""
        return self.stamp(as_begun(inquiry, page, layers), page)


def as_begun(inquiry: Inquiry, page: str, layers: tuple[str, ...] = ()) -> Inquiry:
    """The same question with the layers that the map of a page begins with when it is asked. layers  in their place,
    where the document itself says what its map shows
    """
    atlas, question = inquiry.atlas, inquiry.question
    shown = layers or layers_of(page, question, choices_of(atlas, meta("bodies").as_of))
    return Inquiry(atlas, question.with_changes(layers=shown))

"""What tests of the forms and of the page of corrections share."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from ui import corrected
from ui.renewal import RENEWAL

# Modules of pages that ask who sits there.
READERS = (
    "ui.session.who",
    "ui.parts.correction",
    "ui.desks.review",
    "ui.desks.review.queue",
    "ui.desks.review.releases",
)


def seen() -> None:
    """A release is seen by everybody, a second later at most."""
    corrected.CORRECTED.look_again()
    RENEWAL._shown.clear()


def filled(app: AppTest, key: str, **cells: str) -> AppTest:
    for name, text in cells.items():
        app.text_input(key=f"{key}-{name}").input(text)
    return app

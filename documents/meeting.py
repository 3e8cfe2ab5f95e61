"""Kept views as one self-contained page for a meeting (讲解): full screen, one sentence and the map, ◀ ▶, from a USB
stick in an old browser. The map is in it once; of each view its sentences and its state.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Template

from atlas.atlas import Atlas
from atlas.kept import view_at
from atlas.question.choices import Choices
from atlas.words import Say
from layers import safe
from layers.folium_map import single_file

DECK = Path(__file__).parent / "deck"


def meeting_page(atlas: Atlas, choices: Choices, links: Sequence[str], say: Say) -> str:
    """The page of at least one kept view, stamped as a sketch map: it leaves the scope of any number of review.

    Raises ValueError for a link that cannot be used.
    """
    views = [view_at(atlas, choices, link, number) for number, link in enumerate(links)]
    if not views:
        raise ValueError(say("No view is kept yet."))
    chart = single_file(atlas.world, say, views[0].state)
    page: str = Template((DECK / "deck.html").read_text(encoding="utf-8")).render(
        language="zh-CN" if say.language == "zh" else "en",
        title=safe.for_html(say("meeting")),
        style=(DECK / "deck.css").read_text(encoding="utf-8"),
        script=(DECK / "deck.js").read_text(encoding="utf-8"),
        map=safe.for_html(say("map")),
        back=safe.for_html(say("view before")),
        on=safe.for_html(say("next view")),
        full=safe.for_html(say("full screen")),
        keys=safe.for_html(say("← → turn, F full screen, Esc leaves it")),
        views=safe.json_for_page([{"sentences": each.sentences, "state": each.state} for each in views]),
        page=safe.json_for_page(chart),
    )
    return page

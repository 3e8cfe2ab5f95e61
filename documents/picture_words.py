"""What stands around a print map: its title, what it is counted by, which marks are approximate, where it comes from.

All of it from the same answers as the page; the title is the page's own first sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from atlas.conditions import filters_told, suppositions_told
from atlas.difference import difference, difference_sentence, told_as_text
from atlas.inquiry import Inquiry
from atlas.lead import lead
from atlas.own.laying import labelled_own, own_told
from atlas.page_titles import PAGE_TITLES
from atlas.ways import way_of
from atlas.words import Say, full_date, labelled, listed
from layers.base import OF_THE_PLAN
from layers.print_map.scene import GONE, Scene

if TYPE_CHECKING:
    from atlas.siting.search import Found


@dataclass(frozen=True)
class Words:
    """above  a line over the title;  title  the sentence;  beside  further sentences under it

    notes  small print, each a label and its text;  supposes  whether any figure of the title is only supposed
    """

    above: str
    title: str
    beside: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    supposes: bool


def words_of(inquiry: Inquiry, page: str, scene: Scene, found: Found | None, say: Say) -> Words:
    """The words of a page's picture."""
    atlas, question = inquiry.atlas, inquiry.question
    sentences = lead(page, inquiry, found) or lead("overview", inquiry)
    title, beside = sentences[0], list(sentences[1:])
    told = suppositions_told(atlas, question, say)
    if question.supposes:
        # What is drawn is what is supposed: its sentence comes first, and what the records say beside it.
        title = beside.pop(0) if beside else labelled(say("supposed"), title, say)
        beside = [labelled(say("by the records"), sentences[0], say), *beside] if len(sentences) > 1 else beside
        beside.insert(0, labelled(say("supposed"), told, say))
    compared = difference(atlas, question)
    if compared is not None:
        # The page has both views beside its sentence; on paper nothing else would say what A and B are.
        what = told_as_text(atlas, compared.before, compared.after, say)
        sentence = difference_sentence(atlas, compared, say)
        beside.append(say("A → B ({what}). {sentence}").format(what=what, sentence=sentence) if what else sentence)
    above = say("Guangdong IP Layout Atlas")
    above = f"{above} · {say(PAGE_TITLES.get(page, 'overview'))}"
    if question.supposes:
        above = f"{above} · {say('supposed scenario, not the state of things')}"
    if atlas.own:
        above = labelled_own(above, say)
    return Words(above, title, tuple(beside), _notes(inquiry, scene, say), question.supposes)


def _notes(inquiry: Inquiry, scene: Scene, say: Say) -> tuple[tuple[str, str], ...]:
    notes = [
        (say("own data"), own_told(inquiry.atlas, say)),
        (say("counted by"), _counted_by(inquiry, say)),
        (say("approximate marks"), approximate_told(inquiry, scene, say)),
        (say("sources"), _sources(inquiry, scene, say)),
    ]
    return tuple((label, text) for label, text in notes if text)


def _counted_by(inquiry: Inquiry, say: Say) -> str:
    """Date, definition with its denominator, reach, filters and what it is compared with."""
    atlas, question = inquiry.atlas, inquiry.question
    counted = inquiry.view.counted
    way = way_of(question)
    borders = say("ignoring borders") if question.ignore_borders else say("by jurisdiction")
    parts = [
        labelled(say("as of"), full_date(question.as_of, say), say),
        labelled(
            say("definition"),
            say("{title}, out of {n} prefectures").format(title=atlas.world.title(counted.about), n=counted.result.n),
            say,
        ),
        labelled(
            say("reach"),
            say("{radius} {unit}, {borders}, {way}").format(
                radius=question.radius_km, unit=say(way.unit), borders=borders, way=way.sentence(say)
            ),
            say,
        ),
        *filters_told(atlas, question, say),
    ]
    compared = difference(atlas, question)
    if compared is not None:
        parts.append(labelled(say("compared with"), told_as_text(atlas, compared.before, compared.after, say), say))
    return say("; ").join(part.rstrip(say("full stop")) for part in parts)


def approximate_told(inquiry: Inquiry, scene: Scene, say: Say) -> str:
    """How many marks of the map stand at an approximate place, how far off they may be, and how they are read; "" when
    the map has no marks.
    """
    positions = _positions(inquiry)
    drawn = [
        positions.get(mark.id)
        for layer in scene.layers("point")
        for mark in scene.marks(layer.id)
        if mark.style != GONE
    ]
    if not drawn:
        return ""
    known = pd.Series([each for each in drawn if each is not None], dtype=object).value_counts(sort=False)
    parts = []
    for position, km in sorted(known.index, key=lambda each: (-each[1], each[0])):
        text = say("{what} {n}, within ±{km:g} km") if km else say("{what} {n}")
        parts.append(text.format(what=say(position), n=known[position, km], km=km))
    rest = sum(each is None for each in drawn)
    if rest:
        parts.append(say("at the seat or centre of their place, or where a reader put them {n}").format(n=rest))
    text = say(
        "{n} marks, none surveyed: {parts}. Marks of one point are drawn apart; dashed outlines are approximate."
    )
    return text.format(n=len(drawn), parts=listed(parts, say))


def _positions(inquiry: Inquiry) -> dict[str, tuple[str, float]]:
    """Body id -> what its point is, and how well it is known in km, 0 where that is not said."""
    found: dict[str, tuple[str, float]] = {}
    for name in ("bodies", "candidate_sites"):
        frame = inquiry.atlas.world.frames.get(name)
        if frame is None or "position" not in frame:
            continue
        km = frame["position_km"].fillna(0.0) if "position_km" in frame else pd.Series(0.0, index=frame.index)
        rows = zip(frame["id"], frame["position"], km, strict=True)
        found |= {str(body): (str(position), float(width)) for body, position, width in rows if position}
    return found


def _sources(inquiry: Inquiry, scene: Scene, say: Say) -> str:
    """The datasets of the layers that are on, with their dates, and the plan."""
    atlas = inquiry.atlas
    wanted = dict.fromkeys(
        source
        for layer in reversed(scene.layers("area", "outline", "ring", "dot", "point"))
        for source in layer.sources
    )
    named = []
    for each in wanted:
        if each == OF_THE_PLAN:
            named.append(atlas.world.title(atlas.plan.about))
            continue
        declared = atlas.declared(each)
        title = declared.title_zh if say.language == "zh" else declared.title_en
        named.append(say("{title} {day}").format(title=title, day=declared.as_of))
    return listed(named, say)

"""The fields of the form of a record: what its kind asks, filled with what is known, each beside the next one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from atlas.corrections.form import positions
from atlas.corrections.kinds import declared_of, kinds, records_of, targets_of
from geo.datums import DATUMS
from layers import safe
from ui.parts.compared import column_title, word_of
from ui.parts.shown import Shown

BODIES = "bodies"
# Longer than the field beside another one shows at once.
LONG = 40


def fields(shown: Shown, set_id: str, known: Mapping[str, str], adcode: str, key: str, *, new: bool) -> dict[str, str]:
    """What was entered, as texts, with the datum of the point where there may be one."""
    say, kind = shown.say, kinds()[set_id]
    found: dict[str, str] = {}
    names = [*(kind.first if new else ()), *kind.asked]
    typed = [each for each in names if not _options(shown, set_id, each, adcode)]
    long = {each for each in typed if _is_long(shown, set_id, each)}
    for name, column in in_rows_of_two(names, long):
        now = known.get(name, "")
        title = safe.for_markdown(_asked(set_id, name, shown))
        options = _options(shown, set_id, name, adcode)
        if options:
            found[name] = column.selectbox(
                title,
                options,
                index=options.index(now) if now in options else 0,
                format_func=partial(_word, set_id, name, shown),
                key=f"{key}-{name}",
            )
        else:
            # Not as a default: a point that is chosen on the map is written here as well.
            st.session_state.setdefault(f"{key}-{name}", now)
            field = partial(column.text_area, height="content") if name in long else column.text_input
            found[name] = field(title, key=f"{key}-{name}", max_chars=2000)
    if "lon" not in found:
        return found
    datum = st.selectbox(
        say("datum of longitude and latitude"),
        DATUMS,
        index=None,
        format_func=lambda each: say(f"datum {each}"),
        placeholder=say("must be said where the point is changed"),
        key=f"{key}-datum",
    )
    return found | {"datum": datum or ""}


def _is_long(shown: Shown, set_id: str, name: str) -> bool:
    """Whether what a column holds needs more than a line, in any of its records."""
    return bool(records_of(shown.atlas, set_id)[name].astype(str).str.len().max() > LONG)


def _options(shown: Shown, set_id: str, name: str, adcode: str) -> list[str]:
    """What may be chosen for a column, [] where it is typed."""
    atlas = shown.atlas
    said = declared_of(atlas, set_id).columns[name]
    if name == "county":
        counties = atlas.world["counties"]
        return ["", *counties["adcode"][counties["prefecture"] == adcode]]
    if name == "indicator":
        return [each["id"] for each in atlas.world.indicators if each["id"] in set(atlas.world[set_id]["indicator"])]
    if name == "target":
        return [each.id for each in targets_of(atlas)]
    allowed = list(said.get("allowed") or ())
    options = positions(allowed) if name == "position" else allowed
    return ["", *options] if options and not said.get("required", True) else options


def _asked(set_id: str, name: str, shown: Shown) -> str:
    """The title of a field: of a body in the words of the form, else what the column holds."""
    return shown.say(f"asked {name}") if set_id == BODIES else column_title(set_id, name, shown)


def _word(set_id: str, name: str, shown: Shown, code: str) -> str:
    return word_of(set_id, name, code, shown) or "–"


def in_rows_of_two(names: Sequence[str], whole: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
    """Each name with the place for its field. A row after a row: two long columns would fall apart on a narrow screen,
    all of the first before the second, and latitude would stand five fields away from longitude.

    whole  those that have a row of their own
    """
    waiting: list[str] = []
    for name in names:
        if name not in whole:
            waiting.append(name)
        if len(waiting) == 2 or (waiting and name in whole):
            yield from zip(waiting, st.columns(2), strict=False)
            waiting = []
        if name in whole:
            yield name, st.container()
    if waiting:
        yield from zip(waiting, st.columns(2), strict=False)

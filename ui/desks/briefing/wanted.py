"""What is to be made, as the page asks it: the brief, its forms, the question of siting, the office's paper."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import streamlit as st

from atlas.question.choices import SITING
from atlas.ways import travels_of
from data.print_settings import read_print_settings
from documents.office import Office
from documents.wanted import Wanted
from ui.parts.shown import Shown
from ui.settings import read_settings

if TYPE_CHECKING:
    from atlas.siting.search import Found


# What a session holds of documents and of first pages that are made.
DOCUMENTS, FIRST_PAGE = "briefs", "brief-page"


def wanted_of(shown: Shown, forms: tuple[str, ...]) -> Wanted:
    """The brief of the question, in these forms."""
    which, office = shown.question.brief, Office(read_print_settings(read_settings().paper_file))
    travels = travels_of(shown.question)
    if which != SITING:
        return Wanted(which, forms, office=office, travels=travels)
    # The solver costs a second of start that readers of other briefs need not wait for.
    from ui.parts import searches  # noqa: PLC0415

    siting = searches.question_on(shown)
    found, loaded = _answer(searches.found_on(siting, shown)), searches.memory().loaded
    return Wanted(which, forms, siting, found, loaded, office, travels)


def _answer(found: Found | None) -> Found | None:
    """What the siting page has found, where it can be told; a search that was cut short is begun anew."""
    return found if found is not None and (found.whole or found.proven) else None


def refused(wanted: Wanted, shown: Shown) -> list[str]:
    """Why it cannot be made, a sentence each."""
    say = shown.say
    if not wanted.forms:
        return [say("Choose Word, PDF or both.")]
    if wanted.which != SITING or wanted.siting is None:
        return []
    from ui.parts import searches  # noqa: PLC0415 -- as above

    return searches.refused_on(wanted.siting, shown)


def view_of(which: str, wanted: Wanted, shown: Shown) -> Hashable:
    """What tells one brief of one question from all others; its forms are told apart elsewhere."""
    key: Hashable = ()
    if which == SITING and wanted.siting is not None:
        from ui.parts import searches  # noqa: PLC0415 -- as above

        key = searches.told_by(wanted.siting, shown, wanted.found)
    question = shown.question
    return (
        which,
        question.for_answers(),
        question.scenario_name,
        key,
        shown.atlas.version,
        shown.say.language,
        wanted.office,
        st.session_state.get("plan", ""),
    )

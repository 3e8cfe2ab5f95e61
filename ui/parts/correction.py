"""这条不对 / 补一条: a form filled with what is known of a record, looked through before it is proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from atlas.corrections.checks import faults_of
from atlas.corrections.documents import KINDS, taken
from atlas.corrections.form import ASKED, ASKED_FIRST, DATUMS, POSITION_KM, change_of, removal_of
from atlas.corrections.proposals import ConflictError, Draft, propose, version_of
from atlas.corrections.released import Change, record_of
from atlas.corrections.roles import NotAllowedError, authorize
from atlas.faults import FaultError
from data.store.place import StoreError
from layers import safe
from ui.corrected import CORRECTED
from ui.parts.compared import show_compared, word_of
from ui.parts.shown import Shown
from ui.session.who import has_login, who

NEW = ""
SOURCE = ("title", "publisher", "date", "url")


def offer_correction(shown: Shown, record: str) -> None:
    """A button under a record that opens the form."""
    if st.button(shown.say("this is wrong"), key=f"correct-{record}", icon=":material/edit:"):
        _open_form(record, shown)


def _open_form(record: str, shown: Shown) -> None:
    @st.dialog(safe.for_markdown(shown.say("this is wrong")), width="large")
    def dialog() -> None:
        correct(shown, [record], "")

    dialog()


def correct(shown: Shown, records: Sequence[str], adcode: str) -> None:
    """The form, with the choice of a record where there are several.

    adcode  the prefecture for which a record may be added, "" where none may
    """
    say, atlas = shown.say, shown.atlas
    bodies = atlas.world["bodies"].set_index("id")
    names = {each: atlas.world.title(bodies.loc[each], "name") for each in records if each in bodies.index}
    options = [*([NEW] if adcode else []), *names]
    if not options:
        return
    chosen = options[0]
    if len(options) > 1 or adcode:
        chosen = st.selectbox(
            say("record"),
            options,
            format_func=lambda each: names.get(each) or say("add a record"),
            key=f"correct-which-{adcode}-{len(options)}",
            index=min(1, len(options) - 1) if adcode else 0,
        )
    place = adcode if chosen == NEW else str(bodies.loc[chosen, "prefecture"])
    if _may_propose(shown, place):
        _form(shown, chosen, place)


def _may_propose(shown: Shown, adcode: str) -> bool:
    """Whether the reader may; else why not, in a sentence."""
    try:
        authorize(who(), "propose", adcode)
    except NotAllowedError as error:
        st.info(safe.for_markdown(error.sentence(shown.say)), icon=":material/lock:")
        if not has_login():
            st.caption(shown.say("This server has no login and can be reached by others: it can only be read."))
        return False
    return True


def _form(shown: Shown, record: str, adcode: str) -> None:
    say, atlas = shown.say, shown.atlas
    known = record_of(atlas, "bodies", record) or {}
    key = f"correction-{record or adcode}"
    with st.form(key, border=False):
        entered = _fields(shown, known, adcode, key)
        gone = bool(record) and st.checkbox(say("this record should not be there: remove it"), key=f"{key}-gone")
        st.markdown(f"**{say('source (required)')}**")
        columns = st.columns(2)
        source = {
            name: columns[at % 2].text_input(say(f"source {name}"), key=f"{key}-source-{name}", max_chars=200)
            for at, name in enumerate(SOURCE)
        }
        why = st.text_area(say("why, and what was looked at"), key=f"{key}-why", max_chars=2000, height=80)
        file = st.file_uploader(say("a document (PDF, PNG, JPEG)"), type=list(KINDS), key=f"{key}-file")
        sent = st.form_submit_button(say("propose"), type="primary", icon=":material/send:")
    if not sent:
        return
    try:
        wanted = (
            removal_of(atlas, record, source)
            if gone
            else change_of(atlas, record, entered, entered["datum"], source, adcode)
        )
        document = taken(file.name, file.getvalue()) if file is not None else None
        _send(shown, wanted, Draft(wanted, adcode, _seen(wanted), why, document))
    except ConflictError as error:
        st.error(safe.for_markdown(error.sentence(say)))
        show_compared(error.theirs, error.yours, shown, (say("theirs"), say("yours")), "conflict")
    except FaultError as error:
        st.error(safe.for_markdown(error.sentence(say)))
    except StoreError as error:
        st.error(safe.for_markdown(str(error)))


def _seen(change: Change) -> int:
    store = CORRECTED.store()
    return version_of(store, change.set_id, change.record) if store is not None else 0


def _send(shown: Shown, wanted: Change, draft: Draft) -> None:
    say = shown.say
    problems = faults_of(shown.atlas, wanted)
    for each in problems:
        st.error(safe.for_markdown(each.sentence(say)))
    if problems:
        return
    number = propose(CORRECTED.need(), who(), draft)
    text = say("Proposed as no. {n}. It changes no number before it is approved and published.").format(n=number)
    st.success(safe.for_markdown(text), icon=":material/check:")


def _fields(shown: Shown, known: Mapping[str, str], adcode: str, key: str) -> dict[str, str]:
    """What was entered, as texts, with the datum of the point."""
    say, atlas = shown.say, shown.atlas
    declared: Mapping[str, Any] = atlas.declared("bodies").columns
    found: dict[str, str] = {}
    columns = st.columns(2)
    for at, name in enumerate([*(() if known else ASKED_FIRST), *ASKED]):
        column, now = columns[at % 2], known.get(name, "")
        title, options = say(f"asked {name}"), list(declared[name].get("allowed") or ())
        options = list(POSITION_KM) if name == "position" else options
        if name == "county":
            counties = atlas.world["counties"]
            options = ["", *counties["adcode"][counties["prefecture"] == adcode]]
        if options:
            found[name] = column.selectbox(
                title,
                options,
                index=options.index(now) if now in options else 0,
                format_func=partial(_word, name, shown),
                key=f"{key}-{name}",
            )
        else:
            found[name] = column.text_input(title, now, key=f"{key}-{name}", max_chars=2000)
    datum = st.selectbox(
        say("datum of longitude and latitude"),
        DATUMS,
        index=None,
        format_func=lambda each: say(f"datum {each}"),
        placeholder=say("must be said where the point is changed"),
        key=f"{key}-datum",
    )
    return found | {"datum": datum or ""}


def _word(name: str, shown: Shown, code: str) -> str:
    return word_of(name, code, shown) or "–"

"""这条不对 / 补一条: a form filled with what is known of a record, looked through before it is proposed.

What is known is what is released: a session's own tables travel nowhere, and what is proposed goes to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from atlas.corrections.checks import faults_of
from atlas.corrections.documents import KINDS, Document, taken
from atlas.corrections.form import UnusableError, change_of, removal_of
from atlas.corrections.kinds import declared_of, kinds, record_title, records_of
from atlas.corrections.proposals import ConflictError, Draft, propose, version_of
from atlas.corrections.released import Change, parts_of, record_of
from atlas.corrections.roles import NotAllowedError, authorize
from atlas.faults import FaultError, Note
from atlas.words import Say
from data.limits import DOCUMENT_BYTES
from data.store.place import NotWrittenError, StoreError
from layers import safe
from ui.corrected import CORRECTED
from ui.parts.compared import show_compared
from ui.parts.correction_fields import BODIES, fields, in_rows_of_two
from ui.parts.own_file import largest_mb
from ui.parts.point import choose_point
from ui.parts.shown import Shown
from ui.session.who import has_login, who

NEW = ""
SOURCE = ("title", "publisher", "date", "url")
# Of a release that no longer fits the data nobody sees what it changes.
NOT_NOW = (
    "Release {n} has changed this record and no longer fits the data, so that it cannot be corrected now: have another "
    "release brought back on the page of corrections, then propose anew; what you have entered is still there."
)


def offer_correction(shown: Shown, set_id: str, record: str) -> None:
    """A button under a record that opens the form; why there is none under a row of the session's own."""
    if _is_own(shown, set_id, record):
        _say_own(shown)
    elif st.button(shown.say("this is wrong"), key=f"correct-{record}", icon=":material/edit:"):
        _open_form(set_id, record, shown)


def _open_form(set_id: str, record: str, shown: Shown) -> None:
    @st.dialog(safe.for_markdown(shown.say("this is wrong")), width="large")
    def dialog() -> None:
        correct(shown, set_id, [record])

    dialog()


def correct_here(shown: Shown, adcode: str) -> None:
    """Any record of a prefecture, also one that the date or a filter leaves out, or one to be added: first its kind."""
    say, atlas = shown.say, shown.present.atlas
    there = [each for each in kinds() if "prefecture" in declared_of(atlas, each).columns]
    titles = {each: declared_of(atlas, each) for each in there}
    chosen = st.selectbox(
        say("kind of record"),
        there,
        format_func=lambda each: titles[each].title_zh if atlas.world.language == "zh" else titles[each].title_en,
        key=f"correct-kind-{adcode}",
    )
    records = dict[str, None]()
    for each in (atlas, shown.atlas):
        table = records_of(each, chosen)
        records |= dict.fromkeys(table.index[table["prefecture"] == adcode])
    correct(shown, chosen, list(records), adcode, with_map=True)


def _is_own(shown: Shown, set_id: str, record: str) -> bool:
    """Whether a record is in a session's own table alone."""
    own, released = shown.atlas, shown.atlas.released
    return own is not released and record not in records_of(shown.present.atlas, set_id).index


def _say_own(shown: Shown) -> None:
    st.caption(
        shown.say(
            "A row of your own table is not corrected here, only what is released: change it in the table itself."
        )
    )


def correct(
    shown: Shown,
    set_id: str,
    records: Sequence[str],
    adcode: str = "",
    *,
    begin: Mapping[str, str] | None = None,
    with_map: bool = False,
) -> None:
    """The form, with the choice of a record where there are several.

    adcode    the prefecture for which a record may be added
    begin     what is known of one of no prefecture that may be added, None where none may
    with_map  a point may be chosen on the map of the page, which a dialog hides
    """
    say, now = shown.say, shown.present
    atlas = now.atlas
    known = records_of(atlas, set_id)
    names = {each: record_title(atlas, set_id, dict(known.loc[each]), say) for each in records if each in known.index}
    may_add = kinds()[set_id].add and (bool(adcode) or begin is not None)
    if any(_is_own(shown, set_id, each) for each in records):
        _say_own(shown)
    elif not names and not may_add:
        st.info(say("No record of this kind is known here, and none can be added by hand."))
    if not names and not may_add:
        return
    chosen = _record_of(names, f"correct-which-{set_id}-{adcode}", say, may_add=may_add)
    home = adcode if chosen == NEW else str(known.loc[chosen].get("prefecture", ""))
    _say_other(shown, now, set_id, chosen)
    if _may_propose(shown, home):
        _form(now, set_id, chosen, home, begin or {}, with_map=with_map)


def _say_other(shown: Shown, now: Shown, set_id: str, record: str) -> None:
    """That the page shows another record than the one that is corrected, and why."""
    atlases = shown.atlas, shown.atlas.released, now.atlas
    page, released, present = (record_of(each, set_id, record) for each in atlases)
    if page != released:
        text = "Your own table lies over this record: below is the record as released, and nothing of the table."
        st.info(shown.say(text))
    if released != present:
        text = "This page shows older data: a correction is of the record as released now (data version {version})."
        st.info(safe.for_markdown(shown.say(text).format(version=now.atlas.version)), icon=":material/history:")


def _record_of(names: Mapping[str, str], key: str, say: Say, *, may_add: bool) -> str:
    """Which record is meant: the only one that there is, without asking; NEW for one to be added. First offered is one
    that is there.
    """
    options = [NEW, *names] if may_add else [*names]
    if len(options) == 1 and not may_add:
        return options[0]
    return str(
        st.selectbox(
            say("record"),
            options,
            format_func=lambda each: names.get(each) or say("add a record"),
            key=f"{key}-{len(options)}",
            index=1 if may_add and names else 0,
        )
    )


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


@dataclass(frozen=True)
class Seen:
    """A record as the fields of a form were filled with it, {} for a new one; its version, and the data version that it
    was read from, at that time or when the reader was last told of another one.
    """

    record: Mapping[str, str]
    version: int
    data: str


def _form(shown: Shown, set_id: str, record: str, adcode: str, begin: Mapping[str, str], *, with_map: bool) -> None:
    say, kind = shown.say, kinds()[set_id]
    key = "-".join(["correction", *([] if set_id == BODIES else [set_id]), record or adcode])
    if "lon" in kind.asked:
        choose_point(shown, key, with_map=with_map)
    seen = _seen(shown, set_id, record, key)
    with st.form(key, border=False):
        entered = fields(shown, set_id, seen.record or begin, adcode, key, new=not seen.record)
        may_go = bool(record) and kind.remove
        gone = may_go and st.checkbox(say("this record should not be there: remove it"), key=f"{key}-gone")
        source, why, file = _grounds(say, key)
        # Where the reader looks who has just pressed the button: below it the end of a dialog is out of sight.
        outcome = st.container()
        sent = st.form_submit_button(say("propose"), type="primary", icon=":material/send:")
    if not sent:
        return

    def wanted() -> Change:
        if gone:
            return removal_of(shown.atlas, set_id, record, source)
        typed = {name: text for name, text in entered.items() if not record or text != seen.record.get(name, "")}
        return change_of(shown.atlas, set_id, record, typed, entered.get("datum", ""), source, adcode)

    _propose(shown, wanted, adcode, why, file, key, outcome)


def _seen(shown: Shown, set_id: str, record: str, key: str) -> Seen:
    """What the reader had before them when the form was first drawn, kept as long as its fields: what others publish
    in the meantime is not taken for seen.
    """
    kept = f"{key}-seen"
    if kept not in st.session_state or f"{key}-source-title" not in st.session_state:
        found = record_of(shown.atlas, set_id, record) or {}
        st.session_state[kept] = Seen(found, _version(set_id, record), shown.atlas.version)
    return _kept(key)


def _propose(
    shown: Shown,
    wanted: Callable[[], Change],
    adcode: str,
    why: str,
    file: Any,
    key: str,
    outcome: DeltaGenerator,
) -> None:
    """What was filled in becomes a proposal, or sentences that say why not. outcome  where they are said"""
    say = shown.say
    change, unusable = _entered(wanted)
    document, refused = _attached(file)
    problems = [each.sentence(say) for each in faults_of(shown.atlas, change, unusable)]
    problems += [each.sentence(say) for each in refused]
    for each in problems:
        outcome.error(safe.for_markdown(each))
    if problems:
        return
    try:
        seen = _kept(key)
        _need_seen(change, seen, shown.atlas.version)
        # Of a new record nothing was seen, and its name may come of what was filled in.
        version = seen.version if change.before is not None else _version(change.set_id, change.record)
        _send(shown, Draft(change, adcode, version, parts_of(seen.data)[1], why, document), key, outcome)
    except ConflictError as error:
        # Both versions are before the reader now: what they typed stands over the present record when they send again.
        CORRECTED.look_again()
        _keep_seen(key, _version(change.set_id, change.record), shown.present.atlas.version)
        if error.release and CORRECTED.unfit(parts_of(shown.atlas.version)[0]):
            text = say(NOT_NOW).format(n=error.release)
            outcome.error(safe.for_markdown(text))
            return
        outcome.error(safe.for_markdown(error.sentence(say)))
        show_compared(change.set_id, (error.theirs, error.yours), shown, (say("theirs"), say("yours")), "conflict")
    except FaultError as error:
        outcome.error(safe.for_markdown(error.sentence(say)))
    except StoreError as error:
        outcome.error(safe.for_markdown(NotWrittenError.of(error).sentence(say)))


def _need_seen(change: Change, seen: Seen, data: str) -> None:
    """Raise ConflictError where files renewed since the form was drawn have another record; releases are known to the
    store, which looks at them itself.
    """
    renewed = parts_of(data)[0] != parts_of(seen.data)[0]
    if renewed and change.before is not None and change.before != seen.record:
        raise ConflictError(change.before, change.after)


def _entered(wanted: Callable[[], Change]) -> tuple[Change, Mapping[str, Note]]:
    """The change, and what of the form could be no part of it."""
    try:
        return wanted(), {}
    except UnusableError as error:
        return error.rest, error.unusable


def _attached(file: Any) -> tuple[Document | None, list[FaultError]]:
    """The document of a form, None for none, and why it was not taken."""
    try:
        return (taken(file.name, file.getvalue()) if file is not None else None), []
    except FaultError as error:
        return None, [error]


def _grounds(say: Say, key: str) -> tuple[dict[str, str], str, Any]:
    """Source, reasons, and a document that is attached, None for none."""
    st.markdown(f"**{say('source (required)')}**")
    source = {
        name: column.text_input(say(f"source {name}"), key=f"{key}-source-{name}", max_chars=200)
        for name, column in in_rows_of_two(SOURCE)
    }
    why = st.text_area(say("why, and what was looked at"), key=f"{key}-why", max_chars=2000, height=80)
    title = say("a document (PDF, PNG, JPEG)")
    return (
        source,
        why,
        st.file_uploader(title, type=list(KINDS), max_upload_size=largest_mb(DOCUMENT_BYTES), key=f"{key}-file"),
    )


def _version(set_id: str, record: str) -> int:
    store = CORRECTED.store()
    return version_of(store, set_id, record) if store is not None and record else 0


def _kept(key: str) -> Seen:
    found: Seen = st.session_state[f"{key}-seen"]
    return found


def _keep_seen(key: str, version: int, data: str) -> None:
    st.session_state[f"{key}-seen"] = replace(_kept(key), version=version, data=data)


def _send(shown: Shown, draft: Draft, key: str, outcome: DeltaGenerator) -> None:
    number = propose(CORRECTED.need(), who(), draft)
    # The proposal itself is one more version, and the reader has seen it.
    _keep_seen(key, _kept(key).version + 1, shown.atlas.version)
    text = shown.say("Proposed as no. {n}. It changes no number before it is approved and published.").format(n=number)
    outcome.success(safe.for_markdown(text), icon=":material/check:")

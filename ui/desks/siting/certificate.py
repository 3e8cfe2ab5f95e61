"""The certificate of an answer: its figure, its proof, and why not fewer."""

from __future__ import annotations

import streamlit as st

from atlas.reach import bodies_asked
from atlas.siting import sentences
from atlas.siting.answer import in_units
from atlas.siting.by_weight import first_sentence
from atlas.siting.ground import Ground
from atlas.siting.question import PARKS
from atlas.siting.search import Found
from atlas.siting.solving import by_body
from atlas.supposing import beside
from atlas.words import Say
from layers import safe
from ui.parts.shown import Shown


def headline(found: Found, say: Say) -> str:
    """The answer in a figure; "" when there is none."""
    if found.answer is None or found.on is None:
        return ""
    first = in_units(found.on, found.answer)[0]
    return sentences.amount(first["aim"], first["objective"], say, found.on.weight)


def show_certificate(found: Found, shown: Shown) -> None:
    """The answer in a figure, with its certificate, and why not fewer."""
    say, answer, on = shown.say, found.answer, found.on
    if found.refused:
        st.warning(safe.for_markdown(found.refused), icon=":material/block:")
        if found.question.sites == PARKS:
            st.caption(say("These candidates are parks and clusters; under conditions all seats may be chosen among."))
    if answer is None or on is None:
        return
    told = in_units(on, answer)
    stands = say(
        "{sites} candidates, {places} places where people live, {bodies} bodies that stay; data version {version}"
    ).format(sites=on.offered, places=len(on.demand), bodies=_bodies(on, shown), version=shown.atlas.version)
    lines = [sentences.certificate(told, answer.solver, answer.seconds, say, on.weight), stands]
    lines.append(sentences.as_good(found.as_good, say))
    lines.append(first_sentence(found.firsts, say))
    if any(each["aim"] == "worst" for each in told):
        lines.append(sentences.farthest(shown.atlas, on, answer, say))
    if answer.problem == "rule":
        lines.append(sentences.by_body(by_body(shown.atlas, shown.question), say))
    if found.why is not None:
        lines += sentences.fewer(found.why, found.question.k, say)
    lines.append(on.way.sentence(say))
    body = "".join(f"<p>{safe.for_html(line)}</p>" for line in lines if line)
    look, proven = ("met", say("proven best")) if found.proven else ("open", say("not proven best"))
    st.html(
        f'<div class="card certificate {look}"><h2>{safe.for_html(proven)}</h2>'
        f"<b>{safe.for_html(headline(found, say))}</b>{body}</div>"
    )


def _bodies(on: Ground, shown: Shown) -> str:
    """How many bodies stay: those on record, and after them, called so, what is supposed."""
    on_record = bodies_asked(shown.atlas, shown.question.without_suppositions())
    return beside(str(len(on_record)), str(len(on.existing)), shown.say)

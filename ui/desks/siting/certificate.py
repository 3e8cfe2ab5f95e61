"""The certificate of an answer: its figure, its proof, and why not fewer."""

from __future__ import annotations

import streamlit as st

from atlas.siting.certificate import certificate_lines, headline
from atlas.siting.question import PARKS
from atlas.siting.search import Found
from layers import safe
from layers.held import held_together
from ui.parts.shown import Shown


def show_certificate(found: Found, shown: Shown) -> None:
    """The answer in a figure, with its certificate, and why not fewer."""
    say = shown.say
    if found.refused:
        st.warning(safe.for_markdown(found.refused), icon=":material/block:")
        if found.question.sites == PARKS:
            st.caption(say("These candidates are parks and clusters; under conditions all seats may be chosen among."))
    lines = certificate_lines(shown.atlas, shown.question, found, say)
    if not lines:
        return
    body = "".join(f"<p>{held_together(line)}</p>" for line in lines)
    look, proven = ("met", say("proven best")) if found.proven else ("open", say("not proven best"))
    st.html(
        f'<div class="card certificate {look}"><h2>{safe.for_html(proven)}</h2>'
        f"<b>{held_together(headline(found, say))}</b>{body}</div>"
    )

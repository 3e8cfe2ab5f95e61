"""The tools at the top of every page: share what is shown, help, language."""

from __future__ import annotations

import streamlit as st

from atlas.kept import as_file
from atlas.meanings import meanings
from atlas.pages import answer
from atlas.question.address import LANGUAGES
from atlas.words import Say, say_in
from data.export import as_json
from data.limits import LINK
from layers import safe
from layers.held import held_together
from ui.frame import tour
from ui.parts.kept import show_kept
from ui.parts.pinned import pin_button
from ui.parts.shown import Shown
from ui.parts.take_away import take_away
from ui.parts.unfolded import unfolded
from ui.session import link


def show_toolbar(shown: Shown, page: str, usual_plan: str, map_page: str) -> None:
    """Five small controls; the last names the other language in that language. map_page  the address of the map"""
    say = shown.say
    pin_button(say)
    take_away(shown, page, usual_plan)
    with unfolded(say("share"), "share", icon=":material/share:", type="tertiary") as is_open:
        if is_open:
            _share(shown, page, usual_plan, map_page)
    with unfolded(say("help"), "help", icon=":material/help:", type="tertiary") as is_open:
        if is_open:
            _help(shown)
    other = next(each for each in LANGUAGES if each != say.language)
    st.button(
        say_in(other)("name of the language"),
        key="language",
        type="tertiary",
        on_click=link.change,
        kwargs={"language": other},
    )


def _share(shown: Shown, page: str, usual_plan: str, map_page: str) -> None:
    say = shown.say
    st.markdown(f"**{say('link to this view')}**")
    st.caption(say("Whoever opens it sees this page, date, definition, filters and place of the map."))
    query = link.to_share(shown.choices, page, usual_plan, shown.atlas.released.version)
    address = str(st.context.url or "").split("?")[0]
    link_text = f"{address}?{query}"
    st.code(link_text, language=None, wrap_lines=True)
    if len(link_text) > LINK.most:
        _offer_long(f"/{page}?{query}", len(link_text), say)
    if shown.atlas.own:
        st.caption(
            say("The own data of this session are in no link: elsewhere it shows the released answer, and says so.")
        )
    found = None
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from ui.parts import searches  # noqa: PLC0415

        found = searches.found_on(searches.question_on(shown), shown)
        st.caption(searches.opens_with(shown))
    st.download_button(
        say("numbers of this page (JSON)"),
        data=lambda: as_json(answer(page, shown.atlas, shown.question, found)),
        file_name=f"{page}-{shown.question.as_of.isoformat()}.json",
        mime="application/json",
        key="json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(say("data version {version}").format(version=shown.atlas.version))
    show_kept(shown, page, query, map_page)


def _offer_long(view: str, found: int, say: Say) -> None:
    """A link that not every program passes on whole: said, and the view as a file."""
    st.warning(safe.for_markdown(say(LINK.sentence).format(found=f"{found:,}", most=LINK.told)))
    st.download_button(
        say("this view as a file (JSON)"),
        data=as_file([view]),
        file_name=f"{say('view')}.json",
        mime="application/json",
        key="long-link",
        icon=":material/download:",
        on_click="ignore",
    )


def _help(shown: Shown) -> None:
    say = shown.say
    st.button(say("tour in five steps"), key="start-tour", icon=":material/tour:", on_click=tour.start, type="primary")
    st.markdown(f"**{say('the chosen definition')}**")
    about = shown.view.counted.about
    st.caption(safe.for_markdown(f"{shown.atlas.world.title(about)} — {shown.atlas.world.title(about, 'explain')}"))
    st.markdown(f"**{say('what evidence means')}**")
    st.caption(say("evidence in short"))
    st.markdown(f"**{say('what the words mean')}**")
    told = "".join(f"<dt>{safe.for_html(word)}</dt><dd>{held_together(text)}</dd>" for word, text in meanings(say))
    st.html(f'<dl class="meanings">{told}</dl>')

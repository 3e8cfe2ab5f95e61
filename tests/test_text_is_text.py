"""Text from anywhere is text: no call of the interface hands it to Markdown or HTML as it came."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from atlas.words import CATALOGUES
from layers import safe
from tests.hostile import NAMES
from tests.sinks import Tree
from ui.parts.evidence import source_line

ROOT = Path(__file__).resolve().parents[1]
UI, ALSO = ROOT / "ui", (ROOT / "documents" / "told.py", ROOT / "layers" / "held.py")
# Names under which only numbers, days and hashes go into a sentence.
NUMBERS = frozenset(
    (
        "radius_km",
        "version",
        "n",
        "km",
        "of",
        "known",
        "runs",
        "proven",
        "failed",
        "seed",
        "seconds",
        "step",
        "number",
        "isoformat",
    )
)
# What the analysis cannot see through, each with the reason why it is safe.
SAFE_ALL_THE_SAME = {
    "tabs: list(parts)": "the keys are words of the catalogue",
    "markdown: text(shown.say.language)": "the manual, a file of ours",
    "source_line(shown.atlas.sources[each])": "guards its texts itself: test_a_source_is_a_line_with_at_most_one_link",
    "html: f'<style>{told.about} ": "selectors of the tour, constants of ours",
}


def test_every_text_of_the_interface_is_guarded_where_it_becomes_markdown_or_html() -> None:
    found = [
        line for line in Tree(UI, NUMBERS, ALSO).unguarded() if not any(each in line for each in SAFE_ALL_THE_SAME)
    ]
    assert found == []


def test_every_exception_is_still_one() -> None:
    found = "\n".join(Tree(UI, NUMBERS, ALSO).unguarded())
    assert [each for each in SAFE_ALL_THE_SAME if each not in found] == []


# Arrows and dashes, pictures and colours, links, formulas, emphasis, and tags.
DRAWN = r"(?<!\S)(->|<-|--|>=|<=|~=)(?!\S)|:[a-z_+/-]+[:\[]|https?://|www\.|[$~*`@]|\b_|_\b|<[a-z/]"


def test_our_own_words_hold_nothing_that_markdown_would_draw() -> None:
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as source:
            assert [each.string for each in read_po(source) if each.id and re.search(DRAWN, each.string)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_a_line_with_at_most_one_link(name: str) -> None:
    line = source_line({"title": name, "publisher": name, "url": "http://example.org/a"})
    assert line == f"{safe.for_markdown(f'{name} · {name}')} [↗](http://example.org/a)"
    for url in (name, f"javascript:{name}", f"http://a) [b](http://{name}", "http://a b", "http://<b>"):
        assert source_line({"title": "a", "url": url}) == "a"


def unguarded(folder: Path, code: str) -> list[str]:
    (folder / "page.py").write_text(f"import streamlit as st\nTITLE = 'a'\n{code}\n")
    return list(Tree(folder, frozenset({"n"})).unguarded())


@pytest.mark.parametrize(
    "code",
    [
        "def show(name):\n    st.markdown(name)",
        "def show(row):\n    st.caption(f\"**{row['name']}**\")",
        "def show(say, file):\n    st.toggle(say('use {name}').format(name=file.name))",
        "def show(say, file):\n    st.button(say('use it'), help=file.name)",
        "def show(titles):\n    st.radio('a', ['b'], format_func=lambda each: titles[each])",
        "def show(titles):\n    st.radio('a', ['b'], captions=[each.title for each in titles])",
        "def show(say, names):\n    for name in names:\n        st.expander(name)",
        "def told(row):\n    return row.name\ndef show(row):\n    st.info(told(row))",
        "def show(safe, row):\n    st.html(f'<b>{safe.for_markdown(row.name)}</b>')",
        "def show(safe, row):\n    st.markdown(safe.for_html(row.name))",
        "def say_it(title):\n    st.markdown(title)\ndef show(row):\n    say_it(row.title)",
        "def show(say, share):\n    st.info(say('{share}').format(share=share))",
        "def show(column, row):\n    column.warning(row)",
    ],
)
def test_a_text_that_goes_in_as_it_came_is_found(tmp_path: Path, code: str) -> None:
    assert len(unguarded(tmp_path, code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def show(say):\n    st.markdown(f\"## {say('map')} {TITLE}\")",
        "def show(say, safe, row):\n    st.caption(say('of {zone}').format(zone=safe.for_markdown(row.zone)))",
        "def show(safe, row):\n    st.html(f'<b>{safe.for_html(row.name)}</b>')",
        "def show(say, share):\n    st.info(say('{share:.1%}').format(share=share))",
        "def show(share):\n    st.info(f'{share:,.0f}')",
        "def show(say, n):\n    text = say('many') if n else say('none')\n    st.success(text)",
        "def show(say, safe, rows):\n    st.markdown(', '.join(safe.for_markdown(each) for each in rows))",
        "def say_it(title):\n    st.markdown(title)\ndef show(say):\n    say_it(say('map'))",
        "def show(world, row):\n    return world.title(row)",
        "def show(titles):\n    st.selectbox('plain', list(titles), format_func=titles.get)",
    ],
)
def test_a_text_that_is_guarded_or_our_own_is_not(tmp_path: Path, code: str) -> None:
    assert unguarded(tmp_path, code) == []

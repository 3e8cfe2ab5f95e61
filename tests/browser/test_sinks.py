"""Hostile names through every sink of a Streamlit page: nothing runs, the reader sees the characters given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, wait_until_ready
from tests.browser.sinks_app import SINKS
from tests.hostile import NAMES
from tools.servers import end, free_port

# Key of each container -> what a reader sees in it, and how many links and pictures are in it.
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('[class*="st-key-"]')].map((each) => {
    const key = [...each.classList].find((name) => name.startsWith('st-key-')).slice('st-key-'.length);
    const alive = each.querySelectorAll('a[href]:not([href^="#"]), img, em, del, code, math, .katex');
    return [key, [each.innerText, alive.length]];
}))"""


@pytest.fixture
def sinks_url(tmp_path: Path) -> Iterator[str]:
    port, log = free_port(), tmp_path / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "tests/browser/sinks_app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until_ready(f"http://localhost:{port}", process, log, at="_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        end(process)


def one_line(text: str) -> str:
    """What a browser shows of a text: no control characters, white space folded."""
    kept = (sign for sign in text if (sign.isprintable() or sign.isspace()) and sign != "\ufffd")
    return " ".join("".join(kept).split())


def test_every_name_is_shown_as_given_and_none_runs(page: Page, sinks_url: str) -> None:
    page.goto(sinks_url)
    expect(page.locator("#all-there")).to_be_attached()
    # The code of a widget comes after the page.
    page.wait_for_function("() => [...document.querySelectorAll('[class*=st-key-]')].every((each) => each.innerText)")
    # All texts at once: a look from outside for each of nine hundred would take a minute.
    shown = page.evaluate(SHOWN)
    for number, name in enumerate(NAMES):
        for sink in (*SINKS, "html"):
            text, alive = shown[f"{sink}-{number}"]
            # Around the name stand the words of its widget: an icon, a label, the arrow of an expander.
            assert one_line(name) in one_line(text), (sink, name, text)
            assert alive == 0, (sink, name)
    assert not page.evaluate("'__pwned' in window")

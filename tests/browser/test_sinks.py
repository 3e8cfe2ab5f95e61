"""Hostile names through every sink of a Streamlit page: nothing runs, the reader sees the characters given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import ROOT, free_port
from tests.browser.sinks_app import SINKS
from tests.hostile import NAMES

# Key of each container -> what a reader sees in it, and how many links and pictures are in it.
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('[class*="st-key-"]')].map((each) => {
    const key = [...each.classList].find((name) => name.startsWith('st-key-')).slice('st-key-'.length);
    const alive = each.querySelectorAll('a[href]:not([href^="#"]), img, em, del, code, math, .katex');
    return [key, [each.innerText, alive.length]];
}))"""


@pytest.fixture
def sinks_url(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "tests/browser/sinks_app.py", "--server.port", str(port)]
    with (tmp_path / "log.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(timeout=10)


def one_line(text: str) -> str:
    """What a browser shows of a text: no control characters, white space folded."""
    kept = (sign for sign in text if (sign.isprintable() or sign.isspace()) and sign != "\ufffd")
    return " ".join("".join(kept).split())


def test_every_name_is_shown_as_given_and_none_runs(page: Page, sinks_url: str) -> None:
    for _ in range(100):
        try:
            page.goto(sinks_url)
            break
        except Exception:  # noqa: BLE001 -- the server is still starting
            page.wait_for_timeout(200)
    expect(page.locator("#all-there")).to_be_attached(timeout=30_000)
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

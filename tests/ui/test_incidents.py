"""What goes wrong unexpectedly: the reader gets a sentence and a number, the log one line that says what is known."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.reader import PATIENCE_S
from ui import incidents, shared
from ui.incidents import LONGEST, OneLine
from ui.settings import read_settings

SECRET = "我的秘密 my secret " * 50


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The lines of our log, and of that of another program."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Kept()
    handler.setFormatter(OneLine())
    loggers = [logging.getLogger(name) for name in ("atlas", "uvicorn.error")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


def reader_text(line: str) -> int:
    """The longest piece of the reader's text in a line."""
    told = json.dumps(json.loads(line), ensure_ascii=False)
    return max((n for n in range(1, len(SECRET)) if SECRET[:n] in told), default=0)


def page_that_fails() -> None:
    import streamlit as st

    from ui.incidents import log_error

    secret = "我的秘密 my secret " * 50

    def deep() -> None:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(secret) from error

    st.session_state["page"] = "siting"
    try:
        deep()
    except RuntimeError as error:
        log_error(error)


def test_the_reader_gets_a_sentence_and_the_log_one_line_with_the_same_number(lines: list[str]) -> None:
    shown = AppTest.from_function(page_that_fails, default_timeout=PATIENCE_S).run()
    assert len(shown.error) == 1
    assert "页面出错" in shown.error[0].value
    assert "秘密" not in shown.error[0].value
    (line,) = lines
    assert "\n" not in line
    told = json.loads(line)
    assert told["incident"] in shown.error[0].value
    assert (told["level"], told["event"], told["page"], told["error"]) == (
        "error",
        "a page failed",
        "siting",
        "RuntimeError",
    )
    assert told["data"] == shared.version_in_use(read_settings())
    assert told["time"][:2] == "20"
    assert told["time"][-6] in "+-"
    assert told["at"][-1].endswith(" deep")
    assert told["because"][0].startswith("ValueError: invalid literal for int()")


def test_no_more_than_80_characters_of_a_reader_are_logged(lines: list[str]) -> None:
    AppTest.from_function(page_that_fails, default_timeout=PATIENCE_S).run()
    log, other = logging.getLogger("atlas"), logging.getLogger("uvicorn.error")
    log.warning("refused with %d: %s", 400, SECRET)
    log.warning("refused: %(why)s", {"why": SECRET})
    other.error("Exception for %s", SECRET)
    other.error(f"Exception for {SECRET}")
    try:
        raise KeyError(SECRET)
    except KeyError:
        other.exception("Exception in ASGI application")
    assert len(lines) == 6
    for line in lines:
        assert reader_text(line) <= LONGEST, line[:300]
        assert "\n" not in line


def test_what_is_ours_is_told_whole(lines: list[str]) -> None:
    faults = ["data/plans/14-5/definitions.toml: one-centre: share: expected a share above 0 and at most 1, got '80%'"]
    logging.getLogger("atlas").error("refused", extra={"about": {"faults": faults}})
    assert json.loads(lines[0])["faults"] == faults


def test_a_percent_sign_and_a_missing_argument_do_no_harm(lines: list[str]) -> None:
    logging.getLogger("atlas").warning("100% done")
    logging.getLogger("atlas").warning("%d of %s", 1, "é\n")
    assert [json.loads(line)["event"] for line in lines] == ["100% done", "1 of é\n"]


def test_errors_that_cause_one_another_end() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    told: dict[str, Any] = incidents.error_told(first)
    assert told["because"] == ["ValueError: b", "ValueError: a"]
    assert told["at"] == []


def test_a_line_names_our_files_from_the_project_and_others_by_their_last_part() -> None:
    try:
        json.loads("{")
    except ValueError as error:
        calls = incidents.error_told(error)["at"]
    assert calls[0].startswith("tests/ui/test_incidents.py:")
    assert calls[-1].startswith("json/decoder.py:")


def test_every_log_there_is_speaks_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, other = logging.getLogger("atlas"), logging.getLogger("some.other.program")
    before = list(ours.handlers), ours.propagate, ours.level
    handler = logging.StreamHandler()
    monkeypatch.setattr(other, "handlers", [handler])
    handlers = [(each, each.formatter) for each in logging.root.handlers]
    try:
        incidents.write_lines()
        incidents.write_lines()
        assert isinstance(handler.formatter, OneLine)
        assert len(ours.handlers) == max(1, len(before[0]))
        assert all(isinstance(each.formatter, OneLine) for each in ours.handlers)
    finally:
        ours.handlers[:], ours.propagate, ours.level = before
        for each, formatter in handlers:
            each.setFormatter(formatter)


def page_on_a_full_disk() -> None:
    from ui.incidents import log_error

    log_error(OSError(28, "No space left on device", "/secret/place"))


def test_a_server_short_of_disk_says_so_and_no_more() -> None:
    shown = AppTest.from_function(page_on_a_full_disk).run()
    assert [each.value[:12] for each in shown.error] == ["服务器此刻磁盘或内存不足"]
    assert "secret" not in shown.error[0].value

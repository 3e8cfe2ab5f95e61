"""What goes wrong unexpectedly: the reader gets a sentence and a number, the log gets the traceback."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest


def page_that_fails() -> None:
    from ui.server import log_error

    log_error(ValueError("secret detail"))


def test_the_reader_gets_a_sentence_and_the_log_the_cause(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="atlas"):
        shown = AppTest.from_function(page_that_fails).run()
    assert len(shown.error) == 1
    assert "页面出错" in shown.error[0].value
    assert "secret detail" not in shown.error[0].value
    number = caplog.records[0].args[0]
    assert str(number) in shown.error[0].value
    assert "secret detail" in caplog.text

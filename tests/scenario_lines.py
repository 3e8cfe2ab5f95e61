"""The scenario of a line that a test has written, of which nothing may be left out."""

from __future__ import annotations

from geo.scenario import Scenario
from geo.scenario_text import read_text


def scenario_of(line: str, name: str = "") -> Scenario:
    """What a whole line tells."""
    scenario, broken = read_text(line, name=name)
    assert broken == ()
    return scenario

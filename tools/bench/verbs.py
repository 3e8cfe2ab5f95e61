"""Verbs: each that answers a question or writes a document, as a program of its own; and Python with pandas alone."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.process import spent_by
from tools.bench.table import Aim, markdown, median, number

LIMIT_S = 1.0
# Medians of so many at most: all of them, often, would take longer than the rest of the bench.
MOST_TURNS, TURNS_WRITING = 3, 1
# What stands for the temporary folder in the arguments below.
DESK = "{desk}"
ANSWERING: Mapping[str, Sequence[str]] = {
    "coverage": [],
    "layers": [],
    "records": ["--kind", "protection_centre"],
    "locate": ["113.26", "23.13"],
    "gaps": ["--radius-km", "50"],
    "compare": ["--measure", "gdp"],
    "plan": [],
    "prefecture": ["440500"],
    "link": ["/coverage?radius=80&date=2023-12-31"],
    "ask": ["粤北80公里可及"],
    "whatif": [f"{DESK}/scenario.json"],
    "check": [f"{DESK}/sites.csv", "--kind", "sites", "--datum", "wgs84"],
}
WRITING: Mapping[str, Sequence[str]] = {
    "export": ["--page", "coverage", "--out", f"{DESK}/coverage.xlsx"],
    "brief": ["prefecture", "440500", "--out", f"{DESK}/brief.docx"],
    "slide": ["--page", "coverage", "--out", f"{DESK}/slide.pptx"],
    "map": ["--out", f"{DESK}/map.html"],
    "talk": [f"{DESK}/views.json", "--out", f"{DESK}/meeting.html"],
}
PYTHON = {"Python alone": "pass", "Python with pandas and geopandas": "import pandas, geopandas"}
SITES = "id,lon,lat\na,116.69,23.36\n"
SCENARIO = {
    "format": "guangdong-ip-atlas scenario",
    "version": 1,
    "changes": [
        {"do": "add", "id": "new-1", "kind": "protection_centre", "name": "", "lon": 113.6, "lat": 24.8},
        {"do": "close", "id": "protection-centre-foshan"},
    ],
}
VIEWS = {"format": "guangdong-ip-atlas views", "views": ["/overview", "/coverage?radius=80"]}


@dataclass(frozen=True)
class Verb:
    """One command: medians of seconds by the clock and on the processor, and of its peak memory in MB.

    answers  whether it only answers a question, and so has an aim
    """

    title: str
    seconds: float
    processor_s: float
    peak_mb: float
    answers: bool = False


def asked(turns: int) -> list[Verb]:
    """Python alone, then all verbs, from a desk with the files they read."""
    turns = min(turns, MOST_TURNS)
    with tempfile.TemporaryDirectory() as folder:
        furnish(Path(folder))
        found = [_measured(title, [sys.executable, "-c", code], turns) for title, code in PYTHON.items()]
        found += [_measured(name, command(name, folder), turns, answers=True) for name in ANSWERING]
        return found + [_measured(name, command(name, folder), TURNS_WRITING) for name in WRITING]


def furnish(desk: Path) -> None:
    """Write what the verbs read: a scenario, a small table of sites, kept views."""
    (desk / "sites.csv").write_text(SITES, encoding="utf-8")
    for name, content in {"scenario": SCENARIO, "views": VIEWS}.items():
        (desk / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def command(verb: str, desk: str) -> list[str]:
    """A verb with its usual arguments, its files in the folder `desk`."""
    arguments = (each.replace(DESK, desk) for each in {**ANSWERING, **WRITING}[verb])
    return [sys.executable, "cli.py", verb, *arguments, "--json"]


def report(found: Sequence[Verb]) -> str:
    """The table."""
    head = ["a program of its own", "s", "s of processor", "peak MB"]
    return markdown(
        head,
        [[each.title, *map(number, (each.seconds, each.processor_s, each.peak_mb))] for each in found],
    )


def aims(found: Sequence[Verb]) -> Iterator[Aim]:
    """Whoever only asks waits for a second at most; files that are written have no aim."""
    for each in found:
        if each.answers:
            yield Aim(f"cli.py {each.title}", each.seconds, LIMIT_S, " s")


def _measured(title: str, command: Sequence[str], turns: int, *, answers: bool = False) -> Verb:
    # The first run makes what is kept on disk for the others (compiled modules, the catalogues of words), unmeasured.
    _, *spent = [spent_by(command) for _ in range(turns + 1)]
    seconds, processor_s, peak_mb = (
        median(getattr(each, figure) for each in spent) for figure in ("seconds", "processor_s", "peak_mb")
    )
    return Verb(title, seconds, processor_s, peak_mb, answers)

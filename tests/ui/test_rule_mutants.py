"""Rule files with one value, key or line changed by a seed: refused in a sentence that names the file, or another
version that can be asked; never an error that nobody has foreseen.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from atlas import pages
from atlas.question.question import default_question
from tests.data.copied import copied, files
from ui.data_versions import DataVersions

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

PLAN, MUTANTS = "14-5", 120
RULES = [file for file in files() if file.endswith(".toml")]
LINE = re.compile(r"[\w-]+ *= ")
NUMBERS = ("7", "-1", "0", "0.0", "1.5", "1e400", "nan", "99999999999999999999", "true", "2020-01-01")
TEXTS = (
    '""',
    '"x"',
    '"<b>"',
    '"2018-02-30"',
    '"2100-01-01"',
    '"1999"',
    '"440100"',
    '"４４０１００"',
    '"0.5"',
    r'"a\nb"',
)
OTHERS = (
    r'"a\nb"',
    "[]",
    "{}",
    "[[1]]",
    '[""]',
    '["x"]',
    '["core"]',
    '["440100", "440100"]',
    r'"\u0000"',
    f'"{"长" * 500}"',
)


def mutant(text: str, source: random.Random) -> str:
    """One line with another value, without its value's key, twice under another name, or with another line's value."""
    lines = text.split("\n")
    told = [at for at, line in enumerate(lines) if LINE.match(line)]
    at, other = source.choice(told), source.choice(told)
    key, value = lines[at].split("=", 1)
    how = source.random()
    if how < 0.7:
        lines[at] = f"{key}= {source.choice((*NUMBERS, *TEXTS, *OTHERS))}"
    elif how < 0.8:
        del lines[at]
    elif how < 0.9:
        lines.insert(at, f"{key.strip()}x ={value}")
    else:
        lines[at] = f"{key}={lines[other].split('=', 1)[1]}"
    return "\n".join(lines)


def test_a_changed_rule_is_refused_by_its_file_or_is_another_version_that_answers(tmp_path: Path) -> None:
    root, source = copied(tmp_path), random.Random(20261126)
    versions = DataVersions(None, root)
    good = versions.version(PLAN)
    for number in range(MUTANTS):
        file = source.choice(RULES)
        whole = (root / file).read_text(encoding="utf-8")
        (root / file).write_text(mutant(whole, source), encoding="utf-8")
        version, refused = versions.version(PLAN), versions.refused
        if refused is not None:
            told = "\n".join(refused.faults)
            assert version == good, (number, file)
            assert not re.match(r"\w+(Error|Exception)\b", told), (number, file, told)
            assert file in told or Path(file).parent.name in told, (number, file, told)
        else:
            known = versions.at(version)
            assert pages.answer("plan", known.atlases[PLAN, "zh"], default_question(known.choices[PLAN])), file
        (root / file).write_text(whole, encoding="utf-8")
        assert versions.version(PLAN) == good, (number, file)

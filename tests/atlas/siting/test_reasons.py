"""Whatever siting refuses is said in the language of the page: every place that raises is walked, and what nobody can
see in the interface is named with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from atlas.faults import FaultError, told_of
from atlas.siting import search as searching
from atlas.siting import sentences
from atlas.siting.ground import Loaded, weighted
from atlas.siting.question import SitingQuestion
from atlas.siting.search import search
from atlas.words import say_in
from geo.checks import need, told_fault
from geo.errors import BadValueError
from geo.siting import Clock, ImpossibleError
from tests.worlds import the_atlas, usual_question

ROOT = Path(__file__).parents[3]
SAY = say_in("zh")
# What is raised with a sentence that the catalogues know.
TOLD = ("ImpossibleError", "FaultError", "told_fault")
# What is raised in English alone, by file and class, and why nobody reads it on a page.
READ = "the reader of the question takes no such value"
TYPED = "typed on the command line"
CAUGHT = "the reader of the address leaves the part out and says so in its own words"
CHECKED = "atlas.siting.checks refuses it before"
IN_OWN_WORDS = "atlas.siting.search says it in its own words"
UNSEEN = {
    ("geo/siting/center.py", "NoAnswerError"): IN_OWN_WORDS,
    ("geo/siting/clock.py", "BadValueError"): READ,
    ("geo/siting/cover.py", "NoAnswerError"): IN_OWN_WORDS,
    ("geo/siting/frontier.py", "Fault"): READ,
    ("geo/siting/median.py", "NoAnswerError"): IN_OWN_WORDS,
    ("geo/siting/places.py", "UnknownIdError"): CHECKED,
    ("geo/siting/robust.py", "BadValueError"): "the page draws with numbers of its own",
    ("geo/siting/rule.py", "Fault"): READ,
    ("geo/siting/task.py", "BadValueError"): READ,
    ("geo/siting/task.py", "Fault"): "of matrices and columns, which are the atlas's own",
    ("atlas/siting/arguments.py", "ValueError"): TYPED,
    ("atlas/siting/ground.py", "LookupError"): CHECKED,
    ("atlas/siting/matrix.py", "ValueError"): TYPED,
    ("atlas/siting/question.py", "LookupError"): READ,
    ("atlas/siting/question.py", "ValueError"): CAUGHT,
    ("atlas/siting/solving.py", "LookupError"): READ,
    ("atlas/siting/tables.py", "ValueError"): TYPED,
}
FAULTS = ("Fault", "told_fault")


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Every error and fault that the two rooms of siting make, with its file; one that is only handed on is none."""
    for room in ("geo/siting", "atlas/siting"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            made = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise)]
            made += [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in FAULTS]
            for call in made:
                if isinstance(call, ast.Call) and _name(call)[:1] != "_":
                    yield path.relative_to(ROOT).as_posix(), call


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _message(call: ast.Call) -> str:
    first = call.args[1 if _name(call) == "told_fault" else 0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


IMPOSSIBLE = sorted({_message(call) for _, call in raised() if _name(call) == "ImpossibleError"})


def test_what_is_raised_is_told_or_seen_by_nobody() -> None:
    found = {(file, _name(call)) for file, call in raised() if _name(call) and _name(call) not in TOLD}
    assert {each for each in found if each[1] != "no_unit"} == set(UNSEEN)


def test_no_reason_is_put_together_where_it_is_raised() -> None:
    assert len(IMPOSSIBLE) > 8
    assert "" not in IMPOSSIBLE


@pytest.mark.parametrize("message", IMPOSSIBLE)
def test_every_reason_for_impossibility_is_said_in_the_language_of_the_page(
    message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = dict.fromkeys(re.findall(r"{(\w+)}", message), 7)

    def fails(*_: object) -> None:
        raise ImpossibleError(message, **parts)

    # As when the time for a better reason has run out.
    monkeypatch.setattr(sentences, "reason", lambda *_: None)
    monkeypatch.setattr(searching, "_solved", fails)
    found = search(the_atlas(), usual_question(), SitingQuestion(), Loaded(), Clock(60))
    assert found.refused == f"无法满足：{SAY(message).format(**parts)}"
    assert not re.search("[a-z]", found.refused)
    assert found.refused_in["en"] == f"This cannot be met: {message.format(**parts)}"


def test_a_rule_that_cannot_be_met_is_said_so_when_no_time_is_left_for_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sentences, "reason", lambda *_: None)
    siting = SitingQuestion(k=21, share=Fraction(1), floors={"north": 5})
    found = search(the_atlas(), usual_question(radius_km=30), siting, Loaded(), Clock(60))
    assert found.refused == "无法满足：在各区底线、锁定与上下限之下，候选点怎样选都达不到规则的要求"


def test_weights_that_nobody_could_check_before_are_refused_in_the_language_of_the_page() -> None:
    with pytest.raises(FaultError) as refused:
        weighted(the_atlas(), SitingQuestion(), Loaded(weights={"990000": 1.0}), None)
    assert refused.value.sentence(SAY) == "权重表中的'990000'不是县级单位；请用六位行政区划代码"


def test_a_fault_alone_keeps_its_parts_and_several_are_one_sentence() -> None:
    one = told_fault(BadValueError, "expected some weight above 0 and a finite sum, got {sum}", sum="0")
    with pytest.raises(BadValueError) as refused:
        need([one])
    assert told_of(refused.value).sentence(SAY) == "须有权重大于0，且总和有限；现总和为0"
    with pytest.raises(BadValueError, match=r"got 0; expected some weight above 0 and a finite sum, got 0"):
        need([one, one])


def test_a_reason_with_braces_of_its_own_is_told_as_it_came() -> None:
    assert told_of(BadValueError("expected a name, got '{n}'")).sentence(SAY) == "expected a name, got '{n}'"

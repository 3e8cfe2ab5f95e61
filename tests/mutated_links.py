"""What a mutated link gives, judged naively: each thing that it says is used as it was given, or is told.

Only the canonical form may differ (full-width signs, order and repetition in a list, more decimals than a metre needs).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from atlas.question.address import Address
from atlas.question.choices import Choices
from atlas.question.parameters import Problem
from atlas.question.question import Question, as_params
from tests.mutator import Pairs

LISTS = ("layers", "kinds", "wrong", "confirmed", "regions")
NO = {"evidence": "all", "dates": "plan", "borders": "keep"}
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
POINT = re.compile(rf"({NUMBER}) *, *({NUMBER})")
MEANT = {"n": "\n", "r": "\r", "t": "\t", "s": " "}
SHARES = ("share", "fair", "fair-share")


def silent(
    pairs: Pairs, question: Question, address: Address, problems: Sequence[Problem], choices: Choices
) -> list[str]:
    """What a link says that is neither used nor told, one line each; [] is right."""
    used = as_params(question) | {
        "plan": address.plan,
        "lang": address.language,
        "data": address.data,
        "view": address.view,
    }
    found = []
    for name, values in _every(pairs).items():
        told = [each.given for each in problems if each.name == name and not each.repeated]
        if name not in used:
            said = bool(told)
        else:
            again = any(each.name == name and each.repeated for each in problems)
            said = (again or len(set(values)) == 1) and _said(name, values[-1], used[name], told, choices)
        if not said:
            found.append(
                f"{name}={values[-1][:80]!r} is {used.get(name)!r:.80}, told {[each[:60] for each in told][:3]}"
            )
    return found


def _every(pairs: Pairs) -> dict[str, list[str]]:
    """All values of each name, in their order; one without a value says nothing."""
    return {name: said for name, _ in pairs if (said := [value for other, value in pairs if other == name and value])}


def _said(name: str, value: str, used: str, told: Sequence[str], choices: Choices) -> bool:
    if value in told:
        return True
    if name in LISTS:
        lost = _ids(value) - _ids(used) - _ids(" ".join(told))
        return not lost and (bool(told) or _ids(value) == _ids(used))
    if name == "scenario":
        return _scenario_said(value, used, told)
    if name == "siting":
        return _siting_said(value, used, told, choices)
    return _plain(name, value) == _plain(name, used)


def _plain(name: str, value: str) -> object:
    if name == "scenario-name":
        return value
    plain = folded(value)
    if name == "radius":
        return int(plain) if plain.isdigit() else plain
    return "" if plain == NO.get(name) else plain


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _ids(text: str) -> set[str]:
    """The ids of a list; a list of "none" alone, or of nothing, has none."""
    found = {folded(each) for each in re.split(r"[\s,\uff0c]+", text)} - {""}
    return set() if found == {"none"} else found


def _scenario_said(value: str, used: str, told: Sequence[str]) -> bool:
    """What is used are changes of the line in its order; each of the others is told."""
    kept = [each for _, each in changes(used)]
    refused = Counter(each for one in told for _, each in changes(one)) + Counter(each.strip(" ") for each in told)
    for piece, change in changes(value):
        if kept and kept[0] == change:
            kept.pop(0)
            continue
        named = change if refused[change] else piece
        if not refused[named]:
            return False
        refused[named] -= 1
    return not kept


def changes(text: str) -> list[tuple[str, tuple[object, ...]]]:
    """The changes of a line, each as it stands there and as what it means; what is no change means itself."""
    found, added = [], 0
    for piece in filter(None, (each.strip(" ") for each in _pieces(text))):
        added += piece.startswith("add ")
        found.append((piece, _meaning(piece, added)))
    return found


def _pieces(text: str) -> Iterable[str]:
    piece, kept = "", False
    for sign in text:
        if sign == ";" and not kept:
            yield piece
            piece = ""
        else:
            piece += sign
        kept = sign == "\\" and not kept
    yield piece


def _meaning(piece: str, added: int) -> tuple[object, ...]:
    point = POINT.search(piece)
    if point is None:
        return tuple(piece.split(" "))
    words = [each for each in piece[: point.start()].split(" ") if each]
    if words[:1] == ["add"] and len(words) == 2:
        words.insert(1, f"new-{added}")
    name = re.sub(r"\\(.)", lambda each: MEANT.get(each[1], each[1]), piece[point.end() :].lstrip(" "), flags=re.DOTALL)
    return (*words, *(round(float(each), 6) for each in point.groups()), name)


def _siting_said(value: str, used: str, told: Sequence[str], choices: Choices) -> bool:
    refused = {each for one in told for each in folded(one).split()}
    parts = [each for each in folded(value).split() if each not in refused]
    there = _siting_used(used, choices)
    names = [each.partition(":")[0].replace("_", "-") for each in parts]
    return len(names) == len(set(names)) and all(_part_said(each, there) for each in parts)


def _part_said(part: str, there: Mapping[str, Any]) -> bool:
    name, _, value = part.partition(":")
    name = name.replace("_", "-")
    if name == "fair-share":
        fair = there["fair"]
        return bool(fair) and all(each == _number(value, per_cent=True) for _, each in fair)
    return name in there and bool(there[name] == _siting_value(name, value))


def _siting_used(text: str, choices: Choices) -> dict[str, Any]:
    """Every part of the question of siting by its name: what the text says, else the usual."""
    usual = choices.siting.usual
    found: dict[str, Any] = {
        **{name: str(getattr(usual, name)) for name in ("question", "aim", "sites", "demand", "p", "most", "k")},
        "limit-s": str(usual.limit_s),
        "share": usual.share,
        "own-weights": "no",
        **dict.fromkeys(("floors", "least", "up-to", "fair"), ()),
        **dict.fromkeys(("lock", "ban"), ()),
    }
    for part in text.split():
        name, _, value = part.partition(":")
        found[name] = _siting_value(name, value)
    return found


def _siting_value(name: str, value: str) -> Any:
    if name in ("lock", "ban"):
        return () if value == "none" else tuple(dict.fromkeys(value.split(",")))
    if name in ("floors", "least", "up-to", "fair"):
        pairs = [] if value == "none" else [each.partition("=") for each in value.split(",")]
        return tuple(sorted((each, _number(told or "50", per_cent=name == "fair")) for each, _, told in pairs))
    return _number(value, per_cent=True) if name == "share" else value


def _number(text: str, *, per_cent: bool) -> object:
    try:
        return Fraction(text) if "/" in text or not per_cent else Fraction(int(text), 100)
    except (ValueError, ZeroDivisionError):
        return text

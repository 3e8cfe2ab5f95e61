"""A text as the box and the command line answer it: what was understood, the page and its link, and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from atlas.asked.chips import title_of
from atlas.asked.lexicon import Lexicon, Meaning, lexicon
from atlas.asked.meant import meant
from atlas.asked.page import ANSWERS, OVERVIEW, page_of
from atlas.asked.parts import Clause, Part, Unknown, clauses
from atlas.asked.plain import plain_text
from atlas.asked.settle import Settled, question_of, settle
from atlas.asked.spoken import spoken
from atlas.atlas import Atlas
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.question.question import PARAMETERS, Question, to_params
from atlas.words import Say, say_in
from data.defaults import defaults
from data.limits import ASKED

MOST_OTHERS = 8
# Topics that say nothing without what they are about.
NEED_SOMETHING = frozenset({"lack", "where", "serves"})
# What a question keeps from the one on the screen: whatever changes answers on every page.
KEPT = tuple(each.name for each in PARAMETERS if each.answers and not each.page)


@dataclass(frozen=True)
class Understood:
    """One question of a text.

    parts    what was understood and is asked;  unused  understood, and of no use to this question
    unknown  what was not understood;  kept  parameters that stay as they were;  notes  sentences for the reader
    page, question, params, link   what it leads to; link is "" where nothing was understood
    changed  parameters that are not as they were;  layers  those on which the map shows what is selected
    """

    parts: tuple[Part, ...]
    unused: tuple[Part, ...]
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...]
    kept: Mapping[str, str]
    page: str
    question: Question
    params: Mapping[str, str]
    link: str
    changed: frozenset[str] = frozenset()
    layers: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it was understood and used."""
        return bool(self.parts and self.link) and not self.unknown and not self.unused

    @property
    def sure(self) -> bool:
        """Whether, moreover, nothing of it may mean something else."""
        return self.whole and not any(each.others for each in self.parts)


@dataclass(frozen=True)
class Asked:
    """What was typed, and the questions in it."""

    text: str
    questions: tuple[Understood, ...] = ()
    notes: tuple[str, ...] = field(default=())


def ask(
    text: str, atlas: Atlas, choices: Choices, today: date, *, page: str = OVERVIEW, present: Question | None = None
) -> Asked:
    """What a text asks. today  what "last year" is counted from;  page, present  where the reader is, and the question
    there, None for nobody who is anywhere.
    """
    say = say_in(atlas.world.language)
    if len(text) > ASKED.most:
        return Asked(text[: ASKED.most], (), (say(ASKED.sentence).format(most=ASKED.told),))
    words = lexicon(atlas, choices)
    base = None if present is None else _kept(present, choices)
    found = [
        _understood(each, page, base, atlas, choices, words)
        for each in (
            _with_names(meant(clause, choices), atlas, choices, words) for clause in clauses(text, words, today)
        )
    ]
    return Asked(text, tuple(found), () if found or not text.strip() else (say("no question was found in this"),))


def _kept(present: Question, choices: Choices) -> dict[str, str]:
    return {name: value for name, value in to_params(present, choices).items() if name in KEPT}


def _understood(
    clause: Clause, page: str, base: Mapping[str, str] | None, atlas: Atlas, choices: Choices, words: Lexicon
) -> Understood:
    chosen = page_of(clause, page)
    found = settle(clause, chosen, atlas, choices, say_in(atlas.world.language))
    question = question_of(found, base or {}, choices)
    params = _params(question, chosen, found.params, choices)
    mark = found.params.get("selected", "")
    return Understood(
        parts=tuple(sorted(found.used, key=lambda each: (each.kept, each.start))),
        unused=tuple(found.unused),
        unknown=clause.unknown,
        notes=tuple(found.notes),
        kept={name: value for name, value in (base or {}).items() if name not in found.params},
        page=chosen,
        question=question,
        params=params,
        link=_link(chosen, params, atlas) if _leads_anywhere(clause, found) else "",
        changed=frozenset({*found.params, "card"} if base is not None else {*found.params, "card", *KEPT}),
        layers=tuple(each.layer for each in words.names if each.id == mark),
    )


def _link(page: str, params: Mapping[str, str], atlas: Atlas) -> str:
    language = {} if atlas.world.language == LANGUAGES[0] else {"lang": atlas.world.language}
    plan = {} if atlas.plan.about["id"] == defaults().plan else {"plan": atlas.plan.about["id"]}
    query = urlencode({**params, **plan, **language})
    return f"/{'' if page == OVERVIEW else page}{'?' if query else ''}{query}"


def _leads_anywhere(clause: Clause, found: Settled) -> bool:
    """Whether enough was understood for a page to be an answer: not where something is to be left out, nor where it is
    the place or the industry that was not understood.
    """
    if clause.reverses or not found.used:
        return False
    about = [each for each in found.used if each.role not in ANSWERS]
    return bool(about) or not clause.unknown or bool(clause.topics - NEED_SOMETHING)


def _params(question: Question, page: str, said: Mapping[str, str], choices: Choices) -> dict[str, str]:
    """The shortest parameters of a page, the prefecture it is about always among them."""
    own = {each.name for each in PARAMETERS if each.is_of(page)}
    found = {name: value for name, value in to_params(question, choices).items() if name in own}
    return found | {name: said[name] for name in ("id",) if name in said and name in own}


def _with_names(clause: Clause, atlas: Atlas, choices: Choices, words: Lexicon) -> Clause:
    """A place that is all of a question may as well be a part of the name of something else; a kind of body, alone or
    with a place, may mean the bodies of that kind there.
    """
    if clause.topics - {"where", "serves"}:
        return clause
    roles = {each.role for each in clause.parts} - {"topic"}
    if "kinds" in roles and roles <= {"id", "kinds", "whole"}:
        return _bodies(clause, atlas, choices)
    if len(clause.parts) != 1 or clause.parts[0].role not in ("id", "county", "industry"):
        return clause
    part = clause.parts[0]
    piece = plain_text(part.text)
    named = [each for each in words.names if piece in each.name][:MOST_OTHERS]
    others = tuple(Meaning("selected", each.id, each.title) for each in named)
    return replace(clause, parts=(replace(part, others=(*part.others, *others)),))


def _bodies(clause: Clause, atlas: Atlas, choices: Choices) -> Clause:
    """The bodies of a kind in a prefecture, or in the province, that which serves all of it first; of a kind alone the
    kind comes before its bodies.
    """
    homes, kinds = {each.value for each in clause.of("id")}, {each.value for each in clause.of("kinds")}
    if len(homes) > 1:
        # Their bodies are told beside each other: one of them would be an answer for one place alone.
        return clause
    bodies = atlas.world["bodies"]
    here = bodies[bodies["kind"].isin(kinds) & bodies["id"].isin(choices.features)]
    here = here[here["prefecture"].isin(homes)] if homes else here
    first = sorted(here.to_dict("records"), key=lambda each: each["serves"] != "province")
    meant = [Meaning("selected", each["id"], atlas.world.title(each, "name")) for each in first]
    if not meant:
        return clause
    if not clause.of("id", "whole"):
        kind = replace(clause.of("kinds")[0], others=tuple(meant))
        return replace(clause, parts=tuple(kind if each.role == "kinds" else each for each in clause.parts))
    said = clause.of("id", "whole", "kinds")
    start, end = min(each.start for each in said), max(each.end for each in said)
    body = Part(meant[0], " ".join(each.text for each in said), start, end, tuple(meant[1:]))
    return replace(clause, parts=(body, *clause.of("topic")))


def asked_answer(asked: Asked, atlas: Atlas, choices: Choices) -> dict[str, Any]:
    """The answer as JSON, for the box and for `cli.py ask --json`."""
    say = say_in(atlas.world.language)
    words = lexicon(atlas, choices)
    told: dict[str, Any] = {
        "text": asked.text,
        "plan": atlas.plan.about["id"],
        "data_version": atlas.version,
        "questions": [_question(each, asked.text, say, words) for each in asked.questions],
        "notes": list(asked.notes),
    }
    if not any(each.link for each in asked.questions):
        told["could_ask"] = list(spoken().examples.get(say.language, ()))
    return told


def _question(each: Understood, text: str, say: Say, words: Lexicon) -> dict[str, Any]:
    return {
        "page": each.page if each.link else "",
        "link": each.link,
        "whole": each.whole,
        "sure": each.sure,
        "question": dict(each.params),
        "understood": [_part(part, text, say, words) for part in each.parts],
        "kept": [
            {"name": name, "title": say(f"parameter {name}"), "value": _kept_value(name, value, say, words)}
            for name, value in each.kept.items()
        ],
        "not_used": [_part(part, text, say, words) for part in each.unused],
        "not_understood": [
            {
                "text": piece.text,
                "near": [
                    {"word": word, "instead": _instead(text, piece.start, piece.end, word)} for word in piece.near
                ],
                "without": _instead(text, piece.start, piece.end, ""),
            }
            for piece in each.unknown
        ],
        "notes": list(each.notes),
    }


def _part(part: Part, text: str, say: Say, words: Lexicon) -> dict[str, Any]:
    told: dict[str, Any] = {
        "text": part.text,
        "role": part.role,
        "value": part.value,
        "title": title_of(part.meaning, say),
        "kept": part.kept,
        "without": "" if part.kept else _instead(text, part.start, part.end, ""),
    }
    told["others"] = [
        {"title": title_of(other, say), "instead": _instead(text, part.start, part.end, _plainly(other, words))}
        for other in part.others[:MOST_OTHERS]
    ]
    return told


def _kept_value(name: str, value: str, say: Say, words: Lexicon) -> str:
    """What stays of a parameter, as its chip would be called; a text of its own as it is."""
    titles = {(each.role, each.value): each for meanings in words.words.values() for each in meanings}
    told = [titles.get((name, each), Meaning(name, each, each)) for each in value.split()]
    return say("list separator").join(title_of(each, say) for each in told)


def _plainly(meaning: Meaning, words: Lexicon) -> str:
    """Words that mean this and nothing else: its title where that is so, else its id."""
    meant = words.words.get(plain_text(meaning.title), ())
    only = len(meant) == 1 and (meant[0].role, meant[0].value) == (meaning.role, meaning.value)
    return meaning.title if only else meaning.value


def _instead(text: str, start: int, end: int, word: str) -> str:
    """The text with other words in place of a piece."""
    return f"{text[:start]}{word}{text[end:]}".strip()

"""The certificate of an answer in words: its figure, and the lines that prove it."""

from __future__ import annotations

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.reach import bodies_asked
from atlas.siting import sentences
from atlas.siting.answer import in_units
from atlas.siting.by_weight import first_sentence
from atlas.siting.ground import Ground
from atlas.siting.search import Found
from atlas.siting.solving import by_body
from atlas.supposing import beside
from atlas.ways import way_of
from atlas.words import Say


def headline(found: Found, say: Say) -> str:
    """The answer in a figure; "" when there is none."""
    if found.answer is None or found.on is None:
        return ""
    first = in_units(found.on, found.answer)[0]
    return sentences.amount(first["aim"], first["objective"], say, found.on.weight, found.on.way)


def certificate_lines(atlas: Atlas, question: Question, found: Found, say: Say) -> list[str]:
    """What proves an answer, what it stands on, whether others are as good, and why not fewer; [] without an answer."""
    answer, on = found.answer, found.on
    if answer is None or on is None:
        return []
    # What is kept of a search is without the numbers of a matrix; who looks at it holds them.
    told, way = in_units(on, answer), way_of(question)
    stands = say(
        "{sites} candidates, {places} places where people live, {bodies} bodies that stay; data version {version}"
    ).format(
        sites=f"{on.offered:,}",
        places=f"{len(on.demand):,}",
        bodies=_bodies(atlas, question, on, say),
        version=atlas.version,
    )
    lines = [sentences.certificate(told, answer.solver, answer.seconds, say, on.weight, on.way), stands]
    lines.append(sentences.as_good(found.as_good, say))
    lines.append(first_sentence(found.firsts, say))
    if any(each["aim"] == "worst" for each in told):
        lines.append(sentences.farthest(atlas, on, answer, way, say))
    if answer.problem == "rule":
        lines.append(sentences.by_body(by_body(atlas, question), say))
    if found.why is not None:
        lines += sentences.fewer(found.why, found.question.k, say)
    lines += [way.sentence(say), way.lacking(on.demand, on.existing, say)]
    return [line for line in lines if line]


def _bodies(atlas: Atlas, question: Question, on: Ground, say: Say) -> str:
    """How many bodies stay: those on record, and after them, called so, what is supposed."""
    on_record = bodies_asked(atlas, question.without_suppositions())
    return beside(str(len(on_record)), str(len(on.existing)), say)

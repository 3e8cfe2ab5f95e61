"""The order of kept views: a reader moves one up or down, takes one out, and puts back what was taken out.

Whoever arranges says the whole list, and which views he knew of: so what he does twice before an answer comes counts
twice, and a view kept meanwhile is not lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from atlas.kept import with_kept
from data.limits import KEPT_VIEWS


@dataclass(frozen=True)
class Gone:
    """A view that was taken out, and the place at which it stood."""

    link: str
    place: int


@dataclass(frozen=True)
class Arranged:
    """Kept views in their order, and those that may be put back, the last one first."""

    links: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()


def id_of(link: str) -> str:
    """A short name of a link, which may itself be thousands of signs long."""
    return sha256(link.encode()).hexdigest()[:16]


def arranged(now: Arranged, order: Sequence[str], known: Sequence[str]) -> Arranged:
    """The views in the order that is asked for.

    order, known  ids (see `id_of`); the latter all that the reader knew of. What he knew and does not order is taken
    out; what is ordered and was taken out comes back; ids of nothing say nothing. Raises FaultError beyond what one
    meeting takes.
    """
    links = {id_of(each): each for each in [*(gone.link for gone in now.gone), *now.links]}
    ordered = [links[each] for each in order if each in links]
    later = [each for each in now.links if id_of(each) not in known]
    kept = with_kept([], [*ordered, *later])
    # From the end, so that each of them, put back in turn, comes to where it stood.
    out = [Gone(link, place) for place, link in reversed(list(enumerate(now.links))) if link not in kept]
    return _with_gone(kept, [*now.gone, *out])


def with_more(now: Arranged, more: Sequence[str]) -> Arranged:
    """With more links at the end, each once. Raises FaultError beyond what one meeting takes."""
    return _with_gone(with_kept(now.links, more), now.gone)


def _with_gone(kept: Sequence[str], gone: Sequence[Gone]) -> Arranged:
    """What is kept again is not to be put back."""
    left = [each for each in gone if each.link not in kept]
    return Arranged(tuple(kept), tuple(left[-KEPT_VIEWS.most :]))

"""A question of siting searched for its brief: the answer, what other numbers of centres reach, and seeded re-runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas.atlas import Atlas, siting_choices
from atlas.background import Stopped
from atlas.inquiry import Inquiry
from atlas.question.question import Question
from atlas.siting.ground import Loaded
from atlas.siting.question import SitingQuestion
from atlas.siting.search import Found, search
from atlas.siting.session import RUNS, RUNS_S, SEED
from atlas.siting.studies import Robust, Studied, robustness
from documents.brief import Brief
from documents.siting_brief import siting_brief
from geo.siting import Clock

if TYPE_CHECKING:
    from documents.wanted import Wanted

# The frontier needs two numbers at least.
FEWEST = 2


def searched_brief(atlas: Atlas, question: Question, wanted: Wanted, stopped: Stopped) -> Brief:
    """The brief of a question of siting, searched where no answer is handed over; the plan's usual question where none
    is given.
    """
    siting, loaded = _of(atlas, wanted)
    found = wanted.found or found_for(atlas, question, wanted, stopped)
    solved = found.answer is not None and bool(found.answer.sites)
    steps = _steps(atlas, question, siting, loaded, stopped) if solved and siting.question == "most" else None
    robust = _robust(atlas, question, siting, loaded, stopped) if solved else None
    return siting_brief(Inquiry(atlas, question), found, robust, steps, wanted.office)


def brief_so_far(atlas: Atlas, question: Question, wanted: Wanted) -> Brief:
    """The same of an answer that is there, before other numbers of centres and the re-runs are worked out.

    Raises LookupError without an answer.
    """
    if wanted.found is None:
        raise LookupError("expected what came of the search of siting, got none")
    return siting_brief(Inquiry(atlas, question), wanted.found, None, None, wanted.office)


def found_for(atlas: Atlas, question: Question, wanted: Wanted, stopped: Stopped) -> Found:
    """What comes of the search, held to the question's own limit of time."""
    siting, loaded = _of(atlas, wanted)
    return search(atlas, question, siting, loaded, Clock(float(siting.limit_s), lambda: bool(stopped())))


def _of(atlas: Atlas, wanted: Wanted) -> tuple[SitingQuestion, Loaded]:
    return wanted.siting or siting_choices(atlas).usual, wanted.loaded or Loaded()


def _steps(
    atlas: Atlas, question: Question, siting: SitingQuestion, loaded: Loaded, stopped: Stopped
) -> Studied | None:
    """What one, two, … and one more centre than asked for reach at most."""
    more = siting.with_changes(question="frontier", most=max(FEWEST, siting.p + 1))
    found: Found = search(atlas, question, more, loaded, Clock(float(siting.limit_s), lambda: bool(stopped())))
    return found.studied


def _robust(atlas: Atlas, question: Question, siting: SitingQuestion, loaded: Loaded, stopped: Stopped) -> Robust:
    clock = Clock(RUNS_S, lambda: bool(stopped()))
    return robustness(atlas, question, siting, loaded, runs=RUNS, seed=SEED, clock=clock)

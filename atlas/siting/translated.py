"""An answer of siting in the language of whoever reads it now: the search keeps the names of the one who asked."""

from __future__ import annotations

from dataclasses import replace

from atlas.atlas import Atlas
from atlas.question.question import Question
from atlas.siting.ground import Loaded, candidates_of, weight_asked
from atlas.siting.question import OWN
from atlas.siting.search import Found


def translated(found: Found, atlas: Atlas, question: Question, loaded: Loaded) -> Found:
    """The same answer with names and weight as the atlas says them, the same refusal in its language. The names of a
    table that was loaded stay as they are.
    """
    language = atlas.world.language
    if found.refused:
        return replace(found, refused=found.refused_in.get(language, found.refused), language=language)
    if found.on is None or found.question.sites == OWN:
        return found
    names = candidates_of(atlas, found.question, loaded).set_index("id")["name"]
    candidates = found.on.candidates
    candidates = candidates.assign(name=candidates["id"].map(names).fillna(candidates["name"]))
    weight = weight_asked(atlas, question, found.question)
    return replace(found, on=replace(found.on, candidates=candidates, weight=weight), language=language)

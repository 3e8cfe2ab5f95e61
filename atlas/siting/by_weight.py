"""Where the first new centre would stand by each weight: whether the next site hangs on what demand is taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from atlas.atlas import Atlas
from atlas.siting.ground import Ground, Loaded, amounts_of
from atlas.siting.question import SitingQuestion
from atlas.weights import Weight, weight_called, weight_ids
from atlas.words import Say, labelled, listed
from geo.distance import Floats
from geo.siting.first import first_site

# The problems that ask for a distance; the others have no reach to compare.
BY_REACH = ("mclp", "rule", "lscp")


@dataclass(frozen=True, eq=False)
class First:
    """weight  None for the table that was loaded;  site, name  of the candidate that brings most of it into reach, ""
    where none brings any;  gain  how much
    """

    weight: Weight | None
    site: str
    name: str
    gain: float


def first_sites(atlas: Atlas, siting: SitingQuestion, loaded: Loaded, on: Ground) -> tuple[First, ...]:
    """The first site by each weight, the loaded table first where it is used; () without a distance to reach."""
    if siting.problem not in BY_REACH:
        return ()
    weights: list[Weight | None] = [None] if siting.own_weights else []
    return tuple(
        _first(on, weight, amounts_of(atlas, siting, loaded, weight))
        for weight in [*weights, *(weight_called(atlas, each) for each in weight_ids(atlas))]
    )


def _first(on: Ground, weight: Weight | None, amounts: Floats) -> First:
    column, gain = first_site(on.task, amounts, on.radius_m)
    if column is None:
        return First(weight, "", "", 0.0)
    return First(weight, str(on.candidates["id"].iloc[column]), str(on.candidates["name"].iloc[column]), gain)


def first_sentence(found: Sequence[First], say: Say) -> str:
    """Whether the first site changes with the weight; "" where none brings anything."""
    some = [each for each in found if each.site]
    if not some:
        return ""
    names: dict[str, str] = {each.site: each.name for each in some}
    if len(names) == 1:
        return say("One new centre alone would reach most by every weight at {site}.").format(site=some[0].name)
    by_site = {site: [_called(each, say) for each in some if each.site == site] for site in names}
    told = [labelled(listed(weights, say), names[site], say) for site, weights in by_site.items()]
    text = say(
        "Where one new centre alone would reach most changes with the weight: {told} (all but residents modelled)."
    )
    return text.format(told=say("; ").join(told))


def _called(each: First, say: Say) -> str:
    return say("your own table") if each.weight is None else each.weight.name


def firsts_told(found: Sequence[First]) -> list[Mapping[str, object]]:
    """The same as JSON; a gain is in the unit of its weight."""
    return [
        {
            "weight": "own" if each.weight is None else each.weight.id,
            "site": each.site or None,
            "gain": each.gain if each.weight is None else each.weight.counted(each.gain),
        }
        for each in found
    ]

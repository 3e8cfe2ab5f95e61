"""Real addresses of every page, as the atlas itself writes them, for the tests that do something to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random

from atlas.pages import PAGES
from atlas.question.choices import Choices
from atlas.question.question import PARAMETERS, from_params, to_params
from tests.worlds import choices, random_question

SCENARIO = (
    "add protection_centre 113.5000,23.1000 名\\;称; move protection-centre-shantou 113.6000,24.8000; "
    "close protection-centre-foshan; status protection-centre-dongguan approved; add court 116.1000,24.3000"
)
OWN = {
    "coverage": {"zone": "north"},
    "compare": {"regions": "core north 440500"},
    "prefecture": {"id": "440500"},
    "plan": {"board": "13-5"},
    "siting": {"siting": "question:most p:3 fair:440500=60,north=50 lock:440103 ban:440104 least:440100=1 share:2/3"},
}
SITING = ("k:12 floors:belt-east=2,north=3 sites:places limit-s:10", "question:all aim:p-median p:5 up-to:440100=2")


@cache
def addresses() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Page and parameters: a few of every page, with every parameter in some of them."""
    chance = Random("addresses")
    return tuple((page, _address(chance, page, choices())) for page in PAGES for _ in range(6))


def _address(chance: Random, page: str, offered: Choices) -> dict[str, str]:
    own = dict(OWN.get(page, {}))
    if "siting" in own and chance.random() < 0.5:
        own["siting"] = chance.choice(SITING)
    more = {
        "scenario": SCENARIO,
        "scenario-name": "珠江西岸 & 东岸",
        "selected": "440400",
        "card": sorted(offered.cards)[0],
        "confirmed": sorted(offered.bodies)[3],
        "lang": "en",
        "plan": "14-5",
        "data": "0123456789ab",
        "view": "8.25_22.5430_114.0570",
    }
    chosen = {name: value for name, value in more.items() if chance.random() < 0.5}
    asked = to_params(random_question(chance), offered) | own | {name: chosen[name] for name in more if name in chosen}
    question, _ = from_params(asked, offered)
    elsewhere = {each.name for each in PARAMETERS if not each.is_of(page)}
    kept = {name: value for name, value in to_params(question, offered).items() if name not in elsewhere}
    around = {name: chosen[name] for name in ("lang", "plan", "data", "view") if name in chosen}
    return kept | around | ({"id": own["id"]} if "id" in own else {})
